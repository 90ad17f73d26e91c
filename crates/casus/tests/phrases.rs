//! What phrases stand for: short sentences, and what must come out.

use casus::annotate::entities;
use casus::{Casus, Given};

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
            "Turkey Group; teachers, doctors and nurses People; the Government of Iraq Group; Iraq Place",
        ),
    ];
    let wrong = cases.iter().map(|(text, expected)| (text, phrases(&casus, text), *expected));
    let wrong: Vec<_> = wrong.filter(|(_, told, expected)| told != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
