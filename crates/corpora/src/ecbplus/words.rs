//! Families of words and words for one another: `tables/events.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use casus_score::coref::stem;

/// The table, ready to look up.
pub(super) struct Words {
    /// The key of the family of each word.
    families: BTreeMap<&'static str, &'static str>,
    /// The numbers of the classes that each family is in.
    classes: BTreeMap<String, BTreeSet<usize>>,
    reporting: BTreeSet<&'static str>,
    light: BTreeSet<&'static str>,
}

impl Words {
    /// Reads the table.
    pub(super) fn new() -> Words {
        let mut words = Words {
            families: BTreeMap::new(),
            classes: BTreeMap::new(),
            reporting: BTreeSet::new(),
            light: BTreeSet::new(),
        };
        let mut classes = Vec::new();
        for line in include_str!("../../tables/events.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (set, key, others) = (cells.next(), cells.next(), cells.next());
            let all = || key.into_iter().chain(others.unwrap_or_default().split('|'));
            match (set, key) {
                (Some("family"), Some(key)) => words.families.extend(all().map(|word| (word, key))),
                (Some("synonyms"), _) => classes.push(all().collect::<Vec<_>>()),
                (Some("reporting"), _) => words.reporting.extend(all()),
                (Some("light"), _) => words.light.extend(all()),
                _ => {}
            }
        }
        for (number, class) in classes.into_iter().enumerate() {
            for word in class {
                let family = words.family(word);
                words.classes.entry(family).or_default().insert(number);
            }
        }
        words
    }

    /// What all words derived from one have in common: the key of the family, or the stem.
    pub(super) fn family(&self, lemma: &str) -> String {
        let stem = stem(lemma);
        let family = self.families.get(lemma).or_else(|| self.families.get(stem));
        family.map_or(stem, |family| family).to_owned()
    }

    /// Whether words of two families are used for one another.
    pub(super) fn are_synonyms(&self, one: &str, other: &str) -> bool {
        let classes = |family| self.classes.get(family);
        classes(one).zip(classes(other)).is_some_and(|(one, other)| !one.is_disjoint(other))
    }

    /// Says, tells, confirms: there are many such events in a story.
    pub(super) fn is_reporting(&self, lemma: &str) -> bool {
        self.reporting.contains(lemma)
    }

    /// Says nothing of what kind of event it is.
    pub(super) fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn derived_words_are_of_one_family_and_families_of_classes() {
        let words = Words::new();
        assert_eq!(words.family("shooting"), words.family("shoot"));
        assert_eq!(words.family("nomination"), words.family("nominate"));
        assert_ne!(words.family("arrest"), words.family("arrive"));
        assert!(words.are_synonyms(&words.family("arrested"), &words.family("detention")));
        assert!(!words.are_synonyms("arrest", "marry"));
        assert!(words.is_reporting("say") && words.is_light("make") && !words.is_light("burn"));
    }
}
