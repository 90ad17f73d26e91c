//! Whether words that could name a place are meant as one.
//!
//! Judged by their tags and by the engine's entities: a name inside a person's name is none, a name at the
//! head of an organisation's is one, words without an entity must be proper nouns that nothing speaks
//! against. The engine often takes foreign towns for people; such names are passed on as doubtful, for
//! the whole document to decide.

use casus_model::{Dep, Entity, EntityLabel, Pos, Tag};

use crate::cues::Cue;
use crate::gazetteer::Entry;
use crate::kind::Kind;
use crate::matcher::{Match, Scene, capitalised, written_in_capitals};
use crate::normalise::ARTICLE;

/// A village must have as many inhabitants to be meant where only its tag speaks for it.
const KNOWN: u32 = 5_000;
const FAMOUS: u32 = 100_000;

/// How sure it is that the words are meant as a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surety {
    Sure,
    /// A proper noun without an entity: the rest of the document should speak of its country.
    Likely,
    /// The engine calls it something else; only the rest of the document can show that it is a place.
    Doubtful,
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

impl Scene<'_> {
    /// The name, if the words are meant as a place.
    pub(crate) fn accept(
        &self,
        first: usize,
        last: usize,
        key: String,
        mut candidates: Vec<Entry>,
    ) -> Option<Match> {
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
        let standing = match self.standing(first, last) {
            _ if self.is_misread(first, last, &candidates) => Standing::People,
            standing => standing,
        };
        let plainly = || self.plainly_meant(first, last, &key, &candidates);
        let code = last - first == 1 && self.is_code(first) && !candidates.iter().any(|entry| entry.ours);
        let compass = last - first == 1 && self.cue(first, Cue::Compass);
        let common = self.is_common(first, &key);
        let surety = match standing {
            Standing::Plain | Standing::Place if common && self.is_at_site(first, last, &candidates) => {
                Some(Surety::Likely)
            }
            _ if compass || common && (self.all_capitals || last - first > 1) => None,
            // "in the Valley"
            _ if common
                && self.word(first.saturating_sub(1)) == "the"
                && !self.names_a_thing(last)
                && !candidates.iter().any(is_famous) =>
            {
                None
            }
            _ if self.all_capitals && !self.stands_out(first, last, &candidates) => None,
            Standing::Refused => None,
            Standing::Place => (key.len() > 1 && !code).then_some(Surety::Sure),
            Standing::People if candidates.iter().any(|entry| entry.demonym) => Some(Surety::Sure),
            // "an attack in Kidal": a people by one name is not told of so.
            Standing::People
                if self.is_led_to(first) && self.tokens[last - 1].dep == Dep::Pobj && plainly() =>
            {
                Some(Surety::Likely)
            }
            Standing::People => self.may_be_meant(first, last, &key).then_some(Surety::Doubtful),
            Standing::Plain if plainly() && self.is_shown(first, last, &candidates) => Some(Surety::Sure),
            Standing::Plain if plainly() => Some(Surety::Likely),
            Standing::Person if self.is_led_to(first) && plainly() => Some(Surety::Sure),
            Standing::Person if self.is_taken(first) && !common && candidates.iter().any(is_famous) => {
                Some(Surety::Sure)
            }
            Standing::Plain | Standing::Person => {
                self.may_be_meant(first, last, &key).then_some(Surety::Doubtful)
            }
            Standing::Embedded(_) if common => None,
            Standing::Embedded(_) if candidates.iter().any(is_famous) => Some(Surety::Sure),
            Standing::Embedded(_) => candidates.iter().any(|entry| entry.main).then_some(Surety::Doubtful),
        };
        let within = if let Standing::Embedded(label) = standing { Some(label) } else { None };
        surety.map(|surety| Match { first, last, span, key, candidates, within, surety, by_sound: false })
    }

    /// "over al-Asad", "sent against al-Asad": a site called after somebody, behind a preposition that people hardly follow.
    fn is_at_site(&self, first: usize, last: usize, candidates: &[Entry]) -> bool {
        let owns = self.tokens.get(last).is_some_and(|next| next.tag == Tag::Pos);
        first > 0
            && last - first > 1
            && self.cue(first - 1, Cue::Site)
            && !owns
            && candidates.iter().any(|entry| entry.ours)
    }

    /// "in Turbat", "in Tumaco": a town by one name behind a preposition, which the engine takes for a day or an event.
    fn is_misread(&self, first: usize, last: usize, candidates: &[Entry]) -> bool {
        let labels = [EntityLabel::Date, EntityLabel::Event, EntityLabel::Product, EntityLabel::WorkOfArt];
        let this = |entity: &Entity| entity.end as usize == last && labels.contains(&entity.label);
        last - first == 1
            && self.is_led_to(first)
            && self.touching(first, last).any(this)
            && candidates.iter().any(|entry| entry.main && entry.population >= KNOWN)
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
        let common = self.is_common(first, key);
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

    /// A word with another meaning, where nothing says that it is a town.
    fn is_common(&self, first: usize, key: &str) -> bool {
        self.gazetteer.knowledge().is_ambiguous(key) && !self.is_called_town(first)
    }

    /// "the town of Sake"
    fn is_called_town(&self, first: usize) -> bool {
        first > 1 && self.word(first - 1) == "of" && self.cue(first - 2, Cue::Settlement)
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
        if self.is_common(first, key) {
            return false;
        }
        let token = &self.tokens[last - 1];
        let tagged = self.tokens[first..last].iter().any(|token| token.pos == Pos::Propn);
        let proper = tagged || self.is_called_town(first);
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

    /// "captured Goma": ground is taken, and hardly somebody called by one name.
    fn is_taken(&self, first: usize) -> bool {
        first > 0 && self.cue(first - 1, Cue::Taking)
    }

    /// A word before the name that a place follows: "in", "near", "northern".
    fn is_led_to(&self, first: usize) -> bool {
        first > 0 && (self.cue(first - 1, Cue::Locative) || self.cue(first - 1, Cue::Compass))
    }
}

/// Known without more.
fn is_famous(entry: &Entry) -> bool {
    is_own(entry) || entry.main && entry.population >= FAMOUS
}

/// A name of our tables, or one that says that it is an airfield.
fn is_own(entry: &Entry) -> bool {
    entry.ours || entry.kind == Kind::Airfield
}
