//! Occurrences and other drafts → claims: one for each source that tells an occurrence.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{
    Body, Claim, Confidence, Count, Draft, DraftBody, DraftTally, DraftVoice, Effect, Evidence, Mention,
    MentionKind, Modality, Party, Place, Posture, Qualifier, Reference, Relation, Span, Tally, TallyOf,
    Voice, printed,
};
use sha2::{Digest, Sha256};

use crate::actors::Register;
use crate::numbering::number;
use crate::occurrence::Occurrences;
use crate::telling::event_claim;
use crate::{Material, anaphora};

/// Drafts of the body that a headline is compared with.
const BELOW: usize = 64;

/// The claims of a document, in order of trigger, then kind.
pub(crate) fn claims(
    material: &Material,
    drafts: &[Draft],
    occurrences: &Occurrences,
    register: &mut Register,
) -> Vec<Claim> {
    let mut built: Vec<(Claim, Vec<usize>)> = Vec::new();
    let counted = counted_in_totals(drafts);
    for occurrence in 0..occurrences.len() {
        let first = built.len();
        // "214 killings, the attack on Bree among them": what nothing else tells is only a part of the total.
        let named = |member: &usize| {
            let draft = &drafts[*member];
            merely_refers(draft) && counted.contains(&(draft.sentence, draft.token))
        };
        if occurrences.members(occurrence).iter().all(named) {
            continue;
        }
        for group in tellings(drafts, occurrences.members(occurrence)) {
            if let Some(claim) = event_claim(material, drafts, &group, register) {
                built.push((Claim { occurrence: Some(format!("o{occurrence}")), ..claim }, group));
            }
        }
        share_modes(&mut built[first..]);
    }
    for (index, draft) in drafts.iter().enumerate() {
        let body = match &draft.body {
            DraftBody::Event(_) => continue,
            DraftBody::Tally(tally) => {
                let mut tally = tally_body(material, tally, register);
                if tally.places.iter().all(|place| place.precision > 3) {
                    tally.places.extend(anaphora::place(material, draft, anaphora::REACH_OF_TOTALS));
                }
                Body::Tally(Box::new(tally))
            }
            DraftBody::Posture { holder, unit, count, places, when } => Body::Posture(Posture {
                holder: holder.as_ref().map(|holder| register.party(holder)),
                unit: unit.clone(),
                count: count.clone(),
                places: places_of(material, places.iter(), register),
                when: when.clone(),
            }),
            DraftBody::Relation { subject, predicate, object, when } => {
                let (subject, object) = (register.party(subject), register.party(object));
                // "Houthi fighters" are the Houthis, and tied to nobody else.
                if subject.actor.is_some() && subject.actor == object.actor {
                    continue;
                }
                Body::Relation(Relation { subject, predicate: *predicate, object, when: when.clone() })
            }
            DraftBody::Assessment { by, about, content } => Body::Assessment(casus_model::Assessment {
                by: by.as_ref().map(|by| register.party(by)),
                about: about.clone(),
                content: content.clone(),
            }),
        };
        built.push((claim(material, draft, body, &draft.evidence), vec![index]));
    }
    number(drafts, occurrences, built, register)
}

/// Where the words stand of deeds that totals say they contain.
fn counted_in_totals(drafts: &[Draft]) -> BTreeSet<(u32, u32)> {
    let tallies = drafts.iter().filter_map(|draft| match &draft.body {
        DraftBody::Tally(tally) => Some(&tally.contains),
        _ => None,
    });
    tallies.flatten().copied().collect()
}

/// Versions of one occurrence differ in what they tell of it, not in what kind of deed it was: one that
/// says nothing of the kind takes that of the others.
fn share_modes(versions: &mut [(Claim, Vec<usize>)]) {
    let mut modes: Vec<String> = Vec::new();
    for (claim, _) in versions.iter() {
        if let Body::Event(event) = &claim.body {
            modes
                .extend(event.modes.iter().filter(|mode| !modes.contains(mode)).cloned().collect::<Vec<_>>());
        }
    }
    modes.sort();
    for (claim, _) in versions {
        if let Body::Event(event) = &mut claim.body
            && event.modes.is_empty()
        {
            event.modes.clone_from(&modes);
        }
    }
}

/// The groups that are worth a claim, by source. A headline repeats what the report tells, and a source
/// that only says "the attack" tells nothing where another tells more; "the shooting occurred on Saturday" tells the day
/// where no other does.
fn tellings(drafts: &[Draft], members: &[usize]) -> Vec<Vec<usize>> {
    let body: Vec<usize> = members.iter().copied().filter(|member| !drafts[*member].headline).collect();
    if body.is_empty() && members.iter().any(|member| is_told_below(drafts, *member)) {
        return Vec::new();
    }
    let mut groups = by_source(drafts, if body.is_empty() { members } else { &body });
    if !body.is_empty() {
        add_headline(drafts, members, &mut groups);
    }
    let refers = |group: &Vec<usize>| group.iter().all(|member| merely_refers(&drafts[*member]));
    if groups.iter().all(refers) {
        return groups;
    }
    let dates = |group: &Vec<usize>| group.iter().any(|member| is_dated(&drafts[*member]));
    let is_dated = groups.iter().any(|group| !refers(group) && dates(group));
    groups.into_iter().filter(|group| !refers(group) || !is_dated && dates(group)).collect()
}

fn is_dated(draft: &Draft) -> bool {
    matches!(&draft.body, DraftBody::Event(event) if event.times.iter().any(|when| when.start.is_some()))
}

/// A headline may be all that tells of the dead or of the injured: that the report goes on with.
fn add_headline(drafts: &[Draft], members: &[usize], groups: &mut [Vec<usize>]) {
    let effects = |member: usize| -> Vec<Effect> {
        match &drafts[member].body {
            DraftBody::Event(event) => event.casualties.iter().map(|harm| harm.effect).collect(),
            _ => Vec::new(),
        }
    };
    let told: Vec<Effect> = groups.iter().flatten().flat_map(|member| effects(*member)).collect();
    let adds = |member: &&usize| {
        let harms = effects(**member);
        let hurt = harms.contains(&Effect::Injured) || drafts[**member].rule == SHORT_WAY;
        drafts[**member].headline
            && hurt
            && !harms.is_empty()
            && harms.iter().all(|effect| !told.contains(effect))
    };
    // "Four shot in bar" over four told one by one: the figure of all.
    let greatest =
        |effect: Effect| groups.iter().flatten().flat_map(|member| figures(drafts, *member, effect)).max();
    let sums_up = |member: &&usize| {
        let draft = &drafts[**member];
        let more = |effect: Effect| {
            let all = figures(drafts, **member, effect).into_iter().max();
            all.is_some_and(|all| all > 1 && greatest(effect).is_some_and(|known| known == 1 && known < all))
        };
        draft.headline && draft.rule == SHORT_WAY && effects(**member).into_iter().all(more)
    };
    let adds = |member: &&usize| (adds(member) || sums_up(member)) && !is_in_the_report(drafts, **member);
    let headline: Vec<usize> = members.iter().filter(adds).copied().collect();
    if let Some(first) = groups.first_mut() {
        first.extend(headline);
    }
}

/// How many a draft tells of an effect; "several" is no figure.
fn figures(drafts: &[Draft], member: usize, effect: Effect) -> Vec<u64> {
    let DraftBody::Event(event) = &drafts[member].body else { return Vec::new() };
    let harms = event.casualties.iter().filter(|harm| harm.effect == effect);
    let counted = |count: &Count| if count.qualifier == Qualifier::Vague { Some(1) } else { count.low };
    harms.filter_map(|harm| counted(&harm.count)).collect()
}

/// A figure of a headline that the report tells as well, of whatever deed: "at least nine killed" over "killing nine".
fn is_in_the_report(drafts: &[Draft], member: usize) -> bool {
    let below = |effect: Effect| {
        let report = (0..drafts.len()).filter(|other| !drafts[*other].headline);
        report.take(BELOW).flat_map(|other| figures(drafts, other, effect)).max().unwrap_or(0)
    };
    let told = |effect: Effect| figures(drafts, member, effect).into_iter().all(|all| all <= below(effect));
    drafts[member].rule == SHORT_WAY && [Effect::Killed, Effect::Injured].into_iter().all(told)
}

/// The rule that reads the figures of a headline.
const SHORT_WAY: &str = "casualty/telegram";

/// A headline whose deed the report tells, in whatever words: one of its type stands in the body.
fn is_told_below(drafts: &[Draft], headline: usize) -> bool {
    let type_of = |draft: &Draft| match &draft.body {
        DraftBody::Event(event) => Some(event.event_type),
        _ => None,
    };
    let below = drafts.iter().filter(|draft| !draft.headline).take(BELOW);
    below.into_iter().any(|draft| type_of(draft) == type_of(&drafts[headline]))
}

fn merely_refers(draft: &Draft) -> bool {
    let DraftBody::Event(event) = &draft.body else { return false };
    // "Monday's bombing of a market": when and where, or what was hit, is a telling by itself.
    let described = !event.times.is_empty() && (!event.places.is_empty() || !event.targets.is_empty());
    event.reference == Reference::Known
        && !described
        && event.casualties.is_empty()
        && event.outcomes.is_empty()
        && event.responsibility.is_none()
}

/// The drafts of an occurrence, grouped by who tells them; the outermost voice decides.
fn by_source(drafts: &[Draft], members: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for member in members {
        let identity = drafts[*member].voices.first().map(|voice| voice.identity);
        groups.entry(identity).or_default().push(*member);
    }
    groups.into_values().collect()
}

pub(crate) fn claim(material: &Material, draft: &Draft, body: Body, evidence: &[Evidence]) -> Claim {
    let trigger = draft.trigger.words(material.annotation.text);
    let kind = body.kind();
    let name = match &body {
        Body::Event(event) => printed(&event.event_type),
        Body::Tally(tally) => tally.measure.clone(),
        // One word may tie several parties: "backed by the king and the queen".
        Body::Relation(relation) => {
            let (subject, object) = (relation.subject.span.start, relation.object.span.start);
            format!("{} {subject} {object}", printed(&relation.predicate))
        }
        Body::Posture(posture) => posture.unit.clone(),
        Body::Assessment(_) => String::new(),
    };
    let mut evidence = evidence.to_vec();
    evidence.sort();
    evidence.dedup();
    Claim {
        id: String::new(),
        key: key(&material.document.0, kind, &name, draft.trigger),
        occurrence: None,
        trigger,
        body,
        modality: Modality { value: draft.modality, certainty: draft.certainty },
        attribution: attribution(material.annotation.text, &draft.voices),
        evidence,
        confidence: Confidence { extraction: (draft.extraction * 100.0).round() / 100.0 },
    }
}

fn key(document: &str, kind: &str, name: &str, trigger: Span) -> String {
    hashed(&format!("{document}\0{kind}\0{name}\0{}\0{}", trigger.start, trigger.end))
}

/// The key of a claim that this says which it is of.
pub(crate) fn hashed(which: &str) -> String {
    let digest = Sha256::digest(which);
    let mut key = String::from("k_");
    for byte in digest.iter().take(8) {
        key.push_str(&format!("{byte:02x}"));
    }
    key
}

fn attribution(text: &str, voices: &[DraftVoice]) -> Vec<Voice> {
    if voices.is_empty() {
        return vec![Voice::outlet()];
    }
    voices
        .iter()
        .map(|voice| Voice {
            name: voice.words.as_ref().map(|words| words.span().name(text)),
            kind: voice.kind,
            number: voice.number.clone(),
            standing: voice.standing.as_ref().map(|words| words.text.clone()),
            via: voice.via,
            cue: voice.cue.as_ref().map(|words| words.text.clone()),
            span: voice.source.as_ref().map(|source| source.span),
            cue_span: voice.cue.as_ref().map(casus_model::Words::span),
            content: voice.content.clone(),
        })
        .collect()
}

fn tally_body(material: &Material, tally: &DraftTally, register: &mut Register) -> Tally {
    let parties = |mentions: &[Mention], register: &mut Register| {
        let mut parties = Vec::new();
        add_parties(&mut parties, mentions, register);
        parties
    };
    let mut modes = tally.modes.clone();
    modes.sort();
    modes.dedup();
    Tally {
        of: TallyOf { event_type: tally.event_type, modes },
        measure: tally.measure.clone(),
        count: tally.count.clone(),
        window: tally.window.clone(),
        places: places_of(material, tally.places.iter(), register),
        actors: parties(&tally.actors, register),
        recipients: parties(&tally.recipients, register),
        contains: Vec::new(),
    }
}

pub(crate) fn add_parties(parties: &mut Vec<Party>, mentions: &[Mention], register: &mut Register) {
    for party in mentions.iter().flat_map(|mention| register.parties(mention)) {
        add_party(parties, party);
    }
}

pub(crate) fn add_party(parties: &mut Vec<Party>, party: Party) {
    let same =
        |known: &Party| known.actor == party.actor && known.actor.is_some() || known.span == party.span;
    if !parties.iter().any(same) {
        parties.push(party);
    }
}

pub(crate) fn places_of<'p>(
    material: &Material,
    places: impl Iterator<Item = &'p usize>,
    register: &mut Register,
) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for place in places.filter_map(|index| material.places.get(*index)) {
        register.refer(place.span, MentionKind::Place);
        if !found.iter().any(|known| known.place == place.place) {
            found.push(place.clone());
        }
    }
    found
}
