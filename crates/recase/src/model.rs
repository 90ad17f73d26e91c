//! The trained perceptron and its table of words, as they are embedded.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::features::{History, Word, features, words};
use crate::label::Label;
use crate::tokens::Token;

const WORDS: &[u8] = include_bytes!("../../../data/models/case/words.fst");
const WEIGHTS: &[u8] = include_bytes!("../../../data/models/case/weights.bin");

/// What is needed to choose case. It does not change; one serves all threads.
pub struct Restorer {
    words: fst::Map<Vec<u8>>,
    weights: FxHashMap<u32, [i8; 4]>,
}

/// What a capital is given beforehand: names are more frequent in news than in the texts of the training.
const BONUS: i32 = 40;

/// The bytes are no table of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

impl Restorer {
    /// The one of this build. It is opened when it is first asked for, because few texts need it.
    pub fn embedded() -> &'static Restorer {
        static EMBEDDED: LazyLock<Restorer> = LazyLock::new(|| {
            Restorer::open(WORDS.to_vec(), WEIGHTS).unwrap_or_else(|Damaged| Restorer::empty())
        });
        &EMBEDDED
    }

    /// A table of words, and weights that [`train`](crate::train) gave.
    pub fn open(words: Vec<u8>, weights: &[u8]) -> Result<Restorer, Damaged> {
        let words = fst::Map::new(words).map_err(|_| Damaged)?;
        let (rows, rest) = weights.as_chunks::<8>();
        if !rest.is_empty() {
            return Err(Damaged);
        }
        let weight = |[a, b, c, d, small, title, capitals, mixed]: &[u8; 8]| {
            let weights = [small, title, capitals, mixed].map(|byte| i8::from_le_bytes([*byte]));
            (u32::from_le_bytes([*a, *b, *c, *d]), weights)
        };
        Ok(Restorer { words, weights: rows.iter().map(weight).collect() })
    }

    /// Knows no word and has no weights.
    fn empty() -> Restorer {
        Restorer { words: fst::Map::default(), weights: FxHashMap::default() }
    }

    /// The words of a text, looked up.
    pub(crate) fn words(&self, text: &str, tokens: &[Token]) -> Vec<Word> {
        words(text, tokens, |word| self.words.get(word))
    }

    /// How each word is to be written.
    pub(crate) fn labels(&self, text: &str, tokens: &[Token]) -> Vec<Label> {
        let words = self.words(text, tokens);
        let mut history = History::START;
        let choose = |at: usize| {
            let label = self.label(&words, at, history);
            history = history.after(&words[at], label);
            label
        };
        (0..words.len()).map(choose).collect()
    }

    fn label(&self, words: &[Word], at: usize, history: History) -> Label {
        if words.get(at + 1).is_some_and(|next| words[at].is_letter_of(next)) {
            return Label::Title;
        }
        let mut scores = [0, BONUS, 0, 0];
        features(words, at, history, |feature| {
            if let Some(weights) = self.weights.get(&feature) {
                scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += i32::from(*weight));
            }
        });
        match best(&scores) {
            Label::Capitals if !words[at].may_be_initials() => Label::Title,
            label => label,
        }
    }

    /// The most frequent writing of a word: what is to be beaten.
    pub fn most_frequent(&self, word: &str) -> String {
        let small = Label::Small.written(word);
        let number = self.words.get(&small);
        number.map_or(crate::table::UNKNOWN, crate::table::Habit::of_number).likeliest().written(word)
    }
}

/// The label with the highest score; the first of equals.
pub(crate) fn best<T: PartialOrd + Copy>(scores: &[T; 4]) -> Label {
    let mut best = 0;
    for at in 1..4 {
        if scores[at] > scores[best] {
            best = at;
        }
    }
    Label::ALL[best]
}
