//! Matches → drafts of events: who did what to whom, with what, where, when, and what came of it.

use casus_annotate::{Annotated, Meaning};
use casus_lexicon::{Role, Test};
use casus_model::{
    Damage, Dep, Draft, DraftBody, DraftCasualty, DraftEvent, DraftOutcome, Effect, EventType, Evidence,
    Granularity, Mention, ModalityValue, OutcomeValue, Pos, Reference, ResponsibilityStatus, Tag, When,
};

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::circumstance::{Circumstances, Given, circumstances};
use crate::matching::{Match, is_violent_noun, may_be, weapon_of};
use crate::modality::Told;
use crate::{Material, casualty, draft, modality, scene, tally};

/// The events of a sentence.
pub(crate) fn events(material: &Material, sentence: &Annotated, matches: &[Match]) -> Vec<Draft> {
    let triggers: Vec<u32> = matches.iter().map(|found| found.token).collect();
    let around = circumstances(sentence, &triggers);
    let mut drafts: Vec<Draft> = Vec::new();
    for found in matches {
        if let Some(draft) = event(material, sentence, found, matches, &around) {
            drafts.push(draft);
        }
    }
    drafts.extend(casualty::nouns(sentence));
    drafts
}

fn event(
    material: &Material,
    sentence: &Annotated,
    found: &Match,
    matches: &[Match],
    around: &Circumstances,
) -> Option<Draft> {
    let frame = found.frame;
    if is_standing_tie(sentence, found) || is_described_by_it(sentence, found) {
        return None;
    }
    let reference = reference(sentence, found);
    let mut told = modality::told(sentence, found.token, reference == Reference::Known);
    if frame.modality.is_some() {
        told.value = ModalityValue::Actual;
    }
    // "ending an attack in which 19 people died": what came to an end had happened.
    if told.value == ModalityValue::Negated && found.nominal && is_scene_of_harm_below(sentence, found.token)
    {
        told.value = ModalityValue::Actual;
    }
    if told.value == ModalityValue::Planned && is_said_on_an_errand(sentence, found, matches) {
        told.value = ModalityValue::Actual;
    }
    if let (Some(value), ModalityValue::Actual) = (frame.told, told.value) {
        told.value = value;
    }
    if found.nominal && frame.event_type == Some(EventType::Assault) && !is_told(sentence, found, told) {
        return None;
    }
    if is_background(sentence, found, reference) && told.value == ModalityValue::Actual {
        told.value = ModalityValue::Historical;
    }
    let says_again =
        is_said_of_it(sentence, found.token) && found.nominal || sums_up(sentence, found, matches);
    let attaches =
        frame.attaches || says_again || reference == Reference::Known && !is_described(sentence, found);
    let event_type = match (frame.event_type.unwrap_or(EventType::Assault), told.value) {
        (EventType::Assault, ModalityValue::Exercise) => EventType::Mobilize,
        (event_type, _) => event_type,
    };
    let mut event = empty(event_type, attaches, reference);
    event.modes.clone_from(&frame.modes);
    fill(sentence, found, &mut event);
    if let (Some(class), true) = (&frame.class, event.weapons.is_empty()) {
        event.weapons.push((trigger_mention(sentence, found.token), class.clone()));
    }
    if event.weapons.is_empty() {
        event.weapons.extend(named_by_weapon(sentence, found, &event));
    }
    if event_type == EventType::Assault {
        event.targets.retain(|(target, kind)| !is_merely_a_town(sentence, target, kind));
        if event.targets.is_empty() {
            scene_of(sentence, found, &mut event);
        }
    } else {
        event.targets.clear();
    }
    effects(sentence, found, told, &mut event);
    place_and_time(material, found.token, around, &mut event);
    if is_of_words(event_type) {
        // "warned Washington": a place that is spoken to, or speaks, is a government and not where.
        let parties = event.recipients.iter().chain(&event.actors);
        let speaking: Vec<usize> = parties.filter_map(|party| sentence.place(party.head)).collect();
        event.places.retain(|index| !speaking.contains(index));
    }
    if is_of_words(event_type) || event_type == EventType::Consult {
        // "telephoned the ministers of Arnor": who they are and not where it was.
        let close = |index: &usize| {
            let mut given = around.places.iter().filter(|given| given.trigger == found.token);
            given.any(|given| given.index == *index && given.steps <= CLOSE)
                || event_type == EventType::Consult && !is_behind_of(sentence, *index)
        };
        event.places.retain(close);
    }
    if told.value == ModalityValue::Actual && scene::is_only_in_words(sentence, found, &event) {
        return None;
    }
    told = dated(material, &event.times, told);
    let body = match tally::over_a_window(material, sentence, found, &event, around, told) {
        Some(tally) => DraftBody::Tally(Box::new(tally)),
        None => DraftBody::Event(Box::new(event)),
    };
    let mut draft = draft(sentence, &frame.name, found.token, body, told);
    draft.evidence = evidence(&draft, sentence, found);
    Some(draft)
}

/// "flew to Cairo to press the rebels": what one meets, travels or calls for is said there, where the meeting
/// is told as held.
fn is_said_on_an_errand(sentence: &Annotated, found: &Match, matches: &[Match]) -> bool {
    let talk = |frame: &casus_lexicon::Frame| {
        matches!(
            frame.event_type,
            Some(EventType::Request | EventType::Consult | EventType::Accuse | EventType::Support)
        )
    };
    let errand = sentence.outside_dashes(found.token, sentence.token(found.token).head);
    talk(found.frame)
        && sentence.token(found.token).dep == Dep::Advcl
        && matches.iter().any(|other| {
            other.token == errand
                && other.frame.event_type == Some(EventType::Consult)
                && modality::told(sentence, errand, false).value == ModalityValue::Actual
        })
}

/// "ministers of Arnor"
fn is_behind_of(sentence: &Annotated, place: usize) -> bool {
    sentence.marks.iter().any(|mark| {
        let head = sentence.head_of(mark.first, mark.end);
        mark.meaning == Meaning::Place(place) && sentence.lower(sentence.token(head).head) == "of"
    })
}

/// A place further below a word of speech than this belongs to somebody named there.
const CLOSE: u32 = 2;

/// "…, an attack which police lay to gunmen": the noun behind the clause sums up what its verb told.
fn sums_up(sentence: &Annotated, found: &Match, matches: &[Match]) -> bool {
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

/// "attacked the town": a whole town is where it was, and no target.
fn is_merely_a_town(sentence: &Annotated, target: &Mention, kind: &str) -> bool {
    let lemma = sentence.lemma(target.head).to_lowercase();
    let named = sentence.children_by(target.head, Dep::Prep).any(|of| sentence.lower(of) == "of")
        || sentence.children_by(target.head, Dep::Compound).next().is_some();
    kind == "other"
        && target.count.is_none()
        && (target.definite || named)
        && sentence.lexicon.words.is("place-noun", &lemma)
}

/// "killed in the market", "went off at a checkpoint": the thing where the deed was done.
fn scene_of(sentence: &Annotated, found: &Match, event: &mut DraftEvent) {
    let clause = sentence.clause(found.token);
    let where_it_was = clause.prepositions.iter().filter(|(preposition, _)| {
        matches!(sentence.lower(*preposition).as_str(), "in" | "at" | "inside" | "on" | "under" | "outside")
    });
    for object in where_it_was.flat_map(|(_, objects)| objects.iter().copied()) {
        let Some(kind) = sentence.kinds(object).target else { continue };
        if sentence.lexicon.words.is("scene-kind", kind) && sentence.kinds(object).time.is_none() {
            push_target(event, sentence.mention(object), kind.to_owned());
        }
    }
}

/// Types whose deed is said and not done somewhere.
fn is_of_words(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Request
            | EventType::Accuse
            | EventType::Threaten
            | EventType::Reject
            | EventType::Support
            | EventType::Agree
            | EventType::Sanction
    )
}

/// "gunmen attacked": whoever is called after a weapon attacks with it, unless the deed is one of hands.
fn named_by_weapon(sentence: &Annotated, found: &Match, event: &DraftEvent) -> Option<(Mention, String)> {
    let by_hand = |mode: &String| sentence.lexicon.words.is("mode-by-hand", mode);
    if event.event_type != EventType::Assault || event.modes.iter().any(by_hand) {
        return None;
    }
    let is_gunner = |token: &u32| sentence.lexicon.words.is("gunner", sentence.lemma(*token));
    let agent = found.of(Role::Agent).iter().copied().find(is_gunner)?;
    Some((trigger_mention(sentence, agent), "small-arms".to_owned()))
}

/// "a movement backed by Arnor": a tie, which the relation facet reads, and no event.
fn is_standing_tie(sentence: &Annotated, found: &Match) -> bool {
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
fn is_described_by_it(sentence: &Annotated, found: &Match) -> bool {
    let token = sentence.token(found.token);
    !found.nominal && token.dep == Dep::Amod && found.token < token.head && token.tag == Tag::Vbn
}

/// The trigger as the weapon it tells of, uncounted.
fn trigger_mention(sentence: &Annotated, token: u32) -> Mention {
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

/// An event of this type with nothing told.
pub(crate) fn empty(event_type: EventType, attaches: bool, reference: Reference) -> DraftEvent {
    DraftEvent {
        event_type,
        modes: Vec::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        targets: Vec::new(),
        weapons: Vec::new(),
        outcomes: Vec::new(),
        casualties: Vec::new(),
        damage: Vec::new(),
        interceptors: Vec::new(),
        responsibility: None::<ResponsibilityStatus>,
        times: Vec::new(),
        places: Vec::new(),
        attaches,
        reference,
        same_as: Vec::new(),
        things: Vec::new(),
    }
}

/// "the attack" was told before; "an attack" and "struck" are told here.
fn reference(sentence: &Annotated, found: &Match) -> Reference {
    if !found.nominal {
        return Reference::New;
    }
    let owned = sentence.children_by(found.token, Dep::Poss).next().is_some();
    let known = owned || sentence.mention(found.token).definite || is_said_of_it(sentence, found.token);
    if known { Reference::Known } else { Reference::New }
}

/// "It was the third bombing": what is said of something told before.
fn is_said_of_it(sentence: &Annotated, token: u32) -> bool {
    sentence.token(token).dep == Dep::Attr && {
        let subjects = sentence.clause(sentence.token(token).head).subjects;
        subjects
            .iter()
            .any(|subject| sentence.token(*subject).pos == Pos::Pron || sentence.names_violence(*subject))
    }
}

/// A nominal event counts as told when something particular is said of it. A bare plural ("halt their
/// attacks") names a habit; a counted plural is a tally and is read by that facet.
fn is_told(sentence: &Annotated, found: &Match, told: Told) -> bool {
    let token = found.token;
    let few =
        |count: casus_model::Count| count.low == Some(2) && count.high == Some(2) || count.exact() == Some(3);
    if sentence.is_plural(token) && !sentence.mention(token).count.is_some_and(few) {
        return false;
    }
    if told.value == ModalityValue::Negated && !scene::is_of_any(sentence, found) {
        return false;
    }
    let counted = !sentence.is_plural(token) && sentence.children_by(token, Dep::Nummod).next().is_some();
    let described = is_described(sentence, found)
        || !found.support.is_empty()
        || sentence.mention(token).definite
        || !charged(sentence, token).is_empty();
    !counted && (described || told.value != ModalityValue::Actual || is_argument_of_harm(sentence, token))
}

/// Something beside a pronoun fills a role, or somebody is hurt in it.
fn is_described(sentence: &Annotated, found: &Match) -> bool {
    let filled = found.fillers.values().flatten().any(|token| sentence.token(*token).pos != Pos::Pron);
    let told_of = || is_scene_of_harm_below(sentence, found.token);
    filled || found.nominal && (is_scene_of_harm(sentence, found.token) || told_of())
}

/// "a raid in which three died", "a battle in which tanks were used".
fn is_scene_of_harm_below(sentence: &Annotated, noun: u32) -> bool {
    let in_which = |clause: u32| {
        let prepositions = sentence.children_by(clause, Dep::Prep);
        prepositions
            .flat_map(|preposition| sentence.children_by(preposition, Dep::Pobj))
            .any(|object| sentence.token(object).tag == Tag::Wdt)
    };
    sentence.children_by(noun, Dep::Relcl).any(in_which)
}

/// "died in the raid", "was wounded by the blast".
fn is_scene_of_harm(sentence: &Annotated, token: u32) -> bool {
    let preposition = sentence.token(token).head;
    if sentence.token(token).dep != Dep::Pobj {
        return false;
    }
    let verb = sentence.token(preposition).head;
    sentence.lexicon.frames.of_verb(sentence.lemma(verb)).any(|frame| frame.effect.is_some())
}

/// A great event named without a date ("Arnor's invasion") is background, not news.
fn is_background(sentence: &Annotated, found: &Match, reference: Reference) -> bool {
    found.nominal
        && reference == Reference::Known
        && sentence.lexicon.words.is("epoch", sentence.lemma(found.token))
}

/// "the blast killed three": the noun is what did it.
fn is_argument_of_harm(sentence: &Annotated, token: u32) -> bool {
    let head = sentence.token(token).head;
    sentence.token(token).dep == Dep::Nsubj
        && sentence
            .lexicon
            .frames
            .of_verb(sentence.lemma(head))
            .any(|frame| frame.effect.is_some() || frame.damage.is_some())
}

/// Distributes fillers over the event's fields by what they are.
fn fill(sentence: &Annotated, found: &Match, event: &mut DraftEvent) {
    if let Some(hit) = hit_without_was(sentence, found, event.event_type) {
        patient(sentence, hit, event);
        return;
    }
    for token in found.of(Role::Agent) {
        agent(sentence, *token, event);
        carried(sentence, *token, event);
    }
    if event.actors.is_empty() && found.nominal {
        event.actors.extend(charged(sentence, found.token).into_iter().map(|actor| sentence.mention(actor)));
    }
    for token in found.of(Role::Patient).iter().chain(found.of(Role::Victim)) {
        patient(sentence, *token, event);
    }
    for token in found.of(Role::Weapon) {
        weapon(sentence, *token, event);
    }
    for token in found.of(Role::Interceptor) {
        if event.event_type == EventType::Assault && !is_violent_noun(sentence, *token) {
            push(&mut event.interceptors, sentence.mention(*token));
        }
    }
}

/// "accused the army of a massacre": whoever is charged with a deed is told to have done it.
fn charged(sentence: &Annotated, deed: u32) -> Vec<u32> {
    let of = sentence.token(deed).head;
    let verb = sentence.token(of).head;
    let accuses = |lemma: &str| {
        let mut frames = sentence.lexicon.frames.of_verb(lemma);
        frames.any(|frame| frame.event_type == Some(EventType::Accuse))
    };
    let charge = sentence.token(deed).dep == Dep::Pobj
        && matches!(sentence.lower(of).as_str(), "of" | "for")
        && sentence.token(verb).pos == Pos::Verb
        && accuses(sentence.lemma(verb));
    if !charge {
        return Vec::new();
    }
    let objects = sentence.clause(verb).objects.into_iter();
    objects.filter(|object| sentence.kinds(*object).is_actor() || sentence.place(*object).is_some()).collect()
}

/// "Village attacked": a thing and a bare past form without an object. Headlines leave out "was";
/// of a ship or vehicle, which can attack as well, the words are taken as they stand.
fn hit_without_was(sentence: &Annotated, found: &Match, event_type: EventType) -> Option<u32> {
    let [subject] = found.of(Role::Agent) else { return None };
    let kinds = sentence.kinds(*subject);
    let acts = |kind: &str| sentence.lexicon.words.is("acting-target", kind);
    let thing = kinds.target.is_some_and(|kind| !acts(kind)) && !kinds.is_actor() && kinds.weapon.is_none();
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
    let is_somebody = kinds.is_actor()
        || kinds.place.is_some()
        || kinds.target.is_some()
        || sentence.demonym(token).is_some()
        || !is_attack && sentence.is_nominal(token);
    if is_attack && kinds.people.is_none() && weapon_of(sentence, token).is_some() {
        weapon(sentence, token, event);
    } else if is_attack && is_violent_noun(sentence, token) {
        event.same_as.push((sentence.index, token));
    } else if is_somebody {
        push(&mut event.actors, sentence.mention(token));
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

fn patient(sentence: &Annotated, token: u32, event: &mut DraftEvent) {
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
        push_target(event, mention, kind.to_owned());
    } else if is_done_to(sentence, token, event.event_type) {
        push(&mut event.recipients, mention);
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
fn thing_meant(sentence: &Annotated, token: u32) -> Option<u32> {
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
        EventType::Assault => kinds.is_actor() && !is_merely_where(sentence, token),
        _ => {
            (kinds.is_actor() || kinds.place.is_some()) && !is_merely_where(sentence, token)
                || may_be(sentence, token, Test::Actor)
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
            "at" | "in" | "near" | "inside" | "outside" | "into" | "beside"
        )
}

/// "the second floor of the barracks": the thing that a part is of.
fn thing_inside(sentence: &Annotated, token: u32) -> Option<u32> {
    if sentence.kinds(token).target.is_some() || sentence.kinds(token).is_actor() {
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
    people.retain(|person| sentence.kinds(*person).is_actor() || sentence.demonym(*person).is_some());
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
    event.things.push((sentence.index, named));
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

/// What the frame says came of it.
fn effects(sentence: &Annotated, found: &Match, told: Told, event: &mut DraftEvent) {
    let frame = found.frame;
    let (first, end) = crate::matching::trigger_range(sentence, found.token);
    let span = sentence.span(first, end);
    let happened = matches!(told.value, ModalityValue::Actual | ModalityValue::Historical);
    if (frame.outcome.is_some() || frame.penetrated) && happened {
        let value = frame.outcome.unwrap_or(OutcomeValue::Unknown);
        let count = match event.weapons.as_slice() {
            [(weapon, _)] => weapon.count.clone(),
            _ => None,
        };
        event.outcomes.push(DraftOutcome { value, count, penetrated: frame.penetrated, span });
    }
    if let Some(effect) = frame.effect {
        // "nobody was hurt" tells of no deed by itself.
        event.attaches |= found.of(Role::Victim).iter().any(|victim| sentence.is_none_phrase(*victim));
        for victim in found.of(Role::Victim) {
            let harm = casualty::of_victim(sentence, found, effect, *victim, told);
            let settles_both = sentence.is_none_phrase(*victim)
                && effect == Effect::Injured
                && sentence.lexicon.words.is("hurt-verb", sentence.lemma(found.token));
            if let (true, Some(harm)) = (settles_both, &harm) {
                event.casualties.push(DraftCasualty { effect: Effect::Killed, ..harm.clone() });
            }
            event.casualties.extend(harm);
        }
    }
    if let (Some(degree), true) = (&frame.damage, happened) {
        for thing in found.of(Role::Thing) {
            let mention = sentence.mention(*thing);
            let what = mention.span.name(sentence.text);
            event.damage.push(Damage {
                what,
                degree: degree.clone(),
                span: mention.span.words(sentence.text),
            });
        }
    }
}

fn place_and_time(material: &Material, trigger: u32, around: &Circumstances, event: &mut DraftEvent) {
    let mut places: Vec<_> = around.places.iter().filter(|given| given.trigger == trigger).collect();
    places.sort_by_key(|given| (given.steps, given.index));
    event.places = places.into_iter().map(|given| given.index).collect();
    event.times = times_of(material, trigger, around);
}

/// The times given to a trigger that can place an event: no ages, no loose words, no bare lengths.
pub(crate) fn times_of(material: &Material, trigger: u32, around: &Circumstances) -> Vec<When> {
    let mut given: Vec<_> = around.times.iter().filter(|given| given.trigger == trigger).collect();
    given.sort_by_key(|given| (given.steps, given.index));
    let only_length = |index: usize| {
        let when = &material.times[index].when;
        when.duration.is_some()
            && when.start.is_none()
            && when.partial.as_deref().is_none_or(|partial| partial.starts_with('P'))
    };
    let placed = given.iter().any(|given| !only_length(given.index));
    let usable = |index: usize| {
        let time = &material.times[index];
        let length = only_length(index) && (placed || time.when.partial.is_none());
        !time.age
            && !time.vague
            && !length
            && time.bound.is_none_or(|bound| bound == casus_timex::Bound::Since)
    };
    let when = |given: &Given| {
        let time = &material.times[given.index];
        // "since February 21, when …" dates the deed with the day that the stretch begins.
        let opens = time.bound == Some(casus_timex::Bound::Since) && given.steps == 1;
        let start = time.when.start.clone().filter(|_| opens);
        match start {
            Some(start) => {
                let granularity = (start.len() == 10).then_some(Granularity::Day).or(time.when.granularity);
                When {
                    end: Some(start.clone()),
                    start: Some(start),
                    granularity,
                    duration: None,
                    ..time.when.clone()
                }
            }
            None => time.when.clone(),
        }
    };
    given.into_iter().filter(|given| usable(given.index)).map(when).collect()
}

/// A year or more before the story is history.
pub(crate) fn dated(material: &Material, times: &[When], mut told: Told) -> Told {
    if told.value != ModalityValue::Actual {
        return told;
    }
    let is_old = times.iter().any(|when| match (&when.start, material.published) {
        (Some(start), Some(published)) => is_a_year_before(start, published),
        (Some(start), None) => when.granularity == Some(Granularity::Year) && start.len() == 4,
        _ => false,
    });
    if is_old {
        told.value = ModalityValue::Historical;
    }
    told
}

/// Whether a time begins a year or more before the story.
fn is_a_year_before(start: &str, published: Date) -> bool {
    let a_year_ago = published.checked_sub(jiff::Span::new().years(1));
    first_day(start).zip(a_year_ago.ok()).is_some_and(|(told, a_year_ago)| told <= a_year_ago)
}

/// The first day of `2022`, `2022-11`, `2022-W46` or anything finer.
fn first_day(start: &str) -> Option<Date> {
    if let Some((year, week)) = start.split_once("-W") {
        let week = ISOWeekDate::new(year.parse().ok()?, week.get(..2)?.parse().ok()?, Weekday::Monday);
        return Some(week.ok()?.date());
    }
    let day = start.get(..10).unwrap_or(start);
    let padded = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    padded.parse().ok()
}

fn evidence(draft: &Draft, sentence: &Annotated, found: &Match) -> Vec<Evidence> {
    let mut spans = vec![draft.trigger];
    for tokens in found.fillers.values() {
        spans.extend(tokens.iter().map(|token| sentence.mention(*token).span));
    }
    spans.sort();
    spans.dedup();
    spans
        .into_iter()
        .map(|span| Evidence { start: span.start, end: span.end, rule: draft.rule.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_a_year_before;

    #[test]
    fn a_year_is_counted_by_days() {
        let published = jiff::civil::date(2023, 11, 10);
        for start in ["2022", "2022-11", "2022-11-10", "2022-03-01T05", "2022-W45", "1994"] {
            assert!(is_a_year_before(start, published), "{start}");
        }
        for start in ["2023", "2022-12", "2022-11-11", "2022-W46", "2023-10-26T05", "not a time"] {
            assert!(!is_a_year_before(start, published), "{start}");
        }
    }
}
