//! The worker: takes the article out of a web page in a process of its own, with limits on its memory and
//! processor time, and without network or files, so that no page can take the program down with it.

#[path = "worker/limits.rs"]
mod limits;
#[path = "worker/trial.rs"]
mod trial;

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};

use casus_page::{Article, Refusal, Trafilatura};
use clap::ValueEnum;

use crate::{Outcome, Problem};
use limits::{MEMORY, SECONDS};

pub(crate) use trial::{Trial, checks};

/// The verb that starts this program as a worker; not shown in the help.
pub(crate) const VERB: &str = "page-worker";

/// Bytes of an answer that are taken: a text is never longer than its page.
const LONGEST: u64 = 64 << 20;

/// The verb: a page on standard input, a JSON `Result` on standard output; or a trial of the limits.
pub(crate) fn run(trial: Option<Trial>) -> Outcome {
    if let Some(trial) = trial {
        return trial::run(trial);
    }
    limits::set(SECONDS);
    let mut page = Vec::new();
    io::stdin().lock().read_to_end(&mut page).map_err(Problem::new)?;
    let answer = casus_page::article(&page, &Trafilatura);
    serde_json::to_writer(io::stdout().lock(), &answer).map_err(Problem::new)?;
    Ok(ExitCode::SUCCESS)
}

/// The article of a page, found by a worker.
pub(crate) fn article(page: Vec<u8>) -> Result<Article, Refusal> {
    let mut child = start(None).map_err(|cause| broken(&cause.to_string()))?;
    let input = child.stdin.take();
    // The page goes in while the answer comes out, so that neither waits for the other.
    let giving = std::thread::spawn(move || input.map(|mut input| input.write_all(&page)));
    let mut answer = Vec::new();
    let taken = child.stdout.take().map(|output| output.take(LONGEST).read_to_end(&mut answer));
    let _ = giving.join();
    let status = child.wait().map_err(|cause| broken(&cause.to_string()))?;
    match (taken, status.success()) {
        (Some(Ok(_)), true) => serde_json::from_slice::<Result<Article, Refusal>>(&answer)
            .map_err(|cause| broken(&cause.to_string()))?,
        _ => Err(broken(&end(status))),
    }
}

fn start(trial: Option<Trial>) -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(VERB).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    if let Some(value) = trial.and_then(|trial| trial.to_possible_value()) {
        command.arg(value.get_name());
    }
    command.spawn()
}

/// Which limit a worker went over.
#[cfg(unix)]
fn end(status: ExitStatus) -> String {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(signal) if signal == Signal::XCPU.as_raw() => {
            format!("finding its article took over {SECONDS} s of processor time")
        }
        Some(signal) if signal == Signal::ABORT.as_raw() => {
            format!("finding its article took over {} MiB of memory", MEMORY >> 20)
        }
        _ => failed(),
    }
}

#[cfg(not(unix))]
fn end(_: ExitStatus) -> String {
    failed()
}

fn failed() -> String {
    "the program that looks for its article broke off: the page is built too deep or too odd for it"
        .to_owned()
}

fn broken(why: &str) -> Refusal {
    Refusal {
        what: "this page cannot be read".to_owned(),
        why: why.to_owned(),
        remedy: "open the page, copy the article, and paste it as text".to_owned(),
    }
}
