//! Which times and places of a sentence belong to which of its triggers.
//!
//! The parser hangs times and places on the nearest word that could bear them, often a noun or a verb
//! that tells nothing by itself. A time or place climbs from there until it meets a trigger, and stops
//! at a verb of saying: "said on Monday" dates the saying.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Pos};

/// A time or place given to a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// The trigger token.
    pub trigger: u32,
    /// Index of the time expression or toponym.
    pub index: usize,
    /// How many steps it climbed; fewer is surer.
    pub steps: u32,
}

/// The times and places of a sentence with their triggers.
#[derive(Debug, Default)]
pub(crate) struct Circumstances {
    pub times: Vec<Given>,
    pub places: Vec<Given>,
}

/// A place further below a trigger than this is a place of something else.
const FAR: u32 = 6;

/// Tokens on the way up are at most this many.
const CLIMB: u32 = 16;

/// Gives the times and places of a sentence to its triggers.
pub(crate) fn circumstances(sentence: &Annotated, triggers: &[u32]) -> Circumstances {
    let mut circumstances = Circumstances::default();
    if triggers.is_empty() {
        return circumstances;
    }
    for mark in &sentence.marks {
        let head = sentence.head_of(mark.first, mark.end);
        match mark.meaning {
            Meaning::Time(index) => {
                if let Some((trigger, steps)) = trigger_above(sentence, head, triggers) {
                    circumstances.times.push(Given { trigger, index, steps });
                }
            }
            Meaning::Place(index) if is_locative(sentence, head, triggers) => {
                if let Some((trigger, steps)) = trigger_above(sentence, head, triggers)
                    && steps <= FAR
                {
                    circumstances.places.push(Given { trigger, index, steps });
                }
            }
            _ => {}
        }
    }
    circumstances
}

/// The first trigger above a token, or the nearest argument of the verb where the climb ends.
fn trigger_above(sentence: &Annotated, from: u32, triggers: &[u32]) -> Option<(u32, u32)> {
    let mut at = from;
    for steps in 0..CLIMB {
        if triggers.contains(&at) {
            return Some((at, steps));
        }
        let token = sentence.token(at);
        if token.pos == Pos::Verb
            && let Some(trigger) = beneath(sentence, at, triggers)
        {
            return Some((trigger, steps + 1));
        }
        if token.head == at || token.pos == Pos::Verb && is_saying(sentence, at) {
            return None;
        }
        if matches!(token.dep, Dep::Ccomp) && is_saying(sentence, token.head) {
            return None;
        }
        at = token.head;
    }
    None
}

fn is_saying(sentence: &Annotated, verb: u32) -> bool {
    sentence.lexicon.words.cue(sentence.lemma(verb)).is_some()
}

/// A trigger under a verb that tells nothing by itself: its argument ("attacks took place"), or a clause
/// that goes on from it ("tore through the market, killing three").
fn beneath(sentence: &Annotated, verb: u32, triggers: &[u32]) -> Option<u32> {
    if is_saying(sentence, verb) || triggers.contains(&verb) {
        return None;
    }
    let under = |trigger: u32| {
        let mut at = trigger;
        for _ in 0..6 {
            let token = sentence.token(at);
            if token.head == at || at != trigger && token.pos == Pos::Verb {
                return false;
            }
            if token.head == verb {
                return matches!(
                    token.dep,
                    Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr | Dep::Prep | Dep::Advcl | Dep::Conj | Dep::Xcomp
                );
            }
            at = token.head;
        }
        false
    };
    triggers.iter().copied().find(|trigger| under(*trigger))
}

/// A place tells where only behind a preposition of place, in the name of a thing or deed, beside
/// another place, or as what is hit; as a subject it is a government.
fn is_locative(sentence: &Annotated, head: u32, triggers: &[u32]) -> bool {
    let token = sentence.token(head);
    match token.dep {
        Dep::Pobj => {
            let preposition = sentence.lower(token.head);
            sentence.lexicon.words.is("locative", &preposition)
                && !(matches!(preposition.as_str(), "by" | "of" | "to") && is_government(sentence, token.head))
        }
        Dep::Compound | Dep::Nmod => triggers.contains(&token.head) || sentence.kinds(token.head).target.is_some(),
        Dep::Dobj | Dep::Nsubjpass => triggers.contains(&token.head),
        Dep::Conj | Dep::Appos => token.head != head && is_locative(sentence, token.head, triggers),
        Dep::Poss => sentence.kinds(token.head).target.is_some() || sentence.kinds(token.head).place.is_some(),
        _ => false,
    }
}

/// "by Iran", "aid to Israel": behind an agent or a verb of giving the country is a government.
fn is_government(sentence: &Annotated, preposition: u32) -> bool {
    let token = sentence.token(preposition);
    token.dep == Dep::Agent || token.dep == Dep::Dative || sentence.lower(preposition) == "by"
}
