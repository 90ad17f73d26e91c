//! Words that attribute, words that change whether something happened, and small closed sets.

use std::collections::BTreeMap;

use casus_model::{Certainty, ModalityValue};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Error, Row, rows};

/// How a cue stands to its source and content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// A verb whose subject speaks: "said".
    Speak,
    /// A verb whose subject is a document that shows: "the report shows".
    Show,
    /// A verb whose object speaks and whose subject passes it on: "quoted officials as saying".
    Quote,
    /// A preposition-like phrase before the source: "according to".
    According,
    /// A verb whose subject was told, so that it knows: "were briefed that".
    Learn,
}

/// A word that attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// How it works.
    pub kind: CueKind,
    /// What it does to what is said.
    pub governor: Option<Governor>,
}

/// What a governing word says of the deed named beneath it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Governor {
    /// Whether it happened; none leaves that alone.
    pub value: Option<ModalityValue>,
    /// How surely; none leaves that alone.
    pub certainty: Option<Certainty>,
}

impl Governor {
    /// Reads a modality id.
    pub(crate) fn modality(text: &str) -> Result<ModalityValue, String> {
        Ok(match text {
            "actual" => ModalityValue::Actual,
            "historical" => ModalityValue::Historical,
            "denied" => ModalityValue::Denied,
            "negated" => ModalityValue::Negated,
            "threatened" => ModalityValue::Threatened,
            "planned" => ModalityValue::Planned,
            "requested" => ModalityValue::Requested,
            "hypothetical" => ModalityValue::Hypothetical,
            "counterfactual" => ModalityValue::Counterfactual,
            "exercise" => ModalityValue::Exercise,
            other => return Err(format!("unknown modality `{other}`")),
        })
    }

    fn read(modality: &str, certainty: &str) -> Result<Governor, String> {
        let value = match modality {
            "" | "-" => None,
            word => Some(Governor::modality(word)?),
        };
        let certainty = match certainty {
            "" | "-" => None,
            "certain" => Some(Certainty::Certain),
            "probable" => Some(Certainty::Probable),
            "possible" => Some(Certainty::Possible),
            other => return Err(format!("unknown certainty `{other}`")),
        };
        Ok(Governor { value, certainty })
    }
}

/// Cues, governors and closed sets.
#[derive(Debug, Default)]
pub struct Words {
    cues: FxHashMap<String, Cue>,
    governors: FxHashMap<String, Governor>,
    sets: FxHashMap<String, FxHashSet<String>>,
}

impl Words {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Words, Error> {
        let mut words = Words::default();
        words.read_cues(files)?;
        words.read_governors(files)?;
        words.read_sets(files)?;
        Ok(words)
    }

    /// The cue with this lemma.
    pub fn cue(&self, lemma: &str) -> Option<Cue> {
        self.cues.get(lemma).copied()
    }

    /// What this lemma says of the deed beneath it. Verbs, nouns and adjectives share one table.
    pub fn governor(&self, lemma: &str) -> Option<Governor> {
        self.governors.get(lemma).copied()
    }

    /// True when the set of this name holds the word. An unknown set holds nothing.
    pub fn is(&self, set: &str, word: &str) -> bool {
        self.sets.get(set).is_some_and(|words| words.contains(word))
    }

    /// The words of the set of this name, in no order.
    pub fn all<'w>(&'w self, set: &str) -> impl Iterator<Item = &'w str> + use<'w> {
        self.sets.get(set).into_iter().flatten().map(String::as_str)
    }

    fn read_cues(&mut self, files: &BTreeMap<&str, &str>) -> Result<(), Error> {
        let file = "lexicon/cues.tsv";
        let Some(text) = files.get(file) else { return Ok(()) };
        for row in rows(file, text)? {
            let kind = match row.need("kind")? {
                "speak" => CueKind::Speak,
                "show" => CueKind::Show,
                "quote" => CueKind::Quote,
                "according" => CueKind::According,
                "learn" => CueKind::Learn,
                other => return Err(row.error(format!("unknown kind `{other}`"))),
            };
            let governor = governor(&row)?;
            let governor = (governor != Governor { value: None, certainty: None }).then_some(governor);
            for lemma in row.alternatives("lemma") {
                self.cues.insert(lemma, Cue { kind, governor });
            }
        }
        Ok(())
    }

    fn read_governors(&mut self, files: &BTreeMap<&str, &str>) -> Result<(), Error> {
        let file = "lexicon/governors.tsv";
        let Some(text) = files.get(file) else { return Ok(()) };
        for row in rows(file, text)? {
            let governor = governor(&row)?;
            for lemma in row.alternatives("lemma") {
                self.governors.insert(lemma, governor);
            }
        }
        Ok(())
    }

    fn read_sets(&mut self, files: &BTreeMap<&str, &str>) -> Result<(), Error> {
        for file in ["lexicon/sets.tsv", "lexicon/humans.tsv"] {
            let Some(text) = files.get(file) else { continue };
            for row in rows(file, text)? {
                let set = self.sets.entry(row.need("set")?.to_owned()).or_default();
                set.extend(row.alternatives("words"));
            }
        }
        Ok(())
    }
}

fn governor(row: &Row) -> Result<Governor, Error> {
    let cell = |column| row.get(column).unwrap_or("");
    Governor::read(cell("modality"), cell("certainty")).map_err(|problem| row.error(problem))
}
