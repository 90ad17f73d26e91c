//! One line of the audit log, and the bytes that are hashed.
//!
//! Two hashes stand in an entry.
//!
//! Its **digest** covers what the entry is about: SHA-256 of `casus.detail/1`, a newline, the 16 bytes of the
//! salt, the length of the object (four bytes, big-endian), the object, and the detail. When what it tells must
//! be erased, object, detail and salt go, and the digest alone stays: nothing can be guessed from it.
//!
//! Its **hash** covers the rest and the digest, and so the whole log before it: SHA-256 of `0x00` (which makes it
//! a leaf of RFC 6962), `casus.entry/1`, a newline, the number of the entry (eight bytes, big-endian), the
//! hash of the entry before, the digest, and then time, person and verb, each with its length before it (four
//! bytes, big-endian). The entry before the first is SHA-256 of `casus.ledger/1`, a newline and the ledger's id.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::audit::tree::{self, Hash};
use crate::{Error, ErrorKind, Result};

/// What makes a digest unguessable.
pub type Salt = [u8; 16];

/// One change of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: u64,
    /// When, as RFC 3339 prints it.
    pub at: String,
    /// Who did it.
    pub who: String,
    /// What was done.
    pub verb: String,
    /// What it is about; none where a retraction has erased it.
    pub about: Option<About>,
    /// SHA-256 over what it is about, salted.
    pub digest: Hash,
    /// The hash of the entry before.
    pub prev: Hash,
    /// SHA-256 over all this.
    pub hash: Hash,
}

/// What an entry is about: the part that a retraction can erase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The id of a document, an incident, a claim …
    pub object: String,
    /// The particulars, a JSON object.
    pub detail: String,
    /// Random bytes.
    pub salt: Salt,
}

impl Entry {
    /// The entry that follows the one with number `seq - 1` and hash `prev`.
    pub fn after(prev: Hash, seq: u64, at: String, who: String, verb: String, about: About) -> Entry {
        let digest = about.digest();
        let hash = hash(seq, &prev, &digest, &at, &who, &verb);
        Entry { seq, at, who, verb, about: Some(about), digest, prev, hash }
    }

    /// True where the hash is that of the fields, and the digest that of what it is about, if that is there.
    pub fn is_whole(&self) -> bool {
        self.about.as_ref().is_none_or(|about| about.digest() == self.digest)
            && hash(self.seq, &self.prev, &self.digest, &self.at, &self.who, &self.verb) == self.hash
    }
}

impl About {
    /// SHA-256 over object and detail, salted.
    pub fn digest(&self) -> Hash {
        Sha256::new()
            .chain_update(b"casus.detail/1\n")
            .chain_update(self.salt)
            .chain_update(length(&self.object))
            .chain_update(&self.object)
            .chain_update(&self.detail)
            .finalize()
            .into()
    }
}

/// When a change is made and who makes it. The clock is the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who: a person, or the program and its version.
    pub who: String,
}

/// What an entry says.
pub(crate) struct NewEntry<'a> {
    /// What was done.
    pub verb: &'a str,
    /// To what: an id.
    pub object: &'a str,
    /// More of it: an object, or null.
    pub detail: Value,
    /// The digest of the rows that were written with it ([`crate::audit`] says of which).
    pub wrote: Option<Hash>,
}

/// The number that the next entry will have. Numbers start at 1 and have no gaps.
pub(crate) fn next_entry(connection: &Connection) -> Result<i64> {
    let sql = "SELECT coalesce(max(seq), 0) + 1 FROM entry";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Appends one entry and gives its number.
pub(crate) fn append_entry(connection: &Connection, stamp: &Stamp, new: &NewEntry) -> Result<i64> {
    append_after(connection, end(connection)?, stamp, new)
}

/// Appends one entry, where it is known already which one comes next, and gives its number.
pub(crate) fn append_after(
    connection: &Connection,
    (seq, prev): (u64, Hash),
    stamp: &Stamp,
    new: &NewEntry,
) -> Result<i64> {
    let mut detail = if new.detail.is_null() { json!({}) } else { new.detail.clone() };
    if let Some(wrote) = new.wrote {
        detail["wrote"] = json!(hex(&wrote));
    }
    let about = About { object: new.object.to_owned(), detail: detail.to_string(), salt: random()? };
    let entry = Entry::after(prev, seq, stamp.at.to_string(), stamp.who.clone(), new.verb.to_owned(), about);
    store(connection, &entry)?;
    Ok(seq.cast_signed())
}

/// The number of the next entry, and the hash that it follows.
pub(crate) fn end(connection: &Connection) -> Result<(u64, Hash)> {
    let last = connection
        .prepare_cached("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Hash>(1)?)))
        .optional()?;
    match last {
        Some((seq, hash)) => Ok((seq.cast_unsigned() + 1, hash)),
        None => Ok((1, beginning(&ledger_id(connection)?))),
    }
}

/// The id of a ledger.
pub(crate) fn ledger_id(connection: &Connection) -> Result<String> {
    let sql = "SELECT value FROM meta WHERE name = 'ledger'";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

fn store(connection: &Connection, entry: &Entry) -> Result<()> {
    let about = entry.about.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO entry (seq, at, who, verb, object, detail, salt, digest, prev, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            entry.seq.cast_signed(),
            entry.at,
            entry.who,
            entry.verb,
            about.map(|about| &about.object),
            about.map(|about| &about.detail),
            about.map(|about| &about.salt),
            entry.digest,
            entry.prev,
            entry.hash
        ])?;
    Ok(())
}

/// The columns of an entry, as [`stored`] takes them.
pub(crate) const ENTRY: &str =
    "SELECT seq, at, who, verb, object, detail, salt, digest, prev, hash FROM entry ";

/// An entry as it is stored.
pub(crate) fn stored(row: &Row) -> Result<Entry> {
    let about: (Option<String>, Option<String>, Option<Salt>) = (row.get(4)?, row.get(5)?, row.get(6)?);
    let about = match about {
        (Some(object), Some(detail), Some(salt)) => Some(About { object, detail, salt }),
        _ => None,
    };
    Ok(Entry {
        seq: row.get::<_, i64>(0)?.cast_unsigned(),
        at: row.get(1)?,
        who: row.get(2)?,
        verb: row.get(3)?,
        about,
        digest: row.get(7)?,
        prev: row.get(8)?,
        hash: row.get(9)?,
    })
}

/// Bytes from the randomness of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|cause| Error::of(ErrorKind::Io).because(cause.to_string()))?;
    Ok(bytes)
}

/// A name that no other ledger has.
pub(crate) fn random_name() -> Result<String> {
    Ok(hex(&random::<8>()?))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]].map(char::from);
    bytes.iter().flat_map(digits).collect()
}

/// The digest that 64 hexadecimal digits say.
pub(crate) fn unhex(digits: &str) -> Option<Hash> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let pairs: &[[u8; 2]; 32] = pairs.try_into().ok()?;
    let digit = |letter: u8| char::from(letter).to_digit(16).map(|digit| digit as u8);
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    rest.is_empty().then_some(bytes)
}

/// What stands before the first entry of a ledger.
pub fn beginning(ledger: &str) -> Hash {
    Sha256::new().chain_update(b"casus.ledger/1\n").chain_update(ledger).finalize().into()
}

fn hash(seq: u64, prev: &Hash, digest: &Hash, at: &str, who: &str, verb: &str) -> Hash {
    let mut bytes = Vec::with_capacity(160 + at.len() + who.len() + verb.len());
    bytes.extend_from_slice(b"casus.entry/1\n");
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(prev);
    bytes.extend_from_slice(digest);
    for text in [at, who, verb] {
        bytes.extend_from_slice(&length(text));
        bytes.extend_from_slice(text.as_bytes());
    }
    tree::leaf(&bytes)
}

fn length(text: &str) -> [u8; 4] {
    u32::try_from(text.len()).expect("texts of entries are short").to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about() -> About {
        About { object: "bree".into(), detail: r#"{"raw":"…"}"#.into(), salt: [7; 16] }
    }

    fn entry() -> Entry {
        let (at, who, verb) = ("2023-10-26T12:00:00Z".into(), "frodo".into(), "add".into());
        Entry::after(beginning("shire"), 1, at, who, verb, about())
    }

    #[test]
    fn every_field_is_covered() {
        assert!(entry().is_whole());
        let edits: [fn(&mut Entry); 7] = [
            |entry| entry.seq += 1,
            |entry| entry.at.push('0'),
            |entry| entry.who = "sam".into(),
            |entry| entry.verb = "edit".into(),
            |entry| entry.prev[0] ^= 1,
            |entry| entry.digest[0] ^= 1,
            |entry| entry.hash[0] ^= 1,
        ];
        for (number, edit) in edits.iter().enumerate() {
            let mut entry = entry();
            edit(&mut entry);
            assert!(!entry.is_whole(), "edit {number}");
        }
        let edits: [fn(&mut About); 3] =
            [|about| about.object.push('!'), |about| about.detail.push(' '), |about| about.salt[0] ^= 1];
        for (number, edit) in edits.iter().enumerate() {
            let mut entry = entry();
            edit(entry.about.as_mut().unwrap());
            assert!(!entry.is_whole(), "edit {number} of what it is about");
        }
    }

    #[test]
    fn letters_do_not_move_from_field_to_field() {
        let (mut one, mut other) = (about(), about());
        (one.object, one.detail) = ("ab".into(), "c".into());
        (other.object, other.detail) = ("a".into(), "bc".into());
        assert_ne!(one.digest(), other.digest());
        let of = |who: &str, verb: &str| {
            Entry::after([0; 32], 1, String::new(), who.into(), verb.into(), about()).hash
        };
        assert_ne!(of("ab", "c"), of("a", "bc"));
    }

    #[test]
    fn what_it_is_about_can_go_and_the_chain_still_holds() {
        let mut entry = entry();
        entry.about = None;
        assert!(entry.is_whole());
    }

    #[test]
    fn digests_come_back_from_their_digits() {
        assert_eq!(unhex(&hex(&[0xa7; 32])), Some([0xa7; 32]));
        for text in ["", "a7", &"a7".repeat(33), &"g7".repeat(32), &"a".repeat(63)] {
            assert_eq!(unhex(text), None, "{text}");
        }
    }

    /// The format is stored; this fails when it changes.
    #[test]
    fn the_format_is_what_it_was() {
        let hex: String = entry().hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "1d18a17b63d3380e7569ab06586a01a9826c4c9cfafe89e11a3cfdcdc41206d4");
    }
}
