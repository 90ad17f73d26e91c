//! Crosswalks: for each foreign codebook, the first row that fits an event gives its codes.

use std::collections::{BTreeMap, BTreeSet};

use casus_lexicon::{Error, Lexicon, rows};
use casus_model::{Event, Evidence, Modality, ModalityValue, NamedActor};

use crate::rule::{Rule, Sides};

/// Codebook → column → code, as `codes` of `casus.read/1` prints it.
pub type Codes = BTreeMap<String, BTreeMap<String, String>>;

/// The file that names groups of classes. Every other file of the folder is a codebook.
const GROUPS: &str = "crosswalks/groups.tsv";

/// The tables of `data/crosswalks`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crosswalks {
    codebooks: BTreeMap<String, Vec<Rule>>,
    groups: BTreeMap<String, BTreeSet<String>>,
}

impl Crosswalks {
    /// The crosswalks embedded in this build.
    pub fn embedded() -> Result<Crosswalks, Error> {
        Crosswalks::read(casus_lexicon::embedded_files())
    }

    /// The crosswalks among these files, each a name relative to `data/` and its text.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Crosswalks, Error> {
        let mut crosswalks = Crosswalks::default();
        for (file, text) in files {
            let Some(name) = file.strip_prefix("crosswalks/").and_then(|name| name.strip_suffix(".tsv"))
            else {
                continue;
            };
            if file == GROUPS {
                crosswalks.groups = groups(text)?;
                continue;
            }
            let rules = rows(file, text)?.iter().map(Rule::read).collect::<Result<_, _>>()?;
            crosswalks.codebooks.insert(name.to_owned(), rules);
        }
        Ok(crosswalks)
    }

    /// What each codebook calls the event; empty for what is not said to have happened, and without the
    /// codebooks that know nothing of the kind.
    ///
    /// `evidence` is that of the event's claim, which names the frames that read it.
    /// Classes of the parties are those of `actors`, the actors of the event's document.
    pub fn codes(
        &self,
        event: &Event,
        evidence: &[Evidence],
        modality: Modality,
        actors: &[NamedActor],
        lexicon: &Lexicon,
    ) -> Codes {
        if modality.value != ModalityValue::Actual {
            return Codes::new();
        }
        self.codes_of(event, evidence, actors, lexicon)
    }

    /// The same for an event of any modality.
    pub fn codes_of(
        &self,
        event: &Event,
        evidence: &[Evidence],
        actors: &[NamedActor],
        lexicon: &Lexicon,
    ) -> Codes {
        let sides = Sides::of(event, actors, &self.groups);
        let codes_of = |rules: &[Rule]| {
            rules
                .iter()
                .find(|rule| rule.fits(event, evidence, &sides, lexicon))
                .map(|rule| rule.codes.clone())
        };
        self.codebooks.iter().filter_map(|(name, rules)| Some((name.clone(), codes_of(rules)?))).collect()
    }
}

fn groups(text: &str) -> Result<BTreeMap<String, BTreeSet<String>>, Error> {
    rows(GROUPS, text)?
        .iter()
        .map(|row| {
            let group = row.need("group")?.to_owned();
            Ok((group, row.alternatives("classes").into_iter().collect()))
        })
        .collect()
}
