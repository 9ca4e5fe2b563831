-- What a tool needs to know beyond its address, user and project: a JSON object of strings.
ALTER TABLE connection ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
