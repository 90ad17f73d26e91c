//! What a draft tells, or an occurrence as a whole, that another draft can agree with or contradict.

use std::collections::BTreeSet;

use casus_annotate::Individual;
use casus_model::{Draft, DraftCasualty, DraftEvent, Mention, Place, Reference, When};

use crate::Material;
use crate::actors::listed;
use crate::again::goes_on_with_fire;
use crate::beside::{dies_of_it, is_effect, is_ruin};

/// What a draft tells, or an occurrence as a whole, that another draft can agree with or contradict.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facets {
    pub days: BTreeSet<String>,
    /// First and last day of the longer stretches told: "last week".
    pub stretches: BTreeSet<(String, String)>,
    pub places: BTreeSet<String>,
    pub countries: BTreeSet<String>,
    pub actors: BTreeSet<String>,
    pub recipients: BTreeSet<String>,
    pub weapons: BTreeSet<String>,
    pub targets: BTreeSet<String>,
    /// Single people hurt or killed, by the words of this draft.
    pub victims: Vec<Individual>,
}

impl Facets {
    pub fn of(material: &Material, event: &DraftEvent) -> Facets {
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
        let dies = dies_of_it(event) && event.casualties.iter().all(is_one_of_the_wounded);
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

    pub fn add(&mut self, other: &Facets) {
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

/// "the girl", "a sergeant", "two of the wounded": not "nineteen people", who died where it happened.
fn is_one_of_the_wounded(harm: &DraftCasualty) -> bool {
    harm.count.exact().is_some_and(|count| count <= 2)
        || harm.victim.as_ref().is_some_and(|victim| victim.definite || victim.pronoun)
}

/// The place itself, or a site of which no more than the district is known.
fn is_exact(place: &Place) -> bool {
    place.precision <= 2 || place.place.starts_with("site:")
}

/// An occurrence while drafts join it.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    pub facets: Facets,
    /// The sentence that told of it last.
    pub sentence: u32,
}

/// A target by its noun, beside its kind among the targets of facets.
pub(crate) fn noun_of(material: &Material, thing: &Mention) -> String {
    let sentence = &material.annotation.sentences[thing.sentence as usize];
    format!("={}", sentence.lemma(thing.head).to_lowercase())
}

/// How many of place, target side, target and weapon a draft shares with an occurrence: of two that "the Bree attack"
/// may point back to, it is the one at Bree.
pub(crate) fn agreements(told: &Facets, known: &Facets) -> i32 {
    let shared = [
        agree(&told.places, &known.places),
        agree(&told.recipients, &known.recipients),
        agree(&told.targets, &known.targets),
        agree(&told.weapons, &known.weapons),
    ];
    shared.into_iter().filter(|shared| *shared == Some(true)).count() as i32
}

/// The listed actor. "Gunmen" may be anybody, and contradicts no name.
pub(crate) fn identity(material: &Material, mention: &Mention) -> Option<String> {
    let sentence = &material.annotation.sentences[mention.sentence as usize];
    listed(material, sentence, mention.head)
}

/// A whole second telling: agreement on enough of day, place, target and weapon, and none against.
pub(crate) fn told_again(material: &Material, one: &Facets, earlier: &Facets, enough: usize) -> bool {
    let kin = are_kin(material, &one.weapons, &earlier.weapons);
    let votes = [
        agree(&one.days, &earlier.days),
        agree(&one.places, &earlier.places),
        agree(&one.targets, &earlier.targets),
        agree(&one.weapons, &earlier.weapons).map(|same| same || kin),
    ];
    votes.iter().filter(|vote| **vote == Some(true)).count() >= enough && !votes.contains(&Some(false))
}

/// Two places; a hamlet of which no list knows where it lies may be of the town told beside it.
fn is_elsewhere(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let is_unlisted = |places: &BTreeSet<String>| places.iter().all(|place| place.starts_with("unlisted:"));
    agree(one, other) == Some(false) && is_unlisted(one) == is_unlisted(other)
}

/// Whether two sets of values share one; none where either is empty.
pub(crate) fn agree<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> Option<bool> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(!one.is_disjoint(other))
}

/// The day told, resolved or not ("XXXX-10-26"); an hour alone tells none.
pub(crate) fn day(when: &When) -> Option<String> {
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
pub(crate) fn contradicts(
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
        || is_elsewhere(&told.places, &known.places)
    {
        return true;
    }
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let here = whole.sentence == draft.sentence;
    let adds = event.attaches || is_effect(event) || is_ruin(sentence, draft.token, event);
    if here || adds && event.reference == Reference::New {
        return false;
    }
    differs(&told.actors, &known.actors)
        || differs(&told.recipients, &known.recipients)
        || differs(&told.weapons, &known.weapons)
            && !are_kin(material, &told.weapons, &known.weapons)
            && !same_thing
            && !goes_on_with_fire(sentence, event)
        || differs(&told.targets, &known.targets) && !same_thing
        || differs(&told.countries, &known.countries)
}
