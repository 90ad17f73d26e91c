//! Noun phrases as MUC-4 writes them: the head with what stands before it, without article; a person's
//! name apart from what he is.

use casus::Inside;
use casus::annotate::{Annotated, Mark, Meaning};
use casus::lexicon::Sense;
use casus::model::{Count, Dep, EntityLabel, Pos, Span, Tag};

use super::vocabulary::holds;

/// A noun phrase in its sentence.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'a> {
    /// Its sentence.
    pub sentence: &'a Annotated<'a>,
    /// Its head.
    pub head: u32,
}

impl<'a> Phrase<'a> {
    /// The phrase whose words stand at a span.
    pub fn at(inside: &'a Inside, span: Span) -> Option<Phrase<'a>> {
        let sentences = &inside.annotation.sentences;
        let after = sentences.partition_point(|sentence| sentence.sentence.span.start <= span.start);
        let sentence = sentences.get(after.checked_sub(1)?)?;
        let tokens = &sentence.sentence.tokens;
        let first = tokens.partition_point(|token| token.span.end <= span.start) as u32;
        let end = tokens.partition_point(|token| token.span.start < span.end) as u32;
        (first < end).then(|| Phrase { sentence, head: sentence.head_of(first, end) })
    }

    /// The words without article, count and hedge; with what a body, a part or an office is of.
    pub fn words(&self) -> String {
        let (first, _) = self.sentence.phrase(self.head);
        // "(14.15 GMT) incendiary bombs": what a bracket closes before the phrase is none of it.
        let is = |token: u32, bracket: char| self.sentence.word(token).contains(bracket);
        let bracket = (first..self.head).rev().find(|token| is(*token, ')'));
        let bracket = bracket.filter(|closing| !(first + 1..*closing).any(|token| is(token, '(')));
        let mut from = bracket.map_or(first, |before| before + 1);
        while from < self.head && self.is_lead(from) {
            from += 1;
        }
        plain(self.sentence.span(from, self.end()).of(self.sentence.text))
    }

    /// "several", "alleged", "his": says how many, how surely or whose, and not who or what.
    fn is_lead(&self, token: u32) -> bool {
        let tag = self.sentence.token(token).tag;
        matches!(tag, Tag::PrpS | Tag::Dt | Tag::Cc) || holds("lead", &self.sentence.lower(token))
    }

    /// One past the last token: "members of the council" go on behind "of", people and things mostly do not.
    fn end(&self) -> u32 {
        let of = self.sentence.children_by(self.head, Dep::Prep).find(|of| self.sentence.lower(*of) == "of");
        match of.filter(|_| holds("part", &self.sentence.lower(self.head))) {
            Some(of) => {
                let end = (self.sentence.tree.right(of) + 1).min(of + LONGEST);
                // "members of the Grey Company (GC)": what is in brackets is none of it.
                let opens = |token: &u32| self.sentence.word(*token).contains('(');
                (of + 2..end).find(opens).unwrap_or(end)
            }
            None => self.end_of_looks().unwrap_or(self.head + 1),
        }
    }

    /// "men wearing uniforms", "men in civilian clothes": by what they wear they are told from other men.
    fn end_of_looks(&self) -> Option<u32> {
        let after = self.head + 1;
        let anybody = holds("anybody", &self.sentence.lower(self.head)) && after < self.sentence.len();
        let last = anybody.then(|| self.sentence.tree.right(after))?;
        let worn = || (after + 1..=last).any(|token| holds("worn", &self.sentence.lower(token)));
        let tells = match self.sentence.lower(after).as_str() {
            "wearing" | "dressed" => true,
            "in" => worn(),
            _ => false,
        };
        let clause = |token: &u32| {
            matches!(self.sentence.lower(*token).as_str(), "who" | "that" | "which" | "," | "and")
        };
        let end = (after + 1..=last).find(clause).unwrap_or(last + 1);
        (tells && end > after + 1).then(|| end.min(after + LONGEST))
    }

    /// Persons named beside the phrase: "the mayor, Odo Proudfoot", "two guards, Odo and Milo", "a man named Odo".
    pub fn named_beside(&self) -> Vec<Phrase<'a>> {
        let sentence = self.sentence;
        let apposed = sentence.children_by(self.head, Dep::Appos);
        let called = sentence.children_by(self.head, Dep::Acl);
        let called = called.filter(|verb| matches!(sentence.lower(*verb).as_str(), "named" | "called"));
        let called = called
            .flat_map(|verb| sentence.tree.children(verb).iter().copied().filter(move |name| *name > verb));
        let names = apposed.chain(called).flat_map(|name| sentence.coordinated(name));
        let phrases = names.map(|head| Phrase { sentence, head });
        phrases.filter(|phrase| phrase.person().is_some()).collect()
    }

    /// The country whose adjective the phrase holds.
    pub fn nationality(&self, inside: &Inside) -> Option<String> {
        let (first, end) = self.sentence.phrase(self.head);
        let demonym = (first..end).find_map(|token| self.sentence.demonym(token))?;
        let code = inside.toponyms.get(demonym)?.place.country.clone()?;
        Some(inside.casus.gazetteer().country_name(&code)?.to_uppercase())
    }

    /// A person's name in the phrase, without titles that the engine took into it.
    pub fn name(&self) -> Option<String> {
        let (first, end) = self.person()?;
        Some(name_at(self.sentence, first, end))
    }

    /// What the person is: the title before the name, or the noun beside it.
    pub fn description(&self) -> Option<String> {
        let Some((first, end)) = self.person() else { return Some(self.words()) };
        let (from, _) = self.sentence.phrase(self.head.max(first));
        if from < first {
            let mut from = from;
            while from < first && self.sentence.demonym(from).is_some() {
                from += 1;
            }
            let title = plain(self.sentence.span(from.min(first - 1), first).of(self.sentence.text));
            return Some(title).filter(|title| !title.is_empty());
        }
        let apposed = (first..end).flat_map(|token| self.sentence.children_by(token, Dep::Appos));
        let noun = apposed.into_iter().find(|noun| self.sentence.token(*noun).pos == Pos::Noun)?;
        Some(Phrase { sentence: self.sentence, head: noun }.words())
    }

    /// How many there are, as the slots for numbers write it.
    pub fn number(&self, told: Option<&Count>) -> String {
        match told.and_then(|count| count.low) {
            Some(low) => low.to_string(),
            None if self.sentence.is_plural(self.head) => "PLURAL".to_owned(),
            None => "1".to_owned(),
        }
    }

    /// People class of the lexicon, of the phrase or of what the person is said to be.
    pub fn class(&self) -> &'a str {
        let of = |token: u32| self.sentence.kinds(token).people.map(|(class, _)| class);
        let (first, end) = self.sentence.phrase(self.head);
        let around = (first..end).chain(self.sentence.children_by(self.head, Dep::Appos));
        of(self.head).or_else(|| around.filter_map(of).next()).unwrap_or("unknown")
    }

    /// People, not a body, a place or a word that stands for them.
    pub fn is_people(&self) -> bool {
        let token = self.sentence.token(self.head);
        let kinds = self.sentence.kinds(self.head);
        token.pos != Pos::Pron && (self.person().is_some() || kinds.is_person() && kinds.place.is_none())
    }

    /// A weapon called by its own name, and nobody: a sniper is no weapon.
    pub fn names_weapon(&self) -> bool {
        let kinds = self.sentence.kinds(self.head);
        self.sentence.is_nominal(self.head) && kinds.weapon.is_some() && kinds.people.is_none()
    }

    /// The group, force or government that the phrase names or whose people it is of: "guerrillas of the
    /// Liberation Front", "the armed forces", "army members".
    pub fn organisation(&self) -> Option<String> {
        let (first, end) = self.sentence.full_phrase(self.head);
        let of = self.sentence.children_by(self.head, Dep::Prep).find(|of| self.sentence.lower(*of) == "of");
        let reach = of.map_or(end, |of| self.sentence.tree.right(of) + 1);
        let within = |mark: &&Mark| first <= mark.first && mark.end <= reach;
        let named = |mark: &&Mark| matches!(mark.meaning, Meaning::Actor(_));
        let body =
            |mark: &&Mark| holds("body", self.sentence.span(mark.first, mark.end).of(self.sentence.text));
        let mut marks = self.sentence.marks.iter().filter(within);
        let mark = marks.clone().find(named).or_else(|| marks.find(body)).or_else(|| self.explained());
        if mark.is_none() && self.is_group() {
            return Some(self.words());
        }
        let mark = mark?;
        let is_adjective = |token: &u32| self.sentence.demonym(*token).is_some();
        let from = (0..mark.first).rev().take_while(is_adjective).last().unwrap_or(mark.first);
        let mut end = mark.end;
        if mark.end > mark.first && self.is_of_many(mark.end - 1) {
            // "Liberation Front rebels" are of the front; "Gondorian soldiers" are of none that is named.
            end -= 1;
            if (from..end).all(|token| self.sentence.demonym(token).is_some()) {
                return None;
            }
        }
        Some(plain(self.sentence.span(from, end).of(self.sentence.text)))
    }

    /// "soldiers", "rebels": people, and not what they are of.
    fn is_of_many(&self, token: u32) -> bool {
        let word = self.sentence.lower(token);
        self.sentence.is_plural(token)
            && matches!(
                word.as_str(),
                "soldiers" | "troops" | "rebels" | "guerrillas" | "fighters" | "militants" | "terrorists"
            )
    }

    /// "ELN (Army of National Liberation) guerrillas": the name before a bracket that stands before the phrase.
    fn explained(&self) -> Option<&'a Mark<'a>> {
        let (first, _) = self.sentence.full_phrase(self.head);
        let is = |token: u32, bracket: char| self.sentence.word(token).contains(bracket);
        let closing = first.checked_sub(1).filter(|before| is(*before, ')'))?;
        let opening = (closing.saturating_sub(LONGEST)..closing).rev().find(|token| is(*token, '('))?;
        let named = |mark: &&Mark| mark.end == opening && matches!(mark.meaning, Meaning::Actor(_));
        self.sentence.marks.iter().find(named)
    }

    /// A neighbourhood, a road, a position of the army: nothing that the task counts among targets.
    pub fn is_ground(&self) -> bool {
        holds("ground", &self.sentence.lemma(self.head).to_lowercase())
    }

    /// More than one.
    pub fn is_plural(&self) -> bool {
        self.sentence.is_plural(self.head)
    }

    /// A verb and no noun.
    pub fn is_verb(&self) -> bool {
        self.sentence.token(self.head).pos == Pos::Verb
    }

    /// A weapon, a craft or a building, and nobody.
    pub fn is_thing(&self) -> bool {
        let kinds = self.sentence.kinds(self.head);
        !kinds.is_actor() && (kinds.weapon.is_some() || kinds.target.is_some())
    }

    /// A mafia, a cartel, a front: many who go by one name; "fronts" have none, and "mafias" are as good as one.
    fn is_group(&self) -> bool {
        let lemma = self.sentence.lemma(self.head).to_lowercase();
        holds("groups", &lemma) || !self.sentence.is_plural(self.head) && holds("group", &lemma)
    }

    /// The phrases told of it as parts: "five people, including a journalist and her driver", "two guards, Odo and
    /// Milo".
    pub fn parts(&self) -> Vec<Phrase<'a>> {
        let including = self.sentence.children_by(self.head, Dep::Prep);
        let including = including.filter(|word| self.sentence.lower(*word) == "including");
        let parts = including.flat_map(|word| self.sentence.objects_of(word));
        let parts = parts.map(|head| Phrase { sentence: self.sentence, head });
        let named = if self.sentence.is_plural(self.head) { self.named_beside() } else { Vec::new() };
        parts.chain(named).collect()
    }

    /// Whether the phrase is a body by itself, and no people.
    pub fn is_body(&self) -> bool {
        let head = self.sentence.lower(self.head);
        holds("body", &head) || head == "forces" || self.is_group()
    }

    fn person(&self) -> Option<(u32, u32)> {
        let (first, _) = self.sentence.phrase(self.head);
        let entities = self.sentence.sentence.entities.iter();
        let mut people = entities.filter(|entity| entity.label == EntityLabel::Person);
        people
            .find(|entity| {
                entity.start <= self.head && self.head < entity.end
                    || entity.start >= first && entity.end == self.head + 1
            })
            .map(|entity| (entity.start, entity.end))
            .or_else(|| self.unlisted_name())
    }

    /// A name that the document shows to be a person's, or that is on no list and that the engine took for no
    /// body or place.
    fn unlisted_name(&self) -> Option<(u32, u32)> {
        let kinds = self.sentence.kinds(self.head);
        let known = kinds.place.is_some()
            || kinds.actor.is_some()
            || kinds.organization.is_some()
            || kinds.target.is_some()
            || kinds.weapon.is_some()
            || kinds.people.is_some()
            || kinds.time.is_some()
            || kinds.group
            || self.sentence.demonym(self.head).is_some();
        let proper = |token: u32| self.sentence.token(token).pos == Pos::Propn;
        let (first, end) = self.sentence.phrase(self.head);
        let start = (first..=self.head).rev().take_while(|token| proper(*token)).last()?;
        (kinds.person || !known && start < self.head).then_some((start, end))
    }
}

/// Names of persons in a document, of two words or more, longest first.
pub(super) fn names(inside: &Inside) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for sentence in &inside.annotation.sentences {
        for entity in sentence.sentence.entities.iter().filter(|entity| entity.label == EntityLabel::Person) {
            let name = name_at(sentence, entity.start, entity.end);
            if name.contains(' ') && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.split(' ').count()));
    names
}

/// The band that a document names, as it first writes it, where it names only one: rebels told without a name are of it.
pub(super) fn only_band(inside: &Inside) -> Option<String> {
    let actors = &inside.annotation.lexicon.names.actors;
    let is_band = |id: &str| actors.get(id).is_some_and(|actor| holds("band-class", &actor.class));
    let mut named = inside.annotation.sentences.iter().flat_map(|sentence| {
        let bands = sentence.marks.iter().filter_map(|mark| match mark.meaning {
            Meaning::Actor(id) if is_band(id) => Some((id, mark)),
            _ => None,
        });
        bands.map(move |(id, mark)| (id, plain(sentence.span(mark.first, mark.end).of(sentence.text))))
    });
    let (only, name) = named.next()?;
    named.all(|(id, _)| id == only).then_some(name)
}

/// A name without the titles and adjectives of a country before it: "Father", "Guatemalan".
fn name_at(sentence: &Annotated, first: u32, end: u32) -> String {
    let is_title = |token: u32| {
        let people = |mark: &Mark| matches!(mark.meaning, Meaning::Phrase(Sense::People { .. }));
        sentence.demonym(token).is_some()
            || holds("title", &sentence.lower(token))
            || sentence.marks_over(token).any(|mark| people(mark) && mark.end == token + 1)
    };
    let from = (first..end.saturating_sub(1)).find(|token| !is_title(*token)).unwrap_or(end - 1);
    let words = plain(sentence.span(from, end).of(sentence.text));
    words.strip_suffix("'S").map_or(words.clone(), str::to_owned)
}

/// Tokens that a phrase may go on behind "of".
const LONGEST: u32 = 9;

/// In capitals, on one line, without quotation marks at its edges.
fn plain(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|letter: char| !letter.is_alphanumeric()).to_uppercase()
}
