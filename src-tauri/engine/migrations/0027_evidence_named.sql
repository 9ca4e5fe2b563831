-- People whose change may change what opportunities count: a reporter who works for another customer, or a customer of
-- another revenue; one of the two in each row. Which opportunities are theirs is looked up once, at the commit, which
-- empties the table: a mailbox that writes for many customers moves with each of its letters, and everything it ever
-- wrote would be looked up as often. Nobody writes 0 into evidence_changed any more.
CREATE TABLE evidence_people_changed (
  reporter_id INTEGER,
  customer_id INTEGER
) STRICT;

DROP TRIGGER evidence_hired;

CREATE TRIGGER evidence_hired AFTER UPDATE OF customer_id ON reporter WHEN OLD.customer_id IS NOT NEW.customer_id BEGIN
  INSERT INTO evidence_people_changed (reporter_id) VALUES (NEW.id);
END;

DROP TRIGGER evidence_worth;

CREATE TRIGGER evidence_worth AFTER UPDATE OF revenue ON customer WHEN OLD.revenue IS NOT NEW.revenue BEGIN
  INSERT INTO evidence_people_changed (customer_id) VALUES (NEW.id);
END;

-- A signal that tells its customer speaks for that one, whomever its reporter works for. Only the others follow their
-- reporter, and only they are in the index, so that imports hardly pay for it. Whose customer's revenue changed needs
-- none: memory knows the customer of everything that is counted.
CREATE INDEX signal_reporter ON signal(reporter_id) WHERE reporter_id IS NOT NULL AND customer_id IS NULL;
