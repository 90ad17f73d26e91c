//! How well a predicted filler fits one of gold: 1, a half, or 0.

use serde::Deserialize;

use super::value::{self, string};
use super::{Filler, Judgement};

/// The ways in which a filler may be written.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Layout {
    Bare(String),
    Whole(Whole),
}

#[derive(Deserialize)]
pub(super) struct Whole {
    /// Absent is not the same as null: `value` counts only where there is no `values` at all.
    #[serde(default, deserialize_with = "present")]
    values: Option<Alternatives>,
    #[serde(default)]
    value: Option<Alternatives>,
    #[serde(default)]
    xref: Option<Alternatives>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Alternatives {
    One(String),
    Several(Vec<String>),
    None(()),
}

fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Alternatives>, D::Error> {
    Alternatives::deserialize(from).map(Some)
}

impl From<Layout> for Filler {
    fn from(layout: Layout) -> Filler {
        match layout {
            Layout::Bare(value) => Filler { values: vec![value], xref: Vec::new(), optional: false },
            Layout::Whole(whole) => Filler {
                values: alternatives(whole.values.or(whole.value)),
                xref: alternatives(whole.xref).into_iter().filter(|xref| xref != NO_XREF).collect(),
                optional: whole.optional,
            },
        }
    }
}

/// How a filler says that it is about nothing in another slot.
const NO_XREF: &str = "-";

fn alternatives(layout: Option<Alternatives>) -> Vec<String> {
    match layout {
        Some(Alternatives::One(value)) => vec![value],
        Some(Alternatives::Several(values)) => values,
        Some(Alternatives::None(())) | None => Vec::new(),
    }
}

/// How well they fit. A filler that is about another one is at best partial where that one is wrong
/// (guideline 3.1.2).
pub(super) fn fit(judgement: Judgement, slot: &str, predicted: &Filler, gold: &Filler) -> f64 {
    let fits = predicted.values.iter().map(|value| value::fit(judgement, slot, value, &gold.values));
    let best = fits.fold(0.0, f64::max);
    if best == 0.0 || !is_about_another(slot) {
        return best;
    }
    if best == 1.0 && same_xref(judgement, slot, predicted, gold) { 1.0 } else { 0.5 }
}

fn is_about_another(slot: &str) -> bool {
    matches!(
        slot,
        "instrument_type"
            | "perp_org_confidence"
            | "phys_tgt_type"
            | "phys_tgt_number"
            | "phys_tgt_nation"
            | "phys_tgt_effect"
            | "hum_tgt_description"
            | "hum_tgt_type"
            | "hum_tgt_number"
            | "hum_tgt_nation"
            | "hum_tgt_effect"
    )
}

fn same_xref(judgement: Judgement, slot: &str, predicted: &Filler, gold: &Filler) -> bool {
    if gold.xref.is_empty() {
        return slot == "hum_tgt_description" || predicted.xref.is_empty();
    }
    predicted.xref.iter().any(|xref| string(judgement, xref, &gold.xref) >= 0.5)
}
