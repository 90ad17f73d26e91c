//! The engine beside spaCy, over the corpora.

use super::{Bench, CORPORA, thousands};
use crate::Result;
use crate::parity::{self, Spacy};

pub fn section(bench: &Bench) -> Result<String> {
    let spacy = Spacy::new(bench.venv.as_deref())?;
    let tally = parity::tally(&bench.corpora()?, &spacy, &parity::pack_path(None)?, usize::MAX)?;
    let mut out = format!(
        "## Parity with spaCy\n\n\
         {} texts, {} tokens ({}); spaCy {}.\n\n| kind | compared | differ | same |\n|---|---:|---:|---:|\n",
        thousands(tally.texts as f64),
        thousands(tally.compared[0] as f64),
        CORPORA.join(", "),
        spacy.version()?,
    );
    for (kind, name) in parity::KINDS.iter().enumerate() {
        out += &format!(
            "| {name} | {} | {} | {:.4} % |\n",
            thousands(tally.compared[kind] as f64),
            tally.differing[kind],
            100.0 * tally.agreement(kind)
        );
    }
    out += "\n`cargo xtask parity DIR` compares over any folder, and shows what differs.\n";
    Ok(out)
}
