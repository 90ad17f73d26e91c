//! How likely the words of a passage are to tell a deed of violence that happened.
//!
//! Comes in: a pack, made by [`convert`] of the published `all-MiniLM-L6-v2` (a transformer of six layers that was
//! trained on a thousand million pairs of sentences; Wang et al. 2020, Reimers and Gurevych 2019), and what casus
//! taught it (`data/models/judge`). Goes out: the logarithm of the odds, for any passage of a few sentences.
//!
//! Deliberately not known here: frames, roles, parses, documents. It says whether, never who, whom, where or when;
//! what is made of its word is decided by the rooms that read.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let judge = casus_judge::Judge::load(&std::fs::read("minilm.pack")?)?;
//! assert!(judge.log_odds("A car bomb killed four people in the market.") > 0.0);
//! assert!(judge.log_odds("The general threatened to bomb the market.") < 0.0);
//! # Ok(())
//! # }
//! ```

mod convert;
mod learned;
mod linear;
mod pieces;
mod transformer;

use std::fmt;

use casus_nlp::pack::{self, LoadError};

pub use convert::{ConvertError, convert};

use learned::Learned;
use pieces::Pieces;
use transformer::{Transformer, VOCABULARY};

/// The name of the model, first in its pack.
const NAME: &str = "all-MiniLM-L6-v2";

/// A loaded model; share it by reference.
pub struct Judge {
    digest: String,
    pieces: Pieces,
    transformer: Transformer,
    learned: Learned,
}

impl Judge {
    /// Reads a pack that [`convert`] wrote, and lays what casus taught over it.
    pub fn load(pack: &[u8]) -> Result<Judge, LoadError> {
        Judge::load_with(pack, learned::EMBEDDED)
    }

    /// [`Judge::load`] with other learned weights: those of a file that `data/models/judge/learn.py` wrote.
    pub fn load_with(pack: &[u8], learned: &[u8]) -> Result<Judge, LoadError> {
        let (mut payload, digest) = pack::open(pack)?;
        if payload.text()? != NAME {
            return Err(LoadError::Malformed("the name of the model"));
        }
        let learned = Learned::read(learned).ok_or(LoadError::Malformed("what was learned"))?;
        let pieces = Pieces::read(&mut payload, VOCABULARY)?;
        let transformer = Transformer::read(&mut payload, &learned)?;
        payload.end()?;
        let judge = Judge { digest, pieces, transformer, learned };
        let is_sound = judge.log_odds("a").is_finite() && judge.glance("a").is_finite();
        if is_sound { Ok(judge) } else { Err(LoadError::Malformed("the weights")) }
    }

    /// The logarithm of the odds that a passage tells a deed of violence that happened. Of a passage of more than
    /// [`MOST_PIECES`] pieces of words the first count.
    pub fn log_odds(&self, passage: &str) -> f32 {
        let pieces = self.pieces.of(passage);
        self.learned.head(&self.transformer.mean(&pieces))
    }

    /// A rough guess at [`Judge::log_odds`] from the words alone, whatever their order, a hundred times cheaper.
    pub fn glance(&self, passage: &str) -> f32 {
        self.learned.glance(&self.transformer.words(&self.pieces.of(passage)))
    }

    /// What the logarithms of odds must pass.
    pub fn bars(&self) -> Bars {
        self.learned.bars
    }

    /// How many pieces of words a passage has, the two marks around it among them.
    pub fn length(&self, passage: &str) -> usize {
        self.pieces.of(passage).len()
    }

    /// Name of the model.
    pub fn name(&self) -> &str {
        NAME
    }

    /// SHA-256 of the pack's content, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// What the logarithms of odds must pass; set with the weights, on texts that these were not learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    /// A reading is kept where its passage has as much.
    pub keep: f32,
    /// A passage is read where nothing else is if it has more.
    pub read: f32,
    /// A passage is not asked after unless a glance has more.
    pub glance: f32,
}

impl fmt::Debug for Judge {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_struct("Judge").field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// So many pieces of words are looked at, the two marks around them among them.
pub const MOST_PIECES: usize = 128;
