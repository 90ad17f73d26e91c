//! `casus find`: the incidents of a ledger that answer a question.

use std::process::ExitCode;

use casus::Casus;
use casus::export::{incidents, json_line};
use casus::keep::{IncidentView, Keeper};
use casus::ledger::{Filter, Ledger, Near};
use casus::model::{Field, KnownParty, kilometres};
use jiff::civil::Date;

use super::{Where, Who, ids, incident};
use crate::input::day;
use crate::table::folded;
use crate::{Outcome, Problem, json_text, open, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Words that stand in the incident or in one of its reports.
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    filter: Asked,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    output_format: Format,
}

/// What incidents must be.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Asked {
    /// On this day or later.
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Date>,
    /// On this day or earlier.
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Date>,
    /// In the last so many days.
    #[arg(long, value_name = "DAYS", conflicts_with = "from", allow_negative_numbers = true,
          value_parser = clap::value_parser!(i64).range(0..=1_000_000))]
    last: Option<i64>,
    /// Who did it, or is held to have: an id or a name of the actor list, or a name as told.
    #[arg(long)]
    actor: Option<String>,
    /// To whom.
    #[arg(long)]
    recipient: Option<String>,
    /// Kind of target, as `barracks`.
    #[arg(long, value_name = "KIND")]
    target: Option<String>,
    /// A place that a report tells, by its name or its id, as `Mosul` or `geonames:99072`.
    #[arg(long)]
    place: Option<String>,
    /// Country, as `IQ` or `Iraq`.
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Weapon class, as `drone`.
    #[arg(long, value_name = "CLASS")]
    weapon: Option<String>,
    /// Event type, as `ASSAULT`.
    #[arg(long = "kind", value_name = "TYPE")]
    event_type: Option<String>,
    /// What became of it, as `intercepted`.
    #[arg(long)]
    outcome: Option<String>,
    /// `new`, `accepted` or `rejected`; without it, all but the rejected.
    #[arg(long)]
    status: Option<String>,
    /// Around a point, as `33.8,42.4,50km`.
    #[arg(long, value_name = "LAT,LON,KM", value_parser = near, allow_hyphen_values = true)]
    near: Option<Near>,
    /// Outlet of one of its reports.
    #[arg(long)]
    outlet: Option<String>,
    /// At most so many; a table has 100 where nothing is said.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line an incident.
    Table,
    /// One JSON array.
    Json,
    /// One line of JSON an incident.
    Jsonl,
    /// One row an incident, safe to open in a spreadsheet.
    Csv,
    /// One feature an incident, for maps.
    Geojson,
}

/// Incidents that a table shows where no limit is given.
const SHOWN: usize = 100;

impl Asked {
    /// Ids as the ontology, the lists and the ledger write them; what none of them has is refused. To whom less is
    /// shown, no name that was told is named.
    fn checked(&self, casus: &Casus, ledger: &Ledger, shows_all: bool) -> Result<Asked, Problem> {
        let lexicon = casus.lexicon();
        let told = |kind: &str| {
            let told = ledger.values_of(kind);
            told.map_err(|cause| Problem::new(casus::Error::from(cause)))
        };
        let party = |kind: &str, value: &Option<String>| -> Result<Option<String>, Problem> {
            let Some(value) = value else { return Ok(None) };
            if shows_all {
                return ids::told_party(lexicon, &told(kind)?, value).map(Some);
            }
            Ok(Some(ids::told_party(lexicon, &[], value).unwrap_or_else(|_| value.clone())))
        };
        let place = match &self.place {
            Some(value) if shows_all => Some(ids::place(casus, &told("place")?, value)?),
            other => other.clone(),
        };
        let outlet = match &self.outlet {
            Some(value) => Some(ids::told(&told("outlet")?, "outlet", value)?),
            None => None,
        };
        let statuses = ["new", "accepted", "rejected"].map(str::to_owned);
        let status = self.status.as_ref().map(|status| ids::told(&statuses, "status", status)).transpose()?;
        let known = |vocabulary: &str, value: &Option<String>| {
            value.as_ref().map(|value| ids::known(lexicon, vocabulary, value)).transpose()
        };
        Ok(Asked {
            actor: party("actor", &self.actor)?,
            recipient: party("recipient", &self.recipient)?,
            place,
            outlet,
            status,
            country: self.country.as_ref().map(|country| ids::country(casus, country)).transpose()?,
            target: known("targets", &self.target)?,
            weapon: known("weapons", &self.weapon)?,
            event_type: known("event_types", &self.event_type)?,
            outcome: known("outcomes", &self.outcome)?,
            ..self.clone()
        })
    }

    fn filter(&self, words: &[String]) -> Filter {
        let since = |days: i64| jiff::Zoned::now().date().checked_sub(jiff::Span::new().days(days)).ok();
        Filter {
            from: self.from.or_else(|| self.last.and_then(since)),
            to: self.to,
            undated: false,
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            target: self.target.clone(),
            place: self.place.clone(),
            country: self.country.clone(),
            weapon: self.weapon.clone(),
            event_type: self.event_type.clone(),
            outcome: self.outcome.clone(),
            review: self.status.clone(),
            but_rejected: self.status.is_none(),
            near: self.near,
            words: (!words.is_empty()).then(|| words.join(" ")),
            outlet: self.outlet.clone(),
            limit: self.limit,
        }
    }
}

/// `33.8,42.4,50km`.
fn near(text: &str) -> Result<Near, String> {
    let parts: Vec<&str> = text.trim_end_matches("km").split(',').map(str::trim).collect();
    let numbers: Vec<f64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match numbers[..] {
        [lat, ..] if parts.len() == 3 && lat.abs() > 90.0 => {
            Err(format!("{lat} is no latitude: degrees north go from -90 to 90 and stand first"))
        }
        [_, lon, _] if parts.len() == 3 && lon.abs() > 180.0 => {
            Err(format!("{lon} is no longitude: degrees east go from -180 to 180 and stand second"))
        }
        [lat, lon, km] if parts.len() == 3 && lat.abs() <= 90.0 && lon.abs() <= 180.0 && km > 0.0 => {
            Ok(Near { lat, lon, km })
        }
        _ => Err("write degrees north, degrees east and kilometres: 33.8,42.4,50km".to_owned()),
    }
}

/// Prints the incidents that answer, the latest first.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let keeper = arguments.place.look(&casus)?;
    let looker = arguments.who.looker(&arguments.place.ledger)?;
    let shows_all = looker.profile().sees_everything();
    let mut filter = arguments.filter.checked(&casus, keeper.ledger(), shows_all)?.filter(&arguments.words);
    let seen = (!shows_all).then(|| Seen::taken_from(&mut filter));
    let undated =
        (seen.is_none() && is_dated(&filter)).then(|| undated(&keeper, &filter)).transpose()?.unwrap_or(0);
    let is_cut = seen.is_none() && filter.limit.is_none() && arguments.output_format == Format::Table;
    if is_cut {
        filter.limit = Some(SHOWN + 1);
    }
    let found = keeper.ledger().find(&filter);
    let mut found = found.map_err(|cause| Problem::new(casus::Error::from(cause)))?;
    let is_more = is_cut && found.len() > SHOWN;
    if is_more {
        found.truncate(SHOWN);
    }
    let (mut views, mut held) = (Vec::new(), 0);
    for incident in found {
        match keeper.view(incident, &looker).map_err(Problem::new)? {
            Ok(view) if seen.as_ref().is_none_or(|seen| seen.holds(&view)) => views.push(view),
            Ok(_) => {}
            Err(_) => held += 1,
        }
    }
    if let Some(limit) = seen.and_then(|seen| seen.limit) {
        views.truncate(limit);
    }
    print(&printed(&views, arguments.output_format))?;
    if held > 0 {
        anstream::eprintln!("{held} more are held back from profile {} for now", arguments.who.profile);
    }
    if is_more {
        anstream::eprintln!("these are the latest {SHOWN}; --limit N shows more");
    }
    if undated > 0 {
        anstream::eprintln!(
            "{undated} more answer but for the day: none is told of them; without --from, --to and --last they are listed"
        );
    }
    if views.is_empty() {
        anstream::eprintln!("no incident answers");
    }
    Ok(if views.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What is asked of incidents that a reader sees only in part: it is answered by what is shown, so that no answer tells
/// what is not.
struct Seen {
    near: Option<Near>,
    place: Option<String>,
    actor: Option<String>,
    recipient: Option<String>,
    outlet: Option<String>,
    /// Words and phrases, in small letters, one space around each word.
    words: Vec<String>,
    limit: Option<usize>,
}

impl Seen {
    /// Takes these questions away from those that the ledger answers.
    fn taken_from(filter: &mut Filter) -> Seen {
        let words = filter.words.take().unwrap_or_default();
        let phrases = words.split('"').enumerate().flat_map(|(at, piece)| match at % 2 {
            1 => vec![spaced(piece)],
            _ => piece.split_whitespace().map(spaced).collect(),
        });
        Seen {
            near: filter.near.take(),
            place: filter.place.take(),
            actor: filter.actor.take(),
            recipient: filter.recipient.take(),
            outlet: filter.outlet.take(),
            words: phrases.filter(|phrase| !phrase.trim().is_empty()).collect(),
            limit: filter.limit.take(),
        }
    }

    fn holds(&self, view: &IncidentView) -> bool {
        let incident = &view.incident;
        let places = || incident.places.all.iter().map(|told| &told.value);
        let is_near = |near: &Near| {
            places().any(|place| {
                let point = place.lat.zip(place.lon);
                point.is_some_and(|point| kilometres((near.lat, near.lon), point) <= near.km)
            })
        };
        let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let is_party = |party: &KnownParty, asked: &str| {
            is(&party.name, asked) || party.actor.as_deref().is_some_and(|actor| is(actor, asked))
        };
        let among = |field: &Field<KnownParty>, asked: &str| {
            field.all.iter().any(|told| is_party(&told.value, asked))
        };
        let answers =
            |asked: &Option<String>, holds: &dyn Fn(&str) -> bool| asked.as_deref().is_none_or(holds);
        self.near.as_ref().is_none_or(is_near)
            && answers(&self.place, &|asked| places().any(|place| is(&place.place, asked)))
            && answers(&self.actor, &|asked| among(&incident.actors, asked))
            && answers(&self.recipient, &|asked| among(&incident.recipients, asked))
            && answers(&self.outlet, &|asked| {
                view.documents
                    .iter()
                    .any(|document| document.outlet.as_deref().is_some_and(|name| is(name, asked)))
            })
            && self.has_words(view)
    }

    /// Whether all words stand in what is shown.
    fn has_words(&self, view: &IncidentView) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let mut shown = incident::line(&view.incident);
        for claim in &view.claims {
            shown += &format!(" {} {} ", claim.quote, claim.said_by.join(" "));
        }
        for document in &view.documents {
            shown += &format!(" {} ", document.title.as_deref().unwrap_or_default());
        }
        let shown = spaced(&shown);
        self.words.iter().all(|phrase| shown.contains(phrase.as_str()))
    }
}

/// Words in small letters, with one space before and behind each.
fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    format!(" {} ", words.join(" "))
}

fn is_dated(filter: &Filter) -> bool {
    filter.from.is_some() || filter.to.is_some()
}

/// How many incidents answer all but the days that are asked for, because they have none.
fn undated(keeper: &Keeper, filter: &Filter) -> Result<usize, Problem> {
    let filter = Filter { from: None, to: None, undated: true, limit: None, ..filter.clone() };
    let found = keeper.ledger().find(&filter);
    Ok(found.map_err(|cause| Problem::new(casus::Error::from(cause)))?.len())
}

fn printed(views: &[IncidentView], format: Format) -> String {
    match format {
        Format::Table => folded(&incident::lines(views)),
        Format::Json => json_text(&views) + "\n",
        Format::Jsonl => views.iter().map(|view| json_line(view) + "\n").collect(),
        Format::Csv => incidents::csv(views.iter().map(|view| &view.incident)),
        Format::Geojson => json_text(&incidents::geojson(views.iter().map(|view| &view.incident))) + "\n",
    }
}
