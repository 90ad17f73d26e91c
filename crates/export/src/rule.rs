//! One row of a crosswalk: conditions on an event, and the codes it gives.

use std::collections::{BTreeMap, BTreeSet};

use casus_lexicon::{Error, Lexicon, Row};
use casus_model::{Casualty, Effect, Event, EventType, Evidence, NamedActor, Outcome, OutcomeValue, Party};
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;

/// Columns of a crosswalk that are conditions or remarks; every other column is a code.
pub const CONDITIONS: [&str; 9] = [
    "type",
    "frames",
    "modes",
    "weapons",
    "outcomes",
    "casualties",
    "actors_class",
    "recipients_class",
    "why",
];

/// A row: an empty condition always holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    event_type: EventType,
    frames: Vec<String>,
    modes: Vec<String>,
    weapons: Vec<String>,
    outcomes: Option<OutcomeTest>,
    casualties: Option<CasualtyTest>,
    actors: Vec<String>,
    recipients: Vec<String>,
    pub codes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq)]
enum OutcomeTest {
    /// Everything launched came to one of these ends.
    All(Vec<OutcomeValue>),
    /// Something did.
    Any(Vec<OutcomeValue>),
}

#[derive(Clone, Debug, PartialEq)]
enum CasualtyTest {
    /// Nobody is told to have been killed or injured.
    None,
    /// Somebody suffered one of these.
    Any(Vec<Effect>),
}

impl Rule {
    pub fn read(row: &Row) -> Result<Rule, Error> {
        let problem = |problem: String| row.error(problem);
        let codes = row.cells().filter(|(column, code)| !CONDITIONS.contains(column) && !code.is_empty());
        Ok(Rule {
            event_type: word(row.need("type")?).map_err(problem)?,
            frames: row.alternatives("frames"),
            modes: row.alternatives("modes"),
            weapons: row.alternatives("weapons"),
            outcomes: outcome_test(row.get("outcomes").unwrap_or("")).map_err(problem)?,
            casualties: casualty_test(row.get("casualties").unwrap_or("")).map_err(problem)?,
            actors: row.alternatives("actors_class"),
            recipients: row.alternatives("recipients_class"),
            codes: codes.map(|(column, code)| (column.to_owned(), code.to_owned())).collect(),
        })
    }

    pub fn fits(&self, event: &Event, evidence: &[Evidence], sides: &Sides, lexicon: &Lexicon) -> bool {
        self.event_type == event.event_type
            && told(&self.frames, |frame| evidence.iter().any(|words| is_of(&words.rule, frame)))
            && told(&self.modes, |mode| event.modes.contains(mode))
            && told(&self.weapons, |class| {
                event.weapons.iter().any(|weapon| is_a(lexicon, &weapon.class, class))
            })
            && self.outcomes.as_ref().is_none_or(|test| test.holds(event))
            && self.casualties.as_ref().is_none_or(|test| test.holds(&event.casualties))
            && told(&self.actors, |class| sides.holds(&sides.actors, class))
            && told(&self.recipients, |class| sides.holds(&sides.recipients, class))
    }
}

impl OutcomeTest {
    fn holds(&self, event: &Event) -> bool {
        match self {
            OutcomeTest::Any(values) => event.outcomes.iter().any(|outcome| values.contains(&outcome.value)),
            OutcomeTest::All(values) => {
                !event.outcomes.is_empty()
                    && event.outcomes.iter().all(|outcome| values.contains(&outcome.value))
                    && !more_launched(event)
            }
        }
    }
}

impl CasualtyTest {
    fn holds(&self, casualties: &[Casualty]) -> bool {
        let any = |effects: &[Effect]| {
            casualties
                .iter()
                .any(|casualty| effects.contains(&casualty.effect) && casualty.count.high != Some(0))
        };
        match self {
            CasualtyTest::None => !any(&[Effect::Killed, Effect::Injured]),
            CasualtyTest::Any(effects) => any(effects),
        }
    }
}

/// Classes of the parties on both sides of an event.
pub(crate) struct Sides<'a> {
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    groups: &'a BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Sides<'a> {
    pub fn of(
        event: &Event,
        actors: &[NamedActor],
        groups: &'a BTreeMap<String, BTreeSet<String>>,
    ) -> Sides<'a> {
        let class_of = |id: &str| actors.iter().find(|actor| actor.id == id).map(|actor| plain(&actor.class));
        let classes = |parties: &[Party]| -> BTreeSet<String> {
            let ids = parties.iter().filter_map(|party| party.actor.as_deref());
            ids.filter_map(class_of).filter(|class| class != "unknown").collect()
        };
        let mut recipients = classes(&event.recipients);
        if recipients.is_empty() {
            recipients = victims(event).map(|casualty| plain(&casualty.class)).collect();
            recipients.remove("unknown");
        }
        Sides { actors: classes(&event.actors), recipients, groups }
    }

    /// True when one of the classes is this class or belongs to the group of this name.
    fn holds(&self, classes: &BTreeSet<String>, class_or_group: &str) -> bool {
        match self.groups.get(class_or_group) {
            Some(group) => !group.is_disjoint(classes),
            None => classes.contains(&plain(class_or_group)),
        }
    }
}

/// People harmed who are not known to be on the attacker's side: where nothing else tells the target
/// side, they do.
fn victims(event: &Event) -> impl Iterator<Item = &Casualty> {
    let attacks = |side: &str| event.actors.iter().any(|actor| actor.actor.as_deref() == Some(side));
    event.casualties.iter().filter(move |casualty| !casualty.side.as_deref().is_some_and(attacks))
}

/// "Of 19 launched 17 were shot down": where both counts are told, more was launched than is accounted for.
fn more_launched(event: &Event) -> bool {
    let launched = event.weapons.iter().filter_map(|weapon| weapon.count.as_ref()?.low).max();
    let ends: Option<u64> = event.outcomes.iter().map(most).try_fold(0, |sum: u64, n| sum.checked_add(n?));
    matches!((launched, ends), (Some(launched), Some(ends)) if launched > ends)
}

fn most(outcome: &Outcome) -> Option<u64> {
    outcome.count.as_ref()?.high
}

/// True when the frame is this one or, where a group is asked for (`ground/`), one of the group.
fn is_of(rule: &str, frame: &str) -> bool {
    rule == frame || frame.ends_with('/') && rule.starts_with(frame)
}

/// True when the weapon class, or one of the less specific classes above it, is `wanted`.
fn is_a(lexicon: &Lexicon, class: &str, wanted: &str) -> bool {
    let parent = |class: &&str| lexicon.weapon_classes.get(*class)?.parent.as_deref();
    // As deep as the ontology may ever be; a circle in a user's own file ends here.
    std::iter::successors(Some(class), parent).take(8).any(|class| class == wanted)
}

/// An empty list always holds; else one of its words must.
fn told(words: &[String], holds: impl Fn(&String) -> bool) -> bool {
    words.is_empty() || words.iter().any(holds)
}

/// Classes of people are written with hyphens, those of actors with spaces.
fn plain(class: &str) -> String {
    class.replace('-', " ")
}

fn outcome_test(cell: &str) -> Result<Option<OutcomeTest>, String> {
    Ok(match cell.strip_prefix("all:") {
        Some(list) => Some(OutcomeTest::All(words(list)?)),
        None if cell.is_empty() => None,
        None => Some(OutcomeTest::Any(words(cell)?)),
    })
}

fn casualty_test(cell: &str) -> Result<Option<CasualtyTest>, String> {
    Ok(match cell {
        "" => None,
        "none" => Some(CasualtyTest::None),
        list => Some(CasualtyTest::Any(words(list)?)),
    })
}

fn words<T: DeserializeOwned>(list: &str) -> Result<Vec<T>, String> {
    list.split('|').map(word).collect()
}

/// Reads a word of a closed set by its printed form.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(text.trim()))
        .map_err(|_| format!("unknown value `{text}`"))
}
