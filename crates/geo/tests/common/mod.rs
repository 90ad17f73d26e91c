//! The real gazetteer, and sentences without the engine.

use std::path::PathBuf;
use std::sync::Arc;

use casus_geo::{Context, Gazetteer, Toponym, toponyms};
use casus_model::{Dep, Pos, Sentence, Span, Tag, Token};

/// The gazetteer of the pack folder.
pub fn gazetteer() -> Gazetteer {
    let path = pack_folder().join("gazetteer.pack");
    let bytes =
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}: run `casus setup`", path.display()));
    Gazetteer::load(bytes).unwrap_or_else(|error| panic!("{error}: run `casus setup`"))
}

fn pack_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("CASUS_DATA") {
        return folder.into();
    }
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".local/share");
    data.unwrap_or_else(home).join("casus")
}

/// The toponyms of a text whose sentences end in " . ": words are split at spaces, words in capitals
/// or after a hyphen are proper nouns, the rest nouns; there are no entities.
#[allow(dead_code)]
pub fn read(gazetteer: &Gazetteer, text: &str) -> Vec<Toponym> {
    toponyms(gazetteer, text, &sentences(text), &Context::default())
}

/// `name id precision` of each toponym.
#[allow(dead_code)]
pub fn told(gazetteer: &Gazetteer, text: &str) -> Vec<String> {
    let told = |toponym: Toponym| {
        format!("{} {} {}", toponym.span.of(text), toponym.place.place, toponym.place.precision)
    };
    read(gazetteer, text).into_iter().map(told).collect()
}

pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut tokens = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        let mut at = start;
        for part in parts(word) {
            tokens.push(token(part, Span::new(at, at + part.len()), tokens.len()));
            at += part.len();
        }
        start += piece.len();
        if word == "." {
            sentences.push(sentence(std::mem::take(&mut tokens)));
        }
    }
    if !tokens.is_empty() {
        sentences.push(sentence(tokens));
    }
    sentences
}

/// Hyphens and closing punctuation are tokens of their own, except in "U.S." and "Ky.".
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = word;
    while let Some(at) = rest.find(['-', ',', '/', '(', ')', ';', ':']) {
        parts.extend([&rest[..at], &rest[at..at + 1]].into_iter().filter(|part| !part.is_empty()));
        rest = &rest[at + 1..];
    }
    match rest.strip_suffix("'s") {
        Some(owner) => parts.extend([owner, "'s"]),
        None if !rest.is_empty() => parts.push(rest),
        None => {}
    }
    parts
}

fn token(word: &str, span: Span, at: usize) -> Token {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let letters = word.chars().any(char::is_alphanumeric);
    let (pos, tag) = match word {
        "'s" => (Pos::Part, Tag::Pos),
        "the" | "The" | "a" => (Pos::Det, Tag::Dt),
        "in" | "at" | "of" | "near" | "from" | "In" | "At" => (Pos::Adp, Tag::In),
        _ if !letters => (Pos::Punct, Tag::Comma),
        _ if capital => (Pos::Propn, Tag::Nnp),
        _ => (Pos::Noun, Tag::Nn),
    };
    Token {
        span,
        lemma: Arc::from(word.to_lowercase()),
        pos,
        tag,
        morph: Arc::from(""),
        head: at as u32,
        dep: Dep::Root,
    }
}

fn sentence(tokens: Vec<Token>) -> Sentence {
    let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
    Sentence { span, paragraph: 0, tokens, entities: Vec::new() }
}
