//! How sensitive a ledger is, as those who keep it wrote down beside it.

use std::collections::BTreeSet;

use casus_model::{DataError, rows};

/// A level of `data/profiles/sensitivity.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensitivity {
    /// `low`, `moderate`, `high` or `severe`.
    pub name: String,
    /// Profiles that it opens a ledger to, beside `internal`.
    pub opens: BTreeSet<String>,
    /// What it says.
    pub meaning: String,
}

impl Sensitivity {
    /// The levels, the lowest first.
    pub fn all() -> Result<Vec<Sensitivity>, DataError> {
        let file = "profiles/sensitivity.tsv";
        let mut levels = Vec::new();
        for row in rows(file, include_str!("../../../data/profiles/sensitivity.tsv"))? {
            let opens = row.need("opens")?.split('|').filter(|profile| *profile != "-");
            levels.push(Sensitivity {
                name: row.need("level")?.to_owned(),
                opens: opens.map(str::to_owned).collect(),
                meaning: row.need("meaning")?.to_owned(),
            });
        }
        Ok(levels)
    }

    /// The level that a page tells: the one behind "level" or "sensitivity" on a line, else the only one that is named.
    /// None where it names none, or several.
    ///
    /// ```
    /// use casus_export::Sensitivity;
    /// let levels = Sensitivity::all().unwrap();
    /// let told = |page| Sensitivity::told(&levels, page).map(|level| level.name.as_str());
    /// assert_eq!(told("# Sensitivity\n\n- **Level:** High\n- why: low places"), Some("high"));
    /// assert_eq!(told("low. Public news only. Decided by me."), Some("low"));
    /// assert_eq!(told("hello"), None);
    /// assert_eq!(told("how sensitive (low, moderate, high, severe)"), None);
    /// ```
    pub fn told<'l>(levels: &'l [Sensitivity], page: &str) -> Option<&'l Sensitivity> {
        let named = |text: &str| -> Vec<&'l Sensitivity> {
            let words: BTreeSet<String> =
                text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            levels.iter().filter(|level| words.contains(&level.name)).collect()
        };
        let behind = page.lines().find_map(|line| {
            let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
            let (word, rest) = line.split_once(':')?;
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            ["level", "sensitivity"].iter().any(|known| word.eq_ignore_ascii_case(known)).then(|| named(rest))
        });
        match behind.unwrap_or_else(|| named(page)).as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}
