//! A campaign counted by two speakers, set against the incidents of a ledger.

use casus_model::{
    Body, Claim, Count, DocumentId, EventType, Granularity, LedgerIncident, Qualifier, SourceKind, Tally,
    TallyOf, TallySeries, When,
};
use proptest::prelude::*;

use super::*;
use crate::fixture::*;
use crate::{Source, reconcile};

fn exact(n: u64) -> Count {
    Count::exactly(n, &n.to_string())
}

/// "N attacks on Gondor in Arnor and Rohan since 17 October", said on the day by the wardens.
fn tally(key: &str, count: Count, window: Option<When>) -> Claim {
    let mut claim = assault(key).by(SourceKind::Institution, "the wardens");
    claim.body = Body::Tally(Box::new(Tally {
        of: TallyOf { event_type: EventType::Assault, modes: Vec::new() },
        measure: "events".to_owned(),
        count,
        window,
        places: Vec::new(),
        actors: Vec::new(),
        recipients: vec![party(Some("gondor"), "Gondor")],
        contains: Vec::new(),
    }));
    claim
}

fn change(mut claim: Claim, change: impl FnOnce(&mut Tally)) -> Claim {
    if let Body::Tally(tally) = &mut claim.body {
        change(tally);
    }
    claim
}

fn over(claim: Claim, country: &str) -> Claim {
    let mut place = place(&format!("country:{country}"), 4, 0.0, 0.0);
    place.country = Some(country.to_owned());
    (place.lat, place.lon) = (None, None);
    change(claim, |tally| tally.places.push(place))
}

fn since(day: i8) -> Option<When> {
    Some(when("2023-10-17", &format!("2023-10-{day}"), Granularity::Range))
}

fn incident(id: &str, day: &str, recipient: Option<&str>) -> LedgerIncident {
    let claim =
        assault(id).on(day).with(|event| event.recipients.extend(recipient.map(|id| party(Some(id), id))));
    reconcile(id, &tellings(&[(source(id, 30), claim)]), &Background::default(), &[])
}

fn set(told: &[(Source, Claim)], incidents: &[LedgerIncident]) -> Tallies {
    tallies(&tellings(told), incidents, &Background::default())
}

fn lows(series: &TallySeries) -> Vec<u64> {
    series.points.iter().filter_map(|point| point.count.low).collect()
}

#[test]
fn totals_of_one_speaker_are_differenced_across_outlets() {
    let told = [
        (source("a", 24), tally("a", at_least(13), since(24))),
        (source("b", 26), tally("b", at_least(16), since(26))),
        (source("c", 30), tally("c", exact(23), since(30))),
    ];
    let result = set(&told, &[]);
    let [series] = &result.series[..] else { panic!("{result:?}") };
    assert_eq!((series.speaker.as_deref(), series.outlet.as_deref()), (Some("wardens"), None));
    assert_eq!(lows(series), [13, 16, 23]);
    let steps: Vec<_> =
        series.steps.iter().map(|step| (step.days, step.per_day, step.low, step.broken)).collect();
    assert_eq!(steps, [(2, Some(1.5), None, false), (4, Some(1.75), None, false)]);
    assert!(result.beside.is_empty());
}

#[test]
fn a_fall_is_a_break_in_what_is_counted() {
    let told = [
        (source("a", 24), tally("a", exact(28), since(24))),
        (source("b", 26), tally("b", exact(23), since(26))),
    ];
    let [step] = &set(&told, &[]).series[0].steps[..] else { panic!() };
    assert!(step.broken);
    assert_eq!((step.low, step.high, step.per_day), (Some(-5), Some(-5), Some(-2.5)));
}

#[test]
fn incidents_inside_are_certain_or_possible_and_the_rest_is_unexplained() {
    let incidents = [
        incident("i1", "2023-10-18", Some("gondor")),
        incident("i2", "2023-10-26", Some("gondor")),
        incident("i3", "2023-10-20", None),
        incident("i4", "2023-10-16", Some("gondor")),
        incident("i5", "2023-10-20", Some("shire")),
        incident("i10", "2023-10", Some("gondor")),
    ];
    let point = set(&[(source("a", 26), tally("a", exact(16), since(26)))], &incidents)
        .series
        .remove(0)
        .points
        .remove(0);
    assert_eq!(point.certain, ["i1"]);
    assert_eq!(point.possible, ["i2", "i3", "i10"]);
    assert_eq!((point.unexplained.low, point.unexplained.high), (12, Some(15)));
    assert!(point.warnings.is_empty());
}

#[test]
fn more_itemised_than_told_is_a_warning() {
    let incidents = ["i1", "i2", "i3"].map(|id| incident(id, "2023-10-18", Some("gondor")));
    let point = |count| {
        set(&[(source("a", 26), tally("a", count, since(26)))], &incidents).series.remove(0).points.remove(0)
    };
    let (two, some) = (point(exact(2)), point(at_least(2)));
    assert!(two.warnings[0].starts_with("the ledger itemises 3"), "{:?}", two.warnings);
    assert_eq!((two.unexplained.low, two.unexplained.high), (0, Some(0)));
    assert!(some.warnings.is_empty() && some.unexplained.high.is_none());
}

#[test]
fn the_dead_of_incidents_are_set_against_a_total_of_dead() {
    let claim = assault("x")
        .on("2023-10-18")
        .killed(4)
        .with(|event| event.recipients.push(party(Some("gondor"), "G")));
    let deadly = reconcile("i1", &tellings(&[(source("x", 20), claim)]), &Background::default(), &[]);
    let silent = incident("i2", "2023-10-19", Some("gondor"));
    let dead = change(tally("a", exact(9), since(26)), |tally| tally.measure = "killed".to_owned());
    let point = set(&[(source("a", 26), dead)], &[deadly, silent]).series.remove(0).points.remove(0);
    assert_eq!((point.itemised.certain, point.itemised.possible, point.itemised.silent), (4, 4, 1));
    assert_eq!((point.unexplained.low, point.unexplained.high), (5, Some(5)));
}

#[test]
fn figures_for_parts_of_one_report_stand_by_their_total() {
    let report = |key: &str, total: u64| {
        [
            (source(key, 24), over(over(tally(&format!("{key}1"), exact(total), since(24)), "AR"), "RO")),
            (source(key, 24), over(tally(&format!("{key}2"), exact(10), None), "AR")),
            (source(key, 24), over(tally(&format!("{key}3"), exact(3), since(24)), "RO")),
        ]
    };
    let sums = set(&report("a", 13), &[]);
    assert_eq!(sums.series.len(), 3);
    let whole = sums.series.iter().find(|series| series.scope.countries.len() == 2).unwrap();
    let parts: Vec<_> =
        whole.points[0].parts.iter().map(|part| (part.scope.countries.join(""), part.count.low)).collect();
    assert_eq!(parts, [("AR".to_owned(), Some(10)), ("RO".to_owned(), Some(3))]);
    assert!(whole.points[0].warnings.is_empty());
    let off = set(&report("b", 14), &[]);
    let whole = off.series.iter().find(|series| series.scope.countries.len() == 2).unwrap();
    assert_eq!(whole.points[0].warnings, ["its parts add up to 13, and the total is 14"]);
}

#[test]
fn two_speakers_of_one_day_stand_side_by_side() {
    let other = |claim: Claim| claim.by(SourceKind::Anonymous, "two officers");
    let told = [
        (source("a", 26), tally("a", exact(16), since(26))),
        (source("b", 26), other(tally("b", exact(19), since(26)))),
    ];
    let result = set(&told, &[]);
    let [beside] = &result.beside[..] else { panic!("{result:?}") };
    let totals: Vec<_> = beside.totals.iter().map(|total| total.count.low).collect();
    assert_eq!((totals.len(), totals.contains(&Some(16)), beside.disputed), (2, true, true));
    assert!(result.series.iter().all(|series| series.steps.is_empty()));
}

#[test]
fn a_total_that_two_outlets_copy_is_one_total_and_two_texts_of_them_are_two() {
    let officials = |claim: Claim| claim.by(SourceKind::Anonymous, "two officers");
    let print = |id: &str, origin: &str| {
        let (outlet, origin) = (Some(format!("outlet of {id}")), DocumentId(origin.to_owned()));
        let told = officials(tally(id, exact(19), since(26)));
        (Source { outlet, origin, ..source(id, 26) }, told)
    };
    let copies = set(&[print("a", "a"), print("b", "a")], &[]);
    let [series] = &copies.series[..] else { panic!("{copies:?}") };
    assert_eq!((series.points[0].told.len(), series.points[0].origins), (2, 1));
    assert!(copies.beside.is_empty());
    let texts = set(&[print("a", "a"), print("b", "b")], &[]);
    assert_eq!((texts.series.len(), texts.beside.len()), (2, 1));
}

#[test]
fn a_length_of_time_is_laid_on_the_start_it_can_mean() {
    let weeks =
        When { duration: Some("P3W".to_owned()), ..when("2023-10-18", "2023-11-08", Granularity::Range) };
    let day = |key: &str, month, day| Source {
        published: jiff::civil::Date::new(2023, month, day).ok(),
        ..source(key, 1)
    };
    let told = [
        (day("a", 10, 26), tally("a", exact(16), since(26))),
        (day("b", 11, 8), tally("b", at_least(40), Some(weeks.clone()))),
        (day("c", 11, 14), tally("c", exact(55), None)),
    ];
    let result = set(&told, &[]);
    assert_eq!(result.series.len(), 1, "{result:?}");
    assert_eq!(lows(&result.series[0]), [16, 40, 55]);
    assert!(result.series[0].points[2].warnings[0].starts_with("no window is told"));
    let later = Some(when("2023-10-20", "2023-10-27", Granularity::Range));
    let open = [told[0].clone(), (day("d", 10, 27), tally("d", exact(5), later)), told[1].clone()];
    assert_eq!(set(&open, &[]).series.len(), 3);
}

#[test]
fn a_deed_that_the_report_counts_in_is_certain() {
    let mut report = source("a", 26);
    report.keys.insert("c1".to_owned(), "k_i1".to_owned());
    let count = change(tally("a", exact(16), since(26)), |tally| tally.contains.push("c1".to_owned()));
    let point =
        set(&[(report, count)], &[incident("i1", "2023-10-26", None)]).series.remove(0).points.remove(0);
    assert_eq!(point.certain, ["i1"]);
}

#[test]
fn officials_are_one_speaker_within_an_outlet_only() {
    let officials =
        |key: &str, n, day| tally(key, exact(n), since(day)).by(SourceKind::Anonymous, "officials");
    let told = [
        (Source { outlet: Some("Bree Post".to_owned()), ..source("a", 24) }, officials("a", 13, 24)),
        (Source { outlet: Some("Bree Post".to_owned()), ..source("b", 26) }, officials("b", 16, 26)),
        (source("c", 26), officials("c", 19, 26)),
    ];
    let result = set(&told, &[]);
    let lows: Vec<_> = result.series.iter().map(lows).collect();
    assert_eq!(lows, [vec![13, 16], vec![19]]);
}

#[test]
fn replaced_versions_and_figures_not_told_as_fact_are_passed_over() {
    let mut feared = tally("b", exact(90), since(26));
    feared.modality.value = casus_model::ModalityValue::Hypothetical;
    let old = Source { superseded: true, ..source("a", 26) };
    let told = [(old, tally("a", exact(16), since(26))), (source("b", 26), feared)];
    assert!(set(&told, &[]).series.is_empty());
}

fn document() -> impl Strategy<Value = (Source, Claim)> {
    (0u8..20, 20i8..30, 0u64..5, 0u8..3, 0u8..4, any::<bool>()).prop_map(
        |(id, day, n, voice, kind, dated)| {
            let name = format!("d{id:02}");
            let count =
                Count { low: Some(10 * n), high: None, qualifier: Qualifier::AtLeast, text: String::new() };
            let window = if dated { since(day) } else { None };
            let mut claim = tally(&format!("{name}{day}{n}{voice}{kind}{dated}"), count, window);
            if voice > 0 {
                claim = claim.by(SourceKind::Anonymous, &format!("officer {voice}"));
            }
            let claim = if kind > 1 { over(claim, "AR") } else { claim };
            (Source { origin: DocumentId(format!("d{:02}", id % 7)), ..source(&name, day) }, claim)
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        (documents, shuffled) in prop::collection::vec(document(), 1..16)
            .prop_flat_map(|documents| (Just(documents.clone()), Just(documents).prop_shuffle())),
    ) {
        let incidents = [incident("i1", "2023-10-18", None), incident("i2", "2023-10-24", Some("gondor"))];
        let reversed = [incidents[1].clone(), incidents[0].clone()];
        let result = set(&documents, &incidents);
        prop_assert_eq!(&result, &set(&shuffled, &reversed));
        let told: usize = result.series.iter().flat_map(|series| &series.points).map(|point| point.told.len()).sum();
        let keys: std::collections::BTreeSet<_> = documents.iter().map(|(s, c)| (&s.document, &c.key)).collect();
        prop_assert_eq!(told, keys.len());
    }
}

#[test]
fn a_total_told_with_less_belongs_to_the_series_that_it_can_mean() {
    let three_weeks = When { duration: Some("P3W".to_owned()), start: None, end: None, ..since(30).unwrap() };
    let told = [
        (source("a", 24), over(over(tally("a", exact(13), since(24)), "AR"), "RO")),
        (source("b", 24), over(tally("b", exact(9), since(24)), "AR")),
        (source("c", 30), tally("c", exact(23), None)),
    ];
    let result = set(&told, &[]);
    let wide = result.series.iter().find(|series| series.scope.countries.len() == 2).unwrap();
    assert_eq!(lows(wide), [13, 23], "the widest of those it can mean");
    let of_weeks = change(tally("d", exact(40), None), |tally| tally.window = Some(three_weeks));
    let mut november = source("d", 31);
    november.published = jiff::civil::Date::new(2023, 11, 8).ok();
    let told = [told[0].clone(), (november, of_weeks)];
    assert_eq!(
        lows(&set(&told, &[]).series[0]),
        [13, 40],
        "three weeks before 8 November is about 17 October"
    );
}

#[test]
fn whoever_speaks_for_an_institution_is_that_institution() {
    let said = |key: &str, day: i8, kind, voice: &str| {
        let mut claim = tally(key, exact(day.unsigned_abs().into()), since(day));
        claim.attribution.clear();
        let mut source = source(key, day);
        source.institutions.insert("wardens".to_owned());
        (source, claim.by(kind, voice))
    };
    let told = [
        said("a", 24, SourceKind::Institution, "the wardens"),
        said("b", 25, SourceKind::Anonymous, "the wardens' press secretary"),
        said("c", 26, SourceKind::Document, "wardens figures"),
        said("d", 27, SourceKind::Institution, "the department"),
        said("e", 28, SourceKind::Anonymous, "officials"),
    ];
    let result = set(&told, &[]);
    assert_eq!(result.series.iter().map(lows).collect::<Vec<_>>(), [vec![28], vec![24, 25, 26, 27]]);
}

#[test]
fn a_report_that_tells_a_total_again_in_its_own_words_tells_no_other() {
    let mut again = tally("b", exact(13), None);
    again.attribution.clear();
    let told = [(source("a", 24), tally("a", at_least(13), since(24))), (source("a", 24), again)];
    let result = set(&told, &[]);
    assert_eq!(result.series.len(), 1, "{result:?}");
    assert_eq!((lows(&result.series[0]), result.series[0].speaker.as_deref()), (vec![13], Some("wardens")));
}

#[test]
fn an_attack_on_a_base_is_one_on_the_forces_stationed_there() {
    let at = |id: &str, day: &str, place_id: &str, recipient: Option<&str>| {
        let claim = assault(id).on(day).with(|event| {
            event.places.push(place(place_id, 1, 33.0, 42.0));
            event.recipients.extend(recipient.map(|id| party(Some(id), id)));
        });
        reconcile(id, &tellings(&[(source(id, 30), claim)]), &Background::default(), &[])
    };
    let site = "site:ain-al-asad";
    let incidents = [
        at("i1", "2023-10-18", site, None),
        at("i2", "2023-10-18", site, Some("irq-mil")),
        at("i3", "2023-10-18", "site:dabaa-air-base", None),
    ];
    let total = change(tally("a", exact(13), since(24)), |tally| {
        tally.recipients = vec![party(Some("usa-mil"), "US forces")];
    });
    let point = set(&[(source("a", 24), total)], &incidents).series.remove(0).points.remove(0);
    assert_eq!((point.certain, point.possible), (vec!["i1".to_owned()], vec!["i3".to_owned()]));
}
