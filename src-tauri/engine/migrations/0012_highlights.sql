-- Passages of signals that people marked as evidence. A row stays when the mark is taken away, so that it comes back
-- as it was.
CREATE TABLE highlight (
  id        INTEGER PRIMARY KEY,
  uid       TEXT NOT NULL UNIQUE,
  signal_id INTEGER NOT NULL REFERENCES signal(id),
  start     INTEGER NOT NULL,               -- where the passage began in the body when it was marked, UTF-16 units
  quote     TEXT NOT NULL,                  -- by which it is found again when the body has changed
  removed   INTEGER NOT NULL DEFAULT 0,
  made_at   INTEGER NOT NULL,
  made_by   TEXT NOT NULL
) STRICT;

CREATE INDEX highlight_signal ON highlight(signal_id);

CREATE TABLE highlight_for (
  highlight_id   INTEGER NOT NULL REFERENCES highlight(id),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  importance     INTEGER NOT NULL CHECK (importance BETWEEN 0 AND 3),
  PRIMARY KEY (highlight_id, opportunity_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX highlight_for_opportunity ON highlight_for(opportunity_id);

-- The importance that a person gave the link itself; NULL while it follows from the highlights alone.
ALTER TABLE evidence ADD COLUMN own INTEGER CHECK (own BETWEEN 0 AND 3);
UPDATE evidence SET own = importance;

-- How far somebody on each laptop has looked at what changed. A matter of the laptop, not a decision.
CREATE TABLE looked (
  device TEXT PRIMARY KEY,
  step   INTEGER NOT NULL,                  -- the newest one then
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
