//! Likely case for text that was written in one case: wires in capitals, files in small letters.
//!
//! Comes in: a text, and the one [`Case`] it is written in. Goes out: the same text with likely case, as
//! long as before to the byte, so that a span means the same words in both.
//!
//! Each word gets a label: small, Title, CAPITALS, or Mixed (`McCoy`, `MPs`). An averaged perceptron
//! chooses from left to right. It looks at how the word and its neighbours are commonly written (a table of
//! words), at signs around it, at its last letters, at initials in brackets, and at its last two choices.
//! Only letters whose two forms are equally long are changed, and only words wholly in the one case: a text
//! in capitals with `al-Shabaab` in it keeps that.
//!
//! Deliberately not known here: documents, what a word means, where text comes from. Whether a text is
//! written in one case is told by [`one_case`]; text in common case is never touched.

mod case;
mod features;
mod label;
mod model;
mod perceptron;
mod table;
mod tokens;

pub use case::{Case, one_case};
pub use model::{Damaged, Restorer};
pub use perceptron::{Example, examples, train};
pub use table::table;

/// The text with likely case.
///
/// ```
/// use casus_recase::{Case, Restorer, restored};
/// let text = "TWO RESIDENTS OF A VILLAGE DIED IN COLOMBIA ON SUNDAY.";
/// let likely = restored(Restorer::embedded(), text, Case::Capitals);
/// assert_eq!(likely, "Two residents of a village died in Colombia on Sunday.");
/// ```
pub fn restored(restorer: &Restorer, text: &str, case: Case) -> String {
    let tokens = tokens::tokens(text);
    let labels = restorer.labels(text, &tokens);
    let mut likely = String::with_capacity(text.len());
    let mut end = 0;
    for (token, label) in tokens.iter().zip(labels) {
        let word = &text[token.start..token.end];
        likely.push_str(&text[end..token.start]);
        if case.holds(word) {
            label.write(word, &mut likely);
        } else {
            likely.push_str(word);
        }
        end = token.end;
    }
    likely.push_str(&text[end..]);
    likely
}
