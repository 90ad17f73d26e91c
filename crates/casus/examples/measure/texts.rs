//! Texts to time: records of corpora, and texts made up here.

use std::fmt::Write;

/// The texts of a `.jsonl` file, each behind its title where it has one.
pub fn records(content: &str) -> Vec<String> {
    let records = content.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let text = |record: serde_json::Value| {
        let text = record["text"].as_str()?;
        Some(match record["title"].as_str().filter(|title| !text.contains(title)) {
            Some(title) => format!("{title}\n\n{text}"),
            None => text.to_owned(),
        })
    };
    records.filter_map(text).collect()
}

/// One paragraph of news, again and again.
pub fn repeated(bytes: usize) -> String {
    let mut paragraph = String::new();
    Story::default().paragraph(&mut paragraph);
    paragraph.repeat(bytes / paragraph.len())
}

/// Paragraphs of news of which no two are alike: names, numbers, days and places change.
pub fn different(bytes: usize) -> String {
    let mut story = Story::default();
    let mut text = String::with_capacity(bytes + 1024);
    loop {
        let before = text.len();
        story.paragraph(&mut text);
        if text.len() > bytes {
            text.truncate(before);
            return text;
        }
    }
}

/// Makes paragraphs up, always the same ones in the same order.
#[derive(Default)]
struct Story {
    state: u64,
}

impl Story {
    fn number(&mut self, below: u64) -> u64 {
        // A linear congruential generator with the constants of Knuth's MMIX.
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % below
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let index = self.number(words.len() as u64) as usize;
        words[index]
    }

    /// A name that no list holds.
    fn name(&mut self) -> String {
        let syllables = ["Ka", "ro", "men", "dal", "tu", "vi", "sha", "gor", "lin", "bey", "qas", "ner"];
        let mut name = String::new();
        for _ in 0..3 {
            name.push_str(&self.pick(&syllables).to_lowercase());
        }
        name[..1].to_uppercase() + &name[1..]
    }

    fn paragraph(&mut self, out: &mut String) {
        let group = self.name();
        let town = if self.number(2) == 0 { self.name() } else { self.pick(&PLACES).to_owned() };
        let (weapon, target) = (self.pick(&WEAPONS), self.pick(&TARGETS));
        let (dead, hurt, hour) = (self.number(40) + 2, self.number(90) + 2, self.number(12) + 1);
        let (day, month) = (self.number(27) + 1, self.pick(&MONTHS));
        let speaker = self.name();
        let _ = write!(
            out,
            "Fighters of the {group} Front fired {weapon} at {target} in {town} on {month} {day}, killing \
             {dead} people and wounding {hurt}, according to two officials who asked not to be named. \
             “The attack began at about {hour} a.m. and lasted until dusk,” said Colonel {speaker}, a \
             spokesman for the army. The group denied that it had shelled the town, and warned that it \
             would strike the port if the siege was not lifted.\n\n"
        );
    }
}

const PLACES: [&str; 12] = [
    "Mosul",
    "Aden",
    "Kharkiv",
    "Goma",
    "Idlib",
    "Sittwe",
    "El Fasher",
    "Kandahar",
    "Hodeidah",
    "Benghazi",
    "Port Sudan",
    "Baidoa",
];
const WEAPONS: [&str; 6] =
    ["rockets", "mortar rounds", "three drones", "a cruise missile", "shells", "missiles"];
const TARGETS: [&str; 6] =
    ["a barracks", "the airport", "a market", "an oil depot", "a convoy", "the police station"];
const MONTHS: [&str; 6] = ["January", "March", "May", "July", "September", "November"];

/// Texts of half a mebibyte that make a careless reader slow.
pub fn hostile() -> Vec<(&'static str, String)> {
    let half = 512 << 10;
    let fill = |unit: &str| unit.repeat(half / unit.len());
    let numbered = |form: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for i in 0.. {
            let unit = form(i);
            if text.len() + unit.len() > half {
                break;
            }
            text.push_str(&unit);
        }
        text
    };
    let news = "Rebels attacked a village near the border. ";
    vec![
        ("one word without white space", fill("a")),
        ("“and and and …”", fill("and ")),
        ("combining marks on one letter", format!("{news}a{}", "\u{301}".repeat(half / 2 - news.len()))),
        ("numbers", numbered(&|i| format!("{i} "))),
        ("dates", numbered(&|i| format!("on {} May {}, ", i % 28 + 1, 1900 + i % 130))),
        ("place names in a list", numbered(&|i| format!("{}, ", PLACES[i % PLACES.len()]))),
        ("nested quotation marks", format!("{news}{}{}", "“‘".repeat(half / 12), "’”".repeat(half / 12))),
        ("open brackets", fill("(")),
        ("full stops", fill(". ")),
        ("hyphens", fill("-")),
        ("apostrophes", fill("'")),
        ("line ends", format!("{news}{}", "\n".repeat(half - news.len()))),
        ("one clause inside another", fill("the man who said that ")),
        ("said said said", fill("said officials said ")),
        ("commas and conjunctions", fill("rebels, soldiers and police and ")),
        ("attacks joined by “and”", fill("rebels attacked a village and killed two people and ")),
        ("attacks with full stops", fill(news)),
        ("attacks in lines of their own", fill("Rebels attacked a village.\n\n")),
        ("the same sentence in capitals", fill("REBELS ATTACKED A VILLAGE NEAR THE BORDER. ")),
        ("“according to” in a chain", fill("according to officials, ")),
        ("addresses of the web", numbered(&|i| format!("http://a{i}.example/b?c={i} "))),
        ("scripts without white space", fill("村庄遭到袭击")),
        ("right-to-left marks between letters", fill("a\u{202e}b\u{200f} ")),
        ("NUL between words", fill("rebels\u{0}attacked ")),
    ]
}
