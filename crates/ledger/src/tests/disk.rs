//! Disks that are full or fail: a clear error, nothing that was acknowledged lost, and work goes on once there
//! is space.

use std::process::Command;

use casus_model::DocumentId;

use crate::fixture::*;
use crate::*;

/// Set for the child of a test that runs itself under a limit.
const CHILD: &str = "CASUS_TEST_LEDGER";

fn report(number: usize) -> String {
    let words = (0..600).map(|word| format!("w{} ", (number * 7919 + word * word * 31) % 50_000));
    format!("Report {number}. {}", words.collect::<String>())
}

#[test]
fn a_full_disk_is_told_and_undoes_one_group() {
    for spare in (0..24).step_by(3) {
        let (_folder, path) = filled();
        let mut ledger = Ledger::open(&path, Access::Write).unwrap();
        let pages: i64 = ledger.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        ledger.connection.pragma_update(None, "max_page_count", pages + spare).unwrap();
        let mut kept = Vec::new();
        let error = loop {
            match add_one(&mut ledger, &report(kept.len())) {
                Ok(id) => kept.push(id),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind, ErrorKind::Full, "{error}");
        assert!(kept.iter().all(|id| ledger.raw(id).unwrap().is_some()));
        assert!(ledger.check().unwrap().is_sound());
        ledger.connection.pragma_update(None, "max_page_count", pages + 1000).unwrap();
        add_one(&mut ledger, &report(kept.len())).unwrap();
        assert_eq!(ledger.stats().unwrap().documents, kept.len() as u64 + 4);
    }
}

#[test]
fn after_a_full_disk_nothing_of_the_group_is_kept() {
    let (_folder, path) = filled();
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    let pages: i64 = ledger.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    ledger.connection.pragma_update(None, "max_page_count", pages + 8).unwrap();
    let mut group = ledger.group(stamp()).unwrap();
    let mut add = |number: usize| {
        let document = document(&report(number));
        group.attempt(|group| {
            group.add_document(NewDocument {
                raw: document.text.as_bytes(),
                document: &document,
                given: None,
            })
        })
    };
    let failed = (0..100).find_map(|number| add(number).err()).unwrap();
    assert!([ErrorKind::Full, ErrorKind::Undone].contains(&failed.kind), "{failed}");
    let kept = match group.commit() {
        Ok(()) => ledger.stats().unwrap().documents > 3,
        Err(error) => error.kind == ErrorKind::Undone && ledger.stats().unwrap().documents == 3,
    };
    assert!(kept, "what was acknowledged is there, and nothing else");
    assert!(ledger.check().unwrap().is_sound());
}

/// The limit makes writes fail wherever a file would grow beyond it: in the file, in its log, at a commit, at a
/// checkpoint.
#[cfg(unix)]
#[test]
fn writes_that_fail_lose_nothing_that_was_acknowledged() {
    if let Some(path) = std::env::var_os(CHILD) {
        return add_until_it_fails(std::path::Path::new(&path));
    }
    let mut acknowledged_in_all = 0;
    for blocks in [1, 40, 150, 500, 900, 1500] {
        let (_folder, path) = filled();
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let test = "tests::disk::writes_that_fail_lose_nothing_that_was_acknowledged";
        let child = Command::new("sh")
            .args(["-c", &limited])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(CHILD, &path)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&child.stdout).into_owned();
        let failed = told.lines().find_map(|line| line.strip_prefix("failed ")).unwrap_or_default();
        assert!(["Io", "Full", "Undone"].contains(&failed), "{blocks} blocks: {told}");
        let kept: Vec<DocumentId> = told
            .lines()
            .filter_map(|line| line.strip_prefix("kept "))
            .map(|id| DocumentId(id.to_owned()))
            .collect();
        acknowledged_in_all += kept.len();

        let mut ledger = Ledger::open(&path, Access::Write).unwrap();
        assert!(kept.iter().all(|id| ledger.raw(id).unwrap().is_some()), "{blocks} blocks");
        assert!(ledger.check().unwrap().is_sound(), "{blocks} blocks");
        add_one(&mut ledger, "And on.").unwrap();
    }
    assert!(acknowledged_in_all > 20, "{acknowledged_in_all}");
}

fn add_until_it_fails(path: &std::path::Path) {
    let failed = Ledger::open(path, Access::Write).and_then(|mut ledger| {
        for number in 0..10_000 {
            let id = add_one(&mut ledger, &report(number))?;
            println!("\nkept {}", id.0);
        }
        Ok(())
    });
    println!("\nfailed {:?}", failed.unwrap_err().kind);
}
