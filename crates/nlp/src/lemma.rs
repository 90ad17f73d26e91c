//! Dictionary forms by rule: a word's endings are replaced, and what comes out is kept if the dictionary
//! knows it; irregular words are listed.

use casus_model::Pos;
use rustc_hash::FxHashMap;

use crate::characters::is_alpha;
use crate::pack::{LoadError, Payload};

/// The tables of one part of speech.
struct Table {
    /// Endings and their replacements, in order.
    rules: Vec<(Box<str>, Box<str>)>,
    exceptions: FxHashMap<Box<str>, Vec<Box<str>>>,
    known: WordList,
}

/// Tables for the parts of speech that inflect.
pub(crate) struct Lemmatizer {
    tables: Vec<(Pos, Table)>,
}

impl Lemmatizer {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Lemmatizer, LoadError> {
        let mut tables = Vec::new();
        for _ in 0..payload.count()? {
            let pos = Pos::parse(payload.text()?).ok_or(LoadError::Malformed("lemma table"))?;
            tables.push((pos, Table::read(payload)?));
        }
        Ok(Lemmatizer { tables })
    }

    /// The lemma of a word with this part of speech and these features.
    pub(crate) fn lemma(&self, word: &str, pos: Pos, morph: &str) -> String {
        if pos == Pos::Space || is_base_form(pos, morph) {
            return word.to_lowercase();
        }
        match self.tables.iter().find(|(of, _)| *of == pos) {
            Some((_, table)) => table.lemma(word),
            None if pos == Pos::Propn => word.to_owned(),
            None => word.to_lowercase(),
        }
    }
}

/// Whether the features say that the word is already its own lemma.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let feature = |name: &str| {
        morph.split('|').find_map(|pair| pair.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')))
    };
    let form = feature("VerbForm");
    let present = form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none();
    (pos == Pos::Noun && feature("Number") == Some("Sing"))
        || (pos == Pos::Verb && present)
        || matches!(form, Some("Inf" | "None"))
        || feature("Degree") == Some("Pos")
}

impl Table {
    fn read(payload: &mut Payload<'_>) -> Result<Table, LoadError> {
        let rules: Result<_, LoadError> =
            (0..payload.count()?).map(|_| Ok((payload.text()?.into(), payload.text()?.into()))).collect();
        let mut exceptions = FxHashMap::default();
        for _ in 0..payload.count()? {
            let word = payload.text()?;
            exceptions.insert(word.into(), payload.texts()?.into_iter().map(Box::from).collect());
        }
        Ok(Table { rules: rules?, exceptions, known: WordList::read(payload)? })
    }

    /// The listed forms come first, the last listed foremost; then what the rules make of the word, known
    /// words before unknown ones, the last known foremost; then the word itself.
    fn lemma(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        let mut formed: Vec<String> = Vec::new();
        let mut unknown = None;
        for (old, new) in &self.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.known.contains(&form) {
                formed.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                formed.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        let mut listed = self.exceptions.get(&*lower).into_iter().flatten().rev();
        if let Some(form) = listed.find(|form| !formed.iter().any(|other| *other == ***form)) {
            return form.to_string();
        }
        formed.into_iter().next().or(unknown).unwrap_or_else(|| word.to_owned())
    }
}

/// A sorted list of words in one string.
struct WordList {
    text: Box<str>,
    /// Where each word ends.
    ends: Vec<u32>,
}

impl WordList {
    fn read(payload: &mut Payload<'_>) -> Result<WordList, LoadError> {
        let mut text = String::new();
        let mut ends = Vec::new();
        let mut previous = "";
        for word in payload.texts()? {
            if !ends.is_empty() && word <= previous {
                return Err(LoadError::Malformed("order of the word list"));
            }
            text.push_str(word);
            ends.push(text.len() as u32);
            previous = word;
        }
        Ok(WordList { text: text.into(), ends })
    }

    fn word(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    fn contains(&self, word: &str) -> bool {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.word(middle).cmp(word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbs() -> Table {
        let list = |words: &[&str]| {
            let mut writer = crate::pack::Writer::default();
            writer.texts(words);
            let file = crate::pack::seal(&writer.bytes);
            WordList::read(&mut crate::pack::open(&file).unwrap().0).unwrap()
        };
        let rules =
            [("s", ""), ("ies", "y"), ("es", "e"), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")];
        Table {
            rules: rules.map(|(old, new)| (old.into(), new.into())).to_vec(),
            exceptions: [("appalled".into(), vec!["appal".into(), "appall".into()])].into_iter().collect(),
            known: list(&["fire", "hit", "intercept", "strike"]),
        }
    }

    #[test]
    fn endings() {
        let table = verbs();
        let lemmas = ["Intercepted", "striking", "fires", "zorbed", "hit", "re-hitting", "appalled"];
        let expected = ["intercept", "strike", "fire", "zorbe", "hit", "re-hitte", "appall"];
        assert_eq!(lemmas.map(|word| table.lemma(word)), expected);
    }

    #[test]
    fn base_forms() {
        assert!(is_base_form(Pos::Noun, "Number=Sing"));
        assert!(is_base_form(Pos::Verb, "Tense=Pres|VerbForm=Fin"));
        assert!(!is_base_form(Pos::Verb, "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"));
        assert!(!is_base_form(Pos::Propn, "Number=Sing"));
        assert!(is_base_form(Pos::Aux, "VerbForm=Inf"));
        assert!(!is_base_form(Pos::Punct, ""));
    }
}
