//! Pages of news sites and blogs with the text of their article (scrapinghub's benchmark, 2020).

use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Set, measure};

pub(crate) const SET: Set = Set {
    name: "article_extraction",
    files: &["article_extraction/dev.jsonl"],
    about: "the text of the article that the worker finds in a page of `html/`, as `casus read` reads it",
    reads: Reads::Page { file: |line| format!("html/{}.html.gz", string(line, "id")), predict },
    join: None,
    measure: measure::ARTICLE,
};

fn predict(text: Option<&str>, line: &Value) -> Value {
    json!({ "id": string(line, "id"), "articleBody": text.unwrap_or_default() })
}
