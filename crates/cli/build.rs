//! Puts the stories of the repository into the binary, for `casus demo`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../corpus/stories");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut table = String::from("const FILES: &[(&str, &str)] = &[\n");
    for folder in sorted(&root).into_iter().filter(|path| path.is_dir() && !is_held(path)) {
        println!("cargo:rerun-if-changed={}", folder.display());
        // What a second annotator listed is for the corpus alone.
        for file in sorted(&folder).into_iter().filter(|file| !file.ends_with("second.toml")) {
            let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            let path = file.canonicalize().unwrap().display().to_string();
            println!("cargo:rerun-if-changed={path}");
            writeln!(table, "    ({name:?}, include_str!({path:?})),").unwrap();
        }
    }
    table.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap()).join("stories.rs"), table).unwrap();
}

/// A story that nobody is to look at while rules are written.
fn is_held(folder: &Path) -> bool {
    let story = fs::read_to_string(folder.join("story.toml")).unwrap_or_default();
    story.lines().any(|line| line.trim() == "held = true")
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
