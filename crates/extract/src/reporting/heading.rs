//! "Brandenau: I will stay": a name before a colon at the head of a paragraph.

use casus_annotate::Annotated;
use casus_lexicon::Reporting;
use casus_model::{Pos, Tag};

use super::Report;
use super::cue;
use super::tokens::Tokens;

/// A name is at most so many tokens long.
const NAME: u32 = 7;

/// The report that a name with a colon opens.
pub(super) fn report(sentence: &Annotated) -> Option<Report> {
    let colon = (1..sentence.len().min(NAME)).find(|token| sentence.word(*token) == ":")?;
    let names = (0..colon).all(|token| {
        matches!(sentence.token(token).pos, Pos::Propn | Pos::Noun | Pos::Adj | Pos::Punct | Pos::Part)
    });
    let speaker = (0..colon).any(|token| {
        let kinds = sentence.kinds(token);
        kinds.person || kinds.is_actor() || matches!(sentence.token(token).tag, Tag::Nnp | Tag::Nnps)
    });
    let says = (colon + 1..sentence.len()).any(|token| sentence.token(token).pos == Pos::Verb);
    let whole = Tokens::range(colon + 1, sentence.len());
    let source = Tokens::range(0, colon).trimmed(sentence);
    (names && speaker && says).then(|| {
        cue::finished(sentence, Reporting::Speech, source, Tokens::range(colon, colon + 1), &whole)
    })?
}
