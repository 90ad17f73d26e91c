//! Claims with where they were told.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{Body, Claim, DocumentId, ModalityValue, NamedActor, Predicate, Reading, TextMention};
use jiff::civil::Date;

use super::field::plain;
use super::party::local;

/// A document as far as reconciling needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its id.
    pub document: DocumentId,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its day of publication.
    pub published: Option<Date>,
    /// The day up to which it tells, where that is another.
    pub told_until: Option<Date>,
    /// The group of near-copies it belongs to: their least document id.
    pub origin: DocumentId,
    /// True where its outlet has put another version at the same address since.
    pub superseded: bool,
    /// Actors of the document, named and unnamed.
    pub actors: Vec<NamedActor>,
    /// Ties told in the document, by subject: whom it is backed by, part of, or a member of.
    pub ties: BTreeMap<String, BTreeSet<String>>,
    /// Words of the document, in small letters without article, that name an actor of the list, with its id.
    pub called: BTreeMap<String, String>,
    /// The institutions that it quotes by name, in small letters.
    pub institutions: BTreeSet<String>,
    /// Keys of its claims by id.
    pub keys: BTreeMap<String, String>,
}

impl Source {
    /// The document of a reading.
    pub fn of(reading: &Reading, origin: DocumentId, superseded: bool) -> Source {
        Source {
            document: reading.document.id.clone(),
            outlet: reading.document.outlet.clone(),
            published: reading.document.published,
            told_until: reading.document.told_until,
            origin,
            superseded,
            actors: reading.actors.clone(),
            ties: ties(&reading.claims),
            called: called(reading),
            institutions: crate::tally::institutions(&reading.claims),
            keys: reading.claims.iter().map(|claim| (claim.id.clone(), claim.key.clone())).collect(),
        }
    }
}

fn called(reading: &Reading) -> BTreeMap<String, String> {
    let listed: BTreeMap<&String, &String> = (reading.actors.iter().filter(|actor| !local(&actor.id)))
        .flat_map(|actor| actor.mentions.iter().map(move |mention| (mention, &actor.id)))
        .collect();
    let word = |mention: &TextMention| Some((plain(&mention.text), (*listed.get(&mention.id)?).clone()));
    reading.mentions.iter().filter_map(word).collect()
}

/// By subject, those it is told to be backed by, part of or a member of.
fn ties(claims: &[Claim]) -> BTreeMap<String, BTreeSet<String>> {
    let mut ties: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.modality.value == ModalityValue::Actual) {
        let Body::Relation(relation) = &claim.body else { continue };
        let belongs =
            matches!(relation.predicate, Predicate::BackedBy | Predicate::PartOf | Predicate::MemberOf);
        let (Some(subject), Some(object)) = (&relation.subject.actor, &relation.object.actor) else {
            continue;
        };
        if belongs {
            ties.entry(subject.clone()).or_default().insert(object.clone());
        }
    }
    ties
}

/// One claim of an incident and where it was told.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The document.
    pub source: &'a Source,
    /// The claim.
    pub claim: &'a Claim,
}

/// What is known of actors beside what the documents say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Background {
    /// By actor id: the ids of those it is backed by, part of or a member of, directly or through others,
    /// at the time of the incident.
    pub ties: BTreeMap<String, BTreeSet<String>>,
    /// Names and aliases of the actor list, in small letters without article, with the id of the actor.
    pub called: BTreeMap<String, String>,
}

impl Background {
    /// These ties, and these names with the id of the actor that bears each.
    pub fn new<'a>(
        ties: BTreeMap<String, BTreeSet<String>>,
        names: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Background {
        let called = names.into_iter().map(|(name, id)| (plain(name), id.to_owned()));
        Background { ties, called: called.collect() }
    }

    /// Whether the actor is known to be tied to the other.
    pub(crate) fn tied(&self, actor: &str, to: &str) -> bool {
        self.ties.get(actor).is_some_and(|ties| ties.contains(to))
    }
}
