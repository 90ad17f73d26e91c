//! `casus explain`: a claim, or one of its fields, back to the words and the rules that it rests on; or an incident of
//! a ledger, to what joined its reports.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use casus::export::Report;
use casus::lexicon::embedded_files;
use casus::model::{Claim, Span};
use casus::{FullReading, Rejected};
use owo_colors::OwoColorize;
use serde_json::Value;

use crate::ledger::{self, Where, Who, show as incident};
use crate::table::{clean, folded};
use crate::{Outcome, Problem, code, input, open, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The report: a file, or `-` for standard input; or an incident of the ledger, as `i17`.
    #[arg(value_name = "FILE|INCIDENT")]
    file: PathBuf,
    /// The claim, by id or key, and perhaps a field of it: `c3`, `c3.outcomes`. An incident has none.
    #[arg(value_name = "CLAIM[.FIELD]")]
    claim: Option<String>,
    #[command(flatten)]
    about: input::About,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let Some(asked) = &arguments.claim else {
        let target = &arguments.file;
        return match incident::is_incident(target) {
            true => ledger::explain::run(&target.to_string_lossy(), &arguments.place, &arguments.who),
            false => Err(Problem::new(
                "say which claim of the report, as `casus explain FILE c3`; `casus read FILE` lists them",
            )),
        };
    };
    arguments.who.only_internal("a claim of a report", "its incident", "casus explain i17")?;
    let casus = open()?;
    let mut items = input::items(std::slice::from_ref(&arguments.file));
    let (Some(mut item), None) = (items.next(), items.next()) else {
        return Err(Problem::new("give one report: a claim belongs to one"));
    };
    let mut reader = casus.reader();
    reader.explain(true);
    let full = input::read(&mut reader, &mut item, &arguments.about.given())
        .map_err(|refused| Problem::new(refused.told(&item.name)))?;
    let (id, field) = match asked.split_once('.') {
        Some((id, field)) => (id, Some(field)),
        None => (asked.as_str(), None),
    };
    let claims = &full.reading.claims;
    let Some(claim) = claims.iter().find(|claim| claim.id == id || claim.key == id) else {
        let known: Vec<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
        anstream::eprintln!("no claim {id:?} in {}: it has {}", item.name, listed(&known));
        return Ok(ExitCode::from(1));
    };
    let Some(text) = explanation(&full, claim, field) else {
        anstream::eprintln!(
            "{id} tells no {:?}: it has {}",
            field.unwrap_or_default(),
            listed(&fields(claim))
        );
        return Ok(ExitCode::from(1));
    };
    print(&folded(&text))?;
    Ok(ExitCode::SUCCESS)
}

fn listed(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

/// Fields that say where a claim stands rather than what it claims.
const FRAME: [&str; 8] = ["id", "key", "occurrence", "kind", "trigger", "evidence", "confidence", "codes"];

/// The fields that hold something, as printed in JSON.
fn fields(claim: &Claim) -> Vec<String> {
    let Ok(Value::Object(object)) = serde_json::to_value(claim) else { return Vec::new() };
    let told = object.into_iter().filter(|(name, value)| !FRAME.contains(&name.as_str()) && !is_empty(value));
    told.map(|(name, _)| name).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A claim with all of its fields.
pub(crate) fn whole(full: &FullReading, claim: &Claim) -> String {
    explanation(full, claim, None).unwrap_or_default()
}

/// None where the claim has no such field.
fn explanation(full: &FullReading, claim: &Claim, field: Option<&str>) -> Option<String> {
    let report = Report { file: "", reading: &full.reading, sentences: &full.sentences };
    let value = serde_json::to_value(claim).ok()?;
    let names = fields(claim);
    let asked: Vec<&String> = match field {
        Some(field) => vec![names.iter().find(|name| *name == field)?],
        None => names.iter().collect(),
    };
    let mut out = String::new();
    let mut spans: Vec<Span> = Vec::new();
    let kind = value["type"].as_str().unwrap_or(claim.body.kind());
    let _ = writeln!(
        out,
        "{} {kind}, extraction {:.2}, rests on “{}” [{}..{}]",
        claim.id.bold(),
        claim.confidence.extraction,
        clean(&claim.trigger.text),
        claim.trigger.start,
        claim.trigger.end
    );
    let _ = writeln!(out, "  “{}”", clean(&report.quote(claim.trigger.span())));
    for name in asked {
        let _ = writeln!(out, "\n{}", name.bold());
        for one in parts(&value[name.as_str()]) {
            field_value(&mut out, &report, one);
            spans.extend(spans_of(one));
        }
    }
    let bears = |used: Span| field.is_none() || spans.iter().any(|span| span.overlaps(used));
    rules(&mut out, full, claim, &bears);
    if field.is_none() {
        not_read(&mut out, full, claim);
    }
    Some(out)
}

/// The values of a field, one by one.
fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    }
}

/// What a value says, and the sentence it says it in.
fn field_value(out: &mut String, report: &Report, value: &Value) {
    let _ = writeln!(out, "  {}", clean(&said(value)));
    for span in spans_of(value) {
        let words = span.name(&report.reading.document.text);
        let words = clean(&format!("“{words}” [{}..{}]", span.start, span.end));
        let _ = writeln!(out, "    {}", words.cyan());
        let _ = writeln!(out, "    {}", clean(&report.quote(span)).dimmed());
    }
}

/// Where the words of a value stand.
fn spans_of(value: &Value) -> Vec<Span> {
    let spans = ["span", "cue_span"].into_iter().filter_map(|name| {
        let (start, end) = (value[name]["start"].as_u64()?, value[name]["end"].as_u64()?);
        Some(Span { start: start as u32, end: end as u32 })
    });
    spans.collect()
}

/// `class rocket, count 2`: the filled members of a value, without its places.
fn said(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            if let (Some(low), Some(text)) = (object.get("low"), object.get("text")) {
                let high = object.get("high").unwrap_or(&Value::Null);
                return match (low, high) {
                    (low, high) if low == high => format!("{low} ({})", said(text)),
                    (low, Value::Null) => format!("{low} or more ({})", said(text)),
                    (Value::Null, high) => format!("{high} or fewer ({})", said(text)),
                    (low, high) => format!("{low} to {high} ({})", said(text)),
                };
            }
            let is_place = |name: &str| matches!(name, "span" | "cue_span" | "content" | "mention");
            let members = object.iter().filter(|(name, value)| !is_place(name) && !is_empty(value));
            let said: Vec<String> = members.map(|(name, value)| format!("{name} {}", said(value))).collect();
            said.join(", ")
        }
        Value::Array(values) => values.iter().map(said).collect::<Vec<_>>().join(" and "),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The readings of the claim's own word that were not taken.
fn not_read(out: &mut String, full: &FullReading, claim: &Claim) {
    let own = |rejected: &&Rejected| claim.trigger.span().overlaps(rejected.trigger);
    let rejected: Vec<&Rejected> = full.rejected.iter().filter(own).collect();
    if rejected.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", "not read as".bold());
    for rejected in rejected {
        let words = rejected.trigger.name(&full.reading.document.text);
        let _ = writeln!(out, "  {} at “{}”: {}", rejected.frame, clean(&words), rejected.why);
    }
}

/// The rules whose words bear on what is asked, with the lines of those that are data.
fn rules(out: &mut String, full: &FullReading, claim: &Claim, bears: &dyn Fn(Span) -> bool) {
    let place = |evidence: &casus::model::Evidence| Span { start: evidence.start, end: evidence.end };
    let bearing = claim.evidence.iter().filter(|evidence| bears(place(evidence)));
    let mut names: Vec<&str> = bearing.map(|evidence| evidence.rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let _ = writeln!(out, "\n{}", "read by".bold());
    for name in names {
        let of_rule = claim.evidence.iter().filter(|evidence| evidence.rule == name);
        let words = |evidence: &casus::model::Evidence| {
            format!("“{}”", place(evidence).name(&full.reading.document.text))
        };
        let used: Vec<String> = of_rule.map(words).collect();
        let _ = writeln!(out, "  {name}: {}", clean(&used.join(", ")));
        for (file, text) in embedded_files().filter(|(file, _)| file.ends_with(".frames")) {
            for line in code::frames(file, text, &[name]).lines() {
                let _ = writeln!(out, "    {line}");
            }
        }
    }
}
