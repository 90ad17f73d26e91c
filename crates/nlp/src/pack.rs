//! The pack file: one sealed container with everything that a model needs at run time.
//!
//! Layout: eight bytes of magic, a version, the length and the SHA-256 of the payload, then the payload.
//! The payload is a plain sequence of little-endian numbers, length-prefixed texts and float arrays; each
//! component reads its own part, in the order [`crate::convert`] wrote them. A pack is not trusted: each
//! length is checked against the bytes that are left before anything is allocated. The first text of a payload
//! says which model it is.

use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"casusnlp";

/// Raised whenever the payload's layout changes.
const VERSION: u32 = 1;

const HEADER: usize = MAGIC.len() + 4 + 8 + 32;

/// Why a pack cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The bytes do not start like a pack.
    #[error("not a casus language pack")]
    NotAPack,
    /// The pack was written by another version of casus.
    #[error("language pack has layout {found}, this casus reads layout {VERSION}; run `casus setup` again")]
    Version {
        /// The layout the pack says it has.
        found: u32,
    },
    /// The payload is not what was sealed.
    #[error("language pack is damaged (its digest does not match)")]
    Damaged,
    /// The payload ends too early or holds impossible values.
    #[error("language pack is malformed at {0}")]
    Malformed(&'static str),
}

/// Seals a payload into a pack file.
pub fn seal(payload: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(HEADER + payload.len());
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    file.extend_from_slice(&Sha256::digest(payload));
    file.extend_from_slice(payload);
    file
}

/// Checks the seal; gives the payload and its digest in hexadecimal.
pub fn open(file: &[u8]) -> Result<(Payload<'_>, String), LoadError> {
    let mut header = Payload { rest: file };
    if header.take(MAGIC.len(), "magic").ok() != Some(MAGIC.as_slice()) {
        return Err(LoadError::NotAPack);
    }
    let found = header.number()?;
    if found != VERSION {
        return Err(LoadError::Version { found });
    }
    let length = header.long()?;
    let digest = header.take(32, "digest")?;
    let payload = header.rest;
    if payload.len() as u64 != length || Sha256::digest(payload).as_slice() != digest {
        return Err(LoadError::Damaged);
    }
    Ok((Payload { rest: payload }, hexadecimal(digest)))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The part of a payload not yet read.
pub struct Payload<'a> {
    rest: &'a [u8],
}

impl<'a> Payload<'a> {
    fn take(&mut self, n: usize, what: &'static str) -> Result<&'a [u8], LoadError> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or(LoadError::Malformed(what))?;
        self.rest = rest;
        Ok(head)
    }

    /// One byte.
    pub fn byte(&mut self) -> Result<u8, LoadError> {
        Ok(self.take(1, "byte")?[0])
    }

    /// A number of four bytes.
    pub fn number(&mut self) -> Result<u32, LoadError> {
        let bytes = self.take(4, "number")?;
        Ok(u32::from_le_bytes(bytes.try_into().map_err(|_| LoadError::Malformed("number"))?))
    }

    /// A number of eight bytes.
    pub fn long(&mut self) -> Result<u64, LoadError> {
        let bytes = self.take(8, "long number")?;
        Ok(u64::from_le_bytes(bytes.try_into().map_err(|_| LoadError::Malformed("long number"))?))
    }

    /// A count of things that each take at least one byte, so it cannot exceed what is left.
    pub fn count(&mut self) -> Result<usize, LoadError> {
        let count = self.number()? as usize;
        if count > self.rest.len() { Err(LoadError::Malformed("count")) } else { Ok(count) }
    }

    /// A text, its length before it.
    pub fn text(&mut self) -> Result<&'a str, LoadError> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length, "text")?).map_err(|_| LoadError::Malformed("text"))
    }

    /// Texts, their count before them.
    pub fn texts(&mut self) -> Result<Vec<&'a str>, LoadError> {
        (0..self.count()?).map(|_| self.text()).collect()
    }

    /// Exactly `n` floats; the pack says how many it holds and must agree.
    pub fn floats(&mut self, n: usize) -> Result<Vec<f32>, LoadError> {
        if self.number()? as usize != n {
            return Err(LoadError::Malformed("shape of the weights"));
        }
        let bytes = self.take(n.checked_mul(4).ok_or(LoadError::Malformed("weights"))?, "weights")?;
        Ok(bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// Exactly `n` small whole numbers; the pack says how many it holds and must agree.
    pub fn smalls(&mut self, n: usize) -> Result<Vec<i8>, LoadError> {
        if self.number()? as usize != n {
            return Err(LoadError::Malformed("shape of the weights"));
        }
        Ok(self.take(n, "weights")?.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// All must have been read.
    pub fn end(self) -> Result<(), LoadError> {
        if self.rest.is_empty() { Ok(()) } else { Err(LoadError::Malformed("end")) }
    }
}

/// A payload being written.
#[derive(Default)]
pub struct Writer {
    /// What was written so far.
    pub bytes: Vec<u8>,
}

impl Writer {
    /// One byte.
    pub fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// A number of four bytes; it must fit.
    pub fn number(&mut self, value: usize) {
        self.bytes.extend_from_slice(&(value as u32).to_le_bytes());
    }

    /// A number of eight bytes.
    pub fn long(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A text, its length before it.
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Texts, their count before them.
    pub fn texts<T: AsRef<str>>(&mut self, texts: &[T]) {
        self.number(texts.len());
        texts.iter().for_each(|text| self.text(text.as_ref()));
    }

    /// Small whole numbers, their count before them.
    pub fn smalls(&mut self, smalls: &[i8]) {
        self.number(smalls.len());
        self.bytes.extend(smalls.iter().map(|small| small.cast_unsigned()));
    }

    /// Floats, their count before them.
    pub fn floats(&mut self, floats: &[f32]) {
        self.number(floats.len());
        floats.iter().for_each(|float| self.bytes.extend_from_slice(&float.to_le_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        writer.byte(7);
        writer.texts(&["Arnor", ""]);
        writer.floats(&[1.5, -2.0]);
        writer.long(u64::MAX);
        let file = seal(&writer.bytes);
        let (mut payload, digest) = open(&file).unwrap();
        assert_eq!(digest.len(), 64);
        assert_eq!(payload.byte().unwrap(), 7);
        assert_eq!(payload.texts().unwrap(), ["Arnor", ""]);
        assert_eq!(payload.floats(2).unwrap(), [1.5, -2.0]);
        assert_eq!(payload.long().unwrap(), u64::MAX);
        payload.end().unwrap();
    }

    #[test]
    fn damage_is_noticed() {
        let file = seal(b"payload");
        assert!(matches!(open(b"casus"), Err(LoadError::NotAPack)));
        assert!(matches!(open(&file[..file.len() - 1]), Err(LoadError::Damaged)));
        let mut other = file.clone();
        *other.last_mut().unwrap() ^= 1;
        assert!(matches!(open(&other), Err(LoadError::Damaged)));
        let mut newer = file;
        newer[8] = 9;
        assert!(matches!(open(&newer), Err(LoadError::Version { found: 9 })));
    }

    #[test]
    fn counts_larger_than_the_payload_are_refused() {
        let mut writer = Writer::default();
        writer.number(1 << 30);
        let file = seal(&writer.bytes);
        assert!(open(&file).unwrap().0.texts().is_err());
        assert!(open(&file).unwrap().0.floats(1 << 30).is_err());
    }
}
