//! Decisions: what a person decided, kept as it was said. What it means is the caller's.

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde_json::{Value, json};

use crate::audit::told;
use crate::document::time;
use crate::entry::{NewEntry, append_entry, next_entry};
use crate::{Error, ErrorKind, Group, Ledger, Result};

/// A decision as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its number, which is that of its entry in the audit log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What was done: `accept`, `merge` …
    pub verb: String,
    /// All that belongs to it.
    pub body: Value,
    /// The decision that took it back.
    pub undone_by: Option<i64>,
}

impl Group<'_> {
    /// Keeps a decision. Gives its number. `object` is what it is about (`i17`, a claim key).
    pub fn decide(&mut self, verb: &str, object: &str, body: &Value) -> Result<i64> {
        self.write(|connection| {
            let (seq, stamp) = (next_entry(connection)?, self.stamp());
            connection
                .prepare_cached(
                    "INSERT INTO decision (seq, at, who, verb, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![seq, stamp.at.to_string(), stamp.who, verb, body.to_string()])?;
            let (detail, wrote) = (json!({ "decision": body }), Some(told::decision(connection, seq)?));
            append_entry(connection, stamp, &NewEntry { verb, object, detail, wrote })
        })
    }

    /// Takes a decision back, which is a decision too. Gives its number.
    pub fn undo(&mut self, decision: i64) -> Result<i64> {
        if self.decision(decision)?.is_none_or(|decision| decision.undone_by.is_some()) {
            let what = ErrorKind::Unknown(format!("decision {decision} that could be undone"));
            return Err(Error::new(what, self.path()));
        }
        let seq = self.decide("undo", &decision.to_string(), &json!({ "undoes": decision }))?;
        self.write(|connection| {
            let mut update =
                connection.prepare_cached("UPDATE decision SET undone_by = ?2 WHERE seq = ?1")?;
            update.execute([decision, seq])?;
            Ok(seq)
        })
    }
}

const DECISION: &str = "SELECT seq, at, who, verb, body, undone_by FROM decision ";

impl Ledger {
    /// Every decision, undone ones and undoings among them, the first first.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.all(&[DECISION, "ORDER BY seq"].concat(), [], decision_of)
    }

    /// Decisions that hold: neither undone nor an undoing, the first first.
    pub fn live_decisions(&self) -> Result<Vec<Decision>> {
        self.all(
            &[DECISION, "WHERE undone_by IS NULL AND verb <> 'undo' ORDER BY seq"].concat(),
            [],
            decision_of,
        )
    }

    /// The decision with a number.
    pub fn decision(&self, seq: i64) -> Result<Option<Decision>> {
        self.first(&[DECISION, "WHERE seq = ?1"].concat(), [seq], decision_of)
    }
}

fn decision_of(row: &Row) -> Result<Decision> {
    Ok(Decision {
        seq: row.get(0)?,
        at: time(&row.get::<_, String>(1)?)?,
        who: row.get(2)?,
        verb: row.get(3)?,
        body: serde_json::from_str(&row.get::<_, String>(4)?)?,
        undone_by: row.get(5)?,
    })
}
