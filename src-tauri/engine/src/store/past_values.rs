//! SQL of what an opportunity's value rested on: the decisions in force about it, and the signals they name.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::evidence::{Measurable, TOLD, ToldRow};
use super::ops::UNDONE;
use crate::error::{Problem, Result};
use crate::model::{StepId, Time};
use crate::score::receipt::Linked;

/// One op in force that a value can depend on.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct PastOp {
    pub step: StepId,
    pub at: Time,
    pub actor: String,
    /// An [`Entity`](crate::journal::Entity) by its word.
    pub entity: String,
    pub key: String,
    pub field: String,
    pub value: Option<String>,
}

/// Every op about the inputs, judged risks and evidence of the opportunity with this uid, about merges into signals that
/// were ever linked to it, and about what is ranked by. Oldest first; what was taken back is left out.
pub async fn ops(read: &mut SqliteConnection, uid: &str) -> Result<Vec<PastOp>> {
    Ok(sqlx::query_as(AssertSqlSafe(format!(
        "WITH marked AS (SELECT DISTINCT key FROM op WHERE entity = 'highlight' AND field = 'on ' || ?1),
         linked AS (
           SELECT substr(key, instr(key, ' ') + 1) AS key FROM op
           WHERE entity = 'evidence' AND key > ?1 || ' ' AND key < ?1 || '!'
           UNION
           SELECT json_extract(value, '$.signal') FROM op
           WHERE entity = 'highlight' AND field = 'passage' AND value IS NOT NULL AND key IN (SELECT key FROM marked)),
         merged AS (
           SELECT DISTINCT key FROM op
           WHERE entity = 'signal' AND field = 'triage' AND instr(value, '\"into\":') > 0
             AND json_extract(value, '$.into') IN (SELECT key FROM linked))
         SELECT s.id AS step, s.at, s.actor, o.entity, o.key, o.field, o.value
         FROM op o JOIN step s ON s.id = o.step
         WHERE s.undoes IS NULL AND NOT {UNDONE} AND (
              (o.entity = 'opportunity' AND o.key = ?1
                AND (o.field = 'rice' OR o.field LIKE 'score.%' OR o.field LIKE 'risk.%'))
           OR (o.entity = 'evidence' AND o.key > ?1 || ' ' AND o.key < ?1 || '!')
           OR (o.entity = 'highlight' AND o.key IN (SELECT key FROM marked) AND o.field IN ('passage', 'on ' || ?1))
           OR (o.entity = 'signal' AND o.key IN (SELECT key FROM merged) AND o.field = 'triage')
           OR (o.entity = 'setting' AND o.key = 'scored_by' AND o.field = 'value')
           OR o.entity = 'formula')
         ORDER BY o.id"
    )))
    .bind(uid)
    .fetch_all(read)
    .await?)
}

/// Every op in force about the inputs, judged risks and stages of all opportunities, and with `evidence` about theirs and
/// about merges; up to the first decision after `at`, oldest first.
pub async fn everybody(read: &mut SqliteConnection, at: Time, evidence: bool) -> Result<Vec<PastOp>> {
    Ok(sqlx::query_as(AssertSqlSafe(format!(
        "WITH merged AS (
           SELECT DISTINCT key FROM op
           WHERE ?2 AND entity = 'signal' AND field = 'triage' AND instr(value, '\"into\":') > 0
             AND json_extract(value, '$.into') IS NOT NULL)
         SELECT s.id AS step, s.at, s.actor, o.entity, o.key, o.field, o.value
         FROM op o JOIN step s ON s.id = o.step
         WHERE s.undoes IS NULL AND NOT {UNDONE}
           AND s.id < COALESCE((SELECT MIN(later.id) FROM step later WHERE later.at > ?1), 9223372036854775807)
           AND ((o.entity = 'opportunity' AND (o.field IN ('created', 'deleted', 'stage', 'rice')
                  OR o.field LIKE 'score.%' OR o.field LIKE 'risk.%'))
             OR (?2 AND o.entity = 'evidence')
             OR (?2 AND o.entity = 'highlight' AND (o.field = 'passage' OR o.field LIKE 'on %'))
             OR (?2 AND o.entity = 'signal' AND o.field = 'triage' AND o.key IN (SELECT key FROM merged)))
         ORDER BY o.id"
    )))
    .bind(at)
    .bind(evidence)
    .fetch_all(read)
    .await?)
}

/// What is known today of signals by their keys in the journal: newest first, as linked with importance 0 and without
/// their targets. Those that were never pulled here are left out.
pub async fn signals(read: &mut SqliteConnection, keys: &BTreeSet<String>) -> Result<Vec<(String, Linked)>> {
    let list = serde_json::to_string(keys).map_err(|e| Problem::system(e.to_string()))?;
    let rows: Vec<SignalRow> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT j.value AS key, 0 AS opportunity_id, s.kind, s.happened_at, s.reporter_id, c.id AS customer_id, c.revenue,
                0 AS importance, 0 AS duplicate, 0 AS against, {TOLD}, s.title, r.name AS reporter, c.name AS customer
         FROM json_each(?) j JOIN connection n ON n.uid = substr(j.value, 1, instr(j.value, '/') - 1)
         JOIN signal s ON s.connection_id = n.id AND s.external_id = substr(j.value, instr(j.value, '/') + 1)
         LEFT JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.customer_id)
         ORDER BY s.happened_at DESC, s.id DESC"
    )))
    .bind(list)
    .fetch_all(read)
    .await?;
    rows.into_iter().map(SignalRow::linked).collect()
}

#[derive(sqlx::FromRow)]
struct SignalRow {
    key: String,
    #[sqlx(flatten)]
    told: ToldRow,
    title: String,
    reporter: Option<String>,
    customer: Option<String>,
}

impl SignalRow {
    fn linked(self) -> Result<(String, Linked)> {
        let Measurable { signal, piece, told, .. } = self.told.measurable()?;
        let linked = Linked {
            id: signal,
            title: self.title,
            reporter: self.reporter,
            customer: self.customer,
            piece,
            told,
            quotes: Vec::new(),
        };
        Ok((self.key, linked))
    }
}
