//! Words in context: hash embeddings of a word's features, then four rounds of looking one word to each
//! side. What comes out for a word depends on the four words before and after it and on nothing else.
//!
//! Two things are done at load time. The first layer is linear before its maxout, so its weights are
//! multiplied into the embedding tables once and a word's first layer becomes a sum of table rows. And the
//! columns of all weights are reordered so that the pieces of a maxout lie in separate runs.

use crate::matrix::Panels;
use crate::pack::{LoadError, Payload};
use crate::strings::hash_rows;

/// Numbers per word.
pub(crate) const WIDTH: usize = 96;
/// Candidates each number is the largest of.
const PIECES: usize = 3;
/// Numbers before the maxout.
const WIDE: usize = WIDTH * PIECES;
/// Words each side that a word's result depends on: one per layer.
pub(crate) const REACH: usize = 4;
/// Rows multiplied at a time.
const ROWS: usize = 48;

/// One hash-embedding table with the first layer multiplied in.
struct Table {
    seed: u32,
    rows: u32,
    data: Vec<f32>,
}

/// Bias, then normalisation, after a layer's product.
struct Finish {
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

/// One window layer.
struct Layer {
    weights: Panels,
    finish: Finish,
}

/// A word-in-context encoder.
pub(crate) struct Encoder {
    tables: Vec<Table>,
    first: Finish,
    layers: Vec<Layer>,
}

/// Buffers of an encoder's pass, kept between calls.
#[derive(Default)]
pub(crate) struct Scratch {
    next: Vec<f32>,
    product: Vec<f32>,
}

impl Encoder {
    /// Reads an encoder with `features` tables.
    pub(crate) fn read(payload: &mut Payload<'_>, features: usize) -> Result<Encoder, LoadError> {
        let mut raw = Vec::new();
        for _ in 0..features {
            let (seed, rows) = (payload.number()?, payload.number()?);
            if rows == 0 || rows > 1 << 20 {
                return Err(LoadError::Malformed("embedding table"));
            }
            raw.push((seed, rows, payload.floats(rows as usize * WIDTH)?));
        }
        let weights = payload.floats(WIDE * features * WIDTH)?;
        let fold = |(i, (seed, rows, table)): (usize, (u32, u32, Vec<f32>))| {
            let columns = features * WIDTH;
            let panels = Panels::new(WIDTH, WIDE, |k, c| weights[unit(c) * columns + i * WIDTH + k]);
            let mut data = vec![0.0; rows as usize * WIDE];
            panels.multiply(&table, WIDTH, rows as usize, &mut data);
            Table { seed, rows, data }
        };
        let tables = raw.into_iter().enumerate().map(fold).collect();
        let first = Finish::read(payload)?;
        let layers: Result<Vec<Layer>, LoadError> = (0..REACH).map(|_| Layer::read(payload)).collect();
        Ok(Encoder { tables, first, layers: layers? })
    }

    /// The first layer of a word with these feature ids: `out` becomes its [`WIDTH`] numbers.
    pub(crate) fn embed(&self, ids: &[u64], out: &mut [f32]) {
        let mut sum = [0.0; WIDE];
        for (table, &id) in self.tables.iter().zip(ids) {
            for row in hash_rows(id, table.seed) {
                let at = (row % table.rows) as usize * WIDE;
                sum.iter_mut().zip(&table.data[at..at + WIDE]).for_each(|(sum, value)| *sum += value);
            }
        }
        out.fill(0.0);
        self.first.add(&sum, out);
    }

    /// Runs the window layers over rows of [`WIDTH`] numbers, in place. The outermost [`REACH`] rows on each
    /// side are consumed: they come out unfinished.
    pub(crate) fn encode(&self, rows: &mut Vec<f32>, scratch: &mut Scratch) {
        let count = rows.len() / WIDTH;
        scratch.next.resize(rows.len(), 0.0);
        scratch.product.resize(ROWS * WIDE, 0.0);
        for (depth, layer) in self.layers.iter().enumerate() {
            let (start, end) = (depth + 1, count.saturating_sub(depth + 1));
            for from in (start..end).step_by(ROWS) {
                let n = ROWS.min(end - from);
                let (here, after) = (from * WIDTH, (from + n) * WIDTH);
                // A window of three words is one row that starts at the word before.
                layer.weights.multiply(&rows[here - WIDTH..after + WIDTH], WIDTH, n, &mut scratch.product);
                let next = &mut scratch.next[here..after];
                next.copy_from_slice(&rows[here..after]);
                for (product, out) in scratch.product.chunks_exact(WIDE).zip(next.chunks_exact_mut(WIDTH)) {
                    layer.finish.add(product, out);
                }
            }
            std::mem::swap(rows, &mut scratch.next);
        }
    }
}

/// The unit (number and piece, as the package orders them) that column `c` of our products holds.
fn unit(c: usize) -> usize {
    (c % WIDTH) * PIECES + c / WIDTH
}

impl Layer {
    fn read(payload: &mut Payload<'_>) -> Result<Layer, LoadError> {
        let depth = 3 * WIDTH;
        let raw = payload.floats(WIDE * depth)?;
        let weights = Panels::new(depth, WIDE, |k, c| raw[unit(c) * depth + k]);
        Ok(Layer { weights, finish: Finish::read(payload)? })
    }
}

impl Finish {
    fn read(payload: &mut Payload<'_>) -> Result<Finish, LoadError> {
        let raw = payload.floats(WIDE)?;
        let bias = (0..WIDE).map(|c| raw[unit(c)]).collect();
        Ok(Finish { bias, gain: payload.floats(WIDTH)?, shift: payload.floats(WIDTH)? })
    }

    /// Adds to `out` the normalised maxout of a product.
    fn add(&self, product: &[f32], out: &mut [f32]) {
        let mut largest = [f32::NEG_INFINITY; WIDTH];
        for (piece, bias) in product.chunks_exact(WIDTH).zip(self.bias.chunks_exact(WIDTH)) {
            for ((largest, value), bias) in largest.iter_mut().zip(piece).zip(bias) {
                let value = value + bias;
                *largest = if value > *largest { value } else { *largest };
            }
        }
        let mean = sum(&largest, |value| value) / WIDTH as f32;
        let variance = sum(&largest, |value| (value - mean) * (value - mean)) / WIDTH as f32 + 1e-8;
        let scale = 1.0 / variance.sqrt();
        for (((out, value), gain), shift) in out.iter_mut().zip(&largest).zip(&self.gain).zip(&self.shift) {
            *out += (value - mean) * scale * gain + shift;
        }
    }
}

/// A sum in eight lanes, always in the same order.
fn sum(values: &[f32; WIDTH], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 8];
    for chunk in values.as_chunks::<8>().0 {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += term(value);
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}
