//! A line of a `.jsonl` file: an article with what is known of it.

use casus::Given;
use serde::Deserialize;

use super::Refused;

/// The fields that are read; others are left alone. Only `text` is needed.
#[derive(Debug, Deserialize)]
struct Record {
    text: String,
    title: Option<String>,
    published: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    retrieved: Option<String>,
    dateline: Option<String>,
}

/// The text of a record, behind its title, and what is given of it; the options of the command line
/// stand where the record says nothing.
pub(crate) fn report(line: &[u8], options: &Given) -> Result<(String, Given), Refused> {
    let record: Record = serde_json::from_slice(line).map_err(|cause| {
        let hint = "write an object a line, with `text` and perhaps `title`, `published`, `url`, `outlet`";
        Refused::new("this is not a record", &cause.to_string(), hint)
    })?;
    let published = record.published.as_deref().map(day).transpose()?;
    let text = under_title(record.title.as_deref(), record.text);
    let given = Given {
        published: published.or(options.published),
        url: record.url.or_else(|| options.url.clone()),
        outlet: record.outlet.or_else(|| options.outlet.clone()),
        byline: record.byline.or_else(|| options.byline.clone()),
        retrieved: record.retrieved.or_else(|| options.retrieved.clone()),
        dateline: record.dateline.or_else(|| options.dateline.clone()),
        ..Given::default()
    };
    Ok((text, given))
}

/// The text behind its title, where it does not begin with it.
pub(crate) fn under_title(title: Option<&str>, text: String) -> String {
    match title.map(str::trim) {
        Some(title) if !title.is_empty() && !text.trim_start().starts_with(title) => {
            format!("{title}\n\n{text}")
        }
        _ => text,
    }
}

/// The day of `2023-11-10` or `2023-11-10T08:00:00Z`.
fn day(text: &str) -> Result<jiff::civil::Date, Refused> {
    let text = text.trim();
    let day = text.get(..10).unwrap_or(text);
    day.parse().map_err(|_| {
        let why = format!("`published` is {text:?}");
        Refused::new("no day of publication", &why, "write it as 2023-11-10, or leave it out")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_wins_over_the_options() {
        let options =
            Given { outlet: Some("Post".to_owned()), url: Some("a.example".to_owned()), ..Given::default() };
        let line = br#"{"title": "Boats sink", "text": "Two boats sank.", "outlet": "Horn",
                        "published": "2031-05-08T10:00:00Z", "n": 3}"#;
        let (text, given) = report(line, &options).expect("a record");
        assert_eq!(text, "Boats sink\n\nTwo boats sank.");
        assert_eq!(given.published.map(|day| day.to_string()).as_deref(), Some("2031-05-08"));
        assert_eq!((given.outlet.as_deref(), given.url.as_deref()), (Some("Horn"), Some("a.example")));
    }

    #[test]
    fn a_title_is_not_told_twice() {
        let line = br#"{"title": "Boats sink", "text": "Boats sink\n\nTwo boats sank."}"#;
        assert_eq!(report(line, &Given::default()).expect("a record").0, "Boats sink\n\nTwo boats sank.");
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for line in [&b"{"[..], b"[]", br#"{"title": "x"}"#, br#"{"text": "x", "published": "Monday"}"#] {
            assert!(report(line, &Given::default()).is_err());
        }
    }
}
