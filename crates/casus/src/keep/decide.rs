//! Decisions of people, bound to keys of claims: they outlive merges, splits and later readings.
//!
//! A decision about an incident holds for the incident that has most of the claims which it had then. Of two that
//! contradict each other the later holds; one that is undone holds no more.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{Decision, IncidentId, LayerId, Ledger};
use casus_link::{Change, Constraint, Constraints, Key, Wish};
use casus_model::{Decided as DecidedField, FieldDecision, LedgerIncident, Review};
use serde::{Deserialize, Serialize};

use super::file::{Filed, Work};
use super::{Filing, Result};
use crate::Error;

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "decided", rename_all = "snake_case")]
pub enum Decide {
    /// The incident happened as it stands.
    Accept {
        /// Which.
        incident: String,
        /// Why.
        note: Option<String>,
    },
    /// It is no incident.
    Reject {
        /// Which.
        incident: String,
        /// Why.
        note: Option<String>,
    },
    /// A field of it is so.
    Edit {
        /// Which.
        incident: String,
        /// The field and its value.
        field: DecidedField,
        /// Why.
        note: Option<String>,
    },
    /// Two incidents are one.
    Merge {
        /// Which.
        incidents: [String; 2],
        /// Why.
        note: Option<String>,
    },
    /// Some claims of an incident tell another one.
    Split {
        /// Which.
        incident: String,
        /// The claims that tell another.
        #[serde(rename = "named")]
        claims: Vec<String>,
        /// Why.
        note: Option<String>,
    },
}

/// A decision as it is kept: with the claims of each side at that time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Bound {
    #[serde(flatten)]
    decide: Decide,
    /// The claims it is about; of a split those that go, of a merge those of the first.
    claims: BTreeSet<String>,
    /// Of a split the claims that stay, of a merge those of the second.
    others: BTreeSet<String>,
}

/// What a decision did.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    /// Its number, by which it is undone.
    pub decision: i64,
    /// Incidents that changed.
    pub incidents: Vec<Filed>,
}

/// What undoing did.
#[derive(Clone, Debug, Serialize)]
pub struct Undone {
    /// The decision that was undone.
    pub decision: i64,
    /// Incidents that changed.
    pub incidents: Vec<Filed>,
}

/// The decisions in force.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    live: Vec<(Decision, Bound)>,
    /// Which claims must and must not stand together.
    pub constraints: Constraints,
}

impl Decisions {
    /// The decisions of a ledger that hold.
    pub fn of(ledger: &Ledger) -> Result<Decisions> {
        let mut live = Vec::new();
        for decision in ledger.live_decisions()? {
            let bound: Bound = serde_json::from_value(decision.body.clone())
                .map_err(|cause| Error::stored(&format!("decision {}", decision.seq), &cause))?;
            live.push((decision, bound));
        }
        let constraints =
            Constraints::new(live.iter().flat_map(|(decision, bound)| bound.constraints(decision.seq)));
        Ok(Decisions { live, constraints })
    }

    /// What people decided about the incident that has these claims.
    fn about<'d>(
        &'d self,
        keys: &BTreeSet<&str>,
        ledger: &Ledger,
        layer: LayerId,
    ) -> Result<Vec<(&'d Decision, &'d Decide)>> {
        let mut found = Vec::new();
        for (decision, bound) in &self.live {
            let of_incident =
                matches!(bound.decide, Decide::Accept { .. } | Decide::Reject { .. } | Decide::Edit { .. });
            if of_incident && bound.belongs(keys, ledger, layer)? {
                found.push((decision, &bound.decide));
            }
        }
        Ok(found)
    }

    /// The last review of the incident that has these claims.
    pub fn review(&self, keys: &BTreeSet<&str>, ledger: &Ledger, layer: LayerId) -> Result<Option<Review>> {
        let mut review = None;
        for (_, decide) in self.about(keys, ledger, layer)? {
            review = match decide {
                Decide::Accept { .. } => Some(Review::Accepted),
                Decide::Reject { .. } => Some(Review::Rejected),
                Decide::Edit { .. } | Decide::Merge { .. } | Decide::Split { .. } => review,
            };
        }
        Ok(review)
    }

    /// The values that people gave to fields of the incident that has these claims.
    pub fn of_fields(
        &self,
        keys: &BTreeSet<&str>,
        ledger: &Ledger,
        layer: LayerId,
    ) -> Result<Vec<FieldDecision>> {
        let fields =
            self.about(keys, ledger, layer)?.into_iter().filter_map(|(decision, decide)| match decide {
                Decide::Edit { field, note, .. } => Some(FieldDecision {
                    seq: decision.seq.unsigned_abs(),
                    at: decision.at,
                    who: decision.who.clone(),
                    note: note.clone(),
                    decided: field.clone(),
                }),
                _ => None,
            });
        Ok(fields.collect())
    }
}

impl Bound {
    /// Every claim that it names.
    fn all(&self) -> impl Iterator<Item = &String> {
        self.claims.iter().chain(&self.others)
    }

    fn constraints(&self, seq: i64) -> Vec<Constraint> {
        let sequence = seq.unsigned_abs();
        let wish = |wish, one: &str, other: &str| Constraint {
            sequence,
            wish,
            one: Key::of(one),
            other: Key::of(other),
        };
        let chained = |keys: &mut dyn Iterator<Item = &String>| -> Vec<Constraint> {
            let keys: Vec<&String> = keys.collect();
            keys.windows(2).map(|pair| wish(Wish::Together, pair[0], pair[1])).collect()
        };
        match &self.decide {
            Decide::Merge { .. } => chained(&mut self.all()),
            Decide::Split { .. } => {
                let pairs =
                    self.claims.iter().flat_map(|one| self.others.iter().map(move |other| (one, other)));
                let apart = pairs.map(|(one, other)| wish(Wish::Apart, one, other));
                apart.chain(chained(&mut self.claims.iter())).collect()
            }
            Decide::Accept { .. } | Decide::Reject { .. } | Decide::Edit { .. } => Vec::new(),
        }
    }

    /// Whether most of its claims, of those that are still read, are among these.
    fn belongs(&self, keys: &BTreeSet<&str>, ledger: &Ledger, layer: LayerId) -> Result<bool> {
        let here = self.claims.iter().filter(|claim| keys.contains(claim.as_str())).count();
        if here == 0 {
            return Ok(false);
        }
        let mut elsewhere: BTreeMap<IncidentId, usize> = BTreeMap::new();
        for claim in self.claims.iter().filter(|claim| !keys.contains(claim.as_str())) {
            if let Some(other) = ledger.incident_of(layer, claim)? {
                *elsewhere.entry(other).or_default() += 1;
            }
        }
        let first_is_here =
            self.claims.iter().find(|claim| keys.contains(claim.as_str())) == self.claims.first();
        let most = elsewhere.values().max().copied().unwrap_or(0);
        Ok(here > most || here == most && first_is_here)
    }

    /// The claims of each incident that it names, as they were then.
    fn incidents(&self) -> Vec<BTreeSet<&String>> {
        match self.decide {
            Decide::Split { .. } => vec![self.all().collect()],
            Decide::Merge { .. } => vec![self.claims.iter().collect(), self.others.iter().collect()],
            Decide::Accept { .. } | Decide::Reject { .. } | Decide::Edit { .. } => {
                vec![self.claims.iter().collect()]
            }
        }
    }

    /// Whether this decision was made of an incident as the earlier one left it: one that has claims of both sides of
    /// a merge, or of one side of a split only.
    fn rests_on(&self, earlier: &Bound) -> bool {
        let of = |incident: &BTreeSet<&String>, side: &BTreeSet<String>| {
            incident.iter().any(|claim| side.contains(*claim))
        };
        self.incidents().iter().any(|incident| {
            let (one, other) = (of(incident, &earlier.claims), of(incident, &earlier.others));
            match earlier.decide {
                Decide::Merge { .. } => one && other,
                Decide::Split { .. } => one != other,
                Decide::Accept { .. } | Decide::Reject { .. } | Decide::Edit { .. } => false,
            }
        })
    }
}

impl<'k> Filing<'k> {
    /// Keeps a decision and does what follows from it.
    pub fn decide(&mut self, decide: Decide) -> Result<Decided> {
        let bound = self.bound(decide)?;
        let (verb, object) = match &bound.decide {
            Decide::Accept { incident, .. } => ("accept", incident.clone()),
            Decide::Reject { incident, .. } => ("reject", incident.clone()),
            Decide::Edit { incident, .. } => ("edit", incident.clone()),
            Decide::Merge { incidents, .. } => ("merge", incidents.join(" ")),
            Decide::Split { incident, .. } => ("split", incident.clone()),
        };
        let body = serde_json::to_value(&bound).unwrap_or_default();
        let decision = self.group.decide(verb, &object, &body)?;
        let incidents = self.follow_through(&bound)?;
        Ok(Decided { decision, incidents })
    }

    /// Takes a decision back and does what follows from that. One that later decisions rest on is refused.
    pub fn undo(&mut self, decision: i64) -> Result<Undone> {
        let Some(at) = self.decisions.live.iter().position(|(known, _)| known.seq == decision) else {
            return Err(Error::refused(
                &format!("cannot undo decision {decision}"),
                "there is none of this number, or it was undone before",
                "see the numbers with `casus log --decisions`",
            ));
        };
        let (earlier, later) = (&self.decisions.live[at], &self.decisions.live[at + 1..]);
        let resting: Vec<String> = later
            .iter()
            .filter(|(_, bound)| bound.rests_on(&earlier.1))
            .map(|(decision, _)| decision.seq.to_string())
            .collect();
        if !resting.is_empty() {
            return Err(Error::refused(
                &format!("cannot undo decision {decision}"),
                &format!("later decisions rest on it: {}", resting.join(", ")),
                &format!("undo those first, the last first: `casus undo {}`", resting[resting.len() - 1]),
            ));
        }
        let bound = earlier.1.clone();
        self.group.undo(decision)?;
        let incidents = self.follow_through(&bound)?;
        Ok(Undone { decision, incidents })
    }

    /// Does in the layer of this group what follows from decisions that were made or undone after an entry.
    pub(super) fn catch_up(&mut self, after: i64) -> Result<()> {
        for decision in self.group.decisions()? {
            let is_later = decision.seq > after || decision.undone_by.is_some_and(|by| by > after);
            // What takes another back is none itself.
            if is_later && let Ok(bound) = serde_json::from_value::<Bound>(decision.body) {
                self.follow_through(&bound)?;
            }
        }
        Ok(())
    }

    /// Links and reconciles what a decision is about again.
    fn follow_through(&mut self, bound: &Bound) -> Result<Vec<Filed>> {
        self.decisions = Decisions::of(&self.group)?;
        let decided: Vec<Key> = bound.all().map(|claim| Key::of(claim)).collect();
        let again = match bound.decide {
            Decide::Merge { .. } | Decide::Split { .. } => self.accounts_again(bound)?,
            Decide::Accept { .. } | Decide::Reject { .. } | Decide::Edit { .. } => {
                let mut incidents = BTreeSet::new();
                for claim in &bound.claims {
                    incidents.extend(self.group.incident_of(self.layer, claim)?);
                }
                let mut filed = Vec::new();
                let mut work = self.work();
                for id in incidents {
                    filed.extend(work.again(id)?);
                }
                return Ok(filed);
            }
        };
        self.work().link(Change { decided, ..again })
    }

    /// The accounts of the documents that a decision is about, divided as decisions ask.
    fn accounts_again(&mut self, bound: &Bound) -> Result<Change> {
        let mut documents = BTreeSet::new();
        for claim in bound.all() {
            documents.extend(self.group.claim(self.layer, claim)?.map(|claim| claim.document));
        }
        let mut change = Change::default();
        for document in documents {
            let Some(kept) = self.cache.load(&self.group, self.layer, &document)? else { continue };
            let accounts = casus_link::accounts(&kept.reading, self.knowledge, &self.decisions.constraints);
            let stored = self.group.accounts_of(self.layer, &document)?;
            let stored: Vec<(Key, Vec<u8>)> =
                stored.into_iter().map(|known| (Key::of(&known.key), known.body)).collect();
            let same = |account: &casus_link::Account| {
                stored.iter().any(|(key, body)| *key == account.key && *body == account.pack())
            };
            change.removed.extend(
                stored
                    .iter()
                    .map(|(key, _)| *key)
                    .filter(|key| !accounts.iter().any(|account| account.key == *key)),
            );
            change.added.extend(accounts.into_iter().filter(|account| !same(account)));
        }
        Ok(change)
    }

    fn work(&mut self) -> Work<'_, 'k> {
        Work {
            group: &mut self.group,
            layer: self.layer,
            knowledge: self.knowledge,
            background: self.background,
            cache: self.cache,
            decisions: &self.decisions,
            former: BTreeMap::new(),
        }
    }

    /// Binds a decision to the claims that it is about.
    fn bound(&self, decide: Decide) -> Result<Bound> {
        let (claims, others) = match &decide {
            Decide::Accept { incident, .. }
            | Decide::Reject { incident, .. }
            | Decide::Edit { incident, .. } => (self.claims_of(incident)?, BTreeSet::new()),
            Decide::Merge { incidents: [one, other], .. } => {
                let (one, other) = (self.claims_of(one)?, self.claims_of(other)?);
                if one == other {
                    return Err(Error::refused(
                        "cannot merge",
                        "both are one incident already",
                        "name two incidents",
                    ));
                }
                (one, other)
            }
            Decide::Split { incident, claims, .. } => self.parts(incident, claims)?,
        };
        Ok(Bound { decide, claims, others })
    }

    fn claims_of(&self, incident: &str) -> Result<BTreeSet<String>> {
        Ok(self.incident(incident)?.claims.into_iter().collect())
    }

    /// The incident of an id, or the one it went into.
    fn incident(&self, id: &str) -> Result<LedgerIncident> {
        super::view::find(&self.group, self.layer, id)
    }

    /// The claims of an incident that go, and those that stay.
    fn parts(&self, incident: &str, claims: &[String]) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
        let all = self.claims_of(incident)?;
        let go: BTreeSet<String> = claims.iter().cloned().collect();
        if let Some(foreign) = go.iter().find(|claim| !all.contains(*claim)) {
            return Err(Error::refused(
                &format!("cannot split {incident}"),
                &format!("{foreign} is no claim of it"),
                &format!("see its claims with `casus show {incident}`"),
            ));
        }
        let stay: BTreeSet<String> = all.difference(&go).cloned().collect();
        if go.is_empty() || stay.is_empty() {
            return Err(Error::refused(
                &format!("cannot split {incident}"),
                "all of its claims would be on one side",
                "name some of its claims, not none and not all",
            ));
        }
        Ok((go, stay))
    }
}
