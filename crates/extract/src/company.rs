//! Violence told by the company that a verb keeps, and people told by what they do: what no list of verbs or trades holds.

use casus_annotate::{Annotated, Meaning};
use casus_lexicon::{Frame, Sense};
use casus_model::{EventType, Pos};

use crate::matching::{Match, form, is_armed, passes, turned_off, verb_fillers};

/// Frames that only ask what stands beside a verb, where none of its own reads it: "a charge lifted the lorry
/// off the road". A verb whose own frame of violence was turned off by a word beside it is not read again.
pub(crate) fn matches<'a>(sentence: &Annotated<'a>, token: u32, matches: &mut Vec<Match<'a>>) {
    if !holds_means(sentence) {
        return;
    }
    let (words, lemma) = (&sentence.lexicon.words, sentence.lemma(token));
    let clause = sentence.clause(token);
    let off = |frame: &Frame| {
        frame.event_type == Some(EventType::Assault)
            && form(sentence, frame, &clause).is_some()
            && turned_off(sentence, frame, &clause, &verb_fillers(sentence, frame, &clause))
    };
    if sentence.lexicon.frames.of_verb(lemma).any(off) {
        return;
    }
    for frame in sentence.lexicon.frames.of_any_verb() {
        let excepted = frame.except.iter().any(|word| match word.strip_prefix('@') {
            Some(set) => words.is(set, lemma),
            None => word == lemma,
        });
        if excepted {
            continue;
        }
        let fillers = verb_fillers(sentence, frame, &clause);
        if passes(sentence, frame, &fillers) && !turned_off(sentence, frame, &clause, &fillers) {
            let support = Vec::new();
            matches.push(Match { frame, token, fillers, support, nominal: false, phrasal: false });
        }
    }
}

/// Whether a weapon, or somebody who bears arms, is named in the sentence.
fn holds_means(sentence: &Annotated) -> bool {
    sentence.marks.iter().any(|mark| match mark.meaning {
        Meaning::Phrase(Sense::Weapon { .. }) => true,
        Meaning::Phrase(Sense::People { class, .. }) => is_armed(class),
        _ => false,
    })
}

/// "the ferrywoman", "a gold prospector's boatman": a noun that no list knows, called after what one does.
pub(crate) fn is_by_trade(sentence: &Annotated, token: u32) -> bool {
    const ENDINGS: [&str; 22] = [
        "man", "woman", "smith", "keeper", "monger", "maker", "master", "mistress", "worker", "wright",
        "boy", "girl", "holder", "goer", "seller", "dealer", "driver", "rider", "owner", "bearer", "elect",
        "ologist",
    ];
    let kinds = sentence.kinds(token);
    let known =
        kinds.target.is_some() || kinds.weapon.is_some() || kinds.time.is_some() || kinds.place.is_some();
    let lemma = sentence.lemma(token);
    sentence.token(token).pos == Pos::Noun
        && !known
        && ENDINGS.iter().any(|ending| lemma.len() > ending.len() + 2 && lemma.ends_with(ending))
}

/// Classes of people who bear arms and belong to no state.
pub(crate) fn is_outlaw(class: &str) -> bool {
    matches!(class, "armed-group" | "rebel" | "militia" | "terrorist" | "criminal")
}

/// An armed group of the list.
pub(crate) fn names_outlaws(sentence: &Annotated, token: u32) -> bool {
    let class = |id: &str| sentence.lexicon.names.actors.get(id).map(|actor| actor.class.as_str());
    let armed = |class: &str| matches!(class, "armed group" | "militia" | "criminal group");
    sentence.kinds(token).actor.and_then(class).is_some_and(armed)
}
