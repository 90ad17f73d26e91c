//! A decision in a line: when, who, what it changed from what to what, and why.

use casus::keep::DecisionView;
use casus::model::{Review, printed};

use super::incident::field_and_value;

/// `2031-05-04 10:02 ada: i1 killed: 4 → 6, “hospital list” (undone by 31)`.
pub(crate) fn line(decision: &DecisionView) -> String {
    let at = decision.at.strftime("%Y-%m-%d %H:%M");
    let undone = decision.undone_by.map_or(String::new(), |by| format!(" (undone by {by})"));
    format!("{at} {}: {}{undone}", decision.who, told(decision))
}

/// `i1 killed: 4 → 6, “hospital list”; goes against decision 12`.
fn told(decision: &DecisionView) -> String {
    let note = decision.note.as_ref().map_or(String::new(), |note| format!(", “{note}”"));
    let against: Vec<String> = decision.against.iter().map(i64::to_string).collect();
    let against = match against.len() {
        0 => String::new(),
        1 => format!("; goes against decision {}", against[0]),
        _ => format!("; goes against decisions {}", against.join(", ")),
    };
    format!("{}{note}{against}", what(decision))
}

/// What was decided, in words: `i1 killed: 4 → 6`.
pub(crate) fn what(decision: &DecisionView) -> String {
    let incidents = decision.incidents.join(" and ");
    let was = decision.was.filter(|was| *was != Review::New);
    let was = was.map_or(String::new(), |was| format!(", was {}", printed(&was)));
    match (decision.verb.as_str(), &decision.to) {
        ("edit", Some(to)) => {
            let (field, to) = field_and_value(to);
            match &decision.from {
                Some(from) => format!("{incidents} {field}: {} → {to}", field_and_value(from).1),
                None => format!("{incidents} {field} set to {to}"),
            }
        }
        ("accept", _) => format!("accepted {incidents}{was}"),
        ("reject", _) => format!("rejected {incidents}{was}"),
        ("merge", _) => format!("merged {incidents}"),
        ("split", _) => {
            let now = decision.into.join(", ");
            let now = if now.is_empty() { now } else { format!(", now in {now}") };
            format!("split off {} from {incidents}{now}", decision.claims.join(", "))
        }
        (verb, _) => match decision.undoes {
            Some(undone) => format!("took back decision {undone}"),
            None => format!("{verb} {incidents}"),
        },
    }
}
