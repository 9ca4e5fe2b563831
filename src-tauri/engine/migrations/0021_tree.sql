-- The opportunity tree: outcomes, the opportunities under them, solutions, what must be true for these, and the tests of
-- that. Every row has the uid of what it hangs under and its place there, from 0. `dropped` holds why it was dropped and is
-- NULL while it is in force. Rows come and go with the journal's field `place`; nothing that people wrote is only here.

CREATE TABLE outcome (
  uid      TEXT PRIMARY KEY,
  parent   TEXT NOT NULL,                   -- '': nothing is above an outcome
  position INTEGER NOT NULL,
  dropped  TEXT,
  title    TEXT NOT NULL DEFAULT '',
  measure  TEXT NOT NULL DEFAULT '',        -- what is measured, and where it stands
  target   TEXT NOT NULL DEFAULT ''         -- where it should be, and by when
) STRICT, WITHOUT ROWID;

-- The outcome that an opportunity hangs under; without a row it hangs under none.
CREATE TABLE opportunity_outcome (
  uid      TEXT PRIMARY KEY,                -- the opportunity's
  parent   TEXT NOT NULL,                   -- the outcome's uid
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE solution (
  uid      TEXT PRIMARY KEY,
  parent   TEXT NOT NULL,                   -- an opportunity's uid
  position INTEGER NOT NULL,
  dropped  TEXT,
  title    TEXT NOT NULL DEFAULT '',
  chosen   INTEGER NOT NULL DEFAULT 0,
  effort   REAL                             -- person-weeks; NULL: not sized
) STRICT, WITHOUT ROWID;

CREATE TABLE assumption (
  uid        TEXT PRIMARY KEY,
  parent     TEXT NOT NULL,                 -- a solution's uid, or an opportunity's
  position   INTEGER NOT NULL,
  dropped    TEXT,
  title      TEXT NOT NULL DEFAULT '',
  kind       TEXT NOT NULL DEFAULT 'value', -- a kind of risk, as a word
  importance INTEGER,                       -- 1 to 5; NULL: not weighed
  sureness   INTEGER,                       -- 1 to 5; NULL: not weighed
  no_risk    INTEGER NOT NULL DEFAULT 0     -- a person said that its failure is no risk to register
) STRICT, WITHOUT ROWID;

CREATE TABLE assumption_test (
  uid        TEXT PRIMARY KEY,
  parent     TEXT NOT NULL,                 -- an assumption's uid
  position   INTEGER NOT NULL,
  dropped    TEXT,
  method     TEXT NOT NULL DEFAULT '',
  expected   TEXT NOT NULL DEFAULT '',      -- the threshold: what must come out for it to hold
  result     TEXT NOT NULL DEFAULT '',
  verdict    TEXT,                          -- held, failed or unclear; NULL: none yet
  started_on TEXT,                          -- 2026-11-21
  due_on     TEXT,
  ended_on   TEXT
) STRICT, WITHOUT ROWID;
