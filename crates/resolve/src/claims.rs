//! Occurrences and other drafts → claims: one for each source that tells an occurrence.

use std::collections::BTreeMap;

use casus_annotate::Annotated;
use casus_model::{
    Body, Casualty, Certainty, Claim, Confidence, Draft, DraftBody, DraftEvent, DraftTally, DraftVoice, Effect, Event, EventType, Evidence,
    Mention, MentionKind, Modality, ModalityValue, Outcome, OutcomeValue, Party, Place, Posture, Reference, Relation, Responsibility,
    ResponsibilityStatus, SourceKind, Span, Tally, TallyOf, Target, Voice, Weapon, When, Words,
};
use sha2::{Digest, Sha256};

use crate::Material;
use crate::actors::Register;
use crate::occurrence::Occurrences;

/// The claims of a document, in order of trigger, then kind.
pub(crate) fn claims(
    material: &Material,
    drafts: &[Draft],
    occurrences: &Occurrences,
    register: &mut Register,
) -> Vec<Claim> {
    let mut built: Vec<(Claim, Vec<usize>)> = Vec::new();
    for occurrence in 0..occurrences.len() {
        for group in tellings(drafts, occurrences.members(occurrence)) {
            if let Some(claim) = event_claim(material, drafts, &group, register) {
                built.push((Claim { occurrence: Some(format!("o{occurrence}")), ..claim }, group));
            }
        }
    }
    for (index, draft) in drafts.iter().enumerate() {
        let body = match &draft.body {
            DraftBody::Event(_) => continue,
            DraftBody::Tally(tally) => Body::Tally(Box::new(tally_body(material, tally, register))),
            DraftBody::Posture { holder, unit, count, places, when } => Body::Posture(Posture {
                holder: holder.as_ref().map(|holder| register.party(holder)),
                unit: unit.clone(),
                count: count.clone(),
                places: places_of(material, places.iter(), register),
                when: when.clone(),
            }),
            DraftBody::Relation { subject, predicate, object } => Body::Relation(Relation {
                subject: register.party(subject),
                predicate: *predicate,
                object: register.party(object),
                when: None,
            }),
            DraftBody::Assessment { by, about, content } => Body::Assessment(casus_model::Assessment {
                by: by.as_ref().map(|by| register.party(by)),
                about: about.clone(),
                content: content.clone(),
            }),
        };
        built.push((claim(material, draft, body, &draft.evidence), vec![index]));
    }
    number(drafts, occurrences, built, register)
}

/// The drafts that are worth a claim, by source: a headline, or a mere "the attack", tells what another source tells
/// more of.
fn tellings(drafts: &[Draft], members: &[usize]) -> Vec<Vec<usize>> {
    let telling: Vec<usize> = members.iter().copied().filter(|member| !repeats(&drafts[*member])).collect();
    by_source(drafts, if telling.is_empty() { members } else { &telling })
}

fn repeats(draft: &Draft) -> bool {
    let DraftBody::Event(event) = &draft.body else { return false };
    let mere = event.reference == Reference::Known && event.casualties.is_empty() && event.outcomes.is_empty();
    draft.headline || mere
}

/// The drafts of an occurrence, grouped by who tells them; the outermost voice decides.
fn by_source(drafts: &[Draft], members: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for member in members {
        let identity = drafts[*member].voices.first().map(|voice| voice.identity);
        groups.entry(identity).or_default().push(*member);
    }
    groups.into_values().collect()
}

fn claim(material: &Material, draft: &Draft, body: Body, evidence: &[Evidence]) -> Claim {
    let trigger = draft.trigger.words(material.annotation.text);
    let kind = body.kind();
    let name = match &body {
        Body::Event(event) => format!("{:?}", event.event_type),
        Body::Tally(tally) => tally.measure.clone(),
        Body::Relation(relation) => format!("{:?}", relation.predicate),
        Body::Posture(posture) => posture.unit.clone(),
        Body::Assessment(_) => String::new(),
    };
    let mut evidence = evidence.to_vec();
    evidence.sort();
    evidence.dedup();
    Claim {
        id: String::new(),
        key: key(&material.document.0, kind, &name, draft.trigger),
        occurrence: None,
        trigger,
        body,
        modality: Modality { value: draft.modality, certainty: draft.certainty },
        attribution: attribution(&draft.voices),
        evidence,
        confidence: Confidence { extraction: (draft.extraction * 100.0).round() / 100.0 },
    }
}

fn key(document: &str, kind: &str, name: &str, trigger: Span) -> String {
    let digest = Sha256::digest(format!("{document}\0{kind}\0{name}\0{}\0{}", trigger.start, trigger.end));
    let mut key = String::from("k_");
    for byte in digest.iter().take(8) {
        key.push_str(&format!("{byte:02x}"));
    }
    key
}

fn attribution(voices: &[DraftVoice]) -> Vec<Voice> {
    if voices.is_empty() {
        return vec![Voice::outlet()];
    }
    voices
        .iter()
        .map(|voice| Voice {
            name: voice.words.as_ref().map(|words| words.text.clone()),
            kind: voice.kind,
            number: voice.number.clone(),
            standing: voice.standing.as_ref().map(|words| words.text.clone()),
            via: voice.via,
            cue: voice.cue.as_ref().map(|words| words.text.clone()),
            span: voice.source.as_ref().map(|source| source.span),
            cue_span: voice.cue.as_ref().map(casus_model::Words::span),
            content: voice.content.clone(),
        })
        .collect()
}

/// One source's telling of an occurrence: the drafts' values together, each once.
fn event_claim(
    material: &Material,
    drafts: &[Draft],
    group: &[usize],
    register: &mut Register,
) -> Option<Claim> {
    let mut members: Vec<usize> = group.to_vec();
    members.sort_by_key(|member| (!is_main(&drafts[*member]), drafts[*member].trigger.start));
    let lead = *members.first()?;
    members.sort_by_key(|member| drafts[*member].trigger.start);
    let mut event = blank(match &drafts[lead].body {
        DraftBody::Event(event) => event.event_type,
        _ => return None,
    });
    let mut evidence = Vec::new();
    let mut times: Vec<When> = Vec::new();
    let ordered = std::iter::once(lead).chain(members.iter().copied().filter(|member| *member != lead));
    for member in ordered.collect::<Vec<_>>() {
        let draft = &drafts[member];
        let DraftBody::Event(told) = &draft.body else { continue };
        merge(material, told, &mut event, &mut times, register);
        evidence.extend(draft.evidence.iter().cloned());
        evidence.push(Evidence { start: draft.trigger.start, end: draft.trigger.end, rule: draft.rule.clone() });
    }
    if members.iter().all(|member| !is_main(&drafts[*member])) && tells_nothing(&event, &times) {
        return None;
    }
    let happened = matches!(drafts[lead].modality, ModalityValue::Actual | ModalityValue::Historical);
    finish(material, &mut event, times, happened);
    if event.event_type == EventType::Assault {
        event.responsibility = responsibility(&drafts[lead], &event, register);
    }
    let mut claim = claim(material, &drafts[lead], Body::Event(Box::new(event)), &evidence);
    if let Some(actual) = group.iter().map(|member| drafts[*member].modality).find(|value| *value == ModalityValue::Historical)
        && claim.modality.value == ModalityValue::Actual
    {
        claim.modality.value = actual;
    }
    Some(claim)
}

fn is_main(draft: &Draft) -> bool {
    matches!(&draft.body, DraftBody::Event(event) if !event.attaches)
}

/// Who is held to have done it: by itself, by another side, or as fact.
fn responsibility(lead: &Draft, event: &Event, register: &mut Register) -> Vec<Responsibility> {
    let voice = lead.voices.first();
    let speaker = voice.and_then(|voice| voice.source.as_ref()).map(|source| register.party(source));
    let side = voice.is_some_and(|voice| voice.kind == SourceKind::Institution);
    let of = |actor: &Party| {
        let same = speaker.as_ref().is_some_and(|speaker| speaker.actor.is_some() && speaker.actor == actor.actor);
        let status = match (lead.modality, same, side) {
            (ModalityValue::Denied, true, _) => ResponsibilityStatus::Denied,
            (_, true, _) => ResponsibilityStatus::Claimed,
            (_, false, true) => ResponsibilityStatus::Accused,
            (_, false, false) => ResponsibilityStatus::Stated,
        };
        let status = match (status, lead.certainty) {
            (ResponsibilityStatus::Stated, Certainty::Probable | Certainty::Possible) => ResponsibilityStatus::Suspected,
            (status, _) => status,
        };
        Responsibility { mention: None, name: Some(actor.name.clone()), status, by: 0, span: None }
    };
    event.actors.iter().map(of).collect()
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

fn blank(event_type: EventType) -> Event {
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

fn merge(material: &Material, told: &DraftEvent, event: &mut Event, times: &mut Vec<When>, register: &mut Register) {
    event.modes.extend(told.modes.iter().cloned());
    add_parties(&mut event.actors, &told.actors, register);
    add_parties(&mut event.recipients, &told.recipients, register);
    add_parties(&mut event.interceptors, &told.interceptors, register);
    for (mention, kind) in &told.targets {
        if !event.targets.iter().any(|known| known.kind == *kind && (mention.definite || known.span == mention.span)) {
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
    for casualty in &told.casualties {
        let victim = casualty.victim.as_ref();
        let side = victim.and_then(|victim| {
            let party = register.party(victim);
            party.actor.filter(|_| party.named)
        });
        let same = |known: &Casualty| known.effect == casualty.effect && known.count == casualty.count;
        if !event.casualties.iter().any(same) {
            event.casualties.push(Casualty {
                effect: casualty.effect,
                count: casualty.count.clone(),
                side,
                class: casualty.class.clone(),
                words: casualty.words.clone(),
                span: casualty.span.words(material.annotation.text),
            });
        }
    }
    event.damage.extend(told.damage.iter().cloned());
    let places = places_of(material, told.places.iter(), register);
    for place in places {
        if !event.places.iter().any(|known| known.place == place.place) {
            event.places.push(place);
        }
    }
    times.extend(told.times.iter().cloned());
}

fn add_parties(parties: &mut Vec<Party>, mentions: &[Mention], register: &mut Register) {
    for mention in mentions {
        let party = register.party(mention);
        let same = |known: &Party| known.actor == party.actor && known.actor.is_some() || known.span == party.span;
        if !parties.iter().any(same) {
            parties.push(party);
        }
    }
}

fn target(material: &Material, mention: &Mention, kind: &str, register: &mut Register) -> Target {
    register.refer(mention.span, MentionKind::Target);
    Target {
        mention: None,
        kind: kind.to_owned(),
        name: mention.span.of(material.annotation.text).to_owned(),
        count: mention.count.clone(),
        span: mention.span,
    }
}

/// "The device laden with explosives" is the drone told before, and makes its class more specific.
fn add_weapon(material: &Material, mention: &Mention, class: &str, event: &mut Event, register: &mut Register) {
    register.refer(mention.span, MentionKind::Weapon);
    let words = mention.span.words(material.annotation.text);
    if let Some(known) = event.weapons.iter_mut().find(|known| known.class == class) {
        if known.count.is_none() {
            known.count.clone_from(&mention.count);
        }
        return;
    }
    let one = |count: &Option<casus_model::Count>| count.clone();
    let count = one(&mention.count).or_else(|| (!mention.plural).then(|| casus_model::Count::exactly(1, &words.text)));
    let again = mention.definite && mention.count.is_none() && !event.weapons.is_empty();
    if again {
        let laden = is_laden(material, mention);
        if let Some(drone) = event.weapons.iter_mut().find(|known| known.class == "drone").filter(|_| laden) {
            drone.class = "one-way-attack-drone".to_owned();
        }
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
        let from_weapons = event.weapons.iter().filter_map(|weapon| lexicon.mode_of_weapon(&weapon.class));
        let from_weapons: Vec<String> = from_weapons.map(str::to_owned).collect();
        event.modes.extend(from_weapons);
        settle_outcomes(event, actual);
    }
    event.modes.sort();
    event.modes.dedup();
    event.places.sort_by_key(|place| place.precision);
    event.recipients.retain(|party| !event.actors.iter().any(|actor| actor.actor.is_some() && actor.actor == party.actor));
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

/// `failed` excludes `hit`; what got through is said on the outcome that is left.
fn settle_outcomes(event: &mut Event, actual: bool) {
    // A figure alone tells of harm, not of what became of the weapon.
    let own = !event.actors.is_empty() || !event.weapons.is_empty() || !event.targets.is_empty();
    let penetrated = event.outcomes.iter().any(|outcome| outcome.penetrated);
    let failed = event.outcomes.iter().any(|outcome| outcome.value == OutcomeValue::Failed);
    let settled = event.outcomes.iter().any(|outcome| outcome.value != OutcomeValue::Unknown);
    event.outcomes.retain(|outcome| {
        !(failed && outcome.value == OutcomeValue::Hit) && !(settled && outcome.value == OutcomeValue::Unknown)
    });
    if actual && own
        && event.outcomes.is_empty()
        && let Some(words) = done(event)
    {
        event.outcomes.push(Outcome { value: OutcomeValue::Hit, count: None, penetrated: false, span: words });
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
        matches!(casualty.effect, Effect::Killed | Effect::Injured) && casualty.count.low.is_some_and(|low| low > 0)
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

fn tally_body(material: &Material, tally: &DraftTally, register: &mut Register) -> Tally {
    let parties = |mentions: &[Mention], register: &mut Register| {
        let mut parties = Vec::new();
        add_parties(&mut parties, mentions, register);
        parties
    };
    let mut modes = tally.modes.clone();
    modes.sort();
    modes.dedup();
    Tally {
        of: TallyOf { event_type: tally.event_type, modes },
        measure: tally.measure.clone(),
        count: tally.count.clone(),
        window: tally.window.clone(),
        places: places_of(material, tally.places.iter(), register),
        actors: parties(&tally.actors, register),
        recipients: parties(&tally.recipients, register),
        contains: Vec::new(),
    }
}

fn places_of<'p>(material: &Material, places: impl Iterator<Item = &'p usize>, register: &mut Register) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for place in places.filter_map(|index| material.places.get(*index)) {
        register.refer(place.span, MentionKind::Place);
        if !found.iter().any(|known| known.place == place.place) {
            found.push(place.clone());
        }
    }
    found
}

/// Orders and numbers the claims, ties tallies to what they contain, and gives mentions their ids.
fn number(
    drafts: &[Draft],
    occurrences: &Occurrences,
    mut built: Vec<(Claim, Vec<usize>)>,
    register: &Register,
) -> Vec<Claim> {
    built.sort_by(|(one, _), (other, _)| {
        let order = |claim: &Claim| (claim.trigger.start, claim.trigger.end, claim.body.kind());
        order(one).cmp(&order(other)).then_with(|| one.key.cmp(&other.key))
    });
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
            let told_at = |draft: &Draft| (draft.sentence, draft.token) == (*sentence, *token);
            let direct = drafts.iter().position(|draft| told_at(draft) && matches!(draft.body, DraftBody::Event(_)));
            let before = |draft: &&Draft| (draft.sentence, draft.token) < (*sentence, *token);
            let is_deed = |draft: &Draft| {
                matches!(&draft.body, DraftBody::Event(event) if event.event_type == EventType::Assault && !event.attaches)
                    && draft.modality == ModalityValue::Actual
            };
            let back = drafts.iter().enumerate().filter(|(_, draft)| before(draft) && is_deed(draft)).next_back();
            let member = direct.or(back.map(|(member, _)| member));
            // A mere "the attack" makes no claim; any telling of its occurrence stands for it.
            let telling = |member: usize| {
                let siblings = occurrences.of_draft[member].map_or(&[] as &[usize], |occurrence| occurrences.members(occurrence));
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
            let actors: Vec<Option<String>> = event.actors.iter().map(|party| party.mention.clone()).collect();
            for (responsibility, mention) in event.responsibility.iter_mut().zip(actors) {
                responsibility.mention = mention;
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
