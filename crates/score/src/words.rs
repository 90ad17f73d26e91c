//! Letters, digits and spaces as the regular expressions of the scripts see them.
//!
//! Their `\w` is a letter (category L), a number (N) or the underline; marks are none, which is why the
//! standard library's `is_alphanumeric` will not do. Their `\s` has the separators U+001C to U+001F too.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// A letter or number.
pub(crate) fn is_alphanumeric(character: char) -> bool {
    use Category::{
        DecimalNumber, LetterNumber, LowercaseLetter, ModifierLetter, OtherLetter, OtherNumber,
        TitlecaseLetter, UppercaseLetter,
    };
    matches!(
        get_general_category(character),
        UppercaseLetter
            | LowercaseLetter
            | TitlecaseLetter
            | ModifierLetter
            | OtherLetter
            | DecimalNumber
            | LetterNumber
            | OtherNumber
    )
}

/// `\w`
pub(crate) fn is_word(character: char) -> bool {
    character == '_' || is_alphanumeric(character)
}

/// `\s`
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Without spaces at either end, in capitals.
pub(crate) fn capitals(text: &str) -> String {
    text.trim_matches(is_space).to_uppercase()
}

/// Runs of `\w`.
pub(crate) fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character| !is_word(character)).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_end_a_word_and_numbers_do_not() {
        let vowel_sign = "न\u{93e}म";
        assert_eq!(
            runs("Erste_Frau, x²").chain(runs(vowel_sign)).collect::<Vec<_>>(),
            ["Erste_Frau", "x²", "न", "म"]
        );
    }

    #[test]
    fn separators_of_files_are_spaces() {
        assert_eq!(capitals("\u{1f} 4 apr\u{a0}"), "4 APR");
    }
}
