//! Decisions as they are told: who decided what of which incident, when and why, what was shown before, and which
//! earlier decisions it goes against.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{LayerId, Ledger};
use casus_model::{Decided as DecidedField, LedgerIncident, Review};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Result;
use super::decide::{Bound, Decide, Decisions, read};

/// A decision as it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionView {
    /// Its number, by which it is undone.
    pub decision: i64,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub who: String,
    /// `accept`, `reject`, `edit`, `merge`, `split` or `undo`.
    pub verb: String,
    /// The incidents that it was made of, by the ids that they had.
    pub incidents: Vec<String>,
    /// Of an edit: what was shown before, where anything was.
    pub from: Option<DecidedField>,
    /// Of an edit: what is shown since.
    pub to: Option<DecidedField>,
    /// Of an acceptance or a rejection: what the incident was before.
    pub was: Option<Review>,
    /// Of a split: the claims that tell another incident.
    pub claims: Vec<String>,
    /// Of a split: the incidents that those claims stand behind now.
    pub into: Vec<String>,
    /// Why, in the words of who decided.
    pub note: Option<String>,
    /// Earlier decisions that it goes against.
    pub against: Vec<i64>,
    /// Of an undoing: the decision that it takes back.
    pub undoes: Option<i64>,
    /// The decision that took it back.
    pub undone_by: Option<i64>,
}

/// Every decision of a ledger, undone ones and undoings among them, the first first.
pub fn decisions(ledger: &Ledger) -> Result<Vec<DecisionView>> {
    let layer = ledger.active_layer()?;
    let mut views = Vec::new();
    for decision in ledger.decisions()? {
        let undoes = decision.body["undoes"].as_i64();
        // Of one that cannot be read it is told who made it and when.
        let bound = if undoes.is_none() { read(&decision).ok() } else { None };
        let mut view = DecisionView {
            decision: decision.seq,
            at: decision.at,
            who: decision.who,
            verb: decision.verb,
            incidents: Vec::new(),
            from: None,
            to: None,
            was: None,
            claims: Vec::new(),
            into: Vec::new(),
            note: None,
            against: Vec::new(),
            undoes,
            undone_by: decision.undone_by,
        };
        if let Some(bound) = bound {
            view.tell(bound);
        }
        if let Some(layer) = layer {
            view.into = incidents_of(ledger, layer, &view.claims)?;
        }
        views.push(view);
    }
    Ok(views)
}

/// The incidents that claims stand behind now.
fn incidents_of(ledger: &Ledger, layer: LayerId, claims: &[String]) -> Result<Vec<String>> {
    let mut incidents = BTreeSet::new();
    for claim in claims {
        incidents.extend(ledger.incident_of(layer, claim)?);
    }
    Ok(incidents.into_iter().map(|id| id.to_string()).collect())
}

impl DecisionView {
    fn tell(&mut self, bound: Bound) {
        (self.from, self.was, self.against) = (bound.from, bound.was, bound.against);
        match bound.decide {
            Decide::Accept { incident, note } | Decide::Reject { incident, note } => {
                (self.incidents, self.note) = (vec![incident], note);
            }
            Decide::Edit { incident, field, note } => {
                (self.incidents, self.to, self.note) = (vec![incident], Some(field), note);
            }
            Decide::Merge { incidents, note } => (self.incidents, self.note) = (incidents.into(), note),
            Decide::Split { incident, claims, note } => {
                (self.incidents, self.claims, self.note) = (vec![incident], claims, note);
            }
        }
    }
}

/// Every decision that holds, ready to be found by the claims it concerns.
pub(super) struct Trace {
    decisions: Decisions,
    views: BTreeMap<i64, DecisionView>,
    of_claim: BTreeMap<String, BTreeSet<i64>>,
}

impl Trace {
    pub fn of(ledger: &Ledger) -> Result<Trace> {
        let decisions = Decisions::of(ledger)?;
        let mut of_claim: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for (decision, bound) in decisions.live() {
            for claim in bound.all() {
                of_claim.entry(claim.clone()).or_default().insert(decision.seq);
            }
        }
        let views = self::decisions(ledger)?.into_iter().map(|view| (view.decision, view)).collect();
        Ok(Trace { decisions, views, of_claim })
    }

    /// The decisions that concern an incident, the first first: those about it, and those that joined or parted any of
    /// its claims.
    pub fn concerning(
        &self,
        incident: &LedgerIncident,
        ledger: &Ledger,
        layer: LayerId,
    ) -> Result<Vec<DecisionView>> {
        let numbers: BTreeSet<i64> =
            incident.claims.iter().filter_map(|claim| self.of_claim.get(claim)).flatten().copied().collect();
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let keys: BTreeSet<&str> = incident.claims.iter().map(String::as_str).collect();
        let mut views = Vec::new();
        for (decision, bound) in self.decisions.live().filter(|(decision, _)| numbers.contains(&decision.seq))
        {
            let parts = matches!(bound.decide, Decide::Merge { .. } | Decide::Split { .. });
            if parts || bound.belongs(&keys, ledger, layer)? {
                views.extend(self.views.get(&decision.seq).cloned());
            }
        }
        Ok(views)
    }
}
