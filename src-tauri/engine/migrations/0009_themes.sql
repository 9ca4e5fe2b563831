-- Themes: which signals are about the same. What the program found can be found anew; what people said of it comes from
-- the journal.

-- One row a distinct text as it is compared.
CREATE TABLE vector (
  id      INTEGER PRIMARY KEY,
  key     INTEGER NOT NULL UNIQUE,          -- xxh3 of the text
  meaning INTEGER NOT NULL,                 -- 1: the language model's; 0: made of the text's words
  scale   REAL NOT NULL,                    -- what the numbers are multiplied by
  numbers BLOB NOT NULL                     -- 384 signed bytes
) STRICT;

CREATE TABLE theme (
  id            INTEGER PRIMARY KEY,
  uid           TEXT NOT NULL UNIQUE,
  created_at    INTEGER NOT NULL,
  title         TEXT NOT NULL DEFAULT '',   -- the program's
  words         TEXT NOT NULL DEFAULT '[]', -- JSON list
  examples      TEXT NOT NULL DEFAULT '[]', -- JSON list of signal ids, the most typical first
  centre        BLOB NOT NULL DEFAULT x'',  -- 384 floats, little-endian
  cohesion      REAL NOT NULL DEFAULT 0,
  mixed         INTEGER NOT NULL DEFAULT 0,
  by_words      INTEGER NOT NULL DEFAULT 0,
  described     INTEGER NOT NULL DEFAULT 0, -- members when this was found out
  -- what people said
  name          TEXT NOT NULL DEFAULT '',
  merged_into   INTEGER REFERENCES theme(id),
  split_from    INTEGER REFERENCES theme(id),
  undone        INTEGER NOT NULL DEFAULT 0, -- the split that made it was taken back
  dismissed     INTEGER NOT NULL DEFAULT 0,
  snoozed_until INTEGER,
  -- the theme whose signals its own are, after merges and splits that were taken back
  root_id       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Where the program placed a signal.
CREATE TABLE placement (
  signal_id INTEGER PRIMARY KEY REFERENCES signal(id),
  vector_id INTEGER NOT NULL REFERENCES vector(id),
  theme_id  INTEGER REFERENCES theme(id),   -- NULL: it fits none
  belonging REAL,
  waiting   INTEGER NOT NULL DEFAULT 1      -- read, not placed yet
) STRICT;

CREATE INDEX placement_waiting ON placement(signal_id) WHERE waiting = 1;
CREATE INDEX placement_theme ON placement(theme_id);

-- Where a person put a signal, for good. NULL: into no theme.
CREATE TABLE theme_choice (
  signal_id INTEGER PRIMARY KEY REFERENCES signal(id),
  theme_id  INTEGER REFERENCES theme(id)
) STRICT;

CREATE INDEX theme_choice_theme ON theme_choice(theme_id);

-- "Not this theme."
CREATE TABLE theme_refusal (
  signal_id INTEGER NOT NULL REFERENCES signal(id),
  theme_id  INTEGER NOT NULL REFERENCES theme(id),
  PRIMARY KEY (signal_id, theme_id)
) STRICT, WITHOUT ROWID;

-- Two signals that belong together, or apart.
CREATE TABLE signal_pair (
  one      INTEGER NOT NULL REFERENCES signal(id),
  other    INTEGER NOT NULL REFERENCES signal(id),
  together INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

-- Merges and splits that a second look suggests.
CREATE TABLE theme_proposal (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,                   -- merge, split
  theme_id INTEGER NOT NULL REFERENCES theme(id),
  other_id INTEGER NOT NULL,                -- the theme that would join; 0 for a split
  shared   INTEGER NOT NULL,
  texts    INTEGER NOT NULL,
  current  INTEGER NOT NULL DEFAULT 1,      -- the newest look still suggests it
  declined INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, theme_id, other_id)
) STRICT;

-- Signals whose texts haven't been read for themes, or have changed since.
CREATE TABLE theme_queue (
  signal_id INTEGER PRIMARY KEY
) STRICT;

INSERT INTO theme_queue SELECT id FROM signal;
