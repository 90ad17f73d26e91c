//! Event factuality, corpus by corpus.

use casus_score::factuality::{self, Pair, Scores};
use casus_score::layout;

use super::{Better, Judged, Measure, Row};
use crate::{keywords, mistakes};

/// How sure it is that something happened.
pub const FACTUALITY: Measure = Measure {
    scorer: "factuality, corpus by corpus: mean absolute error (less is better), Pearson's r in hundredths, and macro F1 \
             over happened, did not, uncertain; intervals over sentences",
    beside: None,
    keywords: keywords::factuality,
    keywords_join: None,
    mistakes: mistakes::factuality,
    rows,
};

fn rows(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let mut rows = Vec::new();
    for (name, part) in judged.by_corpus("id") {
        let [gold, predicted] = part.lines();
        let pairs = factuality::pairs(&layout::read(&gold)?, &layout::read(&predicted)?);
        let n = pairs.iter().map(Vec::len).sum();
        let mut row = |metric: &str, better: Better, figure: fn(&Scores) -> Option<f64>| {
            let of = |drawn: &[&Vec<Pair>]| {
                figure(&factuality::scores(&drawn.iter().copied().flatten().collect::<Vec<_>>()))
            };
            rows.push(Row { better, ..Row::of(format!("{name} {metric}"), n, &pairs, of) });
        };
        row("MAE", Better::Less, |scores| Some(scores.mae));
        row("r × 100", Better::More, |scores| scores.pearson.map(|r| (r * 10_000.0).round() / 100.0));
        row("macro F1", Better::More, |scores| Some(scores.macro_f1));
    }
    Ok(rows)
}
