//! The rules that give a token its universal part of speech, its features and sometimes its lemma, from its
//! Penn tag, its lower-cased text and its dependency.
//!
//! All rules are matched against what the tagger and the parser said; then, for each token and each
//! attribute, the last rule that matched has its way.

use casus_model::{Dep, Pos, Tag};
use rustc_hash::FxHashMap;

use crate::pack::{LoadError, Payload};

/// What one token of a pattern must be.
struct Condition {
    /// Bit per tag, bit per dependency.
    tags: u64,
    deps: u64,
    /// Numbers of the words it may be, if that matters.
    words: Option<Vec<u16>>,
    is_space: Option<bool>,
}

/// One or more conditions on adjacent tokens, and the rule they trigger.
struct Pattern {
    rule: u16,
    conditions: Vec<Condition>,
}

/// What a rule sets, and on which token of its pattern.
struct Rule {
    token: usize,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<u16>,
    tag: Option<Tag>,
    dep: Option<Dep>,
}

/// The rules.
pub(crate) struct Rules {
    rules: Vec<Rule>,
    patterns: Vec<Pattern>,
    /// Numbers of the words the patterns name.
    words: FxHashMap<Box<str>, u16>,
    longest: usize,
    /// Patterns whose first token must be a word, by that word.
    by_word: Vec<Vec<u16>>,
    /// The other patterns, by the tag of their first token.
    by_tag: Vec<Vec<u16>>,
    /// Feature strings and lemmas the rules set.
    texts: Vec<Box<str>>,
}

/// What is known of a token before the rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
    pub(crate) is_space: bool,
    /// The token's number among the words rules name: see [`Rules::word`].
    pub(crate) word: Option<u16>,
}

/// What the rules say of a token. Features and lemma are indexes for [`Rules::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) pos: Pos,
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
    pub(crate) morph: u16,
    pub(crate) lemma: Option<u16>,
}

impl Rules {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Rules, LoadError> {
        let mut rules = Rules {
            rules: Vec::new(),
            patterns: Vec::new(),
            words: FxHashMap::default(),
            longest: 0,
            by_word: Vec::new(),
            by_tag: vec![Vec::new(); Tag::ALL.len()],
            texts: vec!["".into()],
        };
        let count = payload.count()?;
        if count >= usize::from(u16::MAX) {
            return Err(malformed());
        }
        for number in 0..count {
            rules.read_rule(payload, number as u16)?;
        }
        rules.longest = rules.words.keys().map(|word| word.len()).max().unwrap_or(0);
        rules.index();
        Ok(rules)
    }

    fn read_rule(&mut self, payload: &mut Payload<'_>, rule: u16) -> Result<(), LoadError> {
        let token = usize::from(payload.byte()?);
        for _ in 0..payload.count()? {
            let conditions: Result<Vec<Condition>, LoadError> =
                (0..payload.count()?).map(|_| self.read_condition(payload)).collect();
            let conditions = conditions?;
            if token >= conditions.len() || self.patterns.len() >= usize::from(u16::MAX) {
                return Err(malformed());
            }
            self.patterns.push(Pattern { rule, conditions });
        }
        let [pos, tag, dep] = [payload.text()?, payload.text()?, payload.text()?];
        let rule = Rule {
            token,
            pos: named(pos, Pos::parse)?,
            tag: named(tag, Tag::parse)?,
            dep: named(dep, Dep::parse)?,
            morph: self.read_text(payload)?,
            lemma: self.read_text(payload)?,
        };
        self.rules.push(rule);
        Ok(())
    }

    fn read_condition(&mut self, payload: &mut Payload<'_>) -> Result<Condition, LoadError> {
        let tags = read_labels(payload, |text| Tag::ALL.iter().position(|tag| tag.as_str() == text))?;
        let deps = read_labels(payload, |text| Dep::ALL.iter().position(|dep| dep.as_str() == text))?;
        let words = match payload.byte()? {
            0 => None,
            _ => Some(payload.texts()?.into_iter().map(|word| self.word_number(word)).collect()),
        };
        let is_space = match payload.byte()? {
            0 => None,
            value => Some(value == 1),
        };
        Ok(Condition { tags, deps, words, is_space })
    }

    fn word_number(&mut self, word: &str) -> u16 {
        let next = self.words.len() as u16;
        *self.words.entry(word.into()).or_insert(next)
    }

    fn read_text(&mut self, payload: &mut Payload<'_>) -> Result<Option<u16>, LoadError> {
        if payload.byte()? == 0 {
            return Ok(None);
        }
        let text = payload.text()?;
        if let Some(known) = self.texts.iter().position(|known| **known == *text) {
            return Ok(Some(known as u16));
        }
        self.texts.push(text.into());
        Ok(Some(self.texts.len() as u16 - 1))
    }

    fn index(&mut self) {
        self.by_word = vec![Vec::new(); self.words.len()];
        for (number, pattern) in self.patterns.iter().enumerate() {
            let first = &pattern.conditions[0];
            if let Some(words) = &first.words {
                words.iter().for_each(|&word| self.by_word[usize::from(word)].push(number as u16));
                continue;
            }
            for (tag, patterns) in self.by_tag.iter_mut().enumerate() {
                if first.tags >> tag & 1 == 1 {
                    patterns.push(number as u16);
                }
            }
        }
    }

    /// A feature string or lemma set by a rule.
    pub(crate) fn texts(&self) -> &[Box<str>] {
        &self.texts
    }

    /// The number of a token's text among the words the rules name.
    pub(crate) fn word(&self, text: &str) -> Option<u16> {
        // Lower-casing can shorten a character from three bytes to one.
        if text.len() > 3 * self.longest {
            return None;
        }
        if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return self.words.get(text).copied();
        }
        self.words.get(&*text.to_lowercase()).copied()
    }

    /// Applies the rules to the tokens of one text.
    pub(crate) fn apply(&self, facts: &[Facts]) -> Vec<Marks> {
        let unmarked =
            |fact: &Facts| Marks { pos: Pos::X, tag: fact.tag, dep: fact.dep, morph: 0, lemma: None };
        let mut marks: Vec<Marks> = facts.iter().map(unmarked).collect();
        // The rules that last set each token's attributes, counted from one.
        let mut setters = vec![[0u16; 5]; facts.len()];
        for at in 0..facts.len() {
            let by_word = facts[at].word.map_or(&[][..], |word| &self.by_word[usize::from(word)]);
            let by_tag = &self.by_tag[facts[at].tag as usize];
            for &pattern in by_word.iter().chain(by_tag) {
                let pattern = &self.patterns[usize::from(pattern)];
                if pattern.matches(&facts[at..]) {
                    let token = at + self.rules[usize::from(pattern.rule)].token;
                    self.set(pattern.rule, &mut marks[token], &mut setters[token]);
                }
            }
        }
        marks
    }

    fn set(&self, number: u16, marks: &mut Marks, setters: &mut [u16; 5]) {
        let rule = &self.rules[usize::from(number)];
        let mut later = |attribute: usize| {
            let wins = setters[attribute] <= number;
            if wins {
                setters[attribute] = number + 1;
            }
            wins
        };
        if let Some(pos) = rule.pos.filter(|_| later(0)) {
            marks.pos = pos;
        }
        if let Some(morph) = rule.morph.filter(|_| later(1)) {
            marks.morph = morph;
        }
        if let Some(lemma) = rule.lemma.filter(|_| later(2)) {
            marks.lemma = Some(lemma);
        }
        if let Some(tag) = rule.tag.filter(|_| later(3)) {
            marks.tag = tag;
        }
        if let Some(dep) = rule.dep.filter(|_| later(4)) {
            marks.dep = dep;
        }
    }
}

impl Pattern {
    /// Whether the pattern matches at the first of these tokens.
    fn matches(&self, facts: &[Facts]) -> bool {
        facts.len() >= self.conditions.len()
            && self.conditions.iter().zip(facts).all(|(condition, fact)| condition.holds(fact))
    }
}

impl Condition {
    fn holds(&self, fact: &Facts) -> bool {
        self.tags >> fact.tag as u32 & 1 == 1
            && self.deps >> fact.dep as u32 & 1 == 1
            && self.is_space.is_none_or(|is_space| is_space == fact.is_space)
            && self.words.as_ref().is_none_or(|words| fact.word.is_some_and(|word| words.contains(&word)))
    }
}

fn malformed() -> LoadError {
    LoadError::Malformed("rules")
}

fn named<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, LoadError> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some).ok_or_else(malformed) }
}

/// A set of labels: any, one of these, or none of these. Labels the model does not have drop out.
fn read_labels(
    payload: &mut Payload<'_>,
    position: impl Fn(&str) -> Option<usize>,
) -> Result<u64, LoadError> {
    let mode = payload.byte()?;
    let texts = if mode == 0 { Vec::new() } else { payload.texts()? };
    let bits =
        texts.into_iter().filter_map(position).fold(0, |bits, position| bits | 1u64 << (position & 63));
    Ok(if mode == 1 { bits } else { !bits })
}
