//! Tellings made for tests, from a few words each.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{
    Basis, Body, Casualty, Claim, Confidence, Count, DocumentId, Effect, Event, EventType, Granularity,
    Modality, Outcome, OutcomeValue, Party, Place, Qualifier, Responsibility, ResponsibilityStatus,
    SourceKind, Span, Target, Voice, Weapon, When, Words,
};
use jiff::civil::Date;

use super::{Source, Telling};

/// A document of this id, published on a day of October 2023, its own origin.
pub(crate) fn source(id: &str, day: i8) -> Source {
    Source {
        document: DocumentId(id.to_owned()),
        outlet: Some(format!("{id} Post")),
        published: Date::new(2023, 10, day).ok(),
        told_until: None,
        origin: DocumentId(id.to_owned()),
        superseded: false,
        actors: Vec::new(),
        ties: BTreeMap::new(),
        called: BTreeMap::new(),
        institutions: BTreeSet::new(),
        keys: BTreeMap::new(),
    }
}

/// A telling of claims that stand in the source.
pub(crate) fn tellings<'a>(told: &'a [(Source, Claim)]) -> Vec<Telling<'a>> {
    told.iter().map(|(source, claim)| Telling { source, claim }).collect()
}

/// An assault that happened, told by the outlet, of which nothing else is told.
pub(crate) fn assault(key: &str) -> Claim {
    Claim {
        id: key.to_owned(),
        key: format!("k_{key}"),
        occurrence: Some("o1".to_owned()),
        trigger: Words::default(),
        body: Body::Event(Box::new(event(EventType::Assault))),
        modality: Modality::ACTUAL,
        attribution: vec![Voice::outlet()],
        evidence: Vec::new(),
        confidence: Confidence { extraction: 1.0 },
    }
}

/// An event of which nothing is told.
pub(crate) fn event(event_type: EventType) -> Event {
    Event {
        event_type,
        modes: Vec::new(),
        codes: BTreeMap::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        targets: Vec::new(),
        weapons: Vec::new(),
        outcomes: Vec::new(),
        casualties: Vec::new(),
        damage: Vec::new(),
        responsibility: Vec::new(),
        interceptors: Vec::new(),
        when: None,
        places: Vec::new(),
        part_of: None,
    }
}

/// Claims are made by saying one thing after another.
pub(crate) trait Made: Sized {
    fn with(self, tell: impl FnOnce(&mut Event)) -> Self;
    fn by(self, kind: SourceKind, name: &str) -> Self;

    fn on(self, day: &str) -> Self {
        self.with(|event| event.when = Some(when(day, day, Granularity::Day)))
    }
    fn at(self, place: Place) -> Self {
        self.with(|event| event.places.push(place))
    }
    fn harm(self, effect: Effect, class: &str, count: Count) -> Self {
        self.with(|event| event.casualties.push(casualty(effect, class, count)))
    }
    fn killed(self, count: u64) -> Self {
        self.harm(Effect::Killed, "unknown", Count::exactly(count, &count.to_string()))
    }
    fn weapon(self, class: &str, count: Option<u64>) -> Self {
        let count = count.map(|n| Count::exactly(n, &n.to_string()));
        self.with(|event| {
            event.weapons.push(Weapon { class: class.to_owned(), count, span: Words::default() })
        })
    }
    fn outcome(self, value: OutcomeValue, count: u64) -> Self {
        let count = Some(Count::exactly(count, &count.to_string()));
        self.with(|event| {
            event.outcomes.push(Outcome { value, count, penetrated: false, span: Words::default() })
        })
    }
    fn actor(self, actor: Option<&str>, name: &str) -> Self {
        self.with(|event| event.actors.push(party(actor, name)))
    }
    fn target(self, kind: &str, name: &str) -> Self {
        let target = Target {
            mention: None,
            kind: kind.to_owned(),
            name: name.to_owned(),
            count: None,
            span: Span::new(0, 0),
        };
        self.with(|event| event.targets.push(target))
    }
    fn held(self, name: Option<&str>, status: ResponsibilityStatus) -> Self {
        let name = name.map(str::to_owned);
        self.with(|event| {
            event.responsibility.push(Responsibility { mention: None, name, status, by: 0, span: None })
        })
    }
}

impl Made for Claim {
    fn with(mut self, tell: impl FnOnce(&mut Event)) -> Claim {
        if let Body::Event(event) = &mut self.body {
            tell(event);
        }
        self
    }

    fn by(mut self, kind: SourceKind, name: &str) -> Claim {
        self.attribution = vec![Voice { name: Some(name.to_owned()), kind, ..Voice::outlet() }];
        self
    }
}

pub(crate) fn when(start: &str, end: &str, granularity: Granularity) -> When {
    When {
        start: Some(start.to_owned()),
        end: Some(end.to_owned()),
        granularity: Some(granularity),
        part_of_day: None,
        approximate: false,
        duration: None,
        partial: None,
        basis: Basis::Stated,
        text: start.to_owned(),
        span: None,
    }
}

pub(crate) fn casualty(effect: Effect, class: &str, count: Count) -> Casualty {
    Casualty {
        effect,
        count,
        side: None,
        class: class.to_owned(),
        words: String::new(),
        span: Words::default(),
    }
}

pub(crate) fn at_least(low: u64) -> Count {
    Count { low: Some(low), high: None, qualifier: Qualifier::AtLeast, text: format!("at least {low}") }
}

/// A party with an id of the list, or a described one with an id of its document.
pub(crate) fn party(actor: Option<&str>, name: &str) -> Party {
    Party {
        mention: None,
        actor: actor.map(str::to_owned),
        name: name.to_owned(),
        named: actor.is_some_and(|actor| !super::party::local(actor)),
        count: None,
        span: Span::new(0, 0),
    }
}

/// A place in the country `AR` that lies so far north and east.
pub(crate) fn place(id: &str, precision: u8, lat: f64, lon: f64) -> Place {
    Place {
        place: id.to_owned(),
        name: id.to_owned(),
        country: Some("AR".to_owned()),
        admin1: None,
        lat: Some(lat),
        lon: Some(lon),
        precision,
        span: Span::new(0, 0),
    }
}
