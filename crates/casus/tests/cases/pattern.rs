//! A pattern of a claim: `ASSAULT actual weapon=drone:2 outcome=intercepted`.

use std::collections::BTreeSet;
use std::fmt;

use casus::model::{Body, Claim, EventType, ModalityValue};

use crate::values::{head, modality, values};

/// A type, for events a modality, and pairs of key and value.
pub(crate) struct Pattern {
    head: String,
    modality: Option<String>,
    pairs: Vec<(String, String)>,
}

impl Pattern {
    /// Reads a line; values with spaces stand in quotation marks.
    pub fn parse(line: &str) -> Result<Pattern, String> {
        let words = words(line)?;
        let mut words = words.into_iter().peekable();
        let head = words.next().ok_or("an empty pattern")?;
        let modality = words.next_if(|word| !word.contains('='));
        let pair = |word: String| {
            let (key, value) = word.split_once('=').ok_or_else(|| format!("no `=` in `{word}`"))?;
            Ok::<_, String>((key.to_owned(), value.to_owned()))
        };
        Ok(Pattern { head, modality, pairs: words.map(pair).collect::<Result<_, _>>()? })
    }

    /// The type.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The keys it names, `modality` among them where it gives one.
    pub fn keys(&self) -> BTreeSet<String> {
        self.pairs.iter().map(|(key, _)| key.clone()).collect()
    }

    /// True where the claim has the type, the modality and all the values.
    pub fn fits(&self, claim: &Claim) -> bool {
        let holds = |(key, value): &(String, String)| {
            let told = values(claim, key);
            if value == "-" { told.is_empty() } else { told.iter().any(|forms| forms.contains(value)) }
        };
        self.head == head(claim)
            && self.modality.as_ref().is_none_or(|expected| *expected == modality(claim))
            && self.pairs.iter().all(holds)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.head)?;
        if let Some(modality) = &self.modality {
            write!(f, " {modality}")?;
        }
        self.pairs.iter().try_for_each(|(key, value)| write!(f, " {key}={}", quoted(value)))
    }
}

/// An ASSAULT that happened and a tally are what a text must not be made to say.
pub(crate) fn must_be_named(claim: &Claim) -> bool {
    match &claim.body {
        Body::Event(event) => {
            event.event_type == EventType::Assault && claim.modality.value == ModalityValue::Actual
        }
        Body::Tally(_) => true,
        _ => false,
    }
}

/// A claim as a line with these keys.
pub(crate) fn line(claim: &Claim, keys: &BTreeSet<String>) -> String {
    let mut line = format!("{} {}", head(claim), modality(claim));
    for key in keys {
        let told = values(claim, key);
        if told.is_empty() {
            line.push_str(&format!(" {key}=-"));
        }
        for forms in told {
            let longest = forms.last().cloned().unwrap_or_default();
            line.push_str(&format!(" {key}={}", quoted(&longest)));
        }
    }
    line
}

fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_owned() }
}

fn words(line: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut inside) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => inside = !inside,
            c if c.is_whitespace() && !inside => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if inside {
        return Err("a quotation mark is open".to_owned());
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}
