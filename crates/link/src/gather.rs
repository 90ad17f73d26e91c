//! Accounts of a document: the claims of one occurrence, pooled into what is compared.

use std::collections::BTreeMap;

use casus_model::{
    Body, Claim, Effect, Event, EventType, Incident, ModalityValue, Party, Place, Predicate, Reading, Span,
    Target, around,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::constraint::Wish;
use crate::window::hours;
use crate::words::{Apart, heads, rare};
use crate::{Account, Constraints, Day, Id, Key, Knowledge, Names, Ordinal, Side, Spot, Toll, Window, Word};

/// Rare words kept of the sentences of an account, and of a whole document.
const WORDS: usize = 20;
const STORY: usize = 32;

/// The accounts of a document, in order of its incidents. Claims of one occurrence that a decision holds apart
/// make several accounts.
pub fn accounts(reading: &Reading, knowledge: &Knowledge, apart: &Constraints) -> Vec<Account> {
    let claims: FxHashMap<&str, &Claim> =
        reading.claims.iter().map(|claim| (claim.id.as_str(), claim)).collect();
    let document = Document::of(reading);
    let lead =
        reading.incidents.iter().max_by_key(|incident| evidence(incident)).map(|incident| &incident.id);
    let mut accounts = Vec::new();
    for incident in &reading.incidents {
        let told: Vec<&Claim> =
            incident.claims.iter().filter_map(|id| claims.get(id.as_str()).copied()).collect();
        for (part, group) in divided(&told, apart).iter().enumerate() {
            let lead = Some(&incident.id) == lead && part == 0;
            accounts.extend(account(&document, knowledge, incident.event_type, group, lead));
        }
    }
    accounts
}

/// An account of no claims that stands for a whole text, so that a report of which nothing was read can still
/// be laid beside others. Its key is made of the document's id.
pub fn story(reading: &Reading, knowledge: &Knowledge) -> Account {
    let document = Document::of(reading);
    let mut names = Names::default();
    let words = document.story(knowledge, &mut names);
    Account {
        key: Key::of(&format!("story {}", reading.document.id.0)),
        document: document.key,
        claims: Vec::new(),
        published: document.published,
        event_type: EventType::Assault,
        modes: Vec::new(),
        when: None,
        places: Vec::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        targets: Vec::new(),
        things: Vec::new(),
        weapons: Vec::new(),
        outcomes: 0,
        tolls: Vec::new(),
        ordinal: Ordinal::Plain,
        lead: true,
        words: Vec::new(),
        story: words,
        names,
    }
}

/// How much of a document is about an incident: whether it tells of harm, then claims and figures, then the
/// first of equals.
fn evidence(incident: &Incident) -> (bool, usize, std::cmp::Reverse<u32>) {
    let figures: usize = incident.casualties.all.iter().map(|told| told.claims.len()).sum();
    let number = incident.id.trim_start_matches('i').parse().unwrap_or(u32::MAX);
    (figures > 0, incident.claims.len() + figures, std::cmp::Reverse(number))
}

/// The claims of an occurrence in groups that no decision holds apart: a claim goes to the first group that has
/// a claim it is wished with, else to the first that has none it is held apart from.
fn divided<'a>(claims: &[&'a Claim], apart: &Constraints) -> Vec<Vec<&'a Claim>> {
    let keys: Vec<Key> = claims.iter().map(|claim| Key::of(&claim.key)).collect();
    let place: FxHashMap<Key, u32> = keys.iter().zip(0..).map(|(key, place)| (*key, place)).collect();
    if keys.iter().all(|key| !apart.of(*key).iter().any(|constraint| constraint.wish == Wish::Apart)) {
        return vec![claims.to_vec()];
    }
    let settled = apart.settled(&keys, |key| place.get(&key).copied(), keys.len());
    let held = settled.apart();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for claim in 0..claims.len() as u32 {
        let root = settled.root(claim);
        let is_held = |other: u32| held.contains(&(root.min(other), root.max(other)));
        let same = groups.iter().position(|group| group.iter().any(|other| settled.root(*other) == root));
        let free =
            || groups.iter().position(|group| !group.iter().any(|other| is_held(settled.root(*other))));
        match same.or_else(free) {
            Some(group) => groups[group].push(claim),
            None => groups.push(vec![claim]),
        }
    }
    groups.into_iter().map(|group| group.into_iter().map(|claim| claims[claim as usize]).collect()).collect()
}

/// What all accounts of a document share.
struct Document<'a> {
    reading: &'a Reading,
    key: Key,
    published: Option<Day>,
    /// Class and country of the actors of the document.
    actors: FxHashMap<&'a str, (&'a str, Option<&'a str>)>,
    /// Whom they are said to be backed by, be part of or belong to.
    ties: BTreeMap<&'a str, Vec<&'a str>>,
    /// Words, in small letters, of the names of areas and of actors of the list.
    listed: FxHashSet<String>,
    /// Words, in small letters, of its outlet and of the agency that its dateline credits.
    makers: FxHashSet<String>,
}

impl<'a> Document<'a> {
    fn of(reading: &'a Reading) -> Document<'a> {
        let actors = reading.actors.iter();
        let mut ties: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for claim in &reading.claims {
            let Body::Relation(relation) = &claim.body else { continue };
            let binds =
                matches!(relation.predicate, Predicate::BackedBy | Predicate::PartOf | Predicate::MemberOf);
            if let (true, Some(subject), Some(object)) =
                (binds, &relation.subject.actor, &relation.object.actor)
            {
                ties.entry(subject).or_default().push(object);
            }
        }
        Document {
            reading,
            key: Key::of(&reading.document.id.0),
            published: reading.document.published.map(Day::of),
            actors: actors
                .map(|actor| (actor.id.as_str(), (actor.class.as_str(), actor.country.as_deref())))
                .collect(),
            ties,
            listed: listed(reading),
            makers: makers(reading),
        }
    }

    fn text(&self, span: Span) -> &'a str {
        self.reading.document.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The day that the passage tells, for claims that tell none.
    fn day_around(&self, claims: &[&Claim]) -> Option<Window> {
        let first = claims.iter().map(|claim| claim.trigger.start).min()?;
        // What the text tells further on of days long past is told beside the news, and lends it no day.
        let past = |window: Window| self.published.is_some_and(|published| published.0 - window.to.0 > NEWS);
        let tells =
            |claim: &Claim| day(claim).is_some_and(|window| claim.trigger.start < first || !past(window));
        let around = self.around(claims, tells)?;
        let window = day(around)?;
        let hours =
            claims.iter().filter_map(|claim| event(claim)).find_map(|event| hours(event.when.as_ref()?));
        let begins = |at: u32| sentence_start(&self.reading.document.text, at as usize);
        let beside = around.trigger.start < first && begins(around.trigger.start) == begins(first);
        Some(Window { hours, implied: !beside, ..window })
    }

    /// The places that the passage tells, for claims that tell none, or only a country.
    fn places_around(&self, claims: &[&Claim], told: &[&Place]) -> Vec<&'a Place> {
        if told.iter().any(|place| place.precision != COUNTRY) {
            return Vec::new();
        }
        let country = told.first().map(|place| &place.country);
        let fits = |place: &&Place| {
            place.precision <= EXACT && country.is_none_or(|country| place.country == *country)
        };
        let tells =
            |claim: &Claim| event(claim).is_some_and(|event| event.places.iter().any(|place| fits(&place)));
        let around = self.around(claims, tells).and_then(event);
        around.map_or(Vec::new(), |event| event.places.iter().filter(fits).collect())
    }

    fn around(&self, claims: &[&Claim], tells: impl Fn(&Claim) -> bool + Copy) -> Option<&'a Claim> {
        let reading = self.reading;
        claims.iter().find_map(|claim| {
            let index = reading.claims.iter().position(|known| known.id == claim.id)?;
            let kind = kind(claim);
            let others = |other: &Claim| {
                tells(other) && self::kind(other) == kind && !claims.iter().any(|own| own.id == other.id)
            };
            around(&reading.claims, &reading.document.text, index, others)
        })
    }

    fn rare(&self, knowledge: &Knowledge, texts: &[&str], limit: usize) -> Vec<(Word, String)> {
        rare(knowledge, &Apart { listed: &self.listed, makers: &self.makers }, texts, limit)
    }

    fn story(&self, knowledge: &Knowledge, names: &mut Names) -> Vec<Word> {
        let title = self.reading.document.title.as_deref().unwrap_or("");
        noted(self.rare(knowledge, &[title, &self.reading.document.text], STORY), names)
    }
}

/// Words of the names of countries, provinces and seas that its events are put in, and of its actors of the list:
/// many reports tell of these.
fn listed(reading: &Reading) -> FxHashSet<String> {
    let is_local =
        |id: &str| id.strip_prefix('d').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let events = reading.claims.iter().filter_map(event);
    let areas =
        events.flat_map(|event| &event.places).filter(|place| place.precision > 2).map(|place| &place.name);
    let actors = reading.actors.iter().filter(|actor| !is_local(&actor.id)).map(|actor| &actor.name);
    let words =
        areas.chain(actors).flat_map(|name| name.split(|character: char| !character.is_alphanumeric()));
    words.map(str::to_lowercase).collect()
}

/// "BREE, May 4 (Shire Wire) - ": who made a report says nothing of what it tells.
fn makers(reading: &Reading) -> FxHashSet<String> {
    let document = &reading.document;
    let behind =
        document.dateline.as_ref().and_then(|dateline| document.text.get(dateline.span.end as usize..));
    let credit = behind.and_then(|behind| {
        let (before, rest) = behind.split_once('(')?;
        rest.split_once(')').filter(|_| before.len() <= DATE && !before.contains('\n'))
    });
    let credit = credit.map(|(credit, _)| credit);
    let outlet = document.outlet.as_deref();
    let words = outlet
        .into_iter()
        .chain(credit)
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Between the places of a dateline and the agency it credits stands a date at most.
const DATE: usize = 24;

fn noted(words: Vec<(Word, String)>, names: &mut Names) -> Vec<Word> {
    for (word, text) in &words {
        names.note(word.0, text);
    }
    words.into_iter().map(|(word, _)| word).collect()
}

fn account(
    document: &Document,
    knowledge: &Knowledge,
    event_type: EventType,
    claims: &[&Claim],
    lead: bool,
) -> Option<Account> {
    let mut keys: Vec<Key> = claims.iter().map(|claim| Key::of(&claim.key)).collect();
    keys.sort_unstable();
    let events: Vec<&Event> = claims.iter().filter_map(|claim| event(claim)).collect();
    let mut names = Names::default();
    let passages = passages(document, claims);
    let words = noted(document.rare(knowledge, &passages, WORDS), &mut names);
    let story = if lead { document.story(knowledge, &mut names) } else { Vec::new() };
    let told: Vec<&Place> = events.iter().flat_map(|event| &event.places).collect();
    let implied = document.places_around(claims, &told).into_iter().map(|place| (place, true));
    let told = told.into_iter().map(|place| (place, false));
    Some(Account {
        key: *keys.first()?,
        document: document.key,
        published: document.published,
        event_type,
        modes: ids(events.iter().flat_map(|event| event.modes.iter().map(String::as_str)), &mut names),
        when: window(&events).or_else(|| document.day_around(claims)),
        places: spots(knowledge, told.chain(implied), &mut names),
        actors: sides(document, events.iter().flat_map(|event| &event.actors), &mut names),
        recipients: sides(document, events.iter().flat_map(|event| &event.recipients), &mut names),
        targets: ids(
            events.iter().flat_map(|event| &event.targets).filter(is_one).map(|target| target.kind.as_str()),
            &mut names,
        ),
        things: noted(things(knowledge, &events), &mut names),
        weapons: ids(
            events.iter().flat_map(|event| event.weapons.iter().map(|weapon| weapon.class.as_str())),
            &mut names,
        ),
        outcomes: events
            .iter()
            .flat_map(|event| &event.outcomes)
            .fold(0, |bits, told| bits | 1 << told.value as u8),
        tolls: tolls(&events),
        ordinal: ordinal(document, knowledge, claims),
        lead,
        words,
        story,
        claims: keys,
        names,
    })
}

/// What is told to have been hit, but for what is counted, and who, but for names.
fn things(knowledge: &Knowledge, events: &[&Event]) -> Vec<(Word, String)> {
    let targets = events.iter().flat_map(|event| &event.targets).filter(is_one).map(|target| &target.name);
    let unnamed = events.iter().flat_map(|event| &event.recipients).filter(|party| !party.named);
    heads(knowledge, targets.chain(unnamed.map(|party| &party.name)).map(String::as_str))
}

/// "sent against two bases": which of them a base told elsewhere is, is not said.
fn is_one(target: &&Target) -> bool {
    target.count.as_ref().and_then(|count| count.low).is_none_or(|low| low < 2)
}

/// What is told: an attack lends nothing to an arrest.
fn kind(claim: &Claim) -> Option<EventType> {
    match &claim.body {
        Body::Event(event) => Some(event.event_type),
        Body::Tally(tally) => Some(tally.of.event_type),
        Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
    }
}

/// Precision of a country, and the least exact one that a passage lends.
const COUNTRY: u8 = 4;
const EXACT: u8 = 2;
/// Days for which something is news.
const NEWS: i32 = 3;
/// Days that a time may span which a passage lends.
const NIGHT: i32 = 2;

/// The day, or night, that a deed or a count of deeds tells.
fn day(claim: &Claim) -> Option<Window> {
    let when = match &claim.body {
        Body::Tally(tally) if claim.modality.value == ModalityValue::Actual => tally.window.as_ref(),
        _ => event(claim).and_then(|event| event.when.as_ref()),
    };
    when.and_then(Window::of).filter(|window| window.days() <= NIGHT)
}

fn event(claim: &Claim) -> Option<&Event> {
    match &claim.body {
        Body::Event(event) if claim.modality.value == ModalityValue::Actual => Some(event),
        Body::Event(_) | Body::Tally(_) | Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
    }
}

fn ids<'a>(words: impl Iterator<Item = &'a str>, names: &mut Names) -> Vec<Id> {
    let mut ids: Vec<Id> = Vec::new();
    for word in words.filter(|word| !matches!(*word, "unknown" | "other" | "")) {
        let id = Id::of(word);
        names.note(id.0, word);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.sort_unstable();
    ids
}

/// The narrowest window told; where two of them are told a day apart, both days.
fn window(events: &[&Event]) -> Option<Window> {
    let mut told: Vec<Window> = events.iter().filter_map(|event| Window::of(event.when.as_ref()?)).collect();
    told.sort_by_key(|window| {
        (window.days(), window.hours.is_none(), window.from, window.hours, window.loose)
    });
    let narrowest = *told.first()?;
    let beside = |window: &&Window| window.days() == narrowest.days() && narrowest.gap(window) == 1;
    Some(match told.iter().find(beside) {
        Some(other) => Window {
            from: narrowest.from.min(other.from),
            to: narrowest.to.max(other.to),
            hours: None,
            loose: narrowest.loose,
            implied: false,
        },
        None => narrowest,
    })
}

fn spots<'a>(
    knowledge: &Knowledge,
    places: impl Iterator<Item = (&'a Place, bool)>,
    names: &mut Names,
) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for (place, implied) in places {
        let spot = Spot {
            implied,
            id: place_id(knowledge, &place.place),
            admin1: place.admin1.as_ref().map(|admin1| Id::of(&admin1.code)),
            country: place.country.as_deref().and_then(|code| code.as_bytes().try_into().ok()),
            at: place.lat.zip(place.lon).map(|(lat, lon)| (hundredths(lat), hundredths(lon))),
            precision: place.precision,
            site: place.place.starts_with("site:") || place.place.starts_with("airport:"),
        };
        names.note(spot.id.0, &place.name);
        match spots.iter_mut().find(|known| known.id == spot.id) {
            Some(known) if known.precision > spot.precision => *known = spot,
            Some(_) => {}
            None => spots.push(spot),
        }
    }
    spots.sort_unstable_by_key(|spot| (spot.precision, spot.id));
    spots
}

/// One that no list knows is the same wherever its name sounds so.
fn place_id(knowledge: &Knowledge, place: &str) -> Id {
    match place.strip_prefix(UNLISTED) {
        Some(name) => Id::of(&format!("{UNLISTED}{}", knowledge.sounds.sounds(name))),
        None => Id::of(place),
    }
}

const UNLISTED: &str = "unlisted:";

fn hundredths(degrees: f64) -> i16 {
    (degrees.clamp(-180.0, 180.0) * 100.0).round() as i16
}

fn sides<'a>(document: &Document, parties: impl Iterator<Item = &'a Party>, names: &mut Names) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    for party in parties {
        let local = party.actor.as_deref().unwrap_or("");
        let id = Id::of(if party.named { local } else { &party.name });
        let (class, country) = document.actors.get(local).copied().unwrap_or(("unknown", None));
        names.note(id.0, &party.name);
        let mut tied_to: Vec<Id> =
            document.ties.get(local).into_iter().flatten().map(|to| Id::of(to)).collect();
        tied_to.sort_unstable();
        tied_to.dedup();
        if !sides.iter().any(|side| side.id == id) {
            sides.push(Side {
                id,
                named: party.named,
                class: (class != "unknown").then(|| Id::of(class)),
                country: country.and_then(|code| code.as_bytes().try_into().ok()),
                tied_to,
            });
        }
    }
    sides.sort_unstable_by_key(|side| side.id);
    sides
}

/// The greatest figure of each harm to each class of people, and how many were arrested or abducted.
fn tolls(events: &[&Event]) -> Vec<Toll> {
    let mut tolls: Vec<Toll> = Vec::new();
    let harmed = events.iter().flat_map(|event| &event.casualties);
    let harmed =
        harmed.map(|harm| (harm.effect, &harm.count, (harm.class != "unknown").then(|| Id::of(&harm.class))));
    let taken = events.iter().filter(|event| takes_people(event)).flat_map(|event| &event.recipients);
    let taken = taken.filter_map(|party| Some((Effect::Captured, party.count.as_ref()?, None)));
    for (effect, count, side) in harmed.chain(taken) {
        let Some(low) = count.low.or(count.high.filter(|high| *high == 0)) else { continue };
        let bound = |number: u64| number.min(1 << 30) as u32;
        let toll = Toll { effect, low: bound(low), high: count.high.map(bound), side };
        match tolls.iter_mut().find(|known| (known.effect, known.side) == (effect, side)) {
            Some(known) if known.low < toll.low => *known = toll,
            Some(_) => {}
            None => tolls.push(toll),
        }
    }
    tolls.sort_unstable_by_key(|toll| (toll.effect, toll.side));
    tolls
}

/// An arrest or an abduction: how many were taken tells one from another as the dead of two attacks do.
fn takes_people(event: &Event) -> bool {
    event.modes.iter().any(|mode| matches!(mode.as_str(), "arrest" | "abduct"))
}

/// The sentences that tell it, and where they begin.
fn passages<'a>(document: &Document<'a>, claims: &[&Claim]) -> Vec<&'a str> {
    let text = &document.reading.document.text;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for claim in claims {
        let evidence = claim.evidence.iter().map(|evidence| (evidence.start as usize, evidence.end as usize));
        let trigger = (claim.trigger.start as usize, claim.trigger.end as usize);
        for (start, end) in evidence.chain([trigger]) {
            if start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
            {
                spans.push((sentence_start(text, start), sentence_end(text, end)));
            }
        }
    }
    spans.sort_unstable();
    spans.dedup();
    let mut passages: Vec<&str> = Vec::new();
    let mut covered = 0;
    for (start, end) in spans {
        let start = start.max(covered);
        if start < end {
            passages.push(document.text(Span { start: start as u32, end: end as u32 }));
            covered = end;
        }
    }
    passages
}

fn sentence_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let stop = before.rfind(". ").map(|stop| stop + 2);
    stop.max(before.rfind('\n').map(|stop| stop + 1)).unwrap_or(0)
}

fn sentence_end(text: &str, at: usize) -> usize {
    let after = &text[at..];
    let stop = after.find(". ").into_iter().chain(after.find('\n')).min();
    stop.map_or(text.len(), |stop| at + stop)
}

/// The first ordinal that the sentences set before a word for an occurrence. "The third attack this week, after blasts in
/// Bree and Archet": where a sentence tells of others too, one that stands right before the word that tells this one.
fn ordinal(document: &Document, knowledge: &Knowledge, claims: &[&Claim]) -> Ordinal {
    let text = &document.reading.document.text;
    let told = claims.iter().filter_map(|claim| {
        let (start, end) = (claim.trigger.start as usize, claim.trigger.end as usize);
        let (from, to) = (sentence_start(text, start), sentence_end(text, end));
        let is_other = |other: &&Claim| {
            (from..to).contains(&(other.trigger.start as usize))
                && event(other).is_some()
                && !claims.iter().any(|own| own.id == other.id)
        };
        let crowded = document.reading.claims.iter().any(|other| is_other(&other));
        knowledge.ordinal(if crowded { right_before(text.get(from..end)?) } else { text.get(from..to)? })
    });
    told.min().unwrap_or_default()
}

/// Words before a trigger among which an ordinal is its own.
const BEFORE: usize = 3;

/// The last word of a text and a few before it.
fn right_before(text: &str) -> &str {
    let start = text.rmatch_indices(' ').nth(BEFORE - 1).map_or(0, |(space, _)| space);
    &text[start..]
}
