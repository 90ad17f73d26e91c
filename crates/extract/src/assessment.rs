//! Assessments: a source's judgement of what is going on or may come ("the risks are growing").
//!
//! Read from what a person is reported to say: the judgement is the reported clause, where its verb is
//! hedged or conditional, or its subject is a word for what judgements are about. Plain reports of facts
//! and threats by those who could carry them out are none.

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftBody, Evidence, ModalityValue, Pos, SourceKind, Span, Tag};

use crate::attribution::Report;
use crate::modality::Told;
use crate::{draft, modality};

/// Contents of fewer words than this judge nothing by themselves.
const SHORTEST: usize = 4;

/// The judgements of a sentence.
pub(crate) fn assessments(sentence: &Annotated, reports: &[Report]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for report in reports.iter().filter(|report| is_of_person(report)) {
        for span in report.content() {
            let Some(top) = top_verb(sentence, *span) else { continue };
            let verb = joined(sentence, top)
                .into_iter()
                .find(|verb| judges(sentence, *verb) && !is_promised(sentence, report, *verb));
            let verb = verb.or_else(|| is_opinion(sentence, report).then_some(top));
            let Some(verb) = verb.filter(|_| words_in(sentence, *span) >= SHORTEST) else { continue };
            if drafts.iter().any(|draft| draft.token == verb) {
                continue;
            }
            drafts.push(assessment(sentence, verb, *span, report));
        }
    }
    drafts
}

fn assessment(sentence: &Annotated, verb: u32, content: Span, report: &Report) -> Draft {
    let about =
        sentence.clause(verb).subjects.first().map(|subject| sentence.subtree(*subject).words(sentence.text));
    let by = report.voices().first().and_then(|voice| voice.source.clone());
    let body = DraftBody::Assessment { by, about, content: content.words(sentence.text) };
    let certainty = modality::told(sentence, verb, false).certainty;
    let told = Told { value: ModalityValue::Actual, certainty };
    let mut draft = draft(sentence, "assessment/judgement", verb, body, told);
    draft.evidence = vec![Evidence { start: content.start, end: content.end, rule: draft.rule.clone() }];
    draft.extraction = 0.7;
    draft
}

/// "the delegate said that Arnor would freeze the accounts", "warned that any launcher would be destroyed": what an official
/// says a state will do, or will be done to others, is a promise or a threat and judges nothing.
fn is_promised(sentence: &Annotated, report: &Report, verb: u32) -> bool {
    let words = &sentence.lexicon.words;
    let official = report.voices().iter().filter_map(|voice| voice.source.as_ref()).any(|source| {
        let here = source.sentence == sentence.index;
        let class = here.then(|| sentence.kinds(source.head).people).flatten();
        class.is_some_and(|(class, _)| words.is("office-class", class))
    });
    let would = sentence.children_by(verb, Dep::Aux).any(|aux| sentence.lower(aux) == "would");
    let clause = sentence.clause(verb);
    let state = clause.subjects.iter().any(|subject| sentence.kinds(*subject).place.is_some());
    let hedged = sentence
        .children_by(verb, Dep::Advmod)
        .any(|adverb| words.governor(&sentence.lower(adverb)).is_some());
    let done = clause.passive && sentence.token(verb).dep == Dep::Ccomp;
    official && would && !hedged && (state || done)
}

/// "…, the coordinator fears": whoever fears or believes judges, whatever the words.
fn is_opinion(sentence: &Annotated, report: &Report) -> bool {
    report.voices().iter().any(|voice| {
        let cue = voice.cue.as_ref().map(|cue| cue.text.to_lowercase());
        cue.is_some_and(|cue| sentence.lexicon.words.is("judging-cue", &cue))
    })
}

/// A verb and those coordinated with it.
fn joined(sentence: &Annotated, verb: u32) -> Vec<u32> {
    let mut verbs = vec![verb];
    let mut at = 0;
    while at < verbs.len() && verbs.len() < 16 {
        let next: Vec<u32> = sentence
            .children_by(verbs[at], Dep::Conj)
            .filter(|other| matches!(sentence.token(*other).pos, Pos::Verb | Pos::Aux))
            .collect();
        verbs.extend(next);
        at += 1;
    }
    verbs
}

fn words_in(sentence: &Annotated, span: Span) -> usize {
    let inside = (0..sentence.len()).filter(|token| span.contains(sentence.token(*token).span));
    inside.filter(|token| sentence.token(*token).pos != Pos::Punct).count()
}

fn is_of_person(report: &Report) -> bool {
    report.voices().iter().any(|voice| matches!(voice.kind, SourceKind::Named | SourceKind::Anonymous))
}

/// The highest verb inside a span.
fn top_verb(sentence: &Annotated, span: Span) -> Option<u32> {
    let inside = |token: u32| span.contains(sentence.token(token).span);
    let is_top = |token: &u32| {
        let item = sentence.token(*token);
        inside(*token)
            && matches!(item.pos, Pos::Verb | Pos::Aux)
            && (item.head == *token || !inside(item.head))
    };
    (0..sentence.len()).find(is_top)
}

/// A hedged, conditional or evaluative clause.
fn judges(sentence: &Annotated, verb: u32) -> bool {
    let words = &sentence.lexicon.words;
    let children = sentence.tree.children(verb);
    let modal = children.iter().any(|child| {
        sentence.token(*child).tag == Tag::Md
            && sentence.token(*child).dep == Dep::Aux
            && !words.is("modal-future", &sentence.lower(*child))
    });
    let evaluates = children.iter().any(|child| {
        matches!(sentence.token(*child).dep, Dep::Acomp | Dep::Attr | Dep::Oprd) && {
            let lemma = sentence.lemma(*child).to_lowercase();
            words.is("judgement", &lemma)
        }
    });
    let about = sentence
        .clause(verb)
        .subjects
        .iter()
        .any(|subject| words.is("assess-noun", sentence.lemma(*subject)));
    let first_person = words.is("judging-verb", sentence.lemma(verb))
        && sentence
            .clause(verb)
            .subjects
            .iter()
            .any(|subject| matches!(sentence.lower(*subject).as_str(), "i" | "we"));
    let hedged = children.iter().any(|child| {
        sentence.token(*child).dep == Dep::Advmod
            && words
                .governor(&sentence.lower(*child))
                .is_some_and(|governor| governor.certainty.is_some() && governor.value.is_none())
            && !words.is("hearsay", &sentence.lower(*child))
    });
    // "would have come down" tells what did not happen, not what is judged.
    let unreal = modal
        && children
            .iter()
            .any(|child| sentence.token(*child).dep == Dep::Aux && sentence.lemma(*child) == "have");
    // "If there were talks, the patrol would have known": what would be otherwise is judged.
    let supposed = children.iter().any(|child| {
        sentence.token(*child).dep == Dep::Advcl
            && sentence.children_by(*child, Dep::Mark).any(|mark| sentence.lower(mark) == "if")
    });
    // "more bloodshed was to be expected"
    let expected = children.iter().any(|child| {
        sentence.token(*child).dep == Dep::Xcomp
            && sentence.token(*child).tag == Tag::Vbn
            && words.is("judging-verb", sentence.lemma(*child))
    });
    modal && (!unreal || supposed) || evaluates || about || first_person || hedged || expected
}
