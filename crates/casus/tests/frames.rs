//! Every `yes` and `no` sentence of `data/frames`, read by the whole pipeline.
//!
//! A `yes` sentence must make a claim whose evidence names the frame and that holds what stands after
//! `=>`; a `no` sentence must make none. All failures are listed at once.

use casus::lexicon::{Example, Frame};
use casus::model::{Body, Claim, Event, printed};
use casus::{Casus, Given, Reader};

/// A frame that only adds to an event needs one to add to.
const DEED: &str = "Rebels attacked a village.";

#[test]
fn every_frame_reads_its_examples() {
    let packs = casus::packs::locate().unwrap_or_else(|error| panic!("run casus setup: {error}"));
    let casus = Casus::open(&packs).unwrap_or_else(|error| panic!("{error}"));
    let mut reader = casus.reader();
    let mut failures: Vec<String> = Vec::new();
    for frame in casus.lexicon().frames.all() {
        for example in &frame.yes {
            let problem = yes(&read(&mut reader, frame, example), frame, example);
            failures
                .extend(problem.map(|problem| format!("{} yes {:?}: {problem}", frame.name, example.text)));
        }
        for example in &frame.no {
            let claims = read(&mut reader, frame, example);
            if claims.iter().any(|claim| carries(claim, frame)) {
                failures.push(format!("{} no  {:?}: it is read", frame.name, example.text));
            }
        }
    }
    assert!(failures.is_empty(), "{} examples fail:\n{}", failures.len(), failures.join("\n"));
}

fn read(reader: &mut Reader, frame: &Frame, example: &Example) -> Vec<Claim> {
    let text = if frame.attaches { format!("{DEED} {}", example.text) } else { example.text.clone() };
    reader.read(text.as_bytes(), &Given::default()).unwrap_or_else(|error| panic!("{text}: {error}")).claims
}

fn carries(claim: &Claim, frame: &Frame) -> bool {
    claim.evidence.iter().any(|evidence| evidence.rule == frame.name)
}

/// What is wrong with the reading of a `yes` sentence, if anything.
fn yes(claims: &[Claim], frame: &Frame, example: &Example) -> Option<String> {
    let read: Vec<&Claim> = claims.iter().filter(|claim| carries(claim, frame)).collect();
    if read.is_empty() {
        let rules: Vec<&str> =
            claims.iter().flat_map(|claim| &claim.evidence).map(|e| e.rule.as_str()).collect();
        return Some(format!("it is not read (rules: {})", rules.join(" ")));
    }
    let missing = |claim: &&Claim| -> Vec<String> {
        let absent = example.expect.iter().filter(|(label, words)| !values(claim, label).contains(words));
        absent.map(|(label, words)| format!("{label}: {words}, not {:?}", values(claim, label))).collect()
    };
    let fewest = read.iter().map(missing).min_by_key(Vec::len)?;
    (!fewest.is_empty()).then(|| fewest.join("; "))
}

/// What a claim holds under a label of an example.
fn values(claim: &Claim, label: &str) -> Vec<String> {
    if label == "modality" {
        return vec![printed(&claim.modality.value)];
    }
    if let Body::Relation(relation) = &claim.body {
        return match label {
            "predicate" => vec![printed(&relation.predicate)],
            "subject" => vec![relation.subject.name.clone()],
            "object" => vec![relation.object.name.clone()],
            _ => vec![format!("(no label `{label}`)")],
        };
    }
    let Body::Event(event) = &claim.body else { return Vec::new() };
    match label {
        "type" => vec![printed(&event.event_type)],
        "mode" => event.modes.clone(),
        "actor" => event.actors.iter().map(|party| party.name.clone()).collect(),
        "recipient" => event.recipients.iter().map(|party| party.name.clone()).collect(),
        "interceptor" => event.interceptors.iter().map(|party| party.name.clone()).collect(),
        "target" => event.targets.iter().map(|target| target.name.clone()).collect(),
        "weapon" => weapons(event),
        "outcome" => event.outcomes.iter().map(|outcome| printed(&outcome.value)).collect(),
        "damage" => event.damage.iter().map(|damage| damage.degree.clone()).collect(),
        "casualty" => casualties(event),
        _ => vec![format!("(no label `{label}`)")],
    }
}

/// The words of a weapon, or its class where the verb itself tells it.
fn weapons(event: &Event) -> Vec<String> {
    event.weapons.iter().flat_map(|weapon| [weapon.span.text.clone(), weapon.class.clone()]).collect()
}

/// `killed 3`
fn casualties(event: &Event) -> Vec<String> {
    let count = |low: Option<u64>| low.map_or("?".to_owned(), |low| low.to_string());
    event
        .casualties
        .iter()
        .map(|casualty| format!("{} {}", printed(&casualty.effect), count(casualty.count.low)))
        .collect()
}
