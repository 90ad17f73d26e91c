//! Names of people by what is done to them: whoever is murdered or kidnapped is a person, whatever the engine or
//! the gazetteer took the name for ("Jaramillo was murdered", where a town is called so too).

use std::collections::BTreeSet;

use casus_model::{Dep, EntityLabel, Pos};

use crate::{Annotated, Mark, Meaning};

/// A name as a person's: tokens `[first, end)`.
type Name = (u32, u32);

/// Marks the names of victims and of whoever has an age as persons, and no longer as places.
pub(crate) fn mark_victims(sentences: &mut [Annotated]) {
    for annotated in &mut *sentences {
        let names: Vec<Name> = (0..annotated.len()).flat_map(|token| victims(annotated, token)).collect();
        mark(annotated, names);
        let aged: Vec<Name> = (0..annotated.len()).filter_map(|token| with_age(annotated, token)).collect();
        mark(annotated, aged);
    }
    mark_surnames(sentences);
}

fn mark(annotated: &mut Annotated, names: Vec<Name>) {
    for (first, end) in names {
        let within = |mark: &Mark| first <= mark.first && mark.end <= end;
        annotated
            .marks
            .retain(|mark| !(matches!(mark.meaning, Meaning::Place(_) | Meaning::Group) && within(mark)));
        annotated.marks.push(Mark { first, end, meaning: Meaning::Person });
        annotated.marks.sort_by_key(|mark| (mark.first, mark.end));
    }
}

/// "Shaquez Brandybuck, 13," is a person, and so is "13-year-old Shaquez Brandybuck".
fn with_age(annotated: &Annotated, head: u32) -> Option<Name> {
    let item = annotated.token(head);
    let heads = item.pos == Pos::Propn && !matches!(item.dep, Dep::Compound | Dep::Poss);
    heads.then(|| annotated.age(head)).flatten()?;
    let behind = head + 1 < annotated.len() && matches!(annotated.word(head + 1), "," | "(");
    name(annotated, head, behind && annotated.kinds(head).place.is_none())
}

/// "Brandybuck", where the report tells the age of Shaquez Brandybuck.
fn mark_surnames(sentences: &mut [Annotated]) {
    let surname = |annotated: &Annotated, head: u32| {
        let full = run_before(annotated, head) < head && annotated.kinds(head).person;
        (full && annotated.age(head).is_some()).then(|| annotated.lower(head))
    };
    let of = |annotated: &Annotated| -> Vec<String> {
        let proper = |token: &u32| annotated.token(*token).pos == Pos::Propn;
        (0..annotated.len()).filter(proper).filter_map(|token| surname(annotated, token)).collect()
    };
    let surnames: BTreeSet<String> = sentences.iter().flat_map(of).collect();
    for annotated in sentences {
        let called = |token: &u32| {
            let item = annotated.token(*token);
            item.pos == Pos::Propn && item.dep != Dep::Compound && surnames.contains(&annotated.lower(*token))
        };
        let again = (0..annotated.len()).filter(called).filter_map(|token| name(annotated, token, false));
        let again: Vec<Name> = again.collect();
        mark(annotated, again);
    }
}

/// The names of those to whom a verb or noun of deeds against people is told to be done.
fn victims(annotated: &Annotated, token: u32) -> Vec<Name> {
    if !matches!(annotated.token(token).pos, Pos::Verb | Pos::Noun) {
        return Vec::new();
    }
    let words = &annotated.lexicon.words;
    let lemma = annotated.lemma(token).to_lowercase();
    let strict = words.is("done-to-people", &lemma);
    if !strict && !words.is("harms-people", &lemma) {
        return Vec::new();
    }
    let whom = match annotated.token(token).pos {
        Pos::Verb => annotated.clause(token).objects,
        _ => {
            let of = annotated.children_by(token, Dep::Prep).filter(|of| annotated.lower(*of) == "of");
            of.flat_map(|of| annotated.objects_of(of)).collect()
        }
    };
    whom.into_iter().filter_map(|head| name(annotated, head, strict)).collect()
}

/// The name headed by a token, where it may be a person's and is not marked so. What the engine took for a body or a
/// place is a person only where nothing else can be done so to.
fn name(annotated: &Annotated, head: u32, strict: bool) -> Option<Name> {
    let kinds = annotated.kinds(head);
    let known = kinds.person
        || kinds.people.is_some()
        || kinds.actor.is_some()
        || kinds.weapon.is_some()
        || kinds.target.is_some()
        || kinds.organization.is_some()
        || kinds.time.is_some();
    if known || annotated.token(head).pos != Pos::Propn || annotated.demonym(head).is_some() {
        return None;
    }
    let entities = annotated.sentence.entities.iter();
    let entity = entities.clone().find(|entity| entity.start <= head && head < entity.end);
    match entity.map(|entity| (entity.label, entity.start, entity.end)) {
        Some((EntityLabel::Person, first, end)) => Some((first, end)),
        _ if strict => Some((run_before(annotated, head), head + 1)),
        None if kinds.place.is_none() => Some((run_before(annotated, head), head + 1)),
        _ => None,
    }
}

/// Where the proper nouns begin that stand right before a token and hang on it.
fn run_before(annotated: &Annotated, head: u32) -> u32 {
    let joins = |token: &u32| {
        let item = annotated.token(*token);
        item.pos == Pos::Propn && item.dep == Dep::Compound && annotated.kinds(*token).people.is_none()
    };
    (0..head).rev().take_while(joins).last().unwrap_or(head)
}
