//! The rules: from pieces to what they say, without any date.
//!
//! One expression is looked for at each piece; of several readings the longest wins. A rule looks at
//! a bounded number of pieces, so a text costs time in proportion to its length.

mod amount;
mod clock;
mod date;
mod hint;
mod range;
mod relative;
mod span;
mod words;
mod year;

use casus_model::Sentence;

use crate::Bound;
use crate::grammar::{Grammar, PhraseMeaning, Role};
use crate::piece::{Kind, Piece, pieces};
use crate::told::{Found, Told};

pub(crate) use words::Words;

/// A sentence cut into pieces, and the expressions in it.
pub(crate) struct Reading {
    pub pieces: Vec<Piece>,
    pub found: Vec<Found>,
}

/// What a rule read: meaning, one past the last piece, whether words make it approximate.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub told: Told,
    pub end: usize,
    pub rough: bool,
    /// The ends of a range: meaning, first piece, one past the last.
    pub parts: Vec<(Told, usize, usize)>,
}

impl Hit {
    fn new(told: Told, end: usize) -> Hit {
        Hit { told, end, rough: false, parts: Vec::new() }
    }

    fn rough(told: Told, end: usize) -> Hit {
        Hit { rough: true, ..Hit::new(told, end) }
    }
}

type Rule = fn(&Words, usize) -> Option<Hit>;

/// Where two rules read equally far, the earlier one wins.
const RULES: &[Rule] = &[
    clock::timed,
    date::date,
    relative::relative,
    year::stretch,
    range::days_of_month,
    span::window,
    span::duration,
    span::set,
    fixed,
];

/// Finds the expressions of a sentence.
pub(crate) fn read(grammar: &Grammar, text: &str, sentence: &Sentence) -> Reading {
    let pieces = pieces(grammar, text, sentence);
    let words = Words { grammar, pieces: &pieces, sentence };
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        at = match expression(&words, at) {
            Some(Step::Found(expression)) => {
                let end = expression.end;
                found.push(*expression);
                end
            }
            Some(Step::Skip(end)) => end,
            None => at + 1,
        };
    }
    Reading { pieces, found }
}

enum Step {
    Found(Box<Found>),
    Skip(usize),
}

fn expression(words: &Words, at: usize) -> Option<Step> {
    if matches!(words.pieces[at].kind, Kind::Word(0))
        || matches!(words.pieces[at].kind, Kind::Mark(mark) if mark != '\'')
    {
        return None;
    }
    if let Some(end) = hint::not_time(words, at) {
        return Some(Step::Skip(end));
    }
    let hit = hedged(words, at)?;
    let found = range::extended(words, at, &hit).unwrap_or_else(|| simple(at, hit));
    Some(Step::Found(Box::new(bound(words, aged(words, found)))))
}

fn simple(at: usize, hit: Hit) -> Found {
    let Hit { told, end, rough, parts } = hit;
    Found { lead: at, start: at, end, told, rough, age: false, bound: None, parts }
}

/// An expression, with the hedge before it where there is one.
fn hedged(words: &Words, at: usize) -> Option<Hit> {
    if let Some((end, about)) = hint::hedge(words, at)
        && let Some(hit) = core(words, end)
    {
        let counted = matches!(&hit.told, Told::Duration { .. } | Told::Shift { .. });
        if counted || (about && !matches!(hit.told, Told::Fixed(..) | Told::Window { .. })) {
            return Some(Hit { rough: true, ..hit });
        }
    }
    core(words, at)
}

pub(crate) fn core(words: &Words, at: usize) -> Option<Hit> {
    let mut best: Option<Hit> = None;
    for rule in RULES {
        if let Some(hit) = rule(words, at)
            && best.as_ref().is_none_or(|best| best.end < hit.end)
        {
            best = Some(hit);
        }
    }
    best
}

/// A phrase whose reading depends on no date.
fn fixed(words: &Words, at: usize) -> Option<Hit> {
    let (end, meaning) = words.phrase(at, |meaning| matches!(meaning, PhraseMeaning::Fixed(..)))?;
    let PhraseMeaning::Fixed(kind, value) = meaning else { return None };
    Some(Hit::new(Told::Fixed(*kind, value.clone()), end))
}

/// "29-year-old", "a three-day-old truce".
fn aged(words: &Words, mut found: Found) -> Found {
    let old = words.past_hyphen(found.end);
    if matches!(found.told, Told::Duration { .. }) && words.role(old, Role::Old) {
        found.end = old + 1;
        found.age = true;
    }
    found
}

/// Takes in the preposition before the expression.
fn bound(words: &Words, mut found: Found) -> Found {
    let Some(before) = found.start.checked_sub(1) else { return found };
    // "after Monday's bombing": behind the preposition stands the bombing, and not the day.
    let owns = words.mark(found.end, '\'') && words.role(found.end + 1, Role::S);
    if owns && (words.role(before, Role::After) || words.role(before, Role::Before)) {
        return found;
    }
    if let Some(lead) = words.led_by(found.start) {
        found.lead = lead;
    }
    let calendar = found.told.is_calendar();
    let led = |role| words.role(before, role);
    if matches!(found.told, Told::Range(..)) && (led(Role::From) || led(Role::Between)) {
        found.lead = before;
    } else if led(Role::Since) && calendar {
        found.told = Told::Since(Box::new(found.told));
        (found.lead, found.bound) = (before, Some(Bound::Since));
    } else if led(Role::Until) && calendar {
        found.told = Told::Until(Box::new(found.told));
        (found.lead, found.bound) = (before, Some(Bound::Until));
    } else if words.so_far(before) && matches!(found.told, Told::Unit { .. }) {
        found.told = Told::SoFar(Box::new(found.told));
        found.lead = before - 1;
    } else if led(Role::By) && calendar {
        found.bound = Some(Bound::By);
    } else if led(Role::Before) && calendar {
        found.bound = Some(Bound::Before);
    } else if led(Role::After) && calendar {
        found.bound = Some(Bound::After);
    }
    found
}
