//! Sets that give a text its labels.

use std::collections::BTreeSet;

use casus_score::classify::{self, Layout, Tally};
use casus_score::layout;
use casus_score::rate::Counts;

use super::{Judged, Measure, Row};
use crate::{keywords, mistakes};

/// PLOVER's gold records.
pub const PLOVER: Measure = Measure {
    scorer: "classify `--field event`, micro over types",
    beside: None,
    keywords: keywords::plover,
    keywords_join: None,
    mistakes: mistakes::plover,
    rows: plover,
};

/// CASE 2021, task 2.
pub const CASE2021: Measure = Measure {
    scorer: "classify `--field label`, weighted F1",
    beside: None,
    keywords: keywords::case2021,
    keywords_join: None,
    mistakes: mistakes::case2021,
    rows: case2021,
};

/// IndiaPoliceEvents.
pub const INDIA: Measure = Measure {
    scorer: "classify `--field labels`, documents, by label",
    beside: None,
    keywords: keywords::india,
    keywords_join: None,
    mistakes: mistakes::india,
    rows: india,
};

fn plover(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    Ok(vec![Row::of_counts("types, micro", &micro(&tallies("event", judged)?))])
}

fn case2021(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let tallies = tallies("label", judged)?;
    let row = |metric: &str, figure: fn(&classify::Scores) -> f64| {
        Row::of(metric, tallies.len(), &tallies, |drawn| Some(figure(&classify::scores(drawn))))
    };
    Ok(vec![
        row("weighted F1", |scores| scores.weighted_f1),
        row("macro F1", |scores| scores.macro_f1),
        row("accuracy", |scores| scores.accuracy),
    ])
}

fn india(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let tallies = tallies("labels", judged)?;
    let labels: BTreeSet<&String> = tallies.iter().flat_map(|tally| tally.labels.keys()).collect();
    let row = |label: &String| {
        let counts: Vec<Counts> =
            tallies.iter().map(|tally| tally.labels.get(label).copied().unwrap_or_default()).collect();
        Row::of_counts(format!("documents {label}"), &counts)
    };
    let mut rows: Vec<Row> = labels.into_iter().map(row).collect();
    rows.push(Row::of_counts("documents, micro", &micro(&tallies)));
    Ok(rows)
}

fn tallies(field: &str, judged: &Judged) -> Result<Vec<Tally>, layout::Error> {
    let [gold, predicted] = judged.lines();
    let layout = Layout::Field(field);
    Ok(classify::tallies(&classify::read(layout, &gold)?, &classify::read(layout, &predicted)?))
}

fn micro(tallies: &[Tally]) -> Vec<Counts> {
    tallies.iter().map(|tally| tally.labels.values().copied().sum()).collect()
}
