//! Mentions torn apart or thrown together, and articles cut short or overgrown.

use std::collections::BTreeMap;

use casus_score::{article, coref};
use serde_json::Value;

use super::{Mistake, lines, mistake};
use crate::Judged;
use crate::set::string;

/// For each mention the nearest before it that gold has in its event and we have not, or the other way around.
pub(crate) fn ecbplus(judged: &Judged) -> Vec<Mistake> {
    let ours: BTreeMap<&str, String> = judged
        .predicted
        .iter()
        .filter_map(Value::as_object)
        .flatten()
        .map(|(mention, event)| (mention.as_str(), event.to_string()))
        .collect();
    let mut mistakes = Vec::new();
    let mut before: BTreeMap<String, Vec<coref::EcbMention>> = BTreeMap::new();
    for line in &judged.gold {
        for mention in coref::ecb(&format!("{line}\n")).unwrap_or_default() {
            let earlier = before.entry(mention.topic.clone()).or_default();
            let event = |mention: &coref::EcbMention| ours.get(mention.id.as_str());
            let one = |other: &coref::EcbMention| other.chain == mention.chain;
            let our_one =
                |other: &coref::EcbMention| event(other).is_some() && event(other) == event(&mention);
            let missed = earlier.iter().rev().find(|other| one(other) && !our_one(other));
            let joined = earlier.iter().rev().find(|other| !one(other) && our_one(other));
            let told = |kind: &str, other: &coref::EcbMention, sides: [&str; 2]| {
                let pair = format!("{} + {} ({})", other.text, mention.text, other.id);
                mistake(line, kind.to_owned(), None, &format!("{}: {pair}", sides[0]), sides[1])
            };
            mistakes.extend(missed.map(|other| told("torn apart", other, ["one event", "two"])));
            mistakes.extend(joined.map(|other| told("thrown together", other, ["two events", "one"])));
            earlier.push(mention);
        }
    }
    mistakes
}

/// Articles of which a tenth or more is missing, or a tenth or more is something else.
pub(crate) fn articles(judged: &Judged) -> Vec<Mistake> {
    let page = |line: &Value| article::Page {
        id: string(line, "id").to_owned(),
        body: line["articleBody"].as_str().map(str::to_owned),
    };
    let mut mistakes = Vec::new();
    for (line, predicted) in lines(judged) {
        let tallies = article::tallies(&[page(line)], &[page(predicted)]);
        let [precision, recall] =
            [|tally: &article::Tally| tally.precision, |tally: &article::Tally| tally.recall]
                .map(|part| tallies.first().and_then(part));
        let shown = |share: Option<f64>| share.map_or("none".to_owned(), |share| format!("{share:.2}"));
        let kind = match (precision, recall) {
            (None, Some(_)) => "no article found",
            (_, Some(recall)) if recall < GOOD => "words missing",
            (Some(precision), _) if precision < GOOD => "words of something else",
            _ => continue,
        };
        let ours = format!("precision {}, recall {}", shown(precision), shown(recall));
        mistakes.push(mistake(line, kind.to_owned(), None, "the article", &ours));
    }
    mistakes
}

const GOOD: f64 = 0.9;
