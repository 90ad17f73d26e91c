//! What the passage tells for a deed that does not tell it itself: its day, its place.

use crate::{Body, Claim, ModalityValue};

/// The claim from which a deed takes what it does not tell, where `tells` says which claims tell it: the wave that it
/// is a part of, else the claim told last before it in its paragraph, else the first of the text.
///
/// `claims` are those of one document, in order of their triggers; `text` is its text. Only what is told as done
/// counts. This is a reading of the passage and no statement of the source: it says what a reader would take for
/// granted, and is often enough wrong where a paragraph goes back in time without saying so.
pub fn around<'a>(
    claims: &'a [Claim],
    text: &str,
    index: usize,
    tells: impl Fn(&Claim) -> bool,
) -> Option<&'a Claim> {
    let claim = claims.get(index)?;
    let tells = |other: &&Claim| other.modality.value == ModalityValue::Actual && tells(other);
    let wave = match &claim.body {
        Body::Event(event) => event.part_of.as_ref(),
        Body::Tally(_) | Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
    };
    let whole = || claims.iter().filter(&tells).find(|other| Some(&other.id) == wave);
    let paragraph = paragraph_of(claim, text);
    let before = || {
        let near = claims[..index].iter().rev();
        near.take_while(|other| other.trigger.start as usize >= paragraph).find(&tells)
    };
    let first = || claims.iter().find(&tells);
    whole().or_else(before).or_else(first).filter(|other| other.id != claim.id)
}

/// Where the paragraph of a claim begins: the byte of the line break before it, or 0 for the first. `text` is that of its
/// document.
pub fn paragraph_of(claim: &Claim, text: &str) -> usize {
    text.get(..claim.trigger.start as usize).and_then(|before| before.rfind('\n')).unwrap_or(0)
}
