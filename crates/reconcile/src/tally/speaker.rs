//! Who counts.
//!
//! A name of the actor list or of an institution is the same speaker wherever it is quoted, and whoever speaks for it is it:
//! "Pentagon figures", "its press secretary", "the department" (`data/reconcile/voices.tsv`). A description is known only
//! within its outlet, and where the outlet is not known, within its text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casus_model::{Claim, DocumentId, SourceKind, TallyScope, Teller, rows};
use jiff::civil::Date;

use super::scope::Total;
use crate::{Background, Source, Telling, plain, range};

/// Who counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Speaker {
    pub name: Option<String>,
    pub outlet: Option<String>,
    pub kind: SourceKind,
}

/// What the words of a voice say of whom it speaks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Mouthpiece,
    Own,
    General,
}

fn says(word: &str) -> Option<Says> {
    static TABLE: LazyLock<BTreeMap<String, Says>> = LazyLock::new(|| {
        let text = include_str!("../../../../data/reconcile/voices.tsv");
        let rows = rows("reconcile/voices.tsv", text).unwrap_or_default();
        let entry = |row: &casus_model::Row| {
            let says = match row.need("says").ok()? {
                "mouthpiece" => Says::Mouthpiece,
                "own" => Says::Own,
                _ => Says::General,
            };
            Some((row.need("word").ok()?.to_owned(), says))
        };
        rows.iter().filter_map(entry).collect()
    });
    TABLE.get(word).copied()
}

/// Which actor of the list is meant by words that any document names it by; of two the least.
pub(super) fn called(told: &[Telling], background: &Background) -> BTreeMap<String, String> {
    let mut called = BTreeMap::new();
    let words = told.iter().flat_map(|telling| &telling.source.called).chain(&background.called);
    for (words, id) in words {
        let known: &mut String = called.entry(words.clone()).or_insert_with(|| id.clone());
        if id < known {
            known.clone_from(id);
        }
    }
    called
}

pub(super) fn speaker(
    source: &Source,
    claim: &Claim,
    teller: &Teller,
    called: &BTreeMap<String, String>,
) -> Speaker {
    let words = teller.voice.as_deref().map(plain);
    let institution = words.as_ref().and_then(|words| institution(source, claim, words, called));
    let listed = institution.as_ref().or(words.as_ref()).and_then(|words| called.get(words));
    let public = institution.is_some()
        || matches!(teller.kind, SourceKind::Named | SourceKind::Institution | SourceKind::Document);
    let outlet = || Some(source.outlet.clone().unwrap_or_else(|| source.origin.0.clone()));
    Speaker {
        name: listed.cloned().or_else(|| institution.clone()).or_else(|| words.clone()),
        outlet: if listed.is_some() || public { None } else { outlet() },
        kind: if listed.or(institution.as_ref()).is_some() { SourceKind::Institution } else { teller.kind },
    }
}

/// The institution that a voice speaks for, where its words are not its name.
fn institution(
    source: &Source,
    claim: &Claim,
    words: &str,
    called: &BTreeMap<String, String>,
) -> Option<String> {
    if called.contains_key(words) {
        return None;
    }
    let all: Vec<&str> = words.split_whitespace().collect();
    let spoken = all.iter().rev().take_while(|word| says(word) == Some(Says::Mouthpiece)).count();
    let named = &all[..all.len() - spoken];
    match named {
        [] => None,
        [own] if says(own) == Some(Says::Own) => {
            let others = claim.attribution.iter().filter(|voice| voice.kind == SourceKind::Institution);
            let names = others.filter_map(|voice| voice.name.as_deref()).map(plain);
            names.into_iter().find(|name| name != words).or_else(|| only(&source.institutions))
        }
        [kind] if says(kind) == Some(Says::General) => only(&source.institutions),
        [.., last] if spoken > 0 => {
            let owner = last.strip_suffix("'s").unwrap_or(last).trim_end_matches(['\'', '’']);
            Some([&named[..named.len() - 1], &[owner]].concat().join(" "))
        }
        _ => None,
    }
}

fn only(names: &BTreeSet<String>) -> Option<String> {
    names.first().filter(|_| names.len() == 1).cloned()
}

/// The institutions that a document quotes by name, in small letters. One that is named by its kind alone is none.
pub(crate) fn institutions(claims: &[Claim]) -> BTreeSet<String> {
    let voices = claims.iter().flat_map(|claim| &claim.attribution);
    let institutions = voices.filter(|voice| voice.kind == SourceKind::Institution);
    let names = institutions.filter_map(|voice| voice.name.as_deref()).map(plain);
    names.filter(|name| says(name).is_none()).collect()
}

/// Copies of one text in several outlets tell a total once: whoever is known only within an outlet is in all of them
/// the one of the first, and so is the day up to which they count.
pub(super) fn of_copies(totals: &mut [Total]) {
    type Told = (DocumentId, Option<String>, TallyScope, (u64, u64));
    let told = |total: &Total| -> Told {
        let (origin, name) = (total.source.origin.clone(), total.speaker.name.clone());
        (origin, name, total.scope.clone(), range(&total.tally.count))
    };
    let mut firsts: BTreeMap<Told, (Option<String>, Option<Date>)> = BTreeMap::new();
    for total in totals.iter() {
        let first = firsts.entry(told(total)).or_insert_with(|| (total.speaker.outlet.clone(), total.as_of));
        first.1 = first.1.min(total.as_of).or(first.1);
    }
    for total in totals {
        if let Some((outlet, as_of)) = firsts.get(&told(total)) {
            total.speaker.outlet.clone_from(outlet);
            total.as_of = *as_of;
        }
    }
}
