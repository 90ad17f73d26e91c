//! `packs.lock.json`: what the packs in a folder were made from, and what they are.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::pin::sha256;
use crate::{GAZETTEER_PACK, JUDGE_PACK, NLP_PACK, Pin};

/// Name of the lock in the data folder.
pub const LOCK_FILE: &str = "packs.lock.json";

/// Name and version of the shape of the lock.
const SCHEMA: &str = "casus.packs/1";

/// A package that packs were made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The file that was brought.
    pub file: String,
    /// The file's checksum.
    pub sha256: String,
}

/// A file in the data folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedFile {
    /// Its path in the folder, with `/`.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum.
    pub sha256: String,
}

/// The whole lock. It is written last, so a folder with a lock that fits has everything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Shape of this file.
    pub schema: String,
    /// Version of the converters.
    pub converter: String,
    /// What the packs were made from.
    pub packages: Vec<Locked>,
    /// What was written.
    pub files: Vec<LockedFile>,
}

impl Lock {
    pub(crate) fn new(pins: &[Pin], converter: &str, files: &[(String, Vec<u8>)]) -> Lock {
        let locked = |(name, bytes): &(String, Vec<u8>)| LockedFile {
            name: name.clone(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        };
        Lock {
            schema: SCHEMA.to_owned(),
            converter: converter.to_owned(),
            packages: packages(pins),
            files: files.iter().map(locked).collect(),
        }
    }

    /// The lock of a folder, or why there is none.
    pub(crate) fn read(folder: &Path) -> Result<Lock, String> {
        let text = fs::read(folder.join(LOCK_FILE)).map_err(|_| format!("there is no {LOCK_FILE}"))?;
        serde_json::from_slice(&text).map_err(|cause| format!("{LOCK_FILE} cannot be read ({cause})"))
    }

    pub(crate) fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("strings and numbers are always JSON");
        json + "\n"
    }

    /// Whether these are the packs that this version of casus asks for.
    pub(crate) fn fits(&self, pins: &[Pin], converter: &str) -> Result<(), String> {
        if self.schema != SCHEMA || self.packages != packages(pins) || self.converter != converter {
            return Err("the packs were made by or for another version of casus".to_owned());
        }
        let has = |name: &str| self.files.iter().any(|file| file.name == name);
        if [NLP_PACK, JUDGE_PACK, GAZETTEER_PACK].into_iter().all(has) {
            Ok(())
        } else {
            Err(format!("{LOCK_FILE} lacks a pack"))
        }
    }

    /// Whether all files are there in their sizes.
    pub(crate) fn sizes(&self, folder: &Path) -> Result<(), String> {
        for file in &self.files {
            let bytes = fs::metadata(folder.join(&file.name)).map(|metadata| metadata.len());
            match bytes {
                Ok(bytes) if bytes == file.bytes => {}
                Ok(_) => return Err(format!("{} has another size than {LOCK_FILE} says", file.name)),
                Err(_) => return Err(format!("{} is missing", file.name)),
            }
        }
        Ok(())
    }

    /// The files whose content is not what was written.
    pub(crate) fn altered(&self, folder: &Path) -> Vec<&str> {
        let sound = |file: &LockedFile| {
            fs::read(folder.join(&file.name)).is_ok_and(|bytes| sha256(&bytes) == file.sha256)
        };
        self.files.iter().filter(|file| !sound(file)).map(|file| file.name.as_str()).collect()
    }
}

fn packages(pins: &[Pin]) -> Vec<Locked> {
    let locked = |pin: &Pin| Locked {
        name: pin.name.clone(),
        version: pin.version.clone(),
        file: pin.file.clone(),
        sha256: pin.sha256.clone(),
    };
    pins.iter().map(locked).collect()
}
