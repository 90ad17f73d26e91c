//! Attacks on a ledger's file by somebody who can write to it, and that verification sees each of them.
//!
//! `CASUS_ATTACKS` sets how often each is tried, with other particulars every time; by default 6.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::json;
use tempfile::TempDir;

use super::{Against, Checkpoint, Finding, Outside, SigningKey, verify};
use crate::entry::{ENTRY, Entry, ledger_id, stored};
use crate::fixture::{claim, document, incident, stamp};
use crate::{Access, Ledger, NewDocument};

/// A ledger with a history, and what is kept outside of it.
struct Scene {
    folder: TempDir,
    outside: Outside,
    rest: u64,
}

impl Scene {
    /// Six to twenty documents with claims and incidents, some of them decided upon.
    fn new(seed: u64) -> Scene {
        let folder = in_memory();
        let outside =
            Outside { keys: folder.path().join("keys"), checkpoints: folder.path().join("checkpoints") };
        let scene = Scene { folder, outside, rest: seed };
        let mut ledger = Ledger::create_with_key(&scene.path(), &stamp(), &scene.outside).unwrap();
        let mut group = ledger.group(stamp()).unwrap();
        let layer = group.new_layer(&json!({ "casus": "0.1.0" })).unwrap();
        group.activate(layer).unwrap();
        group.commit().unwrap();
        let mut scene = scene;
        let documents = 6 + scene.chance(15);
        scene.grow(&mut ledger, 0..documents);
        ledger.close().unwrap();
        scene
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("bree.casus")
    }

    fn chance(&mut self, end: u64) -> u64 {
        self.rest = self.rest.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.rest >> 33) % end
    }

    fn grow(&mut self, ledger: &mut Ledger, numbers: std::ops::Range<u64>) {
        let layer = ledger.active_layer().unwrap().unwrap();
        let mut group = ledger.group(stamp()).unwrap();
        for number in numbers {
            let report = document(&format!("Report {number} of a raid on Bree."));
            group
                .add_document(NewDocument { raw: report.text.as_bytes(), document: &report, given: None })
                .unwrap();
            let key = format!("k_{number}");
            group.put_reading(layer, &report.id, "{}", &[claim(&key)]).unwrap();
            let id = group.mint().unwrap();
            group.put_incident(layer, &incident(id, &[&key], &[&report.id]), "raid").unwrap();
            if number % 3 == 0 {
                group.decide("accept", &id.to_string(), &json!({ "number": number })).unwrap();
            }
        }
        group.commit().unwrap();
    }

    fn file(&self) -> Connection {
        let file = Connection::open(self.path()).unwrap();
        file.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        file
    }

    fn against(&self) -> Against {
        let ledger = Ledger::open(&self.path(), Access::Read).unwrap();
        Against::outside(&self.outside, &ledger.id().unwrap()).unwrap()
    }

    fn findings(&self, against: &Against) -> Vec<Finding> {
        let ledger = Ledger::open(&self.path(), Access::Read).unwrap();
        verify(&ledger, against).unwrap().findings
    }
}

/// A folder that waits for no disk, where there is one: nothing here is about disks.
fn in_memory() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn entries(file: &Connection) -> Vec<Entry> {
    let mut statement = file.prepare(&[ENTRY, "ORDER BY seq"].concat()).unwrap();
    let entries = statement.query_map([], |row| Ok(stored(row).unwrap())).unwrap();
    entries.map(Result::unwrap).collect()
}

/// Writes a log in place of the one that is there.
fn put(file: &Connection, entries: &[Entry]) {
    file.execute("DELETE FROM entry", []).unwrap();
    for entry in entries {
        let about = entry.about.as_ref().unwrap();
        file.execute(
            "INSERT INTO entry (seq, at, who, verb, object, detail, salt, digest, prev, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                entry.seq.cast_signed(),
                entry.at,
                entry.who,
                entry.verb,
                about.object,
                about.detail,
                about.salt,
                entry.digest,
                entry.prev,
                entry.hash
            ],
        )
        .unwrap();
    }
}

/// Gives all entries from one on the numbers and hashes that make the chain hold again.
fn rechain(file: &Connection, entries: &mut [Entry], from: usize) {
    let mut prev = match from {
        0 => crate::entry::beginning(&ledger_id(file).unwrap()),
        _ => entries[from - 1].hash,
    };
    for (place, entry) in entries.iter_mut().enumerate().skip(from) {
        let (at, who, verb) = (entry.at.clone(), entry.who.clone(), entry.verb.clone());
        *entry = Entry::after(prev, place as u64 + 1, at, who, verb, entry.about.clone().unwrap());
        prev = entry.hash;
    }
}

/// Signs all checkpoints of a ledger anew, over the log as it is now, and one at its end.
fn resign(file: &Connection, key: &SigningKey) {
    file.execute("DELETE FROM checkpoint", []).unwrap();
    let mut tree = super::tree::Frontier::default();
    let entries = entries(file);
    for entry in &entries {
        tree.push(entry.hash);
        if tree.size() % 100 == 0 || tree.size() == entries.len() as u64 {
            let note = Checkpoint::sign(tree.size(), tree.root(), key).to_string();
            file.execute("INSERT INTO checkpoint VALUES (?1, ?2)", params![tree.size().cast_signed(), note])
                .unwrap();
        }
    }
    let peaks = tree.peaks().concat();
    file.execute("UPDATE tree SET size = ?1, peaks = ?2", params![tree.size().cast_signed(), peaks]).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
    for rest in ["-wal", "-shm"] {
        let _ = fs::remove_file(crate::file::beside(to, rest));
    }
}

/// Makes a scene, lets somebody at its file, and expects to be told, so many times.
/// `alone` says whether it is seen without anything kept outside, too.
fn attacked(name: &str, alone: Option<bool>, attack: impl Fn(&mut Scene)) {
    attacked_later(name, alone, |scene| {
        let against = scene.against();
        attack(scene);
        against
    });
}

/// The same for an attack that gives what is kept outside when it has happened.
fn attacked_later(name: &str, alone: Option<bool>, attack: impl Fn(&mut Scene) -> Against) {
    let times: u64 = std::env::var("CASUS_ATTACKS").map_or(6, |times| times.parse().unwrap());
    for seed in 0..times {
        let mut scene = Scene::new(seed);
        let against = scene.against();
        assert_eq!(scene.findings(&against), [], "{name} {seed}: before");
        let against = attack(&mut scene);
        assert_ne!(scene.findings(&against), [], "{name} {seed}: not seen");
        if let Some(alone) = alone {
            assert_eq!(!scene.findings(&Against::default()).is_empty(), alone, "{name} {seed}: alone");
        }
    }
}

#[test]
fn an_edit_is_seen() {
    attacked("edit", Some(true), |scene| {
        let file = scene.file();
        let mut entries = entries(&file);
        let entry = scene.chance(entries.len() as u64) as usize;
        match scene.chance(4) {
            0 => entries[entry].who.push('x'),
            1 => entries[entry].at = "2023-11-02T08:00:00Z".into(),
            2 => entries[entry].about.as_mut().unwrap().detail.push(' '),
            _ => entries[entry].about.as_mut().unwrap().object.push('9'),
        }
        put(&file, &entries);
    });
}

#[test]
fn a_deletion_is_seen() {
    attacked("delete", Some(true), |scene| {
        let file = scene.file();
        let entry = scene.chance(entries(&file).len() as u64 - 1) + 1;
        file.execute("DELETE FROM entry WHERE seq = ?1", [entry.cast_signed()]).unwrap();
        if scene.chance(2) == 0 {
            file.execute("UPDATE entry SET seq = -seq WHERE seq > ?1", [entry.cast_signed()]).unwrap();
            file.execute("UPDATE entry SET seq = -seq - 1 WHERE seq < 0", []).unwrap();
        }
    });
}

#[test]
fn an_insertion_is_seen() {
    attacked("insert", Some(true), |scene| {
        let file = scene.file();
        let mut entries = entries(&file);
        let place = scene.chance(entries.len() as u64) as usize;
        let mut new = entries[scene.chance(entries.len() as u64) as usize].clone();
        new.who = "sauron".into();
        let prev = if place == 0 { [0; 32] } else { entries[place - 1].hash };
        let new = Entry::after(prev, place as u64 + 1, new.at, new.who, new.verb, new.about.unwrap());
        entries.insert(place, new);
        (0..).zip(&mut entries[place + 1..]).for_each(|(more, entry)| entry.seq = place as u64 + 2 + more);
        put(&file, &entries);
    });
}

#[test]
fn a_swap_is_seen() {
    attacked("swap", Some(true), |scene| {
        let file = scene.file();
        let mut entries = entries(&file);
        let one = scene.chance(entries.len() as u64 - 1) as usize;
        entries.swap(one, one + 1);
        if scene.chance(2) == 0 {
            (1..).zip(&mut entries).for_each(|(seq, entry)| entry.seq = seq);
            put(&file, &entries);
            return;
        }
        // The numbers stay with the places, what was told changes places.
        let about = entries[one].about.clone();
        entries[one].about = entries[one + 1].about.clone();
        entries[one + 1].about = about;
        (1..).zip(&mut entries).for_each(|(seq, entry)| entry.seq = seq);
        put(&file, &entries);
    });
}

#[test]
fn a_chain_made_anew_is_seen() {
    attacked("re-chain", Some(true), |scene| {
        let file = scene.file();
        let mut entries = entries(&file);
        let entry = scene.chance(entries.len() as u64) as usize;
        entries[entry].who = "sauron".into();
        rechain(&file, &mut entries, entry);
        put(&file, &entries);
    });
}

#[test]
fn a_tail_cut_off_is_seen() {
    attacked("truncate", None, |scene| {
        // Entries, rows and checkpoints, so that nothing but the end is missing.
        let file = scene.file();
        file.execute("PRAGMA foreign_keys = ON", []).unwrap();
        let all = entries(&file).len() as u64;
        let keep = (all - 1 - scene.chance(all / 2)).cast_signed();
        for sql in [
            "DELETE FROM entry WHERE seq > ?1",
            "DELETE FROM decision WHERE seq > ?1",
            "DELETE FROM version WHERE entry > ?1",
            "DELETE FROM incident WHERE version NOT IN (SELECT num FROM version) AND ?1 > 0",
            "DELETE FROM document WHERE entry > ?1",
            "DELETE FROM checkpoint WHERE size > ?1",
        ] {
            file.execute(sql, [keep]).unwrap();
        }
        file.execute("DELETE FROM tree", []).unwrap();
    });
}

#[test]
fn a_file_put_back_to_an_earlier_day_is_seen_with_a_checkpoint_and_not_without() {
    attacked_later("roll back", Some(false), |scene| {
        // The attack is made backwards: the earlier day is now, and the ledger goes on from here.
        let earlier = scene.folder.path().join("earlier");
        copy(&scene.path(), &earlier);
        let mut ledger = Ledger::open(&scene.path(), Access::Write).unwrap();
        ledger.keep_outside(&scene.outside).unwrap();
        let more = 1 + scene.chance(20);
        scene.grow(&mut ledger, 100..100 + more);
        ledger.close().unwrap();
        let later = scene.against();
        assert_eq!(scene.findings(&later), []);
        copy(&earlier, &scene.path());
        assert_ne!(scene.findings(&later), []);
        assert_eq!(scene.findings(&Against::default()), [], "nothing in the file shows it");
        // Whoever was at the file writes on, as if nothing had happened.
        let mut ledger = Ledger::open(&scene.path(), Access::Write).unwrap();
        ledger.keep_outside(&scene.outside).unwrap();
        scene.grow(&mut ledger, 200..200 + more + 5);
        let contradicted = ledger.close().unwrap_err().to_string();
        assert!(contradicted.contains("put back to an earlier day"), "{contradicted}");
        assert_eq!(scene.against(), later, "the evidence is not written over");
        later
    });
}

#[test]
fn a_history_signed_anew_with_a_stolen_key_is_seen_with_a_checkpoint_and_not_without() {
    attacked("stolen key", Some(false), |scene| {
        let file = scene.file();
        let mut entries = entries(&file);
        let entry = scene.chance(entries.len() as u64) as usize;
        entries[entry].who = "sauron".into();
        rechain(&file, &mut entries, entry);
        put(&file, &entries);
        let key = SigningKey::read(&scene.outside.key(&ledger_id(&file).unwrap())).unwrap();
        resign(&file, &key);
    });
}

#[test]
fn a_history_signed_anew_with_another_key_is_seen() {
    attacked("other key", None, |scene| {
        let file = scene.file();
        let ledger = ledger_id(&file).unwrap();
        let key = SigningKey::generate(&format!("casus/{ledger}")).unwrap();
        let mut entries = entries(&file);
        let noted = entries.iter_mut().find(|entry| entry.verb == "key").unwrap();
        noted.about.as_mut().unwrap().detail = json!({ "key": key.public().to_string() }).to_string();
        rechain(&file, &mut entries, 0);
        put(&file, &entries);
        resign(&file, &key);
        // It is seen by the key alone, too.
        let known = SigningKey::read(&scene.outside.key(&ledger)).unwrap().public();
        assert_eq!(scene.findings(&Against { checkpoint: None, key: Some(known) }), [Finding::OtherKey]);
    });
}

#[test]
fn without_a_checkpoint_it_says_that_truncation_cannot_be_checked() {
    let scene = Scene::new(1);
    let ledger = Ledger::open(&scene.path(), Access::Read).unwrap();
    let report = verify(&ledger, &Against::default()).unwrap();
    assert!(report.is_clean());
    assert!(report.to_string().contains("truncation not checkable"), "{report}");
    let report = verify(&ledger, &scene.against()).unwrap();
    assert!(report.is_clean());
    assert!(report.to_string().contains("goes on from the checkpoint"), "{report}");
}

#[test]
fn a_changed_row_of_any_table_that_the_log_tells_of_is_seen() {
    let changes = [
        "UPDATE document SET outlet = 'The Green Dragon' WHERE num = 3",
        "UPDATE document SET published = '2023-10-01' WHERE num = 3",
        "UPDATE document SET state = 2 WHERE num = 3",
        "UPDATE payload SET raw = x'00' WHERE document = 3",
        "UPDATE payload SET text = x'00' WHERE document = 3",
        "DELETE FROM payload WHERE document = 3",
        "DELETE FROM document WHERE num = 3",
        "INSERT INTO document (digest, basis, added_at, entry, size) VALUES (x'11', 'none', '', 5, 1)",
        "UPDATE reading SET body = x'00' WHERE document = 3",
        "DELETE FROM reading WHERE document = 3",
        "UPDATE reading SET claims = x'00' WHERE document = 3",
        "UPDATE claim SET modality = 'denied' WHERE num = 3 << 16",
        "UPDATE claim SET key = 'k' WHERE num = 3 << 16",
        "DELETE FROM claim WHERE num = 3 << 16",
        "INSERT INTO claim (num, layer, key, kind, modality) VALUES ((3 << 16) + 1, 1, 'k', 'event', '')",
        "INSERT INTO claim (num, layer, key, kind, modality) VALUES (7, 1, 'k', 'event', '')",
        "INSERT INTO claim (num, layer, key, kind, modality) VALUES (1 << 40, 1, 'k', 'event', '')",
        "UPDATE version SET body = x'00' WHERE num = 3",
        "DELETE FROM version WHERE num = 3",
        "INSERT INTO version (incident, layer, entry, body) VALUES (3, 1, 7, x'00')",
        "UPDATE incident SET version = 4 WHERE num = 3",
        "DELETE FROM incident WHERE num = 3",
        "UPDATE decision SET body = '{}'",
        "UPDATE decision SET who = 'sauron'",
        "UPDATE decision SET undone_by = 1",
        "DELETE FROM decision",
        "INSERT INTO decision VALUES (1, '', '', '', '{}', NULL)",
        "UPDATE layer SET versions = '{}'",
        "UPDATE layer SET state = 'old'",
        "INSERT INTO redirect VALUES (1, 2, 3, 4)",
        "UPDATE checkpoint SET note = 'nothing'",
        "UPDATE entry SET object = NULL, detail = NULL, salt = NULL WHERE seq = 9",
    ];
    let scene = Scene::new(1);
    let (untouched, against) = (scene.folder.path().join("untouched"), scene.against());
    copy(&scene.path(), &untouched);
    for change in changes {
        copy(&untouched, &scene.path());
        let file = scene.file();
        assert!(file.execute(change, []).unwrap() > 0, "{change}");
        drop(file);
        assert_ne!(scene.findings(&against), [], "{change}");
    }
}

#[test]
fn a_changed_row_of_what_is_made_from_the_rest_is_seen_and_made_anew() {
    let changes = [
        "UPDATE incident SET first = 7, last = 7 WHERE num = 3",
        "UPDATE incident SET lat = 1, lon = 1 WHERE num = 3",
        "UPDATE incident SET facets = x'' WHERE num = 3",
        "DELETE FROM facet WHERE incident = 3",
        "INSERT INTO facet SELECT max(word) + 1, 3 FROM facet",
        "UPDATE word SET text = 'type:feast' WHERE text = 'type:assault'",
        "UPDATE incident_space SET south = 1, north = 1 WHERE incident = 3",
        "DELETE FROM incident_space WHERE incident = 3",
        "DELETE FROM behind WHERE incident = 3",
        "UPDATE behind SET incident = 99 WHERE incident = 3",
        "UPDATE claim SET incident = NULL WHERE num = 3 << 16",
        "UPDATE claim SET incident = 2 WHERE num = 3 << 16",
        "INSERT INTO block VALUES (1, 2, 3 << 16)",
        "INSERT INTO band VALUES (1, 3)",
        "INSERT INTO best VALUES (3 << 16, 9)",
        "UPDATE document SET state = 1 WHERE num = 3",
        "DELETE FROM document_words_docsize WHERE id = 3",
        "INSERT INTO document_words (document_words) VALUES ('delete-all')",
        "INSERT INTO incident_words (incident_words) VALUES ('delete-all')",
        "UPDATE meta SET value = 1 WHERE name = 'next_incident'",
    ];
    let scene = Scene::new(1);
    let (untouched, against) = (scene.folder.path().join("untouched"), scene.against());
    copy(&scene.path(), &untouched);
    assert_eq!(scene.findings(&against), []);
    for change in changes {
        copy(&untouched, &scene.path());
        let file = scene.file();
        file.execute(change, []).unwrap();
        drop(file);
        let found = scene.findings(&against);
        let is_derived = |finding: &Finding| matches!(finding, Finding::Derived { .. });
        assert!(!found.is_empty() && found.iter().all(is_derived), "{change}: {found:?}");
        let mut ledger = Ledger::open(&scene.path(), Access::Write).unwrap();
        let mut group = ledger.group(stamp()).unwrap();
        assert!(group.rebuild(|_| "raid".to_owned()).unwrap() > 5);
        group.commit().unwrap();
        ledger.close().unwrap();
        assert_eq!(scene.findings(&against), [], "{change}");
    }
}
