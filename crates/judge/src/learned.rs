//! What casus taught the model: to each layer two thin matrices whose product is added to its weights (low-rank
//! adaptation, Hu et al. 2021), and the head that weighs the mean of a passage.

use casus_nlp::matrix::Panels;
use safetensors::{Dtype, SafeTensors};

use rustc_hash::FxHashMap;

use crate::Bars;
use crate::transformer::WIDTH;

/// The file that `data/models/judge/learn.py` wrote.
pub(crate) const EMBEDDED: &[u8] = include_bytes!("../../../data/models/judge/learned.safetensors");

/// Matrices by name, with their number of columns.
pub(crate) struct Learned {
    matrices: FxHashMap<String, (usize, Vec<f32>)>,
    head: Head,
    glance: Head,
    /// What the sums must pass.
    pub(crate) bars: Bars,
}

/// Weights of the numbers of a row.
struct Head {
    weights: Vec<f32>,
    bias: f32,
}

impl Head {
    fn sum(&self, row: &[f32]) -> f32 {
        self.bias + self.weights.iter().zip(row).map(|(weight, value)| weight * value).sum::<f32>()
    }
}

impl Learned {
    /// Reads matrices in bfloat16.
    pub(crate) fn read(file: &[u8]) -> Option<Learned> {
        let mut matrices: FxHashMap<String, (usize, Vec<f32>)> = FxHashMap::default();
        for (name, tensor) in SafeTensors::deserialize(file).ok()?.tensors() {
            if tensor.dtype() != Dtype::BF16 {
                return None;
            }
            let floats = tensor.data().as_chunks::<2>().0.iter();
            let floats = floats.map(|half| f32::from_bits(u32::from(u16::from_le_bytes(*half)) << 16));
            let floats: Vec<f32> = floats.collect();
            if floats.iter().any(|value| !value.is_finite()) {
                return None;
            }
            matrices.insert(name, (*tensor.shape().last()?, floats));
        }
        let mut take = |name: &str| matrices.remove(name).map(|(_, floats)| floats);
        let mut head = |name: &str| {
            let [bias] = take(&format!("{name}.bias"))?.try_into().ok()?;
            let weights = take(&format!("{name}.weight"))?;
            (weights.len() == WIDTH).then_some(Head { weights, bias })
        };
        let (all, glance) = (head("head")?, head("glance")?);
        let [keep, read, at_a_glance] = take("bars")?.try_into().ok()?;
        Some(Learned { matrices, head: all, glance, bars: Bars { keep, read, glance: at_a_glance } })
    }

    /// What was learned for the weights of a layer, an output a row; all nought if nothing was, nothing if the
    /// shapes are others.
    pub(crate) fn change(&self, layer: &str, rows: usize, columns: usize) -> Option<Vec<f32>> {
        let matrix = |side: &str| self.matrices.get(&format!("{layer}.{side}"));
        let ((depth, up), (width, down)) = match (matrix("up"), matrix("down")) {
            (Some(up), Some(down)) => (up, down),
            (None, None) => return Some(vec![0.0; rows * columns]),
            _ => return None,
        };
        if *width != columns
            || !columns.is_multiple_of(16)
            || up.len() != rows * depth
            || down.len() != depth * columns
        {
            return None;
        }
        let mut change = vec![0.0; rows * columns];
        Panels::new(*depth, columns, |k, column| down[k * columns + column]).multiply(
            up,
            *depth,
            rows,
            &mut change,
        );
        Some(change)
    }

    /// The sum of the head over the mean of a passage.
    pub(crate) fn head(&self, mean: &[f32]) -> f32 {
        self.head.sum(mean)
    }

    /// The sum of the glance over the mean of the words of a passage.
    pub(crate) fn glance(&self, words: &[f32]) -> f32 {
        self.glance.sum(words)
    }
}
