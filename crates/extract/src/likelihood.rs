//! How likely a sentence is to tell a deed of violence that happened: a sum of learned weights over what it is known by.
//!
//! Frames say what a word can mean; whether a whole sentence speaks of a deed (and not of a museum, a pay dispute, a
//! chess match) is seen by the company that its words keep. The sum takes away readings of a report that tells of
//! none, and says which words did it; where nothing is read, it says which sentence to read all the same.

use casus_annotate::Annotated;
use casus_model::Span;

use crate::matching::Match;
use crate::{Material, telltale};

/// How much milder each of several readings is weighed.
const MILDER: f32 = 2.0;

/// How many words a sentence must have to be weighed in full, and how much milder each word that lacks makes it: few
/// words keep little company.
const FULL: usize = 16;
const MILDER_A_WORD: f32 = 0.2;

/// So many features are told to whoever asks why a reading was not taken.
const TOLD: usize = 5;

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

/// The readings of a report that tells of no violence, as far as its sentences say: all where each sentence is unlikely
/// to, none where one is likely. Each of many readings is weighed more mildly, by the logarithm of their number, since
/// one true one among them is enough; harm to people that is told beside ("two of them died in hospital") is one more
/// that may be true.
pub(crate) fn unlikely(material: &Material, readings: Vec<Read>, harms: usize) -> Vec<Read> {
    if readings.is_empty() {
        return readings;
    }
    let mild = ((readings.len() + harms) as f32).ln() * MILDER;
    let unlikely = |sentence: &Annotated| sum(sentence) + mildness(sentence) + mild < 0.0;
    let sentences = &material.annotation.sentences;
    let of_readings = readings.iter().map(|read| &sentences[read.trigger.0 as usize]);
    if of_readings.chain(sentences).all(unlikely) { readings } else { Vec::new() }
}

/// The sum of a sentence, in the logarithm of odds.
pub(crate) fn sum(sentence: &Annotated) -> f32 {
    let likelihood = &sentence.lexicon.likelihood;
    let features = telltale::features(sentence);
    let weights = features.iter().map(|feature| likelihood.weight(feature));
    likelihood.bias() + weights.sum::<f32>()
}

/// What a short sentence is forgiven before something that is read in it is taken away.
pub(crate) fn mildness(sentence: &Annotated) -> f32 {
    let words = (0..sentence.len()).filter(|token| sentence.word(*token).starts_with(char::is_alphanumeric));
    FULL.saturating_sub(words.count()) as f32 * MILDER_A_WORD
}

/// The features of a sentence that speak against its telling violence, the strongest first.
pub(crate) fn against(sentence: &Annotated) -> Vec<String> {
    let weighed = telltale::features(sentence).into_iter();
    let mut against: Vec<(f32, String)> = weighed
        .map(|feature| (sentence.lexicon.likelihood.weight(&feature), feature))
        .filter(|(weight, _)| *weight < 0.0)
        .collect();
    against.sort_by(|one, other| one.0.total_cmp(&other.0));
    against.into_iter().take(TOLD).map(|(_, feature)| feature).collect()
}
