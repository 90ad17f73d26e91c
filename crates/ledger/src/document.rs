//! Documents: the bytes as they came, the text, and where and when they were got.
//!
//! The same bytes again change nothing. Other bytes at the address of a page known already are another version
//! of it; the last by day of publication (else of retrieval), then time of retrieval, then id is current and the
//! others are superseded, whatever the order they came in.

use std::collections::BTreeSet;

use casus_model::{Document, DocumentId, PublishedBasis};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::address::page;
use crate::audit::{told, tree::Hash};
use crate::entry::{NewEntry, append_after, append_entry, end};
use crate::erase;
use crate::error::At;
use crate::ledger::{all, first};
use crate::pack::{packed, unpacked, unpacked_text};
use crate::words::note_document;
use crate::{Error, ErrorKind, Group, Ledger, Result};

/// A document on its way in.
#[derive(Clone, Copy, Debug)]
pub struct NewDocument<'a> {
    /// The bytes as they came. Their digest is the id.
    pub raw: &'a [u8],
    /// What was read in them: text, title, address, outlet, days.
    pub document: &'a Document,
    /// What the caller needs to read the bytes again (as JSON: kind of file, what the user said of it).
    pub given: Option<&'a str>,
}

/// Bytes and text of a document, hashed and packed: what costs most of taking it in, and can be done on any thread
/// before the ledger is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedDocument {
    digest: [u8; 32],
    raw: Vec<u8>,
    /// None where the text is the raw bytes.
    text: Option<Vec<u8>>,
    size: usize,
}

impl PackedDocument {
    /// Hashes and packs.
    pub fn of(raw: &[u8], text: &str) -> PackedDocument {
        PackedDocument {
            digest: Sha256::digest(raw).into(),
            raw: packed(raw),
            text: (text.as_bytes() != raw).then(|| packed(text.as_bytes())),
            size: raw.len(),
        }
    }
}

/// What became of a document that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its id.
    pub id: DocumentId,
    /// Whether it is new.
    pub outcome: Outcome,
    /// Documents whose state is another now, itself among them where it is not current.
    pub changed: Vec<(DocumentId, State)>,
}

/// Whether a document was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the ledger now.
    New,
    /// The same bytes were in it before; nothing was changed.
    AlreadyKnown,
    /// These bytes, or this text, were removed for good and stay away; nothing was changed.
    Suppressed,
}

/// What a document is among the versions of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The last version, or the only one.
    Current,
    /// A later version took its place.
    Superseded,
    /// The outlet took it back.
    Retracted,
}

/// A document as stored, without its bytes and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// Its id.
    pub id: DocumentId,
    /// Address as it came.
    pub url: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Writer.
    pub byline: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Where that day came from.
    pub published_basis: PublishedBasis,
    /// When it was fetched, as given.
    pub retrieved: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// What the caller needs to read the bytes again, as JSON.
    pub given: Option<String>,
    /// When it was added.
    pub added_at: Timestamp,
    /// What it is among the versions of its page.
    pub state: State,
    /// Bytes.
    pub size: u64,
    /// The entry of the audit log that it came with.
    pub entry: i64,
}

impl Group<'_> {
    /// Takes a document in.
    pub fn add_document(&mut self, new: NewDocument) -> Result<Added> {
        self.add_packed(&PackedDocument::of(new.raw, &new.document.text), new.document, new.given)
    }

    /// Takes a document in that was packed before.
    pub fn add_packed(
        &mut self,
        new: &PackedDocument,
        document: &Document,
        given: Option<&str>,
    ) -> Result<Added> {
        let digest = new.digest;
        let added = |outcome, changed| Added { id: id_of(&digest), outcome, changed };
        self.write(|connection| {
            if find_number(connection, &digest)?.is_some() {
                return Ok(added(Outcome::AlreadyKnown, Vec::new()));
            }
            if erase::is_suppressed(connection, &digest, Some(&document.text))? {
                return Ok(added(Outcome::Suppressed, Vec::new()));
            }
            let end = end(connection)?;
            let page = document.url.as_deref().map(page).filter(|page| !page.is_empty());
            let at = self.stamp().at.to_string();
            let row = NewRow { document, given, page: page.as_deref(), at: &at, entry: end.0.cast_signed() };
            let wrote = insert(connection, new, &row)?;
            let entry = NewEntry {
                verb: "add",
                object: &id_of(&digest).0,
                detail: json!({ "url": document.url, "outlet": document.outlet }),
                wrote: Some(wrote),
            };
            append_after(connection, end, self.stamp(), &entry)?;
            let changed = page.map(|page| order(connection, &page)).transpose()?.unwrap_or_default();
            self.noted.set(self.noted.get() + 1);
            Ok(added(Outcome::New, changed))
        })
    }

    /// Keeps what was told of a document since it came: its bytes stay, its address, outlet, days and writer are those
    /// of `document` now. Gives the documents whose state is another now.
    pub fn tell_document(
        &mut self,
        document: &Document,
        given: Option<&str>,
    ) -> Result<Vec<(DocumentId, State)>> {
        self.write(|connection| {
            let num = number_of(connection, &document.id)?;
            let was: Option<String> =
                first(connection, "SELECT page FROM document WHERE num = ?1", [num], |row| Ok(row.get(0)?))?
                    .flatten();
            let page = document.url.as_deref().map(page).filter(|page| !page.is_empty());
            connection
                .prepare_cached(
                    "UPDATE document SET page = ?2, url = ?3, outlet = ?4, byline = ?5, published = ?6,
                     basis = ?7, retrieved = ?8, given = ?9 WHERE num = ?1",
                )?
                .execute(params![
                    num,
                    page,
                    document.url,
                    document.outlet,
                    document.byline,
                    document.published.map(|day| day.to_string()),
                    casus_model::printed(&document.published_basis),
                    document.retrieved,
                    given
                ])?;
            let sql = [told::DOCUMENT, "WHERE document.num = ?1"].concat();
            let wrote = first(connection, &sql, [num], |row| {
                let mut rows = told::Rows::default();
                rows.add(row)?;
                Ok(rows.digest())
            })?;
            let entry = NewEntry {
                verb: "tell",
                object: &document.id.0,
                detail: json!({ "url": document.url, "outlet": document.outlet, "published": document.published }),
                wrote,
            };
            append_entry(connection, self.stamp(), &entry)?;
            let mut changed = Vec::new();
            for page in BTreeSet::from_iter(was.into_iter().chain(page)) {
                changed.extend(order(connection, &page)?);
            }
            Ok(changed)
        })
    }

    /// Notes that an outlet took a document back. Gives the documents whose state is another now.
    pub fn retract_page(&mut self, document: &DocumentId, reason: &str) -> Result<Vec<(DocumentId, State)>> {
        self.write(|connection| {
            let num = number_of(connection, document)?;
            let changed =
                connection.execute("UPDATE document SET state = 2 WHERE num = ?1 AND state <> 2", [num])?;
            if changed == 0 {
                return Ok(Vec::new());
            }
            let entry = NewEntry {
                verb: "retracted-by-outlet",
                object: &document.0,
                detail: json!({ "reason": reason }),
                wrote: None,
            };
            append_entry(connection, self.stamp(), &entry)?;
            Ok(vec![(document.clone(), State::Retracted)])
        })
    }
}

/// What is known of a document beside its bytes.
struct NewRow<'a> {
    document: &'a Document,
    given: Option<&'a str>,
    page: Option<&'a str>,
    at: &'a str,
    entry: i64,
}

/// Writes the rows of a document. Gives their digest.
fn insert(connection: &Connection, new: &PackedDocument, row: &NewRow) -> Result<Hash> {
    let document = row.document;
    let published = document.published.map(|day| day.to_string());
    let basis = casus_model::printed(&document.published_basis);
    let columns = [
        ValueRef::Blob(&new.digest),
        text(row.page),
        text(document.url.as_deref()),
        text(document.outlet.as_deref()),
        text(document.title.as_deref()),
        text(document.byline.as_deref()),
        text(published.as_deref()),
        text(Some(&basis)),
        text(document.retrieved.as_deref()),
        text(document.language.as_deref()),
        text(row.given),
        text(Some(row.at)),
        ValueRef::Integer(row.entry),
        ValueRef::Integer(new.size.cast_signed() as i64),
    ];
    connection
        .prepare_cached(
            "INSERT INTO document (digest, page, url, outlet, title, byline, published, basis, retrieved,
             language, given, added_at, entry, size)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params_from_iter(columns.map(ToSqlOutput::Borrowed)))?;
    let num = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO payload (document, raw, text) VALUES (?1, ?2, ?3)")?
        .execute(params![num, new.raw, new.text])?;
    note_document(connection, num)?;
    let payload = [ValueRef::Blob(&new.raw), new.text.as_deref().map_or(ValueRef::Null, ValueRef::Blob)];
    Ok(told::of_values(columns.into_iter().chain(payload)))
}

/// A text as a value.
pub(crate) fn text(text: Option<&str>) -> ValueRef<'_> {
    text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))
}

/// Sets the states of all versions of a page. Gives those that are another now.
pub(crate) fn order(connection: &Connection, page: &str) -> Result<Vec<(DocumentId, State)>> {
    let mut versions = all(
        connection,
        "SELECT coalesce(published, substr(retrieved, 1, 10)), retrieved, digest, num, state
         FROM document WHERE page = ?1",
        [page],
        |row| {
            let day: (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
            Ok((day, row.get::<_, [u8; 32]>(2)?, row.get::<_, i64>(3)?, state_of(row.get(4)?)))
        },
    )?;
    versions.sort();
    let last = versions.len().saturating_sub(1);
    let mut changed = Vec::new();
    for (at, (_, digest, num, was)) in versions.iter().enumerate() {
        let is = match was {
            State::Retracted => State::Retracted,
            _ if at == last => State::Current,
            _ => State::Superseded,
        };
        if is != *was {
            connection
                .prepare_cached("UPDATE document SET state = ?2 WHERE num = ?1")?
                .execute(params![num, is as i64])?;
            changed.push((id_of(digest), is));
        }
    }
    Ok(changed)
}

const DOCUMENT: &str =
    "SELECT digest, url, outlet, title, byline, published, basis, retrieved, language, given,
     added_at, state, size, entry FROM document ";

impl Ledger {
    /// What is known of a document.
    pub fn document(&self, id: &DocumentId) -> Result<Option<StoredDocument>> {
        let Some(digest) = digest_of(id) else { return Ok(None) };
        self.first(&[DOCUMENT, "WHERE digest = ?1"].concat(), [digest], document_of)
    }

    /// Documents in the order they came, in portions: those behind `after` (all, with none), at most `limit`.
    pub fn documents(&self, after: Option<&DocumentId>, limit: usize) -> Result<Vec<StoredDocument>> {
        let after = match after {
            Some(id) => number_of(&self.connection, id).at(&self.path)?,
            None => 0,
        };
        let sql = [DOCUMENT, "WHERE num > ?1 ORDER BY num LIMIT ?2"].concat();
        self.all(&sql, params![after, i64::try_from(limit).unwrap_or(i64::MAX)], document_of)
    }

    /// The versions of the page that a document is of, in order; the document alone where it has no address.
    pub fn versions(&self, id: &DocumentId) -> Result<Vec<StoredDocument>> {
        let Some(digest) = digest_of(id) else { return Ok(Vec::new()) };
        let sql = [
            DOCUMENT,
            "WHERE digest = ?1 OR page = (SELECT page FROM document WHERE digest = ?1)
             ORDER BY coalesce(published, substr(retrieved, 1, 10)), retrieved, digest",
        ];
        self.all(&sql.concat(), [digest], document_of)
    }

    /// The bytes of a document as they came.
    pub fn raw(&self, id: &DocumentId) -> Result<Option<Vec<u8>>> {
        let Some(num) = self.find_number(id)? else { return Ok(None) };
        self.first("SELECT raw FROM payload WHERE document = ?1", [num], |row| unpacked(blob(row, 0)?))
    }

    /// The text that was read in a document when it was added.
    pub fn text(&self, id: &DocumentId) -> Result<Option<String>> {
        let Some(num) = self.find_number(id)? else { return Ok(None) };
        let sql = "SELECT coalesce(text, raw) FROM payload WHERE document = ?1";
        self.first(sql, [num], |row| unpacked_text(blob(row, 0)?))
    }

    /// Whether these bytes were removed for good.
    pub fn is_suppressed(&self, id: &DocumentId) -> Result<bool> {
        let Some(digest) = digest_of(id) else { return Ok(false) };
        erase::is_suppressed(&self.connection, &digest, None).at(&self.path)
    }

    pub(crate) fn find_number(&self, id: &DocumentId) -> Result<Option<i64>> {
        find_document_number(&self.connection, id).at(&self.path)
    }
}

fn document_of(row: &Row) -> Result<StoredDocument> {
    let basis: String = row.get(6)?;
    let published: Option<String> = row.get(5)?;
    Ok(StoredDocument {
        id: id_of(&row.get(0)?),
        url: row.get(1)?,
        outlet: row.get(2)?,
        title: row.get(3)?,
        byline: row.get(4)?,
        published: published.map(|day| day.parse()).transpose().map_err(malformed)?,
        published_basis: serde_json::from_value(json!(basis))?,
        retrieved: row.get(7)?,
        language: row.get(8)?,
        given: row.get(9)?,
        added_at: time(&row.get::<_, String>(10)?)?,
        state: state_of(row.get(11)?),
        size: row.get::<_, i64>(12)?.cast_unsigned(),
        entry: row.get(13)?,
    })
}

pub(crate) fn time(text: &str) -> Result<Timestamp> {
    text.parse().map_err(malformed)
}

fn malformed(cause: jiff::Error) -> Error {
    Error::of(ErrorKind::Malformed).because(cause)
}

fn state_of(number: i64) -> State {
    match number {
        0 => State::Current,
        1 => State::Superseded,
        _ => State::Retracted,
    }
}

pub(crate) fn blob<'r>(row: &'r Row, at: usize) -> Result<&'r [u8]> {
    Ok(row.get_ref(at)?.as_blob().map_err(rusqlite::Error::from)?)
}

/// The number of a document, or an error that names it.
pub(crate) fn number_of(connection: &Connection, id: &DocumentId) -> Result<i64> {
    let found = find_document_number(connection, id)?;
    found.ok_or_else(|| Error::of(ErrorKind::Unknown(format!("document {}", id.0))))
}

/// The number of a document, where it is in the ledger.
pub(crate) fn find_document_number(connection: &Connection, id: &DocumentId) -> Result<Option<i64>> {
    let found = digest_of(id).map(|digest| find_number(connection, &digest)).transpose()?;
    Ok(found.flatten())
}

fn find_number(connection: &Connection, digest: &[u8; 32]) -> Result<Option<i64>> {
    first(connection, "SELECT num FROM document WHERE digest = ?1", [digest], |row| Ok(row.get(0)?))
}

/// `sha256:` and 64 digits.
pub(crate) fn id_of(digest: &[u8; 32]) -> DocumentId {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut id = String::with_capacity(71);
    id.push_str("sha256:");
    for byte in digest {
        id.push(DIGITS[usize::from(byte >> 4)].into());
        id.push(DIGITS[usize::from(byte & 15)].into());
    }
    DocumentId(id)
}

/// The digest in an id; none where it is not written as one.
pub(crate) fn digest_of(id: &DocumentId) -> Option<[u8; 32]> {
    let digits = id.0.strip_prefix("sha256:")?.as_bytes();
    let mut digest = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(digest)
}
