//! The ratchet: floors under every facet, which only rise.
//!
//! `corpus/baseline.toml` holds the F1 of each facet, rounded down to three places, and the digest of
//! the gold files it was measured on. Floors of one corpus say nothing of another: when the gold
//! changes, the floors start afresh from what is measured, and the diff of the file shows it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::facet::Facet;
use crate::floors::Floors;
use crate::scores::Scores;
use crate::stories::StoryScore;
use crate::totals::TotalsScore;
use crate::violence::Tested;

/// Floors under the scores of one corpus.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Digest of the gold files, as in [`Scores::corpus`].
    pub corpus: String,
    /// Facet id → least F1.
    #[serde(default)]
    pub floors: BTreeMap<String, f64>,
    /// File of modality cases → what it may not fall behind.
    #[serde(default)]
    pub modality: BTreeMap<String, Limits>,
    /// Story → what its incidents may not fall behind.
    #[serde(default)]
    pub stories: BTreeMap<String, StoryLimits>,
    /// File of short texts with totals → least F1.
    #[serde(default)]
    pub totals: BTreeMap<String, f64>,
    /// Set of a corpus of others → floors under its figures.
    #[serde(default)]
    pub corpora: BTreeMap<String, Floors>,
}

/// What the cases of one file may not fall behind.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Most quiet texts with violence read into them.
    pub invented: usize,
    /// Most violent texts in which none is read.
    pub missed: usize,
}

/// What the incidents that a ledger makes of one story may not fall behind.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryLimits {
    /// Least F1 of pairs, over all tellings.
    pub pairs: f64,
    /// Most pairs of incidents that are joined and may not be.
    pub merged: usize,
    /// Least running totals read.
    #[serde(default)]
    pub totals: usize,
    /// Least F1 of pairs of totals that stand in one series.
    #[serde(default)]
    pub series: f64,
}

/// Why scores do not pass.
#[derive(Clone, Debug, PartialEq)]
pub enum Violation {
    /// The floors were measured on other gold files.
    Corpus {
        /// Digest in the baseline.
        expected: String,
        /// Digest of the gold at hand.
        found: String,
    },
    /// A facet fell.
    Below {
        /// Its id.
        facet: String,
        /// Least F1 allowed.
        floor: f64,
        /// F1 measured.
        measured: f64,
    },
    /// More quiet texts with violence read into them, or more violence missed, than before.
    Modality {
        /// The file of cases.
        file: String,
        /// What it may not fall behind.
        limits: Limits,
        /// Quiet texts with violence read into them now.
        invented: usize,
        /// Violent texts in which none is read now.
        missed: usize,
    },
    /// A story is put together worse than before.
    Story {
        /// The story.
        name: String,
        /// What it may not fall behind.
        limits: StoryLimits,
        /// F1 of pairs now.
        pairs: f64,
        /// Forbidden pairs joined now.
        merged: usize,
        /// Totals read now.
        totals: usize,
        /// F1 of their series now.
        series: f64,
    },
    /// A figure on a corpus of others fell.
    Figure {
        /// The set.
        set: String,
        /// What is measured.
        metric: String,
        /// The least it may be.
        floor: f64,
        /// What was measured.
        measured: f64,
    },
    /// The baseline names a facet that does not exist.
    Unknown {
        /// The name.
        facet: String,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Violation::Corpus { .. } => f.write_str(
                "the gold files changed since the baseline was written; look at the scores, then bless",
            ),
            Violation::Below { facet, floor, measured } => {
                write!(f, "{facet}: F1 {measured:.3} is below its floor {floor:.3}")
            }
            Violation::Modality { file, limits, invented, missed } => write!(
                f,
                "{file}: violence read into {invented} quiet texts (at most {}), missed in {missed} (at most {})",
                limits.invented, limits.missed
            ),
            Violation::Story { name, limits, pairs, merged, totals, series } => write!(
                f,
                "{name}: pairs F1 {pairs:.3} (at least {:.3}), {merged} forbidden merges (at most {}), {totals} totals \
                 read (at least {}), series F1 {series:.3} (at least {:.3})",
                limits.pairs, limits.merged, limits.totals, limits.series
            ),
            Violation::Figure { set, metric, floor, measured } => {
                write!(f, "{set}: {metric} {measured:.2} is below its floor {floor}")
            }
            Violation::Unknown { facet } => {
                write!(f, "{facet}: no such facet; remove it from the baseline or bless")
            }
        }
    }
}

/// What keeps these scores from passing; empty when they pass.
pub fn gate(scores: &Scores, baseline: &Baseline) -> Vec<Violation> {
    let mut violations = Vec::new();
    if scores.corpus != baseline.corpus {
        let (expected, found) = (baseline.corpus.clone(), scores.corpus.clone());
        violations.push(Violation::Corpus { expected, found });
    }
    for (id, floor) in &baseline.floors {
        let Some(facet) = Facet::ALL.iter().find(|facet| facet.id() == id) else {
            violations.push(Violation::Unknown { facet: id.clone() });
            continue;
        };
        let measured = scores.of(*facet).f1();
        if measured < *floor {
            violations.push(Violation::Below { facet: id.clone(), floor: *floor, measured });
        }
    }
    violations
}

/// The files of modality cases that fell behind.
pub fn gate_modality(tested: &[Tested], baseline: &Baseline) -> Vec<Violation> {
    let fallen = tested.iter().filter_map(|tested| {
        let limits = *baseline.modality.get(&tested.file)?;
        let (invented, missed) = (tested.invented.len(), tested.missed.len());
        let file = tested.file.clone();
        (invented > limits.invented || missed > limits.missed).then_some(Violation::Modality {
            file,
            limits,
            invented,
            missed,
        })
    });
    fallen.collect()
}

/// The stories that are put together worse than before.
pub fn gate_stories(scores: &[(String, StoryScore)], baseline: &Baseline) -> Vec<Violation> {
    let fallen = scores.iter().filter_map(|(name, score)| {
        let limits = *baseline.stories.get(name)?;
        let (pairs, merged) = (score.pairs().2, score.merged.len());
        let (totals, series) = (score.totals_read(), score.series());
        let fell = pairs < limits.pairs
            || merged > limits.merged
            || totals < limits.totals
            || series < limits.series;
        fell.then(|| Violation::Story { name: name.clone(), limits, pairs, merged, totals, series })
    });
    fallen.collect()
}

/// The files of totals that fell behind.
pub fn gate_totals(scores: &[TotalsScore], baseline: &Baseline) -> Vec<Violation> {
    let fallen = scores.iter().filter_map(|score| {
        let (floor, measured) = (*baseline.totals.get(&score.file)?, score.figures().2);
        let facet = format!("totals.{}", score.file);
        (measured < floor).then_some(Violation::Below { facet, floor, measured })
    });
    fallen.collect()
}

fn thousandths(figure: f64) -> f64 {
    (figure * 1000.0).floor() / 1000.0
}

impl Baseline {
    /// Floors at what was read of these totals; none lower than before.
    pub fn tighten_totals(&mut self, scores: &[TotalsScore]) {
        for score in scores {
            let now = thousandths(score.figures().2);
            let floor = self.totals.entry(score.file.clone()).or_insert(now);
            *floor = floor.max(now);
        }
    }

    /// Limits at what came of these stories; none looser than before.
    pub fn tighten_stories(&mut self, scores: &[(String, StoryScore)]) {
        for (name, score) in scores {
            let now = StoryLimits {
                pairs: thousandths(score.pairs().2),
                merged: score.merged.len(),
                totals: score.totals_read(),
                series: thousandths(score.series()),
            };
            let limits = self.stories.entry(name.clone()).or_insert(now);
            limits.pairs = limits.pairs.max(now.pairs);
            limits.merged = limits.merged.min(now.merged);
            limits.totals = limits.totals.max(now.totals);
            limits.series = limits.series.max(now.series);
        }
    }

    /// Limits at what came of these cases; none looser than before.
    pub fn tighten(&mut self, tested: &[Tested]) {
        for tested in tested {
            let now = Limits { invented: tested.invented.len(), missed: tested.missed.len() };
            let limits = self.modality.entry(tested.file.clone()).or_insert(now);
            limits.invented = limits.invented.min(now.invented);
            limits.missed = limits.missed.min(now.missed);
        }
    }

    /// Floors at these scores; none lower than `previous` has it for the same corpus.
    pub fn from_scores(scores: &Scores, previous: Option<&Baseline>) -> Baseline {
        let modality = previous.map(|previous| previous.modality.clone()).unwrap_or_default();
        let stories = previous.map(|previous| previous.stories.clone()).unwrap_or_default();
        let totals = previous.map(|previous| previous.totals.clone()).unwrap_or_default();
        let corpora = previous.map(|previous| previous.corpora.clone()).unwrap_or_default();
        let previous = previous.filter(|previous| previous.corpus == scores.corpus);
        let floor = |facet: &Facet| {
            let measured = thousandths(scores.of(*facet).f1());
            let before = previous.and_then(|previous| previous.floors.get(facet.id()).copied());
            (facet.id().to_owned(), before.map_or(measured, |before| before.max(measured)))
        };
        let told = |facet: &&Facet| scores.of(**facet).gold > 0.0;
        Baseline {
            corpus: scores.corpus.clone(),
            floors: Facet::ALL.iter().filter(told).map(floor).collect(),
            modality,
            stories,
            totals,
            corpora,
        }
    }

    /// Reads `corpus/baseline.toml`.
    pub fn parse(written: &str) -> Result<Baseline, toml::de::Error> {
        toml::from_str(written)
    }

    /// Writes `corpus/baseline.toml`.
    pub fn to_toml(&self) -> String {
        let mut out = String::from(
            "# Least F1 of each facet over corpus/gold, and the digest of those files; below, of the corpora of others.\n\
             # Written by `cargo bless`; floors of one corpus only rise, or fall for a reason (`--because`).\n",
        );
        out.push_str(&format!("corpus = \"{}\"\n\n[floors]\n", self.corpus));
        for (facet, floor) in &self.floors {
            out.push_str(&format!("\"{facet}\" = {floor:.3}\n"));
        }
        for (file, limits) in &self.modality {
            out.push_str(&format!(
                "\n[modality.{file}]\ninvented = {}\nmissed = {}\n",
                limits.invented, limits.missed
            ));
        }
        for (story, limits) in &self.stories {
            out.push_str(&format!(
                "\n[stories.{story}]\npairs = {:.3}\nmerged = {}\ntotals = {}\nseries = {:.3}\n",
                limits.pairs, limits.merged, limits.totals, limits.series
            ));
        }
        if !self.totals.is_empty() {
            out.push_str("\n[totals]\n");
        }
        for (file, floor) in &self.totals {
            out.push_str(&format!("{file} = {floor:.3}\n"));
        }
        for (set, floors) in &self.corpora {
            out.push_str(&floors.to_toml(set));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scores::Score;

    fn scores(right: f64) -> Scores {
        let score = Score { right, gold: 10.0, system: 10.0, ..Score::default() };
        let facets = [(Facet::Claims, score)].into_iter().collect();
        Scores { facets, corpus: "abc".into(), reports: 1, claims: 10 }
    }

    #[test]
    fn a_fall_is_a_violation_and_a_rise_is_not() {
        let baseline = Baseline::from_scores(&scores(8.0), None);
        assert_eq!(gate(&scores(8.0), &baseline), []);
        assert_eq!(gate(&scores(9.0), &baseline), []);
        let fallen = gate(&scores(7.0), &baseline);
        let below = Violation::Below { facet: "claims".into(), floor: 0.8, measured: 0.7 };
        assert_eq!(fallen, [below]);
    }

    #[test]
    fn floors_only_rise_on_one_corpus() {
        let high = Baseline::from_scores(&scores(9.0), None);
        assert_eq!(Baseline::from_scores(&scores(7.0), Some(&high)), high);
        let other = Baseline { corpus: "def".into(), ..high.clone() };
        assert_eq!(Baseline::from_scores(&scores(7.0), Some(&other)).floors["claims"], 0.7);
    }

    #[test]
    fn a_changed_corpus_and_an_unknown_facet_are_told() {
        let floors = [("clams".to_owned(), 0.5)].into_iter().collect();
        let violations =
            gate(&scores(8.0), &Baseline { corpus: "def".into(), floors, ..Baseline::default() });
        assert!(matches!(violations[0], Violation::Corpus { .. }));
        assert!(matches!(&violations[1], Violation::Unknown { facet } if facet == "clams"));
    }

    #[test]
    fn a_baseline_is_read_as_it_is_written() {
        let baseline = Baseline::from_scores(&scores(8.5), None);
        assert_eq!(Baseline::parse(&baseline.to_toml()), Ok(baseline));
    }
}
