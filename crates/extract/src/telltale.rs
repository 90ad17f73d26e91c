//! What a sentence is known by: its words and pairs of words, the domains that these belong to, what kinds of things
//! they name, and who stands before and behind its verbs.

use casus_annotate::Annotated;
use casus_model::{Dep, Pos, Tag};

use crate::needs::{is_armed, is_violent_noun};
use crate::violence::is_violent_verb;

/// Words beyond this have no say.
const LONGEST: u32 = 120;

/// Sets of `lexicon/sets.tsv` that tell something of a sentence.
const SETS: [&str; 12] = [
    "harm",
    "body-part",
    "corpse",
    "rough-people",
    "disguise",
    "state-dead",
    "state-hurt",
    "harmed-word",
    "hospital-word",
    "animal",
    "fiction",
    "doer-noun",
];

/// What a sentence is known by, each once.
pub(crate) fn features(sentence: &Annotated) -> Vec<String> {
    let mut all = Vec::new();
    for token in 0..sentence.len().min(LONGEST) {
        of_word(sentence, token, &mut all);
        of_kinds(sentence, token, &mut all);
        if sentence.token(token).pos == Pos::Verb {
            of_verb(sentence, token, &mut all);
        }
    }
    all.sort();
    all.dedup();
    all
}

/// A word, without names, the pair that it makes with the word before, and the domains that it belongs to.
fn of_word(sentence: &Annotated, token: u32, all: &mut Vec<String>) {
    let item = sentence.token(token);
    let lower = sentence.lower(token);
    let lemma = sentence.lemma(token).to_lowercase();
    let is_name = |token: u32| sentence.token(token).pos == Pos::Propn;
    if token > 0 && !is_name(token) && !is_name(token - 1) {
        all.push(format!("pair:{}_{lemma}", sentence.lemma(token - 1).to_lowercase()));
    }
    if item.dep == Dep::Root {
        all.push(format!("root:{:?}", item.tag));
        all.push(format!("root:{lemma}"));
    }
    if matches!(lower.as_str(), "?" | "!" | "\"" | "“" | "”") {
        all.push(format!("mark:{lower}"));
    }
    if !lower.starts_with(char::is_alphabetic) {
        return;
    }
    let likelihood = &sentence.lexicon.likelihood;
    let domains = likelihood.domains(&lemma).iter().chain(likelihood.domains(&lower));
    all.extend(domains.map(|domain| format!("@{domain}")));
    if !is_name(token) {
        all.push(format!("word:{lemma}"));
    }
    if matches!(item.tag, Tag::Md) || item.dep == Dep::Neg {
        all.push(format!("aux:{lower}"));
    }
}

/// What kind of thing a word names.
fn of_kinds(sentence: &Annotated, token: u32, all: &mut Vec<String>) {
    let item = sentence.token(token);
    let (lower, lemma) = (sentence.lower(token), sentence.lemma(token).to_lowercase());
    let kinds = sentence.kinds(token);
    if let Some((class, role)) = kinds.weapon {
        all.push(format!("weapon:{class}"));
        all.push(format!("weapon-role:{role}"));
    }
    all.extend(kinds.people.map(|(class, _)| format!("people:{class}")));
    all.extend(kinds.target.map(|target| format!("target:{target}")));
    let holds =
        [("time", kinds.time.is_some()), ("place", kinds.place.is_some()), ("actor", kinds.actor.is_some())];
    all.extend(holds.iter().filter(|(_, holds)| *holds).map(|(name, _)| format!("holds:{name}")));
    if kinds.time.is_some() && item.pos == Pos::Propn {
        all.push(format!("time:{lemma}"));
    }
    let words = &sentence.lexicon.words;
    let in_set = |set: &&&str| words.is(set, &lemma) || words.is(set, &lower);
    all.extend(SETS.iter().filter(in_set).map(|set| format!("set:{set}")));
    if matches!(item.pos, Pos::Noun | Pos::Propn) && is_violent_noun(sentence, token) {
        all.push("violent:noun".to_owned());
    }
}

/// Who does what kind of thing to whom.
fn of_verb(sentence: &Annotated, token: u32, all: &mut Vec<String>) {
    if is_violent_verb(sentence, token) {
        let tense = if sentence.token(token).tag == Tag::Vbd { "past" } else { "other" };
        all.push(format!("violent:verb-{tense}"));
    }
    let clause = sentence.clause(token);
    let first = |tokens: &[u32]| tokens.first().map_or("none", |token| kind(sentence, *token));
    all.push(format!("does:{}>{}", first(&clause.subjects), first(&clause.objects)));
}

fn kind(sentence: &Annotated, token: u32) -> &'static str {
    let kinds = sentence.kinds(token);
    match kinds.people {
        Some((class, _)) if is_armed(class) => return "armed",
        Some(_) => return "people",
        None => {}
    }
    if kinds.weapon.is_some() {
        "weapon"
    } else if kinds.target.is_some() {
        "target"
    } else if kinds.actor.is_some() {
        "actor"
    } else if kinds.person {
        if sentence.token(token).pos == Pos::Pron { "pronoun" } else { "name" }
    } else if kinds.place.is_some() {
        "place"
    } else if kinds.group {
        "group"
    } else {
        "thing"
    }
}
