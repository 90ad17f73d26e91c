//! Pieces of words, as BERT without case cuts them (Devlin et al. 2019): text in small letters and without accents,
//! cut at spaces and signs, each word then into the longest pieces that the vocabulary has.

use casus_nlp::pack::{LoadError, Payload};
use rustc_hash::FxHashMap;
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;

use crate::MOST_PIECES;

/// Longer words are not cut: they are unknown.
const LONGEST_WORD: usize = 100;

/// Begins a piece inside of a word in the vocabulary.
const INSIDE: &str = "##";

/// The vocabulary, by where in a word a piece stands.
pub(crate) struct Pieces {
    opening: FxHashMap<Box<str>, u32>,
    inside: FxHashMap<Box<str>, u32>,
    /// Marks of an unknown word, of the beginning and of the end.
    unknown: u32,
    begin: u32,
    end: u32,
}

impl Pieces {
    /// Reads a vocabulary of so many pieces.
    pub(crate) fn read(payload: &mut Payload<'_>, vocabulary: usize) -> Result<Pieces, LoadError> {
        let words = payload.texts()?;
        if words.len() != vocabulary {
            return Err(LoadError::Malformed("the vocabulary"));
        }
        let (mut opening, mut inside) = (FxHashMap::default(), FxHashMap::default());
        for (id, word) in words.into_iter().enumerate() {
            match word.strip_prefix(INSIDE) {
                Some(piece) if !piece.is_empty() => inside.insert(piece.into(), id as u32),
                _ => opening.insert(word.into(), id as u32),
            };
        }
        let mark =
            |mark: &str| opening.get(mark).copied().ok_or(LoadError::Malformed("marks of the vocabulary"));
        let (unknown, begin, end) = (mark("[UNK]")?, mark("[CLS]")?, mark("[SEP]")?);
        Ok(Pieces { opening, inside, unknown, begin, end })
    }

    /// The ids of the pieces of a passage between the marks of its beginning and end, at most [`MOST_PIECES`].
    pub(crate) fn of(&self, passage: &str) -> Vec<u32> {
        let mut ids = vec![self.begin];
        let mut word = String::new();
        for character in normal(passage) {
            if ids.len() >= MOST_PIECES {
                break;
            }
            if character.is_whitespace() || is_sign(character) {
                self.cut(&word, &mut ids);
                word.clear();
                if !character.is_whitespace() {
                    self.cut(character.encode_utf8(&mut [0; 4]), &mut ids);
                }
            } else {
                word.push(character);
            }
        }
        self.cut(&word, &mut ids);
        ids.truncate(MOST_PIECES - 1);
        ids.push(self.end);
        ids
    }

    /// The longest piece first, then the longest of what is left; one unknown word if something is in no piece.
    fn cut(&self, word: &str, ids: &mut Vec<u32>) {
        if word.is_empty() {
            return;
        }
        let before = ids.len();
        let mut rest = if word.chars().nth(LONGEST_WORD).is_none() { Some(word) } else { None };
        let mut vocabulary = &self.opening;
        while let Some(left) = rest.filter(|left| !left.is_empty()) {
            let ends = left.char_indices().map(|(at, character)| at + character.len_utf8()).rev();
            let longest = ends.into_iter().find_map(|end| Some((end, *vocabulary.get(&left[..end])?)));
            rest = longest.map(|(end, id)| {
                ids.push(id);
                &left[end..]
            });
            vocabulary = &self.inside;
        }
        if rest.is_none() {
            ids.truncate(before);
            ids.push(self.unknown);
        }
    }
}

/// Small letters without accents and control characters; signs of Chinese writing are words of their own.
fn normal(passage: &str) -> impl Iterator<Item = char> {
    let kept = passage.chars().filter(|character| !is_control(*character));
    let spaced = kept.flat_map(|character| {
        let space = is_chinese(character).then_some(' ');
        space.into_iter().chain([character]).chain(space)
    });
    spaced
        .nfd()
        .filter(|character| get_general_category(*character) != GeneralCategory::NonspacingMark)
        .flat_map(char::to_lowercase)
}

fn is_control(character: char) -> bool {
    use GeneralCategory::{Control, Format, PrivateUse, Surrogate, Unassigned};
    let category = get_general_category(character);
    character == '\u{fffd}'
        || !matches!(character, '\t' | '\n' | '\r')
            && matches!(category, Control | Format | PrivateUse | Surrogate | Unassigned)
}

fn is_sign(character: char) -> bool {
    use GeneralCategory::{
        ClosePunctuation, ConnectorPunctuation, DashPunctuation, FinalPunctuation, InitialPunctuation,
        OpenPunctuation, OtherPunctuation,
    };
    character.is_ascii_punctuation()
        || matches!(
            get_general_category(character),
            ClosePunctuation
                | ConnectorPunctuation
                | DashPunctuation
                | FinalPunctuation
                | InitialPunctuation
                | OpenPunctuation
                | OtherPunctuation
        )
}

fn is_chinese(character: char) -> bool {
    matches!(u32::from(character),
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b73f | 0x2b740..=0x2b81f
        | 0x2b920..=0x2ceaf | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

#[cfg(test)]
mod tests {
    use casus_nlp::pack::{Writer, open, seal};

    use super::*;

    const WORDS: [&str; 12] =
        ["[UNK]", "[CLS]", "[SEP]", "a", "bomb", "##ing", "in", "erb", "##il", ".", "'", "cafe"];

    fn cut(passage: &str) -> Vec<&'static str> {
        let mut writer = Writer::default();
        writer.texts(&WORDS);
        let file = seal(&writer.bytes);
        let pieces = Pieces::read(&mut open(&file).unwrap().0, WORDS.len()).unwrap();
        pieces.of(passage).into_iter().map(|id| WORDS[id as usize]).collect()
    }

    #[test]
    fn words_are_cut_into_the_longest_pieces() {
        assert_eq!(
            cut("A bombing in Erbil."),
            ["[CLS]", "a", "bomb", "##ing", "in", "erb", "##il", ".", "[SEP]"]
        );
        assert_eq!(cut("bombs 'Café'\u{200b}"), ["[CLS]", "[UNK]", "'", "cafe", "'", "[SEP]"]);
        assert_eq!(cut(""), ["[CLS]", "[SEP]"]);
    }

    #[test]
    fn no_passage_is_too_long() {
        assert_eq!(cut(&"a ".repeat(100_000)).len(), MOST_PIECES);
        assert_eq!(cut(&"a".repeat(100_000)), ["[CLS]", "[UNK]", "[SEP]"]);
    }
}
