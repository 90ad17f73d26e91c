//! Whether two drafts of one sentence tell one occurrence.

use std::collections::BTreeSet;

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftCasualty, DraftEvent, Effect, Mention, Pos, Reference, Tag};

use crate::again::definite_weapon;
use crate::distance::is_measured_from;
use crate::facets::agree;

/// "another was sent against the port", "a third hit the base": a deed beside the one told before; "the third" is one of
/// those told.
pub(crate) fn is_another(sentence: &Annotated, event: &DraftEvent) -> bool {
    let words = &sentence.lexicon.words;
    event.weapons.iter().any(|(weapon, _)| {
        let mut own = std::iter::once(weapon.head)
            .chain(sentence.tree.children(weapon.head).iter().copied().filter(|child| *child < weapon.head));
        !weapon.definite && own.any(|word| words.is("otherness", &sentence.lower(word)))
    })
}

/// "One of the bombs fell on an orchard, while another left a crater": "another" is of those that "one" is of.
fn is_one_of_them(sentence: &Annotated, earlier: &DraftEvent) -> bool {
    earlier.weapons.iter().any(|(weapon, _)| {
        let above = sentence.token(sentence.token(weapon.head).head).head;
        let ones = [weapon.head, above];
        let of_them = |one: &u32| {
            let of = sentence.children_by(*one, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
            of.flat_map(|of| sentence.objects_of(of)).any(|whole| sentence.mention(whole).definite)
        };
        ones.iter().any(|one| sentence.lower(*one) == "one" && of_them(one))
    })
}

/// "fired rockets in retaliation for the killing of a commander", "struck to avenge the killing": the word that calls what
/// is told behind it the ground of another deed.
fn ground_of(sentence: &Annotated, token: u32) -> Option<u32> {
    let answers = |word: u32| sentence.lexicon.words.is("answer", &sentence.lemma(word).to_lowercase());
    let mut at = token;
    for _ in 0..8 {
        let item = sentence.token(at);
        if item.head == at {
            return None;
        }
        // "in revenge for": the parser often hangs the second preposition on the verb.
        let before = at.checked_sub(1).filter(|before| item.dep == Dep::Prep && answers(*before));
        let above =
            Some(item.head).filter(|head| answers(*head) && matches!(item.dep, Dep::Prep | Dep::Dobj));
        if before.or(above).is_some() {
            return before.or(above);
        }
        at = item.head;
    }
    None
}

/// "The group fired rockets after the killing of a commander": a killing told as known, that somebody's deed came after.
fn comes_after_known(
    sentence: &Annotated,
    (draft, event): (&Draft, &DraftEvent),
    later: &DraftEvent,
) -> bool {
    let after = sentence.token(draft.token).head;
    let known = sentence.children_by(draft.token, Dep::Det).any(|the| sentence.lower(the) == "the");
    known
        && !later.actors.is_empty()
        && event.casualties.iter().any(|harm| harm.effect == Effect::Killed)
        && sentence.token(draft.token).dep == Dep::Pobj
        && matches!(sentence.lower(after).as_str(), "after" | "following" | "over" | "since")
}

/// Two drafts of one sentence.
pub(crate) fn within(
    sentence: &Annotated,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
) -> i32 {
    let at = (draft.sentence, draft.token);
    let other_at = (other.sentence, other.token);
    if event.leaves_out.is_some() || earlier.leaves_out.is_some() {
        return 0;
    }
    if is_measured_from(sentence, draft.token, other.token) {
        // "died hours after he was shot": one person, where "six died a day after a couple were killed" are others.
        let of_one = |event: &DraftEvent| {
            let one = |harm: &DraftCasualty| harm.count.exact() == Some(1);
            !event.casualties.is_empty() && event.casualties.iter().all(one)
        };
        return if dies_of_it(event) && of_one(event) && of_one(earlier) { 4 } else { 0 };
    }
    if event.things.iter().any(|thing| earlier.things.contains(thing)) {
        return 5;
    }
    if ground_of(sentence, draft.token) != ground_of(sentence, other.token)
        || comes_after_known(sentence, (draft, event), earlier)
        || comes_after_known(sentence, (other, earlier), event)
    {
        return 0;
    }
    if event.same_as.contains(&other_at) || earlier.same_as.contains(&at) {
        return 5;
    }
    // "A blast killed two; the army blamed the rebels": of what is told right before.
    if draft.rule == "responsibility/held" && event.same_as.is_empty() && !earlier.attaches {
        return if other.token < draft.token { 6 } else { 0 };
    }
    // "a car bomb that left 17 people dead": one weapon told by one word.
    if share_one_weapon(event, earlier) {
        return 5;
    }
    // "fired two drones and said that the drones hit"
    if definite_weapon(event, earlier) {
        return 5;
    }
    let another =
        is_another(sentence, event) && !earlier.weapons.is_empty() && !is_one_of_them(sentence, earlier);
    if another || is_other_deed(sentence, draft.token, event, earlier) {
        return 0;
    }
    if is_when(sentence, draft, event, other, earlier) {
        return 4;
    }
    if is_elsewhere(event, earlier) && is_joined(sentence, draft.token, other.token) {
        return 0;
    }
    if is_of_the_deed(sentence, draft.token, other.token)
        || is_of_the_deed(sentence, other.token, draft.token)
        || goes_on_from(sentence, draft.token, other.token)
        || is_by_those_who(sentence, (draft.token, event), other.token)
        || hangs_on(sentence, draft.token, other.token)
        || hangs_on(sentence, other.token, draft.token)
    {
        return 4;
    }
    if is_toll_of(draft, earlier) {
        return 6;
    }
    let adds = event.attaches && event.reference == Reference::New;
    if adds || is_effect_beside(event, earlier) { 3 } else { 0 }
}

fn share_one_weapon(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let one = |event: &DraftEvent| -> BTreeSet<u32> {
        let one = event.weapons.iter().filter(|(weapon, _)| {
            !weapon.plural && weapon.count.as_ref().is_none_or(|count| count.exact() == Some(1))
        });
        one.map(|(weapon, _)| weapon.head).collect()
    };
    agree(&one(event), &one(earlier)) == Some(true)
}

/// A death that is told beside a deed.
pub(crate) fn dies_of_it(event: &DraftEvent) -> bool {
    event.attaches
        && !event.casualties.is_empty()
        && event.casualties.iter().all(|harm| harm.effect == Effect::Killed)
}

/// "Three people were killed when a bomb went off": the clause with "when" tells of what the harm came.
fn is_when(
    sentence: &Annotated,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
) -> bool {
    let when = (other.token + 1..draft.token).rev().find(|token| sentence.lower(*token) == "when");
    let tells = |token: u32| sentence.token(token).pos == Pos::Verb && sentence.token(token).tag != Tag::Vbn;
    let next = when.is_some_and(|when| !(when + 1..draft.token).any(tells));
    let harm_only = !earlier.casualties.is_empty()
        && earlier.actors.is_empty()
        && earlier.weapons.is_empty()
        && earlier.targets.is_empty();
    let tells_how = !event.weapons.is_empty() || !event.actors.is_empty() || !event.targets.is_empty();
    next && harm_only && tells_how && event.casualties.is_empty()
}

/// "fired a missile at one ship and struck a second with drones", "rockets were fired at one post and a drone was sent
/// against another": another weapon on another target.
fn is_other_deed(sentence: &Annotated, verb: u32, event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let heads =
        |things: &[(Mention, String)]| things.iter().map(|(thing, _)| thing.head).collect::<BTreeSet<_>>();
    let other =
        |one: &[(Mention, String)], two: &[(Mention, String)]| agree(&heads(one), &heads(two)) == Some(false);
    let at_another = || {
        let behind = sentence.children_by(verb, Dep::Prep).flat_map(|at| sentence.objects_of(at));
        let mut things = sentence.children_by(verb, Dep::Dobj).chain(behind);
        things.any(|thing| {
            let bare = sentence.tree.children(thing).is_empty();
            bare && sentence.lexicon.words.is("otherness", &sentence.lower(thing))
        })
    };
    other(&event.weapons, &earlier.weapons) && (other(&event.targets, &earlier.targets) || at_another())
}

/// "The toll rose to six", "put its losses at six": of a deed that is told to have killed.
pub(crate) fn is_toll_of(draft: &Draft, earlier: &DraftEvent) -> bool {
    let kills = |harm: &DraftCasualty| harm.effect == Effect::Killed && harm.count.low != Some(0);
    draft.rule == "casualty/toll" && earlier.casualties.iter().any(kills)
}

/// "a blast in Bree that left three dead": what a deed did that is told by a noun.
fn is_of_the_deed(sentence: &Annotated, verb: u32, noun: u32) -> bool {
    let item = sentence.token(verb);
    let of_noun = |word: u32| {
        let over = sentence.token(word);
        word == noun || over.dep == Dep::Pobj && sentence.token(over.head).head == noun
    };
    let relative = |subject: u32| sentence.token(subject).tag == Tag::Wdt;
    item.dep == Dep::Relcl
        && of_noun(item.head)
        && sentence.token(noun).pos == Pos::Noun
        && sentence.children_by(verb, Dep::Nsubj).any(relative)
}

/// "…, wounding three": a participle goes on from the trigger right before it.
fn goes_on_from(sentence: &Annotated, token: u32, other: u32) -> bool {
    let item = sentence.token(token);
    // "carried out raids in Bree, killing three": of what the verb is said to do.
    let is_done = || {
        let object = sentence.token(other);
        object.head == item.head && matches!(object.dep, Dep::Dobj | Dep::Nsubjpass)
    };
    item.tag == Tag::Vbg
        && item.dep == Dep::Advcl
        && other < token
        && (sentence.clause_before(token, item.head) == other || is_done())
}

/// "Gunmen who stormed a church killed twelve", "was ambushed by rebels, who burned two lorries": what a relative clause
/// tells of those who did it is of one deed with what the clause around it tells, where what comes second is at no place
/// or time of its own. Of "the gunmen" the clause may recall another deed.
fn is_by_those_who(sentence: &Annotated, (later, event): (u32, &DraftEvent), earlier: u32) -> bool {
    let doers = |verb: u32| {
        let item = sentence.token(verb);
        let who = |subject: u32| matches!(sentence.token(subject).tag, Tag::Wp | Tag::Wdt);
        let told = item.dep == Dep::Relcl && item.tag == Tag::Vbd;
        (told && sentence.children_by(verb, Dep::Nsubj).any(who)).then_some(item.head)
    };
    let does = |verb: u32, noun: u32| sentence.clause(verb).subjects.contains(&noun);
    let several = |noun: u32| {
        let known = sentence.children_by(noun, Dep::Det).next().is_some();
        sentence.token(noun).tag == Tag::Nns && !known
    };
    let killers = doers(earlier).is_some_and(|noun| several(noun) && does(later, noun));
    let goes_on = doers(later).is_some_and(|noun| does(earlier, noun));
    let bare = event.places.is_empty() && event.times.is_empty();
    bare && (goes_on || killers && !event.casualties.is_empty())
}

/// Harm with nobody and nothing named that did it, at no place or time of its own: the harm of a deed told nearby.
pub(crate) fn is_effect(event: &DraftEvent) -> bool {
    is_mere_harm(event) && event.places.is_empty() && event.times.is_empty()
}

/// The same, or at no other place and time than a deed, as where an item of a list tells both.
pub(crate) fn is_effect_beside(event: &DraftEvent, deed: &DraftEvent) -> bool {
    is_mere_harm(event)
        && event.places.iter().all(|place| deed.places.contains(place))
        && event.times.iter().all(|time| deed.times.contains(time))
}

fn is_mere_harm(event: &DraftEvent) -> bool {
    !event.casualties.is_empty()
        && event.same_as.is_empty()
        && event.actors.is_empty()
        && event.weapons.is_empty()
        && event.targets.is_empty()
}

/// "Two lorries were set on fire": things burned by nobody named, at no place or time of their own.
pub(crate) fn is_ruin(sentence: &Annotated, verb: u32, event: &DraftEvent) -> bool {
    sentence.lexicon.words.is("burning-verb", sentence.lemma(verb))
        && sentence.children_by(verb, Dep::Nsubjpass).next().is_some()
        && !event.targets.is_empty()
        && event.actors.is_empty()
        && event.recipients.is_empty()
        && event.weapons.is_empty()
        && event.casualties.is_empty()
        && event.places.is_empty()
        && event.times.is_empty()
}

/// A clause that completes, follows or specifies another: "attacked the base, killing three".
fn hangs_on(sentence: &Annotated, token: u32, other: u32) -> bool {
    let mut at = token;
    for _ in 0..5 {
        let head = sentence.token(at).head;
        if head == at {
            return false;
        }
        let label = sentence.token(at).dep;
        let loose = matches!(
            label,
            Dep::Advcl
                | Dep::Conj
                | Dep::Xcomp
                | Dep::Prep
                | Dep::Pcomp
                | Dep::Pobj
                | Dep::Acl
                | Dep::Dobj
                | Dep::Nsubj
                | Dep::Nsubjpass
                | Dep::Agent
        );
        if !loose {
            return false;
        }
        if head == other {
            return true;
        }
        // "and nobody was hurt in the foiled attack": what is known already goes with what was told of it.
        if !sentence.mention(token).definite && is_of_its_own(sentence, head) {
            return false;
        }
        at = head;
    }
    false
}

/// Two deeds with places of their own, and none in common.
fn is_elsewhere(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    !event.places.is_empty()
        && !earlier.places.is_empty()
        && event.places.iter().all(|place| !earlier.places.contains(place))
}

/// "killed five in Bree and wounded three in Archet", "fought in Bree, and then came the burning of": a clause beside that
/// of the other deed, or a word in it.
fn is_joined(sentence: &Annotated, token: u32, other: u32) -> bool {
    let mut at = token;
    for _ in 0..5 {
        let item = sentence.token(at);
        if item.dep == Dep::Conj && item.pos == Pos::Verb && item.head == other {
            return true;
        }
        if item.head == at {
            return false;
        }
        at = item.head;
    }
    false
}

/// "Shells killed three, and in Bree a guard died when a mortar struck the mill": a second clause with a subject of its own
/// tells of something else, and so does what hangs on it.
fn is_of_its_own(sentence: &Annotated, verb: u32) -> bool {
    let item = sentence.token(verb);
    let is_noun = |subject: u32| sentence.token(subject).pos != Pos::Pron;
    let mut subjects =
        sentence.children_by(verb, Dep::Nsubj).chain(sentence.children_by(verb, Dep::Nsubjpass));
    item.dep == Dep::Conj && item.pos == Pos::Verb && subjects.any(is_noun)
}
