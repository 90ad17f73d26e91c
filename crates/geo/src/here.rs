//! "a mill on the Bree road here": where a report was filed from, told by no name.

use casus_model::{Dep, Place, Sentence};

use crate::search::by_id;
use crate::{Gazetteer, Places, Toponym, ToponymKind};

const HERE: &str = "here";

/// The words "here" of a report that was filed from one place, but for those of speakers, who may be anywhere.
pub fn here(gazetteer: &Gazetteer, text: &str, sentences: &[Sentence], places: &Places) -> Vec<Toponym> {
    let [filed_from] = &places.filed_from[..] else { return Vec::new() };
    let place = by_id(gazetteer, &filed_from.place).unwrap_or_else(|| filed_from.clone());
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        for (index, token) in sentence.tokens.iter().enumerate() {
            let is_here = token.span.of(text) == HERE && token.dep == Dep::Advmod && index > 0;
            if !is_here || is_quoted(text, sentences, at, token.span.start as usize) {
                continue;
            }
            found.push(Toponym {
                sentence: at,
                first: index,
                last: index + 1,
                span: token.span,
                kind: ToponymKind::Here,
                place: Place { span: token.span, ..place.clone() },
                candidates: Vec::new(),
                within: None,
            });
        }
    }
    found
}

/// Whether a quotation that began in the paragraph is open at a byte of the text.
fn is_quoted(text: &str, sentences: &[Sentence], at: usize, byte: usize) -> bool {
    let paragraph = sentences[at].paragraph;
    let first = sentences.iter().find(|sentence| sentence.paragraph == paragraph);
    let before = first.and_then(|first| text.get(first.span.start as usize..byte)).unwrap_or("");
    let count = |marks: &[char]| before.matches(marks).count();
    count(&['"']) % 2 == 1 || count(&['\u{201c}']) > count(&['\u{201d}'])
}
