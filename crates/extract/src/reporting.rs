//! Every report of a document: who says, thinks, wants, supports or shows what, and with which words.
//!
//! A report is a source, a cue and a content, each some words of one sentence; quoted content may go on
//! over the sentences around. This is wider than the voices of claims (`attribution`), which keep to
//! sources of what is told as fact: wishes, feelings and praise are reports too.
//!
//! Words inside a quotation open no report: they are the speaker's own.

mod construction;
mod content;
mod cue;
mod heading;
mod quotation;
mod source;
mod tokens;

pub(crate) use self::quotation::opens_beside;

use casus_annotate::{Annotated, Annotation};
use casus_lexicon::Reporting;
use casus_model::Span;

use self::tokens::Tokens;

/// Who reports what, with which words; spans in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// What sort of report it is.
    pub kind: Reporting,
    /// The words that name the source; none where nobody is named ("is expected to").
    pub source: Vec<Span>,
    /// The words that report.
    pub cue: Vec<Span>,
    /// What is reported.
    pub content: Vec<Span>,
    /// True for a report inside the content of another one.
    pub nested: bool,
}

/// A report as tokens of its sentence.
#[derive(Clone, Debug)]
struct Report {
    kind: Reporting,
    sentence: u32,
    source: Tokens,
    cue: Tokens,
    content: Tokens,
    /// Quoted words of sentences before and after.
    further: Vec<(u32, Tokens)>,
    nested: bool,
    /// True where the content is set around the cue and not beneath it: "“Go,” he said".
    direct: bool,
}

/// Sentences with more tokens than this are lists or noise, and are passed over to keep time in bounds.
const LONGEST: u32 = 1000;

/// The reports of a document, in the order of its sentences, the wider ones of a sentence first.
pub fn attributions(annotation: &Annotation) -> Vec<Attribution> {
    let sentences = annotation.sentences.iter().filter(|sentence| sentence.len() <= LONGEST);
    let mut reports: Vec<Report> = sentences.flat_map(reports_in).collect();
    quotation::extend(annotation, &mut reports);
    reports.iter().map(|report| attribution(annotation, report)).collect()
}

/// The reports of a sentence. Of two that claim the same words the wider one holds the other.
fn reports_in(sentence: &Annotated) -> Vec<Report> {
    let mut found: Vec<Report> = Vec::new();
    let open = |token: &u32| sentence.quoted[*token as usize].is_none();
    for token in (0..sentence.len()).filter(open) {
        found.extend(cue::report(sentence, token));
    }
    found.extend(heading::report(sentence));
    found.sort_by_key(|report| (usize::MAX - report.content.len(), report.cue.first()));
    let mut kept: Vec<Report> = Vec::new();
    for mut report in found {
        if kept.iter().any(|wider| wider.cue.overlaps(&report.cue)) {
            continue;
        }
        report.nested = kept.iter().any(|wider| wider.content.overlaps(&report.cue));
        for wider in kept.iter().filter(|_| !report.nested) {
            report.content = report.content.without(&wider.content);
        }
        if !report.content.is_empty() {
            kept.push(report);
        }
    }
    kept
}

fn attribution(annotation: &Annotation, report: &Report) -> Attribution {
    let spans = |sentence: u32, tokens: &Tokens| tokens.spans(&annotation.sentences[sentence as usize]);
    let mut content = spans(report.sentence, &report.content);
    content.extend(report.further.iter().flat_map(|(sentence, tokens)| spans(*sentence, tokens)));
    content.sort();
    Attribution {
        kind: report.kind,
        source: spans(report.sentence, &report.source),
        cue: spans(report.sentence, &report.cue),
        content,
        nested: report.nested,
    }
}
