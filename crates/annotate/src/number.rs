//! Counts on noun phrases (codebook, "Counts, exactly").

use casus_lexicon::{CountPattern, Formula, PatternWord};
use casus_model::{Count, Dep, Pos, Span};

use crate::Annotated;

/// How many of the noun are told, if at all.
///
/// Reads the words before the noun ("at least 40 separate drone attacks"), a quantity that the noun
/// stands behind ("a few dozen of the rockets"), or nothing.
pub fn counted(sentence: &Annotated, head: u32) -> Option<Count> {
    let quantity = quantity_above(sentence, head);
    // "31 of the 44 drones": what is told is told of the 31.
    if let Some(quantity) = quantity.filter(|quantity| sentence.token(*quantity).pos == Pos::Num) {
        return of_quantity(sentence, quantity);
    }
    let (first, _) = sentence.full_phrase(head);
    let start = lead(sentence, first);
    // "wounded scores more": the number stands for those counted.
    let round = sentence.lexicon.words.is("bare-many", &sentence.lower(head));
    let bare = sentence.token(head).pos == Pos::Num || round;
    let own = best(sentence, start, head + u32::from(bare));
    own.or_else(|| of_quantity(sentence, quantity?))
}

/// The quantity that a noun stands behind: "a few dozen of the rockets".
fn quantity_above(sentence: &Annotated, head: u32) -> Option<u32> {
    let above = sentence.token(head).head;
    let behind_of = sentence.token(head).dep == Dep::Pobj && sentence.lower(above) == "of";
    let quantity = sentence.token(above).head;
    let told = sentence.lexicon.words.is("quantity", &sentence.lower(quantity))
        || sentence.token(quantity).pos == Pos::Num;
    (behind_of && told).then_some(quantity)
}

fn of_quantity(sentence: &Annotated, quantity: u32) -> Option<Count> {
    let (first, _) = sentence.full_phrase(quantity);
    best(sentence, lead(sentence, first), quantity + 1)
}

/// A hedge may stand outside the noun phrase: "up to", "more than".
fn lead(sentence: &Annotated, first: u32) -> u32 {
    let mut start = first;
    while start > 0 && first - start < 4 {
        let before = sentence.lower(start - 1);
        if !sentence.lexicon.words.is("hedge", &before) {
            break;
        }
        start -= 1;
    }
    start
}

/// The longest pattern that matches between two tokens; of equal ones the leftmost.
fn best(sentence: &Annotated, start: u32, end: u32) -> Option<Count> {
    let end = end.min(start + 40).min(sentence.len());
    let mut found: Option<(usize, Count)> = None;
    for at in start..end {
        let word = sentence.lower(at);
        let numbers = match sentence.lexicon.numbers.value(&word) {
            Some(_) => sentence.lexicon.counts.of_number(),
            None => &[],
        };
        for patterns in [sentence.lexicon.counts.of_word(&word), numbers] {
            if let Some((length, count)) = longest(sentence, patterns, at, end)
                && found.as_ref().is_none_or(|(known, _)| length > *known)
            {
                found = Some((length, count));
            }
        }
    }
    found.map(|(_, count)| count)
}

/// The first of these patterns, longest first, that matches at a token.
fn longest(sentence: &Annotated, patterns: &[CountPattern], at: u32, end: u32) -> Option<(usize, Count)> {
    patterns.iter().find_map(|pattern| {
        let (next, first, second) = matches(sentence, pattern, at, end)?;
        let count = count(pattern, first, second, sentence.span(at, next), sentence.text)?;
        Some((pattern.words.len(), count))
    })
}

/// Matches a pattern from a token; gives the token after it and the numbers found.
fn matches(sentence: &Annotated, pattern: &CountPattern, at: u32, end: u32) -> Option<(u32, u64, u64)> {
    let (mut next, mut first, mut second) = (at, 0, 0);
    for word in &pattern.words {
        if next >= end {
            return None;
        }
        match word {
            PatternWord::Literal(literal) => {
                if sentence.lower(next) != *literal {
                    return None;
                }
                next += 1;
            }
            PatternWord::Number => (next, first) = number(sentence, next, end)?,
            PatternWord::SecondNumber => (next, second) = number(sentence, next, end)?,
        }
    }
    (!is_joined(sentence, next) && !is_age(sentence, next)).then_some((next, first, second))
}

/// "one-way", "three-storey": a number that is part of a word counts nothing.
fn is_joined(sentence: &Annotated, next: u32) -> bool {
    next > 0
        && next + 1 < sentence.len()
        && sentence.word(next) == "-"
        && sentence.token(next - 1).span.end == sentence.token(next).span.start
        && sentence.token(next).span.end == sentence.token(next + 1).span.start
}

/// "his 15 year-old sister", "a 43 y/o man": a number of years counts nobody.
fn is_age(sentence: &Annotated, next: u32) -> bool {
    if next + 1 >= sentence.len() {
        return false;
    }
    let behind = sentence.lower(next + 1);
    match sentence.lower(next).as_str() {
        "year" | "month" | "week" => matches!(behind.as_str(), "-" | "old"),
        "y" => behind == "/",
        _ => false,
    }
}

/// A number over one or more tokens: "3,400", "two hundred", "twenty-five".
pub(crate) fn number(sentence: &Annotated, at: u32, end: u32) -> Option<(u32, u64)> {
    let numbers = &sentence.lexicon.numbers;
    if is_name_or_time(sentence, at) {
        return None;
    }
    let mut value = numbers.value(&sentence.lower(at))?;
    let mut next = at + 1;
    if (20..100).contains(&value)
        && next + 1 < end
        && sentence.word(next) == "-"
        && let Some(unit) = numbers.value(&sentence.lower(next + 1)).filter(|unit| *unit < 10)
    {
        value += unit;
        next += 2;
    }
    let mut total = 0u64;
    while next < end {
        let word = sentence.lower(next);
        let Some(more) = numbers.value(&word) else { break };
        if numbers.is_scale(&word) {
            value = value.checked_mul(more)?;
            if more >= 1000 {
                total = total.checked_add(value)?;
                value = 0;
            }
        } else if value % 100 == 0
            && more < 100
            && !sentence.word(next).starts_with(|c: char| c.is_ascii_digit())
        {
            value = value.checked_add(more)?;
        } else {
            break;
        }
        next += 1;
    }
    Some((next, total.checked_add(value)?))
}

/// "F-16", "October 26" and "5 am" hold no count.
fn is_name_or_time(sentence: &Annotated, at: u32) -> bool {
    sentence.kinds(at).time.is_some() || at > 0 && sentence.word(at - 1) == "-"
}

fn count(pattern: &CountPattern, first: u64, second: u64, span: Span, text: &str) -> Option<Count> {
    let bound = |formula: Formula, up: bool| match formula {
        Formula::Open => Some(None),
        Formula::Fixed(value) => Some(Some(value)),
        Formula::Plus(change) => first.checked_add_signed(change).map(Some),
        Formula::Second(change) => second.checked_add_signed(change).map(Some),
        Formula::Times(factor) => {
            let value = first as f64 * factor;
            Some(Some(if up { (value - 1e-9).ceil() } else { (value + 1e-9).floor() } as u64))
        }
    };
    let (low, high) = (bound(pattern.low, false)?, bound(pattern.high, true)?);
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        return None;
    }
    Some(Count { low, high, qualifier: pattern.qualifier, text: span.of(text).to_owned() })
}
