//! Ids that people type: the one meant, or why there is none and which come near.

use casus::geo::Named;
use casus::lexicon::Actor;
use casus::model::{KnownParty, KnownPlace, Place};
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
    let one = vocabulary.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let what = one.unwrap_or_else(|| vocabulary.trim_end_matches('s').to_owned()).replace('_', " ");
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

/// The id of a place that reports of this ledger tell, by its id, or by a name that one of them has.
pub(crate) fn place(casus: &Casus, told: &[String], value: &str) -> Result<String, Problem> {
    let value = value.trim();
    if let Some(id) = told.iter().find(|id| id.eq_ignore_ascii_case(value)) {
        return Ok(id.clone());
    }
    let named = casus::geo::named(casus.gazetteer(), value);
    let is_told = |named: &&Named| told.iter().any(|id| id.eq_ignore_ascii_case(&named.place.place));
    let here: Vec<&Named> = named.iter().filter(is_told).collect();
    let called =
        |named: &&Named| format!("{} ({})", named.place.place, crate::place::full_name(&named.place));
    let (why, near) = match here.as_slice() {
        [only] => return Ok(only.place.place.clone()),
        [] => ("no report of this ledger tells of it", Vec::new()),
        several => (
            "reports tell of several places of that name",
            several.iter().map(called).collect::<Vec<String>>(),
        ),
    };
    let near = match near.as_slice() {
        [] => self::near(value, told.iter().map(String::as_str)),
        near => near.iter().map(String::as_str).collect(),
    };
    Err(refused("place", value, why, near))
}

/// The place that a person sets: one of the gazetteer by its id or a name that means one place, or one that the
/// reports of the incident tell and no list knows.
pub(crate) fn place_to_set(casus: &Casus, told: &[KnownPlace], value: &str) -> Result<KnownPlace, Problem> {
    let value = value.trim();
    if let Some(place) = told.iter().find(|place| place.place == value) {
        return Ok(place.clone());
    }
    if let Some(place) = casus::geo::by_id(casus.gazetteer(), value) {
        return Ok(known_place(place));
    }
    let named = casus::geo::named(casus.gazetteer(), value);
    let meant: Vec<&Named> = named.iter().filter(|named| !named.lesser && !named.by_sound).collect();
    match (meant.as_slice(), named.as_slice()) {
        ([only], _) => Ok(known_place(only.place.clone())),
        (_, []) => {
            let called = told.iter().find(|place| place.name.eq_ignore_ascii_case(value));
            called.cloned().ok_or_else(|| {
                let told = told.iter().map(|place| place.place.as_str()).collect();
                refused("place", value, "neither the gazetteer nor a report of the incident knows it", told)
            })
        }
        _ => Err(not_one_place(value, &named)),
    }
}

/// Places that are listed where a name does not mean one.
const PLACES: usize = 12;

fn not_one_place(value: &str, named: &[Named]) -> Problem {
    let why = match named.iter().any(|named| named.by_sound) {
        true => "no place is written so; these sound like it",
        false => "several places are called so, and casus does not choose among them here",
    };
    let more = match named.len().saturating_sub(PLACES) {
        0 => String::new(),
        more => format!("       and {more} more: `casus place {value:?}` lists all\n"),
    };
    let shown = crate::place::lines(&named[..named.len().min(PLACES)]);
    let lines: String = shown.lines().map(|line| format!("       {line}\n")).collect();
    let first = &named[0].place;
    let own = value.split(',').next().unwrap_or(value).trim();
    let lies = crate::place::full_name(&Place { name: own.to_owned(), ..first.clone() });
    Problem::new(format!(
        "{value:?} does not say which place\n  why: {why}\n{lines}{more}  do:  name one by its id, as `place={}`, or say \
         where it lies, as `place=\"{lies}\"`",
        first.place
    ))
}

fn known_place(place: Place) -> KnownPlace {
    let Place { place, name, country, admin1, lat, lon, precision, .. } = place;
    KnownPlace { place, name, country, admin1, lat, lon, precision }
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
