//! MUC-4, by templates and by roles.

use casus_score::roles::{self, Duplicates};
use casus_score::template::{self, Judgement, SLOTS};
use casus_score::{layout, rate::Counts};

use super::{Judged, Measure, Row};
use crate::{keywords, mistakes};

/// Templates of 23 slots.
pub const TEMPLATES: Measure = Measure {
    scorer: "template, lenient: ALL TEMPLATES of 1992, where a string with other words earns half if head or content \
             words agree; the groups are sums over the slots whose names begin so",
    beside: None,
    keywords: keywords::muc4,
    keywords_join: None,
    mistakes: mistakes::templates,
    rows: templates,
};

/// Five roles.
pub const ROLES: Measure = Measure {
    scorer: "roles, duplicates kept: TF is template filling of GTT, micro over the type of incident and five roles; \
             CEAF-REE pools the roles of a document",
    beside: None,
    keywords: keywords::roles,
    keywords_join: None,
    mistakes: mistakes::roles,
    rows: roles,
};

const GROUPS: [(&str, &[&str]); 4] = [
    ("incident and instrument", &["incident_", "instrument_"]),
    ("perpetrator", &["perp_"]),
    ("physical target", &["phys_"]),
    ("human target", &["hum_"]),
];

fn templates(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let [gold, predicted] = judged.lines();
    let tallies = template::tallies(Judgement::Lenient, &layout::read(&gold)?, &layout::read(&predicted)?);
    let all: Vec<Counts> = tallies.iter().map(|tally| tally.all().counts()).collect();
    let matched: Vec<Counts> = tallies
        .iter()
        .map(|tally| tally.templates)
        .map(|of| Counts::paired(of.matched, of.matched + of.spurious, of.matched + of.missing))
        .collect();
    let group = |(name, prefixes): (&str, &[&str])| {
        let of_group = |tally: &template::Tally| {
            let slots = SLOTS.iter().zip(&tally.slots);
            let within = slots.filter(|(slot, _)| prefixes.iter().any(|prefix| slot.starts_with(prefix)));
            within.map(|(_, points)| points.counts()).sum()
        };
        Row::of_counts(name, &tallies.iter().map(of_group).collect::<Vec<Counts>>())
    };
    let mut rows = vec![Row::of_counts("ALL TEMPLATES", &all)];
    rows.extend(GROUPS.map(group));
    rows.push(Row::of_counts("templates aligned", &matched));
    Ok(rows)
}

fn roles(judged: &Judged) -> Result<Vec<Row>, layout::Error> {
    let [gold, predicted] = judged.lines();
    let tallies = roles::tallies(Duplicates::Kept, &layout::read(&gold)?, &layout::read(&predicted)?);
    let sum = |part: fn(&roles::Tally) -> &[Counts]| -> Vec<Counts> {
        tallies.iter().map(|tally| part(tally).iter().copied().sum()).collect()
    };
    let filling: Vec<Counts> = sum(|tally| &tally.filling);
    let entities: Vec<Counts> = sum(|tally| &tally.entities);
    let mut rows = vec![Row::of_counts("TF", &filling), Row::of_counts("CEAF-REE", &entities)];
    for (role, name) in ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"].into_iter().enumerate() {
        let of_role: Vec<Counts> = tallies.iter().map(|tally| tally.entities[role]).collect();
        rows.push(Row::of_counts(format!("CEAF-REE {name}"), &of_role));
    }
    Ok(rows)
}
