//! How many of the organisations and locations that a corpus names are in the actor list and the
//! gazetteer: what `cargo xtask known` runs.
//!
//! `known FILE...` reads `.jsonl` files whose records have a `text` and `entities` with `start` (in
//! characters), `type` and `text`. Annotators mark descriptions too ("the others", "ISIL-held buildings"),
//! so names are told apart from them: every word of a name has a capital somewhere but for "of" and the
//! like, and one of a single word stands inside a sentence at least once. Every share is of distinct strings,
//! without the article in front.

use std::collections::BTreeMap;

use casus::Lexicon;
use casus_geo::{Context, Gazetteer};
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How many unknown names are printed.
const SHOWN: usize = 120;

/// Words that stand for an organisation and name none.
const PRONOUNS: [&str; 7] = ["we", "us", "our", "it", "its", "they", "their"];

#[derive(Deserialize)]
struct Record {
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    start: usize,
    #[serde(rename = "type")]
    kind: String,
    text: String,
}

/// What is known of a string, from the strictest to the loosest sense; each takes in the one before.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// It is a name of the list: of an actor or an outlet, of a place.
    listed: bool,
    /// Or it is a country or its people, which act too; or places with commas between them.
    whole: bool,
    /// Or a name of the list stands in it.
    within: bool,
    /// Or it ends with a common noun of `people.tsv` or `organizations.tsv`.
    with_nouns: bool,
}

/// A distinct string.
#[derive(Debug, Default)]
struct Told {
    mentions: usize,
    name: bool,
}

fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        return Err("usage: known FILE...".into());
    }
    let mut records: Vec<Record> = Vec::new();
    for file in &files {
        for line in std::fs::read_to_string(file)?.lines() {
            records.push(serde_json::from_str(line)?);
        }
    }
    let lexicon = Lexicon::embedded()?;
    let gazetteer = Gazetteer::load(std::fs::read(casus::packs::locate()?.gazetteer)?)?;
    report("organisations", &told(&records, "Organisation"), |text| organisation(&lexicon, &gazetteer, text));
    report("locations", &told(&records, "Location"), |text| location(&gazetteer, text));
    Ok(())
}

/// The distinct strings of a type.
fn told(records: &[Record], kind: &str) -> BTreeMap<String, Told> {
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for record in records {
        for entity in record.entities.iter().filter(|entity| entity.kind == kind) {
            let text = without_article(&entity.text);
            let told = all.entry(text.clone()).or_default();
            told.mentions += 1;
            let inside = text.contains(' ') || text.chars().skip(1).any(char::is_uppercase);
            told.name |= has_capitals(&text)
                && !PRONOUNS.contains(&text.to_lowercase().as_str())
                && (inside || !opens_sentence(&record.text, entity.start));
        }
    }
    all
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
        casus_geo::lookup(gazetteer, words, &Context::default())
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
            use casus_lexicon::Sense::{Organization, People};
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
    let place = |words: &str| casus_geo::lookup(gazetteer, words, &Context::default()).is_some();
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

fn report(what: &str, all: &BTreeMap<String, Told>, known: impl Fn(&str) -> Known) {
    let judged: Vec<(&String, &Told, Known)> =
        all.iter().map(|(text, told)| (text, told, known(text))).collect();
    println!("{what}: distinct strings, without the article in front\n");
    println!("              strings        in the list     or a country     name within   common nouns too");
    line("names", judged.iter().filter(|(_, told, _)| told.name));
    line("all", judged.iter());
    let mut unknown: Vec<_> = judged.iter().filter(|(_, told, known)| told.name && !known.whole).collect();
    unknown.sort_by_key(|(text, told, _)| (usize::MAX - told.mentions, *text));
    println!("\nnames not in the list, the most frequent first:");
    for (text, told, _) in unknown.iter().take(SHOWN) {
        println!("{:6}  {text}", told.mentions);
    }
    println!();
}

fn line<'a>(label: &str, judged: impl Iterator<Item = &'a (&'a String, &'a Told, Known)>) {
    let known: Vec<Known> = judged.map(|(_, _, known)| *known).collect();
    let share = |holds: fn(&Known) -> bool| {
        let n = known.iter().filter(|known| holds(known)).count();
        format!("{n:5} {:5.1} %", 100.0 * n as f64 / known.len().max(1) as f64)
    };
    let shares = [
        share(|known| known.listed),
        share(|known| known.whole),
        share(|known| known.within),
        share(|known| known.with_nouns),
    ];
    println!("  {label:10} {:7}      {}", known.len(), shares.join("    "));
}
