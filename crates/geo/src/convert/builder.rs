//! Collects records, strings and keys, and writes the pack.

use crate::knowledge::Knowledge;
use crate::pack::{self, Posting, Record};

pub(super) struct Builder<'a> {
    pub(super) knowledge: &'a Knowledge,
    records: Vec<Record>,
    strings: Vec<u8>,
    keys: Vec<(String, Posting)>,
    sounds: Vec<(String, Posting)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(knowledge: &'a Knowledge) -> Builder<'a> {
        Builder { knowledge, records: Vec::new(), strings: Vec::new(), keys: Vec::new(), sounds: Vec::new() }
    }

    /// Adds a record with its name and code, and returns its index.
    pub(super) fn place(&mut self, mut record: Record, name: &str, code: &str) -> u32 {
        record.name_at = self.strings.len() as u32;
        record.name_len = name.len().min(usize::from(u16::MAX)) as u16;
        record.code_len = code.len().min(usize::from(u8::MAX)) as u8;
        self.strings.extend_from_slice(&name.as_bytes()[..usize::from(record.name_len)]);
        self.strings.extend_from_slice(&code.as_bytes()[..usize::from(record.code_len)]);
        self.records.push(record);
        self.records.len() as u32 - 1
    }

    /// Makes the place known under a name, and under the name without its article where that is usual.
    pub(super) fn name(&mut self, place: u32, name: &str, main: bool) {
        let normaliser = self.knowledge.normaliser();
        let key = normaliser.normalise(name);
        let country = self.records[place as usize].country;
        if normaliser.hears(country) {
            let sound = normaliser.sound(&key);
            if sound.len() > 4 {
                self.sounds.push((sound, Posting { place, main }));
            }
        }
        if let Some(bare) = normaliser.bare(&key, Some(country)) {
            let bare = bare.to_owned();
            self.key(bare, place, main);
        }
        self.key(key, place, main);
    }

    fn key(&mut self, key: String, place: u32, main: bool) {
        let latin = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
        let named = key.bytes().any(|byte| byte.is_ascii_alphabetic());
        if latin && named && (2..=60).contains(&key.len()) {
            self.keys.push((key, Posting { place, main }));
        }
    }

    pub(super) fn finish(mut self, origins: &str) -> Vec<u8> {
        self.keys.append(&mut self.sounds);
        let records = &self.records;
        // The first postings are the ones a cap keeps: great places, and those whose main name it is.
        let standing = |posting: &Posting| {
            let population = u64::from(records[posting.place as usize].population) + 1000;
            population * if posting.main { 4 } else { 1 }
        };
        self.keys.sort_by(|left, right| {
            left.0.cmp(&right.0).then(left.1.place.cmp(&right.1.place)).then(right.1.main.cmp(&left.1.main))
        });
        self.keys.dedup_by(|later, kept| later.0 == kept.0 && later.1.place == kept.1.place);

        let mut automaton = fst::MapBuilder::memory();
        let mut lists = Vec::new();
        for group in self.keys.chunk_by(|left, right| left.0 == right.0) {
            let mut postings: Vec<Posting> = group.iter().map(|(_, posting)| *posting).collect();
            postings.sort_by_key(|posting| (std::cmp::Reverse(standing(posting)), posting.place));
            let value = pack::encode_postings(&postings, &mut lists);
            automaton.insert(&group[0].0, value).expect("keys are sorted and distinct");
        }
        let automaton = automaton.into_inner().expect("writing to memory does not fail");
        let mut places = Vec::with_capacity(records.len() * pack::RECORD);
        records.iter().for_each(|record| record.write(&mut places));
        let fingerprint = self.knowledge.normaliser().fingerprint();
        pack::write([&automaton, &lists, &places, &self.strings, origins.as_bytes()], fingerprint)
    }
}
