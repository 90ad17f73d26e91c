//! Postures: how much force somebody has somewhere.

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftBody, Evidence, Mention, ModalityValue, Pos};

use crate::circumstance::circumstances;
use crate::{draft, modality};

/// "3,400 American troops are based in": a counted force with a verb or preposition of being somewhere.
pub(crate) fn postures(sentence: &Annotated) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for token in 0..sentence.len() {
        let lemma = sentence.lemma(token);
        let bare = elided(sentence, token);
        let is_unit =
            sentence.token(token).pos == Pos::Noun && sentence.lexicon.words.is("posture-unit", lemma);
        if !is_unit && bare.is_none() {
            continue;
        }
        let unit = bare.unwrap_or(token);
        let mention = sentence.mention(token);
        let Some(count) = mention.count.clone() else { continue };
        let Some(verb) = standing_verb(sentence, unit) else { continue };
        let told = modality::told(sentence, verb, false);
        if told.value != ModalityValue::Actual {
            continue;
        }
        let body = DraftBody::Posture {
            holder: Some(holder(sentence, unit, &mention)),
            unit: sentence.lower(unit),
            count,
            places: places(sentence, token, verb),
            when: None,
        };
        let mut draft = draft(sentence, "posture/standing", token, body, told);
        let span = sentence.span(sentence.full_phrase(token).0, token + 1);
        let verb_span = sentence.span(verb, verb + 1);
        draft.evidence = [span, verb_span]
            .map(|span| Evidence { start: span.start, end: span.end, rule: draft.rule.clone() })
            .to_vec();
        drafts.push(draft);
    }
    drafts
}

/// The verb that says that the force is somewhere: "are based", "has", "keeps", "stationed".
fn standing_verb(sentence: &Annotated, token: u32) -> Option<u32> {
    let mut noun = token;
    let above = sentence.token(noun).head;
    if sentence.token(noun).dep == Dep::Pobj && sentence.lower(above) == "of" {
        noun = sentence.token(above).head;
    }
    let standing = |verb: u32| sentence.lexicon.words.is("posture-verb", sentence.lemma(verb));
    let participle = sentence
        .children_by(noun, Dep::Acl)
        .chain(sentence.children_by(noun, Dep::Relcl))
        .find(|verb| standing(*verb));
    if participle.is_some() {
        return participle;
    }
    let head = sentence.token(noun).head;
    let argument = matches!(sentence.token(noun).dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr);
    (argument && head != noun && standing(head)).then_some(head)
}

/// Whose force: the subject of "has", or the force itself ("American troops").
fn holder(sentence: &Annotated, token: u32, mention: &Mention) -> Mention {
    let head = sentence.token(token).head;
    if sentence.token(token).dep == Dep::Dobj
        && let Some(subject) = sentence.clause(head).subjects.first()
    {
        return sentence.mention(*subject);
    }
    mention.clone()
}

/// "2,500 men at Merowe and some 6,000 around Atbara": the unit that a bare number goes on with.
fn elided(sentence: &Annotated, token: u32) -> Option<u32> {
    let item = sentence.token(token);
    let unit = item.head;
    let goes_on = item.pos == Pos::Num && item.dep == Dep::Conj && unit != token;
    (goes_on && sentence.lexicon.words.is("posture-unit", sentence.lemma(unit))).then_some(unit)
}

/// Places of the standing verb; "Iraq and Syria, where … are based" stand with the noun that the clause hangs on.
fn places(sentence: &Annotated, token: u32, verb: u32) -> Vec<usize> {
    let around = circumstances(sentence, &[verb, token]);
    let mut places: Vec<_> = around.places.iter().map(|given| (given.steps, given.index)).collect();
    let own = |index: &usize| {
        let (left, right) = (sentence.tree.left(verb), sentence.tree.right(verb));
        sentence.marks.iter().any(|mark| {
            mark.meaning == casus_annotate::Meaning::Place(*index)
                && mark.first >= left
                && mark.end <= right + 1
        })
    };
    let where_clause = sentence.tree.children(verb).iter().any(|child| sentence.lower(*child) == "where");
    if where_clause {
        places.clear();
        for place in antecedent_places(sentence, verb) {
            places.push((0, place));
        }
    } else {
        let nearer = around.places.iter().any(|given| given.trigger == token);
        places = around
            .places
            .iter()
            .filter(|given| !nearer || given.trigger == token)
            .map(|given| (given.steps, given.index))
            .collect();
        places.retain(|(_, index)| own(index));
    }
    places.sort();
    places.dedup();
    places.into_iter().map(|(_, index)| index).collect()
}

/// The places just before a "where" clause, coordination included.
fn antecedent_places(sentence: &Annotated, verb: u32) -> Vec<usize> {
    let left = sentence.tree.left(verb);
    let mut found: Vec<usize> = Vec::new();
    let mut at = left;
    while at > 0 && left - at < 12 {
        at -= 1;
        if let Some(place) = sentence.place(at) {
            if !found.contains(&place) {
                found.push(place);
            }
        } else if !matches!(sentence.token(at).pos, Pos::Punct | Pos::Cconj) {
            break;
        }
    }
    found.reverse();
    found
}
