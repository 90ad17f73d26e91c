//! How well one predicted value fits the values of a filler of gold, by the kind of its slot.

use std::collections::BTreeSet;

use super::Judgement;
use crate::words::{capitals, is_space};

/// 1, a half, or 0.
pub(super) fn fit(judgement: Judgement, slot: &str, predicted: &str, gold: &[String]) -> f64 {
    let best =
        |fit: fn(&str, &str) -> f64| gold.iter().map(|right| fit(predicted, right)).fold(0.0, f64::max);
    match slot {
        "instrument_id"
        | "perp_individual_id"
        | "perp_org_id"
        | "phys_tgt_id"
        | "hum_tgt_name"
        | "hum_tgt_description" => string(judgement, predicted, gold),
        "incident_date" => best(date),
        "incident_location" => best(location),
        "phys_tgt_number" | "phys_tgt_total_number" | "hum_tgt_number" | "hum_tgt_total_number" => {
            best(number)
        }
        // All others are filled from sets.
        _ => best(choice),
    }
}

/// Words of a text. 1 where they are equal without what stands before them.
pub(super) fn string(judgement: Judgement, predicted: &str, gold: &[String]) -> f64 {
    if gold.iter().any(|right| capitals(right) == capitals(predicted)) {
        return 1.0;
    }
    let words = without_premodifiers(predicted);
    if words.is_empty() {
        return 0.0;
    }
    let fits = gold.iter().map(|right| {
        let right = without_premodifiers(right);
        if right == words {
            1.0
        } else if judgement == Judgement::Lenient && agree(&words, &right) {
            0.5
        } else {
            0.0
        }
    });
    fits.fold(0.0, f64::max)
}

/// Whether all words stand in gold too, or the heads are the same.
fn agree(words: &[String], gold: &[String]) -> bool {
    !gold.is_empty() && (words.iter().all(|word| gold.contains(word)) || head(words) == head(gold))
}

/// Words that may stand before a noun without changing whom or what it means.
const PREMODIFIERS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "more", "most",
    "many", "several", "some", "all", "few", "any", "another", "other", "certain", "of",
];

/// Words before which the head of a noun phrase stands.
const AFTER_HEAD: &[&str] =
    &["of", "in", "at", "on", "for", "from", "by", "with", "who", "which", "that", "near", "and", "to"];

fn without_premodifiers(text: &str) -> Vec<String> {
    tokens(text).into_iter().skip_while(|word| PREMODIFIERS.contains(&word.as_str())).collect()
}

/// The last word before the first preposition or relative; the last word where there is none.
fn head(words: &[String]) -> Option<&String> {
    let after = words.iter().skip(1).position(|word| AFTER_HEAD.contains(&word.as_str()));
    after.map_or(words.last(), |place| words.get(place))
}

/// Runs of Latin letters and digits, in small letters; a full stop, apostrophe or hyphen may join two.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    let text = text.to_lowercase();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let joins = || matches!(character, '.' | '\'' | '-') && !token.is_empty();
        if is_plain(character) || (joins() && characters.peek().copied().is_some_and(is_plain)) {
            token.push(character);
        } else if !token.is_empty() {
            tokens.push(std::mem::take(&mut token));
        }
    }
    tokens.extend((!token.is_empty()).then_some(token));
    tokens
}

fn is_plain(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit()
}

/// A day, or a range of days whose ends may be open: `10 JAN 90 - 12 JAN 90`, `- 12 JAN 90`.
/// A day within a range of gold is half right.
fn date(predicted: &str, gold: &str) -> f64 {
    let (given, right) = (range(predicted), range(gold));
    if given == right {
        return 1.0;
    }
    let is_day = given.0 == given.1;
    if is_day && right.0 != right.1 {
        let begin = if right.0.is_empty() { "000000" } else { &right.0 };
        return if begin <= given.0.as_str() && given.0 <= right.1 { 0.5 } else { 0.0 };
    }
    let open_to_the_same_day = given.0.is_empty() && given.1 == right.1;
    if open_to_the_same_day { 0.5 } else { 0.0 }
}

fn range(text: &str) -> (String, String) {
    let text = capitals(text);
    match split_range(&text) {
        Some((begin, end)) => (day(begin), day(end)),
        None => (day(&text), day(&text)),
    }
}

/// At the first hyphen that no digit stands before and a space stands behind.
fn split_range(text: &str) -> Option<(&str, &str)> {
    text.match_indices('-').find_map(|(place, hyphen)| {
        let (before, behind) = (&text[..place], &text[place + hyphen.len()..]);
        let begin = before.trim_end_matches(is_space);
        let end = behind.trim_start_matches(is_space);
        let apart = !before.ends_with(|last: char| last.is_ascii_digit()) && end.len() < behind.len();
        (apart && !begin.contains('\n') && !end.contains('\n')).then_some((begin, end))
    })
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// `4 APRIL 1989` as `890404`, which sorts; anything else as it is.
fn day(text: &str) -> String {
    let text = text.trim_matches(is_space);
    numbered(text).unwrap_or_else(|| text.to_owned())
}

fn numbered(text: &str) -> Option<String> {
    let mut parts = text.split(is_space).filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let all_digits = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    let is_day = all_digits(day) && (day.len() <= 2 || (day.len() == 3 && day.starts_with('0')));
    let is_month = month.len() >= 3 && month.chars().all(|character| character.is_ascii_uppercase());
    let year = if year.len() == 4 { year.strip_prefix("19")? } else { year };
    let is_year = year.len() == 2 && all_digits(year);
    if parts.next().is_some() || !is_day || !is_month || !is_year {
        return None;
    }
    let month = MONTHS.iter().position(|name| month.starts_with(name))? + 1;
    let day: u32 = day.parse().ok()?;
    Some(format!("{year}{month:02}{day:02}"))
}

/// Places from the country down, `COUNTRY: REGION (DEPARTMENT): TOWN (CITY)`, or two of them with a hyphen
/// between. The same country is half right, and so are the same places under another one.
fn location(predicted: &str, gold: &str) -> f64 {
    let (given, right) = (places(predicted), places(gold));
    if given == right {
        return 1.0;
    }
    let (first, other) = (&given[0], &right[0]);
    let half = if right.len() > 1 {
        given.iter().any(|place| right.contains(place)) || first[0] == other[0]
    } else if first[0] == other[0] {
        if set(first) == set(other) {
            return 1.0;
        }
        true
    } else {
        first.len() > 1 && first[1..] == other[1..]
    };
    if half { 0.5 } else { 0.0 }
}

fn set(place: &[String]) -> BTreeSet<&String> {
    place.iter().collect()
}

fn places(text: &str) -> Vec<Vec<String>> {
    let level = |level: &str| without_kinds(level).trim_matches(is_space).to_owned();
    segments(&text.to_uppercase()).map(|segment| segment.split(':').map(level).collect()).collect()
}

/// The text between hyphens that have spaces on both sides.
fn segments(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let hyphen = text
            .match_indices('-')
            .map(|(place, _)| place)
            .find(|place| text[..*place].ends_with(is_space) && text[place + 1..].starts_with(is_space));
        rest = hyphen.map(|place| text[place + 1..].trim_start_matches(is_space));
        Some(hyphen.map_or(text, |place| text[..place].trim_end_matches(is_space)))
    })
}

/// Without what stands in parentheses, which says what kind of place it is.
fn without_kinds(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')') else { break };
        kept.push_str(rest[..open].trim_end_matches(is_space));
        rest = &rest[open + close + 1..];
    }
    kept + rest
}

/// A count, about a count (`~10`) or between two (`10 - 12`); a count that one of these names is half right.
fn number(predicted: &str, gold: &str) -> f64 {
    let (given, right) = (capitals(predicted), capitals(gold));
    if given == right {
        return 1.0;
    }
    let is_count = |text: &str| !text.is_empty() && text.chars().all(|character| character.is_ascii_digit());
    let about = right.strip_prefix('~').is_some_and(|count| count.trim_matches(is_space) == given);
    let ends = right
        .split_once('-')
        .map(|(low, high)| (low.trim_end_matches(is_space), high.trim_start_matches(is_space)));
    let end_of_range =
        ends.is_some_and(|(low, high)| is_count(low) && is_count(high) && (low == given || high == given));
    if is_count(&given) && (about || end_of_range) { 0.5 } else { 0.0 }
}

/// One of a set; half right where it is the more general one.
fn choice(predicted: &str, gold: &str) -> f64 {
    let (given, right) = (capitals(predicted), capitals(gold));
    if given == right {
        1.0
    } else if more_general(&right).contains(&given.as_str()) {
        0.5
    } else {
        0.0
    }
}

/// What stands above a value in the hierarchies of the sets.
fn more_general(value: &str) -> &'static [&'static str] {
    match value {
        "MACHINE GUN" | "MORTAR" | "HANDGUN" | "RIFLE" => &["GUN"],
        "BOMB" | "GRENADE" | "MOLOTOV COCKTAIL" => &["EXPLOSIVE"],
        "VEHICLE BOMB" | "DYNAMITE" | "MINE" | "AERIAL BOMB" => &["BOMB", "EXPLOSIVE"],
        "MISSILE" | "ROCKET" => &["PROJECTILE"],
        "SUSPECTED OR ACCUSED BY AUTHORITIES" => &["SUSPECTED OR ACCUSED"],
        "GOVERNMENT OFFICE OR RESIDENCE" => &["POLITICAL FIGURE OFFICE OR RESIDENCE"],
        "SOME DAMAGE" => &["DESTROYED"],
        "GOVERNMENT OFFICIAL" => &["POLITICAL FIGURE"],
        "FORMER GOVERNMENT OFFICIAL" => &["GOVERNMENT OFFICIAL", "POLITICAL FIGURE"],
        "FORMER ACTIVE MILITARY" => &["ACTIVE MILITARY"],
        "NO DEATH" => &["NO INJURY"],
        "NO INJURY OR DEATH" => &["NO DEATH", "NO INJURY"],
        "ARSON" | "BOMBING" | "KIDNAPPING" | "HIJACKING" | "ROBBERY" | "FORCED WORK STOPPAGE" => &["ATTACK"],
        // All others stand at the top.
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_joined_once() {
        assert_eq!(tokens("The U.S. F.M.L.N's --- man-o'-war"), ["the", "u.s", "f.m.l.n's", "man-o", "war"]);
    }

    #[test]
    fn head_stands_before_the_preposition() {
        let head_of = |text| head(&without_premodifiers(text)).cloned();
        assert_eq!(head_of("the three guards of the mayor").as_deref(), Some("guards"));
        assert_eq!(head_of("certain of the men").as_deref(), Some("men"));
        assert_eq!(head_of("of"), None);
    }

    #[test]
    fn ranges_are_told_from_hyphens() {
        assert_eq!(range("10 jan 90 - 12 JANUARY 1990"), ("900110".into(), "900112".into()));
        assert_eq!(range("- 12 JAN 90"), (String::new(), "900112".into()));
        assert_eq!(range("MID-JAN 90"), ("MID-JAN 90".into(), "MID-JAN 90".into()));
        assert_eq!(date("11 JAN 90", "10 JAN 90 - 12 JAN 90"), 0.5);
        assert_eq!(date("11 JAN 90", "- 10 JAN 90"), 0.0);
    }

    #[test]
    fn places_are_split_at_free_hyphens_only() {
        assert_eq!(
            places("Arnor: Bree-Land (region) - Gondor"),
            [vec!["ARNOR", "BREE-LAND"], vec!["GONDOR"]]
        );
        assert_eq!(location("Arnor: Bree (town)", "Arnor: Eriador (region): Bree"), 0.5);
    }
}
