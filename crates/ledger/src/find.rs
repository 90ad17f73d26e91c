//! Finding incidents by what they say, and documents by their words.
//!
//! What users type reaches SQLite as bound parameters only, and full text as quoted words: none of it is syntax.

use std::collections::HashSet;

use casus_model::{DocumentId, LedgerIncident};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::document::{blob, id_of};
use crate::error::At;
use crate::index::{number, word};
use crate::ledger::first;
use crate::pack::unpacked;
use crate::words::quoted;
use crate::{Error, ErrorKind, Ledger, Result};

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
    /// Without any day.
    pub undated: bool,
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
    /// All but those that a person rejected.
    pub but_rejected: bool,
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

    /// What incidents were ever found by under a kind of [`Filter`]: `actor`, `recipient`, `place`, `country`, `outlet`; in
    /// small letters.
    pub fn values_of(&self, kind: &str) -> Result<Vec<String>> {
        let sql = "SELECT substr(text, length(?1) + 2) FROM word WHERE text >= ?1 || ':' AND text < ?1 || ';'
                   ORDER BY text";
        self.all(sql, [kind], |row| Ok(row.get(0)?))
    }

    fn answer(&self, filter: &Filter, words: Option<(&str, bool)>) -> Result<Vec<LedgerIncident>> {
        let Some(layer) = self.active_layer()? else { return Ok(Vec::new()) };
        let answer = || -> Result<Vec<LedgerIncident>> {
            let Some(asked) = Asked::of(&self.connection, layer.0, filter, words)? else {
                return Ok(Vec::new());
            };
            let walks = asked.limit.is_some() && !asked.has_few(&self.connection)?;
            let walked = if walks { self.walked(&asked, asked.longest_walk())? } else { None };
            let versions = match walked {
                Some(versions) => versions,
                None => self.gathered(&asked)?,
            };
            versions.into_iter().map(|version| self.told_by(version)).collect()
        };
        answer().at(&self.path)
    }

    /// Goes through the incidents, the latest first, and looks at each whether it answers. None where so many steps
    /// do not end it.
    fn walked(&self, asked: &Asked, longest: usize) -> Result<Option<Vec<i64>>> {
        let limit = asked.limit.unwrap_or(usize::MAX);
        let matches = asked.words.map(|(words, fresh)| self.matches(words, fresh)).transpose()?;
        let question = Question::walking(asked);
        let mut statement = self.connection.prepare_cached(&question.sql)?;
        let mut rows = statement.query(params_from_iter(&question.params))?;
        let (mut found, mut steps) = (Vec::new(), longest);
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            let answers: bool = row.get(3)?;
            if answers && asked.is_near(row)? && self.has_words(row.get(4)?, matches.as_ref())? {
                found.push(row.get(0)?);
            }
            steps -= 1;
            if steps == 0 && found.len() < limit {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }

    /// Everything that has these words, read once: looking words up for one incident costs as much as for all.
    fn matches(&self, words: &str, fresh: bool) -> Result<Matches> {
        let mut matches = Matches::default();
        let mut read = |sql: &str, documents: bool| -> Result<()> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query([words])?;
            while let Some(row) = rows.next()? {
                let place = if documents { &mut matches.documents } else { &mut matches.incidents };
                place.insert(row.get(0)?);
            }
            Ok(())
        };
        read("SELECT rowid FROM document_words WHERE document_words MATCH ?1", true)?;
        if fresh {
            let settled = "SELECT rowid FROM incident_words WHERE incident_words MATCH ?1
                           AND rowid NOT IN (SELECT num FROM unindexed_summary)";
            read(settled, false)?;
            read("SELECT rowid FROM temp.fresh_summary WHERE fresh_summary MATCH ?1", false)?;
            read("SELECT rowid FROM temp.fresh_document WHERE fresh_document MATCH ?1", true)?;
        } else {
            read("SELECT rowid FROM incident_words WHERE incident_words MATCH ?1", false)?;
        }
        Ok(matches)
    }

    /// Whether an incident has the words that were asked for, in its summary or in one of its documents.
    fn has_words(&self, incident: i64, matches: Option<&Matches>) -> Result<bool> {
        let Some(Matches { incidents, documents }) = matches else { return Ok(true) };
        if incidents.contains(&incident) {
            return Ok(true);
        }
        let mut statement =
            self.connection.prepare_cached("SELECT document FROM behind WHERE incident = ?1")?;
        let mut rows = statement.query([incident])?;
        while let Some(row) = rows.next()? {
            if documents.contains(&row.get(0)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gathers the incidents that answer each part of the question, and puts those in order that answer all.
    fn gathered(&self, asked: &Asked) -> Result<Vec<i64>> {
        let question = Question::gathering(asked);
        let mut statement = self.connection.prepare_cached(&question.sql)?;
        let mut rows = statement.query(params_from_iter(&question.params))?;
        let mut found = Vec::new();
        while found.len() < asked.limit.unwrap_or(usize::MAX) {
            let Some(row) = rows.next()? else { break };
            if asked.is_near(row)? {
                found.push(row.get(0)?);
            }
        }
        Ok(found)
    }

    /// The incident that a version holds.
    fn told_by(&self, version: i64) -> Result<LedgerIncident> {
        let sql = "SELECT body FROM version WHERE num = ?1";
        let body = first(&self.connection, sql, [version], |row| unpacked(blob(row, 0)?))?;
        Ok(serde_json::from_slice(&body.ok_or_else(|| Error::of(ErrorKind::Damaged))?)?)
    }
}

/// Incidents that are few enough to be gathered and put in order, whatever else is asked.
const FEW: i64 = 4_000;

/// Incidents that are looked at one after another before they are gathered instead: each costs some microseconds.
const LONGEST_WALK: usize = 30_000;

/// What has the words that were asked for.
#[derive(Default)]
struct Matches {
    incidents: HashSet<i64>,
    documents: HashSet<i64>,
}

/// A filter with its words looked up.
struct Asked<'a> {
    layer: i64,
    days: (Option<i64>, Option<i64>),
    undated: bool,
    /// Numbers of the words of facets, all of which an incident must have.
    facets: Vec<i64>,
    /// Whether incidents that a person rejected are left out, and the word of these.
    rejected: Option<i64>,
    near: Option<Near>,
    /// Quoted words; with them, whether there are fresh indexes to ask too.
    words: Option<(&'a str, bool)>,
    limit: Option<usize>,
}

impl<'a> Asked<'a> {
    /// None where a facet is asked for that no incident ever had.
    fn of(
        connection: &Connection,
        layer: i64,
        filter: &Filter,
        words: Option<(&'a str, bool)>,
    ) -> Result<Option<Asked<'a>>> {
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
        let num = |kind: &str, value: &str| {
            let sql = "SELECT num FROM word WHERE text = ?1";
            first(connection, sql, [word(kind, value)], |row| Ok(row.get::<_, i64>(0)?))
        };
        let mut facets = Vec::new();
        for (kind, value) in given {
            if let Some(value) = value {
                let Some(num) = num(kind, value)? else { return Ok(None) };
                facets.push(num);
            }
        }
        let rejected = if filter.but_rejected { num("review", "rejected")? } else { None };
        Ok(Some(Asked {
            layer,
            days: (filter.from.map(number), filter.to.map(number)),
            undated: filter.undated,
            facets,
            rejected,
            near: filter.near,
            words,
            limit: filter.limit,
        }))
    }

    /// Whether any part of the question is answered by few incidents alone.
    fn has_few(&self, connection: &Connection) -> Result<bool> {
        let parts = self.facets.iter().map(|facet| {
            let mut part = Question::default();
            part.facet(*facet);
            part
        });
        let near = self.near.map(|near| {
            let mut part = Question::default();
            part.boxes(near, self.days);
            part
        });
        let words = self.words.map(|(words, fresh)| {
            let mut part = Question::default();
            part.matching(words, fresh);
            part
        });
        for part in parts.chain(near).chain(words) {
            let sql = ["SELECT count(*) FROM (", &part.sql, " LIMIT ", &(FEW + 1).to_string(), ")"].concat();
            let params = params_from_iter(&part.params);
            let count: i64 = connection.prepare_cached(&sql)?.query_row(params, |row| row.get(0))?;
            if count <= FEW {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn longest_walk(&self) -> usize {
        match (self.words, self.near, self.facets.as_slice()) {
            // Nothing but days: gathering would read as much.
            (None, None, []) => usize::MAX,
            _ => LONGEST_WALK,
        }
    }

    /// Whether the point in the second and third column lies in the circle.
    fn is_near(&self, row: &Row) -> Result<bool> {
        let Some(near) = self.near else { return Ok(true) };
        let point: (Option<f64>, Option<f64>) = (row.get(1)?, row.get(2)?);
        Ok(near.holds(point.0.zip(point.1)))
    }
}

/// A question in the making: fixed pieces of SQL and the values bound to them.
#[derive(Default)]
struct Question {
    sql: String,
    params: Vec<Value>,
}

impl Question {
    /// Version, point and whether it answers, of every incident of these days in order.
    fn walking(asked: &Asked) -> Question {
        let mut question = Question::default();
        question.sql.push_str("SELECT incident.version, incident.lat, incident.lon, 1");
        for facet in &asked.facets {
            question.and(HAS_FACET, [(*facet).into()]);
        }
        question
            .sql
            .push_str(", incident.num FROM incident INDEXED BY incident_day WHERE incident.layer = ?");
        question.params.push(asked.layer.into());
        question.ending(asked);
        question
    }

    /// Version and point of every incident that answers, in order.
    fn gathering(asked: &Asked) -> Question {
        let mut question = Question::default();
        question.sql.push_str(
            "SELECT incident.version, incident.lat, incident.lon FROM incident WHERE incident.layer = ?",
        );
        question.params.push(asked.layer.into());
        for facet in &asked.facets {
            question.among(|part| part.facet(*facet));
        }
        if let Some(near) = asked.near {
            question.among(|part| part.boxes(near, asked.days));
        }
        if let Some((words, fresh)) = asked.words {
            question.among(|part| part.matching(words, fresh));
        }
        question.ending(asked);
        question
    }

    fn ending(&mut self, asked: &Asked) {
        if let Some(from) = asked.days.0 {
            self.and("incident.last >= ?", [from.into()]);
        }
        if let Some(to) = asked.days.1 {
            self.and("incident.first <= ?", [to.into()]);
        }
        if asked.undated {
            self.and("incident.first IS NULL", []);
        }
        if let Some(rejected) = asked.rejected {
            self.and(HAS_NOT_FACET, [rejected.into()]);
        }
        self.sql.push_str(" ORDER BY incident.first DESC, incident.id");
    }

    fn and(&mut self, sql: &'static str, params: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.params.extend(params);
    }

    fn among(&mut self, part: impl FnOnce(&mut Question)) {
        self.sql.push_str(" AND incident.num IN (");
        part(self);
        self.sql.push(')');
    }

    /// Incidents that have a word of facets.
    fn facet(&mut self, word: i64) {
        self.sql.push_str("SELECT incident FROM facet WHERE word = ?");
        self.params.push(word.into());
    }

    /// Incidents in the box around the circle, in space and time; where it crosses the date line, in a box on either
    /// side.
    fn boxes(&mut self, near: Near, days: (Option<i64>, Option<i64>)) {
        let (lat, lon) = near.reach();
        let days = (days.0.unwrap_or(-FOREVER), days.1.unwrap_or(FOREVER));
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
        self.sql.push_str(&boxes.join(" UNION ALL "));
    }

    /// Incidents with words in their summary or in one of their documents.
    fn matching(&mut self, words: &str, fresh: bool) {
        let (sql, times) = match fresh {
            true => (
                "SELECT rowid FROM incident_words WHERE incident_words MATCH ?
                 AND rowid NOT IN (SELECT num FROM unindexed_summary)
                 UNION ALL SELECT rowid FROM temp.fresh_summary WHERE fresh_summary MATCH ?
                 UNION ALL SELECT behind.incident FROM document_words
                 JOIN behind ON behind.document = document_words.rowid WHERE document_words MATCH ?
                 UNION ALL SELECT behind.incident FROM temp.fresh_document
                 JOIN behind ON behind.document = fresh_document.rowid WHERE fresh_document MATCH ?",
                4,
            ),
            false => (
                "SELECT rowid FROM incident_words WHERE incident_words MATCH ?
                 UNION ALL SELECT behind.incident FROM document_words
                 JOIN behind ON behind.document = document_words.rowid WHERE document_words MATCH ?",
                2,
            ),
        };
        self.sql.push_str(sql);
        self.params.extend(std::iter::repeat_n(Value::from(words.to_owned()), times));
    }
}

const HAS_FACET: &str = "EXISTS (SELECT 1 FROM facet WHERE word = ? AND incident = incident.num)";
const HAS_NOT_FACET: &str = "NOT EXISTS (SELECT 1 FROM facet WHERE word = ? AND incident = incident.num)";

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

    /// 60 incidents with different days, places, weapons and words; one in seven was rejected.
    fn sixty() -> Fixture {
        let mut fixture = fixture();
        let mut group = fixture.ledger.group(stamp()).unwrap();
        let layer = group.new_layer(&json!({})).unwrap();
        group.activate(layer).unwrap();
        for number in 0..60i8 {
            let report =
                document(&format!("Raid {number} on the {} road.", ["east", "west"][number as usize % 2]));
            add(&mut group, &report);
            let id = group.mint().unwrap();
            let mut raid = incident(id, &[], &[&report.id]);
            let day = format!("2023-{:02}-{:02}", number % 12 + 1, number % 5 + 1);
            raid.when = if number % 11 == 0 { field(vec![]) } else { field(vec![when(&day, &day)]) };
            raid.places.preferred.as_mut().unwrap().lat = Some(30.0 + f64::from(number % 9) / 10.0);
            if number % 3 == 0 {
                raid.weapons = field(vec![]);
            }
            if number % 7 == 0 {
                raid.review = Review::Rejected;
            }
            group.put_incident(layer, &raid, ["orcs at night", "wargs by day"][number as usize % 2]).unwrap();
        }
        group.commit().unwrap();
        fixture
    }

    /// Both ways to answer give the same, and so does each with any limit.
    #[test]
    fn walking_and_gathering_find_the_same() {
        let Fixture { mut ledger, folder: _folder } = sixty();
        let all = Filter::default();
        let near = Some(Near { lat: 30.2, lon: 44.0, km: 30.0 });
        let weapon = some("drone");
        let filters = [
            all.clone(),
            Filter { but_rejected: true, ..all.clone() },
            Filter { weapon: weapon.clone(), ..all.clone() },
            Filter { weapon: weapon.clone(), review: some("rejected"), ..all.clone() },
            Filter { near, weapon: weapon.clone(), ..all.clone() },
            Filter { from: Some(date(2023, 3, 2)), to: Some(date(2023, 6, 1)), near, ..all.clone() },
            Filter { to: Some(date(2023, 6, 1)), weapon, but_rejected: true, ..all.clone() },
        ];
        for settled in [false, true] {
            for filter in &filters {
                for words in [None, Some("wargs"), Some("west road"), Some("\"raid 7\"")] {
                    check_ways(&ledger, filter, words);
                }
            }
            if !settled {
                ledger.settle().unwrap();
            }
        }
    }

    fn check_ways(ledger: &Ledger, filter: &Filter, words: Option<&str>) {
        let layer = ledger.active_layer().unwrap().unwrap();
        let quoted = words.and_then(quoted);
        ledger
            .with_words(|fresh| {
                let words = quoted.as_deref().map(|words| (words, fresh));
                let Some(mut asked) = Asked::of(&ledger.connection, layer.0, filter, words)? else {
                    return Ok(());
                };
                let gathered = ledger.gathered(&asked)?;
                assert!(words.is_some() || !gathered.is_empty(), "{filter:?}");
                for limit in [None, Some(1), Some(5), Some(1000)] {
                    asked.limit = limit;
                    let first = &gathered[..gathered.len().min(limit.unwrap_or(usize::MAX))];
                    assert_eq!(
                        ledger.walked(&asked, usize::MAX)?.as_deref(),
                        Some(first),
                        "{filter:?} {words:?}"
                    );
                    assert_eq!(ledger.gathered(&asked)?, first);
                }
                assert_eq!(ledger.walked(&asked, 3)?, None, "three steps do not end it");
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn nothing_of_an_old_layer_is_found_until_it_is_shown_again() {
        let Fixture { mut ledger, folder: _folder } = sixty();
        let old = ledger.active_layer().unwrap().unwrap();
        let rows = |ledger: &Ledger| -> Vec<i64> {
            let sql = "SELECT (SELECT count(*) FROM facet), (SELECT count(*) FROM incident_space),
                       (SELECT count(*) FROM incident_words WHERE incident_words MATCH 'orcs')";
            ledger.first(sql, [], |row| Ok(vec![row.get(0)?, row.get(1)?, row.get(2)?])).unwrap().unwrap()
        };
        ledger.settle().unwrap();
        let (before, orcs) =
            (rows(&ledger), Filter { words: some("orcs"), weapon: some("drone"), ..Filter::default() });
        let seen = found(&ledger, orcs.clone());
        assert!(before.iter().all(|count| *count > 0) && !seen.is_empty());
        let mut group = ledger.group(stamp()).unwrap();
        let new = group.new_layer(&json!({})).unwrap();
        group.activate(new).unwrap();
        group.commit().unwrap();
        assert_eq!(rows(&ledger), [0, 0, 0]);
        assert_eq!(found(&ledger, orcs.clone()), "");
        let one = ledger.incidents(old).unwrap()[1];
        let mut group = ledger.group(stamp()).unwrap();
        let incident = group.incident(old, one).unwrap().unwrap();
        group.put_incident(old, &incident, "a correction of what is old").unwrap();
        group.end_incident(old, group.incidents(old).unwrap()[4], None).unwrap();
        group.commit().unwrap();
        ledger.settle().unwrap();
        assert_eq!(rows(&ledger), [0, 0, 0], "what is old stays out");
        let mut group = ledger.group(stamp()).unwrap();
        group.activate(old).unwrap();
        group.commit().unwrap();
        for _ in 0..2 {
            assert_eq!(
                found(&ledger, Filter { words: some("correction"), ..Filter::default() }),
                one.to_string()
            );
            let now = found(&ledger, orcs.clone());
            let kept: Vec<&str> = seen.split(' ').filter(|id| *id != "i5").collect();
            assert_eq!(now.split(' ').filter(|id| *id != one.to_string()).collect::<Vec<_>>(), kept);
            ledger.settle().unwrap();
        }
        assert!(ledger.check().unwrap().is_sound());
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
