//! The gazetteer pack: one file that is read in place.
//!
//! Layout, little-endian: magic, version, number of sections, sha256 of the payload, fingerprint of
//! the folding table, `(offset, length)` of each section; then the payload; then a quick checksum of
//! all before it. The quick one is verified at every load (a few milliseconds), so that a damaged file
//! is an error and the automaton is never walked over damaged bytes; the sha256 is for `doctor`.
//! This file knows bytes and records, not what a place is good for.

use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;

const MAGIC: &[u8; 8] = b"casusgaz";
const VERSION: u32 = 1;
const SECTIONS: usize = 5;
const HEADER: usize = 8 + 4 + 4 + 32 + 8 + SECTIONS * 16;
const TRAILER: usize = 8;
/// Bytes of one place record.
pub(crate) const RECORD: usize = 34;
/// "No such record."
pub(crate) const NONE: u32 = u32::MAX;

/// Why a pack cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LoadError {
    /// Not a gazetteer pack at all.
    #[error("not a gazetteer pack")]
    Magic,
    /// Made by another version of casus.
    #[error("gazetteer pack of version {0}, wanted {VERSION}")]
    Version(u32),
    /// Bytes are missing or changed.
    #[error("gazetteer pack is damaged: {0}")]
    Damaged(&'static str),
    /// An own table cannot be read.
    #[error(transparent)]
    Table(#[from] casus_model::DataError),
}

/// The sections of a pack, in file order.
#[derive(Clone, Copy)]
pub(crate) enum Section {
    Keys = 0,
    Postings = 1,
    Places = 2,
    Strings = 3,
    Origins = 4,
}

/// A part of the pack's bytes that keeps the whole alive.
#[derive(Clone)]
pub(crate) struct Bytes {
    all: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.all.get(self.range.clone()).unwrap_or(&[])
    }
}

/// A pack whose layout and quick checksum are right.
pub(crate) struct Pack {
    all: Arc<Vec<u8>>,
    sections: [Range<usize>; SECTIONS],
    pub(crate) fingerprint: u64,
}

impl Pack {
    pub(crate) fn load(bytes: Vec<u8>) -> Result<Pack, LoadError> {
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(LoadError::Magic);
        }
        let version = u32_at(&bytes, 8).ok_or(LoadError::Damaged("header"))?;
        if version != VERSION {
            return Err(LoadError::Version(version));
        }
        let body = bytes.len().checked_sub(TRAILER).filter(|body| *body >= HEADER);
        let body = body.ok_or(LoadError::Damaged("too short"))?;
        if u64_at(&bytes, body) != Some(checksum(&bytes[..body])) {
            return Err(LoadError::Damaged("checksum differs"));
        }
        let mut sections = [const { 0..0 }; SECTIONS];
        for (at, section) in sections.iter_mut().enumerate() {
            *section = range_at(&bytes, 56 + at * 16, body).ok_or(LoadError::Damaged("section table"))?;
        }
        let fingerprint = u64_at(&bytes, 48).ok_or(LoadError::Damaged("header"))?;
        Ok(Pack { all: Arc::new(bytes), sections, fingerprint })
    }

    /// True when the payload has the sha256 that its header tells.
    pub(crate) fn verify(&self) -> bool {
        let payload = self.all.get(HEADER..self.all.len() - TRAILER).unwrap_or(&[]);
        self.digest() == Some(Sha256::digest(payload).as_slice())
    }

    /// The sha256 that the header tells of the payload.
    pub(crate) fn digest(&self) -> Option<&[u8]> {
        self.all.get(16..48)
    }

    pub(crate) fn section(&self, section: Section) -> Bytes {
        Bytes { all: Arc::clone(&self.all), range: self.sections[section as usize].clone() }
    }
}

/// Writes a pack. `sections` stand in the order of [`Section`].
pub(crate) fn write(sections: [&[u8]; SECTIONS], fingerprint: u64) -> Vec<u8> {
    let total: usize = sections.iter().map(|section| section.len() + 7).sum();
    let mut payload = Vec::with_capacity(total);
    let mut table = Vec::with_capacity(SECTIONS * 16);
    for section in sections {
        table.extend(((HEADER + payload.len()) as u64).to_le_bytes());
        table.extend((section.len() as u64).to_le_bytes());
        payload.extend_from_slice(section);
    }
    let mut pack = Vec::with_capacity(HEADER + payload.len() + TRAILER);
    pack.extend_from_slice(MAGIC);
    pack.extend(VERSION.to_le_bytes());
    pack.extend((SECTIONS as u32).to_le_bytes());
    pack.extend_from_slice(&Sha256::digest(&payload));
    pack.extend(fingerprint.to_le_bytes());
    pack.extend(table);
    pack.extend(payload);
    let sum = checksum(&pack);
    pack.extend(sum.to_le_bytes());
    pack
}

/// One place as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Degrees × 100,000.
    pub(crate) lat: i32,
    pub(crate) lon: i32,
    pub(crate) population: u32,
    /// GeoNames id of a populated place, else 0.
    pub(crate) id: u32,
    pub(crate) name_at: u32,
    /// Records of the divisions it lies in, or `NONE`.
    pub(crate) admin1: u32,
    pub(crate) admin2: u32,
    pub(crate) name_len: u16,
    /// The code (`IQ.11`, an ICAO code) follows the name.
    pub(crate) code_len: u8,
    pub(crate) kind: u8,
    pub(crate) country: [u8; 2],
}

impl Record {
    pub(crate) fn read(places: &[u8], index: u32) -> Option<Record> {
        let start = (index as usize).checked_mul(RECORD)?;
        let bytes = places.get(start..start.checked_add(RECORD)?)?;
        let word = |at: usize| u32_at(bytes, at * 4);
        Some(Record {
            lat: word(0)? as i32,
            lon: word(1)? as i32,
            population: word(2)?,
            id: word(3)?,
            name_at: word(4)?,
            admin1: word(5)?,
            admin2: word(6)?,
            name_len: u16::from_le_bytes([bytes[28], bytes[29]]),
            code_len: bytes[30],
            kind: bytes[31],
            country: [bytes[32], bytes[33]],
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.lat.to_le_bytes());
        out.extend(self.lon.to_le_bytes());
        for word in [self.population, self.id, self.name_at, self.admin1, self.admin2] {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.name_len.to_le_bytes());
        out.extend([self.code_len, self.kind, self.country[0], self.country[1]]);
    }

    pub(crate) fn name<'a>(&self, strings: &'a [u8]) -> &'a str {
        text(strings, self.name_at as usize, usize::from(self.name_len))
    }

    pub(crate) fn code<'a>(&self, strings: &'a [u8]) -> &'a str {
        text(strings, self.name_at as usize + usize::from(self.name_len), usize::from(self.code_len))
    }
}

/// A posting: a record, and whether the key is its main name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Posting {
    pub(crate) place: u32,
    pub(crate) main: bool,
}

/// A key's value holds its only posting, or says where its list begins.
pub(crate) fn encode_postings(postings: &[Posting], lists: &mut Vec<u8>) -> u64 {
    let packed = |posting: &Posting| posting.place << 1 | u32::from(posting.main);
    if let [only] = postings {
        return u64::from(packed(only)) << 1 | 1;
    }
    let at = (lists.len() / 4) as u64;
    lists.extend((postings.len() as u32).to_le_bytes());
    postings.iter().for_each(|posting| lists.extend(packed(posting).to_le_bytes()));
    at << 1
}

/// The postings of a key's value, at most `cap`.
pub(crate) fn decode_postings(value: u64, lists: &[u8], cap: usize, mut each: impl FnMut(Posting)) {
    let unpacked = |packed: u32| Posting { place: packed >> 1, main: packed & 1 == 1 };
    if value & 1 == 1 {
        return each(unpacked((value >> 1) as u32));
    }
    let Some(at) = usize::try_from(value >> 1).ok().and_then(|at| at.checked_mul(4)) else { return };
    let count = u32_at(lists, at).unwrap_or(0) as usize;
    for nth in 1..=count.min(cap) {
        match u32_at(lists, at + nth * 4) {
            Some(packed) => each(unpacked(packed)),
            None => return,
        }
    }
}

/// Four lanes of multiply and rotate: every changed word changes the sum of its lane. It finds damage,
/// not forgery.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9E37_79B1_85EB_CA87;
    let mix = |lane: u64, word: u64| (lane ^ word).wrapping_mul(PRIME).rotate_left(29);
    let word = |bytes: &[u8]| {
        let mut eight = [0; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(eight)
    };
    let mut lanes = [1u64, 2, 3, 4];
    let blocks = bytes.chunks_exact(32);
    let rest = blocks.remainder();
    for block in blocks {
        for (lane, eight) in lanes.iter_mut().zip(block.chunks_exact(8)) {
            *lane = mix(*lane, word(eight));
        }
    }
    let tail = rest.chunks(8).fold(bytes.len() as u64, |sum, part| mix(sum, word(part)));
    lanes.iter().fold(tail, |sum, lane| mix(sum, *lane))
}

fn range_at(bytes: &[u8], at: usize, end: usize) -> Option<Range<usize>> {
    let start = usize::try_from(u64_at(bytes, at)?).ok()?;
    let len = usize::try_from(u64_at(bytes, at + 8)?).ok()?;
    let stop = start.checked_add(len)?;
    (start >= HEADER && stop <= end).then_some(start..stop)
}

fn text(strings: &[u8], at: usize, len: usize) -> &str {
    let bytes = at.checked_add(len).and_then(|end| strings.get(at..end)).unwrap_or(&[]);
    std::str::from_utf8(bytes).unwrap_or("")
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at.checked_add(8)?)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            lat: -3_625_000,
            lon: 4_396_000,
            population: 7,
            id: 42,
            name_at: 0,
            admin1: NONE,
            admin2: NONE,
            name_len: 5,
            code_len: 2,
            kind: 1,
            country: *b"IQ",
        }
    }

    #[test]
    fn records_come_back() {
        let mut bytes = Vec::new();
        record().write(&mut bytes);
        assert_eq!(bytes.len(), RECORD);
        assert_eq!(Record::read(&bytes, 0), Some(record()));
        assert_eq!(Record::read(&bytes, 1), None);
        assert_eq!(Record::read(&bytes, NONE), None);
        assert_eq!((record().name(b"ArnorXX"), record().code(b"ArnorXX")), ("Arnor", "XX"));
        assert_eq!(record().name(b"Ar"), "");
    }

    #[test]
    fn postings_come_back() {
        let list = [Posting { place: 3, main: true }, Posting { place: 9, main: false }];
        let mut lists = vec![0; 8];
        let many = encode_postings(&list, &mut lists);
        let one = encode_postings(&list[1..], &mut lists);
        let read = |value, cap| {
            let mut found = Vec::new();
            decode_postings(value, &lists, cap, |posting| found.push(posting));
            found
        };
        assert_eq!(read(many, 10), list);
        assert_eq!(read(many, 1), list[..1]);
        assert_eq!(read(one, 10), list[1..]);
        assert_eq!(read(1 << 40, 10), []);
        assert_eq!(read(u64::MAX - 1, 10), []);
    }

    #[test]
    fn a_damaged_pack_is_an_error() {
        let whole = write([b"keys", b"post", b"places", b"strings", b"origins"], 5);
        assert!(Pack::load(whole.clone()).unwrap().verify());
        for cut in 0..whole.len() {
            assert!(Pack::load(whole[..cut].to_vec()).is_err(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                assert!(Pack::load(flipped).is_err(), "bit {bit} of byte {at}");
            }
        }
        assert_eq!(Pack::load(b"something else".to_vec()).err(), Some(LoadError::Magic));
    }
}
