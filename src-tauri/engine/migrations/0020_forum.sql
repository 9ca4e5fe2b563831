-- The meeting of support, development and operations, what came of it, improvements, how people see their work, and
-- services whose exports are stopped. All of it comes from the journal; what the agenda suggests is found anew.

CREATE TABLE forum_meeting (
  uid        TEXT PRIMARY KEY,
  started_at INTEGER,                       -- NULL: starting was taken back
  ended_at   INTEGER,                       -- NULL: it still runs
  minutes    TEXT                           -- JSON of Minutes, as they were at its end
) STRICT, WITHOUT ROWID;

-- What people did to an item of the agenda, suggested or their own.
CREATE TABLE forum_item (
  key       TEXT PRIMARY KEY,               -- what it is about; "own <uid>" for one that a person added
  own       TEXT,                           -- JSON of OwnItem; NULL: a suggestion
  place     INTEGER,                        -- where a person moved it; NULL: by the rules
  minutes   INTEGER,                        -- NULL: as usual
  put_on    INTEGER NOT NULL DEFAULT 0,     -- on the list although it had no room or wasn't ripe
  asks      TEXT,                           -- what is to decide; NULL: the suggestion's own words
  brings    TEXT NOT NULL DEFAULT '',       -- who brings it, as written
  taken_off TEXT,                           -- the reason; it isn't suggested again
  decision  TEXT                            -- JSON of Decided, the newest
) STRICT, WITHOUT ROWID;

CREATE TABLE forum_action (
  uid        TEXT PRIMARY KEY,
  about      TEXT NOT NULL,                 -- the key of an item, or ""
  text       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  due        INTEGER,
  written_at INTEGER NOT NULL,
  done_at    INTEGER,
  deleted    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE improvement (
  uid        TEXT PRIMARY KEY,
  card       TEXT NOT NULL DEFAULT '{}',    -- JSON of ImprovementForm
  step       INTEGER NOT NULL DEFAULT 0,    -- 0 plan, 1 do, 2 check, 3 act
  since      INTEGER NOT NULL DEFAULT 0,    -- in its step
  verdict    TEXT,                          -- kept, changed or dropped; NULL: not judged
  created_at INTEGER NOT NULL DEFAULT 0,
  deleted    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- A round of questions about how people see their work.
CREATE TABLE assessment_round (
  uid       TEXT PRIMARY KEY,
  opened_at INTEGER,                        -- NULL: opening was taken back
  closed_at INTEGER
) STRICT, WITHOUT ROWID;

-- One person's answers. Nothing here or in the journal says whose they are.
CREATE TABLE assessment_answer (
  uid   TEXT PRIMARY KEY,
  round TEXT NOT NULL,
  given TEXT                                -- JSON list of 1 to 5, one a question; NULL: taken back
) STRICT, WITHOUT ROWID;

-- A flag on a service or product that stops the export of its opportunities.
CREATE TABLE andon (
  place  TEXT PRIMARY KEY,                  -- "service <name>" or "product <name>"
  raised TEXT,                              -- JSON of Raised; NULL: taken back
  fix    TEXT,                              -- JSON of FixRef, which lets exports go
  lifted TEXT                               -- JSON of Lifted
) STRICT, WITHOUT ROWID;
