//! Which way the clause around an expression looks: "will meet on Sunday", "met on Sunday".

use casus_model::Tag;

use crate::grammar::{Role, Sense};
use crate::rules::Words;

/// Farthest verb that is looked for, in pieces.
const REACH: usize = 40;

/// Where the clause of an expression lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outlook {
    Past,
    /// Present tense, or no verb that tells.
    Open,
    Future,
}

/// The nearest finite verb before the expression in its clause decides; where there is none, the
/// one after it.
pub(crate) fn outlook(words: &Words, start: usize, end: usize) -> Outlook {
    before(words, start).or_else(|| after(words, end)).unwrap_or(Outlook::Open)
}

fn before(words: &Words, start: usize) -> Option<Outlook> {
    for at in (start.saturating_sub(REACH)..start).rev() {
        if words.mark(at, ',') || words.mark(at, ';') || words.role(at, Role::And) {
            return None;
        }
        if let Some(outlook) = planned(words, at).or_else(|| told(words, at)) {
            return Some(outlook);
        }
        if words.tag(at) == Some(Tag::Vbn) && !follows_verb(words, at) {
            return Some(Outlook::Past);
        }
    }
    None
}

/// After the date a plan that was made is an act of that date: "on Friday they planned to leave".
fn after(words: &Words, end: usize) -> Option<Outlook> {
    let last = words.pieces.len().min(end + REACH);
    let mut clause = (end..last).take_while(|at| !words.mark(*at, ';'));
    clause.find_map(|at| {
        planned(words, at).filter(|_| words.tag(at) != Some(Tag::Vbd)).or_else(|| told(words, at))
    })
}

/// A word of planning; a plan that had been is past.
fn planned(words: &Words, at: usize) -> Option<Outlook> {
    if words.is(at, Sense::FutureNoun) {
        return Some(Outlook::Future);
    }
    let is_plan = words.is(at, Sense::Plan)
        || words.is(at, Sense::PlanTowards) && words.any(at + 1, &[Role::To, Role::For]);
    if !is_plan || is_noun(words, at) || is_cause(words, at) {
        return None;
    }
    let tag = |back: usize| at.checked_sub(back).and_then(|at| words.tag(at));
    let had_been = tag(1) == Some(Tag::Vbn) && tag(2) == Some(Tag::Vbd);
    Some(if had_been { Outlook::Past } else { Outlook::Future })
}

/// What the form of a verb says: "will", "may", "is to meet", "met", "meets".
fn told(words: &Words, at: usize) -> Option<Outlook> {
    let tag = words.tag(at)?;
    if tag == Tag::Md || (words.is(at, Sense::FutureAuxiliary) && !is_noun(words, at)) {
        let unreal = words.role(at + 1, Role::Have);
        return Some(if unreal { Outlook::Past } else { Outlook::Future });
    }
    match tag {
        Tag::Vbd => Some(Outlook::Past),
        Tag::Vbz | Tag::Vbp if infinitive(words, at + 1) => Some(Outlook::Future),
        Tag::Vbz | Tag::Vbp => Some(Outlook::Open),
        Tag::To
            if infinitive(words, at) && at.checked_sub(1).is_some_and(|before| promises(words, before)) =>
        {
            Some(Outlook::Future)
        }
        Tag::To
            if infinitive(words, at) && at.checked_sub(1).is_some_and(|before| is_noun(words, before)) =>
        {
            Some(Outlook::Open)
        }
        _ => None,
    }
}

fn infinitive(words: &Words, at: usize) -> bool {
    words.role(at, Role::To) && words.tag(at + 1) == Some(Tag::Vb)
}

/// "agreed to meet on Sunday": what the infinitive tells is still to come.
fn promises(words: &Words, at: usize) -> bool {
    words.is(at, Sense::Promise) && !is_noun(words, at)
}

fn is_noun(words: &Words, at: usize) -> bool {
    matches!(words.tag(at), Some(Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps))
}

/// "due to the storm": a cause, not a plan.
fn is_cause(words: &Words, at: usize) -> bool {
    let adverbial = matches!(words.tag(at), Some(Tag::In | Tag::Jj | Tag::Rb));
    let object = words.tag(at + 2).is_some_and(|tag| !matches!(tag, Tag::Vb | Tag::Vbp | Tag::Cd));
    adverbial && words.role(at + 1, Role::To) && object
}

/// A participle after its auxiliary ("will be held"); alone it is a clause of its own ("the man held …").
fn follows_verb(words: &Words, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    matches!(words.tag(before), Some(Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Rb | Tag::Md))
}
