//! Starts the writer as another process, and listens to it.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};

use super::writer::Job;

/// How the program that runs now is started as a writer: its words before those of the job.
pub struct Program {
    /// The program.
    pub path: std::path::PathBuf,
    /// Words before those of the job.
    pub words: Vec<String>,
    /// The variable that carries the job where it cannot stand among the words.
    pub variable: Option<&'static str>,
}

impl Program {
    /// A command that does the job.
    pub fn command(&self, job: &Job) -> Command {
        self.wrapped(&[], job)
    }

    /// A command that does the job under another program.
    pub fn wrapped(&self, wrapper: &[String], job: &Job) -> Command {
        self.with_words(wrapper, &job.words())
    }

    /// A command with these words under another program.
    pub fn with_words(&self, wrapper: &[String], job: &[String]) -> Command {
        let mut words = wrapper.iter().cloned().chain([self.path.to_str().expect("UTF-8").to_owned()]);
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words).args(&self.words);
        match self.variable {
            Some(variable) => command.env(variable, job.join("\n")),
            None => command.args(job),
        };
        command.stdout(Stdio::piped()).stdin(Stdio::null()).stderr(Stdio::piped());
        command
    }
}

/// What a writer said until it ended, and how it ended.
pub struct Ended {
    /// Standard output.
    pub said: Vec<u8>,
    /// Standard error.
    pub complained: String,
    /// True where it ended by itself and well.
    pub well: bool,
}

/// Waits until a process ends.
pub fn ended(child: Child) -> Result<Ended, String> {
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Ended { said: output.stdout, complained, well: output.status.success() })
}

/// Kills a process after a while (SIGKILL), and gives what it had said.
pub fn killed(mut child: Child, after: std::time::Duration) -> Result<Ended, String> {
    let mut out = child.stdout.take().ok_or("no output")?;
    let listener = std::thread::spawn(move || {
        let mut said = Vec::new();
        out.read_to_end(&mut said).map(|_| said)
    });
    std::thread::sleep(after);
    child.kill().map_err(|error| error.to_string())?;
    let well = child.wait().map_err(|error| error.to_string())?.success();
    let said = listener.join().map_err(|_| "the listener failed")?.map_err(|error| error.to_string())?;
    Ok(Ended { said, complained: String::new(), well })
}
