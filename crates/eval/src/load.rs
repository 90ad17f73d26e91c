//! Reads gold files and finds their words.
//!
//! Comes in: `NAME.txt`, whose first line says that it was written for the corpus, and
//! `NAME.gold.toml` beside it. Goes out: a [`GoldReport`] whose every quote is a span of the text. A
//! file that does not hold together is refused with all of its problems at once, each with the line,
//! the claim and what to do.

use std::path::{Path, PathBuf};

use casus_model::{Certainty, Count, Modality, ModalityValue, Span, When};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::file;
use crate::gold::{
    GoldCasualty, GoldClaim, GoldKind, GoldOutcome, GoldParty, GoldPlace, GoldReport, GoldResponsibility,
    GoldTarget, GoldVoice, GoldWeapon,
};
use crate::ontology::Ontology;
use crate::quote::{Choice, Quote, find};
use crate::totals::{self, TotalText};
use crate::violence::{self, Case};

/// What is wrong with a gold file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read {path}", path = .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// A file does not follow the format or does not fit its text.
    #[error("{path} is not good gold:\n{list}", path = .path.display(), list = listed(.problems))]
    Gold {
        /// Which.
        path: PathBuf,
        /// All that is wrong with it.
        problems: Vec<Problem>,
    },
}

/// One thing wrong with a gold file, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line of the gold file; 0 for the file as a whole.
    pub line: usize,
    /// The claim, by number and trigger.
    pub claim: String,
    /// What is wrong and what to do.
    pub message: String,
}

fn listed(problems: &[Problem]) -> String {
    let line = |problem: &Problem| format!("  line {}, {}: {}", problem.line, problem.claim, problem.message);
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Every report of a folder such as `corpus/gold`, by name.
pub fn corpus(dir: &Path, ontology: &Ontology) -> Result<Vec<GoldReport>, Error> {
    let unreadable = |cause| Error::Read { path: dir.to_owned(), cause };
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            texts.push(path);
        }
    }
    texts.sort();
    texts.iter().map(|text| GoldReport::open(text, ontology)).collect()
}

/// The modality cases of a file.
pub fn cases(path: &Path) -> Result<Vec<Case>, Error> {
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    violence::parse(&text).map_err(|problems| Error::Gold { path: path.to_owned(), problems })
}

/// The short texts of a file of totals.
pub fn totals(path: &Path) -> Result<Vec<TotalText>, Error> {
    let text = std::fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
    totals::parse(&text).map_err(|problems| Error::Gold { path: path.to_owned(), problems })
}

impl GoldReport {
    /// Reads `NAME.txt` and the `NAME.gold.toml` beside it.
    pub fn open(text: &Path, ontology: &Ontology) -> Result<GoldReport, Error> {
        let gold = text.with_extension("gold.toml");
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })
        };
        let name = text.file_stem().unwrap_or_default().to_string_lossy();
        GoldReport::parse(&name, &read(text)?, &read(&gold)?, ontology)
            .map_err(|problems| Error::Gold { path: gold, problems })
    }

    /// Reads a report from the contents of its two files.
    pub fn parse(
        name: &str,
        text: &str,
        gold: &str,
        ontology: &Ontology,
    ) -> Result<GoldReport, Vec<Problem>> {
        let whole = |message: String| Problem { line: 0, claim: "the file".to_owned(), message };
        let (notice, body) = text.split_once('\n').unwrap_or((text, ""));
        if !notice.to_lowercase().contains("written for the casus corpus") {
            return Err(vec![whole(
                "the first line of the text must say `Written for the casus corpus`".into(),
            )]);
        }
        let body = body.trim_start_matches(['\r', '\n']);
        let file: file::File = toml::from_str(gold).map_err(|wrong| vec![whole(wrong.to_string())])?;
        let published = file.published.as_deref().map(str::parse::<Date>).transpose();
        let published =
            published.map_err(|_| vec![whole("`published` must be a day, `2024-02-11`".into())])?;

        let mut problems = Vec::new();
        let claims = file.claim.iter().enumerate().map(|(idx, claim)| {
            let line = 1 + gold[..claim.span().start].matches('\n').count();
            Resolver { text: body, ontology, line, idx, claim: claim.get_ref(), problems: &mut problems }
                .claim()
        });
        let claims: Vec<GoldClaim> = claims.collect::<Vec<_>>().into_iter().flatten().collect();
        check_ids(&claims, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let digest = digest(&[text, gold]);
        let held = file.held;
        Ok(GoldReport { name: name.to_owned(), text: body.to_owned(), published, held, claims, digest })
    }
}

/// Hexadecimal sha256 of texts, each ended by a zero byte so that none runs into the next.
pub fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Ids are unique, and `part_of` and `contains` name ids that exist.
fn check_ids(claims: &[GoldClaim], problems: &mut Vec<Problem>) {
    for (idx, claim) in claims.iter().enumerate() {
        let mut refuse = |message: String| {
            problems.push(Problem { line: claim.line, claim: format!("claim {}", idx + 1), message });
        };
        if claim.id.is_some() && claims[..idx].iter().any(|earlier| earlier.id == claim.id) {
            refuse("its `id` is already taken; choose another".into());
        }
        let contained = match &claim.kind {
            GoldKind::Tally { contains, .. } => contains.as_slice(),
            GoldKind::Event | GoldKind::Posture { .. } | GoldKind::Relation { .. } => &[],
            GoldKind::Assessment { .. } => &[],
        };
        for id in contained.iter().chain(&claim.part_of) {
            if !claims.iter().any(|other| other.id.as_ref() == Some(id)) {
                refuse(format!("no claim has `id = \"{id}\"`; give one that id or correct the name"));
            }
        }
    }
}

/// Turns one written claim into spans and values, gathering what is wrong.
struct Resolver<'r> {
    text: &'r str,
    ontology: &'r Ontology,
    line: usize,
    idx: usize,
    claim: &'r file::Claim,
    problems: &'r mut Vec<Problem>,
}

impl Resolver<'_> {
    fn claim(&mut self) -> Option<GoldClaim> {
        let claim = self.claim;
        let trigger = match find(self.text, claim.quote(), Choice::Unique) {
            Ok(trigger) => trigger,
            Err(message) => {
                self.refuse(message);
                return None;
            }
        };
        let near = trigger.start;
        self.check_type();
        let also = claim.also.iter().filter_map(|words| self.found(words.quote(), Choice::Unique)).collect();
        let modality = Modality {
            value: claim.modality.unwrap_or(ModalityValue::Actual),
            certainty: claim.certainty.unwrap_or(Certainty::Certain),
        };
        Some(GoldClaim {
            line: self.line,
            id: claim.id.clone(),
            occurrence: claim.occurrence.clone().unwrap_or_else(|| format!("line {}", self.line)),
            kind: self.kind(near)?,
            event_type: claim.event_type,
            or_types: claim.or_type.clone(),
            modes: claim.modes.clone(),
            or_modes: claim.or_modes.clone(),
            trigger,
            also,
            optional: claim.optional,
            modality,
            actors: self.parties(&claim.actors, near),
            recipients: self.parties(&claim.recipients, near),
            targets: claim.targets.iter().map(|target| self.target(target, near)).collect(),
            weapons: claim.weapons.iter().map(|weapon| self.weapon(weapon, near)).collect(),
            outcomes: claim.outcomes.iter().map(|outcome| self.outcome(outcome, near)).collect(),
            casualties: claim.casualties.iter().filter_map(|harm| self.casualty(harm, near)).collect(),
            responsibility: claim.responsibility.iter().map(|held| self.responsibility(held, near)).collect(),
            interceptors: self.parties(&claim.interceptors, near),
            when: claim.when.as_ref().or(claim.window.as_ref()).and_then(|time| self.when(time, near)),
            places: claim.places.iter().map(|place| self.place(place, near)).collect(),
            part_of: claim.part_of.clone(),
            attribution: self.attribution(near),
        })
    }

    fn refuse(&mut self, message: String) {
        let claim = format!("claim {} (trigger `{}`)", self.idx + 1, self.claim.trigger);
        self.problems.push(Problem { line: self.line, claim, message });
    }

    fn found(&mut self, quote: Quote, choice: Choice) -> Option<Span> {
        find(self.text, quote, choice).map_err(|message| self.refuse(message)).ok()
    }

    fn spans(&mut self, quote: Quote, or: &[String], near: u32) -> Vec<Span> {
        let others = or.iter().map(|words| Quote { words, within: None, at: None });
        std::iter::once(quote)
            .chain(others)
            .filter_map(|quote| self.found(quote, Choice::Nearest(near)))
            .collect()
    }

    fn count(&mut self, written: &Option<String>) -> Option<Count> {
        let read = file::count(written.as_ref()?);
        read.map_err(|message| self.refuse(message)).ok()
    }

    fn known(&mut self, known: bool, field: &str, value: &str, table: &str) {
        if !known {
            self.refuse(format!(
                "{field} `{value}` is not in data/ontology/{table}; use an id of that table"
            ));
        }
    }

    fn check_type(&mut self) {
        let claim = self.claim;
        let typed = matches!(claim.kind.as_str(), "event" | "tally");
        if typed != claim.event_type.is_some() {
            let demand = if typed { "needs" } else { "has no" };
            self.refuse(format!("a claim of kind `{}` {demand} `type`", claim.kind));
        }
        let Some(event_type) = claim.event_type else { return };
        let type_name = format!("{event_type:?}").to_uppercase();
        for mode in claim.modes.iter().chain(&claim.or_modes) {
            let known = self.ontology.modes.contains(&(type_name.clone(), mode.clone()));
            self.known(known, &format!("mode of {type_name}"), mode, "modes.tsv");
        }
    }

    fn kind(&mut self, near: u32) -> Option<GoldKind> {
        let claim = self.claim;
        let count = self.count(&claim.count);
        match claim.kind.as_str() {
            "event" => Some(GoldKind::Event),
            "tally" => Some(GoldKind::Tally {
                measure: self.required(claim.measure.clone(), "measure")?,
                count: self.required(count, "count")?,
                contains: claim.contains.clone(),
            }),
            "posture" => Some(GoldKind::Posture {
                holder: claim.holder.as_ref().map(|holder| self.party(holder, near)),
                unit: self.required(claim.unit.clone(), "unit")?,
                count: self.required(count, "count")?,
            }),
            "relation" => Some(GoldKind::Relation {
                subject: self.required(claim.subject.as_ref(), "subject").map(|end| self.party(end, near))?,
                predicate: self.required(claim.predicate, "predicate")?,
                object: self.required(claim.object.as_ref(), "object").map(|end| self.party(end, near))?,
            }),
            "assessment" => {
                let content = self.required(claim.content.as_ref(), "content")?;
                Some(GoldKind::Assessment {
                    by: claim.by.as_ref().map(|by| self.party(by, near)),
                    content: self.found(content.quote(), Choice::Nearest(near))?,
                })
            }
            other => {
                self.refuse(format!(
                    "`kind = \"{other}\"`: use event, tally, posture, relation or assessment"
                ));
                None
            }
        }
    }

    fn required<T>(&mut self, value: Option<T>, key: &str) -> Option<T> {
        if value.is_none() {
            self.refuse(format!("a claim of kind `{}` needs `{key}`", self.claim.kind));
        }
        value
    }

    fn parties(&mut self, parties: &[file::Party], near: u32) -> Vec<GoldParty> {
        parties.iter().map(|party| self.party(party, near)).collect()
    }

    fn party(&mut self, party: &file::Party, near: u32) -> GoldParty {
        self.count(&party.count);
        GoldParty { spans: self.spans(party.quote(), &party.or, near), optional: party.optional }
    }

    fn target(&mut self, target: &file::Target, near: u32) -> GoldTarget {
        let kinds = one_or_more(&target.kind, &target.or_kind);
        for kind in &kinds {
            self.known(self.ontology.targets.contains(kind), "target kind", kind, "targets.tsv");
        }
        self.count(&target.count);
        GoldTarget { kinds, spans: self.spans(target.quote(), &target.or, near), optional: target.optional }
    }

    fn weapon(&mut self, weapon: &file::Weapon, near: u32) -> GoldWeapon {
        let classes = one_or_more(&weapon.class, &weapon.or_class);
        for class in &classes {
            self.known(self.ontology.weapons.contains_key(class), "weapon class", class, "weapons.tsv");
        }
        GoldWeapon {
            broader: self.ontology.broader(&weapon.class),
            classes,
            count: self.count(&weapon.count),
            spans: self.spans(weapon.quote(), &weapon.or, near),
            optional: weapon.optional,
        }
    }

    fn outcome(&mut self, outcome: &file::Outcome, near: u32) -> GoldOutcome {
        GoldOutcome {
            value: outcome.value,
            count: self.count(&outcome.count),
            penetrated: outcome.penetrated,
            spans: self.spans(outcome.quote(), &outcome.or, near),
            optional: outcome.optional,
        }
    }

    fn casualty(&mut self, casualty: &file::Casualty, near: u32) -> Option<GoldCasualty> {
        let classes = one_or_more(&casualty.class, &casualty.or_class);
        for class in &classes {
            let known = self.ontology.casualty_classes.contains(class);
            self.known(known, "casualty class", class, "casualty_classes.tsv");
        }
        Some(GoldCasualty {
            effect: casualty.effect,
            count: self.count(&Some(casualty.count.clone()))?,
            classes,
            spans: self.spans(casualty.quote(), &casualty.or, near),
            optional: casualty.optional,
        })
    }

    fn responsibility(&mut self, held: &file::Responsibility, near: u32) -> GoldResponsibility {
        let spans = self.spans(held.quote(), &held.or, near);
        GoldResponsibility { status: held.status, spans, optional: held.optional }
    }

    fn when(&mut self, time: &file::Time, near: u32) -> Option<When> {
        if time.start.is_some() != time.end.is_some() {
            self.refuse("a time has both `start` and `end`, inclusive, or neither".into());
        }
        let span = self.found(time.quote(), Choice::Nearest(near))?;
        Some(When {
            start: time.start.clone(),
            end: time.end.clone(),
            granularity: time.granularity,
            part_of_day: time.part_of_day,
            approximate: time.approximate,
            duration: time.duration.clone(),
            partial: time.partial.clone(),
            basis: time.basis,
            text: time.words.clone(),
            span: Some(span),
        })
    }

    fn place(&mut self, place: &file::Place, near: u32) -> GoldPlace {
        if !(1..=5).contains(&place.precision) {
            self.refuse(format!("`precision = {}`: the codebook has 1 to 5", place.precision));
        }
        if place.country.as_ref().is_some_and(|country| country.len() != 2) {
            self.refuse("`country` is a two-letter ISO 3166-1 code".into());
        }
        if place.lat.is_some() != place.lon.is_some() {
            self.refuse("a place has both `lat` and `lon`, or neither".into());
        }
        GoldPlace {
            name: place.name.clone(),
            country: place.country.clone(),
            lat: place.lat,
            lon: place.lon,
            precision: place.precision,
            spans: self.spans(place.quote(), &place.or, near),
            optional: place.optional,
        }
    }

    fn attribution(&mut self, near: u32) -> Vec<GoldVoice> {
        let voices: Vec<GoldVoice> =
            self.claim.attribution.iter().map(|voice| self.voice(voice, near)).collect();
        let unknown = |voice: &GoldVoice| voice.via.is_some_and(|via| via >= voices.len());
        if voices.iter().any(unknown) {
            self.refuse("`via` is the index, from 0, of a voice of the same claim".into());
        }
        if voices.is_empty() { vec![GoldVoice::outlet()] } else { voices }
    }

    fn voice(&mut self, voice: &file::Voice, near: u32) -> GoldVoice {
        for words in [&voice.cue, &voice.standing].into_iter().flatten() {
            self.found(Quote { words, within: None, at: None }, Choice::Nearest(near));
        }
        GoldVoice {
            kinds: std::iter::once(voice.kind).chain(voice.or_kind.iter().copied()).collect(),
            number: self.count(&voice.number),
            spans: self.spans(voice.quote(), &voice.or, near),
            cue: voice.cue.clone(),
            via: voice.via,
            optional: voice.optional,
        }
    }
}

fn one_or_more(first: &str, others: &[String]) -> Vec<String> {
    std::iter::once(first.to_owned()).chain(others.iter().cloned()).collect()
}
