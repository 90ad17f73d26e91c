//! How cost grows with length, and what texts cost that were written to be slow.

use super::{Bench, number, thousands};
use crate::Result;

pub fn growth(bench: &Bench) -> Result<String> {
    let figures = bench.measure(&["scaling".to_owned()])?;
    let mut out = String::from(
        "## Cost and length\n\n\
         Seconds for a text, the least of three rounds, and how many times that of half its length.\n\n\
         | KiB | one paragraph repeated | | all paragraphs different | |\n|---:|---:|---:|---:|---:|\n",
    );
    let (repeated, different) = (points(&figures["repeated"])?, points(&figures["different"])?);
    let mut worst: f64 = 0.0;
    for i in 0..repeated.len() {
        let ratio = |points: &[(f64, f64)]| (i > 0).then(|| points[i].1 / points[i - 1].1);
        let (one, other) = (ratio(&repeated), ratio(&different));
        worst = worst.max(one.unwrap_or(0.0)).max(other.unwrap_or(0.0));
        let shown = |ratio: Option<f64>| ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        out += &format!(
            "| {} | {:.2} | {} | {:.2} | {} |\n",
            thousands(repeated[i].0 / 1024.0),
            repeated[i].1,
            shown(one),
            different[i].1,
            shown(other)
        );
    }
    Ok(out + &format!("\nThe worst ratio is {worst:.2}; 2 is linear.\n"))
}

pub fn hostile(bench: &Bench) -> Result<String> {
    let figures = bench.measure(&["hostile".to_owned()])?;
    let mut out = String::from(
        "## Texts written to be slow\n\n\
         512 KiB each (`crates/casus/examples/measure/texts.rs`).\n\n| text | CPU seconds | what comes out |\n|---|---:|---|\n",
    );
    let mut worst: f64 = 0.0;
    for figure in figures.as_array().ok_or("no figures")? {
        let seconds = number(figure, "seconds")?;
        worst = worst.max(seconds);
        let (name, outcome) =
            (figure["name"].as_str().unwrap_or(""), figure["outcome"].as_str().unwrap_or(""));
        out += &format!("| {name} | {seconds:.2} | {outcome} |\n");
    }
    Ok(out + &format!("\nThe slowest takes {worst:.1} CPU seconds.\n"))
}

/// Bytes and seconds.
fn points(figures: &serde_json::Value) -> Result<Vec<(f64, f64)>> {
    let points = figures.as_array().ok_or("no figures")?.iter();
    points.map(|point| Ok(point[0].as_f64().zip(point[1].as_f64()).ok_or("no figure")?)).collect()
}
