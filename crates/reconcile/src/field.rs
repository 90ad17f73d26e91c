//! The values told for a field, ranked: which stand, which is shown and why, and whether two cannot both hold.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casus_model::{Claim, DocumentId, Field, SourceKind, Teller, ToldValue, printed, rows};
use jiff::civil::Date;

use super::Telling;

/// The tellings of an incident in an order that does not depend on how they arrived.
pub(crate) struct Voices<'a> {
    pub tellings: Vec<Telling<'a>>,
}

impl<'a> Voices<'a> {
    /// By day of publication, then document, then place in the text.
    pub fn new(tellings: &[Telling<'a>]) -> Voices<'a> {
        let mut tellings = tellings.to_vec();
        tellings.sort_by_key(|told| {
            (day(told.source.published), &told.source.document, told.claim.trigger.start, &told.claim.key)
        });
        tellings.dedup_by_key(|told| (&told.source.document, &told.claim.key));
        Voices { tellings }
    }

    /// The one who says a value: the voice of this index of the claim's attribution.
    pub fn teller(&self, by: By) -> Teller {
        let Telling { source, claim } = self.tellings[by.telling];
        let voice = claim.attribution.get(by.voice);
        Teller {
            published: source.published,
            document: source.document.clone(),
            outlet: source.outlet.clone(),
            origin: source.origin.clone(),
            claim: claim.key.clone(),
            voice: voice.and_then(|voice| voice.name.clone()),
            kind: voice.map_or(SourceKind::Outlet, |voice| voice.kind),
            superseded: source.superseded,
        }
    }

    fn directness(&self, by: By) -> u32 {
        let claim = self.tellings[by.telling].claim;
        let kind = claim.attribution.get(by.voice).map_or(SourceKind::Outlet, |voice| voice.kind);
        let passed_on = claim.attribution.iter().filter(|voice| voice.via == Some(by.voice)).count() as u32;
        directness(kind) + passed_on
    }
}

/// Undated documents come after all dated ones.
pub(crate) fn day(published: Option<Date>) -> Date {
    published.unwrap_or(Date::MAX)
}

/// How far from the deed a kind of source stands: less is nearer.
pub(crate) fn directness(kind: SourceKind) -> u32 {
    static TABLE: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
        let text = include_str!("../../../data/reconcile/directness.tsv");
        let rows = rows("reconcile/directness.tsv", text).expect("the table was checked by a test");
        let entry = |row: &casus_model::Row| {
            Some((row.need("kind").ok()?.to_owned(), row.number::<u32>("rank").ok()??))
        };
        rows.iter().filter_map(entry).collect()
    });
    TABLE.get(&printed(&kind)).copied().unwrap_or(u32::MAX)
}

/// Which telling says a value, and which voice of its attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct By {
    pub telling: usize,
    pub voice: usize,
}

impl By {
    /// The outermost voice of a telling.
    pub fn outermost(telling: usize) -> By {
        By { telling, voice: 0 }
    }

    /// The voice of a telling that nobody passes on: "the mayor said, the agency reported" is the mayor's word.
    pub fn innermost(telling: usize, claim: &Claim) -> By {
        let passed_on = |by: usize| claim.attribution.iter().position(|voice| voice.via == Some(by));
        let mut voice = 0;
        for _ in &claim.attribution {
            voice = passed_on(voice).filter(|next| *next != voice).unwrap_or(voice);
        }
        By { telling, voice }
    }
}

/// A value as one voice says it.
pub(crate) struct Said<T> {
    pub value: T,
    pub by: By,
}

/// What the values of a field mean for one another.
pub(crate) trait Sense {
    /// The values.
    type Value: Clone;
    /// Values with equal keys are one.
    fn key(&self, value: &Self::Value) -> String;
    /// Whether `a` says what `b` says, at least as precisely.
    fn inside(&self, a: &Self::Value, b: &Self::Value) -> bool;
    /// Whether the two cannot both hold.
    fn clash(&self, a: &Self::Value, b: &Self::Value) -> bool;
    /// How fine the words are: less is finer.
    fn fineness(&self, _value: &Self::Value) -> u32 {
        0
    }
    /// What comes before every count of origins: less is shown first.
    fn first(&self, _value: &Self::Value) -> u32 {
        0
    }
    /// Whose later word takes an earlier one back.
    fn replaced(&self) -> Replaced {
        Replaced::Never
    }
}

/// Whose later word replaces an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replaced {
    /// Nobody's: both may hold.
    Never,
    /// That of the same voice in a copy of the same text.
    SameText,
    /// That too, and that of a person with a name or an institution in any text.
    SameSource,
}

/// One distinct value and everybody who tells it.
pub(crate) struct Entry<T> {
    pub value: T,
    pub by: Vec<By>,
    pub tellers: Vec<Teller>,
    /// Those of the tellers whose word it still is.
    pub standing: Vec<Teller>,
}

impl<T> Entry<T> {
    pub fn told(self) -> ToldValue<T> {
        let current = self.tellers.iter().filter(|teller| !teller.superseded);
        let origins = current.map(|teller| &teller.origin).collect::<BTreeSet<_>>().len();
        ToldValue { value: self.value, told: self.tellers, origins }
    }

    pub fn origins(&self) -> BTreeSet<&DocumentId> {
        self.standing.iter().map(|teller| &teller.origin).collect()
    }

    pub fn directness(&self, voices: &Voices) -> u32 {
        self.by.iter().map(|by| voices.directness(*by)).min().unwrap_or(u32::MAX)
    }

    /// First day of publication.
    pub fn earliest(&self) -> Date {
        self.tellers.iter().map(|teller| day(teller.published)).min().unwrap_or(Date::MAX)
    }
}

/// The field that what is said adds up to.
pub(crate) fn field<S: Sense>(sense: &S, voices: &Voices, said: Vec<Said<S::Value>>) -> Field<S::Value> {
    let entries = entries(voices, said, |value| sense.key(value), sense.replaced());
    if entries.is_empty() {
        return Field::default();
    }
    let stands = |at: &usize| !entries[*at].standing.is_empty();
    let disputed = disputes(&entries, |a, b| sense.clash(a, b));
    let standing: Vec<usize> = (0..entries.len()).filter(stands).collect();
    let finer = |a: usize, b: usize| {
        let (a, b) = (&entries[a].value, &entries[b].value);
        sense.inside(a, b) && !sense.inside(b, a)
    };
    let finest = |at: usize| !standing.iter().any(|other| finer(*other, at));
    let rank = |at: usize| rank(sense, voices, &entries, &standing, at);
    let class = |at: usize| if !stands(&at) { 2 } else { u8::from(!finest(at)) };
    let mut order: Vec<(u8, Rank, usize)> = (0..entries.len()).map(|at| (class(at), rank(at), at)).collect();
    order.sort();
    let rule = rule(&order).to_owned();
    let mut entries: Vec<Option<Entry<S::Value>>> = entries.into_iter().map(Some).collect();
    let all: Vec<_> = order.iter().filter_map(|(_, _, at)| entries[*at].take()).map(Entry::told).collect();
    Field { preferred: all.first().map(|told| told.value.clone()), rule: Some(rule), disputed, all }
}

/// What two values are compared by, the most important first; less is better.
type Rank = (u32, Reverse<usize>, Reverse<usize>, Date, u32, u32);

fn rank<S: Sense>(
    sense: &S,
    voices: &Voices,
    entries: &[Entry<S::Value>],
    standing: &[usize],
    at: usize,
) -> Rank {
    let entry = &entries[at];
    let fits = |other: &&usize| {
        let other = &entries[**other].value;
        sense.inside(other, &entry.value) || sense.inside(&entry.value, other)
    };
    let support: BTreeSet<&DocumentId> =
        standing.iter().filter(fits).flat_map(|other| entries[*other].origins()).collect();
    let fineness = sense.fineness(&entry.value);
    (
        sense.first(&entry.value),
        Reverse(support.len()),
        Reverse(entry.origins().len()),
        entry.earliest(),
        fineness,
        entry.directness(voices),
    )
}

/// What put the first value before the second.
fn rule(order: &[(u8, Rank, usize)]) -> &'static str {
    let [(_, first, _), (class, second, _), ..] = order else { return "only" };
    match class {
        2 => "only",
        1 => "finest",
        _ if first.0 != second.0 => "status",
        _ if (first.1, first.2) != (second.1, second.2) => "most-origins",
        _ if first.3 != second.3 => "earliest",
        _ if first.4 != second.4 => "finest",
        _ if first.5 != second.5 => "most-direct",
        _ => "first",
    }
}

/// Distinct values in order of first telling.
pub(crate) fn entries<T: Clone>(
    voices: &Voices,
    said: Vec<Said<T>>,
    key: impl Fn(&T) -> String,
    replaced: Replaced,
) -> Vec<Entry<T>> {
    let mut said = said;
    said.sort_by_key(|said| said.by);
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries: Vec<Entry<T>> = Vec::new();
    for Said { value, by } in said {
        let at = *index.entry(key(&value)).or_insert(entries.len());
        let teller = voices.teller(by);
        match entries.get_mut(at) {
            Some(entry) if entry.tellers.contains(&teller) => {}
            Some(entry) => {
                entry.by.push(by);
                entry.tellers.push(teller);
            }
            None => {
                entries.push(Entry { value, by: vec![by], tellers: vec![teller], standing: Vec::new() });
            }
        }
    }
    stand(&mut entries, replaced);
    entries
}

/// Whose word still is what. Where every word has been replaced, each stands as it was told.
fn stand<T>(entries: &mut [Entry<T>], replaced: Replaced) {
    let who = |teller: &Teller| match (replaced, &teller.voice, teller.kind) {
        (Replaced::SameSource, Some(voice), SourceKind::Named | SourceKind::Institution) => {
            (String::new(), plain(voice))
        }
        _ => speaker(teller),
    };
    let mut last: BTreeMap<(String, String), Date> = BTreeMap::new();
    for teller in entries.iter().flat_map(|entry| &entry.tellers).filter(|teller| !teller.superseded) {
        let Some(published) = teller.published else { continue };
        let latest = last.entry(who(teller)).or_insert(published);
        *latest = (*latest).max(published);
    }
    let newest = |teller: &Teller| {
        let later = |published| last.get(&who(teller)).is_some_and(|last| *last > published);
        replaced == Replaced::Never || !teller.published.is_some_and(later)
    };
    for entry in entries.iter_mut() {
        let holds = |teller: &&Teller| !teller.superseded && newest(teller);
        entry.standing = entry.tellers.iter().filter(holds).cloned().collect();
    }
    if entries.iter().all(|entry| entry.standing.is_empty()) {
        entries.iter_mut().for_each(|entry| entry.standing = entry.tellers.clone());
    }
}

/// A voice of an origin. The same voice in another origin is the same person, but another text.
fn speaker(teller: &Teller) -> (String, String) {
    let voice = teller.voice.as_deref().map(plain).unwrap_or_default();
    (teller.origin.0.clone(), voice)
}

/// Whether two standing values cannot both hold, told by two voices of which neither tells both.
pub(crate) fn disputes<T>(entries: &[Entry<T>], clash: impl Fn(&T, &T) -> bool) -> bool {
    entries.iter().enumerate().any(|(at, a)| {
        entries[at + 1..].iter().any(|b| clash(&a.value, &b.value) && contrary(&a.standing, &b.standing))
    })
}

/// Whether two groups of tellers speak against each other.
pub(crate) fn contrary(a: &[Teller], b: &[Teller]) -> bool {
    let speakers = |tellers: &[Teller]| tellers.iter().map(speaker).collect::<BTreeSet<_>>();
    let (a, b) = (speakers(a), speakers(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Words as they are compared: small letters, without an article, one space between them.
pub(crate) fn plain(words: &str) -> String {
    let words = words.to_lowercase();
    let mut words: Vec<&str> = words.split_whitespace().collect();
    if words.len() > 1 && matches!(words[0], "the" | "a" | "an") {
        words.remove(0);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_source_has_a_rank_of_its_own_distance() {
        use SourceKind::*;
        let kinds = [Witness, Named, Institution, Document, Anonymous, Outlet];
        let ranks: Vec<u32> = kinds.map(directness).to_vec();
        assert!(ranks.is_sorted() && ranks[5] < u32::MAX, "{ranks:?}");
    }

    #[test]
    fn words_are_compared_without_article_and_case() {
        assert_eq!(plain("The  Wardens"), "wardens");
        assert_eq!(plain("A"), "a");
    }
}
