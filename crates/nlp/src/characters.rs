//! Character classes as Python's `str` methods define them, which is what the model was trained with, and
//! sets of characters given as ranges.

use unicode_general_category::{GeneralCategory, get_general_category};

use crate::pack::{LoadError, Payload};

/// `str.isspace`: white space plus the four information separators.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// `str.isalpha`: the letter categories only, without the marks Rust's `is_alphabetic` includes.
pub(crate) fn is_alpha(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    use GeneralCategory as C;
    matches!(
        get_general_category(character),
        C::UppercaseLetter | C::LowercaseLetter | C::TitlecaseLetter | C::ModifierLetter | C::OtherLetter
    )
}

/// `str.isdecimal`, which is also `\d`.
pub(crate) fn is_decimal(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_digit();
    }
    get_general_category(character) == GeneralCategory::DecimalNumber
}

/// Characters with Unicode's numeric type Digit that are no decimal digits: superscripts, circled figures.
const FIGURES: &[(u32, u32)] = &[
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

/// `str.isdigit`: decimal digits and the figures above.
pub(crate) fn is_digit(character: char) -> bool {
    is_decimal(character) || (!character.is_ascii() && in_ranges(FIGURES, character))
}

/// `\w`: letters, numbers of any kind and the underscore.
pub(crate) fn is_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    use GeneralCategory as C;
    is_alpha(character)
        || matches!(get_general_category(character), C::DecimalNumber | C::LetterNumber | C::OtherNumber)
}

fn in_ranges(ranges: &[(u32, u32)], character: char) -> bool {
    let code = character as u32;
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after > 0 && code <= ranges[after - 1].1
}

/// A set of characters: a bit each for ASCII, sorted ranges for the rest.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct CharacterSet {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl CharacterSet {
    /// The union of inclusive ranges given in any order.
    pub(crate) fn new(mut given: Vec<(u32, u32)>) -> CharacterSet {
        given.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (first, last) in given {
            match ranges.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
                _ => ranges.push((first, last)),
            }
        }
        let ascii = (0..128u32)
            .filter(|&code| ranges.iter().any(|&(first, last)| first <= code && code <= last))
            .fold(0, |bits, code| bits | 1 << code);
        CharacterSet { ascii, ranges }
    }

    pub(crate) fn contains(&self, character: char) -> bool {
        let code = character as u32;
        if code < 128 { self.ascii >> code & 1 == 1 } else { in_ranges(&self.ranges, character) }
    }

    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<CharacterSet, LoadError> {
        let ranges: Result<Vec<_>, LoadError> =
            (0..payload.count()?).map(|_| Ok((payload.number()?, payload.number()?))).collect();
        Ok(CharacterSet::new(ranges?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_and_not_rust() {
        assert!(is_space('\u{1d}') && is_space('\u{85}') && !is_space('\u{200b}'));
        assert!(is_alpha('ª') && !is_alpha('\u{345}') && !is_alpha('Ⅳ'));
        assert!(is_digit('²') && is_digit('٣') && !is_digit('½') && !is_decimal('②'));
        assert!(is_word('½') && is_word('_') && !is_word('\u{301}'));
    }

    #[test]
    fn sets_merge_and_find() {
        let set = CharacterSet::new(vec![(0x400, 0x40f), (97, 122), (0x410, 0x420), (0x41, 0x41)]);
        assert_eq!(set.ranges(), [(0x41, 0x41), (97, 122), (0x400, 0x420)]);
        assert!(set.contains('q') && set.contains('А') && !set.contains('B') && !set.contains('\u{421}'));
    }
}
