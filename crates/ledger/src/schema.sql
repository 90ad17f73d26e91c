-- The ledger, schema 3. Documents, claims, incidents and layers have a short number inside; ids outside.

CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- The audit log: every change of state, each line hashed over its predecessor. Object, detail and salt are
-- null where a retraction has erased them.
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  verb TEXT NOT NULL,
  object TEXT,
  detail TEXT,
  salt BLOB,
  digest BLOB NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
-- The Merkle tree over the hashes, as far as it was grown: the roots of the whole subtrees on its right edge.
CREATE TABLE tree (one INTEGER PRIMARY KEY, size INTEGER NOT NULL, peaks BLOB NOT NULL) STRICT;
-- Its root at some sizes, signed.
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;

-- Documents. State: 0 current, 1 superseded by a later version of its page, 2 retracted by its outlet.
CREATE TABLE document (
  num INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  page TEXT,
  url TEXT,
  outlet TEXT,
  title TEXT,
  byline TEXT,
  published TEXT,
  basis TEXT NOT NULL,
  retrieved TEXT,
  language TEXT,
  given TEXT,
  added_at TEXT NOT NULL,
  entry INTEGER NOT NULL,
  size INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX document_page ON document (page) WHERE page IS NOT NULL;

-- Deflated. Text is null where it is the raw bytes.
CREATE TABLE payload (
  document INTEGER PRIMARY KEY REFERENCES document (num) ON DELETE CASCADE,
  raw BLOB NOT NULL,
  text BLOB
) STRICT;

-- Bytes that were removed for good and may not come back.
CREATE TABLE tombstone (digest BLOB PRIMARY KEY, entry INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Near-copies.
CREATE TABLE origin (
  document INTEGER PRIMARY KEY REFERENCES document (num) ON DELETE CASCADE,
  root INTEGER NOT NULL,
  signature BLOB NOT NULL,
  bands BLOB NOT NULL
) STRICT;
CREATE INDEX origin_root ON origin (root);
CREATE TABLE band (
  key INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE kin (
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- One reading of all documents by one version of casus.
CREATE TABLE layer (
  num INTEGER PRIMARY KEY,
  made_at TEXT NOT NULL,
  versions TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'active', 'old')),
  entry INTEGER NOT NULL
) STRICT;

-- Deflated: the reading, and the JSON of its claims side by side.
CREATE TABLE reading (
  num INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (num) ON DELETE CASCADE,
  layer INTEGER NOT NULL REFERENCES layer (num),
  body BLOB NOT NULL,
  claims BLOB NOT NULL,
  UNIQUE (document, layer)
) STRICT;

-- Its number is that of its reading, times 65536, and its place in it.
CREATE TABLE claim (
  num INTEGER PRIMARY KEY,
  layer INTEGER NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  type TEXT,
  modality TEXT NOT NULL,
  occurrence TEXT,
  incident INTEGER,
  UNIQUE (key, layer)
) STRICT;
CREATE INDEX claim_kind ON claim (layer, kind) WHERE kind <> 'event';

-- What one document tells of one occurrence; it has the number of the claim whose key it bears.
CREATE TABLE account (
  claim INTEGER PRIMARY KEY REFERENCES claim (num) ON DELETE CASCADE,
  layer INTEGER NOT NULL,
  body BLOB NOT NULL,
  blocks BLOB NOT NULL
) STRICT;
CREATE TABLE block (
  layer INTEGER NOT NULL,
  key INTEGER NOT NULL,
  account INTEGER NOT NULL,
  PRIMARY KEY (layer, key, account)
) STRICT, WITHOUT ROWID;
-- Each edge twice, once from either end; the body is with the lesser end.
CREATE TABLE edge (
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  weight REAL NOT NULL,
  body BLOB,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
-- What the strongest edge of an account weighs, where it has any.
CREATE TABLE best (account INTEGER PRIMARY KEY, weight REAL NOT NULL) STRICT;

-- Incidents as they are now, in the columns that they are found by; what they say is in their last version.
CREATE TABLE incident (
  num INTEGER PRIMARY KEY,
  layer INTEGER NOT NULL REFERENCES layer (num),
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  first INTEGER,
  last INTEGER,
  lat REAL,
  lon REAL,
  summary TEXT NOT NULL,
  facets BLOB NOT NULL,
  UNIQUE (id, layer)
) STRICT;
-- As lists of incidents are read: the latest first, those without a day last.
CREATE INDEX incident_day ON incident (layer, first DESC, id, last);
-- Every version an incident ever had; the body is null where it ended.
CREATE TABLE version (
  num INTEGER PRIMARY KEY,
  incident INTEGER NOT NULL,
  layer INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  body BLOB
) STRICT;
CREATE INDEX version_incident ON version (incident, layer);
CREATE TABLE redirect (
  layer INTEGER NOT NULL,
  old INTEGER NOT NULL,
  new INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (layer, old)
) STRICT, WITHOUT ROWID;
-- Which documents stand behind an incident now.
CREATE TABLE behind (
  document INTEGER NOT NULL,
  incident INTEGER NOT NULL,
  PRIMARY KEY (document, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX behind_incident ON behind (incident);

-- What an incident is found by: 'country:XX', 'actor:…', each word kept once. Incidents of old layers are in none
-- of the tables from here on that help to find.
CREATE TABLE word (num INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE facet (
  word INTEGER NOT NULL,
  incident INTEGER NOT NULL,
  PRIMARY KEY (word, incident)
) STRICT, WITHOUT ROWID;

-- What a person decided; seq is that of its entry.
CREATE TABLE decision (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  verb TEXT NOT NULL,
  body TEXT NOT NULL,
  undone_by INTEGER
) STRICT;

-- What is not in the full text yet; of incidents, the summary that is.
CREATE TABLE unindexed_document (num INTEGER PRIMARY KEY) STRICT;
CREATE TABLE unindexed_summary (num INTEGER PRIMARY KEY, old TEXT) STRICT;
CREATE VIRTUAL TABLE document_words USING fts5 (
  title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE incident_words USING fts5 (
  summary, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE incident_space USING rtree (
  incident, south, north, west, east, first, last
);
