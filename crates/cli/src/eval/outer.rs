//! Corpora of others: read, and the predictions written down.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use casus::Casus;
use casus_corpora::Set;
use serde_json::Value;

use crate::Problem;

/// The lines of a gold file.
pub(super) fn lines(path: &Path) -> Result<Vec<Value>, Problem> {
    let text = fs::read_to_string(path)
        .map_err(|cause| Problem::new(format!("cannot read {}: {cause}", path.display())))?;
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|cause| {
                Problem::new(format!("{} line {}: no JSON: {cause}", path.display(), number + 1))
            })
        })
        .collect()
}

/// Reads every document and makes its prediction, in the order of the gold. A text that casus refuses
/// (too short to tell its language, say) is predicted to hold nothing.
pub(super) fn predictions(casus: &Casus, set: &Set, gold: &[Value]) -> Vec<Value> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut predicted = Vec::with_capacity(gold.len());
    let work = |reader: &mut casus::Reader, line: &Value| {
        let asked = (set.asked)(line);
        reader.look(asked.text.as_bytes(), &asked.given, |inside| (set.predict)(inside, line))
    };
    casus.each(gold.iter(), threads, work, |prediction| predicted.push(prediction.unwrap_or(Value::Null)));
    predicted
}

/// Writes predictions, one a line.
pub(super) fn write(path: &Path, predicted: &[Value]) -> Result<(), Problem> {
    let write = || -> std::io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        for prediction in predicted.iter().filter(|prediction| !prediction.is_null()) {
            writeln!(file, "{prediction}")?;
        }
        file.flush()
    };
    write().map_err(|cause| Problem::new(format!("cannot write {}: {cause}", path.display())))
}
