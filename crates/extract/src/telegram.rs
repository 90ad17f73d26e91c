//! The short way of headlines: a figure, the people it counts, and what became of them, with no verb or half a one ("Two
//! dead, five others hurt", "10 people shot at a party", "blast kills 3, injures 7"). It is read by the order of the
//! words, since a parser of sentences takes every second such line for something else.

use casus_annotate::{Annotated, counted};
use casus_model::{
    Count, Draft, DraftBody, DraftCasualty, DraftEvent, Effect, EventType, ModalityValue, Pos, Reference,
};

use crate::casualty::class_of;
use crate::event::empty;
use crate::matching::people_class;
use crate::{draft, modality};

/// Words between a figure and what became of the people.
const WORDS: u32 = 6;
/// No greater number counts the people of a headline.
const MOST: u64 = 100_000;
/// Numbers between these two are years as well.
const YEARS: std::ops::RangeInclusive<u64> = 1900..=2100;

/// What is told to have become of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Dead,
    Hurt,
    /// Shot or stabbed: those not told dead were hurt.
    Struck,
}

/// So many people and what became of them.
#[derive(Clone, Debug)]
struct Figure {
    fate: Fate,
    count: Count,
    /// The token of the number, that of the people, and that of the word for what became of them.
    number: u32,
    people: Option<u32>,
    word: u32,
    /// "three others": beside those told before.
    others: bool,
}

/// What a headline tells of the dead and the injured, each added to the deed told in it or below.
pub(crate) fn headline(sentence: &Annotated) -> Vec<Draft> {
    if is_of_something_else(sentence) {
        return Vec::new();
    }
    settled(figures(sentence)).iter().filter_map(|figure| told(sentence, figure)).collect()
}

/// What nothing else in a sentence tells of several people told by their number.
pub(crate) fn left_over(sentence: &Annotated, found: &[Draft]) -> Vec<Draft> {
    let overlaps = |figure: &Figure| {
        let span = sentence.span(figure.number, figure.number.max(figure.word) + 1);
        let events = found.iter().filter_map(|draft| match &draft.body {
            DraftBody::Event(event) => Some(event),
            DraftBody::Tally(_) => None,
            _ => None,
        });
        let tallied = found
            .iter()
            .any(|draft| matches!(draft.body, DraftBody::Tally(_)) && span.overlaps(draft.trigger));
        tallied
            || events.flat_map(|event| &event.casualties).any(|harm| harm.span.overlaps(span))
            || found
                .iter()
                .any(|draft| draft.modality != ModalityValue::Actual && span.overlaps(draft.trigger))
    };
    let clear = |figure: &&Figure| {
        let several = figure.count.low.is_some_and(|low| low > 1);
        several
            && figure.fate != Fate::Struck
            && (figure.people.is_some() || figure.others)
            && !overlaps(figure)
    };
    if found.is_empty() || is_of_something_else(sentence) {
        return Vec::new();
    }
    settled(figures(sentence)).iter().filter(clear).filter_map(|figure| told(sentence, figure)).collect()
}

/// "crash kills 20", "five years after the shooting that left 12 dead", "weekend shootings": no deed of men, one of long
/// ago, or several.
fn is_of_something_else(sentence: &Annotated) -> bool {
    let words = &sentence.lexicon.words;
    (0..sentence.len()).any(|token| {
        let lemma = sentence.lemma(token).to_lowercase();
        let fire = matches!(lemma.as_str(), "fire" | "heart");
        words.is("mishap", &lemma) && !fire
            || words.is("deed-told-apart", &lemma) && sentence.is_plural(token)
            || words.is("accident-word", &sentence.lower(token))
            || words.is("years-word", &lemma)
            || matches!(lemma.as_str(), "anniversary" | "ago" | "weekend" | "week" | "month")
    })
}

/// Of each fate the first figure, with those told beside it as others; of so many shot the dead are some, where they are
/// told behind.
fn settled(figures: Vec<Figure>) -> Vec<Figure> {
    let mut settled: Vec<Figure> = Vec::new();
    for figure in figures {
        let hurts = |fate: Fate| fate != Fate::Dead;
        let same = settled.iter_mut().find(|known| hurts(known.fate) == hurts(figure.fate));
        match same {
            None => settled.push(figure),
            Some(known) if figure.others => {
                if let (Some(one), Some(more)) = (known.count.exact(), figure.count.exact()) {
                    known.count = Count::exactly(one + more, &known.count.text);
                }
            }
            Some(_) => {}
        }
    }
    let dead = settled.iter().find(|figure| figure.fate == Fate::Dead).cloned();
    for figure in settled.iter_mut().filter(|figure| figure.fate == Fate::Struck && !figure.others) {
        let Some(dead) = dead.as_ref().filter(|dead| dead.number > figure.number) else { continue };
        if let (Some(all), Some(dead)) = (figure.count.exact(), dead.count.exact()) {
            figure.count = Count::exactly(all.saturating_sub(dead), &figure.count.text);
        }
    }
    settled.retain(|figure| figure.count.exact() != Some(0));
    settled
}

fn told(sentence: &Annotated, figure: &Figure) -> Option<Draft> {
    let told = modality::told(sentence, figure.word, false);
    if told.value != ModalityValue::Actual {
        return None;
    }
    let effect = if figure.fate == Fate::Dead { Effect::Killed } else { Effect::Injured };
    let (first, last) = (figure.number.min(figure.word), figure.number.max(figure.word));
    let mut event: DraftEvent = empty(EventType::Assault, true, Reference::New);
    event.casualties.push(DraftCasualty {
        effect,
        implied: false,
        count: figure.count.clone(),
        victim: None,
        class: figure.people.map_or("unknown", |people| class_of(sentence, people)).to_owned(),
        words: sentence.word(figure.word).to_owned(),
        span: sentence.span(first, last.max(figure.people.unwrap_or(0)) + 1),
    });
    Some(draft(sentence, "casualty/telegram", figure.word, DraftBody::Event(Box::new(event)), told))
}

/// The figures of a sentence, in reading order.
fn figures(sentence: &Annotated) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        let figure = number_first(sentence, at).or_else(|| verb_first(sentence, at));
        match figure {
            Some(figure) => {
                at = figure.word.max(figure.number) + 1;
                found.push(figure);
            }
            None => at += 1,
        }
    }
    found
}

/// "two men and a girl dead", "5 others hurt", "10 people shot", "one fatally".
fn number_first(sentence: &Annotated, at: u32) -> Option<Figure> {
    let words = &sentence.lexicon.words;
    let (mut count, mut people, mut next) = group(sentence, at)?;
    let mut others = (at..next).any(|token| is_others(sentence, token));
    // "three adults, one child dead"
    while let Some((more, whom, end)) = joined(sentence, next).filter(|_| people.is_some()) {
        count = Count::exactly(count.exact()? + more.exact()?, &count.text);
        (people, next) = (Some(whom), end);
    }
    let mut fatally = false;
    let end = sentence.len().min(next + WORDS);
    while next < end {
        let word = sentence.lower(next);
        let auxiliary =
            matches!(sentence.lemma(next), "be" | "have" | "leave" | "find" | "report" | "confirm");
        let adverb = sentence.token(next).pos == Pos::Adv;
        fatally |= words.is("deadly", &word);
        others |= is_others(sentence, next);
        if let Some(fate) = fate(sentence, next) {
            let fate = if fatally { Fate::Dead } else { fate };
            return Some(Figure { fate, count, number: at, people, word: next, others });
        }
        if !auxiliary && !adverb && !is_others(sentence, next) {
            break;
        }
        next += 1;
    }
    fatally.then(|| Figure { fate: Fate::Dead, count, number: at, people, word: next - 1, others })
}

/// A number and the people it counts: the count, the people where told, and the token behind.
fn group(sentence: &Annotated, at: u32) -> Option<(Count, Option<u32>, u32)> {
    let count = figure(sentence, at)?;
    let mut people = None;
    let mut next = at + 1;
    while next < sentence.len().min(at + WORDS) && fate(sentence, next).is_none() {
        let nominal = matches!(sentence.token(next).pos, Pos::Noun | Pos::Propn | Pos::Adj);
        if !nominal && !is_others(sentence, next) {
            break;
        }
        people = is_people(sentence, next).then_some(next);
        if people.is_none() && sentence.token(next).pos == Pos::Noun {
            return None;
        }
        next += 1;
    }
    let described = next > at + 1 && people.is_none() && !is_others(sentence, next - 1);
    (!described).then_some((count, people.filter(|people| !is_others(sentence, *people)), next))
}

/// ", one child", "and two women" behind people.
fn joined(sentence: &Annotated, at: u32) -> Option<(Count, u32, u32)> {
    let joins = at + 1 < sentence.len() && matches!(sentence.lower(at).as_str(), "," | "and" | "&");
    let (count, people, next) = group(sentence, at + 1).filter(|_| joins)?;
    Some((count, people?, next))
}

/// "kills 3", "wounding at least five": a verb of harm with nothing but a figure, or people, behind.
fn verb_first(sentence: &Annotated, at: u32) -> Option<Figure> {
    let words = &sentence.lexicon.words;
    let verb = sentence.lower(at);
    let fate = match () {
        () if words.is("headline-kills", &verb) => Fate::Dead,
        () if words.is("headline-hurts", &verb) => Fate::Hurt,
        () => return None,
    };
    let number =
        (at + 1..sentence.len().min(at + 4)).find(|token| !words.is("hedge", &sentence.lower(*token)))?;
    if number_first(sentence, number).is_some() {
        return None;
    }
    let (count, people, _) = group(sentence, number)?;
    let others = is_others(sentence, number + 1) && number + 1 < sentence.len();
    Some(Figure { fate, count, number, people, word: at, others })
}

/// A number that counts, and is no age, year, hour or price.
fn figure(sentence: &Annotated, at: u32) -> Option<Count> {
    if at >= sentence.len() {
        return None;
    }
    let value =
        sentence.lexicon.numbers.value(&sentence.lower(at)).filter(|value| (1..=MOST).contains(value))?;
    let joined = |other: u32| other < sentence.len() && matches!(sentence.word(other), "-" | "–" | "%" | ":");
    let before = at.checked_sub(1).map(|before| sentence.lower(before)).unwrap_or_default();
    let named = matches!(before.as_str(), "-" | "$" | "#" | "no." | "age" | "aged" | ":" | "£" | "€" | "of");
    let year = YEARS.contains(&value);
    let age = before == "," && at + 1 < sentence.len() && sentence.word(at + 1) == ",";
    if year || age || named && before != ":" || joined(at + 1) || sentence.kinds(at).time.is_some() {
        return None;
    }
    if sentence.lexicon.numbers.is_scale(&sentence.lower(at)) {
        return None;
    }
    let own = counted(sentence, at).filter(|count| count.low == Some(value) || count.high == Some(value));
    Some(own.unwrap_or_else(|| Count::exactly(value, sentence.word(at))))
}

fn is_others(sentence: &Annotated, token: u32) -> bool {
    token < sentence.len() && matches!(sentence.lower(token).as_str(), "other" | "others" | "more")
}

fn is_people(sentence: &Annotated, token: u32) -> bool {
    sentence.kinds(token).is_person()
        || people_class(sentence, token).is_some()
        || sentence.demonym(token).is_some()
        || is_others(sentence, token)
}

/// What a word says became of people.
fn fate(sentence: &Annotated, token: u32) -> Option<Fate> {
    let words = &sentence.lexicon.words;
    let is = |token: u32, set: &str| token < sentence.len() && words.is(set, &sentence.lower(token));
    let ahead = |from: u32, to: u32| (from..to.min(sentence.len())).map(|token| sentence.lower(token));
    match () {
        () if is(token, "headline-dead") => Some(Fate::Dead),
        () if is(token, "headline-hurt") => Some(Fate::Hurt),
        () if is(token, "headline-struck") => {
            let down =
                ahead(token + 1, token + 2).any(|word| matches!(word.as_str(), "down" | "off" | "clerk"));
            let dead =
                ahead(token + 1, token + 3).any(|word| words.is("headline-dead", &word) || word == "death");
            let at_people = is_at(sentence, token + 1)
                && (token + 2..sentence.len().min(token + 5)).any(|token| is_people(sentence, token));
            (!down && !at_people).then_some(if dead { Fate::Dead } else { Fate::Struck })
        }
        () => None,
    }
}

fn is_at(sentence: &Annotated, token: u32) -> bool {
    token < sentence.len() && sentence.lower(token) == "at"
}
