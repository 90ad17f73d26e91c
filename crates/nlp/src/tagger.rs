//! The part-of-speech tagger: one linear layer over the encoded words.

use casus_model::Tag;

use crate::encoder::WIDTH;
use crate::matrix::Panels;
use crate::pack::{LoadError, Payload};

/// The tagger's labels and weights.
pub(crate) struct Tagger {
    tags: Vec<Tag>,
    weights: Panels,
    bias: Vec<f32>,
}

impl Tagger {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Tagger, LoadError> {
        let tags: Option<Vec<Tag>> = payload.texts()?.into_iter().map(Tag::parse).collect();
        let tags = tags.filter(|tags| !tags.is_empty()).ok_or(LoadError::Malformed("tags"))?;
        let weights = payload.floats(tags.len() * WIDTH)?;
        let bias = payload.floats(tags.len())?;
        let weights = Panels::new(WIDTH, tags.len(), |k, c| weights[c * WIDTH + k]);
        Ok(Tagger { tags, weights, bias })
    }

    /// Appends the tag of each encoded word.
    pub(crate) fn tag(&self, encoded: &[f32], scores: &mut Vec<f32>, tags: &mut Vec<Tag>) {
        let rows = encoded.len() / WIDTH;
        scores.resize(rows * self.weights.width(), 0.0);
        self.weights.multiply(encoded, WIDTH, rows, scores);
        tags.extend(scores.chunks_exact(self.weights.width()).map(|scores| self.best(scores)));
    }

    fn best(&self, scores: &[f32]) -> Tag {
        let mut best = (f32::NEG_INFINITY, self.tags[0]);
        for ((score, bias), &tag) in scores.iter().zip(&self.bias).zip(&self.tags) {
            if score + bias > best.0 {
                best = (score + bias, tag);
            }
        }
        best.1
    }
}
