-- The template of a tracker, when a person has written one; without a row the usual one makes its drafts.
CREATE TABLE draft_template (
  connection TEXT PRIMARY KEY,              -- the connection's uid
  text       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person made of the draft of one opportunity for one tracker. Goes once it is sent or thrown away; the journal
-- keeps it.
CREATE TABLE draft_edit (
  opportunity TEXT NOT NULL,                -- uids
  connection  TEXT NOT NULL,
  edit        TEXT NOT NULL,                -- JSON of store::drafts::Edit
  PRIMARY KEY (opportunity, connection)
) STRICT, WITHOUT ROWID;
