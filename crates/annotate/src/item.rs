//! Items of lists of what happened by days, with the day and the places that stand before their deeds.

use casus_model::{Sentence, openings};

use crate::{Annotated, Meaning};

/// What stands before the deeds of the item that a sentence is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its time, among the times of the document.
    pub time: usize,
    /// Its places, among those of the document.
    pub places: Vec<usize>,
    /// How many tokens of the sentence stand before the deeds.
    pub begins: u32,
    /// Whether the first deed is told in this sentence.
    pub is_first: bool,
}

/// Tells the sentences of items which they are of: where one day stands before the deeds.
pub(crate) fn mark_items(text: &str, sentences: &mut [Annotated]) {
    let is_time = |sentence: usize, token: usize| {
        let mut marks = sentences[sentence].marks_over(token as u32);
        marks.any(|mark| matches!(mark.meaning, Meaning::Time(_)))
    };
    let bare: Vec<&Sentence> = sentences.iter().map(|sentence| sentence.sentence).collect();
    let openings = openings(text, &bare, is_time);
    for (index, opening) in openings.into_iter().enumerate() {
        let Some(opening) = opening.filter(|opening| opening.sentence <= index) else { continue };
        let (mut times, mut places) = (Vec::new(), Vec::new());
        for (at, sentence) in sentences.iter().enumerate().take(opening.sentence + 1).skip(opening.first) {
            let end = opening.within(at, sentence.len() as usize) as u32;
            for mark in sentence.marks.iter().filter(|mark| mark.end <= end) {
                match mark.meaning {
                    Meaning::Time(time) => times.push(time),
                    Meaning::Place(place) => places.push(place),
                    _ => {}
                }
            }
        }
        times.dedup();
        if let [time] = times[..] {
            let begins = opening.within(index, sentences[index].len() as usize) as u32;
            sentences[index].item = Some(Item { time, places, begins, is_first: index == opening.sentence });
        }
    }
}
