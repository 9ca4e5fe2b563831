-- A tool may know to which segment (a plan, a size) the people belong who use a feature: it then counts each segment
-- apart, and their sum is everybody. '' is everybody, counted together.
CREATE TABLE usage_of_segments (
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  feature       TEXT NOT NULL,
  day           TEXT NOT NULL,                 -- ISO date
  segment       TEXT NOT NULL DEFAULT '',
  service_id    INTEGER REFERENCES service(id),
  users         INTEGER NOT NULL,
  events        INTEGER NOT NULL,
  PRIMARY KEY (connection_id, feature, day, segment)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_of_segments (connection_id, feature, day, service_id, users, events)
SELECT connection_id, feature, day, service_id, users, events FROM usage;

DROP TABLE usage;

ALTER TABLE usage_of_segments RENAME TO usage;
