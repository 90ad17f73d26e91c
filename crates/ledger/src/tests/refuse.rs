//! Whatever cannot be opened is left as it is: no byte of it changes, and nothing is put beside it.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::fixture::*;
use crate::*;

/// Opening fails with this kind, for reading and for writing, and changes nothing.
fn check_refused(path: &Path, kind: fn(&ErrorKind) -> bool) {
    let before = files(path.parent().unwrap());
    for access in [Access::Read, Access::Write] {
        let error = Ledger::open(path, access).unwrap_err();
        assert!(kind(&error.kind), "{access:?} {:?} {error}", error.kind);
        assert!(error.to_string().contains(&path.display().to_string()), "{error}");
    }
    assert_eq!(files(path.parent().unwrap()), before);
}

fn damaged(kind: &ErrorKind) -> bool {
    *kind == ErrorKind::Damaged
}

fn foreign(kind: &ErrorKind) -> bool {
    *kind == ErrorKind::Foreign
}

fn overwrite(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn files_of_others_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shire.casus");
    assert_eq!(Ledger::open(&path, Access::Write).unwrap_err().kind, ErrorKind::NotFound);
    for bytes in [&b""[..], b"A report of a raid.\n", b"SQLite format 3\0", &[0; 5000]] {
        fs::write(&path, bytes).unwrap();
        check_refused(&path, foreign);
    }
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE entry (seq)").unwrap();
    drop(other);
    check_refused(&path, foreign);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    check_refused(&path, foreign);
}

#[test]
fn a_broken_header_is_refused() {
    let (_folder, path) = filled();
    overwrite(&path, |bytes| bytes[3] = b'x');
    check_refused(&path, foreign);
}

#[test]
fn a_cut_file_is_refused() {
    let (_folder, path) = filled();
    let whole = fs::read(&path).unwrap();
    for length in [100, 4096, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        check_refused(&path, damaged);
    }
}

#[test]
fn a_page_of_zeros_is_found_before_anything_is_written() {
    let (folder, path) = filled();
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 30 * 4096);
    for page in 1..whole.len() / 4096 {
        overwrite(&path, |bytes| bytes[page * 4096..][..4096].fill(0));
        let before = files(folder.path());
        let opened = Ledger::open(&path, Access::Write).map_err(|error| error.kind);
        assert_eq!(opened.err(), Some(ErrorKind::Damaged), "page {page}");
        // Reading may go well as long as the page is not needed, and changes nothing either.
        if let Ok(ledger) = Ledger::open(&path, Access::Read) {
            let _ = ledger.stats();
        }
        assert_eq!(files(folder.path()), before, "page {page}");
        fs::write(&path, &whole).unwrap();
    }
    Ledger::open(&path, Access::Write).unwrap();
}

#[test]
fn a_newer_schema_is_refused() {
    let (_folder, path) = filled();
    overwrite(&path, |bytes| bytes[60..64].copy_from_slice(&(SCHEMA + 1).to_be_bytes()));
    check_refused(&path, |kind| *kind == ErrorKind::NewerSchema { found: SCHEMA + 1, known: SCHEMA });
}

#[test]
fn a_newer_schema_that_is_still_in_the_log_is_refused() {
    let (_folder, path) = filled();
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", SCHEMA + 1).unwrap();
    let crashed = tempfile::tempdir().unwrap();
    let copy = crashed.path().join("shire.casus");
    fs::copy(&path, &copy).unwrap();
    fs::copy(file::beside(&path, "-wal"), file::beside(&copy, "-wal")).unwrap();
    check_refused(&copy, |kind| *kind == ErrorKind::NewerSchema { found: SCHEMA + 1, known: SCHEMA });
}

#[test]
fn tables_of_others_are_refused() {
    for sql in [
        "CREATE TRIGGER spy AFTER INSERT ON document BEGIN DELETE FROM entry; END",
        "CREATE VIEW spy AS SELECT 1",
        "DROP TABLE decision",
        "CREATE TABLE more (x)",
    ] {
        let (_folder, path) = filled();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        check_refused(&path, damaged);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_open_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    for mode in [0o644, 0o660, 0o604, 0o700 | 0o001] {
        let (_folder, path) = filled();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        check_refused(&path, |kind| *kind == ErrorKind::Permissions);
    }
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let (folder, path) = filled();
    let before = files(folder.path());
    assert_eq!(Ledger::create(&path, &stamp()).unwrap_err().kind, ErrorKind::Exists);
    assert_eq!(files(folder.path()), before);
    for suffix in file::NEIGHBOURS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shire.casus");
        fs::write(file::beside(&path, suffix), b"left over").unwrap();
        let before = files(folder.path());
        assert_eq!(Ledger::create(&path, &stamp()).unwrap_err().kind, ErrorKind::Exists);
        assert_eq!(files(folder.path()), before);
    }
    let nowhere = folder.path().join("no/shire.casus");
    assert_eq!(Ledger::create(&nowhere, &stamp()).unwrap_err().kind, ErrorKind::NotFound);
}
