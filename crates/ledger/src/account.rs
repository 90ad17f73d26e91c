//! Accounts: what one document tells of one occurrence, as opaque bytes with keys to find rivals by, and the
//! edges between accounts that may tell the same.
//!
//! An account bears the key of one of its claims and lives and dies with that claim. What the bytes, the keys
//! and the weights mean is the caller's.

use casus_model::DocumentId;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::document::{blob, id_of};
use crate::error::At;
use crate::ledger::{all, first};
use crate::pack::{keys_of_bytes, keys_to_bytes};
use crate::reading::claims_in;
use crate::{Error, ErrorKind, Group, LayerId, Ledger, Result};

/// An account within its ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub i64);

/// An account as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAccount {
    /// Its number.
    pub id: AccountId,
    /// The claim key it bears.
    pub key: String,
    /// The document that tells it.
    pub document: DocumentId,
    /// What it tells.
    pub body: Vec<u8>,
}

/// One edge as seen from one end.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The other end.
    pub other: AccountId,
    /// The claim key that it bears.
    pub key: String,
    /// How strongly the two hang together.
    pub weight: f64,
    /// How strong the strongest edge of the other end is.
    pub best: f64,
}

impl Group<'_> {
    /// Keeps an account under the key of a claim of the same layer, in place of the one it had.
    pub fn put_account(
        &mut self,
        layer: LayerId,
        key: &str,
        body: &[u8],
        blocks: &[u64],
    ) -> Result<AccountId> {
        self.write(|connection| {
            let Some(id) = find(connection, layer, key)? else {
                return Err(Error::of(ErrorKind::Unknown(format!("claim {key} in layer {}", layer.0))));
            };
            forget_blocks(connection, id)?;
            connection
                .prepare_cached(
                    "INSERT INTO account (claim, layer, body, blocks) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (claim) DO UPDATE SET body = excluded.body, blocks = excluded.blocks",
                )?
                .execute(params![id.0, layer.0, body, keys_to_bytes(blocks)])?;
            let mut insert = connection
                .prepare_cached("INSERT OR IGNORE INTO block (layer, key, account) VALUES (?1, ?2, ?3)")?;
            for key in blocks {
                insert.execute(params![layer.0, key.cast_signed(), id.0])?;
            }
            Ok(id)
        })
    }

    /// Removes an account with its block keys and its edges.
    pub fn remove_account(&mut self, id: AccountId) -> Result<()> {
        self.write(|connection| remove(connection, id))
    }

    /// Keeps the edge between two accounts, in place of the one they had.
    pub fn put_edge(&mut self, a: AccountId, b: AccountId, weight: f64, body: &[u8]) -> Result<()> {
        let (lesser, greater) = (a.min(b), a.max(b));
        self.write(|connection| {
            let mut insert =
                connection.prepare_cached("INSERT INTO edge (a, b, weight, body) VALUES (?1, ?2, ?3, ?4)")?;
            let is_replaced = remove_edge(connection, a, b)?;
            insert.execute(params![lesser.0, greater.0, weight, Some(body)])?;
            insert.execute(params![greater.0, lesser.0, weight, None::<&[u8]>])?;
            for end in [a, b] {
                if is_replaced { settle_best(connection, end)? } else { raise_best(connection, end, weight)? }
            }
            Ok(())
        })
    }

    /// Removes the edge between two accounts.
    pub fn remove_edge(&mut self, a: AccountId, b: AccountId) -> Result<()> {
        self.write(|connection| {
            if remove_edge(connection, a, b)? {
                settle_best(connection, a)?;
                settle_best(connection, b)?;
            }
            Ok(())
        })
    }
}

/// Removes an edge from either end, and tells whether there was one.
fn remove_edge(connection: &Connection, a: AccountId, b: AccountId) -> Result<bool> {
    let mut delete = connection.prepare_cached("DELETE FROM edge WHERE a = ?1 AND b = ?2")?;
    Ok(delete.execute([a.0, b.0])? + delete.execute([b.0, a.0])? > 0)
}

/// Takes note of an edge that an account did not have.
fn raise_best(connection: &Connection, id: AccountId, weight: f64) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO best (account, weight) VALUES (?1, ?2)
             ON CONFLICT (account) DO UPDATE SET weight = excluded.weight WHERE excluded.weight > weight",
        )?
        .execute(params![id.0, weight])?;
    Ok(())
}

/// Looks up the strongest edge that an account has left.
fn settle_best(connection: &Connection, id: AccountId) -> Result<()> {
    connection.prepare_cached("DELETE FROM best WHERE account = ?1")?.execute([id.0])?;
    connection
        .prepare_cached(
            "INSERT INTO best (account, weight) SELECT a, max(weight) FROM edge WHERE a = ?1 GROUP BY a",
        )?
        .execute([id.0])?;
    Ok(())
}

/// Removes the accounts of the claims with these numbers.
pub(crate) fn forget_accounts(connection: &Connection, first: i64, last: i64) -> Result<()> {
    let sql = "SELECT claim FROM account WHERE claim BETWEEN ?1 AND ?2";
    let accounts = all(connection, sql, [first, last], |row| Ok(AccountId(row.get(0)?)))?;
    accounts.into_iter().try_for_each(|id| remove(connection, id))
}

fn remove(connection: &Connection, id: AccountId) -> Result<()> {
    forget_blocks(connection, id)?;
    let others =
        all(connection, "SELECT b FROM edge WHERE a = ?1", [id.0], |row| Ok(AccountId(row.get(0)?)))?;
    for other in others {
        remove_edge(connection, id, other)?;
        settle_best(connection, other)?;
    }
    settle_best(connection, id)?;
    connection.prepare_cached("DELETE FROM account WHERE claim = ?1")?.execute([id.0])?;
    Ok(())
}

fn forget_blocks(connection: &Connection, id: AccountId) -> Result<()> {
    let blocks = connection
        .prepare_cached("SELECT layer, blocks FROM account WHERE claim = ?1")?
        .query_row([id.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    let Some((layer, blocks)) = blocks else { return Ok(()) };
    let mut delete =
        connection.prepare_cached("DELETE FROM block WHERE layer = ?1 AND key = ?2 AND account = ?3")?;
    for key in keys_of_bytes(&blocks) {
        delete.execute([layer, key.cast_signed(), id.0])?;
    }
    Ok(())
}

const ACCOUNT: &str = "SELECT account.claim, claim.key, document.digest, account.body FROM account
     JOIN claim ON claim.num = account.claim JOIN reading ON reading.num = claim.num >> 16
     JOIN document ON document.num = reading.document ";

impl Ledger {
    /// The accounts of a layer that have any of these block keys, each once, in order.
    pub fn candidates(&self, layer: LayerId, blocks: &[u64]) -> Result<Vec<AccountId>> {
        let read = || -> Result<Vec<AccountId>> {
            let mut select =
                self.connection.prepare_cached("SELECT account FROM block WHERE layer = ?1 AND key = ?2")?;
            let mut found = Vec::new();
            for key in blocks {
                let mut rows = select.query([layer.0, key.cast_signed()])?;
                while let Some(row) = rows.next()? {
                    found.push(AccountId(row.get(0)?));
                }
            }
            found.sort_unstable();
            found.dedup();
            Ok(found)
        };
        read().at(&self.path)
    }

    /// The account with a number.
    pub fn account(&self, id: AccountId) -> Result<Option<StoredAccount>> {
        self.first(&[ACCOUNT, "WHERE account.claim = ?1"].concat(), [id.0], account_of)
    }

    /// What an account tells, without the rest of it.
    pub fn account_body(&self, id: AccountId) -> Result<Option<Vec<u8>>> {
        self.first("SELECT body FROM account WHERE claim = ?1", [id.0], |row| Ok(row.get(0)?))
    }

    /// The key of the claim that an account bears.
    pub fn account_key(&self, id: AccountId) -> Result<Option<String>> {
        self.first("SELECT key FROM claim WHERE num = ?1", [id.0], |row| Ok(row.get(0)?))
    }

    /// The account that bears a key.
    pub fn account_id(&self, layer: LayerId, key: &str) -> Result<Option<AccountId>> {
        let sql = "SELECT account.claim FROM claim JOIN account ON account.claim = claim.num
                   WHERE claim.key = ?1 AND claim.layer = ?2";
        self.first(sql, params![key, layer.0], |row| Ok(AccountId(row.get(0)?)))
    }

    /// The accounts of a document.
    pub fn accounts_of(&self, layer: LayerId, document: &DocumentId) -> Result<Vec<StoredAccount>> {
        let Some(num) = self.find_number(document)? else { return Ok(Vec::new()) };
        let sql = "SELECT num FROM reading WHERE document = ?1 AND layer = ?2";
        let Some(reading) = self.first(sql, [num, layer.0], |row| Ok(row.get(0)?))? else {
            return Ok(Vec::new());
        };
        let (first, last) = claims_in(reading);
        let sql = [ACCOUNT, "WHERE account.claim BETWEEN ?1 AND ?2 ORDER BY account.claim"];
        self.all(&sql.concat(), [first, last], account_of)
    }

    /// The edges of an account, by the other end.
    pub fn edges(&self, id: AccountId) -> Result<Vec<Edge>> {
        edges(&self.connection, id).at(&self.path)
    }

    /// What the strongest edge of an account weighs; none where it has none.
    pub fn best_edge(&self, id: AccountId) -> Result<Option<f64>> {
        self.first("SELECT weight FROM best WHERE account = ?1", [id.0], |row| Ok(row.get(0)?))
    }

    /// What was kept with the edge between two accounts.
    pub fn edge_body(&self, a: AccountId, b: AccountId) -> Result<Option<Vec<u8>>> {
        self.first("SELECT body FROM edge WHERE a = ?1 AND b = ?2", [a.min(b).0, a.max(b).0], |row| {
            Ok(row.get(0)?)
        })
    }
}

fn edges(connection: &Connection, id: AccountId) -> Result<Vec<Edge>> {
    let sql = "SELECT edge.b, claim.key, edge.weight, best.weight FROM edge
        JOIN claim ON claim.num = edge.b JOIN best ON best.account = edge.b WHERE edge.a = ?1";
    all(connection, sql, [id.0], |row| {
        Ok(Edge { other: AccountId(row.get(0)?), key: row.get(1)?, weight: row.get(2)?, best: row.get(3)? })
    })
}

fn find(connection: &Connection, layer: LayerId, key: &str) -> Result<Option<AccountId>> {
    first(connection, "SELECT num FROM claim WHERE key = ?1 AND layer = ?2", params![key, layer.0], |row| {
        Ok(AccountId(row.get(0)?))
    })
}

fn account_of(row: &Row) -> Result<StoredAccount> {
    Ok(StoredAccount {
        id: AccountId(row.get(0)?),
        key: row.get(1)?,
        document: id_of(&row.get(2)?),
        body: blob(row, 3)?.to_vec(),
    })
}
