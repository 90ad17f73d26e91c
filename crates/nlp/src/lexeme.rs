//! What a word looks like: the context-free features the networks read.

use rustc_hash::FxHashMap;

use crate::characters::{is_alpha, is_digit};
use crate::pack::{LoadError, Payload};
use crate::strings::Symbols;

/// The words a word is normalised to before it is looked up.
pub(crate) struct Norms {
    /// By the id of the word: spelling variants, from the package's lookups.
    variants: FxHashMap<u64, Box<str>>,
    /// By the word itself: quotes, dashes and currency signs.
    signs: FxHashMap<Box<str>, Box<str>>,
}

impl Norms {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Norms, LoadError> {
        let signs: Result<_, LoadError> =
            (0..payload.count()?).map(|_| Ok((payload.text()?.into(), payload.text()?.into()))).collect();
        let variants: Result<_, LoadError> =
            (0..payload.count()?).map(|_| Ok((payload.long()?, payload.text()?.into()))).collect();
        Ok(Norms { variants: variants?, signs: signs? })
    }

    fn of(&self, symbols: &Symbols, word: &str) -> Option<&str> {
        self.variants.get(&symbols.id(word)).or_else(|| self.signs.get(word)).map(|norm| &**norm)
    }
}

/// Ids of the norm, the first character, the last three characters and the shape of a word.
pub(crate) fn features(symbols: &Symbols, norms: &Norms, word: &str, norm: Option<&str>) -> [u64; 4] {
    let norm = match norm.or_else(|| norms.of(symbols, word)) {
        Some(norm) => symbols.id(norm),
        None => symbols.id(&word.to_lowercase()),
    };
    [norm, symbols.id(prefix(word)), symbols.id(suffix(word)), symbols.id(&shape(word))]
}

fn prefix(word: &str) -> &str {
    &word[..word.chars().next().map_or(0, char::len_utf8)]
}

fn suffix(word: &str) -> &str {
    word.char_indices().rev().nth(2).map_or(word, |(at, _)| &word[at..])
}

/// Letters as `x` or `X`, digits as `d`, runs cut at four; very long words are all alike.
fn shape(word: &str) -> String {
    if word.chars().nth(99).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len().min(32));
    let mut run = (None, 0);
    for character in word.chars() {
        let sign = shape_of(character);
        run = if run.0 == Some(sign) { (Some(sign), run.1 + 1) } else { (Some(sign), 1) };
        if run.1 <= 4 {
            shape.push(sign);
        }
    }
    shape
}

fn shape_of(character: char) -> char {
    if is_alpha(character) {
        if character.is_uppercase() { 'X' } else { 'x' }
    } else if is_digit(character) {
        'd'
    } else {
        character
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(shape("Gondor"), "Xxxxx");
        assert_eq!(shape("R2-D2's"), "Xd-Xd'x");
        assert_eq!(shape("12,345,678"), "dd,ddd,ddd");
        assert_eq!(shape("----------"), "----");
        assert_eq!(shape("km²"), "xxd");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
        assert_eq!(shape("é\u{301}"), "x\u{301}");
    }

    #[test]
    fn ends_are_characters_not_bytes() {
        assert_eq!((prefix("Éowyn"), suffix("Minaş"), suffix("ñu"), suffix("")), ("É", "naş", "ñu", ""));
    }
}
