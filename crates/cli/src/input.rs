//! Where reports come from, what the user says of them, and what became of each.

#[path = "input/items.rs"]
mod items;
#[path = "input/record.rs"]
mod record;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use casus::ingest::Format;
use casus::model::DocumentId;
use casus::{FullReading, Given, Reading};

use crate::table::clean;
use crate::worker;

use items::Content;
pub(crate) use items::{Item, holds_many, items};

/// What the user says about the reports.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Reports: text files, web pages, .jsonl files with an article a line (`text`, and perhaps `title`, `published`,
    /// `url`, `outlet`), folders of them, patterns as 'reports/**/*.html', or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub about: About,
}

/// What the user knows of a report.
#[derive(Debug, clap::Args)]
pub(crate) struct About {
    /// Day of publication, as 2023-11-10. Without it "Sunday" stays unresolved.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub published: Option<jiff::civil::Date>,
    /// Address the report came from.
    #[arg(long)]
    pub url: Option<String>,
    /// Outlet that published it.
    #[arg(long)]
    pub outlet: Option<String>,
    /// When it was fetched.
    #[arg(long, value_name = "TIME")]
    pub retrieved: Option<String>,
    /// Where it was filed from.
    #[arg(long, value_name = "PLACES")]
    pub dateline: Option<String>,
}

impl About {
    pub fn given(&self) -> Given {
        Given {
            published: self.published,
            url: self.url.clone(),
            outlet: self.outlet.clone(),
            retrieved: self.retrieved.clone(),
            dateline: self.dateline.clone(),
            ..Given::default()
        }
    }
}

/// A day as users type it.
pub(crate) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    let wanted = "write it as 2023-11-10: year, month and day";
    text.trim().parse().map_err(|_| {
        match text.trim().split('-').map(str::parse::<u16>).collect::<Result<Vec<_>, _>>() {
            Ok(parts) if parts.len() == 3 => format!("there is no such day; {wanted}"),
            _ => wanted.to_owned(),
        }
    })
}

/// Why a report could not be read: what, why, and what to do.
#[derive(Debug)]
pub(crate) struct Refused {
    what: String,
    why: String,
    remedy: String,
}

impl Refused {
    fn new(what: &str, why: &str, remedy: &str) -> Refused {
        Refused { what: what.to_owned(), why: why.to_owned(), remedy: remedy.to_owned() }
    }

    fn unopened(cause: &io::Error) -> Refused {
        let (why, remedy) = match cause.kind() {
            io::ErrorKind::NotFound => {
                ("there is no such file", "check the name, or give `-` to read standard input")
            }
            io::ErrorKind::PermissionDenied => {
                ("you may not read it", "change its permissions, or copy it where you may")
            }
            _ => return Refused::new("cannot read it", &cause.to_string(), "check the disk and the name"),
        };
        Refused::new("cannot read it", why, remedy)
    }
}

impl Refused {
    /// Three lines for the user; where the last has a command for `FILE`, it is one for this file.
    pub fn told(&self, name: &str) -> String {
        let name = clean(name);
        let remedy = match self.remedy.contains("FILE ") || self.remedy.contains("FILE`") {
            true if Path::new(&name).is_file() => self.remedy.replace("FILE", &quoted(&name)),
            _ => self.remedy.clone(),
        };
        format!("{name}: {}\n  why: {}\n  do:  {remedy}", self.what, self.why)
    }
}

/// A name as a shell takes it.
fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    let name = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
    if name.chars().all(is_plain) { name } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

impl From<casus_page::Refusal> for Refused {
    fn from(refusal: casus_page::Refusal) -> Refused {
        Refused { what: refusal.what, why: refusal.why, remedy: refusal.remedy }
    }
}

impl From<casus::ingest::Error> for Refused {
    fn from(error: casus::ingest::Error) -> Refused {
        Refused { what: error.what, why: error.why, remedy: error.remedy }
    }
}

impl From<casus::Error> for Refused {
    fn from(error: casus::Error) -> Refused {
        Refused { what: error.what, why: error.why, remedy: error.remedy }
    }
}

/// A report as it was got, and the text in it.
pub(crate) struct Material {
    /// The bytes that the report came as.
    pub raw: Vec<u8>,
    /// What was told of the report from outside: with it the bytes can be taken apart again.
    pub told: Given,
    /// The text where the bytes are a page, and what is known of it with what the page says of itself.
    article: Option<(String, Given)>,
}

impl Material {
    /// Takes the bytes of a text or a web page apart. What the user says of a page wins over what the page
    /// says of itself.
    pub fn of(raw: Vec<u8>, told: Given) -> Result<Material, Refused> {
        if Format::of(&raw) != Some(Format::Html) {
            return Ok(Material { raw, told, article: None });
        }
        let id = DocumentId::of(&raw);
        let article = worker::article(raw.clone())?;
        let given = Given {
            id: Some(id),
            published_by_page: article.published,
            byline: told.byline.clone().or(article.byline),
            outlet: told.outlet.clone().or(article.outlet),
            url: told.url.clone().or(article.url),
            ..told.clone()
        };
        let text = record::under_title(article.title.as_deref(), article.text);
        Ok(Material { raw, told, article: Some((text, given)) })
    }

    /// The bytes of its text, and what is known of it.
    pub fn text(&self) -> (&[u8], &Given) {
        match &self.article {
            Some((text, given)) => (text.as_bytes(), given),
            None => (&self.raw, &self.told),
        }
    }
}

/// The bytes of a report as they came, and what was told of it from outside.
#[derive(Debug)]
pub(crate) struct Got {
    /// The bytes.
    pub raw: Vec<u8>,
    /// What was told.
    pub told: Given,
    /// Whether they may be a page. The text of a record is text, whatever it looks like.
    may_be_page: bool,
}

impl Got {
    /// Takes it apart.
    pub fn material(self) -> Result<Material, Refused> {
        match self.may_be_page {
            true => Material::of(self.raw, self.told),
            false => Ok(Material { raw: self.raw, told: self.told, article: None }),
        }
    }
}

/// Gets one report.
pub(crate) fn got(item: &mut Item, given: &Given) -> Result<Got, Refused> {
    let file = |raw| Got { raw, told: given.clone(), may_be_page: true };
    match std::mem::replace(&mut item.content, Content::StandardInput) {
        Content::StandardInput => Ok(file(casus::ingest::read_limited(io::stdin().lock())?)),
        Content::File(path) => Ok(file(bytes(&path)?)),
        Content::Record(line) => {
            let (text, told) = record::report(&line, given)?;
            Ok(Got { raw: text.into_bytes(), told, may_be_page: false })
        }
        Content::Refused(refused) => Err(refused),
    }
}

/// Reads one report.
pub(crate) fn read(
    reader: &mut casus::Reader,
    item: &mut Item,
    given: &Given,
) -> Result<FullReading, Refused> {
    let material = got(item, given)?.material()?;
    let (text, given) = material.text();
    Ok(reader.read_in_full(text, given)?)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Refused> {
    let file = File::open(path).map_err(|cause| Refused::unopened(&cause))?;
    Ok(casus::ingest::read_limited(file)?)
}

/// What became of the reports, counted; refusals are told as they come.
#[derive(Debug)]
pub(crate) struct Tally {
    read: usize,
    silent: usize,
    known: usize,
    refused: BTreeMap<String, usize>,
    began: Instant,
    /// When progress was told last, and whether it stands on the terminal now.
    told: Option<Instant>,
    shown: bool,
}

/// Progress is shown when reading takes longer than this, and as often.
const PATIENCE: Duration = Duration::from_millis(300);

impl Tally {
    pub fn new() -> Tally {
        Tally {
            read: 0,
            silent: 0,
            known: 0,
            refused: BTreeMap::new(),
            began: Instant::now(),
            told: None,
            shown: false,
        }
    }

    /// Counts a report, and prints what was made of it.
    pub fn read(&mut self, reading: &Reading, print: impl FnOnce()) {
        self.read += 1;
        self.silent += usize::from(reading.claims.is_empty());
        if io::stdout().is_terminal() {
            self.wipe();
        }
        print();
        self.progress();
    }

    /// Counts a report that was known and did not have to be read.
    pub fn known(&mut self) {
        self.known += 1;
        self.progress();
    }

    /// Tells what is wrong with one report; it does not stop the others.
    pub fn refused(&mut self, name: &str, refused: &Refused) {
        self.wipe();
        anstream::eprintln!("error: {}", refused.told(name));
        *self.refused.entry(refused.what.clone()).or_default() += 1;
    }

    /// On a terminal, how far it is: a line below what was printed, which goes when more is.
    fn progress(&mut self) {
        if self.began.elapsed() < PATIENCE || !io::stderr().is_terminal() {
            return;
        }
        let due = self.told.is_none_or(|told| told.elapsed() > PATIENCE);
        // On the same terminal it was wiped; elsewhere it stays and changes now and then.
        if due || io::stdout().is_terminal() {
            self.told = Some(Instant::now());
            self.shown = true;
            let done = self.read + self.known;
            let rate = done as f64 / self.began.elapsed().as_secs_f64();
            let _ = write!(io::stderr(), "\r{done} read, {rate:.0} a second ");
        }
    }

    fn wipe(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    /// Sums up where there was more than one report.
    pub fn exit_code(&mut self) -> ExitCode {
        self.wipe();
        let refused: usize = self.refused.values().sum();
        if self.read + self.known + refused > 1 && (refused + self.known + self.silent > 0) {
            anstream::eprintln!("{}", self.summary(refused));
        }
        match (self.read, refused) {
            (0, 0) if self.known > 0 => ExitCode::SUCCESS,
            (0, _) if self.known == 0 => ExitCode::from(2),
            (read, 0) if self.silent < read => ExitCode::SUCCESS,
            (_, 0) => ExitCode::from(1),
            _ => ExitCode::from(3),
        }
    }

    fn summary(&self, refused: usize) -> String {
        let mut summary = format!("{} read", self.read);
        if self.silent > 0 {
            summary += &format!(", {} of them without a claim", self.silent);
        }
        if self.known > 0 {
            summary += &format!(", {} known already", self.known);
        }
        if refused > 0 {
            let reasons: Vec<String> =
                self.refused.iter().map(|(what, count)| format!("{count} × {what}")).collect();
            summary += &format!(", {refused} could not be read ({})", reasons.join("; "));
        }
        summary
    }
}
