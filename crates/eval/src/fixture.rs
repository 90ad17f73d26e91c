//! A tiny war to score, and a reader that makes no mistake.

use std::collections::BTreeMap;

use casus_model::{
    Assessment, Body, Casualty, Certainty, Claim, Confidence, Count, Document, DocumentId, Event, Evidence,
    Incident, Modality, ModalityValue, Outcome, Party, Place, Posture, PublishedBasis, Reading, Relation,
    Responsibility, Span, Tally, TallyOf, Target, Valued, Versions, Voice, Weapon,
};

use crate::gold::{GoldClaim, GoldKind, GoldParty, GoldReport};
use crate::ontology::Ontology;

const TEXT: &str = "Written for the casus corpus; everything is invented.

Rebels of Angmar fired three mortar rounds at the fort of Bree on 3 May 2021, killing two soldiers, the army of Arnor said. Two rounds hit the gate and one was a dud. The rebels denied it.

It was among at least 12 attacks in May, a captain said. Arnor keeps about 100 men in Bree. The rebels are backed by Gondor.
";

const GOLD: &str = r#"
published = "2021-05-09"

[[claim]]
id = "fort"
occurrence = "fort"
kind = "event"
type = "ASSAULT"
modes = ["heavy-weapons"]
trigger = "fired"
actors = [{ words = "Rebels of Angmar" }]
targets = [{ words = "the fort of Bree", kind = "base" }]
weapons = [{ words = "three mortar rounds", class = "mortar", count = "3" }]
outcomes = [{ value = "hit", words = "hit the gate", count = "2" }, { value = "failed", words = "a dud", count = "1" }]
casualties = [{ effect = "killed", count = "2", class = "soldier", words = "killing two soldiers" }]
when = { words = "on 3 May 2021", start = "2021-05-03", end = "2021-05-03", granularity = "day", basis = "stated" }
where = [{ words = "Bree", name = "Bree", country = "GB", lat = 52.0, lon = -2.0, precision = 1 }]
attribution = [{ words = "the army of Arnor", kind = "institution", cue = "said" }]

[[claim]]
kind = "event"
type = "REJECT"
trigger = "denied"
actors = [{ words = "The rebels" }]

[[claim]]
kind = "tally"
type = "ASSAULT"
measure = "events"
trigger = "at least 12 attacks"
count = "12.."
window = { words = "in May", start = "2021-05", end = "2021-05", granularity = "month", basis = "publication" }
contains = ["fort"]
attribution = [{ words = "a captain", kind = "anonymous", cue = "said" }]

[[claim]]
kind = "posture"
trigger = "about 100 men"
holder = { words = "Arnor" }
unit = "troops"
count = "90..110 about"
where = [{ words = "Bree", name = "Bree", country = "GB", lat = 52.0, lon = -2.0, precision = 1 }]

[[claim]]
kind = "relation"
trigger = "backed by"
subject = { words = "The rebels" }
predicate = "backed_by"
object = { words = "Gondor" }

[[claim]]
kind = "event"
type = "AID"
trigger = "backed"
optional = true
"#;

/// Just enough vocabulary for the tiny war.
pub fn ontology() -> Ontology {
    let weapons = [("mortar", Some("artillery")), ("artillery", None)];
    Ontology {
        weapons: weapons.map(|(id, parent)| (id.to_owned(), parent.map(str::to_owned))).into(),
        targets: ["base".to_owned()].into(),
        modes: [("ASSAULT".to_owned(), "heavy-weapons".to_owned())].into(),
        casualty_classes: ["soldier".to_owned()].into(),
    }
}

/// The tiny report with its gold.
pub fn report() -> GoldReport {
    match GoldReport::parse("tiny", TEXT, GOLD, &ontology()) {
        Ok(report) => report,
        Err(problems) => panic!("{problems:#?}"),
    }
}

/// Its gold with one passage replaced, to see what the loader says.
pub fn altered(from: &str, to: &str) -> Result<GoldReport, Vec<crate::Problem>> {
    assert!(GOLD.contains(from), "the tiny gold has no `{from}`");
    GoldReport::parse("tiny", TEXT, &GOLD.replacen(from, to, 1), &ontology())
}

/// What a reader without fault makes of a report: gold, said in the system's own types.
pub fn perfect(report: &GoldReport) -> Reading {
    let required: Vec<&GoldClaim> = report.claims.iter().filter(|claim| !claim.optional).collect();
    let id_of = |gold_id: &String| {
        let found = required.iter().position(|claim| claim.id.as_ref() == Some(gold_id));
        found.map(|idx| format!("c{idx}"))
    };
    let claims: Vec<Claim> =
        required.iter().enumerate().map(|(idx, gold)| claim(&report.text, idx, gold, &id_of)).collect();
    let incidents = incidents(&required, &claims);
    Reading { claims, ..empty(report, incidents) }
}

fn empty(report: &GoldReport, incidents: Vec<Incident>) -> Reading {
    Reading {
        schema: casus_model::SCHEMA.to_owned(),
        document: Document {
            id: DocumentId::of(report.text.as_bytes()),
            title: None,
            title_span: None,
            language: None,
            words: 0,
            published: report.published,
            published_basis: PublishedBasis::Given,
            url: None,
            outlet: None,
            byline: None,
            retrieved: None,
            dateline: None,
            paragraphs: Vec::new(),
            text: report.text.clone(),
        },
        claims: Vec::new(),
        incidents,
        actors: Vec::new(),
        mentions: Vec::new(),
        diagnostics: Vec::new(),
        versions: Versions { casus: String::new(), data: String::new(), model: String::new() },
    }
}

fn claim(text: &str, idx: usize, gold: &GoldClaim, id_of: &dyn Fn(&String) -> Option<String>) -> Claim {
    let trigger = gold.trigger;
    Claim {
        id: format!("c{idx}"),
        key: String::new(),
        occurrence: Some(gold.occurrence.clone()),
        trigger: trigger.words(text),
        body: body(text, gold, id_of),
        modality: gold.modality,
        attribution: gold.attribution.iter().map(|voice| self::voice(text, voice)).collect(),
        evidence: vec![Evidence { start: trigger.start, end: trigger.end, rule: "gold".to_owned() }],
        confidence: Confidence { extraction: 1.0 },
    }
}

fn body(text: &str, gold: &GoldClaim, id_of: &dyn Fn(&String) -> Option<String>) -> Body {
    match &gold.kind {
        GoldKind::Event => Body::Event(Box::new(event(text, gold, id_of))),
        GoldKind::Tally { measure, count, contains } => Body::Tally(Box::new(Tally {
            of: TallyOf { event_type: gold.event_type.unwrap(), modes: gold.modes.clone() },
            measure: measure.clone(),
            count: count.clone(),
            window: gold.when.clone(),
            places: places(gold),
            actors: parties(text, &gold.actors),
            recipients: parties(text, &gold.recipients),
            contains: contains.iter().filter_map(id_of).collect(),
        })),
        GoldKind::Posture { holder, unit, count } => Body::Posture(Posture {
            holder: holder.as_ref().map(|holder| party(text, holder)),
            unit: unit.clone(),
            count: count.clone(),
            places: places(gold),
            when: gold.when.clone(),
        }),
        GoldKind::Relation { subject, predicate, object } => Body::Relation(Relation {
            subject: party(text, subject),
            predicate: *predicate,
            object: party(text, object),
            when: None,
        }),
        GoldKind::Assessment { by, content } => Body::Assessment(Assessment {
            by: by.as_ref().map(|by| party(text, by)),
            about: None,
            content: content.words(text),
        }),
    }
}

fn event(text: &str, gold: &GoldClaim, id_of: &dyn Fn(&String) -> Option<String>) -> Event {
    let responsibility = gold.responsibility.iter().map(|held| Responsibility {
        mention: None,
        name: Some(held.spans[0].name(text)),
        status: held.status,
        by: 0,
        span: Some(held.spans[0].words(text)),
    });
    Event {
        event_type: gold.event_type.unwrap(),
        modes: gold.modes.clone(),
        codes: BTreeMap::new(),
        actors: parties(text, &gold.actors),
        recipients: parties(text, &gold.recipients),
        targets: gold
            .targets
            .iter()
            .map(|target| Target {
                mention: None,
                kind: target.kinds[0].clone(),
                name: String::new(),
                count: None,
                span: target.spans[0],
            })
            .collect(),
        weapons: gold
            .weapons
            .iter()
            .map(|weapon| Weapon {
                class: weapon.classes[0].clone(),
                count: weapon.count.clone(),
                span: weapon.spans[0].words(text),
            })
            .collect(),
        outcomes: gold
            .outcomes
            .iter()
            .map(|outcome| Outcome {
                value: outcome.value,
                count: outcome.count.clone(),
                penetrated: outcome.penetrated,
                span: outcome.spans[0].words(text),
            })
            .collect(),
        casualties: gold
            .casualties
            .iter()
            .map(|harm| Casualty {
                effect: harm.effect,
                count: harm.count.clone(),
                side: None,
                class: harm.classes[0].clone(),
                words: String::new(),
                span: harm.spans[0].words(text),
            })
            .collect(),
        damage: Vec::new(),
        responsibility: responsibility.collect(),
        interceptors: parties(text, &gold.interceptors),
        when: gold.when.clone(),
        places: places(gold),
        part_of: gold.part_of.as_ref().and_then(id_of),
    }
}

fn parties(text: &str, gold: &[GoldParty]) -> Vec<Party> {
    gold.iter().map(|gold| party(text, gold)).collect()
}

fn party(text: &str, gold: &GoldParty) -> Party {
    let span = gold.spans[0];
    let name = span.name(text);
    Party { mention: None, actor: None, name, named: false, count: None, span }
}

fn places(gold: &GoldClaim) -> Vec<Place> {
    let place = |place: &crate::GoldPlace| Place {
        place: String::new(),
        name: place.name.clone(),
        country: place.country.clone(),
        admin1: None,
        lat: place.lat,
        lon: place.lon,
        precision: place.precision,
        span: place.spans[0],
    };
    gold.places.iter().map(place).collect()
}

fn voice(text: &str, gold: &crate::GoldVoice) -> Voice {
    let Some(span) = gold.spans.first() else { return Voice::outlet() };
    Voice {
        name: Some(span.name(text)),
        kind: gold.kinds[0],
        number: gold.number.clone(),
        cue: gold.cue.clone(),
        span: Some(*span),
        ..Voice::outlet()
    }
}

fn incidents(gold: &[&GoldClaim], claims: &[Claim]) -> Vec<Incident> {
    let mut incidents: Vec<Incident> = Vec::new();
    for (gold, claim) in gold.iter().zip(claims) {
        let wave = gold.id.is_some()
            && claims.iter().any(
                |part| matches!(&part.body, Body::Event(event) if event.part_of.as_ref() == Some(&claim.id)),
            );
        let Some(event_type) = gold.event_type.filter(|event_type| event_type.makes_incidents()) else {
            continue;
        };
        if gold.kind != GoldKind::Event || gold.modality.value != ModalityValue::Actual || wave {
            continue;
        }
        match incidents.iter_mut().find(|incident| incident.occurrence == gold.occurrence) {
            Some(incident) => incident.claims.push(claim.id.clone()),
            None => incidents.push(incident(incidents.len(), event_type, gold, claim)),
        }
    }
    incidents
}

fn incident(idx: usize, event_type: casus_model::EventType, gold: &GoldClaim, claim: &Claim) -> Incident {
    Incident {
        id: format!("i{idx}"),
        occurrence: gold.occurrence.clone(),
        claims: vec![claim.id.clone()],
        event_type,
        modes: Vec::new(),
        actors: nothing(),
        recipients: nothing(),
        targets: nothing(),
        weapons: nothing(),
        outcomes: nothing(),
        casualties: nothing(),
        damage: nothing(),
        responsibility: nothing(),
        interceptors: nothing(),
        when: nothing(),
        places: nothing(),
        attribution: nothing(),
    }
}

fn nothing<T>() -> Valued<T> {
    Valued { preferred: None, rule: None, all: Vec::new() }
}

/// A claim that nobody made: an actual event with this trigger and nothing else.
pub fn stray(reading: &Reading, event_type: casus_model::EventType, start: usize, end: usize) -> Claim {
    let mut stray = reading.claims[0].clone();
    stray.id = "stray".to_owned();
    stray.occurrence = None;
    stray.trigger = Span::new(start, end).words(&reading.document.text);
    stray.evidence = Vec::new();
    stray.modality = Modality { value: ModalityValue::Actual, certainty: Certainty::Certain };
    stray.attribution = vec![Voice::outlet()];
    if let Body::Event(event) = &mut stray.body {
        event.event_type = event_type;
    }
    stray
}

/// A count with no words.
pub fn exactly(number: u64) -> Count {
    Count::exactly(number, "")
}
