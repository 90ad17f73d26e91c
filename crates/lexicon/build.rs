//! Registers every file under `data/` so that a file that exists is a file that is read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../data");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut everything = Vec::new();
    collect(&root, &|_| true, &mut everything);
    everything.sort();
    let mut files = Vec::new();
    // Places, time words, notes of wires and what was learned are embedded by `geo`, `timex`, `ingest`, `recase` and `judge`.
    collect(&root, &|folder| !matches!(folder, "places" | "time" | "wires" | "case" | "judge"), &mut files);
    files.sort();
    let mut table = format!("const DIGEST: &str = {:?};\n", digest(&root, &everything));
    table.push_str("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    for file in &everything {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    for file in &files {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let path = file.canonicalize().unwrap();
        writeln!(table, "    ({name:?}, include_str!({:?})),", path.display().to_string()).unwrap();
    }
    table.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap()).join("files.rs"), table).unwrap();
}

/// Files of knowledge under a folder, in the folders that pass.
fn collect(folder: &Path, enter: &dyn Fn(&str) -> bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if enter(&name) {
                collect(&path, enter, files);
            }
        } else if [".tsv", ".toml", ".frames", ".fst", ".bin", ".safetensors"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            files.push(path);
        }
    }
}

/// One digest over the names and bytes of all knowledge, that of other rooms too: what a reading
/// depends on beside the packs.
fn digest(root: &Path, files: &[PathBuf]) -> String {
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/"));
        hasher.update([0]);
        hasher.update(fs::read(file).unwrap());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
