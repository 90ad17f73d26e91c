//! Years and longer, quarters, halves and seasons.

use crate::grammar::{Role, Sense, Trust};
use crate::told::{Name, Pick, Told, Unit, YearTold};

use super::{Hit, Words, amount};

/// Years a bare four-digit number may stand for without a preposition.
const LIKELY: std::ops::RangeInclusive<u64> = 1900..=2059;
/// Years it may stand for after one.
const POSSIBLE: std::ops::RangeInclusive<u64> = 1000..=2199;

/// A year, decade, century, quarter, half or season, early or late in it or not.
pub(super) fn stretch(words: &Words, at: usize) -> Option<Hit> {
    let (start, rough) = past_portion(words, at);
    let hit = plain_stretch(words, start)?;
    Some(Hit { rough: rough || hit.rough, ..hit })
}

/// "early", "mid-", "the end of", "late in": where the words after it begin, and whether there are any.
pub(super) fn past_portion(words: &Words, at: usize) -> (usize, bool) {
    let inner = words.past(at, Role::The);
    if words.any(inner, &[Role::Early, Role::Mid, Role::Late, Role::Earlier, Role::Later]) {
        let next = words.past_any(words.past_hyphen(inner + 1), &[Role::On, Role::In]);
        return (next, true);
    }
    if words.role(inner, Role::Start) && words.role(inner + 1, Role::Of) {
        return (inner + 2, true);
    }
    (at, false)
}

fn plain_stretch(words: &Words, at: usize) -> Option<Hit> {
    let rules = [decade, century, quarter, half, season, bare_year];
    rules.iter().filter_map(|rule| rule(words, at)).max_by_key(|hit| hit.end)
}

/// Four digits, or "nineteen ninety-seven".
pub(super) fn year(words: &Words, at: usize) -> Option<(i16, usize)> {
    if let Some((value, 4)) = words.plain_number(at) {
        let whole = !glued_on(words, at + 1);
        return (whole && POSSIBLE.contains(&value)).then_some((value as i16, at + 1));
    }
    spelled_year(words, at)
}

/// A letter, hyphenated word or second number grown onto the digits makes them something else.
fn glued_on(words: &Words, at: usize) -> bool {
    if !words.glued(at) {
        return false;
    }
    let letters = matches!(words.pieces[at].kind, crate::piece::Kind::Word(_));
    let joined = ['/', ':', '%', '.'].iter().any(|mark| words.mark(at, *mark)) && words.glued(at + 1);
    letters || words.mark(at, '%') || (joined && words.number(at + 1).is_some())
}

fn spelled_year(words: &Words, at: usize) -> Option<(i16, usize)> {
    let hundreds = words.number_word(at).filter(|value| (17..=20).contains(value))?;
    let (rest, end) = amount::cardinal(words, words.past_hyphen(at + 1))?;
    let tens = (10..100).contains(&rest) && words.number(at + 1).is_none();
    tens.then(|| ((hundreds * 100 + rest) as i16, end))
}

fn bare_year(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let start = words.past(start, Role::Fiscal);
    let named = words.unit(start).is_some_and(|(unit, _, plural)| unit == Unit::Year && !plural);
    let start = if named { start + 1 } else { start };
    let (year, end) = match year(words, start) {
        Some(found) => found,
        None if named => thousands_year(words, start)?,
        None => return None,
    };
    let period = words.role(end, Role::Period) || matches!(words.unit(end), Some((Unit::Quarter, _, false)));
    if start > at && !named && !period && !words.role(start - 1, Role::Fiscal) {
        return None;
    }
    let told = named || is_year_here(words, start, end, year) || (period && LIKELY.contains(&(year as u64)));
    told.then(|| Hit::new(Told::Year(year), end + usize::from(period)))
}

/// "the year two thousand".
fn thousands_year(words: &Words, at: usize) -> Option<(i16, usize)> {
    let (value, end) = amount::cardinal(words, at)?;
    POSSIBLE.contains(&value).then_some((value as i16, end))
}

/// What stands around four digits decides whether they are a year, a name or a count.
fn is_year_here(words: &Words, at: usize, end: usize, year: i16) -> bool {
    use Role::{After, Before, By, Circa, Early, From, In, Late, Of, Since, Through, Until};
    let counted = words.is(end, Sense::NotYearAfter);
    let Some(before) = at.checked_sub(1) else { return !counted && LIKELY.contains(&(year as u64)) };
    let sign = ['$', '£', '€', '¥', '#', '+', '=', '/'].iter().any(|mark| words.mark(before, *mark));
    let grown = words.glued(at)
        && !words.mark(before, '(')
        && !words.mark(before, '\'')
        && !dashed_year(words, before);
    if counted
        || sign
        || grown
        || words.is(before, Sense::NotYearBefore)
        || words.unit(end).is_some_and(|(_, _, plural)| plural)
    {
        return false;
    }
    let led =
        words.any(before, &[After, Before, By, Circa, Early, From, In, Late, Of, Since, Through, Until]);
    LIKELY.contains(&(year as u64)) || led
}

/// "2003-2011", "mid-2019", "post-1959": the hyphen belongs to time, "F-2016" does not.
fn dashed_year(words: &Words, before: usize) -> bool {
    words.mark(before, '-')
        && before.checked_sub(1).is_some_and(|at| {
            words.any(at, &[Role::Early, Role::Mid, Role::Late])
                || words.plain_number(at).is_some_and(|(_, digits)| digits == 4)
                || !words.capital(at) && words.number(at).is_none()
        })
}

/// "the 1990s", "'80s", "the nineties".
fn decade(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let (start, rough) = if start > at { past_portion(words, start) } else { (start, false) };
    let quote = words.past_mark(start, '\'');
    if let Some(tens) = words.decade_name(start).filter(|_| start > at) {
        return Some(Hit { rough, ..Hit::new(Told::Decade(1900 + i16::from(tens)), start + 1) });
    }
    let (value, digits) = words.plain_number(quote)?;
    let suffix = words.past_mark(quote + 1, '\'');
    if !(words.role(suffix, Role::S) && words.glued(suffix) && value % 10 == 0)
        || (suffix > quote + 1 && digits == 4 && start == at)
    {
        return None;
    }
    let first = match digits {
        4 if POSSIBLE.contains(&value) => value,
        2 if start > at || quote > start => {
            if value < 30 {
                2000 + value
            } else {
                1900 + value
            }
        }
        _ => return None,
    };
    Some(Hit { rough, ..Hit::new(Told::Decade(first as i16), suffix + 1) })
}

/// "the 20th century".
fn century(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let (nth, end) = ordinal(words, start)?;
    let unit = words.past_hyphen(end);
    let (Unit::Century, _, _) = words.unit(unit)? else { return None };
    (1..=30).contains(&nth).then(|| Hit::new(Told::Century(i16::from(nth)), unit + 1))
}

/// "26th" or "third": which, and where it ends.
pub(super) fn ordinal(words: &Words, at: usize) -> Option<(u8, usize)> {
    if let Some((value, digits)) = words.plain_number(at) {
        let suffixed = words.is(at + 1, Sense::OrdinalSuffix) && words.glued(at + 1);
        return (suffixed && digits <= 2).then_some((value as u8, at + 2));
    }
    if let Some(nth) = words.ordinal_word(at) {
        return Some((nth, at + 1));
    }
    let tens = words.number_word(at).filter(|tens| *tens == 20 || *tens == 30)?;
    let ones = words.past_hyphen(at + 1);
    let nth = words.ordinal_word(ones).filter(|nth| *nth < 10)?;
    Some((tens as u8 + nth, ones + 1))
}

/// "the third quarter of 1984", "the 1988 second quarter", "this year's fourth quarter".
fn quarter(words: &Words, at: usize) -> Option<Hit> {
    let (start, year) = leading_year(words, past_opening(words, at));
    let (nth, end) = ordinal(words, words.past(start, Role::Fiscal))?;
    let unit = words.past_hyphen(end);
    let (Unit::Quarter, ..) = words.unit(unit)? else { return None };
    if !(1..=4).contains(&nth) {
        return None;
    }
    Some(with_year(words, Name::Quarter(nth), year, unit + 1))
}

/// "the first half of 1990", "the second half of the year".
fn half(words: &Words, at: usize) -> Option<Hit> {
    let (start, year) = leading_year(words, past_opening(words, at));
    let latter = words.any(start, &[Role::Last, Role::Latest]);
    let (nth, end) = if latter { (2, start + 1) } else { ordinal(words, start)? };
    let unit = words.past_hyphen(end);
    if !(1..=2).contains(&nth) || !words.is(unit, Sense::Half) {
        return None;
    }
    let hit = with_year(words, Name::Half(nth), year, unit + 1);
    matches!(&hit.told, Told::Name { year, .. } if *year != YearTold::None).then_some(hit)
}

fn past_opening(words: &Words, at: usize) -> usize {
    let at = words.past_any(at, &[Role::The, Role::Its, Role::A]);
    words.past_hyphen(words.past(at, Role::Fiscal))
}

/// A year told before the name: "the 1988", "last year's", "the year-ago".
fn leading_year(words: &Words, at: usize) -> (usize, YearTold) {
    if let Some((year, end)) = year(words, at).filter(|(year, _)| LIKELY.contains(&(*year as u64))) {
        return (end, YearTold::Stated(year));
    }
    if let Some(end) = year_ago(words, at) {
        return (end, YearTold::Picked(Pick::Previous));
    }
    match picked_year(words, at) {
        Some((pick, end)) if words.mark(end, '\'') && words.role(end + 1, Role::S) => {
            (end + 2, YearTold::Picked(pick))
        }
        _ => (at, YearTold::None),
    }
}

/// "year-ago", "year-earlier".
pub(super) fn year_ago(words: &Words, at: usize) -> Option<usize> {
    let (Unit::Year, _, false) = words.unit(at)? else { return None };
    (words.hyphen(at + 1) && words.any(at + 2, &[Role::Ago, Role::Earlier])).then_some(at + 3)
}

/// "last year", "this year", "that year", "the following year".
pub(super) fn picked_year(words: &Words, at: usize) -> Option<(Pick, usize)> {
    let (pick, end) = super::relative::pick(words, at)?;
    let (Unit::Year, _, false) = words.unit(end)? else { return None };
    Some((pick, end + 1))
}

/// "spring 2022", "the winter of 1994", "last fall", "in summer".
fn season(words: &Words, at: usize) -> Option<Hit> {
    if let Some((pick, end)) = super::relative::pick(words, at) {
        let (season, _) = words.season(end)?;
        return Some(Hit::new(
            Told::Name { name: Name::Season(season), pick, year: YearTold::None },
            end + 1,
        ));
    }
    let start = words.past(at, Role::The);
    let (start, rough) = if start > at { past_portion(words, start) } else { (start, false) };
    let (season, trust) = words.season(start)?;
    let hit = with_year(words, Name::Season(season), YearTold::None, start + 1);
    let dated = hit.end > start + 1;
    let led = start.checked_sub(1).is_some_and(|before| {
        words.any(
            before,
            &[Role::In, Role::Over, Role::Since, Role::By, Role::Until, Role::Early, Role::Late, Role::Mid],
        )
    });
    let article = start > at && trust == Trust::Name
        || words.role(at, Role::The) && at > 0 && words.any(at - 1, &[Role::In, Role::Over, Role::Since]);
    (dated || (led && !words.role(start + 1, Role::Of)) || (article && !words.role(start + 1, Role::Of)))
        .then_some(Hit { rough, ..hit })
}

/// A name and the year after it: "of 1984", "2022", ", 2023", "of last year", "last year".
pub(super) fn with_year(words: &Words, name: Name, year: YearTold, end: usize) -> Hit {
    let told = |year| Told::Name { name, pick: Pick::Bare, year };
    if year != YearTold::None {
        return Hit::new(told(year), end);
    }
    match year_after(words, end) {
        Some((year, end)) => Hit::new(told(year), end),
        None => Hit::new(told(YearTold::None), end),
    }
}

/// The year that follows a date.
pub(super) fn year_after(words: &Words, at: usize) -> Option<(YearTold, usize)> {
    let at = words.past_mark(at, '.');
    let comma = words.past_mark(at, ',');
    let preposition = words.past_any(at, &[Role::Of, Role::In]);
    for start in [comma, preposition, words.past_hyphen(at)] {
        if let Some((year, end)) = year(words, start)
            && !words.is(end, Sense::NotYearAfter)
        {
            return Some((YearTold::Stated(year), end));
        }
    }
    if comma > at {
        return None;
    }
    if let Some((pick, end)) = picked_year(words, preposition) {
        return Some((YearTold::Picked(pick), end));
    }
    let the = words.past(preposition, Role::The);
    let whole =
        preposition > at && the > preposition && matches!(words.unit(the), Some((Unit::Year, _, false)));
    whole.then_some((YearTold::Picked(Pick::This), the + 1))
}
