//! The facets that are scored, in the order they are printed.

macro_rules! facets {
    ($($variant:ident = $id:literal, $about:literal;)+) => {
        /// One aspect of reading that gets a score of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Facet { $(#[doc = $about] $variant),+ }

        impl Facet {
            /// Every facet, in the order of tables.
            pub const ALL: &'static [Facet] = &[$(Facet::$variant),+];

            /// As tables and the baseline write it.
            pub fn id(self) -> &'static str {
                match self { $(Facet::$variant => $id),+ }
            }

            /// What is compared, in a line.
            pub fn about(self) -> &'static str {
                match self { $(Facet::$variant => $about),+ }
            }
        }
    };
}

facets! {
    Claims = "claims", "claims found, of any kind";
    Events = "claims.event", "events found";
    Assaults = "claims.event.assault", "events of type ASSAULT found";
    Tallies = "claims.tally", "tallies found";
    Postures = "claims.posture", "postures found";
    Relations = "claims.relation", "relations found";
    Assessments = "claims.assessment", "assessments found";
    Type = "type", "PLOVER type";
    Modes = "modes", "PLOVER modes, each";
    Modality = "modality", "actual, denied, planned and so on";
    Certainty = "certainty", "the source's own hedge";
    Actors = "actors", "who did it";
    Recipients = "recipients", "to whom";
    Targets = "targets", "kind of the thing hit or aimed at";
    Weapons = "weapons", "weapon class; a less specific one earns half";
    Outcomes = "outcomes", "what became of it";
    OutcomeCounts = "outcomes.count", "what became of how many";
    Casualties = "casualties", "effect and count";
    CasualtyClasses = "casualties.class", "effect and class of people";
    Interceptors = "interceptors", "who stopped it";
    Responsibility = "responsibility", "status and party";
    WhenStart = "when.start", "first moment, or what was told of it";
    WhenEnd = "when.end", "last moment, or what was told of it";
    WhenGranularity = "when.granularity", "unit of time";
    Country = "where.country", "countries";
    Place = "where.place", "places within 25 km, else by name";
    AttributionWords = "attribution.words", "the same source";
    AttributionKind = "attribution.kind", "kinds of source";
    AttributionCue = "attribution.cue", "the reporting words";
    PartOf = "part_of", "the wave or battle it belongs to";
    Occurrences = "occurrences", "pairs of claims about one occurrence";
    Incidents = "incidents", "incidents of the document";
    TallyMeasure = "tally.measure", "what is counted";
    TallyCount = "tally.count", "bounds and hedge";
    TallyWindow = "tally.window", "first and last moment";
    TallyContains = "tally.contains", "occurrences it says it contains";
    PostureCount = "posture.count", "bounds and hedge";
    RelationPredicate = "relation.predicate", "how they are tied";
    RelationEnds = "relation.ends", "subject and object";
}

impl Facet {
    /// The facet that says how well claims of a kind (`event`, `tally`, …) are found.
    pub fn of_kind(kind: &str) -> Option<Facet> {
        Facet::ALL.iter().copied().find(|facet| facet.id().strip_prefix("claims.") == Some(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let ids: std::collections::BTreeSet<_> = Facet::ALL.iter().map(|facet| facet.id()).collect();
        assert_eq!(ids.len(), Facet::ALL.len());
    }

    #[test]
    fn a_kind_has_its_facet() {
        assert_eq!(Facet::of_kind("tally"), Some(Facet::Tallies));
        assert_eq!(Facet::of_kind("rumour"), None);
    }

    #[test]
    fn the_order_of_all_is_the_order_of_declaration() {
        assert!(Facet::ALL.iter().enumerate().all(|(idx, facet)| *facet as usize == idx));
    }
}
