-- What was decided about features that people may do with another one.
CREATE TABLE detour (
  key         TEXT PRIMARY KEY,             -- both features with a line break between: the left one, then the other
  opportunity TEXT NOT NULL DEFAULT '',     -- the uid of the one made from it
  dismissed   INTEGER NOT NULL DEFAULT 0    -- it is nothing, a person said
) STRICT, WITHOUT ROWID;
