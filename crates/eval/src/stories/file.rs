//! Reads `story.toml` and the reports beside it, and checks that they hold together.

use std::fs;
use std::path::Path;

use casus_model::Span;
use jiff::civil::Date;
use serde::Deserialize;

use crate::load::{Error, Problem};

/// Several reports and the incidents they tell.
#[derive(Clone, Debug)]
pub struct Story {
    /// The folder's name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// Whether nobody looks at how it is read and put together while rules and weights are written.
    pub held: bool,
    /// The reports in the order of the file.
    pub reports: Vec<StoryReport>,
    /// What happened.
    pub incidents: Vec<GoldIncident>,
    /// What must stay visible as disputed.
    pub disagreements: Vec<Disagreement>,
    /// Pairs of incidents that a careless merge would join.
    pub forbidden: Vec<(String, String)>,
    /// Totals that are told.
    pub tallies: Vec<GoldTally>,
}

/// One report of a story.
#[derive(Clone, Debug)]
pub struct StoryReport {
    /// File name.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Outlet.
    pub outlet: String,
    /// Address.
    pub url: String,
    /// Day of publication.
    pub published: Date,
    /// The file it is a near-copy of.
    pub copy_of: Option<String>,
}

/// One occurrence, and where it is told.
#[derive(Clone, Debug)]
pub struct GoldIncident {
    /// Slug.
    pub id: String,
    /// Days told.
    pub when: Vec<String>,
    /// Its tellings.
    pub told: Vec<Telling>,
}

/// Words of a report that tell an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The report.
    pub file: String,
    /// Where the words stand.
    pub span: Span,
}

/// A field of an incident on which its reports disagree.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disagreement {
    /// The incident.
    pub incident: String,
    /// The field.
    pub field: String,
    /// What is told.
    pub values: Vec<String>,
}

/// A running total.
#[derive(Clone, Debug)]
pub struct GoldTally {
    /// Where it is told.
    pub told: Telling,
    /// How many.
    pub count: u64,
    /// What is counted: a measure of tally claims.
    pub measure: String,
    /// Until which day.
    pub as_of: Option<String>,
    /// Who says so.
    pub by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStory {
    about: String,
    #[serde(default)]
    held: bool,
    report: Vec<RawReport>,
    #[serde(default)]
    incident: Vec<RawIncident>,
    #[serde(default)]
    disagreement: Vec<Disagreement>,
    #[serde(default)]
    forbidden: Vec<RawForbidden>,
    #[serde(default)]
    tally: Vec<RawTally>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReport {
    file: String,
    outlet: String,
    url: String,
    published: Date,
    copy_of: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIncident {
    id: String,
    #[serde(rename = "about")]
    _about: Option<String>,
    #[serde(rename = "type")]
    _event_type: Option<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(rename = "where")]
    _place: Option<String>,
    told: Vec<RawTelling>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTelling {
    file: String,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTally {
    file: String,
    words: String,
    count: u64,
    measure: Option<String>,
    as_of: Option<String>,
    by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForbidden {
    incidents: [String; 2],
}

/// Every story below a folder, by name.
pub fn stories(folder: &Path) -> Result<Vec<Story>, Error> {
    let unread = |path: &Path, cause| Error::Read { path: path.to_owned(), cause };
    let entries = fs::read_dir(folder).map_err(|cause| unread(folder, cause))?;
    let mut folders: Vec<_> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| story(folder)).collect()
}

fn story(folder: &Path) -> Result<Story, Error> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = |file: &str| {
        let path = folder.join(file);
        fs::read_to_string(&path).map_err(|cause| Error::Read { path, cause })
    };
    Story::read(&name, &folder.join("story.toml"), &read("story.toml")?, read)
}

impl Story {
    /// A story by the text of its `story.toml`, which is called `path` in errors, and the texts of its reports.
    pub fn read(
        name: &str,
        path: &Path,
        toml: &str,
        report: impl Fn(&str) -> Result<String, Error>,
    ) -> Result<Story, Error> {
        let bad = |problems| Error::Gold { path: path.to_owned(), problems };
        let raw: RawStory =
            toml::from_str(toml).map_err(|error| bad(vec![problem("the file", error.message())]))?;
        let mut reports = Vec::new();
        for RawReport { file, outlet, url, published, copy_of } in raw.report {
            let text = without_note(report(&file)?);
            reports.push(StoryReport { file, text, outlet, url, published, copy_of });
        }
        checked(
            name,
            (raw.about, raw.held),
            reports,
            raw.incident,
            (raw.disagreement, raw.forbidden, raw.tally),
        )
        .map_err(bad)
    }
}

/// The text with its first line, which says that it was written for the corpus, blanked: no reporter wrote it, and
/// what stands behind it keeps its place.
fn without_note(text: String) -> String {
    let end = text.find('\n').unwrap_or(text.len());
    " ".repeat(end) + &text[end..]
}

type Rest = (Vec<Disagreement>, Vec<RawForbidden>, Vec<RawTally>);

fn checked(
    name: &str,
    (about, held): (String, bool),
    reports: Vec<StoryReport>,
    incidents: Vec<RawIncident>,
    (disagreements, forbidden, tallies): Rest,
) -> Result<Story, Vec<Problem>> {
    let mut problems = Vec::new();
    let incidents: Vec<GoldIncident> =
        incidents.into_iter().map(|raw| incident(raw, &reports, &mut problems)).collect();
    let forbidden: Vec<(String, String)> = forbidden.into_iter().map(|pair| pair.incidents.into()).collect();
    let named = forbidden.iter().flat_map(|(one, other)| [one, other]);
    for id in named.chain(disagreements.iter().map(|told| &told.incident)) {
        if !incidents.iter().any(|incident| incident.id == *id) {
            problems.push(problem(id, "there is no incident of this id"));
        }
    }
    let tallies = tallies.into_iter().filter_map(|raw| total(raw, &reports, &mut problems)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Story { name: name.to_owned(), about, held, reports, incidents, disagreements, forbidden, tallies })
}

fn incident(raw: RawIncident, reports: &[StoryReport], problems: &mut Vec<Problem>) -> GoldIncident {
    let mut told = Vec::new();
    for RawTelling { file, words } in raw.told {
        match place_of(&file, &words, reports) {
            Some(span) => told.push(Telling { file, span }),
            None => problems.push(problem(&raw.id, &format!("{words:?} must stand once in {file}"))),
        }
    }
    GoldIncident { id: raw.id, when: raw.when, told }
}

fn total(raw: RawTally, reports: &[StoryReport], problems: &mut Vec<Problem>) -> Option<GoldTally> {
    let Some(span) = place_of(&raw.file, &raw.words, reports) else {
        problems.push(problem(&raw.words, "these words must stand once in the report named"));
        return None;
    };
    Some(GoldTally {
        told: Telling { file: raw.file, span },
        count: raw.count,
        measure: raw.measure.unwrap_or_else(|| "events".to_owned()),
        as_of: raw.as_of,
        by: raw.by,
    })
}

/// Where words stand in a report, if they stand there once.
fn place_of(file: &str, words: &str, reports: &[StoryReport]) -> Option<Span> {
    let text = &reports.iter().find(|report| report.file == file)?.text;
    let mut found = text.match_indices(words).map(|(start, _)| start);
    match (found.next(), found.next()) {
        (Some(start), None) => Some(Span { start: start as u32, end: (start + words.len()) as u32 }),
        _ => None,
    }
}

fn problem(what: &str, message: &str) -> Problem {
    Problem { line: 0, claim: what.to_owned(), message: message.to_owned() }
}
