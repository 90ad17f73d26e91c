//! A proof that an entry is in the log, small enough to go along with an exported incident.
//!
//! The form is that of C2SP tlog-proof: the number of the leaf (from 0), the hashes on its way to the root, and
//! the checkpoint that has the root. Whoever has the public key and the entry can check it without the ledger.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! index 16
//! rzEqsZ…
//!
//! casus/5d0c…
//! 128
//! CsUYap…
//!
//! — casus/5d0c… Az3grl…
//! ```

use std::fmt;
use std::str::FromStr;

use super::base64;
use super::key::PublicKey;
use super::note::{BadCheckpoint, Checkpoint};
use super::tree::{self, Hash};
use crate::{Ledger, Result};

const FORMAT: &str = "c2sp.org/tlog-proof@v1";

/// Shows that the log of a checkpoint has an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The place of the entry in the log, from 0: one less than its number.
    pub index: u64,
    /// The hashes on the way to the root.
    pub path: Vec<Hash>,
    /// The checkpoint.
    pub checkpoint: Checkpoint,
}

impl Proof {
    /// True where it shows that the entry with this hash is in the log that this key signed.
    pub fn holds(&self, entry: Hash, key: &PublicKey) -> bool {
        let root = tree::root_by(entry, self.index, self.checkpoint.size, &self.path);
        root == Some(self.checkpoint.root) && self.checkpoint.is_signed_by(key)
    }
}

impl Ledger {
    /// Proves that the log has an entry. None where no checkpoint covers it yet, or there is no such entry.
    pub fn proof(&self, entry: u64) -> Result<Option<Proof>> {
        let note = self.first("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", [], |row| {
            Ok(row.get::<_, String>(0)?)
        })?;
        let Some(checkpoint) = note.and_then(|note| note.parse::<Checkpoint>().ok()) else { return Ok(None) };
        let sql = "SELECT hash FROM entry WHERE seq <= ?1 ORDER BY seq";
        let leaves = self.all(sql, [checkpoint.size.cast_signed()], |row| Ok(row.get::<_, Hash>(0)?))?;
        let index = entry.wrapping_sub(1);
        let path = usize::try_from(index).ok().and_then(|index| tree::inclusion(&leaves, index));
        Ok(path.map(|path| Proof { index, path, checkpoint }))
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        writeln!(to, "{FORMAT}\nindex {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(to, "{}", base64::encoded(hash)))?;
        write!(to, "\n{}", self.checkpoint)
    }
}

impl FromStr for Proof {
    type Err = BadCheckpoint;

    fn from_str(text: &str) -> std::result::Result<Proof, BadCheckpoint> {
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or(BadCheckpoint("no checkpoint in the proof"))?;
        let mut lines = head.lines();
        let index = match (lines.next(), lines.next().and_then(|line| line.strip_prefix("index "))) {
            (Some(FORMAT), Some(index)) => index.parse().map_err(|_| BadCheckpoint("no index"))?,
            _ => return Err(BadCheckpoint("no proof")),
        };
        let hash = |line: &str| base64::decoded(line).and_then(|bytes| Hash::try_from(bytes).ok());
        let path = lines.map(hash).collect::<Option<_>>().ok_or(BadCheckpoint("a line is no hash"))?;
        Ok(Proof { index, path, checkpoint: checkpoint.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Against, Outside};
    use crate::entry::{ENTRY, stored};
    use crate::fixture::{Fixture, fixture, stamp};

    #[test]
    fn every_entry_under_a_checkpoint_is_proven_to_who_has_the_key() {
        let Fixture { folder, mut ledger } = fixture();
        let outside =
            Outside { keys: folder.path().join("keys"), checkpoints: folder.path().join("checkpoints") };
        ledger.new_key(stamp(), &outside).unwrap();
        let mut group = ledger.group(stamp()).unwrap();
        for number in 0..130 {
            group.decide("accept", "i1", &serde_json::json!({ "number": number })).unwrap();
        }
        group.commit().unwrap();
        let key = Against::outside(&outside, &ledger.id().unwrap()).unwrap().key.unwrap();
        let entries = ledger.all(&[ENTRY, "ORDER BY seq"].concat(), [], stored).unwrap();
        for entry in &entries {
            let proof = ledger.proof(entry.seq).unwrap().unwrap();
            let printed = proof.to_string();
            assert!(printed.len() < 2048, "{}", printed.len());
            let again: Proof = printed.parse().unwrap();
            assert_eq!(again, proof);
            assert!(again.holds(entry.hash, &key));
            assert!(!again.holds(entry.prev, &key));
        }
        assert_eq!(ledger.proof(0).unwrap(), None);
        assert_eq!(ledger.proof(entries.len() as u64 + 1).unwrap(), None);
    }
}
