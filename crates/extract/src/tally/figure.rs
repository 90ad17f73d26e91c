//! Totals told by a figure and what it is of: "brought to 63 the number of attacks", "attacks have passed 40".

use casus_annotate::Annotated;
use casus_model::{
    Count, Dep, Draft, DraftBody, DraftTally, Effect, Evidence, ModalityValue, Pos, Qualifier,
};

use super::harm::measure_of_harm;
use super::noun::{deeds_counted, is_noun_of_deed};
use super::window::{is_window, since, window_and_places};
use super::{of_nobody, told_of};
use crate::matching::Match;
use crate::modality::Told;
use crate::needs::is_violent_noun;
use crate::{Material, draft, modality};

pub(super) const RULE: &str = "tally/number-of";

/// "The number of attacks since May has reached 63", "attacks on troops have risen to 63": a figure and what it is of.
pub(super) fn numbers_of(material: &Material, sentence: &Annotated, matches: &[Match]) -> Vec<Draft> {
    let words = &sentence.lexicon.words;
    let is_noun = |token: &u32| sentence.token(*token).pos == Pos::Noun;
    let figures = (0..sentence.len()).filter(|token| words.is("figure", sentence.lemma(*token)));
    let mut drafts: Vec<Draft> =
        figures.filter(is_noun).filter_map(|noun| number_of(material, sentence, noun, matches)).collect();
    let deeds = matches.iter().filter(|found| is_noun_of_deed(found) && sentence.is_plural(found.token));
    drafts.extend(deeds.filter_map(|found| risen(material, sentence, found)));
    drafts
}

fn number_of(material: &Material, sentence: &Annotated, noun: u32, matches: &[Match]) -> Option<Draft> {
    let verb = sentence.token(noun).head;
    let of = sentence.children_by(noun, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let (count, number) = figure(sentence, noun, verb)?;
    let subjects = sentence.clause(verb).subjects;
    let is_deed = |deed: &u32| is_violent_noun(sentence, *deed);
    let raised = sentence.lexicon.words.is("raising-verb", sentence.lemma(verb));
    let raising =
        || subjects.iter().copied().filter(is_deed).find(|deed| raised && sentence.is_plural(*deed));
    // "The toll stands at 1,200 dead": the figure says itself what it counts.
    let behind = Some(sentence.token(number).head)
        .filter(|noun| sentence.token(*noun).pos == Pos::Noun || measure_of_harm(sentence, *noun).is_some());
    let by_itself = behind.filter(|noun| measure_of_harm(sentence, *noun).is_some());
    let of = of.flat_map(|of| sentence.objects_of(of)).next();
    let counted = by_itself.or(of).or(behind).or_else(raising)?;
    let measure = measure(sentence, noun, counted)?;
    let told = modality::told(sentence, verb, false);
    let (window, places) = window_and_places(material, sentence, &[counted, noun, verb]);
    let window = window.filter(|time| is_window(time)).map(|time| time.when.clone());
    let window = window.or_else(|| since(material, sentence));
    let raised = raised && subjects.iter().any(is_deed);
    // "The toll of the battle": of many deeds.
    let campaign = of.is_some_and(|of| sentence.lexicon.words.is("campaign", sentence.lemma(of)));
    // A toll of one deed has no window: it is read with the casualties. What a further deed raises is a total.
    if window.is_none() && !raised && !campaign && measure != "events" {
        return None;
    }
    let deeds = matches.iter().find(|found| found.token == counted && is_noun_of_deed(found));
    let deeds = deeds.filter(|_| measure == "events");
    let mut tally = match deeds {
        Some(found) => deeds_counted(sentence, found, count, window, places),
        None => of_nobody(measure, count, window, places),
    };
    let further = subjects.into_iter().filter(|deed| is_deed(deed) && *deed != counted);
    tally.contains.extend(further.map(|deed| (sentence.index, deed)));
    let told = told_of(material, &tally, told);
    let actual = told.value == ModalityValue::Actual;
    actual.then(|| told_by_figure(sentence, noun, &[noun, counted, number], tally, told))
}

/// "Attacks on troops have passed 40", "attacks have risen to 16": deeds and the figure that they have come to.
fn risen(material: &Material, sentence: &Annotated, found: &Match) -> Option<Draft> {
    let item = sentence.token(found.token);
    let reaches = sentence.lexicon.words.is("reaching-verb", sentence.lemma(item.head));
    let (count, number) =
        figure(sentence, found.token, item.head).filter(|_| reaches && item.dep == Dep::Nsubj)?;
    let told = modality::told(sentence, item.head, false);
    let (window, places) = window_and_places(material, sentence, &[found.token, item.head]);
    let tally = deeds_counted(sentence, found, count, window.map(|time| time.when.clone()), places);
    let actual = told.value == ModalityValue::Actual;
    actual.then(|| told_by_figure(sentence, found.token, &[found.token, number], tally, told))
}

/// The draft of a total that rests on all of these tokens and what stands between them.
fn told_by_figure(sentence: &Annotated, at: u32, rests_on: &[u32], tally: DraftTally, told: Told) -> Draft {
    let (first, last) = (rests_on.iter().min().unwrap_or(&at), rests_on.iter().max().unwrap_or(&at));
    let mut draft = draft(sentence, RULE, at, DraftBody::Tally(Box::new(tally)), told);
    let span = sentence.span(*first, last + 1);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    draft
}

/// What a figure counts: deeds, or people and what was done to them. A toll is of the dead.
fn measure<'a>(sentence: &Annotated<'a>, noun: u32, counted: u32) -> Option<&'static str> {
    if is_violent_noun(sentence, counted) {
        let toll = sentence.lexicon.words.is("toll", sentence.lemma(noun));
        return Some(if toll { "killed" } else { "events" });
    }
    measure_of_harm(sentence, counted).or_else(|| {
        let clauses = sentence.children_by(counted, Dep::Acl).chain(sentence.children_by(noun, Dep::Acl));
        let done = clauses.into_iter().find_map(|verb| {
            if sentence.lexicon.words.is("neutralise", sentence.lemma(verb)) {
                return Some("casualties");
            }
            let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(verb));
            frames.find_map(|frame| frame.effect).map(Effect::word)
        });
        let kinds = sentence.kinds(counted);
        done.filter(|_| {
            kinds.is_person() || kinds.place.is_none() && kinds.target.is_none() && kinds.weapon.is_none()
        })
    })
}

/// "reached 63", "brought to 63", "stands at 63".
fn figure(sentence: &Annotated, noun: u32, verb: u32) -> Option<(Count, u32)> {
    let behind = sentence
        .children_by(verb, Dep::Prep)
        .chain(sentence.children_by(noun, Dep::Prep))
        .filter(|preposition| sentence.lexicon.words.is("figure-at", &sentence.lower(*preposition)))
        .flat_map(|preposition| sentence.objects_of(preposition));
    let reached = sentence.children_by(verb, Dep::Dobj).chain(sentence.children_by(verb, Dep::Attr));
    // "to 63": a number that could be a year of two figures is none here.
    let number = |token: &u32| {
        let year = sentence.kinds(*token).time.is_some() && sentence.word(*token).len() == 4;
        sentence.token(*token).pos == Pos::Num && !year
    };
    let counts =
        |token: u32| sentence.children_by(token, Dep::Nummod).find(number).or(Some(token)).filter(number);
    let figure = behind.chain(reached).find_map(counts).or_else(|| figure_afar(sentence, noun, verb))?;
    let count = sentence.mention(figure).count?;
    let above = sentence.token(figure).head;
    let passed = sentence.lexicon.words.is("beyond", &sentence.lower(above))
        || sentence.lexicon.words.is("beyond", sentence.lemma(above));
    Some((if passed { beyond(count) } else { count }, figure))
}

/// "Have passed 1,400": more than that.
fn beyond(count: Count) -> Count {
    match count.exact() {
        Some(number) => {
            Count { low: Some(number.saturating_add(1)), high: None, qualifier: Qualifier::AtLeast, ..count }
        }
        None => count,
    }
}

/// "put the number of attacks since 17 October at 73": what is told between can keep the figure from its verb.
fn figure_afar(sentence: &Annotated, noun: u32, verb: u32) -> Option<u32> {
    let words = &sentence.lexicon.words;
    let puts = words.is("figure-verb", sentence.lemma(verb)) && sentence.token(noun).dep == Dep::Dobj;
    let bare = |token: &u32| {
        let item = sentence.token(*token);
        item.pos == Pos::Num && sentence.kinds(*token).time.is_none()
    };
    let at = |token: &u32| {
        let item = sentence.token(*token);
        let (of_harm, above) = (measure_of_harm(sentence, item.head).is_some(), sentence.token(item.head));
        let preposition = match item.dep {
            Dep::Pobj => item.head,
            Dep::Nummod if of_harm && above.dep == Dep::Pobj => above.head,
            _ => return false,
        };
        words.is("figure-at", &sentence.lower(preposition))
    };
    (noun..sentence.len()).take_while(|_| puts).filter(bare).find(at)
}
