//! What turns a frame off: a word of sport, business, animals or figures of speech beside its trigger, and harm that is
//! nobody's doing.

use std::collections::BTreeMap;

use casus_annotate::{Annotated, Clause, Meaning};
use casus_lexicon::{Frame, Role, Sense, Test};
use casus_model::{Dep, Pos};

use crate::company;
use crate::needs::{is_armed, is_violent_noun, people_class, test};
use crate::state::is_hospital;

/// A word beside the trigger turns the frame off: figures of speech, sport, accidents.
pub(crate) fn turned_off(
    sentence: &Annotated,
    frame: &Frame,
    clause: &Clause,
    fillers: &BTreeMap<Role, Vec<u32>>,
) -> bool {
    let own = |dep| sentence.children_by(clause.predicate, dep).next().is_some();
    let joined = sentence.token(clause.predicate).dep == Dep::Conj && !clause.passive;
    let harms = frame.effect.is_some() && !frame.attaches && (own(Dep::Nsubj) || own(Dep::Agent) || joined);
    if frame.effect.is_some() && is_by_mishap(sentence, clause)
        || harms && company::is_by_mere_things(sentence, fillers.get(&Role::Agent))
        || company::blows_up_by_itself(sentence, clause)
    {
        return true;
    }
    let arguments = clause.subjects.iter().chain(&clause.objects).chain(&clause.datives).copied();
    let prepositional = clause.prepositions.iter().flat_map(|(_, objects)| objects.iter().copied());
    let mut beside: Vec<u32> = arguments.chain(prepositional).collect();
    // "in a hail of bullets" is no weather.
    beside.retain(|token| {
        sentence.kinds(sentence.behind_quantity(*token)).weapon.is_none()
            || sentence.behind_quantity(*token) == *token
    });
    let compounds: Vec<u32> =
        beside.iter().flat_map(|token| sentence.children_by(*token, Dep::Compound)).collect();
    beside.extend(compounds.into_iter().filter(|compound| !is_within_target(sentence, *compound)));
    // "a pack of stray dogs"
    let groups: Vec<u32> = beside
        .iter()
        .filter(|token| sentence.lexicon.words.is("animal-group", sentence.lemma(**token)))
        .flat_map(|group| sentence.children_by(*group, Dep::Prep))
        .collect();
    beside.extend(groups.into_iter().flat_map(|of| sentence.objects_of(of)));
    beside.extend(clause.particle);
    beside.extend(fillers.get(&Role::Content).into_iter().flatten());
    is_any_of(sentence, &frame.unless, &beside)
}

/// "a police station": a word of what a longer name of a target says.
fn is_within_target(sentence: &Annotated, token: u32) -> bool {
    let mut marks = sentence.marks_over(token);
    marks.any(|mark| matches!(mark.meaning, Meaning::Phrase(Sense::Target { .. })) && mark.end > token + 1)
}

/// "killed when a bus crashed", "the plane crashed, killing four", "a gas explosion injured three": harm that
/// the clause beside it, or the kind of blast, lays to nobody.
pub(crate) fn is_by_mishap(sentence: &Annotated, clause: &Clause) -> bool {
    let words = &sentence.lexicon.words;
    let verb = clause.predicate;
    let above = matches!(sentence.token(verb).dep, Dep::Advcl | Dep::Acl)
        .then(|| sentence.clause_before(verb, sentence.token(verb).head));
    // "the plane crashed and its three crew were killed"
    let first = sentence.token(verb).head;
    let goes_on = sentence.token(verb).dep == Dep::Conj
        && sentence.children_by(verb, Dep::Nsubjpass).next().is_some()
        && first < verb
        && !words.is("blast-word", sentence.lemma(first));
    let beside = sentence.children_by(verb, Dep::Advcl).chain(above).chain(goes_on.then_some(first));
    let by_nobody = ["@mishap".to_owned()];
    let mishap = |verb: u32| {
        let beside = sentence.clause(verb);
        company::blows_up_by_itself(sentence, &beside)
            || !beside.passive && is_any_of(sentence, &by_nobody, &beside.subjects)
            || words.is("mishap-verb", sentence.lemma(verb))
                && !beside.subjects.is_empty()
                && beside.subjects.iter().all(|subject| !test(sentence, *subject, Test::Munition))
    };
    let blast = |subject: &u32| {
        sentence.lemma(*subject) == "firework"
            || is_violent_noun(sentence, *subject)
                && sentence
                    .children_by(*subject, Dep::Compound)
                    .any(|kind| words.is("mishap-blast", &sentence.lemma(kind).to_lowercase()))
    };
    beside.into_iter().any(mishap) || clause.subjects.iter().any(blast)
}

pub(crate) fn noun_turned_off(sentence: &Annotated, frame: &Frame, token: u32) -> bool {
    let by_itself =
        |child: u32| sentence.lexicon.words.is("mishap-blast", &sentence.lemma(child).to_lowercase());
    if frame.unless.iter().any(|word| word == "@mishap")
        && sentence.children_by(token, Dep::Compound).any(by_itself)
        && !sentence.lexicon.words.is("deliberate-noun", sentence.lemma(token))
    {
        return true;
    }
    let mut beside: Vec<u32> = sentence.tree.children(token).to_vec();
    let prepositions: Vec<u32> = sentence.children_by(token, Dep::Prep).collect();
    beside.extend(prepositions.into_iter().flat_map(|preposition| sentence.objects_of(preposition)));
    let head = sentence.token(token).head;
    if sentence.token(token).dep == Dep::Pobj {
        beside.push(sentence.token(head).head);
    }
    is_any_of(sentence, &frame.unless, &beside)
}

/// One of the tokens is one of the words: lemmas, or `@sets` where the token is neither
/// weapon nor target.
pub(crate) fn is_any_of(sentence: &Annotated, words: &[String], tokens: &[u32]) -> bool {
    // "Two strikers were clubbed by the guards": beside people who bear arms they are no players.
    let armed = tokens.iter().any(|token| {
        sentence.kinds(*token).people.is_some_and(|(class, _)| is_armed(class))
            || company::is_rough(sentence, *token)
                && !sentence.lexicon.words.is("sport", sentence.lemma(*token))
    });
    words.iter().any(|word| {
        tokens.iter().any(|token| {
            let lemma = sentence.lemma(*token).to_lowercase();
            match word.strip_prefix('@') {
                Some(set) => {
                    let kinds = sentence.kinds(*token);
                    let unmarked = kinds.weapon.is_none() && kinds.target.is_none();
                    unmarked
                        && !company::is_within_weapon(sentence, *token)
                        && sentence.token(*token).pos != Pos::Verb
                        && !is_of_somebody_armed(sentence, *token)
                        && !(armed && people_class(sentence, *token).is_some_and(|class| !is_armed(class)))
                        && sentence.lexicon.words.is(set, &lemma)
                }
                None => lemma == *word || word == "hospital" && is_hospital(sentence, *token),
            }
        })
    })
}

/// "the military's information team": what belongs to people who bear arms is meant as it says.
fn is_of_somebody_armed(sentence: &Annotated, token: u32) -> bool {
    let owners = sentence.tree.children(token).iter().copied().filter(|child| {
        matches!(sentence.token(*child).dep, Dep::Poss | Dep::Compound | Dep::Amod) && *child < token
    });
    owners.into_iter().any(|owner| sentence.kinds(owner).people.is_some_and(|(class, _)| is_armed(class)))
}
