//! Whether what fills the roles of a frame is what the frame needs: people, things that can be hit, those who bear arms.

use std::collections::BTreeMap;

use casus_annotate::Annotated;
use casus_lexicon::{Frame, Need, Role, Sense, Test};
use casus_model::{Dep, EventType, Pos};

use crate::filling::thing_meant;
use crate::matching::{Match, weapon_of};
use crate::turned_off::is_any_of;
use crate::{casualty, company, ties};

/// "15 trainees", "a beekeeper": a noun that no list knows, and that names nothing else either.
fn is_somebody(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let words = &sentence.lexicon.words;
    let known = kinds.target.is_some()
        || kinds.weapon.is_some()
        || kinds.time.is_some()
        || kinds.place.is_some()
        || is_violent_noun(sentence, token)
        || may_be_hit(sentence, token)
        || words.is("animal", sentence.lemma(token));
    let counted = sentence.children_by(token, Dep::Nummod).next().is_some()
        || sentence
            .children_by(token, Dep::Det)
            .any(|det| matches!(sentence.lower(det).as_str(), "a" | "an"));
    // "the radio host Iva Brenn"
    let named = sentence.children_by(token, Dep::Appos).any(|name| sentence.token(name).pos == Pos::Propn);
    sentence.token(token).pos == Pos::Noun && (counted || named) && !known
}

/// What those who do a deed, and what they do it with, say of whom they do it to.
#[derive(Clone, Copy)]
struct Doing {
    armed: bool,
    rough: bool,
    outlaws: bool,
    wielded: bool,
}

impl Doing {
    fn of(sentence: &Annotated, fillers: &BTreeMap<Role, Vec<u32>>) -> Doing {
        let of = |role: Role| fillers.get(&role).map_or(&[] as &[u32], Vec::as_slice).iter();
        let armed = of(Role::Agent).any(|agent| test(sentence, *agent, Test::Armed));
        Doing {
            armed,
            rough: armed || of(Role::Agent).any(|agent| company::is_rough(sentence, *agent)),
            outlaws: of(Role::Agent).any(|agent| test(sentence, *agent, Test::Outlaw)),
            wielded: of(Role::Weapon).any(|weapon| test(sentence, *weapon, Test::Arm)),
        }
    }

    /// A word that no list tells of people, and that means them where such a deed of violence is done to it.
    fn makes_people(self, sentence: &Annotated, frame: &Frame, token: u32) -> bool {
        let harms = frame.effect.is_some();
        (harms && self.armed || self.wielded)
            && (is_somebody(sentence, token) || company::is_by_trade(sentence, token))
            || harms && (self.armed || self.wielded) && company::is_bare_name(sentence, token)
            || self.outlaws
                && (company::is_by_trade(sentence, token) || company::is_agentive(sentence, token))
    }
}

fn is_peaceful(frame: &Frame) -> bool {
    frame.event_type.is_some_and(|event_type| event_type != EventType::Assault)
}

/// Whoever the deed is done to, told by a word that no list tells of people.
pub(crate) fn is_made_people(sentence: &Annotated, found: &Match, token: u32) -> bool {
    !is_peaceful(found.frame)
        && Doing::of(sentence, &found.fillers).makes_people(sentence, found.frame, token)
}

pub(crate) fn passes(sentence: &Annotated, frame: &Frame, fillers: &BTreeMap<Role, Vec<u32>>) -> bool {
    let doing = Doing::of(sentence, fillers);
    let peaceful = is_peaceful(frame);
    let holds = |need: &Need| {
        let tokens = fillers.get(&need.role).map_or(&[] as &[u32], Vec::as_slice);
        let of_people = matches!(need.test, Test::Person | Test::Actor);
        let may = |token: u32| match peaceful {
            true => may_be(sentence, token, need.test),
            false if of_people => {
                company::is_human(sentence, token) || doing.makes_people(sentence, frame, token)
            }
            false => {
                need.test == Test::Target
                    && (doing.rough || doing.wielded)
                    && company::is_built(sentence, token)
            }
        };
        tokens.iter().any(|token| test(sentence, *token, need.test) || may(*token))
    };
    let filled = |(role, words): &(Role, Vec<String>)| {
        let tokens = fillers.get(role).map_or(&[] as &[u32], Vec::as_slice);
        is_any_of(sentence, words, tokens)
    };
    frame.needs.iter().all(|alternatives| alternatives.iter().any(holds)) && frame.words.iter().all(filled)
}

/// Whether one filler is what the frame needs of its role, where it needs something of it.
pub(crate) fn meets(sentence: &Annotated, frame: &Frame, role: Role, filler: u32) -> bool {
    let of_role = |alternatives: &Vec<Need>| alternatives.iter().all(|need| need.role == role);
    let met = |alternatives: &Vec<Need>| alternatives.iter().any(|need| test(sentence, filler, need.test));
    frame.needs.iter().filter(|alternatives| of_role(alternatives)).all(met)
}

pub(crate) fn test(sentence: &Annotated, token: u32, test: Test) -> bool {
    let of_doers = matches!(test, Test::Armed | Test::Outlaw | Test::Rough);
    let token = sentence.speaker_meant(token).filter(|_| of_doers).unwrap_or(token);
    let kinds = sentence.kinds(token);
    match test {
        Test::Any => true,
        Test::Weapon => weapon_of(sentence, token).is_some(),
        Test::Munition => {
            weapon_of(sentence, token).is_some_and(|(_, role, _)| !matches!(role, "launcher" | "platform"))
        }
        Test::Nobody => sentence.is_none_phrase(token),
        Test::It => {
            sentence.token(token).pos == Pos::Pron
                && matches!(sentence.lower(token).as_str(), "it" | "its" | "they" | "their")
        }
        Test::Armed => has_arms(sentence, token),
        Test::Actor => kinds.is_actor(),
        Test::Person => {
            kinds.is_person()
                || sentence.token(token).pos == Pos::Num
                    && kinds.time.is_none()
                    && !is_described_one(sentence, token)
                || sentence.lexicon.words.is("other-people", &sentence.lower(token))
                || is_bare_many(sentence, token)
        }
        Test::Target => {
            kinds.target.is_some()
                || is_part_of_target(sentence, token)
                || thing_meant(sentence, token).is_some_and(|thing| {
                    matches!(sentence.token(thing).dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass)
                })
        }
        Test::Place => kinds.place.is_some() && kinds.time.is_none(),
        Test::Event => is_violent_noun(sentence, token),
        Test::Harm => sentence.lexicon.words.is("harm", sentence.lemma(token)),
        Test::Side => ties::is_side(sentence, token),
        Test::Name => ties::is_name(sentence, token),
        Test::Office => holds_office(sentence, token),
        Test::Deed => tells_violence(sentence, token),
        Test::Outlaw => {
            kinds.people.is_some_and(|(class, _)| company::is_outlaw(class))
                || company::names_outlaws(sentence, token)
                || company::is_disguised(sentence, token)
        }
        Test::Rough => has_arms(sentence, token) || company::is_rough(sentence, token),
        Test::Arm => kinds.weapon.is_some_and(|(_, role)| matches!(role, "munition" | "collective")),
    }
}

/// Casualty classes of those who bear arms: "PKK members".
const BEAR_ARMS: [&str; 3] = ["fighter", "soldier", "police"];

/// A weapon by its own name, people who bear arms, or an actor of the list.
fn has_arms(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    kinds.weapon.is_some()
        || kinds.people.is_some_and(|(class, _)| is_armed(class))
        || kinds.actor.is_some()
        || casualty::class_of_whole(sentence, token).is_some_and(|class| BEAR_ARMS.contains(&class))
        || is_part_of_force(sentence, token)
        || matches!(sentence.token(token).pos, Pos::Adj | Pos::Det) && weapon_of(sentence, token).is_some()
}

/// "a detachment of the army", "elements of the militia": a part of those who bear arms.
pub(crate) fn is_part_of_force(sentence: &Annotated, token: u32) -> bool {
    let bears = |whole: u32| {
        let kinds = sentence.kinds(whole);
        kinds.people.is_some_and(|(class, _)| is_armed(class)) || company::names_outlaws(sentence, whole)
    };
    let of = || sentence.children_by(token, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    sentence.lexicon.words.is("part-of-force", sentence.lemma(token))
        && of().flat_map(|of| sentence.objects_of(of)).any(bears)
}

/// "a smaller one": with an article and an adjective it stands for a thing told before.
fn is_described_one(sentence: &Annotated, number: u32) -> bool {
    sentence.lower(number) == "one"
        && sentence.children_by(number, Dep::Amod).next().is_some()
        && sentence.children_by(number, Dep::Det).next().is_some()
}

/// "wounded scores more": a round number that stands for people where nothing else is told behind it.
pub(crate) fn is_bare_many(sentence: &Annotated, token: u32) -> bool {
    let many = |word: u32| sentence.lexicon.words.is("bare-many", &sentence.lower(word));
    let of = sentence.children_by(token, Dep::Prep).any(|of| sentence.lower(of) == "of");
    let more = sentence.lower(token) == "more"
        && sentence.tree.children(token).iter().any(|child| *child < token && many(*child));
    !of && (many(token) || more)
}

/// "a section of the pipeline", "a branch of the bank": what a part is of can be hit.
fn is_part_of_target(sentence: &Annotated, token: u32) -> bool {
    let of = |preposition: &u32| sentence.lower(*preposition) == "of";
    sentence.lexicon.words.is("part-of-thing", sentence.lemma(token))
        && sentence
            .children_by(token, Dep::Prep)
            .filter(of)
            .flat_map(|of| sentence.objects_of(of))
            .any(|whole| sentence.kinds(whole).target.is_some())
}

/// Ministers, envoys, officials; a government, a body of states, a state or its capital.
fn holds_office(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let office = |class: &str| {
        matches!(
            class,
            "government" | "politician" | "official" | "diplomat" | "person" | "international organisation"
        )
    };
    let class_of = |id: &str| sentence.lexicon.names.actors.get(id).map(|actor| actor.class.as_str());
    kinds.people.is_some_and(|(class, _)| office(class))
        || kinds.actor.and_then(class_of).is_some_and(office)
        || may_be_office(sentence, token)
        || kinds.place.is_some() && kinds.people.is_none()
}

/// "the premier", "a minister": words with a sense of their own everywhere that name an office here.
fn may_be_office(sentence: &Annotated, token: u32) -> bool {
    matches!(people_class(sentence, token), Some("government" | "politician" | "official" | "diplomat"))
}

/// A noun of violence; a verb that always tells it; a clause about either.
fn tells_violence(sentence: &Annotated, token: u32) -> bool {
    if is_violent_noun(sentence, token) {
        return true;
    }
    let always = |verb: u32| {
        let lemma = sentence.lemma(verb);
        let mut frames = sentence.lexicon.frames.of_verb(lemma);
        !sentence.lexicon.words.is("everyday-verb", lemma)
            && frames.any(|frame| frame.event_type == Some(EventType::Assault) && frame.has_plain(lemma))
    };
    let clause = sentence.clause(token);
    sentence.token(token).pos == Pos::Verb
        && (always(token)
            || clause.objects.iter().any(|object| is_violent_noun(sentence, *object))
            || clause.complements.iter().any(|inner| always(*inner)))
}

/// A word for people that has an everyday meaning too ("general", "council"): as who does or suffers a
/// deed of speech, law or diplomacy it means people.
pub(crate) fn may_be(sentence: &Annotated, token: u32, test: Test) -> bool {
    let people = people_class(sentence, token);
    match test {
        Test::Actor => people.is_some(),
        Test::Person => people.is_some_and(|class| class != "government"),
        Test::Armed => people.is_some_and(is_armed),
        _ => false,
    }
}

/// A word for a thing that can be hit, be it one only in company: "positions".
fn may_be_hit(sentence: &Annotated, token: u32) -> bool {
    let form = sentence.lower(token);
    let word = |i: usize| (i == 0).then_some((form.as_str(), sentence.lemma(token)));
    let mut entries = sentence.lexicon.phrases.at(word).into_iter();
    entries.any(|(entry, _)| matches!(entry.sense, Sense::Target { .. }))
}

/// The class of people that a single word can mean.
pub(crate) fn people_class<'a>(sentence: &Annotated<'a>, token: u32) -> Option<&'a str> {
    let form = sentence.lower(token);
    let word = |i: usize| (i == 0).then_some((form.as_str(), sentence.lemma(token)));
    sentence.lexicon.phrases.at(word).into_iter().find_map(|(entry, _)| match &entry.sense {
        Sense::People { class, .. } => Some(class.as_str()),
        _ => None,
    })
}

/// Classes of people who bear arms.
pub(crate) fn is_armed(class: &str) -> bool {
    matches!(
        class,
        "state-forces"
            | "police"
            | "armed-group"
            | "rebel"
            | "militia"
            | "terrorist"
            | "criminal"
            | "peacekeeper"
    )
}

/// A noun that names an act of violence, or stands for one ("the incident").
pub(crate) fn is_violent_noun(sentence: &Annotated, token: u32) -> bool {
    let lemma = sentence.lemma(token).to_lowercase();
    sentence.token(token).pos != Pos::Verb
        && (sentence.lexicon.words.is("event-word", &lemma)
            || sentence
                .lexicon
                .frames
                .of_noun(&lemma)
                .any(|frame| frame.event_type == Some(EventType::Assault)))
}

/// "attacks", "two raids": several deeds told as one thing.
pub(crate) fn is_several_deeds(sentence: &Annotated, token: u32) -> bool {
    is_violent_noun(sentence, token) && sentence.is_plural(token)
}
