//! Places told by no name of their own: "the Arnorian capital", "Arnor's capital", "the capital of Arnor", and "here",
//! where a report was filed from.

use casus_model::{Dep, Place, Pos, Sentence};

use crate::cues::Cue;
use crate::normalise::country_code;
use crate::search::by_id;
use crate::{Gazetteer, Places, Toponym, ToponymKind};

const HERE: &str = "here";
const CITY: &str = "city";

/// Tokens between a country and its capital.
const BETWEEN: usize = 4;

/// The places of a document that are told by no name, in order. The toponyms of `places` stand in order too.
pub fn unnamed(gazetteer: &Gazetteer, text: &str, sentences: &[Sentence], places: &Places) -> Vec<Toponym> {
    let reader = Reader { gazetteer, text, sentences, places };
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        for index in 0..sentence.tokens.len() {
            found.extend(reader.here(at, index).or_else(|| reader.capital(at, index)));
        }
    }
    found
}

struct Reader<'a> {
    gazetteer: &'a Gazetteer,
    text: &'a str,
    sentences: &'a [Sentence],
    places: &'a Places,
}

impl Reader<'_> {
    fn word(&self, at: usize, index: usize) -> &str {
        self.sentences[at].tokens.get(index).map_or("", |token| token.span.of(self.text))
    }

    /// "Here", in a report that was filed from one place, but for those of speakers, who may be anywhere.
    fn here(&self, at: usize, index: usize) -> Option<Toponym> {
        let token = &self.sentences[at].tokens[index];
        let [filed_from] = &self.places.filed_from[..] else { return None };
        if token.span.of(self.text) != HERE
            || token.dep != Dep::Advmod
            || index == 0
            || self.is_quoted(at, index)
        {
            return None;
        }
        let place = by_id(self.gazetteer, &filed_from.place).unwrap_or_else(|| filed_from.clone());
        Some(self.toponym(at, index, place))
    }

    /// The capital of a country that is told beside it; nothing where its name is told too.
    fn capital(&self, at: usize, index: usize) -> Option<Toponym> {
        let token = &self.sentences[at].tokens[index];
        let is_noun = token.pos == Pos::Noun && token.dep != Dep::Compound;
        if !self.gazetteer.knowledge().cues().says(self.word(at, index), Cue::Seat) || !is_noun {
            return None;
        }
        let last = if self.word(at, index + 1) == CITY { index + 1 } else { index };
        let of = (self.word(at, last + 1) == "of")
            .then(|| last + 2 + usize::from(self.word(at, last + 2) == "the"));
        let country = match of {
            Some(first) => self
                .toponyms(at)
                .find(|toponym| toponym.first == first)
                .filter(|toponym| is_country(toponym) && toponym.kind != ToponymKind::Demonym),
            None => self.owner(at, index),
        }?;
        let code = country_code(country.place.country.as_deref()?)?;
        let ends = of.map_or(last + 1, |_| country.last);
        if self.is_named(at, index, ends) {
            return None;
        }
        Some(self.toponym(at, index, self.gazetteer.capital(code)?))
    }

    /// The country before a capital, by its name or its people, where nothing between says of which part or kind it is.
    fn owner(&self, at: usize, capital: usize) -> Option<&Toponym> {
        let cues = self.gazetteer.knowledge().cues();
        let tokens = &self.sentences[at].tokens;
        let before = self.toponyms(at).rev().find(|toponym| toponym.last <= capital)?;
        let between = before.last..capital;
        // "Arnor's war-weary capital"
        let describes = |token: usize| {
            let word = self.word(at, token).to_lowercase();
            let hyphened = word == "-" || self.word(at, token + 1) == "-";
            let item = &tokens[token];
            let adds = matches!(item.pos, Pos::Adj | Pos::Part | Pos::Adv) || item.dep == Dep::Case;
            (adds || hyphened) && !cues.says(&word, Cue::OtherSeat)
        };
        let last = &tokens[before.last - 1];
        let owns = before.kind == ToponymKind::Demonym
            || self.word(at, before.last).starts_with(['\'', '’'])
            || last.dep == Dep::Compound && last.head as usize == capital;
        (is_country(before) && owns && between.len() <= BETWEEN && between.into_iter().all(describes))
            .then_some(before)
    }

    /// "The Arnorian capital, Annúminas", "Annúminas, the Arnorian capital", "the capital Annúminas".
    fn is_named(&self, at: usize, capital: usize, ends: usize) -> bool {
        let behind = ends + usize::from(self.word(at, ends) == ",");
        let is_name = |toponym: &Toponym| !is_country(toponym) && toponym.place.precision <= 3;
        let follows = self.toponyms(at).any(|toponym| toponym.first == behind && is_name(toponym));
        let tokens = &self.sentences[at].tokens;
        let is_aside = tokens[capital].dep == Dep::Appos || tokens[capital].dep == Dep::Attr;
        follows || is_aside && self.toponyms(at).any(|toponym| toponym.last <= capital && is_name(toponym))
    }

    fn toponyms(&self, at: usize) -> impl DoubleEndedIterator<Item = &Toponym> {
        let all = &self.places.toponyms;
        let from = all.partition_point(|toponym| toponym.sentence < at);
        let to = all.partition_point(|toponym| toponym.sentence <= at);
        all[from..to].iter()
    }

    fn toponym(&self, at: usize, index: usize, place: Place) -> Toponym {
        let span = self.sentences[at].tokens[index].span;
        Toponym {
            sentence: at,
            first: index,
            last: index + 1,
            span,
            kind: ToponymKind::Unnamed,
            place: Place { span, ..place },
            candidates: Vec::new(),
            within: None,
        }
    }

    /// Whether a quotation that began in the paragraph is open at a token.
    fn is_quoted(&self, at: usize, index: usize) -> bool {
        let byte = self.sentences[at].tokens[index].span.start as usize;
        let paragraph = self.sentences[at].paragraph;
        let first = self.sentences.iter().find(|sentence| sentence.paragraph == paragraph);
        let before = first.and_then(|first| self.text.get(first.span.start as usize..byte)).unwrap_or("");
        let count = |marks: &[char]| before.matches(marks).count();
        count(&['"']) % 2 == 1 || count(&['\u{201c}']) > count(&['\u{201d}'])
    }
}

/// A country, by its name, its people or its government.
fn is_country(toponym: &Toponym) -> bool {
    toponym.place.precision == 4 && toponym.place.place.starts_with("country:")
}
