//! Block keys to accounts, in memory: eight bytes a key, since a ledger has millions of them.
//!
//! The first 16 bits of a key say in which of the segments it stands; there the next 32 bits and the account stand in
//! order. Keys are hashes, so segments are of one length: a key is found and put in its place within some kilobytes,
//! however long the ledger has grown.

/// Bits of a key that say which segment.
const FIRST: u32 = 16;

/// A key without the bits of its segment, and what stands under it.
type Entry = (u32, u32);

/// Which slots stand under which keys. Keys are hashes already; 48 bits of them are kept.
#[derive(Debug)]
pub(crate) struct Index(Vec<Vec<Entry>>);

impl Default for Index {
    fn default() -> Index {
        Index(vec![Vec::new(); 1 << FIRST])
    }
}

fn segment(key: u64) -> usize {
    (key >> (64 - FIRST)) as usize
}

/// The bits of a key that an entry keeps.
fn tag(key: u64) -> u32 {
    (key << FIRST >> 32) as u32
}

impl Index {
    /// The slots under a key, in order.
    pub(crate) fn of(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let (segment, tag) = (&self.0[segment(key)], tag(key));
        let first = segment.partition_point(|entry| entry.0 < tag);
        segment[first..].iter().take_while(move |entry| entry.0 == tag).map(|entry| entry.1)
    }

    /// Puts a slot under a key.
    pub(crate) fn insert(&mut self, key: u64, slot: u32) {
        let (segment, entry) = (&mut self.0[segment(key)], (tag(key), slot));
        let place = segment.partition_point(|known| *known < entry);
        if segment.len() == segment.capacity() {
            segment.reserve_exact(2 + segment.len() / 16);
        }
        segment.insert(place, entry);
    }

    /// Takes a slot from under a key.
    pub(crate) fn remove(&mut self, key: u64, slot: u32) {
        let segment = &mut self.0[segment(key)];
        if let Ok(place) = segment.binary_search(&(tag(key), slot)) {
            segment.remove(place);
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
        for number in (0..MANY).step_by(3) {
            index.remove(mix(number / 2), number as u32);
        }
        for number in 0..MANY / 2 {
            let found: Vec<u32> = index.of(mix(number)).collect();
            let kept = [2 * number, 2 * number + 1].into_iter().filter(|slot| slot % 3 != 0);
            assert_eq!(found, kept.map(|slot| slot as u32).collect::<Vec<_>>());
        }
        let (kept, room) = index
            .0
            .iter()
            .fold((0, 0), |(kept, room), segment| (kept + segment.len(), room + segment.capacity()));
        assert_eq!(kept, (MANY - MANY.div_ceil(3)) as usize);
        assert!(room < MANY as usize * 2, "{room} places for {MANY} keys");
    }
}
