//! How much the words have in common: names, numbers and rare words of the telling sentences and of whole stories.

use super::{Facet, Sheet};
use crate::knowledge::Scale;
use crate::words::{NAME, shared};
use crate::{Account, Knowledge, Names, Word};

pub(super) fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let words = Common::of(&one.words, &other.words, knowledge);
    let story = Common::of(&one.story, &other.story, knowledge);
    let mut field = |field, scale, common: &Common, (words, others): (&[Word], &[Word])| {
        let Some(share) = common.share(words, others, knowledge) else { return };
        sheet.add(field, (scale, share), || match list(words, others, &one.names) {
            Some(list) => format!("{share}% of their rare words in common: {list}"),
            None => format!("{share}% of their rare words in common"),
        });
    };
    field(Facet::Words, Scale::Words, &words, (&one.words, &other.words));
    field(Facet::Story, Scale::Story, &story, (&one.story, &other.story));
    things(one, other, sheet);
    let (sketch, other_sketch) = (sketch(one), sketch(other));
    let names = match (one.lead, other.lead) {
        (true, true) => story.names,
        (false, false) => words.names,
        _ => Common::of(sketch, other_sketch, knowledge).names,
    };
    sheet.add(Facet::Names, (Scale::Names, names), || {
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

/// The whole document, where it is about this account before all others, else the telling sentences.
fn sketch(account: &Account) -> &[Word] {
    if account.lead { &account.story } else { &account.words }
}

/// What two sketches have in common.
struct Common {
    /// How much its words say.
    telling: u64,
    /// How many of them are names of two words.
    names: i32,
}

impl Common {
    fn of(one: &[Word], other: &[Word], knowledge: &Knowledge) -> Common {
        let nothing = Common { telling: 0, names: 0 };
        shared(one, other).fold(nothing, |common, word| Common {
            telling: common.telling + telling(word, knowledge),
            names: common.names + i32::from(word.rarity() == NAME),
        })
    }

    /// How much that is of the two sketches, by weight, in percent; none where one of them is empty.
    fn share(&self, one: &[Word], other: &[Word], knowledge: &Knowledge) -> Option<i32> {
        if one.is_empty() || other.is_empty() {
            return None;
        }
        if self.telling == 0 {
            return Some(0);
        }
        let sum = |words: &[Word]| words.iter().map(|word| telling(*word, knowledge)).sum::<u64>();
        let whole = (sum(one) * sum(other)).isqrt().max(1);
        Some((100 * self.telling / whole) as i32)
    }
}

fn telling(word: Word, knowledge: &Knowledge) -> u64 {
    u64::from(knowledge.telling(word.rarity()))
}

fn list(one: &[Word], other: &[Word], names: &Names) -> Option<String> {
    let mut words: Vec<Word> = shared(one, other).collect();
    words.sort_unstable_by_key(|word| (std::cmp::Reverse(word.rarity()), *word));
    let words: Vec<&str> = words.iter().filter_map(|word| names.of(word.0)).take(6).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
