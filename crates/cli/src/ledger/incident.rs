//! An incident for people: a line in a list, or a page with every value and who told it.

use std::fmt::Write as _;

use casus::export::incidents::disputed;
use casus::keep::{ClaimView, IncidentView};
use casus::model::{
    Decided, Effect, Field, FieldDecision, KnownDamage, KnownOutcome, KnownPlace, KnownResponsibility,
    KnownTarget, KnownWeapon, LedgerIncident, Review, Teller, Toll, When, printed,
};
use owo_colors::OwoColorize;

use super::decisions;
use crate::table::{clean, number, time};

/// A line an incident: id, when, what, who to whom, where, harm, how well told.
pub(crate) fn lines(views: &[IncidentView]) -> String {
    views.iter().map(|view| line(&view.incident) + "\n").collect()
}

/// One incident in a line.
pub(crate) fn line(incident: &LedgerIncident) -> String {
    let mut parts = vec![
        when(incident.when.preferred.as_ref()),
        what(incident),
        sides(incident),
        place(incident.places.preferred.as_ref()),
    ];
    let harm: Vec<String> = incident.casualties.iter().filter_map(harm).collect();
    if !harm.is_empty() {
        parts.push(harm.join(", "));
    }
    parts.push(told(incident));
    let disputed = disputed(incident);
    if !disputed.is_empty() {
        parts.push(format!("disputed: {}", disputed.join(", ")));
    }
    let review = match incident.review {
        Review::New => "",
        Review::Accepted => " ✓",
        Review::Rejected => " ✗",
    };
    let id = format!("{}{review}", incident.id);
    format!("{:<6} {}", id.bold(), clean(&parts.join(" · ")))
}

fn when(when: Option<&When>) -> String {
    when.map_or_else(|| "no day told".to_owned(), |when| time(Some(when)))
}

fn what(incident: &LedgerIncident) -> String {
    let weapons: Vec<String> = incident.weapons.preferred.iter().map(weapon).collect();
    let outcome = incident.outcomes.preferred.as_ref().map(|outcome| printed(&outcome.value));
    let what = match (weapons.is_empty(), incident.modes.is_empty()) {
        (false, _) => weapons.join(", "),
        (true, false) => {
            format!("{} ({})", printed(&incident.event_type).to_lowercase(), incident.modes.join(", "))
        }
        (true, true) => printed(&incident.event_type).to_lowercase(),
    };
    match outcome {
        Some(outcome) => format!("{what}, {outcome}"),
        None => what,
    }
}

fn weapon(weapon: &KnownWeapon) -> String {
    let class = weapon.class.replace('-', " ");
    match weapon.count.as_ref().filter(|count| count.exact() != Some(1)) {
        Some(count) => format!("{class} ×{}", number(count)),
        None => class,
    }
}

fn sides(incident: &LedgerIncident) -> String {
    let who = incident.actors.preferred.as_ref().map_or("?", |party| &party.name);
    let target = incident.targets.preferred.as_ref().map(|target| target.name.as_str());
    let whom = target.or(incident.recipients.preferred.as_ref().map(|party| party.name.as_str()));
    format!("{who} → {}", whom.unwrap_or("?"))
}

fn place(place: Option<&KnownPlace>) -> String {
    match place {
        Some(KnownPlace { name, country: Some(country), .. }) if name != country => {
            format!("{name}, {country}")
        }
        Some(KnownPlace { name, .. }) => name.clone(),
        None => "no place told".to_owned(),
    }
}

fn harm(toll: &Toll) -> Option<String> {
    Some(format!("{} {}", number(toll.count.preferred.as_ref()?), effect(toll.effect)))
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Killed => "killed",
        Effect::Injured => "hurt",
        Effect::Missing => "missing",
        Effect::Captured => "captured",
        Effect::Displaced => "displaced",
        Effect::Sick => "sick",
    }
}

/// `3 reports, 2 independent`.
fn told(incident: &LedgerIncident) -> String {
    match incident.documents.len() {
        1 => "1 report".to_owned(),
        documents => format!("{documents} reports, {} independent", incident.origins),
    }
}

/// A page: every value of every field with its tellers, what people decided, then the claims with their sentences.
pub(crate) fn page(view: &IncidentView) -> String {
    let incident = &view.incident;
    let mut out = line(incident) + "\n";
    let mut fields = Fields { out: &mut out, decided: &incident.decided };
    fields.values("when", &incident.when, |value| when(Some(value)));
    fields.values("where", &incident.places, |value| place(Some(value)));
    fields.values("who", &incident.actors, |party| party.name.clone());
    fields.values("to whom", &incident.recipients, |party| party.name.clone());
    fields.values("target", &incident.targets, target);
    fields.values("weapon", &incident.weapons, weapon);
    fields.values("outcome", &incident.outcomes, outcome);
    for toll in &incident.casualties {
        fields.values(effect(toll.effect), &toll.count, number);
        if toll.updates.len() > 1 {
            let updates = toll.updates.iter().map(|update| {
                let day = update.published.map_or("?".to_owned(), |day| day.to_string());
                format!("{day} {}", number(&update.count))
            });
            fields.remark(&updates.collect::<Vec<_>>().join(" → "));
        }
    }
    fields.values("damage", &incident.damage, damage);
    fields.values("responsibility", &incident.responsibility, responsibility);
    fields.values("intercepted by", &incident.interceptors, |party| party.name.clone());
    if !view.decisions.is_empty() {
        let _ = writeln!(out, "\n{}", "Decided by people".bold());
        for decision in &view.decisions {
            let _ = writeln!(out, "  {:<4} {}", decision.decision, clean(&decisions::line(decision)));
        }
    }
    let _ = writeln!(out, "\n{}", "Claims".bold());
    for claim in &view.claims {
        out += &claim_lines(claim);
    }
    let _ = writeln!(out, "\n{}", "Reports".bold());
    for document in &view.documents {
        let day = document.published.map_or("no day".to_owned(), |day| day.to_string());
        let outlet = document.outlet.as_deref().unwrap_or("?");
        let title = document.title.as_deref().unwrap_or("");
        let copy = if document.origin == document.document { "" } else { ", a copy" };
        let state = if document.state == "current" { String::new() } else { format!(", {}", document.state) };
        let _ = writeln!(out, "  {}", clean(&format!("{day} {outlet}: {title}{copy}{state}")));
        let _ = writeln!(out, "    {}", clean(&document.document.0).dimmed());
    }
    out
}

fn target(target: &KnownTarget) -> String {
    format!("{} ({})", target.name, target.kind)
}

fn outcome(outcome: &KnownOutcome) -> String {
    let through = if outcome.penetrated { ", got through" } else { "" };
    format!("{}{through}", printed(&outcome.value))
}

fn damage(damage: &KnownDamage) -> String {
    format!("{} {}", damage.what, damage.degree)
}

fn responsibility(held: &KnownResponsibility) -> String {
    let party = held.party.as_ref().map_or("nobody", |party| &party.name);
    format!("{party}: {}", printed(&held.status))
}

/// A field as the page names it, and the value that a person gave it.
pub(crate) fn field_and_value(decided: &Decided) -> (&'static str, String) {
    match decided {
        Decided::When(value) => ("when", when(Some(value))),
        Decided::Where(value) => ("where", place(Some(value))),
        Decided::Actors(party) => ("who", party.name.clone()),
        Decided::Recipients(party) => ("to whom", party.name.clone()),
        Decided::Targets(value) => ("target", target(value)),
        Decided::Weapons(value) => ("weapon", weapon(value)),
        Decided::Outcomes(value) => ("outcome", outcome(value)),
        Decided::Casualties { effect, count } => (self::effect(*effect), number(count)),
        Decided::Damage(value) => ("damage", damage(value)),
        Decided::Responsibility(value) => ("responsibility", responsibility(value)),
        Decided::Interceptors(party) => ("intercepted by", party.name.clone()),
    }
}

/// The sentence behind a claim, who says so and where.
fn claim_lines(claim: &ClaimView) -> String {
    let day = claim.published.map_or("no day".to_owned(), |day| day.to_string());
    let outlet = claim.outlet.as_deref().unwrap_or("?");
    let head = format!("{}  {day} {outlet}, said by {}", claim.claim, claim.said_by.join(" and "));
    format!("  {}\n    {}\n", clean(&head), clean(&format!("“{}”", claim.quote.trim())).dimmed())
}

/// The fields of a page.
struct Fields<'a> {
    out: &'a mut String,
    decided: &'a [FieldDecision],
}

impl Fields<'_> {
    /// The values of a field: the one shown, its rule, and the others, each with who told it or set it.
    fn values<T>(&mut self, name: &str, field: &Field<T>, show: impl Fn(&T) -> String) {
        let set = self.decided.iter().rev().find(|decision| field_and_value(&decision.decided).0 == name);
        for (at, told) in field.all.iter().enumerate() {
            let label = if at == 0 { name } else { "" };
            let mark = match (at, field.disputed) {
                (0, true) => " ⚠",
                _ => "",
            };
            let by = tellers(&told.told, told.origins);
            let set = set.filter(|_| at == 0).map(set_by);
            let by: Vec<String> = set.into_iter().chain(Some(by).filter(|by| !by.is_empty())).collect();
            let value = clean(&format!("{}{mark}", show(&told.value)));
            let _ = writeln!(self.out, "  {label:<14} {value}  {}", clean(&by.join("; told by ")).dimmed());
        }
        match (set, &field.rule) {
            (Some(FieldDecision { instead_of: Some(value), .. }), _) => {
                let without = field_and_value(value).1;
                self.remark(&format!("without that decision casus would show: {without}"));
            }
            (_, Some(rule)) if field.all.len() > 1 => self.remark(&format!("the first is shown: {rule}")),
            _ => {}
        }
    }

    fn remark(&mut self, text: &str) {
        let _ = writeln!(self.out, "  {:<14} {}", "", clean(text).dimmed());
    }
}

/// `set by ada on 2031-05-04 in decision 25: “hospital list”`.
fn set_by(decision: &FieldDecision) -> String {
    let note = decision.note.as_ref().map_or(String::new(), |note| format!(": “{note}”"));
    format!(
        "set by {} on {} in decision {}{note}",
        decision.who,
        decision.at.strftime("%Y-%m-%d"),
        decision.seq
    )
}

/// `Horn 2024-09-03 (officials), Post 2024-09-04; 2 independent`.
fn tellers(told: &[Teller], origins: usize) -> String {
    let mut shown: Vec<String> = Vec::new();
    for teller in told {
        let outlet = teller.outlet.as_deref().unwrap_or("a report");
        let day = teller.published.map_or(String::new(), |day| format!(" {day}"));
        let voice = teller.voice.as_ref().map_or(String::new(), |voice| format!(" ({voice})"));
        let one = format!("{outlet}{day}{voice}");
        if !shown.contains(&one) {
            shown.push(one);
        }
    }
    const MOST: usize = 4;
    let more = shown.len().saturating_sub(MOST);
    shown.truncate(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let independent = if told.len() > 1 { format!("; {origins} independent") } else { String::new() };
    format!("{}{more}{independent}", shown.join(", "))
}
