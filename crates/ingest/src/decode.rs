//! Bytes become text: the character set, what could not be decoded, and what is no text at all.
//!
//! The text keeps its line ends and is not normalised, so that spans mean the same to everyone who
//! decodes the same bytes. A byte-order mark is removed.

use std::io::{self, Read};

use casus_model::{Diagnostic, Span};
use encoding_rs::WINDOWS_1252;

use crate::{Error, ErrorKind, Format, codes};

/// The longest text that is read, in bytes of UTF-8.
pub const MAX_TEXT: usize = 4 << 20;

/// The most bytes that are taken in: a text of [`MAX_TEXT`] written in UTF-16, and a byte-order mark.
pub const MAX_BYTES: usize = 2 * MAX_TEXT + 4;

/// Reads to the end, or refuses as soon as more than [`MAX_BYTES`] have come. Memory stays within a
/// few times that, however long the input is.
pub fn read_limited(reader: impl Read) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    match reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > MAX_BYTES => Err(Format::of(&bytes).map_or_else(too_large, too_large_of)),
        Ok(_) => Ok(bytes),
        Err(cause) => Err(unreadable(&cause)),
    }
}

/// The text in these bytes, or why there is none.
pub(crate) fn text(bytes: &[u8]) -> Result<(String, Vec<Diagnostic>), Error> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    if let Some(format) = Format::of(bytes) {
        return Err(refused(format));
    }
    let decoded = decode(bytes);
    if decoded.text.trim().is_empty() && decoded.replaced == 0 {
        return Err(Error::new(
            ErrorKind::Empty,
            "nothing to read",
            "the input holds no text",
            "give a file with an article in it, or paste one on standard input",
        ));
    }
    let oddities = Oddities::of(&decoded.text);
    refuse_binary(bytes, &decoded, &oddities)?;
    if decoded.text.len() > MAX_TEXT {
        return Err(too_large());
    }
    let mut diagnostics = Vec::new();
    diagnostics.extend(decoded.note());
    diagnostics.extend(decoded.note_of_1252());
    diagnostics.extend(oddities.notes());
    Ok((decoded.text, diagnostics))
}

/// Decoded text and what got lost on the way.
struct Decoded {
    text: String,
    replaced: usize,
    first: Option<Span>,
    /// Characters read as Windows-1252, and the first.
    western: usize,
    first_western: Option<Span>,
}

impl Decoded {
    fn of(capacity: usize) -> Decoded {
        let text = String::with_capacity(capacity);
        Decoded { text, replaced: 0, first: None, western: 0, first_western: None }
    }

    /// Takes a byte as Windows-1252, or replaces one that is nothing there.
    fn western(&mut self, byte: u8) {
        let bytes = [byte];
        let (character, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
        if character.chars().all(char::is_control) {
            return self.replace();
        }
        let start = self.text.len();
        self.text.push_str(&character);
        self.western += 1;
        self.first_western.get_or_insert(Span::new(start, self.text.len()));
    }

    fn note_of_1252(&self) -> Option<Diagnostic> {
        let first = self.first_western?;
        Some(Diagnostic {
            code: codes::WINDOWS_1252.to_owned(),
            message: format!(
                "the text is not UTF-8: {} {} read as Windows-1252, as Word and Outlook write",
                self.western,
                if self.western == 1 { "character was" } else { "characters were" },
            ),
            span: Some(first),
        })
    }

    fn replace(&mut self) {
        let start = self.text.len();
        self.text.push(char::REPLACEMENT_CHARACTER);
        self.replaced += 1;
        self.first.get_or_insert(Span::new(start, self.text.len()));
    }

    fn note(&self) -> Option<Diagnostic> {
        let first = self.first?;
        Some(Diagnostic {
            code: codes::REPLACED_BYTES.to_owned(),
            message: format!(
                "{} {} not valid text and shown as U+FFFD, the first at byte {} of the text",
                self.replaced,
                if self.replaced == 1 { "place is" } else { "places are" },
                first.start
            ),
            span: Some(first),
        })
    }
}

fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded::of(bytes.len());
    let is_western = is_western(bytes);
    for chunk in bytes.utf8_chunks() {
        decoded.text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            invalid if is_western => invalid.iter().for_each(|byte| decoded.western(*byte)),
            _ => decoded.replace(),
        }
    }
    decoded
}

/// Whether these bytes are not UTF-8 but of a word processor: there is little in them that is UTF-8 and not ASCII, and
/// most of what is neither stands for a letter or a mark. Otherwise they are UTF-8 that was damaged, or something else.
fn is_western(bytes: &[u8]) -> bool {
    let (mut wide, mut single) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        single += chunk.invalid().len();
    }
    single > wide && single * 10 <= bytes.len() && !bytes.contains(&0)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let mut decoded = Decoded::of(bytes.len());
    let pairs = bytes.chunks_exact(2);
    let odd_byte_left = !pairs.remainder().is_empty();
    for character in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        match character {
            Ok(character) => decoded.text.push(character),
            Err(_) => decoded.replace(),
        }
    }
    if odd_byte_left {
        decoded.replace();
    }
    decoded
}

/// Characters that a report seldom holds, counted.
#[derive(Default)]
struct Oddities {
    characters: usize,
    nul: usize,
    control: usize,
    direction: usize,
    garbled: usize,
    first_control: Option<Span>,
    first_garbled: Option<Span>,
}

impl Oddities {
    fn of(text: &str) -> Oddities {
        let mut found = Oddities::default();
        let mut previous = ' ';
        for (at, character) in text.char_indices() {
            found.characters += 1;
            let span = Span::new(at, at + character.len_utf8());
            if character == '\0' {
                found.nul += 1;
            }
            let odd_control = character.is_control() && !is_layout(character);
            let direction = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            found.control += usize::from(odd_control);
            found.direction += usize::from(direction);
            if odd_control || direction {
                found.first_control.get_or_insert(span);
            }
            if is_garbled(previous, character) {
                found.garbled += 1;
                found.first_garbled.get_or_insert(span);
            }
            previous = character;
        }
        found
    }

    fn notes(&self) -> Vec<Diagnostic> {
        let mut notes = Vec::new();
        let odd = self.control + self.direction;
        if odd > 0 {
            notes.push(Diagnostic {
                code: codes::CONTROL_CHARACTERS.to_owned(),
                message: format!(
                    "the text holds {odd} control characters, {} of them change the direction of writing: \
                     what is shown may differ from what is stored",
                    self.direction
                ),
                span: self.first_control,
            });
        }
        if self.garbled > 1 {
            notes.push(Diagnostic {
                code: codes::GARBLED.to_owned(),
                message: format!(
                    "{} places look as if the text was once decoded with the wrong character set: \
                     names there may not be found",
                    self.garbled
                ),
                span: self.first_garbled,
            });
        }
        notes
    }
}

fn is_layout(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

/// UTF-8 read as Windows-1252 turns accented letters and curly quotes into these pairs.
fn is_garbled(first: char, second: char) -> bool {
    matches!((first, second), ('Ã', '\u{80}'..='\u{bf}') | ('â', '€' | '\u{80}'))
}

/// More than one character in ten that is no text means that nothing here should be read as text.
fn refuse_binary(bytes: &[u8], decoded: &Decoded, oddities: &Oddities) -> Result<(), Error> {
    let is_tenth = |count: usize| count * 10 > oddities.characters;
    if is_tenth(oddities.nul) && looks_like_utf16(bytes) {
        return Err(Error::new(
            ErrorKind::Encoding,
            "cannot decode this text",
            "every other byte is zero: it looks like UTF-16 without a byte-order mark",
            "save it as UTF-8, and read that",
        ));
    }
    if is_tenth(oddities.control) || (is_tenth(decoded.replaced) && oddities.control > 0) {
        return Err(Error::new(
            ErrorKind::Binary,
            "this is not text",
            format!(
                "{} of {} characters are control codes or not valid text",
                oddities.control + decoded.replaced,
                oddities.characters
            ),
            "give a plain-text file (UTF-8) with the article in it",
        ));
    }
    if is_tenth(decoded.replaced) {
        return Err(Error::new(
            ErrorKind::Encoding,
            "cannot decode this text",
            format!("{} of {} characters are not valid UTF-8", decoded.replaced, oddities.characters),
            "save it as UTF-8, for example with `iconv -f OLD-CHARSET -t UTF-8`, and read that",
        ));
    }
    Ok(())
}

fn looks_like_utf16(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    (even * 2 > pairs && odd * 8 < pairs) || (odd * 2 > pairs && even * 8 < pairs)
}

fn refused(format: Format) -> Error {
    let why = "casus reads plain text, web pages and .jsonl files";
    Error::new(ErrorKind::Format(format), &format!("this is {}", format.name()), why, format.remedy())
}

fn too_large() -> Error {
    Error::new(
        ErrorKind::TooLarge,
        "too much text",
        format!("casus reads at most {} MiB of text at once, some 700,000 words", MAX_TEXT >> 20),
        "split it into its articles, one file each",
    )
}

/// A long file is refused for its length where it is one that casus reads, or that holds many articles.
fn too_large_of(format: Format) -> Error {
    match format {
        Format::Html | Format::Xml | Format::Json => too_large(),
        other => refused(other),
    }
}

fn unreadable(cause: &io::Error) -> Error {
    Error::new(
        ErrorKind::Read,
        "cannot read the input",
        cause.to_string(),
        "check that it is a file and that you may read it",
    )
}
