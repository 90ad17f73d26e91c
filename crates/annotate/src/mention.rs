//! Noun phrases as mentions.

use casus_model::{Dep, Mention, Pos, Span, Tag};

use crate::{Annotated, number};

impl Annotated<'_> {
    /// The mention headed by a token.
    pub fn mention(&self, head: u32) -> Mention {
        let (first, end) = self.phrase(head);
        Mention {
            sentence: self.index,
            head,
            span: self.span(first, end),
            count: number::counted(self, head),
            plural: self.is_plural(head)
                || self.children_by(head, Dep::Nummod).next().is_some_and(|n| self.lower(n) != "one"),
            definite: self.is_definite(head),
            pronoun: self.token(head).pos == Pos::Pron,
        }
    }

    /// Tokens `[first, end)` of the noun phrase: modifiers before the head, and the head. Articles and
    /// counts at its beginning are left out.
    pub fn phrase(&self, head: u32) -> (u32, u32) {
        let mut first = self.full_phrase(head).0;
        while first < head && self.is_lead(first) {
            first += 1;
        }
        (first, head + 1)
    }

    /// Tokens `[first, end)` of the noun phrase with its articles and counts.
    pub fn full_phrase(&self, head: u32) -> (u32, u32) {
        let before = |child: &u32| {
            *child < head
                && matches!(
                    self.token(*child).dep,
                    Dep::Det
                        | Dep::Amod
                        | Dep::Compound
                        | Dep::Nummod
                        | Dep::Nmod
                        | Dep::Poss
                        | Dep::Quantmod
                        | Dep::Advmod
                        | Dep::Npadvmod
                        | Dep::Predet
                        | Dep::Punct
                        | Dep::Acl
                        | Dep::Advcl
                )
        };
        let mut first = head;
        for child in self.tree.children(head).iter().rev().filter(|child| before(child)) {
            let left = self.tree.left(*child);
            let touches = (*child + 1..first).all(|between| self.tree.left(head) <= between);
            // "34 “terrorists”", "one-way"
            let number = |word: u32| self.token(word).tag == Tag::Cd;
            let quoted = self.token(*child).tag == Tag::OpenQuote && *child > 0 && number(*child - 1);
            let within = quoted || self.word(*child) == "-";
            if !touches || self.token(*child).dep == Dep::Punct && !within {
                break;
            }
            if self.is_clause_boundary(left, *child) {
                break;
            }
            first = left;
        }
        (first, head + 1)
    }

    /// The token that a byte of the text belongs to.
    pub fn token_at(&self, byte: u32) -> Option<u32> {
        let holds = |first: u32, end: u32| {
            let span = self.span(first, end);
            (span.start..span.end).contains(&byte)
        };
        let tokens = if !self.is_empty() && holds(0, self.len()) { 0..self.len() } else { 0..0 };
        tokens.into_iter().find(|token| holds(*token, *token + 1))
    }

    /// The span of tokens `[first, end)`.
    pub fn span(&self, first: u32, end: u32) -> Span {
        let last = end.max(first + 1) - 1;
        Span { start: self.token(first).span.start, end: self.token(last).span.end }
    }

    /// The span of a token with everything beneath it, without punctuation at its edges.
    pub fn subtree(&self, token: u32) -> Span {
        let (mut first, mut last) = (self.tree.left(token), self.tree.right(token));
        while first < last && self.token(first).pos == Pos::Punct {
            first += 1;
        }
        while last > first && self.token(last).pos == Pos::Punct {
            last -= 1;
        }
        self.span(first, last + 1)
    }

    /// The noun that a quantity is of: "most of the commanders", "a large number of people".
    pub fn behind_quantity(&self, head: u32) -> u32 {
        let number = self.token(head).pos == Pos::Num && self.kinds(head).time.is_none();
        if !number && !self.lexicon.words.is("quantity", &self.lower(head)) {
            return head;
        }
        let of = self.children_by(head, Dep::Prep).find(|preposition| self.lower(*preposition) == "of");
        of.and_then(|preposition| self.children_by(preposition, Dep::Pobj).next()).unwrap_or(head)
    }

    /// Articles, counts and their hedges before the words of the phrase; "one" of "one-way" is none.
    fn is_lead(&self, token: u32) -> bool {
        let joined = token + 1 < self.len() && self.word(token + 1) == "-";
        let tag = self.token(token).tag;
        if self.kinds(token).time.is_some() {
            return true;
        }
        !joined
            && (matches!(tag, Tag::Dt | Tag::Pdt | Tag::Cd | Tag::Rb | Tag::OpenQuote)
                || tag == Tag::Cc && self.token(token + 1).tag == Tag::Cd
                || self.lexicon.words.is("hedge", &self.lower(token)) && tag != Tag::PrpS)
    }

    fn is_definite(&self, head: u32) -> bool {
        self.tree.children(head).iter().any(|child| {
            let word = self.lower(*child);
            match self.token(*child).dep {
                Dep::Det => self.lexicon.words.is("definite", &word),
                Dep::Poss => self.token(*child).tag == Tag::PrpS,
                _ => false,
            }
        })
    }

    fn is_clause_boundary(&self, left: u32, child: u32) -> bool {
        matches!(self.token(child).dep, Dep::Acl | Dep::Advcl) && left + 3 < child
    }
}
