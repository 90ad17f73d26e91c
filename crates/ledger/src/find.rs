//! Finding incidents by what they say, and documents by their words.
//!
//! What users type reaches SQLite as bound parameters only, and full text as quoted words: none of it is syntax.

use casus_model::{DocumentId, LedgerIncident};
use jiff::civil::Date;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::document::{blob, id_of};
use crate::error::At;
use crate::index::{number, word};
use crate::pack::unpacked;
use crate::words::quoted;
use crate::{Ledger, Result};

/// Days from 1970 that nothing lies beyond.
const FOREVER: i64 = 1_000_000;

const EARTH_RADIUS_KM: f64 = 6_371.0;

/// Which incidents to find: those for which everything given holds. Values are told by any document, not only
/// the preferred ones. Ids and names are compared without regard to capitals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// On this day or later.
    pub from: Option<Date>,
    /// On this day or earlier.
    pub to: Option<Date>,
    /// Who did it, or is held to have: an id of the actor list or a name as told.
    pub actor: Option<String>,
    /// To whom: an id of the actor list or a name as told.
    pub recipient: Option<String>,
    /// Kind of target (`barracks`).
    pub target: Option<String>,
    /// Id of a place (`geonames:95446`).
    pub place: Option<String>,
    /// Country (`IQ`).
    pub country: Option<String>,
    /// Weapon class (`drone`).
    pub weapon: Option<String>,
    /// Event type (`ASSAULT`).
    pub event_type: Option<String>,
    /// Outcome (`intercepted`).
    pub outcome: Option<String>,
    /// Review state (`accepted`).
    pub review: Option<String>,
    /// Around a point. Incidents without a place finer than a country are around no point.
    pub near: Option<Near>,
    /// Words in the incident's summary or in one of its documents; all of them, `"side by side"` in quotation marks.
    pub words: Option<String>,
    /// Outlet of one of its documents.
    pub outlet: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A circle on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Radius in kilometres.
    pub km: f64,
}

impl Ledger {
    /// Incidents of the active layer for which a filter holds, the latest first, those without a day last.
    pub fn find(&self, filter: &Filter) -> Result<Vec<LedgerIncident>> {
        let Some(words) = &filter.words else { return self.answer(filter, None) };
        let Some(words) = quoted(words) else { return Ok(Vec::new()) };
        self.with_words(|fresh| self.answer(filter, Some((&words, fresh))))
    }

    /// Documents with all these words in title or text, the best match first.
    pub fn find_documents(&self, words: &str, limit: usize) -> Result<Vec<DocumentId>> {
        let Some(words) = quoted(words) else { return Ok(Vec::new()) };
        self.with_words(|fresh| {
            let mut found = self.all(
                "SELECT document.digest FROM document_words JOIN document ON document.num = document_words.rowid
                 WHERE document_words MATCH ?1 ORDER BY document_words.rank, document.digest LIMIT ?2",
                (&words, i64::try_from(limit).unwrap_or(i64::MAX)),
                |row| Ok(id_of(&row.get(0)?)),
            )?;
            if fresh {
                found.extend(self.all(
                    "SELECT document.digest FROM temp.fresh_document
                     JOIN document ON document.num = fresh_document.rowid
                     WHERE fresh_document MATCH ?1 ORDER BY fresh_document.rank, document.digest",
                    [&words],
                    |row| Ok(id_of(&row.get(0)?)),
                )?);
            }
            found.truncate(limit);
            Ok(found)
        })
    }

    fn answer(&self, filter: &Filter, words: Option<(&str, bool)>) -> Result<Vec<LedgerIncident>> {
        let Some(layer) = self.active_layer()? else { return Ok(Vec::new()) };
        let question = Question::new(layer.0, filter, words);
        let read = || -> Result<Vec<LedgerIncident>> {
            let mut found = Vec::new();
            let mut statement = self.connection.prepare_cached(&question.sql)?;
            let mut rows = statement.query(params_from_iter(&question.params))?;
            while found.len() < filter.limit.unwrap_or(usize::MAX) {
                let Some(row) = rows.next()? else { break };
                let point: (Option<f64>, Option<f64>) = (row.get(1)?, row.get(2)?);
                if filter.near.is_none_or(|near| near.holds(point.0.zip(point.1))) {
                    found.push(serde_json::from_slice(&unpacked(blob(row, 0)?)?)?);
                }
            }
            Ok(found)
        };
        read().at(&self.path)
    }
}

/// A question in the making: fixed pieces of SQL and the values bound to them.
struct Question {
    sql: String,
    params: Vec<Value>,
}

impl Question {
    /// `words` are quoted; with them, whether there are fresh indexes to ask too.
    fn new(layer: i64, filter: &Filter, words: Option<(&str, bool)>) -> Question {
        let sql = "SELECT version.body, incident.lat, incident.lon FROM incident
                   JOIN version ON version.num = incident.version WHERE incident.layer = ?";
        let mut question = Question { sql: sql.to_owned(), params: vec![layer.into()] };
        question.days(filter.from, filter.to);
        question.facets(filter);
        question.near(filter.near, filter.from, filter.to);
        if let Some((words, fresh)) = words {
            question.words(words, fresh);
        }
        question.sql.push_str(" ORDER BY incident.first IS NULL, incident.first DESC, incident.id");
        question
    }

    fn and(&mut self, sql: &'static str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.params.extend(params);
    }

    fn days(&mut self, from: Option<Date>, to: Option<Date>) {
        if let Some(from) = from {
            self.and("incident.last >= ?", [number(from).into()]);
        }
        if let Some(to) = to {
            self.and("incident.first <= ?", [number(to).into()]);
        }
    }

    fn facets(&mut self, filter: &Filter) {
        let given = [
            ("actor", &filter.actor),
            ("recipient", &filter.recipient),
            ("target", &filter.target),
            ("place", &filter.place),
            ("country", &filter.country),
            ("weapon", &filter.weapon),
            ("type", &filter.event_type),
            ("outcome", &filter.outcome),
            ("review", &filter.review),
            ("outlet", &filter.outlet),
        ];
        for (kind, value) in given {
            if let Some(value) = value {
                self.and(
                    "incident.num IN (SELECT incident FROM facet WHERE word = (SELECT num FROM word WHERE text = ?))",
                    [word(kind, value).into()],
                );
            }
        }
    }

    /// The box around the circle, in space and time; where it crosses the date line, a box on either side.
    fn near(&mut self, near: Option<Near>, from: Option<Date>, to: Option<Date>) {
        let Some(near) = near else { return };
        let (lat, lon) = near.reach();
        let days = (from.map_or(-FOREVER, number), to.map_or(FOREVER, number));
        let mut boxes = Vec::new();
        for turn in [0.0, 360.0, -360.0] {
            let (west, east) = (near.lon - lon + turn, near.lon + lon + turn);
            if west <= 180.0 && east >= -180.0 {
                boxes.push(
                    "SELECT incident FROM incident_space WHERE north >= ? AND south <= ?
                     AND east >= ? AND west <= ? AND last >= ? AND first <= ?",
                );
                self.params.extend([near.lat - lat, near.lat + lat, west, east].map(Value::from));
                self.params.extend([days.0, days.1].map(Value::from));
            }
        }
        self.sql.push_str(" AND incident.num IN (");
        self.sql.push_str(&boxes.join(" UNION ALL "));
        self.sql.push(')');
    }

    fn words(&mut self, words: &str, fresh: bool) {
        let words = Value::from(words.to_owned());
        if fresh {
            self.and(
                "incident.num IN (SELECT rowid FROM incident_words WHERE incident_words MATCH ?
                 AND rowid NOT IN (SELECT num FROM unindexed_summary)
                 UNION SELECT rowid FROM temp.fresh_summary WHERE fresh_summary MATCH ?
                 UNION SELECT behind.incident FROM document_words
                 JOIN behind ON behind.document = document_words.rowid WHERE document_words MATCH ?
                 UNION SELECT behind.incident FROM temp.fresh_document
                 JOIN behind ON behind.document = fresh_document.rowid WHERE fresh_document MATCH ?)",
                [words.clone(), words.clone(), words.clone(), words],
            );
        } else {
            self.and(
                "incident.num IN (SELECT rowid FROM incident_words WHERE incident_words MATCH ?
                 UNION SELECT behind.incident FROM document_words
                 JOIN behind ON behind.document = document_words.rowid WHERE document_words MATCH ?)",
                [words.clone(), words],
            );
        }
    }
}

impl Near {
    /// Degrees of latitude and longitude that the circle reaches, generously.
    fn reach(self) -> (f64, f64) {
        let lat = (self.km / EARTH_RADIUS_KM).to_degrees() + 0.01;
        let widest = (self.lat.abs() + lat).min(90.0).to_radians().cos();
        let lon = if widest > 0.001 { lat / widest } else { 360.0 };
        (lat, lon.min(360.0))
    }

    fn holds(self, point: Option<(f64, f64)>) -> bool {
        point.is_some_and(|(lat, lon)| self.distance_km(lat, lon) <= self.km)
    }

    /// Great-circle distance.
    fn distance_km(self, lat: f64, lon: f64) -> f64 {
        let (here, there) = (self.lat.to_radians(), lat.to_radians());
        let north = (there - here) / 2.0;
        let east = (lon - self.lon).to_radians() / 2.0;
        let chord = north.sin().powi(2) + here.cos() * there.cos() * east.sin().powi(2);
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use casus_model::{KnownWeapon, Review};
    use jiff::civil::date;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::fixture::*;
    use crate::*;

    /// i1 at Bree on 26 October, i2 in Rohan on 28 October or a day before, i3 nowhere at no time.
    fn three() -> Fixture {
        let mut fixture = fixture();
        let mut group = fixture.ledger.group(stamp()).unwrap();
        let layer = group.new_layer(&json!({})).unwrap();
        group.activate(layer).unwrap();
        let (one, mut two) =
            (document("Orcs raided the barracks at Bree."), document("Riders found the camp burnt."));
        two.outlet = Some("The Golden Hall".to_owned());
        add(&mut group, &one);
        add(&mut group, &two);
        let ids = [group.mint().unwrap(), group.mint().unwrap(), group.mint().unwrap()];
        let first = incident(ids[0], &[], &[&one.id]);
        let mut second = incident(ids[1], &[], &[&two.id]);
        second.when = field(vec![
            when("2023-10-28", "2023-10-28"),
            when("2023-10-27T23", "2023-10-27T23"),
            when("2023", "2023"),
        ]);
        second.places.all[0].value.place = "site:edoras".to_owned();
        second.places.all[0].value.country = Some("XR".to_owned());
        let preferred = second.places.preferred.as_mut().unwrap();
        (preferred.lat, preferred.lon) = (Some(36.2), Some(-179.9));
        second.weapons = field(vec![KnownWeapon { class: "incendiary".to_owned(), count: None }]);
        second.review = Review::Accepted;
        let mut third = incident(ids[2], &[], &[]);
        (third.when, third.places) = (field(vec![]), field(vec![]));
        for (incident, summary) in [(&first, "raid on Bree"), (&second, "fire in Rohan"), (&third, "unknown")]
        {
            group.put_incident(layer, incident, summary).unwrap();
        }
        group.commit().unwrap();
        fixture
    }

    fn found(ledger: &Ledger, filter: Filter) -> String {
        let found = ledger.find(&filter).unwrap();
        found.iter().map(|incident| incident.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn incidents_are_found_by_what_any_document_says() {
        let Fixture { ledger, folder: _folder } = three();
        let all = Filter::default();
        let cases = [
            ("i2 i1 i3", all.clone()),
            ("i2", Filter { limit: Some(1), ..all.clone() }),
            ("i2", Filter { from: Some(date(2023, 10, 27)), ..all.clone() }),
            ("i1", Filter { to: Some(date(2023, 10, 26)), ..all.clone() }),
            ("i2", Filter { from: Some(date(2023, 10, 27)), to: Some(date(2023, 10, 27)), ..all.clone() }),
            ("i2 i1 i3", Filter { actor: some("ORCS"), ..all.clone() }),
            (
                "i2 i1 i3",
                Filter { actor: some("orcs of mordor"), event_type: some("ASSAULT"), ..all.clone() },
            ),
            ("", Filter { actor: some("gondor"), ..all.clone() }),
            ("i2 i1 i3", Filter { recipient: some("gondor"), ..all.clone() }),
            ("i2 i1 i3", Filter { target: some("barracks"), outcome: some("hit"), ..all.clone() }),
            ("i1", Filter { place: some("site:bree"), ..all.clone() }),
            ("i2", Filter { country: some("xr"), ..all.clone() }),
            ("i2", Filter { weapon: some("incendiary"), review: some("accepted"), ..all.clone() }),
            ("", Filter { weapon: some("incendiary"), review: some("rejected"), ..all.clone() }),
            ("i2", Filter { outlet: some("the golden hall"), ..all.clone() }),
        ];
        for (expected, filter) in cases {
            assert_eq!(found(&ledger, filter.clone()), expected, "{filter:?}");
        }
    }

    #[test]
    fn incidents_are_found_around_a_point_also_across_the_date_line() {
        let Fixture { ledger, folder: _folder } = three();
        let near = |lat, lon, km| Filter { near: Some(Near { lat, lon, km }), ..Filter::default() };
        assert_eq!(found(&ledger, near(36.2, 44.0, 0.1)), "i1");
        assert_eq!(found(&ledger, near(36.3, 44.0, 11.0)), "", "11.1 km away");
        assert_eq!(found(&ledger, near(36.3, 44.0, 11.3)), "i1");
        assert_eq!(found(&ledger, near(36.2, 179.9, 20.0)), "i2", "18 km over the line");
        assert_eq!(found(&ledger, near(90.0, 0.0, 7000.0)), "i2 i1", "from the pole");
        assert_eq!(found(&ledger, near(0.0, 0.0, 30_000.0)), "i2 i1", "the whole globe");
    }

    #[test]
    fn incidents_are_found_by_words_of_their_summary_and_their_documents() {
        let Fixture { mut ledger, folder: _folder } = three();
        for settled in [false, true] {
            if settled {
                ledger.settle().unwrap();
            }
            check_words(&ledger);
        }
    }

    fn check_words(ledger: &Ledger) {
        let words = |words: &str| found(ledger, Filter { words: some(words), ..Filter::default() });
        assert_eq!(words("Rohan"), "i2");
        assert_eq!(words("barracks orcs"), "i1");
        assert_eq!(words("barracks riders"), "");
        assert_eq!(words("\"camp burnt\""), "i2");
        assert_eq!(words("\"burnt camp\""), "");
        assert_eq!(words("RAID"), "i2 i1", "the title of both documents has it");
        assert_eq!(words("..."), "");
        assert_eq!(
            ledger.find_documents("riders", 9).unwrap(),
            [document("Riders found the camp burnt.").id]
        );
    }

    #[test]
    fn incidents_are_found_by_the_summary_they_have_now() {
        let Fixture { mut ledger, folder: _folder } = three();
        let words =
            |ledger: &Ledger, words| found(ledger, Filter { words: some(words), ..Filter::default() });
        let layer = ledger.active_layer().unwrap().unwrap();
        let change = |ledger: &mut Ledger, summary: &str| {
            let one = ledger.incident(layer, IncidentId(1)).unwrap().unwrap();
            let mut group = ledger.group(stamp()).unwrap();
            group.put_incident(layer, &one, summary).unwrap();
            group.commit().unwrap();
        };
        ledger.settle().unwrap();
        change(&mut ledger, "ambush at Weathertop");
        assert_eq!(
            (words(&ledger, "ambush").as_str(), words(&ledger, "\"raid on\"").as_str()),
            ("i1", "i2 i1")
        );
        change(&mut ledger, "battle at Weathertop");
        let mut group = ledger.group(stamp()).unwrap();
        group.end_incident(layer, IncidentId(2), None).unwrap();
        group.commit().unwrap();
        for settled in [false, true] {
            if settled {
                ledger.settle().unwrap();
            }
            assert_eq!(words(&ledger, "ambush"), "");
            assert_eq!(words(&ledger, "battle weathertop"), "i1");
            assert_eq!(words(&ledger, "Rohan"), "");
            assert!(ledger.check().unwrap().is_sound());
        }
    }

    #[test]
    fn what_users_type_is_no_syntax() {
        let Fixture { ledger, folder: _folder } = three();
        let long = "orc ".repeat(20_000);
        for hostile in
            ["\"", "a\"b", "NEAR(", "title:x", "-x", "a* OR b", "' OR 1=1 --", "\0orc\0", "]", "%", &long]
        {
            let filter = Filter { words: some(hostile), actor: some(hostile), ..Filter::default() };
            assert_eq!(found(&ledger, filter), "", "{hostile}");
            ledger.find(&Filter { words: some(hostile), ..Filter::default() }).unwrap();
            ledger.find_documents(hostile, 9).unwrap();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3))]
        #[test]
        fn any_words_can_be_asked_for(words in proptest::collection::vec(".{0,60}", 60)) {
            let Fixture { ledger, folder: _folder } = three();
            for words in words {
                prop_assert!(ledger.find_documents(&words, 9).is_ok(), "{}", words);
            }
        }
    }
}
