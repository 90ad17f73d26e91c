//! Factuality of events from -3 to +3: UW, MEANTIME, UDS-IH2, MegaVeridicality, CommitmentBank and Rudinger's
//! rewritten sentences, in the common layout of Rudinger et al. (2018).

use casus::annotate::Annotated;
use casus::model::Span;
use casus::{Factuality, Inside, factuality_at};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Offsets, Set};

pub(crate) const SET: Set = Set {
    name: "factuality",
    files: &[
        "factuality/uw_dev.jsonl",
        "factuality/meantime_dev.jsonl",
        "factuality/uds_ih2_dev.jsonl",
        "factuality/mv2_dev.jsonl",
        "factuality/cb_dev.jsonl",
        "factuality/rp_dev.jsonl",
    ],
    about: "how far each target is said to be so, in the scale of its corpus: UDS-IH2 asks what happened, so \
            that what is still to come has not; the averages of crowds stop short of the ends",
    reads: Reads::Text {
        asked: |line| Asked { text: string(line, "text").to_owned(), ..Asked::default() },
        predict,
    },
    join: None,
    measure: crate::measure::FACTUALITY,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let text = inside.annotation.text;
    let offsets = Offsets::new(text);
    let id = string(line, "id");
    let words = words(text);
    let gold = line["targets"].as_array().map(Vec::as_slice).unwrap_or_default();
    let targets = gold.iter().filter_map(|target| {
        let [first, end] = [0, 1].map(|at| target["span"][at].as_u64().unwrap_or(0) as usize);
        let (start, stop) = (words.get(first)?.0, words.get(end.checked_sub(1)?)?.1);
        let (sentence, token) = head_within(inside, offsets.bytes(start, stop))?;
        let scale = scaled(id, factuality_at(sentence, token));
        Some(json!({ "span": [first, end], "factuality": scale }))
    });
    json!({ "id": id, "targets": targets.collect::<Vec<_>>() })
}

/// First and end code point of the words between spaces.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut at = 0;
    let word = |word: &str| {
        let start = at;
        at += word.chars().count() + 1;
        (start, at - 1)
    };
    text.split(' ').map(word).collect()
}

/// The token within a span that what else stands there hangs on.
fn head_within<'a>(inside: &'a Inside, span: Span) -> Option<(&'a Annotated<'a>, u32)> {
    let sentences = &inside.annotation.sentences;
    let sentence = sentences.iter().find(|sentence| sentence.sentence.span.end > span.start)?;
    let within = |token: &u32| {
        let own = sentence.token(*token).span;
        own.start < span.end && span.start < own.end
    };
    let first = (0..sentence.len()).find(within)?;
    let end = (first..sentence.len()).find(|token| !within(token)).unwrap_or(sentence.len());
    let is_head = |token: &u32| {
        let head = sentence.token(*token).head;
        head == *token || !(first..end).contains(&head)
    };
    Some((sentence, (first..end).find(is_head).unwrap_or(first)))
}

/// In the scale of a corpus, which the id of a line begins with.
fn scaled(id: &str, factuality: Factuality) -> f32 {
    let Factuality { holds, open } = factuality;
    if id.starts_with("uds") {
        return match () {
            () if open => -1.5,
            () if holds < 0.0 => 0.0,
            () => 2.25 * holds,
        };
    }
    // What UW's annotators take for likely begins well above nothing.
    if open && id.starts_with("uw") {
        return 0.4 + 2.1 * holds;
    }
    let sure = if id.starts_with("uw") || id.starts_with("meantime") { 3.0 } else { 2.4 };
    if open { 0.6 * sure * holds } else { sure * holds }
}
