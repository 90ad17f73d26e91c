//! Deflated bytes: how documents, readings and versions lie in the file.

use std::io::Read;

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};

use crate::{Error, ErrorKind, Result};

/// The largest thing that is unpacked, in bytes; far above what is ever packed.
const LARGEST: u64 = 1 << 30;

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
    // Reading from memory does not fail.
    let _ = DeflateEncoder::new(bytes, Compression::fast()).read_to_end(&mut packed);
    packed
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
    fn bytes_that_are_no_deflate_are_damage() {
        assert_eq!(unpacked(&[7, 1, 2, 3]).unwrap_err().kind, ErrorKind::Damaged);
    }
}
