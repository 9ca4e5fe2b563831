-- Triage at speed: snoozes that end with an event, drafts of replies, pairs that aren't suggested again.

-- What a snoozed signal or theme waits for when no date wakes it. What it waits for comes from the journal; where it
-- began and what woke it was found here. Rows stay, so that a snooze taken back and made again goes on where it was.
CREATE TABLE wait (
  id        INTEGER PRIMARY KEY,
  key       TEXT NOT NULL UNIQUE,           -- who waits for what, in the journal's words
  signal_id INTEGER REFERENCES signal(id),  -- who waits: a signal,
  theme_id  INTEGER REFERENCES theme(id),   -- or a theme
  since     INTEGER NOT NULL,
  more      INTEGER,                        -- so many more signals of its theme,
  change_id INTEGER REFERENCES signal(id),  -- or this change or deployment to be done
  was_open  INTEGER NOT NULL DEFAULT 0,     -- the change, when the snooze began
  after_id  INTEGER NOT NULL,               -- the newest signal when the snooze began
  woken_at  INTEGER,
  woken_by  TEXT                            -- one sentence
) STRICT;

-- While a wait is open, snoozed_until lies at the end of time; then it is the moment of waking.
ALTER TABLE triage ADD COLUMN wait_id INTEGER REFERENCES wait(id);
ALTER TABLE theme ADD COLUMN wait_id INTEGER REFERENCES wait(id);
CREATE INDEX triage_wait ON triage(wait_id) WHERE wait_id IS NOT NULL;
CREATE INDEX theme_wait ON theme(wait_id) WHERE wait_id IS NOT NULL;

-- What the reporter of a declined signal should be told. Nothing is sent by writing it.
ALTER TABLE triage ADD COLUMN reply TEXT;

-- "Don't suggest this pair again." The smaller id first.
CREATE TABLE unlike_pair (
  one   INTEGER NOT NULL REFERENCES signal(id),
  other INTEGER NOT NULL REFERENCES signal(id),
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX unlike_pair_other ON unlike_pair(other);
