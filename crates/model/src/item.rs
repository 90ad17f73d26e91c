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
    sentences: &[Sentence],
    is_time: impl Fn(usize, usize) -> bool,
) -> Vec<Option<Opening>> {
    let mut openings = vec![None; sentences.len()];
    let mut first = 0;
    while first < sentences.len() {
        let mut end = first + 1;
        while end < sentences.len() && is_one_line(text, &sentences[end - 1], &sentences[end]) {
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

/// A day before all else, then nothing but places and names, up to a colon or through sentences of their own.
fn opening(
    text: &str,
    sentences: &[Sentence],
    (first, end): (usize, usize),
    is_time: &impl Fn(usize, usize) -> bool,
) -> Option<Opening> {
    let mut names = 0;
    for sentence in first..end {
        let opens = sentence == first;
        let head = Head::of(text, &sentences[sentence], !opens, |token| is_time(sentence, token));
        // Behind a day one place has a sentence of its own, and what is said of it another.
        let fits =
            if opens { head.tells_time } else { head.names <= NAME && names <= NAME && !head.tells_time };
        let whole = head.end == sentences[sentence].tokens.len();
        match (fits, head.ends_with_colon) {
            (true, true) if !whole => return Some(Opening { first, sentence, token: head.end }),
            (true, false) if whole && (opens || head.names > 0 && !head.common) => names += head.names,
            _ => return (!opens).then_some(Opening { first, sentence, token: 0 }),
        }
        if !opens {
            let next = sentence + 1;
            return (next < end).then_some(Opening { first, sentence: next, token: 0 });
        }
    }
    None
}

/// How far the words of a sentence may be those of an opening.
struct Head {
    end: usize,
    tells_time: bool,
    /// Words of names.
    names: usize,
    /// A word with a capital that the engine takes for no name.
    common: bool,
    ends_with_colon: bool,
}

impl Head {
    fn of(text: &str, sentence: &Sentence, behind_day: bool, is_time: impl Fn(usize) -> bool) -> Head {
        let mut head = Head { end: 0, tells_time: false, names: 0, common: false, ends_with_colon: false };
        for (token, item) in sentence.tokens.iter().enumerate().take(LONGEST) {
            let word = item.span.of(text);
            let is_capital = word.starts_with(char::is_uppercase);
            if is_time(token) {
                head.tells_time = true;
            } else if is_capital && (behind_day || head.tells_time) {
                head.names += 1;
                head.common |= item.pos != Pos::Propn;
            } else {
                let joins = matches!(item.pos, Pos::Adp | Pos::Cconj) || names_a_division(&head, item.pos);
                let is_mark = !word.contains(char::is_alphanumeric);
                let is_number = head.tells_time && word.contains(|letter: char| letter.is_ascii_digit());
                if !(joins || is_mark || is_number) || token == 0 && !is_mark {
                    break;
                }
            }
            head.end = token + 1;
            if word == ":" {
                head.ends_with_colon = true;
                break;
            }
        }
        head
    }
}

/// "Bree region": the word behind a name that says what it is the name of.
fn names_a_division(head: &Head, pos: Pos) -> bool {
    head.names > 0 && pos == Pos::Noun
}
