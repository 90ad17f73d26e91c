//! Long runs of signs: rulers, borders, and texts that were made to be slow. They are not read.

use casus_model::{Diagnostic, Paragraph, Span};

use crate::codes;
use crate::lines::trimmed;

/// The longest run without a letter or digit that is read, in bytes.
const LONGEST: usize = 200;

/// The paragraphs with longer runs cut out of them, and a note for each run.
pub(crate) fn cut_out(text: &str, paragraphs: Vec<Paragraph>, notes: &mut Vec<Diagnostic>) -> Vec<Paragraph> {
    let mut kept = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let runs = long_runs(text, paragraph.span);
        if runs.is_empty() {
            kept.push(paragraph);
            continue;
        }
        let mut headline = paragraph.headline;
        let mut start = paragraph.span.start as usize;
        let end = Span::new(paragraph.span.end as usize, paragraph.span.end as usize);
        for run in runs.iter().copied().chain([end]) {
            let piece = trimmed(text, start, run.start as usize);
            kept.extend(piece.map(|span| Paragraph { span, headline: std::mem::take(&mut headline) }));
            start = run.end as usize;
        }
        notes.extend(runs.into_iter().map(|run| Diagnostic {
            code: codes::SIGNS.to_owned(),
            message: "a long run of signs without a letter or digit is not read".to_owned(),
            span: Some(run),
        }));
    }
    kept
}

fn long_runs(text: &str, paragraph: Span) -> Vec<Span> {
    let (mut runs, mut start) = (Vec::new(), paragraph.start as usize);
    let mut close = |start: usize, end: usize| {
        if end - start > LONGEST {
            runs.extend(trimmed(text, start + sentence_end(&text[start..end]), end));
        }
    };
    for (at, character) in paragraph.of(text).char_indices() {
        if character.is_alphanumeric() {
            let at = paragraph.start as usize + at;
            close(start, at);
            start = at + character.len_utf8();
        }
    }
    close(start, paragraph.end as usize);
    runs
}

/// Length of the full stop and quotation marks that still belong to the words before a run.
fn sentence_end(run: &str) -> usize {
    let end = run.char_indices().take(4).find(|(_, character)| character.is_whitespace());
    end.map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> (Vec<&str>, usize) {
        let mut notes = Vec::new();
        let paragraph = Paragraph { span: Span::new(0, text.len()), headline: true };
        let kept = cut_out(text, vec![paragraph], &mut notes);
        assert!(kept.iter().skip(1).all(|paragraph| !paragraph.headline));
        (kept.iter().map(|paragraph| paragraph.span.of(text)).collect(), notes.len())
    }

    #[test]
    fn a_long_run_is_cut_out_and_told() {
        let text = format!("One boat. {} Two boats. {}", "* ".repeat(200), "((".repeat(300));
        assert_eq!(kept(&text), (vec!["One boat.", "Two boats."], 2));
    }

    #[test]
    fn a_ruler_of_common_length_is_left() {
        let text = format!("One boat.\n{}\nTwo boats.", "-".repeat(80));
        assert_eq!(kept(&text), (vec![text.as_str()], 0));
    }
}
