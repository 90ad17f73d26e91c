//! Violence that is none: told of a game, a film, a market or a body, or of a kind of deed and no deed.

use casus_annotate::Annotated;
use casus_lexicon::Role;
use casus_model::{Dep, DraftEvent, Effect, EventType, Pos, Tag};

use crate::matching::Match;
use crate::needs::is_violent_noun;

/// Words farther from a trigger than this say nothing of the scene it is in.
const NEAR: u32 = 80;

/// Whether an attack that was read is one only in words.
pub(crate) fn is_only_in_words(sentence: &Annotated, found: &Match, event: &DraftEvent) -> bool {
    event.event_type == EventType::Assault
        && (is_fiction(sentence, found.token)
            || is_elsewhere(sentence, found, event)
            || is_in_scare_quotes(sentence, found.token)
            || is_by_accident(sentence, found, event)
            || is_ones_own_death(sentence, event)
            || is_of_any(sentence, found)
            || is_a_comparison(sentence, found)
            || is_in_an_obituary(sentence, found)
            || is_a_principle(sentence, found, event))
}

/// "In the opening scene, raiders slaughter the men", "the game lets players besiege a fortress".
fn is_fiction(sentence: &Annotated, trigger: u32) -> bool {
    let fiction = |token: u32| {
        let lemma = sentence.lemma(token).to_lowercase();
        let opening = |child: u32| sentence.lexicon.words.is("of-a-scene", &sentence.lower(child));
        sentence.lexicon.words.is("fiction", &lemma)
            || lemma == "scene" && sentence.children_by(token, Dep::Amod).any(opening)
    };
    let mut at = trigger;
    for _ in 0..8 {
        let verb = sentence.token(at);
        let subject = sentence.children_by(at, Dep::Nsubj).any(fiction);
        let fronted = sentence
            .children_by(at, Dep::Prep)
            .filter(|preposition| *preposition < at)
            .flat_map(|preposition| sentence.objects_of(preposition))
            .any(fiction);
        if subject || fronted || matches!(verb.dep, Dep::Relcl | Dep::Pobj | Dep::Acl) && fiction(verb.head) {
            return true;
        }
        if verb.head == at {
            return false;
        }
        at = verb.head;
    }
    false
}

/// A sentence of sport, chess, the stock market, medicine or animals, without anybody armed or hurt in it.
fn is_elsewhere(sentence: &Annotated, found: &Match, event: &DraftEvent) -> bool {
    let peaceful = |token: u32| {
        let words = &sentence.lexicon.words;
        words.is("elsewhere", &sentence.lemma(token).to_lowercase())
            || words.is("elsewhere", &sentence.lower(token))
    };
    if !around(sentence, found.token).any(peaceful) {
        return false;
    }
    // "tumour cells" bear no arms.
    let of_another_kind = |token: u32| sentence.tree.children(token).iter().copied().any(peaceful);
    let force = |id: &str| {
        let actor = sentence.lexicon.names.actors.get(id);
        actor.is_some_and(|actor| sentence.lexicon.words.is("force-class", &actor.class))
    };
    let armed = |token: &u32| {
        let kinds = sentence.kinds(*token);
        let arms = kinds.people.is_some_and(|(class, _)| crate::needs::is_armed(class))
            || crate::company::is_rough(sentence, *token);
        (kinds.actor.is_some_and(force) || arms) && !of_another_kind(*token)
    };
    let hurt = event
        .casualties
        .iter()
        .filter_map(|harm| harm.victim.as_ref())
        .any(|victim| sentence.kinds(victim.head).is_person() && !of_another_kind(victim.head));
    !hurt && !found.of(Role::Agent).iter().chain(found.of(Role::Patient)).any(armed)
}

/// The tokens near a word: a sentence of usual length in full, so that the work for a very long one stays bounded.
fn around(sentence: &Annotated, token: u32) -> std::ops::Range<u32> {
    token.saturating_sub(NEAR)..sentence.len().min(token + NEAR)
}

/// Commandos “killed” eleven: one word in quotation marks is not meant, unless it is a side's own word for its deed.
fn is_in_scare_quotes(sentence: &Annotated, trigger: u32) -> bool {
    is_quoted_alone(sentence, trigger)
        && !sentence.lexicon.words.is("own-word-for-killing", sentence.lemma(trigger))
}

/// One word in quotation marks.
pub(crate) fn is_quoted_alone(sentence: &Annotated, trigger: u32) -> bool {
    let mark = |at: Option<u32>| {
        at.filter(|at| *at < sentence.len())
            .is_some_and(|at| matches!(sentence.word(at), "\"" | "“" | "”" | "‘" | "’" | "''" | "``"))
    };
    mark(trigger.checked_sub(1)) && mark(Some(trigger + 1))
}

/// "An explosion at a fireworks warehouse; the fire service puts it down to a short circuit." Whoever is shot by
/// accident was shot all the same.
fn is_by_accident(sentence: &Annotated, found: &Match, event: &DraftEvent) -> bool {
    let is_blast =
        |token: u32| sentence.lexicon.words.is("blast-word", &sentence.lemma(token).to_lowercase());
    let blast = is_blast(found.token) || found.of(Role::Agent).iter().copied().any(is_blast);
    let of_blast = |weapon: &(casus_model::Mention, String)| is_blast(weapon.0.head);
    let nobody = event.actors.is_empty() && event.weapons.iter().all(of_blast);
    let cause = |token: u32| {
        sentence.lexicon.words.is("accident-word", &sentence.lower(token))
            || sentence.lexicon.words.is("accident-word", &sentence.lemma(token).to_lowercase())
    };
    let gun = |token: u32| sentence.lexicon.words.is("gun-word", sentence.lemma(token));
    (blast || !event.casualties.is_empty())
        && nobody
        && around(sentence, found.token).any(cause)
        && (blast || !around(sentence, found.token).any(gun))
}

/// “I was executed,” the loser said: nobody tells of being killed.
fn is_ones_own_death(sentence: &Annotated, event: &DraftEvent) -> bool {
    event.casualties.iter().filter(|harm| harm.effect == Effect::Killed).any(|harm| {
        harm.victim
            .as_ref()
            .is_some_and(|victim| matches!(sentence.lower(victim.head).as_str(), "i" | "we" | "me"))
    }) || event.recipients.iter().any(|mention| sentence.lower(mention.head) == "i")
        && event.modes.iter().any(|mode| mode == "targeted")
}

/// "the murder of any journalist", "an attack on any of them": no deed in particular.
pub(crate) fn is_of_any(sentence: &Annotated, found: &Match) -> bool {
    let any = |token: u32| {
        sentence
            .children_by(token, Dep::Det)
            .any(|det| matches!(sentence.lower(det).as_str(), "any" | "every"))
    };
    found.nominal && (any(found.token) || found.of(Role::Patient).iter().copied().any(any))
}

/// "Traffic is murder", "the budget was a massacre": what something is called, with no word of whose.
fn is_a_comparison(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    found.nominal
        && token.dep == Dep::Attr
        && sentence.lexicon.words.is("being", sentence.lemma(token.head))
        && found.fillers.values().all(Vec::is_empty)
        && sentence
            .children_by(token.head, Dep::Nsubj)
            .all(|subject| sentence.token(subject).pos != Pos::Pron && !sentence.names_violence(subject))
}

/// "who led the raid on the dam, has died at 97": what is told of a long life is long past.
fn is_in_an_obituary(sentence: &Annotated, found: &Match) -> bool {
    let mut at = found.token;
    for _ in 0..8 {
        let token = sentence.token(at);
        if token.head == at {
            return false;
        }
        if matches!(token.dep, Dep::Relcl | Dep::Acl) {
            let verb = sentence.token(token.head).head;
            let old = |word: u32| {
                matches!(sentence.lower(word).as_str(), "aged" | "age" | "at")
                    && (word + 1..sentence.len().min(word + 3)).any(|next| {
                        sentence.lower(next).parse::<u32>().is_ok_and(|years| (60..115).contains(&years))
                    })
            };
            return sentence.lemma(verb) == "die" && around(sentence, verb).any(old);
        }
        at = token.head;
    }
    false
}

/// "Torture can never be justified", "no cause is served by the killing of a child": what is said of a kind of
/// deed, in the present, of nobody, nowhere and at no time.
fn is_a_principle(sentence: &Annotated, found: &Match, event: &DraftEvent) -> bool {
    let particular = !event.places.is_empty()
        || !event.times.is_empty()
        || !event.actors.is_empty()
        || !event.weapons.is_empty()
        || event.casualties.iter().any(|harm| harm.count.exact().is_some_and(|count| count > 1));
    if !found.nominal || particular {
        return false;
    }
    let mut at = found.token;
    for _ in 0..8 {
        let token = sentence.token(at);
        if matches!(token.pos, Pos::Verb | Pos::Aux) {
            let tensed = std::iter::once(at)
                .chain(sentence.children_by(at, Dep::Aux))
                .chain(sentence.children_by(at, Dep::Auxpass));
            let present = tensed
                .into_iter()
                .any(|part| matches!(sentence.token(part).tag, Tag::Vbz | Tag::Vbp | Tag::Md));
            let judged = sentence.lexicon.words.is("judged", sentence.lemma(at))
                || sentence
                    .children_by(at, Dep::Attr)
                    .chain(sentence.children_by(at, Dep::Acomp))
                    .any(|said| sentence.lexicon.words.is("judged", &sentence.lemma(said).to_lowercase()));
            return present && judged && !is_violent_noun(sentence, at);
        }
        if token.head == at {
            return false;
        }
        at = token.head;
    }
    false
}
