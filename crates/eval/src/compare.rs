//! Paired claims, compared field by field.
//!
//! A facet of a pair gives three numbers: how much the two share, how much gold holds, how much the
//! system holds. Items are paired one to one, best credit first.
//!
//! Two kinds of item count for nothing. An *optional* gold item is neither missed nor spurious. And
//! where several sources tell one occurrence, the codebook does not settle which of the agreed
//! circumstances (who, what with, where, when) each version repeats; so a circumstance of the system
//! that another gold claim of the same occurrence holds is not held against it. Outcomes, casualties
//! and sources are never lent: who gave which figure is the point of keeping versions apart. That a doer told as
//! fact is held responsible goes without saying, and is scored with the doers.

use casus_model::{Body, Claim, Event, Party, Place, Reading, ResponsibilityStatus, When};

use crate::facet::Facet;
use crate::gold::{GoldClaim, GoldKind, GoldParty, GoldReport};
use crate::items;
use crate::pairing::{Pair, same_type, type_of};

/// What a facet of one unit adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Credit shared.
    pub right: f64,
    /// Items in gold.
    pub gold: f64,
    /// Items of the system.
    pub system: f64,
    /// Items right but less specific, which earned half.
    pub less_specific: f64,
}

/// What every comparison looks at.
pub struct Context<'c> {
    /// The gold report.
    pub report: &'c GoldReport,
    /// What the system read.
    pub reading: &'c Reading,
    /// The pairs between them.
    pub pairs: &'c [Pair],
}

impl<'c> Context<'c> {
    fn gold_of(&self, claim_id: &str) -> Option<&'c GoldClaim> {
        let claims = &self.reading.claims;
        let named = claims.iter().find(|claim| claim.id == claim_id)?;
        let paired = |system: usize| self.pairs.iter().find(|(_, paired)| *paired == system);
        // Any telling of an occurrence stands for it.
        let siblings = claims.iter().enumerate().filter(|(_, claim)| {
            claim.id == claim_id || claim.occurrence.is_some() && claim.occurrence == named.occurrence
        });
        let (gold, _) = siblings.filter_map(|(index, _)| paired(index)).next()?;
        self.report.claims.get(*gold)
    }

    fn occurrence_of(&self, gold_id: &str) -> Option<&'c str> {
        let gold = self.report.claims.iter().find(|claim| claim.id.as_deref() == Some(gold_id))?;
        Some(&gold.occurrence)
    }

    /// The gold claims of the same occurrence, without the claim itself.
    fn versions(&self, gold: &'c GoldClaim) -> impl Iterator<Item = &'c GoldClaim> + Clone {
        let versions = self.report.claims.iter();
        versions.filter(move |other| other.occurrence == gold.occurrence && !std::ptr::eq(*other, gold))
    }
}

/// The facets of one pair.
pub fn compare(context: &Context, pair: Pair) -> Vec<(Facet, Counts)> {
    let gold = &context.report.claims[pair.0];
    let claim = &context.reading.claims[pair.1];
    let mut facets = vec![
        (Facet::Modality, label(gold.modality.value == claim.modality.value)),
        (Facet::Certainty, label(gold.modality.certainty == claim.modality.certainty)),
    ];
    if type_of(claim).is_some() {
        facets.push((Facet::Type, label(same_type(gold, claim))));
    }
    facets.extend(attribution(&context.report.text, gold, claim));
    match (&gold.kind, &claim.body) {
        (GoldKind::Event, Body::Event(event)) => facets.extend(self::event(context, gold, event)),
        (GoldKind::Tally { .. }, Body::Tally(tally)) => facets.extend(self::tally(context, gold, tally)),
        (GoldKind::Posture { count, .. }, Body::Posture(posture)) => {
            facets.push((Facet::PostureCount, label(items::same_count(count, &posture.count))));
            facets.extend(places(context, gold, &posture.places));
        }
        (GoldKind::Relation { subject, predicate, object }, Body::Relation(relation)) => {
            let same = |gold, system| items::credit(items::same_party(&context.report.text, gold, system));
            let right = same(subject, &relation.subject) + same(object, &relation.object);
            facets.push((Facet::RelationPredicate, label(*predicate == relation.predicate)));
            facets.push((Facet::RelationEnds, Counts { right, gold: 2.0, system: 2.0, ..Counts::default() }));
        }
        // Pairing already asked that the judgements touch; other kinds are never paired.
        (GoldKind::Assessment { .. }, Body::Assessment(_)) | (_, _) => {}
    }
    facets
}

/// One label against one label.
pub fn label(right: bool) -> Counts {
    Counts { right: items::credit(right), gold: 1.0, system: 1.0, ..Counts::default() }
}

fn event(context: &Context, gold: &GoldClaim, event: &Event) -> Vec<(Facet, Counts)> {
    let text = &context.report.text;
    let weapons = shared(
        Items { gold: &gold.weapons, system: &event.weapons, optional: |weapon| weapon.optional },
        items::weapon,
        |system| {
            context
                .versions(gold)
                .flat_map(|other| &other.weapons)
                .any(|own| items::weapon(own, system) > 0.0)
        },
    );
    let targets = shared(
        Items { gold: &gold.targets, system: &event.targets, optional: |target| target.optional },
        items::target,
        |system| {
            context
                .versions(gold)
                .flat_map(|other| &other.targets)
                .any(|own| items::target(own, system) > 0.0)
        },
    );
    let held =
        Items { gold: &gold.responsibility, system: &event.responsibility, optional: |held| held.optional };
    let outcomes =
        || Items { gold: &gold.outcomes, system: &event.outcomes, optional: |outcome| outcome.optional };
    let harm = || Items { gold: &gold.casualties, system: &event.casualties, optional: |harm| harm.optional };
    let mut facets = vec![
        (Facet::Modes, modes(gold, &event.modes)),
        (Facet::Actors, parties(context, gold, &event.actors, |claim| &claim.actors)),
        (Facet::Recipients, parties(context, gold, &event.recipients, |claim| &claim.recipients)),
        (Facet::Interceptors, parties(context, gold, &event.interceptors, |claim| &claim.interceptors)),
        (Facet::Targets, targets),
        (Facet::Weapons, weapons),
        (Facet::Outcomes, shared(outcomes(), items::outcome, never)),
        (Facet::OutcomeCounts, shared(outcomes(), items::outcome_count, never)),
        (Facet::Casualties, shared(harm(), items::casualty, never)),
        (Facet::CasualtyClasses, shared(harm(), items::casualty_class, never)),
        (
            Facet::Responsibility,
            shared(
                held,
                |gold, system| items::responsibility(text, gold, system),
                |held| held.status == ResponsibilityStatus::Stated,
            ),
        ),
        (Facet::PartOf, part_of(context, gold, event)),
    ];
    facets.extend(when(context, gold, event.when.as_ref()));
    facets.extend(places(context, gold, &event.places));
    facets
}

fn tally(context: &Context, gold: &GoldClaim, tally: &casus_model::Tally) -> Vec<(Facet, Counts)> {
    let GoldKind::Tally { measure, count, contains } = &gold.kind else { return Vec::new() };
    let mut facets = vec![
        (Facet::TallyMeasure, label(*measure == tally.measure)),
        (Facet::TallyCount, label(items::same_count(count, &tally.count))),
        (
            Facet::TallyWindow,
            single(gold.when.as_ref(), tally.window.as_ref(), |gold, system| {
                items::same_start(gold, system) && items::same_end(gold, system)
            }),
        ),
        (Facet::TallyContains, self::contains(context, contains, &tally.contains)),
        (Facet::Modes, modes(gold, &tally.of.modes)),
        (Facet::Actors, parties(context, gold, &tally.actors, |claim| &claim.actors)),
        (Facet::Recipients, parties(context, gold, &tally.recipients, |claim| &claim.recipients)),
    ];
    facets.extend(places(context, gold, &tally.places));
    facets
}

/// Items of one field, on either side.
struct Items<'i, G, S> {
    gold: &'i [G],
    system: &'i [S],
    optional: fn(&G) -> bool,
}

/// Pairs items one to one, best credit first, and adds up. An optional gold item and the system item
/// paired with it count for nothing, and so does a system item left over that is `lent`.
fn shared<G, S>(items: Items<G, S>, credit: impl Fn(&G, &S) -> f64, lent: impl Fn(&S) -> bool) -> Counts {
    let mut candidates = Vec::new();
    for (gold_idx, gold) in items.gold.iter().enumerate() {
        for (system_idx, system) in items.system.iter().enumerate() {
            let credit = credit(gold, system);
            if credit > 0.0 {
                candidates.push((credit, gold_idx, system_idx));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let required = items.gold.iter().filter(|gold| !(items.optional)(gold)).count();
    let mut counts = Counts { gold: required as f64, system: items.system.len() as f64, ..Counts::default() };
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (credit, gold_idx, system_idx) in candidates {
        if taken.iter().any(|(gold, system)| *gold == gold_idx || *system == system_idx) {
            continue;
        }
        taken.push((gold_idx, system_idx));
        if (items.optional)(&items.gold[gold_idx]) {
            counts.system -= 1.0;
        } else {
            counts.right += credit;
            counts.less_specific += items::credit(credit < 1.0);
        }
    }
    let spare = |idx: usize| taken.iter().all(|(_, system)| *system != idx);
    let left = items.system.iter().enumerate().filter(|(idx, system)| spare(*idx) && lent(system)).count();
    counts.system -= left as f64;
    counts
}

fn never<S>(_: &S) -> bool {
    false
}

fn parties(
    context: &Context,
    gold: &GoldClaim,
    system: &[Party],
    field: fn(&GoldClaim) -> &Vec<GoldParty>,
) -> Counts {
    let text = &context.report.text;
    shared(
        Items { gold: field(gold), system, optional: |party| party.optional },
        |gold, system| items::credit(items::same_party(text, gold, system)),
        |system| context.versions(gold).flat_map(field).any(|own| items::same_party(text, own, system)),
    )
}

fn modes(gold: &GoldClaim, system: &[String]) -> Counts {
    let right = gold.modes.iter().filter(|mode| system.contains(mode)).count();
    let allowed =
        system.iter().filter(|mode| gold.or_modes.contains(mode) && !gold.modes.contains(mode)).count();
    Counts {
        right: right as f64,
        gold: gold.modes.len() as f64,
        system: (system.len() - allowed) as f64,
        ..Counts::default()
    }
}

fn single<G, S>(gold: Option<&G>, system: Option<&S>, same: impl Fn(&G, &S) -> bool) -> Counts {
    let right = gold.zip(system).is_some_and(|(gold, system)| same(gold, system));
    Counts {
        right: items::credit(right),
        gold: items::credit(gold.is_some()),
        system: items::credit(system.is_some()),
        ..Counts::default()
    }
}

fn when(context: &Context, gold: &GoldClaim, system: Option<&When>) -> Vec<(Facet, Counts)> {
    let lent = |system: &When| {
        let told = context.versions(gold).filter_map(|other| other.when.as_ref());
        gold.when.is_none() && told.into_iter().any(|own| items::same_start(own, system))
    };
    let system = system.filter(|system| !lent(system));
    let gold = gold.when.as_ref();
    vec![
        (Facet::WhenStart, single(gold, system, items::same_start)),
        (Facet::WhenEnd, single(gold, system, items::same_end)),
        (Facet::WhenGranularity, single(gold, system, |gold, system| gold.granularity == system.granularity)),
    ]
}

fn places(context: &Context, gold: &GoldClaim, system: &[Place]) -> Vec<(Facet, Counts)> {
    let text = &context.report.text;
    let place = shared(
        Items { gold: &gold.places, system, optional: |place| place.optional },
        |gold, system| items::place(text, gold, system),
        |system| {
            context
                .versions(gold)
                .flat_map(|other| &other.places)
                .any(|own| items::place(text, own, system) > 0.0)
        },
    );
    vec![(Facet::Country, countries(context, gold, system)), (Facet::Place, place)]
}

fn countries(context: &Context, gold: &GoldClaim, system: &[Place]) -> Counts {
    let distinct = |codes: Vec<Option<String>>| {
        let mut codes: Vec<String> = codes.into_iter().flatten().collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let codes = |claim: &GoldClaim, optional: bool| {
        let places = claim.places.iter().filter(|place| place.optional == optional);
        distinct(places.map(|place| place.country.clone()).collect())
    };
    let required = codes(gold, false);
    let mut allowed = codes(gold, true);
    allowed.extend(context.versions(gold).flat_map(|other| codes(other, false)));
    let told = distinct(system.iter().map(|place| place.country.clone()).collect());
    let right = told.iter().filter(|code| required.contains(code)).count();
    let counted = told.iter().filter(|code| required.contains(code) || !allowed.contains(code)).count();
    Counts { right: right as f64, gold: required.len() as f64, system: counted as f64, ..Counts::default() }
}

fn attribution(text: &str, gold: &GoldClaim, claim: &Claim) -> Vec<(Facet, Counts)> {
    let voices = || Items {
        gold: &gold.attribution[..],
        system: &claim.attribution[..],
        optional: |voice| voice.optional,
    };
    let with_cue: Vec<_> = gold.attribution.iter().filter(|voice| voice.cue.is_some()).cloned().collect();
    let said: Vec<_> = claim.attribution.iter().filter(|voice| voice.cue.is_some()).cloned().collect();
    let cues = Items { gold: &with_cue[..], system: &said[..], optional: |voice| voice.optional };
    let words = shared(voices(), |gold, system| items::credit(items::same_voice(text, gold, system)), never);
    let kinds = shared(voices(), |gold, system| items::credit(gold.kinds.contains(&system.kind)), never);
    let cues = shared(cues, |gold, system| items::credit(items::same_cue(gold, system)), never);
    vec![(Facet::AttributionWords, words), (Facet::AttributionKind, kinds), (Facet::AttributionCue, cues)]
}

fn part_of(context: &Context, gold: &GoldClaim, event: &Event) -> Counts {
    let wave = gold.part_of.as_ref().and_then(|id| context.occurrence_of(id));
    let found = event.part_of.as_ref().map(|id| context.gold_of(id));
    single(wave.as_ref(), found.as_ref(), |wave, found| found.is_some_and(|found| found.occurrence == **wave))
}

/// Occurrences rather than claims: to contain any version of an attack is to contain the attack.
fn contains(context: &Context, gold: &[String], system: &[String]) -> Counts {
    let gold: Vec<&str> = gold.iter().filter_map(|id| context.occurrence_of(id)).collect();
    let mut found: Vec<&str> = Vec::new();
    let mut strange = 0;
    for id in system {
        match context.gold_of(id) {
            Some(claim) if found.contains(&claim.occurrence.as_str()) => {}
            Some(claim) => found.push(&claim.occurrence),
            None => strange += 1,
        }
    }
    let right = found.iter().filter(|occurrence| gold.contains(occurrence)).count();
    Counts {
        right: right as f64,
        gold: gold.len() as f64,
        system: (found.len() + strange) as f64,
        ..Counts::default()
    }
}
