//! The vocabulary of time: which words can mean what, read from `data/time/*.tsv`.
//!
//! A word may have several senses ("second" is a unit and an ordinal); the rules choose by what
//! stands around it. Every word any table knows is interned, so that the rules compare numbers.

use std::str::FromStr;

use casus_model::{DataError, PartOfDay, Row, rows};
use rustc_hash::FxHashMap;

use crate::TimexKind;
use crate::told::{PartWord, Season, Unit};

/// How far a word alone can be trusted to mean time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    Name,
    Weak,
    Abbreviation,
    Plural,
}

/// One meaning of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sense {
    Month(u8, Trust),
    Weekday(u8, Trust),
    Unit {
        unit: Unit,
        times: u16,
        plural: bool,
    },
    Number(u16),
    Scale(u32),
    VagueNumber,
    VagueNumberOf,
    Pair,
    Half,
    Ordinal(u8),
    OrdinalSuffix,
    DecadeName(u8),
    Part(PartWord),
    Season(Season, Trust),
    Day {
        shift: i8,
        night: bool,
    },
    Role(Role),
    NotYearBefore,
    NotYearAfter,
    FutureAuxiliary,
    Plan,
    /// A plan where "to" or "for" follows it.
    PlanTowards,
    FutureNoun,
    /// The infinitive after it is still to come.
    Promise,
}

macro_rules! roles {
    ($($variant:ident = $text:literal),+ $(,)?) => {
        /// What a function word does in a time phrase; `data/time/roles.tsv` says which words do it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Role { $($variant),+ }

        impl Role {
            fn parse(text: &str) -> Option<Role> {
                match text { $($text => Some(Role::$variant),)+ _ => None }
            }
        }
    };
}

roles! {
    The = "the", A = "a", Of = "of", On = "on", In = "in", At = "at", And = "and", Or = "or", To = "to",
    Through = "through", Until = "until", From = "from", Between = "between", Into = "into",
    Since = "since", Over = "over", Within = "within", For = "for", By = "by", Before = "before",
    After = "after", Past = "past", Last = "last", Previous = "previous", Next = "next", Coming = "coming",
    Following = "following", This = "this", That = "that", Same = "same", Current = "current",
    Latest = "latest", Recent = "recent", Future = "future", Early = "early", Mid = "mid", Late = "late",
    Start = "start", Earlier = "earlier", Later = "later", Ago = "ago", Hence = "hence", Every = "every",
    Filler = "filler", Fiscal = "fiscal", Long = "long", Old = "old", Am = "am", Pm = "pm",
    OClock = "oclock", Zone = "zone", Local = "local", Time = "time", Hours = "hours",
    Shortly = "shortly", Small = "small", Now = "now", So = "so", Far = "far", S = "s", Ahead = "ahead",
    Half = "half", Circa = "circa", Overnight = "overnight", Period = "period", Its = "its",
    These = "these", First = "first", About = "about", Comparable = "comparable", Have = "have", Ended = "ended",
    Than = "than",
}

/// A phrase of several words and what it says.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub words: Vec<u32>,
    /// Words that must be written with a capital.
    pub capitals: Vec<bool>,
    pub meaning: PhraseMeaning,
}

/// What a phrase says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PhraseMeaning {
    /// A TIMEX3 value that depends on no date.
    Fixed(TimexKind, String),
    /// Not time at all, though its words look like it.
    NotTime,
    /// The name of a day of the year: month and day.
    Feast(u8, u8),
    /// A hedge before a number; true when the figure is approximate rather than bounded.
    Hedge(bool),
}

/// The tables of `data/time`, checked and ready to look words up in.
#[derive(Debug)]
pub struct Grammar {
    ids: FxHashMap<Box<str>, u32>,
    senses: Vec<Vec<Sense>>,
    phrases: FxHashMap<u32, Vec<Phrase>>,
}

macro_rules! embedded {
    ($($name:literal => $load:ident),+ $(,)?) => {
        const EMBEDDED: &[(&str, &str, Loader)] = &[
            $(($name, include_str!(concat!("../../../data/time/", $name)), Grammar::$load)),+
        ];
    };
}

type Loader = fn(&mut Grammar, &str, &str) -> Result<(), DataError>;

embedded! {
    "months.tsv" => load_months, "weekdays.tsv" => load_weekdays, "numbers.tsv" => load_numbers,
    "units.tsv" => load_units, "parts_of_day.tsv" => load_parts, "seasons.tsv" => load_seasons,
    "relative_days.tsv" => load_relative_days, "roles.tsv" => load_roles, "hedges.tsv" => load_hedges,
    "phrases.tsv" => load_phrases, "not_time.tsv" => load_not_time, "future.tsv" => load_future,
    "feasts.tsv" => load_feasts,
}

impl Grammar {
    /// The grammar of the embedded tables.
    ///
    /// # Panics
    /// Never in a build whose tests pass: they load the embedded tables.
    pub fn embedded() -> Grammar {
        Grammar::from_sources(&[]).expect("the embedded tables of data/time are checked by a test")
    }

    /// The embedded tables with those of the same file name (`months.tsv`) replaced by `sources`.
    pub fn from_sources(sources: &[(&str, &str)]) -> Result<Grammar, DataError> {
        if let Some((file, _)) =
            sources.iter().find(|(file, _)| EMBEDDED.iter().all(|(name, ..)| name != file))
        {
            return Err(DataError::new(&in_data(file), 0, "no such table"));
        }
        let mut grammar =
            Grammar { ids: FxHashMap::default(), senses: vec![vec![]], phrases: FxHashMap::default() };
        for (name, text, load) in EMBEDDED {
            let text = sources.iter().find(|(file, _)| file == name).map_or(*text, |(_, text)| text);
            load(&mut grammar, &in_data(name), text)?;
        }
        for phrases in grammar.phrases.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        Ok(grammar)
    }

    /// The number of a word written in lower case; 0 for a word no table knows.
    pub(crate) fn id(&self, word: &str) -> u32 {
        self.ids.get(word).copied().unwrap_or(0)
    }

    /// What the word can mean.
    pub(crate) fn senses(&self, id: u32) -> &[Sense] {
        self.senses.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// Phrases that begin with the word, longest first.
    pub(crate) fn phrases(&self, id: u32) -> &[Phrase] {
        self.phrases.get(&id).map_or(&[], Vec::as_slice)
    }

    fn intern(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = self.senses.len() as u32;
        self.ids.insert(word.into(), id);
        self.senses.push(Vec::new());
        id
    }

    fn add(&mut self, word: &str, sense: Sense) {
        let id = self.intern(word) as usize;
        self.senses[id].push(sense);
    }

    fn add_phrase(&mut self, text: &str, meaning: PhraseMeaning) {
        let parts: Vec<&str> = text.split([' ', '-', '\'']).filter(|word| !word.is_empty()).collect();
        let words: Vec<u32> = parts.iter().map(|word| self.intern(&word.to_lowercase())).collect();
        let capitals = parts.iter().map(|word| word.starts_with(char::is_uppercase)).collect();
        if let Some(first) = words.first().copied() {
            self.phrases.entry(first).or_default().push(Phrase { words, capitals, meaning });
        }
    }

    fn load_months(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            self.add(row.cell("word")?, Sense::Month(number(&row, "month")?, row.one_of("form", trust)?));
        }
        Ok(())
    }

    fn load_weekdays(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            self.add(row.cell("word")?, Sense::Weekday(number(&row, "weekday")?, row.one_of("form", trust)?));
        }
        Ok(())
    }

    fn load_numbers(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            let sense = match row.cell("class")? {
                "number" => Sense::Number(number(&row, "value")?),
                "scale" => Sense::Scale(number(&row, "value")?),
                "ordinal" => Sense::Ordinal(number(&row, "value")?),
                "decade" => Sense::DecadeName(number(&row, "value")?),
                _ => row.one_of("class", plain_number_class)?,
            };
            self.add(row.cell("word")?, sense);
        }
        Ok(())
    }

    fn load_units(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            let unit = row.one_of("unit", Unit::parse)?;
            self.add(
                row.cell("word")?,
                Sense::Unit { unit, times: number(&row, "times")?, plural: row.cell("number")? == "plural" },
            );
        }
        Ok(())
    }

    fn load_parts(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            let letters = row.cell("timex")?.as_bytes();
            let part = PartWord {
                part: row.one_of("part", part_of_day)?,
                letters: letters.try_into().ok(),
                hour: row.number("hour")?,
                edge: row.cell("form")? == "edge",
                plural: row.cell("form")? == "plural",
            };
            self.add(row.cell("word")?, Sense::Part(part));
        }
        Ok(())
    }

    fn load_seasons(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            let letters = row.one_of("timex", |cell| cell.as_bytes().try_into().ok())?;
            let season = Season { letters, first_month: number(&row, "month")? };
            self.add(row.cell("word")?, Sense::Season(season, row.one_of("form", trust)?));
        }
        Ok(())
    }

    fn load_relative_days(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            self.add(
                row.cell("word")?,
                Sense::Day { shift: number(&row, "days")?, night: !row.cell("part")?.is_empty() },
            );
        }
        Ok(())
    }

    fn load_roles(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            self.add(row.cell("word")?, Sense::Role(row.one_of("role", Role::parse)?));
        }
        Ok(())
    }

    fn load_hedges(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            self.add_phrase(row.cell("phrase")?, PhraseMeaning::Hedge(row.cell("strength")? == "about"));
        }
        Ok(())
    }

    fn load_phrases(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            let kind = row.one_of("type", TimexKind::parse)?;
            self.add_phrase(row.cell("phrase")?, PhraseMeaning::Fixed(kind, row.cell("value")?.to_owned()));
        }
        Ok(())
    }

    fn load_not_time(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            match row.cell("kind")? {
                "phrase" => self.add_phrase(row.cell("words")?, PhraseMeaning::NotTime),
                _ => self.add(row.cell("words")?, row.one_of("kind", not_year)?),
            }
        }
        Ok(())
    }

    fn load_feasts(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            let feast = PhraseMeaning::Feast(number(&row, "month")?, number(&row, "day")?);
            self.add_phrase(row.cell("phrase")?, feast);
        }
        Ok(())
    }

    fn load_future(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        for row in rows(file, text)? {
            self.add(row.cell("word")?, row.one_of("kind", future_word)?);
        }
        Ok(())
    }
}

/// The name under `data/`.
fn in_data(table: &str) -> String {
    format!("time/{table}")
}

/// A number that must be there.
fn number<T: FromStr>(row: &Row, column: &str) -> Result<T, DataError> {
    row.number(column)?.ok_or_else(|| row.error(format!("no number in column `{column}`")))
}

fn trust(text: &str) -> Option<Trust> {
    match text {
        "name" => Some(Trust::Name),
        "weak" => Some(Trust::Weak),
        "abbreviation" => Some(Trust::Abbreviation),
        "plural" => Some(Trust::Plural),
        _ => None,
    }
}

fn plain_number_class(text: &str) -> Option<Sense> {
    match text {
        "vague" => Some(Sense::VagueNumber),
        "vague_of" => Some(Sense::VagueNumberOf),
        "pair" => Some(Sense::Pair),
        "half" => Some(Sense::Half),
        "ordinal_suffix" => Some(Sense::OrdinalSuffix),
        _ => None,
    }
}

fn part_of_day(text: &str) -> Option<PartOfDay> {
    match text {
        "before-dawn" => Some(PartOfDay::BeforeDawn),
        "morning" => Some(PartOfDay::Morning),
        "noon" => Some(PartOfDay::Noon),
        "afternoon" => Some(PartOfDay::Afternoon),
        "evening" => Some(PartOfDay::Evening),
        "night" => Some(PartOfDay::Night),
        _ => None,
    }
}

fn not_year(text: &str) -> Option<Sense> {
    match text {
        "before" => Some(Sense::NotYearBefore),
        "after" => Some(Sense::NotYearAfter),
        _ => None,
    }
}

fn future_word(text: &str) -> Option<Sense> {
    match text {
        "auxiliary" => Some(Sense::FutureAuxiliary),
        "plan" => Some(Sense::Plan),
        "plan-towards" => Some(Sense::PlanTowards),
        "noun" => Some(Sense::FutureNoun),
        "promise" => Some(Sense::Promise),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_tables_load() {
        let grammar = Grammar::embedded();
        assert!(grammar.senses(grammar.id("october")).contains(&Sense::Month(10, Trust::Name)));
        assert_eq!(grammar.id("zeppelin"), 0);
        assert!(grammar.senses(0).is_empty());
    }

    #[test]
    fn a_table_can_be_replaced_and_a_bad_one_is_named() {
        let text = "word\tmonth\tform\nnarvinye\t1\tname\n";
        let grammar = Grammar::from_sources(&[("months.tsv", text)]).expect("a good table");
        assert!(grammar.senses(grammar.id("narvinye")).contains(&Sense::Month(1, Trust::Name)));
        assert!(!grammar.senses(grammar.id("october")).contains(&Sense::Month(10, Trust::Name)));

        let error =
            Grammar::from_sources(&[("months.tsv", "word\tmonth\tform\nmay\tfive\tweak\n")]).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("time/months.tsv", 2));
        assert!(Grammar::from_sources(&[("moons.tsv", "")]).is_err());
    }
}
