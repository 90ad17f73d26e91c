//! What the words around a name say of it: a division or a town, near it rather than in it, off its
//! coast, or its government.

use casus_model::{Dep, Pos, Sentence};

use crate::cues::Cue;
use crate::gazetteer::{Entry, Gazetteer, Values};
use crate::kind::Kind;
use crate::knowledge::Knowledge;
use crate::matcher::Match;
use crate::rank::Hint;

/// How a name is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    pub(crate) hint: Hint,
    /// Not the place itself but by it.
    pub(crate) near: bool,
    /// The sea off it.
    pub(crate) coast: bool,
}

/// Reads the words before and after a name.
pub(crate) fn surroundings(
    gazetteer: &Gazetteer,
    text: &str,
    sentence: &Sentence,
    name: &Match,
) -> Surroundings {
    let words = Words { knowledge: gazetteer.knowledge(), text, sentence };
    let mut around = Surroundings::default();
    let next = words.at(name.last);
    let before = words.before(name.first);
    let plain = words.plain(&before);
    let land = name.candidates.iter().any(|entry| !entry.demonym && entry.kind != Kind::Country);
    // "the US capital"
    let of_country =
        words.says(&next, Cue::Seat) && name.candidates.iter().any(|entry| entry.kind == Kind::Country);
    let of_longer_name = words.capitalised(name.last) && words.capitalised(name.last + 1);
    if land && words.says(&next, Cue::Division) && !words.says(&next, Cue::Settlement) && !of_longer_name {
        around.hint = Hint::Division;
    } else if words.says(&next, Cue::Settlement) && !of_country || words.is_called(&before, Cue::Settlement) {
        around.hint = Hint::Settlement;
    } else if words.is_division(&before) {
        around.hint = Hint::Division;
    } else if is_government(gazetteer, sentence, name) {
        around.hint = Hint::Government;
    } else if before.last().is_some_and(|word| words.says(word, Cue::Compass)) {
        around.hint = Hint::Large;
    }
    let facility = words.says(&next, Cue::Facility) && !words.says(&next, Cue::Settlement);
    around.coast =
        words.any_suffix(plain, Cue::Coast) || words.says(&next, Cue::Shore) && words.off(name.first);
    around.near = land && facility || words.any_suffix(plain, Cue::Near) || words.bearing(&before);
    around
}

/// The name with the compass word before it, where it is a name by itself: in our tables ("southern Lebanon"), or of a
/// division ("Northern Samar").
pub(crate) fn with_compass(
    gazetteer: &Gazetteer,
    text: &str,
    sentence: &Sentence,
    name: &Match,
) -> Option<Vec<Entry>> {
    let words = Words { knowledge: gazetteer.knowledge(), text, sentence };
    let before = name.first.checked_sub(1).map(|at| words.at(at))?;
    if !words.says(&before, Cue::Compass) {
        return None;
    }
    let key = gazetteer.knowledge().normaliser().normalise(&format!("{before} {}", name.span.of(text)));
    let own = gazetteer.find(&key).own;
    let mut entries = gazetteer.entries(Values { pack: None, own }, 8);
    entries.retain(|entry| entry.kind == Kind::Region);
    if entries.is_empty() && words.capitalised(name.first - 1) {
        entries = gazetteer.divisions_called(&key);
    }
    (!entries.is_empty()).then_some(entries)
}

/// True when a name stands where a government does: it acts or undergoes what only governments do.
fn is_government(gazetteer: &Gazetteer, sentence: &Sentence, name: &Match) -> bool {
    let cues = &gazetteer.knowledge().government;
    let Some(token) = name.last.checked_sub(1).and_then(|at| sentence.tokens.get(at)) else { return false };
    let Some(head) = sentence.tokens.get(token.head as usize) else { return false };
    match token.dep {
        Dep::Nsubj => head.pos == Pos::Verb && cues.acts.contains(head.lemma.as_ref()),
        Dep::Dobj => head.pos == Pos::Verb && cues.undergoes.contains(head.lemma.as_ref()),
        Dep::Pobj if matches!(head.dep, Dep::Agent) || head.lemma.as_ref() == "by" => {
            let verb = sentence.tokens.get(head.head as usize);
            verb.is_some_and(|verb| cues.acts.contains(verb.lemma.as_ref()))
        }
        _ => false,
    }
}

struct Words<'a> {
    knowledge: &'a Knowledge,
    text: &'a str,
    sentence: &'a Sentence,
}

impl Words<'_> {
    fn at(&self, at: usize) -> String {
        self.sentence.tokens.get(at).map_or(String::new(), |token| token.span.of(self.text).to_lowercase())
    }

    fn capitalised(&self, at: usize) -> bool {
        let first = self.sentence.tokens.get(at).and_then(|token| token.span.of(self.text).chars().next());
        first.is_some_and(char::is_uppercase)
    }

    /// Up to six words before a token, in the sentence.
    fn before(&self, first: usize) -> Vec<String> {
        let start = first.saturating_sub(7);
        (start..first).map(|at| self.at(at)).filter(|word| word != "-" && !word.trim().is_empty()).collect()
    }

    fn says(&self, phrase: &str, cue: Cue) -> bool {
        !phrase.is_empty() && self.knowledge.cues().says(phrase, cue)
    }

    /// True when the words end in such a phrase.
    fn any_suffix(&self, before: &[String], cue: Cue) -> bool {
        (0..before.len()).any(|from| self.says(&before[from..].join(" "), cue))
    }

    /// "the province of", "the northern town of"
    fn is_called(&self, before: &[String], cue: Cue) -> bool {
        matches!(before, [rest @ .., of] if of == "of" && self.any_suffix(rest, cue))
    }

    /// "the province of", but not "the Karrada district of", which lies in a town.
    fn is_division(&self, before: &[String]) -> bool {
        let [rest @ .., word, of] = before else { return false };
        let plain = self.plain(rest);
        let alone =
            rest.is_empty() || rest.last().is_some_and(|last| last == "the") || plain.len() < rest.len();
        of == "of" && self.says(word, Cue::Division) && alone
    }

    /// "30 km east of", "north-west of"
    fn bearing(&self, before: &[String]) -> bool {
        self.is_called(before, Cue::Bearing)
    }

    /// "off the Yemeni coast": "off" within three words before.
    fn off(&self, first: usize) -> bool {
        (first.saturating_sub(3)..first).any(|at| self.at(at) == "off")
    }

    /// The words before without the article and the compass words that stand next to the name.
    fn plain<'a>(&self, before: &'a [String]) -> &'a [String] {
        let dropped = |word: &&String| *word == "the" || self.says(word, Cue::Compass);
        &before[..before.len() - before.iter().rev().take_while(dropped).count()]
    }
}
