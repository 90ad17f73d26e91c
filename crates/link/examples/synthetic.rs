//! Links so many synthetic claims one document after another, and prints what it costs:
//! `cargo run --release -p casus-link --example synthetic -- 1000000`.

use std::collections::HashMap;
use std::time::Instant;

use casus_link::synthetic::World;
use casus_link::{Account, Actors, Change, Constraints, Key, Knowledge, MemoryShelf, Shelf, link};

/// Incidents of a day of the synthetic world.
const PACE: u64 = 150;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted: usize = std::env::args().nth(1).map_or(Ok(100_000), |number| number.parse())?;
    let knowledge = Knowledge::embedded(Actors::default())?;
    let constraints = Constraints::default();
    let mut shelf = MemoryShelf::new();
    let mut truth: HashMap<Key, u64> = HashMap::new();
    let mut ledger = Ledger::default();
    let (mut claims, mut since, mut spent) = (0, 0, 0.0);
    let mut marks = [wanted / 100, wanted / 10, wanted].into_iter().peekable();
    let mut world = World::new(1, PACE).peekable();
    println!(
        "{:>10} {:>10} {:>14} {:>14} {:>10}",
        "claims", "accounts", "µs a claim", "of the last", "RSS MB"
    );
    let mut last = 0.0;
    while claims < wanted {
        let mut added: Vec<Account> = Vec::new();
        while let Some(told) =
            world.next_if(|told| added.first().is_none_or(|first| first.document == told.account.document))
        {
            claims += told.account.claims.len();
            truth.insert(told.account.key, told.incident);
            added.push(told.account);
        }
        let start = Instant::now();
        let components = link(&mut shelf, Change { added, ..Change::default() }, &constraints, &knowledge)?;
        spent += start.elapsed().as_secs_f64();
        for cluster in components.iter().flat_map(|component| &component.clusters) {
            ledger.set(&cluster.accounts);
        }
        if let Some(mark) = marks.next_if(|mark| *mark <= claims) {
            let recent = (spent - last) / (claims - since) as f64 * 1e6;
            let all = spent / claims as f64 * 1e6;
            println!("{claims:>10} {:>10} {all:>14.1} {recent:>14.1} {:>10}", shelf.len(), resident());
            (since, last) = (mark.max(claims), spent);
        }
    }
    println!(
        "peak RSS {} MB, of which truth and clusters of this example some {} MB",
        peak(),
        ledger.megabytes(&truth)
    );
    let (precision, recall) = ledger.pairs(&truth);
    println!(
        "pairs: precision {precision:.3}, recall {recall:.3}, F1 {:.3}",
        2.0 * precision * recall / (precision + recall)
    );
    let edges: usize = shelf.keys().iter().map(|key| shelf.edges(*key).map_or(0, |edges| edges.len())).sum();
    println!("edges an account {:.1}", edges as f64 / shelf.len() as f64);
    Ok(())
}

/// The cluster of each account, by the least account of the cluster.
#[derive(Default)]
struct Ledger(HashMap<Key, Key>);

impl Ledger {
    fn set(&mut self, accounts: &[Key]) {
        self.0.extend(accounts.iter().map(|account| (*account, accounts[0])));
    }

    fn pairs(&self, truth: &HashMap<Key, u64>) -> (f64, f64) {
        let mut sizes: (HashMap<Key, u64>, HashMap<u64, u64>, HashMap<(Key, u64), u64>) = Default::default();
        for (account, cluster) in &self.0 {
            let incident = truth[account];
            *sizes.0.entry(*cluster).or_default() += 1;
            *sizes.1.entry(incident).or_default() += 1;
            *sizes.2.entry((*cluster, incident)).or_default() += 1;
        }
        let pairs = |sizes: &mut dyn Iterator<Item = u64>| {
            sizes.map(|size| size * (size - 1) / 2).sum::<u64>() as f64
        };
        let both = pairs(&mut sizes.2.into_values());
        (both / pairs(&mut sizes.0.into_values()), both / pairs(&mut sizes.1.into_values()))
    }

    fn megabytes(&self, truth: &HashMap<Key, u64>) -> usize {
        (self.0.capacity() + truth.capacity()) * 17 >> 20
    }
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
