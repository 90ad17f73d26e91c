//! Which place a name means, with the real gazetteer and plain sentences.

mod common;

use std::time::Instant;

use casus_geo::{Context, Gazetteer, ToponymKind, locate, lookup, places, points, toponyms};
use casus_model::{Dep, Entity, EntityLabel, Pos, Span};
use common::{gazetteer, read, told};

/// The id of the toponym written so.
fn id(gazetteer: &Gazetteer, text: &str, name: &str) -> String {
    let toponyms = read(gazetteer, text);
    let named = toponyms.iter().find(|toponym| toponym.span.of(text) == name);
    named.unwrap_or_else(|| panic!("{name} is not found in: {text}")).place.place.clone()
}

#[test]
fn the_document_decides_between_namesakes() {
    let gazetteer = gazetteer();
    for (text, name, place) in [
        ("Shells fell on Pokrovsk in Ukraine .", "Pokrovsk", "geonames:704422"),
        ("Shells fell on Pokrovsk .", "Pokrovsk", "geonames:704422"),
        ("Clashes broke out in Tripoli , said Libya 's ministry .", "Tripoli", "geonames:2210247"),
        ("Troops went from Beirut to Tripoli in Lebanon .", "Tripoli", "geonames:266826"),
        ("Georgia accused Russia after the raid near Tbilisi .", "Georgia", "country:GE"),
        ("Police in Atlanta , Georgia , held two men from Macon .", "Georgia", "admin1:US.GA"),
        ("A bomb went off in Springfield , Illinois .", "Springfield", "geonames:4250542"),
        ("A bomb went off in Springfield , Massachusetts .", "Springfield", "geonames:4951788"),
        ("The mayor of Paris , Texas , spoke .", "Paris", "geonames:4717560"),
        ("The mayor of Paris spoke of France .", "Paris", "geonames:2988507"),
        ("Fighters entered Goma , in eastern Congo .", "Goma", "geonames:216281"),
        ("Fighters entered Goma , in eastern Congo .", "Congo", "country:CD"),
        ("Soldiers left Brazzaville ; Congo said nothing .", "Congo", "country:CG"),
        ("Police in Hyderabad in Pakistan 's Sindh held two men .", "Hyderabad", "geonames:1176734"),
        ("Police in Hyderabad in India held two men .", "Hyderabad", "geonames:1269843"),
    ] {
        assert_eq!(id(&gazetteer, text, name), place, "{name} in: {text}");
    }
}

#[test]
fn one_text_may_speak_of_two_namesakes() {
    let gazetteer = gazetteer();
    let text = "Clashes spread in Tripoli in Libya . Others were seen in Tripoli in Lebanon .";
    let places: Vec<String> = read(&gazetteer, text)
        .into_iter()
        .filter(|toponym| toponym.span.of(text) == "Tripoli")
        .map(|toponym| toponym.place.place)
        .collect();
    assert_eq!(places, ["geonames:2210247", "geonames:266826"]);
}

#[test]
fn precision_is_what_the_words_tell() {
    let gazetteer = gazetteer();
    for (text, expected) in [
        ("a raid in Kirkuk", vec!["Kirkuk geonames:94787 1"]),
        ("a raid near Kirkuk", vec!["Kirkuk geonames:94787 2"]),
        ("a raid just outside Kirkuk", vec!["Kirkuk geonames:94787 2"]),
        ("a raid 30 km east of Kirkuk", vec!["Kirkuk geonames:94787 2"]),
        ("a raid on the outskirts of Kirkuk", vec!["Kirkuk geonames:94787 2"]),
        ("a raid in Kirkuk province", vec!["Kirkuk admin1:IQ.13 3"]),
        ("a raid in the province of Kirkuk", vec!["Kirkuk admin1:IQ.13 3"]),
        ("a raid in the city of Kirkuk", vec!["Kirkuk geonames:94787 1"]),
        ("a raid in Iraq", vec!["Iraq country:IQ 4"]),
        ("a raid in northern Iraq", vec!["Iraq country:IQ 4"]),
        ("a raid in Donbas", vec!["Donbas region:donbas 3"]),
        ("a ship in the Red Sea", vec!["Red Sea sea:red-sea 5"]),
        ("a ship off the coast of Yemen", vec!["Yemen sea:off-yemen 5"]),
        ("a raid on Erbil airbase", vec!["Erbil airbase site:erbil-air-base 1"]),
        ("a raid on Ain al-Asad", vec!["Ain al-Asad site:ain-al-asad 1"]),
        ("a raid on the base at al-Tanf", vec!["al-Tanf site:al-tanf 1"]),
        ("a raid on Erbil airport", vec!["Erbil airport airport:ORER 1"]),
    ] {
        assert_eq!(told(&gazetteer, text), expected, "{text}");
    }
}

#[test]
fn the_sea_off_a_country_keeps_the_country() {
    let gazetteer = gazetteer();
    let toponyms = read(&gazetteer, "a ship off the coast of Yemen");
    assert_eq!(toponyms[0].kind, ToponymKind::Sea);
    assert_eq!(toponyms[0].place.country.as_deref(), Some("YE"));
    assert_eq!(toponyms[0].place.precision, 5);
}

#[test]
fn a_capital_that_acts_is_its_government() {
    let gazetteer = gazetteer();
    let text = "Tehran warned Washington";
    let mut sentences = common::sentences(text);
    let tokens = &mut sentences[0].tokens;
    (tokens[1].pos, tokens[1].lemma) = (Pos::Verb, "warn".into());
    for (at, dep) in [(0, Dep::Nsubj), (2, Dep::Dobj)] {
        (tokens[at].head, tokens[at].dep) = (1, dep);
    }
    let toponyms = toponyms(&gazetteer, text, &sentences, &Context::default());
    let told: Vec<_> = toponyms.iter().map(|toponym| (toponym.kind, toponym.place.place.as_str())).collect();
    assert_eq!(
        told,
        [(ToponymKind::Government, "geonames:112931"), (ToponymKind::Government, "geonames:4140963")]
    );
}

#[test]
fn a_name_inside_a_persons_name_is_no_place() {
    let gazetteer = gazetteer();
    let text = "Paris Hilton flew to Baghdad";
    let mut sentences = common::sentences(text);
    sentences[0].entities = vec![Entity { start: 0, end: 2, label: EntityLabel::Person }];
    let toponyms = toponyms(&gazetteer, text, &sentences, &Context::default());
    let names: Vec<&str> = toponyms.iter().map(|toponym| toponym.span.of(text)).collect();
    assert_eq!(names, ["Baghdad"]);
}

#[test]
fn a_town_taken_for_a_person_needs_the_document() {
    let gazetteer = gazetteer();
    let person = |text: &str, at: u32| {
        let mut sentences = common::sentences(text);
        sentences[0].entities = vec![Entity { start: at, end: at + 1, label: EntityLabel::Person }];
        toponyms(&gazetteer, text, &sentences, &Context::default()).len()
    };
    assert_eq!(person("Shells fell on Pokrovsk and struck Kramatorsk in Ukraine", 6), 3);
    assert_eq!(person("Soldiers met Kramatorsk again", 2), 0);
    assert_eq!(
        person("Shells struck Kramatorsk again", 2),
        1,
        "what is struck is hardly somebody by one name"
    );
}

#[test]
fn a_town_behind_a_preposition_needs_no_country_beside_it() {
    let gazetteer = gazetteer();
    let labelled = |text: &str, at: u32, label: EntityLabel| {
        let mut sentences = common::sentences(text);
        sentences[0].entities = vec![Entity { start: at, end: at + 1, label }];
        sentences[0].tokens[at as usize].dep = Dep::Pobj;
        toponyms(&gazetteer, text, &sentences, &Context::default()).len()
    };
    assert_eq!(labelled("Shells fell in Pokrovsk again", 3, EntityLabel::Norp), 1);
    assert_eq!(labelled("Shells fell in Pokrovsk again", 3, EntityLabel::Date), 1);
    assert_eq!(labelled("Shells met Pokrovsk again", 2, EntityLabel::Date), 0);
}

#[test]
fn the_dateline_weighs_more() {
    let gazetteer = gazetteer();
    let text = "Police in Tripoli held two men";
    let context = Context { filed_from: &["Beirut"], ..Context::default() };
    let toponyms = toponyms(&gazetteer, text, &common::sentences(text), &context);
    assert_eq!(toponyms[0].place.place, "geonames:266826");
}

#[test]
fn the_names_of_a_dateline_help_each_other_and_the_text() {
    let gazetteer = gazetteer();
    let filed = |filed_from: &[&str], text: &str| {
        let context = Context { filed_from, ..Context::default() };
        let told = places(&gazetteer, text, &common::sentences(text), &context);
        let countries = |places: &mut dyn Iterator<Item = &casus_model::Place>| -> Vec<String> {
            places.filter_map(|place| place.country.clone()).collect()
        };
        let toponyms = countries(&mut told.toponyms.iter().map(|toponym| &toponym.place));
        (countries(&mut told.filed_from.iter()), toponyms)
    };
    let (dateline, _) = filed(&["CATARMAN", "Northern Samar"], "Rebels fled to the hills");
    assert_eq!(dateline, ["PH", "PH"]);
    let (dateline, _) = filed(&["TRIPOLI"], "Police in Beirut and Sidon held two men");
    assert_eq!(dateline, ["LB"]);
    let (_, told) = filed(&["BAMAKO", "Mali"], "Gunmen drove to Timbuktu");
    assert_eq!(told, ["ML"]);
}

#[test]
fn a_town_far_from_the_one_it_is_near_is_another() {
    let gazetteer = gazetteer();
    let found = |text: &str| {
        let told = toponyms(&gazetteer, text, &common::sentences(text), &Context::default());
        told.iter().map(|toponym| toponym.span.of(text).to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(found("Guards in Lar near Zahedan in Iran"), ["Zahedan", "Iran"]);
    assert_eq!(found("Guards in Mambasa territory in Mozambique"), ["Mozambique"]);
    assert_eq!(found("Guards in Sidon near Beirut in Lebanon"), ["Sidon", "Beirut", "Lebanon"]);
}

#[test]
fn names_of_the_news_are_found_however_they_are_spelt() {
    let gazetteer = gazetteer();
    for (name, place) in [
        ("Hasakah", "geonames:173811"),
        ("al-Hasakah", "geonames:173811"),
        ("Hassakeh", "geonames:173811"),
        ("Deir ez-Zor", "geonames:170794"),
        ("Deir al-Zour", "geonames:170794"),
        ("Khan Younis", "geonames:281124"),
        ("Rafah", "geonames:281102"),
        ("Kyiv", "geonames:703448"),
        ("Kiev", "geonames:703448"),
        ("Washington", "geonames:4140963"),
        ("Baghdad", "geonames:98182"),
        ("Iraq", "country:IQ"),
        ("US", "country:US"),
        ("U.S.", "country:US"),
        ("Tower 22", "site:tower-22"),
        ("Gaza Strip", "admin1:PS.GZ"),
        ("West Bank", "admin1:PS.WE"),
        ("Strait of Hormuz", "sea:strait-of-hormuz"),
        ("Zaporizhzhia nuclear power plant", "site:zaporizhzhia-plant"),
    ] {
        let found = lookup(&gazetteer, name, &Context::default());
        assert_eq!(found.map(|place| place.place).as_deref(), Some(place), "{name}");
    }
    assert_eq!(lookup(&gazetteer, "Minas Morgul", &Context::default()), None);
}

#[test]
fn a_name_tells_of_all_places_that_bear_it() {
    let gazetteer = gazetteer();
    let held = points(&gazetteer, "Tripoli");
    let holds = |lat: f64, lon: f64| held.iter().any(|point| (point.0 - lat).hypot(point.1 - lon) < 0.5);
    assert!(holds(32.9, 13.2) && holds(34.4, 35.8), "{held:?}");
    assert!(points(&gazetteer, "Minas Morgul").is_empty());
}

#[test]
fn every_part_of_a_place_is_told() {
    let gazetteer = gazetteer();
    let place = lookup(&gazetteer, "Erbil airbase", &Context::default()).unwrap();
    assert_eq!((place.name.as_str(), place.country.as_deref()), ("Erbil airbase", Some("IQ")));
    assert_eq!(place.admin1.map(|admin1| admin1.code).as_deref(), Some("IQ.11"));
    assert_eq!((place.lat, place.lon), (Some(36.2376), Some(43.9632)));
}

#[test]
fn people_and_common_words_are_no_places() {
    let gazetteer = gazetteer();
    for text in ["he is us and we are them", "Nice words were said in May", "Police said Reading is hard"] {
        assert_eq!(told(&gazetteer, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn toponyms_stand_in_order_and_do_not_overlap() {
    let gazetteer = gazetteer();
    let text = "North Kivu , South Kivu and New York ; al-Hasakah , Ain al-Asad airbase and Port-au-Prince .";
    let toponyms = read(&gazetteer, text);
    assert!(toponyms.len() >= 6, "{toponyms:?}");
    assert!(toponyms.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert!(toponyms.iter().all(|toponym| !toponym.candidates.is_empty() && toponym.candidates.len() <= 5));
}

#[test]
fn reading_twice_gives_the_same() {
    let gazetteer = gazetteer();
    let text = "Shells fell on Springfield , Georgetown , Victoria , San Antonio , Richmond and Alexandria .";
    assert_eq!(read(&gazetteer, text), read(&gazetteer, text));
}

#[test]
fn a_list_of_five_thousand_names_is_read_in_time() {
    let gazetteer = gazetteer();
    let some =
        ["San Antonio", "Springfield", "Georgetown", "Santa Cruz", "Victoria", "Richmond", "Tripoli", "Goma"];
    let text: String = (0..5_000).map(|at| format!("{} {}, ", some[at % some.len()], at)).collect();
    let begun = Instant::now();
    assert!(read(&gazetteer, &text).len() >= 4_000);
    let names: Vec<(&str, Span)> =
        some.iter().cycle().take(5_000).map(|name| (*name, Span::new(0, 0))).collect();
    assert_eq!(locate(&gazetteer, &names, "", &Context::default()).len(), 5_000);
    assert!(begun.elapsed().as_secs_f64() < 5.0, "{:?}", begun.elapsed());
}

#[test]
fn odd_text_is_text() {
    let gazetteer = gazetteer();
    for text in [
        "",
        " ",
        "- - -",
        "Al",
        "al- Al -al",
        "The",
        "St . .",
        "\u{301}\u{301} A\u{301}",
        "Ky. , Ky.",
        "ﷺ ﷺ",
        "A-B-C-D-E-F-G-H",
    ] {
        let toponyms = read(&gazetteer, text);
        assert!(
            toponyms
                .iter()
                .all(|toponym| text.get(toponym.span.start as usize..toponym.span.end as usize).is_some())
        );
        lookup(&gazetteer, text, &Context::default());
    }
}
