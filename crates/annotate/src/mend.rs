//! Trees that the parser gets wrong in a way that the words show.
//!
//! Headlines leave out what sentences have, and the parser, which learned from sentences, takes "as gunmen attack convoy"
//! for a comparison with a kind of convoy. Behind a word of harm it is a clause.

mod ages;
mod clauses;
mod words;

use casus_lexicon::Lexicon;
use casus_model::{Dep, EventType, Pos, Sentence, Tag};

use crate::tree::Tree;

/// Words between "as" and the verb of its clause.
const WITHIN: u32 = 6;

/// Mends the trees of sentences in place. `text` is what they were read from.
pub fn mend(lexicon: &Lexicon, text: &str, sentences: &mut [Sentence]) {
    for sentence in sentences {
        let of_clause = |token: u32| is_as_behind_harm(lexicon, text, sentence, token);
        let opened: Vec<u32> = (1..sentence.tokens.len() as u32).filter(|token| of_clause(*token)).collect();
        harm_behind_numbers(lexicon, text, sentence);
        ages::names_with_ages(sentence);
        clauses::names_with_articles(lexicon, text, sentence);
        words::pasts_for_nouns(lexicon, text, sentence);
        words::people_for_names(lexicon, text, sentence);
        words::nouns_for_adjectives(text, sentence);
        words::nouns_for_adverbs(sentence);
        words::states_for_nouns(lexicon, text, sentence);
        words::participles_for_adjectives(lexicon, text, sentence);
        words::captives_behind_objects(lexicon, text, sentence);
        words::names_before_joined(lexicon, text, sentence);
        clauses::verbs_for_participles(lexicon, sentence, &Tree::new(sentence));
        clauses::pasts_for_participles(lexicon, text, sentence, &Tree::new(sentence));
        clauses::verbs_of_relatives(sentence, &Tree::new(sentence));
        clauses::participles_of_subjects(sentence, &Tree::new(sentence));
        clauses::participles_before_passives(sentence, &Tree::new(sentence));
        clauses::verbs_behind_when(sentence, &Tree::new(sentence));
        clauses::verbs_before_states(lexicon, text, sentence, &Tree::new(sentence));
        clauses::states_before_numbers(lexicon, sentence);
        clauses::beside_semicolons(lexicon, text, sentence);
        clauses::subjects_behind_places(sentence, &Tree::new(sentence));
        clauses::clauses_before_speakers(lexicon, sentence, &Tree::new(sentence));
        clauses::clauses_of_deeds(lexicon, sentence, &Tree::new(sentence));
        clauses::verbs_in_a_row(lexicon, sentence, &Tree::new(sentence));
        clauses::subjects_listed_before(sentence, &Tree::new(sentence));
        clauses::objects_behind_then(lexicon, sentence, &Tree::new(sentence));
        clauses::headings_in_ing(text, sentence);
        clauses::deeds_in_ing(text, sentence, &Tree::new(sentence));
        clauses::harm_behind_passers(lexicon, text, sentence);
        clauses::hurts_before_numbers(lexicon, text, sentence);
        clauses::first_verb_of_two(lexicon, text, sentence);
        objects_before_speakers(sentence, &Tree::new(sentence));
        speakers_listed_with_objects(lexicon, sentence, &Tree::new(sentence));
        for conjunction in opened {
            if let Some(verb) = verb_behind(lexicon, sentence, conjunction) {
                open_clause(sentence, conjunction, verb);
            }
        }
    }
}

fn lower(text: &str, sentence: &Sentence, token: u32) -> String {
    let span = sentence.tokens[token as usize].span;
    text.get(span.start as usize..span.end as usize).unwrap_or("").to_lowercase()
}

/// "27 bodies and 44 wounded": what became of a number of people hangs on the number, where nothing else says who it is.
fn harm_behind_numbers(lexicon: &Lexicon, text: &str, sentence: &mut Sentence) {
    for number in 0..(sentence.tokens.len() as u32).saturating_sub(1) {
        let (counts, state) = (&sentence.tokens[number as usize], &sentence.tokens[number as usize + 1]);
        let alone = !sentence.tokens.iter().any(|token| token.head == number + 1);
        if counts.pos == Pos::Num
            && counts.dep == Dep::Conj
            && state.tag == Tag::Vbn
            && state.head != number
            && alone
            && lexicon.words.is("harmed-word", &lower(text, sentence, number + 1))
        {
            let state = &mut sentence.tokens[number as usize + 1];
            (state.head, state.dep) = (number, Dep::Acl);
        }
    }
}

/// "The raid killed two herders, elders said": with two subjects beside each other, a comma between them, the first is the
/// object of the verb right before it, which has a subject of its own.
fn objects_before_speakers(sentence: &mut Sentence, tree: &Tree) {
    for verb in 0..sentence.tokens.len() as u32 {
        let tokens = &sentence.tokens;
        let of = |head: u32, dep: Dep| {
            let children = tree.children(head).iter().copied();
            children.filter(move |child| tokens[*child as usize].dep == dep)
        };
        let mut subjects = of(verb, Dep::Nsubj).filter(|subject| *subject < verb);
        let (Some(first), Some(second), None) = (subjects.next(), subjects.next(), subjects.next()) else {
            continue;
        };
        let past = |told: &u32| matches!(tokens[*told as usize].tag, Tag::Vbn | Tag::Vbd) && *told < first;
        let Some(told) = of(verb, Dep::Ccomp).rfind(past) else { continue };
        let acts = of(told, Dep::Nsubj).next().is_some() && of(told, Dep::Dobj).next().is_none();
        if acts && (first..second).any(|token| tokens[token as usize].tag == Tag::Comma) {
            let item = &mut sentence.tokens[first as usize];
            (item.head, item.dep) = (told, Dep::Dobj);
            sentence.tokens[told as usize].tag = Tag::Vbd;
        }
    }
}

/// "Raiders took away two teachers, parents and an official said": behind the last comma stand those who say it, which the
/// parser lists with what was taken.
fn speakers_listed_with_objects(lexicon: &Lexicon, sentence: &mut Sentence, tree: &Tree) {
    let is_noun = |item: &casus_model::Token| matches!(item.pos, Pos::Noun | Pos::Propn);
    for verb in 2..sentence.tokens.len() as u32 {
        let tokens = &sentence.tokens;
        let has = |dep: Dep| tree.children(verb).iter().any(|child| tokens[*child as usize].dep == dep);
        let says = lexicon.words.cue(&tokens[verb as usize].lemma).is_some();
        if !says || has(Dep::Nsubj) || !has(Dep::Ccomp) || !is_noun(&tokens[verb as usize - 1]) {
            continue;
        }
        let comma = (0..verb).rev().find(|token| tokens[*token as usize].tag == Tag::Comma);
        let Some(comma) = comma else { continue };
        let behind = comma + 1..verb;
        let listed = |token: &u32| {
            let item = &tokens[*token as usize];
            is_noun(item) && item.head < comma && matches!(item.dep, Dep::Conj | Dep::Appos)
        };
        let verbless = behind.clone().all(|token| tokens[token as usize].pos != Pos::Verb);
        let Some(first) = behind.clone().find(listed).filter(|_| verbless) else { continue };
        for token in behind.clone() {
            let item = &mut sentence.tokens[token as usize];
            if item.head < comma {
                item.head = first;
            }
        }
        let speaker = &mut sentence.tokens[first as usize];
        (speaker.head, speaker.dep) = (verb, Dep::Nsubj);
    }
}

/// "killed as", "hurt as", where the parser takes the word for a preposition.
fn is_as_behind_harm(lexicon: &Lexicon, text: &str, sentence: &Sentence, token: u32) -> bool {
    let harmed = &sentence.tokens[token as usize - 1];
    let word = lower(text, sentence, token - 1);
    sentence.tokens[token as usize].dep == Dep::Prep
        && lower(text, sentence, token) == "as"
        && (lexicon.words.is("harmed-word", &word) || lexicon.words.is("harmed-word", &harmed.lemma))
}

/// The verb of the clause: a violent one right behind a noun, whose form is that of its subject. The parser takes it for a
/// noun, or hangs it on what it is done to.
fn verb_behind(lexicon: &Lexicon, sentence: &Sentence, conjunction: u32) -> Option<u32> {
    let last = sentence.tokens.len() as u32;
    let violent = |token: u32| {
        let lemma = sentence.tokens[token as usize].lemma.to_lowercase();
        lexicon.frames.of_verb(&lemma).any(|frame| frame.event_type == Some(EventType::Assault))
    };
    let fits = |token: u32| {
        let (before, item) = (&sentence.tokens[token as usize - 1], &sentence.tokens[token as usize]);
        let plural = matches!(before.tag, Tag::Nns | Tag::Nnps);
        let singular = matches!(before.tag, Tag::Nn | Tag::Nnp);
        match item.tag {
            Tag::Vbz | Tag::Nns => singular,
            Tag::Vbp | Tag::Vb | Tag::Nn => plural,
            _ => false,
        }
    };
    let behind =
        (conjunction + 2..last.min(conjunction + WITHIN)).find(|token| fits(*token) && violent(*token))?;
    // "as militants continue attacks": another verb between them is the clause's own.
    let own = (conjunction + 1..behind).any(|token| sentence.tokens[token as usize].pos == Pos::Verb);
    let parsed = sentence.tokens[behind as usize].dep;
    (!own && matches!(parsed, Dep::Compound | Dep::Pobj | Dep::Nmod | Dep::Amod)).then_some(behind)
}

fn open_clause(sentence: &mut Sentence, conjunction: u32, verb: u32) {
    let harmed = sentence.tokens[conjunction as usize].head;
    let subject = verb - 1;
    let object = sentence.tokens.iter().position(|token| token.head == conjunction && token.dep == Dep::Pobj);
    let object = object.map(|object| object as u32).filter(|object| *object > verb);
    let tokens = &mut sentence.tokens;
    for token in conjunction + 1..subject {
        let head = tokens[token as usize].head;
        if head == verb || Some(head) == object {
            tokens[token as usize].head = subject;
        }
    }
    let mut set = |token: u32, head: u32, dep: Dep| {
        tokens[token as usize].head = head;
        tokens[token as usize].dep = dep;
    };
    set(verb, harmed, Dep::Advcl);
    set(conjunction, verb, Dep::Mark);
    set(subject, verb, Dep::Nsubj);
    if let Some(object) = object {
        set(object, verb, Dep::Dobj);
    }
    let item = &mut tokens[verb as usize];
    item.pos = Pos::Verb;
    item.tag = match item.tag {
        Tag::Nns | Tag::Vbz => Tag::Vbz,
        _ => Tag::Vbp,
    };
}
