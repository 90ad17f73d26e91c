//! Names of private persons, planted in 500 reports in every form that reports have for them, are in nothing that is
//! printed for partners and for the public; public persons and offices are.

mod planted {
    pub mod corpus;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use planted::corpus::{Report, reports};

/// Runs the program on a ledger; what it printed on both streams.
fn casus(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_casus"))
        .args(arguments)
        .env("CASUS_LEDGER", folder.join("town.casus"))
        .env("CASUS_KEYS", folder.join("keys"))
        .env("CASUS_CHECKPOINTS", folder.join("checkpoints"))
        .env("NO_COLOR", "1")
        .output()
        .expect("casus starts");
    assert!(
        output.status.code().is_some_and(|code| code < 2),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// A ledger of all reports, where a person with a name decided something and said why.
fn filled(folder: &Path, reports: &[Report]) {
    let lines: Vec<String> = reports.iter().map(Report::line).collect();
    fs::write(folder.join("reports.jsonl"), lines.join("\n")).expect("written");
    fs::write(folder.join("town.SENSITIVITY.md"), "low: invented\n").expect("written");
    casus(folder, &["init"]);
    casus(
        folder,
        &["add", &folder.join("reports.jsonl").display().to_string(), "--as", "Wendeline Okparaji"],
    );
    let note = ["--as", "Wendeline Okparaji", "--note", "Wendeline Okparaji saw it"];
    casus(folder, &[&["accept", "i1"], &note[..]].concat());
    casus(folder, &[&["edit", "i2", "killed=2"], &note[..]].concat());
    casus(folder, &[&["merge", "i3", "i4"], &note[..]].concat());
    casus(folder, &["reread", "--as", "Wendeline Okparaji"]);
}

/// Everything that prints from a ledger, for a profile, by the words of the command.
fn printed(folder: &Path, profile: &str) -> BTreeMap<String, String> {
    let mut printed = BTreeMap::new();
    let mut print = |arguments: &[&str]| {
        let words = [arguments, &["--profile", profile]].concat();
        let text = casus(folder, &words);
        printed.insert(arguments.join(" "), text.clone());
        text
    };
    let list = print(&["find", "--limit", "10000", "--output-format", "jsonl"]);
    for format in ["table", "json", "csv", "geojson"] {
        print(&["find", "--limit", "10000", "--output-format", format]);
    }
    for verb in
        [&["tallies"][..], &["tallies", "--json"], &["log", "--limit", "10000"], &["log", "--decisions"]]
    {
        print(verb);
    }
    for verb in [&["diff", "1", "2"][..], &["diff", "1", "2", "--json"]] {
        print(verb);
    }
    let ids = list.lines().filter_map(|line| {
        let view: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(view["incident"]["id"].as_str()?.to_owned())
    });
    let ids: Vec<String> = ids.collect();
    assert!(ids.len() > 100, "{} incidents", ids.len());
    for id in ids.iter().step_by(ids.len().div_ceil(10)) {
        for verb in [&["show", id][..], &["show", id, "--json"], &["explain", id]] {
            print(verb);
        }
    }
    printed
}

/// Words of a text in small letters; what is no letter or digit parts them.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect()
}

/// Words of names that still slip through: given names that are taken for a town, and one of a byline. Only ever fewer.
const KNOWN_LEAKS: usize = 3;

#[test]
fn no_private_name_is_printed_for_others_than_those_who_keep_the_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = reports(500);
    filled(folder.path(), &reports);
    let secret: BTreeSet<&str> =
        reports.iter().flat_map(|report| report.secret.iter().map(String::as_str)).collect();
    let inside = printed(folder.path(), "internal").into_values().collect::<String>().to_lowercase();
    let internal = words(&inside);
    let shown = secret.iter().filter(|word| internal.contains(**word)).count();
    assert!(
        shown * 2 > secret.len(),
        "{shown} of {} names are seen inside: the test would see a leak",
        secret.len()
    );
    for profile in ["partner", "public"] {
        let mut leaks: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut all = String::new();
        for (verb, text) in printed(folder.path(), profile) {
            let seen = words(&text);
            for word in secret.iter().filter(|word| seen.contains(**word)) {
                leaks.entry(word).or_default().push(verb.clone());
            }
            all += &text;
        }
        for (word, verbs) in &leaks {
            let at = reports.iter().find(|report| report.secret.contains(*word)).map(|report| &report.text);
            println!(
                "{profile} sees {word:?} in {:?}: {}",
                &verbs[..verbs.len().min(3)],
                at.map_or("", String::as_str)
            );
        }
        let (leaked, planted) = (leaks.len(), secret.len());
        assert!(leaked <= KNOWN_LEAKS, "{profile} sees {leaked} of {planted} words of private names");
        let public = ["antony blinken", "interior ministry", "governor", "hospital"];
        for public in public.into_iter().filter(|public| inside.contains(public)) {
            assert!(all.to_lowercase().contains(public), "{public} is not shown to {profile}");
        }
    }
}
