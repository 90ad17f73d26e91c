//! Who a mention is: an actor of the list, or an unnamed actor of this document.

use std::collections::BTreeMap;

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Mention, MentionKind, NamedActor, Party, Pos, Span, Tag, TextMention};

use crate::Material;

/// The document's actors and mentions, filled as claims are built.
#[derive(Debug)]
pub(crate) struct Register<'a> {
    material: &'a Material<'a>,
    unnamed: Vec<Unnamed>,
    /// Unnamed actors by the lemma of their head and its number, in the order told.
    by_head: BTreeMap<(String, bool), Vec<usize>>,
    actors: Vec<NamedActor>,
    /// Where each actor stands in `actors`.
    by_id: BTreeMap<String, usize>,
    /// Spans referred to, with kind and actor id.
    spans: BTreeMap<(Span, MentionKind), Option<String>>,
}

/// An actor without a name.
#[derive(Debug)]
struct Unnamed {
    id: String,
    traits: Vec<String>,
}

/// Who a mention turned out to be.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub id: Option<String>,
    pub name: String,
    pub named: bool,
    pub class: String,
    pub country: Option<String>,
}

impl<'a> Register<'a> {
    pub fn new(material: &'a Material<'a>) -> Register<'a> {
        Register {
            material,
            unnamed: Vec::new(),
            by_head: BTreeMap::new(),
            actors: Vec::new(),
            by_id: BTreeMap::new(),
            spans: BTreeMap::new(),
        }
    }

    /// A mention as a party of a claim. The mention id is filled in by [`Register::finish`].
    pub fn party(&mut self, mention: &Mention) -> Party {
        let meant = self.antecedent(mention).unwrap_or_else(|| mention.clone());
        let who = self.who(&meant);
        self.note(&meant, &who);
        self.spans.insert((mention.span, MentionKind::Actor), who.id.clone());
        Party {
            mention: None,
            actor: who.id,
            name: who.name,
            named: who.named,
            count: mention.count.clone(),
            span: mention.span,
        }
    }

    /// The parties that a phrase names: "the Arnorian and Gondorian governments" are two.
    pub fn parties(&mut self, mention: &Mention) -> Vec<Party> {
        let parties = self.countries_together(mention);
        if parties.is_empty() { vec![self.party(mention)] } else { parties }
    }

    /// The forces or governments of the two countries and more that a phrase names; none where it names fewer.
    pub fn countries_together(&mut self, mention: &Mention) -> Vec<Party> {
        let countries = self.countries_named(mention);
        if countries.len() < 2 {
            return Vec::new();
        }
        let class = self.sentence(mention).kinds(mention.head).people.map_or("", |(class, _)| class);
        let mut parties = Vec::new();
        for (country, span) in countries {
            let id = force_of(self.sentence(mention), &country, class)
                .unwrap_or_else(|| format!("country:{country}"));
            let name = span.name(self.material.annotation.text);
            let class = class.replace('-', " ");
            let who = Who { id: Some(id), name, named: true, class, country: Some(country) };
            self.note(mention, &who);
            self.spans.insert((span, MentionKind::Actor), who.id.clone());
            let (actor, name) = (who.id, who.name);
            parties.push(Party { mention: None, actor, name, named: true, count: None, span });
        }
        parties
    }

    /// The countries whose adjectives stand together before a plural of governments or forces, each with its
    /// words; the last has those of the noun as well.
    fn countries_named(&self, mention: &Mention) -> Vec<(String, Span)> {
        let sentence = self.sentence(mention);
        let bodies = sentence.kinds(mention.head).people.map(|(class, _)| class);
        if !mention.plural || !matches!(bodies, Some("government" | "state-forces" | "police")) {
            return Vec::new();
        }
        let modifiers = [Dep::Amod, Dep::Nmod, Dep::Compound].into_iter();
        let modifiers = modifiers.flat_map(|dep| sentence.children_by(mention.head, dep));
        let together = modifiers.map(|modifier| sentence.coordinated(modifier)).max_by_key(Vec::len);
        let of_country = |token: u32| {
            let place = sentence.demonym(token).or_else(|| sentence.place(token))?;
            let place = self.material.places.get(place).filter(|place| place.precision >= 4)?;
            Some((place.country.clone()?, sentence.span(token, token + 1)))
        };
        let mut countries: Vec<(String, Span)> =
            together.unwrap_or_default().into_iter().filter_map(of_country).collect();
        if let Some((_, span)) = countries.last_mut() {
            span.end = mention.span.end;
        }
        countries
    }

    /// Who did a deed of violence. A pronoun that would make bystanders of its doers ("residents fled; they
    /// began to shell") more likely stands for somebody told elsewhere, and stays as it is.
    pub fn doer(&mut self, mention: &Mention) -> Party {
        let bystanders = self.antecedent(mention).is_some_and(|meant| {
            let sentence = self.sentence(&meant);
            let class = sentence.kinds(meant.head).people.map(|(class, _)| class);
            class.is_some_and(|class| sentence.lexicon.words.is("bystander-class", class))
        });
        if !bystanders {
            return self.party(mention);
        }
        self.spans.insert((mention.span, MentionKind::Actor), None);
        Party {
            mention: None,
            actor: None,
            name: mention.span.name(self.material.annotation.text),
            named: false,
            count: mention.count.clone(),
            span: mention.span,
        }
    }

    /// Whether two actors are bodies of one state: a ministry speaks for the army.
    pub fn are_one_state(&self, one: Option<&String>, other: Option<&String>) -> bool {
        let state = |id: Option<&String>| {
            let actor = &self.actors[*self.by_id.get(id?)?];
            let of_state = matches!(actor.class.as_str(), "government" | "state forces" | "state-forces");
            actor.country.clone().filter(|_| of_state)
        };
        state(one).is_some_and(|country| state(other) == Some(country))
    }

    /// Refers to a span that is not an actor.
    pub fn refer(&mut self, span: Span, kind: MentionKind) {
        self.spans.entry((span, kind)).or_insert(None);
    }

    /// What a pronoun stands for, and an apposition to a name: "the Front, a group that sources say has …".
    fn antecedent(&self, mention: &Mention) -> Option<Mention> {
        let sentence = self.sentence(mention);
        if sentence.token(mention.head).dep == Dep::Appos {
            let named = sentence.token(mention.head).head;
            let own = listed(self.material, sentence, mention.head);
            let beside = listed(self.material, sentence, named);
            return (own.is_none() && beside.is_some()).then(|| sentence.mention(named));
        }
        if !mention.pronoun {
            return self.owner(mention);
        }
        self.meant(mention.sentence, mention.head)
    }

    /// What a listed group or force does by those it sends, it does: "its fighters", where "its" stands for it.
    fn owner(&self, mention: &Mention) -> Option<Mention> {
        let sentence = self.sentence(mention);
        let (class, _) = sentence.kinds(mention.head).people?;
        let owner = sentence.children_by(mention.head, Dep::Poss).find(|owner| {
            matches!(class, "armed-group" | "state-forces") && sentence.token(*owner).tag == Tag::PrpS
        })?;
        let meant = self.meant(mention.sentence, owner)?;
        listed(self.material, self.sentence(&meant), meant.head).map(|_| meant)
    }

    /// What a pronoun stands for.
    fn meant(&self, sentence: u32, pronoun: u32) -> Option<Mention> {
        let (sentence, token) = self.material.annotation.antecedent(sentence, pronoun)?;
        Some(self.material.annotation.sentences[sentence as usize].mention(token))
    }

    fn sentence(&self, mention: &Mention) -> &'a Annotated<'a> {
        &self.material.annotation.sentences[mention.sentence as usize]
    }

    fn who(&mut self, mention: &Mention) -> Who {
        let sentence = self.sentence(mention);
        let text = mention.span.name(sentence.text);
        if let Some(id) = listed(self.material, sentence, mention.head) {
            let actor = &sentence.lexicon.names.actors[&id];
            let group = group_of_members(sentence, mention.head);
            return Who {
                id: Some(id),
                name: group.map_or(text, |group| sentence.mention(group).span.name(sentence.text)),
                named: true,
                class: actor.class.clone(),
                country: actor.country.clone(),
            };
        }
        let kinds = sentence.kinds(mention.head);
        let country = self.country(sentence, mention.head);
        if let (Some(place), None) = (kinds.place, kinds.people) {
            let place = &self.material.places[place];
            let country = place.country.clone();
            // A country acts through its government; a town that acts is somebody not named.
            return match country.as_ref().filter(|_| place.precision >= 4) {
                Some(code) => Who {
                    id: Some(format!("country:{code}")),
                    name: text,
                    named: true,
                    class: "government".into(),
                    country,
                },
                None => Who {
                    id: Some(self.local(sentence, mention, country.as_deref())),
                    name: text,
                    named: false,
                    class: "unknown".into(),
                    country,
                },
            };
        }
        let class = match (kinds.person, kinds.people) {
            (_, Some((class, _))) => class.to_owned(),
            (true, None) => "person".to_owned(),
            (false, None) => "unknown".to_owned(),
        };
        let id = self.local(sentence, mention, country.as_deref());
        Who { id: Some(id), name: text, named: false, class, country }
    }

    /// The country that an adjective before the head names: "Iraqi politician".
    fn country(&self, sentence: &Annotated, head: u32) -> Option<String> {
        let (first, _) = sentence.full_phrase(head);
        (first..head)
            .filter(|token| own_modifier(sentence, *token, head))
            .find_map(|token| sentence.demonym(token).or_else(|| sentence.place(token)))
            .and_then(|index| self.material.places.get(index)?.country.clone())
    }

    /// An unnamed actor: told before when the phrase points back and agrees, else a new one.
    fn local(&mut self, sentence: &Annotated, mention: &Mention, country: Option<&str>) -> String {
        if let Some(Some(id)) = self.spans.get(&(mention.span, MentionKind::Actor)) {
            return id.clone();
        }
        let head = sentence.lemma(mention.head).to_lowercase();
        let mut traits: Vec<String> = country.map(str::to_owned).into_iter().collect();
        traits.extend(backers(self.material, sentence, mention.head));
        let person = sentence.kinds(mention.head).person;
        let points_back = person || mention.definite;
        let fits = |known: &&Unnamed| {
            (points_back || known.traits == traits)
                && (traits.is_empty() || known.traits.is_empty() || known.traits == traits)
        };
        let alike = self.by_head.entry((head, mention.plural)).or_default();
        let mut known = alike.iter().rev().map(|index| &self.unnamed[*index]);
        if (points_back || mention.plural)
            && let Some(known) = known.find(fits)
        {
            return known.id.clone();
        }
        let id = format!("d{}", self.unnamed.len() + 1);
        alike.push(self.unnamed.len());
        self.unnamed.push(Unnamed { id: id.clone(), traits });
        id
    }

    fn note(&mut self, mention: &Mention, who: &Who) {
        let Some(id) = &who.id else { return };
        if self.by_id.contains_key(id) {
            return;
        }
        self.by_id.insert(id.clone(), self.actors.len());
        let listed = self.sentence(mention).lexicon.names.actors.get(id);
        self.actors.push(NamedActor {
            id: id.clone(),
            name: listed.map_or_else(|| who.name.clone(), |actor| actor.name.clone()),
            class: who.class.clone(),
            country: who.country.clone(),
            mentions: Vec::new(),
        });
    }

    /// Numbers the mentions in reading order; gives actors in order of first mention.
    pub fn finish(self) -> (Vec<NamedActor>, Vec<TextMention>) {
        let text = self.material.annotation.text;
        let mut mentions = Vec::new();
        let mut actors = self.actors;
        for (number, ((span, kind), actor)) in self.spans.iter().enumerate() {
            let id = format!("m{}", number + 1);
            mentions.push(TextMention {
                id: id.clone(),
                start: span.start,
                end: span.end,
                text: span.of(text).to_owned(),
                kind: *kind,
            });
            if let Some(index) = actor.as_ref().and_then(|actor| self.by_id.get(actor)) {
                actors[*index].mentions.push(id);
            }
        }
        let first = |actor: &NamedActor| actor.mentions.first().and_then(|id| id[1..].parse::<usize>().ok());
        actors.sort_by_key(|actor| (first(actor).unwrap_or(usize::MAX), actor.id.clone()));
        (actors, mentions)
    }

    /// The id that [`Register::finish`] will give to a span.
    pub fn mention_ids(&self) -> BTreeMap<(Span, MentionKind), String> {
        self.spans.keys().enumerate().map(|(number, key)| (*key, format!("m{}", number + 1))).collect()
    }
}

/// The actor of the list that a phrase names: by its own name, by a name before a general noun
/// ("the Gondor movement"), or by country and kind of force ("Arnorian troops").
pub(crate) fn listed(material: &Material, sentence: &Annotated, head: u32) -> Option<String> {
    let kinds = sentence.kinds(head);
    if let Some(id) = kinds.actor {
        return Some(id.to_owned());
    }
    if kinds.person {
        return None;
    }
    if let Some(index) = sentence.demonym(head) {
        if is_one_of_a_people(sentence, head) {
            return None;
        }
        let country = material.places.get(index)?.country.as_deref()?;
        return force_of(sentence, country, "government");
    }
    if kinds.place.is_some() && kinds.people.is_none() {
        return sentence
            .lexicon
            .names
            .of_metonym(sentence.mention(head).span.of(sentence.read))
            .map(str::to_owned);
    }
    let (first, _) = sentence.full_phrase(head);
    let before = sentence.marks.iter().filter(|mark| mark.first >= first && mark.end <= head);
    let mut named = None;
    let mut country = None;
    for mark in before {
        if !own_modifier(sentence, mark.end - 1, head) {
            continue;
        }
        match mark.meaning {
            Meaning::Actor(id) => named = Some(id),
            Meaning::Demonym(index) | Meaning::Place(index) => {
                country = material.places.get(index).and_then(|place| place.country.as_deref());
            }
            _ => {}
        }
    }
    let class = kinds.people.map(|(class, _)| class);
    if named.is_none()
        && class.is_some_and(|class| class == "unknown" || sentence.lexicon.words.is("armed-class", class))
    {
        named = of_group(sentence, head);
    }
    let general = |id: &str| {
        let actor = &sentence.lexicon.names.actors[id];
        actor.country.as_deref()
    };
    match (named, class) {
        // "US forces": the country's own name can stand in the list as its government.
        (Some(id), Some(class @ ("state-forces" | "government" | "police"))) => {
            general(id).and_then(|country| force_of(sentence, country, class)).or(Some(id.to_owned()))
        }
        // "Shining Path members" are Shining Path; members of a council are not the council.
        (Some(id), Some("unknown")) if is_force(sentence, id) => Some(id.to_owned()),
        (Some(_), Some("official" | "politician" | "diplomat" | "civilian" | "unknown")) => None,
        (Some(id), _) => Some(id.to_owned()),
        (None, Some(class)) => force_of(sentence, country?, class),
        (None, None) => None,
    }
}

/// "a 17-year-old Arnorian": somebody from there, and not those who govern there.
fn is_one_of_a_people(sentence: &Annotated, head: u32) -> bool {
    let (first, _) = sentence.full_phrase(head);
    matches!(sentence.token(head).pos, Pos::Noun | Pos::Propn)
        && (first..head).any(|token| sentence.lower(token) == "old" && sentence.token(token).head == head)
}

/// "guerrillas of the Liberation Front": the armed group that people are of.
fn of_group<'a>(sentence: &Annotated<'a>, head: u32) -> Option<&'a str> {
    let of = sentence.children_by(head, Dep::Prep).find(|of| sentence.lower(*of) == "of")?;
    let groups = sentence.objects_of(of).into_iter().filter_map(|group| sentence.kinds(group).actor);
    let mut groups = groups.filter(|id| is_force(sentence, id));
    groups.next()
}

/// "members of the Liberation Front": the group, where the word says no more than that they are of it.
fn group_of_members(sentence: &Annotated, head: u32) -> Option<u32> {
    let of = sentence.children_by(head, Dep::Prep).find(|of| sentence.lower(*of) == "of")?;
    let member = sentence.lexicon.words.is("member-word", sentence.lemma(head));
    let mut groups = sentence.objects_of(of).into_iter().filter(|_| member);
    groups.find(|group| sentence.kinds(*group).actor.is_some_and(|id| is_force(sentence, id)))
}

/// An actor that bears arms.
fn is_force(sentence: &Annotated, id: &str) -> bool {
    let actor = sentence.lexicon.names.actors.get(id);
    actor.is_some_and(|actor| sentence.lexicon.words.is("force-class", &actor.class))
}

/// A country's armed forces, government or police in the actor list: the most general of its class.
fn force_of(sentence: &Annotated, country: &str, class: &str) -> Option<String> {
    let wanted = match class {
        "state-forces" => "state forces",
        "government" => "government",
        "police" => "police",
        _ => return None,
    };
    let actors = &sentence.lexicon.names.actors;
    let of_class = actors.values().filter(|actor| actor.class == wanted);
    let mut of_country: Vec<_> = of_class.filter(|actor| actor.country.as_deref() == Some(country)).collect();
    of_country.sort_by(|one, other| one.id.cmp(&other.id));
    // The one of which others of its class are parts.
    let whole = |of: &str| of_country.iter().find(|actor| actor.id == of);
    let wholes = of_country.iter().flat_map(|actor| &actor.ties).filter(|tie| tie.predicate == "part_of");
    let is_part = |id: &str| {
        let mut ties = whole(id).into_iter().flat_map(|actor| &actor.ties);
        ties.any(|tie| tie.predicate == "part_of" && whole(&tie.to).is_some())
    };
    let mut greatest = wholes.filter_map(|tie| whole(&tie.to)).filter(|actor| !is_part(&actor.id));
    let alone = || of_country.iter().find(|actor| !is_part(&actor.id));
    greatest.next().or_else(alone).map(|actor| actor.id.clone())
}

/// A word that describes the head itself, not a sponsor: "Arnorian" of "Arnorian-backed" does not.
fn own_modifier(sentence: &Annotated, token: u32, head: u32) -> bool {
    let mut at = token;
    for _ in 0..6 {
        let item = sentence.token(at);
        if item.head == head {
            return matches!(item.dep, Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss | Dep::Conj);
        }
        if item.head == at || matches!(item.dep, Dep::Npadvmod) {
            return false;
        }
        at = item.head;
    }
    false
}

/// Who backs it, as the phrase itself says ("Arnorian-backed").
fn backers(material: &Material, sentence: &Annotated, head: u32) -> Vec<String> {
    let participles = sentence
        .children_by(head, Dep::Amod)
        .filter(|child| sentence.lexicon.words.is("backing", sentence.lemma(*child)));
    let sponsors = participles.flat_map(|participle| {
        sentence.children_by(participle, Dep::Npadvmod).chain(sentence.children_by(participle, Dep::Compound))
    });
    sponsors
        .filter_map(|sponsor| sentence.demonym(sponsor).or_else(|| sentence.place(sponsor)))
        .filter_map(|index| Some(format!("backed:{}", material.places.get(index)?.country.as_ref()?)))
        .collect()
}
