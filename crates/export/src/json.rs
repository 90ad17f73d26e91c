//! JSON in one line that stays one line wherever it is read.

use serde::Serialize;

/// The value in one line of JSON, without a line end.
///
/// Some readers of lines also break at U+2028, U+2029 and U+0085, and a terminal obeys U+009B: all stand
/// escaped, which means the same. Only a value whose keys are no strings has no such line; it gives none.
pub fn json_line(value: &impl Serialize) -> String {
    let line = serde_json::to_string(value).unwrap_or_default();
    if line.is_ascii() && !line.contains('\u{7f}') {
        return line;
    }
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::json_line;

    #[test]
    fn no_reader_breaks_the_line() {
        let text = "a\u{2028}b\u{2029}c\u{85}d\u{9b}e\ré";
        let line = json_line(&text);
        assert_eq!(line, r#""a\u2028b\u2029c\u0085d\u009be\ré""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
