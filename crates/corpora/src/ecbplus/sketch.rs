//! What is kept of a document until all are read.

use std::collections::{BTreeMap, BTreeSet};

use casus::Inside;
use casus::annotate::{Annotated, Annotation};
use casus::model::{Dep, Pos};
use casus_score::coref::stem;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::id;
use super::words::Words;
use crate::set::string;

/// A document: what it is about, and its mentions.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Sketch {
    /// Given by the corpus.
    pub(super) topic: String,
    /// Stems of its words of content, how often each stands there, and how often as a name or number.
    pub(super) words: BTreeMap<String, [u32; 2]>,
    /// The words of content of each sentence, by lemma.
    pub(super) sentences: Vec<BTreeSet<String>>,
    pub(super) mentions: Vec<Mention>,
}

/// A mention of an event.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Mention {
    pub(super) id: String,
    /// The lemma of the word that the others of the mention hang on.
    pub(super) lemma: String,
    pub(super) part: Part,
    /// The sentence as casus parts the text.
    pub(super) sentence: Option<usize>,
    /// Lemmas of all its words of content.
    pub(super) words: BTreeSet<String>,
    /// Frames that its head can stand for.
    pub(super) frames: BTreeSet<String>,
    pub(super) negated: bool,
    /// Who does it, by the words of their phrases.
    pub(super) agents: BTreeSet<String>,
    /// To whom it is done.
    pub(super) patients: BTreeSet<String>,
    /// What else hangs on it, or beside it on the same verb.
    pub(super) others: BTreeSet<String>,
    /// First moments of the times of its sentence.
    pub(super) times: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
pub(super) enum Part {
    #[default]
    Noun,
    Verb,
    Pronoun,
    Other,
}

/// The words of the sentences of a line, in order: number of sentence, number of word, word. And the text.
pub(super) fn words_of(line: &Value) -> (Vec<(u64, usize, &str)>, String) {
    let mut sentences: Vec<(u64, &Value)> = line["sentences"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(number, words)| Some((number.parse().ok()?, words)))
        .collect();
    sentences.sort_by_key(|(number, _)| *number);
    let (mut words, mut text) = (Vec::new(), Vec::new());
    for (number, sentence) in sentences {
        let of_sentence: Vec<&str> =
            sentence.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        text.push(of_sentence.join(" "));
        words.extend(of_sentence.into_iter().enumerate().map(|(place, word)| (number, place, word)));
    }
    (words, text.join("\n\n"))
}

impl Sketch {
    pub(super) fn of(inside: &Inside, line: &Value) -> Sketch {
        let annotation = inside.annotation;
        let places = places(annotation.text, line);
        let mut sketch = Sketch { topic: string(line, "topic").to_owned(), ..Sketch::default() };
        for sentence in &annotation.sentences {
            sketch.sentences.push(BTreeSet::new());
            for token in (0..sentence.len()).filter(|token| is_content(sentence, *token)) {
                sketch.add(sentence, token);
            }
        }
        for event in line["events"].as_array().into_iter().flatten() {
            let tokens = tokens(annotation, event, &places);
            let mention = head(annotation, &tokens).map(|head| Mention::of(inside, &tokens, head));
            let mention = mention.unwrap_or_else(|| Mention::unread(event));
            sketch.mentions.push(Mention { id: id(line, event), ..mention });
        }
        sketch
    }

    /// Of a document that casus does not read: mentions by their last words.
    pub(super) fn unread(line: &Value) -> Sketch {
        let events = line["events"].as_array().into_iter().flatten();
        let mentions =
            events.map(|event| Mention { id: id(line, event), ..Mention::unread(event) }).collect();
        Sketch { topic: string(line, "topic").to_owned(), mentions, ..Sketch::default() }
    }

    fn add(&mut self, sentence: &Annotated, token: u32) {
        let lemma = sentence.lemma(token).to_lowercase();
        if lemma.chars().count() > 1 {
            let count = self.words.entry(stem(&lemma).to_owned()).or_default();
            count[0] += 1;
            count[1] += u32::from(matches!(sentence.token(token).pos, Pos::Propn | Pos::Num));
        }
        self.sentences.last_mut().map(|words| words.insert(lemma));
    }
}

impl Mention {
    fn unread(event: &Value) -> Mention {
        let last = string(event, "text").split_whitespace().next_back().unwrap_or_default().to_lowercase();
        Mention { words: BTreeSet::from([last.clone()]), lemma: last, ..Mention::default() }
    }

    fn of(inside: &Inside, tokens: &[(usize, u32)], (number, head): (usize, u32)) -> Mention {
        let annotation = inside.annotation;
        let sentence = &annotation.sentences[number];
        let token = sentence.token(head);
        let lemma = token.lemma.to_lowercase();
        let frames = &annotation.lexicon.frames;
        let content = tokens.iter().filter(|(of, token)| *of == number && is_content(sentence, *token));
        let mut mention = Mention {
            part: match token.pos {
                Pos::Noun | Pos::Propn => Part::Noun,
                Pos::Verb => Part::Verb,
                Pos::Pron | Pos::Det => Part::Pronoun,
                _ => Part::Other,
            },
            sentence: Some(number),
            words: content.map(|(_, token)| sentence.lemma(*token).to_lowercase()).collect(),
            frames: frames
                .of_verb(&token.lemma)
                .chain(frames.of_noun(&token.lemma))
                .map(|frame| frame.name.clone())
                .collect(),
            times: inside
                .times
                .iter()
                .filter(|time| time.sentence == number)
                .map(|time| time.value.clone())
                .collect(),
            lemma,
            ..Mention::default()
        };
        if token.pos == Pos::Verb {
            mention.of_clause(annotation, sentence, head);
        } else {
            mention.of_noun(annotation, sentence, head);
        }
        mention
    }

    fn of_clause(&mut self, annotation: &Annotation, sentence: &Annotated, verb: u32) {
        let clause = sentence.clause(verb);
        self.negated = clause.negated;
        self.agents = phrases(annotation, sentence, clause.subjects);
        self.patients = phrases(annotation, sentence, clause.objects.into_iter().chain(clause.datives));
        self.others =
            phrases(annotation, sentence, clause.prepositions.into_iter().flat_map(|(_, objects)| objects));
    }

    /// "Sauron's killing of elves in Eregion": whose is the agent, "of" the patient; and what its verb has.
    fn of_noun(&mut self, annotation: &Annotation, sentence: &Annotated, noun: u32) {
        for child in sentence.tree.children(noun).iter().copied() {
            match sentence.token(child).dep {
                Dep::Poss => self.agents.extend(phrase(annotation, sentence, child)),
                Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod => {
                    self.patients.extend(phrase(annotation, sentence, child))
                }
                Dep::Prep | Dep::Agent => {
                    let objects = phrases(annotation, sentence, sentence.children_by(child, Dep::Pobj));
                    match sentence.lemma(child) {
                        "by" => self.agents.extend(objects),
                        "of" => self.patients.extend(objects),
                        _ => self.others.extend(objects),
                    }
                }
                _ => {}
            }
        }
        let governor = sentence.token(noun).head;
        let verb =
            if sentence.token(governor).pos == Pos::Adp { sentence.token(governor).head } else { governor };
        if sentence.token(verb).pos == Pos::Verb {
            let clause = sentence.clause(verb);
            let beside = clause.subjects.into_iter().chain(clause.objects).filter(|token| *token != noun);
            self.others.extend(phrases(annotation, sentence, beside));
        } else if governor != noun {
            self.others.extend(phrase(annotation, sentence, governor));
        }
    }
}

fn is_content(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.token(token).pos, Pos::Noun | Pos::Verb | Pos::Propn | Pos::Num | Pos::Adj)
}

fn phrases(
    annotation: &Annotation,
    sentence: &Annotated,
    heads: impl IntoIterator<Item = u32>,
) -> BTreeSet<String> {
    heads.into_iter().flat_map(|head| phrase(annotation, sentence, head)).collect()
}

/// Lemmas of a noun and of what describes it; of a pronoun those of what it stands for.
fn phrase(annotation: &Annotation, sentence: &Annotated, head: u32) -> BTreeSet<String> {
    if sentence.token(head).pos == Pos::Pron
        && let Some((number, noun)) = annotation.antecedent(sentence.index, head)
    {
        return of_noun(&annotation.sentences[number as usize], noun);
    }
    of_noun(sentence, head)
}

fn of_noun(sentence: &Annotated, head: u32) -> BTreeSet<String> {
    let (mut words, mut open) = (BTreeSet::new(), vec![head]);
    while let Some(token) = open.pop() {
        if matches!(sentence.token(token).pos, Pos::Noun | Pos::Propn | Pos::Num | Pos::Adj) {
            words.insert(sentence.lemma(token).to_lowercase());
        }
        let describes = |child: &u32| {
            use Dep::{Amod, Appos, Compound, Nmod, Nummod, Poss};
            matches!(sentence.token(*child).dep, Compound | Amod | Nmod | Nummod | Poss | Appos)
        };
        open.extend(sentence.tree.children(token).iter().copied().filter(describes));
    }
    words
}

/// Where each word of a line stands in the text that was read, in bytes.
fn places(text: &str, line: &Value) -> BTreeMap<(u64, usize), (usize, usize)> {
    let mut at = 0;
    let mut places = BTreeMap::new();
    for (sentence, place, word) in words_of(line).0 {
        let word = word.trim();
        if let Some(gap) = text[at..].find(word) {
            places.insert((sentence, place), (at + gap, at + gap + word.len()));
            at += gap + word.len();
        }
    }
    places
}

/// The tokens of a mention, by sentence and place in it.
fn tokens(
    annotation: &Annotation,
    event: &Value,
    places: &BTreeMap<(u64, usize), (usize, usize)>,
) -> Vec<(usize, u32)> {
    let sentence = event["sent"].as_u64().unwrap_or_default();
    let numbers = event["tokens"].as_array().into_iter().flatten().filter_map(Value::as_u64);
    let spans: Vec<_> = numbers.filter_map(|number| places.get(&(sentence, number as usize))).collect();
    let within = |start: usize, end: usize| spans.iter().any(|(first, last)| start < *last && *first < end);
    let mut tokens = Vec::new();
    for (number, sentence) in annotation.sentences.iter().enumerate() {
        let of_mention = (0..sentence.len()).filter(|token| {
            let span = sentence.token(*token).span;
            within(span.start as usize, span.end as usize)
        });
        tokens.extend(of_mention.map(|token| (number, token)));
    }
    tokens
}

/// The token of a mention that the others hang on.
fn head(annotation: &Annotation, tokens: &[(usize, u32)]) -> Option<(usize, u32)> {
    let is_head = |(number, token): &&(usize, u32)| {
        let head = annotation.sentences[*number].token(*token).head;
        head == *token || !tokens.contains(&(*number, head))
    };
    tokens.iter().find(is_head).or(tokens.first()).copied()
}

/// What the table says of a mention, beside what was read.
pub(super) struct Known {
    pub(super) family: String,
    pub(super) families: BTreeSet<String>,
    pub(super) reporting: bool,
    pub(super) light: bool,
}

impl Known {
    pub(super) fn of(mention: &Mention, words: &Words) -> Known {
        let family = words.family(&mention.lemma);
        let mut families: BTreeSet<String> = mention.words.iter().map(|word| words.family(word)).collect();
        if families.is_empty() {
            families.insert(family.clone());
        }
        let (reporting, light) = (words.is_reporting(&mention.lemma), words.is_light(&mention.lemma));
        Known { family, families, reporting, light }
    }
}
