//! `casus eval totals`: which running totals of short texts are read.

use std::path::Path;

use casus::Given;
use casus_eval::TotalsScore;

use super::{Arguments, files_of};
use crate::{Outcome, Problem, open};

/// Where the texts lie in the repository.
pub(super) const TOTALS: &str = "corpus/totals";

const HEADER: &str = "| texts | n | totals told | read | P | R | F1 | hedge right | first day | places |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

/// Reads the texts and prints how their totals compare.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let folder = arguments.gold.as_deref().unwrap_or(Path::new(TOTALS));
    let casus = open()?;
    let mut reader = casus.reader();
    let mut scores = Vec::new();
    for path in files_of(folder, "toml")? {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut score = TotalsScore { file, ..TotalsScore::default() };
        for text in casus_eval::totals(&path).map_err(Problem::new)? {
            let given = Given { published: Some(text.published), ..Given::default() };
            let reading = reader.read(text.text.as_bytes(), &given);
            score.add(&text, &reading.map_err(|cause| Problem::new(format!("{}: {cause}", text.name)))?);
        }
        scores.push(score);
    }
    anstream::println!("{HEADER}");
    for score in &scores {
        anstream::println!("{}", line(score));
    }
    // Nobody looks at the kept texts, so that their figure stays one of texts no rule was written for.
    for score in scores.iter().filter(|score| !score.file.ends_with("kept")) {
        let missed = score.missed.iter().map(|told| ("missed", told));
        let invented = score.invented.iter().map(|told| ("no total", told));
        for (what, (name, words)) in missed.chain(invented).take(arguments.errors) {
            anstream::println!("{} {what}: {words}", name);
        }
    }
    let mut floors = super::baseline(&arguments.baseline)?;
    if arguments.bless {
        floors.tighten_totals(&scores);
        super::write(&arguments.baseline, &floors)?;
    }
    Ok(super::told(if arguments.gate { casus_eval::gate_totals(&scores, &floors) } else { Vec::new() }))
}

fn line(score: &TotalsScore) -> String {
    let (precision, recall, f1) = score.figures();
    format!(
        "| {} | {} | {} | {} | {precision:.3} | {recall:.3} | {f1:.3} | {} | {} | {} |",
        score.file, score.texts, score.told, score.right, score.hedged, score.since, score.placed
    )
}
