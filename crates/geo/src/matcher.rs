//! Where names of places stand in a sentence.
//!
//! From every token that may begin a name the two automata are walked, up to six words, and the longest
//! key counts. A name that the gazetteer spells otherwise is looked up by its sound. Whether the words are
//! meant as a place is judged next door (`meaning`); which place is meant is not known here.

use casus_model::{Entity, EntityLabel, Pos, Sentence, Span, Tag, Token};

use crate::cues::Cue;
use crate::gazetteer::{Entry, Gazetteer, MOST_CANDIDATES, Values};
use crate::meaning::Surety;
use crate::normalise::ARTICLE;

const MOST_WORDS: usize = 6;
/// No word of a name is as long, in bytes.
const LONGEST_WORD: usize = 80;

/// A name in a sentence: tokens `[first, last)`.
pub(crate) struct Match {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) span: Span,
    pub(crate) key: String,
    pub(crate) candidates: Vec<Entry>,
    /// The greater name it is part of ("Bree University").
    pub(crate) within: Option<EntityLabel>,
    pub(crate) surety: Surety,
    /// Spelt in no way that the gazetteer knows, and looked up by its sound.
    pub(crate) by_sound: bool,
}

/// The names of places in a sentence, in order, without overlap.
pub(crate) fn matches(gazetteer: &Gazetteer, text: &str, sentence: &Sentence) -> Vec<Match> {
    let scene = Scene::new(gazetteer, text, sentence);
    let mut found: Vec<Match> = Vec::new();
    let mut at = 0;
    while at < sentence.tokens.len() {
        match scene.name_at(at, found.last()) {
            Some(name) => {
                at = name.last;
                found.push(name);
            }
            None => at += 1,
        }
    }
    found
}

/// A sentence and what is looked up for it.
pub(crate) struct Scene<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    entities: &'a [Entity],
    pub(crate) all_capitals: bool,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(gazetteer: &'a Gazetteer, text: &'a str, sentence: &'a Sentence) -> Scene<'a> {
        let words = sentence.span.of(text);
        let small = words.bytes().filter(u8::is_ascii_lowercase).count();
        let great = words.bytes().filter(u8::is_ascii_uppercase).count();
        Scene {
            gazetteer,
            text,
            tokens: &sentence.tokens,
            entities: &sentence.entities,
            all_capitals: great > 5 && small * 5 < great,
        }
    }

    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    pub(crate) fn cue(&self, at: usize, cue: Cue) -> bool {
        at < self.tokens.len() && self.gazetteer.knowledge().cues().says(&self.word(at).to_lowercase(), cue)
    }

    /// The longest acceptable name that begins here.
    fn name_at(&self, first: usize, previous: Option<&Match>) -> Option<Match> {
        if !self.may_begin(first) {
            return None;
        }
        if let Some(short) = self.abbreviation(first, previous) {
            return Some(short);
        }
        let mut walked = self.walk(first);
        while let Some((last, key, values)) = walked.pop() {
            let entries = self.gazetteer.entries(values, MOST_CANDIDATES);
            if let Some(name) = self.accept(first, last, key, entries) {
                return Some(name);
            }
        }
        self.without_article(first).or_else(|| self.heard(first))
    }

    /// A place by the engine's word whose spelling is unknown, looked up by its sound.
    fn heard(&self, first: usize) -> Option<Match> {
        let places = [EntityLabel::Gpe, EntityLabel::Loc, EntityLabel::Fac];
        let entity = self.touching(first, first + 1).find(|entity| {
            let start = entity.start as usize;
            let the = usize::from(self.word(start).eq_ignore_ascii_case("the"));
            start + the == first && places.contains(&entity.label)
        })?;
        let mut last = (entity.end as usize).min(self.tokens.len());
        while last > first + 1 && (self.tokens[last - 1].tag == Tag::Pos || self.names_a_thing(last - 1)) {
            last -= 1;
        }
        if last <= first || last - first > MOST_WORDS + 2 {
            return None;
        }
        let key = self.gazetteer.knowledge().normaliser().normalise(self.span(first, last).of(self.text));
        let candidates = self.gazetteer.heard(&key);
        if candidates.is_empty() {
            return None;
        }
        Some(Match {
            first,
            last,
            span: self.span(first, last),
            key,
            candidates,
            within: None,
            surety: Surety::Sure,
            by_sound: true,
        })
    }

    fn may_begin(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let word = self.word(at);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        // "At Tanf" opens a sentence with a preposition, and not with the article of "at-Tanf".
        if token.tag == Tag::In && self.article(at) && !self.joined(at + 1) {
            return false;
        }
        if !capital && self.in_place(at) && token.pos == Pos::Propn {
            return true;
        }
        if !capital {
            return self.joined(at + 1) && self.article(at) && capitalised(self.word(at + 2));
        }
        let inside = self.tokens[..at].last().is_some_and(|before| {
            before.span.end == token.span.start && self.word(at - 1).chars().all(|c| c.is_lowercase())
        });
        !inside && token.tag != Tag::Pos
    }

    /// True for a token that the engine takes into a place's name, as it does where a text has no capitals.
    pub(crate) fn in_place(&self, at: usize) -> bool {
        self.touching(at, at + 1).any(|entity| matches!(entity.label, EntityLabel::Gpe | EntityLabel::Loc))
    }

    fn article(&self, at: usize) -> bool {
        let mut key = String::new();
        self.gazetteer.knowledge().normaliser().append(self.word(at), &mut key);
        key == ARTICLE
    }

    /// True at a hyphen that has no space on either side.
    fn joined(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let hyphen = matches!(self.word(at), "-" | "‐" | "‑" | "–");
        let before = at > 0 && self.tokens[at - 1].span.end == token.span.start;
        let after = self.tokens.get(at + 1).is_some_and(|next| next.span.start == token.span.end);
        hyphen && before && after
    }

    /// Every key that begins here, the shortest first, with the token after it.
    fn walk(&self, first: usize) -> Vec<(usize, String, Values)> {
        let normaliser = self.gazetteer.knowledge().normaliser();
        let (mut pack, mut own) = self.gazetteer.cursors();
        let (mut key, mut words, mut found) = (String::new(), 0, Vec::new());
        // "the Gulf" is known with its article, "The Hague" begins with it by itself.
        let mut with_the = self.gazetteer.cursors().1;
        let after_the = first > 0 && self.word(first - 1).eq_ignore_ascii_case("the");
        if after_the {
            with_the.push("the");
        }
        let mut at = first;
        while words < MOST_WORDS && at < self.tokens.len() {
            if self.joined(at) && words > 0 {
                at += 1;
                continue;
            }
            if at > first && !self.may_continue(at) || self.tokens[at].span.len() > LONGEST_WORD {
                break;
            }
            let before = key.len();
            normaliser.append(self.word(at), &mut key);
            at += 1;
            if key.len() == before {
                continue;
            }
            words += 1;
            let piece = &key[before..];
            pack.push(piece);
            own.push(piece);
            if after_the {
                if before == 0 {
                    with_the.push(" ");
                }
                with_the.push(piece);
            }
            let own_value = own.value().or_else(|| with_the.value().filter(|_| after_the));
            let values = Values { pack: pack.value(), own: own_value };
            if values != Values::default() && self.may_end(first, at - 1) {
                found.push((self.full_stop(at), key.clone(), values));
            }
            if pack.is_dead() && own.is_dead() && (with_the.is_dead() || !after_the) {
                break;
            }
        }
        found
    }

    /// "Ky." is one name with its full stop, where the tokenizer left it standing alone.
    fn full_stop(&self, after: usize) -> usize {
        let stop = self.word(after) == "."
            && after + 1 < self.tokens.len()
            && self.tokens[after].span.start == self.tokens[after - 1].span.end
            && self.word(after - 1).len() <= 2;
        if stop { after + 1 } else { after }
    }

    fn may_continue(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let word = self.word(at);
        if token.tag == Tag::Pos || word.starts_with('’') || word.starts_with('\'') {
            return false;
        }
        if token.pos == Pos::Space {
            return word.matches('\n').count() < 2;
        }
        if word == "." {
            let short = self.word(at - 1).len() <= 3 && self.tokens[at - 1].span.end == token.span.start;
            return short;
        }
        if word.chars().all(|letter| !letter.is_alphanumeric()) {
            return word == "&";
        }
        capitalised(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || self.joined(at - 1)
            || self.cue(at, Cue::Connector)
            || self.names_a_thing(at)
            || self.gazetteer.knowledge().is_inner_word(word)
            || self.in_place(at)
    }

    /// Words like "province", "air base", "camp", which may end a name in small letters.
    pub(crate) fn names_a_thing(&self, at: usize) -> bool {
        at < self.tokens.len() && self.gazetteer.knowledge().is_tail_word(&self.word(at).to_lowercase())
    }

    fn may_end(&self, first: usize, at: usize) -> bool {
        let word = self.word(at);
        at == first
            || capitalised(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || self.joined(at - 1)
            || self.names_a_thing(at)
            || self.in_place(at)
    }

    /// "al-Hasakah" where the gazetteer knows the name without its article.
    fn without_article(&self, first: usize) -> Option<Match> {
        if !self.article(first) || !self.joined(first + 1) && self.tokens[first].pos != Pos::Propn {
            return None;
        }
        let start = if self.joined(first + 1) { first + 2 } else { first + 1 };
        if !capitalised(self.word(start)) {
            return None;
        }
        let normaliser = self.gazetteer.knowledge().normaliser();
        let mut walked = self.walk(start);
        while let Some((last, key, values)) = walked.pop() {
            let mut entries = self.gazetteer.entries(values, MOST_CANDIDATES);
            entries.retain(|entry| entry.country.is_some_and(|country| normaliser.drops_article(country)));
            if let Some(name) = self.accept(first, last, key, entries) {
                return Some(name);
            }
        }
        None
    }

    /// "Ky." after "Paris, ".
    fn abbreviation(&self, first: usize, previous: Option<&Match>) -> Option<Match> {
        let previous =
            previous.filter(|previous| previous.last + 1 == first && self.word(first - 1) == ",")?;
        let knowledge = self.gazetteer.knowledge();
        let key = knowledge.normaliser().normalise(self.word(first));
        let candidates: Vec<Entry> =
            knowledge.abbreviation(&key).iter().filter_map(|code| self.gazetteer.division(code)).collect();
        let dotted = self.word(first).contains('.') || self.word(first + 1) == ".";
        if candidates.is_empty() || previous.candidates.is_empty() || self.all_capitals && !dotted {
            return None;
        }
        let stop = self.tokens.get(first + 1).filter(|next| next.span.start == self.tokens[first].span.end);
        let last = if stop.is_some() && self.word(first + 1) == "." { first + 2 } else { first + 1 };
        Some(Match {
            first,
            last,
            span: self.span(first, last),
            key: format!("{key}."),
            candidates,
            within: None,
            surety: Surety::Sure,
            by_sound: false,
        })
    }

    pub(crate) fn span(&self, first: usize, last: usize) -> Span {
        self.tokens[first].span.cover(self.tokens[last - 1].span)
    }

    /// The entities that share a token with the name; they stand in order and do not overlap.
    pub(crate) fn touching(&self, first: usize, last: usize) -> impl Iterator<Item = &'a Entity> {
        let from = self.entities.partition_point(|entity| entity.end as usize <= first);
        self.entities[from..].iter().take_while(move |entity| (entity.start as usize) < last)
    }
}

pub(crate) fn written_in_capitals(word: &str) -> bool {
    word.chars().all(|letter| !letter.is_lowercase())
}

pub(crate) fn capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
