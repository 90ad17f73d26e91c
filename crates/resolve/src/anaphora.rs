//! Places told by a general word: "the village", "the camp", "there" stand for the place told last.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Draft, Place, Pos};

use crate::Material;

/// Sentences looked back over for a deed.
pub(crate) const REACH: u32 = 4;
/// Sentences looked back over for a total, which is of what the whole report is about.
pub(crate) const REACH_OF_TOTALS: u32 = 16;
/// Where "the city" is told again on the way, it is still told of, but no further back than this.
const FARTHEST: u32 = 16;
/// Less exact places than this are not what "the village" stands for.
const EXACT: u8 = 3;
/// A town, or by it: "the market" is in the town told last, and no nearer known.
const TOWN: u8 = 2;

/// The place that a general word of a draft's sentence stands for, where its deed is told to be there.
pub(crate) fn place(material: &Material, draft: &Draft, reach: u32) -> Option<Place> {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let word = (0..sentence.len()).find(|token| is_there(sentence, *token, draft.token))?;
    let lemma = sentence.lemma(word).to_lowercase();
    let words = &sentence.lexicon.words;
    let site = is_site(sentence, word);
    let part = words.is("town-part", &lemma) || has_name_before(sentence, word);
    let sea = words.is("sea-noun", &lemma);
    let found = antecedent(material, sentence, (word, reach), |place| match (site, part) {
        _ if sea => place.place.starts_with("sea:"),
        (true, true) => is_named_site(place) || place.precision <= TOWN,
        (true, false) => is_named_site(place),
        (false, true) => place.precision <= TOWN,
        (false, false) => place.precision <= EXACT,
    })?;
    let precision = if part { found.precision.max(TOWN) } else { found.precision };
    Some(Place { span: sentence.span(word, word + 1), precision, ..found })
}

fn is_named_site(place: &Place) -> bool {
    place.place.starts_with("site:") || place.place.starts_with("airport:")
}

/// "in the village", "shelled the town", "there": where the deed at the trigger is.
fn is_there(sentence: &Annotated, token: u32, trigger: u32) -> bool {
    let words = &sentence.lexicon.words;
    let item = sentence.token(token);
    if words.is("there-word", &sentence.lower(token)) {
        return matches!(item.dep, Dep::Advmod) && is_under(sentence, token, trigger);
    }
    let known = sentence.children_by(token, Dep::Det).any(|det| words.is("definite", &sentence.lower(det)));
    let lemma = sentence.lemma(token).to_lowercase();
    let general = item.pos == Pos::Noun
        && (is_site(sentence, token)
            || ["place-noun", "town-part", "sea-noun"].into_iter().any(|set| words.is(set, &lemma)));
    // "the Arnorian capital", "the Bree market": told by a name of its own. "the Weir quarter" is a part of the town.
    let own = !has_name_before(sentence, token)
        && sentence.tree.children(token).iter().any(|child| {
            let named = sentence.demonym(*child).is_some()
                || sentence.kinds(*child).place.is_some()
                || sentence.token(*child).pos == Pos::Propn;
            *child < token && named
        });
    if !general
        || !known
        || own
        || sentence.children_by(token, Dep::Prep).any(|of| sentence.lower(of) == "of")
    {
        return false;
    }
    let preposition = sentence.lower(item.head);
    let behind = item.dep == Dep::Pobj && (words.is("locative", &preposition) || preposition == "against");
    let hit = matches!(item.dep, Dep::Dobj | Dep::Nsubjpass) && item.head == trigger;
    // "The township has seen fighting since Saturday, when rebels overran a post"
    let scene = item.dep == Dep::Nsubj
        && words.is("scene-verb", sentence.lemma(item.head))
        && is_under(sentence, trigger, item.head);
    scene || (behind || hit) && is_under(sentence, token, trigger)
}

/// "the Weir quarter": a part of a town with a name before it that no list knows as a place.
fn has_name_before(sentence: &Annotated, token: u32) -> bool {
    let names = |child: u32| {
        child < token
            && sentence.token(child).pos == Pos::Propn
            && sentence.kinds(child).place.is_none()
            && sentence.demonym(child).is_none()
    };
    sentence.lexicon.words.is("quarter-noun", &sentence.lemma(token).to_lowercase())
        && sentence.children_by(token, Dep::Compound).any(names)
}

/// "the base", "the garrison": one of the sites by name.
fn is_site(sentence: &Annotated, token: u32) -> bool {
    sentence.lexicon.words.is("site-noun", &sentence.lemma(token).to_lowercase())
}

/// A few steps below the trigger.
pub(crate) fn is_under(sentence: &Annotated, token: u32, trigger: u32) -> bool {
    let mut at = token;
    for _ in 0..6 {
        let head = sentence.token(at).head;
        if head == trigger {
            return true;
        }
        if head == at {
            return false;
        }
        at = head;
    }
    false
}

/// The place told last before a word, within so many sentences, that fits.
fn antecedent(
    material: &Material,
    sentence: &Annotated,
    (word, reach): (u32, u32),
    fits: impl Fn(&Place) -> bool,
) -> Option<Place> {
    let mut left = reach;
    for back in 0..=FARTHEST.min(sentence.index) {
        let earlier = &material.annotation.sentences[(sentence.index - back) as usize];
        let before = earlier.marks.iter().filter(|mark| back > 0 || mark.end <= word);
        let told = before.filter(|mark| {
            !is_of_a_name(earlier, mark.first, mark.end)
                && !is_whence(earlier, mark.first, mark.end)
                && !is_whither(earlier, mark.first, mark.end)
        });
        let mut places = told.filter_map(|mark| match mark.meaning {
            Meaning::Place(index) => material.places.get(index),
            _ => None,
        });
        if let Some(place) = places.rfind(|place| fits(place)) {
            return Some(place.clone());
        }
        left = if back > 0 && is_told_of_again(earlier) { reach } else { left.checked_sub(1)? };
    }
    None
}

/// "east of the city": a town told before is still what is told of.
fn is_told_of_again(sentence: &Annotated) -> bool {
    (0..sentence.len()).any(|token| {
        let known = |det: u32| sentence.lexicon.words.is("definite", &sentence.lower(det));
        sentence.token(token).pos == Pos::Noun
            && sentence.lexicon.words.is("place-noun", &sentence.lemma(token).to_lowercase())
            && sentence.children_by(token, Dep::Det).any(known)
    })
}

/// "flew the wounded to Archet": whither somebody is brought, away from what is told of.
fn is_whither(sentence: &Annotated, first: u32, end: u32) -> bool {
    let head = sentence.head_of(first, end);
    let preposition = sentence.token(head).head;
    let verb = sentence.token(preposition).head;
    sentence.token(head).dep == Dep::Pobj
        && sentence.lower(preposition) == "to"
        && sentence.lexicon.words.is("going-verb", sentence.lemma(verb))
        && sentence.children_by(verb, Dep::Dobj).next().is_some()
}

/// "people from Archet go elsewhere", "flour from Archet": where somebody or something is from.
fn is_whence(sentence: &Annotated, first: u32, end: u32) -> bool {
    let head = sentence.head_of(first, end);
    let preposition = sentence.token(head).head;
    let behind = sentence.token(head).dep == Dep::Pobj && sentence.lower(preposition) == "from";
    behind && sentence.is_nominal(sentence.token(preposition).head)
}

/// "the Bree Physicians' Committee": a name that says whose body it is.
fn is_of_a_name(sentence: &Annotated, first: u32, end: u32) -> bool {
    let head = sentence.head_of(first, end);
    // "a spokesman of the Weir": a name of the list of actors.
    if sentence.kinds(head).actor.is_some() {
        return true;
    }
    let item = sentence.token(head);
    let lemma = sentence.lemma(item.head).to_lowercase();
    let thing = sentence.kinds(item.head).target.is_some() || sentence.lexicon.words.is("place-noun", &lemma);
    matches!(item.dep, Dep::Compound | Dep::Nmod) && sentence.token(item.head).pos == Pos::Propn && !thing
}
