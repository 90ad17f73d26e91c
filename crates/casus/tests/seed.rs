//! The article that casus began from, where it is at hand: what must come out of it. Its sentences are
//! not ours and stand nowhere here; the test reads them beside the outer corpora (`CASUS_CORPORA`).

#[path = "cases/pattern.rs"]
#[allow(dead_code, reason = "the cases use all of it")]
mod pattern;
#[path = "cases/values.rs"]
mod values;

use std::env;
use std::path::Path;

use casus::model::{Basis, Body, Claim, Reading, When};
use casus::{Casus, Given};
use pattern::Pattern;

/// One claim for each line, published on 10 November 2023.
const CLAIMS: [&str; 37] = [
    "ASSAULT actual weapon=one-way-attack-drone:1 target=barracks target=base recipient=usa-mil \
     actor=\"Iranian-backed militia\" status=stated when=2023-10-26T05 where=site:erbil-air-base \
     outcome=failed penetrated=yes injured=1 source=anonymous number=2",
    "tally actual measure=events count=40../at_least mode=drone mode=heavy-weapons window=P3W \
     window=2023-10-20..2023-11-10 recipient=usa-mil actor=\"Iranian-backed militias\" where=country:IQ \
     where=country:SY contains=c1 source=document source=anonymous",
    "tally actual measure=injured count=24..60/vague",
    "posture actual unit=troops count=3400 holder=usa-mil where=country:IQ where=country:SY",
    "ASSAULT actual weapon=drone:15 weapon=cruise-missile:4 actor=houthis outcome=intercepted \
     interceptor=usa-navy by=\"US military officials\"",
    "relation actual predicate=backed_by subject=\"Iranian-backed militia\"",
    "relation actual predicate=backed_by subject=\"Hezbollah movement\"",
    "ASSAULT actual actor=hamas where=country:IL when=2023-10-07",
    "ASSAULT historical where=country:IQ when=2003",
    "RETREAT historical where=country:AF when=2021",
    "ASSAULT historical actor=rus-gov where=country:UA",
    "ASSAULT counterfactual weapon=drone by=\"two US officials familiar with the matter\"",
    "ASSAULT hypothetical trigger=attack",
    "ASSAULT hypothetical trigger=strike",
    "CONSULT actual when=2023-10-23 number=5 number=1 number=1",
    "REQUEST actual actor=Sudani recipient=\"Iranian officials\"",
    "CONSULT actual mode=visit actor=antony-blinken where=country:IQ when=2023-11-05",
    "REQUEST actual actor=antony-blinken recipient=mohammed-shia-al-sudani",
    "CONSULT actual mode=visit actor=premier when=2023-11-05 where=Tehran",
    "REQUEST actual actor=premier recipient=ali-khamenei",
    "REJECT actual actor=Tehran source=anonymous",
    "CONSULT actual when=2023-10-23 where=Baghdad actor=\"prime minister\" actor=members recipient=commanders",
    "REQUEST actual recipient=groups number=5 number=1 number=1",
    "REJECT actual trigger=fell number=5",
    "THREATEN actual mode=violence actor=commanders number=5",
    "REJECT actual trigger=had actor=Iran",
    "SUPPORT actual trigger=welcomed actor=irn-gov",
    "ACCUSE actual actor=Iran recipient=isr-gov",
    "THREATEN actual actor=Iran mode=violence trigger=warned",
    "THREATEN actual actor=hezbollah recipient=usa-gov",
    "MOBILIZE actual mode=weapons weapon=anti-ship-missile actor=hezbollah by=sources",
    "REQUEST actual recipient=irq-gov recipient=irn-gov trigger=respond",
    "ASSAULT actual outcome=intercepted weapon=rocket interceptor=usa-mil",
    "relation actual predicate=commands subject=\"Ali Turki\" object=asaib-ahl-al-haq",
    "relation actual predicate=member_of subject=\"Ali Turki\" object=\"governing coalition\"",
    "relation actual predicate=allied_with subject=houthis object=irn-gov",
    "relation actual predicate=part_of subject=militias object=\"his governing coalition\"",
];

#[test]
fn the_seed_article_yields_what_it_says() {
    let Some(text) = seed() else { return };
    let reading = read(&text, Some(jiff::civil::date(2023, 11, 10)));
    let fits = |line: &&str| {
        let pattern = Pattern::parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        reading.claims.iter().any(|claim| pattern.fits(claim))
    };
    let missing: Vec<&str> = CLAIMS.into_iter().filter(|line| !fits(line)).collect();
    assert!(missing.is_empty(), "not among the claims:\n{}", missing.join("\n"));
}

#[test]
fn a_backer_of_the_attackers_is_no_attacker() {
    let Some(text) = seed() else { return };
    let reading = read(&text, Some(jiff::civil::date(2023, 11, 10)));
    for claim in &reading.claims {
        let Body::Event(event) = &claim.body else { continue };
        let is_iran = |id: &str| matches!(id, "country:IR" | "irn-gov");
        let deed = event.event_type == casus::model::EventType::Assault;
        assert!(!deed || !event.actors.iter().any(|party| party.actor.as_deref().is_some_and(is_iran)));
    }
}

#[test]
fn without_a_day_of_publication_nothing_is_dated_from_it() {
    let Some(text) = seed() else { return };
    let reading = read(&text, None);
    let times: Vec<&When> = reading.claims.iter().filter_map(time).collect();
    assert!(times.len() > 5);
    for when in times {
        assert_ne!(when.basis, Basis::Publication, "{}", when.text);
        let stated = when.start.as_deref().is_none_or(|start| start.starts_with("2003"));
        assert!(stated, "`{}` became {:?}", when.text, when.start);
    }
}

fn time(claim: &Claim) -> Option<&When> {
    match &claim.body {
        Body::Event(event) => event.when.as_ref(),
        Body::Tally(tally) => tally.window.as_ref(),
        _ => None,
    }
}

/// The article, or a word that the test was left out.
fn seed() -> Option<String> {
    let corpora = env::var_os("CASUS_CORPORA")?;
    let path = Path::new(&corpora).join("../seed/us-forces-under-fire.txt");
    let text = std::fs::read_to_string(path).ok();
    if text.is_none() {
        println!("left out: the seed article is not beside the corpora");
    }
    text
}

fn read(text: &str, published: Option<jiff::civil::Date>) -> Reading {
    let packs = casus::packs::locate().unwrap_or_else(|error| panic!("run casus setup: {error}"));
    let casus = Casus::open(&packs).unwrap_or_else(|error| panic!("{error}"));
    let given = Given { published, ..Given::default() };
    casus.reader().read(text.as_bytes(), &given).unwrap_or_else(|error| panic!("{error}"))
}
