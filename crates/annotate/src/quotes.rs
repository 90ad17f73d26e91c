//! Quotations: what stands between quotation marks, over several sentences of a paragraph.

use casus_model::{Sentence, Span};

/// The quotations of a text in order, without their marks. A quotation that is not closed in its
/// paragraph ends with it, as newspapers open every paragraph of a long quotation anew.
pub(crate) fn quotations(text: &str, sentences: &[Sentence]) -> Vec<Span> {
    let mut quotations = Vec::new();
    let mut open: Option<(u32, u32)> = None;
    let mut last_end = 0;
    for sentence in sentences {
        for token in &sentence.tokens {
            let word = token.span.of(text);
            if let Some((start, paragraph)) = open
                && paragraph != sentence.paragraph
            {
                quotations.push(Span { start, end: last_end.max(start) });
                open = None;
            }
            match (open, mark(word)) {
                (None, Mark::Open | Mark::Straight) => open = Some((token.span.end, sentence.paragraph)),
                (Some((start, _)), Mark::Close | Mark::Straight) => {
                    quotations.push(Span { start, end: token.span.start.max(start) });
                    open = None;
                }
                _ => {}
            }
            last_end = token.span.end;
        }
    }
    if let Some((start, _)) = open {
        quotations.push(Span { start, end: last_end.max(start) });
    }
    quotations
}

/// For each token, the index of the quotation it stands in.
pub(crate) fn of_tokens(sentence: &Sentence, quotations: &[Span]) -> Vec<Option<u32>> {
    let within = |span: Span| {
        let at = quotations.partition_point(|quotation| quotation.end < span.end);
        quotations.get(at).filter(|quotation| quotation.contains(span)).map(|_| at as u32)
    };
    sentence.tokens.iter().map(|token| within(token.span)).collect()
}

enum Mark {
    Open,
    Close,
    Straight,
    None,
}

fn mark(word: &str) -> Mark {
    match word {
        "“" | "«" | "„" | "``" => Mark::Open,
        "”" | "»" => Mark::Close,
        "\"" | "''" => Mark::Straight,
        _ => Mark::None,
    }
}
