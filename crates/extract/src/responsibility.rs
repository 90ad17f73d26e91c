//! Responsibility for a deed, beside who is told to have done it: claimed by itself, laid on another, or
//! claimed by nobody. Each adds to the deed that its words name.

use casus_annotate::{Annotated, Clause};
use casus_model::{
    Dep, Draft, DraftBody, EventType, Evidence, ModalityValue, Pos, Reference, ResponsibilityStatus,
};

use crate::draft;
use crate::event::empty;
use crate::matching::is_violent_noun;
use crate::modality::Told;

/// A draft, and the tokens whose own words it is, where it is said by its doer or accuser.
pub(crate) struct Held {
    pub draft: Draft,
    pub by: Vec<u32>,
}

/// Who is held responsible in a sentence.
pub(crate) fn held(sentence: &Annotated) -> Vec<Held> {
    let verbs = (0..sentence.len()).filter(|token| sentence.token(*token).pos == Pos::Verb);
    verbs.filter_map(|verb| claimed(sentence, verb).or_else(|| blamed(sentence, verb))).collect()
}

/// "claimed responsibility for the attack", "the attack was claimed by", "no group has claimed".
fn claimed(sentence: &Annotated, verb: u32) -> Option<Held> {
    if !sentence.lexicon.words.is("claim-verb", sentence.lemma(verb)) {
        return None;
    }
    let clause = sentence.clause(verb);
    let deed = |token: &u32| is_violent_noun(sentence, *token);
    let responsibility = clause
        .objects
        .iter()
        .find(|object| sentence.lexicon.words.is("responsibility", sentence.lemma(**object)));
    let deeds: Vec<u32> = match responsibility {
        Some(noun) => {
            let for_what = clause.prepositions.iter().flat_map(|(_, objects)| objects.iter().copied());
            let of_noun = sentence
                .children_by(*noun, Dep::Prep)
                .flat_map(|preposition| sentence.objects_of(preposition));
            for_what.chain(of_noun).filter(deed).collect()
        }
        None => clause.objects.iter().copied().filter(deed).collect(),
    };
    if responsibility.is_none() && deeds.is_empty() {
        return None;
    }
    let nobody = clause.subjects.iter().any(|subject| sentence.is_none_phrase(*subject)) || clause.negated;
    if nobody {
        return Some(held_by(sentence, verb, &[], &deeds, ResponsibilityStatus::Unknown, Vec::new()));
    }
    let actors = actors(sentence, &clause.subjects);
    (!actors.is_empty())
        .then(|| held_by(sentence, verb, &actors, &deeds, ResponsibilityStatus::Claimed, actors.clone()))
}

/// "blamed the rebels for the attack", "blamed the attack on the rebels".
fn blamed(sentence: &Annotated, verb: u32) -> Option<Held> {
    if !sentence.lexicon.words.is("blame-verb", sentence.lemma(verb)) {
        return None;
    }
    let clause: Clause = sentence.clause(verb);
    let prepositional: Vec<u32> =
        clause.prepositions.iter().flat_map(|(_, objects)| objects.iter().copied()).collect();
    let all: Vec<u32> = clause.objects.iter().copied().chain(prepositional).collect();
    let (deeds, others): (Vec<u32>, Vec<u32>) =
        all.into_iter().partition(|token| is_violent_noun(sentence, *token));
    let actors = actors(sentence, &others);
    if deeds.is_empty() || actors.is_empty() {
        return None;
    }
    Some(held_by(sentence, verb, &actors, &deeds, ResponsibilityStatus::Accused, clause.subjects))
}

fn actors(sentence: &Annotated, tokens: &[u32]) -> Vec<u32> {
    let somebody = |token: &u32| sentence.kinds(*token).is_actor() || sentence.kinds(*token).place.is_some();
    tokens.iter().copied().filter(somebody).collect()
}

fn held_by(
    sentence: &Annotated,
    verb: u32,
    actors: &[u32],
    deeds: &[u32],
    status: ResponsibilityStatus,
    by: Vec<u32>,
) -> Held {
    let mut event = empty(EventType::Assault, true, Reference::Known);
    event.actors = actors.iter().map(|token| sentence.mention(*token)).collect();
    event.responsibility = Some(status);
    event.same_as = deeds.iter().map(|token| (sentence.index, *token)).collect();
    let told = Told { value: ModalityValue::Actual, certainty: casus_model::Certainty::Certain };
    let mut draft = draft(sentence, "responsibility/held", verb, DraftBody::Event(Box::new(event)), told);
    draft.evidence =
        vec![Evidence { start: draft.trigger.start, end: draft.trigger.end, rule: draft.rule.clone() }];
    Held { draft, by }
}
