-- How often a connection is read by itself, and how its reads went: `off`, `15m`, `6h` or `daily 06:30`.
ALTER TABLE connection ADD COLUMN schedule TEXT NOT NULL DEFAULT 'off';
-- End of the last pull, whichever way it ended.
ALTER TABLE connection ADD COLUMN tried_at INTEGER;
-- Pulls that failed in a row.
ALTER TABLE connection ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
