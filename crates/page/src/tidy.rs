//! A page made plain for the extractor: blocks of text and links, and nothing else inside them.
//!
//! Extractors lose what follows a script, a picture, a time or an element of the page's own making inside a
//! paragraph, glue words together where only a line break stood between them, and put bold words in other
//! places. So inside a block of text all marks but links go before they see it, and what shows no text goes
//! with its content. A `div` that holds a sentence and no block is a paragraph under another name.
//!
//! One pass over the bytes; the words and their order stay.

use std::collections::BTreeSet;

use crate::agree::words;
use crate::guard::{Tag, next_tag, past_raw_text};
use crate::paragraphs::ends_sentence;

/// Elements whose content is no text of the article. Scripts outside of text may tell of the page.
const WITHOUT_TEXT: [&str; 10] =
    ["style", "noscript", "svg", "iframe", "button", "select", "object", "video", "audio", "template"];

/// Blocks that hold text.
const TEXT: [&str; 16] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "dd",
    "dt",
    "td",
    "th",
    "blockquote",
    "figcaption",
    "caption",
    "pre",
];

/// Blocks that hold other blocks.
const HOLDERS: [&str; 31] = [
    "address", "article", "aside", "body", "center", "details", "dialog", "div", "dl", "fieldset", "figure",
    "footer", "form", "head", "header", "hr", "html", "main", "nav", "ol", "section", "summary", "table",
    "tbody", "tfoot", "thead", "title", "tr", "ul", "frameset", "textarea",
];

/// Fewest words of a `div` that is a paragraph.
const FEWEST_WORDS: usize = 8;

/// The page made plain.
pub(crate) fn tidy(html: &str) -> String {
    let mut page =
        Page { html, plain: String::with_capacity(html.len()), unended: BTreeSet::new(), within: None };
    let (mut at, mut in_text, mut in_paragraph, mut division) = (0, false, false, false);
    while let Some(tag) = next_tag(html.as_bytes(), at) {
        let begin = tag.name.0 - 1 - usize::from(tag.closes);
        page.plain.push_str(&html[at..begin]);
        at = tag.end;
        let name = html[tag.name.0..tag.name.1].to_ascii_lowercase();
        let name = name.as_str();
        if name == "script" && !tag.closes {
            at = past_raw_text(html.as_bytes(), at, name);
            page.plain.push_str(if in_text { " " } else { &html[begin..at] });
            at = if in_text { past_mark(html, at) } else { at };
        } else if WITHOUT_TEXT.contains(&name) {
            at = page.without(&tag, name);
            page.plain.push(' ');
        } else if TEXT.contains(&name) || HOLDERS.contains(&name) {
            let ends_division = std::mem::take(&mut division);
            division = name == "div" && !tag.closes && is_plain(html, &tag) && is_paragraph(html, tag.end);
            page.interrupt(in_paragraph && !tag.closes, name);
            in_paragraph = name == "p" && !tag.closes;
            in_text = division || (TEXT.contains(&name) && !tag.closes);
            page.block(&html[begin..tag.end], &tag, division || ends_division);
            if page.resumes(&tag, name) {
                page.plain.push_str("<p>");
                (in_text, in_paragraph) = (true, true);
            }
        } else if !in_text || name == "a" {
            page.plain.push_str(&html[begin..tag.end]);
        } else if matches!(name, "br" | "img" | "input") {
            page.plain.push(' ');
        }
    }
    page.plain.push_str(&html[at..]);
    page.plain
}

struct Page<'a> {
    html: &'a str,
    plain: String,
    /// Elements that have no end from here on, so that none is looked for twice.
    unended: BTreeSet<String>,
    /// A block that stands inside a paragraph, and how many of its name are open.
    within: Option<(String, usize)>,
}

impl Page<'_> {
    /// One past an element and all in it; past its mark alone where it has no end.
    fn without(&mut self, tag: &Tag, name: &str) -> usize {
        if tag.closes || tag.closed || self.unended.contains(name) {
            return tag.end;
        }
        let end = past_raw_text(self.html.as_bytes(), tag.end, name);
        if end == self.html.len() {
            self.unended.insert(name.to_owned());
            return tag.end;
        }
        past_mark(self.html, end)
    }

    /// A block inside a paragraph: a parser ends the paragraph there.
    fn interrupt(&mut self, interrupts: bool, name: &str) {
        if interrupts && HOLDERS.contains(&name) {
            self.within = Some((name.to_owned(), 0));
        }
    }

    /// Whether a paragraph goes on behind this mark: the block inside it is over.
    fn resumes(&mut self, tag: &Tag, name: &str) -> bool {
        let Some((_, open)) = self.within.as_mut().filter(|(block, _)| block == name) else {
            return false;
        };
        *open = if tag.closes { open.saturating_sub(1) } else { *open + 1 };
        let is_over = *open == 0;
        self.within.take_if(|_| is_over);
        is_over
    }

    /// A block's mark, with what it says of itself.
    fn block(&mut self, mark: &str, tag: &Tag, is_paragraph: bool) {
        if is_paragraph {
            self.plain.push_str(if tag.closes { "</p" } else { "<p" });
            self.plain.push_str(&self.html[tag.name.1..tag.end]);
        } else {
            self.plain.push_str(mark);
        }
    }
}

/// One past the `>` of a mark that is open here.
fn past_mark(html: &str, at: usize) -> usize {
    html[at..].find('>').map_or(html.len(), |end| at + end + 1)
}

/// Whether a mark says nothing of itself but that it is a paragraph: captions and boxes have names.
fn is_plain(html: &str, tag: &Tag) -> bool {
    let attributes = html[tag.name.1..tag.end].trim_end_matches('>');
    !attributes.contains('=') || attributes.contains("paragraph")
}

/// Whether what stands from here to the end of a `div` is a sentence, and not all of it a link.
fn is_paragraph(html: &str, mut at: usize) -> bool {
    let (mut text, mut in_link, mut linked) = (String::new(), false, 0);
    while let Some(tag) = next_tag(html.as_bytes(), at) {
        let piece = &html[at..tag.name.0 - 1 - usize::from(tag.closes)];
        text.push_str(piece);
        linked += if in_link { piece.len() } else { 0 };
        at = tag.end;
        match html[tag.name.0..tag.name.1].to_ascii_lowercase().as_str() {
            "div" if tag.closes => {
                let words = text.split_whitespace().count();
                return words >= FEWEST_WORDS && linked * 2 < text.len() && ends_sentence(&text);
            }
            "a" => in_link = !tag.closes,
            "br" => text.push(' '),
            "script" | "style" => return false,
            name if TEXT.contains(&name) || HOLDERS.contains(&name) || WITHOUT_TEXT.contains(&name) => {
                return false;
            }
            _ => {}
        }
    }
    false
}

/// The words of each link of a page that was made plain.
pub(crate) fn links(plain: &str) -> BTreeSet<Vec<String>> {
    let (mut links, mut at, mut open) = (BTreeSet::new(), 0, None);
    while let Some(tag) = next_tag(plain.as_bytes(), at) {
        at = tag.end;
        if plain[tag.name.0..tag.name.1].eq_ignore_ascii_case("a") {
            let begin = tag.name.0 - 1 - usize::from(tag.closes);
            if let Some(start) = open.take() {
                links.insert(words(&without_marks(&plain[start..begin])));
            }
            open = (!tag.closes).then_some(tag.end);
        }
    }
    links
}

/// Text without tags, and without the signs that stand escaped in it.
fn without_marks(html: &str) -> String {
    let (mut text, mut until) = (String::with_capacity(html.len()), None);
    for character in html.chars() {
        match (until, character) {
            (Some(end), character) if character == end => until = None,
            (Some(_), _) => {}
            (None, '<') => until = Some('>'),
            (None, '&') => until = Some(';'),
            (None, character) => {
                text.push(character);
                continue;
            }
        }
        text.push(' ');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_text_holds_text_and_links() {
        let html = "<p class=x>A <b>big</b><svg><b>x</b></svg> boat<br>and <a href='y'><i>rafts</i></a>.</p>";
        assert_eq!(tidy(html), "<p class=x>A big  boat and <a href='y'>rafts</a>.</p>");
        let around = "<div><span>One</span><script>if (a<b) {}</script><!-- <p> --></div>a < b";
        assert_eq!(tidy(around), around);
    }

    #[test]
    fn a_paragraph_goes_on_behind_a_block_inside_it() {
        let html = "<p>A <div class=ad><div></div></div><b>big</b> boat</p><div>x</div>";
        let plain = "<p>A <div class=ad><div></div></div><p>big boat</p><div>x</div>";
        assert_eq!(tidy(html), plain);
    }

    #[test]
    fn a_div_of_a_sentence_is_a_paragraph() {
        let sentence = "The crew of the boat swam ashore at noon.";
        assert_eq!(tidy(&format!("<div>{sentence}</div>")), format!("<p>{sentence}</p>"));
        for other in [
            format!("<div class=\"caption\">{sentence}</div>"),
            format!("<div><a href=x>{sentence}</a></div>"),
            format!("<div>{sentence}<ul></ul></div>"),
            "<div>Share this</div>".to_owned(),
        ] {
            assert_eq!(tidy(&other), other);
        }
    }

    #[test]
    fn eight_mebibytes_are_made_plain_in_a_moment() {
        for unit in
            ["<", "<p>", "<div>", "<div>a ", "<a>", "<a>&", "<button>", "<script>", "<svg><p>", "<x-y>", "</"]
        {
            let page = unit.repeat((8 << 20) / unit.len());
            let started = std::time::Instant::now();
            links(&tidy(&page));
            assert!(started.elapsed().as_secs() < 10, "{unit:?} took {:?}", started.elapsed());
        }
    }

    #[test]
    fn links_are_told_by_their_words() {
        let links = links("<a href=x>Two <b>Boats</b>&nbsp;sink</a><a>Home<a>News");
        assert_eq!(links.into_iter().collect::<Vec<_>>(), [vec!["home"], vec!["two", "boats", "sink"]]);
    }
}
