//! Figures of corpora against their floors.

use std::fs;
use std::path::Path;

use casus_corpora::Better;
use casus_eval::{Baseline, Figure, Floors, Violation};

use super::Measured;
use crate::Problem;

/// What fell below its floor. Says which sets could not be compared, and why.
pub(super) fn gate(path: &Path, all: &[Measured]) -> Result<Vec<Violation>, Problem> {
    let baseline = read(path)?;
    let mut fallen = Vec::new();
    for measured in all {
        match casus_eval::gate_corpus(&baseline, measured.set.name, &measured.digest, &figures(measured)) {
            Ok(violations) => fallen.extend(violations),
            Err(reason) => anstream::eprintln!("left out of the gate: {}, {reason}", measured.set.name),
        }
    }
    Ok(fallen)
}

/// Raises the floors of the sets that were measured, and says which figures stay below theirs.
pub(super) fn bless(path: &Path, all: &[Measured], because: Option<&str>) -> Result<(), Problem> {
    let mut baseline = read(path)?;
    for measured in all {
        let name = measured.set.name;
        let before = baseline.corpora.get(name);
        let raised = Floors::raised(before, &measured.digest, &figures(measured), because);
        baseline.corpora.insert(name.to_owned(), raised);
    }
    for violation in gate(path, all)? {
        let what = if because.is_some() { "lowered" } else { "not lowered without --because" };
        anstream::eprintln!("{what}: {violation}");
    }
    fs::write(path, baseline.to_toml())
        .map_err(|cause| Problem::new(format!("cannot write {}: {cause}", path.display())))
}

fn read(path: &Path) -> Result<Baseline, Problem> {
    super::super::baseline(path)
}

fn figures(measured: &Measured) -> Vec<Figure> {
    let figure = |row: &casus_corpora::Row| Figure {
        metric: row.metric.clone(),
        value: row.figure,
        less_is_better: row.better == Better::Less,
    };
    measured.rows.iter().map(figure).collect()
}
