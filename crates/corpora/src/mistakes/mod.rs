//! What was missed, invented or taken for something else, one by one, so that the frequent kinds can be seen.
//!
//! Comes in: gold and predictions. Goes out: [`Mistake`]s with a kind that many share. They explain figures
//! and are not counted into them: spans are compared by their ends and fillers by their words, without the
//! pairing of the scorers.

mod events;
mod fillers;
mod labels;
mod spans;

use serde_json::Value;

use crate::Judged;
use crate::set::string;

pub(crate) use events::{articles, ecbplus};
pub(crate) use fillers::{gva, roles, templates};
pub(crate) use labels::{case2021, factuality, india, plover};
pub(crate) use spans::{docevents, found, given, polnear, re3d, tempeval3};

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What others like it are called.
    pub kind: String,
    /// Id of the document.
    pub doc: String,
    /// Its text.
    pub text: String,
    /// Code points before the words in question, and up to their end, where there are any.
    pub span: Option<[usize; 2]>,
    /// What gold says.
    pub gold: String,
    /// What we say.
    pub ours: String,
}

/// Gold lines with their predictions.
fn lines(judged: &Judged) -> impl Iterator<Item = (&Value, &Value)> {
    judged.gold.iter().zip(&judged.predicted)
}

fn mistake(line: &Value, kind: String, span: Option<[usize; 2]>, gold: &str, ours: &str) -> Mistake {
    let shown = |told: &str| if told.is_empty() { "nothing".to_owned() } else { told.to_owned() };
    let id = line.get("doc_id").or_else(|| line.get("id")).unwrap_or(&Value::Null);
    let doc = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    Mistake { kind, doc, text: string(line, "text").to_owned(), span, gold: shown(gold), ours: shown(ours) }
}
