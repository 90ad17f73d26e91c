//! `casus demo`: fills a ledger with the reports of a bundled story and prints what it learned.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casus::export::incidents::disputed;
use casus::keep::{IncidentView, Keeper, Looker, Prepared};
use casus::ledger::{Filter, Ledger};
use casus::model::When;
use casus::{Casus, Given};
use casus_eval::stories::Story;
use owo_colors::OwoColorize;

use super::{Writer, incident, tallies};
use crate::{Outcome, Problem, open};

include!(concat!(env!("OUT_DIR"), "/stories.rs"));

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Which story; without it the longest.
    #[arg(value_parser = names())]
    story: Option<String>,
    /// Keep the ledger under this name [a new folder for temporary files].
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

/// The bundled stories, by name.
fn names() -> Vec<&'static str> {
    FILES.iter().filter_map(|(name, _)| name.strip_suffix("/story.toml")).collect()
}

/// The story of a name; the one with most reports without a name.
fn story(name: Option<&str>) -> Result<Story, Problem> {
    let files =
        |folder: &&str| FILES.iter().filter(|(file, _)| file.split('/').next() == Some(*folder)).count();
    let longest = || names().into_iter().max_by_key(files).unwrap_or_default();
    let name = name.unwrap_or_else(longest);
    let text = |file: &str| {
        let path = format!("{name}/{file}");
        FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| (*text).to_owned())
    };
    let missing = |file: &str| casus_eval::Error::Read {
        path: PathBuf::from(file),
        cause: std::io::ErrorKind::NotFound.into(),
    };
    let toml = text("story.toml").unwrap_or_default();
    Story::read(name, Path::new("story.toml"), &toml, |file| text(file).ok_or_else(|| missing(file)))
        .map_err(Problem::new)
}

/// Adds the reports of a story one by one, and prints incidents, disputes and totals.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let story = story(arguments.story.as_deref())?;
    let casus = open()?;
    let path = match &arguments.ledger {
        Some(path) => path.clone(),
        None => tempfile::Builder::new()
            .prefix("casus-demo-")
            .tempdir()
            .map_err(Problem::new)?
            .keep()
            .join("demo.casus"),
    };
    let stamp = Writer { name: Some("demo".to_owned()) }.stamp();
    let ledger = Ledger::create(&path, &stamp).map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    let mut keeper = Keeper::new(&casus, ledger).map_err(Problem::new)?;
    anstream::println!("{}: {}", story.name.bold(), story.about);
    fill(&casus, &mut keeper, &story)?;
    learned(&keeper)?;
    anstream::println!("\n{}", "Go on with".bold());
    anstream::println!("  export CASUS_LEDGER={}", path.display());
    anstream::println!(
        "  casus find --country IQ     casus show i1     casus explain i1     casus tallies     casus log"
    );
    Ok(ExitCode::SUCCESS)
}

/// Reads and files every report, with a bar on a terminal.
fn fill(casus: &Casus, keeper: &mut Keeper, story: &Story) -> Result<(), Problem> {
    let began = std::time::Instant::now();
    let mut reader = casus.reader();
    let (mut claims, mut copies) = (0, 0);
    for (at, report) in story.reports.iter().enumerate() {
        bar(at, story.reports.len(), &report.outlet);
        let given = Given {
            published: Some(report.published),
            url: Some(report.url.clone()),
            outlet: Some(report.outlet.clone()),
            ..Given::default()
        };
        let text = report.text.as_bytes();
        let prepared = Prepared::read(&mut reader, text.to_vec(), &given, text, &given)
            .map_err(|cause| Problem::new(format!("{}: {cause}", report.file)))?;
        let mut filing =
            keeper.filing(Writer { name: Some("demo".to_owned()) }.stamp()).map_err(Problem::new)?;
        let receipt = filing.add(&prepared).map_err(Problem::new)?;
        filing.commit().map_err(Problem::new)?;
        claims += receipt.claims;
        copies += usize::from(receipt.copies > 0);
    }
    wipe();
    let seconds = began.elapsed().as_secs_f64();
    anstream::println!(
        "{} reports read in {seconds:.1} s: {claims} claims; {copies} reports were copies of others or versions of a page",
        story.reports.len()
    );
    Ok(())
}

/// On a terminal, how far it is.
fn bar(done: usize, all: usize, outlet: &str) {
    const WIDTH: usize = 30;
    if std::io::stderr().is_terminal() {
        let full = done * WIDTH / all.max(1);
        let bar = "█".repeat(full) + &"░".repeat(WIDTH - full);
        let _ = write!(std::io::stderr(), "\r\x1b[K{bar} {done}/{all} {outlet}");
    }
}

fn wipe() {
    if std::io::stderr().is_terminal() {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
}

/// The incidents by day and those of no day behind them, those on which reports disagree, and the totals.
fn learned(keeper: &Keeper) -> Result<(), Problem> {
    let looker = Looker::new("internal", jiff::Timestamp::now()).map_err(Problem::new)?;
    let found =
        keeper.ledger().find(&Filter::default()).map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    let mut views: Vec<IncidentView> = Vec::new();
    for incident in found.into_iter().rev() {
        views.extend(keeper.view(incident, &looker).map_err(Problem::new)?.ok());
    }
    views.sort_by_key(|view| view.incident.when.preferred.as_ref().and_then(When::bounds).is_none());
    anstream::println!(
        "\n{}\n{}",
        format!("{} incidents", views.len()).bold(),
        incident::lines(&views).trim_end()
    );
    let most_disputed = views
        .iter()
        .filter(|view| !disputed(&view.incident).is_empty())
        .max_by_key(|view| (view.incident.origins, disputed(&view.incident).len()));
    if let Some(view) = most_disputed {
        anstream::println!(
            "\n{}\n{}",
            "The reports disagree most on".bold(),
            incident::page(view).trim_end()
        );
    }
    let totals = keeper.tallies(&looker).map_err(Problem::new)?;
    if !totals.series.is_empty() {
        anstream::println!("\n{}\n{}", "Running totals".bold(), tallies::text(&totals).trim_end());
    }
    Ok(())
}
