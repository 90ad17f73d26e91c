//! Where names of places stand in a sentence.
//!
//! From every token that may begin a name the two automata are walked, up to six words, and the longest
//! key counts. Whether the words are meant as a place is judged by their tags and by the engine's
//! entities: a name inside a person's name is none, a name at the head of an organisation's is one, and
//! words without an entity must be proper nouns that nothing speaks against. Which place is meant is not
//! known here.

use casus_model::{Dep, Entity, EntityLabel, Pos, Sentence, Span, Tag, Token};

use crate::cues::Cue;
use crate::gazetteer::{Entry, Gazetteer, MOST_CANDIDATES, Source, Values};
use crate::kind::Kind;
use crate::normalise::ARTICLE;

const MOST_WORDS: usize = 6;
/// No word of a name is as long, in bytes.
const LONGEST_WORD: usize = 80;
/// A village must have as many inhabitants to be meant where only its tag speaks for it.
const KNOWN: u32 = 5_000;
const FAMOUS: u32 = 100_000;

/// A name in a sentence: tokens `[first, last)`.
pub(crate) struct Match {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) span: Span,
    pub(crate) key: String,
    pub(crate) candidates: Vec<Entry>,
    /// The greater name it is part of ("Baghdad University").
    pub(crate) within: Option<EntityLabel>,
    pub(crate) surety: Surety,
}

/// How sure it is that the words are meant as a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surety {
    Sure,
    /// A proper noun without an entity: the rest of the document should speak of its country.
    Likely,
    /// The engine calls it something else; only the rest of the document can show that it is a place.
    Doubtful,
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

/// How surely the engine calls the words a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Its entity is a place.
    Place,
    /// Its entity is something else of the same extent, or there is none.
    Plain,
    /// Its entity is a person of the same extent.
    Person,
    /// Its entity is a people, a faith or a party.
    People,
    /// It stands inside an organisation's or a work's name.
    Embedded(EntityLabel),
    Refused,
}

pub(crate) struct Scene<'a> {
    gazetteer: &'a Gazetteer,
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    entities: &'a [Entity],
    all_capitals: bool,
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

    fn cue(&self, at: usize, cue: Cue) -> bool {
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
        })
    }

    fn may_begin(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let word = self.word(at);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
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
    fn in_place(&self, at: usize) -> bool {
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
    fn names_a_thing(&self, at: usize) -> bool {
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
        })
    }

    fn span(&self, first: usize, last: usize) -> Span {
        self.tokens[first].span.cover(self.tokens[last - 1].span)
    }

    fn accept(&self, first: usize, last: usize, key: String, mut candidates: Vec<Entry>) -> Option<Match> {
        let span = self.span(first, last);
        let written = span.of(self.text);
        let lower_case_text = !capitalised(written) && self.in_place(first);
        let shouted = written_in_capitals(written) || lower_case_text;
        candidates.retain(|entry| !entry.capitals || shouted);
        let determined = self.tokens[first].tag == Tag::Dt;
        candidates.retain(|entry| !(determined && entry.ours));
        if candidates.iter().any(|entry| entry.demonym) {
            candidates.retain(|entry| entry.ours);
        }
        if candidates.is_empty() || key.split(' ').all(|word| word == ARTICLE) {
            return None;
        }
        let standing = self.standing(first, last);
        let plainly = || self.plainly_meant(first, last, &key, &candidates);
        let code = last - first == 1 && self.is_code(first) && !candidates.iter().any(|entry| entry.ours);
        let compass = last - first == 1 && self.cue(first, Cue::Compass);
        let common = self.gazetteer.knowledge().is_ambiguous(&key);
        let surety = match standing {
            _ if compass || common && (self.all_capitals || last - first > 1) => None,
            _ if self.all_capitals && !self.stands_out(first, last, &candidates) => None,
            Standing::Refused => None,
            Standing::Place => (key.len() > 1 && !code).then_some(Surety::Sure),
            Standing::People if candidates.iter().any(|entry| entry.demonym) => Some(Surety::Sure),
            Standing::People => self.may_be_meant(first, last, &key).then_some(Surety::Doubtful),
            Standing::Plain if plainly() && self.is_shown(first, last, &candidates) => Some(Surety::Sure),
            Standing::Plain if plainly() => Some(Surety::Likely),
            Standing::Person if self.is_led_to(first) && plainly() => Some(Surety::Sure),
            Standing::Plain | Standing::Person => {
                self.may_be_meant(first, last, &key).then_some(Surety::Doubtful)
            }
            Standing::Embedded(_) if common => None,
            Standing::Embedded(_) if candidates.iter().any(is_famous) => Some(Surety::Sure),
            Standing::Embedded(_) => candidates.iter().any(|entry| entry.main).then_some(Surety::Doubtful),
        };
        let within = if let Standing::Embedded(label) = standing { Some(label) } else { None };
        surety.map(|surety| Match { first, last, span, key, candidates, within, surety })
    }

    /// Great places, and names that a preposition leads to or a greater place follows, need no more.
    fn is_shown(&self, first: usize, last: usize, candidates: &[Entry]) -> bool {
        candidates.iter().any(is_famous)
            || self.is_led_to(first)
            || self.word(last) == "," && self.proper(last + 1)
    }

    /// Nothing in the sentence speaks against the words being a place: no title, no longer name, no
    /// common word, and not who says something.
    fn may_be_meant(&self, first: usize, last: usize, key: &str) -> bool {
        let common = self.gazetteer.knowledge().is_ambiguous(key);
        let named = self.tokens[first..last].iter().any(|token| matches!(token.pos, Pos::Propn | Pos::Noun));
        let opens = self.tokens[..first].iter().all(|token| token.pos == Pos::Punct);
        let tagged = self.tokens[last - 1].pos == Pos::Propn;
        let head = self.tokens.get(self.tokens[last - 1].head as usize);
        let speaks =
            self.tokens[last - 1].dep == Dep::Nsubj && head.is_some_and(|head| head.lemma.as_ref() == "say");
        let code = last - first == 1 && self.is_code(first);
        !common
            && !code
            && named
            && !speaks
            && (tagged || !opens)
            && !self.all_capitals
            && !self.beside_name(first, last)
    }

    /// In a text in capitals a name must be tagged one, and short words are none.
    fn stands_out(&self, first: usize, last: usize, candidates: &[Entry]) -> bool {
        let long = self.span(first, last).len() > 3 || candidates.iter().any(|entry| entry.ours);
        long && self.tokens[first].pos == Pos::Propn
    }

    /// Up to four capitals in a text that is not in capitals: PKK, HART.
    fn is_code(&self, at: usize) -> bool {
        self.word(at).len() <= 4 && written_in_capitals(self.word(at)) && !self.all_capitals
    }

    /// Part of a longer name, or after a title.
    fn beside_name(&self, first: usize, last: usize) -> bool {
        self.proper(last) && !self.names_a_thing(last)
            || first > 0 && self.proper(first - 1) && !self.is_led_to(first)
            || first > 0 && self.cue(first - 1, Cue::SurnameTitle)
            || first > 1 && self.word(first - 1) == "." && self.cue(first - 2, Cue::SurnameTitle)
    }

    /// What the engine's entities say of the tokens.
    fn standing(&self, first: usize, last: usize) -> Standing {
        let mut standing = Standing::Plain;
        for entity in self.touching(first, last) {
            let (start, end) = (entity.start as usize, entity.end as usize);
            let inner_start = self.after_small_words(start, first);
            let inner_end = end - usize::from(end > start && self.tokens[end - 1].tag == Tag::Pos);
            let whole = first <= inner_start && inner_end <= last;
            let this = match entity.label {
                EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac if whole => Standing::Place,
                EntityLabel::Gpe | EntityLabel::Loc => {
                    self.part_of_place(first, last, inner_start, inner_end)
                }
                EntityLabel::Norp => Standing::People,
                EntityLabel::Person if whole && last - first > inner_end - inner_start => Standing::Plain,
                EntityLabel::Person if whole => Standing::Person,
                EntityLabel::Person => Standing::Refused,
                EntityLabel::Org if whole => Standing::Plain,
                EntityLabel::Org if self.joins_places(inner_start, inner_end) => Standing::Plain,
                EntityLabel::Org
                | EntityLabel::Fac
                | EntityLabel::Event
                | EntityLabel::Law
                | EntityLabel::Product
                | EntityLabel::WorkOfArt => {
                    let heads = first <= inner_start || self.cue(first.saturating_sub(1), Cue::Locative);
                    if heads { Standing::Embedded(entity.label) } else { Standing::Refused }
                }
                EntityLabel::Language if whole => Standing::Plain,
                EntityLabel::Quantity | EntityLabel::Cardinal | EntityLabel::Ordinal => Standing::Plain,
                EntityLabel::Date | EntityLabel::Time if self.all_capitals => Standing::Plain,
                EntityLabel::Language
                | EntityLabel::Date
                | EntityLabel::Time
                | EntityLabel::Money
                | EntityLabel::Percent => Standing::Refused,
            };
            match this {
                Standing::Place | Standing::People => return this,
                Standing::Plain => {}
                other => standing = other,
            }
        }
        standing
    }

    /// The entities that share a token with the name; they stand in order and do not overlap.
    fn touching(&self, first: usize, last: usize) -> impl Iterator<Item = &'a Entity> {
        let from = self.entities.partition_point(|entity| entity.end as usize <= first);
        self.entities[from..].iter().take_while(move |entity| (entity.start as usize) < last)
    }

    /// "Goma in North Kivu": two names that the engine took for one.
    fn joins_places(&self, start: usize, end: usize) -> bool {
        (start + 1..end).any(|at| self.tokens[at].pos == Pos::Adp && self.cue(at, Cue::Container))
    }

    /// The engine takes words like "the" and "Near" into its entities.
    fn after_small_words(&self, start: usize, name: usize) -> usize {
        let small = |at: &usize| {
            let word = self.word(*at).to_lowercase();
            word == "the"
                || self.cue(*at, Cue::Near)
                || self.cue(*at, Cue::Locative)
                || word.trim().is_empty()
        };
        start + (start..name).take_while(small).count()
    }

    /// A shorter name inside a place's: fine beside words like "northern", "Province", not in "New York".
    fn part_of_place(&self, first: usize, last: usize, start: usize, end: usize) -> Standing {
        let rest = (start..first).chain(last..end);
        let mut proper = rest.filter(|at| {
            let telling = capitalised(self.word(*at)) && !self.cue(*at, Cue::Compass);
            telling && !self.names_a_thing(*at)
        });
        let alone = self.word(first.saturating_sub(1)) == "," || self.word(last) == ",";
        if alone || proper.next().is_none() { Standing::Place } else { Standing::Refused }
    }

    fn plainly_meant(&self, first: usize, last: usize, key: &str, candidates: &[Entry]) -> bool {
        if self.gazetteer.knowledge().is_ambiguous(key) {
            return false;
        }
        let token = &self.tokens[last - 1];
        let proper = self.tokens[first..last].iter().any(|token| token.pos == Pos::Propn);
        if candidates.iter().any(is_own) {
            return proper
                || matches!(token.pos, Pos::Adj | Pos::Noun)
                || candidates.iter().any(|entry| entry.demonym);
        }
        let followed = self.word(last) == "," && self.proper(last + 1);
        let led = self.is_led_to(first);
        let known = candidates
            .iter()
            .any(|entry| entry.population >= if entry.main { KNOWN } else { FAMOUS } || led && entry.main);
        let code = last - first == 1 && self.is_code(first);
        proper
            && !code
            && !self.beside_name(first, last)
            && (known || led && followed)
            && (!self.all_capitals || led)
    }

    fn proper(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.pos == Pos::Propn) && capitalised(self.word(at))
    }

    /// A word before the name that a place follows: "in", "near", "northern".
    fn is_led_to(&self, first: usize) -> bool {
        first > 0 && (self.cue(first - 1, Cue::Locative) || self.cue(first - 1, Cue::Compass))
    }
}

fn is_famous(entry: &Entry) -> bool {
    is_own(entry) || entry.main && entry.population >= FAMOUS
}

fn is_own(entry: &Entry) -> bool {
    matches!(entry.source, Source::Own(_)) || matches!(entry.kind, Kind::Airfield)
}

fn written_in_capitals(word: &str) -> bool {
    word.chars().all(|letter| !letter.is_lowercase())
}

fn capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
