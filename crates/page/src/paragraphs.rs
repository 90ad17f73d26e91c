//! The cleaned HTML of an extractor as text: a paragraph for each block, an empty line between two.
//!
//! The HTML comes from a serializer, so that every tag is whole and only `&amp;`, `&lt;`, `&gt;` and `&nbsp;`
//! stand escaped in its text (HTML, "serializing HTML fragments").

/// Elements that stand inside a line of text; every other one begins a paragraph and ends one.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// The paragraphs, without white space around or inside them but single spaces.
pub(crate) fn of(html: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        open.push_str(&rest[..start]);
        let end = rest[start..].find('>').map_or(rest.len(), |end| start + end + 1);
        if !is_inline(&rest[start..end]) {
            close(&mut open, &mut paragraphs);
        }
        rest = &rest[end..];
    }
    open.push_str(rest);
    close(&mut open, &mut paragraphs);
    paragraphs.join("\n\n")
}

fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    INLINE.contains(&name[..end].to_ascii_lowercase().as_str())
}

fn close(open: &mut String, paragraphs: &mut Vec<String>) {
    let text = open.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let words: Vec<&str> = text.split_whitespace().collect();
    if !words.is_empty() {
        paragraphs.push(words.join(" "));
    }
    open.clear();
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn blocks_are_paragraphs_and_inline_elements_are_not() {
        let html = "<h1>Two boats</h1><p>One <b>big</b>\n boat &amp;&nbsp;a <a href='x'>raft</a>.</p>\
                    <ul><li>Oars<br>Sails</li></ul>&amp;lt; loose";
        assert_eq!(of(html), "Two boats\n\nOne big boat & a raft.\n\nOars\n\nSails\n\n&lt; loose");
        assert_eq!(of("<p> </p><"), "");
    }
}
