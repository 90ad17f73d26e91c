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
mod decisions;
mod diff;
mod file;
mod loaded;
mod retract;
mod shelf;
mod source;
mod tally;
mod tell;
mod view;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use casus_ledger::{
    Group, LayerId, LayerState, Ledger, NewClaim, Outcome, PackedDocument, PackedReading, Stamp,
};
use casus_link::{Change, Knowledge};
use casus_model::{Claim, DocumentId, printed};
use casus_origin::Signature;
use serde::{Deserialize, Serialize};

use crate::{Casus, Error, FullReading, Given, Reader};

pub use decide::{Decide, Decided, Undone};
pub use decisions::{DecisionView, decisions};
pub use diff::{Difference, IncidentChange, Partial};
pub use file::Filed;
pub use loaded::Kept;
pub use retract::Retracted;
pub use source::actors;
pub use tell::known;
pub use view::{ClaimView, DocumentView, Explanation, Held, IncidentView, JoinView, Looker};

use decide::Decisions;
use decisions::Trace;
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
    /// What people decided, once it was asked for.
    trace: OnceCell<Trace>,
}

/// A report that was read and is ready to be filed.
pub struct Prepared {
    told: String,
    full: FullReading,
    signature: Signature,
    document: PackedDocument,
    reading: PackedReading,
    claims: Vec<OwnClaim>,
}

/// What is kept of a claim beside its JSON.
struct OwnClaim {
    key: String,
    kind: &'static str,
    event_type: Option<String>,
    modality: String,
    occurrence: Option<String>,
    body: String,
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

impl Told {
    /// What was told before, and where that is nothing, what is told now.
    fn or(self, now: Told) -> Told {
        Told {
            published: self.published.or(now.published),
            url: self.url.or(now.url),
            outlet: self.outlet.or(now.outlet),
            byline: self.byline.or(now.byline),
            retrieved: self.retrieved.or(now.retrieved),
            dateline: self.dateline.or(now.dateline),
        }
    }
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
        let document = PackedDocument::of(&raw, &full.reading.document.text);
        let mut claims: Vec<OwnClaim> = full.reading.claims.iter().map(OwnClaim::of).collect();
        let kept = serde_json::to_string(&Kept::of(&full)).unwrap_or_default();
        let news: Vec<NewClaim> = claims.iter().map(OwnClaim::new_claim).collect();
        let reading = PackedReading::of(&kept, &news);
        drop(news);
        claims.iter_mut().for_each(|claim| claim.body = String::new());
        Ok(Prepared { told, full, signature, document, reading, claims })
    }

    /// Keeps the reading with its claims.
    fn put(&self, group: &mut Group, layer: LayerId, id: &DocumentId) -> Result<()> {
        let claims: Vec<NewClaim> = self.claims.iter().map(OwnClaim::new_claim).collect();
        Ok(group.put_packed(layer, id, &self.reading, &claims)?)
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
    /// `new`, `known`, `told` (known, and more is told of it now) or `suppressed`.
    pub outcome: &'static str,
    /// Its day of publication.
    pub published: Option<jiff::civil::Date>,
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
        Ok(Keeper { casus, ledger, knowledge, background, cache: Cache::default(), trace: OnceCell::new() })
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger, to be written to by itself.
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        self.trace.take();
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

    /// Begins a group that reads again: into the layer that this casus began before and did not show, or into a new
    /// one. What another casus began and did not end is set aside.
    pub fn rereading(&mut self, stamp: Stamp) -> Result<Filing<'_>> {
        self.begin(stamp, |group, versions| {
            let mut begun = None;
            for layer in group.layers()?.into_iter().filter(|layer| layer.state == LayerState::Building) {
                match layer.versions == *versions {
                    true => begun = Some(layer.id),
                    false => group.set_aside(layer.id)?,
                }
            }
            match begun {
                Some(layer) => Ok(layer),
                None => Ok(group.new_layer(versions)?),
            }
        })
    }

    fn begin(
        &mut self,
        stamp: Stamp,
        layer: impl FnOnce(&mut Group, &serde_json::Value) -> Result<LayerId>,
    ) -> Result<Filing<'_>> {
        self.trace.take();
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
            let added = group.add_packed(&prepared.document, document, Some(&prepared.told))?;
            match added.outcome {
                Outcome::New => {}
                Outcome::Suppressed => return Ok(Receipt::nothing(added.id, "suppressed", None)),
                Outcome::AlreadyKnown => {
                    let published = group.document(&added.id)?.and_then(|stored| stored.published);
                    return Ok(Receipt::known(added.id, published));
                }
            }
            let mut stirred: BTreeSet<DocumentId> = added.changed.iter().map(|(id, _)| id.clone()).collect();
            stirred.extend(source::origin(group, &added.id, &prepared.signature)?);
            prepared.put(group, layer, &added.id)?;
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
            let published = document.published;
            Ok(Receipt { document: added.id, outcome: "new", published, claims, copies, incidents })
        })
    }

    /// Whether a document was read into the layer of this group already.
    pub fn is_read(&self, id: &DocumentId) -> Result<bool> {
        Ok(self.group.is_read(self.layer, id)?)
    }

    /// Reads a document that is in the ledger already into the layer of this group. Where it came after the layer was
    /// begun, incidents that were filed before may be of other origins and versions now.
    pub fn read_again(&mut self, id: &DocumentId, prepared: &Prepared) -> Result<Vec<Filed>> {
        let Filing { group, layer, knowledge, background, cache, decisions } = self;
        let layer = *layer;
        group.attempt(|group| {
            prepared.put(group, layer, id)?;
            let accounts = casus_link::accounts(&prepared.full.reading, knowledge, &decisions.constraints);
            let change = Change { added: accounts, ..Change::default() };
            let stirred = stirred(group, layer, id)?;
            let mut work =
                file::Work { group, layer, knowledge, background, cache, decisions, former: BTreeMap::new() };
            let mut filed = work.link(change)?;
            filed.extend(work.refresh(&stirred, &filed)?);
            Ok(filed)
        })
    }

    /// Shows the layer of this group from now on, with what was decided since it was begun.
    pub fn show_layer(&mut self) -> Result<()> {
        self.catch_up(begun(&self.group, self.layer)?)?;
        Ok(self.group.activate(self.layer)?)
    }

    /// The ledger as this group sees it.
    pub fn ledger(&self) -> &Ledger {
        &self.group
    }

    /// Makes everything that helps to find anew, from what is known of each incident. Says of how many it was made.
    pub fn rebuild(&mut self) -> Result<u64> {
        Ok(self.group.rebuild(view::summary)?)
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

/// The entry that began a layer.
fn begun(ledger: &Ledger, layer: LayerId) -> Result<i64> {
    Ok(ledger.layers()?.into_iter().find(|known| known.id == layer).map_or(0, |layer| layer.entry))
}

/// The copies and the other versions of a document that came after a layer was begun.
fn stirred(ledger: &Ledger, layer: LayerId, id: &DocumentId) -> Result<BTreeSet<DocumentId>> {
    let Some(document) = ledger.document(id)? else { return Ok(BTreeSet::new()) };
    if document.entry < begun(ledger, layer)? {
        return Ok(BTreeSet::new());
    }
    let origin = ledger.origin(id)?.unwrap_or_else(|| id.clone());
    let copies = ledger.origin_members(&origin)?;
    let versions = ledger.versions(id)?.into_iter().map(|version| version.id);
    Ok(copies.into_iter().chain(versions).filter(|other| other != id).collect())
}

impl Receipt {
    /// Of a report that was in the ledger already.
    fn known(document: DocumentId, published: Option<jiff::civil::Date>) -> Receipt {
        Receipt::nothing(document, "known", published)
    }

    /// Of a report that nothing changed by.
    fn nothing(document: DocumentId, outcome: &'static str, published: Option<jiff::civil::Date>) -> Receipt {
        Receipt { document, outcome, published, claims: 0, copies: 0, incidents: Vec::new() }
    }
}

impl OwnClaim {
    fn of(claim: &Claim) -> OwnClaim {
        let (event_type, modality) = kind(claim);
        OwnClaim {
            key: claim.key.clone(),
            kind: claim.body.kind(),
            event_type,
            modality,
            occurrence: claim.occurrence.clone(),
            body: serde_json::to_string(claim).unwrap_or_default(),
        }
    }

    fn new_claim(&self) -> NewClaim<'_> {
        NewClaim {
            key: &self.key,
            kind: self.kind,
            event_type: self.event_type.as_deref(),
            modality: &self.modality,
            occurrence: self.occurrence.as_deref(),
            body: &self.body,
        }
    }
}

/// Event type and modality, as printed.
fn kind(claim: &Claim) -> (Option<String>, String) {
    let event_type = match &claim.body {
        casus_model::Body::Event(event) => Some(printed(&event.event_type)),
        _ => None,
    };
    (event_type, printed(&claim.modality.value))
}
