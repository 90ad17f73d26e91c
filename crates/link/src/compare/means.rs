//! What was done, with what, at what, and what became of it.

use casus_model::OutcomeValue;

use super::{Facet, Sheet, common};
use crate::knowledge::Level;
use crate::{Account, Id, Knowledge, Names};

pub(super) fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    if one.event_type != other.event_type && !one.claims.is_empty() && !other.claims.is_empty() {
        sheet.add(Facet::Type, Level::OtherType, || "two types of event".to_owned());
    }
    let lists = |of: fn(&Account) -> &[Id], levels: (Level, Level)| differ(of(one), of(other), levels);
    let mut field = |field, found: Option<(Level, Id, Id)>| {
        let Some((level, id, other_id)) = found else { return };
        sheet.add(field, level, || reason(name(&one.names, id), name(&other.names, other_id)));
    };
    field(Facet::Type, lists(|account| &account.modes, (Level::SameMode, Level::OtherMode)));
    field(Facet::Target, lists(|account| &account.targets, (Level::SameTarget, Level::OtherTarget)));
    field(Facet::Weapon, weapons(&one.weapons, &other.weapons, knowledge));
    outcomes(one.outcomes, other.outcomes, sheet);
}

fn differ(one: &[Id], other: &[Id], (same, differ): (Level, Level)) -> Option<(Level, Id, Id)> {
    let (first, other_first) = (*one.first()?, *other.first()?);
    Some(match common(one, other) {
        Some(id) => (same, id, id),
        None => (differ, first, other_first),
    })
}

fn weapons(one: &[Id], other: &[Id], knowledge: &Knowledge) -> Option<(Level, Id, Id)> {
    let found = differ(one, other, (Level::SameWeapon, Level::OtherWeapon))?;
    if found.0 == Level::SameWeapon {
        return Some(found);
    }
    let mut pairs = one.iter().flat_map(|weapon| other.iter().map(move |other| (*weapon, *other)));
    let kin = pairs.find(|(weapon, other)| {
        is_kind_of(*weapon, *other, knowledge) || is_kind_of(*other, *weapon, knowledge)
    });
    Some(kin.map_or(found, |(weapon, other)| (Level::ParentWeapon, weapon, other)))
}

/// Whether one class is the other told more exactly.
fn is_kind_of(exact: Id, parent: Id, knowledge: &Knowledge) -> bool {
    let mut class = knowledge.parent(exact);
    while let Some(above) = class {
        if above == parent {
            return true;
        }
        class = knowledge.parent(above);
    }
    false
}

fn outcomes(one: u8, other: u8, sheet: &mut impl Sheet) {
    const TOLD: u8 = 0b1_1111;
    let (one, other) = (one & TOLD, other & TOLD);
    if one == 0 || other == 0 {
        return;
    }
    let hit = 1 << OutcomeValue::Hit as u8;
    let foiled = 1 << OutcomeValue::Foiled as u8;
    let (level, why) = if one & other != 0 {
        (Level::SameOutcome, "the same outcome")
    } else if one & hit != 0 && other == foiled || other & hit != 0 && one == foiled {
        (Level::FoiledOutcome, "one did its work, the other never went off")
    } else {
        (Level::OtherOutcome, "two outcomes")
    };
    sheet.add(Facet::Outcome, level, || why.to_owned());
}

fn name(names: &Names, id: Id) -> &str {
    names.of(id.0).unwrap_or("something")
}

fn reason(one: &str, other: &str) -> String {
    if one == other { format!("both {one}") } else { format!("{one} and {other}") }
}
