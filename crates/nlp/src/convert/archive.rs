//! Files of the wheel, which is a zip archive. Sizes are bounded, so a hostile archive cannot ask for more
//! memory than a model package needs.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ConvertError;

/// No file of the model is larger.
const LARGEST: u64 = 32 << 20;

/// An opened wheel.
pub(super) struct Archive<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Archive<'a> {
    pub(super) fn open(wheel: &'a [u8]) -> Result<Archive<'a>, ConvertError> {
        ZipArchive::new(Cursor::new(wheel))
            .map(Archive)
            .map_err(|_| ConvertError::Archive("not a zip archive"))
    }

    /// The content of a file.
    pub(super) fn file(&mut self, name: &str) -> Result<Vec<u8>, ConvertError> {
        let file = self.0.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => ConvertError::Missing(name.to_owned()),
            _ => ConvertError::Archive("malformed entry"),
        })?;
        let mut content = Vec::new();
        match file.take(LARGEST + 1).read_to_end(&mut content) {
            Ok(_) if content.len() as u64 <= LARGEST => Ok(content),
            Ok(_) => Err(ConvertError::Archive("file too large")),
            Err(_) => Err(ConvertError::Archive("damaged file")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;
    use crate::convert::{MODEL, convert, licences};

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn rubbish_is_refused() {
        assert!(matches!(convert(b""), Err(ConvertError::Archive(_))));
        assert!(matches!(convert(b"PK\x05\x06"), Err(ConvertError::Archive(_))));
        let cut = archive(&[("a", b"hello")]);
        assert!(convert(&cut[..cut.len() - 1]).is_err());
    }

    #[test]
    fn another_package_is_refused() {
        assert!(matches!(convert(&archive(&[("a", b"hello")])), Err(ConvertError::Missing(_))));
        let changed = archive(&[(&format!("{MODEL}vocab/lookups.bin"), b"other words")]);
        assert!(matches!(convert(&changed), Err(ConvertError::Digest { file: "vocab/lookups.bin", .. })));
    }

    #[test]
    fn licences_come_out() {
        let names = ["LICENSE", "LICENSES_SOURCES"].map(|name| format!("{MODEL}{name}"));
        let wheel = archive(&[(&names[0], b"free"), (&names[1], b"sources")]);
        let expected = [("LICENSE", "free"), ("LICENSES_SOURCES", "sources")];
        assert_eq!(
            licences(&wheel).unwrap(),
            expected.map(|(name, text)| (name.to_owned(), text.to_owned()))
        );
    }
}
