//! The characters and strings of the tokenizer's regular expressions.
//!
//! The expressions are pinned with the package, and their shape is what the matchers in
//! [`crate::tokenizer`] implement; only the contents of their character classes and lists are taken from
//! them here. An expression of another shape is refused.

use crate::characters::CharacterSet;
use crate::pack::Writer;

/// Writes what [`crate::tokenizer::Affixes`] reads.
pub(crate) fn write(prefix: &str, suffix: &str, infix: &str, url: &str, writer: &mut Writer) -> Option<()> {
    let prefixes: Option<Vec<&str>> =
        alternatives(prefix)?.into_iter().map(|part| part.strip_prefix('^')).collect();
    let (prefixes, mut open) = literals(prefixes?)?;
    take(&mut open, r"\.\.+")?;
    take(&mut open, r"\+(?![0-9])")?;
    let prefix_strings: Vec<&String> =
        prefixes.strings.iter().filter(|text| !text.starts_with('…')).collect();
    end(open)?;

    let suffixes: Option<Vec<&str>> =
        alternatives(suffix)?.into_iter().map(|part| part.strip_suffix('$')).collect();
    let (suffixes, mut open) = literals(suffixes?)?;
    take(&mut open, r"\.\.+")?;
    take(&mut open, r"(?<=[0-9])\+")?;
    take(&mut open, r"(?<=°[FfCcKk])\.")?;
    let mut after_digit = Vec::new();
    let mut stops = Vec::new();
    for part in open {
        if let Some(list) = part.strip_prefix("(?<=[0-9])(?:").and_then(|part| part.strip_suffix(')')) {
            after_digit.extend(alternatives(list)?.into_iter().map(unescape).collect::<Option<Vec<_>>>()?);
        } else {
            stops.push(part.strip_prefix("(?<=")?.strip_suffix(r")\.")?);
        }
    }
    let [before_stop, upper] = stops[..] else { return None };
    let upper = classes(upper)?;
    let ([before_stop], [upper, upper_again]) = (&classes(before_stop)?[..], &upper[..]) else { return None };
    (upper == upper_again).then_some(())?;

    let mut open = alternatives(infix)?;
    take(&mut open, r"\.\.+")?;
    take(&mut open, "…")?;
    take(&mut open, r"(?<=[0-9])[+\-\*^](?=[0-9-])")?;
    let [symbols, stop, comma, dash, sign] = open[..] else { return None };
    let [symbols] = &classes(symbols)?[..] else { return None };
    let [left, right] = &around(stop, r"\.")?[..] else { return None };
    let [letters, letters_after_comma] = &around(comma, ",")?[..] else { return None };
    let [before_dash, after_dash] = &around(dash, "(?:-|–|—|--|---|——|~)")?[..] else { return None };
    let [before_sign, after_sign] = &around(sign, "[:<>=/]")?[..] else { return None };
    let with_digits = set_of(&[letters, &CharacterSet::new(vec![(48, 57)])]);
    let same = letters == letters_after_comma && letters == after_dash && letters == after_sign;
    (same && with_digits == *before_dash && with_digits == *before_sign).then_some(())?;

    let (host, tail) = url.rsplit_once("{2,63}")?;
    (tail == r"))(?::\d{2,5})?(?:[/?#]\S*)?$").then_some(())?;
    let [domain] = &classes(host.rsplit_once("(?:")?.1)?[..] else { return None };

    let write_set = |set: &CharacterSet, writer: &mut Writer| {
        writer.number(set.ranges().len());
        for &(first, last) in set.ranges() {
            writer.number(first as usize);
            writer.number(last as usize);
        }
    };
    write_set(&prefixes.characters, writer);
    writer.texts(&prefix_strings);
    write_set(&suffixes.characters, writer);
    writer.texts(&suffixes.strings);
    writer.texts(&after_digit);
    for set in [before_stop, upper, symbols, left, right, letters, domain] {
        write_set(set, writer);
    }
    Some(())
}

/// Literal alternatives: single characters and classes of them in one set, longer strings in a list.
struct Literals {
    characters: CharacterSet,
    strings: Vec<String>,
}

/// Parts the literals from the alternatives that are more than that.
fn literals(parts: Vec<&str>) -> Option<(Literals, Vec<&str>)> {
    let mut ranges = Vec::new();
    let mut strings = Vec::new();
    let mut open = Vec::new();
    for part in parts {
        if part.starts_with('[') && part.len() > 1 {
            let [class] = &classes(part)?[..] else { return None };
            ranges.extend_from_slice(class.ranges());
        } else if let Some(text) = unescape(part) {
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => ranges.push((only as u32, only as u32)),
                _ => strings.push(text),
            }
        } else {
            open.push(part);
        }
    }
    Some((Literals { characters: CharacterSet::new(ranges), strings }, open))
}

/// Takes one alternative out of the list; none if it is not there.
fn take<'a>(open: &mut Vec<&'a str>, part: &str) -> Option<&'a str> {
    let at = open.iter().position(|other| *other == part)?;
    Some(open.remove(at))
}

fn end(open: Vec<&str>) -> Option<()> {
    open.is_empty().then_some(())
}

fn set_of(sets: &[&CharacterSet]) -> CharacterSet {
    CharacterSet::new(sets.iter().flat_map(|set| set.ranges().iter().copied()).collect())
}

/// The classes of a look-behind and a look-ahead around something fixed.
fn around(part: &str, middle: &str) -> Option<Vec<CharacterSet>> {
    let (left, right) = part.strip_prefix("(?<=")?.strip_suffix(')')?.split_once(&format!("){middle}(?="))?;
    Some([classes(left)?, classes(right)?].concat_sets())
}

trait ConcatSets {
    fn concat_sets(self) -> Vec<CharacterSet>;
}

impl ConcatSets for [Vec<CharacterSet>; 2] {
    fn concat_sets(self) -> Vec<CharacterSet> {
        self.into_iter().flatten().collect()
    }
}

/// The alternatives of an expression at its top level.
fn alternatives(expression: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut in_class, mut escaped) = (0, 0usize, false, false);
    for (at, character) in expression.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' if in_class => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            '|' if depth == 0 => {
                parts.push(&expression[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    Some(parts)
}

/// The text a literal alternative stands for; none if it is more than a literal.
fn unescape(part: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = part.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(|c| !c.is_ascii_alphanumeric())?),
            '(' | ')' | '[' | ']' | '.' | '*' | '+' | '?' | '{' | '}' | '^' | '$' | '|' => return None,
            plain => text.push(plain),
        }
    }
    (!text.is_empty()).then_some(text)
}

/// One or more classes in brackets, one after the other and nothing else.
fn classes(mut part: &str) -> Option<Vec<CharacterSet>> {
    let mut sets = Vec::new();
    while !part.is_empty() {
        let inside = part.strip_prefix('[')?;
        let end = class_end(inside)?;
        sets.push(class(&inside[..end])?);
        part = &inside[end + 1..];
    }
    Some(sets)
}

fn class_end(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.char_indices().find_map(|(at, character)| match character {
        _ if escaped => {
            escaped = false;
            None
        }
        '\\' => {
            escaped = true;
            None
        }
        ']' => Some(at),
        _ => None,
    })
}

/// The members of a class: characters, escapes and ranges.
fn class(inside: &str) -> Option<CharacterSet> {
    let mut ranges = Vec::new();
    let mut rest = inside;
    while !rest.is_empty() {
        let (first, after) = member(rest)?;
        match after.strip_prefix('-').filter(|after| !after.is_empty()) {
            Some(after) => {
                let (last, after) = member(after)?;
                ranges.push((first, last));
                rest = after;
            }
            None => {
                ranges.push((first, first));
                rest = after;
            }
        }
    }
    Some(CharacterSet::new(ranges))
}

fn member(text: &str) -> Option<(u32, &str)> {
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    if first != '\\' {
        return Some((first as u32, after));
    }
    let digits = match after.chars().next()? {
        'u' => 4,
        'U' => 8,
        escaped if escaped.is_ascii_alphanumeric() => return None,
        escaped => return Some((escaped as u32, &after[escaped.len_utf8()..])),
    };
    let code = u32::from_str_radix(after.get(1..1 + digits)?, 16).ok()?;
    Some((code, &after[1 + digits..]))
}
