//! TempEval-3, task A: phrases of time with type and value (UzZaman et al., SemEval 2013).

use casus::{Inside, timex};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Offsets, Set, measure};

pub(crate) const SET: Set = Set {
    name: "tempeval3",
    files: &["tempeval3/timebank.jsonl", "tempeval3/aquaint.jsonl"],
    about: "every phrase of time as TIMEX3; a range is its two ends, ages are left out",
    reads: Reads::Text { asked: |line| Asked::of(line, "dct"), predict },
    join: None,
    measure: measure::TEMPEVAL3,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let offsets = Offsets::new(inside.annotation.text);
    let timexes = timex::timex3(inside.times).into_iter().map(|part| {
        let [start, end] = offsets.points(part.span);
        json!({ "start": start, "end": end, "text": part.span.of(inside.annotation.text),
            "type": part.kind.as_str(), "value": part.value })
    });
    json!({ "doc_id": string(line, "doc_id"), "timexes": timexes.collect::<Vec<_>>() })
}
