//! Figures for other places beside a total, which leave out what they count: "12 of them in Arnor and four in Rohan".
//!
//! They are found by their words, as halves without a verb are ([`crate::gapped`]): a number that stands on no noun of its
//! own, perhaps "of them", perhaps a verb of being there, and a preposition with a place.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Count, Dep, Draft, DraftBody, DraftTally, Evidence, ModalityValue, Pos};

use super::tally_of;
use crate::modality::Told;
use crate::{draft, modality};

pub(super) const RULE: &str = "tally/share";

/// Words between a figure and the preposition of its place ("780 of those have occurred in Bree"), and from there to the
/// place.
const NEAR: u32 = 4;

/// A number and its place.
struct Share {
    token: u32,
    count: Count,
    /// "Of them", "of those": what it is of was told before.
    of_it: bool,
    of: Of,
    end: u32,
}

/// What a share is of: a place, or a kind of people.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Place(usize),
    People(u32),
}

/// Adds the shares of a sentence to what it tells.
pub(super) fn shares(sentence: &Annotated, before: &[Draft], told: &mut Vec<Draft>) {
    let mut of_whole: Vec<(usize, Vec<Share>)> = Vec::new();
    let mut added: Vec<Draft> = Vec::new();
    for token in 0..sentence.len() {
        let Some(share) = share(sentence, token).or_else(|| share_of_people(sentence, token)) else {
            continue;
        };
        let here = told.iter().rposition(|draft| draft.token < token && is_whole_of(sentence, draft, &share));
        let goes_on = added.iter().any(|draft| draft.token + NEAR * 3 > token);
        let earlier = || before.iter().rfind(|draft| is_whole_of(sentence, draft, &share));
        let whole = match here {
            Some(at) if share.of_it || goes_on || opens(sentence, token) => Some(&told[at]),
            None if share.of_it || goes_on => earlier(),
            _ => None,
        };
        let Some(tally) = whole.and_then(tally_of) else { continue };
        added.push(drafted(sentence, &share, tally));
        if let Some(at) = here {
            match of_whole.iter_mut().find(|(known, _)| *known == at) {
                Some((_, shares)) => shares.push(share),
                None => of_whole.push((at, vec![share])),
            }
        }
    }
    for (at, shares) in &of_whole {
        take_places(&mut told[*at], shares);
    }
    let is_part =
        |token: u32| added.iter().any(|draft| draft.token <= token && token < end_of(sentence, draft));
    told.retain(|draft| !is_part(draft.token));
    told.extend(added);
}

/// Whether a draft tells a total that this may be a share of: one of deeds for "times", and no smaller than what is of it.
fn is_whole_of(sentence: &Annotated, draft: &Draft, share: &Share) -> bool {
    let Some(tally) = tally_of(draft).filter(|_| draft.rule != RULE) else { return false };
    let most = tally.count.high.or(tally.count.low);
    let fits = !share.of_it || tally.count.high.is_none() || share.count.low <= most;
    let head = sentence.token(share.token).head;
    let of_times = sentence.token(share.token).dep == Dep::Nummod && is_times(sentence, head);
    let of_people = matches!(share.of, Of::People(_));
    fits && (!of_times || tally.measure == "events") && (!of_people || is_of_people(&tally.measure))
}

fn is_of_people(measure: &str) -> bool {
    matches!(measure, "killed" | "injured" | "captured" | "missing" | "displaced")
}

fn is_times(sentence: &Annotated, token: u32) -> bool {
    sentence.lexicon.words.is("times-word", sentence.lemma(token))
}

/// A comma, a colon, "and" or "with" before it: the figure begins something.
fn opens(sentence: &Annotated, token: u32) -> bool {
    let before = (token.saturating_sub(NEAR)..token).rev();
    let mut words = before.filter(|word| !sentence.lexicon.words.is("count-hedge", &sentence.lower(*word)));
    let Some(word) = words.next() else { return false };
    sentence.token(word).pos == Pos::Punct
        || sentence.token(word).dep == Dep::Cc
        || sentence.lexicon.words.is("share-opening", &sentence.lower(word))
}

fn share(sentence: &Annotated, token: u32) -> Option<Share> {
    let item = sentence.token(token);
    let bare = item.pos == Pos::Num && sentence.kinds(token).time.is_none();
    let alone = item.dep != Dep::Nummod || is_times(sentence, item.head) || item.head < token;
    let count = sentence.mention(token).count.filter(|_| bare && alone)?;
    let word = |at: u32| if at < sentence.len() { sentence.lower(at) } else { String::new() };
    let words = &sentence.lexicon.words;
    let mut at = token + 1;
    if at < sentence.len() && is_times(sentence, at) {
        at += 1;
    }
    let which_before = (token.saturating_sub(3)..token).any(|before| words.is("share-which", &word(before)));
    let of_it = which_before || word(at) == "of" && words.is("share-of", &word(at + 1));
    if word(at) == "of" && of_it && !which_before {
        at += 2;
    }
    let is_verb = |at: &u32| matches!(sentence.token(*at).pos, Pos::Verb | Pos::Aux | Pos::Adv);
    let verbs = (at..sentence.len()).take_while(is_verb).count() as u32;
    let passed = if of_it { verbs.min(NEAR) } else { 0 };
    let preposition = at + passed;
    let locates = preposition < sentence.len()
        && sentence.token(preposition).pos == Pos::Adp
        && words.is("share-place", &word(preposition));
    let mark = sentence.marks.iter().find(|mark| {
        mark.first > preposition
            && mark.first <= preposition + NEAR
            && matches!(mark.meaning, Meaning::Place(_))
    })?;
    let Meaning::Place(place) = mark.meaning else { return None };
    let stops = |at: u32| matches!(sentence.token(at).pos, Pos::Verb | Pos::Aux | Pos::Punct | Pos::Num);
    let straight = !(preposition + 1..mark.first).any(stops);
    (locates && straight).then_some(Share { token, count, of_it, of: Of::Place(place), end: mark.end })
}

/// "among them 76 children", "of whom 402 were women", "38 of them children".
fn share_of_people(sentence: &Annotated, token: u32) -> Option<Share> {
    let item = sentence.token(token);
    let count = sentence.mention(token).count.filter(|_| item.pos == Pos::Num)?;
    let words = &sentence.lexicon.words;
    let refers = |at: u32| words.is("share-of", &sentence.lower(at));
    let before = (token.saturating_sub(3)..token).any(|at| refers(at) && sentence.token(at).dep == Dep::Pobj);
    let behind = token + 2 < sentence.len() && sentence.lower(token + 1) == "of" && refers(token + 2);
    let from = if behind { token + 3 } else { token + 1 };
    let passes = |at: &u32| {
        let item = sentence.token(*at);
        matches!(item.pos, Pos::Aux | Pos::Adj | Pos::Adv)
            || matches!(item.dep, Dep::Compound | Dep::Amod | Dep::Nummod)
    };
    let noun = (from..(from + NEAR).min(sentence.len())).find(|at| !passes(at))?;
    let people = sentence.token(noun).pos == Pos::Noun && sentence.kinds(noun).is_person();
    let of_it = before || behind;
    (of_it && people).then_some(Share { token, count, of_it, of: Of::People(noun), end: noun + 1 })
}

fn drafted(sentence: &Annotated, share: &Share, whole: &DraftTally) -> Draft {
    let mut tally = DraftTally { count: share.count.clone(), contains: Vec::new(), ..whole.clone() };
    match share.of {
        Of::Place(place) => tally.places = vec![place],
        Of::People(noun) => tally.recipients = vec![sentence.mention(noun)],
    }
    let told = modality::told(sentence, share.token, false);
    let told = Told { value: ModalityValue::Actual, ..told };
    let mut draft = draft(sentence, RULE, share.token, DraftBody::Tally(Box::new(tally)), told);
    let span = sentence.span(share.token, share.end);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    draft
}

fn end_of(sentence: &Annotated, draft: &Draft) -> u32 {
    let end = draft.evidence.first().map_or(draft.trigger.end, |used| used.end);
    (draft.token..sentence.len())
        .find(|token| sentence.token(*token).span.start >= end)
        .unwrap_or(sentence.len())
}

/// Places told for a share alone are none of the whole; where the shares add up to it, they are all of them its places.
fn take_places(whole: &mut Draft, shares: &[Share]) {
    let DraftBody::Tally(tally) = &mut whole.body else { return };
    let of_place = |share: &Share| match share.of {
        Of::Place(place) => Some((place, share.count.exact())),
        Of::People(_) => None,
    };
    let told: Vec<(usize, Option<u64>)> = shares.iter().filter_map(of_place).collect();
    let is_of_share = |place: &usize| told.iter().any(|(of_share, _)| of_share == place);
    let sum = told.iter().try_fold(0, |sum: u64, (_, count)| sum.checked_add((*count)?));
    if !told.is_empty() && sum.is_some() && sum == tally.count.low && tally.places.iter().all(is_of_share) {
        tally.places = told.iter().map(|(place, _)| *place).collect();
    } else {
        tally.places.retain(|place| !is_of_share(place));
    }
}
