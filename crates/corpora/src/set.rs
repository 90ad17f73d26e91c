//! The list of sets.

use casus::{Given, Inside};
use jiff::civil::Date;
use serde_json::Value;

use crate::measure::Measure;
use crate::{docevents, factuality, geoparsing, gva, india, labels, muc4, polnear, re3d, tempeval3};

/// One way of measuring on one corpus.
pub struct Set {
    /// As it is asked for: `casus eval NAME`.
    pub name: &'static str,
    /// Its development half below the folder of corpora, as it is usually kept.
    pub files: &'static [&'static str],
    /// How claims become predictions, for the page of figures.
    pub about: &'static str,
    /// The text of a document.
    pub asked: fn(&Value) -> Asked,
    /// The prediction for a document that was read.
    pub predict: fn(&Inside, &Value) -> Value,
    /// How the predictions are scored.
    pub measure: Measure,
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
