//! WikiEvents: triggers of events and mentions of entities (Li, Ji and Han, NAACL 2021).

use std::collections::BTreeSet;

use casus::annotate::{Annotated, EntityKind, entities};
use casus::model::{Body, Claim, Span};
use casus::{Inside, Lexicon};
use serde_json::{Value, json};

use crate::set::{Reads, string};
use crate::{Asked, Offsets, Set};

pub(crate) const SET: Set = Set {
    name: "docevents",
    files: &["docevents/wikievents_dev.jsonl"],
    about: "words that frames of event claims were read from, whatever their modality, in the types of KAIROS \
            as far as frames tell them apart; entities by their name or the word that they are about",
    reads: Reads::Text {
        asked: |line| Asked { text: string(line, "text").to_owned(), ..Asked::default() },
        predict,
    },
    join: None,
    measure: crate::measure::DOCEVENTS,
};

fn predict(inside: &Inside, line: &Value) -> Value {
    let offsets = Offsets::new(inside.annotation.text);
    let told = |span: Span, kind: &str| {
        let [start, end] = offsets.points(span);
        json!({ "start": start, "end": end, "trigger": [start, end], "type": kind })
    };
    let found = entities(inside.annotation).into_iter();
    let mentions: BTreeSet<(Span, &str)> =
        found.filter_map(|entity| Some((entity.core, type_of(entity.kind)?))).collect();
    let claims = inside.reading.claims.iter();
    let events: BTreeSet<(Span, &str)> = claims.flat_map(|claim| triggers(inside, claim)).collect();
    json!({ "doc_id": string(line, "doc_id"),
        "entities": mentions.into_iter().map(|(span, kind)| told(span, kind)).collect::<Vec<_>>(),
        "events": events.into_iter().map(|(span, kind)| told(span, kind)).collect::<Vec<_>>() })
}

fn type_of(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person | EntityKind::People => Some("PER"),
        EntityKind::Group => Some("ORG"),
        EntityKind::Place | EntityKind::Nationality => Some("GPE"),
        EntityKind::Site => Some("FAC"),
        EntityKind::Weapon => Some("WEA"),
        EntityKind::Platform | EntityKind::Vehicle => Some("VEH"),
        EntityKind::Quantity | EntityKind::Time | EntityKind::Money | EntityKind::Document => None,
    }
}

/// The words of a claim that name its deeds: of its evidence, those that are words of the frame.
fn triggers(inside: &Inside, claim: &Claim) -> Vec<(Span, &'static str)> {
    if !matches!(claim.body, Body::Event(_) | Body::Tally(_)) {
        return Vec::new();
    }
    let named = claim.evidence.iter().filter_map(|evidence| {
        let span = Span { start: evidence.start, end: evidence.end };
        let (sentence, token) = token_at(inside, span)?;
        let lemma = sentence.lemma(token).to_lowercase();
        let explosive = is_explosive(sentence, token);
        let kind = event_type(&evidence.rule, explosive)?;
        is_of_frame(inside.casus.lexicon(), &evidence.rule, &lemma)
            .then_some((sentence.token(token).span, kind))
    });
    named.collect()
}

/// The token that a span begins with.
fn token_at<'a>(inside: &'a Inside, span: Span) -> Option<(&'a Annotated<'a>, u32)> {
    let sentences = &inside.annotation.sentences;
    let at = sentences.partition_point(|sentence| sentence.sentence.span.end <= span.start);
    let sentence = sentences.get(at)?;
    let tokens = &sentence.sentence.tokens;
    let token = tokens.partition_point(|token| token.span.start < span.start);
    (tokens.get(token)?.span.start == span.start).then_some((sentence, token as u32))
}

fn is_of_frame(lexicon: &Lexicon, rule: &str, lemma: &str) -> bool {
    let frames = &lexicon.frames;
    let mut of_word = frames.of_verb(lemma).chain(frames.of_noun(lemma));
    of_word.any(|frame| frame.name == rule)
}

/// A bomb, rocket or shell stands in the sentence of a deed.
fn is_explosive(sentence: &Annotated, token: u32) -> bool {
    let explosive = |class: &str| {
        matches!(
            class,
            "ied" | "car-bomb" | "explosives" | "suicide-vest" | "landmine" | "grenade" | "air-bomb"
        )
    };
    let near = token.saturating_sub(24)..sentence.len().min(token + 24);
    near.into_iter().any(|token| sentence.kinds(token).weapon.is_some_and(|(class, _)| explosive(class)))
}

fn event_type(rule: &str, explosive: bool) -> Option<&'static str> {
    let (file, idea) = rule.split_once('/')?;
    Some(match (file, idea) {
        (_, "kill" | "die" | "death-of" | "dead" | "assassinate") => "Life.Die.Unspecified",
        ("attack", "wound" | "beat") => "Life.Injure.Unspecified",
        ("casualty", "noun" | "wound" | "injure" | "hurt") => "Life.Injure.Unspecified",
        ("attack", "explode") => "Conflict.Attack.DetonateExplode",
        ("attack", "abduct") => "Justice.ArrestJailDetain.Unspecified",
        ("attack", _) if explosive => "Conflict.Attack.DetonateExplode",
        ("attack", _) => "Conflict.Attack.Unspecified",
        ("coerce", "arrest" | "arrest-noun") => "Justice.ArrestJailDetain.Unspecified",
        ("protest", _) => "Conflict.Demonstrate.Unspecified",
        ("threaten", _) => "Contact.ThreatenCoerce.Unspecified",
        ("request", "ask" | "urge") => "Contact.RequestCommand.Unspecified",
        ("consult", _) => "Contact.Contact.Meet",
        ("accuse", "charge") => "Justice.ChargeIndict.Unspecified",
        ("accuse", "inquiry") => "Justice.InvestigateCrime.Unspecified",
        ("retreat", "release") => "Justice.ReleaseParole.Unspecified",
        _ => return None,
    })
}
