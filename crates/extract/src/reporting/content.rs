//! What is reported, where it completes the verb: clauses, infinitives, objects.

use casus_annotate::Annotated;
use casus_model::{Dep, Tag};

use super::construction::Construction;
use super::source;
use super::tokens::Tokens;

/// The content of a verb in a construction that it takes. A preposition that opens the content is a word of
/// the cue.
pub(super) fn content(
    sentence: &Annotated,
    verb: u32,
    found: &Construction,
    cue: &mut Tokens,
) -> Tokens {
    let takes = found.takes.as_str();
    let own = match takes {
        "that" => beneath(sentence, verb, &[Dep::Ccomp, Dep::Xcomp]),
        "to-do" | "doing" => beneath(sentence, verb, &[Dep::Xcomp]),
        "predicate" => beneath(sentence, verb, &[Dep::Oprd, Dep::Dobj, Dep::Xcomp]),
        "object+to-do" => beneath(sentence, verb, &[Dep::Dobj, Dep::Xcomp]),
        "object" => objects(sentence, verb, found),
        _ if takes.starts_with("object+") => with_preposition(sentence, verb, found),
        _ => behind_preposition(sentence, verb, found, cue),
    };
    if !found.passive {
        return own;
    }
    let subjects = sentence.children_by(verb, Dep::Nsubjpass).map(|subject| Tokens::subtree(sentence, subject));
    subjects.fold(if takes == "+by" { Tokens::default() } else { own }, |all, subject| all.with(&subject))
}

/// A clause without what joins it to the clause before.
pub(super) fn clause(sentence: &Annotated, verb: u32) -> Tokens {
    let joins = |child: &u32| matches!(sentence.token(*child).dep, Dep::Mark | Dep::Cc);
    let joins = sentence.tree.children(verb).iter().copied().filter(joins);
    let joins = joins.map(|child| Tokens::range(child, child + 1));
    joins.fold(Tokens::subtree(sentence, verb), |all, join| all.without(&join))
}

fn beneath(sentence: &Annotated, verb: u32, deps: &[Dep]) -> Tokens {
    let children = sentence.tree.children(verb).iter().copied();
    let wanted = children.filter(|child| *child > verb && deps.contains(&sentence.token(*child).dep));
    let parts = wanted.map(|child| told(sentence, child));
    parts.fold(Tokens::default(), |all, part| all.with(&part))
}

fn objects(sentence: &Annotated, verb: u32, found: &Construction) -> Tokens {
    if found.takes == "object" && sentence.token(verb).dep == Dep::Acl && found.object.is_none() {
        return source::described(sentence, verb);
    }
    let mut deps = vec![Dep::Dobj];
    // "showed him leading": the parser hangs the clause beside its subject.
    if sentence.children_by(verb, Dep::Xcomp).any(|clause| sentence.token(clause).tag == Tag::Vbg) {
        deps.push(Dep::Xcomp);
    }
    let right = beneath(sentence, verb, &deps);
    if !right.is_empty() {
        return right;
    }
    let fronted = sentence.children_by(verb, Dep::Dobj).next();
    fronted.map(|object| Tokens::subtree(sentence, object)).unwrap_or_default()
}

fn with_preposition(sentence: &Annotated, verb: u32, found: &Construction) -> Tokens {
    let preposition = found.preposition.map(|preposition| told(sentence, preposition));
    objects(sentence, verb, found).with(&preposition.unwrap_or_default())
}

fn behind_preposition(sentence: &Annotated, verb: u32, found: &Construction, cue: &mut Tokens) -> Tokens {
    let Some(preposition) = found.preposition else { return Tokens::default() };
    if sentence.token(preposition).dep == Dep::Agent {
        return if found.passive { Tokens::default() } else { source::described(sentence, verb) };
    }
    let between = Tokens::range(verb, preposition + 1);
    let own = |token: u32| token == verb || sentence.token(token).head == verb;
    *cue = if between.iter().all(own) {
        cue.with(&between)
    } else {
        cue.with(&Tokens::range(preposition, preposition + 1))
    };
    told(sentence, preposition).without(&Tokens::range(preposition, preposition + 1))
}

/// A subtree but for a remark of the report's own at its end: ", which had been closed for years".
fn told(sentence: &Annotated, token: u32) -> Tokens {
    let last = sentence.tree.right(token);
    let all = Tokens::subtree(sentence, token);
    let mut at = last;
    for _ in 0..12 {
        let remark = sentence.token(at).dep == Dep::Relcl
            && sentence.tree.right(at) == last
            && sentence.tree.left(at) > token
            && sentence.word(sentence.tree.left(at) - 1) == ","
            && !all.iter().any(|inside| sentence.quoted[inside as usize].is_some());
        if remark {
            return all.without(&Tokens::range(sentence.tree.left(at) - 1, last + 1));
        }
        if at == token || sentence.token(at).head == at {
            break;
        }
        at = sentence.token(at).head;
    }
    all
}
