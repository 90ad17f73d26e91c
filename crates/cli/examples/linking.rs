//! Learns the weights of linking from reports whose incidents are known: what `data/linking/weights.tsv` and
//! `scales.tsv` hold.
//!
//! `linking collect [GVA]` reads the open stories of `corpus/stories`, and the pages of the folder GVA whose incident
//! has an even number, and prints their accounts, one a line. `linking learn ACCOUNTS` moves the weights of the tables
//! and writes them back; `linking try ACCOUNTS` does so with each group left out in turn, and prints what that makes of
//! the pairs of the group that was left out. `linking missed ACCOUNTS` prints the pairs of one incident that a ledger
//! would not compare, or weighs little.
//!
//! A pair of accounts is one occurrence or two, and every row of the tables that it meets (`casus_link::evidence`)
//! speaks for or against: a logistic regression, in which each account counts as much as every other and rows are
//! held near where they stand.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::Write;
use std::path::Path;

use casus::link::{
    Account, Actors, Change, Constraints, Knowledge, MemoryShelf, Probe, accounts, block_keys, evidence,
    link, weigh,
};
use casus::{Casus, Given, packs};
use casus_eval::stories::{Filed, Story, score, stories};
use serde::{Deserialize, Serialize};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const WEIGHTS: &str = "data/linking/weights.tsv";
const SCALES: &str = "data/linking/scales.tsv";
const STORIES: &str = "corpus/stories";
/// The pages of the archive are one group of many; they count as so many accounts, whose kind of news is another.
const ARCHIVE: &str = "archive";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["collect"] => collect(None),
        ["collect", archive] => collect(Some(Path::new(archive))),
        ["learn", accounts] => learn(accounts),
        ["missed", accounts] => missed(accounts),
        ["try", accounts] => cross_validate(accounts),
        _ => Err("linking collect [GVA] | learn ACCOUNTS | try ACCOUNTS".into()),
    }
}

/// An account, the group of reports it comes from, and the incident it tells, where that is known.
#[derive(Clone, Serialize, Deserialize)]
struct Line {
    group: String,
    gold: Option<String>,
    account: Account,
}

fn collect(archive: Option<&Path>) -> Result<()> {
    let casus = Casus::open(&packs::locate()?)?;
    let knowledge = Knowledge::embedded(casus::keep::actors(casus.lexicon()))?;
    let mut out = std::io::stdout().lock();
    for story in stories(Path::new(STORIES))?.iter().filter(|story| !story.held) {
        for line in of_story(&casus, &knowledge, story)? {
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
    }
    for line in archive.map_or(Ok(Vec::new()), |archive| of_archive(&casus, &knowledge, archive))? {
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

/// The accounts of a story, with the incident of the first of its tellings that they were read as.
fn of_story(casus: &Casus, knowledge: &Knowledge, story: &Story) -> Result<Vec<Line>> {
    let mut reader = casus.reader();
    let mut read = Vec::new();
    for report in &story.reports {
        let given = Given {
            published: Some(report.published),
            url: Some(report.url.clone()),
            outlet: Some(report.outlet.clone()),
            ..Given::default()
        };
        read.push((report.file.as_str(), reader.read(report.text.as_bytes(), &given)?));
    }
    let mut lines = Vec::new();
    let mut filed = Vec::new();
    for (file, reading) in &read {
        for account in accounts(reading, knowledge, &Constraints::default()) {
            let number = lines.len().to_string();
            let of_account = |key: &str| account.claims.contains(&casus::link::Key::of(key));
            filed.extend(
                reading
                    .claims
                    .iter()
                    .filter(|claim| of_account(&claim.key))
                    .map(|claim| (*file, claim, number.clone())),
            );
            lines.push(Line { group: story.name.clone(), gold: None, account });
        }
    }
    let filed: Vec<Filed> =
        filed.iter().map(|(file, claim, number)| Filed { file, claim, incident: Some(number) }).collect();
    for telling in score(story, &filed).tellings {
        if let Some(number) = telling.incident.and_then(|number| number.parse::<usize>().ok()) {
            lines[number].gold.get_or_insert(telling.gold);
        }
    }
    Ok(lines)
}

/// What each page of the archive tells before all else, where the number of its incident is even.
fn of_archive(casus: &Casus, knowledge: &Knowledge, archive: &Path) -> Result<Vec<Line>> {
    let text = fs::read_to_string(archive.join("docs_dev.jsonl"))?;
    let pages: Vec<Value> = text.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    let words = |page: &Value, name: &str| page[name].as_str().unwrap_or_default().to_owned();
    let even = |page: &&Value| {
        words(page, "incident_id").parse::<u64>().is_ok_and(|number| number.is_multiple_of(2))
    };
    let mut lines = Vec::new();
    let work = |reader: &mut casus::Reader, page: &Value| {
        let text = format!("{}\n\n{}", words(page, "title"), words(page, "text"));
        let given = Given { published: words(page, "date").parse().ok(), ..Given::default() };
        let reading = reader.read(text.as_bytes(), &given).ok()?;
        let told = accounts(&reading, knowledge, &Constraints::default());
        let account = told.into_iter().find(|account| account.lead)?;
        Some(Line { group: ARCHIVE.to_owned(), gold: Some(words(page, "incident_id")), account })
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    casus.each(pages.iter().filter(even), threads, work, |line| lines.extend(line));
    Ok(lines)
}

/// A pair of accounts whose incidents are known.
struct Pair {
    /// Rows by number, and how much of each.
    rows: Vec<(usize, f64)>,
    same: bool,
    weight: f64,
}

/// The rows of the tables that are learned, by name, and what they stand at.
struct Rows {
    names: Vec<String>,
    number: HashMap<String, usize>,
    start: Vec<f64>,
    /// What a row may not go beyond: to agree never speaks against, to differ never for.
    bounds: Vec<(f64, f64)>,
}

impl Rows {
    fn of(weights: &str, scales: &str) -> Result<Rows> {
        let mut rows =
            Rows { names: Vec::new(), number: HashMap::new(), start: Vec::new(), bounds: Vec::new() };
        for table in [weights, scales] {
            for cells in cells(table) {
                let name = format!("{}.{}", cells[0], cells[1]);
                if let (Ok(weight), true) = (cells[2].parse(), is_learned(cells[0])) {
                    rows.number.insert(name.clone(), rows.names.len());
                    rows.names.push(name);
                    rows.start.push(weight);
                    let is_scale = cells[1].parse::<i32>().is_ok();
                    rows.bounds.push(match weight {
                        _ if is_scale || cells[0] == "prior" => (f64::MIN, f64::MAX),
                        0.0.. => (0.0, f64::MAX),
                        _ => (f64::MIN, 0.0),
                    });
                }
            }
        }
        Ok(rows)
    }
}

/// Rows of a table, without notes and the line of names.
fn cells(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

/// How clusters are made, and how much a word of a rarity counts, is not learned here.
fn is_learned(field: &str) -> bool {
    !matches!(field, "cluster" | "rarity")
}

/// The tables with other weights.
fn with_weights(table: &str, rows: &Rows, weights: &[f64]) -> String {
    let line = |line: &str| {
        let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let number =
            (cells.len() > 2).then(|| rows.number.get(&format!("{}.{}", cells[0], cells[1]))).flatten();
        if let Some(number) = number {
            cells[2] = format!("{}", (weights[*number] * 20.0).round() / 20.0);
        }
        cells.join("\t") + "\n"
    };
    table.lines().map(line).collect()
}

/// Pairs of two documents of one group whose incidents are known. Of the archive only those that are worth comparing.
fn pairs(lines: &[&Line], rows: &Rows, knowledge: &Knowledge) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (one, other) in worth_comparing(lines) {
        let (one, other) = (lines[one], lines[other]);
        let is_pair = one.account.document != other.account.document
            && !weigh(&one.account, &other.account, knowledge).cannot;
        if let (Some(gold), Some(other_gold), true) = (&one.gold, &other.gold, is_pair) {
            let met = evidence(&one.account, &other.account, knowledge);
            let met =
                met.iter().filter_map(|(name, share)| Some((*rows.number.get(name)?, *share))).collect();
            pairs.push((Pair { rows: met, same: gold == other_gold, weight: 1.0 }, [one, other]));
        }
    }
    // Every account counts as much as every other.
    let mut times: HashMap<u64, f64> = HashMap::new();
    for line in pairs.iter().flat_map(|(_, lines)| lines) {
        *times.entry(line.account.key.0).or_default() += 1.0;
    }
    let share = |line: &Line| 0.5 / times[&line.account.key.0];
    pairs.into_iter().map(|(pair, [one, other])| Pair { weight: share(one) + share(other), ..pair }).collect()
}

fn worth_comparing(lines: &[&Line]) -> BTreeSet<(usize, usize)> {
    if lines.first().is_some_and(|line| line.group != ARCHIVE) {
        return (0..lines.len()).flat_map(|other| (0..other).map(move |one| (one, other))).collect();
    }
    blocked(lines)
}

/// Pairs that share a key by which a ledger looks for them.
fn blocked(lines: &[&Line]) -> BTreeSet<(usize, usize)> {
    let mut kept: HashMap<u64, Vec<usize>> = HashMap::new();
    for (number, line) in lines.iter().enumerate() {
        for key in block_keys(&line.account) {
            kept.entry(key).or_default().push(number);
        }
    }
    let mut pairs = BTreeSet::new();
    for (number, line) in lines.iter().enumerate() {
        let probe = Probe::of(&line.account);
        let found = |keys: &[u64]| -> BTreeMap<usize, usize> {
            let mut times = BTreeMap::new();
            for other in
                keys.iter().filter_map(|key| kept.get(key)).flatten().filter(|other| **other < number)
            {
                *times.entry(*other).or_default() += 1;
            }
            times
        };
        let twice = found(&probe.weak).into_iter().filter(|(_, times)| *times > 1).map(|(other, _)| other);
        pairs.extend(found(&probe.sure).into_keys().chain(twice).map(|other| (other, number)));
    }
    pairs
}

/// Rounds over all rows; after these the second decimal of none moves.
const ROUNDS: usize = 200;

/// Weights that make the pairs likely, held near where they start: coordinate by coordinate, a Newton step each.
fn fit(pairs: &[Pair], Rows { start, bounds, .. }: &Rows) -> Vec<f64> {
    let mut weights = start.clone();
    let mut meets: Vec<Vec<(usize, f64)>> = vec![Vec::new(); start.len()];
    for (number, pair) in pairs.iter().enumerate() {
        for (row, share) in &pair.rows {
            meets[*row].push((number, *share));
        }
    }
    let mut sums: Vec<f64> =
        pairs.iter().map(|pair| pair.rows.iter().map(|(row, share)| weights[*row] * share).sum()).collect();
    for _ in 0..ROUNDS {
        for (row, met) in meets.iter().enumerate() {
            let mut slope = FIRMNESS * (weights[row] - start[row]);
            let mut bend = FIRMNESS;
            for (number, share) in met {
                let pair = &pairs[*number];
                let likely = 1.0 / (1.0 + (-sums[*number]).exp());
                slope += pair.weight * share * (likely - f64::from(u8::from(pair.same)));
                bend += pair.weight * share * share * likely * (1.0 - likely);
            }
            let (least, most) = bounds[row];
            let moved = (weights[row] - (slope / bend.max(1e-6)).clamp(-0.5, 0.5)).clamp(least, most);
            let step = weights[row] - moved;
            weights[row] = moved;
            for (number, share) in met {
                sums[*number] -= step * share;
            }
        }
    }
    weights
}

/// How clusters made with these tables compare with the incidents: precision, recall and F1 of pairs.
fn clustered(lines: &[&Line], knowledge: &Knowledge) -> (f64, f64, f64) {
    let change =
        Change { added: lines.iter().map(|line| line.account.clone()).collect(), ..Change::default() };
    let components = link(&mut MemoryShelf::new(), change, &Constraints::default(), knowledge);
    let Ok(components) = components;
    let clusters = components.iter().flat_map(|component| &component.clusters).enumerate();
    let of_account: HashMap<u64, usize> = clusters
        .flat_map(|(number, cluster)| cluster.accounts.iter().map(move |key| (key.0, number)))
        .collect();
    let (mut gold, mut system, mut cells): (
        BTreeMap<&str, usize>,
        BTreeMap<usize, usize>,
        BTreeMap<_, usize>,
    ) = Default::default();
    for line in lines {
        if let (Some(told), Some(cluster)) = (&line.gold, of_account.get(&line.account.key.0)) {
            *gold.entry(told).or_default() += 1;
            *system.entry(*cluster).or_default() += 1;
            *cells.entry((told, *cluster)).or_default() += 1;
        }
    }
    let choose =
        |counts: &mut dyn Iterator<Item = &usize>| counts.map(|n| n * (n - 1) / 2).sum::<usize>() as f64;
    let (gold, system, right) =
        (choose(&mut gold.values()), choose(&mut system.values()), choose(&mut cells.values()));
    (right / system.max(1.0), right / gold.max(1.0), 2.0 * right / (gold + system).max(1.0))
}

/// Everything that learning starts from.
struct Start {
    lines: Vec<Line>,
    weights: String,
    scales: String,
    rows: Rows,
    actors: fn() -> Result<Actors>,
}

impl Start {
    fn open(path: &str) -> Result<Start> {
        let lines = fs::read_to_string(path)?;
        let lines = lines.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
        let (weights, scales) = (fs::read_to_string(WEIGHTS)?, fs::read_to_string(SCALES)?);
        let rows = Rows::of(&weights, &scales)?;
        let actors = || Ok(casus::keep::actors(&casus::Lexicon::embedded()?));
        Ok(Start { lines, weights, scales, rows, actors })
    }

    fn groups(&self) -> BTreeMap<&str, Vec<&Line>> {
        let mut groups: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in &self.lines {
            groups.entry(&line.group).or_default().push(line);
        }
        groups
    }

    fn knowledge(&self, weights: &[f64]) -> Result<Knowledge> {
        let table = |table: &str| with_weights(table, &self.rows, weights);
        Ok(Knowledge::of_tables((self.actors)()?, &table(&self.weights), &table(&self.scales))?)
    }
}

/// How firmly rows are held where they stand, beside the accounts that move them.
const FIRMNESS: f64 = 0.1;
/// How much a page of the archive counts beside an account of a story: there are many, of another kind of news.
const OF_ARCHIVE: f64 = 0.05;
/// What is added to the weight that a sum starts from. Pairs are weighed as if no two depended on each other; what a
/// cluster shares speaks for it more than the average pair does.
const SHIFT: f64 = 0.5;

/// The weights that the pairs of these groups make.
fn learned<'a>(groups: impl Iterator<Item = (&'a str, Vec<Pair>)>, rows: &Rows) -> Vec<f64> {
    let of_group = |(group, pairs): (&str, Vec<Pair>)| {
        let part = if group == ARCHIVE { OF_ARCHIVE } else { 1.0 };
        pairs.into_iter().map(move |pair| Pair { weight: pair.weight * part, ..pair })
    };
    let mut weights = fit(&groups.flat_map(of_group).collect::<Vec<_>>(), rows);
    weights[rows.number["prior.start"]] += SHIFT;
    weights
}

fn learn(path: &str) -> Result<()> {
    let start = Start::open(path)?;
    let before = start.knowledge(&start.rows.start)?;
    let groups = start.groups();
    let pairs = groups.iter().map(|(group, lines)| (*group, pairs(lines, &start.rows, &before)));
    let weights = learned(pairs, &start.rows);
    let after = start.knowledge(&weights)?;
    for (group, lines) in &groups {
        say(group, clustered(lines, &before), clustered(lines, &after));
    }
    fs::write(WEIGHTS, with_weights(&start.weights, &start.rows, &weights))?;
    fs::write(SCALES, with_weights(&start.scales, &start.rows, &weights))?;
    Ok(())
}

fn cross_validate(path: &str) -> Result<()> {
    let start = Start::open(path)?;
    let before = start.knowledge(&start.rows.start)?;
    let groups = start.groups();
    for (left_out, lines) in &groups {
        let rest = groups.iter().filter(|(group, _)| *group != left_out);
        let rest = rest.map(|(group, lines)| (*group, pairs(lines, &start.rows, &before)));
        let after = start.knowledge(&learned(rest, &start.rows))?;
        say(left_out, clustered(lines, &before), clustered(lines, &after));
    }
    Ok(())
}

fn say(group: &str, before: (f64, f64, f64), after: (f64, f64, f64)) {
    let print = |(precision, recall, f1): (f64, f64, f64)| format!("{precision:.3} {recall:.3} {f1:.3}");
    eprintln!("{group:<20} before {}   after {}", print(before), print(after));
}

/// Pairs of one incident that are not worth comparing, or weigh too little.
fn missed(path: &str) -> Result<()> {
    let start = Start::open(path)?;
    let knowledge = start.knowledge(&start.rows.start)?;
    for (group, lines) in start.groups() {
        let compared = blocked(&lines);
        let (mut all, mut met, mut light) = (0, 0, 0);
        for other in 0..lines.len() {
            for one in 0..other {
                let (a, b) = (lines[one], lines[other]);
                if a.gold.is_none() || a.gold != b.gold || a.account.document == b.account.document {
                    continue;
                }
                all += 1;
                let verdict = weigh(&a.account, &b.account, &knowledge);
                let is_met = compared.contains(&(one, other));
                met += usize::from(is_met);
                light += usize::from(is_met && verdict.total < 70);
                if group != ARCHIVE && (!is_met || verdict.total < 70) {
                    let parts = casus::link::compare(&a.account, &b.account, &knowledge);
                    let parts: Vec<String> = parts.parts.iter().map(ToString::to_string).collect();
                    println!("{group} {:?} met {is_met} {} {}", a.gold, verdict.total, parts.join("; "));
                }
            }
        }
        eprintln!("{group}: {all} pairs, {met} met, {light} of them light");
    }
    Ok(())
}
