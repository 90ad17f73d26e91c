//! Stories: several reports of one stretch of days, and the incidents that they must make.
//!
//! Comes in: a folder of `corpus/stories` with its `story.toml`, and what a ledger made of its reports. Goes out:
//! how many of the tellings were read at all, how many pairs of tellings stand together as they should,
//! every merge that is forbidden and was made, and
//! how many running totals were read with their number, and whether those of one speaker make one series.
//!
//! A telling is found where a claim of its report has its trigger in the words given, or rests on them.
//! Pairs are over all tellings of the gold: one that was not read stands alone, and so costs recall.

mod file;
mod score;
mod totals;

pub use file::{Disagreement, GoldIncident, GoldTally, Story, StoryReport, Telling, stories};
pub use score::{Filed, StoryScore, TellingFound, score};
pub use totals::{TotalFound, totals};
