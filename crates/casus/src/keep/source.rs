//! What reconciling and linking are told of documents and actors.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{Group, Ledger, State};
use casus_lexicon::{Lexicon, Tie};
use casus_link::{Actors, KnownActor};
use casus_model::DocumentId;
use casus_origin::{Signature, band_keys, groups, near_copy};
use casus_reconcile::Source;

use super::Result;
use super::loaded::Kept;

pub(super) use casus_reconcile::Background;

/// The actor list as linking knows it.
pub fn actors(lexicon: &Lexicon) -> Actors {
    let actors = lexicon.names.actors.values().map(|actor| KnownActor {
        id: actor.id.clone(),
        class: actor.class.clone(),
        country: actor.country.clone(),
        ties: actor.ties.iter().filter_map(tie).collect(),
    });
    Actors::of(actors)
}

fn tie(tie: &Tie) -> Option<casus_link::Tie> {
    let year = |text: &Option<String>| text.as_ref().and_then(|text| text.get(..4)?.parse().ok());
    let predicate = serde_json::from_value(tie.predicate.clone().into()).ok()?;
    Some(casus_link::Tie { predicate, to: tie.to.clone(), from: year(&tie.from), until: year(&tie.to_date) })
}

/// By actor, those it is backed by, part of or a member of, directly or through others.
pub(super) fn background(lexicon: &Lexicon) -> Background {
    let direct = |id: &str| -> Vec<&str> {
        let ties = lexicon.names.actors.get(id).map(|actor| actor.ties.as_slice()).unwrap_or_default();
        let binds = |tie: &&Tie| matches!(tie.predicate.as_str(), "backed_by" | "part_of" | "member_of");
        ties.iter().filter(binds).map(|tie| tie.to.as_str()).collect()
    };
    let all = |id: &String| {
        let mut found: BTreeSet<String> = BTreeSet::new();
        let mut open = direct(id);
        while let Some(next) = open.pop() {
            if found.insert(next.to_owned()) {
                open.extend(direct(next));
            }
        }
        found
    };
    let ties: BTreeMap<String, BTreeSet<String>> = lexicon
        .names
        .actors
        .keys()
        .map(|id| (id.clone(), all(id)))
        .filter(|(_, ties)| !ties.is_empty())
        .collect();
    let names = lexicon.names.actors.values().flat_map(|actor| {
        let names = std::iter::once(&actor.name).chain(&actor.aliases);
        names.map(|name| (name.as_str(), actor.id.as_str()))
    });
    Background::new(ties, names)
}

/// A document as reconciling sees it today.
pub(super) fn source(ledger: &Ledger, kept: &Kept) -> Result<Source> {
    let id = &kept.reading.document.id;
    let origin = ledger.origin(id)?.unwrap_or_else(|| id.clone());
    let superseded = ledger.document(id)?.is_some_and(|document| document.state != State::Current);
    Ok(Source::of(&kept.reading, origin, superseded))
}

/// Keeps the signature of a document and puts it with its near-copies and the versions of its page. Gives the
/// documents whose origin is another now.
pub(super) fn origin(
    group: &mut Group,
    id: &DocumentId,
    signature: &Signature,
) -> Result<BTreeSet<DocumentId>> {
    let bands = band_keys(signature);
    let mut kin: Vec<(DocumentId, String)> = Vec::new();
    for (mate, stored) in group.band_mates(&bands)? {
        let Ok(other) = serde_json::from_slice::<Signature>(&stored) else { continue };
        if let Some(kinship) = near_copy(signature, &other) {
            kin.push((mate, serde_json::to_string(&kinship).unwrap_or_default()));
        }
    }
    let versions = group.versions(id)?.into_iter().map(|version| version.id).filter(|version| version != id);
    kin.extend(versions.map(|version| (version, "{\"kind\":\"version\"}".to_owned())));
    group.put_signature(id, &serde_json::to_vec(signature).unwrap_or_default(), &bands)?;
    for (mate, why) in &kin {
        group.put_kin(id, mate, why.as_bytes())?;
    }
    regroup(group, id, &kin)
}

/// Gives all documents of the origins that a document joins the least id among them.
fn regroup(group: &mut Group, id: &DocumentId, kin: &[(DocumentId, String)]) -> Result<BTreeSet<DocumentId>> {
    let mut origins: BTreeSet<DocumentId> = BTreeSet::new();
    for (mate, _) in kin {
        origins.insert(group.origin(mate)?.unwrap_or_else(|| mate.clone()));
    }
    let mut pairs: Vec<(DocumentId, DocumentId)> = Vec::new();
    for origin in origins {
        pairs.extend(group.origin_members(&origin)?.into_iter().map(|member| (id.clone(), member)));
        pairs.push((id.clone(), origin));
    }
    let mut moved = BTreeSet::new();
    for (document, origin) in groups(&pairs) {
        if group.origin(&document)?.as_ref() != Some(&origin) {
            group.set_origin(&document, &origin)?;
            if document != *id {
                moved.insert(document);
            }
        }
    }
    Ok(moved)
}
