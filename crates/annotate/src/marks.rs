//! Marks: what words of a sentence can mean, from the lexicon, the engine's entities, and overlays.

use casus_lexicon::{Lexicon, Sense};
use casus_model::{Dep, EntityLabel, EventType, Pos, Sentence, Tag, Token};

use crate::Annotated;

/// Where a time or place stands, told by the room that read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Index of the sentence.
    pub sentence: usize,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// What stands there.
    pub kind: OverlayKind,
}

/// Marks longer than this many tokens are not looked for far before a token.
const LONGEST_MARK: u32 = 24;

/// What an overlay is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayKind {
    /// The time expression with this index.
    Time(usize),
    /// The toponym with this index.
    Place(usize),
    /// The toponym with this index, used as an adjective or for people: "Iraqi".
    Demonym(usize),
}

/// What marked words can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// A phrase of the lexicon.
    Phrase(&'a Sense),
    /// An actor of the list, by id.
    Actor(&'a str),
    /// A person's name.
    Person,
    /// A name of a group, organisation or people.
    Group,
    /// A time.
    Time(usize),
    /// A place.
    Place(usize),
    /// An adjective or people of a place.
    Demonym(usize),
}

/// Words with a meaning: tokens `[first, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'a> {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// What they can mean.
    pub meaning: Meaning<'a>,
}

/// What the head of a noun phrase can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds<'a> {
    /// Weapon class and role.
    pub weapon: Option<(&'a str, &'a str)>,
    /// Target kind.
    pub target: Option<&'a str>,
    /// People class and casualty class.
    pub people: Option<(&'a str, &'a str)>,
    /// Institution or document.
    pub organization: Option<&'a str>,
    /// Actor id.
    pub actor: Option<&'a str>,
    /// Toponym.
    pub place: Option<usize>,
    /// Time expression.
    pub time: Option<usize>,
    /// A person's name or a personal pronoun.
    pub person: bool,
    /// A name of a group, or the people of a country.
    pub group: bool,
}

impl Kinds<'_> {
    /// People, a group, a force, an institution; not a bare place.
    pub fn is_actor(&self) -> bool {
        self.people.is_some()
            || self.actor.is_some()
            || self.person
            || self.group
            || self.organization == Some("institution")
    }

    /// People rather than an institution.
    pub fn is_person(&self) -> bool {
        self.person || self.people.is_some_and(|(class, _)| class != "government")
    }
}

impl<'a> Annotated<'a> {
    /// What the phrase headed by this token can be.
    pub fn kinds(&self, head: u32) -> Kinds<'a> {
        let mut kinds = Kinds::default();
        let mut weapon_from = head;
        for mark in self.marks_over(head) {
            match mark.meaning {
                Meaning::Phrase(_) if mark.end != head + 1 => {}
                Meaning::Phrase(Sense::Weapon { .. }) if self.is_blaze(mark, head) => {}
                Meaning::Phrase(Sense::Weapon { role, .. }) if role == "interceptor" => kinds.group = true,
                Meaning::Phrase(Sense::Weapon { class, role }) => {
                    kinds.weapon.get_or_insert((class, role));
                    weapon_from = weapon_from.min(mark.first);
                }
                // "iron bars" are no bars.
                Meaning::Phrase(Sense::Target { kind })
                    if mark.first > weapon_from && !self.lexicon.words.is("acting-target", kind) => {}
                Meaning::Phrase(Sense::Target { kind }) => {
                    kinds.target.get_or_insert(kind);
                }
                Meaning::Phrase(Sense::People { class, side, .. }) => {
                    kinds.people.get_or_insert((class, side));
                }
                Meaning::Phrase(Sense::Organization { kind }) => kinds.organization = Some(kind),
                Meaning::Actor(id) => kinds.actor = Some(id),
                Meaning::Person => kinds.person = true,
                Meaning::Group => kinds.group = true,
                Meaning::Time(index) => kinds.time = Some(index),
                Meaning::Place(_) if self.is_adjective_of_country(head) => {}
                Meaning::Place(index) => kinds.place = Some(index),
                Meaning::Demonym(_) => kinds.group = kinds.group || self.token(head).pos != Pos::Adj,
            }
        }
        if self.is_aged_person(head) {
            kinds.time = None;
            kinds.people.get_or_insert(("unknown", "unknown"));
        }
        if matches!(self.token(head).tag, Tag::Prp | Tag::PrpS | Tag::Wp) {
            let word = self.lower(head);
            kinds.person |= self.lexicon.words.is("person-pronoun", &word);
        }
        kinds
    }

    /// "a fire in the market", "fires": one that burns. What is fired is not counted.
    fn is_blaze(&self, mark: &Mark, head: u32) -> bool {
        let one = || {
            self.children_by(head, Dep::Det).any(|article| matches!(self.lower(article).as_str(), "a" | "an"))
        };
        mark.first == head
            && self.lexicon.words.is("blaze-word", self.lemma(head))
            && self.children_by(head, Dep::Compound).next().is_none()
            && (one() || self.is_plural(head))
    }

    /// "a 7-year-old", "the 21-year-olds": whoever is called by an age alone.
    fn is_aged_person(&self, head: u32) -> bool {
        let describes = matches!(self.token(head).dep, Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Npadvmod);
        let hyphens = || self.word(head - 1) == "-" && self.lower(head - 2) == "year";
        // "the two year old died", "a 16-year old was shot"
        let spaces = || {
            let acts = matches!(self.token(head).dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj);
            let number = if head > 2 && self.word(head - 2) == "-" { head - 3 } else { head - 2 };
            let years = self.lexicon.numbers.value(&self.lower(number)).is_some();
            acts && matches!(self.lower(head - 1).as_str(), "year" | "month") && years
        };
        head >= 2
            && !describes
            && matches!(self.lower(head).as_str(), "old" | "olds")
            && (head >= 4 && hyphens() || spaces())
    }

    /// The toponym that a token is the adjective or people of: "Iraqi", "a US drone".
    pub fn demonym(&self, token: u32) -> Option<usize> {
        self.marks_over(token).find_map(|mark| match mark.meaning {
            Meaning::Demonym(index) => Some(index),
            Meaning::Place(index) if self.is_adjective_of_country(token) => Some(index),
            _ => None,
        })
    }

    /// "a US drone", "UK warplanes": letters that stand for a country, before a noun.
    fn is_adjective_of_country(&self, token: u32) -> bool {
        let item = self.token(token);
        item.head > token
            && matches!(item.dep, Dep::Compound | Dep::Amod | Dep::Nmod)
            && self.lexicon.words.is("adjective-country", &self.lower(token))
    }

    /// The marked place whose words end at a token, if any.
    pub fn place(&self, token: u32) -> Option<usize> {
        self.marks_over(token).find_map(|mark| match mark.meaning {
            Meaning::Place(index) if !self.is_adjective_of_country(token) => Some(index),
            _ => None,
        })
    }

    /// The token of `[first, end)` that the others hang on.
    pub fn head_of(&self, first: u32, end: u32) -> u32 {
        let outside = |token: &u32| {
            !(first..end).contains(&self.token(*token).head) || self.token(*token).head == *token
        };
        (first..end.min(self.len())).rev().find(outside).unwrap_or(first)
    }

    /// The marks that cover a token. Marks are short, so only a few before it are looked at.
    pub fn marks_over(&self, token: u32) -> impl Iterator<Item = &Mark<'a>> {
        over(&self.marks, token)
    }

    /// What everyday words over a token could mean where nothing beside them says so.
    pub(crate) fn possible_over(&self, token: u32) -> impl Iterator<Item = &Mark<'a>> {
        over(&self.possible, token)
    }

    /// A token of the sentence.
    pub fn token(&self, index: u32) -> &'a Token {
        &self.sentence.tokens[index as usize]
    }

    /// The words of a token.
    pub fn word(&self, index: u32) -> &'a str {
        self.token(index).span.of(self.read)
    }

    /// The words of a token in lower case.
    pub fn lower(&self, index: u32) -> String {
        self.word(index).to_lowercase()
    }

    /// The lemma of a token in lower case, but for names.
    pub fn lemma(&self, index: u32) -> &'a str {
        &self.token(index).lemma
    }

    /// Number of tokens.
    pub fn len(&self) -> u32 {
        self.sentence.tokens.len() as u32
    }

    /// True for a sentence without tokens.
    pub fn is_empty(&self) -> bool {
        self.sentence.tokens.is_empty()
    }
}

fn over<'m, 'a>(marks: &'m [Mark<'a>], token: u32) -> impl Iterator<Item = &'m Mark<'a>> {
    let from = marks.partition_point(|mark| mark.first + LONGEST_MARK < token);
    marks[from..].iter().take_while(move |mark| mark.first <= token).filter(move |mark| token < mark.end)
}

/// The marks of a sentence, and those that its words could have where nothing beside them says so.
pub(crate) fn marks<'a>(
    lexicon: &'a Lexicon,
    text: &str,
    sentence: &Sentence,
    overlays: &[Overlay],
) -> (Vec<Mark<'a>>, Vec<Mark<'a>>) {
    let mut marks = Vec::new();
    add_overlays(&mut marks, overlays);
    add_names(&mut marks, lexicon, text, sentence);
    let unsure = add_phrases(&mut marks, lexicon, text, sentence);
    add_entities(&mut marks, sentence);
    marks.sort_by_key(|mark| (mark.first, mark.end));
    (marks, unsure)
}

fn add_overlays(marks: &mut Vec<Mark>, overlays: &[Overlay]) {
    marks.extend(overlays.iter().map(|overlay| Mark {
        first: overlay.first as u32,
        end: overlay.end as u32,
        meaning: match overlay.kind {
            OverlayKind::Time(index) => Meaning::Time(index),
            OverlayKind::Place(index) => Meaning::Place(index),
            OverlayKind::Demonym(index) => Meaning::Demonym(index),
        },
    }));
}

/// Names of the actor list, longest first.
fn add_names<'a>(marks: &mut Vec<Mark<'a>>, lexicon: &'a Lexicon, text: &str, sentence: &Sentence) {
    let end = sentence.span.end as usize;
    let mut at = 0;
    while at < sentence.tokens.len() {
        let start = sentence.tokens[at].span.start as usize;
        let Some((length, id)) = lexicon.names.at(&text[start..end]) else {
            at += 1;
            continue;
        };
        let reach = (start + length) as u32;
        let covered = sentence.tokens[at..].iter().take_while(|token| token.span.end <= reach).count().max(1);
        marks.push(Mark { first: at as u32, end: (at + covered) as u32, meaning: Meaning::Actor(id) });
        at += covered;
    }
}

/// Phrases of the lexicon. A word with an everyday meaning counts only beside a word of violence; where there
/// is none, those words are given back.
fn add_phrases<'a>(
    marks: &mut Vec<Mark<'a>>,
    lexicon: &'a Lexicon,
    text: &str,
    sentence: &Sentence,
) -> Vec<Mark<'a>> {
    let tokens = &sentence.tokens;
    let lowers: Vec<String> = tokens.iter().map(|token| token.span.of(text).to_lowercase()).collect();
    let mut unsure = Vec::new();
    let mut violent = false;
    for first in 0..tokens.len() {
        if matches!(tokens[first].pos, Pos::Punct | Pos::Space | Pos::Det | Pos::Cconj) {
            continue;
        }
        violent = violent || names_violence(lexicon, tokens, first, &lowers);
        let word = |i: usize| {
            let token = tokens.get(first + i)?;
            let lower = lowers[first + i].as_str();
            // "Rockets" at the head of a sentence: the engine takes it for a name and leaves the plural.
            let plural = token.pos == Pos::Propn && first + i == 0 && *token.lemma != *lower;
            let singular = lower.strip_suffix('s').filter(|_| plural);
            // "Rockets fired": a verb is none of the words of "rocket fire".
            let lemma = if token.pos == Pos::Verb { lower } else { singular.unwrap_or(&token.lemma) };
            Some((lower, lemma))
        };
        for (entry, length) in lexicon.phrases.at(word) {
            let last = &tokens[first + length - 1];
            if !matches!(last.pos, Pos::Noun | Pos::Propn | Pos::Num | Pos::X) {
                continue;
            }
            let end = (first + length) as u32;
            let mark = Mark { first: first as u32, end, meaning: Meaning::Phrase(&entry.sense) };
            if entry.alone {
                violent = violent || matches!(entry.sense, Sense::Weapon { .. });
                marks.push(mark);
            } else {
                unsure.push(mark);
            }
        }
    }
    if violent {
        marks.append(&mut unsure);
    }
    unsure
}

/// The trigger of a frame of violence.
fn names_violence(lexicon: &Lexicon, tokens: &[Token], at: usize, lowers: &[String]) -> bool {
    let token = &tokens[at];
    let assault =
        |frame: &casus_lexicon::Frame| frame.event_type == Some(EventType::Assault) || frame.attaches;
    let particle = || {
        let after = tokens.iter().enumerate().skip(at + 1).take(4);
        after.filter(|(_, other)| other.head as usize == at).map(|(index, _)| lowers[index].as_str())
    };
    let formed = |frame: &casus_lexicon::Frame| {
        frame.has_plain(&token.lemma) || particle().any(|word| frame.has_phrasal(&token.lemma, word))
    };
    match token.pos {
        Pos::Verb if lexicon.words.is("mild-verb", &token.lemma) => false,
        Pos::Verb => lexicon.frames.of_verb(&token.lemma).any(|frame| assault(frame) && formed(frame)),
        Pos::Noun => lexicon.frames.of_noun(&token.lemma).any(assault),
        _ => false,
    }
}

fn add_entities(marks: &mut Vec<Mark>, sentence: &Sentence) {
    for entity in &sentence.entities {
        let meaning = match entity.label {
            EntityLabel::Person => Meaning::Person,
            EntityLabel::Org | EntityLabel::Norp => Meaning::Group,
            _ => continue,
        };
        let named = |mark: &Mark| {
            matches!(mark.meaning, Meaning::Actor(_) | Meaning::Place(_) | Meaning::Demonym(_))
                && mark.first < entity.end
                && entity.start < mark.end
        };
        if !marks.iter().any(named) {
            marks.push(Mark { first: entity.start, end: entity.end, meaning });
        }
    }
}
