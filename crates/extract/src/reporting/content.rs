//! What is reported, where it completes the verb: clauses, infinitives, objects.

use casus_annotate::Annotated;
use casus_lexicon::Part;
use casus_model::{Dep, Pos, Tag};

use super::construction::{Construction, is_reduced};
use super::tokens::Tokens;
use super::{cue, source};

/// The content of a verb in a construction that it takes. A preposition that opens the content is a word of
/// the cue.
pub(super) fn content(sentence: &Annotated, verb: u32, found: &Construction, cue: &mut Tokens) -> Tokens {
    let takes = found.takes.as_str();
    let own = match takes {
        "that" => beneath(sentence, verb, &[Dep::Ccomp, Dep::Xcomp]),
        "to-do" | "doing" => beneath(sentence, verb, &[Dep::Xcomp]),
        "predicate" => beneath(sentence, verb, &[Dep::Oprd, Dep::Dobj, Dep::Xcomp]),
        "object+to-do" if is_told(sentence, verb) => beneath(sentence, verb, &[Dep::Xcomp]),
        "object+to-do" => beneath(sentence, verb, &[Dep::Dobj, Dep::Xcomp]),
        "object" => objects(sentence, verb),
        _ if takes.starts_with("object+") => with_preposition(sentence, verb, found),
        _ => behind_preposition(sentence, verb, found, cue),
    };
    match found.passive {
        true => own.with(&undergoing(sentence, verb)),
        false => own,
    }
}

/// What stands as the subject of a passive, unless it is who was told.
fn undergoing(sentence: &Annotated, verb: u32) -> Tokens {
    if is_told(sentence, verb) {
        return Tokens::default();
    }
    if is_reduced(sentence, verb) {
        return source::described(sentence, verb);
    }
    let subject = sentence.children_by(verb, Dep::Nsubjpass).next();
    subject.map(|subject| Tokens::subtree(sentence, subject)).unwrap_or_default()
}

/// True for a verb whose object is who is told.
pub(super) fn is_told(sentence: &Annotated, verb: u32) -> bool {
    sentence.lexicon.reporting.with(Part::Verb, sentence.lemma(verb), "hearer").is_some()
}

/// "told reporters that": the clause behind a hearer, whatever the parser hung it on.
pub(super) fn behind_hearer(sentence: &Annotated, verb: u32, object: u32) -> Option<Tokens> {
    let end = sentence.tree.right(verb).max(sentence.tree.right(object)) + 1;
    let that = (object + 1..end.min(object + 12)).find(|at| sentence.lower(*at) == "that")?;
    is_told(sentence, verb).then(|| without_remark(sentence, object, &Tokens::range(that, end)))
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
    let parts = wanted.map(|child| told(sentence, verb, child));
    parts.fold(Tokens::default(), |all, part| all.with(&part))
}

fn objects(sentence: &Annotated, verb: u32) -> Tokens {
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
    let preposition = found.preposition.map(|preposition| told(sentence, verb, preposition));
    let preposition = preposition.unwrap_or_default();
    if is_told(sentence, verb) { preposition } else { objects(sentence, verb).with(&preposition) }
}

fn behind_preposition(sentence: &Annotated, verb: u32, found: &Construction, cue: &mut Tokens) -> Tokens {
    let Some(preposition) = found.preposition else { return Tokens::default() };
    if sentence.token(preposition).dep == Dep::Agent {
        return Tokens::default();
    }
    if found.passive && sentence.lower(preposition) == "as" {
        return told(sentence, verb, preposition);
    }
    let between = Tokens::range(verb, preposition + 1);
    let own = |token: u32| token == verb || sentence.token(token).head == verb;
    *cue = if between.iter().all(own) {
        cue.with(&between)
    } else {
        cue.with(&Tokens::range(preposition, preposition + 1))
    };
    told(sentence, verb, preposition).without(&Tokens::range(preposition, preposition + 1))
}

/// A subtree that is told: without the day it was said on at its head ("said Tuesday the road was open"), the
/// verbs at its tail that go on from the cue, and a remark of the report's own (", which is closed").
fn told(sentence: &Annotated, verb: u32, token: u32) -> Tokens {
    let first = sentence.tree.left(token).max(verb + 1);
    let all = Tokens::range(first, sentence.tree.right(token) + 1);
    let day = behind_day(sentence, first, token);
    let end = goes_on_from_cue(sentence, verb, token).unwrap_or(all.end());
    without_remark(sentence, token, &Tokens::range(day, end))
}

fn behind_day(sentence: &Annotated, first: u32, token: u32) -> u32 {
    let is_day = |at: &u32| sentence.kinds(*at).time.is_some();
    let clause = matches!(sentence.token(token).dep, Dep::Ccomp | Dep::Xcomp);
    if clause { (first..token).find(|at| !is_day(at)).unwrap_or(first) } else { first }
}

/// "said the road was closed and promised to open it": the conjunction from which a verb of reporting without a
/// subject of its own goes on, in the tense of the cue.
fn goes_on_from_cue(sentence: &Annotated, verb: u32, clause: u32) -> Option<u32> {
    if sentence.token(clause).dep != Dep::Ccomp {
        return None;
    }
    let next = sentence.children_by(clause, Dep::Conj).find(|next| is_own_report(sentence, verb, *next))?;
    (clause..next).rev().find(|at| sentence.token(*at).dep == Dep::Cc)
}

/// A verb of reporting, coordinated with what is said, that goes on from the verb of saying.
pub(super) fn is_own_report(sentence: &Annotated, verb: u32, next: u32) -> bool {
    let bare = |dep| sentence.children_by(next, dep).next().is_none();
    next > verb
        && sentence.token(next).tag == sentence.token(verb).tag
        && bare(Dep::Nsubj)
        && bare(Dep::Aux)
        && bare(Dep::Auxpass)
        && sentence.quoted[next as usize].is_none()
        && cue::reports(sentence, next)
}

fn without_remark(sentence: &Annotated, token: u32, all: &Tokens) -> Tokens {
    let is_word = |at: &u32| sentence.token(*at).pos != Pos::Punct;
    let Some(last) = (all.first()..all.end()).rev().find(is_word) else { return all.clone() };
    let mut at = last;
    for _ in 0..40 {
        let left = sentence.tree.left(at);
        let remark = sentence.tree.right(at) >= last && left > token && is_remark(sentence, at, left - 1);
        if remark && !(left..last).any(|inside| sentence.quoted[inside as usize].is_some()) {
            return all.without(&Tokens::range(left - 1, all.end()));
        }
        if at == token || sentence.token(at).head == at {
            break;
        }
        at = sentence.token(at).head;
    }
    all.clone()
}

/// A relative clause behind a comma, or an apposition behind a dash or a bracket.
fn is_remark(sentence: &Annotated, token: u32, mark: u32) -> bool {
    let aside = matches!(sentence.word(mark), "—" | "--" | "–" | "(");
    match sentence.token(token).dep {
        Dep::Relcl => aside || sentence.word(mark) == ",",
        Dep::Appos => aside,
        _ => false,
    }
}
