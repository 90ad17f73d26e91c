//! Values as short text, the same in every format.

use casus_model::{Casualty, Claim, Count, Outcome, Party, Place, Voice, Weapon, printed};

/// Between the values of one cell.
pub const BETWEEN: &str = "; ";

/// Values in one cell; empty ones leave no trace.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
    values.join(BETWEEN)
}

/// `3`, `3..5`, `40..` (at least 40), `..40` (at most 40).
pub fn count(count: &Count) -> String {
    match (count.low, count.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (None, None) => String::new(),
        (low, high) => {
            let bound = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!("{}..{}", bound(low), bound(high))
        }
    }
}

pub fn parties(parties: &[&Party]) -> String {
    list(parties.iter().map(|party| party.name.clone()))
}

pub fn weapon(weapon: &Weapon) -> String {
    counted(&weapon.class, weapon.count.as_ref())
}

pub fn outcome(outcome: &Outcome) -> String {
    let told = counted(&printed(&outcome.value), outcome.count.as_ref());
    if outcome.penetrated { format!("{told} (got through)") } else { told }
}

/// `killed 3 soldier`; the class is left out where the words do not settle it.
pub fn casualty(casualty: &Casualty) -> String {
    let told = counted(&printed(&casualty.effect), Some(&casualty.count));
    if casualty.class == "unknown" { told } else { format!("{told} {}", casualty.class) }
}

/// The name with the country it lies in, where that says more.
pub fn place(place: &Place) -> String {
    match &place.country {
        Some(country) if place.precision < 4 => format!("{}, {country}", place.name),
        _ => place.name.clone(),
    }
}

/// The source's words; the report itself has none.
pub fn voice(voice: &Voice) -> String {
    voice.name.clone().unwrap_or_else(|| "the report".to_owned())
}

/// The rules that read the claim, each once, in order of first use.
pub fn rules(claim: &Claim) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for evidence in &claim.evidence {
        if !rules.contains(&evidence.rule) {
            rules.push(evidence.rule.clone());
        }
    }
    rules
}

fn counted(what: &str, number: Option<&Count>) -> String {
    match number.map(count).filter(|number| !number.is_empty()) {
        Some(number) => format!("{what} {number}"),
        None => what.to_owned(),
    }
}
