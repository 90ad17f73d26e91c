//! Passages of a report, and how likely each is to tell a deed of violence that happened.
//!
//! A passage is a paragraph, or as many sentences of it as the judge looks at together. Each is judged when somebody
//! asks, and kept: judging a passage costs as much as reading a page.

use std::cell::OnceCell;
use std::ops::Range;

use casus_annotate::Annotated;
use casus_judge::{Bars, Judge};
use casus_model::Span;

use crate::Material;

/// So many words at most are judged together: the judge looks at 128 pieces of words.
const MOST_WORDS: u32 = 90;

/// Of so many passages at most it is asked at once how likely they are.
const ASKED: usize = 3;

/// How much likelier at a glance the likeliest of many passages must be.
const LIKELIER: f32 = 1.0;

/// The passages of a report.
pub(crate) struct Passages<'a> {
    judge: &'a Judge,
    text: &'a str,
    sentences: &'a [Annotated<'a>],
    all: Vec<(Range<usize>, OnceCell<f32>)>,
    /// The log odds of single sentences of longer passages.
    alone: Vec<OnceCell<f32>>,
    at_a_glance: OnceCell<Vec<usize>>,
}

impl<'a> Passages<'a> {
    pub(crate) fn of(material: &Material<'a>) -> Passages<'a> {
        let sentences = &material.annotation.sentences;
        let (mut all, mut words): (Vec<Range<usize>>, u32) = (Vec::new(), 0);
        for (at, sentence) in sentences.iter().enumerate() {
            words += sentence.len();
            match all.last_mut() {
                Some(last) if is_one_paragraph(&sentences[last.start], sentence) && words <= MOST_WORDS => {
                    last.end = at + 1;
                }
                _ => {
                    words = sentence.len();
                    all.push(at..at + 1);
                }
            }
        }
        let all = all.into_iter().map(|passage| (passage, OnceCell::new())).collect();
        Passages {
            judge: material.judge,
            text: material.annotation.text,
            sentences,
            all,
            alone: vec![OnceCell::new(); sentences.len()],
            at_a_glance: OnceCell::new(),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The passage of a sentence.
    pub(crate) fn with(&self, sentence: u32) -> usize {
        self.all.partition_point(|(passage, _)| passage.end <= sentence as usize)
    }

    /// The sentences of a passage.
    pub(crate) fn sentences(&self, passage: usize) -> &'a [Annotated<'a>] {
        &self.sentences[self.all[passage].0.clone()]
    }

    /// The logarithm of the odds that a passage tells a deed.
    pub(crate) fn log_odds(&self, passage: usize) -> f32 {
        *self.all[passage].1.get_or_init(|| self.judge.log_odds(self.words(passage)))
    }

    fn words(&self, passage: usize) -> &'a str {
        let sentences = self.sentences(passage);
        let (first, last) = (&sentences[0], &sentences[sentences.len() - 1]);
        Span { start: first.sentence.span.start, end: last.sentence.span.end }.of(self.text)
    }

    /// The passages that are likeliest at a glance, the likeliest first; only these are worth asking after. Of many the
    /// likeliest must be likelier.
    pub(crate) fn at_a_glance(&self) -> &[usize] {
        self.at_a_glance.get_or_init(|| self.glance())
    }

    fn glance(&self) -> Vec<usize> {
        let bar = self.bars().glance + (self.len() as f32).ln() * LIKELIER;
        let glanced = (0..self.len()).map(|passage| (self.judge.glance(self.words(passage)), passage));
        let mut glanced: Vec<(f32, usize)> = glanced.filter(|(odds, _)| *odds > bar).collect();
        likeliest_first(&mut glanced);
        glanced.into_iter().take(ASKED).map(|(_, passage)| passage).collect()
    }

    /// Whether a sentence is likely enough at a glance to be judged.
    pub(crate) fn is_worth_asking(&self, sentence: &Annotated) -> bool {
        self.judge.glance(sentence.sentence.span.of(self.text)) > self.bars().glance
    }

    /// What must be passed.
    pub(crate) fn bars(&self) -> Bars {
        self.judge.bars()
    }

    /// The same of one sentence of a passage.
    pub(crate) fn log_odds_of(&self, sentence: &Annotated) -> f32 {
        let passage = self.with(sentence.index);
        match self.sentences(passage).len() {
            1 => self.log_odds(passage),
            _ => *self.alone[sentence.index as usize]
                .get_or_init(|| self.judge.log_odds(sentence.sentence.span.of(self.text))),
        }
    }
}

/// Puts what is likeliest first.
pub(crate) fn likeliest_first<T>(weighed: &mut [(f32, T)]) {
    weighed.sort_by(|one, other| other.0.total_cmp(&one.0));
}

fn is_one_paragraph(one: &Annotated, other: &Annotated) -> bool {
    one.sentence.paragraph == other.sentence.paragraph
}
