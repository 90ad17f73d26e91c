//! Rust source as the house rules look at it: code without comments, strings and tests, and the strings.

/// One file, told apart.
pub struct Source {
    /// The code; what was taken out is left as spaces, so that lines keep their numbers.
    pub code: String,
    /// String literals outside tests, with the line they begin on, from 1.
    pub literals: Vec<(usize, String)>,
}

impl Source {
    pub fn read(text: &str) -> Source {
        let (code, mut literals) = without_comments_and_strings(text);
        let mut lines: Vec<&str> = code.lines().collect();
        for (first, last) in tests(&lines) {
            literals.retain(|(line, _)| !(first + 1..=last + 1).contains(line));
            lines[first..=last].fill("");
        }
        Source { code: lines.join("\n"), literals }
    }

    /// Lines, from 1, on which the code has this word or path: nothing that could be part of a longer
    /// name stands beside it.
    pub fn lines_with(&self, word: &str) -> Vec<usize> {
        let lines = self.code.lines().enumerate();
        lines.filter(|(_, line)| has_word(line, word)).map(|(index, _)| index + 1).collect()
    }
}

/// True when `text` has `word` with no letter, digit or underscore beside it.
pub fn has_word(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next()))
}

/// First and last line of everything under `#[cfg(test)]`. Rustfmt closes an item at its own indent.
fn tests(lines: &[&str]) -> Vec<(usize, usize)> {
    let starts = lines.iter().enumerate().filter(|(_, line)| line.trim() == "#[cfg(test)]");
    starts
        .map(|(first, line)| {
            let close = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
            let declaration = lines.get(first + 1).is_some_and(|line| line.ends_with(';'));
            let closing = lines[first..].iter().position(|line| line.starts_with(&close));
            let length = if declaration { Some(1) } else { closing };
            (first, length.map_or(lines.len() - 1, |length| first + length))
        })
        .collect()
}

fn without_comments_and_strings(text: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut literals, mut at) = (String::new(), Vec::new(), 0);
    while at < chars.len() {
        let (end, literal) = skipped(&chars, at);
        if let Some(literal) = literal {
            let line = 1 + code.matches('\n').count();
            literals.push((line, chars[literal.0..literal.1].iter().collect()));
        }
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            code.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    (code, literals)
}

/// Where the comment, string or character that begins at `at` ends, with the inside of a string; `at`
/// itself where none begins.
fn skipped(chars: &[char], at: usize) -> (usize, Option<(usize, usize)>) {
    let starts =
        |from: usize, word: &str| word.chars().enumerate().all(|(i, c)| chars.get(from + i) == Some(&c));
    let find =
        |from: usize, word: &str| (from..chars.len()).find(|i| starts(*i, word)).unwrap_or(chars.len());
    let named = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if starts(at, "//") => (find(at, "\n"), None),
        '/' if starts(at, "/*") => ((find(at, "*/") + 2).min(chars.len()), None),
        '"' => {
            let mut end = at + 1;
            while end < chars.len() && chars[end] != '"' {
                end += if chars[end] == '\\' { 2 } else { 1 };
            }
            ((end + 1).min(chars.len()), Some((at + 1, end.min(chars.len()))))
        }
        'r' if !named || chars[at - 1] == 'b' => {
            let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            let open = at + 1 + hashes;
            if chars.get(open) != Some(&'"') {
                return (at, None);
            }
            let close = find(open + 1, &format!("\"{}", "#".repeat(hashes)));
            ((close + 1 + hashes).min(chars.len()), Some((open + 1, close)))
        }
        '\'' if chars.get(at + 1) == Some(&'\\') => ((find(at + 3, "'") + 1).min(chars.len()), None),
        '\'' if chars.get(at + 2) == Some(&'\'') => (at + 3, None),
        _ => (at, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_tests_are_no_code() {
        let text = "use a; // unsafe\nlet b = \"unsafe \\\" //\"; let c = '\"';\n/* unsafe */ fn d<'a>() {}\n\
                    let e = r#\"raw \"unsafe\"\"#;\n#[cfg(test)]\nmod tests {\n    unsafe {}\n    \"in a test\";\n}\nlet f;\n";
        let source = Source::read(text);
        assert!(source.lines_with("unsafe").is_empty());
        assert_eq!(source.lines_with("f"), [10]);
        let strings: Vec<&str> = source.literals.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(strings, ["unsafe \\\" //", "raw \"unsafe\""]);
        assert!(Source::read("fn a() { unsafe { b() } }").lines_with("unsafe") == [1]);
    }

    #[test]
    fn a_declaration_for_tests_ends_at_its_semicolon() {
        let source = Source::read("mod a;\n#[cfg(test)]\nmod fixture;\nmod b;\n");
        assert_eq!((source.lines_with("a"), source.lines_with("b")), (vec![1], vec![4]));
        assert!(source.lines_with("fixture").is_empty());
    }
}
