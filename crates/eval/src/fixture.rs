//! A tiny war to score.

use casus_model::{Body, Certainty, Claim, Count, Modality, ModalityValue, Reading, Span, Voice};

use crate::gold::GoldReport;
use crate::ontology::Ontology;

const TEXT: &str = "Written for the casus corpus; everything is invented.

Rebels of Angmar fired three mortar rounds at the fort of Bree on 3 May 2021, killing two soldiers, the army of Arnor said. Two rounds hit the gate and one was a dud. The rebels denied it.

It was among at least 12 attacks in May, a captain said. Arnor keeps about 100 men in Bree. The rebels are backed by Gondor.
";

const GOLD: &str = r#"
published = "2021-05-09"

[[claim]]
id = "fort"
occurrence = "fort"
kind = "event"
type = "ASSAULT"
modes = ["heavy-weapons"]
trigger = "fired"
actors = [{ words = "Rebels of Angmar" }]
targets = [{ words = "the fort of Bree", kind = "base" }]
weapons = [{ words = "three mortar rounds", class = "mortar", count = "3" }]
outcomes = [{ value = "hit", words = "hit the gate", count = "2" }, { value = "failed", words = "a dud", count = "1" }]
casualties = [{ effect = "killed", count = "2", class = "soldier", words = "killing two soldiers" }]
when = { words = "on 3 May 2021", start = "2021-05-03", end = "2021-05-03", granularity = "day", basis = "stated" }
where = [{ words = "Bree", name = "Bree", country = "GB", lat = 52.0, lon = -2.0, precision = 1 }]
attribution = [{ words = "the army of Arnor", kind = "institution", cue = "said" }]

[[claim]]
kind = "event"
type = "REJECT"
trigger = "denied"
actors = [{ words = "The rebels" }]

[[claim]]
kind = "tally"
type = "ASSAULT"
measure = "events"
trigger = "at least 12 attacks"
count = "12.."
window = { words = "in May", start = "2021-05", end = "2021-05", granularity = "month", basis = "publication" }
contains = ["fort"]
attribution = [{ words = "a captain", kind = "anonymous", cue = "said" }]

[[claim]]
kind = "posture"
trigger = "about 100 men"
holder = { words = "Arnor" }
unit = "troops"
count = "90..110 about"
where = [{ words = "Bree", name = "Bree", country = "GB", lat = 52.0, lon = -2.0, precision = 1 }]

[[claim]]
kind = "relation"
trigger = "backed by"
subject = { words = "The rebels" }
predicate = "backed_by"
object = { words = "Gondor" }

[[claim]]
kind = "event"
type = "AID"
trigger = "backed"
optional = true
"#;

/// Just enough vocabulary for the tiny war.
pub fn ontology() -> Ontology {
    let weapons = [("mortar", Some("artillery")), ("artillery", None)];
    Ontology {
        weapons: weapons.map(|(id, parent)| (id.to_owned(), parent.map(str::to_owned))).into(),
        targets: ["base".to_owned()].into(),
        modes: [("ASSAULT".to_owned(), "heavy-weapons".to_owned())].into(),
        casualty_classes: ["soldier".to_owned()].into(),
    }
}

/// The tiny report with its gold.
pub fn report() -> GoldReport {
    match GoldReport::parse("tiny", TEXT, GOLD, &ontology()) {
        Ok(report) => report,
        Err(problems) => panic!("{problems:#?}"),
    }
}

/// Its gold with one passage replaced, to see what the loader says.
pub fn altered(from: &str, to: &str) -> Result<GoldReport, Vec<crate::Problem>> {
    assert!(GOLD.contains(from), "the tiny gold has no `{from}`");
    GoldReport::parse("tiny", TEXT, &GOLD.replacen(from, to, 1), &ontology())
}

/// A claim that nobody made: an actual event with this trigger and nothing else.
pub fn stray(reading: &Reading, event_type: casus_model::EventType, start: usize, end: usize) -> Claim {
    let mut stray = reading.claims[0].clone();
    stray.id = "stray".to_owned();
    stray.occurrence = None;
    stray.trigger = Span::new(start, end).words(&reading.document.text);
    stray.evidence = Vec::new();
    stray.modality = Modality { value: ModalityValue::Actual, certainty: Certainty::Certain };
    stray.attribution = vec![Voice::outlet()];
    if let Body::Event(event) = &mut stray.body {
        event.event_type = event_type;
    }
    stray
}

/// A count with no words.
pub fn exactly(number: u64) -> Count {
    Count::exactly(number, "")
}
