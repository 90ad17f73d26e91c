//! The vocabularies a gold file may use, read from the tables of `data/ontology`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::load::Error;

/// Open vocabularies of the codebook: those that are data rather than enums.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ontology {
    /// Weapon class → the less specific class that is also right.
    pub weapons: BTreeMap<String, Option<String>>,
    /// Target kinds.
    pub targets: BTreeSet<String>,
    /// Event type and mode.
    pub modes: BTreeSet<(String, String)>,
    /// Classes of people harmed.
    pub casualty_classes: BTreeSet<String>,
}

impl Ontology {
    /// Reads the tables in a folder such as `data/ontology`.
    pub fn open(dir: &Path) -> Result<Ontology, Error> {
        let read = |file: &str| {
            let path = dir.join(file);
            std::fs::read_to_string(&path).map_err(|cause| Error::Read { path, cause })
        };
        Ok(Ontology {
            weapons: rows(&read("weapons.tsv")?, "id", "parent")
                .map(|(id, parent)| (id, Some(parent).filter(|parent| !parent.is_empty())))
                .collect(),
            targets: rows(&read("targets.tsv")?, "id", "id").map(|(id, _)| id).collect(),
            modes: rows(&read("modes.tsv")?, "type", "id").collect(),
            casualty_classes: rows(&read("casualty_classes.tsv")?, "id", "id").map(|(id, _)| id).collect(),
        })
    }

    /// The classes above a weapon class, nearest first.
    pub fn broader(&self, class: &str) -> Vec<String> {
        let mut broader: Vec<String> = Vec::new();
        let mut at = class;
        while let Some(Some(parent)) = self.weapons.get(at) {
            if broader.iter().any(|seen| seen == parent) {
                break;
            }
            broader.push(parent.clone());
            at = parent;
        }
        broader
    }
}

/// Two named columns of a tab-separated table whose comments start with `#`.
fn rows<'t>(table: &'t str, first: &'t str, second: &'t str) -> impl Iterator<Item = (String, String)> + 't {
    let mut lines = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let first = header.iter().position(|column| *column == first);
    let second = header.iter().position(|column| *column == second);
    lines.filter_map(move |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |column: Option<usize>| cells.get(column?).map(|cell| (*cell).to_owned());
        Some((cell(first)?, cell(second)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_by_the_names_of_its_columns() {
        let table = "# note\nid\tparent\tlabel\nsling\t\tSling\n# group\nstaff-sling\tsling\tStaff sling\n";
        let ontology = Ontology {
            weapons: rows(table, "id", "parent")
                .map(|(id, parent)| (id, Some(parent).filter(|parent| !parent.is_empty())))
                .collect(),
            ..Ontology::default()
        };
        assert_eq!(ontology.broader("staff-sling"), ["sling"]);
        assert!(ontology.broader("sling").is_empty());
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let weapons = [("a", "b"), ("b", "a")].map(|(id, parent)| (id.to_owned(), Some(parent.to_owned())));
        let ontology = Ontology { weapons: weapons.into_iter().collect(), ..Ontology::default() };
        assert_eq!(ontology.broader("a"), ["b", "a"]);
    }
}
