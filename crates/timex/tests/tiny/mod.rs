//! A tokenizer and tagger small enough to read, and one way to write an expression on a line.

#![allow(dead_code)]

use casus_model::{Basis, Dep, Diagnostic, Pos, Sentence, Span, Tag, Token, printed};
use casus_timex::{Anchor, Grammar, TimeExpression, read};
use jiff::civil::Date;

/// Words whose tag the endings do not tell.
const TAGS: &[(&str, Tag, Pos)] = &[
    ("will", Tag::Md, Pos::Aux),
    ("would", Tag::Md, Pos::Aux),
    ("may", Tag::Md, Pos::Aux),
    ("meet", Tag::Vb, Pos::Verb),
    ("fell", Tag::Vbd, Pos::Verb),
    ("hit", Tag::Vbd, Pos::Verb),
    ("said", Tag::Vbd, Pos::Verb),
    ("struck", Tag::Vbd, Pos::Verb),
    ("was", Tag::Vbd, Pos::Aux),
    ("were", Tag::Vbd, Pos::Aux),
    ("met", Tag::Vbd, Pos::Verb),
    ("began", Tag::Vbd, Pos::Verb),
    ("is", Tag::Vbz, Pos::Aux),
    ("takes", Tag::Vbz, Pos::Verb),
    ("says", Tag::Vbz, Pos::Verb),
    ("scheduled", Tag::Vbn, Pos::Verb),
    ("at", Tag::In, Pos::Adp),
    ("on", Tag::In, Pos::Adp),
    ("in", Tag::In, Pos::Adp),
    ("of", Tag::In, Pos::Adp),
    ("by", Tag::In, Pos::Adp),
    ("for", Tag::In, Pos::Adp),
    ("from", Tag::In, Pos::Adp),
    ("near", Tag::In, Pos::Adp),
    ("and", Tag::Cc, Pos::Cconj),
    ("to", Tag::To, Pos::Part),
    ("the", Tag::Dt, Pos::Det),
    ("a", Tag::Dt, Pos::Det),
    ("that", Tag::Dt, Pos::Det),
    ("it", Tag::Prp, Pos::Pron),
    ("he", Tag::Prp, Pos::Pron),
];

fn tag(word: &str) -> (Tag, Pos) {
    let lower = word.to_lowercase();
    if let Some((_, tag, pos)) = TAGS.iter().find(|(known, ..)| *known == lower && word != "May") {
        return (*tag, *pos);
    }
    if word == "May" {
        (Tag::Nnp, Pos::Propn)
    } else if word.starts_with(|first: char| first.is_ascii_digit()) {
        (Tag::Cd, Pos::Num)
    } else if word.starts_with(|first: char| !first.is_alphanumeric()) {
        (Tag::Stop, Pos::Punct)
    } else if lower.ends_with("ed") {
        (Tag::Vbd, Pos::Verb)
    } else {
        (Tag::Nn, Pos::Noun)
    }
}

/// One sentence per line; words are cut at white space, marks from their ends.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let tokens = tokens(line, start);
        if !tokens.is_empty() {
            let span = Span::new(start, start + line.len());
            sentences.push(Sentence { span, paragraph: 0, tokens, entities: Vec::new() });
        }
        start += line.len() + 1;
    }
    sentences
}

fn tokens(line: &str, offset: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let at = line.len() - rest.len();
        let length = if first.is_alphanumeric() {
            let word = |mark: char| {
                mark.is_alphanumeric()
                    || mark == '\'' && rest.starts_with("o'")
                    || mark == '.' && rest.contains(".m.") && rest.find(".m.") == Some(1)
            };
            rest.find(|mark| !word(mark)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        if !first.is_whitespace() {
            let (tag, pos) = tag(&rest[..length]);
            let span = Span::new(offset + at, offset + at + length);
            tokens.push(Token { span, lemma: "".into(), pos, tag, morph: "".into(), head: 0, dep: Dep::Dep });
        }
        rest = &rest[length..];
    }
    tokens
}

pub fn expressions(published: Option<Date>, text: &str) -> (Vec<TimeExpression>, Vec<Diagnostic>) {
    read(&Grammar::embedded(), text, &sentences(text), &Anchor { published })
}

/// `words | value | start..end granularity basis`, then what else is told.
fn line(expression: &TimeExpression) -> String {
    let when = &expression.when;
    let mut line = format!("{} | {}", when.text, expression.value);
    if let (None, None) = (&when.start, &when.end) {
        line += " | open";
    } else {
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "?".to_owned());
        line += &format!(" | {}..{}", side(&when.start), side(&when.end));
    }
    if let Some(granularity) = when.granularity {
        line += &format!(" {}", printed(&granularity));
    }
    if when.basis != Basis::None {
        line += &format!(" {}", printed(&when.basis));
    }
    let told = [
        ("part", when.part_of_day.as_ref().map(printed)),
        ("length", when.duration.clone()),
        ("partial", when.partial.clone()),
        ("bound", expression.bound.as_ref().map(|bound| format!("{bound:?}").to_lowercase())),
    ];
    for (name, value) in told {
        if let Some(value) = value {
            line += &format!(" {name}={value}");
        }
    }
    for (name, is) in [("about", when.approximate), ("vague", expression.vague), ("age", expression.age)] {
        if is {
            line += &format!(" {name}");
        }
    }
    line
}

/// What is read in a text published on 10 November 2023, a Friday.
pub fn check(text: &str, expected: &[&str]) {
    check_on(Some(jiff::civil::date(2023, 11, 10)), text, expected);
}

/// What is read in a text without a publication date; the last lines are the diagnostics' codes.
pub fn check_undated(text: &str, expected: &[&str]) {
    check_on(None, text, expected);
}

pub fn check_on(published: Option<Date>, text: &str, expected: &[&str]) {
    let (expressions, diagnostics) = expressions(published, text);
    for expression in &expressions {
        let span = expression.when.span.expect("every expression has its words");
        assert_eq!(span.of(text), expression.when.text);
        assert!(span.contains(expression.span));
    }
    let mut lines: Vec<String> = expressions.iter().map(line).collect();
    lines.extend(diagnostics.iter().map(|diagnostic| diagnostic.code.clone()));
    assert_eq!(lines, expected, "\nin: {text}");
}
