//! Components of accounts become incidents: which keep their id, which are new, which went into others.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use casus_ledger::{Group, IncidentId, LayerId};
use casus_link::{Account, Change, Component, Key, Knowledge, Shelf};
use casus_model::{Claim, DocumentId, LedgerIncident, Review};
use casus_reconcile::{Background, Source, Telling, answers, reconcile};
use serde::Serialize;

use super::Result;
use super::decide::Decisions;
use super::loaded::{Cache, Kept};
use super::shelf::LayerShelf;
use super::source::source;

/// What became of one incident.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Filed {
    /// The incident.
    pub incident: String,
    /// `new`, `changed`, or `merged` into another.
    pub change: &'static str,
    /// Where it went, if it was merged.
    pub into: Option<String>,
}

/// What filing works with, inside one group of changes.
pub(super) struct Work<'w, 'l> {
    pub group: &'w mut Group<'l>,
    pub layer: LayerId,
    pub knowledge: &'w Knowledge,
    pub background: &'w Background,
    pub cache: &'w mut Cache,
    pub decisions: &'w Decisions,
    /// Incidents that were taken away with a report and are put again under their ids, by the claims they keep.
    pub former: BTreeMap<String, IncidentId>,
}

/// The claims of one incident to be, by document.
type Members = BTreeMap<DocumentId, BTreeSet<String>>;

impl Work<'_, '_> {
    /// Links what came and went, and files the incidents that changed by it.
    pub fn link(&mut self, change: Change) -> Result<Vec<Filed>> {
        let left = self.incidents_of(&change.removed)?;
        let new: BTreeSet<Key> = change.added.iter().map(|account| account.key).collect();
        let mut shelf = LayerShelf { ledger: &mut *self.group, layer: self.layer };
        let components = casus_link::link(&mut shelf, change, &self.decisions.constraints, self.knowledge)?;
        let mut filed = Vec::new();
        for component in &components {
            filed.extend(self.file(component, &new)?);
        }
        filed.extend(self.end_empty(&left)?);
        Ok(filed)
    }

    /// Files the incidents of documents again, those apart that were filed just now: their origins or versions are
    /// others than before.
    pub fn refresh(&mut self, documents: &BTreeSet<DocumentId>, done: &[Filed]) -> Result<Vec<Filed>> {
        let mut incidents: BTreeSet<IncidentId> = BTreeSet::new();
        for document in documents {
            incidents.extend(self.group.incidents_of(self.layer, document)?);
        }
        let mut filed = Vec::new();
        for id in
            incidents.into_iter().filter(|id| !done.iter().any(|filed| filed.incident == id.to_string()))
        {
            filed.extend(self.again(id)?);
        }
        Ok(filed)
    }

    /// Reconciles an incident again with the claims it has.
    pub fn again(&mut self, id: IncidentId) -> Result<Option<Filed>> {
        let Some(incident) = self.group.incident(self.layer, id)? else { return Ok(None) };
        let mut members = Members::new();
        for key in incident.claims {
            if let Some(document) = self.group.document_of(self.layer, &key)? {
                members.entry(document).or_default().insert(key);
            }
        }
        self.put(id, &members, false)
    }

    /// The incidents that accounts stand behind now.
    fn incidents_of(&self, accounts: &[Key]) -> Result<BTreeSet<IncidentId>> {
        let mut incidents = BTreeSet::new();
        for key in accounts {
            incidents.extend(self.group.incident_of(self.layer, &key.to_string())?);
        }
        Ok(incidents)
    }

    /// Whether a claim of this layer stands behind an incident.
    fn is_told(&self, id: IncidentId) -> Result<bool> {
        let Some(incident) = self.group.incident(self.layer, id)? else { return Ok(false) };
        for claim in &incident.claims {
            if self.group.incident_of(self.layer, claim)? == Some(id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends incidents that no claim stands behind any more.
    pub(super) fn end_empty(&mut self, incidents: &BTreeSet<IncidentId>) -> Result<Vec<Filed>> {
        let mut filed = Vec::new();
        for id in incidents {
            if self.group.incident(self.layer, *id)?.is_some() && !self.is_told(*id)? {
                self.group.end_incident(self.layer, *id, None)?;
                filed.push(Filed { incident: id.to_string(), change: "ended", into: None });
            }
        }
        Ok(filed)
    }

    /// Files the incidents of one component. Where no account is new, what comes apart had an id before.
    fn file(&mut self, component: &Component, new: &BTreeSet<Key>) -> Result<Vec<Filed>> {
        let mut clusters: Vec<Members> = Vec::new();
        for cluster in &component.clusters {
            clusters.push(self.members(&cluster.accounts)?);
        }
        let held = self.held(&clusters)?;
        let mut ids = assigned(&held, clusters.len());
        if new.is_empty() {
            self.come_back(&clusters, &mut ids)?;
        }
        let mut filed = Vec::new();
        for ((members, id), cluster) in clusters.iter().zip(&ids).zip(&component.clusters) {
            let known = id.map(|id| self.group.incident(self.layer, id)).transpose()?.flatten();
            // What only stands beside something new is as it was.
            let is_beside = !new.is_empty() && !cluster.accounts.iter().any(|account| new.contains(account));
            if is_beside && known.as_ref().is_some_and(|known| has_all(known, members)) {
                continue;
            }
            let id = id.map_or_else(|| self.group.mint(), Ok)?;
            filed.extend(self.put(id, members, known.is_none())?);
        }
        for (old, counts) in &held {
            if ids.contains(&Some(*old)) {
                continue;
            }
            let most = counts.iter().max_by_key(|(cluster, count)| (**count, std::cmp::Reverse(**cluster)));
            let first = most.and_then(|(cluster, _)| clusters[*cluster].values().flatten().next());
            let into = match first {
                Some(claim) => self.group.incident_of(self.layer, claim)?,
                None => None,
            };
            if self.group.incident(self.layer, *old)?.is_some() {
                self.group.end_incident(self.layer, *old, into)?;
                let into = into.map(|into| into.to_string());
                filed.push(Filed { incident: old.to_string(), change: "merged", into });
            }
        }
        Ok(filed)
    }

    /// The claims of a cluster of accounts, by document.
    fn members(&mut self, accounts: &[Key]) -> Result<Members> {
        let mut members = Members::new();
        for key in accounts {
            let account: Option<std::sync::Arc<Account>> =
                LayerShelf { ledger: &mut *self.group, layer: self.layer }.account(*key)?;
            for claim in account.iter().flat_map(|account| &account.claims).map(Key::to_string) {
                if let Some(document) = self.group.document_of(self.layer, &claim)? {
                    members.entry(document).or_default().insert(claim);
                }
            }
        }
        Ok(members)
    }

    /// For each incident that claims of the clusters stand behind: how many of each cluster do. While a layer is read,
    /// claims stand where the layer that is shown has them, so that ids stay with what they named, in whatever order
    /// reports come.
    fn held(&self, clusters: &[Members]) -> Result<BTreeMap<IncidentId, BTreeMap<usize, usize>>> {
        let shown = self.group.active_layer()?.filter(|layer| *layer != self.layer);
        let mut claims: Vec<(usize, &String, Option<IncidentId>)> = Vec::new();
        for (number, members) in clusters.iter().enumerate() {
            for claim in members.values().flatten() {
                claims.push((number, claim, self.group.incident_of(self.layer, claim)?));
            }
        }
        let own: BTreeSet<IncidentId> = claims.iter().filter_map(|(.., here)| *here).collect();
        let mut held: BTreeMap<IncidentId, BTreeMap<usize, usize>> = BTreeMap::new();
        for (number, claim, here) in claims {
            let before = match shown {
                Some(shown) => self.group.incident_of(shown, claim)?,
                None => None,
            };
            // An id of the layer before is free only while no other incident of this layer has it, and that of an
            // incident that was taken away only while nothing else stands behind it.
            let is_free = |id: &IncidentId| {
                own.contains(id) || matches!(self.group.incident(self.layer, *id), Ok(None))
            };
            let former =
                || self.former.get(claim).copied().filter(|id| matches!(self.is_told(*id), Ok(false)));
            let before = before.filter(is_free);
            if let Some(id) = before.or(here).or_else(former) {
                *held.entry(id).or_default().entry(number).or_default() += 1;
            }
            // What it stood behind until now ends where no cluster keeps it.
            if let Some(here) = here {
                held.entry(here).or_default().entry(number).or_default();
            }
        }
        Ok(held)
    }

    /// What comes apart again that had gone into one incident takes up the id that it had: ids that lead to others, the
    /// oldest first, each to the cluster that holds most of its last claims.
    fn come_back(&self, clusters: &[Members], ids: &mut [Option<IncidentId>]) -> Result<()> {
        if ids.iter().all(Option::is_some) {
            return Ok(());
        }
        for (old, _) in self.group.redirects(self.layer)? {
            let versions = self.group.history(self.layer, old)?;
            let Some(last) = versions.into_iter().rev().find_map(|version| version.incident) else {
                continue;
            };
            let shared = |cluster: usize| {
                let claims = clusters[cluster].values().flatten();
                claims.filter(|claim| last.claims.contains(claim)).count()
            };
            let without = (0..clusters.len()).filter(|cluster| ids[*cluster].is_none());
            let best = without.max_by_key(|cluster| (shared(*cluster), std::cmp::Reverse(*cluster)));
            if let Some(cluster) = best.filter(|cluster| shared(*cluster) > 0) {
                ids[cluster] = Some(old);
            }
        }
        Ok(())
    }

    /// Reconciles claims and keeps them as the incident of an id.
    fn put(&mut self, id: IncidentId, members: &Members, is_new: bool) -> Result<Option<Filed>> {
        let incident = self.reconciled(id, members)?;
        let changed = self.group.put_incident(self.layer, &incident, &super::view::summary(&incident))?;
        let change = if is_new { "new" } else { "changed" };
        Ok((changed || is_new).then(|| Filed { incident: id.to_string(), change, into: None }))
    }

    fn reconciled(&mut self, id: IncidentId, members: &Members) -> Result<LedgerIncident> {
        let mut told: Vec<(Source, Rc<Kept>, Vec<usize>)> = Vec::new();
        for (document, keys) in members {
            let Some(kept) = self.cache.load(self.group, self.layer, document)? else { continue };
            let claims = tellings(&kept.reading.claims, keys);
            told.push((source(self.group, &kept)?, kept, claims));
        }
        let tellings: Vec<Telling> = told
            .iter()
            .flat_map(|(source, kept, claims)| {
                claims.iter().map(move |at| Telling { source, claim: &kept.reading.claims[*at] })
            })
            .collect();
        let keys: BTreeSet<&str> = members.values().flatten().map(String::as_str).collect();
        let mut incident = reconcile(
            &id.to_string(),
            &tellings,
            self.background,
            &self.decisions.of_fields(&keys, self.group, self.layer)?,
        );
        incident.review = self.decisions.review(&keys, self.group, self.layer)?.unwrap_or(Review::New);
        Ok(incident)
    }
}

/// Whether these claims, and no others, stand behind an incident.
fn has_all(incident: &LedgerIncident, members: &Members) -> bool {
    let count: usize = members.values().map(BTreeSet::len).sum();
    let mut claims = members.values().flatten();
    incident.claims.len() == count && claims.all(|claim| incident.claims.binary_search(claim).is_ok())
}

/// The claims of these keys in a document, and the denials and accusations that answer them.
fn tellings(claims: &[Claim], keys: &BTreeSet<String>) -> Vec<usize> {
    let own: BTreeSet<usize> = (0..claims.len()).filter(|at| keys.contains(&claims[*at].key)).collect();
    let occurrences: BTreeSet<&str> = own.iter().filter_map(|at| claims[*at].occurrence.as_deref()).collect();
    let answering: BTreeSet<&str> = occurrences
        .into_iter()
        .flat_map(|occurrence| answers(claims, occurrence))
        .map(|claim| claim.key.as_str())
        .collect();
    (0..claims.len()).filter(|at| own.contains(at) || answering.contains(claims[*at].key.as_str())).collect()
}

/// Which cluster keeps which id: the one that holds most of its claims, the oldest id first among equals. A cluster
/// has one id and an id one cluster.
fn assigned(held: &BTreeMap<IncidentId, BTreeMap<usize, usize>>, clusters: usize) -> Vec<Option<IncidentId>> {
    let mut wishes: Vec<(usize, IncidentId, usize)> = held
        .iter()
        .flat_map(|(id, counts)| counts.iter().map(|(cluster, count)| (*count, *id, *cluster)))
        .collect();
    wishes.sort_by_key(|(count, id, cluster)| (std::cmp::Reverse(*count), *id, *cluster));
    let mut ids = vec![None; clusters];
    for (_, id, cluster) in wishes {
        if ids[cluster].is_none() && !ids.contains(&Some(id)) {
            ids[cluster] = Some(id);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_with_most_of_its_claims_and_the_older_wins_a_merge() {
        let id = IncidentId;
        let merged = BTreeMap::from([(id(3), BTreeMap::from([(0, 2)])), (id(1), BTreeMap::from([(0, 2)]))]);
        assert_eq!(assigned(&merged, 1), [Some(id(1))]);
        let split = BTreeMap::from([(id(7), BTreeMap::from([(0, 1), (1, 3)]))]);
        assert_eq!(assigned(&split, 2), [None, Some(id(7))]);
    }
}
