//! How likely words around a word of violence are to tell a deed: domains of words, and weights learned from texts.
//!
//! What the weights mean and how they are made is told in `data/models/violence/README.md`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{Error, rows};

/// Domains of `lexicon/domains.tsv` and weights of `models/violence/weights.tsv`.
#[derive(Debug, Default)]
pub struct Likelihood {
    domains: FxHashMap<String, Vec<String>>,
    weights: FxHashMap<String, f32>,
}

/// The row of the weight that every sum begins with.
const BIAS: &str = "bias";

/// The row of the sum that a sentence must pass to be read where nothing is.
const BAR: &str = "bar";

impl Likelihood {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Likelihood, Error> {
        let mut likelihood = Likelihood::default();
        let (domains, weights) = ("lexicon/domains.tsv", "models/violence/weights.tsv");
        for row in files.get(domains).map(|text| rows(domains, text)).transpose()?.unwrap_or_default() {
            let domain = row.need("domain")?.to_owned();
            for word in row.alternatives("words") {
                likelihood.domains.entry(word).or_default().push(domain.clone());
            }
        }
        for row in files.get(weights).map(|text| rows(weights, text)).transpose()?.unwrap_or_default() {
            let weight = row.need("weight")?;
            let weight = weight.parse::<f32>().map_err(|_| row.error(format!("`{weight}` is no number")))?;
            likelihood.weights.insert(row.need("feature")?.to_owned(), weight);
        }
        Ok(likelihood)
    }

    /// The domains that a word, as a lemma or as written in small letters, belongs to.
    pub fn domains(&self, word: &str) -> &[String] {
        self.domains.get(word).map_or(&[], Vec::as_slice)
    }

    /// What a feature adds to the sum; nothing where it was not learned.
    pub fn weight(&self, feature: &str) -> f32 {
        self.weights.get(feature).copied().unwrap_or(0.0)
    }

    /// What every sum begins with.
    pub fn bias(&self) -> f32 {
        self.weight(BIAS)
    }

    /// The sum above which a sentence is read where nothing is; out of reach where none was learned.
    pub fn bar(&self) -> f32 {
        self.weights.get(BAR).copied().unwrap_or(f32::INFINITY)
    }
}
