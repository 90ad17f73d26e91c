//! Clauses: a verb with its logical arguments, whatever the voice, coordination or relative clause.

use casus_model::{Dep, EventType, Pos, Tag};

use crate::Annotated;

/// A verb and its arguments; tokens by index in the sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clause {
    /// The verb.
    pub predicate: u32,
    /// True for the passive, where `subjects` are behind "by" and `objects` stand before the verb.
    pub passive: bool,
    /// "not", "no", "never" on the verb.
    pub negated: bool,
    /// Who or what does it, logically.
    pub subjects: Vec<u32>,
    /// To whom or what it is done, logically.
    pub objects: Vec<u32>,
    /// Indirect objects.
    pub datives: Vec<u32>,
    /// Prepositions and their objects.
    pub prepositions: Vec<(u32, Vec<u32>)>,
    /// The particle of a phrasal verb.
    pub particle: Option<u32>,
    /// Auxiliaries, modal verbs included.
    pub auxiliaries: Vec<u32>,
    /// Clauses that complete it.
    pub complements: Vec<u32>,
}

/// Chains of control and coordination longer than this are not followed.
const DEPTH: u8 = 6;

impl Annotated<'_> {
    /// The clause of a verb.
    pub fn clause(&self, predicate: u32) -> Clause {
        self.clause_within(predicate, DEPTH)
    }

    /// A token and everything coordinated with it, in order.
    pub fn coordinated(&self, token: u32) -> Vec<u32> {
        let mut members = vec![token];
        let mut at = 0;
        while at < members.len() && members.len() < 64 {
            let member = members[at];
            let conjuncts = self.tree.children(member).iter().copied();
            members.extend(
                conjuncts.filter(|child| self.token(*child).dep == Dep::Conj && self.is_nominal(*child)),
            );
            at += 1;
        }
        members
    }

    /// The children of a token with this dependency.
    pub fn children_by(&self, token: u32, dep: Dep) -> impl Iterator<Item = u32> + '_ {
        self.tree.children(token).iter().copied().filter(move |child| self.token(*child).dep == dep)
    }

    /// Nouns, names, pronouns and numbers.
    pub fn is_nominal(&self, token: u32) -> bool {
        matches!(self.token(token).pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj)
    }

    /// The objects of a preposition, coordination included; prepositions of prepositions are followed.
    pub fn objects_of(&self, preposition: u32) -> Vec<u32> {
        let mut objects = Vec::new();
        for child in self.tree.children(preposition) {
            match self.token(*child).dep {
                Dep::Pobj => objects.extend(self.coordinated(self.whole_object(*child))),
                Dep::Prep => objects.extend(self.objects_of_inner(*child)),
                _ => {}
            }
        }
        objects
    }

    /// "by the paramilitary Hill Guard": where the parser stops at the adjective, the noun that it describes.
    fn whole_object(&self, object: u32) -> u32 {
        let is_noun = |token: u32| matches!(self.token(token).pos, Pos::Noun | Pos::Propn);
        let goes_on = |token: &u32| *token < self.len() && is_noun(*token);
        if self.token(object).pos != Pos::Adj || !goes_on(&(object + 1)) {
            return object;
        }
        (object + 1..).take_while(goes_on).last().unwrap_or(object)
    }

    fn objects_of_inner(&self, preposition: u32) -> Vec<u32> {
        self.children_by(preposition, Dep::Pobj).flat_map(|object| self.coordinated(object)).collect()
    }

    fn clause_within(&self, predicate: u32, depth: u8) -> Clause {
        let mut clause = Clause { predicate, ..Clause::default() };
        let mut passive_subjects = Vec::new();
        let words = &self.lexicon.words;
        let bears = |verb: u32| self.token(verb).dep == Dep::Acl && self.token(verb).tag == Tag::Vbn;
        for child in self.tree.children(predicate).iter().copied() {
            match self.token(child).dep {
                Dep::Nsubj => clause.subjects.extend(self.arguments(child)),
                Dep::Nsubjpass => passive_subjects.extend(self.arguments(child)),
                Dep::Csubj => clause.subjects.extend(self.described_subject(child)),
                Dep::Csubjpass => passive_subjects.extend(self.described_subject(child)),
                // "those shot dead"
                Dep::Oprd if bears(predicate) && words.is("state-of-harm", &self.lower(child)) => {}
                Dep::Dobj | Dep::Attr | Dep::Oprd => clause.objects.extend(self.arguments(child)),
                Dep::Dative if self.token(child).pos == Pos::Adp => {
                    clause.datives.extend(self.objects_of(child))
                }
                Dep::Dative => clause.datives.extend(self.arguments(child)),
                Dep::Prep | Dep::Agent => clause.prepositions.push((child, self.objects_of(child))),
                Dep::Prt => clause.particle = Some(child),
                Dep::Neg => clause.negated = true,
                Dep::Auxpass => clause.passive = true,
                Dep::Aux => clause.auxiliaries.push(child),
                Dep::Ccomp | Dep::Xcomp => clause.complements.push(child),
                _ => {}
            }
        }
        // "The militia is opposed": at times the parser hangs a plain subject on the auxiliary.
        if clause.subjects.is_empty() && passive_subjects.is_empty() {
            let auxiliaries = self.tree.children(predicate).iter().copied();
            let auxiliaries =
                auxiliaries.filter(|child| matches!(self.token(*child).dep, Dep::Aux | Dep::Auxpass));
            let subjects = auxiliaries.flat_map(|auxiliary| self.children_by(auxiliary, Dep::Nsubj));
            clause.subjects = subjects.flat_map(|subject| self.arguments(subject)).collect();
        }
        if clause.passive && passive_subjects.is_empty() {
            passive_subjects = std::mem::take(&mut clause.subjects);
        }
        if clause.subjects.is_empty() && passive_subjects.is_empty() {
            let behind = self.subject_behind_setting(predicate);
            if clause.passive { &mut passive_subjects } else { &mut clause.subjects }.extend(behind);
        }
        self.take_laden(predicate, &mut clause);
        clause.passive |= !passive_subjects.is_empty() || self.is_reduced_passive(predicate);
        if !clause.passive && clause.objects.is_empty() && clause.complements.is_empty() && depth > 0 {
            clause.objects.extend(self.shared_objects(predicate, depth - 1));
        }
        if clause.passive {
            clause.subjects = self.agents(&clause);
            clause.objects.splice(0..0, passive_subjects);
        }
        if depth > 0 {
            self.inherit(&mut clause, depth - 1);
        }
        if let Some(thing) = self.thing_described_behind_comma(&clause) {
            clause.passive = true;
            clause.subjects.clear();
            clause.objects = vec![thing];
        }
        if self.leaves_out_was(&clause) {
            clause.passive = true;
            clause.objects = std::mem::take(&mut clause.subjects);
        }
        clause.negated |= clause.subjects.iter().any(|subject| self.is_none_phrase(*subject));
        // "no shots were fired"; that "nobody was killed" says of how many it is told.
        let no_weapon = |object: &u32| self.kinds(*object).weapon.is_some() && self.is_none_phrase(*object);
        clause.negated |= clause.objects.iter().any(no_weapon);
        clause
    }

    /// "Boy shot and killed near home", "one was killed and two others hurt": a past form that asks for somebody to
    /// whom it is done, and has none but its subject. Headlines and second clauses leave out "was".
    fn leaves_out_was(&self, clause: &Clause) -> bool {
        let (verb, words) = (clause.predicate, &self.lexicon.words);
        let lemma = self.lemma(verb);
        let strict = words.is("done-to-its-subject", lemma);
        // "Councillor shot dead in Bree": the state somebody is left in is no object.
        let state =
            |object: &u32| self.token(*object).pos == Pos::Adj && self.tree.children(*object).is_empty();
        let bare = !clause.passive && clause.objects.iter().all(state) && !clause.subjects.is_empty();
        let past = matches!(self.token(verb).tag, Tag::Vbd | Tag::Vbn);
        // "Two priests gunned down by rebels were": whoever is behind "by" did it.
        if past && bare && self.children_by(verb, Dep::Agent).next().is_some() {
            return true;
        }
        if past && bare && words.is("done-to-things", lemma) && self.are_things_hit(clause) {
            return true;
        }
        if past && bare && self.goes_on_from_passive(verb) {
            return true;
        }
        let stops = !self.is_empty() && self.word(self.len() - 1) == ".";
        // "Councillor beaten up in Bree"
        let participle = !stops && self.token(verb).tag == Tag::Vbn && clause.auxiliaries.is_empty();
        if !past || !bare || !(strict || participle || words.is("shoots-or-stabs", lemma)) {
            return false;
        }
        let helped = clause.auxiliaries.iter().any(|auxiliary| self.lemma(*auxiliary) != "be");
        let aims =
            clause.prepositions.iter().any(|(at, _)| matches!(self.lower(*at).as_str(), "at" | "into"));
        // "The guards shot first": whoever is known already may well have done it, the dead apart.
        let unarmed = |subject: &u32| {
            if words.is("corpse", self.lemma(*subject)) {
                return true;
            }
            let class = self.kinds(*subject).people.map(|(class, _)| class);
            !class.is_some_and(|class| words.is("bears-arms", class)) && !self.mention(*subject).definite
        };
        // "Journalists murdered at work numbered 74": a whole sentence about a kind of people leaves nothing out.
        let of_a_kind = |subject: &u32| {
            stops
                && self.is_plural(*subject)
                && self.full_phrase(*subject).0 == *subject
                && self.token(*subject).pos == Pos::Noun
                && !words.is("other-people", &self.lower(*subject))
        };
        let somebody = |subject: &u32| {
            let kinds = self.kinds(*subject);
            let number = self.token(*subject).pos == Pos::Num && kinds.time.is_none();
            (kinds.is_person() || words.is("human", &self.lower(*subject)))
                && self.token(*subject).pos != Pos::Pron
                || number
                || words.is("other-people", &self.lower(*subject))
        };
        !helped
            && clause.subjects.iter().all(somebody)
            && !clause.subjects.iter().any(of_a_kind)
            && (strict || !aims && clause.subjects.iter().all(unarmed))
    }

    /// "had been held for a week and burned with an iron", "was tied up and beat": behind a passive, a verb that hurts and
    /// has no object goes on with what was done.
    fn goes_on_from_passive(&self, verb: u32) -> bool {
        let item = self.token(verb);
        let has = |dep| self.children_by(verb, dep).next().is_some();
        let back = || self.children_by(verb, Dep::Advmod).any(|adverb| self.lower(adverb) == "back");
        item.dep == Dep::Conj
            && self.hurts_somebody(verb)
            && !(has(Dep::Nsubj) || has(Dep::Aux) || has(Dep::Dobj) || back())
            && self.children_by(item.head, Dep::Auxpass).next().is_some()
            && !self.children_by(verb, Dep::Prep).any(|at| matches!(self.lower(at).as_str(), "at" | "into"))
    }

    /// A verb that does harm to a body, and has an object wherever its subject does it.
    fn hurts_somebody(&self, verb: u32) -> bool {
        let lemma = self.lemma(verb);
        ["done-to-its-subject", "shoots-or-stabs", "hurts-somebody"]
            .iter()
            .any(|set| self.lexicon.words.is(set, lemma))
    }

    /// "spent the day at the market, shelled that morning, clearing stalls": between commas, a past form of what is done to
    /// things describes the noun before it, though the parser takes it for the next verb of a series that has no "and".
    fn thing_described_behind_comma(&self, clause: &Clause) -> Option<u32> {
        let verb = clause.predicate;
        let item = self.token(verb);
        let thing = verb.checked_sub(2)?;
        let past = matches!(item.tag, Tag::Vbd | Tag::Vbn) && item.dep == Dep::Conj;
        let own = self.tree.children(verb).iter().any(|child| {
            matches!(self.token(*child).dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Aux)
        });
        let joined = self.children_by(item.head, Dep::Cc).any(|and| and < verb)
            || self.children_by(item.head, Dep::Conj).any(|other| other != verb);
        let aside = self.tree.children(verb).iter().any(|child| *child > verb && self.word(*child) == ",");
        let hit = self.kinds(thing).target.is_some()
            && self.lexicon.words.is("done-to-things", self.lemma(verb))
            && self.token(thing).dep == Dep::Pobj;
        (past && !own && !joined && aside && hit && self.word(verb - 1) == ",").then_some(thing)
    }

    /// "School bombed in Bree": things that act by nobody's hand, in words without an article or a stop, as headlines are.
    fn are_things_hit(&self, clause: &Clause) -> bool {
        let thing = |subject: &u32| {
            let kinds = self.kinds(*subject);
            let acts = matches!(kinds.target, Some("ship" | "aircraft" | "vehicle" | "convoy"));
            kinds.target.is_some() && !acts && kinds.weapon.is_none() && !kinds.is_actor()
        };
        let stops = !self.is_empty() && self.word(self.len() - 1) == ".";
        !stops && clause.auxiliaries.is_empty() && clause.subjects.iter().all(thing)
    }

    /// "Women coming back from the fields were raped": the parser takes a noun and its participle for a clause.
    fn described_subject(&self, participle: u32) -> Vec<u32> {
        let told = self.token(participle).tag == Tag::Vbg;
        let noun = self.children_by(participle, Dep::Nsubj).next().filter(|_| told);
        noun.map(|noun| self.arguments(noun)).unwrap_or_default()
    }

    /// "raped, beat and robbed nine women": verbs side by side share the object of the last.
    fn shared_objects(&self, predicate: u32, depth: u8) -> Vec<u32> {
        let is_verb = |token: u32| self.token(token).pos == Pos::Verb;
        let joins = |token: u32| is_verb(token) || matches!(self.word(token), "," | "and" | "or" | "&");
        let next = self.children_by(predicate, Dep::Conj).find(|verb| *verb > predicate && is_verb(*verb));
        let Some(verb) = next.filter(|verb| (predicate + 1..*verb).all(joins)) else { return Vec::new() };
        let shared = self.clause_within(verb, depth);
        if shared.passive { Vec::new() } else { shared.objects }
    }

    /// "On Friday afternoon shells landed", "In northern Arnor shells landed": the parser takes the subject into the
    /// phrase of time or place.
    fn subject_behind_setting(&self, predicate: u32) -> Option<u32> {
        let before = self.children_by(predicate, Dep::Prep).find(|preposition| *preposition < predicate)?;
        let object = self.children_by(before, Dep::Pobj).next()?;
        let inside = self.children_by(object, Dep::Prep).flat_map(|of| self.children_by(of, Dep::Pobj));
        let mut objects = inside.chain([object]).filter(|object| *object < predicate);
        objects.find(|object| {
            let (first, _) = self.full_phrase(*object);
            let kinds = self.kinds(*object);
            let leads = |token: &u32| self.kinds(*token).time.is_some();
            let mut behind = (first..*object).skip_while(leads);
            let plain = |token: u32| matches!(self.token(token).pos, Pos::Adj | Pos::Noun);
            let opens_with_time = leads(&first) && behind.all(plain);
            let opens_with_place = || {
                self.token(*object).pos == Pos::Noun
                    && kinds.weapon.is_some()
                    && self.kinds(*object - 1).place.is_some()
            };
            first < *object
                && kinds.time.is_none()
                && kinds.place.is_none()
                && (opens_with_time || opens_with_place())
        })
    }

    /// "sent two drones packed with explosives at the post": the parser takes the thing and what it is laden with for
    /// a clause of its own.
    fn take_laden(&self, predicate: u32, clause: &mut Clause) {
        let is_laden = |verb: &u32| self.lexicon.words.is("laden", &self.lower(*verb));
        let Some(laden) = clause.complements.iter().copied().find(is_laden) else { return };
        let thing = self.children_by(laden, Dep::Nsubj).chain(self.children_by(laden, Dep::Nsubjpass)).next();
        let Some(thing) = thing.filter(|thing| *thing > predicate && clause.objects.is_empty()) else {
            return;
        };
        clause.objects.extend(self.coordinated(thing));
        clause.complements.retain(|complement| *complement != laden);
        let aim = self.children_by(laden, Dep::Prep).filter(|preposition| self.lower(*preposition) != "with");
        clause.prepositions.extend(aim.map(|preposition| (preposition, self.objects_of(preposition))));
    }

    /// An argument with its coordination; a relative pronoun stands for its antecedents.
    fn arguments(&self, token: u32) -> Vec<u32> {
        if matches!(self.token(token).tag, Tag::Wdt | Tag::Wp)
            && let Some(antecedents) = self.antecedents(token)
        {
            return antecedents;
        }
        self.coordinated(token)
    }

    /// What a relative pronoun stands for. The parser likes to hang relative clauses too far off or too
    /// near: where its choice disagrees with the verb in number, the nearest agreeing noun before the
    /// pronoun is taken ("missiles off the coast that were"); where no comma parts them, a noun of
    /// violence right before the pronoun is ("the invasion in 2003 that toppled").
    fn antecedents(&self, pronoun: u32) -> Option<Vec<u32>> {
        let verb = self.climb_to(pronoun, |dep| dep == Dep::Relcl)?;
        let chosen = self.token(verb).head;
        let plural = self.finite_number(verb);
        let agrees = |noun: u32| {
            plural.is_none_or(|plural| self.is_plural(noun) == plural || plural && self.has_conjunct(noun))
        };
        let mut noun = chosen;
        if !agrees(chosen) {
            noun = self.nouns_before(pronoun).find(|noun| agrees(*noun)).unwrap_or(chosen);
        } else if pronoun > 0 && self.word(pronoun - 1) != "," {
            let near = self.nouns_before(pronoun).find(|noun| self.kinds(*noun).time.is_none());
            noun = near.filter(|near| *near > chosen && self.names_violence(*near)).unwrap_or(chosen);
        }
        // "the bombing of a bus stand that killed 12": the deed kills, and not the thing that it was done to.
        if self.harms(verb) && (self.is_mere_thing(noun) || self.is_hit(pronoun, noun)) {
            noun = self.nouns_before(pronoun).find(|noun| self.names_violence(*noun)).unwrap_or(noun);
        }
        Some(if plural == Some(true) { self.whole_coordination(noun) } else { vec![noun] })
    }

    /// A verb that does harm to people.
    fn harms(&self, verb: u32) -> bool {
        self.lexicon.frames.of_verb(self.lemma(verb)).any(|frame| frame.effect.is_some())
    }

    /// A thing that can be hit and neither acts nor is a weapon.
    fn is_mere_thing(&self, noun: u32) -> bool {
        let kinds = self.kinds(noun);
        kinds.target.is_some() && kinds.weapon.is_none() && !kinds.is_actor()
    }

    /// "the attack on the bank that killed eight": whoever a deed is done to, told as a thing.
    fn is_hit(&self, pronoun: u32, noun: u32) -> bool {
        let preposition = self.token(noun).head;
        self.lower(pronoun) != "who"
            && self.token(noun).dep == Dep::Pobj
            && matches!(self.lower(preposition).as_str(), "on" | "at" | "against" | "of")
            && self.names_violence(self.token(preposition).head)
    }

    /// Nouns to the left of a token, the nearest first, not far.
    fn nouns_before(&self, token: u32) -> impl Iterator<Item = u32> + '_ {
        let nouns = (token.saturating_sub(24)..token).rev();
        nouns.filter(|token| matches!(self.token(*token).pos, Pos::Noun | Pos::Propn)).filter(|token| {
            !matches!(self.token(*token).dep, Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Npadvmod)
        })
    }

    fn has_conjunct(&self, noun: u32) -> bool {
        self.children_by(noun, Dep::Conj).next().is_some()
    }

    /// True for a verb with a frame of violence that is more than an everyday one.
    fn tells_violence(&self, verb: u32) -> bool {
        let lemma = self.lemma(verb);
        let mut frames = self.lexicon.frames.of_verb(lemma);
        frames.any(|frame| frame.event_type == Some(EventType::Assault) && frame.has_plain(lemma))
            && !self.lexicon.words.is("mild-verb", lemma)
    }

    /// True for a noun with a frame of violence.
    pub fn names_violence(&self, token: u32) -> bool {
        let mut frames = self.lexicon.frames.of_noun(self.lemma(token));
        frames.any(|frame| frame.event_type == Some(EventType::Assault))
    }

    /// All members of the coordination that a token belongs to.
    pub fn whole_coordination(&self, token: u32) -> Vec<u32> {
        let mut first = token;
        for _ in 0..64 {
            let head = self.token(first).head;
            if self.token(first).dep != Dep::Conj || head == first || !self.is_nominal(head) {
                break;
            }
            first = head;
        }
        self.coordinated(first)
    }

    fn climb_to(&self, token: u32, wanted: impl Fn(Dep) -> bool) -> Option<u32> {
        let mut at = token;
        for _ in 0..DEPTH {
            if wanted(self.token(at).dep) {
                return Some(at);
            }
            let head = self.token(at).head;
            if head == at {
                return None;
            }
            at = head;
        }
        None
    }

    /// Plural or singular, where the finite verb or its first auxiliary shows it.
    fn finite_number(&self, verb: u32) -> Option<bool> {
        let auxiliaries = self.tree.children(verb).iter().copied();
        let auxiliaries =
            auxiliaries.filter(|child| matches!(self.token(*child).dep, Dep::Aux | Dep::Auxpass));
        let first = auxiliaries.min().unwrap_or(verb);
        match self.token(first).tag {
            Tag::Vbz => Some(false),
            Tag::Vbp => Some(true),
            Tag::Vbd if self.lower(first) == "were" => Some(true),
            Tag::Vbd if self.lower(first) == "was" => Some(false),
            _ => None,
        }
    }

    /// Plural noun or pronoun.
    pub fn is_plural(&self, token: u32) -> bool {
        matches!(self.token(token).tag, Tag::Nns | Tag::Nnps)
            || self.token(token).morph.contains("Number=Plur")
    }

    /// "drones intercepted by": a past participle on a noun, or coordinated with a passive.
    fn is_reduced_passive(&self, predicate: u32) -> bool {
        let token = self.token(predicate);
        if token.tag != Tag::Vbn {
            return false;
        }
        let has = |dep| self.children_by(predicate, dep).next().is_some();
        match token.dep {
            Dep::Acl => self.main_subject(predicate).is_none(),
            Dep::Amod => true,
            Dep::Acomp => self.lemma(token.head) == "be",
            Dep::Conj if !has(Dep::Aux) && !has(Dep::Nsubj) => {
                let head = token.head;
                self.children_by(head, Dep::Auxpass).next().is_some() || self.is_reduced_passive_head(head)
            }
            // "Clubbed and kicked, some thirty women were loaded into lorries"
            Dep::Advcl if predicate < token.head && self.hurts_somebody(predicate) => {
                !(has(Dep::Aux) || has(Dep::Nsubj) || has(Dep::Dobj) || has(Dep::Mark))
            }
            Dep::Advcl | Dep::Root | Dep::Ccomp => has(Dep::Agent) && !has(Dep::Aux),
            _ => false,
        }
    }

    /// "A lorry bringing rice overturned.": where a sentence has no other main verb, a past form that the parser
    /// took for a participle is one, and the noun at the root its subject.
    fn main_subject(&self, verb: u32) -> Option<u32> {
        let token = self.token(verb);
        let root = (0..self.len()).find(|token| self.token(*token).dep == Dep::Root)?;
        let is_sentence = !self.is_empty() && matches!(self.lower(self.len() - 1).as_str(), "." | "”" | "\"");
        let past = token.tag == Tag::Vbn && self.children_by(verb, Dep::Agent).next().is_none();
        let next_to_root = token.head == root
            || token.head + 1 == verb
                && self.tree.children(root).iter().any(|child| {
                    self.token(*child).dep == Dep::Relcl && (*child..=self.tree.right(*child)).contains(&verb)
                });
        let noun = matches!(self.token(root).pos, Pos::Noun | Pos::Propn);
        (is_sentence && past && noun && root < verb && next_to_root).then_some(root)
    }

    fn is_reduced_passive_head(&self, head: u32) -> bool {
        self.token(head).tag == Tag::Vbn && matches!(self.token(head).dep, Dep::Acl)
    }

    /// Who does it in a passive. "who was kidnapped on Monday, apparently by rebels": at times the parser hangs "by"
    /// on the noun that the clause describes.
    fn agents(&self, clause: &Clause) -> Vec<u32> {
        let own = self.agents_beneath(clause);
        let item = self.token(clause.predicate);
        if !own.is_empty() {
            return own;
        }
        if item.dep != Dep::Relcl {
            return self.strayed_agents(clause.predicate);
        }
        let beside = self
            .children_by(item.head, Dep::Prep)
            .find(|by| *by > clause.predicate && self.lower(*by) == "by");
        beside.map(|by| self.objects_of(by)).unwrap_or_default()
    }

    /// "were pulled off a bus at the junction by men": at times the parser hangs "by" on the last noun before it.
    fn strayed_agents(&self, predicate: u32) -> Vec<u32> {
        let passive = self.children_by(predicate, Dep::Auxpass).next().is_some();
        let end = if passive { self.tree.right(predicate) + 1 } else { predicate };
        let strayed = |by: &u32| {
            let token = self.token(*by);
            let within_a_phrase = (token.head + 1 >= *by)
                && self.climb_to(token.head, |dep| !matches!(dep, Dep::Pobj | Dep::Prep)) == Some(predicate);
            token.dep == Dep::Prep && self.lower(*by) == "by" && token.head > predicate && within_a_phrase
        };
        let person = |agent: &u32| {
            let kinds = self.kinds(*agent);
            let lemma = self.lemma(*agent).to_lowercase();
            let somebody = |set: &str| self.lexicon.words.is(set, &lemma);
            let known = kinds.people.is_some() || kinds.actor.is_some();
            kinds.time.is_none() && (known || somebody("anonymous-people") || somebody("rough-people"))
        };
        let by = (predicate + 1..end).find(strayed);
        let agents = by.map(|by| self.objects_of(by)).unwrap_or_default();
        if agents.iter().all(person) { agents } else { Vec::new() }
    }

    fn agents_beneath(&self, clause: &Clause) -> Vec<u32> {
        let by = clause.prepositions.iter().filter(|(preposition, _)| {
            self.token(*preposition).dep == Dep::Agent || self.lemma(*preposition) == "by"
        });
        by.flat_map(|(_, objects)| objects.iter().copied()).collect()
    }

    /// Takes over arguments that stand with a governing verb or noun.
    fn inherit(&self, clause: &mut Clause, depth: u8) {
        let token = self.token(clause.predicate);
        let head = token.head;
        if head == clause.predicate {
            return;
        }
        let missing_subject =
            if clause.passive { clause.objects.is_empty() } else { clause.subjects.is_empty() };
        match token.dep {
            // "was dragged from his platform and stabbed": at times the parser hangs the second verb on a noun.
            Dep::Conj
                if missing_subject && !clause.passive && self.verb_over(head, clause.predicate).is_some() =>
            {
                let verb = self.verb_over(head, clause.predicate).unwrap_or(head);
                let first = self.clause_within(verb, depth);
                if first.passive && token.tag == Tag::Vbn {
                    clause.passive = true;
                    clause.objects.splice(0..0, first.objects);
                } else if !first.passive && token.tag != Tag::Vbn {
                    clause.subjects = first.subjects;
                }
            }
            Dep::Conj if missing_subject && self.is_verbal(head) => {
                let head = self.reported_before(clause.predicate, head);
                let first = self.clause_within(head, depth);
                let shared = if first.passive { first.objects } else { first.subjects };
                let shared = self.agreeing(clause.predicate, head, shared);
                if clause.passive {
                    clause.objects = shared;
                } else {
                    clause.subjects = shared;
                }
            }
            Dep::Xcomp | Dep::Ccomp if missing_subject && self.is_verbal(head) => {
                let governor = self.clause_within(head, depth);
                let controller = [&governor.datives, &governor.objects, &governor.subjects];
                let controller = controller.into_iter().find(|tokens| !tokens.is_empty());
                let controller = controller.cloned().unwrap_or_default();
                if clause.passive {
                    clause.objects = controller;
                } else {
                    clause.subjects = controller;
                }
            }
            Dep::Advcl if missing_subject && !clause.passive && self.is_verbal(head) => {
                let head = self.outside_dashes(clause.predicate, head);
                let governor = self.clause_within(self.clause_before(clause.predicate, head), depth);
                // "found a man, a baker, bleeding from wounds"
                let found = self.is_found_so(clause.predicate, governor.predicate);
                let of_object = governor.passive || found && !governor.objects.is_empty();
                clause.subjects = if of_object { governor.objects } else { governor.subjects };
            }
            // "Hit by two drones, the refinery burned"
            Dep::Advcl if missing_subject && self.is_verbal(head) && clause.predicate < head => {
                let governor = self.clause_within(head, depth);
                clause.objects = if governor.passive { governor.objects } else { governor.subjects };
            }
            Dep::Pcomp if missing_subject && !clause.passive => {
                let above = self.token(head).head;
                let verb = self.climb_to(head, |dep| dep == Dep::Root || dep == Dep::Ccomp);
                // "men suspected of killing": the participle is nearer than the verb of the sentence.
                let verb = if self.is_participle(above) { Some(above) } else { verb };
                // "who accused the air force of bombing": so is the verb of the charge.
                let verb = self.verb_of_charge(head).or(verb);
                if let Some(verb) = verb
                    && verb != clause.predicate
                    && self.is_verbal(verb)
                {
                    let governor = self.clause_within(verb, depth.min(1));
                    // "accused Arnor of firing": with these prepositions it is the object that does it.
                    let of_object =
                        matches!(self.lower(head).as_str(), "of" | "for" | "from" | "into" | "with")
                            && (above == verb || self.verb_of_charge(head) == Some(verb))
                            && !governor.objects.is_empty();
                    clause.subjects = if of_object { governor.objects } else { governor.subjects };
                }
            }
            // "died after being shot", "was treated before being pronounced dead"
            Dep::Pcomp if missing_subject => {
                let verb = self.token(head).head;
                if verb != clause.predicate && self.is_verbal(verb) {
                    let governor = self.clause_within(verb, depth.min(1));
                    clause.objects = if governor.passive { governor.objects } else { governor.subjects };
                }
            }
            Dep::Acl if missing_subject => {
                let nouns = match self.main_subject(clause.predicate) {
                    Some(subject) => self.coordinated(subject),
                    None => self.noun_of_participle(head),
                };
                if clause.passive {
                    clause.objects = nouns;
                } else {
                    clause.subjects = nouns;
                }
            }
            Dep::Amod if missing_subject => clause.objects = vec![head],
            // "was tear-gassed", which the parser takes for a state
            Dep::Acomp if missing_subject && clause.passive => {
                clause.objects = self.clause_within(head, depth).subjects;
            }
            Dep::Relcl => self.fill_gap(clause, head),
            _ => {}
        }
    }

    /// Whether a participle tells in which state a verb of finding says that somebody was.
    fn is_found_so(&self, participle: u32, verb: u32) -> bool {
        let words = &self.lexicon.words;
        self.token(participle).tag == Tag::Vbg
            && words.is("finding-verb", self.lemma(verb))
            && words.is("found-suffering", self.lemma(participle))
    }

    /// The verb above a noun that another verb is coordinated with; none where that is a verb itself.
    fn verb_over(&self, noun: u32, verb: u32) -> Option<u32> {
        if !self.is_nominal(noun) || self.token(verb).pos != Pos::Verb {
            return None;
        }
        let above =
            self.climb_to(noun, |dep| !matches!(dep, Dep::Pobj | Dep::Prep | Dep::Dobj | Dep::Conj))?;
        (self.token(above).pos == Pos::Verb && above < noun).then_some(above)
    }

    /// "accused the air force of bombing": the verb of the charge that a preposition opens, though the parser may hang
    /// it on the one who is charged.
    fn verb_of_charge(&self, preposition: u32) -> Option<u32> {
        let above = self.token(preposition).head;
        let verb = if self.is_nominal(above) { self.token(above).head } else { above };
        let accuses = || {
            let mut frames = self.lexicon.frames.of_verb(self.lemma(verb));
            frames.any(|frame| frame.event_type == Some(EventType::Accuse))
        };
        let object = above == verb || matches!(self.token(above).dep, Dep::Dobj | Dep::Conj);
        (self.token(verb).pos == Pos::Verb && object && accuses()).then_some(verb)
    }

    /// "A bomb fell, he said, and killed two": what goes on after an inserted "said" goes on with what is said.
    fn reported_before(&self, verb: u32, head: u32) -> u32 {
        let said = self.children_by(head, Dep::Ccomp).find(|clause| *clause < head && head < verb);
        let cue = self.lexicon.words.cue(self.lemma(head)).is_some();
        said.filter(|_| cue).unwrap_or(head)
    }

    /// "went to Bree — where shells had fallen — to plead": what stands behind an aside between dashes goes on
    /// from the verb before it, though the parser hangs it on the verb inside.
    pub fn outside_dashes(&self, token: u32, head: u32) -> u32 {
        let dash = |at: &u32| matches!(self.word(*at), "—" | "–" | "--");
        let outer = self.token(head).head;
        let closes = (head..token).any(|at| dash(&at));
        let opens = (outer.min(head)..head).any(|at| dash(&at));
        if outer < head && closes && opens { outer } else { head }
    }

    /// "militias, whose help he sought and now form a bloc": where a verb coordinated with that of a relative
    /// clause disagrees with its subject in number, what the clause describes is the subject.
    fn agreeing(&self, verb: u32, first: u32, subjects: Vec<u32>) -> Vec<u32> {
        let described = self.token(first).head;
        let [subject] = subjects[..] else { return subjects };
        let relative = self.token(first).dep == Dep::Relcl && described != first;
        match self.finite_number(verb) {
            Some(true) if relative && !self.is_plural(subject) && self.is_plural(described) => {
                vec![described]
            }
            _ => subjects,
        }
    }

    /// The verb that a participle after a comma goes on from: the nearest tensed one before it, for the
    /// parser often hangs "…, wounding three" too high.
    pub fn clause_before(&self, participle: u32, head: u32) -> u32 {
        if head > participle || self.token(participle).tag != Tag::Vbg {
            return head;
        }
        if self.tells_violence(head) {
            return head;
        }
        let tensed =
            |token: &u32| matches!(self.token(*token).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn);
        let aside = |token: u32| {
            self.token(token).dep == Dep::Advcl && self.children_by(token, Dep::Mark).next().is_some()
        };
        let verbs = (head..participle).rev().filter(|token| self.token(*token).pos == Pos::Verb);
        verbs.filter(|verb| !aside(*verb)).take(1).find(tensed).unwrap_or(head)
    }

    /// "the rockets and drones intercepted by": a participle after a coordination of plurals.
    fn noun_of_participle(&self, head: u32) -> Vec<u32> {
        if self.is_plural(head) { self.whole_coordination(head) } else { vec![head] }
    }

    /// "the attack they launched": the antecedent is the object where none is told.
    fn fill_gap(&self, clause: &mut Clause, head: u32) {
        let pronoun =
            |child: &u32| matches!(self.token(*child).tag, Tag::Wdt | Tag::Wp | Tag::Wrb | Tag::WpS);
        let has_pronoun = self.tree.children(clause.predicate).iter().any(pronoun);
        if !has_pronoun && clause.objects.is_empty() && !clause.subjects.is_empty() {
            clause.objects = vec![head];
        }
    }

    /// "suspected of", "charged with": a participle that describes a noun.
    fn is_participle(&self, token: u32) -> bool {
        self.token(token).tag == Tag::Vbn && self.token(token).dep == Dep::Acl
    }

    fn is_verbal(&self, token: u32) -> bool {
        matches!(self.token(token).pos, Pos::Verb | Pos::Aux)
    }

    /// "no one", "no casualties", "none of them".
    pub fn is_none_phrase(&self, token: u32) -> bool {
        let none = |word: &str| self.lexicon.words.is("none", word);
        none(&self.lower(token))
            || self.tree.children(token).iter().any(|child| {
                matches!(self.token(*child).dep, Dep::Det | Dep::Neg | Dep::Preconj | Dep::Compound)
                    && none(&self.lower(*child))
                    && !self.is_no_less(*child)
            })
            || self.is_behind_none(token)
    }

    /// "no less than forty houses": at least so many.
    fn is_no_less(&self, no: u32) -> bool {
        no + 2 < self.len()
            && self.lexicon.words.is("lesser", &self.lower(no + 1))
            && self.lower(no + 2) == "than"
    }

    /// "none of its soldiers"
    fn is_behind_none(&self, token: u32) -> bool {
        let of = self.token(token).head;
        self.token(token).dep == Dep::Pobj
            && self.lower(of) == "of"
            && self.lexicon.words.is("none", &self.lower(self.token(of).head))
    }
}
