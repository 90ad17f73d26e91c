//! Clauses that the parser hangs on one another in a way that the words between them rule out.

use casus_lexicon::Lexicon;
use casus_model::{Dep, EventType, Pos, Sentence, Tag, Token};

use crate::mend::lower;
use crate::tree::Tree;

/// Words between "and" and the verb of its clause, where the subject is a long one.
const LONG_SUBJECT: u32 = 12;
/// Semicolons of a sentence that are looked at.
const FEW: usize = 4;
/// Nouns between a clause with "which" and the deed that it tells more of.
const PLACES: usize = 3;

fn is_noun(item: &Token) -> bool {
    matches!(item.pos, Pos::Noun | Pos::Propn)
}

fn is_subject(item: &Token) -> bool {
    matches!(item.dep, Dep::Nsubj | Dep::Nsubjpass)
}

/// The children of a token that stand in such a relation to it.
fn children<'a>(
    sentence: &'a Sentence,
    tree: &'a Tree,
    head: u32,
    fits: impl Fn(&Token) -> bool + 'a,
) -> impl DoubleEndedIterator<Item = u32> + 'a {
    tree.children(head).iter().copied().filter(move |child| fits(&sentence.tokens[*child as usize]))
}

/// The word that all others hang on.
fn main_word(sentence: &Sentence) -> Option<u32> {
    (0..sentence.tokens.len() as u32).find(|at| sentence.tokens[*at as usize].dep == Dep::Root)
}

fn hang(sentence: &mut Sentence, token: u32, head: u32, dep: Dep) {
    let item = &mut sentence.tokens[token as usize];
    (item.head, item.dep) = (head, dep);
}

/// "Elders told of five dead; an official spoke of eight": what stands on either side of a semicolon is said by itself, and
/// neither is what the other says. "Gunmen took the mill; six guards were killed": nor is the first of any other second
/// clause.
pub(super) fn beside_semicolons(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    let is_semicolon = |item: &Token| item.tag == Tag::Colon && item.span.of(text) == ";";
    let marks: Vec<u32> = (0..sentence.tokens.len() as u32)
        .filter(|token| is_semicolon(&sentence.tokens[*token as usize]))
        .take(FEW)
        .collect();
    for mark in marks {
        let tokens = &sentence.tokens;
        let crosses = |token: &u32| {
            let item = &tokens[*token as usize];
            (*token < mark) != (item.head < mark) && item.dep != Dep::Punct && *token != mark
        };
        let across: Vec<u32> = (0..tokens.len() as u32).filter(crosses).collect();
        let clause =
            |token: u32| tokens[token as usize].pos == Pos::Verb || tokens[token as usize].pos == Pos::Aux;
        let own_subject =
            |verb: u32| tokens.iter().skip(mark as usize).any(|item| item.head == verb && is_subject(item));
        let said = |token: u32| tokens[token as usize].dep == Dep::Ccomp && clause(token);
        let speaks = |verb: u32| {
            let lemma = &tokens[verb as usize].lemma;
            lexicon.words.cue(lemma).is_some() || lexicon.words.is("blame-verb", lemma)
        };
        match across.as_slice() {
            [second] if *second > mark && said(*second) && own_subject(*second) && speaks(*second) => {
                sentence.tokens[*second as usize].dep = Dep::Conj;
            }
            [first] if *first < mark && said(*first) => {
                let second = tokens[*first as usize].head;
                if clause(second) && own_subject(second) {
                    let Token { head, dep, .. } = tokens[second as usize];
                    let above = if head == second { *first } else { head };
                    hang(sentence, *first, above, dep);
                    hang(sentence, second, *first, Dep::Conj);
                }
            }
            [first, second] if *first < mark && *second > mark && said(*first) && said(*second) => {
                let above = tokens[*second as usize].head;
                if tokens[*first as usize].head == *second && own_subject(*second) && speaks(*second) {
                    hang(sentence, *first, above, Dep::Ccomp);
                    hang(sentence, *second, above, Dep::Conj);
                }
            }
            _ => {}
        }
    }
}

/// "In Bree, a miller and his son were killed", "According to the mayor, Ted Cotton, 16, was shot": behind a place or a
/// source that opens the clause and a comma stands the subject, which the parser takes for another name of either.
pub(super) fn subjects_behind_places(sentence: &mut Sentence, tree: &Tree) {
    for verb in 0..sentence.tokens.len() as u32 {
        let has = |dep: Dep| children(sentence, tree, verb, move |item| item.dep == dep).next().is_some();
        if !matches!(sentence.tokens[verb as usize].pos, Pos::Verb | Pos::Aux)
            || [Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Csubj].into_iter().any(has)
        {
            continue;
        }
        let before = children(sentence, tree, verb, |item| item.dep == Dep::Prep).filter(|at| *at < verb);
        let behind = |at: u32| children(sentence, tree, at, |item| item.dep == Dep::Pobj);
        let source = |at: u32| children(sentence, tree, at, |item| item.dep == Dep::Prep).flat_map(behind);
        let places = before.flat_map(|at| behind(at).chain(source(at)));
        let beside = |place: u32| {
            let of = sentence.tokens[place as usize].head;
            let said = sentence.tokens[sentence.tokens[of as usize].head as usize].lemma.as_ref() == "accord";
            let named = said || sentence.tokens[place as usize].pos == Pos::Propn;
            children(sentence, tree, place, |item| item.dep == Dep::Appos && is_noun(item))
                .filter(move |other| named && *other > place && *other < verb)
        };
        let comma = |from: u32, to: u32| (from..to).any(|at| sentence.tokens[at as usize].tag == Tag::Comma);
        let finite = |token: &u32| {
            let own = sentence.tokens[verb as usize].tag;
            matches!(own, Tag::Vbd | Tag::Vbz | Tag::Vbp)
                || sentence.tokens[*token as usize..verb as usize].iter().any(|item| item.pos == Pos::Aux)
        };
        let found = places.filter_map(|place| {
            let subject = beside(place).next().filter(finite)?;
            comma(place, subject).then(|| (subject, beside(place).skip(1).collect::<Vec<u32>>()))
        });
        let mut found: Vec<(u32, Vec<u32>)> = found.collect();
        let Some((subject, others)) = found.pop() else { continue };
        let dep = if has(Dep::Auxpass) { Dep::Nsubjpass } else { Dep::Nsubj };
        hang(sentence, subject, verb, dep);
        for other in others {
            hang(sentence, other, subject, Dep::Appos);
        }
    }
}

/// "A lorry overturned near Bree, killing three, police said": a noun that has nothing to do beside the speakers, and a
/// verb behind it that the parser takes for what is said of it.
pub(super) fn clauses_before_speakers(lexicon: &Lexicon, sentence: &mut Sentence, tree: &Tree) {
    for says in 2..sentence.tokens.len() as u32 {
        if lexicon.words.cue(&sentence.tokens[says as usize].lemma).is_none()
            || children(sentence, tree, says, |item| item.dep == Dep::Ccomp).next().is_some()
        {
            continue;
        }
        let idle = |item: &Token| is_noun(item) && matches!(item.dep, Dep::Nsubj | Dep::Dep);
        let nouns: Vec<u32> = children(sentence, tree, says, idle).filter(|noun| *noun < says).collect();
        let [first, speaker] = nouns[..] else { continue };
        let comma = (first..speaker).any(|token| sentence.tokens[token as usize].tag == Tag::Comma);
        let told = children(sentence, tree, first, |item| {
            item.dep == Dep::Acl && matches!(item.tag, Tag::Vbn | Tag::Vbd)
        });
        let told: Vec<u32> = told.filter(|verb| *verb > first && *verb < speaker).collect();
        let agent =
            |verb: u32| children(sentence, tree, verb, |item| item.dep == Dep::Agent).next().is_some();
        let Some(verb) = told.first().copied() else { continue };
        if !comma || agent(verb) {
            continue;
        }
        let following: Vec<u32> =
            children(sentence, tree, first, |item| item.dep == Dep::Acl && item.tag == Tag::Vbg)
                .filter(|other| *other > verb)
                .collect();
        hang(sentence, verb, says, Dep::Ccomp);
        hang(sentence, first, verb, Dep::Nsubj);
        sentence.tokens[verb as usize].tag = Tag::Vbd;
        for other in following {
            hang(sentence, other, verb, Dep::Advcl);
        }
    }
}

/// "Monday's bombing in Bree, which killed nine", "a blast at the mill of the town, which killed nine": what killed is the
/// deed, and not the place.
pub(super) fn clauses_of_deeds(lexicon: &Lexicon, sentence: &mut Sentence, tree: &Tree) {
    for verb in 2..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[verb as usize];
        let which = children(sentence, tree, verb, |item| item.dep == Dep::Nsubj && item.tag == Tag::Wdt);
        let violent = |frame: &casus_lexicon::Frame| frame.event_type == Some(EventType::Assault);
        if item.dep != Dep::Relcl
            || which.count() == 0
            || !lexicon.frames.of_verb(&item.lemma.to_lowercase()).any(violent)
        {
            continue;
        }
        let place = &sentence.tokens[item.head as usize];
        let is_place = place.pos == Pos::Propn || lexicon.words.is("place-noun", &place.lemma);
        let above = |noun: &u32| {
            let item = &sentence.tokens[*noun as usize];
            (item.dep == Dep::Pobj).then(|| sentence.tokens[item.head as usize].head)
        };
        let tells = |noun: &u32| {
            let noun = &sentence.tokens[*noun as usize];
            noun.pos == Pos::Noun && lexicon.frames.of_noun(&noun.lemma.to_lowercase()).any(violent)
        };
        let mut nouns = std::iter::successors(Some(item.head), above).skip(1).take(PLACES);
        if let Some(deed) = nouns.find(tells).filter(|_| is_place) {
            hang(sentence, verb, deed, Dep::Relcl);
        }
    }
}

/// "The guard shot on Monday died on Friday, police said": of two verbs that nothing stands between, the first says who it
/// is that did the second, and the parser takes it for the first of two that he did.
pub(super) fn verbs_in_a_row(lexicon: &Lexicon, sentence: &mut Sentence, tree: &Tree) {
    for second in 2..sentence.tokens.len() as u32 {
        let first = sentence.tokens[second as usize].head;
        let (item, told) = (&sentence.tokens[second as usize], &sentence.tokens[first as usize]);
        let violent = |frame: &casus_lexicon::Frame| frame.event_type == Some(EventType::Assault);
        let past = |item: &Token| item.pos == Pos::Verb && matches!(item.tag, Tag::Vbd | Tag::Vbn);
        let joined = sentence.tokens.get(first as usize..second as usize).unwrap_or_default();
        let apart = joined.iter().any(|item| matches!(item.dep, Dep::Cc | Dep::Punct | Dep::Dobj));
        if item.dep != Dep::Conj
            || first >= second
            || apart
            || !past(item)
            || !past(told)
            || !lexicon.frames.of_verb(&told.lemma.to_lowercase()).any(violent)
            || children(sentence, tree, second, is_subject).next().is_some()
        {
            continue;
        }
        let subject =
            children(sentence, tree, first, |item| item.dep == Dep::Nsubj).find(|noun| *noun < first);
        let Some(subject) = subject else { continue };
        let before: Vec<u32> = children(sentence, tree, first, |_| true).filter(|at| *at < subject).collect();
        let (head, dep) = (told.head, told.dep);
        hang(sentence, second, if head == first { second } else { head }, dep);
        hang(sentence, subject, second, Dep::Nsubj);
        hang(sentence, first, subject, Dep::Acl);
        sentence.tokens[first as usize].tag = Tag::Vbn;
        for at in before {
            hang(sentence, at, second, sentence.tokens[at as usize].dep);
        }
    }
}

/// "Beheading of three traders.", "Lynching.": the first word of a sentence without a verb is a noun.
pub(super) fn headings_in_ing(text: &str, sentence: &mut Sentence) {
    let Some(item) = sentence.tokens.first().filter(|item| item.dep == Dep::Root && item.tag == Tag::Vbg)
    else {
        return;
    };
    let closes =
        sentence.tokens.get(1).is_none_or(|next| next.lemma.as_ref() == "of" || next.pos == Pos::Punct);
    let has_verb = sentence.tokens.iter().any(|item| matches!(item.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp));
    if closes && !has_verb {
        let word = item.span.of(text).to_lowercase();
        let item = &mut sentence.tokens[0];
        (item.pos, item.tag, item.lemma) = (Pos::Noun, Tag::Nn, word.into());
    }
}

/// "Shelling of the market killed two, an official said": the deed killed; it is nothing that the official does.
pub(super) fn deeds_in_ing(text: &str, sentence: &mut Sentence, tree: &Tree) {
    for noun in 0..(sentence.tokens.len() as u32).saturating_sub(1) {
        let item = &sentence.tokens[noun as usize];
        let of = sentence.tokens[noun as usize + 1].lemma.as_ref() == "of";
        if item.tag != Tag::Vbg
            || item.pos != Pos::Verb
            || !of
            || !matches!(item.dep, Dep::Advcl | Dep::Csubj)
        {
            continue;
        }
        let above = item.head;
        let said = children(sentence, tree, above, |item| item.dep == Dep::Ccomp).find(|verb| *verb > noun);
        let alone = |verb: &u32| {
            *verb > noun
                && sentence.tokens[*verb as usize].pos == Pos::Verb
                && children(sentence, tree, *verb, is_subject).next().is_none()
        };
        if let Some(verb) = [Some(above), said].into_iter().flatten().find(alone) {
            hang(sentence, noun, verb, Dep::Nsubj);
            let item = &mut sentence.tokens[noun as usize];
            (item.pos, item.tag) = (Pos::Noun, Tag::Nn);
            item.lemma = item.span.of(text).to_lowercase().into();
        }
    }
}

/// "killed two clerks and then himself": a second object of the verb, which the parser hangs on the verb as if it were
/// another, or on a day told between. What stands behind a pronoun is told of the verb.
pub(super) fn objects_behind_then(lexicon: &Lexicon, sentence: &mut Sentence, tree: &Tree) {
    for token in 1..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[token as usize];
        let is_pronoun = item.pos == Pos::Pron;
        if item.dep != Dep::Conj || !(is_noun(item) || is_pronoun) {
            continue;
        }
        let beside = item.head;
        let verb = if is_pronoun { verb_above(sentence, beside) } else { beside };
        let then = |item: &Token| item.dep == Dep::Advmod && lexicon.words.is("then-word", &item.lemma);
        let is_then = children(sentence, tree, token, then).next().is_some();
        let is_clause = children(sentence, tree, token, is_subject).next().is_some();
        let object = children(sentence, tree, verb, |item| item.dep == Dep::Dobj).find(|at| *at < token);
        let object = object.filter(|_| sentence.tokens[verb as usize].pos == Pos::Verb);
        let (Some(object), true, false) = (object, is_then, is_clause) else { continue };
        let and = children(sentence, tree, beside, |item| item.dep == Dep::Cc)
            .rfind(|at| (object..token).contains(at));
        let behind: Vec<u32> = children(sentence, tree, token, |item| item.dep == Dep::Prep)
            .filter(|at| is_pronoun && *at > token)
            .collect();
        hang(sentence, token, object, Dep::Conj);
        and.into_iter().for_each(|and| hang(sentence, and, object, Dep::Cc));
        behind.into_iter().for_each(|preposition| hang(sentence, preposition, verb, Dep::Prep));
    }
}

/// The verb that a noun behind a preposition tells more of, or what this is itself.
fn verb_above(sentence: &Sentence, token: u32) -> u32 {
    let item = &sentence.tokens[token as usize];
    let preposition = &sentence.tokens[item.head as usize];
    let is_behind = item.dep == Dep::Pobj && preposition.dep == Dep::Prep;
    if is_behind { preposition.head } else { token }
}

/// "shot dead two guards": what became of them, and no word for them.
pub(super) fn states_before_numbers(lexicon: &Lexicon, sentence: &mut Sentence) {
    for state in 1..(sentence.tokens.len() as u32).saturating_sub(1) {
        let (verb, next) = (&sentence.tokens[state as usize - 1], &sentence.tokens[state as usize + 1]);
        let item = &sentence.tokens[state as usize];
        let opens = matches!(next.pos, Pos::Num | Pos::Det) || next.tag == Tag::PrpS;
        if item.dep == Dep::Amod
            && verb.pos == Pos::Verb
            && opens
            && lexicon.words.is("state-of-harm", &item.lemma)
        {
            hang(sentence, state, state - 1, Dep::Oprd);
        }
    }
}

/// "Two men on a motorcycle shot dead three people": the parser takes the verb for a noun that the motorcycle describes,
/// and hangs doers and victims on the state.
pub(super) fn verbs_before_states(lexicon: &Lexicon, text: &str, sentence: &mut Sentence, tree: &Tree) {
    for state in 2..sentence.tokens.len() as u32 {
        let verb = state - 1;
        let word = |at: u32| sentence.tokens[at as usize].span.of(text).to_lowercase();
        let taken_for_a_noun = sentence.tokens[verb as usize].pos == Pos::Noun;
        let past = super::words::verb_of(lexicon, &word(verb)).filter(|_| taken_for_a_noun);
        let (Some(past), true) = (past, lexicon.words.is("state-dead", &word(state))) else { continue };
        let noun =
            children(sentence, tree, verb, |item| item.dep == Dep::Compound).find(|at| *at + 1 == verb);
        let victim = children(sentence, tree, state, |item| item.dep == Dep::Dobj).next();
        let (Some(noun), Some(_)) = (noun, victim) else { continue };
        let Token { head, dep, .. } = sentence.tokens[state as usize];
        let of_noun = (sentence.tokens[verb as usize].head, sentence.tokens[verb as usize].dep);
        let described: Vec<u32> = children(sentence, tree, verb, |_| true).filter(|at| *at != noun).collect();
        let of_state: Vec<u32> = children(sentence, tree, state, |_| true).filter(|at| *at != verb).collect();
        for at in described {
            hang(sentence, at, noun, sentence.tokens[at as usize].dep);
        }
        hang(sentence, noun, of_noun.0, of_noun.1);
        for at in of_state {
            hang(sentence, at, verb, sentence.tokens[at as usize].dep);
        }
        hang(sentence, verb, if head == state { verb } else { head }, dep);
        hang(sentence, state, verb, Dep::Oprd);
        let item = &mut sentence.tokens[verb as usize];
        (item.pos, item.tag, item.lemma) = (Pos::Verb, Tag::Vbd, past.into());
    }
}

/// "in Aita al-Shaab": an article with a hyphen is part of the name behind it.
pub(super) fn names_with_articles(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for article in 0..(sentence.tokens.len() as u32).saturating_sub(2) {
        let (hyphen, name) = (article + 1, article + 2);
        let token = |at: u32| &sentence.tokens[at as usize];
        let joined = token(hyphen).span.of(text) == "-"
            && token(article).span.end == token(hyphen).span.start
            && token(hyphen).span.end == token(name).span.start;
        let word = token(article).span.of(text).to_lowercase();
        if !joined || !is_noun(token(name)) || !lexicon.words.is("name-article", &word) {
            continue;
        }
        let outside = |at: &u32| !(article..=name).contains(&token(*at).head) || token(*at).head == *at;
        let led = token(article).dep == Dep::Pobj && outside(&article);
        let order = if led { [article, name, hyphen] } else { [name, article, hyphen] };
        let Some(outer) = order.into_iter().find(outside) else { continue };
        let before = article
            .checked_sub(1)
            .filter(|before| led && token(*before).pos == Pos::Propn && token(*before).dep == Dep::Pobj);
        let head = if token(outer).head == outer { name } else { token(outer).head };
        let dep = match token(outer).dep {
            Dep::Amod | Dep::Nmod => Dep::Compound,
            dep => dep,
        };
        hang(sentence, name, head, dep);
        hang(sentence, article, name, Dep::Compound);
        hang(sentence, hyphen, name, Dep::Punct);
        let mark = &mut sentence.tokens[hyphen as usize];
        (mark.pos, mark.tag) = (Pos::Punct, Tag::Hyph);
        if let Some(before) = before {
            hang(sentence, before, name, Dep::Compound);
        }
        for at in (0..sentence.tokens.len() as u32).filter(|at| !(article..=name).contains(at)) {
            if [article, hyphen].contains(&sentence.tokens[at as usize].head) {
                sentence.tokens[at as usize].head = name;
            }
        }
    }
}

/// "The bomb exploded as a patrol passed, killing three": whoever passes does not kill; the participle goes on from the
/// verb that the clause hangs on.
pub(super) fn harm_behind_passers(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for participle in 2..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[participle as usize];
        let passes = &sentence.tokens[item.head as usize];
        let goes_on = item.tag == Tag::Vbg
            && item.dep == Dep::Advcl
            && item.head < participle
            && sentence.tokens[participle as usize - 1].tag == Tag::Comma;
        let aside = passes.dep == Dep::Advcl
            && passes.head < item.head
            && lexicon.words.is("passing-verb", &passes.lemma);
        let verb = passes.head;
        let opened =
            (verb..item.head).any(|word| lexicon.words.is("when-word", &lower(text, sentence, word)));
        if goes_on && aside && opened {
            hang(sentence, participle, verb, Dep::Advcl);
        }
    }
}

/// "An explosion killed ten and a smaller one by the gate killed two": the last "and" before a second verb without a subject
/// joins the clauses, and the noun behind it, which the parser lists with a noun before it, is its subject.
pub(super) fn subjects_listed_before(sentence: &mut Sentence, tree: &Tree) {
    for verb in 2..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[verb as usize];
        let first = item.head;
        let finite =
            |token: u32| matches!(sentence.tokens[token as usize].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp);
        let alone = children(sentence, tree, verb, |item| is_subject(item) || item.dep == Dep::Auxpass);
        if item.dep != Dep::Conj || first >= verb || !finite(verb) || !finite(first) || alone.count() > 0 {
            continue;
        }
        let from = verb.saturating_sub(LONG_SUBJECT).max(first + 1);
        // ", and another, by the gate, killed two"
        let commas =
            |and: &u32| (*and..verb).filter(|at| sentence.tokens[*at as usize].tag == Tag::Comma).count();
        let and = (from..verb).rev().find(|at| sentence.tokens[*at as usize].dep == Dep::Cc);
        let Some(and) = and.filter(|and| matches!(commas(and), 0 | 2)) else { continue };
        let beside = sentence.tokens[and as usize].head;
        let is_noun_before =
            first < beside && beside < and && sentence.tokens[beside as usize].pos != Pos::Verb;
        let listed = |item: &Token| item.dep == Dep::Conj && item.pos != Pos::Verb;
        let subject = children(sentence, tree, beside, listed).find(|noun| (and..verb).contains(noun));
        if let Some(subject) = subject.filter(|_| is_noun_before) {
            let aside: Vec<u32> = children(sentence, tree, first, |item| item.dep == Dep::Prep)
                .filter(|at| (subject..verb).contains(at))
                .collect();
            aside.into_iter().for_each(|preposition| hang(sentence, preposition, subject, Dep::Prep));
            hang(sentence, subject, verb, Dep::Nsubj);
            hang(sentence, and, first, Dep::Cc);
        }
    }
}

/// "Blast kills three, wounds 12", "kills ten and wounds 30": the second verb takes the number behind it for its object,
/// as the first does.
pub(super) fn hurts_before_numbers(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for at in 2..(sentence.tokens.len() as u32).saturating_sub(1) {
        let form = super::lower(text, sentence, at);
        let of = |set: &str, form: &str| {
            lexicon.words.is(set, form) || lexicon.words.is(set, &[form, "s"].concat())
        };
        let kills = |word: u32| of("headline-kills", &super::lower(text, sentence, word));
        let (before, number) = (&sentence.tokens[at as usize - 1], &sentence.tokens[at as usize + 1]);
        let joined = matches!(before.dep, Dep::Punct | Dep::Cc) && number.pos == Pos::Num;
        if !joined || !of("headline-hurts", &form) || form.ends_with("ing") {
            continue;
        }
        // "the bomb that killed three, wounded 12": the first verb hangs under the second, which stays where it is.
        let first = (0..at - 1).rev().find(|word| kills(*word));
        let Some(first) = first.filter(|first| !hangs_under(sentence, *first, at)) else { continue };
        let counted = number.head as usize;
        let noun =
            number.dep == Dep::Nummod && counted > at as usize + 1 && is_noun(&sentence.tokens[counted]);
        let object = if noun { counted as u32 } else { at + 1 };
        let lemma = form.strip_suffix('s').unwrap_or(&form).to_owned();
        let item = &mut sentence.tokens[at as usize];
        // "wound" is of "wind" to the parser.
        if item.pos == Pos::Noun || !form.ends_with('d') || form == "wound" {
            let tag = if form == lemma { Tag::Vbp } else { Tag::Vbz };
            (item.pos, item.tag, item.lemma) = (Pos::Verb, tag, lemma.into());
        }
        hang(sentence, at, first, Dep::Conj);
        if !hangs_under(sentence, at, object) {
            hang(sentence, object, at, Dep::Dobj);
        }
    }
}

/// Whether a token is another, or hangs under it however far down.
fn hangs_under(sentence: &Sentence, token: u32, above: u32) -> bool {
    let head = |at: &u32| Some(sentence.tokens[*at as usize].head).filter(|head| head != at);
    std::iter::successors(Some(token), head).take(sentence.tokens.len()).any(|at| at == above)
}

/// "Gunmen attack convoy near Bree, kill six": a headline of two verbs, of which the parser takes the first for a noun.
pub(super) fn first_verb_of_two(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    let Some(root) =
        (0..sentence.tokens.len() as u32).find(|at| sentence.tokens[*at as usize].dep == Dep::Root)
    else {
        return;
    };
    let (doers, verb) = (0, 1);
    let violent = |frame: &casus_lexicon::Frame| frame.event_type == Some(EventType::Assault);
    let form = super::lower(text, sentence, root);
    let bare = |form: &str| lexicon.frames.of_verb(form).any(violent);
    let comma = root.checked_sub(1).is_some_and(|at| sentence.tokens[at as usize].tag == Tag::Comma);
    if root < 4 || !comma || !bare(&form) || !bare(&super::lower(text, sentence, verb)) {
        return;
    }
    let subject = (0..root).find(|at| {
        let item = &sentence.tokens[*at as usize];
        item.head == root && item.dep == Dep::Nsubj
    });
    let Some(subject) = subject.filter(|subject| is_noun(&sentence.tokens[*subject as usize])) else {
        return;
    };
    let (first, second) = (&sentence.tokens[doers as usize], &sentence.tokens[verb as usize]);
    let within = |item: &Token| item.dep == Dep::Compound && (item.head == subject || item.head == verb);
    if first.tag != Tag::Nns
        || !within(first)
        || second.tag != Tag::Nn
        || !(within(second) || subject == verb)
    {
        return;
    }
    let lemma = super::lower(text, sentence, verb);
    let item = &mut sentence.tokens[verb as usize];
    (item.pos, item.tag, item.lemma) = (Pos::Verb, Tag::Vbp, lemma.into());
    hang(sentence, verb, verb, Dep::Root);
    hang(sentence, doers, verb, Dep::Nsubj);
    if subject != verb {
        hang(sentence, subject, verb, Dep::Dobj);
    }
    hang(sentence, root, verb, Dep::Conj);
    let item = &mut sentence.tokens[root as usize];
    (item.tag, item.lemma) = (Tag::Vbp, form.into());
}

/// "A helicopter fired rockets at a school": where a sentence has no verb but the participle before its main noun, and a
/// noun stands before that, this noun did it.
pub(super) fn verbs_for_participles(lexicon: &Lexicon, sentence: &mut Sentence, tree: &Tree) {
    let tokens = &sentence.tokens;
    let finite = |item: &Token| {
        item.pos == Pos::Aux || matches!(item.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) && item.pos == Pos::Verb
    };
    let violent = |frame: &casus_lexicon::Frame| frame.event_type == Some(EventType::Assault);
    let Some(root) =
        main_word(sentence).filter(|root| is_noun(&tokens[*root as usize]) && !tokens.iter().any(finite))
    else {
        return;
    };
    let deed = children(sentence, tree, root, |item| item.dep == Dep::Amod && item.tag == Tag::Vbn)
        .find(|verb| lexicon.frames.of_verb(&tokens[*verb as usize].lemma.to_lowercase()).any(violent));
    let Some(verb) = deed.filter(|verb| *verb < root) else { return };
    let doer = children(sentence, tree, verb, |item| item.dep == Dep::Npadvmod && is_noun(item)).next();
    let Some(doer) = doer.filter(|doer| doer + 1 == verb) else { return };
    let own: Vec<u32> = children(sentence, tree, root, |_| true).collect();
    hang(sentence, verb, verb, Dep::Root);
    let item = &mut sentence.tokens[verb as usize];
    (item.pos, item.tag) = (Pos::Verb, Tag::Vbd);
    hang(sentence, doer, verb, Dep::Nsubj);
    hang(sentence, root, verb, Dep::Dobj);
    for child in own.into_iter().filter(|child| *child != verb) {
        let dep = sentence.tokens[child as usize].dep;
        if child < doer {
            hang(sentence, child, doer, dep);
        } else if child > root && matches!(dep, Dep::Prep | Dep::Punct | Dep::Npadvmod) {
            hang(sentence, child, verb, dep);
        }
    }
}

/// "Dozens of men on motorbikes rode into Bree": a form that is never a participle is the verb of the sentence, which the
/// parser takes for what is said of the last noun before it.
pub(super) fn pasts_for_participles(lexicon: &Lexicon, text: &str, sentence: &mut Sentence, tree: &Tree) {
    let tokens = &sentence.tokens;
    let Some(root) = main_word(sentence).filter(|root| is_noun(&tokens[*root as usize])) else { return };
    let is_past = |at: &u32| {
        let item = &tokens[*at as usize];
        let word = item.span.of(text).to_lowercase();
        item.dep == Dep::Acl && item.tag == Tag::Vbn && lexicon.words.is("past-alone", &word)
    };
    let Some(verb) = (root + 1..tokens.len() as u32).find(is_past) else { return };
    let own: Vec<u32> = children(sentence, tree, root, |_| true).collect();
    hang(sentence, verb, verb, Dep::Root);
    let item = &mut sentence.tokens[verb as usize];
    (item.pos, item.tag) = (Pos::Verb, Tag::Vbd);
    hang(sentence, root, verb, Dep::Nsubj);
    for child in own.into_iter().filter(|child| *child > verb) {
        hang(sentence, child, verb, sentence.tokens[child as usize].dep);
    }
}

/// "The teacher that rebels killed on Monday was a nun": where a sentence has a noun for its verb, what stands right behind
/// the subject of the clause beside that noun is its verb, and the next one that of the sentence.
pub(super) fn verbs_of_relatives(sentence: &mut Sentence, tree: &Tree) {
    let tokens = &sentence.tokens;
    let Some(root) = main_word(sentence) else { return };
    let relative = root + 1;
    let is_relative = |item: &Token| matches!(item.tag, Tag::Wdt | Tag::Wp);
    if !is_noun(&tokens[root as usize]) || !tokens.get(relative as usize).is_some_and(is_relative) {
        return;
    }
    let verb = tokens[relative as usize].head;
    let beside = &tokens[verb as usize];
    if beside.dep != Dep::Relcl || beside.head != root || tokens[relative as usize].dep == Dep::Nsubj {
        return;
    }
    let Some(subject) = children(sentence, tree, verb, is_subject).next() else { return };
    let is_own = |item: &Token| item.dep == Dep::Acl && matches!(item.tag, Tag::Vbd | Tag::Vbn);
    let Some(own) = children(sentence, tree, subject, is_own).next() else { return };
    let has = |head: u32, dep: Dep| children(sentence, tree, head, |item| item.dep == dep).next().is_some();
    // "rebels backed by Arnor" are told more of themselves.
    if own != subject + 1 || tree.left(subject) != relative + 1 || has(own, Dep::Agent) {
        return;
    }
    let of_root = if has(verb, Dep::Auxpass) { Dep::Nsubjpass } else { Dep::Nsubj };
    let behind: Vec<u32> = children(sentence, tree, root, |_| true).filter(|child| *child > own).collect();
    hang(sentence, own, root, Dep::Relcl);
    sentence.tokens[own as usize].tag = Tag::Vbd;
    hang(sentence, subject, own, Dep::Nsubj);
    hang(sentence, relative, own, Dep::Dobj);
    hang(sentence, verb, verb, Dep::Root);
    hang(sentence, root, verb, of_root);
    for child in behind.into_iter().filter(|child| *child != verb) {
        hang(sentence, child, verb, sentence.tokens[child as usize].dep);
    }
}

/// "Two surveyors, seized near Bree, are still held", "two surveyors seized near Bree are held": what stands behind the
/// subject of a passive, between commas or right behind it without any, is said of it, where the parser takes it for a
/// clause by itself and leaves the verb of the sentence without a subject.
pub(super) fn participles_of_subjects(sentence: &mut Sentence, tree: &Tree) {
    let tokens = &sentence.tokens;
    let Some(root) = main_word(sentence) else { return };
    let comma = |at: u32| tokens.get(at as usize).is_some_and(|item| item.tag == Tag::Comma);
    let has = |fits: fn(&Token) -> bool| children(sentence, tree, root, fits).next().is_some();
    if !has(|item| item.dep == Dep::Auxpass) || has(is_subject) {
        return;
    }
    let is_past = |item: &Token| item.dep == Dep::Ccomp && matches!(item.tag, Tag::Vbd | Tag::Vbn);
    let Some(told) = children(sentence, tree, root, is_past).find(|told| *told < root) else { return };
    let Some(subject) = children(sentence, tree, told, is_subject).next() else { return };
    let has_object = children(sentence, tree, told, |item| item.dep == Dep::Dobj).next().is_some();
    let closes = comma(tree.right(told) + 1);
    let is_beside = told > 0 && if comma(told - 1) { closes } else { told == subject + 1 && !closes };
    if has_object || subject >= told || !is_beside {
        return;
    }
    hang(sentence, subject, root, Dep::Nsubjpass);
    hang(sentence, told, subject, Dep::Acl);
    sentence.tokens[told as usize].tag = Tag::Vbn;
}

/// "Six workers seized at gunpoint are still held", where the parser takes the first verb for that of the sentence: the
/// passive behind it has auxiliaries and no subject of its own, and what is told before it is said of the subject.
pub(super) fn participles_before_passives(sentence: &mut Sentence, tree: &Tree) {
    let tokens = &sentence.tokens;
    let Some(root) = main_word(sentence) else { return };
    let has = |head: u32, fits: fn(&Token) -> bool| children(sentence, tree, head, fits).next().is_some();
    let is_bare = tokens[root as usize].tag == Tag::Vbn
        && !has(root, |item| matches!(item.dep, Dep::Aux | Dep::Auxpass | Dep::Dobj | Dep::Cc));
    let Some(subject) = children(sentence, tree, root, is_subject).next().filter(|_| is_bare) else { return };
    let is_passive = |verb: &u32| {
        *verb > root
            && has(*verb, |item| item.dep == Dep::Auxpass)
            && !has(*verb, |item| is_subject(item) || item.dep == Dep::Mark || item.tag == Tag::Wrb)
    };
    let behind =
        |item: &Token| matches!(item.dep, Dep::Advcl | Dep::Ccomp | Dep::Conj) && item.tag == Tag::Vbn;
    let Some(verb) = children(sentence, tree, root, behind).find(is_passive) else { return };
    hang(sentence, verb, verb, Dep::Root);
    hang(sentence, subject, verb, Dep::Nsubjpass);
    hang(sentence, root, subject, Dep::Acl);
}

/// "killed when a fuel lorry overturned": a noun that the parser takes for a whole clause has its verb right behind it.
pub(super) fn verbs_behind_when(sentence: &mut Sentence, tree: &Tree) {
    for noun in 0..sentence.tokens.len() as u32 {
        let item = &sentence.tokens[noun as usize];
        if item.dep != Dep::Advcl || !is_noun(item) {
            continue;
        }
        let above = item.head;
        let when =
            children(sentence, tree, noun, |item| item.tag == Tag::Wrb && item.dep == Dep::Advmod).next();
        let told = |item: &Token| item.dep == Dep::Acl && matches!(item.tag, Tag::Vbn | Tag::Vbd);
        let verb = children(sentence, tree, noun, told).find(|verb| *verb == noun + 1);
        if let (Some(when), Some(verb)) = (when, verb) {
            hang(sentence, verb, above, Dep::Advcl);
            hang(sentence, when, verb, Dep::Advmod);
            hang(sentence, noun, verb, Dep::Nsubj);
            sentence.tokens[verb as usize].tag = Tag::Vbd;
        }
    }
}
