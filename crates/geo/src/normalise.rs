//! The one normaliser of place names, used by the builder of the gazetteer and by the matcher.
//!
//! A name comes in, its key goes out: words of lower-case letters and digits without marks, joined by
//! one space. Spellings that transliteration multiplies (the Arabic article, Tel and Tell, Deir and
//! Dayr) are folded into one. Which spellings fold is data, `data/places/folding.tsv`.

use casus_model::{DataError, rows};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The word every spelling of the Arabic article folds into.
pub(crate) const ARTICLE: &str = "al";

/// The folding tables.
#[derive(Clone, Debug)]
pub struct Normaliser {
    letters: FxHashMap<char, Box<str>>,
    dropped: FxHashSet<char>,
    words: FxHashMap<Box<str>, Box<str>>,
    sounds: Vec<(Box<str>, Box<str>)>,
    bare_countries: FxHashSet<[u8; 2]>,
    heard_countries: FxHashSet<[u8; 2]>,
    fingerprint: u64,
}

impl Normaliser {
    /// Reads the folding table.
    pub fn read(table: &str) -> Result<Normaliser, DataError> {
        let mut normaliser = Normaliser {
            letters: FxHashMap::default(),
            dropped: FxHashSet::default(),
            words: FxHashMap::default(),
            sounds: Vec::new(),
            bare_countries: FxHashSet::default(),
            heard_countries: FxHashSet::default(),
            fingerprint: crate::pack::checksum(table.as_bytes()),
        };
        for row in rows("places/folding.tsv", table)? {
            let (from, to) = (row.cell("from")?, row.cell("to")?);
            match row.cell("rule")? {
                "letter" => {
                    normaliser
                        .letters
                        .insert(only_char(from).ok_or_else(|| row.error("one letter wanted"))?, to.into());
                }
                "drop" => {
                    normaliser.dropped.insert(only_char(from).ok_or_else(|| row.error("one mark wanted"))?);
                }
                "article" | "word" => {
                    normaliser.words.insert(from.into(), to.into());
                }
                "sound" => normaliser.sounds.push((from.into(), to.into())),
                "bare" | "heard" => {
                    let code = country_code(from).ok_or_else(|| row.error("country code wanted"))?;
                    let bare = row.cell("rule")? == "bare";
                    let countries =
                        if bare { &mut normaliser.bare_countries } else { &mut normaliser.heard_countries };
                    countries.insert(code);
                }
                _ => return Err(row.error("unknown rule")),
            }
        }
        Ok(normaliser)
    }

    /// The key of a name.
    ///
    /// ```
    /// # let normaliser = casus_geo::Knowledge::embedded().unwrap().normaliser().clone();
    /// assert_eq!(normaliser.normalise("Ash-Shaddādah"), "al shaddadah");
    /// assert_eq!(normaliser.normalise("Dayr az Zawr"), "deir al zawr");
    /// ```
    pub fn normalise(&self, name: &str) -> String {
        let mut key = String::with_capacity(name.len());
        self.append(name, &mut key);
        key
    }

    /// Appends the key of `name` to `key`, with a space between where both have words.
    pub fn append(&self, name: &str, key: &mut String) {
        let mut word = String::with_capacity(name.len());
        if name.is_ascii() {
            name.chars().for_each(|letter| self.letter(letter, &mut word, key));
        } else {
            name.nfkd().for_each(|letter| self.letter(letter, &mut word, key));
        }
        self.end_word(&mut word, key);
    }

    /// The key without its leading article, where names of the country are also told without it.
    pub fn bare<'a>(&self, key: &'a str, country: Option<[u8; 2]>) -> Option<&'a str> {
        let rest = key.strip_prefix(ARTICLE)?.strip_prefix(' ')?;
        (self.drops_article(country?) && rest.len() > 2).then_some(rest)
    }

    /// True where names of the country are also told without their article.
    pub fn drops_article(&self, country: [u8; 2]) -> bool {
        self.bare_countries.contains(&country)
    }

    /// What a key sounds like, for names whose spelling is unknown. It begins with `~`, which no key
    /// does, so that sounds and keys share an automaton. Articles are silent.
    pub fn sound(&self, key: &str) -> String {
        let mut sound = String::from("~");
        for word in key.split(' ').filter(|word| *word != ARTICLE) {
            let mut heard = format!("^{word}$");
            for (from, to) in &self.sounds {
                if heard.contains(from.as_ref()) {
                    let end = if from.ends_with('$') { "$" } else { "" };
                    heard = heard.replace(from.as_ref(), &format!("{to}{end}"));
                }
            }
            let mut last = ' ';
            for letter in heard.chars().filter(|letter| !matches!(letter, '^' | '$')) {
                if letter != last {
                    sound.push(letter);
                }
                last = letter;
            }
        }
        sound
    }

    /// True where names of the country are also looked up by sound.
    pub fn hears(&self, country: [u8; 2]) -> bool {
        self.heard_countries.contains(&country)
    }

    /// Identifies the folding table, so that a pack made with another one can be noticed.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    fn letter(&self, letter: char, word: &mut String, key: &mut String) {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
            return;
        }
        if is_combining_mark(letter) || self.dropped.contains(&letter) {
            return;
        }
        if letter == '&' {
            self.end_word(word, key);
            word.push(letter);
            self.end_word(word, key);
            return;
        }
        if !letter.is_alphanumeric() {
            self.end_word(word, key);
            return;
        }
        for lower in letter.to_lowercase() {
            match self.letters.get(&lower) {
                Some(plain) => word.push_str(plain),
                None if is_combining_mark(lower) => {}
                None => word.push(lower),
            }
        }
    }

    fn end_word(&self, word: &mut String, key: &mut String) {
        if word.is_empty() {
            return;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(self.words.get(word.as_str()).map_or(word.as_str(), |folded| folded));
        word.clear();
    }
}

/// Two capital letters as bytes.
pub(crate) fn country_code(text: &str) -> Option<[u8; 2]> {
    let code: [u8; 2] = text.as_bytes().try_into().ok()?;
    code.iter().all(u8::is_ascii_uppercase).then_some(code)
}

fn only_char(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<crate::Knowledge> = LazyLock::new(|| crate::Knowledge::embedded().unwrap());

    fn key(name: &str) -> String {
        KNOWLEDGE.normaliser().normalise(name)
    }

    #[test]
    fn the_table_of_spellings_holds() {
        let table =
            casus_model::rows("places/spellings.tsv", include_str!("../../../data/places/spellings.tsv"))
                .unwrap();
        let sound = |name: &str| KNOWLEDGE.normaliser().sound(&key(name));
        for row in table {
            let (left, right) = (row.cell("left").unwrap(), row.cell("right").unwrap());
            let (same, sounds) = (key(left) == key(right), sound(left) == sound(right));
            let holds = match row.cell("rule").unwrap() {
                "same" => same,
                "sounds" => sounds,
                "apart" => !same && (!sounds || key(left).starts_with("al ")),
                rule => panic!("{rule}"),
            };
            assert!(holds, "{left} ({}) and {right} ({})", key(left), key(right));
        }
    }

    #[test]
    fn keys_are_plain_words() {
        assert_eq!(key("Ḩa-lab  (X’y)"), "ha lab xy");
        assert_eq!(key("U.S."), "us");
        assert_eq!(key("…"), "");
    }

    #[test]
    fn the_article_may_be_missing_only_where_it_is_arabic() {
        let normaliser = KNOWLEDGE.normaliser();
        assert_eq!(normaliser.bare("al tanf", Some(*b"SY")), Some("tanf"));
        assert_eq!(normaliser.bare("al paso", Some(*b"US")), None);
        assert_eq!(normaliser.bare("al", Some(*b"SY")), None);
    }

    proptest::proptest! {
        #[test]
        fn keys_are_words_joined_by_one_space(name in "\\PC{0,40}") {
            let once = key(&name);
            proptest::prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        }
    }
}
