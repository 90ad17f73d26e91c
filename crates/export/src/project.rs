//! What a reader may see of a ledger: the one door that every view of it passes.
//!
//! Comes in: anything that prints as JSON, with the names of private persons in its documents and whether it is of a
//! sensitive place. Goes out: the same shape, with names withheld, points moved to the middle of a cell, and
//! addresses that spell a name cut to their host. Whole incidents are held back while an embargo runs.
//!
//! It works on the printed form, so that no field can be forgotten: a field that is added passes here too.
//! The profiles stand in `data/profiles` (OCHA Data Responsibility Guidelines, 2021; HDX on sensitive places).
//!
//! Deliberately not known here: what a ledger is, who asks, and the time, which is given.

use std::collections::BTreeSet;

use casus_model::{DataError, rows};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What stands in place of a name that is withheld.
pub const WITHHELD: &str = "[name withheld]";

/// What stands in place of a place that is told finer than a reader may see.
pub const PLACE_WITHHELD: &str = "[place withheld]";

/// What one kind of reader may see.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// `internal`, `partner` or `public`.
    pub name: String,
    /// Whether names of private persons are shown.
    pub names: bool,
    /// Side of the square that a point is moved to the middle of, in degrees.
    pub cell: Option<f64>,
    /// The same where the place is sensitive.
    pub sensitive_cell: Option<f64>,
    /// Hours after the last report for which an incident is held back.
    pub embargo_hours: i64,
    /// The same where the place is sensitive.
    pub sensitive_embargo_hours: i64,
    /// Longest excerpt, in characters.
    pub excerpt: Option<usize>,
}

impl Profile {
    /// The profiles of `data/profiles`, in order of their table.
    pub fn all() -> Result<Vec<Profile>, DataError> {
        let file = "profiles/profiles.tsv";
        let mut profiles = Vec::new();
        for row in rows(file, include_str!("../../../data/profiles/profiles.tsv"))? {
            profiles.push(Profile {
                name: row.need("profile")?.to_owned(),
                names: row.need("names")? == "yes",
                cell: row.number("cell")?,
                sensitive_cell: row.number("sensitive_cell")?,
                embargo_hours: row.number("embargo_hours")?.unwrap_or(0),
                sensitive_embargo_hours: row.number("sensitive_embargo_hours")?.unwrap_or(0),
                excerpt: row.number("excerpt")?,
            });
        }
        Ok(profiles)
    }

    /// Whether anything is kept from this reader.
    pub fn sees_everything(&self) -> bool {
        self.names && self.cell.is_none() && self.embargo_hours == 0 && self.excerpt.is_none()
    }

    /// Hours for which an incident is held back after its last report.
    pub fn embargo(&self, sensitive: bool) -> i64 {
        if sensitive { self.sensitive_embargo_hours } else { self.embargo_hours }
    }

    /// An excerpt no longer than this reader may see, cut at a character.
    pub fn excerpt(&self, text: &str) -> String {
        match self.excerpt.and_then(|longest| text.char_indices().nth(longest)) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    }
}

/// Target kinds whose place is sensitive.
pub fn sensitive_kinds() -> Result<BTreeSet<String>, DataError> {
    let table = rows("profiles/sensitive.tsv", include_str!("../../../data/profiles/sensitive.tsv"))?;
    table.iter().map(|row| row.need("kind").map(str::to_owned)).collect()
}

/// A profile at work on one view.
#[derive(Clone, Debug)]
pub struct Projection<'a> {
    /// Who looks.
    pub profile: &'a Profile,
    /// Names of private persons in the documents behind the view.
    pub names: &'a BTreeSet<String>,
    /// Names of places that are finer than this reader may see.
    pub places: &'a BTreeSet<String>,
    /// Whether the view is of a sensitive place.
    pub sensitive: bool,
}

impl Projection<'_> {
    /// The view as this reader may see it. What cannot be taken apart is not shown: then it is none.
    ///
    /// ```
    /// use casus_export::{Profile, Projection, WITHHELD};
    /// let profiles = Profile::all().unwrap();
    /// let names = ["Samwise Gamgee".to_owned()].into();
    /// let public = Projection { profile: profiles.last().unwrap(), names: &names, places: &Default::default(), sensitive: false };
    /// let seen = public.of(&vec!["Samwise Gamgee was hurt".to_owned()]).unwrap();
    /// assert_eq!(seen, [format!("{WITHHELD} was hurt")]);
    /// ```
    pub fn of<T: Serialize + DeserializeOwned>(&self, view: &T) -> Option<T> {
        serde_json::from_value(self.value(serde_json::to_value(view).ok()?)).ok()
    }

    /// The same for a printed value.
    pub fn value(&self, value: Value) -> Value {
        if self.profile.sees_everything() {
            return value;
        }
        match value {
            Value::String(text) => Value::String(self.words(&text)),
            Value::Array(values) => values.into_iter().map(|value| self.value(value)).collect(),
            Value::Object(object) => Value::Object(self.object(object)),
            other => other,
        }
    }

    fn object(&self, object: Map<String, Value>) -> Map<String, Value> {
        let seen = object.into_iter().map(|(key, value)| {
            let value = match (key.as_str(), value) {
                ("url", Value::String(url)) => Value::String(self.address(&url)),
                // A region is as coarse as anybody is told.
                ("admin1", region) => region,
                ("place", Value::String(id)) => Value::String(self.place(id)),
                (key, Value::String(id)) if IDS.contains(&key) => Value::String(id),
                // A view may have what the ids stand for under the same name.
                (key, Value::Array(ids)) if IDS.contains(&key) && ids.iter().all(Value::is_string) => {
                    Value::Array(ids)
                }
                ("who" | "note", Value::String(_)) if !self.profile.names => {
                    Value::String(WITHHELD.to_owned())
                }
                (_, value) => self.value(value),
            };
            (key, value)
        });
        let mut seen: Map<String, Value> = seen.collect();
        self.coarsen(&mut seen);
        seen
    }

    /// Moves a point to the middle of its cell, and says that it is no finer than its region. A place without a point
    /// is finer than any list knows: of it the region is told.
    fn coarsen(&self, place: &mut Map<String, Value>) {
        let cell = if self.sensitive { self.profile.sensitive_cell } else { self.profile.cell };
        let Some(cell) = cell else { return };
        let (Some(lat), Some(lon)) = (number(place, "lat"), number(place, "lon")) else {
            let precision = place.get("precision").and_then(Value::as_u64);
            if place.contains_key("place") && precision.is_some_and(|precision| precision < REGION) {
                place.insert("precision".to_owned(), REGION.into());
                self.tell_region(place);
            }
            return;
        };
        place.insert("lat".to_owned(), middle(lat, cell).into());
        place.insert("lon".to_owned(), middle(lon, cell).into());
        if let Some(precision) = place.get("precision").and_then(Value::as_u64) {
            place.insert("precision".to_owned(), precision.max(REGION).into());
        }
        if self.sensitive && place.contains_key("place") {
            self.tell_region(place);
        }
    }

    /// Names the region of a place, or its country, in its stead.
    fn tell_region(&self, place: &mut Map<String, Value>) {
        let region = place.get("admin1").and_then(|admin1| admin1["name"].as_str()).map(str::to_owned);
        let country = place.get("country").and_then(Value::as_str).map(str::to_owned);
        let id = country.as_ref().map_or_else(String::new, |country| format!("country:{country}"));
        let name = region.or(country).unwrap_or_else(|| PLACE_WITHHELD.to_owned());
        place.insert("name".to_owned(), name.into());
        place.insert("place".to_owned(), id.into());
    }

    /// The words without names of private persons, and of places that are too fine.
    fn words(&self, text: &str) -> String {
        let text = withheld(text.to_owned(), self.places, PLACE_WITHHELD);
        if self.profile.names { text } else { withheld(text, self.names, WITHHELD) }
    }

    /// The id of a place, or that of no place where it spells a name: of one that no list knows it is made of its
    /// words.
    fn place(&self, id: String) -> String {
        match id.strip_prefix(UNLISTED) {
            Some(words) if self.spells_a_name(words) => [UNLISTED, "withheld"].concat(),
            _ => id,
        }
    }

    /// Whether letters spell a part of a name, whatever stands between them.
    fn spells_a_name(&self, text: &str) -> bool {
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let rest = letters(text);
        let spells = |name: &String| {
            name.split_whitespace().any(|part| part.chars().count() > 2 && rest.contains(&letters(part)))
        };
        (!self.profile.names && self.names.iter().any(spells)) || self.places.iter().any(spells)
    }

    /// An address, or its host where the rest spells a name.
    fn address(&self, url: &str) -> String {
        if !self.spells_a_name(url) {
            return url.to_owned();
        }
        let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
        host.to_owned()
    }
}

/// How ids of places begin that no list knows.
const UNLISTED: &str = "unlisted:";

/// Members that hold ids, which are no words of a report.
const IDS: [&str; 12] = [
    "schema",
    "id",
    "document",
    "documents",
    "origin",
    "claim",
    "claims",
    "key",
    "place",
    "country",
    "actor",
    "tied_to",
];

/// The least precision of a place that was moved: its district or region.
const REGION: u64 = 3;

fn number(object: &Map<String, Value>, key: &str) -> Option<f64> {
    object.get(key).and_then(Value::as_f64)
}

/// The middle of the cell that a coordinate lies in, rounded to four places.
fn middle(degrees: f64, cell: f64) -> f64 {
    let middle = ((degrees / cell).floor() + 0.5) * cell;
    (middle * 1e4).round() / 1e4
}

/// The text without these names, the longest first, as they are written and in capitals.
fn withheld(text: String, names: &BTreeSet<String>, mark: &str) -> String {
    let mut longest_first: Vec<&String> = names.iter().collect();
    longest_first.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.as_str()));
    longest_first.into_iter().fold(text, |text, name| {
        let capitals = name.to_uppercase();
        let text = without(&text, name, mark);
        if capitals == *name { text } else { without(&text, &capitals, mark) }
    })
}

/// The text with each whole-word occurrence of a name withheld.
fn without(text: &str, name: &str, mark: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name).filter(|_| !name.is_empty()) {
        let (before, behind) = (&rest[..at], &rest[at + name.len()..]);
        let is_whole = !before.chars().next_back().is_some_and(char::is_alphanumeric)
            && !behind.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if is_whole { mark } else { name });
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(profile: &str, sensitive: bool, value: Value) -> Value {
        let profiles = Profile::all().expect("profiles");
        let profile = profiles.iter().find(|known| known.name == profile).expect("a profile");
        let names = ["Samwise Gamgee".to_owned(), "Gamgee".to_owned()].into();
        let places = ["Buckland".to_owned()].into();
        Projection { profile, names: &names, places: &places, sensitive }.value(value)
    }

    #[test]
    fn names_are_withheld_as_whole_words_and_ids_stay() {
        let view = json!({"title": "Samwise Gamgee hurt; Gamgee's dog, Gamgeetown", "id": "Gamgee",
            "url": "https://horn.example/news/samwise-gamgee-hurt"});
        let public = seen("public", false, view.clone());
        assert_eq!(public["title"], format!("{WITHHELD} hurt; {WITHHELD}'s dog, Gamgeetown"));
        assert_eq!((&public["id"], &public["url"]), (&json!("Gamgee"), &json!("horn.example")));
        assert_eq!(seen("internal", false, view.clone()), view);
    }

    #[test]
    fn names_in_capitals_in_ids_of_unlisted_places_and_of_those_who_decided_are_withheld() {
        let view = json!({"title": "SAMWISE GAMGEE HURT", "place": "unlisted:gamgee-farm",
            "decided": [{"who": "merry", "note": "I was there", "seq": 3}]});
        let seen = seen("partner", false, view);
        assert_eq!(seen["title"], format!("{WITHHELD} HURT"));
        assert_eq!(seen["place"], "unlisted:withheld");
        assert_eq!(seen["decided"], json!([{"who": WITHHELD, "note": WITHHELD, "seq": 3}]));
        let view =
            json!({"claims": [{"claim": "k_1", "quote": "Gamgee ran"}], "documents": ["sha256:Gamgee"]});
        let seen = self::seen("public", false, view);
        assert_eq!(seen["claims"][0]["quote"], format!("{WITHHELD} ran"));
        assert_eq!(seen["documents"], json!(["sha256:Gamgee"]));
    }

    #[test]
    fn a_point_is_never_finer_than_the_cell_of_its_profile() {
        let place = json!({"place": "geonames:7", "name": "Bree", "country": "GB", "lat": 51.2345, "lon": -0.0101,
            "precision": 1, "admin1": {"code": "GB.E", "name": "Eriador"}});
        let public = seen("public", false, place.clone());
        assert_eq!(
            (&public["lat"], &public["lon"], &public["precision"]),
            (&json!(51.25), &json!(-0.05), &json!(3))
        );
        let sheltered = seen("public", true, place.clone());
        assert_eq!(
            (&sheltered["lat"], &sheltered["name"], &sheltered["place"]),
            (&json!(51.5), &json!("Eriador"), &json!("country:GB"))
        );
        assert_eq!(seen("partner", false, place.clone()), place);
    }

    #[test]
    fn a_place_without_a_point_is_told_by_its_region_and_its_name_stands_nowhere() {
        let place = json!({"place": "unlisted:buckland", "name": "Buckland", "country": "GB", "lat": null, "lon": null,
            "precision": 1, "admin1": null});
        let region = json!({"admin1": {"code": "GB.B", "name": "Buckland Shire"}});
        assert_eq!(seen("public", false, region.clone()), region, "a region keeps its name");
        let view =
            json!({"where": place, "quote": "Riders came to Buckland.", "url": "https://a.example/buckland"});
        let public = seen("public", false, view);
        assert_eq!(public["where"]["name"], "GB");
        assert_eq!(
            (&public["where"]["place"], &public["where"]["precision"]),
            (&json!("country:GB"), &json!(3))
        );
        assert_eq!(public["quote"], format!("Riders came to {PLACE_WITHHELD}."));
        assert!(!public.to_string().to_lowercase().contains("buckland"), "{public}");
    }

    #[test]
    fn excerpts_end_and_embargoes_run() {
        let profiles = Profile::all().expect("profiles");
        let public = &profiles[2];
        assert_eq!(public.excerpt(&"ä".repeat(400)).chars().count(), 301);
        assert_eq!((public.embargo(false), public.embargo(true), profiles[0].embargo(true)), (24, 72, 0));
        assert!(profiles[0].sees_everything() && !profiles[1].sees_everything());
        assert!(sensitive_kinds().expect("kinds").contains("hospital"));
    }
}
