//! Who the victims or the doers were, told apart from the deed: "the injured were Miller and Cotton", "among the dead is a
//! teacher", "the victim was identified as Ted Sandyman". Each adds to the deed told before.

use casus_annotate::Annotated;
use casus_model::{
    Certainty, Dep, Draft, DraftBody, DraftCasualty, Effect, EventType, Evidence, ModalityValue, Pos,
    Reference, ResponsibilityStatus,
};

use crate::casualty::{class_of, how_many};
use crate::event::empty;
use crate::modality::Told;
use crate::needs::people_class;
use crate::{draft, modality};

/// The people that a word for victims is said to be.
pub(crate) fn identified(sentence: &Annotated) -> Vec<Draft> {
    let words = (0..sentence.len()).filter(|token| is_victim_word(sentence, *token));
    words.filter_map(|word| told(sentence, word)).collect()
}

fn is_victim_word(sentence: &Annotated, token: u32) -> bool {
    let nominal = matches!(sentence.token(token).pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Verb);
    nominal
        && sentence.mention(token).definite
        && (effect(sentence, token).is_some()
            || sentence.lexicon.words.is("victim-word", sentence.lemma(token))
            || is_doer_word(sentence, token))
}

/// "the killers": those who did it.
fn is_doer_word(sentence: &Annotated, token: u32) -> bool {
    sentence.lexicon.words.is("doer-word", sentence.lemma(token))
}

/// What was done to "the dead", "the wounded", "the wounded man"; victims may have died or not.
fn effect(sentence: &Annotated, token: u32) -> Option<Effect> {
    let is = |token: u32| {
        let words = &sentence.lexicon.words;
        let word = sentence.lower(token);
        match () {
            () if words.is("victim-dead", &word) => Some(Effect::Killed),
            () if words.is("victim-hurt", &word) => Some(Effect::Injured),
            () => None,
        }
    };
    let before = sentence.children_by(token, Dep::Amod).filter(|_| sentence.kinds(token).is_person());
    is(token).or_else(|| before.into_iter().find_map(is))
}

fn told(sentence: &Annotated, word: u32) -> Option<Draft> {
    let (verb, people) = said_to_be(sentence, word)?;
    let told = modality::told(sentence, verb, false);
    let somebody = |token: &u32| {
        let kinds = sentence.kinds(*token);
        let name = sentence.token(*token).pos == Pos::Propn && kinds.place.is_none() && kinds.actor.is_none();
        let people = kinds.is_person() || people_class(sentence, *token).is_some();
        *token != word && (people && sentence.token(*token).pos != Pos::Pron || name)
    };
    let people: Vec<u32> = people.into_iter().filter(somebody).collect();
    if people.is_empty() || told.value != ModalityValue::Actual {
        return None;
    }
    let mut event = empty(EventType::Assault, true, Reference::Known);
    let mentions = people.iter().map(|person| sentence.mention(*person)).collect();
    if is_doer_word(sentence, word) {
        event.actors = mentions;
        event.responsibility = suspected(told);
    } else {
        event.recipients = mentions;
    }
    if let Some(effect) = effect(sentence, word) {
        event.casualties = people.iter().map(|person| harm(sentence, word, effect, *person)).collect();
    }
    let mut draft = draft(sentence, "casualty/identified", word, DraftBody::Event(Box::new(event)), told);
    let span = people.iter().fold(draft.trigger, |span, person| span.cover(sentence.mention(*person).span));
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    Some(draft)
}

/// "The killers may have been rebels": no more than suspected.
fn suspected(told: Told) -> Option<ResponsibilityStatus> {
    (told.certainty != Certainty::Certain).then_some(ResponsibilityStatus::Suspected)
}

/// The verb, and whom it says that they were.
fn said_to_be(sentence: &Annotated, word: u32) -> Option<(u32, Vec<u32>)> {
    let words = &sentence.lexicon.words;
    let item = sentence.token(word);
    let be = |verb: u32| sentence.lemma(verb) == "be";
    match item.dep {
        // "The injured were Miller and Cotton", "the victim was identified as Cotton"
        Dep::Nsubj if be(item.head) => Some((item.head, sentence.clause(item.head).objects)),
        Dep::Nsubjpass if words.is("identifying", sentence.lemma(item.head)) => {
            let prepositions = sentence.clause(item.head).prepositions;
            let behind_as = prepositions.into_iter().find(|(as_, _)| sentence.lower(*as_) == "as")?;
            Some((item.head, behind_as.1))
        }
        // "Among the dead is a teacher", "two officers are among the wounded"
        Dep::Pobj if sentence.lower(item.head) == "among" => {
            let verb = sentence.token(item.head).head;
            let clause = sentence.clause(verb);
            let people = if clause.subjects.is_empty() { clause.objects } else { clause.subjects };
            be(verb).then_some((verb, people))
        }
        _ => None,
    }
}

/// Implied, since the figures told elsewhere count them already.
fn harm(sentence: &Annotated, word: u32, effect: Effect, person: u32) -> DraftCasualty {
    let mention = sentence.mention(person);
    DraftCasualty {
        effect,
        implied: true,
        count: how_many(sentence, person),
        class: class_of(sentence, person).to_owned(),
        words: sentence.word(word).to_owned(),
        span: sentence.span(word, word + 1).cover(mention.span),
        victim: Some(mention),
    }
}
