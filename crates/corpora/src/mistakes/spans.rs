//! Mistakes of words found in a text.

use casus_score::geoparse::distance;
use serde_json::Value;

use super::{Mistake, lines, mistake};
use crate::Judged;
use crate::set::string;

/// Words with what they are taken for.
#[derive(Clone, PartialEq)]
struct Marked {
    span: [usize; 2],
    kind: String,
    value: String,
}

pub(crate) fn tempeval3(judged: &Judged) -> Vec<Mistake> {
    all(judged, |line| typed(line, "timexes", "value"))
}

pub(crate) fn re3d(judged: &Judged) -> Vec<Mistake> {
    all(judged, |line| typed(line, "entities", ""))
}

pub(crate) fn docevents(judged: &Judged) -> Vec<Mistake> {
    let events = |line: &Value| {
        let of_event = |event: &Value| Marked {
            span: [number(&event["trigger"][0]), number(&event["trigger"][1])],
            kind: string(event, "type").to_owned(),
            value: String::new(),
        };
        array(line, "events").map(of_event).collect()
    };
    let mut mistakes = all(judged, events);
    mistakes.extend(all(judged, |line| typed(line, "entities", "")));
    mistakes
}

/// Types of toponyms are gold's alone and are left out.
pub(crate) fn found(judged: &Judged) -> Vec<Mistake> {
    all(judged, |line| {
        let names = typed(line, "toponyms", "").into_iter();
        names.map(|name| Marked { kind: "name".to_owned(), ..name }).collect()
    })
}

/// Names that are placed more than 161 km away, or not at all.
pub(crate) fn given(judged: &Judged) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (line, predicted) in lines(judged) {
        for name in array(line, "toponyms") {
            let Some(right) = point(name) else { continue };
            let span = [number(&name["start"]), number(&name["end"])];
            let ours = array(predicted, "toponyms")
                .find(|ours| [number(&ours["start"]), number(&ours["end"])] == span);
            let kind = match ours.and_then(point).map(|ours| distance(right, ours)) {
                Some(far) if far <= 160.0 => continue,
                Some(far) if far <= 1000.0 => "within 1,000 km",
                Some(_) => "farther than 1,000 km",
                None => "not placed",
            };
            let shown = |of: Option<&Value>| {
                let point =
                    of.and_then(point).map(|(lat, lon)| format!("{lat:.2}, {lon:.2}")).unwrap_or_default();
                let id =
                    of.map(|of| [string(of, "place"), string(of, "geonameid")].join(" ")).unwrap_or_default();
                format!("{point} {}", id.trim()).trim().to_owned()
            };
            mistakes.push(mistake(line, kind.to_owned(), Some(span), &shown(Some(name)), &shown(ours)));
        }
    }
    mistakes
}

/// A part that stands in pieces is taken from its first word to its last.
pub(crate) fn polnear(judged: &Judged) -> Vec<Mistake> {
    let parts = |line: &Value| {
        let of_attribution = |attribution: &Value| {
            let part = |kind: &str| {
                let pieces = attribution[kind].as_array()?;
                let span = [number(&pieces.first()?[0]), number(&pieces.last()?[1])];
                Some(Marked { span, kind: kind.to_owned(), value: String::new() })
            };
            ["source", "cue", "content"].map(part).into_iter().flatten().collect::<Vec<_>>()
        };
        array(line, "attributions").flat_map(of_attribution).collect()
    };
    all(judged, parts)
}

fn typed(line: &Value, key: &str, value: &str) -> Vec<Marked> {
    let marked = |item: &Value| Marked {
        span: [number(&item["start"]), number(&item["end"])],
        kind: string(item, "type").to_owned(),
        value: string(item, value).to_owned(),
    };
    array(line, key).map(marked).collect()
}

fn all(judged: &Judged, marked: impl Fn(&Value) -> Vec<Marked>) -> Vec<Mistake> {
    lines(judged).flat_map(|(line, predicted)| compared(line, marked(line), marked(predicted))).collect()
}

/// What is equal goes first, then equal words with other types or values, then words that overlap.
fn compared(line: &Value, gold: Vec<Marked>, mut ours: Vec<Marked>) -> Vec<Mistake> {
    let text: Vec<char> = string(line, "text").chars().collect();
    let words = |marked: &Marked| -> String {
        text.get(marked.span[0]..marked.span[1]).map(|words| words.iter().collect()).unwrap_or_default()
    };
    let shown =
        |marked: &Marked| format!("[{}] {} {}", words(marked), marked.kind, marked.value).trim().to_owned();
    let mut mistakes = Vec::new();
    let mut rest = Vec::new();
    for right in gold {
        match ours.iter().position(|ours| *ours == right) {
            Some(place) => {
                ours.swap_remove(place);
            }
            None => rest.push(right),
        }
    }
    ours.sort_by_key(|ours| ours.span);
    for right in rest {
        let equal = ours.iter().position(|ours| ours.span == right.span);
        let overlapping = || {
            ours.iter().position(|ours| {
                ours.kind == right.kind && ours.span[0] < right.span[1] && right.span[0] < ours.span[1]
            })
        };
        let Some(place) = equal.or_else(overlapping) else {
            let kind = format!("missed {}", right.kind);
            mistakes.push(mistake(line, kind, Some(right.span), &shown(&right), ""));
            continue;
        };
        let other = ours.remove(place);
        let kind = match () {
            () if other.kind != right.kind => format!("{} for {}", other.kind, right.kind),
            () if other.span != right.span => format!("other words of {}", right.kind),
            () => format!("other value of {}", right.kind),
        };
        mistakes.push(mistake(line, kind, Some(right.span), &shown(&right), &shown(&other)));
    }
    let invented = ours
        .iter()
        .map(|ours| mistake(line, format!("invented {}", ours.kind), Some(ours.span), "", &shown(ours)));
    mistakes.extend(invented);
    mistakes
}

fn array<'a>(line: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    line[key].as_array().into_iter().flatten()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap_or_default() as usize
}

fn point(toponym: &Value) -> Option<(f64, f64)> {
    Some((toponym["lat"].as_f64()?, toponym["lon"].as_f64()?))
}
