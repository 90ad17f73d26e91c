//! Prefixes, suffixes and infixes of a chunk of text, by hand-written matchers equivalent to the regular
//! expressions of the model's tokenizer. The characters and strings they look for come from the pack; how
//! they look is fixed here. `tests/affixes.rs` compares them with the expressions themselves.

use rustc_hash::FxHashMap;

use crate::characters::CharacterSet;
use crate::pack::{LoadError, Payload};

/// Characters and strings that are split off.
pub(crate) struct Affixes {
    /// Split off a start, alone.
    pub(crate) prefixes: CharacterSet,
    /// Split off a start, whole (`US$`).
    pub(crate) prefix_strings: Vec<Box<str>>,
    /// Split off an end, alone.
    pub(crate) suffixes: CharacterSet,
    /// Split off an end, whole (`'s`).
    pub(crate) suffix_strings: EndsWith,
    /// Split off an end if a digit stands before: currencies and units.
    pub(crate) after_digit: EndsWith,
    /// A full stop after one of these is split off.
    pub(crate) before_stop: CharacterSet,
    /// A full stop after two of these is split off.
    pub(crate) upper: CharacterSet,
    /// Split anywhere.
    pub(crate) symbols: CharacterSet,
    /// Around a full stop inside a word: left and right.
    pub(crate) stop_left: CharacterSet,
    pub(crate) stop_right: CharacterSet,
    /// Letters, for commas, hyphens and the like inside a word.
    pub(crate) letters: CharacterSet,
    /// Last parts of a host name.
    pub(crate) domain: CharacterSet,
}

impl Affixes {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Affixes, LoadError> {
        Ok(Affixes {
            prefixes: CharacterSet::read(payload)?,
            prefix_strings: payload.texts()?.into_iter().map(Box::from).collect(),
            suffixes: CharacterSet::read(payload)?,
            suffix_strings: EndsWith::new(payload.texts()?),
            after_digit: EndsWith::new(payload.texts()?),
            before_stop: CharacterSet::read(payload)?,
            upper: CharacterSet::read(payload)?,
            symbols: CharacterSet::read(payload)?,
            stop_left: CharacterSet::read(payload)?,
            stop_right: CharacterSet::read(payload)?,
            letters: CharacterSet::read(payload)?,
            domain: CharacterSet::read(payload)?,
        })
    }

    /// Length in bytes of the prefix of `text`, or zero.
    pub(crate) fn prefix(&self, text: &str) -> usize {
        let Some(first) = text.chars().next() else { return 0 };
        if self.prefixes.contains(first) {
            return first.len_utf8();
        }
        match first {
            '+' if !text[1..].starts_with(|next: char| next.is_ascii_digit()) => 1,
            '.' => stops(text.bytes()),
            _ => {
                self.prefix_strings.iter().find(|string| text.starts_with(&***string)).map_or(0, |s| s.len())
            }
        }
    }

    /// Length in bytes of the suffix of `text`, or zero: the longest of those that fit.
    pub(crate) fn suffix(&self, text: &str) -> usize {
        let Some(last) = text.chars().next_back() else { return 0 };
        let before = &text[..text.len() - last.len_utf8()];
        let alone = match last {
            '.' => self.last_stop(before),
            '+' => before.ends_with(|c: char| c.is_ascii_digit()),
            _ => false,
        };
        let alone = if alone || self.suffixes.contains(last) { last.len_utf8() } else { 0 };
        let dots = if last == '.' { stops(text.bytes().rev()) } else { 0 };
        let string = self.suffix_strings.longest(text, last, |_| true);
        let unit =
            self.after_digit.longest(text, last, |before| before.ends_with(|c: char| c.is_ascii_digit()));
        alone.max(dots).max(string).max(unit)
    }

    /// Whether a full stop that follows `before` ends a sentence rather than an abbreviation.
    fn last_stop(&self, before: &str) -> bool {
        let mut back = before.chars().rev();
        let Some(last) = back.next() else { return false };
        if self.before_stop.contains(last) {
            return true;
        }
        match back.next() {
            Some('°') => matches!(last, 'F' | 'f' | 'C' | 'c' | 'K' | 'k'),
            Some(previous) => self.upper.contains(last) && self.upper.contains(previous),
            None => false,
        }
    }

    /// Infixes of `text` in order, as byte ranges.
    pub(crate) fn infixes(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let mut at = 0;
        let mut before = None;
        while let Some(here) = text[at..].chars().next() {
            match self.infix(before, here, &text[at..]) {
                0 => {
                    before = Some(here);
                    at += here.len_utf8();
                }
                length => {
                    found(at, at + length);
                    at += length;
                    before = text[..at].chars().next_back();
                }
            }
        }
    }

    /// Length of the infix at the start of `rest`, whose first character is `here`, or zero.
    fn infix(&self, before: Option<char>, here: char, rest: &str) -> usize {
        if here.is_ascii_alphanumeric() {
            return 0;
        }
        if here == '.' && rest.as_bytes().get(1) == Some(&b'.') {
            return stops(rest.bytes());
        }
        if here == '…' || self.symbols.contains(here) {
            return here.len_utf8();
        }
        let Some(before) = before else { return 0 };
        let next = rest[here.len_utf8()..].chars().next();
        let letter_next = next.is_some_and(|next| self.letters.contains(next));
        let letter = self.letters.contains(before);
        let digit = before.is_ascii_digit();
        let splits = match here {
            '+' | '-' | '*' | '^' if digit && next.is_some_and(|c| c.is_ascii_digit() || c == '-') => true,
            '-' | '–' | '—' | '~' if letter || digit => return self.dashes(here, rest),
            '.' => self.stop_left.contains(before) && next.is_some_and(|next| self.stop_right.contains(next)),
            ',' => letter && letter_next,
            ':' | '<' | '>' | '=' | '/' => (letter || digit) && letter_next,
            _ => false,
        };
        if splits { here.len_utf8() } else { 0 }
    }

    /// Length of a run of hyphens or dashes that a letter follows: one to three hyphens, one or two long
    /// dashes, one of the others.
    fn dashes(&self, dash: char, rest: &str) -> usize {
        let most = match dash {
            '-' => 3,
            '—' => 2,
            _ => 1,
        };
        let run = rest.chars().take(most + 1).take_while(|&c| c == dash).count();
        let length = run * dash.len_utf8();
        let letter_next = rest[length..].chars().next().is_some_and(|next| self.letters.contains(next));
        if run <= most && letter_next { length } else { 0 }
    }
}

/// Length of a run of at least two full stops, or zero.
fn stops(bytes: impl Iterator<Item = u8>) -> usize {
    let run = bytes.take_while(|&byte| byte == b'.').count();
    if run >= 2 { run } else { 0 }
}

/// Strings a text may end with, by their last character.
#[derive(Default)]
pub(crate) struct EndsWith {
    by_last: FxHashMap<char, Vec<Box<str>>>,
}

impl EndsWith {
    pub(crate) fn new<'a>(strings: impl IntoIterator<Item = &'a str>) -> EndsWith {
        let mut by_last: FxHashMap<char, Vec<Box<str>>> = FxHashMap::default();
        for string in strings {
            if let Some(last) = string.chars().next_back() {
                by_last.entry(last).or_default().push(string.into());
            }
        }
        by_last
            .values_mut()
            .for_each(|strings| strings.sort_by_key(|string| std::cmp::Reverse(string.len())));
        EndsWith { by_last }
    }

    /// Length of the longest string that ends `text`, whose last character is `last`, and whose left
    /// neighbours are accepted; or zero.
    fn longest(&self, text: &str, last: char, accepted: impl Fn(&str) -> bool) -> usize {
        let Some(strings) = self.by_last.get(&last) else { return 0 };
        let fits = |string: &str| text.strip_suffix(string).is_some_and(&accepted);
        strings.iter().find(|string| fits(string)).map_or(0, |string| string.len())
    }
}
