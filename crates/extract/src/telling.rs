//! Whether a word tells a deed, points back to one, or names what holds and was not done.

use casus_annotate::Annotated;
use casus_lexicon::Role;
use casus_model::{Dep, Effect, EventType, ModalityValue, Pos, Reference, Tag};

use crate::casualty::is_deadly;
use crate::filling::charged;
use crate::matching::Match;
use crate::modality::Told;
use crate::{item, scene, state};

/// "a movement backed by Arnor": a tie, which the relation facet reads, and no event.
pub(crate) fn is_standing_tie(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    matches!(found.frame.event_type, Some(EventType::Support | EventType::Aid | EventType::Cooperate))
        && token.tag == Tag::Vbn
        && matches!(token.dep, Dep::Acl | Dep::Amod | Dep::Relcl)
        && sentence.lexicon.words.is("backing", sentence.lemma(found.token))
        && sentence.clause(found.token).passive
        || is_standing_measure(sentence, found)
}

/// "the outlawed party", "banned weapons": what a measure left behind, and no measure taken; "troops are
/// massed along the border": where forces stand.
fn is_standing_measure(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    let present = sentence
        .children_by(found.token, Dep::Auxpass)
        .any(|aux| matches!(sentence.token(aux).tag, Tag::Vbz | Tag::Vbp));
    if found.frame.event_type == Some(EventType::Mobilize) && token.tag == Tag::Vbn && present {
        return true;
    }
    matches!(found.frame.event_type, Some(EventType::Coerce | EventType::Sanction))
        && token.tag == Tag::Vbn
        && token.dep == Dep::Amod
        && found.token < token.head
}

/// "the besieged city", "abducted girls": what a deed left behind, named in passing.
pub(crate) fn is_described_by_it(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    !found.nominal && token.dep == Dep::Amod && found.token < token.head && token.tag == Tag::Vbn
}

/// "the number of militants killed since January has reached 812": a deed told by its figure alone.
pub(crate) fn is_under_a_figure(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    let of = sentence.token(token.head).head;
    let is_figure = |noun: u32| sentence.lexicon.words.is("figure", sentence.lemma(noun));
    let of_counted = sentence.token(token.head).dep == Dep::Pobj
        && sentence.lower(of) == "of"
        && is_figure(sentence.token(of).head);
    token.dep == Dep::Acl && token.tag == Tag::Vbn && (of_counted || is_figure(token.head))
}

/// "the attack" was told before; "an attack" and "struck" are told here.
pub(crate) fn reference(sentence: &Annotated, found: &Match) -> Reference {
    if !found.nominal {
        return Reference::New;
    }
    if is_set_apart(sentence, found.token) {
        return Reference::New;
    }
    let owned = sentence.children_by(found.token, Dep::Poss).next().is_some();
    let known = owned || sentence.mention(found.token).definite || is_said_of_it(sentence, found.token);
    if known { Reference::Known } else { Reference::New }
}

/// "On the second ambush, two days later, she said": a deed set apart from those told by its number and its day.
fn is_set_apart(sentence: &Annotated, noun: u32) -> bool {
    let counted = sentence.children_by(noun, Dep::Amod).any(|word| {
        let words = &sentence.lexicon.words;
        word < noun && words.is("otherness", &sentence.lower(word)) && sentence.mention(noun).definite
    });
    let end = sentence.tree.right(noun).max(noun);
    let dated = |mark: &casus_annotate::Mark| {
        matches!(mark.meaning, casus_annotate::Meaning::Time(_)) && mark.first > noun && mark.first <= end + 2
    };
    counted && sentence.token(noun).dep == Dep::Pobj && sentence.marks.iter().any(dated)
}

/// "It was the third bombing": what is said of something told before.
pub(crate) fn is_said_of_it(sentence: &Annotated, token: u32) -> bool {
    let head = sentence.token(token).head;
    // "and so was another attack"
    let so = sentence.children_by(head, Dep::Advmod).any(|so| sentence.lower(so) == "so");
    sentence.token(token).dep == Dep::Attr && !so && {
        let subjects = sentence.clause(sentence.token(token).head).subjects;
        subjects
            .iter()
            .any(|subject| sentence.token(*subject).pos == Pos::Pron || sentence.names_violence(*subject))
    }
}

/// "It was the first time that such a weapon was used": the clause says something of a deed told before.
pub(crate) fn is_said_of_a_time(sentence: &Annotated, verb: u32) -> bool {
    let item = sentence.token(verb);
    let is = match item.dep {
        Dep::Relcl | Dep::Acl => sentence.token(item.head).head,
        Dep::Ccomp => item.head,
        _ => return false,
    };
    let mut said = sentence.children_by(is, Dep::Attr);
    let of_it =
        sentence.children_by(is, Dep::Nsubj).any(|it| matches!(sentence.lower(it).as_str(), "it" | "this"));
    sentence.lemma(is) == "be" && of_it && said.any(|noun| sentence.lemma(noun) == "time")
}

/// A nominal event counts as told when something particular is said of it. A bare plural ("halt their
/// attacks") names a habit; a counted plural is a tally and is read by that facet.
pub(crate) fn is_told(sentence: &Annotated, found: &Match, matches: &[Match], told: Told) -> bool {
    let token = found.token;
    let few =
        |count: casus_model::Count| count.low == Some(2) && count.high == Some(2) || count.exact() == Some(3);
    // "carried out attacks on two posts": of bare plurals only those that somebody is told to make somewhere.
    let made = || {
        let item = sentence.token(token);
        let object = matches!(item.dep, Dep::Dobj | Dep::Nsubjpass) && found.support.contains(&item.head);
        // "clashes broke out between the army and rebels"
        let happens =
            item.dep == Dep::Nsubj && sentence.lexicon.words.is("happening", sentence.lemma(item.head));
        let described = || is_described(sentence, found);
        (object || happens) && described() && sentence.mention(token).count.is_none()
            || kills(sentence, token)
            || is_where_they_died(sentence, token)
    };
    if sentence.is_plural(token) && !sentence.mention(token).count.is_some_and(few) && !made() {
        return false;
    }
    if told.value == ModalityValue::Negated && !scene::is_of_any(sentence, found) {
        return false;
    }
    let in_item = item::begins_with(sentence, token);
    let counted =
        !in_item && !sentence.is_plural(token) && sentence.children_by(token, Dep::Nummod).next().is_some();
    let described = in_item
        || is_described(sentence, found)
        || !found.support.is_empty()
        || sentence.mention(token).definite
        || !charged(sentence, token).is_empty();
    // "a fatal shooting": harm by itself.
    let described =
        described || found.nominal && is_deadly(sentence, token) || is_looked_into(sentence, token);
    let described = described || is_cause_of_death(sentence, token);
    let by_harm = || is_argument_of_harm(sentence, token) || is_told_by_harm(sentence, found, matches);
    !counted && (described || told.value != ModalityValue::Actual || by_harm())
}

/// "air strikes in Bree killed nine", "damaged a school": deeds that are told by the harm that they did somewhere, as one.
fn kills(sentence: &Annotated, noun: u32) -> bool {
    let behind = sentence.token(noun);
    // "three days of clashes have left 79 dead"
    let of = behind.dep == Dep::Pobj && sentence.lower(behind.head) == "of";
    let item = if of { sentence.token(sentence.token(behind.head).head) } else { behind };
    let verb = sentence.token(item.head);
    let counted = sentence.mention(noun).count.is_some();
    let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(item.head));
    let mut harm = || frames.any(|frame| frame.harms() || frame.damage.is_some());
    item.dep == Dep::Nsubj && !counted && matches!(verb.tag, Tag::Vbd | Tag::Vbn) && harm()
}

/// "twelve people died in clashes between herders and farmers": the verb tells no deed by itself, and what they died in does.
fn is_where_they_died(sentence: &Annotated, noun: u32) -> bool {
    let behind = sentence.token(noun).head;
    let verb = sentence.token(sentence.token(behind).head);
    sentence.token(noun).dep == Dep::Pobj
        && matches!(sentence.lower(behind).as_str(), "in" | "during")
        && sentence.mention(noun).count.is_none()
        && matches!(verb.tag, Tag::Vbd | Tag::Vbn)
        && sentence.lexicon.words.is("death-verb", &verb.lemma)
}

/// "the death of nine men in an air strike"
fn is_cause_of_death(sentence: &Annotated, noun: u32) -> bool {
    let behind = sentence.token(noun).head;
    let death = sentence.token(behind).head;
    sentence.token(noun).dep == Dep::Pobj
        && sentence.lower(behind) == "in"
        && sentence.is_nominal(death)
        && sentence.lexicon.words.is("death-of", &sentence.lemma(death).to_lowercase())
        && sentence.children_by(death, Dep::Prep).any(|of| sentence.lower(of) == "of")
}

/// "are investigating a shooting", "an inquiry into a shooting", "the scene of a shooting": what is looked into has
/// happened.
fn is_looked_into(sentence: &Annotated, noun: u32) -> bool {
    let words = &sentence.lexicon.words;
    let item = sentence.token(noun);
    match item.dep {
        Dep::Dobj | Dep::Nsubjpass => words.is("inquiry-verb", sentence.lemma(item.head)),
        Dep::Pobj => {
            let above = sentence.lemma(sentence.token(item.head).head).to_lowercase();
            match sentence.lower(item.head).as_str() {
                "into" => words.is("inquiry-noun", &above),
                "of" => above == "scene",
                _ => false,
            }
        }
        _ => false,
    }
}

/// Something beside a pronoun fills a role, or somebody is hurt in it.
pub(crate) fn is_described(sentence: &Annotated, found: &Match) -> bool {
    let filled = found.fillers.values().flatten().any(|token| sentence.token(*token).pos != Pos::Pron);
    let told_of = || is_scene_of_harm_below(sentence, found.token);
    filled || found.nominal && (is_scene_of_harm(sentence, found.token) || told_of())
}

/// "a raid in which three died", "a battle in which tanks were used".
pub(crate) fn is_scene_of_harm_below(sentence: &Annotated, noun: u32) -> bool {
    let in_which = |clause: u32| {
        let prepositions = sentence.children_by(clause, Dep::Prep);
        prepositions
            .flat_map(|preposition| sentence.children_by(preposition, Dep::Pobj))
            .any(|object| sentence.token(object).tag == Tag::Wdt)
    };
    // "a shooting that left one dead", "that took the life of a girl and left two injured"
    let takes = |verb: u32| {
        let life = |object: u32| sentence.lemma(object) == "life";
        sentence.lexicon.words.is("life-taking", sentence.lemma(verb))
            && sentence.children_by(verb, Dep::Dobj).any(life)
    };
    let leaves = |clause: u32| {
        let that = sentence.children_by(clause, Dep::Nsubj).any(|subject| {
            let word = sentence.lower(subject);
            word == "that" || word == "which"
        });
        let mut verbs = sentence.children_by(clause, Dep::Conj).chain([clause]);
        that && verbs.any(|verb| state::has_state(sentence, verb) || takes(verb))
    };
    sentence.children_by(noun, Dep::Relcl).any(|clause| in_which(clause) || leaves(clause))
}

/// "died in the raid", "was wounded by the blast".
fn is_scene_of_harm(sentence: &Annotated, token: u32) -> bool {
    let preposition = sentence.token(token).head;
    if sentence.token(token).dep != Dep::Pobj {
        return false;
    }
    let verb = sentence.token(preposition).head;
    sentence.lexicon.frames.of_verb(sentence.lemma(verb)).any(|frame| frame.harms())
}

/// A great event named without a date ("Arnor's invasion") is background, not news.
pub(crate) fn is_background(sentence: &Annotated, found: &Match, reference: Reference) -> bool {
    found.nominal
        && reference == Reference::Known
        && sentence.lexicon.words.is("epoch", sentence.lemma(found.token))
}

/// "the blast killed three", "the blast left three dead": the noun is what did it.
fn is_argument_of_harm(sentence: &Annotated, token: u32) -> bool {
    let head = sentence.token(token).head;
    let harms = |frame: &casus_lexicon::Frame| frame.harms() || frame.damage.is_some();
    sentence.token(token).dep == Dep::Nsubj
        && (state::has_state(sentence, head)
            || sentence.lexicon.frames.of_verb(sentence.lemma(head)).any(harms)
            || takes_a_toll(sentence, head))
}

/// "A shooting sent two people to the hospital", "a man is in critical condition after a shooting": what was done to people
/// tells of the deed that it came of; so does "The strike damaged a hospital".
pub(crate) fn is_told_by_harm(sentence: &Annotated, found: &Match, matches: &[Match]) -> bool {
    let item = sentence.token(found.token);
    let above = match item.dep {
        Dep::Nsubj => Some(item.head),
        Dep::Pobj if matches!(sentence.lower(item.head).as_str(), "after" | "following" | "in" | "from") => {
            Some(sentence.token(item.head).head)
        }
        _ => None,
    };
    let hurts = |verb: u32| {
        let tells = |other: &Match| {
            let effect = matches!(other.frame.effect, Some(Effect::Killed | Effect::Injured));
            let harm = effect && !other.of(Role::Victim).is_empty();
            let damage =
                item.dep == Dep::Nsubj && other.frame.damage.is_some() && !other.of(Role::Thing).is_empty();
            other.token == verb && (harm || damage)
        };
        matches.iter().any(tells) || state::is_told_in(sentence, verb)
    };
    found.nominal
        && found.frame.event_type == Some(EventType::Assault)
        && !sentence.is_plural(found.token)
        && above.is_some_and(hurts)
}

/// "buried two families", "levelled a school", "claimed nine lives": what an attack does to people and things.
fn takes_a_toll(sentence: &Annotated, verb: u32) -> bool {
    sentence.lexicon.words.is("toll-verb", sentence.lemma(verb))
        && sentence.clause(verb).objects.iter().any(|object| {
            let kinds = sentence.kinds(*object);
            kinds.is_person() || kinds.target.is_some() || sentence.lemma(*object) == "life"
        })
}

/// "…, an attack which police lay to gunmen": the noun behind the clause sums up what its verb told.
pub(crate) fn sums_up(sentence: &Annotated, found: &Match, matches: &[Match]) -> bool {
    let token = found.token;
    let first = sentence.full_phrase(token).0;
    found.nominal
        && matches!(sentence.token(token).dep, Dep::Appos | Dep::Npadvmod)
        && first > 0
        && sentence.word(first - 1) == ","
        && matches.iter().any(|other| {
            other.token < first && !other.nominal && other.frame.event_type == found.frame.event_type
        })
}
