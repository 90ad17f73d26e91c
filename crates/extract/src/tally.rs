//! Tallies: counts of occurrences or of their results over a window and a scope.
//!
//! A numeral on the noun of the occurrence is a tally ("twenty attacks"), except two or three at one
//! place and time; a numeral on weapon or target is not (codebook, "Tally or event").

use casus_annotate::{Annotated, Meaning};
use casus_lexicon::Role;
use casus_model::{
    Count, Dep, Draft, DraftBody, DraftEvent, DraftTally, Effect, EventType, Evidence, Granularity,
    ModalityValue, OutcomeValue, Pos, Span, When,
};

use casus_timex::{Bound, TimeExpression};

use crate::circumstance::{Circumstances, circumstances};
use crate::matching::{Match, is_violent_noun};
use crate::modality::Told;
use crate::{Material, draft, modality};

/// Fewer days than this are no window of a total.
const SHORT_DAYS: i32 = 5;

/// So many hurt or killed may be those of one deed, even since a day.
const FEW: u64 = 3;

/// Tokens back over which a clause can be told beside a total.
const FAR: u32 = 40;

/// The tallies of a sentence.
pub(crate) fn tallies(material: &Material, sentence: &Annotated, matches: &[Match]) -> Vec<Draft> {
    let counted: Vec<(&Match, Count)> = matches
        .iter()
        .filter(|found| found.nominal && found.frame.event_type == Some(EventType::Assault))
        .filter_map(|found| Some((found, count_of(sentence, found.token)?)))
        .collect();
    let mut drafts: Vec<Draft> =
        counted.into_iter().map(|(found, count)| of_events(material, sentence, found, count)).collect();
    drafts.extend(of_harm(material, sentence));
    drafts
}

/// The count on a plural noun of occurrence, where it makes a tally.
fn count_of(sentence: &Annotated, token: u32) -> Option<Count> {
    let count = sentence.mention(token).count?;
    if !sentence.is_plural(token) || count.high == Some(0) {
        return None;
    }
    let few = count.low.is_some_and(|low| low <= 3) && count.high.is_some_and(|high| high <= 3);
    let vague_some = count.low == Some(2) && count.high.is_none();
    (!few && !vague_some).then_some(count)
}

fn of_events(material: &Material, sentence: &Annotated, found: &Match, count: Count) -> Draft {
    let told = modality::told(sentence, found.token, false);
    let (window, places) = window_and_places(material, sentence, &[found.token]);
    let told_of_it = window.map(|time| time.when.clone());
    let window = window_behind(material, sentence, found.token).or(told_of_it);
    // "61 attacks in two provinces": where it was is nobody it was done to.
    let somebody = |token: &&u32| {
        let lemma = sentence.lemma(**token).to_lowercase();
        let words = &sentence.lexicon.words;
        let land = words.is("place-noun", &lemma) || words.is("land-noun", &lemma);
        !land && (sentence.kinds(**token).place.is_none() || sentence.kinds(**token).is_actor())
    };
    let mentions = |role: Role| {
        let fillers = found.of(role).iter().filter(somebody);
        fillers.map(|token| sentence.mention(*token)).collect::<Vec<_>>()
    };
    let tally = DraftTally {
        event_type: EventType::Assault,
        modes: modes(sentence, found),
        measure: "events".to_owned(),
        count,
        window,
        places,
        actors: if is_object_of_counting(sentence, found.token) { Vec::new() } else { mentions(Role::Agent) },
        recipients: mentions(Role::Patient),
        contains: contained(sentence, found.token),
    };
    let mut draft = draft(sentence, "tally/events", found.token, DraftBody::Tally(Box::new(tally)), told);
    let first = sentence.full_phrase(found.token).0;
    let span = sentence.span(first, found.token + 1);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
    draft
}

/// "The mission has recorded 14 attacks": whoever counts them did not do them.
fn is_object_of_counting(sentence: &Annotated, noun: u32) -> bool {
    let item = sentence.token(noun);
    item.dep == Dep::Dobj && sentence.lexicon.words.is("figure-verb", sentence.lemma(item.head))
}

/// "a few dozen minor injuries so far" over a campaign told as one thing.
fn of_harm(material: &Material, sentence: &Annotated) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for token in 0..sentence.len() {
        let Some(measure) = measure_of_harm(sentence, token) else { continue };
        let Some(count) = sentence.mention(token).count.filter(|count| count.high != Some(0)) else {
            continue;
        };
        let (window, places) = window_and_places(material, sentence, &[token]);
        let many = count.low.or(count.high).is_some_and(|count| count > FEW);
        let since = many && window.is_some_and(|time| time.bound == Some(Bound::Since));
        let counts = since && counts_the_harmed(sentence, token);
        if !counts && !is_running_total(sentence, token) {
            continue;
        }
        let told = modality::told(sentence, token, false);
        if told.value != ModalityValue::Actual {
            continue;
        }
        let tally = of_nobody(measure, count, window.map(|time| time.when.clone()), places);
        drafts.push(draft(sentence, "tally/harm", token, DraftBody::Tally(Box::new(tally)), told));
    }
    drafts
}

/// A total of which neither doers nor those it was done to are told.
pub(crate) fn of_nobody(measure: &str, count: Count, window: Option<When>, places: Vec<usize>) -> DraftTally {
    DraftTally {
        event_type: EventType::Assault,
        modes: Vec::new(),
        measure: measure.to_owned(),
        count,
        window,
        places,
        actors: Vec::new(),
        recipients: Vec::new(),
        contains: Vec::new(),
    }
}

/// Whether a noun counts the killed or the injured.
pub(crate) fn measure_of_harm(sentence: &Annotated, noun: u32) -> Option<&'static str> {
    let lemma = sentence.lemma(noun);
    let is = |set| sentence.lexicon.words.is(set, lemma);
    // "has claimed 300 lives"
    let item = sentence.token(noun);
    let takes = || sentence.lexicon.words.is("life-taking", sentence.lemma(item.head));
    if lemma == "life" && item.dep == Dep::Dobj && sentence.is_plural(noun) && takes() {
        return Some("killed");
    }
    match (is("harm-killed"), is("harm-injured")) {
        (true, false) => Some("killed"),
        (false, true) => Some("injured"),
        _ => None,
    }
}

/// The measure that counts an effect.
pub(crate) fn measure_of(effect: Effect) -> &'static str {
    match effect {
        Effect::Killed => "killed",
        Effect::Injured => "injured",
        Effect::Missing => "missing",
        Effect::Captured => "captured",
        Effect::Displaced => "displaced",
        Effect::Sick => "sick",
    }
}

/// "The register stands at 16 dead since Monday", "had counted 10 dead": the harmed as the object of a verb or behind "at"
/// are counted, and no deed is told of them.
fn counts_the_harmed(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.token(token).dep, Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Conj)
}

/// Harm told of a campaign ("the bombardment has caused … so far", "since the war began").
pub(crate) fn is_running_total(sentence: &Annotated, token: u32) -> bool {
    let verb = sentence.token(token).head;
    let words = &sentence.lexicon.words;
    let marked = sentence.tree.children(verb).iter().any(|child| {
        let lower = sentence.lower(*child);
        words.is("so-far", &lower)
    });
    let campaign = sentence.clause(verb).subjects.iter().any(|subject| {
        words.is("campaign", sentence.lemma(*subject))
            || sentence.is_plural(*subject) && is_violent_noun(sentence, *subject)
    });
    let attributed = sentence.lexicon.words.is("blame-verb", sentence.lemma(verb));
    marked
        || campaign
        || attributed && sentence.token(token).dep == Dep::Dobj
        || beside_a_total(sentence, token)
}

/// "41 attacks with 162 civilian deaths": harm behind "with" after a counted plural of deeds.
fn beside_a_total(sentence: &Annotated, token: u32) -> bool {
    let with = sentence.token(token).head;
    let deeds = sentence.token(with).head;
    sentence.token(token).dep == Dep::Pobj
        && sentence.lower(with) == "with"
        && is_violent_noun(sentence, deeds)
        && sentence.is_plural(deeds)
        && sentence.mention(deeds).count.is_some()
}

/// Where the event was; where that is not told, where the deeds were that did it: "clashes in Bree killed 56 in two days".
fn places(sentence: &Annotated, verb: u32, event: &DraftEvent, around: &Circumstances) -> Vec<usize> {
    if !event.places.is_empty() {
        return event.places.clone();
    }
    let did_it = |trigger: u32| sentence.children_by(verb, Dep::Nsubj).any(|subject| subject == trigger);
    around.places.iter().filter(|given| did_it(given.trigger)).map(|given| given.index).collect()
}

/// "has attacked 31 ships since the start of the year": a verb with a count over a stretch of time is a
/// total, where one deed could not be meant. People who fled are always counted, never an event.
pub(crate) fn over_a_window(
    material: &Material,
    sentence: &Annotated,
    found: &Match,
    event: &DraftEvent,
    around: &Circumstances,
    told: Told,
) -> Option<DraftTally> {
    if event.event_type != EventType::Assault
        || !matches!(told.value, ModalityValue::Actual | ModalityValue::Historical)
    {
        return None;
    }
    // "have been killed and 300 wounded in two weeks": the stretch of what goes on from it.
    let window = stretch(material, sentence, found.token, around).or_else(|| {
        let mut others = sentence.children_by(found.token, Dep::Conj);
        others.find_map(|other| stretch(material, sentence, other, around))
    });
    let times = times(sentence, found.token);
    let open = window.is_none() && is_since(sentence, found.token)
        || times.is_some()
        || is_beside_times(sentence, found.token);
    let (measure, count) = match times {
        Some(count) => ("events", count),
        None => measured(found, event, window.is_some())?,
    };
    let displaced = measure == "displaced";
    let many = count.low.or(count.high).is_some_and(|count| count > FEW);
    if !many || window.is_none() && !displaced && !open {
        return None;
    }
    let mut modes = event.modes.clone();
    modes.sort();
    let window = window.or_else(|| event.times.first().cloned());
    Some(DraftTally {
        event_type: EventType::Assault,
        modes,
        measure: measure.to_owned(),
        count,
        window: window.map(|window| until_now(material, sentence, window)),
        places: places(sentence, found.token, event, around),
        actors: event.actors.clone(),
        recipients: event.recipients.clone(),
        contains: Vec::new(),
    })
}

/// "attacked at least nine times": how often the deed of a verb was done.
fn times(sentence: &Annotated, verb: u32) -> Option<Count> {
    let is_times = |noun: &u32| {
        sentence.lexicon.words.is("times-word", sentence.lemma(*noun)) && sentence.is_plural(*noun)
    };
    // "shot at him eleven times": blows of one deed.
    let blows = sentence.lexicon.words.is("blow-verb", sentence.lemma(verb));
    let counted = sentence.children_by(verb, Dep::Npadvmod).filter(is_times).filter(|_| !blows);
    counted.filter_map(|noun| sentence.mention(noun).count).next()
}

/// "were attacked nine times, officials said, and 30 soldiers had been hurt": what is told beside a total is one too.
fn is_beside_times(sentence: &Annotated, verb: u32) -> bool {
    let perfect = sentence.children_by(verb, Dep::Aux).any(|aux| sentence.lemma(aux) == "have");
    let is_verb = |token: &u32| sentence.token(*token).pos == Pos::Verb;
    perfect
        && sentence.token(verb).dep == Dep::Conj
        && (verb.saturating_sub(FAR)..verb).filter(is_verb).any(|other| times(sentence, other).is_some())
}

/// What is counted: harm first, then what was launched or stopped, then what was attacked.
fn measured(found: &Match, event: &DraftEvent, windowed: bool) -> Option<(&'static str, Count)> {
    if let Some(harm) = event.casualties.first() {
        return Some((measure_of(harm.effect), harm.count.clone()));
    }
    if !windowed {
        return None;
    }
    let weapons = event.weapons.iter().find_map(|(weapon, _)| weapon.count.clone());
    if let Some(count) = weapons {
        let stopped = found.frame.outcome == Some(OutcomeValue::Intercepted);
        return Some((if stopped { "intercepted" } else { "launched" }, count));
    }
    let targets = event.targets.iter().map(|(target, _)| target).chain(&event.recipients);
    targets.filter_map(|target| target.count.clone()).next().map(|count| ("events", count))
}

/// A time longer than a deed: "since …", "in a single year", "over three weeks", "in April alone".
fn stretch(material: &Material, sentence: &Annotated, trigger: u32, around: &Circumstances) -> Option<When> {
    // "abducted 200 girls in April" is one deed; "in April alone" and "has abducted 200 in April" are not.
    let perfect = sentence.children_by(trigger, Dep::Aux).any(|aux| sentence.lemma(aux) == "have");
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
    let is_stretch = |time: &&TimeExpression| {
        let of_days = |duration: &str| !duration.starts_with("PT") && duration != "P1D";
        !time.age
            && !is_distance(time)
            && (time.bound == Some(Bound::Since)
                || time.when.duration.as_deref().is_some_and(of_days)
                || time.when.duration.is_none()
                    && long(time.when.granularity)
                    && (perfect || is_whole(sentence, time.span))
                    && !is_short(&time.when)
                || is_told_by_its_end(sentence, time.span))
    };
    given.filter(is_stretch).map(|time| time.when.clone()).next()
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
fn is_since(sentence: &Annotated, verb: u32) -> bool {
    let perfect = sentence.children_by(verb, Dep::Aux).any(|aux| sentence.lemma(aux) == "have");
    perfect
        && sentence
            .children_by(verb, Dep::Prep)
            .chain(sentence.children_by(verb, Dep::Mark))
            .any(|since| sentence.lower(since) == "since")
}

/// A time that totals are told of: a stretch, or whatever has passed since a day.
pub(crate) fn is_window(time: &TimeExpression) -> bool {
    time.bound == Some(Bound::Since) || is_long(&time.when)
}

/// A stretch of time that totals are told of.
fn is_long(when: &When) -> bool {
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
fn window_behind(material: &Material, sentence: &Annotated, token: u32) -> Option<When> {
    let behind =
        sentence.marks.iter().filter(|mark| mark.first > token).find_map(|mark| match mark.meaning {
            Meaning::Time(index) => Some((mark.first, &material.times[index])),
            _ => None,
        });
    let (first, time) = behind.filter(|(first, _)| first - token <= FAR)?;
    let acts = (token + 1..first).any(|word| sentence.token(word).pos == Pos::Verb);
    (!acts && !time.age && !time.vague && is_long(&time.when)).then(|| time.when.clone())
}

/// "since the troops cut the road in May": a time in the clause of a "since" begins a window that ends with the report.
pub(crate) fn until_now(material: &Material, sentence: &Annotated, time: When) -> When {
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
pub(crate) fn window_and_places<'a>(
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

fn modes(sentence: &Annotated, found: &Match) -> Vec<String> {
    let mut modes = found.frame.modes.clone();
    for token in found.of(Role::Weapon) {
        let class = sentence.kinds(*token).weapon.map(|(class, _)| class);
        if let Some(mode) = class.and_then(|class| sentence.lexicon.mode_of_weapon(class))
            && !modes.iter().any(|known| known == mode)
        {
            modes.push(mode.to_owned());
        }
    }
    modes
}

/// "The incident was among at least 40 attacks", "the latest of 12 raids": what the tally contains.
fn contained(sentence: &Annotated, token: u32) -> Vec<(u32, u32)> {
    let mut at = token;
    for _ in 0..4 {
        let label = sentence.token(at).dep;
        let head = sentence.token(at).head;
        if head == at {
            return Vec::new();
        }
        if label == Dep::Prep && sentence.lexicon.words.is("among", &sentence.lower(at)) {
            let clause = sentence.clause(head);
            let subjects = clause.subjects.into_iter().filter(|subject| is_violent_noun(sentence, *subject));
            return subjects.map(|subject| (sentence.index, subject)).collect();
        }
        at = head;
    }
    Vec::new()
}
