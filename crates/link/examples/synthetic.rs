//! Links so many synthetic claims one document after another, and prints what it costs:
//! `cargo run --release -p casus-link --example synthetic -- 1000000 [--weights FILE] [--json]`.
//! With a file, its weights stand in place of `data/linking/weights.tsv`.

use std::collections::HashMap;
use std::iter::Peekable;

use casus_link::synthetic::{Told, World};
use casus_link::{Account, Actors, Change, Constraints, Key, Knowledge, MemoryShelf, Shelf, link};
use serde_json::json;

/// Incidents of a day of the synthetic world.
const PACE: u64 = 150;
/// Documents made before they are linked, one after another, so that making them is not measured.
const BATCH: usize = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let as_json = words.iter().any(|word| word == "--json");
    let wanted: usize = words.iter().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let weights = words.iter().position(|word| word == "--weights").and_then(|at| words.get(at + 1));
    let knowledge = match weights {
        Some(file) => {
            let scales = include_str!("../../../data/linking/scales.tsv");
            Knowledge::of_tables(Actors::default(), &std::fs::read_to_string(file)?, scales)?
        }
        None => Knowledge::embedded(Actors::default())?,
    };
    let constraints = Constraints::default();
    let mut shelf = MemoryShelf::new();
    let mut truth: HashMap<Key, u64> = HashMap::new();
    let mut ledger = Ledger::default();
    let (mut claims, mut since, mut spent, mut last) = (0, 0, 0.0, 0.0);
    let mut marks = [wanted / 100, wanted / 10, wanted].into_iter().peekable();
    let mut world = World::new(1, PACE).peekable();
    let mut rows = Vec::new();
    eprintln!(
        "{:>10} {:>10} {:>17} {:>14} {:>10}",
        "claims", "accounts", "CPU µs a claim", "of the last", "RSS MB"
    );
    while claims < wanted {
        let batch: Vec<Vec<Account>> = (0..BATCH).map(|_| document(&mut world, &mut truth)).collect();
        claims += batch.iter().flatten().map(|account| account.claims.len()).sum::<usize>();
        let start = processor();
        let mut changed = Vec::new();
        for added in batch {
            changed.extend(link(
                &mut shelf,
                Change { added, ..Change::default() },
                &constraints,
                &knowledge,
            )?);
        }
        spent += processor() - start;
        for cluster in changed.iter().flat_map(|component| &component.clusters) {
            ledger.set(&cluster.accounts);
        }
        if let Some(mark) = marks.next_if(|mark| *mark <= claims) {
            let (all, recent) = (spent / claims as f64, (spent - last) / (claims - since) as f64);
            rows.push(json!({ "claims": mark, "all": all, "recent": recent, "resident": resident() }));
            eprintln!("{mark:>10} {:>10} {all:>17.1} {recent:>14.1} {:>10}", shelf.len(), resident());
            (since, last) = (claims, spent);
        }
    }
    let (beside, peak) = (ledger.megabytes(&truth), peak());
    eprintln!("peak RSS {peak} MB, of which truth and clusters of this example some {beside} MB");
    let (precision, recall) = ledger.pairs(&truth);
    eprintln!(
        "pairs: precision {precision:.3}, recall {recall:.3}, F1 {:.3}",
        2.0 * precision * recall / (precision + recall)
    );
    let mut edges = Vec::new();
    for key in shelf.keys() {
        shelf.edges(key, &mut edges)?;
    }
    eprintln!("edges an account {:.1}", edges.len() as f64 / shelf.len() as f64);
    if as_json {
        println!("{}", json!({ "rows": rows, "peak": peak, "beside": beside }));
    }
    Ok(())
}

fn pairs(sizes: impl Iterator<Item = u64>) -> f64 {
    sizes.map(|size| size * (size - 1) / 2).sum::<u64>() as f64
}

/// The accounts of the next document.
fn document(world: &mut Peekable<World>, truth: &mut HashMap<Key, u64>) -> Vec<Account> {
    let mut added: Vec<Account> = Vec::new();
    let same = |added: &[Account], told: &Told| {
        added.first().is_none_or(|first| first.document == told.account.document)
    };
    while let Some(told) = world.next_if(|told| same(&added, told)) {
        truth.insert(told.account.key, told.incident);
        added.push(told.account);
    }
    added
}

/// The cluster of each account, by the least account of the cluster.
#[derive(Default)]
struct Ledger(HashMap<Key, Key>);

impl Ledger {
    fn set(&mut self, accounts: &[Key]) {
        self.0.extend(accounts.iter().map(|account| (*account, accounts[0])));
    }

    /// Precision and recall of pairs of accounts in one cluster.
    fn pairs(&self, truth: &HashMap<Key, u64>) -> (f64, f64) {
        let mut clusters: HashMap<Key, u64> = HashMap::new();
        let mut incidents: HashMap<u64, u64> = HashMap::new();
        let mut both: HashMap<(Key, u64), u64> = HashMap::new();
        for (account, cluster) in &self.0 {
            let incident = truth[account];
            *clusters.entry(*cluster).or_default() += 1;
            *incidents.entry(incident).or_default() += 1;
            *both.entry((*cluster, incident)).or_default() += 1;
        }
        let right = pairs(both.into_values());
        (right / pairs(clusters.into_values()), right / pairs(incidents.into_values()))
    }

    fn megabytes(&self, truth: &HashMap<Key, u64>) -> usize {
        (self.0.capacity() + truth.capacity()) * 17 / (1 << 20)
    }
}

/// Microseconds that this thread had a processor.
fn processor() -> f64 {
    let status = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    status.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(0.0) / 1000.0
}

fn status(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or("");
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().unwrap_or(0) / 1024
}

fn resident() -> u64 {
    status("VmRSS")
}

fn peak() -> u64 {
    status("VmHWM")
}
