//! Totals told by a verb over a stretch of time: "has attacked 31 ships since the start of the year".

use casus_annotate::Annotated;
use casus_model::{Count, Dep, DraftEvent, DraftTally, EventType, ModalityValue, OutcomeValue, Pos, When};

use super::harm::FEW;
use super::window::{is_since, since, stretch, until_now};
use super::{of_nobody, of_whom};
use crate::Material;
use crate::circumstance::Circumstances;
use crate::matching::Match;
use crate::modality::{Told, is_perfect};
use crate::needs::is_several_deeds;

/// No salvo of one deed has more of a weapon.
const SALVO: u64 = 60;

/// Tokens back over which a clause can be told beside a total.
const FAR: u32 = 40;

/// "has attacked 31 ships since the start of the year": a verb with counts over a stretch of time tells totals, where one
/// deed could not be meant. People who fled are always counted, never an event.
pub(crate) fn over_a_window(
    material: &Material,
    sentence: &Annotated,
    found: &Match,
    event: &DraftEvent,
    around: &Circumstances,
    told: Told,
) -> Vec<DraftTally> {
    if event.event_type != EventType::Assault
        || !matches!(told.value, ModalityValue::Actual | ModalityValue::Historical)
    {
        return Vec::new();
    }
    let verbs = together(sentence, found.token);
    let spread = is_spread(sentence, found, event);
    let window = verbs.iter().find_map(|verb| stretch(material, sentence, *verb, around, spread));
    let window = window.or_else(|| since_it(material, sentence, &verbs));
    let times = times(sentence, found.token);
    let open = window.is_none() && is_since(sentence, found.token)
        || times.is_some()
        || is_so_far(sentence, found.token)
        || is_beside_times(sentence, found.token);
    let mut counts = match times {
        Some(count) => vec![("events", count)],
        None => measured(found, event, window.is_some() || open),
    };
    let is_many = |(_, count): &(&str, Count)| count.low.or(count.high).is_some_and(|count| count > FEW);
    if !counts.iter().any(is_many) {
        return Vec::new();
    }
    counts.retain(|(measure, _)| window.is_some() || open || *measure == "displaced");
    let mut modes = event.modes.clone();
    modes.sort();
    let window = window.or_else(|| event.times.first().cloned());
    let window = window.map(|window| until_now(material, sentence, window));
    let places = places(sentence, found.token, event, around);
    // "Troops attacked 23 times": a headline has no "were".
    let headline = material.headline == Some(sentence.sentence.paragraph);
    let done_to = headline && open && event.recipients.is_empty() && event.targets.is_empty();
    let (actors, recipients) = match done_to {
        true => (Vec::new(), event.actors.clone()),
        false => (event.actors.clone(), of_whom(sentence, &event.recipients)),
    };
    let total = |(measure, count): (&'static str, Count)| DraftTally {
        modes: modes.clone(),
        actors: actors.clone(),
        recipients: recipients.clone(),
        ..of_nobody(measure, count, window.clone(), places.clone())
    };
    counts.into_iter().map(total).collect()
}

/// "has shot down 223 drones since they were first used in September": what has been done since a day.
fn since_it(material: &Material, sentence: &Annotated, verbs: &[u32]) -> Option<When> {
    let is_since = |token: &u32| sentence.lower(*token) == "since";
    let told_of = |verb: &u32| {
        let clauses = sentence
            .children_by(*verb, Dep::Advcl)
            .flat_map(|clause| sentence.children_by(clause, Dep::Mark));
        let phrases = sentence.children_by(*verb, Dep::Prep);
        clauses.chain(phrases).collect::<Vec<_>>().iter().any(is_since)
    };
    let done = verbs.iter().any(|verb| is_perfect(sentence, *verb)) && verbs.iter().any(told_of);
    done.then(|| since(material, sentence)).flatten()
}

/// "have been killed and 300 wounded in two weeks": a verb and those it goes on with, whose stretch is its own too.
fn together(sentence: &Annotated, verb: u32) -> Vec<u32> {
    let item = sentence.token(verb);
    let before = (item.dep == Dep::Conj).then_some(item.head);
    let behind = sentence.children_by(verb, Dep::Conj);
    [verb].into_iter().chain(behind).chain(before).collect()
}

/// "Bombings killed 868 in September", "struck the region with 212 bombs in April", "killed 203 in 31 massacres": so much is
/// never done in one deed, though a month alone could be when one was.
fn is_spread(sentence: &Annotated, found: &Match, event: &DraftEvent) -> bool {
    let launched = event.weapons.iter().filter_map(|(weapon, _)| weapon.count.as_ref()?.low);
    let counted = |token: u32| is_several_deeds(sentence, token) && sentence.mention(token).count.is_some();
    let mut inside =
        sentence.children_by(found.token, Dep::Prep).filter(|word| sentence.lower(*word) == "in");
    found.nominal && sentence.is_plural(found.token)
        || sentence.clause(found.token).subjects.iter().any(|subject| is_several_deeds(sentence, *subject))
        || launched.fold(0, u64::saturating_add) > SALVO
        || inside.any(|word| sentence.objects_of(word).into_iter().any(counted))
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

/// "21 soldiers hurt in attacks so far": until now, and in several deeds.
fn is_so_far(sentence: &Annotated, verb: u32) -> bool {
    let last = sentence.tree.right(verb);
    let behind = || verb + 1..(last + 3).min(sentence.len());
    let so_far = |token: u32| sentence.lexicon.words.is("so-far", &sentence.lower(token));
    behind().any(so_far) && behind().any(|token| is_several_deeds(sentence, token))
}

/// "were attacked nine times, officials said, and 30 soldiers had been hurt": what is told beside a total is one too.
fn is_beside_times(sentence: &Annotated, verb: u32) -> bool {
    let perfect = is_perfect(sentence, verb);
    let is_verb = |token: &u32| sentence.token(*token).pos == Pos::Verb;
    perfect
        && sentence.token(verb).dep == Dep::Conj
        && (verb.saturating_sub(FAR)..verb).filter(is_verb).any(|other| times(sentence, other).is_some())
}

/// What is counted: harm first, then who was led away, what was launched or stopped, what was attacked.
fn measured(found: &Match, event: &DraftEvent, windowed: bool) -> Vec<(&'static str, Count)> {
    let harms = event.casualties.iter().map(|harm| (harm.effect.word(), harm.count.clone()));
    let harms: Vec<_> = harms.collect();
    if !harms.is_empty() || !windowed {
        return harms;
    }
    let people = || event.recipients.iter().filter_map(|people| people.count.clone());
    if event.modes.iter().any(|mode| mode == "abduct") {
        return people().next().map(|count| ("captured", count)).into_iter().collect();
    }
    let stopped = found.frame.outcome == Some(OutcomeValue::Intercepted);
    let measure = if stopped { "intercepted" } else { "launched" };
    let weapons = event.weapons.iter().filter_map(|(weapon, _)| Some((measure, weapon.count.clone()?)));
    let weapons: Vec<_> = weapons.collect();
    if !weapons.is_empty() {
        return weapons;
    }
    let targets = event.targets.iter().filter_map(|(target, _)| target.count.clone());
    targets.chain(people()).next().map(|count| ("events", count)).into_iter().collect()
}

/// Where the event was; where that is not told, where the deeds were that did it: "clashes in Bree killed 56 in two days".
fn places(sentence: &Annotated, verb: u32, event: &DraftEvent, around: &Circumstances) -> Vec<usize> {
    if !event.places.is_empty() {
        return event.places.clone();
    }
    let did_it = |trigger: u32| sentence.children_by(verb, Dep::Nsubj).any(|subject| subject == trigger);
    around.places.iter().filter(|given| did_it(given.trigger)).map(|given| given.index).collect()
}
