//! What a page says of itself, where it says it badly.

use jiff::civil::Date;

use crate::agree::words;

/// Signs that stand between a headline and the name of the site.
const SEPARATORS: [&str; 4] = [" | ", " - ", " – ", " — "];

/// A headline without the name of the site behind it.
pub(crate) fn headline(title: String, outlet: Option<&str>) -> String {
    let outlet = words(outlet.unwrap_or_default());
    let cut = SEPARATORS.iter().filter_map(|separator| title.rsplit_once(separator));
    let is_site = |name: &str| !words(name).is_empty() && outlet.starts_with(&words(name));
    let headline =
        cut.filter(|(_, name)| is_site(name)).map(|(headline, _)| headline.trim().to_owned()).next();
    headline.filter(|headline| !headline.is_empty()).unwrap_or(title)
}

/// A name of an outlet; an address is none.
pub(crate) fn outlet(name: String) -> Option<String> {
    Some(name).filter(|name| !name.contains("://"))
}

/// The day of publication: that of the address, where the page tells another that is more than a day away.
/// Pages tell days of their last change, and of what they write about, as days of publication.
pub(crate) fn published(told: Option<Date>, url: Option<&str>) -> Option<Date> {
    let of_address = url.and_then(day_of_address);
    let is_near = |(told, of_address): (Date, Date)| (told - of_address).get_days().abs() <= 1;
    match told.zip(of_address).map(is_near) {
        Some(false) => of_address,
        Some(true) | None => told.or(of_address),
    }
}

/// `/2031/05/08/` or `/2031/may/08/`.
fn day_of_address(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split('/').collect();
    parts.windows(3).find_map(|window| {
        let is_day = window[0].len() == 4 && window.iter().all(|part| part.len() <= 4);
        let text = is_day.then(|| window.join(" "))?;
        Date::strptime("%Y %m %d", &text).or_else(|_| Date::strptime("%Y %b %d", &text)).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_headline() {
        let cut = |title: &str, outlet| headline(title.to_owned(), outlet);
        assert_eq!(cut("Boats sink - The Horn", Some("The Horn")), "Boats sink");
        assert_eq!(cut("Boats sink | Horn", Some("Horn.example")), "Boats sink");
        assert_eq!(cut("Boats sink - two dead", Some("The Horn")), "Boats sink - two dead");
        assert_eq!(cut("Boats sink - The Horn", None), "Boats sink - The Horn");
        assert_eq!(outlet("https://horn.example".to_owned()), None);
    }

    #[test]
    fn a_day_in_the_address_wins_over_one_far_from_it() {
        let day = |text: &str| Some(text.parse::<Date>().expect("a day"));
        let url = Some("https://horn.example/2031/may/08/ferry");
        assert_eq!(published(day("2031-03-01"), url), day("2031-05-08"));
        assert_eq!(published(day("2031-05-09"), url), day("2031-05-09"));
        assert_eq!(published(None, Some("https://horn.example/2031/05/08/")), day("2031-05-08"));
        assert_eq!(published(day("2031-03-01"), Some("https://horn.example/2031/05/a")), day("2031-03-01"));
        assert_eq!(published(None, Some("https://horn.example/2031/13/41/x")), None);
    }
}
