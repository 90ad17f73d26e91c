//! Reports of invented sentences: who says, thinks, wants or supports what, and in which words.

use casus::extract::attributions;
use casus::model::Span;
use casus::{Casus, Given};

/// A text, and its reports as `source | cue | content`; pieces are parted by ` … `, reports inside others are
/// indented.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "The mayor said that the bridge would be closed.",
        &["The mayor | said | that the bridge would be closed"],
    ),
    (
        "The mayor, who grew up in Bree, has repeatedly promised to rebuild the school.",
        &["The mayor, who grew up in Bree | has repeatedly promised | to rebuild the school"],
    ),
    (
        "“The road is safe,” the driver said. “I use it every day.”",
        &["the driver | said | “The road is safe,” … “I use it every day.”"],
    ),
    ("''The road is safe,'' the driver said.", &["the driver | said | ''The road is safe,''"]),
    (
        "The market, the baker added, will open on Monday.",
        &["the baker | added | The market, … will open on Monday"],
    ),
    (
        "According to the inspector, the old mill has to be torn down.",
        &["the inspector | According to | the old mill has to be torn down"],
    ),
    ("Critics accused the council of wasting money.", &["Critics | accused | the council of wasting money"]),
    (
        "The teacher told parents that the school would stay open.",
        &["The teacher | told | that the school would stay open"],
    ),
    ("The ferry is expected to return in spring.", &["- | is expected | The ferry … to return in spring"]),
    ("Most farmers oppose the new tax on wool.", &["Most farmers | oppose | the new tax on wool"]),
    ("The teacher talked about the long winter.", &["The teacher | talked about | the long winter"]),
    (
        "The old king's claim that the gate was locked proved false.",
        &["The old king's | claim | that the gate was locked"],
    ),
    ("The miller is aware that the dam may break.", &["The miller | is aware | that the dam may break"]),
    (
        "The guard declined to say whether the gate was locked.",
        &["The guard | declined to say | whether the gate was locked"],
    ),
    (
        "The shepherd said the hunters believe that the wolf is dead.",
        &[
            "The shepherd | said | the hunters believe that the wolf is dead",
            "  the hunters | believe | that the wolf is dead",
        ],
    ),
    // What only looks like a report.
    ("The baker sold three loaves to the miller.", &[]),
    ("The river rose by two feet after the storm.", &[]),
    ("The old clock told the time for a hundred years.", &[]),
];

#[test]
fn reports_come_out_as_written() {
    let packs = casus::packs::locate().unwrap_or_else(|error| panic!("run casus setup: {error}"));
    let casus = Casus::open(&packs).unwrap_or_else(|error| panic!("{error}"));
    let mut reader = casus.reader();
    let mut wrong = Vec::new();
    for (text, expected) in TEXTS {
        let shown = reader.look(text.as_bytes(), &Given::default(), |inside| {
            let words = |spans: &[Span]| {
                let pieces: Vec<&str> = spans.iter().map(|span| span.of(inside.annotation.text)).collect();
                if pieces.is_empty() { "-".to_owned() } else { pieces.join(" … ") }
            };
            let found = attributions(inside.annotation).into_iter().map(|report| {
                let indent = if report.nested { "  " } else { "" };
                let (source, cue) = (words(&report.source), words(&report.cue));
                format!("{indent}{source} | {cue} | {}", words(&report.content))
            });
            found.collect::<Vec<String>>()
        });
        let shown = shown.unwrap_or_else(|error| panic!("{text}: {error}"));
        if shown != **expected {
            wrong.push(format!("{text}\n  {}", shown.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
