//! Which outlet published a report, from what was given, from its address, or from a credit in its words.

use casus_lexicon::{Lexicon, Outlet, OutletKind, Outlets};
use casus_model::Document;

/// The outlet's name as the list has it; a name that the list does not know stays as it was given.
pub(crate) fn outlet(lexicon: &Lexicon, document: &Document) -> Option<String> {
    let outlets = &lexicon.outlets;
    let known = match &document.outlet {
        Some(given) => match outlets.named(given) {
            Some(outlet) => outlet,
            None => return Some(given.clone()),
        },
        None => {
            let address = document.url.as_deref().and_then(|url| outlets.of_address(url));
            address
                .or_else(|| credit_before_story(outlets, document))
                .or_else(|| in_byline(outlets, document))?
        }
    };
    Some(known.name.clone())
}

/// The country of whose towns an outlet tells without saying so: that of a paper's seat. Agencies tell of the world.
pub(crate) fn home<'a>(lexicon: &'a Lexicon, outlet: &str) -> Option<&'a str> {
    let outlet = lexicon.outlets.named(outlet)?;
    (outlet.kind != OutletKind::Agency).then_some(outlet.country.as_str())
}

/// "BAGHDAD, Nov 10 (Agency) - Two boats burned.": words in brackets between the dateline and the story,
/// or before the dash that opens a story without a dateline.
fn credit_before_story<'a>(outlets: &'a Outlets, document: &Document) -> Option<&'a Outlet> {
    let story = document.paragraphs.iter().find(|paragraph| !paragraph.headline)?;
    let before_story = match &document.dateline {
        Some(dateline) => document.text.get(dateline.span.end as usize..story.span.start as usize)?,
        None => {
            let opening = story.span.of(&document.text);
            let close = opening.find(')')? + 1;
            let dash = opening[close..].trim_start().starts_with(['-', '–', '—']);
            (opening.starts_with('(') && dash).then_some(&opening[..close])?
        }
    };
    let (_, from_bracket) = before_story.split_once('(')?;
    let (words, _) = from_bracket.split_once(')')?;
    outlets.named(words)
}

/// "By Eowyn Rider, Agency" or "Agency": a part of the byline that is an outlet's name and nothing else.
fn in_byline<'a>(outlets: &'a Outlets, document: &Document) -> Option<&'a Outlet> {
    let byline = document.byline.as_deref()?;
    byline.split([',', '|', '/', '(', ')', ';']).find_map(|part| outlets.named(part))
}

#[cfg(test)]
mod tests {
    use casus_ingest::Given;

    use super::*;

    const LIST: &str = "id\tname\taliases\tdomain\tcountry\tkind\n\
                        horn\tThe Horn of Gondor\tHorn|HG\thorn.example\tXX\tagency\n\
                        post\tDol Amroth Post\tPost\tpost.example\tXX\tnewspaper\n";

    /// The outlet of a report with these words above and in front of its story.
    fn of(report: &str, given: Given) -> Option<String> {
        let lexicon = Lexicon::from_files([("outlets/outlets.tsv", LIST)]).unwrap();
        let (document, _) = casus_ingest::document(report.as_bytes(), &given).unwrap();
        outlet(&lexicon, &document)
    }

    const STORY: &str = "Two boats were burned in the harbour on Monday, the mayor of the town said.";

    #[test]
    fn what_was_given_gets_its_name_and_wins() {
        let given = |outlet: &str| Given {
            outlet: Some(outlet.to_owned()),
            url: Some("https://www.post.example/1".to_owned()),
            ..Given::default()
        };
        assert_eq!(of(STORY, given("HG")).as_deref(), Some("The Horn of Gondor"));
        assert_eq!(of(STORY, given("Bree Courier")).as_deref(), Some("Bree Courier"));
    }

    #[test]
    fn the_address_tells_it_before_a_wire_credit_does() {
        let report = format!("EDORAS, Sept 3, 2024 (HG) - {STORY}");
        let url = |url: &str| Given { url: Some(url.to_owned()), ..Given::default() };
        assert_eq!(of(&report, url("https://news.post.example/1")).as_deref(), Some("Dol Amroth Post"));
        assert_eq!(of(&report, url("https://bree.example/1")).as_deref(), Some("The Horn of Gondor"));
    }

    #[test]
    fn a_credit_stands_in_the_dateline_the_opening_or_the_byline() {
        for report in [
            format!("EDORAS (The Horn of Gondor) — {STORY}"),
            format!("EDORAS, Sept 3 (HG) - {STORY}"),
            format!("(Horn) - {STORY}"),
            format!("Boats burn at Osgiliath\nBy Eowyn Rider, Horn\n\n{STORY}"),
        ] {
            assert_eq!(of(&report, Given::default()).as_deref(), Some("The Horn of Gondor"), "{report}");
        }
        for report in [
            STORY.to_owned(),
            format!("(Horn) {STORY}"),
            format!("EDORAS, Sept 3 (Bree Courier) - {STORY}"),
            format!("Boats burn at Osgiliath\nBy Eowyn Horn\n\n{STORY}"),
            format!("{STORY} The Horn (HG) - heard at dawn - was silent."),
        ] {
            assert_eq!(of(&report, Given::default()), None, "{report}");
        }
    }
}
