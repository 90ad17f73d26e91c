-- From schema 1 to schema 2.
-- Lists of the latest incidents are read in order from an index; the documents of an incident are found from it; and
-- old layers, which nothing is found in, leave the tables that help to find.

DROP INDEX incident_day;
CREATE INDEX incident_day ON incident (layer, first DESC, id, last);
CREATE INDEX behind_incident ON behind (incident);

CREATE TEMP TABLE leaving AS
  SELECT incident.num, incident.summary FROM incident JOIN layer ON layer.num = incident.layer
  WHERE layer.state = 'old';
-- What was noted is not in the full text yet; of those, what stands there is the old summary, or none.
INSERT INTO incident_words (incident_words, rowid, summary)
  SELECT 'delete', leaving.num, iif(noted.num IS NULL, leaving.summary, noted.old)
  FROM leaving LEFT JOIN unindexed_summary noted ON noted.num = leaving.num
  WHERE noted.num IS NULL OR noted.old IS NOT NULL;
DELETE FROM unindexed_summary WHERE num IN (SELECT num FROM leaving);
DELETE FROM facet WHERE incident IN (SELECT num FROM leaving);
DELETE FROM incident_space WHERE incident IN (SELECT num FROM leaving);
DROP TABLE leaving;
