//! The short way of headlines: a figure, the people it counts, and what became of them, with no verb or half a one ("Two
//! dead, five others hurt", "10 people shot at a party", "blast kills 3, injures 7"). It is read by the order of the
//! words, since a parser of sentences takes every second such line for something else.

use casus_annotate::{Annotated, counted};
use casus_model::{
    Count, Draft, DraftBody, DraftCasualty, DraftEvent, Effect, EventType, Mention, ModalityValue, Pos,
    Reference, Tag,
};

use crate::casualty::class_of;
use crate::event::empty;
use crate::needs::{is_several_deeds, people_class};
use crate::turned_off::is_by_mishap;
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
    let figures = settled(figures(sentence));
    figures
        .iter()
        .filter(|figure| !is_so_far(sentence, figure))
        .filter_map(|figure| told(sentence, figure))
        .collect()
}

/// "21 soldiers hurt in attacks so far": those of many deeds, and none of that which the headline tells.
fn is_so_far(sentence: &Annotated, figure: &Figure) -> bool {
    let words = &sentence.lexicon.words;
    let from = figure.number.max(figure.word) + 1;
    let mut behind = (from..sentence.len()).take_while(|token| sentence.token(*token).tag != Tag::Stop);
    let marked = behind.clone().any(|token| words.is("so-far", &sentence.lower(token)));
    marked && behind.any(|token| is_several_deeds(sentence, token))
}

/// What the figures of a headline tell, no other reading of its words tells as well.
pub(crate) fn take_over(found: &mut Vec<Draft>, figures: &[Draft]) {
    let spans: Vec<_> = figures.iter().flat_map(harms).map(|harm| harm.span).collect();
    // "10 people shot at party": those counted are no doers.
    let is_misread = |draft: &Draft| match &draft.body {
        DraftBody::Event(event) => {
            let counted = |doer: &Mention| spans.iter().any(|span| span.overlaps(doer.span));
            figures.iter().any(|figure| figure.token == draft.token) && event.actors.iter().any(counted)
        }
        _ => false,
    };
    found.retain(|draft| !is_misread(draft));
    for draft in found {
        if let DraftBody::Event(event) = &mut draft.body {
            event.casualties.retain(|harm| !spans.iter().any(|span| span.overlaps(harm.span)));
        }
    }
}

fn harms(draft: &Draft) -> &[DraftCasualty] {
    match &draft.body {
        DraftBody::Event(event) => &event.casualties,
        _ => &[],
    }
}

/// What nothing else in a sentence tells of several people told by their number.
pub(crate) fn left_over(sentence: &Annotated, found: &[Draft]) -> Vec<Draft> {
    let overlaps = |figure: &Figure| {
        let span = sentence.span(figure.number, figure.number.max(figure.word) + 1);
        let tallied = found
            .iter()
            .any(|draft| matches!(draft.body, DraftBody::Tally(_)) && span.overlaps(draft.trigger));
        tallied
            || found.iter().flat_map(harms).any(|harm| harm.span.overlaps(span))
            || found
                .iter()
                .any(|draft| draft.modality != ModalityValue::Actual && span.overlaps(draft.trigger))
    };
    let clear = |figure: &&Figure| {
        let several = figure.count.low.is_some_and(|low| low > 1);
        several
            && figure.fate != Fate::Struck
            && !is_by_mishap(sentence, &sentence.clause(figure.word))
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

fn is_by_shots(sentence: &Annotated, word: u32) -> bool {
    sentence.lower(word) == "shot"
}

fn told(sentence: &Annotated, figure: &Figure) -> Option<Draft> {
    let told = modality::told(sentence, figure.word, false);
    if told.value != ModalityValue::Actual {
        return None;
    }
    let effect = if figure.fate == Fate::Dead { Effect::Killed } else { Effect::Injured };
    let (first, last) = (figure.number.min(figure.word), figure.number.max(figure.word));
    // "10 people shot at party" tells the deed as well.
    let shot = is_by_shots(sentence, figure.word);
    let mut event: DraftEvent = empty(EventType::Assault, !shot, Reference::New);
    if let Some(frame) = sentence.lexicon.frames.of_verb("shoot").find(|frame| shot && frame.effect.is_some())
    {
        event.modes.clone_from(&frame.modes);
        let weapon = |class: String| (crate::filling::trigger_mention(sentence, figure.word), class);
        event.weapons.extend(frame.class.clone().map(weapon));
    }
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
        let figure = number_first(sentence, at)
            .or_else(|| verb_first(sentence, at))
            .or_else(|| person_first(sentence, at));
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
            if people.is_some() && acts(sentence, next) {
                return None;
            }
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

/// "Boy, 14, fatally shot", "17-year-old killed": one person told by a noun, with or without the age.
fn person_first(sentence: &Annotated, at: u32) -> Option<Figure> {
    let own =
        is_people(sentence, at) || sentence.lower(at).ends_with("-year-old") || is_years_old(sentence, at);
    let nominal = matches!(sentence.token(at).pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num);
    if !own || !nominal || sentence.is_plural(at) || is_others(sentence, at) {
        return None;
    }
    let mut next = at + 1;
    let closes = |token: u32| token < sentence.len() && matches!(sentence.word(token), "," | ")");
    let opens = next < sentence.len() && matches!(sentence.word(next), "," | "(");
    let age =
        |token: u32| sentence.lexicon.numbers.value(&sentence.lower(token)).is_some_and(|years| years < 120);
    if opens && next + 1 < sentence.len() && age(next + 1) && closes(next + 2) {
        next += 3;
    }
    let mut fatally = false;
    while next < sentence.len() && next < at + WORDS {
        fatally |= sentence.lexicon.words.is("deadly", &sentence.lower(next));
        if let Some(fate) = fate(sentence, next) {
            let fate = if fatally { Fate::Dead } else { fate };
            let count = Count::exactly(1, sentence.word(at));
            if acts(sentence, next) {
                return None;
            }
            return Some(Figure { fate, count, number: at, people: Some(at), word: next, others: false });
        }
        if !matches!(sentence.lemma(next), "be" | "find") && sentence.token(next).pos != Pos::Adv {
            return None;
        }
        next += 1;
    }
    None
}

/// The "old" of "17-year-old".
fn is_years_old(sentence: &Annotated, at: u32) -> bool {
    at >= 3
        && sentence.lower(at) == "old"
        && sentence.word(at - 1) == "-"
        && matches!(sentence.lower(at - 2).as_str(), "year" | "month" | "week" | "day")
}

/// "kills 3", "wounding at least five": a verb of harm with nothing but a figure, or people, behind.
fn verb_first(sentence: &Annotated, at: u32) -> Option<Figure> {
    let words = &sentence.lexicon.words;
    let verb = sentence.lower(at);
    let fate = match () {
        () if words.is("headline-kills", &verb) => Fate::Dead,
        () if words.is("headline-hurts", &verb) => Fate::Hurt,
        () if words.is("headline-strikes", &verb) => Fate::Struck,
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
            let at_people = is_at(sentence, token + 1) && is_people_behind(sentence, token + 2);
            (!down && !at_people).then_some(if dead { Fate::Dead } else { Fate::Struck })
        }
        () => None,
    }
}

/// "Father shot two men", "3 killed a man": the people before the verb do it.
fn acts(sentence: &Annotated, word: u32) -> bool {
    let next = word + 1;
    if next >= sentence.len() || sentence.kinds(next).time.is_some() {
        return false;
    }
    let opens = matches!(sentence.token(next).pos, Pos::Det | Pos::Pron);
    opens || is_people_behind(sentence, next)
}

/// "shot at police officers": the noun phrase that begins here ends with people.
fn is_people_behind(sentence: &Annotated, from: u32) -> bool {
    let within = |token: &u32| {
        matches!(sentence.token(*token).pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Det | Pos::Num)
    };
    let last = (from..sentence.len().min(from + WORDS)).take_while(within).last();
    last.is_some_and(|last| sentence.token(last).pos != Pos::Propn && sentence.kinds(last).is_person())
}

fn is_at(sentence: &Annotated, token: u32) -> bool {
    token < sentence.len() && sentence.lower(token) == "at"
}
