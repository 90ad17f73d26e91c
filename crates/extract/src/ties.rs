//! Where the two ends of a standing tie stand: beside nouns of office, participles and adjectives.

use casus_annotate::Annotated;
use casus_model::{Dep, Pos, Tag};

use crate::modality::is_perfect;
use crate::needs::people_class;

/// True where a verb tells what holds and not what was done: "backed by", "who commands", "supplies".
pub(crate) fn stands(sentence: &Annotated, verb: u32) -> bool {
    let token = sentence.token(verb);
    let past = is_perfect(sentence, verb);
    let modal = sentence.children_by(verb, Dep::Aux).any(|aux| sentence.token(aux).tag == Tag::Md);
    let describes = matches!(token.dep, Dep::Acl | Dep::Amod | Dep::Relcl);
    match token.tag {
        Tag::Vbn => (describes || sentence.clause(verb).passive) && !past && !modal,
        Tag::Vbz | Tag::Vbp => true,
        Tag::Vbg => (describes || token.dep == Dep::Pcomp) && !past,
        // "the brigade belonged to the Guard": some verbs tell a tie in the past as well.
        Tag::Vbd => {
            token.dep == Dep::Relcl
                || sentence.lexicon.words.is("standing-verb", sentence.lemma(verb)) && !past && !modal
        }
        // "militias which, they say, get arms from": the parser takes the verb for an infinitive.
        Tag::Vb => token.dep == Dep::Relcl && sentence.children_by(verb, Dep::Aux).next().is_none(),
        _ => false,
    }
}

/// What a participle or adjective describes.
pub(crate) fn bearers(sentence: &Annotated, word: u32) -> Vec<u32> {
    let token = sentence.token(word);
    let bearers = match token.dep {
        // Of two nouns joined by "and" the parser takes the first, whichever stands beside the participle.
        Dep::Acl if word > 0 && is_side(sentence, word - 1) => vec![word - 1],
        Dep::Acl | Dep::Amod | Dep::Relcl => vec![token.head],
        Dep::Acomp => sentence.clause(token.head).subjects,
        _ => {
            let clause = sentence.clause(word);
            if clause.passive { clause.objects } else { clause.subjects }
        }
    };
    bearers.into_iter().filter(|token| stands_for_a_party(sentence, *token)).collect()
}

/// "Arnor-backed", "Bree-based": what is joined to the participle by a hyphen.
pub(crate) fn prefixes(sentence: &Annotated, participle: u32) -> Vec<u32> {
    if sentence.token(participle).dep != Dep::Amod {
        return Vec::new();
    }
    let hyphened = |child: u32| child + 2 == participle && sentence.word(child + 1) == "-";
    let joined = |child: &u32| {
        matches!(sentence.token(*child).dep, Dep::Npadvmod | Dep::Compound)
            || sentence.token(*child).dep == Dep::Amod && hyphened(*child)
    };
    sentence.tree.children(participle).iter().copied().filter(joined).collect()
}

/// "Arnor and its allied militias": whose the described noun is.
pub(crate) fn owners(sentence: &Annotated, adjective: u32) -> Vec<u32> {
    if sentence.token(adjective).dep != Dep::Amod || !prefixes(sentence, adjective).is_empty() {
        return Vec::new();
    }
    sentence.children_by(sentence.token(adjective).head, Dep::Poss).collect()
}

/// Who is said to be what a noun means: the name it stands beside, or the subject of "is a …".
pub(crate) fn holders(sentence: &Annotated, noun: u32) -> Vec<u32> {
    let beside: Vec<u32> =
        sentence.children_by(noun, Dep::Appos).filter(|name| is_named_party(sentence, *name)).collect();
    if !beside.is_empty() {
        return beside;
    }
    if let Some(name) = person_before(sentence, noun) {
        return vec![name];
    }
    let mut at = noun;
    for _ in 0..4 {
        let token = sentence.token(at);
        if !matches!(token.dep, Dep::Appos | Dep::Conj | Dep::Compound | Dep::Nmod) || token.head == at {
            break;
        }
        let beside = token.dep == Dep::Appos && is_side(sentence, token.head);
        at = token.head;
        if is_named_party(sentence, at) || beside {
            return vec![at];
        }
    }
    subjects_of_being(sentence, noun)
}

/// "In Bree Colonel Miller, spokesman for the army, said": a person right before the comma, where the parser takes the
/// noun for the subject.
fn person_before(sentence: &Annotated, noun: u32) -> Option<u32> {
    let comma = sentence.full_phrase(noun).0.checked_sub(1)?;
    let name = comma.checked_sub(1)?;
    let beside = sentence.lower(comma) == "," && sentence.token(noun).dep == Dep::Nsubj;
    (beside && sentence.kinds(name).person && is_named_party(sentence, name)).then_some(name)
}

/// "The Front is a wing of", "form a bloc in": who is, becomes or forms it.
fn subjects_of_being(sentence: &Annotated, noun: u32) -> Vec<u32> {
    let Some(verb) = verb_of_being(sentence, noun) else { return Vec::new() };
    // "One of the dead was a commander of": who is meant stands behind "of".
    let subjects =
        sentence.clause(verb).subjects.into_iter().map(|subject| sentence.behind_quantity(subject));
    subjects.filter(|subject| stands_for_a_party(sentence, *subject)).collect()
}

/// The verb that says of its subject what a noun means.
pub(crate) fn verb_of_being(sentence: &Annotated, noun: u32) -> Option<u32> {
    let token = sentence.token(noun);
    // "at war": behind its preposition the noun hangs one step lower.
    let at = token.dep == Dep::Pobj && sentence.lower(token.head) == "at";
    let verb = if at { sentence.token(token.head).head } else { token.head };
    let says = sentence.lexicon.words.is("being", sentence.lemma(verb));
    (says && (at || matches!(token.dep, Dep::Attr | Dep::Dobj | Dep::Oprd))).then_some(verb)
}

/// "Hill Guard commander Beregond": groups named right before the noun, in one phrase with it.
pub(crate) fn groups_before(sentence: &Annotated, noun: u32) -> Vec<u32> {
    let token = sentence.token(noun);
    let phrase = if matches!(token.dep, Dep::Compound | Dep::Nmod) { token.head } else { noun };
    let Some(before) = noun.checked_sub(1) else { return Vec::new() };
    let head = sentence.token(before).head;
    let joined = matches!(sentence.token(before).dep, Dep::Compound | Dep::Nmod);
    let named = sentence.kinds(before).actor.is_some() || sentence.token(before).pos == Pos::Propn;
    let group = is_group(sentence, before) && (named || sentence.kinds(before).people.is_some());
    if joined && (head == noun || head == phrase) && group { vec![before] } else { Vec::new() }
}

fn is_group(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let bystander = |class: &str| sentence.lexicon.words.is("bystander-class", class);
    kinds.is_actor() && !kinds.person && !kinds.people.is_some_and(|(class, _)| bystander(class))
}

/// A group, or a word that may mean one where a tie is told of it ("groups", "council").
pub(crate) fn is_side(sentence: &Annotated, token: u32) -> bool {
    let bystander = |class: &str| sentence.lexicon.words.is("bystander-class", class);
    is_group(sentence, token)
        || people_class(sentence, token).is_some_and(|class| !bystander(class))
        || is_described_party(sentence, token)
        || sentence.lexicon.words.is("side-noun", &sentence.lemma(token).to_lowercase())
}

/// "its Arnorian partners", "its paramilitary enemy": a word for somebody's friend or foe, with an adjective of a nation or
/// of those who bear arms.
fn is_described_party(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    let describes = |adjective: u32| {
        sentence.demonym(adjective).is_some() || words.is("armed-adjective", &sentence.lower(adjective))
    };
    words.is("party-noun", &sentence.lemma(token).to_lowercase())
        && sentence.children_by(token, Dep::Amod).any(describes)
}

/// A name that is no person's, or its adjective.
pub(crate) fn is_name(sentence: &Annotated, token: u32) -> bool {
    sentence.token(token).pos == Pos::Propn && !sentence.kinds(token).person
        || sentence.demonym(token).is_some()
}

fn is_named_party(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    sentence.token(token).pos == Pos::Propn && (kinds.person || kinds.group || kinds.actor.is_some())
}

fn stands_for_a_party(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    is_side(sentence, token)
        || kinds.person
        || kinds.place.is_some()
        || sentence.token(token).pos == Pos::Pron
        || sentence.demonym(token).is_some()
}
