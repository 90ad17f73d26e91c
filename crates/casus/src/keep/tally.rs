//! Running totals set against the incidents of a ledger.

use std::collections::{BTreeMap, BTreeSet};

use casus_export::Projection;
use casus_model::{Body, Claim, DocumentId, LedgerIncident, Review, Tallies};
use casus_reconcile::tallies;
use casus_reconcile::{Source, Telling};

use super::loaded::{Kept, load};
use super::source::source;
use super::view::Looker;
use super::{Keeper, Result};
use crate::Error;

impl Keeper<'_> {
    /// Every running total, the incidents it contains, and what it leaves unexplained, as this reader may see it.
    /// Incidents that a person rejected are none.
    pub fn tallies(&self, looker: &Looker) -> Result<Tallies> {
        let layer = self.layer()?;
        let mut told: BTreeMap<DocumentId, (Source, Kept)> = BTreeMap::new();
        for claim in self.ledger().claims_of_kind(layer, "tally")? {
            if !told.contains_key(&claim.document)
                && let Some(kept) = load(self.ledger(), layer, &claim.document)?
            {
                told.insert(claim.document, (source(self.ledger(), &kept)?, kept));
            }
        }
        let is_tally = |claim: &&Claim| matches!(claim.body, Body::Tally(_));
        let tellings: Vec<Telling> = told
            .values()
            .flat_map(|(source, kept)| {
                kept.reading.claims.iter().filter(is_tally).map(move |claim| Telling { source, claim })
            })
            .collect();
        let mut incidents: Vec<LedgerIncident> = Vec::new();
        for id in self.ledger().incidents(layer)? {
            let incident = self.ledger().incident(layer, id)?;
            incidents.extend(incident.filter(|incident| incident.review != Review::Rejected));
        }
        let names: BTreeSet<String> =
            told.values().flat_map(|(_, kept)| kept.names.iter().cloned()).collect();
        let places = looker.withheld_places(told.values().map(|(_, kept)| kept), &[], false);
        let projection =
            Projection { profile: looker.profile(), names: &names, places: &places, sensitive: false };
        projection.of(&tallies(&tellings, &incidents, &self.background)).ok_or_else(|| {
            Error::refused(
                "cannot show the totals",
                "they could not be brought into the form that this profile may see",
                "report this fault of casus",
            )
        })
    }
}
