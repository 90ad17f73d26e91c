//! `casus show`: the text, with the words that claims came from underlined and named; or an incident of a ledger.

use std::io::Write;

use casus::model::{Body, Claim, Span};
use casus::{FullReading, Reading};
use owo_colors::OwoColorize;

use crate::ledger::{Where, Who, show as incident};
use crate::{Outcome, Problem, input, open, table};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: input::Source,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
    /// Print an incident as JSON.
    #[arg(long)]
    json: bool,
}

/// Shows every report, or an incident of the ledger: an existing file wins over an incident of that name.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    if let [target] = arguments.source.files.as_slice()
        && incident::is_incident(target)
    {
        return incident::run(&target.to_string_lossy(), &arguments.place, &arguments.who, arguments.json);
    }
    arguments.who.only_internal("a report", "its incident", "casus show i17")?;
    if arguments.json {
        return Err(Problem::new(
            "--json is for an incident, as `casus show i17 --json`; of a report, `casus read FILE --output-format json`",
        ));
    }
    let width = table::known_width().map_or(WIDEST, |width| usize::from(width).min(WIDEST));
    let casus = open()?;
    let mut reader = casus.reader();
    let mut tally = input::Tally::new();
    for mut item in input::items(&arguments.source.files) {
        match input::read(&mut reader, &mut item, &arguments.source.about.given()) {
            Ok(FullReading { reading, .. }) => {
                // A reader that has seen enough (`| head`) is no error.
                let text = lines(&reading, width).join("\n");
                tally.read(&reading, || drop(writeln!(anstream::stdout().lock(), "{text}")));
            }
            Err(refused) => tally.refused(&item.name, &refused),
        }
    }
    Ok(tally.exit_code())
}

/// A label over the words it came from.
struct Underline {
    span: Span,
    label: String,
}

/// Columns that a line of text has at most.
const WIDEST: usize = 96;

/// The text line by line at so many columns, each followed by its underlines and labels.
fn lines(reading: &Reading, width: usize) -> Vec<String> {
    let text = &reading.document.text;
    let mut underlines: Vec<Underline> = reading.claims.iter().flat_map(underlines_of).collect();
    underlines.sort_by_key(|underline| (underline.span.start, underline.span.end));
    let mut out = Vec::new();
    let longest = underlines.iter().map(|underline| underline.span.len()).max().unwrap_or(0);
    for line in wrapped(text, width) {
        // Only underlines that begin in the line, or not further before it than the longest one reaches.
        let from = underlines
            .partition_point(|underline| underline.span.start as usize + longest < line.start as usize);
        let near = underlines[from..].iter().take_while(|underline| underline.span.start < line.end);
        let here: Vec<&Underline> = near.filter(|underline| underline.span.overlaps(line)).collect();
        out.push(table::clean(line.of(text)));
        out.extend(marks(text, line, &here, width));
    }
    out
}

/// The trigger and the values of a claim.
fn underlines_of(claim: &Claim) -> Vec<Underline> {
    let mut found =
        vec![Underline { span: claim.trigger.span(), label: format!("{} {}", claim.id, claim.body.kind()) }];
    let mut add =
        |span: Span, word: &str| found.push(Underline { span, label: format!("{} {word}", claim.id) });
    if let Body::Event(event) = &claim.body {
        event.actors.iter().for_each(|party| add(party.span, "actor"));
        event.recipients.iter().for_each(|party| add(party.span, "recipient"));
        event.targets.iter().for_each(|target| add(target.span, "target"));
        event.weapons.iter().for_each(|weapon| add(weapon.span.span(), "weapon"));
        event.outcomes.iter().for_each(|outcome| add(outcome.span.span(), "outcome"));
        event.casualties.iter().for_each(|casualty| add(casualty.span.span(), "harm"));
        event.places.iter().for_each(|place| add(place.span, "where"));
        if let Some(span) = event.when.as_ref().and_then(|when| when.span) {
            add(span, "when");
        }
    }
    for voice in &claim.attribution {
        if let Some(span) = voice.span {
            add(span, "source");
        }
    }
    found
}

/// One line of underlines for each label that has words in the line; equal spans share it.
fn marks(text: &str, line: Span, here: &[&Underline], columns: usize) -> Vec<String> {
    let mut rows: Vec<(Span, Vec<&str>)> = Vec::new();
    for underline in here {
        match rows.iter_mut().find(|(span, _)| *span == underline.span) {
            Some((_, labels)) => labels.push(&underline.label),
            None => rows.push((underline.span, vec![&underline.label])),
        }
    }
    let row = |(span, mut labels): (Span, Vec<&str>)| {
        let start = span.start.max(line.start);
        let end = span.end.min(line.end);
        let indent = Span { start: line.start, end: start }.of(text).chars().count();
        let width = Span { start, end }.of(text).chars().count().max(1);
        labels.dedup();
        let labels = labels.join(", ");
        let length = labels.chars().count();
        // A label that finds no room behind its words stands under them.
        let between = match indent + width + 1 + length <= columns {
            true => " ".to_owned(),
            false => format!("\n{}", " ".repeat(indent.min(columns.saturating_sub(length)))),
        };
        format!("{}{}{between}{}", " ".repeat(indent), "‾".repeat(width).dimmed(), labels.cyan())
    };
    rows.into_iter().map(row).collect()
}

/// Breaks a text at line ends and, in long lines, at spaces.
fn wrapped(text: &str, width: usize) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let end = start + raw.trim_end_matches(['\n', '\r']).len();
        let mut from = start;
        while let Some((limit, _)) = text[from..end].char_indices().nth(width) {
            let limit = from + limit;
            let cut = text[from..limit].rfind(' ').map_or(limit, |at| from + at + 1);
            lines.push(Span::new(from, cut));
            from = cut;
        }
        lines.push(Span::new(from, end));
        start += raw.len();
    }
    lines
}
