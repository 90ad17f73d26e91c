//! Short texts that tell running totals, and what was read of them.
//!
//! A total is read where a tally of its measure and number has its trigger in the words given or rests on them; every tally
//! stands for one total at most. Of those read it is also said for how many the first day counted is right, as far as it is
//! told, and the places.

use casus_model::{Body, Claim, Qualifier, Reading, Span, Tally};
use jiff::civil::Date;
use serde::Deserialize;

use crate::load::Problem;

/// A short text and the totals that it tells; none where its numbers only look like totals.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalText {
    /// A name that no other text of the file has.
    pub name: String,
    /// Day of publication.
    pub published: Date,
    /// What is read.
    pub text: String,
    /// What it tells.
    #[serde(default, rename = "total")]
    pub totals: Vec<ToldTotal>,
}

/// One total, or a share of one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldTotal {
    /// The words that tell it.
    pub words: String,
    /// What is counted: a measure of tally claims.
    pub measure: String,
    /// How many: the least, or where only the most is told, that.
    pub count: u64,
    /// How it is hedged.
    pub qualifier: Qualifier,
    /// The first day counted, as far as it is told: a day, a month or a year.
    pub since: Option<String>,
    /// Words of the places counted over.
    #[serde(default)]
    pub places: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    text: Vec<TotalText>,
}

/// How the totals of a file were read.
#[derive(Clone, Debug, Default)]
pub struct TotalsScore {
    /// The file's name.
    pub file: String,
    /// How many texts it has.
    pub texts: usize,
    /// Totals told.
    pub told: usize,
    /// Tallies read.
    pub read: usize,
    /// Tallies that are a total told.
    pub right: usize,
    /// Of those, with the right hedge, first day and places.
    pub hedged: usize,
    /// As above.
    pub since: usize,
    /// As above.
    pub placed: usize,
    /// Totals that were not read: text and words.
    pub missed: Vec<(String, String)>,
    /// Tallies that are no total told: text and words.
    pub invented: Vec<(String, String)>,
}

/// The texts of a file of totals.
pub(crate) fn parse(written: &str) -> Result<Vec<TotalText>, Vec<Problem>> {
    let whole = |message: String| Problem { line: 0, claim: "the file".to_owned(), message };
    let file: File = toml::from_str(written).map_err(|wrong| vec![whole(wrong.to_string())])?;
    let mut problems = Vec::new();
    for (at, text) in file.text.iter().enumerate() {
        if file.text[..at].iter().any(|other| other.name == text.name) {
            problems.push(whole(format!("{}: two texts have this name", text.name)));
        }
        for total in text.totals.iter().filter(|total| !text.text.contains(&total.words)) {
            problems.push(whole(format!("{}: {:?} must stand in the text", text.name, total.words)));
        }
    }
    if problems.is_empty() { Ok(file.text) } else { Err(problems) }
}

impl TotalsScore {
    /// Adds what was read of one text.
    pub fn add(&mut self, text: &TotalText, reading: &Reading) {
        let mut tallies: Vec<(&Claim, &Tally)> = reading
            .claims
            .iter()
            .filter_map(|claim| match &claim.body {
                Body::Tally(tally) => Some((claim, &**tally)),
                _ => None,
            })
            .collect();
        self.texts += 1;
        self.told += text.totals.len();
        self.read += tallies.len();
        for total in &text.totals {
            let found = tallies.iter().position(|(claim, tally)| is_told(text, total, claim, tally));
            match found.map(|at| tallies.remove(at).1) {
                Some(tally) => self.count(total, tally),
                None => self.missed.push((text.name.clone(), total.words.clone())),
            }
        }
        let left =
            tallies.iter().map(|(claim, tally)| format!("{} {}", tally.count.text, claim.trigger.text));
        self.invented.extend(left.map(|words| (text.name.clone(), words)));
    }

    fn count(&mut self, total: &ToldTotal, tally: &Tally) {
        self.right += 1;
        self.hedged += usize::from(tally.count.qualifier == total.qualifier);
        let since = tally.window.as_ref().and_then(|window| window.start.clone());
        self.since += usize::from(is_as_far(since.as_deref(), total.since.as_deref()));
        let alike = |one: &str, other: &str| {
            let (one, other) = (one.to_lowercase(), other.to_lowercase());
            one.contains(&other) || other.contains(&one)
        };
        let known = |name: &str| total.places.iter().any(|place| alike(place, name));
        let all = tally.places.iter().all(|place| known(&place.name));
        self.placed += usize::from(all && tally.places.is_empty() == total.places.is_empty());
    }

    /// Precision, recall and F1; where there is nothing, one.
    pub fn figures(&self) -> (f64, f64, f64) {
        let share = |of: usize| if of == 0 { 1.0 } else { self.right as f64 / of as f64 };
        let (precision, recall) = (share(self.read), share(self.told));
        let f1 = if self.right > 0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        (precision, recall, f1)
    }
}

fn is_told(text: &TotalText, total: &ToldTotal, claim: &Claim, tally: &Tally) -> bool {
    let Some(start) = text.text.find(&total.words) else { return false };
    let words = Span { start: start as u32, end: (start + total.words.len()) as u32 };
    let mut spans = claim.evidence.iter().map(|used| Span { start: used.start, end: used.end });
    let here = claim.trigger.span().overlaps(words) || spans.any(|span| span.overlaps(words));
    let number = [tally.count.low, tally.count.high].contains(&Some(total.count));
    here && number && tally.measure == total.measure
}

/// Whether two beginnings are one, as far as both are told: "2024-04" and "2024-04-01".
fn is_as_far(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.starts_with(other) || other.starts_with(one),
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_does_not_hold() {
        let text = "[[text]]\nname = \"a\"\npublished = \"2024-05-10\"\ntext = \"Forty raids.\"\n";
        assert_eq!(parse(text).map(|texts| texts.len()).ok(), Some(1));
        let total =
            "[[text.total]]\nwords = \"Fifty\"\nmeasure = \"events\"\ncount = 50\nqualifier = \"exact\"\n";
        assert!(parse(&format!("{text}{total}")).is_err_and(|problems| problems.len() == 1));
        assert!(parse(&format!("{text}{text}")).is_err());
    }

    #[test]
    fn beginnings_agree_as_far_as_they_are_told() {
        assert!(is_as_far(Some("2024-04"), Some("2024-04-01")));
        assert!(is_as_far(None, None));
        assert!(!is_as_far(Some("2024-05"), Some("2024-04-01")));
        assert!(!is_as_far(None, Some("2024")));
    }
}
