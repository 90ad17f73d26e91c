//! Years told away from their date: "the October 7 raid of 2023".

use casus_model::Sentence;

use crate::grammar::{Grammar, Role};
use crate::rules::{Reading, Words};
use crate::told::{Found, Name, Told, YearTold};

/// Pieces between "October 7" and the "of 2023" that tells its year.
const REACH: usize = 8;

/// The year of "October 7 raid of 2023".
pub(crate) fn year_behind(words: &Words, found: &Found, next: Option<&Found>) -> Option<i16> {
    let next = next.filter(|next| next.start - found.end <= REACH)?;
    let Told::Year(year) = next.told else { return None };
    let open = matches!(
        &found.told,
        Told::Name { name: Name::MonthDay(..) | Name::Month(_), year: YearTold::None, .. }
    );
    (open && words.role(next.start.checked_sub(1)?, Role::Of)).then_some(year)
}

/// The one year that the text's dates tell.
///
/// A year without a month or day does not count: "the invasion of 2003" is background more often
/// than it is the year of the story.
pub(crate) fn document_year(grammar: &Grammar, sentences: &[Sentence], readings: &[Reading]) -> Option<i16> {
    let mut years = sentences.iter().zip(readings).flat_map(|(sentence, reading)| {
        let words = Words { grammar, pieces: &reading.pieces, sentence };
        reading.found.iter().enumerate().filter_map(move |(nth, found)| match found.told {
            Told::Year(_) => None,
            _ => found.told.stated_year().or_else(|| year_behind(&words, found, reading.found.get(nth + 1))),
        })
    });
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}
