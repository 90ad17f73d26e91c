//! Which gold claim and which system claim are about the same thing.
//!
//! A pair must be of the same kind. How near the two stand is told in tiers, the best first:
//!
//! 1. the system's trigger shares a byte with the gold trigger, and the types are compatible;
//! 2. it shares a byte with other words that gold lists for the claim (`also`), types compatible;
//! 3. the system's trigger stands in a sentence of the gold trigger or its `also`, the types are
//!    the same, and evidence overlaps: the system's trigger touches words that gold quotes for the
//!    claim, or the gold trigger touches the system's evidence.
//!
//! Types are *the same* when gold gives the system's type (`type` or `or_type`), and *compatible*
//! when both lie in one quarter of PLOVER: words or deeds, friendly or hostile. So a REQUEST read as
//! a THREATEN is one claim with a wrong type, and a CONSULT read as an ASSAULT is a miss and a
//! spurious claim. For a tally it is the type of what is counted; other kinds have no type.
//!
//! Among pairs of one tier the same type goes first, then a shared source, then the same modality,
//! then the order of the text. Pairs are taken best first, each claim at most once.

use casus_model::{Body, Claim, EventType, Span};

use crate::gold::{GoldClaim, GoldKind, GoldReport};
use crate::items;
use crate::sentence::{sentence_at, sentences};

/// A pair of indexes: gold claim, system claim.
pub type Pair = (usize, usize);

/// Pairs gold with system claims one to one, in the order of the gold claims.
pub fn pairs(report: &GoldReport, claims: &[Claim]) -> Vec<Pair> {
    let sentences = sentences(&report.text);
    let mut candidates = Vec::new();
    for (gold_idx, gold) in report.claims.iter().enumerate() {
        for (claim_idx, claim) in claims.iter().enumerate() {
            if let Some(nearness) = nearness(&report.text, &sentences, gold, claim) {
                candidates.push((std::cmp::Reverse(nearness), gold_idx, claim_idx));
            }
        }
    }
    candidates.sort();
    let mut pairs: Vec<Pair> = Vec::new();
    for (_, gold_idx, claim_idx) in candidates {
        if pairs.iter().all(|(gold, claim)| *gold != gold_idx && *claim != claim_idx) {
            pairs.push((gold_idx, claim_idx));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Tier, same type, shared source, same modality: greater is nearer.
type Nearness = (u8, bool, bool, bool);

fn nearness(text: &str, sentences: &[Span], gold: &GoldClaim, claim: &Claim) -> Option<Nearness> {
    if gold.kind.name() != claim.body.kind() || !compatible(gold, claim) {
        return None;
    }
    let same = same_type(gold, claim);
    let trigger = claim.trigger.span();
    let tier = if trigger.overlaps(gold.trigger) {
        3
    } else if gold.also.iter().any(|words| trigger.overlaps(*words)) {
        2
    } else if same && same_sentence(sentences, gold, trigger) && evidence_overlaps(gold, claim) {
        1
    } else {
        return None;
    };
    let shared = gold
        .attribution
        .iter()
        .any(|voice| claim.attribution.iter().any(|system| items::same_voice(text, voice, system)));
    Some((tier, same, shared, gold.modality.value == claim.modality.value))
}

/// The type of an event, or of what a tally counts.
pub fn type_of(claim: &Claim) -> Option<EventType> {
    match &claim.body {
        Body::Event(event) => Some(event.event_type),
        Body::Tally(tally) => Some(tally.of.event_type),
        Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
    }
}

/// True when gold gives the system's type.
pub fn same_type(gold: &GoldClaim, claim: &Claim) -> bool {
    let system = type_of(claim);
    gold.event_type == system || system.is_some_and(|system| gold.or_types.contains(&system))
}

fn compatible(gold: &GoldClaim, claim: &Claim) -> bool {
    same_type(gold, claim) || gold.event_type.map(quarter) == type_of(claim).map(quarter)
}

/// PLOVER's quarters: friendly words, friendly deeds, hostile words, hostile deeds.
fn quarter(event_type: EventType) -> u8 {
    use EventType::*;
    match event_type {
        Agree | Consult | Support | Concede => 1,
        Cooperate | Aid | Retreat => 2,
        Request | Accuse | Reject | Threaten => 3,
        Protest | Sanction | Mobilize | Coerce | Assault => 4,
    }
}

fn same_sentence(sentences: &[Span], gold: &GoldClaim, trigger: Span) -> bool {
    let here = sentence_at(sentences, trigger.start);
    let spans = std::iter::once(&gold.trigger).chain(&gold.also);
    !here.is_empty() && spans.into_iter().any(|span| sentence_at(sentences, span.start) == here)
}

fn evidence_overlaps(gold: &GoldClaim, claim: &Claim) -> bool {
    let trigger = claim.trigger.span();
    let used = claim.evidence.iter().map(|evidence| Span { start: evidence.start, end: evidence.end });
    gold_evidence(gold).iter().any(|words| words.overlaps(trigger))
        || used.into_iter().any(|words| words.overlaps(gold.trigger))
}

/// Words that gold quotes for what is claimed; who says it is not evidence of what it is.
fn gold_evidence(gold: &GoldClaim) -> Vec<Span> {
    let mut spans = vec![gold.trigger];
    spans.extend(&gold.also);
    let parties = [&gold.actors, &gold.recipients, &gold.interceptors];
    spans.extend(parties.into_iter().flatten().flat_map(|party| &party.spans));
    spans.extend(gold.targets.iter().flat_map(|target| &target.spans));
    spans.extend(gold.weapons.iter().flat_map(|weapon| &weapon.spans));
    spans.extend(gold.outcomes.iter().flat_map(|outcome| &outcome.spans));
    spans.extend(gold.casualties.iter().flat_map(|casualty| &casualty.spans));
    match &gold.kind {
        GoldKind::Event | GoldKind::Tally { .. } => {}
        GoldKind::Posture { holder, .. } => spans.extend(holder.iter().flat_map(|holder| &holder.spans)),
        GoldKind::Relation { subject, object, .. } => {
            spans.extend(subject.spans.iter().chain(&object.spans));
        }
        GoldKind::Assessment { content, .. } => spans.push(*content),
    }
    spans
}
