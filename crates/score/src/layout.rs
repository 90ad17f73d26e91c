//! JSON lines: one object a line, one line a document. Keys that a scorer does not use are passed over.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A line that is not what the layout says.
#[derive(Debug, thiserror::Error)]
#[error("line {line} does not fit the layout")]
pub struct Error {
    /// Counted from 1.
    pub line: usize,
    /// What the parser says.
    #[source]
    pub cause: serde_json::Error,
}

/// The documents of a file; empty lines are passed over.
///
/// ```
/// let gold: Vec<casus_score::timex::Document> = casus_score::layout::read(
///     r#"{"doc_id": "a", "timexes": [{"start": 3, "end": 9, "type": "DATE", "value": "2023-10-26"}]}"#,
/// )?;
/// assert_eq!(gold[0].timexes[0].end, 9);
/// # Ok::<(), casus_score::layout::Error>(())
/// ```
pub fn read<T: DeserializeOwned>(jsonl: &str) -> Result<Vec<T>, Error> {
    let lines = jsonl.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(line, text)| serde_json::from_str(text).map_err(|cause| Error { line: line + 1, cause }))
        .collect()
}

/// Documents in the order in which their ids first come; of two with one id the later one stands.
pub(crate) struct ById<'a, T> {
    documents: Vec<(&'a str, &'a T)>,
    places: BTreeMap<&'a str, usize>,
}

impl<'a, T> ById<'a, T> {
    pub(crate) fn new(documents: &'a [T], id: impl Fn(&T) -> &str) -> ById<'a, T> {
        let mut found = ById { documents: Vec::new(), places: BTreeMap::new() };
        for document in documents {
            let id = id(document);
            match found.places.get(id) {
                Some(place) => found.documents[*place].1 = document,
                None => {
                    found.places.insert(id, found.documents.len());
                    found.documents.push((id, document));
                }
            }
        }
        found
    }

    pub(crate) fn get(&self, id: &str) -> Option<&'a T> {
        self.places.get(id).map(|place| self.documents[*place].1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a T)> + '_ {
        self.documents.iter().copied()
    }
}

/// A string as it is; another value as Python's `str` writes it, so that `91` and `"91"` are one id.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// An id that may be a number.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Value::deserialize(from).map(|value| text_of(&value))
}

/// Words that may be missing, null or a number; no words for what counts as false: an empty string, 0.
pub(crate) fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(from)?;
    let absent = match &value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Bool(true) | Value::Array(_) | Value::Object(_) => false,
    };
    Ok((!absent).then(|| text_of(&value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_document_stands_in_the_earlier_place() {
        let documents = [("a", 1), ("b", 2), ("a", 3)];
        let by_id = ById::new(&documents, |document| document.0);
        assert_eq!(by_id.iter().map(|(_, document)| document.1).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(by_id.get("a"), Some(&("a", 3)));
        assert_eq!(by_id.get("c"), None);
    }

    #[test]
    fn error_tells_the_line() {
        let error = read::<Value>("{}\n\n{").unwrap_err();
        assert_eq!(error.to_string(), "line 3 does not fit the layout");
    }
}
