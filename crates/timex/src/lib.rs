//! Time words: reads what a text says of time and anchors it.
//!
//! Comes in: a text, its sentences, and the publication date where there is one. Goes out: one
//! [`TimeExpression`] for each phrase of time, with its TIMEX3 reading (`kind`, `value`) and the
//! codebook's [`When`], and diagnostics where something told could not be settled.
//!
//! The work has three steps. `piece` cuts the text into words, numbers and marks; `rules` build
//! what the words say, without any date (`told`); `anchor` counts from the publication date or
//! from the last date told. Nothing is guessed: with no date to count from, `start` and `end` stay
//! null and `partial` holds what was told.
//!
//! Deliberately not known here: events, places, clocks. Which event a time belongs to is decided by
//! whoever reads events; [`combine`] puts a day and an hour told apart together for them. The rules
//! look at words, and only lightly at tags. The words themselves are in `data/time`.

mod anchor;
mod calendar;
mod combine;
mod context;
mod grammar;
mod near;
mod piece;
mod resolved;
mod rules;
mod tense;
mod told;
mod years;

use casus_model::{Diagnostic, Sentence, Span, When};

pub use combine::{combine, days_off};
pub use grammar::Grammar;

/// The four types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimexKind {
    /// A day or coarser: "last week".
    Date,
    /// Finer than a day: "Friday night".
    Time,
    /// A length: "three weeks".
    Duration,
    /// What comes back: "every day".
    Set,
}

impl TimexKind {
    /// As TIMEX3 writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            TimexKind::Date => "DATE",
            TimexKind::Time => "TIME",
            TimexKind::Duration => "DURATION",
            TimexKind::Set => "SET",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<TimexKind> {
        [TimexKind::Date, TimexKind::Time, TimexKind::Duration, TimexKind::Set]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// How the words before an expression bind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// "before 7 October": the time told is not the time meant.
    Before,
    /// "after the 7th".
    After,
    /// "since Monday": `when` is a range that ends with the publication date.
    Since,
    /// "until Monday": `when` is a range without a start.
    Until,
    /// "by Friday".
    By,
}

/// An end of a range, as TIMEX3 marks it by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimexPart {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value.
    pub value: String,
}

/// One phrase of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Index of the sentence.
    pub sentence: usize,
    /// First token of `span`.
    pub first: usize,
    /// One past the last token of `span`.
    pub end: usize,
    /// The TIMEX3 extent. `when.span` may begin earlier: it takes in "since", "over", "before".
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimexKind,
    /// TIMEX3 value: `2023-10-26TMO`, `P3W`, `PAST_REF`, `XXXX-WXX-7`.
    pub value: String,
    /// The codebook's reading. Lengths ("three weeks") have a duration and neither start nor end.
    pub when: When,
    /// Too loose to place an event: "recently", "a few days", "now".
    pub vague: bool,
    /// An age ("29-year-old"), never a window.
    pub age: bool,
    /// How the words before it bind it.
    pub bound: Option<Bound>,
    /// Both ends, where this is a range; otherwise empty.
    pub parts: Vec<TimexPart>,
}

/// What dates are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The day of publication, where known.
    pub published: Option<jiff::civil::Date>,
}

/// Reads every phrase of time in a document, in order of its place.
pub fn read(
    grammar: &Grammar,
    text: &str,
    sentences: &[Sentence],
    anchor: &Anchor,
) -> (Vec<TimeExpression>, Vec<Diagnostic>) {
    let readings: Vec<rules::Reading> =
        sentences.iter().map(|sentence| rules::read(grammar, text, sentence)).collect();
    anchor::anchor(grammar, text, sentences, &readings, anchor)
}

/// The expressions as TimeBank marks TIMEX3: a range is its two ends, and ages are left out.
pub fn timex3(expressions: &[TimeExpression]) -> Vec<TimexPart> {
    let mut parts = Vec::with_capacity(expressions.len());
    for expression in expressions.iter().filter(|expression| !expression.age) {
        if expression.parts.is_empty() {
            let (span, kind, value) = (expression.span, expression.kind, expression.value.clone());
            parts.push(TimexPart { span, kind, value });
        } else {
            parts.extend(expression.parts.iter().cloned());
        }
    }
    parts
}
