//! A day and an hour told apart, put together.

mod tiny;

use casus_model::{Basis, Granularity, PartOfDay, When};
use casus_timex::combine;

/// The readings of a text published on 10 November 2023, or of an undated one.
fn whens(dated: bool, text: &str) -> Vec<When> {
    let published = dated.then(|| jiff::civil::date(2023, 11, 10));
    tiny::expressions(published, text).0.into_iter().map(|expression| expression.when).collect()
}

fn combined(dated: bool, text: &str) -> Option<When> {
    let whens = whens(dated, text);
    assert_eq!(whens.len(), 2, "two expressions in: {text}");
    let forward = combine(&whens[0], &whens[1]);
    let backward = combine(&whens[1], &whens[0]);
    let moment = |when: &Option<When>| {
        when.as_ref().map(|when| (when.start.clone(), when.partial.clone(), when.granularity))
    };
    assert_eq!(moment(&forward), moment(&backward), "order does not matter in: {text}");
    forward
}

#[test]
fn before_sunrise_and_about_5am() {
    let when = combined(true, "A drone hit the base before sunrise on October 26.\nIt fell at about 5am.")
        .expect("they fit");
    assert_eq!(when.start.as_deref(), Some("2023-10-26T05"));
    assert_eq!(when.end, when.start);
    assert_eq!(when.granularity, Some(Granularity::Hour));
    assert_eq!(when.part_of_day, Some(PartOfDay::BeforeDawn));
    assert!(when.approximate);
    assert_eq!(when.basis, Basis::Publication);
    assert_eq!(when.text, "before sunrise on October 26");
}

#[test]
fn a_day_and_a_part() {
    let when = combined(true, "It fell on Sunday.\nIt was before dawn.").expect("they fit");
    assert_eq!(when.start.as_deref(), Some("2023-11-05"));
    assert_eq!(when.granularity, Some(Granularity::PartOfDay));
    assert_eq!(when.part_of_day, Some(PartOfDay::BeforeDawn));
}

#[test]
fn the_part_settles_the_half_of_the_day() {
    let when = combined(true, "It fell on Sunday evening.\nIt was seen at 5 o'clock.").expect("they fit");
    assert_eq!(when.start.as_deref(), Some("2023-11-05T17"));
    let when = combined(true, "It fell on Sunday.\nIt was seen at 5 o'clock.").expect("they fit");
    assert_eq!(when.start.as_deref(), Some("2023-11-05"));
    assert_eq!(when.partial.as_deref(), Some("2023-11-05T05/2023-11-05T17"));
}

#[test]
fn without_a_publication_date_both_stay_partial() {
    let when = combined(false, "It fell on October 26.\nIt was seen at 10:30 p.m.").expect("they fit");
    assert_eq!((when.start.as_deref(), when.partial.as_deref()), (None, Some("XXXX-10-26T22:30")));
    assert_eq!((when.basis, when.granularity), (Basis::None, Some(Granularity::Minute)));
}

#[test]
fn two_hours_make_no_day() {
    let when = combined(true, "It fell before dawn.\nIt was seen at 5am.").expect("they fit");
    assert_eq!((when.start.as_deref(), when.partial.as_deref()), (None, Some("XXXX-XX-XXT05")));
    assert_eq!(when.part_of_day, Some(PartOfDay::BeforeDawn));
}

#[test]
fn an_hour_of_the_night_between_two_days() {
    let when = combined(true, "The town was shelled overnight.\nIt fell at about 2am.").expect("they fit");
    assert_eq!((when.start.as_deref(), when.approximate), (Some("2023-11-10T02"), true));
    assert_eq!(when.part_of_day, Some(PartOfDay::Night));
    let when = combined(true, "Shells fell from Monday night into Tuesday.\nIt began at 10:30 p.m.")
        .expect("they fit");
    assert_eq!(when.start.as_deref(), Some("2023-11-06T22:30"));
}

#[test]
fn what_does_not_fit_is_not_combined() {
    assert!(combined(true, "It fell on Sunday.\nIt was seen on Monday.").is_none());
    assert!(combined(true, "It fell on Sunday morning.\nIt was seen at 10:30 p.m.").is_none());
    assert!(combined(true, "It fell at 5am.\nIt was seen at 6am.").is_none());
    assert!(combined(true, "The town was shelled overnight.\nIt was seen at noon.").is_none());
    assert!(combined(true, "It fell last week.\nIt was seen at 6am.").is_none());
    assert!(combined(true, "They fell over the past three weeks.\nIt was seen at 6am.").is_none());
    assert!(combined(true, "It lasted for three days.\nIt was seen on Sunday.").is_none());
}

#[test]
fn a_day_that_may_be_two_fits_no_other() {
    assert_eq!(combined(false, "It fell on 5 Oct.\nIt was filed on 10/05/2023."), None);
}
