//! Reading: from a text and its paragraphs to sentences of analysed tokens.
//!
//! Each piece of the text is analysed as if it were a text of its own. Pieces travel through the encoders
//! together, four empty rows between them (as far as a word sees), and in blocks, so that memory stays
//! bounded; neither changes a result, because a word's row depends on its eight neighbours only and each
//! row's arithmetic is the same in any company.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use casus_model::{Entity, Pos, Sentence, Span, Tag, Token};

use crate::characters::is_space;
use crate::encoder::{REACH, Scratch, WIDTH};
use crate::engine::Engine;
use crate::rules::{Facts, Marks};
use crate::tokenizer::{ChunkCache, RawToken};
use crate::transitions::{STATE, Shares};
use crate::tree::tree;
use crate::words::Words;

/// Tokens after which the collected pieces are analysed.
const BATCH: usize = 2048;
/// Rows an encoder takes at a time, besides the neighbours at both ends.
const BLOCK: usize = 480;
/// A piece with more tokens is cut: no paragraph has so many, and it bounds the memory.
const LONGEST: usize = 65_536;

/// A thread's reader: the engine it reads with, and what it remembers between texts. What it remembers
/// makes it faster and changes nothing.
pub struct Reader<'e> {
    engine: &'e Engine,
    chunks: ChunkCache,
    words: Words,
    lemmas: Lemmas,
    /// The engine's feature strings and fixed lemmas, shared with the tokens.
    texts: Vec<Arc<str>>,
    shares: Shares,
    buffers: Buffers,
    /// Words behind whose full stop a name goes on, in small letters.
    titles: HashSet<Box<str>>,
}

/// The whole analysis of one text, its heads and entities counted over all tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// The tokens; `head` is an index into them.
    pub tokens: Vec<Token>,
    /// Whether each token starts a sentence.
    pub starts: Vec<bool>,
    /// The entities, as indexes into `tokens`.
    pub entities: Vec<Entity>,
}

/// One piece, or a part of a piece that was too long, between tokenizing and the end.
struct Unit {
    piece: usize,
    /// Its tokens among the collected ones.
    tokens: std::ops::Range<usize>,
}

#[derive(Default)]
struct Buffers {
    tokens: Vec<RawToken>,
    shared: Vec<f32>,
    entity: Vec<f32>,
    scores: Vec<f32>,
    scratch: Scratch,
    /// What the networks say of the collected tokens.
    tags: Vec<Tag>,
    parser_states: Vec<f32>,
    entity_states: Vec<f32>,
}

impl<'e> Reader<'e> {
    /// A reader that has seen nothing yet.
    pub fn new(engine: &'e Engine) -> Reader<'e> {
        let texts = engine.rules.texts().iter().map(|text| Arc::from(&**text)).collect();
        Reader {
            engine,
            chunks: ChunkCache::default(),
            words: Words::new(engine),
            lemmas: Lemmas::default(),
            texts,
            shares: Shares::default(),
            buffers: Buffers::default(),
            titles: HashSet::new(),
        }
    }

    /// These words are one token with their full stop, and no sentence ends there, where a capital follows: "Lt. Baker". The words are in
    /// small letters, without the stop. Without this, sentences are those of the published model.
    #[must_use]
    pub fn going_on_behind<'w>(mut self, titles: impl IntoIterator<Item = &'w str>) -> Reader<'e> {
        self.titles.extend(titles.into_iter().map(Box::from));
        self
    }

    /// The sentences of the pieces of a text, in order. Spans count from the start of `text`; the
    /// `paragraph` of a sentence is the index of its piece. A piece that is not a range of `text` on
    /// character boundaries is passed over.
    pub fn read(&mut self, text: &str, pieces: &[Span]) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        self.analyse(text, pieces, |piece, parse| split(piece, parse, &mut sentences));
        sentences
    }

    /// The analysis of a whole text as one piece.
    pub fn parse(&mut self, text: &str) -> Parse {
        let mut whole = Parse::default();
        self.analyse(text, &[Span::new(0, text.len())], |_, parse| whole.append(parse));
        whole
    }

    fn analyse(&mut self, text: &str, pieces: &[Span], mut found: impl FnMut(usize, Parse)) {
        let mut units = Vec::new();
        self.buffers.tokens.clear();
        for (piece, span) in pieces.iter().enumerate() {
            let (start, end) = (span.start as usize, span.end as usize);
            let Some(own) = text.get(start..end) else { continue };
            let first = self.buffers.tokens.len();
            self.engine.tokenizer.tokens(own, start, &mut self.chunks, &mut self.buffers.tokens);
            join_titles(&self.titles, text, &mut self.buffers.tokens, first);
            let last = self.buffers.tokens.len();
            let cuts = (first..last).step_by(LONGEST);
            units.extend(cuts.map(|from| Unit { piece, tokens: from..last.min(from + LONGEST) }));
            if last >= BATCH {
                self.flush(text, &mut units, &mut found);
            }
        }
        self.flush(text, &mut units, &mut found);
    }

    /// Analyses the collected units and forgets them.
    fn flush(&mut self, text: &str, units: &mut Vec<Unit>, found: &mut impl FnMut(usize, Parse)) {
        let mut rest = &units[..];
        while !rest.is_empty() {
            // Usually all; the parts of an over-long piece one by one.
            let mut tokens = 0;
            let fits = |unit: &&Unit| {
                tokens += unit.tokens.len();
                tokens <= LONGEST
            };
            let (together, later) = rest.split_at(rest.iter().take_while(fits).count().max(1));
            self.encode(text, together);
            let first = together[0].tokens.start;
            for unit in together {
                found(unit.piece, self.conclude(text, unit, first));
            }
            rest = later;
        }
        units.clear();
        self.buffers.tokens.clear();
    }

    /// Runs the encoders, the tagger and the first layer of the transition systems over the units.
    fn encode(&mut self, text: &str, units: &[Unit]) {
        let Reader { engine, words, buffers, .. } = self;
        buffers.tags.clear();
        buffers.parser_states.clear();
        buffers.entity_states.clear();
        // Tokens in rows, with empty rows before, between and after the units.
        let mut rows: Vec<Option<RawToken>> = vec![None; REACH];
        for unit in units {
            rows.extend(buffers.tokens[unit.tokens.clone()].iter().copied().map(Some));
            rows.resize(rows.len() + REACH, None);
        }
        for from in (REACH..rows.len() - REACH).step_by(BLOCK) {
            let to = (from + BLOCK).min(rows.len() - REACH);
            let block = &rows[from - REACH..to + REACH];
            buffers.shared.clear();
            buffers.shared.resize(block.len() * WIDTH, 0.0);
            buffers.entity.clear();
            buffers.entity.resize(block.len() * WIDTH, 0.0);
            let vectors = buffers.shared.chunks_exact_mut(WIDTH).zip(buffers.entity.chunks_exact_mut(WIDTH));
            for (row, (shared, entity)) in block.iter().zip(vectors) {
                if let Some(token) = row {
                    words.look_up(engine, text, *token, shared, entity);
                }
            }
            engine.shared.encode(&mut buffers.shared, &mut buffers.scratch);
            engine.entity.encode(&mut buffers.entity, &mut buffers.scratch);
            let full = &rows[from..to];
            keep(full, &mut buffers.shared);
            keep(full, &mut buffers.entity);
            engine.tagger.tag(&buffers.shared, &mut buffers.scores, &mut buffers.tags);
            engine.parser.network.reduce(&buffers.shared, &mut buffers.parser_states);
            engine.recogniser.network.reduce(&buffers.entity, &mut buffers.entity_states);
        }
    }

    /// Parses one unit, finds its entities, and puts all that is known of its tokens together. `first` is
    /// the first token that was encoded.
    fn conclude(&mut self, text: &str, unit: &Unit, first: usize) -> Parse {
        let Reader { engine, lemmas, texts, shares, buffers, titles, .. } = self;
        let tokens = &buffers.tokens[unit.tokens.clone()];
        let tied = tied(titles, text, tokens);
        let place = unit.tokens.start - first..unit.tokens.end - first;
        let states = place.start * STATE..place.end * STATE;
        let is_space: Vec<bool> = tokens.iter().map(|token| token.text(text).starts_with(is_space)).collect();

        let arcs = engine.parser.parse(&buffers.parser_states[states.clone()], tokens.len(), &tied, shares);
        let tree = tree(arcs, &is_space);
        let entities =
            engine.recogniser.entities(&buffers.entity_states[states], &tree.starts, &is_space, shares);

        let tags = &buffers.tags[place];
        let facts: Vec<Facts> = (0..tokens.len())
            .map(|i| Facts {
                tag: tags[i],
                dep: tree.deps[i],
                is_space: is_space[i],
                word: engine.rules.word(tokens[i].text(text)),
            })
            .collect();
        let marks = engine.rules.apply(&facts);
        let known = tokens.iter().zip(&marks).zip(&tree.heads);
        let tokens = known.map(|((token, marks), &head)| Token {
            span: Span { start: token.piece.start, end: token.piece.end },
            lemma: match marks.lemma {
                Some(lemma) => texts[usize::from(lemma)].clone(),
                None => lemmas.lemma(engine, token.text(text), marks),
            },
            pos: marks.pos,
            tag: marks.tag,
            morph: texts[usize::from(marks.morph)].clone(),
            head,
            dep: marks.dep,
        });
        Parse {
            tokens: tokens.collect(),
            starts: tree.starts,
            entities: entities
                .iter()
                .map(|found| Entity { start: found.start, end: found.end, label: found.label })
                .collect(),
        }
    }
}

/// A title and its full stop become one token, as those are that the model knows, where a capital follows.
fn join_titles(titles: &HashSet<Box<str>>, text: &str, tokens: &mut Vec<RawToken>, from: usize) {
    if titles.is_empty() {
        return;
    }
    let mut kept = from;
    let mut at = from;
    while at < tokens.len() {
        let mut token = tokens[at];
        let stop = tokens.get(at + 1).copied().filter(|stop| stop.text(text) == ".");
        let follows = tokens.get(at + 2).is_some_and(|next| next.text(text).starts_with(char::is_uppercase));
        let is_title = || titles.contains(&*token.text(text).to_lowercase());
        if let Some(stop) = stop.filter(|stop| follows && stop.piece.start == token.piece.end && is_title()) {
            token.piece.end = stop.piece.end;
            token.spaced = stop.spaced;
            at += 1;
        }
        tokens[kept] = token;
        kept += 1;
        at += 1;
    }
    tokens.truncate(kept);
}

/// Which tokens go on from a title with its full stop; empty where none does.
fn tied(titles: &HashSet<Box<str>>, text: &str, tokens: &[RawToken]) -> Vec<bool> {
    if titles.is_empty() {
        return Vec::new();
    }
    let word = |at: usize| tokens[at].text(text);
    let is_title = |word: &str| titles.contains(&*word.to_lowercase());
    let behind_title = |at: usize| at > 0 && word(at - 1).strip_suffix('.').is_some_and(is_title);
    let goes_on = |at: usize| word(at).starts_with(char::is_uppercase) && behind_title(at);
    let tied: Vec<bool> = (0..tokens.len()).map(goes_on).collect();
    if tied.contains(&true) { tied } else { Vec::new() }
}

/// Moves the rows of tokens to the front and drops the others; `rows` starts [`REACH`] rows in.
fn keep(rows: &[Option<RawToken>], encoded: &mut Vec<f32>) {
    let mut kept = 0;
    for (i, row) in rows.iter().enumerate() {
        if row.is_some() {
            let from = (i + REACH) * WIDTH;
            encoded.copy_within(from..from + WIDTH, kept * WIDTH);
            kept += 1;
        }
    }
    encoded.truncate(kept * WIDTH);
}

impl Parse {
    fn append(&mut self, other: Parse) {
        let shift = self.tokens.len() as u32;
        let tokens = other.tokens.into_iter();
        self.tokens.extend(tokens.map(|token| Token { head: token.head + shift, ..token }));
        self.starts.extend(other.starts);
        let entities = other.entities.into_iter();
        self.entities.extend(entities.map(|entity| Entity {
            start: entity.start + shift,
            end: entity.end + shift,
            label: entity.label,
        }));
    }
}

/// Cuts an analysis into its sentences.
fn split(piece: usize, parse: Parse, sentences: &mut Vec<Sentence>) {
    let mut entities = parse.entities.into_iter().peekable();
    let mut tokens = parse.tokens.into_iter();
    let mut start = 0;
    while start < parse.starts.len() {
        let more = parse.starts[start + 1..].iter().take_while(|starts| !**starts).count();
        let end = start + 1 + more;
        let inside = |head: u32| (start..end).contains(&(head as usize));
        let own = |(i, token): (usize, Token)| Token {
            // A head outside the sentence, which a tangle of crossing arcs can leave, makes a root.
            head: if inside(token.head) { token.head - start as u32 } else { i as u32 },
            ..token
        };
        let tokens: Vec<Token> = tokens.by_ref().take(end - start).enumerate().map(own).collect();
        let mut found = Vec::new();
        while let Some(entity) = entities.next_if(|entity| (entity.start as usize) < end) {
            let (from, to) = (entity.start - start as u32, entity.end.min(end as u32) - start as u32);
            found.push(Entity { start: from, end: to, label: entity.label });
        }
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            let span = first.span.cover(last.span);
            sentences.push(Sentence { span, paragraph: piece as u32, tokens, entities: found });
        }
        start = end;
    }
}

/// A lemma with the part of speech and the features it is for.
type Known = (Pos, u16, Arc<str>);

/// Lemmas of words seen before. Keyed by text from outside, hence the standard library's keyed hash.
#[derive(Default)]
struct Lemmas {
    /// For each word: part of speech, features, lemma.
    words: HashMap<Box<str>, Vec<Known>>,
}

impl Lemmas {
    const MOST: usize = 16_384;
    const LONGEST: usize = 64;

    fn lemma(&mut self, engine: &Engine, word: &str, marks: &Marks) -> Arc<str> {
        if let Some(known) = self.words.get(word)
            && let Some((.., lemma)) =
                known.iter().find(|&&(pos, morph, _)| (pos, morph) == (marks.pos, marks.morph))
        {
            return lemma.clone();
        }
        let morph = &engine.rules.texts()[usize::from(marks.morph)];
        let lemma: Arc<str> = engine.lemmatizer.lemma(word, marks.pos, morph).into();
        if word.len() <= Self::LONGEST {
            if self.words.len() >= Self::MOST {
                self.words.clear();
            }
            self.words.entry(word.into()).or_default().push((marks.pos, marks.morph, lemma.clone()));
        }
        lemma
    }
}
