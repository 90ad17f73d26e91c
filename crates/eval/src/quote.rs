//! Words quoted in a gold file, found in the report's text.

use casus_model::Span;

/// Words as a gold file quotes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote<'f> {
    /// The exact words.
    pub words: &'f str,
    /// A longer passage, unique in the text, that holds them.
    pub within: Option<&'f str>,
    /// Which occurrence, from 1.
    pub at: Option<usize>,
}

/// Which of several occurrences is meant when the gold file does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// None: the file has to say.
    Unique,
    /// The one nearest to this byte.
    Nearest(u32),
}

/// Where the words stand, or what to do about it.
pub fn find(text: &str, quote: Quote, choice: Choice) -> Result<Span, String> {
    let found = occurrences(text, quote.words);
    if found.is_empty() {
        return Err(format!("`{}` is not in the text; quote the report's own words", quote.words));
    }
    let found = inside(text, quote, found)?;
    match (quote.at, choice) {
        (Some(nth), _) => found.get(nth.wrapping_sub(1)).copied().ok_or_else(|| {
            format!("`{}` occurs {} times, so `at = {nth}` names none of them", quote.words, found.len())
        }),
        (None, Choice::Nearest(byte)) => {
            Ok(*found.iter().min_by_key(|span| span.start.abs_diff(byte)).unwrap_or(&found[0]))
        }
        (None, Choice::Unique) if quote.within.is_none() && found.len() > 1 => Err(format!(
            "`{}` occurs {} times; add `in = \"…\"` with a longer unique passage, or `at = N`",
            quote.words,
            found.len()
        )),
        (None, Choice::Unique) => Ok(found[0]),
    }
}

fn inside(text: &str, quote: Quote, found: Vec<Span>) -> Result<Vec<Span>, String> {
    let Some(within) = quote.within else { return Ok(found) };
    let passages = occurrences(text, within);
    let [passage] = passages[..] else {
        return Err(format!("`in = \"{within}\"` occurs {} times; it must occur once", passages.len()));
    };
    let held: Vec<Span> = found.into_iter().filter(|span| passage.contains(*span)).collect();
    if held.is_empty() {
        return Err(format!("`{}` is not inside `in = \"{within}\"`", quote.words));
    }
    Ok(held)
}

/// Every place where the words stand as whole words.
fn occurrences(text: &str, words: &str) -> Vec<Span> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let whole = |start: usize, end: usize| {
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let splits = |outer: Option<char>, inner: Option<char>| {
            outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
        };
        !splits(before, words.chars().next()) && !splits(after, words.chars().next_back())
    };
    text.match_indices(words)
        .filter(|(start, _)| whole(*start, start + words.len()))
        .map(|(start, _)| Span::new(start, start + words.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The drone fell. A second drone burned; drones are cheap.";

    fn found(words: &str, within: Option<&str>, at: Option<usize>) -> Result<u32, String> {
        find(TEXT, Quote { words, within, at }, Choice::Unique).map(|span| span.start)
    }

    #[test]
    fn words_are_whole_words() {
        assert_eq!(occurrences(TEXT, "drone").len(), 2);
    }

    #[test]
    fn words_that_occur_twice_must_be_told_apart() {
        assert!(found("drone", None, None).unwrap_err().contains("occurs 2 times"));
        assert_eq!(found("drone", None, Some(2)), Ok(25));
        assert_eq!(found("drone", Some("second drone"), None), Ok(25));
        assert!(found("drone", None, Some(3)).is_err());
        assert!(found("drone", None, Some(0)).is_err());
    }

    #[test]
    fn an_argument_stands_nearest_to_its_trigger() {
        let near = |byte| find(TEXT, Quote { words: "drone", within: None, at: None }, Choice::Nearest(byte));
        assert_eq!(near(11).unwrap().start, 4);
        assert_eq!(near(40).unwrap().start, 25);
    }

    #[test]
    fn missing_words_are_named() {
        assert!(found("balrog", None, None).unwrap_err().contains("`balrog` is not in the text"));
        assert!(found("drone", Some("no such passage"), None).unwrap_err().contains("occurs 0 times"));
    }
}
