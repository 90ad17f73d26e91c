//! The scorer of the two transition systems: from the words a state looks at to a score for each move.
//!
//! A word's share in the hidden layer depends on the word and on the place it is looked at from, not on the
//! state, so it is computed once per word for all places. Only a window of recent words is kept; a state
//! that looks further back has that word computed again, with the same result to the last bit.

use crate::encoder::WIDTH;
use crate::matrix::Panels;
use crate::pack::{LoadError, Payload};

/// Numbers per word as the transition systems see it.
pub(crate) const STATE: usize = 64;
const PIECES: usize = 2;
const HIDDEN: usize = STATE * PIECES;
/// Words whose shares are kept.
const WINDOW: usize = 1024;
/// Words computed together.
const AHEAD: usize = 96;
/// A place with no word.
pub(crate) const NOTHING: u32 = u32::MAX;

/// Weights of one transition system that looks at `PLACES` words.
pub(crate) struct Network<const PLACES: usize> {
    reduce: Panels,
    reduce_bias: Vec<f32>,
    places: Panels,
    missing: Vec<f32>,
    bias: Vec<f32>,
    moves: Panels,
    move_bias: Vec<f32>,
}

impl<const PLACES: usize> Network<PLACES> {
    pub(crate) fn read(payload: &mut Payload<'_>, moves: usize) -> Result<Network<PLACES>, LoadError> {
        let reduce = payload.floats(STATE * WIDTH)?;
        let reduce_bias = payload.floats(STATE)?;
        let places = payload.floats(PLACES * HIDDEN * STATE)?;
        let missing = payload.floats(PLACES * HIDDEN)?;
        let bias = payload.floats(HIDDEN)?;
        let upper = payload.floats(moves * STATE)?;
        let mut move_bias = payload.floats(moves)?;
        let moves = Panels::new(STATE, moves, |k, c| upper[c * STATE + k]);
        move_bias.resize(moves.width(), 0.0);
        Ok(Network {
            reduce: Panels::new(WIDTH, STATE, |k, c| reduce[c * WIDTH + k]),
            reduce_bias,
            places: Panels::new(STATE, PLACES * HIDDEN, |k, c| places[unit(c) * STATE + k]),
            missing: (0..PLACES * HIDDEN).map(|c| missing[unit(c)]).collect(),
            bias: (0..HIDDEN).map(|c| bias[unit(c)]).collect(),
            moves,
            move_bias,
        })
    }

    /// Appends the [`STATE`] numbers of each encoded word.
    pub(crate) fn reduce(&self, encoded: &[f32], states: &mut Vec<f32>) {
        let rows = encoded.len() / WIDTH;
        let from = states.len();
        states.resize(from + rows * STATE, 0.0);
        self.reduce.multiply(encoded, WIDTH, rows, &mut states[from..]);
        for row in states[from..].chunks_exact_mut(STATE) {
            row.iter_mut().zip(&self.reduce_bias).for_each(|(value, bias)| *value += bias);
        }
    }
}

/// The unit of the package's order that our column `c` holds: pieces lie in separate runs.
fn unit(c: usize) -> usize {
    let (place, column) = (c / HIDDEN, c % HIDDEN);
    place * HIDDEN + (column % STATE) * PIECES + column / STATE
}

/// The window of words' shares, kept between texts so that its memory is.
#[derive(Default)]
pub(crate) struct Shares {
    /// The word in each slot, or [`NOTHING`].
    owners: Vec<u32>,
    data: Vec<f32>,
    /// Words before this have been computed once.
    computed: usize,
}

/// A network set on the words of one text.
pub(crate) struct Scorer<'a, const PLACES: usize> {
    network: &'a Network<PLACES>,
    states: &'a [f32],
    shares: &'a mut Shares,
    scores: Vec<f32>,
}

impl<'a, const PLACES: usize> Scorer<'a, PLACES> {
    pub(crate) fn new(
        network: &'a Network<PLACES>,
        states: &'a [f32],
        shares: &'a mut Shares,
    ) -> Scorer<'a, PLACES> {
        shares.owners.clear();
        shares.owners.resize(WINDOW, NOTHING);
        shares.data.resize(WINDOW * PLACES * HIDDEN, 0.0);
        shares.computed = 0;
        let scores = vec![0.0; network.moves.width()];
        Scorer { network, states, shares, scores }
    }

    /// The score of each move in a state that looks at these words.
    pub(crate) fn score(&mut self, places: &[u32; PLACES]) -> &[f32] {
        let mut hidden = [0.0f32; HIDDEN];
        for (place, &word) in places.iter().enumerate() {
            let share = if word == NOTHING {
                &self.network.missing[place * HIDDEN..][..HIDDEN]
            } else {
                let slot = self.slot(word as usize);
                &self.shares.data[slot + place * HIDDEN..][..HIDDEN]
            };
            hidden.iter_mut().zip(share).for_each(|(sum, value)| *sum += value);
        }
        hidden.iter_mut().zip(&self.network.bias).for_each(|(sum, bias)| *sum += bias);
        let (first, second) = hidden.split_at(STATE);
        let mut active = [0.0; STATE];
        for ((active, &a), &b) in active.iter_mut().zip(first).zip(second) {
            *active = if b > a { b } else { a };
        }
        self.network.moves.multiply(&active, STATE, 1, &mut self.scores);
        self.scores.iter_mut().zip(&self.network.move_bias).for_each(|(score, bias)| *score += bias);
        &self.scores
    }

    /// Where the shares of a word start.
    fn slot(&mut self, word: usize) -> usize {
        let width = PLACES * HIDDEN;
        while word >= self.shares.computed {
            let from = self.shares.computed;
            // Runs end where the window wraps around.
            let n = AHEAD.min(self.states.len() / STATE - from).min(WINDOW - from % WINDOW);
            self.compute(from, n);
            self.shares.computed = from + n;
        }
        let slot = word % WINDOW;
        if self.shares.owners[slot] != word as u32 {
            self.compute(word, 1);
        }
        slot * width
    }

    fn compute(&mut self, from: usize, n: usize) {
        let slot = from % WINDOW;
        let place = &mut self.shares.data[slot * PLACES * HIDDEN..][..n * PLACES * HIDDEN];
        self.network.places.multiply(&self.states[from * STATE..(from + n) * STATE], STATE, n, place);
        for (owner, word) in self.shares.owners[slot..slot + n].iter_mut().zip(from..) {
            *owner = word as u32;
        }
    }
}
