//! Stories: several reports of one stretch of days, and the incidents that they must make.
//!
//! Comes in: a folder of `corpus/stories` with its `story.toml`, and what a ledger made of its reports. Goes out:
//! how many of the tellings were read at all, how many pairs of tellings stand together as they should, and
//! every merge that is forbidden and was made.
//!
//! A telling is found where a claim of its report has its trigger in the words given, or rests on them.
//! Pairs are over all tellings of the gold: one that was not read stands alone, and so costs recall.

mod file;
mod score;

pub use file::{Disagreement, GoldIncident, GoldTally, Story, StoryReport, Telling, stories};
pub use score::{Filed, StoryScore, TellingFound, score};
