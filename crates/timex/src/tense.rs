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
        if let Some(verdict) = verdict(words, at) {
            return Some(verdict);
        }
        if words.tag(at) == Some(Tag::Vbn) && !follows_verb(words, at) {
            return Some(Outlook::Past);
        }
    }
    None
}

fn after(words: &Words, end: usize) -> Option<Outlook> {
    let last = words.pieces.len().min(end + REACH);
    (end..last).take_while(|at| !words.mark(*at, ';')).find_map(|at| verdict(words, at))
}

/// What this word alone says, if it is a verb that says anything.
fn verdict(words: &Words, at: usize) -> Option<Outlook> {
    let tag = words.tag(at)?;
    let noun = matches!(tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps);
    if words.is(at, Sense::FutureAuxiliary) && !noun {
        return Some(Outlook::Future);
    }
    if words.is(at, Sense::FutureNoun) || (words.is(at, Sense::Plan) && !noun && !is_cause(words, at)) {
        return Some(Outlook::Future);
    }
    match tag {
        Tag::Vbd => Some(Outlook::Past),
        Tag::Vbz | Tag::Vbp => Some(Outlook::Open),
        _ => None,
    }
}

/// "due to the storm": a cause, not a plan.
fn is_cause(words: &Words, at: usize) -> bool {
    words.tag(at) != Some(Tag::Vbd)
        && words.tag(at) != Some(Tag::Vbn)
        && words.role(at + 1, Role::To)
        && words.tag(at + 2).is_some_and(|tag| !matches!(tag, Tag::Vb | Tag::Vbp | Tag::Cd))
        && matches!(words.tag(at), Some(Tag::In | Tag::Jj | Tag::Rb))
}

/// A participle after its auxiliary ("will be held"); alone it is a clause of its own ("the man held …").
fn follows_verb(words: &Words, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    matches!(words.tag(before), Some(Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn | Tag::Rb | Tag::Md))
}
