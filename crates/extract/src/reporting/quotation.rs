//! Words that stand around a verb of saying instead of completing it: quotations, and clauses that the verb
//! is set behind or into. Quotations go on over sentences.

use casus_annotate::{Annotated, Annotation};
use casus_model::{Dep, Pos};

use super::Report;
use super::construction::Construction;
use super::tokens::Tokens;

/// What is said around a verb, where it is set behind or into it, or opens a quotation.
pub(super) fn around(
    sentence: &Annotated,
    verb: u32,
    source: &Tokens,
    cue: &Tokens,
    found: &Construction,
) -> Option<Tokens> {
    let has_subject = sentence.children_by(verb, Dep::Nsubj).next().is_some();
    let group = if has_subject { cue.with(source) } else { cue.clone() };
    let (first, end) = (group.first(), group.end());
    let behind = first >= 2 && ends_speech(sentence, first - 1);
    let words_before = quoted_words(sentence, 0, first);
    let words_after = quoted_words(sentence, end, sentence.len());
    let free = found.takes == "quote" || sentence.token(verb).dep == Dep::Parataxis;
    let hearer = found.object.is_some_and(|object| object > verb)
        && sentence
            .lexicon
            .reporting
            .with(casus_lexicon::Part::Verb, sentence.lemma(verb), "hearer")
            .is_some();
    let beside = hearer || matches!(found.takes.as_str(), "+to" | "+in" | "+on" | "+at");
    let direct = opens_quotation(sentence, end) && words_after;
    if direct && !words_before && (free || beside) {
        return Some(quoted(sentence, end));
    }
    let said_before = words_before || has_subject && !is_preface(sentence, verb);
    if behind && (free || beside) && said_before {
        let before = without_opening(sentence, &Tokens::range(0, first));
        return Some(before.with(&after(sentence, first, end)));
    }
    if words_after && free && !words_before || direct && (beside || found.takes.starts_with("object")) {
        return Some(quoted(sentence, end));
    }
    if found.takes != "that" {
        return None;
    }
    let clause = sentence.children_by(verb, Dep::Ccomp).find(|clause| *clause > verb);
    let clause = clause.map(|clause| Tokens::subtree(sentence, clause)).unwrap_or_default();
    let last_before = (0..first).rev().find(|token| is_word(sentence, *token));
    let is_quoted = last_before.is_some_and(|token| sentence.quoted[token as usize].is_some());
    if behind && is_quoted && has_subject {
        return Some(Tokens::range(0, first).with(&clause).with(&quoted(sentence, end)));
    }
    direct.then(|| clause.with(&quoted(sentence, end)))
}

/// "Asked about the road, she said": what stands before the cue only tells when or why it was said.
fn is_preface(sentence: &Annotated, verb: u32) -> bool {
    let before = |dep| sentence.children_by(verb, dep).any(|child| child < verb);
    sentence.token(verb).dep != Dep::Parataxis
        && !before(Dep::Ccomp)
        && [Dep::Advcl, Dep::Prep, Dep::Npadvmod, Dep::Advmod].into_iter().any(before)
}

/// Without the conjunction that a sentence begins with.
pub(super) fn without_opening(sentence: &Annotated, tokens: &Tokens) -> Tokens {
    let opens = !sentence.is_empty() && sentence.token(0).pos == Pos::Cconj;
    if opens { tokens.without(&Tokens::range(0, 1)) } else { tokens.clone() }
}

/// What goes on behind a cue that was set behind words: a quotation that opens there, or the rest of the
/// clause it was set into ("The town, they added, had been shelled").
fn after(sentence: &Annotated, first: u32, end: u32) -> Tokens {
    if opens_quotation(sentence, end) || sentence.quoted.get(end as usize).is_some_and(Option::is_some) {
        return quoted(sentence, end);
    }
    let comma = |token: u32| token < sentence.len() && sentence.word(token) == ",";
    let on = comma(end) && comma(first - 1) && !opens_beside(sentence, end + 1);
    if on && !quoted_words(sentence, 0, first) {
        return Tokens::range(end + 1, sentence.len());
    }
    Tokens::default()
}

/// ", they said, as the two sides blamed each other": behind a cue, what others say beside the saying is the report's own.
pub(crate) fn opens_beside(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    if token >= sentence.len() || !words.is("beside-mark", &sentence.lower(token)) {
        return false;
    }
    let verb = sentence.token(token).head;
    let accuses = |word: u32| words.is("accusing-cue", &sentence.lower(word));
    let says = accuses(verb) || sentence.children_by(verb, Dep::Dobj).any(accuses);
    sentence.token(token).dep == Dep::Mark && says
}

/// Punctuation that parts what was said from its cue.
fn ends_speech(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.word(token), "," | "”" | "\"" | "''" | "?" | "!" | "’" | "'" | "—" | "--" | "–")
}

fn is_mark(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.word(token), "“" | "”" | "\"" | "''" | "``")
}

fn quoted_words(sentence: &Annotated, first: u32, end: u32) -> bool {
    (first..end).any(|token| is_quoted_word(sentence, token))
}

fn is_quoted_word(sentence: &Annotated, token: u32) -> bool {
    sentence.quoted[token as usize].is_some() && is_word(sentence, token)
}

fn is_word(sentence: &Annotated, token: u32) -> bool {
    !matches!(sentence.token(token).pos, Pos::Punct | Pos::Space)
}

/// A quotation mark behind a comma, a colon or a full stop, before any quoted word or other verb.
fn opens_quotation(sentence: &Annotated, end: u32) -> bool {
    for token in end..sentence.len().saturating_sub(1) {
        if matches!(sentence.word(token), "," | ":" | ".") && is_mark(sentence, token + 1) {
            return true;
        }
        if sentence.quoted[token as usize].is_some() || sentence.token(token).pos == Pos::Verb {
            return false;
        }
    }
    false
}

/// Quoted tokens from here on, with their marks.
fn quoted(sentence: &Annotated, from: u32) -> Tokens {
    let within = |token: &u32| sentence.quoted[*token as usize].is_some() || is_mark(sentence, *token);
    let tokens = (from..sentence.len()).filter(within).map(|token| Tokens::range(token, token + 1));
    tokens.fold(Tokens::default(), |all, token| all.with(&token))
}

/// Adds the rest of each quotation, in the sentences before and after, and the wholly quoted sentences that
/// follow: until another report speaks, or the paragraph ends with its quotation closed.
pub(super) fn extend(annotation: &Annotation, reports: &mut [Report]) {
    let mut claimed = vec![false; annotation.sentences.len()];
    let mut speaks = vec![false; annotation.sentences.len()];
    for report in reports.iter() {
        speaks[report.sentence as usize] = true;
    }
    let quotes: Vec<usize> = (0..reports.len()).filter(|at| is_quoting(annotation, &reports[*at])).collect();
    for at in &quotes {
        reports[*at].further = before(annotation, &reports[*at], &mut claimed);
    }
    for at in &quotes {
        let report = &reports[*at];
        let rank = |report: &Report| (report.direct, report.content.end());
        let later = |other: &usize| {
            let other = &reports[*other];
            other.sentence == report.sentence && rank(other) > rank(report)
        };
        if !quotes.iter().any(later) {
            let mut further = behind(annotation, report, &speaks, &mut claimed);
            reports[*at].further.append(&mut further);
        }
    }
}

fn is_quoting(annotation: &Annotation, report: &Report) -> bool {
    let sentence = &annotation.sentences[report.sentence as usize];
    !report.nested && report.content.iter().any(|token| sentence.quoted[token as usize].is_some())
}

/// The sentences before in which the quotation began.
fn before(annotation: &Annotation, report: &Report, claimed: &mut [bool]) -> Vec<(u32, Tokens)> {
    let here = &annotation.sentences[report.sentence as usize];
    let first = report.content.iter().find(|token| is_word(here, *token)).unwrap_or(0);
    let Some(quotation) = here.quoted[first as usize] else { return Vec::new() };
    let mut further = Vec::new();
    for index in (0..report.sentence).rev() {
        let sentence = &annotation.sentences[index as usize];
        let words = in_quotation(sentence, quotation);
        if words.is_empty() || claimed[index as usize] {
            break;
        }
        claimed[index as usize] = true;
        let whole = words.first() <= 1;
        further.push((index, words));
        if !whole {
            break;
        }
    }
    further
}

/// The sentences behind in which the quotation goes on.
fn behind(
    annotation: &Annotation,
    report: &Report,
    speaks: &[bool],
    claimed: &mut [bool],
) -> Vec<(u32, Tokens)> {
    let mut further = Vec::new();
    let mut last = &annotation.sentences[report.sentence as usize];
    for sentence in &annotation.sentences[report.sentence as usize + 1..] {
        let index = sentence.index as usize;
        let paragraphs = sentence.sentence.paragraph - last.sentence.paragraph;
        let goes_on = paragraphs == 0 || paragraphs == 1 && is_open(last);
        if claimed[index] || !goes_on {
            break;
        }
        let words = match is_all_quoted(sentence) {
            true => Tokens::range(0, sentence.len()),
            false => last_quotation(last).map(|at| in_quotation(sentence, at)).unwrap_or_default(),
        };
        if words.is_empty() || !is_all_quoted(sentence) && speaks[index] {
            break;
        }
        claimed[index] = true;
        further.push((sentence.index, words));
        if !is_all_quoted(sentence) {
            break;
        }
        last = sentence;
    }
    further
}

fn in_quotation(sentence: &Annotated, quotation: u32) -> Tokens {
    let tokens = (0..sentence.len()).filter(|token| sentence.quoted[*token as usize] == Some(quotation));
    tokens.fold(Tokens::default(), |all, token| all.with(&Tokens::range(token, token + 1)))
}

fn last_quotation(sentence: &Annotated) -> Option<u32> {
    sentence.quoted.iter().rev().find_map(|quotation| *quotation)
}

fn is_all_quoted(sentence: &Annotated) -> bool {
    let mut words = (0..sentence.len()).filter(|token| is_word(sentence, *token)).peekable();
    words.peek().is_some() && words.all(|token| sentence.quoted[token as usize].is_some())
}

/// A sentence at whose end the quotation is not closed.
fn is_open(sentence: &Annotated) -> bool {
    let mut tokens = (0..sentence.len()).rev();
    let last = tokens.find(|token| sentence.token(*token).pos != Pos::Space);
    last.is_some_and(|token| sentence.quoted[token as usize].is_some())
}
