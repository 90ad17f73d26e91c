//! Common-noun phrases with a sense, matched over lemmas or word forms from any token.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{Error, rows};

/// What a common-noun phrase can stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sense {
    /// A weapon: its class, and whether it is the thing launched, its launcher or a collective.
    Weapon {
        /// Class of `ontology/weapons.tsv`.
        class: String,
        /// `munition`, `launcher`, `platform` or `collective`.
        role: String,
    },
    /// A thing that can be hit.
    Target {
        /// Kind of `ontology/targets.tsv`.
        kind: String,
    },
    /// People or a force.
    People {
        /// `state-forces`, `militia`, `civilian` …
        class: String,
        /// The casualty class they count under.
        side: String,
        /// A force, group or office told as one noun.
        body: bool,
    },
    /// A word that marks an institution or a document as a source.
    Organization {
        /// `institution`, `document`, `witness` or `anonymous-person`.
        kind: String,
    },
}

/// A phrase and its sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Lower-case lemmas or forms, in order.
    pub words: Vec<String>,
    /// What it can stand for.
    pub sense: Sense,
    /// False for a word with an everyday meaning ("shell", "base"): it counts only with support nearby.
    pub alone: bool,
    file: &'static str,
}

/// Every phrase, by first word.
#[derive(Debug, Default)]
pub struct Phrases {
    entries: Vec<Entry>,
    by_first: FxHashMap<String, Vec<usize>>,
}

const WEAPONS: &str = "lexicon/weapons.tsv";
const TARGETS: &str = "lexicon/targets.tsv";
const PEOPLE: &str = "lexicon/people.tsv";
const ORGANIZATIONS: &str = "lexicon/organizations.tsv";

impl Phrases {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Phrases, Error> {
        let mut phrases = Phrases::default();
        for file in [WEAPONS, TARGETS, PEOPLE, ORGANIZATIONS] {
            let Some(text) = files.get(file) else { continue };
            for row in rows(file, text)? {
                let cell = |column: &str| row.need(column).map(str::to_owned);
                let sense = match file {
                    WEAPONS => Sense::Weapon { class: cell("class")?, role: cell("role")? },
                    TARGETS => Sense::Target { kind: cell("kind")? },
                    PEOPLE => {
                        let body = row.get("number") == Some("body");
                        Sense::People { class: cell("class")?, side: cell("side")?, body }
                    }
                    _ => Sense::Organization { kind: cell("kind")? },
                };
                let alone = row.get("alone") != Some("no");
                for phrase in row.alternatives("phrase") {
                    phrases.add(Entry { words: words_of(&phrase), sense: sense.clone(), alone, file });
                }
            }
        }
        phrases.sort();
        Ok(phrases)
    }

    /// The longest phrase of each kind of sense that starts at a token.
    ///
    /// `word(i)` gives the lower-case form and the lemma of the `i`-th token from there, or none past
    /// the end of the sentence. Returns each entry with the number of tokens it covers.
    pub fn at<'a, 'w>(
        &'a self,
        word: impl Fn(usize) -> Option<(&'w str, &'w str)>,
    ) -> Vec<(&'a Entry, usize)> {
        let Some((form, lemma)) = word(0) else { return Vec::new() };
        let mut found: Vec<(&Entry, usize)> = Vec::new();
        let keys = [Some(form), (lemma != form).then_some(lemma)];
        for index in keys.into_iter().flatten().filter_map(|key| self.by_first.get(key)).flatten() {
            let entry = &self.entries[*index];
            let same = |(_, expected): (usize, &String), i: usize| {
                word(i).is_some_and(|(form, lemma)| expected == form || expected == lemma)
            };
            let fits = entry.words.iter().enumerate().skip(1).all(|(i, expected)| same((i, expected), i));
            let taken =
                |(other, length): &(&Entry, usize)| other.file == entry.file && *length >= entry.words.len();
            if fits && !found.iter().any(taken) {
                found.retain(|(other, _)| other.file != entry.file);
                found.push((entry, entry.words.len()));
            }
        }
        found
    }

    /// The ids used: the file that uses one, the vocabulary it must be in, and the id.
    pub(crate) fn ids(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> + '_ {
        self.entries.iter().flat_map(|entry| {
            let ids = match &entry.sense {
                Sense::Weapon { class, .. } => [Some(("weapons", class)), None],
                Sense::Target { kind } => [Some(("targets", kind)), None],
                Sense::People { class, side, .. } => {
                    [Some(("people_classes", class)), Some(("casualty_classes", side))]
                }
                Sense::Organization { kind } => [Some(("source_kinds", kind)), None],
            };
            ids.into_iter().flatten().map(|(vocabulary, id)| (entry.file, vocabulary, source_kind(id)))
        })
    }

    fn add(&mut self, entry: Entry) {
        if let Some(first) = entry.words.first() {
            self.by_first.entry(first.clone()).or_default().push(self.entries.len());
            self.entries.push(entry);
        }
    }

    fn sort(&mut self) {
        let entries = &self.entries;
        for indices in self.by_first.values_mut() {
            indices.sort_by_key(|index| (usize::MAX - entries[*index].words.len(), *index));
        }
    }
}

/// The kind of source that a word marks: its own name, but for the persons who are told apart by theirs.
fn source_kind(kind: &str) -> &str {
    if kind == "anonymous-person" { "anonymous" } else { kind }
}

/// Splits a phrase as the tokenizer does: at spaces, and around hyphens between letters.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    let mut words = Vec::new();
    for chunk in phrase.to_lowercase().split_whitespace() {
        let mut rest = chunk;
        while let Some(at) = hyphen_between_letters(rest) {
            words.push(rest[..at].to_owned());
            words.push("-".to_owned());
            rest = &rest[at + 1..];
        }
        words.push(rest.to_owned());
    }
    words
}

fn hyphen_between_letters(text: &str) -> Option<usize> {
    let at = text.find('-')?;
    let before = text[..at].chars().next_back()?;
    let after = text[at + 1..].chars().next()?;
    (before.is_alphabetic() && after.is_alphabetic()).then_some(at)
}
