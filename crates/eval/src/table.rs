//! Scores as tables: plain for a terminal, Markdown for `docs/eval.md`.

use crate::facet::Facet;
use crate::scores::{Score, Scores};

/// A plain table with aligned columns.
pub fn table(scores: &Scores) -> String {
    let rows: Vec<[String; 7]> = rows(scores).collect();
    format!("{}\n\n{}{}", summary(scores), plain(HEADER, &rows), note(scores))
}

/// A Markdown table.
pub fn markdown(scores: &Scores) -> String {
    let quoted = rows(scores).map(|mut row| {
        row[0] = format!("`{}`", row[0]);
        row
    });
    let mut out = format!("{}\n\n{}", summary(scores), piped(HEADER, &quoted.collect::<Vec<_>>()));
    let note = note(scores);
    if !note.is_empty() {
        out.push_str(&format!("\n{note}"));
    }
    out
}

/// Rows in aligned columns: the first is flush left, the others right.
pub fn plain<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> =
        std::iter::once(header.map(str::to_owned)).chain(rows.iter().cloned()).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = String::new();
    for row in &rows {
        let mut line = format!("{:<width$}", row[0], width = widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            line.push_str(&format!("  {cell:>width$}"));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Rows as Markdown, in columns as [`plain`] has them.
pub fn piped<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let mut out = format!("| {} |\n|---|{}\n", header.join(" | "), "---:|".repeat(N - 1));
    for row in rows {
        out.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    out
}

const HEADER: [&str; 7] = ["facet", "gold", "system", "P", "R", "F1", "95 %"];

fn rows(scores: &Scores) -> impl Iterator<Item = [String; 7]> {
    Facet::ALL.iter().map(|facet| row(*facet, scores.of(*facet)))
}

/// A facet that neither side fills has nothing to score, and says so with dashes.
fn row(facet: Facet, score: Score) -> [String; 7] {
    let empty = score.gold + score.system == 0.0;
    let number = |value: f64| if empty { "–".to_owned() } else { format!("{value:.3}") };
    let (low, high) = score.interval;
    [
        facet.id().to_owned(),
        score.gold.to_string(),
        score.system.to_string(),
        number(score.precision()),
        number(score.recall()),
        number(score.f1()),
        if empty { "–".to_owned() } else { format!("{low:.3}–{high:.3}") },
    ]
}

fn summary(scores: &Scores) -> String {
    format!("{} reports, {} gold claims", scores.reports, scores.claims)
}

fn note(scores: &Scores) -> String {
    match scores.of(Facet::Weapons).less_specific {
        0.0 => String::new(),
        less => format!("{less} weapon classes are right but less specific; each earns half.\n"),
    }
}
