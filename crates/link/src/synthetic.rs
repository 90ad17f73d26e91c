//! Accounts of a world that never was, with the incidents they tell: for tests of order and for measuring cost.
//!
//! Each day some incidents happen at places that are fought over more or less often, with actors that are named,
//! described or unknown. Each is told by one report or by many, on the day and in the days after, with the day, the
//! place and the dead told exactly, coarsely, wrongly or not at all, and with words of its own beside words of the
//! place and of the outlet. A document is about one incident and mentions up to three others. The same seed gives the
//! same accounts. Deliberately not known here: how accounts are compared.

use std::collections::VecDeque;

use casus_model::{Effect, EventType};

use crate::key::mix;
use crate::{Account, Day, Id, Key, Names, Ordinal, Side, Spot, Toll, Window, Word};

/// An account, and the number of the incident that it tells of.
#[derive(Clone, Debug)]
pub struct Told {
    /// The account.
    pub account: Account,
    /// The incident.
    pub incident: u64,
}

/// A world that goes on for ever: an iterator of accounts in the order of their publication.
#[derive(Debug)]
pub struct World {
    dice: Dice,
    /// Incidents of a day.
    pace: u64,
    day: i32,
    incidents: u64,
    documents: u64,
    claims: u64,
    /// Incidents to be told, by days from now.
    ahead: VecDeque<Vec<Incident>>,
    ready: VecDeque<Told>,
}

impl World {
    /// A world in which so many incidents happen on a day.
    pub fn new(seed: u64, pace: u64) -> World {
        let ahead = (0..=LONGEST).map(|_| Vec::new()).collect();
        World {
            dice: Dice(mix(seed)),
            pace,
            day: 15_000,
            incidents: 0,
            documents: 0,
            claims: 0,
            ahead,
            ready: VecDeque::new(),
        }
    }
}

/// Days after which an incident is told no more.
const LONGEST: usize = 20;
/// Places, in a grid of provinces; the first are fought over most.
const PLACES: u64 = 4000;
const PLACES_OF_PROVINCE: u64 = 20;
const PROVINCES_OF_COUNTRY: u64 = 8;
const ACTORS: u64 = 300;

impl Iterator for World {
    type Item = Told;

    fn next(&mut self) -> Option<Told> {
        while self.ready.is_empty() {
            self.happen();
            self.publish();
            self.day += 1;
        }
        self.ready.pop_front()
    }
}

#[derive(Clone, Debug)]
struct Incident {
    number: u64,
    day: i32,
    hour: u8,
    place: u64,
    actor: u64,
    victim: u64,
    weapon: u64,
    target: u64,
    killed: u32,
    injured: u32,
}

impl World {
    /// The incidents of a day, and when they will be told.
    fn happen(&mut self) {
        for _ in 0..self.pace {
            self.incidents += 1;
            let dice = &mut self.dice;
            let place = dice.skewed(PLACES);
            let incident = Incident {
                number: self.incidents,
                day: self.day,
                hour: dice.below(24) as u8,
                place,
                actor: (place / 200 * 15 + dice.skewed(15)) % ACTORS,
                victim: (place / 200 * 15 + dice.skewed(15)) % ACTORS,
                weapon: dice.skewed(12),
                target: dice.skewed(20),
                killed: dice.skewed(30) as u32,
                injured: dice.skewed(60) as u32,
            };
            let reports = if dice.chance(45) { 1 } else { 1 + dice.skewed(30) };
            for _ in 0..reports {
                let later = if dice.chance(80) { dice.below(2) } else { dice.skewed(LONGEST as u64) };
                self.ahead[later as usize].push(incident.clone());
            }
        }
    }

    /// The documents of a day.
    fn publish(&mut self) {
        let mut today = self.ahead.pop_front().unwrap_or_default();
        self.ahead.push_back(Vec::new());
        for index in (1..today.len()).rev() {
            today.swap(index, self.dice.below(index as u64 + 1) as usize);
        }
        while !today.is_empty() {
            self.documents += 1;
            let mut told: Vec<u64> = Vec::new();
            for _ in 0..1 + self.dice.skewed(4) {
                let Some(incident) = today.pop_if(|incident| !told.contains(&incident.number)) else { break };
                let account = self.account(&incident, told.is_empty());
                told.push(incident.number);
                self.ready.push_back(Told { account, incident: incident.number });
            }
        }
    }

    fn account(&mut self, incident: &Incident, lead: bool) -> Account {
        let document = self.documents;
        let mut claims: Vec<Key> = (0..1 + self.dice.below(4) / 3).map(|_| self.claim()).collect();
        claims.sort_unstable();
        let dice = &mut self.dice;
        let (place, when) = (spot(dice, incident), window(dice, incident));
        let outlet = document % 400;
        Account {
            key: claims[0],
            document: Key(mix(document | 1 << 50)),
            claims,
            published: Some(Day(self.day)),
            event_type: EventType::Assault,
            modes: Vec::new(),
            when,
            places: place.into_iter().collect(),
            actors: side(dice, incident.actor).into_iter().collect(),
            recipients: side(dice, incident.victim).into_iter().collect(),
            targets: maybe(dice, 60, id("target", incident.target)),
            things: maybe(dice, 60, Word::new(&format!("thing {}", incident.target), 3)),
            weapons: maybe(dice, 75, id("weapon", incident.weapon)),
            outcomes: 0,
            tolls: tolls(dice, incident),
            ordinal: Ordinal::Plain,
            lead,
            words: words(dice, incident, outlet, 8),
            story: if lead { words(dice, incident, outlet, 24) } else { Vec::new() },
            names: Names::default(),
        }
    }

    fn claim(&mut self) -> Key {
        self.claims += 1;
        Key(mix(self.claims | 1 << 60))
    }
}

fn maybe<T>(dice: &mut Dice, percent: u64, item: T) -> Vec<T> {
    if dice.chance(percent) { vec![item] } else { Vec::new() }
}

fn id(kind: &str, number: u64) -> Id {
    Id::of(&format!("{kind} {number}"))
}

/// The day is told by three of five reports, now and then wrongly.
fn window(dice: &mut Dice, incident: &Incident) -> Option<Window> {
    if dice.chance(40) {
        return None;
    }
    let slip = if dice.chance(5) { 1 } else { 0 };
    let day = Day(incident.day + slip);
    let hours = dice.chance(25).then_some((incident.hour, incident.hour + 2));
    Some(Window { from: day, to: day, hours, loose: false, implied: false })
}

/// The place is told by most, by some as its province or a place nearby.
fn spot(dice: &mut Dice, incident: &Incident) -> Option<Spot> {
    let throw = dice.below(100);
    let province = incident.place / PLACES_OF_PROVINCE;
    let country = province / PROVINCES_OF_COUNTRY;
    let within = incident.place % PLACES_OF_PROVINCE;
    let north = -4000 + (province / 20) as i16 * 300 + (within / 5) as i16 * 60;
    let east = -9000 + (province % 20) as i16 * 400 + (within % 5) as i16 * 60;
    let slip = if throw > 70 { dice.below(8) as i16 } else { 0 };
    let (precision, id) = match throw {
        ..80 => (1, id("place", incident.place * 10 + slip as u64)),
        80..92 => (3, id("province", province)),
        _ => return None,
    };
    Some(Spot {
        id,
        admin1: Some(self::id("province", province)),
        country: Some([b'A' + (country / 26) as u8, b'A' + (country % 26) as u8]),
        at: Some((north + slip, east)),
        precision,
        implied: false,
        site: false,
    })
}

/// A side by name, by its class, or not at all.
fn side(dice: &mut Dice, actor: u64) -> Option<Side> {
    let (named, id) = match dice.below(10) {
        0..4 => (true, id("actor", actor)),
        4..7 => (false, id("described", actor % 7)),
        _ => return None,
    };
    Some(Side { id, named, class: Some(Id::of("armed group")), country: None, tied_to: Vec::new() })
}

/// The dead and injured, mostly as they are, else a first figure that is too low.
fn tolls(dice: &mut Dice, incident: &Incident) -> Vec<Toll> {
    let figures = [(Effect::Killed, incident.killed), (Effect::Injured, incident.injured)];
    let told = figures.into_iter().filter_map(|(effect, number)| {
        let low = if dice.chance(80) { number } else { number * dice.below(10) as u32 / 10 };
        dice.chance(60).then_some(Toll { effect, low, high: Some(low), side: None })
    });
    told.collect()
}

/// Names of the incident, words of the place and of the outlet, and words of nothing.
fn words(dice: &mut Dice, incident: &Incident, outlet: u64, limit: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(limit);
    for _ in 0..limit {
        let (text, rarity) = match dice.below(100) {
            ..45 => (format!("name {} {}", incident.number, dice.below(12)), 5 + dice.below(2) as u8),
            45..60 => (format!("near {} {}", incident.place, dice.below(4)), 5),
            60..70 => (format!("outlet {outlet} {}", dice.below(3)), 4),
            _ => (format!("word {}", dice.skewed(60_000)), 3 + dice.below(3) as u8),
        };
        words.push(Word::new(&text, rarity));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// Numbers as if by chance: SplitMix64.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.roll()) * u128::from(limit.max(1))) >> 64) as u64
    }

    /// Small numbers much more often than great ones.
    fn skewed(&mut self, limit: u64) -> u64 {
        let (one, other) = (self.below(1 << 20), self.below(1 << 20));
        limit * one / (1 << 20) * other / (1 << 20)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}
