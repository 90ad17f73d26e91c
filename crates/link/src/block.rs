//! Which accounts are worth comparing: those that share a key.
//!
//! An account is kept under few keys ([`block_keys`]) and looked up under more ([`Probe`]): its own day and cell,
//! and the days and cells beside them. Looking up is symmetric: where one of two accounts finds the other, the
//! other finds it. Every key has a time in it, so that a block does not grow with the years of a ledger.

use std::ops::Range;

use crate::compare::FEW;
use crate::key::mix;
use crate::words::UNLISTED;
use crate::{Account, Day, Id, Spot, Word};

/// What a key is made of. Numbers are stored: do not reuse one.
#[derive(Clone, Copy)]
enum Kind {
    Cell = 1,
    Admin1Exact = 2,
    Admin1Area = 3,
    CountryExact = 4,
    CountryArea = 5,
    ActorPlaced = 6,
    ActorUnplaced = 7,
    Word = 8,
    Name = 9,
    ThingOfDay = 10,
    WordOfDay = 11,
    TollOfDay = 12,
}

/// Keys that an account is looked up under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// One of these is reason enough to compare.
    pub sure: Vec<u64>,
    /// Two of these are: rare words, and things hit.
    pub weak: Vec<u64>,
}

/// Keys that an account is kept under, sorted.
pub fn block_keys(account: &Account) -> Vec<u64> {
    let Probe { mut sure, weak } = keys(account, false);
    sure.extend(weak);
    sure.sort_unstable();
    sure
}

impl Probe {
    /// The keys of an account, sorted.
    pub fn of(account: &Account) -> Probe {
        keys(account, true)
    }
}

fn keys(account: &Account, probe: bool) -> Probe {
    let (mut sure, mut weak) = (Vec::with_capacity(if probe { 48 } else { 8 }), Vec::new());
    for day in days(account, probe) {
        places(account, day, probe, &mut sure);
        actors(account, day, probe, &mut sure);
        told(account, day, &mut sure);
        things(account, day, &mut weak);
    }
    words(account, probe, &mut weak);
    for keys in [&mut sure, &mut weak] {
        keys.sort_unstable();
        keys.dedup();
    }
    Probe { sure, weak }
}

/// A window longer than this is met by its words and its month alone.
const LONGEST: i32 = 10;
/// A report that tells no day is mostly of the day before.
const UNTOLD: i32 = 2;

/// Days of an account, and one on either side where it is looked up.
fn days(account: &Account, probe: bool) -> Range<i32> {
    let around = i32::from(probe);
    match (account.when, account.published) {
        (Some(when), _) if when.days() <= LONGEST => when.from.0 - around..when.to.0 + around + 1,
        (None, Some(published)) => published.0 - UNTOLD + 1 - around..published.0 + around + 1,
        (Some(_), _) | (None, None) => 0..0,
    }
}

fn places(account: &Account, day: i32, probe: bool, keys: &mut Vec<u64>) {
    for spot in &account.places {
        match spot.precision {
            ..=2 => exact(account, spot, day, probe, keys),
            3 => area(
                Kind::Admin1Exact,
                Kind::Admin1Area,
                spot.admin1.map(|admin1| u64::from(admin1.0)),
                day,
                probe,
                keys,
            ),
            _ => {
                for mark in marks(account, spot) {
                    area(Kind::CountryExact, Kind::CountryArea, Some(mark), day, probe, keys);
                }
            }
        }
    }
}

/// An exact place meets exact places in its cell and those beside it, and areas that it lies in.
fn exact(account: &Account, spot: &Spot, day: i32, probe: bool, keys: &mut Vec<u64>) {
    let around = i32::from(probe);
    if let Some((north, east)) = spot.at {
        let (row, column) = (i32::from(north).div_euclid(CELL), i32::from(east).div_euclid(CELL));
        for row in row - around..=row + around {
            for column in column - around..=column + around {
                keys.push(key(Kind::Cell, day, row as u64 & 0xffff | (column as u64 & 0xffff) << 16));
            }
        }
    } else {
        keys.push(key(Kind::Cell, day, u64::from(spot.id.0) | 1 << 40));
    }
    if let Some(admin1) = spot.admin1 {
        keys.push(key(if probe { Kind::Admin1Area } else { Kind::Admin1Exact }, day, u64::from(admin1.0)));
    }
    for mark in marks(account, spot) {
        keys.push(key(if probe { Kind::CountryArea } else { Kind::CountryExact }, day, mark));
    }
}

/// Hundredths of a degree: about 27 km.
const CELL: i32 = 25;

/// An area meets areas and the exact places in it.
fn area(exact: Kind, area: Kind, mark: Option<u64>, day: i32, probe: bool, keys: &mut Vec<u64>) {
    let Some(mark) = mark else { return };
    keys.push(key(area, day, mark));
    if probe {
        keys.push(key(exact, day, mark));
    }
}

/// A country alone is no reason to compare: with a weapon or an actor it is.
fn marks(account: &Account, spot: &Spot) -> Vec<u64> {
    let Some([first, second]) = spot.country else { return Vec::new() };
    let country = u64::from(first) << 8 | u64::from(second);
    let told =
        account.weapons.iter().chain(account.actors.iter().filter(|side| side.named).map(|side| &side.id));
    told.take(3).map(|id| country << 32 | u64::from(id.0)).collect()
}

/// Accounts that tell no place meet others by their named actors.
fn actors(account: &Account, day: i32, probe: bool, keys: &mut Vec<u64>) {
    let placed = account.places.iter().any(|spot| spot.precision <= 3);
    for Id(actor) in account.actors.iter().filter(|side| side.named).map(|side| side.id) {
        let kinds: &[Kind] = match (placed, probe) {
            (true, false) => &[Kind::ActorPlaced],
            (true, true) | (false, false) => &[Kind::ActorUnplaced],
            (false, true) => &[Kind::ActorPlaced, Kind::ActorUnplaced],
        };
        keys.extend(kinds.iter().map(|kind| key(*kind, day, u64::from(actor))));
    }
}

/// Words so rare make keys with their day, and how many of the telling sentences do.
const OF_DAY: u8 = 4;
const WORDS_OF_DAY: usize = 4;

/// Accounts that tell no place, or one that another tells otherwise, meet by a rare word or a figure of one day.
fn told(account: &Account, day: i32, keys: &mut Vec<u64>) {
    let words = account.words.iter().filter(|word| word.rarity() >= OF_DAY).take(WORDS_OF_DAY);
    keys.extend(words.map(|word| key(Kind::WordOfDay, day, u64::from(word.0))));
    let tolls = account.tolls.iter().filter(|toll| toll.low > FEW);
    keys.extend(
        tolls.map(|toll| key(Kind::TollOfDay, day, (toll.effect as u64) << 32 | u64::from(toll.low))),
    );
}

/// Things hit so rare make keys with their day: "market", and not "people".
const THING: u8 = 2;

/// That both are of a market says little: there is one in many reports of a day.
fn things(account: &Account, day: i32, keys: &mut Vec<u64>) {
    let things = account.things.iter().filter(|thing| thing.rarity() >= THING);
    keys.extend(things.map(|thing| key(Kind::ThingOfDay, day, u64::from(thing.0))));
}

/// How many rare words and names make keys: of a whole document, and of the sentences of an account.
const OF_STORY: usize = 14;
const OF_WORDS: usize = 6;
/// Days of a bucket: two reports that share words are compared where their buckets touch. Names are rarer.
const WORD_DAYS: i32 = 30;
const NAME_DAYS: i32 = 360;

fn words(account: &Account, probe: bool, keys: &mut Vec<u64>) {
    let Some(Day(day)) = account.when.map(|when| when.from).or(account.published) else { return };
    let (words, limit) = if account.lead { (&account.story, OF_STORY) } else { (&account.words, OF_WORDS) };
    let around = i32::from(probe);
    keys.reserve(limit * if probe { 6 } else { 2 });
    let mut buckets = |kind, days: i32, word: Word| {
        let bucket = day.div_euclid(days);
        keys.extend((bucket - around..=bucket + around).map(|bucket| key(kind, bucket, u64::from(word.0))));
    };
    let rare = words.iter().filter(|word| word.rarity() >= UNLISTED);
    rare.take(limit).for_each(|word| buckets(Kind::Word, WORD_DAYS, *word));
    let names = words.iter().filter(|word| word.rarity() > UNLISTED);
    names.take(limit).for_each(|word| buckets(Kind::Name, NAME_DAYS, *word));
}

fn key(kind: Kind, when: i32, what: u64) -> u64 {
    mix(mix((kind as u64) << 32 | u64::from(when as u32)) ^ what)
}
