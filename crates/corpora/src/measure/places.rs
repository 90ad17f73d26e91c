//! LGL, TR-News, GeoWebNews and GeoVirus: names found, and names placed.

use casus_score::geoparse::{self, Options};
use casus_score::layout;
use serde_json::Value;

use super::{Judged, Measure, Row};
use crate::{keywords, mistakes};

/// Names to be found.
pub const FOUND: Measure = Measure {
    scorer: "geoparse, equal spans: GeoWebNews with the `--types` of its paper (all but non-toponyms), the others with \
             every marked name",
    beside: None,
    keywords: keywords::found,
    keywords_join: None,
    mistakes: mistakes::found,
    rows: found,
};

/// Names that are given.
pub const GIVEN: Measure = Measure {
    scorer: "geoparse `--only-located`, `all_gold`: a name that is not placed is half a circumference away; and the gazetteer's \
             ceiling, the share of names of which it holds any place so near",
    beside: None,
    keywords: keywords::given,
    keywords_join: None,
    mistakes: mistakes::given,
    rows: given,
};

/// How ids begin, and what the corpus is called.
const CORPORA: [(&str, &str); 4] =
    [("LGL", "LGL"), ("TRNews", "TR-News"), ("GWN", "GeoWebNews"), ("GeoVirus", "GeoVirus")];

/// What counts as a toponym in GeoWebNews.
const TYPES: [&str; 11] = [
    "Literal",
    "Literal_Modifier",
    "Mixed",
    "Coercion",
    "Embedded_Literal",
    "Non_Literal_Modifier",
    "Metonymic",
    "Embedded_Non_Lit",
    "Demonym",
    "Language",
    "Homonym",
];

fn found(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let mut rows = Vec::new();
    for (name, part) in named(judged) {
        let types = if name == "GeoWebNews" { TYPES.map(str::to_owned).to_vec() } else { Vec::new() };
        let tallies = tallies(&Options { only_located: false, types }, &part)?;
        let exact: Vec<_> = tallies.iter().map(|tally| tally.exact).collect();
        rows.push(Row::of_counts(format!("{name} recognition"), &exact));
    }
    Ok(rows)
}

fn given(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let mut rows = Vec::new();
    for (name, part) in named(judged) {
        let tallies = tallies(&Options { only_located: true, types: Vec::new() }, &part)?;
        let n = tallies.iter().map(|tally| tally.all_gold.len()).sum();
        rows.push(Row::of(format!("{name} Acc@161 km"), n, &tallies, |drawn| {
            geoparse::scores(drawn).all_gold.acc161
        }));
        rows.extend(ceiling(&name, &part));
    }
    Ok(rows)
}

/// The share of the names of which the gazetteer holds any place near enough.
fn ceiling(corpus: &str, judged: &Judged) -> Option<Row> {
    let of_document = |predicted: &Value| -> Vec<bool> {
        let toponyms = predicted["toponyms"].as_array().into_iter().flatten();
        toponyms.filter_map(|toponym| toponym["held"].as_bool()).collect()
    };
    let documents: Vec<Vec<bool>> = judged.predicted.iter().map(of_document).collect();
    let n = documents.iter().map(Vec::len).sum();
    let share = |drawn: &[&Vec<bool>]| {
        let n = drawn.iter().map(|held| held.len()).sum::<usize>();
        let held = drawn.iter().flat_map(|held| held.iter()).filter(|held| **held).count();
        (n > 0).then(|| super::hundredths(held as f64 / n as f64))
    };
    (n > 0).then(|| Row::of(format!("{corpus} held within 161 km"), n, &documents, share))
}

fn tallies(options: &Options, judged: &Judged) -> Result<Vec<geoparse::Tally>, layout::Error> {
    let [gold, predicted] = judged.lines();
    Ok(geoparse::tallies(options, &layout::read(&gold)?, &layout::read(&predicted)?))
}

fn named(judged: &Judged) -> Vec<(String, Judged)> {
    let parts = judged.by_corpus("doc_id").into_iter();
    let name = |id: &str| CORPORA.iter().find(|(begin, _)| *begin == id).map(|(_, name)| (*name).to_owned());
    parts.map(|(id, part)| (name(&id).unwrap_or(id), part)).collect()
}
