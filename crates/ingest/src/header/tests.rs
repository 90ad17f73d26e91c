use super::*;

/// Headline and paragraphs, as `# headline` and plain lines.
fn told(text: &str) -> Vec<String> {
    let layout = layout(text);
    let mark = |paragraph: &Paragraph| if paragraph.headline { "# " } else { "" };
    layout
        .paragraphs
        .iter()
        .map(|paragraph| format!("{}{}", mark(paragraph), paragraph.span.of(text)))
        .collect()
}

const STORY: &str = "Two boats sank in the harbour on Sunday, the council said.";

#[test]
fn headline_section_names_and_dateline_are_told_apart() {
    let text = format!("\nBoats sink in Edoras harbour\n\nRohan West World\n\nEdoras/Osgiliath — {STORY}\n");
    let layout = layout(&text);
    assert_eq!(told(&text), ["# Boats sink in Edoras harbour".to_owned(), STORY.to_owned()]);
    assert_eq!(layout.dateline.unwrap().text, "Edoras/Osgiliath");
}

#[test]
fn section_names_may_stand_above_the_headline() {
    let text = format!("World | Rohan\n\nBoats sink in Edoras harbour\n\n{STORY}");
    assert_eq!(told(&text), ["# Boats sink in Edoras harbour", STORY]);
    let titled = format!("World\nSeven Boats Sink Near Edoras\n\n{STORY}");
    assert_eq!(told(&titled), ["# Seven Boats Sink Near Edoras", STORY]);
}

#[test]
fn a_byline_and_a_date_are_kept_as_facts_and_not_as_sentences() {
    let text =
        format!("Boats sink in Edoras harbour\nBy Eowyn Rider and Tom Bombadil\n3 September 2024\n\n{STORY}");
    let layout = layout(&text);
    assert_eq!(layout.byline.as_deref(), Some("Eowyn Rider and Tom Bombadil"));
    assert_eq!(layout.date.unwrap().to_string(), "2024-09-03");
    assert_eq!(told(&text), ["# Boats sink in Edoras harbour", STORY]);
}

#[test]
fn a_second_headline_is_read() {
    let text = format!(
        "Boats sink in Edoras harbour\n\nCouncil sends help from three towns\n\nBy Eowyn Rider\n\n{STORY}"
    );
    assert_eq!(told(&text), ["# Boats sink in Edoras harbour", "Council sends help from three towns", STORY]);
    assert_eq!(layout(&text).byline.as_deref(), Some("Eowyn Rider"));
}

#[test]
fn a_remark_before_the_headline_is_left_out() {
    let bracketed = format!("[Invented for a test]\n\nBoats sink in Edoras harbour\n\n{STORY}");
    assert_eq!(told(&bracketed), ["# Boats sink in Edoras harbour", STORY]);
    let sentence =
        format!("This page was made up.\n\nBoats sink in Edoras harbour\n\nEDORAS (Horn) - {STORY}");
    assert_eq!(told(&sentence), ["# Boats sink in Edoras harbour", STORY]);
}

#[test]
fn a_first_sentence_that_may_be_the_story_is_kept() {
    let text = format!("{STORY}\n\nWhat the council knows so far\n\nNobody was hurt, it said.");
    let paragraphs = told(&text);
    assert!(paragraphs.contains(&STORY.to_owned()), "{paragraphs:?}");
    assert_eq!(paragraphs.len(), 3);
}

#[test]
fn a_text_without_a_headline_has_none() {
    assert_eq!(told(STORY), [STORY]);
    assert_eq!(told("Two boats sank"), ["Two boats sank"]);
    let wrapped = "Two boats sank in the harbour on Sunday, the\ncouncil of Edoras said, and help was sent from\nthree towns.";
    assert_eq!(told(wrapped), [wrapped]);
    let name_at_the_break = "Two boats sank in the old harbour of Minas\nTirith on Sunday, the council said.";
    assert_eq!(told(name_at_the_break), [name_at_the_break]);
}

#[test]
fn a_headline_may_stand_right_above_the_story_or_be_wrapped() {
    let tight = format!("Boats sink in Edoras harbour\n{STORY}\nNobody was hurt, it said.");
    assert_eq!(told(&tight), ["# Boats sink in Edoras harbour", STORY, "Nobody was hurt, it said."]);
    let wrapped = format!("Boats sink in Edoras harbour as\nstorm passes\n\n{STORY}");
    assert_eq!(told(&wrapped), ["# Boats sink in Edoras harbour as\nstorm passes", STORY]);
}

#[test]
fn only_a_headline_is_still_read_as_text() {
    assert_eq!(told("World\n\nBoats sink in Edoras harbour"), ["# World", "Boats sink in Edoras harbour"]);
    assert_eq!(told("World\n\nRohan West"), ["# World", "Rohan West"]);
}

#[test]
fn a_dateline_may_follow_a_first_sentence() {
    let text = format!("Help is on its way to the harbour towns.\n\nEDORAS (Horn) — {STORY}");
    assert_eq!(told(&text), ["Help is on its way to the harbour towns.", STORY]);
    assert_eq!(layout(&text).dateline.unwrap().text, "EDORAS");
}

#[test]
fn a_remark_with_a_date_is_no_headline_beside_one() {
    let text = format!("Boats sink in Edoras harbour\n\nWritten down on September 3, 2024\n\n{STORY}");
    assert_eq!(told(&text), ["# Boats sink in Edoras harbour", STORY]);
    assert_eq!(layout(&text).date, None, "what the date is of is not told");
}

#[test]
fn a_day_of_publication_is_seen_wherever_it_stands_above_the_story() {
    for above in [
        "Boats sink in Edoras harbour\n\nBy Eowyn Rider, Rohan Horn\nPublished: 3 September 2024",
        "Boats sink in Edoras harbour\nUpdated: 5 September 2024\nPublished: 3 September 2024",
        "Boats sink in Edoras harbour\nBy a correspondent. 3 September 2024",
        "PRESS RELEASE\nHeadquarters, Riders of Rohan\nOperation LONG WATCH\nEdoras, 3 September 2024\n\n\
         RIDERS SAVE TWO BOATS",
    ] {
        let text = format!("{above}\n\n{STORY}");
        assert_eq!(layout(&text).date.map(|day| day.to_string()).as_deref(), Some("2024-09-03"), "{above}");
        assert_eq!(told(&text).len(), 2, "{:?}", told(&text));
    }
    let text = format!("Boats sink in Edoras harbour\nBy a correspondent. 3 September 2024\n\n{STORY}");
    assert_eq!(layout(&text).byline.as_deref(), Some("a correspondent"));
}

#[test]
fn a_day_without_a_place_opens_a_story_but_not_each_entry_of_a_diary() {
    let story = format!("Sept 3, 2024 - {STORY}\n\nNobody was hurt, it said.");
    assert_eq!(layout(&story).date.unwrap().to_string(), "2024-09-03");
    assert_eq!(told(&story)[0], STORY);
    let diary = format!("Sept 3, 2024 - {STORY}\n\nSept 5, 2024 - Nobody was hurt, it said.");
    assert_eq!(layout(&diary).date, None);
}
