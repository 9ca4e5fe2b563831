-- Scores in other frameworks than RICE, whose inputs stay in opportunity.rice; formulas that people write; what-ifs that
-- are kept; and several people's estimates. Rows that were deleted stay where undo needs them.

CREATE TABLE score_input (
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  name           TEXT NOT NULL,             -- as `scoring::framework` calls it, the same in every framework
  low            REAL NOT NULL,
  likely         REAL NOT NULL,
  high           REAL NOT NULL,
  PRIMARY KEY (opportunity_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE formula (
  uid     TEXT PRIMARY KEY,
  name    TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A version that was saved never changes.
CREATE TABLE formula_version (
  formula  TEXT NOT NULL REFERENCES formula(uid),
  version  INTEGER NOT NULL,                -- 1, 2, 3 …
  text     TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  PRIMARY KEY (formula, version)
) STRICT;

CREATE TABLE scenario (
  uid     TEXT PRIMARY KEY,
  name    TEXT NOT NULL DEFAULT '',
  asks    TEXT NOT NULL DEFAULT '',         -- JSON of WhatIf
  kept_at INTEGER NOT NULL DEFAULT 0,
  kept_by TEXT NOT NULL DEFAULT '',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who is asked for an input, and whether the answers are shown.
CREATE TABLE estimate_round (
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  input          TEXT NOT NULL,
  framework      TEXT NOT NULL,             -- as a word
  people         TEXT NOT NULL,             -- JSON list of names
  revealed       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (opportunity_id, input)
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate (
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  input          TEXT NOT NULL,
  person         TEXT NOT NULL,
  low            REAL NOT NULL,
  likely         REAL NOT NULL,
  high           REAL NOT NULL,
  note           TEXT NOT NULL,
  answered_at    INTEGER NOT NULL,
  PRIMARY KEY (opportunity_id, input, person)
) STRICT, WITHOUT ROWID;
