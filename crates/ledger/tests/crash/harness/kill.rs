//! Kills the writer at random moments (SIGKILL), and goes on with what it left.

use std::time::Duration;

use super::chance::Chance;
use super::check::check;
use super::run::{Program, killed};
use super::writer::{Job, acknowledged};

/// Kills before there is a new ledger, so that checking stays short.
const KILLS_A_LEDGER: u64 = 10;

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Kills {
    /// How often the writer was killed before it was done.
    pub kills: u64,
    /// Reports it had acknowledged.
    pub acknowledged: usize,
    /// Kills of which something was lost, twice there or torn, with what it was.
    pub broken: Vec<String>,
}

/// Kills the writer so many times.
pub fn kills(program: &Program, kills: u64, seed: u64) -> Result<Kills, String> {
    let mut chance = Chance::new(seed);
    let mut seen = Kills::default();
    while seen.kills < kills {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut safe = Vec::new();
        for _ in 0..KILLS_A_LEDGER.min(kills - seen.kills) {
            let job = Job {
                folder: folder.path().to_owned(),
                first: safe.last().map_or(0, |last| last + 1),
                reports: 1_000_000,
                group: [1, 3, 20][chance.below(3) as usize],
                synchronous: "full".into(),
            };
            let child = program.command(&job).spawn().map_err(|error| error.to_string())?;
            let ended = killed(child, Duration::from_micros(5_000 + chance.below(250_000)))?;
            if ended.well {
                return Err("the writer ended before it was killed".into());
            }
            seen.kills += 1;
            let said = acknowledged(&ended.said);
            seen.acknowledged += said.len();
            safe.extend(said);
            if let Err(what) = check(folder.path(), &safe) {
                seen.broken.push(format!("kill {}: {what}", seen.kills));
            }
        }
    }
    Ok(seen)
}
