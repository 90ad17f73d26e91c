//! Totals of other speakers for one day, side by side; they are compared, never combined.

use std::collections::BTreeMap;

use casus_model::{EventType, TallyBeside, TallyPoint, TallySeries, TallyTotal};
use jiff::civil::Date;

use crate::meets;

type Subject<'a> = (Date, &'a String, EventType);

/// The days for which two speakers or more count the same sort of thing over countries that overlap.
pub(super) fn beside(series: &[TallySeries]) -> Vec<TallyBeside> {
    let mut days: BTreeMap<Subject, Vec<(&TallySeries, &TallyPoint)>> = BTreeMap::new();
    for of in series {
        for point in &of.points {
            let Some(day) = point.as_of else { continue };
            days.entry((day, &of.scope.measure, of.scope.event_type)).or_default().push((of, point));
        }
    }
    days.into_iter().filter_map(|(subject, totals)| together(subject, totals)).collect()
}

fn together(
    (day, measure, event_type): Subject,
    totals: Vec<(&TallySeries, &TallyPoint)>,
) -> Option<TallyBeside> {
    let answered: Vec<&(&TallySeries, &TallyPoint)> =
        totals.iter().filter(|(of, _)| totals.iter().any(|(other, _)| comparable(of, other))).collect();
    let disputed = answered.iter().any(|(a, point)| {
        let same_scope = |(b, _): &&&(&TallySeries, &TallyPoint)| comparable(a, b) && a.scope == b.scope;
        answered.iter().filter(same_scope).any(|(_, other)| !meets(Some(&point.count), Some(&other.count)))
    });
    let total = |(of, point): &&(&TallySeries, &TallyPoint)| TallyTotal {
        series: of.id.clone(),
        count: point.count.clone(),
    };
    (!answered.is_empty()).then(|| TallyBeside {
        day,
        measure: measure.clone(),
        event_type,
        totals: answered.iter().map(total).collect(),
        disputed,
    })
}

fn comparable(a: &TallySeries, b: &TallySeries) -> bool {
    let (here, there) = (&a.scope.countries, &b.scope.countries);
    let overlap = here.is_empty() || there.is_empty() || here.iter().any(|country| there.contains(country));
    (&a.speaker, &a.outlet) != (&b.speaker, &b.outlet) && overlap
}
