-- Which of our fields go to which field of a tracker: JSON of the rules; empty: the usual ones.
ALTER TABLE connection ADD COLUMN fields TEXT NOT NULL DEFAULT '';
-- The draft as the opportunity itself gave it when it was last sent; what differs from it now has changed here.
ALTER TABLE outbox ADD COLUMN told TEXT;
