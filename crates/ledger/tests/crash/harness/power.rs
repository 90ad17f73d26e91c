//! Cuts the power at many points of a run: the writer is traced once, and its calls are replayed on a disk
//! that forgets what was not synced.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::chance::Chance;
use super::check::check;
use super::disk::{Disk, Loss};
use super::run::{Program, ended};
use super::trace::{CALLS, Event, events};
use super::writer::{Job, acknowledged};

/// What was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Points at which the power was cut; at each once with all unsynced lost and once with it torn.
    pub points: usize,
    /// Calls in the trace.
    pub calls: usize,
    /// Reports acknowledged until the last point.
    pub acknowledged: usize,
    /// Points and ways at which something was lost, twice there or torn, with what it was.
    pub broken: Vec<String>,
}

/// True where calls can be traced.
pub fn can_trace() -> bool {
    Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success())
}

/// Traces a writer in a folder that is empty, and cuts its power so many times, spread over its calls.
pub fn cuts(program: &Program, job: &Job, points: usize, seed: u64) -> Result<Cuts, String> {
    let events = traced(program, job)?;
    is_replayed_truly(&events, &job.folder)?;
    let mut chance = Chance::new(seed);
    let mut seen = Cuts { calls: events.len(), ..Cuts::default() };
    let mut disk = Disk::new(&job.folder);
    let mut points = spread(events.len(), points, &mut chance).into_iter().peekable();
    for (call, event) in events.iter().enumerate() {
        disk.apply(event);
        while points.next_if_eq(&call).is_some() {
            seen.points += 1;
            let safe = acknowledged(disk.said());
            for loss in [Loss::Everything, Loss::Torn] {
                let files = disk.after(loss, &mut chance);
                if let Err(what) = after_power_is_back(&files, &job.folder, &safe) {
                    seen.broken.push(format!("after call {call}, {loss:?} unsynced lost: {what}"));
                }
            }
            seen.acknowledged = safe.len();
        }
    }
    Ok(seen)
}

/// Runs the writer under `strace` to its end.
fn traced(program: &Program, job: &Job) -> Result<Vec<Event>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let trace = folder.path().join("trace");
    let file = trace.to_str().ok_or("a folder that is no UTF-8")?;
    let select = format!("trace={CALLS}");
    let wrapper = ["strace", "-f", "-xx", "-s", "16777216", "-e", &select, "-e", "signal=none", "-o", file];
    let command = program.wrapped(&wrapper.map(str::to_owned), job).spawn();
    let ended = ended(command.map_err(|error| format!("cannot run strace: {error}"))?)?;
    if !ended.well {
        return Err(format!("the writer failed: {}", ended.complained));
    }
    events(&fs::read_to_string(trace).map_err(|error| error.to_string())?)
}

/// A replay in which nothing is lost must end with the files that the writer left. Otherwise the trace was
/// not understood, and what it shows proves nothing.
fn is_replayed_truly(events: &[Event], folder: &Path) -> Result<(), String> {
    let mut disk = Disk::new(folder);
    events.iter().for_each(|event| disk.apply(event));
    let replayed: BTreeMap<PathBuf, Vec<u8>> = disk
        .after(Loss::Nothing, &mut Chance::new(0))
        .into_iter()
        .filter(|(path, _)| is_written(path))
        .collect();
    let there = files_below(folder)?;
    match there == replayed {
        true => Ok(()),
        false => Err(format!(
            "the replay has {:?}, the disk {:?}, or their bytes differ",
            replayed.keys().collect::<Vec<_>>(),
            there.keys().collect::<Vec<_>>()
        )),
    }
}

/// The shared memory of SQLite is written through a map of it, which no trace shows; it is made anew after a
/// loss of power.
fn is_written(path: &Path) -> bool {
    !path.to_string_lossy().ends_with("-shm")
}

fn files_below(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else if is_written(&path) {
            files.insert(path.clone(), fs::read(&path).map_err(|error| error.to_string())?);
        }
    }
    Ok(files)
}

/// So many points among the calls, one in each stretch of the same length.
fn spread(calls: usize, points: usize, chance: &mut Chance) -> Vec<usize> {
    let start = |point: usize| point * calls / points;
    (0..points)
        .map(|point| start(point) + chance.below((start(point + 1) - start(point)).max(1) as u64) as usize)
        .collect()
}

fn after_power_is_back(
    files: &BTreeMap<PathBuf, Vec<u8>>,
    was: &Path,
    acknowledged: &[u64],
) -> Result<usize, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    lay_out(files, was, folder.path()).map_err(|error| error.to_string())?;
    check(folder.path(), acknowledged)
}

fn lay_out(files: &BTreeMap<PathBuf, Vec<u8>>, was: &Path, folder: &Path) -> std::io::Result<()> {
    for (path, bytes) in files {
        let path = folder.join(path.strip_prefix(was).expect("only files below the folder are watched"));
        fs::create_dir_all(path.parent().expect("it is in a folder"))?;
        fs::write(&path, bytes)?;
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(())
}
