//! What persons decided comes before every rule; what was told stays beside it.

use std::collections::BTreeMap;

use casus_model::{Count, Decided, Effect, Field, FieldDecision, LedgerIncident, ToldValue, Toll};

use super::toll::range;

/// Puts the decisions into the incident, in their order.
pub(crate) fn decide(incident: &mut LedgerIncident, decisions: &[FieldDecision]) {
    let mut last: BTreeMap<String, &FieldDecision> = BTreeMap::new();
    let mut decisions: Vec<&FieldDecision> = decisions.iter().collect();
    decisions.sort_by_key(|decision| decision.seq);
    decisions.into_iter().for_each(|decision| {
        last.insert(slot(&decision.decided), decision);
    });
    let mut holding: Vec<&FieldDecision> = last.into_values().collect();
    holding.sort_by_key(|decision| decision.seq);
    for decision in holding {
        let instead_of = shown(incident, &decision.decided);
        put(incident, &decision.decided);
        incident.decided.push(FieldDecision { instead_of, ..decision.clone() });
    }
}

/// What an incident shows in the field of a value.
pub fn shown(incident: &LedgerIncident, like: &Decided) -> Option<Decided> {
    match like {
        Decided::When(_) => incident.when.preferred.clone().map(Decided::When),
        Decided::Where(_) => incident.places.preferred.clone().map(Decided::Where),
        Decided::Actors(_) => incident.actors.preferred.clone().map(Decided::Actors),
        Decided::Recipients(_) => incident.recipients.preferred.clone().map(Decided::Recipients),
        Decided::Targets(_) => incident.targets.preferred.clone().map(Decided::Targets),
        Decided::Weapons(_) => incident.weapons.preferred.clone().map(Decided::Weapons),
        Decided::Outcomes(_) => incident.outcomes.preferred.clone().map(Decided::Outcomes),
        Decided::Casualties { effect, .. } => {
            let toll = incident.casualties.iter().find(|toll| toll.effect == *effect)?;
            let count = toll.count.preferred.clone()?;
            Some(Decided::Casualties { effect: *effect, count })
        }
        Decided::Damage(_) => incident.damage.preferred.clone().map(Decided::Damage),
        Decided::Responsibility(_) => incident.responsibility.preferred.clone().map(Decided::Responsibility),
        Decided::Interceptors(_) => incident.interceptors.preferred.clone().map(Decided::Interceptors),
    }
}

/// The field a decision is about; each effect of harm is one of its own.
fn slot(decided: &Decided) -> String {
    match decided {
        Decided::When(_) => "when".to_owned(),
        Decided::Where(_) => "where".to_owned(),
        Decided::Actors(_) => "actors".to_owned(),
        Decided::Recipients(_) => "recipients".to_owned(),
        Decided::Targets(_) => "targets".to_owned(),
        Decided::Weapons(_) => "weapons".to_owned(),
        Decided::Outcomes(_) => "outcomes".to_owned(),
        Decided::Casualties { effect, .. } => format!("casualties {effect:?}"),
        Decided::Damage(_) => "damage".to_owned(),
        Decided::Responsibility(_) => "responsibility".to_owned(),
        Decided::Interceptors(_) => "interceptors".to_owned(),
    }
}

fn put(incident: &mut LedgerIncident, decided: &Decided) {
    match decided {
        Decided::When(value) => prefer(&mut incident.when, value),
        Decided::Where(value) => prefer(&mut incident.places, value),
        Decided::Actors(value) => prefer(&mut incident.actors, value),
        Decided::Recipients(value) => prefer(&mut incident.recipients, value),
        Decided::Targets(value) => prefer(&mut incident.targets, value),
        Decided::Weapons(value) => prefer(&mut incident.weapons, value),
        Decided::Outcomes(value) => prefer(&mut incident.outcomes, value),
        Decided::Casualties { effect, count } => prefer_toll(incident, *effect, count),
        Decided::Damage(value) => prefer(&mut incident.damage, value),
        Decided::Responsibility(value) => prefer(&mut incident.responsibility, value),
        Decided::Interceptors(value) => prefer(&mut incident.interceptors, value),
    }
}

/// The value first, with those who tell it; one that nobody tells has no tellers.
fn prefer<T: Clone + PartialEq>(field: &mut Field<T>, value: &T) {
    prefer_where(field, value, |other| other == value);
}

fn prefer_where<T: Clone>(field: &mut Field<T>, value: &T, same: impl Fn(&T) -> bool) {
    let told = match field.all.iter().position(|told| same(&told.value)) {
        Some(at) => field.all.remove(at),
        None => ToldValue { value: value.clone(), told: Vec::new(), origins: 0 },
    };
    field.all.insert(0, told);
    field.preferred = Some(value.clone());
    field.rule = Some(DECIDED.to_owned());
}

const DECIDED: &str = "decided";

/// A figure is told where its bounds are; the words do not matter.
fn prefer_toll(incident: &mut LedgerIncident, effect: Effect, count: &Count) {
    let tolls = &mut incident.casualties;
    let at = tolls.iter().position(|toll| toll.effect == effect).unwrap_or_else(|| {
        let at = tolls.iter().take_while(|toll| toll.effect < effect).count();
        let toll = Toll { effect, count: Field::default(), parts: Vec::new(), updates: Vec::new() };
        tolls.insert(at, toll);
        at
    });
    prefer_where(&mut tolls[at].count, count, |other| range(other) == range(count));
}
