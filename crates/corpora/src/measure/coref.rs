//! Clusters: mentions of events of ECB+, and pages of incidents.

use casus_score::coref::{self, Clustering, Scores, Singletons, Tally};
use casus_score::layout;
use casus_score::rate::Rate;
use serde_json::Value;

use super::{Judged, Measure, Row, jsonl};
use crate::{ecbplus, mistakes};

/// Mentions of one event.
pub const ECBPLUS: Measure = Measure {
    scorer: "coref `--ecb`, gold mentions, clusters of one counted; the figure beside is the scorer's baseline, mentions of \
             one topic whose last word has the same stem; intervals over topics",
    beside: None,
    keywords: ecbplus::heads,
    keywords_join: None,
    mistakes: mistakes::ecbplus,
    rows: events,
};

/// Predictions are objects from mentions to events, in any number.
fn events(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let mentions = coref::ecb(&jsonl(&judged.gold))?;
    let topic = |document: &str| document.split('_').next().unwrap_or_default().to_owned();
    let gold: Clustering = mentions.into_iter().map(|mention| (mention.id, mention.chain)).collect();
    let predicted = judged.predicted.iter().filter_map(Value::as_object).flatten();
    let predicted = predicted.map(|(mention, event)| (mention.clone(), event.to_string())).collect();
    Ok(rows_of(&coref::tallies(Singletons::Kept, &gold, &predicted, topic), true))
}

/// The figures of a clustering, from its units; with intervals where units can be drawn anew.
pub(crate) fn rows_of(tallies: &[Tally], drawn: bool) -> Vec<Row> {
    let n = tallies.iter().map(|tally| tally.mentions).sum();
    let scores = coref::scores(&tallies.iter().collect::<Vec<_>>());
    let conll = Row::of("CoNLL", n, tallies, |drawn| Some(coref::scores(drawn).conll));
    let rate = |metric: &str, part: fn(&Scores) -> Rate| {
        let Rate { precision, recall, .. } = part(&scores);
        let row = Row::of(metric, n, tallies, |drawn| Some(part(&coref::scores(drawn)).f1));
        Row { parts: Some([precision, recall]), ..row }
    };
    let mut rows = vec![
        conll,
        rate("MUC", |scores| scores.muc),
        rate("B³", |scores| scores.b_cubed),
        rate("CEAF-e", |scores| scores.ceaf_e),
        rate("LEA", |scores| scores.lea),
        rate("pairs", |scores| scores.pairs),
    ];
    if !drawn {
        rows.iter_mut().for_each(|row| row.interval = None);
    }
    rows
}
