//! `cargo bless`: takes what the program says now as what it should say: generated pages, and the
//! floors under the scores. The diff is to be read like code.

use std::fs;
use std::path::Path;

use casus::{Casus, Given};
use casus_eval::{Baseline, GoldReport, Ontology, Scores};

use crate::{Result, docs};

/// Rewrites the generated pages and `corpus/baseline.toml`. Floors of one corpus only rise.
pub fn bless(root: &Path) -> Result<()> {
    docs::write(root)?;
    let path = root.join("corpus/baseline.toml");
    let previous = fs::read_to_string(&path).ok();
    let floors = previous.as_deref().map(Baseline::parse).transpose()?;
    let scores = scores(root)?;
    let written = Baseline::from_scores(&scores, floors.as_ref()).to_toml();
    if Some(&written) != previous.as_ref() {
        fs::write(&path, written)?;
        println!("wrote corpus/baseline.toml");
    }
    Ok(())
}

/// Reads the gold reports with the packs of the data folder, and scores the readings.
fn scores(root: &Path) -> Result<Scores> {
    let ontology = Ontology::open(&root.join("data/ontology"))?;
    let casus = Casus::open(&casus::packs::locate()?)?;
    let mut reader = casus.reader();
    let mut read = |report: GoldReport| {
        let given = Given { published: report.published, ..Given::default() };
        let reading = reader.read(report.text.as_bytes(), &given)?;
        Ok((report, reading))
    };
    let reports = casus_eval::corpus(&root.join("corpus/gold"), &ontology)?;
    let readings: Result<Vec<_>> = reports.into_iter().map(&mut read).collect();
    Ok(casus_eval::gold(&readings?))
}
