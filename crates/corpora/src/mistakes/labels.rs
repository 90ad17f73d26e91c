//! Labels taken for each other.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Mistake, lines, mistake};
use crate::Judged;

pub(crate) fn plover(judged: &Judged) -> Vec<Mistake> {
    all(judged, "event")
}

pub(crate) fn case2021(judged: &Judged) -> Vec<Mistake> {
    all(judged, "label")
}

pub(crate) fn india(judged: &Judged) -> Vec<Mistake> {
    all(judged, "labels")
}

/// What happened, did not, or is open, taken for another of the three.
pub(crate) fn factuality(judged: &Judged) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (line, predicted) in lines(judged) {
        for target in line["targets"].as_array().into_iter().flatten() {
            let ours = predicted["targets"].as_array().into_iter().flatten();
            let ours = ours.clone().find(|ours| ours["span"] == target["span"]);
            let value = |of: Option<&Value>| of.and_then(|of| of["factuality"].as_f64()).unwrap_or_default();
            let (gold, ours) = (value(Some(target)), value(ours));
            if class(gold) != class(ours) {
                let kind = format!("{} → {}", class(gold), class(ours));
                let span = words(line, &target["span"]);
                mistakes.push(mistake(line, kind, span, &format!("{gold:.1}"), &format!("{ours:.1}")));
            }
        }
    }
    mistakes
}

fn class(value: f64) -> &'static str {
    if value >= 1.0 {
        "happened"
    } else if value <= -1.0 {
        "did not"
    } else {
        "open"
    }
}

/// Code points of words between spaces, which the layout counts.
fn words(line: &Value, span: &Value) -> Option<[usize; 2]> {
    let [first, end] = [0, 1].map(|place| span[place].as_u64().unwrap_or_default() as usize);
    let text = line["text"].as_str()?;
    let before =
        |n_words: usize| text.split(' ').take(n_words).map(|word| word.chars().count() + 1).sum::<usize>();
    (end > first).then(|| [before(first), before(end) - 1])
}

fn all(judged: &Judged, field: &str) -> Vec<Mistake> {
    lines(judged)
        .flat_map(|(line, predicted)| compared(line, labels(&line[field]), labels(&predicted[field])))
        .collect()
}

fn labels(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::String(label) => BTreeSet::from([label.as_str()]),
        Value::Array(labels) => labels.iter().filter_map(Value::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => BTreeSet::new(),
    }
}

/// Where gold has one label and we have one, they are told as taken for each other.
fn compared(line: &Value, gold: BTreeSet<&str>, ours: BTreeSet<&str>) -> Vec<Mistake> {
    let missed: Vec<&str> = gold.difference(&ours).copied().collect();
    let invented: Vec<&str> = ours.difference(&gold).copied().collect();
    let joined = |labels: &BTreeSet<&str>| labels.iter().copied().collect::<Vec<_>>().join(", ");
    let told = |kind: String| mistake(line, kind, None, &joined(&gold), &joined(&ours));
    if let ([missed], [invented]) = (missed.as_slice(), invented.as_slice()) {
        return vec![told(format!("{missed} → {invented}"))];
    }
    let missed = missed.into_iter().map(|label| format!("missed {label}"));
    let invented = invented.into_iter().map(|label| format!("invented {label}"));
    missed.chain(invented).map(told).collect()
}
