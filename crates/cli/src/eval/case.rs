//! `casus eval case`: how a text in capitals, or in small letters, is read beside the same text as it was written.

use std::path::Path;
use std::process::ExitCode;

use casus::Casus;
use casus_eval::{Facet, GoldReport, Ontology, Scores, piped, plain};

use super::{Arguments, GOLD, read};
use crate::{Outcome, Problem, open};

/// At most this share of words is restored wrongly.
const WRONG: f64 = 0.05;
/// At most so much F1 of claims is lost in capitals.
const LOST: f64 = 0.03;
/// What is compared.
const FACETS: [Facet; 7] = [
    Facet::Claims,
    Facet::Assaults,
    Facet::Actors,
    Facet::Casualties,
    Facet::WhenStart,
    Facet::Place,
    Facet::AttributionWords,
];

/// Reads our own reports, without those held back, as written, in capitals and in small letters.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let ontology = Ontology::open(&arguments.ontology).map_err(Problem::new)?;
    let gold = arguments.gold.as_deref().unwrap_or(Path::new(GOLD));
    let mut reports = casus_eval::corpus(gold, &ontology).map_err(Problem::new)?;
    reports.retain(|report| !report.held);
    let casus = open()?;
    let writings: [fn(&str) -> String; 3] = [|text| text.to_owned(), raised, lowered];
    let written = writings.map(|write| {
        let texts = reports.iter().map(|report| GoldReport { text: write(&report.text), ..report.clone() });
        texts.collect::<Vec<GoldReport>>()
    });
    let mut scores: Vec<Scores> = Vec::new();
    for texts in &written {
        scores.push(casus_eval::gold(&read(&casus, texts)?));
    }
    let wrong: Vec<f64> = written.iter().map(|texts| wrongly_restored(&casus, &reports, texts)).collect();
    let share = |share: &f64| format!("{:.2} %", 100.0 * share);
    let f1 = |facet: Facet| std::array::from_fn(|at| format!("{:.3}", scores[at].of(facet).f1()));
    let mut rows = vec![row("words restored wrongly", [0, 1, 2].map(|at| share(&wrong[at])))];
    rows.extend(FACETS.map(|facet| row(facet.id(), f1(facet))));
    let header = ["what", "as written", "capitals", "small letters"];
    let table = if arguments.markdown { piped(header, &rows) } else { plain(header, &rows) };
    anstream::print!("{table}");
    let lost = scores[0].of(Facet::Claims).f1() - scores[1].of(Facet::Claims).f1();
    let failed = arguments.gate && (wrong[1] > WRONG || lost > LOST);
    if failed {
        anstream::eprintln!("text in capitals is read worse than is asked");
    }
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn row(name: &str, [written, capitals, small]: [String; 3]) -> [String; 4] {
    [name.to_owned(), written, capitals, small]
}

/// The share of words that are read in another case than they were written in.
fn wrongly_restored(casus: &Casus, reports: &[GoldReport], texts: &[GoldReport]) -> f64 {
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphabetic())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (mut all, mut wrong) = (0, 0);
    for (report, text) in reports.iter().zip(texts) {
        let likely = casus.likely(&text.text).unwrap_or_else(|| text.text.clone());
        let (written, likely) = (words(&report.text), words(&likely));
        all += written.len();
        wrong += written.iter().zip(&likely).filter(|(one, other)| one != other).count();
    }
    wrong as f64 / all.max(1) as f64
}

fn raised(text: &str) -> String {
    text.chars().map(|letter| one(letter, letter.to_uppercase())).collect()
}

fn lowered(text: &str) -> String {
    text.chars().map(|letter| one(letter, letter.to_lowercase())).collect()
}

/// The other form of a letter, if it is one letter and as long, so that every word keeps its place.
fn one(letter: char, mut forms: impl Iterator<Item = char>) -> char {
    match (forms.next(), forms.next()) {
        (Some(form), None) if form.len_utf8() == letter.len_utf8() => form,
        _ => letter,
    }
}
