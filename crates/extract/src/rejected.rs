//! Readings that were not taken, and why: what a reader who asks "why this and not that" is told.

use casus_annotate::{Annotated, Annotation};
use casus_lexicon::{Frame, Role};
use casus_model::{Pos, Span};

use crate::matching::{self, Match};

/// A frame whose word stands in the text and that was not read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The word.
    pub trigger: Span,
    /// The frame.
    pub frame: String,
    /// Why it was not read.
    pub why: String,
}

/// The frames of a document's words that were not read. Slow beside reading: everything is matched again.
pub fn rejected(annotation: &Annotation) -> Vec<Rejected> {
    let mut all = Vec::new();
    for sentence in &annotation.sentences {
        let kept = matching::matches(sentence);
        for token in 0..sentence.len() {
            of_token(sentence, token, &kept, &mut all);
        }
    }
    all
}

fn of_token(sentence: &Annotated, token: u32, kept: &[Match], all: &mut Vec<Rejected>) {
    let frames: Vec<&Frame> = match sentence.token(token).pos {
        Pos::Verb => sentence.lexicon.frames.of_verb(sentence.lemma(token)).collect(),
        Pos::Noun | Pos::Propn => {
            sentence.lexicon.frames.of_noun(&sentence.lemma(token).to_lowercase()).collect()
        }
        _ => return,
    };
    let read =
        |frame: &Frame| kept.iter().any(|found| found.token == token && found.frame.name == frame.name);
    for frame in frames.into_iter().filter(|frame| !read(frame)) {
        if let Some(why) = why_not(sentence, frame, token, kept) {
            let trigger = sentence.span(token, token + 1);
            all.push(Rejected { trigger, frame: frame.name.clone(), why });
        }
    }
}

/// Why a frame is not read at its word; none where the word has not the form that the frame asks for.
fn why_not(sentence: &Annotated, frame: &Frame, token: u32, kept: &[Match]) -> Option<String> {
    let tried = matching::tried(sentence, frame, token)?;
    if let Some(need) = tried.unmet {
        let alternatives: Vec<String> =
            need.iter().map(|need| format!("{} that is `{}`", role(need.role), test(need.test))).collect();
        return Some(format!("it needs {}", alternatives.join(", or ")));
    }
    if let Some(role) = tried.other_words {
        return Some(format!("the {} is none of the words it lists", self::role(role)));
    }
    if tried.turned_off {
        return Some("a word beside it turns it off".to_owned());
    }
    if let Some(asked) = frame.modality {
        return Some(format!("it is read only where the word is {}", casus_model::printed(&asked)));
    }
    let other = kept.iter().find(|found| found.token == token)?;
    Some(format!("{} was read there before it", other.frame.name))
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Agent => "doer",
        Role::Patient => "receiver",
        Role::Weapon => "means",
        Role::Victim => "victim",
        Role::Interceptor => "defender",
        Role::Thing => "thing",
        Role::Content => "content",
    }
}

fn test(test: casus_lexicon::Test) -> String {
    format!("{test:?}").to_lowercase()
}
