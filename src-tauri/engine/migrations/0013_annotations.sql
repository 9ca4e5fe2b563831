-- Annotations: images attached to opportunities, notes on them, and what people answered. The images themselves are files
-- beside the workspace, named by their content. Rows are never deleted, so that undo finds them.

CREATE TABLE image (
  id             INTEGER PRIMARY KEY,
  uid            TEXT NOT NULL UNIQUE,
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  number         INTEGER NOT NULL,          -- 1, 2, 3 … within its opportunity; never given twice
  sha256         TEXT NOT NULL,             -- the file's name
  media_type     TEXT NOT NULL,
  width          INTEGER NOT NULL,          -- pixels
  height         INTEGER NOT NULL,
  bytes          INTEGER NOT NULL,
  caption        TEXT NOT NULL DEFAULT '',
  added_at       INTEGER NOT NULL,
  added_by       TEXT NOT NULL,
  deleted        INTEGER NOT NULL DEFAULT 0,
  UNIQUE (opportunity_id, number)
) STRICT;

CREATE TABLE annotation (
  id             INTEGER PRIMARY KEY,
  uid            TEXT NOT NULL UNIQUE,
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  number         INTEGER NOT NULL,          -- what its pin shows; never given twice
  image          TEXT NOT NULL,             -- uid; empty: about the opportunity as a whole
  shape          TEXT,                      -- JSON of Shape; NULL: about the whole image
  text           TEXT NOT NULL DEFAULT '',  -- Markdown
  resolved       INTEGER NOT NULL DEFAULT 0,
  written_at     INTEGER NOT NULL,
  written_by     TEXT NOT NULL,
  edited_at      INTEGER,
  deleted        INTEGER NOT NULL DEFAULT 0,
  UNIQUE (opportunity_id, number)
) STRICT;

CREATE TABLE reply (
  id            INTEGER PRIMARY KEY,
  uid           TEXT NOT NULL UNIQUE,
  annotation_id INTEGER NOT NULL REFERENCES annotation(id),
  text          TEXT NOT NULL,              -- Markdown
  written_at    INTEGER NOT NULL,
  written_by    TEXT NOT NULL,
  edited_at     INTEGER,
  deleted       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX reply_of_annotation ON reply(annotation_id);
