//! A program that knows a handful of words, measured beside casus on every set.
//!
//! A figure says little alone. Each function here makes predictions of the same layout from the words of
//! `tables/keywords.tsv` (and, for places, from what the gazetteer holds under a name), with no grammar and
//! no context. None of it is used in reading.

mod merged;
mod names;
mod numbers;
mod pages;
mod times;
mod words;

use casus::Casus;
use serde_json::{Value, json};

use crate::set::string;
use words::{Word, label_of, words};

pub(crate) use merged::gva_merged;
pub(crate) use names::{found, given, re3d};
pub(crate) use numbers::gva;
pub(crate) use pages::article;
pub(crate) use times::tempeval3;

/// One template a wire with a word of violence: its type, told as what happened, to civilians.
pub(crate) fn muc4(_casus: &Casus, line: &Value) -> Value {
    let filler = |value: &str| json!([{ "values": [value] }]);
    let template = |kind: &str| {
        json!({ "slots": { "incident_type": filler(kind), "incident_stage": filler("ACCOMPLISHED"),
            "perp_category": filler("TERRORIST ACT"), "hum_tgt_type": filler("CIVILIAN") } })
    };
    let templates: Vec<Value> =
        ranked("muc4", &words(string(line, "text"))).map(template).into_iter().collect();
    json!({ "doc_id": string(line, "doc_id"), "templates": templates })
}

/// The same with the first words for people and for a weapon.
pub(crate) fn roles(_casus: &Casus, line: &Value) -> Value {
    let words = words(string(line, "text"));
    let first = |set: &str| -> Vec<Value> {
        let of_set = words.iter().find(|word| label_of(set, &word.small).is_some());
        of_set.map(|word| json!([word.small])).into_iter().collect()
    };
    let template = |kind: &str| {
        json!({ "incident_type": kind.to_lowercase(), "PerpInd": first("muc4-person"), "PerpOrg": [],
            "Target": [], "Victim": [], "Weapon": first("muc4-weapon") })
    };
    let templates: Vec<Value> = ranked("muc4", &words).map(template).into_iter().collect();
    json!({ "doc_id": string(line, "doc_id"), "templates": templates })
}

/// The label of the first word that has one.
pub(crate) fn plover(_casus: &Casus, line: &Value) -> Value {
    let first = words(string(line, "text")).iter().find_map(|word| label_of("plover_gsr", &word.small));
    json!({ "id": string(line, "id"), "event": first.into_iter().collect::<Vec<_>>() })
}

/// The label that stands first in the table.
pub(crate) fn case2021(_casus: &Casus, line: &Value) -> Value {
    json!({ "id": string(line, "id"), "label": ranked("case2021", &words(string(line, "text"))) })
}

/// The labels of all words, where the police is named.
pub(crate) fn india(_casus: &Casus, line: &Value) -> Value {
    let words = words(string(line, "text"));
    let mut labels: Vec<&str> =
        words.iter().filter_map(|word| label_of("india_police_events", &word.small)).collect();
    if !words.iter().any(|word| word.small == "police") {
        labels.clear();
    }
    if !labels.is_empty() {
        labels.push("ANY_ACTION");
    }
    labels.sort_unstable();
    labels.dedup();
    json!({ "doc_id": line["doc_id"], "labels": labels })
}

/// A verb of saying; the nearest quotation of its line, or else the rest of the sentence; and the
/// capitalised words beside the verb.
pub(crate) fn polnear(_casus: &Casus, line: &Value) -> Value {
    let text: Vec<char> = string(line, "text").chars().collect();
    let words = words(string(line, "text"));
    let said = |(place, word): (usize, &Word)| {
        label_of("polnear", &word.small)?;
        let source = beside(&words, place)?;
        let content = quotation(&text, word).unwrap_or_else(|| (word.end + 1, sentence_end(&text, word.end)));
        Some(json!({ "source": [source], "cue": [[word.start, word.end]], "content": [content] }))
    };
    let attributions: Vec<Value> = words.iter().enumerate().filter_map(said).collect();
    json!({ "doc_id": string(line, "doc_id"), "attributions": attributions })
}

/// Words for deeds.
pub(crate) fn docevents(_casus: &Casus, line: &Value) -> Value {
    let event = |word: &Word| {
        let kind = label_of("docevents", &word.small)?;
        Some(json!({ "trigger": [word.start, word.end], "start": word.start, "end": word.end, "type": kind }))
    };
    let events: Vec<Value> = words(string(line, "text")).iter().filter_map(event).collect();
    json!({ "doc_id": string(line, "doc_id"), "entities": [], "events": events })
}

/// Everything happened.
pub(crate) fn factuality(_casus: &Casus, line: &Value) -> Value {
    let targets = line["targets"].as_array().into_iter().flatten();
    let sure = targets.map(|target| json!({ "span": target["span"], "factuality": 3.0 }));
    json!({ "id": string(line, "id"), "targets": sure.collect::<Vec<_>>() })
}

/// Of the labels that words of a text have, the one that stands first in the table.
fn ranked(set: &str, words: &[Word]) -> Option<&'static str> {
    words::rows(set)
        .find(|(_, listed)| words.iter().any(|word| listed.split('|').any(|listed| listed == word.small)))
        .map(|(label, _)| label)
}

/// The capitalised words right before a word, or right after it.
fn beside(words: &[Word], place: usize) -> Option<(usize, usize)> {
    let before = words[..place].iter().rev().take_while(|word| word.is_capitalised()).last();
    let after = words[place + 1..].iter().take_while(|word| word.is_capitalised()).last();
    match (before, after) {
        (Some(first), _) => Some((first.start, words[place - 1].end)),
        (None, Some(last)) => Some((words[place + 1].start, last.end)),
        (None, None) => None,
    }
}

/// The quotation of the same line that ends before a word or begins after it, whichever is nearer.
fn quotation(text: &[char], word: &Word) -> Option<(usize, usize)> {
    let is_mark = |place: &usize| matches!(text[*place], '"' | '“' | '”');
    let line_start = text[..word.start].iter().rposition(|sign| *sign == '\n').map_or(0, |place| place + 1);
    let line_end =
        text[word.end..].iter().position(|sign| *sign == '\n').map_or(text.len(), |place| word.end + place);
    let marks: Vec<usize> = (line_start..line_end).filter(is_mark).collect();
    let quotations = marks.chunks_exact(2).map(|pair| (pair[0], pair[1] + 1));
    let apart = |(start, end): &(usize, usize)| {
        if *end <= word.start { word.start - end } else { start.saturating_sub(word.end) }
    };
    quotations.filter(|(start, end)| *end <= word.start || *start >= word.end).min_by_key(apart)
}

fn sentence_end(text: &[char], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.iter()
        .position(|sign| matches!(sign, '.' | '?' | '!' | '\n'))
        .map_or(text.len(), |place| from + place)
}
