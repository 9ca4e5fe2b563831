-- Which of our services and customers a signal belongs to, derived anew whenever a rule or a customer list changes:
-- what a tool said stays in `place` and `told`, once for all signals that say the same.

CREATE TABLE product (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

ALTER TABLE service ADD COLUMN product_id INTEGER REFERENCES product(id);

-- The first rule that fits, in the order of their positions, gives the service.
CREATE TABLE service_rule (
  uid           TEXT PRIMARY KEY,
  position      INTEGER NOT NULL,
  connection_id INTEGER REFERENCES connection(id), -- NULL: all of them
  field         INTEGER NOT NULL,
  pattern       TEXT NOT NULL,
  service_id    INTEGER REFERENCES service(id)     -- NULL: left out
) STRICT, WITHOUT ROWID;

-- Lists have one value a line; empty means the tool said nothing.
CREATE TABLE place (
  id            INTEGER PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connection(id),
  service       TEXT NOT NULL,
  project       TEXT NOT NULL,
  component     TEXT NOT NULL,
  label         TEXT NOT NULL,
  service_id    INTEGER REFERENCES service(id),    -- what it means now
  UNIQUE (connection_id, service, project, component, label)
) STRICT;

ALTER TABLE signal ADD COLUMN place_id INTEGER REFERENCES place(id);

-- From a list of customers; what tools tell fills only what the list leaves open.
ALTER TABLE customer ADD COLUMN imported_at INTEGER;
ALTER TABLE customer ADD COLUMN amount INTEGER;    -- the list's revenue a year, in `currency`
ALTER TABLE customer ADD COLUMN currency TEXT;     -- NULL: the workspace's

-- By what an imported customer is recognised.
CREATE TABLE customer_sign (
  sign        INTEGER NOT NULL,
  value       TEXT NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer(id),
  PRIMARY KEY (sign, value, customer_id)
) STRICT, WITHOUT ROWID;

-- What a person decided about an organisation or a mail domain.
CREATE TABLE customer_choice (
  sign        INTEGER NOT NULL,
  value       TEXT NOT NULL,
  customer_id INTEGER REFERENCES customer(id),     -- NULL: no customer
  PRIMARY KEY (sign, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE told (
  id          INTEGER PRIMARY KEY,
  own_id      INTEGER REFERENCES customer(id),     -- the customer as the tool names it
  number      TEXT NOT NULL,                       -- the tool's own id of the organisation
  domain      TEXT NOT NULL,                       -- of the reporter's e-mail address
  customer_id INTEGER REFERENCES customer(id)      -- whom it means now
) STRICT;

CREATE UNIQUE INDEX told_once ON told (COALESCE(own_id, 0), number, domain);

ALTER TABLE signal ADD COLUMN told_id INTEGER REFERENCES told(id);

-- Signals stored before get their place and what was told when the workspace is opened.
INSERT INTO setting (key, value) SELECT 'unsettled', 'everything' WHERE EXISTS (SELECT 1 FROM signal);
