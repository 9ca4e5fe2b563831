-- Of what lists show of opportunities, a commit has only those read again that it changed. What concerns many, such as a
-- flag on a service, is noted as 0: all of them.

DROP TRIGGER opportunity_listed_insert;
DROP TRIGGER opportunity_listed_update;
DROP TRIGGER opportunity_listed_delete;
DROP TRIGGER item_listed_insert;
DROP TRIGGER item_listed_update;
DROP TRIGGER item_listed_delete;
DROP TRIGGER risk_listed_insert;
DROP TRIGGER risk_listed_update;
DROP TRIGGER risk_listed_delete;
DROP TRIGGER score_input_listed_insert;
DROP TRIGGER score_input_listed_update;
DROP TRIGGER score_input_listed_delete;
DROP TRIGGER andon_listed_insert;
DROP TRIGGER andon_listed_update;
DROP TRIGGER andon_listed_delete;
DROP TRIGGER outbox_listed;
DROP TRIGGER connection_listed;
DROP TRIGGER service_listed;
DROP TRIGGER product_listed;
DROP TABLE opportunities_changed;

-- One may be noted several times: what a statement does about conflicts holds for its triggers, too.
CREATE TABLE opportunities_changed (
  opportunity_id INTEGER NOT NULL            -- 0: all
) STRICT;

CREATE TRIGGER opportunity_listed_insert AFTER INSERT ON opportunity BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.id);
END;

CREATE TRIGGER opportunity_listed_update AFTER UPDATE ON opportunity BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.id);
END;

CREATE TRIGGER opportunity_listed_delete AFTER DELETE ON opportunity BEGIN
  INSERT INTO opportunities_changed VALUES (OLD.id);
END;

CREATE TRIGGER item_listed_insert AFTER INSERT ON item BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER item_listed_update AFTER UPDATE ON item BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER item_listed_delete AFTER DELETE ON item BEGIN
  INSERT INTO opportunities_changed VALUES (OLD.opportunity_id);
END;

CREATE TRIGGER risk_listed_insert AFTER INSERT ON risk BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER risk_listed_update AFTER UPDATE ON risk BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER risk_listed_delete AFTER DELETE ON risk BEGIN
  INSERT INTO opportunities_changed VALUES (OLD.opportunity_id);
END;

CREATE TRIGGER score_input_listed_insert AFTER INSERT ON score_input BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER score_input_listed_update AFTER UPDATE ON score_input BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER score_input_listed_delete AFTER DELETE ON score_input BEGIN
  INSERT INTO opportunities_changed VALUES (OLD.opportunity_id);
END;

CREATE TRIGGER outbox_listed AFTER UPDATE OF state ON outbox BEGIN
  INSERT INTO opportunities_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER andon_listed_insert AFTER INSERT ON andon BEGIN
  INSERT INTO opportunities_changed VALUES (0);
END;

CREATE TRIGGER andon_listed_update AFTER UPDATE ON andon BEGIN
  INSERT INTO opportunities_changed VALUES (0);
END;

CREATE TRIGGER andon_listed_delete AFTER DELETE ON andon BEGIN
  INSERT INTO opportunities_changed VALUES (0);
END;

CREATE TRIGGER connection_listed AFTER UPDATE OF name, vendor ON connection BEGIN
  INSERT INTO opportunities_changed VALUES (0);
END;

-- A flag concerns the opportunities of its service or product.
CREATE TRIGGER service_listed AFTER UPDATE OF name, product_id ON service BEGIN
  INSERT INTO opportunities_changed VALUES (0);
END;

CREATE TRIGGER product_listed AFTER UPDATE OF name ON product BEGIN
  INSERT INTO opportunities_changed VALUES (0);
END;
