//! One source's telling of an occurrence: the drafts' values together, each once, and what they settle.

use std::collections::{BTreeMap, BTreeSet};

use casus_annotate::{Annotated, Individual, Sameness};
use casus_model::{
    Body, Casualty, Certainty, Claim, Count, Dep, Draft, DraftBody, DraftCasualty, DraftEvent, DraftVoice,
    Effect, Event, EventType, Evidence, Mention, MentionKind, ModalityValue, Outcome, OutcomeValue, Party,
    Place, Pos, Responsibility, ResponsibilityStatus, SourceKind, Span, Tag, Target, Weapon, When, Words,
};

use crate::actors::{Register, listed};
use crate::claims::{add_parties, add_party, claim, places_of};
use crate::{Material, anaphora};

/// One source's telling of an occurrence: the drafts' values together, each once.
pub(crate) fn event_claim(
    material: &Material,
    drafts: &[Draft],
    group: &[usize],
    register: &mut Register,
) -> Option<Claim> {
    let mut members: Vec<usize> = group.to_vec();
    members.sort_by_key(|member| {
        let draft = &drafts[*member];
        (draft.headline, !is_main(draft), draft.trigger.start)
    });
    let lead = *members.first()?;
    members.sort_by_key(|member| drafts[*member].trigger.start);
    let mut event = blank(match &drafts[lead].body {
        DraftBody::Event(event) => event.event_type,
        _ => return None,
    });
    let succumbed = succumbed(drafts, &members);
    let mut harms = Harms::default();
    let mut evidence = Vec::new();
    let mut times: Vec<When> = Vec::new();
    let ordered = std::iter::once(lead).chain(members.iter().copied().filter(|member| *member != lead));
    for member in ordered.collect::<Vec<_>>() {
        let draft = &drafts[member];
        let DraftBody::Event(told) = &draft.body else { continue };
        merge(material, told, &succumbed, &mut harms, &mut event, register);
        if !is_of_a_death(draft, told, &drafts[lead]) {
            times.extend(told.times.iter().cloned());
        }
        evidence.extend(draft.evidence.iter().cloned());
        evidence.push(Evidence {
            start: draft.trigger.start,
            end: draft.trigger.end,
            rule: draft.rule.clone(),
        });
    }
    add_implied_harm(material, drafts, &members, &mut harms, register);
    event.casualties = harms.settled();
    let held = held(drafts, &members);
    let adds_only = members.iter().all(|member| !is_main(&drafts[*member]));
    if adds_only && held.status.is_none() && tells_nothing(&event, &times) {
        return None;
    }
    let happened = matches!(drafts[lead].modality, ModalityValue::Actual | ModalityValue::Historical);
    let is_somewhere = event.event_type.makes_incidents() || event.event_type == EventType::Consult;
    if event.places.iter().all(|place| place.precision > 3) && is_somewhere {
        event.places.extend(
            members.iter().find_map(|member| anaphora::place(material, &drafts[*member], anaphora::REACH)),
        );
    }
    finish(material, &mut event, times, happened);
    let denied = drafts[lead].modality == ModalityValue::Denied;
    if event.event_type == EventType::Assault && (happened || denied) {
        let known = Known {
            sides: sides(material, drafts, lead, &members),
            suspected: suspected(material, drafts, &members),
            held,
        };
        event.responsibility = responsibility(material, &drafts[lead], &event, &known, register);
    }
    let mut claim = claim(material, &drafts[lead], Body::Event(Box::new(event)), &evidence);
    if let Some(actual) =
        group.iter().map(|member| drafts[*member].modality).find(|value| *value == ModalityValue::Historical)
        && claim.modality.value == ModalityValue::Actual
    {
        claim.modality.value = actual;
    }
    Some(claim)
}

fn is_main(draft: &Draft) -> bool {
    matches!(&draft.body, DraftBody::Event(event) if !event.attaches)
}

/// Where the doers stand that are a known side: an actor of the list, or "the army", "the insurgents". What bodies of a
/// state say of its forces, they do not lay on another side, and witnesses lay nothing on anybody.
fn sides(material: &Material, drafts: &[Draft], lead: usize, members: &[usize]) -> BTreeSet<Span> {
    let speaker = drafts[lead].voices.first().and_then(|voice| voice.source.as_ref());
    let class_of = |mention: &Mention| {
        let sentence = &material.annotation.sentences[mention.sentence as usize];
        sentence.kinds(mention.head).people.map(|(class, _)| class)
    };
    let of_state = |class: &str| matches!(class, "state-forces" | "police" | "government");
    // "the watchmen's wives said": those who only stood by lay nothing on a side.
    let bystander = speaker
        .and_then(class_of)
        .is_some_and(|class| material.annotation.lexicon.words.is("bystander-class", class));
    if bystander {
        return BTreeSet::new();
    }
    let body_of_state = speaker.is_some_and(|speaker| {
        let sentence = &material.annotation.sentences[speaker.sentence as usize];
        class_of(speaker).is_some_and(of_state) && listed(material, sentence, speaker.head).is_none()
    });
    let force = |doer: &Mention| {
        let sentence = &material.annotation.sentences[doer.sentence as usize];
        class_of(doer).is_some_and(of_state) || sentence.demonym(doer.head).is_some()
    };
    let doers = members.iter().flat_map(|member| match &drafts[*member].body {
        DraftBody::Event(event) => event.actors.as_slice(),
        _ => &[],
    });
    let is_side = |doer: &&Mention| {
        let sentence = &material.annotation.sentences[doer.sentence as usize];
        let class = sentence.kinds(doer.head).people.map(|(class, _)| class);
        let armed = class.is_some_and(|class| sentence.lexicon.words.is("bears-arms", class));
        armed && doer.definite || listed(material, sentence, doer.head).is_some()
    };
    doers.filter(is_side).filter(|doer| !(body_of_state && force(doer))).map(|doer| doer.span).collect()
}

/// What is known of the doers beside what is told of the deed.
struct Known {
    sides: BTreeSet<Span>,
    suspected: BTreeSet<Span>,
    held: HeldDoers,
}

/// How somebody is held responsible, and who: of other doers of the deed it is not said.
struct HeldDoers {
    status: Option<ResponsibilityStatus>,
    doers: BTreeSet<Span>,
}

fn held(drafts: &[Draft], members: &[usize]) -> HeldDoers {
    let told = members.iter().find_map(|member| match &drafts[*member].body {
        DraftBody::Event(event) => event.responsibility.map(|status| (status, event)),
        _ => None,
    });
    let doers = told.iter().flat_map(|(_, event)| event.actors.iter().map(|doer| doer.span));
    HeldDoers { doers: doers.collect(), status: told.as_ref().map(|(status, _)| *status) }
}

/// "Suspected Hill Guard (HG) rebels": doers before whose name a word says that nobody is sure.
fn suspected(material: &Material, drafts: &[Draft], members: &[usize]) -> BTreeSet<Span> {
    let doers = members.iter().flat_map(|member| match &drafts[*member].body {
        DraftBody::Event(event) => event.actors.as_slice(),
        _ => &[],
    });
    let unsure = |doer: &&Mention| {
        let sentence = &material.annotation.sentences[doer.sentence as usize];
        let words = &sentence.lexicon.words;
        let mut before = sentence.tree.left(doer.head)..doer.head;
        before.any(|word| words.is("suspected-word", &sentence.lower(word)))
    };
    doers.filter(unsure).map(|doer| doer.span).collect()
}

/// Who is held to have done it: by itself, by another side, or as fact.
fn responsibility(
    material: &Material,
    lead: &Draft,
    event: &Event,
    known: &Known,
    register: &mut Register,
) -> Vec<Responsibility> {
    if known.held.status == Some(ResponsibilityStatus::Unknown) {
        return vec![Responsibility {
            mention: None,
            name: None,
            status: ResponsibilityStatus::Unknown,
            by: holder(&lead.voices),
            span: None,
        }];
    }
    let text = material.annotation.text;
    let voice = lead.voices.first();
    let speaker = voice.and_then(|voice| voice.source.as_ref()).map(|source| register.party(source));
    let words = &material.annotation.lexicon.words;
    let first = |name: &str| name.split_whitespace().next().unwrap_or_default().to_lowercase();
    // Whoever only reports what somebody unknown did accuses nobody, unless its words say so.
    let told_by_others =
        voice.is_some_and(|voice| !matches!(voice.kind, SourceKind::Outlet | SourceKind::Witness));
    let side = voice.is_some_and(|voice| {
        let cue = voice.cue.as_ref().map(|cue| cue.text.to_lowercase());
        voice.kind != SourceKind::Outlet && cue.is_some_and(|cue| words.is("accusing-cue", &cue))
    });
    let of = |actor: &Party| {
        // "Its forces had struck": what the speaker says of its own it says of itself.
        let own = speaker.is_some() && words.is("own-word", &first(&actor.name));
        let same = own
            || speaker
                .as_ref()
                .is_some_and(|speaker| speaker.actor.is_some() && speaker.actor == actor.actor);
        let own_side = speaker
            .as_ref()
            .is_some_and(|speaker| register.are_one_state(speaker.actor.as_ref(), actor.actor.as_ref()));
        let side = side || told_by_others && !own_side && known.sides.contains(&actor.span);
        let status = match (lead.modality, same, side) {
            (ModalityValue::Denied, true, _) => ResponsibilityStatus::Denied,
            (_, true, _) => ResponsibilityStatus::Claimed,
            (_, false, true) => ResponsibilityStatus::Accused,
            (_, false, false) => ResponsibilityStatus::Stated,
        };
        let suspected =
            words.is("suspected-word", &first(&actor.name)) || known.suspected.contains(&actor.span);
        let status = match (status, lead.certainty) {
            (ResponsibilityStatus::Stated, _) if suspected => ResponsibilityStatus::Suspected,
            (ResponsibilityStatus::Stated, Certainty::Probable | Certainty::Possible) => {
                ResponsibilityStatus::Suspected
            }
            (status, _) => status,
        };
        let is_held = known.held.doers.contains(&actor.span)
            || !event.actors.iter().any(|actor| known.held.doers.contains(&actor.span));
        let status = known.held.status.filter(|_| is_held).unwrap_or(status);
        Responsibility {
            mention: None,
            name: Some(actor.name.clone()),
            status,
            by: holder(&lead.voices),
            span: Some(actor.span.words(text)),
        }
    };
    event.actors.iter().map(of).collect()
}

/// The voice that holds somebody responsible: of voices that pass each other on, the innermost, whose words they are.
fn holder(voices: &[DraftVoice]) -> usize {
    let mut at = 0;
    while let Some(next) = (at + 1..voices.len()).find(|voice| voices[*voice].via == Some(at)) {
        at = next;
    }
    at
}

/// "the attack" by itself adds nothing to what was told of it.
fn tells_nothing(event: &Event, times: &[When]) -> bool {
    event.outcomes.is_empty()
        && event.casualties.is_empty()
        && event.damage.is_empty()
        && event.weapons.is_empty()
        && event.targets.is_empty()
        && event.places.is_empty()
        && times.is_empty()
}

/// An event of which nothing is told yet.
pub(crate) fn blank(event_type: EventType) -> Event {
    Event {
        event_type,
        modes: Vec::new(),
        codes: BTreeMap::new(),
        actors: Vec::new(),
        recipients: Vec::new(),
        targets: Vec::new(),
        weapons: Vec::new(),
        outcomes: Vec::new(),
        casualties: Vec::new(),
        damage: Vec::new(),
        responsibility: Vec::new(),
        interceptors: Vec::new(),
        when: None,
        places: Vec::new(),
        part_of: None,
    }
}

/// "It was not known who had launched the drones": nobody is told.
fn is_asked_for(material: &Material, mention: &Mention) -> bool {
    let sentence = &material.annotation.sentences[mention.sentence as usize];
    let item = sentence.token(mention.head);
    item.tag == Tag::Wp && sentence.token(item.head).dep != Dep::Relcl
}

fn merge(
    material: &Material,
    told: &DraftEvent,
    succumbed: &BTreeSet<Span>,
    harms: &mut Harms,
    event: &mut Event,
    register: &mut Register,
) {
    event.modes.extend(told.modes.iter().cloned());
    for mention in told.actors.iter().filter(|mention| !is_asked_for(material, mention)) {
        let violent = told.event_type == EventType::Assault;
        let several = register.countries_together(mention);
        let parties = match several.is_empty() {
            false => several,
            true if violent => vec![register.doer(mention)],
            true => vec![register.party(mention)],
        };
        parties.into_iter().for_each(|party| add_party(&mut event.actors, party));
    }
    add_parties(&mut event.recipients, &told.recipients, register);
    add_parties(&mut event.interceptors, &told.interceptors, register);
    for (mention, kind) in &told.targets {
        if !event
            .targets
            .iter()
            .any(|known| known.kind == *kind && (mention.definite || known.span == mention.span))
        {
            event.targets.push(target(material, mention, kind, register));
        }
    }
    for (mention, class) in &told.weapons {
        add_weapon(material, mention, class, event, register);
    }
    for outcome in &told.outcomes {
        let known = event.outcomes.iter_mut().find(|known| known.value == outcome.value);
        match known {
            Some(known) => known.penetrated |= outcome.penetrated,
            None => event.outcomes.push(Outcome {
                value: outcome.value,
                count: outcome.count.clone(),
                penetrated: outcome.penetrated,
                span: outcome.span.words(material.annotation.text),
            }),
        }
    }
    let stated = told.casualties.iter().filter(|harm| !harm.implied && !succumbed.contains(&harm.span));
    add_harms(material, stated, harms, register);
    event.damage.extend(told.damage.iter().cloned());
    let places = places_of(material, told.places.iter(), register);
    for place in places {
        if !event.places.iter().any(|known| known.place == place.place) {
            event.places.push(place);
        }
    }
}

/// "died in intensive care on Thursday": the day on which one of the hurt died, told apart from the deed, is not the
/// deed's.
fn is_of_a_death(draft: &Draft, told: &DraftEvent, lead: &Draft) -> bool {
    let of_one = |harm: &DraftCasualty| {
        harm.effect == Effect::Killed && !harm.implied && harm.count.exact() == Some(1)
    };
    let apart = draft.sentence != lead.sentence || draft.trigger != lead.trigger && !is_main(lead);
    apart && told.attaches && !told.casualties.is_empty() && told.casualties.iter().all(of_one)
}

/// Harm to people.
#[derive(Default)]
struct Harms(Vec<Harm>);

/// Harm with whom it was done to, where told.
struct Harm {
    told: Casualty,
    /// The actor id.
    victim: Option<String>,
    /// Of a single victim.
    individual: Option<Individual>,
}

impl Harm {
    fn is_of_one(&self) -> bool {
        self.told.count.exact() == Some(1)
    }

    /// The same figure again: of one person unless the words can only mean two.
    fn tells_again(&self, effect: Effect, count: &Count, individual: Option<&Individual>) -> bool {
        let two = match (&self.individual, individual) {
            // "killed his wife and shot himself dead"
            (Some(one), Some(other)) if effect == Effect::Killed && other.oneself && !one.oneself => true,
            (Some(one), Some(other)) => one.compared(other) == Sameness::Different,
            _ => false,
        };
        self.told.effect == effect && self.told.count == *count && !two
    }
}

impl Harms {
    /// Without those hurt who are told to have died of it: one by one, so that "five men" and "the men" stay apart.
    fn settled(self) -> Vec<Casualty> {
        let killed: Vec<&Harm> =
            self.0.iter().filter(|harm| harm.told.effect == Effect::Killed && harm.is_of_one()).collect();
        let is = |harm: &Harm, dead: &Harm| {
            let compared = |one: &Harm, later: &Harm| match (&one.individual, &later.individual) {
                (Some(one), Some(later)) => one.compared(later),
                _ => Sameness::Open,
            };
            let in_order = harm.told.span.start <= dead.told.span.start;
            let (one, later) = if in_order { (harm, dead) } else { (dead, harm) };
            match compared(one, later) {
                Sameness::Same => true,
                Sameness::Different => false,
                Sameness::Open => harm.victim.is_some() && harm.victim == dead.victim,
            }
        };
        let dies = |harm: &&Harm| {
            let hurt = harm.told.effect == Effect::Injured && harm.is_of_one();
            hurt && killed.iter().any(|dead| is(harm, dead))
        };
        self.0.iter().filter(|harm| !dies(harm)).map(|harm| harm.told.clone()).collect()
    }
}

/// "was taken to a hospital, where he died", "was shot in the head. He was pronounced dead": the one who was hurt right
/// before is the one whom the pronoun tells dead.
fn succumbed(drafts: &[Draft], members: &[usize]) -> BTreeSet<Span> {
    let harms: Vec<&DraftCasualty> = members
        .iter()
        .filter_map(|member| match &drafts[*member].body {
            DraftBody::Event(event) => Some(&event.casualties),
            _ => None,
        })
        .flatten()
        .filter(|harm| harm.victim.is_some() && harm.count.exact() == Some(1))
        .collect();
    let sentence = |harm: &DraftCasualty| harm.victim.as_ref().map_or(0, |victim| victim.sentence);
    let dies = harms.iter().filter(|harm| {
        harm.effect == Effect::Killed
            && harm.victim.as_ref().is_some_and(|victim| victim.pronoun && !victim.plural)
    });
    let before = |dead: &&DraftCasualty| {
        let hurt = harms.iter().filter(|harm| {
            harm.effect == Effect::Injured
                && harm.span.start < dead.span.start
                && sentence(harm) + 1 >= sentence(dead)
        });
        hurt.max_by_key(|harm| harm.span.start).map(|harm| harm.span)
    };
    dies.filter_map(before).collect()
}

/// Harm told before with the same figure is not told again; what one trigger tells of several people is.
fn add_harms<'a>(
    material: &Material,
    told: impl Iterator<Item = &'a DraftCasualty>,
    harms: &mut Harms,
    register: &mut Register,
) {
    let before = harms.0.len();
    for harm in told {
        let party = harm.victim.as_ref().map(|victim| register.party(victim));
        let single = harm.victim.as_ref().filter(|_| harm.count.exact() == Some(1));
        let individual = single.map(|victim| individual(material, victim));
        let mut known = harms.0[..before].iter();
        if known.any(|known| known.tells_again(harm.effect, &harm.count, individual.as_ref())) {
            continue;
        }
        let told = Casualty {
            effect: harm.effect,
            count: harm.count.clone(),
            side: party.as_ref().filter(|party| party.named).and_then(|party| party.actor.clone()),
            class: harm.class.clone(),
            words: harm.words.clone(),
            span: harm.span.words(material.annotation.text),
        };
        harms.0.push(Harm { told, victim: party.and_then(|party| party.actor), individual });
    }
}

/// What the words of a mention tell of one person.
fn individual(material: &Material, victim: &Mention) -> Individual {
    material.annotation.sentences[victim.sentence as usize].individual(victim.head)
}

/// "was shot" means harm, of which nothing else may be told. Where only the dead among those shot are told, the rest
/// were hurt.
fn add_implied_harm(
    material: &Material,
    drafts: &[Draft],
    members: &[usize],
    harms: &mut Harms,
    register: &mut Register,
) {
    let of = |effect: Effect| harms.0.iter().map(|harm| &harm.told).filter(move |harm| harm.effect == effect);
    let hurt: u64 =
        of(Effect::Injured).map(|harm| harm.count.high.unwrap_or(u64::MAX)).fold(0, u64::saturating_add);
    let dead = of(Effect::Killed).map(|harm| harm.count.high.unwrap_or(u64::MAX)).max().unwrap_or(0);
    let one_by_one = of(Effect::Killed).filter(|harm| harm.count.exact() == Some(1)).count() as u64;
    let dead = dead.max(one_by_one);
    let words = &material.annotation.lexicon.words;
    let struck = |harm: &DraftCasualty| words.is("struck-word", &harm.words.to_lowercase());
    let told_of = |effect: Effect| {
        let told = members.iter().filter_map(|member| match &drafts[*member].body {
            DraftBody::Event(told) => Some(&told.casualties),
            _ => None,
        });
        told.flatten().filter(move |harm| !harm.implied && harm.effect == effect)
    };
    // "Two passengers died and nine were hospitalised"
    let behind_dead = |harm: &DraftCasualty, victim: &Mention| {
        let before = |dead: &DraftCasualty| {
            dead.victim.as_ref().is_some_and(|dead| dead.sentence == victim.sentence)
                && dead.span.end <= victim.span.start
        };
        !struck(harm) && told_of(Effect::Killed).any(before)
    };
    let beside = |harm: &DraftCasualty| {
        let victim = harm.victim.as_ref();
        victim.is_some_and(|victim| individual(material, victim).other || behind_dead(harm, victim))
    };
    // "A man was shot, while a boy suffered a wound": somebody beside all who are told one by one.
    let singles: Vec<Individual> = harms.0.iter().filter_map(|harm| harm.individual.clone()).collect();
    let apart = |harm: &DraftCasualty| {
        let single = harm.victim.as_ref().filter(|victim| !victim.pronoun && harm.count.exact() == Some(1));
        let told = single.map(|victim| individual(material, victim));
        let differs = |told: &Individual| {
            let two = |known: &Individual| {
                known.compared(told) == Sameness::Different || told.compared(known) == Sameness::Different
            };
            !singles.is_empty() && singles.iter().all(two)
        };
        told.as_ref().is_some_and(differs)
    };
    // "A boy was shot, and three others were wounded": all who are told hurt are others than he.
    let told_hurt: Vec<&DraftCasualty> = told_of(Effect::Injured).collect();
    let all_beside = !told_hurt.is_empty() && told_hurt.iter().all(|harm| beside(harm));
    let before_others = |harm: &DraftCasualty| all_beside && harm.count.exact() == Some(1) && !beside(harm);
    // "Four people were shot, and one of them is in critical condition": the rest were hurt as well.
    let more = |harm: &DraftCasualty| {
        let rest = harm.count.exact().is_some_and(|all| all > 1 && all > hurt);
        hurt == 0 || rest || apart(harm) || before_others(harm)
    };
    for member in members {
        let DraftBody::Event(told) = &drafts[*member].body else { continue };
        let implied = told.casualties.iter().filter(|harm| harm.implied);
        // "One is dead, and two others were taken to hospital"
        let others = |harm: &DraftCasualty| hurt == 0 && beside(harm);
        let implied = implied.filter(|harm| dead == 0 && hurt == 0 || struck(harm) || others(harm));
        // "seven more people shot": beside the dead.
        let of_dead = |harm: &DraftCasualty| {
            if told.casualties.len() == 1 && beside(harm) || apart(harm) { 0 } else { dead }
        };
        let rest: Vec<DraftCasualty> =
            implied.filter_map(|harm| without(harm, of_dead(harm))).filter(|harm| more(harm)).collect();
        add_harms(material, rest.iter(), harms, register);
        if (dead > 0 || hurt > 0) && rest.iter().any(|harm| !apart(harm)) {
            return;
        }
    }
}

/// Those of whom harm is implied and who are not told dead: all of them where nobody is.
fn without(harm: &DraftCasualty, dead: u64) -> Option<DraftCasualty> {
    if dead == 0 {
        return Some(harm.clone());
    }
    let rest = harm.count.exact()?.checked_sub(dead).filter(|rest| *rest > 0)?;
    let hurt = harm.effect == Effect::Injured;
    hurt.then(|| DraftCasualty { count: Count::exactly(rest, &harm.count.text), ..harm.clone() })
}

fn target(material: &Material, mention: &Mention, kind: &str, register: &mut Register) -> Target {
    register.refer(mention.span, MentionKind::Target);
    Target {
        mention: None,
        kind: kind.to_owned(),
        name: mention.span.name(material.annotation.text),
        count: mention.count.clone(),
        span: mention.span,
    }
}

/// "The device laden with explosives" is the drone told before, and makes its class more specific.
fn add_weapon(
    material: &Material,
    mention: &Mention,
    class: &str,
    event: &mut Event,
    register: &mut Register,
) {
    register.refer(mention.span, MentionKind::Weapon);
    let words = mention.span.words(material.annotation.text);
    let laden = is_laden(material, mention);
    if laden && let Some(drone) = event.weapons.iter_mut().find(|known| known.class == "drone") {
        drone.class = "one-way-attack-drone".to_owned();
        return;
    }
    let class = if laden && class == "drone" { "one-way-attack-drone" } else { class };
    if let Some(known) = event.weapons.iter_mut().find(|known| known.class == class) {
        if known.count.is_none() {
            known.count.clone_from(&mention.count);
        }
        return;
    }
    let one = |count: &Option<casus_model::Count>| count.clone();
    let count = one(&mention.count)
        .or_else(|| (!mention.plural).then(|| casus_model::Count::exactly(1, &words.text)));
    let sentence = &material.annotation.sentences[mention.sentence as usize];
    let stands_in = matches!(sentence.token(mention.head).pos, Pos::Pron | Pos::Num | Pos::Det | Pos::Adj);
    let again = (mention.definite && mention.count.is_none() || stands_in) && !event.weapons.is_empty();
    if again {
        return;
    }
    event.weapons.push(Weapon { class: class.to_owned(), count, span: words });
}

/// The weapon carries a charge: "laden with explosives", "explosive-laden", "packed with".
fn is_laden(material: &Material, mention: &Mention) -> bool {
    let sentence: &Annotated = &material.annotation.sentences[mention.sentence as usize];
    let words = &sentence.lexicon.words;
    sentence.tree.children(mention.head).iter().any(|child| words.is("laden", &sentence.lower(*child)))
}

/// Settles what the merged values say together.
fn finish(material: &Material, event: &mut Event, times: Vec<When>, actual: bool) {
    event.when = when(times);
    if event.event_type == EventType::Assault {
        let lexicon = material.annotation.lexicon;
        dived_drone(event);
        bombs_from_the_air(event);
        let from_weapons = event.weapons.iter().filter_map(|weapon| lexicon.mode_of_weapon(&weapon.class));
        let from_weapons: Vec<String> = from_weapons.map(str::to_owned).collect();
        event.modes.extend(from_weapons);
        settle_outcomes(event, actual);
    }
    event.modes.sort();
    event.modes.dedup();
    event.places.sort_by_key(|place| place.precision);
    without_containers(event);
    event.recipients.retain(|party| {
        !event.actors.iter().any(|actor| actor.actor.is_some() && actor.actor == party.actor)
    });
}

/// "Bure, in Ethiopia's Amhara region": region and country only say which Bure is meant.
fn without_containers(event: &mut Event) {
    let greater =
        event.places.iter().find(|place| place.precision > 2).and_then(|place| place.country.clone());
    for place in event.places.iter_mut().filter(|place| place.precision <= 2 && place.country.is_none()) {
        place.country.clone_from(&greater);
    }
    // "off Eyl, in Somalia": the sea off a town is as exact.
    let is_exact =
        |place: &&Place| place.precision <= 2 || place.place.starts_with("sea:") && place.country.is_some();
    let exact: Vec<Option<String>> =
        event.places.iter().filter(is_exact).map(|place| place.country.clone()).collect();
    let contains = |country: &Option<String>| exact.iter().any(|inner| inner == country || inner.is_none());
    event.places.retain(|place| !matches!(place.precision, 3 | 4) || !contains(&place.country));
    let divisions: Vec<Option<String>> =
        event.places.iter().filter(|place| place.precision == 3).map(|place| place.country.clone()).collect();
    event.places.retain(|place| place.precision != 4 || !divisions.contains(&place.country));
}

/// A drone that comes down on its target with a charge is a one-way attack drone.
fn dived_drone(event: &mut Event) {
    let dived = event.outcomes.iter().any(|outcome| matches!(outcome.value, OutcomeValue::Hit));
    let charged = event.outcomes.iter().any(|outcome| outcome.value == OutcomeValue::Failed);
    if dived && charged {
        for weapon in event.weapons.iter_mut().filter(|weapon| weapon.class == "drone") {
            weapon.class = "one-way-attack-drone".to_owned();
        }
    }
}

/// "A jet dropped two bombs": the bombs are those of the air strike.
fn bombs_from_the_air(event: &mut Event) {
    let from_the_air = event.weapons.iter().any(|weapon| weapon.class == "air-bomb");
    let bombs = event.weapons.iter().position(|weapon| weapon.class == "explosives" && from_the_air);
    let Some(bombs) = bombs.map(|at| event.weapons.remove(at)) else { return };
    let Some(strike) = event.weapons.iter_mut().find(|weapon| weapon.class == "air-bomb") else { return };
    strike.count = bombs.count.or_else(|| strike.count.take());
    strike.span = bombs.span;
}

/// `failed` excludes `hit`; what got through is said on the outcome that is left.
fn settle_outcomes(event: &mut Event, actual: bool) {
    // A figure alone tells of harm, not of what became of the weapon.
    let own = !event.weapons.is_empty() || !event.targets.is_empty();
    let penetrated = event.outcomes.iter().any(|outcome| outcome.penetrated);
    let failed = event.outcomes.iter().any(|outcome| outcome.value == OutcomeValue::Failed);
    let settled = event.outcomes.iter().any(|outcome| outcome.value != OutcomeValue::Unknown);
    event.outcomes.retain(|outcome| {
        !(failed && outcome.value == OutcomeValue::Hit || settled && outcome.value == OutcomeValue::Unknown)
    });
    if actual
        && own
        && event.outcomes.is_empty()
        && let Some(words) = done(event)
    {
        event.outcomes.push(Outcome {
            value: OutcomeValue::Hit,
            count: None,
            penetrated: false,
            span: words,
        });
    }
    // "A bomb went off and gunmen opened fire": one of several weapons is not all that hit.
    let several = event.weapons.len() > 1;
    for outcome in event.outcomes.iter_mut().filter(|outcome| several && outcome.value == OutcomeValue::Hit) {
        outcome.count = outcome.count.take().filter(|count| count.exact() != Some(1));
    }
    if penetrated && let Some(first) = event.outcomes.first_mut() {
        first.penetrated = true;
    }
}

/// Harm told means that it did its work; abduction and torture have no outcome.
fn done(event: &Event) -> Option<Words> {
    if event.modes.iter().any(|mode| matches!(mode.as_str(), "abduct" | "torture")) {
        return None;
    }
    let hurt = |casualty: &&Casualty| {
        matches!(casualty.effect, Effect::Killed | Effect::Injured)
            && casualty.count.low.is_some_and(|low| low > 0)
    };
    let harm = event.casualties.iter().find(hurt).map(|casualty| casualty.span.clone());
    harm.or_else(|| event.damage.first().map(|damage| damage.span.clone()))
}

/// One time out of the parts told: the day with its hour, the first where several days are told.
fn when(times: Vec<When>) -> Option<When> {
    let mut whole: Option<When> = None;
    for time in times {
        whole = match whole {
            None => Some(time),
            Some(known) => Some(casus_timex::combine(&known, &time).unwrap_or(known)),
        };
    }
    whole
}
