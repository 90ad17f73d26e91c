//! Fillers → the fields of an event, by what they are: who does it, to whom, to what, with what.

use casus_annotate::Annotated;
use casus_lexicon::{Role, Test};
use casus_model::{Dep, DraftEvent, EventType, Mention, Pos, ResponsibilityStatus, Tag};

use crate::company;
use crate::matching::{Match, weapon_of};
use crate::needs::{is_made_people, is_violent_noun, may_be};

/// Distributes fillers over the event's fields by what they are.
pub(crate) fn fill(sentence: &Annotated, found: &Match, event: &mut DraftEvent) {
    if let Some(hit) = hit_without_was(sentence, found, event.event_type) {
        patient(sentence, hit, false, event);
        return;
    }
    for token in found.of(Role::Agent) {
        if !found.nominal && is_speaker_itself(sentence, *token) {
            push(&mut event.actors, sentence.mention(*token));
        }
        agent(sentence, *token, event);
        carried(sentence, *token, event);
    }
    if !found.nominal && sentence.token(found.token).dep == Dep::Pcomp && !event.actors.is_empty() {
        event.responsibility = charge(sentence, found.token);
    }
    if event.actors.is_empty() && found.nominal {
        event.actors.extend(charged(sentence, found.token).into_iter().map(|actor| sentence.mention(actor)));
        if !event.actors.is_empty() {
            event.responsibility = charge(sentence, found.token);
        }
    }
    for token in found.of(Role::Patient).iter().chain(found.of(Role::Victim)) {
        patient(sentence, *token, is_made_people(sentence, found, *token), event);
    }
    if event.event_type == EventType::Request && event.recipients.is_empty() {
        let asked = asked(sentence, found);
        event.recipients.extend(asked.into_iter().map(|somebody| sentence.mention(somebody)));
    }
    for token in found.of(Role::Weapon) {
        weapon(sentence, *token, event);
        if event.event_type == EventType::Assault && is_what_strikes(sentence, *token) {
            flown_by(sentence, *token, event);
        }
    }
    for token in found.of(Role::Interceptor) {
        if event.event_type == EventType::Assault && !is_violent_noun(sentence, *token) {
            push(&mut event.interceptors, sentence.mention(*token));
        }
    }
}

/// "demanded that the army withdraw", "urged donors to pay", "demanded the governor's resignation": who is to do what is
/// asked for.
fn asked(sentence: &Annotated, found: &Match) -> Vec<u32> {
    let is_subject = |child: &u32| matches!(sentence.token(*child).dep, Dep::Nsubj | Dep::Nsubjpass);
    let doers = found.of(Role::Content).iter().flat_map(|content| {
        let verb = matches!(sentence.token(*content).pos, Pos::Verb | Pos::Aux);
        let own = sentence.lexicon.words.is("own-deed", &sentence.lemma(*content).to_lowercase());
        let doer = |child: &u32| match verb {
            true => is_subject(child),
            false => own && sentence.token(*child).dep == Dep::Poss,
        };
        let children = sentence.tree.children(*content).iter().copied().filter(doer);
        children.flat_map(|doer| sentence.coordinated(doer)).collect::<Vec<u32>>()
    });
    let by = found.of(Role::Agent);
    let somebody = |doer: &u32| !by.contains(doer) && is_done_to(sentence, *doer, EventType::Request);
    doers.map(|doer| sentence.behind_quantity(doer)).filter(somebody).collect()
}

/// "both", "the other", "all parties": a word for a side, where something is said to it or of it.
fn stands_for_a_side(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    let lower = sentence.lower(token);
    let the = |det: u32| sentence.lower(det) == "the";
    words.is("either-side", &lower)
        || words.is("side-noun", &sentence.lemma(token).to_lowercase())
        || lower == "other" && sentence.children_by(token, Dep::Det).any(the)
}

/// "a shipping firm and two traders": of those joined by "and" one is somebody, and the other no thing.
fn is_joined_with_somebody(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let thing = kinds.target.is_some() || kinds.weapon.is_some() || kinds.time.is_some();
    let joined =
        sentence.token(token).dep == Dep::Conj || sentence.children_by(token, Dep::Conj).next().is_some();
    let first = if sentence.token(token).dep == Dep::Conj { sentence.token(token).head } else { token };
    let somebody = |member: u32| member != token && sentence.kinds(member).is_actor();
    sentence.token(token).pos == Pos::Noun
        && joined
        && !thing
        && !is_violent_noun(sentence, token)
        && sentence.coordinated(first).into_iter().any(somebody)
}

/// "accused the army of a massacre", "soldiers implicated in the murder", "those responsible for the attack": whoever
/// is charged with a deed is told to have done it.
pub(crate) fn charged(sentence: &Annotated, deed: u32) -> Vec<u32> {
    let of = sentence.token(deed).head;
    let word = sentence.token(of).head;
    let preposition = matches!(sentence.token(deed).dep, Dep::Pobj | Dep::Pcomp)
        && matches!(sentence.lower(of).as_str(), "of" | "for" | "in" | "with" | "to" | "behind");
    if !preposition {
        return Vec::new();
    }
    let accuses = |lemma: &str| {
        let mut frames = sentence.lexicon.frames.of_verb(lemma);
        frames.any(|frame| frame.event_type == Some(EventType::Accuse))
    };
    let item = sentence.token(word);
    let of_charge = matches!(sentence.lower(of).as_str(), "of" | "for");
    let is_charge = |word: &str| sentence.lexicon.words.is("charged-word", word);
    let charges = is_charge(&sentence.lower(word)) || is_charge(sentence.lemma(word));
    let arrested = item.pos == Pos::Noun && sentence.lower(word) == "connection";
    let whom = match item.pos {
        // "arrested two men in connection with the murder"
        _ if arrested => {
            let verb = sentence.token(item.head).head;
            let clause = sentence.clause(verb);
            if sentence.token(verb).pos == Pos::Verb && is_of_law(sentence, verb) {
                clause.objects
            } else {
                Vec::new()
            }
        }
        // "is believed to be behind the attack"
        Pos::Verb | Pos::Aux if sentence.lower(of) == "behind" && sentence.lemma(word) == "be" => {
            sentence.clause(word).subjects
        }
        Pos::Verb if of_charge && accuses(sentence.lemma(word)) || charges => {
            let clause = sentence.clause(word);
            if clause.objects.is_empty() && charges { clause.subjects } else { clause.objects }
        }
        Pos::Adj if charges && item.dep == Dep::Acomp => sentence.clause(item.head).subjects,
        // "are held responsible for"
        Pos::Adj if charges && item.dep == Dep::Oprd => sentence.clause(item.head).objects,
        // "was the perpetrator of", "the masterminds of"
        Pos::Noun if charges && item.dep == Dep::Attr => sentence.clause(item.head).subjects,
        Pos::Noun if charges => vec![word],
        Pos::Adj if charges && sentence.is_nominal(item.head) => vec![item.head],
        _ => Vec::new(),
    };
    let somebody = |token: &u32| sentence.kinds(*token).is_actor() || sentence.place(*token).is_some();
    whom.into_iter().filter(somebody).collect()
}

/// "arrested", "detained", "sought": what the law does with suspects.
fn is_of_law(sentence: &Annotated, verb: u32) -> bool {
    let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(verb));
    sentence.lexicon.words.is("suspecting-word", sentence.lemma(verb))
        || frames.any(|frame| frame.event_type == Some(EventType::Coerce))
}

/// How surely the word before a deed lays it on somebody; none where it is told as fact ("implicated in").
pub(crate) fn charge(sentence: &Annotated, deed: u32) -> Option<ResponsibilityStatus> {
    let of = sentence.token(deed).head;
    if !matches!(sentence.token(deed).dep, Dep::Pobj | Dep::Pcomp) {
        return None;
    }
    // "accused the air force of bombing": the parser may hang "of" on the one accused.
    let above = sentence.token(of).head;
    let object =
        matches!(sentence.token(above).dep, Dep::Dobj | Dep::Nsubjpass) && sentence.lower(of) == "of";
    let word = if object { sentence.token(above).head } else { above };
    let is = |set: &str| {
        let words = &sentence.lexicon.words;
        words.is(set, &sentence.lower(word)) || words.is(set, sentence.lemma(word))
    };
    if is("suspecting-word") || sentence.lower(word) == "connection" {
        Some(ResponsibilityStatus::Suspected)
    } else if is("accusing-word") {
        Some(ResponsibilityStatus::Accused)
    } else if sentence.lower(word) == "responsible" {
        Some(ResponsibilityStatus::Stated)
    } else {
        None
    }
}

/// "Village attacked": a thing and a bare past form without an object. Headlines leave out "was";
/// of a ship or vehicle, which can attack as well, the words are taken as they stand, unless the verb asks for an object.
fn hit_without_was(sentence: &Annotated, found: &Match, event_type: EventType) -> Option<u32> {
    let [subject] = found.of(Role::Agent) else { return None };
    let kinds = sentence.kinds(*subject);
    let acts = |kind: &str| sentence.lexicon.words.is("acting-target", kind);
    let asks = sentence.lexicon.words.is("asks-for-object", sentence.lemma(found.token));
    let thing =
        kinds.target.is_some_and(|kind| asks || !acts(kind)) && !kinds.is_actor() && kinds.weapon.is_none();
    let past = matches!(sentence.token(found.token).tag, Tag::Vbd | Tag::Vbn);
    let bare = found.of(Role::Patient).is_empty()
        && found.of(Role::Weapon).is_empty()
        && sentence.clause(found.token).objects.is_empty();
    (event_type == EventType::Assault && thing && past && bare && !found.nominal).then_some(*subject)
}

fn agent(sentence: &Annotated, token: u32, event: &mut DraftEvent) {
    let kinds = sentence.kinds(token);
    if kinds.time.is_some() {
        return;
    }
    let is_attack = event.event_type == EventType::Assault;
    // "blown up by the bridge": a thing without a crew does nothing.
    let acts =
        kinds.target.is_some_and(|kind| !is_attack || sentence.lexicon.words.is("acting-target", kind));
    let is_somebody = kinds.is_actor()
        || company::is_human(sentence, token)
        || kinds.place.is_some()
        || acts
        || sentence.demonym(token).is_some()
        || !is_attack && sentence.is_nominal(token);
    if is_attack && kinds.people.is_none() && weapon_of(sentence, token).is_some() {
        weapon(sentence, token, event);
        flown_by(sentence, token, event);
    } else if is_attack && is_violent_noun(sentence, token) {
        event.same_as.push((sentence.index, token));
    } else if is_somebody {
        push(&mut event.actors, sentence.mention(token));
    }
}

/// "The movement said that it had fired the missile": the group that speaks.
fn is_speaker_itself(sentence: &Annotated, token: u32) -> bool {
    let verb = sentence.token(token).head;
    let saying = sentence.token(verb).head;
    sentence.lower(token) == "it"
        && sentence.token(token).dep == Dep::Nsubj
        && sentence.token(verb).dep == Dep::Ccomp
        && sentence.token(saying).tag != Tag::Vbg
        && sentence.lexicon.words.cue(&sentence.lemma(saying).to_lowercase()).is_some()
        && sentence.clause(saying).subjects.iter().any(|speaker| sentence.kinds(*speaker).is_actor())
}

/// "Missiles hit the port", "hit by missiles", not "attacked with missiles".
fn is_what_strikes(sentence: &Annotated, weapon: u32) -> bool {
    let item = sentence.token(weapon);
    matches!(item.dep, Dep::Nsubj | Dep::Csubj)
        || item.dep == Dep::Pobj && sentence.token(item.head).dep == Dep::Agent
}

/// "an army drone", "Arnorian missiles", "jets of the air force": whose weapon it is that strikes. Of one that somebody
/// strikes with, an adjective may only say where it was made.
fn flown_by(sentence: &Annotated, weapon: u32, event: &mut DraftEvent) {
    let is_owner = |owner: &u32| {
        let kinds = sentence.kinds(*owner);
        kinds.is_actor() && kinds.target.is_none() || sentence.demonym(*owner).is_some()
    };
    let of = sentence.children_by(weapon, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let behind =
        of.flat_map(|of| sentence.objects_of(of)).filter(|owner| sentence.kinds(*owner).place.is_none());
    for owner in owners_of(sentence, weapon).into_iter().chain(behind).filter(is_owner) {
        push(&mut event.actors, sentence.mention(owner));
    }
}

/// "men with machetes": what those who do it carry.
fn carried(sentence: &Annotated, token: u32, event: &mut DraftEvent) {
    let with =
        sentence.children_by(token, Dep::Prep).filter(|preposition| sentence.lower(*preposition) == "with");
    let carried: Vec<u32> = with.flat_map(|preposition| sentence.objects_of(preposition)).collect();
    for object in carried.into_iter().filter(|object| sentence.kinds(*object).weapon.is_some()) {
        weapon(sentence, object, event);
    }
}

/// Whom or what it is done to, and those listed behind; `made_people` where the deed alone says that it is people.
fn patient(sentence: &Annotated, token: u32, made_people: bool, event: &mut DraftEvent) {
    let listed =
        if event.event_type == EventType::Assault { listed_after(sentence, token) } else { Vec::new() };
    for thing in std::iter::once(token).chain(listed) {
        one_patient(sentence, thing, made_people && thing == token, event);
    }
}

fn one_patient(sentence: &Annotated, token: u32, made_people: bool, event: &mut DraftEvent) {
    let kinds = sentence.kinds(token);
    let mention = sentence.mention(token);
    if kinds.time.is_some() {
        return;
    }
    if let (EventType::Assault, Some(thing)) = (event.event_type, thing_meant(sentence, token)) {
        let kind = sentence.kinds(thing).target.unwrap_or("other").to_owned();
        push_target(event, sentence.mention(thing), kind);
        return;
    }
    if let Some((_, role)) = kinds.weapon.filter(|_| kinds.target.is_none()) {
        if matches!(role, "launcher" | "platform") {
            push_target(event, mention, "other".to_owned());
        }
        return;
    }
    if let Some(thing) = thing_inside(sentence, token) {
        let kind = sentence.kinds(thing).target.unwrap_or("other").to_owned();
        push_target(event, sentence.mention(thing), kind);
    } else if let Some(kind) =
        kinds.target.filter(|_| kinds.people.is_none() || is_behind_place(sentence, token))
    {
        let kind = if kind == "camp" && is_camp_of_armed(sentence, token) { "base" } else { kind };
        push_target(event, mention, kind.to_owned());
    } else if event.event_type == EventType::Assault && is_thing_beside_a_target(sentence, token) {
        push_target(event, mention, "other".to_owned());
    } else if is_done_to(sentence, token, event.event_type)
        || event.event_type == EventType::Assault && (made_people || company::is_human(sentence, token))
    {
        push(&mut event.recipients, mention);
    } else if event.event_type == EventType::Assault && company::is_built(sentence, token) {
        push_target(event, mention, "other".to_owned());
    } else if event.event_type == EventType::Accuse && is_violent_noun(sentence, token) {
        for doer in doers_of(sentence, token) {
            push(&mut event.recipients, sentence.mention(doer));
        }
    }
    if kinds.target.is_some() || event.event_type == EventType::Assault {
        for people in people_of(sentence, token) {
            push(&mut event.recipients, people);
        }
    }
}

/// "a camp of rebels", "a camp used for the training of recruits": one of those who fight, and no shelter.
fn is_camp_of_armed(sentence: &Annotated, camp: u32) -> bool {
    let armed = |token: u32| {
        let class = sentence.kinds(token).people.map(|(class, _)| class);
        class.is_some_and(crate::needs::is_armed) || sentence.kinds(token).weapon.is_some()
    };
    let drills = |token: u32| sentence.lexicon.words.is("drill-word", &sentence.lemma(token).to_lowercase());
    let told = sentence.tree.children(camp).iter().copied().filter(|child| *child > camp);
    told.filter(|child| matches!(sentence.token(*child).dep, Dep::Prep | Dep::Acl | Dep::Relcl)).any(
        |child| {
            let of = sentence.lower(child) == "of" && sentence.objects_of(child).into_iter().any(armed);
            let right = sentence.tree.right(child).min(child + 8);
            of || sentence.token(child).dep != Dep::Prep && (child..=right).any(drills)
        },
    )
}

/// "hit a corn drier and a house": of things joined by "and" one can be hit, and the other is nobody.
fn is_thing_beside_a_target(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let nothing = kinds.target.is_none()
        && kinds.weapon.is_none()
        && kinds.place.is_none()
        && kinds.time.is_none()
        && !kinds.is_actor();
    let counted = sentence.children_by(token, Dep::Det).next().is_some()
        || sentence.children_by(token, Dep::Nummod).next().is_some();
    let thing = |other: u32| {
        let kinds = sentence.kinds(other);
        kinds.target.is_some() && !kinds.is_actor() && kinds.weapon.is_none()
    };
    let beside = sentence.children_by(token, Dep::Conj).any(thing)
        || sentence.token(token).dep == Dep::Conj && thing(sentence.token(token).head);
    sentence.token(token).pos == Pos::Noun
        && nothing
        && counted
        && beside
        && !is_violent_noun(sentence, token)
}

/// "Arnor's assault", "the Arnorian raid", "an attack by rebels": who is blamed with the deed.
fn doers_of(sentence: &Annotated, deed: u32) -> Vec<u32> {
    let by = sentence
        .tree
        .children(deed)
        .iter()
        .copied()
        .filter(|child| *child > deed && sentence.lower(*child) == "by")
        .flat_map(|by| sentence.objects_of(by));
    let before = owners_of(sentence, deed).into_iter().filter(|owner| {
        let kinds = sentence.kinds(*owner);
        kinds.is_actor() || sentence.demonym(*owner).is_some()
    });
    before.chain(by).collect()
}

/// "a minibus … when it was hit": the thing told before in the sentence.
pub(crate) fn thing_meant(sentence: &Annotated, token: u32) -> Option<u32> {
    if sentence.token(token).pos != Pos::Pron || sentence.lower(token) != "it" {
        return None;
    }
    let before = (token.saturating_sub(24)..token).rev();
    let thing = |candidate: &u32| {
        let kinds = sentence.kinds(*candidate);
        kinds.target.is_some()
            && kinds.weapon.is_none()
            && !matches!(sentence.token(*candidate).dep, Dep::Compound | Dep::Nmod | Dep::Amod)
    };
    before.into_iter().find(thing)
}

/// Somebody to whom it is done; where an attack happened is read with the other places.
fn is_done_to(sentence: &Annotated, token: u32, event_type: EventType) -> bool {
    let kinds = sentence.kinds(token);
    match event_type {
        EventType::Assault => {
            kinds.is_actor() && !is_merely_where(sentence, token) && !is_side(sentence, token)
        }
        _ => {
            (kinds.is_actor() || kinds.place.is_some()) && !is_merely_where(sentence, token)
                || may_be(sentence, token, Test::Actor)
                || stands_for_a_side(sentence, token)
                || is_joined_with_somebody(sentence, token)
        }
    }
}

/// "at Kimoka", "in the capital": a name behind a preposition of place that is nobody in particular.
fn is_merely_where(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let above = sentence.token(token).head;
    let aimed = matches!(sentence.lower(above).as_str(), "to" | "from");
    let nobody = kinds.people.is_none() && kinds.actor.is_none() && !kinds.person;
    nobody && (is_behind_place(sentence, token) || aimed && sentence.token(token).dep == Dep::Pobj)
}

/// "outside the ministry": behind a preposition that says where.
fn is_behind_place(sentence: &Annotated, token: u32) -> bool {
    let above = sentence.token(token).head;
    sentence.token(token).dep == Dep::Pobj
        && matches!(
            sentence.lower(above).as_str(),
            "at" | "in" | "near" | "inside" | "outside" | "into" | "beside" | "under" | "behind" | "opposite"
        )
}

/// "the offices of the party, a bank and a school": things that the parser lists with what the first is of.
fn listed_after(sentence: &Annotated, first: u32) -> Vec<u32> {
    let is_thing = |token: &u32| {
        let kinds = sentence.kinds(*token);
        kinds.target.is_some() && !kinds.is_actor() && kinds.weapon.is_none() && kinds.time.is_none()
    };
    if !is_thing(&first) {
        return Vec::new();
    }
    let of = sentence.children_by(first, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    let owners = of.flat_map(|of| sentence.children_by(of, Dep::Pobj)).filter(|owner| !is_thing(owner));
    let owners: Vec<u32> = owners.collect();
    let of_owners = owners.iter().flat_map(|owner| sentence.coordinated(*owner));
    // "a hotel, a shop and a bank": two commas may make the second an apposition of the first.
    let apposed = owners.iter().chain([&first]).flat_map(|one| sentence.children_by(*one, Dep::Appos));
    let apposed = apposed.map(|one| sentence.coordinated(one)).filter(|list| list.len() > 1).flatten();
    of_owners.chain(apposed).filter(is_thing).collect()
}

/// "in front of the embassy": a word that only says on which side of something it was.
fn is_side(sentence: &Annotated, token: u32) -> bool {
    let above = sentence.lower(sentence.token(token).head);
    sentence.token(token).dep == Dep::Pobj
        && matches!(above.as_str(), "in" | "at" | "on" | "to")
        && sentence.lexicon.words.is("side-of-thing", &sentence.lower(token))
        && sentence.children_by(token, Dep::Prep).any(|of| sentence.lower(of) == "of")
}

/// "the second floor of the barracks", "in front of the bank": the thing that a part or a side is of.
fn thing_inside(sentence: &Annotated, token: u32) -> Option<u32> {
    let kinds = sentence.kinds(token);
    if (kinds.target.is_some() || kinds.is_actor()) && !is_side(sentence, token) {
        return None;
    }
    let of =
        sentence.children_by(token, Dep::Prep).find(|preposition| sentence.lower(*preposition) == "of")?;
    sentence.objects_of(of).into_iter().find(|object| sentence.kinds(*object).target.is_some())
}

/// "barracks housing American troops", "a base of the army": people that the thing belongs to or holds.
fn people_of(sentence: &Annotated, token: u32) -> Vec<Mention> {
    let thing = thing_inside(sentence, token).unwrap_or(token);
    if sentence.kinds(thing).target.is_none() {
        return Vec::new();
    }
    // "the Arnorian city of Bree": whose country it lies in.
    let town = sentence.lexicon.words.is("place-noun", &sentence.lemma(thing).to_lowercase());
    let mut people: Vec<u32> = Vec::new();
    for child in sentence.tree.children(thing).iter().copied().filter(|child| *child > thing) {
        match sentence.token(child).dep {
            Dep::Acl | Dep::Advcl | Dep::Relcl => people.extend(sentence.clause(child).objects),
            _ => {}
        }
    }
    // The parser likes to hang "housing American troops" on the verb.
    if people.is_empty() && thing + 1 < sentence.len() && sentence.token(thing + 1).pos == Pos::Verb {
        people.extend(sentence.children_by(thing + 1, Dep::Dobj));
    }
    people.extend(owners_of(sentence, thing));
    let of =
        sentence.children_by(thing, Dep::Prep).filter(|preposition| sentence.lower(*preposition) == "of");
    let parts = of.flat_map(|preposition| sentence.objects_of(preposition));
    people.extend(
        parts
            .filter(|part| sentence.kinds(*part).target.is_some())
            .flat_map(|part| owners_of(sentence, part)),
    );
    people.retain(|person| match sentence.demonym(*person) {
        Some(_) => !town,
        None => sentence.kinds(*person).is_actor(),
    });
    people.into_iter().map(|person| sentence.mention(person)).collect()
}

/// "army lorries", "a French tanker", "the ministry's convoy": whose thing it is.
fn owners_of(sentence: &Annotated, thing: u32) -> Vec<u32> {
    let own = sentence
        .marks_over(thing)
        .filter(|mark| mark.end == thing + 1)
        .map(|mark| mark.first)
        .min()
        .unwrap_or(thing);
    let before = sentence.tree.children(thing).iter().copied().filter(|child| *child < own);
    before
        .filter(|child| {
            matches!(sentence.token(*child).dep, Dep::Compound | Dep::Amod | Dep::Poss | Dep::Nmod)
        })
        .collect()
}

fn weapon(sentence: &Annotated, token: u32, event: &mut DraftEvent) {
    let Some((class, _, named)) = weapon_of(sentence, token) else { return };
    let mention = sentence.mention(token);
    // "one … and another": not the thing that was told before.
    let another =
        named != token && !mention.definite && sentence.lexicon.words.is("otherness", &sentence.lower(token));
    event.things.push((sentence.index, if another { token } else { named }));
    if !event.weapons.iter().any(|(known, _)| known.head == mention.head) {
        event.weapons.push((mention, class.to_owned()));
    }
}

fn push(mentions: &mut Vec<Mention>, mention: Mention) {
    if !mentions.iter().any(|known| known.sentence == mention.sentence && known.head == mention.head) {
        mentions.push(mention);
    }
}

fn push_target(event: &mut DraftEvent, mention: Mention, kind: String) {
    if !event
        .targets
        .iter()
        .any(|(known, _)| known.head == mention.head && known.sentence == mention.sentence)
    {
        event.targets.push((mention, kind));
    }
}

/// "gunmen attacked": whoever is called after a weapon attacks with it, unless the deed is one of hands.
pub(crate) fn named_by_weapon(
    sentence: &Annotated,
    found: &Match,
    event: &DraftEvent,
) -> Option<(Mention, String)> {
    let by_hand = |mode: &String| sentence.lexicon.words.is("mode-by-hand", mode);
    if event.event_type != EventType::Assault || event.modes.iter().any(by_hand) {
        return None;
    }
    let is_gunner = |token: &u32| sentence.lexicon.words.is("gunner", sentence.lemma(*token));
    let agent = found.of(Role::Agent).iter().copied().find(is_gunner)?;
    Some((trigger_mention(sentence, agent), "small-arms".to_owned()))
}

/// The trigger as the weapon it tells of, uncounted.
pub(crate) fn trigger_mention(sentence: &Annotated, token: u32) -> Mention {
    let span = sentence.span(token, token + 1);
    Mention {
        sentence: sentence.index,
        head: token,
        span,
        count: None,
        plural: true,
        definite: false,
        pronoun: false,
    }
}

/// "attacked the town": a whole town is where it was, and no target.
pub(crate) fn is_merely_a_town(sentence: &Annotated, target: &Mention, kind: &str) -> bool {
    let lemma = sentence.lemma(target.head).to_lowercase();
    let named = sentence.children_by(target.head, Dep::Prep).any(|of| sentence.lower(of) == "of")
        || sentence.children_by(target.head, Dep::Compound).next().is_some();
    kind == "other"
        && target.count.is_none()
        && (target.definite || named)
        && sentence.lexicon.words.is("place-noun", &lemma)
}

/// "killed in the market", "went off at a checkpoint": the thing where the deed was done.
pub(crate) fn scene_of(sentence: &Annotated, found: &Match, event: &mut DraftEvent) {
    let clause = sentence.clause(found.token);
    let where_it_was = clause.prepositions.iter().filter(|(preposition, _)| {
        matches!(sentence.lower(*preposition).as_str(), "in" | "at" | "inside" | "on" | "under" | "outside")
    });
    for object in where_it_was.flat_map(|(_, objects)| objects.iter().copied()) {
        // "in the basement of the tower"
        let object = thing_inside(sentence, object).unwrap_or(object);
        let Some(kind) = sentence.kinds(object).target else { continue };
        // "gunmen on a motorcycle": what those who do it ride.
        let ridden = sentence.lexicon.words.is("ridden", &sentence.lemma(object).to_lowercase());
        let scene = sentence.lexicon.words.is("scene-kind", kind) && !ridden;
        if scene && sentence.kinds(object).time.is_none() {
            push_target(event, sentence.mention(object), kind.to_owned());
        }
    }
}
