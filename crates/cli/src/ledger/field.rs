//! `killed=3`: a field of an incident and its value, as a person types them.

use casus::Casus;
use casus::model::{
    Basis, Count, Decided, Effect, Granularity, KnownDamage, KnownOutcome, KnownPlace, KnownResponsibility,
    KnownTarget, KnownWeapon, Qualifier, When,
};

use super::ids;
use crate::Problem;

/// Fields that can be set, but for those of harm.
const FIELDS: [&str; 10] = [
    "when",
    "place",
    "actor",
    "recipient",
    "target",
    "weapon",
    "outcome",
    "damage",
    "responsibility",
    "interceptor",
];

/// Fields of harm.
const HARM: [&str; 6] = ["killed", "injured", "missing", "captured", "displaced", "sick"];

/// The field and its value; `told` are the places that the reports of the incident tell.
pub(crate) fn of(
    casus: &Casus,
    told: impl FnOnce() -> Result<Vec<KnownPlace>, Problem>,
    text: &str,
) -> Result<Decided, Problem> {
    let fields = || format!("write FIELD=VALUE, the field one of {} {}", FIELDS.join(" "), HARM.join(" "));
    let refused = |why: &str, remedy: &str| {
        Problem::new(format!("cannot understand {text:?}\n  why: {why}\n  do:  {remedy}"))
    };
    let (field, value) = text.split_once('=').ok_or_else(|| refused("there is no `=` in it", &fields()))?;
    let (field, value) = (field.trim(), value.trim());
    if value.is_empty() {
        return Err(refused("nothing stands behind the `=`", &fields()));
    }
    let lexicon = casus.lexicon();
    if HARM.contains(&field) {
        let effect: Effect =
            serde_json::from_value(field.into()).map_err(|_| refused("there is no such harm", &fields()))?;
        let count = count(value).ok_or_else(|| {
            refused("it is no figure", &format!("write `{field}=3`, `{field}=3+` or `{field}=2-4`"))
        })?;
        return Ok(Decided::Casualties { effect, count });
    }
    Ok(match field {
        "when" => Decided::When(when(value).ok_or_else(|| {
            let forms = "write a day (2023-10-26), a month (2023-10), a year (2023), or days from and to \
                         (2023-10-26..2023-10-28)";
            refused("it is no day of the calendar", forms)
        })?),
        "place" => Decided::Where(ids::place_to_set(casus, &told()?, value)?),
        "actor" => Decided::Actors(ids::party(lexicon, value)?),
        "recipient" => Decided::Recipients(ids::party(lexicon, value)?),
        "interceptor" => Decided::Interceptors(ids::party(lexicon, value)?),
        "target" => {
            let kind = ids::known(lexicon, "targets", value)?;
            Decided::Targets(KnownTarget { name: kind.replace('-', " "), kind })
        }
        "weapon" => {
            Decided::Weapons(KnownWeapon { class: ids::known(lexicon, "weapons", value)?, count: None })
        }
        "outcome" => {
            let id = ids::known(lexicon, "outcomes", value)?;
            let value = serde_json::from_value(id.into())
                .map_err(|_| refused("there is no such outcome", &fields()))?;
            Decided::Outcomes(KnownOutcome { value, count: None, penetrated: false })
        }
        "damage" => damage(value).map(Decided::Damage).ok_or_else(|| {
            refused(
                "it does not say how much",
                "write WHAT:damaged or WHAT:destroyed, as `damage=bridge:destroyed`",
            )
        })?,
        "responsibility" => {
            let (party, status) = value.rsplit_once(':').ok_or_else(|| {
                refused("it does not say how", "write ACTOR:STATUS, as `responsibility=hezbollah:claimed`")
            })?;
            let id = ids::known(lexicon, "responsibilities", status)?;
            let status = serde_json::from_value(id.into())
                .map_err(|_| refused("there is no such status", &fields()))?;
            let party = if party == "nobody" { None } else { Some(ids::party(lexicon, party)?) };
            Decided::Responsibility(KnownResponsibility { party, status })
        }
        _ => return Err(refused(&format!("{field:?} is no field that can be set"), &fields())),
    })
}

/// `bridge:destroyed`.
fn damage(text: &str) -> Option<KnownDamage> {
    let (what, degree) = text.rsplit_once(':')?;
    let (what, degree) = (what.trim(), degree.trim());
    let is_known = !what.is_empty() && matches!(degree, "damaged" | "destroyed");
    is_known.then(|| KnownDamage { what: what.to_owned(), degree: degree.to_owned() })
}

/// `3`, `3+`, `2-4`.
fn count(text: &str) -> Option<Count> {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (low, high) = match (text.strip_suffix('+'), text.split_once('-')) {
        (Some(low), _) => (Some(number(low)?), None),
        (None, Some((low, high))) => (Some(number(low)?), Some(number(high)?)),
        (None, None) => (Some(number(text)?), Some(number(text)?)),
    };
    let qualifier = if high.is_none() { Qualifier::AtLeast } else { Qualifier::Exact };
    let in_order = high.is_none_or(|high| low.is_none_or(|low| low <= high));
    in_order.then(|| Count { low, high, qualifier, text: text.to_owned() })
}

/// A day, a month, a year, or days from and to.
fn when(text: &str) -> Option<When> {
    let (start, end, granularity) = match text.split_once("..") {
        Some((start, end)) => {
            let (start, end) = (day(start)?, day(end)?);
            (start <= end).then_some(())?;
            (start.to_string(), end.to_string(), Granularity::Range)
        }
        None => {
            let parts: Vec<&str> = text.trim().split('-').collect();
            let granularity = match parts.as_slice() {
                [_, _, _] => Granularity::Day,
                [_, _] => Granularity::Month,
                [_] => Granularity::Year,
                _ => return None,
            };
            let is_plain = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
            let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
            let is_form = parts.iter().all(is_plain) && [4, 2, 2].starts_with(&widths);
            let first = [parts.as_slice(), &["01", "01"][parts.len().min(3) - 1..]].concat().join("-");
            if !is_form || day(&first).is_none() {
                return None;
            }
            (text.trim().to_owned(), text.trim().to_owned(), granularity)
        }
    };
    Some(When {
        start: Some(start),
        end: Some(end),
        granularity: Some(granularity),
        part_of_day: None,
        approximate: false,
        duration: None,
        partial: None,
        basis: Basis::Stated,
        text: text.to_owned(),
        span: None,
    })
}

fn day(text: &str) -> Option<jiff::civil::Date> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_years_and_stretches_are_times() {
        let told = |text: &str| when(text).map(|when| (when.start, when.end, when.granularity));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(told("2023-10"), Some((some("2023-10"), some("2023-10"), Some(Granularity::Month))));
        assert_eq!(told("2023-10-26").and_then(|told| told.2), Some(Granularity::Day));
        assert_eq!(told("2023").and_then(|told| told.2), Some(Granularity::Year));
        let stretch = told("2023-10-26..2023-10-28");
        assert_eq!(stretch, Some((some("2023-10-26"), some("2023-10-28"), Some(Granularity::Range))));
        for odd in ["yesterday", "2023-13", "2023-02-30", "23", "2023-1-1", "2023-10-28..2023-10-26", "", "-"]
        {
            assert_eq!(told(odd), None, "{odd}");
        }
    }

    #[test]
    fn figures_are_exact_floors_or_ranges_in_order() {
        let told = |text: &str| count(text).map(|count| (count.low, count.high));
        assert_eq!(told("3"), Some((Some(3), Some(3))));
        assert_eq!(told("3+"), Some((Some(3), None)));
        assert_eq!(told("2-4"), Some((Some(2), Some(4))));
        for odd in ["many", "4-2", "-1", "3.5", ""] {
            assert_eq!(told(odd), None, "{odd}");
        }
    }

    #[test]
    fn every_effect_of_harm_can_be_set() {
        for effect in HARM {
            let known: Result<Effect, _> = serde_json::from_value(effect.into());
            assert!(known.is_ok(), "{effect}");
        }
        assert!(
            damage("bridge:destroyed").is_some()
                && damage("bridge").is_none()
                && damage(":damaged").is_none()
        );
    }
}
