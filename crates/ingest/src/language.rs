//! Which language a text is in, and whether casus should read it at all.
//!
//! A wrong refusal costs a whole report, so a text is refused only when it is long enough to tell and
//! the guess is near certain; everything else is read, with a note where the guess was not English.

use casus_model::{Diagnostic, Span};
use whatlang::{Info, Lang, Script};

use crate::{Error, ErrorKind, codes};

/// How much of the text the guess looks at.
const SAMPLE: usize = 16 << 10;

/// Letters below which a guess is not trusted: a headline full of names looks like anything.
const ENOUGH_LETTERS: usize = 150;

/// Letters below which even the script is not trusted.
const ENOUGH_SCRIPT: usize = 20;

/// The language as an ISO 639-1 code, none where it cannot be told, or a refusal.
pub(crate) fn language(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Option<String>, Error> {
    let sample = sample(text);
    let letters = sample.chars().filter(|character| character.is_alphabetic()).count();
    let Some(info) = whatlang::detect(sample) else { return Ok(None) };
    match judge(&info, letters) {
        Judgement::English => Ok(Some("en".to_owned())),
        Judgement::Unknown => Ok(None),
        Judgement::Doubtful => {
            diagnostics.push(doubtful(&info));
            Ok(None)
        }
        Judgement::Foreign => Err(foreign(&info)),
    }
}

enum Judgement {
    English,
    Unknown,
    Doubtful,
    Foreign,
}

fn judge(info: &Info, letters: usize) -> Judgement {
    let foreign_script = info.script() != Script::Latin;
    match info.lang() {
        Lang::Eng => Judgement::English,
        _ if foreign_script && letters >= ENOUGH_SCRIPT => Judgement::Foreign,
        _ if letters < ENOUGH_LETTERS => Judgement::Unknown,
        _ if info.is_reliable() => Judgement::Foreign,
        _ => Judgement::Doubtful,
    }
}

/// The first [`SAMPLE`] bytes or so, ended at a character.
fn sample(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE)]
}

fn doubtful(info: &Info) -> Diagnostic {
    Diagnostic {
        code: codes::LANGUAGE_UNSURE.to_owned(),
        message: format!("the language is not certain (perhaps {}): read as English", info.lang().eng_name()),
        span: None::<Span>,
    }
}

fn foreign(info: &Info) -> Error {
    Error::new(
        ErrorKind::Language,
        "this is not English",
        format!("the text looks like {}, and casus reads English", info.lang().eng_name()),
        "give an English report, or a translation that keeps names and numbers as they are",
    )
}
