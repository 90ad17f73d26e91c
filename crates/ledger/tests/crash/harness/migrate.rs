//! Kills the migration of an older ledger, at random moments and at each of its calls that change files, and looks
//! at what is left: the old ledger or the new one, whole, and a backup that opens.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use casus_ledger::audit::{self, Against};
use casus_ledger::{Access, ErrorKind, Ledger};

use super::chance::Chance;
use super::run::{Program, ended, killed};
use super::writer::stamp;

/// The first word of a job that migrates; the other is the folder.
pub const MIGRATE: &str = "migrate";

/// A ledger of schema 1 as the casus of that time wrote it.
const OLD: &[u8] = include_bytes!("../../../src/tests/schema-1.casus.deflate");

/// Calls that change files.
const CALLS: &str =
    "pwrite64,write,fsync,fdatasync,ftruncate,link,linkat,rename,renameat,renameat2,unlink,unlinkat";

/// Tables whose rows stay what they are.
const KEPT: [&str; 12] = [
    "document", "payload", "reading", "claim", "account", "block", "edge", "incident", "version", "redirect",
    "behind", "decision",
];

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Migrations {
    /// How often the migration was killed before it was done.
    pub kills: u64,
    /// Of these: the ledger was still the old one.
    pub old: u64,
    /// Backups that were opened.
    pub backups: u64,
    /// Kills after which something was wrong, with what it was.
    pub broken: Vec<String>,
}

type Rows = BTreeMap<&'static str, Vec<String>>;

/// Does the job as a program of its own.
pub fn main(folder: &Path) -> ! {
    match Ledger::upgrade(&ledger_in(folder), &stamp()) {
        Ok(_) => std::process::exit(0),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1)
        }
    }
}

/// Kills the migration so many times at random moments.
pub fn kills_at_random(program: &Program, kills: u64, seed: u64) -> Result<Migrations, String> {
    let mut chance = Chance::new(seed);
    let mut seen = Migrations::default();
    for _ in 0..20 * kills {
        if seen.kills == kills {
            break;
        }
        let folder = old_ledger()?;
        let child = command(program, &[], folder.path()).spawn().map_err(|error| error.to_string())?;
        let ended = killed(child, Duration::from_micros(chance.below(60_000)))?;
        if !ended.well {
            seen.look(folder.path(), &format!("kill {}", seen.kills + 1));
        }
    }
    Ok(seen)
}

/// Kills the migration as it makes its first call that changes a file, then its second …; `strace` is needed.
pub fn kills_at_calls(program: &Program, stride: usize) -> Result<Migrations, String> {
    let mut seen = Migrations::default();
    for call in (1..100_000).step_by(stride) {
        let folder = old_ledger()?;
        let inject = format!("inject={CALLS}:signal=SIGKILL:when={call}");
        let trace = format!("trace={CALLS}");
        let wrapper =
            ["strace", "-f", "-qq", "-e", &trace, "-e", &inject, "-o", "/dev/null"].map(str::to_owned);
        let child = command(program, &wrapper, folder.path()).spawn().map_err(|error| error.to_string())?;
        if ended(child)?.well {
            break;
        }
        seen.look(folder.path(), &format!("call {call}"));
    }
    Ok(seen)
}

fn command(program: &Program, wrapper: &[String], folder: &Path) -> std::process::Command {
    program.with_words(wrapper, &[MIGRATE.to_owned(), folder.display().to_string()])
}

fn ledger_in(folder: &Path) -> PathBuf {
    folder.join("old.casus")
}

fn old_ledger() -> Result<tempfile::TempDir, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    flate2::read::DeflateDecoder::new(OLD).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let path = ledger_in(folder.path());
    std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .map_err(|error| error.to_string())?;
    Ok(folder)
}

impl Migrations {
    fn look(&mut self, folder: &Path, when: &str) {
        self.kills += 1;
        if let Err(what) = self.left(folder) {
            self.broken.push(format!("{when}: {what}"));
        }
    }

    /// What a kill left: the old ledger or the new one, which becomes the new one when the migration is run again.
    fn left(&mut self, folder: &Path) -> Result<(), String> {
        let (path, before) = (ledger_in(folder), rows(&ledger_in(old_ledger()?.path()))?);
        match Ledger::open(&path, Access::Write) {
            Ok(_) => {}
            Err(error) if matches!(error.kind, ErrorKind::OlderSchema { .. }) => self.old += 1,
            Err(error) => return Err(format!("cannot be opened: {error}")),
        }
        is_whole(&path, &before)?;
        for backup in backups(folder)? {
            self.backups += 1;
            let again = folder.join(format!("again-{}.casus", self.backups));
            Ledger::restore(&backup, &again, false).map_err(|error| format!("the backup: {error}"))?;
            is_whole(&again, &before).map_err(|what| format!("the backup: {what}"))?;
            Ledger::upgrade(&again, &stamp()).map_err(|error| format!("the backup: {error}"))?;
        }
        Ledger::upgrade(&path, &stamp()).map_err(|error| format!("it does not go on: {error}"))?;
        is_whole(&path, &before)?;
        let ledger = Ledger::open(&path, Access::Write).map_err(|error| error.to_string())?;
        let report = audit::verify(&ledger, &Against::default()).map_err(|error| error.to_string())?;
        match report.findings.first() {
            None => Ok(()),
            Some(finding) => Err(format!("the audit finds: {finding}")),
        }
    }
}

fn backups(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let files = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let paths = files.flatten().map(|file| file.path());
    Ok(paths.filter(|path| path.extension().is_some_and(|end| end == "backup")).collect())
}

/// SQLite finds nothing wrong, and every row is there.
fn is_whole(path: &Path, before: &Rows) -> Result<(), String> {
    let file = rusqlite::Connection::open(path).map_err(|error| error.to_string())?;
    let said: Result<String, _> = file.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    match said.map_err(|error| error.to_string())?.as_str() {
        "ok" => {}
        trouble => return Err(format!("not sound: {trouble}")),
    }
    drop(file);
    if rows(path)? == *before { Ok(()) } else { Err("rows are not what they were".into()) }
}

fn rows(path: &Path) -> Result<Rows, String> {
    let file = rusqlite::Connection::open(path).map_err(|error| error.to_string())?;
    let table = |name: &'static str| -> rusqlite::Result<Vec<String>> {
        let mut columns = file.prepare(&format!("SELECT name FROM pragma_table_info('{name}')"))?;
        let columns = columns.query_map([], |row| Ok(format!("quote({})", row.get::<_, String>(0)?)))?;
        let columns = columns.collect::<rusqlite::Result<Vec<_>>>()?.join(" || ',' || ");
        let mut rows = file.prepare(&format!("SELECT {columns} FROM {name} ORDER BY 1"))?;
        rows.query_map([], |row| row.get(0))?.collect()
    };
    KEPT.into_iter()
        .map(|name| table(name).map(|rows| (name, rows)).map_err(|error| error.to_string()))
        .collect()
}
