//! IndiaPoliceEvents: did the police kill, arrest, fail to act, use force? (Halterman et al., Findings of ACL 2021)

use casus::Inside;
use casus::model::{Body, Effect, Event, EventType, ModalityValue};
use serde_json::{Value, json};

use crate::set::Reads;
use crate::{Asked, Set, measure};

pub(crate) const SET: Set = Set {
    name: "india_police_events",
    files: &["india_police_events/dev.jsonl"],
    about: "KILL, ARREST and FORCE where an event that happened has the police as its actor; FAIL is not read",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict },
    join: None,
    measure: measure::INDIA,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let mut labels: Vec<&str> = Vec::new();
    for claim in &inside.reading.claims {
        let Body::Event(event) = &claim.body else { continue };
        if matches!(claim.modality.value, ModalityValue::Actual | ModalityValue::Historical) {
            labels.extend(labels_of(inside, event));
        }
    }
    labels.sort_unstable();
    labels.dedup();
    json!({ "doc_id": line["doc_id"], "labels": labels })
}

fn labels_of(inside: &Inside, event: &Event) -> Vec<&'static str> {
    let mut labels = Vec::new();
    if event.event_type == EventType::Coerce && event.modes.iter().any(|mode| mode == "arrest") {
        labels.extend(["ARREST", "ANY_ACTION"]);
    }
    if event.event_type == EventType::Assault && by_police(inside, event) {
        labels.extend(["FORCE", "ANY_ACTION"]);
        let killed = |effect: &Effect, high: Option<u64>| *effect == Effect::Killed && high != Some(0);
        if event.casualties.iter().any(|harm| killed(&harm.effect, harm.count.high)) {
            labels.push("KILL");
        }
    }
    labels
}

fn by_police(inside: &Inside, event: &Event) -> bool {
    let class = |id: &str| {
        let actor = inside.reading.actors.iter().find(|actor| actor.id == id);
        actor.is_some_and(|actor| {
            matches!(actor.class.as_str(), "police" | "state forces" | "state-forces" | "soldier")
        })
    };
    event.actors.iter().any(|party| party.actor.as_deref().is_some_and(class))
}
