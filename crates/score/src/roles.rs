//! MUC-4 by roles: five roles filled with strings, and the type of incident, as scored since 2020.
//!
//! - `TF`: template filling (Du, Rush and Cardie, NAACL 2021). The map of predicted templates to gold with
//!   the best F1 of its document stands.
//! - `REE`: CEAF-REE (Du, Rush and Cardie, EACL 2021). Roles of a document are pooled; a predicted entity is
//!   right where all its mentions are of one of gold.
//! - `RME_…`: CEAF-RME (Chen et al., EACL 2023), in the three ways its authors have counted.

mod filling;
mod mentions;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::assign::assign;
use crate::layout::{ById, text};
use crate::rate::{Counts, Rate};
use crate::words::is_word;
use mentions::Kind;

/// The templates of one document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub doc_id: String,
    #[expect(missing_docs)]
    pub templates: Vec<Template>,
}

/// One incident. Entities are lists of the mentions that name them.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Template {
    /// Such as `attack` or `attack / bombing`; `attack` where it is not a string.
    #[serde(default = "attack", deserialize_with = "incident_type")]
    pub incident_type: String,
    /// Persons who did it.
    #[serde(rename = "PerpInd", default)]
    pub perpetrators: Vec<Entity>,
    /// Organisations that did it.
    #[serde(rename = "PerpOrg", default)]
    pub organizations: Vec<Entity>,
    /// Things hit.
    #[serde(rename = "Target", default)]
    pub targets: Vec<Entity>,
    /// People hit.
    #[serde(rename = "Victim", default)]
    pub victims: Vec<Entity>,
    /// What it was done with.
    #[serde(rename = "Weapon", default)]
    pub weapons: Vec<Entity>,
}

/// The mentions of an entity.
pub type Entity = Vec<String>;

/// How many roles there are: perpetrators, organisations, targets, victims, weapons.
const ROLES: usize = 5;

impl Template {
    fn roles_mut(&mut self) -> [&mut Vec<Entity>; ROLES] {
        [
            &mut self.perpetrators,
            &mut self.organizations,
            &mut self.targets,
            &mut self.victims,
            &mut self.weapons,
        ]
    }

    fn roles(&self) -> [&[Entity]; ROLES] {
        [&self.perpetrators, &self.organizations, &self.targets, &self.victims, &self.weapons]
    }
}

fn attack() -> String {
    "attack".to_owned()
}

fn incident_type<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) => text,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => attack(),
    })
}

/// What becomes of predicted templates that are the same. Those of gold are always made one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Duplicates {
    /// Each counts.
    #[default]
    Kept,
    /// They are made one.
    Merged,
}

/// Counts of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Template filling: the type of incident, then the roles.
    pub filling: [Counts; 1 + ROLES],
    /// CEAF-REE by role.
    pub entities: [Counts; ROLES],
    /// CEAF-RME over mentions.
    pub phi3: Counts,
    /// CEAF-RME where an entity is right by any mention.
    pub subset: Counts,
    /// The same with entities paired one to one.
    pub one_to_one: Counts,
}

/// The figures, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Template filling.
    #[serde(rename = "TF")]
    pub filling: Filling,
    /// CEAF-REE.
    #[serde(rename = "REE")]
    pub entities: Roles,
    /// CEAF-RME as the code of IterX counts today: mentions.
    #[serde(rename = "RME_phi3")]
    pub phi3: Rate,
    /// CEAF-RME as in the scores released with IterX: entities, right by any mention.
    #[serde(rename = "RME_subset")]
    pub subset: Rate,
    /// The same with entities paired one to one.
    #[serde(rename = "RME_one2one")]
    pub one_to_one: Rate,
}

/// Rates of template filling.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Filling {
    /// The type of incident.
    pub incident_type: Rate,
    /// The roles. `micro` is over them and the type.
    #[serde(flatten)]
    pub roles: Roles,
}

/// Rates by role.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[expect(missing_docs)]
pub struct Roles {
    #[serde(rename = "PerpInd")]
    pub perpetrators: Rate,
    #[serde(rename = "PerpOrg")]
    pub organizations: Rate,
    #[serde(rename = "Target")]
    pub targets: Rate,
    #[serde(rename = "Victim")]
    pub victims: Rate,
    #[serde(rename = "Weapon")]
    pub weapons: Rate,
    /// Over all.
    pub micro: Rate,
}

/// Scores predictions; a document of gold that they lack is one without templates.
pub fn score(duplicates: Duplicates, gold: &[Document], predicted: &[Document]) -> Scores {
    scores(&tallies(duplicates, gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each document of gold.
pub fn tallies(duplicates: Duplicates, gold: &[Document], predicted: &[Document]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |document| &document.doc_id);
    let gold = ById::new(gold, |document| &document.doc_id);
    let tally_of = |(id, document): (&str, &Document)| {
        let gold = prepared(Duplicates::Merged, &document.templates);
        let given = predicted.get(id).map_or(&[][..], |document| &document.templates);
        tally(&gold, &prepared(duplicates, given))
    };
    gold.iter().map(tally_of).collect()
}

/// The figures of documents.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let total = |part: &dyn Fn(&Tally) -> Counts| tallies.iter().map(|tally| part(tally)).sum::<Counts>();
    let filling: [Counts; 1 + ROLES] = std::array::from_fn(|part| total(&|tally| tally.filling[part]));
    let entities: [Counts; ROLES] = std::array::from_fn(|role| total(&|tally| tally.entities[role]));
    let [incident_type, roles @ ..] = filling;
    Scores {
        filling: Filling {
            incident_type: incident_type.rate(),
            roles: by_role(&roles, filling.into_iter().sum()),
        },
        entities: by_role(&entities, entities.into_iter().sum()),
        phi3: total(&|tally| tally.phi3).rate(),
        subset: total(&|tally| tally.subset).rate(),
        one_to_one: total(&|tally| tally.one_to_one).rate(),
    }
}

fn by_role(roles: &[Counts; ROLES], all: Counts) -> Roles {
    let [perpetrators, organizations, targets, victims, weapons] = roles.map(|counts| counts.rate());
    Roles { perpetrators, organizations, targets, victims, weapons, micro: all.rate() }
}

fn tally(gold: &[Template], predicted: &[Template]) -> Tally {
    Tally {
        filling: filling::counts(gold, predicted),
        entities: std::array::from_fn(|role| pooled(gold, predicted, role)),
        phi3: mentions::counts(Kind::Mentions, gold, predicted),
        subset: mentions::counts(Kind::Subset, gold, predicted),
        one_to_one: mentions::counts(Kind::OneToOne, gold, predicted),
    }
}

/// Templates without empty entities, as often as they count, with plain mentions.
fn prepared(duplicates: Duplicates, templates: &[Template]) -> Vec<Template> {
    let mut kept: Vec<Template> = Vec::new();
    for template in templates {
        let mut template = template.clone();
        for entities in template.roles_mut() {
            entities.retain(|entity| !entity.is_empty());
        }
        if duplicates == Duplicates::Kept || !kept.contains(&template) {
            kept.push(template);
        }
    }
    for mention in kept.iter_mut().flat_map(Template::roles_mut).flatten().flatten() {
        *mention = plain(mention);
    }
    kept
}

/// In small letters, without punctuation and articles, with single spaces.
fn plain(mention: &str) -> String {
    let kept: String =
        mention.to_lowercase().chars().filter(|character| !character.is_ascii_punctuation()).collect();
    let without_articles: String =
        pieces(&kept).map(|piece| if is_article(piece) { " " } else { piece }).collect();
    let words = without_articles.split(crate::words::is_space).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the")
}

/// Runs of `\w` and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let in_word = is_word(rest.chars().next()?);
        let end = rest.find(|character| is_word(character) != in_word).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        Some(piece)
    })
}

/// Whether all mentions of a predicted entity are of this one of gold.
fn within(gold: &Entity, predicted: &Entity) -> bool {
    predicted.iter().all(|mention| gold.contains(mention))
}

fn pooled(gold: &[Template], predicted: &[Template], role: usize) -> Counts {
    let (gold, predicted) = (pool(gold, role), pool(predicted, role));
    let weight = |right: &Entity, given: &Entity| if within(right, given) { 1.0 } else { 0.0 };
    let weights: Vec<Vec<f64>> =
        gold.iter().map(|right| predicted.iter().map(|given| weight(right, given)).collect()).collect();
    Counts::paired(assign(&weights).len(), predicted.len(), gold.len())
}

fn pool(templates: &[Template], role: usize) -> Vec<&Entity> {
    let mut pool: Vec<&Entity> = Vec::new();
    for entity in templates.iter().flat_map(|template| template.roles()[role]) {
        if !pool.contains(&entity) {
            pool.push(entity);
        }
    }
    pool
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_points_are_no_part_of_a_mention() {
        assert_eq!(plain("The  F.M.L.N. of an “a” Anna's"), "fmln of “ ” annas");
    }
}
