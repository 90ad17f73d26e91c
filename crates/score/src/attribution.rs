//! Who says what: source, cue and content of attributions, as PolNeAR marks them (Newell et al. 2018).
//!
//! Spans are compared by the words they cover, without quotation marks and points, so that it does not
//! matter on which side of a comma a span ends. An attribution of gold and a predicted one are aligned by
//! content, or by cue where neither has content.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::assign::assign;
use crate::layout::{ById, text};
use crate::rate::{Counts, Rate};
use crate::words::{is_space, is_word};

/// The attributions of one document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub doc_id: String,
    /// The text; predictions need none.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    #[expect(missing_docs)]
    pub attributions: Vec<Attribution>,
}

/// One attribution. A part may stand in several pieces, or be missing.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Attribution {
    /// Who says it.
    #[serde(default)]
    pub source: Vec<Span>,
    /// The word of saying.
    #[serde(default)]
    pub cue: Vec<Span>,
    /// What is said.
    #[serde(default)]
    pub content: Vec<Span>,
}

/// Code points before a piece, and up to its end.
pub type Span = [usize; 2];

/// How many parts an attribution has: source, cue, content.
const PARTS: usize = 3;

/// Counts of one part in one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct PartTally {
    /// Words that are in the part of any attribution.
    pub token: Counts,
    /// Parts that cover the same words.
    pub exact: Counts,
    /// Parts that share a word, one to one.
    pub overlap: Counts,
}

/// Counts of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Source, cue, content.
    pub parts: [PartTally; PARTS],
    /// Attributions aligned.
    pub content: Counts,
    /// Attributions aligned whose sources share a word, or both have none.
    pub source_correct: Counts,
    /// Attributions aligned that are the same.
    pub full_exact: Counts,
}

/// Rates of one part, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PartScores {
    /// Words that are in the part of any attribution.
    pub token: Rate,
    /// Parts that cover the same words.
    pub exact: Rate,
    /// Parts that share a word, one to one.
    pub overlap: Rate,
}

/// Rates of whole attributions, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WholeScores {
    /// Attributions aligned.
    pub content: Rate,
    /// Attributions aligned whose sources share a word, or both have none.
    pub source_correct: Rate,
    /// Attributions aligned that are the same.
    pub full_exact: Rate,
}

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[expect(missing_docs)]
pub struct Scores {
    pub source: PartScores,
    pub cue: PartScores,
    pub content: PartScores,
    pub attribution: WholeScores,
}

/// Scores predictions; a document of gold that they lack is one with nothing in it.
pub fn score(gold: &[Document], predicted: &[Document]) -> Scores {
    scores(&tallies(gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each document of gold.
pub fn tallies(gold: &[Document], predicted: &[Document]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |document| &document.doc_id);
    let gold = ById::new(gold, |document| &document.doc_id);
    let of = |id| predicted.get(id).map_or(&[][..], |document| &document.attributions);
    gold.iter().map(|(id, document)| tally(document, of(id))).collect()
}

/// The figures of documents.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let rate =
        |part: &dyn Fn(&Tally) -> Counts| tallies.iter().map(|tally| part(tally)).sum::<Counts>().rate();
    let [source, cue, content] = std::array::from_fn(|part| PartScores {
        token: rate(&|tally| tally.parts[part].token),
        exact: rate(&|tally| tally.parts[part].exact),
        overlap: rate(&|tally| tally.parts[part].overlap),
    });
    let attribution = WholeScores {
        content: rate(&|tally| tally.content),
        source_correct: rate(&|tally| tally.source_correct),
        full_exact: rate(&|tally| tally.full_exact),
    };
    Scores { source, cue, content, attribution }
}

/// Words, by their place in the text.
type Words = BTreeSet<usize>;

/// The words of source, cue and content.
type Parts = [Words; PARTS];

const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;

fn tally(gold: &Document, predicted: &[Attribution]) -> Tally {
    let tokens = tokens(&gold.text);
    let parts = |attributions: &[Attribution]| -> Vec<Parts> {
        let parts = attributions.iter().map(|one| [&one.source, &one.cue, &one.content]);
        parts.map(|parts| parts.map(|spans| covered(&tokens, spans))).collect()
    };
    let (gold, predicted) = (parts(&gold.attributions), parts(predicted));
    let aligned = aligned(&gold, &predicted);
    let whole = |fits: fn(&Parts, &Parts) -> bool| {
        let right = aligned.iter().filter(|(right, given)| fits(right, given)).count();
        Counts::paired(right, predicted.len(), gold.len())
    };
    Tally {
        parts: std::array::from_fn(|part| part_tally(part, &gold, &predicted)),
        content: whole(same_content),
        source_correct: whole(same_source),
        full_exact: whole(|right, given| right == given),
    }
}

fn part_tally(part: usize, gold: &[Parts], predicted: &[Parts]) -> PartTally {
    let all = |attributions: &[Parts]| -> Words {
        attributions.iter().flat_map(|parts| &parts[part]).copied().collect()
    };
    let (gold_words, predicted_words) = (all(gold), all(predicted));
    let shared = gold_words.intersection(&predicted_words).count();
    let filled = |parts: &&Words| !parts.is_empty();
    let gold: Vec<&Words> = gold.iter().map(|parts| &parts[part]).filter(filled).collect();
    let predicted: Vec<&Words> = predicted.iter().map(|parts| &parts[part]).filter(filled).collect();
    let counts = |right| Counts::paired(right, predicted.len(), gold.len());
    PartTally {
        token: Counts::paired(shared, predicted_words.len(), gold_words.len()),
        exact: counts(equal(&gold, &predicted)),
        overlap: counts(overlapping(&gold, &predicted)),
    }
}

fn equal(gold: &[&Words], predicted: &[&Words]) -> usize {
    let mut left = gold.to_vec();
    for given in predicted {
        if let Some(place) = left.iter().position(|right| right == given) {
            left.swap_remove(place);
        }
    }
    gold.len() - left.len()
}

fn overlapping(gold: &[&Words], predicted: &[&Words]) -> usize {
    let weight = |right: &Words, given: &Words| if share(right, given) { 1.0 } else { 0.0 };
    let weights: Vec<Vec<f64>> =
        gold.iter().map(|right| predicted.iter().map(|given| weight(right, given)).collect()).collect();
    assign(&weights).len()
}

fn aligned<'a>(gold: &'a [Parts], predicted: &'a [Parts]) -> Vec<(&'a Parts, &'a Parts)> {
    let weights: Vec<Vec<f64>> =
        gold.iter().map(|right| predicted.iter().map(|given| likeness(right, given)).collect()).collect();
    assign(&weights).into_iter().map(|(right, given)| (&gold[right], &predicted[given])).collect()
}

/// Content before cue before source; a little more where all are equal.
fn likeness(gold: &Parts, predicted: &Parts) -> f64 {
    let part = |part: usize| jaccard(&gold[part], &predicted[part]);
    let same = if gold == predicted { 0.001 } else { 0.0 };
    part(CONTENT) + 0.02 * part(CUE) + 0.01 * part(SOURCE) + same
}

fn jaccard(one: &Words, other: &Words) -> f64 {
    let shared = one.intersection(other).count();
    let all = one.len() + other.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

fn share(one: &Words, other: &Words) -> bool {
    !one.is_disjoint(other)
}

fn same_content(gold: &Parts, predicted: &Parts) -> bool {
    let neither = gold[CONTENT].is_empty() && predicted[CONTENT].is_empty();
    share(&gold[CONTENT], &predicted[CONTENT])
        || (neither && (share(&gold[CUE], &predicted[CUE]) || gold == predicted))
}

fn same_source(gold: &Parts, predicted: &Parts) -> bool {
    let neither = gold[SOURCE].is_empty() && predicted[SOURCE].is_empty();
    same_content(gold, predicted) && (neither || share(&gold[SOURCE], &predicted[SOURCE]))
}

/// Where words stand: runs of `\w`, and every other sign but quotation marks and points.
fn tokens(text: &str) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    let mut in_word = false;
    for (place, character) in text.chars().enumerate() {
        let goes_on = in_word && is_word(character);
        in_word = is_word(character);
        match tokens.last_mut() {
            Some(token) if goes_on => token[1] = place + 1,
            _ if is_space(character) || is_point(character) => {}
            _ => tokens.push([place, place + 1]),
        }
    }
    tokens
}

fn is_point(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '\'' | '‘' | '’' | '.' | ',' | ';' | ':' | '!' | '?')
}

/// The words that pieces touch. An empty piece inside a word touches it.
fn covered(tokens: &[Span], spans: &[Span]) -> Words {
    let mut covered = Words::new();
    for &[start, end] in spans {
        let mut first = tokens.partition_point(|token| token[0] < start);
        if first > 0 && tokens[first - 1][1] > start {
            first -= 1;
        }
        let touched = tokens[first..].iter().take_while(|token| token[0] < end).count();
        covered.extend(first..first + touched);
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_words_and_no_points() {
        let tokens = tokens("“Ten fell – here,” he said.");
        assert_eq!(tokens, [[1, 4], [5, 9], [10, 11], [12, 16], [19, 21], [22, 26]]);
        assert_eq!(covered(&tokens, &[[0, 6], [17, 21]]), Words::from([0, 1, 4]));
        assert_eq!(covered(&tokens, &[[23, 23]]), Words::from([5]));
    }
}
