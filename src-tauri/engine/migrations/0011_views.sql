-- What could go wrong with an opportunity, by kind of risk.
CREATE TABLE risk (
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  kind           INTEGER NOT NULL,          -- RiskKind
  likelihood     INTEGER NOT NULL CHECK (likelihood BETWEEN 1 AND 5),
  impact         INTEGER NOT NULL CHECK (impact BETWEEN 1 AND 5),
  note           TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (opportunity_id, kind)
) STRICT;

-- Why it was last exported although something was missing; empty: never.
ALTER TABLE opportunity ADD COLUMN export_anyway TEXT NOT NULL DEFAULT '';

-- Filters that were given a name.
CREATE TABLE view (
  uid      TEXT PRIMARY KEY,
  name     TEXT NOT NULL DEFAULT '',
  shows    TEXT NOT NULL DEFAULT '',        -- JSON of ViewShows
  position INTEGER NOT NULL DEFAULT 0,
  deleted  INTEGER NOT NULL DEFAULT 0
) STRICT;
