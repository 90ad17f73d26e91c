//! The actor list, and the names that stand for its actors.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::Error;

/// An actor that the list knows: a group, force, government, office or public official.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Slug.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// Other names, transliterations, short forms.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that stand for it only where it does or says something (a capital); otherwise a place.
    #[serde(default)]
    pub metonyms: Vec<String>,
    /// `state forces`, `government`, `armed group`, `person` …
    pub class: String,
    /// ISO 3166-1 code, where settled.
    pub country: Option<String>,
    /// Standing ties.
    #[serde(default)]
    pub ties: Vec<Tie>,
    /// Outside reference, only where certain.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// A remark for maintainers.
    pub note: Option<String>,
}

/// A dated tie to another actor or to a country.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tie {
    /// Predicate of the codebook.
    pub predicate: String,
    /// Actor id, or `country:XX`.
    pub to: String,
    /// First year, where told.
    pub from: Option<String>,
    /// Last year, where told.
    pub to_date: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// The actor list with its names, matched over the text. A capital of the list is one in the text; a small
/// letter that begins a word may be a capital there ("Syrian Army" for "Syrian army").
#[derive(Debug, Default)]
pub struct Names {
    /// Every actor, by id.
    pub actors: BTreeMap<String, Actor>,
    by_first: FxHashMap<String, Vec<(String, String)>>,
    by_metonym: FxHashMap<String, String>,
}

impl Names {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Names, Error> {
        let mut names = Names::default();
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        for (file, text) in files.iter().filter(|(file, _)| file.starts_with("actors/")) {
            let actor: Actor =
                toml::from_str(text).map_err(|error| Error::new(file, 0, error.message().to_owned()))?;
            if *file != format!("actors/{}.toml", actor.id) {
                return Err(Error::new(file, 0, format!("the id `{}` is not the file's name", actor.id)));
            }
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                if let Some(other) =
                    owners.insert(name.clone(), actor.id.clone()).filter(|id| *id != actor.id)
                {
                    return Err(Error::new(file, 0, format!("`{name}` is a name of `{other}` too")));
                }
                names.add(name, &actor.id);
            }
            for name in &actor.metonyms {
                names.by_metonym.insert(name.clone(), actor.id.clone());
            }
            if let Some(other) = names.actors.insert(actor.id.clone(), actor) {
                return Err(Error::new(file, 0, format!("a second actor with id `{}`", other.id)));
            }
        }
        for list in names.by_first.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
            list.dedup_by(|a, b| a.0 == b.0);
        }
        Ok(names)
    }

    /// The longest name that `text` begins with, as its length in bytes and the actor's id.
    ///
    /// A name ends where no letter or digit follows. Curly apostrophes count as straight ones.
    pub fn at(&self, text: &str) -> Option<(usize, &str)> {
        let first = text.split(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty())?;
        let candidates = self.by_first.get(&first.to_lowercase())?;
        candidates.iter().find_map(|(name, id)| {
            let length = prefix(text, name)?;
            let bounded = text[length..].chars().next().is_none_or(|next| !next.is_alphanumeric());
            bounded.then_some((length, id.as_str()))
        })
    }

    /// The text with names of the list as the list writes them, where they differ in nothing but case: for text
    /// whose case was guessed. A single word in small letters stays, for it may be no name ("care").
    pub fn in_their_case(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let inside_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let name = if inside_word { None } else { self.of_any_case(&text[at..]) };
            let step = name.map_or(first.len_utf8(), str::len);
            written.push_str(name.unwrap_or(&text[at..at + step]));
            at += step;
        }
        written
    }

    /// The longest name that a text begins with in whatever case, unless it is one word in small letters.
    fn of_any_case(&self, text: &str) -> Option<&str> {
        let first = text.split(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty())?;
        let candidates = self.by_first.get(&first.to_lowercase())?;
        let same = |(one, two): (char, char)| {
            one == two || one.len_utf8() == two.len_utf8() && one.to_lowercase().eq(two.to_lowercase())
        };
        candidates.iter().map(|(name, _)| name.as_str()).find(|name| {
            let Some(told) = text.get(..name.len()) else { return false };
            let bounded = text[name.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric());
            let single = name.chars().all(char::is_alphanumeric);
            let small = single && told.chars().all(|letter| !letter.is_uppercase());
            bounded
                && !small
                && told.chars().count() == name.chars().count()
                && told.chars().zip(name.chars()).all(same)
        })
    }

    /// The actor that a place's name stands for where it does or says something (a capital).
    pub fn of_metonym(&self, name: &str) -> Option<&str> {
        self.by_metonym.get(name).map(String::as_str)
    }

    fn add(&mut self, name: &str, id: &str) {
        let first = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        if !first.is_empty() {
            self.by_first.entry(first.to_lowercase()).or_default().push((name.to_owned(), id.to_owned()));
        }
    }
}

/// Length in `text` of `name`, where `text` begins with it but for the shape of apostrophes and dashes and
/// for capitals at the beginning of words.
fn prefix(text: &str, name: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let mut begins_word = true;
    for expected in name.chars() {
        let (_, found) = chars.next()?;
        let capital = begins_word && expected.is_lowercase() && found.to_lowercase().eq([expected]);
        if plain(found) != plain(expected) && !capital {
            return None;
        }
        begins_word = !expected.is_alphanumeric();
    }
    Some(chars.next().map_or(text.len(), |(at, _)| at))
}

fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '‐' | '‑' | '–' => '-',
        '\n' | '\u{a0}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_may_stand_for_a_small_letter_and_not_the_other_way() {
        let file = "id = \"h\"\nname = \"Army of the Horn\"\naliases = [\"al-Horn fighters\", \"HA\"]\nclass = \"militia\"\n";
        let names = Names::read(&BTreeMap::from([("actors/h.toml", file)])).unwrap();
        let length = |text: &str| names.at(text).map(|(length, _)| length);
        assert_eq!(length("Army of the Horn won"), Some(16));
        assert_eq!(length("Army Of The Horn won"), Some(16));
        assert_eq!(length("Al-Horn Fighters"), Some(16));
        assert_eq!(length("al-Horn fighters"), Some(16));
        assert_eq!(length("army of the Horn"), None);
        assert_eq!(length("al-horn fighters"), None);
        assert_eq!(length("ha"), None);
        assert_eq!(length("Army of the Hornet"), None);
    }
}
