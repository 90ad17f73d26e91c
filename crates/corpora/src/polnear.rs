//! PolNeAR: who says what, with which cue (Newell et al., LREC 2018).

use casus::Inside;
use serde_json::{Value, json};

use crate::set::string;
use crate::{Asked, Set, measure};

pub(crate) const SET: Set = Set {
    name: "polnear",
    files: &["polnear/dev.jsonl"],
    about: "every attribution found, whether or not a claim stands in its content",
    asked: |line| Asked::of(line, "date"),
    predict,
    measure: measure::POLNEAR,
};

fn predict(_inside: &Inside, line: &Value) -> Value {
    json!({ "doc_id": string(line, "doc_id"), "attributions": [] })
}
