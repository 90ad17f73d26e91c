//! Deeds that no frame reads: a sentence that is likelier to tell one than almost any quiet one is read at the verb that
//! does most to say so, where nothing else of the report is read as violence or where it says when and where.

use casus_annotate::Annotated;
use casus_lexicon::{Role, Test};
use casus_model::{Dep, Draft, DraftBody, EventType, ModalityValue, Pos};

use crate::matching::{Match, verb_fillers};
use crate::needs::test;
use crate::passage::{Passages, likeliest_first};
use crate::violence::{is_violent_thing, is_violent_verb};
use crate::{Material, event, modality};

/// How much likelier the likeliest of many passages must be.
const LIKELIER: f32 = 0.4;

/// Of a report that tells deeds so many sentences more at most are looked at.
const MOST_ASKED: usize = 32;

/// How sure what is read so is.
const EXTRACTION: f64 = 0.5;

/// What no frame reads: of a report that tells no deed so far the likeliest one, of any other those that a sentence tells by
/// themselves.
pub(crate) fn deeds(material: &Material, passages: &Passages, drafts: &[Draft]) -> Vec<Draft> {
    if !drafts.iter().any(is_told) {
        return deed(material, passages, drafts).into_iter().collect();
    }
    let open = |sentence: &&Annotated| !drafts.iter().any(|draft| is_read_otherwise(sentence, draft));
    let asked = material.annotation.sentences.iter().filter(|sentence| passages.is_worth_asking(sentence));
    let asked = asked.filter(open).take(MOST_ASKED);
    asked.filter_map(|sentence| by_itself(material, passages, sentence, drafts)).collect()
}

/// The deed of a sentence that says when and where it happened, so that it is no detail of one told before.
fn by_itself(
    material: &Material,
    passages: &Passages,
    sentence: &Annotated,
    drafts: &[Draft],
) -> Option<Draft> {
    let deed = read(material, sentence, drafts, NOT_VIOLENT).filter(stands_by_itself)?;
    (passages.log_odds_of(sentence) > passages.bars().read).then_some(deed)
}

fn stands_by_itself(deed: &Draft) -> bool {
    match &deed.body {
        DraftBody::Event(event) => !event.times.is_empty() && !event.places.is_empty(),
        _ => false,
    }
}

/// The deed of the likeliest passage, where one is likely enough. Of many passages the likeliest must be likelier, and
/// only those are asked after that are likely at a glance.
fn deed(material: &Material, passages: &Passages, drafts: &[Draft]) -> Option<Draft> {
    let bar = passages.bars().read + (passages.len() as f32).ln() * LIKELIER;
    let asked = passages.at_a_glance().iter();
    let asked = asked.map(|passage| (passages.log_odds(*passage), *passage));
    let mut likely: Vec<(f32, usize)> = asked.filter(|(odds, _)| *odds > bar).collect();
    likeliest_first(&mut likely);
    likely.into_iter().find_map(|(_, passage)| in_passage(material, passages, passage, drafts))
}

/// The deed of the likeliest sentence of a passage.
fn in_passage(material: &Material, passages: &Passages, passage: usize, drafts: &[Draft]) -> Option<Draft> {
    let sentences = passages.sentences(passage).iter();
    let open = sentences.filter(|sentence| !drafts.iter().any(|draft| is_read_otherwise(sentence, draft)));
    let mut open: Vec<(f32, &Annotated)> =
        open.map(|sentence| (passages.log_odds_of(sentence), sentence)).collect();
    likeliest_first(&mut open);
    open.into_iter().find_map(|(_, sentence)| read(material, sentence, drafts, ANY))
}

/// An actual deed that stands by itself.
fn is_told(draft: &Draft) -> bool {
    draft.modality == ModalityValue::Actual && is_violence(draft, |event_attaches| !event_attaches)
}

/// Whether a sentence is read as telling violence already, be it one that did not happen or a total, or in its main clause
/// something else.
fn is_read_otherwise(sentence: &Annotated, draft: &Draft) -> bool {
    let is_total = matches!(draft.body, DraftBody::Tally(_));
    draft.sentence == sentence.index
        && (is_total || is_violence(draft, |attaches| !attaches) || is_main_deed(sentence, draft))
}

/// A deed of another kind, done without force, that the main clause tells: "the two armies signed".
fn is_main_deed(sentence: &Annotated, draft: &Draft) -> bool {
    let peaceful = match &draft.body {
        DraftBody::Event(event) => matches!(
            event.event_type,
            EventType::Agree
                | EventType::Consult
                | EventType::Support
                | EventType::Cooperate
                | EventType::Aid
                | EventType::Protest
                | EventType::Mobilize
        ),
        _ => false,
    };
    let item = sentence.token(draft.token);
    peaceful && (item.dep == Dep::Root || sentence.token(item.head).dep == Dep::Root)
}

fn is_violence(draft: &Draft, asked: impl Fn(bool) -> bool) -> bool {
    match &draft.body {
        DraftBody::Event(event) => {
            matches!(event.event_type, EventType::Assault | EventType::Threaten) && asked(event.attaches)
        }
        _ => false,
    }
}

/// Reads a sentence at the first of its verbs that tells what happened and that nothing else is read at: one of violence
/// before one with a weapon or armed people beside it, and that before the verb of the main clause; never at one that only
/// says who told it. Of a verb that says nothing of violence nobody is taken for the doer or the one it was done to:
/// "police were called".
fn read(material: &Material, sentence: &Annotated, drafts: &[Draft], below: u8) -> Option<Draft> {
    let frame = sentence.lexicon.frames.of_likely_verb().next()?;
    let words = &sentence.lexicon.words;
    let says = |token: &u32| {
        words.cue(&sentence.lemma(*token).to_lowercase()).is_some()
            && sentence.children_by(*token, Dep::Ccomp).next().is_some()
    };
    let is_read =
        |token: &u32| drafts.iter().any(|draft| (draft.sentence, draft.token) == (sentence.index, *token));
    let mut verbs: Vec<(u8, u32)> = (0..sentence.len())
        .filter(|token| sentence.token(*token).pos == Pos::Verb && !is_read(token) && !says(token))
        .filter_map(|token| Some((rank(sentence, token).filter(|rank| *rank < below)?, token)))
        .collect();
    verbs.sort_unstable();
    let happened = |token: &u32| modality::told(sentence, *token, false).value == ModalityValue::Actual;
    let mut verbs = verbs.into_iter().filter(|(_, token)| happened(token));
    verbs.find_map(|(rank, token)| {
        let mut fillers = verb_fillers(sentence, frame, &sentence.clause(token));
        for (role, tokens) in &mut fillers {
            tokens.retain(|filler| rank < NOT_VIOLENT && may_fill(sentence, *role, *filler));
        }
        fillers.retain(|_, tokens| !tokens.is_empty());
        let found = Match { frame, token, fillers, support: Vec::new(), nominal: false, phrasal: false };
        let draft = event::alone(material, sentence, &found)?;
        let stands = is_told(&draft);
        stands.then_some(Draft { extraction: EXTRACTION, ..draft })
    })
}

/// Verbs of any rank.
const ANY: u8 = u8::MAX;

/// The rank of a verb with nothing of violence to it.
const NOT_VIOLENT: u8 = 2;

fn may_fill(sentence: &Annotated, role: Role, filler: u32) -> bool {
    match role {
        Role::Agent => {
            let people = [Test::Actor, Test::Person, Test::Rough];
            people.iter().any(|asked| test(sentence, filler, *asked))
        }
        Role::Weapon => test(sentence, filler, Test::Weapon),
        _ => true,
    }
}

/// How little a verb does to say that its sentence tells violence, one that only reports least; none for an auxiliary.
fn rank(sentence: &Annotated, token: u32) -> Option<u8> {
    if matches!(sentence.token(token).dep, Dep::Aux | Dep::Auxpass) {
        return None;
    }
    let clause = sentence.clause(token);
    let behind = clause.prepositions.iter().flat_map(|(_, objects)| objects);
    let mut beside = clause.subjects.iter().chain(&clause.objects).chain(behind);
    let violent =
        beside.any(|other| is_violent_thing(sentence, *other) || test(sentence, *other, Test::Armed));
    let says = sentence.lexicon.words.cue(sentence.lemma(token)).is_some();
    let reports = says || !clause.complements.is_empty() && clause.objects.is_empty();
    Some(match (is_violent_verb(sentence, token), violent, reports) {
        (true, _, _) => 0,
        (false, true, false) => 1,
        (false, false, false) => NOT_VIOLENT,
        (false, _, true) => NOT_VIOLENT + 1,
    })
}
