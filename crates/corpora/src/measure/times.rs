//! TempEval-3, task A.

use casus_score::rate::Counts;
use casus_score::{layout, timex};

use super::{Judged, Measure, Row};
use crate::{keywords, mistakes};

/// Phrases of time.
pub const TEMPEVAL3: Measure = Measure {
    scorer: "timex; TimeBank and AQUAINT are pooled: one sum of counts over the documents of both",
    beside: None,
    keywords: keywords::tempeval3,
    keywords_join: None,
    mistakes: mistakes::tempeval3,
    rows,
};

fn rows(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let [gold, predicted] = judged.lines();
    let tallies = timex::tallies(&layout::read(&gold)?, &layout::read(&predicted)?);
    let row = |metric: &str, part: fn(&timex::Tally) -> Counts| {
        Row::of_counts(metric, &tallies.iter().map(part).collect::<Vec<_>>())
    };
    Ok(vec![
        row("relaxed", |tally| tally.relaxed),
        row("strict", |tally| tally.strict),
        row("type", |tally| tally.kind),
        row("value", |tally| tally.value),
    ])
}
