//! Comparing the engine with spaCy's own output, kept as text: used by the parity test and by
//! `cargo xtask parity`.
//!
//! An analysis file starts with a line that names versions. Then comes, for each text, a line with the
//! number of its tokens and a line for each token: bytes since the last token, length in bytes, tag,
//! universal part of speech, features, lemma (empty: the text itself), distance to the head, dependency,
//! `1` for the start of a sentence, and `LABEL:length` for the start of an entity. Trailing empty fields are
//! left out.

use std::collections::BTreeMap;
use std::path::Path;

use casus_nlp::{Parse, Reader};

/// What is compared, in the order of reports. The last three are held to a lower bar.
pub const KINDS: [&str; 9] =
    ["token", "tag", "head", "label", "sentence start", "entity", "universal tag", "morph", "lemma"];

/// The texts of a file: the paragraphs of a `.txt`, the `text` fields of a `.jsonl`.
pub fn texts(path: &Path) -> std::io::Result<Vec<String>> {
    let content = std::fs::read_to_string(path)?;
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        let lines = content.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        return Ok(lines.filter_map(|line| Some(line["text"].as_str()?.to_owned())).collect());
    }
    let paragraphs = content.split("\n\n").map(|text| text.trim_matches('\n'));
    Ok(paragraphs.filter(|text| !text.is_empty()).map(str::to_owned).collect())
}

/// One token as spaCy has it. Empty fields are absent.
struct Expected<'a> {
    start: usize,
    end: usize,
    fields: Vec<&'a str>,
}

impl Expected<'_> {
    fn field(&self, i: usize) -> &str {
        self.fields.get(i).copied().unwrap_or("")
    }
}

/// How often each kind was compared and differed, with some of the differences.
#[derive(Default)]
pub struct Tally {
    pub texts: usize,
    pub compared: [usize; 9],
    pub differing: [usize; 9],
    pub examples: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    /// The share of a kind that agrees.
    pub fn agreement(&self, kind: usize) -> f64 {
        1.0 - self.differing[kind] as f64 / self.compared[kind].max(1) as f64
    }

    /// Whether every kind reaches its bar.
    pub fn passes(&self) -> bool {
        (0..KINDS.len()).all(|kind| self.agreement(kind) >= if kind < 6 { 0.9999 } else { 0.999 })
    }

    /// A table of the kinds, and examples of what differs.
    pub fn report(&self) -> String {
        let mut report = format!("{} texts, {} tokens\n", self.texts, self.compared[0]);
        for (kind, name) in KINDS.iter().enumerate() {
            let share = 100.0 * self.agreement(kind);
            report += &format!(
                "{name:>14} {:>9} compared {:>6} differ {share:>9.4} %\n",
                self.compared[kind], self.differing[kind]
            );
        }
        for (kind, examples) in &self.examples {
            for example in examples {
                report += &format!("  {kind}: {example}\n");
            }
        }
        report
    }

    fn note(&mut self, kind: usize, same: bool, example: impl FnOnce() -> String) {
        self.compared[kind] += 1;
        if !same {
            self.differing[kind] += 1;
            let examples = self.examples.entry(KINDS[kind]).or_default();
            if examples.len() < 12 {
                examples.push(example());
            }
        }
    }
}

/// Compares the engine's analyses of texts with the kept ones.
pub fn compare(
    reader: &mut Reader<'_>,
    texts: &[String],
    kept: &str,
    tally: &mut Tally,
) -> Result<(), String> {
    let mut lines = kept.lines().skip(1);
    for text in texts {
        let count =
            lines.next().and_then(|line| line.parse::<usize>().ok()).ok_or("analyses end too early")?;
        let mut end = 0;
        let mut expected = Vec::with_capacity(count);
        for _ in 0..count {
            let token =
                token(lines.next().ok_or("analyses end too early")?, end).ok_or("malformed token line")?;
            end = token.end;
            expected.push(token);
        }
        tally.texts += 1;
        compare_text(text, &reader.parse(text), &expected, tally);
    }
    if lines.next().is_none() { Ok(()) } else { Err("analyses of other texts follow".to_owned()) }
}

fn token(line: &str, end: usize) -> Option<Expected<'_>> {
    let mut fields = line.split('\t');
    let start = end + fields.next()?.parse::<usize>().ok()?;
    let end = start + fields.next()?.parse::<usize>().ok()?;
    Some(Expected { start, end, fields: fields.collect() })
}

fn compare_text(text: &str, parse: &Parse, expected: &[Expected<'_>], tally: &mut Tally) {
    let spans: Vec<(usize, usize)> =
        parse.tokens.iter().map(|token| (token.span.start as usize, token.span.end as usize)).collect();
    for token in expected {
        let same = spans.binary_search(&(token.start, token.end)).is_ok();
        tally.note(0, same, || {
            format!("{:?} {}", text.get(token.start..token.end), around(text, token.start))
        });
    }
    let same_cut =
        spans.iter().eq(expected.iter().map(|token| (token.start, token.end)).collect::<Vec<_>>().iter());
    if !same_cut {
        return;
    }
    for (i, (token, expected)) in parse.tokens.iter().zip(expected).enumerate() {
        let word = token.span.of(text);
        let lemma = match expected.field(3) {
            "" => word.to_owned(),
            escaped => serde_json::from_str(&format!("\"{escaped}\"")).unwrap_or_default(),
        };
        let head = (i64::from(token.head) - i as i64).to_string();
        let start = if parse.starts[i] { "1" } else { "" };
        let entity = parse.entities.iter().find(|entity| entity.start as usize == i);
        let entity = entity.map(|e| format!("{}:{}", e.label.as_str(), e.end - e.start)).unwrap_or_default();
        let fields = [
            (1, 0, token.tag.as_str()),
            (2, 4, &*head),
            (3, 5, token.dep.as_str()),
            (4, 6, start),
            (6, 1, token.pos.as_str()),
            (7, 2, &*token.morph),
        ];
        for (kind, field, ours) in fields {
            let theirs = expected.field(field);
            tally.note(kind, ours == theirs, || difference(text, word, expected.start, ours, theirs));
        }
        tally
            .note(8, *token.lemma == *lemma, || difference(text, word, expected.start, &token.lemma, &lemma));
        if !entity.is_empty() || !expected.field(7).is_empty() {
            let theirs = expected.field(7);
            tally.note(5, entity == theirs, || difference(text, word, expected.start, &entity, theirs));
        }
    }
}

fn difference(text: &str, word: &str, at: usize, ours: &str, theirs: &str) -> String {
    format!("{word:?} is {ours:?}, spaCy says {theirs:?}: {}", around(text, at))
}

fn around(text: &str, at: usize) -> String {
    let start = text.floor_char_boundary(at.saturating_sub(40));
    let end = text.floor_char_boundary(at + 40);
    format!("{:?}", &text[start..end])
}
