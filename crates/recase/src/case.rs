//! Whether a text is written in one case.

/// The one case of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// All, or nearly all, letters are capitals.
    Capitals,
    /// All, or nearly all, letters are small, those that open sentences too.
    Small,
}

/// How much of a text is looked at.
const SAMPLE: usize = 16 << 10;

/// Letters below which nothing is told: a headline, or a name.
const ENOUGH: usize = 40;

/// The one case that a text is written in, or none if it is written as usual.
///
/// Capitals may hold one small letter in ten. Small letters are told by sentences: text in common case
/// has few capitals too, but its sentences open with them.
pub fn one_case(text: &str) -> Option<Case> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let (mut upper, mut lower) = (0, 0);
    for character in sample.chars() {
        upper += usize::from(character.is_uppercase());
        lower += usize::from(character.is_lowercase());
    }
    if upper >= ENOUGH && upper > 9 * lower {
        return Some(Case::Capitals);
    }
    let few_capitals = lower >= ENOUGH && upper * 50 < lower;
    (few_capitals && opens_small(sample)).then_some(Case::Small)
}

/// True when most sentences of a text open with a small letter, and more than one does.
fn opens_small(text: &str) -> bool {
    let (mut small, mut great) = (0, 0);
    let (mut opens, mut ended) = (true, false);
    for character in text.chars() {
        match character {
            '.' | '!' | '?' => (opens, ended) = (false, true),
            '\n' => opens = true,
            _ if character.is_whitespace() => opens |= ended,
            _ if character.is_alphanumeric() => {
                small += usize::from(opens && character.is_lowercase());
                great += usize::from(opens && character.is_uppercase());
                (opens, ended) = (false, false);
            }
            // Quotes and brackets stand between a full stop and the next sentence.
            _ => {}
        }
    }
    small >= 2 && small * 2 > (small + great) + great
}

impl Case {
    /// Code of the note for a reader.
    pub fn code(self) -> &'static str {
        match self {
            Case::Capitals => "W002",
            Case::Small => "W007",
        }
    }

    /// The note for a reader, in words.
    pub fn message(self) -> &'static str {
        match self {
            Case::Capitals => {
                "the text is written in capitals: it was read with likely case, and names are found less surely"
            }
            Case::Small => {
                "the text is written in small letters: it was read with likely case, and names are found less surely"
            }
        }
    }

    /// True when every letter of the word that has two forms is in this case.
    pub(crate) fn holds(self, word: &str) -> bool {
        match self {
            Case::Capitals => !word.chars().any(char::is_lowercase),
            Case::Small => !word.chars().any(char::is_uppercase),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str =
        "Two boats sank near the quay on Sunday. The ferry was safe. Nobody was hurt, he said.";

    #[test]
    fn a_text_in_one_case_is_told() {
        assert_eq!(one_case(&STORY.to_uppercase()), Some(Case::Capitals));
        assert_eq!(one_case(&STORY.to_lowercase()), Some(Case::Small));
        assert_eq!(
            one_case(&format!("This story is from March 2\n\n{}", STORY.to_lowercase().repeat(3))),
            Some(Case::Small)
        );
        assert_eq!(one_case(&format!("{} (al-Edoras)", STORY.to_uppercase())), Some(Case::Capitals));
    }

    #[test]
    fn a_text_in_common_case_is_left() {
        assert_eq!(one_case(STORY), None);
        assert_eq!(one_case(&format!("{}\n\n{STORY}", "BOATS SINK")), None);
        let long = "the ferry and the boats and the quay and the harbour ".repeat(4);
        assert_eq!(one_case(&format!("Near {long}they sank. In the night {long}were lost.")), None);
        assert_eq!(one_case("BOATS SINK"), None);
        assert_eq!(one_case(""), None);
    }
}
