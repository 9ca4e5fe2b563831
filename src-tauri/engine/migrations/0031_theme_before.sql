-- Where a signal was when somebody said that it doesn't belong there, or with another one: taking that back puts it there
-- again. NULL: nowhere, or nobody noted it.
ALTER TABLE theme_refusal ADD COLUMN was_in INTEGER REFERENCES theme(id);

ALTER TABLE signal_pair ADD COLUMN was_in INTEGER REFERENCES theme(id);
