//! ARCHITECTURE.md's tables against the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::source::Source;

/// For tests only: they backtrack, or draw lots.
const NOT_IN_THE_PRODUCT: [&str; 2] = ["fancy-regex", "proptest"];

type Edges = BTreeMap<String, BTreeSet<String>>;

/// What a manifest says: the rooms it uses, and what it takes from outside, tests and builds included.
#[derive(Default)]
pub struct Manifest {
    uses: BTreeSet<String>,
    outside: BTreeSet<String>,
    normal: Vec<String>,
}

impl Manifest {
    pub fn read(text: &str) -> Result<Manifest, toml::de::Error> {
        let table: toml::Table = text.parse()?;
        let systems = table.get("target").and_then(toml::Value::as_table);
        let systems =
            systems.into_iter().flat_map(|systems| systems.values().filter_map(toml::Value::as_table));
        let tables: Vec<&toml::Table> = std::iter::once(&table).chain(systems).collect();
        let names = |section: &str| {
            let sections = tables.iter().filter_map(|table| table.get(section)?.as_table());
            sections.flat_map(|section| section.keys().cloned()).collect::<Vec<_>>()
        };
        let all = ["dependencies", "dev-dependencies", "build-dependencies"].into_iter().flat_map(names);
        Ok(Manifest {
            uses: names("dependencies").into_iter().filter_map(|name| room(&name)).collect(),
            outside: all.filter(|name| room(name).is_none()).collect(),
            normal: names("dependencies"),
        })
    }
}

/// `casus-geo` is the room `geo`; the facade is the room `casus`.
fn room(package: &str) -> Option<String> {
    if package == "casus" {
        Some(package.to_owned())
    } else {
        package.strip_prefix("casus-").map(str::to_owned)
    }
}

/// What is wrong between the page and the manifests.
pub fn problems(page: &str, rooms: &BTreeMap<String, Manifest>) -> Vec<String> {
    let mut problems = Vec::new();
    let uses = rooms.iter().map(|(name, manifest)| (name.clone(), manifest.uses.clone())).collect();
    compare(&edges(page, "crate", "may use"), &uses, "may use", "uses", &mut problems);
    let mut outside = Edges::new();
    for (name, manifest) in rooms {
        let wrong =
            manifest.normal.iter().filter(|dependency| NOT_IN_THE_PRODUCT.contains(&dependency.as_str()));
        problems.extend(wrong.map(|dependency| format!("`{name}` uses `{dependency}` outside its tests")));
        for dependency in &manifest.outside {
            outside.entry(dependency.clone()).or_default().insert(name.clone());
        }
    }
    compare(&edges(page, "from outside", "used by"), &outside, "is used by", "is used by", &mut problems);
    problems
}

/// Dependencies that a manifest asks for and the code never names.
pub fn unused(root: &Path, name: &str, folder: &Path, manifest: &Manifest) -> Vec<String> {
    let files = super::rust_files(&folder.join("src"));
    let sources: Vec<Source> = files
        .iter()
        .filter_map(|file| fs::read_to_string(file).ok())
        .map(|text| Source::read(&text))
        .collect();
    let named = |dependency: &&String| {
        let word = dependency.replace('-', "_");
        sources.iter().any(|source| !source.lines_with(&word).is_empty())
    };
    let manifest_path = super::relative(root, &folder.join("Cargo.toml"));
    let unused = manifest.normal.iter().filter(|dependency| !named(dependency));
    unused
        .map(|dependency| format!("{manifest_path}: `{name}` asks for `{dependency}` and never names it"))
        .collect()
}

fn compare(told: &Edges, found: &Edges, may: &str, does: &str, problems: &mut Vec<String>) {
    let nothing = BTreeSet::new();
    let names: BTreeSet<&String> = told.keys().chain(found.keys()).collect();
    for name in names {
        if !told.contains_key(name) {
            problems.push(format!("ARCHITECTURE.md has no row for `{name}`"));
            continue;
        }
        let (told, found) = (&told[name], found.get(name).unwrap_or(&nothing));
        for other in found.difference(told) {
            problems.push(format!("`{name}` {does} `{other}`, and ARCHITECTURE.md does not say so"));
        }
        for other in told.difference(found) {
            problems
                .push(format!("ARCHITECTURE.md says that `{name}` {may} `{other}`, and no manifest does"));
        }
    }
}

/// The rows of the table whose header begins with `first`: its first cell → the words in backticks of
/// column `column`.
fn edges(page: &str, first: &str, column: &str) -> Edges {
    let mut edges = Edges::new();
    let mut at = None;
    for line in page.lines() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        if !line.starts_with('|') {
            at = None;
        } else if cells[0] == first {
            at = cells.iter().position(|cell| *cell == column);
        } else if let (Some(at), Some(name)) = (at, quoted(cells[0]).pop()) {
            let words = cells.get(at).copied().unwrap_or("");
            edges.insert(name, quoted(words).into_iter().collect());
        }
    }
    edges
}

fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms() -> BTreeMap<String, Manifest> {
        let read = |text| Manifest::read(text).unwrap();
        let hall = read(
            "[dependencies]\ncasus-cellar = {}\nserde.workspace = true\n[dev-dependencies]\nproptest = \"1\"\n",
        );
        [("cellar".to_owned(), read("[package]")), ("hall".to_owned(), hall)].into()
    }

    const CRATES: &str = "| crate | job | may use |\n|---|---|---|\n| `cellar` | keeps | nothing |\n";
    const OUTSIDE: &str = "\n| from outside | why | used by |\n|---|---|---|\n| `serde` | x | `hall` |\n| `proptest` | x | `hall` |\n";

    #[test]
    fn a_true_page_has_no_problems() {
        let page = format!("{CRATES}| `hall` | receives | `cellar` |\n{OUTSIDE}");
        assert_eq!(problems(&page, &rooms()), Vec::<String>::new());
    }

    #[test]
    fn every_difference_is_told() {
        let page = format!("{CRATES}| `hall` | receives | `attic` |\n{OUTSIDE}| `rand` | x | `hall` |\n");
        let told = problems(&page, &rooms());
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("`hall` uses `cellar`"));
        assert!(told[1].contains("`attic`"));
        assert!(told[2].contains("`rand`"));
        assert_eq!(problems(CRATES, &rooms()).len(), 3);
        let rooms = [("hall".to_owned(), Manifest::read("[dependencies]\nproptest = \"1\"").unwrap())].into();
        assert!(problems("", &rooms).contains(&"`hall` uses `proptest` outside its tests".to_owned()));
    }

    #[test]
    fn what_one_system_needs_is_seen() {
        let text = "[target.'cfg(unix)'.dependencies]\ncasus-cellar = {}\nproptest = \"1\"\n";
        let manifest = Manifest::read(text).unwrap();
        assert!(manifest.uses.contains("cellar") && manifest.outside.contains("proptest"));
        assert!(manifest.normal.contains(&"proptest".to_owned()));
    }
}
