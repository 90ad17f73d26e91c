//! The dependency parser: a greedy arc-eager transition system with sentence breaks, as spaCy runs it.
//!
//! Comes in: the words of one text as the network sees them. Goes out: a head and a label for each word, not
//! yet freed of the labels' decoration (see [`crate::tree`]).

use casus_model::Dep;

use crate::pack::{LoadError, Payload};
use crate::transitions::{NOTHING, Network, Scorer, Shares};

/// What a move does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

const KINDS: [Kind; 5] = [Kind::Shift, Kind::Reduce, Kind::Left, Kind::Right, Kind::Break];

/// A dependency label, perhaps decorated with the label of the head it was lifted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label {
    pub(crate) dep: Dep,
    pub(crate) lifted_from: Option<Dep>,
}

/// The parser's moves and weights.
pub(crate) struct Parser {
    /// Moves of each kind, as a range of the scores.
    ranges: [(usize, usize); 5],
    labels: Vec<Label>,
    pub(crate) network: Network<8>,
}

/// Head of each word (itself for roots) and its label.
pub(crate) struct Arcs {
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<Label>,
}

impl Parser {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Parser, LoadError> {
        let malformed = || LoadError::Malformed("moves of the parser");
        let mut kinds = Vec::new();
        let mut labels = Vec::new();
        for _ in 0..payload.count()? {
            kinds.push(*KINDS.get(payload.byte()? as usize).ok_or_else(malformed)?);
            labels.push(label(payload.text()?).ok_or_else(malformed)?);
        }
        let range = |kind| -> Option<(usize, usize)> {
            let start = kinds.iter().position(|&other| other == kind)?;
            let length = kinds[start..].iter().take_while(|&&other| other == kind).count();
            let total = kinds.iter().filter(|&&other| other == kind).count();
            (total == length).then_some((start, start + length))
        };
        let mut ranges = [(0, 0); 5];
        for (place, kind) in ranges.iter_mut().zip(KINDS) {
            *place = range(kind).ok_or_else(malformed)?;
        }
        if !ranges.is_sorted() {
            return Err(malformed());
        }
        let network = Network::read(payload, labels.len())?;
        Ok(Parser { ranges, labels, network })
    }

    /// Parses the words whose network states are given; `tied` says which words begin no sentence, and is empty
    /// where any may.
    pub(crate) fn parse(&self, states: &[f32], words: usize, tied: &[bool], shares: &mut Shares) -> Arcs {
        let mut scorer = Scorer::new(&self.network, states, shares);
        let mut state = State::new(words, tied);
        while !state.is_final() {
            let valid = state.valid();
            let scores = scorer.score(&state.places());
            let (kind, number) = self.best(scores, valid);
            state.apply(kind, number);
        }
        let root = Label { dep: Dep::Root, lifted_from: None };
        let arc = |word: usize| match state.heads[word] {
            NOTHING => (word as u32, root),
            head => (head, self.labels[state.moves[word] as usize]),
        };
        let (heads, labels) = (0..words).map(arc).unzip();
        Arcs { heads, labels }
    }

    /// The first best-scored move of a valid kind. One always is: Shift on an empty stack, else Reduce.
    fn best(&self, scores: &[f32], valid: [bool; 5]) -> (Kind, usize) {
        let mut best: Option<(Kind, usize)> = None;
        for ((kind, (from, to)), valid) in KINDS.into_iter().zip(self.ranges).zip(valid) {
            if !valid {
                continue;
            }
            for number in from..to {
                if best.is_none_or(|(_, best)| scores[number] > scores[best]) {
                    best = Some((kind, number));
                }
            }
        }
        best.unwrap_or((Kind::Reduce, 0))
    }
}

fn label(text: &str) -> Option<Label> {
    match text.split_once("||") {
        Some((own, head)) => Some(Label { dep: Dep::parse(own)?, lifted_from: Some(Dep::parse(head)?) }),
        // Shift and Reduce carry no label; what stands in its place is never read.
        None if text.is_empty() => Some(Label { dep: Dep::Root, lifted_from: None }),
        None => Some(Label { dep: Dep::parse(text)?, lifted_from: None }),
    }
}

/// A configuration of the transition system.
struct State<'t> {
    words: u32,
    /// Words that begin no sentence.
    tied: &'t [bool],
    stack: Vec<u32>,
    /// Words put back before the buffer, the next of them last.
    returned: Vec<u32>,
    /// First word of the buffer proper.
    next: u32,
    heads: Vec<u32>,
    /// The move that made each word's arc.
    moves: Vec<u16>,
    /// Latest child on each side of each word.
    latest_left: Vec<u32>,
    latest_right: Vec<u32>,
    /// The child that was its head's latest before this one.
    earlier: Vec<u32>,
    was_returned: Vec<bool>,
    starts_sentence: Vec<bool>,
}

impl State<'_> {
    fn new(words: usize, tied: &[bool]) -> State<'_> {
        State {
            words: words as u32,
            tied,
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            heads: vec![NOTHING; words],
            moves: vec![0; words],
            latest_left: vec![NOTHING; words],
            latest_right: vec![NOTHING; words],
            earlier: vec![NOTHING; words],
            was_returned: vec![false; words],
            starts_sentence: vec![false; words],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    fn buffered(&self) -> usize {
        (self.words - self.next) as usize + self.returned.len()
    }

    /// Word `i` of the buffer.
    fn buffer(&self, i: usize) -> u32 {
        match self.returned.len().checked_sub(i + 1) {
            Some(at) => self.returned[at],
            None => {
                let word = self.next as usize + i - self.returned.len();
                if word < self.words as usize { word as u32 } else { NOTHING }
            }
        }
    }

    /// Word `i` of the stack, from its top.
    fn stacked(&self, i: usize) -> u32 {
        self.stack.len().checked_sub(i + 1).map_or(NOTHING, |at| self.stack[at])
    }

    /// The words the network looks at.
    fn places(&self) -> [u32; 8] {
        let (front, top) = (self.buffer(0), self.stacked(0));
        let child = |latest: &[u32], head: u32| latest.get(head as usize).copied().unwrap_or(NOTHING);
        [
            front,
            self.buffer(1),
            top,
            self.stacked(1),
            self.stacked(2),
            child(&self.latest_left, front),
            child(&self.latest_left, top),
            child(&self.latest_right, top),
        ]
    }

    /// Which kinds of move are allowed, in the order of [`KINDS`].
    fn valid(&self) -> [bool; 5] {
        let flag = |flags: &[bool], word: u32| flags.get(word as usize).copied().unwrap_or(false);
        let (front, second, buffered) = (self.buffer(0), self.buffer(1), self.buffered());
        let stacked = !self.stack.is_empty();
        let breaks_here = flag(&self.starts_sentence, front);
        let shift = !stacked || (buffered >= 2 && !breaks_here && !flag(&self.was_returned, front));
        let arc = stacked && buffered > 0 && !breaks_here;
        let adjacent = buffered >= 2 && second == front.wrapping_add(1);
        let breaks = adjacent && !flag(&self.starts_sentence, second) && !flag(self.tied, second);
        let last = self.stack.len() == 1 && buffered > 0;
        let last = last && !self.tied.is_empty() && flag(self.tied, self.left_edge(front));
        [shift, stacked && !last, arc, arc, breaks]
    }

    /// The first word of what hangs on a word so far.
    fn left_edge(&self, word: u32) -> u32 {
        let mut at = word;
        while let Some(&left) = self.latest_left.get(at as usize).filter(|&&left| left != NOTHING) {
            at = left;
        }
        at
    }

    fn apply(&mut self, kind: Kind, number: usize) {
        match kind {
            Kind::Shift => self.push(),
            Kind::Reduce => self.reduce(),
            Kind::Left => {
                let (front, top) = (self.buffer(0), self.stacked(0));
                self.attach(top, front, number);
                self.was_returned[front as usize] = false;
                self.stack.pop();
            }
            Kind::Right => {
                let (front, top) = (self.buffer(0), self.stacked(0));
                self.attach(front, top, number);
                self.push();
            }
            Kind::Break => {
                let second = self.buffer(1) as usize;
                self.starts_sentence[second] = true;
            }
        }
    }

    fn push(&mut self) {
        match self.returned.pop() {
            Some(word) => self.stack.push(word),
            None => {
                self.stack.push(self.next);
                self.next += 1;
            }
        }
    }

    /// Pops the stack; a word without a head goes back to the buffer unless it was the last.
    fn reduce(&mut self) {
        let depth = self.stack.len();
        let Some(top) = self.stack.pop() else { return };
        if self.heads[top as usize] == NOTHING && depth > 1 {
            self.was_returned[top as usize] = true;
            self.returned.push(top);
        }
    }

    /// Makes `head` the head of `child`, instead of any it had. A child that loses its head is always that
    /// head's latest: a word above it on the stack would have had to go first.
    fn attach(&mut self, child: u32, head: u32, number: usize) {
        let old = self.heads[child as usize];
        if old != NOTHING {
            let latest = if old > child { &mut self.latest_left } else { &mut self.latest_right };
            if latest[old as usize] == child {
                latest[old as usize] = self.earlier[child as usize];
            }
        }
        let latest = if head > child { &mut self.latest_left } else { &mut self.latest_right };
        self.earlier[child as usize] = latest[head as usize];
        latest[head as usize] = child;
        self.heads[child as usize] = head;
        self.moves[child as usize] = number as u16;
    }
}
