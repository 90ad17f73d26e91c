//! CEAF-RME: templates paired so that most of their entities or mentions agree.
//!
//! A template of gold with several types (`attack / bombing`) stands once for each; the one that agrees
//! best with some prediction counts.

use std::collections::BTreeSet;

use super::{ROLES, Template};
use crate::assign::assign;
use crate::rate::Counts;

/// What is counted of two templates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Mentions of entities paired one to one.
    Mentions,
    /// Entities that share a mention.
    Subset,
    /// The same, paired one to one.
    OneToOne,
}

/// A template under one type: its entities, each with the role it fills.
struct Labelled<'a> {
    label: &'a str,
    entities: Vec<(usize, &'a [String])>,
}

/// Counts under the best pairing.
pub(super) fn counts(kind: Kind, gold: &[Template], predicted: &[Template]) -> Counts {
    let predicted: Vec<Labelled> = predicted.iter().filter_map(|given| labels(given).next()?).collect();
    let gold: Vec<(usize, Labelled)> = gold
        .iter()
        .enumerate()
        .flat_map(|(place, right)| labels(right).flatten().map(move |labelled| (place, labelled)))
        .collect();
    let mut agreements: Vec<Vec<(usize, usize)>> = gold
        .iter()
        .map(|(_, right)| predicted.iter().map(|given| agreement(kind, right, given)).collect())
        .collect();
    keep_best_label(&gold, &mut agreements);
    let weights: Vec<Vec<f64>> =
        agreements.iter().map(|row| row.iter().map(|agreement| agreement.0 as f64).collect()).collect();
    let (right, found) = assign(&weights).into_iter().fold((0, 0), |total, (row, column)| {
        let agreement = agreements[row][column];
        (total.0 + agreement.0, total.1 + agreement.1)
    });
    let n_predicted = predicted.iter().map(|given| size(kind, given)).sum();
    let n_gold = first_labels(&gold).map(|right| size(kind, right)).sum();
    Counts::two_sided((right, n_predicted), (found, n_gold))
}

/// The template under each of its types; `None` where nothing fills it.
fn labels(template: &Template) -> impl Iterator<Item = Option<Labelled<'_>>> {
    template.incident_type.split('/').map(|label| {
        let label = label.trim_matches(crate::words::is_space);
        let entities: Vec<(usize, &[String])> = (0..ROLES)
            .flat_map(|role| template.roles()[role].iter().map(move |entity| (role, entity.as_slice())))
            .collect();
        (!entities.is_empty()).then_some(Labelled { label, entities })
    })
}

fn size(kind: Kind, template: &Labelled) -> usize {
    match kind {
        Kind::Mentions => template.entities.iter().map(|(_, mentions)| mentions.len()).sum(),
        Kind::Subset | Kind::OneToOne => template.entities.len(),
    }
}

/// Of one template of gold only the label that agrees most keeps its agreements, the first of several.
fn keep_best_label(gold: &[(usize, Labelled)], agreements: &mut [Vec<(usize, usize)>]) {
    let total = |row: &[(usize, usize)]| row.iter().map(|agreement| agreement.0).sum::<usize>();
    let mut start = 0;
    for rows in gold.chunk_by(|one, next| one.0 == next.0) {
        let mut best = start;
        for row in start..start + rows.len() {
            if total(&agreements[row]) > total(&agreements[best]) {
                best = row;
            }
        }
        for row in (start..start + rows.len()).filter(|row| *row != best) {
            agreements[row].fill((0, 0));
        }
        start += rows.len();
    }
}

fn first_labels<'a, 'b>(gold: &'b [(usize, Labelled<'a>)]) -> impl Iterator<Item = &'b Labelled<'a>> {
    gold.chunk_by(|one, next| one.0 == next.0).map(|rows| &rows[0].1)
}

/// How many predicted items are right, and how many of gold are found.
fn agreement(kind: Kind, gold: &Labelled, predicted: &Labelled) -> (usize, usize) {
    if gold.label != predicted.label {
        return (0, 0);
    }
    match kind {
        Kind::Mentions => {
            let shared = shared_mentions(gold, predicted);
            let pairs = assign(&shared);
            let total = pairs.into_iter().map(|(row, column)| shared[row][column] as usize).sum();
            (total, total)
        }
        Kind::OneToOne => {
            let shared = shared_mentions(gold, predicted);
            let any = |row: &Vec<f64>| row.iter().map(|n| n.min(1.0)).collect();
            let pairs = assign(&shared.iter().map(any).collect::<Vec<_>>()).len();
            (pairs, pairs)
        }
        Kind::Subset => {
            let found: Vec<usize> =
                predicted.entities.iter().filter_map(|entity| first_shared(gold, entity)).collect();
            (found.len(), found.iter().collect::<BTreeSet<_>>().len())
        }
    }
}

/// How many mentions each entity of gold (row) shares with each predicted one.
fn shared_mentions(gold: &Labelled, predicted: &Labelled) -> Vec<Vec<f64>> {
    let shared = |right: &(usize, &[String]), given: &(usize, &[String])| {
        if right.0 != given.0 {
            return 0.0;
        }
        given.1.iter().filter(|mention| right.1.contains(mention)).count() as f64
    };
    gold.entities
        .iter()
        .map(|right| predicted.entities.iter().map(|given| shared(right, given)).collect())
        .collect()
}

/// The first entity of gold that has the first mention that any has.
fn first_shared(gold: &Labelled, (role, mentions): &(usize, &[String])) -> Option<usize> {
    mentions.iter().find_map(|mention| {
        gold.entities.iter().position(|(other, entity)| other == role && entity.contains(mention))
    })
}
