//! The list of sets.

use casus::{Given, Inside};
use jiff::civil::Date;
use serde_json::Value;

use crate::measure::Measure;
use crate::{
    article, docevents, ecbplus, factuality, geoparsing, gva, india, labels, muc4, polnear, re3d, tempeval3,
};

/// One way of measuring on one corpus.
pub struct Set {
    /// As it is asked for: `casus eval NAME`.
    pub name: &'static str,
    /// Its development half below the folder of corpora, as it is usually kept.
    pub files: &'static [&'static str],
    /// How claims become predictions, for the page of figures.
    pub about: &'static str,
    /// What is read of each line, and what becomes of it.
    pub reads: Reads,
    /// The predictions of all documents together, where that takes more than one: from the lines of gold and
    /// what was predicted for each, null where nothing was.
    pub join: Option<Join>,
    /// How the predictions are scored.
    pub measure: Measure,
}

/// From what was made of each document to the predictions.
pub type Join = fn(&[Value], Vec<Value>) -> Vec<Value>;

/// What the documents of a set are.
#[derive(Clone, Copy)]
pub enum Reads {
    /// Texts.
    Text {
        /// The text of a line.
        asked: fn(&Value) -> Asked,
        /// The prediction for a text that was read.
        predict: fn(&Inside, &Value) -> Value,
    },
    /// Web pages, each in a file of its own.
    Page {
        /// The file of a line, beside the gold; compressed where its name ends with `.gz`.
        file: fn(&Value) -> String,
        /// The prediction for the text of the article that was found, or for a page where none was.
        predict: fn(Option<&str>, &Value) -> Value,
    },
}

/// What is read of one line of a corpus.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The text.
    pub text: String,
    /// What the corpus says of it beside the text.
    pub given: Given,
}

impl Asked {
    /// The text of a line under `text`, published on the day under `key`.
    pub(crate) fn of(line: &Value, key: &str) -> Asked {
        let published = string(line, key).parse::<Date>().ok();
        Asked { text: string(line, "text").to_owned(), given: Given { published, ..Given::default() } }
    }
}

/// Every set, in the order in which they are printed.
pub static SETS: &[Set] = &[
    muc4::TEMPLATES,
    muc4::ROLES,
    tempeval3::SET,
    geoparsing::FOUND,
    geoparsing::GIVEN,
    polnear::SET,
    labels::PLOVER,
    labels::CASE2021,
    india::SET,
    gva::SET,
    ecbplus::SET,
    article::SET,
    re3d::SET,
    docevents::SET,
    factuality::SET,
];

/// The set of this name.
pub fn set(name: &str) -> Option<&'static Set> {
    SETS.iter().find(|set| set.name == name)
}

/// The string under a key, or nothing.
pub(crate) fn string<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}
