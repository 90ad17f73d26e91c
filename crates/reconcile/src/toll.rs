//! The dead, the injured, the missing: figures that rise over days, and parts that add up.
//!
//! # The rule
//!
//! A telling that counts everybody gives its figure; one that counts classes ("three soldiers and two
//! civilians") gives their sum. One that counts a single class gives a floor, because there may be others; so
//! does one that tells of somebody without a number ("he died"), or of "three others"
//! (`data/reconcile/part_words.tsv`).
//! A later day's higher figure overtakes every lower one above zero, whoever told it: the dead of one day
//! are found on the next (`latest`, where this leaves one). A stated zero is not overtaken by another voice,
//! because "nobody was hurt" and "one was hurt" are two accounts. A ministry, an army or a person with a name
//! takes its earlier figure back by a later one in any outlet. Of the figures that are left the one is shown
//! that most origins tell (`most-origins`), then the narrowest (`finest`), then the greatest (`greatest`); and
//! where another that is left lies inside it ("at least 3", 5), that one (`finest`). What kind of source tells
//! it is not asked: a person with a name often counts what they saw, and the report counts all.
//!
//! A later lower figure of somebody else overtakes nothing: it may be a correction, but old figures are also
//! copied for days. It stands beside the other as a dispute until the first teller or more origins follow.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casus_model::{Casualty, Count, Effect, Field, Qualifier, Row, Toll, TollPart, TollUpdate, rows};
use jiff::civil::Date;

use super::deed;
use super::field::{By, Entry, Replaced, Said, Voices, contrary, day, entries};

/// The tolls of an incident, by effect.
pub(crate) fn tolls(voices: &Voices) -> Vec<Toll> {
    let mut told: BTreeMap<Effect, Told> = BTreeMap::new();
    for (at, telling) in voices.tellings.iter().enumerate() {
        let Some(event) = deed(telling.claim) else { continue };
        let mut harmed: BTreeMap<Effect, Vec<&Casualty>> = BTreeMap::new();
        event
            .casualties
            .iter()
            .for_each(|casualty| harmed.entry(casualty.effect).or_default().push(casualty));
        for (effect, casualties) in harmed {
            told.entry(effect).or_default().add(at, &casualties);
        }
    }
    told.into_iter().map(|(effect, told)| told.toll(effect, voices)).collect()
}

/// A figure; where there may be others beside those counted it is a floor.
#[derive(Clone)]
struct Figure {
    count: Count,
    floor: bool,
}

impl Figure {
    /// The figure of a count, by its words.
    fn of(count: &Count) -> Figure {
        Figure { count: count.clone(), floor: says(&count.text, "part") || unnumbered(count) }
    }

    fn key(&self) -> String {
        format!("{:?} {:?} {}", self.count.low, self.count.high, self.floor)
    }

    /// What all of them together can be.
    fn range(&self) -> (u64, u64) {
        let (low, high) = range(&self.count);
        (low, if self.floor { u64::MAX } else { high })
    }

    fn meets(&self, other: &Figure) -> bool {
        overlap(self.range(), other.range())
    }

    fn inside(&self, other: &Figure) -> bool {
        let (a, b) = (self.range(), other.range());
        a != b && b.0 <= a.0 && a.1 <= b.1
    }

    fn is_zero(&self) -> bool {
        self.count.high == Some(0)
    }
}

type Class = (String, Option<String>);

/// What is told of one effect.
#[derive(Default)]
struct Told {
    all: Vec<Said<Figure>>,
    parts: BTreeMap<Class, Vec<Said<Figure>>>,
}

impl Told {
    /// Takes in what one telling says of an effect.
    fn add(&mut self, telling: usize, casualties: &[&Casualty]) {
        let by = By::outermost(telling);
        let everybody = |casualty: &&&Casualty| casualty.class == "unknown" && casualty.side.is_none();
        let whole: Vec<&Count> =
            casualties.iter().filter(everybody).map(|casualty| &casualty.count).collect();
        let mut classes: BTreeMap<Class, &Count> = BTreeMap::new();
        for casualty in casualties.iter().filter(|casualty| !everybody(casualty)) {
            let class = (casualty.class.clone(), casualty.side.clone());
            let count = classes.entry(class).or_insert(&casualty.count);
            if range(&casualty.count) > range(count) {
                *count = &casualty.count;
            }
        }
        let kept = |count: &&Count| classes.values().any(|kept| std::ptr::eq(*kept, *count));
        let parts: Vec<&Count> = casualties.iter().map(|casualty| &casualty.count).filter(kept).collect();
        let total = match (&whole[..], &parts[..]) {
            ([], [part]) => Figure { count: (*part).clone(), floor: true },
            ([], parts) => Figure { count: sum(parts), floor: false },
            (whole, _) => Figure::of(greatest(whole)),
        };
        self.all.push(Said { value: total, by });
        for (class, count) in classes {
            self.parts.entry(class).or_default().push(Said { value: Figure::of(count), by });
        }
    }

    fn toll(mut self, effect: Effect, voices: &Voices) -> Toll {
        self.unite_sides();
        self.unfloor();
        let all = entries(voices, self.all, Figure::key, Replaced::SameSource);
        let updates = updates(&all);
        let parts = self.parts.into_iter().map(|((class, side), said)| TollPart {
            class,
            side,
            count: figures(entries(voices, said, Figure::key, Replaced::SameSource)),
        });
        Toll { effect, parts: parts.collect(), updates, count: figures(all) }
    }

    /// "Three soldiers" are the "three soldiers of Gondor" of another telling, if soldiers of no other side
    /// are told.
    fn unite_sides(&mut self) {
        let classes: Vec<Class> = self.parts.keys().filter(|(_, side)| side.is_none()).cloned().collect();
        for class in classes {
            let sides: Vec<Class> =
                self.parts.keys().filter(|other| other.0 == class.0 && other.1.is_some()).cloned().collect();
            let [side] = &sides[..] else { continue };
            let said = self.parts.remove(&class).unwrap_or_default();
            self.parts.entry(side.clone()).or_default().extend(said);
        }
    }

    /// Where all tellings count one and the same class, there is nobody else, and its figures are those of all.
    fn unfloor(&mut self) {
        if self.parts.len() == 1 && self.all.iter().all(|said| said.value.floor) {
            self.all.iter_mut().for_each(|said| said.value = Figure::of(&said.value.count));
        }
    }
}

/// The field of figures, by the rule of the page.
fn figures(entries: Vec<Entry<Figure>>) -> Field<Count> {
    let left: Vec<usize> = (0..entries.len())
        .filter(|at| !entries[*at].standing.is_empty() && !overtaken(&entries[*at], &entries))
        .collect();
    let clash = |a: usize, b: usize| {
        !entries[a].value.meets(&entries[b].value) && contrary(&entries[a].standing, &entries[b].standing)
    };
    let disputed = left.iter().enumerate().any(|(n, a)| left[n + 1..].iter().any(|b| clash(*a, *b)));
    let rank = |at: &usize| rank(&entries[*at]);
    let Some(latest) = left.iter().copied().min_by_key(rank) else { return Field::default() };
    let finer =
        left.iter().copied().filter(|at| entries[*at].value.inside(&entries[latest].value)).min_by_key(rank);
    let shown = finer.unwrap_or(latest);
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| (*at != shown, !left.contains(at), rank(at)));
    let rule = match (finer, &order[..]) {
        (_, [_]) => "only",
        (Some(_), _) => "finest",
        (None, [first, ..]) => rule(rank(first), left.iter().filter(|at| *at != first).map(rank).min()),
        (None, []) => "only",
    };
    let mut entries: Vec<Option<Entry<Figure>>> = entries.into_iter().map(Some).collect();
    let told = order.iter().filter_map(|at| entries[*at].take()).map(|entry| {
        let told = entry.told();
        casus_model::ToldValue { value: told.value.count, told: told.told, origins: told.origins }
    });
    let all = merged(told.collect());
    Field {
        preferred: all.first().map(|told| told.value.clone()),
        rule: Some(rule.to_owned()),
        disputed,
        all,
    }
}

/// A figure that was told both of a class and of all is printed once.
fn merged(all: Vec<casus_model::ToldValue<Count>>) -> Vec<casus_model::ToldValue<Count>> {
    let mut merged: Vec<casus_model::ToldValue<Count>> = Vec::new();
    for told in all {
        match merged.iter_mut().find(|other| range(&other.value) == range(&told.value)) {
            Some(other) => {
                other.told.extend(told.told);
                other.told.sort_by(|a, b| (day(a.published), a).cmp(&(day(b.published), b)));
                let current = other.told.iter().filter(|teller| !teller.superseded);
                other.origins = current.map(|teller| &teller.origin).collect::<BTreeSet<_>>().len();
            }
            None => merged.push(told),
        }
    }
    merged
}

type Rank = (Reverse<usize>, u64, Reverse<u64>);

fn rank(entry: &Entry<Figure>) -> Rank {
    let (low, high) = range(&entry.value.count);
    (Reverse(entry.origins().len()), high - low, Reverse(low))
}

fn rule(first: Rank, second: Option<Rank>) -> &'static str {
    let Some(second) = second else { return "latest" };
    match () {
        () if first.0 != second.0 => "most-origins",
        () if first.1 != second.1 => "finest",
        () => "greatest",
    }
}

/// Whether a later day brought a higher figure.
fn overtaken(entry: &Entry<Figure>, all: &[Entry<Figure>]) -> bool {
    let Some(last) = entry.standing.iter().filter_map(|teller| teller.published).max() else { return false };
    let later = |other: &Entry<Figure>| {
        let days = other.standing.iter().filter_map(|teller| teller.published);
        days.max().is_some_and(|day| day > last) && other.value.range().0 > entry.value.range().1
    };
    !entry.value.is_zero() && all.iter().any(later)
}

/// The figures that each day brought.
fn updates(all: &[Entry<Figure>]) -> Vec<TollUpdate> {
    let mut updates: Vec<TollUpdate> = all
        .iter()
        .filter(|entry| entry.earliest() < Date::MAX)
        .map(|entry| {
            let first = entry.earliest();
            let told = entry.tellers.iter().filter(|teller| teller.published == Some(first));
            TollUpdate {
                published: Some(first),
                count: entry.value.count.clone(),
                told: told.cloned().collect(),
            }
        })
        .collect();
    updates.sort_by_key(|update| (update.published, range(&update.count)));
    updates
}

/// Whether it counts one, and not by a number.
fn unnumbered(count: &Count) -> bool {
    count.exact() == Some(1) && !count.text.is_empty() && !says(&count.text, "one")
}

/// Whether a word of the text says so, by the table.
fn says(text: &str, what: &str) -> bool {
    static TABLE: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
        let text = include_str!("../../../data/reconcile/part_words.tsv");
        let rows = rows("reconcile/part_words.tsv", text).unwrap_or_default();
        let entry = |row: &Row| Some((row.need("word").ok()?.to_owned(), row.need("says").ok()?.to_owned()));
        rows.iter().filter_map(entry).collect()
    });
    let words = text.to_lowercase();
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| TABLE.contains(&(word.to_owned(), what.to_owned())))
}

fn greatest<'a>(counts: &[&'a Count]) -> &'a Count {
    counts.iter().copied().max_by_key(|count| range(count)).expect("a telling with figures has one")
}

/// "Three soldiers and two civilians" are five; "dozens of soldiers and two civilians" at least 26.
fn sum(parts: &[&Count]) -> Count {
    let low = parts.iter().map(|count| count.low.unwrap_or(0)).fold(0, u64::saturating_add);
    let high = parts.iter().map(|count| count.high).try_fold(0, |sum: u64, high| sum.checked_add(high?));
    let exact = parts.iter().all(|count| count.qualifier == Qualifier::Exact);
    let qualifier = match high {
        Some(_) if exact => Qualifier::Exact,
        Some(_) => Qualifier::About,
        None => Qualifier::AtLeast,
    };
    let text = parts.iter().map(|count| count.text.as_str()).collect::<Vec<_>>().join(" + ");
    Count { low: Some(low), high, qualifier, text }
}

/// Inclusive bounds, the open ones as wide as numbers go.
pub(crate) fn range(count: &Count) -> (u64, u64) {
    (count.low.unwrap_or(0), count.high.unwrap_or(u64::MAX))
}

fn overlap(a: (u64, u64), b: (u64, u64)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// Whether two numbers can be one; a number that is not told can be any.
pub(crate) fn meets(a: Option<&Count>, b: Option<&Count>) -> bool {
    a.zip(b).is_none_or(|(a, b)| overlap(range(a), range(b)))
}

/// Whether the first number says at least what the second says.
pub(crate) fn within(a: Option<&Count>, b: Option<&Count>) -> bool {
    match (a, b) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(a), Some(b)) => range(b).0 <= range(a).0 && range(a).1 <= range(b).1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_with_their_bounds() {
        let dozens =
            Count { low: Some(24), high: None, qualifier: Qualifier::Vague, text: "dozens".to_owned() };
        let two = Count::exactly(2, "two");
        assert_eq!(sum(&[&Count::exactly(3, "three"), &two]), Count::exactly(5, "three + two"));
        let open = sum(&[&dozens, &two]);
        assert_eq!((open.low, open.high, open.qualifier), (Some(26), None, Qualifier::AtLeast));
    }

    #[test]
    fn numbers_meet_where_they_can_be_one() {
        let (three, five) = (Count::exactly(3, "3"), Count::exactly(5, "5"));
        let at_least = Count { low: Some(3), high: None, qualifier: Qualifier::AtLeast, text: String::new() };
        assert!(!meets(Some(&three), Some(&five)));
        assert!(meets(Some(&at_least), Some(&five)) && meets(None, Some(&five)));
        assert!(within(Some(&five), Some(&at_least)) && !within(Some(&at_least), Some(&five)));
        assert!(within(Some(&five), None) && !within(None, Some(&five)));
    }
}
