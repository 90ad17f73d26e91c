//! Words that report: what somebody says, thinks, feels, wants, supports or shows, and how the content
//! may stand to them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{Error, Row, rows};

const FILE: &str = "lexicon/reporting.tsv";

/// What sort of report a word makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reporting {
    /// Somebody says, writes, asks.
    Speech,
    /// Somebody thinks, knows, expects.
    Thought,
    /// Somebody likes, fears, regrets.
    Feeling,
    /// Somebody wants, plans, seeks.
    Will,
    /// Somebody is for or against.
    Stance,
    /// A document or figure shows.
    Showing,
    /// It seems; nobody is named.
    Semblance,
}

/// What sort of word reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// "said".
    Verb,
    /// "the claim that".
    Noun,
    /// "is aware of".
    Adjective,
    /// "reportedly".
    Adverb,
}

/// Words that report, by part of speech and lemma, with the constructions they take.
#[derive(Debug, Default)]
pub struct ReportingWords {
    entries: FxHashMap<(Part, String), Vec<(String, Reporting)>>,
}

impl ReportingWords {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<ReportingWords, Error> {
        let mut words = ReportingWords::default();
        let Some(text) = files.get(FILE) else { return Ok(words) };
        for row in rows(FILE, text)? {
            words.add(&row)?;
        }
        Ok(words)
    }

    /// What sort of report this word makes with this construction, if it takes it.
    pub fn with(&self, part: Part, lemma: &str, construction: &str) -> Option<Reporting> {
        let entries = self.of(part, lemma)?;
        entries.iter().find(|(takes, _)| takes == construction).map(|(_, kind)| *kind)
    }

    /// The constructions that a word takes, each with what sort of report it makes.
    pub fn of(&self, part: Part, lemma: &str) -> Option<&[(String, Reporting)]> {
        self.entries.get(&(part, lemma.to_lowercase())).map(Vec::as_slice)
    }

    fn add(&mut self, row: &Row) -> Result<(), Error> {
        let part = part(row)?;
        let kind = kind(row)?;
        let constructions: Vec<&str> = row.need("takes")?.split_whitespace().collect();
        if let Some(other) = constructions.iter().find(|takes| !is_construction(takes)) {
            return Err(row.error(format!("unknown construction `{other}`")));
        }
        for lemma in row.alternatives("words") {
            let entry = self.entries.entry((part, lemma)).or_default();
            entry.extend(constructions.iter().map(|takes| ((*takes).to_owned(), kind)));
        }
        Ok(())
    }
}

fn part(row: &Row) -> Result<Part, Error> {
    Ok(match row.need("part")? {
        "verb" => Part::Verb,
        "noun" => Part::Noun,
        "adjective" => Part::Adjective,
        "adverb" => Part::Adverb,
        other => return Err(row.error(format!("unknown part `{other}`"))),
    })
}

fn kind(row: &Row) -> Result<Reporting, Error> {
    Ok(match row.need("kind")? {
        "speech" => Reporting::Speech,
        "thought" => Reporting::Thought,
        "feeling" => Reporting::Feeling,
        "will" => Reporting::Will,
        "stance" => Reporting::Stance,
        "showing" => Reporting::Showing,
        "semblance" => Reporting::Semblance,
        other => return Err(row.error(format!("unknown kind `{other}`"))),
    })
}

/// A plain construction, or one with a preposition: `+about`, `object+as`.
fn is_construction(takes: &str) -> bool {
    let plain = ["that", "quote", "to-do", "doing", "object", "predicate", "passive", "hearer"];
    let joined = takes.strip_prefix("object+").or_else(|| takes.strip_prefix('+'));
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    plain.contains(&takes) || matches!(takes, "object+to-do" | "passive+to-do") || joined.is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(row: &str) -> Result<ReportingWords, Error> {
        let text = format!("part\tkind\ttakes\twords\n{row}\n");
        ReportingWords::read(&BTreeMap::from([(FILE, text.as_str())]))
    }

    #[test]
    fn a_word_reports_only_with_the_constructions_it_takes() {
        let words = read("verb\tspeech\tthat object+as\tportray|say").unwrap();
        assert_eq!(words.with(Part::Verb, "say", "that"), Some(Reporting::Speech));
        assert_eq!(words.with(Part::Verb, "say", "object"), None);
        assert_eq!(words.with(Part::Noun, "say", "that"), None);
    }

    #[test]
    fn an_unknown_construction_kind_or_part_is_refused() {
        assert!(read("verb\tspeech\tobject+\tsay").is_err());
        assert!(read("verb\tsong\tthat\tsay").is_err());
        assert!(read("particle\tspeech\tthat\tsay").is_err());
    }
}
