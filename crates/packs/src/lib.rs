//! The language models and the gazetteer: bringing them, finding them, and telling whether they are sound.
//!
//! Comes in: the pins of `data/packs.toml` and the folder to fill. Goes out: three packs in that folder
//! with a lock, a notice and the licences ([`setup`]), their paths ([`locate`]), and a list of checks
//! ([`doctor`]).
//!
//! The packs are not in the repository because they are large and belong to others. They come through
//! the user's own package clients, by name and version; a checksum decides whether what came is what
//! was meant. Nothing that was downloaded is ever run or installed: casus reads the archives itself.
//! All packs are made before the first is put in place, so a setup that stops early leaves the folder
//! as it was.
//!
//! Deliberately not known here: what is inside a pack (`nlp`, `judge` and `geo` convert), how progress is shown
//! (the caller prints [`Progress`]), and any host name (the package clients know theirs).

mod child;
mod convert;
mod doctor;
mod error;
mod fetch;
mod folder;
mod licence;
mod lock;
mod pin;
mod progress;
mod setup;
mod stage;

pub use convert::{Convert, Converters, Made, Packages};
pub use doctor::{Check, Health, doctor, doctor_with};
pub use error::{Error, ErrorKind};
pub use folder::{
    DATA_VARIABLE, GAZETTEER_PACK, JUDGE_PACK, NLP_PACK, Packs, data_folder, locate, locate_in,
};
pub use lock::{LOCK_FILE, Lock, Locked, LockedFile};
pub use pin::{Client, Part, Pin, pins};
pub use progress::Progress;
pub use setup::{Options, Outcome, setup, setup_with};
