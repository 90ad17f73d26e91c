//! Whether a draft tells again, or tells more of, what an earlier sentence told.

use std::collections::BTreeSet;

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftCasualty, DraftEvent, Mention, Pos, Reference, Tag};

use crate::Material;
use crate::beside::{is_another, is_effect_beside, is_ruin, is_toll_of, within};
use crate::facets::{Facets, agree, noun_of};
use crate::occurrence::{ASIDE, MEMORY, REACH};
use crate::sides::{tells_its_own_side, tells_its_side};

/// "hours after the convoy was hit": known by what was hit, told before.
pub(crate) fn hits_the_same(material: &Material, event: &DraftEvent, earlier: &Facets) -> bool {
    let known = |(thing, _): &(Mention, String)| {
        thing.definite && earlier.targets.contains(&noun_of(material, thing))
    };
    event.targets.iter().any(known)
}

/// How strongly two drafts look like one occurrence; 0 for not at all.
pub(crate) fn evidence(
    material: &Material,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
    distance: u32,
    again: impl Fn(usize) -> bool,
) -> i32 {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    if distance == 0 {
        return within(sentence, draft, event, other, earlier);
    }
    let mut score = 0;
    if distance <= SCENE
        && stated(earlier)
        && event.casualties.is_empty()
        && is_met_under_way(sentence, draft.token)
    {
        score += 3;
    }
    if event.reference == Reference::Known
        && distance <= MEMORY
        && !(are_several(sentence, draft.token) && is_of_one(earlier))
        && (distance <= NEXT || event.places.is_empty() || shares_a_place(material, event, earlier))
        && !(event.times.is_empty() && is_of_a_day(sentence, draft.token))
        && (event.times.is_empty() || !earlier.times.is_empty() || is_said_to_happen(sentence, draft.token))
    {
        score += 3;
    }
    if distance <= MEMORY && (definite_weapon(event, earlier) || stands_in(sentence, event, earlier)) {
        score += 3;
    }
    if distance <= NEXT && by_the_doers(material, event, earlier)
        || distance <= SCENE && at_what_was_hit(material, event, earlier)
    {
        score += 3;
    }
    let adds = event.attaches || is_effect_beside(event, earlier);
    if is_ruin(sentence, draft.token, event) && distance <= REACH && stated(earlier) {
        score += 2;
    }
    if adds && distance <= 1 {
        score += 2;
    }
    if adds && distance <= REACH && !event.casualties.is_empty() && stated(earlier) {
        score += 1;
    }
    if distance <= ASIDE && !other.headline && tells_its_side(material, (draft, event), (other, earlier)) {
        score += 2;
    }
    if distance <= MEMORY && tells_of_one_struck(material, event, earlier) {
        score += 2;
    }
    if distance == 1 && are_what_flew(sentence, draft.token, event, earlier) {
        score += 3;
    }
    if distance == 1 && goes_on_with_fire(sentence, event) && stated(earlier) {
        score += 2;
    }
    if distance <= MEMORY && is_toll_of(draft, earlier) {
        score += 3;
    }
    if distance == 1 && tells_its_own_side(sentence, material, draft, event, other, earlier) {
        score += 2;
    }
    let titled = other.headline && distance <= 3;
    if titled && shares_harm(event, earlier) {
        score += 2;
    }
    let votes = if titled { 1 } else { 2 };
    if again(votes) && (other.headline || !is_other_thing(sentence, event)) {
        score += 2;
    }
    score
}

/// "The lorries were carrying flour to Bree when they came under fire": a clause behind one that tells what was going on
/// until then tells again how the deed began.
fn is_met_under_way(sentence: &Annotated, verb: u32) -> bool {
    let is_when = |word: &u32| sentence.lower(*word) == "when";
    let Some(when) = sentence.tree.children(verb).iter().copied().find(is_when) else { return false };
    let goes_on = |word: u32| {
        let was = |aux: u32| matches!(sentence.lower(aux).as_str(), "was" | "were");
        sentence.token(word).tag == Tag::Vbg && sentence.children_by(word, Dep::Aux).any(was)
    };
    let is_verb = |word: &u32| {
        let item = sentence.token(*word);
        item.pos == Pos::Verb && matches!(item.tag, Tag::Vbd | Tag::Vbg | Tag::Vbz | Tag::Vbp)
    };
    (0..when).rev().find(is_verb).is_some_and(goes_on)
}

/// "the blast at Bree": known by its place, and so far from what was told not by that.
fn shares_a_place(material: &Material, event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let place = |index: &usize| material.places.get(*index).map(|place| &place.place);
    event.places.iter().any(|one| earlier.places.iter().any(|other| place(one) == place(other)))
}

/// "The killings go on": more than one, where the deed told before killed or hurt one.
fn are_several(sentence: &Annotated, noun: u32) -> bool {
    sentence.is_nominal(noun) && sentence.is_plural(noun)
}

fn is_of_one(earlier: &DraftEvent) -> bool {
    let one = |harm: &DraftCasualty| harm.count.exact() == Some(1);
    !earlier.casualties.is_empty() && earlier.casualties.iter().all(one)
}

/// "Monday's bombing": a day is told, whether it was understood or not.
fn is_of_a_day(sentence: &Annotated, noun: u32) -> bool {
    sentence.children_by(noun, Dep::Poss).any(|owner| sentence.kinds(owner).time.is_some())
}

/// What the doers did next is told within so many sentences, what else befell the thing they came for within more.
const NEXT: u32 = 2;
const SCENE: u32 = 4;

/// "Gunmen raided a mill. The attackers came on motorcycles and opened fire": those who did it, known already.
fn by_the_doers(material: &Material, event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let words = &material.annotation.lexicon.words;
    let known = |doer: &Mention| words.is("doer-noun", &noun_of(material, doer)[1..]);
    stated(earlier)
        && event
            .actors
            .iter()
            .any(|doer| doer.definite && !doer.pronoun && doer.count.is_none() && known(doer))
}

/// "ambushed a convoy. … opened fire on the convoy": what was hit, or who, known already.
fn at_what_was_hit(material: &Material, event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let is_known = |thing: &Mention| thing.definite && !thing.pronoun && thing.count.is_none();
    let same_thing = |(thing, _): &(Mention, String)| {
        let noun = noun_of(material, thing);
        is_known(thing) && earlier.targets.iter().any(|(known, _)| noun_of(material, known) == noun)
    };
    let same_people = |who: &Mention| {
        is_known(who) && is_first_told(material, &noun_of(material, who), &earlier.recipients)
    };
    event.targets.iter().any(same_thing) || event.recipients.iter().any(same_people)
}

/// "a convoy", "five soldiers": told as new by this noun.
fn is_first_told(material: &Material, noun: &str, told: &[Mention]) -> bool {
    told.iter().any(|known| !known.definite && !known.pronoun && noun_of(material, known) == noun)
}

/// "Six hurt as drone falls" over "Six people were hurt": the figure of a headline is that of its report.
fn shares_harm(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let same = |one: &DraftCasualty, other: &DraftCasualty| {
        one.effect == other.effect
            && one.count.low == other.count.low
            && one.count.low.is_some_and(|low| low > 1)
    };
    event.casualties.iter().any(|one| earlier.casualties.iter().any(|other| same(one, other)))
}

/// "the other base", "another drone", "a second device": not the one told before.
pub(crate) fn is_other_thing(sentence: &Annotated, event: &DraftEvent) -> bool {
    let other = |(thing, _): &(Mention, String)| {
        let before = sentence.tree.children(thing.head).iter().copied().filter(|child| *child < thing.head);
        before.into_iter().any(|word| sentence.lexicon.words.is("otherness", &sentence.lower(word)))
    };
    event.weapons.iter().chain(&event.targets).any(other)
}

/// "The shooting took place at 2 a.m.": the time of what was told before.
fn is_said_to_happen(sentence: &Annotated, noun: u32) -> bool {
    let item = sentence.token(noun);
    matches!(item.dep, Dep::Nsubj | Dep::Nsubjpass)
        && sentence.lexicon.words.is("happen-verb", sentence.lemma(item.head))
}

/// "the drone", "the device": a weapon known from the earlier draft.
pub(crate) fn definite_weapon(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let general = |class: &str| matches!(class, "explosives" | "other" | "unknown");
    event.weapons.iter().any(|(weapon, class)| {
        weapon.definite
            && weapon.count.is_none()
            && earlier.weapons.iter().any(|(known, other)| {
                (class == other
                    || general(class)
                    || class.ends_with(other.as_str())
                    || other.ends_with(class.as_str()))
                    && known.plural == weapon.plural
            })
    })
}

/// "The blast blew out the windows of a mosque": one thing, which cannot have been another one.
pub(crate) fn the_one_weapon(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    definite_weapon(event, earlier)
        && event.weapons.iter().all(|(weapon, _)| weapon.definite && !weapon.plural)
}

/// "Twelve shells landed. They were fired from the other bank": what was told to have come down.
pub(crate) fn are_what_flew(
    sentence: &Annotated,
    verb: u32,
    event: &DraftEvent,
    earlier: &DraftEvent,
) -> bool {
    let pronoun = |subject: u32| {
        let person = matches!(sentence.lower(subject).as_str(), "he" | "she" | "we" | "you" | "i");
        sentence.token(subject).pos == Pos::Pron && !person
    };
    sentence.lexicon.words.is("launch-verb", sentence.lemma(verb))
        && sentence.children_by(verb, Dep::Nsubjpass).any(pronoun)
        && event.weapons.is_empty()
        && event.casualties.is_empty()
        && !earlier.weapons.is_empty()
}

/// "Both were engaged", "it came down in a field", "one of the drones crashed": all or some of what was launched before,
/// with no place or target of its own.
fn stands_in(sentence: &Annotated, event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let some = |(weapon, class): &(Mention, String)| {
        let above = sentence.token(weapon.head).head;
        let of_the = weapon.definite && sentence.lower(above) == "of";
        let bare = matches!(sentence.token(weapon.head).pos, Pos::Pron | Pos::Num | Pos::Det | Pos::Adj);
        let all = sentence.children_by(weapon.head, Dep::Det).any(|det| sentence.lower(det) == "both");
        (bare || of_the || all)
            && earlier.weapons.iter().any(|(_, known)| known == class || known.ends_with(class.as_str()))
    };
    event.targets.is_empty()
        && event.places.is_empty()
        && !is_another(sentence, event)
        && event.weapons.iter().any(some)
}

/// The classes of the weapons of a draft.
pub(crate) fn classes(event: &DraftEvent) -> BTreeSet<String> {
    event.weapons.iter().map(|(_, class)| class.clone()).collect()
}

/// "Five men were shot. … Miller, 24, was shot in the leg": one by name, or known already, hurt by such a weapon as was
/// told, at no place and time of its own.
fn tells_of_one_struck(material: &Material, event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let named = |victim: &Mention| {
        material.annotation.sentences[victim.sentence as usize].token(victim.head).pos == Pos::Propn
    };
    // "called him a painter who was shot"
    let said_of_one = |victim: &Mention| {
        let sentence = &material.annotation.sentences[victim.sentence as usize];
        let item = sentence.token(victim.head);
        let of = sentence.clause(item.head);
        let known = |one: &u32| sentence.mention(*one).definite || sentence.token(*one).pos == Pos::Pron;
        matches!(item.dep, Dep::Attr | Dep::Oprd) && of.objects.iter().chain(&of.subjects).any(known)
    };
    let known = |harm: &DraftCasualty| {
        harm.victim
            .as_ref()
            .is_some_and(|victim| victim.definite || victim.pronoun || named(victim) || said_of_one(victim))
    };
    event.times.is_empty()
        && event.places.is_empty()
        && !event.casualties.is_empty()
        && event.casualties.iter().all(known)
        && agree(&classes(event), &classes(earlier)) == Some(true)
}

/// "Four men ran in, firing at anyone who moved": fire at nobody in particular, at no place or time of its own.
pub(crate) fn goes_on_with_fire(sentence: &Annotated, event: &DraftEvent) -> bool {
    let anybody = |party: &Mention| sentence.token(party.head).pos == Pos::Pron;
    let guns = |class: &str| sentence.lexicon.mode_of_weapon(class) == Some("firearms");
    let fired = event.modes.iter().any(|mode| mode == "firearms");
    (fired || event.weapons.iter().any(|(_, class)| guns(class)))
        && event.actors.iter().any(|actor| actor.plural)
        && event.recipients.iter().all(anybody)
        && event.targets.is_empty()
        && event.casualties.is_empty()
        && event.places.is_empty()
        && event.times.is_empty()
}

fn stated(event: &DraftEvent) -> bool {
    !event.attaches
}
