//! The stretch of time that a total counts over.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Granularity, Pos, Span, When};
use casus_timex::{Bound, TimeExpression};

use crate::Material;
use crate::circumstance::{Circumstances, circumstances};
use crate::modality::is_perfect;

/// Fewer days than this are no window of a total.
const SHORT_DAYS: i32 = 5;

/// Tokens behind a total in which its window may be told.
const FAR: u32 = 40;

/// A time longer than a deed: "since …", "in a single year", "over three weeks", "in April alone"; where what is told is
/// `spread` over more than a deed, a month or a year that one could be told of too.
pub(super) fn stretch(
    material: &Material,
    sentence: &Annotated,
    trigger: u32,
    around: &Circumstances,
    spread: bool,
) -> Option<When> {
    // "abducted 200 girls in April" is one deed; "in April alone" and "has abducted 200 in April" are not.
    let perfect = is_perfect(sentence, trigger);
    let given = around
        .times
        .iter()
        .filter(|given| given.trigger == trigger)
        .map(|given| &material.times[given.index]);
    let long = |granularity: Option<Granularity>| {
        matches!(
            granularity,
            Some(Granularity::Month | Granularity::Year | Granularity::Season | Granularity::Range)
        )
    };
    // "a month after the bombing" is a distance and no window.
    let is_distance = |time: &TimeExpression| {
        let after = (0..sentence.len()).find(|token| sentence.token(*token).span.start >= time.span.end);
        after.is_some_and(|token| sentence.lexicon.words.is("distance-word", &sentence.lower(token)))
    };
    let is_its_day =
        |time: &TimeExpression| clause_of_day(sentence, time).is_some_and(|clause| clause < trigger);
    // "held 80 villagers for two days": how long it took, and no stretch that is counted over.
    let is_how_long = |time: &TimeExpression| {
        let first = sentence.token_at(time.span.start).filter(|first| *first > 0);
        let opening = first.into_iter().flat_map(|first| [first, first - 1]);
        !perfect && opening.into_iter().any(|token| sentence.lower(token) == "for")
    };
    let is_stretch = |time: &&TimeExpression| {
        let of_days = |duration: &str| !duration.starts_with("PT") && duration != "P1D";
        !time.age
            && !is_its_day(time)
            && !is_how_long(time)
            && !is_distance(time)
            && (time.bound == Some(Bound::Since)
                || time.when.duration.as_deref().is_some_and(of_days)
                || time.when.duration.is_none()
                    && long(time.when.granularity)
                    && (perfect
                        || spread
                        || is_between(sentence, &time.when)
                        || is_whole(sentence, time.span))
                    && !is_short(&time.when)
                || is_told_by_its_end(sentence, time.span))
    };
    given.filter(is_stretch).map(|time| time.when.clone()).next()
}

/// "since 3 September, when four were injured": the deed of the clause is of the day, and nothing is counted since then.
fn clause_of_day(sentence: &Annotated, time: &TimeExpression) -> Option<u32> {
    let mut behind = (0..sentence.len()).filter(|token| sentence.token(*token).span.start >= time.span.end);
    let word = behind.find(|token| sentence.token(*token).pos != Pos::Punct);
    word.filter(|word| sentence.lower(*word) == "when")
}

/// "from April to July": told by both ends.
fn is_between(sentence: &Annotated, when: &When) -> bool {
    let opening = when.text.split_whitespace().next().unwrap_or_default().to_lowercase();
    when.granularity == Some(Granularity::Range) && sentence.lexicon.words.is("both-ends", &opening)
}

/// "in the week that ended on Sunday", "in the month to Friday": a stretch that is counted over.
fn is_told_by_its_end(sentence: &Annotated, time: Span) -> bool {
    let Some(first) = sentence.token_at(time.start) else { return false };
    let Some(noun) =
        (first..sentence.len()).take_while(|token| time.contains(sentence.token(*token).span)).last()
    else {
        return false;
    };
    let words = &sentence.lexicon.words;
    let ends = |verb: u32| words.is("ending-verb", sentence.lemma(verb));
    let clauses = sentence.children_by(noun, Dep::Relcl).chain(sentence.children_by(noun, Dep::Acl));
    words.is("stretch-noun", sentence.lemma(noun)) && clauses.into_iter().any(ends)
}

/// "in April alone", "in a single year": the words say that all of the time is meant.
fn is_whole(sentence: &Annotated, time: Span) -> bool {
    let near = |token: u32| {
        let span = sentence.token(token).span;
        time.contains(span)
            || span.start > time.end && span.start - time.end <= 2
            || span.end < time.start && time.start - span.end <= 2
    };
    let words = &sentence.lexicon.words;
    (0..sentence.len()).any(|token| {
        let word = sentence.lower(token);
        words.is("whole-time", &word) && (near(token) || words.is("whole-time-word", &word))
    })
}

/// "Since the beginning of the war more than 9,400 have been killed": a total whose beginning has no date.
pub(super) fn is_since(sentence: &Annotated, verb: u32) -> bool {
    let perfect = is_perfect(sentence, verb);
    perfect
        && sentence
            .children_by(verb, Dep::Prep)
            .chain(sentence.children_by(verb, Dep::Mark))
            .any(|since| sentence.lower(since) == "since")
}

/// A time that totals are told of: a stretch, or whatever has passed since a day.
pub(super) fn is_window(time: &TimeExpression) -> bool {
    time.bound == Some(Bound::Since) || is_long(&time.when)
}

/// A stretch of time that totals are told of.
pub(super) fn is_long(when: &When) -> bool {
    let days = when.duration.as_deref().is_some_and(|duration| !duration.starts_with("PT"));
    let long = matches!(
        when.granularity,
        Some(
            Granularity::Week
                | Granularity::Month
                | Granularity::Year
                | Granularity::Season
                | Granularity::Range
        )
    );
    (days || long) && !is_short(when)
}

/// A few days told by both ends ("between Monday and Wednesday") can be those of one deed.
fn is_short(when: &When) -> bool {
    let day = |time: &Option<String>| time.as_deref()?.get(..10)?.parse::<jiff::civil::Date>().ok();
    let days = day(&when.start).zip(day(&when.end)).and_then(|(start, end)| end.since(start).ok());
    days.is_some_and(|span| span.get_days() < SHORT_DAYS)
}

/// "has logged 14 attacks on troops in the province since January": the stretch told behind a total, before any verb.
pub(super) fn window_behind(material: &Material, sentence: &Annotated, token: u32) -> Option<When> {
    let behind =
        sentence.marks.iter().filter(|mark| mark.first > token).find_map(|mark| match mark.meaning {
            Meaning::Time(index) => Some((mark.first, &material.times[index])),
            _ => None,
        });
    let (first, time) = behind.filter(|(first, _)| first - token <= FAR)?;
    let acts = (token + 1..first).any(|word| sentence.token(word).pos == Pos::Verb);
    (!acts && !time.age && !time.vague && is_long(&time.when)).then(|| time.when.clone())
}

/// "since 17 October", "since the offensive began in March", "since its start": the first of these that is told, from the
/// time told in it to the day of the report. A clause told of one of its days is none ([`stretch`]).
pub(super) fn since(material: &Material, sentence: &Annotated) -> Option<When> {
    let is_since = |token: &u32| sentence.lower(*token) == "since";
    (0..sentence.len()).filter(is_since).find_map(|since| {
        // A clause is headed by its verb, a phrase by the word itself.
        let item = sentence.token(since);
        let head = if item.dep == Dep::Mark { item.head } else { since };
        let last = sentence.tree.right(head);
        let begins = sentence.marks.iter().filter(|mark| mark.first > since && mark.first <= last);
        let mut times = begins.filter_map(|mark| match mark.meaning {
            Meaning::Time(index) => Some(&material.times[index]),
            _ => None,
        });
        let time = times.find(|time| !time.age && time.when.start.is_some())?;
        if clause_of_day(sentence, time).is_some() {
            return None;
        }
        let published = material.published.map(|day| day.to_string());
        Some(match time.bound {
            Some(Bound::Since) => time.when.clone(),
            _ => When { end: published, granularity: Some(Granularity::Range), ..time.when.clone() },
        })
    })
}

/// "29 in March": the first time told behind a token, up to another.
pub(super) fn time_behind(material: &Material, sentence: &Annotated, token: u32, last: u32) -> Option<When> {
    let mut inside = sentence.marks.iter().filter(|mark| mark.first > token && mark.first <= last);
    inside.find_map(|mark| match mark.meaning {
        Meaning::Time(index) => Some(material.times[index].when.clone()),
        _ => None,
    })
}

/// "since the troops cut the road in May": a time in the clause of a "since" begins a window that ends with the report.
pub(super) fn until_now(material: &Material, sentence: &Annotated, time: When) -> When {
    let (Some(span), Some(published)) = (time.span, material.published) else { return time };
    let Some(token) = sentence.token_at(span.start) else { return time };
    let is_since = |verb: u32| {
        let marks = sentence.children_by(verb, Dep::Mark).chain(sentence.children_by(verb, Dep::Prep));
        marks.into_iter().any(|mark| mark < verb && sentence.lower(mark) == "since")
    };
    let mut at = token;
    for _ in 0..8 {
        let item = sentence.token(at);
        if item.pos == Pos::Verb && is_since(at)
            || item.dep == Dep::Pcomp && sentence.lower(item.head) == "since"
        {
            let end = Some(published.to_string());
            return When { end, granularity: Some(Granularity::Range), ..time };
        }
        if item.head == at {
            break;
        }
        at = item.head;
    }
    time
}

/// The window told for one of several words, and the places told for them.
pub(super) fn window_and_places<'a>(
    material: &Material<'a>,
    sentence: &Annotated,
    tokens: &[u32],
) -> (Option<&'a TimeExpression>, Vec<usize>) {
    let around = circumstances(sentence, tokens);
    let windows = around.times.iter().map(|given| &material.times[given.index]).filter(|time| !time.age);
    let mut windows: Vec<_> = windows.collect();
    windows.sort_by_key(|time| (time.vague, time.when.duration.is_none()));
    let window = windows.first().copied();
    let mut places = around.places;
    places.sort_by_key(|given| (given.steps, given.index));
    (window, places.into_iter().map(|given| given.index).collect())
}
