//! Signatures: what a word says of the clause that completes it ("manage to", "regret that").

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{Error, Row, rows};

/// How a clause completes a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Complement {
    /// A finite clause: "regret that they left".
    That,
    /// An infinitive: "manage to leave".
    To,
    /// A gerund: "avoid leaving", "keep from leaving".
    Ing,
}

/// Whether the clause is so, from 1 (it is) through 0 (nothing is said) to -1 (it is not).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signature {
    /// Where the word itself holds.
    pub holds: f32,
    /// Where it does not: "did not manage to".
    pub fails: f32,
}

/// The signatures of `lexicon/signatures.tsv`.
#[derive(Debug, Default)]
pub struct Signatures {
    of: FxHashMap<(String, Complement), Signature>,
}

/// The lemma of the row that stands for every word without one.
const ANY: &str = "*";

impl Signatures {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Signatures, Error> {
        let file = "lexicon/signatures.tsv";
        let mut signatures = Signatures::default();
        let Some(text) = files.get(file) else { return Ok(signatures) };
        for row in rows(file, text)? {
            let complement = complement(&row)?;
            let signature = Signature { holds: step(&row, "holds")?, fails: step(&row, "fails")? };
            for lemma in row.alternatives("lemma") {
                signatures.of.insert((lemma, complement), signature);
            }
        }
        Ok(signatures)
    }

    /// The signature listed for a lemma.
    pub fn listed(&self, lemma: &str, complement: Complement) -> Option<Signature> {
        self.of.get(&(lemma.to_owned(), complement)).copied()
    }

    /// The signature of a lemma, or that of any word: a clause with "that" is taken for so, an infinitive for
    /// likely.
    pub fn of(&self, lemma: &str, complement: Complement) -> Signature {
        let any = || self.listed(ANY, complement);
        self.listed(lemma, complement).or_else(any).unwrap_or(Signature { holds: 1.0, fails: 0.0 })
    }
}

fn complement(row: &Row) -> Result<Complement, Error> {
    match row.need("complement")? {
        "that" => Ok(Complement::That),
        "to" => Ok(Complement::To),
        "ing" => Ok(Complement::Ing),
        other => Err(row.error(format!("unknown complement `{other}`"))),
    }
}

fn step(row: &Row, column: &str) -> Result<f32, Error> {
    match row.need(column)? {
        "yes" => Ok(1.0),
        "likely" => Ok(0.5),
        "open" => Ok(0.0),
        "unlikely" => Ok(-0.5),
        "no" => Ok(-1.0),
        other => Err(row.error(format!("unknown step `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Complement, Lexicon};

    #[test]
    fn implicatives_turn_with_negation_and_factives_do_not() {
        let lexicon = Lexicon::embedded().unwrap();
        let manage = lexicon.signatures.of("manage", Complement::To);
        assert_eq!((manage.holds, manage.fails), (1.0, -1.0));
        let fail = lexicon.signatures.of("fail", Complement::To);
        assert_eq!((fail.holds, fail.fails), (-1.0, 1.0));
        let regret = lexicon.signatures.of("regret", Complement::That);
        assert!(regret.holds == 1.0 && regret.fails > 0.0);
        assert!(lexicon.signatures.listed("gondor", Complement::That).is_none());
    }
}
