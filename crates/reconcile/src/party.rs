//! Who: actors as documents name them, and which of them can be one.

use casus_model::{Event, Field, KnownParty, Party, ToldValue};

use super::field::{Sense, field, plain};
use super::{Background, Source, Values};

impl Values<'_> {
    pub(crate) fn actors(&self) -> Field<KnownParty> {
        let said = self.said(|at, event| known(self.voices.tellings[at].source, &event.actors));
        field(&Doer { background: self.background }, self.voices, said)
    }

    pub(crate) fn recipients(&self) -> Field<KnownParty> {
        self.beside(|event| &event.recipients)
    }

    pub(crate) fn interceptors(&self) -> Field<KnownParty> {
        self.beside(|event| &event.interceptors)
    }

    fn beside(&self, parties: impl Fn(&Event) -> &[Party]) -> Field<KnownParty> {
        let said = self.said(|at, event| {
            let source = self.voices.tellings[at].source;
            parties(event)
                .iter()
                .map(|party| Whom { vague: vague(source, party), party: known_party(source, party) })
                .collect()
        });
        let field = field(&Beside { background: self.background }, self.voices, said);
        let told = |told: ToldValue<Whom>| ToldValue {
            value: told.value.party,
            told: told.told,
            origins: told.origins,
        };
        Field {
            preferred: field.preferred.map(|whom| whom.party),
            rule: field.rule,
            disputed: field.disputed,
            all: field.all.into_iter().map(told).collect(),
        }
    }
}

/// Whether the words say nothing but that there were people.
fn vague(source: &Source, party: &Party) -> bool {
    let actor = source.actors.iter().find(|actor| Some(&actor.id) == party.actor.as_ref());
    !party.named && actor.is_none_or(|actor| actor.class == "unknown")
}

fn known(source: &Source, parties: &[Party]) -> Vec<KnownParty> {
    parties.iter().map(|party| known_party(source, party)).collect()
}

/// The party without what only its document knows. An actor with a name of the list keeps its id, an unnamed
/// one its words and those its document ties it to.
pub(crate) fn known_party(source: &Source, party: &Party) -> KnownParty {
    let listed = party.actor.as_ref().filter(|_| party.named);
    let ties = party.actor.as_ref().and_then(|actor| source.ties.get(actor));
    let title = listed.and_then(|id| source.actors.iter().find(|actor| &actor.id == id));
    KnownParty {
        actor: listed.cloned(),
        name: title.map_or(&party.name, |actor| &actor.name).clone(),
        tied_to: ties.into_iter().flatten().filter(|to| !local(to)).cloned().collect(),
    }
}

/// Whether the id (`d1`) means something in its document only.
pub(crate) fn local(id: &str) -> bool {
    id.strip_prefix('d').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Equal keys are one party: by id where there is one, else by words and ties.
pub(crate) fn key(party: &KnownParty) -> String {
    match &party.actor {
        Some(actor) => actor.clone(),
        None => format!("\"{}\" {}", plain(&party.name), party.tied_to.join(" ")),
    }
}

/// Those who did it. A deed has one side behind it, so two unrelated names clash; a description ("gunmen",
/// "a militia backed by Arnor") gives way to every name that fits it.
pub(crate) struct Doer<'a> {
    pub background: &'a Background,
}

impl Sense for Doer<'_> {
    type Value = KnownParty;

    fn key(&self, party: &KnownParty) -> String {
        key(party)
    }

    fn inside(&self, a: &KnownParty, b: &KnownParty) -> bool {
        key(a) == key(b) || fits(self.background, a, b) == Some(true)
    }

    fn clash(&self, a: &KnownParty, b: &KnownParty) -> bool {
        let settled = (fits(self.background, a, b), fits(self.background, b, a));
        settled == (Some(false), Some(false))
    }
}

/// Whether `a` can be the one that `b` says, as a name can be what a description says; none where what is
/// known of `a` does not settle it.
pub(crate) fn fits(background: &Background, a: &KnownParty, b: &KnownParty) -> Option<bool> {
    let tied =
        |to: &String| a.tied_to.contains(to) || a.actor.as_ref().is_some_and(|a| background.tied(a, to));
    match (&a.actor, &b.actor) {
        (Some(a_id), Some(b_id)) => Some(a_id == b_id || tied(b_id)),
        (Some(_), None) if b.tied_to.is_empty() => Some(true),
        (Some(a_id), None) if b.tied_to.iter().all(|to| to == a_id || tied(to)) => {
            Some(!b.tied_to.contains(a_id))
        }
        (Some(a_id), None) => background.ties.contains_key(a_id).then_some(false),
        (None, Some(b_id)) if a.tied_to.contains(b_id) => Some(false),
        (None, Some(_)) => fits(background, b, a).filter(|fits| !fits),
        (None, None) => (!b.tied_to.is_empty() || !a.tied_to.is_empty())
            .then(|| b.tied_to.iter().all(tied))
            .filter(|fits| *fits),
    }
}

#[derive(Clone)]
struct Whom {
    party: KnownParty,
    vague: bool,
}

/// Those it was done to, or who stopped it: one beside the other is no contradiction, and "people" gives way
/// to anything that says who they were.
struct Beside<'a> {
    background: &'a Background,
}

impl Sense for Beside<'_> {
    type Value = Whom;

    fn key(&self, whom: &Whom) -> String {
        key(&whom.party)
    }

    fn inside(&self, a: &Whom, b: &Whom) -> bool {
        let part = |actor: &String| b.party.actor.as_ref().is_some_and(|b| self.background.tied(actor, b));
        key(&a.party) == key(&b.party) || b.vague && !a.vague || a.party.actor.as_ref().is_some_and(part)
    }

    fn clash(&self, _: &Whom, _: &Whom) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn named(id: &str) -> KnownParty {
        KnownParty { actor: Some(id.to_owned()), name: id.to_owned(), tied_to: Vec::new() }
    }

    fn described(words: &str, tied_to: &[&str]) -> KnownParty {
        let tied_to = tied_to.iter().map(|to| (*to).to_owned()).collect();
        KnownParty { actor: None, name: words.to_owned(), tied_to }
    }

    fn background() -> Background {
        let ties = [("riders", ["rohan"]), ("wolves", ["angmar"])];
        let ties = ties.map(|(a, to)| (a.to_owned(), to.map(str::to_owned).into()));
        Background { ties: BTreeMap::from(ties), ..Background::default() }
    }

    #[test]
    fn a_description_fits_the_names_tied_as_it_says() {
        let background = background();
        let doer = Doer { background: &background };
        let backed = described("a militia backed by Rohan", &["rohan"]);
        assert!(doer.inside(&named("riders"), &backed) && !doer.clash(&named("riders"), &backed));
        assert!(doer.clash(&named("wolves"), &backed) && doer.clash(&backed, &named("wolves")));
        assert!(!doer.clash(&named("strangers"), &backed));
        assert!(doer.inside(&named("riders"), &described("gunmen", &[])));
        assert!(doer.inside(&backed, &described("gunmen", &[])));
        assert!(!doer.inside(&described("gunmen", &[]), &backed));
    }

    #[test]
    fn a_backer_is_not_the_one_it_backs() {
        let background = background();
        let doer = Doer { background: &background };
        let backed = described("a militia backed by Rohan", &["rohan"]);
        assert!(!doer.inside(&named("rohan"), &backed));
        assert!(doer.clash(&named("rohan"), &backed));
    }

    #[test]
    fn two_names_clash_unless_one_is_part_of_the_other() {
        let background = background();
        let doer = Doer { background: &background };
        assert!(doer.clash(&named("riders"), &named("wolves")));
        assert!(!doer.clash(&named("riders"), &named("rohan")));
        assert!(doer.inside(&named("riders"), &named("rohan")));
    }

    #[test]
    fn local_ids_are_told_from_others() {
        assert!(local("d1") && local("d20"));
        assert!(!local("d") && !local("dunland") && !local("country:AR"));
    }
}
