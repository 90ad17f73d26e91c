//! Sets that give a text a label: PLOVER's gold records (Halterman et al. 2023) and CASE 2021, task 2
//! (Haneczok et al. 2021).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use casus::annotate::Annotated;
use casus::export::Crosswalks;
use casus::model::{Body, Claim, Dep, Event, EventType, ModalityValue, ResponsibilityStatus};
use casus::{Inside, lexicon};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Set, measure};

pub(crate) const PLOVER: Set = Set {
    name: "plover_gsr",
    files: &["eventcoding/plover_gsr_dev.jsonl"],
    about: "the types of the events that are told and not merely named inside another act, by the names of 2018; \
            where none is, what is planned counts as a promise or a threat and what is requested as a demand",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict: plover },
    join: None,
    measure: measure::PLOVER,
};

pub(crate) const CASE2021: Set = Set {
    name: "case2021",
    files: &["eventcoding/case2021_task2_dev.jsonl"],
    about: "the label of the weightiest claim: what happened before what did not, violence before the rest, a kind \
            that is told before one that is not, then the first; a word of disaster where no deed is told",
    reads: Reads::Text { asked: |line| Asked::of(line, "date"), predict: case2021 },
    join: None,
    measure: measure::CASE2021,
};

fn plover(inside: &Inside, line: &Value) -> Value {
    static TABLE: LazyLock<Crosswalks> =
        LazyLock::new(|| table("plover_gsr", include_str!("../tables/plover_gsr.tsv")));
    let all: Vec<(&Claim, &Event)> = events(&inside.reading.claims).collect();
    let of = |wanted: &[ModalityValue]| -> Vec<(&Claim, &Event)> {
        all.iter().copied().filter(|(claim, _)| wanted.contains(&claim.modality.value)).collect()
    };
    let told = outermost(inside, of(&[ModalityValue::Actual, ModalityValue::Exercise]));
    let mut types: Vec<String> = told.iter().filter_map(|told| label(inside, &TABLE, *told)).collect();
    if types.is_empty() {
        let meant = [ModalityValue::Planned, ModalityValue::Threatened, ModalityValue::Hypothetical];
        types.extend(outermost(inside, of(&meant)).iter().map(|(_, event)| announced(event).to_owned()));
    }
    if types.is_empty() && !of(&[ModalityValue::Requested]).is_empty() {
        types.push("DEMAND".to_owned());
    }
    if types.is_empty() {
        types.extend(all.iter().filter_map(|told| label(inside, &TABLE, *told)));
    }
    types.sort();
    types.dedup();
    json!({ "id": string(line, "id"), "event": types })
}

/// The events that do not hang on the words of another: what is asked for, refused or given as a reason is
/// told inside an act.
fn outermost<'a>(inside: &Inside, told: Vec<(&'a Claim, &'a Event)>) -> Vec<(&'a Claim, &'a Event)> {
    let starts: Vec<u32> = told.iter().map(|(claim, _)| claim.trigger.start).collect();
    told.into_iter().filter(|(claim, _)| !hangs_on(inside, claim.trigger.start, &starts)).collect()
}

fn hangs_on(inside: &Inside, trigger: u32, others: &[u32]) -> bool {
    let start = |sentence: &Annotated, token: u32| sentence.span(token, token + 1).start;
    for sentence in &inside.annotation.sentences {
        let Some(mut at) = (0..sentence.len()).find(|token| start(sentence, *token) == trigger) else {
            continue;
        };
        while sentence.token(at).head != at {
            let beside = sentence.token(at).dep == Dep::Conj;
            at = sentence.token(at).head;
            if !beside && start(sentence, at) != trigger && others.contains(&start(sentence, at)) {
                return true;
            }
        }
    }
    false
}

/// What it is to announce such an event: a promise, or a threat.
fn announced(event: &Event) -> &'static str {
    match event.event_type {
        EventType::Agree
        | EventType::Consult
        | EventType::Support
        | EventType::Concede
        | EventType::Cooperate
        | EventType::Aid
        | EventType::Retreat => "AGREE",
        EventType::Request => "DEMAND",
        EventType::Accuse => "DISAPPROVE",
        EventType::Reject => "REJECT",
        EventType::Threaten
        | EventType::Protest
        | EventType::Sanction
        | EventType::Mobilize
        | EventType::Coerce
        | EventType::Assault => "THREATEN",
    }
}

fn case2021(inside: &Inside, line: &Value) -> Value {
    static TABLE: LazyLock<Crosswalks> =
        LazyLock::new(|| table("case2021", include_str!("../tables/case2021.tsv")));
    let weight = |event: &Event| match event.event_type {
        EventType::Assault => 0,
        EventType::Protest | EventType::Coerce | EventType::Mobilize | EventType::Retreat => 1,
        _ => 2,
    };
    let first = events(&inside.reading.claims)
        .filter_map(|(claim, event)| {
            let label = label(inside, &TABLE, (claim, event))?;
            let happened = matches!(claim.modality.value, ModalityValue::Actual | ModalityValue::Historical);
            let plain = matches!(label.as_str(), "ATTACK" | "ARMED_CLASH");
            Some((!happened, weight(event), plain, claim.trigger.start, label))
        })
        .min();
    let attributed = events(&inside.reading.claims).any(|(_, event)| is_claimed(event));
    let label = match first {
        _ if attributed => Some("ATTRIB".to_owned()),
        Some((false, 0 | 1, _, _, label)) => Some(label),
        first => disaster(inside).or(first.map(|(.., label)| label)),
    };
    json!({ "id": string(line, "id"), "label": label })
}

/// Somebody says that it did it, or that it did not.
fn is_claimed(event: &Event) -> bool {
    let claimed = [ResponsibilityStatus::Claimed, ResponsibilityStatus::Denied];
    event.responsibility.iter().any(|responsibility| claimed.contains(&responsibility.status))
}

/// The label of the first word of a disaster.
fn disaster(inside: &Inside) -> Option<String> {
    static WORDS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        let lines = include_str!("../tables/case2021_disasters.tsv").lines();
        lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
    });
    let lemmas = |sentence: &Annotated| -> Vec<String> {
        (0..sentence.len()).map(|token| sentence.lemma(token).to_lowercase()).collect()
    };
    let mut all = inside.annotation.sentences.iter().flat_map(lemmas);
    all.find_map(|lemma| WORDS.get(lemma.as_str()).map(|label| (*label).to_owned()))
}

fn events(claims: &[Claim]) -> impl Iterator<Item = (&Claim, &Event)> {
    claims.iter().filter_map(|claim| match &claim.body {
        Body::Event(event) => Some((claim, event.as_ref())),
        _ => None,
    })
}

/// What a table calls an event, whether or not it is said to have happened.
fn label(inside: &Inside, table: &Crosswalks, (claim, event): (&Claim, &Event)) -> Option<String> {
    let codes = table.codes_of(event, &claim.evidence, &inside.reading.actors, inside.casus.lexicon());
    codes.into_values().next()?.into_values().next()
}

fn table(name: &str, text: &str) -> Crosswalks {
    let file = format!("crosswalks/{name}.tsv");
    let groups = lexicon::embedded_files().find(|(name, _)| *name == "crosswalks/groups.tsv");
    Crosswalks::read(groups.into_iter().chain([(file.as_str(), text)]))
        .expect("the table is checked by a test")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sound() {
        table("plover_gsr", include_str!("../tables/plover_gsr.tsv"));
        table("case2021", include_str!("../tables/case2021.tsv"));
    }
}
