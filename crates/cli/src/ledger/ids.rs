//! Ids that people type: the one meant, or why there is none and which come near.

use casus::Lexicon;
use casus::model::KnownParty;

use crate::Problem;

/// Ids that are named in place of one that is not there.
const NAMED: usize = 4;

/// The id of a vocabulary of `data/ontology` that a value is, whatever its capitals and spaces.
pub(crate) fn known(lexicon: &Lexicon, vocabulary: &str, value: &str) -> Result<String, Problem> {
    let ids = lexicon.vocabularies.get(vocabulary);
    let ids = || ids.into_iter().flatten().map(String::as_str);
    let wanted = value.trim().replace([' ', '_'], "-");
    if let Some(id) = ids().find(|id| id.replace('_', "-").eq_ignore_ascii_case(&wanted)) {
        return Ok(id.to_owned());
    }
    let what = vocabulary.trim_end_matches('s').replace('_', " ");
    Err(refused(&what, value, &format!("it is no id of data/ontology/{vocabulary}.tsv"), near(value, ids())))
}

/// Somebody of the actor list by id or name, or, for words that cannot be an id, somebody that no list knows.
pub(crate) fn party(lexicon: &Lexicon, value: &str) -> Result<KnownParty, Problem> {
    let value = value.trim();
    let actors = &lexicon.names.actors;
    let named = || {
        let called = |name: &String| name.eq_ignore_ascii_case(value);
        actors.values().find(|actor| called(&actor.name) || actor.aliases.iter().any(called))
    };
    if let Some(actor) = actors.get(value).or_else(named) {
        return Ok(KnownParty {
            actor: Some(actor.id.clone()),
            name: actor.name.clone(),
            tied_to: Vec::new(),
        });
    }
    let is_like_an_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == ':';
    if value.chars().all(is_like_an_id) {
        let why = "it is no id of the actor list, and words that are no id have a capital or a space";
        return Err(refused("actor", value, why, near(value, actors.keys().map(String::as_str))));
    }
    Ok(KnownParty { actor: None, name: value.to_owned(), tied_to: Vec::new() })
}

fn refused(what: &str, value: &str, why: &str, near: Vec<&str>) -> Problem {
    let named = match near.as_slice() {
        [] => format!("look it up with `casus code WORD`, as in `casus code {what}`"),
        ids => format!("name one that is there; near it: {}", ids.join(", ")),
    };
    Problem::new(format!("there is no {what} {value:?}\n  why: {why}\n  do:  {named}"))
}

/// The ids that are most like a value: that hold it or are held by it, then by letters that differ.
fn near<'a>(value: &str, ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let value = value.to_lowercase().replace([' ', '_'], "-");
    let mut near: Vec<(usize, &str)> = ids
        .filter_map(|id| {
            let letters = id.to_lowercase().replace('_', "-");
            let holds = value.len() > 2 && (letters.contains(&value) || value.contains(&letters));
            let differ = differing(&value, &letters);
            let is_near = holds || differ <= value.chars().count().div_ceil(3);
            is_near.then_some((if holds { differ / 2 } else { differ }, id))
        })
        .collect();
    near.sort_unstable();
    near.truncate(NAMED);
    near.into_iter().map(|(_, id)| id).collect()
}

/// Letters to add, take away or change to make one word of another.
fn differing(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (place, known) in other.iter().enumerate() {
            let changed = before + usize::from(letter != *known);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_differ_are_counted() {
        let cases =
            [("", "", 0), ("drone", "", 5), ("drone", "drones", 1), ("kitten", "sitting", 3), ("ä", "a", 1)];
        for (one, other, expected) in cases {
            assert_eq!((differing(one, other), differing(other, one)), (expected, expected), "{one} {other}");
        }
    }

    #[test]
    fn an_id_is_found_whatever_its_capitals_and_one_that_is_not_there_names_those_near() {
        let lexicon = Lexicon::embedded().unwrap();
        assert_eq!(known(&lexicon, "weapons", "Air strike").unwrap(), "air-strike");
        assert_eq!(known(&lexicon, "event_types", "assault").unwrap(), "ASSAULT");
        for (vocabulary, value, near) in [
            ("weapons", "dron", "drone"),
            ("targets", "barack", "barracks"),
            ("event_types", "asault", "ASSAULT"),
        ] {
            let told = known(&lexicon, vocabulary, value).unwrap_err().to_string();
            assert!(told.contains(&format!("{value:?}")) && told.contains(near), "{told}");
            assert!(told.contains("\n  why: ") && told.contains("\n  do:  "), "{told}");
        }
        let told = known(&lexicon, "targets", "qqqqqqqqqqqq").unwrap_err().to_string();
        assert!(told.contains("casus code"), "{told}");
    }

    #[test]
    fn parties_are_ids_or_names_of_the_list_or_words_that_are_no_id() {
        let lexicon = Lexicon::embedded().unwrap();
        let id = |value: &str| party(&lexicon, value).unwrap().actor;
        assert_eq!(id("hezbollah").as_deref(), Some("hezbollah"));
        let name = lexicon.names.actors["hezbollah"].name.clone();
        assert_eq!(id(&name.to_uppercase()).as_deref(), Some("hezbollah"));
        assert_eq!(id("Orcs of Mordor"), None);
        let told = party(&lexicon, "hezbolah").unwrap_err().to_string();
        assert!(told.contains("hezbollah") && told.contains("\n  why: "), "{told}");
    }
}
