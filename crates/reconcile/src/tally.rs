//! Running totals against incidents: what a total contains, what it leaves unexplained, how it grows.
//!
//! Comes in: tally claims with their sources, the incidents of the ledger, and what is known of actors. Goes
//! out: [`Tallies`].
//!
//! 1. Totals of one speaker ([`speaker`]) and one scope make a series ([`series`]). The scope is what is counted: measure,
//!    type and modes, who did it, to whom, where, and since when ([`scope`]). A total that leaves out some of it
//!    belongs to the one series that it can mean.
//! 2. Each total is laid over the incidents ([`inside`]): those certainly inside, those possibly. What is told
//!    too coarsely or not at all makes "certain" into "possible", never into "outside"; a base of whose people nothing
//!    is told is that of the forces stationed there ([`host`]). The difference is what
//!    the ledger does not explain; where the ledger certainly has more than the total, that is a warning.
//! 3. Totals of a series are differenced in order of the days up to which they count. A fall means that what
//!    is counted has changed; it is marked as a break and never as attacks undone.
//! 4. Figures that one report gives for parts of a scope are laid beside its total ([`parts`]), totals of other
//!    speakers for one day beside one another ([`beside`]).
//!
//! Deliberately not known here: how incidents were made. A total is never a source of incidents.

mod beside;
mod host;
mod inside;
mod parts;
mod scope;
mod series;
mod speaker;

use casus_model::{LedgerIncident, TALLIES_SCHEMA, Tallies, TallySeries};

use crate::{Background, Telling};

pub(crate) use speaker::institutions;

/// Every running total among the tellings, set against the incidents. Tellings of other claims than tallies
/// that are told as fact, and those of replaced versions, are passed over. Order does not matter.
pub fn tallies(told: &[Telling], incidents: &[LedgerIncident], background: &Background) -> Tallies {
    let totals = scope::totals(told, background);
    let groups = series::groups(&totals);
    let numbered = groups.iter().enumerate();
    let series: Vec<TallySeries> = numbered
        .map(|(at, group)| series::series(&format!("t{}", at + 1), &totals, group, incidents, background))
        .collect();
    let beside = beside::beside(&series);
    Tallies { schema: TALLIES_SCHEMA.to_owned(), series, beside }
}

#[cfg(test)]
mod tests;
