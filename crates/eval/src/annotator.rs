//! An annotation read as if a reader had made it, so that two people can be compared by the measure that
//! the program is held to: one is gold, the other stands where the program stands.

use std::collections::BTreeMap;

use casus_model::{
    Assessment, Body, Casualty, Claim, Confidence, Document, DocumentId, Event, EventType, Evidence,
    Incident, ModalityValue, Outcome, Party, Place, Posture, PublishedBasis, Reading, Relation,
    Responsibility, Tally, TallyOf, Target, Valued, Versions, Voice, Weapon,
};

use crate::gold::{GoldClaim, GoldKind, GoldParty, GoldPlace, GoldReport, GoldVoice};

/// What this annotation says, in the types of a reader: its claims that the codebook does not leave open.
pub fn reading(report: &GoldReport) -> Reading {
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
            told_until: None,
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
            of: TallyOf {
                event_type: gold.event_type.unwrap_or(EventType::Assault),
                modes: gold.modes.clone(),
            },
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
        event_type: gold.event_type.unwrap_or(EventType::Assault),
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
    let place = |place: &GoldPlace| Place {
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

fn voice(text: &str, gold: &GoldVoice) -> Voice {
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

fn incidents(all: &[&GoldClaim], claims: &[Claim]) -> Vec<Incident> {
    let mut incidents: Vec<Incident> = Vec::new();
    let is_wave = |gold: &&&GoldClaim| gold.id.is_some() && all.iter().any(|part| part.part_of == gold.id);
    let waves: Vec<&str> = all.iter().filter(is_wave).map(|gold| gold.occurrence.as_str()).collect();
    for (gold, claim) in all.iter().zip(claims) {
        let wave = waves.contains(&gold.occurrence.as_str());
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

fn incident(idx: usize, event_type: EventType, gold: &GoldClaim, claim: &Claim) -> Incident {
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
