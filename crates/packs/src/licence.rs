//! The licences that come inside the packages, and the notice that credits their makers.

use std::io::{Cursor, Read};

use crate::{Client, Packages, Pin};

/// Folder of the licences.
const FOLDER: &str = "licences";

/// No licence is nearly as long.
const LIMIT: u64 = 1 << 20;

/// How the names of files begin that hold terms.
const TERMS: [&str; 4] = ["LICEN", "COPYING", "NOTICE", "AUTHORS"];

/// The files to be kept beside the packs: `NOTICE` and one folder of licences a package.
pub(crate) fn files(pins: &[Pin], packages: &Packages) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = vec![("NOTICE".to_owned(), notice(pins).into_bytes())];
    for pin in pins {
        let mut terms = terms(pin.client, packages.get(pin.part))?;
        terms.sort();
        terms.dedup_by(|one, other| one.0 == other.0);
        for (name, bytes) in terms {
            files.push((format!("{FOLDER}/{}/{name}", pin.name), bytes));
        }
    }
    Ok(files)
}

fn notice(pins: &[Pin]) -> String {
    let mut notice = String::from(
        "The packs in this folder are made from works of others, under these licences.\n\
         The full terms are in the folder `licences`.\n",
    );
    for pin in pins {
        notice.push_str(&format!("\n{} {}\n  {}\n  {}\n", pin.name, pin.version, pin.licence, pin.credit));
    }
    notice
}

fn terms(client: Client, archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    match client {
        Client::Pip => in_wheel(archive),
        Client::Npm => in_tarball(archive),
    }
}

fn in_wheel(wheel: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).map_err(|cause| cause.to_string())?;
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index(at).map_err(|cause| cause.to_string())?;
        if let Some(name) = file_of_terms(member.name()) {
            found.push((name, bounded(member)?));
        }
    }
    Ok(found)
}

fn in_tarball(tarball: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let unpacked = flate2::read::GzDecoder::new(tarball).take(256 << 20);
    let mut archive = tar::Archive::new(unpacked);
    let mut found = Vec::new();
    for member in archive.entries().map_err(|cause| cause.to_string())? {
        let member = member.map_err(|cause| cause.to_string())?;
        if let Some(name) = file_of_terms(&String::from_utf8_lossy(&member.path_bytes())) {
            found.push((name, bounded(member)?));
        }
    }
    Ok(found)
}

/// The bare file name, made of harmless characters only, if the file holds terms.
fn file_of_terms(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    let has_terms = TERMS
        .iter()
        .any(|start| name.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)));
    (has_terms && name.chars().all(is_plain) && name.len() <= 80).then(|| name.to_owned())
}

fn bounded(member: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    member.take(LIMIT).read_to_end(&mut bytes).map_err(|cause| cause.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_known_by_their_names_and_their_paths_are_not_followed() {
        assert_eq!(file_of_terms("package/LICENSE").as_deref(), Some("LICENSE"));
        assert_eq!(file_of_terms("../../licenses/License.md").as_deref(), Some("License.md"));
        assert_eq!(file_of_terms("a/LICENSES_SOURCES").as_deref(), Some("LICENSES_SOURCES"));
        for path in ["package/index.js", "LICENSE/", "LICENSE\u{202e}", "a/LICENSE:stream", ""] {
            assert_eq!(file_of_terms(path), None, "{path}");
        }
    }

    #[test]
    fn a_damaged_archive_is_told() {
        assert!(in_wheel(b"PK\x03\x04 nothing").is_err());
        assert!(in_tarball(b"\x1f\x8b nothing").is_err());
    }
}
