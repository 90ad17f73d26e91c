//! 500 invented reports of attacks, each with names of invented private persons in one of the forms that reports
//! have for them. Towns, ministries and Antony Blinken are real; nobody else is, and nothing of it happened.

use std::collections::BTreeSet;

/// A report and what of it nobody outside may see.
pub struct Report {
    pub title: String,
    pub text: String,
    pub published: String,
    pub url: String,
    pub outlet: &'static str,
    pub byline: Option<String>,
    /// Words of private names, in small letters.
    pub secret: BTreeSet<String>,
}

impl Report {
    /// The report as a line of JSON.
    pub fn line(&self) -> String {
        serde_json::json!({ "title": self.title, "text": self.text, "published": self.published, "url": self.url,
            "outlet": self.outlet, "byline": self.byline })
        .to_string()
    }
}

const GIVEN: [&str; 60] = [
    "Dilshad",
    "Marta",
    "Osric",
    "Thandiwe",
    "Yevgenia",
    "Kofi",
    "Nasrin",
    "Emre",
    "Ilse",
    "Tomasz",
    "Beatriz",
    "Hamidullah",
    "Zainab",
    "Farida",
    "Arjun",
    "Lakshmi",
    "Nguyet",
    "Somchai",
    "Thiha",
    "Grigory",
    "Olena",
    "Petra",
    "Jovan",
    "Mirela",
    "Andrei",
    "Ousmane",
    "Aminata",
    "Fatoumata",
    "Chidi",
    "Ngozi",
    "Abebe",
    "Selamawit",
    "Haile",
    "Wanjiru",
    "Otieno",
    "Tariq",
    "Rania",
    "Layth",
    "Sawsan",
    "Bashir",
    "Khalil",
    "Mehdi",
    "Shirin",
    "Rezvan",
    "Soraya",
    "Noor",
    "Idris",
    "Evaristo",
    "Ximena",
    "Rafael",
    "Consuelo",
    "Eamon",
    "Siobhan",
    "Callum",
    "Hattie",
    "Winston",
    "Delroy",
    "Keisha",
    "Marcus",
    "Edith",
];

const FAMILY: [&str; 60] = [
    "Rawanduzi",
    "Kolvenik",
    "Vennikar",
    "Mokoena-Ntuli",
    "Barantseva",
    "Quarshie",
    "Tavakolian",
    "Yildirimer",
    "Brandsma",
    "Wisnewicz",
    "Azevedinho",
    "Nuristanov",
    "Shamouni",
    "Talabiyeh",
    "Deshpandey",
    "Krishnaveni",
    "Phamtran",
    "Wattanakorn",
    "Hlaingwe",
    "Dobrovich",
    "Shevchukova",
    "Horackova",
    "Petronijev",
    "Dumitrache",
    "Voiculet",
    "Traorewa",
    "Keitaba",
    "Sowdjata",
    "Okonjimo",
    "Adichiela",
    "Tesfamarik",
    "Gebreselam",
    "Mwangiru",
    "Odhiamba",
    "Haddadine",
    "Khourieh",
    "Sabbaghian",
    "Darwishan",
    "Farahmandi",
    "Mosavati",
    "Golestaneh",
    "Halvorsen",
    "Lindqvister",
    "O'Gormley",
    "Ashworthy",
    "Penhaligon",
    "Trevanniel",
    "Gascoynet",
    "Mendizabala",
    "Escalanter",
    "Quintanero",
    "Urrutiaga",
    "van der Moolen",
    "de Souza-Alvim",
    "al-Samirrai",
    "al-Tikritani",
    "Abu Rashidan",
    "bin Yaqoubi",
    "MacAvelly",
    "Fitzwarren",
];

/// Town, country, and an official who may be named by office.
const TOWNS: [(&str, &str); 12] = [
    ("Mosul", "Iraq"),
    ("Kirkuk", "Iraq"),
    ("Erbil", "Iraq"),
    ("Aleppo", "Syria"),
    ("Homs", "Syria"),
    ("Goma", "Congo"),
    ("Bunia", "Congo"),
    ("Maiduguri", "Nigeria"),
    ("Gao", "Mali"),
    ("Mopti", "Mali"),
    ("Kherson", "Ukraine"),
    ("Kandahar", "Afghanistan"),
];

const OUTLETS: [&str; 5] =
    ["The Lantern", "Morning Courier", "Harbour Post", "Daily Beacon", "Northern Gazette"];

/// Headline and body. `{a}` is a whole name, `{A}` in capitals, `{a.f}` the family name, `{a.g}` the given one.
const FORMS: [(&str, &str); 18] = [
    (
        "Bomb kills three in {town} market",
        "A bomb exploded in a market in {town}, {country}, on {day} and killed three people, police said. {a}, a baker, \
         said that the blast had broken every window in the street. \"We ran to the river,\" {a.f} said.",
    ),
    (
        "Two killed as gunmen open fire in {town}",
        "Gunmen opened fire on a bus in {town}, {country}, on {day}, killing two people, the interior ministry said. The \
         dead were named as {a}, 34, and {b}, 19. {a.f}'s brother said that he had been on his way to work.",
    ),
    (
        "Teacher shot dead in {town}",
        "Unknown gunmen shot dead a teacher, {a}, outside a school in {town}, {country}, on {day}, the governor said. \
         Mrs. {a.f}, 51, had taught there for twenty years. Her colleague {b} said: \"{a.g} was loved by all.\"",
    ),
    (
        "{a} among dead in {town} shelling",
        "Shelling of {town}, {country}, killed four people on {day}, the army said. Among them was {a}, who sold fruit. \
         {b}, {c} and two children were injured.",
    ),
    (
        "Rockets hit hospital in {town}",
        "Rockets hit a hospital in {town}, {country}, on {day} and injured five patients, the health ministry said. Dr. \
         {a.f} said the surgery had lost its roof. \"Nobody warned us,\" said {a}, who has worked there since 2009.",
    ),
    (
        "Drone strike on house in {town}",
        "A drone struck a house in {town}, {country}, on {day}, killing the owner, {a}, and wounding his son {b.g}. \
         \"{a.f} had nothing to do with politics,\" a neighbour, {c}, told reporters.",
    ),
    (
        "Kidnappers free {a.f} family in {town}",
        "Gunmen kidnapped four members of the {a.f} family in {town}, {country}, on {day}, police said. {a}, the father, \
         was released two days later. U.S. Secretary of State Antony Blinken condemned the kidnapping.",
    ),
    (
        "Car bomb wounds six in {town}",
        "By {b}\n\nA car bomb wounded six people near the governor's office in {town}, {country}, on {day}, officials said. \
         Mr. {a.f}, a shopkeeper, said that his van had burnt out. {a.f}’s shop was destroyed.",
    ),
    (
        "MAN KILLED IN {town} BLAST NAMED AS {A}",
        "A roadside bomb killed one man in {town}, {country}, on {day}, the army said. Relatives named him as {a}. His \
         widow, {b}, asked for his body.",
    ),
    (
        "Militants attack village near {town}",
        "Militants attacked a village near {town}, {country}, on {day}, killing at least nine people, a hospital official \
         said. The village teacher, {a} (42), hid in a well. \"They called out names: {b}, {c},\" she said.",
    ),
    (
        "Protester shot in {town}",
        "Security forces shot and killed a protester in {town}, {country}, on {day}, activists said. {a} -- known to \
         friends as {a.g} -- was a student of law. His mother, {b}, 60, collapsed when {a.f} was buried.",
    ),
    (
        "Mortar fire injures children in {town}",
        "Mortar fire injured three children in {town}, {country}, on {day}. Their father is {a}, a driver. According to \
         {b}, a nurse at the hospital, the youngest, {c.g}, lost a hand. The governor visited the {a.f}s.",
    ),
    (
        "Journalist detained in {town}",
        "Police arrested a journalist in {town}, {country}, on {day}, and beat him, his lawyer said. The lawyer, {b}, said \
         {a} had been taken to a prison. \"Free {a.f},\" his newspaper wrote.",
    ),
    (
        "Suicide bomber kills worshippers in {town}",
        "A suicide bomber killed seven worshippers in {town}, {country}, on {day}, the interior ministry said. {a}, {b} and \
         {c} were among the victims, the imam said. No group claimed responsibility.",
    ),
    (
        "Farmers killed near {town}",
        "Gunmen killed five farmers near {town}, {country}, on {day}, a local official said. One survivor, {a.f}, told \
         Harbour Post by telephone that {b} had been hit first. {b.f} leaves four children.",
    ),
    (
        "Soldiers wounded in {town} ambush",
        "Rebels ambushed a patrol near {town}, {country}, on {day} and wounded two soldiers, the army said. Private {a} and \
         Corporal {b} were flown to a hospital. Their commander, Capt. {c.f}, praised both.",
    ),
    (
        "Air strike kills family in {town}",
        "An air strike killed a family of five in {town}, {country}, on {day}. The dead were {a}, his wife {b} and their \
         children, neighbours said. The house of {c} was damaged. Blinken said that he was saddened.",
    ),
    (
        "Aid worker abducted in {town}",
        "Armed men abducted an aid worker, {a}, in {town}, {country}, on {day}, the governor said. {a.f}, 29, comes from \
         abroad. A colleague who asked to be called {b.g} said that the men had asked for \"{a.g} {a.f}\" by name.",
    ),
];

struct Person {
    given: &'static str,
    family: &'static str,
}

impl Person {
    fn whole(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    fn secret(&self) -> impl Iterator<Item = String> {
        let words = self.whole().to_lowercase();
        let words: Vec<String> = words.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        words
            .into_iter()
            .filter(|word| !["van", "der", "de", "al", "abu", "bin", "o", ""].contains(&word.as_str()))
    }
}

/// The first so many reports. They are always the same.
pub fn reports(count: usize) -> Vec<Report> {
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % end as u64) as usize
    };
    (0..count)
        .map(|number| {
            let mut person =
                || Person { given: GIVEN[below(GIVEN.len())], family: FAMILY[below(FAMILY.len())] };
            let people = [person(), person(), person()];
            report(number, &people, TOWNS[below(TOWNS.len())], below(OUTLETS.len()), below(300))
        })
        .collect()
}

fn report(number: usize, people: &[Person; 3], town: (&str, &str), outlet: usize, day: usize) -> Report {
    let (title, text) = FORMS[number % FORMS.len()];
    let first = jiff::civil::date(2023, 1, 2);
    let date = first.checked_add(jiff::Span::new().days(day as i64)).expect("a day");
    let fill = |text: &str| {
        let mut text = text
            .replace("{town}", town.0)
            .replace("{country}", town.1)
            .replace("{day}", &date.strftime("%A").to_string());
        for (letter, person) in ["a", "b", "c"].iter().zip(people) {
            text = text
                .replace(&format!("{{{letter}}}"), &person.whole())
                .replace(&format!("{{{letter}.f}}"), person.family)
                .replace(&format!("{{{letter}.g}}"), person.given)
                .replace(&format!("{{{}}}", letter.to_uppercase()), &person.whole().to_uppercase());
        }
        text
    };
    let used = |text: &str, letter: &str| {
        text.contains(&format!("{{{letter}")) || text.contains(&format!("{{{}}}", letter.to_uppercase()))
    };
    let both = [title, text].concat();
    let secret = ["a", "b", "c"].iter().zip(people).filter(|(letter, _)| used(&both, letter));
    let slug = people[0].whole().to_lowercase().replace([' ', '\''], "-");
    Report {
        title: fill(title),
        text: fill(text),
        published: date.to_string(),
        url: match number % 4 {
            0 => format!("https://news.example/{number}/{slug}-named-in-{}", town.0.to_lowercase()),
            _ => format!("https://news.example/{number}"),
        },
        outlet: OUTLETS[outlet],
        byline: number.is_multiple_of(5).then(|| people[0].whole()),
        secret: secret.flat_map(|(_, person)| person.secret()).chain(people[0].secret()).collect(),
    }
}
