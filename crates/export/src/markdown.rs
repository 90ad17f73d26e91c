//! Markdown: a heading and a table of claims for each report.
//!
//! Everything from outside is escaped: a name can neither end its cell nor become a link or a tag.

use casus_model::{Claim, ModalityValue, When, printed};

use crate::Report;
use crate::cells::{self, list};
use crate::columns::Row;

/// A heading of the table and what stands under it.
type Heading = (&'static str, fn(&Row) -> String);

const HEADINGS: [Heading; 10] = [
    ("claim", |row| row.claim.id.clone()),
    ("what", what),
    ("when", |row| row.time().map(when).unwrap_or_default()),
    ("who", |row| cells::parties(&row.actors())),
    ("whom", whom),
    ("where", |row| list(row.claim_places().iter().map(cells::place))),
    ("outcome", |row| row.each(|event| &event.outcomes, cells::outcome)),
    ("harm", |row| row.each(|event| &event.casualties, cells::casualty)),
    ("said by", |row| list(row.claim.attribution.iter().map(cells::voice))),
    ("words", |row| row.report.quote(row.claim.trigger.span()).into_owned()),
];

/// The report as Markdown, with an empty line behind it.
pub fn markdown(report: &Report) -> String {
    let document = &report.reading.document;
    let title = document.title.as_deref().unwrap_or(report.file);
    let published = match document.published {
        Some(day) => format!("published {day}"),
        None => "no publication date".to_owned(),
    };
    let mut out = format!("## {}\n\n{}, {published}\n\n", escaped(title), escaped(report.file));
    if report.reading.claims.is_empty() {
        out.push_str("No claims.\n\n");
        return out;
    }
    out.push_str(&line(HEADINGS.iter().map(|(heading, _)| (*heading).to_owned())));
    out.push_str(&line(HEADINGS.iter().map(|_| "---".to_owned())));
    for claim in &report.reading.claims {
        out.push_str(&row(report, claim));
    }
    out.push('\n');
    out
}

fn row(report: &Report, claim: &Claim) -> String {
    let row = Row { report, claim, incident: None };
    line(HEADINGS.iter().map(|(_, cell)| escaped(&cell(&row))))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// `ASSAULT drone: one-way-attack-drone 2`, `40.. events`, and the modality of what is not actual.
fn what(row: &Row) -> String {
    let kind = match row.kind_of_event() {
        Some((event_type, modes)) => format!("{} {}", printed(&event_type), modes.join(" ")),
        None => row.claim.body.kind().to_owned(),
    };
    let weapons = row.each(|event| &event.weapons, cells::weapon);
    let counted = row.counted().map(|(measure, count)| format!("{} {measure}", cells::count(count)));
    let details = list([weapons, counted.unwrap_or_default()]);
    let told =
        if details.is_empty() { kind.trim().to_owned() } else { format!("{}: {details}", kind.trim()) };
    match row.claim.modality.value {
        ModalityValue::Actual => told,
        other => format!("{told} ({})", printed(&other)),
    }
}

fn whom(row: &Row) -> String {
    let targets = row.each(|event| &event.targets, |target| target.name.clone());
    list([targets, cells::parties(&row.recipients())])
}

fn when(when: &When) -> String {
    match (&when.start, &when.end) {
        (Some(start), Some(end)) if start != end => format!("{start} – {end}"),
        (Some(start), _) => start.clone(),
        _ => when.text.clone(),
    }
}

/// Text that Markdown and HTML take for nothing but text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '#' | '!' | ':' => out.extend(['\\', c]),
            // `www.` becomes a link by itself in many dialects.
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("\\."),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn names_stay_names() {
        assert_eq!(escaped("<img src=x onerror=a()>"), "&lt;img src=x onerror=a()&gt;");
        assert_eq!(escaped("[here](http://a.example)|b"), "\\[here\\](http\\://a.example)\\|b");
        assert_eq!(escaped("www.a.example\nx `y`"), "www\\.a.example x \\`y\\`");
        assert_eq!(escaped("3.5 km, the “Hill Guard”"), "3.5 km, the “Hill Guard”");
    }
}
