//! General words that stand for the weapon told last: "the aircraft" of a drone, "the projectile" of a
//! missile. They get its mark, so that every later room reads them as what they stand for.

use casus_lexicon::Sense;
use casus_model::{Dep, Pos};

use crate::{Annotated, Mark, Meaning};

/// Sentences that a general word looks back over.
const REACH: u32 = 2;

/// Marks general words behind "the" or "this" whose sentence, or one just before, tells a weapon that flies.
pub(crate) fn carry_over(sentences: &mut [Annotated]) {
    let mut last: Option<(u32, &Sense)> = None;
    for annotated in sentences {
        let mut carried: Vec<Mark> = Vec::new();
        for token in 0..annotated.len() {
            if !matches!(annotated.token(token).pos, Pos::Noun | Pos::Propn) {
                continue;
            }
            if let Some(sense) = flying_weapon(annotated, token) {
                last = Some((annotated.index, sense));
            } else if let Some((index, sense)) = last
                && index + REACH >= annotated.index
                && stands_for_it(annotated, token)
            {
                carried.push(Mark { first: token, end: token + 1, meaning: Meaning::Phrase(sense) });
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
    definite
        && annotated.kinds(token).weapon.is_none()
        && words.is("flying-thing", &annotated.lemma(token).to_lowercase())
}
