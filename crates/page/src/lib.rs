//! Web pages: the article in a page, and what the page says of it.
//!
//! Comes in: the bytes of a page. Goes out: an [`Article`] with its text in paragraphs, its headline, day,
//! writer, outlet and address where the page tells them; or a [`Refusal`] that says what, why, and what to do.
//!
//! Pages are hostile, and the libraries that build trees of them are slow or deep on some: [`guard`] looks a
//! page over in one pass first, and a caller runs the rest in a process with limits of its own.
//!
//! Deliberately not known here: where a page came from, processes, and what any word of it means. Comments of
//! readers, menus and advertisements are left out; scripts are never run.

mod agree;
mod charset;
mod guard;
mod paragraphs;
mod tidy;
mod told;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

pub use charset::decode;
pub use guard::{Limits, guard};

/// The article of a page. What the page does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The headline.
    pub title: Option<String>,
    /// The paragraphs, with an empty line between two.
    pub text: String,
    /// The day that the page gives for its publication.
    pub published: Option<Date>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The name of the site.
    pub outlet: Option<String>,
    /// The address that the page gives for itself.
    pub url: Option<String>,
}

/// Why a page gave no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong, in a fragment.
    pub what: String,
    /// Why.
    pub why: String,
    /// What the user can do.
    pub remedy: String,
}

impl Refusal {
    fn new(what: &str, why: impl Into<String>, remedy: &str) -> Refusal {
        Refusal { what: what.to_owned(), why: why.into(), remedy: remedy.to_owned() }
    }
}

/// Finds the article in a page; behind a trait, because the libraries that can are young.
pub trait Extractor {
    /// The article of a page that has passed [`guard`].
    fn article(&self, html: &str) -> Result<Article, Refusal>;
}

/// The extractor that casus uses: trafilatura, with readability where that finds too little. It reads a page
/// that [`tidy`] made plain three times, and what the readings agree on is the article.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trafilatura;

impl Extractor for Trafilatura {
    fn article(&self, html: &str) -> Result<Article, Refusal> {
        let options = options();
        let page = trafilatura::dom::Document::parse(html);
        let metadata = trafilatura::metadata::extract_metadata(&page, &options);
        let plain = tidy::tidy(html);
        let read = |options: Options| {
            let found = trafilatura::extract(&plain, &options);
            found
                .map(|found| paragraphs::of(&found.content_html))
                .map_err(|cause| nothing(&cause.to_string()))
        };
        let falling_back = read(options.clone().with_fallback(true))?;
        let as_it_stands = read(options.clone()).unwrap_or_default();
        let strict = read(options.with_fallback(true).with_focus(ExtractionFocus::FavorPrecision));
        let mut paragraphs = agree::agreed(as_it_stands, falling_back, &strict.unwrap_or_default());
        agree::drop_links(&mut paragraphs, &tidy::links(&plain));
        let told = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (outlet, url) = (told(metadata.sitename).and_then(told::outlet), told(metadata.url));
        let title = told(metadata.title).map(|title| told::headline(title, outlet.as_deref()));
        let title = agree::take_title(title, &mut paragraphs);
        let day = metadata.date.and_then(|date| date.to_string().parse().ok());
        let text = paragraphs.join("\n\n");
        if text.split_whitespace().count() < FEWEST_WORDS {
            return Err(nothing("without menus and scripts next to nothing is left of the page"));
        }
        Ok(Article {
            title,
            text,
            published: told::published(day, url.as_deref()),
            byline: told(metadata.author),
            outlet,
            url,
        })
    }
}

fn options() -> Options {
    // Below this size the blocks of the page are glued together: short news is news too.
    let sizes = trafilatura::Config::default().with_min_extracted_size(SHORTEST);
    Options::default()
        .with_config(sizes)
        .with_exclude_comments(true)
        // The day of the page's metadata; one found in its text would be a guess.
        .with_html_date_mode(HtmlDateMode::Fast)
}

/// Characters of the shortest article that is looked for by its structure.
const SHORTEST: usize = 60;

/// A page with fewer words than this holds no article.
const FEWEST_WORDS: usize = 8;

fn nothing(why: &str) -> Refusal {
    Refusal::new("no article in this page", why, "open the page, copy the article, and paste it as text")
}

/// The article of a page: decoded, looked over, extracted.
pub fn article(bytes: &[u8], extractor: &impl Extractor) -> Result<Article, Refusal> {
    let html = decode(bytes);
    guard(&html, Limits::default())?;
    extractor.article(&html)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Shells hit ferry at Bree - The Horn</title>
        <meta property="og:title" content="Shells hit ferry at Bree">
        <meta property="og:site_name" content="The Horn">
        <meta property="article:published_time" content="2022-05-05T06:30:00Z">
        <meta name="author" content="Mira Underhill">
        <link rel="canonical" href="https://horn.example/ferry"></head>
        <body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
        <article><h1>Shells hit ferry at Bree</h1>
        <p>Two shells struck a ferry at the quay of Bree on Tuesday, killing three passengers, the harbour
        master said.</p>
        <p>The crew of a second boat saw the guns open up from the far bank of the river shortly after noon,
        and pulled eleven people out of the water.</p></article>
        <script>track("page")</script><footer>All rights reserved</footer></body></html>"#;

    #[test]
    fn the_article_and_what_the_page_says_of_it() {
        let article = article(PAGE.as_bytes(), &Trafilatura).expect("an article");
        assert_eq!(article.title.as_deref(), Some("Shells hit ferry at Bree"));
        assert_eq!(article.published, Some(jiff::civil::date(2022, 5, 5)));
        assert_eq!(article.byline.as_deref(), Some("Mira Underhill"));
        assert_eq!(article.outlet.as_deref(), Some("The Horn"));
        assert_eq!(article.url.as_deref(), Some("https://horn.example/ferry"));
        assert!(
            article
                .text
                .contains("on Tuesday, killing three passengers, the harbour master said.\n\nThe crew")
        );
        for left_out in ["Sport", "track", "All rights reserved"] {
            assert!(!article.text.contains(left_out), "{}", article.text);
        }
    }

    /// A page with this inside its second paragraph, and its text.
    fn with_inside(inside: &str) -> String {
        let page = PAGE.replace("guns open up", &format!("guns open {inside} up"));
        article(page.as_bytes(), &Trafilatura).expect("an article").text
    }

    #[test]
    fn nothing_inside_a_paragraph_costs_the_words_behind_it() {
        for element in [
            "<script>x()</script>",
            "<svg><path d='x'/></svg>",
            "<iframe src='x'></iframe>",
            "<noscript><img src='x'></noscript>",
            "<button>Share</button>",
            "<input name='x'>",
            "<wbr>",
            "<div class='ad'></div>",
            "<aside>Ten more</aside>",
            "<figure><img src='x'></figure>",
        ] {
            let text = with_inside(element);
            assert!(text.contains("saw the guns open"), "{element}: {text}");
            assert!(text.contains("up from the far bank of the river"), "{element}: {text}");
        }
        for element in ["time", "label", "nobr", "horn-name", "b", "em", "font", "abbr", "span"] {
            let text = with_inside(&format!("<{element} class='x'>wide</{element}>"));
            assert!(text.contains("the guns open wide up from the far bank"), "{element}: {text}");
        }
        let text = with_inside("<strong><time>wide</time></strong><br><a href='x'><b>and</b></a>");
        assert!(text.contains("the guns open wide and up from the far bank"), "{text}");
    }

    #[test]
    fn a_paragraph_may_be_a_div() {
        let page = PAGE.replace("<p>The crew", "<div>The crew").replace("water.</p>", "water.</div>");
        let text = article(page.as_bytes(), &Trafilatura).expect("an article").text;
        assert!(text.contains("noon, and pulled eleven people out of the water."), "{text}");
    }

    #[test]
    fn the_headline_and_headlines_of_other_articles_stand_not_in_the_text() {
        let more = "<p>READ MORE: <a href='/b'>Bridge at Bree burns down</a></p>\
                    <p><a href='/c'>Ten rangers lost in the north</a></p>";
        let page = PAGE.replace("<p>The crew", &format!("{more}<p>The crew"));
        let text = article(page.as_bytes(), &Trafilatura).expect("an article").text;
        assert!(text.starts_with("Two shells struck"), "{text}");
        assert!(!text.contains("burns down") && !text.contains("rangers"), "{text}");
    }

    #[test]
    fn a_page_without_an_article_is_refused_with_a_remedy() {
        let refusal = article(b"<html><body><nav>Menu</nav></body></html>", &Trafilatura).expect_err("none");
        assert_eq!(refusal.what, "no article in this page");
        assert!(!refusal.why.is_empty() && !refusal.remedy.is_empty());
    }
}
