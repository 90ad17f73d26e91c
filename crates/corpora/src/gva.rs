//! Gun Violence Archive: incidents with dead and injured, and the pages that tell of them (Vossen et al. 2018).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casus::Inside;
use casus::model::{Incident, Place, kilometres};
use casus_link::{Account, Actors, Change, Constraints, Key, Knowledge, MemoryShelf};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::toll::{Toll, is_of_bodies, toll};
use crate::{Asked, Set, measure};

pub(crate) const SET: Set = Set {
    name: "gva",
    files: &["gva/docs_dev.jsonl"],
    about: "of each page with its title the first incident with dead or injured, with those told of no other day and of no place \
            further than 50 km away, its town or else that of the dateline or else the first named on the page, \
            the greatest figure of its dead and the first of its injured, or as many as are told one by one, in an \
            incident that may be another only those told beside them; where only one of the two is told the other is \
            none, since the archive counts both of every incident; the accounts of these incidents, or of the whole \
            text where there is none, are linked as in a ledger",
    reads: Reads::Text { asked: page, predict },
    join: Some(joined),
    measure: measure::GVA,
};

/// The page's title, as it stands above its text, and the text.
fn page(line: &Value) -> Asked {
    let asked = Asked::of(line, "date");
    Asked { text: format!("{}\n\n{}", string(line, "title"), asked.text), ..asked }
}

fn predict(inside: &Inside, line: &Value) -> Value {
    let mut fact = json!({ "doc_id": string(line, "doc_id"), "docs": [string(line, "doc_id")],
        "account": serde_json::to_value(account(inside)).unwrap_or_default() });
    let Some((incident, story)) = story(inside) else { return fact };
    let Toll { killed, injured } = toll(inside, incident, &story);
    if killed.or(injured).is_some() {
        fact["killed"] = killed.unwrap_or(0).into();
        fact["injured"] = injured.unwrap_or(0).into();
    }
    // Of an arrest day and place are its own.
    let alike = story.iter().copied().filter(|other| other.event_type == incident.event_type);
    let mut of_main_first: Vec<&Incident> = alike.collect();
    of_main_first.sort_by_key(|other| other.id != incident.id);
    let start = of_main_first.iter().find_map(|incident| incident.when.preferred.as_ref()?.start.as_ref());
    fact["date"] = start.map(|start| start.to_string().chars().take(10).collect::<String>()).into();
    if let Some(place) = town(inside, &of_main_first) {
        fact["city"] = place.name.clone().into();
        fact["state"] = place.admin1.as_ref().map(|admin1| admin1.name.clone()).into();
        fact["lat"] = place.lat.into();
        fact["lon"] = place.lon.into();
    }
    fact
}

/// The incident that a page has most to say of, and those that may be the same.
pub(crate) fn story<'r>(inside: &Inside<'r>) -> Option<(&'r Incident, Vec<&'r Incident>)> {
    let incidents = &inside.reading.incidents;
    let main = incidents.iter().max_by_key(evidence)?;
    Some((main, incidents.iter().filter(|other| is_of_story(main, other)).collect()))
}

/// The town of an incident: of the places told of it the first that is one, else that of the dateline, else the first
/// that the page names; where there is none, any place told of it.
fn town<'a>(inside: &'a Inside, of_main_first: &[&'a Incident]) -> Option<&'a Place> {
    let is_town = |place: &&Place| place.place.starts_with("geonames:") || place.place.starts_with("town:");
    let told =
        || of_main_first.iter().flat_map(|incident| incident.places.all.iter().map(|told| &told.value));
    let named = || inside.toponyms.iter().map(|toponym| &toponym.place);
    let filed = inside.reading.document.dateline.iter().flat_map(|dateline| &dateline.places);
    let of_dateline = || filed.clone().find_map(|id| named().find(|place| place.place == *id));
    told().find(is_town).or_else(of_dateline).or_else(|| named().find(is_town)).or_else(|| told().next())
}

/// What the page tells of its incident, for linking; of a page without one the whole text.
fn account(inside: &Inside) -> Account {
    let (reading, knowledge) = (inside.reading, knowledge());
    let accounts = casus_link::accounts(reading, knowledge, &Constraints::default());
    accounts.into_iter().find(|account| account.lead).unwrap_or_else(|| casus_link::story(reading, knowledge))
}

/// What linking knows, without any actors: the archive has none of ours.
fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
        Knowledge::embedded(Actors::default()).expect("the tables of linking are checked by its tests")
    });
    &KNOWLEDGE
}

/// Links the accounts of all pages, and puts the cluster of each page into the place of its account.
fn joined(_gold: &[Value], mut read: Vec<Value>) -> Vec<Value> {
    let account = |fact: &mut Value| serde_json::from_value(fact.get_mut("account")?.take()).ok();
    let accounts: Vec<Option<Account>> = read.iter_mut().map(account).collect();
    let change = Change { added: accounts.iter().flatten().cloned().collect(), ..Change::default() };
    let Ok(components) =
        casus_link::link(&mut MemoryShelf::new(), change, &Constraints::default(), knowledge());
    let clusters = components.iter().flat_map(|component| &component.clusters).enumerate();
    let cluster_of: BTreeMap<Key, usize> = clusters
        .flat_map(|(number, cluster)| cluster.accounts.iter().map(move |key| (*key, number)))
        .collect();
    for (fact, account) in read.iter_mut().zip(&accounts) {
        let cluster = account.as_ref().and_then(|account| cluster_of.get(&account.key));
        if let Some(fact) = fact.as_object_mut() {
            fact.remove("account");
            fact.extend(cluster.map(|cluster| ("cluster".to_owned(), cluster.to_string().into())));
        }
    }
    read
}

/// Whether a page can be about an incident: the first that tells of dead or injured, or of equals the one most told of.
fn evidence(incident: &&Incident) -> (bool, Reverse<u32>, usize) {
    let harms = || incident.casualties.all.iter().filter(|told| is_of_bodies(&told.value));
    let number = incident.id.trim_start_matches('i').parse().unwrap_or(u32::MAX);
    (harms().next().is_some(), Reverse(number), incident.claims.len())
}

/// A page tells of one shooting: what it tells of no other day and no other place is of that one.
fn is_of_story(main: &Incident, other: &Incident) -> bool {
    let days = |incident: &Incident| -> BTreeSet<String> {
        let starts = incident.when.all.iter().filter_map(|told| told.value.start.clone());
        starts.map(|start| start.chars().take(10).collect()).collect()
    };
    let places = |incident: &Incident| -> BTreeSet<String> {
        incident.places.all.iter().map(|told| told.value.place.clone()).collect()
    };
    let agree = |one: BTreeSet<String>, two: BTreeSet<String>| {
        one.is_empty() || two.is_empty() || !one.is_disjoint(&two)
    };
    agree(days(main), days(other)) && (agree(places(main), places(other)) || are_near(main, other))
}

/// Whether a place told of one incident lies near one told of the other: a street and its town, a town and its county.
fn are_near(main: &Incident, other: &Incident) -> bool {
    let points = |incident: &Incident| -> Vec<(f64, f64)> {
        let places = incident.places.all.iter().map(|told| &told.value);
        places.filter_map(|place| Some((place.lat?, place.lon?))).collect()
    };
    let (one, two) = (points(main), points(other));
    let near = |point: &(f64, f64)| two.iter().any(|other| kilometres(*point, *other) < NEAR_KM);
    one.is_empty() || two.is_empty() || one.iter().any(near)
}

/// Places less far apart may be told of one shooting.
const NEAR_KM: f64 = 50.0;
