//! How the words around a verb stand to it, by the names that the table of reporting words uses.

use casus_annotate::Annotated;
use casus_model::{Dep, Pos, Tag};

/// A verb with what could be its content.
#[derive(Clone, Debug, Default)]
pub(super) struct Construction {
    /// `that`, `to-do`, `object+as` … as in the table; `quote` where nothing completes the verb.
    pub takes: String,
    /// The object on the right.
    pub object: Option<u32>,
    /// The preposition that the construction names.
    pub preposition: Option<u32>,
    /// True for the passive, where `takes` says what it would be in the active.
    pub passive: bool,
}

/// The construction of a verb.
pub(super) fn construction(sentence: &Annotated, verb: u32) -> Construction {
    let right = |dep: Dep| sentence.children_by(verb, dep).find(|child| *child > verb);
    let passive = is_passive(sentence, verb);
    let object = right(Dep::Dobj);
    let preposition = |from: u32| {
        let children = sentence.tree.children(verb).iter().copied();
        let mut prepositions = children.filter(|child| is_preposition(sentence, *child));
        prepositions.find(|child| *child > from)
    };
    let found = |takes: &str| Construction { takes: takes.to_owned(), object, preposition: None, passive };
    if right(Dep::Ccomp).is_some() {
        return found("that");
    }
    if let Some(clause) = right(Dep::Xcomp) {
        let infinitive = sentence.tree.children(clause).iter().any(|child| sentence.lower(*child) == "to");
        return found(match (object.is_some(), infinitive) {
            (false, true) => "to-do",
            (true, true) => "object+to-do",
            (false, false) if sentence.token(clause).tag == Tag::Vbg => "doing",
            (true, false) if sentence.token(clause).tag == Tag::Vbg => "object",
            (true, false) => "predicate",
            (false, false) => "that",
        });
    }
    if right(Dep::Oprd).is_some() {
        return found("predicate");
    }
    let left_clause = sentence.children_by(verb, Dep::Ccomp).next().is_some();
    if let (Some(object), false) = (object, left_clause) {
        let preposition = preposition(object);
        let takes = preposition.map(|at| format!("object+{}", sentence.lower(at)));
        let takes = takes.unwrap_or_else(|| "object".to_owned());
        return Construction { takes, object: Some(object), preposition, passive };
    }
    if left_clause {
        return found("quote");
    }
    match preposition(verb) {
        Some(at) => {
            let takes = format!("+{}", sentence.lower(at));
            Construction { takes, object, preposition: Some(at), passive }
        }
        None => found("quote"),
    }
}

pub(super) fn is_preposition(sentence: &Annotated, token: u32) -> bool {
    let dative = sentence.token(token).dep == Dep::Dative && sentence.token(token).pos == Pos::Adp;
    dative || matches!(sentence.token(token).dep, Dep::Prep | Dep::Agent)
}

/// "was criticised", "is expected to", "a plan criticised by".
pub(super) fn is_passive(sentence: &Annotated, verb: u32) -> bool {
    let mut children = sentence.tree.children(verb).iter();
    is_reduced(sentence, verb)
        || is_bare_participle(sentence, verb)
        || children.any(|child| matches!(sentence.token(*child).dep, Dep::Auxpass | Dep::Nsubjpass))
}

/// A participle that describes the noun before it.
pub(super) fn is_reduced(sentence: &Annotated, verb: u32) -> bool {
    sentence.token(verb).tag == Tag::Vbn && sentence.token(verb).dep == Dep::Acl
}

/// "Asked about the road, she": a participle in front of what it describes.
fn is_bare_participle(sentence: &Annotated, verb: u32) -> bool {
    let without = |dep| sentence.children_by(verb, dep).next().is_none();
    sentence.token(verb).tag == Tag::Vbn
        && sentence.token(verb).dep == Dep::Advcl
        && without(Dep::Nsubj)
        && without(Dep::Aux)
}
