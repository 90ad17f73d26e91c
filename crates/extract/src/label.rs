//! Harm under a label of its own: "Dead: 24", "Killed: two guards; wounded: 5", as lists of incidents have it.

use casus_annotate::Annotated;
use casus_model::{Count, Dep, Draft, DraftBody, DraftCasualty, Effect, EventType, Pos, Reference};

use crate::casualty::{class_of, how_many};
use crate::event::empty;
use crate::{draft, modality};

/// The harm that a label and the figure behind its colon tell, added to a deed told nearby.
pub(crate) fn harm(sentence: &Annotated, label: u32) -> Option<Draft> {
    let words = &sentence.lexicon.words;
    let effect = match sentence.lower(label).as_str() {
        word if words.is("label-killed", word) => Effect::Killed,
        word if words.is("label-injured", word) => Effect::Injured,
        _ => return None,
    };
    let figure = label + 2;
    let begins = label == 0 || matches!(sentence.word(label - 1), ";" | "," | "." | "-" | "(");
    if !begins || figure >= sentence.len() || sentence.word(label + 1) != ":" {
        return None;
    }
    let counted = (figure..sentence.len().min(figure + 4)).find(|token| {
        let is_counted = sentence.children_by(*token, Dep::Nummod).any(|number| number == figure);
        is_counted && sentence.kinds(*token).is_person()
    });
    let count = counted.map(|people| how_many(sentence, people)).or_else(|| bare(sentence, figure))?;
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.casualties.push(DraftCasualty {
        effect,
        implied: false,
        count,
        victim: counted.map(|people| sentence.mention(people)),
        class: counted.map_or("unknown", |people| class_of(sentence, people)).to_owned(),
        words: sentence.word(label).to_owned(),
        span: sentence.span(label, counted.unwrap_or(figure) + 1),
    });
    let told = modality::told(sentence, label, false);
    Some(draft(sentence, "casualty/label", label, DraftBody::Event(Box::new(event)), told))
}

/// "24", "seven": a figure with nobody behind it, which the engine may take for the number of a list.
fn bare(sentence: &Annotated, figure: u32) -> Option<Count> {
    let word = sentence.word(figure);
    let digits = word.replace(',', "").parse().ok().map(|number| Count::exactly(number, word));
    digits.or_else(|| sentence.mention(figure).count.filter(|_| sentence.token(figure).pos == Pos::Num))
}
