//! Harm told of the deeds that a total counts: "58 attacks, in which 194 civilians were killed", "nine died in those raids",
//! "a further 270 have been wounded".

use casus_annotate::Annotated;
use casus_model::{
    Count, Dep, Draft, DraftBody, DraftCasualty, DraftEvent, DraftTally, EventType, ModalityValue, Pos,
};

use super::harm::FEW;
use super::window::{is_long, since};
use super::{elided, of_nobody, of_whom, ordinal, share, tally_of};
use crate::Material;
use crate::modality::is_perfect;
use crate::needs::is_several_deeds;

pub(super) const RULE: &str = "tally/consequence";

/// Makes totals of the harm that somebody has counted since a day: "the register lists 14 people killed and 32 wounded since
/// Monday".
pub(super) fn counted_since(material: &Material, sentence: &Annotated, told: &mut Vec<Draft>) {
    let words = &sentence.lexicon.words;
    let counts = |token: &u32| {
        sentence.token(*token).pos == Pos::Verb && words.is("figure-verb", sentence.lemma(*token))
    };
    let Some(verb) = (0..sentence.len()).find(counts) else { return };
    let Some(window) = since(material, sentence) else { return };
    let is_counted = |draft: &Draft| {
        let many = |harm: &DraftCasualty| harm.count.low.is_some_and(|count| count > FEW);
        draft.token > verb
            && draft.token <= sentence.tree.right(verb)
            && harmed(draft).is_some_and(|event| event.casualties.iter().any(many))
    };
    let counted: Vec<Draft> = told.extract_if(.., |draft| is_counted(draft)).collect();
    for draft in counted {
        let DraftBody::Event(event) = &draft.body else { continue };
        let whole = of_nobody("killed", Count::exactly(0, ""), Some(window.clone()), event.places.clone());
        super::add(told, of_harm(sentence, &draft, &whole, true));
    }
}

/// Takes away deeds of which nothing but the figure of a total is told: "puts the toll at 671 dead".
pub(super) fn drop_told_twice(told: &mut Vec<Draft>) {
    let totals: Vec<(String, Count)> =
        told.iter().filter_map(tally_of).map(|tally| (tally.measure.clone(), tally.count.clone())).collect();
    told.retain(|draft| {
        let DraftBody::Event(event) = &draft.body else { return true };
        let is_total = |harm: &DraftCasualty| {
            totals.iter().any(|(measure, count)| *measure == harm.effect.word() && *count == harm.count)
        };
        let of_total = !event.casualties.is_empty() && event.casualties.iter().all(is_total);
        !(of_total && event.attaches && event.times.is_empty())
    });
}

/// Makes totals of the harm that a sentence tells of deeds that were counted before.
pub(super) fn consequences(sentence: &Annotated, before: &[Draft], told: &mut Vec<Draft>) {
    let deeds = counted_deeds(sentence);
    let Some(counted) = known(deeds, before, told) else { return };
    let mut totals: Vec<Draft> = Vec::new();
    told.retain(|draft| {
        let all = deeds.is_some() || goes_on(sentence, draft, before);
        let harm = of_harm(sentence, draft, &counted, all);
        // "those raids" are no deed of their own.
        let is_reference = deeds == Some(draft.token) && harmed(draft).is_some();
        let stays = harm.is_empty() && !is_reference;
        totals.extend(harm);
        stays
    });
    told.extend(totals);
}

/// The word that stands for deeds counted before: "which", "them", or a noun ("those raids").
fn counted_deeds(sentence: &Annotated) -> Option<u32> {
    let words = &sentence.lexicon.words;
    let behind = |token: &u32| *token > 0 && sentence.token(token - 1).pos == Pos::Adp;
    let stands = |token: u32| match sentence.token(token).dep {
        Dep::Pobj => Some(token).filter(|_| sentence.lower(token - 1) != "of"),
        Dep::Det => {
            let noun = sentence.token(token).head;
            is_several_deeds(sentence, noun).then_some(noun)
        }
        _ => None,
    };
    let referring = |token: &u32| words.is("share-of", &sentence.lower(*token));
    (0..sentence.len()).filter(referring).filter(behind).find_map(stands)
}

/// The total that is told of: one of deeds for those that stand for them, and for "a further 270" one of harm as well.
fn known(deeds: Option<u32>, before: &[Draft], told: &[Draft]) -> Option<DraftTally> {
    let here = told.iter().filter(|draft| deeds.is_some_and(|deeds| draft.token < deeds));
    // "Twelve attacks in the night, in which four died" is told of the night, and no total.
    let fits = |tally: &&DraftTally| {
        (deeds.is_none() || tally.measure == "events") && tally.window.as_ref().is_some_and(is_long)
    };
    let whole =
        before.iter().chain(here).filter(|draft| ![elided::RULE, share::RULE].contains(&draft.rule.as_str()));
    whole.filter_map(tally_of).rfind(fits).cloned()
}

/// The event of a draft that tells of actual harm on no day of its own.
fn harmed(draft: &Draft) -> Option<&DraftEvent> {
    let DraftBody::Event(event) = &draft.body else { return None };
    let harms = event.event_type == EventType::Assault && draft.modality == ModalityValue::Actual;
    (harms && event.times.is_empty()).then_some(event)
}

/// "Troops have been attacked 55 times since May. Fifty-nine of them have been injured": many hurt until now, told right
/// behind a total of deeds and nothing else.
fn goes_on(sentence: &Annotated, draft: &Draft, before: &[Draft]) -> bool {
    let perfect = is_perfect(sentence, draft.token);
    let right_before = || before.iter().filter(|other| other.sentence + 1 == sentence.index);
    let is_total = |other: &Draft| {
        tally_of(other).is_some_and(|tally| tally.measure == "events") && other.rule != ordinal::RULE
    };
    let many = |event: &DraftEvent| {
        event
            .casualties
            .iter()
            .any(|harm| harm.count.low.or(harm.count.high).is_some_and(|count| count > FEW))
    };
    perfect && right_before().count() > 0 && right_before().all(is_total) && harmed(draft).is_some_and(many)
}

fn of_harm(sentence: &Annotated, draft: &Draft, counted: &DraftTally, of_deeds: bool) -> Vec<Draft> {
    let Some(event) = harmed(draft) else { return Vec::new() };
    let on_top = |word: &str| sentence.lexicon.words.is("on-top", &word.to_lowercase());
    let is_further = |text: &str| text.split_whitespace().take(2).any(on_top);
    // "59 soldiers and contractors": the plural alone adds nothing to the number.
    let counts =
        |harm: &&DraftCasualty| harm.count.high.is_some() || harm.count.low.is_none_or(|low| low > 2);
    let harms = event.casualties.iter().filter(counts);
    let harms = harms.filter(|harm| of_deeds || is_further(&harm.count.text));
    let total = |measure: &str, count: Count| Draft {
        rule: RULE.to_owned(),
        body: DraftBody::Tally(Box::new(DraftTally {
            measure: measure.to_owned(),
            count,
            recipients: of_whom(sentence, &event.recipients),
            contains: Vec::new(),
            ..counted.clone()
        })),
        ..draft.clone()
    };
    harms.map(|harm| total(harm.effect.word(), harm.count.clone())).collect()
}
