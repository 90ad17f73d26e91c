//! Names in a report that are nobody's business outside: of persons that no list knows.
//!
//! A name is withheld unless it is known to be something else: an actor of the list (which has public officials by
//! name), a place, a time, the outlet. So a name that the engine takes for an organisation is withheld too;
//! what is published errs to that side.

use std::collections::BTreeSet;

use casus_annotate::{Annotated, Meaning};
use casus_model::{EntityLabel, Pos, Span};

use crate::Inside;

/// The names as they are written, each once.
pub(crate) fn names(inside: &Inside) -> BTreeSet<String> {
    let sentences = inside.annotation.sentences.iter();
    let text = inside.annotation.text;
    let mut names: BTreeSet<String> =
        sentences.flat_map(|sentence| runs(sentence).map(|span| span.name(text))).collect();
    if let Some(outlet) = &inside.reading.document.outlet {
        names.retain(|name| !outlet.contains(name.as_str()));
    }
    names
}

/// Runs of words that are names and are not known.
fn runs<'a>(sentence: &'a Annotated) -> impl Iterator<Item = Span> + 'a {
    let tokens = &sentence.sentence.tokens;
    let is_name: Vec<bool> = (0..tokens.len() as u32).map(|token| is_unknown_name(sentence, token)).collect();
    let begins = |at: &usize| is_name[*at] && (*at == 0 || !is_name[*at - 1]);
    let starts: Vec<usize> = (0..tokens.len()).filter(begins).collect();
    starts.into_iter().map(move |first| {
        let end = (first..tokens.len()).find(|at| !is_name[*at]).unwrap_or(tokens.len());
        Span { start: tokens[first].span.start, end: tokens[end - 1].span.end }
    })
}

/// A capitalised proper noun, or any capitalised word of a person's name, over which no known thing stands.
fn is_unknown_name(sentence: &Annotated, token: u32) -> bool {
    let word = &sentence.sentence.tokens[token as usize];
    let is_capital = word.span.of(sentence.text).starts_with(char::is_uppercase);
    is_capital
        && (in_person(sentence, token) || word.pos == Pos::Propn && !is_known(sentence, token))
        && !is_of_list(sentence, token)
}

fn in_person(sentence: &Annotated, token: u32) -> bool {
    let here = |entity: &&casus_model::Entity| entity.start <= token && token < entity.end;
    sentence.sentence.entities.iter().find(here).is_some_and(|entity| entity.label == EntityLabel::Person)
}

fn is_known(sentence: &Annotated, token: u32) -> bool {
    sentence.marks_over(token).any(|mark| {
        matches!(
            mark.meaning,
            Meaning::Place(_) | Meaning::Demonym(_) | Meaning::Time(_) | Meaning::Phrase(_)
        )
    })
}

fn is_of_list(sentence: &Annotated, token: u32) -> bool {
    sentence.marks_over(token).any(|mark| matches!(mark.meaning, Meaning::Actor(_)))
}
