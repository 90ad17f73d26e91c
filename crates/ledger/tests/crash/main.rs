//! What was acknowledged is there after the writer was killed, its power was cut, and its disk was full.
//! The short form of `cargo run --release -p casus-ledger --example crash`.

mod harness;

use harness::backups::backups;
use harness::full::{FULL, SYNC, failures};
use harness::kill::kills;
use harness::migrate::{MIGRATE, kills_at_calls, kills_at_random};
use harness::power::{can_trace, cuts};
use harness::run::Program;
use harness::writer::{Job, acknowledged};

/// Carries the job to the process that is started as a writer.
const JOB: &str = "CASUS_CRASH_JOB";

fn writer() -> Program {
    Program {
        path: std::env::current_exe().unwrap(),
        words: ["--exact", "the_writer_acknowledges_what_it_has_written", "--nocapture"]
            .map(String::from)
            .to_vec(),
        variable: Some(JOB),
    }
}

fn job(folder: &std::path::Path, reports: u64, group: u64, synchronous: &str) -> Job {
    Job { folder: folder.to_owned(), first: 0, reports, group, synchronous: synchronous.to_owned() }
}

/// In a process that was started as a writer, this is the writer.
#[test]
fn the_writer_acknowledges_what_it_has_written() {
    if let Ok(words) = std::env::var(JOB) {
        let words: Vec<String> = words.lines().map(str::to_owned).collect();
        if words[0] == MIGRATE {
            harness::migrate::main(words[1].as_ref());
        }
        harness::writer::main(&Job::parse(&words).unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let child = writer().command(&job(folder.path(), 7, 3, "full")).spawn().unwrap();
    let ended = harness::run::ended(child).unwrap();
    assert!(ended.well, "{}", ended.complained);
    assert_eq!(acknowledged(&ended.said), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(harness::check::check(folder.path(), &[0, 1, 2, 3, 4, 5, 6]), Ok(7));
    let lost = harness::check::check(folder.path(), &[7]);
    assert!(lost.is_err_and(|what| what.contains("report 7 was acknowledged and is lost")));
}

#[test]
fn kills_lose_nothing() {
    let seen = kills(&writer(), 10, 1).unwrap();
    assert_eq!((seen.kills, seen.broken), (10, Vec::new()));
}

#[test]
fn a_migration_that_is_killed_leaves_the_old_ledger_or_the_new_one() {
    let seen = kills_at_random(&writer(), 10, 1).unwrap();
    assert_eq!((seen.kills, seen.broken), (10, Vec::new()));
    if !can_trace() {
        println!("strace is not here (Debian: apt-get install strace): kills at each call were left out");
        return;
    }
    let seen = kills_at_calls(&writer(), 7).unwrap();
    assert_eq!(seen.broken, Vec::<String>::new());
    assert!(seen.old > 0 && seen.old < seen.kills && seen.backups > 0, "{seen:?}");
}

#[test]
fn backups_hold_what_was_acknowledged_before_they_began() {
    let seen = backups(&writer(), 5).unwrap();
    assert_eq!((seen.backups, seen.broken), (5, Vec::new()));
}

#[test]
fn power_cuts_lose_nothing_and_the_control_is_caught() {
    if !can_trace() {
        println!("strace is not here (Debian: apt-get install strace): power cuts were left out");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let seen = cuts(&writer(), &job(folder.path(), 30, 3, "full"), 15, 1).unwrap();
    assert_eq!((seen.points, seen.broken), (15, Vec::new()));
    let folder = tempfile::tempdir().unwrap();
    let seen = cuts(&writer(), &job(folder.path(), 30, 3, "normal"), 5, 1).unwrap();
    let lost = seen.broken.iter().any(|what| what.contains("was acknowledged and is lost"));
    assert!(lost, "the control lost nothing: {:?}", seen.broken);
}

#[test]
fn a_full_disk_and_a_failing_one_lose_nothing() {
    if !can_trace() {
        println!("strace is not here (Debian: apt-get install strace): full disks were left out");
        return;
    }
    for (fault, stride) in [(FULL, 17), (SYNC, 5)] {
        let seen = failures(&writer(), fault, 4, stride).unwrap();
        assert_eq!(seen.broken, Vec::<String>::new());
        assert!(seen.failures > 0);
    }
}
