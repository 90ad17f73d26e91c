//! Documents with spans, labels, facts or a text.

use serde_json::{Map, Value, json};

use super::chance::Chance;
use super::{moved, thin, thinned};

type Line = Map<String, Value>;

pub fn timexes(chance: &mut Chance, strength: usize, line: &mut Line) {
    let list = thinned("timexes", chance, strength, line);
    let others = list.clone();
    for timex in list.iter_mut() {
        moved(chance, strength, &mut timex["start"]);
        moved(chance, strength, &mut timex["end"]);
        for key in ["type", "value"] {
            if chance.happens(strength) {
                timex[key] = chance.one_of(&others).unwrap()[key].clone();
            }
        }
        if chance.happens(strength) && chance.one_in(5) {
            timex["value"] = Value::Null;
        }
    }
}

pub fn toponyms(chance: &mut Chance, strength: usize, line: &mut Line) {
    let list = thinned("toponyms", chance, strength, line);
    for toponym in list.iter_mut() {
        moved(chance, strength, &mut toponym["start"]);
        moved(chance, strength, &mut toponym["end"]);
        if let Some(lat) = toponym["lat"].as_f64().filter(|_| chance.happens(strength)) {
            toponym["lat"] = json!(lat * 0.9 + chance.below(100) as f64 / 50.0);
        }
        if chance.happens(strength) && chance.one_in(4) {
            toponym["lat"] = Value::Null;
            toponym["lon"] = Value::Null;
        }
        if chance.happens(strength) && chance.one_in(2) {
            let number = toponym["geonameid"].as_str().and_then(|id| id.parse::<u64>().ok());
            toponym["geonameid"] = json!(number.map_or(0, |id| id + chance.below(2) as u64));
        }
    }
}

pub fn attributions(chance: &mut Chance, strength: usize, line: &mut Line) {
    line.remove("text");
    let list = thinned("attributions", chance, strength, line);
    let others = list.clone();
    for attribution in list.iter_mut() {
        for part in ["source", "cue", "content"] {
            if chance.happens(strength) && chance.one_in(4) {
                attribution[part] = chance.one_of(&others).unwrap()[part].clone();
            }
            for span in attribution[part].as_array_mut().into_iter().flatten() {
                moved(chance, strength, &mut span[0]);
                moved(chance, strength, &mut span[1]);
            }
            if chance.happens(strength) && chance.one_in(4) {
                attribution[part] = json!([]);
            }
        }
    }
}

pub fn spans(key: &str, chance: &mut Chance, strength: usize, line: &mut Line) {
    let list = thinned(key, chance, strength, line);
    let others = list.clone();
    for span in list.iter_mut() {
        moved(chance, strength, &mut span["start"]);
        moved(chance, strength, &mut span["end"]);
        if chance.happens(strength) && chance.one_in(2) {
            span["type"] = chance.one_of(&others).unwrap()["type"].clone();
        }
    }
    if !line.contains_key("relations") {
        return;
    }
    for relation in thinned("relations", chance, strength, line) {
        if chance.happens(strength) {
            let (source, target) = (relation["target"].clone(), relation["source"].clone());
            relation["source"] = source;
            relation["target"] = target;
        }
        moved(chance, strength, &mut relation["source"][0]);
        moved(chance, strength, &mut relation["target"][1]);
        if chance.happens(strength) && chance.one_in(3) {
            relation["type"] = json!("CoLocated");
        }
    }
}

pub fn labels(key: &str, chance: &mut Chance, strength: usize, whole: &Value, line: &mut Line) {
    let other = |chance: &mut Chance| chance.one_of(whole.as_array().unwrap()).unwrap().clone();
    if chance.happens(strength) {
        line.insert(key.to_owned(), other(chance)[key].clone());
    }
    if chance.happens(strength) && chance.one_in(8) {
        line.insert(key.to_owned(), json!(["NEVER SEEN", "ARREST"]));
    }
    for sentence in line.get_mut("sents").and_then(Value::as_array_mut).into_iter().flatten() {
        if chance.happens(strength) && chance.one_in(2) {
            sentence["labels"] = other(chance)["labels"].clone();
        }
    }
}

pub fn factuality(chance: &mut Chance, strength: usize, line: &mut Line) {
    for target in thinned("targets", chance, strength, line) {
        let noise = (chance.below(201) as f64 - 100.0) / 100.0 * strength as f64 / 3.0;
        target["factuality"] = json!(target["factuality"].as_f64().unwrap() + noise);
    }
}

/// An object of the mentions of ECB+.
pub fn chains(chance: &mut Chance, strength: usize, lines: &[Value]) -> Value {
    let mut chains = Line::new();
    for line in lines {
        for event in line["events"].as_array().unwrap() {
            let tokens = event["tokens"].as_array().unwrap().iter().map(Value::to_string);
            let tokens = tokens.collect::<Vec<_>>().join("_");
            let mention = format!("{}|{}|{tokens}", line["doc_id"].as_str().unwrap(), event["sent"]);
            chains.insert(mention, event["chain"].clone());
        }
    }
    let others: Vec<Value> = chains.values().cloned().collect();
    for chain in chains.values_mut() {
        if chance.happens(strength) {
            *chain = match chance.below(3) {
                0 => json!(format!("{} apart", chain.as_str().unwrap())),
                1 => chance.one_of(&others).unwrap().clone(),
                _ => json!(chance.below(30)),
            };
        }
    }
    chains.retain(|_, _| !chance.happens(strength) || (strength < 10 && !chance.one_in(5)));
    Value::Object(chains)
}

pub fn incident_of(chance: &mut Chance, strength: usize, whole: &Value, line: &mut Line) {
    if chance.happens(strength) {
        let other = chance.one_of(whole.as_array().unwrap()).unwrap();
        let key = if chance.one_in(2) { "cluster" } else { "incident_id" };
        line.insert(key.to_owned(), other["incident_id"].clone());
    }
}

pub fn facts(chance: &mut Chance, strength: usize, line: &mut Line) {
    line.remove("incident_id");
    for key in ["killed", "injured"] {
        if let Some(count) = line.get(key).and_then(Value::as_i64).filter(|_| chance.happens(strength)) {
            line.insert(key.to_owned(), json!(count + chance.below(2) as i64));
        }
    }
    for key in ["city", "state"] {
        if let Some(name) = line.get(key).and_then(Value::as_str).filter(|_| chance.happens(strength)) {
            let part: String = name.chars().take(chance.below(name.len() + 2)).collect();
            line.insert(key.to_owned(), json!(part.to_uppercase()));
        }
    }
    if let Some(date) = line.get("date").and_then(Value::as_str).filter(|_| chance.happens(strength)) {
        let day = format!("{}{:02}", &date[..date.len() - 2], 1 + chance.below(31));
        line.insert("date".to_owned(), json!(if chance.one_in(2) { day.replace('-', "") } else { day }));
    }
    if let Some(lat) = line.get("lat").and_then(Value::as_f64).filter(|_| chance.happens(strength)) {
        line.insert("lat".to_owned(), json!(lat + chance.below(100) as f64 / 200.0));
    }
    for key in ["date", "city", "killed", "lat"] {
        if chance.happens(strength) && chance.one_in(4) {
            line.insert(key.to_owned(), Value::Null);
        }
    }
}

/// Incidents with some of their documents at the next one, in both, or apart.
pub fn split(chance: &mut Chance, strength: usize, lines: Vec<Value>) -> Vec<Value> {
    let mut split: Vec<Value> = Vec::new();
    for mut line in lines {
        let docs = line["docs"].as_array_mut().unwrap();
        if docs.len() > 1 && chance.happens(strength) {
            let behind = docs.split_off(chance.below(docs.len()));
            let mut other = line.clone();
            other["docs"] = Value::Array(behind);
            split.push(other);
        } else if chance.happens(strength)
            && let Some(before) = split.last_mut()
        {
            before["docs"].as_array_mut().unwrap().extend(docs.iter().cloned());
            thin(chance, strength, docs);
        }
        split.push(line);
    }
    split
}

pub fn article(chance: &mut Chance, strength: usize, line: &mut Line) {
    let body = line["articleBody"].as_str().unwrap_or_default();
    let mut words: Vec<&str> = body.split(' ').collect();
    if chance.happens(strength) {
        words.truncate(chance.below(words.len()));
    }
    if chance.happens(strength) {
        words.insert(chance.below(words.len()), "etwas Anderes – zwei²");
    }
    let body = words.join(" ");
    line.insert("articleBody".to_owned(), if chance.one_in(20) { Value::Null } else { json!(body) });
}
