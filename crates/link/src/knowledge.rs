//! What is known before any account is seen: weights, how common words are, weapon classes, ties of actors.
//!
//! Weights and words are tables of `data/linking`, embedded; actors are handed in by the caller.

use std::ops::Range;

use casus_model::{DataError, Predicate, Row, rows};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::letters::Letters;
use crate::sound::Sounds;
use crate::{Day, Id, Ordinal, words};

/// Hundredths: sums are exact, whatever the order.
pub type Weight = i32;

/// The weight that forbids.
pub(crate) const CANNOT: Weight = Weight::MIN;

/// What weights and comparisons are made of.
#[derive(Debug)]
pub struct Knowledge {
    /// Ties, classes and countries of actors.
    pub actors: Actors,
    weights: [Weight; Level::COUNT],
    scales: [Vec<(i32, Weight)>; Scale::COUNT],
    telling: [u32; 8],
    rarity: FxHashMap<&'static str, u8>,
    /// Words, in small letters, of the names of countries and their people.
    countries: FxHashSet<String>,
    parents: FxHashMap<Id, Id>,
    kin: FxHashMap<Id, u8>,
    state: u8,
    order: Order,
    pub(crate) sounds: Sounds,
    pub(crate) letters: Letters,
}

const WEIGHTS: &str = include_str!("../../../data/linking/weights.tsv");
const SCALES: &str = include_str!("../../../data/linking/scales.tsv");
const WORDS: &str = include_str!("../../../data/linking/words.tsv");
const ORDINALS: &str = include_str!("../../../data/linking/ordinals.tsv");
const CLASSES: &str = include_str!("../../../data/linking/classes.tsv");
const SOUNDS: &str = include_str!("../../../data/linking/sounds.tsv");
const COUNTRIES: &str = include_str!("../../../data/places/countries.tsv");
const LETTERS: &str = include_str!("../../../data/linking/letters.tsv");
const WEAPONS: &str = include_str!("../../../data/ontology/weapons.tsv");

impl Knowledge {
    /// The tables that casus is built with, and these actors.
    pub fn embedded(actors: Actors) -> Result<Knowledge, DataError> {
        Knowledge::of_tables(actors, WEIGHTS, SCALES)
    }

    /// Other tables of weights, in the form of `data/linking/weights.tsv` and `scales.tsv`.
    pub fn of_tables(actors: Actors, weights: &str, scales: &str) -> Result<Knowledge, DataError> {
        let scales = scales_of(scales)?;
        let telling = |rarity: i32| line(&scales[Scale::Rarity as usize], rarity).max(0) as u32;
        Ok(Knowledge {
            actors,
            weights: weights_of(weights)?,
            telling: std::array::from_fn(|rarity| telling(rarity as i32)),
            scales,
            rarity: rarities(WORDS)?,
            countries: countries(COUNTRIES)?,
            parents: parents(WEAPONS)?,
            state: state(CLASSES)?,
            kin: kin(CLASSES)?,
            order: Order::of(ORDINALS)?,
            sounds: Sounds::of(SOUNDS)?,
            letters: Letters::of(LETTERS)?,
        })
    }

    pub(crate) fn weight(&self, level: Level) -> Weight {
        self.weights[level as usize]
    }

    /// What a row says, or a measure: on the line between the two rows beside it.
    pub(crate) fn says(&self, says: Says) -> Weight {
        match says {
            Says::Row(level) => self.weight(level),
            Says::Measure(scale, measure) => line(&self.scales[scale as usize], measure),
        }
    }

    /// The rows behind what is said, and how much of each.
    pub(crate) fn rows_met(&self, says: Says, rows: &mut Vec<(String, f64)>) {
        let (scale, measure) = match says {
            Says::Row(level) => return rows.push((Level::NAMES[level as usize].to_owned(), 1.0)),
            Says::Measure(scale, measure) => (scale, measure),
        };
        let known = &self.scales[scale as usize];
        let mut meet =
            |at: i32, share: f64| rows.push((format!("{}.{at}", Scale::NAMES[scale as usize]), share));
        let above = known.partition_point(|(at, _)| *at <= measure);
        match (above.checked_sub(1).map(|below| known[below].0), known.get(above)) {
            (Some(from), Some((to, _))) => {
                let share = f64::from(measure - from) / f64::from(to - from);
                meet(from, 1.0 - share);
                meet(*to, share);
            }
            (Some(at), None) | (None, Some(&(at, _))) => meet(at, 1.0),
            (None, None) => {}
        }
    }

    /// How rare a word in small letters is in English at large, 0 to 5.
    pub(crate) fn rarity(&self, word: &str) -> u8 {
        self.rarity.get(word).copied().unwrap_or(words::UNLISTED)
    }

    /// Whether a word in small letters is of the name of a country or of its people: places are compared by themselves.
    pub(crate) fn is_of_a_country(&self, word: &str) -> bool {
        self.countries.contains(word)
    }

    /// How much a word of a rarity says.
    pub(crate) fn telling(&self, rarity: u8) -> u32 {
        self.telling[usize::from(rarity & 7)]
    }

    /// Whether a class is one of a state.
    pub(crate) fn is_state(&self, class: Id) -> bool {
        self.kin(class) == Some(self.state)
    }

    /// The less specific weapon class that is right too.
    pub(crate) fn parent(&self, weapon: Id) -> Option<Id> {
        self.parents.get(&weapon).copied()
    }

    /// Which side of a fight a class of actors can be: classes of one number may mean one actor.
    pub(crate) fn kin(&self, class: Id) -> Option<u8> {
        self.kin.get(&class).copied()
    }

    /// Whether a sentence tells of one of several.
    pub(crate) fn ordinal(&self, sentence: &str) -> Option<Ordinal> {
        self.order.read(sentence)
    }
}

/// What one field says of two accounts: a row of `weights.tsv`, or a measure on a scale of `scales.tsv`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says {
    Row(Level),
    Measure(Scale, i32),
}

impl From<Level> for Says {
    fn from(level: Level) -> Says {
        Says::Row(level)
    }
}

impl From<(Scale, i32)> for Says {
    fn from((scale, measure): (Scale, i32)) -> Says {
        Says::Measure(scale, measure)
    }
}

fn line(rows: &[(i32, Weight)], measure: i32) -> Weight {
    let above = rows.partition_point(|(at, _)| *at <= measure);
    match (above.checked_sub(1).map(|below| rows[below]), rows.get(above)) {
        (Some((from, low)), Some((to, high))) => low + (high - low) * (measure - from) / (to - from),
        (Some((_, weight)), None) | (None, Some(&(_, weight))) => weight,
        (None, None) => 0,
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $first:literal $(. $second:literal)?,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($variant,)* }

        impl $name {
            pub(crate) const NAMES: &[&str] = &[$(concat!($first $(, ".", $second)?),)*];
            pub(crate) const COUNT: usize = $name::NAMES.len();
        }
    };
}

named! {
    /// The rows of `weights.tsv`, `field.level`.
    Level {
        Prior = "prior"."start",
        SameDocument = "document"."same",
        BothLead = "document"."both-lead",
        SameDay = "time"."same-day",
        Within = "time"."within",
        SameHours = "time"."same-hours",
        OtherHours = "time"."other-hours",
        SameNight = "time"."same-night",
        OneDayApart = "time"."one-day-apart",
        OutTheDayBefore = "time"."out-the-day-before",
        TwoDaysApart = "time"."two-days-apart",
        DaysApart = "time"."days-apart",
        BeforeItHappened = "time"."before-it-happened",
        ImpliedSameDay = "time"."implied-same-day",
        ImpliedOneDayApart = "time"."implied-one-day-apart",
        ImpliedDaysApart = "time"."implied-days-apart",
        SameSite = "place"."same-site",
        OtherSite = "place"."other-site",
        SamePlace = "place"."same",
        Near = "place"."near",
        Around = "place"."around",
        PlaceWithin = "place"."within",
        SameAdmin1 = "place"."same-admin1",
        SameCountry = "place"."same-country",
        Far = "place"."far",
        OtherName = "place"."other-name",
        OtherCountry = "place"."other-country",
        ImpliedSamePlace = "place"."implied-same",
        ImpliedOtherPlace = "place"."implied-other",
        SameActor = "actors"."same",
        TiedActor = "actors"."tied",
        AlliedActor = "actors"."allied",
        AlikeActor = "actors"."alike",
        OtherActor = "actors"."differ",
        SameRecipient = "recipients"."same",
        TiedRecipient = "recipients"."tied",
        AlliedRecipient = "recipients"."allied",
        AlikeRecipient = "recipients"."alike",
        OtherRecipient = "recipients"."differ",
        OtherType = "type"."differ",
        SameMode = "type"."same-mode",
        OtherMode = "type"."other-mode",
        SameTarget = "target"."same",
        OtherTarget = "target"."differ",
        SameWeapon = "weapon"."same",
        ParentWeapon = "weapon"."parent",
        OtherWeapon = "weapon"."differ",
        SameOutcome = "outcome"."same",
        OtherOutcome = "outcome"."differ",
        FoiledOutcome = "outcome"."foiled",
        SameToll = "casualties"."same",
        SameManyToll = "casualties"."same-many",
        RisingToll = "casualties"."rising",
        NearToll = "casualties"."near",
        OtherToll = "casualties"."differ",
        SameOrder = "order"."same",
        OtherOrder = "order"."differ",
        OneOrder = "order"."one-only",
        Edge = "cluster"."edge",
        Share = "cluster"."share",
        Most = "cluster"."most",
        Join = "cluster"."join",
        Unseen = "cluster"."unseen",
    }
}

named! {
    /// The scales of `scales.tsv`.
    Scale { Words = "words", Story = "story", Names = "names", Lag = "lag", Things = "things", Rarity = "rarity", }
}

fn weights_of(text: &str) -> Result<[Weight; Level::COUNT], DataError> {
    let mut weights = [None; Level::COUNT];
    let table = rows("linking/weights.tsv", text)?;
    for row in &table {
        let name = format!("{}.{}", row.need("field")?, row.need("level")?);
        let index = Level::NAMES.iter().position(|known| *known == name);
        let index = index.ok_or_else(|| row.error(format!("no such level: `{name}`")))?;
        let cannot = row.need("weight")? == "cannot";
        weights[index] = Some(if cannot { CANNOT } else { hundredths(row, "weight")? });
    }
    let missing = weights.iter().position(Option::is_none);
    if let Some(missing) = missing {
        return Err(DataError::new(
            "linking/weights.tsv",
            0,
            format!("no weight of `{}`", Level::NAMES[missing]),
        ));
    }
    Ok(weights.map(Option::unwrap_or_default))
}

fn scales_of(text: &str) -> Result<[Vec<(i32, Weight)>; Scale::COUNT], DataError> {
    let mut scales: [Vec<(i32, Weight)>; Scale::COUNT] = Default::default();
    for row in &rows("linking/scales.tsv", text)? {
        let name = row.need("scale")?;
        let index = Scale::NAMES.iter().position(|known| *known == name);
        let scale = &mut scales[index.ok_or_else(|| row.error(format!("no such scale: `{name}`")))?];
        let at = row.number("at")?.ok_or_else(|| row.error("no value in column `at`"))?;
        if scale.last().is_some_and(|(last, _)| *last >= at) {
            return Err(row.error("`at` must rise from row to row of a scale"));
        }
        scale.push((at, hundredths(row, "weight")?));
    }
    Ok(scales)
}

fn hundredths(row: &Row, column: &str) -> Result<Weight, DataError> {
    let number: f64 =
        row.number(column)?.ok_or_else(|| row.error(format!("no value in column `{column}`")))?;
    Ok((number * 100.0).round() as Weight)
}

fn rarities(text: &'static str) -> Result<FxHashMap<&'static str, u8>, DataError> {
    let mut rarity = FxHashMap::default();
    for row in &rows("linking/words.tsv", text)? {
        let step: u8 = row.number("rarity")?.ok_or_else(|| row.error("no value in column `rarity`"))?;
        rarity.extend(row.list("words")?.into_iter().map(|word| (word, step)));
    }
    Ok(rarity)
}

fn countries(text: &str) -> Result<FxHashSet<String>, DataError> {
    let mut words = FxHashSet::default();
    for row in &rows("places/countries.tsv", text)? {
        let names = [row.need("name")?, row.cell("aliases")?, row.cell("demonyms")?];
        let parts = names.iter().flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()));
        words.extend(parts.filter(|part| !part.is_empty()).map(str::to_lowercase));
    }
    Ok(words)
}

fn parents(text: &str) -> Result<FxHashMap<Id, Id>, DataError> {
    let mut parents = FxHashMap::default();
    for row in &rows("ontology/weapons.tsv", text)? {
        let parent = row.cell("parent")?;
        if !parent.is_empty() && parent != "-" {
            parents.insert(Id::of(row.need("id")?), Id::of(parent));
        }
    }
    Ok(parents)
}

fn state(text: &str) -> Result<u8, DataError> {
    let rows = rows("linking/classes.tsv", text)?;
    let state = rows.iter().position(|row| row.get("kin") == Some("state"));
    state
        .map(|state| state as u8)
        .ok_or_else(|| DataError::new("linking/classes.tsv", 0, "no row of kin `state`"))
}

fn kin(text: &str) -> Result<FxHashMap<Id, u8>, DataError> {
    let mut kin = FxHashMap::default();
    for (row, number) in rows("linking/classes.tsv", text)?.iter().zip(0..) {
        kin.extend(row.list("classes")?.into_iter().map(|class| (Id::of(class), number)));
    }
    Ok(kin)
}

/// Words that tell an occurrence as one of several.
#[derive(Debug, Default)]
struct Order {
    ordinals: FxHashMap<&'static str, Ordinal>,
    occurrences: Vec<&'static str>,
    later: Vec<&'static str>,
}

impl Order {
    fn of(text: &'static str) -> Result<Order, DataError> {
        let mut order = Order::default();
        for row in &rows("linking/ordinals.tsv", text)? {
            let ordinal = match row.need("kind")? {
                "first" => Ordinal::First,
                "second" => Ordinal::Second,
                "third" => Ordinal::Third,
                "another" => Ordinal::Another,
                "later" => {
                    order.later.extend(row.list("words")?);
                    continue;
                }
                "occurrence" => {
                    order.occurrences.extend(row.list("words")?);
                    continue;
                }
                other => return Err(row.error(format!("unknown word in column `kind`: `{other}`"))),
            };
            order.ordinals.extend(row.list("words")?.into_iter().map(|word| (word, ordinal)));
        }
        Ok(order)
    }

    fn read(&self, sentence: &str) -> Option<Ordinal> {
        let small = sentence.to_lowercase();
        let words: Vec<&str> = small.split(|character: char| !character.is_alphanumeric()).collect();
        let told = words.iter().enumerate().find_map(|(index, word)| {
            let ordinal = self.ordinals.get(word)?;
            let near: Range<usize> = index + 1..words.len().min(index + 4);
            words[near].iter().any(|word| self.occurrences.contains(word)).then_some(*ordinal)
        });
        told.or_else(|| self.later.iter().any(|phrase| small.contains(phrase)).then_some(Ordinal::Later))
    }
}

/// An actor of the actor list, as the caller knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownActor {
    /// Its id.
    pub id: String,
    /// Its class.
    pub class: String,
    /// ISO 3166-1 code, where settled.
    pub country: Option<String>,
    /// Its ties to others.
    pub ties: Vec<Tie>,
}

/// A dated tie of an actor to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// How.
    pub predicate: Predicate,
    /// To whom.
    pub to: String,
    /// First year in which it held, where known.
    pub from: Option<i16>,
    /// Last year in which it held, where known.
    pub until: Option<i16>,
}

/// What is known of actors, by id.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    known: FxHashMap<Id, Dossier>,
}

#[derive(Clone, Debug)]
struct Dossier {
    class: Id,
    country: Option<[u8; 2]>,
    ties: Vec<(Predicate, Id, i16, i16)>,
}

impl Actors {
    /// These actors.
    pub fn of(list: impl IntoIterator<Item = KnownActor>) -> Actors {
        let tie = |tie: Tie| {
            (tie.predicate, Id::of(&tie.to), tie.from.unwrap_or(i16::MIN), tie.until.unwrap_or(i16::MAX))
        };
        let dossier = |actor: KnownActor| {
            let country = actor.country.as_deref().and_then(|code| code.as_bytes().try_into().ok());
            let ties = actor.ties.into_iter().map(tie).collect();
            (Id::of(&actor.id), Dossier { class: Id::of(&actor.class), country, ties })
        };
        Actors { known: list.into_iter().map(dossier).collect() }
    }

    /// Whether `one` had this tie to `other` on a day; on any day where none is given.
    pub(crate) fn tied(&self, one: Id, predicate: Predicate, other: Id, day: Option<Day>) -> bool {
        self.ties(one, day).any(|(known, to)| known == predicate && to == other)
    }

    /// The ties that an actor had in the year of a day.
    pub(crate) fn ties(&self, one: Id, day: Option<Day>) -> impl Iterator<Item = (Predicate, Id)> + '_ {
        let ties = self.known.get(&one).map_or(&[][..], |dossier| &dossier.ties);
        // Few actors have ties, and the year of a day takes long to find out.
        let year = day.filter(|_| !ties.is_empty()).map(|day| day.date().year());
        let holds = move |from: i16, until: i16| year.is_none_or(|year| from <= year && year <= until);
        ties.iter()
            .filter(move |(_, _, from, until)| holds(*from, *until))
            .map(|(predicate, to, ..)| (*predicate, *to))
    }

    /// Class of an actor of the list.
    pub(crate) fn class(&self, one: Id) -> Option<Id> {
        self.known.get(&one).map(|dossier| dossier.class)
    }

    /// Country of an actor of the list.
    pub(crate) fn country(&self, one: Id) -> Option<[u8; 2]> {
        self.known.get(&one).and_then(|dossier| dossier.country)
    }
}
