-- Two tools may count a feature of the same name: each connection keeps its own days. What was counted before came
-- from the first connection.
CREATE TABLE usage_of_connections (
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  feature       TEXT NOT NULL,
  day           TEXT NOT NULL,                 -- ISO date
  service_id    INTEGER REFERENCES service(id),
  users         INTEGER NOT NULL,
  events        INTEGER NOT NULL,
  PRIMARY KEY (connection_id, feature, day)
) STRICT, WITHOUT ROWID;

INSERT INTO usage_of_connections (connection_id, feature, day, service_id, users, events)
SELECT (SELECT min(id) FROM connection), feature, day, service_id, users, events
FROM usage WHERE EXISTS (SELECT 1 FROM connection);

DROP TABLE usage;

ALTER TABLE usage_of_connections RENAME TO usage;
