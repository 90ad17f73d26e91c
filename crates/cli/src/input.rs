//! Where reports come from: files and standard input.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casus::model::Span;
use casus::{Given, Reading};

use crate::Problem;

/// What the user says about the reports.
#[derive(Debug, clap::Args)]
pub(crate) struct Source {
    /// Reports: files, or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Day of publication, as 2023-11-10. Without it "Sunday" stays unresolved.
    #[arg(long, value_name = "DATE")]
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

impl Source {
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

/// How many reports were read and refused, and whether any claimed something.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    read: usize,
    refused: usize,
    found: bool,
}

impl Tally {
    pub fn read(&mut self, reading: &Reading) {
        self.read += 1;
        self.found |= !reading.claims.is_empty();
    }

    /// Tells the problem; it does not stop the others.
    pub fn refused(&mut self, problem: &Problem) {
        self.refused += 1;
        anstream::eprintln!("{problem}");
    }

    /// Sums up where some of several were refused.
    pub fn exit_code(&self) -> ExitCode {
        if self.read + self.refused > 1 && self.refused > 0 {
            anstream::eprintln!("{} read, {} could not be read", self.read, self.refused);
        }
        match (self.read, self.refused) {
            (0, _) => ExitCode::from(2),
            (_, 0) if self.found => ExitCode::SUCCESS,
            (_, 0) => ExitCode::from(1),
            _ => ExitCode::from(3),
        }
    }
}

/// Reads one report from a file or from standard input, with the places of its sentences.
pub(crate) fn read(
    reader: &mut casus::Reader,
    path: &Path,
    given: &Given,
) -> Result<(Reading, Vec<Span>), Problem> {
    let name = name(path);
    let bytes = if path == Path::new("-") {
        casus::ingest::read_limited(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|cause| cannot_open(&name, &cause))?;
        if file.metadata().is_ok_and(|data| data.is_dir()) {
            let hint = "give the files in it instead, as in `casus read FOLDER/*.txt`";
            return Err(Problem::new(format!("cannot read {name}\n  why: it is a folder\n  do:  {hint}")));
        }
        casus::ingest::read_limited(file)
    };
    let refused = |cause: casus::ingest::Error| Problem::new(format!("{name}: {cause}"));
    reader.read_with_sentences(&bytes.map_err(refused)?, given).map_err(refused)
}

/// The name of an input as the user knows it.
pub(crate) fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

fn cannot_open(name: &str, cause: &io::Error) -> Problem {
    let (why, hint) = match cause.kind() {
        io::ErrorKind::NotFound => {
            ("there is no such file", "check the name, or give `-` to read standard input")
        }
        io::ErrorKind::PermissionDenied => {
            ("you may not read it", "change its permissions, or copy it where you may")
        }
        _ => {
            return Problem::new(format!(
                "cannot read {name}\n  why: {cause}\n  do:  check the disk and the name"
            ));
        }
    };
    Problem::new(format!("cannot read {name}\n  why: {why}\n  do:  {hint}"))
}
