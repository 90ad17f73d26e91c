//! Holds the tables against what the entries say of them.

use rusqlite::{Connection, Row};

use super::finding::{Difference, Finding};
use super::told::{
    CLAIM, DECISION, DOCUMENT, LAYER, OF_CLAIM, OF_READING, READING, Rows, Thing, Told, VERSION,
};
use super::tree::Hash;
use crate::Result;
use crate::document::id_of;
use crate::reading::claims_in;

/// Finds rows that are not what they were, are gone, or that no entry tells of. Gives how many things were read.
pub(crate) fn compare(connection: &Connection, told: Told, findings: &mut Vec<Finding>) -> Result<u64> {
    let mut tables = Tables { told, findings, rows: 0 };
    tables.each(connection, DOCUMENT, |row| Ok(Thing::Document(row.get(0)?)))?;
    tables.each(connection, VERSION, |row| Ok(Thing::Version(row.get::<_, i64>(0)?.cast_unsigned())))?;
    tables.each(connection, DECISION, |row| Ok(Thing::Decision(row.get::<_, i64>(0)?.cast_unsigned())))?;
    tables.each(connection, LAYER, |row| Ok(Thing::Layer(row.get(0)?)))?;
    tables.readings(connection)?;
    tables.undone(connection)?;
    tables.active(connection)?;
    tables.taken_back(connection)?;
    tables.last_versions(connection)?;
    tables.redirects(connection)?;
    tables.missing();
    Ok(tables.rows)
}

struct Tables<'f> {
    told: Told,
    findings: &'f mut Vec<Finding>,
    rows: u64,
}

impl Tables<'_> {
    /// Every row of a question is one thing.
    fn each(
        &mut self,
        connection: &Connection,
        sql: &str,
        thing: impl Fn(&Row) -> Result<Thing>,
    ) -> Result<()> {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut digest = Rows::default();
        while let Some(row) = rows.next()? {
            digest.add(row)?;
            let digest = digest.digest();
            match thing(row) {
                Ok(thing) => self.found(thing, digest),
                Err(_) => self.row("a row that casus did not write".into(), Difference::Unknown, None),
            }
        }
        Ok(())
    }

    /// Readings and claims, side by side in the order of their numbers.
    fn readings(&mut self, connection: &Connection) -> Result<()> {
        let mut readings = connection.prepare(&[READING, "ORDER BY reading.num"].concat())?;
        let mut claims = connection.prepare(&[CLAIM, "ORDER BY num"].concat())?;
        let (mut readings, mut claims) = (readings.query([])?, claims.query([])?);
        let mut claim = claims.next()?;
        let mut rows = Rows::default();
        while let Some(row) = readings.next()? {
            let (num, layer): (i64, i64) = (row.get(2)?, row.get(3)?);
            rows.add_first(row, OF_READING)?;
            let (first, last) = claims_in(num);
            while let Some(row) = claim {
                let number: i64 = row.get(OF_CLAIM)?;
                if number > last {
                    break;
                }
                if number < first {
                    self.row("a claim outside the readings".into(), Difference::Unknown, None);
                } else {
                    rows.add_first(row, OF_CLAIM)?;
                }
                claim = claims.next()?;
            }
            let digest = rows.digest();
            match row.get::<_, Option<Hash>>(4).ok().flatten() {
                Some(id) => self.found(Thing::Reading(layer, id), digest),
                None => {
                    self.row(format!("a reading in layer {layer} of no document"), Difference::Unknown, None)
                }
            }
        }
        if claim.is_some() {
            self.row("a claim outside the readings".into(), Difference::Unknown, None);
        }
        Ok(())
    }

    fn undone(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare("SELECT seq, undone_by FROM decision")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (seq, by): (i64, Option<i64>) = (row.get(0)?, row.get(1)?);
            let told = self.told.undone.get(&seq.cast_unsigned()).copied();
            if by.map(i64::cast_unsigned) != told {
                self.row(format!("what became of decision {seq}"), Difference::Changed, told);
            }
        }
        Ok(())
    }

    fn active(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare("SELECT num FROM layer WHERE state = 'active'")?;
        let active: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let told = self.told.active;
        if active != told.map(|(layer, _)| layer).into_iter().collect::<Vec<_>>() {
            self.row("which layer is shown".into(), Difference::Changed, told.map(|(_, seq)| seq));
        }
        Ok(())
    }

    /// Documents that an outlet took back are marked, and no others.
    fn taken_back(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare("SELECT digest FROM document WHERE state = 2")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let Ok(document) = row.get::<_, Hash>(0) else { continue };
            if self.told.taken_back.remove(&document).is_none() {
                self.row(format!("the state of document {}", id_of(&document).0), Difference::Changed, None);
            }
        }
        let mut unmarked: Vec<(Hash, u64)> = self.told.taken_back.drain().collect();
        unmarked.sort_unstable();
        for (document, seq) in unmarked {
            self.row(format!("the state of document {}", id_of(&document).0), Difference::Changed, Some(seq));
        }
        Ok(())
    }

    fn last_versions(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare(
            "SELECT incident.layer, incident.id, version.entry FROM incident
             LEFT JOIN version ON version.num = incident.version
             AND version.incident = incident.id AND version.layer = incident.layer",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (layer, id): (i64, i64) = (row.get(0)?, row.get(1)?);
            let shown = row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned);
            let told = self.told.last_versions.remove(&(layer, id)).flatten();
            if shown.is_none() || shown != told {
                self.row(format!("incident i{id} of layer {layer}"), Difference::Changed, told);
            }
        }
        let mut gone: Vec<_> =
            self.told.last_versions.drain().filter_map(|(key, seq)| Some((key, seq?))).collect();
        gone.sort_unstable();
        for ((layer, id), seq) in gone {
            self.row(format!("incident i{id} of layer {layer}"), Difference::Missing, Some(seq));
        }
        Ok(())
    }

    fn redirects(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare("SELECT layer, old, new, entry FROM redirect")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (layer, old, new): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let told = self.told.redirects.remove(&(layer, old));
            if told != Some((new, row.get::<_, i64>(3)?.cast_unsigned())) {
                let how = if told.is_some() { Difference::Changed } else { Difference::Unknown };
                self.row(format!("where i{old} of layer {layer} leads"), how, told.map(|(_, seq)| seq));
            }
        }
        let mut gone: Vec<_> = self.told.redirects.drain().collect();
        gone.sort_unstable();
        for ((layer, old), (_, seq)) in gone {
            self.row(format!("where i{old} of layer {layer} leads"), Difference::Missing, Some(seq));
        }
        Ok(())
    }

    fn found(&mut self, thing: Thing, digest: Hash) {
        self.rows += 1;
        match self.told.things.remove(&thing) {
            Some((_, told)) if told == digest => {}
            Some((seq, _)) => self.row(name(&thing), Difference::Changed, Some(seq)),
            None => self.row(name(&thing), Difference::Unknown, None),
        }
    }

    /// What was told and never found.
    fn missing(&mut self) {
        let mut missing: Vec<(Thing, (u64, Hash))> = self.told.things.drain().collect();
        missing.sort_unstable();
        for (thing, (seq, _)) in missing {
            self.row(name(&thing), Difference::Missing, Some(seq));
        }
    }

    fn row(&mut self, what: String, how: Difference, entry: Option<u64>) {
        self.findings.push(Finding::Row { what, how, entry });
    }
}

fn name(thing: &Thing) -> String {
    match thing {
        Thing::Document(digest) => format!("document {}", id_of(digest).0),
        Thing::Reading(layer, digest) => {
            format!("the reading of {} in layer {layer}, or a claim of it,", id_of(digest).0)
        }
        Thing::Version(seq) => format!("the version of an incident of entry {seq}"),
        Thing::Decision(seq) => format!("decision {seq}"),
        Thing::Layer(layer) => format!("layer {layer}"),
    }
}
