//! Whole templates of MUC-4, as its scorer of 1992 counts them (Sundheim 1992; scoring guidelines 7).
//!
//! Templates are aligned one to one, where the types of incident match at least partially and so does a
//! perpetrator or a target; of all alignments the one with the most slot scores stands. Fillers of a slot
//! are then correct, partial (half a point), incorrect, spurious or missing; what gold calls optional is
//! never missing. `ALL` counts every template, the row "all templates" of 1992.
//!
//! In 1992 a person judged strings that did not match. Here a string that is not equal without its
//! pre-modifiers is partial where its head or all its words are in gold, unless the options say [`Strict`].
//!
//! [`Strict`]: Judgement::Strict

mod fill;
mod value;

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::assign::assign;
use crate::layout::{ById, text};
use crate::rate::{Counts, quotient, rounded};
use fill::fit;

/// The templates of one document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub doc_id: String,
    #[expect(missing_docs)]
    pub templates: Vec<Template>,
}

/// One incident.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Template {
    /// Whether a program may leave it out.
    #[serde(default)]
    pub optional: bool,
    /// Fillers by the name of their slot, one of [`SLOTS`]; others are passed over.
    pub slots: BTreeMap<String, Vec<Filler>>,
}

/// One filler of a slot.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "fill::Layout")]
pub struct Filler {
    /// Ways to say it; any will do.
    pub values: Vec<String>,
    /// The filler of another slot that this one is about, in ways to say it.
    pub xref: Vec<String>,
    /// Whether a program may leave it out.
    pub optional: bool,
}

/// What becomes of a string that is in gold with other words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judgement {
    /// Half right where the head or all content words agree.
    #[default]
    Lenient,
    /// Wrong.
    Strict,
}

/// The slots that count, without the number of the message and of the template.
pub const SLOTS: [&str; 23] = [
    "incident_date",
    "incident_location",
    "incident_type",
    "incident_stage",
    "instrument_id",
    "instrument_type",
    "perp_category",
    "perp_individual_id",
    "perp_org_id",
    "perp_org_confidence",
    "phys_tgt_id",
    "phys_tgt_type",
    "phys_tgt_number",
    "phys_tgt_nation",
    "phys_tgt_effect",
    "phys_tgt_total_number",
    "hum_tgt_name",
    "hum_tgt_description",
    "hum_tgt_type",
    "hum_tgt_number",
    "hum_tgt_nation",
    "hum_tgt_effect",
    "hum_tgt_total_number",
];

/// The slot that must match for two templates to be aligned.
const TYPE: &str = "incident_type";

/// The slots of which one must match for two templates to be aligned, if gold has any of them.
const ALIGNING: [&str; 7] = [
    "phys_tgt_id",
    "phys_tgt_type",
    "hum_tgt_name",
    "hum_tgt_description",
    "hum_tgt_type",
    "perp_individual_id",
    "perp_org_id",
];

/// What became of fillers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// The same as in gold.
    pub correct: usize,
    /// Half right.
    pub partial: usize,
    /// Another one than in gold.
    pub incorrect: usize,
    /// In no place of gold.
    pub spurious: usize,
    /// In gold and not predicted.
    pub missing: usize,
}

impl Points {
    /// Half a point for what is partial; `predicted` is ACTUAL and `gold` POSSIBLE of 1992.
    pub fn counts(&self) -> Counts {
        let right = self.correct as f64 + 0.5 * self.partial as f64;
        let judged = self.correct + self.partial + self.incorrect;
        Counts {
            right,
            predicted: (judged + self.spurious) as f64,
            found: right,
            gold: (judged + self.missing) as f64,
        }
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        self.correct += other.correct;
        self.partial += other.partial;
        self.incorrect += other.incorrect;
        self.spurious += other.spurious;
        self.missing += other.missing;
    }
}

/// Points of each slot, in the order of [`SLOTS`].
type SlotPoints = [Points; SLOTS.len()];

/// Points of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Of each slot, in the order of [`SLOTS`].
    pub slots: SlotPoints,
    /// Templates.
    pub templates: Templates,
}

impl Tally {
    /// All slots together.
    pub fn all(&self) -> Points {
        of_slots(&self.slots, |_| true)
    }
}

/// Templates aligned and not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Templates {
    /// Aligned.
    pub matched: usize,
    /// Predicted and not aligned.
    pub spurious: usize,
    /// In gold, not optional and not aligned.
    pub missing: usize,
}

/// A row of the table of 1992; rates in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[expect(missing_docs)]
pub struct Row {
    /// POSSIBLE: fillers in gold.
    pub pos: usize,
    /// ACTUAL: fillers predicted.
    pub act: usize,
    pub cor: usize,
    pub par: usize,
    pub inc: usize,
    pub spu: usize,
    pub mis: usize,
    #[serde(rename = "R")]
    pub recall: f64,
    #[serde(rename = "P")]
    pub precision: f64,
    #[serde(rename = "F1")]
    pub f1: f64,
}

/// The figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// All slots of all templates.
    #[serde(rename = "ALL")]
    pub all: Row,
    #[expect(missing_docs)]
    pub templates: Templates,
    /// Each of [`SLOTS`].
    pub slots: BTreeMap<&'static str, Row>,
    /// Date, place, type, stage and instruments.
    pub group_incident: Row,
    /// Perpetrators.
    pub group_perp: Row,
    /// Physical targets.
    pub group_phys: Row,
    /// Human targets.
    pub group_hum: Row,
}

/// Scores predictions; a document of gold that they lack is one without templates.
pub fn score(judgement: Judgement, gold: &[Document], predicted: &[Document]) -> Scores {
    scores(&tallies(judgement, gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each document of gold.
pub fn tallies(judgement: Judgement, gold: &[Document], predicted: &[Document]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |document| &document.doc_id);
    let gold = ById::new(gold, |document| &document.doc_id);
    let of = |id| predicted.get(id).map_or(&[][..], |document| &document.templates);
    gold.iter().map(|(id, document)| tally(judgement, &document.templates, of(id))).collect()
}

/// The figures of documents.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let mut total = Tally::default();
    for tally in tallies {
        add(&mut total.slots, &tally.slots);
        total.templates.matched += tally.templates.matched;
        total.templates.spurious += tally.templates.spurious;
        total.templates.missing += tally.templates.missing;
    }
    let group = |prefixes: &[&str]| {
        row(of_slots(&total.slots, |slot| prefixes.iter().any(|prefix| slot.starts_with(prefix))))
    };
    Scores {
        all: row(total.all()),
        templates: total.templates,
        slots: SLOTS.iter().zip(total.slots).map(|(slot, points)| (*slot, row(points))).collect(),
        group_incident: group(&["incident_", "instrument_"]),
        group_perp: group(&["perp_"]),
        group_phys: group(&["phys_"]),
        group_hum: group(&["hum_"]),
    }
}

fn tally(judgement: Judgement, gold: &[Template], predicted: &[Template]) -> Tally {
    let pairs: Vec<Vec<Option<SlotPoints>>> = predicted
        .iter()
        .map(|given| gold.iter().map(|right| aligned(judgement, right, given)).collect())
        .collect();
    let weights: Vec<Vec<f64>> = pairs
        .iter()
        .map(|row| row.iter().map(|points| points.as_ref().map_or(0.0, weight)).collect())
        .collect();
    let alignment = assign(&weights);
    let mut tally = Tally::default();
    for &(given, right) in &alignment {
        add(&mut tally.slots, &pairs[given][right].unwrap_or_default());
    }
    tally.templates.matched = alignment.len();
    for (place, template) in predicted.iter().enumerate() {
        if !alignment.iter().any(|(given, _)| *given == place) {
            tally.templates.spurious += 1;
            add(&mut tally.slots, &spurious(template));
        }
    }
    for (place, template) in gold.iter().enumerate() {
        if !template.optional && !alignment.iter().any(|(_, right)| *right == place) {
            tally.templates.missing += 1;
            add(&mut tally.slots, &missing(template));
        }
    }
    tally
}

/// The points of two templates, if they may be aligned.
fn aligned(judgement: Judgement, gold: &Template, predicted: &Template) -> Option<SlotPoints> {
    let points =
        SLOTS.map(|slot| slot_points(judgement, slot, fillers(gold, slot), fillers(predicted, slot)));
    let matches = |points: &Points| points.correct + points.partial > 0;
    let matching = |wanted: &[&str]| {
        SLOTS.iter().zip(&points).any(|(slot, points)| wanted.contains(slot) && matches(points))
    };
    let nothing_to_match = || ALIGNING.iter().all(|slot| fillers(gold, slot).is_empty());
    (matching(&[TYPE]) && (matching(&ALIGNING) || nothing_to_match())).then_some(points)
}

/// A little for the alignment itself, so that one with wrong slots is better than none.
fn weight(points: &SlotPoints) -> f64 {
    let total = of_slots(points, |_| true);
    1e-3 + (total.correct as f64 + 0.5 * total.partial as f64)
}

fn slot_points(judgement: Judgement, slot: &str, gold: &[Filler], predicted: &[Filler]) -> Points {
    let fits: Vec<Vec<f64>> = predicted
        .iter()
        .map(|given| gold.iter().map(|right| fit(judgement, slot, given, right)).collect())
        .collect();
    let pairs = assign(&fits);
    let correct = pairs.iter().filter(|(given, right)| fits[*given][*right] == 1.0).count();
    let left = predicted.len() - pairs.len();
    let unfound = gold
        .iter()
        .enumerate()
        .filter(|(place, filler)| !filler.optional && !pairs.iter().any(|(_, right)| right == place))
        .count();
    let incorrect = left.min(unfound);
    Points {
        correct,
        partial: pairs.len() - correct,
        incorrect,
        spurious: left - incorrect,
        missing: unfound - incorrect,
    }
}

fn spurious(template: &Template) -> SlotPoints {
    SLOTS.map(|slot| Points { spurious: fillers(template, slot).len(), ..Points::default() })
}

fn missing(template: &Template) -> SlotPoints {
    let wanted = |slot| fillers(template, slot).iter().filter(|filler| !filler.optional).count();
    SLOTS.map(|slot| Points { missing: wanted(slot), ..Points::default() })
}

fn fillers<'a>(template: &'a Template, slot: &str) -> &'a [Filler] {
    template.slots.get(slot).map_or(&[], Vec::as_slice)
}

fn add(total: &mut SlotPoints, points: &SlotPoints) {
    for (total, points) in total.iter_mut().zip(points) {
        *total += *points;
    }
}

fn of_slots(points: &SlotPoints, wanted: impl Fn(&str) -> bool) -> Points {
    let mut total = Points::default();
    for (_, points) in SLOTS.iter().zip(points).filter(|(slot, _)| wanted(slot)) {
        total += *points;
    }
    total
}

fn row(points: Points) -> Row {
    let counts = points.counts();
    let (precision, recall) = (counts.precision(), counts.recall());
    Row {
        pos: counts.gold as usize,
        act: counts.predicted as usize,
        cor: points.correct,
        par: points.partial,
        inc: points.incorrect,
        spu: points.spurious,
        mis: points.missing,
        recall: rounded(100.0 * recall, 2),
        precision: rounded(100.0 * precision, 2),
        f1: rounded(quotient(200.0 * precision * recall, precision + recall), 2),
    }
}
