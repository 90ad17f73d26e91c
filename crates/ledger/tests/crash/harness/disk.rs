//! A disk as it is after the power was cut: what was synced is there, what was not is gone or torn.
//!
//! A file has the bytes that were on the disk when it was last synced, and the changes since.
//! A name (that a file is there at all, what it is called) lasts only once its folder was synced.
//! That is harsher than most file systems are, and what the standards promise.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::chance::Chance;
use super::trace::Event;

/// A disk writes this many bytes whole or not at all.
const SECTOR: u64 = 512;

/// What is left of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// All of it: only the program died.
    Nothing,
    /// None of it.
    Everything,
    /// Any sectors of it, by chance; of names, the first so many.
    Torn,
}

/// Files, names, and which of them would outlive the power.
#[derive(Default)]
pub struct Disk {
    root: PathBuf,
    files: Vec<File>,
    names: Names,
    lasting_names: Names,
    renamings: Vec<Renaming>,
    open: HashMap<i32, Open>,
    said: Vec<u8>,
}

type Names = BTreeMap<PathBuf, usize>;

#[derive(Default)]
struct File {
    lasting: Vec<u8>,
    now: Vec<u8>,
    changes: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write { at: u64, bytes: Vec<u8> },
    Resize(u64),
}

/// A change of names.
#[derive(Clone)]
enum Renaming {
    Add(PathBuf, usize),
    Remove(PathBuf),
    Move(PathBuf, PathBuf, usize),
}

#[derive(Clone)]
enum Open {
    File {
        file: usize,
        at: u64,
        append: bool,
    },
    /// A folder, or a file that is none of ours.
    Other(PathBuf),
}

impl Disk {
    /// A disk with nothing below the folder `root`, which is all that is watched.
    pub fn new(root: &Path) -> Disk {
        Disk { root: root.to_owned(), ..Disk::default() }
    }

    /// Does what the program asked for.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Open { fd, path, create, truncate, append } => {
                let open = self.opened(path, *create, *truncate, *append);
                self.open.insert(*fd, open);
            }
            Event::Close { fd } => {
                self.open.remove(fd);
            }
            Event::Duplicate { fd, copy } => {
                if let Some(open) = self.open.get(fd).cloned() {
                    self.open.insert(*copy, open);
                }
            }
            Event::Seek { fd, to } => {
                if let Some(Open::File { at, .. }) = self.open.get_mut(fd) {
                    *at = *to;
                }
            }
            Event::Write { fd, at, bytes } => self.write(*fd, *at, bytes),
            Event::Sync { fd } => self.sync(*fd),
            Event::Resize { fd, length } => {
                if let Some(Open::File { file, .. }) = self.open.get(fd) {
                    self.files[*file].change(Change::Resize(*length));
                }
            }
            Event::Link { from, to } => {
                if let Some(file) = self.names.get(from) {
                    self.rename(Renaming::Add(to.clone(), *file));
                }
            }
            Event::Unlink { path } => self.rename(Renaming::Remove(path.clone())),
            Event::Rename { from, to } => {
                if let Some(file) = self.names.get(from) {
                    self.rename(Renaming::Move(from.clone(), to.clone(), *file));
                }
            }
        }
    }

    /// What the program said on standard output until now.
    pub fn said(&self) -> &[u8] {
        &self.said
    }

    /// The files as they are found afterwards.
    pub fn after(&self, loss: Loss, chance: &mut Chance) -> BTreeMap<PathBuf, Vec<u8>> {
        let names = match loss {
            Loss::Nothing => self.names.clone(),
            Loss::Everything => self.lasting_names.clone(),
            Loss::Torn => {
                let mut names = self.lasting_names.clone();
                let kept = chance.below(self.renamings.len() as u64 + 1) as usize;
                self.renamings[..kept].iter().for_each(|renaming| renaming.apply(&mut names));
                names
            }
        };
        names.into_iter().map(|(name, file)| (name, self.files[file].after(loss, chance))).collect()
    }

    fn opened(&mut self, path: &Path, create: bool, truncate: bool, append: bool) -> Open {
        let known = self.names.get(path).copied();
        let file = match known {
            Some(file) => file,
            None if create && path.starts_with(&self.root) => {
                self.files.push(File::default());
                self.rename(Renaming::Add(path.to_owned(), self.files.len() - 1));
                self.files.len() - 1
            }
            None => return Open::Other(path.to_owned()),
        };
        if truncate && known.is_some() {
            self.files[file].change(Change::Resize(0));
        }
        Open::File { file, at: 0, append }
    }

    fn write(&mut self, fd: i32, place: Option<u64>, bytes: &[u8]) {
        match self.open.get_mut(&fd) {
            Some(Open::File { file, at, append }) => {
                let file = &mut self.files[*file];
                let from = place.unwrap_or(if *append { file.now.len() as u64 } else { *at });
                if place.is_none() {
                    *at = from + bytes.len() as u64;
                }
                file.change(Change::Write { at: from, bytes: bytes.to_vec() });
            }
            Some(Open::Other(_)) => {}
            None if fd == 1 => self.said.extend_from_slice(bytes),
            None => {}
        }
    }

    fn sync(&mut self, fd: i32) {
        match self.open.get(&fd) {
            Some(Open::File { file, .. }) => self.files[*file].sync(),
            Some(Open::Other(folder)) => {
                let of_folder = |renaming: &Renaming| renaming.folder() == Some(folder.as_path());
                let (lasting, rest) = std::mem::take(&mut self.renamings).into_iter().partition(of_folder);
                self.renamings = rest;
                let lasting: Vec<Renaming> = lasting;
                lasting.iter().for_each(|renaming| renaming.apply(&mut self.lasting_names));
            }
            None => {}
        }
    }

    fn rename(&mut self, renaming: Renaming) {
        renaming.apply(&mut self.names);
        self.renamings.push(renaming);
    }
}

impl File {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.now);
        self.changes.push(change);
    }

    fn sync(&mut self) {
        for change in self.changes.drain(..) {
            change.apply(&mut self.lasting);
        }
    }

    fn after(&self, loss: Loss, chance: &mut Chance) -> Vec<u8> {
        match loss {
            Loss::Nothing => self.now.clone(),
            Loss::Everything => self.lasting.clone(),
            Loss::Torn => {
                let mut bytes = self.lasting.clone();
                self.changes.iter().flat_map(Change::sectors).for_each(|part| {
                    if chance.below(2) == 0 {
                        part.apply(&mut bytes);
                    }
                });
                bytes
            }
        }
    }
}

impl Change {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Change::Resize(length) => file.resize(*length as usize, 0),
            Change::Write { at, bytes } => {
                let (from, to) = (*at as usize, *at as usize + bytes.len());
                if file.len() < to {
                    file.resize(to, 0);
                }
                file[from..to].copy_from_slice(bytes);
            }
        }
    }

    /// The change in parts that a disk does whole.
    fn sectors(&self) -> Vec<Change> {
        let Change::Write { at, bytes } = self else { return vec![self.clone()] };
        let (mut parts, mut from) = (Vec::new(), 0);
        while from < bytes.len() {
            let place = at + from as u64;
            let length = ((SECTOR - place % SECTOR) as usize).min(bytes.len() - from);
            parts.push(Change::Write { at: place, bytes: bytes[from..from + length].to_vec() });
            from += length;
        }
        parts
    }
}

impl Renaming {
    fn apply(&self, names: &mut Names) {
        match self {
            Renaming::Add(name, file) => {
                names.insert(name.clone(), *file);
            }
            Renaming::Remove(name) => {
                names.remove(name);
            }
            Renaming::Move(from, to, file) => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
        }
    }

    /// The folder whose sync makes it last. (What is moved, is moved within a folder.)
    fn folder(&self) -> Option<&Path> {
        let (Renaming::Add(name, _) | Renaming::Remove(name) | Renaming::Move(_, name, _)) = self;
        name.parent()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = "/shire";

    fn open(fd: i32, name: &str) -> Event {
        let path = Path::new(FOLDER).join(name);
        Event::Open { fd, path, create: !name.is_empty(), truncate: false, append: false }
    }

    fn write(fd: i32, at: u64, byte: u8, length: usize) -> Event {
        Event::Write { fd, at: Some(at), bytes: vec![byte; length] }
    }

    fn disk(events: &[Event]) -> Disk {
        let mut disk = Disk::new(Path::new(FOLDER));
        events.iter().for_each(|event| disk.apply(event));
        disk
    }

    fn after(disk: &Disk, loss: Loss) -> BTreeMap<String, Vec<u8>> {
        let short = |path: PathBuf| path.strip_prefix(FOLDER).unwrap().to_str().unwrap().to_owned();
        disk.after(loss, &mut Chance::new(1)).into_iter().map(|(path, bytes)| (short(path), bytes)).collect()
    }

    #[test]
    fn a_name_lasts_once_its_folder_is_synced() {
        let mut events = vec![open(3, "ring"), write(3, 0, b'a', 4), Event::Sync { fd: 3 }];
        assert!(after(&disk(&events), Loss::Everything).is_empty());
        assert_eq!(after(&disk(&events), Loss::Nothing)["ring"], b"aaaa");
        events.extend([open(4, ""), Event::Sync { fd: 4 }]);
        assert_eq!(after(&disk(&events), Loss::Everything)["ring"], b"aaaa");
        events.push(Event::Unlink { path: Path::new(FOLDER).join("ring") });
        assert_eq!(after(&disk(&events), Loss::Everything)["ring"], b"aaaa");
        events.push(Event::Sync { fd: 4 });
        assert!(after(&disk(&events), Loss::Everything).is_empty());
    }

    #[test]
    fn bytes_last_once_their_file_is_synced() {
        let disk = disk(&[
            open(3, "ring"),
            open(4, ""),
            Event::Sync { fd: 4 },
            write(3, 0, b'a', 4),
            Event::Sync { fd: 3 },
            write(3, 2, b'b', 4),
            Event::Resize { fd: 3, length: 5 },
        ]);
        assert_eq!(after(&disk, Loss::Everything)["ring"], b"aaaa");
        assert_eq!(after(&disk, Loss::Nothing)["ring"], b"aabbb");
    }

    #[test]
    fn a_torn_file_has_whole_sectors() {
        let events = [open(3, "ring"), open(4, ""), Event::Sync { fd: 4 }, write(3, 100, b'a', 5000)];
        let disk = disk(&events);
        let mut seen = [false; 2];
        for seed in 0..20 {
            let mut file = disk.after(Loss::Torn, &mut Chance::new(seed)).pop_first().unwrap().1;
            file.resize(5100, 0);
            for sector in file[100..].chunk_by(|a, b| a == b) {
                seen[usize::from(sector[0] == b'a')] = true;
            }
            let cuts = (101..5100).filter(|place| file[*place] != file[place - 1]);
            assert!(cuts.clone().all(|place| place % 512 == 0), "{:?}", cuts.collect::<Vec<_>>());
        }
        assert_eq!(seen, [true, true]);
    }

    #[test]
    fn writes_without_a_place_follow_each_other_and_output_is_kept() {
        let next = |fd, bytes: &[u8]| Event::Write { fd, at: None, bytes: bytes.to_vec() };
        let disk = disk(&[open(3, "ring"), next(3, b"ab"), next(3, b"cd"), next(1, b"ok\n")]);
        assert_eq!(after(&disk, Loss::Nothing)["ring"], b"abcd");
        assert_eq!(disk.said(), b"ok\n");
    }
}
