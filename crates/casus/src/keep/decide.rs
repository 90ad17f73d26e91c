//! Decisions of people, bound to keys of claims: they outlive merges, splits and later readings.
//!
//! A decision about an incident holds for the incident that has most of the claims which it had then. Of two that
//! contradict each other the later holds; one that is undone holds no more.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{Decision, IncidentId, LayerId, Ledger};
use casus_link::{Change, Constraint, Constraints, Key, Whole, Wish};
use casus_model::{Decided as DecidedField, FieldDecision, LedgerIncident, Review};
use casus_reconcile::shown;
use serde::{Deserialize, Serialize};

use super::decisions::{DecisionView, decisions};
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
pub(super) struct Bound {
    #[serde(flatten)]
    pub decide: Decide,
    /// The claims it is about; of a split those that go, of a merge those of the first.
    claims: BTreeSet<String>,
    /// Of a split the claims that stay, of a merge those of the second.
    others: BTreeSet<String>,
    /// Of an edit: what was shown.
    #[serde(default)]
    pub from: Option<DecidedField>,
    /// Of an acceptance or a rejection: what was decided before.
    #[serde(default)]
    pub was: Option<Review>,
    /// Earlier decisions that it goes against.
    #[serde(default)]
    pub against: Vec<i64>,
}

/// A decision as it was kept.
pub(super) fn read(decision: &Decision) -> Result<Bound> {
    serde_json::from_value(decision.body.clone())
        .map_err(|cause| Error::stored(&format!("decision {}", decision.seq), &cause))
}

/// What a decision did.
#[derive(Clone, Debug, Serialize)]
pub struct Decided {
    /// Its number, by which it is undone.
    pub decision: i64,
    /// Incidents that changed.
    pub incidents: Vec<Filed>,
    /// The decision itself, as it is told.
    pub told: DecisionView,
    /// Earlier decisions that it goes against.
    pub against: Vec<DecisionView>,
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
            let bound = read(&decision)?;
            live.push((decision, bound));
        }
        let apart = live.iter().flat_map(|(decision, bound)| bound.apart(decision.seq));
        let together = live.iter().filter_map(|(decision, bound)| bound.together(decision.seq));
        let constraints = Constraints::new(apart).with(together);
        Ok(Decisions { live, constraints })
    }

    /// Each decision that holds, with what it is bound to.
    pub(super) fn live(&self) -> impl Iterator<Item = (&Decision, &Bound)> {
        self.live.iter().map(|(decision, bound)| (decision, bound))
    }

    /// Numbers of the decisions that hold until now and that a new one goes against: every merge that it parts and every
    /// split that it joins; of earlier words on the same matter the last.
    fn against(&self, bound: &Bound) -> Vec<i64> {
        let parted = self.live.iter().filter(|(_, earlier)| bound.parts_or_joins(earlier));
        let last = self.live.iter().rev().find(|(_, earlier)| bound.is_of_the_matter_of(earlier));
        let last = last.filter(|(_, earlier)| bound.says_otherwise(earlier));
        parted.chain(last).map(|(decision, _)| decision.seq).collect()
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
                    instead_of: None,
                }),
                _ => None,
            });
        Ok(fields.collect())
    }
}

impl Bound {
    /// Every claim that it names.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        self.claims.iter().chain(&self.others)
    }

    /// What it keeps apart: each claim that goes from each that stays.
    fn apart(&self, seq: i64) -> Vec<Constraint> {
        if !matches!(self.decide, Decide::Split { .. }) {
            return Vec::new();
        }
        let pairs = self.claims.iter().flat_map(|one| self.others.iter().map(move |other| (one, other)));
        let apart = |(one, other): (&String, &String)| Constraint {
            sequence: seq.unsigned_abs(),
            wish: Wish::Apart,
            one: Key::of(one),
            other: Key::of(other),
        };
        pairs.map(apart).collect()
    }

    /// What it holds together: all of a merge, and what goes in a split.
    fn together(&self, seq: i64) -> Option<Whole> {
        let claims: Vec<Key> = match self.decide {
            Decide::Merge { .. } => self.all().map(|claim| Key::of(claim)).collect(),
            Decide::Split { .. } => self.claims.iter().map(|claim| Key::of(claim)).collect(),
            Decide::Accept { .. } | Decide::Reject { .. } | Decide::Edit { .. } => return None,
        };
        Some(Whole { sequence: seq.unsigned_abs(), claims })
    }

    /// Whether it parts what an earlier one joined, or joins what that parted.
    fn parts_or_joins(&self, earlier: &Bound) -> bool {
        let spans = |whole: &Bound, sides: &Bound| {
            let has = |side: &BTreeSet<String>| whole.all().any(|claim| side.contains(claim));
            has(&sides.claims) && has(&sides.others)
        };
        match (&self.decide, &earlier.decide) {
            (Decide::Split { .. }, Decide::Merge { .. }) => spans(earlier, self),
            (Decide::Merge { .. }, Decide::Split { .. }) => spans(self, earlier),
            _ => false,
        }
    }

    /// Whether both review one incident, or set one field of it.
    fn is_of_the_matter_of(&self, earlier: &Bound) -> bool {
        let is_review = |decide: &Decide| matches!(decide, Decide::Accept { .. } | Decide::Reject { .. });
        let same = match (&self.decide, &earlier.decide) {
            (Decide::Edit { field, .. }, Decide::Edit { field: other, .. }) => field.is_of_field_of(other),
            (one, other) => is_review(one) && is_review(other),
        };
        same && !self.claims.is_disjoint(&earlier.claims)
    }

    fn says_otherwise(&self, earlier: &Bound) -> bool {
        match (&self.decide, &earlier.decide) {
            (Decide::Edit { field, .. }, Decide::Edit { field: other, .. }) => field != other,
            (one, other) => std::mem::discriminant(one) != std::mem::discriminant(other),
        }
    }

    /// Whether most of its claims, of those that are still read, are among these.
    pub(super) fn belongs(&self, keys: &BTreeSet<&str>, ledger: &Ledger, layer: LayerId) -> Result<bool> {
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
        let mut bound = self.bound(decide)?;
        bound.against = self.decisions.against(&bound);
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
        let (mut told, mut against) = (None, Vec::new());
        for view in decisions(&self.group)? {
            if view.decision == decision {
                told = Some(view);
            } else if bound.against.contains(&view.decision) {
                against.push(view);
            }
        }
        let told = told.ok_or_else(|| {
            Error::refused(
                &format!("cannot keep decision {decision}"),
                "it is not in the ledger",
                "report this fault of casus",
            )
        })?;
        Ok(Decided { decision, incidents, told, against })
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
            documents.extend(self.group.document_of(self.layer, claim)?);
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
        let (from, was) = match &decide {
            Decide::Edit { incident, field, .. } => (shown(&self.incident(incident)?, field), None),
            Decide::Accept { incident, .. } | Decide::Reject { incident, .. } => {
                (None, Some(self.incident(incident)?.review))
            }
            Decide::Merge { .. } | Decide::Split { .. } => (None, None),
        };
        Ok(Bound { decide, claims, others, from, was, against: Vec::new() })
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
