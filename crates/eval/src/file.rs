//! The shape of a gold file as a person writes it: `corpus/gold/README.md` explains the format.
//!
//! Closed vocabularies are read straight into the model's enums, so that a misspelt value is refused
//! with its line; unknown keys are refused too.

use casus_model::{
    Basis, Certainty, Count, Effect, EventType, Granularity, ModalityValue, OutcomeValue, PartOfDay,
    Predicate, Qualifier, ResponsibilityStatus, SourceKind,
};
use serde::Deserialize;
use toml::Spanned;

use crate::quote::Quote;

/// A whole gold file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Day of publication, where the report's reader is told it.
    pub published: Option<String>,
    /// Nobody looks at how the report is read while rules are written.
    #[serde(default)]
    pub held: bool,
    #[serde(default)]
    pub claim: Vec<Spanned<Claim>>,
}

/// A quote on its own: the words, or the words with the passage that tells them apart.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Words {
    Plain(String),
    Located(Located),
}

impl Words {
    pub fn quote(&self) -> Quote<'_> {
        match self {
            Words::Plain(words) => Quote { words, within: None, at: None },
            Words::Located(Located { words, within, at }) => {
                Quote { words, within: within.as_deref(), at: *at }
            }
        }
    }
}

/// A structure of a gold file that quotes words: adds the keys that place the quote, and `optional`.
macro_rules! quoted {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub words: String,
            #[serde(rename = "in")]
            pub within: Option<String>,
            pub at: Option<usize>,
            /// Other words of the text that are as right.
            #[serde(default)]
            pub or: Vec<String>,
            /// The codebook leaves it open: neither missed nor spurious.
            #[serde(default)]
            pub optional: bool,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $name {
            pub fn quote(&self) -> Quote<'_> {
                Quote { words: &self.words, within: self.within.as_deref(), at: self.at }
            }
        }
    };
}

/// Words and where they stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Located {
    pub words: String,
    #[serde(rename = "in")]
    pub within: Option<String>,
    pub at: Option<usize>,
}

/// A time, or the window of a tally.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    pub words: String,
    #[serde(rename = "in")]
    pub within: Option<String>,
    pub at: Option<usize>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub granularity: Option<Granularity>,
    pub part_of_day: Option<PartOfDay>,
    #[serde(default)]
    pub approximate: bool,
    pub duration: Option<String>,
    pub partial: Option<String>,
    pub basis: Basis,
}

impl Time {
    pub fn quote(&self) -> Quote<'_> {
        Quote { words: &self.words, within: self.within.as_deref(), at: self.at }
    }
}

quoted!(Party { count: Option<String> });
quoted!(Target { kind: String, #[serde(default)] or_kind: Vec<String>, count: Option<String> });
quoted!(Weapon { class: String, #[serde(default)] or_class: Vec<String>, count: Option<String> });
quoted!(Outcome { value: OutcomeValue, count: Option<String>, #[serde(default)] penetrated: bool });
quoted!(Casualty { effect: Effect, count: String, class: String, #[serde(default)] or_class: Vec<String> });
quoted!(Responsibility { status: ResponsibilityStatus });
quoted!(Place {
    name: String,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    precision: u8,
});
quoted!(Voice {
    kind: SourceKind,
    #[serde(default)] or_kind: Vec<SourceKind>,
    number: Option<String>,
    cue: Option<String>,
    standing: Option<String>,
    via: Option<usize>,
});

/// One claim as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub id: Option<String>,
    pub occurrence: Option<String>,
    pub kind: String,
    #[serde(rename = "type")]
    pub event_type: Option<EventType>,
    #[serde(default)]
    pub or_type: Vec<EventType>,
    #[serde(default)]
    pub modes: Vec<String>,
    #[serde(default)]
    pub or_modes: Vec<String>,
    pub trigger: String,
    #[serde(rename = "in")]
    pub within: Option<String>,
    pub at: Option<usize>,
    #[serde(default)]
    pub also: Vec<Words>,
    #[serde(default)]
    pub optional: bool,
    pub modality: Option<ModalityValue>,
    pub certainty: Option<Certainty>,
    #[serde(default)]
    pub actors: Vec<Party>,
    #[serde(default)]
    pub recipients: Vec<Party>,
    #[serde(default)]
    pub targets: Vec<Target>,
    #[serde(default)]
    pub weapons: Vec<Weapon>,
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
    #[serde(default)]
    pub casualties: Vec<Casualty>,
    #[serde(default)]
    pub responsibility: Vec<Responsibility>,
    #[serde(default)]
    pub interceptors: Vec<Party>,
    pub when: Option<Time>,
    #[serde(default, rename = "where")]
    pub places: Vec<Place>,
    pub part_of: Option<String>,
    #[serde(default)]
    pub attribution: Vec<Voice>,
    pub measure: Option<String>,
    pub count: Option<String>,
    pub window: Option<Time>,
    #[serde(default)]
    pub contains: Vec<String>,
    pub holder: Option<Party>,
    pub unit: Option<String>,
    pub subject: Option<Party>,
    pub predicate: Option<Predicate>,
    pub object: Option<Party>,
    pub by: Option<Party>,
    pub content: Option<Words>,
}

impl Claim {
    pub fn quote(&self) -> Quote<'_> {
        Quote { words: &self.trigger, within: self.within.as_deref(), at: self.at }
    }
}

/// A count as a gold file writes it: `12`, `12..16`, `40..` or `..9`, and a qualifier where it is not
/// the plain one (`exact` for closed bounds, `at_least` and `at_most` for open ones).
pub fn count(written: &str) -> Result<Count, String> {
    let wrong = || format!("`{written}` is no count; write `12`, `12..16`, `40..`, `..9` or `36..44 about`");
    let (numbers, hedge) = written.split_once(' ').unwrap_or((written, ""));
    let bound = |digits: &str| match digits {
        "" => Ok(None),
        digits => digits.parse::<u64>().map(Some).map_err(|_| wrong()),
    };
    let (low, high) = match numbers.split_once("..") {
        Some((low, high)) => (bound(low)?, bound(high)?),
        None => (bound(numbers)?, bound(numbers)?),
    };
    let qualifier = match (hedge, low, high) {
        (_, None, None) => return Err(wrong()),
        ("", Some(_), Some(_)) | ("exact", _, _) => Qualifier::Exact,
        ("", Some(_), None) | ("at_least", _, _) => Qualifier::AtLeast,
        ("", None, Some(_)) | ("at_most", _, _) => Qualifier::AtMost,
        ("about", _, _) => Qualifier::About,
        ("vague", _, _) => Qualifier::Vague,
        _ => return Err(wrong()),
    };
    if low.zip(high).is_some_and(|(low, high)| low > high) {
        return Err(format!("`{written}` has its bounds the wrong way round"));
    }
    Ok(Count { low, high, qualifier, text: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_as_bounds_and_a_hedge() {
        let bounds = |written| count(written).map(|count| (count.low, count.high, count.qualifier)).unwrap();
        assert_eq!(bounds("12"), (Some(12), Some(12), Qualifier::Exact));
        assert_eq!(bounds("40.."), (Some(40), None, Qualifier::AtLeast));
        assert_eq!(bounds("..9"), (None, Some(9), Qualifier::AtMost));
        assert_eq!(bounds("36..44 about"), (Some(36), Some(44), Qualifier::About));
        assert_eq!(bounds("24.. vague"), (Some(24), None, Qualifier::Vague));
    }

    #[test]
    fn what_is_no_count_is_refused() {
        for written in ["", "..", "many", "9..3", "4 nearly"] {
            assert!(count(written).is_err(), "{written}");
        }
    }

    #[test]
    fn unknown_keys_are_refused_with_their_line() {
        let written = "[[claim]]\nkind = \"event\"\ntrigger = \"burned\"\nmodallity = \"actual\"\n";
        let refused = toml::from_str::<File>(written).unwrap_err().to_string();
        assert!(refused.contains("modallity") && refused.contains("line"), "{refused}");
    }
}
