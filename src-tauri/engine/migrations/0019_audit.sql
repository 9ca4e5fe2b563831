-- Items of trackers as the backlog audit read them, open and closed: what they say and how old they are, never who wrote
-- them. They are no signals; what is read again overwrites the row, what people said of it stays.
CREATE TABLE audit_item (
  id            INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  external_id   TEXT NOT NULL,             -- as the tracker is asked for it
  signal_key    TEXT NOT NULL,             -- the external id of a signal that is this item, read from the same tool
  label         TEXT NOT NULL,             -- as people call it, #8841
  title         TEXT NOT NULL,
  body          TEXT NOT NULL,
  url           TEXT NOT NULL,
  status        TEXT NOT NULL,
  category      INTEGER NOT NULL,
  service       TEXT NOT NULL,             -- as the tracker names it
  place_id      INTEGER REFERENCES place(id), -- what the rules of this workspace make of it
  due_on        TEXT,                      -- ISO date, where the tracker tells one
  created_at    INTEGER,                   -- NULL where the tracker doesn't tell
  updated_at    INTEGER NOT NULL,
  read_at       INTEGER NOT NULL,
  gone          INTEGER NOT NULL DEFAULT 0, -- a whole read didn't find it any more
  UNIQUE (connection_id, external_id)
) STRICT;

-- How far the reading of a backlog is. Where it goes on is a cursor like that of a pull.
CREATE TABLE audit_reading (
  connection_id INTEGER PRIMARY KEY REFERENCES connection(id),
  whole_since   INTEGER,                   -- a read from the beginning is under way since then
  finished_at   INTEGER
) STRICT;

-- What an item looks like: found anew each time items and signals are compared.
CREATE TABLE audit_match (
  item_id   INTEGER NOT NULL REFERENCES audit_item(id),
  kind      TEXT NOT NULL,                 -- signal, theme, opportunity, item
  target_id INTEGER NOT NULL,
  score     REAL,                          -- 0 to 1; NULL for a link
  why       TEXT NOT NULL,
  PRIMARY KEY (item_id, kind, target_id)
) STRICT, WITHOUT ROWID;

-- What people said of an item, by names that stay the same through every read.
CREATE TABLE audit_verdict (
  item    TEXT NOT NULL,                   -- "<connection uid> <external id>"
  about   TEXT NOT NULL,                   -- "keep", or what it was matched with, "signal <its key>"
  verdict TEXT NOT NULL,                   -- of "keep" the reason, else "right" or "other"
  at      INTEGER NOT NULL,
  PRIMARY KEY (item, about)
) STRICT, WITHOUT ROWID;

-- The numbers of each comparison, to see where they go.
CREATE TABLE audit_count (
  at     INTEGER PRIMARY KEY,
  counts TEXT NOT NULL                     -- JSON of AuditCounts
) STRICT;

-- Lists that were given to customers and operations, as they were given.
CREATE TABLE issued (
  uid       TEXT PRIMARY KEY,
  list      TEXT NOT NULL,                 -- JSON of UpcomingRow[]
  issued_at INTEGER NOT NULL,
  issued_by TEXT NOT NULL
) STRICT;
