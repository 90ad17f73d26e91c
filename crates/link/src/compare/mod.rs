//! Two accounts laid side by side: a weight a field, with its reason in words, and what forbids that they are one.
//!
//! A weight depends on the two accounts and on what is known beforehand, and is the same whichever comes first.
//! The clusterer weighs without words; reasons are made when somebody asks.

mod actor;
mod harm;
mod means;
mod place;
mod telling;
mod time;

use std::fmt;

use serde::{Deserialize, Serialize};

pub(crate) use harm::FEW;

use crate::knowledge::{CANNOT, Level, Says};
use crate::{Account, Knowledge, Ordinal, Weight};

/// The field that a part of a comparison is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Facet {
    Prior,
    Document,
    Time,
    Place,
    Actors,
    Recipients,
    Type,
    Target,
    Weapon,
    Outcome,
    Casualties,
    Order,
    Words,
    Story,
    Things,
    Names,
}

/// One field of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The field.
    pub field: Facet,
    /// For one occurrence, or against it, in hundredths.
    pub weight: Weight,
    /// Why, in words.
    pub why: String,
}

/// Two accounts laid side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The fields that say something, in a fixed order.
    pub parts: Vec<Part>,
    /// Why the two cannot be one, where they cannot.
    pub cannot: Option<String>,
    /// The sum of the parts, in hundredths.
    pub total: Weight,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:+.2} {}", f64::from(self.weight) / 100.0, self.why)
    }
}

/// A comparison without its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The sum of the parts, in hundredths.
    pub total: Weight,
    /// Whether something forbids that the two are one.
    pub cannot: bool,
}

/// Two accounts, field by field, with reasons.
pub fn compare(one: &Account, other: &Account, knowledge: &Knowledge) -> Comparison {
    let mut sheet = Written { knowledge, comparison: Comparison::default() };
    lay(one, other, knowledge, &mut sheet);
    sheet.comparison
}

/// The sum of [`compare`], and whether it forbids; many times faster.
pub fn weigh(one: &Account, other: &Account, knowledge: &Knowledge) -> Verdict {
    let mut sheet = Summed { knowledge, verdict: Verdict::default() };
    lay(one, other, knowledge, &mut sheet);
    sheet.verdict
}

/// The rows of the tables of weights that two accounts meet, and how much of each: what weights are learned from.
/// A row is called `field.level`; between two rows of a scale, `scale.at`, both are met in part.
pub fn evidence(one: &Account, other: &Account, knowledge: &Knowledge) -> Vec<(String, f64)> {
    let mut sheet = Met { knowledge, rows: Vec::new() };
    lay(one, other, knowledge, &mut sheet);
    sheet.rows
}

/// Where parts are written down: with words, as a sum, or as the rows that were met.
trait Sheet {
    fn add(&mut self, field: Facet, says: impl Into<Says>, why: impl FnOnce() -> String);
}

struct Written<'a> {
    knowledge: &'a Knowledge,
    comparison: Comparison,
}

impl Sheet for Written<'_> {
    fn add(&mut self, field: Facet, says: impl Into<Says>, why: impl FnOnce() -> String) {
        let (weight, comparison) = (self.knowledge.says(says.into()), &mut self.comparison);
        if weight == CANNOT {
            comparison.cannot.get_or_insert_with(why);
        } else if weight != 0 {
            comparison.total += weight;
            comparison.parts.push(Part { field, weight, why: why() });
        }
    }
}

struct Summed<'a> {
    knowledge: &'a Knowledge,
    verdict: Verdict,
}

impl Sheet for Summed<'_> {
    fn add(&mut self, _: Facet, says: impl Into<Says>, _: impl FnOnce() -> String) {
        let weight = self.knowledge.says(says.into());
        if weight == CANNOT {
            self.verdict.cannot = true;
        } else {
            self.verdict.total += weight;
        }
    }
}

struct Met<'a> {
    knowledge: &'a Knowledge,
    rows: Vec<(String, f64)>,
}

impl Sheet for Met<'_> {
    fn add(&mut self, _: Facet, says: impl Into<Says>, _: impl FnOnce() -> String) {
        self.knowledge.rows_met(says.into(), &mut self.rows);
    }
}

fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let (one, other) = if one.key <= other.key { (one, other) } else { (other, one) };
    sheet.add(Facet::Prior, Level::Prior, || "of pairs worth comparing few tell the same".to_owned());
    if one.document == other.document {
        sheet.add(Facet::Document, Level::SameDocument, || {
            "one document tells both, and tells them apart".to_owned()
        });
    }
    if one.lead && other.lead {
        sheet
            .add(Facet::Document, Level::BothLead, || "both reports are about it before all else".to_owned());
    }
    time::lay(one, other, sheet);
    place::lay(one, other, sheet);
    actor::lay(one, other, knowledge, sheet);
    means::lay(one, other, knowledge, sheet);
    harm::lay(one, other, knowledge, sheet);
    order(one, other, sheet);
    telling::lay(one, other, knowledge, sheet);
}

fn order(one: &Account, other: &Account, sheet: &mut impl Sheet) {
    let counted = |ordinal| matches!(ordinal, Ordinal::First | Ordinal::Second | Ordinal::Third);
    let (first, second) = (one.ordinal, other.ordinal);
    let level = match (first, second) {
        (Ordinal::Plain, Ordinal::Plain) => return,
        _ if first == second => Level::SameOrder,
        _ if counted(first) && counted(second) => Level::OtherOrder,
        _ => Level::OneOrder,
    };
    sheet.add(Facet::Order, level, || match level {
        Level::SameOrder => format!("both are told as {}", told(first)),
        _ => format!("one is told as {}, the other as {}", told(first), told(second)),
    });
}

fn told(ordinal: Ordinal) -> &'static str {
    match ordinal {
        Ordinal::Plain => "one by itself",
        Ordinal::First => "the first of several",
        Ordinal::Second => "the second of several",
        Ordinal::Third => "the third of several",
        Ordinal::Another => "another one",
        Ordinal::Later => "one that came later",
    }
}

/// What two sorted lists have in common, first of all.
fn common<T: Ord + Copy>(one: &[T], other: &[T]) -> Option<T> {
    one.iter().copied().find(|item| other.contains(item))
}

#[cfg(test)]
mod tests {
    use casus_model::{Effect, EventType, OutcomeValue, Predicate};

    use super::*;
    use crate::{Actors, Day, Id, Key, KnownActor, Names, Side, Spot, Tie, Toll, Window};

    fn knowledge() -> Knowledge {
        let group = |id: &str, backer: &str| KnownActor {
            id: id.to_owned(),
            class: "militia".to_owned(),
            country: None,
            ties: vec![Tie {
                predicate: Predicate::BackedBy,
                to: backer.to_owned(),
                from: Some(2000),
                until: None,
            }],
        };
        Knowledge::embedded(Actors::of([group("dunlendings", "isengard"), group("haradrim", "mordor")]))
            .unwrap()
    }

    /// An account of a drone at Edoras on day 20,000.
    fn account(number: u64) -> Account {
        let edoras = Spot {
            id: Id::of("edoras"),
            admin1: None,
            country: Some(*b"RO"),
            at: Some((1000, 2000)),
            precision: 1,
            site: false,
            implied: false,
        };
        Account {
            key: Key(number),
            document: Key(1000 + number),
            claims: vec![Key(number)],
            published: Some(Day(20_000)),
            event_type: EventType::Assault,
            modes: Vec::new(),
            when: Some(day(20_000)),
            places: vec![edoras],
            actors: Vec::new(),
            recipients: Vec::new(),
            targets: Vec::new(),
            things: Vec::new(),
            weapons: vec![Id::of("drone")],
            outcomes: 0,
            tolls: Vec::new(),
            ordinal: Ordinal::Plain,
            lead: false,
            words: Vec::new(),
            story: Vec::new(),
            names: Names::default(),
        }
    }

    fn day(day: i32) -> Window {
        Window { from: Day(day), to: Day(day), hours: None, loose: false, implied: false }
    }

    fn side(id: &str, named: bool, tied_to: &[&str]) -> Side {
        let tied_to = tied_to.iter().map(|to| Id::of(to)).collect();
        Side { id: Id::of(id), named, class: Some(Id::of("militia")), country: None, tied_to }
    }

    fn of(field: Facet, one: &Account, other: &Account) -> Weight {
        let comparison = compare(one, other, &knowledge());
        comparison.parts.iter().filter(|part| part.field == field).map(|part| part.weight).sum()
    }

    #[test]
    fn one_drone_told_twice_is_one_and_the_reasons_add_up() {
        let comparison = compare(&account(1), &account(2), &knowledge());
        assert!(comparison.total > 0, "{comparison:?}");
        assert_eq!(comparison.parts.iter().map(|part| part.weight).sum::<Weight>(), comparison.total);
        assert_eq!(comparison, compare(&account(2), &account(1), &knowledge()));
        let verdict = weigh(&account(1), &account(2), &knowledge());
        assert_eq!((verdict.total, verdict.cannot), (comparison.total, false));
        assert!(comparison.parts.iter().any(|part| part.why == "both on 2024-10-04"), "{comparison:?}");
    }

    #[test]
    fn a_day_off_may_be_one_thing_and_a_week_off_is_not() {
        let later = |days: i32| Account {
            when: Some(day(20_000 + days)),
            published: Some(Day(20_000 + days)),
            ..account(2)
        };
        let next_day = Account { published: Some(Day(20_001)), ..account(1) };
        assert!(of(Facet::Time, &next_day, &later(1)) > -100);
        assert!(compare(&account(1), &later(7), &knowledge()).total < -300);
    }

    #[test]
    fn a_report_of_the_day_before_cannot_tell_of_the_day_after() {
        let next_day = Account { when: Some(day(20_001)), published: Some(Day(20_001)), ..account(2) };
        let out_before = of(Facet::Time, &account(1), &next_day);
        let out_after = of(Facet::Time, &Account { published: Some(Day(20_001)), ..account(1) }, &next_day);
        assert!(out_before < -300 && out_after > -100, "{out_before} {out_after}");
        assert_eq!(out_before, of(Facet::Time, &next_day, &account(1)));
    }

    #[test]
    fn two_towns_of_one_neighbourhood_speak_against() {
        let mut beside = account(2);
        let at = beside.places[0].at.map(|(north, east)| (north + 20, east));
        beside.places[0] = Spot { id: Id::of("aldburg"), at, ..beside.places[0] };
        let told = of(Facet::Place, &account(1), &beside);
        assert!((-100..0).contains(&told), "{told}");
    }

    #[test]
    fn a_report_from_before_the_day_tells_of_something_else() {
        let early = Account { when: None, published: Some(Day(19_990)), ..account(2) };
        assert!(of(Facet::Time, &account(1), &early) < -300);
    }

    #[test]
    fn a_day_or_place_of_the_passage_says_less_than_one_that_is_told() {
        let lent = |days: i32| Account {
            when: Some(Window { implied: true, ..day(20_000 + days) }),
            published: None,
            ..account(2)
        };
        let told = |days: i32| Account { when: Some(day(20_000 + days)), published: None, ..account(2) };
        let time = |other: &Account| of(Facet::Time, &Account { published: None, ..account(1) }, other);
        assert!(time(&lent(0)) > 0 && time(&lent(0)) < time(&told(0)));
        assert!(time(&lent(7)) < 0 && time(&lent(7)) > time(&told(7)));
        let mut elsewhere = account(2);
        elsewhere.places[0] = Spot { id: Id::of("isengard"), at: Some((1000, 2300)), ..elsewhere.places[0] };
        let far = of(Facet::Place, &account(1), &elsewhere);
        elsewhere.places[0].implied = true;
        let lent = of(Facet::Place, &account(1), &elsewhere);
        assert!(far < lent && lent < 0, "{far} {lent}");
    }

    #[test]
    fn two_names_of_places_speak_against_where_nobody_knows_how_far_apart_they_are() {
        let hamlet = |precision: u8| {
            let mut account = account(2);
            account.places[0] = Spot { id: Id::of("aldburg"), at: None, precision, ..account.places[0] };
            of(Facet::Place, &self::account(1), &account)
        };
        assert!(hamlet(1) < 0, "told as the place itself");
        assert_eq!(hamlet(2), 0, "by it may be by the other too");
    }

    #[test]
    fn what_never_went_off_is_not_what_did_its_work() {
        let with = |outcome: OutcomeValue| Account { outcomes: 1 << outcome as u8, ..account(2) };
        let one = Account { outcomes: 1 << OutcomeValue::Hit as u8, ..account(1) };
        assert!(of(Facet::Outcome, &one, &with(OutcomeValue::Hit)) > 0);
        let disputed = of(Facet::Outcome, &one, &with(OutcomeValue::Intercepted));
        assert!(of(Facet::Outcome, &one, &with(OutcomeValue::Foiled)) < disputed);
    }

    #[test]
    fn a_militia_that_is_backed_by_somebody_fits_those_that_are() {
        let with = |number: u64, side: Side| Account { actors: vec![side], ..account(number) };
        let described = with(1, side("a militia backed by isengard", false, &["isengard"]));
        assert!(of(Facet::Actors, &described, &with(2, side("dunlendings", true, &[]))) > 100);
        assert!(of(Facet::Actors, &described, &with(2, side("haradrim", true, &[]))) < 100);
        let dunlendings = with(1, side("dunlendings", true, &[]));
        assert!(of(Facet::Actors, &dunlendings, &with(2, side("haradrim", true, &[]))) < 0);
        assert!(of(Facet::Actors, &dunlendings, &with(2, side("dunlendings", true, &[]))) > 200);
    }

    #[test]
    fn ties_hold_in_their_years_only() {
        let described = side("a militia backed by isengard", false, &["isengard"]);
        let with = |number: u64, side: Side, day: i32| Account {
            actors: vec![side],
            when: Some(self::day(day)),
            published: None,
            ..account(number)
        };
        let dunlendings = side("dunlendings", true, &[]);
        let before =
            of(Facet::Actors, &with(1, described.clone(), 9_000), &with(2, dunlendings.clone(), 9_000));
        let after = of(Facet::Actors, &with(1, described, 15_000), &with(2, dunlendings, 15_000));
        assert!(before < after, "{before} {after}");
    }

    #[test]
    fn tolls_that_rise_are_no_contradiction() {
        let with = |number: u64, published: i32, low: u32| Account {
            tolls: vec![Toll { effect: Effect::Killed, low, high: Some(low), side: None }],
            published: Some(Day(published)),
            ..account(number)
        };
        assert!(of(Facet::Casualties, &with(1, 20_000, 5), &with(2, 20_002, 19)) >= 0);
        assert!(of(Facet::Casualties, &with(1, 20_002, 5), &with(2, 20_000, 19)) < 0);
        assert!(of(Facet::Casualties, &with(1, 20_000, 19), &with(2, 20_000, 19)) > 100);
    }

    #[test]
    fn the_dead_of_one_side_are_laid_beside_those_of_that_side() {
        let with = |number: u64, tolls: &[(u32, Option<&str>)]| Account {
            tolls: tolls
                .iter()
                .map(|(low, side)| Toll {
                    effect: Effect::Killed,
                    low: *low,
                    high: Some(*low),
                    side: side.map(Id::of),
                })
                .collect(),
            ..account(number)
        };
        let army = with(1, &[(6, Some("soldier")), (14, Some("fighter"))]);
        let soldiers = |low: u32| with(2, &[(low, Some("soldier"))]);
        assert!(of(Facet::Casualties, &army, &soldiers(6)) > 100);
        assert!(of(Facet::Casualties, &army, &soldiers(14)) <= 0);
        assert!(of(Facet::Casualties, &army, &with(2, &[(14, None)])) > 100, "of whom is not told");
        let civilians = with(2, &[(6, Some("civilian"))]);
        assert_eq!(of(Facet::Casualties, &army, &civilians), 0, "another side says nothing");
        let arrested = |number: u64, low: u32| Account {
            tolls: vec![Toll { effect: Effect::Captured, low, high: Some(low), side: None }],
            event_type: EventType::Coerce,
            ..account(number)
        };
        assert!(of(Facet::Casualties, &arrested(1, 4), &arrested(2, 4)) > 100);
        assert!(of(Facet::Casualties, &arrested(1, 4), &arrested(2, 21)) < 0);
    }

    #[test]
    fn a_parent_class_fits_and_another_weapon_does_not() {
        let with = |class: &str| Account { weapons: vec![Id::of(class)], ..account(2) };
        assert!(of(Facet::Weapon, &account(1), &with("one-way-attack-drone")) > 0);
        assert!(of(Facet::Weapon, &account(1), &with("car-bomb")) < 0);
    }

    /// A place of Rohan, so many hundredths of a degree east of Edoras.
    fn spot(id: &str, east: i16, precision: u8) -> Spot {
        Spot { id: Id::of(id), at: Some((1000, 2000 + east)), precision, ..account(0).places[0] }
    }

    #[test]
    fn two_bases_of_one_province_are_two_though_one_report_names_the_province() {
        let base = |id, east| Spot { site: true, ..spot(id, east, 1) };
        let at = |number, places: &[Spot]| Account { places: places.to_vec(), ..account(number) };
        let province = spot("eastfold", 10, 3);
        let aldburg = at(1, &[base("aldburg", 0), province]);
        assert!(of(Facet::Place, &aldburg, &at(2, &[base("upbourn", 20)])) < -200);
        assert!(of(Facet::Place, &aldburg, &at(2, &[base("aldburg", 0)])) > 0);
        assert!(of(Facet::Place, &aldburg, &at(2, &[spot("harrowdale", 15, 1)])) > 0, "a town may lie in it");
    }

    #[test]
    fn a_town_lies_in_the_district_whose_middle_is_near() {
        let at = |number, place: Spot| Account { places: vec![place], ..account(number) };
        let town = at(1, spot("upbourn", 0, 1));
        assert!(of(Facet::Place, &town, &at(2, spot("harrowdale", 10, 3))) > 0);
        assert!(of(Facet::Place, &town, &at(2, spot("westfold", 300, 3))) < 0);
    }

    #[test]
    fn what_cannot_be_one_says_why() {
        let second = Account { ordinal: Ordinal::Second, ..account(2) };
        let first = Account { ordinal: Ordinal::First, ..account(1) };
        let why = compare(&first, &second, &knowledge()).cannot;
        assert_eq!(
            why.as_deref(),
            Some("one is told as the first of several, the other as the second of several")
        );
        let beside = Account { document: account(1).document, ..account(2) };
        assert!(weigh(&account(1), &beside, &knowledge()).cannot);
    }
}
