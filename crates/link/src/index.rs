//! Block keys to accounts, in memory: a chained hash table of 12 bytes a key and two to four for its bucket, since a
//! ledger has millions of them. Of a key 48 bits are kept: its first 16 say where its bucket lies, the next 32 stand
//! in the node, and the first of these say which bucket it is once there are more.

/// No node.
const NONE: u32 = u32::MAX;
/// Nodes of a chunk; chunks do not move when the table grows.
const CHUNK: usize = 1 << 14;
/// Bits of a key that buckets are told apart by from the start.
const FIRST: u32 = 16;

#[derive(Clone, Copy, Debug)]
struct Node {
    tag: u32,
    slot: u32,
    next: u32,
}

/// Which slots stand under which keys. Keys are hashes already.
#[derive(Debug)]
pub(crate) struct Index {
    /// First node of each bucket; a power of two of them.
    heads: Vec<u32>,
    /// How many bits of a key say which bucket.
    bits: u32,
    chunks: Vec<Vec<Node>>,
    /// First node that is free.
    free: u32,
    used: usize,
}

impl Default for Index {
    fn default() -> Index {
        Index { heads: vec![NONE; 1 << FIRST], bits: FIRST, chunks: Vec::new(), free: NONE, used: 0 }
    }
}

/// The bits of a key that a node keeps.
fn tag(key: u64) -> u32 {
    (key << FIRST >> 32) as u32
}

impl Index {
    /// The slots under a key, the latest first.
    pub(crate) fn of(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let (tag, mut next) = (tag(key), self.heads[self.bucket(key)]);
        std::iter::from_fn(move || {
            while next != NONE {
                let node = self.node(next);
                next = node.next;
                if node.tag == tag {
                    return Some(node.slot);
                }
            }
            None
        })
    }

    /// Puts a slot under a key.
    pub(crate) fn insert(&mut self, key: u64, slot: u32) {
        if self.used >= 2 * self.heads.len() && self.bits < FIRST + 32 {
            self.grow();
        }
        let bucket = self.bucket(key);
        let node = Node { tag: tag(key), slot, next: self.heads[bucket] };
        self.heads[bucket] = self.place(node);
        self.used += 1;
    }

    /// Takes a slot from under a key.
    pub(crate) fn remove(&mut self, key: u64, slot: u32) {
        let (tag, bucket) = (tag(key), self.bucket(key));
        let (mut before, mut at) = (NONE, self.heads[bucket]);
        while at != NONE {
            let node = *self.node(at);
            if node.tag == tag && node.slot == slot {
                match before {
                    NONE => self.heads[bucket] = node.next,
                    before => self.node_mut(before).next = node.next,
                }
                self.node_mut(at).next = self.free;
                self.free = at;
                self.used -= 1;
                return;
            }
            (before, at) = (at, node.next);
        }
    }

    fn bucket(&self, key: u64) -> usize {
        (key >> (64 - self.bits)) as usize
    }

    fn node(&self, at: u32) -> &Node {
        &self.chunks[at as usize / CHUNK][at as usize % CHUNK]
    }

    fn node_mut(&mut self, at: u32) -> &mut Node {
        &mut self.chunks[at as usize / CHUNK][at as usize % CHUNK]
    }

    fn place(&mut self, node: Node) -> u32 {
        if self.free != NONE {
            let at = self.free;
            self.free = self.node(at).next;
            *self.node_mut(at) = node;
            return at;
        }
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        let chunks = self.chunks.len();
        let chunk = &mut self.chunks[chunks - 1];
        chunk.push(node);
        ((chunks - 1) * CHUNK + chunk.len() - 1) as u32
    }

    /// Twice as many buckets: each becomes two, by the next bit of what its nodes keep.
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.heads);
        self.heads = vec![NONE; 2 * old.len()];
        let next_bit = 31 - (self.bits - FIRST);
        self.bits += 1;
        for (bucket, head) in old.into_iter().enumerate() {
            let mut at = head;
            while at != NONE {
                let Node { tag, next, .. } = *self.node(at);
                let bucket = 2 * bucket + (tag >> next_bit & 1) as usize;
                self.node_mut(at).next = self.heads[bucket];
                self.heads[bucket] = at;
                at = next;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::mix;

    const MANY: u64 = 600_000;

    #[test]
    fn keys_are_found_after_growth_and_removal() {
        let mut index = Index::default();
        for number in 0..MANY {
            index.insert(mix(number / 2), number as u32);
        }
        assert!(index.bits > FIRST + 1, "it grew more than once");
        for number in (0..MANY).step_by(3) {
            index.remove(mix(number / 2), number as u32);
        }
        for number in 0..MANY / 2 {
            let mut found: Vec<u32> = index.of(mix(number)).collect();
            found.sort_unstable();
            let kept = [2 * number, 2 * number + 1].into_iter().filter(|slot| slot % 3 != 0);
            assert_eq!(found, kept.map(|slot| slot as u32).collect::<Vec<_>>());
        }
        let nodes: usize = index.chunks.iter().map(Vec::len).sum();
        index.insert(1, 1);
        assert_eq!(index.chunks.iter().map(Vec::len).sum::<usize>(), nodes, "a free node is used again");
    }
}
