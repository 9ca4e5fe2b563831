-- Comments that people write to items in trackers. Written and committed before anything is sent.
CREATE TABLE comment (
  id         INTEGER PRIMARY KEY,
  key        TEXT NOT NULL UNIQUE,          -- marks the comment in the tracker
  item_id    INTEGER NOT NULL REFERENCES item(id),
  text       TEXT NOT NULL,                 -- as the person wrote it
  body       TEXT NOT NULL,                 -- as it is sent, in the tracker's markup
  state      TEXT NOT NULL,                 -- CommentState as a word
  attempts   INTEGER NOT NULL DEFAULT 0,
  problem    TEXT,                          -- JSON of Problem
  queued_at  INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX comment_of_item ON comment(item_id);
