//! What holds of restored case whatever the text is, and what is chosen in plain sentences.

use casus_recase::{Case, Restorer, one_case, restored};
use proptest::prelude::*;

fn from_capitals(text: &str) -> String {
    restored(Restorer::embedded(), text, Case::Capitals)
}

fn same_but_for_case(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase()) || a.to_uppercase().eq(b.to_uppercase())
}

proptest! {
    #[test]
    fn every_byte_keeps_its_place(text in any::<String>(), small in any::<bool>()) {
        let case = if small { Case::Small } else { Case::Capitals };
        let likely = restored(Restorer::embedded(), &text, case);
        prop_assert_eq!(likely.len(), text.len());
        prop_assert!(text.char_indices().map(|(at, _)| at).eq(likely.char_indices().map(|(at, _)| at)));
        prop_assert!(text.chars().zip(likely.chars()).all(|(a, b)| same_but_for_case(a, b)));
        prop_assert_eq!(&likely, &restored(Restorer::embedded(), &text, case));
        let _ = one_case(&text);
    }

    #[test]
    fn any_bytes_and_letters_of_many_alphabets(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "[A-ZÀ-ÝŐİſßǅΑ-ΩЀ-Я .\\[\\]\"'()0-9\n-]{0,200}") {
        for text in [String::from_utf8_lossy(&bytes).into_owned(), text] {
            let likely = from_capitals(&text);
            prop_assert!(text.char_indices().map(|(at, _)| at).eq(likely.char_indices().map(|(at, _)| at)));
        }
    }

    #[test]
    fn a_word_in_both_cases_is_left(word in "[A-Z][a-z]{1,8}[A-Z]") {
        prop_assert_eq!(from_capitals(&format!("THE {word} FELL")).contains(&word), true);
    }
}

#[test]
fn plain_sentences_get_their_case() {
    for text in [
        "Two soldiers were killed on Sunday near San Salvador, residents said.",
        "Two women from Colombia met members of the United Nations Security Council in New York.",
        "The Revolutionary Armed Forces of Colombia (FARC) attacked a bridge. The FARC fled on 3 May 1990.",
        "The talks began in May and may end in June.",
        "“They may attack again,” he said in Turkey.",
    ] {
        assert_eq!(from_capitals(&text.to_uppercase()), text);
        assert_eq!(restored(Restorer::embedded(), &text.to_lowercase(), Case::Small), text);
    }
}

#[test]
fn a_sentence_opens_behind_a_dateline_and_its_notes() {
    let text = "SAN SALVADOR, 3 JAN 90 (HORN) -- [TEXT] THE ARMY SAID AN M-16 RIFLE WAS FOUND.";
    let likely = "San Salvador, 3 Jan 90 (Horn) -- [Text] The army said an M-16 rifle was found.";
    assert_eq!(from_capitals(text), likely);
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(from_capitals(""), "");
    assert_eq!(from_capitals("... 12 -- ?"), "... 12 -- ?");
}
