//! The lexicon: reads `data/`, checks it, and compiles it into matchers.
//!
//! Comes in: the text of the files under `data/` (embedded at build, or handed in by a caller that
//! wants its own). Goes out: one immutable [`Lexicon`]: common-noun phrases with a sense, names of
//! actors and of outlets, frames that say what a verb or noun of violence or diplomacy does, number words and
//! count patterns, cues of attribution, words that change whether something happened, vocabularies.
//!
//! Deliberately not known here: sentences, syntax, documents. The lexicon says what words *can* mean.

mod actors;
mod counts;
mod frames;
mod outlets;
mod phrases;
mod reporting;
mod signatures;
mod words;

pub use actors::{Actor, Names, Tie};
pub use casus_model::{DataError as Error, Row, rows};
pub use counts::{CountPattern, CountPatterns, Formula, Numbers, PatternWord};
pub use frames::{Example, Frame, Frames, Need, Role, Slot, Test};
pub use outlets::{Outlet, OutletKind, Outlets};
pub use phrases::{Entry, Phrases, Sense};
pub use reporting::{Part, Reporting, ReportingWords};
pub use signatures::{Complement, Signature, Signatures};
pub use words::{Cue, CueKind, Governor, Words};

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Every file embedded in this build, as its name relative to `data/` and its text.
pub fn embedded_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied()
}

/// The knowledge of `data/`, checked and ready to match.
#[derive(Debug)]
pub struct Lexicon {
    /// Common nouns with a sense: weapons, targets, people, organisations.
    pub phrases: Phrases,
    /// The actor list and its names.
    pub names: Names,
    /// Who publishes.
    pub outlets: Outlets,
    /// Frames by verb and by noun.
    pub frames: Frames,
    /// Number words.
    pub numbers: Numbers,
    /// Ways to say a count.
    pub counts: CountPatterns,
    /// Cues of attribution, words that govern modality, and small closed sets.
    pub words: Words,
    /// Words that report what somebody says, thinks, wants or shows.
    pub reporting: ReportingWords,
    /// What words say of the clauses that complete them.
    pub signatures: Signatures,
    /// Ids of each vocabulary in `data/ontology`, by file name.
    pub vocabularies: BTreeMap<String, BTreeSet<String>>,
    /// Rows of the weapon ontology: class → (parent, mode under ASSAULT).
    pub weapon_classes: BTreeMap<String, WeaponClass>,
    members: BTreeMap<String, String>,
    /// Digest of every file read; of all of `data/`, that of `geo` and `timex` too, for the embedded one. For [`casus_model::Versions`].
    pub digest: String,
}

/// What the ontology says of a weapon class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeaponClass {
    /// The less specific class above it, if any.
    pub parent: Option<String>,
    /// The PLOVER mode that it gives an ASSAULT.
    pub mode: Option<String>,
}

impl Lexicon {
    /// The knowledge embedded in this build.
    pub fn embedded() -> Result<Lexicon, Error> {
        Ok(Lexicon { digest: DIGEST.to_owned(), ..Lexicon::from_files(embedded_files())? })
    }

    /// The knowledge in these files, each a name relative to `data/` and its text.
    pub fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Lexicon, Error> {
        let files: BTreeMap<&str, &str> = files.into_iter().collect();
        let vocabularies = vocabularies(&files)?;
        let weapon_classes = weapon_classes(&files)?;
        let lexicon = Lexicon {
            phrases: Phrases::read(&files)?,
            names: Names::read(&files)?,
            outlets: Outlets::read(&files)?,
            frames: Frames::read(&files)?,
            numbers: Numbers::read(&files)?,
            counts: CountPatterns::read(&files)?,
            words: Words::read(&files)?,
            reporting: ReportingWords::read(&files)?,
            signatures: Signatures::read(&files)?,
            vocabularies,
            weapon_classes,
            members: members(&files)?,
            digest: digest(&files),
        };
        lexicon.check()?;
        Ok(lexicon)
    }

    /// The PLOVER mode that a weapon class gives an ASSAULT, looking up the parents.
    pub fn mode_of_weapon(&self, class: &str) -> Option<&str> {
        let mut class = class;
        for _ in 0..8 {
            let row = self.weapon_classes.get(class)?;
            if let Some(mode) = &row.mode {
                return Some(mode);
            }
            class = row.parent.as_deref()?;
        }
        None
    }

    /// The casualty class of those who belong to an actor of the list, where its class settles it: "fighter" of a militia.
    pub fn members_of(&self, actor: &str) -> Option<&str> {
        let class = &self.names.actors.get(actor)?.class;
        self.members.get(class).map(String::as_str)
    }

    /// Whether a weapon class is a more specific kind of another.
    pub fn is_kind_of(&self, class: &str, other: &str) -> bool {
        let mut class = class;
        for _ in 0..8 {
            match self.weapon_classes.get(class).and_then(|row| row.parent.as_deref()) {
                Some(parent) if parent == other => return true,
                Some(parent) => class = parent,
                None => return false,
            }
        }
        false
    }

    /// Every id used by a phrase, an actor or a frame must be in the ontology.
    fn check(&self) -> Result<(), Error> {
        for (file, vocabulary, id) in self.phrases.ids() {
            self.known(vocabulary, id, file)?;
        }
        for actor in self.names.actors.values() {
            self.check_actor(actor)?;
        }
        for frame in self.frames.all() {
            for mode in &frame.modes {
                self.known("modes", mode, &frame.name)?;
            }
            if let Some(class) = &frame.class {
                self.known("weapons", class, &frame.name)?;
            }
        }
        Ok(())
    }

    fn check_actor(&self, actor: &Actor) -> Result<(), Error> {
        let file = format!("actors/{}.toml", actor.id);
        self.known("actor_classes", &actor.class, &file)?;
        for tie in &actor.ties {
            self.known("predicates", &tie.predicate, &file)?;
            let is_country = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
            if !self.names.actors.contains_key(&tie.to)
                && !tie.to.strip_prefix("country:").is_some_and(is_country)
            {
                return Err(Error::new(&file, 0, format!("a tie to `{}`, which is no actor", tie.to)));
            }
        }
        Ok(())
    }

    fn known(&self, vocabulary: &str, id: &str, place: &str) -> Result<(), Error> {
        match self.vocabularies.get(vocabulary) {
            Some(ids) if !ids.contains(id) => {
                Err(Error::new(place, 0, format!("`{id}` is not in data/ontology/{vocabulary}.tsv")))
            }
            _ => Ok(()),
        }
    }
}

fn vocabularies(files: &BTreeMap<&str, &str>) -> Result<BTreeMap<String, BTreeSet<String>>, Error> {
    let mut vocabularies = BTreeMap::new();
    for (name, text) in files.iter().filter(|(name, _)| name.starts_with("ontology/")) {
        let Some(word) = name.strip_prefix("ontology/").and_then(|name| name.strip_suffix(".tsv")) else {
            continue;
        };
        let rows = rows(name, text)?;
        let ids = rows.iter().filter_map(|row| row.get("id")).map(str::to_owned);
        vocabularies.insert(word.to_owned(), ids.collect());
    }
    Ok(vocabularies)
}

fn weapon_classes(files: &BTreeMap<&str, &str>) -> Result<BTreeMap<String, WeaponClass>, Error> {
    let name = "ontology/weapons.tsv";
    let Some(text) = files.get(name) else { return Ok(BTreeMap::new()) };
    let some = |text: Option<&str>| text.filter(|text| !text.is_empty() && *text != "-").map(str::to_owned);
    Ok(rows(name, text)?
        .iter()
        .filter_map(|row| {
            let class = WeaponClass { parent: some(row.get("parent")), mode: some(row.get("mode")) };
            Some((row.get("id")?.to_owned(), class))
        })
        .collect())
}

/// The casualty class of those who belong to actors of each class.
fn members(files: &BTreeMap<&str, &str>) -> Result<BTreeMap<String, String>, Error> {
    let name = "ontology/actor_classes.tsv";
    let Some(text) = files.get(name) else { return Ok(BTreeMap::new()) };
    let class = |row: &Row| Some((row.get("id")?.to_owned(), row.get("members")?.to_owned()));
    Ok(rows(name, text)?.iter().filter_map(class).filter(|(_, members)| members != "-").collect())
}

fn digest(files: &BTreeMap<&str, &str>) -> String {
    let mut hasher = Sha256::new();
    for (name, text) in files {
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a small set of files that is sound but for one.
    fn problem(file: &str, text: &str) -> String {
        let sound = [
            ("ontology/people_classes.tsv", "id\nrebel\n"),
            ("ontology/casualty_classes.tsv", "id\nfighter\n"),
            ("ontology/source_kinds.tsv", "id\ninstitution\nanonymous\n"),
            ("ontology/actor_classes.tsv", "id\nmilitia\n"),
            ("ontology/predicates.tsv", "id\npart_of\n"),
            ("lexicon/people.tsv", "phrase\tclass\tside\nbandit\trebel\tfighter\n"),
            ("lexicon/organizations.tsv", "phrase\tkind\nsource\tanonymous-person\n"),
            ("actors/a.toml", "id = \"a\"\nname = \"Army\"\nclass = \"militia\"\n"),
        ];
        assert!(Lexicon::from_files(sound).is_ok());
        Lexicon::from_files(sound.into_iter().chain([(file, text)])).unwrap_err().to_string()
    }

    #[test]
    fn an_id_that_the_ontology_lacks_is_refused() {
        let people = |row: &str| problem("lexicon/people.tsv", &format!("phrase\tclass\tside\n{row}\n"));
        assert_eq!(
            people("bandit\tbrigand\tfighter"),
            "data/lexicon/people.tsv line 0: `brigand` is not in data/ontology/people_classes.tsv"
        );
        assert!(people("bandit\trebel\tloser").contains("`loser`"));
        let kinds = problem("lexicon/organizations.tsv", "phrase\tkind\nseer\toracle\n");
        assert!(kinds.contains("`oracle`"), "{kinds}");
    }

    #[test]
    fn an_actor_has_a_class_and_ties_of_the_ontology_and_to_somebody() {
        let actor = |rest: &str| problem("actors/b.toml", &format!("id = \"b\"\nname = \"Band\"\n{rest}"));
        assert_eq!(
            actor("class = \"club\"\n"),
            "data/actors/b.toml line 0: `club` is not in data/ontology/actor_classes.tsv"
        );
        let tie = |predicate: &str, to: &str| {
            actor(&format!(
                "class = \"militia\"\nties = [{{ predicate = \"{predicate}\", to = \"{to}\" }}]\n"
            ))
        };
        assert!(tie("likes", "a").contains("`likes`"));
        assert!(tie("part_of", "c").contains("a tie to `c`"));
        assert!(tie("part_of", "country:xx").contains("country:xx"));
        let twice = actor("class = \"militia\"\naliases = [\"Army\"]\n");
        assert_eq!(twice, "data/actors/b.toml line 0: `Army` is a name of `a` too");
        let other = problem("actors/c.toml", "id = \"b\"\nname = \"Band\"\nclass = \"militia\"\n");
        assert!(other.contains("`b` is not the file's name"), "{other}");
    }

    #[test]
    fn the_knowledge_of_this_build_is_sound() {
        let lexicon = Lexicon::embedded().unwrap_or_else(|error| panic!("{error}"));
        assert!(
            lexicon.phrases.at(|i| ["drone", "strike"].get(i).map(|word| (*word, *word))).iter().any(
                |(entry, _)| { matches!(&entry.sense, Sense::Weapon { class, .. } if class == "drone") }
            )
        );
        assert_eq!(lexicon.mode_of_weapon("ballistic-missile"), Some("heavy-weapons"));
        assert_eq!(lexicon.numbers.value("3,400"), Some(3400));
    }
}
