//! "GOMA, Sept 3, 2024 (Agency) - ": the words before the story that tell where it was filed from.
//!
//! A dateline is told by its form: place words with capitals, perhaps a date, perhaps an agency in
//! brackets, then a dash and a new sentence. A bare capitalised word before a dash may as well be the
//! subject of the sentence, so how much form is asked for depends on where it stands. With a day and its
//! year a full stop does as well as a dash ("Lagos, 2 March 2025. Six"), and there may be no place at all.

use casus_model::{Dateline, Span};
use jiff::civil::Date;

use crate::dates;
use crate::lines::{ends_sentence, in_capitals, opens_like_sentence};

/// A dateline, the day it names, and where the story goes on after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// None where only a day stands there: "Nov 14, 2024 (Agency) - ".
    pub dateline: Option<Dateline>,
    pub date: Option<Date>,
    /// Month and day, where no year stands beside them.
    pub month_and_day: Option<(i8, i8)>,
    /// True when nothing but a day stands there, which may as well be the day of what is told.
    pub only_date: bool,
    /// Byte offset of the first word after the dash.
    pub story: usize,
    /// True when more than a capitalised word speaks for it: capitals, a date, an agency, two places.
    pub certain: bool,
}

/// No dateline is longer than this.
const LONGEST: usize = 120;

/// The dateline that opens the paragraph at `span`, if one does.
pub(crate) fn dateline(text: &str, span: Span) -> Option<Found> {
    let paragraph = span.of(text);
    let first_line = paragraph.lines().next()?;
    let opening = &first_line[..first_line.floor_char_boundary(LONGEST)];
    let dashed = split(opening).and_then(|(prefix, dash)| Some((prefix, dash, Parts::of(prefix)?)));
    let (prefix, dash, parts) = dashed.or_else(|| stopped(opening))?;
    let rest = &paragraph[prefix.len() + dash.len()..];
    let story = rest.trim_start();
    if !story.is_empty() && !opens_like_sentence(story) {
        return None;
    }
    let in_capitals_by_choice = in_capitals(parts.place_head()) && !in_capitals(first_line);
    let certain = parts.dated || parts.agency || parts.place.contains('/') || in_capitals_by_choice;
    let is_short = parts.place.split_whitespace().count() <= 4;
    let is_enough = match dash.trim() {
        _ if parts.place.is_empty() => true,
        "." => true,
        "—" | "―" | "–" | "--" => certain || is_short,
        ":" => certain && is_short && parts.place.len() >= 3 && is_prose(first_line),
        _ => certain,
    };
    if !is_enough {
        return None;
    }
    let start = span.start as usize;
    Some(Found {
        dateline: placed(parts.place, start),
        date: parts.date,
        month_and_day: parts.month_and_day,
        only_date: parts.place.is_empty() && !parts.agency,
        story: start + paragraph.len() - story.len(),
        certain,
    })
}

/// A line above the story that holds a place and a date and nothing else: "Minas Tirith, 3 September 2024".
pub(crate) fn alone(text: &str, span: Span) -> Option<Found> {
    let line = span.of(text);
    let is_short = line.len() <= LONGEST;
    let parts = Parts::of(line).filter(|parts| parts.dated && !parts.place.is_empty() && is_short)?;
    let dateline = placed(parts.place, span.start as usize);
    Some(Found {
        dateline,
        date: parts.date,
        month_and_day: parts.month_and_day,
        only_date: false,
        story: span.end as usize,
        certain: true,
    })
}

/// A colon after capitals opens many headlines too ("EDORAS: Three held"), so it needs a sentence after it.
fn is_prose(line: &str) -> bool {
    ends_sentence(line) || line.len() > LONGEST
}

fn placed(place: &str, start: usize) -> Option<Dateline> {
    let span = Span::new(start, start + place.len());
    (!place.is_empty()).then(|| Dateline { text: place.to_owned(), places: Vec::new(), span })
}

/// A place and a day with its year, or a day and an agency, that a full stop ends.
fn stopped(line: &str) -> Option<(&str, &str, Parts<'_>)> {
    let stops = line.match_indices(". ").map(|(at, _)| at);
    let parts = |at: usize| {
        let parts = Parts::of(&line[..at])?;
        let is_enough = parts.date.is_some() && (!parts.place.is_empty() || parts.agency);
        is_enough.then_some((&line[..at], &line[at..=at], parts))
    };
    stops.into_iter().find_map(parts)
}

/// The words before the first dash that can end a dateline, and that dash with the space before it.
fn split(line: &str) -> Option<(&str, &str)> {
    line.char_indices().find_map(|(at, character)| {
        let (before, from) = line.split_at(at);
        let spaced = before.ends_with(char::is_whitespace);
        let mark = match character {
            _ if is_inside_brackets(before) => return None,
            '—' | '―' => "—".len(),
            '–' if spaced => "–".len(),
            '-' if from.starts_with("--") => "--".len(),
            '-' if spaced && from[1..].starts_with(char::is_whitespace) => 1,
            '_' | char::REPLACEMENT_CHARACTER => character.len_utf8(),
            ':' if from[1..].starts_with(' ') => 1,
            _ => return None,
        };
        let prefix = before.trim_end();
        Some((prefix, &line[prefix.len()..at + mark]))
    })
}

fn is_inside_brackets(before: &str) -> bool {
    before.rfind('(') > before.rfind(')')
}

/// What stands before the dash, taken apart.
struct Parts<'t> {
    /// The place words, from the start.
    place: &'t str,
    dated: bool,
    date: Option<Date>,
    month_and_day: Option<(i8, i8)>,
    agency: bool,
}

impl<'t> Parts<'t> {
    fn of(prefix: &'t str) -> Option<Parts<'t>> {
        let (unbracketed, bracketed) = brackets(prefix);
        let agency = match bracketed {
            Some(words) if dates::is_date_words(words) => false,
            Some(words) => is_agency(words).then_some(true)?,
            None => false,
        };
        let place = place(unbracketed);
        if place.is_empty() {
            let date = dates::full_date(unbracketed)?;
            return Some(Parts { place, dated: true, date: Some(date), month_and_day: None, agency });
        }
        if !is_place(place) {
            return None;
        }
        let after_place = unbracketed[place.len()..].trim_matches([',', ' ', '.']);
        let when = if after_place.is_empty() { bracketed.filter(|_| !agency) } else { Some(after_place) };
        if when.is_some_and(|words| !dates::is_date_words(words)) {
            return None;
        }
        Some(Parts {
            place,
            dated: when.is_some(),
            date: when.and_then(dates::full_date),
            month_and_day: when.and_then(dates::month_and_day),
            agency,
        })
    }

    /// The place without its country: "KYIV" of "KYIV, Ukraine".
    fn place_head(&self) -> &'t str {
        self.place.split(',').next().unwrap_or(self.place)
    }
}

/// Splits "GOMA (Agency)" into the words before the brackets and those inside.
fn brackets(prefix: &str) -> (&str, Option<&str>) {
    let inside = prefix.strip_suffix(')').and_then(|open| open.rfind('(').map(|at| (at, &open[at + 1..])));
    match inside {
        Some((at, words)) => (prefix[..at].trim_end(), Some(words.trim())),
        None => (prefix, None),
    }
}

fn is_agency(words: &str) -> bool {
    words.len() <= 40 && words.starts_with(char::is_uppercase) && words.split_whitespace().count() <= 6
}

/// The leading comma-separated parts that are no date words.
fn place(prefix: &str) -> &str {
    let (mut start, mut end) = (0, 0);
    for part in prefix.split(',') {
        if dates::is_date_words(part) {
            break;
        }
        end = start + part.len();
        start = end + 1;
    }
    prefix[..end].trim_end()
}

/// Capitalised words, at most eight, with short particles between them.
fn is_place(place: &str) -> bool {
    let is_place_letter = |c: char| c.is_alphabetic() || " -'’.,/`()".contains(c);
    let is_sentence_end = |word: &str| word.ends_with('.') && word.len() > 6;
    let capitalised = |word: &str| word.chars().any(char::is_uppercase);
    let mut words = place.split([' ', '/', ',']).filter(|word| !word.is_empty());
    let count = words.clone().count();
    place.starts_with(char::is_uppercase)
        && place.chars().all(is_place_letter)
        && count <= 8
        && !words.clone().any(is_sentence_end)
        && !words.clone().next_back().is_some_and(dates::is_date_words)
        && words.all(|word| capitalised(word) || word.chars().count() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(paragraph: &str) -> Option<(String, Option<String>, &str)> {
        let found = dateline(paragraph, Span::new(0, paragraph.len()))?;
        let date = found.date.map(|date| date.to_string());
        Some((found.dateline.map_or(String::new(), |placed| placed.text), date, &paragraph[found.story..]))
    }

    fn place_of(paragraph: &str) -> Option<String> {
        read(paragraph).map(|(place, _, _)| place)
    }

    #[test]
    fn the_usual_forms_are_read() {
        for (paragraph, place) in [
            ("Osgiliath/Edoras — A boat sank.", "Osgiliath/Edoras"),
            ("EDORAS, Sept 3 (Horn) - A boat sank.", "EDORAS"),
            ("EDORAS (HN) — A boat sank.", "EDORAS"),
            ("EDORAS, Rohan — A boat sank.", "EDORAS, Rohan"),
            ("EDORAS, Rohan, Sept. 3, 2024 – A boat sank.", "EDORAS, Rohan"),
            ("MINAS TIRITH -- “A boat sank,” she said.", "MINAS TIRITH"),
            ("Minas Tirith (Sept 3) — A boat sank.", "Minas Tirith"),
            ("Edoras — A boat sank.", "Edoras"),
            ("DOL AMROTH: A boat sank.", "DOL AMROTH"),
            ("EDORAS (ROHAN), 3 SEP 89 (HORN - WEST) -- [TEXT] A boat sank.", "EDORAS (ROHAN)"),
            ("EDORAS, Rohan (HN)_ A boat sank.", "EDORAS, Rohan"),
            ("EDORAS (HN) \u{fffd} A boat sank.", "EDORAS"),
            ("Dol-en-Ernil and Edoras — 12 boats sank.", "Dol-en-Ernil and Edoras"),
        ] {
            assert_eq!(place_of(paragraph).as_deref(), Some(place), "{paragraph}");
        }
    }

    #[test]
    fn a_sentence_with_a_dash_is_no_dateline() {
        for paragraph in [
            "Gondor — long at peace — has shut its border.",
            "The river port of the southern province of Lower Gondor — The Horn said so.",
            "Two boats sank - One of them was full.",
            "Update - Two boats sank.",
            "Faramir said: We hold the bridge.",
            "EDORAS: Three held after ferry fire",
            "A: Two boats sank.",
            "By Tom Bombadil. EDORAS (Horn) — A boat sank.",
            "On Sunday — A day of rest.",
            "It was, he said — A boat.",
            "EDORAS (it was said) — A boat sank.",
            "A boat sank.",
            "— A boat sank.",
        ] {
            assert_eq!(place_of(paragraph), None, "{paragraph}");
        }
    }

    #[test]
    fn only_a_date_with_its_year_counts() {
        assert_eq!(read("EDORAS, Sept 3, 2024 (Horn) - Go.").unwrap().1.as_deref(), Some("2024-09-03"));
        assert_eq!(read("EDORAS, 3 September 2024 — Go.").unwrap().1.as_deref(), Some("2024-09-03"));
        assert_eq!(read("EDORAS, Sept 3 (Horn) - Go.").unwrap().1, None);
    }

    #[test]
    fn a_day_with_its_year_may_end_in_a_full_stop_or_stand_without_a_place() {
        for (paragraph, place) in [
            ("Edoras, 3 September 2024. Go.", "Edoras"),
            ("Dol-en-Ernil, Sept. 3, 2024 (Horn Post). Go.", "Dol-en-Ernil"),
            ("Sept 3, 2024 (Horn News Agency) - Go.", ""),
            ("Sept 3, 2024 (Horn). Go.", ""),
            ("3 September 2024 — Go.", ""),
        ] {
            let read = read(paragraph).map(|(place, date, story)| (place, date.unwrap_or_default(), story));
            assert_eq!(read, Some((place.to_owned(), "2024-09-03".to_owned(), "Go.")), "{paragraph}");
        }
        for paragraph in ["Edoras, 3 September. Go.", "On 3 September 2024. Go.", "Edoras was quiet. Go."] {
            assert_eq!(place_of(paragraph), None, "{paragraph}");
        }
    }

    #[test]
    fn the_story_starts_after_the_dash() {
        assert_eq!(read("EDORAS (HN) —\nA boat sank.").unwrap().2, "A boat sank.");
        assert_eq!(read("EDORAS (HN) —").unwrap().2, "");
    }

    #[test]
    fn a_place_and_a_date_alone_on_a_line_are_a_dateline() {
        let line = "Edoras, 3 September 2024";
        let found = alone(line, Span::new(0, line.len())).unwrap();
        assert_eq!((found.dateline.unwrap().text.as_str(), found.date.is_some()), ("Edoras", true));
        assert_eq!(alone("Edoras, Rohan", Span::new(0, 13)), None);
    }
}
