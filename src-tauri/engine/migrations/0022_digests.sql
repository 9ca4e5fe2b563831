-- Where the weekly digest and andon alerts go, and what went there. Addresses and passwords lie with the other secrets.

CREATE TABLE digest_destination (
  uid           TEXT PRIMARY KEY,
  destination   TEXT,                       -- JSON of Destination; NULL: taken away
  digests_since INTEGER,                    -- digests that fall due after it are sent; NULL: none is
  andon_since   INTEGER                     -- flags raised after it are told of; NULL: none is
) STRICT, WITHOUT ROWID;

-- A message is written down before it is sent, so that it never goes out twice.
CREATE TABLE digest_sent (
  id          INTEGER PRIMARY KEY,
  key         TEXT NOT NULL UNIQUE,         -- which message to whom, e.g. "<uid> week 2026-W48"
  destination TEXT NOT NULL,                -- its uid
  name        TEXT NOT NULL,                -- of the destination, as it was then
  what        TEXT NOT NULL,                -- DigestWhat as a word
  says        TEXT NOT NULL,                -- JSON of Message
  state       TEXT NOT NULL,                -- DigestState as a word
  attempts    INTEGER NOT NULL DEFAULT 1,
  answer      TEXT NOT NULL DEFAULT '',     -- what the server said
  problem     TEXT,                         -- JSON of Problem
  retry_at    INTEGER,                      -- when it is tried again by itself; NULL: it isn't
  written_at  INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX digest_sent_of ON digest_sent(destination, id);
