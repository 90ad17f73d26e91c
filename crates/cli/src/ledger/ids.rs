//! Ids that people type: the one meant, or why there is none and which come near.

use casus::lexicon::Actor;
use casus::model::KnownParty;
use casus::{Casus, Lexicon};

use crate::Problem;

/// Ids of a vocabulary that are listed where none is near.
const LISTED: usize = 40;

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
    let mut named = near(value, ids());
    if named.is_empty() {
        named = ids().take(LISTED).collect();
    }
    Err(refused(&what, value, &format!("it is no id of data/ontology/{vocabulary}.tsv"), named))
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

/// Letters and digits of a name, in small letters: "Al Shabaab" is written as "Al-Shabaab" too.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What an actor is found by: the id of one of the list for an id, a name or what stands for it ("Israel"), else one of
/// the names that were told, whatever stands between its letters.
pub(crate) fn told_party(lexicon: &Lexicon, told: &[String], value: &str) -> Result<String, Problem> {
    let wanted = folded(value);
    let is = |name: &String| folded(name) == wanted;
    if let Some(name) = told.iter().find(|name| name.eq_ignore_ascii_case(value.trim())) {
        return Ok(name.clone());
    }
    let actors = &lexicon.names.actors;
    let named = |actor: &&Actor| is(&actor.id) || is(&actor.name) || actor.aliases.iter().any(is);
    let stands = |actor: &&Actor| actor.metonyms.iter().any(is);
    if let Some(actor) = actors.values().find(named).or_else(|| actors.values().find(stands)) {
        return Ok(actor.id.clone());
    }
    if let Some(name) = told.iter().find(|name| is(name)) {
        return Ok(name.clone());
    }
    let known = told.iter().chain(actors.keys()).map(String::as_str);
    Err(refused(
        "actor",
        value,
        "no report of this ledger tells of it, and it is not in the actor list",
        near(value, known),
    ))
}

/// One of some values that were told, whatever its capitals.
pub(crate) fn told(told: &[String], what: &str, value: &str) -> Result<String, Problem> {
    let found = told.iter().find(|known| known.eq_ignore_ascii_case(value.trim()));
    let found = found.or_else(|| told.iter().find(|known| folded(known) == folded(value)));
    found.cloned().ok_or_else(|| {
        let why = format!("no report of this ledger has that {what}");
        refused(what, value, &why, near(value, told.iter().map(String::as_str)))
    })
}

/// The code of a country by its code or name.
pub(crate) fn country(casus: &Casus, value: &str) -> Result<String, Problem> {
    let value = value.trim();
    let found = casus::geo::lookup(casus.gazetteer(), value, &Default::default());
    let named = found.as_ref().and_then(|place| place.place.strip_prefix("country:"));
    let code = value.to_uppercase();
    let is_code = code.len() == 2 && casus.gazetteer().country_name(&code).is_some();
    match (is_code, named) {
        (true, _) => Ok(code),
        (false, Some(named)) => Ok(named.to_owned()),
        (false, None) => {
            let why = "it is no ISO 3166-1 code and no name of a country";
            let of_place = found.and_then(|place| place.country).map(|code| vec![code]).unwrap_or_default();
            Err(refused("country", value, why, of_place.iter().map(String::as_str).collect()))
        }
    }
}

/// The id of a place as reports of this ledger tell it; for a name, the error says the ids.
pub(crate) fn place(casus: &Casus, told: &[String], value: &str) -> Result<String, Problem> {
    if let Some(id) = told.iter().find(|id| id.eq_ignore_ascii_case(value.trim())) {
        return Ok(id.clone());
    }
    let found = casus::geo::lookup(casus.gazetteer(), value, &Default::default());
    let country = |code: Option<String>| code.map(|code| format!(", {code}")).unwrap_or_default();
    let called = found.map(|place| format!("{} ({}{})", place.place, place.name, country(place.country)));
    let (why, near) = match &called {
        Some(called) => ("a place is asked for by its id", vec![called.as_str()]),
        None => ("no report of this ledger tells of it", near(value, told.iter().map(String::as_str))),
    };
    Err(refused("place", value, why, near))
}

fn refused(what: &str, value: &str, why: &str, near: Vec<&str>) -> Problem {
    let named = match near.as_slice() {
        [] => "nothing is near it; `casus code WORD` says what casus knows under a word".to_owned(),
        ids if ids.len() > NAMED => format!("name one of {}", ids.join(", ")),
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
        assert!(told.contains("name one of") && told.contains("barracks"), "{told}");
    }

    #[test]
    fn who_is_asked_for_is_found_however_the_name_is_written() {
        let lexicon = Lexicon::embedded().unwrap();
        let told = ["al-shabaab".to_owned(), "orcs of mordor".to_owned()];
        let id = |value: &str| told_party(&lexicon, &told, value).unwrap();
        assert_eq!((id("Al Shabaab"), id("Israel")), ("al-shabaab".to_owned(), "isr-gov".to_owned()));
        assert_eq!(id("Orcs-of Mordor"), "orcs of mordor");
        let refused = told_party(&lexicon, &told, "hezbolah").unwrap_err().to_string();
        assert!(refused.contains("hezbollah"), "{refused}");
        let outlets = ["the rohan horn".to_owned()];
        assert_eq!(super::told(&outlets, "outlet", "The Rohan Horn").unwrap(), "the rohan horn");
        assert!(super::told(&outlets, "outlet", "rohan").unwrap_err().to_string().contains("the rohan horn"));
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
