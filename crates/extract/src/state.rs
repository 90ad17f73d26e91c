//! The state in which people were left or found: "left two dead and five wounded", "was pronounced dead", "found
//! three people with gunshot wounds", "two people are dead".

use casus_annotate::{Annotated, Clause};
use casus_model::{
    Dep, Draft, DraftBody, DraftCasualty, Effect, EventType, Evidence, ModalityValue, Pos, Reference, Span,
    Tag,
};

use crate::casualty::{class_of, how_many, is_deadly};
use crate::event::empty;
use crate::needs::people_class;
use crate::{draft, modality};

/// The harm that a word of state tells, added to a deed told nearby.
pub(crate) fn told(sentence: &Annotated, state: u32) -> Option<Draft> {
    let words = &sentence.lexicon.words;
    let (effect, victim) = described(sentence, state)
        .or_else(|| bearing(sentence, state))
        .or_else(|| in_condition(sentence, state))
        .or_else(|| in_hospital(sentence, state))
        .or_else(|| in_a_headline(sentence, state))?;
    let somebody = |victim: u32| {
        let kinds = sentence.kinds(victim);
        let counted = sentence.token(victim).pos == Pos::Num && kinds.time.is_none();
        let pronoun = sentence.token(victim).pos == Pos::Pron && kinds.person;
        let others = words.is("other-people", &sentence.lower(victim)) || sentence.lower(victim) == "both";
        // "The man was pronounced dead": the state itself says that people are meant.
        let may_be = people_class(sentence, victim).is_some_and(|class| class != "government");
        kinds.is_person() || counted || pronoun || others || may_be
    };
    // "bodies were found with bullet wounds": the dead, who are told as that.
    let corpse = words.is("corpse", &sentence.lemma(victim).to_lowercase());
    if !somebody(victim) || corpse || sentence.is_none_phrase(victim) {
        return None;
    }
    let verb = sentence.token(state).head;
    let told = modality::told(sentence, verb, false);
    if told.value != ModalityValue::Actual {
        return None;
    }
    // "A bomb left two dead" tells the deed as well; beside other subjects the harm is added to a deed told nearby.
    let weapon = sentence.clause(verb).subjects.into_iter().find_map(|subject| {
        let (class, role) = sentence.kinds(subject).weapon?;
        (role == "munition").then(|| (sentence.mention(subject), class.to_owned()))
    });
    // "A bomb left two dead": the dead are told by the noun.
    if weapon.is_some() && victim == state {
        return None;
    }
    let mut event = empty(EventType::Assault, weapon.is_none(), Reference::New);
    event.weapons.extend(weapon);
    let harm = |victim: u32| {
        let mention = sentence.mention(victim);
        DraftCasualty {
            effect,
            implied: false,
            count: how_many(sentence, victim),
            class: class_of(sentence, victim).to_owned(),
            words: sentence.word(state).to_owned(),
            span: sentence.span(state, state + 1).cover(mention.span),
            victim: Some(mention),
        }
    };
    let all = sentence.coordinated(victim).into_iter().filter(|victim| somebody(*victim));
    event.casualties.extend(all.map(harm));
    let told_by: Vec<_> = event.weapons.iter().map(|(weapon, _)| weapon.span).collect();
    let mut draft = draft(sentence, "casualty/state", state, DraftBody::Event(Box::new(event)), told);
    let evidence = |span: Span| Evidence { start: span.start, end: span.end, rule: draft.rule.clone() };
    draft.evidence = told_by.into_iter().map(evidence).collect();
    Some(draft)
}

/// "left two dead", "was pronounced dead", "are dead": a word of state with whom it is said of.
fn described(sentence: &Annotated, state: u32) -> Option<(Effect, u32)> {
    let words = &sentence.lexicon.words;
    let item = sentence.token(state);
    let effect = match sentence.lower(state).as_str() {
        word if words.is("state-dead", word) => Effect::Killed,
        word if words.is("state-hurt", word) => Effect::Injured,
        _ => return None,
    };
    let own = |token: u32| sentence.children_by(token, Dep::Nsubj).next();
    match item.dep {
        // "left two dead", "found three people dead", "two people are dead"
        Dep::Oprd | Dep::Ccomp | Dep::Acomp | Dep::Xcomp => {
            let verb = sentence.lemma(item.head);
            let leaves = words.is("state-verb", verb);
            let is = item.dep == Dep::Acomp && verb == "be" && effect == Effect::Killed;
            let clause = sentence.clause(item.head);
            let taken = |clause: &Clause| clause.objects.iter().copied().find(|object| *object != state);
            // "were abducted and later found dead"
            let before = || {
                let above = sentence.token(item.head);
                let goes_on = above.dep == Dep::Conj && above.tag == Tag::Vbn;
                let clause = goes_on.then(|| sentence.clause(above.head)).filter(|clause| clause.passive)?;
                taken(&clause).filter(|taken| sentence.is_plural(*taken))
            };
            let victim = match (leaves, is) {
                (true, _) => own(state)
                    .or_else(|| taken(&clause))
                    .or_else(before)
                    .or_else(|| clause.objects.first().copied())?,
                (_, true) => clause.subjects.first().copied()?,
                _ => return None,
            };
            Some((effect, victim))
        }
        // "attacked a post, with two dead"
        Dep::Pobj if sentence.lower(item.head) == "with" => Some((effect, own(state)?)),
        // "left two dead and five wounded": the parser takes the second for a verb.
        Dep::Conj if has_state(sentence, item.head) => Some((effect, own(state)?)),
        // "left one dead and three others injured": or hangs it on its noun, and that on the verb.
        Dep::Acl | Dep::Amod => {
            let noun = sentence.token(item.head);
            let after = noun.dep == Dep::Conj || noun.dep == Dep::Dobj;
            let leaves = has_state(sentence, noun.head);
            (after && leaves && item.head < state).then_some((effect, item.head))
        }
        _ => None,
    }
}

/// A verb that says of somebody in which state they were left.
pub(crate) fn has_state(sentence: &Annotated, verb: u32) -> bool {
    let words = &sentence.lexicon.words;
    if !words.is("state-verb", sentence.lemma(verb)) {
        return false;
    }
    let state = |child: &u32| {
        let word = sentence.lower(*child);
        words.is("state-dead", &word) || words.is("state-hurt", &word)
    };
    let mut complements = sentence
        .tree
        .children(verb)
        .iter()
        .copied()
        .filter(|child| matches!(sentence.token(*child).dep, Dep::Oprd | Dep::Ccomp | Dep::Acomp));
    // "left three people injured": the word may hang on its noun.
    let objects = sentence.children_by(verb, Dep::Dobj);
    let mut behind = objects.flat_map(|object| {
        let below = sentence.tree.children(object).iter().copied();
        below.filter(move |child| {
            *child > object && matches!(sentence.token(*child).dep, Dep::Acl | Dep::Amod)
        })
    });
    complements.any(|child| state(&child)) || behind.any(|child| state(&child))
}

/// "three people with gunshot wounds", "suffering from stab wounds": whoever bears the wounds.
fn bearing(sentence: &Annotated, wound: u32) -> Option<(Effect, u32)> {
    let words = &sentence.lexicon.words;
    let item = sentence.token(wound);
    let by_weapon =
        sentence.children_by(wound, Dep::Compound).any(|part| words.is("wound-of", &sentence.lower(part)));
    if item.dep != Dep::Pobj || !by_weapon || !words.is("wound-word", sentence.lemma(wound)) {
        return None;
    }
    let preposition = sentence.token(item.head);
    let bearer = preposition.head;
    // "was found with a fatal gunshot wound"
    let effect = if is_deadly(sentence, wound) { Effect::Killed } else { Effect::Injured };
    match sentence.lower(item.head).as_str() {
        "with" if sentence.is_nominal(bearer) && sentence.kinds(bearer).target.is_none() => {
            Some((effect, bearer))
        }
        // "were taken to a clinic with stab wounds", "came to a hospital with gunshot wounds"
        "with" => {
            let verb = if sentence.is_nominal(bearer) {
                sentence.token(preposition_of(sentence, bearer)?).head
            } else {
                bearer
            };
            let clause = sentence.clause(verb);
            let victim = clause.objects.first().or(clause.subjects.first());
            victim.map(|victim| (effect, *victim))
        }
        "from" if words.is("suffer-verb", sentence.lemma(bearer)) => {
            sentence.clause(bearer).subjects.first().map(|victim| (effect, *victim))
        }
        _ => None,
    }
}

/// The preposition whose object a noun is.
fn preposition_of(sentence: &Annotated, noun: u32) -> Option<u32> {
    let item = sentence.token(noun);
    (item.dep == Dep::Pobj).then_some(item.head)
}

/// "is in critical condition", "were listed in serious condition": whoever is in it was hurt.
fn in_condition(sentence: &Annotated, condition: u32) -> Option<(Effect, u32)> {
    let item = sentence.token(condition);
    let grave = sentence
        .children_by(condition, Dep::Amod)
        .any(|word| sentence.lexicon.words.is("condition-word", &sentence.lower(word)));
    if sentence.lemma(condition) != "condition"
        || item.dep != Dep::Pobj
        || !grave
        || sentence.lower(item.head) != "in"
    {
        return None;
    }
    let bearer = sentence.token(item.head).head;
    if sentence.is_nominal(bearer) {
        return Some((Effect::Injured, bearer));
    }
    let clause = sentence.clause(bearer);
    let is = matches!(sentence.lemma(bearer), "be" | "remain" | "stay" | "lie");
    let bearers = if is { &clause.subjects } else { &clause.objects };
    bearers.first().map(|victim| (Effect::Injured, *victim))
}

/// "Two others are in the hospital": whoever is there after violence was hurt in it.
fn in_hospital(sentence: &Annotated, hospital: u32) -> Option<(Effect, u32)> {
    let item = sentence.token(hospital);
    let is_in = item.dep == Dep::Pobj && matches!(sentence.lower(item.head).as_str(), "in" | "at");
    if !is_in || !is_hospital(sentence, hospital) {
        return None;
    }
    let verb = sentence.token(item.head).head;
    let stays = matches!(sentence.lemma(verb), "be" | "recover");
    stays.then(|| sentence.clause(verb).subjects.first().map(|victim| (Effect::Injured, *victim)))?
}

/// "the clinic", "Bree Medical Center": where the hurt are brought.
pub(crate) fn is_hospital(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    let lemma = sentence.lemma(token).to_lowercase();
    let care = || token > 0 && words.is("care-word", &sentence.lower(token - 1));
    words.is("hospital-word", &lemma) || matches!(lemma.as_str(), "center" | "centre") && care()
}

/// "One dead, two hurt in shooting": the short way of headlines, without a verb.
fn in_a_headline(sentence: &Annotated, state: u32) -> Option<(Effect, u32)> {
    let words = &sentence.lexicon.words;
    let before = state.checked_sub(1)?;
    let ends = state + 1 == sentence.len()
        || matches!(
            sentence.lower(state + 1).as_str(),
            "," | ";" | "and" | "in" | "after" | "following" | "as"
        );
    if !words.is("state-dead", &sentence.lower(state)) || !ends {
        return None;
    }
    // "left two dead" has its verb.
    let told_by_verb = (0..sentence.len())
        .any(|verb| sentence.token(verb).pos == Pos::Verb && words.is("state-verb", sentence.lemma(verb)));
    let counted = sentence.token(before).pos == Pos::Num && sentence.kinds(before).time.is_none();
    let person = sentence.is_nominal(before) && people_class(sentence, before).is_some();
    (!told_by_verb && (counted || person)).then_some((Effect::Killed, before))
}

/// Whether somebody is told to be left in such a state by the clause of a verb.
pub(crate) fn is_told_in(sentence: &Annotated, verb: u32) -> bool {
    let below = |state: u32| {
        let mut at = state;
        (0..4).any(|_| {
            at = sentence.token(at).head;
            at == verb
        })
    };
    (0..sentence.len()).any(|state| below(state) && told(sentence, state).is_some())
}
