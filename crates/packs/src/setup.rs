//! `casus setup`: brings the packages, makes the packs, puts them in place.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::fetch::{self, KEPT, Network};
use crate::folder::{Packs, usable};
use crate::lock::{LOCK_FILE, Lock};
use crate::stage::{Stage, remove_leftovers};
use crate::{Converters, Error, ErrorKind, Packages, Pin, Progress, convert, licence, pins};

/// So many packs are made.
const PACKS: usize = 3;

/// The file that keeps two setups from working in one folder. It is empty and stays.
const GUARD: &str = ".setup.lock";

/// What a setup is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The folder to fill.
    pub folder: PathBuf,
    /// Takes the packages out of this folder instead of the network.
    pub from: Option<PathBuf>,
    /// Keeps the packages, so that packs can be made again without a network.
    pub keep: bool,
    /// Makes the packs even if they are there.
    pub force: bool,
    /// Time limit for bringing one package.
    pub limit: Duration,
    /// How long to wait for another setup.
    pub patience: Duration,
    /// Replaces the search path for the package clients.
    pub path: Option<OsString>,
}

impl Options {
    /// Fills this folder over the network, with time limits that suit a slow line.
    pub fn new(folder: impl Into<PathBuf>) -> Options {
        Options {
            folder: folder.into(),
            from: None,
            keep: false,
            force: false,
            limit: Duration::from_secs(15 * 60),
            patience: Duration::from_secs(30 * 60),
            path: None,
        }
    }
}

/// What a setup did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: everything was there.
    Present,
    /// The packs were made.
    Installed,
}

/// Fills the folder, or says what is in the way. All is there when this returns without an error.
pub fn setup(options: &Options, progress: &mut dyn FnMut(Progress)) -> Result<Outcome, Error> {
    convert::with_own(|converters| setup_with(options, &pins(), converters, progress))
}

/// [`setup`] with other packages and other converters.
pub fn setup_with(
    options: &Options,
    pins: &[Pin],
    converters: &Converters,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, Error> {
    let folder = &options.folder;
    let is_present = || is_present(folder, pins, converters);
    if !options.force && is_present() {
        progress(Progress::Present(folder.clone()));
        return Ok(Outcome::Present);
    }
    fs::create_dir_all(folder).map_err(|cause| Error::file("make", folder, cause))?;
    let _guard = guard(folder, options.patience, progress)?;
    if !options.force && is_present() {
        progress(Progress::Present(folder.clone()));
        return Ok(Outcome::Present);
    }
    remove_leftovers(folder);
    install(options, pins, converters, progress)?;
    Ok(Outcome::Installed)
}

/// True when the folder holds what this version asks for and all packs load.
fn is_present(folder: &Path, pins: &[Pin], converters: &Converters) -> bool {
    usable(folder, pins, converters.version).is_ok()
        && Packs::in_folder(folder).read().is_ok_and(|made| (converters.tries)(made.as_slices()).is_ok())
}

/// Makes everything aside first; only then is anything in the folder replaced, the lock last.
fn install(
    options: &Options,
    pins: &[Pin],
    converters: &Converters,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let folder = &options.folder;
    let mut stage = Stage::open(folder)?;
    let kept = folder.join(KEPT);
    let packages = match &options.from {
        Some(from) => fetch::from_folder(pins, from, progress)?,
        None => {
            let (limit, path) = (options.limit, options.path.as_ref());
            let network = Network { kept: &kept, workshop: stage.workshop(), limit, path };
            fetch::from_network(pins, &network, progress)?
        }
    };
    let files = files(pins, &packages, converters, progress)?;
    let lock = Lock::new(pins, converters.version, &files);
    if options.keep {
        for pin in pins {
            stage.write(&format!("{KEPT}/{}", pin.file), packages.get(pin.part))?;
        }
    }
    for (name, bytes) in &files {
        stage.write(name, bytes)?;
    }
    stage.write(LOCK_FILE, lock.json().as_bytes())?;
    stage.commit()?;
    if !options.keep {
        let _ = fs::remove_dir_all(&kept);
    }
    for (name, bytes) in files.iter().take(PACKS) {
        progress(Progress::Wrote { file: folder.join(name), bytes: bytes.len() as u64 });
    }
    Ok(())
}

/// Everything that is to be written, the packs first.
fn files(
    pins: &[Pin],
    packages: &Packages,
    converters: &Converters,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let made = converters.make.each(|name, convert| {
        progress(Progress::Converting(name));
        convert(packages).map_err(|cause| not_converted(name, &cause))
    })?;
    (converters.tries)(made.as_slices()).map_err(|cause| not_converted("packs that load", &cause))?;
    let mut files: Vec<(String, Vec<u8>)> = made.named().map(|(name, pack)| (name.to_owned(), pack)).into();
    files.extend(licence::files(pins, packages).map_err(|cause| not_converted("the licences", &cause))?);
    Ok(files)
}

fn not_converted(name: &str, cause: &str) -> Error {
    Error::new(
        ErrorKind::Convert,
        format!("cannot make {name}"),
        format!("{cause}; the packages are the ones that were pinned, so this is a fault of casus"),
        "report it to the casus project; what was in the folder before is untouched",
    )
}

/// Holds the folder for this setup alone. The system lets go of it however the process ends.
fn guard(folder: &Path, patience: Duration, progress: &mut dyn FnMut(Progress)) -> Result<File, Error> {
    let path = folder.join(GUARD);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|cause| Error::file("write", &path, cause))?;
    let deadline = Instant::now() + patience;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(cause)) => return Err(Error::file("lock", &path, cause)),
            Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return Err(busy(folder)),
            Err(TryLockError::WouldBlock) => {
                if !told {
                    progress(Progress::Waiting(folder.to_owned()));
                    told = true;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

fn busy(folder: &Path) -> Error {
    Error::new(
        ErrorKind::Busy,
        "another setup is still at work",
        format!("it holds {}", folder.join(GUARD).display()),
        "wait for it or end it, then run `casus setup` again",
    )
}
