//! What must hold of a ledger after whatever happened to its writer.

use std::path::Path;

use casus_ledger::audit::{self, Against};
use casus_ledger::{Access, Ledger};

use super::report::{Report, report};
use super::writer::{ledger_in, outside};

/// Opens the ledger in a folder as a writer would, and looks for every report that was acknowledged: there,
/// once, and whole. Reports that were not acknowledged may be there, whole, or not. Gives how many are there.
pub fn check(folder: &Path, acknowledged: &[u64]) -> Result<usize, String> {
    let path = ledger_in(folder);
    let ledger = match Ledger::open(&path, Access::Write) {
        Ok(ledger) => ledger,
        Err(_) if acknowledged.is_empty() => return Ok(0),
        Err(error) => return Err(format!("cannot be opened: {error}")),
    };
    is_sound(&path)?;
    let there = whole_reports(&ledger)?;
    for number in acknowledged {
        match there.iter().filter(|there| *there == number).count() {
            1 => {}
            0 => return Err(format!("report {number} was acknowledged and is lost")),
            times => return Err(format!("report {number} is there {times} times")),
        }
    }
    let against = against(&ledger, folder)?;
    let report = audit::verify(&ledger, &against).map_err(|error| error.to_string())?;
    match report.findings.first() {
        None => Ok(there.len()),
        Some(finding) => Err(format!("the audit finds: {finding}")),
    }
}

/// What SQLite says of the file.
fn is_sound(path: &Path) -> Result<(), String> {
    let connection = rusqlite::Connection::open(path).map_err(|error| error.to_string())?;
    let said: Result<String, _> = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0));
    match said.map_err(|error| error.to_string())?.as_str() {
        "ok" => Ok(()),
        trouble => Err(format!("not sound: {trouble}")),
    }
}

fn against(ledger: &Ledger, folder: &Path) -> Result<Against, String> {
    let id = ledger.id().map_err(|error| error.to_string())?;
    Against::outside(&outside(folder), &id).map_err(|error| format!("outside: {error}"))
}

/// The numbers of the reports in a ledger; an error where one is not what it was.
fn whole_reports(ledger: &Ledger) -> Result<Vec<u64>, String> {
    let layer = ledger.active_layer().map_err(|error| error.to_string())?;
    let documents = ledger.documents(None, usize::MAX).map_err(|error| error.to_string())?;
    documents
        .into_iter()
        .map(|document| {
            let title = document.title.unwrap_or_default();
            let number = title.split(' ').nth(1).and_then(|number| number.parse().ok());
            let report = report(number.ok_or_else(|| format!("a document with another title: {title}"))?);
            is_whole(ledger, layer, &report)
                .map_err(|error| error.to_string())?
                .then_some(report.number)
                .ok_or_else(|| format!("report {} is torn", report.number))
        })
        .collect()
}

fn is_whole(
    ledger: &Ledger,
    layer: Option<casus_ledger::LayerId>,
    report: &Report,
) -> casus_ledger::Result<bool> {
    let Some(layer) = layer else { return Ok(false) };
    let id = &report.document.id;
    let claims = ledger.claims_of(layer, id)?;
    let claims: Vec<(String, String)> = claims.into_iter().map(|claim| (claim.key, claim.body)).collect();
    Ok(ledger.raw(id)?.as_deref() == Some(&report.raw)
        && ledger.text(id)?.as_deref() == Some(&report.document.text)
        && ledger.reading(layer, id)?.as_deref() == Some(&report.reading)
        && claims == report.claims)
}
