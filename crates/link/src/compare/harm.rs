//! Whether figures of the dead and injured fit: the same, rising from report to report, or not.

use casus_model::{Effect, printed};

use super::{Facet, Sheet};
use crate::knowledge::Level;
use crate::{Account, Day, Knowledge, Toll};

pub(super) fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    if one.tolls.is_empty() || other.tolls.is_empty() {
        return;
    }
    for effect in [Effect::Killed, Effect::Injured, Effect::Captured] {
        let tolls = |account| tolls(account, effect);
        let pairs = tolls(one).flat_map(|toll| tolls(other).map(move |other| (toll, other)));
        let fits = pairs.filter(|(toll, other)| may_be_of_one_side(*toll, *other, knowledge));
        let fits = fits.map(|(toll, other_toll)| {
            (fit((toll, one.published), (other_toll, other.published)), toll, other_toll)
        });
        let Some((level, toll, other_toll)) = fits.max_by_key(|(level, ..)| rank(*level)) else { continue };
        sheet.add(Facet::Casualties, level, || {
            let effect = printed(&effect);
            match level {
                Level::RisingToll => format!(
                    "{} {effect}, and more in the later report: {}",
                    least(toll, other_toll),
                    most(toll, other_toll)
                ),
                Level::NearToll => format!("{} and {} {effect}, near each other", toll.low, other_toll.low),
                Level::OtherToll => format!("{} and {} {effect}", toll.low, other_toll.low),
                _ => format!("both {} {effect}", toll.low),
            }
        });
    }
}

fn tolls(account: &Account, effect: Effect) -> impl Iterator<Item = Toll> + Clone {
    account.tolls.iter().copied().filter(move |toll| toll.effect == effect)
}

/// "six soldiers and fourteen rebels" and "nine soldiers": figures of one side are compared, and one that tells no side
/// with either.
fn may_be_of_one_side(one: Toll, other: Toll, knowledge: &Knowledge) -> bool {
    let kin = |toll: Toll| toll.side.and_then(|side| knowledge.kin(side));
    kin(one).zip(kin(other)).is_none_or(|(one, other)| one == other)
}

/// Of several figures the two that fit best are compared.
fn rank(level: Level) -> usize {
    const ORDER: [Level; 5] =
        [Level::OtherToll, Level::RisingToll, Level::NearToll, Level::SameToll, Level::SameManyToll];
    ORDER.iter().position(|known| *known == level).unwrap_or(0)
}

/// Two or three are killed in many attacks: the same figure says little until it is greater.
pub(crate) const FEW: u32 = 3;

fn fit((one, published): (Toll, Option<Day>), (other, other_published): (Toll, Option<Day>)) -> Level {
    let overlaps =
        one.high.is_none_or(|high| other.low <= high) && other.high.is_none_or(|high| one.low <= high);
    if one.low == other.low && one.high == other.high {
        return if one.low > FEW { Level::SameManyToll } else { Level::SameToll };
    }
    let (low, high) = (one.low.min(other.low), one.low.max(other.low));
    let near = high - low <= 2 + low / 4 && low > 0;
    let days = published.zip(other_published).map(|(one, other)| other.0 - one.0);
    let rises = days.is_some_and(|days| days != 0 && (days > 0) == (other.low > one.low));
    match (overlaps || near, rises) {
        (true, _) => Level::NearToll,
        (false, true) => Level::RisingToll,
        (false, false) => Level::OtherToll,
    }
}

fn least(one: Toll, other: Toll) -> u32 {
    one.low.min(other.low)
}

fn most(one: Toll, other: Toll) -> u32 {
    one.low.max(other.low)
}
