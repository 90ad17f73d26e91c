//! Deflated bytes: how documents, readings and versions lie in the file.

use std::cell::RefCell;
use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};

use crate::{Error, ErrorKind, Result};

/// The largest thing that is unpacked, in bytes; far above what is ever packed.
const LARGEST: u64 = 1 << 30;

thread_local! {
    /// What a compressor works with is 300 KB; making it anew costs more than packing a report.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::fast(), false));
}

/// Nothing shorter gets any smaller; it is kept as a block that is not compressed.
const TINY: usize = 48;

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() < TINY {
        return stored(bytes);
    }
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let read = usize::try_from(compress.total_in()).unwrap_or(usize::MAX);
            match compress.compress_vec(&bytes[read..], &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return packed,
                Ok(_) => packed.reserve(packed.capacity()),
                Err(_) => return stored(bytes),
            }
        }
    })
}

/// Blocks that are not compressed (RFC 1951, 3.2.4).
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut blocks = bytes.chunks(usize::from(u16::MAX)).peekable();
    let mut stored = Vec::with_capacity(bytes.len() + 8);
    loop {
        let block = blocks.next().unwrap_or_default();
        let length = block.len() as u16;
        stored.push(u8::from(blocks.peek().is_none()));
        stored.extend(length.to_le_bytes());
        stored.extend((!length).to_le_bytes());
        stored.extend(block);
        if blocks.peek().is_none() {
            return stored;
        }
    }
}

pub(crate) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut unpacked = Vec::with_capacity(bytes.len() * 3);
    DeflateDecoder::new(bytes)
        .take(LARGEST)
        .read_to_end(&mut unpacked)
        .map_err(|cause| Error::of(ErrorKind::Damaged).because(cause))?;
    Ok(unpacked)
}

pub(crate) fn unpacked_text(bytes: &[u8]) -> Result<String> {
    String::from_utf8(unpacked(bytes)?).map_err(|cause| Error::of(ErrorKind::Damaged).because(cause))
}

/// Numbers side by side, eight bytes each.
pub(crate) fn keys_to_bytes(keys: &[u64]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

pub(crate) fn keys_of_bytes(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks::<8>().0.iter().map(|chunk| u64::from_le_bytes(*chunk)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            prop_assert_eq!(unpacked(&packed(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn keys_come_back(keys in proptest::collection::vec(any::<u64>(), 0..20)) {
            prop_assert_eq!(keys_of_bytes(&keys_to_bytes(&keys)), keys);
        }
    }

    #[test]
    fn what_is_tiny_comes_back() {
        for length in 0..2 * TINY {
            let bytes: Vec<u8> = (0..length as u8).collect();
            assert_eq!(unpacked(&packed(&bytes)).unwrap(), bytes);
        }
        for length in [0, 1, 65_535, 65_536, 200_000] {
            let bytes: Vec<u8> = (0..length).map(|number| number as u8).collect();
            assert_eq!(unpacked(&stored(&bytes)).unwrap(), bytes);
        }
    }

    #[test]
    fn prose_gets_smaller_and_comes_back() {
        let prose = "Orcs raided the barracks at Bree. ".repeat(10_000);
        let packed = packed(prose.as_bytes());
        assert!(packed.len() * 20 < prose.len());
        assert_eq!(unpacked_text(&packed).unwrap(), prose);
    }

    #[test]
    fn bytes_that_are_no_deflate_are_damage() {
        assert_eq!(unpacked(&[7, 1, 2, 3]).unwrap_err().kind, ErrorKind::Damaged);
    }
}
