//! How far something is said to be so: from happened for certain to certainly not.
//!
//! Comes in: a sentence and a token that names a deed or state. Goes out: a [`Factuality`], composed down from
//! the root. Each word says something by itself (negation, modal verbs, hedging adverbs), and the word that it
//! completes says something of it: "managed to" that it is so, "failed to" that it is not, and both turn round
//! where they are negated themselves. What relative, causal and temporal clauses tell is taken for known.
//!
//! [`crate::modality`] asks the same signatures of a deed's governors.

use casus_annotate::Annotated;
use casus_lexicon::Complement;
use casus_model::{Certainty, Dep, Pos, Tag};

use crate::modality::is_perfect;

/// How far something is said to be so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factuality {
    /// 1: it is so; 0: nothing is said; -1: it is not.
    pub holds: f32,
    /// Told as still to come, wished for, possible: not as something that happened.
    pub open: bool,
}

/// A clause or noun is asked for what governs it no further up than this.
const DEPTH: u8 = 10;

/// How far what a token names is said to be so.
pub fn factuality_at(sentence: &Annotated, token: u32) -> Factuality {
    at_depth(sentence, token, DEPTH)
}

fn at_depth(sentence: &Annotated, token: u32, depth: u8) -> Factuality {
    let own = own(sentence, token);
    if depth == 0 {
        return own;
    }
    if let Some(set) = set_open(sentence, token, own) {
        return set;
    }
    match completed(sentence, first_conjunct(sentence, token)) {
        Some(completed) => under(sentence, own, completed, depth),
        None => own,
    }
}

/// The force of a governing word on what completes it.
fn under(sentence: &Annotated, own: Factuality, completed: Completed, depth: u8) -> Factuality {
    let above = at_depth(sentence, completed.clause, depth - 1);
    let lemma = sentence.lemma(completed.word).to_lowercase();
    let signature = sentence.lexicon.signatures.of(&lemma, completed.complement);
    let passed = (signature.holds * (1.0 + above.holds) + signature.fails * (1.0 - above.holds)) / 2.0;
    let unsettled = completed.complement == Complement::To && signature.holds.abs() < 1.0;
    let open = own.open || unsettled || above.open && passed.abs() < 1.0;
    Factuality { holds: own.holds * passed, open }
}

/// What the word and its own auxiliaries, adverbs and negation say.
fn own(sentence: &Annotated, token: u32) -> Factuality {
    let mut own = modal(sentence, token).unwrap_or(Factuality { holds: 1.0, open: false });
    if is_negated(sentence, token) {
        own.holds = -own.holds;
    }
    own.holds *= hedges(sentence, token);
    own
}

/// The modal verb of a verb, or of the verb that it goes on from ("could fall and break").
fn modal(sentence: &Annotated, verb: u32) -> Option<Factuality> {
    let modal = sentence.children_by(verb, Dep::Aux).find(|aux| sentence.token(*aux).tag == Tag::Md);
    let Some(modal) = modal else {
        let goes_on = sentence.token(verb).dep == Dep::Conj && sentence.token(verb).tag == Tag::Vb;
        let first = sentence.token(verb).head;
        return if goes_on && first < verb { self::modal(sentence, first) } else { None };
    };
    let (words, lower) = (&sentence.lexicon.words, sentence.lower(modal));
    let perfect = is_perfect(sentence, verb);
    let conditional = words.is("modal-conditional", &lower);
    let holds = match perfect {
        true if conditional => -0.6,
        true => 0.5,
        false if words.is("modal-future", &lower) => 1.0,
        false if words.is("modal-possible", &lower) => 0.3,
        false => 0.5,
    };
    Some(Factuality { holds, open: !perfect })
}

/// "not", "never", and a subject, object or article of "no".
pub(crate) fn is_negated(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    sentence.is_none_phrase(token)
        || sentence.tree.children(token).iter().any(|child| match sentence.token(*child).dep {
            Dep::Neg => true,
            Dep::Advmod | Dep::Preconj => words.is("negating", &sentence.lower(*child)),
            Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr => sentence.is_none_phrase(*child),
            _ => false,
        })
}

fn hedges(sentence: &Annotated, token: u32) -> f32 {
    let force = |child: u32| {
        let governor = sentence.lexicon.words.governor(&sentence.lower(child))?;
        match governor.certainty? {
            Certainty::Certain => None,
            Certainty::Probable => Some(0.6),
            Certainty::Possible => Some(0.3),
        }
    };
    let adverbs = sentence.children_by(token, Dep::Advmod);
    adverbs.filter_map(force).fold(1.0, f32::min)
}

/// Clauses that are open by their form: conditions, and infinitives that say what for.
fn set_open(sentence: &Annotated, token: u32, own: Factuality) -> Option<Factuality> {
    let marked = || {
        let mut marks = sentence.children_by(token, Dep::Mark);
        marks.any(|mark| sentence.lexicon.words.is("condition", &sentence.lower(mark)))
    };
    let share = match sentence.token(token).dep {
        Dep::Advcl if marked() => 0.1,
        Dep::Advcl if is_infinitive(sentence, token) => 0.6,
        Dep::Acl | Dep::Relcl if is_infinitive(sentence, token) && !completes_noun(sentence, token) => 0.5,
        Dep::Ccomp if marked() => 0.2,
        _ => return None,
    };
    Some(Factuality { holds: own.holds * share, open: true })
}

/// "the decision to leave": an infinitive under a noun with a signature of its own.
fn completes_noun(sentence: &Annotated, token: u32) -> bool {
    let noun = sentence.lemma(sentence.token(token).head).to_lowercase();
    sentence.lexicon.signatures.listed(&noun, Complement::To).is_some()
}

/// The word that a clause completes, how, and the token whose factuality is that of the word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Completed {
    pub word: u32,
    pub complement: Complement,
    pub clause: u32,
}

pub(crate) fn completed(sentence: &Annotated, token: u32) -> Option<Completed> {
    let head = sentence.token(token).head;
    if head == token {
        return None;
    }
    match sentence.token(token).dep {
        Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Acl => {
            let complement = complement(sentence, token);
            Some(Completed { word: said_through_be(sentence, head), complement, clause: head })
        }
        Dep::Pcomp => {
            let clause = sentence.token(head).head;
            Some(Completed { word: clause, complement: Complement::Ing, clause })
        }
        _ => None,
    }
}

/// "was glad that": the adjective behind "be".
fn said_through_be(sentence: &Annotated, verb: u32) -> u32 {
    if sentence.token(verb).pos != Pos::Aux {
        return verb;
    }
    let said = sentence.children_by(verb, Dep::Acomp).chain(sentence.children_by(verb, Dep::Attr)).next();
    said.unwrap_or(verb)
}

fn complement(sentence: &Annotated, token: u32) -> Complement {
    match sentence.token(token).tag {
        _ if is_infinitive(sentence, token) => Complement::To,
        Tag::Vbg => Complement::Ing,
        _ => Complement::That,
    }
}

/// The first of the verbs that stand together, whose governor is that of all. A tensed verb does not go on
/// from an infinitive.
fn first_conjunct(sentence: &Annotated, token: u32) -> u32 {
    let item = sentence.token(token);
    let verbs = matches!(sentence.token(item.head).pos, Pos::Verb | Pos::Aux);
    if item.dep != Dep::Conj || item.head >= token || !verbs {
        return token;
    }
    let alike = item.tag == Tag::Vb || !is_infinitive(sentence, item.head);
    if alike { item.head } else { token }
}

fn is_infinitive(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.token(token).tag, Tag::Vb | Tag::Vbn)
        && sentence.children_by(token, Dep::Aux).any(|aux| sentence.lower(aux) == "to")
}
