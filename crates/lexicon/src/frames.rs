//! Frames: what a verb or noun does, and where its arguments stand.
//!
//! A frame is a few lines of `data/frames/*.frames`, with sentences that it must read and sentences
//! that it must leave alone. The words of the format are explained in `data/frames/README.md`.

use std::collections::BTreeMap;

use casus_model::{Effect, EventType, ModalityValue, OutcomeValue, Predicate};
use rustc_hash::FxHashMap;

use crate::phrases::words_of;
use crate::{Error, Governor};

/// What an argument is to the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who or what does it.
    Agent,
    /// To whom or what it is done.
    Patient,
    /// What is used.
    Weapon,
    /// Whom it hurts.
    Victim,
    /// Who stops it.
    Interceptor,
    /// What it damages.
    Thing,
    /// What is said, asked, threatened.
    Content,
}

/// Where an argument stands, seen from the trigger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Logical subject: of the active verb, or behind "by" of the passive.
    Subject,
    /// Logical object: of the active verb, or subject of the passive.
    Object,
    /// Indirect object.
    Dative,
    /// "the militia's attack"; of a verb, whoever owns its object: "cut off the envoy's ears".
    Possessive,
    /// "drone attack", "Israeli strike".
    Modifier,
    /// A clause.
    Clause,
    /// What a participle or adjective describes: "loyal fighters", "the fighters are loyal".
    Bearer,
    /// Before a participle, joined to it: "Arnor-backed".
    Prefix,
    /// Whoever owns what is described: "Arnor and its allied militias".
    Owner,
    /// Who is said to be what the noun means: "Beregond, commander of", "the Front is an ally of".
    Holder,
    /// The noun, where nothing else fills the role.
    Itself,
    /// Object of this preposition.
    Preposition(String),
}

/// What a filler must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// Anything.
    Any,
    /// A weapon.
    Weapon,
    /// A weapon that is launched, thrown or set off.
    Munition,
    /// A weapon, or people who bear arms.
    Armed,
    /// People, a group, a force, a government.
    Actor,
    /// People.
    Person,
    /// A thing that can be hit.
    Target,
    /// A place.
    Place,
    /// A pronoun that is no person: "it".
    It,
    /// "no one", "none of them".
    Nobody,
    /// A word for harm to a body: "concussion".
    Harm,
    /// An event.
    Event,
    /// Who holds office, or a government, a state or its seat.
    Office,
    /// A group, force or body, by name or by a word that can mean one.
    Side,
    /// A name that is no person's.
    Name,
    /// A clause that tells violence, or has it for its object: "keep up the assault".
    Deed,
    /// People who bear arms and belong to no state.
    Outlaw,
    /// What is launched, thrown, set off or wielded, told by its own name.
    Arm,
    /// People who bear arms, or whose hands make a deed rough: guards, settlers, a mob, men in masks.
    Rough,
}

/// A role that must be filled, by something that passes a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The role.
    pub role: Role,
    /// The test.
    pub test: Test,
}

/// A sentence of a frame, and what it must yield: pairs of a label and the words expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// `(label, words)`; empty for a sentence that must only be recognised, or left alone.
    pub expect: Vec<(String, String)>,
}

/// One frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// `attack/launch`: file and idea.
    pub name: String,
    /// Event type, where the frame makes an event.
    pub event_type: Option<EventType>,
    /// The standing tie of its agent to its patient, where the frame makes a relation.
    pub tie: Option<Predicate>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// Verb lemmas, each with its particle if it has one.
    pub verbs: Vec<(String, Option<String>)>,
    /// Nouns, each as its lemmas.
    pub nouns: Vec<Vec<String>>,
    /// Where each role's filler stands.
    pub slots: BTreeMap<Role, Vec<Slot>>,
    /// All of these must hold, each as one of several alternatives.
    pub needs: Vec<Vec<Need>>,
    /// For each of these roles some filler must be one of the words: lemmas, or `@sets`.
    pub words: Vec<(Role, Vec<String>)>,
    /// Lemmas that, standing beside the trigger, turn the frame off.
    pub unless: Vec<String>,
    /// Verbs, and sets of them by `@name`, that a frame of any verb leaves alone.
    pub except: Vec<String>,
    /// Weapon class that the trigger itself tells where no weapon is named ("shelled", "shot").
    pub class: Option<String>,
    /// What it says became of the attack.
    pub outcome: Option<OutcomeValue>,
    /// It got through the defences.
    pub penetrated: bool,
    /// What it does to people.
    pub effect: Option<Effect>,
    /// The effect is only what the word implies ("was shot"): it gives way to whatever else is told.
    pub implied: bool,
    /// What it does to things: `damaged` or `destroyed`.
    pub damage: Option<String>,
    /// It only adds to an event told nearby, and makes none by itself.
    pub attaches: bool,
    /// It tells what came later of an event: it adds to one told nearby, else makes one, without its own time and place.
    pub aftermath: bool,
    /// It reads only where its trigger has this modality, and what it reads is then actual.
    pub modality: Option<ModalityValue>,
    /// What it reads has this modality where nothing else is said of it: a drill is an exercise.
    pub told: Option<ModalityValue>,
    /// Sentences it must read.
    pub yes: Vec<Example>,
    /// Sentences it must leave alone.
    pub no: Vec<Example>,
}

impl Frame {
    /// Whether its words by themselves tell harm to people: "taken to a hospital" only does beside a deed.
    pub fn harms(&self) -> bool {
        self.effect.is_some() && !(self.attaches && self.implied)
    }

    /// Whether a verb is a trigger of the frame without a particle.
    pub fn has_plain(&self, lemma: &str) -> bool {
        self.verbs.iter().any(|(verb, particle)| verb == lemma && particle.is_none())
    }

    /// Whether a verb is a trigger of the frame with this particle.
    pub fn has_phrasal(&self, lemma: &str, particle: &str) -> bool {
        self.verbs.iter().any(|(verb, own)| verb == lemma && own.as_deref() == Some(particle))
    }
}

/// Stands in a `verb` line for any verb.
const ANY_VERB: &str = "*";

/// Stands in a `verb` line for any verb of a sentence that is likely to tell violence where nothing is read.
const LIKELY_VERB: &str = "?";

/// All frames, by trigger.
#[derive(Debug, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    by_verb: FxHashMap<String, Vec<usize>>,
    by_noun: FxHashMap<String, Vec<usize>>,
}

impl Frames {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Frames, Error> {
        let mut frames = Frames::default();
        for (file, text) in files.iter().filter(|(file, _)| file.ends_with(".frames")) {
            for frame in read_file(file, text)? {
                frames.add(frame);
            }
        }
        Ok(frames)
    }

    /// Every frame, in file order.
    pub fn all(&self) -> &[Frame] {
        &self.frames
    }

    /// Frames of a verb lemma; the caller checks the particle.
    pub fn of_verb(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.by_verb.get(lemma).into_iter().flatten().map(|index| &self.frames[*index])
    }

    /// Frames that any verb may trigger but those that they except.
    pub fn of_any_verb(&self) -> impl Iterator<Item = &Frame> {
        self.of_verb(ANY_VERB)
    }

    /// Frames for a verb that no frame reads, in a sentence that is likely to tell violence.
    pub fn of_likely_verb(&self) -> impl Iterator<Item = &Frame> {
        self.of_verb(LIKELY_VERB)
    }

    /// Frames of a noun whose last word has this lemma; the caller checks the words before.
    pub fn of_noun(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.by_noun.get(lemma).into_iter().flatten().map(|index| &self.frames[*index])
    }

    fn add(&mut self, frame: Frame) {
        let index = self.frames.len();
        for (lemma, _) in &frame.verbs {
            let list = self.by_verb.entry(lemma.clone()).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
        for noun in &frame.nouns {
            let list = self.by_noun.entry(noun.last().cloned().unwrap_or_default()).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
        self.frames.push(frame);
    }
}

fn read_file(file: &str, text: &str) -> Result<Vec<Frame>, Error> {
    let mut frames: Vec<Frame> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let value = value.trim();
        if key == "frame" {
            frames.push(Frame { name: value.to_owned(), ..Frame::default() });
            continue;
        }
        let problem = |what: String| Error::new(file, index + 1, what);
        let frame = frames.last_mut().ok_or_else(|| problem("a line before the first `frame`".into()))?;
        set(frame, key, value).map_err(problem)?;
    }
    for frame in &frames {
        let whole = [
            (!frame.yes.is_empty() && !frame.no.is_empty(), "needs a `yes` and a `no` line"),
            (!frame.verbs.is_empty() || !frame.nouns.is_empty(), "needs a `verb` or a `noun` line"),
            (
                frame.event_type.is_some() || frame.tie.is_some() || frame.attaches,
                "needs a `type`, a `tie`, or `attaches`",
            ),
        ];
        if let Some((_, what)) = whole.iter().find(|(holds, _)| !holds) {
            return Err(Error::new(file, 0, format!("frame `{}` {what}", frame.name)));
        }
    }
    Ok(frames)
}

fn set(frame: &mut Frame, key: &str, value: &str) -> Result<(), String> {
    match key {
        "type" => frame.event_type = Some(parse_json(value)?),
        "tie" => frame.tie = Some(parse_json(value)?),
        "mode" => frame.modes.extend(value.split_whitespace().map(str::to_owned)),
        "verb" => frame.verbs.extend(value.split('|').map(verb)),
        "noun" => frame.nouns.extend(value.split('|').map(|noun| words_of(noun.trim()))),
        "needs" => frame.needs.push(value.split('|').map(need).collect::<Result<_, _>>()?),
        "words" => frame.words.push(role_words(value)?),
        "except" => frame.except.extend(value.split_whitespace().map(str::to_owned)),
        "unless" => frame.unless.extend(value.split_whitespace().map(str::to_owned)),
        "class" => frame.class = Some(value.to_owned()),
        "outcome" => frame.outcome = Some(parse_json(value)?),
        "penetrated" => frame.penetrated = true,
        "effect" => frame.effect = Some(parse_json(value)?),
        "implied" => frame.implied = true,
        "damage" if matches!(value, "damaged" | "destroyed") => frame.damage = Some(value.to_owned()),
        "attaches" => frame.attaches = true,
        "aftermath" => frame.aftermath = true,
        "modality" => frame.modality = Some(Governor::modality(value)?),
        "told" => frame.told = Some(Governor::modality(value)?),
        "yes" => frame.yes.push(example(value)?),
        "no" => frame.no.push(example(value)?),
        _ => {
            let role = role(key).ok_or_else(|| format!("unknown key `{key}`"))?;
            frame.slots.entry(role).or_default().extend(value.split_whitespace().map(slot));
        }
    }
    Ok(())
}

/// Reads a word of a closed set through its printed form.
fn parse_json<T: serde::de::DeserializeOwned>(value: &str) -> Result<T, String> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(value))
        .map_err(|_| format!("unknown value `{value}`"))
}

fn verb(text: &str) -> (String, Option<String>) {
    let mut words = text.split_whitespace();
    (words.next().unwrap_or("").to_owned(), words.next().map(str::to_owned))
}

fn need(text: &str) -> Result<Need, String> {
    let (word, test) = text.trim().split_once(':').unwrap_or((text.trim(), "any"));
    let role = role(word).ok_or_else(|| format!("unknown role `{word}`"))?;
    let test = match test {
        "any" => Test::Any,
        "weapon" => Test::Weapon,
        "armed" => Test::Armed,
        "actor" => Test::Actor,
        "person" => Test::Person,
        "target" => Test::Target,
        "place" => Test::Place,
        "harm" => Test::Harm,
        "it" => Test::It,
        "nobody" => Test::Nobody,
        "munition" => Test::Munition,
        "event" => Test::Event,
        "office" => Test::Office,
        "side" => Test::Side,
        "name" => Test::Name,
        "deed" => Test::Deed,
        "outlaw" => Test::Outlaw,
        "arm" => Test::Arm,
        "rough" => Test::Rough,
        _ => return Err(format!("unknown test `{test}`")),
    };
    Ok(Need { role, test })
}

/// `content talk meeting summit`
fn role_words(value: &str) -> Result<(Role, Vec<String>), String> {
    let (word, lemmas) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    let role = role(word).ok_or_else(|| format!("unknown role `{word}`"))?;
    let lemmas: Vec<String> = lemmas.split_whitespace().map(str::to_owned).collect();
    if lemmas.is_empty() {
        return Err(format!("no words for `{word}`"));
    }
    Ok((role, lemmas))
}

fn role(word: &str) -> Option<Role> {
    Some(match word {
        "agent" => Role::Agent,
        "patient" => Role::Patient,
        "weapon" => Role::Weapon,
        "victim" => Role::Victim,
        "interceptor" => Role::Interceptor,
        "thing" => Role::Thing,
        "content" => Role::Content,
        _ => return None,
    })
}

fn slot(word: &str) -> Slot {
    match word {
        "subject" => Slot::Subject,
        "object" => Slot::Object,
        "dative" => Slot::Dative,
        "possessive" => Slot::Possessive,
        "modifier" => Slot::Modifier,
        "clause" => Slot::Clause,
        "bearer" => Slot::Bearer,
        "prefix" => Slot::Prefix,
        "owner" => Slot::Owner,
        "holder" => Slot::Holder,
        "itself" => Slot::Itself,
        preposition => Slot::Preposition(preposition.to_owned()),
    }
}

/// `"A sentence." => label: words; label: words`
fn example(value: &str) -> Result<Example, String> {
    let (text, expect) = value.split_once("=>").unwrap_or((value, ""));
    let text = text.trim();
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .ok_or_else(|| format!("an example stands in quotation marks: {text}"))?;
    let pair = |part: &str| {
        let (label, words) = part.split_once(':').ok_or_else(|| format!("no `label:` in `{part}`"))?;
        Ok::<_, String>((label.trim().to_owned(), words.trim().to_owned()))
    };
    let parts = expect.split(';').map(str::trim).filter(|part| !part.is_empty());
    Ok(Example { text: text.to_owned(), expect: parts.map(pair).collect::<Result<_, _>>()? })
}
