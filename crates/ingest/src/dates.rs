//! Full dates as they stand above a story: "Sept. 3, 2024", "3 September 2024", "Sunday, 2024-09-03".
//!
//! Only a date that names its year is one; anything less would be a guess about the day of publication.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// The day these words name, if they name one and nothing else.
pub(crate) fn full_date(words: &str) -> Option<Date> {
    let parts = parts(words)?;
    let parts = match parts.as_slice() {
        [first, rest @ ..] if is_weekday(first) => rest,
        all => all,
    };
    match parts {
        [one] if one.len() == 10 => one.parse().ok(),
        [month, day, year] if year.len() == 4 && month.starts_with(char::is_alphabetic) => {
            date(year, month, day)
        }
        [day, month, year] if year.len() == 4 => date(year, month, day),
        _ => None,
    }
}

/// The day a line names that holds a date, perhaps with a time of day, and nothing else.
pub(crate) fn date_line(line: &str) -> Option<Date> {
    let time = line.split_whitespace().find(|word| word.contains(':'));
    let at = time.and_then(|time| line.find(time)).unwrap_or(line.len());
    let is_short_rest = line.len() - at <= 20;
    full_date(&line[..at]).filter(|_| is_short_rest)
}

/// True when the line ends in a full date, whatever else it says.
pub(crate) fn ends_in_date(line: &str) -> bool {
    let starts = line.char_indices().rev().filter(|(_, character)| character.is_whitespace());
    starts.take(5).any(|(at, _)| full_date(&line[at..]).is_some())
}

/// True when the words are parts of a date, with or without its year.
pub(crate) fn is_date_words(words: &str) -> bool {
    let Some(parts) = parts(words) else { return false };
    let is_date_word = |part: &&str| is_number(part) || is_weekday(part) || month(part).is_some();
    full_date(words).is_some() || (!parts.is_empty() && parts.iter().all(is_date_word))
}

/// The words between commas, full stops and spaces, or none where there are too many for a date.
fn parts(words: &str) -> Option<Vec<&str>> {
    if words.len() > 60 {
        return None;
    }
    let separated = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')'));
    Some(separated.filter(|part| !part.is_empty()).collect())
}

fn date(year: &str, month_name: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month(month_name)?, day.parse().ok()?).ok()
}

fn is_number(part: &str) -> bool {
    part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The month whose name these letters begin: "Sept" as well as "Sep" and "September".
fn month(part: &str) -> Option<i8> {
    let short = part.get(..3)?;
    let first = strtime::parse("%b %d %Y", format!("{short} 1 2000")).ok()?.to_date().ok()?;
    begins(&first.strftime("%B").to_string(), part).then(|| first.month())
}

fn is_weekday(part: &str) -> bool {
    let Some(short) = part.get(..3) else { return false };
    let Ok(parsed) = strtime::parse("%a", short) else { return false };
    let Some(weekday) = parsed.weekday() else { return false };
    let monday = Date::constant(2024, 1, 1);
    let day = monday.nth_weekday(1, weekday).unwrap_or(monday);
    begins(&day.strftime("%A").to_string(), part)
}

fn begins(name: &str, part: &str) -> bool {
    name.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_with_its_year_is_read_in_each_order() {
        for words in
            ["Sept. 3, 2024", "3 September 2024", "SEP 3 2024", "2024-09-03", "Tuesday, September 3, 2024"]
        {
            assert_eq!(
                full_date(words).map(|date| date.to_string()).as_deref(),
                Some("2024-09-03"),
                "{words}"
            );
        }
    }

    #[test]
    fn a_date_without_its_year_or_with_more_words_is_none() {
        for words in
            ["Sept 3", "Sunday", "3 JAN 90", "September 31, 2024", "3 Septembre 2024", "Marchers 3 2024", ""]
        {
            assert_eq!(full_date(words), None, "{words}");
        }
    }

    #[test]
    fn a_date_line_may_hold_a_time_and_a_remark_may_end_in_a_date() {
        assert!(date_line("September 3, 2024 2:18 PM CET").is_some());
        assert!(date_line("September 3, 2024: two boats sank in the harbour").is_none());
        assert!(ends_in_date("Written down on September 3, 2024"));
        assert!(!ends_in_date("Written down on September 3"));
    }

    #[test]
    fn parts_of_a_date_are_known_as_such() {
        assert!(is_date_words("Sept 3") && is_date_words("Sunday") && is_date_words("3 JAN 90"));
        assert!(!is_date_words("Gondor") && !is_date_words("Maybe 3") && !is_date_words("Mayor"));
        assert!(!is_date_words("—") && !is_date_words("é1"));
    }
}
