//! How many: digits, number words, "a few", "two and a half", "two to three".

use crate::grammar::{Role, Sense};
use crate::told::Amount;

use super::Words;

/// Longest run of number words that is read ("two hundred and forty five thousand …").
const LONGEST: usize = 9;

/// An amount before a unit: how many, one past it, and whether only the article says so.
pub(super) fn amount(words: &Words, at: usize) -> Option<(Amount, usize)> {
    if words.role(at, Role::A) {
        return Some(after_article(words, at + 1));
    }
    if words.is(at, Sense::Half) {
        let end = words.past(words.past_hyphen(at + 1), Role::A);
        return Some((Amount { count: Some(0), half: true }, end));
    }
    if words.is(at, Sense::Pair) {
        return Some((Amount { count: Some(2), half: false }, words.past(at + 1, Role::Of)));
    }
    if words.is(at, Sense::VagueNumber) {
        return Some((Amount::UNKNOWN, words.past(at + 1, Role::Of)));
    }
    if words.is(at, Sense::VagueNumberOf) && words.role(at + 1, Role::Of) {
        return Some((Amount::UNKNOWN, at + 2));
    }
    counted(words, at)
}

fn after_article(words: &Words, at: usize) -> (Amount, usize) {
    match amount_without_article(words, at) {
        Some(found) => found,
        None => (Amount::ONE, at),
    }
}

fn amount_without_article(words: &Words, at: usize) -> Option<(Amount, usize)> {
    let worded =
        words.is(at, Sense::VagueNumber) || words.is(at, Sense::Pair) || words.is(at, Sense::VagueNumberOf);
    if worded || words.is(at, Sense::Half) {
        return amount(words, at);
    }
    if words.scale(at).is_some() || words.number(at).is_some() || words.number_word(at).is_some() {
        return counted(words, at);
    }
    None
}

/// A figure, the fraction after it, and the second figure of "two to three".
fn counted(words: &Words, at: usize) -> Option<(Amount, usize)> {
    let (count, end) = cardinal(words, at)?;
    if let Some(end) = decimal(words, end) {
        return Some((Amount { count: Some(count), half: words.number(end - 1) == Some(5) }, end));
    }
    if let Some(end) = half(words, end) {
        return Some((Amount { count: Some(count), half: true }, end));
    }
    let amount = Amount { count: Some(count), half: false };
    let joined = words.any(end, &[Role::To, Role::Or]) || words.hyphen(end);
    if joined && let Some((_, second)) = cardinal(words, end + 1) {
        return Some((amount, second));
    }
    Some((amount, end))
}

/// ".5" glued to the figure.
fn decimal(words: &Words, at: usize) -> Option<usize> {
    let glued = words.mark(at, '.') && words.glued(at) && words.glued(at + 1);
    (glued && words.number(at + 1).is_some()).then_some(at + 2)
}

/// "1/2", "½", "and a half".
pub(super) fn half(words: &Words, at: usize) -> Option<usize> {
    if words.number(at) == Some(1) && words.mark(at + 1, '/') && words.number(at + 2) == Some(2) {
        return Some(at + 3);
    }
    if words.mark(at, '½') {
        return Some(at + 1);
    }
    let article = words.role(at, Role::And) && words.role(at + 1, Role::A);
    let noun = words.past_hyphen(at + 2);
    (article && words.is(noun, Sense::Half)).then_some(noun + 1)
}

/// A whole number in digits or words.
pub(super) fn cardinal(words: &Words, at: usize) -> Option<(u64, usize)> {
    if let Some(value) = words.number(at) {
        return Some(scaled(words, value, at + 1));
    }
    let (mut total, mut current, mut end) = (0u64, None::<u64>, at);
    while end - at < LONGEST {
        let place = if end > at { words.past_hyphen(end) } else { end };
        let place =
            if current.is_some_and(|value| value >= 100) { words.past(place, Role::And) } else { place };
        if let Some(value) = words.number_word(place) {
            if !fits(current, value) {
                break;
            }
            current = Some(current.unwrap_or(0).saturating_add(value));
        } else if let Some(scale) = words.scale(place) {
            let value = current.unwrap_or(1).saturating_mul(scale);
            if scale >= 1000 {
                total = total.saturating_add(value);
                current = Some(0);
            } else {
                current = Some(value);
            }
        } else {
            break;
        }
        end = place + 1;
    }
    current.map(|current| (total.saturating_add(current), end))
}

/// "3 million": a scale after digits.
fn scaled(words: &Words, value: u64, at: usize) -> (u64, usize) {
    match words.scale(at) {
        Some(scale) => (value.saturating_mul(scale), at + 1),
        None => (value, at),
    }
}

/// "twenty" takes "four", "hundred" takes "forty"; "nineteen" takes nothing.
fn fits(current: Option<u64>, next: u64) -> bool {
    match current {
        None | Some(0) => true,
        Some(value) if value >= 100 => next < 100,
        Some(value) => value >= 20 && value % 10 == 0 && next < 10,
    }
}
