//! Who is held to have done it: claims by the doers themselves, accusations, suspicions and denials, side by side.
//!
//! # The rule
//!
//! What an actor says of itself comes first (`claimed`), then what is told as fact (`stated`), what an
//! authority or the other side says (`accused`), what is suspected (`suspected`), that nobody has claimed
//! (`unknown`), and denials (`denied`). Of one status the one that most origins tell is shown, then the one
//! with the most direct source, then the earliest. An actor that one voice holds to have done it and that
//! denies it makes the field disputed; so do two unrelated actors, of which at most one can have.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use casus_model::{
    Body, Claim, Event, EventType, Field, KnownParty, KnownResponsibility, ModalityValue, Party,
    Responsibility, ResponsibilityStatus, rows,
};

use super::field::{By, Said, Sense, Voices, field};
use super::party::{Doer, key, known_party, local};
use super::{Background, Telling, deed};

/// How the actors of the tellings are held to be tied to the deed.
pub(crate) fn responsibility(voices: &Voices, background: &Background) -> Field<KnownResponsibility> {
    let said = voices.tellings.iter().enumerate().flat_map(|(at, telling)| said(at, telling));
    field(&Blame { background }, voices, said.collect())
}

fn said(at: usize, telling: &Telling) -> Vec<Said<KnownResponsibility>> {
    let Body::Event(event) = &telling.claim.body else { return Vec::new() };
    if deed(telling.claim).is_some() {
        let held = event.responsibility.iter();
        return held
            .map(|held| Said { value: known(telling, event, held), by: voice(at, telling, held.by) })
            .collect();
    }
    let by = By::outermost(at);
    let value = |party: &Party, status| Said {
        value: KnownResponsibility { party: Some(known_party(telling.source, party)), status },
        by,
    };
    match (event.event_type, telling.claim.modality.value) {
        (EventType::Reject, ModalityValue::Actual) => {
            event.actors.iter().map(|party| value(party, ResponsibilityStatus::Denied)).collect()
        }
        (EventType::Accuse, ModalityValue::Actual | ModalityValue::Denied) => {
            event.recipients.iter().map(|party| value(party, ResponsibilityStatus::Accused)).collect()
        }
        (event_type, ModalityValue::Denied) if event_type.makes_incidents() => {
            event.actors.iter().map(|party| value(party, ResponsibilityStatus::Denied)).collect()
        }
        _ => Vec::new(),
    }
}

fn voice(at: usize, telling: &Telling, by: usize) -> By {
    By { telling: at, voice: if by < telling.claim.attribution.len() { by } else { 0 } }
}

/// The actor of a responsibility is one of the event's where it has the same mention or words.
fn known(telling: &Telling, event: &Event, held: &Responsibility) -> KnownResponsibility {
    let parties = || event.actors.iter().chain(&event.recipients);
    let same_mention = |party: &&Party| held.mention.is_some() && party.mention == held.mention;
    let same_name = |party: &&Party| Some(&party.name) == held.name.as_ref();
    let party = parties().find(same_mention).or_else(|| parties().find(same_name));
    let listed = || {
        let actors = &telling.source.actors;
        held.mention.as_ref().and_then(|mention| actors.iter().find(|actor| actor.mentions.contains(mention)))
    };
    let party = match (party, &held.name) {
        (Some(party), _) => Some(known_party(telling.source, party)),
        (None, Some(name)) => Some(KnownParty {
            actor: listed().map(|actor| actor.id.clone()).filter(|id| !local(id)),
            name: listed().map_or(name, |actor| &actor.name).clone(),
            tied_to: Vec::new(),
        }),
        (None, None) => None,
    };
    KnownResponsibility { party, status: held.status }
}

struct Blame<'a> {
    background: &'a Background,
}

impl Sense for Blame<'_> {
    type Value = KnownResponsibility;

    fn key(&self, value: &KnownResponsibility) -> String {
        format!("{:?} {}", value.status, value.party.as_ref().map_or(String::new(), key))
    }

    fn inside(&self, a: &KnownResponsibility, b: &KnownResponsibility) -> bool {
        self.key(a) == self.key(b)
    }

    fn clash(&self, a: &KnownResponsibility, b: &KnownResponsibility) -> bool {
        let (Some(one), Some(other)) = (&a.party, &b.party) else { return false };
        let denied = |value: &KnownResponsibility| value.status == ResponsibilityStatus::Denied;
        match (denied(a), denied(b)) {
            (true, true) => false,
            (false, false) => Doer { background: self.background }.clash(one, other),
            _ => key(one) == key(other),
        }
    }

    fn first(&self, value: &KnownResponsibility) -> u32 {
        match value.status {
            ResponsibilityStatus::Claimed => 0,
            ResponsibilityStatus::Stated => 1,
            ResponsibilityStatus::Accused => 2,
            ResponsibilityStatus::Suspected => 3,
            ResponsibilityStatus::Unknown => 4,
            ResponsibilityStatus::Denied => 5,
        }
    }
}

/// How far after the last telling of a deed, in bytes, an answer to it may stand.
const NEAR: u32 = 1500;

/// The denials and accusations of a document that answer the deeds of one occurrence: told after it, with no
/// other deed between, in a word of `data/reconcile/answers.tsv`. They belong to the tellings of its incident.
pub fn answers<'a>(claims: &'a [Claim], occurrence: &str) -> Vec<&'a Claim> {
    let deeds: Vec<&Claim> = claims.iter().filter(|claim| deed(claim).is_some()).collect();
    let answered = |answer: &&Claim| {
        let before = deeds.iter().filter(|deed| deed.trigger.end <= answer.trigger.start);
        let last = before.max_by_key(|deed| deed.trigger.start);
        last.is_some_and(|deed| {
            deed.occurrence.as_deref() == Some(occurrence) && answer.trigger.start - deed.trigger.end <= NEAR
        })
    };
    claims.iter().filter(|claim| is_answer(claim)).filter(answered).collect()
}

fn is_answer(claim: &Claim) -> bool {
    let Body::Event(event) = &claim.body else { return false };
    let words = claim.trigger.text.to_lowercase();
    let listed = words.split(|c: char| !c.is_alphabetic()).any(|word| ANSWERS.contains(word));
    listed && matches!(event.event_type, EventType::Reject | EventType::Accuse)
}

static ANSWERS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let text = include_str!("../../../data/reconcile/answers.tsv");
    let rows = rows("reconcile/answers.tsv", text).unwrap_or_default();
    rows.iter().filter_map(|row| row.need("word").ok()).map(str::to_owned).collect()
});
