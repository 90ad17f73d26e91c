//! The linguistic engine: a native run-time for spaCy's `en_core_web_sm` 3.8.
//!
//! Comes in: a language pack and plain text. Goes out: [sentences](casus_model::Sentence) of tokens with
//! tags, features, lemmas, a dependency tree and named entities, the same that spaCy gives for the same
//! text, each with its byte span.
//!
//! Deliberately not known here: documents, mentions, events; where packs are kept or fetched from. The engine
//! is not corrected here either: what it gets wrong, other rooms overlay. One thing a reader may be told: behind
//! which titles with a full stop a name goes on ([`Reader::going_on_behind`]).
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use casus_model::Span;
//! use casus_nlp::{Engine, Reader};
//!
//! let engine = Engine::load(&std::fs::read("en_core_web_sm.pack")?)?;
//! let text = "Two drones were shot down near Osgiliath.";
//! let sentences = Reader::new(&engine).read(text, &[Span::new(0, text.len())]);
//! assert_eq!(&*sentences[0].tokens[1].lemma, "drone");
//! # Ok(())
//! # }
//! ```
//!
//! The promise of sameness is kept by `cargo xtask parity` and by the kept texts of `corpus/parity`. It has
//! one limit: a paragraph of more than 65,536 tokens is read in parts of that size.
//!
//! [`convert`] turns the published model package into a pack, once; [`Engine`] loads the pack; each thread
//! reads with a [`Reader`] of its own.

mod characters;
mod convert;
mod encoder;
mod engine;
mod entities;
mod lemma;
mod lexeme;
pub mod matrix;
pub mod pack;
mod parser;
mod reader;
mod rules;
mod strings;
mod tagger;
mod tokenizer;
mod transitions;
mod tree;
mod words;

pub use convert::{ConvertError, convert, licences};
pub use engine::Engine;
pub use pack::LoadError;
pub use reader::{Parse, Reader};
