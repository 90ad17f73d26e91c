//! A report removed for good: its words go, and what others tell is linked anew.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{IncidentId, LayerId};
use casus_link::{Change, Key};
use casus_model::DocumentId;
use serde::Serialize;

use super::file::{Filed, Work};
use super::{Filing, Result};

/// What a retraction did.
#[derive(Clone, Debug, Serialize)]
pub struct Retracted {
    /// The document.
    pub document: DocumentId,
    /// Incidents of the layer that is shown which are others now, or none.
    pub incidents: Vec<Filed>,
    /// Decisions that mention it. They stay, and may name what it told.
    pub decisions: Vec<i64>,
}

impl Filing<'_> {
    /// Removes a document for good. After the commit the file is to be scrubbed
    /// ([`Ledger::scrub`](casus_ledger::Ledger::scrub)).
    pub fn retract(&mut self, document: &DocumentId, reason: &str) -> Result<Retracted> {
        let former = self.former(document)?;
        let erased = self.group.erase(document, reason)?;
        self.cache.forget(document);
        let mut stirred: BTreeMap<LayerId, Vec<Key>> = BTreeMap::new();
        for (layer, _) in &erased.incidents {
            stirred.entry(*layer).or_default();
        }
        for (layer, account) in &erased.accounts {
            if let Some(account) = self.group.account(*account)? {
                stirred.entry(*layer).or_default().push(Key::of(&account.key));
            }
        }
        let changed: BTreeSet<DocumentId> =
            erased.changed.iter().map(|(document, _)| document.clone()).collect();
        let mut incidents = Vec::new();
        for (layer, decided) in stirred {
            let mut work = Work {
                group: &mut self.group,
                layer,
                knowledge: self.knowledge,
                background: self.background,
                cache: self.cache,
                decisions: &self.decisions,
                former: former.get(&layer).cloned().unwrap_or_default(),
            };
            let mut filed = work.link(Change { decided, ..Change::default() })?;
            filed.extend(work.refresh(&changed, &filed)?);
            if layer == self.layer {
                incidents = filed;
            }
        }
        for (_, id) in erased.incidents.iter().filter(|(layer, _)| *layer == self.layer) {
            if self.group.incident(self.layer, *id)?.is_none() {
                incidents.push(Filed { incident: id.to_string(), change: "ended", into: None });
            }
        }
        Ok(Retracted { document: document.clone(), incidents, decisions: erased.decisions })
    }

    /// By layer, the claims of other documents in incidents that a document stands behind, with the incident of each.
    fn former(&self, document: &DocumentId) -> Result<BTreeMap<LayerId, BTreeMap<String, IncidentId>>> {
        let mut former: BTreeMap<LayerId, BTreeMap<String, IncidentId>> = BTreeMap::new();
        for layer in self.group.layers()? {
            let own: BTreeSet<String> =
                self.group.claims_of(layer.id, document)?.into_iter().map(|claim| claim.key).collect();
            for id in self.group.incidents_of(layer.id, document)? {
                let claims =
                    self.group.incident(layer.id, id)?.map(|incident| incident.claims).unwrap_or_default();
                let others = claims.into_iter().filter(|claim| !own.contains(claim));
                former.entry(layer.id).or_default().extend(others.map(|claim| (claim, id)));
            }
        }
        Ok(former)
    }
}
