//! Totals told otherwise than by a number on the noun: "brought to 63 the number of attacks", "against 47 in the
//! week before", and what a total says it contains.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Count, Dep, Draft, DraftBody, DraftTally, Evidence, ModalityValue, Pos, Reference, When};

use casus_timex::Bound;

use crate::matching::is_violent_noun;
use crate::modality::Told;
use crate::tally::{is_window, measure_of, measure_of_harm, of_nobody, until_now, window_and_places};
use crate::{Material, draft, modality};

/// Sentences that a bare figure looks back over for what it counts.
const REACH: u32 = 3;

/// "The number of attacks since May has reached 63": a figure and what it is of.
pub(crate) fn numbers_of(material: &Material, sentence: &Annotated) -> Vec<Draft> {
    let nouns = (0..sentence.len()).filter(|token| {
        sentence.lexicon.words.is("figure", sentence.lemma(*token)) && sentence.token(*token).pos == Pos::Noun
    });
    nouns.filter_map(|noun| number_of(material, sentence, noun)).collect()
}

fn number_of(material: &Material, sentence: &Annotated, noun: u32) -> Option<Draft> {
    let verb = sentence.token(noun).head;
    let of = sentence.children_by(noun, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let (count, number) = figure(sentence, noun, verb)?;
    // "The toll stands at 1,200 dead": the figure says itself what it counts.
    let behind = Some(sentence.token(number).head)
        .filter(|noun| sentence.token(*noun).pos == Pos::Noun || measure_of_harm(sentence, *noun).is_some());
    let counted = of.flat_map(|of| sentence.objects_of(of)).next().or(behind)?;
    let measure = measure(sentence, counted)?;
    let told = modality::told(sentence, verb, false);
    let (window, places) = window_and_places(material, sentence, &[counted, noun, verb]);
    let window = window.filter(|time| is_window(time)).map(|time| time.when.clone());
    let window = window.or_else(|| since_clause(material, sentence, &[noun, verb]));
    let window = window.or_else(|| since_behind(material, sentence, counted));
    let subjects = sentence.clause(verb).subjects;
    let raised = sentence.lexicon.words.is("raising-verb", sentence.lemma(verb))
        && subjects.iter().any(|deed| is_violent_noun(sentence, *deed));
    // A toll of one deed has no window: it is read with the casualties. What a further deed raises is a total.
    if told.value != ModalityValue::Actual || window.is_none() && !raised {
        return None;
    }
    let mut tally = of_nobody(measure, count, window, places);
    tally.contains.extend(
        subjects
            .into_iter()
            .filter(|deed| is_violent_noun(sentence, *deed))
            .map(|deed| (sentence.index, deed)),
    );
    let mut draft = draft(sentence, "tally/number-of", noun, DraftBody::Tally(Box::new(tally)), told);
    let span = sentence.span(noun, counted + 1);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    Some(draft)
}

/// "The toll since the offensive began in March": from the time in the clause to the day of the report.
fn since_clause(material: &Material, sentence: &Annotated, above: &[u32]) -> Option<When> {
    let is_since = |verb: &u32| {
        let mut marks = sentence.children_by(*verb, Dep::Mark);
        marks.any(|mark| sentence.lower(mark) == "since")
    };
    let mut clauses = above.iter().flat_map(|word| sentence.children_by(*word, Dep::Advcl));
    let began = clauses.find(is_since)?;
    let (time, _) = window_and_places(material, sentence, &[began]);
    Some(until_now(material, sentence, time?.when.clone()))
}

/// "the number of raids that it has recorded since January": the first time behind what is counted, where it begins a
/// stretch.
fn since_behind(material: &Material, sentence: &Annotated, counted: u32) -> Option<When> {
    let time =
        sentence.marks.iter().filter(|mark| mark.first > counted).find_map(|mark| match mark.meaning {
            Meaning::Time(index) => Some(&material.times[index]),
            _ => None,
        })?;
    (time.bound == Some(Bound::Since) && !time.age).then(|| time.when.clone())
}

/// What is counted: deeds, or people and what was done to them.
fn measure<'a>(sentence: &Annotated<'a>, counted: u32) -> Option<&'static str> {
    if is_violent_noun(sentence, counted) {
        return Some("events");
    }
    measure_of_harm(sentence, counted).or_else(|| {
        let done = sentence.children_by(counted, Dep::Acl).find_map(|verb| {
            if sentence.lexicon.words.is("neutralise", sentence.lemma(verb)) {
                return Some("casualties");
            }
            let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(verb));
            frames.find_map(|frame| frame.effect.filter(|_| frame.harms())).map(measure_of)
        });
        done.filter(|_| sentence.kinds(counted).is_person())
    })
}

/// "reached 63", "brought to 63", "stands at 63".
fn figure(sentence: &Annotated, noun: u32, verb: u32) -> Option<(Count, u32)> {
    let behind = sentence
        .children_by(verb, Dep::Prep)
        .chain(sentence.children_by(noun, Dep::Prep))
        .filter(|preposition| matches!(sentence.lower(*preposition).as_str(), "at" | "to"))
        .flat_map(|preposition| sentence.objects_of(preposition));
    let reached = sentence.children_by(verb, Dep::Dobj).chain(sentence.children_by(verb, Dep::Attr));
    // "to 63": a number that could be a year of two figures is none here.
    let number = |token: &u32| {
        let year = sentence.kinds(*token).time.is_some() && sentence.word(*token).len() == 4;
        sentence.token(*token).pos == Pos::Num && !year
    };
    let counts =
        |token: u32| sentence.children_by(token, Dep::Nummod).find(number).or(Some(token)).filter(number);
    let figure = behind.chain(reached).find_map(counts)?;
    Some((sentence.mention(figure).count?, figure))
}

/// "against 47 in the week before", "in the last quarter it counted 29": a bare figure beside a total counts the
/// same in another window.
pub(crate) fn elided(material: &Material, sentence: &Annotated, before: &[Draft]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for token in 0..sentence.len() {
        if !is_bare_figure(sentence, token) {
            continue;
        }
        let known = before.iter().rev().find_map(|draft| match &draft.body {
            DraftBody::Tally(tally) if draft.sentence + REACH >= sentence.index && draft.token != token => {
                Some(tally)
            }
            _ => None,
        });
        let (Some(known), Some(count)) = (known, sentence.mention(token).count) else { continue };
        // "brought to 63 the number of attacks since January": the figure of the total itself.
        if (known.count.low, known.count.high) == (count.low, count.high) {
            continue;
        }
        let (window, _) = window_and_places(material, sentence, &[token]);
        let window = window.map(|time| time.when.clone()).or_else(|| time_behind(material, sentence, token));
        let Some(window) = window.filter(|window| known.window.as_ref() != Some(window)) else { continue };
        let tally = DraftTally { count, window: Some(window), contains: Vec::new(), ..(**known).clone() };
        let told = Told {
            value: ModalityValue::Actual,
            certainty: modality::told(sentence, token, false).certainty,
        };
        let mut draft = draft(sentence, "tally/elided", token, DraftBody::Tally(Box::new(tally)), told);
        draft.evidence =
            vec![Evidence { start: draft.trigger.start, end: draft.trigger.end, rule: draft.rule.clone() }];
        drafts.push(draft);
    }
    drafts
}

/// "29 in March": the time told right behind a figure.
fn time_behind(material: &Material, sentence: &Annotated, token: u32) -> Option<When> {
    let behind = sentence.marks.iter().find_map(|mark| match mark.meaning {
        Meaning::Time(index) if mark.first > token && mark.first <= token + 3 => Some(index),
        _ => None,
    });
    behind.map(|index| material.times[index].when.clone())
}

/// A number that is the object of "against", "from", or of a verb of counting, and stands for no noun of its own.
fn is_bare_figure(sentence: &Annotated, token: u32) -> bool {
    let item = sentence.token(token);
    if item.pos != Pos::Num || sentence.kinds(token).time.is_some() {
        return false;
    }
    let above = sentence.lower(item.head);
    let compared =
        item.dep == Dep::Pobj && matches!(above.as_str(), "against" | "from" | "with" | "than" | "to");
    let counted =
        item.dep == Dep::Dobj && sentence.lexicon.words.is("figure-verb", sentence.lemma(item.head));
    compared || counted
}

/// What totals of a sentence say they contain: "Monday's ambush included", "the raid on Bree among them".
pub(crate) fn include(sentence: &Annotated, drafts: &mut [Draft]) {
    let deeds = included(sentence);
    if deeds.is_empty() {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.sentence == sentence.index) {
        // "14 raids since January, the attack on Bree included": the stretch is that of the total.
        if let DraftBody::Event(event) = &mut draft.body
            && deeds.contains(&draft.token)
            && event.reference == Reference::Known
        {
            event.times.clear();
        }
        let DraftBody::Tally(tally) = &mut draft.body else { continue };
        for deed in &deeds {
            // A deed of a frame of its own kind is contained where deeds are counted.
            if *deed != draft.token && !tally.contains.contains(&(sentence.index, *deed)) {
                tally.contains.push((sentence.index, *deed));
            }
        }
    }
}

fn included(sentence: &Annotated) -> Vec<u32> {
    let mut deeds = Vec::new();
    let violent = |token: &u32| is_violent_noun(sentence, *token);
    for token in 0..sentence.len() {
        match sentence.lower(token).as_str() {
            "including" => deeds.extend(sentence.objects_of(token).into_iter().filter(violent)),
            "included" => {
                let before = sentence.tree.left(token).min(token.saturating_sub(8));
                deeds.extend((before..token).rev().find(violent));
            }
            "among" if token + 1 < sentence.len() && sentence.lower(token + 1) == "them" => {
                deeds.extend((token.saturating_sub(14)..token).filter(violent));
            }
            _ => {}
        }
    }
    deeds
}
