//! Reads TempEval-3 documents and prints what the room reads in them, for the scorer.
//!
//! Usage: `tempeval PACK DOCUMENTS.jsonl > PREDICTIONS.jsonl`. A document is a line
//! `{"doc_id", "dct", "text"}`; offsets in the output count characters, as the scorer's gold does.
//! The time spent in this room alone goes to standard error.

use std::io::{BufRead, BufReader, Error};
use std::time::{Duration, Instant};

use casus_model::Span;
use casus_nlp::{Engine, Reader};
use casus_timex::{Anchor, Grammar, TimexPart, read, timex3};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pack, documents] = arguments.as_slice() else {
        return Err("usage: tempeval PACK DOCUMENTS.jsonl".into());
    };
    let engine = Engine::load(&std::fs::read(pack)?)?;
    let grammar = Grammar::embedded();
    let mut reader = Reader::new(&engine);
    let (mut tokens, mut spent) = (0usize, Duration::ZERO);
    for line in BufReader::new(std::fs::File::open(documents)?).lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().ok_or_else(|| Error::other("document without text"))?;
        let published = document["dct"].as_str().and_then(|time| time.get(..10)?.parse().ok());
        let sentences = reader.read(text, &paragraphs(text));
        tokens += sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>();
        let start = Instant::now();
        let (expressions, _) = read(&grammar, text, &sentences, &Anchor { published });
        spent += start.elapsed();
        let timexes: Vec<Value> = timex3(&expressions).iter().map(|part| timex(text, part)).collect();
        println!("{}", json!({"doc_id": document["doc_id"], "timexes": timexes}));
    }
    eprintln!(
        "{tokens} tokens, {:.2} microseconds a token",
        spent.as_secs_f64() * 1e6 / tokens.max(1) as f64
    );
    Ok(())
}

/// Stretches between blank lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for part in text.split("\n\n") {
        spans.push(Span::new(start, start + part.len()));
        start += part.len() + 2;
    }
    spans
}

fn timex(text: &str, part: &TimexPart) -> Value {
    let characters = |byte: u32| text[..byte as usize].chars().count();
    json!({
        "start": characters(part.span.start), "end": characters(part.span.end),
        "type": part.kind.as_str(), "value": part.value, "text": part.span.of(text),
    })
}
