//! Totals told by a numeral on the noun of the deeds: "twenty attacks on convoys since May".

use casus_annotate::Annotated;
use casus_lexicon::Role;
use casus_model::{Count, Dep, Draft, DraftBody, DraftTally, EventType, Evidence, When};

use super::of_nobody;
use super::window::{window_and_places, window_behind};
use crate::matching::Match;
use crate::needs::is_violent_noun;
use crate::{Material, draft, modality};

/// The totals of the nouns of deeds that a numeral stands on.
pub(super) fn counted(material: &Material, sentence: &Annotated, matches: &[Match]) -> Vec<Draft> {
    let deeds = matches.iter().filter(|found| is_noun_of_deed(found));
    let counted = deeds.filter_map(|found| Some((found, count_of(sentence, found.token)?)));
    counted.map(|(found, count)| of_events(material, sentence, found, count)).collect()
}

/// Whether a noun tells deeds of violence.
pub(super) fn is_noun_of_deed(found: &Match) -> bool {
    found.nominal && found.frame.event_type == Some(EventType::Assault)
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
    let (window, places) = window_and_places(material, sentence, &[found.token]);
    let told_of_it = window.map(|time| time.when.clone());
    let window = window_behind(material, sentence, found.token).or(told_of_it);
    let tally = deeds_counted(sentence, found, count, window, places);
    let mut draft = draft(sentence, "tally/events", found.token, DraftBody::Tally(Box::new(tally)), told);
    let first = sentence.full_phrase(found.token).0;
    let span = sentence.span(first, found.token + 1);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    draft
}

/// A total of the deeds that a noun tells, with who did them and to whom.
pub(super) fn deeds_counted(
    sentence: &Annotated,
    found: &Match,
    count: Count,
    window: Option<When>,
    places: Vec<usize>,
) -> DraftTally {
    // "61 attacks in two provinces": where it was is nobody it was done to.
    let somebody = |token: &&u32| {
        let lemma = sentence.lemma(**token).to_lowercase();
        let words = &sentence.lexicon.words;
        let land = words.is("place-noun", &lemma) || words.is("land-noun", &lemma);
        !land && (sentence.kinds(**token).place.is_none() || sentence.kinds(**token).is_actor())
    };
    let mentions = |role: Role| {
        let fillers = found.of(role).iter().filter(somebody);
        fillers.map(|token| sentence.mention(*token)).collect::<Vec<_>>()
    };
    DraftTally {
        modes: modes(sentence, found),
        actors: if is_object_of_counting(sentence, found.token) { Vec::new() } else { mentions(Role::Agent) },
        recipients: mentions(Role::Patient),
        contains: contained(sentence, found.token),
        ..of_nobody("events", count, window, places)
    }
}

/// "The mission has recorded 14 attacks": whoever counts them did not do them.
fn is_object_of_counting(sentence: &Annotated, noun: u32) -> bool {
    let item = sentence.token(noun);
    item.dep == Dep::Dobj && sentence.lexicon.words.is("figure-verb", sentence.lemma(item.head))
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
