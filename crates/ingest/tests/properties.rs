//! Whatever the bytes are: no panic, spans on character boundaries, in order, apart, and tight.

use std::time::Instant;

use casus_ingest::{Given, MAX_PARAGRAPH, document};
use casus_model::Document;
use proptest::prelude::*;

fn check(document: &Document) -> Result<(), TestCaseError> {
    let text = &document.text;
    let mut end = 0;
    for paragraph in &document.paragraphs {
        let (from, to) = (paragraph.span.start as usize, paragraph.span.end as usize);
        let words = text.get(from..to);
        prop_assert!(words.is_some(), "{from}..{to} is no slice");
        let words = words.unwrap_or_default();
        prop_assert!(from >= end, "paragraphs overlap or stand out of order");
        prop_assert!(!words.is_empty() && words.trim() == words, "not tight: {words:?}");
        prop_assert!(words.len() <= MAX_PARAGRAPH);
        end = to;
    }
    prop_assert!(!document.paragraphs.is_empty() || !text.contains(char::is_alphanumeric));
    prop_assert!(document.paragraphs.iter().filter(|paragraph| paragraph.headline).count() <= 1);
    let title = document.title_span.map(|span| span.name(text));
    prop_assert_eq!(title, document.title.clone());
    if let Some(dateline) = &document.dateline {
        prop_assert_eq!(dateline.span.of(text), dateline.text.as_str());
        let clear = |span: casus_model::Span| !span.overlaps(dateline.span);
        prop_assert!(document.paragraphs.iter().all(|paragraph| clear(paragraph.span)));
    }
    Ok(())
}

/// Lines that look like the parts of a report, in any order.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("EDORAS, Sept 3, 2024 (Horn) - ".to_owned()),
        Just("Edoras/Osgiliath — ".to_owned()),
        Just("By Eowyn Rider".to_owned()),
        Just("World Rohan West".to_owned()),
        Just("3 September 2024".to_owned()),
        Just("Boats sink in harbour".to_owned()),
        Just("Two boats sank in the harbour on Sunday.".to_owned()),
        "[A-Za-z,.:()/—–_ \u{2028}\u{85}\u{fffd}'\"-]{0,60}",
        "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok((document, _)) = document(&bytes, &Given::default()) {
            check(&document)?;
        }
    }

    #[test]
    fn any_report_keeps_its_spans(lines in prop::collection::vec(line(), 1..14), end in "\n|\r\n|\r") {
        if let Ok((document, _)) = document(lines.join(&end).as_bytes(), &Given::default()) {
            check(&document)?;
        }
    }

    #[test]
    fn any_text_is_kept_as_it_is(text in "[A-Za-z .,\r\n\u{e9}\u{4e2d}]{1,200}") {
        if let Ok((document, notes)) = document(text.as_bytes(), &Given::default()) {
            prop_assert_eq!(&document.text, &text);
            prop_assert!(notes.iter().all(|note| note.code != casus_ingest::codes::REPLACED_BYTES));
        }
    }
}

/// Texts that are hard on a program that looks at everything twice. Each is read in time that grows with
/// its length; the limit is some fifty times what a slow machine needs.
#[test]
fn hard_texts_are_read_in_good_time() {
    let million = 1 << 20;
    for (name, text) in [
        ("one line", "a".repeat(4 * million)),
        ("one word a line", "Boat\n".repeat(800_000)),
        ("blank lines", "\n".repeat(4 * million - 1) + "x"),
        ("full stops", "A. ".repeat(million)),
        ("dashes", "— ".repeat(million)),
        ("brackets", "(".repeat(4 * million)),
        ("early sentence ends", format!("A. B{} ", "b".repeat(9000)).repeat(400)),
        ("marks on one letter", "e".to_owned() + &"\u{301}".repeat(2 * million - 1)),
    ] {
        let start = Instant::now();
        if let Ok((document, _)) = document(text.as_bytes(), &Given::default()) {
            check(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        assert!(start.elapsed().as_secs() < 10, "{name} took {:?}", start.elapsed());
    }
}
