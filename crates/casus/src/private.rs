//! Names in a report that are nobody's business outside: of persons that no list knows.
//!
//! A name is withheld unless it is known to be something else: an actor of the list (which has public officials by
//! name), a place, a time, the outlet. So a name that the engine takes for an organisation is withheld too;
//! what is published errs to that side.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use casus_annotate::{Annotated, Meaning};
use casus_geo::{Toponym, ToponymKind};
use casus_lexicon::{Lexicon, Sense};
use casus_model::{EntityLabel, Pos, Span};

use crate::Inside;

/// Names of the places finer than a district, and whether lists know where each is.
pub(crate) fn places(inside: &Inside) -> BTreeMap<String, bool> {
    const DISTRICT: u8 = 3;
    let fine = inside.toponyms.iter().filter(|toponym| {
        !matches!(toponym.kind, ToponymKind::Demonym | ToponymKind::Unnamed)
            && toponym.place.precision < DISTRICT
    });
    let mut places = BTreeMap::new();
    for toponym in fine {
        let is_known = places.entry(toponym.span.name(inside.annotation.text)).or_insert(false);
        *is_known |= toponym.place.lat.is_some();
    }
    places
}

/// The names as they are written, each once, whole and in parts: who is named once in full is called by the family
/// name from there on.
pub(crate) fn names(inside: &Inside) -> BTreeSet<String> {
    let text = inside.annotation.text;
    let (mut names, mut known): (BTreeSet<String>, BTreeSet<String>) = Default::default();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let placed = Placed::of(inside);
    for (number, sentence) in inside.annotation.sentences.iter().enumerate() {
        let things = placed.things(&inside.casus.lexicon, number, sentence);
        let sentence = &Named { annotated: sentence, things };
        for run in runs(sentence) {
            names.insert(span(sentence, &run).name(text));
            if run.len() > 1 && in_person(sentence, run.start) && in_person(sentence, run.start + 1) {
                given.insert(token_span(sentence, run.start).name(text));
            }
            names.extend(parts(sentence, run).map(|token| token_span(sentence, token).name(text)));
        }
        let tokens = 0..sentence.sentence.tokens.len() as u32;
        let other = tokens.filter(|token| is_other(sentence, *token));
        known.extend(other.map(|token| token_span(sentence, token).name(text)));
    }
    // A part that the report uses for a place or a group too would take that away. What opens a person's name is
    // withheld all the same: a son is called as his father is, and towns are called as people are.
    names.retain(|name| !known.contains(name) || given.contains(name) && is_part(name));
    if let Some(byline) = &inside.reading.document.byline {
        names.extend(byline.split_whitespace().filter(|word| is_part(word)).map(str::to_owned));
    }
    if let Some(outlet) = &inside.reading.document.outlet {
        names.retain(|name| !outlet.contains(name.as_str()));
    }
    names
}

/// Places that the report itself says are places, and things that stand somewhere.
struct Placed<'a> {
    text: &'a str,
    toponyms: &'a [Toponym],
    /// Their names, in small letters.
    names: BTreeSet<String>,
}

impl<'a> Placed<'a> {
    fn of(inside: &Inside<'a>) -> Placed<'a> {
        let text = inside.annotation.text;
        let said = inside.toponyms.iter().filter(|toponym| {
            let tokens = &inside.annotation.sentences[toponym.sentence].sentence.tokens;
            let before = tokens[..toponym.first].iter().map(|token| token.span.of(text).to_lowercase());
            let preposition = before.rev().find(|word| word != "the").unwrap_or_default();
            toponym.place.lat.is_none() || inside.casus.lexicon.words.is("place-preposition", &preposition)
        });
        let names = said.map(|toponym| toponym.span.of(text).to_lowercase()).collect();
        Placed { text, toponyms: inside.toponyms, names }
    }

    /// Words of a sentence that are in such a name, or in the name of a thing right before the word for it ("Bree
    /// market").
    fn things(&self, lexicon: &Lexicon, number: usize, sentence: &Annotated) -> BTreeSet<u32> {
        let here = self.toponyms.iter().filter(|toponym| {
            toponym.sentence == number && self.names.contains(&toponym.span.of(self.text).to_lowercase())
        });
        let mut things: BTreeSet<u32> =
            here.flat_map(|toponym| toponym.first as u32..toponym.last as u32).collect();
        for first in 1..sentence.sentence.tokens.len() as u32 {
            let stands = sentence.marks_over(first).any(|mark| {
                mark.first == first
                    && matches!(mark.meaning, Meaning::Phrase(Sense::Target { kind }) if lexicon.words.is("standing-kind", kind))
            });
            if stands {
                things.extend((0..first).rev().take_while(|token| is_written_as_name(sentence, *token)));
            }
        }
        things
    }
}

/// A capitalised word, or a sign or a particle inside a name.
fn is_written_as_name(sentence: &Annotated, token: u32) -> bool {
    let word = token_span(sentence, token).of(sentence.text);
    word.starts_with(char::is_uppercase) && sentence.sentence.tokens[token as usize].pos == Pos::Propn
        || matches!(word, "-" | "al" | "el" | "ul" | "ad" | "as")
}

/// A sentence with the words of it that are in names of places and things.
struct Named<'a> {
    annotated: &'a Annotated<'a>,
    things: BTreeSet<u32>,
}

impl<'a> std::ops::Deref for Named<'a> {
    type Target = Annotated<'a>;

    fn deref(&self) -> &Annotated<'a> {
        self.annotated
    }
}

/// Runs of words that are names and are not known.
fn runs<'a>(sentence: &'a Named) -> impl Iterator<Item = Range<u32>> + 'a {
    let tokens = sentence.sentence.tokens.len() as u32;
    let is_name: Vec<bool> = (0..tokens).map(|token| is_unknown_name(sentence, token)).collect();
    let at = move |token: u32| is_name.get(token as usize).copied().unwrap_or(false);
    let starts: Vec<u32> =
        (0..tokens).filter(|token| at(*token) && (*token == 0 || !at(*token - 1))).collect();
    starts.into_iter().map(move |first| first..(first..tokens).find(|token| !at(*token)).unwrap_or(tokens))
}

/// The words of a run that may stand for the person alone: those of a person's name, and the last, which is mostly
/// the family's.
fn parts<'a>(sentence: &'a Named, run: Range<u32>) -> impl Iterator<Item = u32> + 'a {
    let last = run.end - 1;
    run.filter(move |token| *token == last || in_person(sentence, *token))
        .filter(|token| is_part(token_span(sentence, *token).of(sentence.text)))
}

/// Initials and titles are in too many names to be one.
fn is_part(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 2
        && word.starts_with(char::is_uppercase)
        && !word.ends_with('.')
}

/// A word of a known place, group or time that is in nobody's name here.
fn is_other(sentence: &Named, token: u32) -> bool {
    !is_unknown_name(sentence, token) && (is_known(sentence, token) || is_of_list(sentence, token))
}

fn span(sentence: &Annotated, run: &Range<u32>) -> Span {
    Span { start: token_span(sentence, run.start).start, end: token_span(sentence, run.end - 1).end }
}

fn token_span(sentence: &Annotated, token: u32) -> Span {
    sentence.sentence.tokens[token as usize].span
}

/// A capitalised proper noun, or any capitalised word of a person's name, over which no known thing stands.
fn is_unknown_name(sentence: &Named, token: u32) -> bool {
    let word = &sentence.sentence.tokens[token as usize];
    let is_capital = word.span.of(sentence.text).starts_with(char::is_uppercase);
    let is_name = in_person(sentence, token)
        || word.pos == Pos::Propn && (!is_known(sentence, token) || is_given_name(sentence, token));
    is_capital && is_name && !is_of_list(sentence, token) && !sentence.things.contains(&token)
}

/// A place by its name, but right before a name that no list knows and behind no preposition: many towns are called
/// as people are.
fn is_given_name(sentence: &Annotated, token: u32) -> bool {
    let tokens = &sentence.sentence.tokens;
    let Some(next) = tokens.get(token as usize + 1) else { return false };
    let is_behind_preposition = token > 0 && tokens[token as usize - 1].pos == Pos::Adp;
    let is_next_unknown = next.pos == Pos::Propn
        && next.span.of(sentence.text).starts_with(char::is_uppercase)
        && !is_known(sentence, token + 1)
        && !is_of_list(sentence, token + 1);
    !is_behind_preposition
        && (is_next_unknown || in_person(sentence, token + 1))
        && sentence.marks_over(token).all(|mark| matches!(mark.meaning, Meaning::Place(_)))
}

fn in_person(sentence: &Annotated, token: u32) -> bool {
    let here = |entity: &&casus_model::Entity| entity.start <= token && token < entity.end;
    sentence.sentence.entities.iter().find(here).is_some_and(|entity| entity.label == EntityLabel::Person)
}

fn is_known(sentence: &Annotated, token: u32) -> bool {
    sentence.marks_over(token).any(|mark| {
        matches!(
            mark.meaning,
            Meaning::Place(_) | Meaning::Demonym(_) | Meaning::Time(_) | Meaning::Phrase(_)
        )
    })
}

fn is_of_list(sentence: &Annotated, token: u32) -> bool {
    sentence.marks_over(token).any(|mark| matches!(mark.meaning, Meaning::Actor(_)))
}
