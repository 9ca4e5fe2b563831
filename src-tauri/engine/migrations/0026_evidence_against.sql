-- Linked signals that speak against an opportunity. They aren't counted for it; the mark outlives the link, so that one
-- linked again speaks as it did.
CREATE TABLE evidence_against (
  opportunity_id INTEGER NOT NULL REFERENCES opportunity(id),
  signal_id      INTEGER NOT NULL REFERENCES signal(id),
  PRIMARY KEY (opportunity_id, signal_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER evidence_turned AFTER INSERT ON evidence_against BEGIN
  INSERT INTO evidence_changed VALUES (NEW.opportunity_id);
END;

CREATE TRIGGER evidence_turned_back AFTER DELETE ON evidence_against BEGIN
  INSERT INTO evidence_changed VALUES (OLD.opportunity_id);
END;

-- A row here: a transaction changed what lists show of opportunities beside their evidence. What is held in memory
-- follows at the commit, which empties the table.
CREATE TABLE opportunities_changed (
  yes INTEGER NOT NULL
) STRICT;

CREATE TRIGGER opportunity_listed_insert AFTER INSERT ON opportunity BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER opportunity_listed_update AFTER UPDATE ON opportunity BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER opportunity_listed_delete AFTER DELETE ON opportunity BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER item_listed_insert AFTER INSERT ON item BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER item_listed_update AFTER UPDATE ON item BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER item_listed_delete AFTER DELETE ON item BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER risk_listed_insert AFTER INSERT ON risk BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER risk_listed_update AFTER UPDATE ON risk BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER risk_listed_delete AFTER DELETE ON risk BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER score_input_listed_insert AFTER INSERT ON score_input BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER score_input_listed_update AFTER UPDATE ON score_input BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER score_input_listed_delete AFTER DELETE ON score_input BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER andon_listed_insert AFTER INSERT ON andon BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER andon_listed_update AFTER UPDATE ON andon BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER andon_listed_delete AFTER DELETE ON andon BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER outbox_listed AFTER UPDATE OF state ON outbox BEGIN INSERT INTO opportunities_changed VALUES (1); END;

CREATE TRIGGER connection_listed AFTER UPDATE OF name, vendor ON connection BEGIN
  INSERT INTO opportunities_changed VALUES (1);
END;

-- A flag concerns the opportunities of its service or product.
CREATE TRIGGER service_listed AFTER UPDATE OF name, product_id ON service BEGIN
  INSERT INTO opportunities_changed VALUES (1);
END;

CREATE TRIGGER product_listed AFTER UPDATE OF name ON product BEGIN INSERT INTO opportunities_changed VALUES (1); END;
