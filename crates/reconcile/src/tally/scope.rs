//! What a total counts, and who counts it.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{
    Body, DocumentId, KnownParty, KnownPlace, ModalityValue, Party, Place, SourceKind, Tally, TallyScope,
    Teller,
};
use jiff::civil::Date;

use crate::{Background, By, Source, Telling, Voices, known_party, known_place, plain, range, window};

/// One telling of a total.
pub(super) struct Total<'a> {
    pub source: &'a Source,
    pub tally: &'a Tally,
    pub teller: Teller,
    pub speaker: Speaker,
    pub scope: TallyScope,
    pub known: KnownScope,
    /// Days that the first day counted may be off, where it was computed from a length ("three weeks").
    pub slack: i32,
    pub as_of: Option<Date>,
    /// True where nothing later than what was counted could still be in it when it was told.
    pub closed: bool,
    /// True where the words give no window.
    pub undated: bool,
}

/// Who and where is counted, with all that is known of them.
pub(super) struct KnownScope {
    pub actors: Vec<KnownParty>,
    pub recipients: Vec<KnownParty>,
    pub places: Vec<KnownPlace>,
}

/// Who counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Speaker {
    pub name: Option<String>,
    pub outlet: Option<String>,
    pub kind: SourceKind,
}

/// The totals among the tellings, in an order that does not depend on how they arrived.
pub(super) fn totals<'a>(told: &[Telling<'a>], background: &Background) -> Vec<Total<'a>> {
    let voices = Voices::new(told);
    let called = called(told, background);
    let numbered = voices.tellings.iter().enumerate();
    let mut totals: Vec<Total<'a>> = numbered
        .filter(|(_, telling)| !telling.source.superseded)
        .filter(|(_, telling)| telling.claim.modality.value == ModalityValue::Actual)
        .filter_map(|(at, telling)| match &telling.claim.body {
            Body::Tally(tally) => Some(total(telling, tally, voices.teller(By::outermost(at)), &called)),
            _ => None,
        })
        .collect();
    inherit(&mut totals);
    of_copies(&mut totals);
    totals
}

/// Copies of one text in several outlets tell a total once: whoever is known only within an outlet is in all of them
/// the one of the first.
fn of_copies(totals: &mut [Total]) {
    type Told = (DocumentId, Option<String>, TallyScope, Option<Date>, (u64, u64));
    let mut outlets: BTreeMap<Told, Option<String>> = BTreeMap::new();
    for total in totals {
        let (origin, name) = (total.source.origin.clone(), total.speaker.name.clone());
        let told = (origin, name, total.scope.clone(), total.as_of, range(&total.tally.count));
        let first = outlets.entry(told).or_insert_with(|| total.speaker.outlet.clone());
        total.speaker.outlet.clone_from(first);
    }
}

/// Which actor of the list is meant by words that any document names it by; of two the least.
fn called(told: &[Telling], background: &Background) -> BTreeMap<String, String> {
    let mut called = BTreeMap::new();
    let words = told.iter().flat_map(|telling| &telling.source.called).chain(&background.called);
    for (words, id) in words {
        let known: &mut String = called.entry(words.clone()).or_insert_with(|| id.clone());
        if id < known {
            known.clone_from(id);
        }
    }
    called
}

fn total<'a>(
    telling: &Telling<'a>,
    tally: &'a Tally,
    teller: Teller,
    called: &BTreeMap<String, String>,
) -> Total<'a> {
    let source = telling.source;
    let window = tally.window.as_ref().and_then(window);
    let end = window.map(|window| window.last.date());
    let as_of = match (end, source.published) {
        (Some(end), Some(published)) => Some(end.min(published)),
        (end, published) => end.or(published),
    };
    let known = KnownScope {
        actors: parties(source, &tally.actors, &[]),
        recipients: parties(source, &tally.recipients, &tally.places),
        places: tally.places.iter().map(known_place).collect(),
    };
    Total {
        source,
        tally,
        speaker: speaker(source, &teller, called),
        scope: scope(tally, &known, window.map(|window| window.first.date())),
        slack: slack(tally),
        as_of,
        closed: as_of.zip(source.published).is_some_and(|(as_of, published)| as_of < published),
        undated: window.is_none(),
        known,
        teller,
    }
}

/// A name of the list or of an institution is the same speaker wherever it is quoted; a description is known
/// only within its outlet, and where the outlet is not known, within its text.
fn speaker(source: &Source, teller: &Teller, called: &BTreeMap<String, String>) -> Speaker {
    let words = teller.voice.as_deref().map(plain);
    let listed = words.as_ref().and_then(|words| called.get(words));
    let public = matches!(teller.kind, SourceKind::Named | SourceKind::Institution | SourceKind::Document);
    let outlet = || Some(source.outlet.clone().unwrap_or_else(|| source.origin.0.clone()));
    Speaker {
        name: listed.or(words.as_ref()).cloned(),
        outlet: if listed.is_some() || public { None } else { outlet() },
        kind: if listed.is_some() { SourceKind::Institution } else { teller.kind },
    }
}

/// The parties of a total. "Attacks in Rohan" may be read as attacks on Rohan: the government of a country
/// that is counted over narrows nothing, and is left out.
fn parties(source: &Source, parties: &[Party], places: &[Place]) -> Vec<KnownParty> {
    let counted_over = |party: &&Party| {
        let actor = source.actors.iter().find(|actor| Some(&actor.id) == party.actor.as_ref());
        let country =
            actor.filter(|actor| actor.class == "government").and_then(|actor| actor.country.as_ref());
        country.is_some() && places.iter().any(|place| place.country.as_ref() == country)
    };
    parties.iter().filter(|party| !counted_over(party)).map(|party| known_party(source, party)).collect()
}

fn scope(tally: &Tally, known: &KnownScope, since: Option<Date>) -> TallyScope {
    let ids = |parties: &[KnownParty]| {
        let id = |party: &KnownParty| party.actor.clone().unwrap_or_else(|| plain(&party.name));
        sorted(parties.iter().map(id))
    };
    let local = |place: &&KnownPlace| place.precision < 4 || place.country.is_none();
    TallyScope {
        measure: tally.measure.clone(),
        event_type: tally.of.event_type,
        modes: sorted(tally.of.modes.iter().cloned()),
        actors: ids(&known.actors),
        recipients: ids(&known.recipients),
        countries: sorted(known.places.iter().filter_map(|place| place.country.clone())),
        places: sorted(known.places.iter().filter(local).map(|place| place.place.clone())),
        since,
    }
}

fn sorted(items: impl Iterator<Item = String>) -> Vec<String> {
    items.collect::<BTreeSet<_>>().into_iter().collect()
}

/// How many days off the start of "the past three weeks" may be: half of the unit told. "Since mid-October"
/// is told no finer than a month, and means about its middle.
fn slack(tally: &Tally) -> i32 {
    let Some(window) = &tally.window else { return 0 };
    match (window.duration.as_deref().and_then(|length| length.chars().last()), window.granularity) {
        (Some('D'), _) => 1,
        (Some('W'), _) => 4,
        (Some('M'), _) => 15,
        (Some('Y'), _) => 183,
        _ => 0,
    }
}

/// A figure without a window of its own counts over that of the figure told before it by the same voice in the
/// same report, or else of the next after it: "13 attacks since 17 October, 10 of them in Arnor".
fn inherit(totals: &mut [Total]) {
    let told = |total: &Total| (total.scope.since, total.as_of, total.closed, total.slack, total.undated);
    let windows: Vec<_> = totals.iter().map(told).collect();
    for at in 0..totals.len() {
        let total = &totals[at];
        let same = |other: &usize| {
            let other = &totals[*other];
            other.source.document == total.source.document
                && other.speaker == total.speaker
                && other.scope.measure == total.scope.measure
                && other.scope.event_type == total.scope.event_type
                && !other.undated
        };
        let nearest = || (0..at).rev().find(same).or_else(|| (at + 1..totals.len()).find(same));
        if let Some(other) = if total.undated { nearest() } else { None } {
            let total = &mut totals[at];
            (total.scope.since, total.as_of, total.closed, total.slack, total.undated) = windows[other];
        }
    }
}
