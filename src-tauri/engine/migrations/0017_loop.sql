-- What the people who asked for something were told about it. A reply that goes into their ticket is written and
-- committed before anything is sent; what was told in another way is only written down.
CREATE TABLE loop_reply (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,          -- marks the reply in the ticket
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  reporter_id    INTEGER NOT NULL REFERENCES reporter(id),
  signal_id      INTEGER REFERENCES signal(id), -- the ticket it goes into; NULL: told in another way
  outcome        TEXT NOT NULL,                 -- Outcome as a word
  way            TEXT NOT NULL,                 -- Way as a word
  text           TEXT NOT NULL,                 -- as the person left it, or what was told
  body           TEXT NOT NULL,                 -- as it is sent, in the tool's markup; '' when it isn't sent from here
  state          TEXT NOT NULL,                 -- CommentState as a word
  attempts       INTEGER NOT NULL DEFAULT 0,
  problem        TEXT,                          -- JSON of Problem
  queued_at      INTEGER NOT NULL,
  changed_at     INTEGER NOT NULL,
  told_at        INTEGER                        -- when the person got it; NULL: not yet
) STRICT;

CREATE INDEX loop_reply_of ON loop_reply(opportunity_id, reporter_id);
