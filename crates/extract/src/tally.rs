//! Tallies: counts of occurrences or of their results over a window and a scope.
//!
//! A numeral on the noun of the occurrence is a tally ("twenty attacks"), except two or three at one
//! place and time; a numeral on weapon or target is not, unless it is counted over a stretch of time (codebook, "Tally or
//! event"). They are told
//!
//! 1. by a noun of deeds with a numeral ([`noun`]), or one of harm ([`harm`]);
//! 2. by a verb over a stretch of time ([`verb`], which reads them in the place of an event);
//! 3. by a figure ([`figure`]): "the number of attacks has reached 63";
//! 4. by the last of them ([`ordinal`]): "the 14th attack this year";
//! 5. by a bare figure beside one of those: for another place ([`share`]), for another time or by somebody else
//!    ([`elided`]);
//! 6. by the harm told of deeds that were counted ([`consequence`]).
//!
//! [`include`] finds what a total says it contains, [`window`] the time it counts over.

mod consequence;
mod elided;
mod figure;
mod harm;
mod include;
mod noun;
mod ordinal;
mod share;
mod verb;
mod window;

use casus_annotate::Annotated;
use casus_model::{Count, Dep, Draft, DraftBody, DraftTally, EventType, Mention, ModalityValue, When};

use crate::matching::Match;
use crate::modality::Told;
use crate::{Material, event};

pub(crate) use harm::is_running_total;
pub(crate) use verb::over_a_window;

/// Sentences that a bare figure looks back over for what it counts.
const REACH: u32 = 3;

/// Adds the tallies of a sentence to what it tells; `before` is what the sentences before it told.
pub(crate) fn tallies(
    material: &Material,
    sentence: &Annotated,
    matches: &[Match],
    before: &[Draft],
    told: &mut Vec<Draft>,
) {
    let before = recent(before, sentence);
    told.extend(noun::counted(material, sentence, matches));
    add(told, figure::numbers_of(material, sentence, matches));
    add(told, harm::of_harm(material, sentence));
    ordinal::last_of(material, sentence, matches, told);
    share::shares(sentence, before, told);
    told.extend(elided::elided(material, sentence, before, told));
    consequence::counted_since(material, sentence, told);
    consequence::consequences(sentence, before, told);
    consequence::drop_told_twice(told);
    include::include(sentence, told);
    drop_takers_of_lives(sentence, told);
}

/// "The insurgency has claimed 40,000 lives since 1969": the verb that takes the lives of a total tells no deed beside it.
fn drop_takers_of_lives(sentence: &Annotated, told: &mut Vec<Draft>) {
    let totals = told.iter().filter(|draft| tally_of(draft).is_some());
    let counted: Vec<u32> = totals.map(|total| total.token).collect();
    told.retain(|draft| {
        let is_deed =
            matches!(&draft.body, DraftBody::Event(event) if event.event_type == EventType::Assault);
        let is_life = |object: u32| sentence.lemma(object) == "life";
        let takes = |object: u32| {
            counted.contains(&object)
                && is_life(object)
                && sentence.lexicon.words.is("life-taking", sentence.lemma(draft.token))
        };
        !(is_deed && sentence.children_by(draft.token, Dep::Dobj).any(takes))
    });
}

/// What the last few sentences told; drafts stand in the order of theirs.
fn recent<'d>(before: &'d [Draft], sentence: &Annotated) -> &'d [Draft] {
    let old = before.iter().rposition(|draft| draft.sentence + REACH < sentence.index);
    &before[old.map_or(0, |at| at + 1)..]
}

/// Whose figure a total is: "the Pentagon's count of attacks stands at 28".
pub(crate) fn counter(sentence: &Annotated, draft: &Draft) -> Option<u32> {
    tally_of(draft).filter(|_| draft.rule == figure::RULE)?;
    let figure = sentence.lexicon.words.is("figure", sentence.lemma(draft.token));
    sentence.children_by(draft.token, Dep::Poss).find(|_| figure)
}

/// Adds totals that nothing else of the sentence tells.
fn add(told: &mut Vec<Draft>, totals: Vec<Draft>) {
    for total in totals {
        let same = |draft: &Draft| {
            let figures = tally_of(draft).zip(tally_of(&total));
            figures.is_some_and(|(one, other)| one.measure == other.measure && one.count == other.count)
        };
        if !told.iter().any(same) {
            told.push(total);
        }
    }
}

/// Whom a total is of. "People" are only its unit.
fn of_whom(sentence: &Annotated, recipients: &[Mention]) -> Vec<Mention> {
    let is_unit = |people: &&Mention| {
        let alone = people.head == sentence.phrase(people.head).0;
        !(alone && sentence.lexicon.words.is("person-noun", sentence.lemma(people.head)))
    };
    recipients.iter().filter(is_unit).cloned().collect()
}

fn tally_of(draft: &Draft) -> Option<&DraftTally> {
    match &draft.body {
        DraftBody::Tally(tally) => Some(tally),
        _ => None,
    }
}

/// How a total is told, by the day up to which it counts: one that has gone on for years is of now.
pub(crate) fn told_of(material: &Material, total: &DraftTally, told: Told) -> Told {
    let end = |window: &When| When { start: window.end.clone(), ..window.clone() };
    let ends: Vec<When> = total.window.iter().map(end).collect();
    let value = match told.value {
        ModalityValue::Historical if !ends.is_empty() => ModalityValue::Actual,
        value => value,
    };
    event::dated(material, &ends, Told { value, ..told })
}

/// A total of which neither doers nor those it was done to are told.
fn of_nobody(measure: &str, count: Count, window: Option<When>, places: Vec<usize>) -> DraftTally {
    DraftTally {
        event_type: EventType::Assault,
        modes: Vec::new(),
        measure: measure.to_owned(),
        count,
        window,
        places,
        actors: Vec::new(),
        recipients: Vec::new(),
        contains: Vec::new(),
    }
}
