//! Every phrase of a document that stands for somebody or something: people, groups, places, weapons and the
//! craft that carry them, documents, amounts, times.
//!
//! Comes in: annotated sentences. Goes out: [`Entity`]s in the order of the text. Names, phrases without a
//! name ("the town", "two soldiers") and pronouns all count. Two rules settle what is taken:
//!
//! - A phrase is what its head is: "the Bree police station" is a place, however many names stand in it. Its
//!   words are told with their article and modifiers, without a numeral at their beginning, which is a
//!   quantity of its own; "of" goes on with it ("the people of Bree").
//! - A name inside a longer phrase is told beside it, as what it names: Bree within "the Bree police station".
//!
//! Where marks of one head disagree, the actor list wins over the gazetteer, the gazetteer over the engine's
//! own names ([`names`](crate::names)), and names over common nouns.

use std::collections::{BTreeMap, BTreeSet};

use casus_lexicon::Sense;
use casus_model::{Dep, EntityLabel, Pos, Span, Tag};

use crate::names::Names;
use crate::{Annotated, Annotation, Kinds, Meaning};

/// What a phrase stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// One person.
    Person,
    /// Several people: "the soldiers", "we".
    People,
    /// An organisation, a force, a government.
    Group,
    /// A place by name, or ground: a country, a town, "the front line".
    Place,
    /// Something built, with no name of its own: "the market", "an air base".
    Site,
    /// The adjective of a country or community.
    Nationality,
    /// A weapon or a munition.
    Weapon,
    /// A craft or vehicle that fights.
    Platform,
    /// Any other vehicle.
    Vehicle,
    /// A count or an amount.
    Quantity,
    /// A time.
    Time,
    /// A sum of money.
    Money,
    /// A report, resolution, statement.
    Document,
}

/// A phrase and what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// The words.
    pub span: Span,
    /// What they stand for.
    pub kind: EntityKind,
    /// The name among the words, or the one word that they are about: "town" of "the town of Bree".
    pub core: Span,
}

/// A phrase of one sentence, with its head.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    first: u32,
    end: u32,
    head: u32,
    kind: EntityKind,
}

/// The phrases of a document that stand for somebody or something.
pub fn entities(annotation: &Annotation) -> Vec<Entity> {
    let names = Names::new(annotation);
    annotation.sentences.iter().flat_map(|sentence| of_sentence(sentence, &names)).collect()
}

fn of_sentence(sentence: &Annotated, names: &Names) -> Vec<Entity> {
    let phrases = phrases(sentence, names);
    let told = |phrase: &Phrase| Entity {
        span: trimmed(sentence, phrase.first, phrase.end),
        kind: phrase.kind,
        core: core(sentence, names, phrase),
    };
    let mut found: Vec<Entity> = phrases.iter().map(told).collect();
    let mut spans: BTreeSet<Span> = found.iter().map(|entity| entity.span).collect();
    let inner = inner_names(sentence, names, &phrases);
    found.extend(inner.iter().map(told).filter(|entity| spans.insert(entity.span)));
    found.extend(amounts(sentence));
    found.sort();
    found.dedup();
    found
}

/// The name that a phrase is, or the word that it is about.
fn core(sentence: &Annotated, names: &Names, phrase: &Phrase) -> Span {
    let (mut first, mut end) = (phrase.head, phrase.head + 1);
    for mark in sentence.marks_over(phrase.head).filter(|mark| !matches!(mark.meaning, Meaning::Phrase(_))) {
        (first, end) = (first.min(mark.first), end.max(mark.end));
    }
    if let Some((start, stop)) = names.extent(sentence, phrase.head) {
        (first, end) = (start, stop);
    }
    trimmed(sentence, first.max(phrase.first), end.min(phrase.end))
}

/// The phrases that a head of their own makes.
fn phrases(sentence: &Annotated, names: &Names) -> Vec<Phrase> {
    let headed = |head: u32| {
        let kind = headed(sentence, names, head)?;
        let (first, end) = words_of(sentence, names, head, kind);
        Some(Phrase { first, end, head, kind })
    };
    let phrases: Vec<Phrase> = (0..sentence.len()).filter_map(headed).collect();
    // "hundreds of people" is told once, by its quantity.
    let counted =
        |phrase: &Phrase| Some(sentence.behind_quantity(phrase.head)).filter(|of| *of != phrase.head);
    let counted: BTreeSet<u32> = phrases.iter().filter_map(counted).collect();
    joined(sentence, phrases.into_iter().filter(|phrase| !counted.contains(&phrase.head)))
}

/// "teachers, doctors and nurses": common nouns for people that stand together without articles of their own
/// are one phrase.
fn joined(sentence: &Annotated, phrases: impl Iterator<Item = Phrase>) -> Vec<Phrase> {
    let is_common = |phrase: &Phrase| {
        matches!(phrase.kind, EntityKind::Group | EntityKind::People)
            && sentence.token(phrase.head).pos == Pos::Noun
    };
    let between = |first: u32, end: u32| {
        first < end
            && first + 2 >= end
            && (first..end).all(|token| matches!(sentence.token(token).pos, Pos::Cconj | Pos::Punct))
    };
    let mut joined: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        let bare = phrase.first == phrase.head && sentence.token(phrase.head).dep == Dep::Conj;
        match joined.last_mut() {
            Some(last)
                if bare && is_common(&phrase) && is_common(last) && between(last.end, phrase.first) =>
            {
                last.end = phrase.end;
            }
            _ => joined.push(phrase),
        }
    }
    joined
}

/// What the phrase headed by a token stands for, if it heads one.
fn headed(sentence: &Annotated, names: &Names, head: u32) -> Option<EntityKind> {
    let token = sentence.token(head);
    if token.pos == Pos::Pron {
        return of_pronoun(sentence, head);
    }
    let noun = matches!(token.pos, Pos::Noun | Pos::Propn);
    if !noun || matches!(token.dep, Dep::Compound | Dep::Nmod | Dep::Amod) {
        return None;
    }
    let kinds = sentence.kinds(head);
    if kinds.time.is_some() || is_craft_in_a_list(sentence, head) || is_only_measured(sentence, head, &kinds)
    {
        return None;
    }
    if kinds.actor.is_some() && !heads_actor(sentence, head) {
        return None;
    }
    of_name(sentence, names, head, &kinds).or_else(|| of_noun(sentence, head, &kinds))
}

/// A pronoun that stands for people. Possessives belong to the phrase behind them.
fn of_pronoun(sentence: &Annotated, token: u32) -> Option<EntityKind> {
    if sentence.token(token).tag == Tag::PrpS {
        return None;
    }
    let (word, words) = (sentence.lower(token), &sentence.lexicon.words);
    if words.is("one-pronoun", &word) {
        return Some(EntityKind::Person);
    }
    words.is("many-pronoun", &word).then_some(EntityKind::People)
}

fn of_name(sentence: &Annotated, names: &Names, head: u32, kinds: &Kinds) -> Option<EntityKind> {
    if let Some(id) = kinds.actor {
        return Some(of_actor(sentence, id));
    }
    if is_ship(sentence, head) || names.is_ship(sentence, head) {
        return Some(EntityKind::Platform);
    }
    if kinds.weapon.is_some_and(|(_, role)| role != "collective") {
        return None;
    }
    if kinds.place.is_some() && !names.is_person(sentence, head) {
        return Some(if acts(sentence, head) { EntityKind::Group } else { EntityKind::Place });
    }
    if sentence.demonym(head).is_some() {
        return Some(EntityKind::People);
    }
    names.kind(sentence, head)
}

/// "the Government of Gondor": the token is what the name of an actor hangs on, and not a place within it.
fn heads_actor(sentence: &Annotated, head: u32) -> bool {
    sentence.marks_over(head).any(|mark| {
        matches!(mark.meaning, Meaning::Actor(_)) && sentence.head_of(mark.first, mark.end) == head
    })
}

fn of_actor(sentence: &Annotated, id: &str) -> EntityKind {
    let person = sentence.lexicon.names.actors.get(id).is_some_and(|actor| actor.class == "person");
    if person { EntityKind::Person } else { EntityKind::Group }
}

/// "USS Minas": a name behind the letters that navies put before the names of their ships.
fn is_ship(sentence: &Annotated, head: u32) -> bool {
    let before = sentence.full_phrase(head).0..head;
    before.into_iter().any(|token| sentence.lexicon.words.is("ship-prefix", &sentence.lower(token)))
        && sentence.token(head).pos == Pos::Propn
}

/// What a common noun says. A word with an everyday meaning may stand for people or a place without any
/// violence beside it, but not for a weapon.
fn of_noun(sentence: &Annotated, head: u32, kinds: &Kinds) -> Option<EntityKind> {
    let counted = sentence.behind_quantity(head);
    if counted != head {
        let kind = of_noun(sentence, counted, &sentence.kinds(counted));
        // "dozens of rockets": the rockets are told by themselves.
        return kind.filter(|kind| !matches!(kind, EntityKind::Weapon | EntityKind::Platform));
    }
    let senses = senses(sentence, head);
    let people = senses.iter().find_map(|sense| match sense {
        Sense::People { body, .. } => Some(*body),
        _ => None,
    });
    // "snipers" are people, though the word says what they shoot with.
    let people =
        people.or_else(|| sentence.lexicon.words.is("gunner", sentence.lemma(head)).then_some(false));
    let weapon = kinds.weapon.filter(|(_, role)| *role != "collective" && people.is_none());
    if let Some((class, role)) = weapon {
        let craft = is_craft(class, role) || is_fighting_craft(sentence, head);
        return Some(if craft { EntityKind::Platform } else { EntityKind::Weapon });
    }
    if let Some(body) = people {
        let many = sentence.is_plural(head) || sentence.lemma(head) == "people";
        return Some(match () {
            () if body => EntityKind::Group,
            () if many => EntityKind::People,
            () => EntityKind::Person,
        });
    }
    let target = senses.iter().find_map(|sense| match sense {
        Sense::Target { kind } => Some(kind.as_str()),
        _ => None,
    });
    if let Some(target) = target {
        return of_target(sentence, head, target);
    }
    let organization = senses.iter().find_map(|sense| match sense {
        Sense::Organization { kind } => Some(kind.as_str()),
        _ => None,
    });
    match organization {
        Some("institution") => return Some(EntityKind::Group),
        Some("document") => return Some(EntityKind::Document),
        _ => {}
    }
    let (words, lemma) = (&sentence.lexicon.words, sentence.lemma(head));
    if words.is("body-noun", lemma) {
        return Some(EntityKind::Group);
    }
    (words.is("place-noun", lemma) || words.is("ground", lemma)).then_some(EntityKind::Place)
}

/// "attack, bomber, fighter and transport aircraft": in a list of what aircraft are for, nobody is told.
fn is_craft_in_a_list(sentence: &Annotated, head: u32) -> bool {
    let craft = sentence.lexicon.words.is("craft-by-use", sentence.lemma(head)) && !sentence.is_plural(head);
    let bare = sentence.full_phrase(head).0 == head;
    let listed = head + 1 < sentence.len() && matches!(sentence.lower(head + 1).as_str(), "," | "and" | "or");
    craft && bare && listed
}

/// "the number of aircraft", "the type of munitions": how many or which, and none that is told.
fn is_only_measured(sentence: &Annotated, head: u32, kinds: &Kinds) -> bool {
    let token = sentence.token(head);
    let measure =
        |of: u32| sentence.lexicon.words.is("measure-noun", sentence.lemma(sentence.token(of).head));
    let thing = kinds.weapon.is_some() || kinds.target.is_some_and(|kind| kind == "aircraft");
    thing && token.dep == Dep::Pobj && sentence.lower(token.head) == "of" && measure(token.head)
}

/// The senses of the phrases of the lexicon that end with a token, certain ones first.
fn senses<'a>(sentence: &Annotated<'a>, head: u32) -> Vec<&'a Sense> {
    let marks = sentence.marks_over(head).chain(sentence.possible_over(head));
    let own = marks.filter(|mark| mark.end == head + 1);
    own.filter_map(|mark| match mark.meaning {
        Meaning::Phrase(sense) => Some(sense),
        _ => None,
    })
    .collect()
}

fn of_target(sentence: &Annotated, head: u32, kind: &str) -> Option<EntityKind> {
    match kind {
        "ship" | "aircraft" => Some(EntityKind::Platform),
        "vehicle" | "convoy" if is_fighting_craft(sentence, head) => Some(EntityKind::Platform),
        "vehicle" | "convoy" => Some(EntityKind::Vehicle),
        "person" | "crowd" => Some(EntityKind::People),
        "unknown" => None,
        // "the target": what it is, other words say.
        _ if sentence.lemma(head) == "target" => None,
        "field" | "other" | "camp" => Some(EntityKind::Place),
        _ => Some(EntityKind::Site),
    }
}

/// "tank", "armoured vehicle": a word of the phrase says that it is one of a force.
fn is_fighting_craft(sentence: &Annotated, head: u32) -> bool {
    let mut words = sentence.full_phrase(head).0..=head;
    words.any(|token| sentence.lexicon.words.is("fighting-craft", &sentence.lower(token)))
}

/// A country that does something, or that something is done with or to: "Gondor rejected the offer", "talks
/// between Gondor and Rohan".
fn acts(sentence: &Annotated, place: u32) -> bool {
    let mut at = place;
    while sentence.token(at).dep == Dep::Conj && sentence.token(at).head < at {
        at = sentence.token(at).head;
    }
    let head = sentence.token(at).head;
    let first = sentence.full_phrase(place).0;
    if sentence.lexicon.words.is("locative", &sentence.lower(first)) {
        return false;
    }
    match sentence.token(at).dep {
        Dep::Nsubj | Dep::Agent => matches!(sentence.token(head).pos, Pos::Verb | Pos::Aux),
        Dep::Pobj => sentence.lexicon.words.is("shared-by", &sentence.lower(head)),
        _ => false,
    }
}

/// Tokens of the phrase.
fn words_of(sentence: &Annotated, names: &Names, head: u32, kind: EntityKind) -> (u32, u32) {
    if sentence.token(head).pos == Pos::Pron {
        return (head, head + 1);
    }
    let mut first = sentence.full_phrase(head).0;
    let one = |number: u32| kind == EntityKind::Person && sentence.lower(number) == "one";
    let counted =
        sentence.children_by(head, Dep::Nummod).filter(|number| *number >= first && !one(*number)).last();
    let thing = matches!(kind, EntityKind::Weapon | EntityKind::Platform);
    if let Some(number) = counted
        && (thing || !matches!(sentence.token(first).tag, Tag::Dt | Tag::PrpS))
    {
        first = number + 1;
    }
    while first < head && is_lead(sentence, head, first, thing) {
        first += 1;
    }
    if let Some((start, _)) = names.extent(sentence, head) {
        first = first.min(start);
    }
    if kind == EntityKind::Place && is_country_with_article(sentence, head, first) {
        first += 1;
    }
    (first.min(head), end_of(sentence, names, head, kind))
}

/// "the United States": the article is none of a country's name.
fn is_country_with_article(sentence: &Annotated, head: u32, first: u32) -> bool {
    let rest = |mark: &crate::Mark| matches!(mark.meaning, Meaning::Place(_)) && mark.first == first + 1;
    let told_so = sentence.lexicon.words.is("country-with-article", &sentence.lower(head));
    told_so && first < head && sentence.token(first).tag == Tag::Dt && sentence.marks_over(head).any(rest)
}

/// A word before the phrase that is none of its own: "especially", "more"; for things, "a" as well.
fn is_lead(sentence: &Annotated, head: u32, token: u32, thing: bool) -> bool {
    let own =
        sentence.token(sentence.token(token).head).pos == Pos::Num || sentence.token(token).head == head;
    if !own {
        return false;
    }
    if sentence.lexicon.words.is("locative", &sentence.lower(token)) {
        return true;
    }
    match sentence.token(token).tag {
        Tag::Cd => sentence.lower(token) != "one" || thing,
        Tag::Rb | Tag::Rbr | Tag::Rbs | Tag::Jjr | Tag::In | Tag::Cc => true,
        // "assisted in smuggling weapons": what is done with them.
        Tag::Vbg if thing => token > 0 && sentence.token(token - 1).tag == Tag::In,
        Tag::Dt if thing => token + 1 == head && sentence.lower(token).starts_with('a'),
        _ => thing && sentence.lexicon.words.is("quantity", &sentence.lower(token)),
    }
}

/// Where the phrase ends: behind its head, or behind what "of" adds to it.
fn end_of(sentence: &Annotated, names: &Names, head: u32, kind: EntityKind) -> u32 {
    let marks = sentence.marks_over(head).filter(|mark| !matches!(mark.meaning, Meaning::Time(_)));
    let mut own = marks.map(|mark| mark.end).max().unwrap_or(head + 1).max(head + 1);
    if kind == EntityKind::Place {
        own = behind_comma(sentence, head, own);
    }
    if let Some((_, end)) = names.extent(sentence, head) {
        own = own.max(end);
    }
    if kind == EntityKind::Group && is_numbered(sentence, head, own) {
        own += 1;
    }
    let goes_on =
        [EntityKind::Group, EntityKind::People, EntityKind::Place, EntityKind::Site, EntityKind::Person];
    if !goes_on.contains(&kind) {
        return own;
    }
    let goes_on = |preposition: &u32| match sentence.lower(*preposition).as_str() {
        _ if *preposition != own => false,
        "of" => true,
        "for" => kind == EntityKind::Person,
        _ => false,
    };
    let preposition = sentence.children_by(head, Dep::Prep).find(goes_on);
    let object = preposition.and_then(|preposition| sentence.children_by(preposition, Dep::Pobj).next());
    object.map_or(own, |object| end_of(sentence, names, object, EntityKind::Place).max(own))
}

/// "CTF 50": letters and the number of a unit.
fn is_numbered(sentence: &Annotated, head: u32, end: u32) -> bool {
    let letters = |word: &str| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase());
    let digits = |word: &str| word.chars().all(|digit| digit.is_ascii_digit());
    end == head + 1 && end < sentence.len() && letters(sentence.word(head)) && digits(sentence.word(end))
}

/// "Bree, Arnor": the country or region behind a town's name belongs to its phrase.
fn behind_comma(sentence: &Annotated, head: u32, end: u32) -> u32 {
    let larger = end + 1 < sentence.len()
        && sentence.word(end) == ","
        && sentence.place(head).is_some()
        && sentence.token(end + 1).pos == Pos::Propn;
    if !larger {
        return end;
    }
    let starts = |mark: &&crate::Mark| mark.first == end + 1 && matches!(mark.meaning, Meaning::Place(_));
    let Some(mark) = sentence.marks_over(end + 1).find(starts) else { return end };
    let top = sentence.head_of(mark.first, mark.end);
    let apposed =
        matches!(sentence.token(top).dep, Dep::Appos | Dep::Npadvmod) && sentence.token(top).head == head;
    if apposed { mark.end } else { end }
}

/// Names inside phrases. A name that is its phrase but for the article or a modifier is told only of persons
/// and places ("Minister Elrond", "northern Gondor").
fn inner_names(sentence: &Annotated, names: &Names, phrases: &[Phrase]) -> Vec<Phrase> {
    let by_head: BTreeMap<u32, EntityKind> =
        phrases.iter().map(|phrase| (phrase.head, phrase.kind)).collect();
    let mut found = Vec::new();
    for mark in &sentence.marks {
        let head = sentence.head_of(mark.first, mark.end);
        let (mut first, mut end) = (mark.first, mark.end);
        let kind = match mark.meaning {
            Meaning::Actor(id) => of_actor(sentence, id),
            Meaning::Person | Meaning::Group => {
                let Some(kind) = names.kind(sentence, head) else { continue };
                (first, end) = names.extent(sentence, head).unwrap_or((first, end));
                kind
            }
            Meaning::Place(_) if is_listed(sentence, first, end) => continue,
            Meaning::Place(_) if names.is_person(sentence, head) => EntityKind::Person,
            Meaning::Place(_) if is_initials_before(sentence, head) => of_initials(sentence, head, phrases),
            Meaning::Place(_) => EntityKind::Place,
            Meaning::Demonym(_) => EntityKind::Nationality,
            Meaning::Time(_) if is_nominal_time(sentence, first, end) => EntityKind::Time,
            Meaning::Phrase(Sense::Weapon { class, role }) if is_weapon_name(class, role) => {
                if is_craft(class, role) { EntityKind::Platform } else { EntityKind::Weapon }
            }
            Meaning::Time(_) | Meaning::Phrase(_) => continue,
        };
        let heads = |kinds: &[EntityKind]| by_head.get(&head).is_some_and(|kind| kinds.contains(kind));
        let same = match kind {
            // "the Front": the name is the phrase without its article.
            EntityKind::Group if end == first + 1 && sentence.token(head).pos == Pos::Propn => {
                heads(&[EntityKind::Platform])
            }
            EntityKind::Group => {
                heads(&[EntityKind::Group, EntityKind::People, EntityKind::Person, EntityKind::Platform])
            }
            EntityKind::Weapon | EntityKind::Platform => by_head.contains_key(&head),
            EntityKind::Nationality => heads(&[EntityKind::Group, EntityKind::People]),
            EntityKind::Person if end == first + 1 => heads(&[EntityKind::Platform, EntityKind::Person]),
            EntityKind::Person => heads(&[EntityKind::Platform]),
            _ => false,
        };
        if !same {
            found.push(Phrase { first, end, head, kind });
        }
    }
    found.extend(phrases.iter().filter_map(|phrase| without_article(sentence, phrase)));
    found.extend(phrases.iter().filter_map(|phrase| ship_name(sentence, phrase)));
    found.extend(phrases.iter().filter_map(|phrase| hull_number(sentence, phrase)));
    found
}

/// The actor list has the name that the gazetteer has for a region: "the European Union".
fn is_listed(sentence: &Annotated, first: u32, end: u32) -> bool {
    let same = |mark: &crate::Mark| {
        mark.first <= first && end <= mark.end && mark.end - mark.first <= end - first + 1
    };
    let body = |id: &str| of_actor(sentence, id) == EntityKind::Group && !is_state(sentence, id);
    sentence
        .marks_over(first)
        .any(|mark| matches!(mark.meaning, Meaning::Actor(id) if same(mark) && body(id)))
}

/// A country's government, whose name is the country's too.
fn is_state(sentence: &Annotated, id: &str) -> bool {
    sentence.lexicon.names.actors.get(id).is_some_and(|actor| actor.class == "government")
}

/// "U.S." in "U.S. officials": initials of a country that stand before a noun.
fn is_initials_before(sentence: &Annotated, place: u32) -> bool {
    let modifies = matches!(sentence.token(place).dep, Dep::Compound | Dep::Nmod | Dep::Amod);
    modifies && sentence.word(place).contains('.') && sentence.word(place).len() < 6
}

/// Initials are the adjective of a country before a phrase for somebody or something, and the country itself
/// before a deed ("a U.S. strike").
fn of_initials(sentence: &Annotated, place: u32, phrases: &[Phrase]) -> EntityKind {
    let after = phrases.partition_point(|phrase| phrase.head < place);
    let within = phrases.get(after).is_some_and(|phrase| phrase.first <= place && place < phrase.end);
    let deed = sentence.token(sentence.token(place).head).pos == Pos::Noun && !within;
    if deed { EntityKind::Group } else { EntityKind::Nationality }
}

/// "Coalition" in "the Coalition", "White Council" in "the White Council": a name that a body has by its capitals.
fn without_article(sentence: &Annotated, phrase: &Phrase) -> Option<Phrase> {
    let capital = |token: u32| sentence.word(token).starts_with(char::is_uppercase);
    let name = phrase.kind == EntityKind::Group
        && phrase.first < phrase.head
        && sentence.token(phrase.first).tag == Tag::Dt
        && sentence.token(phrase.head).pos == Pos::Propn
        && (phrase.first + 1..=phrase.head).all(capital);
    name.then_some(Phrase { first: phrase.first + 1, ..*phrase })
}

/// "DDG 70" in "USS Minas (DDG 70)": the letters and number that a navy gives its ship.
fn hull_number(sentence: &Annotated, phrase: &Phrase) -> Option<Phrase> {
    let at = phrase.end;
    let bracketed = phrase.kind == EntityKind::Platform
        && at + 3 < sentence.len()
        && sentence.word(at) == "("
        && sentence.word(at + 1).chars().all(|letter| letter.is_ascii_uppercase())
        && sentence.word(at + 2).chars().all(|digit| digit.is_ascii_digit())
        && sentence.word(at + 3) == ")";
    bracketed.then_some(Phrase { first: at + 1, end: at + 3, head: at + 2, ..*phrase })
}

/// "USS Minas" in "the Gondor frigate USS Minas".
fn ship_name(sentence: &Annotated, phrase: &Phrase) -> Option<Phrase> {
    let prefix = |token: &u32| sentence.lexicon.words.is("ship-prefix", &sentence.lower(*token));
    let first = (phrase.first + 1..phrase.head).find(prefix)?;
    Some(Phrase { first, ..*phrase })
}

/// A word for a certain weapon, and not for fire, blasts or "weapons" at large.
fn is_weapon_name(class: &str, role: &str) -> bool {
    !matches!(role, "collective" | "interceptor") && !matches!(class, "unknown" | "other")
}

/// What carries weapons; a drone with no other word may come back, so that it is a craft.
fn is_craft(class: &str, role: &str) -> bool {
    role == "platform" || class == "drone"
}

/// A time told by a noun or number: not "now" or "recently".
fn is_nominal_time(sentence: &Annotated, first: u32, end: u32) -> bool {
    (first..end).any(|token| matches!(sentence.token(token).pos, Pos::Noun | Pos::Propn | Pos::Num))
}

/// Counts and sums, without the words that hedge them.
fn amounts<'a>(sentence: &'a Annotated) -> impl Iterator<Item = Entity> + 'a {
    let entities = sentence.sentence.entities.iter();
    entities.filter_map(|entity| {
        let kind = match entity.label {
            EntityLabel::Cardinal | EntityLabel::Quantity | EntityLabel::Percent => EntityKind::Quantity,
            EntityLabel::Money => EntityKind::Money,
            _ => return None,
        };
        let is_amount = |token: &u32| {
            matches!(sentence.token(*token).pos, Pos::Num | Pos::Sym | Pos::Noun)
                || sentence.token(*token).tag == Tag::Dt
        };
        let first = (entity.start..entity.end).find(is_amount)?;
        let stands_alone = entity.end == first + 1 && sentence.token(first).dep != Dep::Nummod;
        let word = sentence.lower(first);
        if kind == EntityKind::Quantity && stands_alone && word == "one" {
            return None;
        }
        let span = sentence.span(first, entity.end);
        Some(Entity { span, kind, core: span })
    })
}

/// The span of tokens without a possessive ending or a footnote mark that hangs on the last word.
fn trimmed(sentence: &Annotated, first: u32, end: u32) -> Span {
    let (first, mut end) = (before_hyphen(sentence, first), end);
    while end > first + 1
        && matches!(sentence.token(end - 1).tag, Tag::Pos | Tag::Comma | Tag::Stop | Tag::Lrb)
        && sentence.token(end - 1).pos != Pos::Propn
    {
        end -= 1;
    }
    let mut span = sentence.span(first, end);
    let noted = span.of(sentence.text).find(['[', '(']).filter(|at| *at > 0);
    if let Some(at) = noted {
        let kept = span.of(sentence.text)[..at].trim_end_matches([' ', ',', '.']);
        if !kept.is_empty() {
            span.end = span.start + kept.len() as u32;
        }
    }
    span
}

/// Where a name begins whose first word hangs on a particle by a hyphen: "al-Bree".
fn before_hyphen(sentence: &Annotated, first: u32) -> u32 {
    let glued = |left: u32| sentence.token(left).span.end == sentence.token(left + 1).span.start;
    let is_particle = |token: u32| sentence.lexicon.words.is("name-particle", &sentence.lower(token));
    if first > 0 && sentence.word(first).starts_with('-') && glued(first - 1) && is_particle(first - 1) {
        return first - 1;
    }
    let hyphen = first > 1 && sentence.word(first - 1) == "-" && glued(first - 1) && glued(first - 2);
    if hyphen && is_particle(first - 2) { first - 2 } else { first }
}
