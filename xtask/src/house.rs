//! `cargo xtask house`: what ARCHITECTURE.md promises, checked.

mod source;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use source::{Source, has_word};
use table::Manifest;

/// Rooms that take values and give values.
const PURE: &[&str] = &[
    "model", "lexicon", "nlp", "ingest", "annotate", "timex", "geo", "recase", "extract", "resolve", "link",
    "export", "page", "eval", "score", "corpora",
];

/// Files of pure rooms that open files all the same. `eval` is handed a folder of gold by the command line.
const OPENS_FILES: [&str; 3] =
    ["crates/eval/src/load.rs", "crates/eval/src/ontology.rs", "crates/eval/src/stories/file.rs"];

/// The world, clocks and chance, by the names that Rust code calls them.
const WORLD: [&str; 12] = [
    "fs",
    "net",
    "env",
    "process",
    "SystemTime",
    "Instant",
    "now",
    "RandomState",
    "rand",
    "getrandom",
    "fastrand",
    "thread_rng",
];

/// The one file that may be `unsafe`: matrix products.
const UNSAFE: &str = "crates/nlp/src/matrix.rs";

const LONGEST_FILE: usize = 900;

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Everything that is not as promised, one sentence each.
pub fn problems(root: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    let mut rooms = BTreeMap::new();
    let names = names(root);
    for (name, folder) in folders(root) {
        let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        match Manifest::read(&text) {
            Ok(manifest) => {
                problems.extend(table::unused(root, &name, &folder, &manifest));
                rooms.insert(name.clone(), manifest);
            }
            Err(error) => problems.push(format!("{}: {error}", relative(root, &folder))),
        }
        for file in rust_files(&folder) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let path = relative(root, &file);
            let in_source = file.starts_with(folder.join("src")) && name != "xtask";
            problems.extend(of_file(
                &path,
                &text,
                PURE.contains(&name.as_str()),
                in_source.then_some(&names),
            ));
        }
    }
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    problems.extend(table::problems(&page, &rooms));
    problems
}

/// Crates by room.
fn folders(root: &Path) -> Vec<(String, PathBuf)> {
    let mut folders = vec![("xtask".to_owned(), root.join("xtask"))];
    for entry in fs::read_dir(root.join("crates")).into_iter().flatten().flatten() {
        folders.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    folders.sort();
    folders
}

/// What is wrong with one file. `names` are given for files that may not hold any.
fn of_file(path: &str, text: &str, pure: bool, names: Option<&BTreeSet<String>>) -> Vec<String> {
    let mut problems = Vec::new();
    let length = text.lines().count();
    if length > LONGEST_FILE {
        problems.push(format!("{path}: {length} lines; {LONGEST_FILE} at most"));
    }
    let source = Source::read(text);
    if path != UNSAFE {
        let lines = source.lines_with("unsafe");
        problems.extend(lines.iter().map(|line| format!("{path}:{line}: `unsafe` outside {UNSAFE}")));
    }
    let Some(names) = names.filter(|_| !is_test(path)) else { return problems };
    if pure && !OPENS_FILES.contains(&path) {
        problems.extend(
            worldly(&source).iter().map(|(line, word)| format!("{path}:{line}: `{word}` in a pure room")),
        );
    }
    for (line, literal) in &source.literals {
        if let Some(name) = names.iter().find(|name| has_word(literal, name)) {
            problems.push(format!("{path}:{line}: the name `{name}` belongs in data/"));
        }
    }
    problems
}

/// Uses of the world: `std::fs::…`, `use std::{env, …}`, `Instant`, `Timestamp::now`.
fn worldly(source: &Source) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for word in WORLD {
        for line in source.lines_with(word) {
            let code = source.code.lines().nth(line - 1).unwrap_or("");
            let of_std = has_word(code, "std") || code.contains(&format!("{word}::"));
            let lower = word.starts_with(char::is_lowercase);
            let called = word != "now" || code.contains("::now(");
            if called && (!lower || of_std || code.contains(&format!("::{word}"))) {
                found.push((line, word));
            }
        }
    }
    found
}

/// A file that is compiled for tests only, by the names that such files have here.
fn is_test(path: &str) -> bool {
    ["/tests.rs", "/fixture.rs"].iter().any(|end| path.ends_with(end)) || path.contains("/tests/")
}

/// Names of actors, outlets and places of five letters or more that cannot be taken for other words.
fn names(root: &Path) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    if let Ok(lexicon) = casus_lexicon::Lexicon::embedded() {
        for actor in lexicon.names.actors.values() {
            names.extend(std::iter::once(&actor.name).chain(&actor.aliases).cloned());
        }
    }
    for file in ["outlets/outlets.tsv", "places/sites.tsv", "places/countries.tsv", "places/seas.tsv"] {
        let text = fs::read_to_string(root.join("data").join(file)).unwrap_or_default();
        for row in casus_lexicon::rows(file, &text).into_iter().flatten() {
            names.extend(row.get("name").map(str::to_owned));
            names.extend(row.alternatives("aliases"));
        }
    }
    names.retain(|name| {
        name.chars().filter(|c| c.is_alphabetic()).count() >= 5 && name.starts_with(char::is_uppercase)
    });
    names
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_in_order() {
        let problems = problems(&root());
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    }

    #[test]
    fn the_names_of_the_data_are_known() {
        let names = names(&root());
        assert!(names.len() > 1000 && names.iter().all(|name| name.len() >= 5));
    }

    #[test]
    fn each_rule_can_be_broken() {
        let names = ["Minas Tirith".to_owned()].into();
        let check = |text: &str| of_file("crates/model/src/a.rs", text, true, Some(&names));
        for broken in [
            "fn a() { std::fs::read(b); }",
            "use std::{env, fmt};",
            "use std::time::Instant;",
            "let day = Zoned::now();",
            "unsafe { a() }",
            "let city = \"to Minas Tirith\";",
            &"\n".repeat(901),
        ] {
            assert_eq!(check(broken).len(), 1, "{broken}");
        }
        for sound in
            ["let now = given;", "env!(\"OUT_DIR\")", "// std::fs of Minas Tirith", "let net = losses;"]
        {
            assert_eq!(check(sound), Vec::<String>::new(), "{sound}");
        }
        assert_eq!(
            of_file("crates/packs/src/a.rs", "std::fs::read(b);", false, Some(&names)),
            Vec::<String>::new()
        );
    }
}
