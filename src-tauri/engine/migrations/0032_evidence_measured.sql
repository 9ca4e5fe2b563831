-- What formulas measure of evidence is followed as counts are: the severity, the status, the end and the service of a
-- signal tell as well, and so does the renewal of a customer's contract. What names say, of connections and services,
-- is followed with the lists.

DROP TRIGGER evidence_told;

CREATE TRIGGER evidence_told
AFTER UPDATE OF kind, severity, status, service_id, customer_id, reporter_id, happened_at, resolved_at ON signal
WHEN (OLD.kind, OLD.status, OLD.happened_at) <> (NEW.kind, NEW.status, NEW.happened_at)
  OR OLD.severity IS NOT NEW.severity OR OLD.resolved_at IS NOT NEW.resolved_at
  OR OLD.service_id IS NOT NEW.service_id OR OLD.reporter_id IS NOT NEW.reporter_id
  OR OLD.customer_id IS NOT NEW.customer_id BEGIN
  INSERT INTO evidence_changed
    SELECT opportunity_id FROM evidence
    WHERE signal_id IN (NEW.id, (SELECT merged_into FROM triage WHERE signal_id = NEW.id));
END;

DROP TRIGGER evidence_worth;

CREATE TRIGGER evidence_worth AFTER UPDATE OF revenue, renews_on ON customer
WHEN OLD.revenue IS NOT NEW.revenue OR OLD.renews_on IS NOT NEW.renews_on BEGIN
  INSERT INTO evidence_people_changed (customer_id) VALUES (NEW.id);
END;
