//! What changed from one reading of all documents to another.

use std::collections::BTreeSet;

use casus_export::Projection;
use casus_ledger::{IncidentId, LayerId, LayerState};
use casus_model::LedgerIncident;
use serde::Serialize;
use serde_json::Value;

use super::view::Looker;
use super::{Keeper, Result};

/// Incidents that differ between two layers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Difference {
    /// Incidents that are the same in both.
    pub same: usize,
    /// Incidents that are not, by id.
    pub changes: Vec<IncidentChange>,
    /// Layers of the two that do not hold every report of the ledger, so that what those tell counts as a difference.
    pub partial: Vec<Partial>,
}

/// A layer that does not hold every report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Partial {
    /// Its number.
    pub layer: i64,
    /// Reports of the ledger that it has not read.
    pub unread: u64,
    /// Whether its reading was begun and may go on.
    pub unfinished: bool,
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
    /// What differs between two layers, as this reader may see it. Incidents that are held back are not told of.
    pub fn diff(&self, earlier: LayerId, later: LayerId, looker: &Looker) -> Result<Difference> {
        let ledger = self.ledger();
        let mut ids: BTreeSet<IncidentId> = ledger.incidents(earlier)?.into_iter().collect();
        ids.extend(ledger.incidents(later)?);
        let mut difference = Difference::default();
        for layer in ledger.layers()?.into_iter().filter(|layer| [earlier, later].contains(&layer.id)) {
            let unread = ledger.unread(layer.id)?;
            let unfinished = layer.state == LayerState::Building;
            let partial = Partial { layer: layer.id.0, unread, unfinished };
            difference.partial.extend(Some(partial).filter(|partial| partial.unread > 0));
        }
        for id in ids {
            let (before, after) = (ledger.incident(earlier, id)?, ledger.incident(later, id)?);
            let versions = [(earlier, before.as_ref()), (later, after.as_ref())];
            match self.change(id, before.as_ref(), after.as_ref(), later)? {
                Some(change) => difference.changes.extend(self.seen(change, versions, looker)?),
                None => difference.same += 1,
            }
        }
        Ok(difference)
    }

    /// A change as a reader may see it; none where an incident is held back.
    fn seen(
        &self,
        mut change: IncidentChange,
        versions: [(LayerId, Option<&LedgerIncident>); 2],
        looker: &Looker,
    ) -> Result<Option<IncidentChange>> {
        if looker.profile().sees_everything() {
            return Ok(Some(change));
        }
        let (mut names, mut places, mut sensitive) = (BTreeSet::new(), BTreeSet::new(), false);
        for (layer, incident) in versions {
            let Some(incident) = incident else { continue };
            let readings = self.readings(layer, incident)?;
            if self.held(incident, &readings, looker).is_some() {
                return Ok(None);
            }
            sensitive |= looker.is_sensitive(incident);
            places.extend(looker.withheld_places(readings.values(), &[], sensitive));
            names.extend(readings.into_values().flat_map(|kept| kept.names));
        }
        let projection = Projection { profile: looker.profile(), names: &names, places: &places, sensitive };
        for (_, old, new) in &mut change.fields {
            for value in [old, new] {
                *value = projection.value(std::mem::take(value));
            }
        }
        Ok(Some(change))
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
