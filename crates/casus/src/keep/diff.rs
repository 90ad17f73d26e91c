//! What changed from one reading of all documents to another.

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{IncidentId, LayerId};
use casus_model::LedgerIncident;
use serde::Serialize;
use serde_json::Value;

use super::{Keeper, Result};

/// Incidents that differ between two layers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Difference {
    /// Incidents that are the same in both.
    pub same: usize,
    /// Incidents that are not, by id.
    pub changes: Vec<IncidentChange>,
}

/// How an incident differs.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentChange {
    /// Its id.
    pub incident: String,
    /// `appeared`, `vanished` or `changed`.
    pub change: &'static str,
    /// Claims that only the later layer reads in it.
    pub gained: Vec<String>,
    /// Claims that only the earlier layer reads in it.
    pub lost: Vec<String>,
    /// Fields whose preferred value differs: name, earlier, later.
    pub fields: Vec<(String, Value, Value)>,
    /// Where claims that it lost stand now, where they stand anywhere.
    pub went_to: Vec<String>,
}

impl Keeper<'_> {
    /// What differs between two layers.
    pub fn diff(&self, earlier: LayerId, later: LayerId) -> Result<Difference> {
        let (before, after) = (self.incidents(earlier)?, self.incidents(later)?);
        let ids: BTreeSet<IncidentId> = before.keys().chain(after.keys()).copied().collect();
        let mut difference = Difference::default();
        for id in ids {
            match self.change(id, before.get(&id), after.get(&id), later)? {
                Some(change) => difference.changes.push(change),
                None => difference.same += 1,
            }
        }
        Ok(difference)
    }

    fn incidents(&self, layer: LayerId) -> Result<BTreeMap<IncidentId, LedgerIncident>> {
        let mut incidents = BTreeMap::new();
        for id in self.ledger().incidents(layer)? {
            if let Some(incident) = self.ledger().incident(layer, id)? {
                incidents.insert(id, incident);
            }
        }
        Ok(incidents)
    }

    fn change(
        &self,
        id: IncidentId,
        before: Option<&LedgerIncident>,
        after: Option<&LedgerIncident>,
        later: LayerId,
    ) -> Result<Option<IncidentChange>> {
        let claims = |incident: Option<&LedgerIncident>| -> BTreeSet<String> {
            incident.map(|incident| incident.claims.iter().cloned().collect()).unwrap_or_default()
        };
        let (old, new) = (claims(before), claims(after));
        let fields = match (before, after) {
            (Some(before), Some(after)) => fields(before, after),
            _ => Vec::new(),
        };
        if old == new && fields.is_empty() {
            return Ok(None);
        }
        let lost: Vec<String> = old.difference(&new).cloned().collect();
        let mut went_to = BTreeSet::new();
        for claim in &lost {
            went_to.extend(self.ledger().incident_of(later, claim)?.map(|id| id.to_string()));
        }
        let change = match (before, after) {
            (None, _) => "appeared",
            (_, None) => "vanished",
            _ => "changed",
        };
        Ok(Some(IncidentChange {
            incident: id.to_string(),
            change,
            gained: new.difference(&old).cloned().collect(),
            lost,
            fields,
            went_to: went_to.into_iter().collect(),
        }))
    }
}

/// Fields whose preferred value differs.
fn fields(before: &LedgerIncident, after: &LedgerIncident) -> Vec<(String, Value, Value)> {
    let printed = |incident| serde_json::to_value(incident).unwrap_or_default();
    let (Value::Object(before), Value::Object(after)) = (printed(before), printed(after)) else {
        return Vec::new();
    };
    let shown = |value: &Value| match value {
        Value::Object(field) => field.get("preferred").cloned(),
        Value::Array(tolls) => Some(tolls.iter().map(|toll| toll["count"]["preferred"].clone()).collect()),
        _ => None,
    };
    let differs = |(name, old): (&String, &Value)| {
        let (old, new) = (shown(old)?, shown(after.get(name)?)?);
        (name != "claims" && name != "documents" && old != new).then(|| (name.clone(), old, new))
    };
    before.iter().filter_map(differs).collect()
}
