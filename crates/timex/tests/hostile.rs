//! Any text is text: nothing panics, spans stand on characters, work grows with length.

mod tiny;

use casus_timex::{Anchor, Grammar, combine, read, timex3};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// Words that rules begin, go on and end with, and what may stand between them.
const WORDS: &[&str] = &[
    "the",
    "a",
    "last",
    "next",
    "past",
    "this",
    "that",
    "same",
    "early",
    "mid",
    "late",
    "end",
    "of",
    "on",
    "in",
    "at",
    "from",
    "to",
    "between",
    "and",
    "until",
    "into",
    "since",
    "over",
    "before",
    "after",
    "about",
    "shortly",
    "or",
    "so",
    "far",
    "half",
    "couple",
    "few",
    "several",
    "dozens",
    "two",
    "twenty",
    "nineteen",
    "hundred",
    "million",
    "first",
    "third",
    "twentieth",
    "second",
    "seconds",
    "hour",
    "day",
    "days",
    "night",
    "week",
    "weeks",
    "weekend",
    "month",
    "quarter",
    "year",
    "years",
    "decade",
    "century",
    "millennia",
    "ago",
    "later",
    "earlier",
    "old",
    "long",
    "every",
    "Sunday",
    "Tuesdays",
    "Mon.",
    "October",
    "May",
    "March",
    "Oct.",
    "Feb.",
    "spring",
    "fall",
    "today",
    "tomorrow",
    "tonight",
    "overnight",
    "dawn",
    "midnight",
    "noon",
    "morning",
    "nights",
    "o'clock",
    "a.m.",
    "pm",
    "GMT",
    "local",
    "time",
    "hours",
    "2023",
    "1989",
    "90",
    "1990s",
    "'80s",
    "26th",
    "31",
    "30",
    "29",
    "0",
    "5",
    "12",
    "24",
    "0500",
    "10:30",
    "10/05/2023",
    "2023-10-26",
    "26.10.2023",
    "1,200",
    "18446744073709551616",
    "999999999",
    "1/2",
    "½",
    "-",
    "–",
    ",",
    ".",
    "'",
    "’",
    ":",
    "will",
    "said",
    "ended",
    "period",
    "fiscal",
    "now",
    "recent",
    "é",
    "日本",
    "🚁",
    "\u{a0}",
];

fn published() -> impl Strategy<Value = Option<Date>> {
    prop_oneof![
        Just(None),
        Just(Some(date(2023, 11, 10))),
        Just(Some(date(2024, 2, 29))),
        Just(Some(Date::MIN)),
        Just(Some(Date::MAX)),
        Just(Some(date(1, 1, 1))),
    ]
}

fn holds(text: &str, published: Option<Date>) {
    let grammar = Grammar::embedded();
    let sentences = tiny::sentences(text);
    let (expressions, diagnostics) = read(&grammar, text, &sentences, &Anchor { published });
    let mut end = 0;
    for expression in &expressions {
        assert!(expression.span.start >= end, "expressions are in order and apart: {text}");
        end = expression.span.end;
        let when = &expression.when;
        let words = when.span.expect("the words");
        assert_eq!(words.of(text), when.text);
        assert!(words.contains(expression.span));
        assert!(!expression.value.is_empty(), "a value for `{}` in: {text}", when.text);
        assert!(expression.first < expression.end);
        assert!(expression.end <= sentences[expression.sentence].tokens.len());
        let settled = when.start.is_some() || when.end.is_some();
        assert_eq!(settled, when.basis != casus_model::Basis::None, "basis of `{}` in: {text}", when.text);
    }
    for pair in expressions.windows(2) {
        if let Some(both) = combine(&pair[0].when, &pair[1].when) {
            let again = combine(&pair[1].when, &pair[0].when).expect("order does not matter");
            assert_eq!((both.start, both.end), (again.start, again.end), "in: {text}");
        }
    }
    for part in timex3(&expressions) {
        assert!(!part.span.of(text).is_empty());
    }
    for diagnostic in &diagnostics {
        assert!(!diagnostic.span.expect("where").of(text).is_empty());
    }
    let again = read(&grammar, text, &sentences, &Anchor { published });
    assert_eq!((expressions, diagnostics), again);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mix_of_time_words(words in prop::collection::vec(prop::sample::select(WORDS), 0..24), gaps in prop::collection::vec(0..6u8, 24), published in published()) {
        let mut text = String::new();
        for (word, gap) in words.iter().zip(gaps) {
            text.push_str(word);
            text.push_str(match gap { 0 => "", 1 => "-", 2 => "\n", _ => " " });
        }
        holds(&text, published);
    }

    #[test]
    fn any_text(text in "\\PC{0,80}", published in published()) {
        holds(&text, published);
    }
}

#[test]
fn a_hundred_thousand_dates_in_one_sentence() {
    for unit in
        ["May 3 ", "5 am ", "on 3 May ", "2003-", "twenty ", "last ", "before ", "the first ", "a few "]
    {
        let text = unit.repeat(512 * 1024 / unit.len());
        let sentences = tiny::sentences(&text);
        let started = std::time::Instant::now();
        let (expressions, _) =
            read(&Grammar::embedded(), &text, &sentences, &Anchor { published: Some(date(2023, 11, 10)) });
        let seconds = started.elapsed().as_secs_f64();
        println!("{unit:?}: {} expressions, {seconds:.3} s", expressions.len());
        assert!(seconds < 10.0, "{} expressions of `{unit}` took {seconds} s", expressions.len());
    }
}
