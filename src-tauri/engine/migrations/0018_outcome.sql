-- Outcome checks: whether what people told about became less after a delivery. What is counted is read from signals, themes
-- and usage each time; kept is only what people decided.

CREATE TABLE outcome_check (
  opportunity TEXT PRIMARY KEY,              -- uid
  goal        TEXT NOT NULL DEFAULT '',      -- JSON of OutcomeGoal; '': none
  plan        TEXT NOT NULL DEFAULT '',      -- JSON of OutcomePlan; '': as proposed
  settled     TEXT NOT NULL DEFAULT ''       -- JSON of OutcomeSettled; '': nobody has
) STRICT;
