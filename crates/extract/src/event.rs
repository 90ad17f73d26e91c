//! Matches → drafts of events: who did what to whom, with what, where, when, and what came of it.

use casus_annotate::{Annotated, Meaning};
use casus_lexicon::Role;
use casus_model::{
    Count, Damage, Dep, Draft, DraftBody, DraftCasualty, DraftEvent, DraftOutcome, DraftTally, Effect,
    EventType, Evidence, Granularity, ModalityValue, OutcomeValue, Pos, Reference, ResponsibilityStatus, Tag,
    When,
};
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::circumstance::{Circumstances, Given, circumstances};
use crate::company::{armed_who_came, opens_with_when};
use crate::filling::{fill, is_merely_a_town, named_by_weapon, scene_of, trigger_mention};
use crate::gapped::Gap;
use crate::likelihood::Read;
use crate::matching::{Match, weapon_of};
use crate::modality::Told;
use crate::needs::is_armed;
use crate::state::is_hospital;
use crate::telling::{
    is_background, is_described, is_described_by_it, is_said_of_a_time, is_said_of_it,
    is_scene_of_harm_below, is_standing_tie, is_told, is_told_by_harm, is_under_a_figure, reference, sums_up,
};
use crate::{Material, casualty, draft, gapped, item, modality, scene, state, tally, victims};

/// The events of a sentence.
pub(crate) fn events(
    material: &Material,
    sentence: &Annotated,
    matches: &[Match],
    readings: &mut Vec<Read>,
) -> Vec<Draft> {
    let triggers: Vec<u32> = matches.iter().map(|found| found.token).collect();
    let mut around = circumstances(sentence, &triggers);
    item::lend(sentence, &triggers, &mut around);
    let gaps = gapped::gaps(sentence, matches, &around);
    gapped::divide(sentence, &gaps, &mut around);
    let mut drafts: Vec<Draft> = Vec::new();
    for found in matches {
        let first = gapped::first_half(found, &gaps);
        let found = first.as_ref().unwrap_or(found);
        drafts.extend(event(material, sentence, found, matches, &around, readings));
    }
    lend_circumstances(material, sentence, matches, &around, &mut drafts);
    share_when(sentence, &mut drafts);
    drop_deeds_of_totals(sentence, &mut drafts);
    drafts.extend(second_halves(material, sentence, matches, &gaps, &around));
    drafts.extend(casualty::nouns(sentence));
    drafts.extend(victims::identified(sentence));
    drafts
}

/// "killed two people in Bree and three in Archet": the deeds whose verb is left out.
fn second_halves(
    material: &Material,
    sentence: &Annotated,
    matches: &[Match],
    gaps: &[Gap],
    around: &Circumstances,
) -> Vec<Draft> {
    let told = |gap: &Gap| {
        let there = gap.around(sentence, around);
        let half = matches.iter().find_map(|found| gap.of(found))?;
        let mut draft =
            event(material, sentence, &half, matches, &there, &mut Vec::new()).into_iter().next()?;
        // "Shelling killed two people in Bree and three in Archet": the subject says with what.
        let of_subject =
            matches.iter().filter(|other| other.nominal && half.of(Role::Agent).contains(&other.token));
        if let DraftBody::Event(event) = &mut draft.body {
            for other in of_subject {
                event.modes.extend(other.frame.modes.clone());
                let class = other.frame.class.clone();
                event.weapons.extend(class.map(|class| (trigger_mention(sentence, other.token), class)));
            }
        }
        Some(gap.told(sentence, draft))
    };
    gaps.iter().filter_map(told).collect()
}

/// The event of one match, by itself.
pub(crate) fn alone(material: &Material, sentence: &Annotated, found: &Match) -> Option<Draft> {
    let around = circumstances(sentence, &[found.token]);
    event(material, sentence, found, std::slice::from_ref(found), &around, &mut Vec::new()).into_iter().next()
}

/// "Rebel attacks killed 200 people last year": deeds whose harm is told as a total of a time are told by that alone.
fn drop_deeds_of_totals(sentence: &Annotated, drafts: &mut Vec<Draft>) {
    let is_tally = |draft: &Draft| matches!(draft.body, DraftBody::Tally(_));
    let totals: Vec<u32> = drafts.iter().filter(|draft| is_tally(draft)).map(|draft| draft.token).collect();
    drafts.retain(|draft| {
        let item = sentence.token(draft.token);
        let several = sentence.is_plural(draft.token) && sentence.is_nominal(draft.token);
        !(several && item.dep == Dep::Nsubj && totals.contains(&item.head))
    });
}

/// What one match tells: a deed, or the totals that its counts are over a stretch of time.
fn event(
    material: &Material,
    sentence: &Annotated,
    found: &Match,
    matches: &[Match],
    around: &Circumstances,
    readings: &mut Vec<Read>,
) -> Vec<Draft> {
    let Some((event, told)) = deed(material, sentence, found, matches, around) else { return Vec::new() };
    let totals = tally::over_a_window(material, sentence, found, &event, around, told);
    let told_of_deed = dated(material, &event.times, told);
    let actual = told_of_deed.value == ModalityValue::Actual;
    if event.event_type == EventType::Assault && actual && !event.attaches {
        readings.push(Read::of(sentence, found));
    }
    let bodies: Vec<(DraftBody, Told)> = if totals.is_empty() {
        vec![(DraftBody::Event(Box::new(event)), told_of_deed)]
    } else {
        let of_total = |total: DraftTally| {
            let told = tally::told_of(material, &total, told);
            (DraftBody::Tally(Box::new(total)), told)
        };
        totals.into_iter().map(of_total).collect()
    };
    let told = bodies.into_iter().map(|(body, told)| {
        let mut draft = draft(sentence, &found.frame.name, found.token, body, told);
        draft.evidence = evidence(&draft, sentence, found);
        draft
    });
    told.collect()
}

fn deed(
    material: &Material,
    sentence: &Annotated,
    found: &Match,
    matches: &[Match],
    around: &Circumstances,
) -> Option<(DraftEvent, Told)> {
    let frame = found.frame;
    if is_standing_tie(sentence, found)
        || is_described_by_it(sentence, found)
        || is_under_a_figure(sentence, found)
        || goes_on_with_state(sentence, found)
        || is_of_a_charge_told(sentence, found, matches)
        || flees_from_its_own_deed(sentence, found)
    {
        return None;
    }
    let reference = reference(sentence, found);
    let told = told(sentence, found, matches, reference)?;
    let says_again =
        is_said_of_it(sentence, found.token) && found.nominal || sums_up(sentence, found, matches);
    let says_again = says_again || is_said_of_a_time(sentence, found.token);
    let described = || is_described(sentence, found) || is_told_by_harm(sentence, found, matches);
    let came = frame.effect.and_then(|_| armed_who_came(sentence, found.token, matches));
    let only_harm = frame.attaches && came.is_none();
    let attaches =
        only_harm || frame.aftermath || says_again || reference == Reference::Known && !described();
    let event_type = match (frame.event_type.unwrap_or(EventType::Assault), told.value) {
        (EventType::Assault, ModalityValue::Exercise) => EventType::Mobilize,
        (event_type, _) => event_type,
    };
    let mut event = empty(event_type, attaches, reference);
    event.modes.clone_from(&frame.modes);
    parties_and_things(sentence, found, &mut event);
    if let Some((armed, _)) = came.filter(|_| event.actors.is_empty()) {
        event.actors.push(sentence.mention(armed));
    }
    effects(sentence, found, told, &mut event);
    // Eighteen were “neutralised”: dead or taken, the word does not say.
    if scene::is_quoted_alone(sentence, found.token) {
        event.casualties.clear();
        event.attaches |= sentence.token(found.token).tag == Tag::Vbg;
    }
    place_and_time(material, found.token, around, &mut event);
    drop_places_of_speakers(sentence, found.token, around, &mut event);
    drop_places_of_care(sentence, found, &mut event);
    if let Some((_, verb)) = came.filter(|_| event.places.is_empty()) {
        event
            .places
            .extend(sentence.clause(verb).objects.iter().filter_map(|object| sentence.place(*object)));
    }
    if frame.aftermath {
        set_later(&mut event);
    }
    if told.value == ModalityValue::Actual && scene::is_only_in_words(sentence, found, &event) {
        return None;
    }
    Some((event, told))
}

/// "were killed in clashes in Bree on Monday", "bombings in Bree left nine dead": what the noun tells is the verb's deed, and
/// so are its place and its day.
fn lend_circumstances(
    material: &Material,
    sentence: &Annotated,
    matches: &[Match],
    around: &Circumstances,
    drafts: &mut [Draft],
) {
    for found in matches.iter().filter(|found| found.nominal) {
        let item = sentence.token(found.token);
        let above = sentence.token(item.head).head;
        let verb = match (item.dep, sentence.token(above).dep) {
            // "a wave of bombings in Bree left nine dead"
            (Dep::Pobj, Dep::Nsubj) => sentence.token(above).head,
            (Dep::Pobj, _) => above,
            (Dep::Nsubj, _) => item.head,
            _ => continue,
        };
        if drafts.iter().any(|draft| draft.token == found.token) {
            continue;
        }
        let deed = drafts.iter_mut().find(|draft| draft.token == verb);
        let Some(Draft { body: DraftBody::Event(deed), .. }) = deed else { continue };
        let mut lent = empty(deed.event_type, true, Reference::New);
        place_and_time(material, found.token, around, &mut lent);
        if deed.places.is_empty() {
            deed.places = lent.places;
        }
        if deed.times.is_empty() {
            deed.times = lent.times;
        }
    }
}

/// "were shot when police broke up a rally in Bree on Monday": the clause with "when" says when and where it was.
fn share_when(sentence: &Annotated, drafts: &mut [Draft]) {
    for of in 0..drafts.len() {
        // "as crowds tried to march in Bree on Monday"
        let token = drafts[of].token;
        let tried = sentence.token(token).dep == Dep::Xcomp;
        let verb = if tried { sentence.token(token).head } else { token };
        let item = sentence.token(verb);
        let DraftBody::Event(told) = &drafts[of].body else { continue };
        if item.dep != Dep::Advcl || !opens_with_when(sentence, verb) {
            continue;
        }
        let (places, times) = (told.places.clone(), told.times.clone());
        let main = drafts.iter_mut().find(|draft| draft.token == item.head);
        if let Some(Draft { body: DraftBody::Event(main), .. }) = main {
            if main.places.is_empty() {
                main.places = places;
            }
            if main.times.is_empty() {
                main.times = times;
            }
        }
    }
}

/// "the attackers fled": whoever bears arms and flees is driven from no home.
fn flees_from_its_own_deed(sentence: &Annotated, found: &Match) -> bool {
    let armed = |victim: &u32| {
        sentence.kinds(*victim).people.is_some_and(|(class, _)| is_armed(class) && class != "police")
    };
    let victims = found.of(Role::Victim);
    found.frame.effect == Some(Effect::Displaced)
        && found.frame.attaches
        && !victims.is_empty()
        && victims.iter().all(armed)
}

/// "left two dead and five wounded": a state in which people were left, read with the first.
fn goes_on_with_state(sentence: &Annotated, found: &Match) -> bool {
    let item = sentence.token(found.token);
    !found.nominal && item.dep == Dep::Conj && state::has_state(sentence, item.head)
}

/// "a bomb strapped to a motorcycle went off": what was done with the charge before the deed that the sentence tells,
/// by nobody named.
fn is_of_a_charge_told(sentence: &Annotated, found: &Match, matches: &[Match]) -> bool {
    let item = sentence.token(found.token);
    let charge = item.head;
    let is_charge = |token: &u32| weapon_of(sentence, *token).is_some_and(|(_, _, named)| named == charge);
    let used = |other: &Match| {
        other.token != found.token
            && other.frame.event_type == Some(EventType::Assault)
            && other.frame.outcome != Some(OutcomeValue::Foiled)
            && [Role::Weapon, Role::Agent].iter().any(|role| other.of(*role).iter().any(is_charge))
    };
    matches!(item.dep, Dep::Acl | Dep::Amod)
        && sentence.lexicon.words.is("fixed-to", &sentence.lower(found.token))
        && found.of(Role::Agent).is_empty()
        && found.of(Role::Weapon).contains(&charge)
        && matches.iter().any(used)
}

/// What is said of whether it happened; none for a noun that tells no deed in particular.
fn told(sentence: &Annotated, found: &Match, matches: &[Match], reference: Reference) -> Option<Told> {
    let frame = found.frame;
    let mut told = modality::told(sentence, found.token, reference == Reference::Known);
    // "no soldiers were attacked"; of the dead and hurt the count says that there were none.
    let whom = found.of(Role::Patient);
    if found.frame.effect.is_none()
        && !whom.is_empty()
        && whom.iter().all(|whom| sentence.is_none_phrase(*whom))
    {
        told.set(ModalityValue::Negated);
    }
    if frame.modality.is_some() {
        told.value = ModalityValue::Actual;
    }
    // "ending an attack in which 19 people died": what came to an end had happened.
    let ended = found.nominal && is_scene_of_harm_below(sentence, found.token);
    if told.value == ModalityValue::Negated && ended {
        told.value = ModalityValue::Actual;
    }
    if told.value == ModalityValue::Planned && is_said_on_an_errand(sentence, found, matches) {
        told.value = ModalityValue::Actual;
    }
    if told.value == ModalityValue::Planned && is_what_they_came_for(sentence, found) {
        told.value = ModalityValue::Actual;
    }
    if told.value == ModalityValue::Planned && is_attempt_that_failed(sentence, found) {
        told.value = ModalityValue::Actual;
    }
    if told.value == ModalityValue::Negated && foiled(sentence, found).is_some() {
        told.value = ModalityValue::Actual;
    }
    if told.value == ModalityValue::Actual && does_nothing(sentence, found) {
        told.value = ModalityValue::Negated;
    }
    if let (Some(value), ModalityValue::Actual) = (frame.told, told.value) {
        told.value = value;
    }
    if found.nominal
        && frame.event_type == Some(EventType::Assault)
        && !is_told(sentence, found, matches, told)
    {
        return None;
    }
    if is_background(sentence, found, reference) && told.value == ModalityValue::Actual {
        told.value = ModalityValue::Historical;
    }
    Some(told)
}

/// Who, whom, what and with what.
fn parties_and_things(sentence: &Annotated, found: &Match, event: &mut DraftEvent) {
    fill(sentence, found, event);
    if let (Some(class), true) = (&found.frame.class, event.weapons.is_empty()) {
        event.weapons.push((trigger_mention(sentence, found.token), class.clone()));
    }
    if event.weapons.is_empty() {
        event.weapons.extend(named_by_weapon(sentence, found, event));
    }
    if event.event_type != EventType::Assault {
        event.targets.clear();
        return;
    }
    if means_to_die(sentence, found) && !event.modes.iter().any(|mode| mode == SUICIDE) {
        event.modes.push(SUICIDE.to_owned());
    }
    // "burned the village": what is destroyed is the whole of it.
    let destroys = event.modes.iter().any(|mode| mode == "destroy") && !found.nominal;
    event.targets.retain(|(target, kind)| destroys || !is_merely_a_town(sentence, target, kind));
    if event.targets.is_empty() {
        scene_of(sentence, found, event);
        let of_care = found.frame.attaches && found.frame.effect.is_some();
        event.targets.retain(|(target, _)| !(of_care && is_hospital(sentence, target.head)));
    }
}

/// The mode of a deed whose doer means to die in it.
const SUICIDE: &str = "suicide-attack";

/// "two suicide bombers killed nine": whoever is called so means to die in the deed.
fn means_to_die(sentence: &Annotated, found: &Match) -> bool {
    let is_suicide =
        |token: u32| sentence.lexicon.words.is("suicide-word", &sentence.lemma(token).to_lowercase());
    found.of(Role::Agent).iter().any(|agent| {
        let mut before =
            sentence.children_by(*agent, Dep::Compound).chain(sentence.children_by(*agent, Dep::Amod));
        is_suicide(*agent) || before.any(is_suicide)
    })
}

/// "warned Washington", "telephoned the ministers of Arnor": places that speak, are spoken to, or say who somebody
/// is are not where it was.
fn drop_places_of_speakers(
    sentence: &Annotated,
    trigger: u32,
    around: &Circumstances,
    event: &mut DraftEvent,
) {
    let talks = event.event_type == EventType::Consult;
    if !talks && !is_of_words(event.event_type) {
        return;
    }
    if !talks {
        let parties = event.recipients.iter().chain(&event.actors);
        let speaking: Vec<usize> = parties.filter_map(|party| sentence.place(party.head)).collect();
        event.places.retain(|index| !speaking.contains(index));
    }
    let close = |index: &usize| {
        let mut given = around.places.iter().filter(|given| given.trigger == trigger);
        given.any(|given| given.index == *index && given.steps <= CLOSE)
            || talks && !is_behind_of(sentence, *index)
    };
    event.places.retain(close);
}

/// "was taken to a clinic in Bree", "died at Archet Medical Center": where the hurt were brought, and not where they were
/// hurt.
fn drop_places_of_care(sentence: &Annotated, found: &Match, event: &mut DraftEvent) {
    if !found.frame.attaches || found.frame.effect.is_none() {
        return;
    }
    let brought = found.of(Role::Content).iter().copied().find(|to| is_hospital(sentence, *to));
    let of_care = |index: &usize| {
        sentence.marks.iter().filter(|mark| mark.meaning == Meaning::Place(*index)).any(|mark| {
            let head = sentence.head_of(mark.first, mark.end);
            let above = std::iter::successors(Some(head), |token| Some(sentence.token(*token).head));
            let within = above.take(HIGH).take_while(|token| sentence.token(*token).pos != Pos::Verb);
            let behind = brought.is_some_and(|to| mark.first > to);
            behind || within.into_iter().any(|token| is_hospital(sentence, token))
        })
    };
    event.places.retain(|index| !of_care(index));
}

/// So many words up from a place the clinic is looked for in which it lies.
const HIGH: usize = 6;

/// "flew to Cairo to press the rebels": what one meets, travels or calls for is said there, where the meeting
/// is told as held.
fn is_said_on_an_errand(sentence: &Annotated, found: &Match, matches: &[Match]) -> bool {
    let talk = |frame: &casus_lexicon::Frame| {
        matches!(
            frame.event_type,
            Some(EventType::Request | EventType::Consult | EventType::Accuse | EventType::Support)
        )
    };
    let errand = sentence.outside_dashes(found.token, sentence.token(found.token).head);
    talk(found.frame)
        && sentence.token(found.token).dep == Dep::Advcl
        && matches.iter().any(|other| {
            other.token == errand
                && other.frame.event_type == Some(EventType::Consult)
                && modality::told(sentence, errand, false).value == ModalityValue::Actual
        })
}

/// "had gathered outside the gate to protest": whoever came together to protest did.
fn is_what_they_came_for(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    found.frame.event_type == Some(EventType::Protest)
        && token.dep == Dep::Advcl
        && sentence.lexicon.words.is("gathering-verb", sentence.lemma(token.head))
        && modality::told(sentence, token.head, false).value == ModalityValue::Actual
}

/// "tried to kill the minister", "an attempt to kill him failed": what was tried did nobody harm by itself.
fn is_only_tried(sentence: &Annotated, found: &Match) -> bool {
    let (words, item) = (&sentence.lexicon.words, sentence.token(found.token));
    let above = sentence.lemma(item.head);
    item.dep == Dep::Xcomp && words.is("attempt-verb", above)
        || item.dep == Dep::Acl && words.is("attempt-noun", above)
}

/// "an attempt to kill the minister failed": what was tried and came to nothing was tried.
fn is_attempt_that_failed(sentence: &Annotated, found: &Match) -> bool {
    let words = &sentence.lexicon.words;
    let noun = sentence.token(found.token).head;
    let item = sentence.token(noun);
    let verb = item.head;
    let came_to_nothing =
        words.is("foil-verb", sentence.lemma(verb)) || words.is("failing-verb", sentence.lemma(verb));
    found.frame.event_type == Some(EventType::Assault)
        && sentence.token(found.token).dep == Dep::Acl
        && words.is("attempt-noun", sentence.lemma(noun))
        && matches!(item.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
        && came_to_nothing
        && matches!(sentence.token(verb).tag, Tag::Vbd | Tag::Vbn)
        && modality::told(sentence, verb, false).value == ModalityValue::Actual
}

/// "an attack on the base was thwarted, and so was another": the verb by which a deed came to nothing that was attempted.
fn foiled(sentence: &Annotated, found: &Match) -> Option<u32> {
    let item = sentence.token(found.token);
    let above = sentence.token(item.head);
    let so = sentence.children_by(item.head, Dep::Advmod).any(|so| sentence.lower(so) == "so");
    let verb = match item.dep {
        Dep::Nsubjpass | Dep::Dobj => item.head,
        Dep::Attr | Dep::Nsubj if so && above.dep == Dep::Conj => above.head,
        _ => return None,
    };
    let foils = found.nominal && sentence.lexicon.words.is("foil-verb", sentence.lemma(verb));
    let past = matches!(sentence.token(verb).tag, Tag::Vbd | Tag::Vbn);
    (foils && past && modality::told(sentence, verb, false).value == ModalityValue::Actual).then_some(verb)
}

/// "made no arrests", "no arrests were made", "hit nothing": the object says that it was not done; of harm it says that there was none.
fn does_nothing(sentence: &Annotated, found: &Match) -> bool {
    let clause = sentence.clause(found.token);
    let nothing = |object: &u32| sentence.is_none_phrase(*object);
    let coerces = found.frame.event_type == Some(EventType::Coerce);
    !found.nominal
        && (coerces || found.frame.event_type.is_some_and(EventType::makes_incidents))
        && found.frame.effect.is_none()
        && (coerces || !clause.passive)
        && !clause.objects.is_empty()
        && clause.objects.iter().all(nothing)
}

/// "ministers of Arnor"
fn is_behind_of(sentence: &Annotated, place: usize) -> bool {
    sentence.marks.iter().any(|mark| {
        let head = sentence.head_of(mark.first, mark.end);
        mark.meaning == Meaning::Place(place) && sentence.lower(sentence.token(head).head) == "of"
    })
}

/// A place further below a word of speech than this belongs to somebody named there.
const CLOSE: u32 = 2;

/// Types whose deed is said and not done somewhere.
fn is_of_words(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Request
            | EventType::Accuse
            | EventType::Threaten
            | EventType::Reject
            | EventType::Support
            | EventType::Agree
            | EventType::Sanction
    )
}

/// "died of their wounds overnight in a clinic": neither when nor where the deed was done.
fn set_later(event: &mut DraftEvent) {
    event.aftermath = true;
    event.times.clear();
    event.places.clear();
    event.targets.clear();
}

/// An event of this type with nothing told.
pub(crate) fn empty(event_type: EventType, attaches: bool, reference: Reference) -> DraftEvent {
    DraftEvent {
        event_type,
        modes: Vec::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        targets: Vec::new(),
        weapons: Vec::new(),
        outcomes: Vec::new(),
        casualties: Vec::new(),
        damage: Vec::new(),
        interceptors: Vec::new(),
        responsibility: None::<ResponsibilityStatus>,
        times: Vec::new(),
        places: Vec::new(),
        attaches,
        aftermath: false,
        leaves_out: None,
        reference,
        same_as: Vec::new(),
        things: Vec::new(),
    }
}

/// How many there are of what a number before "of" counts some.
fn whole_of(sentence: &Annotated, thing: u32) -> Option<Count> {
    let of = sentence.token(thing).head;
    let some = sentence.token(of).head;
    let counts_some = sentence.token(thing).dep == Dep::Pobj
        && sentence.lower(of) == "of"
        && sentence.token(some).pos == Pos::Num;
    let all = sentence.children_by(thing, Dep::Nummod).next().filter(|_| counts_some)?;
    sentence.mention(all).count
}

/// What the frame says came of it.
fn effects(sentence: &Annotated, found: &Match, told: Told, event: &mut DraftEvent) {
    let frame = found.frame;
    let (first, end) = crate::matching::trigger_range(sentence, found.token);
    let span = sentence.span(first, end);
    let happened = matches!(told.value, ModalityValue::Actual | ModalityValue::Historical);
    if (frame.outcome.is_some() || frame.penetrated) && happened {
        let value = frame.outcome.unwrap_or(OutcomeValue::Unknown);
        let count = match event.weapons.as_slice() {
            [(weapon, _)] => weapon.count.clone(),
            _ => None,
        };
        event.outcomes.push(DraftOutcome { value, count, penetrated: frame.penetrated, span });
        // "shot down 41 of the 52 drones": so many came, and so many of them were stopped.
        for (weapon, _) in &mut event.weapons {
            if let Some(all) = whole_of(sentence, weapon.head) {
                weapon.count = Some(all);
            }
        }
    }
    let failed =
        sentence.children_by(found.token, Dep::Amod).find(|word| modality::is_failed(sentence, *word));
    let failed = failed.filter(|_| event.event_type == EventType::Assault);
    let nothing = [(failed, OutcomeValue::Failed), (foiled(sentence, found), OutcomeValue::Foiled)];
    for (word, value) in nothing.into_iter().filter(|_| happened) {
        let span = word.map(|word| sentence.span(word, word + 1));
        event.outcomes.extend(span.map(|span| DraftOutcome { value, count: None, penetrated: false, span }));
    }
    if let Some(effect) = frame.effect.filter(|_| !is_only_tried(sentence, found)) {
        // "nobody was hurt" tells of no deed by itself.
        event.attaches |= found.of(Role::Victim).iter().any(|victim| sentence.is_none_phrase(*victim));
        // "a man in Davidson County, North Carolina was shot": the parser lists the place with the man.
        let somebody = found.of(Role::Victim).iter().any(|victim| sentence.kinds(*victim).is_person());
        let merely_where = |victim: u32| {
            let kinds = sentence.kinds(victim);
            somebody && kinds.place.is_some() && !kinds.is_actor() && sentence.demonym(victim).is_none()
        };
        for victim in found.of(Role::Victim).iter().filter(|victim| !merely_where(**victim)) {
            let harm = casualty::of_victim(sentence, found, effect, *victim, told);
            let settles_both = sentence.is_none_phrase(*victim)
                && effect == Effect::Injured
                && sentence.lexicon.words.is("hurt-verb", sentence.lemma(found.token));
            if let (true, Some(harm)) = (settles_both, &harm) {
                event.casualties.push(DraftCasualty { effect: Effect::Killed, ..harm.clone() });
            }
            event.casualties.extend(harm);
        }
    }
    if let (Some(degree), true) = (&frame.damage, happened) {
        for thing in found.of(Role::Thing) {
            let mention = sentence.mention(*thing);
            let what = mention.span.name(sentence.text);
            event.damage.push(Damage {
                what,
                degree: degree.clone(),
                span: mention.span.words(sentence.text),
            });
        }
    }
}

fn place_and_time(material: &Material, trigger: u32, around: &Circumstances, event: &mut DraftEvent) {
    let mut places: Vec<_> = around.places.iter().filter(|given| given.trigger == trigger).collect();
    places.sort_by_key(|given| (given.steps, given.index));
    event.places = places.into_iter().map(|given| given.index).collect();
    event.times = times_of(material, trigger, around);
}

/// The times given to a trigger that can place an event: no ages, no loose words, no bare lengths.
pub(crate) fn times_of(material: &Material, trigger: u32, around: &Circumstances) -> Vec<When> {
    let mut given: Vec<_> = around.times.iter().filter(|given| given.trigger == trigger).collect();
    given.sort_by_key(|given| (given.steps, given.index));
    let only_length = |index: usize| {
        let when = &material.times[index].when;
        when.duration.is_some()
            && when.start.is_none()
            && when.partial.as_deref().is_none_or(|partial| partial.starts_with('P'))
    };
    let placed = given.iter().any(|given| !only_length(given.index));
    let usable = |index: usize| {
        let time = &material.times[index];
        let length = only_length(index) && (placed || time.when.partial.is_none());
        !time.age
            && !time.vague
            && !length
            && time.bound.is_none_or(|bound| bound == casus_timex::Bound::Since)
    };
    let when = |given: &Given| {
        let time = &material.times[given.index];
        // "since February 21, when …" dates the deed with the day that the stretch begins.
        let opens = time.bound == Some(casus_timex::Bound::Since) && given.steps == 1;
        let start = time.when.start.clone().filter(|_| opens);
        match start {
            Some(start) => {
                let granularity = (start.len() == 10).then_some(Granularity::Day).or(time.when.granularity);
                When {
                    end: Some(start.clone()),
                    start: Some(start),
                    granularity,
                    duration: None,
                    ..time.when.clone()
                }
            }
            None => time.when.clone(),
        }
    };
    given.into_iter().filter(|given| usable(given.index)).map(when).collect()
}

/// A year or more before the story is history, and what is dated after it has not happened; "in memory of those killed
/// on Monday" is not yet history.
pub(crate) fn dated(material: &Material, times: &[When], mut told: Told) -> Told {
    let is_fresh = |when: &When| {
        let days = when.start.as_deref().and_then(first_day).zip(material.published);
        let ago = days.and_then(|(day, published)| published.since(day).ok());
        !when.text.chars().any(|letter| letter.is_ascii_digit())
            && ago.is_some_and(|span| (0..FRESH_DAYS).contains(&span.get_days()))
    };
    if told.value == ModalityValue::Historical && times.first().is_some_and(is_fresh) {
        told.value = ModalityValue::Actual;
    }
    if told.value != ModalityValue::Actual {
        return told;
    }
    let is_to_come = |when: &When| {
        let day = when.start.as_deref().and_then(first_day).zip(material.published);
        day.is_some_and(|(day, published)| day > published)
    };
    if !times.is_empty() && times.iter().all(is_to_come) {
        told.value = ModalityValue::Planned;
    }
    let is_old = times.iter().any(|when| match (&when.start, material.published) {
        (Some(start), Some(published)) => is_a_year_before(start, published),
        (Some(start), None) => when.granularity == Some(Granularity::Year) && start.len() == 4,
        _ => false,
    });
    if is_old {
        told.value = ModalityValue::Historical;
    }
    told
}

/// Fewer days than this before the story a deed is news, even where its dead are remembered.
const FRESH_DAYS: i32 = 8;

/// Whether a time begins a year or more before the story.
fn is_a_year_before(start: &str, published: Date) -> bool {
    let a_year_ago = published.checked_sub(jiff::Span::new().years(1));
    first_day(start).zip(a_year_ago.ok()).is_some_and(|(told, a_year_ago)| told <= a_year_ago)
}

/// The first day of `2022`, `2022-11`, `2022-W46` or anything finer.
fn first_day(start: &str) -> Option<Date> {
    if let Some((year, week)) = start.split_once("-W") {
        let week = ISOWeekDate::new(year.parse().ok()?, week.get(..2)?.parse().ok()?, Weekday::Monday);
        return Some(week.ok()?.date());
    }
    let day = start.get(..10).unwrap_or(start);
    let padded = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    padded.parse().ok()
}

fn evidence(draft: &Draft, sentence: &Annotated, found: &Match) -> Vec<Evidence> {
    let mut spans = vec![draft.trigger];
    for tokens in found.fillers.values() {
        spans.extend(tokens.iter().map(|token| sentence.mention(*token).span));
    }
    spans.sort();
    spans.dedup();
    spans
        .into_iter()
        .map(|span| Evidence { start: span.start, end: span.end, rule: draft.rule.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_a_year_before;

    #[test]
    fn a_year_is_counted_by_days() {
        let published = jiff::civil::date(2023, 11, 10);
        for start in ["2022", "2022-11", "2022-11-10", "2022-03-01T05", "2022-W45", "1994"] {
            assert!(is_a_year_before(start, published), "{start}");
        }
        for start in ["2023", "2022-12", "2022-11-11", "2022-W46", "2023-10-26T05", "not a time"] {
            assert!(!is_a_year_before(start, published), "{start}");
        }
    }
}
