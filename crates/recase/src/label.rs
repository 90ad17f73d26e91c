//! The four ways to write a word, and how a word is written in each.

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Small letters.
    Small,
    /// A capital, then small letters.
    Title,
    /// Capitals: initials.
    Capitals,
    /// `McCoy`, or the plural of initials: `MPs`.
    Mixed,
}

impl Label {
    pub(crate) const ALL: [Label; 4] = [Label::Small, Label::Title, Label::Capitals, Label::Mixed];

    /// The label that a word bears in text of common case, or none if no label gives this writing.
    pub(crate) fn of(word: &str) -> Option<Label> {
        Label::ALL.into_iter().find(|label| label.written(word) == word)
    }

    /// The word, written so.
    pub(crate) fn written(self, word: &str) -> String {
        let mut written = String::with_capacity(word.len());
        self.write(word, &mut written);
        written
    }

    /// Writes the word so. It stays as long as it is, to the byte.
    pub(crate) fn write(self, word: &str, to: &mut String) {
        let last = word.chars().count().saturating_sub(1);
        let scottish = self == Label::Mixed && word.len() > 3 && begins_with_mc(word);
        to.extend(word.chars().enumerate().map(|(at, character)| {
            let capital = match self {
                Label::Small => false,
                Label::Title => at == 0,
                Label::Capitals => true,
                Label::Mixed if scottish => at == 0 || at == 2,
                Label::Mixed => at < last,
            };
            if capital { upper(character) } else { lower(character) }
        }));
    }
}

fn begins_with_mc(word: &str) -> bool {
    word.as_bytes().get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"mc"))
}

/// The small form of a letter, where there is one and it is as long.
pub(crate) fn lower(character: char) -> char {
    as_long(character, character.to_lowercase())
}

/// The capital form of a letter, where there is one and it is as long.
fn upper(character: char) -> char {
    as_long(character, character.to_uppercase())
}

fn as_long(character: char, mut forms: impl Iterator<Item = char>) -> char {
    match (forms.next(), forms.next()) {
        (Some(form), None) if form.len_utf8() == character.len_utf8() => form,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_written_in_four_ways() {
        assert_eq!(Label::ALL.map(|label| label.written("MCCOY")), ["mccoy", "Mccoy", "MCCOY", "McCoy"]);
        assert_eq!(Label::Mixed.written("mps"), "MPs");
        assert_eq!(Label::Title.written("ÉOWYN"), "Éowyn");
    }

    #[test]
    fn letters_whose_other_form_is_longer_stay() {
        assert_eq!(Label::Capitals.written("straße ŉ"), "STRAßE ŉ");
        assert_eq!(Label::Small.written("İKİ"), "İkİ");
    }

    #[test]
    fn the_label_of_a_word_as_it_stands() {
        assert_eq!(Label::of("harbour"), Some(Label::Small));
        assert_eq!(Label::of("I"), Some(Label::Title));
        assert_eq!(Label::of("UN"), Some(Label::Capitals));
        assert_eq!(Label::of("NGOs"), Some(Label::Mixed));
        assert_eq!(Label::of("iPhone"), None);
    }
}
