//! Words that the parser takes for another kind of word.

use casus_lexicon::{Lexicon, Sense};
use casus_model::{Dep, Pos, Sentence, Tag, Token};

/// The verb whose past a noun may be: "shot", of "shoot".
pub(super) fn verb_of(lexicon: &Lexicon, noun: &str) -> Option<String> {
    let verb = |pair: &str| pair.strip_prefix(noun)?.strip_prefix('>').map(str::to_owned);
    lexicon.words.all("noun-or-past").find_map(verb)
}

/// "Police who came to clear the road shot at those who stayed", "The camp was overrun by rebels": the main word of a
/// sentence, with a subject and without an article, is the past of a verb and no noun.
pub(super) fn pasts_for_nouns(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for at in 0..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[at as usize];
        let child = |dep: Dep| sentence.tokens.iter().any(|other| other.head == at && other.dep == dep);
        let (acts, suffers) = (child(Dep::Nsubj), child(Dep::Nsubjpass) && child(Dep::Auxpass));
        if item.pos != Pos::Noun || item.dep != Dep::Root || child(Dep::Det) || !(acts || suffers) {
            continue;
        }
        let form = super::lower(text, sentence, at);
        let tag = if suffers { Tag::Vbn } else { Tag::Vbd };
        let same = || lexicon.frames.of_verb(&form).next().filter(|_| suffers).map(|_| form.clone());
        if let Some(verb) = verb_of(lexicon, &form).or_else(same) {
            let item = &mut sentence.tokens[at as usize];
            (item.pos, item.tag, item.lemma) = (Pos::Verb, tag, verb.into());
        }
    }
}

/// "Mobs in Bree torched a mosque": the first word of a sentence has a capital as a name has, and is none where it is
/// the plural of a word for people.
pub(super) fn people_for_names(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    let Some(first) = sentence.tokens.first() else { return };
    let form = super::lower(text, sentence, 0);
    let shouted = first.span.of(text).chars().skip(1).any(char::is_uppercase);
    let Some(one) = form.strip_suffix('s').filter(|_| !shouted) else { return };
    if first.pos != Pos::Propn
        || !matches!(first.dep, Dep::Nsubj | Dep::Nsubjpass)
        || !is_people(lexicon, one)
    {
        return;
    }
    let lemma = one.to_owned();
    let first = &mut sentence.tokens[0];
    (first.pos, first.tag, first.lemma) = (Pos::Noun, Tag::Nns, lemma.into());
}

/// "shot dead a young Arnorian": an adjective with a capital that has an article or a count and stands where nouns stand is
/// whoever is called by it.
pub(super) fn nouns_for_adjectives(text: &str, sentence: &mut Sentence) {
    for at in 1..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[at as usize];
        let stands = matches!(item.dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj);
        let capital = item.span.of(text).starts_with(char::is_uppercase);
        let led = sentence.tokens.iter().any(|other| {
            let article = other.dep == Dep::Det && matches!(other.span.of(text), "a" | "an" | "another");
            other.head == at && (article || other.dep == Dep::Nummod)
        });
        if item.pos == Pos::Adj && stands && capital && led {
            let item = &mut sentence.tokens[at as usize];
            (item.pos, item.tag) = (Pos::Noun, Tag::Nn);
        }
    }
}

/// "left 11 people dead and 27 hurt": behind a number the word tells a state, as "wounded" would, and is no noun.
pub(super) fn states_for_nouns(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for at in 1..sentence.tokens.len() {
        let (number, item) = (&sentence.tokens[at - 1], &sentence.tokens[at]);
        let counts = number.dep == Dep::Nummod && number.head == at as u32;
        let dep = match item.dep {
            Dep::Conj => Dep::Conj,
            Dep::Dobj => Dep::Ccomp,
            _ => continue,
        };
        let form = super::lower(text, sentence, at as u32);
        if item.tag == Tag::Nn && counts && lexicon.words.is("state-hurt", &form) {
            sentence.tokens[at - 1].dep = Dep::Nsubj;
            let item = &mut sentence.tokens[at];
            (item.pos, item.tag, item.dep) = (Pos::Verb, Tag::Vbn, dep);
        }
    }
}

/// "had their throats slit": a form that is no adjective behind what it was done to.
pub(super) fn participles_for_adjectives(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for at in 1..sentence.tokens.len() {
        let (before, item) = (&sentence.tokens[at - 1], &sentence.tokens[at]);
        let done_to = before.dep == Dep::Nsubj && before.head == at as u32;
        if item.tag == Tag::Jj
            && done_to
            && lexicon.words.is("past-adjective", &super::lower(text, sentence, at as u32))
        {
            let item = &mut sentence.tokens[at];
            (item.pos, item.tag) = (Pos::Verb, Tag::Vbn);
        }
    }
}

/// "kept two watchmen captive": what became of them hangs on the verb, as "took them hostage" does.
pub(super) fn captives_behind_objects(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for at in 1..sentence.tokens.len() {
        let state = &sentence.tokens[at];
        let object = &sentence.tokens[at - 1];
        let is_state = lexicon.words.is("held-state", &state.span.of(text).to_lowercase());
        let of_object = state.dep == Dep::Amod && state.head as usize == at - 1;
        let of_verb = state.dep == Dep::Advcl && state.head == object.head;
        if is_state && object.dep == Dep::Dobj && (of_object || of_verb) {
            let verb = object.head;
            let state = &mut sentence.tokens[at];
            (state.head, state.dep) = (verb, Dep::Oprd);
        }
    }
}

/// "seized a fishing dhow": what has an article and a noun before it is no adverb. Behind a verb that has no object it is that.
pub(super) fn nouns_for_adverbs(sentence: &mut Sentence) {
    for at in 1..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[at as usize];
        let of =
            |head: u32, dep: Dep| sentence.tokens.iter().any(|other| other.head == head && other.dep == dep);
        if item.tag != Tag::Rb || !(of(at, Dep::Det) && of(at, Dep::Compound)) {
            continue;
        }
        let verb = item.head;
        let is_object = item.dep == Dep::Advmod
            && verb < at
            && sentence.tokens[verb as usize].pos == Pos::Verb
            && !of(verb, Dep::Dobj);
        let item = &mut sentence.tokens[at as usize];
        (item.pos, item.tag) = (Pos::Noun, Tag::Nn);
        if is_object {
            item.dep = Dep::Dobj;
        }
    }
}

/// "US and allied forces": a name in capitals before "and" is of the people behind, and nobody beside them.
pub(super) fn names_before_joined(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for at in 0..sentence.tokens.len().saturating_sub(3) {
        let (name, and, other) = (&sentence.tokens[at], &sentence.tokens[at + 1], &sentence.tokens[at + 2]);
        let letters = name.span.of(text);
        let capitals =
            letters.len() <= 5 && letters.chars().all(|letter| letter.is_uppercase() || letter == '.');
        let noun = other.head as usize;
        let describes = matches!(other.dep, Dep::Amod | Dep::Compound | Dep::Nmod) && noun == at + 3;
        if !(capitals && name.pos == Pos::Propn && and.dep == Dep::Cc && describes) {
            continue;
        }
        let people = &sentence.tokens[noun];
        let joined = people.dep == Dep::Conj && people.head as usize == at && people.tag == Tag::Nns;
        if !joined || !is_people(lexicon, &people.span.of(text).to_lowercase()) {
            continue;
        }
        let (head, dep) = (name.head, name.dep);
        // What hung on the name, but for the join, hangs on the people.
        for token in sentence.tokens.iter_mut().filter(|token| token.head as usize == at) {
            token.head = noun as u32;
        }
        let is_root = head as usize == at;
        let place = |head: u32, dep: Dep, token: &mut Token| (token.head, token.dep) = (head, dep);
        place(if is_root { noun as u32 } else { head }, dep, &mut sentence.tokens[noun]);
        place(noun as u32, Dep::Nmod, &mut sentence.tokens[at]);
        place(at as u32, Dep::Cc, &mut sentence.tokens[at + 1]);
        place(at as u32, Dep::Conj, &mut sentence.tokens[at + 2]);
    }
}

fn is_people(lexicon: &Lexicon, word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    let at = |i: usize| (i == 0).then_some((word, singular));
    let mut entries = lexicon.phrases.at(at).into_iter();
    let listed = entries.any(|(entry, _)| matches!(entry.sense, Sense::People { .. }));
    listed || ["rough-people", "human"].iter().any(|set| lexicon.words.is(set, word))
}
