//! What two mentions of one story say for and against one event.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::sketch::{Known, Mention, Part, Sketch};
use super::stories::{Spread, Stories};
use super::words::Words;

/// What a pair says, in the order of [`Pair::says`] and by the names of the table of weights.
pub(super) const NAMES: [&str; 29] = [
    "always",
    "family",
    "family, documents alike",
    "family, of few topics",
    "family, reporting",
    "family, light",
    "family, one document",
    "family, other times",
    "family, other patients",
    "synonyms",
    "synonyms, sentences alike",
    "frame",
    "other word in common",
    "other heads, often in one sentence",
    "other heads, both told widely",
    "other heads, arguments",
    "other heads, documents alike",
    "told widely",
    "documents alike",
    "sentences alike",
    "sentences and documents alike",
    "agents",
    "patients",
    "one document",
    "one sentence",
    "one negated",
    "one a pronoun",
    "noun and verb",
    "reporting",
];

/// Two mentions, by number, and what they say together.
pub(super) struct Pair {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) says: Vec<f64>,
}

/// All documents, grouped to stories.
pub(super) struct Corpus {
    documents: Vec<Sketch>,
    /// All mentions, in the order of the documents.
    mentions: Vec<Mention>,
    of_document: Vec<usize>,
    known: Vec<Known>,
    words: Words,
    stories: Stories,
    /// Documents of each story.
    sizes: BTreeMap<usize, usize>,
    spread: Spread,
    /// Sentences of each story in which two families stand together, the lesser family first.
    together: BTreeMap<(usize, String, String), usize>,
    /// Topics with a mention of each family, and all.
    topics: (BTreeMap<String, BTreeSet<String>>, usize),
    /// Sentences with each lemma, and all.
    sentences: (BTreeMap<String, usize>, usize),
}

impl Corpus {
    /// From lines of gold and what [`super::predict`] made of them.
    pub(super) fn new(gold: &[Value], read: &[Value]) -> Corpus {
        let sketch = |(line, read): (&Value, &Value)| {
            serde_json::from_value(read.clone()).unwrap_or_else(|_| Sketch::unread(line))
        };
        Corpus::of(gold.iter().zip(read).map(sketch).collect())
    }

    fn of(mut documents: Vec<Sketch>) -> Corpus {
        let (mut mentions, mut of_document) = (Vec::new(), Vec::new());
        for (number, document) in documents.iter_mut().enumerate() {
            of_document.extend(document.mentions.iter().map(|_| number));
            mentions.append(&mut document.mentions);
        }
        let words = Words::new();
        let known = mentions.iter().map(|mention| Known::of(mention, &words)).collect();
        let stories = Stories::new(&documents);
        let mut corpus = Corpus {
            mentions,
            of_document,
            known,
            words,
            stories,
            sizes: BTreeMap::new(),
            spread: Spread::new(),
            together: BTreeMap::new(),
            topics: (BTreeMap::new(), 0),
            sentences: (BTreeMap::new(), 0),
            documents,
        };
        corpus.count();
        corpus
    }

    fn count(&mut self) {
        for story in &self.stories.of_document {
            *self.sizes.entry(*story).or_default() += 1;
        }
        let mut of_sentence: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
        for (number, mention) in self.mentions.iter().enumerate() {
            let (document, family) = (self.of_document[number], &self.known[number].family);
            let story = self.stories.of_document[document];
            self.spread.entry((story, family.clone())).or_default().insert(document);
            let topic = self.documents[document].topic.clone();
            self.topics.0.entry(family.clone()).or_default().insert(topic);
            if let Some(sentence) = mention.sentence {
                of_sentence.entry((document, sentence)).or_default().insert(family);
            }
        }
        self.topics.1 = self.documents.iter().map(|document| &document.topic).collect::<BTreeSet<_>>().len();
        for ((document, _), families) in of_sentence {
            let story = self.stories.of_document[document];
            for one in &families {
                for other in
                    families.range::<str, _>((std::ops::Bound::Excluded(*one), std::ops::Bound::Unbounded))
                {
                    *self.together.entry((story, (*one).to_owned(), (*other).to_owned())).or_default() += 1;
                }
            }
        }
        for sentence in self.documents.iter().flat_map(|document| &document.sentences) {
            self.sentences.1 += 1;
            for lemma in sentence {
                *self.sentences.0.entry(lemma.clone()).or_default() += 1;
            }
        }
    }

    pub(super) fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    pub(super) fn topic(&self, mention: usize) -> &str {
        &self.documents[self.of_document[mention]].topic
    }

    /// All pairs of mentions of one story.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair> {
        let mut of_story: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for mention in 0..self.mentions.len() {
            of_story.entry(self.story(mention)).or_default().push(mention);
        }
        let sides: Vec<Side> = (0..self.mentions.len()).map(|mention| self.side(mention)).collect();
        let pairs = of_story.into_values().flat_map(|mentions| {
            let after = |place: usize| mentions[place + 1..].to_vec();
            let pairs = |(place, one): (usize, &usize)| {
                after(place).into_iter().map({
                    let one = *one;
                    move |other| (one, other)
                })
            };
            mentions.iter().enumerate().flat_map(pairs).collect::<Vec<_>>()
        });
        pairs.map(move |(one, other)| Pair { one, other, says: self.says(&sides[one], &sides[other]) })
    }

    fn story(&self, mention: usize) -> usize {
        self.stories.of_document[self.of_document[mention]]
    }

    /// How rare a word is among sentences.
    fn rare(&self, lemma: &str) -> f64 {
        let with = self.sentences.0.get(lemma).copied().unwrap_or(1).max(1);
        (self.sentences.1.max(1) as f64 / with as f64).ln()
    }

    fn side(&self, number: usize) -> Side<'_> {
        let (mention, known, document) =
            (&self.mentions[number], &self.known[number], self.of_document[number]);
        let sentence = mention.sentence.map(|sentence| &self.documents[document].sentences[sentence]);
        let around = sentence.into_iter().flatten().filter(|lemma| **lemma != mention.lemma);
        let around: BTreeMap<&str, f64> = around.map(|lemma| (lemma.as_str(), self.rare(lemma))).collect();
        let length = around.values().map(|rare| rare * rare).sum::<f64>().sqrt();
        let arguments = mention.agents.iter().chain(&mention.patients).chain(&mention.others);
        let story = self.story(number);
        let documents = self.spread.get(&(story, known.family.clone())).map_or(0, BTreeSet::len);
        Side {
            mention,
            known,
            document,
            story,
            around,
            length: if length > 0.0 { length } else { 1.0 },
            arguments: arguments.map(String::as_str).collect(),
            documents,
            share: documents as f64 / self.sizes[&story] as f64,
        }
    }

    fn says(&self, one: &Side, other: &Side) -> Vec<f64> {
        let (mention, twin) = (one.mention, other.mention);
        let family = one.known.family == other.known.family;
        let one_document = one.document == other.document;
        let one_sentence = one_document && mention.sentence.is_some() && mention.sentence == twin.sentence;
        let documents = self.stories.likeness(one.document, other.document);
        let sentences = if one_sentence { 0.0 } else { one.likeness(other) };
        let synonyms = !family && self.words.are_synonyms(&one.known.family, &other.known.family);
        let frame = !family && !mention.frames.is_disjoint(&twin.frames);
        let word = !family && !one.known.families.is_disjoint(&other.known.families);
        let widely = one.share.min(other.share);
        let reporting = one.known.reporting || other.known.reporting;
        let apart = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
        };
        let times = !one_sentence && apart(&mention.times, &twin.times);
        let pronoun = (mention.part == Part::Pronoun) != (twin.part == Part::Pronoun);
        let (noun, verb) = (Part::Noun, Part::Verb);
        let parts = (mention.part, twin.part);
        let if_family = |value: f64| if family { value } else { 0.0 };
        let if_other = |value: f64| if family { 0.0 } else { value };
        let yes = |holds: bool| f64::from(u8::from(holds));
        vec![
            1.0,
            yes(family),
            if_family(documents),
            if_family(self.of_few_topics(&one.known.family)),
            yes(family && reporting),
            yes(family && one.known.light),
            yes(family && one_document),
            yes(family && times),
            yes(family && apart(&mention.patients, &twin.patients)),
            yes(synonyms),
            if synonyms { sentences } else { 0.0 },
            yes(frame),
            yes(word),
            if_other(self.together(one, other)),
            if_other(widely),
            if_other(self.in_common(&one.arguments, &other.arguments)),
            if_other(documents),
            widely,
            documents,
            sentences,
            sentences * documents,
            self.in_common(&refs(&mention.agents), &refs(&twin.agents)),
            self.in_common(&refs(&mention.patients), &refs(&twin.patients)),
            yes(one_document),
            yes(one_sentence),
            yes(mention.negated != twin.negated),
            yes(pronoun),
            yes(parts == (noun, verb) || parts == (verb, noun)),
            yes(reporting),
        ]
    }

    /// 1 for a family that one topic alone has, 0 for one that all have.
    fn of_few_topics(&self, family: &str) -> f64 {
        let all = self.topics.1 as f64;
        let with = self.topics.0.get(family).map_or(1, BTreeSet::len) as f64;
        (all / with).ln() / all.max(2.0).ln()
    }

    /// How often two families stand in one sentence, of as often as the rarer one is told: then they are two events.
    fn together(&self, one: &Side, other: &Side) -> f64 {
        let (first, second) = (&one.known.family, &other.known.family);
        let key = (one.story, first.min(second).clone(), first.max(second).clone());
        let together = self.together.get(&key).copied().unwrap_or(0) as f64;
        together / one.documents.min(other.documents).max(1) as f64
    }

    /// The share that words in common have of the lighter of two sets.
    fn in_common(&self, one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> f64 {
        let weight = |words: &BTreeSet<&str>| words.iter().map(|word| self.rare(word)).sum::<f64>();
        let lighter = weight(one).min(weight(other));
        let common: f64 = one.intersection(other).map(|word| self.rare(word)).sum();
        if lighter > 0.0 { common / lighter } else { 0.0 }
    }
}

fn refs(words: &BTreeSet<String>) -> BTreeSet<&str> {
    words.iter().map(String::as_str).collect()
}

/// A mention with what is worked out once.
struct Side<'a> {
    mention: &'a Mention,
    known: &'a Known,
    document: usize,
    story: usize,
    /// The other words of its sentence, and how rare they are.
    around: BTreeMap<&'a str, f64>,
    length: f64,
    arguments: BTreeSet<&'a str>,
    /// Documents of the story with a mention of its family.
    documents: usize,
    /// Of all documents of the story.
    share: f64,
}

impl Side<'_> {
    /// How alike the sentences are without the heads.
    fn likeness(&self, other: &Side) -> f64 {
        let shared = self.around.iter().filter_map(|(word, rare)| Some(rare * other.around.get(word)?));
        shared.sum::<f64>() / (self.length * other.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(id: &str, lemma: &str, part: Part, patients: &[&str]) -> Mention {
        let patients = patients.iter().map(|word| (*word).to_owned()).collect();
        Mention {
            id: id.to_owned(),
            lemma: lemma.to_owned(),
            part,
            patients,
            sentence: Some(0),
            ..Mention::default()
        }
    }

    fn document(mention: Mention) -> Sketch {
        let words = [mention.lemma.clone(), "boromir".to_owned(), "parth".to_owned()];
        let words: BTreeMap<String, [u32; 2]> = words.into_iter().map(|word| (word, [1, 0])).collect();
        let sentences = vec![words.keys().cloned().collect()];
        Sketch { topic: "parth galen".to_owned(), words, sentences, mentions: vec![mention] }
    }

    #[test]
    fn a_noun_and_its_verb_are_of_one_family_and_share_whom() {
        let corpus = Corpus::of(vec![
            document(mention("a", "kill", Part::Verb, &["boromir"])),
            document(mention("b", "killing", Part::Noun, &["boromir"])),
            document(mention("c", "murder", Part::Noun, &[])),
            Sketch { topic: "a feast".to_owned(), ..Sketch::default() },
        ]);
        let pairs: Vec<Pair> = corpus.pairs().collect();
        let says = |one: usize, other: usize, name: &str| {
            let place = NAMES.iter().position(|listed| *listed == name).unwrap();
            pairs.iter().find(|pair| (pair.one, pair.other) == (one, other)).unwrap().says[place]
        };
        assert_eq!(pairs.len(), 3);
        assert!(pairs.iter().all(|pair| pair.says.len() == NAMES.len()));
        assert_eq!(
            (says(0, 1, "family"), says(0, 1, "noun and verb"), says(0, 1, "synonyms")),
            (1.0, 1.0, 0.0)
        );
        assert_eq!((says(0, 2, "family"), says(0, 2, "synonyms"), says(1, 2, "patients")), (0.0, 1.0, 0.0));
        assert_eq!(corpus.topic(2), "parth galen");
    }
}
