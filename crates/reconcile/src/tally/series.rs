//! The totals of one speaker for one scope, in order, with what changed between them.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{Count, LedgerIncident, SourceKind, TallyPoint, TallyScope, TallySeries, TallyStep};
use jiff::civil::Date;

use super::inside::{Cover, Standing, itemised, unexplained};
use super::parts;
use super::scope::{Speaker, Total};
use crate::{Background, range};

/// Totals that can be differenced: numbers of one speaker and scope.
pub(super) struct Group {
    pub speaker: Speaker,
    pub scope: TallyScope,
    pub totals: Vec<usize>,
}

/// Name and outlet of a speaker.
type Known = (Option<String>, Option<String>);

/// Day and bounds of a total.
type Figure = (Option<Date>, (u64, u64));

/// The groups, by scope, then speaker.
///
/// A start that was computed from a length ("over three weeks"), and a total without any window, belong to the
/// one start of the same speaker and scope that they can mean; where there are several or none, they are a
/// scope of their own.
pub(super) fn groups(totals: &[Total]) -> Vec<Group> {
    let mut buckets: BTreeMap<(TallyScope, Known), Vec<usize>> = BTreeMap::new();
    for (at, total) in totals.iter().enumerate() {
        let scope = TallyScope { since: None, ..total.scope.clone() };
        let speaker = (total.speaker.name.clone(), total.speaker.outlet.clone());
        buckets.entry((scope, speaker)).or_default().push(at);
    }
    let mut groups: Vec<Group> = Vec::new();
    for ((scope, _), bucket) in buckets {
        let firm: BTreeSet<Date> = bucket
            .iter()
            .filter(|at| totals[**at].slack == 0)
            .filter_map(|at| totals[*at].scope.since)
            .collect();
        let mut starts: BTreeMap<Option<Date>, Vec<usize>> = BTreeMap::new();
        for at in bucket {
            starts.entry(start(&totals[at], &firm)).or_default().push(at);
        }
        groups.extend(starts.into_iter().map(|(since, totals_of)| Group {
            speaker: Speaker { kind: kind(totals, &totals_of), ..totals[totals_of[0]].speaker.clone() },
            scope: TallyScope { since, ..scope.clone() },
            totals: totals_of,
        }));
    }
    groups
}

fn kind(totals: &[Total], of: &[usize]) -> SourceKind {
    of.iter().map(|at| totals[*at].speaker.kind).min().unwrap_or(SourceKind::Outlet)
}

fn start(total: &Total, firm: &BTreeSet<Date>) -> Option<Date> {
    let since = total.scope.since;
    let fits = |date: &&Date| match since {
        Some(since) => days(since, **date).abs() <= total.slack,
        None => total.undated && total.as_of.is_none_or(|as_of| as_of >= **date),
    };
    let mut fitting = firm.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(*only),
        _ => since,
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The series of a group.
pub(super) fn series(
    id: &str,
    totals: &[Total],
    group: &Group,
    incidents: &[LedgerIncident],
    background: &Background,
) -> TallySeries {
    let mut same: BTreeMap<Figure, Vec<&Total>> = BTreeMap::new();
    for total in group.totals.iter().map(|at| &totals[*at]) {
        same.entry((total.as_of, range(&total.tally.count))).or_default().push(total);
    }
    let point = |((as_of, _), told): (Figure, Vec<&Total>)| {
        let cover = Cover { total: told[0], told: &told, since: group.scope.since, as_of, background };
        let parts = parts::parts(totals, &told);
        point(&cover, &told, incidents, parts)
    };
    let points: Vec<TallyPoint> = same.into_iter().map(point).collect();
    TallySeries {
        id: id.to_owned(),
        speaker: group.speaker.name.clone(),
        outlet: group.speaker.outlet.clone(),
        kind: group.speaker.kind,
        scope: group.scope.clone(),
        steps: steps(&points),
        points,
    }
}

fn point(cover: &Cover, told: &[&Total], incidents: &[LedgerIncident], parts: parts::Parts) -> TallyPoint {
    let count = cover.total.tally.count.clone();
    let standing = |wanted: Standing| {
        let mut inside: Vec<&LedgerIncident> =
            incidents.iter().filter(|incident| cover.standing(incident) == wanted).collect();
        inside.sort_by_key(|incident| number(&incident.id));
        inside
    };
    let (certain, possible) = (standing(Standing::Certain), standing(Standing::Possible));
    let itemised = itemised(&cover.total.scope.measure, &certain, &possible);
    let ids = |incidents: &[&LedgerIncident]| incidents.iter().map(|incident| incident.id.clone()).collect();
    let tellers = told.iter().map(|total| total.teller.clone()).collect::<BTreeSet<_>>();
    let mut warnings = parts.warnings;
    if count.high.is_some_and(|high| itemised.certain > high) {
        warnings.push(format!(
            "the ledger itemises {}, certainly inside, and the total is {}: the total counts less than it says, \
             or incidents are told twice",
            itemised.certain, count.text
        ));
    }
    if told.iter().all(|total| total.undated) && cover.since.is_some() {
        warnings
            .push("no window is told; it is counted from where the speaker's other totals are".to_owned());
    }
    TallyPoint {
        as_of: cover.as_of,
        window: told.iter().find_map(|total| total.tally.window.clone()),
        origins: tellers.iter().map(|teller| &teller.origin).collect::<BTreeSet<_>>().len(),
        told: tellers.into_iter().collect(),
        certain: ids(&certain),
        possible: ids(&possible),
        unexplained: unexplained(&count, &itemised),
        itemised,
        warnings,
        parts: parts.parts,
        count,
    }
}

/// `i9` before `i10`.
fn number(id: &str) -> (usize, &str) {
    (id.len(), id)
}

fn steps(points: &[TallyPoint]) -> Vec<TallyStep> {
    points.windows(2).filter_map(|pair| step(&pair[0], &pair[1])).collect()
}

fn step(earlier: &TallyPoint, later: &TallyPoint) -> Option<TallyStep> {
    let (from, to) = (earlier.as_of?, later.as_of?);
    let days = u32::try_from(days(from, to)).ok()?;
    let minus = |a: Option<u64>, b: Option<u64>| Some(i64::try_from(a?).ok()? - i64::try_from(b?).ok()?);
    let shown = |count: &Count| count.low.or(count.high);
    let more = minus(shown(&later.count), shown(&earlier.count));
    let high = minus(later.count.high, earlier.count.low);
    Some(TallyStep {
        from,
        to,
        days,
        low: minus(later.count.low, earlier.count.high),
        high,
        per_day: more
            .filter(|_| days > 0)
            .map(|more| (more as f64 / f64::from(days) * 100.0).round() / 100.0),
        broken: high.is_some_and(|high| high < 0),
    })
}
