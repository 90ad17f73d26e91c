//! What the linguistic engine says of a text.

use std::sync::Arc;

use crate::{Dep, EntityLabel, Pos, Span, Tag};

/// One token: a word, a punctuation mark, or a run of white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes in the document's text.
    pub span: Span,
    /// Dictionary form, as spaCy's rule lemmatizer gives it.
    pub lemma: Arc<str>,
    /// Universal part of speech.
    pub pos: Pos,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Universal features, `Number=Sing|Person=3`, or empty.
    pub morph: Arc<str>,
    /// Index in the sentence of the token this one depends on; its own index for the root.
    pub head: u32,
    /// The dependency that ties it to its head.
    pub dep: Dep,
}

/// A named entity as the engine found it: tokens `[start, end)` of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// OntoNotes type.
    pub label: EntityLabel,
}

/// A sentence: tokens with a dependency tree over them.
///
/// Invariant: `head` of every token is an index into `tokens`; exactly the roots are their own heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first token's first byte to the last token's end.
    pub span: Span,
    /// Index of the paragraph it stands in.
    pub paragraph: u32,
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// The entities in order; they do not overlap.
    pub entities: Vec<Entity>,
}
