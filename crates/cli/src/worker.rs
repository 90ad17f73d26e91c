//! The worker: takes the article out of a web page in a process of its own, with limits on its memory and
//! processor time, so that no page can take the program down with it.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};

use casus_page::{Article, Refusal, Trafilatura};

use crate::{Outcome, Problem};

/// The verb that starts this program as a worker; not shown in the help.
pub(crate) const VERB: &str = "page-worker";

/// What a worker may take: bytes of memory, seconds of processor time.
const MEMORY: u64 = 1 << 30;
const SECONDS: u64 = 10;

/// Bytes of an answer that are taken: a text is never longer than its page.
const LONGEST: u64 = 64 << 20;

/// The verb: a page on standard input, a JSON `Result` on standard output.
pub(crate) fn run() -> Outcome {
    limit();
    let mut page = Vec::new();
    io::stdin().lock().read_to_end(&mut page).map_err(Problem::new)?;
    let answer = casus_page::article(&page, &Trafilatura);
    serde_json::to_writer(io::stdout().lock(), &answer).map_err(Problem::new)?;
    Ok(ExitCode::SUCCESS)
}

/// Sets the limits of this process. Where the system has none of the kind, the caller's own hold.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)] {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn limit() {}

/// The article of a page, found by a worker.
pub(crate) fn article(page: Vec<u8>) -> Result<Article, Refusal> {
    let mut child = start().map_err(|cause| broken(&cause.to_string()))?;
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
        _ => Err(broken(&format!(
            "finding its article took over {SECONDS} s, over {} MiB, or failed",
            MEMORY >> 20
        ))),
    }
}

fn start() -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(VERB).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

fn broken(why: &str) -> Refusal {
    Refusal {
        what: "this page cannot be read".to_owned(),
        why: why.to_owned(),
        remedy: "open the page, copy the article, and paste it as text".to_owned(),
    }
}
