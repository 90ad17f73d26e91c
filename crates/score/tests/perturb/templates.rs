//! Templates of MUC-4, with slots and by roles.

use serde_json::{Map, Value, json};

use super::chance::Chance;
use super::{thin, thinned};

type Line = Map<String, Value>;

/// Values of sets that stand above or beside those of gold.
const CHOICES: [&str; 12] = [
    "ATTACK",
    "BOMBING",
    "ROBBERY",
    "GUN",
    "EXPLOSIVE",
    "BOMB",
    "POLITICAL FIGURE",
    "GOVERNMENT OFFICIAL",
    "NO INJURY",
    "DESTROYED",
    "SUSPECTED OR ACCUSED",
    "CIVILIAN",
];

pub fn templates(chance: &mut Chance, strength: usize, whole: &Value, line: &mut Line) {
    let other = chance.one_of(whole.as_array().unwrap()).unwrap()["templates"].clone();
    let list = thinned("templates", chance, strength, line);
    for template in list.iter_mut() {
        let slots = template["slots"].as_object_mut().unwrap();
        for (slot, fillers) in slots.iter_mut() {
            let fillers = fillers.as_array_mut().unwrap();
            thin(chance, strength, fillers);
            for filler in fillers.iter_mut() {
                change(chance, strength, slot, filler);
            }
            let elsewhere = other.as_array().and_then(|list| list.first()).map(|other| &other["slots"][slot]);
            if let Some(Value::Array(elsewhere)) = elsewhere.filter(|_| chance.happens(strength)) {
                fillers.extend(chance.one_of(elsewhere).cloned());
            }
        }
    }
    if chance.happens(strength) {
        list.extend(other.as_array().and_then(|list| list.first()).cloned());
    }
}

fn change(chance: &mut Chance, strength: usize, slot: &str, filler: &mut Value) {
    let set = slot.ends_with("_type") || slot.ends_with("_effect") || slot.ends_with("_confidence");
    for value in filler["values"].as_array_mut().into_iter().flatten() {
        let text = value.as_str().unwrap().to_owned();
        if !chance.happens(strength) {
            continue;
        }
        *value = json!(match chance.below(6) {
            _ if set => CHOICES[chance.below(CHOICES.len())].to_owned(),
            0 => fewer_words(chance, &text),
            1 => format!("the two {} near Bree", text.to_lowercase()),
            2 => text.split(" - ").next().unwrap().to_owned(),
            3 => text.split(": ").last().unwrap().to_owned(),
            4 => format!("- {text}"),
            _ => text.trim_start_matches('~').to_owned(),
        });
    }
    if chance.happens(strength) && chance.one_in(3) {
        filler.as_object_mut().unwrap().remove("xref");
    }
    if chance.happens(strength) && chance.one_in(3) {
        let values = filler["values"].take();
        *filler = match chance.below(3) {
            0 => values.as_array().and_then(|values| values.first()).cloned().unwrap_or(json!("-")),
            1 => json!({ "value": values, "xref": "-" }),
            _ => json!({ "values": values, "xref": ["-", "GUARDS"] }),
        };
    }
}

fn fewer_words(chance: &mut Chance, text: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|_| !chance.one_in(3)).collect();
    words.join(" ")
}

pub fn roles(chance: &mut Chance, strength: usize, whole: &Value, line: &mut Line) {
    let other = chance.one_of(whole.as_array().unwrap()).unwrap()["templates"].clone();
    let list = thinned("templates", chance, strength, line);
    for template in list.iter_mut() {
        for role in ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"] {
            let entities = template[role].as_array_mut().unwrap();
            thin(chance, strength, entities);
            for entity in entities.iter_mut() {
                let mentions = entity.as_array_mut().unwrap();
                thin(chance, strength, mentions);
                for mention in mentions.iter_mut() {
                    if !chance.happens(strength) {
                        continue;
                    }
                    *mention = json!(match chance.below(3) {
                        0 => format!("The {}!", mention.as_str().unwrap()),
                        1 => fewer_words(chance, mention.as_str().unwrap()),
                        _ => "guards".to_owned(),
                    });
                }
            }
            if chance.happens(strength) && chance.one_in(3) {
                let first = entities.first().cloned();
                entities.extend(first);
            }
        }
        if chance.happens(strength) {
            template["incident_type"] =
                [json!("bombing"), json!("attack / bombing"), json!("attack"), json!(null)][chance.below(4)]
                    .clone();
        }
    }
    if chance.happens(strength) {
        list.extend(other.as_array().into_iter().flatten().cloned());
    }
    // So many that not all maps can be tried.
    if strength > 1 && chance.one_in(6) {
        while !list.is_empty() && list.len() < 14 {
            let again = list[chance.below(list.len())].clone();
            list.push(again);
        }
    }
}
