//! Erasure: what a document told is removed for good, and does not come back.
//!
//! Removed are its bytes, its text and all that is known of it, its readings, claims and accounts in every
//! layer, its words in the full text, and every version of every incident that it stood behind, for these bear
//! its names. The entries of the audit log that told of all this keep their digests, which are salted, and lose
//! what they told and their salts: the log still verifies, and nothing can be guessed from it.
//! A salted digest of the bytes and one of the text stay as tombstones, so that neither is added again.
//!
//! Decisions are a person's words and stay; [`Erased`] names those that mention the document. Backups made
//! before still have it: they are beyond reach here.
//!
//! Two steps make it final: [`Group::erase`] inside a group, after which the caller links the rest anew, and
//! [`Ledger::scrub`] once the group was committed, which clears the bytes that SQLite leaves behind.

use std::collections::BTreeSet;

use casus_model::DocumentId;
use rusqlite::{Connection, Row, params};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::account::AccountId;
use crate::document::{State, blob, digest_of, number_of, order};
use crate::entry::{NewEntry, append_entry, next_entry, random};
use crate::error::At as _;
use crate::incident::{IncidentId, withdraw};
use crate::ledger::{all, first};
use crate::origin::forget_bands;
use crate::pack::{unpacked, unpacked_text};
use crate::reading::{claims_in, forget_reading};
use crate::words::index_noted;
use crate::{Error, ErrorKind, Group, LayerId, Ledger, Result};

/// Bytes of a file that are worked on in memory while it is written anew; those of a larger one go through a
/// temporary file.
const IN_MEMORY: i64 = 256 << 20;

/// What went with a document, and what the caller has to see to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// The entry of the audit log that says so.
    pub entry: i64,
    /// Incidents that the document stood behind. They are gone as they were; those that others tell of too are
    /// to be put again, under the same ids.
    pub incidents: Vec<(LayerId, IncidentId)>,
    /// Accounts of other documents that stood behind these incidents or had an edge to an account of this
    /// document: what is to be linked anew.
    pub accounts: Vec<(LayerId, AccountId)>,
    /// Other documents whose state is another now.
    pub changed: Vec<(DocumentId, State)>,
    /// Decisions that mention the document or a claim of it. They stay.
    pub decisions: Vec<i64>,
}

impl Group<'_> {
    /// Removes a document for good. The reason is kept.
    pub fn erase(&mut self, document: &DocumentId, reason: &str) -> Result<Erased> {
        self.write(|connection| {
            let erasure = Erasure::new(connection, document)?;
            let mut erased = erasure.affected()?;
            let mut entries = erasure.remove_versions(&mut erased)?;
            erasure.remove_document(&mut erased)?;
            index_noted(connection)?;
            entries.extend(entries_about(connection, &document.0)?);
            blank(connection, &entries)?;
            erased.entry = next_entry(connection)?;
            erasure.bury(erased.entry)?;
            let object = format!("erasure {}", erased.entry);
            let detail = json!({ "reason": reason, "erased": entries });
            append_entry(
                connection,
                self.stamp(),
                &NewEntry { verb: "erase", object: &object, detail, wrote: None },
            )?;
            connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('unscrubbed', 1)", [])?;
            Ok(erased)
        })
    }
}

impl Ledger {
    /// True where something was erased and [`Ledger::scrub`] has not been through since.
    pub fn is_unscrubbed(&self) -> Result<bool> {
        Ok(self.first("SELECT 1 FROM meta WHERE name = 'unscrubbed'", [], |_| Ok(()))?.is_some())
    }

    /// Clears what erased things left in the file: writes the file anew without them and empties the
    /// write-ahead log. Takes time and room on the disk as a copy of the ledger does. Fails, and can be
    /// repeated, while others have the ledger open and read what it was before.
    pub fn scrub(&mut self) -> Result<()> {
        scrub(&self.connection).at(&self.path)
    }
}

/// A document that is going.
struct Erasure<'c> {
    connection: &'c Connection,
    id: &'c DocumentId,
    num: i64,
    page: Option<String>,
    text: String,
    title: Option<String>,
    /// The layers that read it, with the numbers of the claims in it.
    readings: Vec<(LayerId, (i64, i64))>,
    claims: Vec<String>,
}

impl<'c> Erasure<'c> {
    fn new(connection: &'c Connection, id: &'c DocumentId) -> Result<Erasure<'c>> {
        // What is to be removed from the index of words has to be in it.
        index_noted(connection)?;
        // From here on what is deleted is overwritten, too.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.execute_batch(
            "INSERT INTO document_words (document_words, rank) VALUES ('secure-delete', 1);
             INSERT INTO incident_words (incident_words, rank) VALUES ('secure-delete', 1)",
        )?;
        let num = number_of(connection, id)?;
        let sql = "SELECT page, title, coalesce(text, raw) FROM document
                   JOIN payload ON payload.document = num WHERE num = ?1";
        let row = first(connection, sql, [num], |row| {
            Ok((row.get(0)?, row.get(1)?, unpacked_text(blob(row, 2)?)?))
        })?;
        let (page, title, text) = row.ok_or_else(|| Error::of(ErrorKind::Damaged))?;
        let sql = "SELECT layer, num FROM reading WHERE document = ?1";
        let readings = all(connection, sql, [num], |row| Ok((LayerId(row.get(0)?), claims_in(row.get(1)?))))?;
        let mut claims = Vec::new();
        for (_, (first, last)) in &readings {
            let sql = "SELECT key FROM claim WHERE num BETWEEN ?1 AND ?2";
            claims.extend(all(connection, sql, [first, last], |row| Ok(row.get::<_, String>(0)?))?);
        }
        Ok(Erasure { connection, id, num, page, text, title, readings, claims })
    }

    /// What others have to do with it.
    fn affected(&self) -> Result<Erased> {
        let incidents = all(
            self.connection,
            "SELECT incident.layer, incident.id FROM behind JOIN incident ON incident.num = behind.incident
             WHERE behind.document = ?1 ORDER BY 1, 2",
            [self.num],
            |row| Ok((LayerId(row.get(0)?), IncidentId(row.get(1)?))),
        )?;
        let decisions = all(self.connection, "SELECT seq, body FROM decision ORDER BY seq", [], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })?;
        let mentioned =
            |body: &str| body.contains(&self.id.0) || self.claims.iter().any(|key| body.contains(key));
        let decisions =
            decisions.into_iter().filter(|(_, body)| mentioned(body)).map(|(seq, _)| seq).collect();
        Ok(Erased { incidents, accounts: self.neighbours()?, decisions, ..Erased::default() })
    }

    /// Accounts of others that have an edge to one of this document.
    fn neighbours(&self) -> Result<Vec<(LayerId, AccountId)>> {
        let mut neighbours = Vec::new();
        for (layer, (first, last)) in &self.readings {
            let sql = "SELECT b FROM edge WHERE a BETWEEN ?1 AND ?2 AND b NOT BETWEEN ?1 AND ?2";
            let other = |row: &Row| Ok((*layer, AccountId(row.get(0)?)));
            neighbours.extend(all(self.connection, sql, [first, last], other)?);
        }
        Ok(neighbours)
    }

    /// Accounts of others that bear one of these keys.
    fn accounts_of_others(&self, layer: LayerId, keys: &[String]) -> Result<Vec<(LayerId, AccountId)>> {
        let mut accounts = Vec::new();
        for key in keys.iter().filter(|key| !self.claims.contains(key)) {
            let sql = "SELECT account.claim FROM claim JOIN account ON account.claim = claim.num
                       WHERE claim.key = ?1 AND claim.layer = ?2";
            let account = |row: &Row| Ok((layer, AccountId(row.get(0)?)));
            accounts.extend(first(self.connection, sql, params![key, layer.0], account)?);
        }
        Ok(accounts)
    }

    /// Removes every version that names the document, and the incidents it stands behind now.
    /// Gives the entries that told of them.
    fn remove_versions(&self, erased: &mut Erased) -> Result<BTreeSet<i64>> {
        for (layer, id) in &erased.incidents {
            let claims = withdraw(self.connection, *layer, *id)?;
            erased.accounts.extend(self.accounts_of_others(*layer, &claims)?);
        }
        erased.accounts.sort_unstable();
        erased.accounts.dedup();
        let sql = "SELECT num, entry, body FROM version WHERE body IS NOT NULL";
        let named = all(self.connection, sql, [], |row| {
            let names = contains(&unpacked(blob(row, 2)?)?, self.id.0.as_bytes());
            Ok((names, row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        let mut entries = BTreeSet::new();
        for (_, num, entry) in named.into_iter().filter(|(names, _, _)| *names) {
            self.connection.prepare_cached("DELETE FROM version WHERE num = ?1")?.execute([num])?;
            entries.insert(entry);
        }
        let unused = "DELETE FROM word WHERE num NOT IN (SELECT word FROM facet)";
        self.connection.execute(unused, [])?;
        Ok(entries)
    }

    /// Removes the document with all that hangs on it.
    fn remove_document(&self, erased: &mut Erased) -> Result<()> {
        for (layer, _) in &self.readings {
            forget_reading(self.connection, *layer, self.num)?;
        }
        self.connection.execute(
            "INSERT INTO document_words (document_words, rowid, title, text) VALUES ('delete', ?1, ?2, ?3)",
            params![self.num, self.title, self.text],
        )?;
        self.leave_origin()?;
        for sql in [
            "DELETE FROM behind WHERE document = ?1",
            "DELETE FROM payload WHERE document = ?1",
            "DELETE FROM document WHERE num = ?1",
        ] {
            self.connection.prepare_cached(sql)?.execute([self.num])?;
        }
        if let Some(page) = &self.page {
            erased.changed = order(self.connection, page)?;
        }
        Ok(())
    }

    /// An origin that was called after the document is called after its least other member.
    fn leave_origin(&self) -> Result<()> {
        forget_bands(self.connection, self.num)?;
        for sql in [
            "DELETE FROM kin WHERE a = ?1 OR b = ?1",
            "DELETE FROM origin WHERE document = ?1",
            "UPDATE origin SET root = (SELECT origin.document FROM origin JOIN document ON num = origin.document
             WHERE root = ?1 ORDER BY digest LIMIT 1) WHERE root = ?1",
        ] {
            self.connection.prepare_cached(sql)?.execute([self.num])?;
        }
        Ok(())
    }

    /// Leaves tombstones for the bytes and the text.
    fn bury(&self, entry: i64) -> Result<()> {
        let salt = match salt(self.connection)? {
            Some(salt) => salt,
            None => {
                let salt: [u8; 16] = random()?;
                let sql = "INSERT INTO meta (name, value) VALUES ('tombstone_salt', ?1)";
                self.connection.execute(sql, [salt])?;
                salt
            }
        };
        let bytes = digest_of(self.id).ok_or_else(|| Error::of(ErrorKind::Internal))?;
        for digest in [salted(&salt, &bytes), salted(&salt, &Sha256::digest(&self.text).into())] {
            self.connection
                .prepare_cached("INSERT OR REPLACE INTO tombstone (digest, entry) VALUES (?1, ?2)")?
                .execute(params![digest, entry])?;
        }
        Ok(())
    }
}

/// The entries that are about an object.
fn entries_about(connection: &Connection, object: &str) -> Result<Vec<i64>> {
    all(connection, "SELECT seq FROM entry WHERE object = ?1", [object], |row| Ok(row.get(0)?))
}

fn blank(connection: &Connection, entries: &BTreeSet<i64>) -> Result<()> {
    let mut update = connection
        .prepare_cached("UPDATE entry SET object = NULL, detail = NULL, salt = NULL WHERE seq = ?1")?;
    for entry in entries {
        update.execute([entry])?;
    }
    Ok(())
}

/// True where a document with this digest, or this text, was removed for good.
pub(crate) fn is_suppressed(connection: &Connection, digest: &[u8; 32], text: Option<&str>) -> Result<bool> {
    let Some(salt) = salt(connection)? else { return Ok(false) };
    let text = text.map(|text| Sha256::digest(text).into());
    for digest in [Some(*digest), text].into_iter().flatten() {
        let sql = "SELECT 1 FROM tombstone WHERE digest = ?1";
        if first(connection, sql, [salted(&salt, &digest)], |_| Ok(()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the tombstones of this ledger are salted with.
fn salt(connection: &Connection) -> Result<Option<[u8; 16]>> {
    first(connection, "SELECT value FROM meta WHERE name = 'tombstone_salt'", [], |row| Ok(row.get(0)?))
}

fn salted(salt: &[u8; 16], digest: &[u8; 32]) -> [u8; 32] {
    let hash = Sha256::new().chain_update(b"casus.tombstone/1\n").chain_update(salt).chain_update(digest);
    hash.finalize().into()
}

fn scrub(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "INSERT INTO document_words (document_words) VALUES ('optimize');
         INSERT INTO incident_words (incident_words) VALUES ('optimize')",
    )?;
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let page: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    if pages * page > IN_MEMORY {
        connection.pragma_update(None, "temp_store", "FILE")?;
    }
    let written = connection.execute_batch("VACUUM");
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    written?;
    empty_log(connection)?;
    connection.execute("DELETE FROM meta WHERE name = 'unscrubbed'", [])?;
    empty_log(connection)
}

/// Copies the write-ahead log into the file and cuts it to nothing.
fn empty_log(connection: &Connection) -> Result<()> {
    match connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))? {
        0 => Ok(()),
        _ => {
            let why = "others read what the ledger was before; its write-ahead log keeps erased words until they close it";
            Err(Error::of(ErrorKind::Busy).because(why))
        }
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    let first = part[0];
    text.windows(part.len()).any(|window| window[0] == first && window == part)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use casus_model::{Document, KnownParty};
    use rusqlite::types::ValueRef;

    use super::*;
    use crate::audit::{Against, Outside, verify};
    use crate::file::beside;
    use crate::fixture::*;
    use crate::{Access, NewClaim, NewDocument, Outcome};

    /// Words that stand in one report alone, each in another place.
    const PLANTED: [&str; 9] = [
        "azanulbizar",
        "bombur",
        "celebrimbor",
        "dagorlad",
        "ecthelion",
        "fangorn",
        "glorfindel",
        "hirluin",
        "khazad",
    ];

    struct Scene {
        fixture: Fixture,
        outside: Outside,
        layer: LayerId,
        secret: Document,
        plain: Document,
        incidents: [IncidentId; 2],
    }

    /// Two reports of one raid. The first has planted words wherever words are kept.
    fn scene() -> Scene {
        let mut fixture = fixture();
        let folder = fixture.folder.path();
        let outside = Outside { keys: folder.join("keys"), checkpoints: folder.join("checkpoints") };
        let ledger = &mut fixture.ledger;
        ledger.new_key(stamp(), &outside).unwrap();
        let mut group = ledger.group(stamp()).unwrap();
        let layer = group.new_layer(&json!({})).unwrap();
        group.activate(layer).unwrap();
        for number in 0..40 {
            add(&mut group, &document(&format!("Another report, the {number}th, of orcs and wolves.")));
        }
        let [raw, text, title, url, outlet, reading, claimed, told, why] = PLANTED;
        let mut secret = document(&format!("Orcs hurt {text} at Bree."));
        secret.title = Some(format!("Raid by {title}"));
        secret.url = Some(format!("https://pony.example/{url}"));
        secret.outlet = Some(format!("The {outlet}"));
        let bytes = format!("<p>{raw}</p><p>{}</p>", secret.text);
        secret.id = DocumentId::of(bytes.as_bytes());
        let new = NewDocument { raw: bytes.as_bytes(), document: &secret, given: None };
        assert_eq!(group.add_document(new).unwrap().outcome, Outcome::New);
        let plain = document("Orcs hurt a guard at Bree.");
        add(&mut group, &plain);
        let body = format!(r#"{{"who":"{claimed}"}}"#);
        let claims = [NewClaim { body: &body, ..claim("k_secret") }];
        group.put_reading(layer, &secret.id, &format!(r#"{{"words":"{reading}"}}"#), &claims).unwrap();
        group.put_reading(layer, &plain.id, "{}", &[claim("k_plain"), claim("k_other")]).unwrap();
        let one = group.put_account(layer, "k_secret", told.as_bytes(), &[1, 2]).unwrap();
        let other = group.put_account(layer, "k_plain", b"plain", &[1]).unwrap();
        group.put_edge(one, other, 3.0, why.as_bytes()).unwrap();
        for document in [&secret, &plain] {
            group.put_signature(&document.id, b"signature", &[5]).unwrap();
        }
        group.put_kin(&secret.id, &plain.id, why.as_bytes()).unwrap();
        group.set_origin(&plain.id, &secret.id).unwrap();
        let incidents = [group.mint().unwrap(), group.mint().unwrap()];
        // One incident that both tell of, after the first alone did; one that named the secret only once.
        let named = |id, claims: &[&str], documents: &[&DocumentId]| {
            let mut incident = incident(id, claims, documents);
            incident.actors = field(vec![KnownParty {
                actor: None,
                name: format!("Friends of {text}"),
                tied_to: Vec::new(),
            }]);
            incident
        };
        let [shared, once] = incidents;
        group.put_incident(layer, &named(shared, &["k_secret"], &[&secret.id]), text).unwrap();
        group
            .put_incident(layer, &named(shared, &["k_secret", "k_plain"], &[&secret.id, &plain.id]), text)
            .unwrap();
        group.put_incident(layer, &named(once, &["k_other"], &[&secret.id, &plain.id]), text).unwrap();
        group.put_incident(layer, &incident(once, &["k_other"], &[&plain.id]), "raid").unwrap();
        group.decide("accept", "i1", &json!({ "claim": "k_secret" })).unwrap();
        group.decide("accept", "i2", &json!({ "claim": "k_other" })).unwrap();
        group.commit().unwrap();
        // More segments of the full text.
        for number in 0..5 {
            let mut group = ledger.group(stamp()).unwrap();
            add(&mut group, &document(&format!("A later report, the {number}th, of orcs and wolves.")));
            group.commit().unwrap();
        }
        Scene { fixture, outside, layer, secret, plain, incidents }
    }

    /// Which of these stand anywhere in the files of a ledger, as they are or deflated, or in its full text.
    fn found(ledger: &Ledger, words: &[Vec<u8>]) -> Vec<String> {
        let mut pieces: Vec<Vec<u8>> = ["", "-wal", "-shm"]
            .iter()
            .filter_map(|rest| fs::read(beside(&ledger.path, rest)).ok())
            .collect();
        let reader = Connection::open(&ledger.path).unwrap();
        for table in all(&reader, "SELECT name FROM sqlite_schema WHERE type = 'table'", [], |row| {
            Ok(row.get::<_, String>(0)?)
        })
        .unwrap()
        {
            let mut statement = reader.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = statement.column_count();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for column in 0..columns {
                    if let ValueRef::Blob(bytes) = row.get_ref(column).unwrap() {
                        pieces.extend(unpacked(bytes).ok());
                    }
                }
            }
        }
        for index in ["document_words", "incident_words"] {
            let sql = format!("CREATE VIRTUAL TABLE temp.{index}_v USING fts5vocab (main, {index}, row)");
            reader.execute(&sql, []).unwrap();
            let sql = format!("SELECT term FROM temp.{index}_v");
            pieces.extend(all(&reader, &sql, [], |row| Ok(row.get::<_, String>(0)?.into_bytes())).unwrap());
        }
        let lower: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.to_ascii_lowercase()).collect();
        let is_there = |word: &&Vec<u8>| {
            let small = word.to_ascii_lowercase();
            pieces.iter().any(|piece| contains(piece, word))
                || lower.iter().any(|piece| contains(piece, &small))
        };
        words.iter().filter(is_there).map(|word| String::from_utf8_lossy(word).into_owned()).collect()
    }

    /// The planted words, and the id of their document in both forms.
    fn planted(secret: &Document) -> Vec<Vec<u8>> {
        let mut words: Vec<Vec<u8>> = PLANTED.iter().map(|word| word.as_bytes().to_vec()).collect();
        words.push(secret.id.0.trim_start_matches("sha256:").as_bytes().to_vec());
        words.push(digest_of(&secret.id).unwrap().to_vec());
        words
    }

    #[test]
    fn nothing_of_an_erased_document_is_left_in_any_byte() {
        let Scene { mut fixture, secret, outside, .. } = scene();
        let ledger = &mut fixture.ledger;
        let words = planted(&secret);
        assert_eq!(found(ledger, &words).len(), words.len(), "the search finds what is there");
        let mut group = ledger.group(stamp()).unwrap();
        group.erase(&secret.id, "asked to").unwrap();
        group.commit().unwrap();
        assert!(ledger.is_unscrubbed().unwrap());
        ledger.scrub().unwrap();
        assert!(!ledger.is_unscrubbed().unwrap());
        assert_eq!(found(ledger, &words), Vec::<String>::new());
        let id = ledger.id().unwrap();
        let report = verify(ledger, &Against::outside(&outside, &id).unwrap()).unwrap();
        assert_eq!(report.findings, []);
        assert!(report.erased >= 5, "{report}");
        assert_eq!(
            ledger.all("PRAGMA integrity_check", [], |row| Ok(row.get::<_, String>(0)?)).unwrap(),
            ["ok"]
        );
    }

    #[test]
    fn what_is_left_is_told_and_stays_as_it_was() {
        let Scene { mut fixture, secret, plain, layer, incidents: [shared, once], .. } = scene();
        let mut group = fixture.ledger.group(stamp()).unwrap();
        let other = group.account_id(layer, "k_plain").unwrap().unwrap();
        let erased = group.erase(&secret.id, "asked to").unwrap();
        assert_eq!(erased.incidents, [(layer, shared)]);
        assert_eq!(erased.accounts, [(layer, other)]);
        assert_eq!(erased.decisions.len(), 1);
        assert_eq!(group.incident(layer, shared).unwrap(), None);
        assert_eq!(group.incident(layer, once).unwrap().unwrap(), incident(once, &["k_other"], &[&plain.id]));
        assert_eq!(group.origin(&plain.id).unwrap(), Some(plain.id.clone()));
        assert_eq!(group.edges(other).unwrap(), []);
        assert_eq!(group.kin(&plain.id).unwrap(), []);
        assert_eq!(group.document(&secret.id).unwrap(), None);
        group.put_incident(layer, &incident(shared, &["k_plain"], &[&plain.id]), "raid").unwrap();
        group.commit().unwrap();
        assert!(verify(&fixture.ledger, &Against::default()).unwrap().is_clean());
    }

    #[test]
    fn neither_the_bytes_nor_the_text_come_back() {
        let Scene { mut fixture, secret, .. } = scene();
        let mut group = fixture.ledger.group(stamp()).unwrap();
        let raw = group.raw(&secret.id).unwrap().unwrap();
        group.erase(&secret.id, "asked to").unwrap();
        let entries = group.first("SELECT count(*) FROM entry", [], |row| Ok(row.get::<_, i64>(0)?)).unwrap();
        for raw in [raw.as_slice(), b"<html>another wrapping</html>"] {
            let added = group.add_document(NewDocument { raw, document: &secret, given: None }).unwrap();
            assert_eq!(added.outcome, Outcome::Suppressed);
        }
        assert!(group.is_suppressed(&secret.id).unwrap());
        let after = group.first("SELECT count(*) FROM entry", [], |row| Ok(row.get::<_, i64>(0)?)).unwrap();
        assert_eq!(after, entries);
        assert!(group.erase(&secret.id, "again").is_err());
    }

    #[test]
    fn a_reader_of_the_past_is_told_of_and_the_words_go_once_it_is_gone() {
        let Scene { mut fixture, secret, .. } = scene();
        let path = fixture.ledger.path.clone();
        let reader = Ledger::open(&path, Access::Read).unwrap();
        reader.run("BEGIN").unwrap();
        reader.documents(None, 1).unwrap();
        let ledger = &mut fixture.ledger;
        ledger.connection.busy_timeout(std::time::Duration::from_millis(50)).unwrap();
        let mut group = ledger.group(stamp()).unwrap();
        group.erase(&secret.id, "asked to").unwrap();
        group.commit().unwrap();
        assert_eq!(ledger.scrub().unwrap_err().kind, ErrorKind::Busy);
        assert!(ledger.is_unscrubbed().unwrap());
        drop(reader);
        ledger.scrub().unwrap();
        assert_eq!(found(ledger, &planted(&secret)), Vec::<String>::new());
    }
}
