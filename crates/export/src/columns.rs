//! The columns of the CSV: name, meaning and how each is read from a claim, in one table.
//!
//! `casus code columns` prints the documentation from here.

use casus_model::{
    Body, Casualty, Claim, Count, Damage, Effect, Event, EventType, Incident, Party, Place, Target, When,
    printed,
};

use crate::Report;
use crate::cells::{self, list};

/// A claim on its way into a row.
pub(crate) struct Row<'a> {
    pub report: &'a Report<'a>,
    pub claim: &'a Claim,
    /// The incident it belongs to.
    pub incident: Option<&'a Incident>,
}

/// What a column holds. Only text can carry a formula into a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Words from a report, names, ids.
    Text,
    /// A number, with a point for decimals.
    Number,
    /// A date or time of ISO 8601, no finer than told.
    Date,
}

/// One column.
pub struct Column {
    /// Its name in the header line.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it says, in a sentence.
    pub meaning: &'static str,
    pub(crate) cell: fn(&Row) -> String,
}

const fn text(name: &'static str, meaning: &'static str, cell: fn(&Row) -> String) -> Column {
    Column { name, holds: Holds::Text, meaning, cell }
}

const fn number(name: &'static str, meaning: &'static str, cell: fn(&Row) -> String) -> Column {
    Column { name, holds: Holds::Number, meaning, cell }
}

const fn date(name: &'static str, meaning: &'static str, cell: fn(&Row) -> String) -> Column {
    Column { name, holds: Holds::Date, meaning, cell }
}

/// Every column, from the left.
pub static COLUMNS: [Column; 60] = [
    text("file", "Name of the input as it was given.", |row| row.report.file.to_owned()),
    text("document", "Digest of the report's bytes.", |row| row.report.reading.document.id.0.clone()),
    text("title", "Headline.", |row| or_empty(&row.report.reading.document.title)),
    text("outlet", "Who published the report, where known.", |row| {
        or_empty(&row.report.reading.document.outlet)
    }),
    text("url", "Address of the report, where known.", |row| or_empty(&row.report.reading.document.url)),
    date("published", "Day of publication, where known.", |row| {
        row.report.reading.document.published.map(|day| day.to_string()).unwrap_or_default()
    }),
    text("claim", "Id of the claim in its report; may renumber between versions.", |row| {
        row.claim.id.clone()
    }),
    text("key", "Lasting key of the claim.", |row| row.claim.key.clone()),
    text("occurrence", "Shared by all claims of one occurrence in the report.", |row| {
        or_empty(&row.claim.occurrence)
    }),
    text("incident", "Incident of the report that the claim belongs to.", |row| {
        row.incident.map(|incident| incident.id.clone()).unwrap_or_default()
    }),
    text("kind", "event, tally, posture, relation or assessment.", |row| row.claim.body.kind().to_owned()),
    text("type", "PLOVER type of the event, or of the events a tally counts.", |row| {
        row.kind_of_event().map(|(event_type, _)| printed(&event_type)).unwrap_or_default()
    }),
    text("modes", "PLOVER modes.", |row| {
        list(row.kind_of_event().map(|(_, modes)| modes.to_vec()).unwrap_or_default())
    }),
    text("acled_event_type", "ACLED's event type, for actual events that ACLED records.", |row| {
        row.code("acled", "event_type")
    }),
    text("acled_sub_event_type", "ACLED's sub-event type.", |row| row.code("acled", "sub_event_type")),
    text("plover_event_type", "PLOVER's type, for actual events.", |row| row.code("plover", "event_type")),
    text("plover_mode", "The one mode that PLOVER gives it; empty where PLOVER has none.", |row| {
        row.code("plover", "mode")
    }),
    text("cameo_root", "CAMEO's root, two digits, for actual events.", |row| row.code("cameo", "root")),
    text(
        "cameo_code",
        "CAMEO's three or four digits; empty where the claim settles the root alone.",
        |row| row.code("cameo", "code"),
    ),
    text(
        "modality",
        "Whether it is said to have happened: actual, historical, denied, planned and so on.",
        |row| printed(&row.claim.modality.value),
    ),
    text("certainty", "The source's own hedge: certain, probable or possible.", |row| {
        printed(&row.claim.modality.certainty)
    }),
    date("when_start", "First moment, inclusive, local time at the place; empty where unresolved.", |row| {
        row.when(|when| or_empty(&when.start))
    }),
    date("when_end", "Last moment, inclusive.", |row| row.when(|when| or_empty(&when.end))),
    text(
        "when_granularity",
        "The unit the words settle: minute, hour, day, month, range and so on.",
        |row| row.when(|when| when.granularity.as_ref().map(printed).unwrap_or_default()),
    ),
    text("when_part_of_day", "before-dawn, morning, noon, afternoon, evening or night.", |row| {
        row.when(|when| when.part_of_day.as_ref().map(printed).unwrap_or_default())
    }),
    text("when_partial", "What was told, where it cannot be resolved: XXXX-10-26, XXXX-WXX-7, P3W.", |row| {
        row.when(|when| or_empty(&when.partial))
    }),
    text("when_basis", "What the date rests on: stated, publication, document or none.", |row| {
        row.when(|when| printed(&when.basis))
    }),
    text("when_words", "The words of time.", |row| row.when(|when| when.text.clone())),
    text(
        "place",
        "Id of the most specific place: geonames:, town:, airport:, site:, region:, country:, sea:.",
        |row| row.place(|place| place.place.clone()),
    ),
    text("place_name", "Its words.", |row| row.place(|place| place.name.clone())),
    text("country", "ISO 3166-1 code of the country it lies in or off.", |row| {
        row.place(|place| or_empty(&place.country))
    }),
    text("admin1", "First-order division it lies in.", |row| {
        row.place(|place| place.admin1.as_ref().map(|admin1| admin1.name.clone()).unwrap_or_default())
    }),
    number("latitude", "Degrees north.", |row| row.place(|place| degrees(place.lat))),
    number("longitude", "Degrees east.", |row| row.place(|place| degrees(place.lon))),
    number(
        "precision",
        "1 the place itself, 2 near it, 3 its district or region, 4 the country, 5 a sea area or unknown.",
        |row| row.place(|place| place.precision.to_string()),
    ),
    text("places", "All places told, the most specific first.", |row| {
        list(row.claim_places().iter().map(cells::place))
    }),
    text(
        "actors",
        "Who did it; the holder of a posture, the subject of a relation, who judges in an assessment.",
        |row| cells::parties(&row.actors()),
    ),
    text(
        "actor_ids",
        "Their ids, in the same order: of the actor list, or d1, d2 … local to the report.",
        |row| ids(&row.actors()),
    ),
    text("recipients", "To whom; the object of a relation.", |row| cells::parties(&row.recipients())),
    text("recipient_ids", "Their ids, in the same order.", |row| ids(&row.recipients())),
    text(
        "predicate",
        "The tie that a relation states: backed_by, part_of, leads and so on.",
        |row| match &row.claim.body {
            Body::Relation(relation) => printed(&relation.predicate),
            Body::Event(_) | Body::Tally(_) | Body::Posture(_) | Body::Assessment(_) => String::new(),
        },
    ),
    text("targets", "The things hit or aimed at.", |row| {
        row.each(|event| &event.targets, |target: &Target| target.name.clone())
    }),
    text("target_kinds", "Their kinds, in the same order.", |row| {
        row.each(|event| &event.targets, |target: &Target| target.kind.clone())
    }),
    text("weapons", "Weapon classes with their counts.", |row| {
        row.each(|event| &event.weapons, cells::weapon)
    }),
    text(
        "outcomes",
        "What became of it, with counts: hit, intercepted, failed, missed, foiled, unknown.",
        |row| row.each(|event| &event.outcomes, cells::outcome),
    ),
    text("interceptors", "Who stopped it.", |row| {
        row.each(|event| &event.interceptors, |party: &Party| party.name.clone())
    }),
    text("casualties", "Harm to people: effect, count, class. Empty is not told, 0 is none.", |row| {
        row.each(|event| &event.casualties, cells::casualty)
    }),
    number("killed_low", "Least number killed; empty where none or several figures are told.", |row| {
        row.harm(Effect::Killed, |count| count.low)
    }),
    number("killed_high", "Greatest number killed, likewise; empty also where open.", |row| {
        row.harm(Effect::Killed, |count| count.high)
    }),
    number("injured_low", "Least number injured, likewise.", |row| {
        row.harm(Effect::Injured, |count| count.low)
    }),
    number("injured_high", "Greatest number injured, likewise.", |row| {
        row.harm(Effect::Injured, |count| count.high)
    }),
    text("damage", "Harm to things, as told.", |row| {
        row.each(|event| &event.damage, |damage: &Damage| format!("{} {}", damage.what, damage.degree))
    }),
    text("measure", "What a tally or posture counts: events, killed, troops and so on.", |row| {
        row.counted().map(|(measure, _)| measure.to_owned()).unwrap_or_default()
    }),
    number("count_low", "Least value of that count.", |row| row.bound(|count| count.low)),
    number("count_high", "Greatest value of that count; empty where open.", |row| {
        row.bound(|count| count.high)
    }),
    text("related", "Claims that a tally contains, or the wave that an event is part of.", |row| match &row
        .claim
        .body
    {
        Body::Event(event) => or_empty(&event.part_of),
        Body::Tally(tally) => list(tally.contains.iter().cloned()),
        Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => String::new(),
    }),
    text("sources", "Who says so, outermost first.", |row| {
        list(row.claim.attribution.iter().map(cells::voice))
    }),
    text("source_kinds", "Their kinds, in the same order.", |row| {
        list(row.claim.attribution.iter().map(|voice| printed(&voice.kind)))
    }),
    text("rules", "The rules that read the claim.", |row| list(cells::rules(row.claim))),
    text("quote", "The sentence it was read from.", |row| {
        row.report.quote(row.claim.trigger.span()).into_owned()
    }),
];

impl<'a> Row<'a> {
    fn event(&self) -> Option<&'a Event> {
        match &self.claim.body {
            Body::Event(event) => Some(event),
            Body::Tally(_) | Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
        }
    }

    /// Type and modes of the event, or of the events counted.
    pub fn kind_of_event(&self) -> Option<(EventType, &'a [String])> {
        match &self.claim.body {
            Body::Event(event) => Some((event.event_type, &event.modes)),
            Body::Tally(tally) => Some((tally.of.event_type, &tally.of.modes)),
            Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
        }
    }

    pub fn actors(&self) -> Vec<&'a Party> {
        match &self.claim.body {
            Body::Event(event) => event.actors.iter().collect(),
            Body::Tally(tally) => tally.actors.iter().collect(),
            Body::Posture(posture) => posture.holder.iter().collect(),
            Body::Relation(relation) => vec![&relation.subject],
            Body::Assessment(assessment) => assessment.by.iter().collect(),
        }
    }

    pub fn recipients(&self) -> Vec<&'a Party> {
        match &self.claim.body {
            Body::Event(event) => event.recipients.iter().collect(),
            Body::Tally(tally) => tally.recipients.iter().collect(),
            Body::Relation(relation) => vec![&relation.object],
            Body::Posture(_) | Body::Assessment(_) => Vec::new(),
        }
    }

    pub fn time(&self) -> Option<&'a When> {
        match &self.claim.body {
            Body::Event(event) => event.when.as_ref(),
            Body::Tally(tally) => tally.window.as_ref(),
            Body::Posture(posture) => posture.when.as_ref(),
            Body::Relation(relation) => relation.when.as_ref(),
            Body::Assessment(_) => None,
        }
    }

    pub fn claim_places(&self) -> &'a [Place] {
        match &self.claim.body {
            Body::Event(event) => &event.places,
            Body::Tally(tally) => &tally.places,
            Body::Posture(posture) => &posture.places,
            Body::Relation(_) | Body::Assessment(_) => &[],
        }
    }

    /// What is counted, and how many.
    pub fn counted(&self) -> Option<(&'a str, &'a Count)> {
        match &self.claim.body {
            Body::Tally(tally) => Some((&tally.measure, &tally.count)),
            Body::Posture(posture) => Some((&posture.unit, &posture.count)),
            Body::Event(_) | Body::Relation(_) | Body::Assessment(_) => None,
        }
    }

    fn code(&self, codebook: &str, column: &str) -> String {
        let code = self.event().and_then(|event| event.codes.get(codebook)?.get(column).cloned());
        code.unwrap_or_default()
    }

    fn when(&self, cell: fn(&When) -> String) -> String {
        self.time().map(cell).unwrap_or_default()
    }

    fn place(&self, cell: fn(&Place) -> String) -> String {
        self.claim_places().first().map(cell).unwrap_or_default()
    }

    pub fn each<T: 'a>(&self, field: fn(&Event) -> &Vec<T>, cell: impl Fn(&T) -> String) -> String {
        self.event().map(|event| list(field(event).iter().map(cell))).unwrap_or_default()
    }

    /// A bound of the one figure told for this effect. Several are never added: "12 killed, three of them
    /// children" is twelve.
    fn harm(&self, effect: Effect, bound: fn(&Count) -> Option<u64>) -> String {
        let Some(event) = self.event() else { return String::new() };
        let mut told = event.casualties.iter().filter(|casualty: &&Casualty| casualty.effect == effect);
        match (told.next(), told.next()) {
            (Some(one), None) => digits(bound(&one.count)),
            _ => String::new(),
        }
    }

    fn bound(&self, bound: fn(&Count) -> Option<u64>) -> String {
        digits(self.counted().and_then(|(_, count)| bound(count)))
    }
}

fn ids(parties: &[&Party]) -> String {
    let known = parties.iter().map(|party| party.actor.clone().unwrap_or_else(|| "-".to_owned()));
    list(known)
}

fn or_empty(value: &Option<String>) -> String {
    value.clone().unwrap_or_default()
}

fn digits(value: Option<u64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn degrees(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
