//! Full text. Indexing every word is the dearest thing a ledger does: document by document it costs ten times
//! what it costs for hundreds at once, and neither is needed to be safe. So a group only notes what is to be
//! indexed, [`Ledger::settle`] indexes what was noted, and whoever searches meanwhile indexes the little that
//! was not for itself, in memory. What is found is the same before and after.

use rusqlite::{Connection, params};

use crate::document::blob;
use crate::error::At;
use crate::ledger::{all, first};
use crate::pack::unpacked_text;
use crate::{Ledger, Result};

/// Documents after which a group settles what was noted.
pub(crate) const MANY: usize = 1000;

/// Indexes like those of the file, in memory, of what the file has not indexed.
const FRESH: &str = "
    DROP TABLE IF EXISTS temp.fresh_document;
    DROP TABLE IF EXISTS temp.fresh_summary;
    CREATE VIRTUAL TABLE temp.fresh_document USING fts5 (
      title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE VIRTUAL TABLE temp.fresh_summary USING fts5 (
      summary, content = '', tokenize = 'unicode61 remove_diacritics 2'
    );";

/// Notes that a document is to be indexed.
pub(crate) fn note_document(connection: &Connection, num: i64) -> Result<()> {
    connection.prepare_cached("INSERT INTO unindexed_document (num) VALUES (?1)")?.execute([num])?;
    Ok(())
}

/// Notes that an incident has another summary than the one that is indexed, or ended.
pub(crate) fn note_summary(connection: &Connection, num: i64, old: Option<&str>) -> Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO unindexed_summary (num, old) VALUES (?1, ?2)")?
        .execute(params![num, old])?;
    Ok(())
}

impl Ledger {
    /// Indexes the words of what was added since the last time, so that searching stays fast. A group does so
    /// after many documents and closing the ledger does too; nothing is lost where it was not done.
    pub fn settle(&mut self) -> Result<()> {
        if !has_fresh(&self.connection).at(&self.path)? {
            return Ok(());
        }
        self.run("BEGIN IMMEDIATE")?;
        let done =
            self.identity.check(&self.path).and_then(|()| index(&self.connection, File)).at(&self.path);
        self.run(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        self.noted.set(0);
        done
    }

    /// Answers a question about words: `ask` is told whether there are fresh indexes to ask beside those of the
    /// file, and all that it asks is of one moment.
    pub(crate) fn with_words<T>(&self, ask: impl FnOnce(bool) -> Result<T>) -> Result<T> {
        let inside_a_group = !self.connection.is_autocommit();
        if !inside_a_group {
            self.run("BEGIN")?;
        }
        let answer = has_fresh(&self.connection).at(&self.path).and_then(|fresh| {
            if fresh {
                self.connection.execute_batch(FRESH).at(&self.path)?;
                index(&self.connection, Memory).at(&self.path)?;
            }
            ask(fresh)
        });
        if !inside_a_group {
            self.run("ROLLBACK")?;
        }
        answer
    }
}

fn has_fresh(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM unindexed_document) OR EXISTS (SELECT 1 FROM unindexed_summary)";
    Ok(first(connection, sql, [], |row| Ok(row.get(0)?))?.unwrap_or(false))
}

/// Where words are indexed.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// In the file, and what was noted is done.
    File,
    /// In memory, for one connection.
    Memory,
}
use Place::{File, Memory};

/// Indexes what was noted in the file, inside a transaction.
pub(crate) fn index_noted(connection: &Connection) -> Result<()> {
    index(connection, File)
}

fn index(connection: &Connection, place: Place) -> Result<()> {
    let documents =
        all(connection, "SELECT num FROM unindexed_document ORDER BY num", [], |row| Ok(row.get(0)?))?;
    for num in documents {
        index_document(connection, place, num)?;
    }
    let summaries = all(connection, "SELECT num, old FROM unindexed_summary ORDER BY num", [], |row| {
        Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))
    })?;
    for (num, old) in summaries {
        index_summary(connection, place, num, old.as_deref())?;
    }
    if place == File {
        connection.prepare_cached("DELETE FROM unindexed_document")?.execute([])?;
        connection.prepare_cached("DELETE FROM unindexed_summary")?.execute([])?;
    }
    Ok(())
}

fn index_document(connection: &Connection, place: Place, num: i64) -> Result<()> {
    let mut select = connection.prepare_cached(
        "SELECT document.title, coalesce(payload.text, payload.raw) FROM document
         JOIN payload ON payload.document = document.num WHERE document.num = ?1",
    )?;
    let mut rows = select.query([num])?;
    // It may have gone again.
    let Some(row) = rows.next()? else { return Ok(()) };
    let (title, text): (Option<String>, String) = (row.get(0)?, unpacked_text(blob(row, 1)?)?);
    let sql = match place {
        File => "INSERT INTO document_words (rowid, title, text) VALUES (?1, ?2, ?3)",
        Memory => "INSERT INTO temp.fresh_document (rowid, title, text) VALUES (?1, ?2, ?3)",
    };
    connection.prepare_cached(sql)?.execute(params![num, title, text])?;
    Ok(())
}

fn index_summary(connection: &Connection, place: Place, num: i64, old: Option<&str>) -> Result<()> {
    if let Some(old) = old.filter(|_| place == File) {
        let sql = "INSERT INTO incident_words (incident_words, rowid, summary) VALUES ('delete', ?1, ?2)";
        connection.prepare_cached(sql)?.execute(params![num, old])?;
    }
    let sql = match place {
        File => {
            "INSERT INTO incident_words (rowid, summary) SELECT num, summary FROM incident WHERE num = ?1"
        }
        Memory => {
            "INSERT INTO temp.fresh_summary (rowid, summary) SELECT num, summary FROM incident WHERE num = ?1"
        }
    };
    connection.prepare_cached(sql)?.execute([num])?;
    Ok(())
}

/// What a user typed, as words that all have to be there; none where there is no letter or digit in it.
/// `"Side by side"` in quotation marks stays together.
pub(crate) fn quoted(text: &str) -> Option<String> {
    let mut phrases = Vec::new();
    for (at, piece) in text.split('"').enumerate() {
        if at % 2 == 1 {
            phrases.push(piece);
        } else {
            phrases.extend(piece.split_whitespace());
        }
    }
    phrases.retain(|phrase| phrase.contains(char::is_alphanumeric));
    let quoted: Vec<String> =
        phrases.iter().map(|phrase| ["\"", &phrase.replace('\0', " "), "\""].concat()).collect();
    (!quoted.is_empty()).then(|| quoted.join(" "))
}
