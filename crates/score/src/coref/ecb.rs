//! Events of ECB+ (Cybulska and Vossen 2014), as mentions and chains.

use serde::{Deserialize, Serialize};

use super::Clustering;
use crate::layout::{self, text};

/// A mention of an event in the files of ECB+.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcbMention {
    /// `document|sentence|token_token`.
    pub id: String,
    /// The event that it tells of, over all documents.
    pub chain: String,
    /// Documents of one topic tell of similar events.
    pub topic: String,
    /// Its words.
    pub text: String,
}

#[derive(Deserialize, Serialize)]
struct Line {
    #[serde(deserialize_with = "text")]
    doc_id: String,
    #[serde(deserialize_with = "text")]
    topic: String,
    events: Vec<Event>,
}

#[derive(Deserialize, Serialize)]
struct Event {
    sent: i64,
    tokens: Vec<i64>,
    text: String,
    #[serde(deserialize_with = "text")]
    chain: String,
}

/// The mentions of events of a file. Their chains are gold:
/// `ecb(…)?.into_iter().map(|mention| (mention.id, mention.chain)).collect::<Clustering>()`.
pub fn ecb(jsonl: &str) -> Result<Vec<EcbMention>, layout::Error> {
    let lines: Vec<Line> = layout::read(jsonl)?;
    Ok(lines.into_iter().flat_map(mentions).collect())
}

fn mentions(line: Line) -> Vec<EcbMention> {
    let Line { doc_id, topic, events } = line;
    let mention = |event: Event| {
        let tokens: Vec<String> = event.tokens.iter().map(i64::to_string).collect();
        EcbMention {
            id: format!("{doc_id}|{}|{}", event.sent, tokens.join("_")),
            chain: event.chain,
            topic: topic.clone(),
            text: event.text,
        }
    };
    events.into_iter().map(mention).collect()
}

/// The baseline of ECB+: mentions of one topic whose last word has the same stem are one event.
pub fn head_baseline(mentions: &[EcbMention]) -> Clustering {
    let cluster = |mention: &EcbMention| format!("{}|{}", mention.topic, head_stem(&mention.text));
    mentions.iter().map(|mention| (mention.id.clone(), cluster(mention))).collect()
}

/// The stem of the last word of a mention, in small letters.
pub fn head_stem(mention: &str) -> String {
    let last = mention.split(crate::words::is_space).rfind(|word| !word.is_empty());
    stem(&last.unwrap_or_default().to_lowercase()).to_owned()
}

const ENDS: [&str; 12] = ["ations", "ation", "ings", "ing", "ers", "er", "ied", "ies", "ed", "es", "s", "e"];

/// A word without the first of some common ends that leaves three letters.
pub fn stem(word: &str) -> &str {
    let mut stems = ENDS.iter().filter_map(|end| word.strip_suffix(end));
    stems.find(|stem| stem.chars().count() >= 3).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn an_end_leaves_three_letters() {
        assert_eq!(
            ["bombings", "red", "killed", "dies", "ruse"].map(stem),
            ["bomb", "red", "kill", "die", "rus"]
        );
    }
}
