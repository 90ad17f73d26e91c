//! Several at one ledger.

use std::sync::mpsc;
use std::thread;

use crate::fixture::*;
use crate::*;

#[test]
fn readers_are_not_waited_for_and_see_what_was_committed() {
    let (_folder, path) = filled();
    let mut writer = Ledger::open(&path, Access::Write).unwrap();
    let reader = Ledger::open(&path, Access::Read).unwrap();
    let mut group = writer.group(stamp()).unwrap();
    add(&mut group, &document("Orcs again."));
    assert_eq!(group.stats().unwrap().documents, 4);
    assert_eq!(reader.stats().unwrap().documents, 3, "the group is still open");
    group.commit().unwrap();
    assert_eq!(reader.stats().unwrap().documents, 4);
}

#[test]
fn a_reader_changes_nothing() {
    let (folder, path) = filled();
    let before = files(folder.path());
    assert_eq!(before.len(), 1);
    let mut reader = Ledger::open(&path, Access::Read).unwrap();
    assert_eq!(
        reader.find(&Filter { words: Some("Bree".to_owned()), ..Filter::default() }).unwrap().len(),
        3
    );
    assert!(reader.check().unwrap().is_sound());
    assert!(reader.group(stamp()).is_err());
    drop(reader);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn writers_take_turns() {
    let (_folder, path) = filled();
    let mut one = Ledger::open(&path, Access::Write).unwrap();
    let mut group = one.group(stamp()).unwrap();
    let (begun, begins) = mpsc::channel();
    let other = thread::spawn({
        let path = path.clone();
        move || {
            let mut two = Ledger::open(&path, Access::Write).unwrap();
            begun.send(()).unwrap();
            add_one(&mut two, "From the other.").unwrap();
        }
    });
    begins.recv().unwrap();
    add(&mut group, &document("From the one."));
    group.commit().unwrap();
    other.join().unwrap();
    assert_eq!(one.stats().unwrap().documents, 5);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_open_any_file_of_a_ledger() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = filled();
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    add_one(&mut ledger, "Orcs again.").unwrap();
    ledger.backup(&folder.path().join("backup.casus")).unwrap();
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    for name in names {
        assert_eq!(name.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_writer_notices_that_another_file_took_the_name() {
    let (folder, path) = filled();
    let mut writer = Ledger::open(&path, Access::Write).unwrap();
    std::fs::rename(&path, folder.path().join("moved.casus")).unwrap();
    std::fs::copy(folder.path().join("moved.casus"), &path).unwrap();
    assert_eq!(add_one(&mut writer, "Orcs again.").unwrap_err().kind, ErrorKind::Replaced);
}

#[test]
fn a_group_in_which_something_failed_is_not_kept() {
    let (_folder, path) = filled();
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    let layer = ledger.active_layer().unwrap().unwrap();
    let report = document("Orcs again.");
    let mut group = ledger.group(stamp()).unwrap();
    add(&mut group, &report);
    group.put_reading(layer, &report.id, "{}", &[claim("k_1")]).unwrap_err();
    assert_eq!(group.commit().unwrap_err().kind, ErrorKind::Undone);
    assert_eq!(ledger.stats().unwrap().documents, 3);

    let mut group = ledger.group(stamp()).unwrap();
    add(&mut group, &report);
    let failed = group.attempt(|group| group.put_reading(layer, &report.id, "{}", &[claim("k_1")]));
    assert_eq!(failed.unwrap_err().kind, ErrorKind::Internal, "the key is another document's");
    group.commit().unwrap();
    assert_eq!(ledger.stats().unwrap().documents, 4);
}
