//! What kind of place a gazetteer entry is.

/// Kinds of gazetteer entries, those of the pack and our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// City, town, village.
    Populated = 0,
    /// First-order division.
    Admin1 = 1,
    /// Second-order division.
    Admin2 = 2,
    /// Airport, air base, airfield.
    Airfield = 3,
    /// Country or territory.
    Country = 4,
    /// Geographic region, with or without a country.
    Region = 5,
    /// Sea area.
    Sea = 6,
    /// Base, crossing, camp, field, strait.
    Site = 7,
}

impl Kind {
    /// The kind a pack record tells.
    pub(crate) fn of_record(byte: u8) -> Option<Kind> {
        [Kind::Populated, Kind::Admin1, Kind::Admin2, Kind::Airfield].get(usize::from(byte)).copied()
    }
}
