//! Relations: standing ties between actors, as the frames that name a `tie` read them.

use casus_annotate::Annotated;
use casus_lexicon::Role;
use casus_model::{Dep, Draft, DraftBody, Evidence, ModalityValue, Tag};

use crate::circumstance::{Circumstances, Given, circumstances};
use crate::event::times_of;
use crate::matching::Match;
use crate::modality::Told;
use crate::needs::meets;
use crate::{Material, draft, modality};

/// A time further below its word than this dates something told beside the tie.
const NEAR: u32 = 3;

/// The ties of a sentence: each agent of a tie with each of its patients.
pub(crate) fn relations(material: &Material, sentence: &Annotated, ties: &[Match]) -> Vec<Draft> {
    let triggers: Vec<u32> = ties.iter().map(|found| found.token).collect();
    let around = circumstances(sentence, &triggers);
    let mut drafts: Vec<Draft> = Vec::new();
    for found in ties {
        let near = |given: &&Given| given.trigger == found.token && given.steps <= NEAR;
        let own = Circumstances {
            times: around.times.iter().filter(near).copied().collect(),
            ..Default::default()
        };
        let when = times_of(material, found.token, &own).into_iter().next();
        for subject in found.of(Role::Agent) {
            for object in found.of(Role::Patient) {
                let Some(mut draft) = relation(sentence, found, *subject, *object) else { continue };
                if let DraftBody::Relation { when: of_draft, .. } = &mut draft.body {
                    of_draft.clone_from(&when);
                }
                drafts.push(draft);
            }
        }
    }
    drafts
}

fn relation(sentence: &Annotated, found: &Match, subject: u32, object: u32) -> Option<Draft> {
    let predicate = found.frame.tie?;
    let fits = meets(sentence, found.frame, Role::Agent, subject)
        && meets(sentence, found.frame, Role::Patient, object);
    if subject == object || !fits || !sentence.is_nominal(subject) || !sentence.is_nominal(object) {
        return None;
    }
    let told = told(sentence, found.token);
    let (subject, object) = (sentence.mention(subject), sentence.mention(object));
    let span = subject.span.cover(object.span);
    let body = DraftBody::Relation { subject, predicate, object, when: None };
    let rule = &found.frame.name;
    let mut draft = draft(sentence, rule, found.token, body, told);
    draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: rule.clone() }];
    Some(draft)
}

/// A tie that a phrase takes for granted ("Arnor-backed fighters") holds whatever is said of the phrase. What speakers
/// tell of in the past in their own words ("I belonged to the party") is over.
fn told(sentence: &Annotated, trigger: u32) -> Told {
    let granted = !matches!(
        sentence.token(trigger).dep,
        Dep::Root | Dep::Ccomp | Dep::Relcl | Dep::Conj | Dep::Acomp | Dep::Attr | Dep::Advcl
    );
    let told = modality::told(sentence, trigger, granted);
    let over = sentence.quoted[trigger as usize].is_some() && sentence.token(trigger).tag == Tag::Vbd;
    match told.value {
        ModalityValue::Actual if over => Told { value: ModalityValue::Historical, ..told },
        ModalityValue::Negated | ModalityValue::Denied | ModalityValue::Historical if !granted => told,
        _ => Told { value: ModalityValue::Actual, certainty: told.certainty },
    }
}
