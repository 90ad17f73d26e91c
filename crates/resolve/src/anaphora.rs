//! Places told by a general word: "the village", "the camp", "there" stand for the place told last.

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Draft, Place, Pos};

use crate::Material;

/// Sentences looked back over for a deed.
pub(crate) const REACH: u32 = 4;
/// Sentences looked back over for a total, which is of what the whole report is about.
pub(crate) const REACH_OF_TOTALS: u32 = 8;
/// Less exact places than this are not what "the village" stands for.
const EXACT: u8 = 3;
/// A town, or by it: "the market" is in the town told last, and no nearer known.
const TOWN: u8 = 2;

/// The place that a general word of a draft's sentence stands for, where its deed is told to be there.
pub(crate) fn place(material: &Material, draft: &Draft, reach: u32) -> Option<Place> {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let word = (0..sentence.len()).find(|token| is_there(sentence, *token, draft.token))?;
    let site = is_site(sentence, word);
    let part = sentence.lexicon.words.is("town-part", &sentence.lemma(word).to_lowercase());
    let found = antecedent(material, sentence, (word, reach), |place| match (site, part) {
        (true, true) => is_named_site(place) || place.precision <= TOWN,
        (true, false) => is_named_site(place),
        (false, true) => place.precision <= TOWN,
        (false, false) => true,
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
        && (is_site(sentence, token) || words.is("place-noun", &lemma) || words.is("town-part", &lemma));
    // "the Arnorian capital", "the Bree market": told by a name of its own.
    let own = sentence.tree.children(token).iter().any(|child| {
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
    (behind || hit) && is_under(sentence, token, trigger)
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
    for back in 0..=reach.min(sentence.index) {
        let earlier = &material.annotation.sentences[(sentence.index - back) as usize];
        let before = earlier.marks.iter().filter(|mark| back > 0 || mark.end <= word);
        let told = before.filter(|mark| {
            !is_of_a_name(earlier, mark.first, mark.end) && !is_whence(earlier, mark.first, mark.end)
        });
        let mut places = told.filter_map(|mark| match mark.meaning {
            Meaning::Place(index) => material.places.get(index),
            _ => None,
        });
        if let Some(place) = places.rfind(|place| place.precision <= EXACT && fits(place)) {
            return Some(place.clone());
        }
    }
    None
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
    let item = sentence.token(head);
    let lemma = sentence.lemma(item.head).to_lowercase();
    let thing = sentence.kinds(item.head).target.is_some() || sentence.lexicon.words.is("place-noun", &lemma);
    matches!(item.dep, Dep::Compound | Dep::Nmod) && sentence.token(item.head).pos == Pos::Propn && !thing
}
