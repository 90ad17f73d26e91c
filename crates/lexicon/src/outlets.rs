//! Who publishes: agencies, newspapers, broadcasters, by name and by the address of their pages.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{Error, Row, rows};

const FILE: &str = "outlets/outlets.tsv";

/// An agency, newspaper, broadcaster or site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Slug.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// ISO 3166-1 code of its seat.
    pub country: String,
    /// What it is.
    pub kind: OutletKind,
    /// False for a name with another meaning ("Dawn"): in a sentence it needs a word like "newspaper".
    pub alone: bool,
}

/// What an outlet is. An agency's words in another outlet's report are a wire copy: one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutletKind {
    /// Sells its reports to others.
    Agency,
    /// Prints.
    Newspaper,
    /// Radio or television.
    Broadcaster,
    /// Nothing but a site.
    Online,
}

/// The list of outlets. No two share an id, a name or a domain.
#[derive(Debug, Default)]
pub struct Outlets {
    all: Vec<Outlet>,
    by_name: FxHashMap<String, usize>,
    by_domain: FxHashMap<String, usize>,
}

impl Outlets {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Outlets, Error> {
        let mut outlets = Outlets::default();
        let Some(text) = files.get(FILE) else { return Ok(outlets) };
        for row in rows(FILE, text)? {
            outlets.add(&row)?;
        }
        Ok(outlets)
    }

    /// Every outlet, in the order of the file.
    pub fn all(&self) -> &[Outlet] {
        &self.all
    }

    /// The outlet that these words name, and nothing beside it. "The" in front makes no difference.
    pub fn named(&self, words: &str) -> Option<&Outlet> {
        self.by_name.get(&key(words)).map(|at| &self.all[*at])
    }

    /// The outlet that has a page at this address: its domain, or one below it.
    pub fn of_address(&self, address: &str) -> Option<&Outlet> {
        let host = host(address).to_lowercase();
        let parents = host.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| &host[at + 1..]);
        std::iter::once(host.as_str())
            .chain(parents)
            .find_map(|domain| self.by_domain.get(domain))
            .map(|at| &self.all[*at])
    }

    fn add(&mut self, row: &Row) -> Result<(), Error> {
        let cell = |column| row.need(column).map(str::to_owned);
        let at = self.all.len();
        let refuse = |problem: String| Err(row.error(problem));
        let outlet = Outlet {
            id: cell("id")?,
            name: cell("name")?,
            country: cell("country")?,
            kind: kind(row.need("kind")?).map_err(|problem| row.error(problem))?,
            alone: row.get("alone") != Some("no"),
        };
        if self.all.iter().any(|other| other.id == outlet.id) {
            return refuse(format!("a second outlet with id `{}`", outlet.id));
        }
        for name in std::iter::once(outlet.name.clone()).chain(row.alternatives("aliases")) {
            if let Some(other) = self.by_name.insert(key(&name), at) {
                return refuse(format!("`{name}` is a name of `{}` too", self.id_of(other, &outlet)));
            }
        }
        for domain in row.alternatives("domain") {
            if !is_domain(&domain) {
                return refuse(format!("`{domain}` is no domain in lower case without www"));
            }
            if let Some(other) = self.by_domain.insert(domain.clone(), at) {
                return refuse(format!("`{domain}` is a domain of `{}` too", self.id_of(other, &outlet)));
            }
        }
        self.all.push(outlet);
        Ok(())
    }

    fn id_of<'a>(&'a self, at: usize, new: &'a Outlet) -> &'a str {
        &self.all.get(at).unwrap_or(new).id
    }
}

fn kind(word: &str) -> Result<OutletKind, String> {
    match word {
        "agency" => Ok(OutletKind::Agency),
        "newspaper" => Ok(OutletKind::Newspaper),
        "broadcaster" => Ok(OutletKind::Broadcaster),
        "online" => Ok(OutletKind::Online),
        other => Err(format!("`{other}` is none of agency, newspaper, broadcaster, online")),
    }
}

/// A name as it is looked up: spaced once, without its article, with straight apostrophes.
fn key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let without_article = match words.as_slice() {
        [article, rest @ ..] if article.eq_ignore_ascii_case("the") && !rest.is_empty() => rest,
        all => all,
    };
    without_article.join(" ").replace('’', "'")
}

/// "news.example.org" of "https://user@news.example.org:8080/story".
fn host(address: &str) -> &str {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    host.split(':').next().unwrap_or("").trim_end_matches('.')
}

fn is_domain(text: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    text.contains('.') && !text.starts_with("www.") && text.chars().all(fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id\tname\taliases\tdomain\tcountry\tkind\talone\n";

    fn read(table: &str) -> Result<Outlets, Error> {
        let text = format!("{HEADER}{table}");
        Outlets::read(&BTreeMap::from([(FILE, text.as_str())]))
    }

    #[test]
    fn outlets_are_found_by_name_and_by_address() {
        let outlets = read(
            "horn\tThe Horn\tHorn of Gondor|HG\thorn.example|horn.co.example\tXX\tagency\t\n\
             dawn\tDawn\t\tnews.dawn.example\tXX\tnewspaper\tno\n",
        )
        .unwrap();
        let named = |words: &str| outlets.named(words).map(|outlet| outlet.id.as_str());
        assert_eq!(named("the Horn"), Some("horn"));
        assert_eq!(named("Horn of\nGondor"), Some("horn"));
        assert_eq!(named("HG"), Some("horn"));
        assert_eq!(named("hg"), None);
        assert_eq!(named("The"), None);
        let at = |address: &str| outlets.of_address(address).map(|outlet| outlet.id.as_str());
        assert_eq!(at("https://www.Horn.example/story?x=a.b"), Some("horn"));
        assert_eq!(at("horn.co.example"), Some("horn"));
        assert_eq!(at("http://news.dawn.example:80/1"), Some("dawn"));
        assert_eq!(at("https://dawn.example/"), None);
        assert_eq!(at("https://nothorn.example/horn.example"), None);
        assert!(!outlets.named("Dawn").unwrap().alone);
    }

    #[test]
    fn two_outlets_share_nothing_and_every_cell_is_checked() {
        let first = "horn\tThe Horn\tHG\thorn.example\tXX\tagency\t\n";
        assert!(read(first).is_ok());
        for second in [
            "horn\tPost\t\t\tXX\tagency\t",
            "post\tHG\t\t\tXX\tagency\t",
            "post\tPost\tHorn\t\tXX\tagency\t",
            "post\tPost\tPost\t\tXX\tagency\t",
            "post\tPost\t\thorn.example\tXX\tagency\t",
            "post\tPost\t\twww.post.example\tXX\tagency\t",
            "post\tPost\t\t\tXX\tpaper\t",
            "post\tPost\t\t\t\tagency\t",
        ] {
            let error = read(&format!("{first}{second}\n")).unwrap_err();
            assert_eq!(error.line, 3, "{second}");
        }
    }
}
