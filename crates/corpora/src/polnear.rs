//! PolNeAR: who says what, with which cue (Newell et al., LREC 2018).

use casus::Inside;
use casus::extract::{Attribution, attributions};
use casus::model::Span;
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Offsets, Set, measure};

pub(crate) const SET: Set = Set {
    name: "polnear",
    files: &["polnear/dev.jsonl"],
    about: "every report found, whether or not a claim stands in its content; reports inside reports are left \
            out, as the corpus marks none",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict },
    join: None,
    measure: measure::POLNEAR,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let offsets = Offsets::new(inside.annotation.text);
    let found = attributions(inside.annotation);
    let told = found.iter().filter(|attribution| !attribution.nested);
    let told = told.map(|attribution| in_points(&offsets, attribution));
    json!({ "doc_id": string(line, "doc_id"), "attributions": told.collect::<Vec<_>>() })
}

fn in_points(offsets: &Offsets, attribution: &Attribution) -> Value {
    let points = |spans: &[Span]| spans.iter().map(|span| offsets.points(*span)).collect::<Vec<[usize; 2]>>();
    json!({ "source": points(&attribution.source), "cue": points(&attribution.cue),
        "content": points(&attribution.content) })
}
