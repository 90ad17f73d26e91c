//! Trains the case restorer, and measures it: `cargo xtask train-case`.
//!
//! ```text
//! train-case learn OUT WORDS.json GIVEN FAMILY PLACES TEXT…   writes words.fst and weights.bin into OUT
//! train-case score FOLDER TEXT…              measures those of FOLDER on texts in common case
//! ```
//!
//! `WORDS.json` is one object of writings with the logarithms of their frequencies. A `TEXT` is a `.txt`
//! file; a `.json` file, of which every string called `text` is taken without its tags; or a `.jsonl` file
//! with a `text` in each line. `FILE.jsonl:licence=WORDS|WORDS` takes lines whose licence holds such words.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::time::Instant;

use casus_recase::{Case, Restorer, examples, one_case, restored, table, train};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: u64 = 6;

/// Rarer names are common words as often as names.
const MOST_NAMES: usize = 12_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["learn", out, words, given, family, places, texts @ ..] => {
            learn(out, words, [given, family, places], texts)
        }
        ["score", folder, texts @ ..] => score(folder, texts),
        ["show", folder, file] => show(folder, file),
        ["wrong", folder, file] => wrong(folder, file),
        _ => Err("learn OUT WORDS.json GIVEN FAMILY PLACES TEXT… | score FOLDER TEXT…".into()),
    }
}

fn learn(out: &str, words: &str, lists: [&str; 3], files: &[&str]) -> Result<()> {
    let writings: serde_json::Map<String, Value> = serde_json::from_str(&fs::read_to_string(words)?)?;
    let [given, family, places] = [names(lists[0])?, names(lists[1])?, names(lists[2])?];
    let writings = writings.iter().filter_map(|(word, frequency)| Some((word.as_str(), frequency.as_f64()?)));
    let words = table(writings, [&given, &family, &places]);
    let restorer = open(words.clone(), &[])?;
    let texts = texts(files)?;
    let paragraphs = texts.iter().flat_map(|text| text.split("\n\n"));
    let examples = examples(&restorer, paragraphs);
    eprintln!("{} paragraphs", examples.len());
    let weights = train(&examples, ROUNDS);
    eprintln!("words {} bytes, weights {} bytes", words.len(), weights.len());
    fs::write(format!("{out}/words.fst"), words)?;
    fs::write(format!("{out}/weights.bin"), weights)?;
    Ok(())
}

/// The words of names: of every string called `name` in a `.json` file, else the first word of each line of
/// files that stand in order of frequency. `+` joins files.
fn names(files: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for path in files.split('+') {
        let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        if path.ends_with(".json") {
            let mut found = Vec::new();
            called("name", &serde_json::from_str(&text)?, &mut found);
            let words = found.iter().flat_map(|name| name.split(|c: char| !c.is_alphabetic()));
            names.extend(words.filter(|word| word.chars().count() > 3).map(str::to_owned));
        } else {
            let first = text.lines().filter_map(|line| line.split_whitespace().next());
            names.extend(first.take(MOST_NAMES).map(str::to_owned));
        }
    }
    Ok(names)
}

fn show(folder: &str, file: &str) -> Result<()> {
    let restorer = opened(folder)?;
    for text in texts(&[file])?.iter().take(8) {
        let case = one_case(text).unwrap_or(Case::Capitals);
        println!("{}\n----", restored(&restorer, text, case));
    }
    Ok(())
}

/// The words that are most often given another case than they have.
fn wrong(folder: &str, file: &str) -> Result<()> {
    let restorer = opened(folder)?;
    let mut wrong: BTreeMap<(String, String), usize> = BTreeMap::new();
    for text in texts(&[file])?.iter().filter(|text| one_case(text).is_none()) {
        let guessed = restored(&restorer, &raised(text), Case::Capitals);
        for (start, end, _) in
            spans(text).into_iter().filter(|(start, end, _)| text[*start..*end] != guessed[*start..*end])
        {
            *wrong.entry((text[start..end].to_owned(), guessed[start..end].to_owned())).or_default() += 1;
        }
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by_key(|(_, count)| usize::MAX - count);
    wrong.iter().take(150).for_each(|((gold, guessed), count)| println!("{count} {gold} {guessed}"));
    Ok(())
}

fn score(folder: &str, files: &[&str]) -> Result<()> {
    let restorer = opened(folder)?;
    println!("| text | tokens | case right | of capitals: precision | recall | F1 | F1 inside sentences |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for file in files {
        let texts: Vec<String> =
            texts(&[*file])?.into_iter().filter(|text| one_case(text).is_none()).collect();
        let name = file.rsplit('/').next().unwrap_or(file);
        let small = |text: &str| lowered(text);
        let began = Instant::now();
        let from_capitals = |text: &str| restored(&restorer, &raised(text), Case::Capitals);
        print_row(&format!("{name}, restored"), &texts, from_capitals);
        let seconds = began.elapsed().as_secs_f64();
        let from_small = |text: &str| restored(&restorer, &small(text), Case::Small);
        print_row(&format!("{name}, restored from small"), &texts, from_small);
        print_row(&format!("{name}, sentences open with a capital"), &texts, |text| {
            opened_with_capitals(&small(text))
        });
        let frequent =
            |text: &str| opened_with_capitals(&each_word(text, |word| restorer.most_frequent(word)));
        print_row(&format!("{name}, most frequent writing"), &texts, frequent);
        let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
        eprintln!("{:.0} words a second", words as f64 / seconds);
    }
    Ok(())
}

/// Tokens right, and capitals as precision and recall.
fn print_row(name: &str, texts: &[String], guess: impl Fn(&str) -> String) {
    let (mut all, mut right) = (0, 0);
    let (mut over, mut inside) = ([0; 3], [0; 3]);
    for text in texts {
        let guessed = guess(text);
        for (start, end, opens) in spans(text) {
            let (gold, word) = (&text[start..end], &guessed[start..end]);
            all += 1;
            right += usize::from(gold == word);
            let is_small = |word: &str| !word.contains(char::is_uppercase);
            let counts = [!is_small(gold) && gold == word, !is_small(word), !is_small(gold)];
            over.iter_mut().zip(counts).for_each(|(sum, count)| *sum += usize::from(count));
            if !opens {
                inside.iter_mut().zip(counts).for_each(|(sum, count)| *sum += usize::from(count));
            }
        }
    }
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let f1 = |[both, guessed, gold]: [usize; 3]| share(2 * both, guessed + gold);
    println!(
        "| {name} | {all} | {:.2} | {:.1} | {:.1} | {:.1} | {:.1} |",
        share(right, all),
        share(over[0], over[1]),
        share(over[0], over[2]),
        f1(over),
        f1(inside)
    );
}

/// Words with the place where they stand, and whether one opens a sentence.
fn spans(text: &str) -> Vec<(usize, usize, bool)> {
    let (mut spans, mut end) = (Vec::new(), 0);
    let mut rest = text;
    while let Some(at) = rest.find(char::is_alphabetic) {
        let start = text.len() - rest.len() + at;
        let length = text[start..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - start);
        let gap = &text[end..start];
        let opens = end == 0 || gap.contains(['.', '!', '?', '\n', ':', '"', '“']);
        spans.push((start, start + length, opens));
        end = start + length;
        rest = &text[end..];
    }
    spans
}

fn each_word(text: &str, write: impl Fn(&str) -> String) -> String {
    let (mut written, mut end) = (String::new(), 0);
    for (start, stop, _) in spans(text) {
        written.push_str(&text[end..start]);
        written.push_str(&write(&text[start..stop]));
        end = stop;
    }
    written + &text[end..]
}

fn opened_with_capitals(text: &str) -> String {
    let mut written = String::new();
    let mut opens = true;
    for character in text.chars() {
        let capital = opens && character.is_alphabetic();
        written.extend(if capital { one(character, character.to_uppercase()) } else { Some(character) });
        opens = match character {
            '.' | '!' | '?' | '\n' => true,
            _ => opens && !character.is_alphanumeric(),
        };
    }
    written
}

fn lowered(text: &str) -> String {
    text.chars().flat_map(|c| one(c, c.to_lowercase())).collect()
}

fn raised(text: &str) -> String {
    text.chars().flat_map(|c| one(c, c.to_uppercase())).collect()
}

/// The other form of a letter, if it is one letter and as long.
fn one(character: char, forms: impl Iterator<Item = char>) -> Option<char> {
    let forms: Vec<char> = forms.collect();
    let same = forms.len() == 1 && forms[0].len_utf8() == character.len_utf8();
    Some(if same { forms[0] } else { character })
}

fn texts(files: &[&str]) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for file in files {
        let (path, licence) = file.split_once(":licence=").unwrap_or((file, ""));
        let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        if path.ends_with(".jsonl") {
            for line in text.lines() {
                let record: Value = serde_json::from_str(line)?;
                let told = record["licence"].as_str().unwrap_or("");
                if licence.split('|').any(|words| told.contains(words)) {
                    texts.extend(record["text"].as_str().map(str::to_owned));
                }
            }
        } else if path.ends_with(".json") {
            let mut found = Vec::new();
            called("text", &serde_json::from_str(&text)?, &mut found);
            texts.extend(found.iter().map(|text| without_tags(text)));
        } else {
            texts.push(text);
        }
    }
    Ok(texts)
}

fn called(wanted: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == wanted => found.push(text.clone()),
                    _ => called(wanted, field, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| called(wanted, value, found)),
        _ => {}
    }
}

/// Breaks and paragraphs of HTML become blank lines; other tags go.
fn without_tags(text: &str) -> String {
    let text = text.replace("<br>", "\n\n").replace("<p>", "\n\n").replace("<br />", "\n\n");
    let mut kept = String::new();
    let mut inside = false;
    for character in text.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => kept.push(character),
            _ => {}
        }
    }
    kept.replace("&nbsp;", " ").replace("&amp;", "&")
}

fn opened(folder: &str) -> Result<Restorer> {
    open(fs::read(format!("{folder}/words.fst"))?, &fs::read(format!("{folder}/weights.bin"))?)
}

fn open(words: Vec<u8>, weights: &[u8]) -> Result<Restorer> {
    Restorer::open(words, weights).map_err(|_| "damaged".into())
}
