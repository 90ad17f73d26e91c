//! The words that report: verbs with their auxiliaries, nouns with an owner, adjectives, "according to",
//! "reportedly".

use casus_annotate::Annotated;
use casus_lexicon::{CueKind, Part, Reporting};
use casus_model::{Dep, Pos};

use super::construction::{self, Construction, construction, is_passive};
use super::tokens::Tokens;
use super::{Report, content, quotation, source};

/// The report that a token opens.
pub(super) fn report(sentence: &Annotated, token: u32) -> Option<Report> {
    match sentence.token(token).pos {
        Pos::Verb if is_according(sentence, token) => according(sentence, token),
        Pos::Verb => of_verb(sentence, token),
        Pos::Noun => of_noun(sentence, token),
        Pos::Adj => of_adjective(sentence, token),
        Pos::Adv => of_adverb(sentence, token),
        _ => None,
    }
}

/// A report, if it has a content apart from its source and cue.
pub(super) fn finished(
    sentence: &Annotated,
    kind: Reporting,
    source: Tokens,
    cue: Tokens,
    content: &Tokens,
) -> Option<Report> {
    let source = source.without(&cue);
    let content = content.without(&cue).without(&source).trimmed(sentence);
    let report = Report {
        kind,
        sentence: sentence.index,
        source,
        cue,
        content,
        further: Vec::new(),
        nested: false,
        direct: false,
    };
    (!report.content.is_empty()).then_some(report)
}

fn is_according(sentence: &Annotated, token: u32) -> bool {
    let cue = sentence.lexicon.words.cue(sentence.lemma(token));
    cue.is_some_and(|cue| cue.kind == CueKind::According)
}

/// "according to the mayor": all of the sentence at its edges, its own clause inside.
fn according(sentence: &Annotated, token: u32) -> Option<Report> {
    let to = sentence.children_by(token, Dep::Prep).find(|word| sentence.lower(*word) == "to")?;
    let (first, last) = (sentence.tree.left(token), sentence.tree.right(token));
    let source = Tokens::range(to + 1, sentence.tree.right(to) + 1).trimmed(sentence);
    let own = Tokens::range(first, last + 1);
    let at_edge = first <= 1 || last + 3 >= sentence.len();
    let whole = if at_edge {
        Tokens::range(0, sentence.len())
    } else {
        Tokens::subtree(sentence, sentence.token(token).head)
    };
    let content = quotation::without_opening(sentence, &whole.without(&own));
    finished(sentence, Reporting::Speech, source, Tokens::range(token, to + 1), &content)
}

fn of_verb(sentence: &Annotated, verb: u32) -> Option<Report> {
    let mut found = construction(sentence, verb);
    let words = &sentence.lexicon.reporting;
    let lemma = sentence.lemma(verb);
    if words.of(Part::Verb, lemma).is_none()
        || continues_in_cue(sentence, verb, &found)
        || found.object.is_some_and(|object| lends_to(sentence, object, verb))
    {
        return None;
    }
    let mut cue = with_chain(sentence, verb, verb_words(sentence, verb));
    let source = source::source(sentence, verb);
    if let Some(object) = found.object.filter(|_| found.takes != "that" && !found.passive)
        && let Some(clause) = content::behind_hearer(sentence, verb, object)
    {
        return finished(sentence, Reporting::Speech, source, cue, &clause);
    }
    if words.with(Part::Verb, lemma, "quote").is_some()
        && let Some(quoted) = quotation::around(sentence, verb, &source, &cue, &found)
    {
        let report = finished(sentence, Reporting::Speech, source, cue, &quoted)?;
        return Some(Report { direct: true, ..report });
    }
    let kind = licensed(sentence, verb, &mut found)?;
    let content = content::content(sentence, verb, &found, &mut cue);
    if kind == Reporting::Semblance {
        return finished(sentence, kind, Tokens::default(), cue, &content.with(&source));
    }
    finished(sentence, kind, source, cue, &content)
}

/// True for a verb that reports in the construction it stands in.
pub(super) fn reports(sentence: &Annotated, verb: u32) -> bool {
    licensed(sentence, verb, &mut construction(sentence, verb)).is_some()
}

/// The sort of report that a verb makes with its construction; the object alone where it does not take the
/// preposition behind it.
fn licensed(sentence: &Annotated, verb: u32, found: &mut Construction) -> Option<Reporting> {
    let words = &sentence.lexicon.reporting;
    let lemma = sentence.lemma(verb);
    let with = |takes: &str| words.with(Part::Verb, lemma, takes);
    if found.passive {
        // "a town called Bree" is a name and no report.
        let names = construction::is_reduced(sentence, verb) && source::agent(sentence, verb).is_none();
        return match found.takes.as_str() {
            "to-do" => with("passive+to-do"),
            "quote" => with("passive"),
            "predicate" if names => None,
            "that" | "predicate" => with(&found.takes),
            "+by" => with("object"),
            _ => with(&format!("object{}", found.takes)),
        };
    }
    let hearer = with("hearer").is_some();
    if let Some(kind) = with(&found.takes) {
        return Some(kind);
    }
    if found.object.is_some() && !hearer && (found.preposition.is_some() || found.takes == "object+to-do") {
        found.takes = "object".to_owned();
        found.preposition = None;
        return with("object");
    }
    let fronted = sentence.children_by(verb, Dep::Dobj).any(|object| object < verb);
    if fronted && !hearer && found.takes == "quote" {
        found.takes = "object".to_owned();
        return with("object");
    }
    None
}

/// The verb with auxiliaries, negation, the adverbs right before it and its particle.
pub(super) fn verb_words(sentence: &Annotated, verb: u32) -> Tokens {
    let children = sentence.tree.children(verb);
    let mut words = Tokens::range(verb, verb + 1);
    for child in children {
        let before =
            *child < verb && matches!(sentence.token(*child).dep, Dep::Aux | Dep::Auxpass | Dep::Neg);
        let particle = *child > verb && sentence.token(*child).dep == Dep::Prt;
        if before || particle {
            words = words.with(&Tokens::range(*child, *child + 1));
        }
    }
    for child in children.iter().rev().filter(|child| **child < verb) {
        let touches = words.contains(sentence.tree.right(*child) + 1) || *child > words.first();
        if sentence.token(*child).dep == Dep::Advmod && touches {
            words = words.with(&Tokens::subtree(sentence, *child));
        }
    }
    words
}

/// "tried to explain", "went on to say": the verbs above are words of the cue.
fn with_chain(sentence: &Annotated, verb: u32, mut words: Tokens) -> Tokens {
    let mut at = verb;
    for _ in 0..4 {
        let head = sentence.token(at).head;
        if sentence.token(at).dep != Dep::Xcomp || !is_chain(sentence, head) {
            break;
        }
        words = words.with(&verb_words(sentence, head));
        let between = words.end().min(verb);
        let gap = Tokens::range(head, between);
        if gap.iter().all(|token| sentence.token(token).pos != Pos::Punct) {
            words = words.with(&gap);
        }
        at = head;
    }
    words
}

fn is_chain(sentence: &Annotated, verb: u32) -> bool {
    sentence.token(verb).pos == Pos::Verb
        && sentence.lexicon.words.is("reporting-chain", sentence.lemma(verb))
}

/// "declined to say": the verb beneath reports, and this one is a word of its cue.
fn continues_in_cue(sentence: &Annotated, verb: u32, found: &Construction) -> bool {
    if !matches!(found.takes.as_str(), "to-do" | "doing") || !is_chain(sentence, verb) {
        return false;
    }
    let beneath = sentence.children_by(verb, Dep::Xcomp).find(|child| *child > verb);
    beneath.is_some_and(|beneath| sentence.token(beneath).pos == Pos::Verb && reports(sentence, beneath))
}

/// "the mayor's claim that", "made a claim about", "her praise for".
fn of_noun(sentence: &Annotated, noun: u32) -> Option<Report> {
    let words = &sentence.lexicon.reporting;
    words.of(Part::Noun, sentence.lemma(noun))?;
    let (kind, content, preposition) = complement(sentence, Part::Noun, noun)?;
    let (first, _) = sentence.full_phrase(noun);
    let mut cue = Tokens::range(first, preposition.unwrap_or(noun) + 1);
    let head = sentence.token(noun).head;
    let owner = sentence.children_by(noun, Dep::Poss).next();
    let source = if is_lent(sentence, noun, head) {
        cue = cue.with(&verb_words(sentence, head)).with(&Tokens::range(head, noun));
        source::source(sentence, head)
    } else {
        let source = source::owner_words(sentence, owner?);
        cue = cue.without(&Tokens::range(first, source.end()));
        source
    };
    finished(sentence, kind, source, cue, &content)
}

/// True where the object reports, and the verb only lends its subject to it.
fn lends_to(sentence: &Annotated, noun: u32, verb: u32) -> bool {
    sentence.token(noun).pos == Pos::Noun
        && is_lent(sentence, noun, verb)
        && complement(sentence, Part::Noun, noun).is_some()
}

/// "made a claim", "raised questions": a verb that lends its subject to the noun.
fn is_lent(sentence: &Annotated, noun: u32, verb: u32) -> bool {
    sentence.token(noun).dep == Dep::Dobj
        && verb < noun
        && !is_passive(sentence, verb)
        && sentence.lexicon.words.is("reporting-light", sentence.lemma(verb))
}

/// "is aware that", "was critical of".
fn of_adjective(sentence: &Annotated, adjective: u32) -> Option<Report> {
    let words = &sentence.lexicon.reporting;
    words.of(Part::Adjective, sentence.lemma(adjective))?;
    let verb = sentence.token(adjective).head;
    if sentence.token(adjective).dep != Dep::Acomp || verb > adjective {
        return None;
    }
    let (kind, content, preposition) = complement(sentence, Part::Adjective, adjective)?;
    let last = preposition.unwrap_or(adjective);
    let cue = verb_words(sentence, verb).with(&Tokens::range(verb, last + 1));
    finished(sentence, kind, source::source(sentence, verb), cue, &content)
}

/// What completes a noun or an adjective, as the table says it may, with the preposition before it.
fn complement(sentence: &Annotated, part: Part, word: u32) -> Option<(Reporting, Tokens, Option<u32>)> {
    let words = &sentence.lexicon.reporting;
    let with = |takes: &str| words.with(part, sentence.lemma(word), takes);
    for child in sentence.tree.children(word).iter().copied().filter(|child| *child > word) {
        let marked = |mark: &str| {
            sentence.tree.children(child).iter().any(|mark_word| sentence.lower(*mark_word) == mark)
        };
        let subtree = Tokens::subtree(sentence, child);
        match sentence.token(child).dep {
            Dep::Acl | Dep::Xcomp if marked("to") => {
                if let Some(kind) = with("to-do") {
                    return Some((kind, subtree, None));
                }
            }
            Dep::Acl | Dep::Ccomp | Dep::Relcl if part == Part::Adjective || marked("that") => {
                if let Some(kind) = with("that") {
                    return Some((kind, subtree, None));
                }
            }
            Dep::Prep => {
                if let Some(kind) = with(&format!("+{}", sentence.lower(child))) {
                    let content = subtree.without(&Tokens::range(child, child + 1));
                    return Some((kind, content, Some(child)));
                }
            }
            _ => {}
        }
    }
    None
}

/// "has reportedly met": the clause is reported, and nobody is named.
fn of_adverb(sentence: &Annotated, adverb: u32) -> Option<Report> {
    let kind = sentence.lexicon.reporting.with(Part::Adverb, sentence.lemma(adverb), "that")?;
    let verb = sentence.token(adverb).head;
    let clause = matches!(sentence.token(verb).pos, Pos::Verb | Pos::Aux);
    let content = content::clause(sentence, verb);
    clause
        .then(|| finished(sentence, kind, Tokens::default(), Tokens::range(adverb, adverb + 1), &content))?
}
