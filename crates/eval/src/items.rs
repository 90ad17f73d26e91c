//! When a single value of the system is right: the comparison of one gold item with one system item.
//!
//! Every function answers with a credit from 0 to 1. Only a weapon class earns a part: a class that
//! is right but less specific earns a half.

use casus_model::{
    Casualty, Count, Outcome, Party, Place, Responsibility, Span, Target, Voice, Weapon, When, kilometres,
};

use crate::gold::{
    GoldCasualty, GoldOutcome, GoldParty, GoldPlace, GoldResponsibility, GoldTarget, GoldVoice, GoldWeapon,
};

/// Two places this near are one.
const NEAR_KM: f64 = 25.0;

/// Credit for a weapon class that is right but less specific.
pub const LESS_SPECIFIC: f64 = 0.5;

/// The system's words touch gold's, or name the same in other words of the text.
pub fn same_party(text: &str, gold: &GoldParty, system: &Party) -> bool {
    same_words(text, &gold.spans, Some(system.span), Some(&system.name))
}

/// One source: both are the report itself, or their words name the same.
pub fn same_voice(text: &str, gold: &GoldVoice, system: &Voice) -> bool {
    match (gold.spans.is_empty(), system.span.is_none() && system.name.is_none()) {
        (true, true) => true,
        (false, false) => same_words(text, &gold.spans, system.span, system.name.as_deref()),
        (true, false) | (false, true) => false,
    }
}

/// The reporting words share a word.
pub fn same_cue(gold: &GoldVoice, system: &Voice) -> bool {
    let (Some(gold), Some(system)) = (&gold.cue, &system.cue) else { return false };
    let gold = tokens(gold);
    tokens(system).iter().any(|token| gold.contains(token))
}

/// A target kind that gold accepts.
pub fn target(gold: &GoldTarget, system: &Target) -> f64 {
    credit(gold.kinds.contains(&system.kind))
}

/// A weapon class that gold accepts; a broader one earns half.
pub fn weapon(gold: &GoldWeapon, system: &Weapon) -> f64 {
    if gold.classes.contains(&system.class) {
        1.0
    } else if gold.broader.contains(&system.class) {
        LESS_SPECIFIC
    } else {
        0.0
    }
}

/// What became of it.
pub fn outcome(gold: &GoldOutcome, system: &Outcome) -> f64 {
    credit(gold.value == system.value)
}

/// What became of how many.
pub fn outcome_count(gold: &GoldOutcome, system: &Outcome) -> f64 {
    let same = match (&gold.count, &system.count) {
        (Some(gold), Some(system)) => same_count(gold, system),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    credit(gold.value == system.value && same)
}

/// The same harm to the same number.
pub fn casualty(gold: &GoldCasualty, system: &Casualty) -> f64 {
    credit(gold.effect == system.effect && same_count(&gold.count, &system.count))
}

/// The same harm to people of a class that gold accepts.
pub fn casualty_class(gold: &GoldCasualty, system: &Casualty) -> f64 {
    credit(gold.effect == system.effect && gold.classes.contains(&system.class))
}

/// The same status, of the same party where one is named.
pub fn responsibility(text: &str, gold: &GoldResponsibility, system: &Responsibility) -> f64 {
    let span = system.span.as_ref().map(|words| words.span());
    let named = system.name.is_some() || span.is_some();
    let party = !named || same_words(text, &gold.spans, span, system.name.as_deref());
    credit(gold.status == system.status && party)
}

/// Bounds and hedge; the words of the count are not compared.
pub fn same_count(gold: &Count, system: &Count) -> bool {
    gold.low == system.low && gold.high == system.high && gold.qualifier == system.qualifier
}

/// Start as told: the resolved one, or else what was told of it.
pub fn same_start(gold: &When, system: &When) -> bool {
    match (&gold.start, &system.start) {
        (Some(gold), Some(system)) => gold == system,
        (None, None) => same_partial(gold, system),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// End as told.
pub fn same_end(gold: &When, system: &When) -> bool {
    match (&gold.end, &system.end) {
        (Some(gold), Some(system)) => gold == system,
        (None, None) => same_partial(gold, system),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Gold that gives no `partial` asks only that nothing be resolved.
fn same_partial(gold: &When, system: &When) -> bool {
    gold.partial.is_none() || gold.partial == system.partial
}

/// Within 25 km where both have coordinates; else by name; a whole country by its code.
pub fn place(text: &str, gold: &GoldPlace, system: &Place) -> f64 {
    let whole_country = gold.precision == 4 && system.precision == 4;
    let near = match (gold.lat.zip(gold.lon), system.lat.zip(system.lon)) {
        _ if whole_country => gold.country == system.country,
        (Some(gold), Some(system)) => kilometres(gold, system) <= NEAR_KM,
        (None, _) | (_, None) => {
            same_name(&gold.name, &system.name)
                || same_words(text, &gold.spans, Some(system.span), Some(&system.name))
        }
    };
    credit(near)
}

/// 1 for right, 0 for wrong.
pub fn credit(right: bool) -> f64 {
    if right { 1.0 } else { 0.0 }
}

fn same_words(text: &str, gold: &[Span], span: Option<Span>, name: Option<&str>) -> bool {
    let here = |system: Span| gold.iter().any(|words| words.overlaps(system));
    let spoken = span.and_then(|span| text.get(span.start as usize..span.end as usize));
    let named = |system: &str| gold.iter().any(|words| same_name(words.of(text), system));
    span.is_some_and(here) || spoken.is_some_and(named) || name.is_some_and(named)
}

/// Equal but for case and punctuation, or one holds the other as a run of whole words. A run of fewer
/// than four letters is too little to tell two names apart.
fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let letters: usize = short.iter().map(|token| token.chars().count()).sum();
    if short.is_empty() || (letters < 4 && short != long) {
        return false;
    }
    long.windows(short.len()).any(|window| window == short)
}

fn tokens(words: &str) -> Vec<String> {
    let pieces = words.split(|letter: char| !letter.is_alphanumeric());
    pieces.filter(|piece| !piece.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_as_whole_words() {
        assert!(same_name("the Army of Arnor", "army of Arnor"));
        assert!(same_name("THE ARMY", "the army"));
        assert!(!same_name("the army", "the navy"));
        assert!(!same_name("it", "said it was"));
        assert!(!same_name("", "the army"));
    }

    #[test]
    fn a_degree_of_latitude_is_about_111_kilometres() {
        let distance = kilometres((10.0, 20.0), (11.0, 20.0));
        assert!((110.0..112.0).contains(&distance), "{distance}");
        assert!(kilometres((0.0, 179.9), (0.0, -179.9)) < 25.0);
    }
}
