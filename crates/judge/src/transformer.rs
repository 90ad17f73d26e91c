//! The forward pass of BERT (Devlin et al. 2019): pieces become rows of numbers, and each layer lets the rows look at
//! each other.

use casus_nlp::pack::{LoadError, Payload, Writer};

use crate::MOST_PIECES;
use crate::learned::Learned;
use crate::linear::{Linear, Small};

/// Numbers a piece.
pub(crate) const WIDTH: usize = 384;
/// Numbers inside of a layer.
pub(crate) const INNER: usize = 1536;
/// Heads of attention, and numbers of each.
const HEADS: usize = 12;
const OF_HEAD: usize = WIDTH / HEADS;
/// Layers.
pub(crate) const LAYERS: usize = 6;
/// Pieces of the vocabulary.
pub(crate) const VOCABULARY: usize = 30_522;

/// The matrices of a layer: what the model calls each, and its outputs and inputs.
pub(crate) const MATRICES: [(&str, (usize, usize)); 6] = [
    ("attention.self.query", (WIDTH, WIDTH)),
    ("attention.self.key", (WIDTH, WIDTH)),
    ("attention.self.value", (WIDTH, WIDTH)),
    ("attention.output.dense", (WIDTH, WIDTH)),
    ("intermediate.dense", (INNER, WIDTH)),
    ("output.dense", (WIDTH, INNER)),
];

/// What the model calls the two normalisations of a layer.
pub(crate) const NORMS: [&str; 2] = ["attention.output.LayerNorm", "output.LayerNorm"];

/// Normalisation of a row: mean 0, variance 1, then a gain and a shift.
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    joined: Linear,
    wider: Linear,
    narrower: Linear,
    norms: [Norm; 2],
}

/// The model without its vocabulary.
pub(crate) struct Transformer {
    words: Small,
    positions: Vec<f32>,
    first: Norm,
    layers: Vec<Layer>,
}

impl Transformer {
    pub(crate) fn read(payload: &mut Payload<'_>, learned: &Learned) -> Result<Transformer, LoadError> {
        Ok(Transformer {
            words: Small::read(payload, VOCABULARY, WIDTH)?,
            positions: payload.floats(MOST_PIECES * WIDTH)?,
            first: Norm::read(payload)?,
            layers: (0..LAYERS).map(|at| Layer::read(payload, learned, at)).collect::<Result<_, _>>()?,
        })
    }

    /// The mean of what each piece is by itself.
    pub(crate) fn words(&self, pieces: &[u32]) -> Vec<f32> {
        let mut mean = vec![0.0; WIDTH];
        pieces.iter().for_each(|piece| self.words.add(*piece as usize, &mut mean));
        mean.iter_mut().for_each(|value| *value /= pieces.len().max(1) as f32);
        mean
    }

    /// The mean of what the last layer has for each piece, of at most [`MOST_PIECES`].
    pub(crate) fn mean(&self, pieces: &[u32]) -> Vec<f32> {
        let pieces = &pieces[..pieces.len().min(MOST_PIECES)];
        let mut rows = self.positions[..pieces.len() * WIDTH].to_vec();
        for (row, piece) in rows.chunks_exact_mut(WIDTH).zip(pieces) {
            self.words.add(*piece as usize, row);
        }
        self.first.apply(&mut rows);
        for layer in &self.layers {
            rows = layer.of(rows);
        }
        let mut mean = vec![0.0; WIDTH];
        rows.chunks_exact(WIDTH).for_each(|row| add(&mut mean, row));
        mean.iter_mut().for_each(|value| *value /= pieces.len().max(1) as f32);
        mean
    }
}

impl Layer {
    fn read(payload: &mut Payload<'_>, learned: &Learned, at: usize) -> Result<Layer, LoadError> {
        let mut linear = |which: usize| {
            let (name, shape) = MATRICES[which];
            Linear::read(payload, shape, learned, &format!("{at}.{name}"))
        };
        let [query, key, value] = [linear(0)?, linear(1)?, linear(2)?];
        let [joined, wider, narrower] = [linear(3)?, linear(4)?, linear(5)?];
        let norms = [Norm::read(payload)?, Norm::read(payload)?];
        Ok(Layer { query, key, value, joined, wider, narrower, norms })
    }

    fn of(&self, rows: Vec<f32>) -> Vec<f32> {
        let seen = attention(&self.query.of(&rows), &self.key.of(&rows), &self.value.of(&rows));
        let mut joined = self.joined.of(&seen);
        add(&mut joined, &rows);
        self.norms[0].apply(&mut joined);
        let mut wide = self.wider.of(&joined);
        wide.iter_mut().for_each(|value| *value = gelu(*value));
        let mut narrow = self.narrower.of(&wide);
        add(&mut narrow, &joined);
        self.norms[1].apply(&mut narrow);
        narrow
    }
}

impl Norm {
    fn read(payload: &mut Payload<'_>) -> Result<Norm, LoadError> {
        Ok(Norm { gain: payload.floats(WIDTH)?, shift: payload.floats(WIDTH)? })
    }

    fn apply(&self, rows: &mut [f32]) {
        for row in rows.chunks_exact_mut(WIDTH) {
            let mean = sum(row, |value| value) / WIDTH as f32;
            let variance = sum(row, |value| (value - mean) * (value - mean)) / WIDTH as f32;
            let scale = 1.0 / (variance + 1e-12).sqrt();
            for ((value, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
                *value = (*value - mean) * scale * gain + shift;
            }
        }
    }
}

/// What each row takes over from all rows, by how well its query fits their keys, a head at a time.
fn attention(queries: &[f32], keys: &[f32], values: &[f32]) -> Vec<f32> {
    let count = queries.len() / WIDTH;
    let mut seen = vec![0.0; queries.len()];
    let mut fits = vec![0.0; count];
    for head in (0..HEADS).map(|head| head * OF_HEAD) {
        let part = |rows: &'_ [f32], row: usize| -> [f32; OF_HEAD] {
            let mut part = [0.0; OF_HEAD];
            part.copy_from_slice(&rows[row * WIDTH + head..][..OF_HEAD]);
            part
        };
        for row in 0..count {
            let query = part(queries, row);
            for (other, fit) in fits.iter_mut().enumerate() {
                *fit = dot(&query, &part(keys, other)) / (OF_HEAD as f32).sqrt();
            }
            softmax(&mut fits);
            let mut taken = [0.0; OF_HEAD];
            for (other, fit) in fits.iter().enumerate() {
                let value = part(values, other);
                taken.iter_mut().zip(&value).for_each(|(taken, value)| *taken += fit * value);
            }
            seen[row * WIDTH + head..][..OF_HEAD].copy_from_slice(&taken);
        }
    }
    seen
}

fn softmax(fits: &mut [f32]) {
    let largest = fits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    fits.iter_mut().for_each(|fit| *fit = (*fit - largest).exp());
    let total: f32 = fits.iter().sum();
    fits.iter_mut().for_each(|fit| *fit /= total);
}

/// x times the share of the normal distribution below x (Hendrycks and Gimpel 2016).
fn gelu(value: f32) -> f32 {
    0.5 * value * (1.0 + error_function(value * std::f32::consts::FRAC_1_SQRT_2))
}

/// The error function to seven digits (Abramowitz and Stegun 1964, 7.1.26).
fn error_function(value: f32) -> f32 {
    let x = value.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let polynomial = [1.061_405_4, -1.453_152, 1.421_413_8, -0.284_496_72, 0.254_829_6];
    let sum = polynomial.iter().fold(0.0, |sum, term| sum * t + term) * t;
    (1.0 - sum * (-x * x).exp()).copysign(value)
}

fn add(sum: &mut [f32], more: &[f32]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

fn dot(one: &[f32; OF_HEAD], other: &[f32; OF_HEAD]) -> f32 {
    let mut lanes = [0.0; 8];
    for (one, other) in one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0) {
        lanes.iter_mut().zip(one.iter().zip(other)).for_each(|(lane, (one, other))| *lane += one * other);
    }
    lanes.iter().sum()
}

/// A sum in eight lanes, always in the same order.
fn sum(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 8];
    for chunk in values.as_chunks::<8>().0 {
        lanes.iter_mut().zip(chunk).for_each(|(lane, value)| *lane += term(*value));
    }
    lanes.iter().sum()
}

/// Writes a normalisation as it is read.
pub(crate) fn write_norm(gain: &[f32], shift: &[f32], writer: &mut Writer) {
    writer.floats(gain);
    writer.floats(shift);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_is_close() {
        for (at, expected) in [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (-2.0, -0.995_322_3)] {
            assert!((error_function(at) - expected).abs() < 1e-6, "{at}: {}", error_function(at));
        }
    }

    #[test]
    fn rows_that_fit_equally_are_averaged() {
        let alike = vec![0.5; 2 * WIDTH];
        let values: Vec<f32> = [1.0, 3.0].iter().flat_map(|value| vec![*value; WIDTH]).collect();
        assert!(attention(&alike, &alike, &values).iter().all(|value| (value - 2.0).abs() < 1e-6));
    }
}
