//! Whether a deed is said to have happened, and how surely: read from the words that govern it.

use casus_annotate::Annotated;
use casus_lexicon::{Complement, Governor};
use casus_model::{Certainty, Dep, ModalityValue, Pos, Tag};

use crate::factuality;

/// What the words around a trigger say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub value: ModalityValue,
    pub certainty: Certainty,
}

impl Told {
    fn actual() -> Told {
        Told { value: ModalityValue::Actual, certainty: Certainty::Certain }
    }

    fn has_happened(self) -> bool {
        matches!(self.value, ModalityValue::Actual | ModalityValue::Historical)
    }

    fn govern(&mut self, governor: Governor) {
        if let Some(value) = governor.value
            && self.value == ModalityValue::Actual
        {
            self.value = value;
        }
        if let Some(certainty) = governor.certainty {
            self.hedge(certainty);
        }
    }

    fn hedge(&mut self, certainty: Certainty) {
        self.certainty = self.certainty.max(certainty);
    }

    pub(crate) fn set(&mut self, value: ModalityValue) {
        if self.value == ModalityValue::Actual {
            self.value = value;
        }
    }
}

/// Governors further up than this are not asked.
const CLIMB: usize = 12;

/// Reads the modality of a trigger by climbing from it to the root.
///
/// A finite clause that completes a verb of saying is asserted by its source, so that only the verb's
/// own force passes down; an infinitive or a noun under "plan", "urge", "risk" has not happened.
pub(crate) fn told(sentence: &Annotated, trigger: u32, known: bool) -> Told {
    let mut told = Told::actual();
    let mut at = trigger;
    // Once a relative or adverbial clause is left, what governs its noun or verb no longer bears on the deed.
    let mut loose = false;
    // "the bomb that fell would have killed": what a relative clause tells of its noun is told for certain.
    let mut relative = false;
    // Still in the clause that tells the deed.
    let mut clause = true;
    if is_alternative(sentence, trigger) {
        told.set(ModalityValue::Negated);
    }
    own(sentence, at, known, &mut told);
    for _ in 0..CLIMB {
        let token = sentence.token(at);
        let head = token.head;
        // "every year bandits kill", "fifty years ago": the clause of the deed says when.
        if clause && token.pos == Pos::Verb {
            setting(sentence, at, &mut told);
        }
        clause &= is_within_a_clause(sentence, at);
        if head == at {
            break;
        }
        loose |= matches!(token.dep, Dep::Relcl | Dep::Advcl | Dep::Nsubj)
            && !is_indefinite_relative(sentence, at);
        let of_survivors = is_of_survivors(sentence, at);
        loose |= of_survivors;
        relative |= of_survivors;
        if !loose && governs(sentence, at, head) {
            match known {
                false => governed(sentence, at, head, &mut told),
                // "the anniversary of the bombing": what is known can still be history.
                true if is_remembered(sentence, head) => told.set(ModalityValue::Historical),
                true => {}
            }
        }
        let presupposed =
            relative || known && at == trigger || loose && !matches!(token.dep, Dep::Advcl | Dep::Nsubj);
        if matches!(sentence.token(head).pos, Pos::Verb | Pos::Aux)
            && passes_down(token.dep)
            && !presupposed
            && !known
        {
            inherited(sentence, head, at, &mut told);
        }
        relative |= token.dep == Dep::Relcl && !is_indefinite_relative(sentence, at);
        relative |= is_particular_participle(sentence, at);
        if token.dep == Dep::Relcl && is_exercise(sentence, head) {
            told.set(ModalityValue::Exercise);
        }
        // "the anniversary of the bombing that killed 30": what a remembered deed did is as old as the deed.
        if token.dep == Dep::Relcl && is_of_remembrance(sentence, head) {
            told.set(ModalityValue::Historical);
        }
        // "vowed to fight on until the army withdrew": what a deed not yet done waits for is not done either.
        if is_awaited(sentence, at) && !self::told(sentence, head, false).has_happened() {
            told.set(ModalityValue::Hypothetical);
        }
        if is_alternative(sentence, at)
            || is_without(sentence, at)
            || is_of_nothing(sentence, at, head)
            || is_ruled_out(sentence, at, head)
        {
            told.set(ModalityValue::Negated);
        }
        // "a decade after militants killed 43", "two years on from the shelling"
        if is_years_after(sentence, at) {
            told.set(ModalityValue::Historical);
        }
        if is_said_untrue(sentence, at, head) {
            told.set(ModalityValue::Negated);
        }
        // "reports that pupils were abducted are false"
        if !relative && at != trigger && said_of_it(sentence, at).is_some_and(is_denial) {
            told.set(ModalityValue::Negated);
        }
        if is_of_whoever(sentence, at) {
            told.set(ModalityValue::Hypothetical);
        }
        // "fired a missile at a barge in a test", "tested a missile that hit a barge"
        if token.dep == Dep::Relcl && is_shown_off(sentence, head) {
            told.set(ModalityValue::Exercise);
        }
        // "explosives meant for an attack"
        if token.dep == Dep::Pobj && is_meant_for(sentence, head) {
            told.set(ModalityValue::Planned);
        }
        if token.dep == Dep::Ccomp && is_told_to_a_court(sentence, head) {
            told.set(ModalityValue::Historical);
        }
        if token.dep == Dep::Pobj && is_mistaken_for(sentence, head) {
            told.set(ModalityValue::Negated);
        }
        // "are going to be killed": said of what is still to come.
        if token.dep == Dep::Xcomp && is_going_to(sentence, at, head) {
            told.set(ModalityValue::Hypothetical);
        }
        at = head;
    }
    told
}

/// "It is not true that our men burned the mosque."
fn is_said_untrue(sentence: &Annotated, at: u32, head: u32) -> bool {
    let true_word = |word: u32| sentence.lexicon.words.is("truth-word", &sentence.lower(word));
    let verb = if true_word(head) { sentence.token(head).head } else { head };
    sentence.token(at).dep == Dep::Ccomp
        && sentence.lemma(verb) == "be"
        && (true_word(head) || sentence.children_by(verb, Dep::Acomp).any(true_word))
        && factuality::is_negated(sentence, verb)
}

/// A noun of remembrance, or a governor that makes history.
fn is_remembered(sentence: &Annotated, noun: u32) -> bool {
    let governor = sentence.lexicon.words.governor(&sentence.lemma(noun).to_lowercase());
    governor.is_some_and(|governor| governor.value == Some(ModalityValue::Historical))
}

/// "the anniversary of the bombing": the noun stands behind one of remembrance.
fn is_of_remembrance(sentence: &Annotated, noun: u32) -> bool {
    let preposition = sentence.token(noun).head;
    sentence.token(noun).dep == Dep::Pobj && is_remembered(sentence, sentence.token(preposition).head)
}

/// Applies the word above to the deed below: a finite clause that completes a verb of saying takes only
/// the verb's own force.
fn governed(sentence: &Annotated, at: u32, head: u32, told: &mut Told) {
    let lemma = sentence.lemma(head).to_lowercase();
    match implied(sentence, at) {
        Some(true) => return,
        Some(false) => return told.set(ModalityValue::Negated),
        None => {}
    }
    let said = sentence.token(at).dep == Dep::Ccomp && is_finite(sentence, at);
    let cue = sentence.lexicon.words.cue(&lemma).and_then(|cue| cue.governor);
    let governor = sentence.lexicon.words.governor(&lemma);
    let force = if said && sentence.lexicon.words.cue(&lemma).is_some() { cue } else { governor.or(cue) };
    if let Some(force) = force {
        told.govern(force);
    }
}

/// What an implicative verb settles of its infinitive or gerund: "did not manage to shell" that it was not
/// done, "did not fail to" that it was.
fn implied(sentence: &Annotated, at: u32) -> Option<bool> {
    let completed = factuality::completed(sentence, at)?;
    if completed.complement == Complement::That || sentence.token(at).dep == Dep::Acl {
        return None;
    }
    let lemma = sentence.lemma(completed.word).to_lowercase();
    let signature = sentence.lexicon.signatures.listed(&lemma, completed.complement)?;
    let negated = factuality::is_negated(sentence, completed.clause);
    let force = if negated { signature.fails } else { signature.holds };
    match force {
        -1.0 => Some(false),
        1.0 if negated => Some(true),
        _ => None,
    }
}

fn passes_down(label: Dep) -> bool {
    matches!(
        label,
        Dep::Ccomp
            | Dep::Xcomp
            | Dep::Advcl
            | Dep::Acl
            | Dep::Relcl
            | Dep::Dobj
            | Dep::Pobj
            | Dep::Prep
            | Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Pcomp
            | Dep::Conj
    )
}

/// "a major attack that kills": what is said of an indefinite noun is as real as the noun.
fn is_indefinite_relative(sentence: &Annotated, at: u32) -> bool {
    let token = sentence.token(at);
    token.dep == Dep::Relcl
        && sentence
            .children_by(token.head, Dep::Det)
            .any(|article| matches!(sentence.lower(article).as_str(), "a" | "an" | "any"))
}

/// "a school bombed by rebels on Monday will not reopen": what a participle with a doer or a time tells of a noun that is
/// something in particular does not hang on what is said of the noun.
fn is_particular_participle(sentence: &Annotated, at: u32) -> bool {
    let token = sentence.token(at);
    // "reports that pupils had been abducted on Monday": a clause of its own.
    let is_whole = sentence.children_by(at, Dep::Mark).next().is_some();
    if token.dep != Dep::Acl || token.tag != Tag::Vbn || is_whole {
        return false;
    }
    let of_any = |article: u32| {
        matches!(sentence.lower(article).as_str(), "any" | "every" | "each" | "no" | "whichever" | "whatever")
    };
    let told = sentence.children_by(at, Dep::Agent).next().is_some()
        || (at..=sentence.tree.right(at)).any(|inner| sentence.kinds(inner).time.is_some());
    told && !sentence.children_by(token.head, Dep::Det).any(of_any)
}

/// "Two men who were wounded are expected to survive", "four others hurt should recover": whoever lives on was hurt.
fn is_of_survivors(sentence: &Annotated, at: u32) -> bool {
    let token = sentence.token(at);
    if !matches!(token.dep, Dep::Relcl | Dep::Acl) || token.tag != Tag::Vbn {
        return false;
    }
    let mut noun = token.head;
    while sentence.token(noun).dep == Dep::Conj && sentence.token(noun).head < noun {
        noun = sentence.token(noun).head;
    }
    let verb = sentence.token(noun).head;
    let lives = |verb: u32| sentence.lexicon.words.is("living-on", sentence.lemma(verb));
    matches!(sentence.token(noun).dep, Dep::Nsubj | Dep::Nsubjpass)
        && (lives(verb) || sentence.children_by(verb, Dep::Xcomp).any(lives))
}

/// "an exercise in which a destroyer fired".
fn is_exercise(sentence: &Annotated, noun: u32) -> bool {
    let governor = sentence.lexicon.words.governor(&sentence.lemma(noun).to_lowercase());
    governor.is_some_and(|governor| governor.value == Some(ModalityValue::Exercise))
}

/// A clause that says how long another goes on.
fn is_awaited(sentence: &Annotated, at: u32) -> bool {
    sentence.token(at).dep == Dep::Advcl
        && sentence
            .children_by(at, Dep::Mark)
            .any(|mark| sentence.lexicon.words.is("awaiting", &sentence.lower(mark)))
}

/// A length of years, and a word that counts it from the clause or noun behind.
fn is_years_after(sentence: &Annotated, at: u32) -> bool {
    let words = &sentence.lexicon.words;
    if !matches!(sentence.token(at).dep, Dep::Advcl | Dep::Pobj | Dep::Pcomp | Dep::Relcl) {
        return false;
    }
    let first = sentence.tree.left(at);
    let opening = (first.saturating_sub(4)..sentence.len().min(first + 5)).filter(|token| *token <= at);
    let tokens: Vec<u32> = opening.collect();
    tokens.iter().any(|years| {
        let counted = |next: &u32| {
            *next > *years && *next <= *years + 3 && words.is("distance-word", &sentence.lower(*next))
        };
        words.is("years-word", &sentence.lemma(*years).to_lowercase()) && tokens.iter().any(counted)
    })
}

/// "without a shot being fired": what stands under "without" did not happen.
fn is_without(sentence: &Annotated, at: u32) -> bool {
    let token = sentence.token(at);
    matches!(token.dep, Dep::Pcomp | Dep::Pobj) && sentence.lower(token.head) == "without"
}

/// "instead of bombing", "stopped short of attacking", "far from it"; "have yet to attack"; "the attack did not take
/// place": said of what was not done.
fn is_ruled_out(sentence: &Annotated, at: u32, head: u32) -> bool {
    let words = &sentence.lexicon.words;
    let phrase = || {
        let before = head.checked_sub(1).map_or(String::new(), |before| sentence.lower(before));
        words.is("ruling-out", &format!("{before} {}", sentence.lower(head)))
    };
    let yet = || sentence.children_by(head, Dep::Advmod).any(|adverb| sentence.lower(adverb) == "yet");
    let happens = || {
        let place = sentence.children_by(head, Dep::Dobj).any(|object| sentence.lower(object) == "place");
        words.is("beginning-verb", sentence.lemma(head)) || place && sentence.lemma(head) == "take"
    };
    match sentence.token(at).dep {
        Dep::Pcomp => phrase(),
        Dep::Xcomp => sentence.lemma(head) == "have" && yet(),
        Dep::Nsubj => {
            sentence.token(at).pos == Pos::Noun && happens() && factuality::is_negated(sentence, head)
        }
        _ => false,
    }
}

/// "no evidence that they had been shot at", "no sign of an attack": a clause or noun under a noun with "no".
fn is_of_nothing(sentence: &Annotated, at: u32, head: u32) -> bool {
    let noun = match sentence.token(at).dep {
        Dep::Acl | Dep::Ccomp => head,
        Dep::Prep => head,
        _ => return false,
    };
    matches!(sentence.token(noun).pos, Pos::Noun)
        && sentence.lexicon.words.is("evidence", sentence.lemma(noun))
        && (sentence.is_none_phrase(noun)
            || sentence.token(at).dep != Dep::Prep && sentence.clause(sentence.token(noun).head).negated)
}

fn is_going_to(sentence: &Annotated, at: u32, head: u32) -> bool {
    sentence.lower(head) == "going"
        && sentence.children_by(at, Dep::Aux).any(|aux| sentence.lower(aux) == "to")
}

/// "rather than kill", "instead of attacking".
fn is_alternative(sentence: &Annotated, at: u32) -> bool {
    let start = sentence.tree.left(at);
    sentence.token(at).dep == Dep::Conj
        && start >= 2
        && sentence.lower(start - 1) == "than"
        && sentence.lower(start - 2) == "rather"
}

/// What the verb's own clause says: negation, modal verbs, conditions.
fn own(sentence: &Annotated, trigger: u32, known: bool, told: &mut Told) {
    if sentence.token(trigger).pos == Pos::Verb {
        verb_force(sentence, trigger, told);
        if is_purpose(sentence, trigger) {
            told.set(ModalityValue::Planned);
        }
        if sentence.clause(trigger).negated {
            // "would not attack" says more of the deed than "would attack": that it will not be done.
            let open = matches!(told.value, ModalityValue::Planned | ModalityValue::Hypothetical);
            if open && own_modal(sentence, trigger) {
                told.value = ModalityValue::Actual;
            }
            told.set(ModalityValue::Negated);
        }
        return;
    }
    if sentence.is_none_phrase(trigger) {
        told.set(ModalityValue::Negated);
    }
    if known {
        return;
    }
    if let Some(governor) = said_of_it(sentence, trigger) {
        told.govern(governor);
        if governor.certainty == Some(Certainty::Possible) {
            told.set(ModalityValue::Hypothetical);
        }
    }
    for child in sentence.tree.children(trigger) {
        let lemma = sentence.lemma(*child).to_lowercase();
        if matches!(sentence.token(*child).dep, Dep::Amod | Dep::Advmod)
            && !is_failed(sentence, *child)
            && let Some(governor) = sentence.lexicon.words.governor(&lemma)
        {
            told.govern(governor);
        }
    }
}

/// "a failed assault": it was made, and came to nothing.
pub(crate) fn is_failed(sentence: &Annotated, word: u32) -> bool {
    sentence.token(word).dep == Dep::Amod
        && sentence.token(word).tag == Tag::Vbn
        && sentence.lexicon.words.is("failing-verb", sentence.lemma(word))
}

/// What the adverbs and fronted phrases of a clause say of all that is told in it.
fn setting(sentence: &Annotated, verb: u32, told: &mut Told) {
    if told.value != ModalityValue::Actual {
        return;
    }
    let words = &sentence.lexicon.words;
    let present = is_in_the_present(sentence, verb);
    let taught = matches!(sentence.token(verb).dep, Dep::Ccomp | Dep::Pcomp | Dep::Xcomp);
    for child in sentence.tree.children(verb).iter().copied() {
        let lower = sentence.lower(child);
        match sentence.token(child).dep {
            Dep::Advmod if present && (words.is("habit", &lower) || lower == "how" && taught) => {
                told.set(ModalityValue::Hypothetical);
            }
            Dep::Advmod | Dep::Npadvmod if is_years_ago(sentence, child) => {
                told.set(ModalityValue::Historical);
            }
            Dep::Npadvmod | Dep::Nsubj if present && is_each_time(sentence, child) => {
                told.set(ModalityValue::Hypothetical);
            }
            Dep::Prep if matches!(lower.as_str(), "in" | "during" | "under" | "on") => {
                for object in sentence.objects_of(child) {
                    let average = lower == "on" && sentence.lower(object) == "average";
                    if average {
                        told.set(ModalityValue::Hypothetical);
                    } else if lower != "on" && is_exercise(sentence, object) {
                        told.set(ModalityValue::Exercise);
                    } else if lower != "on" && is_long_past(sentence, object) {
                        told.set(ModalityValue::Historical);
                    }
                }
            }
            Dep::Preconj | Dep::Cc | Dep::Advmod if lower == "neither" => told.set(ModalityValue::Negated),
            Dep::Nsubj | Dep::Nsubjpass if is_not_one(sentence, child) => {
                told.set(ModalityValue::Negated);
            }
            _ => {}
        }
    }
    let head = sentence.token(verb).head;
    if sentence.token(verb).dep == Dep::Conj
        && sentence.children_by(head, Dep::Cc).any(|cc| sentence.lower(cc) == "nor")
    {
        told.set(ModalityValue::Negated);
    }
}

/// Whether what governs a word stands in the same clause as it.
fn is_within_a_clause(sentence: &Annotated, at: u32) -> bool {
    let token = sentence.token(at);
    match token.dep {
        Dep::Advcl => token.tag == Tag::Vbg && sentence.children_by(at, Dep::Mark).next().is_none(),
        Dep::Ccomp | Dep::Relcl | Dep::Acl => false,
        _ => true,
    }
}

/// The simple present, which tells habits, and news only in headlines.
fn is_in_the_present(sentence: &Annotated, verb: u32) -> bool {
    matches!(sentence.token(verb).tag, Tag::Vbz | Tag::Vbp)
        || sentence
            .children_by(verb, Dep::Auxpass)
            .any(|aux| matches!(sentence.token(aux).tag, Tag::Vbz | Tag::Vbp))
}

/// "fifty years ago today", "a century ago this month"; "a year ago" is near enough to be told as news.
fn is_years_ago(sentence: &Annotated, adverb: u32) -> bool {
    let words = &sentence.lexicon.words;
    let first = sentence.tree.left(adverb);
    (first + 1..sentence.len().min(adverb + 2)).any(|ago| {
        sentence.lower(ago) == "ago"
            && sentence.lower(ago - 1) != "year"
            && words.is("years-word", &sentence.lemma(ago - 1).to_lowercase())
    })
}

/// "every year", "each night", also where the parser takes them into the noun behind.
fn is_each_time(sentence: &Annotated, noun: u32) -> bool {
    let first = sentence.tree.left(noun);
    matches!(sentence.lower(first).as_str(), "every" | "each")
        && first < noun + 1
        && matches!(
            sentence.lower((first + 1).min(sentence.len() - 1)).as_str(),
            "year" | "month" | "week" | "day" | "night" | "winter" | "summer" | "spring" | "autumn"
        )
}

/// "in the last war", "under the old regime"
fn is_long_past(sentence: &Annotated, noun: u32) -> bool {
    let words = &sentence.lexicon.words;
    words.is("past-time", &sentence.lemma(noun).to_lowercase())
        && sentence.children_by(noun, Dep::Amod).any(|word| words.is("past-time-word", &sentence.lower(word)))
}

/// "not a single rocket", "not one of the shells"
fn is_not_one(sentence: &Annotated, noun: u32) -> bool {
    let first = sentence.tree.left(noun);
    sentence.lower(first) == "not"
        && first + 1 < sentence.len()
        && matches!(sentence.lower(first + 1).as_str(), "a" | "one" | "single")
}

/// "anyone who shoots a policeman", "whoever attacks the convoy": a kind of people, and nobody yet.
fn is_of_whoever(sentence: &Annotated, at: u32) -> bool {
    let words = &sentence.lexicon.words;
    let token = sentence.token(at);
    let whoever = || {
        sentence
            .children_by(at, Dep::Nsubj)
            .any(|subject| matches!(sentence.lower(subject).as_str(), "whoever" | "whosoever"))
    };
    let of_a_kind = || {
        token.dep == Dep::Relcl
            && words.is("anyone", &sentence.lower(token.head))
            && (is_in_the_present(sentence, at) || !is_finite(sentence, at))
    };
    of_a_kind() || token.pos == Pos::Verb && is_in_the_present(sentence, at) && whoever()
}

/// "tested a missile that hit a barge": what a weapon did when it was tried or shown.
fn is_shown_off(sentence: &Annotated, noun: u32) -> bool {
    let token = sentence.token(noun);
    matches!(token.dep, Dep::Dobj | Dep::Nsubjpass)
        && sentence.lexicon.words.is("trial-verb", &sentence.lemma(token.head).to_lowercase())
}

/// "meant for", "intended for"
fn is_meant_for(sentence: &Annotated, preposition: u32) -> bool {
    let head = sentence.token(preposition).head;
    sentence.lower(preposition) == "for"
        && sentence.token(head).tag == Tag::Vbn
        && matches!(sentence.lower(head).as_str(), "meant" | "intended" | "destined")
}

/// "told the court that": what a trial is about is old.
fn is_told_to_a_court(sentence: &Annotated, verb: u32) -> bool {
    let clause = sentence.clause(verb);
    sentence.lexicon.words.cue(sentence.lemma(verb)).is_some()
        && clause
            .objects
            .iter()
            .chain(&clause.datives)
            .any(|heard| sentence.lexicon.words.is("court-word", &sentence.lemma(*heard).to_lowercase()))
}

/// "was taken for an attack"
fn is_mistaken_for(sentence: &Annotated, preposition: u32) -> bool {
    let verb = sentence.token(preposition).head;
    sentence.lower(preposition) == "for"
        && matches!(sentence.lemma(verb), "take" | "mistake")
        && sentence.clause(verb).passive
}

/// The verb has "will", "would" or the like of its own.
fn own_modal(sentence: &Annotated, verb: u32) -> bool {
    sentence.children_by(verb, Dep::Aux).any(|aux| {
        let words = &sentence.lexicon.words;
        let lower = sentence.lower(aux);
        words.is("modal-future", &lower) || words.is("modal-conditional", &lower)
    })
}

/// "an attack is possible", "a strike was imminent": what is said of the noun through "be".
fn said_of_it(sentence: &Annotated, noun: u32) -> Option<Governor> {
    let verb = sentence.token(noun).head;
    if sentence.token(noun).dep != Dep::Nsubj || sentence.lemma(verb) != "be" {
        return None;
    }
    let said = sentence.children_by(verb, Dep::Acomp).next()?;
    sentence.lexicon.words.governor(&sentence.lemma(said).to_lowercase())
}

fn is_denial(governor: Governor) -> bool {
    governor.value == Some(ModalityValue::Negated)
}

/// "to push them back": an infinitive that says what for has not happened yet.
fn is_purpose(sentence: &Annotated, verb: u32) -> bool {
    let infinitive = |verb: u32| {
        sentence.token(verb).tag == Tag::Vb
            && sentence.children_by(verb, Dep::Aux).any(|aux| sentence.lower(aux) == "to")
    };
    match sentence.token(verb).dep {
        Dep::Advcl | Dep::Relcl | Dep::Acl => infinitive(verb),
        // "intended to march and to shell": an infinitive goes on from another, wherever the parser hangs it.
        Dep::Conj if infinitive(verb) && sentence.token(sentence.token(verb).head).tag != Tag::Vb => true,
        Dep::Conj => {
            let first = sentence.token(verb).head;
            sentence.token(verb).tag == Tag::Vb && first != verb && is_purpose(sentence, first)
        }
        _ => false,
    }
}

/// Modal verbs, conditional marks and hedging adverbs of a verb.
fn verb_force(sentence: &Annotated, verb: u32, told: &mut Told) {
    let words = &sentence.lexicon.words;
    let children = sentence.tree.children(verb);
    let perfect = children
        .iter()
        .any(|child| sentence.token(*child).dep == Dep::Aux && sentence.lemma(*child) == "have");
    for child in children.iter().copied() {
        let lower = sentence.lower(child);
        match sentence.token(child).dep {
            Dep::Aux if sentence.token(child).tag == Tag::Md => {
                if words.is("modal-conditional", &lower) || lower == "could" {
                    told.set(if perfect {
                        ModalityValue::Counterfactual
                    } else {
                        ModalityValue::Hypothetical
                    });
                } else if words.is("modal-possible", &lower) {
                    told.hedge(Certainty::Possible);
                    if !perfect {
                        told.set(ModalityValue::Hypothetical);
                    }
                } else if words.is("modal-future", &lower) {
                    told.set(ModalityValue::Planned);
                } else if let Some(governor) = words.governor(&lower) {
                    told.govern(governor);
                }
            }
            Dep::Mark if words.is("condition", &lower) => told.set(ModalityValue::Hypothetical),
            Dep::Advmod | Dep::Prep => {
                if let Some(governor) = words.governor(&lower)
                    && governor.value.is_none()
                {
                    told.govern(governor);
                }
            }
            _ => {}
        }
    }
    if is_inverted_condition(sentence, verb, "had") {
        told.set(ModalityValue::Counterfactual);
    }
    if is_inverted_condition(sentence, verb, "should") {
        told.set(ModalityValue::Hypothetical);
    }
}

/// "had it exploded", "should they attack": an auxiliary before its subject without a question.
fn is_inverted_condition(sentence: &Annotated, verb: u32, auxiliary: &str) -> bool {
    let had = sentence.children_by(verb, Dep::Aux).find(|aux| sentence.lower(*aux) == auxiliary);
    let subject =
        sentence.children_by(verb, Dep::Nsubj).chain(sentence.children_by(verb, Dep::Nsubjpass)).next();
    let question = sentence.lower(sentence.len() - 1) == "?";
    match (had, subject) {
        (Some(had), Some(subject)) => had < subject && subject < verb && !question,
        _ => false,
    }
}

/// A governing verb passes its own modality down to what stands under it.
fn inherited(sentence: &Annotated, verb: u32, from: u32, told: &mut Told) {
    let is_said = matches!(sentence.token(from).dep, Dep::Ccomp)
        && sentence.lexicon.words.cue(sentence.lemma(verb)).is_some();
    if is_said {
        return;
    }
    let mut force = Told::actual();
    verb_force(sentence, verb, &mut force);
    if force.value != ModalityValue::Actual && !is_background(sentence, from) {
        told.set(force.value);
        told.hedge(force.certainty);
    }
}

/// "after the attack", "while troops shelled": told as known, whatever the main clause.
fn is_background(sentence: &Annotated, from: u32) -> bool {
    let token = sentence.token(from);
    match token.dep {
        Dep::Advcl => sentence
            .children_by(from, Dep::Mark)
            .any(|mark| !sentence.lexicon.words.is("condition", &sentence.lower(mark))),
        Dep::Prep => {
            matches!(sentence.lemma(from), "after" | "since" | "following" | "because" | "despite" | "amid")
        }
        _ => false,
    }
}

/// True where the head's own force bears on what stands under it.
fn governs(sentence: &Annotated, at: u32, head: u32) -> bool {
    match sentence.token(at).dep {
        Dep::Xcomp | Dep::Ccomp | Dep::Pcomp | Dep::Acl | Dep::Dobj | Dep::Acomp | Dep::Amod | Dep::Pobj => {
            true
        }
        // "was set free" is no plan.
        Dep::Nsubjpass => {
            let sets =
                sentence.lemma(head) == "set" && sentence.children_by(head, Dep::Oprd).next().is_some();
            sentence.token(head).pos == Pos::Verb && !sets
        }
        // "told of an attack" asks for none.
        Dep::Prep if sentence.lower(at) == "of" && sentence.lemma(head) == "tell" => false,
        Dep::Prep => {
            matches!(
                sentence.lower(at).as_str(),
                "of" | "to" | "for" | "on" | "against" | "from" | "in" | "about" | "with"
            )
        }
        _ => false,
    }
}

/// A clause with a tensed verb.
fn is_finite(sentence: &Annotated, verb: u32) -> bool {
    let tensed = |token: u32| matches!(sentence.token(token).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    tensed(verb)
        || sentence
            .tree
            .children(verb)
            .iter()
            .any(|child| matches!(sentence.token(*child).dep, Dep::Aux | Dep::Auxpass) && tensed(*child))
}

/// "have been attacked": what is told of a verb holds until now.
pub(crate) fn is_perfect(sentence: &Annotated, verb: u32) -> bool {
    sentence.children_by(verb, Dep::Aux).any(|aux| sentence.lemma(aux) == "have")
}
