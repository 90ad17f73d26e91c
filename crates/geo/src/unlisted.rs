//! Names that the text tells to be places and the gazetteer does not know: "the village of Upper Bree".
//!
//! The words around them say that they are places; nothing says where. They get an id of their own,
//! `unlisted:upper-bree`, no coordinates, and the country of the greater place told with them, of the one country that
//! the other toponyms of the document lie in, or of the town told before them in the same sentence.

use std::collections::BTreeSet;

use casus_model::{EntityLabel, Place, Pos, Sentence, Span, openings};
use rustc_hash::FxHashSet;

use crate::cues::Cue;
use crate::gazetteer::Gazetteer;
use crate::locate::candidates;
use crate::toponym::{Places, Toponym, ToponymKind};

/// Longest name, in tokens.
const LONGEST: usize = 7;
/// Words behind the comma of a name among which its distance from a greater place is told.
const MEASURE: usize = 5;
/// Bytes between a name and the greater place told behind it.
const NEAR: u32 = 60;

/// The unlisted toponyms of a document, in the order of the text; none overlaps those already found.
///
/// `is_time` says whether a token (of a sentence) tells a time.
pub fn unlisted(
    gazetteer: &Gazetteer,
    text: &str,
    sentences: &[Sentence],
    places: &Places,
    is_time: impl Fn(usize, usize) -> bool,
) -> Vec<Toponym> {
    let all: Vec<&Sentence> = sentences.iter().collect();
    let openings = openings(text, &all, &is_time);
    let opens = |at: usize, run: Run| {
        let opening = openings[at].filter(|opening| at <= opening.sentence);
        opening.is_some_and(|opening| run.1 <= opening.within(at, sentences[at].tokens.len()))
            && !(run.0..run.1).any(|token| is_time(at, token))
    };
    let reader =
        Reader { gazetteer, text, sentences, found: &places.toponyms, filed_from: &places.filed_from };
    let mut told: Vec<(usize, Run)> = Vec::new();
    let mut names: FxHashSet<String> = FxHashSet::default();
    for (at, sentence) in sentences.iter().enumerate() {
        let mut runs = reader.runs(at, sentence);
        if let Some(heading) = reader.heading(sentence).filter(|run| runs.is_empty() && opens(at, *run)) {
            runs.push(heading);
        }
        for run in runs.iter().copied() {
            if reader.is_told_a_place(at, sentence, run)
                || reader.is_listed_with_a_place(sentence, run, &runs)
                || opens(at, run)
            {
                names.insert(reader.span(sentence, run).of(text).to_owned());
            }
            told.push((at, run));
        }
    }
    let only = reader.only_country();
    let known =
        told.into_iter().filter(|(at, run)| names.contains(reader.span(&sentences[*at], *run).of(text)));
    known.map(|(at, run)| reader.toponym(at, run, only.clone(), opens(at, run))).collect()
}

/// A place inside a country, told by its name.
fn is_inside(toponym: &Toponym) -> bool {
    toponym.kind != ToponymKind::Demonym && toponym.place.precision <= 3
}

/// "Bree" of "Bree 33".
fn without_number(name: &str) -> Option<&str> {
    let (name, number) = name.rsplit_once(' ')?;
    (number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

/// Tokens `[first, last)` of a name.
type Run = (usize, usize);

struct Reader<'a> {
    gazetteer: &'a Gazetteer,
    text: &'a str,
    sentences: &'a [Sentence],
    found: &'a [Toponym],
    filed_from: &'a [Place],
}

impl Reader<'_> {
    /// Runs of capitalised proper nouns that no toponym touches.
    fn runs(&self, at: usize, sentence: &Sentence) -> Vec<Run> {
        let taken = |token: usize| {
            let from = self.found.partition_point(|toponym| toponym.sentence < at);
            let here = self.found[from..].iter().take_while(|toponym| toponym.sentence == at);
            here.into_iter().any(|toponym| (toponym.first..toponym.last).contains(&token))
        };
        let names = |token: usize| {
            let item = &sentence.tokens[token];
            let capital = item.span.of(self.text).chars().next().is_some_and(char::is_uppercase);
            item.pos == Pos::Propn && capital && !taken(token)
        };
        let glued = |token: usize| {
            let pair = token.checked_sub(1).and_then(|before| sentence.tokens.get(before..=token));
            matches!(pair, Some([one, next]) if one.span.end == next.span.start)
        };
        let word = |token: usize| sentence.tokens.get(token).map_or("", |token| token.span.of(self.text));
        let is_capital = |token: usize| word(token).starts_with(char::is_uppercase);
        let hyphen = |token: usize| word(token) == "-" && glued(token) && glued(token + 1);
        // "Upper-Bree", "Bree-sur-Brandywine": how many tokens a hyphen adds.
        let joined = |token: usize| match hyphen(token) {
            true if is_capital(token + 1) && !taken(token + 1) => 2,
            true if word(token + 1).chars().all(char::is_alphabetic)
                && hyphen(token + 2)
                && is_capital(token + 3)
                && !taken(token + 1)
                && !taken(token + 3) =>
            {
                4
            }
            _ => 0,
        };
        let cues = self.gazetteer.knowledge().cues();
        // "Road 33": a name of one word with a number behind it.
        let numbered = |token: usize| {
            let before = token.checked_sub(2).map_or("", word).to_lowercase();
            let behind = word(token + 1).to_lowercase();
            let number =
                (1..=3).contains(&word(token).len()) && word(token).bytes().all(|byte| byte.is_ascii_digit());
            let ends =
                sentence.tokens.get(token + 1).is_none_or(|next| matches!(next.pos, Pos::Punct | Pos::Adp));
            let called =
                [Cue::Settlement, Cue::Division, Cue::Feature].iter().any(|cue| cues.says(&behind, *cue));
            number && (ends && cues.says(&before, Cue::Locative) || called)
        };
        let mut runs = Vec::new();
        let mut first = 0;
        while first < sentence.tokens.len() {
            let mut last = first;
            while last < sentence.tokens.len() {
                let step = if names(last) {
                    1
                } else if last > first {
                    joined(last)
                } else {
                    0
                };
                if step == 0 {
                    break;
                }
                last += step;
            }
            last += usize::from(last > first && numbered(last));
            if last > first && last - first <= LONGEST {
                runs.push((first, last));
            }
            first = last.max(first + 1);
        }
        runs
    }

    /// "Bree." in an item of a list, by itself between full stops: the name of a place that the gazetteer knows, be it one
    /// that the engine takes for another kind of word.
    fn heading(&self, sentence: &Sentence) -> Option<Run> {
        let last = sentence.tokens.iter().rposition(|token| token.pos != Pos::Punct)? + 1;
        let capital = |token: &casus_model::Token| token.span.of(self.text).starts_with(char::is_uppercase);
        let is_name = last <= LONGEST && sentence.tokens[..last].iter().all(capital);
        let known = || !candidates(self.gazetteer, self.span(sentence, (0, last)).of(self.text)).1.is_empty();
        (is_name && known()).then_some((0, last))
    }

    /// "in Bree 33": a place that the gazetteer knows, with the number of a quarter of it.
    fn is_quarter(&self, sentence: &Sentence, run: Run) -> bool {
        let name = self.span(sentence, run).of(self.text);
        let is_day = matches!(self.label(sentence, run), Some(EntityLabel::Date | EntityLabel::Time));
        !is_day && without_number(name).is_some_and(|name| !candidates(self.gazetteer, name).1.is_empty())
    }

    /// The greatest place of a name which the gazetteer knows in the country that is told: for names that head items, and
    /// for towns whose quarters are numbered.
    fn listed(&self, name: &str, span: Span, country: &str) -> Option<Place> {
        let (_, mut entries) = candidates(self.gazetteer, name);
        entries.retain(|entry| entry.country.is_some_and(|code| code == country.as_bytes()));
        let greatest = entries.iter().max_by_key(|entry| (entry.ours, entry.main, entry.population))?;
        Some(self.gazetteer.place(greatest, name, span))
    }

    fn span(&self, sentence: &Sentence, (first, last): Run) -> Span {
        sentence.tokens[first].span.cover(sentence.tokens[last - 1].span)
    }

    /// "the village of X", "X village", or behind a preposition of place where the engine reads a place too.
    fn is_told_a_place(&self, at_sentence: usize, sentence: &Sentence, run: Run) -> bool {
        let word = |at: usize| sentence.tokens.get(at).map(|token| token.span.of(self.text).to_lowercase());
        let says = |at: Option<usize>, cue: Cue| {
            at.and_then(word).is_some_and(|word| self.gazetteer.knowledge().cues().says(&word, cue))
        };
        let called = |at: Option<usize>| says(at, Cue::Settlement) || says(at, Cue::Division);
        let before = run.0.checked_sub(1);
        let of = before.and_then(word).is_some_and(|word| word == "of");
        let lower = word(run.1).is_some_and(|next| {
            let token = &sentence.tokens[run.1];
            token.span.of(self.text) == next
        });
        let locative = says(before, Cue::Locative) || says(before, Cue::Near);
        let label = self.label(sentence, run);
        let read = matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac));
        let somebody = matches!(label, Some(EntityLabel::Person | EntityLabel::Norp));
        let feature = says(Some(run.1), Cue::Feature);
        // "in Fort Bree"
        let by_kind = run.1 - run.0 > 1 && says(Some(run.0), Cue::Facility);
        // "in Bree-sur-Brandywine"
        let by_form = (run.0..run.1).any(|at| {
            let first = sentence.tokens[at].span.of(self.text).chars().next();
            first.is_some_and(char::is_lowercase)
        });
        // "the school at X", "the checkpoint of X"
        let stands = run.0.checked_sub(2);
        let small = stands.is_some_and(|at| {
            let token = &sentence.tokens[at];
            token.span.of(self.text).chars().all(char::is_lowercase)
        });
        let at = before.and_then(word).is_some_and(|word| word == "at");
        let house = at && (says(stands, Cue::Building) || says(stands, Cue::Feature));
        let post = (at || of) && says(stands, Cue::Facility);
        // "the village, Upper Bree, after dark"
        let comma = |at: Option<usize>| at.and_then(word).is_some_and(|word| word == ",");
        let apposed =
            comma(before) && comma(Some(run.1)) && says(stands, Cue::Settlement) && small && !somebody;
        of && (says(run.0.checked_sub(2), Cue::Settlement) || called(run.0.checked_sub(2)) && !somebody)
            || lower && (called(Some(run.1)) || feature) && !somebody
            || small && (house || post)
            || apposed
            || locative && !of && (read || by_kind || by_form || self.is_quarter(sentence, run))
            || says(before, Cue::Near) && !somebody
            || says(before, Cue::Taking) && matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc))
            || self.is_told_how_far(sentence, run) && !somebody
            || (locative || at) && !of && !somebody && self.is_told_within(at_sentence, sentence, run)
    }

    /// "at Upper Bree, near Archet": a greater place is told right behind the name.
    fn is_told_within(&self, at: usize, sentence: &Sentence, run: Run) -> bool {
        let word = |at: usize| sentence.tokens.get(at).map(|token| token.span.of(self.text).to_lowercase());
        let cues = self.gazetteer.knowledge().cues();
        let says = |at: usize| word(at).is_some_and(|word| cues.says(&word, Cue::Near) || word == "in");
        let from = self.found.partition_point(|toponym| toponym.sentence < at);
        let mut here = self.found[from..].iter().take_while(|toponym| toponym.sentence == at);
        word(run.1).is_some_and(|word| word == ",")
            && says(run.1 + 1)
            && here.any(|toponym| (run.1 + 2..run.1 + MEASURE).contains(&toponym.first))
    }

    /// "Upper Bree, some 20 km from Archet", "Combe, 8 kilometres east of Bree".
    fn is_told_how_far(&self, sentence: &Sentence, run: Run) -> bool {
        let word = |at: usize| sentence.tokens.get(at).map(|token| token.span.of(self.text).to_lowercase());
        let comma = word(run.1).is_some_and(|word| matches!(word.as_str(), "," | "("));
        let cues = self.gazetteer.knowledge().cues();
        let far = |at: usize| word(at).is_some_and(|word| cues.says(&word, Cue::Length));
        comma && (run.1 + 1..run.1 + 1 + MEASURE).any(far)
    }

    /// "the Upper and Lower Bree mountains": what the second name is called holds for the first.
    fn is_listed_with_a_place(&self, sentence: &Sentence, run: Run, runs: &[Run]) -> bool {
        let and = sentence.tokens.get(run.1).is_some_and(|token| token.span.of(self.text) == "and");
        let next = runs.iter().find(|next| next.0 == run.1 + 1);
        let plural = |next: &&Run| {
            let behind = sentence.tokens.get(next.1);
            behind.is_some_and(|token| {
                let word = token.span.of(self.text);
                let cues = self.gazetteer.knowledge().cues();
                word.ends_with('s') && (cues.says(word, Cue::Feature) || cues.says(word, Cue::Division))
            })
        };
        and && next.filter(plural).is_some()
    }

    /// What the engine takes the name for.
    fn label(&self, sentence: &Sentence, (first, last): Run) -> Option<EntityLabel> {
        let over =
            |entity: &&casus_model::Entity| (entity.start as usize) < last && (entity.end as usize) > first;
        sentence.entities.iter().find(over).map(|entity| entity.label)
    }

    /// The country of every toponym of the document, where they have but one; else that of every place in a country;
    /// else that of the dateline, where the document tells of no place in another.
    fn only_country(&self) -> Option<String> {
        let one = |places: &mut dyn Iterator<Item = &Place>| {
            let countries: BTreeSet<&str> = places.filter_map(|place| place.country.as_deref()).collect();
            countries.first().filter(|_| countries.len() == 1).map(|country| (*country).to_owned())
        };
        let told = || self.found.iter().filter(|toponym| !self.is_beyond(toponym));
        let inside = || told().filter(|toponym| is_inside(toponym)).map(|toponym| &toponym.place);
        let elsewhere = || {
            let mut named = told().filter(|toponym| toponym.kind != ToponymKind::Demonym);
            named.any(|toponym| toponym.place.country.is_some())
        };
        one(&mut told().map(|toponym| &toponym.place))
            .or_else(|| one(&mut inside()))
            .or_else(|| one(&mut self.filed_from.iter()).filter(|_| !elsewhere()))
    }

    /// "the border with Arnor": a country told as lying beyond the place.
    fn is_beyond(&self, toponym: &Toponym) -> bool {
        let before = self.text.get(..toponym.span.start as usize).unwrap_or("");
        let mut words: Vec<&str> = before.split_whitespace().rev().take(2).collect();
        words.reverse();
        self.gazetteer.knowledge().cues().says(&words.join(" ").to_lowercase(), Cue::Border)
    }

    /// The country of the town or province told last before the name in its sentence: "from Bree to Archet, near the
    /// hamlet of Combe".
    fn country_before(&self, at: usize, span: Span) -> Option<String> {
        let before = self
            .found
            .iter()
            .rfind(|toponym| toponym.sentence == at && toponym.span.end <= span.start && is_inside(toponym));
        before.and_then(|toponym| toponym.place.country.clone())
    }

    /// The country of a greater place told right behind the name: "Upper Bree in Arnor's north".
    fn container(&self, at: usize, span: Span) -> Option<String> {
        let behind = self.found.iter().filter(|toponym| {
            toponym.sentence == at
                && toponym.span.start >= span.end
                && toponym.span.start - span.end <= NEAR
                && toponym.kind != ToponymKind::Demonym
                && !self.is_beyond(toponym)
        });
        behind.filter_map(|toponym| toponym.place.country.clone()).next()
    }

    fn toponym(&self, at: usize, run: Run, only: Option<String>, heads: bool) -> Toponym {
        let sentence = &self.sentences[at];
        let span = self.span(sentence, run);
        let name = span.of(self.text);
        let slug = self.gazetteer.knowledge().normaliser().normalise(name).replace(' ', "-");
        let before = run.0.checked_sub(1).and_then(|before| sentence.tokens.get(before));
        let near = before.is_some_and(|token| {
            self.gazetteer.knowledge().cues().says(&token.span.of(self.text).to_lowercase(), Cue::Near)
        });
        let next = sentence.tokens.get(run.1);
        let division = next.is_some_and(|token| {
            self.gazetteer.knowledge().cues().says(token.span.of(self.text), Cue::Division)
        });
        let precision = match (near, division) {
            (_, true) => 3,
            (true, false) => 2,
            (false, false) => 1,
        };
        let country = self.container(at, span).or(only).or_else(|| self.country_before(at, span));
        let quarter = without_number(name).filter(|_| self.is_quarter(sentence, run));
        let known = quarter.or(Some(name).filter(|_| heads));
        let listed =
            known.zip(country.as_deref()).and_then(|(known, country)| self.listed(known, span, country));
        let place = match listed {
            Some(place) => {
                let within = if quarter.is_some() { 2 } else { precision };
                Place {
                    name: name.to_owned(),
                    precision: place.precision.max(precision).max(within),
                    ..place
                }
            }
            None => Place {
                place: format!("unlisted:{slug}"),
                name: name.to_owned(),
                country,
                admin1: None,
                lat: None,
                lon: None,
                precision,
                span,
            },
        };
        Toponym {
            sentence: at,
            first: run.0,
            last: run.1,
            span,
            kind: ToponymKind::Place,
            place,
            candidates: Vec::new(),
            within: None,
        }
    }
}
