//! Which documents are kin: keys that find candidates, the test of a pair, the groups of many pairs.

use std::collections::BTreeMap;

use casus_model::DocumentId;
use serde::{Deserialize, Serialize};

use crate::shingles::{QUARTERS, mix};
use crate::signature::{LEAST, PERMUTATIONS, SKETCH, Signature};

/// In what way two documents are kin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// Either is the other with edits.
    Copy,
    /// The shorter stands in the longer, which has more.
    Contained,
}

/// How two documents are kin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kinship {
    /// In what way.
    pub kind: Kin,
    /// Of a copy the shared part of all shingles, of a contained text the part of its own that the longer
    /// one has: 0 to 1, estimated.
    pub share: f32,
}

/// Part of the shorter text's shingles that the longer must have. Of two texts of one length it makes a
/// Jaccard index of 0.38; a word changed in every ten leaves about 0.6.
const SHARE: f32 = 0.55;
/// How many times longer the longer of two copies may be.
const COPY_LENGTH: f32 = 1.5;
/// Part of a quarter of the shorter text that must be shared for the quarter to count as shared.
const QUARTER: f32 = 0.35;
/// Quarters that must be shared.
const SPREAD: usize = 3;

/// Bands of the MinHash; rows a band are what is left of the permutations.
const BANDS: usize = 32;
/// One shingle of the sketch in so many is an anchor: a key of its own, which finds a text inside a longer one.
const ANCHOR_EVERY: u32 = 4;

/// Keys under which a signature is kept: documents that share a key may be kin and are tested by
/// [`near_copy`], others are not.
///
/// Bands of four MinHash values find copies. A short text inside a long one shares few of those, so a
/// quarter of the sketch are keys too, chosen by their own hash and therefore the same in both. About 96 keys
/// at most, sorted; a text too short for shingles has one, of all its words.
pub fn band_keys(signature: &Signature) -> Vec<u64> {
    if signature.shingles < LEAST {
        return vec![mix(signature.whole)];
    }
    let bands = signature.minhash.chunks(PERMUTATIONS / BANDS).enumerate().map(|(index, band)| {
        band.iter().fold(mix(index as u64 + 1), |hash, value| mix(hash ^ u64::from(*value)))
    });
    let mut keys: Vec<u64> = bands.chain(anchors(signature)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn anchors(signature: &Signature) -> impl Iterator<Item = u64> {
    let hashes = signature.sketch.iter().map(|value| value >> 2);
    hashes.filter(|hash| hash % ANCHOR_EVERY == 0).map(|hash| mix(!u64::from(hash)))
}

/// Whether two documents are copies of one text, or one of them stands in the other. Either way round.
///
/// Texts with fewer than 8 shingles (12 words) must be equal but for case and punctuation.
///
/// ```
/// use casus_origin::{Kin, Signature, near_copy};
/// let wire = "Two rockets fell near the north gate of Bree on Monday night and nobody was hurt, \
///             the wardens of the town said in a statement on Tuesday morning.";
/// let page = format!("{wire} Nobody has claimed the attack, the third within ten days, and the road to \
///             the Shire stays closed until the wardens have looked for more of them in the fields.");
/// let kinship = near_copy(&Signature::of(wire), &Signature::of(&page)).unwrap();
/// assert_eq!(kinship.kind, Kin::Contained);
/// assert!(kinship.share > 0.9);
/// ```
pub fn near_copy(a: &Signature, b: &Signature) -> Option<Kinship> {
    if a.shingles.min(b.shingles) < LEAST {
        return (a.whole == b.whole).then_some(Kinship { kind: Kin::Copy, share: 1.0 });
    }
    let (shorter, longer) = if a.shingles <= b.shingles { (a, b) } else { (b, a) };
    let shared = shared(shorter, longer);
    if shared.quarters < SPREAD || shared.part < SHARE {
        return None;
    }
    let (short, long) = (shorter.shingles as f32, longer.shingles as f32);
    if long > COPY_LENGTH * short {
        return Some(Kinship { kind: Kin::Contained, share: shared.part });
    }
    let both = shared.part * short;
    Some(Kinship { kind: Kin::Copy, share: both / (short + long - both) })
}

/// How much of the shorter text stands in the longer.
struct Shared {
    part: f32,
    quarters: usize,
}

/// Both sketches hold every shingle up to the least of their greatest hashes, so counting below that line
/// is fair to both.
fn shared(shorter: &Signature, longer: &Signature) -> Shared {
    let line = reach(shorter).min(reach(longer));
    let (mut seen, mut found) = ([0u32; QUARTERS], [0u32; QUARTERS]);
    let mut others = longer.sketch.iter().map(|value| value >> 2).peekable();
    for value in shorter.sketch.iter().take_while(|value| **value >> 2 <= line) {
        let (hash, quarter) = (value >> 2, (value & 3) as usize);
        while others.next_if(|other| *other < hash).is_some() {}
        seen[quarter] += 1;
        found[quarter] += u32::from(others.peek() == Some(&hash));
    }
    let part = |found: u32, seen: u32| if seen == 0 { 0.0 } else { found as f32 / seen as f32 };
    let total = part(found.iter().sum(), seen.iter().sum());
    let quarters = (0..QUARTERS).filter(|&quarter| part(found[quarter], seen[quarter]) >= QUARTER).count();
    Shared { part: total, quarters }
}

fn reach(signature: &Signature) -> u32 {
    if signature.sketch.len() < SKETCH { u32::MAX } else { signature.sketch[SKETCH - 1] >> 2 }
}

/// The origin of each document that stands in a pair: the least id of all that pairs join, directly or
/// through others. A document without kin is its own origin and need not be named here. The order of the
/// pairs does not matter.
pub fn groups(pairs: &[(DocumentId, DocumentId)]) -> BTreeMap<DocumentId, DocumentId> {
    let mut origins: BTreeMap<&DocumentId, &DocumentId> = BTreeMap::new();
    for (a, b) in pairs {
        let (a, b) = (root(&mut origins, a), root(&mut origins, b));
        origins.insert(a.max(b), a.min(b));
    }
    let documents: Vec<&DocumentId> = origins.keys().copied().collect();
    documents.into_iter().map(|id| (id.clone(), root(&mut origins, id).clone())).collect()
}

fn root<'a>(origins: &mut BTreeMap<&'a DocumentId, &'a DocumentId>, id: &'a DocumentId) -> &'a DocumentId {
    let mut path = Vec::new();
    let mut at = id;
    while let Some(&next) = origins.get(at).filter(|next| **next != at) {
        path.push(at);
        at = next;
    }
    origins.entry(at).or_insert(at);
    for passed in path {
        origins.insert(passed, at);
    }
    at
}

#[cfg(test)]
mod tests;
