-- Notes on how far things are, written by rule into the records that stand behind an opportunity.

-- JSON of StatusNoteRule; '': none is written into this connection's records.
ALTER TABLE connection ADD COLUMN status_notes TEXT NOT NULL DEFAULT '';

-- A note is written down and committed before anything is sent, so that a record never gets it twice.
CREATE TABLE status_note (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,          -- marks the note in the record
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  signal_id      INTEGER NOT NULL REFERENCES signal(id),
  outcome        TEXT NOT NULL,                 -- Outcome as a word
  text           TEXT NOT NULL,
  body           TEXT NOT NULL,                 -- as it is sent, in the tool's markup
  state          TEXT NOT NULL,                 -- CommentState as a word
  attempts       INTEGER NOT NULL DEFAULT 0,
  problem        TEXT,                          -- JSON of Problem
  retry_at       INTEGER,                       -- when it is tried again by itself; NULL: as the state says
  queued_at      INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL,
  written_at     INTEGER                        -- when the tool took it; NULL: not yet, or nobody knows when
) STRICT;

CREATE INDEX status_note_of ON status_note(opportunity_id, signal_id);
