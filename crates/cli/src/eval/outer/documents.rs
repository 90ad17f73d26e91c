//! Documents of corpora, read as `casus read` reads them.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use casus::{Casus, Inside};
use casus_corpora::Asked;
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::{Problem, worker};

/// A compressed page is taken for no longer than this.
const LONGEST: u64 = 64 << 20;

/// Reads every text and makes its prediction, in the order of the gold. A text that casus refuses
/// (too short to tell its language, say) is predicted to hold nothing.
pub(super) fn texts(
    casus: &Casus,
    gold: &[Value],
    asked: fn(&Value) -> Asked,
    predict: fn(&Inside, &Value) -> Value,
) -> Vec<Value> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut predicted = Vec::with_capacity(gold.len());
    let work = |reader: &mut casus::Reader, line: &Value| {
        let asked = asked(line);
        reader.look(asked.text.as_bytes(), &asked.given, |inside| predict(inside, line))
    };
    casus.each(gold.iter(), threads, work, |prediction| predicted.push(prediction.unwrap_or(Value::Null)));
    predicted
}

/// The prediction for a page, whose article is found by the worker.
pub(super) fn page(page: Vec<u8>, line: &Value, predict: fn(Option<&str>, &Value) -> Value) -> Value {
    let article = worker::article(page);
    predict(article.ok().as_ref().map(|article| article.text.as_str()), line)
}

/// The bytes of a page; those of a name with `.gz` are decompressed.
pub(super) fn open(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |cause| Problem::new(format!("cannot read {}: {cause}", path.display()));
    if path.extension().is_none_or(|extension| extension != "gz") {
        return fs::read(path).map_err(unreadable);
    }
    let mut page = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    GzDecoder::new(file).take(LONGEST).read_to_end(&mut page).map_err(unreadable)?;
    Ok(page)
}
