//! What phrases stand for, and how far deeds are said to be so: short sentences, and what must come out.

use casus::annotate::entities;
use casus::{Casus, Given, factuality_at};

fn casus() -> Casus {
    let packs = casus::packs::locate().expect("the packs, from casus setup");
    Casus::open(&packs).expect("the packs open")
}

/// Phrases and what they stand for, as `words Kind`, in the order of the text.
fn phrases(casus: &Casus, text: &str) -> String {
    let told = casus.reader().look(text.as_bytes(), &Given::default(), |inside| {
        let found = entities(inside.annotation).into_iter();
        found
            .map(|entity| format!("{} {:?}", entity.span.of(text), entity.kind))
            .collect::<Vec<_>>()
            .join("; ")
    });
    told.expect("the sentence is read")
}

#[test]
fn phrases_are_typed_by_their_heads_and_hold_names() {
    let casus = casus();
    let cases = [
        (
            "Soldiers of the Syrian army entered the town near the front line on Tuesday.",
            "Soldiers of the Syrian army People; the Syrian army Group; Syrian Nationality; the town Place; \
             the front line Place; Tuesday Time",
        ),
        (
            "The frigate HMS Elanor fired at a tank with a machine gun while we watched from the market.",
            "The frigate HMS Elanor Platform; HMS Elanor Platform; tank Platform; a machine gun Weapon; we People; \
             the market Site",
        ),
        (
            "Prime Minister Peregrin Took met hundreds of people in Baghdad, Iraq.",
            "Prime Minister Peregrin Took Person; Peregrin Took Person; hundreds Quantity; \
             hundreds of people People; Baghdad Place; Baghdad, Iraq Place; Iraq Place",
        ),
        (
            "Turkey rejected the offer of teachers, doctors and nurses from the Government of Iraq.",
            "Turkey Group; teachers, doctors and nurses People; the Government of Iraq Group; \
             Government of Iraq Group; Iraq Place",
        ),
    ];
    let wrong = cases.iter().map(|(text, expected)| (text, phrases(&casus, text), *expected));
    let wrong: Vec<_> = wrong.filter(|(_, told, expected)| told != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// How far the deed of a word is said to be so, in tenths.
fn told(casus: &Casus, text: &str, word: &str) -> (i32, bool) {
    let factuality = casus.reader().look(text.as_bytes(), &Given::default(), |inside| {
        let sentence = &inside.annotation.sentences[0];
        let token = (0..sentence.len()).find(|token| sentence.word(*token) == word).expect("the word");
        factuality_at(sentence, token)
    });
    let factuality = factuality.expect("the sentence is read");
    ((factuality.holds * 10.0).round() as i32, factuality.open)
}

#[test]
fn deeds_are_as_sure_as_what_governs_them() {
    let casus = casus();
    let cases = [
        ("The captain managed to leave the harbour before the storm came.", "leave", (10, false)),
        ("The captain did not manage to leave the harbour before the storm.", "leave", (-10, false)),
        ("The captain failed to leave the harbour before the storm came.", "leave", (-10, false)),
        ("The captain did not fail to leave the harbour before the storm.", "leave", (10, false)),
        ("The captain did not regret that the crew left the harbour.", "left", (10, false)),
        ("The captain might leave the harbour before the storm comes.", "leave", (3, true)),
        ("The captain would have left the harbour before the storm came.", "left", (-6, false)),
        ("The captain never left the harbour before the storm came.", "left", (-10, false)),
    ];
    let wrong = cases.iter().map(|(text, word, expected)| (text, told(&casus, text, word), *expected));
    let wrong: Vec<_> = wrong.filter(|(_, told, expected)| told != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
