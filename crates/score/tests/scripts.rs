//! Every scorer beside its script, on the development gold of every corpus, perturbed.
//!
//! The corpora and the scripts are not in this repository. `CASUS_CORPORA` names the folder of corpora,
//! beside which the scripts lie in `score`; without it the test does nothing and says so.

mod cases;
mod perturb;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use cases::{CASES, Case, Outcome, differences};
use perturb::{Perturb, STRENGTHS, perturbed};

/// A file of gold, how it is scored, and how predictions are made of it.
struct Set {
    gold: &'static str,
    perturb: Perturb,
    cases: &'static [Case],
}

const SETS: &[Set] = &[
    Set { gold: "tempeval3/aquaint.jsonl", perturb: Perturb::Timexes, cases: &[cases::TIMEX] },
    Set { gold: "tempeval3/timebank.jsonl", perturb: Perturb::Timexes, cases: &[cases::TIMEX] },
    Set {
        gold: "geoparsing/lgl_dev.jsonl",
        perturb: Perturb::Toponyms,
        cases: &[cases::GEOPARSE, cases::GEOPARSE_LOCATED],
    },
    Set {
        gold: "geoparsing/trnews_dev.jsonl",
        perturb: Perturb::Toponyms,
        cases: &[cases::GEOPARSE, cases::GEOPARSE_LOCATED],
    },
    Set { gold: "geoparsing/geovirus_dev.jsonl", perturb: Perturb::Toponyms, cases: &[cases::GEOPARSE] },
    Set {
        gold: "geoparsing/geowebnews_dev.jsonl",
        perturb: Perturb::Toponyms,
        cases: &[cases::GEOPARSE, cases::GEOPARSE_LOCATED, cases::GEOPARSE_TYPES],
    },
    Set { gold: "polnear/dev.jsonl", perturb: Perturb::Attributions, cases: &[cases::ATTRIBUTION] },
    Set { gold: "re3d/dev.jsonl", perturb: Perturb::Spans("entities"), cases: &[cases::SPANS] },
    Set {
        gold: "docevents/wikievents_dev.jsonl",
        perturb: Perturb::Spans("entities"),
        cases: &[cases::SPANS],
    },
    Set {
        gold: "eventcoding/case2021_task2_dev.jsonl",
        perturb: Perturb::Labels("label"),
        cases: &[cases::CLASSIFY],
    },
    Set { gold: "eventcoding/satp_dev.jsonl", perturb: Perturb::Labels("label"), cases: &[cases::CLASSIFY] },
    Set {
        gold: "eventcoding/insight_crime_dev.jsonl",
        perturb: Perturb::Labels("label"),
        cases: &[cases::CLASSIFY],
    },
    Set {
        gold: "eventcoding/cameo_class_train.jsonl",
        perturb: Perturb::Labels("label"),
        cases: &[cases::CLASSIFY],
    },
    Set {
        gold: "eventcoding/plover_gsr_dev.jsonl",
        perturb: Perturb::Labels("event"),
        cases: &[cases::CLASSIFY_EVENT],
    },
    Set {
        gold: "india_police_events/dev.jsonl",
        perturb: Perturb::Labels("labels"),
        cases: &[cases::CLASSIFY_LABELS, cases::CLASSIFY_SENTENCES],
    },
    Set {
        gold: "muc4/dev.jsonl",
        perturb: Perturb::Templates,
        cases: &[cases::TEMPLATE, cases::TEMPLATE_STRICT],
    },
    Set {
        gold: "muc4/roles_dev.jsonl",
        perturb: Perturb::Roles,
        cases: &[cases::ROLES, cases::ROLES_MERGED],
    },
    Set { gold: "factuality/uw_dev.jsonl", perturb: Perturb::Factuality, cases: &[cases::FACTUALITY] },
    Set { gold: "factuality/uds_ih2_dev.jsonl", perturb: Perturb::Factuality, cases: &[cases::FACTUALITY] },
    Set { gold: "factuality/meantime_dev.jsonl", perturb: Perturb::Factuality, cases: &[cases::FACTUALITY] },
    Set { gold: "factuality/mv2_dev.jsonl", perturb: Perturb::Factuality, cases: &[cases::FACTUALITY] },
    Set { gold: "factuality/cb_dev.jsonl", perturb: Perturb::Factuality, cases: &[cases::FACTUALITY] },
    Set { gold: "factuality/rp_dev.jsonl", perturb: Perturb::Factuality, cases: &[cases::FACTUALITY] },
    Set { gold: "ecbplus/dev.jsonl", perturb: Perturb::Chains, cases: &[cases::ECB, cases::ECB_BASELINE] },
    Set { gold: "gva/docs_dev.jsonl", perturb: Perturb::Documents, cases: &[cases::COREF_DOCUMENTS] },
    Set { gold: "gva/incidents_dev.jsonl", perturb: Perturb::Incidents, cases: &[cases::INCIDENTS] },
    Set { gold: "article_extraction/dev.jsonl", perturb: Perturb::Articles, cases: &[cases::ARTICLE] },
];

#[test]
fn figures_are_those_of_the_scripts() {
    let Some((corpora, scripts)) = corpora() else {
        eprintln!(
            "skipped: CASUS_CORPORA names no folder with the scripts beside it, or there is no python3"
        );
        return;
    };
    let mut wrong = fixtures(&scripts);
    let mut n_compared = CASES.len();
    for set in SETS {
        let gold = corpora.join(set.gold);
        for (strength, predicted) in predictions(set, &gold) {
            for case in set.cases {
                let name = format!("{} {} {strength}", set.gold, case.flags.join(" "));
                wrong.extend(compared(case, &name, &scripts, &gold, &predicted));
                n_compared += 1;
            }
        }
    }
    eprintln!("compared {n_compared} runs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is committed as expected is what the scripts say today.
fn fixtures(scripts: &Path) -> Vec<String> {
    let of = |case: &Case| {
        let [gold, predicted, _] = case.files();
        compared(case, &gold.display().to_string(), scripts, &gold, &predicted)
    };
    CASES.iter().flat_map(of).collect()
}

/// Files of predictions, from the gold itself to none.
fn predictions(set: &Set, gold: &Path) -> Vec<(String, PathBuf)> {
    let text = fs::read_to_string(gold).unwrap();
    let name = set.gold.replace('/', "_");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    STRENGTHS
        .iter()
        .map(|strength| {
            let file = folder.join(format!("{strength}_{name}"));
            fs::write(&file, perturbed(set.perturb, *strength, &text)).unwrap();
            (format!("perturbed by {strength}"), file)
        })
        .collect()
}

/// Where the two differ. `classify.py` adds up F1 in the order of a set of strings, which Python draws anew
/// for each run, so that a mean that is exactly between two figures is rounded now up and now down; ours has
/// to be what the script says under one of the orders.
fn compared(case: &Case, name: &str, scripts: &Path, gold: &Path, predicted: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for order in 0..ORDERS {
        found = match (of_script(case, order, scripts, gold, predicted), case.of_files(gold, predicted)) {
            (Ok(script), Ok(ours)) => differences(name, &script, &ours),
            (script, ours) => vec![format!("{name}: {script:?} {ours:?}")],
        };
        if found.is_empty() || case.script != "classify.py" {
            break;
        }
    }
    found
}

/// How many orders of sets are tried.
const ORDERS: usize = 20;

/// What the script makes of two files.
fn of_script(case: &Case, order: usize, scripts: &Path, gold: &Path, predicted: &Path) -> Outcome {
    let mut command = Command::new("python3");
    command.env("PYTHONHASHSEED", order.to_string()).arg(scripts.join(case.script)).arg(gold);
    if case.fixture != cases::ECB_BASELINE.fixture {
        command.arg(predicted);
    }
    let output = command.args(case.flags).arg("--json").output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The folder of corpora and that of the scripts beside it, if a variable names them.
fn corpora() -> Option<(PathBuf, PathBuf)> {
    let corpora = PathBuf::from(env::var_os("CASUS_CORPORA")?);
    let scripts = corpora.join("../score");
    let python = Command::new("python3").arg("--version").output().is_ok();
    (python && scripts.join("timex.py").is_file()).then_some((corpora, scripts))
}
