//! Noun phrases as MUC-4 writes them: the head with what stands before it, without article; a person's
//! name apart from what he is.

use casus::Inside;
use casus::annotate::{Annotated, Mark, Meaning};
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

    /// The words without article, count, owner and nationality; with what a body, a part or an office is of.
    pub fn words(&self) -> String {
        let (first, _) = self.sentence.phrase(self.head);
        let owner = (first..self.head).rev().find(|token| self.sentence.token(*token).tag == Tag::Pos);
        // "(14.15 GMT) incendiary bombs": what a bracket closes before the phrase is none of it.
        let is = |token: u32, bracket: char| self.sentence.word(token).contains(bracket);
        let bracket = (first..self.head).rev().find(|token| is(*token, ')'));
        let bracket = bracket.filter(|closing| !(first + 1..*closing).any(|token| is(token, '(')));
        let mut from = owner.max(bracket).map_or(first, |before| before + 1);
        while from < self.head && self.sentence.demonym(from).is_some() {
            from += 1;
        }
        plain(self.sentence.span(from, self.end()).of(self.sentence.text))
    }

    /// One past the last token: "members of the council" go on behind "of", people and things mostly do not.
    fn end(&self) -> u32 {
        let of = self.sentence.children_by(self.head, Dep::Prep).find(|of| self.sentence.lower(*of) == "of");
        match of.filter(|_| holds("part", &self.sentence.lower(self.head))) {
            Some(of) => (self.sentence.tree.right(of) + 1).min(of + LONGEST),
            None => self.head + 1,
        }
    }

    /// The country whose adjective the phrase holds.
    pub fn nationality(&self, inside: &Inside) -> Option<String> {
        let (first, end) = self.sentence.phrase(self.head);
        let demonym = (first..end).find_map(|token| self.sentence.demonym(token))?;
        let code = inside.toponyms.get(demonym)?.place.country.clone()?;
        Some(inside.casus.gazetteer().country_name(&code)?.to_uppercase())
    }

    /// A person's name in the phrase.
    pub fn name(&self) -> Option<String> {
        let entity = self.person()?;
        Some(plain(self.sentence.span(entity.0, entity.1).of(self.sentence.text)))
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
        let mark = marks.clone().find(named).or_else(|| marks.find(body));
        if mark.is_none() && self.is_group() {
            return Some(self.words());
        }
        let mark = mark?;
        Some(plain(self.sentence.span(mark.first, mark.end).of(self.sentence.text)))
    }

    /// A neighbourhood, a road, a position of the army: nothing that the task counts among targets.
    pub fn is_ground(&self) -> bool {
        holds("ground", &self.sentence.lemma(self.head).to_lowercase())
    }

    /// A weapon, a craft or a building, and nobody.
    pub fn is_thing(&self) -> bool {
        let kinds = self.sentence.kinds(self.head);
        !kinds.is_actor() && (kinds.weapon.is_some() || kinds.target.is_some())
    }

    /// A mafia, a gang, a front: many who go by one name; "gangs" have none.
    fn is_group(&self) -> bool {
        let one = !self.sentence.is_plural(self.head);
        one && holds("group", &self.sentence.lemma(self.head).to_lowercase())
    }

    /// The phrases told of it as parts: "five people, including a journalist and her driver".
    pub fn parts(&self) -> Vec<Phrase<'a>> {
        let including = self.sentence.children_by(self.head, Dep::Prep);
        let including = including.filter(|word| self.sentence.lower(*word) == "including");
        let parts = including.flat_map(|word| self.sentence.objects_of(word));
        parts.map(|head| Phrase { sentence: self.sentence, head }).collect()
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
    }
}

/// Tokens that a phrase may go on behind "of".
const LONGEST: u32 = 9;

/// In capitals, on one line, without quotation marks at its edges.
fn plain(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|letter: char| !letter.is_alphanumeric()).to_uppercase()
}
