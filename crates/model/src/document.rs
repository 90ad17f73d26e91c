//! One article, read once.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Span;

/// `sha256:` and the hexadecimal digest of the raw bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl DocumentId {
    /// The id of a document with these raw bytes.
    pub fn of(bytes: &[u8]) -> DocumentId {
        let mut id = String::from("sha256:");
        for byte in Sha256::digest(bytes) {
            id.push_str(&format!("{byte:02x}"));
        }
        DocumentId(id)
    }
}

/// Where the publication date came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublishedBasis {
    /// The user gave it.
    Given,
    /// The page's metadata gave it.
    Metadata,
    /// The dateline held it.
    Dateline,
    /// Nobody gave it.
    None,
}

/// "Bree/Minas Tirith": where the report was filed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// The words, without the dash that ends them.
    pub text: String,
    /// Gazetteer ids, filled by the facade once places are known.
    pub places: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A run of text that the engine reads as one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Paragraph {
    /// The text of the paragraph, without headline, dateline or surrounding white space.
    pub span: Span,
    /// True for the headline, which is read but is nobody's sentence.
    pub headline: bool,
}

/// One article and what is known of where it came from. Its text never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Digest of the raw bytes.
    pub id: DocumentId,
    /// The headline, where one was told apart.
    pub title: Option<String>,
    /// Where the headline stands.
    pub title_span: Option<Span>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// Number of white-space separated words.
    pub words: usize,
    /// Day of publication.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// Where that day came from.
    pub published_basis: PublishedBasis,
    /// Day up to which it tells, where that is not the day of publication: that of its dateline, or the last of the stretch
    /// that its headline names ("12-19 May").
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub told_until: Option<Date>,
    /// Address, as given or in metadata.
    pub url: Option<String>,
    /// Outlet, as given, in metadata, by its address or credited in the text; by its name in the list where that knows it.
    pub outlet: Option<String>,
    /// Writer, as given or in metadata.
    pub byline: Option<String>,
    /// When it was fetched, as given.
    pub retrieved: Option<String>,
    /// Where it was filed from.
    pub dateline: Option<Dateline>,
    /// The paragraphs in order; the headline first where there is one.
    #[serde(skip)]
    pub paragraphs: Vec<Paragraph>,
    /// The unchanging text that every span points into.
    pub text: String,
}
