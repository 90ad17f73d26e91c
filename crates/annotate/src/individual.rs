//! What a phrase says of one person (name, age, sex), and whether two phrases can mean the same one.

use casus_model::{Dep, Pos};

use crate::Annotated;

/// One person as a phrase tells of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Individual {
    /// The words of the name, in small letters.
    pub name: Vec<String>,
    /// In years.
    pub age: Option<u64>,
    /// Whether a woman or girl, where told.
    pub female: Option<bool>,
    /// Whether an adult, where told.
    pub grown: Option<bool>,
    /// The noun, in small letters.
    pub noun: String,
    /// "the", "his" or a pronoun: somebody told before.
    pub known: bool,
    /// "another", "a second": somebody beside those told before.
    pub other: bool,
    /// "himself": whoever did it.
    pub oneself: bool,
}

/// Whether two phrases mean one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// A name or an age agrees, or the second points back to such a noun.
    Same,
    /// What they tell cannot be of one person.
    Different,
    /// Nothing speaks for it or against it.
    Open,
}

/// Ages up to this are a child's, and from [`GROWN`] an adult's.
const CHILD: u64 = 12;
/// Ages from this are an adult's.
const GROWN: u64 = 20;
/// No greater number is an age.
const OLDEST: u64 = 110;

impl Individual {
    /// Whether this person, told first, and another can be one.
    pub fn compared(&self, later: &Individual) -> Sameness {
        let differ =
            |one: Option<bool>, other: Option<bool>| one.is_some() && other.is_some() && one != other;
        if differ(self.female, later.female) || later.other {
            return Sameness::Different;
        }
        let named = self.name.last().zip(later.name.last());
        let named = named.map(|(one, other)| self.named_like(later, one == other));
        if let (Some(one), Some(other)) = (self.age, later.age) {
            // Two of one age are told apart by their full names.
            let full = self.name.len() > 1 && later.name.len() > 1;
            let apart = one != other || full && named == Some(Sameness::Different);
            return if apart { Sameness::Different } else { Sameness::Same };
        }
        if differ(self.grown, later.grown) {
            return Sameness::Different;
        }
        if let Some(sameness) = named {
            return sameness;
        }
        let points_back = later.known && !later.noun.is_empty() && self.noun == later.noun;
        if points_back { Sameness::Same } else { Sameness::Open }
    }

    /// "Ted Cotton", "Cotton" and "Ted" are one; "Ted Cotton" and "Rosie Cotton" are two.
    fn named_like(&self, later: &Individual, family: bool) -> Sameness {
        let both_full = self.name.len() > 1 && later.name.len() > 1;
        let shared = self.name.iter().any(|word| later.name.contains(word));
        let first = self.name.first() == later.name.first();
        match (both_full, family, shared) {
            (true, true, _) if first => Sameness::Same,
            (true, ..) => Sameness::Different,
            (false, true, _) | (false, _, true) => Sameness::Same,
            (false, ..) => Sameness::Different,
        }
    }

    /// Takes what another phrase for the same person tells beside.
    pub fn learn(&mut self, later: &Individual) {
        if self.name.len() < later.name.len() {
            self.name.clone_from(&later.name);
        }
        self.age = self.age.or(later.age);
        self.female = self.female.or(later.female);
        self.grown = self.grown.or(later.grown);
    }
}

impl Annotated<'_> {
    /// The person that the phrase headed by a token tells of.
    pub fn individual(&self, head: u32) -> Individual {
        let words = &self.lexicon.words;
        let (first, end) = self.full_phrase(head);
        let beside = self.children_by(head, Dep::Appos).chain(self.appositive_of(head));
        let phrases: Vec<u32> = std::iter::once(head).chain(beside).collect();
        let age = phrases.iter().find_map(|head| self.age(*head));
        let is = |set: &str| {
            let of_head = words.is(set, &self.lower(head)) || words.is(set, self.lemma(head));
            // "his sister" is no man.
            let described = |token: u32| {
                matches!(self.token(token).dep, Dep::Amod | Dep::Compound)
                    && words.is(set, &self.lower(token))
            };
            of_head || (first..end).any(described)
        };
        let sex = || match (is("female-word"), is("male-word")) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
        let grown = match age {
            Some(years) if years <= CHILD => Some(false),
            Some(years) if years >= GROWN => Some(true),
            Some(_) => None,
            None if is("child-word") => Some(false),
            None if is("adult-word") => Some(true),
            None => None,
        };
        let nominal = matches!(self.token(head).pos, Pos::Noun);
        let mention = self.mention(head);
        // "one boy shot the other": beside the doer, and not beside those told hurt.
        let of_two = self.lower(head) == "other" && mention.definite && self.token(head).dep == Dep::Dobj;
        Individual {
            name: phrases.iter().map(|head| self.name_words(*head)).max_by_key(Vec::len).unwrap_or_default(),
            age,
            female: sex(),
            grown,
            noun: if nominal { self.lemma(head).to_lowercase() } else { String::new() },
            known: mention.definite || mention.pronoun,
            other: !of_two
                && (words.is("otherness", &self.lower(head))
                    || words.is("other-people", &self.lower(head))
                    || (first..head).any(|token| words.is("otherness", &self.lower(token)))
                    || (first..head)
                        .any(|token| self.lower(token) == "more" && self.lower(token + 1) != "than")),
            oneself: words.is("oneself", &self.lower(head)),
        }
    }

    /// The noun that a name stands beside: "the victim, Ted Cotton, …".
    fn appositive_of(&self, head: u32) -> Option<u32> {
        (self.token(head).dep == Dep::Appos).then(|| self.token(head).head)
    }

    /// The capitalised words that end with the head.
    fn name_words(&self, head: u32) -> Vec<String> {
        if self.token(head).pos != Pos::Propn {
            return Vec::new();
        }
        let (first, _) = self.full_phrase(head);
        let mut from = head;
        while from > first && self.token(from - 1).pos == Pos::Propn {
            from -= 1;
        }
        let title = |word: &String| self.lexicon.words.is("title-word", word.trim_end_matches('.'));
        (from..=head).map(|token| self.lower(token)).filter(|word| !title(word)).collect()
    }

    /// "a 19-year-old man", "Ted Cotton, 19,", "a man, 19,", "Cotton (19)".
    pub(crate) fn age(&self, head: u32) -> Option<u64> {
        let (first, end) = self.full_phrase(head);
        let value = |token: u32| {
            let number = self.lexicon.numbers.value(&self.lower(token));
            number.filter(|years| *years <= OLDEST)
        };
        let joined = |token: u32| {
            let after = (token + 1..self.len().min(token + 3)).find(|next| self.word(*next) != "-")?;
            let years = matches!(self.lower(after).as_str(), "year" | "years" | "yr");
            years.then(|| value(token)).flatten()
        };
        if let Some(years) = (first..end).find_map(joined) {
            return Some(years);
        }
        // "seven-year-old" may be one token, or joined without spaces.
        let behind = head + 1;
        if behind + 1 >= self.len() || !matches!(self.word(behind), "," | "(") {
            return None;
        }
        let closed = |token: u32| token >= self.len() || matches!(self.word(token), "," | ")" | "." | "of");
        let number = behind + 1;
        match self.lower(number).as_str() {
            "age" | "aged" if number + 1 < self.len() => value(number + 1),
            _ => joined(number).or_else(|| value(number).filter(|_| closed(number + 1))),
        }
    }
}
