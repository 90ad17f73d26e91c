//! `casus eval`: how well casus reads, against gold annotation.

mod case;
mod outer;
mod stories;
mod totals;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casus::{Casus, Given, Reading};
use casus_eval::{Baseline, GoldReport, Ontology, Scores, Tested, Violation};

use crate::{Outcome, Problem, open};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to measure on: `gold`, our own reports with complete claims; `modality`, short texts that do or do not
    /// tell of violence that happened; `stories`, one incident out of many reports; `case`, our own reports put into
    /// capitals and into small letters; a corpus of others; `corpora`, those of others that are there; or `all` of these.
    #[arg(value_parser = sets(), default_value = "gold")]
    set: String,
    /// The gold: a file in the layout of the corpus, or the folder of our own reports [corpus/gold].
    #[arg(long, value_name = "PATH")]
    gold: Option<PathBuf>,
    /// Where the corpora of others lie.
    #[arg(long, value_name = "DIR", env = "CASUS_CORPORA")]
    data: Option<PathBuf>,
    /// Write what is predicted for each document, in the layout of the corpus's scorer.
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Folder of the modality cases.
    #[arg(long, value_name = "DIR", default_value = "corpus/modality")]
    cases: PathBuf,
    /// Compare another annotation of the same reports with the gold, in the place of the program.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["gate", "bless"])]
    against: Option<PathBuf>,
    /// Only the reports that were held back while rules were written. Without it their errors are not shown.
    #[arg(long)]
    held: bool,
    /// Only say whether the gold holds together; nothing is read.
    #[arg(long, conflicts_with_all = ["gate", "bless", "against"])]
    check: bool,
    /// Folder of the vocabularies that gold may use.
    #[arg(long, value_name = "DIR", default_value = "data/ontology")]
    ontology: PathBuf,
    /// Print this many of the claims missed and invented, underlined; of a corpus of others this many kinds of error,
    /// the most frequent first, with examples.
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print Markdown.
    #[arg(long)]
    markdown: bool,
    /// Fail where a figure is below its floor in the baseline.
    #[arg(long, conflicts_with = "held")]
    gate: bool,
    /// Raise the floors of the baseline to what is measured now.
    #[arg(long, conflicts_with_all = ["gate", "held"])]
    bless: bool,
    /// Lower floors of corpora of others that are no longer reached, for this reason.
    #[arg(long, value_name = "REASON", requires = "bless")]
    because: Option<String>,
    /// The floors.
    #[arg(long, value_name = "FILE", default_value = "corpus/baseline.toml")]
    baseline: PathBuf,
}

fn sets() -> Vec<&'static str> {
    let outer = casus_corpora::SETS.iter().map(|set| set.name);
    ["gold", "modality", "totals", "stories", "case", "corpora", "all"].into_iter().chain(outer).collect()
}

/// Measures on one set, or on several.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match (casus_corpora::set(&arguments.set), arguments.set.as_str()) {
        (Some(set), _) => outer::one(arguments, set),
        (None, "corpora") => outer::all(arguments),
        (None, "all") => all(arguments),
        (None, "modality") => modality(arguments),
        (None, "totals") => totals::run(arguments),
        (None, "stories") => stories::run(arguments),
        (None, "case") => case::run(arguments),
        (None, _) => own(arguments),
    }
}

/// Measures on everything that is there; one failure fails all.
fn all(arguments: &Arguments) -> Outcome {
    let mut worst = ExitCode::SUCCESS;
    let gold = arguments.gold.as_deref().unwrap_or(Path::new(GOLD));
    type Measure = fn(&Arguments) -> Outcome;
    let told = Path::new(stories::STORIES);
    let counted = Path::new(totals::TOTALS);
    let ours: [(&Path, Measure); 5] = [
        (gold, own),
        (&arguments.cases, modality),
        (counted, totals::run),
        (told, stories::run),
        (gold, case::run),
    ];
    for (folder, measure) in ours {
        if !folder.is_dir() {
            anstream::eprintln!("left out: {} is not there", folder.display());
            continue;
        }
        let outcome = measure(arguments)?;
        if outcome != ExitCode::SUCCESS {
            worst = outcome;
        }
        anstream::println!();
    }
    let outcome = outer::all(arguments)?;
    Ok(if outcome == ExitCode::SUCCESS { worst } else { outcome })
}

/// Where our own gold lies in the repository.
const GOLD: &str = "corpus/gold";

/// Reads the gold reports and prints how their claims compare.
fn own(arguments: &Arguments) -> Outcome {
    let ontology = Ontology::open(&arguments.ontology).map_err(Problem::new)?;
    let gold = arguments.gold.as_deref().unwrap_or(Path::new(GOLD));
    let mut reports = casus_eval::corpus(gold, &ontology).map_err(Problem::new)?;
    reports.retain(|report| report.held || !arguments.held);
    if arguments.check {
        let claims: usize = reports.iter().map(|report| report.claims.len()).sum();
        anstream::println!("{} reports with {claims} claims hold together", reports.len());
        return Ok(ExitCode::SUCCESS);
    }
    let pairs = match &arguments.against {
        Some(dir) => annotated(reports, casus_eval::corpus(dir, &ontology).map_err(Problem::new)?)?,
        None => read(&open()?, &reports)?,
    };
    let scores = casus_eval::gold(&pairs);
    let table = if arguments.markdown { casus_eval::markdown(&scores) } else { casus_eval::table(&scores) };
    anstream::print!("{table}");
    if arguments.errors > 0 {
        let shown: Vec<_> = pairs.into_iter().filter(|(report, _)| report.held == arguments.held).collect();
        anstream::print!("\n{}", casus_eval::errors(&shown, arguments.errors));
    }
    if arguments.bless {
        bless(&arguments.baseline, &scores)?;
    }
    if arguments.gate { gate(&arguments.baseline, &scores) } else { Ok(ExitCode::SUCCESS) }
}

/// Reads the modality cases and prints where violence was invented or missed.
fn modality(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let mut reader = casus.reader();
    let mut all: Vec<Tested> = Vec::new();
    for path in files_of(&arguments.cases, "case")? {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut tested = Tested { file, ..Tested::default() };
        for case in casus_eval::cases(&path).map_err(Problem::new)? {
            let given = Given { published: case.published, ..Given::default() };
            let reading = reader.read(case.text.as_bytes(), &given);
            let reading = reading.map_err(|cause| Problem::new(format!("{}: {cause}", case.name)))?;
            tested.add(case, &reading);
        }
        all.push(tested);
    }
    anstream::print!("{}", casus_eval::tested(&all, arguments.markdown));
    // Nobody looks at the frozen and kept texts, so that their figure stays one of texts no rule was written for.
    let held = |tested: &&Tested| tested.file == "frozen" || tested.file.ends_with("-kept");
    for tested in all.iter().filter(|tested| !held(tested)) {
        let invented = tested.invented.iter().map(|case| ("invented", case));
        let missed = tested.missed.iter().map(|case| ("missed", case));
        for (what, case) in invented.chain(missed).take(arguments.errors) {
            anstream::print!("\n{} {what}: {}\n    {}\n", tested.file, case.name, case.text);
        }
    }
    let mut floors = baseline(&arguments.baseline)?;
    if arguments.bless {
        floors.tighten(&all);
        write(&arguments.baseline, &floors)?;
    }
    Ok(told(if arguments.gate { casus_eval::gate_modality(&all, &floors) } else { Vec::new() }))
}

/// The files of a folder whose names end so, by name.
fn files_of(dir: &Path, end: &str) -> Result<Vec<PathBuf>, Problem> {
    let unreadable = |cause| Problem::new(format!("cannot read {}: {cause}", dir.display()));
    let entries = fs::read_dir(dir).map_err(unreadable)?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == end));
    files.sort();
    Ok(files)
}

/// Says what fell below the baseline.
fn told(violations: Vec<Violation>) -> ExitCode {
    for violation in &violations {
        anstream::eprintln!("below the floor: {violation}");
    }
    if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// The gold reports with what another annotation says of the same text.
fn annotated(
    reports: Vec<GoldReport>,
    others: Vec<GoldReport>,
) -> Result<Vec<(GoldReport, Reading)>, Problem> {
    let mut pairs = Vec::new();
    for other in others {
        let Some(report) = reports.iter().find(|report| report.name == other.name) else {
            return Err(Problem::new(format!("{}: no report of the gold has this name", other.name)));
        };
        if report.text != other.text {
            return Err(Problem::new(format!("{}: the two annotations are of different texts", other.name)));
        }
        pairs.push((report.clone(), casus_eval::reading(&other)));
    }
    Ok(pairs)
}

/// Each report with what casus reads in it.
fn read(casus: &Casus, reports: &[GoldReport]) -> Result<Vec<(GoldReport, Reading)>, Problem> {
    let mut reader = casus.reader();
    let mut pairs = Vec::new();
    for report in reports {
        let given = Given { published: report.published, ..Given::default() };
        let reading = reader.read(report.text.as_bytes(), &given);
        let reading = reading.map_err(|cause| Problem::new(format!("{}: {cause}", report.name)))?;
        pairs.push((report.clone(), reading));
    }
    Ok(pairs)
}

fn write(path: &Path, baseline: &Baseline) -> Result<(), Problem> {
    fs::write(path, baseline.to_toml())
        .map_err(|cause| Problem::new(format!("cannot write {}: {cause}", path.display())))
}

fn baseline(path: &Path) -> Result<Baseline, Problem> {
    let text = fs::read_to_string(path)
        .map_err(|cause| Problem::new(format!("cannot read {}: {cause}", path.display())))?;
    Baseline::parse(&text).map_err(Problem::new)
}

fn gate(path: &Path, scores: &Scores) -> Outcome {
    Ok(told(casus_eval::gate(scores, &baseline(path)?)))
}

fn bless(path: &Path, scores: &Scores) -> Result<(), Problem> {
    write(path, &Baseline::from_scores(scores, Some(&baseline(path)?)))
}
