//! Running totals of a story beside what a ledger made of them.

use casus_model::{Body, Claim, Count, Qualifier, Span, Tallies, TallyPoint, TallySeries};

use super::score::Filed;
use super::{GoldTally, Story, Telling};

/// What became of one telling of a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalFound {
    /// Where it is told.
    pub told: Telling,
    /// Whose count the text says it is, and of what. Totals of one story with the same are one series.
    pub counted: String,
    /// The ledger's series, where a total of this number was read from these words.
    pub series: Option<String>,
    /// True where the day up to which it counts is right too.
    pub day: bool,
}

/// What a ledger made of the totals of a story.
pub fn totals(story: &Story, filed: &[Filed], tallies: &Tallies) -> Vec<TotalFound> {
    story.tallies.iter().map(|gold| found(gold, filed, tallies)).collect()
}

fn found(gold: &GoldTally, filed: &[Filed], tallies: &Tallies) -> TotalFound {
    let here = filed.iter().filter(|filed| filed.file == gold.told.file).map(|filed| filed.claim);
    let told = here.filter(|claim| is_told_by(claim, gold));
    let point = told.filter_map(|claim| point_of(tallies, &claim.key)).next();
    let day = |(_, point): (&TallySeries, &TallyPoint)| point.as_of.map(|day| day.to_string()) == gold.as_of;
    TotalFound {
        told: gold.told.clone(),
        counted: format!("{} of {}", gold.measure, gold.by.as_deref().unwrap_or("the report")),
        series: point.map(|(series, _)| series.id.clone()),
        day: point.is_some_and(day),
    }
}

/// Whether a claim tells a total: of its measure and number, with its trigger in the words or resting on them.
fn is_told_by(claim: &Claim, gold: &GoldTally) -> bool {
    let Body::Tally(tally) = &claim.body else { return false };
    let mut spans = claim.evidence.iter().map(|used| Span { start: used.start, end: used.end });
    let here =
        claim.trigger.span().overlaps(gold.told.span) || spans.any(|span| span.overlaps(gold.told.span));
    here && tally.measure == gold.measure && is_number(&tally.count, gold.count)
}

/// "More than 40" is written down as 40 in a story, and read as 41 at least.
fn is_number(count: &Count, number: u64) -> bool {
    let over = count.qualifier == Qualifier::AtLeast && count.low == number.checked_add(1);
    count.low.or(count.high) == Some(number) || over
}

fn point_of<'a>(tallies: &'a Tallies, key: &str) -> Option<(&'a TallySeries, &'a TallyPoint)> {
    let mut points = tallies.series.iter().flat_map(|of| of.points.iter().map(move |point| (of, point)));
    points.find(|(_, point)| point.told.iter().any(|teller| teller.claim == key))
}
