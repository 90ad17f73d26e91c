//! Backups, and bringing them back.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::fixture::*;
use crate::*;

#[test]
fn backups_taken_while_others_write_hold_what_was_acknowledged() {
    let (folder, path) = filled();
    let (acknowledged, done) = (AtomicUsize::new(3), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut writer = Ledger::open(&path, Access::Write).unwrap();
            let mut number = 0;
            while !done.load(Ordering::SeqCst) {
                number += 1;
                add_one(&mut writer, &format!("Report {number} of orcs at Bree.")).unwrap();
                acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        });
        for number in 0..10 {
            let reader = Ledger::open(&path, Access::Read).unwrap();
            let before = acknowledged.load(Ordering::SeqCst);
            let to = folder.path().join(format!("backup-{number}.casus"));
            let copied = reader.backup(&to).unwrap();
            assert_eq!(copied.bytes, fs::metadata(&to).unwrap().len());
            let backup = Ledger::open(&to, Access::Read).unwrap();
            assert!(backup.check().unwrap().is_sound());
            assert!(backup.stats().unwrap().documents >= before as u64);
        }
        done.store(true, Ordering::SeqCst);
    });
}

#[test]
fn a_backup_takes_the_place_of_nothing() {
    let (folder, path) = filled();
    let ledger = Ledger::open(&path, Access::Read).unwrap();
    let to = folder.path().join("backup.casus");
    fs::write(&to, b"mine").unwrap();
    assert_eq!(ledger.backup(&to).unwrap_err().kind, ErrorKind::Exists);
    assert_eq!(fs::read(&to).unwrap(), b"mine");
    assert_eq!(ledger.backup(&path).unwrap_err().kind, ErrorKind::Exists);
}

#[test]
fn a_backup_comes_back_as_it_was() {
    let (folder, path) = filled();
    let backup = folder.path().join("backup.casus");
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    ledger.backup(&backup).unwrap();
    let before = fs::read(&backup).unwrap();
    add_one(&mut ledger, "Orcs again.").unwrap();

    let new = folder.path().join("new.casus");
    Ledger::restore(&backup, &new, false).unwrap();
    assert_eq!(Ledger::open(&new, Access::Read).unwrap().stats().unwrap().documents, 3);

    assert_eq!(Ledger::restore(&backup, &path, false).unwrap_err().kind, ErrorKind::Exists);
    assert_eq!(Ledger::restore(&path, &path, true).unwrap_err().kind, ErrorKind::Exists);
    assert_eq!(fs::read(&backup).unwrap(), before);
    drop(ledger);

    let kept = Ledger::restore(&backup, &path, true).unwrap().kept.unwrap();
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    assert_eq!(ledger.stats().unwrap().documents, 3);
    add_one(&mut ledger, "Orcs once more.").unwrap();
    assert!(ledger.check().unwrap().is_sound());
    assert_eq!(Ledger::open(&kept, Access::Read).unwrap().stats().unwrap().documents, 4);
    assert_eq!(fs::read(&backup).unwrap(), before);
}

#[test]
fn a_ledger_that_somebody_has_open_is_not_replaced() {
    let (folder, path) = filled();
    let backup = folder.path().join("backup.casus");
    let ledger = Ledger::open(&path, Access::Write).unwrap();
    ledger.backup(&backup).unwrap();
    let error = Ledger::restore(&backup, &path, true).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Busy);
    assert_eq!(ledger.stats().unwrap().documents, 3);
    assert!(ledger.check().unwrap().is_sound());
}

#[test]
fn a_damaged_ledger_is_replaced_and_kept_with_its_log() {
    let (folder, path) = filled();
    let backup = folder.path().join("backup.casus");
    Ledger::open(&path, Access::Read).unwrap().backup(&backup).unwrap();
    let half = fs::read(&path).unwrap()[..8192].to_vec();
    fs::write(&path, &half).unwrap();
    fs::write(file::beside(&path, "-wal"), b"torn").unwrap();
    let kept = Ledger::restore(&backup, &path, true).unwrap().kept.unwrap();
    assert_eq!(fs::read(&kept).unwrap(), half);
    assert_eq!(fs::read(file::beside(&kept, "-wal")).unwrap(), b"torn");
    assert_eq!(Ledger::open(&path, Access::Write).unwrap().stats().unwrap().documents, 3);
}

#[test]
fn a_damaged_backup_is_not_brought_back() {
    let (folder, path) = filled();
    let backup = folder.path().join("backup.casus");
    Ledger::open(&path, Access::Read).unwrap().backup(&backup).unwrap();
    let mut bytes = fs::read(&backup).unwrap();
    let page = bytes.len() / 4096 / 2;
    bytes[page * 4096..][..4096].fill(0);
    fs::write(&backup, bytes).unwrap();
    let before = files(folder.path());
    for replace in [false, true] {
        assert_eq!(Ledger::restore(&backup, &path, replace).unwrap_err().kind, ErrorKind::Damaged);
    }
    assert_eq!(files(folder.path()), before);
}
