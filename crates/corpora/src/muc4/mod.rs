//! MUC-4: incidents as templates of 23 slots (Sundheim 1992), and the five roles of them that are used
//! since 2020 (Du et al., NAACL 2021).

mod phrase;
mod template;
mod vocabulary;

use std::collections::BTreeMap;

use casus::model::{Claim, Place};
use casus::{Given, Inside};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Set, measure};
use template::Template;

pub(crate) const TEMPLATES: Set = Set {
    name: "muc4",
    files: &["muc4/dev.jsonl"],
    about: "an occurrence of violence is a template where what is told of it, who and what was hit by whom, weighs as \
            in those that the training half marks; its victims, targets, weapons and actors fill the slots with the \
            words of their phrases, names as the document writes them in full; rebels told without a name are of the only \
            band that the document names",
    reads: Reads::Text { asked: wire, predict: templates },
    join: None,
    measure: measure::TEMPLATES,
};

pub(crate) const ROLES: Set = Set {
    name: "muc4-roles",
    files: &["muc4/roles_dev.jsonl"],
    about: "the same templates, five slots of them; only victims with a name",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict: roles },
    join: None,
    measure: measure::ROLES,
};

fn wire(line: &Value) -> Asked {
    let given = Given { published: day(line), ..Given::default() };
    Asked { text: string(line, "text").to_owned(), given }
}

fn day(line: &Value) -> Option<Date> {
    string(&line["dateline"], "date").parse().ok()
}

fn templates(inside: &Inside, line: &Value) -> Value {
    let found = read(inside);
    let filed = day(line);
    let dateline = inside.reading.document.dateline.as_ref();
    let country = dateline.and_then(|dateline| dateline.places.first()).and_then(|id| country_of(inside, id));
    let slots = |template: &Template| json!({ "slots": filled(inside, template, filed, country.as_deref()) });
    json!({ "doc_id": string(line, "doc_id"), "templates": found.iter().map(slots).collect::<Vec<_>>() })
}

fn roles(inside: &Inside, line: &Value) -> Value {
    let entity = |words: &String| json!([words.to_lowercase()]);
    let told = |template: Template| {
        let organisations: Vec<Value> = template.organisations.iter().map(|(name, _)| entity(name)).collect();
        let weapons: Vec<Value> =
            template.instruments.iter().filter_map(|(words, _)| words.as_ref()).map(entity).collect();
        json!({
            "incident_type": template.incident.to_lowercase(),
            "PerpInd": template.individuals.iter().map(entity).collect::<Vec<_>>(),
            "PerpOrg": organisations,
            "Target": template.things.iter().map(|thing| entity(&thing.words)).collect::<Vec<_>>(),
            "Victim": template.victims.iter().filter_map(|victim| victim.name.as_ref()).map(entity).collect::<Vec<_>>(),
            "Weapon": weapons,
        })
    };
    let templates = read(inside).into_iter().map(told);
    json!({ "doc_id": string(line, "doc_id"), "templates": templates.collect::<Vec<_>>() })
}

/// The templates of a document: its occurrences, with those joined that tell of the same people or things.
fn read(inside: &Inside) -> Vec<Template> {
    let mut occurrences: BTreeMap<u32, Vec<&Claim>> = BTreeMap::new();
    for claim in &inside.reading.claims {
        let number = claim.occurrence.as_deref().and_then(|id| id.trim_start_matches('o').parse().ok());
        if let Some(number) = number {
            occurrences.entry(number).or_default().push(claim);
        }
    }
    let mut templates: Vec<Template> = Vec::new();
    let names = phrase::names(inside);
    for claims in occurrences.values() {
        let Some(mut template) = Template::of(inside, claims) else { continue };
        template.complete(&names);
        match templates.iter_mut().find(|known| known.is_same(&template)) {
            Some(known) => known.join(template),
            None => templates.push(template),
        }
    }
    let band = phrase::only_band(inside);
    for template in &mut templates {
        template.tidy();
        template.of_band(band.as_ref());
    }
    templates
}

fn filled(inside: &Inside, template: &Template, filed: Option<Date>, country: Option<&str>) -> Value {
    let plain = |value: &str| json!({ "values": [value] });
    let of = |value: &str, of: Option<&str>| json!({ "values": [value], "xref": of.map(|of| vec![of]) });
    let mut slots = Map::new();
    let mut add = |slot: &str, value: Value| {
        if let Some(all) = slots.entry(slot).or_insert_with(|| json!([])).as_array_mut() {
            all.push(value);
        }
    };
    add("incident_type", plain(template.incident));
    add("incident_stage", plain(template.stage));
    if let Some(date) = date(template, filed) {
        add("incident_date", plain(&date));
    }
    let home = location(inside, &template.places, country).unwrap_or_default();
    if !home.is_empty() {
        add("incident_location", plain(&home));
    }
    for (words, kind) in &template.instruments {
        if let Some(words) = words {
            add("instrument_id", plain(words));
        }
        if let Some(kind) = kind {
            add("instrument_type", of(kind, words.as_deref()));
        }
    }
    if template.state {
        add("perp_category", plain("STATE-SPONSORED VIOLENCE"));
    } else if !template.individuals.is_empty() || !template.organisations.is_empty() {
        add("perp_category", plain("TERRORIST ACT"));
    }
    for words in &template.individuals {
        add("perp_individual_id", plain(words));
    }
    for (name, confidence) in &template.organisations {
        add("perp_org_id", plain(name));
        add("perp_org_confidence", of(confidence, Some(name)));
    }
    for thing in &template.things {
        let words = Some(thing.words.as_str());
        add("phys_tgt_id", plain(&thing.words));
        add("phys_tgt_type", of(thing.class, words));
        add("phys_tgt_number", of(&thing.number, words));
        if let Some(effect) = thing.effect {
            add("phys_tgt_effect", of(effect, words));
        }
    }
    for victim in &template.victims {
        let words = victim.string().map(String::as_str);
        if let Some(name) = &victim.name {
            add("hum_tgt_name", plain(name));
        }
        if let Some(description) = &victim.description {
            add("hum_tgt_description", of(description, victim.name.as_deref()));
        }
        add("hum_tgt_type", of(victim.class, words));
        add("hum_tgt_number", of(&victim.number, words));
        if let Some(nation) = victim.nation.as_deref().filter(|nation| !home.starts_with(nation)) {
            add("hum_tgt_nation", of(nation, words));
        }
        if let Some(effect) = victim.effect {
            add("hum_tgt_effect", of(effect, words));
        }
    }
    Value::Object(slots)
}

/// "05 JAN 90", "08 JAN 90 - 09 JAN 90", or up to the day of the report where no day is told.
fn date(template: &Template, filed: Option<Date>) -> Option<String> {
    let written = |day: &str| {
        let day: Date = day.get(..10)?.parse().ok()?;
        Some(day.strftime("%d %b %y").to_string().to_uppercase())
    };
    match template.dates.first() {
        Some((start, end)) if start.get(..10) == end.get(..10) => written(start),
        Some((start, end)) => Some(format!("{} - {}", written(start)?, written(end)?)),
        None => Some(format!("- {}", written(&filed?.to_string())?)),
    }
}

/// "COLOMBIA: ANTIOQUIA: MEDELLIN", from the country down.
fn location(inside: &Inside, places: &[Place], country: Option<&str>) -> Option<String> {
    let code = places.iter().find_map(|place| place.country.as_deref()).or(country)?;
    let mut path = vec![inside.casus.gazetteer().country_name(code)?.to_uppercase()];
    let within = |place: &&Place| place.country.as_deref() == Some(code);
    let mut rest: Vec<&Place> = places.iter().filter(within).filter(|place| place.precision < 4).collect();
    rest.sort_by_key(|place| std::cmp::Reverse(place.precision));
    for place in rest {
        let name = place.name.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        if !path.contains(&name) {
            path.push(name);
        }
    }
    path.truncate(3);
    Some(path.join(": "))
}

fn country_of(inside: &Inside, id: &str) -> Option<String> {
    if let Some(code) = id.strip_prefix("country:") {
        return Some(code.to_owned());
    }
    let dateline = inside.reading.document.dateline.as_ref()?;
    let place = casus::geo::lookup(
        inside.casus.gazetteer(),
        dateline.text.split(['/', ',']).next()?,
        &Default::default(),
    )?;
    place.country
}
