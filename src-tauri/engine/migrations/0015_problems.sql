-- What people decided about recurring problems, their causes, changes and the use of features. What the program finds is
-- found anew from the signals; what is here comes from the journal.

CREATE TABLE problem (
  key         TEXT PRIMARY KEY,             -- the fingerprint of its records
  name        TEXT NOT NULL DEFAULT '',
  workaround  TEXT,                         -- JSON of Workaround; NULL: nobody said
  known_error INTEGER,                      -- since when; NULL: it isn't one
  rates       TEXT,                         -- JSON of CostRates; NULL: those of all problems
  opportunity TEXT NOT NULL DEFAULT ''      -- the uid of the one made from it
) STRICT, WITHOUT ROWID;

-- Rows are never deleted, so that undo finds them.
CREATE TABLE cause (
  id             INTEGER PRIMARY KEY,
  uid            TEXT NOT NULL UNIQUE,
  about          TEXT NOT NULL,             -- the key of a problem or the uid of an opportunity
  dimension      INTEGER NOT NULL,
  text           TEXT NOT NULL,
  confirmed      INTEGER NOT NULL,
  whys           TEXT NOT NULL,             -- JSON list
  process_change TEXT NOT NULL,
  written_at     INTEGER NOT NULL,
  written_by     TEXT NOT NULL,
  deleted        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX cause_of ON cause(about);

-- A person looked for causes there and found none.
CREATE TABLE nothing_found (
  about     TEXT NOT NULL,
  dimension INTEGER NOT NULL,
  PRIMARY KEY (about, dimension)
) STRICT, WITHOUT ROWID;

-- Kinds of change that a person proposed as standard changes.
CREATE TABLE standard_change (
  key         TEXT PRIMARY KEY,
  proposed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many changes a sprint a person decided to try.
CREATE TABLE tried_level (
  service TEXT PRIMARY KEY,                 -- "" for changes of no service
  tried   TEXT NOT NULL                     -- JSON of TriedLevel
) STRICT, WITHOUT ROWID;

-- Whether a deployment belongs to a change record, as a person said.
CREATE TABLE change_record (
  deployment_id INTEGER NOT NULL REFERENCES signal(id),
  change_id     INTEGER NOT NULL REFERENCES signal(id),
  belongs       INTEGER NOT NULL,
  PRIMARY KEY (deployment_id, change_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE feature (
  name        TEXT PRIMARY KEY,
  opportunity TEXT NOT NULL DEFAULT '',     -- the uid of the one made from its drop
  dismissed   INTEGER NOT NULL DEFAULT 0    -- its drop is nothing, a person said
) STRICT, WITHOUT ROWID;
