//! Sentences with what their words can mean laid over them.
//!
//! Comes in: the engine's sentences, the lexicon, and where times and places stand.
//! Goes out: an [`Annotation`]: sentences with marks (weapons, targets, people, names of actors,
//! places, times), quotation ranges, and a view of the syntax: noun phrases and clauses.
//!
//! Deliberately not known here: events, claims, sources.

mod antecedent;
mod carried;
mod clause;
mod entities;
mod individual;
mod item;
mod marks;
mod mend;
mod mention;
mod names;
mod number;
mod quotes;
mod tree;
mod victims;

pub use clause::Clause;
pub use entities::{Entity, EntityKind, entities};
pub use individual::{Individual, Sameness};
pub use item::Item;
pub use marks::{Kinds, Mark, Meaning, Overlay, OverlayKind};
pub use mend::mend;
pub use number::counted;
pub use tree::Tree;

use casus_lexicon::Lexicon;
use casus_model::Sentence;

/// A document's sentences, annotated.
#[derive(Debug)]
pub struct Annotation<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The knowledge used.
    pub lexicon: &'a Lexicon,
    /// The sentences in order.
    pub sentences: Vec<Annotated<'a>>,
}

/// A sentence with marks and its tree.
#[derive(Debug)]
pub struct Annotated<'a> {
    /// Index of the sentence in the document.
    pub index: u32,
    /// The document's text: what is quoted.
    pub text: &'a str,
    /// The text as the engine read it: what words are known by.
    pub read: &'a str,
    /// The knowledge used.
    pub lexicon: &'a Lexicon,
    /// The engine's sentence.
    pub sentence: &'a Sentence,
    /// Children and edges of every token.
    pub tree: Tree,
    /// What the words can mean, in order of first token.
    pub marks: Vec<Mark<'a>>,
    /// What words with an everyday meaning could mean beside a word of violence, where there is none.
    pub possible: Vec<Mark<'a>>,
    /// The item of a list of what happened by days that it stands in.
    pub item: Option<Item>,
    /// For each token, the quotation it stands in: the index is shared by all tokens of one quotation.
    pub quoted: Vec<Option<u32>>,
}

/// Lays the lexicon, times and places over the sentences. Overlays may come in any order.
///
/// `read` is what the sentences were read from: the text, or the text with other letters of the same lengths.
pub fn annotate<'a>(
    lexicon: &'a Lexicon,
    text: &'a str,
    read: &'a str,
    sentences: &'a [Sentence],
    overlays: &[Overlay],
) -> Annotation<'a> {
    let quotations = quotes::quotations(text, sentences);
    let mut overlays = overlays.to_vec();
    overlays.sort_by_key(|overlay| (overlay.sentence, overlay.first, overlay.end));
    let mut rest = overlays.as_slice();
    let annotated = |(index, sentence): (usize, &'a Sentence)| {
        let end = rest.partition_point(|overlay| overlay.sentence <= index);
        let (here, later) = rest.split_at(end);
        rest = later;
        let (marks, possible) = marks::marks(lexicon, read, sentence, here);
        Annotated {
            index: index as u32,
            text,
            read,
            lexicon,
            sentence,
            tree: Tree::new(sentence),
            marks,
            possible,
            item: None,
            quoted: quotes::of_tokens(sentence, &quotations),
        }
    };
    let mut sentences: Vec<Annotated> = sentences.iter().enumerate().map(annotated).collect();
    item::mark_items(text, &mut sentences);
    carried::carry_over(&mut sentences);
    victims::mark_victims(&mut sentences);
    Annotation { text, lexicon, sentences }
}
