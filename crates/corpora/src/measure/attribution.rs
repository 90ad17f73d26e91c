//! PolNeAR.

use casus_score::rate::Counts;
use casus_score::{attribution, layout};

use super::{Judged, Measure, Row};
use crate::{keywords, mistakes};

/// Source, cue and content.
pub const POLNEAR: Measure = Measure {
    scorer: "attribution: attributions are paired one to one by the words they share, then parts are compared",
    beside: None,
    keywords: keywords::polnear,
    keywords_join: None,
    mistakes: mistakes::polnear,
    rows,
};

fn rows(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let [gold, predicted] = judged.lines();
    let tallies = attribution::tallies(&layout::read(&gold)?, &layout::read(&predicted)?);
    let row = |metric: &str, part: &dyn Fn(&attribution::Tally) -> Counts| {
        Row::of_counts(metric, &tallies.iter().map(part).collect::<Vec<_>>())
    };
    Ok(vec![
        row("source, exact", &|tally| tally.parts[0].exact),
        row("cue, exact", &|tally| tally.parts[1].exact),
        row("content, exact", &|tally| tally.parts[2].exact),
        row("content, overlap", &|tally| tally.parts[2].overlap),
        row("whole attribution, exact", &|tally| tally.full_exact),
    ])
}
