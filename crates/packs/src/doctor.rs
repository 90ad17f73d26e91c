//! `casus doctor`: is everything there, is it sound, and what to do if not.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::child::Program;
use crate::folder::{DATA_VARIABLE, Packs};
use crate::lock::Lock;
use crate::{Converters, Error, Pin, convert, data_folder, pins};

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Ok,
    /// casus works, but something is not as good as it could be.
    Warn,
    /// casus cannot read reports until this is put right.
    Fail,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was looked at, in a word or two.
    pub name: &'static str,
    /// How it came out.
    pub health: Health,
    /// What was found.
    pub found: String,
    /// What to do, where there is something to do.
    pub remedy: Option<String>,
}

impl Check {
    fn ok(name: &'static str, found: impl Into<String>) -> Check {
        Check { name, health: Health::Ok, found: found.into(), remedy: None }
    }

    fn bad(name: &'static str, health: Health, found: impl Into<String>, remedy: &str) -> Check {
        Check { name, health, found: found.into(), remedy: Some(remedy.to_owned()) }
    }
}

/// Looks at the data folder and at what a setup needs.
pub fn doctor() -> Vec<Check> {
    match data_folder() {
        Ok(folder) => convert::with_own(|converters| doctor_with(&folder, &pins(), converters, None)),
        Err(Error { what, why, remedy, .. }) => {
            vec![Check::bad("data folder", Health::Fail, format!("{what}: {why}"), &remedy)]
        }
    }
}

/// [`doctor`] for another folder, other packages, and another search path for the package clients.
pub fn doctor_with(
    folder: &Path,
    pins: &[Pin],
    converters: &Converters,
    path: Option<&OsString>,
) -> Vec<Check> {
    let mut checks = vec![data_folder_check(folder)];
    checks.extend(pack_checks(folder, pins, converters));
    let is_sound = checks.iter().all(|check| check.health == Health::Ok);
    checks.push(client("pip", &Program::pip(path), "install Python 3 with pip", is_sound));
    checks.push(client("npm", &Program::npm(path), "install Node with npm", is_sound));
    checks
}

fn data_folder_check(folder: &Path) -> Check {
    let named = env::var_os(DATA_VARIABLE).is_some_and(|value| !value.is_empty());
    let by = if named { format!(" (from {DATA_VARIABLE})") } else { String::new() };
    let shown = format!("{}{by}", folder.display());
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Check::ok("data folder", shown),
        Ok(_) => {
            let remedy = "remove the file of that name, or set CASUS_DATA to a folder";
            Check::bad("data folder", Health::Fail, format!("{shown} is a file"), remedy)
        }
        Err(_) => {
            Check::bad("data folder", Health::Fail, format!("{shown} is not there"), "run `casus setup`")
        }
    }
}

fn pack_checks(folder: &Path, pins: &[Pin], converters: &Converters) -> Vec<Check> {
    let lock = match Lock::read(folder) {
        Ok(lock) => lock,
        Err(reason) => return vec![Check::bad("packs", Health::Fail, reason, "run `casus setup`")],
    };
    let versions = match lock.fits(pins, converters.version) {
        Ok(()) => Check::ok("versions", versions(&lock)),
        Err(reason) => Check::bad("versions", Health::Fail, reason, "run `casus setup`"),
    };
    let altered = lock.altered(folder);
    let packs = Packs::in_folder(folder);
    let files = if let Err(reason) = lock.sizes(folder) {
        Check::bad("packs", Health::Fail, reason, "run `casus setup`")
    } else if !altered.is_empty() {
        let found = format!("not as they were written: {}", altered.join(", "));
        Check::bad("packs", Health::Fail, found, "run `casus setup --force`")
    } else if let Err(reason) = load(&packs, converters) {
        Check::bad("packs", Health::Fail, reason, "run `casus setup`")
    } else {
        let paths = [&packs.nlp, &packs.judge, &packs.gazetteer].map(|path| path.display().to_string());
        Check::ok("packs", paths.join(", "))
    };
    vec![versions, files]
}

fn load(packs: &Packs, converters: &Converters) -> Result<(), String> {
    (converters.tries)(packs.read()?.as_slices())
}

fn versions(lock: &Lock) -> String {
    let named = lock.packages.iter().map(|package| format!("{} {}", package.name, package.version));
    named.collect::<Vec<_>>().join(", ")
}

/// A package client is needed to bring the packs, not to read.
fn client(name: &'static str, programs: &[Program], remedy: &str, is_sound: bool) -> Check {
    let limit = Duration::from_secs(30);
    let answer = tempfile::tempdir().ok().and_then(|folder| {
        programs.iter().find_map(|program| {
            let words = program.run(&["--version"], folder.path(), limit).ok()?;
            let version =
                words.lines().next_back().unwrap_or_default().split(" from ").next()?.trim().to_owned();
            Some(format!("{} ({version})", program.shown()))
        })
    });
    match answer {
        Some(found) => Check::ok(name, found),
        None if is_sound => {
            Check::bad(name, Health::Warn, "not found; only `casus setup` needs it, and all is there", remedy)
        }
        None => {
            let remedy = format!("{remedy}, or run `casus setup --from FOLDER` with the packages in it");
            Check::bad(name, Health::Fail, "not found; `casus setup` needs it", &remedy)
        }
    }
}
