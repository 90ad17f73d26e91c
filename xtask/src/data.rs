//! `cargo xtask data`: how much is in `data/`, counted; `cargo xtask known`: how much of a corpus it knows;
//! `cargo xtask train-case`: the model that chooses case.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use casus_lexicon::{Frame, Lexicon, rows};

use crate::{Result, ready};

/// The page: tables of what each part of `data/` holds.
pub fn page(root: &Path) -> Result<String> {
    let mut page = String::from(
        "# What casus knows\n\n\
         Counted from `data/` by `cargo xtask docs`; change the data, not this page.\n\
         What the files mean is in [data/README.md](../data/README.md).\n",
    );
    let mut files = texts(&root.join("data"), "")?;
    let lexicon = Lexicon::from_files(files.iter().map(|(file, text)| (file.as_str(), text.as_str())))?;
    files.retain(|(file, _)| file.ends_with(".tsv"));
    words(&mut page, &files)?;
    actors(&mut page, &lexicon)?;
    frames(&mut page, lexicon.frames.all())?;
    writeln!(page, "\n## Tables\n\n| file | rows |\n|---|---:|")?;
    for (file, text) in files.iter().filter(|(file, _)| !is_words(file)) {
        writeln!(page, "| `{file}` | {} |", rows(file, text)?.len())?;
    }
    Ok(page)
}

/// How many of the names in somebody's corpus are known; the example says how that is counted.
pub fn known(root: &Path, files: impl Iterator<Item = String>) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "casus-corpora", "--example", "known", "--"]);
    // Names of files are those of where the caller stands.
    let here = std::env::current_dir()?;
    command.args(files.map(|file| here.join(file))).current_dir(root);
    ready::run(&mut command)
}

/// Trains the model of `data/models/case`, or measures it. Names of files are those of where the caller stands.
pub fn train_case(root: &Path, arguments: impl Iterator<Item = String>) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--release", "--package", "casus-recase", "--example", "train"]);
    command.arg("--manifest-path").arg(root.join("Cargo.toml")).arg("--").args(arguments);
    ready::run(&mut command)
}

/// Common nouns with a sense: files of `lexicon/` that have a column `phrase`.
fn words(page: &mut String, files: &[(String, String)]) -> Result<()> {
    writeln!(
        page,
        "\n## Words with a sense\n\n| file | entries | wordings | entries by class |\n|---|---:|---:|---|"
    )?;
    for (file, text) in files.iter().filter(|(file, _)| is_words(file)) {
        let rows = rows(file, text)?;
        let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            *classes.entry(row.get("class").or(row.get("kind")).unwrap_or("")).or_default() += 1;
        }
        let wordings: usize = rows.iter().map(|row| row.alternatives("phrase").len()).sum();
        let mut classes: Vec<_> = classes.into_iter().collect();
        classes.sort_by_key(|(class, n)| (usize::MAX - n, *class));
        let classes: Vec<String> = classes.iter().map(|(class, n)| format!("{class} {n}")).collect();
        writeln!(page, "| `{file}` | {} | {wordings} | {} |", rows.len(), classes.join(", "))?;
    }
    Ok(())
}

fn is_words(file: &str) -> bool {
    ["weapons", "targets", "people", "organizations"].iter().any(|name| file == format!("lexicon/{name}.tsv"))
}

/// Actors by class.
fn actors(page: &mut String, lexicon: &Lexicon) -> Result<()> {
    writeln!(
        page,
        "\n## Actors\n\n| class | actors | names | ties | with an outside reference | without |\n|---|---:|---:|---:|---:|---:|"
    )?;
    let mut classes: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for actor in lexicon.names.actors.values() {
        let of_actor = [1, 1 + actor.aliases.len(), actor.ties.len(), usize::from(actor.reference.is_some())];
        for class in [actor.class.as_str(), "all"] {
            let sum = classes.entry(class).or_default();
            sum.iter_mut().zip(of_actor).for_each(|(sum, n)| *sum += n);
        }
    }
    let all = classes.remove_entry("all");
    for (class, [actors, names, ties, references]) in classes.into_iter().chain(all) {
        let without = actors - references;
        writeln!(page, "| {class} | {actors} | {names} | {ties} | {references} | {without} |")?;
    }
    Ok(())
}

/// Frames by group, which their names begin with.
fn frames(page: &mut String, frames: &[Frame]) -> Result<()> {
    writeln!(
        page,
        "\n## Frames\n\n| group | frames | verbs | nouns | `yes` | `no` |\n|---|---:|---:|---:|---:|---:|"
    )?;
    let mut groups: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for frame in frames {
        let group = frame.name.split('/').next().unwrap_or("");
        let of_frame = [1, frame.verbs.len(), frame.nouns.len(), frame.yes.len(), frame.no.len()];
        groups.entry(group).or_default().iter_mut().zip(of_frame).for_each(|(sum, n)| *sum += n);
    }
    for (group, [frames, verbs, nouns, yes, no]) in groups {
        writeln!(page, "| `{group}` | {frames} | {verbs} | {nouns} | {yes} | {no} |")?;
    }
    Ok(())
}

/// Every text file of `data/` by its name there, sorted.
fn texts(folder: &Path, prefix: &str) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(texts(&entry.path(), &format!("{name}/"))?);
        } else if [".tsv", ".toml", ".frames"].iter().any(|end| name.ends_with(end)) {
            files.push((name, fs::read_to_string(entry.path())?));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_counts_what_is_there() {
        let page = super::page(&crate::house::root()).unwrap();
        let total = page.lines().find(|line| line.starts_with("| all |")).unwrap();
        let actors = std::fs::read_dir(crate::house::root().join("data/actors")).unwrap().count();
        assert!(total.starts_with(&format!("| all | {actors} |")), "{total}: {actors} files");
    }
}
