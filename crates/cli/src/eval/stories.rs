//! `casus eval stories`: whether a ledger makes of several reports the incidents that they tell.

use std::path::Path;

use casus::keep::Looker;
use casus::keep::{Keeper, Prepared};
use casus::ledger::{Ledger, Stamp};
use casus::model::{Claim, LedgerIncident, Tallies};
use casus::{Casus, Given};
use casus_eval::stories::{Filed, Story, StoryScore, score, stories, totals};

use super::Arguments;
use crate::{Outcome, Problem, open};

/// Where the stories lie in the repository.
pub(super) const STORIES: &str = "corpus/stories";

/// Fills a ledger with each story and prints how its incidents compare.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let folder = arguments.gold.as_deref().unwrap_or(Path::new(STORIES));
    let stories = stories(folder).map_err(Problem::new)?;
    let casus = open()?;
    let mut scores = Vec::new();
    anstream::println!("{HEADER}");
    for story in &stories {
        let told = tell(&casus, story)?;
        let score = told.score(story);
        anstream::println!("{}", line(&story.name, story.reports.len(), &score));
        if arguments.errors > 0 && !story.held {
            anstream::print!("{}", errors(story, &told, &score, arguments.errors));
        }
        scores.push((story.name.clone(), score));
    }
    for (held, what) in [(false, "open"), (true, "held back")] {
        let these = || stories.iter().zip(&scores).filter(|(story, _)| story.held == held);
        let reports = these().map(|(story, _)| story.reports.len()).sum();
        let all: Vec<StoryScore> = these().map(|(_, (_, score))| score.clone()).collect();
        if !all.is_empty() {
            anstream::println!("{}", line(what, reports, &StoryScore::joined(&all)));
        }
    }
    let merged = stories.iter().zip(&scores).filter(|(story, _)| !story.held && !arguments.markdown);
    for (one, other) in merged.flat_map(|(_, (_, score))| &score.merged) {
        anstream::println!("forbidden merge: {one} with {other}");
    }
    let mut floors = super::baseline(&arguments.baseline)?;
    if arguments.bless {
        floors.tighten_stories(&scores);
        super::write(&arguments.baseline, &floors)?;
    }
    Ok(super::told(if arguments.gate { casus_eval::gate_stories(&scores, &floors) } else { Vec::new() }))
}

const HEADER: &str = "| story | reports | tellings | read | pairs P | R | F1 | F1 of read | forbidden merges | other incidents | totals | read | with their day | series F1 |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

fn line(name: &str, reports: usize, score: &StoryScore) -> String {
    let (precision, recall, f1) = score.pairs();
    let (.., of_read) = score.pairs_of_read();
    format!(
        "| {name} | {reports} | {} | {} | {precision:.3} | {recall:.3} | {f1:.3} | {of_read:.3} | {} | {} | {} | {} | {} | {:.3} |",
        score.tellings.len(),
        score.found(),
        score.merged.len(),
        score.others,
        score.totals.len(),
        score.totals_read(),
        score.totals.iter().filter(|total| total.day).count(),
        score.series(),
    )
}

/// A story as a ledger has it.
pub(super) struct Told {
    /// For each claim: its report, itself, and the incident it stands behind.
    claims: Vec<(String, Claim, Option<String>)>,
    /// The incidents.
    incidents: Vec<LedgerIncident>,
    /// The running totals.
    tallies: Tallies,
}

impl Told {
    fn score(&self, story: &Story) -> StoryScore {
        let filed: Vec<Filed> = self
            .claims
            .iter()
            .map(|(file, claim, incident)| Filed { file, claim, incident: incident.as_deref() })
            .collect();
        StoryScore { totals: totals(story, &filed, &self.tallies), ..score(story, &filed) }
    }
}

/// Adds the reports of a story to a ledger of its own.
fn tell(casus: &Casus, story: &Story) -> Result<Told, Problem> {
    let folder = tempfile::tempdir().map_err(Problem::new)?;
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, who: "eval".to_owned() };
    let ledger = Ledger::create(&folder.path().join("story.casus"), &stamp).map_err(Problem::new)?;
    let mut keeper = Keeper::new(casus, ledger).map_err(Problem::new)?;
    let mut reader = casus.reader();
    let mut filing = keeper.filing(stamp).map_err(Problem::new)?;
    let mut documents = Vec::new();
    for report in &story.reports {
        let given = Given {
            published: Some(report.published),
            url: Some(report.url.clone()),
            outlet: Some(report.outlet.clone()),
            ..Given::default()
        };
        let text = report.text.as_bytes();
        let prepared = Prepared::read(&mut reader, text.to_vec(), &given, text, &given)
            .map_err(|cause| Problem::new(format!("{}: {cause}", report.file)))?;
        let receipt = filing.add(&prepared).map_err(Problem::new)?;
        documents.push((report.file.clone(), receipt.document, prepared.full().reading.claims.clone()));
    }
    filing.commit().map_err(Problem::new)?;
    let layer = keeper.layer().map_err(Problem::new)?;
    let ledger = keeper.ledger();
    let mut claims = Vec::new();
    for (file, _, told) in documents {
        for claim in told {
            let incident = ledger.incident_of(layer, &claim.key).map_err(Problem::new)?;
            claims.push((file.clone(), claim, incident.map(|id| id.to_string())));
        }
    }
    let mut incidents = Vec::new();
    for id in ledger.incidents(layer).map_err(Problem::new)? {
        incidents.extend(ledger.incident(layer, id).map_err(Problem::new)?);
    }
    let looker = Looker::new("internal", jiff::Timestamp::UNIX_EPOCH).map_err(Problem::new)?;
    let tallies = keeper.tallies(&looker).map_err(Problem::new)?;
    Ok(Told { claims, incidents, tallies })
}

/// The gold incidents whose tellings the ledger did not put together, and what it put together besides.
fn errors(story: &Story, told: &Told, score: &StoryScore, most: usize) -> String {
    let mut out = String::new();
    for incident in story.incidents.iter().take(most) {
        let mut lines: Vec<String> = Vec::new();
        for telling in score.tellings.iter().filter(|telling| telling.gold == incident.id) {
            let report = story.reports.iter().find(|report| report.file == telling.file);
            let words = report.map_or("", |report| telling.span.of(&report.text));
            let filed = telling.incident.as_deref().unwrap_or("not read");
            let others: Vec<&str> = score
                .tellings
                .iter()
                .filter(|other| other.incident.is_some() && other.incident == telling.incident)
                .map(|other| other.gold.as_str())
                .filter(|gold| *gold != incident.id)
                .collect();
            let with = if others.is_empty() { String::new() } else { format!(", with {}", others.join(" ")) };
            lines.push(format!("    {filed:<9} {}: {words:?}{with}\n", telling.file));
        }
        out += &format!("  {}\n{}", incident.id, lines.concat());
    }
    for total in score.totals.iter().take(most) {
        let report = story.reports.iter().find(|report| report.file == total.told.file);
        let words = report.map_or("", |report| total.told.span.of(&report.text));
        let day = if total.day { "" } else { ", of another day" };
        let filed = total.series.as_deref().map_or("not read".to_owned(), |series| format!("{series}{day}"));
        out += &format!("    {}: {filed}  {}: {words:?}\n", total.counted, total.told.file);
    }
    out += &format!("  {} incidents in the ledger\n", told.incidents.len());
    out
}
