//! The cases of `corpus/cases`: one idea each, and what must come out. The format is told there.
//!
//! A case that fails is listed with what came out instead. A gap asserts today's wrong answer; when that
//! changes it fails too, and `CASUS_BLESS=1` writes the new answer down.

#[path = "cases/file.rs"]
mod file;
#[path = "cases/pattern.rs"]
mod pattern;
#[path = "cases/values.rs"]
mod values;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use casus::model::Claim;
use casus::{Casus, Given, Reader};
use file::{Case, CaseFile};
use pattern::Pattern;

#[test]
fn every_case_comes_out_as_written() {
    let packs = casus::packs::locate().unwrap_or_else(|error| panic!("run casus setup: {error}"));
    let casus = Casus::open(&packs).unwrap_or_else(|error| panic!("{error}"));
    let mut reader = casus.reader();
    let bless = env::var_os("CASUS_BLESS").is_some();
    let (mut names, mut failures) = (BTreeSet::new(), Vec::new());
    for path in paths() {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut file = CaseFile::parse(&path, &text);
        for case in &mut file.cases {
            assert!(names.insert(case.name.clone()), "two cases are named `{}`", case.name);
            let claims = read(&mut reader, case);
            if bless && case.gap.is_some() {
                write_down(case, &claims);
            }
            failures.extend(problem(case, &claims).map(|what| format!("{}: {what}", case.name)));
        }
        if bless {
            fs::write(&path, file.to_string()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
    assert!(names.len() > 50, "only {} cases were found", names.len());
    assert!(
        failures.is_empty(),
        "{} of {} cases fail\n\n{}",
        failures.len(),
        names.len(),
        failures.join("\n\n")
    );
}

fn paths() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/cases");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "case"));
    paths.sort();
    paths
}

fn read(reader: &mut Reader, case: &Case) -> Vec<Claim> {
    let published =
        case.published.as_deref().map(|day| day.parse().unwrap_or_else(|_| panic!("{}: {day}", case.name)));
    let given = Given { published, ..Given::default() };
    let text = case.text.join("\n\n");
    reader.read(text.as_bytes(), &given).unwrap_or_else(|error| panic!("{}: {error}", case.name)).claims
}

/// What is wrong with a case, if anything.
fn problem(case: &Case, claims: &[Claim]) -> Option<String> {
    let wrong = misfit(case, claims);
    match (&case.gap, wrong) {
        (None, None) => None,
        (None, Some(what)) => {
            Some(format!("{what}\n  {}\n{}", case.text.join("\n  "), printed(case, claims)))
        }
        (Some(_), None) => Some("the gap is closed; CASUS_BLESS=1 makes it a case".to_owned()),
        (Some(_), Some(_)) => {
            let today = today(case, claims);
            (today != case.today)
                .then(|| format!("the gap answers otherwise today:\n  {}", today.join("\n  ")))
        }
    }
}

/// Where the claims do not fit what the case expects or wants.
fn misfit(case: &Case, claims: &[Claim]) -> Option<String> {
    for pattern in &case.no {
        if let Some(claim) = claims.iter().find(|claim| pattern.fits(claim)) {
            return Some(format!("`no {pattern}` is there: {}", pattern::line(claim, &pattern.keys())));
        }
    }
    let named = assign(&case.expect, claims);
    if let Some(at) = named.iter().position(Option::is_none) {
        return Some(format!("missing: {}", case.expect[at]));
    }
    let extra = |index: &usize| pattern::must_be_named(&claims[*index]) && !named.contains(&Some(*index));
    let extra = (0..claims.len()).find(extra)?;
    Some(format!("not expected: {}", pattern::line(&claims[extra], &keys(case))))
}

/// For each pattern a claim of its own; patterns that say more choose first.
fn assign(patterns: &[Pattern], claims: &[Claim]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..patterns.len()).collect();
    order.sort_by_key(|index| usize::MAX - patterns[*index].keys().len());
    let mut named = vec![None; patterns.len()];
    for index in order {
        let free = |claim: &usize| !named.contains(&Some(*claim)) && patterns[index].fits(&claims[*claim]);
        named[index] = (0..claims.len()).find(free);
    }
    named
}

fn keys(case: &Case) -> BTreeSet<String> {
    case.expect.iter().chain(&case.no).flat_map(Pattern::keys).collect()
}

/// The claims that a case is about, with the keys that it names.
fn today(case: &Case, claims: &[Claim]) -> Vec<String> {
    let heads: BTreeSet<&str> = case.expect.iter().chain(&case.no).map(Pattern::head).collect();
    let about =
        |claim: &&Claim| pattern::must_be_named(claim) || heads.contains(values::head(claim).as_str());
    let mut lines: Vec<String> =
        claims.iter().filter(about).map(|claim| pattern::line(claim, &keys(case))).collect();
    if lines.is_empty() {
        lines.push("none".to_owned());
    }
    lines
}

fn printed(case: &Case, claims: &[Claim]) -> String {
    today(case, claims).iter().map(|line| format!("  got     {line}")).collect::<Vec<_>>().join("\n")
}

fn write_down(case: &mut Case, claims: &[Claim]) {
    if misfit(case, claims).is_none() {
        case.gap = None;
        case.today.clear();
    } else {
        case.today = today(case, claims);
    }
}
