//! Ledgers of every schema there was, as the casus of that time wrote them, and what becomes of them.

use std::path::{Path, PathBuf};

use casus_model::Document;
use serde_json::json;

use crate::audit::Outside;
use crate::fixture::*;
use crate::*;

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
    let bytes = pack::packed(&std::fs::read(path).unwrap()).unwrap();
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
    report.url = (number % 3 == 0).then(|| format!("https://pony.example/{town}/{}", number % 2));
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
