//! Names that somebody else found: where are they?
//!
//! For a dateline, and for measuring the ranking apart from the finding of names.

use casus_model::{Place, Span};
use rustc_hash::FxHashMap;

use crate::cues::Cue;
use crate::gazetteer::{Entry, Gazetteer, MOST_CANDIDATES};
use crate::normalise::country_code;
use crate::rank::{self, Hint, Mention, Name};
use crate::toponym::Context;

/// A town inside an unknown name must be of some size.
const TOWN: u32 = 20_000;

/// The place a single name means, if the gazetteer knows one. Used for datelines.
pub fn lookup(gazetteer: &Gazetteer, name: &str, context: &Context) -> Option<Place> {
    let span = Span::new(0, name.len());
    let (_, candidates) = candidates(gazetteer, name);
    if candidates.is_empty() {
        return None;
    }
    locate(gazetteer, &[(name, span)], name, context).pop().flatten()
}

/// Where the places are that the gazetteer holds under a name, each in degrees north and east: no choice among
/// them is better than the best of these.
pub fn points(gazetteer: &Gazetteer, name: &str) -> Vec<(f64, f64)> {
    let (key, mut entries) = candidates(gazetteer, name);
    if entries.is_empty() {
        entries = inside(gazetteer, &key);
    }
    entries.extend(gazetteer.entries(gazetteer.find(&key), usize::MAX));
    entries.iter().map(|entry| (f64::from(entry.lat), f64::from(entry.lon))).collect()
}

/// The place each name means. The names stand at their spans of the text, in its order; each is taken
/// as a place because the caller says so.
pub fn locate(
    gazetteer: &Gazetteer,
    names: &[(&str, Span)],
    text: &str,
    context: &Context,
) -> Vec<Option<Place>> {
    let mut all: Vec<Name> = Vec::new();
    let mut inexact: Vec<bool> = Vec::new();
    let mut index: FxHashMap<&str, usize> = FxHashMap::default();
    let mut mentions: Vec<Mention> = Vec::with_capacity(names.len());
    for (at, (name, span)) in names.iter().enumerate() {
        let nth = *index.entry(name).or_insert_with(|| {
            let (key, mut candidates) = candidates(gazetteer, name);
            inexact.push(candidates.is_empty());
            if candidates.is_empty() {
                candidates = inside(gazetteer, &key);
            }
            all.push(Name { key, candidates, weight: 0.0 });
            all.len() - 1
        });
        all[nth].weight += 1.0;
        mentions.push(Mention { name: nth, span: *span, hint: hint(gazetteer, name), container: None });
        if at > 0 {
            let gap = text.get(mentions[at - 1].span.end as usize..span.start as usize).unwrap_or("");
            container_words(gazetteer, gap, at, &all, &mut mentions);
        }
    }
    for name in &mut all {
        name.weight = 1.0 + name.weight.max(1.0).ln();
    }
    let ranked = rank::rank(gazetteer, &all, &mentions, context.country.and_then(country_code));
    let places = names.iter().zip(&mentions).zip(&ranked.best).map(|(((name, span), mention), best)| {
        let entry = all[mention.name].candidates.get((*best)?)?;
        let mut place = gazetteer.place(entry, name, *span);
        if inexact[mention.name] {
            place.precision = place.precision.max(2);
        }
        Some(place)
    });
    places.collect()
}

/// What a name may mean: under its own key, else without the words that may be left out.
pub(crate) fn candidates(gazetteer: &Gazetteer, name: &str) -> (String, Vec<Entry>) {
    let knowledge = gazetteer.knowledge();
    let key = knowledge.normaliser().normalise(name.trim_end_matches("'s").trim_end_matches("’s"));
    let shouted = name.chars().all(|letter| !letter.is_lowercase());
    let under = |key: &str| {
        let mut entries = gazetteer.entries(gazetteer.find(key), MOST_CANDIDATES);
        entries.retain(|entry| !entry.capitals || shouted);
        entries
    };
    let mut entries: Vec<Entry> =
        knowledge.abbreviation(&key).iter().filter_map(|code| gazetteer.division(code)).collect();
    let short = name.contains('.') || shouted && name.len() <= 4;
    if !short {
        entries.clear();
    }
    entries.extend(under(&key));
    if entries.is_empty() {
        entries = gazetteer.divisions_called(&key);
    }
    let without_the = key.strip_prefix("the ").unwrap_or(&key);
    let compass = without_the.split_once(' ').filter(|(first, _)| knowledge.cues().says(first, Cue::Compass));
    let shorter =
        [without_the, knowledge.cues().without_division(without_the), compass.map_or("", |(_, rest)| rest)];
    for short in shorter {
        if entries.is_empty() && !short.is_empty() {
            entries = under(short);
        }
    }
    if let Some(bare) = key.strip_prefix("al ").filter(|_| entries.is_empty()) {
        entries = under(bare);
        entries.retain(|entry| {
            entry.country.is_some_and(|country| knowledge.normaliser().drops_article(country))
        });
    }
    if entries.is_empty() {
        entries = gazetteer.heard(&key);
    }
    (key, entries)
}

/// The longest known name inside an unknown one that tells what it is: a school, a court or a park is at
/// least near the place it is called after.
fn inside(gazetteer: &Gazetteer, key: &str) -> Vec<Entry> {
    let words: Vec<&str> = key.split(' ').take(10).collect();
    if !words.iter().any(|word| gazetteer.knowledge().cues().says(word, Cue::Institution)) {
        return Vec::new();
    }
    for length in (1..words.len()).rev() {
        for part in words.windows(length).map(|part| part.join(" ")) {
            let mut entries = gazetteer.entries(gazetteer.find(&part), MOST_CANDIDATES);
            entries.retain(|entry| !entry.capitals && (entry.ours || entry.main && entry.population >= TOWN));
            if part.len() > 2 && !entries.is_empty() && !gazetteer.knowledge().is_ambiguous(&part) {
                return entries;
            }
        }
    }
    Vec::new()
}

pub(crate) fn hint(gazetteer: &Gazetteer, name: &str) -> Hint {
    let key = gazetteer.knowledge().normaliser().normalise(name);
    let plain = gazetteer.knowledge().cues().without_division(&key);
    if plain != key && !key.ends_with(" city") { Hint::Division } else { Hint::None }
}

/// Reads the words between two neighbouring mentions: "Goma, in eastern Congo", "the Syrian city of
/// Raqqa", "Iraq's Anbar". The mention that is contained learns its container.
pub(crate) fn container_words(
    gazetteer: &Gazetteer,
    gap: &str,
    at: usize,
    names: &[Name],
    mentions: &mut [Mention],
) {
    if gap.len() > 40 {
        return;
    }
    let cues = gazetteer.knowledge().cues();
    let gap = gap.replace(',', " , ").replace('(', " ( ").to_lowercase();
    let mut words: Vec<&str> = gap.split_whitespace().collect();
    words.retain(|word| !cues.says(word, Cue::Compass) && *word != "the" && *word != "-");
    // "Bijapur district in": what the inner name is called says nothing of the greater one.
    let called_so =
        words.iter().take_while(|word| cues.says(word, Cue::Settlement) || cues.says(word, Cue::Division));
    let phrase = words[called_so.count()..].join(" ");
    let contained = |inner: usize, greater: usize| {
        let (inner, greater) = (&names[mentions[inner].name], &names[mentions[greater].name]);
        let all = inner
            .candidates
            .iter()
            .flat_map(|entry| greater.candidates.iter().map(move |other| (entry, other)));
        all.take(4_000).any(|(entry, other)| rank::lies_in(entry, other))
    };
    let called =
        |word: &&str| *word == "of" || cues.says(word, Cue::Settlement) || cues.says(word, Cue::Division);
    let owner = matches!(words.as_slice(), ["'s", rest @ ..] | ["’s", rest @ ..] if rest.len() < 4);
    if cues.says(&phrase, Cue::Container) && contained(at - 1, at) {
        mentions[at - 1].container = Some(at);
    } else if (owner || words.iter().all(called)) && contained(at, at - 1) {
        mentions[at].container = Some(at - 1);
    }
}
