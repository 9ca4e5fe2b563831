-- The opportunities whose evidence a transaction changed, whatever statement it was; 0 stands for all of them. What is
-- held in memory follows at the commit, which empties the table. One may stand there often: what a trigger should do
-- about a conflict is decided by the statement that fires it.
CREATE TABLE evidence_changed (
  opportunity_id INTEGER NOT NULL
) STRICT;

CREATE TRIGGER evidence_linked AFTER INSERT ON evidence BEGIN
  INSERT INTO evidence_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER evidence_weighed AFTER UPDATE ON evidence BEGIN
  INSERT INTO evidence_changed VALUES (OLD.opportunity_id), (NEW.opportunity_id);
END;

CREATE TRIGGER evidence_unlinked AFTER DELETE ON evidence BEGIN
  INSERT INTO evidence_changed VALUES (OLD.opportunity_id);
END;

CREATE TRIGGER evidence_joined AFTER INSERT ON triage WHEN NEW.merged_into IS NOT NULL BEGIN
  INSERT INTO evidence_changed SELECT opportunity_id FROM evidence WHERE signal_id = NEW.merged_into;
END;

CREATE TRIGGER evidence_moved AFTER UPDATE OF merged_into ON triage WHEN OLD.merged_into IS NOT NEW.merged_into BEGIN
  INSERT INTO evidence_changed
    SELECT opportunity_id FROM evidence WHERE signal_id IN (OLD.merged_into, NEW.merged_into);
END;

CREATE TRIGGER evidence_parted AFTER DELETE ON triage WHEN OLD.merged_into IS NOT NULL BEGIN
  INSERT INTO evidence_changed SELECT opportunity_id FROM evidence WHERE signal_id = OLD.merged_into;
END;

CREATE TRIGGER evidence_told AFTER UPDATE OF kind, happened_at, reporter_id, customer_id ON signal
WHEN (OLD.kind, OLD.happened_at) <> (NEW.kind, NEW.happened_at) OR OLD.reporter_id IS NOT NEW.reporter_id
  OR OLD.customer_id IS NOT NEW.customer_id BEGIN
  INSERT INTO evidence_changed
    SELECT opportunity_id FROM evidence
    WHERE signal_id IN (NEW.id, (SELECT merged_into FROM triage WHERE signal_id = NEW.id));
END;

-- Whose signals these are isn't indexed, and it happens rarely.
CREATE TRIGGER evidence_hired AFTER UPDATE OF customer_id ON reporter WHEN OLD.customer_id IS NOT NEW.customer_id BEGIN
  INSERT INTO evidence_changed VALUES (0);
END;

CREATE TRIGGER evidence_worth AFTER UPDATE OF revenue ON customer WHEN OLD.revenue IS NOT NEW.revenue BEGIN
  INSERT INTO evidence_changed VALUES (0);
END;
