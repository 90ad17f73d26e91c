//! re3d: entities and relations in reports on Syria and Iraq (Dstl, 2017).

use casus::Inside;
use casus::annotate::{EntityKind, entities};
use casus::model::{Body, Claim, EventType, ModalityValue, Predicate, Span};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Offsets, Set, known};

pub(crate) const SET: Set = Set {
    name: "re3d",
    files: &["re3d/dev.jsonl"],
    about: "every phrase that stands for somebody or something, typed, and names within longer phrases; \
            relations from claims of ties, and from who strikes whom where",
    reads: Reads::Text {
        asked: |line| Asked { text: string(line, "text").to_owned(), ..Asked::default() },
        predict,
    },
    join: None,
    measure: crate::measure::RE3D,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let offsets = Offsets::new(inside.annotation.text);
    let found = entities(inside.annotation).into_iter();
    let told = found.map(|entity| {
        let [start, end] = offsets.points(entity.span);
        json!({ "start": start, "end": end, "type": type_of(entity.kind) })
    });
    let relations = inside.reading.claims.iter().flat_map(relations);
    let tied = relations.map(|(source, target, kind)| {
        json!({ "source": offsets.points(source), "target": offsets.points(target), "type": kind })
    });
    json!({ "doc_id": string(line, "doc_id"), "entities": told.collect::<Vec<_>>(),
        "relations": tied.collect::<Vec<_>>(), "names": names(inside, line) })
}

/// The names that gold marks, and which of them data and gazetteer know.
fn names(inside: &Inside, line: &Value) -> Vec<Value> {
    let of_kind = |kind: &'static str| {
        let told = known::told([line], kind).into_iter().filter(|(_, told)| told.name);
        told.map(move |(text, _)| {
            let known = known::known(inside.casus, kind, &text).whole;
            json!({ "text": text, "type": kind, "known": known })
        })
    };
    known::KINDS.into_iter().flat_map(of_kind).collect()
}

fn type_of(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::People | EntityKind::Group => "Organisation",
        EntityKind::Place | EntityKind::Site => "Location",
        EntityKind::Nationality => "Nationality",
        EntityKind::Weapon => "Weapon",
        EntityKind::Platform => "MilitaryPlatform",
        EntityKind::Vehicle => "Vehicle",
        EntityKind::Quantity => "Quantity",
        EntityKind::Time => "Temporal",
        EntityKind::Money => "Money",
        EntityKind::Document => "DocumentReference",
    }
}

/// The relations that a claim tells: its own, or those of a deed that happened.
fn relations(claim: &Claim) -> Vec<(Span, Span, &'static str)> {
    match &claim.body {
        Body::Relation(relation) => {
            let kind = tie(relation.predicate);
            kind.map(|kind| (relation.subject.span, relation.object.span, kind)).into_iter().collect()
        }
        Body::Event(event)
            if event.event_type == EventType::Assault && claim.modality.value == ModalityValue::Actual =>
        {
            let victims = event.recipients.iter().map(|party| party.span);
            let hit: Vec<Span> = victims.chain(event.targets.iter().map(|target| target.span)).collect();
            let fights = event.actors.iter().flat_map(|actor| {
                event.recipients.iter().map(|victim| (actor.span, victim.span, "FightingAgainst"))
            });
            let stands = event.places.iter().flat_map(|place| {
                let at = place.span;
                hit.iter().map(move |hit| (*hit, at, "CoLocated"))
            });
            fights.chain(stands).collect()
        }
        _ => Vec::new(),
    }
}

fn tie(predicate: Predicate) -> Option<&'static str> {
    match predicate {
        Predicate::PartOf | Predicate::MemberOf | Predicate::EmployedBy | Predicate::SpokespersonOf => {
            Some("BelongsTo")
        }
        Predicate::Leads | Predicate::Commands => Some("InChargeOf"),
        Predicate::AlliedWith | Predicate::BackedBy | Predicate::Supplies => Some("AlliesOf"),
        Predicate::OpposedTo => Some("FightingAgainst"),
        Predicate::LocatedIn => Some("CoLocated"),
        Predicate::Hosts => None,
    }
}
