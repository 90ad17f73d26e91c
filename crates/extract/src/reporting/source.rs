//! Who reports: the subject of the verb, told with all that describes it, or the one it shares.

use casus_annotate::Annotated;
use casus_model::{Dep, Pos};

use super::construction::is_passive;
use super::content;
use super::tokens::Tokens;

/// Chains of verbs that share a subject are followed so far.
const DEPTH: u8 = 6;

/// The words of a verb's source; none where nobody is named.
pub(super) fn source(sentence: &Annotated, verb: u32) -> Tokens {
    source_within(sentence, verb, DEPTH)
}

/// The noun that a verb in a relative or participle clause describes, with what stands before the verb.
pub(super) fn described(sentence: &Annotated, verb: u32) -> Tokens {
    let noun = sentence.token(verb).head;
    let (first, last) = (sentence.tree.left(noun), sentence.tree.right(noun));
    Tokens::range(first, (last + 1).min(sentence.tree.left(verb))).trimmed(sentence)
}

/// Who does it in the passive: "by the mayor".
pub(super) fn agent(sentence: &Annotated, verb: u32) -> Option<u32> {
    let by = |child: &u32| {
        *child > verb
            && (sentence.token(*child).dep == Dep::Agent
                || sentence.token(*child).dep == Dep::Prep && sentence.lower(*child) == "by")
    };
    let children = sentence.tree.children(verb).iter().copied();
    children.filter(by).flat_map(|by| sentence.children_by(by, Dep::Pobj)).next()
}

fn source_within(sentence: &Annotated, verb: u32, depth: u8) -> Tokens {
    if is_passive(sentence, verb) {
        let agent = agent(sentence, verb);
        return agent.map(|agent| Tokens::subtree(sentence, agent)).unwrap_or_default();
    }
    match sentence.children_by(verb, Dep::Nsubj).next() {
        Some(subject) => of_subject(sentence, verb, subject),
        None => shared(sentence, verb, depth),
    }
}

fn of_subject(sentence: &Annotated, verb: u32, subject: u32) -> Tokens {
    let relative = sentence.token(verb).dep == Dep::Relcl;
    if relative && sentence.lower(subject) == "that" {
        return described(sentence, verb);
    }
    let subtree = Tokens::subtree(sentence, subject);
    let subtree = if subtree.contains(verb) {
        Tokens::range(sentence.tree.left(subject), subject + 1)
    } else {
        subtree
    };
    let adverb = sentence.token(subtree.first()).pos == Pos::Adv;
    let opening =
        if adverb { Tokens::range(subtree.first(), subtree.first() + 1) } else { Tokens::default() };
    subtree.without(&opening).trimmed(sentence)
}

/// The subject that a verb without one shares with the verb above it.
fn shared(sentence: &Annotated, verb: u32, depth: u8) -> Tokens {
    let head = sentence.token(verb).head;
    if head == verb || depth == 0 {
        return Tokens::default();
    }
    match sentence.token(verb).dep {
        Dep::Conj if sentence.token(head).dep == Dep::Ccomp => {
            let cue = sentence.token(head).head;
            let own = cue != head && cue < head && content::is_own_report(sentence, cue, verb);
            above(sentence, if own { cue } else { head }, depth)
        }
        Dep::Conj | Dep::Advcl | Dep::Ccomp | Dep::Dep => above(sentence, head, depth),
        Dep::Xcomp => {
            let objects =
                sentence.children_by(head, Dep::Dobj).chain(sentence.children_by(head, Dep::Dative));
            let before = |object: &u32| *object < verb && sentence.token(*object).pos != Pos::Adp;
            let object = objects.filter(before).min();
            object.map_or_else(
                || above(sentence, head, depth),
                |object| Tokens::subtree(sentence, object).without(&Tokens::subtree(sentence, verb)),
            )
        }
        Dep::Acl | Dep::Relcl => described(sentence, verb),
        Dep::Pcomp => of_preposition(sentence, head, depth),
        _ => Tokens::default(),
    }
}

/// What stands as the subject of the verb above, of whatever voice.
fn above(sentence: &Annotated, verb: u32, depth: u8) -> Tokens {
    if is_passive(sentence, verb) {
        let subject = sentence.children_by(verb, Dep::Nsubjpass).next();
        return subject.map(|subject| Tokens::subtree(sentence, subject)).unwrap_or_default();
    }
    source_within(sentence, verb, depth - 1)
}

/// "by saying", "the mayor's habit of asking": the subject of the verb, or whose the noun is.
fn of_preposition(sentence: &Annotated, preposition: u32, depth: u8) -> Tokens {
    let mut at = sentence.token(preposition).head;
    for _ in 0..DEPTH {
        if matches!(sentence.token(at).pos, Pos::Verb | Pos::Aux) {
            return above(sentence, at, depth);
        }
        if let Some(owner) = sentence.children_by(at, Dep::Poss).next() {
            return owner_words(sentence, owner);
        }
        if sentence.token(at).head == at {
            break;
        }
        at = sentence.token(at).head;
    }
    Tokens::default()
}

/// Whose something is, with its "'s".
pub(super) fn owner_words(sentence: &Annotated, owner: u32) -> Tokens {
    Tokens::subtree(sentence, owner).trimmed(sentence)
}
