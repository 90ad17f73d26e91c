//! Walks along the log once, from the first entry to the last, and says where it was tampered with.
//!
//! What comes in: the entries as they are stored, and the checkpoints that are to hold. What goes out:
//! findings. Nothing is known here of tables.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::tree::{Frontier, Hash};
use crate::entry::{self, Entry};

/// How far along the log is, and what the way was like.
pub struct Walk {
    frontier: Frontier,
    last: Hash,
    next: u64,
    roots: BTreeMap<u64, Option<Hash>>,
    findings: Vec<Finding>,
}

impl Walk {
    /// Before the first entry of a ledger. The roots of these sizes are kept on the way.
    pub fn new(ledger: &str, sizes: impl Iterator<Item = u64>) -> Walk {
        let frontier = Frontier::default();
        let mut roots: BTreeMap<u64, Option<Hash>> = sizes.map(|size| (size, None)).collect();
        if let Some(root) = roots.get_mut(&0) {
            *root = Some(frontier.root());
        }
        Walk { frontier, last: entry::beginning(ledger), next: 1, roots, findings: Vec::new() }
    }

    /// Takes the entry that is stored next.
    pub fn step(&mut self, entry: &Entry) {
        if entry.seq != self.next {
            self.findings.push(Finding::Gap { before: entry.seq, expected: self.next });
        } else if entry.prev != self.last {
            self.findings.push(Finding::Unchained { entry: entry.seq });
        }
        if !entry.is_whole() {
            self.findings.push(Finding::Edited { entry: entry.seq });
        }
        self.last = entry.hash;
        self.next = entry.seq + 1;
        self.frontier.push(entry.hash);
        if let Some(root) = self.roots.get_mut(&self.frontier.size()) {
            *root = Some(self.frontier.root());
        }
    }

    /// How many entries there were.
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The root over what was walked so far.
    pub fn root(&self) -> Hash {
        self.frontier.root()
    }

    /// The root when there were `size` entries, where it was to be kept and there were as many.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        self.roots.get(&size).copied().flatten()
    }

    /// What was found, in the order of the log.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
