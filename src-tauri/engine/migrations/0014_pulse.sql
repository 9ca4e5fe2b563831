-- What people said about whether a change caused an incident. Signals keep their ids when they are pulled again, so a
-- verdict stays with them.
CREATE TABLE link_verdict (
  incident_id INTEGER NOT NULL REFERENCES signal(id),
  change_id   INTEGER NOT NULL REFERENCES signal(id), -- a deployment, or a change that none is known to carry
  confirmed   INTEGER NOT NULL,
  rule        TEXT NOT NULL,                          -- version of the rule that suggested it
  judged_at   INTEGER NOT NULL,
  judged_by   TEXT NOT NULL,
  PRIMARY KEY (incident_id, change_id)
) STRICT, WITHOUT ROWID;
