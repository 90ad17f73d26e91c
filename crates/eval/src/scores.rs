//! Scores by facet: precision, recall, F1, and how sure they are.

use std::collections::BTreeMap;

use casus_model::{EventType, ModalityValue, Reading};

use crate::compare::{Context, Counts, compare};
use crate::facet::Facet;
use crate::gold::{GoldClaim, GoldKind, GoldReport};
use crate::load::digest;
use crate::pairing::{Pair, pairs, type_of};

/// How often the claims are drawn anew for the interval.
const RESAMPLES: usize = 1000;

/// Where the draw starts: a fixed number, so that the same scores give the same interval.
const SEED: u64 = 0x00ca_5005;

/// What one facet adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Credit shared between gold and system.
    pub right: f64,
    /// Items in gold.
    pub gold: f64,
    /// Items of the system.
    pub system: f64,
    /// Items right but less specific, which earned half.
    pub less_specific: f64,
    /// Ends of the 95 % interval of F1, from drawing the claims anew a thousand times.
    pub interval: (f64, f64),
}

impl Score {
    /// Share of the system's items that are right; 1 when it gave none.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.system)
    }

    /// Share of gold's items that were found; 1 when there are none.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// Harmonic mean of the two; 1 when both sides are empty.
    pub fn f1(&self) -> f64 {
        ratio(2.0 * self.right, self.gold + self.system)
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 1.0 }
}

/// Scores of a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// By facet; every facet is there.
    pub facets: BTreeMap<Facet, Score>,
    /// Digest of the gold files behind the scores.
    pub corpus: String,
    /// Number of reports.
    pub reports: usize,
    /// Number of gold claims that count.
    pub claims: usize,
}

impl Scores {
    /// The score of a facet.
    pub fn of(&self, facet: Facet) -> Score {
        self.facets.get(&facet).copied().unwrap_or_default()
    }
}

/// Scores readings against gold, micro-averaged over all reports.
pub fn gold(reports: &[(GoldReport, Reading)]) -> Scores {
    let units: Vec<Unit> = reports.iter().flat_map(|(report, reading)| units(report, reading)).collect();
    let scored = totals(units.iter()).into_iter().zip(intervals(&units));
    let with_interval = |(score, interval)| Score { interval, ..score };
    let facets = Facet::ALL.iter().copied().zip(scored.map(with_interval)).collect();
    let mut digests: Vec<&str> = reports.iter().map(|(report, _)| report.digest.as_str()).collect();
    digests.sort_unstable();
    Scores {
        facets,
        corpus: digest(&digests),
        reports: reports.len(),
        claims: reports.iter().flat_map(|(report, _)| &report.claims).filter(|claim| !claim.optional).count(),
    }
}

/// What is drawn anew: a paired, missed or spurious claim, or an incident, with its counts.
type Unit = Vec<(Facet, Counts)>;

/// A reading of another text than the report's pairs with nothing, for its spans mean nothing here.
fn units(report: &GoldReport, reading: &Reading) -> Vec<Unit> {
    let same_text = reading.document.text == report.text;
    let pairs = if same_text { pairs(report, &reading.claims) } else { Vec::new() };
    let context = Context { report, reading, pairs: &pairs };
    let paired = |pair: &Pair| !report.claims[pair.0].optional;
    let counted: Vec<Pair> = pairs.iter().copied().filter(paired).collect();
    let mut units = Vec::new();
    for (idx, pair) in counted.iter().enumerate() {
        let mut unit = found(&report.claims[pair.0], &reading.claims[pair.1]);
        unit.extend(compare(&context, *pair));
        unit.push((Facet::Occurrences, occurrences(report, reading, &counted[..idx], *pair)));
        units.push(unit);
    }
    for (idx, gold) in report.claims.iter().enumerate() {
        if !gold.optional && pairs.iter().all(|(paired, _)| *paired != idx) {
            units.push(missed(gold));
        }
    }
    for (idx, claim) in reading.claims.iter().enumerate() {
        if pairs.iter().all(|(_, paired)| *paired != idx) {
            units.push(spurious(claim));
        }
    }
    units.extend(incidents(&context));
    units
}

fn found(gold: &GoldClaim, claim: &casus_model::Claim) -> Unit {
    let both = Counts { right: 1.0, gold: 1.0, system: 1.0, ..Counts::default() };
    let mut unit = vec![(Facet::Claims, both)];
    unit.extend(Facet::of_kind(claim.body.kind()).map(|facet| (facet, both)));
    let is_assault = |event_type: Option<EventType>| event_type == Some(EventType::Assault);
    let event = gold.kind == GoldKind::Event;
    let (told, read) = (event && is_assault(gold.event_type), event && is_assault(type_of(claim)));
    if told || read {
        let amount = |yes: bool| if yes { 1.0 } else { 0.0 };
        unit.push((
            Facet::Assaults,
            Counts {
                right: amount(told && read),
                gold: amount(told),
                system: amount(read),
                ..Counts::default()
            },
        ));
    }
    unit
}

fn missed(gold: &GoldClaim) -> Unit {
    let one = Counts { gold: 1.0, ..Counts::default() };
    let mut unit = vec![(Facet::Claims, one)];
    unit.extend(Facet::of_kind(gold.kind.name()).map(|facet| (facet, one)));
    if gold.kind == GoldKind::Event && gold.event_type == Some(EventType::Assault) {
        unit.push((Facet::Assaults, one));
    }
    unit
}

fn spurious(claim: &casus_model::Claim) -> Unit {
    let one = Counts { system: 1.0, ..Counts::default() };
    let mut unit = vec![(Facet::Claims, one)];
    unit.extend(Facet::of_kind(claim.body.kind()).map(|facet| (facet, one)));
    if claim.body.kind() == "event" && type_of(claim) == Some(EventType::Assault) {
        unit.push((Facet::Assaults, one));
    }
    unit
}

/// Pairs of this claim with earlier ones that gold, and that the system, ties to one occurrence.
fn occurrences(report: &GoldReport, reading: &Reading, earlier: &[Pair], pair: Pair) -> Counts {
    let mut counts = Counts::default();
    let (gold, claim) = (&report.claims[pair.0], &reading.claims[pair.1]);
    for (other_gold, other_claim) in earlier {
        let in_gold = report.claims[*other_gold].occurrence == gold.occurrence;
        let in_system =
            claim.occurrence.is_some() && reading.claims[*other_claim].occurrence == claim.occurrence;
        counts.gold += f64::from(u8::from(in_gold));
        counts.system += f64::from(u8::from(in_system));
        counts.right += f64::from(u8::from(in_gold && in_system));
    }
    counts
}

/// Incidents, one unit each: a gold incident is found by the system incident that shares most paired
/// claims with it, each taken once. Incidents made only of optional claims count for nothing.
fn incidents(context: &Context) -> Vec<Unit> {
    let (report, reading) = (context.report, context.reading);
    let gold = gold_incidents(report);
    let mut candidates = Vec::new();
    let mut ignored = vec![false; reading.incidents.len()];
    for (system_idx, incident) in reading.incidents.iter().enumerate() {
        let paired =
            context.pairs.iter().filter(|(_, claim)| incident.claims.contains(&reading.claims[*claim].id));
        let golds: Vec<&GoldClaim> = paired.map(|(gold, _)| &report.claims[*gold]).collect();
        ignored[system_idx] = !golds.is_empty() && golds.iter().all(|claim| claim.optional);
        for (gold_idx, occurrence) in gold.iter().enumerate() {
            let shared = golds.iter().filter(|claim| claim.occurrence == *occurrence).count();
            if shared > 0 && !ignored[system_idx] {
                candidates.push((std::cmp::Reverse(shared), gold_idx, system_idx));
            }
        }
    }
    candidates.sort_unstable();
    let mut taken: Vec<Pair> = Vec::new();
    for (_, gold_idx, system_idx) in candidates {
        if taken.iter().all(|(gold, system)| *gold != gold_idx && *system != system_idx) {
            taken.push((gold_idx, system_idx));
        }
    }
    let missed = gold.len() - taken.len();
    let counted = ignored.iter().filter(|ignored| !**ignored).count();
    let unit =
        |right, gold, system| vec![(Facet::Incidents, Counts { right, gold, system, ..Counts::default() })];
    let mut units = vec![unit(1.0, 1.0, 1.0); taken.len()];
    units.extend(vec![unit(0.0, 1.0, 0.0); missed]);
    units.extend(vec![unit(0.0, 0.0, 1.0); counted - taken.len()]);
    units
}

/// Occurrences that make incidents: actual, of a type that does, and no wave whose parts are told.
fn gold_incidents(report: &GoldReport) -> Vec<&str> {
    let is_wave =
        |claim: &GoldClaim| claim.id.is_some() && report.claims.iter().any(|part| part.part_of == claim.id);
    let waves: Vec<&str> =
        report.claims.iter().filter(|claim| is_wave(claim)).map(|claim| claim.occurrence.as_str()).collect();
    let mut occurrences: Vec<&str> = Vec::new();
    for claim in &report.claims {
        let makes = claim.kind == GoldKind::Event && claim.event_type.is_some_and(EventType::makes_incidents);
        let actual = claim.modality.value == ModalityValue::Actual && !claim.optional;
        let occurrence = claim.occurrence.as_str();
        if makes && actual && !waves.contains(&occurrence) && !occurrences.contains(&occurrence) {
            occurrences.push(occurrence);
        }
    }
    occurrences
}

/// One score a facet, in the order of [`Facet::ALL`].
fn totals<'u>(units: impl Iterator<Item = &'u Unit>) -> Vec<Score> {
    let mut totals = vec![Score::default(); Facet::ALL.len()];
    for (facet, counts) in units.flatten() {
        let score = &mut totals[*facet as usize];
        score.right += counts.right;
        score.gold += counts.gold;
        score.system += counts.system;
        score.less_specific += counts.less_specific;
    }
    totals
}

/// The middle 95 % of F1 of each facet, over samples of the units drawn with replacement.
fn intervals(units: &[Unit]) -> Vec<(f64, f64)> {
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES); Facet::ALL.len()];
    let mut state = SEED;
    for _ in 0..RESAMPLES {
        let sample = (0..units.len()).map(|_| &units[draw(&mut state, units.len())]);
        for (values, score) in drawn.iter_mut().zip(totals(sample)) {
            // A sample without any item of the facet says nothing about it.
            if score.gold + score.system > 0.0 {
                values.push(score.f1());
            }
        }
    }
    drawn.into_iter().map(middle).collect()
}

fn middle(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return (1.0, 1.0) };
    (values[last * 25 / 1000], values[last - last * 25 / 1000])
}

/// The next number below `bound`, from Knuth's linear congruential generator (its high bits).
fn draw(state: &mut u64, bound: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((u128::from(*state) * bound as u128) >> 64) as usize
}
