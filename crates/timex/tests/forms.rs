//! Dates, hours, lengths and windows in the forms news has for them. Published on Friday, 10 November 2023.

mod tiny;

use tiny::{check, check_undated};

#[test]
fn dates_in_full() {
    let day = |words: &str| format!("{words} | 2023-10-26 | 2023-10-26..2023-10-26 day stated");
    for words in [
        "Oct. 26, 2023",
        "October 26, 2023",
        "26 October 2023",
        "26th of October 2023",
        "the 26th of October, 2023",
        "October 26th, 2023",
        "10/26/2023",
        "26/10/2023",
        "2023-10-26",
        "26.10.2023",
        "Thursday, October 26, 2023",
        "Thursday 26 October 2023",
    ] {
        check(&format!("{words} was a quiet day."), &[&day(words)]);
    }
}

#[test]
fn either_order_stays_open() {
    check(
        "The note is dated 10/05/2023.",
        &["10/05/2023 | 2023-10-05 | open day partial=2023-10-05/2023-05-10", "W016"],
    );
    check("The note is dated 05/05/2023.", &["05/05/2023 | 2023-05-05 | 2023-05-05..2023-05-05 day stated"]);
}

#[test]
fn dates_without_a_year() {
    check("It fell on Oct. 26.", &["on Oct. 26 | 2023-10-26 | 2023-10-26..2023-10-26 day publication"]);
    check("It fell on 26 October.", &["on 26 October | 2023-10-26 | 2023-10-26..2023-10-26 day publication"]);
    check("It fell on the 26th.", &["on the 26th | 2023-10-26 | 2023-10-26..2023-10-26 day publication"]);
    check(
        "It fell on the 9th near the gate.",
        &["on the 9th | 2023-11-09 | 2023-11-09..2023-11-09 day publication"],
    );
    check(
        "It fell on Friday, Oct. 13.",
        &["on Friday, Oct. 13 | 2023-10-13 | 2023-10-13..2023-10-13 day publication"],
    );
    check("It fell last Oct. 26.", &["last Oct. 26 | 2023-10-26 | 2023-10-26..2023-10-26 day publication"]);
    check(
        "The order takes effect on December 1.",
        &["on December 1 | 2023-12-01 | 2023-12-01..2023-12-01 day publication"],
    );
    check(
        "The council will meet on December 1.",
        &["on December 1 | 2023-12-01 | 2023-12-01..2023-12-01 day publication"],
    );
    check("It fell on Feb. 29.", &["on Feb. 29 | 2020-02-29 | 2020-02-29..2020-02-29 day publication"]);
    check(
        "The editorial of Monday, April 29 was cited.",
        &["Monday, April 29 | 2024-04-29 | 2024-04-29..2024-04-29 day publication"],
    );
}

#[test]
fn a_day_of_the_month_follows_the_month_told() {
    check(
        "The siege began in September.\nOn the 26th the town fell.",
        &[
            "in September | 2023-09 | 2023-09..2023-09 month publication",
            "On the 26th | 2023-09-26 | 2023-09-26..2023-09-26 day document",
        ],
    );
}

#[test]
fn parts_of_months_and_years() {
    check(
        "It fell in mid-October.",
        &["in mid-October | 2023-10 | 2023-10..2023-10 month publication about"],
    );
    check("It fell in late 2019.", &["in late 2019 | 2019 | 2019..2019 year stated about"]);
    check("It fell at the end of 2019.", &["at the end of 2019 | 2019 | 2019..2019 year stated about"]);
    check(
        "It fell early this month.",
        &["early this month | 2023-11 | 2023-11..2023-11 month publication about"],
    );
    check("It fell earlier this year.", &["earlier this year | 2023 | 2023..2023 year publication about"]);
    check(
        "It fell in December last year.",
        &["in December last year | 2022-12 | 2022-12..2022-12 month publication"],
    );
    check("It fell in June of 2019.", &["in June of 2019 | 2019-06 | 2019-06..2019-06 month stated"]);
}

#[test]
fn years_decades_seasons_quarters() {
    check("He fled in the 1990s.", &["in the 1990s | 199 | 1990..1999 range stated"]);
    check("He fled in the early 1980s.", &["in the early 1980s | 198 | 1980..1989 range stated about"]);
    check("He fled in the '80s.", &["in the '80s | 198 | 1980..1989 range stated"]);
    check("He fled in the nineties.", &["in the nineties | 199 | 1990..1999 range stated"]);
    check("It was built in the 20th century.", &["in the 20th century | 19 | 1900..1999 range stated"]);
    check("He fled in spring 2022.", &["in spring 2022 | 2022-SP | 2022-03..2022-05 season stated"]);
    check("He fled last summer.", &["last summer | 2023-SU | 2023-06..2023-08 season publication"]);
    check(
        "Trade fell in the third quarter.",
        &["in the third quarter | 2023-Q3 | 2023-07..2023-09 range publication"],
    );
    check(
        "Trade fell in the third quarter of 1984.",
        &["in the third quarter of 1984 | 1984-Q3 | 1984-07..1984-09 range stated"],
    );
    check(
        "Trade fell in the first half of 1990.",
        &["in the first half of 1990 | 1990-H1 | 1990-01..1990-06 range stated"],
    );
    check("He fled in nineteen ninety-seven.", &["in nineteen ninety-seven | 1997 | 1997..1997 year stated"]);
    check("The 2023 Nobel prize was given.", &["2023 | 2023 | 2023..2023 year stated"]);
}

#[test]
fn days_beside_publication() {
    check("It fell yesterday.", &["yesterday | 2023-11-09 | 2023-11-09..2023-11-09 day publication"]);
    check("It fell today.", &["today | 2023-11-10 | 2023-11-10..2023-11-10 day publication"]);
    check("They will meet tomorrow.", &["tomorrow | 2023-11-11 | 2023-11-11..2023-11-11 day publication"]);
    check(
        "It fell the day before yesterday.",
        &["the day before yesterday | 2023-11-08 | 2023-11-08..2023-11-08 day publication"],
    );
    check("It fell last Friday.", &["last Friday | 2023-11-03 | 2023-11-03..2023-11-03 day publication"]);
    check(
        "They will meet next Friday.",
        &["next Friday | 2023-11-17 | 2023-11-17..2023-11-17 day publication"],
    );
    check("It fell last month.", &["last month | 2023-10 | 2023-10..2023-10 month publication"]);
    check("They will meet next week.", &["next week | 2023-W46 | 2023-W46..2023-W46 week publication"]);
    check(
        "It fell over the weekend.",
        &["over the weekend | 2023-W44-WE | 2023-11-04..2023-11-05 range publication"],
    );
}

#[test]
fn ago() {
    check("It fell two days ago.", &["two days ago | 2023-11-08 | 2023-11-08..2023-11-08 day publication"]);
    check("It fell three weeks ago.", &["three weeks ago | 2023-W42 | 2023-W42..2023-W42 week publication"]);
    check("It fell a year ago.", &["a year ago | 2022 | 2022..2022 year publication"]);
    check(
        "It fell about two years ago.",
        &["about two years ago | 2021 | 2021..2021 year publication about"],
    );
    check(
        "They will meet two weeks from now.",
        &["two weeks from now | 2023-W47 | 2023-W47..2023-W47 week publication"],
    );
    check("It fell several years ago.", &["several years ago | PAST_REF | open partial=PXY vague"]);
    check(
        "It fell 999999999 years ago.",
        &["999999999 years ago | P999999999Y | open year partial=P999999999Y", "W014"],
    );
    check(
        "It fell 99999999999999999999999 days ago.",
        &[
            "99999999999999999999999 days ago | P18446744073709551615D | open day partial=P18446744073709551615D",
            "W014",
        ],
    );
}

#[test]
fn windows() {
    let window = |words: &str, value: &str, start: &str| {
        format!("{words} | {value} | {start}..2023-11-10 range publication length={value}")
    };
    check("Forty fell in the last 24 hours.", &[&window("in the last 24 hours", "PT24H", "2023-11-09")]);
    check(
        "Forty fell over the past two months.",
        &[&window("over the past two months", "P2M", "2023-09-10")],
    );
    check("Forty fell in the past week.", &[&window("in the past week", "P1W", "2023-11-03")]);
    check("Forty fell over the last year.", &[&window("over the last year", "P1Y", "2022-11-10")]);
    check(
        "Forty fell during the previous 10 days.",
        &[&window("during the previous 10 days", "P10D", "2023-10-31")],
    );
    check(
        "Forty will leave over the next three days.",
        &["over the next three days | P3D | 2023-11-10..2023-11-13 range publication length=P3D"],
    );
    check("Forty fell in recent weeks.", &["in recent weeks | PXW | open partial=PXW vague"]);
    check("Forty fell over the past few days.", &["over the past few days | PXD | open partial=PXD vague"]);
    check(
        "Forty fell over the past 99999999 years.",
        &["over the past 99999999 years | P99999999Y | open length=P99999999Y partial=P99999999Y"],
    );
}

#[test]
fn since_until_so_far() {
    check(
        "Forty fell since Monday.",
        &["since Monday | 2023-11-06 | 2023-11-06..2023-11-10 range publication bound=since"],
    );
    check(
        "Forty fell since October 17.",
        &["since October 17 | 2023-10-17 | 2023-10-17..2023-11-10 range publication bound=since"],
    );
    check_undated(
        "Forty fell since October 17, 2023.",
        &["since October 17, 2023 | 2023-10-17 | 2023-10-17..? range stated bound=since"],
    );
    check(
        "Forty fell so far this year.",
        &["so far this year | 2023 | 2023-01-01..2023-11-10 range publication"],
    );
    check(
        "The truce lasted until Monday.",
        &["until Monday | 2023-11-06 | ?..2023-11-06 range publication bound=until"],
    );
    check(
        "They fled before October 7.",
        &["before October 7 | 2023-10-07 | 2023-10-07..2023-10-07 day publication bound=before"],
    );
    check(
        "They fled after October 7.",
        &["after October 7 | 2023-10-07 | 2023-10-07..2023-10-07 day publication bound=after"],
    );
}

#[test]
fn ranges() {
    let days = |words: &str, value: &str, from: &str, to: &str| {
        format!("{words} | {value} | {from}..{to} range publication")
    };
    check(
        "Shells fell from Friday to Sunday.",
        &[&days("from Friday to Sunday", "2023-11-03/2023-11-05", "2023-11-03", "2023-11-05")],
    );
    check(
        "Shells fell between 3 and 5 May.",
        &[&days("between 3 and 5 May", "2023-05-03/2023-05-05", "2023-05-03", "2023-05-05")],
    );
    check(
        "Shells fell October 7 to 10.",
        &[&days("October 7 to 10", "2023-10-07/2023-10-10", "2023-10-07", "2023-10-10")],
    );
    check(
        "Shells fell on October 7-10.",
        &[&days("on October 7-10", "2023-10-07/2023-10-10", "2023-10-07", "2023-10-10")],
    );
    check(
        "Shells fell between October 17 and November 3.",
        &[&days("between October 17 and November 3", "2023-10-17/2023-11-03", "2023-10-17", "2023-11-03")],
    );
    check(
        "Shells fell from December 20 to January 5.",
        &[&days("from December 20 to January 5", "2022-12-20/2023-01-05", "2022-12-20", "2023-01-05")],
    );
    check("He ruled from 2003 to 2011.", &["from 2003 to 2011 | 2003/2011 | 2003..2011 range stated"]);
    check(
        "Shells fell Monday through Wednesday.",
        &[&days("Monday through Wednesday", "2023-11-06/2023-11-08", "2023-11-06", "2023-11-08")],
    );
    check(
        "Shells fell Monday-Wednesday.",
        &[&days("Monday-Wednesday", "2023-11-06/2023-11-08", "2023-11-06", "2023-11-08")],
    );
    check(
        "Shells fell between Monday and Wednesday.",
        &[&days("between Monday and Wednesday", "2023-11-06/2023-11-08", "2023-11-06", "2023-11-08")],
    );
    check("He ruled 2003-2011.", &["2003-2011 | 2003/2011 | 2003..2011 range stated"]);
    check("He ruled in 1989-90.", &["in 1989-90 | 1989/1990 | 1989..1990 range stated"]);
    check(
        "Shells fell from October 17, 2022, to January 5.",
        &[
            "from October 17, 2022, to January 5 | 2022-10-17/2023-01-05 | 2022-10-17..2023-01-05 range document",
        ],
    );
    check_undated(
        "Shells fell from Friday to Sunday.",
        &["from Friday to Sunday | XXXX-WXX-5/XXXX-WXX-7 | open range partial=XXXX-WXX-5/XXXX-WXX-7", "W012"],
    );
    check(
        "Shells fell on Monday and Tuesday.",
        &[
            "on Monday | 2023-11-06 | 2023-11-06..2023-11-06 day publication",
            "Tuesday | 2023-11-07 | 2023-11-07..2023-11-07 day publication",
        ],
    );
    check(
        "The town was shelled overnight into Tuesday.",
        &[
            "overnight into Tuesday | 2023-11-06TNI | 2023-11-06..2023-11-07 part-of-day publication part=night",
        ],
    );
}

#[test]
fn nights_between_two_days() {
    let night = |words: &str, value: &str| {
        format!("{words} | {value} | 2023-10-26..2023-10-27 part-of-day publication part=night")
    };
    let at_night = "2023-10-26TNI/2023-10-27";
    check("It fell on the night of 26-27 October.", &[&night("on the night of 26-27 October", at_night)]);
    check("It fell on the night of 26/27 October.", &[&night("on the night of 26/27 October", at_night)]);
    check(
        "It fell on the night of October 26 to October 27.",
        &[&night("on the night of October 26 to October 27", at_night)],
    );
    check(
        "It fell in the night from October 26 to October 27.",
        &[&night("in the night from October 26 to October 27", at_night)],
    );
    check("It fell overnight on October 26-27.", &[&night("overnight on October 26-27", at_night)]);
    check(
        "It fell overnight from October 26 to October 27.",
        &[&night("overnight from October 26 to October 27", at_night).replace("part-of-day", "range")],
    );
    check(
        "It fell late on Monday night and early on Tuesday.",
        &[
            "late on Monday night | 2023-11-06TNI | 2023-11-06..2023-11-06 part-of-day publication part=night about",
            "early on Tuesday | 2023-11-07 | 2023-11-07..2023-11-07 day publication about",
        ],
    );
}

#[test]
fn hours_and_parts_of_the_day() {
    let open = |words: &str, value: &str, told: &str| format!("{words} | 2023-11-10{value} | open {told}");
    check("It fell at noon.", &[&open("at noon", "T12:00", "hour part=noon partial=XXXX-XX-XXT12")]);
    check("It fell at dawn.", &[&open("at dawn", "TMO", "part-of-day part=morning partial=XXXX-XX-XXTMO")]);
    check(
        "It fell before sunrise.",
        &[&open("before sunrise", "TMO", "part-of-day part=before-dawn partial=XXXX-XX-XXTMO")],
    );
    check(
        "It fell shortly after midnight.",
        &[&open("shortly after midnight", "T00:00", "hour part=before-dawn partial=XXXX-XX-XXT00 about")],
    );
    check(
        "It fell around 10:30 p.m. local time.",
        &[&open("around 10:30 p.m. local time", "T22:30", "minute partial=XXXX-XX-XXT22:30 about")],
    );
    check("It fell at 14:30.", &[&open("at 14:30", "T14:30", "minute partial=XXXX-XX-XXT14:30")]);
    check(
        "It fell at 0500 GMT.",
        &[&open("at 0500 GMT", "T05:00", "minute partial=XXXX-XX-XXT05:00"), "W017"],
    );
    check(
        "It fell at five o'clock in the evening.",
        &[&open("at five o'clock in the evening", "T17:00", "hour part=evening partial=XXXX-XX-XXT17")],
    );
    check(
        "It fell at ten past nine.",
        &[&open("at ten past nine", "T09:10", "minute partial=XXXX-XX-XXT09:10/XXXX-XX-XXT21:10")],
    );
    check(
        "It fell at a quarter to one in the afternoon.",
        &[&open(
            "at a quarter to one in the afternoon",
            "T12:45",
            "minute part=afternoon partial=XXXX-XX-XXT12:45",
        )],
    );
    check(
        "It fell at half past six p.m. with a quarter to spare.",
        &[&open("at half past six p.m.", "T18:30", "minute partial=XXXX-XX-XXT18:30")],
    );
    check(
        "It fell at 5 o'clock.",
        &[&open("at 5 o'clock", "T05:00", "hour partial=XXXX-XX-XXT05/XXXX-XX-XXT17")],
    );
    check(
        "It fell at 12 a.m. and at 12 p.m.",
        &[
            &open("at 12 a.m.", "T00:00", "hour partial=XXXX-XX-XXT00"),
            &open("at 12 p.m.", "T12:00", "hour partial=XXXX-XX-XXT12"),
        ],
    );
}

#[test]
fn a_day_and_its_hour_are_one() {
    let part = |words: &str, value: &str, day: &str, part: &str| {
        format!("{words} | {day}{value} | {day}..{day} part-of-day publication part={part}")
    };
    check(
        "It fell early on Tuesday morning.",
        &[&(part("early on Tuesday morning", "TMO", "2023-11-07", "morning") + " about")],
    );
    check("It fell on Monday night.", &[&part("on Monday night", "TNI", "2023-11-06", "night")]);
    check("It fell last night.", &[&part("last night", "TNI", "2023-11-09", "night")]);
    check("It fell this morning.", &[&part("this morning", "TMO", "2023-11-10", "morning")]);
    check(
        "It fell on Tuesday in the afternoon.",
        &[&part("on Tuesday in the afternoon", "TAF", "2023-11-07", "afternoon")],
    );
    check(
        "It fell in the early hours of Tuesday.",
        &[&part("in the early hours of Tuesday", "TMO", "2023-11-07", "before-dawn")],
    );
    check(
        "It fell on the evening of October 26.",
        &[&part("on the evening of October 26", "TEV", "2023-10-26", "evening")],
    );
    check(
        "It fell before dawn on Tuesday.",
        &[&part("before dawn on Tuesday", "TMO", "2023-11-07", "before-dawn")],
    );
    check(
        "It fell at 6 a.m. Friday.",
        &["at 6 a.m. Friday | 2023-11-10T06:00 | 2023-11-10T06..2023-11-10T06 hour publication"],
    );
    check(
        "It fell at about 5am on October 26.",
        &[
            "at about 5am on October 26 | 2023-10-26T05:00 | 2023-10-26T05..2023-10-26T05 hour publication about",
        ],
    );
    check(
        "It fell on Friday at 5 o'clock.",
        &[
            "on Friday at 5 o'clock | 2023-11-10T05:00 | 2023-11-10..2023-11-10 day publication partial=2023-11-10T05/2023-11-10T17 about",
        ],
    );
}

#[test]
fn lengths_and_ages() {
    let length =
        |words: &str, value: &str| format!("{words} | {value} | open length={value} partial={value}");
    check("A five-day truce began.", &[&length("A five-day", "P5D")]);
    check("A three-week-long siege began.", &[&length("A three-week-long", "P3W")]);
    check("A 24-hour curfew began.", &[&length("A 24-hour", "PT24H")]);
    check("It lasted for two and a half years.", &[&length("for two and a half years", "P2Y6M")]);
    check("It lasted half an hour.", &[&length("half an hour", "PT30M")]);
    check("It lasted two decades.", &[&length("two decades", "P20Y")]);
    check("A 29-year-old baker was hurt.", &[&(length("A 29-year-old", "P29Y") + " age")]);
    check("He was hurt, 29 years old.", &[&(length("29 years old", "P29Y") + " age")]);
    check("It lasted for weeks.", &["for weeks | PXW | open partial=PXW vague"]);
    check("It lasted for at least 30 days.", &[&(length("for at least 30 days", "P30D") + " about")]);
}

#[test]
fn what_comes_back() {
    check("Trucks come every day.", &["every day | P1D | open"]);
    check("Trucks come each Thursday.", &["each Thursday | XXXX-WXX-4 | open"]);
    check("Trucks come on Sundays.", &["on Sundays | XXXX-WXX-7 | open"]);
    check("The annual fair began.", &["annual | P1Y | open"]);
    check("Trucks come every two weeks.", &["every two weeks | P2W | open"]);
}

#[test]
fn loose_words() {
    check("It fell recently.", &["recently | PAST_REF | open vague"]);
    check("It is quiet now.", &["now | PRESENT_REF | open vague"]);
    check("It is quiet these days.", &["these days | PRESENT_REF | open vague"]);
}
