//! What a total counts, and who counts it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use casus_model::{
    Body, KnownParty, KnownPlace, ModalityValue, Party, Place, Tally, TallyScope, Teller, When,
};
use jiff::{Span, civil::Date};

use super::speaker::{Speaker, called, of_copies, speaker};
use crate::{Background, By, Source, Telling, Voices, known_party, known_place, plain, window};

/// One telling of a total.
pub(super) struct Total<'a> {
    pub source: &'a Source,
    pub tally: &'a Tally,
    pub teller: Teller,
    pub speaker: Speaker,
    pub scope: TallyScope,
    pub known: KnownScope,
    /// Days that the first day counted may be before and after what is told, where that is a length ("three weeks") or a
    /// month.
    pub slack: (i32, i32),
    pub as_of: Option<Date>,
    /// True where nothing later than what was counted could still be in it when it was told.
    pub closed: bool,
    /// True where the words give no window.
    pub undated: bool,
}

/// Who and where is counted, with all that is known of them.
#[derive(Clone)]
pub(super) struct KnownScope {
    pub actors: Vec<KnownParty>,
    pub recipients: Vec<KnownParty>,
    pub places: Vec<KnownPlace>,
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
            Body::Tally(tally) => {
                Some(total(telling, tally, voices.teller(By::innermost(at, telling.claim)), &called))
            }
            _ => None,
        })
        .collect();
    inherit(&mut totals);
    told_again(&mut totals);
    of_copies(&mut totals);
    totals
}

fn total<'a>(
    telling: &Telling<'a>,
    tally: &'a Tally,
    teller: Teller,
    called: &BTreeMap<String, String>,
) -> Total<'a> {
    let source = telling.source;
    let until = source.told_until.or(source.published);
    let stretch = tally.window.as_ref().and_then(window);
    let end = tally.window.as_ref().and_then(|window| window.end.as_deref()?.parse().ok());
    let as_of = match (stretch.map(|window| window.last.date()).or(end), until) {
        (Some(end), Some(until)) => Some(end.min(until)),
        (end, until) => end.or(until),
    };
    let told = stretch.map(|window| window.first.date());
    let since = told.or_else(|| before(as_of?, tally.window.as_ref()?));
    let known = KnownScope {
        actors: parties(source, &tally.actors, &[]),
        recipients: parties(source, &tally.recipients, &tally.places),
        places: tally.places.iter().map(known_place).collect(),
    };
    Total {
        source,
        tally,
        speaker: speaker(source, telling.claim, &teller, called),
        scope: scope(tally, &known, since),
        slack: slack(tally),
        as_of,
        closed: as_of.zip(until).is_some_and(|(as_of, published)| as_of < published),
        undated: since.is_none(),
        known,
        teller,
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

/// The totals of the document that one is told in; they stand together.
fn of_document(totals: &[Total], at: usize) -> Range<usize> {
    let other = |total: &Total| total.source.document != totals[at].source.document;
    let start = totals[..at].iter().rposition(other).map_or(0, |before| before + 1);
    let end = totals[at..].iter().position(other).map_or(totals.len(), |behind| at + behind);
    start..end
}

/// "In three weeks", with nothing more told of them: the last three.
fn before(as_of: Date, when: &When) -> Option<Date> {
    let length: Span = when.duration.as_deref()?.parse().ok()?;
    let stays = when.start.is_none() && !when.duration.as_deref()?.starts_with("PT");
    as_of.checked_sub(length).ok().filter(|_| stays)
}

/// How many days before and after the start of "the past three weeks" may be: half of the unit told. "Since mid-October"
/// and "this month" are told no finer than a month, and begin anywhere in it.
fn slack(tally: &Tally) -> (i32, i32) {
    let Some(window) = &tally.window else { return (0, 0) };
    let both = |days| (days, days);
    let finest = window.start.as_ref().map(|start| start.len());
    match window.duration.as_deref().and_then(|length| length.chars().last()) {
        Some('D') => both(1),
        Some('W') => both(4),
        Some('M') => both(15),
        Some('Y') => both(183),
        _ if finest == Some("2024-05".len()) => (0, 30),
        _ if finest == Some("2024".len()) => (0, 365),
        _ => (0, 0),
    }
}

/// A headline, or a report in its own words, tells a total again that somebody is quoted for: it is that, with its speaker
/// and its scope.
fn told_again(totals: &mut [Total]) {
    for at in 0..totals.len() {
        let total = &totals[at];
        if total.teller.voice.is_some() {
            continue;
        }
        let again = |other: &&Total| {
            other.teller.voice.is_some()
                && other.tally.count.low == total.tally.count.low
                && can_mean(
                    &TallyScope { countries: Vec::new(), places: Vec::new(), ..total.scope.clone() },
                    &other.scope,
                )
                && total.scope.countries.iter().all(|country| other.scope.countries.contains(country))
        };
        let Some(other) = totals[of_document(totals, at)].iter().find(again) else { continue };
        let (speaker, scope, known) = (other.speaker.clone(), other.scope.clone(), other.known.clone());
        let told = (other.as_of, other.closed, other.slack, other.undated);
        let total = &mut totals[at];
        (total.speaker, total.scope, total.known) = (speaker, scope, known);
        (total.as_of, total.closed, total.slack, total.undated) = told;
    }
}

/// Whether a scope may be another, told with less: what it leaves out may be anything, and what it tells is of the other.
/// The days from which they count are not compared.
pub(super) fn can_mean(less: &TallyScope, full: &TallyScope) -> bool {
    let within = |less: &[String], full: &[String]| less.iter().all(|item| full.contains(item));
    let same_kind = less.measure == full.measure && less.event_type == full.event_type;
    same_kind
        && within(&less.modes, &full.modes)
        && within(&less.actors, &full.actors)
        && within(&less.recipients, &full.recipients)
        && (less.countries.is_empty() || less.countries == full.countries)
        && (less.places.is_empty() || less.places == full.places)
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
            other.speaker == total.speaker
                && other.scope.measure == total.scope.measure
                && other.scope.event_type == total.scope.event_type
                && !other.undated
        };
        let near = of_document(totals, at);
        let nearest = || (near.start..at).rev().find(same).or_else(|| (at + 1..near.end).find(same));
        if let Some(other) = if total.undated { nearest() } else { None } {
            let total = &mut totals[at];
            (total.scope.since, total.as_of, total.closed, total.slack, total.undated) = windows[other];
        }
    }
}
