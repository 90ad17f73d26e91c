//! Names that the engine found and no list knows: which of them are persons, over the whole document.
//!
//! The engine looks at one sentence and often takes a surname for a group. Here the document decides: the last
//! word of a name is a person's where it was one more often than not, or where a title stands before it.

use std::collections::{BTreeMap, BTreeSet};

use casus_lexicon::Sense;
use casus_model::{Dep, EntityLabel, Pos};

use crate::entities::EntityKind;
use crate::{Annotated, Annotation, Meaning};

/// What the last words of the document's names were taken for.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// For each last word: how often it was a person and how often a group.
    seen: BTreeMap<String, [usize; 2]>,
    /// The words of persons' names of two words or more.
    of_persons: BTreeSet<String>,
    /// Names of ships, told elsewhere behind the letters of a navy.
    of_ships: BTreeSet<String>,
}

impl Names {
    pub(crate) fn new(annotation: &Annotation) -> Names {
        let mut names = Names::default();
        for sentence in &annotation.sentences {
            names.of_ships.extend(ships(sentence));
            for entity in &sentence.sentence.entities {
                let person = match entity.label {
                    EntityLabel::Person => 0,
                    EntityLabel::Org | EntityLabel::Norp => 1,
                    _ => continue,
                };
                let weight = if person == 0 && entity.end - entity.start > 1 { 2 } else { 1 };
                if person == 0 {
                    names.of_persons.extend(parts(sentence, entity.start, entity.end));
                }
                let last = last_word(sentence, entity.start, entity.end);
                names.seen.entry(last).or_default()[person] += weight;
            }
        }
        names
    }

    /// What the name over a token stands for.
    pub(crate) fn kind(&self, sentence: &Annotated, token: u32) -> Option<EntityKind> {
        let (first, end, meaning) = name_over(sentence, token)?;
        if sentence.head_of(first, end) != token {
            return None;
        }
        let adjective =
            sentence.sentence.entities.iter().any(|entity| {
                entity.label == EntityLabel::Norp && entity.start <= token && token < entity.end
            }) && is_adjective(sentence, token);
        if adjective {
            return Some(EntityKind::Nationality);
        }
        let is = |set: &str| sentence.lexicon.words.is(set, &sentence.lower(token));
        if follows_near(sentence, first) || is("land-name") && first < token {
            return Some(EntityKind::Place);
        }
        if is("language") && end == first + 1 {
            return Some(EntityKind::Nationality);
        }
        let called_so = end == first + 1 && self.is_person(sentence, token);
        let kunya = is_called_after_a_child(sentence, first, end);
        if kunya || has_title(sentence, first, end) || is_apposed(sentence, token) || called_so {
            return Some(EntityKind::Person);
        }
        let [persons, groups] = self.seen.get(&last_word(sentence, first, end)).copied().unwrap_or_default();
        let person = match meaning {
            Meaning::Person => persons >= groups,
            _ => persons > groups,
        };
        Some(if person { EntityKind::Person } else { EntityKind::Group })
    }

    /// The document has a person of two names or more who is called by this word, whatever place is called so
    /// too.
    pub(crate) fn is_person(&self, sentence: &Annotated, token: u32) -> bool {
        self.of_persons.contains(&sentence.lower(token))
    }

    /// "Anduin" where the document tells of the "HMS Anduin".
    pub(crate) fn is_ship(&self, sentence: &Annotated, token: u32) -> bool {
        sentence.token(token).pos == Pos::Propn
            && sentence.full_phrase(token).0 == token
            && self.of_ships.contains(&sentence.lower(token))
    }

    /// The tokens of the name over a token, with the particle that a hyphen ties to it ("al-Bree") and
    /// without a preposition with a capital at the head of a line.
    pub(crate) fn extent(&self, sentence: &Annotated, token: u32) -> Option<(u32, u32)> {
        let (mut first, mut end, _) = name_over(sentence, token)?;
        if first + 1 < end && sentence.lexicon.words.is("locative", &sentence.lower(first)) {
            first += 1;
        }
        let glued = |left: u32| sentence.token(left).span.end == sentence.token(left + 1).span.start;
        // "Bashar al-" and the rest of it in the next token.
        if end > first + 1 && sentence.word(end - 1) == "-" {
            end = if end < sentence.len() && glued(end - 1) { end + 1 } else { end - 1 };
        }
        Some((first, end))
    }
}

/// The engine's name over a token that no list took.
fn name_over<'a>(sentence: &Annotated<'a>, token: u32) -> Option<(u32, u32, Meaning<'a>)> {
    let named =
        sentence.marks_over(token).find(|mark| matches!(mark.meaning, Meaning::Person | Meaning::Group))?;
    Some((named.first, named.end, named.meaning))
}

fn last_word(sentence: &Annotated, first: u32, end: u32) -> String {
    let is_word = |token: &u32| sentence.word(*token).starts_with(char::is_alphabetic);
    (first..end).rev().find(is_word).map(|token| sentence.lower(token)).unwrap_or_default()
}

/// The words of a person's name of two words or more; none where a place is among them.
fn parts(sentence: &Annotated, first: u32, end: u32) -> Vec<String> {
    let proper = |token: &u32| sentence.token(*token).pos == Pos::Propn && sentence.word(*token).len() > 2;
    let words: Vec<u32> = (first..end).filter(proper).collect();
    let locative = sentence.lexicon.words.is("locative", &sentence.lower(first));
    if words.len() < 2 || locative {
        return Vec::new();
    }
    words.into_iter().map(|token| sentence.lower(token)).collect()
}

/// "Sunni militants": not the head of its phrase.
fn is_adjective(sentence: &Annotated, token: u32) -> bool {
    let token = sentence.token(token);
    token.pos == Pos::Adj || matches!(token.dep, Dep::Amod | Dep::Compound | Dep::Nmod)
}

/// Names of one word behind the letters that navies put before them.
fn ships<'a>(sentence: &'a Annotated) -> impl Iterator<Item = String> + 'a {
    let is_prefix = |token: u32| {
        let letters = sentence.word(token).chars().all(|letter| letter.is_ascii_uppercase());
        letters && sentence.lexicon.words.is("ship-prefix", &sentence.lower(token))
    };
    let proper = |token: u32| token < sentence.len() && sentence.token(token).pos == Pos::Propn;
    let behind = (1..sentence.len()).filter(move |token| is_prefix(token - 1) && proper(*token));
    behind.filter(move |token| !proper(token + 1)).map(|token| sentence.lower(token))
}

/// "Abu Hasan": a name that begins so is a person's.
fn is_called_after_a_child(sentence: &Annotated, first: u32, end: u32) -> bool {
    first + 1 < end && sentence.lexicon.words.is("kunya", &sentence.lower(first))
}

/// "near Bree": what is near a name that no list knows is near a place.
fn follows_near(sentence: &Annotated, first: u32) -> bool {
    let near = |token: u32| sentence.lower(token) == "near";
    near(first) || first > 0 && near(first - 1)
}

/// "Ted Cotton, a former student": whoever is said to be one person is one.
fn is_apposed(sentence: &Annotated, name: u32) -> bool {
    let one = |noun: u32| {
        let person = sentence.marks_over(noun).chain(sentence.possible_over(noun)).any(|mark| {
            matches!(mark.meaning, Meaning::Phrase(Sense::People { body: false, .. })) && mark.end == noun + 1
        });
        person && !sentence.is_plural(noun) && sentence.token(noun).pos == Pos::Noun
    };
    sentence.children_by(name, Dep::Appos).any(one)
}

/// "Minister Elrond", where the title stands before the name or is taken into it.
fn has_title(sentence: &Annotated, first: u32, end: u32) -> bool {
    let title = |token: u32| {
        sentence.marks_over(token).any(|mark| {
            let one = matches!(mark.meaning, Meaning::Phrase(Sense::People { body: false, .. }));
            one && mark.end == token + 1 && !sentence.is_plural(token)
        })
    };
    let inside = first + 1 < end && title(first);
    let before = first > 0
        && title(first - 1)
        && sentence.token(first - 1).head < end
        && sentence.token(first - 1).head >= first;
    inside || before
}
