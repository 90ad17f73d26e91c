//! Frames matched at their triggers: which frame, and which tokens fill its roles.

use std::collections::BTreeMap;

use casus_annotate::{Annotated, Clause, Meaning};
use casus_lexicon::{Frame, Need, Role, Sense, Slot};
use casus_model::{Dep, EventType, Pos, Span, Tag};

use crate::needs::{passes, test};
use crate::turned_off::{is_any_of, noun_turned_off, turned_off};
use crate::{company, modality, ties};

/// A frame at a trigger with its fillers.
#[derive(Debug)]
pub(crate) struct Match<'a> {
    pub frame: &'a Frame,
    /// The verb or noun.
    pub token: u32,
    /// Tokens that fill each role, in order and without repetition.
    pub fillers: BTreeMap<Role, Vec<u32>>,
    /// The verb that lends a noun its arguments: "carried out an attack".
    pub support: Vec<u32>,
    /// True for a noun.
    pub nominal: bool,
    /// True for a phrasal verb with its particle, and for a noun of several words.
    pub(crate) phrasal: bool,
}

impl Match<'_> {
    /// The fillers of a role.
    pub fn of(&self, role: Role) -> &[u32] {
        self.fillers.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The words of the trigger.
    pub fn trigger(&self, sentence: &Annotated) -> Span {
        let (first, end) = trigger_range(sentence, self.token);
        sentence.span(first, end)
    }
}

/// Every frame that matches in a sentence, in order of trigger. Where several frames of one kind match
/// at a trigger, the one read first from the files is kept; a frame that asks for a modality comes
/// before those that do not, a phrasal verb before the plain one.
pub(crate) fn matches<'a>(sentence: &Annotated<'a>) -> Vec<Match<'a>> {
    let mut matches: Vec<Match> = Vec::new();
    for token in 0..sentence.len() {
        let from = matches.len();
        match sentence.token(token).pos {
            Pos::Verb => {
                verb_matches(sentence, token, &mut matches);
                if is_gerund_noun(sentence, token) {
                    noun_matches(sentence, token, &mut matches);
                }
            }
            Pos::Noun | Pos::Propn => noun_matches(sentence, token, &mut matches),
            Pos::Adj => adjective_matches(sentence, token, &mut matches),
            _ => {}
        }
        let fits = |found: &Match| {
            found.frame.modality.is_none_or(|asked| modality::told(sentence, token, false).value == asked)
        };
        let found: Vec<Match> = matches.drain(from..).filter(fits).collect();
        matches.extend(found);
        prefer(&mut matches, from);
    }
    matches
}

/// "killed in police firing": a gerund behind a preposition and its own noun, which the parser took for a verb.
fn is_gerund_noun(sentence: &Annotated, token: u32) -> bool {
    let item = sentence.token(token);
    item.tag == Tag::Vbg
        && matches!(item.dep, Dep::Pcomp | Dep::Pobj | Dep::Dobj)
        && token > 0
        && matches!(sentence.token(token - 1).pos, Pos::Noun | Pos::Propn)
        && sentence.token(token - 1).head == token
}

/// The tokens of a trigger: the verb with its particle, or the whole name of a nominal event.
pub(crate) fn trigger_range(sentence: &Annotated, token: u32) -> (u32, u32) {
    let particle = sentence.children_by(token, Dep::Prt).next().filter(|particle| *particle == token + 1);
    (token, particle.unwrap_or(token) + 1)
}

fn prefer(matches: &mut Vec<Match>, from: usize) {
    if matches.len() - from < 2 {
        return;
    }
    let mut kept: Vec<Match> = Vec::new();
    let mut found: Vec<Match> = matches.drain(from..).collect();
    found.sort_by_key(|found| (found.frame.modality.is_none(), !found.phrasal));
    for found in found {
        let clash = |other: &Match| same_kind(other.frame, found.frame);
        if !kept.iter().any(clash) {
            kept.push(found);
        }
    }
    matches.append(&mut kept);
}

/// Two frames that would tell the same thing of one trigger.
fn same_kind(one: &Frame, other: &Frame) -> bool {
    if one.tie.is_some() != other.tie.is_some() {
        return false;
    }
    one.modality.is_some()
        || one.event_type == other.event_type
        || one.attaches && other.event_type == Some(EventType::Assault)
        || other.attaches && one.event_type == Some(EventType::Assault)
}

fn verb_matches<'a>(sentence: &Annotated<'a>, token: u32, matches: &mut Vec<Match<'a>>) {
    let from = matches.len();
    let mut clause: Option<Clause> = None;
    for frame in sentence.lexicon.frames.of_verb(sentence.lemma(token)) {
        if frame.tie.is_some() && !ties::stands(sentence, token) {
            continue;
        }
        let clause = clause.get_or_insert_with(|| sentence.clause(token));
        let Some(phrasal) = form(sentence, frame, clause) else { continue };
        let fillers = verb_fillers(sentence, frame, clause);
        if passes(sentence, frame, &fillers) && !turned_off(sentence, frame, clause, &fillers) {
            matches.push(Match { frame, token, fillers, support: Vec::new(), nominal: false, phrasal });
        }
    }
    if matches.len() == from {
        company::matches(sentence, token, matches);
    }
}

/// The form that the verb has: true with the frame's particle, false for a plain verb, none for another particle.
pub(crate) fn form(sentence: &Annotated, frame: &Frame, clause: &Clause) -> Option<bool> {
    let lemma = sentence.lemma(clause.predicate);
    let present = |particle: &str| {
        let near = |child: &u32| {
            sentence.lower(*child) == particle
                && (matches!(
                    sentence.token(*child).dep,
                    Dep::Prt | Dep::Advmod | Dep::Acomp | Dep::Oprd | Dep::Prep
                ) || *child == clause.predicate + 1)
        };
        let next = clause.predicate + 1;
        sentence.tree.children(clause.predicate).iter().any(near)
            || next < sentence.len()
                && sentence.lower(next) == particle
                && sentence.token(next).pos == Pos::Adj
    };
    let forms = || frame.verbs.iter().filter(|(verb, _)| verb == lemma);
    if forms().any(|(_, particle)| particle.as_deref().is_some_and(present)) {
        return Some(true);
    }
    forms().any(|(_, particle)| particle.is_none()).then_some(false)
}

pub(crate) fn verb_fillers(sentence: &Annotated, frame: &Frame, clause: &Clause) -> BTreeMap<Role, Vec<u32>> {
    let mut fillers = BTreeMap::new();
    for (role, slots) in &frame.slots {
        let mut tokens = Vec::new();
        for slot in slots {
            let found: Vec<u32> = match slot {
                Slot::Subject => clause.subjects.clone(),
                Slot::Object => clause.objects.clone(),
                Slot::Dative => clause.datives.clone(),
                Slot::Clause => clause.complements.clone(),
                Slot::Possessive => company::owners_of_objects(sentence, clause),
                Slot::Modifier | Slot::Holder | Slot::Itself => Vec::new(),
                Slot::Bearer => ties::bearers(sentence, clause.predicate),
                Slot::Prefix => ties::prefixes(sentence, clause.predicate),
                Slot::Owner => ties::owners(sentence, clause.predicate),
                Slot::Preposition(word) => prepositional(sentence, clause, word),
            };
            add(sentence, &mut tokens, found);
        }
        if tokens.is_empty() && *role == Role::Weapon {
            tokens = company::strayed_weapons(sentence, slots, clause);
        }
        if !tokens.is_empty() {
            fillers.insert(*role, tokens);
        }
    }
    fillers
}

/// Objects of a preposition of the verb, or of its object where the parser hung it there.
fn prepositional(sentence: &Annotated, clause: &Clause, word: &str) -> Vec<u32> {
    let of_verb = clause.prepositions.iter().filter(|(preposition, _)| sentence.lower(*preposition) == word);
    let mut found: Vec<u32> = of_verb.flat_map(|(_, objects)| objects.iter().copied()).collect();
    // "was fired upon", "was fired on on Monday": the subject is what the preposition is of.
    let stranded =
        |preposition: u32| sentence.lower(preposition) == word && sentence.objects_of(preposition).is_empty();
    let left = |dep: Dep| sentence.children_by(clause.predicate, dep).any(stranded);
    let only_times = found.iter().all(|object| sentence.kinds(*object).time.is_some());
    if only_times && clause.passive && (left(Dep::Prep) || left(Dep::Prt)) {
        found.extend(clause.objects.iter().copied());
    }
    if found.is_empty() {
        for object in &clause.objects {
            found.extend(noun_prepositional(sentence, *object, word));
        }
    }
    // "fell into the hands of the rebels"
    if found.is_empty() && word == "of" {
        let behind = clause.prepositions.iter().flat_map(|(_, objects)| objects.iter().copied());
        let held = behind.filter(|noun| sentence.lexicon.words.is("holding-noun", sentence.lemma(*noun)));
        found.extend(held.flat_map(|noun| noun_prepositional(sentence, noun, word)));
    }
    found
}

pub(crate) fn noun_prepositional(sentence: &Annotated, noun: u32, word: &str) -> Vec<u32> {
    let beneath = |noun: u32| {
        let prepositions = sentence.tree.children(noun).iter().copied().filter(|child| {
            matches!(sentence.token(*child).dep, Dep::Prep | Dep::Agent) && sentence.lower(*child) == word
        });
        prepositions.flat_map(|preposition| sentence.objects_of(preposition)).collect::<Vec<u32>>()
    };
    let own = beneath(noun);
    match time_behind(sentence, noun) {
        Some(time) if own.is_empty() => beneath(time),
        _ => own,
    }
}

/// "the bombing this week of a market": the time between a noun and its preposition, which the parser hangs there.
fn time_behind(sentence: &Annotated, noun: u32) -> Option<u32> {
    let last = (noun + 1..sentence.len()).take_while(|token| sentence.kinds(*token).time.is_some()).last()?;
    (sentence.token(last).dep == Dep::Npadvmod).then_some(last)
}

fn add(sentence: &Annotated, tokens: &mut Vec<u32>, found: Vec<u32>) {
    for token in found {
        let token = sentence.behind_quantity(token);
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
}

/// The weapon that a token is or stands for, with its class and role, and the token that names it: "it"
/// and bare numbers ("two fell short") stand for the weapon named last before them.
pub(crate) fn weapon_of<'a>(sentence: &Annotated<'a>, token: u32) -> Option<(&'a str, &'a str, u32)> {
    if let Some((class, role)) = sentence.kinds(token).weapon {
        return Some((class, role, token));
    }
    if is_laden(sentence, token) {
        let vehicle = sentence.kinds(token).target == Some("vehicle");
        return Some((if vehicle { "car-bomb" } else { "ied" }, "munition", token));
    }
    if let Some((class, role, charge)) = charge_of(sentence, token) {
        return Some((class, role, charge));
    }
    let word = sentence.lower(token);
    let stands_for = match sentence.token(token).pos {
        Pos::Pron => matches!(word.as_str(), "it" | "one" | "others" | "another") || is_them(sentence, token),
        Pos::Num => true,
        Pos::Noun | Pos::Propn => matches!(word.as_str(), "rest" | "remainder" | "others" | "other"),
        _ => sentence.lexicon.words.is("stand-in", &word),
    };
    if !stands_for || sentence.kinds(token).time.is_some() {
        return None;
    }
    let mut before = (token.saturating_sub(32)..token).rev();
    let weapon = |candidate: &u32| is_munition(sentence, *candidate) && !is_modifier(sentence, *candidate);
    let named = before.find(weapon)?;
    sentence.kinds(named).weapon.map(|(class, role)| (class, role, named))
}

/// "Drones were launched and two of them": the last things told before that can be several are weapons, and no people.
fn is_them(sentence: &Annotated, token: u32) -> bool {
    let several = |noun: &u32| {
        let kinds = sentence.kinds(*noun);
        matches!(sentence.token(*noun).pos, Pos::Noun | Pos::Propn)
            && !is_modifier(sentence, *noun)
            && (kinds.is_person() || kinds.is_actor() || is_munition(sentence, *noun))
            && (sentence.is_plural(*noun)
                || is_munition(sentence, *noun) && sentence.lower(*noun).ends_with('s'))
    };
    matches!(sentence.lower(token).as_str(), "they" | "them" | "these" | "those")
        && (token.saturating_sub(32)..token)
            .rev()
            .find(several)
            .is_some_and(|noun| is_munition(sentence, noun))
}

/// A weapon by its own name that is launched, thrown or set off, or fire told as one thing.
fn is_munition(sentence: &Annotated, token: u32) -> bool {
    let weapon = sentence.kinds(token).weapon;
    weapon.is_some_and(|(_, role)| !matches!(role, "launcher" | "platform" | "interceptor"))
}

/// "a bomb strapped to a motorcycle exploded": the parser may take what carries the charge for what went off.
fn charge_of<'a>(sentence: &Annotated<'a>, carrier: u32) -> Option<(&'a str, &'a str, u32)> {
    let preposition = sentence.token(carrier).head;
    let participle = sentence.token(preposition).head;
    let charge = sentence.token(participle).head;
    let fixed = sentence.token(carrier).dep == Dep::Pobj
        && sentence.lexicon.words.is("fixed-to", &sentence.lower(participle))
        && charge < participle;
    let (class, role) = sentence.kinds(charge).weapon.filter(|_| fixed)?;
    Some((class, role, charge))
}

/// "a lorry loaded with explosives", "a car with explosives", "a package containing dynamite": a vehicle or parcel that carries its charge.
fn is_laden(sentence: &Annotated, token: u32) -> bool {
    let explosive = |object: u32| {
        let class = sentence.kinds(object).weapon.map(|(class, _)| class);
        class.is_some_and(|class| sentence.lexicon.mode_of_weapon(class) == Some("explosives"))
    };
    let charge = |participle: u32| {
        let with = sentence.children_by(participle, Dep::Prep);
        let behind = with.flat_map(|preposition| sentence.objects_of(preposition));
        behind.chain(sentence.clause(participle).objects).any(|object| {
            explosive(sentence.behind_quantity(object))
                || explosive(object)
                || holds(sentence, object, explosive)
        })
    };
    let carries = matches!(sentence.kinds(token).target, Some("vehicle" | "ship"))
        || sentence.lexicon.words.is("parcel", sentence.lemma(token));
    let laden = |child: u32| sentence.lexicon.words.is("laden", &sentence.lower(child)) && charge(child);
    let with =
        |child: u32| sentence.lower(child) == "with" && sentence.objects_of(child).into_iter().any(explosive);
    carries
        && (sentence.children_by(token, Dep::Acl).any(laden)
            || sentence.children_by(token, Dep::Prep).any(with))
}

/// "180 kilos of explosives"
fn holds(sentence: &Annotated, measure: u32, test: impl Fn(u32) -> bool) -> bool {
    let of = sentence.children_by(measure, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
    of.flat_map(|of| sentence.objects_of(of)).any(test)
}

/// Adjectives tell ties: "fighters loyal to the general".
fn adjective_matches<'a>(sentence: &Annotated<'a>, token: u32, matches: &mut Vec<Match<'a>>) {
    let frames = sentence.lexicon.frames.of_verb(sentence.lemma(token));
    for frame in frames.filter(|frame| frame.tie.is_some()) {
        let clause = sentence.clause(token);
        let fillers = verb_fillers(sentence, frame, &clause);
        if passes(sentence, frame, &fillers) && !turned_off(sentence, frame, &clause, &fillers) {
            let support = Vec::new();
            matches.push(Match { frame, token, fillers, support, nominal: false, phrasal: false });
        }
    }
}

fn noun_matches<'a>(sentence: &Annotated<'a>, token: u32, matches: &mut Vec<Match<'a>>) {
    let lemma = match sentence.token(token).pos {
        Pos::Verb => sentence.lower(token),
        _ => sentence.lemma(token).to_lowercase(),
    };
    let mut parts: Option<(Vec<u32>, Vec<Clause>)> = None;
    for frame in sentence.lexicon.frames.of_noun(&lemma) {
        let modifies = is_modifier(sentence, token) && frame.tie.is_none();
        let Some(length) = whole_noun(sentence, frame, token).filter(|_| !modifies) else {
            continue;
        };
        let (support, clauses) = parts.get_or_insert_with(|| {
            let support = support_verbs(sentence, token);
            let clauses = support.iter().map(|verb| sentence.clause(*verb)).collect();
            (support, clauses)
        });
        let fillers = noun_fillers(sentence, frame, token, clauses);
        if passes(sentence, frame, &fillers) && !noun_turned_off(sentence, frame, token) {
            matches.push(Match {
                frame,
                token,
                fillers,
                support: support.clone(),
                nominal: true,
                phrasal: length > 1,
            });
        }
    }
}

/// Number of words of the frame's longest noun that ends at a token, if any does.
fn whole_noun(sentence: &Annotated, frame: &Frame, token: u32) -> Option<usize> {
    let stands = |noun: &&Vec<String>| {
        let n = noun.len() as u32;
        token + 1 >= n
            && noun.iter().enumerate().all(|(i, word)| {
                let at = token + 1 - n + i as u32;
                sentence.lemma(at).eq_ignore_ascii_case(word) || sentence.lower(at) == *word
            })
    };
    frame.nouns.iter().filter(stands).map(Vec::len).max()
}

/// "attack drones", "strike aircraft": the noun only modifies another.
fn is_modifier(sentence: &Annotated, token: u32) -> bool {
    matches!(sentence.token(token).dep, Dep::Compound | Dep::Amod | Dep::Nmod)
        && sentence.token(token).head > token
}

/// Verbs that lend a noun their arguments: the verb it is object or subject of, or of a relative clause.
fn support_verbs(sentence: &Annotated, token: u32) -> Vec<u32> {
    let light = |verb: u32| sentence.lexicon.words.is("light-verb", sentence.lemma(verb));
    let mut verbs = Vec::new();
    let mut noun = token;
    let above = sentence.token(noun).head;
    if sentence.token(noun).dep == Dep::Pobj && sentence.lower(above) == "of" {
        noun = sentence.token(above).head;
    }
    let head = sentence.token(noun).head;
    let argument = matches!(sentence.token(noun).dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Attr);
    if argument && sentence.token(head).pos == Pos::Verb && light(head) {
        verbs.push(head);
    }
    let clauses = sentence.tree.children(token).iter().copied();
    verbs.extend(
        clauses.filter(|child| matches!(sentence.token(*child).dep, Dep::Relcl | Dep::Acl) && light(*child)),
    );
    verbs
}

fn noun_fillers(
    sentence: &Annotated,
    frame: &Frame,
    token: u32,
    support: &[Clause],
) -> BTreeMap<Role, Vec<u32>> {
    let mut fillers = BTreeMap::new();
    for (role, slots) in &frame.slots {
        let mut tokens = Vec::new();
        let tie = frame.tie.is_some();
        for slot in slots {
            let found = match slot {
                Slot::Possessive => possessors(sentence, token),
                Slot::Modifier if tie => ties::groups_before(sentence, token),
                Slot::Modifier => modifiers(sentence, token, *role),
                Slot::Holder => ties::holders(sentence, token),
                Slot::Itself if tokens.is_empty() => vec![token],
                Slot::Preposition(word) if tie => {
                    let mut found = noun_prepositional(sentence, token, word);
                    if let (true, Some(verb)) = (found.is_empty(), ties::verb_of_being(sentence, token)) {
                        found = prepositional(sentence, &sentence.clause(verb), word);
                    }
                    found
                }
                Slot::Preposition(word) => {
                    let mut found = noun_prepositional(sentence, token, word);
                    found.retain(|filler| word != "on" || !is_laid_on(sentence, token, *filler));
                    found
                }
                _ => Vec::new(),
            };
            add(sentence, &mut tokens, found);
            for clause in support {
                let lent = match slot {
                    Slot::Preposition(word) => prepositional(sentence, clause, word),
                    _ => Vec::new(),
                };
                add(sentence, &mut tokens, lent);
            }
        }
        if *role == Role::Agent && !tie {
            // "Residents reported gunfire": whoever sees or suffers it does it not.
            let acts = |clause: &&Clause| {
                !sentence.lexicon.words.is("undergoing-verb", sentence.lemma(clause.predicate))
            };
            for clause in support.iter().filter(acts) {
                let own = clause.subjects.iter().copied().filter(|subject| *subject != token).collect();
                add(sentence, &mut tokens, own);
            }
        }
        tokens.retain(|filler| tie || *filler != token && fits(sentence, *role, *filler));
        if *role == Role::Patient && tokens.is_empty() && !tie {
            tokens.extend(
                targets_of(sentence, token).into_iter().filter(|target| fits(sentence, *role, *target)),
            );
        }
        if !tokens.is_empty() {
            fillers.insert(*role, tokens);
        }
    }
    fillers
}

/// "blamed the attack on the rebels": they did it, and it was not done to them.
fn is_laid_on(sentence: &Annotated, deed: u32, filler: u32) -> bool {
    let item = sentence.token(deed);
    let blamed = matches!(item.dep, Dep::Dobj | Dep::Nsubjpass);
    let kinds = sentence.kinds(filler);
    blamed
        && matches!(sentence.lemma(item.head), "blame" | "pin")
        && kinds.is_actor()
        && kinds.target.is_none()
}

/// "the convoy was the target of a salvo": who or what is said to be the target of a deed.
fn targets_of(sentence: &Annotated, deed: u32) -> Vec<u32> {
    let of = sentence.token(deed).head;
    let target = sentence.token(of).head;
    let item = sentence.token(target);
    let is_target = sentence.token(deed).dep == Dep::Pobj
        && sentence.lower(of) == "of"
        && matches!(sentence.lemma(target), "target" | "object" | "victim" | "scene")
        && item.dep == Dep::Attr
        && sentence.children_by(target, Dep::Det).next().is_some();
    if is_target { sentence.clause(item.head).subjects } else { Vec::new() }
}

/// A modifier or "of" can be anything; what it is decides the role it fills.
fn fits(sentence: &Annotated, role: Role, filler: u32) -> bool {
    let kinds = sentence.kinds(filler);
    let weapon = kinds.weapon.is_some() && kinds.people.is_none();
    match role {
        Role::Weapon => weapon,
        Role::Agent => !weapon && kinds.time.is_none(),
        Role::Patient => {
            !weapon
                && kinds.time.is_none()
                && (kinds.target.is_some() || kinds.is_actor() || kinds.place.is_some())
        }
        _ => true,
    }
}

/// Owners of a noun; "the rebels' raid" is often read as a quotation mark between two phrases.
fn possessors(sentence: &Annotated, token: u32) -> Vec<u32> {
    let mut owners: Vec<u32> =
        sentence.children_by(token, Dep::Poss).flat_map(|owner| sentence.coordinated(owner)).collect();
    let first = sentence.full_phrase(token).0;
    if owners.is_empty() && first >= 2 && matches!(sentence.word(first - 1), "’" | "'") {
        let owner = first - 2;
        let ends_in_s = sentence.word(owner).ends_with('s');
        if ends_in_s && matches!(sentence.token(owner).pos, Pos::Propn | Pos::Noun) {
            owners.push(owner);
        }
    }
    owners
}

/// Words before the noun that can fill a role: people, groups and adjectives of countries do it,
/// weapons are used, things and places are hit; "US-led" names who leads.
fn modifiers(sentence: &Annotated, token: u32, role: Role) -> Vec<u32> {
    let mut found = Vec::new();
    // "a car bombing": the car is part of the weapon's name.
    let named = |word: u32| {
        let mut marks = sentence.marks_over(token);
        marks.any(|mark| {
            matches!(mark.meaning, Meaning::Phrase(Sense::Weapon { .. }))
                && mark.first <= word
                && word < mark.end
        })
    };
    let before = sentence.tree.children(token).iter().copied().filter(|child| *child < token);
    for child in before {
        let label = sentence.token(child).dep;
        let of_gerund = label == Dep::Nsubj && sentence.token(token).pos == Pos::Verb;
        if !of_gerund && !matches!(label, Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Npadvmod) {
            continue;
        }
        for member in sentence.coordinated(child) {
            let kinds = sentence.kinds(member);
            let demonym = sentence.demonym(member).is_some();
            let fits = match role {
                Role::Weapon => kinds.weapon.is_some(),
                Role::Patient => {
                    kinds.target.is_some() && kinds.weapon.is_none() && !named(member)
                        || kinds.place.is_some() && !demonym
                }
                Role::Agent => demonym || kinds.is_actor() && kinds.target.is_none(),
                _ => false,
            };
            if fits {
                found.push(member);
            }
        }
        if role == Role::Agent && sentence.token(child).tag == Tag::Vbn {
            found.extend(
                sentence.children_by(child, Dep::Npadvmod).filter(|_| sentence.lemma(child) == "lead"),
            );
        }
    }
    found
}

/// A frame tried at a word, and what stood in its way.
pub(crate) struct Tried<'f> {
    /// The first condition that no filler meets.
    pub unmet: Option<&'f [Need]>,
    /// The role whose fillers are none of the words listed.
    pub other_words: Option<Role>,
    /// A word beside the trigger turns the frame off.
    pub turned_off: bool,
}

/// Tries a frame at a word; none where the word has not its form.
pub(crate) fn tried<'f>(sentence: &Annotated, frame: &'f Frame, token: u32) -> Option<Tried<'f>> {
    let verbal = sentence.token(token).pos == Pos::Verb;
    let (fillers, turned_off) = if verbal {
        let clause = sentence.clause(token);
        form(sentence, frame, &clause)?;
        let fillers = verb_fillers(sentence, frame, &clause);
        let off = turned_off(sentence, frame, &clause, &fillers);
        (fillers, off)
    } else {
        whole_noun(sentence, frame, token)?;
        let clauses: Vec<Clause> =
            support_verbs(sentence, token).iter().map(|verb| sentence.clause(*verb)).collect();
        (noun_fillers(sentence, frame, token, &clauses), noun_turned_off(sentence, frame, token))
    };
    let of = |role: &Role| fillers.get(role).map_or(&[] as &[u32], Vec::as_slice);
    let met = |alternatives: &&Vec<Need>| {
        alternatives.iter().any(|need| of(&need.role).iter().any(|token| test(sentence, *token, need.test)))
    };
    let unmet = frame.needs.iter().find(|alternatives| !met(alternatives)).map(Vec::as_slice);
    let other = frame.words.iter().find(|(role, words)| !is_any_of(sentence, words, of(role)));
    Some(Tried { unmet, other_words: other.map(|(role, _)| *role), turned_off })
}
