//! Reports merged to incidents and the facts of these, on the Gun Violence Archive (SemEval-2018 task 5).
//!
//! Merging is scored as a clustering of documents ([`crate::coref`]). For facts every incident of gold that
//! has any is aligned with the predicted one that shares most documents; a fact counts as found only if one
//! was given.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::coref::{self, Clustering, Singletons};
use crate::geoparse::distance;
use crate::layout::{text, words};
use crate::rate::{Counts, RateOf};
use crate::words::is_alphanumeric;

/// One incident, in gold or merged from reports. Predictions need no id.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Incident {
    #[serde(default, deserialize_with = "text")]
    #[expect(missing_docs)]
    pub incident_id: String,
    /// Ids of the documents that tell of it.
    pub docs: Vec<String>,
    /// Gold: whether there is anything to compare.
    #[serde(default)]
    pub has_facts: bool,
    /// `YYYY-MM-DD`, or the same without hyphens; what comes after is passed over.
    #[serde(default, deserialize_with = "words")]
    pub date: Option<String>,
    #[serde(default, deserialize_with = "words")]
    #[expect(missing_docs)]
    pub state: Option<String>,
    #[serde(default, deserialize_with = "words")]
    #[expect(missing_docs)]
    pub city: Option<String>,
    /// People.
    #[serde(default)]
    pub killed: Option<i64>,
    /// People.
    #[serde(default)]
    pub injured: Option<i64>,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
}

/// Facts of one incident of gold, or figures of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs)]
pub struct Facts<T> {
    pub date: T,
    /// Off by a day at most.
    #[serde(rename = "date±1")]
    pub date_near: T,
    pub state: T,
    /// Letters and digits are the same, or those of one hold those of the other.
    pub city: T,
    pub killed: T,
    pub injured: T,
    /// Within 25 km.
    #[serde(rename = "place25km")]
    pub place: T,
}

/// The figures, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Documents as clusters.
    pub merge: coref::Scores,
    /// Facts by field.
    pub facts: Facts<RateOf>,
    /// Date, state, city, killed and injured together.
    pub facts_micro: RateOf,
    /// Incidents of gold with facts that share a document with one predicted.
    pub aligned: usize,
    /// Incidents of gold with facts.
    pub gold_with_facts: usize,
}

/// Scores merged incidents.
pub fn score(gold: &[Incident], predicted: &[Incident]) -> Scores {
    let facts = facts(gold, predicted);
    let total = total(&facts.iter().collect::<Vec<_>>());
    let known: Vec<&Incident> = gold.iter().filter(|incident| incident.has_facts).collect();
    Scores {
        merge: coref::score(Singletons::Kept, &documents(gold), &merged(gold, predicted)),
        facts: total.map(|counts| counts.rate_of()),
        facts_micro: total.micro().rate_of(),
        aligned: alignment(&known, predicted).into_iter().flatten().count(),
        gold_with_facts: known.len(),
    }
}

impl<T> Facts<T> {
    fn map<U>(self, change: impl Fn(T) -> U) -> Facts<U> {
        Facts {
            date: change(self.date),
            date_near: change(self.date_near),
            state: change(self.state),
            city: change(self.city),
            killed: change(self.killed),
            injured: change(self.injured),
            place: change(self.place),
        }
    }
}

impl Facts<Counts> {
    /// Date, state, city, killed and injured together.
    pub fn micro(&self) -> Counts {
        [self.date, self.state, self.city, self.killed, self.injured].into_iter().sum()
    }
}

/// The counts of incidents.
pub fn total(facts: &[&Facts<Counts>]) -> Facts<Counts> {
    let sum = |part: fn(&Facts<Counts>) -> Counts| facts.iter().map(|facts| part(facts)).sum();
    Facts {
        date: sum(|facts| facts.date),
        date_near: sum(|facts| facts.date_near),
        state: sum(|facts| facts.state),
        city: sum(|facts| facts.city),
        killed: sum(|facts| facts.killed),
        injured: sum(|facts| facts.injured),
        place: sum(|facts| facts.place),
    }
}

/// The counts of each incident of gold that has facts.
pub fn facts(gold: &[Incident], predicted: &[Incident]) -> Vec<Facts<Counts>> {
    let known: Vec<&Incident> = gold.iter().filter(|incident| incident.has_facts).collect();
    let alignment = alignment(&known, predicted);
    let nothing = Incident::default();
    let given = alignment.into_iter().map(|place| place.map_or(&nothing, |place| &predicted[place]));
    known.into_iter().zip(given).map(|(gold, given)| compared(gold, given)).collect()
}

/// Documents of gold and the incident each tells of.
pub fn documents(gold: &[Incident]) -> Clustering {
    let of = |incident: &Incident| {
        let id = &incident.incident_id;
        incident.docs.iter().map(|doc| (doc.clone(), id.clone())).collect::<Vec<_>>()
    };
    gold.iter().flat_map(of).collect()
}

/// Documents and the predicted incident each is in. One that is in several counts for the one with most of
/// its companions in gold, the first of equals.
pub fn merged(gold: &[Incident], predicted: &[Incident]) -> Clustering {
    let docs_of: BTreeMap<&str, BTreeSet<&str>> =
        gold.iter().map(|incident| (incident.incident_id.as_str(), docs(incident))).collect();
    let incident_of: BTreeMap<&str, &str> = gold
        .iter()
        .flat_map(|incident| incident.docs.iter().map(|doc| (doc.as_str(), incident.incident_id.as_str())))
        .collect();
    let mut best: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (place, incident) in predicted.iter().enumerate() {
        let given = docs(incident);
        for doc in &given {
            let Some(right) = incident_of.get(doc) else { continue };
            let companions = docs_of[right].intersection(&given).count();
            let so_far = best.entry(doc).or_default();
            if companions > so_far.0 {
                *so_far = (companions, place);
            }
        }
    }
    let found = best.into_iter().filter(|(_, (companions, _))| *companions > 0);
    found.map(|(doc, (_, place))| (doc.to_owned(), place.to_string())).collect()
}

fn docs(incident: &Incident) -> BTreeSet<&str> {
    incident.docs.iter().map(String::as_str).collect()
}

/// For each incident of gold the predicted one: those that share most documents first; of equals the
/// earlier predicted one, then the later one of gold.
fn alignment(gold: &[&Incident], predicted: &[Incident]) -> Vec<Option<usize>> {
    let mut in_incidents: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (place, incident) in predicted.iter().enumerate() {
        for doc in &incident.docs {
            in_incidents.entry(doc).or_default().insert(place);
        }
    }
    let mut candidates = Vec::new();
    for (right, incident) in gold.iter().enumerate() {
        let places = incident.docs.iter().filter_map(|doc| in_incidents.get(doc.as_str())).flatten();
        for given in places.collect::<BTreeSet<_>>() {
            let shared = docs(incident).intersection(&docs(&predicted[*given])).count();
            candidates.push((shared, std::cmp::Reverse(*given), right));
        }
    }
    candidates.sort_unstable_by(|one, other| other.cmp(one));
    let mut alignment = vec![None; gold.len()];
    let mut used = vec![false; predicted.len()];
    for (_, std::cmp::Reverse(given), right) in candidates {
        if alignment[right].is_none() && !used[given] {
            alignment[right] = Some(given);
            used[given] = true;
        }
    }
    alignment
}

fn compared(gold: &Incident, given: &Incident) -> Facts<Counts> {
    let (right_day, given_day) = (day(gold), day(given));
    let near = |days: i64| fact(right_day, given_day, |right, given| (right - given).abs() <= days);
    let same = |right: Option<i64>, given| fact(right, given, |right, given| right == given);
    let holds =
        |right: &String, given: &String| right.contains(given.as_str()) || given.contains(right.as_str());
    Facts {
        date: near(0),
        date_near: near(1),
        state: fact(letters(&gold.state).as_ref(), letters(&given.state).as_ref(), |right, given| {
            right == given
        }),
        city: fact(letters(&gold.city).as_ref(), letters(&given.city).as_ref(), holds),
        killed: same(gold.killed, given.killed),
        injured: same(gold.injured, given.injured),
        place: place(gold, given),
    }
}

fn fact<T: Copy>(gold: Option<T>, given: Option<T>, same: impl Fn(T, T) -> bool) -> Counts {
    let right = gold.zip(given).is_some_and(|(gold, given)| same(gold, given));
    Counts::paired(usize::from(right), usize::from(given.is_some()), usize::from(gold.is_some()))
}

/// A place counts as given only where gold has one, because few incidents of gold are located.
fn place(gold: &Incident, given: &Incident) -> Counts {
    let point = |incident: &Incident| incident.lat.map(|lat| (lat, incident.lon.unwrap_or(0.0)));
    let right = point(gold);
    let given = point(given).filter(|_| right.is_some());
    fact(right, given, |right, given| distance(right, given) <= NEAR_KM)
}

const NEAR_KM: f64 = 25.0;

/// Small letters and digits alone.
fn letters(words: &Option<String>) -> Option<String> {
    let letters: String =
        words.as_ref()?.to_lowercase().chars().filter(|character| is_alphanumeric(*character)).collect();
    (!letters.is_empty()).then_some(letters)
}

/// The day of an incident, counted so that neighbours differ by one; none where there is no such day.
fn day(incident: &Incident) -> Option<i64> {
    let text: String = incident.date.as_ref()?.chars().take(10).collect();
    let digits = match text.len() {
        8 => text,
        10 if text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-' => {
            format!("{}{}{}", &text[..4], &text[5..7], &text[8..])
        }
        _ => return None,
    };
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    ordinal(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)
}

/// Days since the first of March of the year 0 of the Gregorian calendar (Hinnant's `days_from_civil`).
fn ordinal(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year < 1 || day < 1 || day > length {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_days_differ_by_one() {
        let day = |date: &str| day(&Incident { date: Some(date.to_owned()), ..Incident::default() });
        let apart = |one, other| Some(day(other)? - day(one)?);
        assert_eq!(apart("2016-02-28", "2016-02-29"), Some(1));
        assert_eq!(apart("2015-12-31", "20160101"), Some(1));
        assert_eq!(apart("1900-02-28", "1900-03-01T12:00"), Some(1));
        assert_eq!(day("2015-02-29"), None);
        assert_eq!(day("2015-2-9"), None);
    }

    #[test]
    fn a_document_in_two_incidents_counts_where_its_companions_are() {
        let incident = |id: &str, docs: &[&str]| Incident {
            incident_id: id.to_owned(),
            docs: docs.iter().map(|doc| (*doc).to_owned()).collect(),
            ..Incident::default()
        };
        let gold = [incident("1", &["a", "b", "c"]), incident("2", &["d"])];
        let predicted = [incident("", &["a", "d"]), incident("", &["a", "b", "x"])];
        let expected = [("a", "1"), ("b", "1"), ("d", "0")];
        let expected = expected.map(|(doc, place)| (doc.to_owned(), place.to_owned()));
        assert_eq!(merged(&gold, &predicted), expected.into_iter().collect());
    }
}
