//! A sentence as the rules see it: questions about the piece at a place, all safe past its end.

use casus_model::{EntityLabel, Pos, Sentence, Tag};

use crate::grammar::{Grammar, Phrase, PhraseMeaning, Role, Sense, Trust};
use crate::piece::{Kind, Piece};
use crate::told::{PartWord, Season, Unit};

/// The pieces of one sentence and what their words can mean.
pub(crate) struct Words<'a> {
    pub grammar: &'a Grammar,
    pub pieces: &'a [Piece],
    pub sentence: &'a Sentence,
}

impl<'a> Words<'a> {
    pub fn senses(&self, at: usize) -> &'a [Sense] {
        match self.pieces.get(at) {
            Some(Piece { kind: Kind::Word(id), .. }) => self.grammar.senses(*id),
            _ => &[],
        }
    }

    fn sense<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.senses(at).iter().find_map(|sense| pick(*sense))
    }

    pub fn role(&self, at: usize, role: Role) -> bool {
        self.senses(at).contains(&Sense::Role(role))
    }

    pub fn any(&self, at: usize, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.role(at, *role))
    }

    /// One past the piece where it has the role; otherwise the same place.
    pub fn past(&self, at: usize, role: Role) -> usize {
        at + usize::from(self.role(at, role))
    }

    pub fn past_any(&self, at: usize, roles: &[Role]) -> usize {
        at + usize::from(self.any(at, roles))
    }

    pub fn mark(&self, at: usize, mark: char) -> bool {
        matches!(self.pieces.get(at), Some(piece) if piece.kind == Kind::Mark(mark))
    }

    pub fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.glued)
    }

    /// A hyphen with no space on either side.
    pub fn hyphen(&self, at: usize) -> bool {
        self.mark(at, '-') && self.glued(at) && self.glued(at + 1)
    }

    pub fn past_hyphen(&self, at: usize) -> usize {
        at + usize::from(self.hyphen(at))
    }

    pub fn past_mark(&self, at: usize, mark: char) -> usize {
        at + usize::from(self.mark(at, mark))
    }

    pub fn capital(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.capital)
    }

    /// Digits that stand for a plain whole number.
    pub fn number(&self, at: usize) -> Option<u64> {
        match self.pieces.get(at)?.kind {
            Kind::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Digits with their length, when no commas group them.
    pub fn plain_number(&self, at: usize) -> Option<(u64, u8)> {
        match self.pieces.get(at)?.kind {
            Kind::Number { value, digits, grouped: false } => Some((value, digits)),
            _ => None,
        }
    }

    pub fn unit(&self, at: usize) -> Option<(Unit, u16, bool)> {
        self.sense(at, |sense| match sense {
            Sense::Unit { unit, times, plural } => Some((unit, times, plural)),
            _ => None,
        })
    }

    pub fn part(&self, at: usize) -> Option<PartWord> {
        self.sense(at, |sense| match sense {
            Sense::Part(part) => Some(part),
            _ => None,
        })
    }

    /// A month name that its neighbours let stand for a month.
    pub fn month(&self, at: usize) -> Option<u8> {
        let (month, trust) = self.sense(at, |sense| match sense {
            Sense::Month(month, trust) => Some((month, trust)),
            _ => None,
        })?;
        self.trusted(at, trust).then_some(month)
    }

    pub fn weekday(&self, at: usize) -> Option<(u8, bool)> {
        let (weekday, trust) = self.sense(at, |sense| match sense {
            Sense::Weekday(weekday, trust) => Some((weekday, trust)),
            _ => None,
        })?;
        self.trusted(at, trust).then_some((weekday, trust == Trust::Plural))
    }

    pub fn season(&self, at: usize) -> Option<(Season, Trust)> {
        self.sense(at, |sense| match sense {
            Sense::Season(season, trust) => Some((season, trust)),
            _ => None,
        })
    }

    pub fn day_word(&self, at: usize) -> Option<(i64, bool)> {
        self.sense(at, |sense| match sense {
            Sense::Day { shift, night } => Some((i64::from(shift), night)),
            _ => None,
        })
    }

    pub fn number_word(&self, at: usize) -> Option<u64> {
        self.sense(at, |sense| match sense {
            Sense::Number(value) => Some(u64::from(value)),
            _ => None,
        })
    }

    pub fn scale(&self, at: usize) -> Option<u64> {
        self.sense(at, |sense| match sense {
            Sense::Scale(value) => Some(u64::from(value)),
            _ => None,
        })
    }

    pub fn ordinal_word(&self, at: usize) -> Option<u8> {
        self.sense(at, |sense| match sense {
            Sense::Ordinal(value) => Some(value),
            _ => None,
        })
    }

    pub fn decade_name(&self, at: usize) -> Option<u8> {
        self.sense(at, |sense| match sense {
            Sense::DecadeName(value) => Some(value),
            _ => None,
        })
    }

    pub fn is(&self, at: usize, sense: Sense) -> bool {
        self.senses(at).contains(&sense)
    }

    /// "so far" that ends at this place.
    pub fn so_far(&self, at: usize) -> bool {
        at > 0 && self.role(at, Role::Far) && self.role(at - 1, Role::So)
    }

    /// The longest phrase of the grammar that begins here and means what is wanted.
    pub fn phrase(
        &self,
        at: usize,
        wanted: impl Fn(&PhraseMeaning) -> bool,
    ) -> Option<(usize, &'a PhraseMeaning)> {
        let Kind::Word(id) = self.pieces.get(at)?.kind else { return None };
        let phrases = self.grammar.phrases(id).iter().filter(|phrase| wanted(&phrase.meaning));
        phrases.into_iter().find_map(|phrase| Some((self.phrase_end(at, phrase)?, &phrase.meaning)))
    }

    fn phrase_end(&self, at: usize, phrase: &Phrase) -> Option<usize> {
        let mut end = at;
        for (nth, word) in phrase.words.iter().enumerate() {
            if nth > 0 {
                end = self.past_hyphen(end);
                end += usize::from(self.mark(end, '\''));
            }
            let piece = self.pieces.get(end)?;
            if piece.kind != Kind::Word(*word) || (phrase.capitals[nth] && !piece.capital) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// Where the preposition before an expression begins.
    pub fn led_by(&self, start: usize) -> Option<usize> {
        use Role::{About, After, At, Before, By, For, In, On, Over, Shortly, Since, Until, Within};
        let mut lead = start;
        while let Some(before) = lead.checked_sub(1)
            && start - before <= 3
            && self.any(
                before,
                &[About, After, At, Before, By, For, In, On, Over, Shortly, Since, Until, Within],
            )
        {
            lead = before;
        }
        (lead < start).then_some(lead)
    }

    pub fn tag(&self, at: usize) -> Option<Tag> {
        let piece = self.pieces.get(at)?;
        self.sentence.tokens.get(piece.token as usize).map(|token| token.tag)
    }

    /// True for a piece in a noun's place: what "the 26th" before it counts.
    pub fn is_nominal(&self, at: usize) -> bool {
        let Some(piece) = self.pieces.get(at) else { return false };
        let token = self.sentence.tokens.get(piece.token as usize);
        token.is_some_and(|token| matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Adj))
    }

    pub fn is_plural_noun(&self, at: usize) -> bool {
        matches!(self.tag(at), Some(Tag::Nns | Tag::Nnps))
    }

    fn trusted(&self, at: usize, trust: Trust) -> bool {
        let piece = &self.pieces[at];
        match trust {
            Trust::Name | Trust::Plural => piece.capital && !self.is_person(at, 2),
            Trust::Abbreviation => {
                piece.capital && (piece.dotted || self.beside_number(at) || self.before_month(at))
            }
            Trust::Weak => piece.capital && self.weak_month_is_time(at),
        }
    }

    fn beside_number(&self, at: usize) -> bool {
        let day = |at: usize| {
            self.plain_number(at).is_some_and(|(value, digits)| digits == 4 || (1..=31).contains(&value))
        };
        day(at + 1)
            || self.ordinal_word(at + 1).is_some()
            || at.checked_sub(1).is_some_and(day)
            || (at > 1 && (self.hyphen(at - 1) || self.is(at - 1, Sense::OrdinalSuffix)) && day(at - 2))
    }

    fn before_month(&self, at: usize) -> bool {
        let next = self.past_mark(self.past_mark(at + 1, '.'), ',');
        self.senses(next).iter().any(|sense| matches!(sense, Sense::Month(..)))
    }

    fn weak_month_is_time(&self, at: usize) -> bool {
        use Role::{Before, By, Early, Every, In, Last, Late, Mid, Next, Of, Since, This, Through, Until};
        if self.beside_number(at) {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return false };
        let before = if self.hyphen(before) { before.saturating_sub(1) } else { before };
        let led = self.any(
            before,
            &[Before, By, Early, Every, In, Last, Late, Mid, Next, Of, Since, This, Through, Until],
        );
        let led = led || self.is_end_of_months(at, before);
        let ordinal = self.is(before, Sense::OrdinalSuffix)
            || (self.role(before, Role::The) && matches!(self.tag(at + 1), Some(Tag::Nn | Tag::Nns)));
        (led || ordinal) && self.tag(at) != Some(Tag::Md) && !self.is_person(at, 1)
    }

    /// "between January and March", "from May to July": one of two months that are joined.
    fn is_end_of_months(&self, at: usize, before: usize) -> bool {
        let joins = |at: usize| self.any(at, &[Role::And, Role::To, Role::Through]);
        let month = |at: usize| self.senses(at).iter().any(|sense| matches!(sense, Sense::Month(..)));
        let second = joins(before) && before.checked_sub(1).is_some_and(month);
        let first = self.any(before, &[Role::Between, Role::From]) && joins(at + 1) && month(at + 2);
        second || first
    }

    /// Inside a person's name of at least so many tokens.
    fn is_person(&self, at: usize, least: u32) -> bool {
        let token = self.pieces[at].token;
        let entities = &self.sentence.entities;
        let index = entities.partition_point(|entity| entity.end <= token);
        entities.get(index).is_some_and(|entity| {
            entity.start <= token && entity.label == EntityLabel::Person && entity.end - entity.start >= least
        })
    }
}
