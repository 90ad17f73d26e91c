//! Gun Violence Archive: dead and injured page by page, and the facts of incidents.

use std::collections::BTreeMap;

use casus_score::coref::{self, Singletons};
use casus_score::incidents::{self, Facts, Incident};
use casus_score::layout;
use casus_score::rate::Counts;

use super::{Judged, Measure, Row, hundredths, jsonl, rows_of};
use crate::set::string;
use crate::{keywords, mistakes};

/// Facts of pages and of incidents.
pub const GVA: Measure = Measure {
    scorer: "the share of pages whose incident has both figures right, where a figure that is not told is wrong and \
             pages whose incident has no facts are left out; and incidents, facts, each page an incident of its own; \
             and merging: the clusters of pages as in coref `--docs`, beside a baseline that joins pages of alike words \
             published within 30 days",
    beside: Some(("docs", "incidents")),
    keywords: keywords::gva,
    keywords_join: Some(keywords::gva_merged),
    mistakes: mistakes::gva,
    rows,
};

fn rows(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let gold: Vec<Incident> = layout::read(&jsonl(&judged.beside))?;
    let predicted: Vec<Incident> = layout::read(&jsonl(&judged.predicted))?;
    let right = both_right(judged, &gold, &predicted);
    let mut rows = vec![Row::of("killed and injured", right.len(), &right, |drawn| {
        let n_right = drawn.iter().filter(|right| ***right).count();
        (!drawn.is_empty()).then(|| hundredths(n_right as f64 / drawn.len() as f64))
    })];
    let facts = incidents::facts(&gold, &predicted);
    let mut row = |metric: &str, part: fn(&Facts<Counts>) -> Counts| {
        rows.push(Row::of_counts(metric, &facts.iter().map(part).collect::<Vec<_>>()));
    };
    row("facts, micro", Facts::micro);
    row("facts: date", |facts| facts.date);
    row("facts: date ± 1", |facts| facts.date_near);
    row("facts: state", |facts| facts.state);
    row("facts: city", |facts| facts.city);
    row("facts: killed", |facts| facts.killed);
    row("facts: injured", |facts| facts.injured);
    row("facts: place within 25 km", |facts| facts.place);
    rows.extend(merging(judged, &gold));
    Ok(rows)
}

/// Pages of one incident: gold beside the clusters that were predicted; a page without one is alone.
fn merging(judged: &Judged, gold: &[Incident]) -> Vec<Row> {
    let gold = gold
        .iter()
        .flat_map(|incident| incident.docs.iter().map(|page| (page.clone(), incident.incident_id.clone())));
    let predicted = judged
        .predicted
        .iter()
        .filter_map(|fact| Some((string(fact, "doc_id").to_owned(), fact["cluster"].as_str()?.to_owned())));
    let tally = coref::tallies(Singletons::Kept, &gold.collect(), &predicted.collect(), |_| String::new());
    let mut rows = rows_of(&tally, false);
    for row in &mut rows {
        row.metric = format!("merging: {}", row.metric);
    }
    rows
}

/// For each page of an incident with facts whether both of its figures are right.
fn both_right(judged: &Judged, gold: &[Incident], predicted: &[Incident]) -> Vec<bool> {
    let incident_of: BTreeMap<&str, &Incident> = gold
        .iter()
        .flat_map(|incident| incident.docs.iter().map(move |doc| (doc.as_str(), incident)))
        .collect();
    let fact_of: BTreeMap<&str, &Incident> =
        predicted.iter().flat_map(|fact| fact.docs.iter().map(move |doc| (doc.as_str(), fact))).collect();
    let right =
        |line| {
            let page = string(line, "doc_id");
            let incident = incident_of.get(page).filter(|incident| incident.has_facts)?;
            let fact = fact_of.get(page);
            let same = |right: Option<i64>, told: Option<i64>| right.is_some() && right == told;
            Some(fact.is_some_and(|fact| {
                same(incident.killed, fact.killed) && same(incident.injured, fact.injured)
            }))
        };
    judged.gold.iter().filter_map(right).collect()
}
