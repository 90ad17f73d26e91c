//! Sentences → drafts of claims; one module a facet.
//!
//! Comes in: an [`Annotation`] and the times read from the document. Goes out: [`Draft`]s in reading
//! order: what each trigger of each sentence says, with who says so and whether it is said to have
//! happened. Mentions are still words.
//!
//! Deliberately not known here: which actor or place a mention is, which drafts tell the same
//! occurrence (both `resolve`), foreign codebooks (`export`).

mod assessment;
mod attribution;
mod casualty;
mod circumstance;
mod company;
mod event;
mod factuality;
mod filling;
mod gapped;
mod item;
mod label;
mod likelihood;
mod matching;
mod modality;
mod needs;
mod passage;
mod posture;
mod rejected;
mod relation;
mod reporting;
mod responsibility;
mod scene;
mod state;
mod tally;
mod telegram;
mod telling;
mod ties;
mod turned_off;
mod unread;
mod victims;
mod violence;

pub use factuality::{Factuality, factuality_at};
pub use rejected::{Rejected, rejected};
pub use reporting::{Attribution, attributions};
pub use violence::holds_violence;

use casus_annotate::{Annotated, Annotation};
use casus_judge::Judge;
use casus_lexicon::Role;
use casus_model::{Dep, Diagnostic, Draft, DraftBody, DraftVoice, EventType, ModalityValue, Span};
use casus_timex::TimeExpression;

use crate::likelihood::Read;
use crate::matching::Match;
use crate::passage::Passages;

/// What the facets look at: the annotated document, its times, and the day it appeared.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// Sentences with marks.
    pub annotation: &'a Annotation<'a>,
    /// Who says how likely a passage is to tell a deed.
    pub judge: &'a Judge,
    /// Times in order.
    pub times: &'a [TimeExpression],
    /// Day of publication.
    pub published: Option<jiff::civil::Date>,
    /// Index of the paragraph that is the headline.
    pub headline: Option<u32>,
}

/// How many additions tell bodily harm that was done.
fn harms(drafts: &[Draft]) -> usize {
    let of_harm = |draft: &&Draft| match &draft.body {
        DraftBody::Event(event) => {
            event.attaches && !event.casualties.is_empty() && draft.modality == ModalityValue::Actual
        }
        _ => false,
    };
    drafts.iter().filter(of_harm).count()
}

/// Everything the document's sentences claim, in reading order.
pub fn drafts(material: &Material) -> (Vec<Draft>, Vec<Diagnostic>) {
    let (mut drafts, readings, voices) = all_drafts(material);
    let passages = Passages::of(material);
    let unlikely = likelihood::unlikely(&passages, readings, harms(&drafts));
    let is_unlikely = |draft: &Draft| {
        let DraftBody::Event(event) = &draft.body else { return false };
        let verb = event.leaves_out.unwrap_or(draft.token);
        let of_trigger = |one: &Read| one.trigger == (draft.sentence, verb);
        event.event_type == EventType::Assault && unlikely.iter().any(of_trigger)
    };
    drafts.retain(|draft| !is_unlikely(draft));
    for mut deed in unread::deeds(material, &passages, &drafts) {
        deed.headline = material.headline.is_some_and(|headline| is_in(material, &deed, headline));
        deed.voices = attribution::voices_over(&voices[deed.sentence as usize], deed.trigger);
        drafts.push(deed);
    }
    sort(&mut drafts);
    (drafts, Vec::new())
}

fn is_in(material: &Material, draft: &Draft, paragraph: u32) -> bool {
    material.annotation.sentences[draft.sentence as usize].sentence.paragraph == paragraph
}

fn sort(drafts: &mut [Draft]) {
    drafts.sort_by_key(|draft| (draft.trigger.start, draft.trigger.end, order(&draft.body)));
}

/// The readings of violence that are taken away because of what stands beside them, and why.
pub fn unlikely(material: &Material) -> Vec<Rejected> {
    let (drafts, readings, _) = all_drafts(material);
    let passages = Passages::of(material);
    let unlikely = likelihood::unlikely(&passages, readings, harms(&drafts));
    let why = |one: &Read| {
        let odds = passages.log_odds(passages.with(one.trigger.0));
        format!("the passage around it tells no deed (log odds {odds:.1})")
    };
    let rejected = |one: &Read| Rejected { trigger: one.span, frame: one.frame.clone(), why: why(one) };
    unlikely.iter().map(rejected).collect()
}

/// Everything the sentences claim, the readings of violence among it, and the voices of each sentence.
fn all_drafts(material: &Material) -> (Vec<Draft>, Vec<Read>, Vec<Vec<attribution::Report>>) {
    let mut readings = Vec::new();
    let (voices, mut sources) = attribution::voices(material.annotation);
    let mut drafts = Vec::new();
    for sentence in &material.annotation.sentences {
        let (ties, matches): (Vec<Match>, Vec<Match>) =
            matching::matches(sentence).into_iter().partition(|found| found.frame.tie.is_some());
        let mut matches: Vec<Match> =
            matches.into_iter().filter(|found| !is_standing(found, &ties)).collect();
        item::drop_opening(sentence, &mut matches);
        let mut found = event::events(material, sentence, &matches, &mut readings);
        tally::tallies(material, sentence, &matches, &drafts, &mut found);
        found.extend(posture::postures(sentence));
        found.extend(relation::relations(material, sentence, &ties));
        found.extend(assessment::assessments(sentence, &voices[sentence.index as usize]));
        drop_spoken_acts(&mut found);
        let is_headline = material.headline == Some(sentence.sentence.paragraph);
        let short =
            if is_headline { telegram::headline(sentence) } else { telegram::left_over(sentence, &found) };
        if is_headline {
            telegram::take_over(&mut found, &short);
        }
        found.extend(short);
        for draft in &mut found {
            draft.headline = is_headline;
            let of_trigger = &voices[sentence.index as usize];
            let over = attribution::voices_over(of_trigger, draft.trigger);
            // A figure that somebody is quoted for goes on to be theirs ("On Monday it had stood at 23").
            if !over.is_empty() {
                draft.voices = over;
            }
            if let Some(counter) = tally::counter(sentence, draft).filter(|_| draft.voices.is_empty()) {
                draft.voices = attribution::own_voices(sentence, &[counter], draft.trigger, &mut sources);
            }
            if let (true, Some(act)) = (draft.voices.is_empty(), own_word(sentence, &matches, draft)) {
                let by = act.of(Role::Agent);
                draft.voices = attribution::own_voices(sentence, by, act.trigger(sentence), &mut sources);
            }
        }
        drafts.append(&mut found);
        for held in responsibility::held(sentence) {
            let own = attribution::own_voices(sentence, &held.by, held.draft.trigger, &mut sources);
            let over = attribution::voices_over(&voices[sentence.index as usize], held.draft.trigger);
            let voices = if own.is_empty() { over } else { own };
            drafts.push(Draft { voices, ..responsibility::of_what(held.draft, &drafts) });
        }
    }
    sort(&mut drafts);
    (drafts, readings, voices)
}

/// "it would not stand its brigades down" is a refusal, and no judgement beside it.
fn drop_spoken_acts(drafts: &mut Vec<Draft>) {
    let acts: Vec<u32> = drafts
        .iter()
        .filter(|draft| match &draft.body {
            DraftBody::Event(event) => {
                matches!(event.event_type, EventType::Reject | EventType::Threaten | EventType::Agree)
                    || draft.modality == ModalityValue::Threatened
            }
            _ => false,
        })
        .map(|draft| draft.token)
        .collect();
    drafts
        .retain(|draft| !matches!(draft.body, DraftBody::Assessment { .. }) || !acts.contains(&draft.token));
}

/// "which shelters 90,000 refugees", "opposes the plan's army": what holds, and is read as a tie, is no deed.
fn is_standing(found: &Match, ties: &[Match]) -> bool {
    let may_hold = matches!(
        found.frame.event_type,
        Some(EventType::Aid | EventType::Support | EventType::Cooperate | EventType::Reject)
    );
    may_hold && ties.iter().any(|tie| tie.token == found.token)
}

/// "accused the rebels of shelling the town": the deed stands in the clause of the charge.
fn is_charged(sentence: &Annotated, accusing: u32, deed: Span) -> bool {
    let charges = sentence
        .children_by(accusing, Dep::Prep)
        .filter(|preposition| matches!(sentence.lower(*preposition).as_str(), "of" | "for"))
        .flat_map(|preposition| sentence.tree.children(preposition).iter().copied())
        .filter(|charge| matches!(sentence.token(*charge).dep, Dep::Pcomp | Dep::Pobj));
    charges.into_iter().any(|charge| sentence.subtree(charge).contains(deed))
}

/// "vowed to storm the airport", "denied shelling the town", "accused the rebels of shelling it": the threat,
/// denial or charge that a deed stands under is the word of whoever makes it.
fn own_word<'m, 'a>(sentence: &Annotated, matches: &'m [Match<'a>], draft: &Draft) -> Option<&'m Match<'a>> {
    let act = match draft.modality {
        ModalityValue::Threatened => EventType::Threaten,
        ModalityValue::Denied => EventType::Reject,
        _ => EventType::Accuse,
    };
    let over = |token: u32| match act {
        EventType::Accuse => is_charged(sentence, token, draft.trigger),
        _ => sentence.subtree(token).contains(draft.trigger),
    };
    matches
        .iter()
        .find(|found| found.frame.event_type == Some(act) && found.token != draft.token && over(found.token))
}

fn order(body: &DraftBody) -> u8 {
    match body {
        DraftBody::Event(_) => 0,
        DraftBody::Tally(_) => 1,
        DraftBody::Posture { .. } => 2,
        DraftBody::Relation { .. } => 3,
        DraftBody::Assessment { .. } => 4,
    }
}

/// A draft of this body at a trigger, before its voices are known.
fn draft(sentence: &Annotated, rule: &str, token: u32, body: DraftBody, modality: modality::Told) -> Draft {
    let (first, end) = matching::trigger_range(sentence, token);
    Draft {
        rule: rule.to_owned(),
        sentence: sentence.index,
        headline: false,
        token,
        trigger: sentence.span(first, end),
        body,
        modality: modality.value,
        certainty: modality.certainty,
        voices: Vec::<DraftVoice>::new(),
        evidence: Vec::new(),
        extraction: 0.9,
    }
}
