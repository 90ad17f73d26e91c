//! Ids: claims in reading order, totals tied to what they contain, mentions numbered.

use std::collections::BTreeMap;

use casus_model::{Body, Claim, Draft, DraftBody, EventType, MentionKind, ModalityValue, Party, Span};

use crate::actors::Register;
use crate::occurrence::Occurrences;

/// Orders and numbers the claims, ties tallies to what they contain, and gives mentions their ids.
pub(crate) fn number(
    drafts: &[Draft],
    occurrences: &Occurrences,
    mut built: Vec<(Claim, Vec<usize>)>,
    register: &Register,
) -> Vec<Claim> {
    built.sort_by(|(one, _), (other, _)| {
        let order = |claim: &Claim| (claim.trigger.start, claim.trigger.end, claim.body.kind());
        order(one).cmp(&order(other)).then_with(|| one.key.cmp(&other.key))
    });
    tell_keys_apart(&mut built);
    let mut renumbered: BTreeMap<String, String> = BTreeMap::new();
    for (index, (claim, _)) in built.iter_mut().enumerate() {
        claim.id = format!("c{}", index + 1);
        if let Some(occurrence) = &mut claim.occurrence {
            let next = format!("o{}", renumbered.len() + 1);
            *occurrence = renumbered.entry(occurrence.clone()).or_insert(next).clone();
        }
    }
    contain(drafts, occurrences, &mut built);
    let ids = register.mention_ids();
    let mut claims: Vec<Claim> = built.into_iter().map(|(claim, _)| claim).collect();
    for claim in &mut claims {
        mention_ids(claim, &ids);
    }
    claims
}

/// Of claims alike in all that a key is made of ("the insurgency has claimed 40,000 lives", read in two ways), each after
/// the first has a key of its own.
fn tell_keys_apart(built: &mut [(Claim, Vec<usize>)]) {
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for (claim, _) in built {
        let before = alike.entry(claim.key.clone()).or_default();
        if *before > 0 {
            claim.key = crate::claims::hashed(&format!("{}\0{before}", claim.key));
        }
        *before += 1;
    }
}

/// "The incident was among at least 40": the event told last before stands for the incident.
fn contain(drafts: &[Draft], occurrences: &Occurrences, built: &mut [(Claim, Vec<usize>)]) {
    let of_draft: BTreeMap<usize, String> = built
        .iter()
        .flat_map(|(claim, members)| members.iter().map(|member| (*member, claim.id.clone())))
        .collect();
    for (claim, members) in built.iter_mut() {
        let (Body::Tally(tally), [index]) = (&mut claim.body, members.as_slice()) else { continue };
        let DraftBody::Tally(told) = &drafts[*index].body else { continue };
        for (sentence, token) in &told.contains {
            let at = drafts.partition_point(|draft| (draft.sentence, draft.token) < (*sentence, *token));
            let told_at = |draft: &&Draft| (draft.sentence, draft.token) == (*sentence, *token);
            let here = drafts[at..]
                .iter()
                .take_while(told_at)
                .position(|draft| matches!(draft.body, DraftBody::Event(_)));
            let is_deed = |draft: &Draft| {
                matches!(&draft.body, DraftBody::Event(event) if event.event_type == EventType::Assault && !event.attaches)
                    && draft.modality == ModalityValue::Actual
            };
            let member = here.map(|offset| at + offset).or_else(|| drafts[..at].iter().rposition(is_deed));
            // A mere "the attack" makes no claim; any telling of its occurrence stands for it.
            let telling = |member: usize| {
                let siblings = occurrences.of_draft[member]
                    .map_or(&[] as &[usize], |occurrence| occurrences.members(occurrence));
                of_draft.get(&member).or_else(|| siblings.iter().find_map(|sibling| of_draft.get(sibling)))
            };
            if let Some(id) = member.and_then(telling)
                && !tally.contains.contains(id)
            {
                tally.contains.push(id.clone());
            }
        }
    }
}

fn mention_ids(claim: &mut Claim, ids: &BTreeMap<(Span, MentionKind), String>) {
    let actor = |span: Span| ids.get(&(span, MentionKind::Actor)).cloned();
    let set = |parties: &mut [Party]| parties.iter_mut().for_each(|party| party.mention = actor(party.span));
    match &mut claim.body {
        Body::Event(event) => {
            set(&mut event.actors);
            set(&mut event.recipients);
            set(&mut event.interceptors);
            for target in &mut event.targets {
                target.mention = ids.get(&(target.span, MentionKind::Target)).cloned();
            }
            for responsibility in &mut event.responsibility {
                responsibility.mention = responsibility.span.as_ref().and_then(|words| actor(words.span()));
            }
        }
        Body::Tally(tally) => {
            set(&mut tally.actors);
            set(&mut tally.recipients);
        }
        Body::Posture(posture) => {
            if let Some(holder) = &mut posture.holder {
                holder.mention = actor(holder.span);
            }
        }
        Body::Relation(relation) => {
            relation.subject.mention = actor(relation.subject.span);
            relation.object.mention = actor(relation.object.span);
        }
        Body::Assessment(assessment) => {
            if let Some(by) = &mut assessment.by {
                by.mention = actor(by.span);
            }
        }
    }
}
