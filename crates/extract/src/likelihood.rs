//! How likely a word of violence is to tell a deed that happened: a sum of learned weights over what stands around it.
//!
//! Rules say what they can; what no rule foresaw (a museum, a pay dispute, a chess match) is seen by the company that
//! the word keeps. The sum can only take a reading away, and says which words did it.

use casus_annotate::Annotated;
use casus_lexicon::Role;
use casus_model::{Dep, DraftEvent, Effect, Pos, Span, Tag};

use crate::Material;
use crate::matching::{Match, is_armed};

/// Words farther from a trigger than this have no say.
const NEAR: u32 = 60;

/// How much milder each of several readings is weighed.
const MILDER: f32 = 2.0;

/// What speaks against a reading of violence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weighed {
    /// Sentence and token of the trigger.
    pub trigger: (u32, u32),
    /// Words of the trigger.
    pub span: Span,
    /// The frame that read it.
    pub frame: String,
    /// The sum, in the logarithm of odds.
    pub sum: f32,
    /// What it is known by.
    pub features: Vec<String>,
    /// The features that speak against it, the strongest first.
    pub against: Vec<String>,
}

/// The readings of a report that tells of no violence, as far as they say: those that are unlikely, none where another
/// is likely. Each of many readings is weighed more mildly, by the logarithm of their number, since one true one among
/// them is enough; harm to people that is told beside ("two of them died in hospital") is one more that may be true.
pub(crate) fn unlikely(weighed: Vec<Weighed>, harms: usize) -> Vec<Weighed> {
    let readings = (weighed.len() + harms).max(1) as f32;
    let mild = readings.ln() * MILDER;
    let unlikely = |one: &Weighed| one.sum + mild < 0.0;
    if weighed.iter().all(unlikely) { weighed } else { Vec::new() }
}

/// Weighs a reading of violence.
pub(crate) fn weigh(material: &Material, sentence: &Annotated, found: &Match, event: &DraftEvent) -> Weighed {
    let likelihood = &sentence.lexicon.likelihood;
    let features = features(material, sentence, found, event);
    let weights = || features.iter().map(|feature| (likelihood.weight(feature), feature));
    let sum = likelihood.bias() + weights().map(|(weight, _)| weight).sum::<f32>();
    let mut against: Vec<(f32, &String)> = weights().filter(|(weight, _)| *weight < 0.0).collect();
    against.sort_by(|one, other| one.0.total_cmp(&other.0));
    let against = against.into_iter().take(TOLD).map(|(_, feature)| feature.clone()).collect();
    Weighed {
        trigger: (sentence.index, found.token),
        span: found.trigger(sentence),
        frame: found.frame.name.clone(),
        sum,
        features,
        against,
    }
}

/// So many features are told to whoever asks why a reading was not taken.
const TOLD: usize = 5;

/// What a reading is known by, each once.
fn features(material: &Material, sentence: &Annotated, found: &Match, event: &DraftEvent) -> Vec<String> {
    let mut all = of_trigger(sentence, found);
    of_event(sentence, found, event, &mut all);
    of_words(sentence, found.token, &mut all);
    of_neighbours(material, sentence, &mut all);
    all.sort();
    all.dedup();
    all
}

fn of_trigger(sentence: &Annotated, found: &Match) -> Vec<String> {
    let token = sentence.token(found.token);
    let lemma = |at: u32| sentence.lemma(at).to_lowercase();
    let mut all = vec![
        format!("rule:{}", found.frame.name),
        format!("trigger:{}", lemma(found.token)),
        format!("dep:{:?}", token.dep),
        format!("tag:{:?}", token.tag),
    ];
    let mut at = found.token;
    for step in 0..3 {
        let head = sentence.token(at).head;
        if head == at {
            break;
        }
        all.push(format!("head{}:{}", step.min(1), lemma(head)));
        all.extend(
            sentence.lexicon.likelihood.domains(&lemma(head)).iter().map(|domain| format!("head@{domain}")),
        );
        at = head;
    }
    let root = sentence.token(at);
    all.push(format!("root:{:?}", root.tag));
    all
}

fn of_event(sentence: &Annotated, found: &Match, event: &DraftEvent, all: &mut Vec<String>) {
    for (role, name) in [(Role::Agent, "agent"), (Role::Patient, "patient"), (Role::Victim, "victim")] {
        let fillers = found.of(role);
        if fillers.is_empty() {
            all.push(format!("{name}:none"));
        }
        for filler in fillers {
            all.push(format!("{name}:{}", kind(sentence, *filler)));
            let lemma = sentence.lemma(*filler).to_lowercase();
            all.extend(
                sentence.lexicon.likelihood.domains(&lemma).iter().map(|domain| format!("{name}@{domain}")),
            );
        }
    }
    let told = |name: &str, told: bool| format!("{name}:{}", if told { "yes" } else { "no" });
    all.push(told("weapon", !event.weapons.is_empty()));
    all.push(told("place", !event.places.is_empty()));
    let day = |when: &casus_model::When| when.start.as_ref().is_some_and(|start| start.len() >= 10);
    all.push(told("day", event.times.iter().any(day)));
    all.push(told("time", !event.times.is_empty()));
    let counted = event.casualties.iter().any(|harm| harm.count.exact().is_some());
    all.push(told("counted", counted));
    all.push(told("killed", event.casualties.iter().any(|harm| harm.effect == Effect::Killed)));
    all.push(told("hurt", !event.casualties.is_empty()));
}

fn kind(sentence: &Annotated, token: u32) -> &'static str {
    let kinds = sentence.kinds(token);
    match kinds.people {
        Some((class, _)) if is_armed(class) => return "armed",
        Some(_) => return "people",
        None => {}
    }
    if kinds.weapon.is_some() {
        "weapon"
    } else if kinds.target.is_some() {
        "target"
    } else if kinds.actor.is_some() {
        "actor"
    } else if kinds.person {
        if sentence.token(token).pos == Pos::Pron { "pronoun" } else { "name" }
    } else if kinds.place.is_some() {
        "place"
    } else if kinds.group {
        "group"
    } else {
        "thing"
    }
}

/// The words around, without names, and the domains that they belong to.
fn of_words(sentence: &Annotated, trigger: u32, all: &mut Vec<String>) {
    let likelihood = &sentence.lexicon.likelihood;
    for token in trigger.saturating_sub(NEAR)..sentence.len().min(trigger + NEAR) {
        let item = sentence.token(token);
        let lower = sentence.lower(token);
        if matches!(lower.as_str(), "?" | "!" | "\"" | "“" | "”") {
            all.push(format!("mark:{lower}"));
        }
        if !lower.starts_with(char::is_alphabetic) {
            continue;
        }
        let lemma = sentence.lemma(token).to_lowercase();
        let mut domains: Vec<&String> =
            likelihood.domains(&lemma).iter().chain(likelihood.domains(&lower)).collect();
        domains.sort();
        domains.dedup();
        let near = token.abs_diff(trigger) <= 3;
        for domain in domains {
            all.push(format!("@{domain}"));
            if near {
                all.push(format!("near@{domain}"));
            }
        }
        if item.pos != Pos::Propn {
            all.push(format!("word:{lemma}"));
        }
        if matches!(item.tag, Tag::Md) || item.dep == Dep::Neg {
            all.push(format!("aux:{lower}"));
        }
    }
}

/// The domains of the sentences before and behind.
fn of_neighbours(material: &Material, sentence: &Annotated, all: &mut Vec<String>) {
    let sentences = &material.annotation.sentences;
    let at = sentence.index as usize;
    let before = at.checked_sub(1).and_then(|at| sentences.get(at));
    for other in before.into_iter().chain(sentences.get(at + 1)) {
        for token in 0..other.len().min(NEAR) {
            let domains = other.lexicon.likelihood.domains(&other.lower(token));
            all.extend(domains.iter().map(|domain| format!("beside@{domain}")));
        }
    }
}

/// What a sentence is known by where nothing in it is read as violence.
pub(crate) fn of_sentence(sentence: &Annotated) -> Vec<String> {
    let mut all = Vec::new();
    if !sentence.is_empty() {
        of_words(sentence, sentence.len() / 2, &mut all);
    }
    all.sort();
    all.dedup();
    all
}
