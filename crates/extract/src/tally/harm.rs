//! Totals of the killed and the injured that a noun tells: "a few dozen minor injuries so far".

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftBody, ModalityValue};
use casus_timex::Bound;

use super::of_nobody;
use super::window::{since, window_and_places};
use crate::needs::is_violent_noun;
use crate::{Material, draft, modality};

/// So many hurt or killed may be those of one deed, even since a day.
pub(super) const FEW: u64 = 3;

/// "a few dozen minor injuries so far" over a campaign told as one thing.
pub(super) fn of_harm(material: &Material, sentence: &Annotated) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for token in 0..sentence.len() {
        let Some(measure) = measure_of_harm(sentence, token) else { continue };
        let Some(count) = sentence.mention(token).count.filter(|count| count.high != Some(0)) else {
            continue;
        };
        let (window, places) = window_and_places(material, sentence, &[token]);
        let many = count.low.or(count.high).is_some_and(|count| count > FEW);
        let window = window.map(|time| (time.when.clone(), time.bound == Some(Bound::Since)));
        let window = match window {
            Some((_, false)) | None => since(material, sentence).map(|when| (when, true)).or(window),
            told => told,
        };
        let since = many && window.as_ref().is_some_and(|(_, since)| *since);
        let counts = since && counts_the_harmed(sentence, token);
        if !counts && !is_running_total(sentence, token) {
            continue;
        }
        let told = modality::told(sentence, token, false);
        if told.value != ModalityValue::Actual {
            continue;
        }
        let tally = of_nobody(measure, count, window.map(|(when, _)| when), places);
        drafts.push(draft(sentence, "tally/harm", token, DraftBody::Tally(Box::new(tally)), told));
    }
    drafts
}

/// Whether a noun counts the killed or the injured.
pub(super) fn measure_of_harm(sentence: &Annotated, noun: u32) -> Option<&'static str> {
    let lemma = sentence.lemma(noun);
    let is = |set| sentence.lexicon.words.is(set, lemma);
    // "has claimed 300 lives"
    let item = sentence.token(noun);
    let takes = || sentence.lexicon.words.is("life-taking", sentence.lemma(item.head));
    if lemma == "life" && item.dep == Dep::Dobj && sentence.is_plural(noun) && takes() {
        return Some("killed");
    }
    match (is("harm-killed"), is("harm-injured")) {
        (true, false) => Some("killed"),
        (false, true) => Some("injured"),
        _ => None,
    }
}

/// "The register stands at 16 dead since Monday", "had counted 10 dead": the harmed as the object of a verb or behind "at"
/// are counted, and no deed is told of them.
fn counts_the_harmed(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.token(token).dep, Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Conj)
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
        words.is("campaign", sentence.lemma(*subject))
            || sentence.is_plural(*subject) && is_violent_noun(sentence, *subject)
    });
    let attributed = sentence.lexicon.words.is("blame-verb", sentence.lemma(verb));
    marked
        || campaign
        || attributed && sentence.token(token).dep == Dep::Dobj
        || beside_a_total(sentence, token)
}

/// "41 attacks with 162 civilian deaths": harm behind "with" after a counted plural of deeds.
fn beside_a_total(sentence: &Annotated, token: u32) -> bool {
    let with = sentence.token(token).head;
    let deeds = sentence.token(with).head;
    sentence.token(token).dep == Dep::Pobj
        && sentence.lower(with) == "with"
        && is_violent_noun(sentence, deeds)
        && sentence.is_plural(deeds)
        && sentence.mention(deeds).count.is_some()
}
