//! Corpora of others: read, predictions written down, and the figures printed.

mod figures;
mod floors;
mod mistakes;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casus::Casus;
use casus_corpora::{Judged, Row, SETS, Set};
use serde_json::Value;

use super::Arguments;
use crate::{Outcome, Problem, open};

/// What came of one set.
struct Measured {
    set: &'static Set,
    rows: Vec<Row>,
    /// The same of a program that knows a handful of words.
    keywords: Vec<Row>,
    /// Of the gold files and those beside them.
    digest: String,
}

/// Measures on one set: on the file that is given, or on its development half in the folder of corpora.
pub(super) fn one(arguments: &Arguments, set: &'static Set) -> Outcome {
    let files: Vec<PathBuf> = match (&arguments.gold, &arguments.data) {
        (Some(file), _) => vec![file.clone()],
        (None, Some(dir)) => set.files.iter().map(|file| dir.join(file)).collect(),
        (None, None) => {
            return Err(Problem::new(format!("where is {}? Say --gold FILE or --data DIR", set.name)));
        }
    };
    let gold = Gold::open(set, &files)?;
    let casus = open()?;
    let judged = gold.judged(&casus, set);
    if let Some(path) = &arguments.predictions {
        write(path, &judged.predicted)?;
    }
    let measured = measured(&casus, set, &judged, gold.digest)?;
    let outcome = told(arguments, &[measured])?;
    if arguments.errors > 0 {
        anstream::print!("\n{}", mistakes::shown(&(set.measure.mistakes)(&judged), arguments.errors));
    }
    Ok(outcome)
}

/// Measures on every set whose files are there, and says which are not.
pub(super) fn all(arguments: &Arguments) -> Outcome {
    let Some(dir) = &arguments.data else {
        anstream::eprintln!("no corpora of others are here (--data DIR or CASUS_CORPORA); all are left out");
        return Ok(ExitCode::SUCCESS);
    };
    let casus = open()?;
    let mut all = Vec::new();
    let mut left_out = Vec::new();
    for set in SETS {
        let files: Vec<PathBuf> = set.files.iter().map(|file| dir.join(file)).collect();
        let missing: Vec<&PathBuf> = files.iter().filter(|file| !file.is_file()).collect();
        left_out.extend(missing.iter().map(|file| (set.name, (*file).clone())));
        if missing.is_empty() {
            let gold = Gold::open(set, &files)?;
            let judged = gold.judged(&casus, set);
            all.push(measured(&casus, set, &judged, gold.digest)?);
        }
    }
    for (set, file) in left_out {
        anstream::eprintln!("left out: {set}, {} is not there", file.display());
    }
    told(arguments, &all)
}

/// Prints the figures, and holds them to their floors or raises these.
fn told(arguments: &Arguments, all: &[Measured]) -> Outcome {
    anstream::print!("{}", figures::table(all, arguments.markdown));
    if arguments.markdown {
        anstream::print!("\n{}", figures::translations(all));
    }
    if arguments.bless {
        floors::bless(&arguments.baseline, all, arguments.because.as_deref())?;
    }
    let gated = arguments.gate.then(|| floors::gate(&arguments.baseline, all)).transpose()?;
    Ok(super::told(gated.unwrap_or_default()))
}

/// The gold of a set.
struct Gold {
    lines: Vec<Value>,
    beside: Vec<Value>,
    digest: String,
}

impl Gold {
    fn open(set: &Set, files: &[PathBuf]) -> Result<Gold, Problem> {
        let mut gold = Gold { lines: Vec::new(), beside: Vec::new(), digest: String::new() };
        let mut texts = Vec::new();
        for path in files {
            let text = text(path)?;
            gold.lines.extend(lines(path, &text)?);
            texts.push(text);
            if let Some((of_gold, of_other)) = set.measure.beside {
                let name = path.file_name().unwrap_or_default().to_string_lossy().replace(of_gold, of_other);
                let path = path.with_file_name(name);
                let text = self::text(&path)?;
                gold.beside.extend(lines(&path, &text)?);
                texts.push(text);
            }
        }
        gold.digest = casus_eval::digest(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        Ok(gold)
    }

    /// The gold with what is read of its texts.
    fn judged(&self, casus: &Casus, set: &Set) -> Judged {
        let predicted = predictions(casus, set, &self.lines);
        Judged { gold: self.lines.clone(), predicted, beside: self.beside.clone() }
    }
}

fn measured(casus: &Casus, set: &'static Set, judged: &Judged, digest: String) -> Result<Measured, Problem> {
    let rows = |judged: &Judged| {
        let rows = (set.measure.rows)(judged);
        rows.map_err(|cause| Problem::new(format!("{}: {cause}: {}", set.name, cause.cause)))
    };
    let keywords = judged.gold.iter().map(|line| (set.measure.keywords)(casus, line)).collect();
    let keywords = rows(&Judged { predicted: keywords, ..judged.clone() })?;
    Ok(Measured { set, rows: rows(judged)?, keywords, digest })
}

fn text(path: &Path) -> Result<String, Problem> {
    fs::read_to_string(path).map_err(|cause| Problem::new(format!("cannot read {}: {cause}", path.display())))
}

fn lines(path: &Path, text: &str) -> Result<Vec<Value>, Problem> {
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
fn predictions(casus: &Casus, set: &Set, gold: &[Value]) -> Vec<Value> {
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
fn write(path: &Path, predicted: &[Value]) -> Result<(), Problem> {
    let write = || -> std::io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        for prediction in predicted.iter().filter(|prediction| !prediction.is_null()) {
            writeln!(file, "{prediction}")?;
        }
        file.flush()
    };
    write().map_err(|cause| Problem::new(format!("cannot write {}: {cause}", path.display())))
}
