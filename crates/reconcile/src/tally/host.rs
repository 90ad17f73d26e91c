//! Whose forces are stationed where: who attacks the base attacks them (`data/places/hosts.tsv`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use casus_model::{LedgerIncident, rows};

use crate::window;

/// Forces at a site, and the years of which that is sure.
struct Host {
    actor: String,
    from: i16,
    until: i16,
}

fn hosts(place: &str) -> &'static [Host] {
    static TABLE: LazyLock<BTreeMap<String, Vec<Host>>> = LazyLock::new(|| {
        let text = include_str!("../../../../data/places/hosts.tsv");
        let mut table: BTreeMap<String, Vec<Host>> = BTreeMap::new();
        for row in rows("places/hosts.tsv", text).unwrap_or_default() {
            let (Ok(place), Ok(actor)) = (row.need("place"), row.need("actor")) else { continue };
            let year = |column| row.number::<i16>(column).ok().flatten();
            let (from, until) = (year("from").unwrap_or(i16::MIN), year("until").unwrap_or(i16::MAX));
            table.entry(place.to_owned()).or_default().push(Host { actor: actor.to_owned(), from, until });
        }
        table
    });
    TABLE.get(place).map_or(&[], Vec::as_slice)
}

/// The forces stationed where an incident was, at its time; near there, where it is told of nobody. What is told of no year
/// has none.
pub(super) fn stationed(incident: &LedgerIncident) -> impl Iterator<Item = &'static str> {
    let site =
        incident.places.preferred.as_ref().filter(|place| {
            place.precision == 1 || place.precision == 2 && incident.recipients.all.is_empty()
        });
    let year = incident.when.preferred.as_ref().and_then(window).map(|window| window.first.date().year());
    let here = site.map_or(&[] as &[Host], |site| hosts(&site.place));
    let at = move |host: &&Host| year.is_some_and(|year| (host.from..=host.until).contains(&year));
    here.iter().filter(at).map(|host| host.actor.as_str())
}
