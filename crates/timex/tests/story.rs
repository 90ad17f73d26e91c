//! What counts from the last date told in the text. Published on Friday, 10 November 2023.

mod tiny;

use tiny::{check, check_undated};

const OCTOBER_26: &str = "on October 26 | 2023-10-26 | 2023-10-26..2023-10-26 day publication";

#[test]
fn the_next_day_and_two_days_later() {
    check(
        "It fell on October 26.\nThe next day it was found.",
        &[OCTOBER_26, "The next day | 2023-10-27 | 2023-10-27..2023-10-27 day document"],
    );
    check(
        "It fell on October 26.\nIt was found two days later.",
        &[OCTOBER_26, "two days later | 2023-10-28 | 2023-10-28..2023-10-28 day document"],
    );
    check(
        "It fell on October 26.\nThe day before, he fled.",
        &[OCTOBER_26, "The day before | 2023-10-25 | 2023-10-25..2023-10-25 day document"],
    );
    check(
        "It fell on October 26.\nA day earlier, he fled.",
        &[OCTOBER_26, "A day earlier | 2023-10-25 | 2023-10-25..2023-10-25 day document"],
    );
}

#[test]
fn that_night_and_the_same_day() {
    check(
        "It fell on October 26.\nThat night he fled.",
        &[OCTOBER_26, "That night | 2023-10-26TNI | 2023-10-26..2023-10-26 part-of-day document part=night"],
    );
    check(
        "It fell on October 26.\nHe fled the same day.",
        &[OCTOBER_26, "the same day | 2023-10-26 | 2023-10-26..2023-10-26 day document"],
    );
    check(
        "It fell on October 26.\nHe fled earlier that week.",
        &[OCTOBER_26, "earlier that week | 2023-W43 | 2023-W43..2023-W43 week document about"],
    );
    check(
        "It fell on October 26.\nHe fled the following month.",
        &[OCTOBER_26, "the following month | 2023-11 | 2023-11..2023-11 month document"],
    );
    check(
        "It fell on October 26.\nHe fled the next morning.",
        &[
            OCTOBER_26,
            "the next morning | 2023-10-27TMO | 2023-10-27..2023-10-27 part-of-day document part=morning",
        ],
    );
}

#[test]
fn an_older_story_keeps_its_own_time() {
    check(
        "He was jailed on 3 May 2003.\nTwo years later he was freed.",
        &[
            "on 3 May 2003 | 2003-05-03 | 2003-05-03..2003-05-03 day stated",
            "Two years later | 2005 | 2005..2005 year document",
        ],
    );
    check(
        "It fell on October 26.\nOver the next three days forty were hurt.",
        &[OCTOBER_26, "Over the next three days | P3D | 2023-10-26..2023-10-29 range document length=P3D"],
    );
}

#[test]
fn with_no_date_before_it_nothing_is_counted() {
    check("The next day it was found.", &["The next day | 2023-11-11 | open day partial=XXXX-XX-XX", "W015"]);
    check_undated("Two days later it was found.", &["Two days later | P2D | open day partial=P2D", "W015"]);
    check_undated(
        "It fell on 3 May 2003.\nOn Sunday he fled.\nThe next day it was found.",
        &[
            "on 3 May 2003 | 2003-05-03 | 2003-05-03..2003-05-03 day stated",
            "On Sunday | XXXX-WXX-7 | open day partial=XXXX-WXX-7",
            "The next day | XXXX-XX-XX | open day partial=XXXX-XX-XX",
            "W012",
            "W015",
        ],
    );
}
