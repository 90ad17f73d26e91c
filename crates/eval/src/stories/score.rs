//! A story beside what a ledger made of it.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{Claim, Span};

use super::totals::TotalFound;
use super::{Story, Telling};

/// A claim of a report, and the incident that a ledger filed it under.
#[derive(Clone, Debug)]
pub struct Filed<'a> {
    /// The report's file.
    pub file: &'a str,
    /// The claim.
    pub claim: &'a Claim,
    /// The incident, for claims that make incidents.
    pub incident: Option<&'a str>,
}

/// What became of one telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TellingFound {
    /// The gold incident.
    pub gold: String,
    /// The report.
    pub file: String,
    /// Where its words stand.
    pub span: Span,
    /// The ledger's incident, where the telling was read.
    pub incident: Option<String>,
}

impl TellingFound {
    /// Where it stands in gold, and where in the ledger.
    fn filed(&self) -> (&str, Option<&str>) {
        (&self.gold, self.incident.as_deref())
    }
}

/// How a ledger did on a story.
#[derive(Clone, Debug, Default)]
pub struct StoryScore {
    /// Every telling of the gold.
    pub tellings: Vec<TellingFound>,
    /// Pairs of tellings that stand together in gold, in the ledger, and in both.
    pub gold_pairs: usize,
    /// Pairs that the ledger put together.
    pub system_pairs: usize,
    /// Pairs that both put together.
    pub right_pairs: usize,
    /// Forbidden pairs of incidents that were merged.
    pub merged: Vec<(String, String)>,
    /// Claims that make incidents and that no telling of the gold stands for.
    pub others: usize,
    /// Every telling of a running total of the gold.
    pub totals: Vec<TotalFound>,
}

impl StoryScore {
    /// Tellings that were read.
    pub fn found(&self) -> usize {
        self.tellings.iter().filter(|telling| telling.incident.is_some()).count()
    }

    /// Totals that were read with their number.
    pub fn totals_read(&self) -> usize {
        self.totals.iter().filter(|total| total.series.is_some()).count()
    }

    /// F1 of pairs of totals that stand in one series, over all totals of the gold.
    pub fn series(&self) -> f64 {
        let told = self.totals.iter().map(|total| (total.counted.as_str(), total.series.as_deref()));
        let (gold_pairs, system_pairs, right_pairs) = pairs(told);
        StoryScore { gold_pairs, system_pairs, right_pairs, ..StoryScore::default() }.pairs().2
    }

    /// Precision, recall and F1 of pairs; where there are no pairs, one.
    pub fn pairs(&self) -> (f64, f64, f64) {
        let share = |of: usize| if of == 0 { 1.0 } else { self.right_pairs as f64 / of as f64 };
        let (precision, recall) = (share(self.system_pairs), share(self.gold_pairs));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        (precision, recall, f1)
    }

    /// The same for tellings that were read: what linking does with what reading gives it.
    pub fn pairs_of_read(&self) -> (f64, f64, f64) {
        let read = self.tellings.iter().filter(|telling| telling.incident.is_some());
        let (gold_pairs, system_pairs, right_pairs) = pairs(read.map(TellingFound::filed));
        StoryScore { gold_pairs, system_pairs, right_pairs, ..StoryScore::default() }.pairs()
    }

    /// Several stories as one: pairs are counted within each.
    pub fn joined(scores: &[StoryScore]) -> StoryScore {
        let mut all = StoryScore::default();
        for (number, score) in scores.iter().enumerate() {
            // Each story has a ledger of its own: its i1 is no other's.
            let own = |id: &String| format!("{number}/{id}");
            all.tellings.extend(score.tellings.iter().map(|telling| TellingFound {
                gold: own(&telling.gold),
                incident: telling.incident.as_ref().map(own),
                ..telling.clone()
            }));
            all.gold_pairs += score.gold_pairs;
            all.system_pairs += score.system_pairs;
            all.right_pairs += score.right_pairs;
            all.merged.extend(score.merged.iter().cloned());
            all.others += score.others;
            all.totals.extend(score.totals.iter().map(|total| TotalFound {
                counted: own(&total.counted),
                series: total.series.as_ref().map(own),
                ..total.clone()
            }));
        }
        all
    }
}

/// A story beside the claims of its reports. Its totals are scored by [`totals`](super::totals()).
pub fn score(story: &Story, filed: &[Filed]) -> StoryScore {
    let mut used = BTreeSet::new();
    let mut tellings = Vec::new();
    for incident in &story.incidents {
        for telling in &incident.told {
            let found = found(story, telling, filed);
            used.extend(found.map(|filed| (filed.file, &filed.claim.key)));
            tellings.push(TellingFound {
                gold: incident.id.clone(),
                file: telling.file.clone(),
                span: telling.span,
                incident: found.and_then(|filed| filed.incident).map(str::to_owned),
            });
        }
    }
    let (gold_pairs, system_pairs, right_pairs) = pairs(tellings.iter().map(TellingFound::filed));
    let merged = story.forbidden.iter().filter(|pair| are_merged(pair, &tellings)).cloned().collect();
    let used_incidents: BTreeSet<&str> =
        tellings.iter().filter_map(|telling| telling.incident.as_deref()).collect();
    let others = filed.iter().filter_map(|filed| filed.incident).collect::<BTreeSet<_>>();
    let others = others.difference(&used_incidents).count();
    StoryScore { gold_pairs, system_pairs, right_pairs, merged, others, tellings, totals: Vec::new() }
}

/// The claim that a telling was read as: one whose trigger stands in its words, else one that rests on them, else one
/// whose trigger stands in its sentence where no other telling does.
fn found<'a>(story: &Story, telling: &Telling, filed: &'a [Filed<'a>]) -> Option<&'a Filed<'a>> {
    let here = || filed.iter().filter(|filed| filed.file == telling.file && filed.incident.is_some());
    let rests = |filed: &&Filed| {
        let mut used = filed.claim.evidence.iter().map(|used| Span { start: used.start, end: used.end });
        used.any(|used| used.overlaps(telling.span))
    };
    let triggered_in = |span: Span| move |filed: &&Filed| filed.claim.trigger.span().overlaps(span);
    let alone = || own_sentence(story, telling).and_then(|sentence| here().find(triggered_in(sentence)));
    here().find(triggered_in(telling.span)).or_else(|| here().find(rests)).or_else(alone)
}

/// The sentence of a telling, where it is the only telling in it. A full stop before a space ends a sentence.
fn own_sentence(story: &Story, telling: &Telling) -> Option<Span> {
    let text = &story.reports.iter().find(|report| report.file == telling.file)?.text;
    let (start, end) = (telling.span.start as usize, telling.span.end as usize);
    let ends = [". ", ".\n", "\n\n"];
    let before = ends.iter().filter_map(|mark| text[..start].rfind(mark)).max().unwrap_or(0);
    let behind =
        ends.iter().filter_map(|mark| text[end..].find(mark)).min().map_or(text.len(), |at| end + at);
    let sentence = Span { start: before as u32, end: behind as u32 };
    let told = story.incidents.iter().flat_map(|incident| &incident.told);
    let here = told.filter(|other| other.file == telling.file && other.span.overlaps(sentence));
    (here.count() == 1).then_some(sentence)
}

/// Pairs together in gold, in the ledger, and in both, of what is told: its group in gold, and in the ledger where it
/// was read.
fn pairs<'a>(told: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> (usize, usize, usize) {
    let mut cells: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let (mut gold, mut system): (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    for (group, filed) in told {
        *gold.entry(group).or_default() += 1;
        if let Some(filed) = filed {
            *system.entry(filed).or_default() += 1;
            *cells.entry((group, filed)).or_default() += 1;
        }
    }
    let choose = |counts: &mut dyn Iterator<Item = &usize>| counts.map(|n| n * (n - 1) / 2).sum();
    (choose(&mut gold.values()), choose(&mut system.values()), choose(&mut cells.values()))
}

/// Whether a telling of one stands with a telling of the other.
fn are_merged((one, other): &(String, String), tellings: &[TellingFound]) -> bool {
    let incidents = |gold: &String| -> BTreeSet<&str> {
        let of_gold = tellings.iter().filter(|telling| telling.gold == *gold);
        of_gold.filter_map(|telling| telling.incident.as_deref()).collect()
    };
    !incidents(one).is_disjoint(&incidents(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling(gold: &str, incident: Option<&str>) -> TellingFound {
        TellingFound {
            gold: gold.to_owned(),
            file: String::new(),
            span: Span { start: 0, end: 1 },
            incident: incident.map(str::to_owned),
        }
    }

    #[test]
    fn a_telling_that_was_not_read_costs_recall_only() {
        let told = [
            telling("a", Some("i1")),
            telling("a", Some("i1")),
            telling("a", None),
            telling("b", Some("i1")),
        ];
        assert_eq!(pairs(told.iter().map(TellingFound::filed)), (3, 3, 1));
        let score = StoryScore {
            gold_pairs: 3,
            system_pairs: 3,
            right_pairs: 1,
            tellings: told.to_vec(),
            ..StoryScore::default()
        };
        assert_eq!(score.found(), 3);
        assert!((score.pairs().2 - 1.0 / 3.0).abs() < 1e-9);
        assert!((score.pairs_of_read().1 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn stories_that_stand_together_keep_their_incidents_apart() {
        let of =
            |tellings: &[TellingFound]| StoryScore { tellings: tellings.to_vec(), ..StoryScore::default() };
        let one = of(&[telling("a", Some("i1")), telling("a", Some("i1"))]);
        let other = of(&[telling("b", Some("i1")), telling("b", Some("i2"))]);
        assert_eq!(StoryScore::joined(&[one, other]).pairs_of_read(), (1.0, 0.5, 2.0 / 3.0));
    }

    #[test]
    fn two_incidents_are_merged_where_any_tellings_stand_together() {
        let told = [telling("a", Some("i1")), telling("a", Some("i2")), telling("b", Some("i2"))];
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert!(are_merged(&pair("a", "b"), &told));
        assert!(!are_merged(&pair("a", "c"), &told));
    }
}
