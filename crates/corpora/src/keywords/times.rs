//! Days of the week, months, years, and the days around today.

use casus::Casus;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::words::{Word, words};
use crate::set::string;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A weekday is the last one before the day of the report, a month is of its year.
pub(crate) fn tempeval3(_casus: &Casus, line: &Value) -> Value {
    let filed: Option<Date> = string(line, "dct").parse().ok();
    let mut timexes = Vec::new();
    let words = words(string(line, "text"));
    let mut place = 0;
    while place < words.len() {
        let (n_words, value) =
            filed.and_then(|filed| value(filed, &words[place..])).unwrap_or((0, String::new()));
        if n_words > 0 {
            let (start, end) = (words[place].start, words[place + n_words - 1].end);
            timexes.push(json!({ "start": start, "end": end, "type": "DATE", "value": value }));
        }
        place += n_words.max(1);
    }
    json!({ "doc_id": string(line, "doc_id"), "timexes": timexes })
}

/// How many of the words are of an expression, and its value.
fn value(filed: Date, words: &[Word]) -> Option<(usize, String)> {
    let word = words.first()?;
    let around = |days: i64| Some((1, filed.checked_add(days.days()).ok()?.to_string()));
    match word.small.as_str() {
        "today" => return around(0),
        "yesterday" => return around(-1),
        "tomorrow" => return around(1),
        _ => {}
    }
    if let Some(day) = DAYS.iter().position(|day| *day == word.small) {
        let back = (filed.weekday().to_monday_zero_offset() as i64 - day as i64).rem_euclid(7);
        return around(-back);
    }
    if let Some(month) =
        MONTHS.iter().position(|month| *month == word.small).filter(|_| word.is_capitalised())
    {
        return Some(of_month(filed, month + 1, words));
    }
    year(word).map(|year| (1, year))
}

fn of_month(filed: Date, month: usize, words: &[Word]) -> (usize, String) {
    let year_of = |place: usize| words.get(place).and_then(year);
    let this_year = || filed.year().to_string();
    let day =
        words.get(1).and_then(|word| word.small.parse::<u8>().ok()).filter(|day| (1..=31).contains(day));
    match (day, year_of(1), year_of(2)) {
        (Some(day), _, Some(year)) => (3, format!("{year}-{month:02}-{day:02}")),
        (Some(day), _, None) => (2, format!("{}-{month:02}-{day:02}", this_year())),
        (None, Some(year), _) => (2, format!("{year}-{month:02}")),
        (None, None, _) => (1, format!("{}-{month:02}", this_year())),
    }
}

fn year(word: &Word) -> Option<String> {
    let number: u16 = word.small.parse().ok()?;
    (word.small.len() == 4 && (1900..2100).contains(&number)).then(|| word.small.clone())
}
