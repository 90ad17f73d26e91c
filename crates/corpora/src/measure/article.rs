//! Articles in web pages.

use casus_score::{article, layout};

use super::{Judged, Measure, Row, jsonl};
use crate::{keywords, mistakes};

/// The text of the article of a page.
pub const ARTICLE: Measure = Measure {
    scorer: "article: rows of four words, precision and recall a page, F1 of their means; the figure beside is all text of \
             the page without its tags",
    beside: None,
    keywords: keywords::article,
    keywords_join: None,
    mistakes: mistakes::articles,
    rows,
};

fn rows(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let (gold, predicted) = (layout::read(&jsonl(&judged.gold))?, layout::read(&jsonl(&judged.predicted))?);
    let tallies = article::tallies(&gold, &predicted);
    let percent = |share: f64| super::hundredths(share);
    let scores = article::scores(&tallies.iter().collect::<Vec<_>>());
    let found = Row::of("article", tallies.len(), &tallies, |drawn| Some(percent(article::scores(drawn).f1)));
    let same = Row::of("word for word", tallies.len(), &tallies, |drawn| {
        Some(percent(article::scores(drawn).accuracy))
    });
    Ok(vec![Row { parts: Some([percent(scores.precision), percent(scores.recall)]), ..found }, same])
}
