//! Incidents that a few documents tell, and what is shown of them.

use casus_model::{
    Count, Decided, Effect, EventType, FieldDecision, Granularity, Modality, ModalityValue, OutcomeValue,
    ResponsibilityStatus, SourceKind,
};
use proptest::prelude::*;

use super::fixture::*;
use super::*;

fn told(tellings_of: &[(Source, Claim)]) -> LedgerIncident {
    reconcile("i1", &tellings(tellings_of), &Background::default(), &[])
}

fn starts(incident: &LedgerIncident) -> Vec<&str> {
    incident.when.all.iter().filter_map(|told| told.value.start.as_deref()).collect()
}

fn killed(incident: &LedgerIncident) -> &casus_model::Toll {
    incident.casualties.iter().find(|toll| toll.effect == Effect::Killed).unwrap()
}

#[test]
fn two_days_are_disputed_and_the_one_of_more_origins_is_shown() {
    let incident = told(&[
        (source("a", 27), assault("a").on("2023-10-25")),
        (source("b", 27), assault("b").on("2023-10-26")),
        (source("c", 28), assault("c").on("2023-10-26")),
    ]);
    assert_eq!(starts(&incident), ["2023-10-26", "2023-10-25"]);
    assert_eq!(incident.when.rule.as_deref(), Some("most-origins"));
    assert!(incident.when.disputed);
    assert_eq!((incident.when.all[0].origins, incident.origins), (2, 3));
}

#[test]
fn copies_of_one_text_are_one_voice() {
    let copy = |id: &str, day| Source { origin: DocumentId("a".to_owned()), ..source(id, day) };
    let incident = told(&[
        (copy("a", 26), assault("a").on("2023-10-25")),
        (copy("b", 26), assault("b").on("2023-10-25")),
        (copy("c", 26), assault("c").on("2023-10-25")),
        (source("d", 26), assault("d").on("2023-10-26").by(SourceKind::Named, "the mayor of Bree")),
    ]);
    assert_eq!((incident.when.all[1].origins, incident.when.all[1].told.len()), (1, 3));
    assert_eq!(starts(&incident)[0], "2023-10-26");
    assert_eq!(incident.when.rule.as_deref(), Some("most-direct"));
}

#[test]
fn a_copy_that_changes_the_day_takes_its_first_word_back() {
    let copy = Source { origin: DocumentId("a".to_owned()), ..source("b", 28) };
    let incident =
        told(&[(source("a", 27), assault("a").on("2023-10-25")), (copy, assault("b").on("2023-10-26"))]);
    assert_eq!(starts(&incident), ["2023-10-26", "2023-10-25"]);
    assert!(!incident.when.disputed);
}

#[test]
fn a_replaced_version_stands_for_nothing_but_is_kept() {
    let old = Source { superseded: true, ..source("a", 27) };
    let incident =
        told(&[(old, assault("a").on("2023-10-25")), (source("b", 27), assault("b").on("2023-10-26"))]);
    assert_eq!(starts(&incident), ["2023-10-26", "2023-10-25"]);
    assert_eq!(incident.when.all[1].origins, 0);
    assert!(!incident.when.disputed && incident.origins == 1);
}

#[test]
fn an_hour_makes_a_day_more_precise() {
    let hour = when("2023-10-26T05", "2023-10-26T05", Granularity::Hour);
    let incident = told(&[
        (source("a", 26), assault("a").on("2023-10-26")),
        (source("b", 26), assault("b").on("2023-10-26")),
        (source("c", 26), assault("c").with(|event| event.when = Some(hour))),
    ]);
    assert_eq!(starts(&incident)[0], "2023-10-26T05");
    assert_eq!((incident.when.rule.as_deref(), incident.when.disputed), (Some("finest"), false));
}

#[test]
fn a_town_in_the_region_told_by_others_is_no_dispute() {
    let region = || place("region:north", 3, 54.5, -2.5);
    let incident = told(&[
        (source("a", 26), assault("a").at(region())),
        (source("b", 26), assault("b").at(region())),
        (source("c", 26), assault("c").at(place("geonames:1", 1, 54.1, -2.7))),
    ]);
    assert_eq!(incident.places.preferred.as_ref().unwrap().place, "geonames:1");
    assert!(!incident.places.disputed);
    let apart = told(&[
        (source("a", 26), assault("a").at(place("geonames:1", 1, 54.1, -2.7))),
        (source("b", 26), assault("b").at(place("geonames:2", 1, 55.9, -3.7))),
    ]);
    assert!(apart.places.disputed);
}

#[test]
fn a_toll_that_rises_over_days_is_an_update() {
    let incident = told(&[
        (source("a", 26), assault("a").killed(3)),
        (source("b", 27), assault("b").killed(5)),
        (source("c", 27), assault("c").killed(5)),
        (source("d", 28), assault("d").harm(Effect::Killed, "unknown", at_least(4))),
    ]);
    let toll = killed(&incident);
    assert_eq!(toll.count.preferred, Some(Count::exactly(5, "5")));
    assert_eq!((toll.count.rule.as_deref(), toll.count.disputed), (Some("most-origins"), false));
    let days: Vec<_> =
        toll.updates.iter().map(|u| (u.published.unwrap().day(), u.count.low.unwrap())).collect();
    assert_eq!(days, [(26, 3), (27, 5), (28, 4)]);
}

#[test]
fn two_tolls_of_one_day_are_disputed_and_the_later_is_shown_in_a_rise() {
    let day_one = [(source("a", 26), assault("a").killed(16)), (source("b", 26), assault("b").killed(19))];
    assert!(killed(&told(&day_one)).count.disputed);
    let [a, b] = day_one;
    let settled = told(&[a, b, (source("c", 27), assault("c").killed(21))]);
    let toll = killed(&settled);
    assert_eq!((toll.count.preferred.as_ref().unwrap().low, toll.count.disputed), (Some(21), false));
    assert_eq!((toll.count.rule.as_deref(), toll.count.all.len()), (Some("latest"), 3));
}

#[test]
fn a_later_lower_figure_is_a_dispute_unless_its_teller_takes_the_first_back() {
    let by = |claim: Claim, name| claim.by(SourceKind::Institution, name);
    let other = told(&[
        (source("a", 26), by(assault("a").killed(7), "the wardens")),
        (source("b", 26), assault("b").killed(7)),
        (source("c", 27), by(assault("c").killed(6), "the army")),
    ]);
    let count = &killed(&other).count;
    assert_eq!((count.preferred.as_ref().unwrap().low, count.disputed), (Some(7), true));
    let same = told(&[
        (source("a", 26), by(assault("a").killed(7), "the wardens")),
        (source("c", 27), by(assault("c").killed(6), "wardens")),
    ]);
    let count = &killed(&same).count;
    assert_eq!((count.preferred.as_ref().unwrap().low, count.disputed), (Some(6), false));
    assert_eq!(count.rule.as_deref(), Some("latest"));
}

#[test]
fn a_man_who_died_and_others_who_died_are_floors() {
    let words =
        |id: &str, n, text: &str| assault(id).harm(Effect::Killed, "unknown", Count::exactly(n, text));
    let incident = told(&[
        (source("a", 26), words("a", 1, "a man")),
        (source("b", 26), words("b", 2, "two others")),
        (source("c", 26), words("c", 3, "three")),
    ]);
    let count = &killed(&incident).count;
    assert_eq!((count.preferred.as_ref().unwrap().low, count.disputed), (Some(3), false));
    let one =
        told(&[(source("a", 26), words("a", 1, "only one")), (source("c", 26), words("c", 3, "three"))]);
    assert!(killed(&one).count.disputed);
}

#[test]
fn people_give_way_to_words_that_say_who_they_were() {
    let hurt = |id: &str, who: &str| assault(id).with(|event| event.recipients.push(party(Some("d1"), who)));
    let known = |mut source: Source, name: &str, class: &str| {
        let (name, class) = (name.to_owned(), class.to_owned());
        source.actors.push(casus_model::NamedActor {
            id: "d1".to_owned(),
            name,
            class,
            country: None,
            mentions: Vec::new(),
        });
        source
    };
    let incident = told(&[
        (known(source("a", 26), "people", "unknown"), hurt("a", "people")),
        (known(source("b", 26), "people", "unknown"), hurt("b", "people")),
        (known(source("c", 26), "soldiers", "state-forces"), hurt("c", "soldiers")),
    ]);
    assert_eq!(incident.recipients.preferred.as_ref().unwrap().name, "soldiers");
    assert_eq!((incident.recipients.rule.as_deref(), incident.recipients.disputed), (Some("finest"), false));
}

#[test]
fn none_and_one_hurt_stay_a_contradiction_on_any_days() {
    let hurt = |id: &str, count| assault(id).harm(Effect::Injured, "unknown", Count::exactly(count, "n"));
    for (first, second) in [(0, 1), (1, 0)] {
        let incident = told(&[(source("a", 26), hurt("a", first)), (source("b", 27), hurt("b", second))]);
        assert!(incident.casualties[0].count.disputed, "{first} then {second}");
    }
}

#[test]
fn army_and_rebels_of_one_report_stand_side_by_side() {
    let army = assault("a").killed(19).by(SourceKind::Institution, "the army of Gondor");
    let rebels = assault("b").killed(3).by(SourceKind::Institution, "the rebels");
    let incident = told(&[(source("d", 26), army), (source("d", 26), rebels)]);
    let toll = killed(&incident);
    assert!(toll.count.disputed);
    assert_eq!(toll.count.all.len(), 2);
}

#[test]
fn parts_that_add_up_are_no_dispute_with_their_total() {
    let three = |claim: Claim| claim.harm(Effect::Killed, "soldier", Count::exactly(3, "three"));
    let both = three(assault("a")).harm(Effect::Killed, "civilian", Count::exactly(2, "two"));
    let incident = told(&[
        (source("a", 26), both.clone()),
        (source("b", 26), assault("b").killed(5)),
        (source("c", 26), three(assault("c"))),
    ]);
    let toll = killed(&incident);
    assert_eq!(toll.count.preferred.as_ref().unwrap().low, Some(5));
    assert!(!toll.count.disputed, "{:?}", toll.count);
    let classes: Vec<_> = toll.parts.iter().map(|part| (part.class.as_str(), part.count.all.len())).collect();
    assert_eq!(classes, [("civilian", 1), ("soldier", 1)]);
    let six = told(&[(source("a", 26), both), (source("b", 26), assault("b").killed(6))]);
    assert!(killed(&six).count.disputed);
}

#[test]
fn figures_of_one_class_alone_are_figures_of_all() {
    let soldiers = |id: &str, n| assault(id).harm(Effect::Killed, "soldier", Count::exactly(n, "n"));
    let incident = told(&[(source("a", 26), soldiers("a", 3)), (source("b", 26), soldiers("b", 4))]);
    assert!(killed(&incident).count.disputed && killed(&incident).parts[0].count.disputed);
}

#[test]
fn one_drone_or_two_is_disputed_and_a_kind_of_drone_is_not() {
    let incident = told(&[
        (source("a", 26), assault("a").weapon("drone", Some(1))),
        (source("b", 26), assault("b").weapon("one-way-attack-drone", None)),
    ]);
    assert!(!incident.weapons.disputed);
    let two = told(&[
        (source("a", 26), assault("a").weapon("drone", Some(1))),
        (source("b", 26), assault("b").weapon("drone", Some(2))),
    ]);
    assert!(two.weapons.disputed);
}

#[test]
fn hit_and_failed_clash_but_parts_of_a_wave_do_not() {
    let outcome = |id: &str, value| assault(id).weapon("drone", Some(1)).outcome(value, 1);
    let erring = told(&[
        (source("a", 26), outcome("a", OutcomeValue::Hit)),
        (source("b", 26), outcome("b", OutcomeValue::Failed)),
    ]);
    assert!(erring.outcomes.disputed);
    let wave = |id: &str, value, n| assault(id).weapon("rocket", Some(19)).outcome(value, n);
    let wave = told(&[
        (source("a", 26), wave("a", OutcomeValue::Intercepted, 17)),
        (source("b", 26), wave("b", OutcomeValue::Hit, 2)),
    ]);
    assert!(!wave.outcomes.disputed);
}

#[test]
fn a_militia_that_its_document_ties_is_named_by_another() {
    let mut tied = source("a", 26);
    tied.ties.insert("d1".to_owned(), ["angmar".to_owned()].into());
    let incident = reconcile(
        "i1",
        &tellings(&[
            (tied, assault("a").actor(Some("d1"), "a militia backed by Angmar")),
            (source("b", 26), assault("b").actor(Some("wolves"), "the Wolves")),
        ]),
        &Background {
            ties: [("wolves".to_owned(), ["angmar".to_owned()].into())].into(),
            ..Background::default()
        },
        &[],
    );
    assert_eq!(incident.actors.preferred.as_ref().unwrap().actor.as_deref(), Some("wolves"));
    assert_eq!((incident.actors.disputed, incident.actors.rule.as_deref()), (false, Some("finest")));
    assert_eq!(incident.actors.all[1].value.tied_to, ["angmar"]);
}

#[test]
fn claims_accusations_and_denials_stand_side_by_side() {
    let claimed =
        assault("a").actor(Some("wolves"), "Wolves").held(Some("Wolves"), ResponsibilityStatus::Claimed);
    let mut denial = assault("b").actor(Some("wolves"), "Wolves");
    if let Body::Event(event) = &mut denial.body {
        event.event_type = EventType::Reject;
    }
    let accused =
        assault("c").actor(Some("wolves"), "Wolves").held(Some("Wolves"), ResponsibilityStatus::Accused);
    let incident = told(&[
        (source("a", 26), claimed),
        (source("b", 27), denial.clone()),
        (source("c", 26), accused.clone()),
    ]);
    let statuses: Vec<_> = incident.responsibility.all.iter().map(|told| told.value.status).collect();
    use ResponsibilityStatus::*;
    assert_eq!(statuses, [Claimed, Accused, Denied]);
    assert_eq!(incident.responsibility.rule.as_deref(), Some("status"));
    assert!(incident.responsibility.disputed);
    assert_eq!(incident.actors.all.len(), 1);
    assert!(told(&[(source("b", 27), denial), (source("c", 26), accused)]).responsibility.disputed);
}

#[test]
fn answers_follow_the_deed_they_answer() {
    let standing = |mut claim: Claim, start, word: &str, occurrence: Option<&str>| {
        claim.trigger = casus_model::Words { start, end: start + word.len() as u32, text: word.to_owned() };
        claim.occurrence = occurrence.map(str::to_owned);
        claim
    };
    let reject = |claim: Claim| Claim { body: Body::Event(Box::new(event(EventType::Reject))), ..claim };
    let claims = [
        reject(standing(assault("z"), 0, "denied", None)),
        standing(assault("a"), 10, "hit", Some("o1")),
        reject(standing(assault("b"), 60, "denied", Some("o7"))),
        reject(standing(assault("c"), 80, "refused", Some("o8"))),
        standing(assault("d"), 100, "shelled", Some("o2")),
        reject(standing(assault("e"), 5000, "denied", Some("o9"))),
    ];
    let keys =
        |occurrence| answers(&claims, occurrence).iter().map(|claim| claim.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys("o1"), ["k_b"]);
    assert!(keys("o2").is_empty());
}

#[test]
fn a_denied_deed_gives_no_values_but_a_denial() {
    let mut denied = assault("a").on("2023-10-20").killed(40).actor(Some("wolves"), "Wolves");
    denied.modality = Modality { value: ModalityValue::Denied, ..Modality::ACTUAL };
    let incident = told(&[(source("a", 26), denied), (source("b", 26), assault("b").on("2023-10-26"))]);
    assert_eq!(starts(&incident), ["2023-10-26"]);
    assert!(incident.casualties.is_empty());
    assert_eq!(incident.responsibility.preferred.as_ref().unwrap().status, ResponsibilityStatus::Denied);
    assert_eq!(incident.claims, ["k_a", "k_b"]);
}

fn decision(seq: u64, decided: Decided) -> FieldDecision {
    let at = jiff::Timestamp::UNIX_EPOCH;
    FieldDecision { seq, at, who: "an analyst".to_owned(), note: None, decided, instead_of: None }
}

#[test]
fn what_a_person_decided_is_shown_and_the_later_holds() {
    let documents = [
        (source("a", 27), assault("a").on("2023-10-25").killed(3)),
        (source("b", 27), assault("b").on("2023-10-26")),
    ];
    let day = |text: &str| Decided::When(when(text, text, Granularity::Day));
    let toll = Decided::Casualties { effect: Effect::Killed, count: Count::exactly(4, "four") };
    let decisions = [decision(9, day("2023-10-26")), decision(2, day("2023-10-24")), decision(4, toll)];
    let incident = reconcile("i1", &tellings(&documents), &Background::default(), &decisions);
    assert_eq!(starts(&incident), ["2023-10-26", "2023-10-25"]);
    assert_eq!((incident.when.rule.as_deref(), incident.when.disputed), (Some("decided"), true));
    assert_eq!(incident.when.all[0].origins, 1);
    let toll = killed(&incident);
    assert_eq!((toll.count.preferred.as_ref().unwrap().low, toll.count.all[0].told.len()), (Some(4), 0));
    assert_eq!(incident.decided.iter().map(|decision| decision.seq).collect::<Vec<_>>(), [4, 9]);
}

#[test]
fn the_drone_of_the_page_is_shown_as_it_says() {
    let mut tied = source("b", 27);
    tied.ties.insert("d1".to_owned(), ["angmar".to_owned()].into());
    let base = place("site:base", 1, 54.10, -2.70);
    let town = |precision| place("geonames:1", precision, 54.07, -2.75);
    let dawn = casus_model::When {
        part_of_day: Some(casus_model::PartOfDay::BeforeDawn),
        ..when("2023-10-26", "2023-10-26", Granularity::PartOfDay)
    };
    let officials =
        assault("a").at(base).weapon("one-way-attack-drone", Some(1)).outcome(OutcomeValue::Failed, 1);
    let hurt = |claim: Claim, class, n| claim.harm(Effect::Injured, class, Count::exactly(n, "n"));
    let an_official =
        assault("b").on("2023-10-25").at(town(2)).weapon("drone", Some(1)).outcome(OutcomeValue::Hit, 1);
    let incident = told(&[
        (
            source("a", 26),
            officials.with(|event| event.when = Some(dawn)).by(SourceKind::Anonymous, "two officials"),
        ),
        (source("a", 26), hurt(assault("a2"), "soldier", 1)),
        (tied, an_official.actor(Some("d1"), "a militia").by(SourceKind::Anonymous, "an official")),
        (source("b", 27), hurt(assault("b2"), "unknown", 0)),
        (source("c", 30), assault("c").on("2023-10-26").at(town(1))),
    ]);
    let shown = |rule: &Option<String>, disputed| (rule.clone().unwrap_or_default(), disputed);
    assert_eq!(shown(&incident.when.rule, incident.when.disputed), ("most-origins".to_owned(), true));
    assert!(incident.when.preferred.as_ref().unwrap().part_of_day.is_some());
    assert_eq!(shown(&incident.places.rule, incident.places.disputed), ("finest".to_owned(), false));
    assert_eq!(incident.places.preferred.as_ref().unwrap().place, "site:base");
    assert_eq!(shown(&incident.weapons.rule, incident.weapons.disputed), ("finest".to_owned(), false));
    assert_eq!(shown(&incident.outcomes.rule, incident.outcomes.disputed), ("earliest".to_owned(), true));
    let injured = &incident.casualties[0].count;
    assert_eq!(shown(&injured.rule, injured.disputed), ("greatest".to_owned(), true));
    assert_eq!((injured.all[0].value.low, injured.all[1].value.low), (Some(1), Some(0)));
}

/// Documents of every sort, with values that agree, differ and repeat.
fn document() -> impl Strategy<Value = (Source, Claim)> {
    let parts = (0u8..12, 24i8..29, 0u8..5, 0u64..4, 0u8..4);
    parts.prop_map(|(id, day, voice, n, kind)| {
        let name = format!("d{id:02}");
        let origin = DocumentId(format!("d{:02}", id % 4));
        let source = Source { origin, superseded: id % 5 == 0, ..source(&name, day) };
        let mut claim = assault(&format!("{name}{day}{voice}{n}{kind}")).on(&format!("2023-10-{}", 23 + n));
        claim.trigger.start = u32::from(kind);
        claim = match kind {
            0 => claim.killed(n).weapon("drone", Some(n)),
            1 => claim.harm(Effect::Killed, "soldier", at_least(n)).actor(Some("wolves"), "Wolves"),
            2 => {
                claim.at(place(&format!("geonames:{n}"), 1, 50.0 + n as f64, 0.0)).target("base", "the base")
            }
            _ => claim
                .actor(Some("d1"), "gunmen")
                .outcome(OutcomeValue::Hit, n)
                .held(None, ResponsibilityStatus::Unknown),
        };
        let claim = match voice {
            0 => claim.by(SourceKind::Witness, "a baker"),
            1 => claim.by(SourceKind::Institution, "the wardens"),
            _ => claim,
        };
        (source, claim)
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter(
        (documents, shuffled) in prop::collection::vec(document(), 1..14)
            .prop_flat_map(|documents| (Just(documents.clone()), Just(documents).prop_shuffle())),
    ) {
        prop_assert_eq!(told(&documents), told(&shuffled));
    }

    #[test]
    fn nothing_told_is_lost_and_nothing_is_invented(documents in prop::collection::vec(document(), 1..14)) {
        let incident = told(&documents);
        let days: BTreeSet<_> = documents.iter().filter_map(|(_, claim)| deed(claim)?.when.clone()?.start).collect();
        let shown: BTreeSet<_> = starts(&incident).into_iter().map(str::to_owned).collect();
        prop_assert_eq!(days, shown);
        prop_assert_eq!(incident.when.preferred.as_ref(), Some(&incident.when.all[0].value));
        for told in &incident.when.all {
            prop_assert!(told.origins <= told.told.len() && !told.told.is_empty());
        }
    }
}
