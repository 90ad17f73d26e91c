//! Which drafts of a document tell the same occurrence.
//!
//! Drafts are read in order and each joins an earlier occurrence or opens a new one. Evidence to join:
//! a shared weapon or event noun in one sentence, a clause that hangs on another, a definite phrase
//! ("the attack", "the device") that points back, agreement of place, day and target. Evidence against:
//! other days, other places, other counts of the same thing.

use std::collections::BTreeSet;

use casus_annotate::{Annotated, Individual, Sameness};
use casus_model::{
    Dep, Draft, DraftBody, DraftCasualty, DraftEvent, Effect, EventType, Mention, ModalityValue, Place, Pos,
    Reference, Tag, When,
};

use crate::Material;
use crate::actors::listed;
use crate::distance::{is_measured_from, measured};
use crate::sides::{tells_its_own_side, tells_its_side};

/// For each draft, the number of its occurrence; none for drafts that are no events, or that only add to
/// an event and found none.
#[derive(Debug, Default)]
pub(crate) struct Occurrences {
    pub of_draft: Vec<Option<usize>>,
    /// For each event word told back ("the incident"), the occurrence it stands for.
    members: Vec<Vec<usize>>,
}

impl Occurrences {
    /// The drafts of an occurrence.
    pub fn members(&self, occurrence: usize) -> &[usize] {
        &self.members[occurrence]
    }

    /// How many occurrences there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }
}

/// A word of what a wound is by stands this near to the word that tells it.
const NEAR: u32 = 12;
/// An addition is looked for in this many sentences back.
const REACH: u32 = 4;
/// Another voice tells its side of a deed told at most this many sentences before.
const ASIDE: u32 = 3;
/// "The attack" points back over at most this many sentences.
const MEMORY: u32 = 8;
/// A report tells its first deed within this many sentences.
const LEAD: u32 = 8;
/// Drafts that a draft is compared with, on either side. A report of usual length has fewer in all; the
/// bound keeps the work for a very long text in step with its length.
const NEAREST: usize = 512;

/// What a draft tells, or an occurrence as a whole, that another draft can agree with or contradict.
#[derive(Clone, Debug, Default)]
struct Facets {
    days: BTreeSet<String>,
    /// First and last day of the longer stretches told: "last week".
    stretches: BTreeSet<(String, String)>,
    places: BTreeSet<String>,
    countries: BTreeSet<String>,
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    weapons: BTreeSet<String>,
    targets: BTreeSet<String>,
    /// Single people hurt or killed, by the words of this draft.
    victims: Vec<Individual>,
}

impl Facets {
    fn of(material: &Material, event: &DraftEvent) -> Facets {
        let who = |mentions: &[Mention]| {
            let told = mentions.iter().filter(|mention| !mention.pronoun);
            told.filter_map(|mention| identity(material, mention)).collect()
        };
        let kinds = |things: &[(Mention, String)]| things.iter().map(|(_, kind)| kind.clone()).collect();
        let lemma = |thing: &Mention| noun_of(material, thing);
        // "hit their targets" says nothing of what was hit; "the store" is the weapons store, whatever kind it is of.
        // "drones were sent at two bases": which of them a base told later is, or whether it is one, is not said.
        let several = |thing: &Mention, kind: &str| {
            thing.plural && material.annotation.lexicon.words.is("site-kind", kind)
        };
        let meant = event.targets.iter();
        let meant = meant.filter(|(thing, kind)| lemma(thing) != "=target" && !several(thing, kind));
        let targets = meant.flat_map(|(thing, kind)| [kind.clone(), lemma(thing)]).collect();
        let places = || event.places.iter().filter_map(|index| material.places.get(*index));
        // Whoever is told to have died may have done so days after.
        let dies = dies_of_it(event);
        let days = event.times.iter().filter(|_| !dies).filter_map(day).collect();
        let single = event.casualties.iter().filter(|harm| harm.count.exact() == Some(1));
        let individual = |victim: &Mention| {
            material.annotation.sentences[victim.sentence as usize].individual(victim.head)
        };
        Facets {
            days,
            stretches: event.times.iter().filter_map(stretch).collect(),
            places: places().filter(|place| is_exact(place)).map(|place| place.place.clone()).collect(),
            countries: places().filter_map(|place| place.country.clone()).collect(),
            actors: who(&event.actors),
            recipients: who(&event.recipients),
            weapons: kinds(&event.weapons),
            targets,
            victims: single.filter_map(|harm| harm.victim.as_ref()).map(individual).collect(),
        }
    }

    fn add(&mut self, other: &Facets) {
        self.days.extend(other.days.iter().cloned());
        self.stretches.extend(other.stretches.iter().cloned());
        self.places.extend(other.places.iter().cloned());
        self.countries.extend(other.countries.iter().cloned());
        self.actors.extend(other.actors.iter().cloned());
        self.recipients.extend(other.recipients.iter().cloned());
        self.weapons.extend(other.weapons.iter().cloned());
        self.targets.extend(other.targets.iter().cloned());
    }
}

/// The place itself, or a site of which no more than the district is known.
fn is_exact(place: &Place) -> bool {
    place.precision <= 2 || place.place.starts_with("site:")
}

/// An occurrence while drafts join it.
#[derive(Debug, Default)]
struct Whole {
    facets: Facets,
    /// The sentence that told of it last.
    sentence: u32,
}

pub(crate) fn occurrences(material: &Material, drafts: &[Draft]) -> Occurrences {
    let mut found = Occurrences { of_draft: vec![None; drafts.len()], members: Vec::new() };
    let facets: Vec<Facets> = drafts.iter().map(|draft| facets(material, draft)).collect();
    let mut wholes: Vec<Whole> = Vec::new();
    for index in in_order(drafts) {
        let DraftBody::Event(event) = &drafts[index].body else { continue };
        if drafts[index].modality == ModalityValue::Denied && is_asserted(material, drafts, &facets, index) {
            continue;
        }
        let joined = match event.event_type {
            EventType::Assault => join(material, drafts, &facets, &found, &wholes, index, event),
            EventType::Consult => same_errand(material, drafts, &found, index),
            _ => None,
        };
        let occurrence = match joined {
            Some(occurrence) => occurrence,
            None if event.attaches
                && !event.aftermath
                && !drafts[index].headline
                && !is_dated_alone(material, drafts, &found, index)
                && !tells_a_wound(material, &drafts[index], event) =>
            {
                continue;
            }
            None => {
                found.members.push(Vec::new());
                wholes.push(Whole::default());
                wholes.len() - 1
            }
        };
        found.of_draft[index] = Some(occurrence);
        found.members[occurrence].push(index);
        wholes[occurrence].facets.add(&facets[index]);
        wholes[occurrence].sentence = drafts[index].sentence;
    }
    adopt_headline(drafts, &mut found);
    found
}

/// "3 dead as gunmen raid village": harm of a headline that no deed of it or below could be tied to is that of the deed
/// which the report tells first; harm that finds none tells nothing.
fn adopt_headline(drafts: &[Draft], found: &mut Occurrences) {
    let told = |member: &usize| match &drafts[*member].body {
        DraftBody::Event(event) if event.event_type == EventType::Assault => Some((&drafts[*member], event)),
        _ => None,
    };
    let is_first = |members: &[usize]| {
        members.iter().filter_map(told).any(|(draft, event)| {
            let near = draft.sentence <= LEAD && draft.modality == ModalityValue::Actual;
            !draft.headline && !event.attaches && near
        })
    };
    let first = found.members.iter().position(|members| is_first(members));
    for occurrence in 0..found.members.len() {
        let members = found.members[occurrence].clone();
        let of_headline = !members.is_empty() && members.iter().all(|member| drafts[*member].headline);
        if !of_headline || members.iter().any(|member| told(member).is_none()) {
            continue;
        }
        let harm_only = members.iter().filter_map(told).all(|(_, event)| event.attaches);
        let harms = members
            .iter()
            .filter_map(told)
            .any(|(draft, event)| draft.modality == ModalityValue::Actual && !event.casualties.is_empty());
        match first.filter(|first| *first != occurrence && harms) {
            Some(first) => {
                for member in &members {
                    found.of_draft[*member] = Some(first);
                }
                found.members[first].extend(members);
                found.members[occurrence].clear();
            }
            None if harm_only => {
                for member in &members {
                    found.of_draft[*member] = None;
                }
                found.members[occurrence].clear();
            }
            None => {}
        }
    }
}

/// "buried the victims of Thursday's raid": told as known, of a day, where the report has told of no violence yet.
fn is_dated_alone(material: &Material, drafts: &[Draft], found: &Occurrences, index: usize) -> bool {
    let draft = &drafts[index];
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let is_assault = |draft: &Draft| matches!(&draft.body, DraftBody::Event(event) if event.event_type == EventType::Assault);
    let of_a_day = |owner: u32| sentence.kinds(owner).time.is_some();
    is_assault(draft)
        && draft.modality == ModalityValue::Actual
        && sentence.children_by(draft.token, Dep::Poss).any(of_a_day)
        && !found.members.iter().flatten().any(|member| is_assault(&drafts[*member]))
}

/// Whether what a draft denies is told as done beside it: then the act of denying is claim enough.
fn is_asserted(material: &Material, drafts: &[Draft], facets: &[Facets], denied: usize) -> bool {
    let near = denied.saturating_sub(NEAREST)..drafts.len().min(denied + NEAREST);
    let asserts = |other: usize| {
        let close = drafts[other].sentence.abs_diff(drafts[denied].sentence) <= REACH;
        drafts[other].modality == ModalityValue::Actual
            && close
            && told_again(material, &facets[denied], &facets[other], 2)
    };
    near.into_iter().any(asserts)
}

/// What a draft of violence tells; drafts of other kinds are never compared.
fn facets(material: &Material, draft: &Draft) -> Facets {
    match &draft.body {
        DraftBody::Event(event) if event.event_type == EventType::Assault => Facets::of(material, event),
        _ => Facets::default(),
    }
}

/// Sentence by sentence, additions after the events they may add to.
fn in_order(drafts: &[Draft]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    let attaches = |draft: &Draft| matches!(&draft.body, DraftBody::Event(event) if event.attaches);
    order.sort_by_key(|index| (drafts[*index].sentence, attaches(&drafts[*index]), drafts[*index].token));
    order
}

fn join(
    material: &Material,
    drafts: &[Draft],
    facets: &[Facets],
    found: &Occurrences,
    wholes: &[Whole],
    index: usize,
    event: &DraftEvent,
) -> Option<usize> {
    let draft = &drafts[index];
    let measured = measured(&material.annotation.sentences[draft.sentence as usize], draft.token).is_some();
    let mut best: Option<(i32, usize)> = None;
    let near = index.saturating_sub(NEAREST)..drafts.len().min(index + NEAREST);
    for other in near.rev() {
        let Some(occurrence) = found.of_draft[other] else { continue };
        let elsewhere = drafts[other].sentence != draft.sentence;
        if other == index || drafts[other].sentence > draft.sentence {
            continue;
        }
        let DraftBody::Event(earlier) = &drafts[other].body else { continue };
        let back = measured && elsewhere && hits_the_same(material, event, &facets[other]);
        if measured && elsewhere && !back {
            continue;
        }
        let distance = draft.sentence - drafts[other].sentence;
        if earlier.event_type != EventType::Assault
            || !same_reality(draft.modality, drafts[other].modality, distance)
        {
            continue;
        }
        let again = |votes| told_again(material, &facets[index], &facets[other], votes);
        let mut score = evidence(material, draft, event, &drafts[other], earlier, distance, again);
        if back {
            score += 2;
        }
        if distance > 0 && (event.attaches || is_effect(event)) {
            score += names_a_victim(&facets[index], &facets[other], distance);
        }
        let sentence = &material.annotation.sentences[draft.sentence as usize];
        let same_thing =
            the_one_weapon(event, earlier) || are_what_flew(sentence, draft.token, event, earlier);
        if score > 0 && !contradicts(material, &wholes[occurrence], draft, event, &facets[index], same_thing)
        {
            let shared = agreements(&facets[index], &wholes[occurrence].facets);
            let ranked = (score + shared) * 16 - distance.min(15) as i32;
            if best.is_none_or(|(known, _)| ranked > known) {
                best = Some((ranked, occurrence));
            }
        }
    }
    best.map(|(_, occurrence)| occurrence)
}

/// "hours after the convoy was hit": known by what was hit, told before.
fn hits_the_same(material: &Material, event: &DraftEvent, earlier: &Facets) -> bool {
    let known = |(thing, _): &(Mention, String)| {
        thing.definite && earlier.targets.contains(&noun_of(material, thing))
    };
    event.targets.iter().any(known)
}

/// A target by its noun, beside its kind among the targets of facets.
fn noun_of(material: &Material, thing: &Mention) -> String {
    let sentence = &material.annotation.sentences[thing.sentence as usize];
    format!("={}", sentence.lemma(thing.head).to_lowercase())
}

/// How strongly somebody told hurt or dead is somebody told so before: by name or age at any distance, and by a noun that
/// points back ("the boy") not too far from it.
fn names_a_victim(told: &Facets, earlier: &Facets, distance: u32) -> i32 {
    let same = |victim: &Individual| {
        let by_name = !victim.name.is_empty() || victim.age.is_some();
        (by_name || distance <= MEMORY)
            && earlier.victims.iter().any(|known| known.compared(victim) == Sameness::Same)
    };
    if told.victims.iter().any(same) { 3 } else { 0 }
}

/// "was found with a gunshot wound": a wound by a weapon tells of a deed that nothing else may tell of.
fn tells_a_wound(material: &Material, draft: &Draft, event: &DraftEvent) -> bool {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let near = draft.token.saturating_sub(NEAR)..sentence.len().min(draft.token + NEAR);
    let by_weapon = |token: u32| sentence.lexicon.words.is("wound-by-weapon", &sentence.lower(token));
    draft.modality == ModalityValue::Actual
        && event.reference == Reference::New
        && !event.casualties.is_empty()
        && near.into_iter().any(by_weapon)
}

/// "flew to Cairo and met the president": a journey and the talks it was for.
fn same_errand(material: &Material, drafts: &[Draft], found: &Occurrences, index: usize) -> Option<usize> {
    let draft = &drafts[index];
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let verb = sentence.token(draft.token);
    let before = (index.saturating_sub(NEAREST)..index).rev();
    let first = before.into_iter().find(|other| {
        let other = &drafts[*other];
        other.sentence == draft.sentence
            && other.token == verb.head
            && verb.dep == Dep::Conj
            && other.modality == draft.modality
            && matches!(&other.body, DraftBody::Event(event) if event.event_type == EventType::Consult)
    })?;
    found.of_draft[first]
}

/// How many of place, target side, target and weapon a draft shares with an occurrence: of two that "the Bree attack"
/// may point back to, it is the one at Bree.
fn agreements(told: &Facets, known: &Facets) -> i32 {
    let shared = [
        agree(&told.places, &known.places),
        agree(&told.recipients, &known.recipients),
        agree(&told.targets, &known.targets),
        agree(&told.weapons, &known.weapons),
    ];
    shared.into_iter().filter(|shared| *shared == Some(true)).count() as i32
}

/// Only within a sentence can a date make history of what another word tells as done.
fn same_reality(one: ModalityValue, other: ModalityValue, distance: u32) -> bool {
    let happened = |value| matches!(value, ModalityValue::Actual | ModalityValue::Historical);
    one == other || distance == 0 && happened(one) && happened(other)
}

/// How strongly two drafts look like one occurrence; 0 for not at all.
fn evidence(
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
    if event.reference == Reference::Known
        && distance <= MEMORY
        && (event.times.is_empty() || !earlier.times.is_empty() || is_said_to_happen(sentence, draft.token))
    {
        score += 3;
    }
    if distance <= MEMORY && (definite_weapon(event, earlier) || stands_in(sentence, event, earlier)) {
        score += 3;
    }
    let adds = event.attaches || is_effect(event);
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
    // "The toll rose to six": of the deed that killed.
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

/// "The shooting took place at 2 a.m.": the time of what was told before.
fn is_said_to_happen(sentence: &Annotated, noun: u32) -> bool {
    let item = sentence.token(noun);
    matches!(item.dep, Dep::Nsubj | Dep::Nsubjpass)
        && sentence.lexicon.words.is("happen-verb", sentence.lemma(item.head))
}

/// Two drafts of one sentence.
fn within(
    sentence: &Annotated,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
) -> i32 {
    let at = (draft.sentence, draft.token);
    let other_at = (other.sentence, other.token);
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
    if event.same_as.contains(&other_at) || earlier.same_as.contains(&at) {
        return 5;
    }
    // "A blast killed two; the army blamed the rebels": of what is told right before.
    if draft.rule == "responsibility/held" && event.same_as.is_empty() && stated(earlier) {
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
    if is_when(sentence, draft, event, other, earlier)
        || is_told_of(sentence, draft.token, other.token)
        || is_told_of(sentence, other.token, draft.token)
    {
        return 4;
    }
    if goes_on_from(sentence, draft.token, other.token)
        || hangs_on(sentence, draft.token, other.token)
        || hangs_on(sentence, other.token, draft.token)
    {
        return 4;
    }
    if is_toll_of(draft, earlier) {
        return 6;
    }
    let adds = event.attaches && event.reference == Reference::New;
    if adds || is_effect(event) { 3 } else { 0 }
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
fn dies_of_it(event: &DraftEvent) -> bool {
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
    next && harm_only && !event.weapons.is_empty() && event.casualties.is_empty()
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
fn is_toll_of(draft: &Draft, earlier: &DraftEvent) -> bool {
    let kills = |harm: &DraftCasualty| harm.effect == Effect::Killed && harm.count.low != Some(0);
    draft.rule == "casualty/toll" && earlier.casualties.iter().any(kills)
}

/// "Monday's bombing, which killed nine": what is said of the deed behind its noun.
fn is_told_of(sentence: &Annotated, verb: u32, noun: u32) -> bool {
    let item = sentence.token(verb);
    item.dep == Dep::Relcl
        && item.head == noun
        && sentence.children_by(verb, Dep::Nsubj).any(|subject| sentence.token(subject).tag == Tag::Wdt)
}

/// "…, wounding three": a participle goes on from the trigger right before it.
fn goes_on_from(sentence: &Annotated, token: u32, other: u32) -> bool {
    let item = sentence.token(token);
    item.tag == Tag::Vbg
        && item.dep == Dep::Advcl
        && other < token
        && sentence.clause_before(token, item.head) == other
}

/// Harm with nobody and nothing named that did it, at no place or time of its own: the harm of a deed told nearby.
fn is_effect(event: &DraftEvent) -> bool {
    !event.casualties.is_empty()
        && event.same_as.is_empty()
        && event.actors.is_empty()
        && event.weapons.is_empty()
        && event.targets.is_empty()
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

/// "Shells killed three, and in Bree a guard died when a mortar struck the mill": a second clause with a subject of its own
/// tells of something else, and so does what hangs on it.
fn is_of_its_own(sentence: &Annotated, verb: u32) -> bool {
    let item = sentence.token(verb);
    let is_noun = |subject: u32| sentence.token(subject).pos != Pos::Pron;
    let mut subjects =
        sentence.children_by(verb, Dep::Nsubj).chain(sentence.children_by(verb, Dep::Nsubjpass));
    item.dep == Dep::Conj && item.pos == Pos::Verb && subjects.any(is_noun)
}

/// The listed actor. "Gunmen" may be anybody, and contradicts no name.
fn identity(material: &Material, mention: &Mention) -> Option<String> {
    let sentence = &material.annotation.sentences[mention.sentence as usize];
    listed(material, sentence, mention.head)
}

/// "the drone", "the device": a weapon known from the earlier draft.
fn definite_weapon(event: &DraftEvent, earlier: &DraftEvent) -> bool {
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
fn the_one_weapon(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    definite_weapon(event, earlier)
        && event.weapons.iter().all(|(weapon, _)| weapon.definite && !weapon.plural)
}

/// "Twelve shells landed. They were fired from the other bank": what was told to have come down.
fn are_what_flew(sentence: &Annotated, verb: u32, event: &DraftEvent, earlier: &DraftEvent) -> bool {
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
fn goes_on_with_fire(sentence: &Annotated, event: &DraftEvent) -> bool {
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

/// A whole second telling: agreement on enough of day, place, target and weapon, and none against.
fn told_again(material: &Material, one: &Facets, earlier: &Facets, enough: usize) -> bool {
    let kin = are_kin(material, &one.weapons, &earlier.weapons);
    let votes = [
        agree(&one.days, &earlier.days),
        agree(&one.places, &earlier.places),
        agree(&one.targets, &earlier.targets),
        agree(&one.weapons, &earlier.weapons).map(|same| same || kin),
    ];
    votes.iter().filter(|vote| **vote == Some(true)).count() >= enough && !votes.contains(&Some(false))
}

/// Whether two sets of values share one; none where either is empty.
pub(crate) fn agree<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> Option<bool> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(!one.is_disjoint(other))
}

/// The day told, resolved or not ("XXXX-10-26"); an hour alone tells none.
fn day(when: &When) -> Option<String> {
    let start = when.start.as_deref().or(when.partial.as_deref())?;
    let day = start.get(..10)?;
    (!day.ends_with('X')).then(|| day.to_owned())
}

/// The days of "last week", "in May"; none for a day or a night.
fn stretch(when: &When) -> Option<(String, String)> {
    let (first, last) = when.bounds()?;
    let (first, last) = (first.date(), last.date());
    (last > first.tomorrow().ok()?).then(|| (first.to_string(), last.to_string()))
}

/// "a drone" may be the one-way attack drone, "bombs" those dropped by jets.
pub(crate) fn are_kin(material: &Material, one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let lexicon = material.annotation.lexicon;
    let bombs = |class: &str, of: &str| class == "explosives" && of == "air-bomb";
    let kin = |one: &String, other: &String| {
        lexicon.is_kind_of(one, other)
            || lexicon.is_kind_of(other, one)
            || bombs(one, other)
            || bombs(other, one)
    };
    one.iter().any(|one| other.iter().any(|other| kin(one, other)))
}

/// What the occurrence already has that this draft cannot share: another day, another exact place; told
/// in another sentence, also another doer, target side, weapon or target.
/// What the one weapon told before did besides does not contradict what it did.
fn contradicts(
    material: &Material,
    whole: &Whole,
    draft: &Draft,
    event: &DraftEvent,
    told: &Facets,
    same_thing: bool,
) -> bool {
    let differs = |one: &BTreeSet<String>, other: &BTreeSet<String>| agree(one, other) == Some(false);
    let known = &whole.facets;
    let beyond = |one: &Facets, other: &Facets| {
        let within =
            |(first, last): &(String, String)| one.days.iter().any(|day| first <= day && day <= last);
        !one.days.is_empty() && !other.stretches.is_empty() && !other.stretches.iter().any(within)
    };
    if !event.attaches && (beyond(told, known) || beyond(known, told))
        || differs(&told.days, &known.days)
        || differs(&told.places, &known.places)
    {
        return true;
    }
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let here = whole.sentence == draft.sentence;
    if here || (event.attaches || is_effect(event)) && event.reference == Reference::New {
        return false;
    }
    differs(&told.actors, &known.actors)
        || differs(&told.recipients, &known.recipients)
        || differs(&told.weapons, &known.weapons)
            && !are_kin(material, &told.weapons, &known.weapons)
            && !goes_on_with_fire(sentence, event)
        || differs(&told.targets, &known.targets) && !same_thing
        || differs(&told.countries, &known.countries)
}
