//! ECB+: which mentions of events in many documents tell of one event (Cybulska and Vossen 2014).
//!
//! Mentions are given; only whether they belong together is asked. Each document is read by itself to a
//! [`Sketch`]: the words it is about, and of every mention the head, its arguments, and what stands around it.
//! Then documents of a topic are grouped to stories, and mentions of a story to events, by what two mentions
//! share ([`pairs`]) and weights that were learned on the training half (`tables/ecbplus_weights.tsv`).

mod learn;
mod pairs;
mod sketch;
mod stories;
mod words;

use std::collections::BTreeMap;

use casus::{Given, Inside};
use casus_score::coref::{self, Clustering, Singletons};
use serde_json::{Map, Value, json};

use crate::groups::groups;
use crate::set::{Reads, string};
use crate::{Asked, Set, measure};
use learn::probability;
use pairs::Corpus;
use sketch::Sketch;

pub use learn::{Weights, learned, table};

pub(crate) const SET: Set = Set {
    name: "ecbplus",
    files: &["ecbplus/dev.jsonl"],
    about: "the mentions of the gold; documents of a topic (told to the baseline too) are grouped to stories by their words, \
            and mentions of a story to events: heads of one word family or of words for one another, frames of the lexicon, \
            arguments of the parse, days, and how alike the documents are, with weights learned on the training half",
    reads: Reads::Text { asked, predict },
    join: Some(joined),
    measure: measure::ECBPLUS,
};

/// Sentences as paragraphs, since the corpus keeps only some of each document.
fn asked(line: &Value) -> Asked {
    Asked { text: sketch::words_of(line).1, given: Given::default() }
}

fn predict(inside: &Inside, line: &Value) -> Value {
    serde_json::to_value(Sketch::of(inside, line)).unwrap_or_default()
}

/// The event of every mention, as one object for all documents: what the scorer reads.
fn joined(gold: &[Value], read: Vec<Value>) -> Vec<Value> {
    let weights = learned();
    let events = events(gold, &read, weights.least, |_| &weights);
    let named = events.into_iter().map(|(mention, event)| (mention, json!(event)));
    vec![Value::Object(named.collect::<Map<String, Value>>())]
}

/// The event of each mention, by weights that may depend on its topic.
fn events<'a>(
    gold: &[Value],
    read: &[Value],
    least: f64,
    weights: impl Fn(&str) -> &'a Weights,
) -> Vec<(String, String)> {
    let corpus = Corpus::new(gold, read);
    let alike = |pair: pairs::Pair| {
        let probable = probability(weights(corpus.topic(pair.one)), &pair.says);
        (probable > LITTLE).then_some((pair.one, pair.other, probable))
    };
    let alike: Vec<_> = corpus.pairs().filter_map(alike).collect();
    let events = groups(corpus.mentions().len(), &alike, least);
    let mentions = corpus.mentions().iter().map(|mention| mention.id.clone());
    mentions.zip(events.iter().map(usize::to_string)).collect()
}

/// Pairs less probable than this are taken not to belong together at all.
const LITTLE: f64 = 0.02;

/// For each pair of mentions of one story: its topic, what it says, and whether gold has it as one event.
/// What weights are learned from.
pub fn examples(gold: &[Value], read: &[Value]) -> Vec<(String, Vec<f64>, bool)> {
    let corpus = Corpus::new(gold, read);
    let chains = chains(gold);
    let mentions = corpus.mentions();
    let chain = |mention: usize| chains.get(&mentions[mention].id);
    let example = |pair: pairs::Pair| {
        let topic = corpus.topic(pair.one).to_owned();
        (topic, pair.says, chain(pair.one) == chain(pair.other))
    };
    corpus.pairs().map(example).collect()
}

/// CoNLL F1 in percent, where the mentions of each topic are grouped by weights of its own.
pub fn conll<'a>(gold: &[Value], read: &[Value], least: f64, weights: impl Fn(&str) -> &'a Weights) -> f64 {
    let predicted: Clustering = events(gold, read, least, weights).into_iter().collect();
    coref::score(Singletons::Kept, &chains(gold).into_iter().collect(), &predicted).conll
}

/// The event of each mention in gold.
fn chains(gold: &[Value]) -> BTreeMap<String, String> {
    let lines: String = gold.iter().map(|line| format!("{line}\n")).collect();
    let mentions = coref::ecb(&lines).unwrap_or_default();
    mentions.into_iter().map(|mention| (mention.id, mention.chain)).collect()
}

/// The baseline of the scorer: mentions of one topic whose last word has the same stem.
pub(crate) fn heads(_casus: &casus::Casus, line: &Value) -> Value {
    let mentions = coref::ecb(&format!("{line}\n")).unwrap_or_default();
    let named = mentions.iter().map(|mention| {
        (mention.id.clone(), json!(format!("{}|{}", mention.topic, coref::head_stem(&mention.text))))
    });
    Value::Object(named.collect())
}

/// The id of a mention, as the scorer names it.
fn id(line: &Value, event: &Value) -> String {
    let tokens: Vec<String> =
        event["tokens"].as_array().into_iter().flatten().map(Value::to_string).collect();
    format!("{}|{}|{}", string(line, "doc_id"), event["sent"], tokens.join("_"))
}
