//! Things: what was hit or aimed at, what was used, what became of it, what was damaged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casus_model::{Count, Field, KnownDamage, KnownOutcome, KnownTarget, KnownWeapon, OutcomeValue, rows};

use super::Values;
use super::field::{Sense, field, plain};
use super::toll::{meets, within};

impl Values<'_> {
    pub(crate) fn targets(&self) -> Field<KnownTarget> {
        let said = self.said(|_, event| {
            let known = |target: &casus_model::Target| KnownTarget {
                kind: target.kind.clone(),
                name: target.name.clone(),
            };
            event.targets.iter().map(known).collect()
        });
        field(&Aim, self.voices, said)
    }

    pub(crate) fn weapons(&self) -> Field<KnownWeapon> {
        let said = self.said(|_, event| {
            let known = |weapon: &casus_model::Weapon| KnownWeapon {
                class: weapon.class.clone(),
                count: weapon.count.clone(),
            };
            event.weapons.iter().map(known).collect()
        });
        field(&Arm, self.voices, said)
    }

    pub(crate) fn outcomes(&self) -> Field<KnownOutcome> {
        let said = self.said(|_, event| {
            let known = |outcome: &casus_model::Outcome| KnownOutcome {
                value: outcome.value,
                count: outcome.count.clone(),
                penetrated: outcome.penetrated,
            };
            event.outcomes.iter().map(known).collect()
        });
        field(&Fate { launched: self.launched() }, self.voices, said)
    }

    pub(crate) fn damage(&self) -> Field<KnownDamage> {
        let said = self.said(|_, event| {
            let known = |damage: &casus_model::Damage| KnownDamage {
                what: damage.what.clone(),
                degree: damage.degree.clone(),
            };
            event.damage.iter().map(known).collect()
        });
        field(&Wreck, self.voices, said)
    }

    /// The greatest number of weapons that any telling counts for certain.
    fn launched(&self) -> Option<u64> {
        let counts =
            self.events().flat_map(|(_, event)| &event.weapons).filter_map(|weapon| weapon.count.as_ref());
        counts.map(|count| count.high.or(count.low).unwrap_or(0)).max()
    }
}

/// What was aimed at. A base and its barracks were both hit; nothing clashes.
struct Aim;

impl Sense for Aim {
    type Value = KnownTarget;

    fn key(&self, target: &KnownTarget) -> String {
        format!("{} {}", target.kind, plain(&target.name))
    }

    fn inside(&self, a: &KnownTarget, b: &KnownTarget) -> bool {
        let words = |name: &str| plain(name).split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        a.kind == b.kind && words(&a.name).is_superset(&words(&b.name))
    }

    fn clash(&self, _: &KnownTarget, _: &KnownTarget) -> bool {
        false
    }
}

/// What was used. Two classes of which neither is a kind of the other clash, and so do two numbers of one.
struct Arm;

impl Sense for Arm {
    type Value = KnownWeapon;

    fn key(&self, weapon: &KnownWeapon) -> String {
        format!("{} {}", weapon.class, number(&weapon.count))
    }

    fn inside(&self, a: &KnownWeapon, b: &KnownWeapon) -> bool {
        kind_of(&a.class, &b.class) && within(a.count.as_ref(), b.count.as_ref())
    }

    fn clash(&self, a: &KnownWeapon, b: &KnownWeapon) -> bool {
        if kind_of(&a.class, &b.class) || kind_of(&b.class, &a.class) {
            return !meets(a.count.as_ref(), b.count.as_ref());
        }
        !alike(&a.class, &b.class)
    }
}

/// What became of what was launched.
struct Fate {
    launched: Option<u64>,
}

impl Sense for Fate {
    type Value = KnownOutcome;

    fn key(&self, outcome: &KnownOutcome) -> String {
        format!("{:?} {} {}", outcome.value, number(&outcome.count), outcome.penetrated)
    }

    fn inside(&self, a: &KnownOutcome, b: &KnownOutcome) -> bool {
        let unknown = b.value == OutcomeValue::Unknown;
        let same = a.value == b.value && a.penetrated >= b.penetrated;
        unknown || same && within(a.count.as_ref(), b.count.as_ref())
    }

    /// Two fates clash where more things would have had to be launched than were, or where neither is
    /// counted and both are told of the deed as a whole. Two numbers of one fate clash as numbers do.
    fn clash(&self, a: &KnownOutcome, b: &KnownOutcome) -> bool {
        if a.value == OutcomeValue::Unknown || b.value == OutcomeValue::Unknown {
            return false;
        }
        if a.value == b.value {
            return !meets(a.count.as_ref(), b.count.as_ref());
        }
        let least = |outcome: &KnownOutcome| outcome.count.as_ref().map_or(1, |count| count.low.unwrap_or(1));
        match self.launched {
            Some(launched) => least(a).saturating_add(least(b)) > launched,
            None => a.count.is_none() && b.count.is_none(),
        }
    }
}

/// What was damaged. What one calls damaged another may call destroyed.
struct Wreck;

impl Sense for Wreck {
    type Value = KnownDamage;

    fn key(&self, damage: &KnownDamage) -> String {
        format!("{} {}", damage.degree, plain(&damage.what))
    }

    fn inside(&self, a: &KnownDamage, b: &KnownDamage) -> bool {
        plain(&a.what) == plain(&b.what) && (a.degree == b.degree || a.degree == "destroyed")
    }

    fn clash(&self, _: &KnownDamage, _: &KnownDamage) -> bool {
        false
    }
}

fn number(count: &Option<Count>) -> String {
    count.as_ref().map_or(String::new(), |count| format!("{:?}-{:?}", count.low, count.high))
}

/// Whether the class is the other, or a kind of it.
pub(crate) fn kind_of(class: &str, of: &str) -> bool {
    let mut at = Some(class);
    std::iter::from_fn(|| {
        let here = at?;
        at = PARENTS.get(here).map(String::as_str);
        Some(here)
    })
    .take(8)
    .any(|class| class == of)
        || of == "unknown"
}

/// Classes that are told of one thing, though neither is a kind of the other.
fn alike(a: &str, b: &str) -> bool {
    let told = |a: &str, b: &str| ALIKE.iter().any(|(x, y)| kind_of(a, x) && (y == "*" || kind_of(b, y)));
    told(a, b) || told(b, a)
}

static PARENTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    pairs("ontology/weapons.tsv", include_str!("../../../data/ontology/weapons.tsv"), "id", "parent")
        .into_iter()
        .collect()
});

static ALIKE: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    pairs(
        "reconcile/weapons_alike.tsv",
        include_str!("../../../data/reconcile/weapons_alike.tsv"),
        "class",
        "other",
    )
});

fn pairs(file: &str, text: &str, left: &str, right: &str) -> Vec<(String, String)> {
    let rows = rows(file, text).unwrap_or_default();
    let pair =
        |row: &casus_model::Row| Some((row.need(left).ok()?.to_owned(), row.need(right).ok()?.to_owned()));
    rows.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weapon(class: &str, count: Option<u64>) -> KnownWeapon {
        KnownWeapon { class: class.to_owned(), count: count.map(|n| Count::exactly(n, &n.to_string())) }
    }

    #[test]
    fn a_kind_of_a_weapon_is_no_other_weapon() {
        let (drone, kamikaze) = (weapon("drone", None), weapon("one-way-attack-drone", Some(1)));
        assert!(Arm.inside(&kamikaze, &drone) && !Arm.clash(&kamikaze, &drone));
        assert!(Arm.clash(&weapon("drone", Some(1)), &weapon("one-way-attack-drone", Some(2))));
        assert!(Arm.clash(&weapon("mortar", None), &drone));
        assert!(Arm.inside(&drone, &weapon("unknown", None)));
        assert!(!Arm.clash(&weapon("explosives", None), &weapon("rocket", Some(3))));
        assert!(!Arm.clash(&weapon("air-strike", None), &drone));
    }

    #[test]
    fn one_thing_has_one_fate_and_many_have_many() {
        let fate = |value, count: Option<u64>| KnownOutcome {
            value,
            count: count.map(|n| Count::exactly(n, &n.to_string())),
            penetrated: false,
        };
        let (hit, failed) = (fate(OutcomeValue::Hit, Some(1)), fate(OutcomeValue::Failed, Some(1)));
        assert!(Fate { launched: Some(1) }.clash(&hit, &failed));
        assert!(!Fate { launched: Some(2) }.clash(&hit, &failed));
        assert!(
            Fate { launched: None }.clash(&fate(OutcomeValue::Hit, None), &fate(OutcomeValue::Missed, None))
        );
        assert!(
            Fate { launched: Some(19) }
                .clash(&fate(OutcomeValue::Hit, Some(2)), &fate(OutcomeValue::Hit, Some(3)))
        );
        assert!(!Fate { launched: Some(1) }.clash(&hit, &fate(OutcomeValue::Unknown, None)));
    }

    #[test]
    fn the_tables_are_read() {
        assert!(
            kind_of("car-bomb", "ied") && kind_of("car-bomb", "explosives") && !kind_of("ied", "car-bomb")
        );
        assert!(!ALIKE.is_empty());
        for (class, other) in ALIKE.iter() {
            assert!(kind_of(class, class) && (other == "*" || !kind_of(class, other)), "{class} {other}");
        }
    }
}
