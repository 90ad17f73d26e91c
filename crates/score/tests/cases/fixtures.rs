//! Every scorer on a small invented fixture, against what its script printed for it.

use std::fs;

use serde_json::Value;

use super::{CASES, Outcome, differences};

#[test]
fn figures_of_fixtures_are_those_of_the_scripts() {
    let mut wrong = Vec::new();
    for case in CASES {
        let [gold, predicted, expected] = case.files();
        let name = expected.display().to_string();
        let read = || -> Outcome { Ok(serde_json::from_str(&fs::read_to_string(&expected)?)?) };
        match (read(), case.of_files(&gold, &predicted)) {
            (Ok(expected), Ok(ours)) => wrong.extend(differences(&name, &expected, &ours)),
            (expected, ours) => wrong.push(format!("{name}: {expected:?} {ours:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A fixture in which everything is right or wrong would hold little.
#[test]
fn fixtures_are_neither_perfect_nor_empty() {
    for case in CASES {
        let [gold, predicted, _] = case.files();
        let figures = case.of_files(&gold, &predicted).unwrap();
        let mut rates = Vec::new();
        collect(&figures, &mut rates);
        assert!(rates.iter().any(|rate| *rate > 0.0 && *rate < 100.0), "{:?}: {rates:?}", case.fixture);
    }
}

fn collect(figures: &Value, rates: &mut Vec<f64>) {
    for (key, value) in figures.as_object().into_iter().flatten() {
        if key == "F1" || key == "MAE" {
            rates.extend(value.as_f64());
        }
        collect(value, rates);
    }
}
