//! The scorer against tiny readings with known faults, and the corpus against the validator.

use std::path::Path;

use casus_model::{Body, Event, EventType, ModalityValue, OutcomeValue, Reading, SourceKind};

use crate::fixture::{altered, exactly, report, stray};
use crate::reading as perfect;
use crate::{Baseline, Facet, GoldReport, Ontology, Scores, corpus, errors, gold, markdown, table};

fn scored(reading: Reading) -> Scores {
    gold(&[(report(), reading)])
}

/// The scores of a perfect reading after one change to it.
fn after(change: impl Fn(&mut Reading)) -> Scores {
    let mut reading = perfect(&report());
    change(&mut reading);
    scored(reading)
}

fn first_event(reading: &mut Reading) -> &mut Event {
    match &mut reading.claims[0].body {
        Body::Event(event) => event,
        other => panic!("the first claim is an event, not {}", other.kind()),
    }
}

/// Only these facets are below 1.
fn check_wrong(scores: &Scores, expected: &[Facet]) {
    let wrong: Vec<Facet> = Facet::ALL.iter().copied().filter(|facet| scores.of(*facet).f1() < 1.0).collect();
    assert_eq!(wrong, expected);
}

#[test]
fn a_perfect_reading_scores_one_everywhere() {
    let scores = after(|_| {});
    check_wrong(&scores, &[]);
    assert_eq!(scores.of(Facet::Claims).gold, 5.0);
    assert!(Facet::ALL.iter().all(|facet| scores.of(*facet).interval == (1.0, 1.0)));
}

#[test]
fn a_missed_claim_costs_recall_only() {
    let scores = after(|reading| drop(reading.claims.remove(1)));
    check_wrong(&scores, &[Facet::Claims, Facet::Events]);
    let claims = scores.of(Facet::Claims);
    assert_eq!((claims.precision(), claims.recall()), (1.0, 0.8));
    assert!((claims.f1() - 8.0 / 9.0).abs() < 1e-12);
    assert!(claims.interval.0 < claims.f1() && claims.f1() < claims.interval.1);
}

#[test]
fn a_spurious_claim_costs_precision_only() {
    let scores = after(|reading| {
        let at = reading.document.text.find("keeps").unwrap();
        let stray = stray(reading, EventType::Assault, at, at + 5);
        reading.claims.push(stray);
    });
    check_wrong(&scores, &[Facet::Claims, Facet::Events, Facet::Assaults]);
    let assaults = scores.of(Facet::Assaults);
    assert_eq!((assaults.precision(), assaults.recall()), (0.5, 1.0));
}

#[test]
fn an_optional_claim_is_neither_right_nor_spurious() {
    let scores = after(|reading| {
        let at = reading.document.text.find("backed").unwrap();
        let stray = stray(reading, EventType::Aid, at, at + 6);
        reading.claims.push(stray);
    });
    check_wrong(&scores, &[]);
    assert_eq!(scores.of(Facet::Claims).system, 5.0);
}

#[test]
fn a_wrong_count_is_a_wrong_casualty_and_nothing_else() {
    let scores = after(|reading| first_event(reading).casualties[0].count = exactly(3));
    check_wrong(&scores, &[Facet::Casualties]);
    assert_eq!(scores.of(Facet::Casualties).right, 0.0);
}

#[test]
fn a_less_specific_weapon_earns_half() {
    let scores = after(|reading| first_event(reading).weapons[0].class = "artillery".into());
    check_wrong(&scores, &[Facet::Weapons]);
    let weapons = scores.of(Facet::Weapons);
    assert_eq!((weapons.right, weapons.less_specific), (0.5, 1.0));
    assert!(table(&scores).contains("1 weapon classes are right but less specific"));
}

#[test]
fn an_outcome_with_a_wrong_count_is_still_the_outcome() {
    let scores = after(|reading| {
        let outcomes = &mut first_event(reading).outcomes;
        assert_eq!(outcomes[0].value, OutcomeValue::Hit);
        outcomes[0].count = None;
    });
    check_wrong(&scores, &[Facet::OutcomeCounts]);
    assert_eq!(scores.of(Facet::OutcomeCounts).right, 1.0);
}

#[test]
fn a_compatible_type_pairs_and_an_incompatible_one_does_not() {
    let retyped = |event_type| {
        move |reading: &mut Reading| {
            if let Body::Event(event) = &mut reading.claims[1].body {
                event.event_type = event_type;
            }
        }
    };
    check_wrong(&after(retyped(EventType::Threaten)), &[Facet::Type]);
    check_wrong(&after(retyped(EventType::Agree)), &[Facet::Claims, Facet::Events]);
}

#[test]
fn a_trigger_beside_gold_pairs_by_its_evidence() {
    let scores = after(|reading| {
        let at = reading.document.text.find("three mortar rounds").unwrap();
        reading.claims[0].trigger = casus_model::Span::new(at, at + 5).words(&reading.document.text);
    });
    check_wrong(&scores, &[]);
}

#[test]
fn a_place_is_right_within_25_kilometres() {
    let moved = |degrees| {
        move |reading: &mut Reading| {
            let place = &mut first_event(reading).places[0];
            place.lat = place.lat.map(|lat| lat + degrees);
        }
    };
    check_wrong(&after(moved(0.2)), &[]);
    check_wrong(&after(moved(0.3)), &[Facet::Place]);
    let nameless = after(|reading| first_event(reading).places[0].lat = None);
    check_wrong(&nameless, &[]);
}

#[test]
fn sources_are_scored_by_words_kind_and_cue() {
    let scores = after(|reading| {
        reading.claims[0].attribution[0].kind = SourceKind::Named;
        reading.claims[0].attribution[0].cue = Some("according to".into());
    });
    check_wrong(&scores, &[Facet::AttributionKind, Facet::AttributionCue]);
}

#[test]
fn a_wrong_modality_and_a_wrong_day_are_told_apart() {
    let scores = after(|reading| {
        reading.claims[0].modality.value = ModalityValue::Planned;
        let when = first_event(reading).when.as_mut().unwrap();
        when.end = Some("2021-05-04".into());
    });
    check_wrong(&scores, &[Facet::Modality, Facet::WhenEnd]);
}

#[test]
fn a_tally_is_scored_by_count_window_and_what_it_contains() {
    let scores = after(|reading| {
        for claim in &mut reading.claims {
            if let Body::Tally(tally) = &mut claim.body {
                tally.count = exactly(12);
                tally.window = None;
                tally.contains.clear();
            }
        }
    });
    check_wrong(&scores, &[Facet::TallyCount, Facet::TallyWindow, Facet::TallyContains]);
}

#[test]
fn a_relation_with_its_ends_exchanged_is_wrong_at_both() {
    let scores = after(|reading| {
        for claim in &mut reading.claims {
            if let Body::Relation(relation) = &mut claim.body {
                std::mem::swap(&mut relation.subject, &mut relation.object);
            }
        }
    });
    check_wrong(&scores, &[Facet::RelationEnds]);
    assert_eq!(scores.of(Facet::RelationEnds).right, 0.0);
}

#[test]
fn incidents_are_scored_one_to_one() {
    let scores = after(|reading| reading.incidents.clear());
    check_wrong(&scores, &[Facet::Incidents]);
    let doubled = after(|reading| {
        let again = reading.incidents[0].clone();
        reading.incidents.push(again);
    });
    assert_eq!(doubled.of(Facet::Incidents).precision(), 0.5);
}

#[test]
fn a_reading_of_another_text_pairs_with_nothing() {
    let scores = after(|reading| reading.document.text.push('!'));
    assert_eq!(scores.of(Facet::Claims).right, 0.0);
    let mut reading = perfect(&report());
    reading.document.text.push('!');
    assert!(errors(&[(report(), reading)], 5).contains("tiny: this is a reading of another text"));
}

#[test]
fn scores_are_the_same_every_time() {
    let with_faults = || after(|reading| drop(reading.claims.remove(2)));
    assert_eq!(with_faults(), with_faults());
    assert_eq!(gold(&[]).of(Facet::Claims).f1(), 1.0);
}

#[test]
fn errors_show_the_sentence_underlined() {
    let mut reading = perfect(&report());
    reading.claims.remove(1);
    let at = reading.document.text.find("keeps").unwrap();
    let stray = stray(&reading, EventType::Assault, at, at + 5);
    reading.claims.push(stray);
    let shown = errors(&[(report(), reading)], 10);
    let expected = "\
tiny: missed event REJECT (line 20)
    The rebels denied it.
               ^^^^^^

tiny: spurious event ASSAULT (stray)
    Arnor keeps about 100 men in Bree.
          ^^^^^

";
    assert_eq!(shown, expected);
}

#[test]
fn only_so_many_errors_are_shown() {
    let mut reading = perfect(&report());
    reading.claims.clear();
    assert!(errors(&[(report(), reading)], 2).ends_with("and 3 more\n"));
}

#[test]
fn a_report_without_errors_shows_none() {
    assert_eq!(errors(&[(report(), perfect(&report()))], 5), "");
}

#[test]
fn tables_have_a_row_for_every_facet() {
    let scores = after(|_| {});
    assert!(markdown(&scores).contains("| `claims` | 5 | 5 | 1.000 | 1.000 | 1.000 | 1.000–1.000 |"));
    assert!(markdown(&scores).contains("| `interceptors` | 0 | 0 | – | – | – | – |"));
    let rows = |table: String| table.lines().count();
    assert_eq!(rows(table(&scores)), Facet::ALL.len() + 3);
}

/// The one problem that the loader finds after a change to the tiny gold.
fn problem(from: &str, to: &str) -> String {
    match altered(from, to) {
        Ok(_) => panic!("`{to}` was accepted"),
        Err(problems) => {
            problems.iter().map(|p| format!("{}: {}: {}\n", p.line, p.claim, p.message)).collect()
        }
    }
}

#[test]
fn the_loader_says_where_and_what_to_do() {
    let absent = problem("Rebels of Angmar", "Rebels of Mordor");
    assert!(
        absent.starts_with("4: claim 1 (trigger `fired`): `Rebels of Mordor` is not in the text"),
        "{absent}"
    );
    let twice = problem("trigger = \"denied\"", "trigger = \"rebels\"");
    assert!(twice.contains("occurs 2 times; add `in"), "{twice}");
    let class = problem("class = \"mortar\"", "class = \"sling\"");
    assert!(class.contains("weapon class `sling` is not in data/ontology/weapons.tsv"), "{class}");
    let contained = problem("contains = [\"fort\"]", "contains = [\"fart\"]");
    assert!(contained.contains("no claim has `id = \"fart\"`"), "{contained}");
    let modality = problem("trigger = \"denied\"", "trigger = \"denied\"\nmodality = \"maybe\"");
    assert!(modality.contains("line 24") && modality.contains("actual"), "{modality}");
    let kind = problem("kind = \"posture\"", "kind = \"pasture\"");
    assert!(kind.contains("use event, tally, posture, relation or assessment"), "{kind}");
}

#[test]
fn every_gold_file_of_the_corpus_is_good() {
    let reports = match corpus(&root().join("corpus/gold"), &real_ontology()) {
        Ok(reports) => reports,
        Err(error) => panic!("{error}"),
    };
    assert!(reports.len() >= 6, "only {} reports", reports.len());
    for report in &reports {
        assert!(report.claims.len() >= 15, "{} has only {} claims", report.name, report.claims.len());
        let words = report.text.split_whitespace().count();
        assert!((350..=800).contains(&words), "{} has {words} words", report.name);
    }
}

#[test]
fn a_perfect_reading_of_the_corpus_scores_one() {
    let reports = corpus(&root().join("corpus/gold"), &real_ontology()).unwrap();
    let read = |report: GoldReport| (report.clone(), perfect(&report));
    let read: Vec<_> = reports.into_iter().map(read).collect();
    assert_eq!(errors(&read, 20), "");
    check_wrong(&gold(&read), &[]);
}

#[test]
fn the_baseline_is_one_of_known_facets() {
    let written = std::fs::read_to_string(root().join("corpus/baseline.toml")).unwrap();
    let baseline = Baseline::parse(&written).unwrap();
    let known = |id: &&String| Facet::ALL.iter().any(|facet| facet.id() == *id);
    assert!(baseline.floors.keys().all(|id| known(&id)));
    assert!(baseline.floors.values().all(|floor| (0.0..=1.0).contains(floor)));
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn real_ontology() -> Ontology {
    Ontology::open(&root().join("data/ontology")).unwrap()
}
