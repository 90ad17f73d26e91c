//! Corpora of others: read, predictions written down, and the figures printed.

mod documents;
mod figures;
mod floors;
mod mistakes;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casus::Casus;
use casus_corpora::{Judged, Reads, Row, SETS, Set};
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
        (Some(path), _) if path.is_dir() => within(path, set)?,
        (Some(file), _) => vec![file.clone()],
        (None, Some(dir)) => set.files.iter().map(|file| dir.join(file)).collect(),
        (None, None) => {
            return Err(Problem::new(format!("where is {}? Say --gold FILE or --data DIR", set.name)));
        }
    };
    let gold = Gold::open(set, &files)?;
    let casus = open()?;
    let judged = gold.judged(&casus, set)?;
    if let Some(path) = &arguments.predictions {
        write(path, &judged.predicted)?;
    }
    let measured = measured(&casus, set, &judged, &gold)?;
    let outcome = told(arguments, &[measured])?;
    if arguments.errors > 0 {
        anstream::print!("\n{}", mistakes::shown(&(set.measure.mistakes)(&judged), arguments.errors));
    }
    Ok(outcome)
}

/// The files of a set in a folder of one corpus: of the same names, or else those whose names begin alike
/// up to the last underline (`docs_test.jsonl` for `docs_dev.jsonl`).
fn within(dir: &Path, set: &Set) -> Result<Vec<PathBuf>, Problem> {
    let unreadable = |cause| Problem::new(format!("cannot read {}: {cause}", dir.display()));
    let entries = fs::read_dir(dir).map_err(unreadable)?;
    let mut there: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    there.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut files = Vec::new();
    for file in set.files {
        let file = name(Path::new(file));
        let begin = file.rsplit_once('_').map_or(file.as_str(), |(begin, _)| begin);
        let alike = |path: &&PathBuf| {
            name(path).rsplit_once('_').is_some_and(|(other, end)| other == begin && end.ends_with(".jsonl"))
        };
        let found = there.iter().find(|path| name(path) == file).or_else(|| there.iter().find(alike));
        let missing = || Problem::new(format!("{}: {file} is not in {}", set.name, dir.display()));
        files.push(found.cloned().ok_or_else(missing)?);
    }
    Ok(files)
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
            let judged = gold.judged(&casus, set)?;
            all.push(measured(&casus, set, &judged, &gold)?);
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
    /// The folder of the file of each line.
    folders: Vec<PathBuf>,
}

impl Gold {
    fn open(set: &Set, files: &[PathBuf]) -> Result<Gold, Problem> {
        let mut gold =
            Gold { lines: Vec::new(), beside: Vec::new(), digest: String::new(), folders: Vec::new() };
        let mut texts = Vec::new();
        for path in files {
            let text = text(path)?;
            gold.lines.extend(lines(path, &text)?);
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            gold.folders.resize(gold.lines.len(), folder);
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

    /// The gold with what is read of its documents.
    fn judged(&self, casus: &Casus, set: &Set) -> Result<Judged, Problem> {
        let mut predicted = match set.reads {
            Reads::Text { asked, predict } => documents::texts(casus, &self.lines, asked, predict),
            Reads::Page { file, predict } => {
                let pages = self.pages(file);
                pages
                    .map(|(line, page)| Ok(documents::page(page?, line, predict)))
                    .collect::<Result<_, Problem>>()?
            }
        };
        if let Some(join) = set.join {
            predicted = join(&self.lines, predicted);
        }
        Ok(Judged { gold: self.lines.clone(), predicted, beside: self.beside.clone() })
    }

    /// What a program predicts that knows a handful of words.
    fn keywords(&self, casus: &Casus, set: &Set) -> Result<Vec<Value>, Problem> {
        let measure = &set.measure;
        let mut predicted: Vec<Value> = match set.reads {
            Reads::Text { .. } => self.lines.iter().map(|line| (measure.keywords)(casus, line)).collect(),
            Reads::Page { file, .. } => {
                let with_page = |(line, page): (&Value, Result<Vec<u8>, Problem>)| {
                    let mut line = line.clone();
                    line["page"] = String::from_utf8_lossy(&page?).into();
                    Ok((measure.keywords)(casus, &line))
                };
                self.pages(file).map(with_page).collect::<Result<_, Problem>>()?
            }
        };
        if let Some(join) = measure.keywords_join {
            predicted = join(&self.lines, predicted);
        }
        Ok(predicted)
    }

    /// Each line with its page.
    fn pages(&self, file: fn(&Value) -> String) -> impl Iterator<Item = (&Value, Result<Vec<u8>, Problem>)> {
        let lines = self.lines.iter().zip(&self.folders);
        lines.map(move |(line, folder)| (line, documents::open(&folder.join(file(line)))))
    }
}

fn measured(casus: &Casus, set: &'static Set, judged: &Judged, gold: &Gold) -> Result<Measured, Problem> {
    let rows = |judged: &Judged| {
        let rows = (set.measure.rows)(judged);
        rows.map_err(|cause| Problem::new(format!("{}: {cause}: {}", set.name, cause.cause)))
    };
    let keywords = rows(&Judged { predicted: gold.keywords(casus, set)?, ..judged.clone() })?;
    Ok(Measured { set, rows: rows(judged)?, keywords, digest: gold.digest.clone() })
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
