//! The facade: opens what reading needs, and knows the order of the rooms.
//!
//! bytes → [`Document`] → likely case → sentences → times and places → marks → drafts → claims → [`Reading`].
//!
//! Comes in: a data folder ([`Casus::open`]) and the bytes of one report ([`Reader::read`]). Goes out: a
//! [`Reading`]. Nothing is stored and no network is used. Open once, make one [`Reader`] a thread.
//!
//! ```no_run
//! let casus = casus::Casus::open(&casus::packs::locate()?)?;
//! let reading = casus.reader().read(b"A car bomb exploded in the market.", &Default::default())?;
//! assert_eq!(reading.claims.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
pub mod keep;
mod outlet;
mod private;

pub use casus_annotate as annotate;
pub use casus_export::{self as export, Report};
pub use casus_extract as extract;
pub use casus_geo as geo;
pub use casus_ingest::{self as ingest, Given};
pub use casus_ledger as ledger;
pub use casus_lexicon::{self as lexicon, Lexicon};
pub use casus_link as link;
pub use casus_model::{self as model, Document, Reading};
pub use casus_nlp as nlp;
pub use casus_packs as packs;
pub use casus_timex as timex;
pub use error::Error;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

use casus_annotate::{Annotation, Overlay, OverlayKind, annotate, mend};
use casus_export::Crosswalks;
pub use casus_extract::{Factuality, Rejected, factuality_at};
use casus_geo::{Gazetteer, Toponym, ToponymKind};
use casus_judge::Judge;
use casus_model::{Body, Claim, Diagnostic, Granularity, Place, SCHEMA, Sentence, Span, Versions};
use casus_nlp::Engine;
use casus_packs::Packs;
use casus_recase::Restorer;
use casus_timex::{Anchor, Grammar, TimeExpression};
use jiff::civil::Date;

/// Everything reading needs, loaded once and shared by all threads.
pub struct Casus {
    engine: Engine,
    judge: Judge,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    grammar: Grammar,
    crosswalks: Crosswalks,
    versions: Versions,
}

/// Reads documents one after another; one for each thread.
pub struct Reader<'a> {
    casus: &'a Casus,
    engine: casus_nlp::Reader<'a>,
    explains: bool,
}

/// A reading with what views need beside it.
#[derive(Clone, Debug)]
pub struct FullReading {
    /// What the report claims.
    pub reading: Reading,
    /// Where its sentences stand, in order.
    pub sentences: Vec<Span>,
    /// Sentences that hold a word of violence and gave no claim, so that silence can be checked.
    pub unread: Vec<Span>,
    /// Readings of its words that were not taken; empty unless the reader explains.
    pub rejected: Vec<Rejected>,
    /// Names of private persons in it, which not every reader of a ledger may see.
    pub names: BTreeSet<String>,
    /// Names of its places finer than a district, and whether lists know where each is.
    pub places: BTreeMap<String, bool>,
}

/// What the rooms made of one report, so that each can be measured by itself.
pub struct Inside<'a> {
    /// What everything was read with.
    pub casus: &'a Casus,
    /// Phrases of time, in the order of the text.
    pub times: &'a [TimeExpression],
    /// Names of places, in the order of the text.
    pub toponyms: &'a [Toponym],
    /// The sentences with what their words can mean.
    pub annotation: &'a Annotation<'a>,
    /// Where the headline stands among the paragraphs, if there is one.
    pub headline: Option<usize>,
    /// What the report claims.
    pub reading: &'a Reading,
}

impl Casus {
    /// Opens the packs and the embedded knowledge.
    pub fn open(packs: &Packs) -> Result<Casus, Error> {
        let engine = Engine::load(&bytes(&packs.nlp)?).map_err(|cause| Error::pack(&packs.nlp, &cause))?;
        let judge = Judge::load(&bytes(&packs.judge)?).map_err(|cause| Error::pack(&packs.judge, &cause))?;
        let gazetteer = Gazetteer::load(bytes(&packs.gazetteer)?)
            .map_err(|cause| Error::pack(&packs.gazetteer, &cause))?;
        let lexicon = Lexicon::embedded().map_err(|cause| Error::knowledge(&cause))?;
        let crosswalks = Crosswalks::embedded().map_err(|cause| Error::knowledge(&cause))?;
        let versions = Versions {
            casus: env!("CARGO_PKG_VERSION").to_owned(),
            data: format!("{} gazetteer {}", lexicon.digest, gazetteer.digest()),
            model: format!("{} {}, {} {}", engine.name(), engine.digest(), judge.name(), judge.digest()),
        };
        Ok(Casus { engine, judge, gazetteer, lexicon, grammar: Grammar::embedded(), crosswalks, versions })
    }

    /// A reader for one thread.
    pub fn reader(&self) -> Reader<'_> {
        let titles = self.lexicon.words.all("title-with-stop");
        let engine = casus_nlp::Reader::new(&self.engine).going_on_behind(titles);
        Reader { casus: self, engine, explains: false }
    }

    /// The text as it is read, where it is written in one case: with likely case.
    pub fn likely(&self, text: &str) -> Option<String> {
        likely_case(&self.lexicon, text, &mut Vec::new())
    }

    /// Does one piece of work for each item on several threads, each with its own reader, and hands the
    /// results on in the order of the items. Items are taken only when a thread is free for them. What is
    /// handed on does not depend on the number of threads.
    pub fn each<T: Send, R: Send>(
        &self,
        items: impl Iterator<Item = T> + Send,
        threads: usize,
        work: impl Fn(&mut Reader, T) -> R + Sync,
        mut then: impl FnMut(R),
    ) {
        if threads <= 1 {
            let mut reader = self.reader();
            items.for_each(|item| then(work(&mut reader, item)));
            return;
        }
        let items = Mutex::new(items.enumerate());
        let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
        std::thread::scope(|scope| {
            // A bounded channel keeps the readers from running far ahead of a slow consumer.
            let (sender, receiver) = sync_channel(threads * AHEAD);
            for _ in 0..threads {
                let (sender, next, work) = (sender.clone(), &next, &work);
                scope.spawn(move || {
                    let mut reader = self.reader();
                    while let Some((index, item)) = next() {
                        if sender.send((index, work(&mut reader, item))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            in_order(receiver.into_iter(), &mut then);
        });
    }

    /// The places in use.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The knowledge in use.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }
}

impl Reader<'_> {
    /// Whether to tell, beside each reading, the readings that were not taken. That is slower.
    pub fn explain(&mut self, explains: bool) {
        self.explains = explains;
    }

    /// Reads one report. What cannot be read at all is an error; everything else is a reading with notes.
    pub fn read(&mut self, bytes: &[u8], given: &Given) -> Result<Reading, casus_ingest::Error> {
        Ok(self.read_in_full(bytes, given)?.reading)
    }

    /// Reads one report, and tells beside the reading what views quote and check.
    pub fn read_in_full(&mut self, bytes: &[u8], given: &Given) -> Result<FullReading, casus_ingest::Error> {
        let explains = self.explains;
        self.look(bytes, given, |inside| FullReading {
            reading: inside.reading.clone(),
            sentences: inside.annotation.sentences.iter().map(|annotated| annotated.sentence.span).collect(),
            unread: unread(inside.annotation, inside.headline, &inside.reading.claims),
            rejected: if explains { rejected(inside) } else { Vec::new() },
            names: private::names(inside),
            places: private::places(inside),
        })
    }

    /// Reads one report and shows what each room made of it.
    pub fn look<R>(
        &mut self,
        bytes: &[u8],
        given: &Given,
        view: impl FnOnce(&Inside) -> R,
    ) -> Result<R, casus_ingest::Error> {
        let (mut document, mut diagnostics) = casus_ingest::document(bytes, given)?;
        let casus = self.casus;
        document.outlet = outlet::outlet(&casus.lexicon, &document);
        let original = document.text.clone();
        let likely = likely_case(&casus.lexicon, &original, &mut diagnostics);
        let text = likely.as_deref().unwrap_or(&original);
        let pieces: Vec<Span> = document.paragraphs.iter().map(|paragraph| paragraph.span).collect();
        let mut sentences = self.engine.read(text, &pieces);
        mend(&casus.lexicon, text, &mut sentences);

        let anchor = Anchor { published: document.published };
        let (mut times, notes) = casus_timex::read(&casus.grammar, text, &sentences, &anchor);
        diagnostics.extend(notes);
        let mut toponyms = self.toponyms(text, &sentences, &times, &mut document);
        if likely.is_some() {
            quote(&original, &mut times, &mut toponyms);
        }

        let overlays = overlays(&times, &toponyms);
        let annotation = annotate(&casus.lexicon, &original, text, &sentences, &overlays);
        let headline = document.paragraphs.iter().position(|paragraph| paragraph.headline);
        let title = headline.map(|index| document.paragraphs[index].span);
        let stretch = title.and_then(|title| end_of_stretch(&times, title, document.published));
        document.told_until = stretch.or(document.told_until);
        let material = casus_extract::Material {
            annotation: &annotation,
            judge: &casus.judge,
            times: &times,
            published: document.published,
            headline: headline.map(|index| index as u32),
        };
        let (drafts, notes) = casus_extract::drafts(&material);
        diagnostics.extend(notes);

        let places: Vec<Place> = toponyms.iter().map(|toponym| toponym.place.clone()).collect();
        let material = casus_resolve::Material {
            document: &document.id,
            published: document.published,
            annotation: &annotation,
            places: &places,
        };
        let mut resolved = casus_resolve::resolve(&material, drafts);
        diagnostics.extend(resolved.diagnostics);
        for claim in &mut resolved.claims {
            if let Body::Event(event) = &mut claim.body {
                event.codes = casus.crosswalks.codes(
                    event,
                    &claim.evidence,
                    claim.modality,
                    &resolved.actors,
                    &casus.lexicon,
                );
            }
        }
        diagnostics.sort();
        diagnostics.dedup();
        let reading = Reading {
            schema: SCHEMA.to_owned(),
            document,
            claims: resolved.claims,
            incidents: resolved.incidents,
            actors: resolved.actors,
            mentions: resolved.mentions,
            diagnostics,
            versions: casus.versions.clone(),
        };
        Ok(view(&Inside {
            casus,
            times: &times,
            toponyms: &toponyms,
            annotation: &annotation,
            headline,
            reading: &reading,
        }))
    }

    /// The toponyms of the sentences. The dateline ("Bree/Minas Tirith") learns the ids of its places.
    fn toponyms(
        &self,
        text: &str,
        sentences: &[Sentence],
        times: &[TimeExpression],
        document: &mut Document,
    ) -> Vec<Toponym> {
        let tokens = |time: &TimeExpression| {
            let at = time.sentence;
            (time.first..time.end).map(move |token| (at, token))
        };
        let timed: HashSet<(usize, usize)> = times.iter().flat_map(tokens).collect();
        let is_time = |sentence: usize, token: usize| timed.contains(&(sentence, token));
        let gazetteer = &self.casus.gazetteer;
        let line = document.dateline.as_ref().map_or("", |dateline| &dateline.text);
        let names: Vec<&str> =
            line.split(['/', ',', ';']).map(str::trim).filter(|name| !name.is_empty()).collect();
        let country = document.outlet.as_deref().and_then(|outlet| outlet::home(&self.casus.lexicon, outlet));
        let context = casus_geo::Context { filed_from: &names, country, dateline: None };
        let mut told = casus_geo::places(gazetteer, text, sentences, &context);
        if let Some(dateline) = &mut document.dateline {
            dateline.places = told.filed_from.iter().map(|place| place.place.clone()).collect();
        }
        // "Mon. 3" tells of no province of Burma.
        told.toponyms.retain(|place| !(place.first..place.last).all(|token| is_time(place.sentence, token)));
        told.toponyms.extend(casus_geo::unlisted(gazetteer, text, sentences, &told, is_time));
        told.toponyms.sort_by_key(|toponym| (toponym.sentence, toponym.first));
        told.toponyms.extend(casus_geo::unnamed(gazetteer, text, sentences, &told));
        told.toponyms.sort_by_key(|toponym| (toponym.sentence, toponym.first));
        told.toponyms
    }
}

/// The text with likely case, if it is written in one case, and a note for the reader.
fn likely_case(lexicon: &Lexicon, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let case = casus_recase::one_case(text)?;
    diagnostics.push(Diagnostic {
        code: case.code().to_owned(),
        message: case.message().to_owned(),
        span: None,
    });
    let likely = casus_recase::restored(Restorer::embedded(), text, case);
    Some(lexicon.names.in_their_case(&likely))
}

/// Puts the document's own words where words of its likely case were quoted.
fn quote(text: &str, times: &mut [TimeExpression], toponyms: &mut [Toponym]) {
    for when in times.iter_mut().map(|time| &mut time.when) {
        if let Some(span) = when.span {
            when.text = span.of(text).to_owned();
        }
    }
    for place in toponyms.iter_mut().map(|toponym| &mut toponym.place) {
        place.name = place.span.of(text).to_owned();
    }
}

/// What `extract` looks at, of a report that was read.
fn material<'a>(inside: &'a Inside<'a>) -> casus_extract::Material<'a> {
    casus_extract::Material {
        annotation: inside.annotation,
        judge: &inside.casus.judge,
        times: inside.times,
        published: inside.reading.document.published,
        headline: inside.headline.map(|index| index as u32),
    }
}

/// Readings that were not taken, and why.
fn rejected(inside: &Inside) -> Vec<casus_extract::Rejected> {
    let material = material(inside);
    let mut rejected = casus_extract::rejected(inside.annotation);
    rejected.extend(casus_extract::unlikely(&material));
    rejected
}

/// Sentences of the story that hold a word of violence and that no claim rests on.
fn unread(annotation: &Annotation, headline: Option<usize>, claims: &[Claim]) -> Vec<Span> {
    let mut used: Vec<Span> = claims.iter().flat_map(words_of).collect();
    used.sort();
    let is_used = |sentence: Span| {
        let after = used.partition_point(|span| span.start < sentence.start);
        used.get(after).is_some_and(|span| span.start < sentence.end)
    };
    let told = annotation.sentences.iter().filter(|annotated| {
        headline.is_none_or(|headline| annotated.sentence.paragraph as usize != headline)
            && !is_used(annotated.sentence.span)
            && casus_extract::holds_violence(annotated)
    });
    told.map(|annotated| annotated.sentence.span).collect()
}

/// The trigger of a claim, and every span that a rule used.
fn words_of(claim: &Claim) -> impl Iterator<Item = Span> {
    let used = claim.evidence.iter().map(|evidence| Span { start: evidence.start, end: evidence.end });
    used.chain([claim.trigger.span()])
}

/// Results that may wait for each thread.
const AHEAD: usize = 8;

/// Hands numbered results on in the order of their numbers.
fn in_order<R>(results: impl Iterator<Item = (usize, R)>, then: &mut impl FnMut(R)) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (index, result) in results {
        waiting.insert(index, result);
        while let Some(result) = waiting.remove(&next) {
            then(result);
            next += 1;
        }
    }
}

/// A report of a stretch of days appears at most so many days after it.
const REPORT_DAYS: i32 = 21;

/// The last day of the stretch that a headline names, as reports of a week or a month do ("12-19 May").
fn end_of_stretch(times: &[TimeExpression], title: Span, published: Option<Date>) -> Option<Date> {
    let published = published?;
    let of_title = times.iter().filter(|time| time.when.span.is_some_and(|span| title.contains(span)));
    let mut stretches = of_title.filter(|time| time.when.granularity == Some(Granularity::Range));
    let end: Date = stretches.find_map(|time| time.when.end.as_deref()?.parse().ok())?;
    let days = end.until(published).ok()?.get_days();
    (1..=REPORT_DAYS).contains(&days).then_some(end)
}

/// Where times and places stand, for the rooms that do not know how they were read.
fn overlays(times: &[TimeExpression], toponyms: &[Toponym]) -> Vec<Overlay> {
    let times = times.iter().enumerate().map(|(index, time)| Overlay {
        sentence: time.sentence,
        first: time.first,
        end: time.end,
        kind: OverlayKind::Time(index),
    });
    let places = toponyms.iter().enumerate().map(|(index, toponym)| Overlay {
        sentence: toponym.sentence,
        first: toponym.first,
        end: toponym.last,
        kind: match toponym.kind {
            ToponymKind::Demonym => OverlayKind::Demonym(index),
            _ => OverlayKind::Place(index),
        },
    });
    times.chain(places).collect()
}

/// The JSON Schema of [`Reading`], as `casus schema read` prints it.
pub fn schema() -> serde_json::Value {
    // As it is printed: every key is there, `null` where nothing is known.
    let generator = schemars::generate::SchemaSettings::default().for_serialize().into_generator();
    generator.into_root_schema_for::<Reading>().to_value()
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|cause| Error::pack(path, &cause))
}
