//! Relations: standing ties between actors, read from modifiers, participles and prepositions.

use casus_annotate::Annotated;
use casus_lexicon::Test;
use casus_model::{Dep, Draft, DraftBody, Evidence, ModalityValue, Pos, Predicate, Tag};

use crate::matching::may_be;
use crate::modality::Told;
use crate::{draft, modality};

/// The ties of a sentence.
pub(crate) fn relations(sentence: &Annotated) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for token in 0..sentence.len() {
        match sentence.token(token).pos {
            Pos::Verb | Pos::Adj => {
                drafts.extend(backing(sentence, token));
                drafts.extend(alliance(sentence, token));
            }
            Pos::Noun | Pos::Propn => drafts.extend(office(sentence, token)),
            _ => {}
        }
    }
    drafts
}

/// "Arnor-backed militias", "trained and funded by Arnor".
fn backing(sentence: &Annotated, verb: u32) -> Vec<Draft> {
    if !sentence.lexicon.words.is("backing", sentence.lemma(verb)) || sentence.token(verb).tag != Tag::Vbn {
        return Vec::new();
    }
    let token = sentence.token(verb);
    let (subjects, objects) = if token.dep == Dep::Amod {
        let sponsor = sentence
            .children_by(verb, Dep::Npadvmod)
            .chain(sentence.children_by(verb, Dep::Compound))
            .collect();
        (vec![token.head], sponsor)
    } else {
        let clause = sentence.clause(verb);
        if !clause.passive {
            return Vec::new();
        }
        (clause.objects, clause.subjects)
    };
    pairs(sentence, verb, &subjects, Predicate::BackedBy, &objects, "relation/backed-by")
}

/// "groups allied with it", "fighters loyal to the general".
fn alliance(sentence: &Annotated, word: u32) -> Vec<Draft> {
    if !sentence.lexicon.words.is("allied", sentence.lemma(word)) {
        return Vec::new();
    }
    let token = sentence.token(word);
    let subjects: Vec<u32> = match token.dep {
        // Of two nouns joined by "and" the parser takes the first, whichever stands beside the participle.
        Dep::Acl if word > 0 && is_side(sentence, word - 1) => vec![word - 1],
        Dep::Acl | Dep::Amod | Dep::Relcl => vec![token.head],
        Dep::Acomp => sentence.clause(token.head).subjects,
        _ => sentence.clause(word).subjects,
    };
    let with = sentence
        .children_by(word, Dep::Prep)
        .filter(|preposition| matches!(sentence.lower(*preposition).as_str(), "with" | "to"));
    let objects: Vec<u32> = with.flat_map(|preposition| sentence.objects_of(preposition)).collect();
    let parties = |tokens: Vec<u32>| -> Vec<u32> {
        let is_party = |token: &u32| is_side(sentence, *token) || sentence.token(*token).pos == Pos::Pron;
        tokens.into_iter().filter(is_party).collect()
    };
    let (subjects, objects) = (parties(subjects), parties(objects));
    pairs(sentence, word, &subjects, Predicate::AlliedWith, &objects, "relation/allied-with")
}

/// "a commander with the militia", "leader of the movement", "members of the group".
fn office(sentence: &Annotated, noun: u32) -> Vec<Draft> {
    let lemma = sentence.lemma(noun).to_lowercase();
    let words = &sentence.lexicon.words;
    let predicate = if words.is("ally-noun", &lemma) {
        Predicate::AlliedWith
    } else if words.is("command-only", &lemma) {
        Predicate::Commands
    } else if words.is("spokes-noun", &lemma) {
        Predicate::SpokespersonOf
    } else if words.is("command-noun", &lemma) {
        Predicate::Leads
    } else if words.is("membership", &lemma) {
        Predicate::MemberOf
    } else if words.is("employment", &lemma) {
        Predicate::EmployedBy
    } else {
        return Vec::new();
    };
    // One leads what stands behind "of"; "in" and "at" only say where.
    let leads = matches!(predicate, Predicate::Leads | Predicate::Commands);
    let ties = |preposition: &str| match preposition {
        "of" | "with" => true,
        "in" | "for" | "from" | "at" => !leads,
        _ => false,
    };
    let groups: Vec<u32> = sentence
        .children_by(noun, Dep::Prep)
        .filter(|preposition| ties(&sentence.lower(*preposition)))
        .flat_map(|preposition| sentence.objects_of(preposition))
        .chain(sentence.children_by(noun, Dep::Poss))
        .filter(|group| {
            is_group(sentence, *group)
                || matches!(predicate, Predicate::EmployedBy | Predicate::AlliedWith)
                    && is_name(sentence, *group)
        })
        .collect();
    let mut holders = holders(sentence, noun);
    if holders.is_empty() && predicate == Predicate::AlliedWith && sentence.token(noun).dep == Dep::Appos {
        holders.extend(
            Some(sentence.token(noun).head)
                .filter(|party| is_name(sentence, *party) || is_side(sentence, *party)),
        );
    }
    pairs(sentence, noun, &holders, predicate, &groups, "relation/office")
}

fn is_group(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    kinds.is_actor() && !kinds.person
}

/// A group, or a word that may mean one where a tie is told of it ("groups", "council").
fn is_side(sentence: &Annotated, token: u32) -> bool {
    is_group(sentence, token) || may_be(sentence, token, Test::Actor)
}

fn is_name(sentence: &Annotated, token: u32) -> bool {
    sentence.token(token).pos == Pos::Propn && !sentence.kinds(token).person
}

/// Who holds the office: the name that it stands beside; without a name there is nobody to tie.
fn holders(sentence: &Annotated, noun: u32) -> Vec<u32> {
    let named = |token: u32| {
        let kinds = sentence.kinds(token);
        sentence.token(token).pos == Pos::Propn && (kinds.person || kinds.group || kinds.actor.is_some())
    };
    let mut at = noun;
    for _ in 0..4 {
        let token = sentence.token(at);
        if !matches!(token.dep, Dep::Appos | Dep::Conj | Dep::Compound | Dep::Nmod) || token.head == at {
            break;
        }
        at = token.head;
        if named(at) {
            return vec![at];
        }
    }
    sentence.children_by(noun, Dep::Appos).filter(|name| named(*name)).collect()
}

fn pairs(
    sentence: &Annotated,
    trigger: u32,
    subjects: &[u32],
    predicate: Predicate,
    objects: &[u32],
    rule: &str,
) -> Vec<Draft> {
    let told =
        Told { value: ModalityValue::Actual, certainty: modality::told(sentence, trigger, true).certainty };
    let mut drafts = Vec::new();
    for subject in subjects {
        for object in objects {
            if subject == object || !sentence.is_nominal(*subject) || !sentence.is_nominal(*object) {
                continue;
            }
            let (subject, object) = (sentence.mention(*subject), sentence.mention(*object));
            let span = subject.span.cover(object.span);
            let body = DraftBody::Relation { subject, predicate, object };
            let mut draft = draft(sentence, rule, trigger, body, told);
            draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: rule.to_owned() }];
            drafts.push(draft);
        }
    }
    drafts
}
