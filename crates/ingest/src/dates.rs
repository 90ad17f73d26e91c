//! Full dates as they stand above a story: "Sept. 3, 2024", "3 September 2024", "Sunday, 2024-09-03".
//!
//! Only a date that names its year is one; anything less would be a guess about the day of publication.

use std::sync::LazyLock;

use casus_model::rows;
use jiff::civil::Date;
use jiff::fmt::strtime;

/// Words around a day by what they say, in small letters, and where they stand; the longer before the shorter.
static WORDS: LazyLock<Vec<(String, Stands)>> = LazyLock::new(|| {
    let table = rows("wires/dates.tsv", include_str!("../../../data/wires/dates.tsv")).unwrap_or_default();
    let word = |row: &casus_model::Row| {
        let stands = match row.get("stands") {
            Some("between") => Stands::Between,
            Some("updated") => Stands::Before(Told::Updated),
            _ => Stands::Before(Told::Published),
        };
        Some((row.get("words")?.to_owned(), stands))
    };
    let mut words: Vec<(String, Stands)> = table.iter().filter_map(word).collect();
    words.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    words
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Before(Told),
    Between,
}

/// What a day above a story is the day of. A day of publication goes before one of a later change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    Published,
    Updated,
}

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

/// Month and day of words that name a day without its year ("Oct 26", "Thursday, 26 October") and nothing else.
pub(crate) fn month_and_day(words: &str) -> Option<(i8, i8)> {
    let parts = parts(words)?;
    let parts = match parts.as_slice() {
        [first, rest @ ..] if is_weekday(first) => rest,
        all => all,
    };
    let [one, other] = parts else { return None };
    let (name, day) = if is_number(one) { (other, one) } else { (one, other) };
    Some((month(name)?, day.parse().ok().filter(|day| (1..=31).contains(day))?))
}

/// The last such day up to another, no more than so many days before it.
pub(crate) fn last_before((month, day): (i8, i8), until: Date, most_days: i32) -> Option<Date> {
    let of = |year: i16| Date::new(year, month, day).ok().filter(|day| *day <= until);
    let last = of(until.year()).or_else(|| of(until.year() - 1))?;
    is_shortly_before(last, until, most_days).then_some(last)
}

/// Whether a day is another or stands at most so many days before it.
pub(crate) fn is_shortly_before(day: Date, until: Date, most_days: i32) -> bool {
    day.until(until).is_ok_and(|span| (0..=most_days).contains(&span.get_days()))
}

/// The day a line names that holds a date, perhaps with a time of day and a word as "published" before it, and
/// nothing else.
pub(crate) fn date_line(line: &str) -> Option<(Told, Date)> {
    let (told, rest) = labelled(line);
    let time = rest.split_whitespace().find(|word| word.contains(':'));
    let at = time.and_then(|time| rest.find(time)).unwrap_or(rest.len());
    let with_zone = time.filter(|_| at == 0).and_then(|time| time.split_once('T')).map(|(day, _)| day);
    let is_short_rest = rest.len() - at <= 20 + with_zone.map_or(0, str::len);
    let day = full_date(with_zone.unwrap_or(before_time(&rest[..at])));
    day.filter(|_| is_short_rest).map(|day| (told, day))
}

/// What the words before a day say it is the day of, and what follows them.
fn labelled(line: &str) -> (Told, &str) {
    let label = WORDS.iter().find_map(|(words, stands)| {
        let Stands::Before(told) = stands else { return None };
        let rest = line.get(words.len()..)?;
        let is_label = line[..words.len()].eq_ignore_ascii_case(words) && rest.starts_with([':', ' ']);
        is_label.then(|| (*told, rest.trim_start_matches([':', ' '])))
    });
    label.unwrap_or((Told::Published, line))
}

/// The words before a time of day without those that lead to it: "3 September 2024 at".
fn before_time(words: &str) -> &str {
    let words = words.trim_end();
    let between = WORDS.iter().filter(|(_, stands)| *stands == Stands::Between);
    let shorter = between.into_iter().find_map(|(word, _)| words.strip_suffix(word.as_str()));
    shorter.filter(|rest| rest.ends_with(' ')).unwrap_or(words)
}

/// What stands before the full date that a line ends in, and that day.
pub(crate) fn before_date(line: &str) -> Option<(&str, Date)> {
    let starts = line.char_indices().rev().filter(|(_, character)| character.is_whitespace());
    let dated = starts.take(5).filter_map(|(at, _)| full_date(&line[at..]).map(|day| (&line[..at], day)));
    dated.last()
}

/// True when the line ends in a full date, whatever else it says.
pub(crate) fn ends_in_date(line: &str) -> bool {
    before_date(line).is_some()
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
    let separated =
        words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '(' | ')' | '|' | '·'));
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
        for line in [
            "Published: 3 September 2024",
            "Published on Tuesday, September 3, 2024 at 10:15",
            "Sept 3, 2024 | 10:15 GMT",
            "2024-09-03T10:15:00+02:00",
            "Posted Sept. 3, 2024 10:15 AM",
        ] {
            let day = date_line(line).map(|(told, day)| (told, day.to_string()));
            assert_eq!(day, Some((Told::Published, "2024-09-03".to_owned())), "{line}");
        }
        assert_eq!(date_line("Last updated: 3 September 2024").unwrap().0, Told::Updated);
        assert!(date_line("Published by the council on 3 September 2024").is_none());
        assert_eq!(before_date("By a rider. Sunday, 3 September 2024").unwrap().0, "By a rider.");
        assert!(ends_in_date("Written down on September 3, 2024"));
        assert!(!ends_in_date("Written down on September 3"));
    }

    #[test]
    fn a_day_without_its_year_is_the_last_before_the_report() {
        let published = Date::constant(2024, 1, 2);
        let read = |words: &str| last_before(month_and_day(words)?, published, 7).map(|day| day.to_string());
        assert_eq!(read("Dec 31").as_deref(), Some("2023-12-31"));
        assert_eq!(read("Tuesday, 2 January").as_deref(), Some("2024-01-02"));
        assert_eq!(read("3 January"), None);
        assert_eq!(read("Dec 1"), None);
        assert_eq!(month_and_day("31 2023"), None);
    }

    #[test]
    fn parts_of_a_date_are_known_as_such() {
        assert!(is_date_words("Sept 3") && is_date_words("Sunday") && is_date_words("3 JAN 90"));
        assert!(!is_date_words("Gondor") && !is_date_words("Maybe 3") && !is_date_words("Mayor"));
        assert!(!is_date_words("—") && !is_date_words("é1"));
    }
}
