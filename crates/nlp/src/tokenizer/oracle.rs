//! The hand-written matchers against the regular expressions they stand for, as the model's package spells
//! them (`tests/expressions`, from spaCy, MIT licence), on many assembled strings.

use fancy_regex::Regex;

use super::Affixes;
use crate::convert::affixes;
use crate::pack::{Writer, open, seal};

const PREFIX: &str = include_str!("../../tests/expressions/prefix.txt");
const SUFFIX: &str = include_str!("../../tests/expressions/suffix.txt");
const INFIX: &str = include_str!("../../tests/expressions/infix.txt");
const URL: &str = include_str!("../../tests/expressions/url.txt");

/// Strings that are put together at random: what the expressions mention, what they nearly mention, and
/// plain words.
const PARTS: &str = "a b z A Z Q é É ß ñ Ñ ж Ж я α Ω א ב 中 日 한 の ー ３ Ａ ａ 0 1 2 9 10 25 127 172 192 224 255 . .. ... \
    … …… , , ; : :: ! ? ¿ ¡ ( ) [ ] { } < > _ # * & + +1 ++ - -- --- ---- – —  —— ~ ~~ ^ = / // | % § $ £ € ¥ US$ C$ A$ US S$ \
    ' '' \" ” “ ` ‘ ´ ’ ‚ „ » « 「 」 （ ） ‐ · । ، 's 'S ’s ’S 's. n't ° °C °F °K °c. °X. C. F. U.S. e.g. km km² m² m/s km/h \
    mph kg g mb MB TB T K M % in ft yd oz lb µg كم م гб Гб see the drone strike Arnor Gondor-based www www. .com .org .co.uk \
    http:// https:// ftp:// h:// x+y:// :// @ @@ user@ user:pass@ host.com sub.host.net a-b.de -a.de a_.de 8.8.8.8 10.0.0.1 \
    172.16.0.1 172.32.0.1 192.168.0.1 169.254.1.1 223.255.255.254 224.1.1.1 1.2.3 1.2.3.4 1.2.3.255 01.2.3.4 1.02.3.4 :80 :8 \
    :808080 :٣٣ /path /a/b?c=d ?q= #top #tag 🙂 🇺🇳 ☂ ♥ © ® ™ № ﷼ ₿ ¦ \u{301} \u{200b} \u{ad} \u{feff} \u{fffd} ² ½ ٣ Ⅳ ª º \
    xn--a.com longer.domain.name.example museum. .museum é.fr 中.cn .中国 a.b c.D d.E, x,y 1,000 1,a a,1 5-6 5-a a-5 5--6 5-- \
    a:b a:1 1:a a=b a<b 3<4 a/b 1/2 5*6 5^2 5+6 a+b (a) [1] \"a\" 'a' 2nd 12th 3pm 3p.m. a.m. $5 5$ 5€ 5US$ 5km 5km. 5kg/h -5";

struct Oracle {
    prefix: Regex,
    suffix: Regex,
    infix: Regex,
    url: Regex,
}

fn oracle() -> Oracle {
    let compile = |expression: &str| Regex::new(&translated(expression)).unwrap();
    Oracle { prefix: compile(PREFIX), suffix: compile(SUFFIX), infix: compile(INFIX), url: compile(URL) }
}

/// From Python's dialect: brackets and the like inside classes escaped, quotes not, `\w` spelt out.
fn translated(expression: &str) -> String {
    let mut out = String::new();
    let mut characters = expression.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next().unwrap() {
                plain @ ('\'' | '"' | '<' | '>') => out.push(plain),
                'w' => out.push_str(r"\p{L}\p{N}_"),
                other => out.extend(['\\', other]),
            },
            '[' if !in_class => {
                in_class = true;
                out.push('[');
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '[' | '&' | '~' if in_class => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    out
}

fn matchers() -> Affixes {
    let mut writer = Writer::default();
    affixes::write(PREFIX, SUFFIX, INFIX, URL, &mut writer).unwrap();
    let file = seal(&writer.bytes);
    let (mut payload, _) = open(&file).unwrap();
    let affixes = Affixes::read(&mut payload).unwrap();
    payload.end().unwrap();
    affixes
}

fn check(affixes: &Affixes, oracle: &Oracle, text: &str) {
    let length = |found: Option<fancy_regex::Match<'_>>| found.map_or(0, |found| found.end() - found.start());
    assert_eq!(affixes.prefix(text), length(oracle.prefix.find(text).unwrap()), "prefix of {text:?}");
    assert_eq!(affixes.suffix(text), length(oracle.suffix.find(text).unwrap()), "suffix of {text:?}");
    let mut infixes = Vec::new();
    affixes.infixes(text, |from, to| infixes.push((from, to)));
    let expected: Vec<(usize, usize)> = oracle
        .infix
        .find_iter(text)
        .map(|found| found.map(|found| (found.start(), found.end())).unwrap())
        .collect();
    assert_eq!(infixes, expected, "infixes of {text:?}");
    assert_eq!(affixes.is_url(text), oracle.url.is_match(text).unwrap(), "whether {text:?} is an address");
}

/// A small generator of its own, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

#[test]
fn assembled_strings() {
    let (affixes, oracle) = (matchers(), oracle());
    let parts: Vec<&str> = PARTS.split_whitespace().collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for part in &parts {
        check(&affixes, &oracle, part);
    }
    for _ in 0..60_000 {
        let count = 1 + dice.below(5);
        let text: String = (0..count).map(|_| parts[dice.below(parts.len())]).collect();
        check(&affixes, &oracle, &text);
    }
}

/// Each character of the classes at each place, so that no range is forgotten.
#[test]
fn every_character() {
    let (affixes, oracle) = (matchers(), oracle());
    let common = ('\u{21}'..='\u{2fff}').chain('\u{a720}'..='\u{a7ff}').chain('\u{fe00}'..='\u{ffff}');
    let rare = ('\u{3000}'..='\u{2ffff}').step_by(29);
    for character in common.step_by(2).chain(rare).filter(|&c| !crate::characters::is_space(c)) {
        for text in [
            format!("{character}"),
            format!("a{character}b"),
            format!("5{character}A."),
            format!("{character}{character}."),
        ] {
            check(&affixes, &oracle, &text);
        }
        let host = format!("a{character}.{character}{character}");
        assert_eq!(affixes.is_url(&host), oracle.url.is_match(&host).unwrap(), "{host:?}");
    }
}

/// Long chunks, on which the expressions would backtrack for ever, take time in proportion.
#[test]
fn long_chunks() {
    let affixes = matchers();
    for unit in ["a@", "a.", ".", "-", "http://", "1.", "(", "\u{301}", "'s", "a-", "@."] {
        let text = unit.repeat(200_000);
        affixes.is_url(&text);
        affixes.prefix(&text);
        affixes.suffix(&text);
        affixes.infixes(&text, |_, _| {});
    }
}

#[test]
fn addresses() {
    let affixes = matchers();
    for address in [
        "arnor.example",
        "http://www.gondor.example:8080/a?b=c#d",
        "user:word@host.org",
        "8.8.8.8/x",
        "a@b.c@d.ef",
    ] {
        assert!(affixes.is_url(address), "{address}");
    }
    for other in [
        "arnor",
        "10.0.0.1",
        "a..com",
        "host.c",
        "http://",
        "-a.com",
        "host.com:1",
        "host.COM",
        "U.S.",
        "a.m.",
    ] {
        assert!(!affixes.is_url(other), "{other}");
    }
}
