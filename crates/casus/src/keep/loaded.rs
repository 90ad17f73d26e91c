//! Readings as a ledger keeps them, and the last ones loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use casus_ledger::{LayerId, Ledger};
use casus_model::{DocumentId, Reading, Span};
use serde::{Deserialize, Serialize};

use super::Result;
use crate::{Error, FullReading};

/// A reading with what views need beside it. The text is kept once, with the document, and is put back on loading.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// What the report claims.
    pub reading: Reading,
    /// Where its sentences stand.
    pub sentences: Vec<Span>,
    /// Names of private persons in it.
    pub names: BTreeSet<String>,
    /// Names of its places finer than a district, and whether lists know where each is.
    #[serde(default)]
    pub places: BTreeMap<String, bool>,
}

impl Kept {
    pub(super) fn of(full: &FullReading) -> Kept {
        let mut reading = full.reading.clone();
        reading.document.text.clear();
        Kept {
            reading,
            sentences: full.sentences.clone(),
            names: full.names.clone(),
            places: full.places.clone(),
        }
    }

    /// The sentence around a span, or the words themselves where they stand in none.
    pub fn quote(&self, span: Span) -> &str {
        let text = &self.reading.document.text;
        let after = self.sentences.partition_point(|sentence| sentence.end <= span.start);
        match self.sentences.get(after).filter(|sentence| sentence.start <= span.start) {
            Some(sentence) => sentence.of(text),
            None => text.get(span.start as usize..span.end as usize).unwrap_or_default(),
        }
    }
}

/// Readings that are kept in memory at most; what is in it is forgotten when it is full.
const MOST: usize = 1000;

/// The last readings loaded.
#[derive(Debug, Default)]
pub(super) struct Cache {
    readings: BTreeMap<(LayerId, DocumentId), Rc<Kept>>,
}

impl Cache {
    /// Forgets a document that is there no more.
    pub fn forget(&mut self, document: &DocumentId) {
        self.readings.retain(|(_, known), _| known != document);
    }

    /// The reading of a document in a layer.
    pub fn load(
        &mut self,
        ledger: &Ledger,
        layer: LayerId,
        document: &DocumentId,
    ) -> Result<Option<Rc<Kept>>> {
        let place = (layer, document.clone());
        if let Some(kept) = self.readings.get(&place) {
            return Ok(Some(kept.clone()));
        }
        let Some(kept) = load(ledger, layer, document)? else { return Ok(None) };
        if self.readings.len() >= MOST {
            self.readings.clear();
        }
        let kept = Rc::new(kept);
        self.readings.insert(place, kept.clone());
        Ok(Some(kept))
    }
}

/// The reading of a document in a layer, with its text.
pub(super) fn load(ledger: &Ledger, layer: LayerId, document: &DocumentId) -> Result<Option<Kept>> {
    let Some(json) = ledger.reading(layer, document)? else { return Ok(None) };
    let mut kept: Kept = serde_json::from_str(&json).map_err(|cause| Error::stored(&document.0, &cause))?;
    kept.reading.document.text = ledger.text(document)?.unwrap_or_default();
    Ok(Some(kept))
}
