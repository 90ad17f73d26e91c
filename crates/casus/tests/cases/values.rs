//! What a claim holds under a key of a pattern. Each value comes in the forms that a pattern may use, the
//! one that says most last.

use casus::model::{Body, Claim, Count, Event, Party, Place, Qualifier, Voice, When, printed};

type Forms = Vec<String>;

/// `ASSAULT`, `tally`, `relation` …
pub(crate) fn head(claim: &Claim) -> String {
    match &claim.body {
        Body::Event(event) => printed(&event.event_type),
        body => body.kind().to_owned(),
    }
}

/// `actual`, `negated` …
pub(crate) fn modality(claim: &Claim) -> String {
    printed(&claim.modality.value)
}

/// The values of a key; an unknown key stops the test.
pub(crate) fn values(claim: &Claim, key: &str) -> Vec<Forms> {
    match key {
        "trigger" => vec![vec![claim.trigger.text.clone()]],
        "certainty" => vec![vec![printed(&claim.modality.certainty)]],
        "by" => claim.attribution.iter().map(|voice| by(voice, &claim.attribution)).collect(),
        "source" => claim.attribution.iter().map(|voice| vec![printed(&voice.kind)]).collect(),
        "number" => claim.attribution.iter().filter_map(|voice| voice.number.as_ref()).map(count).collect(),
        "standing" => claim
            .attribution
            .iter()
            .filter_map(|voice| voice.standing.clone())
            .map(|words| vec![words])
            .collect(),
        "occurrence" => claim.occurrence.iter().map(|id| vec![id.clone()]).collect(),
        _ => told(claim, key),
    }
}

fn told(claim: &Claim, key: &str) -> Vec<Forms> {
    match &claim.body {
        Body::Event(event) => of_event(event, key),
        Body::Tally(tally) => match key {
            "count" => vec![count(&tally.count)],
            "measure" => vec![vec![tally.measure.clone()]],
            "window" => tally.window.iter().map(when).collect(),
            "basis" => basis(tally.window.as_ref()),
            "actor" => parties(&tally.actors),
            "recipient" => parties(&tally.recipients),
            "where" => places(&tally.places),
            "mode" => tally.of.modes.iter().map(|mode| vec![mode.clone()]).collect(),
            "contains" => tally.contains.iter().map(|id| vec![id.clone()]).collect(),
            _ => unused(key),
        },
        Body::Posture(posture) => match key {
            "count" => vec![count(&posture.count)],
            "unit" => vec![vec![posture.unit.clone()]],
            "holder" => parties(posture.holder.as_slice()),
            "where" => places(&posture.places),
            _ => unused(key),
        },
        Body::Relation(relation) => match key {
            "subject" => parties(std::slice::from_ref(&relation.subject)),
            "object" => parties(std::slice::from_ref(&relation.object)),
            "predicate" => vec![vec![printed(&relation.predicate)]],
            _ => unused(key),
        },
        Body::Assessment(_) => unused(key),
    }
}

fn of_event(event: &Event, key: &str) -> Vec<Forms> {
    match key {
        "actor" => parties(&event.actors),
        "recipient" => parties(&event.recipients),
        "interceptor" => parties(&event.interceptors),
        "target" => {
            event.targets.iter().map(|target| vec![target.name.clone(), target.kind.clone()]).collect()
        }
        "weapon" => {
            event.weapons.iter().map(|weapon| counted(&weapon.class, weapon.count.as_ref())).collect()
        }
        "outcome" => event
            .outcomes
            .iter()
            .map(|outcome| counted(&printed(&outcome.value), outcome.count.as_ref()))
            .collect(),
        "penetrated" => event
            .outcomes
            .iter()
            .filter(|outcome| outcome.penetrated)
            .map(|_| vec!["yes".to_owned()])
            .collect(),
        "damage" => event.damage.iter().map(|damage| vec![damage.degree.clone()]).collect(),
        "mode" => event.modes.iter().map(|mode| vec![mode.clone()]).collect(),
        "status" => event.responsibility.iter().map(|held| vec![printed(&held.status)]).collect(),
        "when" => event.when.iter().map(when).collect(),
        "basis" => basis(event.when.as_ref()),
        "where" => places(&event.places),
        "part_of" => event.part_of.iter().map(|id| vec![id.clone()]).collect(),
        "side" => event.casualties.iter().map(|casualty| vec![casualty.class.clone()]).collect(),
        "killed" | "injured" | "missing" | "captured" | "displaced" => {
            let same = event.casualties.iter().filter(|casualty| printed(&casualty.effect) == key);
            same.map(|casualty| count(&casualty.count)).collect()
        }
        _ => unused(key),
    }
}

/// A key that this kind of claim does not have holds nothing; one that no kind has is a slip of the pen.
fn unused(key: &str) -> Vec<Forms> {
    let known = [
        "actor",
        "recipient",
        "interceptor",
        "target",
        "weapon",
        "outcome",
        "penetrated",
        "damage",
        "mode",
        "status",
        "when",
        "basis",
        "where",
        "part_of",
        "side",
        "killed",
        "injured",
        "missing",
        "captured",
        "displaced",
        "count",
        "measure",
        "window",
        "contains",
        "unit",
        "holder",
        "subject",
        "object",
        "predicate",
    ];
    assert!(known.contains(&key), "no claim has a key `{key}`");
    Vec::new()
}

fn parties(parties: &[Party]) -> Vec<Forms> {
    let forms = |party: &Party| {
        let id = party.actor.iter().filter(|_| party.named).cloned();
        id.chain([party.name.clone()]).collect()
    };
    parties.iter().map(forms).collect()
}

fn places(places: &[Place]) -> Vec<Forms> {
    let forms = |place: &Place| {
        vec![place.place.clone(), place.name.clone(), format!("{}/{}", place.name, place.precision)]
    };
    places.iter().map(forms).collect()
}

fn counted(id: &str, of: Option<&Count>) -> Forms {
    let mut forms = vec![id.to_owned()];
    forms.extend(of.into_iter().flat_map(count).map(|count| format!("{id}:{count}")));
    forms
}

/// `3`, `10..14`, `10..14/about`
fn count(count: &Count) -> Forms {
    let number = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
    let range = match (count.low, count.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (low, high) => format!("{}..{}", number(low), number(high)),
    };
    match count.qualifier {
        Qualifier::Exact => vec![range],
        qualifier => vec![range.clone(), format!("{range}/{}", printed(&qualifier))],
    }
}

fn when(when: &When) -> Forms {
    let told = match (&when.start, &when.end) {
        (Some(start), Some(end)) if start == end => Some(start.clone()),
        (Some(start), Some(end)) => Some(format!("{start}..{end}")),
        (Some(start), None) => Some(format!("{start}..")),
        _ => None,
    };
    let forms: Forms = [when.duration.clone(), when.partial.clone(), told].into_iter().flatten().collect();
    if forms.is_empty() { vec!["-".to_owned()] } else { forms }
}

fn basis(when: Option<&When>) -> Vec<Forms> {
    when.iter().map(|when| vec![printed(&when.basis)]).collect()
}

/// `officials`, `officials<agency`
fn by(voice: &Voice, all: &[Voice]) -> Forms {
    let name = |voice: &Voice| voice.name.clone().unwrap_or_else(|| "report".to_owned());
    let mut forms = vec![name(voice)];
    if let Some(outer) = voice.via.and_then(|via| all.get(via)) {
        forms.push(format!("{}<{}", name(voice), name(outer)));
    }
    forms
}
