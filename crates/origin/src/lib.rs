//! Origins: which documents are copies of one text, so that ten prints of one wire story count as one voice.
//!
//! Comes in: the text of a document. Goes out: a [`Signature`] small enough to keep beside it, the keys
//! that find possible copies in a store ([`band_keys`]), the test of two signatures ([`near_copy`]), and
//! the groups that kin documents form ([`groups`]).
//!
//! How it is decided. A text is cut into shingles, runs of five words in small letters. Two texts are
//! kin where the longer has more than half of the shorter's shingles: copies where they are of about one
//! length, else the shorter is contained in the longer. Sharing has to be spread: a shared footer covers one end of a page
//! only, a copied story covers at least three of the four quarters of the shorter text. So two reports are
//! not one because their outlet prints the same words under every page.
//!
//! Deliberately not known here: other documents than the two compared. No word is rare or common here,
//! because that would make an answer depend on what else the ledger holds, and on the order it came in.
//! Days, outlets and addresses are not known either; the versions of one address are kin by being handed
//! to [`groups`] as a pair.

mod kin;
mod shingles;
mod signature;

pub use kin::{Kin, Kinship, band_keys, groups, near_copy};
pub use signature::Signature;
