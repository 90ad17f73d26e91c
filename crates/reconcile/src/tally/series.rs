//! The totals of one speaker for one scope, in order, with what changed between them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use casus_model::{Count, EventType, LedgerIncident, TallyPoint, TallyScope, TallySeries, TallyStep};
use jiff::civil::Date;

use super::inside::{Cover, Standing, itemised, unexplained};
use super::parts;
use super::scope::{Total, can_mean};
use super::speaker::Speaker;
use crate::{Background, range};

/// Totals that can be differenced: numbers of one speaker and scope.
pub(super) struct Group {
    pub speaker: Speaker,
    pub scope: TallyScope,
    pub totals: Vec<usize>,
    /// The total that tells most of the scope.
    fullest: usize,
    /// As that of the total which tells its start best.
    slack: (i32, i32),
}

/// Day of a total, and the least that it says.
type Figure = (Option<Date>, u64);

/// The groups, by scope, then speaker.
///
/// A total that leaves out some of its scope, or whose start was computed from a length ("over three weeks"), belongs to the
/// one series of the same speaker that it can mean; where there are several or none, it is a series of its own.
pub(super) fn groups(totals: &[Total]) -> Vec<Group> {
    let mut by_speaker: BTreeMap<(&Known, &str, EventType), Vec<usize>> = BTreeMap::new();
    let known: Vec<Known> = totals.iter().map(|total| known(&total.speaker)).collect();
    for (at, total) in totals.iter().enumerate() {
        let counted = (&known[at], total.scope.measure.as_str(), total.scope.event_type);
        by_speaker.entry(counted).or_default().push(at);
    }
    let mut groups: Vec<Group> = by_speaker.into_values().flat_map(|of| of_one_speaker(totals, of)).collect();
    groups.sort_by(|a, b| (&a.scope, &a.speaker).cmp(&(&b.scope, &b.speaker)));
    groups
}

/// The groups of the totals that one speaker tells of one measure.
fn of_one_speaker(totals: &[Total], mut fullest_first: Vec<usize>) -> Vec<Group> {
    fullest_first.sort_by_key(|at| {
        let total = &totals[*at];
        (Reverse(told(&total.scope)), total.undated, total.slack, &total.scope, total.as_of)
    });
    let mut groups: Vec<Group> = Vec::new();
    for at in fullest_first {
        let total = &totals[at];
        match fitting(&groups, total) {
            Some(group) => groups[group].take(total, at),
            None => groups.push(Group::of(total, at)),
        }
    }
    for group in &mut groups {
        group.totals.sort_unstable();
    }
    groups
}

/// The group of equal scope, else the only one that a total can mean, else the widest of them: "attacks on troops" are
/// those in both countries rather than those in one.
fn fitting(groups: &[Group], total: &Total) -> Option<usize> {
    let means = |group: &Group| can_mean(&total.scope, &group.scope) && can_start(total, group);
    groups.iter().position(|group| group.scope == total.scope).or_else(|| {
        let fit: Vec<usize> = (0..groups.len()).filter(|at| means(&groups[*at])).collect();
        let is_widest = |wide: usize| {
            fit.iter().all(|other| *other == wide || is_inside(&groups[*other].scope, &groups[wide].scope))
        };
        let mut widest = fit.iter().copied().filter(|at| is_widest(*at));
        widest.next().filter(|_| widest.next().is_none())
    })
}

/// Whether one scope is a part of another by its places.
fn is_inside(part: &TallyScope, whole: &TallyScope) -> bool {
    let parties =
        part.actors == whole.actors && part.recipients == whole.recipients && part.modes == whole.modes;
    parties
        && part.countries.iter().all(|country| whole.countries.contains(country))
        && whole.places.is_empty()
}

/// Name and outlet of a speaker.
type Known = (Option<String>, Option<String>);

fn known(speaker: &Speaker) -> Known {
    (speaker.name.clone(), speaker.outlet.clone())
}

/// How much of a scope is told.
fn told(scope: &TallyScope) -> usize {
    let lists = [&scope.modes, &scope.actors, &scope.recipients, &scope.countries, &scope.places];
    lists.into_iter().map(Vec::len).sum()
}

impl Group {
    fn of(total: &Total, at: usize) -> Group {
        Group {
            speaker: total.speaker.clone(),
            scope: total.scope.clone(),
            totals: vec![at],
            fullest: at,
            slack: total.slack,
        }
    }

    /// Adds a total. One that tells the start to the day tells it for all.
    fn take(&mut self, total: &Total, at: usize) {
        self.totals.push(at);
        self.speaker.kind = self.speaker.kind.min(total.speaker.kind);
        if total.slack < self.slack && total.scope.since.is_some() {
            (self.scope.since, self.slack) = (total.scope.since, total.slack);
        }
    }
}

/// Whether a total can be counted from where the totals of a group are.
fn can_start(total: &Total, group: &Group) -> bool {
    let within = |(before, after): (i32, i32), days: i32| (-before..=after).contains(&days);
    match (total.scope.since, group.scope.since) {
        (Some(told), Some(since)) => {
            within(total.slack, days(told, since)) || within(group.slack, days(since, told))
        }
        (None, Some(since)) => total.undated && total.as_of.is_none_or(|as_of| as_of >= since),
        (told, None) => told.is_none(),
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
    // "16", of a headline, and "at least 16" below it are one point.
    let mut same: BTreeMap<Figure, Vec<&Total>> = BTreeMap::new();
    for total in group.totals.iter().map(|at| &totals[*at]) {
        same.entry((total.as_of, range(&total.tally.count).0)).or_default().push(total);
    }
    let point = |((as_of, _), mut told): (Figure, Vec<&Total>)| {
        told.sort_by_key(|total| Reverse(range(&total.tally.count).1));
        let (scope, since) = (&group.scope, group.scope.since);
        let cover = Cover {
            total: told[0],
            scope,
            known: &totals[group.fullest].known,
            told: &told,
            since,
            as_of,
            background,
        };
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
