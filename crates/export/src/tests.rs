//! The crosswalks of this build, and small ones made for a corner.

use std::collections::{BTreeMap, BTreeSet};

use casus_lexicon::{Lexicon, Row, embedded_files, rows};
use casus_model::{
    Casualty, Certainty, Count, Effect, Event, EventType, Evidence, Modality, ModalityValue, NamedActor,
    Outcome, OutcomeValue, Party, Span, Weapon, Words,
};

use crate::{COLUMNS, CONDITIONS, Crosswalks};

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
    Told {
        event: event(EventType::Assault, modes),
        evidence: Vec::new(),
        actors: Vec::new(),
        modality: Modality::ACTUAL,
    }
}

/// An event with what the lookup needs beside it.
struct Told {
    event: Event,
    evidence: Vec<Evidence>,
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
    let codes = crosswalks.codes(&told.event, &told.evidence, told.modality, &told.actors, &lexicon);
    let Some(acled) = codes.get("acled") else { return String::new() };
    format!("{} / {}", acled["event_type"], acled["sub_event_type"])
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
    let mut frames: BTreeSet<String> = BTreeSet::new();
    for frame in lexicon.frames.all() {
        let group = frame.name.split_inclusive('/').next().unwrap_or_default();
        frames.extend([frame.name.clone(), group.to_owned()]);
    }
    let columns = [
        ("frames", frames),
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

/// A row that other rows leave nothing to is one that nobody will notice is dead; nor is an alternative.
#[test]
fn every_row_of_every_crosswalk_is_reached_by_each_of_its_alternatives() {
    let lexicon = Lexicon::embedded().unwrap();
    for (file, text) in codebooks() {
        let numbered = with_line_numbers(text);
        let crosswalks =
            Crosswalks::read([groups_file(), ("crosswalks/own.tsv", numbered.as_str())]).unwrap();
        for row in rows(file, text).unwrap() {
            let mut unreached = told_in(&row);
            for (told, words) in witnesses(&row) {
                let codes =
                    crosswalks.codes(&told.event, &told.evidence, told.modality, &told.actors, &lexicon);
                if codes["own"]["line"] == row.line.to_string() {
                    unreached.retain(|word| !words.contains(word));
                }
            }
            assert!(unreached.is_empty(), "{file} line {}: never reached by {unreached:?}", row.line);
        }
    }
}

/// Every codebook of the build: the files of the folder but the groups.
fn codebooks() -> impl Iterator<Item = (&'static str, &'static str)> {
    embedded_files().filter(|(file, _)| file.starts_with("crosswalks/") && !file.ends_with("/groups.tsv"))
}

fn groups_file() -> (&'static str, &'static str) {
    embedded_files().find(|(file, _)| file.ends_with("/groups.tsv")).unwrap()
}

/// The table with each row's own line for its only code.
fn with_line_numbers(text: &str) -> String {
    let header = text.lines().position(|line| !line.starts_with('#')).unwrap();
    let numbered = |(index, line): (usize, &str)| match line {
        line if line.starts_with('#') => line.to_owned(),
        line if index == header => format!("{line}\tline"),
        line => format!("{line}\t{}", index + 1),
    };
    text.lines().enumerate().map(numbered).collect::<Vec<_>>().join("\n")
}

const CONDITION_COLUMNS: [&str; 7] =
    ["frames", "modes", "weapons", "outcomes", "casualties", "actors_class", "recipients_class"];

/// Every alternative of a row's conditions, with its column.
fn told_in(row: &Row) -> Vec<(&'static str, String)> {
    let of = |column| alternatives(row, column).into_iter().map(move |word| (column, word));
    CONDITION_COLUMNS.into_iter().flat_map(of).collect()
}

fn alternatives(row: &Row, column: &str) -> Vec<String> {
    let trimmed = |word: String| word.trim_start_matches("all:").to_owned();
    row.alternatives(column).into_iter().map(trimmed).collect()
}

/// The least events that hold what a row asks for, one for each way to choose among its alternatives.
fn witnesses(row: &Row) -> Vec<(Told, Vec<(&'static str, String)>)> {
    let event_type = event_type(row.need("type").unwrap());
    let mut ways = vec![Vec::new()];
    for column in CONDITION_COLUMNS {
        let words = alternatives(row, column);
        if !words.is_empty() {
            let longer = |way: &Vec<_>| {
                let with = |word: &String| [way.clone(), vec![(column, word.clone())]].concat();
                words.iter().map(with).collect::<Vec<_>>()
            };
            ways = ways.iter().flat_map(longer).collect();
        }
    }
    ways.into_iter().map(|way| (witness(event_type, &way), way)).collect()
}

fn witness(event_type: EventType, way: &[(&str, String)]) -> Told {
    let nothing = Told { event: event(event_type, &[]), ..assault(&[]) };
    way.iter().fold(nothing, |mut told, (column, word)| match *column {
        "modes" => {
            told.event.modes.push(word.clone());
            told
        }
        "frames" => Told { evidence: vec![Evidence { start: 0, end: 0, rule: word.clone() }], ..told },
        "weapons" => told.weapon(word, None),
        "outcomes" => told.outcome(serde_word(word), None),
        "casualties" if word == "none" => told,
        "casualties" => told.casualty(serde_word(word), 1, "unknown", None),
        "actors_class" => told.by(&a_class_of(word)),
        _ => told.on(&a_class_of(word)),
    })
}

/// A class that stands in the group and, where it can be, in no other.
fn a_class_of(class_or_group: &str) -> String {
    let (file, text) = groups_file();
    let groups = rows(file, text).unwrap();
    let group = groups.iter().find(|row| row.get("group") == Some(class_or_group));
    let Some(group) = group else { return class_or_group.to_owned() };
    let shared =
        |class: &String| groups.iter().filter(|row| row.alternatives("classes").contains(class)).count();
    group.alternatives("classes").into_iter().min_by_key(shared).unwrap()
}

fn serde_word<T: serde::de::DeserializeOwned>(word: &str) -> T {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(word)).unwrap()
}

fn event_type(word: &str) -> EventType {
    serde_word(word)
}

#[test]
fn every_type_has_a_code_of_plover_and_of_cameo_whatever_else_is_told() {
    let lexicon = Lexicon::embedded().unwrap();
    let crosswalks = Crosswalks::embedded().unwrap();
    for id in &lexicon.vocabularies["event_types"] {
        let codes = crosswalks.codes(&event(event_type(id), &[]), &[], Modality::ACTUAL, &[], &lexicon);
        assert_eq!(codes["plover"]["event_type"], *id);
        assert_eq!(codes["cameo"]["root"].len(), 2, "{id}");
    }
}

#[test]
fn every_code_is_well_formed_and_of_one_root() {
    let types = Lexicon::embedded().unwrap().vocabularies["event_types"].clone();
    let mut parents: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, text) in codebooks() {
        for row in rows(file, text).unwrap() {
            let code = |column| row.get(column).unwrap_or("");
            let place = format!("{file} line {}", row.line);
            match file {
                "crosswalks/acled.tsv" => {
                    let parent = parents.entry(code("sub_event_type")).or_insert(code("event_type"));
                    assert_eq!(*parent, code("event_type"), "{place}");
                }
                "crosswalks/plover.tsv" => {
                    assert!(types.contains(code("event_type")), "{place}");
                    let letters = |mode: &str| mode.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                    assert!(letters(code("mode")), "{place}");
                }
                "crosswalks/cameo.tsv" => {
                    assert!(matches!(code("root").parse(), Ok(1..=20)) && code("root").len() == 2, "{place}");
                    let digits = code("code").chars().all(|c| c.is_ascii_digit());
                    assert!(digits && matches!(code("code").len(), 0 | 3 | 4), "{place}");
                    assert!(code("code").is_empty() || code("code").starts_with(code("root")), "{place}");
                }
                other => panic!("{other}: say here what its codes look like"),
            }
        }
    }
}

#[test]
fn every_column_of_codes_is_a_column_of_the_csv() {
    for (file, text) in codebooks() {
        let codebook = file.trim_start_matches("crosswalks/").trim_end_matches(".tsv");
        let table = rows(file, text).unwrap();
        for (column, _) in table[0].cells().filter(|(column, _)| !CONDITIONS.contains(column)) {
            let name = format!("{codebook}_{column}");
            assert!(COLUMNS.iter().any(|column| column.name == name), "{file}: no column {name}");
        }
    }
}

#[test]
fn plover_gives_one_mode_and_cameo_a_code_where_the_claim_settles_one() {
    let codes = |told: &Told| {
        let lexicon = Lexicon::embedded().unwrap();
        let codes = Crosswalks::embedded().unwrap().codes(
            &told.event,
            &told.evidence,
            told.modality,
            &told.actors,
            &lexicon,
        );
        let of = |codebook: &str, column: &str| codes[codebook].get(column).cloned().unwrap_or_default();
        [of("plover", "mode"), of("cameo", "root"), of("cameo", "code")].join(" ")
    };
    let told = |event_type, modes: &[&str]| Told { event: event(event_type, modes), ..assault(&[]) };
    assert_eq!(codes(&assault(&["firearms", "suicide-attack"])), "suicide-attack 18 1831");
    assert_eq!(codes(&assault(&["abduct", "firearms"])), "abduct 18 181");
    assert_eq!(codes(&assault(&["sexual"])), "sexual 18 1821");
    assert_eq!(codes(&assault(&["drone"]).weapon("one-way-attack-drone", None)), "drone 19 195");
    assert_eq!(codes(&assault(&["drone"])), "drone 19 1952");
    assert_eq!(codes(&assault(&["drone"]).weapon("naval-drone", None)), "drone 19 ");
    assert_eq!(codes(&assault(&["heavy-weapons"]).weapon("mortar", None)), "heavy-weapons 19 194");
    assert_eq!(codes(&assault(&["heavy-weapons"]).weapon("ballistic-missile", None)), "heavy-weapons 19 ");
    assert_eq!(codes(&assault(&["explosives"]).weapon("car-bomb", None)), "explosives 18 1832");
    let killing = assault(&["targeted"]).casualty(Effect::Killed, 1, "official", None);
    assert_eq!(codes(&killing), "assassinate 18 186");
    assert_eq!(codes(&assault(&["targeted"])), "assassinate 18 ");
    assert_eq!(codes(&assault(&[])), " 18 ");
    assert_eq!(codes(&told(EventType::Coerce, &["curfew", "arrest"])), "curfew 17 1723");
    assert_eq!(codes(&told(EventType::Threaten, &["territory"])), "territory 13 1382");
    assert_eq!(codes(&told(EventType::Mobilize, &["troops"])), "troops 15 ");
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
