//! Forces stationed at places: both are known, and the years follow one another.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use casus_lexicon::{Lexicon, rows};

#[test]
fn every_host_is_an_actor_and_every_place_a_site_or_an_airport() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/places");
    let read = |file: &str| fs::read_to_string(data.join(file)).expect(file);
    let (sites, hosts) = (read("sites.tsv"), read("hosts.tsv"));
    let sites: BTreeSet<String> = rows("places/sites.tsv", &sites)
        .expect("a table")
        .iter()
        .map(|row| format!("site:{}", row.need("slug").expect("a slug")))
        .collect();
    let actors = Lexicon::embedded().expect("the lexicon").names.actors;
    let hosts = rows("places/hosts.tsv", &hosts).expect("a table");
    assert!(!hosts.is_empty());
    for row in hosts {
        let (place, actor) = (row.need("place").expect("a place"), row.need("actor").expect("an actor"));
        let airport = place.strip_prefix("airport:").is_some_and(|code| code.len() == 4);
        assert!(airport || sites.contains(place), "{place} is no site");
        assert!(actors.contains_key(actor), "{actor} is no actor");
        let years = (row.number::<i16>("from").unwrap(), row.number::<i16>("until").unwrap());
        assert!(years.0.is_some_and(|from| years.1.is_none_or(|until| from <= until)), "{place}: {years:?}");
    }
}
