//! Words that stand for the weapon told last: "the aircraft" of a drone, "one", "another" and "the third"
//! of several, "it" of a drone that the sentence before is about. They get its mark, so that every later
//! room reads them as what they stand for.

use casus_lexicon::Sense;
use casus_model::{Dep, Pos};

use crate::{Annotated, Mark, Meaning};

/// Sentences that a general word looks back over.
const REACH: u32 = 2;

/// A weapon that was told, by itself or by a word that stands for it.
#[derive(Clone, Copy)]
struct Told<'a> {
    sentence: u32,
    sense: &'a Sense,
    /// Several were told.
    several: bool,
    /// A sentence is about it.
    subject: bool,
}

/// Marks words that stand for a weapon that flies, told in their sentence or one just before.
pub(crate) fn carry_over(sentences: &mut [Annotated]) {
    let mut last: Option<Told> = None;
    for annotated in sentences {
        let mut carried: Vec<Mark> = Vec::new();
        let mut before = last;
        for token in 0..annotated.len() {
            if let Some(sense) = flying_weapon(annotated, token) {
                let several = annotated.mention(token).plural;
                let subject = is_subject(annotated, token);
                last = Some(Told { sentence: annotated.index, sense, several, subject });
                before = None;
                continue;
            }
            let near = |told: &Told| told.sentence + REACH >= annotated.index;
            let general = last.filter(near).filter(|_| stands_for_it(annotated, token));
            let some = before
                .filter(near)
                .filter(|told| stands_for_some(annotated, token, *told) || is_it(annotated, token, *told));
            if let Some(told) = general.or(some) {
                carried.push(Mark { first: token, end: token + 1, meaning: Meaning::Phrase(told.sense) });
                last = Some(Told { sentence: annotated.index, ..told });
            }
        }
        if !carried.is_empty() {
            annotated.marks.extend(carried);
            annotated.marks.sort_by_key(|mark| mark.first);
        }
    }
}

/// The sense of a weapon that flies to its target, where a token is the head of one.
fn flying_weapon<'a>(annotated: &Annotated<'a>, token: u32) -> Option<&'a Sense> {
    if !matches!(annotated.token(token).pos, Pos::Noun | Pos::Propn) {
        return None;
    }
    let modifies = matches!(annotated.token(token).dep, Dep::Compound | Dep::Amod | Dep::Nmod);
    annotated.marks_over(token).filter(|mark| mark.end == token + 1 && !modifies).find_map(|mark| {
        let Meaning::Phrase(sense @ Sense::Weapon { class, role }) = mark.meaning else { return None };
        let flies = matches!(annotated.lexicon.mode_of_weapon(class), Some("drone" | "heavy-weapons"));
        (flies && !matches!(role.as_str(), "launcher" | "platform" | "interceptor")).then_some(sense)
    })
}

fn stands_for_it(annotated: &Annotated, token: u32) -> bool {
    let words = &annotated.lexicon.words;
    let definite =
        annotated.children_by(token, Dep::Det).any(|article| words.is("definite", &annotated.lower(article)));
    matches!(annotated.token(token).pos, Pos::Noun | Pos::Propn)
        && definite
        && annotated.kinds(token).weapon.is_none()
        && words.is("flying-thing", &annotated.lemma(token).to_lowercase())
}

/// "One was aimed at the port and another at the dam. A third fell short.": one or the rest of several.
fn stands_for_some(annotated: &Annotated, token: u32, told: Told) -> bool {
    let word = annotated.lower(token);
    let number = annotated.lexicon.numbers.value(&word).is_some();
    let of = annotated.children_by(token, Dep::Prep).any(|of| annotated.lower(of) == "of");
    told.several
        && told.subject
        && is_subject(annotated, token)
        && !matches!(annotated.token(token).pos, Pos::Noun | Pos::Propn)
        && (number || annotated.lexicon.words.is("stand-in", &word))
        && !of
        && annotated.kinds(token).time.is_none()
}

/// "A drone came down in the camp. It did not explode.": the one that the sentence before is about.
fn is_it(annotated: &Annotated, token: u32, told: Told) -> bool {
    !told.several && told.subject && token == 0 && annotated.lower(0) == "it" && is_subject(annotated, 0)
}

fn is_subject(annotated: &Annotated, token: u32) -> bool {
    matches!(annotated.token(token).dep, Dep::Nsubj | Dep::Nsubjpass)
}
