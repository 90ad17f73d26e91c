//! What a ledger shows: an incident with the claims, documents and joins behind it, as a profile allows.

use std::collections::{BTreeMap, BTreeSet};

use casus_export::{Profile, Projection, sensitive_kinds};
use casus_ledger::{IncidentId, LayerId, Ledger, State};
use casus_link::{Component, Join, Key, NearMiss, Shelf, compare, nearest};
use casus_model::{Body, Claim, DocumentId, LedgerIncident, Place, SourceKind, Voice, printed};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::decide::Decisions;
use super::decisions::{DecisionView, Trace};
use super::loaded::{Kept, load};
use super::shelf::LayerShelf;
use super::{Keeper, Result};
use crate::Error;

/// An incident with all that stands behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IncidentView {
    /// What the ledger infers.
    pub incident: LedgerIncident,
    /// The claims, in order of publication.
    pub claims: Vec<ClaimView>,
    /// The documents, in order of publication.
    pub documents: Vec<DocumentView>,
    /// What people decided of it and holds, in order of decision.
    pub decisions: Vec<DecisionView>,
}

/// A claim with the sentence it stands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimView {
    /// Its key.
    pub claim: String,
    /// The document.
    pub document: DocumentId,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Day of publication.
    pub published: Option<jiff::civil::Date>,
    /// Who says so: those who speak side by side, each with whom passes it on ("a witness via the police").
    pub said_by: Vec<String>,
    /// The words that name the event.
    pub words: String,
    /// The sentence.
    pub quote: String,
}

/// A document behind an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentView {
    /// Its id.
    pub document: DocumentId,
    /// Outlet.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<jiff::civil::Date>,
    /// The group of near-copies it belongs to.
    pub origin: DocumentId,
    /// `current`, `superseded` or `retracted`.
    pub state: String,
}

/// Why two accounts are one incident, or are not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JoinView {
    /// A claim of one account.
    pub one: String,
    /// A claim of the other.
    pub other: String,
    /// The incident of the other, where it is another one.
    pub incident: Option<String>,
    /// What the two weigh, in hundredths.
    pub weight: i32,
    /// Whether a person decided it.
    pub decided: bool,
    /// What speaks for and against, in words, each with its weight in hundredths.
    pub parts: Vec<(String, i32, String)>,
    /// What forbids it, if anything does.
    pub cannot: Option<String>,
}

/// Why an incident is what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The incident.
    pub view: IncidentView,
    /// What joined its accounts.
    pub joins: Vec<JoinView>,
    /// The nearest that it did not join.
    pub near: Vec<JoinView>,
}

/// An incident that this reader may not see yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it may be seen.
    pub until: Timestamp,
}

/// Who looks, and when.
#[derive(Clone, Debug)]
pub struct Looker {
    profile: Profile,
    sensitive: BTreeSet<String>,
    now: Timestamp,
}

impl Looker {
    /// A reader of this profile (`internal`, `partner`, `public`), now.
    pub fn new(profile: &str, now: Timestamp) -> Result<Looker> {
        let profiles = Profile::all().map_err(|cause| Error::knowledge(&cause))?;
        let names: Vec<String> = profiles.iter().map(|profile| profile.name.clone()).collect();
        let profile = profiles.into_iter().find(|known| known.name == profile).ok_or_else(|| {
            Error::refused("there is no such profile", profile, &format!("name one of {}", names.join(", ")))
        })?;
        let sensitive = sensitive_kinds().map_err(|cause| Error::knowledge(&cause))?;
        Ok(Looker { profile, sensitive, now })
    }

    /// Who looks.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whether an incident is of a place whose people an exact point can endanger.
    pub(super) fn is_sensitive(&self, incident: &LedgerIncident) -> bool {
        incident.targets.all.iter().any(|target| self.sensitive.contains(&target.value.kind))
    }

    /// Names of places in these readings that are finer than this reader may see: those that no list knows; of a
    /// sensitive place all, and the names of what stands there.
    pub(super) fn withheld_places<'k>(
        &self,
        readings: impl Iterator<Item = &'k Kept>,
        things: &[String],
        sensitive: bool,
    ) -> BTreeSet<String> {
        let cell = if sensitive { self.profile.sensitive_cell } else { self.profile.cell };
        let mut places = BTreeSet::new();
        if cell.is_none() {
            return places;
        }
        let mut regions = BTreeSet::new();
        for kept in readings {
            let of_claims = kept.reading.claims.iter().flat_map(places_of);
            for place in of_claims {
                regions.extend(place.admin1.iter().map(|admin1| admin1.name.to_lowercase()));
                if place.precision < 3 && (sensitive || place.lat.is_none()) {
                    places.insert(place.name.clone());
                }
            }
            let fine = kept.places.iter().filter(|(_, is_known)| sensitive || !**is_known);
            places.extend(fine.map(|(name, _)| name.clone()));
        }
        if sensitive {
            places.extend(things.iter().cloned());
        }
        places.retain(|name| !regions.contains(&name.to_lowercase()));
        places
    }

    /// Until when an incident is held back from this reader, if it is now.
    fn held(&self, incident: &LedgerIncident, last: Option<jiff::civil::Date>) -> Option<Held> {
        let hours = self.profile.embargo(self.is_sensitive(incident));
        let last = last?;
        let midnight = last.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
        let until = midnight.checked_add(jiff::SignedDuration::from_hours(hours)).ok()?;
        (hours > 0 && self.now < until).then_some(Held { until })
    }
}

impl Keeper<'_> {
    /// The layer that is shown.
    pub fn layer(&self) -> Result<LayerId> {
        self.ledger().active_layer()?.ok_or_else(|| {
            Error::refused(
                "the ledger is empty",
                "nothing was added to it yet",
                "add reports with `casus add FILE…`",
            )
        })
    }

    /// The incident of an id, or the one it went into, with everything that is known of it.
    pub fn incident(&self, id: &str) -> Result<LedgerIncident> {
        find(self.ledger(), self.layer()?, id)
    }

    /// The decisions that hold, read once.
    fn trace(&self) -> Result<&Trace> {
        match self.trace.get() {
            Some(trace) => Ok(trace),
            None => {
                let trace = Trace::of(self.ledger())?;
                Ok(self.trace.get_or_init(|| trace))
            }
        }
    }

    /// The incident of an id, or the one it went into, as this reader may see it.
    pub fn show(&self, id: &str, looker: &Looker) -> Result<std::result::Result<IncidentView, Held>> {
        let incident = find(self.ledger(), self.layer()?, id)?;
        self.view(incident, looker)
    }

    /// An incident with what stands behind it, as this reader may see it.
    pub fn view(
        &self,
        incident: LedgerIncident,
        looker: &Looker,
    ) -> Result<std::result::Result<IncidentView, Held>> {
        let layer = self.layer()?;
        let readings = self.readings(layer, &incident)?;
        let mut documents = Vec::new();
        for kept in readings.values() {
            documents.push(self.document_view(kept)?);
        }
        documents
            .sort_by(|one, other| (one.published, &one.document).cmp(&(other.published, &other.document)));
        if let Some(held) = self.held(&incident, &readings, looker) {
            return Ok(Err(held));
        }
        let mut claims: Vec<ClaimView> = Vec::new();
        for kept in readings.values() {
            let told = kept.reading.claims.iter().filter(|claim| incident.claims.contains(&claim.key));
            claims.extend(told.map(|claim| claim_view(kept, claim, looker)));
        }
        claims.sort_by(|one, other| (one.published, &one.document).cmp(&(other.published, &other.document)));
        let decisions = self.trace()?.concerning(&incident, self.ledger(), layer)?;
        let view = IncidentView { incident, claims, documents, decisions };
        self.projected(&view, &view.incident, &readings, looker).map(Ok)
    }

    /// Until when an incident that these readings tell is held back, if it is now.
    pub(super) fn held(
        &self,
        incident: &LedgerIncident,
        readings: &BTreeMap<DocumentId, Kept>,
        looker: &Looker,
    ) -> Option<Held> {
        let last = readings.values().filter_map(|kept| kept.reading.document.published).max();
        looker.held(incident, last)
    }

    /// What is known of one document behind an incident.
    fn document_view(&self, kept: &Kept) -> Result<DocumentView> {
        let document = &kept.reading.document;
        let state = self.ledger().document(&document.id)?.map_or(State::Current, |stored| stored.state);
        let state = match state {
            State::Current => "current",
            State::Superseded => "superseded",
            State::Retracted => "retracted",
        };
        Ok(DocumentView {
            document: document.id.clone(),
            outlet: document.outlet.clone(),
            title: document.title.clone(),
            url: document.url.clone(),
            published: document.published,
            origin: self.ledger().origin(&document.id)?.unwrap_or_else(|| document.id.clone()),
            state: state.to_owned(),
        })
    }

    /// The one door to a reader: a view of an incident through the projection of the reader's profile.
    fn projected<T: Serialize + serde::de::DeserializeOwned>(
        &self,
        view: &T,
        incident: &LedgerIncident,
        readings: &BTreeMap<DocumentId, Kept>,
        looker: &Looker,
    ) -> Result<T> {
        let names: BTreeSet<String> = readings.values().flat_map(|kept| kept.names.iter().cloned()).collect();
        let sensitive = looker.is_sensitive(incident);
        let targets = incident.targets.all.iter().map(|told| &told.value);
        let things: Vec<String> = targets
            .filter(|target| looker.sensitive.contains(&target.kind) && is_called(&target.name))
            .map(|target| target.name.clone())
            .collect();
        let places = looker.withheld_places(readings.values(), &things, sensitive);
        let projection = Projection { profile: &looker.profile, names: &names, places: &places, sensitive };
        projection.of(view).ok_or_else(|| {
            Error::refused(
                &format!("cannot show {}", incident.id),
                "it could not be brought into the form that this profile may see",
                "report this fault of casus",
            )
        })
    }

    pub(super) fn readings(
        &self,
        layer: LayerId,
        incident: &LedgerIncident,
    ) -> Result<BTreeMap<DocumentId, Kept>> {
        let mut readings = BTreeMap::new();
        for document in &incident.documents {
            if let Some(kept) = load(self.ledger(), layer, document)? {
                readings.insert(document.clone(), kept);
            }
        }
        Ok(readings)
    }

    /// Why an incident is what it is: what joined its accounts, and the nearest that it did not join.
    pub fn explain(&self, id: &str, looker: &Looker) -> Result<std::result::Result<Explanation, Held>> {
        let layer = self.layer()?;
        let incident = find(self.ledger(), layer, id)?;
        let view = match self.view(incident.clone(), looker)? {
            Ok(view) => view,
            Err(held) => return Ok(Err(held)),
        };
        let shelf = LayerShelf { ledger: self.ledger(), layer };
        let constraints = Decisions::of(self.ledger())?.constraints;
        let claims: Vec<Key> = incident.claims.iter().map(|claim| Key::of(claim)).collect();
        let components = casus_link::around(&shelf, &claims, &constraints, &self.knowledge)?;
        let own: BTreeSet<Key> = incident.claims.iter().map(|claim| Key::of(claim)).collect();
        let mut explanation = Explanation { view, joins: Vec::new(), near: Vec::new() };
        for component in &components {
            self.explain_component(component, &own, &shelf, &mut explanation)?;
        }
        if explanation.near.is_empty() {
            let accounts: Vec<Key> = own.iter().copied().collect();
            if let Some((one, other, comparison)) = nearest(&shelf, &accounts, &self.knowledge)? {
                let weight = comparison.total;
                explanation.near.push(self.join_view(&shelf, (one, other), weight, false, &own)?);
            }
        }
        let mut readings = self.readings(layer, &incident)?;
        // Reasons bear words of the reports that were not joined, too.
        for join in explanation.joins.iter().chain(&explanation.near) {
            for claim in [&join.one, &join.other] {
                let Some(document) = self.ledger().document_of(layer, claim)? else { continue };
                if let Some(kept) = load(self.ledger(), layer, &document)? {
                    readings.insert(document, kept);
                }
            }
        }
        if !looker.profile.names {
            explanation.joins.iter_mut().chain(&mut explanation.near).for_each(without_words);
        }
        self.projected(&explanation, &incident, &readings, looker).map(Ok)
    }

    fn explain_component(
        &self,
        component: &Component,
        own: &BTreeSet<Key>,
        shelf: &LayerShelf<&Ledger>,
        explanation: &mut Explanation,
    ) -> Result<()> {
        for cluster in
            component.clusters.iter().filter(|cluster| cluster.accounts.iter().any(|key| own.contains(key)))
        {
            for Join { one, other, weight, decided } in &cluster.joins {
                explanation.joins.push(self.join_view(shelf, (*one, *other), *weight, *decided, own)?);
            }
        }
        for NearMiss { one, other, weight, decided, .. } in &component.near {
            let (one, other) = if own.contains(one) { (one, other) } else { (other, one) };
            if own.contains(one) && !own.contains(other) {
                explanation.near.push(self.join_view(shelf, (*one, *other), *weight, *decided, own)?);
            }
        }
        explanation.near.sort_by_key(|near| std::cmp::Reverse(near.weight));
        Ok(())
    }

    fn join_view(
        &self,
        shelf: &LayerShelf<&Ledger>,
        (one, other): (Key, Key),
        weight: i32,
        decided: bool,
        own: &BTreeSet<Key>,
    ) -> Result<JoinView> {
        let incident = match own.contains(&other) {
            true => None,
            false => self.ledger().incident_of(shelf.layer, &other.to_string())?.map(|id| id.to_string()),
        };
        let mut view = JoinView {
            one: one.to_string(),
            other: other.to_string(),
            incident,
            weight,
            decided,
            parts: Vec::new(),
            cannot: None,
        };
        if let (Some(one), Some(other)) = (shelf.account(one)?, shelf.account(other)?) {
            let comparison = compare(&one, &other, &self.knowledge);
            view.cannot = comparison.cannot.clone();
            let parts = comparison.parts.iter();
            view.parts = parts
                .map(|part| (format!("{:?}", part.field).to_lowercase(), part.weight, part.why.clone()))
                .collect();
        }
        Ok(view)
    }
}

/// The incident of an id, or the one it went into.
pub(super) fn find(ledger: &Ledger, layer: LayerId, id: &str) -> Result<LedgerIncident> {
    let unknown = |why: &str| {
        Error::refused(&format!("there is no incident {id}"), why, "list incidents with `casus find`")
    };
    let asked: IncidentId = id.parse().map_err(|_| unknown("an id looks like i17"))?;
    let now = ledger.follow(layer, asked)?;
    ledger
        .incident(layer, now)?
        .ok_or_else(|| unknown("none was minted, or it ended when its reports were removed"))
}

/// The places of a claim.
fn places_of(claim: &Claim) -> &[Place] {
    match &claim.body {
        Body::Event(event) => &event.places,
        Body::Tally(tally) => &tally.places,
        Body::Posture(posture) => &posture.places,
        _ => &[],
    }
}

/// Whether words are a name, and not only say what a thing is.
fn is_called(words: &str) -> bool {
    words.split_whitespace().any(|word| word.starts_with(char::is_uppercase))
}

fn claim_view(kept: &Kept, claim: &Claim, looker: &Looker) -> ClaimView {
    let document = &kept.reading.document;
    ClaimView {
        claim: claim.key.clone(),
        document: document.id.clone(),
        outlet: document.outlet.clone(),
        published: document.published,
        said_by: said_by(&claim.attribution),
        words: claim.trigger.text.clone(),
        quote: looker.profile.excerpt(kept.quote(claim.trigger.span())),
    }
}

/// The voices that nobody passes on further, each with those who pass it on, the nearest first.
fn said_by(voices: &[Voice]) -> Vec<String> {
    let name = |voice: &Voice| match (&voice.name, voice.kind) {
        (Some(name), SourceKind::Anonymous) => format!("{name} (not named)"),
        (Some(name), _) => name.clone(),
        (None, _) => "the report".to_owned(),
    };
    let is_source = |at: &usize| !voices.iter().any(|voice| voice.via == Some(*at));
    let chain = |at: usize| {
        let passed_on = |at: &usize| voices[*at].via.filter(|via| *via < voices.len());
        let chain = std::iter::successors(Some(at), passed_on).take(voices.len());
        chain.map(|at| name(&voices[at])).collect::<Vec<_>>().join(" via ")
    };
    (0..voices.len()).filter(is_source).map(chain).collect()
}

/// What full text finds an incident by: what was done with what, to whom, where, by whom, with what harm.
pub(super) fn summary(incident: &LedgerIncident) -> String {
    let mut words: Vec<String> = vec![printed(&incident.event_type).to_lowercase()];
    words.extend(incident.modes.iter().cloned());
    words.extend(incident.weapons.all.iter().map(|told| told.value.class.replace('-', " ")));
    words.extend(incident.actors.all.iter().map(|told| told.value.name.clone()));
    words.extend(incident.recipients.all.iter().map(|told| told.value.name.clone()));
    words.extend(incident.targets.all.iter().map(|told| told.value.name.clone()));
    words.extend(incident.places.all.iter().map(|told| told.value.name.clone()));
    let harmed = incident.casualties.iter().map(|toll| toll.effect.word());
    words.extend(harmed.map(str::to_owned));
    words.join(" ")
}

/// Leaves out the rare words that reports have in common, and the words for what was hit and whom: many are names, in small
/// letters and in reports that stand behind neither side.
fn without_words(join: &mut JoinView) {
    for (field, _, why) in &mut join.parts {
        if field == "things" {
            let same = why.starts_with("both");
            *why = if same { "one word for what was hit" } else { "other words for what was hit" }.to_owned();
        }
        if matches!(field.as_str(), "words" | "story" | "names")
            && let Some(list) = why.find(": ")
        {
            why.truncate(list);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers_side_by_side_are_told_apart_and_those_who_pass_on_follow_the_source() {
        let voice = |name: &str, via| Voice { name: Some(name.to_owned()), via, ..Voice::outlet() };
        let police = || voice("police", None);
        assert_eq!(said_by(&[police(), voice("a doctor", None)]), ["police", "a doctor"]);
        assert_eq!(said_by(&[police(), voice("a witness", Some(0))]), ["a witness via police"]);
        assert_eq!(said_by(&[Voice::outlet()]), ["the report"]);
        assert_eq!(said_by(&[voice("a ring", Some(0)), voice("it", Some(7))]), ["it"]);
    }
}
