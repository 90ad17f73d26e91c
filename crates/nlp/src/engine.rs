//! The engine: everything a pack holds, read once, then shared unchanged by all readers.

use crate::encoder::Encoder;
use crate::entities::Recogniser;
use crate::lemma::Lemmatizer;
use crate::lexeme::Norms;
use crate::pack::{self, LoadError, Payload};
use crate::parser::Parser;
use crate::rules::Rules;
use crate::strings::Symbols;
use crate::tagger::Tagger;
use crate::tokenizer::Tokenizer;

/// A loaded language pack. Immutable; share it by reference and give each thread its own
/// [`Reader`](crate::Reader).
pub struct Engine {
    name: String,
    digest: String,
    pub(crate) symbols: Symbols,
    pub(crate) norms: Norms,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) shared: Encoder,
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) entity: Encoder,
    pub(crate) recogniser: Recogniser,
    pub(crate) rules: Rules,
    pub(crate) lemmatizer: Lemmatizer,
}

impl Engine {
    /// Reads a pack that [`convert`](crate::convert) wrote.
    pub fn load(pack: &[u8]) -> Result<Engine, LoadError> {
        let (mut payload, digest) = pack::open(pack)?;
        let engine = Engine::read(&mut payload, digest)?;
        payload.end()?;
        Ok(engine)
    }

    fn read(payload: &mut Payload<'_>, digest: String) -> Result<Engine, LoadError> {
        Ok(Engine {
            name: payload.text()?.to_owned(),
            digest,
            symbols: Symbols::read(payload)?,
            norms: Norms::read(payload)?,
            tokenizer: Tokenizer::read(payload)?,
            shared: Encoder::read(payload, 6)?,
            tagger: Tagger::read(payload)?,
            parser: Parser::read(payload)?,
            entity: Encoder::read(payload, 4)?,
            recogniser: Recogniser::read(payload)?,
            rules: Rules::read(payload)?,
            lemmatizer: Lemmatizer::read(payload)?,
        })
    }

    /// Name and version of the model.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of the pack's content, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A sealed payload is not trusted for being sealed.
        #[test]
        fn sealed_rubbish_is_refused(bytes in proptest::collection::vec(0u8..4, 0..400)) {
            prop_assert!(Engine::load(&pack::seal(&bytes)).is_err());
        }
    }
}
