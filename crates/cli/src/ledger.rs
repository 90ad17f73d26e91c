//! Verbs that work on a ledger: where it is, who looks, and who writes.

pub(crate) mod add;
pub(crate) mod decide;
mod decisions;
pub(crate) mod demo;
pub(crate) mod explain;
mod field;
pub(crate) mod find;
mod ids;
pub(crate) mod incident;
pub(crate) mod init;
pub(crate) mod log;
pub(crate) mod reread;
pub(crate) mod safe;
pub(crate) mod show;
pub(crate) mod tallies;

use std::path::{Path, PathBuf};

use casus::Casus;
use casus::export::Sensitivity;
use casus::keep::{Held, Keeper, Looker};
use casus::ledger::audit::Outside;
use casus::ledger::{Access, Ledger, Stamp};
use etcetera::{BaseStrategy, choose_base_strategy};

use crate::Problem;

/// Which ledger.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Where {
    /// The ledger.
    #[arg(long, value_name = "FILE", env = "CASUS_LEDGER", default_value = "ledger.casus")]
    pub ledger: PathBuf,
}

/// Who looks.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Who {
    /// For whom it is printed: `internal` sees all; `partner` and `public` see no private names, and `public` coarser
    /// places and nothing of the last day. Both need a page beside the ledger, NAME.SENSITIVITY.md, that says in a line
    /// how sensitive it is, as `level: moderate`.
    #[arg(long, value_name = "PROFILE", default_value = "internal")]
    pub profile: String,
}

/// Who writes.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Writer {
    /// Who does this, for the log [your login name].
    #[arg(long = "as", value_name = "NAME")]
    pub name: Option<String>,
}

impl Where {
    /// Opens the ledger to look at.
    pub fn look<'c>(&self, casus: &'c Casus) -> Result<Keeper<'c>, Problem> {
        self.keeper(casus, Access::Read)
    }

    /// Opens the ledger to write to, with its key where it has one.
    pub fn write<'c>(&self, casus: &'c Casus) -> Result<Keeper<'c>, Problem> {
        let mut ledger = open(&self.ledger, Access::Write)?;
        let failed = |cause| Problem::new(casus::Error::from(cause));
        let outside = outside()?;
        if outside.key(&ledger.id().map_err(failed)?).is_file() {
            ledger.keep_outside(&outside).map_err(failed)?;
        } else {
            anstream::eprintln!(
                "note: the key of this ledger is not in {}: changes are chained, but not signed",
                outside.keys.display()
            );
        }
        Keeper::new(casus, ledger).map_err(Problem::new)
    }

    fn keeper<'c>(&self, casus: &'c Casus, access: Access) -> Result<Keeper<'c>, Problem> {
        Keeper::new(casus, open(&self.ledger, access)?).map_err(Problem::new)
    }
}

/// How a page of sensitivity is written.
const SENSITIVITY: &str = "write there, for example:\n         level: moderate\n         why: names of witnesses in local \
                           reports\n         decided: the desk, 2026-05-04\n       (low, moderate, high or severe; high \
                           opens to partners only, severe to nobody)";

/// Where keys and checkpoints are kept, apart from the ledgers that they guard.
pub(crate) fn outside() -> Result<Outside, Problem> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let strategy = choose_base_strategy().map_err(Problem::new)?;
    let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Ok(Outside {
        keys: named("CASUS_KEYS").unwrap_or_else(|| strategy.config_dir().join("casus/keys")),
        checkpoints: named("CASUS_CHECKPOINTS").unwrap_or_else(|| state.join("casus/checkpoints")),
    })
}

/// Refuses a name in a folder that is not there.
pub(crate) fn in_folder(path: &Path) -> Result<(), Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder.filter(|folder| !folder.is_dir()) {
        None => Ok(()),
        Some(folder) => Err(Problem::new(format!(
            "there is no folder {folder}\n  do: make it with `mkdir -p {folder}`, or name another",
            folder = folder.display()
        ))),
    }
}

/// Opens a ledger, or says what to do.
pub(crate) fn open(path: &Path, access: Access) -> Result<Ledger, Problem> {
    Ledger::open(path, access).map_err(|cause| Problem::new(casus::Error::from(cause)))
}

impl Who {
    /// The reader of this profile, now. What leaves the house needs a page that says how sensitive the ledger is.
    pub fn looker(&self, ledger: &Path) -> Result<Looker, Problem> {
        let looker = Looker::new(&self.profile, jiff::Timestamp::now()).map_err(Problem::new)?;
        if looker.profile().sees_everything() {
            return Ok(looker);
        }
        let page = ledger.with_extension("SENSITIVITY.md");
        let closed = |why: &str, remedy: &str| {
            let (profile, page) = (&self.profile, page.display());
            Problem::new(format!(
                "this ledger is not open to readers of profile {profile}\n  why: {page}: {why}\n  do:  {remedy}"
            ))
        };
        let text = match std::fs::read_to_string(&page) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                return Err(closed("nobody has written down how sensitive it is", SENSITIVITY));
            }
            Err(cause) => return Err(closed(&cause.to_string(), "see to it that it can be read")),
        };
        let levels = Sensitivity::all().map_err(Problem::new)?;
        let Some(level) = Sensitivity::told(&levels, &text) else {
            return Err(closed("it does not say one level, in a line as `level: moderate`", SENSITIVITY));
        };
        if !level.opens.contains(&self.profile) {
            let remedy = "show it with --profile internal and keep that in the house, or let those who decided decide \
                          anew and write the page again";
            return Err(closed(&format!("it says {}: {}", level.name, level.meaning), remedy));
        }
        Ok(looker)
    }

    /// Refuses a view that no projection passes to readers of another profile than `internal`.
    pub fn only_internal(&self, what: &str, instead: &str, command: &str) -> Result<(), Problem> {
        let looker = Looker::new(&self.profile, jiff::Timestamp::now()).map_err(Problem::new)?;
        if looker.profile().sees_everything() {
            return Ok(());
        }
        Err(Problem::new(format!(
            "{what} is not shown to readers of profile {profile}\n  why: it is the text as it came, with every name and \
             place\n  do:  add the report to a ledger and show {instead}, as `{command} --profile {profile}`",
            profile = self.profile
        )))
    }
}

impl Writer {
    /// A stamp of now.
    pub fn stamp(&self) -> Stamp {
        let login = || std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).ok();
        let who = self.name.clone().or_else(login).unwrap_or_else(|| "unknown".to_owned());
        Stamp { at: jiff::Timestamp::now(), who }
    }
}

/// An incident that may not be seen yet.
pub(crate) fn held_back(id: &str, held: &Held) -> String {
    format!("{id} is held back from this profile until {}", held.until.strftime("%Y-%m-%d %H:%M UTC"))
}
