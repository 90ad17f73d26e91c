//! Bringing a ledger of an older casus to the present schema: a backup beside it first, then all steps in one
//! transaction, so that a crash leaves the old ledger or the new one.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::json;

use crate::backup::copy;
use crate::entry::{NewEntry, append_entry};
use crate::error::At;
use crate::file::beside;
use crate::open::{checkpoint, connect};
use crate::schema::{self, MIGRATIONS, Migration, SCHEMA};
use crate::{Access, Error, ErrorKind, Ledger, Result, Stamp};

/// What an upgrade did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// The schema before.
    pub from: u32,
    /// The schema now.
    pub to: u32,
    /// The ledger as it was.
    pub backup: PathBuf,
}

impl Ledger {
    /// Brings a ledger of an older casus to the present schema, after a backup beside it
    /// (`NAME.casus.v1.backup`). Gives none where there was nothing to do.
    pub fn upgrade(path: &Path, stamp: &Stamp) -> Result<Option<Upgrade>> {
        upgrade(path, stamp, MIGRATIONS, SCHEMA)
    }
}

fn upgrade(path: &Path, stamp: &Stamp, migrations: &[Migration], to: u32) -> Result<Option<Upgrade>> {
    let ledger = Ledger::open_any_schema(path, Access::Write)?;
    ledger.run("BEGIN IMMEDIATE")?;
    let from = schema::found(&ledger.connection).at(path)?;
    if from >= to {
        return Ok(None);
    }
    // Nothing was written yet and nobody else can, so what a reader sees is what will be migrated.
    let backup = free_name(path, from)?;
    copy(&connect(path, Access::Read).at(path)?, &backup)?;
    migrate(&ledger.connection, stamp, migrations, from, to).at(path)?;
    ledger.run("COMMIT")?;
    checkpoint(&ledger.connection).at(path)?;
    Ok(Some(Upgrade { from, to, backup }))
}

/// `NAME.casus.v1.backup`, or with a number where there is one already.
fn free_name(path: &Path, from: u32) -> Result<PathBuf> {
    let first = std::iter::once(format!(".v{from}.backup"));
    let more = (2..1000).map(|number| format!(".v{from}.{number}.backup"));
    let mut names = first.chain(more).map(|suffix| beside(path, &suffix));
    names
        .find(|name| name.symlink_metadata().is_err())
        .ok_or_else(|| Error::new(ErrorKind::Exists, &beside(path, &format!(".v{from}.backup"))))
}

fn migrate(
    connection: &Connection,
    stamp: &Stamp,
    migrations: &[Migration],
    from: u32,
    to: u32,
) -> Result<()> {
    let steps: Vec<&Migration> = migrations.iter().filter(|step| step.to > from && step.to <= to).collect();
    let complete = steps.iter().map(|step| step.to).eq(from + 1..=to);
    if !complete {
        let cause = format!("no way leads from schema {from} to {to}");
        return Err(Error::of(ErrorKind::Internal).because(cause));
    }
    steps.iter().try_for_each(|step| (step.run)(connection))?;
    connection.pragma_update(None, "user_version", to)?;
    let torn: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if torn > 0 {
        return Err(Error::of(ErrorKind::Damaged).because(format!("{torn} rows lost what they belong to")));
    }
    let entry = NewEntry {
        verb: "upgrade",
        object: &format!("schema {to}"),
        detail: json!({ "from": from, "to": to }),
        wrote: None,
    };
    append_entry(connection, stamp, &entry).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::*;

    /// Steps to a schema that no casus has, for these tests.
    const STEPS: [Migration; 2] = [
        Migration {
            to: SCHEMA + 1,
            run: |connection| Ok(connection.execute_batch("ALTER TABLE kin ADD since TEXT")?),
        },
        Migration {
            to: SCHEMA + 2,
            run: |connection| Ok(connection.execute_batch("UPDATE document SET outlet = upper(outlet)")?),
        },
    ];

    #[test]
    fn an_older_ledger_is_brought_up_to_date_after_a_backup() {
        let (folder, path) = filled();
        let upgrade = upgrade(&path, &stamp(), &STEPS, SCHEMA + 2).unwrap().unwrap();
        let backup = folder.path().join(format!("shire.casus.v{SCHEMA}.backup"));
        assert_eq!(upgrade, Upgrade { from: SCHEMA, to: SCHEMA + 2, backup: backup.clone() });
        let now = connect(&path, Access::Read).unwrap();
        let outlet: String =
            now.query_row("SELECT outlet FROM document LIMIT 1", [], |row| row.get(0)).unwrap();
        assert_eq!((schema::found(&now).unwrap(), outlet.as_str()), (SCHEMA + 2, "THE PRANCING PONY"));
        let verb: String =
            now.query_row("SELECT verb FROM entry ORDER BY seq DESC LIMIT 1", [], |row| row.get(0)).unwrap();
        assert_eq!(verb, "upgrade");
        let before = Ledger::open(&backup, Access::Read).unwrap();
        assert!(before.check().unwrap().is_sound());
        assert_eq!(before.documents(None, 9).unwrap()[0].outlet.as_deref(), Some("The Prancing Pony"));
        drop(now);
        assert!(matches!(
            Ledger::open(&path, Access::Write).unwrap_err().kind,
            ErrorKind::NewerSchema { found, known: SCHEMA } if found == SCHEMA + 2
        ));
    }

    #[test]
    fn a_step_that_fails_leaves_the_ledger_as_it_was() {
        let failing = [Migration {
            to: SCHEMA + 1,
            run: |connection| Ok(connection.execute_batch("DELETE FROM entry; DELETE FROM nothing")?),
        }];
        for (steps, to) in [(&failing[..], SCHEMA + 1), (&STEPS[1..], SCHEMA + 2), (&STEPS[..1], SCHEMA + 2)]
        {
            let (_folder, path) = filled();
            let before = Ledger::open(&path, Access::Read).unwrap().stats().unwrap();
            assert_eq!(upgrade(&path, &stamp(), steps, to).unwrap_err().kind, ErrorKind::Internal);
            let ledger = Ledger::open(&path, Access::Write).unwrap();
            assert_eq!(ledger.stats().unwrap(), before);
        }
    }

    #[test]
    fn a_ledger_of_this_schema_is_left_alone() {
        let (folder, path) = filled();
        let before = files(folder.path());
        assert_eq!(Ledger::upgrade(&path, &stamp()).unwrap(), None);
        assert_eq!(files(folder.path()), before);
    }
}
