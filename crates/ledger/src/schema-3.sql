-- From schema 2 to schema 3.
-- What the strongest edge of an account weighs is kept beside the edges: of an incident that hundreds of reports tell,
-- it was looked for among hundreds of edges for each of hundreds of accounts whenever one more came.

CREATE TABLE best (account INTEGER PRIMARY KEY, weight REAL NOT NULL) STRICT;
INSERT INTO best (account, weight) SELECT a, max(weight) FROM edge GROUP BY a;
