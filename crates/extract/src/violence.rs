//! Sentences that hold a word of violence, whether or not anything was read out of them: what a reader who
//! wants to check casus's silence looks at.

use casus_annotate::Annotated;
use casus_model::{EventType, Pos};

use crate::needs::is_violent_noun;

/// Whether a sentence holds a verb or noun of violence, a weapon, or a word for harm to people. Verbs that
/// mostly mean something else ("open", "send") do not count.
pub fn holds_violence(sentence: &Annotated) -> bool {
    (0..sentence.len()).any(|token| match sentence.token(token).pos {
        Pos::Verb => is_violent_verb(sentence, token),
        Pos::Noun | Pos::Propn => is_violent_thing(sentence, token),
        _ => false,
    })
}

pub(crate) fn is_violent_verb(sentence: &Annotated, token: u32) -> bool {
    let lemma = sentence.lemma(token);
    let mut frames = sentence.lexicon.frames.of_verb(lemma);
    let violent = frames.any(|frame| {
        (frame.event_type == Some(EventType::Assault) || frame.harms()) && frame.has_plain(lemma)
    });
    violent && !sentence.lexicon.words.is("everyday-verb", lemma)
}

pub(crate) fn is_violent_thing(sentence: &Annotated, token: u32) -> bool {
    let weapon = sentence.kinds(token).weapon.is_some();
    weapon || is_violent_noun(sentence, token) || sentence.lexicon.words.is("harm", sentence.lemma(token))
}
