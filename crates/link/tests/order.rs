//! Whatever the order in which accounts come, go and come back, and whatever is decided meanwhile, the partition
//! is the one that all of them at once give.

use std::collections::{BTreeMap, BTreeSet};

use casus_link::synthetic::World;
use casus_link::{
    Account, Actors, Change, Component, Constraint, Constraints, Key, Knowledge, MemoryShelf, Wish, link,
};
use proptest::prelude::*;

/// Clusters by what changed, as a ledger keeps them.
#[derive(Default)]
struct Ledger(BTreeMap<Key, Vec<Key>>);

impl Ledger {
    fn take(&mut self, removed: &[Key], components: &[Component]) {
        for key in removed {
            self.0.remove(key);
        }
        for cluster in components.iter().flat_map(|component| &component.clusters) {
            for account in &cluster.accounts {
                self.0.insert(*account, cluster.accounts.clone());
            }
        }
    }

    fn partition(&self) -> BTreeSet<Vec<Key>> {
        self.0.values().cloned().collect()
    }
}

/// What happens to a ledger.
#[derive(Clone, Debug)]
enum Step {
    Add(usize),
    Remove(usize),
    Decide(usize, usize, bool),
    Undo(usize),
}

/// As many as there are in life, or so few that nearly everything is too much.
fn most() -> impl Strategy<Value = usize> {
    prop_oneof![Just(80), 2..16usize]
}

fn steps(accounts: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0..accounts).prop_map(Step::Add),
        2 => (0..accounts).prop_map(Step::Remove),
        1 => (0..accounts, 0..accounts, any::<bool>()).prop_map(|(one, other, wish)| Step::Decide(one, other, wish)),
        1 => (0..8usize).prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 1..160)
}

fn constraint(sequence: usize, one: &Account, other: &Account, together: bool) -> Constraint {
    let wish = if together { Wish::Together } else { Wish::Apart };
    Constraint { sequence: sequence as u64, wish, one: one.claims[0], other: other.claims[0] }
}

fn batch(accounts: Vec<Account>, decided: &[Constraint], knowledge: &Knowledge) -> BTreeSet<Vec<Key>> {
    let constraints = Constraints::new(decided.iter().copied());
    let mut shelf = MemoryShelf::new();
    let Ok(components) =
        link(&mut shelf, Change { added: accounts, ..Change::default() }, &constraints, knowledge);
    let mut ledger = Ledger::default();
    ledger.take(&[], &components);
    ledger.partition()
}

/// The knowledge there is, with components of so many accounts at most.
fn knowledge(most: usize) -> Knowledge {
    let weights = include_str!("../../../data/linking/weights.tsv");
    let mut lines: Vec<String> = weights.lines().map(str::to_owned).collect();
    for line in lines.iter_mut().filter(|line| line.starts_with("cluster\tmost\t")) {
        *line = format!("cluster\tmost\t{most}\tso many");
    }
    let scales = include_str!("../../../data/linking/scales.tsv");
    Knowledge::of_tables(Actors::default(), &lines.join("\n"), scales).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn incremental_is_batch(seed in 0u64..1000, most in most(), full: bool, steps in steps(90)) {
        let knowledge = knowledge(most);
        let accounts: Vec<Account> = World::new(seed, 6).take(90).map(|told| told.account).collect();
        let mut shelf = MemoryShelf::new();
        let mut ledger = Ledger::default();
        let mut present: BTreeSet<usize> = BTreeSet::new();
        let mut decided: Vec<Constraint> = Vec::new();
        if full {
            present.extend(0..accounts.len());
            let change = Change { added: accounts.clone(), ..Change::default() };
            let Ok(components) = link(&mut shelf, change, &Constraints::default(), &knowledge);
            ledger.take(&[], &components);
        }
        for (sequence, step) in steps.iter().enumerate() {
            let mut change = Change::default();
            match *step {
                Step::Add(index) => {
                    present.insert(index);
                    change.added.push(accounts[index].clone());
                }
                Step::Remove(index) => {
                    present.remove(&index);
                    change.removed.push(accounts[index].key);
                }
                Step::Decide(one, other, together) => {
                    let constraint = constraint(sequence, &accounts[one], &accounts[other], together);
                    change.decided = vec![constraint.one, constraint.other];
                    decided.push(constraint);
                }
                Step::Undo(index) => {
                    if index < decided.len() {
                        let undone = decided.remove(index);
                        change.decided = vec![undone.one, undone.other];
                    }
                }
            }
            let removed = change.removed.clone();
            let constraints = Constraints::new(decided.iter().copied());
            let Ok(components) = link(&mut shelf, change, &constraints, &knowledge);
            ledger.take(&removed, &components);
        }
        let left = present.iter().map(|index| accounts[*index].clone()).collect();
        prop_assert_eq!(ledger.partition(), batch(left, &decided, &knowledge));
    }

    #[test]
    fn any_order_gives_one_partition(
        seed in 0u64..1000,
        most in most(),
        order in Just((0..120usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let knowledge = knowledge(most);
        let accounts: Vec<Account> = World::new(seed, 8).take(120).map(|told| told.account).collect();
        let together = batch(accounts.clone(), &[], &knowledge);
        let mut shelf = MemoryShelf::new();
        let mut ledger = Ledger::default();
        for index in order {
            let added = vec![accounts[index].clone()];
            let Ok(components) = link(&mut shelf, Change { added, ..Change::default() }, &Constraints::default(), &knowledge);
            ledger.take(&[], &components);
        }
        prop_assert_eq!(ledger.partition(), together);
    }
}

#[test]
fn decisions_are_obeyed_and_the_later_wins() {
    let knowledge = Knowledge::embedded(Actors::default()).unwrap();
    let accounts: Vec<Account> = World::new(3, 8).take(200).map(|told| told.account).collect();
    let free = batch(accounts.clone(), &[], &knowledge);
    let pair = free.iter().find(|cluster| cluster.len() > 1).expect("the world has clusters");
    let of = |key: Key| accounts.iter().find(|account| account.key == key).unwrap();
    let is_together = |partition: &BTreeSet<Vec<Key>>| {
        partition.iter().any(|cluster| cluster.contains(&pair[0]) && cluster.contains(&pair[1]))
    };
    let apart = constraint(1, of(pair[0]), of(pair[1]), false);
    let again = constraint(2, of(pair[1]), of(pair[0]), true);
    assert!(!is_together(&batch(accounts.clone(), &[apart], &knowledge)));
    assert!(is_together(&batch(accounts.clone(), &[apart, again], &knowledge)));

    let far: Vec<Key> = free.iter().map(|cluster| cluster[0]).take(2).collect();
    let joined = batch(accounts.clone(), &[constraint(1, of(far[0]), of(far[1]), true)], &knowledge);
    assert!(joined.iter().any(|cluster| cluster.contains(&far[0]) && cluster.contains(&far[1])));
}

#[test]
fn clusters_of_the_synthetic_world_are_mostly_right() {
    let knowledge = Knowledge::embedded(Actors::default()).unwrap();
    let told: Vec<_> = World::new(5, 20).take(1500).collect();
    let incident: BTreeMap<Key, u64> = told.iter().map(|told| (told.account.key, told.incident)).collect();
    let partition = batch(told.into_iter().map(|told| told.account).collect(), &[], &knowledge);
    let pairs = |size: usize| size * (size - 1) / 2;
    let (mut right, mut made) = (0, 0);
    for cluster in &partition {
        let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
        cluster.iter().for_each(|account| *sizes.entry(incident[account]).or_default() += 1);
        right += sizes.values().map(|size| pairs(*size)).sum::<usize>();
        made += pairs(cluster.len());
    }
    let mut sizes: BTreeMap<u64, usize> = BTreeMap::new();
    incident.values().for_each(|incident| *sizes.entry(*incident).or_default() += 1);
    let true_pairs: usize = sizes.values().map(|size| pairs(*size)).sum();
    assert!(right * 10 > made * 9, "{right} of {made} pairs are right");
    assert!(right * 10 > true_pairs * 9, "{right} of {true_pairs} pairs are found");
}
