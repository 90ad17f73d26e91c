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
pub(crate) fn document_year(
    grammar: &Grammar,
    sentences: &[Sentence],
    readings: &[Reading],
) -> Option<DocumentYear> {
    let mut years = sentences.iter().zip(readings).flat_map(|(sentence, reading)| {
        let words = Words { grammar, pieces: &reading.pieces, sentence };
        reading.found.iter().enumerate().filter_map(move |(nth, found)| match found.told {
            Told::Year(_) => None,
            _ => stated(&words, found, reading.found.get(nth + 1)),
        })
    });
    let mut told = years.next()?;
    for other in years {
        if other.year != told.year {
            return None;
        }
        told.last_month = told.last_month.max(other.last_month);
    }
    Some(told)
}

/// A year and the last month told in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocumentYear {
    pub year: i16,
    pub last_month: u8,
}

impl DocumentYear {
    /// The year of a date told without one. A date most of a year after the last one told may as well
    /// be the year before's: a text of 3 January 1990 that tells of 30 December.
    pub fn of(self, told: &Told) -> Option<i16> {
        let far = month(told).is_some_and(|month| month > self.last_month.saturating_add(6));
        (!far).then_some(self.year)
    }
}

fn stated(words: &Words, found: &Found, next: Option<&Found>) -> Option<DocumentYear> {
    let year = found.told.stated_year().or_else(|| year_behind(words, found, next))?;
    Some(DocumentYear { year, last_month: month(&found.told).unwrap_or(12) })
}

fn month(told: &Told) -> Option<u8> {
    match told {
        Told::Name { name, .. } => match name {
            Name::Month(month) | Name::MonthDay(month, _) | Name::DatedWeekday { month, .. } => Some(*month),
            Name::DayOfMonth(_)
            | Name::WeekdayDay { .. }
            | Name::Slashed(..)
            | Name::Weekday(_)
            | Name::Season(_)
            | Name::Quarter(_)
            | Name::Half(_) => None,
        },
        Told::At(day, _) | Told::Since(day) | Told::Until(day) | Told::Range(_, day) => month(day),
        _ => None,
    }
}
