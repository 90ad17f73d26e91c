//! How many people a page tells dead and injured, where each is counted once: told again by name, by age or by a pronoun,
//! or told hurt first and dead later.

use std::collections::BTreeSet;

use casus::Inside;
use casus::annotate::{Annotated, Individual, Sameness};
use casus::model::{Body, Casualty, Claim, Dep, Effect, Incident, ModalityValue, Pos, Qualifier, Span};

/// The dead and the injured, where any are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Toll {
    pub killed: Option<u64>,
    pub injured: Option<u64>,
}

/// What the incidents of one story add up to. `main` is the one that the story is about.
pub(crate) fn toll(inside: &Inside, main: &Incident, story: &[&Incident]) -> Toll {
    let harms = harms(inside, main, story);
    let dead = People::of(inside, &harms, Effect::Killed);
    let mut killed = dead.number(None).map(|all| all + by_own_hand(&dead, all));
    let hurt = People::of(inside, &harms, Effect::Injured)
        .without(&dead)
        .without_unnamed(&dead, killed.unwrap_or(0));
    let mut injured = hurt.number(Some(killed.unwrap_or(0)));
    if let Some((dead_told, hurt_told)) = complete(&harms) {
        killed = Some(dead_told.max(dead.greatest(None).unwrap_or(0)));
        injured = Some(hurt_told.max(hurt.greatest(killed).unwrap_or(0)));
    }
    Toll { killed, injured }
}

/// "killed three people and then himself": whoever did it beside those whom the figure counts, where it is told as done
/// to others.
fn by_own_hand(dead: &People, all: u64) -> u64 {
    let of_all = |harm: &&Harm| figure(harm.told) == Some(all) && all > 1;
    let does = |harm: &Harm| harm.told.span.text.starts_with(&harm.told.words);
    let mut groups = dead.harms.iter().filter(of_all).peekable();
    let own = dead.people.iter().any(|person| person.own);
    u64::from(own && groups.peek().is_some() && groups.all(does))
}

/// "One person was killed and four were wounded": the first claim that tells both, and of one of them more than one.
fn complete(harms: &[Harm]) -> Option<(u64, u64)> {
    let both = |harm: &&Harm| {
        let of_claim = |effect: Effect| {
            let same = harms.iter().filter(|other| other.claim == harm.claim && other.effect == effect);
            same.filter_map(|other| figure(other.told)).max()
        };
        let (dead, hurt) = (of_claim(Effect::Killed)?, of_claim(Effect::Injured)?);
        (dead > 0 && hurt > 0 && dead + hurt > 2).then_some((dead, hurt))
    };
    harms.iter().find_map(|harm| both(&harm))
}

/// Whether this says how many were killed or injured.
pub(crate) fn is_of_bodies(harm: &Casualty) -> bool {
    matches!(harm.effect, Effect::Killed | Effect::Injured) && figure(harm).is_some()
}

fn figure(harm: &Casualty) -> Option<u64> {
    harm.count.low.or(harm.count.high)
}

/// Harm as one claim tells it.
#[derive(Clone, Copy)]
struct Harm<'r> {
    told: &'r Casualty,
    /// The claim tells of dead as well: it tells who was shot without the dead.
    beside_dead: bool,
    /// "Five others were shot": beside the dead.
    others: bool,
    /// Told by a blow ("shot", "struck"), of which one may have died.
    blow: bool,
    /// "shot himself": by the doer's own hand.
    own: bool,
    /// What was done: whoever shot himself in a murder-suicide is dead.
    effect: Effect,
    /// Told of what the story is about, and not of an incident that may be the same.
    of_main: bool,
    /// Which claim tells it.
    claim: &'r str,
}

/// The harm told by the claims of a story, in reading order.
fn harms<'r>(inside: &Inside<'r>, main: &Incident, story: &[&Incident]) -> Vec<Harm<'r>> {
    let mut of_story: BTreeSet<&str> = story.iter().map(|incident| incident.occurrence.as_str()).collect();
    // "Seven people were shot in the park. …": of a wave whose parts are told the parts are the incidents, and the sum
    // is told with the wave.
    let claims = &inside.reading.claims;
    let wholes: BTreeSet<&str> =
        claims.iter().filter(|claim| is_told(claim, &of_story)).filter_map(whole_of).collect();
    let whole = |claim: &&Claim| wholes.contains(claim.id.as_str());
    of_story.extend(claims.iter().filter(whole).filter_map(|claim| claim.occurrence.as_deref()));
    let mut harms = Vec::new();
    let text = inside.annotation.text.to_lowercase();
    let suicide = SUICIDES.iter().any(|word| text.contains(word));
    for claim in &inside.reading.claims {
        let told = is_told(claim, &of_story);
        let (true, ModalityValue::Actual, Body::Event(event)) = (told, claim.modality.value, &claim.body)
        else {
            continue;
        };
        let beside_dead = event.casualties.iter().any(|harm| harm.effect == Effect::Killed);
        let of_main = claim.occurrence.as_deref() == Some(main.occurrence.as_str());
        let bodies = event.casualties.iter().filter(|harm| is_of_bodies(harm));
        harms.extend(bodies.map(|told| {
            let whom = victim(inside, told.span.span());
            let own = whom.is_some_and(|(sentence, head)| sentence.individual(head).oneself);
            let others = whom.is_some_and(|(sentence, head)| sentence.individual(head).other);
            let effect = if own && suicide { Effect::Killed } else { told.effect };
            Harm {
                told,
                beside_dead,
                others,
                blow: is_blow(inside, told),
                own,
                effect,
                of_main,
                claim: &claim.id,
            }
        }));
    }
    harms.sort_by_key(|harm| (harm.told.span.start, harm.told.span.end));
    harms.dedup_by_key(|harm| (harm.told.span.span(), harm.effect, figure(harm.told)));
    harms
}

/// What is said of whoever killed others and himself.
const SUICIDES: [&str; 3] = ["murder-suicide", "murder/suicide", "murder suicide"];

fn is_told(claim: &Claim, of_story: &BTreeSet<&str>) -> bool {
    claim.occurrence.as_deref().is_some_and(|occurrence| of_story.contains(occurrence))
}

/// The claim of the wave that a claim tells a part of.
fn whole_of(claim: &Claim) -> Option<&str> {
    match &claim.body {
        Body::Event(event) => event.part_of.as_deref(),
        _ => None,
    }
}

/// One person told of.
struct Person {
    individual: Individual,
    /// The words of the harm, and the phrase and sentence told last.
    span: Span,
    phrase: Span,
    sentence: u32,
    /// The sentence that tells of the person first.
    first: u32,
    /// Told by a blow ("shot", "struck"), of which one may have died.
    struck: bool,
    /// By the own hand.
    own: bool,
    /// "was also shot": beside those told before.
    also: bool,
    /// Told of what the story is about.
    of_main: bool,
}

impl Person {
    /// "another man", "a man was also hurt"
    fn is_beside(&self) -> bool {
        self.individual.other || self.also
    }
}

/// Those of one effect.
struct People<'r> {
    harms: Vec<Harm<'r>>,
    /// Told one by one.
    people: Vec<Person>,
    /// Groups told beside others ("two others"), with the sentence.
    others: BTreeSet<(u32, u64)>,
    /// Those told one by one who turned out to be told under another effect.
    gone: BTreeSet<Span>,
}

impl<'r> People<'r> {
    fn of(inside: &Inside, harms: &[Harm<'r>], effect: Effect) -> People<'r> {
        let harms: Vec<Harm> = harms.iter().copied().filter(|harm| harm.effect == effect).collect();
        let mut all = People { harms, people: Vec::new(), others: BTreeSet::new(), gone: BTreeSet::new() };
        for harm in all.harms.clone() {
            let Some((sentence, head)) = victim(inside, harm.told.span.span()) else { continue };
            let doer = doer(sentence, head).filter(|_| harm.own);
            let mut individual = sentence.individual(doer.unwrap_or(head));
            individual.other &= !is_other_than_the_doer(sentence, head, &all.harms);
            match figure(harm.told) {
                // What is left of "shot five" is told of all five.
                Some(1) if sentence.is_plural(head) => {}
                Some(1) => all.add(
                    effect,
                    Person {
                        individual,
                        struck: harm.blow,
                        own: harm.own,
                        also: is_also(sentence, head),
                        of_main: harm.of_main,
                        span: harm.told.span.span(),
                        phrase: sentence.mention(head).span,
                        sentence: sentence.index,
                        first: sentence.index,
                    },
                ),
                Some(count) if individual.other => {
                    all.others.insert((sentence.index, count));
                }
                _ => {}
            }
        }
        all
    }

    /// Adds a person, or what is told again of one.
    fn add(&mut self, effect: Effect, person: Person) {
        let beside = |known: &Person| known.span.overlaps(person.span) && known.phrase != person.phrase;
        let compared = |known: &Person| {
            let sameness = known.individual.compared(&person.individual);
            let same = sameness == Sameness::Same;
            if known.phrase == person.phrase || person.own && same {
                return Sameness::Same;
            }
            // "killed his son and himself"
            if beside(known) && !person.individual.known
                || person.own && !known.own && effect == Effect::Killed
            {
                return Sameness::Different;
            }
            match sameness {
                Sameness::Open if person.also && known.individual.noun != person.individual.noun => {
                    Sameness::Different
                }
                _ => sameness,
            }
        };
        let new = |known: &Person| known.sentence == person.sentence && !person.individual.known;
        let same = self.people.iter().position(|known| compared(known) == Sameness::Same);
        let open = || self.people.iter().rposition(|known| compared(known) == Sameness::Open && !new(known));
        match same.or_else(open) {
            Some(at) => {
                let known = &mut self.people[at];
                known.individual.learn(&person.individual);
                known.struck &= person.struck;
                (known.span, known.phrase, known.sentence) = (person.span, person.phrase, person.sentence);
            }
            // Whoever else was hurt in what may be another incident is not of this one, unless told beside.
            None if self.people.is_empty() || person.of_main || person.is_beside() => {
                self.people.push(person)
            }
            None => {}
        }
    }

    /// Without those hurt who are told dead.
    fn without(mut self, dead: &People) -> People<'r> {
        let is = |dead: &Person, hurt: &Person| {
            // A name alone does not tell apart whoever was shot from whoever died.
            let mut shot = hurt.individual.clone();
            if hurt.struck {
                shot.name.clear();
            }
            let dead_first = dead.span.start <= hurt.span.start;
            let (one, later) = if dead_first { (&dead.individual, &shot) } else { (&shot, &dead.individual) };
            let apart = dead.sentence == hurt.sentence && !later.known;
            match one.compared(later) {
                _ if dead.phrase == hurt.phrase => true,
                Sameness::Same => true,
                Sameness::Different => false,
                Sameness::Open if hurt.also && dead_first => false,
                Sameness::Open => !apart && (later.known || hurt.struck || !dead_first),
            }
        };
        let died = |hurt: &Person| dead.people.iter().any(|dead| is(dead, hurt));
        let (gone, left): (Vec<Person>, Vec<Person>) = self.people.into_iter().partition(died);
        self.people = left;
        self.gone = gone.into_iter().map(|person| person.span).collect();
        if self.people.is_empty() {
            let one = |harm: &Harm| figure(harm.told) == Some(1) && !self.gone.is_empty();
            self.harms.retain(|harm| !one(harm));
        }
        self
    }

    /// The greatest figure told, since the parts of a toll are told beside it: people told by one count together, of one
    /// deed ("his mother, stepfather and grandmother"), and those told one by one with others beside them. Of those who
    /// were "shot" the dead are some.
    fn greatest(&self, dead: Option<u64>) -> Option<u64> {
        let of_one_deed = |first: &Harm| {
            let at = first.told.span.span();
            let same = self
                .harms
                .iter()
                .filter(|harm| harm.told.span.span().overlaps(at) && harm.told.words == first.told.words);
            let same: Vec<&Harm> = same.collect();
            let counted = |harm: &&&Harm| same.len() == 1 || harm.told.count.qualifier != Qualifier::Vague;
            let all: u64 = same.iter().filter(counted).filter_map(|harm| figure(harm.told)).sum();
            let shot = first.blow && !first.beside_dead && !(first.others && same.len() == 1);
            if shot && all > 1 { all.saturating_sub(dead.unwrap_or(0)) } else { all }
        };
        // "several people shot" beside "four were wounded": a figure says more than a word.
        let is_figure = |harm: &&Harm| {
            harm.told.count.qualifier != Qualifier::Vague && figure(harm.told).is_some_and(|all| all > 1)
        };
        // Those hurt are told first of all; the dead grow more while a page goes on, and cities count other deeds too.
        let mut figures = self.harms.iter().filter(is_figure).map(|harm| (harm.effect, of_one_deed(harm)));
        let figures = match figures.next() {
            Some((Effect::Injured, first)) => Some(first),
            first => first.into_iter().chain(figures).map(|(_, all)| all).max(),
        };
        let one_by_one = !self.people.is_empty();
        let said = |harm: &&Harm| !one_by_one || harm.told.count.qualifier != Qualifier::Vague;
        figures.filter(|all| *all > 1).or_else(|| self.harms.iter().filter(said).map(of_one_deed).max())
    }

    /// Those told by a blow of whom nothing tells that they lived, as far as more died than are told one by one.
    fn without_unnamed(mut self, dead: &People, killed: u64) -> People<'r> {
        let mut unnamed = killed.saturating_sub(dead.people.len() as u64);
        self.people.retain(|person| {
            let may_be = person.struck && !person.is_beside() && unnamed > 0;
            unnamed -= u64::from(may_be);
            if may_be {
                self.gone.insert(person.span);
            }
            !may_be
        });
        if self.people.is_empty() && !self.gone.is_empty() {
            self.harms.retain(|harm| figure(harm.told) != Some(1));
        }
        self
    }

    /// "three men and a woman": one of a group whose figure is told.
    fn in_group(&self, person: &Person) -> bool {
        let several = |harm: &&Harm| figure(harm.told).is_some_and(|all| all > 1);
        self.harms.iter().filter(several).any(|harm| harm.told.span.span().overlaps(person.span))
    }

    /// "A boy was shot, and three others": so many beside those told before, of whom later sentences tell again.
    fn with_others(&self) -> u64 {
        let alone = || self.people.iter().filter(|person| !self.in_group(person));
        let beside = |(sentence, _): &(u32, u64)| {
            let before = alone().filter(|person| person.first <= *sentence).count() as u64;
            let together = self.others.iter().filter(|(other, _)| other == sentence);
            before + together.map(|(_, count)| count).sum::<u64>()
        };
        self.others.iter().map(beside).max().unwrap_or(0).max(alone().count() as u64)
    }

    fn number(&self, dead: Option<u64>) -> Option<u64> {
        let greatest = self.greatest(dead);
        // Beside the dead, "three others" are all that were hurt.
        let with_others = if dead == Some(0) { self.with_others() } else { 0 };
        let one_by_one = (self.people.len() as u64).max(with_others);
        match (greatest, one_by_one) {
            (None, 0) if self.gone.is_empty() => None,
            (greatest, one_by_one) => Some(greatest.unwrap_or(0).max(one_by_one)),
        }
    }
}

/// "One teenager shot another": beside the doer, who was not hurt, and not beside those told hurt.
fn is_other_than_the_doer(sentence: &Annotated, head: u32, harms: &[Harm]) -> bool {
    let (first, _) = sentence.full_phrase(head);
    let unhurt = |token: u32| {
        let phrase = sentence.mention(token).span;
        !harms.iter().any(|harm| harm.told.span.span().overlaps(phrase))
    };
    let alike = |token: &u32| {
        sentence.token(*token).pos == Pos::Noun && sentence.lemma(*token) == sentence.lemma(head)
    };
    (0..first).filter(alike).any(unhurt)
}

/// "A woman was also shot": beside those told before.
fn is_also(sentence: &Annotated, victim: u32) -> bool {
    let verb = sentence.token(victim).head;
    let subject = matches!(sentence.token(victim).dep, Dep::Nsubj | Dep::Nsubjpass);
    subject && sentence.children_by(verb, Dep::Advmod).any(|adverb| sentence.lower(adverb) == "also")
}

/// Whoever "himself" is, where told by name or noun.
fn doer(sentence: &Annotated, oneself: u32) -> Option<u32> {
    let above = sentence.token(oneself).head;
    let verb = if sentence.token(above).dep == Dep::Prep { sentence.token(above).head } else { above };
    let subjects = sentence.clause(verb).subjects;
    subjects.into_iter().find(|subject| sentence.token(*subject).pos != Pos::Pron)
}

/// "shot", "struck", "gunshot wounds": a blow, which says nothing of whether somebody lived.
fn is_blow(inside: &Inside, harm: &Casualty) -> bool {
    let words = &inside.annotation.lexicon.words;
    let word = harm.words.to_lowercase();
    words.is("struck-word", &word) || words.is("wound-word", word.trim_end_matches('s'))
}

/// Who was hurt: the phrase at an edge of the words of harm, rather somebody than a thing.
fn victim<'a>(inside: &'a Inside<'a>, harm: Span) -> Option<(&'a Annotated<'a>, u32)> {
    let sentences = &inside.annotation.sentences;
    let sentence = sentences.iter().find(|sentence| sentence.sentence.span.overlaps(harm))?;
    let nominal = |token: &u32| {
        let pos = sentence.token(*token).pos;
        let modifies = matches!(
            sentence.token(*token).dep,
            Dep::Poss | Dep::Compound | Dep::Amod | Dep::Det | Dep::Nummod | Dep::Nmod
        );
        !modifies && matches!(pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj)
    };
    let at_edge = |token: &u32| {
        let phrase = sentence.mention(*token).span;
        phrase.start == harm.start || phrase.end == harm.end
    };
    let rank = |token: &u32| {
        let kinds = sentence.kinds(*token);
        let name = matches!(sentence.token(*token).pos, Pos::Propn | Pos::Pron);
        (kinds.is_person(), name, !sentence.names_violence(*token), *token)
    };
    let within = |token: &u32| sentence.token(*token).span.overlaps(harm);
    let candidates = (0..sentence.len()).filter(within).filter(nominal).filter(at_edge);
    candidates.max_by_key(rank).map(|head| (sentence, head))
}

#[cfg(test)]
mod tests {
    use casus::{Casus, Given};

    use super::*;

    /// Dead and injured of the incident that a text has most to say of.
    fn counted(casus: &Casus, text: &str) -> (u64, u64) {
        let given = Given { published: "2031-05-08".parse().ok(), ..Given::default() };
        let told = casus.reader().look(text.as_bytes(), &given, |inside| {
            let (main, story) = crate::gva::story(inside).expect("an incident");
            toll(inside, main, &story)
        });
        let Toll { killed, injured } = told.expect("it reads");
        (killed.unwrap_or(0), injured.unwrap_or(0))
    }

    #[test]
    fn everybody_is_counted_once() {
        let casus =
            Casus::open(&casus::packs::locate().expect("packs: run `casus setup`")).expect("casus opens");
        for (text, toll) in [
            // Told again by a noun, by age and by name.
            (
                "A man was shot dead in Bree on Monday. The man, 34, died at the scene. Barliman Ferny, 34, was killed outside the inn.",
                (1, 0),
            ),
            // Told hurt first, and dead later.
            ("A woman was shot in Bree on Monday. The woman later died at a hospital.", (1, 0)),
            ("A teenager was shot dead in Bree on Monday and two others were wounded.", (1, 2)),
            // Two by name are two.
            ("Tom Bracegirdle, 20, and Mat Heathertoes, 41, were shot and killed in Bree on Monday.", (2, 0)),
            ("A gunman killed three people in Bree on Monday and then himself, police said.", (4, 0)),
            (
                "A man was shot in the leg in Bree on Monday. A woman was also shot. Both are expected to survive.",
                (0, 2),
            ),
            ("A boy was shot in the leg in Bree on Monday, and three others were wounded.", (0, 4)),
            ("Five people were shot in Bree on Monday. Two of them died, police said.", (2, 3)),
            (
                "One person was killed and four were wounded in a shooting in Bree on Monday. A man died. A woman was shot in the arm.",
                (1, 4),
            ),
            (
                "One teenager shot another in Bree on Monday, police said. The boy was taken to a hospital.",
                (0, 1),
            ),
        ] {
            assert_eq!(counted(&casus, text), toll, "{text}");
        }
    }
}
