//! The Merkle tree over the entries (RFC 6962, section 2.1).
//!
//! The hash of a leaf is SHA-256 of `0x00` and the entry's bytes, which is what an entry has as its own hash.
//! The hash of a node is SHA-256 of `0x01` and the hashes of its two children.
//! Appending needs only the roots of the whole subtrees on the right edge: the [`Frontier`], at most 64 hashes.

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The tree as far as appending needs to know it: one hash for each bit of its size, the largest subtree first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The tree of `size` leaves whose right edge is `peaks`; none where the two do not fit.
    pub fn new(size: u64, peaks: Vec<Hash>) -> Option<Frontier> {
        (size.count_ones() as usize == peaks.len()).then_some(Frontier { size, peaks })
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the whole subtrees on the right edge, the largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Takes one leaf more: O(log n), two steps on the average.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a hash for each bit of the size");
            hash = node(&left, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root: of no leaves it is SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        let mut right_to_left = self.peaks.iter().rev();
        let Some(last) = right_to_left.next() else { return Sha256::digest([]).into() };
        right_to_left.fold(*last, |right, left| node(left, &right))
    }
}

/// The hash of a leaf with these bytes.
pub fn leaf(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

/// The hash of a node with these children.
fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The path that proves that leaf `index` is among `leaves`: the hashes of its siblings, from the leaf upwards
/// (RFC 6962, section 2.1.1). None where there is no such leaf.
pub fn inclusion(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (inclusion(left, index)?, right),
        Some(index) => (inclusion(right, index)?, left),
    };
    path.push(root(sibling));
    Some(path)
}

/// The root of the tree of `size` leaves in which `leaf` has place `index` and `path` as its proof; none where
/// the path has the wrong length.
pub fn root_by(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut node_index, mut last) = (index, size - 1);
    let mut hash = leaf;
    let mut path = path.iter();
    while last > 0 {
        if node_index & 1 == 1 {
            hash = node(path.next()?, &hash);
        } else if node_index < last {
            hash = node(&hash, path.next()?);
        }
        node_index >>= 1;
        last >>= 1;
    }
    path.next().is_none().then_some(hash)
}

fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

fn largest_power_below(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::base64;

    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|number| leaf(&number.to_be_bytes())).collect()
    }

    /// The definition of the RFC, word for word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [only] => *only,
            _ => {
                let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
                node(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn the_known_roots() {
        assert_eq!(
            base64::encoded(&Frontier::default().root()),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
        let mut frontier = Frontier::default();
        frontier.push(leaf(b""));
        assert_eq!(base64::encoded(&frontier.root()), "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
    }

    #[test]
    fn every_size_has_the_root_of_the_definition() {
        let leaves = leaves(130);
        let mut frontier = Frontier::default();
        for size in 0..=leaves.len() {
            assert_eq!(frontier.root(), by_definition(&leaves[..size]), "{size}");
            let again = Frontier::new(frontier.size(), frontier.peaks().to_vec());
            assert_eq!(again, Some(frontier.clone()));
            if let Some(next) = leaves.get(size) {
                frontier.push(*next);
            }
        }
    }

    #[test]
    fn a_frontier_must_fit_its_size() {
        assert_eq!(Frontier::new(3, vec![[0; 32]]), None);
    }

    #[test]
    fn inclusion_is_proven_and_only_there() {
        for size in 1..40usize {
            let leaves = leaves(size);
            for index in 0..size {
                let path = inclusion(&leaves, index).unwrap();
                let proven = |leaf, index| root_by(leaf, index, size as u64, &path);
                assert_eq!(proven(leaves[index], index as u64), Some(root(&leaves)));
                assert_ne!(proven(leaf(b"another"), index as u64), Some(root(&leaves)));
                if size > 1 {
                    assert_ne!(proven(leaves[index], (index as u64 + 1) % size as u64), Some(root(&leaves)));
                }
            }
            assert_eq!(inclusion(&leaves, size), None);
        }
    }
}
