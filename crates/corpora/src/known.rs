//! How many of the organisations and locations that a corpus names are in the actor list and the gazetteer: figures of
//! re3d, and what `cargo xtask known` prints.
//!
//! Annotators mark descriptions too ("the others", "ISIL-held buildings"), so names are told apart from them: every word
//! of a name has a capital somewhere but for "of" and the like, and one of a single word stands inside a sentence at
//! least once. Every share is of distinct strings, without the article in front.

use std::collections::BTreeMap;

use casus::geo::{self, Gazetteer};
use casus::{Casus, Lexicon};
use serde_json::Value;

use crate::set::string;

/// Words that stand for an organisation and name none.
const PRONOUNS: [&str; 7] = ["we", "us", "our", "it", "its", "they", "their"];

/// What is looked up: types of entity as re3d calls them.
pub const KINDS: [&str; 2] = ["Organisation", "Location"];

/// What is known of a string, from the strictest to the loosest sense; each takes in the one before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// It is a name of the list: of an actor or an outlet, of a place.
    pub listed: bool,
    /// Or it is a country or its people, which act too; or places with commas between them.
    pub whole: bool,
    /// Or a name of the list stands in it.
    pub within: bool,
    /// Or it ends with a common noun of `people.tsv` or `organizations.tsv`.
    pub with_nouns: bool,
}

/// A distinct string.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// How often it is marked.
    pub mentions: usize,
    /// It is a name.
    pub name: bool,
}

/// The distinct strings of a type in lines with a `text` and `entities` with `start` (in characters), `type`, `text`.
pub fn told<'l>(lines: impl IntoIterator<Item = &'l Value>, kind: &str) -> BTreeMap<String, Told> {
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for line in lines {
        let entities = line["entities"].as_array().into_iter().flatten();
        for entity in entities.filter(|entity| entity["type"] == kind) {
            let text = without_article(string(entity, "text"));
            let start = entity["start"].as_u64().unwrap_or(0) as usize;
            let told = all.entry(text.clone()).or_default();
            told.mentions += 1;
            let inside = text.contains(' ') || text.chars().skip(1).any(char::is_uppercase);
            told.name |= has_capitals(&text)
                && !PRONOUNS.contains(&text.to_lowercase().as_str())
                && (inside || !opens_sentence(string(line, "text"), start));
        }
    }
    all
}

/// What is known of a string of this type.
pub fn known(casus: &Casus, kind: &str, text: &str) -> Known {
    match kind {
        "Organisation" => organisation(casus.lexicon(), casus.gazetteer(), text),
        _ => location(casus.gazetteer(), text),
    }
}

fn without_article(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_article =
        |word: &&str| ["the", "a", "an"].iter().any(|article| article.eq_ignore_ascii_case(word));
    words[usize::from(words.len() > 1 && is_article(&words[0]))..].join(" ")
}

fn has_capitals(text: &str) -> bool {
    let small = |word: &str| matches!(word, "of" | "the" | "and" | "for" | "in" | "on" | "to" | "-");
    let capital =
        |word: &str| word.chars().any(char::is_uppercase) && !word.starts_with(|c: char| c.is_numeric());
    text.starts_with(char::is_alphabetic)
        && text.split(' ').any(capital)
        && text.split(' ').all(|word| small(word) || capital(word))
}

/// True where nothing of the sentence stands before this character.
fn opens_sentence(text: &str, start: usize) -> bool {
    let before: String = text.chars().take(start).collect();
    let before = before.trim_end_matches([' ', '"', '“', '\'', '‘']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n'])
}

/// Names of actors and their metonyms ("Turkey" for its government); countries; common nouns beside them.
fn organisation(lexicon: &Lexicon, gazetteer: &Gazetteer, text: &str) -> Known {
    let named = |from: usize| lexicon.names.at(&text[from..]).map(|(length, _)| length);
    let metonym = |words: &str| lexicon.names.of_metonym(words).is_some();
    let country = |words: &str| {
        geo::lookup(gazetteer, words, &geo::Context::default())
            .is_some_and(|place| place.place.starts_with("country:"))
    };
    let listed = named(0) == Some(text.len()) || metonym(text) || lexicon.outlets.named(text).is_some();
    let whole = listed || country(text);
    let starts: Vec<usize> = word_starts(text).collect();
    let within = whole || starts.iter().any(|start| named(*start).is_some());
    let lower: Vec<String> = text.to_lowercase().split(' ').map(str::to_owned).collect();
    let singular: Vec<String> = lower.iter().map(|word| word.trim_end_matches('s').to_owned()).collect();
    let ends_in_noun = (0..lower.len()).any(|first| {
        let word = |i: usize| Some((lower.get(first + i)?.as_str(), singular[first + i].as_str()));
        lexicon.phrases.at(word).iter().any(|(entry, length)| {
            use casus::lexicon::Sense::{Organization, People};
            matches!(entry.sense, People { .. } | Organization { .. }) && first + length == lower.len()
        })
    });
    Known { listed, whole, within, with_nouns: within || ends_in_noun }
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let starts = text.char_indices().zip(std::iter::once(' ').chain(text.chars()));
    starts.filter(|((_, c), before)| c.is_alphabetic() && !before.is_alphanumeric()).map(|((at, _), _)| at)
}

fn location(gazetteer: &Gazetteer, text: &str) -> Known {
    let place = |words: &str| geo::lookup(gazetteer, words, &geo::Context::default()).is_some();
    let listed = place(text);
    let whole = listed || text.contains(',') && text.split(',').all(|part| place(part.trim()));
    let words: Vec<&str> = text.split(' ').collect();
    let mut runs = (0..words.len()).flat_map(|from| (from + 1..=words.len()).map(move |to| (from, to)));
    let run = |(from, to): (usize, usize)| {
        words[from].starts_with(char::is_uppercase) && place(&words[from..to].join(" "))
    };
    let within = whole || runs.any(run);
    Known { listed, whole, within, with_nouns: within }
}
