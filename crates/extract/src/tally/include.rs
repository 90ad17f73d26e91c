//! What totals say they contain: "Monday's ambush included", "the raid on Bree among them".

use casus_annotate::Annotated;
use casus_model::{Draft, DraftBody, Reference};

use crate::needs::is_violent_noun;

/// What totals of a sentence say they contain: "Monday's ambush included", "the raid on Bree among them".
pub(super) fn include(sentence: &Annotated, drafts: &mut [Draft]) {
    let deeds = included(sentence);
    if deeds.is_empty() {
        return;
    }
    for draft in drafts.iter_mut().filter(|draft| draft.sentence == sentence.index) {
        // "14 raids since January, the attack on Bree included": the stretch is that of the total.
        if let DraftBody::Event(event) = &mut draft.body
            && deeds.contains(&draft.token)
            && event.reference == Reference::Known
        {
            event.times.clear();
        }
        let DraftBody::Tally(tally) = &mut draft.body else { continue };
        for deed in &deeds {
            // A deed of a frame of its own kind is contained where deeds are counted.
            if *deed != draft.token && !tally.contains.contains(&(sentence.index, *deed)) {
                tally.contains.push((sentence.index, *deed));
            }
        }
    }
}

fn included(sentence: &Annotated) -> Vec<u32> {
    let mut deeds = Vec::new();
    let violent = |token: &u32| is_violent_noun(sentence, *token);
    for token in 0..sentence.len() {
        match sentence.lower(token).as_str() {
            "including" => deeds.extend(sentence.objects_of(token).into_iter().filter(violent)),
            "included" => {
                let before = sentence.tree.left(token).min(token.saturating_sub(8));
                deeds.extend((before..token).rev().find(violent));
            }
            "among" if token + 1 < sentence.len() && sentence.lower(token + 1) == "them" => {
                deeds.extend((token.saturating_sub(14)..token).filter(violent));
            }
            _ => {}
        }
    }
    deeds
}
