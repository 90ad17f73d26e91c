//! `casus tallies`: running totals beside the incidents that they contain.

use std::fmt::Write as _;
use std::process::ExitCode;

use casus::model::{Tallies, TallyPoint, TallySeries, TallyStep, printed};
use owo_colors::OwoColorize;

use super::{Where, Who};
use crate::table::{clean, folded, number};
use crate::{Outcome, Problem, json_text, open, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let keeper = arguments.place.look(&casus)?;
    let looker = arguments.who.looker(&arguments.place.ledger)?;
    let tallies = keeper.tallies(&looker).map_err(Problem::new)?;
    let text = if arguments.json { json_text(&tallies) + "\n" } else { folded(&text(&tallies)) };
    print(&text)?;
    if tallies.series.is_empty() {
        anstream::eprintln!("no running total is told in this ledger");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// Series by series, then the days on which speakers differ.
pub(super) fn text(tallies: &Tallies) -> String {
    let mut out = String::new();
    for series in &tallies.series {
        series_lines(&mut out, series);
    }
    let disputed: Vec<_> = tallies.beside.iter().filter(|beside| beside.totals.len() > 1).collect();
    if !disputed.is_empty() {
        let _ = writeln!(out, "\n{}", "Side by side".bold());
    }
    for beside in disputed {
        let totals = beside.totals.iter().map(|total| {
            let series = tallies.series.iter().find(|series| series.id == total.series);
            format!("{} {} ({})", total.series, number(&total.count), series.map(speaker).unwrap_or_default())
        });
        let mark = if beside.disputed { " ⚠ cannot both hold" } else { "" };
        let totals: Vec<String> = totals.collect();
        let _ = writeln!(out, "  {}  {}: {}{mark}", beside.day, beside.measure, clean(&totals.join(" · ")));
    }
    out
}

fn series_lines(out: &mut String, series: &TallySeries) {
    let scope = &series.scope;
    let mut what = vec![format!("{} of {}", scope.measure, printed(&scope.event_type))];
    let named =
        |label: &str, names: &[String]| (!names.is_empty()).then(|| format!("{label} {}", names.join(", ")));
    what.extend(named("by", &scope.actors));
    what.extend(named("to", &scope.recipients));
    what.extend(named("in", &scope.countries));
    what.extend(scope.since.map(|since| format!("since {since}")));
    let _ = writeln!(out, "{} {}: {}", series.id.bold(), clean(&speaker(series)), clean(&what.join(", ")));
    for (at, point) in series.points.iter().enumerate() {
        let _ = writeln!(out, "  {}", clean(&point_line(point)));
        for warning in &point.warnings {
            let _ = writeln!(out, "             ⚠ {}", clean(warning));
        }
        if let Some(step) = series.steps.get(at) {
            let _ = writeln!(out, "             {}", step_line(step).dimmed());
        }
    }
}

/// Who counts, and of whom no list knows a name, in which outlet.
fn speaker(series: &TallySeries) -> String {
    let name = series.speaker.as_deref().unwrap_or("the report");
    let outlet = series.outlet.as_deref().filter(|outlet| !outlet.starts_with("sha256:"));
    outlet.map_or_else(|| name.to_owned(), |outlet| format!("{name}, {outlet}"))
}

/// `2023-10-24  ≥ 13: 6 itemised (i1 i4 …), 2 more may be; 7 unexplained`.
fn point_line(point: &TallyPoint) -> String {
    let day = point.as_of.map_or("no day    ".to_owned(), |day| day.to_string());
    let mut parts = vec![format!("{} itemised", point.itemised.certain)];
    if !point.certain.is_empty() {
        const MOST: usize = 12;
        let more = if point.certain.len() > MOST { " …" } else { "" };
        let shown = &point.certain[..point.certain.len().min(MOST)];
        parts[0] += &format!(" ({}{more})", shown.join(" "));
    }
    if !point.possible.is_empty() {
        parts.push(format!("{} more may be", point.possible.len()));
    }
    let left = &point.unexplained;
    match left.high {
        Some(0) => {}
        Some(high) if high == left.low => parts.push(format!("{high} unexplained")),
        Some(high) => parts.push(format!("{} to {high} unexplained", left.low)),
        None => parts.push(format!("at least {} unexplained", left.low)),
    }
    for part in &point.parts {
        let scope = [part.scope.countries.clone(), part.scope.places.clone()].concat();
        parts.push(format!("of them {} in {}", number(&part.count), scope.join(", ")));
    }
    format!("{day}  {}: {}", number(&point.count), parts.join(", "))
}

/// `+6 in 3 days, 2.0 a day`.
fn step_line(step: &TallyStep) -> String {
    if step.broken {
        return format!("fell until {}: what is counted has changed", step.to);
    }
    let change = match (step.low, step.high) {
        (Some(low), Some(high)) if low == high => format!("{low:+}"),
        (Some(low), Some(high)) => format!("{low:+} to {high:+}"),
        (Some(low), None) => format!("{low:+} or more"),
        (None, Some(high)) => format!("{high:+} or fewer"),
        (None, None) => "?".to_owned(),
    };
    let rate = step.per_day.map_or(String::new(), |rate| format!(", {rate:.1} a day"));
    format!("{change} in {} days{rate}", step.days)
}
