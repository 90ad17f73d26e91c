//! Readings of violence in a report that tells of none are taken away.
//!
//! Frames say what a word can mean; whether a passage speaks of a deed that happened (and not of a museum, a pay
//! dispute, an exercise) is seen by the whole of its words, which is what the judge looks at.

use std::collections::BTreeSet;

use casus_annotate::Annotated;
use casus_model::Span;

use crate::matching::Match;
use crate::passage::Passages;

/// How many words a passage must have to be weighed in full, and how much milder each word that lacks makes it: few
/// words say little of what surrounds a deed.
const FULL: u32 = 16;
const MILDER_A_WORD: f32 = 0.56;

/// How much milder each of several readings or passages is weighed, by the logarithm of their number.
const MILDER_OF_MANY: f32 = 2.0;

/// No passage is weighed more mildly than this.
const MILDEST: f32 = 4.6;

/// A reading of actual violence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Read {
    /// Sentence and token of the trigger.
    pub trigger: (u32, u32),
    /// Words of the trigger.
    pub span: Span,
    /// The frame that read it.
    pub frame: String,
}

impl Read {
    pub(crate) fn of(sentence: &Annotated, found: &Match) -> Read {
        Read {
            trigger: (sentence.index, found.token),
            span: found.trigger(sentence),
            frame: found.frame.name.clone(),
        }
    }
}

/// The readings of a report that tells of no violence, as far as its passages say: all where each of those asked after
/// is unlikely to, none where one is likely. Asked are those with a reading and those that are likely at a glance; where
/// one with a reading is unlikely, the sentence of the reading by itself, since running totals or talk beside a deed hide it
/// from who looks at all of them.
/// Each of many readings, and each of many passages, is weighed more mildly, by the logarithm of their number, since one
/// true one among them is enough; harm to people that is told beside ("two of them died in hospital") is one more that
/// may be true.
pub(crate) fn unlikely(passages: &Passages, readings: Vec<Read>, harms: usize) -> Vec<Read> {
    if readings.is_empty() {
        return readings;
    }
    let mild = (((readings.len() + harms) * passages.len()) as f32).ln() * MILDER_OF_MANY;
    let with_reading: BTreeSet<usize> = readings.iter().map(|read| passages.with(read.trigger.0)).collect();
    let sentences_read: BTreeSet<u32> = readings.iter().map(|read| read.trigger.0).collect();
    let is_likely = |passage: usize| {
        let sentences = passages.sentences(passage);
        let read = with_reading.contains(&passage);
        let short = if read { mildness(sentences) } else { 0.0 };
        let mut told = sentences.iter().filter(|sentence| sentences_read.contains(&sentence.index));
        passages.log_odds(passage) >= passages.bars().keep - (mild + short).min(MILDEST)
            || sentences.len() > 1
                && told.any(|sentence| passages.log_odds_of(sentence) >= passages.bars().keep)
    };
    let at_a_glance = passages.at_a_glance();
    let (first, others): (Vec<usize>, Vec<usize>) =
        at_a_glance.iter().partition(|passage| with_reading.contains(passage));
    let mut asked = first.into_iter().chain(with_reading.iter().copied()).chain(others);
    if asked.any(is_likely) { Vec::new() } else { readings }
}

/// What a short passage with a reading is forgiven.
fn mildness(sentences: &[Annotated]) -> f32 {
    let is_word = |sentence: &Annotated, token: u32| sentence.word(token).starts_with(char::is_alphanumeric);
    let words =
        |sentence: &Annotated| (0..sentence.len()).filter(|token| is_word(sentence, *token)).count() as u32;
    let lacking = FULL.saturating_sub(sentences.iter().map(words).sum());
    lacking as f32 * MILDER_A_WORD
}
