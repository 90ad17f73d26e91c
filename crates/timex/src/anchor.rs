//! Anchoring: walks the expressions of a document in order and writes each down with its date.

use casus_model::{Diagnostic, Sentence, Span};

use crate::context::Context;
use crate::grammar::{Grammar, Role};
use crate::resolved::{Note, Resolved};
use crate::rules::{Reading, Words};
use crate::tense::{Outlook, outlook};
use crate::told::{Amount, Found, Told, Unit};
use crate::years::{document_year, year_behind};
use crate::{Anchor, Bound, TimeExpression, TimexPart};

/// Anchors the expressions of all sentences, in order.
pub(crate) fn anchor(
    grammar: &Grammar,
    text: &str,
    sentences: &[Sentence],
    readings: &[Reading],
    anchor: &Anchor,
) -> (Vec<TimeExpression>, Vec<Diagnostic>) {
    let mut context = Context::new(anchor.published);
    let document_year = document_year(grammar, sentences, readings).filter(|_| anchor.published.is_none());
    let (mut expressions, mut diagnostics) = (Vec::new(), Vec::new());
    for (index, (sentence, reading)) in sentences.iter().zip(readings).enumerate() {
        let words = Words { grammar, pieces: &reading.pieces, sentence };
        for (nth, found) in reading.found.iter().enumerate() {
            context.year = year_behind(&words, found, reading.found.get(nth + 1))
                .or_else(|| document_year?.of(&found.told));
            context.outlook = clause(&words, found);
            let mut resolved = context.resolve(&found.told);
            resolved.rough |= found.rough;
            if !is_aside(&words, found) {
                context.remember(&found.told, &resolved);
            }
            if let Some(note) = resolved.note {
                diagnostics.push(diagnostic(note, extent(reading, found.start, found.end)));
            }
            expressions.push(expression(&context, text, index, reading, found, resolved));
        }
    }
    (expressions, diagnostics)
}

fn expression(
    context: &Context,
    text: &str,
    sentence: usize,
    reading: &Reading,
    found: &Found,
    resolved: Resolved,
) -> TimeExpression {
    let span = extent(reading, found.start, found.end);
    let words = extent(reading, found.lead, found.end);
    let parts = found.parts.iter().map(|(told, start, end)| {
        let Resolved { kind, value, .. } = context.resolve(told);
        TimexPart { span: extent(reading, *start, *end), kind, value }
    });
    TimeExpression {
        sentence,
        first: reading.pieces[found.start].token as usize,
        end: reading.pieces[found.end - 1].token as usize + 1,
        span,
        kind: resolved.kind,
        value: resolved.value.clone(),
        vague: resolved.vague,
        age: found.age,
        bound: found.bound,
        parts: parts.collect(),
        when: resolved.when(words.of(text).to_owned(), words),
    }
}

/// The clause's outlook; a limit ("until Nov. 9") is not past because its verb is.
fn clause(words: &Words, found: &Found) -> Outlook {
    let limit = matches!(found.bound, Some(Bound::Until | Bound::By))
        || found.start.checked_sub(1).is_some_and(|before| words.any(before, &[Role::To, Role::Through]));
    match outlook(words, found.start, found.end) {
        Outlook::Past if limit => Outlook::Open,
        outlook => outlook,
    }
}

fn diagnostic(note: Note, span: Span) -> Diagnostic {
    Diagnostic { code: note.code().to_owned(), message: note.message().to_owned(), span: Some(span) }
}

fn extent(reading: &Reading, start: usize, end: usize) -> Span {
    reading.pieces[start].span.cover(reading.pieces[end - 1].span)
}

/// What only measures the story's own time: "a year earlier", "the quarter ended Sept. 30".
fn is_aside(words: &Words, found: &Found) -> bool {
    let ended = found.start.checked_sub(1).is_some_and(|before| words.role(before, Role::Ended));
    ended || is_comparison(&found.told)
}

/// "A year earlier", "a year ago".
fn is_comparison(told: &Told) -> bool {
    matches!(told, Told::Shift { amount: Amount::ONE, unit: Unit::Year, back: true, .. })
}
