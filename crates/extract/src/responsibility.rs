//! Responsibility for a deed, beside who is told to have done it: claimed by itself, laid on another, or
//! claimed by nobody. Each adds to the deed that its words name.

use casus_annotate::{Annotated, Clause};
use casus_model::{
    Dep, Draft, DraftBody, EventType, Evidence, ModalityValue, Pos, Reference, ResponsibilityStatus,
};

use crate::event::empty;
use crate::filling::{charge, charged};
use crate::matching::noun_prepositional;
use crate::modality::Told;
use crate::needs::is_violent_noun;
use crate::{draft, modality};

/// A draft, and the tokens whose own words it is, where it is said by its doer or accuser.
pub(crate) struct Held {
    pub draft: Draft,
    pub by: Vec<u32>,
}

/// Who is held responsible in a sentence.
pub(crate) fn held(sentence: &Annotated) -> Vec<Held> {
    let verbs = (0..sentence.len()).filter(|token| sentence.token(*token).pos == Pos::Verb);
    let of_verbs = verbs.filter_map(|verb| {
        claimed(sentence, verb).or_else(|| blamed(sentence, verb)).or_else(|| committed(sentence, verb))
    });
    let crimes = (0..sentence.len()).filter(|token| is_crime_told(sentence, *token));
    of_verbs.chain(crimes.filter_map(|crime| charged_with(sentence, crime))).collect()
}

/// "carried out the crime", "the act was committed by": who did what was told before.
fn committed(sentence: &Annotated, verb: u32) -> Option<Held> {
    if !sentence.lexicon.words.is("commit-verb", sentence.lemma(verb)) {
        return None;
    }
    let clause = sentence.clause(verb);
    let actors = actors(sentence, &clause.subjects);
    let told = clause.objects.iter().any(|object| is_crime_told(sentence, *object));
    let happened = modality::told(sentence, verb, false).value == ModalityValue::Actual;
    (told && happened && !actors.is_empty())
        .then(|| held_by(sentence, verb, &actors, &[], ResponsibilityStatus::Stated, Vec::new()))
}

/// "responsible for the crime", "accused of the crime": who is charged with what was told before.
fn charged_with(sentence: &Annotated, crime: u32) -> Option<Held> {
    let actors = charged(sentence, crime);
    let status = charge(sentence, crime)?;
    let word = sentence.token(sentence.token(crime).head).head;
    // "blamed for the crime" is read with the verb.
    if sentence.lexicon.words.is("blame-verb", sentence.lemma(word)) {
        return None;
    }
    (!actors.is_empty()).then(|| held_by(sentence, word, &actors, &[], status, Vec::new()))
}

/// "the crime": a general word for the deed told before.
fn is_crime_told(sentence: &Annotated, token: u32) -> bool {
    sentence.token(token).pos == Pos::Noun
        && sentence.lexicon.words.is("crime-word", sentence.lemma(token))
        && !is_violent_noun(sentence, token)
        && sentence.mention(token).definite
}

/// "claimed responsibility for the attack", "the attack was claimed by", "no group has claimed".
fn claimed(sentence: &Annotated, verb: u32) -> Option<Held> {
    if !sentence.lexicon.words.is("claim-verb", sentence.lemma(verb)) {
        return None;
    }
    let clause = sentence.clause(verb);
    // "claimed 40,000 lives" tells of no deed that somebody takes upon himself.
    let deed = |token: &u32| is_violent_noun(sentence, *token) && sentence.lemma(*token) != "life";
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
    let mut claimants = actors(sentence, &clause.subjects);
    // "The group claimed responsibility in a statement": whoever takes upon itself what was told before.
    let for_another = || {
        noun_prepositional(sentence, verb, "for")
            .into_iter()
            .chain(responsibility.into_iter().flat_map(|noun| noun_prepositional(sentence, *noun, "for")))
    };
    if claimants.is_empty()
        && responsibility.is_some()
        && (!deeds.is_empty() || for_another().next().is_none())
    {
        let is_noun = |token: &u32| matches!(sentence.token(*token).pos, Pos::Noun | Pos::Propn);
        claimants = clause.subjects.iter().copied().filter(is_noun).collect();
    }
    (!claimants.is_empty()).then(|| {
        held_by(sentence, verb, &claimants, &deeds, ResponsibilityStatus::Claimed, claimants.clone())
    })
}

/// "blamed the rebels for the attack", "blamed the attack on the rebels".
fn blamed(sentence: &Annotated, verb: u32) -> Option<Held> {
    if !sentence.lexicon.words.is("blame-verb", sentence.lemma(verb)) {
        return None;
    }
    let clause: Clause = sentence.clause(verb);
    let prepositional: Vec<u32> =
        clause.prepositions.iter().flat_map(|(_, objects)| objects.iter().copied()).collect();
    // "blamed the attack on the rebels": the parser may hang "on" on the deed.
    let on_deed = clause.objects.iter().flat_map(|deed| noun_prepositional(sentence, *deed, "on"));
    let on_deed: Vec<u32> = on_deed.filter(|_| prepositional.is_empty()).collect();
    let all: Vec<u32> = clause.objects.iter().copied().chain(prepositional).chain(on_deed).collect();
    let (deeds, others): (Vec<u32>, Vec<u32>) =
        all.into_iter().partition(|token| is_violent_noun(sentence, *token));
    let actors = actors(sentence, &others);
    let here = deed_of_action(sentence, verb);
    let told = || here.is_some() || is_of_deed_told(sentence, verb, &others);
    if actors.is_empty() || deeds.is_empty() && !told() {
        return None;
    }
    let deeds: Vec<u32> = deeds.into_iter().chain(here).collect();
    Some(held_by(sentence, verb, &actors, &deeds, ResponsibilityStatus::Accused, clause.subjects))
}

/// "In a new action attributed to the rebels, a bomb destroyed a school": the verb that tells the action.
fn deed_of_action(sentence: &Annotated, verb: u32) -> Option<u32> {
    let action = sentence.token(verb).head;
    let item = sentence.token(action);
    let in_action = sentence.token(verb).dep == Dep::Acl
        && sentence.lexicon.words.is("crime-word", sentence.lemma(action))
        && item.dep == Dep::Pobj
        && sentence.lower(item.head) == "in";
    let main = sentence.token(item.head).head;
    (in_action && sentence.token(main).pos == Pos::Verb).then_some(main)
}

/// "blamed the rebels for the crime", "the authorities blame the rebels": the deed was told before.
fn is_of_deed_told(sentence: &Annotated, verb: u32, others: &[u32]) -> bool {
    let words = &sentence.lexicon.words;
    let crime =
        |token: &u32| words.is("crime-word", sentence.lemma(*token)) && sentence.mention(*token).definite;
    let for_nothing = sentence.lemma(verb) == "blame"
        && others.iter().all(|other| sentence.kinds(*other).is_actor())
        && sentence.clause(verb).prepositions.is_empty();
    others.iter().any(crime) || for_nothing
}

fn actors(sentence: &Annotated, tokens: &[u32]) -> Vec<u32> {
    let somebody = |token: &u32| sentence.kinds(*token).is_actor() || sentence.kinds(*token).place.is_some();
    tokens.iter().copied().filter(somebody).collect()
}

/// "claimed responsibility for the assault on a truck by the bridge": who takes a deed upon himself says with its words
/// what was hit and where.
pub(crate) fn of_what(mut draft: Draft, told: &[Draft]) -> Draft {
    let DraftBody::Event(event) = &mut draft.body else { return draft };
    if event.responsibility != Some(ResponsibilityStatus::Claimed) {
        return draft;
    }
    let deed = told.iter().find_map(|deed| match &deed.body {
        DraftBody::Event(body) if event.same_as.contains(&(deed.sentence, deed.token)) => Some(body),
        _ => None,
    });
    if let Some(deed) = deed {
        event.targets.clone_from(&deed.targets);
        event.places.clone_from(&deed.places);
    }
    draft
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
