//! Every line of the codebook's section on time, as a test. The texts are invented.

mod tiny;

use tiny::{check, check_undated};

#[test]
fn a_month_and_day_is_the_latest_not_after_publication() {
    check(
        "A drone hit the barracks on October 26.",
        &["on October 26 | 2023-10-26 | 2023-10-26..2023-10-26 day publication"],
    );
    check(
        "A drone hit the barracks on December 26.",
        &["on December 26 | 2022-12-26 | 2022-12-26..2022-12-26 day publication"],
    );
    check(
        "A drone hit the barracks on November 10.",
        &["on November 10 | 2023-11-10 | 2023-11-10..2023-11-10 day publication"],
    );
}

#[test]
fn a_weekday_is_the_latest_not_after_publication() {
    check(
        "A drone hit the barracks on Sunday.",
        &["on Sunday | 2023-11-05 | 2023-11-05..2023-11-05 day publication"],
    );
    check(
        "A drone hit the barracks on Friday.",
        &["on Friday | 2023-11-10 | 2023-11-10..2023-11-10 day publication"],
    );
}

#[test]
fn a_weekday_of_a_plan_goes_forward() {
    check(
        "The council will meet on Sunday.",
        &["on Sunday | 2023-11-12 | 2023-11-12..2023-11-12 day publication"],
    );
    check(
        "Talks are scheduled for Sunday.",
        &["for Sunday | 2023-11-12 | 2023-11-12..2023-11-12 day publication"],
    );
    check(
        "On Sunday, the council will meet.",
        &["On Sunday | 2023-11-12 | 2023-11-12..2023-11-12 day publication"],
    );
    check(
        "The council is to meet on Sunday.",
        &["on Sunday | 2023-11-12 | 2023-11-12..2023-11-12 day publication"],
    );
    check(
        "The council may meet on Sunday.",
        &["on Sunday | 2023-11-12 | 2023-11-12..2023-11-12 day publication"],
    );
    check(
        "The council would have met on Sunday.",
        &["on Sunday | 2023-11-05 | 2023-11-05..2023-11-05 day publication"],
    );
    check(
        "The deal was lost due to rain on Sunday.",
        &["on Sunday | 2023-11-05 | 2023-11-05..2023-11-05 day publication"],
    );
    check(
        "The council said on Sunday it will meet.",
        &["on Sunday | 2023-11-05 | 2023-11-05..2023-11-05 day publication"],
    );
}

#[test]
fn the_past_three_weeks_is_a_window() {
    check(
        "At least 40 attacks were told over the past three weeks.",
        &["over the past three weeks | P3W | 2023-10-20..2023-11-10 range publication length=P3W"],
    );
}

#[test]
fn overnight_and_into_span_both_days() {
    check(
        "The town was shelled overnight.",
        &["overnight | 2023-11-09TNI | 2023-11-09..2023-11-10 part-of-day publication part=night"],
    );
    check(
        "Rockets fell from Monday night into Tuesday.",
        &[
            "from Monday night into Tuesday | 2023-11-06TNI/2023-11-07 | 2023-11-06..2023-11-07 part-of-day publication part=night",
        ],
    );
    check(
        "Monday night into Tuesday, rockets fell.",
        &[
            "Monday night into Tuesday | 2023-11-06TNI/2023-11-07 | 2023-11-06..2023-11-07 part-of-day publication part=night",
        ],
    );
}

#[test]
fn written_no_finer_than_told() {
    check("He was held in October.", &["in October | 2023-10 | 2023-10..2023-10 month publication"]);
    check("He was held last week.", &["last week | 2023-W44 | 2023-W44..2023-W44 week publication"]);
    check("He was held in 2019.", &["in 2019 | 2019 | 2019..2019 year stated"]);
    check(
        "He was held on 26 October 2023.",
        &["on 26 October 2023 | 2023-10-26 | 2023-10-26..2023-10-26 day stated"],
    );
    check(
        "He was held at 10:30 p.m. on Tuesday.",
        &[
            "at 10:30 p.m. on Tuesday | 2023-11-07T22:30 | 2023-11-07T22:30..2023-11-07T22:30 minute publication",
        ],
    );
}

#[test]
fn the_example_of_the_reading() {
    check(
        "A militia launched a drone before sunrise on October 26.",
        &[
            "before sunrise on October 26 | 2023-10-26TMO | 2023-10-26..2023-10-26 part-of-day publication part=before-dawn",
        ],
    );
    check(
        "It fell at about 5am.",
        &["at about 5am | 2023-11-10T05:00 | open hour partial=XXXX-XX-XXT05 about"],
    );
}

#[test]
fn without_an_anchor_nothing_is_guessed() {
    check_undated(
        "A drone hit the barracks on October 26.",
        &["on October 26 | XXXX-10-26 | open day partial=XXXX-10-26", "W013"],
    );
    check_undated(
        "A drone hit the barracks on Sunday.",
        &["on Sunday | XXXX-WXX-7 | open day partial=XXXX-WXX-7", "W012"],
    );
    check_undated(
        "At least 40 attacks were told over the past three weeks.",
        &["over the past three weeks | P3W | open range length=P3W partial=P3W", "W014"],
    );
    check_undated(
        "He was held yesterday.",
        &["yesterday | XXXX-XX-XX | open day partial=XXXX-XX-XX", "W014"],
    );
    check_undated("He was held last week.", &["last week | XXXX-WXX | open week partial=XXXX-WXX", "W014"]);
    check_undated(
        "The town was shelled overnight.",
        &["overnight | XXXX-XX-XXTNI | open part=night partial=XXXX-XX-XXTNI", "W014"],
    );
    check_undated(
        "Shells fell before dawn on Sunday.",
        &[
            "before dawn on Sunday | XXXX-WXX-7TMO | open part-of-day part=before-dawn partial=XXXX-WXX-7",
            "W012",
        ],
    );
}

#[test]
fn a_year_told_elsewhere_anchors() {
    check_undated(
        "The October 7 raid of 2023 changed the war.",
        &[
            "October 7 | 2023-10-07 | 2023-10-07..2023-10-07 day document",
            "2023 | 2023 | 2023..2023 year stated",
        ],
    );
    check_undated(
        "The ministry wrote on 3 May 2021.\nThe raid of April 28 was its answer.",
        &[
            "on 3 May 2021 | 2021-05-03 | 2021-05-03..2021-05-03 day stated",
            "April 28 | 2021-04-28 | 2021-04-28..2021-04-28 day document",
        ],
    );
    check_undated(
        "The note of 3 January 1990 was read.\nThe raid of December 30 was not told.",
        &[
            "3 January 1990 | 1990-01-03 | 1990-01-03..1990-01-03 day stated",
            "December 30 | XXXX-12-30 | open day partial=XXXX-12-30",
            "W013",
        ],
    );
    check(
        "The October 7 raid of 2019 was recalled.",
        &[
            "October 7 | 2019-10-07 | 2019-10-07..2019-10-07 day document",
            "2019 | 2019 | 2019..2019 year stated",
        ],
    );
    check_undated(
        "Since the 2003 invasion the road is closed.\nA drone hit it on October 26.",
        &[
            "2003 | 2003 | 2003..2003 year stated",
            "on October 26 | XXXX-10-26 | open day partial=XXXX-10-26",
            "W013",
        ],
    );
    check_undated(
        "He fled in March 2021 and came back in June 2022.\nA drone hit his house on October 26.",
        &[
            "in March 2021 | 2021-03 | 2021-03..2021-03 month stated",
            "in June 2022 | 2022-06 | 2022-06..2022-06 month stated",
            "on October 26 | XXXX-10-26 | open day partial=XXXX-10-26",
            "W013",
        ],
    );
}
