//! Names of places that no list knows, by how they sound: outlets spell one village in several ways.

use casus_model::{DataError, rows};

/// Ways to write sounds, the longest first.
#[derive(Debug)]
pub(crate) struct Sounds(Vec<(&'static str, &'static str)>);

/// A sound that does not count.
const SILENT: &str = "-";
/// Names of fewer sounds are told apart by their letters.
const FEWEST: usize = 3;

impl Sounds {
    pub(crate) fn of(text: &'static str) -> Result<Sounds, DataError> {
        let table = rows("linking/sounds.tsv", text)?;
        let mut sounds = Vec::new();
        for row in &table {
            sounds.push((row.need("letters")?, row.need("sound")?));
        }
        sounds.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
        Ok(Sounds(sounds))
    }

    /// The sounds of a name in small letters, or the name where it has too few.
    pub(crate) fn sounds(&self, name: &str) -> String {
        let mut sounds = String::new();
        let mut rest = name;
        while let Some(letter) = rest.chars().next() {
            let written = self.0.iter().find(|(letters, _)| rest.starts_with(letters));
            let (sound, length) = match written {
                Some((letters, SILENT)) if sounds.is_empty() => (*letters, letters.len()),
                Some((letters, SILENT)) => ("", letters.len()),
                Some((letters, sound)) => (*sound, letters.len()),
                None if letter.is_alphanumeric() => (&rest[..letter.len_utf8()], letter.len_utf8()),
                None => ("", letter.len_utf8()),
            };
            if !sounds.ends_with(sound) || sound.is_empty() {
                sounds.push_str(sound);
            }
            rest = &rest[length..];
        }
        if sounds.chars().count() < FEWEST { name.to_owned() } else { sounds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_village_in_two_spellings_sounds_the_same_and_another_does_not() {
        let sounds = Sounds::of(include_str!("../../../data/linking/sounds.tsv")).unwrap();
        let alike = |one: &str, other: &str| sounds.sounds(one) == sounds.sounds(other);
        for (one, other) in [
            ("kitshanga", "kitchanga"),
            ("kithunduli", "kitunduli"),
            ("bohong", "bouhong"),
            ("al-khiyam", "al khiam"),
            ("ndosho", "ndocho"),
        ] {
            assert!(alike(one, other), "{one} {other}: {} {}", sounds.sounds(one), sounds.sounds(other));
        }
        for (one, other) in [("fulwai", "changal"), ("bree", "archet"), ("oita", "ota"), ("lodha", "lido")] {
            assert!(!alike(one, other), "{one} {other}: {}", sounds.sounds(one));
        }
    }
}
