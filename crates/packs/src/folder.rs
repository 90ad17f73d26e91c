//! Where the packs live, and whether they can be used.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use etcetera::{BaseStrategy, choose_base_strategy};

use crate::convert::Made;
use crate::lock::Lock;
use crate::{Error, ErrorKind, Pin, convert, pins};

/// File name of the language model.
pub const NLP_PACK: &str = "en_core_web_sm.pack";

/// File name of the model that tells deeds from other talk of violence.
pub const JUDGE_PACK: &str = "all-minilm-l6-v2.pack";

/// File name of the gazetteer.
pub const GAZETTEER_PACK: &str = "gazetteer.pack";

/// The environment variable that names the folder.
pub const DATA_VARIABLE: &str = "CASUS_DATA";

/// Where the packs are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packs {
    /// The language model.
    pub nlp: PathBuf,
    /// The model that tells deeds from other talk of violence.
    pub judge: PathBuf,
    /// The gazetteer.
    pub gazetteer: PathBuf,
}

impl Packs {
    pub(crate) fn in_folder(folder: &Path) -> Packs {
        Packs {
            nlp: folder.join(NLP_PACK),
            judge: folder.join(JUDGE_PACK),
            gazetteer: folder.join(GAZETTEER_PACK),
        }
    }

    /// The bytes of each.
    pub(crate) fn read(&self) -> Result<Made<Vec<u8>>, String> {
        let paths = Made { nlp: &self.nlp, judge: &self.judge, gazetteer: &self.gazetteer };
        let read =
            |path: &Path| fs::read(path).map_err(|cause| format!("cannot read {}: {cause}", path.display()));
        paths.each(|_, path| read(path))
    }
}

/// The folder for packs: `$CASUS_DATA`, else `casus` in the user's data folder.
pub fn data_folder() -> Result<PathBuf, Error> {
    let named = env::var_os(DATA_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = match named {
        Some(folder) => folder,
        None => choose_base_strategy().map_err(no_folder)?.data_dir().join("casus"),
    };
    std::path::absolute(&folder).map_err(no_folder)
}

/// The packs in the data folder, or the one command that brings them.
pub fn locate() -> Result<Packs, Error> {
    locate_in(&data_folder()?)
}

/// The packs in this folder, or the one command that brings them. Sizes are compared with the lock, which
/// costs no reading; [`crate::doctor`] compares checksums, and whoever loads a pack checks it again.
pub fn locate_in(folder: &Path) -> Result<Packs, Error> {
    usable(folder, &pins(), &convert::version()).map_err(|reason| {
        Error::new(
            ErrorKind::Missing,
            "the language models and the gazetteer are not there",
            format!("{reason} ({})", folder.display()),
            "run `casus setup`",
        )
    })?;
    Ok(Packs::in_folder(folder))
}

/// Why the packs in a folder cannot be used as they are, if they cannot.
pub(crate) fn usable(folder: &Path, pins: &[Pin], converter: &str) -> Result<Lock, String> {
    let lock = Lock::read(folder)?;
    lock.fits(pins, converter)?;
    lock.sizes(folder)?;
    Ok(lock)
}

fn no_folder(cause: impl std::fmt::Display) -> Error {
    Error::new(
        ErrorKind::Folder,
        "cannot tell where to keep the language models and the gazetteer",
        cause,
        format!("set {DATA_VARIABLE} to a folder you may write to"),
    )
}
