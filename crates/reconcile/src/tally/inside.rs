//! Which incidents a total contains, and what they add up to in its measure.

use casus_model::{
    Count, Effect, Field, Itemised, KnownParty, KnownPlace, LedgerIncident, OutcomeValue, Remainder,
    TallyScope, Toll,
};
use jiff::civil::Date;

use super::host;
use super::scope::{KnownScope, Total};
use crate::{Background, fits, plain, range, window, within_place};

/// How an incident stands to a total. Ordered: the least of several answers holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    Outside,
    Possible,
    Certain,
}

use Standing::{Certain, Outside, Possible};

/// What a total covers.
pub(super) struct Cover<'a> {
    pub total: &'a Total<'a>,
    /// What it counts, as the fullest of its series tells it.
    pub scope: &'a TallyScope,
    pub known: &'a KnownScope,
    /// Every telling of it.
    pub told: &'a [&'a Total<'a>],
    pub since: Option<Date>,
    pub as_of: Option<Date>,
    pub background: &'a Background,
}

impl Cover<'_> {
    /// How the incident stands to the total.
    pub fn standing(&self, incident: &LedgerIncident) -> Standing {
        let scope = self.scope;
        if incident.event_type != scope.event_type {
            return Outside;
        }
        if self.names(incident) {
            return Certain;
        }
        let answers = [
            modes(&scope.modes, &incident.modes),
            self.when(incident),
            places(self.known, &scope.countries, incident),
            self.parties(&self.known.actors, &incident.actors),
            self.recipients(incident),
        ];
        answers.into_iter().min().unwrap_or(Possible)
    }

    /// Whether a report that tells the total says that this deed is among those it counts.
    fn names(&self, incident: &LedgerIncident) -> bool {
        let named = |total: &&Total| {
            total
                .tally
                .contains
                .iter()
                .filter_map(|id| total.source.keys.get(id))
                .any(|key| incident.claims.contains(key))
        };
        self.told.iter().any(named)
    }

    /// A deed of the day up to which a total counts may have come after the count.
    fn when(&self, incident: &LedgerIncident) -> Standing {
        let Some(as_of) = self.as_of else { return Possible };
        let since = self.since.unwrap_or(Date::MIN);
        let last = if self.total.closed { as_of } else { as_of.yesterday().unwrap_or(as_of) };
        let day = |when: &casus_model::When| {
            let Some(window) = window(when) else { return Possible };
            let (first_day, last_day) = (window.first.date(), window.last.date());
            match () {
                () if first_day > as_of || last_day < since => Outside,
                () if since <= first_day && last_day <= last && self.since.is_some() => Certain,
                () => Possible,
            }
        };
        told(&incident.when).map(day).fold(None, either).unwrap_or(Possible)
    }

    /// An attack on a base, of whose people nothing more is told, is one on the forces stationed there.
    fn recipients(&self, incident: &LedgerIncident) -> Standing {
        let counted = &self.known.recipients;
        let by_name = self.parties(counted, &incident.recipients);
        let is_counted = |actor: &str| {
            let mut counted = counted.iter().filter_map(|party| party.actor.as_deref());
            counted.any(|id| id == actor || self.background.tied(actor, id))
        };
        let stationed = by_name == Possible && host::stationed(incident).any(is_counted);
        if stationed { Certain } else { by_name }
    }

    fn parties(&self, counted: &[KnownParty], field: &Field<KnownParty>) -> Standing {
        if counted.is_empty() {
            return Certain;
        }
        let one = |party: &KnownParty| {
            counted.iter().map(|counted| self.party(party, counted)).max().unwrap_or(Possible)
        };
        field.all.iter().map(|told| one(&told.value)).max().unwrap_or(Possible)
    }
}

impl Cover<'_> {
    /// "Troops" without more can be any troops: only the same words are certainly meant by it.
    fn party(&self, party: &KnownParty, counted: &KnownParty) -> Standing {
        let described = counted.actor.is_none() && counted.tied_to.is_empty();
        match (fits(self.background, party, counted), fits(self.background, counted, party)) {
            (Some(true), _) if !described => Certain,
            (Some(false), Some(false)) => Outside,
            _ if described && plain(&party.name) == plain(&counted.name) => Certain,
            _ => Possible,
        }
    }
}

/// What is shown, and where it is disputed everything that is told.
fn told<T>(field: &Field<T>) -> impl Iterator<Item = &T> {
    let all = field.all.iter().map(|told| &told.value).filter(|_| field.disputed);
    field.preferred.iter().filter(|_| !field.disputed).chain(all)
}

/// Two accounts that differ leave it open.
fn either(so_far: Option<Standing>, next: Standing) -> Option<Standing> {
    Some(match so_far {
        Some(so_far) if so_far != next => Possible,
        _ => next,
    })
}

fn modes(counted: &[String], told: &[String]) -> Standing {
    match () {
        () if counted.is_empty() || told.iter().any(|mode| counted.contains(mode)) => Certain,
        () if told.is_empty() => Possible,
        () => Outside,
    }
}

fn places(scope: &KnownScope, countries: &[String], incident: &LedgerIncident) -> Standing {
    let one = |place: &KnownPlace| {
        let local: Vec<&KnownPlace> = scope.places.iter().filter(|place| place.precision < 4).collect();
        let whole =
            |code: &String| scope.places.iter().any(|p| p.precision >= 4 && p.country.as_ref() == Some(code));
        match &place.country {
            None if local.is_empty() => return Possible,
            Some(code) if whole(code) => return Certain,
            Some(code) if !countries.is_empty() && !countries.contains(code) => return Outside,
            _ => {}
        }
        let spot = |counted: &KnownPlace| match within_place(place, counted) {
            Some(true) if place.precision <= counted.precision => Certain,
            Some(false) if place.precision < 4 => Outside,
            _ => Possible,
        };
        local.into_iter().map(spot).max().unwrap_or(Possible)
    };
    if scope.places.is_empty() {
        return Certain;
    }
    told(&incident.places).map(one).fold(None, either).unwrap_or(Possible)
}

/// What the incidents add up to, in the measure of the total.
pub(super) fn itemised(measure: &str, certain: &[&LedgerIncident], possible: &[&LedgerIncident]) -> Itemised {
    let figures =
        |incidents: &[&LedgerIncident]| incidents.iter().map(|i| figure(measure, i)).collect::<Vec<_>>();
    let (sure, maybe) = (figures(certain), figures(possible));
    let most = sure.iter().chain(&maybe).flatten().map(|(_, most)| *most);
    Itemised {
        certain: sure.iter().flatten().map(|(least, _)| *least).fold(0, u64::saturating_add),
        possible: most.fold(0, u64::saturating_add),
        silent: sure.iter().chain(&maybe).filter(|figure| figure.is_none()).count(),
    }
}

/// The least and the greatest that an incident counts for; none where nothing is told.
fn figure(measure: &str, incident: &LedgerIncident) -> Option<(u64, u64)> {
    let effect = match measure {
        "events" => return Some((1, 1)),
        "launched" => {
            return of_all(incident.weapons.all.iter().filter_map(|told| told.value.count.as_ref()));
        }
        "intercepted" => return intercepted(incident),
        "killed" => Effect::Killed,
        "injured" => Effect::Injured,
        "missing" => Effect::Missing,
        "captured" => Effect::Captured,
        "displaced" => Effect::Displaced,
        _ => return None,
    };
    let toll: &Toll = incident.casualties.iter().find(|toll| toll.effect == effect)?;
    of_all(toll.count.all.iter().map(|told| &told.value))
}

fn intercepted(incident: &LedgerIncident) -> Option<(u64, u64)> {
    let stopped = incident.outcomes.all.iter().map(|told| &told.value);
    let one = Count::exactly(1, "");
    let counts = stopped
        .filter(|outcome| outcome.value == OutcomeValue::Intercepted)
        .map(|outcome| outcome.count.as_ref().unwrap_or(&one));
    of_all(counts)
}

fn of_all<'a>(counts: impl Iterator<Item = &'a Count>) -> Option<(u64, u64)> {
    counts
        .map(|count| (range(count).0, count.high.unwrap_or(range(count).0)))
        .reduce(|(low, high), (other_low, other_high)| (low.min(other_low), high.max(other_high)))
}

/// How many more the total asserts than are itemised.
pub(super) fn unexplained(count: &Count, itemised: &Itemised) -> Remainder {
    Remainder {
        low: range(count).0.saturating_sub(itemised.possible),
        high: count.high.map(|high| high.saturating_sub(itemised.certain)),
    }
}
