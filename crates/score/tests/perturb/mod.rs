//! Predictions made of gold: less of it, moved, renamed, told twice, the same for the same strength.

mod chance;
mod documents;
mod templates;

use serde_json::{Map, Value, json};

use chance::Chance;

/// Parts in ten of what is changed: nothing, some, most; at the last nothing is left.
pub const STRENGTHS: &[usize] = &[0, 1, 3, 6, 10];

/// What kind of gold it is.
#[derive(Clone, Copy)]
pub enum Perturb {
    Timexes,
    Toponyms,
    Attributions,
    /// Spans under a key, and relations.
    Spans(&'static str),
    /// Labels under a key, and those of sentences.
    Labels(&'static str),
    Templates,
    Roles,
    Factuality,
    /// Events of ECB+; predictions are one object.
    Chains,
    /// Documents with the incident they tell of.
    Documents,
    Incidents,
    Articles,
}

/// The text of a file of predictions.
pub fn perturbed(perturb: Perturb, strength: usize, gold: &str) -> String {
    let mut lines: Vec<Value> = gold.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut chance = Chance::new(strength as u64 + 1);
    if let Perturb::Chains = perturb {
        return documents::chains(&mut chance, strength, &lines).to_string();
    }
    if strength == *STRENGTHS.last().unwrap() {
        return String::new();
    }
    if strength > 0 {
        let whole = Value::Array(lines.clone());
        for line in &mut lines {
            one(perturb, &mut chance, strength, &whole, line);
        }
        if let Perturb::Incidents = perturb {
            lines = documents::split(&mut chance, strength, lines);
        }
        // A document in twenty is missing, and one is told twice.
        lines.retain(|_| !chance.one_in(20));
        lines.extend(lines.last().cloned());
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn one(perturb: Perturb, chance: &mut Chance, strength: usize, whole: &Value, line: &mut Value) {
    let Value::Object(line) = line else { return };
    match perturb {
        Perturb::Timexes => documents::timexes(chance, strength, line),
        Perturb::Toponyms => documents::toponyms(chance, strength, line),
        Perturb::Attributions => documents::attributions(chance, strength, line),
        Perturb::Spans(key) => documents::spans(key, chance, strength, line),
        Perturb::Labels(key) => documents::labels(key, chance, strength, whole, line),
        Perturb::Templates => templates::templates(chance, strength, whole, line),
        Perturb::Roles => templates::roles(chance, strength, whole, line),
        Perturb::Factuality => documents::factuality(chance, strength, line),
        Perturb::Documents => documents::incident_of(chance, strength, whole, line),
        Perturb::Incidents => documents::facts(chance, strength, line),
        Perturb::Articles => documents::article(chance, strength, line),
        Perturb::Chains => {}
    }
}

/// The list under a key, with some items gone, some told twice and some at another place.
fn thinned<'a>(
    key: &str,
    chance: &mut Chance,
    strength: usize,
    object: &'a mut Map<String, Value>,
) -> &'a mut Vec<Value> {
    let list = object.entry(key).or_insert_with(|| json!([]));
    if !list.is_array() {
        *list = json!([]);
    }
    let list = list.as_array_mut().unwrap();
    thin(chance, strength, list);
    list
}

fn thin(chance: &mut Chance, strength: usize, list: &mut Vec<Value>) {
    let mut kept = Vec::new();
    for item in list.drain(..) {
        if chance.happens(strength) {
            continue;
        }
        if chance.happens(strength) && chance.one_in(4) {
            kept.push(item.clone());
        }
        let place = if chance.one_in(6) { chance.below(kept.len() + 1) } else { kept.len() };
        kept.insert(place, item);
    }
    *list = kept;
}

/// Moves an offset by a few places.
fn moved(chance: &mut Chance, strength: usize, offset: &mut Value) {
    if let Some(place) = offset.as_u64().filter(|_| chance.happens(strength) && chance.one_in(2)) {
        *offset = json!((place + chance.below(9) as u64).saturating_sub(4));
    }
}
