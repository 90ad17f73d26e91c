//! A report removed for good: its words go, and what others tell is linked anew.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::LayerId;
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
}
