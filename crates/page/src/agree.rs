//! What several readings of a page agree on.
//!
//! An extractor can be asked to be plain, to fall back on another when it finds little, or to be strict.
//! Strict, it finds best where an article begins and ends, and cuts links out of sentences; plain, it keeps
//! every word and takes in what stands around. So the words come from the plain reading, or from the one that
//! falls back where that is nearer to the strict one, and the strict one says where they begin and end.

use std::collections::BTreeSet;

use crate::paragraphs::ends_sentence;

/// Words of a row that two texts must share there.
const ROW: usize = 3;

/// Fewest words of a sentence that is kept inside the article though the strict reading left it out.
const SENTENCE: usize = 8;

/// Fewest words of a link that stands alone and is a headline of another article.
const HEADLINE: usize = 4;

/// Paragraphs at the start among which the title may stand.
const START: usize = 6;

/// Rows of words, and whole paragraphs that are shorter than one.
struct Trace(BTreeSet<Vec<String>>);

impl Trace {
    fn of(paragraphs: &[String]) -> Trace {
        Trace(paragraphs.iter().flat_map(|paragraph| rows(paragraph)).collect())
    }

    /// Whether most of a paragraph stands in the text.
    fn holds(&self, paragraph: &str) -> bool {
        let rows = rows(paragraph);
        let held = rows.iter().filter(|row| self.0.contains(*row)).count();
        held > 0 && held * 2 >= rows.len()
    }

    /// From 0, nothing in common, to 1, the same rows.
    fn nearness(&self, other: &Trace) -> f64 {
        let shared = self.0.intersection(&other.0).count();
        2.0 * shared as f64 / (self.0.len() + other.0.len()).max(1) as f64
    }
}

fn rows(paragraph: &str) -> Vec<Vec<String>> {
    let words = words(paragraph);
    match words.len() {
        0 => Vec::new(),
        length if length < ROW => vec![words],
        _ => words.windows(ROW).map(<[String]>::to_vec).collect(),
    }
}

/// The words of a text in small letters, without signs.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The paragraphs of the nearer of two readings, from the first to the last that the strict one has too.
pub(crate) fn agreed(plain: Vec<String>, falling_back: Vec<String>, strict: &[String]) -> Vec<String> {
    let strict = Trace::of(strict);
    let nearness = |paragraphs: &[String]| strict.nearness(&Trace::of(paragraphs));
    let paragraphs = if nearness(&plain) >= nearness(&falling_back) { plain } else { falling_back };
    let held: Vec<bool> = paragraphs.iter().map(|paragraph| strict.holds(paragraph)).collect();
    let (Some(first), Some(last)) = (held.iter().position(|held| *held), held.iter().rposition(|held| *held))
    else {
        return paragraphs;
    };
    let inner = paragraphs.into_iter().zip(held).take(last + 1).skip(first);
    inner.filter(|(text, held)| *held || is_sentence(text)).map(|(text, _)| text).collect()
}

fn is_sentence(paragraph: &str) -> bool {
    words(paragraph).len() >= SENTENCE && (ends_sentence(paragraph) || paragraph.ends_with(':'))
}

/// Takes the headline, and the few words above it, out of the paragraphs. It wins over a title that says more,
/// the name of the site say.
pub(crate) fn take_title(title: Option<String>, paragraphs: &mut Vec<String>) -> Option<String> {
    let told = words(title.as_deref().unwrap_or_default());
    let is_title = |paragraph: &String| {
        let words = words(paragraph);
        words == told || (words.len() >= HEADLINE && (told.starts_with(&words) || words.starts_with(&told)))
    };
    let Some(at) = paragraphs.iter().take(START).position(is_title).filter(|_| !told.is_empty()) else {
        return title;
    };
    let headline = paragraphs.remove(at);
    let above: Vec<String> = paragraphs.drain(..at).filter(|above| is_sentence(above)).collect();
    paragraphs.splice(..0, above);
    if told.starts_with(&words(&headline)) { Some(headline) } else { title }
}

/// Takes out the headlines of other articles: paragraphs that are a link and no sentence, with a word or two
/// and a colon before it perhaps.
pub(crate) fn drop_links(paragraphs: &mut Vec<String>, links: &BTreeSet<Vec<String>>) {
    let is_link = |text: &str| {
        let words = words(text);
        words.len() >= HEADLINE && links.contains(&words)
    };
    paragraphs.retain(|paragraph| {
        let labelled = paragraph.split_once(':').filter(|(label, _)| words(label).len() < HEADLINE);
        let is_headline = is_link(paragraph) && !ends_sentence(paragraph);
        !is_headline && !labelled.is_some_and(|(_, rest)| is_link(rest))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('|').map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn the_strict_reading_says_where_an_article_begins_and_ends() {
        let plain = lines(
            "Home News Sport | Two boats sank in the harbour. | More on this | \
             The crew of one of them, the Old Toby, swam ashore at noon. | Nobody was hurt. | Accept all cookies now.",
        );
        let strict = lines("Two boats sank in the harbour. | Nobody was hurt.");
        let kept = agreed(plain.clone(), Vec::new(), &strict);
        assert_eq!(kept, [plain[1].as_str(), &plain[3], &plain[4]]);
        assert_eq!(agreed(plain.clone(), Vec::new(), &[]), plain);
    }

    #[test]
    fn the_nearer_reading_gives_the_words() {
        let strict = lines("Two boats sank in the harbour. | Nobody on board of them was hurt.");
        let half = lines("Two boats sank in the harbour.");
        assert_eq!(agreed(half.clone(), strict.clone(), &strict), strict);
        assert_eq!(agreed(half.clone(), lines("A menu of many other things, cookies say"), &strict), half);
    }

    #[test]
    fn the_title_is_taken_out_of_the_text() {
        let mut paragraphs =
            lines("World | Two boats sink at Bree | Two boats sank. | Two boats sink at Bree");
        let title = take_title(Some("Two boats sink at Bree | The Horn".to_owned()), &mut paragraphs);
        assert_eq!(title.as_deref(), Some("Two boats sink at Bree"));
        assert_eq!(paragraphs, ["Two boats sank.", "Two boats sink at Bree"]);
        assert_eq!(take_title(None, &mut paragraphs), None);
        assert_eq!(paragraphs.len(), 2);
    }

    #[test]
    fn headlines_of_other_articles_are_left_out_and_sentences_are_not() {
        let links = ["Ferry burns at the quay", "The ferry burned to the water.", "Bill Ferny"];
        let links: BTreeSet<Vec<String>> = links.iter().map(|link| words(link)).collect();
        let mut paragraphs = lines(
            "Ferry burns at the quay | READ MORE: Ferry burns at the quay | The ferry burned to the water. | \
             Bill Ferny | The mayor said: Ferry burns at the quay, and we watch",
        );
        drop_links(&mut paragraphs, &links);
        assert_eq!(paragraphs.len(), 3, "{paragraphs:?}");
    }
}
