//! Violence told by the company that a verb keeps, and people told by what they do: what no list of verbs or trades holds.

use casus_annotate::{Annotated, Clause, Kinds, Meaning};
use casus_lexicon::{Frame, Sense, Slot, Test};
use casus_model::{Dep, EventType, Pos, Tag};

use crate::matching::{Match, form, verb_fillers};
use crate::needs::{is_armed, is_part_of_force, is_violent_noun, passes, people_class, test};
use crate::turned_off::turned_off;

/// Frames that only ask what stands beside a verb, where none of its own reads it: "a charge lifted the lorry
/// off the road". A verb whose own frame of violence was turned off by a word beside it is not read again.
pub(crate) fn matches<'a>(sentence: &Annotated<'a>, token: u32, matches: &mut Vec<Match<'a>>) {
    if !holds_means(sentence) {
        return;
    }
    let (words, lemma) = (&sentence.lexicon.words, sentence.lemma(token));
    let clause = sentence.clause(token);
    if is_off(sentence, token) {
        return;
    }
    for frame in sentence.lexicon.frames.of_any_verb() {
        let excepted = frame.except.iter().any(|word| match word.strip_prefix('@') {
            Some(set) => words.is(set, lemma),
            None => word == lemma,
        });
        if excepted {
            continue;
        }
        let fillers = verb_fillers(sentence, frame, &clause);
        if passes(sentence, frame, &fillers) && !turned_off(sentence, frame, &clause, &fillers) {
            let support = Vec::new();
            matches.push(Match { frame, token, fillers, support, nominal: false, phrasal: false });
        }
    }
}

/// Whether a word beside a verb turns a frame of violence off that is its own.
pub(crate) fn is_off(sentence: &Annotated, verb: u32) -> bool {
    let clause = sentence.clause(verb);
    sentence.lexicon.frames.of_verb(sentence.lemma(verb)).any(|frame| {
        frame.event_type == Some(EventType::Assault)
            && form(sentence, frame, &clause).is_some()
            && turned_off(sentence, frame, &clause, &verb_fillers(sentence, frame, &clause))
    })
}

/// Whether a weapon, or somebody who bears arms, is named in the sentence.
fn holds_means(sentence: &Annotated) -> bool {
    sentence.marks.iter().any(|mark| match mark.meaning {
        Meaning::Phrase(Sense::Weapon { .. }) => true,
        Meaning::Phrase(Sense::People { class, .. }) => is_armed(class),
        _ => false,
    })
}

/// "the ferrywoman", "a gold prospector's boatman": a noun that no list knows, called after what one does.
pub(crate) fn is_by_trade(sentence: &Annotated, token: u32) -> bool {
    const ENDINGS: [&str; 22] = [
        "man", "woman", "smith", "keeper", "monger", "maker", "master", "mistress", "worker", "wright",
        "boy", "girl", "holder", "goer", "seller", "dealer", "driver", "rider", "owner", "bearer", "elect",
        "ologist",
    ];
    let kinds = sentence.kinds(token);
    let known =
        kinds.target.is_some() || kinds.weapon.is_some() || kinds.time.is_some() || kinds.place.is_some();
    let lemma = sentence.lemma(token);
    sentence.token(token).pos == Pos::Noun
        && !known
        && ENDINGS.iter().any(|ending| lemma.len() > ending.len() + 2 && lemma.ends_with(ending))
}

/// "a printer", "two surveyors": a noun that no list knows, made from what one does, and told as one of several. What
/// outlaws lead off by that name is more often people than a thing.
pub(crate) fn is_agentive(sentence: &Annotated, token: u32) -> bool {
    const ENDINGS: [&str; 6] = ["er", "or", "ist", "ian", "eer", "ee"];
    let kinds = sentence.kinds(token);
    let lemma = sentence.lemma(token);
    let told = |child: &u32| {
        matches!(sentence.token(*child).dep, Dep::Det | Dep::Nummod | Dep::Poss) && *child < token
    };
    sentence.token(token).pos == Pos::Noun
        && kinds == Kinds::default()
        && lemma.len() >= 6
        && ENDINGS.iter().any(|ending| lemma.ends_with(ending))
        && (sentence.is_plural(token) || sentence.tree.children(token).iter().any(told))
}

/// A word for people by itself, whatever stands beside it: of `lexicon/humans.tsv`, of `people.tsv` with an everyday
/// meaning too, or a name behind such a word ("the informer Ruiz"); "anyone" only where it says who: "anyone who moved".
pub(crate) fn is_human(sentence: &Annotated, token: u32) -> bool {
    let kinds = sentence.kinds(token);
    let known = kinds.target.is_some() || kinds.weapon.is_some() || kinds.time.is_some();
    let human = |token: u32| {
        people_class(sentence, token).is_some_and(|class| class != "government") && !is_body(sentence, token)
            || sentence.lexicon.words.is("human", &sentence.lemma(token).to_lowercase())
    };
    let named = || sentence.children_by(token, Dep::Compound).any(human);
    let of_any = sentence.lexicon.words.is("anyone", &sentence.lower(token));
    let somebody = !of_any || sentence.children_by(token, Dep::Relcl).next().is_some();
    match sentence.token(token).pos {
        Pos::Noun | Pos::Pron => !known && somebody && (human(token) || of_any),
        Pos::Det => !known && of_any && somebody,
        Pos::Propn => !known && kinds.place.is_none() && (named() || human(token)),
        _ => false,
    }
}

/// "gunned down Ramesh": a name of one that no list knows, without an article, an owner or a number. What harms people is
/// done to a person, where those who bear arms do it or it is done with a weapon.
pub(crate) fn is_bare_name(sentence: &Annotated, token: u32) -> bool {
    let article = |child: u32| matches!(sentence.token(child).dep, Dep::Det | Dep::Poss | Dep::Nummod);
    sentence.token(token).pos == Pos::Propn
        && sentence.kinds(token) == Kinds::default()
        && !sentence.is_plural(token)
        && !sentence.tree.children(token).iter().any(|child| article(*child))
}

/// "side", "unit": a word that means a body of people, if people at all.
fn is_body(sentence: &Annotated, token: u32) -> bool {
    let form = sentence.lower(token);
    let word = |i: usize| (i == 0).then_some((form.as_str(), sentence.lemma(token)));
    let mut entries = sentence.lexicon.phrases.at(word).into_iter();
    entries.any(|(entry, _)| matches!(entry.sense, Sense::People { body: true, .. }))
}

/// "a fire bomb": a word of what a longer name of a weapon says.
pub(crate) fn is_within_weapon(sentence: &Annotated, token: u32) -> bool {
    let mut marks = sentence.marks_over(token);
    marks.any(|mark| matches!(mark.meaning, Meaning::Phrase(Sense::Weapon { .. })) && mark.end > token + 1)
}

/// "Carbon monoxide killed a family", "killed by a falling mast": whoever or whatever does it is told, and is neither
/// people, nor a weapon, nor a deed, nor anything that no list tells apart from these.
pub(crate) fn is_by_mere_things(sentence: &Annotated, agents: Option<&Vec<u32>>) -> bool {
    let words = &sentence.lexicon.words;
    let mere = |agent: &u32| {
        let lemma = sentence.lemma(*agent).to_lowercase();
        let kinds = sentence.kinds(*agent);
        let falls = |word: u32| words.is("falling-word", &sentence.lower(word));
        let falling = sentence.children_by(*agent, Dep::Amod).any(falls);
        let unknown = Kinds { target: if falling { None } else { kinds.target }, ..kinds };
        sentence.token(*agent).pos == Pos::Noun
            && unknown == Kinds::default()
            && !is_violent_noun(sentence, *agent)
            && !is_human(sentence, *agent)
            && !is_by_trade(sentence, *agent)
            && had_done(sentence, sentence.token(*agent).head).is_none()
            && !is_part_of_force(sentence, *agent)
            && ![
                "parcel",
                "body-noun",
                "harming-thing",
                "stand-in",
                "quantity",
                "harm",
                "event-word",
                "crime-word",
            ]
            .iter()
            .any(|set| words.is(set, &lemma))
    };
    agents.is_some_and(|agents| !agents.is_empty() && agents.iter().all(mere))
}

/// "a barn full of fireworks blew up": what goes off is, or is full of, what does so without anybody's doing.
pub(crate) fn blows_up_by_itself(sentence: &Annotated, clause: &Clause) -> bool {
    let words = &sentence.lexicon.words;
    let lemma = sentence.lemma(clause.predicate);
    let by_itself = |token: u32| {
        sentence.kinds(token).weapon.is_none()
            && words.is("mishap-blast", &sentence.lemma(token).to_lowercase())
    };
    let of_such = |subject: &u32| {
        sentence.kinds(*subject).weapon.is_none()
            && (sentence.full_phrase(*subject).0..=sentence.tree.right(*subject)).any(by_itself)
    };
    (words.is("blast-word", lemma) || lemma == "blow")
        && !clause.passive
        && clause.objects.is_empty()
        && !clause.subjects.is_empty()
        && clause.subjects.iter().all(of_such)
}

/// A building, a part of one or a vehicle that no row of `targets.tsv` names.
pub(crate) fn is_built(sentence: &Annotated, token: u32) -> bool {
    sentence.token(token).pos == Pos::Noun
        && sentence.lexicon.words.is("built", &sentence.lemma(token).to_lowercase())
}

/// "riddled the door of a lodge with bullets": weapons behind a preposition that the parser hung on the last noun of
/// the object and not on the verb.
pub(crate) fn strayed_weapons(sentence: &Annotated, slots: &[Slot], clause: &Clause) -> Vec<u32> {
    let takes = |word: &str| {
        slots.iter().any(|slot| matches!(slot, Slot::Preposition(own) if own == word && word == "with"))
    };
    let behind = clause.prepositions.iter().flat_map(|(_, objects)| objects.iter().copied());
    let arguments =
        clause.objects.iter().copied().chain(behind).filter(|argument| *argument > clause.predicate);
    let mut found = Vec::new();
    for argument in arguments {
        let inside = argument..=sentence.tree.right(argument);
        let strayed = inside.filter(|at| sentence.token(*at).dep == Dep::Prep && takes(&sentence.lower(*at)));
        let objects = strayed.flat_map(|preposition| sentence.objects_of(preposition));
        found.extend(objects.filter(|object| sentence.kinds(*object).weapon.is_some()));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Classes of people who bear arms and belong to no state.
pub(crate) fn is_outlaw(class: &str) -> bool {
    matches!(class, "armed-group" | "rebel" | "militia" | "terrorist" | "criminal")
}

/// An armed group of the list.
pub(crate) fn names_outlaws(sentence: &Annotated, token: u32) -> bool {
    let class = |id: &str| sentence.lexicon.names.actors.get(id).map(|actor| actor.class.as_str());
    let armed = |class: &str| matches!(class, "armed group" | "militia" | "criminal group");
    sentence.kinds(token).actor.and_then(class).is_some_and(armed)
}

/// People whose hands make a deed rough though they need bear no arms: "guards", "settlers", "a mob"; and whoever hides
/// his face or shows his arms: "men in balaclavas", "a youth with a knife".
pub(crate) fn is_rough(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    words.is("rough-people", &sentence.lemma(token).to_lowercase()) || is_disguised(sentence, token)
}

/// "masked men", "youths in hoods", "four men with covered faces", "men wearing army fatigues".
pub(crate) fn is_disguised(sentence: &Annotated, token: u32) -> bool {
    let words = &sentence.lexicon.words;
    if !words.is("anonymous-people", &sentence.lemma(token).to_lowercase()) {
        return false;
    }
    let tells = |word: u32| {
        words.is("disguise", &sentence.lower(word))
            || words.is("disguise", &sentence.lemma(word).to_lowercase())
    };
    let (first, last) = (sentence.full_phrase(token).0, sentence.tree.right(token));
    let ahead = (first..token).any(tells);
    let behind = || {
        let parts = sentence.tree.children(token).iter().copied().filter(|child| *child > token);
        parts
            .filter(|part| matches!(sentence.token(*part).dep, Dep::Prep | Dep::Acl))
            .any(|part| (part..=sentence.tree.right(part).min(last).min(part + DISGUISE)).any(tells))
    };
    ahead || behind()
}

/// So many words behind "men with" or "men wearing" may tell a disguise.
const DISGUISE: u32 = 5;

/// Whoever owns the object of a verb: "cut off the messenger's ears", "whipped the soles of his feet". "His" is somebody
/// else only where several people did it, or somebody who bears arms.
pub(crate) fn owners_of_objects(sentence: &Annotated, clause: &Clause) -> Vec<u32> {
    let of = |object: u32| {
        let of = sentence.children_by(object, Dep::Prep).filter(|of| sentence.lower(*of) == "of");
        of.flat_map(|of| sentence.objects_of(of)).collect::<Vec<u32>>()
    };
    let several = clause.subjects.iter().any(|subject| {
        sentence.is_plural(*subject)
            || matches!(sentence.lower(*subject).as_str(), "they" | "we" | "police")
            || test(sentence, *subject, Test::Armed)
    });
    let had = had_done(sentence, clause.predicate);
    let other = |owner: &u32| match sentence.token(*owner).pos {
        Pos::Pron if had.is_none() => {
            matches!(sentence.lower(*owner).as_str(), "his" | "her" | "my" | "its")
                && (several || clause.subjects.is_empty() || clause.objects.is_empty())
        }
        _ => true,
    };
    // "with his throat cut": what it was done to stands before a participle.
    let done_to = if clause.objects.is_empty() { &clause.subjects } else { &clause.objects };
    let objects = done_to.iter().copied();
    let parts: Vec<u32> = objects.flat_map(|object| std::iter::once(object).chain(of(object))).collect();
    let owners =
        parts.into_iter().flat_map(|part| sentence.children_by(part, Dep::Poss).collect::<Vec<u32>>());
    let holders = had.map_or(Vec::new(), |had| sentence.clause(had).subjects);
    let told = |owner: u32| match (sentence.token(owner).pos, holders.first()) {
        (Pos::Pron, Some(_)) => holders.clone(),
        _ => vec![owner],
    };
    owners.filter(other).flat_map(told).collect()
}

/// "lost their lives when gunmen entered Bree": armed people who came as harm was done, by a verb that tells no deed by
/// itself, and that verb.
pub(crate) fn armed_who_came(sentence: &Annotated, harm: u32, matches: &[Match]) -> Option<(u32, u32)> {
    // "as soldiers carried them to hospital" tells harm itself.
    let adds = |frame: &Frame| frame.attaches && frame.effect.is_none();
    let mut clauses = sentence.children_by(harm, Dep::Advcl).filter(|verb| {
        opens_with_when(sentence, *verb)
            && matches.iter().any(|found| found.token == *verb && adds(found.frame))
    });
    let is_police = |people: u32| sentence.kinds(people).people.is_some_and(|(class, _)| class == "police");
    let is_armed = |people: &u32| test(sentence, *people, Test::Armed) && !is_police(*people);
    clauses.find_map(|verb| Some((sentence.children_by(verb, Dep::Nsubj).find(is_armed)?, verb)))
}

/// "when gunmen entered Bree": a clause of the same time and place as what it hangs on.
pub(crate) fn opens_with_when(sentence: &Annotated, verb: u32) -> bool {
    let mut opening = [Dep::Advmod, Dep::Mark].into_iter().flat_map(|dep| sentence.children_by(verb, dep));
    opening.any(|word| sentence.lexicon.words.is("when-word", &sentence.lower(word)))
}

/// "six villagers had their throats cut": the verb by which they have it done to them.
fn had_done(sentence: &Annotated, verb: u32) -> Option<u32> {
    let item = sentence.token(verb);
    (item.dep == Dep::Ccomp && item.tag == Tag::Vbn && sentence.lemma(item.head) == "have")
        .then_some(item.head)
}
