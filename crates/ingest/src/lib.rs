//! Bytes become a [`Document`]: decoded, checked, and told apart into headline, dateline and paragraphs.
//!
//! Comes in: the bytes of one plain-text report, and what the caller was [`Given`] about it.
//! Goes out: a document whose text is the decoded UTF-8 and never changes again, with diagnostics;
//! or an [`Error`] that says what is wrong, why, and what to do, for bytes that are no English text.
//!
//! What stands above the story (section names, a byline, a date) stays in the text but is left out of
//! the paragraphs, because the engine would read "World News Africa" as a sentence with a subject.
//! Everything is one pass over the text or a constant number of them, whatever the bytes are.
//!
//! Deliberately not known here: files, feeds and the network (the caller opens them and may use
//! [`read_limited`]), sentences, and what any word means.

mod dateline;
mod dates;
mod decode;
mod error;
mod format;
mod header;
mod language;
mod lines;
mod mail;
mod notes;
mod paragraph;
mod signs;

use casus_model::{Dateline, Diagnostic, Document, DocumentId, Paragraph, PublishedBasis, Span};
use jiff::civil::Date;

pub use decode::{MAX_BYTES, MAX_TEXT, read_limited};
pub use error::{Error, ErrorKind};
pub use format::Format;
pub use paragraph::MAX_PARAGRAPH;

/// Diagnostic codes of this room, as printed.
pub mod codes {
    /// Bytes that are no valid UTF-8 were replaced by U+FFFD.
    pub const REPLACED_BYTES: &str = "W001";
    /// Bytes that are no UTF-8 were read as Windows-1252.
    pub const WINDOWS_1252: &str = "W008";
    /// The text holds control or direction-changing characters.
    pub const CONTROL_CHARACTERS: &str = "W003";
    /// The text looks as if it was once decoded with the wrong character set.
    pub const GARBLED: &str = "W004";
    /// The language could not be told with certainty and the best guess is not English.
    pub const LANGUAGE_UNSURE: &str = "W005";
    /// A long run of signs without a letter or digit is not read.
    pub const SIGNS: &str = "W006";
}

/// What the caller knows about a report besides its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Day of publication. Without it a full date in the dateline is used.
    pub published: Option<Date>,
    /// Day that the page's own metadata gives. It wins over a dateline.
    pub published_by_page: Option<Date>,
    /// Id of the raw bytes, where the text was taken out of something else, a web page say.
    pub id: Option<DocumentId>,
    /// Address it came from.
    pub url: Option<String>,
    /// Outlet that published it.
    pub outlet: Option<String>,
    /// Writer. Without it a "By …" line above the story is used.
    pub byline: Option<String>,
    /// When it was fetched.
    pub retrieved: Option<String>,
    /// Where it was filed from. It wins over a dateline found in the text.
    pub dateline: Option<String>,
}

/// Reads one report.
///
/// ```
/// let report = b"Shells hit the ferry at Osgiliath\n\nMINAS TIRITH, Sept 3, 2024 (Horn) - Two boats burned.";
/// let (document, notes) = casus_ingest::document(report, &Default::default()).unwrap();
/// assert_eq!(document.title.unwrap(), "Shells hit the ferry at Osgiliath");
/// assert_eq!(document.dateline.unwrap().text, "MINAS TIRITH");
/// assert_eq!(document.published.unwrap().to_string(), "2024-09-03");
/// assert_eq!(document.paragraphs[1].span.of(&document.text), "Two boats burned.");
/// assert!(notes.is_empty());
/// ```
pub fn document(bytes: &[u8], given: &Given) -> Result<(Document, Vec<Diagnostic>), Error> {
    let (text, mut diagnostics) = decode::text(bytes)?;
    let language = language::language(&text, &mut diagnostics)?;
    let header::Layout { title, byline, date, month_and_day, dateline, paragraphs } = header::layout(&text);
    let paragraphs = notes::cut_out(&text, paragraphs);
    let paragraphs = signs::cut_out(&text, paragraphs, &mut diagnostics);

    let dateline = given_dateline(given, dateline, &paragraphs);
    let (published, published_basis) = match (given.published, given.published_by_page, date) {
        (Some(date), _, _) => (Some(date), PublishedBasis::Given),
        (None, Some(date), _) => (Some(date), PublishedBasis::Metadata),
        (None, None, Some(date)) => (Some(date), PublishedBasis::Dateline),
        (None, None, None) => (None, PublishedBasis::None),
    };
    let filed = published.and_then(|published| {
        let told = month_and_day.and_then(|told| dates::last_before(told, published, FILED_DAYS));
        let stated = date.filter(|day| dates::is_shortly_before(*day, published, FILED_DAYS));
        told.or(stated).filter(|day| *day != published)
    });
    let document = Document {
        id: given.id.clone().unwrap_or_else(|| DocumentId::of(bytes)),
        title: title.map(|span| span.name(&text)),
        title_span: title,
        language,
        words: text.split_whitespace().count(),
        published,
        published_basis,
        told_until: filed,
        url: given.url.clone(),
        outlet: given.outlet.clone(),
        byline: given.byline.clone().or(byline),
        retrieved: given.retrieved.clone(),
        dateline,
        paragraphs,
        text,
    };
    Ok((document, diagnostics))
}

/// A report is filed at most so many days before it is published.
const FILED_DAYS: i32 = 7;

/// A dateline given by the caller keeps the span of the one in the text, or an empty span where the
/// story starts when the text has none.
fn given_dateline(given: &Given, found: Option<Dateline>, paragraphs: &[Paragraph]) -> Option<Dateline> {
    let Some(text) = given.dateline.clone() else { return found };
    let story = paragraphs.iter().find(|paragraph| !paragraph.headline).map_or(0, |p| p.span.start as usize);
    let span = found.map_or(Span::new(story, story), |dateline| dateline.span);
    Some(Dateline { text, places: Vec::new(), span })
}
