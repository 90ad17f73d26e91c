//! Names told with their ages, which the parser takes for other names of one person.

use casus_model::{Dep, Pos, Sentence, Tag};

/// "Ted Cotton, 19, Rosie Gamgee, 21, and Ned Burrows, 17, were hurt": behind a name and an age stands somebody else.
pub(super) fn names_with_ages(sentence: &mut Sentence) {
    for token in 3..sentence.tokens.len() {
        let item = &sentence.tokens[token];
        let (first, named) = (item.head as usize, item.pos == Pos::Propn && item.dep == Dep::Appos);
        if !named || first >= token || sentence.tokens[first].pos != Pos::Propn {
            continue;
        }
        let is_mark = |at: usize| matches!(sentence.tokens[at].tag, Tag::Comma | Tag::Colon);
        let is_age = |at: usize| sentence.tokens[at].pos == Pos::Num;
        let with_age = first + 3 < token && is_mark(first + 1) && is_age(first + 2) && is_mark(first + 3);
        if with_age {
            sentence.tokens[token].dep = Dep::Conj;
        }
    }
}
