//! The crosswalks of this build, and small ones made for a corner.

use std::collections::BTreeSet;

use casus_lexicon::{Lexicon, embedded_files, rows};
use casus_model::{
    Casualty, Certainty, Count, Effect, Event, EventType, Modality, ModalityValue, NamedActor, Outcome,
    OutcomeValue, Party, Span, Weapon, Words,
};

use crate::Crosswalks;

fn event(event_type: EventType, modes: &[&str]) -> Event {
    Event {
        event_type,
        modes: modes.iter().map(|mode| (*mode).to_owned()).collect(),
        codes: Default::default(),
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

fn assault(modes: &[&str]) -> Told {
    Told { event: event(EventType::Assault, modes), actors: Vec::new(), modality: Modality::ACTUAL }
}

/// An event with what the lookup needs beside it.
struct Told {
    event: Event,
    actors: Vec<NamedActor>,
    modality: Modality,
}

fn words() -> Words {
    Words { start: 0, end: 0, text: String::new() }
}

fn exactly(n: Option<u64>) -> Option<Count> {
    n.map(|n| Count::exactly(n, "so many"))
}

impl Told {
    fn weapon(mut self, class: &str, count: Option<u64>) -> Told {
        let weapon = Weapon { class: class.into(), count: exactly(count), span: words() };
        self.event.weapons.push(weapon);
        self
    }

    fn outcome(mut self, value: OutcomeValue, count: Option<u64>) -> Told {
        let outcome = Outcome { value, count: exactly(count), penetrated: false, span: words() };
        self.event.outcomes.push(outcome);
        self
    }

    fn casualty(mut self, effect: Effect, count: u64, class: &str, side: Option<&str>) -> Told {
        let casualty = Casualty {
            effect,
            count: Count::exactly(count, "so many"),
            side: side.map(str::to_owned),
            class: class.into(),
            words: String::new(),
            span: words(),
        };
        self.event.casualties.push(casualty);
        self
    }

    fn by(mut self, class: &str) -> Told {
        let party = self.party(class);
        self.event.actors.push(party);
        self
    }

    fn on(mut self, class: &str) -> Told {
        let party = self.party(class);
        self.event.recipients.push(party);
        self
    }

    fn party(&mut self, class: &str) -> Party {
        let id = format!("d{}", self.actors.len() + 1);
        let actor = NamedActor {
            id: id.clone(),
            name: "somebody".into(),
            class: class.into(),
            country: None,
            mentions: Vec::new(),
        };
        self.actors.push(actor);
        Party {
            mention: None,
            actor: Some(id),
            name: "somebody".into(),
            named: false,
            count: None,
            span: Span { start: 0, end: 0 },
        }
    }
}

/// `event_type / sub_event_type` of ACLED, or nothing.
fn acled(told: &Told) -> String {
    let crosswalks = Crosswalks::embedded().unwrap();
    let lexicon = Lexicon::embedded().unwrap();
    let codes = crosswalks.codes(&told.event, told.modality, &told.actors, &lexicon);
    let of = |column: &str| codes["acled"][column].clone();
    if codes.is_empty() { String::new() } else { format!("{} / {}", of("event_type"), of("sub_event_type")) }
}

#[track_caller]
fn check(told: Told, expected: &str) {
    assert_eq!(acled(&told), expected);
}

const STRIKE: &str = "Explosions/Remote violence / Air/drone strike";
const SHELLING: &str = "Explosions/Remote violence / Shelling/artillery/missile attack";
const BOMB: &str = "Explosions/Remote violence / Remote explosive/landmine/IED";
const DISRUPTED: &str = "Strategic developments / Disrupted weapons use";
const ON_CIVILIANS: &str = "Violence against civilians / Attack";
const CLASH: &str = "Battles / Armed clash";

#[test]
fn the_weapon_gives_the_code_and_counts_for_the_classes_above_it() {
    check(assault(&["drone"]), STRIKE);
    check(assault(&[]).weapon("one-way-attack-drone", None), STRIKE);
    check(assault(&["heavy-weapons"]).weapon("ballistic-missile", None), SHELLING);
    check(assault(&[]).weapon("ballistic-missile", None), SHELLING);
    check(assault(&["explosives"]).weapon("car-bomb", None), BOMB);
    check(assault(&["suicide-attack"]).weapon("car-bomb", None), "Explosions/Remote violence / Suicide bomb");
}

#[test]
fn stopped_is_disrupted_only_when_all_of_it_was_and_nobody_was_hurt() {
    let drones = |n| assault(&["drone"]).weapon("drone", n);
    check(drones(None).outcome(OutcomeValue::Intercepted, None), DISRUPTED);
    check(drones(Some(9)).outcome(OutcomeValue::Intercepted, Some(9)), DISRUPTED);
    check(drones(Some(19)).outcome(OutcomeValue::Intercepted, Some(17)), STRIKE);
    let some_hit =
        drones(None).outcome(OutcomeValue::Intercepted, Some(2)).outcome(OutcomeValue::Hit, Some(1));
    check(some_hit, STRIKE);
    check(drones(None).outcome(OutcomeValue::Failed, None), STRIKE);
    let debris = drones(None).outcome(OutcomeValue::Intercepted, None);
    check(debris.casualty(Effect::Injured, 1, "civilian", None), STRIKE);
    let unhurt = drones(None).outcome(OutcomeValue::Intercepted, None);
    check(unhurt.casualty(Effect::Killed, 0, "unknown", None), DISRUPTED);
    check(assault(&["explosives"]).outcome(OutcomeValue::Foiled, None), DISRUPTED);
}

#[test]
fn the_target_side_tells_a_clash_from_an_attack_on_civilians() {
    check(assault(&["firearms"]).by("armed-group").on("state forces"), CLASH);
    check(assault(&["firearms"]).by("militia").on("rebel"), CLASH);
    check(assault(&["firearms"]).by("armed group").on("civilian"), ON_CIVILIANS);
    check(assault(&["firearms"]).by("armed group").on("aid-worker"), ON_CIVILIANS);
    check(assault(&["firearms"]).by("armed group"), ON_CIVILIANS);
    check(assault(&["beat"]).by("protester").on("police"), "Riots / Violent demonstration");
    let demonstration = assault(&["firearms"]).by("police").on("protester");
    check(demonstration, "Protests / Protest with intervention");
}

#[test]
fn the_dead_tell_the_target_side_where_nothing_else_does() {
    check(assault(&["firearms"]).by("militia").casualty(Effect::Killed, 3, "soldier", None), CLASH);
    check(assault(&["firearms"]).by("militia").casualty(Effect::Killed, 3, "civilian", None), ON_CIVILIANS);
    let own_loss = assault(&["firearms"]).by("police").casualty(Effect::Killed, 1, "police", Some("d1"));
    check(own_loss, ON_CIVILIANS);
}

#[test]
fn a_protest_and_an_arrest_have_codes_too() {
    let told = |event_type, modes: &[&str]| Told { event: event(event_type, modes), ..assault(&[]) };
    check(told(EventType::Protest, &["demo"]), "Protests / Peaceful protest");
    check(told(EventType::Protest, &["riot"]), "Riots / Violent demonstration");
    check(told(EventType::Coerce, &["arrest"]), "Strategic developments / Arrests");
    check(told(EventType::Mobilize, &["troops"]), "Strategic developments / Change to group/activity");
    check(told(EventType::Accuse, &[]), "");
}

#[test]
fn only_what_is_said_to_have_happened_is_looked_up() {
    for value in [ModalityValue::Threatened, ModalityValue::Historical, ModalityValue::Negated] {
        let modality = Modality { value, certainty: Certainty::Certain };
        check(Told { modality, ..assault(&["drone"]) }, "");
    }
    let hedged = Modality { value: ModalityValue::Actual, certainty: Certainty::Possible };
    check(Told { modality: hedged, ..assault(&["drone"]) }, STRIKE);
}

#[test]
fn a_row_with_a_word_that_nobody_knows_is_refused_with_its_line() {
    let read = |row: &str| {
        let text = format!("type\toutcomes\tcasualties\tcode\n{row}\n");
        Crosswalks::read([("crosswalks/own.tsv", text.as_str())])
    };
    assert!(read("ASSAULT\tall:hit\tnone\tA").is_ok());
    for row in ["ASSUALT\t\t\tA", "ASSAULT\thits\t\tA", "ASSAULT\t\tkilled|hurt\tA", "\t\t\tA"] {
        let error = read(row).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("crosswalks/own.tsv", 2), "{row}");
    }
}

/// A condition that can never hold is a row that nobody will notice is dead.
#[test]
fn every_id_of_every_crosswalk_is_in_the_ontology() {
    let lexicon = Lexicon::embedded().unwrap();
    let vocabulary = |name: &str| lexicon.vocabularies[name].clone();
    let plain =
        |ids: BTreeSet<String>| -> BTreeSet<String> { ids.iter().map(|id| id.replace('-', " ")).collect() };
    let mut classes = plain(vocabulary("actor_classes"));
    classes.extend(plain(vocabulary("people_classes")));
    classes.extend(plain(vocabulary("casualty_classes")));
    let mut classes_or_groups = classes.clone();
    let files: Vec<_> = embedded_files().filter(|(file, _)| file.starts_with("crosswalks/")).collect();
    for (file, text) in &files {
        for row in rows(file, text).unwrap() {
            classes_or_groups.extend(row.get("group").map(str::to_owned));
        }
    }
    let columns = [
        ("modes", vocabulary("modes")),
        ("weapons", vocabulary("weapons")),
        ("classes", classes),
        ("actors_class", classes_or_groups.clone()),
        ("recipients_class", classes_or_groups),
    ];
    for (file, text) in &files {
        for row in rows(file, text).unwrap() {
            for (column, ids) in &columns {
                for id in row.alternatives(column) {
                    assert!(
                        ids.contains(&id),
                        "{file} line {}: `{id}` in {column} is not in the ontology",
                        row.line
                    );
                }
            }
        }
    }
}

/// A row below one that asks for less can never be reached.
#[test]
fn no_row_stands_under_a_row_without_conditions() {
    for (file, text) in embedded_files().filter(|(file, _)| file.ends_with("/acled.tsv")) {
        let mut closed = BTreeSet::new();
        for row in rows(file, text).unwrap() {
            let event_type = row.need(file, "type").unwrap();
            assert!(!closed.contains(event_type), "{file} line {}: never reached", row.line);
            let conditions =
                ["modes", "weapons", "outcomes", "casualties", "actors_class", "recipients_class"];
            if conditions.iter().all(|column| row.get(column).unwrap_or("").is_empty()) {
                closed.insert(event_type.to_owned());
            }
        }
    }
}

#[test]
fn every_sub_event_type_that_a_weapon_suggests_is_one_of_the_crosswalk() {
    let file = |name: &str| embedded_files().find(|(file, _)| *file == name).unwrap().1;
    let known = rows("acled", file("crosswalks/acled.tsv")).unwrap();
    let known: BTreeSet<_> = known.iter().filter_map(|row| row.get("sub_event_type")).collect();
    for row in rows("weapons", file("ontology/weapons.tsv")).unwrap() {
        let suggested = row.get("acled").filter(|cell| !cell.is_empty() && *cell != "-");
        assert!(suggested.is_none_or(|name| known.contains(name)), "line {}: {suggested:?}", row.line);
    }
}
