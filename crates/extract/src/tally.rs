//! Tallies: counts of occurrences or of their results over a window and a scope.
//!
//! A numeral on the noun of the occurrence is a tally ("twenty attacks"), except two or three at one
//! place and time; a numeral on weapon or target is not (codebook, "Tally or event").

use casus_annotate::Annotated;
use casus_lexicon::Role;
use casus_model::{Count, Dep, Draft, DraftBody, DraftTally, EventType, Evidence, ModalityValue, When};

use crate::circumstance::circumstances;
use crate::matching::{Match, is_violent_noun};
use crate::{Material, draft, modality};

/// The tallies of a sentence.
pub(crate) fn tallies(material: &Material, sentence: &Annotated, matches: &[Match]) -> Vec<Draft> {
    let counted: Vec<(&Match, Count)> = matches
        .iter()
        .filter(|found| found.nominal && found.frame.event_type == Some(EventType::Assault))
        .filter_map(|found| Some((found, count_of(sentence, found.token)?)))
        .collect();
    let mut drafts: Vec<Draft> =
        counted.into_iter().map(|(found, count)| of_events(material, sentence, found, count)).collect();
    drafts.extend(of_harm(material, sentence));
    drafts
}

/// The count on a plural noun of occurrence, where it makes a tally.
fn count_of(sentence: &Annotated, token: u32) -> Option<Count> {
    let count = sentence.mention(token).count?;
    if !sentence.is_plural(token) || count.high == Some(0) {
        return None;
    }
    let few = count.low.is_some_and(|low| low <= 3) && count.high.is_some_and(|high| high <= 3);
    let vague_some = count.low == Some(2) && count.high.is_none();
    (!few && !vague_some).then_some(count)
}

fn of_events(material: &Material, sentence: &Annotated, found: &Match, count: Count) -> Draft {
    let told = modality::told(sentence, found.token, false);
    let (window, places) = window_and_places(material, sentence, found.token);
    let mentions = |role: Role| found.of(role).iter().map(|token| sentence.mention(*token)).collect::<Vec<_>>();
    let tally = DraftTally {
        event_type: EventType::Assault,
        modes: modes(sentence, found),
        measure: "events".to_owned(),
        count,
        window,
        places,
        actors: mentions(Role::Agent),
        recipients: mentions(Role::Patient),
        contains: contained(sentence, found.token),
    };
    let mut draft = draft(sentence, "tally/events", found.token, DraftBody::Tally(Box::new(tally)), told);
    let first = sentence.full_phrase(found.token).0;
    let span = sentence.span(first, found.token + 1);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    draft
}

/// "a few dozen minor injuries so far" over a campaign told as one thing.
fn of_harm(material: &Material, sentence: &Annotated) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for token in 0..sentence.len() {
        let lemma = sentence.lemma(token);
        let measure = if sentence.lexicon.words.is("harm-injured", lemma) && !sentence.lexicon.words.is("harm-killed", lemma) {
            "injured"
        } else if sentence.lexicon.words.is("harm-killed", lemma) && !sentence.lexicon.words.is("harm-injured", lemma) {
            "killed"
        } else {
            continue;
        };
        let Some(count) = sentence.mention(token).count.filter(|count| count.high != Some(0)) else { continue };
        if !is_running_total(sentence, token) {
            continue;
        }
        let told = modality::told(sentence, token, false);
        if told.value != ModalityValue::Actual {
            continue;
        }
        let (window, places) = window_and_places(material, sentence, token);
        let tally = DraftTally {
            event_type: EventType::Assault,
            modes: Vec::new(),
            measure: measure.to_owned(),
            count,
            window,
            places,
            actors: Vec::new(),
            recipients: Vec::new(),
            contains: Vec::new(),
        };
        drafts.push(draft(sentence, "tally/harm", token, DraftBody::Tally(Box::new(tally)), told));
    }
    drafts
}

/// Harm told of a campaign ("the bombardment has caused … so far", "since the war began").
pub(crate) fn is_running_total(sentence: &Annotated, token: u32) -> bool {
    let verb = sentence.token(token).head;
    let words = &sentence.lexicon.words;
    let marked = sentence.tree.children(verb).iter().any(|child| {
        let lower = sentence.lower(*child);
        words.is("so-far", &lower)
    });
    let campaign = sentence.clause(verb).subjects.iter().any(|subject| {
        words.is("campaign", sentence.lemma(*subject)) || sentence.is_plural(*subject) && is_violent_noun(sentence, *subject)
    });
    marked || campaign
}

fn window_and_places(material: &Material, sentence: &Annotated, token: u32) -> (Option<When>, Vec<usize>) {
    let around = circumstances(sentence, &[token]);
    let windows = around.times.iter().map(|given| &material.times[given.index]).filter(|time| !time.age);
    let mut windows: Vec<_> = windows.collect();
    windows.sort_by_key(|time| (time.vague, time.when.duration.is_none()));
    let window = windows.first().map(|time| time.when.clone());
    let mut places = around.places;
    places.sort_by_key(|given| (given.steps, given.index));
    (window, places.into_iter().map(|given| given.index).collect())
}

fn modes(sentence: &Annotated, found: &Match) -> Vec<String> {
    let mut modes = found.frame.modes.clone();
    for token in found.of(Role::Weapon) {
        let class = sentence.kinds(*token).weapon.map(|(class, _)| class);
        if let Some(mode) = class.and_then(|class| sentence.lexicon.mode_of_weapon(class))
            && !modes.iter().any(|known| known == mode)
        {
            modes.push(mode.to_owned());
        }
    }
    modes
}

/// "The incident was among at least 40 attacks", "the latest of 12 raids": what the tally contains.
fn contained(sentence: &Annotated, token: u32) -> Vec<(u32, u32)> {
    let mut at = token;
    for _ in 0..4 {
        let label = sentence.token(at).dep;
        let head = sentence.token(at).head;
        if head == at {
            return Vec::new();
        }
        if label == Dep::Prep && sentence.lexicon.words.is("among", &sentence.lower(at)) {
            let clause = sentence.clause(head);
            let subjects = clause.subjects.into_iter().filter(|subject| is_violent_noun(sentence, *subject));
            return subjects.map(|subject| (sentence.index, subject)).collect();
        }
        at = head;
    }
    Vec::new()
}
