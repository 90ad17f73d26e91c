//! One article of a thousand words, read by a new process: time, memory, and what it asks of the system.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Bench, figures, median, number};
use crate::Result;

const WORDS: usize = 1000;

pub fn section(bench: &Bench) -> Result<String> {
    bench.build(&["--package", "casus-cli"])?;
    let binary = bench.target().join("release/casus");
    let folder = tempfile::tempdir()?;
    let article = folder.path().join("article.txt");
    fs::write(&article, text(&bench.root)?)?;
    let read = [
        binary.as_os_str(),
        "read".as_ref(),
        article.as_os_str(),
        "--output-format".as_ref(),
        "json".as_ref(),
    ];
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/process.py");
    let mut runs = Vec::new();
    for _ in 0..bench.rounds {
        let run = figures(Command::new("python3").arg(script).args(read))?;
        if run["code"] != 0 {
            return Err(format!("casus read ends with {}", run["code"]).into());
        }
        runs.push(run);
    }
    let seconds: Result<Vec<f64>> = runs.iter().map(|run| number(run, "seconds")).collect();
    let memory: Result<Vec<f64>> = runs.iter().map(|run| number(run, "kilobytes")).collect();
    Ok(format!(
        "## One article\n\n\
         `casus read ARTICLE --output-format json` on {WORDS} words of our own reports, each time in a new process: \
         {:.2} CPU seconds and {:.0} MiB at its peak, full gazetteer included (medians of {} runs).\n\n{}",
        median(seconds?.into_iter()),
        median(memory?.into_iter()) / 1024.0,
        runs.len(),
        system_calls(folder.path(), &read)?
    ))
}

/// The first thousand words of the gold reports, paragraphs kept.
fn text(root: &Path) -> Result<String> {
    let mut files: Vec<_> =
        fs::read_dir(root.join("corpus/gold"))?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let (mut text, mut words) = (String::new(), 0);
    for file in files {
        for line in fs::read_to_string(file)?.lines().skip(2) {
            let kept: Vec<&str> = line.split_whitespace().take(WORDS - words).collect();
            words += kept.len();
            text += &(kept.join(" ") + "\n");
            if words == WORDS {
                return Ok(text);
            }
        }
    }
    Err(format!("the reports have only {words} words").into())
}

/// What a trace of the system calls shows.
fn system_calls(folder: &Path, read: &[&std::ffi::OsStr]) -> Result<String> {
    let trace = folder.join("trace");
    let traced = Command::new("strace")
        .args(["-f", "-e", "trace=%network,open,openat,openat2,creat,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat", "-o"])
        .arg(&trace)
        .args(read)
        .output();
    if !traced.is_ok_and(|output| output.status.success()) {
        return Ok("System calls were not looked at: strace is not here.\n".to_owned());
    }
    let trace = fs::read_to_string(trace)?;
    let calls =
        |words: &[&str]| trace.lines().filter(|line| words.iter().any(|word| line.contains(word))).count();
    let network = calls(&["socket(", "connect(", "bind(", "sendto(", "sendmsg("]);
    let writes = calls(&["O_WRONLY", "O_RDWR", "O_CREAT", "creat(", "rename", "mkdir", "unlink"]);
    let opened = calls(&["open(", "openat(", "openat2("]);
    Ok(format!(
        "`strace -f` shows {network} calls to the network, {writes} that open a file for writing, make, move or remove one, \
         and {opened} that open one for reading.\n"
    ))
}
