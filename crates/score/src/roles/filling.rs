//! Template filling: the map of predicted templates to those of gold with the best F1.

use super::{Entity, ROLES, Template, within};
use crate::assign::assign;
use crate::rate::Counts;

/// The type of incident and the roles.
const PARTS: usize = 1 + ROLES;

/// How many maps are tried; of more, an assignment takes the place.
const MOST_MAPS: usize = 200_000;

/// How many predicted items, and how many of gold, are right, of each part.
#[derive(Clone, Copy)]
struct Pair([(usize, usize); PARTS]);

impl Pair {
    fn totals(&self) -> (usize, usize) {
        self.0.iter().fold((0, 0), |total, part| (total.0 + part.0, total.1 + part.1))
    }
}

/// Counts of each part under the best map.
pub(super) fn counts(gold: &[Template], predicted: &[Template]) -> [Counts; PARTS] {
    let pairs: Vec<Vec<Option<Pair>>> =
        predicted.iter().map(|given| gold.iter().map(|right| pair(right, given)).collect()).collect();
    let (n_gold, n_predicted) = (items(gold), items(predicted));
    let map = if gold.is_empty() {
        Vec::new()
    } else if few_maps(gold.len(), predicted.len()) {
        let totals = (n_predicted.iter().sum(), n_gold.iter().sum());
        Search::new(&pairs, gold.len(), totals).best()
    } else {
        assigned(&pairs)
    };
    let mut found = [(0, 0); PARTS];
    for pair in map.into_iter().filter_map(|(given, right)| pairs[given][right]) {
        for (found, part) in found.iter_mut().zip(pair.0) {
            *found = (found.0 + part.0, found.1 + part.1);
        }
    }
    std::array::from_fn(|part| {
        Counts::two_sided((found[part].0, n_predicted[part]), (found[part].1, n_gold[part]))
    })
}

fn items(templates: &[Template]) -> [usize; PARTS] {
    let mut items = [0; PARTS];
    for template in templates {
        items[0] += 1;
        for (items, entities) in items[1..].iter_mut().zip(template.roles()) {
            *items += entities.len();
        }
    }
    items
}

/// Templates can be mapped where the predicted type is one of those that gold has.
fn pair(gold: &Template, predicted: &Template) -> Option<Pair> {
    gold.incident_type.contains(&predicted.incident_type).then(|| {
        let roles = gold.roles().into_iter().zip(predicted.roles());
        let mut parts = [(1, 1); PARTS];
        for (part, (right, given)) in parts[1..].iter_mut().zip(roles) {
            *part = right_entities(right, given);
        }
        Pair(parts)
    })
}

fn right_entities(gold: &[Entity], predicted: &[Entity]) -> (usize, usize) {
    let right = predicted.iter().filter(|given| gold.iter().any(|right| within(right, given))).count();
    let found = gold.iter().filter(|right| predicted.iter().any(|given| within(right, given))).count();
    (right, found)
}

fn few_maps(n_gold: usize, n_predicted: usize) -> bool {
    let maps = u32::try_from(n_predicted).ok().and_then(|power| (n_gold + 1).checked_pow(power));
    maps.is_some_and(|maps| maps <= MOST_MAPS)
}

fn assigned(pairs: &[Vec<Option<Pair>>]) -> Vec<(usize, usize)> {
    let weight = |pair: &Option<Pair>| {
        pair.map_or(0.0, |pair| {
            let (right, found) = pair.totals();
            (right + found) as f64 / 2.0
        })
    };
    let weights: Vec<Vec<f64>> = pairs.iter().map(|row| row.iter().map(weight).collect()).collect();
    assign(&weights)
}

/// Tries all maps in order: the first predicted template is the slowest to change, and each goes from no
/// template of gold to the last. Of equally good maps the first stands.
struct Search<'a> {
    pairs: &'a [Vec<Option<Pair>>],
    n_gold: usize,
    /// Items predicted and in gold.
    items: (usize, usize),
    map: Vec<Option<usize>>,
    best: (f64, Vec<Option<usize>>),
}

impl Search<'_> {
    fn new(pairs: &[Vec<Option<Pair>>], n_gold: usize, items: (usize, usize)) -> Search<'_> {
        Search { pairs, n_gold, items, map: Vec::new(), best: (-1.0, Vec::new()) }
    }

    fn best(mut self) -> Vec<(usize, usize)> {
        self.extend((0, 0));
        let map = self.best.1.into_iter().enumerate();
        map.filter_map(|(given, right)| Some((given, right?))).collect()
    }

    /// Tries all ends of the map so far, under which so many items are right and found.
    fn extend(&mut self, (right, found): (usize, usize)) {
        let given = self.map.len();
        if given == self.pairs.len() {
            let f1 = self.f1(right, found);
            if f1 > self.best.0 {
                self.best = (f1, self.map.clone());
            }
            return;
        }
        for choice in std::iter::once(None).chain((0..self.n_gold).map(Some)) {
            if choice.is_some() && self.map.contains(&choice) {
                continue;
            }
            let pair = choice.and_then(|place| self.pairs[given][place]);
            let more = pair.map_or((0, 0), |pair| pair.totals());
            self.map.push(choice);
            self.extend((right + more.0, found + more.1));
            self.map.pop();
        }
    }

    fn f1(&self, right: usize, found: usize) -> f64 {
        let counts = Counts::two_sided((right, self.items.0), (found, self.items.1));
        let (precision, recall) = (counts.precision(), counts.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}
