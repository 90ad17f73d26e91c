//! Reports that are made up, each from its number alone, so that whoever checks knows what must be there.

use casus_ledger::{NewClaim, NewDocument};
use casus_model::{Document, DocumentId, PublishedBasis};

use super::chance::Chance;

const WORDS: [&str; 24] = [
    "drone", "convoy", "river", "mayor", "patrol", "night", "market", "bridge", "rocket", "wall", "seven",
    "guard", "smoke", "north", "village", "said", "fire", "hurt", "gate", "watch", "early", "fell", "road",
    "army",
];

/// A report and the claims in it.
pub struct Report {
    /// Its number.
    pub number: u64,
    /// The bytes as they would come.
    pub raw: Vec<u8>,
    /// What was read in them.
    pub document: Document,
    /// The reading as JSON.
    pub reading: String,
    /// Keys and bodies of its claims.
    pub claims: Vec<(String, String)>,
}

/// The report with a number: between 300 B and some KB of text, and one to four claims.
pub fn report(number: u64) -> Report {
    let mut chance = Chance::new(number);
    let words = 50 + chance.below(700);
    let body: Vec<&str> = (0..words).map(|_| WORDS[chance.below(WORDS.len() as u64) as usize]).collect();
    let text = format!("Report {number} from Bree\n\n{}.", body.join(" "));
    let raw = format!("<html><p>{text}</p></html>").into_bytes();
    let claims: Vec<(String, String)> = (0..1 + chance.below(4))
        .map(|claim| {
            (format!("k_{number:08x}{claim}"), format!(r#"{{"trigger":"{}","n":{claim}}}"#, body[0]))
        })
        .collect();
    let document = Document {
        id: DocumentId::of(&raw),
        title: Some(format!("Report {number} from Bree")),
        title_span: None,
        language: Some("en".into()),
        words: words as usize + 4,
        published: Some(jiff::civil::date(2023, 10, 1 + (number % 28) as i8)),
        published_basis: PublishedBasis::Given,
        told_until: None,
        url: Some(format!("https://bree.example/{number}")),
        outlet: Some("The Bree Herald".into()),
        byline: None,
        retrieved: None,
        dateline: None,
        paragraphs: Vec::new(),
        text,
    };
    let reading = format!(r#"{{"document":"{}","claims":{}}}"#, document.id.0, claims.len());
    Report { number, raw, document, reading, claims }
}

impl Report {
    /// The report as the ledger takes it.
    pub fn to_add(&self) -> NewDocument<'_> {
        NewDocument { raw: &self.raw, document: &self.document, given: None }
    }

    /// Its claims as the ledger takes them.
    pub fn new_claims(&self) -> Vec<NewClaim<'_>> {
        self.claims
            .iter()
            .map(|(key, body)| NewClaim {
                key,
                kind: "event",
                event_type: Some("ASSAULT"),
                modality: "actual",
                occurrence: Some("o1"),
                body,
            })
            .collect()
    }
}
