//! Words around a name that say what kind of place it is or how exactly it is meant
//! (`data/places/cues.tsv`). Phrases come in normalised, as words joined by one space.

use std::collections::BTreeMap;

use casus_model::{DataError, rows};
use rustc_hash::FxHashMap;

use crate::normalise::Normaliser;

/// What a phrase around a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cue {
    Division,
    Compass,
    Airfield,
    Facility,
    Settlement,
    Near,
    Bearing,
    Coast,
    Shore,
    Locative,
    Site,
    /// A verb of taking ground: "captured".
    Taking,
    Container,
    Connector,
    SurnameTitle,
    Institution,
    Feature,
    Building,
    /// Before the name of a country: it lies beyond.
    Border,
    /// A measure of length: how far a place lies from another.
    Length,
    /// Where the government of a country sits: "capital".
    Seat,
    /// Before such a word: it is not that of a country.
    OtherSeat,
}

const NAMES: [(&str, Cue); 22] = [
    ("division", Cue::Division),
    ("compass", Cue::Compass),
    ("airfield", Cue::Airfield),
    ("facility", Cue::Facility),
    ("settlement", Cue::Settlement),
    ("near", Cue::Near),
    ("bearing", Cue::Bearing),
    ("coast", Cue::Coast),
    ("shore", Cue::Shore),
    ("locative", Cue::Locative),
    ("site", Cue::Site),
    ("taking", Cue::Taking),
    ("container", Cue::Container),
    ("connector", Cue::Connector),
    ("surname-title", Cue::SurnameTitle),
    ("institution", Cue::Institution),
    ("feature", Cue::Feature),
    ("building", Cue::Building),
    ("border", Cue::Border),
    ("length", Cue::Length),
    ("seat", Cue::Seat),
    ("other-seat", Cue::OtherSeat),
];

/// The phrases, by what they say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cues {
    phrases: FxHashMap<Box<str>, Vec<Cue>>,
    /// What an airfield is called, the longest words first, with its general words.
    airfields: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Words for divisions, the longest first.
    divisions: Vec<Box<str>>,
}

impl Cues {
    pub(crate) fn read(table: &str, normaliser: &Normaliser) -> Result<Cues, DataError> {
        let names: BTreeMap<&str, Cue> = NAMES.into_iter().collect();
        let mut cues = Cues::default();
        for row in rows("places/cues.tsv", table)? {
            let cue = *names.get(row.cell("cue")?).ok_or_else(|| row.error("unknown cue"))?;
            let words = row.cell("words")?;
            let phrase: Box<str> = match cue {
                Cue::Division | Cue::Airfield | Cue::Compass => normaliser.normalise(words).into(),
                _ => words.into(),
            };
            match cue {
                Cue::Division => cues.divisions.push(phrase.clone()),
                Cue::Airfield => {
                    let general =
                        row.list("value")?.into_iter().map(|word| normaliser.normalise(word).into());
                    cues.airfields.push((phrase.clone(), general.collect()));
                }
                _ => {}
            }
            cues.phrases.entry(phrase).or_default().push(cue);
        }
        cues.airfields.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        cues.divisions.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Ok(cues)
    }

    /// True when the phrase says so.
    pub(crate) fn says(&self, phrase: &str, cue: Cue) -> bool {
        self.phrases.get(phrase).is_some_and(|cues| cues.contains(&cue))
    }

    /// The key of a division without the word that says what it is; the whole key where only a word
    /// like "north" would be left.
    pub(crate) fn without_division<'a>(&self, key: &'a str) -> &'a str {
        for words in &self.divisions {
            let after = key.strip_suffix(words.as_ref()).and_then(|rest| rest.strip_suffix(' '));
            let before = key.strip_prefix(words.as_ref()).and_then(|rest| rest.strip_prefix(' '));
            let Some(rest) = after.or(before) else { continue };
            let tells_nothing = rest.len() < 3
                || rest.starts_with("of ")
                || self.says(rest, Cue::Compass)
                || self.says(rest, Cue::Division);
            return if tells_nothing { key } else { rest };
        }
        key
    }

    /// Words for divisions, the longest first.
    pub(crate) fn divisions(&self) -> impl Iterator<Item = &str> {
        self.divisions.iter().map(AsRef::as_ref)
    }

    /// The name of an airfield and the words that say that it is one.
    pub(crate) fn airfield<'a>(&self, key: &'a str) -> Option<(&'a str, &str)> {
        self.airfields.iter().find_map(|(words, _)| {
            let plain = key.strip_suffix(words.as_ref())?.strip_suffix(' ')?;
            Some((plain, words.as_ref()))
        })
    }

    /// Every word that says what a named thing is.
    pub(crate) fn tail_words(&self) -> impl Iterator<Item = String> {
        let telling = [Cue::Airfield, Cue::Division, Cue::Facility, Cue::Settlement, Cue::Shore];
        let phrases =
            self.phrases.iter().filter(move |(_, cues)| telling.iter().any(|cue| cues.contains(cue)));
        phrases.flat_map(|(phrase, _)| phrase.split(' ').map(str::to_owned))
    }

    /// The general words of what an airfield is called.
    pub(crate) fn general_airfield(&self, words: &str) -> impl Iterator<Item = &str> {
        let found = self.airfields.iter().find(|(known, _)| known.as_ref() == words);
        found.into_iter().flat_map(|(_, general)| general).map(AsRef::as_ref)
    }
}
