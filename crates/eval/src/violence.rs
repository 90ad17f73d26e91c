//! Whether violence is said to have happened: short texts, half of which tell an actual ASSAULT and half do not.
//!
//! The worst thing a reader of reports can do is to take a threat, an anniversary or a football match for an
//! attack. Two figures say how it does: the share of quiet texts in which it sees an actual ASSAULT (false
//! violence), and the share of violent ones in which it sees at least one (recall). Both come with the Wilson
//! score interval (E. B. Wilson, 1927).

use casus_model::{Body, EventType, ModalityValue, Reading};
use jiff::civil::Date;

use crate::Problem;

/// A text and whether it tells an actual ASSAULT.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// What is read.
    pub text: String,
    /// Day of publication, where the case gives it.
    pub published: Option<Date>,
    /// It tells at least one actual ASSAULT.
    pub violent: bool,
}

/// What came of the cases of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tested {
    /// File name without its ending.
    pub file: String,
    /// Quiet cases.
    pub quiet: usize,
    /// Violent cases.
    pub violent: usize,
    /// Quiet cases in which an actual ASSAULT was read.
    pub invented: Vec<Case>,
    /// Violent cases in which none was read.
    pub missed: Vec<Case>,
}

impl Tested {
    /// Share of quiet cases with violence read into them.
    pub fn false_violence(&self) -> f64 {
        share(self.invented.len(), self.quiet)
    }

    /// Share of violent cases in which violence was read.
    pub fn recall(&self) -> f64 {
        share(self.violent - self.missed.len(), self.violent)
    }

    /// Adds what was read of a case.
    pub fn add(&mut self, case: Case, reading: &Reading) {
        let seen = tells_violence(reading);
        match (case.violent, seen) {
            (true, _) => self.violent += 1,
            (false, _) => self.quiet += 1,
        }
        match (case.violent, seen) {
            (true, false) => self.missed.push(case),
            (false, true) => self.invented.push(case),
            _ => {}
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Whether a reading holds an actual ASSAULT.
pub fn tells_violence(reading: &Reading) -> bool {
    reading.claims.iter().any(|claim| {
        let assault = matches!(&claim.body, Body::Event(event) if event.event_type == EventType::Assault);
        assault && claim.modality.value == ModalityValue::Actual
    })
}

/// The cases of a file: `case`, `text`, `published`, and `expect ASSAULT actual` or `none`.
pub(crate) fn parse(text: &str) -> Result<Vec<Case>, Vec<Problem>> {
    let mut cases: Vec<Case> = Vec::new();
    let mut settled: Vec<bool> = Vec::new();
    let mut problems = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let value = value.trim();
        if key == "case" {
            cases.push(Case { name: value.into(), text: String::new(), published: None, violent: false });
            settled.push(false);
            continue;
        }
        let (Some(case), Some(settled)) = (cases.last_mut(), settled.last_mut()) else {
            let message = "begin with a `case` line".to_owned();
            return Err(vec![Problem { line: index + 1, claim: "the file".to_owned(), message }]);
        };
        let known = match key {
            "text" => {
                case.text = value.to_owned();
                true
            }
            "published" => {
                case.published = value.parse().ok();
                case.published.is_some()
            }
            "none" | "expect" => {
                case.violent = key == "expect";
                *settled = true;
                key == "none" || value.split_whitespace().eq(["ASSAULT", "actual"])
            }
            _ => false,
        };
        if !known {
            let message = format!("`{line}` is not a line of such a case");
            problems.push(Problem { line: index + 1, claim: case.name.clone(), message });
        }
    }
    let open = cases.iter().zip(&settled).filter(|(case, settled)| !**settled || case.text.is_empty());
    problems.extend(open.map(|(case, _)| Problem {
        line: 0,
        claim: case.name.clone(),
        message: "needs a `text`, and `none` or `expect`".to_owned(),
    }));
    if problems.is_empty() { Ok(cases) } else { Err(problems) }
}

const HEADER: [&str; 6] = ["texts", "quiet", "false violence", "violent", "recall", "95 % of each"];

/// A table of what came of each file; in Markdown where asked.
pub fn tested(all: &[Tested], markdown: bool) -> String {
    let mut out = String::new();
    let line = |cells: [String; 6]| {
        if markdown {
            format!("| {} |\n", cells.join(" | "))
        } else {
            format!(
                "{:<10}{:>7}{:>16}{:>9}{:>9}   {}\n",
                cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]
            )
        }
    };
    out.push_str(&line(HEADER.map(str::to_owned)));
    if markdown {
        out.push_str("|---|---:|---:|---:|---:|---|\n");
    }
    for file in all {
        let (from, to) = wilson(file.invented.len(), file.quiet);
        let (low, high) = wilson(file.violent - file.missed.len(), file.violent);
        out.push_str(&line([
            file.file.clone(),
            file.quiet.to_string(),
            format!("{:.1} %", 100.0 * file.false_violence()),
            file.violent.to_string(),
            format!("{:.1} %", 100.0 * file.recall()),
            format!("{:.1}–{:.1}, {:.1}–{:.1}", 100.0 * from, 100.0 * to, 100.0 * low, 100.0 * high),
        ]));
    }
    out
}

/// The 95 % score interval of a share.
fn wilson(part: usize, whole: usize) -> (f64, f64) {
    const Z: f64 = 1.959_964;
    if whole == 0 {
        return (0.0, 1.0);
    }
    let (share, n) = (share(part, whole), whole as f64);
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_wide_where_little_was_tried() {
        let (low, high) = wilson(1, 75);
        assert!(low > 0.002 && low < 0.003 && high > 0.07 && high < 0.073, "{low} {high}");
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn a_line_that_is_none_of_a_case_is_refused() {
        let problems = parse("case    a\ntext    Nothing.\nexpect  tally\n").unwrap_err();
        assert_eq!(problems[0].line, 3);
        assert_eq!(parse("case    a\ntext    Nothing.\n").unwrap_err().len(), 1);
        assert_eq!(parse("case    a\ntext    Nothing.\nnone\n").unwrap().len(), 1);
    }
}
