//! The attribute rules and the lemma tables, in the form the engine matches them.

use super::ConvertError;
use super::msgpack::{self, Value};
use crate::pack::Writer;
use crate::strings::Symbols;

/// What a rule's token may be asked for.
const ASKED: [&str; 4] = ["TAG", "DEP", "LOWER", "IS_SPACE"];
/// What a rule may set.
const SET: [&str; 5] = ["POS", "TAG", "DEP", "MORPH", "LEMMA"];

/// Writes the rules in order: the token they set, their patterns, what they set.
pub(super) fn write_rules(patterns: &[u8], writer: &mut Writer) -> Result<(), ConvertError> {
    let bad = || ConvertError::Content("attribute_ruler/patterns");
    let rules = msgpack::read(patterns).ok_or_else(bad)?;
    let rules = rules.list().ok_or_else(bad)?;
    writer.number(rules.len());
    rules.iter().try_for_each(|rule| write_rule(rule, writer)).ok_or_else(bad)
}

fn write_rule(rule: &Value<'_>, writer: &mut Writer) -> Option<()> {
    writer.byte(rule.get("index")?.number()? as u8);
    let patterns = rule.get("patterns")?.list()?;
    writer.number(patterns.len());
    for pattern in patterns {
        let conditions = pattern.list()?;
        writer.number(conditions.len());
        conditions.iter().try_for_each(|condition| write_condition(condition, writer))?;
    }
    let attributes = rule.get("attrs")?;
    if !attributes.map()?.iter().all(|(name, _)| name.text().is_some_and(|name| SET.contains(&name))) {
        return None;
    }
    let set = |name| attributes.get(name).map(|value| value.text());
    for name in ["POS", "TAG", "DEP"] {
        writer.text(set(name).unwrap_or(Some(""))?);
    }
    for name in ["MORPH", "LEMMA"] {
        writer.byte(u8::from(set(name).is_some()));
        if let Some(text) = set(name) {
            // An underscore says that there are no features.
            writer.text(text.filter(|text| *text != "_").unwrap_or(""));
        }
    }
    Some(())
}

fn write_condition(condition: &Value<'_>, writer: &mut Writer) -> Option<()> {
    if !condition.map()?.iter().all(|(name, _)| name.text().is_some_and(|name| ASKED.contains(&name))) {
        return None;
    }
    for name in ["TAG", "DEP"] {
        match condition.get(name) {
            None => writer.byte(0),
            Some(Value::Text(label)) => {
                writer.byte(1);
                writer.texts(&[label]);
            }
            Some(choice) => {
                let (mode, labels) = match (choice.get("IN"), choice.get("NOT_IN")) {
                    (Some(labels), None) => (1, labels),
                    (None, Some(labels)) => (2, labels),
                    _ => return None,
                };
                writer.byte(mode);
                writer.texts(&texts(labels)?);
            }
        }
    }
    match condition.get("LOWER") {
        None => writer.byte(0),
        Some(words) => {
            writer.byte(1);
            writer.texts(&match words {
                Value::Text(word) => vec![(*word).to_owned()],
                words => match (words.get("IN"), words.get("REGEX")) {
                    (Some(words), None) => texts(words)?,
                    (None, Some(expression)) => spellings(expression.text()?)?,
                    _ => return None,
                },
            });
        }
    }
    match condition.get("IS_SPACE") {
        None => writer.byte(0),
        Some(Value::Flag(is_space)) => writer.byte(if *is_space { 1 } else { 2 }),
        Some(_) => return None,
    }
    Some(())
}

fn texts(list: &Value<'_>) -> Option<Vec<String>> {
    list.list()?.iter().map(|text| text.text().map(str::to_owned)).collect()
}

/// All strings an expression stands for, if it is made of plain characters, choices in brackets and question
/// marks alone, between the anchors of start and end.
fn spellings(expression: &str) -> Option<Vec<String>> {
    let mut rest = expression.strip_prefix('^')?.strip_suffix('$')?;
    let mut all = vec![String::new()];
    while let Some(first) = rest.chars().next() {
        let choice;
        (choice, rest) = match first {
            '[' => rest[1..].split_once(']')?,
            plain if plain.is_ascii_lowercase() || plain == '\'' => rest.split_at(1),
            _ => return None,
        };
        let optional = rest.strip_prefix('?');
        rest = optional.unwrap_or(rest);
        let with = |text: &String| choice.chars().map(|c| format!("{text}{c}")).collect::<Vec<_>>();
        let mut next: Vec<String> = all.iter().flat_map(with).collect();
        if optional.is_some() {
            next.extend(all);
        }
        all = next;
    }
    Some(all)
}

/// Writes, for each part of speech with tables: the rules, the exceptions and the sorted known words.
pub(super) fn write_lemmas(lookups: &[u8], writer: &mut Writer) -> Result<(), ConvertError> {
    let bad = || ConvertError::Content("the lemma tables");
    let lookups = msgpack::read(lookups).ok_or_else(bad)?;
    let symbols = Symbols::new(super::SYMBOLS.lines());
    let tables = ["NOUN", "VERB", "ADJ", "ADV", "PUNCT"];
    for table in ["lemma_rules", "lemma_exc", "lemma_index"] {
        let known = lookups.get(table).and_then(Value::map).ok_or_else(bad)?;
        let named =
            |id: &Value<'_>| tables.iter().any(|pos| id.number() == Some(symbols.id(&pos.to_lowercase())));
        if !known.iter().all(|(id, _)| named(id)) {
            return Err(bad());
        }
    }
    writer.number(tables.len());
    for pos in tables {
        let id = symbols.id(&pos.to_lowercase());
        let table = |name| lookups.get(name).and_then(|tables| tables.at(id));
        writer.text(pos);
        write_table(table("lemma_rules"), table("lemma_exc"), table("lemma_index"), writer)
            .ok_or_else(bad)?;
    }
    Ok(())
}

fn write_table(
    rules: Option<&Value<'_>>,
    exceptions: Option<&Value<'_>>,
    index: Option<&Value<'_>>,
    writer: &mut Writer,
) -> Option<()> {
    let rules = rules.map_or(Some(&[][..]), Value::list)?;
    writer.number(rules.len());
    for rule in rules {
        let [old, new] = rule.list()? else { return None };
        writer.text(old.text()?);
        writer.text(new.text()?);
    }
    let exceptions = exceptions.map_or(Some(&[][..]), Value::map)?;
    writer.number(exceptions.len());
    for (word, forms) in exceptions {
        writer.text(word.text()?);
        writer.texts(&texts(forms)?);
    }
    let mut known = index.map_or(Some(Vec::new()), texts)?;
    known.sort_unstable();
    known.dedup();
    writer.texts(&known);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_expression() {
        assert_eq!(spellings("^n'?t$").unwrap(), ["n't", "nt"]);
        assert_eq!(spellings("^n[ou]thin'$").unwrap(), ["nothin'", "nuthin'"]);
        assert_eq!(spellings("^y'?$").unwrap(), ["y'", "y"]);
        assert_eq!(spellings("^a+$"), None);
    }
}
