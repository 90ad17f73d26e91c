//! Figures for parts of a scope in one report: "13 attacks, 10 in Arnor and 3 in Rohan".

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{Count, TallyPart, TallyScope, Teller};

use super::scope::Total;
use crate::range;

/// The parts of a total, and what is odd about them.
pub(super) struct Parts {
    pub parts: Vec<TallyPart>,
    pub warnings: Vec<String>,
}

/// Scope and bounds of a figure, and who tells it in which words.
type Found = BTreeMap<(TallyScope, (u64, u64)), (Count, BTreeSet<Teller>)>;

/// The figures for narrower scopes that the same reports give in the same voice.
pub(super) fn parts(totals: &[Total], told: &[&Total]) -> Parts {
    let mut found = Found::new();
    let mut warnings = BTreeSet::new();
    for total in told {
        let own: Vec<&Total> = totals.iter().filter(|part| is_part(part, total)).collect();
        warnings.extend(odd(total, &own));
        for part in own {
            let key = (part.scope.clone(), range(&part.tally.count));
            let entry = found.entry(key).or_insert_with(|| (part.tally.count.clone(), BTreeSet::new()));
            entry.1.insert(part.teller.clone());
        }
    }
    let part = |((scope, _), (count, told)): ((TallyScope, _), (Count, BTreeSet<Teller>))| TallyPart {
        scope,
        count,
        told: told.into_iter().collect(),
    };
    Parts { parts: found.into_iter().map(part).collect(), warnings: warnings.into_iter().collect() }
}

/// Whether a total counts a part of what another of the same report counts, in the same place of time.
fn is_part(part: &Total, whole: &Total) -> bool {
    part.source.document == whole.source.document
        && part.speaker == whole.speaker
        && part.scope.since == whole.scope.since
        && part.as_of == whole.as_of
        && range(&part.tally.count).0 <= range(&whole.tally.count).1
        && range(&part.tally.count).0 != range(&whole.tally.count).0
        && narrower(&part.scope, &whole.scope)
}

fn narrower(part: &TallyScope, whole: &TallyScope) -> bool {
    let within = |part: &[String], whole: &[String]| {
        whole.is_empty() || !part.is_empty() && part.iter().all(|item| whole.contains(item))
    };
    let inside = within(&part.countries, &whole.countries)
        && (whole.places.is_empty() || part.places == whole.places)
        && within(&part.modes, &whole.modes)
        && within(&part.actors, &whole.actors)
        && within(&part.recipients, &whole.recipients);
    let same_kind = part.measure == whole.measure && part.event_type == whole.event_type;
    same_kind && inside && part != whole
}

/// Parts by country that do not add up to their total.
fn odd(total: &Total, parts: &[&Total]) -> Option<String> {
    let mut by_country: BTreeMap<&String, (u64, u64)> = BTreeMap::new();
    for part in parts {
        let [country] = &part.scope.countries[..] else { continue };
        let wide = part.scope.places.is_empty() && part.scope.modes == total.scope.modes;
        if wide && by_country.insert(country, range(&part.tally.count)).is_some() {
            return None;
        }
    }
    let all: BTreeSet<&String> = total.scope.countries.iter().collect();
    if by_country.len() < 2 || !all.is_subset(&by_country.keys().copied().collect()) {
        return None;
    }
    let low = by_country.values().map(|(low, _)| *low).fold(0, u64::saturating_add);
    let high = by_country.values().map(|(_, high)| *high).fold(0, u64::saturating_add);
    let (least, most) = range(&total.tally.count);
    let short = high < least && !total.scope.countries.is_empty();
    (low > most || short)
        .then(|| format!("its parts add up to {low}, and the total is {}", total.tally.count.text))
}
