//! Fillers of templates, and figures of incidents.

use std::collections::BTreeMap;

use casus_score::template::SLOTS;
use serde_json::Value;

use super::{Mistake, lines, mistake};
use crate::Judged;
use crate::set::string;

/// By slot, over all templates of a wire together.
pub(crate) fn templates(judged: &Judged) -> Vec<Mistake> {
    let fillers = |line: &Value, slot: &str| {
        let of_template = |template: &Value| -> Vec<Vec<String>> {
            let fillers = template["slots"][slot].as_array().into_iter().flatten();
            fillers.map(|filler| strings(&filler["values"])).collect()
        };
        line["templates"].as_array().into_iter().flatten().flat_map(of_template).collect()
    };
    by_slot(judged, &SLOTS, fillers)
}

/// By role.
pub(crate) fn roles(judged: &Judged) -> Vec<Mistake> {
    let fillers = |line: &Value, role: &str| {
        let of_template = |template: &Value| -> Vec<Vec<String>> {
            match &template[role] {
                Value::String(kind) => vec![vec![kind.clone()]],
                role => role.as_array().into_iter().flatten().map(strings).collect(),
            }
        };
        line["templates"].as_array().into_iter().flatten().flat_map(of_template).collect()
    };
    by_slot(judged, &["incident_type", "PerpInd", "PerpOrg", "Target", "Victim", "Weapon"], fillers)
}

/// Too many, too few, or none told, of dead and of injured.
pub(crate) fn gva(judged: &Judged) -> Vec<Mistake> {
    let pages = |incident: &'_ Value| strings(&incident["docs"]);
    let incident_of: BTreeMap<String, &Value> = judged
        .beside
        .iter()
        .flat_map(|incident| pages(incident).into_iter().map(move |page| (page, incident)))
        .collect();
    let mut mistakes = Vec::new();
    for (line, predicted) in lines(judged) {
        let incident =
            incident_of.get(string(line, "doc_id")).filter(|incident| incident["has_facts"] == true);
        let Some(incident) = incident else { continue };
        for figure in ["killed", "injured"] {
            let (gold, ours) = (incident[figure].as_i64(), predicted[figure].as_i64());
            let kind = match (gold, ours) {
                (_, None) => "not told",
                (Some(gold), Some(ours)) if gold == ours => continue,
                (Some(gold), Some(ours)) if gold < ours => "too many",
                (Some(_), Some(_)) => "too few",
                (None, Some(_)) => continue,
            };
            let shown = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
            mistakes.push(mistake(line, format!("{figure}: {kind}"), None, &shown(gold), &shown(ours)));
        }
    }
    mistakes
}

fn by_slot(
    judged: &Judged,
    slots: &[&str],
    fillers: impl Fn(&Value, &str) -> Vec<Vec<String>>,
) -> Vec<Mistake> {
    let of_slot = |(line, predicted): (&Value, &Value), slot: &str| {
        let mut mistakes = Vec::new();
        let mut ours = fillers(predicted, slot);
        for gold in fillers(line, slot) {
            match ours
                .iter()
                .position(|ours| ours.iter().any(|ours| gold.iter().any(|gold| same(gold, ours))))
            {
                Some(place) => {
                    ours.swap_remove(place);
                }
                None => {
                    let span = gold.iter().find_map(|gold| place(line, gold));
                    mistakes.push(mistake(line, format!("missed {slot}"), span, &gold.join(" / "), ""));
                }
            }
        }
        for ours in ours {
            let span = ours.first().and_then(|ours| place(line, ours));
            mistakes.push(mistake(line, format!("invented {slot}"), span, "", &ours.join(" / ")));
        }
        mistakes
    };
    lines(judged)
        .flat_map(|line| slots.iter().flat_map(move |slot| of_slot(line, slot)).collect::<Vec<_>>())
        .collect()
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Where the words stand first.
fn place(line: &Value, words: &str) -> Option<[usize; 2]> {
    let text = string(line, "text");
    let byte = text.find(words).or_else(|| text.find(&words.to_lowercase()))?;
    let start = text[..byte].chars().count();
    Some([start, start + words.chars().count()])
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
