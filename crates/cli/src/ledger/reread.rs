//! `casus reread` and `casus diff`: every report read again by this casus, and what that changed.

use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::process::ExitCode;

use casus::keep::{Difference, Filing, Keeper, Looker, Prepared, Told};
use casus::ledger::{Access, LayerId, Ledger, StoredDocument};
use casus::model::DocumentId;
use casus::{Casus, Given, Reader};
use owo_colors::OwoColorize;

use super::{Where, Who, Writer};
use crate::input::{Material, Refused};
use crate::table::clean;
use crate::{Outcome, Problem, json_text, open, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    writer: Writer,
    /// Keep the new reading beside the one that is shown, without showing it.
    #[arg(long)]
    keep_old: bool,
    /// Reports that are made durable together.
    #[arg(long, value_name = "N", default_value = "100")]
    group: NonZeroUsize,
    /// Threads to read on; the ledger does not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArguments {
    /// Number of the earlier layer.
    earlier: i64,
    /// Number of the later layer.
    later: i64,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Reads every document again into a new layer, group by group, and shows that one when it is done. What was read
/// before it was stopped is not read once more.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let mut keeper = arguments.place.write(&casus)?;
    let before = keeper.layer().map_err(Problem::new)?;
    let filing = keeper.rereading(arguments.writer.stamp()).map_err(Problem::new)?;
    let layer = filing.layer();
    filing.commit().map_err(Problem::new)?;
    let unread = Unread::new(super::open(&arguments.place.ledger, Access::Read)?, layer);
    let all = keeper.ledger().stats().map_err(failed)?.documents;
    let mut work =
        Work { arguments, keeper: &mut keeper, waiting: Vec::new(), last: None, seen: Seen::default(), all };
    let mut problem: Option<Problem> = None;
    let threads = arguments.threads.map_or_else(cores, usize::from);
    casus.each(unread, threads, read, |item| {
        if problem.is_none() {
            problem = work.take(item).err();
        }
    });
    if let Some(problem) = problem {
        return Err(problem);
    }
    work.end(&casus)?;
    let Seen { read, before: known, refused } = work.seen;
    let shown = if arguments.keep_old { "kept beside the one shown" } else { "shown now" };
    let known = if known > 0 { format!(", {known} were before") } else { String::new() };
    let looker = Looker::new("internal", jiff::Timestamp::now()).map_err(Problem::new)?;
    anstream::println!("layer {}: {read} reports read again{known}, {shown}", layer.0);
    anstream::print!("{}", told(&keeper.diff(before, layer, &looker).map_err(Problem::new)?));
    keeper.close().map_err(Problem::new)?;
    Ok(if refused > 0 { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

fn failed(cause: casus::ledger::Error) -> Problem {
    Problem::new(casus::Error::from(cause))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A document on its way through.
enum Item {
    /// It was read before.
    Known(DocumentId),
    /// Its bytes, and what the user said of it.
    Raw(DocumentId, Vec<u8>, Told),
    /// It was read, or could not be.
    Read(DocumentId, Result<Box<Prepared>, String>),
    /// The ledger could not be read.
    Failed(casus::ledger::Error),
}

fn read(reader: &mut Reader, item: Item) -> Item {
    match item {
        Item::Raw(id, raw, told) => {
            let read = again(reader, raw, told.into()).map_err(|refused| refused.told("the report"));
            Item::Read(id, read.map(Box::new))
        }
        other => other,
    }
}

/// The documents of a ledger in the order they came, a portion in memory at a time.
struct Unread {
    ledger: Ledger,
    layer: LayerId,
    after: Option<DocumentId>,
    portion: std::vec::IntoIter<StoredDocument>,
}

/// Documents whose particulars are loaded at a time.
const PORTION: usize = 100;

impl Unread {
    fn new(ledger: Ledger, layer: LayerId) -> Unread {
        Unread { ledger, layer, after: None, portion: Vec::new().into_iter() }
    }

    fn item(&mut self) -> casus::ledger::Result<Option<Item>> {
        if self.portion.len() == 0 {
            self.portion = self.ledger.documents(self.after.as_ref(), PORTION)?.into_iter();
        }
        let Some(document) = self.portion.next() else { return Ok(None) };
        self.after = Some(document.id.clone());
        item(&self.ledger, self.layer, document)
    }
}

impl Iterator for Unread {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.item().unwrap_or_else(|cause| Some(Item::Failed(cause)))
    }
}

/// A document as it has to be read, if it has.
fn item(ledger: &Ledger, layer: LayerId, document: StoredDocument) -> casus::ledger::Result<Option<Item>> {
    if ledger.is_read(layer, &document.id)? {
        return Ok(Some(Item::Known(document.id)));
    }
    let told = serde_json::from_str(document.given.as_deref().unwrap_or("{}")).unwrap_or_default();
    Ok(Some(match ledger.raw(&document.id)? {
        Some(raw) => Item::Raw(document.id, raw, told),
        // It was retracted meanwhile.
        None => Item::Known(document.id),
    }))
}

/// How many documents were what.
#[derive(Default)]
struct Seen {
    read: u64,
    before: u64,
    refused: u64,
}

/// Documents that were read and wait for one durable commit.
struct Work<'a, 'c> {
    arguments: &'a Arguments,
    keeper: &'a mut Keeper<'c>,
    waiting: Vec<(DocumentId, Box<Prepared>)>,
    last: Option<DocumentId>,
    seen: Seen,
    all: u64,
}

impl Work<'_, '_> {
    fn take(&mut self, item: Item) -> Result<(), Problem> {
        let id = match item {
            Item::Failed(cause) => return Err(failed(cause)),
            Item::Known(id) | Item::Raw(id, ..) => {
                self.seen.before += 1;
                id
            }
            Item::Read(id, Ok(prepared)) => {
                self.waiting.push((id.clone(), prepared));
                id
            }
            Item::Read(id, Err(why)) => {
                self.refused(&id, &why);
                id
            }
        };
        self.last = Some(id);
        if self.waiting.len() >= self.arguments.group.get() {
            let filing = self.keeper.rereading(self.arguments.writer.stamp()).map_err(Problem::new)?;
            file(filing, &mut self.waiting, &mut self.seen)?.commit().map_err(Problem::new)?;
            self.bar();
        }
        Ok(())
    }

    fn refused(&mut self, id: &DocumentId, why: &str) {
        self.seen.refused += 1;
        anstream::eprintln!("error: {}: {why}", clean(&id.0));
    }

    /// The last group: what waits, what was added since the reading began, and then the layer is shown.
    fn end(&mut self, casus: &Casus) -> Result<(), Problem> {
        let filing = self.keeper.rereading(self.arguments.writer.stamp()).map_err(Problem::new)?;
        let mut filing = file(filing, &mut self.waiting, &mut self.seen)?;
        let (mut reader, mut refused) = (casus.reader(), Vec::new());
        loop {
            let portion = filing.ledger().documents(self.last.as_ref(), PORTION).map_err(failed)?;
            let Some(last) = portion.last() else { break };
            self.last = Some(last.id.clone());
            for document in portion {
                let next = item(filing.ledger(), filing.layer(), document).map_err(failed)?;
                match next.map(|item| read(&mut reader, item)) {
                    Some(Item::Read(id, Ok(prepared))) => {
                        let mut waiting = vec![(id, prepared)];
                        filing = file(filing, &mut waiting, &mut self.seen)?;
                    }
                    Some(Item::Read(id, Err(why))) => refused.push((id, why)),
                    _ => {}
                }
            }
        }
        if !self.arguments.keep_old {
            filing.show_layer().map_err(Problem::new)?;
        }
        filing.commit().map_err(Problem::new)?;
        refused.iter().for_each(|(id, why)| self.refused(id, why));
        if std::io::stderr().is_terminal() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
        Ok(())
    }

    /// On a terminal, how far it is.
    fn bar(&self) {
        const WIDTH: u64 = 30;
        if std::io::stderr().is_terminal() {
            let done = self.seen.read + self.seen.before + self.seen.refused;
            let full = (done * WIDTH / self.all.max(1)).min(WIDTH);
            let bar = "█".repeat(full as usize) + &"░".repeat((WIDTH - full) as usize);
            let _ = write!(std::io::stderr(), "\r\x1b[K{bar} {done}/{} read again", self.all);
        }
    }
}

/// Files what waits. A document that was retracted since it was read is left out.
fn file<'k>(
    mut filing: Filing<'k>,
    waiting: &mut Vec<(DocumentId, Box<Prepared>)>,
    seen: &mut Seen,
) -> Result<Filing<'k>, Problem> {
    for (id, prepared) in waiting.drain(..) {
        if filing.ledger().document(&id).map_err(failed)?.is_some() {
            filing.read_again(&id, &prepared).map_err(Problem::new)?;
            seen.read += 1;
        }
    }
    Ok(filing)
}

/// Reads bytes of the ledger again with what was told of them.
pub(super) fn again(reader: &mut Reader, raw: Vec<u8>, told: Given) -> Result<Prepared, Refused> {
    let material = Material::of(raw, told)?;
    let (text, given) = material.text();
    Ok(Prepared::read(reader, material.raw.clone(), &material.told, text, given)?)
}

/// Lists the incidents that differ between two layers.
pub(crate) fn diff(arguments: &DiffArguments) -> Outcome {
    let casus = open()?;
    let keeper = arguments.place.look(&casus)?;
    let looker = arguments.who.looker(&arguments.place.ledger)?;
    let layers = keeper.ledger().layers().map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    for asked in [arguments.earlier, arguments.later] {
        if !layers.iter().any(|layer| layer.id.0 == asked) {
            let known: Vec<String> = layers.iter().map(|layer| layer.id.0.to_string()).collect();
            return Err(Problem::new(format!("there is no layer {asked}: there are {}", known.join(", "))));
        }
    }
    let difference =
        keeper.diff(LayerId(arguments.earlier), LayerId(arguments.later), &looker).map_err(Problem::new)?;
    for partial in &difference.partial {
        let what = if partial.unread == 1 { "1 report" } else { &format!("{} reports", partial.unread) };
        let why = match partial.unfinished {
            true => "its reading was begun and is not done; `casus reread` goes on with it",
            false => "they were added later, or its reading was given up",
        };
        anstream::eprintln!(
            "note: layer {} does not hold {what} of the ledger: {why}\n      what these tell counts as a difference",
            partial.layer
        );
    }
    let text = if arguments.json { json_text(&difference) + "\n" } else { told(&difference) };
    print(&text)?;
    Ok(if difference.changes.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn told(difference: &Difference) -> String {
    let mut out =
        format!("{} incidents are the same, {} are not\n", difference.same, difference.changes.len());
    for change in &difference.changes {
        let mut why: Vec<String> = Vec::new();
        if !change.gained.is_empty() {
            why.push(format!("{} claims more", change.gained.len()));
        }
        if !change.lost.is_empty() {
            let to = match change.went_to.is_empty() {
                true => "not read any more, or in no incident".to_owned(),
                false => format!("now in {}", change.went_to.join(", ")),
            };
            why.push(format!("{} claims fewer ({to})", change.lost.len()));
        }
        why.extend(change.fields.iter().map(|(name, ..)| format!("{name} differs")));
        out += &format!("{:<6} {}: {}\n", change.incident.bold(), change.change, why.join(", "));
    }
    out
}
