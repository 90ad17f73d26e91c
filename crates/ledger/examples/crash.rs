//! The crash harness in its long form.
//!
//! ```sh
//! cargo run --release -p casus-ledger --example crash -- kill 100
//! cargo run --release -p casus-ledger --example crash -- power 400
//! cargo run --release -p casus-ledger --example crash -- full 300
//! cargo run --release -p casus-ledger --example crash -- backup 50
//! cargo run --release -p casus-ledger --example crash -- migrate 100
//! ```
//!
//! Each prints what it saw and fails when anything that was acknowledged was lost, torn or twice there.
//! `power` and `full` need `strace`, and `migrate` kills at each call that changes a file where that is here. `power` runs a control without safety from power loss too, and fails when
//! the control loses nothing. A last argument is a seed.

#[path = "../tests/crash/harness/mod.rs"]
mod harness;

use std::process::ExitCode;

use harness::backups::backups;
use harness::full::{FULL, Fault, SYNC, failures};
use harness::kill::kills;
use harness::migrate::{MIGRATE, Migrations, kills_at_calls, kills_at_random};
use harness::power::{Cuts, can_trace, cuts};
use harness::run::Program;
use harness::writer::{self, Job};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == "writer") {
        let job = Job::parse(&words[1..]).expect("the words of a job");
        writer::main(&job);
    }
    if words.first().is_some_and(|word| word == MIGRATE) && words[1..].iter().any(|word| word.contains('/')) {
        harness::migrate::main(words[1].as_ref());
    }
    match done(&words) {
        Ok(broken) if broken.is_empty() => ExitCode::SUCCESS,
        Ok(broken) => {
            broken.iter().for_each(|what| println!("broken: {what}"));
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// Does what the words say. Gives what was broken.
fn done(words: &[String]) -> Result<Vec<String>, String> {
    let usage = "crash (kill|power|full|backup|migrate) TIMES [SEED]";
    let number =
        |place: usize| words.get(place).map(|word| word.parse::<u64>().map_err(|_| usage)).transpose();
    let times = number(1)?.ok_or(usage)?;
    let seed = number(2)?.unwrap_or(1);
    match words[0].as_str() {
        "kill" => kill(times, seed),
        "power" => power(times as usize, seed),
        "full" => Ok([full(FULL, times)?, full(SYNC, times)?].concat()),
        "backup" => backup(times as usize),
        "migrate" => migrate(times, seed),
        _ => Err(usage.into()),
    }
}

fn writer() -> Program {
    let path = std::env::current_exe().expect("this program has a path");
    Program { path, words: vec!["writer".into()], variable: None }
}

fn kill(times: u64, seed: u64) -> Result<Vec<String>, String> {
    let seen = kills(&writer(), times, seed)?;
    println!(
        "{} kills, {} reports acknowledged, {} broken",
        seen.kills,
        seen.acknowledged,
        seen.broken.len()
    );
    Ok(seen.broken)
}

fn migrate(times: u64, seed: u64) -> Result<Vec<String>, String> {
    let migrator = Program { words: Vec::new(), ..writer() };
    let told = |how: &str, seen: &Migrations| {
        println!(
            "{} kills of a migration {how}: {} left the old ledger, {} the new one; {} backups opened, {} broken",
            seen.kills,
            seen.old,
            seen.kills - seen.old,
            seen.backups,
            seen.broken.len()
        );
    };
    let random = kills_at_random(&migrator, times, seed)?;
    told("at random", &random);
    let mut broken = random.broken;
    if can_trace() {
        let calls = kills_at_calls(&migrator, 1)?;
        told("at each call that changes a file", &calls);
        broken.extend(calls.broken);
    }
    Ok(broken)
}

fn backup(times: usize) -> Result<Vec<String>, String> {
    let seen = backups(&writer(), times)?;
    println!(
        "{} backups while the writer wrote, {} reports acknowledged before the last of each run, {} broken",
        seen.backups,
        seen.acknowledged,
        seen.broken.len()
    );
    Ok(seen.broken)
}

fn power(points: usize, seed: u64) -> Result<Vec<String>, String> {
    if !can_trace() {
        return Err("strace is not here (Debian: apt-get install strace)".into());
    }
    let full = one_power("full", points, seed)?;
    let control = one_power("normal", points, seed)?;
    let caught = control.broken.iter().filter(|what| what.contains("was acknowledged and is lost")).count();
    let mut broken = full.broken;
    if caught == 0 {
        broken.push("the control lost nothing: this test would not see a loss".into());
    }
    Ok(broken)
}

fn one_power(synchronous: &str, points: usize, seed: u64) -> Result<Cuts, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let job = Job {
        folder: folder.path().to_owned(),
        first: 0,
        reports: 700,
        group: 3,
        synchronous: synchronous.into(),
    };
    let seen = cuts(&writer(), &job, points, seed)?;
    println!(
        "synchronous={synchronous}: {} points (each twice: unsynced writes dropped, and torn), {} calls, \
         {} reports acknowledged at the last point, {} broken",
        seen.points,
        seen.calls,
        seen.acknowledged,
        seen.broken.len()
    );
    Ok(seen)
}

fn full(fault: Fault, times: u64) -> Result<Vec<String>, String> {
    if !can_trace() {
        return Err("strace is not here (Debian: apt-get install strace)".into());
    }
    let seen = failures(&writer(), fault, times, 1)?;
    println!(
        "{} of {}: {} failures, {} broken; the writer said",
        fault.error,
        fault.calls,
        seen.failures,
        seen.broken.len()
    );
    seen.messages.iter().for_each(|message| println!("  {message}"));
    Ok(seen.broken)
}
