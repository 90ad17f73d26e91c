//! Keeping reports: what is read goes into a ledger, is linked with what other reports tell, and comes out as
//! incidents.
//!
//! report → [`Prepared`] (any thread) → [`Filing::add`] (one writer): document, origin, claims, accounts → links
//! → incidents → one durable commit.
//!
//! [`ledger`](casus_ledger) stores, [`link`](casus_link) decides what is one incident and what its values are;
//! neither knows the other, and here they meet. Human decisions are claim keys that must or must not stand together,
//! and reviews and values bound to claims; so they hold in later readings too.

mod decide;
mod diff;
mod file;
mod loaded;
mod retract;
mod shelf;
mod source;
mod tally;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{Added, Group, LayerId, Ledger, NewClaim, NewDocument, Outcome, Stamp};
use casus_link::origin::Signature;
use casus_link::{Change, Knowledge};
use casus_model::{Claim, DocumentId, printed};
use serde::{Deserialize, Serialize};

use crate::{Casus, Error, FullReading, Given, Reader};

pub use decide::{Decide, Decided, Undone};
pub use diff::{Difference, IncidentChange};
pub use file::Filed;
pub use loaded::Kept;
pub use retract::Retracted;
pub use view::{ClaimView, DocumentView, Explanation, Held, IncidentView, JoinView, Looker};

use decide::Decisions;
use loaded::Cache;
use source::Background;

/// Why a ledger could not be used: its own errors, and knowledge that does not hold together.
pub type Result<T> = std::result::Result<T, Error>;

/// A ledger with what is needed to fill it and to read it.
pub struct Keeper<'c> {
    casus: &'c Casus,
    ledger: Ledger,
    knowledge: Knowledge,
    background: Background,
    cache: Cache,
}

/// A report that was read and is ready to be filed.
pub struct Prepared {
    raw: Vec<u8>,
    told: String,
    full: FullReading,
    signature: Signature,
}

/// What the user said of a report, kept so that its bytes can be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    published: Option<jiff::civil::Date>,
    url: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    retrieved: Option<String>,
    dateline: Option<String>,
}

impl From<&Given> for Told {
    fn from(given: &Given) -> Told {
        Told {
            published: given.published,
            url: given.url.clone(),
            outlet: given.outlet.clone(),
            byline: given.byline.clone(),
            retrieved: given.retrieved.clone(),
            dateline: given.dateline.clone(),
        }
    }
}

impl From<Told> for Given {
    fn from(told: Told) -> Given {
        Given {
            published: told.published,
            url: told.url,
            outlet: told.outlet,
            byline: told.byline,
            retrieved: told.retrieved,
            dateline: told.dateline,
            ..Given::default()
        }
    }
}

impl Prepared {
    /// Reads a report. `raw` are its bytes as they came, `told` is what the user said of them; `text` and `given`
    /// are what was taken out of them, which for plain text is the same.
    pub fn read(
        reader: &mut Reader,
        raw: Vec<u8>,
        told: &Given,
        text: &[u8],
        given: &Given,
    ) -> std::result::Result<Prepared, casus_ingest::Error> {
        let full = reader.read_in_full(text, given)?;
        let signature = Signature::of(&full.reading.document.text);
        let told = serde_json::to_string(&Told::from(told)).unwrap_or_default();
        Ok(Prepared { raw, told, full, signature })
    }

    /// The report as it was read.
    pub fn full(&self) -> &FullReading {
        &self.full
    }
}

/// What became of a report that was filed.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// The document.
    pub document: DocumentId,
    /// `new`, `known` or `suppressed`.
    pub outcome: &'static str,
    /// Claims read in it.
    pub claims: usize,
    /// Documents that tell the same text, itself not among them.
    pub copies: usize,
    /// Incidents that are new or changed by it.
    pub incidents: Vec<Filed>,
}

impl<'c> Keeper<'c> {
    /// A keeper of an open ledger. A ledger without a layer gets one when something is filed first.
    pub fn new(casus: &'c Casus, ledger: Ledger) -> Result<Keeper<'c>> {
        let actors = source::actors(&casus.lexicon);
        let background = source::background(&casus.lexicon);
        let knowledge = Knowledge::embedded(actors).map_err(|cause| Error::knowledge(&cause))?;
        Ok(Keeper { casus, ledger, knowledge, background, cache: Cache::default() })
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger, to be written to by itself.
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// Ends the work: signs what was not signed yet.
    pub fn close(self) -> Result<()> {
        Ok(self.ledger.close()?)
    }

    /// Begins a group of changes to the layer that is shown.
    pub fn filing(&mut self, stamp: Stamp) -> Result<Filing<'_>> {
        self.begin(stamp, |group, versions| match group.active_layer()? {
            Some(layer) => Ok(layer),
            None => {
                let layer = group.new_layer(versions)?;
                group.activate(layer)?;
                Ok(layer)
            }
        })
    }

    /// Begins a group that reads into a new layer.
    pub fn rereading(&mut self, stamp: Stamp) -> Result<Filing<'_>> {
        self.begin(stamp, |group, versions| Ok(group.new_layer(versions)?))
    }

    fn begin(
        &mut self,
        stamp: Stamp,
        layer: impl FnOnce(&mut Group, &serde_json::Value) -> Result<LayerId>,
    ) -> Result<Filing<'_>> {
        let versions = serde_json::to_value(&self.casus.versions).unwrap_or_default();
        let mut group = self.ledger.group(stamp)?;
        let layer = layer(&mut group, &versions)?;
        let decisions = Decisions::of(&group)?;
        Ok(Filing {
            group,
            layer,
            knowledge: &self.knowledge,
            background: &self.background,
            cache: &mut self.cache,
            decisions,
        })
    }
}

/// An open group of changes: dropped without [`Filing::commit`], none of them is kept.
pub struct Filing<'k> {
    group: Group<'k>,
    layer: LayerId,
    knowledge: &'k Knowledge,
    background: &'k Background,
    cache: &'k mut Cache,
    decisions: Decisions,
}

impl Filing<'_> {
    /// Files a report. What fails is undone alone; the rest of the group stays.
    pub fn add(&mut self, prepared: &Prepared) -> Result<Receipt> {
        let Filing { group, layer, knowledge, background, cache, decisions } = self;
        let layer = *layer;
        group.attempt(|group| {
            let document = &prepared.full.reading.document;
            let new = NewDocument { raw: &prepared.raw, document, given: Some(&prepared.told) };
            let added = group.add_document(new)?;
            if added.outcome != Outcome::New {
                return Ok(Receipt::of(&added));
            }
            let mut stirred: BTreeSet<DocumentId> = added.changed.iter().map(|(id, _)| id.clone()).collect();
            stirred.extend(source::origin(group, &added.id, &prepared.signature)?);
            put_reading(group, layer, &added.id, &prepared.full)?;
            let accounts = casus_link::accounts(&prepared.full.reading, knowledge, &decisions.constraints);
            let change = Change { added: accounts, ..Change::default() };
            let mut work =
                file::Work { group, layer, knowledge, background, cache, decisions, former: BTreeMap::new() };
            let mut incidents = work.link(change)?;
            incidents.extend(work.refresh(&stirred, &incidents)?);
            let group = work.group;
            let origin = group.origin(&added.id)?.unwrap_or_else(|| added.id.clone());
            let copies = group.origin_members(&origin)?.len().saturating_sub(1);
            let claims = prepared.full.reading.claims.len();
            Ok(Receipt { document: added.id, outcome: "new", claims, copies, incidents })
        })
    }

    /// Reads a document that is in the ledger already into the layer of this group.
    pub fn read_again(&mut self, id: &DocumentId, full: &FullReading) -> Result<Vec<Filed>> {
        let Filing { group, layer, knowledge, background, cache, decisions } = self;
        let layer = *layer;
        group.attempt(|group| {
            put_reading(group, layer, id, full)?;
            let accounts = casus_link::accounts(&full.reading, knowledge, &decisions.constraints);
            let change = Change { added: accounts, ..Change::default() };
            file::Work { group, layer, knowledge, background, cache, decisions, former: BTreeMap::new() }
                .link(change)
        })
    }

    /// Shows the layer of this group from now on.
    pub fn show_layer(&mut self) -> Result<()> {
        Ok(self.group.activate(self.layer)?)
    }

    /// The ledger as this group sees it.
    pub fn ledger(&self) -> &Ledger {
        &self.group
    }

    /// The layer of this group.
    pub fn layer(&self) -> LayerId {
        self.layer
    }

    /// Makes everything durable.
    pub fn commit(self) -> Result<()> {
        Ok(self.group.commit()?)
    }
}

impl Receipt {
    fn of(added: &Added) -> Receipt {
        let outcome = match added.outcome {
            Outcome::New => "new",
            Outcome::AlreadyKnown => "known",
            Outcome::Suppressed => "suppressed",
        };
        Receipt { document: added.id.clone(), outcome, claims: 0, copies: 0, incidents: Vec::new() }
    }
}

/// Keeps a reading with its claims.
fn put_reading(group: &mut Group, layer: LayerId, id: &DocumentId, full: &FullReading) -> Result<()> {
    let kept = Kept::of(full);
    let claims = &full.reading.claims;
    let bodies: Vec<String> =
        claims.iter().map(|claim| serde_json::to_string(claim).unwrap_or_default()).collect();
    let kinds: Vec<(Option<String>, String)> = claims.iter().map(kind).collect();
    let news: Vec<NewClaim> = claims
        .iter()
        .zip(bodies.iter().zip(&kinds))
        .map(|(claim, (body, (event_type, modality)))| NewClaim {
            key: &claim.key,
            kind: claim.body.kind(),
            event_type: event_type.as_deref(),
            modality,
            occurrence: claim.occurrence.as_deref(),
            body,
        })
        .collect();
    Ok(group.put_reading(layer, id, &serde_json::to_string(&kept).unwrap_or_default(), &news)?)
}

/// Event type and modality, as printed.
fn kind(claim: &Claim) -> (Option<String>, String) {
    let event_type = match &claim.body {
        casus_model::Body::Event(event) => Some(printed(&event.event_type)),
        _ => None,
    };
    (event_type, printed(&claim.modality.value))
}
