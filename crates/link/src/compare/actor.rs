//! Whether the sides can be the same: by name, by dated ties, or by what they are called.

use casus_model::Predicate;

use super::{Facet, Sheet};
use crate::knowledge::Level;
use crate::{Account, Day, Knowledge, Side};

pub(super) fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let day = day(one).or_else(|| day(other));
    let mut field = |field, sides: (&[Side], &[Side]), levels: [Level; 5]| {
        let Some((fit, side, other_side)) = best(sides.0, sides.1, knowledge, day) else { return };
        let level = levels[fit as usize];
        sheet.add(field, level, || {
            let name = one.names.of(side.id.0).unwrap_or("one side");
            let other_name = other.names.of(other_side.id.0).unwrap_or("another");
            reason(fit, name, other_name)
        });
    };
    field(
        Facet::Actors,
        (&one.actors, &other.actors),
        [Level::OtherActor, Level::AlikeActor, Level::AlliedActor, Level::TiedActor, Level::SameActor],
    );
    field(
        Facet::Recipients,
        (&one.recipients, &other.recipients),
        [
            Level::OtherRecipient,
            Level::AlikeRecipient,
            Level::AlliedRecipient,
            Level::TiedRecipient,
            Level::SameRecipient,
        ],
    );
}

/// How two sides stand to each other; the later the closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Differ,
    Alike,
    Allied,
    Tied,
    Same,
}

fn day(account: &Account) -> Option<Day> {
    account.when.map(|when| when.from).or(account.published)
}

fn best<'a>(
    sides: &'a [Side],
    others: &'a [Side],
    knowledge: &Knowledge,
    day: Option<Day>,
) -> Option<(Fit, &'a Side, &'a Side)> {
    let pairs = sides.iter().flat_map(|side| others.iter().map(move |other| (side, other)));
    let fits = pairs.filter_map(|(side, other)| Some((fit(side, other, knowledge, day)?, side, other)));
    fits.max_by_key(|(fit, ..)| *fit)
}

fn fit(one: &Side, other: &Side, knowledge: &Knowledge, day: Option<Day>) -> Option<Fit> {
    match (one.named, other.named) {
        (true, true) if one.id == other.id => Some(Fit::Same),
        (true, true) => Some(if allied(one, other, knowledge, day) { Fit::Allied } else { Fit::Differ }),
        (true, false) => described(other, one, knowledge, day),
        (false, true) => described(one, other, knowledge, day),
        (false, false) if one.tied_to.iter().any(|to| other.tied_to.contains(to)) => Some(Fit::Tied),
        (false, false) if one.id == other.id => Some(Fit::Alike),
        (false, false) => kin(one, other, knowledge),
    }
}

const TIES: [Predicate; 3] = [Predicate::BackedBy, Predicate::PartOf, Predicate::MemberOf];

/// An actor that is only described, and one with a name.
fn described(unnamed: &Side, named: &Side, knowledge: &Knowledge, day: Option<Day>) -> Option<Fit> {
    let has_tie = unnamed.tied_to.iter().any(|to| {
        named.tied_to.contains(to) || TIES.iter().any(|tie| knowledge.actors.tied(named.id, *tie, *to, day))
    });
    if has_tie {
        return Some(Fit::Tied);
    }
    let country = named.country.or_else(|| knowledge.actors.country(named.id));
    let elsewhere = unnamed.country.zip(country).is_some_and(|(one, other)| one != other);
    let kin = kin(unnamed, named, knowledge);
    if elsewhere && kin == Some(Fit::Alike) { None } else { kin }
}

fn allied(one: &Side, other: &Side, knowledge: &Knowledge, day: Option<Day>) -> bool {
    let actors = &knowledge.actors;
    let bound = |predicate| {
        matches!(
            predicate,
            Predicate::PartOf
                | Predicate::MemberOf
                | Predicate::AlliedWith
                | Predicate::Leads
                | Predicate::Commands
        )
    };
    let to =
        |from: &Side, to: &Side| actors.ties(from.id, day).any(|(tie, known)| bound(tie) && known == to.id);
    let umbrella = || {
        let of = |side: &Side| {
            let ties = actors.ties(side.id, day);
            ties.filter(|(tie, _)| matches!(tie, Predicate::PartOf | Predicate::MemberOf))
                .map(|(_, to)| to)
                .collect::<Vec<_>>()
        };
        let umbrellas = of(other);
        of(one).iter().any(|umbrella| umbrellas.contains(umbrella))
    };
    let said = || one.tied_to.contains(&other.id) || other.tied_to.contains(&one.id);
    to(one, other) || to(other, one) || said() || state_of(one, other, knowledge) || umbrella()
}

/// A country, and a force or government of it.
fn state_of(one: &Side, other: &Side, knowledge: &Knowledge) -> bool {
    let country = |side: &Side| side.country.or_else(|| knowledge.actors.country(side.id));
    let same = country(one).zip(country(other)).is_some_and(|(one, other)| one == other);
    same && kin(one, other, knowledge) == Some(Fit::Alike)
        && class(one, knowledge).is_some_and(|class| knowledge.is_state(class))
}

fn class(side: &Side, knowledge: &Knowledge) -> Option<crate::Id> {
    side.class.or_else(|| knowledge.actors.class(side.id))
}

fn kin(one: &Side, other: &Side, knowledge: &Knowledge) -> Option<Fit> {
    let kin = |side: &Side| class(side, knowledge).and_then(|class| knowledge.kin(class));
    let (one, other) = (kin(one)?, kin(other)?);
    Some(if one == other { Fit::Alike } else { Fit::Differ })
}

fn reason(fit: Fit, name: &str, other: &str) -> String {
    match fit {
        Fit::Same => format!("both by or against {name}"),
        Fit::Tied => format!("{name} and {other}: the one is described by a tie that the other has"),
        Fit::Allied => format!("{name} and {other} are allied or parts of one thing"),
        Fit::Alike => format!("{name} and {other} can be the same"),
        Fit::Differ => format!("{name} and {other} are not the same"),
    }
}
