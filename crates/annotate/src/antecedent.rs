//! What a pronoun stands for: the nearest phrase before it that agrees, subjects first.

use casus_model::{Dep, Effect, EventType, Pos, Tag};

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
        if let Some(doer) = here.doer_before(pronoun).filter(|doer| fits(here, *doer, asks)) {
            return Some((sentence, doer));
        }
        let own_verb = here.token(pronoun).head;
        let speaker = here.speaker_of_the_dead(pronoun);
        let before = (0..pronoun)
            .filter(|token| here.token(*token).head != own_verb || here.token(*token).dep != Dep::Nsubj)
            .filter(|token| speaker.is_none() || Some(*token) != speaker && here.is_plural(*token));
        if let Some(token) = best(here, before, asks) {
            return Some((sentence, token));
        }
        self.antecedent_before(sentence, pronoun)
    }

    /// The same, in the sentences before: "…, they said" never stands for those it speaks of.
    pub fn antecedent_before(&self, sentence: u32, pronoun: u32) -> Option<(u32, u32)> {
        let here = &self.sentences[sentence as usize];
        let asks = asks(here, pronoun)?;
        let of_the_dead = here.speaker_of_the_dead(pronoun).is_some();
        for back in 1..=REACH.min(sentence) {
            let earlier = &self.sentences[(sentence - back) as usize];
            if earlier.sentence.paragraph + 1 < here.sentence.paragraph {
                return None;
            }
            let several = |token: &u32| !of_the_dead || earlier.is_plural(*token);
            if let Some(token) = best(earlier, (0..earlier.len()).filter(several), asks) {
                return Some((sentence - back, token));
            }
        }
        None
    }
}

impl Annotated<'_> {
    /// "The army said it had struck the camp": whoever speaks, where the pronoun is the doer of what is said.
    pub fn speaker_meant(&self, pronoun: u32) -> Option<u32> {
        let asks = asks(self, pronoun)?;
        let mut verb = self.token(pronoun).head;
        if !is_subject(self, pronoun) {
            return None;
        }
        if self.token(verb).dep == Dep::Conj {
            verb = self.token(verb).head;
        }
        let says = self.token(verb).head;
        let said = self.token(verb).dep == Dep::Ccomp && self.lexicon.words.cue(self.lemma(says)).is_some();
        let mut speakers = self.children_by(says, Dep::Nsubj).filter(|speaker| *speaker < pronoun);
        speakers.find(|speaker| said && fits(self, *speaker, asks))
    }

    /// "were shot by police when they dispersed a crowd": who did the deed, where the pronoun does another of its kind.
    fn doer_before(&self, pronoun: u32) -> Option<u32> {
        let verb = self.token(pronoun).head;
        let deed = self.token(verb).head;
        let act = |event_type| matches!(event_type, Some(EventType::Assault | EventType::Coerce));
        let rough = self.lexicon.frames.of_verb(self.lemma(verb)).any(|frame| act(frame.event_type));
        let does = self.token(pronoun).dep == Dep::Nsubj && self.token(verb).dep == Dep::Advcl && rough;
        let by = self.children_by(deed, Dep::Agent).filter(|by| does && *by < pronoun);
        by.flat_map(|by| self.objects_of(by)).last()
    }

    /// "Relatives said that some of them had been killed": whoever speaks is none of the dead.
    fn speaker_of_the_dead(&self, pronoun: u32) -> Option<u32> {
        let mut token = pronoun;
        while matches!(self.token(token).dep, Dep::Pobj | Dep::Prep) && self.token(token).head != token {
            token = self.token(token).head;
        }
        let verb = self.token(token).head;
        let killed = |frame: &casus_lexicon::Frame| frame.effect == Some(Effect::Killed);
        let dies = self.token(token).dep == Dep::Nsubjpass
            && self.lexicon.frames.of_verb(self.lemma(verb)).any(killed);
        let says = self.token(verb).head;
        let said = self.token(verb).dep == Dep::Ccomp && self.lexicon.words.cue(self.lemma(says)).is_some();
        self.children_by(says, Dep::Nsubj).find(|_| dies && said)
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
