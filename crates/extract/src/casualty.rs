//! Harm to people: counts of victims, nouns of harm, tolls. Silence is unknown; "no casualties" is zero.

use casus_annotate::{Annotated, Clause};
use casus_lexicon::{Frame, Role, Test};
use casus_model::{
    Count, Dep, Draft, DraftBody, DraftCasualty, Effect, EventType, ModalityValue, Pos, Qualifier, Reference,
};

use crate::event::empty;
use crate::matching::Match;
use crate::modality::Told;
use crate::needs::{is_bare_many, is_made_people, is_violent_noun, people_class, test};
use crate::{company, draft, label, modality, state};

/// Counts a casualty: a number is never invented. Without one, a singular is one, a plural two or more.
pub(crate) fn of_victim(
    sentence: &Annotated,
    found: &Match,
    effect: Effect,
    victim: u32,
    told: Told,
) -> Option<DraftCasualty> {
    let kinds = sentence.kinds(victim);
    let counted_alone = sentence.token(victim).pos == Pos::Num;
    if !kinds.is_person()
        && !kinds.is_actor()
        && !counted_alone
        && kinds.place.is_none()
        && sentence.demonym(victim).is_none()
        && !sentence.is_none_phrase(victim)
        && !sentence.lexicon.words.is("other-people", &sentence.lower(victim))
        && !is_bare_many(sentence, victim)
        && !company::is_human(sentence, victim)
        && !is_made_people(sentence, found, victim)
    {
        return None;
    }
    let mention = sentence.mention(victim);
    let none = sentence.is_none_phrase(victim);
    // "suffered a fatal wound"
    let mut words_of_harm = std::iter::once(&found.token).chain(found.of(Role::Thing));
    let deadly = effect == Effect::Injured && words_of_harm.any(|word| is_deadly(sentence, *word));
    let effect = if deadly { Effect::Killed } else { effect };
    if told.value != ModalityValue::Actual
        && told.value != ModalityValue::Historical
        && !(none && told.value == ModalityValue::Negated)
    {
        return None;
    }
    let count = if none { Count::exactly(0, &sentence.lower(victim)) } else { how_many(sentence, victim) };
    let trigger = sentence.span(found.token, found.token + 1);
    let words = match found.of(Role::Thing).first() {
        Some(harm) => sentence.word(*harm).to_owned(),
        None => trigger.of(sentence.text).to_owned(),
    };
    Some(DraftCasualty {
        effect,
        implied: found.frame.implied && !deadly,
        count,
        class: class_of(sentence, victim).to_owned(),
        span: trigger.cover(mention.span),
        victim: Some(mention),
        words,
    })
}

/// The casualty class of a victim; a bare number goes on with the people of the verb before it ("killed
/// 40 soldiers and captured 12").
pub(crate) fn class_of<'a>(sentence: &Annotated<'a>, victim: u32) -> &'a str {
    let people = |token: u32| sentence.kinds(token).people.map(|(_, side)| side);
    let victim = stood_for(sentence, victim).unwrap_or(victim);
    let named = match sentence.token(victim).pos {
        Pos::Num => {
            let verb = sentence.token(sentence.token(victim).head);
            let taken = sentence.token(victim).dep == Dep::Dobj;
            let before = (verb.dep == Dep::Conj && taken).then(|| sentence.clause(verb.head).objects);
            before.into_iter().flatten().find_map(people)
        }
        _ => people(victim).or_else(|| {
            let of = sentence
                .children_by(victim, Dep::Prep)
                .filter(|preposition| sentence.lower(*preposition) == "of");
            of.flat_map(|preposition| sentence.objects_of(preposition)).find_map(people)
        }),
    };
    let known = |side: &&str| *side != "unknown";
    named.filter(known).or_else(|| class_of_whole(sentence, victim)).or(named).unwrap_or("unknown")
}

/// "members of one family", "four of its men", "killed 14 of them": people are of the side of those they belong to, or stand
/// for.
pub(crate) fn class_of_whole<'a>(sentence: &Annotated<'a>, victim: u32) -> Option<&'a str> {
    let words = &sentence.lexicon.words;
    let belongs = words.is("member-noun", &sentence.lemma(victim).to_lowercase());
    let of = sentence.children_by(victim, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let behind: Vec<u32> = of.flat_map(|of| sentence.objects_of(of)).collect();
    let stands = |token: &u32| words.is("told-before", &sentence.lower(*token));
    let mut wholes =
        behind.iter().copied().chain(sentence.children_by(victim, Dep::Compound)).filter(|_| belongs);
    let side = |token: u32| {
        let kinds = sentence.kinds(token);
        let side = kinds.people.map(|(_, side)| side).filter(|side| *side != "unknown");
        side.or_else(|| sentence.lexicon.members_of(kinds.actor?))
    };
    wholes.find_map(side).or_else(|| {
        let owner = sentence.children_by(victim, Dep::Poss).filter(|_| belongs).find(stands);
        let back = owner.or_else(|| behind.iter().copied().find(stands))?;
        (0..back).rev().filter(|token| sentence.is_nominal(*token)).find_map(side)
    })
}

/// How many the phrase of a victim tells: by its figure, by what the noun says ("a couple", "a family of five"), or by its
/// number.
pub(crate) fn how_many(sentence: &Annotated, victim: u32) -> Count {
    if is_age_behind_a_name(sentence, victim) {
        return Count::exactly(1, sentence.word(victim));
    }
    if sentence.lower(victim) == "both" {
        return Count::exactly(2, sentence.word(victim));
    }
    several_in_one(sentence, victim)
        .or_else(|| sentence.mention(victim).count)
        .or_else(|| sentence.mention(stood_for(sentence, victim)?).count)
        .unwrap_or_else(|| uncounted(sentence, victim))
}

/// "abducted 12 farmers and killed them": the people that the verb before has for its object, who "them" stands for.
fn stood_for(sentence: &Annotated, victim: u32) -> Option<u32> {
    let verb = sentence.token(victim).head;
    let first = sentence.token(verb).head;
    let stands = sentence.token(victim).dep == Dep::Dobj && sentence.lower(victim) == "them";
    let joined = sentence.token(verb).dep == Dep::Conj && first < verb;
    let before = (stands && joined).then(|| sentence.clause(first))?;
    match before.objects[..] {
        [people] if sentence.kinds(people).is_person() && !before.negated => Some(people),
        _ => None,
    }
}

/// "Miller, 25, and Cotton, 32 were taken to hospital": the parser takes the age for those it is said of.
fn is_age_behind_a_name(sentence: &Annotated, victim: u32) -> bool {
    victim >= 2
        && sentence.token(victim).pos == Pos::Num
        && sentence.word(victim - 1) == ","
        && sentence.token(victim - 2).pos == Pos::Propn
        && sentence.kinds(victim - 2).is_person()
}

/// "an elderly couple", "two couples", "a family of five", "the twins": a noun for so many people.
fn several_in_one(sentence: &Annotated, victim: u32) -> Option<Count> {
    let words = &sentence.lexicon.words;
    let text = sentence.word(victim);
    let behind = (victim + 1 < sentence.len()).then(|| sentence.lower(victim + 1));
    let of = behind.as_deref() == Some("of");
    if of && words.is("family-of", sentence.lemma(victim)) {
        let number = Some(victim + 2).filter(|number| *number < sentence.len());
        return number
            .filter(|number| sentence.token(*number).pos == Pos::Num)
            .and_then(|number| sentence.mention(number).count);
    }
    if words.is("two-people", &sentence.lower(victim)) && !of {
        return Some(Count::exactly(2, text));
    }
    let pairs = words.is("two-people", sentence.lemma(victim)) && sentence.is_plural(victim);
    let count = sentence.mention(victim).count.filter(|_| pairs)?.exact()?;
    Some(Count::exactly(2 * count, text))
}

fn uncounted(sentence: &Annotated, victim: u32) -> Count {
    let text = sentence.word(victim).to_owned();
    // "Winkers" is one, whatever its ending.
    let named = sentence.kinds(victim).person && sentence.token(victim).pos == Pos::Propn;
    if sentence.is_plural(victim) && !named {
        Count { low: Some(2), high: None, qualifier: Qualifier::Vague, text }
    } else {
        Count { low: Some(1), high: Some(1), qualifier: Qualifier::Exact, text }
    }
}

/// "fatally shot", "beat him to death", "the fatal stabbing of": what is done to people kills them.
pub(crate) fn is_deadly(sentence: &Annotated, trigger: u32) -> bool {
    let words = &sentence.lexicon.words;
    let modifies = |child: &u32| {
        matches!(sentence.token(*child).dep, Dep::Advmod | Dep::Amod)
            && words.is("deadly", &sentence.lower(*child))
    };
    let to_death = |to: u32| {
        sentence.lower(to) == "to"
            && sentence.children_by(to, Dep::Pobj).any(|death| sentence.lower(death) == "death")
    };
    sentence.tree.children(trigger).iter().any(modifies)
        || sentence.children_by(trigger, Dep::Prep).any(to_death)
        || is_of_a_murder(sentence, trigger)
}

/// "charged with murder in the shooting of": whoever was shot is dead.
fn is_of_a_murder(sentence: &Annotated, noun: u32) -> bool {
    let item = sentence.token(noun);
    if item.dep != Dep::Pobj || !matches!(sentence.lower(item.head).as_str(), "in" | "for" | "over") {
        return false;
    }
    let murder = |token: &u32| {
        let tried = |child: &u32| sentence.lexicon.words.is("attempted-word", &sentence.lower(*child));
        sentence.lexicon.words.is("murder-word", sentence.lemma(*token))
            && !sentence.tree.children(*token).iter().any(tried)
    };
    let behind = |above: u32| {
        let prepositions = sentence.children_by(above, Dep::Prep);
        prepositions.flat_map(|preposition| sentence.objects_of(preposition)).collect::<Vec<u32>>()
    };
    let above = sentence.token(item.head).head;
    let charges = behind(above);
    let counts: Vec<u32> = charges.iter().flat_map(|charge| behind(*charge)).collect();
    std::iter::once(&above).chain(&charges).chain(&counts).any(murder)
}

/// "no casualties", "three deaths", "a few dozen minor injuries", "left two dead and five wounded".
pub(crate) fn nouns(sentence: &Annotated) -> Vec<Draft> {
    let tolls = |token| toll(sentence, token).or_else(|| figure_of_another(sentence, token));
    let mut drafts: Vec<Draft> = (0..sentence.len()).filter_map(tolls).collect();
    drafts.extend((0..sentence.len()).filter_map(|token| state::told(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| label::harm(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| so_many_lives(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| of_several(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| so_many_shot(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| so_many_fatally(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| shot_dead(sentence, token)));
    drafts.extend((0..sentence.len()).filter_map(|token| hit_by_fire(sentence, token)));
    for token in 0..sentence.len() {
        let counted = sentence.children_by(token, Dep::Nummod).next().is_some();
        let pos = sentence.token(token).pos;
        if !(matches!(pos, Pos::Noun | Pos::Propn) || pos == Pos::Adj && counted) {
            continue;
        }
        let lemma = sentence.lemma(token).to_lowercase();
        let lemma = lemma.as_str();
        let effects: Vec<Effect> = [("harm-killed", Effect::Killed), ("harm-injured", Effect::Injured)]
            .into_iter()
            .filter(|(set, _)| sentence.lexicon.words.is(set, lemma))
            .map(|(_, effect)| effect)
            .collect();
        if effects.is_empty() {
            drafts.extend(whose_death(sentence, token));
            continue;
        }
        if is_of_a_body(sentence, token) || state::told(sentence, token).is_some() {
            continue;
        }
        let none = sentence.is_none_phrase(token);
        if let Some(dead) = whose_death(sentence, token) {
            drafts.push(dead);
            continue;
        }
        let count = if none { Some(Count::exactly(0, "no")) } else { sentence.mention(token).count };
        let Some(count) = count else { continue };
        // "a third body": one of those told, or one more, and in neither case all.
        let ordinal = |word: u32| sentence.lexicon.words.is("ordinal", &sentence.lower(word));
        if !none && sentence.tree.children(token).iter().any(|child| *child < token && ordinal(*child)) {
            continue;
        }
        if !none && crate::tally::is_running_total(sentence, token) {
            continue;
        }
        if effects.len() > 1 && count.low != Some(0) {
            continue;
        }
        let head = sentence.token(token).head;
        let told = modality::told(sentence, if none { head } else { token }, false);
        if !matches!(told.value, ModalityValue::Actual | ModalityValue::Negated) {
            continue;
        }
        let mut event = empty(EventType::Assault, true, Reference::New);
        let span = sentence.span(sentence.full_phrase(token).0, token + 1);
        let words = sentence.word(token).to_owned();
        event.casualties.extend(effects.into_iter().map(|effect| DraftCasualty {
            effect,
            implied: false,
            count: count.clone(),
            victim: None,
            class: "unknown".to_owned(),
            words: words.clone(),
            span,
        }));
        let clause = sentence.clause(head);
        event.same_as.extend(
            clause
                .subjects
                .iter()
                .filter(|subject| is_violent_noun(sentence, **subject))
                .map(|subject| (sentence.index, *subject)),
        );
        drafts.push(draft(
            sentence,
            "casualty/noun",
            token,
            DraftBody::Event(Box::new(event)),
            Told { value: ModalityValue::Actual, ..told },
        ));
    }
    drafts
}

/// "suffered a wound", "a wound to his leg": the harm of one body, which says nothing of how many were hurt.
fn is_of_a_body(sentence: &Annotated, noun: u32) -> bool {
    let item = sentence.token(noun);
    let suffered =
        item.dep == Dep::Dobj && sentence.lexicon.words.is("suffer-verb", sentence.lemma(item.head));
    let article = sentence
        .children_by(noun, Dep::Det)
        .any(|det| matches!(sentence.lower(det).as_str(), "a" | "an" | "his" | "her"));
    let wound = sentence.lexicon.words.is("wound-word", sentence.lemma(noun));
    // "multiple gunshot wounds", "four stab wounds": their number is that of the blows.
    let of_weapon = sentence
        .children_by(noun, Dep::Compound)
        .any(|part| sentence.lexicon.words.is("wound-of", &sentence.lower(part)));
    let count = sentence.mention(noun).count;
    let counted = count.is_some_and(|count| count.low != Some(0));
    wound
        && (suffered
            || article
            || counted && (of_weapon || matches!(sentence.lower(noun).as_str(), "wound" | "wounds")))
}

/// "the death of six of its men", "claimed the lives of two judges and a mayor": the people stand behind "of".
fn whose_death(sentence: &Annotated, noun: u32) -> Option<Draft> {
    let words = &sentence.lexicon.words;
    let item = sentence.token(noun);
    let takes = item.dep == Dep::Dobj && words.is("life-taking", sentence.lemma(item.head));
    let bodies = words.is("bodies-of", sentence.lemma(noun)) && sentence.is_plural(noun);
    if !(words.is("death-of", sentence.lemma(noun)) || bodies || takes && sentence.lemma(noun) == "life") {
        return None;
    }
    let told = modality::told(sentence, noun, true);
    if told.value != ModalityValue::Actual || sentence.mention(noun).count.is_some() {
        return None;
    }
    let of = sentence.children_by(noun, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let mut dead: Vec<u32> =
        of.flat_map(|of| sentence.objects_of(of)).map(|victim| sentence.behind_quantity(victim)).collect();
    // "the bodies of two men", and not of those told by name.
    dead.retain(|victim| !bodies || sentence.mention(*victim).count.is_some());
    let means = means_of_death(sentence, noun);
    if means.is_some() {
        dead.extend(sentence.children_by(noun, Dep::Poss));
    }
    let harm = |victim: &u32| {
        let kinds = sentence.kinds(*victim);
        (kinds.is_person() && kinds.place.is_none()).then_some(())?;
        let mention = sentence.mention(*victim);
        Some(DraftCasualty {
            effect: Effect::Killed,
            implied: false,
            count: how_many(sentence, *victim),
            class: kinds.people.map_or("unknown", |(_, side)| side).to_owned(),
            words: sentence.word(noun).to_owned(),
            span: sentence.span(noun, noun + 1).cover(mention.span),
            victim: Some(mention),
        })
    };
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.casualties.extend(dead.iter().filter_map(harm));
    if event.casualties.is_empty() {
        return None;
    }
    if let Some((word, frame)) = means {
        event.attaches = false;
        event.recipients = dead.iter().map(|victim| sentence.mention(*victim)).collect();
        event.modes.clone_from(&frame.modes);
        let weapon =
            frame.class.clone().map(|class| (crate::filling::trigger_mention(sentence, word), class));
        event.weapons.extend(weapon);
    }
    Some(draft(sentence, "casualty/death-of", noun, DraftBody::Event(Box::new(event)), told))
}

/// "The bombing has claimed 14 lives": the lives that a deed took are counted themselves.
fn so_many_lives(sentence: &Annotated, lives: u32) -> Option<Draft> {
    let words = &sentence.lexicon.words;
    let item = sentence.token(lives);
    let taken = item.dep == Dep::Dobj && words.is("life-taking", sentence.lemma(item.head));
    if !taken || sentence.lemma(lives) != "life" || crate::tally::is_running_total(sentence, lives) {
        return None;
    }
    let subjects = sentence.clause(item.head).subjects;
    let strife = |subject: u32| words.is("strife-noun", &sentence.lemma(subject).to_lowercase());
    let deeds =
        subjects.into_iter().filter(|subject| is_violent_noun(sentence, *subject) || strife(*subject));
    // "Shelling on Saturday claimed 25 lives"
    let violent = |frame: &Frame| frame.event_type == Some(EventType::Assault);
    let does = |verb: &u32| sentence.lexicon.frames.of_verb(sentence.lemma(*verb)).any(violent);
    let doing = sentence.children_by(item.head, Dep::Csubj).filter(does);
    let deeds: Vec<_> = deeds.chain(doing).map(|deed| (sentence.index, deed)).collect();
    let told = modality::told(sentence, item.head, false);
    let count = sentence.mention(lives).count.filter(|_| !deeds.is_empty())?;
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.same_as.extend(deeds);
    event.casualties.push(DraftCasualty {
        effect: Effect::Killed,
        implied: false,
        count,
        victim: None,
        class: "unknown".to_owned(),
        words: sentence.word(lives).to_owned(),
        span: sentence.span(sentence.full_phrase(lives).0, lives + 1),
    });
    (told.value == ModalityValue::Actual)
        .then(|| draft(sentence, "casualty/lives", lives, DraftBody::Event(Box::new(event)), told))
}

/// "the shooting death of", "a stabbing death": the word before tells the deed, and with what it was done.
fn means_of_death<'a>(sentence: &Annotated<'a>, noun: u32) -> Option<(u32, &'a Frame)> {
    let before = sentence.children_by(noun, Dep::Amod).chain(sentence.children_by(noun, Dep::Compound));
    before.filter(|word| *word + 1 == noun).find_map(|word| {
        let name = sentence.lower(word);
        let mut frames = sentence.lexicon.frames.of_noun(&name);
        let of_class = |frame: &&Frame| frame.event_type == Some(EventType::Assault) && frame.class.is_some();
        Some((word, frames.find(of_class)?))
    })
}

/// "a double homicide", "a triple stabbing": a deed that says to how many it was done.
fn of_several(sentence: &Annotated, noun: u32) -> Option<Draft> {
    let frame = sentence.lexicon.frames.of_noun(sentence.lemma(noun)).find(|frame| frame.effect.is_some())?;
    let mut modifiers = sentence
        .tree
        .children(noun)
        .iter()
        .copied()
        .filter(|child| matches!(sentence.token(*child).dep, Dep::Amod | Dep::Compound | Dep::Nummod));
    let times = |part: u32| match sentence.lower(part).as_str() {
        "double" => Some((part, 2)),
        "triple" => Some((part, 3)),
        "quadruple" => Some((part, 4)),
        "quintuple" => Some((part, 5)),
        _ => None,
    };
    let (part, count) = modifiers.find_map(times)?;
    let told = modality::told(sentence, noun, true);
    if told.value != ModalityValue::Actual || sentence.is_plural(noun) {
        return None;
    }
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.same_as.push((sentence.index, noun));
    event.casualties.push(DraftCasualty {
        effect: frame.effect?,
        implied: frame.implied,
        count: Count::exactly(count, sentence.word(part)),
        victim: None,
        class: "unknown".to_owned(),
        words: sentence.word(noun).to_owned(),
        span: sentence.span(part, noun + 1),
    });
    Some(draft(sentence, "casualty/of-several", noun, DraftBody::Event(Box::new(event)), told))
}

/// "5 shot on the west side": a number before a form without an ending counts people, not shots.
fn so_many_shot(sentence: &Annotated, shot: u32) -> Option<Draft> {
    let item = sentence.token(shot);
    let is_noun = item.pos != Pos::Verb && sentence.lower(shot) == "shot";
    // "44 Child shot": another noun stands between.
    let next = sentence.children_by(shot, Dep::Compound).next().is_none();
    let several = |count: &Count| next && count.exact().is_some_and(|count| count > 1);
    let count = sentence.mention(shot).count.filter(several);
    let frame = sentence.lexicon.frames.of_verb("shoot").find(|frame| frame.effect.is_some())?;
    let count = count.filter(|_| is_noun && !sentence.is_plural(shot))?;
    let mut event = empty(EventType::Assault, false, Reference::New);
    event.modes.clone_from(&frame.modes);
    event
        .weapons
        .extend(frame.class.clone().map(|class| (crate::filling::trigger_mention(sentence, shot), class)));
    event.casualties.push(DraftCasualty {
        effect: Effect::Injured,
        implied: true,
        count,
        victim: None,
        class: "unknown".to_owned(),
        words: sentence.word(shot).to_owned(),
        span: sentence.span(sentence.full_phrase(shot).0, shot + 1),
    });
    let told = modality::told(sentence, shot, false);
    (told.value == ModalityValue::Actual)
        .then(|| draft(sentence, "casualty/so-many-shot", shot, DraftBody::Event(Box::new(event)), told))
}

/// "Men on a motorcycle shot dead a guard": the parser may take the shot for a noun, and hang doer and victim on "dead".
fn shot_dead(sentence: &Annotated, dead: u32) -> Option<Draft> {
    let shot = dead.checked_sub(1)?;
    let taken_for_a_noun = sentence.lower(shot) == "shot" && sentence.token(shot).pos == Pos::Noun;
    if sentence.lower(dead) != "dead" || !taken_for_a_noun {
        return None;
    }
    let frame = sentence.lexicon.frames.of_verb("shoot").find(|frame| frame.effect.is_some())?;
    let victims = sentence.children_by(dead, Dep::Dobj).flat_map(|victim| sentence.coordinated(victim));
    let victims: Vec<u32> = victims.filter(|victim| sentence.kinds(*victim).is_person()).collect();
    if victims.is_empty() {
        return None;
    }
    let mut event = empty(EventType::Assault, false, Reference::New);
    event.modes.clone_from(&frame.modes);
    event
        .weapons
        .extend(frame.class.clone().map(|class| (crate::filling::trigger_mention(sentence, shot), class)));
    event.actors.extend(sentence.children_by(dead, Dep::Nsubj).map(|doer| sentence.mention(doer)));
    for victim in victims {
        let mention = sentence.mention(victim);
        event.recipients.push(mention.clone());
        event.casualties.push(DraftCasualty {
            effect: Effect::Killed,
            implied: false,
            count: mention.count.clone().unwrap_or_else(|| uncounted(sentence, victim)),
            class: class_of(sentence, victim).to_owned(),
            words: sentence.word(dead).to_owned(),
            span: sentence.span(shot, dead + 1).cover(mention.span),
            victim: Some(mention),
        });
    }
    let told = modality::told(sentence, dead, false);
    (told.value == ModalityValue::Actual)
        .then(|| draft(sentence, "casualty/shot-dead", shot, DraftBody::Event(Box::new(event)), told))
}

/// "Five people were shot, two of them fatally": of those told hurt so many died.
fn so_many_fatally(sentence: &Annotated, adverb: u32) -> Option<Draft> {
    if !sentence.lexicon.words.is("deadly", &sentence.lower(adverb)) || sentence.token(adverb).pos != Pos::Adv
    {
        return None;
    }
    let figure = |token: u32| {
        let number = sentence.token(token).pos == Pos::Num && sentence.kinds(token).time.is_none();
        number.then_some(token)
    };
    let before = adverb.checked_sub(1)?;
    let of_them = matches!(sentence.lower(before).as_str(), "them" | "whom")
        && before >= 2
        && sentence.lower(before - 1) == "of";
    let number = if of_them { figure(before - 2)? } else { figure(before)? };
    let count = sentence.mention(number).count.filter(|count| count.exact().is_some())?;
    let told = modality::told(sentence, sentence.token(adverb).head, false);
    if told.value != ModalityValue::Actual {
        return None;
    }
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.casualties.push(DraftCasualty {
        effect: Effect::Killed,
        implied: false,
        count,
        victim: None,
        class: "unknown".to_owned(),
        words: sentence.word(adverb).to_owned(),
        span: sentence.span(number, adverb + 1),
    });
    Some(draft(sentence, "casualty/so-many-fatally", adverb, DraftBody::Event(Box::new(event)), told))
}

/// "opened fire, hitting three people", "the gun went off, striking a boy", "the bullet struck her arm": whom shots hit,
/// where the verb says so only with the clause beside it, or with a part of the body.
fn hit_by_fire(sentence: &Annotated, verb: u32) -> Option<Draft> {
    let words = &sentence.lexicon.words;
    let item = sentence.token(verb);
    if item.pos != Pos::Verb || !words.is("hit-verb", sentence.lemma(verb)) {
        return None;
    }
    let clause = sentence.clause(verb);
    let gun = |token: &u32| words.is("gun-word", sentence.lemma(*token));
    let goes_on = matches!(item.dep, Dep::Advcl | Dep::Conj);
    let above = if item.dep == Dep::Advcl { sentence.clause_before(verb, item.head) } else { item.head };
    let shoots = |above: u32| {
        let of_above = sentence.clause(above);
        let fires = words.is("gunfire-verb", sentence.lemma(above));
        let shots = of_above.objects.iter().any(|shots| gun(shots) || sentence.lower(*shots) == "fire");
        fires && (shots || sentence.lemma(above) == "shoot") || of_above.subjects.iter().any(gun)
    };
    let by_gun = clause.subjects.iter().any(gun);
    let told_by_fire = !clause.passive && (by_gun || goes_on && shoots(above));
    if !told_by_fire && !is_hit_in_the_body(sentence, verb, &clause) {
        return None;
    }
    let told = modality::told(sentence, verb, false);
    let victims = clause.objects.into_iter().flat_map(|object| whose_body(sentence, object));
    let harm = |victim: u32| {
        let mention = sentence.mention(victim);
        DraftCasualty {
            effect: Effect::Injured,
            implied: true,
            count: how_many(sentence, victim),
            class: class_of(sentence, victim).to_owned(),
            words: sentence.word(verb).to_owned(),
            span: sentence.span(verb, verb + 1).cover(mention.span),
            victim: Some(mention),
        }
    };
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.casualties.extend(victims.map(harm));
    if goes_on {
        event.same_as.push((sentence.index, above));
    }
    let some = !event.casualties.is_empty() && told.value == ModalityValue::Actual;
    some.then(|| draft(sentence, "casualty/hit-by-fire", verb, DraftBody::Event(Box::new(event)), told))
}

/// "was struck once in the arm", "was grazed": what is done to a body.
fn is_hit_in_the_body(sentence: &Annotated, verb: u32, clause: &Clause) -> bool {
    let words = &sentence.lexicon.words;
    let part = |(preposition, objects): &(u32, Vec<u32>)| {
        sentence.lower(*preposition) == "in"
            && objects.iter().any(|object| words.is("body-part", sentence.lemma(*object)))
    };
    clause.passive && (sentence.lemma(verb) == "graze" || clause.prepositions.iter().any(part))
}

/// Whoever is hit, or whose part is: "the knee of a girl", "her head".
fn whose_body(sentence: &Annotated, hit: u32) -> Vec<u32> {
    let words = &sentence.lexicon.words;
    if !words.is("body-part", sentence.lemma(hit)) {
        let person =
            |token: u32| test(sentence, token, Test::Person) || people_class(sentence, token).is_some();
        return if person(hit) { vec![hit] } else { Vec::new() };
    }
    let of = sentence.children_by(hit, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let owners = of.flat_map(|of| sentence.objects_of(of)).chain(sentence.children_by(hit, Dep::Poss));
    owners.filter(|owner| sentence.kinds(*owner).is_person()).collect()
}

/// "put the number of dead at 24", "the toll rose to 24": a figure that stands behind "at", "to" or "of".
fn toll(sentence: &Annotated, token: u32) -> Option<Draft> {
    let words = &sentence.lexicon.words;
    let lemma = sentence.lemma(token);
    let of_whom =
        sentence.children_by(token, Dep::Prep).flat_map(|of| sentence.objects_of(of)).find_map(|object| {
            // "the number of officials killed"
            let done = sentence.children_by(object, Dep::Acl).find_map(|verb| {
                let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(verb));
                frames.find_map(|frame| frame.effect.filter(|_| frame.harms()))
            });
            effect_of(sentence, object).or(done)
        });
    let verb = sentence.token(token).head;
    let put = words.is("figure-verb", sentence.lemma(verb)) && sentence.token(token).dep == Dep::Dobj;
    let effect = match (words.is("toll", lemma), words.is("figure", lemma)) {
        (true, _) => of_whom.unwrap_or(Effect::Killed),
        (false, true) => of_whom?,
        // "put the dead at six"
        (false, false) if put => effect_of(sentence, token)?,
        (false, false) => return None,
    };
    let around = sentence.children_by(verb, Dep::Prep).chain(sentence.children_by(token, Dep::Prep));
    let of_them = around
        .filter(|preposition| matches!(sentence.lower(*preposition).as_str(), "at" | "to" | "of"))
        .flat_map(|preposition| sentence.objects_of(preposition));
    let is_figure = |object: &u32| sentence.token(*object).pos == Pos::Num;
    let figure = of_them.filter(is_figure).last().or_else(|| figure_behind(sentence, token))?;
    let count = sentence.mention(figure).count?;
    let told = modality::told(sentence, verb, false);
    if told.value != ModalityValue::Actual {
        return None;
    }
    let span = sentence.span(token, figure.max(token) + 1);
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.casualties.push(DraftCasualty {
        effect,
        implied: false,
        count,
        victim: None,
        class: "unknown".to_owned(),
        words: sentence.word(token).to_owned(),
        span,
    });
    Some(draft(sentence, "casualty/toll", token, DraftBody::Event(Box::new(event)), told))
}

/// "The mission said five were killed; an official spoke of eight": a bare figure beside that of the dead told before.
fn figure_of_another(sentence: &Annotated, number: u32) -> Option<Draft> {
    let of = sentence.token(number).head;
    let verb = sentence.token(of).head;
    let bare = sentence.token(number).pos == Pos::Num && sentence.token(number).dep == Dep::Pobj;
    let speaks = sentence.lexicon.words.is("tells-figure", sentence.lemma(verb));
    if !bare || !speaks || sentence.lower(of) != "of" || sentence.kinds(number).time.is_some() {
        return None;
    }
    let kills = |token: &u32| {
        let item = sentence.token(*token);
        let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(*token));
        item.pos == Pos::Verb && frames.any(|frame| frame.effect == Some(Effect::Killed))
    };
    let deed = (0..verb).rev().find(kills)?;
    let mut event = empty(EventType::Assault, true, Reference::New);
    event.same_as.push((sentence.index, deed));
    event.casualties.push(DraftCasualty {
        effect: Effect::Killed,
        implied: false,
        count: sentence.mention(number).count?,
        victim: None,
        class: "unknown".to_owned(),
        words: sentence.word(verb).to_owned(),
        span: sentence.span(number, number + 1),
    });
    let told = modality::told(sentence, verb, false);
    let actual = told.value == ModalityValue::Actual;
    actual.then(|| draft(sentence, "casualty/toll", number, DraftBody::Event(Box::new(event)), told))
}

/// "the number of people killed in the attack on the market at 21": the parser hangs the figure on the market.
fn figure_behind(sentence: &Annotated, token: u32) -> Option<u32> {
    let reach = token + 1..sentence.len().min(token + FIGURE_REACH);
    let prepositions = reach.filter(|word| {
        sentence.token(*word).dep == Dep::Prep && matches!(sentence.lower(*word).as_str(), "at" | "to")
    });
    let bare =
        |object: &u32| sentence.token(*object).pos == Pos::Num && sentence.kinds(*object).time.is_none();
    prepositions.flat_map(|preposition| sentence.objects_of(preposition)).find(bare)
}

/// Words behind "the number" in which its figure is looked for.
const FIGURE_REACH: u32 = 20;

/// What was done to "the dead", "the wounded", "killed".
fn effect_of(sentence: &Annotated, token: u32) -> Option<Effect> {
    let lemma = sentence.lemma(token).to_lowercase();
    let sets = [("harm-killed", Effect::Killed), ("harm-injured", Effect::Injured)];
    sets.into_iter().find(|(set, _)| sentence.lexicon.words.is(set, &lemma)).map(|(_, effect)| effect)
}
