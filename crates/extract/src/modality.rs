//! Whether a deed is said to have happened, and how surely: read from the words that govern it.

use casus_annotate::Annotated;
use casus_lexicon::Governor;
use casus_model::{Certainty, Dep, ModalityValue, Pos, Tag};

/// What the words around a trigger say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub value: ModalityValue,
    pub certainty: Certainty,
}

impl Told {
    fn actual() -> Told {
        Told { value: ModalityValue::Actual, certainty: Certainty::Certain }
    }

    fn govern(&mut self, governor: Governor) {
        if let Some(value) = governor.value
            && self.value == ModalityValue::Actual
        {
            self.value = value;
        }
        if let Some(certainty) = governor.certainty {
            self.hedge(certainty);
        }
    }

    fn hedge(&mut self, certainty: Certainty) {
        self.certainty = self.certainty.max(certainty);
    }

    fn set(&mut self, value: ModalityValue) {
        if self.value == ModalityValue::Actual {
            self.value = value;
        }
    }
}

/// Governors further up than this are not asked.
const CLIMB: usize = 12;

/// Reads the modality of a trigger by climbing from it to the root.
///
/// A finite clause that completes a verb of saying is asserted by its source, so that only the verb's
/// own force passes down; an infinitive or a noun under "plan", "urge", "risk" has not happened.
pub(crate) fn told(sentence: &Annotated, trigger: u32, known: bool) -> Told {
    let mut told = Told::actual();
    let mut at = trigger;
    own(sentence, at, &mut told);
    for _ in 0..CLIMB {
        let token = sentence.token(at);
        let head = token.head;
        if head == at {
            break;
        }
        if governs(sentence, at, head, known) {
            let lemma = sentence.lemma(head).to_lowercase();
            let by_cue = matches!(token.dep, Dep::Ccomp) && is_finite(sentence, at);
            let cue = sentence.lexicon.words.cue(&lemma).and_then(|cue| cue.governor);
            let governor = sentence.lexicon.words.governor(&lemma);
            match if by_cue { cue } else { governor.or(cue) } {
                Some(governor) => told.govern(governor),
                None if by_cue && governor.is_some_and(|governor| governor.value == Some(ModalityValue::Threatened)) => {
                    told.set(ModalityValue::Threatened);
                }
                None => {}
            }
        }
        if sentence.token(head).pos == Pos::Verb || sentence.token(head).pos == Pos::Aux {
            let through = matches!(
                token.dep,
                Dep::Ccomp | Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Relcl | Dep::Dobj | Dep::Pobj | Dep::Prep | Dep::Nsubj | Dep::Nsubjpass | Dep::Pcomp
            );
            if through && !(matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass) && known) {
                inherited(sentence, head, at, &mut told);
            }
        }
        at = head;
    }
    told
}

/// What the verb's own clause says: negation, modal verbs, conditions.
fn own(sentence: &Annotated, trigger: u32, told: &mut Told) {
    if sentence.token(trigger).pos == Pos::Verb {
        verb_force(sentence, trigger, told);
        if sentence.clause(trigger).negated {
            told.set(ModalityValue::Negated);
        }
        return;
    }
    if sentence.is_none_phrase(trigger) {
        told.set(ModalityValue::Negated);
    }
    for child in sentence.tree.children(trigger) {
        let lemma = sentence.lemma(*child).to_lowercase();
        if matches!(sentence.token(*child).dep, Dep::Amod | Dep::Advmod)
            && let Some(governor) = sentence.lexicon.words.governor(&lemma)
        {
            told.govern(governor);
        }
    }
}

/// Modal verbs, conditional marks and hedging adverbs of a verb.
fn verb_force(sentence: &Annotated, verb: u32, told: &mut Told) {
    let words = &sentence.lexicon.words;
    let children = sentence.tree.children(verb);
    let perfect = children.iter().any(|child| sentence.token(*child).dep == Dep::Aux && sentence.lemma(*child) == "have");
    for child in children.iter().copied() {
        let lower = sentence.lower(child);
        match sentence.token(child).dep {
            Dep::Aux if sentence.token(child).tag == Tag::Md => {
                if words.is("modal-conditional", &lower) || lower == "could" {
                    told.set(if perfect { ModalityValue::Counterfactual } else { ModalityValue::Hypothetical });
                } else if words.is("modal-possible", &lower) {
                    told.hedge(Certainty::Possible);
                    if !perfect {
                        told.set(ModalityValue::Hypothetical);
                    }
                } else if words.is("modal-future", &lower) {
                    told.set(ModalityValue::Planned);
                }
            }
            Dep::Mark if words.is("condition", &lower) => told.set(ModalityValue::Hypothetical),
            Dep::Advmod | Dep::Prep => {
                if let Some(governor) = words.governor(&lower)
                    && governor.value.is_none()
                {
                    told.govern(governor);
                }
            }
            _ => {}
        }
    }
    if is_inverted_condition(sentence, verb) {
        told.set(ModalityValue::Counterfactual);
    }
}

/// "had it exploded": an auxiliary before its subject without a question.
fn is_inverted_condition(sentence: &Annotated, verb: u32) -> bool {
    let had = sentence.children_by(verb, Dep::Aux).find(|aux| sentence.lower(*aux) == "had");
    let subject = sentence.children_by(verb, Dep::Nsubj).chain(sentence.children_by(verb, Dep::Nsubjpass)).next();
    let question = sentence.lower(sentence.len() - 1) == "?";
    match (had, subject) {
        (Some(had), Some(subject)) => had < subject && subject < verb && !question,
        _ => false,
    }
}

/// A governing verb passes its own modality down to what stands under it.
fn inherited(sentence: &Annotated, verb: u32, from: u32, told: &mut Told) {
    let is_said = matches!(sentence.token(from).dep, Dep::Ccomp) && sentence.lexicon.words.cue(sentence.lemma(verb)).is_some();
    if is_said {
        return;
    }
    let mut force = Told::actual();
    verb_force(sentence, verb, &mut force);
    if force.value != ModalityValue::Actual && !is_background(sentence, from) {
        told.set(force.value);
        told.hedge(force.certainty);
    }
}

/// "after the attack", "while troops shelled": told as known, whatever the main clause.
fn is_background(sentence: &Annotated, from: u32) -> bool {
    let token = sentence.token(from);
    match token.dep {
        Dep::Advcl => sentence.children_by(from, Dep::Mark).any(|mark| !sentence.lexicon.words.is("condition", &sentence.lower(mark))),
        Dep::Prep => matches!(sentence.lemma(from), "after" | "since" | "following" | "because" | "despite" | "amid"),
        _ => false,
    }
}

/// True where the head's own force bears on what stands under it.
fn governs(sentence: &Annotated, at: u32, head: u32, known: bool) -> bool {
    let token = sentence.token(at);
    let head_token = sentence.token(head);
    match token.dep {
        Dep::Xcomp | Dep::Ccomp | Dep::Pcomp | Dep::Acl | Dep::Dobj | Dep::Acomp | Dep::Amod => true,
        Dep::Nsubjpass => head_token.pos == Pos::Verb,
        Dep::Prep => {
            let word = sentence.lower(at);
            matches!(word.as_str(), "of" | "to" | "for" | "on" | "against" | "from" | "in" | "about" | "with")
                && !(known && word == "in")
        }
        Dep::Advcl | Dep::Relcl => false,
        _ => false,
    }
}

/// A clause with a tensed verb.
fn is_finite(sentence: &Annotated, verb: u32) -> bool {
    let tensed = |token: u32| matches!(sentence.token(token).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    tensed(verb) || sentence.tree.children(verb).iter().any(|child| {
        matches!(sentence.token(*child).dep, Dep::Aux | Dep::Auxpass) && tensed(*child)
    })
}
