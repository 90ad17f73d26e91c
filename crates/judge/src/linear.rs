//! A layer of weights that are kept as small whole numbers, and what was learned on top of it.

use casus_nlp::matrix::Panels;
use casus_nlp::pack::{LoadError, Payload, Writer};

use crate::learned::Learned;

/// The largest of the small numbers.
const LARGEST: f32 = 127.0;

/// Rows of small numbers, each with what it is to be multiplied by.
pub(crate) struct Small {
    columns: usize,
    scales: Vec<f32>,
    smalls: Vec<i8>,
}

impl Small {
    pub(crate) fn read(payload: &mut Payload<'_>, rows: usize, columns: usize) -> Result<Small, LoadError> {
        Ok(Small { columns, scales: payload.floats(rows)?, smalls: payload.smalls(rows * columns)? })
    }

    /// Writes rows of floats as [`Small::read`] wants them.
    pub(crate) fn write(floats: &[f32], columns: usize, writer: &mut Writer) {
        let largest = |row: &[f32]| row.iter().fold(0.0f32, |largest, value| largest.max(value.abs()));
        let scales: Vec<f32> = floats.chunks(columns).map(|row| largest(row) / LARGEST).collect();
        let rows = floats.chunks(columns).zip(&scales);
        let smalls = rows.flat_map(|(row, scale)| {
            let scale = if *scale > 0.0 { *scale } else { 1.0 };
            row.iter().map(move |value| (value / scale).round() as i8)
        });
        let smalls: Vec<i8> = smalls.collect();
        writer.floats(&scales);
        writer.smalls(&smalls);
    }

    /// Adds a row to as many numbers; nothing where there is no such row.
    pub(crate) fn add(&self, row: usize, sum: &mut [f32]) {
        let scale = self.scales.get(row).copied().unwrap_or(0.0);
        let smalls = self.smalls.iter().skip(row * self.columns);
        sum.iter_mut().zip(smalls).for_each(|(sum, small)| *sum += f32::from(*small) * scale);
    }
}

/// A layer: its output is its input times weights, plus a bias.
pub(crate) struct Linear {
    weights: Panels,
    bias: Vec<f32>,
    columns: usize,
}

impl Linear {
    /// Reads a layer of `columns` inputs and `rows` outputs, with what was learned under `name` added.
    pub(crate) fn read(
        payload: &mut Payload<'_>,
        (rows, columns): (usize, usize),
        learned: &Learned,
        name: &str,
    ) -> Result<Linear, LoadError> {
        let small = Small::read(payload, rows, columns)?;
        let bias = payload.floats(rows)?;
        let mut floats =
            learned.change(name, rows, columns).ok_or(LoadError::Malformed("what was learned"))?;
        floats.chunks_mut(columns).enumerate().for_each(|(row, floats)| small.add(row, floats));
        let weights = Panels::new(columns, rows, |input, output| floats[output * columns + input]);
        Ok(Linear { weights, bias, columns })
    }

    /// The outputs of rows of inputs.
    pub(crate) fn of(&self, rows: &[f32]) -> Vec<f32> {
        let count = rows.len() / self.columns;
        let mut outputs = vec![0.0; count * self.weights.width()];
        self.weights.multiply(rows, self.columns, count, &mut outputs);
        for row in outputs.chunks_mut(self.weights.width()) {
            row.iter_mut().zip(&self.bias).for_each(|(output, bias)| *output += bias);
        }
        outputs
    }
}

#[cfg(test)]
mod tests {
    use casus_nlp::pack::{open, seal};

    use super::*;

    #[test]
    fn small_numbers_stay_near() {
        let floats: Vec<f32> = (0..64).map(|at| ((at * 37 % 101) as f32 - 50.0) / 25.0).collect();
        let mut writer = Writer::default();
        Small::write(&floats, 16, &mut writer);
        let file = seal(&writer.bytes);
        let small = Small::read(&mut open(&file).unwrap().0, 4, 16).unwrap();
        for (row, expected) in floats.chunks(16).enumerate() {
            let mut got = vec![0.0; 16];
            small.add(row, &mut got);
            assert!(got.iter().zip(expected).all(|(got, expected)| (got - expected).abs() < 0.01), "{got:?}");
        }
    }
}
