//! How much the words have in common: names, numbers and rare words of the telling sentences and of whole stories.

use super::{Facet, Sheet};
use crate::knowledge::Scale;
use crate::words::{NAME, shared};
use crate::{Account, Knowledge, Names, Word};

pub(super) fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let mut field = |field, scale, (words, others): (&[Word], &[Word])| {
        let Some(share) = share(words, others, knowledge) else { return };
        sheet.add(field, (scale, share), || match list(words, others, &one.names) {
            Some(list) => format!("{share}% of their rare words in common: {list}"),
            None => format!("{share}% of their rare words in common"),
        });
    };
    field(Facet::Words, Scale::Words, (&one.words, &other.words));
    field(Facet::Story, Scale::Story, (&one.story, &other.story));
    things(one, other, sheet);
    let names = names(one, other);
    sheet.add(Facet::Names, (Scale::Names, names as i32), || {
        let (sketch, other_sketch) = sketches(one, other);
        let listed = list(sketch, other_sketch, &one.names).unwrap_or_default();
        format!("{names} names of two words in common: {listed}")
    });
}

/// Whether both tell of the same thing or people hit.
fn things(one: &Account, other: &Account, sheet: &mut impl Sheet) {
    if one.things.is_empty() || other.things.is_empty() {
        return;
    }
    let common = shared(&one.things, &other.things).max_by_key(|word| (word.rarity(), *word));
    let rarity = common.map_or(0, |word| i32::from(word.rarity()) + 1);
    sheet.add(Facet::Things, (Scale::Things, rarity), || match common {
        Some(word) => format!("both of a {}", one.names.of(word.0).unwrap_or("thing")),
        None => {
            let name =
                |account: &Account| account.names.of(account.things[0].0).unwrap_or("something").to_owned();
            format!("a {} and a {}", name(one), name(other))
        }
    });
}

/// The whole documents, where both are about these accounts before all others, else the telling sentences.
fn sketches<'a>(one: &'a Account, other: &'a Account) -> (&'a [Word], &'a [Word]) {
    let sketch = |account: &'a Account| if account.lead { &account.story[..] } else { &account.words[..] };
    (sketch(one), sketch(other))
}

/// How many names of two words both tell.
fn names(one: &Account, other: &Account) -> usize {
    let (sketch, other) = sketches(one, other);
    shared(sketch, other).filter(|word| word.rarity() == NAME).count()
}

/// How much of two sketches is in common, by weight, in percent; none where one of them is empty.
fn share(one: &[Word], other: &[Word], knowledge: &Knowledge) -> Option<i32> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let weight = |word: Word| u64::from(knowledge.telling(word.rarity()));
    let common: u64 = shared(one, other).map(weight).sum();
    if common == 0 {
        return Some(0);
    }
    let sum = |words: &[Word]| words.iter().map(|word| weight(*word)).sum::<u64>();
    let whole = (sum(one) * sum(other)).isqrt().max(1);
    Some((100 * common / whole) as i32)
}

fn list(one: &[Word], other: &[Word], names: &Names) -> Option<String> {
    let mut words: Vec<Word> = shared(one, other).collect();
    words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.rarity()), *word));
    let words: Vec<&str> = words.iter().filter_map(|word| names.of(word.0)).take(6).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
