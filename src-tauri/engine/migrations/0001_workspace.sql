-- The workspace. Times are milliseconds since 1970 in UTC; booleans are 0 and 1; small words are the codes in model.rs.

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- sources

CREATE TABLE connection (
  id         INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,          -- stable across laptops; part of the keychain entry's name
  name       TEXT NOT NULL,
  vendor     TEXT NOT NULL,
  base_url   TEXT NOT NULL,
  user       TEXT NOT NULL,
  project    TEXT NOT NULL,
  paused     INTEGER NOT NULL DEFAULT 0,
  deleted    INTEGER NOT NULL DEFAULT 0,    -- its signals stay
  created_at INTEGER NOT NULL,
  last_sync  INTEGER,                       -- end of the last pull that finished
  problem    TEXT                           -- JSON of the Problem that stopped the last pull
) STRICT;

-- Where the next pull of a stream begins. Written in the transaction of the page it follows.
CREATE TABLE cursor (
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  stream        TEXT NOT NULL,              -- with address, user and project: another account begins anew
  value         TEXT,
  PRIMARY KEY (connection_id, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE set_aside (
  id            INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  stream        TEXT NOT NULL,
  row           INTEGER NOT NULL,
  external_id   TEXT,
  reason        TEXT NOT NULL,
  raw           TEXT NOT NULL,
  at            INTEGER NOT NULL,
  raw_hash      INTEGER NOT NULL,
  UNIQUE (connection_id, stream, raw_hash)  -- pulling twice sets aside once
) STRICT;

-- ---------------------------------------------------------------- who and what

CREATE TABLE service (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

CREATE TABLE customer (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE COLLATE NOCASE,
  domain    TEXT,
  revenue   INTEGER,                        -- a year's, whole units of the workspace currency
  plan      TEXT,
  renews_on TEXT                            -- ISO date
) STRICT;

CREATE TABLE reporter (
  id          INTEGER PRIMARY KEY,
  identity    TEXT NOT NULL UNIQUE,         -- lower-case e-mail, else "name @ customer"
  name        TEXT NOT NULL,
  email       TEXT,
  customer_id INTEGER REFERENCES customer(id)
) STRICT;

-- ---------------------------------------------------------------- signals

-- Narrow on purpose: lists, filters and imports touch only this.
CREATE TABLE signal (
  id            INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  external_id   TEXT NOT NULL,
  kind          INTEGER NOT NULL,
  severity      INTEGER,
  status        INTEGER NOT NULL,
  service_id    INTEGER REFERENCES service(id),
  customer_id   INTEGER REFERENCES customer(id),
  reporter_id   INTEGER REFERENCES reporter(id),
  happened_at   INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  resolved_at   INTEGER,
  title         TEXT NOT NULL,
  content_hash  INTEGER NOT NULL,
  UNIQUE (connection_id, external_id)
) STRICT;

CREATE TABLE signal_text (
  signal_id INTEGER PRIMARY KEY REFERENCES signal(id),
  url       TEXT,
  body      TEXT NOT NULL,
  facts     TEXT NOT NULL,                  -- JSON object of strings
  raw       TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE signal_fts USING fts5 (
  title, body,
  content='', contentless_delete=1, detail=none, prefix='1 2 3',
  tokenize="unicode61 remove_diacritics 2"
);

-- Signals whose words the full-text index doesn't have yet. Fed with the rows, emptied after them.
CREATE TABLE fts_queue (
  signal_id INTEGER PRIMARY KEY
) STRICT;

-- What people decided about a signal. No row: it lies in the inbox, never looked at.
CREATE TABLE triage (
  signal_id     INTEGER PRIMARY KEY REFERENCES signal(id),
  state         INTEGER NOT NULL DEFAULT 0,
  reason        INTEGER,
  note          TEXT,
  snoozed_until INTEGER,
  merged_into   INTEGER REFERENCES signal(id),
  decided_at    INTEGER
) STRICT;

CREATE INDEX triage_merged ON triage(merged_into) WHERE merged_into IS NOT NULL;

-- Read or not is a matter of this laptop, not a decision.
CREATE TABLE seen (
  signal_id INTEGER PRIMARY KEY REFERENCES signal(id)
) STRICT;

CREATE TABLE usage (
  feature    TEXT NOT NULL,
  day        TEXT NOT NULL,                 -- ISO date
  service_id INTEGER REFERENCES service(id),
  users      INTEGER NOT NULL,
  events     INTEGER NOT NULL,
  PRIMARY KEY (feature, day)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- opportunities

CREATE TABLE opportunity (
  id            INTEGER PRIMARY KEY,        -- the number in OPP-31
  uid           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL DEFAULT '',
  statement     TEXT NOT NULL DEFAULT '',
  hypothesis    TEXT NOT NULL DEFAULT '',
  expected      TEXT NOT NULL DEFAULT '',
  owner         TEXT NOT NULL DEFAULT '',
  service       TEXT NOT NULL DEFAULT '',
  stage         INTEGER NOT NULL DEFAULT 0,
  reject_reason TEXT NOT NULL DEFAULT '',
  rice          TEXT NOT NULL DEFAULT '{}', -- JSON of RiceInputs
  deleted       INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE evidence (
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  signal_id      INTEGER NOT NULL REFERENCES signal(id),
  importance     INTEGER NOT NULL CHECK (importance BETWEEN 0 AND 3),
  linked_at      INTEGER NOT NULL,
  linked_by      TEXT NOT NULL,
  PRIMARY KEY (opportunity_id, signal_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX evidence_signal ON evidence(signal_id);

-- ---------------------------------------------------------------- the way out and back

CREATE TABLE item (
  id             INTEGER PRIMARY KEY,
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  connection_id  INTEGER NOT NULL REFERENCES connection(id),
  external_id    TEXT NOT NULL,
  label          TEXT NOT NULL,
  title          TEXT NOT NULL,
  url            TEXT NOT NULL,
  status         TEXT NOT NULL,
  category       INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,          -- by the tracker's clock
  read_at        INTEGER NOT NULL,
  linked         INTEGER NOT NULL DEFAULT 1,
  UNIQUE (opportunity_id, connection_id, external_id)
) STRICT;

-- Written and committed before anything is sent.
CREATE TABLE outbox (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,      -- marks the item in the tracker
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  connection_id  INTEGER NOT NULL REFERENCES connection(id),
  draft          TEXT NOT NULL,             -- JSON of Draft
  state          TEXT NOT NULL,             -- OutboxState as a word
  attempts       INTEGER NOT NULL DEFAULT 0,
  problem        TEXT,                      -- JSON of Problem
  item_id        INTEGER REFERENCES item(id),
  queued_at      INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL
) STRICT;

-- ---------------------------------------------------------------- the journal

-- Append-only. One row a changed field; all rows of one decision share a step.
CREATE TABLE op (
  id       INTEGER PRIMARY KEY,
  device   TEXT NOT NULL,
  seq      INTEGER NOT NULL,                -- 1, 2, 3 … on its device
  clock    INTEGER NOT NULL,                -- hybrid logical clock: milliseconds × 65,536 + counter
  actor    TEXT NOT NULL,
  step     INTEGER NOT NULL,
  entity   TEXT NOT NULL,
  key      TEXT NOT NULL,                   -- stable across laptops
  field    TEXT NOT NULL,
  value    TEXT,                            -- JSON; NULL takes the field back to "never set"
  was      TEXT,                            -- JSON of the value it replaced
  replaced INTEGER,                         -- clock of the op that set the value it replaced
  UNIQUE (device, seq)
) STRICT;

CREATE INDEX op_step ON op(step);
CREATE INDEX op_field ON op(entity, key, field, clock);

CREATE TABLE step (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   TEXT NOT NULL,
  message TEXT NOT NULL,                    -- what the toast said
  undoes  INTEGER REFERENCES step(id)       -- a step that takes back (or, undoing an undo, brings back) another
) STRICT;

CREATE INDEX step_undoes ON step(undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER op_is_append_only_update BEFORE UPDATE ON op BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER op_is_append_only_delete BEFORE DELETE ON op BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
