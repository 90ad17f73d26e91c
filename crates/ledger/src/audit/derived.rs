//! Holds what is made from versions and readings against what it is made from: by which days, points and words an
//! incident is found, which documents and claims stand behind it, which keys accounts and near-copies are found by.
//!
//! Nothing of this is in the log, because all of it can be made again; but whoever changes it hides an incident from
//! every search. Looked at are the layers that are shown or being read. Not held against anything here, because it
//! would take longer than all the rest: which words the full text was given of a text (that every text is in it is
//! seen), and what the edges between accounts weigh (that each stands at both its ends is seen).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use casus_model::LedgerIncident;
use rusqlite::Connection;

use super::finding::{Finding, Of};
use crate::Result;
use crate::document::{blob, digest_of, id_of};
use crate::index::{Index, word};
use crate::ledger::all;
use crate::pack::{keys_of_bytes, unpacked};

/// Names of what is not as it should be, by what it is of.
type Wrong = BTreeSet<(Of, String)>;

/// Finds what is not as its versions and readings say.
pub(crate) fn found(connection: &Connection) -> Vec<Finding> {
    let mut wrong = Wrong::new();
    let checks: [fn(&Connection, &mut Wrong) -> Result<()>; 6] =
        [incidents, keys, origins, states, texts, ids];
    for check in checks {
        // A row that cannot even be read is one that casus did not write.
        if let Err(cause) = check(connection, &mut wrong) {
            wrong.insert((Of::Rows, cause.to_string()));
        }
    }
    let finding = |of: Of| {
        let named = || wrong.iter().filter(|(other, _)| *other == of);
        let count = named().count() as u64;
        let first = named().take(SHOWN).map(|(_, name)| name.clone()).collect();
        (count > 0).then_some(Finding::Derived { of, count, first })
    };
    Of::ALL.into_iter().filter_map(finding).collect()
}

/// Incidents, and what is found by them.
fn incidents(connection: &Connection, wrong: &mut Wrong) -> Result<()> {
    let mut expected = Expected::read(connection, wrong)?;
    expected.facets(connection, wrong)?;
    expected.points(connection, wrong)?;
    expected.behind(connection, wrong)?;
    expected.claims(connection, wrong)
}

/// Names that a finding bears.
const SHOWN: usize = 3;

/// Days and a point, as a row of the tables that help to find has them.
type Place = (Option<(i64, i64)>, Option<(f64, f64)>);

/// What the last versions of incidents ask of the other tables.
#[derive(Default)]
struct Expected {
    /// Number of the row of an incident, and its id.
    incidents: HashMap<i64, i64>,
    /// Words that incidents are found by: number of the word, row of the incident.
    facets: HashSet<(i64, i64)>,
    points: HashMap<i64, Place>,
    /// Documents behind incidents, by their rows.
    behind: HashSet<(i64, i64)>,
    /// Layer, incident and the claims that it has.
    claims: HashSet<(i64, i64, u64)>,
}

impl Expected {
    /// Reads every incident that can be found, and says which are not found by what they say.
    fn read(connection: &Connection, wrong: &mut Wrong) -> Result<Expected> {
        let words: HashMap<String, i64> =
            all(connection, "SELECT text, num FROM word", [], |row| Ok((row.get(0)?, row.get(1)?)))?
                .into_iter()
                .collect();
        let documents = all(connection, "SELECT digest, num, outlet FROM document", [], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, (row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?)))
        })?;
        let documents: HashMap<[u8; 32], (i64, Option<String>)> = documents.into_iter().collect();
        let mut expected = Expected::default();
        let mut select = connection.prepare(
            "SELECT incident.num, incident.layer, incident.id, version.body, first, last, lat, lon, facets
             FROM incident JOIN version ON version.num = incident.version
             JOIN layer ON layer.num = incident.layer WHERE layer.state <> 'old' AND version.body IS NOT NULL",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (num, layer, id): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let name = format!("i{id}");
            let incident: Option<LedgerIncident> =
                unpacked(blob(row, 3)?).ok().and_then(|body| serde_json::from_slice(&body).ok());
            // That the version was changed is said elsewhere.
            let Some(incident) = incident else { continue };
            let mut index = Index::of(&incident);
            for document in incident.documents.iter().filter_map(digest_of) {
                if let Some((document, outlet)) = documents.get(&document) {
                    expected.behind.insert((*document, num));
                    index.words.extend(outlet.as_ref().map(|outlet| word("outlet", outlet)));
                }
            }
            let facets: Option<BTreeSet<i64>> =
                index.words.iter().map(|word| words.get(word).copied()).collect();
            let stored: BTreeSet<i64> =
                keys_of_bytes(blob(row, 8)?).into_iter().map(u64::cast_signed).collect();
            let pair = |one: Option<i64>, other: Option<i64>| one.zip(other);
            let days = pair(row.get(4)?, row.get(5)?);
            let point = row.get::<_, Option<f64>>(6)?.zip(row.get::<_, Option<f64>>(7)?);
            if facets.as_ref() != Some(&stored) || days != index.days || point != index.point {
                wrong.insert((Of::Incidents, name));
            }
            expected.facets.extend(facets.unwrap_or_default().into_iter().map(|word| (word, num)));
            expected.incidents.insert(num, id);
            expected.points.extend(index.point.map(|point| (num, (index.days, Some(point)))));
            expected.claims.extend(incident.claims.iter().map(|claim| (layer, id, hashed(claim))));
        }
        Ok(expected)
    }

    /// The name of an incident by its row.
    fn name(&self, num: i64) -> String {
        self.incidents.get(&num).map_or_else(|| "none that is there".to_owned(), |id| format!("i{id}"))
    }

    fn facets(&mut self, connection: &Connection, wrong: &mut Wrong) -> Result<()> {
        let mut facets = std::mem::take(&mut self.facets);
        for pair in
            all(connection, "SELECT word, incident FROM facet", [], |row| Ok((row.get(0)?, row.get(1)?)))?
        {
            if !facets.remove(&pair) {
                wrong.insert((Of::Incidents, self.name(pair.1)));
            }
        }
        wrong.extend(facets.into_iter().map(|(_, num)| (Of::Incidents, self.name(num))));
        Ok(())
    }

    /// The search around a point keeps its numbers rounded outwards to single precision.
    fn points(&mut self, connection: &Connection, wrong: &mut Wrong) -> Result<()> {
        let mut points = std::mem::take(&mut self.points);
        let sql = "SELECT incident, south, north, west, east, first, last FROM incident_space";
        let near = |value: f64, low: f64, high: f64| {
            let slack = value.abs().max(1.0) * 1e-6;
            low <= value + slack && value - slack <= high && high - low <= 4.0 * slack
        };
        let rows = all(connection, sql, [], |row| {
            let mut values = [0.0; 6];
            for (at, value) in values.iter_mut().enumerate() {
                *value = row.get(at + 1)?;
            }
            Ok((row.get::<_, i64>(0)?, values))
        })?;
        for (num, [south, north, west, east, first, last]) in rows {
            let is_right = points.remove(&num).is_some_and(|(days, point)| {
                let days = days.unwrap_or(crate::incident::ANY_DAY);
                point.is_some_and(|(lat, lon)| near(lat, south, north) && near(lon, west, east))
                    && near(days.0 as f64, first, first)
                    && near(days.1 as f64, last, last)
            });
            if !is_right {
                wrong.insert((Of::Incidents, self.name(num)));
            }
        }
        wrong.extend(points.into_keys().map(|num| (Of::Incidents, self.name(num))));
        Ok(())
    }

    fn behind(&mut self, connection: &Connection, wrong: &mut Wrong) -> Result<()> {
        let mut behind = std::mem::take(&mut self.behind);
        let sql = "SELECT behind.document, behind.incident FROM behind
                   LEFT JOIN incident ON incident.num = behind.incident
                   LEFT JOIN layer ON layer.num = incident.layer WHERE layer.state IS NOT 'old'";
        for pair in all(connection, sql, [], |row| Ok((row.get(0)?, row.get(1)?)))? {
            if !behind.remove(&pair) {
                wrong.insert((Of::Documents, self.name(pair.1)));
            }
        }
        wrong.extend(behind.into_iter().map(|(_, num)| (Of::Documents, self.name(num))));
        Ok(())
    }

    /// A claim stands behind an incident that has it. One that two incidents have stands behind the later; one that an
    /// incident alone has stands behind that.
    fn claims(&mut self, connection: &Connection, wrong: &mut Wrong) -> Result<()> {
        let mut holders: HashMap<(i64, u64), u32> = HashMap::new();
        for (layer, _, claim) in &self.claims {
            *holders.entry((*layer, *claim)).or_default() += 1;
        }
        let mut select = connection.prepare(
            "SELECT claim.layer, claim.key, claim.incident FROM claim JOIN layer ON layer.num = claim.layer
             WHERE layer.state <> 'old'",
        )?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (layer, incident): (i64, Option<i64>) = (row.get(0)?, row.get(2)?);
            let key = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let hash = hashed(key);
            let stands = match incident {
                Some(id) => self.claims.contains(&(layer, id, hash)),
                None => !holders.contains_key(&(layer, hash)),
            };
            if !stands {
                wrong.insert((Of::Claims, key.to_owned()));
            }
        }
        Ok(())
    }
}

fn hashed(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Accounts and near-copies are found by the keys that stand with them, each edge stands at both its ends, and the best
/// edge of an account is that.
fn keys(connection: &Connection, wrong: &mut Wrong) -> Result<()> {
    for (of, owners, keys) in [
        (Of::Accounts, "SELECT layer, claim, blocks FROM account", "SELECT layer, account, key FROM block"),
        (Of::Copies, "SELECT 0, document, bands FROM origin", "SELECT 0, document, key FROM band"),
    ] {
        let mut expected: HashSet<(i64, i64, i64)> = HashSet::new();
        for (layer, owner, bytes) in all(connection, owners, [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
        })? {
            expected.extend(keys_of_bytes(&bytes).into_iter().map(|key| (layer, owner, key.cast_signed())));
        }
        for row in all(connection, keys, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))? {
            if !expected.remove(&row) {
                wrong.insert((of, row.1.to_string()));
            }
        }
        wrong.extend(expected.into_iter().map(|(_, owner, _)| (of, owner.to_string())));
    }
    let alone = "SELECT one.a FROM edge AS one LEFT JOIN edge AS other ON other.a = one.b AND other.b = one.a
                 LEFT JOIN account ON account.claim = one.a
                 WHERE other.weight IS NOT one.weight OR account.claim IS NULL";
    let best = "SELECT coalesce(a, account) FROM (SELECT a, max(weight) AS most FROM edge GROUP BY a)
                FULL JOIN best ON account = a WHERE most IS NOT weight";
    for sql in [alone, best] {
        let astray = all(connection, sql, [], |row| Ok(row.get::<_, i64>(0)?))?;
        wrong.extend(astray.into_iter().map(|account| (Of::Accounts, account.to_string())));
    }
    Ok(())
}

/// Near-copies have one origin, which is one of them.
fn origins(connection: &Connection, wrong: &mut Wrong) -> Result<()> {
    let roots = all(connection, "SELECT document, root FROM origin", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    let roots: HashMap<i64, i64> = roots.into_iter().collect();
    let kin = all(connection, "SELECT a, b FROM kin", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut has_kin: HashSet<i64> = HashSet::new();
    for (one, other) in kin {
        has_kin.insert(one);
        if roots.get(&one) != roots.get(&other) {
            wrong.insert((Of::Copies, i64::to_string(&one)));
        }
    }
    let astray = roots.iter().filter(|(document, root)| {
        roots.get(root) != Some(root) || document != root && !has_kin.contains(document)
    });
    wrong.extend(astray.map(|(document, _)| (Of::Copies, document.to_string())));
    Ok(())
}

/// Of the versions of a page the last is current, and the others are not.
fn states(connection: &Connection, wrong: &mut Wrong) -> Result<()> {
    type Version = (Option<String>, Option<String>, [u8; 32]);
    let mut last: HashMap<String, Version> = HashMap::new();
    let sql =
        "SELECT page, coalesce(published, substr(retrieved, 1, 10)), retrieved, digest, state FROM document";
    let documents = all(connection, sql, [], |row| {
        let version: Version = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((row.get::<_, Option<String>>(0)?, version, row.get::<_, i64>(4)?))
    })?;
    for (page, version, _) in &documents {
        let Some(page) = page else { continue };
        let known = last.entry(page.clone()).or_insert_with(|| version.clone());
        if version > known {
            known.clone_from(version);
        }
    }
    for (page, version, state) in &documents {
        let is_last = page.as_ref().is_none_or(|page| last.get(page) == Some(version));
        if *state != 2 && (*state == 0) != is_last {
            wrong.insert((Of::Pages, id_of(&version.2).0));
        }
    }
    Ok(())
}

/// No id that was given is given again.
fn ids(connection: &Connection, wrong: &mut Wrong) -> Result<()> {
    let sql =
        "SELECT (SELECT value FROM meta WHERE name = 'next_incident'), (SELECT max(incident) FROM version)";
    let next =
        all(connection, sql, [], |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)))?;
    if let [(next, Some(last))] = next.as_slice()
        && next.is_none_or(|next| next <= *last)
    {
        wrong.insert((Of::Ids, format!("i{last}")));
    }
    Ok(())
}

/// Every text and every summary is in the full text or noted to be put there, and nothing else is.
fn texts(connection: &Connection, wrong: &mut Wrong) -> Result<()> {
    for (indexed, there) in [
        (
            "SELECT id FROM document_words_docsize",
            "SELECT num FROM document WHERE num NOT IN (SELECT num FROM unindexed_document)",
        ),
        (
            "SELECT id FROM incident_words_docsize WHERE id NOT IN (SELECT num FROM unindexed_summary)",
            "SELECT incident.num FROM incident JOIN layer ON layer.num = incident.layer
             WHERE layer.state <> 'old' AND incident.num NOT IN (SELECT num FROM unindexed_summary)",
        ),
    ] {
        let numbers = |sql: &str| -> Result<HashSet<i64>> {
            Ok(all(connection, sql, [], |row| Ok(row.get(0)?))?.into_iter().collect())
        };
        let (indexed, there) = (numbers(indexed)?, numbers(there)?);
        let differ = indexed.symmetric_difference(&there);
        wrong.extend(differ.map(|number| (Of::Words, format!("row {number}"))));
    }
    Ok(())
}
