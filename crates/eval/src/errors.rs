//! What was missed, what was made up and what was read otherwise, each with its sentence underlined.

use casus_model::{Body, Claim, Count, Party, Reading, Span, When};

use crate::compare::{Context, compare};
use crate::facet::Facet;
use crate::gold::{GoldClaim, GoldParty, GoldReport};
use crate::pairing::{pairs, type_of};
use crate::sentence::{sentence_at, sentences};

/// The first `limit` errors in the order of reports and text.
pub fn errors(reports: &[(GoldReport, Reading)], limit: usize) -> String {
    let all: Vec<Wrong> = reports.iter().flat_map(|(report, reading)| wrong(report, reading)).collect();
    let mut out = String::new();
    for (report, reading) in reports {
        if report.text != reading.document.text {
            out.push_str(&format!(
                "{}: this is a reading of another text; nothing can be paired\n\n",
                report.name
            ));
        }
    }
    for error in all.iter().take(limit) {
        out.push_str(&error.shown());
        out.push('\n');
    }
    let rest = all.len().saturating_sub(limit);
    if rest > 0 {
        out.push_str(&format!("and {rest} more\n"));
    }
    out
}

struct Wrong<'r> {
    report: &'r GoldReport,
    what: String,
    trigger: Span,
}

impl Wrong<'_> {
    fn shown(&self) -> String {
        format!("{}: {}\n{}", self.report.name, self.what, underlined(&self.report.text, self.trigger))
    }
}

/// The sentence around some words, with a line below that underlines them. Of a long one what stands near them.
pub fn underlined(text: &str, span: Span) -> String {
    let sentence = sentence_at(&sentences(text), span.start);
    let line = if sentence.is_empty() { span } else { sentence };
    // Words past their sentence are underlined as far as the sentence goes.
    let end = span.end.min(line.end);
    let lead = slice(text, Span { start: line.start, end: span.start });
    let marked = slice(text, Span { start: span.start, end: end.max(span.start) });
    let rest = slice(text, Span { start: end.max(span.start), end: line.end });
    let n_lead = lead.chars().count();
    let cut = n_lead.saturating_sub(NEAR);
    let lead: String = ["…"].into_iter().take(cut.min(1)).chain([skip(lead, cut)]).collect();
    let n_rest = rest.chars().count();
    let rest: String = rest.chars().take(if n_rest > NEAR + 1 { NEAR } else { n_rest }).collect();
    let more = if n_rest > NEAR + 1 { "…" } else { "" };
    let underline =
        format!("{}{}", " ".repeat(lead.chars().count()), "^".repeat(marked.chars().count().max(1)));
    format!("    {lead}{marked}{rest}{more}\n    {underline}\n")
}

/// How many characters before and after the words are shown.
const NEAR: usize = 240;

fn skip(text: &str, n_chars: usize) -> &str {
    text.char_indices().nth(n_chars).map_or("", |(byte, _)| &text[byte..])
}

/// The words of a span, or nothing where a reading points outside the text.
fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

fn wrong<'r>(report: &'r GoldReport, reading: &'r Reading) -> Vec<Wrong<'r>> {
    if report.text != reading.document.text {
        return Vec::new();
    }
    let pairs = pairs(report, &reading.claims);
    let mut wrong = Vec::new();
    for (idx, gold) in report.claims.iter().enumerate() {
        if !gold.optional && pairs.iter().all(|(paired, _)| *paired != idx) {
            wrong.push(Wrong { report, what: missed(gold), trigger: gold.trigger });
        }
    }
    for (idx, claim) in reading.claims.iter().enumerate() {
        if pairs.iter().all(|(_, paired)| *paired != idx) {
            wrong.push(Wrong { report, what: spurious(claim), trigger: claim.trigger.span() });
        }
    }
    let context = Context { report, reading, pairs: &pairs };
    for pair in &pairs {
        let off = compare(&context, *pair)
            .into_iter()
            .filter(|(_, counts)| counts.right < counts.gold.max(counts.system));
        let facets: Vec<Facet> = off.map(|(facet, _)| facet).collect();
        let (gold, claim) = (&report.claims[pair.0], &reading.claims[pair.1]);
        if !facets.is_empty() && !gold.optional {
            let ids: Vec<&str> = facets.iter().map(|facet| facet.id()).collect();
            let values: String =
                facets.iter().filter_map(|facet| side_by_side(*facet, report, gold, claim)).collect();
            let what = format!("{} differs from line {} in {}{values}", claim.id, gold.line, ids.join(", "));
            wrong.push(Wrong { report, what, trigger: claim.trigger.span() });
        }
    }
    wrong.sort_by_key(|error| error.trigger);
    wrong
}

fn missed(gold: &GoldClaim) -> String {
    format!("missed {} (line {})", named(gold.kind.name(), gold.event_type), gold.line)
}

fn spurious(claim: &Claim) -> String {
    let rules: Vec<&str> = claim.evidence.iter().map(|evidence| evidence.rule.as_str()).collect();
    let rule = rules.first().map(|rule| format!(", by {rule}")).unwrap_or_default();
    format!("spurious {} ({}{rule})", named(claim.body.kind(), type_of(claim)), claim.id)
}

fn named(kind: &str, event_type: Option<casus_model::EventType>) -> String {
    match event_type {
        Some(event_type) => format!("{kind} {}", format!("{event_type:?}").to_uppercase()),
        None => kind.to_owned(),
    }
}

/// Gold's values and ours of a facet, where they are lists of words.
fn side_by_side(facet: Facet, report: &GoldReport, gold: &GoldClaim, claim: &Claim) -> Option<String> {
    let Body::Event(event) = &claim.body else { return None };
    let words = |spans: &[Span]| spans.first().map_or("", |span| slice(&report.text, *span)).to_owned();
    let parties = |parties: &[GoldParty]| parties.iter().map(|party| words(&party.spans)).collect::<Vec<_>>();
    let names = |parties: &[Party]| parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>();
    let (ours, theirs) = match facet {
        Facet::Actors => (names(&event.actors), parties(&gold.actors)),
        Facet::Recipients => (names(&event.recipients), parties(&gold.recipients)),
        Facet::Modes => (event.modes.clone(), gold.modes.clone()),
        Facet::Targets => (
            event.targets.iter().map(|target| target.kind.clone()).collect(),
            gold.targets.iter().map(|target| target.kinds.join("/")).collect(),
        ),
        Facet::Weapons => (
            event.weapons.iter().map(|weapon| weapon.class.clone()).collect(),
            gold.weapons.iter().map(|weapon| weapon.classes.join("/")).collect(),
        ),
        Facet::Outcomes | Facet::OutcomeCounts => (
            event
                .outcomes
                .iter()
                .map(|outcome| format!("{:?} {:?}", outcome.value, bounds(outcome.count.as_ref())))
                .collect(),
            gold.outcomes
                .iter()
                .map(|outcome| format!("{:?} {:?}", outcome.value, bounds(outcome.count.as_ref())))
                .collect(),
        ),
        Facet::Casualties | Facet::CasualtyClasses => (
            event
                .casualties
                .iter()
                .map(|harm| format!("{:?} {:?} {}", harm.effect, bounds(Some(&harm.count)), harm.class))
                .collect(),
            gold.casualties
                .iter()
                .map(|harm| {
                    format!("{:?} {:?} {}", harm.effect, bounds(Some(&harm.count)), harm.classes.join("/"))
                })
                .collect(),
        ),
        Facet::WhenStart | Facet::WhenEnd | Facet::WhenGranularity => {
            (time(event.when.as_ref()), time(gold.when.as_ref()))
        }
        Facet::Place | Facet::Country => (
            event.places.iter().map(|place| place.name.clone()).collect(),
            gold.places.iter().map(|place| place.name.clone()).collect(),
        ),
        Facet::AttributionWords | Facet::AttributionKind => (
            claim.attribution.iter().map(|voice| format!("{:?} {:?}", voice.name, voice.kind)).collect(),
            gold.attribution
                .iter()
                .map(|voice| format!("{} {:?}", words(&voice.spans), voice.kinds))
                .collect(),
        ),
        _ => return None,
    };
    Some(format!("\n      {}: gold {theirs:?}, ours {ours:?}", facet.id()))
}

fn bounds(count: Option<&Count>) -> Option<(Option<u64>, Option<u64>)> {
    count.map(|count| (count.low, count.high))
}

fn time(when: Option<&When>) -> Vec<String> {
    when.map(|when| format!("{:?} {:?} {:?} {:?}", when.start, when.end, when.partial, when.granularity))
        .into_iter()
        .collect()
}
