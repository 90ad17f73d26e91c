//! What a pronoun stands for: the nearest phrase before it that agrees, subjects first.

use casus_model::{Dep, Pos, Tag};

use crate::{Annotated, Annotation};

/// Sentences looked back over.
const REACH: u32 = 3;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Person,
    Plural,
    Thing,
}

impl Annotation<'_> {
    /// The sentence and head token of what a pronoun most likely stands for.
    ///
    /// "he" and "she" take a person, "they" a plural or a body of people, "it" a group, force,
    /// government or institution. Within a sentence a subject comes before the rest, and the nearest
    /// sentence comes first; a pronoun never stands for a word of its own phrase.
    pub fn antecedent(&self, sentence: u32, pronoun: u32) -> Option<(u32, u32)> {
        let here = &self.sentences[sentence as usize];
        let asks = asks(here, pronoun)?;
        let own_verb = here.token(pronoun).head;
        let before = (0..pronoun)
            .filter(|token| here.token(*token).head != own_verb || here.token(*token).dep != Dep::Nsubj);
        if let Some(token) = best(here, before, asks) {
            return Some((sentence, token));
        }
        self.antecedent_before(sentence, pronoun)
    }

    /// The same, in the sentences before: "…, they said" never stands for those it speaks of.
    pub fn antecedent_before(&self, sentence: u32, pronoun: u32) -> Option<(u32, u32)> {
        let here = &self.sentences[sentence as usize];
        let asks = asks(here, pronoun)?;
        for back in 1..=REACH.min(sentence) {
            let earlier = &self.sentences[(sentence - back) as usize];
            if earlier.sentence.paragraph + 1 < here.sentence.paragraph {
                return None;
            }
            if let Some(token) = best(earlier, 0..earlier.len(), asks) {
                return Some((sentence - back, token));
            }
        }
        None
    }
}

fn asks(sentence: &Annotated, pronoun: u32) -> Option<Asks> {
    let word = sentence.lower(pronoun);
    let words = &sentence.lexicon.words;
    if words.is("they-pronoun", &word) {
        Some(Asks::Plural)
    } else if words.is("he-pronoun", &word) {
        Some(Asks::Person)
    } else if matches!(word.as_str(), "it" | "its" | "itself") {
        Some(Asks::Thing)
    } else {
        None
    }
}

/// The best candidate: subjects before others, later before earlier.
fn best(sentence: &Annotated, tokens: impl Iterator<Item = u32>, asks: Asks) -> Option<u32> {
    let fitting = tokens.filter(|token| fits(sentence, *token, asks));
    fitting.max_by_key(|token| (is_subject(sentence, *token), *token))
}

fn is_subject(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.token(token).dep, Dep::Nsubj | Dep::Nsubjpass)
}

fn fits(sentence: &Annotated, token: u32, asks: Asks) -> bool {
    let item = sentence.token(token);
    let head_of_phrase = !matches!(item.dep, Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Npadvmod);
    if !matches!(item.pos, Pos::Noun | Pos::Propn) || !head_of_phrase || item.tag == Tag::Xx {
        return false;
    }
    let kinds = sentence.kinds(token);
    let plural = sentence.is_plural(token) || sentence.children_by(token, Dep::Conj).next().is_some();
    let body = sentence.lexicon.words.is("collective", &sentence.lemma(token).to_lowercase());
    match asks {
        Asks::Person => {
            !plural && !body && (kinds.person || kinds.people.is_some_and(|(class, _)| class != "government"))
        }
        Asks::Plural => (plural && kinds.is_actor()) || body,
        Asks::Thing => {
            !plural
                && !kinds.person
                && (kinds.actor.is_some() || kinds.group || kinds.place.is_some() || body)
        }
    }
}
