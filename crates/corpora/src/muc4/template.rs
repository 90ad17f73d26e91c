//! One occurrence as a template.

use std::collections::BTreeSet;

use casus::Inside;
use casus::model::{
    Claim, Count, Damage, Effect, Event, EventType, ModalityValue, OutcomeValue, Party, Pos,
    ResponsibilityStatus, SourceKind,
};

use super::phrase::Phrase;
use super::vocabulary::{fill, fill_by_words, holds, weight};

/// A person or thing hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Victim {
    pub name: Option<String>,
    pub description: Option<String>,
    pub class: &'static str,
    pub number: String,
    pub nation: Option<String>,
    pub effect: Option<&'static str>,
}

impl Victim {
    /// The string that other slots refer to.
    pub fn string(&self) -> Option<&String> {
        self.name.as_ref().or(self.description.as_ref())
    }
}

/// A thing hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Thing {
    pub words: String,
    pub class: &'static str,
    pub number: String,
    pub effect: Option<&'static str>,
}

/// What a document tells of one incident.
#[derive(Clone, Debug, Default)]
pub(super) struct Template {
    pub incident: &'static str,
    pub stage: &'static str,
    pub dates: Vec<(String, String)>,
    pub places: Vec<casus::model::Place>,
    pub instruments: Vec<(Option<String>, Option<&'static str>)>,
    pub individuals: Vec<String>,
    pub organisations: Vec<(String, &'static str)>,
    pub state: bool,
    /// Rebels did it, or the like.
    pub fighters: bool,
    pub victims: Vec<Victim>,
    pub things: Vec<Thing>,
}

impl Template {
    /// The template of claims of one occurrence; none for what the task leaves out.
    pub fn of(inside: &Inside, claims: &[&Claim]) -> Option<Template> {
        let events: Vec<(&Claim, &Event)> =
            claims.iter().filter_map(|claim| Some((*claim, event(claim)?))).collect();
        let (_, first) = events.first()?;
        if first.event_type != EventType::Assault {
            return None;
        }
        let mut template =
            Template { incident: incident(&events), stage: stage(&events)?, ..Template::default() };
        for (claim, event) in &events {
            template.add(inside, claim, event);
        }
        let weight: f64 = template.signs(inside, &events).into_iter().map(weight).sum();
        (weight > 0.0).then_some(template)
    }

    /// What speaks for or against an incident that the task wants, as the table weighs it.
    fn signs(&self, inside: &Inside, events: &[(&Claim, &Event)]) -> Vec<&'static str> {
        let any =
            |holds: &dyn Fn(&Claim, &Event) -> bool| events.iter().any(|(claim, event)| holds(claim, event));
        let of_class = |parties: &[Party], classes: &[&str]| {
            let of =
                |party: &Party| named(inside, party).is_some_and(|phrase| classes.contains(&phrase.class()));
            parties.iter().any(of)
        };
        let early = |claim: &Claim, _: &Event| {
            inside
                .annotation
                .sentences
                .iter()
                .take(2)
                .any(|sentence| sentence.sentence.span.contains(claim.trigger.span()))
        };
        let verbal = |claim: &Claim, _: &Event| {
            Phrase::at(inside, claim.trigger.span()).is_some_and(|phrase| phrase.is_verb())
        };
        let victim = |holds: &dyn Fn(&Victim) -> bool| self.victims.iter().any(holds);
        let told = [
            ("named", victim(&|victim| victim.name.is_some())),
            ("described", victim(&|victim| victim.name.is_none())),
            ("one", victim(&|victim| victim.number == "1")),
            ("plural", victim(&|victim| victim.number == "PLURAL")),
            ("general", victim(&|victim| victim.string().is_some_and(|words| holds("general", words)))),
            ("civilian", victim(&|victim| victim.class != "ACTIVE MILITARY")),
            ("thing", !self.things.is_empty()),
            ("things", self.things.len() > 1),
            ("individual", !self.individuals.is_empty()),
            ("state", self.state),
            ("town", self.places.iter().any(|place| place.precision <= 2)),
            ("threatened", self.stage == "THREATENED"),
            ("bombing", self.incident == "BOMBING"),
            ("first", any(&early)),
            ("verbal", any(&verbal)),
            ("killed", any(&|_, event| event.casualties.iter().any(|harm| harm.effect == Effect::Killed))),
            ("aerial", any(&|_, event| event.modes.iter().any(|mode| mode == "aerial"))),
            ("unmoded", !any(&|_, event| !event.modes.is_empty())),
            ("hit-soldiers", any(&|_, event| of_class(&event.recipients, &["state-forces"]))),
            ("hit-police", any(&|_, event| of_class(&event.recipients, &["police"]))),
            ("by-fighters", any(&|_, event| of_class(&event.actors, &ARMED))),
        ];
        told.into_iter().filter(|(_, holds)| *holds).map(|(sign, _)| sign).collect()
    }

    fn add(&mut self, inside: &Inside, claim: &Claim, event: &Event) {
        if let Some(when) = &event.when
            && let (Some(start), Some(end)) = (&when.start, &when.end)
        {
            self.dates.push((start.to_string(), end.to_string()));
        }
        self.places.extend(event.places.iter().cloned());
        for weapon in &event.weapons {
            let phrase = Phrase::at(inside, weapon.span.span()).filter(Phrase::names_weapon);
            let words = phrase.map(|phrase| phrase.words());
            let kind = fill_by_words("instrument_type", words.as_deref().unwrap_or_default(), &weapon.class);
            push(&mut self.instruments, (words, kind));
        }
        for party in &event.actors {
            self.perpetrator(inside, claim, event, party);
        }
        for target in &event.targets {
            let Some(phrase) = Phrase::at(inside, target.span).filter(|phrase| !phrase.is_ground()) else {
                continue;
            };
            let at = |damage: &&Damage| damage.span.span().overlaps(target.span);
            let damage = event
                .damage
                .iter()
                .find(at)
                .or(event.damage.first())
                .and_then(|damage| fill("phys_tgt_effect", &damage.degree));
            let words = phrase.words();
            let class = fill_by_words("phys_tgt_type", &words, &target.kind).unwrap_or("OTHER");
            let number = phrase.number(target.count.as_ref());
            push(&mut self.things, Thing { words, class, number, effect: damage });
        }
        for damage in &event.damage {
            if event.targets.iter().any(|target| damage.span.span().overlaps(target.span)) {
                continue;
            }
            let phrase = Phrase::at(inside, damage.span.span()).filter(|phrase| !phrase.is_ground());
            let Some(phrase) = phrase else { continue };
            let kind = phrase.sentence.kinds(phrase.head).target.unwrap_or("other");
            let words = phrase.words();
            push(
                &mut self.things,
                Thing {
                    class: fill_by_words("phys_tgt_type", &words, kind).unwrap_or("OTHER"),
                    words,
                    number: phrase.number(phrase.sentence.mention(phrase.head).count.as_ref()),
                    effect: fill("phys_tgt_effect", &damage.degree),
                },
            );
        }
        self.hurt(inside, event);
    }

    fn hurt(&mut self, inside: &Inside, event: &Event) {
        for party in &event.recipients {
            let Some(phrase) = named(inside, party) else { continue };
            if !phrase.is_people() || ARMED.contains(&phrase.class()) {
                continue;
            }
            let effect = event.casualties.iter().find(|harm| harm.span.span().overlaps(party.span));
            let effect = effect.or(event.casualties.first().filter(|_| event.recipients.len() == 1));
            let effect = effect.and_then(|harm| match (harm.effect, harm.count.high) {
                (Effect::Killed, Some(0)) => Some("NO DEATH"),
                (Effect::Injured, Some(0)) => Some("NO INJURY"),
                (Effect::Killed, _) => Some("DEATH"),
                (Effect::Injured, _) => Some("INJURY"),
                _ => None,
            });
            self.victim(inside, &phrase, party.count.as_ref(), effect);
            for part in phrase.parts().into_iter().filter(Phrase::is_people) {
                self.victim(inside, &part, part.sentence.mention(part.head).count.as_ref(), effect);
            }
        }
    }

    fn victim(
        &mut self,
        inside: &Inside,
        phrase: &Phrase,
        count: Option<&Count>,
        effect: Option<&'static str>,
    ) {
        let beside = || match phrase.named_beside().as_slice() {
            [person] if !phrase.is_plural() => person.name(),
            _ => None,
        };
        let (name, description) = (phrase.name().or_else(beside), phrase.description());
        let words = description.as_deref().unwrap_or_default();
        let class = fill_by_words("hum_tgt_type", words, phrase.class()).unwrap_or("CIVILIAN");
        let number = if name.is_some() { "1".to_owned() } else { phrase.number(count) };
        let nation = phrase.nationality(inside);
        push(&mut self.victims, Victim { name, description, class, number, nation, effect });
    }

    fn perpetrator(&mut self, inside: &Inside, claim: &Claim, event: &Event, party: &Party) {
        let Some(phrase) = named(inside, party) else { return };
        let actor = inside.reading.actors.iter().find(|actor| Some(&actor.id) == party.actor.as_ref());
        let class = actor.map_or("unknown", |actor| actor.class.as_str());
        self.state |= matches!(class, "state forces" | "police" | "government" | "state-forces");
        self.fighters |= ARMED.contains(&phrase.class());
        let name = phrase.organisation();
        if name.is_none() && phrase.is_thing() {
            return;
        }
        if name.is_none() || !phrase.is_body() && phrase.sentence.kinds(phrase.head).people.is_some() {
            push(&mut self.individuals, phrase.name().unwrap_or_else(|| phrase.words()));
        }
        if let Some(name) = name {
            push(&mut self.organisations, (name, confidence(claim, event, party)));
        }
    }

    /// Leaves out words that only repeat who or what was hit or did it: the same again, a part of a name, or
    /// "people" beside peasants.
    pub fn tidy(&mut self) {
        let names: Vec<String> = self.victims.iter().filter_map(|victim| victim.name.clone()).collect();
        for victim in &mut self.victims {
            if let Some(name) = &mut victim.name
                && let Some(whole) =
                    names.iter().find(|whole| whole.len() > name.len() && is_part(name, whole))
            {
                name.clone_from(whole);
            }
        }
        let known: BTreeSet<String> =
            self.victims.iter().filter_map(|victim| victim.string().cloned()).collect();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        self.victims.retain(|victim| {
            let Some(words) = victim.string() else { return false };
            let general = known.len() > 1 && holds("general", words);
            !general && seen.insert(words.clone())
        });
        self.things.retain(|thing| seen.insert(thing.words.clone()));
        let mut organisations: BTreeSet<String> = BTreeSet::new();
        self.organisations.retain(|(name, _)| organisations.insert(name.clone()));
        self.individuals.retain(|words| !organisations.contains(words));
    }

    /// Writes names of persons in full, as the document does elsewhere: "Porth" → "Antonio Porth".
    pub fn complete(&mut self, names: &[String]) {
        let of_victims = self.victims.iter_mut().filter_map(|victim| victim.name.as_mut());
        for name in of_victims.chain(&mut self.individuals) {
            let first_only = |whole: &str| !name.contains(' ') && whole.starts_with(&format!("{name} "));
            let whole = names.iter().find(|whole| is_part(name, whole) && !first_only(whole));
            if let Some(whole) = whole.filter(|whole| whole.len() > name.len()) {
                name.clone_from(whole);
            }
        }
    }

    /// Says of rebels told without a name that they are of the only band the document names.
    pub fn of_band(&mut self, band: Option<&String>) {
        if self.fighters && !self.state && self.organisations.is_empty() {
            self.organisations.extend(band.map(|band| (band.clone(), "REPORTED AS FACT")));
        }
    }

    /// Takes in what another telling adds.
    pub fn join(&mut self, other: Template) {
        self.dates.extend(other.dates);
        self.places.extend(other.places);
        other.instruments.into_iter().for_each(|fill| push(&mut self.instruments, fill));
        other.individuals.into_iter().for_each(|fill| push(&mut self.individuals, fill));
        other.organisations.into_iter().for_each(|fill| push(&mut self.organisations, fill));
        other.victims.into_iter().for_each(|fill| push(&mut self.victims, fill));
        other.things.into_iter().for_each(|fill| push(&mut self.things, fill));
        self.state |= other.state;
        self.fighters |= other.fighters;
    }

    /// Whether two templates may be of one incident: of one type and stage, with somebody or something hit by
    /// both, or with no day, no place, no name of a victim and no thing told of them that differs.
    pub fn is_same(&self, other: &Template) -> bool {
        let names = |template: &Template| -> BTreeSet<String> {
            template.victims.iter().filter_map(|victim| victim.name.clone()).collect()
        };
        let things = |template: &Template| -> BTreeSet<String> {
            template.things.iter().map(|thing| thing.words.clone()).collect()
        };
        let strings = |template: &Template| -> BTreeSet<String> {
            let victims = template.victims.iter().filter_map(|victim| victim.string().cloned());
            victims.chain(things(template)).collect()
        };
        let days =
            |template: &Template| -> BTreeSet<(String, String)> { template.dates.iter().cloned().collect() };
        let places = |template: &Template| -> BTreeSet<String> {
            let exact = template.places.iter().filter(|place| place.precision <= 3);
            exact.map(|place| place.place.clone()).collect()
        };
        let apart = || {
            differ(&days(self), &days(other))
                || differ(&places(self), &places(other))
                || differ(&names(self), &names(other))
                || differ(&things(self), &things(other))
        };
        self.incident == other.incident
            && self.stage == other.stage
            && (!strings(self).is_disjoint(&strings(other)) || !apart())
    }
}

/// The phrase of a party; of a pronoun, the phrase that it stands for.
fn named<'a>(inside: &'a Inside, party: &Party) -> Option<Phrase<'a>> {
    let is_pronoun = |phrase: &Phrase| phrase.sentence.token(phrase.head).pos == Pos::Pron;
    let phrase = Phrase::at(inside, party.span)?;
    if !is_pronoun(&phrase) {
        return Some(phrase);
    }
    party.actor.as_ref()?;
    let (sentence, head) = inside.annotation.antecedent(phrase.sentence.index, phrase.head)?;
    let meant = Phrase { sentence: inside.annotation.sentences.get(sentence as usize)?, head };
    Some(meant).filter(|meant| !is_pronoun(meant))
}

/// Whether both tell something and nothing of it is the same.
fn differ<T: Ord>(one: &BTreeSet<T>, two: &BTreeSet<T>) -> bool {
    !one.is_empty() && !two.is_empty() && one.is_disjoint(two)
}

/// Whether every word of a name is a word of another.
fn is_part(name: &str, whole: &str) -> bool {
    name.split(' ').all(|word| whole.split(' ').any(|other| other == word))
}

/// Classes of people that the task counts among those who do it, never among those it is done to.
const ARMED: [&str; 5] = ["rebel", "armed-group", "terrorist", "militia", "criminal"];

fn event(claim: &Claim) -> Option<&Event> {
    match &claim.body {
        casus::model::Body::Event(event) => Some(event),
        _ => None,
    }
}

fn incident(events: &[(&Claim, &Event)]) -> &'static str {
    let mode = |wanted: &str| events.iter().any(|(_, event)| event.modes.iter().any(|mode| mode == wanted));
    let weapon = |wanted: &[&str]| {
        let of = |event: &Event| event.weapons.iter().any(|weapon| wanted.contains(&weapon.class.as_str()));
        events.iter().any(|(_, event)| of(event))
    };
    let by_trigger =
        events.iter().find_map(|(claim, _)| fill_by_words("incident_type", &claim.trigger.text, ""));
    if mode("abduct") {
        "KIDNAPPING"
    } else if let Some(incident) = by_trigger {
        incident
    } else if mode("explosives")
        || mode("suicide-attack")
        || mode("aerial")
        || weapon(&["ied", "car-bomb", "explosives", "air-bomb"])
    {
        "BOMBING"
    } else if weapon(&["incendiary"]) {
        "ARSON"
    } else {
        "ATTACK"
    }
}

fn stage(events: &[(&Claim, &Event)]) -> Option<&'static str> {
    let modality = |wanted: ModalityValue| events.iter().any(|(claim, _)| claim.modality.value == wanted);
    let foiled = events.iter().any(|(_, event)| {
        event
            .outcomes
            .iter()
            .any(|outcome| matches!(outcome.value, OutcomeValue::Foiled | OutcomeValue::Failed))
    });
    if modality(ModalityValue::Actual) {
        Some(if foiled { "ATTEMPTED" } else { "ACCOMPLISHED" })
    } else if modality(ModalityValue::Threatened) {
        Some("THREATENED")
    } else {
        None
    }
}

fn confidence(claim: &Claim, event: &Event, party: &Party) -> &'static str {
    let held = event.responsibility.iter().find(|held| held.mention == party.mention);
    let authority = claim.attribution.iter().any(|voice| voice.kind == SourceKind::Institution);
    match held.map(|held| held.status) {
        Some(ResponsibilityStatus::Claimed) => "CLAIMED OR ADMITTED",
        Some(ResponsibilityStatus::Accused | ResponsibilityStatus::Suspected) if authority => {
            "SUSPECTED OR ACCUSED BY AUTHORITIES"
        }
        Some(ResponsibilityStatus::Accused | ResponsibilityStatus::Suspected) => "SUSPECTED OR ACCUSED",
        _ => "REPORTED AS FACT",
    }
}

fn push<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}
