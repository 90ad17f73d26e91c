//! A look over a page before a tree is built of it: how many tags, how deep, how many attributes.
//!
//! Building a tree takes time that grows with the square of the nesting in some libraries, and recursion
//! ends a process where it goes too deep. One pass over the bytes counts what a parser would have to hold;
//! a page that holds more than any news page does is refused.

use crate::Refusal;

/// What a page may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements open inside one another.
    pub depth: usize,
    /// Attributes of one tag.
    pub attributes: usize,
    /// Tags in all.
    pub tags: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { depth: 512, attributes: 256, tags: 200_000 }
    }
}

/// Elements that never hold others, or that the next of their kind ends: they add no depth for long.
const SHALLOW: [&str; 29] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "html",
    "head", "body",
];

/// Refuses a page that goes over a limit; looks at each byte once.
pub fn guard(html: &str, limits: Limits) -> Result<(), Refusal> {
    let bytes = html.as_bytes();
    let (mut at, mut depth, mut tags) = (0, 0usize, 0usize);
    while let Some(found) = next_tag(bytes, at) {
        at = found.end;
        tags += 1;
        let name = html.get(found.name.0..found.name.1).unwrap_or("").to_ascii_lowercase();
        let shallow = SHALLOW.contains(&name.as_str());
        match (found.closes, shallow || found.closed) {
            (true, false) => depth = depth.saturating_sub(1),
            (false, false) => depth += 1,
            (_, true) => {}
        }
        for (count, most, what) in [
            (depth, limits.depth, "elements inside one another"),
            (found.attributes, limits.attributes, "attributes on one tag"),
            (tags, limits.tags, "tags"),
        ] {
            if count > most {
                let why = format!("it has more than {most} {what}, which no news page has");
                return Err(Refusal::new("this page is not built like an article", why, REMEDY));
            }
        }
        if !found.closes && matches!(name.as_str(), "script" | "style") {
            at = past_raw_text(bytes, at, &name);
            depth = depth.saturating_sub(1);
        }
    }
    Ok(())
}

const REMEDY: &str = "open the page, copy the article, and paste it as text";

/// A tag found in the bytes.
pub(crate) struct Tag {
    /// Where its name stands.
    pub name: (usize, usize),
    /// `</...>`
    pub closes: bool,
    /// `<.../>`
    pub closed: bool,
    attributes: usize,
    /// One past `>`, or the end of the page.
    pub end: usize,
}

/// The next tag at or after a place; comments and declarations are passed over.
pub(crate) fn next_tag(bytes: &[u8], mut at: usize) -> Option<Tag> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'<')? + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at = find(bytes, at + 3, b"-->").map_or(bytes.len(), |end| end + 3);
            continue;
        }
        let closes = rest.first() == Some(&b'/');
        let start = at + usize::from(closes);
        if bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            return Some(tag(bytes, start, closes));
        }
    }
}

/// Reads a tag from its name on. A quoted value may hold anything.
fn tag(bytes: &[u8], start: usize, closes: bool) -> Tag {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let length = bytes[start..].iter().position(is_end).unwrap_or(bytes.len() - start);
    let (mut at, mut attributes, mut in_attribute, mut closed) = (start + length, 0, false, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' => {
                let end = bytes[at + 1..].iter().position(|other| other == byte);
                at += end.map_or(bytes.len() - at, |end| end + 1);
                in_attribute = false;
            }
            b'/' => closed = true,
            byte if byte.is_ascii_whitespace() => in_attribute = false,
            _ => {
                attributes += usize::from(!in_attribute);
                (in_attribute, closed) = (true, false);
            }
        }
        at += 1;
    }
    Tag { name: (start, start + length), closes, closed, attributes, end: (at + 1).min(bytes.len()) }
}

/// One past the text of a script or style, which is no markup.
pub(crate) fn past_raw_text(bytes: &[u8], at: usize, name: &str) -> usize {
    let mut at = at;
    while let Some(end) = find(bytes, at, b"</") {
        let tag = bytes.get(end + 2..end + 2 + name.len());
        if tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return end + 2 + name.len();
        }
        at = end + 2;
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    bytes.get(from..)?.windows(what.len()).position(|window| window == what).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(html: &str) -> bool {
        guard(html, Limits::default()).is_ok()
    }

    #[test]
    fn pages_as_they_are_pass() {
        assert!(passes("<ul><li>One<li>Two</ul><p>".repeat(5_000).as_str()));
        assert!(passes(&format!("<script>{}</script>", "if (a<b) {x='<div>'}".repeat(9_000))));
        assert!(passes("<!-- <div><div> --><img src='a>b' alt=\"<div>\"><br/>a < b"));
        assert!(
            passes("")
                && passes("<")
                && passes("</")
                && passes("<a")
                && passes("<a href='")
                && passes("<!--")
        );
    }

    #[test]
    fn what_no_news_page_holds_is_refused() {
        assert!(!passes(&"<div>".repeat(513)));
        assert!(!passes(&format!("<div {}>", "a=1 ".repeat(257))));
        assert!(!passes(&"<br>".repeat(200_001)));
        assert!(!passes(&"<svg><foreignObject>".repeat(300)));
    }

    #[test]
    fn eight_mebibytes_are_looked_over_in_a_moment() {
        for unit in ["<", "<!--", "<a '", "<script>", "</", "<a ", "a"] {
            let page = unit.repeat((8 << 20) / unit.len());
            let started = std::time::Instant::now();
            let _ = guard(&page, Limits::default());
            assert!(started.elapsed().as_secs() < 5, "{unit:?} took {:?}", started.elapsed());
        }
    }
}
