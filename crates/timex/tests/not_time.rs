//! What looks like time and is not. The texts are invented.

mod tiny;

use tiny::check;

#[test]
fn may_and_march_are_also_verbs_and_names() {
    check("The rebels may attack.", &[]);
    check("May the rebels attack?", &[]);
    check("The march on the capital began.", &[]);
    check("March on the capital!", &[]);
    check("The mayor met Mrs May.", &[]);
    check("It fell in May.", &["in May | 2023-05 | 2023-05..2023-05 month publication"]);
    check("It fell on March 12.", &["on March 12 | 2023-03-12 | 2023-03-12..2023-03-12 day publication"]);
}

#[test]
fn numbers_that_are_no_years() {
    check("An F-16 was seen.", &[]);
    check("Some 1,200 people fled.", &[]);
    check("They cited Resolution 1701.", &[]);
    check("About 2000 people fled.", &[]);
    check("It cost $1999.", &[]);
    check("They held 1950 prisoners.", &[]);
    check("It was a T-2000 tank.", &[]);
    check("Flight 2019 was late.", &[]);
    check("They fled in 1953.", &["in 1953 | 1953 | 1953..1953 year stated"]);
}

#[test]
fn words_with_a_second_meaning() {
    check("A second blast was heard.", &[]);
    check("The second blast was heard.", &[]);
    check("The Sunday Times told it.", &[]);
    check("The fall of the town was told.", &[]);
    check("A spring was found.", &[]);
    check("A quarter of the town was lost.", &[]);
    check("The 26th Brigade fled.", &[]);
    check("He held his place on the 3rd floor.", &[]);
    check("It was a last-minute deal.", &[]);
    check("The score was 3:2.", &[]);
    check("The sun was out.", &[]);
    check("A night raid was told.", &[]);
}

#[test]
fn an_event_named_by_its_date_is_still_a_date() {
    check(
        "The October 7 attack was told.",
        &["October 7 | 2023-10-07 | 2023-10-07..2023-10-07 day publication"],
    );
}
