//! What is told of a report after it came: its bytes are read once more with it.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{IncidentId, Ledger};
use casus_link::{Change, Key};
use casus_model::DocumentId;

use super::file::Work;
use super::shelf::LayerShelf;
use super::{Filing, Prepared, Receipt, Result, Told, source};
use crate::{Error, Given};

/// What becomes of a report that need not be read: its bytes are in the ledger, with all that is told of them now.
pub fn known(ledger: &Ledger, raw: &[u8], told: &Given) -> Result<Option<Receipt>> {
    let id = DocumentId::of(raw);
    let Some(stored) = ledger.document(&id)? else { return Ok(None) };
    let before: Told = read(&id, stored.given.as_deref().unwrap_or("{}"))?;
    let is_all = before.clone().or(told.into()) == before;
    Ok(is_all.then(|| Receipt::known(id, stored.published)))
}

impl Filing<'_> {
    /// The bytes of a report that is in the ledger already and all that was ever told of it, where `prepared` tells
    /// what nobody told before. What was told before stays.
    pub fn told_more(&self, prepared: &Prepared) -> Result<Option<(Vec<u8>, Given)>> {
        let id = &prepared.full.reading.document.id;
        let Some(stored) = self.group.document(id)? else { return Ok(None) };
        let before: Told = read(id, stored.given.as_deref().unwrap_or("{}"))?;
        let both = before.clone().or(read(id, &prepared.told)?);
        if both == before {
            return Ok(None);
        }
        Ok(self.group.raw(id)?.map(|raw| (raw, both.into())))
    }

    /// Keeps what is told of a report that is in the ledger already, and files the reading that was made with it in
    /// place of the one that is shown.
    pub fn tell(&mut self, prepared: &Prepared) -> Result<Receipt> {
        let Filing { group, layer, knowledge, background, cache, decisions } = self;
        let layer = *layer;
        group.attempt(|group| {
            let document = &prepared.full.reading.document;
            let id = &document.id;
            let changed = group.tell_document(document, Some(&prepared.told))?;
            let mut stirred: BTreeSet<DocumentId> = changed.into_iter().map(|(id, _)| id).collect();
            stirred.extend(source::origin(group, id, &prepared.signature)?);

            let before = group.incidents_of(layer, id)?;
            let former: BTreeMap<String, IncidentId> = group
                .claims_of(layer, id)?
                .into_iter()
                .filter_map(|claim| Some((claim.key, claim.incident?)))
                .collect();
            let accounts = group.accounts_of(layer, id)?;
            let removed = accounts.iter().map(|account| Key::of(&account.key)).collect();
            let mut shelf = LayerShelf { ledger: &mut *group, layer };
            let gone = Change { removed, ..Change::default() };
            let beside = casus_link::link(&mut shelf, gone, &decisions.constraints, knowledge)?;
            let beside = beside.iter().flat_map(|component| &component.clusters);
            let decided = beside.flat_map(|cluster| cluster.accounts.iter().copied()).collect();

            prepared.put(group, layer, id)?;
            cache.forget(id);
            let added = casus_link::accounts(&prepared.full.reading, knowledge, &decisions.constraints);
            let mut work = Work { group, layer, knowledge, background, cache, decisions, former };
            let mut incidents = work.link(Change { added, decided, ..Change::default() })?;
            incidents.extend(work.end_empty(&before.into_iter().collect())?);
            incidents.extend(work.refresh(&stirred, &incidents)?);
            let group = work.group;
            let origin = group.origin(id)?.unwrap_or_else(|| id.clone());
            Ok(Receipt {
                document: id.clone(),
                outcome: "told",
                published: document.published,
                claims: prepared.full.reading.claims.len(),
                copies: group.origin_members(&origin)?.len().saturating_sub(1),
                incidents,
            })
        })
    }
}

fn read(id: &DocumentId, told: &str) -> Result<Told> {
    serde_json::from_str(told).map_err(|cause| Error::stored(&id.0, &cause))
}
