//! The cleaned HTML of an extractor as text: a paragraph for each block, an empty line between two.
//!
//! The HTML comes from a serializer, so that every tag is whole and only `&amp;`, `&lt;`, `&gt;` and `&nbsp;`
//! stand escaped in its text (HTML, "serializing HTML fragments").

/// Elements that stand inside a line of text; every other one begins a paragraph and ends one.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Elements that stand beside one another: the cells of a row are a paragraph together.
const CELLS: [&str; 2] = ["td", "th"];

/// The paragraphs, without white space around or inside them but single spaces.
pub(crate) fn of(html: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        open.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        match name(&rest[start..end]) {
            cell if CELLS.contains(&cell.as_str()) => open.push(' '),
            inline if INLINE.contains(&inline.as_str()) => {}
            _ => close(&mut open, &mut paragraphs),
        }
        rest = &rest[end..];
    }
    open.push_str(rest);
    close(&mut open, &mut paragraphs);
    paragraphs
}

fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name[..end].to_ascii_lowercase()
}

fn close(open: &mut String, paragraphs: &mut Vec<String>) {
    let text = open.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let words: Vec<&str> = text.split_whitespace().collect();
    if !words.is_empty() {
        paragraphs.push(words.join(" "));
    }
    open.clear();
}

/// Whether words end as a sentence does, behind whatever quotes and brackets close.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]".contains(c));
    text.ends_with(['.', '!', '?', '…', '。'])
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn blocks_are_paragraphs_and_inline_elements_are_not() {
        let html = "<h1>Two boats</h1><p>One <b>big</b>\n boat &amp;&nbsp;a <a href='x'>raft</a>.</p>\
                    <ul><li>Oars<br>Sails</li></ul>&amp;lt; loose\
                    <table><tr><th>Bree</th><td>2 dead</td></tr><tr><td>Archet</td><td>none</td></tr></table>";
        let paragraphs = [
            "Two boats",
            "One big boat & a raft.",
            "Oars",
            "Sails",
            "&lt; loose",
            "Bree 2 dead",
            "Archet none",
        ];
        assert_eq!(of(html), paragraphs);
        assert!(of("<p> </p><").is_empty());
    }
}
