//! Training: an averaged perceptron that learns from its own choices.

use rustc_hash::FxHashMap;

use crate::features::{History, Word, features};
use crate::label::Label;
use crate::model::{Restorer, best};
use crate::tokens::tokens;

/// A paragraph in common case: its words, and how each is written.
pub struct Example {
    words: Vec<Word>,
    labels: Vec<Option<Label>>,
}

/// The paragraphs of texts in common case that are fit to learn from: prose, no headings.
pub fn examples<'a>(restorer: &Restorer, texts: impl IntoIterator<Item = &'a str>) -> Vec<Example> {
    let prose = texts.into_iter().filter(|text| is_prose(text));
    let example = |text| {
        let tokens = tokens(text);
        let labels = tokens.iter().map(|token| Label::of(&text[token.start..token.end])).collect();
        Example { words: restorer.words(text, &tokens), labels }
    };
    let mut examples: Vec<Example> = prose.map(example).collect();
    leave_house_style(&mut examples);
    examples.iter_mut().for_each(forget_rare);
    examples
}

/// Takes the labels from words that stand alone with a capital, where these texts mostly write it so and
/// others do not: "the Nation".
fn leave_house_style(examples: &mut [Example]) {
    const OFTEN: usize = 10;
    let mut counts: FxHashMap<String, [usize; 2]> = FxHashMap::default();
    for example in &*examples {
        for (at, word) in example.words.iter().enumerate() {
            if example.labels[at] == Some(Label::Small) || example.stands_alone(at) {
                let count = counts.entry(word.text().to_owned()).or_default();
                count[usize::from(example.labels[at] == Some(Label::Title))] += 1;
            }
        }
    }
    let is_style = |word: &Word| {
        let [small, title] = counts.get(word.text()).copied().unwrap_or_default();
        title >= OFTEN && title * 2 > small
    };
    for example in examples {
        let style: Vec<usize> = (0..example.words.len())
            .filter(|at| example.stands_alone(*at) && is_style(&example.words[*at]))
            .collect();
        style.into_iter().for_each(|at| example.labels[at] = None);
    }
}

impl Example {
    /// True for a word that is commonly small, has a capital inside a sentence, and no neighbour with one.
    fn stands_alone(&self, at: usize) -> bool {
        let is_small = |index: Option<usize>| {
            index.and_then(|index| self.labels.get(index)).is_none_or(|label| *label == Some(Label::Small))
        };
        let word = &self.words[at];
        self.labels[at] == Some(Label::Title)
            && !word.opens()
            && word.habit().title < 7
            && is_small(at.checked_sub(1))
            && is_small(at.checked_add(1))
    }
}

/// Makes every other very rare word unknown, so that it is learned what to do with those.
fn forget_rare(example: &mut Example) {
    const RARE: u8 = 6;
    for (at, word) in example.words.iter_mut().enumerate() {
        if word.habit().rarity == RARE && at % 2 == 0 {
            word.forget();
        }
    }
}

/// Sentences whose words are mostly small.
fn is_prose(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let (mut all, mut small) = (0, 0);
    for word in words {
        all += 1;
        small += usize::from(!word.contains(char::is_uppercase));
    }
    all >= 6 && small * 5 >= all * 3 && text.contains('.')
}

/// A weight for each label, with its sum over all steps so far.
#[derive(Clone, Copy, Default)]
struct Weight {
    now: [f64; 4],
    sum: [f64; 4],
    since: [u64; 4],
    seen: u32,
}

/// Features met less often in training are dropped.
const SELDOM: u32 = 3;

/// Learns weights from examples, as bytes for [`Restorer::open`]. `rounds` times over all of them, each time in
/// another order, which is always the same.
pub fn train(examples: &[Example], rounds: u64) -> Vec<u8> {
    let mut weights: FxHashMap<u32, Weight> = FxHashMap::default();
    let mut step = 0;
    for round in 0..rounds {
        for index in order(examples.len(), round) {
            learn(&mut weights, &examples[index], &mut step, round == 0);
        }
    }
    packed(weights, step)
}

/// A permutation that depends on the round alone.
fn order(length: usize, round: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let key =
        |index: &usize| (*index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ round << 17).rotate_left(31);
    order.sort_by_key(|index| key(index).wrapping_mul(0xff51_afd7_ed55_8ccd));
    order
}

fn learn(weights: &mut FxHashMap<u32, Weight>, example: &Example, step: &mut u64, first: bool) {
    let mut history = History::START;
    for (at, gold) in example.labels.iter().enumerate() {
        let mut found = Vec::with_capacity(32);
        features(&example.words, at, history, |feature| found.push(feature));
        let mut scores = [0.0; 4];
        for feature in &found {
            if let Some(weight) = weights.get(feature) {
                scores.iter_mut().zip(weight.now).for_each(|(score, weight)| *score += weight);
            }
        }
        let chosen = best(&scores);
        let gold = gold.unwrap_or(chosen);
        *step += 1;
        for feature in found {
            if first || chosen != gold {
                let weight = weights.entry(feature).or_default();
                weight.seen += u32::from(first);
                if chosen != gold {
                    weight.add(gold, 1.0, *step);
                    weight.add(chosen, -1.0, *step);
                }
            }
        }
        history = history.after(&example.words[at], chosen);
    }
}

impl Weight {
    fn add(&mut self, label: Label, amount: f64, step: u64) {
        let at = label as usize;
        self.sum[at] += self.now[at] * (step - self.since[at]) as f64;
        self.since[at] = step;
        self.now[at] += amount;
    }

    fn mean(mut self, step: u64) -> [f64; 4] {
        Label::ALL.iter().for_each(|label| self.add(*label, 0.0, step));
        self.sum.map(|sum| sum / step.max(1) as f64)
    }
}

/// Features in order, each with its mean weights in whole numbers.
fn packed(weights: FxHashMap<u32, Weight>, step: u64) -> Vec<u8> {
    let kept = weights.into_iter().filter(|(_, weight)| weight.seen >= SELDOM);
    let mut means: Vec<(u32, [f64; 4])> =
        kept.map(|(feature, weight)| (feature, weight.mean(step))).collect();
    means.sort_by_key(|(feature, _)| *feature);
    let highest = means.iter().flat_map(|(_, mean)| mean).fold(0.0f64, |high, mean| high.max(mean.abs()));
    let scale = if highest > 0.0 { (127.0 / highest).max(8.0) } else { 1.0 };
    let mut bytes = Vec::new();
    for (feature, mean) in means {
        let whole = mean.map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8);
        if whole != [0; 4] {
            bytes.extend(feature.to_le_bytes());
            bytes.extend(whole.map(|weight| weight.to_le_bytes()[0]));
        }
    }
    bytes
}
