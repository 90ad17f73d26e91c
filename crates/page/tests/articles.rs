//! Articles found in pages that others annotated, by the measure of scrapinghub's benchmark: rows of four
//! words, precision and recall a page, F1 of their means. The pages are not ours and stand nowhere here;
//! the test reads the development half beside the outer corpora (`CASUS_CORPORA`).

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use casus_page::{Trafilatura, article};
use flate2::read::GzDecoder;

/// What must hold: what was measured, less what a page or two may move it.
const F1: f64 = 0.960;
const PRECISION: f64 = 0.945;
const RECALL: f64 = 0.975;

#[test]
fn articles_are_found_in_pages_that_others_annotated() {
    let corpora = env::var_os("CASUS_CORPORA");
    let Some(folder) = corpora.map(|corpora| Path::new(&corpora).join("article_extraction")) else {
        println!("no corpora: left out");
        return;
    };
    let gold = fs::read_to_string(folder.join("dev.jsonl")).expect("the annotated articles");
    let scores: Vec<(f64, f64)> = gold.lines().map(|line| score(&folder, line)).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| scores.iter().map(part).sum::<f64>() / scores.len() as f64;
    let (precision, recall) = (mean(|score| score.0), mean(|score| score.1));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("{} pages: F1 {f1:.3}, precision {precision:.3}, recall {recall:.3}", scores.len());
    assert!(f1 >= F1 && precision >= PRECISION && recall >= RECALL, "F1 {f1} P {precision} R {recall}");
}

/// Precision and recall of one page.
fn score(folder: &Path, line: &str) -> (f64, f64) {
    let gold: serde_json::Value = serde_json::from_str(line).expect("an article a line");
    let page = page(folder.join(format!("html/{}.html.gz", gold["id"].as_str().expect("an id"))));
    let found = article(&page, &Trafilatura).map(|article| article.text).unwrap_or_default();
    let (gold, found) = (rows(gold["articleBody"].as_str().expect("a text")), rows(&found));
    let shared: usize = gold.iter().map(|(row, times)| *times.min(found.get(row).unwrap_or(&0))).sum();
    let share = |rows: &Rows| shared as f64 / rows.values().sum::<usize>().max(1) as f64;
    (share(&found), share(&gold))
}

fn page(path: PathBuf) -> Vec<u8> {
    let mut page = Vec::new();
    GzDecoder::new(File::open(path).expect("a page")).read_to_end(&mut page).expect("a page");
    page
}

/// Rows of four words, and how often each stands in a text.
type Rows = BTreeMap<Vec<String>, usize>;

fn rows(text: &str) -> Rows {
    let is_sign = |c: char| !c.is_alphanumeric() && c != '_';
    let words: Vec<String> = text.split(is_sign).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let mut rows = Rows::new();
    for row in words.windows(words.len().clamp(1, 4)) {
        *rows.entry(row.to_vec()).or_default() += 1;
    }
    rows
}
