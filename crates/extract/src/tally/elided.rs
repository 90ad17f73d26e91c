//! Bare figures beside a total, which count the same: "against 47 in the week before".

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftBody, DraftTally, Evidence, ModalityValue, Pos};

use super::REACH;
use super::window::{time_behind, window_and_places};
use crate::modality::Told;
use crate::{Material, draft, modality};

/// "against 47 in the week before", "in the last quarter it counted 29": a bare figure beside a total counts the
/// same in another window.
pub(super) fn elided(material: &Material, sentence: &Annotated, before: &[Draft]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for token in 0..sentence.len() {
        if !is_bare_figure(sentence, token) {
            continue;
        }
        let known = before.iter().rev().find_map(|draft| match &draft.body {
            DraftBody::Tally(tally) if draft.sentence + REACH >= sentence.index && draft.token != token => {
                Some(tally)
            }
            _ => None,
        });
        let (Some(known), Some(count)) = (known, sentence.mention(token).count) else { continue };
        // "brought to 63 the number of attacks since January": the figure of the total itself.
        if (known.count.low, known.count.high) == (count.low, count.high) {
            continue;
        }
        let (window, _) = window_and_places(material, sentence, &[token]);
        let window = window.map(|time| time.when.clone()).or_else(|| time_behind(material, sentence, token));
        let Some(window) = window.filter(|window| known.window.as_ref() != Some(window)) else { continue };
        let tally = DraftTally { count, window: Some(window), contains: Vec::new(), ..(**known).clone() };
        let told = Told {
            value: ModalityValue::Actual,
            certainty: modality::told(sentence, token, false).certainty,
        };
        let mut draft = draft(sentence, "tally/elided", token, DraftBody::Tally(Box::new(tally)), told);
        draft.evidence =
            vec![Evidence { start: draft.trigger.start, end: draft.trigger.end, rule: draft.rule.clone() }];
        drafts.push(draft);
    }
    drafts
}

/// A number that is the object of "against", "from", or of a verb of counting, and stands for no noun of its own.
fn is_bare_figure(sentence: &Annotated, token: u32) -> bool {
    let item = sentence.token(token);
    if item.pos != Pos::Num || sentence.kinds(token).time.is_some() {
        return false;
    }
    let above = sentence.lower(item.head);
    let compared =
        item.dep == Dep::Pobj && matches!(above.as_str(), "against" | "from" | "with" | "than" | "to");
    let counted =
        item.dep == Dep::Dobj && sentence.lexicon.words.is("figure-verb", sentence.lemma(item.head));
    compared || counted
}
