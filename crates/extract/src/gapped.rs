//! Deeds whose verb is told once: "killed two people in Bree and three in Archet", "hit a depot on Monday and a bridge on
//! Tuesday".
//!
//! Grammar calls it gapping (Ross 1970): the second half leaves out the verb and stands beside the first with its own
//! victims or target, and its own place or day. The parser has nowhere to hang such a half, so it is found by its words: a
//! join, a counted noun of the same kind as the one that the verb took, and a place or day where the first half has one.

use casus_annotate::{Annotated, Meaning};
use casus_lexicon::Role;
use casus_model::{Dep, Draft, DraftBody, Pos};

use crate::circumstance::{Circumstances, Given};
use crate::company;
use crate::matching::Match;
use crate::needs::is_bare_many;

/// A half without a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// The verb told once.
    verb: u32,
    /// Whom or what the verb took in the first half; none where another of its subject is told here ("and another in Bree").
    beside: Option<u32>,
    /// Whom or what it takes here, or the other subject.
    head: u32,
    /// Tokens `[first, end)`.
    first: u32,
    end: u32,
}

/// Words of one half are at most this many.
const LONGEST: u32 = 24;

/// The halves without a verb behind the verbs of a sentence.
pub(crate) fn gaps(sentence: &Annotated, matches: &[Match], around: &Circumstances) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for found in matches.iter().filter(|found| is_verb_of_deed(found)) {
        for gap in behind(sentence, found, around) {
            if !gaps.iter().any(|known| known.head == gap.head) {
                gaps.push(gap);
            }
        }
    }
    gaps
}

fn is_verb_of_deed(found: &Match) -> bool {
    !found.nominal && found.frame.tie.is_none()
}

/// Takes from each verb the places and days of its halves. A day at the end, where the first half has none, holds for all.
pub(crate) fn divide(sentence: &Annotated, gaps: &[Gap], around: &mut Circumstances) {
    for gap in gaps {
        let within = |given: &Given, of_time: bool| gap.holds(sentence, given.index, of_time);
        let (verb, first) =
            (gap.verb, gaps.iter().find(|other| other.verb == gap.verb).map_or(0, |gap| gap.first));
        let dated =
            around.times.iter().any(|given| given.trigger == verb && is_before(sentence, given.index, first));
        around.places.retain(|given| given.trigger != verb || !within(given, false));
        around.times.retain(|given| given.trigger != verb || !dated || !within(given, true));
    }
}

/// What a verb is matched with without its further halves; none where it has none.
pub(crate) fn first_half<'a>(found: &Match<'a>, gaps: &[Gap]) -> Option<Match<'a>> {
    let own: Vec<&Gap> = gaps.iter().filter(|gap| gap.verb == found.token).collect();
    let further = |token: u32| own.iter().any(|gap| (gap.first..gap.end).contains(&token));
    let without = |tokens: &[u32]| tokens.iter().copied().filter(|token| !further(*token)).collect();
    (!own.is_empty()).then(|| refilled(found, without))
}

fn refilled<'a>(found: &Match<'a>, fill: impl Fn(&[u32]) -> Vec<u32>) -> Match<'a> {
    let fillers = found.fillers.iter().map(|(role, tokens)| (*role, fill(tokens)));
    Match {
        frame: found.frame,
        token: found.token,
        fillers: fillers.filter(|(_, tokens)| !tokens.is_empty()).collect(),
        support: found.support.clone(),
        nominal: found.nominal,
        phrasal: found.phrasal,
    }
}

impl Gap {
    /// What the verb is matched with in this half.
    pub(crate) fn of<'a>(&self, found: &Match<'a>) -> Option<Match<'a>> {
        let here = |tokens: &[u32]| {
            let taken = self.beside.is_some_and(|beside| tokens.contains(&beside));
            if taken { vec![self.head] } else { tokens.to_vec() }
        };
        (found.token == self.verb && is_verb_of_deed(found)).then(|| refilled(found, here))
    }

    /// The places and days of this half; what it leaves out is that of the first.
    pub(crate) fn around(&self, sentence: &Annotated, of_verb: &Circumstances) -> Circumstances {
        let given = |index| Given { trigger: self.verb, index, steps: 1 };
        let marks = || sentence.marks.iter().filter(|mark| self.first <= mark.first && mark.end <= self.end);
        let own_places = marks().filter_map(|mark| match mark.meaning {
            Meaning::Place(index) => Some(given(index)),
            _ => None,
        });
        let own_times = marks().filter_map(|mark| match mark.meaning {
            Meaning::Time(index) => Some(given(index)),
            _ => None,
        });
        let or_theirs = |own: Vec<Given>, theirs: &[Given]| {
            let of_verb = theirs.iter().filter(|given| given.trigger == self.verb).copied();
            if own.is_empty() { of_verb.collect() } else { own }
        };
        Circumstances {
            places: or_theirs(own_places.collect(), &of_verb.places),
            times: or_theirs(own_times.collect(), &of_verb.times),
        }
    }

    /// The draft of this half, told by its own words.
    pub(crate) fn told(&self, sentence: &Annotated, mut draft: Draft) -> Draft {
        draft.token = self.head;
        draft.trigger = sentence.mention(self.head).span;
        if let DraftBody::Event(event) = &mut draft.body {
            event.leaves_out = Some(self.verb);
        }
        draft
    }

    fn holds(&self, sentence: &Annotated, index: usize, of_time: bool) -> bool {
        let wanted = if of_time { Meaning::Time(index) } else { Meaning::Place(index) };
        let mut of_index = sentence.marks.iter().filter(|mark| mark.meaning == wanted);
        of_index.any(|mark| self.first <= mark.first && mark.end <= self.end)
    }
}

fn is_before(sentence: &Annotated, time: usize, token: u32) -> bool {
    sentence.marks.iter().any(|mark| mark.meaning == Meaning::Time(time) && mark.end <= token)
}

/// The halves behind one verb. The last stands behind "and"; shares of the first ("killed five, two in Bree and three in
/// Archet") are no deeds of their own.
fn behind(sentence: &Annotated, found: &Match, around: &Circumstances) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let mut at = found.token + 1;
    let mut closed = false;
    while let Some(join) = join_from(sentence, at) {
        at = behind_join(sentence, join);
        if let Some(gap) = half(sentence, found, at) {
            if closed || gaps.is_empty() && !is_parallel(sentence, &gap, around) {
                break;
            }
            closed = (join..at).any(|token| sentence.token(token).dep == Dep::Cc);
            at = gap.end;
            gaps.push(gap);
        } else if !gaps.is_empty() {
            break;
        }
    }
    let shares =
        gaps.first().is_some_and(|gap| gap.beside.is_some_and(|whole| are_shares(sentence, whole, &gaps)));
    if closed && !shares { gaps } else { Vec::new() }
}

/// A comma or "and" from a token on, before any other verb.
fn join_from(sentence: &Annotated, from: u32) -> Option<u32> {
    let joins =
        |token: &u32| sentence.token(*token).dep == Dep::Cc || matches!(sentence.word(*token), "," | ";");
    let is_verb = |token: &u32| matches!(sentence.token(*token).pos, Pos::Verb | Pos::Aux);
    (from..sentence.len()).take_while(|token| !is_verb(token)).find(joins)
}

fn behind_join(sentence: &Annotated, join: u32) -> u32 {
    let and = join + 1 < sentence.len() && sentence.token(join + 1).dep == Dep::Cc;
    join + 1 + u32::from(and)
}

/// A counted noun with its places and days, up to the next join or the end, without a verb.
fn half(sentence: &Annotated, found: &Match, first: u32) -> Option<Gap> {
    let closes = |token: u32| sentence.token(token).dep == Dep::Cc || sentence.token(token).pos == Pos::Punct;
    let end = (first..sentence.len()).find(|token| closes(*token)).unwrap_or(sentence.len());
    let whole = end - first <= LONGEST
        && (first..end).all(|token| !matches!(sentence.token(token).pos, Pos::Verb | Pos::Aux | Pos::Sconj));
    let is_time = |token: u32| sentence.kinds(token).time.is_some();
    let is_behind = |token: u32| sentence.token(token).pos == Pos::Adp && sentence.lower(token) != "of";
    let opens = |token: u32| is_behind(token) || is_time(token) && token > first;
    let behind = (first..end).find(|token| opens(*token)).filter(|token| whole && *token > first)?;
    let head = behind - 1;
    let locates = is_time(behind) || {
        let word = sentence.lower(behind);
        word != "from" && word != "to" && sentence.lexicon.words.is("locative", &word)
    };
    let other_subject = || (first == head || first + 1 == head) && is_another_subject(sentence, found, head);
    let taken = beside(sentence, found, first, head).filter(|_| locates);
    let beside = match taken {
        Some(taken) => Some(taken),
        None if locates && other_subject() => None,
        None => return None,
    };
    Some(Gap { verb: found.token, beside, head, first, end })
}

/// "exploded in Bree and another in Archet", "and a second near the gate": another of the weapons that the verb tells of.
fn is_another_subject(sentence: &Annotated, found: &Match, head: u32) -> bool {
    let words = &sentence.lexicon.words;
    let another =
        words.is("other-people", &sentence.lower(head)) || words.is("otherness", &sentence.lower(head));
    let weapon = |token: &u32| sentence.kinds(*token).weapon.is_some();
    another
        && found.of(Role::Victim).is_empty()
        && [Role::Agent, Role::Weapon].iter().any(|role| found.of(*role).iter().any(weapon))
}

/// Whom or what of the first half a noun stands beside.
fn beside(sentence: &Annotated, found: &Match, first: u32, head: u32) -> Option<u32> {
    let words = &sentence.lexicon.words;
    let another = words.is("otherness", &sentence.lower(first));
    let one = matches!(sentence.lower(first).as_str(), "a" | "an");
    if !one && !another && sentence.mention(head).count.is_none() {
        return None;
    }
    let taken = [Role::Victim, Role::Patient].into_iter().flat_map(|role| found.of(role)).copied();
    let mut taken = taken.filter(|token| *token < first);
    let kinds = sentence.kinds(head);
    let stands_alone = sentence.token(head).pos == Pos::Num
        || words.is("other-people", &sentence.lower(head))
        || is_bare_many(sentence, head)
        || sentence.lower(head) == "more";
    if kinds.place.is_some() || kinds.time.is_some() {
        return None;
    }
    let is_person = |token: u32| sentence.kinds(token).is_person() || company::is_human(sentence, token);
    if stands_alone || is_person(head) {
        return taken.find(|token| is_person(*token));
    }
    kinds.target.and_then(|_| taken.find(|token| sentence.kinds(*token).target.is_some()))
}

/// A place or a day on both sides of the join.
fn is_parallel(sentence: &Annotated, gap: &Gap, around: &Circumstances) -> bool {
    let both = |given: &[Given], of_time: bool| {
        let wanted = |index| if of_time { Meaning::Time(index) } else { Meaning::Place(index) };
        let before = given.iter().filter(|given| given.trigger == gap.verb).any(|given| {
            let mut marks = sentence.marks.iter().filter(|mark| mark.meaning == wanted(given.index));
            marks.any(|mark| mark.end <= gap.first)
        });
        let here = sentence.marks.iter().any(|mark| {
            let kind = match mark.meaning {
                Meaning::Time(_) => of_time,
                Meaning::Place(_) => !of_time,
                _ => false,
            };
            kind && gap.first <= mark.first && mark.end <= gap.end
        });
        before && here
    };
    both(&around.places, false) || both(&around.times, true)
}

/// Several halves that add up to the first are its shares.
fn are_shares(sentence: &Annotated, whole: u32, gaps: &[Gap]) -> bool {
    let exact = |token: u32| sentence.mention(token).count.and_then(|count| count.exact());
    let parts = gaps.iter().try_fold(0, |sum: u64, gap| sum.checked_add(exact(gap.head)?));
    gaps.len() > 1 && parts.is_some() && parts == exact(whole)
}
