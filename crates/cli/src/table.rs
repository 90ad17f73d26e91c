//! A reading as a table for people: what happened, when, where, what came of it, who says so.

use std::fmt::Write as _;

use casus::Reading;
use casus::model::{
    Body, Claim, Count, Effect, Event, ModalityValue, OutcomeValue, Party, Place, PublishedBasis, Qualifier,
    SourceKind, Tally, Voice, When, printed,
};
use comfy_table::{ContentArrangement, Table, presets};
use owo_colors::OwoColorize;

/// The heading, the claims by kind, and what to know about the reading.
pub(crate) fn table(reading: &Reading, name: &str) -> String {
    let mut out = String::new();
    heading(&mut out, reading, name);
    let deeds: Vec<&Claim> = reading.claims.iter().filter(|claim| is_deed(claim)).collect();
    if !deeds.is_empty() {
        let width = width();
        let deeds = if width < NARROW { cards(&deeds) } else { rows(&deeds, width).to_string() };
        let _ = writeln!(out, "\n{}", deeds.trim_end());
    }
    lines(
        &mut out,
        "Other events",
        reading,
        |claim| matches!(&claim.body, Body::Event(_)) && !is_deed(claim),
        other_event,
    );
    lines(&mut out, "Force in place", reading, |claim| matches!(&claim.body, Body::Posture(_)), posture);
    lines(&mut out, "Ties", reading, |claim| matches!(&claim.body, Body::Relation(_)), relation);
    lines(&mut out, "Judgements", reading, |claim| matches!(&claim.body, Body::Assessment(_)), assessment);
    if reading.claims.is_empty() {
        let _ = writeln!(out, "\n{NO_CLAIM}");
    }
    notes(&mut out, reading);
    folded(&out)
}

/// The claims one by one, each with where its values come from.
pub(crate) fn explained(reading: &Reading, name: &str, explain: &dyn Fn(&Claim) -> String) -> String {
    let mut out = String::new();
    heading(&mut out, reading, name);
    for claim in &reading.claims {
        let told = match &claim.body {
            _ if is_deed(claim) => cards(&[claim]).trim_end().to_owned(),
            Body::Event(_) => line(claim, &other_event(claim)),
            Body::Tally(_) => line(claim, ""),
            Body::Posture(_) => line(claim, &posture(claim)),
            Body::Relation(_) => line(claim, &relation(claim)),
            Body::Assessment(_) => line(claim, &assessment(claim)),
        };
        let _ = writeln!(out, "\n{told}\n");
        for line in explain(claim).lines() {
            let _ =
                writeln!(out, "{}", if line.is_empty() { String::new() } else { format!("      {line}") });
        }
    }
    if reading.claims.is_empty() {
        let _ = writeln!(out, "\n{NO_CLAIM}");
    }
    notes(&mut out, reading);
    folded(&out)
}

const NO_CLAIM: &str = "No claim of violence, diplomacy or force was found in this text.";

fn heading(out: &mut String, reading: &Reading, name: &str) {
    let document = &reading.document;
    let published = match (document.published, document.published_basis) {
        (Some(date), PublishedBasis::Given) => format!("published {date} (given)"),
        (Some(date), PublishedBasis::Dateline) => format!("published {date} (dateline)"),
        (Some(date), _) => format!("published {date}"),
        (None, _) => "no publication date: use --published to resolve weekdays and years".to_owned(),
    };
    let title = document.title.as_deref().unwrap_or(name);
    let _ = writeln!(out, "{}", clean(title).bold());
    let dateline =
        document.dateline.as_ref().map(|dateline| format!(" · filed from {}", clean(&dateline.text)));
    let _ = writeln!(
        out,
        "{} · {} words · {published}{} · nothing stored, no network",
        clean(name),
        document.words,
        dateline.unwrap_or_default()
    );
}

/// Violence and its totals stand in the table; the rest is listed below it.
fn is_deed(claim: &Claim) -> bool {
    match &claim.body {
        Body::Event(event) => event.event_type.makes_incidents(),
        Body::Tally(_) => true,
        _ => false,
    }
}

/// What each column of a row says.
const HEADER: [&str; 8] = ["#", "when", "what", "who → whom", "where", "outcome", "harm", "said by"];

/// Below this many columns a table would break its words, and each claim stands on lines of its own.
const NARROW: u16 = 100;

/// A line a value, unknown ones left out.
fn cards(claims: &[&Claim]) -> String {
    let mut out = String::new();
    for claim in claims {
        let cells = row(claim);
        let _ = writeln!(out, "{}  {}", cells[0].bold(), cells[2]);
        for (name, cell) in HEADER.iter().zip(&cells) {
            if !matches!(*name, "#" | "what") && !matches!(cell.as_str(), "?" | "–" | "") {
                let _ = writeln!(out, "    {:<10}  {cell}", name.dimmed());
            }
        }
        out.push('\n');
    }
    out
}

fn rows(claims: &[&Claim], width: u16) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    table.set_header(HEADER);
    for claim in claims {
        table.add_row(row(claim));
    }
    table
}

/// The width that the user asks for (`COLUMNS`), else the terminal's.
pub(crate) fn known_width() -> Option<u16> {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
    asked.or_else(terminal).map(|width: u16| width.clamp(20, 240))
}

/// The same, or wide enough for a page.
fn width() -> u16 {
    known_width().unwrap_or(150)
}

/// Lines that are wider than the terminal, broken at spaces; what goes on stands further in. What goes to a file or to
/// another program keeps a line for each thing.
pub(crate) fn folded(text: &str) -> String {
    known_width().map_or_else(|| text.to_owned(), |width| broken(text, usize::from(width)))
}

fn broken(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches('\n');
        let indent = body.chars().take_while(|c| *c == ' ').count();
        let further = (indent + 4).min(width / 2);
        let (mut column, mut begins) = (0, true);
        for (at, word) in body.split(' ').enumerate() {
            let wide = shown(word);
            if at > 0 && column + 1 + wide > width && column > further {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                out.push_str(&" ".repeat(further));
                (column, begins) = (further, true);
            } else if at > 0 && !(begins && column > 0) {
                out.push(' ');
                column += 1;
            }
            begins &= word.is_empty() && column > 0;
            out.push_str(word);
            column += wide;
        }
        out.push_str(&line[body.len()..]);
    }
    out
}

/// Characters of a word that take room: the signs that colour it do not.
fn shown(word: &str) -> usize {
    let mut inside = false;
    let takes_room = |c: &char| {
        let was = inside;
        inside = *c == '\u{1b}' || (inside && *c != 'm');
        !was && !inside
    };
    word.chars().filter(takes_room).count()
}

fn row(claim: &Claim) -> [String; 8] {
    let (when, what, who, places, outcome, harm) = match &claim.body {
        Body::Event(event) => (
            time(event.when.as_ref()),
            what(event),
            sides(&event.actors, event),
            place(&event.places),
            outcomes(event),
            harm(event),
        ),
        Body::Tally(tally) => (
            time(tally.window.as_ref()),
            total(tally),
            arrow(&names(&tally.actors), &names(&tally.recipients)),
            place(&tally.places),
            contains(tally),
            if tally.measure == "events" {
                "–".into()
            } else {
                format!("{} {}", number(&tally.count), tally.measure)
            },
        ),
        _ => Default::default(),
    };
    let what = match claim.modality.value {
        ModalityValue::Actual => what,
        other => format!("{what} [{}]", printed(&other)),
    };
    [claim.id.clone(), when, what, who, places, outcome, harm, said_by(&claim.attribution)]
        .map(|cell| clean(&cell))
}

fn what(event: &Event) -> String {
    let weapons: Vec<String> = event
        .weapons
        .iter()
        .map(|weapon| match weapon.count.as_ref().filter(|count| count.exact() != Some(1)) {
            Some(count) => format!("{} ×{}", weapon.class.replace('-', " "), number(count)),
            None => weapon.class.replace('-', " "),
        })
        .collect();
    let kind = printed(&event.event_type).to_lowercase();
    let modes = event.modes.join(", ");
    match (weapons.is_empty(), modes.is_empty()) {
        (false, _) => weapons.join(", "),
        (true, false) => format!("{kind} ({modes})"),
        (true, true) => kind,
    }
}

fn total(tally: &Tally) -> String {
    let modes =
        if tally.of.modes.is_empty() { String::new() } else { format!(" ({})", tally.of.modes.join(", ")) };
    match tally.measure.as_str() {
        "events" => format!("{} attacks in all{modes}", number(&tally.count)),
        measure => format!("{} {measure} in all", number(&tally.count)),
    }
}

fn contains(tally: &Tally) -> String {
    if tally.contains.is_empty() {
        "total".into()
    } else {
        format!("total, contains {}", tally.contains.join(", "))
    }
}

fn sides(actors: &[Party], event: &Event) -> String {
    let targets = event.targets.iter().map(|target| target.name.clone());
    let whom: Vec<String> = targets.chain(event.recipients.iter().map(|party| party.name.clone())).collect();
    arrow(&names(actors), &whom.join(", "))
}

fn arrow(who: &str, whom: &str) -> String {
    let or_unknown = |text: &str| if text.is_empty() { "?".to_owned() } else { text.to_owned() };
    if who.is_empty() && whom.is_empty() {
        "?".into()
    } else {
        format!("{} → {}", or_unknown(who), or_unknown(whom))
    }
}

fn names(parties: &[Party]) -> String {
    parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>().join(", ")
}

pub(crate) fn time(when: Option<&When>) -> String {
    let Some(when) = when else { return "?".into() };
    let about = if when.approximate { "~" } else { "" };
    match (&when.start, &when.end, &when.partial) {
        (Some(start), Some(end), _) if start != end => format!("{about}{start} – {end}"),
        (Some(start), _, _) => format!("{about}{start}"),
        (None, _, Some(partial)) => format!("“{}” ({partial})", when.text),
        (None, _, None) => format!("“{}”", when.text),
    }
}

fn place(places: &[Place]) -> String {
    let one = |place: &Place| match &place.country {
        Some(country) if place.precision < 4 => format!("{}, {country}", place.name),
        _ => place.name.clone(),
    };
    if places.is_empty() { "?".into() } else { places.iter().map(one).collect::<Vec<_>>().join("; ") }
}

fn outcomes(event: &Event) -> String {
    let one = |outcome: &casus::model::Outcome| {
        let count = outcome
            .count
            .as_ref()
            .filter(|count| count.exact() != Some(1))
            .map(|count| format!(" ×{}", number(count)));
        let through = if outcome.penetrated { ", got through" } else { "" };
        format!("{}{}{through}", printed(&outcome.value), count.unwrap_or_default())
    };
    let told: Vec<String> = event
        .outcomes
        .iter()
        .filter(|outcome| outcome.value != OutcomeValue::Unknown || outcome.penetrated)
        .map(one)
        .collect();
    let by = if event.interceptors.is_empty() {
        String::new()
    } else {
        format!(" by {}", names(&event.interceptors))
    };
    if told.is_empty() { "?".into() } else { format!("{}{by}", told.join(", ")) }
}

fn harm(event: &Event) -> String {
    let one = |casualty: &casus::model::Casualty| {
        let word = match casualty.effect {
            Effect::Killed => "killed",
            Effect::Injured => "hurt",
            Effect::Missing => "missing",
            Effect::Captured => "captured",
            Effect::Displaced => "displaced",
            Effect::Sick => "sick",
        };
        format!("{} {word}", number(&casualty.count))
    };
    if event.casualties.is_empty() {
        "?".into()
    } else {
        event.casualties.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// A count as short as it can be without losing its hedge.
pub(crate) fn number(count: &Count) -> String {
    match (count.low, count.high, count.qualifier) {
        (Some(low), Some(high), Qualifier::Exact) if low == high => low.to_string(),
        (Some(low), Some(high), _) if low == high => format!("~{low}"),
        (Some(low), Some(high), _) => format!("{low}–{high}"),
        (Some(low), None, _) => format!("≥ {low}"),
        (None, Some(high), _) => format!("≤ {high}"),
        (None, None, _) => "?".into(),
    }
}

fn said_by(voices: &[Voice]) -> String {
    let one = |voice: &Voice| {
        let name = voice.name.clone().unwrap_or_else(|| "the report".into());
        match voice.kind {
            SourceKind::Anonymous => format!("{name} (not named)"),
            _ => name,
        }
    };
    voices.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn lines(
    out: &mut String,
    title: &str,
    reading: &Reading,
    keep: impl Fn(&Claim) -> bool,
    line: impl Fn(&Claim) -> String,
) {
    let kept: Vec<&Claim> = reading.claims.iter().filter(|claim| keep(claim)).collect();
    if kept.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", title.bold());
    for claim in kept {
        let _ = writeln!(out, "  {}", self::line(claim, &line(claim)));
    }
}

/// A claim that stands on a line.
fn line(claim: &Claim, told: &str) -> String {
    format!("{:<4} {}  — {}", claim.id, clean(told), clean(&said_by(&claim.attribution)).dimmed())
}

fn other_event(claim: &Claim) -> String {
    let Body::Event(event) = &claim.body else { return String::new() };
    let kind = printed(&event.event_type).to_lowercase();
    let modality = match claim.modality.value {
        ModalityValue::Actual => String::new(),
        other => format!(" [{}]", printed(&other)),
    };
    let when = event.when.as_ref().map(|when| format!(", {}", time(Some(when)))).unwrap_or_default();
    format!(
        "{kind}{modality}: {} “{}”{when}",
        arrow(&names(&event.actors), &names(&event.recipients)),
        claim.trigger.text
    )
}

fn posture(claim: &Claim) -> String {
    let Body::Posture(posture) = &claim.body else { return String::new() };
    let holder = posture.holder.as_ref().map_or("?", |holder| holder.name.as_str());
    format!("{holder}: {} {} in {}", number(&posture.count), posture.unit, place(&posture.places))
}

fn relation(claim: &Claim) -> String {
    let Body::Relation(relation) = &claim.body else { return String::new() };
    format!(
        "{} —{}→ {}",
        relation.subject.name,
        printed(&relation.predicate).replace('_', " "),
        relation.object.name
    )
}

fn assessment(claim: &Claim) -> String {
    let Body::Assessment(assessment) = &claim.body else { return String::new() };
    format!("“{}”", assessment.content.text)
}

fn notes(out: &mut String, reading: &Reading) {
    if reading.diagnostics.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", "To know".bold());
    for note in &reading.diagnostics {
        let words = note.span.map(|span| format!(" (“{}”)", shortened(span.of(&reading.document.text))));
        let _ = writeln!(out, "  {} {}{}", note.code, note.message, clean(&words.unwrap_or_default()));
    }
}

/// Words that fit on a line.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

/// Text from outside cannot steer the terminal: control characters are left out.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_wide_is_broken_at_spaces_and_goes_on_further_in() {
        assert_eq!(broken("short\n", 20), "short\n");
        assert_eq!(
            broken("  one two three four five six\n\nx", 16),
            "  one two three\n      four five\n      six\n\nx"
        );
        let bold = "\u{1b}[1mi1\u{1b}[0m     two three four five";
        assert_eq!(broken(bold, 16), "\u{1b}[1mi1\u{1b}[0m     two three\n    four five");
        assert_eq!(broken(&"x".repeat(30), 20), "x".repeat(30), "a word is not broken");
    }
}
