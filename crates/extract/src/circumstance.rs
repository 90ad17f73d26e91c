//! Which times and places of a sentence belong to which of its triggers.
//!
//! The parser hangs times and places on the nearest word that could bear them, often a noun or a verb
//! that tells nothing by itself. A time or place climbs from there until it meets a trigger, and stops
//! at a verb of saying: "said on Monday" dates the saying.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Pos, Tag};

/// A time or place given to a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// The trigger token.
    pub trigger: u32,
    /// Index of the time expression or toponym.
    pub index: usize,
    /// How many steps it climbed; fewer is surer.
    pub steps: u32,
}

/// The times and places of a sentence with their triggers.
#[derive(Debug, Default)]
pub(crate) struct Circumstances {
    pub times: Vec<Given>,
    pub places: Vec<Given>,
}

/// A place further below a trigger than this is a place of something else.
const FAR: u32 = 9;

/// A place among this many words at the beginning opens its sentence.
const OPENING: u32 = 4;

/// The words of a place between "from" and "to" are at most this many.
const REACH: usize = 5;

/// Tokens on the way up are at most this many.
const CLIMB: u32 = 16;

/// Gives the times and places of a sentence to its triggers.
pub(crate) fn circumstances(sentence: &Annotated, triggers: &[u32]) -> Circumstances {
    let mut circumstances = Circumstances::default();
    if triggers.is_empty() {
        return circumstances;
    }
    for mark in &sentence.marks {
        let head = sentence.head_of(mark.first, mark.end);
        match mark.meaning {
            // "on 18 October, not a day later"
            Meaning::Time(_) if mark.first > 0 && sentence.lower(mark.first - 1) == "not" => {}
            Meaning::Time(_) if describes_a_thing(sentence, mark.first, mark.end, triggers) => {}
            Meaning::Time(index) => {
                let behind = noun_before(sentence, mark.first, head, triggers);
                let above = behind.or_else(|| measured_deed(sentence, mark.end, triggers));
                let above = above.or_else(|| trigger_above(sentence, head, triggers));
                let above = above.or_else(|| noun_before_on(sentence, mark.first, triggers));
                if let Some((trigger, steps)) = above {
                    circumstances.times.push(Given { trigger, index, steps });
                }
            }
            Meaning::Place(index) if behind_bare_preposition(sentence, mark.first, head).is_some() => {
                let verb = behind_bare_preposition(sentence, mark.first, head).unwrap_or(head);
                if let Some((trigger, steps)) = trigger_above(sentence, verb, triggers) {
                    circumstances.places.push(Given { trigger, index, steps: steps + 2 });
                }
            }
            Meaning::Place(index) if is_locative(sentence, head, triggers) => {
                let behind = behind_time_of_noun(sentence, head, triggers);
                if let Some((trigger, steps)) = behind.or_else(|| trigger_above(sentence, head, triggers))
                    && steps <= FAR
                {
                    circumstances.places.push(Given { trigger, index, steps });
                }
            }
            _ => {}
        }
    }
    for trigger in triggers {
        from_antecedent(sentence, *trigger, &mut circumstances);
    }
    share_places(sentence, triggers, &mut circumstances.places);
    share_scene(sentence, triggers, &mut circumstances.places);
    share_destinations(sentence, triggers, &mut circumstances.places);
    share(sentence, triggers, &mut circumstances.times);
    hours_after(sentence, triggers, &mut circumstances.times);
    circumstances
}

/// "imposed an 8 p.m. curfew": a time between an article and a noun that tells no deed says of what kind the thing is.
fn describes_a_thing(sentence: &Annotated, first: u32, end: u32, triggers: &[u32]) -> bool {
    let article =
        first.checked_sub(1).is_some_and(|before| matches!(sentence.lower(before).as_str(), "a" | "an"));
    article && end < sentence.len() && sentence.token(end).pos == Pos::Noun && !triggers.contains(&end)
}

/// "the bombing this week of a market": a time without a preposition right behind the noun of a deed is its time,
/// wherever the parser hangs it.
fn noun_before(sentence: &Annotated, first: u32, head: u32, triggers: &[u32]) -> Option<(u32, u32)> {
    let noun = first.checked_sub(1)?;
    let bare = sentence.token(head).dep == Dep::Npadvmod;
    (bare && triggers.contains(&noun) && sentence.is_nominal(noun)).then_some((noun, 1))
}

/// "reported nine dead in a strike on Friday", "put the explosion at ten past nine": a time behind the noun of a deed that
/// the parser hangs on the verb of saying.
fn noun_before_on(sentence: &Annotated, first: u32, triggers: &[u32]) -> Option<(u32, u32)> {
    let own = sentence.token(first).pos == Pos::Adp;
    let on = if own { first } else { first.checked_sub(1)? };
    let noun = on.checked_sub(1)?;
    let behind = own || sentence.lower(on) == "on";
    let fits = behind && triggers.contains(&noun) && sentence.is_nominal(noun);
    fits.then_some((noun, 2))
}

/// "The attack came four days after the raid on a mill": the distance is told of the deed behind "after".
fn measured_deed(sentence: &Annotated, word: u32, triggers: &[u32]) -> Option<(u32, u32)> {
    if word >= sentence.len()
        || sentence.token(word).dep != Dep::Prep
        || !matches!(sentence.lower(word).as_str(), "after" | "before")
    {
        return None;
    }
    let deed = sentence.objects_of(word).into_iter().find(|noun| triggers.contains(noun))?;
    let comes = sentence.token(word).head;
    let is_told = sentence.children_by(comes, Dep::Nsubj).next().is_some();
    (is_told && sentence.lexicon.words.is("coming-verb", sentence.lemma(comes))).then_some((deed, 1))
}

/// "the bombing this week of a market in Bree": what hangs on such a time is told of the noun.
fn behind_time_of_noun(sentence: &Annotated, place: u32, triggers: &[u32]) -> Option<(u32, u32)> {
    let mut at = place;
    for steps in 0..FAR {
        let head = sentence.token(at).head;
        let first = sentence.full_phrase(head).0;
        if sentence.token(at).dep == Dep::Prep && sentence.kinds(head).time.is_some() {
            return noun_before(sentence, first, head, triggers).map(|(noun, _)| (noun, steps));
        }
        if head == at || !matches!(sentence.token(at).dep, Dep::Prep | Dep::Pobj) {
            return None;
        }
        at = head;
    }
    None
}

/// "In Upper Bree militiamen attacked", "In neighbouring Bree a bomb went off": the parser takes the name into the
/// phrase behind it, or for the object of a verb, and leaves the preposition empty. The word that it hangs on.
fn behind_bare_preposition(sentence: &Annotated, first: u32, head: u32) -> Option<u32> {
    let described = |at: u32| sentence.lexicon.words.is("beside-word", &sentence.lower(at));
    let at = first.checked_sub(1)?;
    let at = if described(at) { at.checked_sub(1)? } else { at };
    let token = sentence.token(at);
    let locative = sentence.lexicon.words.is("locative", &sentence.lower(at));
    let own = sentence.children_by(at, Dep::Pobj).any(|object| object == head);
    let taken = matches!(sentence.token(head).dep, Dep::Compound | Dep::Nmod)
        && sentence.token(head).head > head
        && sentence.children_by(at, Dep::Pobj).next().is_none()
        || sentence.token(head).dep == Dep::Dobj
            && sentence.token(sentence.token(head).head).dep == Dep::Pcomp;
    (token.dep == Dep::Prep && locative && !own && taken && token.head != at).then_some(token.head)
}

/// "February 21, when a patrol opened fire", "the strait, where two ships were hit".
fn from_antecedent(sentence: &Annotated, trigger: u32, circumstances: &mut Circumstances) {
    // "when a patrol opened fire and killed two": the second verb of the clause happens then too.
    let token = sentence.token(trigger);
    let goes_on = token.dep == Dep::Conj && sentence.token(token.head).pos == Pos::Verb;
    let first = if goes_on { token.head } else { trigger };
    let wh = sentence
        .children_by(first, Dep::Advmod)
        .find(|child| matches!(sentence.lower(*child).as_str(), "when" | "where"));
    let Some(wh) = wh else { return };
    let left = behind_saying(sentence, first).unwrap_or_else(|| sentence.tree.left(first));
    let before = sentence.marks.iter().rev().find(|mark| {
        mark.end <= left
            && left - mark.end <= 2
            && matches!(mark.meaning, Meaning::Time(_) | Meaning::Place(_))
            && matches!(mark.meaning, Meaning::Time(_)) == (sentence.lower(wh) == "when")
    });
    // "since August, when rebels shelled and took the town": only a day told as one is shared.
    let on_a_day = |first: u32| first > 0 && sentence.lower(first - 1) == "on";
    match before.filter(|mark| !goes_on || on_a_day(mark.first)).map(|mark| mark.meaning) {
        Some(Meaning::Time(index)) => circumstances.times.push(Given { trigger, index, steps: 1 }),
        Some(Meaning::Place(index)) => {
            circumstances.places.push(Given { trigger, index, steps: 1 });
            let inner = before.and_then(|mark| inside(sentence, mark));
            circumstances.places.extend(inner.map(|(index, _)| Given { trigger, index, steps: 1 }));
            let first = inner.map(|(_, first)| first).or(before.map(|mark| mark.first));
            let time = first.and_then(|first| time_before(sentence, first));
            circumstances.times.extend(time.map(|index| Given { trigger, index, steps: 2 }));
        }
        _ => {}
    }
}

/// "It was at Bree, he said, where a drone hit the base": the clause with "where" stands behind a word of saying, which the
/// parser takes it for the content of. Where that word's own clause begins.
fn behind_saying(sentence: &Annotated, verb: u32) -> Option<u32> {
    let item = sentence.token(verb);
    let saying = item.head;
    let inserted = item.dep == Dep::Ccomp
        && is_saying(sentence, saying)
        && sentence.token(saying).dep == Dep::Parataxis
        && saying < verb;
    inserted.then(|| sentence.tree.left(saying))
}

/// "Bree in northern Arnor": the place that lies in the one told last, and where its name begins.
fn inside(sentence: &Annotated, outer: &casus_annotate::Mark) -> Option<(usize, u32)> {
    let head = sentence.head_of(outer.first, outer.end);
    let preposition = sentence.token(head).head;
    let noun = sentence.token(preposition).head;
    let within = sentence.token(head).dep == Dep::Pobj && sentence.lower(preposition) == "in";
    let inner = sentence.marks.iter().find(|mark| mark.first <= noun && noun < mark.end)?;
    match inner.meaning {
        Meaning::Place(index) if within => Some((index, inner.first)),
        _ => None,
    }
}

/// "was one earlier in the day at Bree, where a drone hit": the time right before the place, and the word between.
fn time_before(sentence: &Annotated, place: u32) -> Option<usize> {
    let preposition = place.checked_sub(1)?;
    sentence.marks.iter().find_map(|mark| match mark.meaning {
        Meaning::Time(index) if mark.end == preposition => Some(index),
        _ => None,
    })
}

/// "In northern Arnor shells fell on a bridge and a lorry was bombed": a place before all that is told holds for every
/// clause without one of its own.
fn share_places(sentence: &Annotated, triggers: &[u32], places: &mut Vec<Given>) {
    for trigger in triggers {
        let token = sentence.token(*trigger);
        let first = token.head;
        if places.iter().any(|given| given.trigger == *trigger)
            || token.dep != Dep::Conj
            || token.pos != Pos::Verb
            || !triggers.contains(&first)
        {
            continue;
        }
        let opens = |given: &&Given| {
            let of_mark = sentence.marks.iter().find(|mark| mark.meaning == Meaning::Place(given.index));
            given.trigger == first && of_mark.is_some_and(|mark| mark.end < first && mark.first <= OPENING)
        };
        let theirs: Vec<Given> = places.iter().filter(opens).copied().collect();
        places.extend(theirs.into_iter().map(|given| Given {
            trigger: *trigger,
            steps: given.steps + 4,
            ..given
        }));
    }
}

/// "stopped a bus in Bree, checked the papers and shot two men": what is done next, and told without a place, is done where
/// the first was done.
fn share_scene(sentence: &Annotated, triggers: &[u32], places: &mut Vec<Given>) {
    for trigger in triggers.iter().copied() {
        if places.iter().any(|given| given.trigger == trigger) {
            continue;
        }
        let before = |verb: &u32| {
            let item = sentence.token(*verb);
            let goes_on = item.dep == Dep::Conj && item.pos == Pos::Verb && item.head < *verb;
            goes_on.then_some(item.head).filter(|first| sentence.token(*first).pos == Pos::Verb)
        };
        let own_subject = sentence.children_by(trigger, Dep::Nsubj).next().is_some();
        let chain: Vec<u32> = std::iter::successors(Some(trigger), before).take(4).skip(1).collect();
        let told = chain.iter().any(|verb| triggers.contains(verb) || is_saying(sentence, *verb));
        if own_subject || told {
            continue;
        }
        let scene = chain.last().into_iter().flat_map(|first| direct_places(sentence, *first));
        places.extend(scene.map(|index| Given { trigger, index, steps: 4 }));
    }
}

/// The places behind "in", "at" or "near" right beneath a verb.
fn direct_places(sentence: &Annotated, verb: u32) -> Vec<usize> {
    let words = &sentence.lexicon.words;
    let of_mark = |mark: &casus_annotate::Mark| match mark.meaning {
        Meaning::Place(index) => {
            let head = sentence.head_of(mark.first, mark.end);
            let described = matches!(sentence.token(head).dep, Dep::Compound | Dep::Nmod);
            let noun = if described { sentence.token(head).head } else { head };
            let preposition = sentence.token(noun).head;
            let beneath = sentence.token(noun).dep == Dep::Pobj && sentence.token(preposition).head == verb;
            (beneath && words.is("scene-preposition", &sentence.lower(preposition))).then_some(index)
        }
        _ => None,
    };
    sentence.marks.iter().filter_map(of_mark).collect()
}

/// "flew to Bree, met the elders and pleaded for calm": what is done next by whoever goes somewhere is done there.
fn share_destinations(sentence: &Annotated, triggers: &[u32], places: &mut Vec<Given>) {
    for trigger in triggers.iter().copied() {
        if places.iter().any(|given| given.trigger == trigger) || sentence.token(trigger).pos != Pos::Verb {
            continue;
        }
        let mut first = trigger;
        // "travelled to Bree, gave them flour and": behind a bare comma the parser leaves the second verb without a relation.
        while matches!(sentence.token(first).dep, Dep::Conj | Dep::Dep)
            && sentence.token(first).head < first
            && sentence.token(sentence.token(first).head).pos == Pos::Verb
        {
            first = sentence.token(first).head;
        }
        let own_subject = sentence.children_by(trigger, Dep::Nsubj).next().is_some();
        let goes = sentence.lexicon.words.is("going-verb", sentence.lemma(first));
        if first == trigger || own_subject || !goes {
            continue;
        }
        let reached = sentence.marks.iter().filter_map(|mark| match mark.meaning {
            Meaning::Place(index) => Some((sentence.head_of(mark.first, mark.end), index)),
            _ => None,
        });
        let destination = reached.into_iter().find(|(head, _)| {
            let item = sentence.token(*head);
            let to = item.dep == Dep::Pobj
                && matches!(sentence.lower(item.head).as_str(), "to" | "into" | "in" | "at")
                && sentence.token(item.head).head == first;
            to || item.dep == Dep::Dobj && item.head == first
        });
        places.extend(destination.map(|(_, index)| Given { trigger, index, steps: 2 }));
    }
}

/// A clause without a time of its own happens when the clause that it goes on from does: "On Sunday he
/// flew to Cairo and met", "shelled the town on Friday, killing three".
fn share(sentence: &Annotated, triggers: &[u32], times: &mut Vec<Given>) {
    for trigger in triggers {
        if times.iter().any(|given| given.trigger == *trigger) {
            continue;
        }
        // "the kidnapping and killing of a magistrate in 1980"
        let beside = sentence
            .children_by(*trigger, Dep::Conj)
            .find(|other| triggers.contains(other) && sentence.is_nominal(*trigger));
        let theirs: Vec<Given> =
            times.iter().filter(|given| Some(given.trigger) == beside).copied().collect();
        if !theirs.is_empty() {
            times.extend(theirs.into_iter().map(|given| Given { trigger: *trigger, ..given }));
            continue;
        }
        let mut at = *trigger;
        for step in 1..5 {
            let token = sentence.token(at);
            let goes_on = matches!(token.dep, Dep::Conj | Dep::Advcl | Dep::Xcomp) && token.head != at;
            if !goes_on || is_saying(sentence, token.head) || sentence.token(token.head).pos != Pos::Verb {
                break;
            }
            at = token.head;
            let direct = direct_times(sentence, at);
            if !direct.is_empty() {
                times.extend(direct.into_iter().map(|index| Given {
                    trigger: *trigger,
                    index,
                    steps: 8 + step,
                }));
                break;
            }
        }
    }
}

/// "Hours after meeting the envoy on Sunday, he flew to Cairo": a few hours from a deed is its day.
fn hours_after(sentence: &Annotated, triggers: &[u32], times: &mut Vec<Given>) {
    for trigger in triggers.iter().copied() {
        if times.iter().any(|given| given.trigger == trigger) {
            continue;
        }
        let soon = |preposition: &u32| {
            let counted = sentence.children_by(*preposition, Dep::Npadvmod);
            let counted = counted.chain(sentence.children_by(*preposition, Dep::Advmod));
            let short = |word: u32| sentence.lexicon.words.is("soon", &sentence.lemma(word).to_lowercase());
            counted.into_iter().any(short)
        };
        let prepositions = sentence.children_by(trigger, Dep::Prep).filter(soon);
        let deeds = prepositions.flat_map(|preposition| {
            let children = sentence.tree.children(preposition).iter().copied();
            children.filter(|child| matches!(sentence.token(*child).dep, Dep::Pcomp | Dep::Pobj))
        });
        let of_deed: Vec<usize> = deeds
            .flat_map(|deed| times.iter().filter(move |given| given.trigger == deed))
            .map(|given| given.index)
            .collect();
        times.extend(of_deed.into_iter().map(|index| Given { trigger, index, steps: 12 }));
    }
}

/// The times that hang on a verb itself.
fn direct_times(sentence: &Annotated, verb: u32) -> Vec<usize> {
    let of_mark = |mark: &casus_annotate::Mark| match mark.meaning {
        Meaning::Time(index) => {
            let head = sentence.head_of(mark.first, mark.end);
            let above = sentence.token(head).head;
            let hangs =
                above == verb || sentence.token(above).dep == Dep::Prep && sentence.token(above).head == verb;
            hangs.then_some(index)
        }
        _ => None,
    };
    sentence.marks.iter().filter_map(of_mark).collect()
}

/// The first trigger above a token, or the nearest argument of the verb where the climb ends.
fn trigger_above(sentence: &Annotated, from: u32, triggers: &[u32]) -> Option<(u32, u32)> {
    let mut at = from;
    for steps in 0..CLIMB {
        if triggers.contains(&at) {
            return Some((at, steps));
        }
        let token = sentence.token(at);
        // "Two men on a motorcycle shot dead three people": the parser takes the verb for a noun before the adjective.
        let before =
            at.checked_sub(1).filter(|_| sentence.lexicon.words.is("state-of-harm", &sentence.lower(at)));
        if let Some(verb) = before.filter(|verb| triggers.contains(verb)) {
            return Some((verb, steps + 1));
        }
        // "had been the target of a salvo": what is said of a deed by "be" is said of the deed.
        let is = token.pos == Pos::Aux && sentence.children_by(at, Dep::Attr).next().is_some();
        if (token.pos == Pos::Verb || is)
            && let Some(trigger) = beneath(sentence, at, triggers)
        {
            return Some((trigger, steps + 1));
        }
        if token.head == at || token.pos == Pos::Verb && is_saying(sentence, at) {
            return None;
        }
        if at != from && keeps_its_own(sentence, at) {
            return triggers.contains(&token.head).then_some((token.head, steps + 1));
        }
        if matches!(token.dep, Dep::Ccomp) && is_saying(sentence, token.head) {
            return None;
        }
        at = token.head;
    }
    None
}

/// "fighters who held the village in April", "a list handed out in Bree": what is told of a clause beside a noun is told
/// of no other verb. "Bases that house soldiers on Monday" is misread: what always is has no day.
fn keeps_its_own(sentence: &Annotated, verb: u32) -> bool {
    let token = sentence.token(verb);
    let beside = token.pos == Pos::Verb && matches!(token.dep, Dep::Relcl | Dep::Acl);
    let always = token.dep == Dep::Relcl
        && matches!(token.tag, Tag::Vbz | Tag::Vbp)
        && sentence.children_by(verb, Dep::Aux).next().is_none();
    let carries = token.dep == Dep::Acl && {
        let noun = sentence.kinds(token.head);
        noun.weapon.is_some() || noun.target.is_some() || noun.people.is_some() || noun.actor.is_some()
    };
    beside && !always && !carries
}

fn is_saying(sentence: &Annotated, verb: u32) -> bool {
    sentence.lexicon.words.cue(sentence.lemma(verb)).is_some()
}

/// A trigger under a verb that tells nothing by itself: its argument ("attacks took place"), or a clause
/// that goes on from it ("tore through the market, killing three").
fn beneath(sentence: &Annotated, verb: u32, triggers: &[u32]) -> Option<u32> {
    if triggers.contains(&verb) {
        return None;
    }
    if is_saying(sentence, verb) {
        // "On 23 October it reported a strike", "The strike was reported at 2 a.m."
        let happens = sentence.lexicon.words.is("happen-verb", sentence.lemma(verb));
        let subjects = sentence.children_by(verb, Dep::Nsubjpass).filter(|_| happens);
        let mut objects = sentence.children_by(verb, Dep::Dobj).chain(subjects);
        return objects.find(|object| triggers.contains(object) && sentence.is_nominal(*object));
    }
    let under = |trigger: u32| {
        let mut at = trigger;
        for _ in 0..6 {
            let token = sentence.token(at);
            if token.head == at || at != trigger && token.pos == Pos::Verb {
                return false;
            }
            if token.head == verb {
                return matches!(
                    token.dep,
                    Dep::Nsubj
                        | Dep::Nsubjpass
                        | Dep::Dobj
                        | Dep::Attr
                        | Dep::Prep
                        | Dep::Advcl
                        | Dep::Conj
                        | Dep::Xcomp
                );
            }
            at = token.head;
        }
        false
    };
    // "Debris from a downed drone fell in Bree, injuring four": what describes a thing is told beside it.
    let describes = |trigger: u32| sentence.token(trigger).dep == Dep::Amod;
    triggers.iter().copied().find(|trigger| !describes(*trigger) && under(*trigger))
}

/// A place tells where only behind a preposition of place, in the name of a thing or deed, beside
/// another place, or as what is hit; as a subject it is a government.
fn is_locative(sentence: &Annotated, head: u32, triggers: &[u32]) -> bool {
    let token = sentence.token(head);
    match token.dep {
        Dep::Pobj => {
            let preposition = sentence.lower(token.head);
            // "sent against the base": whatever is sent comes down there.
            let at_it = preposition == "against"
                && sentence.token(sentence.token(token.head).head).pos == Pos::Verb
                && triggers.contains(&sentence.token(token.head).head);
            // "a battle for Bree"
            let contested = preposition == "for" && {
                let deed = sentence.token(token.head).head;
                triggers.contains(&deed) && sentence.lexicon.words.is("contest-noun", sentence.lemma(deed))
            };
            at_it
                || contested
                || sentence.lexicon.words.is("locative", &preposition)
                    && !is_on_the_way(sentence, token.head, triggers)
                    && !(matches!(preposition.as_str(), "by" | "of" | "to")
                        && is_government(sentence, token.head))
        }
        // "an Arnorian ship", "Arnor aircraft": whose they are.
        Dep::Compound | Dep::Nmod => {
            let acts = |kind: &str| sentence.lexicon.words.is("acting-target", kind);
            // "over the Bree and Archet regions": the parser takes both for names of the second.
            let lemma = sentence.lemma(token.head).to_lowercase();
            let land = sentence.lexicon.words.is("place-noun", &lemma)
                || sentence.lexicon.words.is("land-noun", &lemma);
            triggers.contains(&token.head)
                || sentence.kinds(token.head).target.is_some_and(|kind| !acts(kind))
                || land && token.head != head && {
                    let above = sentence.lower(sentence.token(token.head).head);
                    // "the governor of Bree province"
                    above != "of" && above != "by" && is_locative(sentence, token.head, triggers)
                }
        }
        // "Arnor and allied forces": whose forces they are.
        Dep::Dobj | Dep::Nsubjpass => {
            let is_force = |member: u32| {
                let kinds = sentence.kinds(member);
                kinds.people.is_some() || kinds.actor.is_some()
            };
            triggers.contains(&token.head) && !sentence.children_by(head, Dep::Conj).any(is_force)
        }
        // "on the Bree road here"
        Dep::Advmod => sentence.lower(head) == "here",
        Dep::Conj | Dep::Appos => token.head != head && is_locative(sentence, token.head, triggers),
        Dep::Poss => {
            sentence.kinds(token.head).target.is_some() || sentence.kinds(token.head).place.is_some()
        }
        _ => false,
    }
}

/// "fired from Bree", "from the direction of Bree", "troops from Bree", "driving from Bree to Archet": where something or
/// somebody came from, and whither they were going, is not where it happened.
fn is_on_the_way(sentence: &Annotated, preposition: u32, triggers: &[u32]) -> bool {
    let words = &sentence.lexicon.words;
    let above = sentence.token(preposition).head;
    let objects = |preposition: u32| sentence.objects_of(preposition).into_iter();
    let onward =
        || objects(preposition).any(|end| end + 1 < sentence.len() && sentence.lower(end + 1) == "to");
    let behind_start = || {
        let before = (0..preposition).rev().take(REACH).find(|word| sentence.lower(*word) == "from");
        before.is_some_and(|from| objects(from).any(|end| end + 1 == preposition))
    };
    match sentence.lower(preposition).as_str() {
        // "when help arrived from Bree"
        "from" if words.is("arrival-verb", sentence.lemma(above)) && !triggers.contains(&above) => true,
        // "shot seven men from Bree", where the parser hangs it on the verb
        "from"
            if preposition > 0
                && is_people(sentence, preposition - 1)
                && is_verb_of_harm(sentence, above) =>
        {
            true
        }
        "from" => {
            onward() || words.is("launch-verb", sentence.lemma(above)) && has_weapon(sentence, above) || {
                let kinds = sentence.kinds(above);
                sentence.is_nominal(above)
                    && (kinds.weapon.is_some() || kinds.people.is_some() || kinds.actor.is_some())
            }
        }
        // "invited both sides to Bree"
        "to" if words.is("inviting-verb", sentence.lemma(above)) => true,
        "to" => behind_start() && !triggers.contains(&above),
        "of" => words.is("direction-noun", sentence.lemma(above)),
        _ => false,
    }
}

fn is_verb_of_harm(sentence: &Annotated, verb: u32) -> bool {
    let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(verb));
    sentence.token(verb).pos == Pos::Verb && frames.any(|frame| frame.harms())
}

fn is_people(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    sentence.is_nominal(token) && kinds.people.is_some() && kinds.weapon.is_none() && kinds.target.is_none()
}

/// "rockets were fired", "they were fired": what flies is the subject or the object of a verb.
fn has_weapon(sentence: &Annotated, verb: u32) -> bool {
    let clause = sentence.clause(verb);
    let flies =
        |token: &u32| sentence.kinds(*token).weapon.is_some() || sentence.token(*token).pos == Pos::Pron;
    clause.subjects.iter().chain(&clause.objects).any(flies)
}

/// "by Arnor", "aid to Gondor": behind an agent or a verb of giving the country is a government.
fn is_government(sentence: &Annotated, preposition: u32) -> bool {
    let token = sentence.token(preposition);
    token.dep == Dep::Agent || token.dep == Dep::Dative || sentence.lower(preposition) == "by"
}
