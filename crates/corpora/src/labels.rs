//! Sets that give a text a label: PLOVER's gold records (Halterman et al. 2023) and CASE 2021, task 2
//! (Haneczok et al. 2021).

use std::sync::LazyLock;

use casus::export::Crosswalks;
use casus::model::{Body, Claim, Event, EventType, ModalityValue};
use casus::{Inside, lexicon};
use serde_json::{Value, json};

use crate::set::string;
use crate::{Asked, Set, measure};

pub(crate) const PLOVER: Set = Set {
    name: "plover_gsr",
    files: &["eventcoding/plover_gsr_dev.jsonl"],
    about: "the types of all event claims of the sentence that are not historical, by the names they had in 2018",
    asked: |line| Asked::of(line, "date"),
    predict: plover,
    measure: measure::PLOVER,
};

pub(crate) const CASE2021: Set = Set {
    name: "case2021",
    files: &["eventcoding/case2021_task2_dev.jsonl"],
    about: "the label of the weightiest claim: violence before the rest, then the first told",
    asked: |line| Asked::of(line, "date"),
    predict: case2021,
    measure: measure::CASE2021,
};

fn plover(inside: &Inside, line: &Value) -> Value {
    static TABLE: LazyLock<Crosswalks> =
        LazyLock::new(|| table("plover_gsr", include_str!("../tables/plover_gsr.tsv")));
    let claims =
        inside.reading.claims.iter().filter(|claim| claim.modality.value != ModalityValue::Historical);
    let mut types: Vec<String> =
        events(claims).filter_map(|(_, event)| label(inside, &TABLE, event)).collect();
    types.sort();
    types.dedup();
    json!({ "id": string(line, "id"), "event": types })
}

fn case2021(inside: &Inside, line: &Value) -> Value {
    static TABLE: LazyLock<Crosswalks> =
        LazyLock::new(|| table("case2021", include_str!("../tables/case2021.tsv")));
    let weight = |event: &Event| match event.event_type {
        EventType::Assault => 0,
        EventType::Protest | EventType::Coerce | EventType::Mobilize | EventType::Retreat => 1,
        _ => 2,
    };
    let first = events(inside.reading.claims.iter())
        .filter_map(|(claim, event)| {
            Some((weight(event), claim.trigger.start, label(inside, &TABLE, event)?))
        })
        .min();
    json!({ "id": string(line, "id"), "label": first.map(|(_, _, label)| label) })
}

fn events<'a>(claims: impl Iterator<Item = &'a Claim>) -> impl Iterator<Item = (&'a Claim, &'a Event)> {
    claims.filter_map(|claim| match &claim.body {
        Body::Event(event) => Some((claim, event.as_ref())),
        _ => None,
    })
}

/// What a table calls an event, whether or not it is said to have happened.
fn label(inside: &Inside, table: &Crosswalks, event: &Event) -> Option<String> {
    let codes = table.codes_of(event, &inside.reading.actors, inside.casus.lexicon());
    codes.into_values().next()?.into_values().next()
}

fn table(name: &str, text: &str) -> Crosswalks {
    let file = format!("crosswalks/{name}.tsv");
    let groups = lexicon::embedded_files().find(|(name, _)| *name == "crosswalks/groups.tsv");
    Crosswalks::read(groups.into_iter().chain([(file.as_str(), text)]))
        .expect("the table is checked by a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sound() {
        table("plover_gsr", include_str!("../tables/plover_gsr.tsv"));
        table("case2021", include_str!("../tables/case2021.tsv"));
    }
}
