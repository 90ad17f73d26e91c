//! Ledgers of every schema there was, as the casus of that time wrote them, and what becomes of them.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use casus_model::Document;
use rusqlite::Connection;
use serde_json::json;

use crate::audit::{Against, Outside, verify};
use crate::fixture::*;
use crate::*;

/// Every schema there was before the present one, with a ledger that the casus of its time wrote.
const SAMPLES: [(u32, &[u8]); 2] =
    [(1, include_bytes!("schema-1.casus.deflate")), (2, include_bytes!("schema-2.casus.deflate"))];

/// What is kept through every migration. Tables that only help to find are made anew.
const KEPT: [&str; 20] = [
    "meta",
    "entry",
    "checkpoint",
    "document",
    "payload",
    "tombstone",
    "origin",
    "band",
    "kin",
    "layer",
    "reading",
    "claim",
    "account",
    "block",
    "edge",
    "incident",
    "version",
    "redirect",
    "behind",
    "decision",
];

fn unpacked_sample(folder: &Path, bytes: &[u8]) -> PathBuf {
    let mut file = Vec::new();
    flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut file).unwrap();
    let path = folder.join("old.casus");
    std::fs::write(&path, file).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    path
}

/// Every row of every table that is kept, as SQL writes values. Entries are those up to a number.
fn contents(path: &Path, entries: i64) -> BTreeMap<&'static str, Vec<String>> {
    let file = Connection::open(path).unwrap();
    let table = |name: &'static str| {
        let mut columns = file.prepare(&format!("SELECT name FROM pragma_table_info('{name}')")).unwrap();
        let columns: Vec<String> = columns
            .query_map([], |row| Ok(format!("quote({})", row.get::<_, String>(0)?)))
            .unwrap()
            .map(|row| row.unwrap())
            .collect();
        let up_to = if name == "entry" { format!("WHERE seq <= {entries}") } else { String::new() };
        let sql = format!("SELECT {} FROM {name} {up_to} ORDER BY 1", columns.join(" || ',' || "));
        let mut rows = file.prepare(&sql).unwrap();
        let rows =
            rows.query_map([], |row| row.get::<_, String>(0)).unwrap().map(|row| row.unwrap()).collect();
        (name, rows)
    };
    KEPT.into_iter().map(table).collect()
}

/// Tables and indexes with the words that made them.
fn schema_of(path: &Path) -> Vec<(String, String)> {
    let file = Connection::open(path).unwrap();
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let mut objects = file.prepare(sql).unwrap();
    objects.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(|row| row.unwrap()).collect()
}

#[test]
fn ledgers_of_every_schema_become_ledgers_of_this_one_with_all_they_held() {
    assert!(SAMPLES.iter().map(|(schema, _)| *schema).eq(1..SCHEMA), "a sample of each schema there was");
    for (schema, bytes) in SAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let path = unpacked_sample(folder.path(), bytes);
        for access in [Access::Read, Access::Write] {
            let refused = Ledger::open(&path, access).unwrap_err().kind;
            assert_eq!(refused, ErrorKind::OlderSchema { found: schema, known: SCHEMA });
        }
        let before = contents(&path, i64::MAX);
        assert!(
            before.iter().all(|(table, rows)| !rows.is_empty() || *table == "kin"),
            "it has something of everything"
        );
        let entries = before["entry"].len() as i64;
        let upgrade = Ledger::upgrade(&path, &stamp()).unwrap().unwrap();
        assert_eq!((upgrade.from, upgrade.to), (schema, SCHEMA));
        assert_eq!(contents(&path, entries), before);
        assert_eq!(contents(&upgrade.backup, i64::MAX), before, "the backup is the ledger as it was");
        let Fixture { folder: _new, ledger } = fixture();
        assert_eq!(schema_of(&path), schema_of(ledger.path()));
        goes_on(&path);
    }
}

/// A ledger that was migrated is sound, verifies, finds what it held, and takes more.
fn goes_on(path: &Path) {
    let mut ledger = Ledger::open(path, Access::Write).unwrap();
    assert!(ledger.check().unwrap().is_sound());
    let report = verify(&ledger, &Against::default()).unwrap();
    assert!(report.is_clean(), "{report}");
    let found = |ledger: &Ledger, words: &str| {
        let filter = Filter { words: Some(words.to_owned()), limit: Some(100), ..Filter::default() };
        ledger.find(&filter).unwrap().len()
    };
    let all = ledger.find(&Filter::default()).unwrap().len();
    for settled in [false, true] {
        if settled {
            ledger.settle().unwrap();
        }
        let (first, second, third) =
            (found(&ledger, "first"), found(&ledger, "second"), found(&ledger, "third"));
        assert_eq!((first, second + third, third), (0, all, 4), "settled: {settled}");
    }
    add_one(&mut ledger, "Wolves came down to the mill in the night and were driven off.").unwrap();
    let layers = ledger.layers().unwrap();
    let mut group = ledger.group(stamp()).unwrap();
    group.activate(layers[0].id).unwrap();
    group.commit().unwrap();
    assert!(found(&ledger, "first") > 20, "the old layer can be shown again");
    ledger.settle().unwrap();
    assert!(ledger.check().unwrap().is_sound());
}

#[test]
fn a_backup_of_an_older_schema_can_be_brought_back_and_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let path = unpacked_sample(folder.path(), SAMPLES[0].1);
    let upgrade = Ledger::upgrade(&path, &stamp()).unwrap().unwrap();
    let again = folder.path().join("again.casus");
    Ledger::restore(&upgrade.backup, &again, false).unwrap();
    assert!(matches!(Ledger::open(&again, Access::Read).unwrap_err().kind, ErrorKind::OlderSchema { .. }));
    Ledger::upgrade(&again, &stamp()).unwrap().unwrap();
    goes_on(&again);
}

#[test]
fn a_newer_schema_is_not_migrated_and_left_as_it_is() {
    let (folder, path) = filled();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&(SCHEMA + 1).to_be_bytes());
    std::fs::write(&path, bytes).unwrap();
    let before = files(folder.path());
    let refused = Ledger::upgrade(&path, &stamp()).unwrap_err().kind;
    assert_eq!(refused, ErrorKind::NewerSchema { found: SCHEMA + 1, known: SCHEMA });
    assert_eq!(files(folder.path()), before);
}

/// Reports of a sample.
const REPORTS: usize = 30;

/// Writes a ledger of the present schema that has something of everything: pages with versions, a page taken back,
/// a report erased, near-copies, two layers with the second shown, incidents that changed, merged and ended,
/// decisions and one undone, signed checkpoints, and words that are not indexed yet.
///
/// A casus that writes another schema than the one before keeps what this writes, made by the casus before it:
/// `CASUS_SAMPLE=crates/ledger/src/tests/schema-N.casus.deflate cargo test -p casus-ledger --lib -- --ignored
/// a_sample_is_written`
#[test]
#[ignore = "writes a file; run when the schema is about to change"]
fn a_sample_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = sample(folder.path());
    let bytes = pack::packed(&std::fs::read(path).unwrap());
    std::fs::write(std::env::var("CASUS_SAMPLE").unwrap(), bytes).unwrap();
}

fn sample(folder: &Path) -> PathBuf {
    let path = folder.join("shire.casus");
    let outside = Outside { keys: folder.join("keys"), checkpoints: folder.join("checkpoints") };
    let mut ledger = Ledger::create_with_key(&path, &stamp(), &outside).unwrap();
    let reports: Vec<Document> = (0..REPORTS).map(report).collect();
    add_reports(&mut ledger, &reports[..REPORTS - 4]);
    let ids = read_into_a_layer(&mut ledger, &reports[..REPORTS - 4], "first", None);
    change_and_decide(&mut ledger, &reports, &ids);
    ledger.settle().unwrap();
    let mut group = ledger.group(stamp()).unwrap();
    group.erase(&reports[5].id, "asked for by a hobbit").unwrap();
    group.commit().unwrap();
    ledger.scrub().unwrap();
    let kept: Vec<Document> = reports[..REPORTS - 4]
        .iter()
        .filter(|report| ledger.document(&report.id).unwrap().is_some())
        .cloned()
        .collect();
    read_into_a_layer(&mut ledger, &kept, "second", Some(&ids));
    ledger.close().unwrap();
    let mut ledger = Ledger::open(&path, Access::Write).unwrap();
    add_reports(&mut ledger, &reports[REPORTS - 4..]);
    let layer = ledger.active_layer().unwrap().unwrap();
    let mut group = ledger.group(stamp()).unwrap();
    for report in &reports[REPORTS - 4..] {
        put_incident(&mut group, layer, report, "third", None);
    }
    group.commit().unwrap();
    // As if it were killed: words stay noted.
    ledger.noted.set(0);
    path
}

fn report(number: usize) -> Document {
    const TOWNS: [&str; 5] = ["Bree", "Archet", "Staddle", "Combe", "Tuckborough"];
    let town = TOWNS[number % TOWNS.len()];
    let mut report = document(&format!(
        "Orcs raided the barracks at {town} before dawn on the {}th, riders of the watch said. They burnt {} carts \
         and drove off the ponies. ",
        number % 25 + 4,
        number + 2
    ));
    report.title = Some(format!("Raid on {town}"));
    report.url = number.is_multiple_of(3).then(|| format!("https://pony.example/{town}/{}", number % 2));
    report.published = Some(jiff::civil::date(2023, 10, (number % 25 + 5) as i8));
    report
}

fn add_reports(ledger: &mut Ledger, reports: &[Document]) {
    let mut group = ledger.group(stamp()).unwrap();
    for (at, report) in reports.iter().enumerate() {
        add(&mut group, report);
        group.put_signature(&report.id, b"signature", &[at as u64 % 7, 9]).unwrap();
    }
    group.put_kin(&reports[0].id, &reports[1].id, b"copy").unwrap();
    group.set_origin(&reports[1].id, &reports[0].id).unwrap();
    group.commit().unwrap();
}

fn read_into_a_layer(
    ledger: &mut Ledger,
    reports: &[Document],
    name: &str,
    ids: Option<&[IncidentId]>,
) -> Vec<IncidentId> {
    let mut group = ledger.group(stamp()).unwrap();
    let layer = group.new_layer(&json!({ "casus": name })).unwrap();
    let put = |(at, report): (usize, &Document)| {
        put_incident(&mut group, layer, report, name, ids.map(|ids| ids[at]))
    };
    let ids = reports.iter().enumerate().map(put).collect();
    group.activate(layer).unwrap();
    group.commit().unwrap();
    ids
}

fn put_incident(
    group: &mut Group,
    layer: LayerId,
    report: &Document,
    name: &str,
    id: Option<IncidentId>,
) -> IncidentId {
    let keys = ["a", "b"].map(|end| format!("k_{}{end}", &report.id.0[7..22]));
    group.put_reading(layer, &report.id, name, &[claim(&keys[0]), claim(&keys[1])]).unwrap();
    let one = group.put_account(layer, &keys[0], b"one", &[7, 8]).unwrap();
    let two = group.put_account(layer, &keys[1], b"two", &[8]).unwrap();
    group.put_edge(one, two, 3.5, b"same night").unwrap();
    let id = id.unwrap_or_else(|| group.mint().unwrap());
    let mut raid = incident(id, &[&keys[0], &keys[1]], &[&report.id]);
    let day = report.published.unwrap().to_string();
    raid.when = field(vec![when(&day, &day)]);
    let summary = format!("{name} raid told by {}", report.title.as_deref().unwrap());
    group.put_incident(layer, &raid, &summary).unwrap();
    id
}

/// Two incidents merge, one ends, one changes; decisions, one of them undone; a page is taken back.
fn change_and_decide(ledger: &mut Ledger, reports: &[Document], ids: &[IncidentId]) {
    let layer = ledger.active_layer().unwrap().unwrap();
    let mut group = ledger.group(stamp()).unwrap();
    group.end_incident(layer, ids[1], Some(ids[0])).unwrap();
    group.end_incident(layer, ids[2], None).unwrap();
    let mut changed = group.incident(layer, ids[3]).unwrap().unwrap();
    changed.weapons = field(vec![]);
    group.put_incident(layer, &changed, "a raid without weapons").unwrap();
    group.decide("accept", "i1", &json!({ "incident": "i1" })).unwrap();
    let undone = group.decide("reject", "i4", &json!({ "incident": "i4" })).unwrap();
    group.undo(undone).unwrap();
    group.retract_page(&reports[4].id, "wrong town").unwrap();
    group.commit().unwrap();
}
