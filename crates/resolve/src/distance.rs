//! Deeds told as so long before or after another: two of them, whatever else they share.

use casus_annotate::Annotated;
use casus_model::{Dep, Pos};

use crate::anaphora::is_under;

/// Words that are climbed over from a deed to the clause that says how far off it was.
const CLIMB: u32 = 6;

/// "hours after jets had bombed the depots", "a day after the raid on the bank": whatever is told in words that say how
/// long before or after another it was.
pub(crate) fn is_measured_from(sentence: &Annotated, one: u32, other: u32) -> bool {
    let outside = |token: u32, other: u32| {
        let mut at = token;
        for _ in 0..CLIMB {
            if other == at || is_under(sentence, other, at) {
                return measured(sentence, at).is_some_and(|mark| other < mark);
            }
            if measured(sentence, at).is_some() || is_measured_noun(sentence, at) {
                return true;
            }
            at = sentence.token(at).head;
        }
        false
    };
    outside(one, other) || outside(other, one)
}

/// "a day after the raid"
fn is_measured_noun(sentence: &Annotated, noun: u32) -> bool {
    let preposition = sentence.token(noun).head;
    sentence.token(noun).dep == Dep::Pobj
        && (is_distance(sentence, preposition) || is_of_a_time(sentence, noun, preposition))
}

/// "in the week of a raid on the bank": the time of a deed told as new.
fn is_of_a_time(sentence: &Annotated, noun: u32, of: u32) -> bool {
    let is = |token: u32, words: [&str; 2]| {
        sentence.children_by(token, Dep::Det).any(|det| words.contains(&sentence.lower(det).as_str()))
    };
    let unit = sentence.token(of).head;
    sentence.lower(of) == "of"
        && sentence.lexicon.words.is("unit-of-time", &format!("{}s", sentence.lower(unit)))
        && is(unit, ["the", "that"])
        && is(noun, ["a", "an"])
}

/// "two days after the fire, which left nine dead": whether what is told is told of a deed that far off.
pub(crate) fn is_far_off(sentence: &Annotated, token: u32) -> bool {
    let mut at = token;
    for _ in 0..CLIMB {
        if measured(sentence, at).is_some() || is_measured_noun(sentence, at) {
            return true;
        }
        at = sentence.token(at).head;
    }
    false
}

/// "The attack came a day after the raid": of the raid, what came a day after it.
pub(crate) fn comes_so_long_after(sentence: &Annotated, noun: u32) -> Option<u32> {
    let comes = sentence.token(sentence.token(noun).head).head;
    let subject = sentence.children_by(comes, Dep::Nsubj).next();
    let tells_when = sentence.lexicon.words.is("coming-verb", sentence.lemma(comes));
    subject.filter(|subject| tells_when && *subject < noun && is_measured_noun(sentence, noun))
}

/// "a day after a drone was shot down": the word that opens a clause which tells how far off it was from another.
pub(crate) fn measured(sentence: &Annotated, verb: u32) -> Option<u32> {
    sentence.children_by(verb, Dep::Mark).find(|mark| is_distance(sentence, *mark))
}

/// "hours after", and not "on Sunday after".
fn is_distance(sentence: &Annotated, word: u32) -> bool {
    let words = &sentence.lexicon.words;
    let opens = matches!(sentence.lower(word).as_str(), "after" | "before")
        && words.is("distance-word", &sentence.lower(word));
    let length = |before: u32| {
        sentence.kinds(before).time.is_some() && sentence.token(before).pos != Pos::Propn
            || words.is("soon", &sentence.lemma(before).to_lowercase())
            || words.is("unit-of-time", &sentence.lower(before))
    };
    opens && word.checked_sub(1).is_some_and(length)
}
