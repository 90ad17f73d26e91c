//! Predictions for geoparsing corpora: `geoparse GAZETTEER.pack DOCS.jsonl [MODEL.pack] > PRED.jsonl`.
//!
//! Each line of the corpus is a document with its `text` and gold `toponyms`. Without a model the names
//! are the gold ones, so that the ranking is measured alone; with one they are found in the text. A
//! corpus may also be a plain `.txt`: then its toponyms are listed to be looked at. Offsets of the
//! corpora count characters.

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader};
use std::time::Instant;

use casus_geo::{Context, Gazetteer, Toponym, locate, toponyms};
use casus_model::{Place, Span};
use casus_nlp::{Engine, Reader};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pack, corpus, model @ ..] = arguments.as_slice() else {
        return Err("usage: geoparse GAZETTEER.pack DOCS.jsonl [MODEL.pack]".into());
    };
    let gazetteer = Gazetteer::load(fs::read(pack)?)?;
    let engine =
        model.first().map(|model| -> Result<Engine, Box<dyn Error>> { Ok(Engine::load(&fs::read(model)?)?) });
    let engine = engine.transpose()?;
    if let (Some(engine), true) = (&engine, corpus.ends_with(".txt")) {
        list(&gazetteer, engine, &fs::read_to_string(corpus)?);
        return Ok(());
    }
    for line in BufReader::new(fs::File::open(corpus)?).lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let toponyms = match &engine {
            Some(engine) => found(&gazetteer, engine, &document),
            None => located(&gazetteer, &document),
        };
        println!("{}", json!({"doc_id": document["doc_id"], "toponyms": toponyms}));
    }
    Ok(())
}

/// The document's gold names with the places that they are taken to mean.
fn located(gazetteer: &Gazetteer, document: &Value) -> Vec<Value> {
    let text = document["text"].as_str().unwrap_or("");
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let gold = document["toponyms"].as_array().map_or(&[][..], Vec::as_slice);
    let offsets = |toponym: &Value| -> Option<(usize, usize)> {
        Some((toponym["start"].as_u64()? as usize, toponym["end"].as_u64()? as usize))
    };
    let mut characters: Vec<(usize, usize)> = gold.iter().filter_map(offsets).collect();
    characters.retain(|(start, end)| start < end && *end < bytes.len());
    characters.sort_unstable();
    characters.dedup();
    let names: Vec<(&str, Span)> = characters
        .iter()
        .map(|(start, end)| {
            let span = Span::new(bytes[*start], bytes[*end]);
            (span.of(text), span)
        })
        .collect();
    let places = locate(gazetteer, &names, text, &Context::default());
    characters.iter().zip(&places).map(|(span, place)| record(*span, place.as_ref())).collect()
}

/// The toponyms that are found in the document's text.
fn found(gazetteer: &Gazetteer, engine: &Engine, document: &Value) -> Vec<Value> {
    let text = document["text"].as_str().unwrap_or("");
    let sentences = Reader::new(engine).read(text, &paragraphs(text));
    let characters = |byte: u32| text[..byte as usize].chars().count();
    let toponyms = toponyms(gazetteer, text, &sentences, &Context::default());
    let spans = toponyms.iter().map(|toponym| (characters(toponym.span.start), characters(toponym.span.end)));
    spans.zip(&toponyms).map(|(span, toponym)| record(span, Some(&toponym.place))).collect()
}

fn list(gazetteer: &Gazetteer, engine: &Engine, text: &str) {
    let sentences = Reader::new(engine).read(text, &paragraphs(text));
    let begun = Instant::now();
    let toponyms = toponyms(gazetteer, text, &sentences, &Context::default());
    let (elapsed, tokens) =
        (begun.elapsed(), sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>());
    for toponym in &toponyms {
        println!("{}", line(text, toponym));
    }
    eprintln!(
        "{} toponyms in {tokens} tokens, {:.2} µs a token",
        toponyms.len(),
        elapsed.as_secs_f64() * 1e6 / tokens as f64
    );
}

fn line(text: &str, toponym: &Toponym) -> String {
    let place = &toponym.place;
    let others: Vec<String> = toponym
        .candidates
        .iter()
        .take(3)
        .map(|other| format!("{} {} {}", other.place, other.name, other.score))
        .collect();
    format!(
        "{:5} {:28} {:10} {:24} {:2} {:7} p{} {:?} [{}]",
        toponym.span.start,
        toponym.span.of(text).replace('\n', " "),
        format!("{:?}", toponym.kind),
        place.place,
        place.country.as_deref().unwrap_or("--"),
        place.admin1.as_ref().map_or("", |admin1| &admin1.code),
        place.precision,
        toponym.within,
        others.join(" | "),
    )
}

/// Pieces between blank lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive("\n") {
        let end = start + piece.len();
        if !piece.trim().is_empty() {
            pieces.push(Span::new(start, start + piece.trim_end().len()));
        }
        start = end;
    }
    pieces
}

fn record((start, end): (usize, usize), place: Option<&Place>) -> Value {
    let geonameid = place.and_then(|place| place.place.strip_prefix("geonames:"));
    json!({
        "start": start, "end": end, "geonameid": geonameid,
        "lat": place.and_then(|place| place.lat), "lon": place.and_then(|place| place.lon),
        "place": place.map(|place| &place.place),
    })
}
