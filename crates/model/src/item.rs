//! Lists of what happened by days: "12 June, Bree: attack on a patrol. Two dead.", "Mon. 3, 23:00. Bree. A mill burned."

use crate::{Pos, Sentence};

/// Words before the colon of an item at most.
const LONGEST: usize = 14;
/// An item has at most this many sentences.
const SENTENCES: usize = 8;
/// Words of a sentence that is the name of a place alone.
const NAME: usize = 5;

/// What stands before the deeds of an item: its day and its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The sentence that the item begins with.
    pub first: usize,
    /// The sentence that tells its first deed.
    pub sentence: usize,
    /// The first token of that sentence that is none of the opening's.
    pub token: usize,
}

impl Opening {
    /// How many tokens of a sentence of the item are the opening's.
    pub fn within(&self, sentence: usize, tokens: usize) -> usize {
        match sentence {
            at if at < self.sentence => tokens,
            at if at == self.sentence => self.token,
            _ => 0,
        }
    }
}

/// The opening of the item that each sentence stands in, by sentence; none for other sentences, and in lines of more
/// sentences than an item has. `is_time` says whether a token (of a sentence) tells a time.
pub fn openings(
    text: &str,
    sentences: &[&Sentence],
    is_time: impl Fn(usize, usize) -> bool,
) -> Vec<Option<Opening>> {
    let mut openings = vec![None; sentences.len()];
    let mut first = 0;
    while first < sentences.len() {
        let mut end = first + 1;
        while end < sentences.len() && is_one_line(text, sentences[end - 1], sentences[end]) {
            end += 1;
        }
        if end - first <= SENTENCES {
            openings[first..end].fill(opening(text, sentences, (first, end), &is_time));
        }
        first = end;
    }
    openings
}

fn is_one_line(text: &str, one: &Sentence, next: &Sentence) -> bool {
    let between = text.get(one.span.end as usize..next.span.start as usize);
    between.is_some_and(|between| !between.contains('\n'))
}

/// A day before all else, then nothing but places and names, up to a colon or through sentences of their own: of the
/// day, and behind it of one place.
fn opening(
    text: &str,
    sentences: &[&Sentence],
    (first, end): (usize, usize),
    is_time: &impl Fn(usize, usize) -> bool,
) -> Option<Opening> {
    let head =
        |at: usize, behind_day: bool| Head::of(text, sentences[at], behind_day, |token| is_time(at, token));
    let day = head(first, false);
    match day.ends {
        _ if !day.tells_time => return None,
        Ends::Colon => return Some(Opening { first, sentence: first, token: day.end }),
        Ends::Sentence if first + 1 < end => {}
        Ends::Sentence | Ends::Before => return None,
    }
    let next = first + 1;
    let place = head(next, true);
    let is_place = !place.tells_time && !place.common && (1..=NAME).contains(&place.names);
    match place.ends {
        Ends::Colon if is_place => Some(Opening { first, sentence: next, token: place.end }),
        Ends::Sentence if is_place => {
            (next + 1 < end).then_some(Opening { first, sentence: next + 1, token: 0 })
        }
        _ => Some(Opening { first, sentence: next, token: 0 }),
    }
}

/// How far the words of a sentence may be those of an opening.
struct Head {
    end: usize,
    ends: Ends,
    tells_time: bool,
    /// Words of names.
    names: usize,
    /// A word with a capital that the engine takes neither for a name nor for an adjective alone, as it takes many a name.
    common: bool,
}

/// What the words of an opening end with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// A colon, with words behind it.
    Colon,
    /// The sentence itself.
    Sentence,
    /// A word that is none of an opening's.
    Before,
}

impl Head {
    fn of(text: &str, sentence: &Sentence, behind_day: bool, is_time: impl Fn(usize) -> bool) -> Head {
        let mut head = Head { end: 0, ends: Ends::Before, tells_time: false, names: 0, common: false };
        let mut adjective = false;
        for (token, item) in sentence.tokens.iter().enumerate().take(LONGEST) {
            let word = item.span.of(text);
            let is_capital = word.starts_with(char::is_uppercase);
            if is_time(token) {
                head.tells_time = true;
            } else if is_capital && (behind_day || head.tells_time) {
                head.names += 1;
                head.common |= !matches!(item.pos, Pos::Propn | Pos::Adj);
                adjective |= item.pos == Pos::Adj;
            } else {
                // "Bree region": the word behind a name that says what it is the name of.
                let names_a_division = head.names > 0 && item.pos == Pos::Noun;
                // "Armed robbery." is no place.
                head.common |= names_a_division && adjective;
                let joins = matches!(item.pos, Pos::Adp | Pos::Cconj) || names_a_division;
                let is_mark = !word.contains(char::is_alphanumeric);
                let behind = head.tells_time || behind_day && head.names > 0;
                let is_number = behind && word.contains(|letter: char| letter.is_ascii_digit());
                // "Bree-sur-Brandywine"
                let before = token.checked_sub(1).map_or("", |before| sentence.tokens[before].span.of(text));
                let is_hyphened = head.names > 0 && before == "-";
                if !(joins || is_mark || is_number || is_hyphened) || token == 0 && !is_mark {
                    break;
                }
            }
            head.end = token + 1;
            if word == ":" {
                break;
            }
        }
        let is_whole = head.end == sentence.tokens.len();
        let colon = head.end.checked_sub(1).is_some_and(|last| sentence.tokens[last].span.of(text) == ":");
        head.ends = match (colon, is_whole) {
            (true, false) => Ends::Colon,
            (false, true) => Ends::Sentence,
            _ => Ends::Before,
        };
        head
    }
}
