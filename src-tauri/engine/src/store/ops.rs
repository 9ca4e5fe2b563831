//! SQL of the journal: steps and ops.

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use crate::error::Result;
use crate::model::{OpportunityId, StepId, Time};

/// One row of `op` as undo and history need it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpRow {
    pub entity: String,
    pub key: String,
    pub field: String,
    pub value: Option<String>,
    pub was: Option<String>,
}

/// One row of `step`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StepRow {
    pub id: StepId,
    pub at: Time,
    pub actor: String,
    pub message: String,
    pub undone: bool,
}

/// A field change as one line of history: its step and the op.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HistoryRow {
    pub step: StepId,
    pub at: Time,
    pub actor: String,
    pub message: String,
    pub field: String,
    pub key: String,
    pub value: Option<String>,
    pub was: Option<String>,
    pub undone: bool,
}

/// A step counts as undone while a step that undoes it is itself in force.
pub(super) const UNDONE: &str = "EXISTS (SELECT 1 FROM step u WHERE u.undoes = s.id
    AND NOT EXISTS (SELECT 1 FROM step r WHERE r.undoes = u.id))";

/// The newest value of a field and the clock it was set at.
pub async fn latest(
    write: &mut SqliteConnection,
    entity: &str,
    key: &str,
    field: &str,
) -> Result<Option<(Option<String>, i64)>> {
    Ok(sqlx::query_as(
        "SELECT value, clock FROM op WHERE entity = ? AND key = ? AND field = ? ORDER BY clock DESC LIMIT 1",
    )
    .bind(entity)
    .bind(key)
    .bind(field)
    .fetch_optional(write)
    .await?)
}

/// A value that a field was given, and the step that gave it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ValueRow {
    pub step: StepId,
    pub value: Option<String>,
}

/// Every value a field was given, undos among them, newest first.
pub async fn values(write: &mut SqliteConnection, entity: &str, key: &str, field: &str) -> Result<Vec<ValueRow>> {
    Ok(sqlx::query_as(
        "SELECT step, value FROM op WHERE entity = ? AND key = ? AND field = ? ORDER BY clock DESC LIMIT 1000",
    )
    .bind(entity)
    .bind(key)
    .bind(field)
    .fetch_all(write)
    .await?)
}

/// The highest clock in the journal and the last sequence number of `device`; 0 when there is none.
pub async fn last_clock_and_seq(write: &mut SqliteConnection, device: &str) -> Result<(i64, i64)> {
    Ok(sqlx::query_as(
        "SELECT COALESCE((SELECT clock FROM op ORDER BY id DESC LIMIT 1), 0),
                COALESCE((SELECT MAX(seq) FROM op WHERE device = ?), 0)",
    )
    .bind(device)
    .fetch_one(write)
    .await?)
}

pub async fn insert_step(
    write: &mut SqliteConnection,
    at: Time,
    actor: &str,
    message: &str,
    undoes: Option<StepId>,
) -> Result<StepId> {
    Ok(sqlx::query_scalar("INSERT INTO step (at, actor, message, undoes) VALUES (?, ?, ?, ?) RETURNING id")
        .bind(at)
        .bind(actor)
        .bind(message)
        .bind(undoes)
        .fetch_one(write)
        .await?)
}

/// Everything an op row holds beside its step.
pub struct NewOp<'a> {
    pub device: &'a str,
    pub seq: i64,
    pub clock: i64,
    pub actor: &'a str,
    pub entity: &'a str,
    pub key: &'a str,
    pub field: &'a str,
    pub value: Option<&'a str>,
    pub was: Option<&'a str>,
    pub replaced: Option<i64>,
}

pub async fn insert_op(write: &mut SqliteConnection, step: StepId, op: &NewOp<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO op (device, seq, clock, actor, step, entity, key, field, value, was, replaced)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(op.device)
    .bind(op.seq)
    .bind(op.clock)
    .bind(op.actor)
    .bind(step)
    .bind(op.entity)
    .bind(op.key)
    .bind(op.field)
    .bind(op.value)
    .bind(op.was)
    .bind(op.replaced)
    .execute(write)
    .await?;
    Ok(())
}

/// The newest decision that is in force: what undo takes back.
pub async fn to_undo(write: &mut SqliteConnection) -> Result<Option<(StepId, String)>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id, s.message FROM step s WHERE s.undoes IS NULL AND NOT {UNDONE} ORDER BY s.id DESC LIMIT 1"
    )))
    .fetch_optional(write)
    .await?)
}

/// The newest undo in force that no newer decision follows, with the message of the decision it took back.
pub async fn to_redo(write: &mut SqliteConnection) -> Result<Option<(StepId, String)>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id, d.message FROM step s JOIN step d ON d.id = s.undoes AND d.undoes IS NULL
         WHERE NOT {UNDONE} AND s.id > COALESCE((SELECT MAX(id) FROM step WHERE undoes IS NULL), 0)
         ORDER BY s.id DESC LIMIT 1"
    )))
    .fetch_optional(write)
    .await?)
}

/// The ops of a step, newest first: the order in which they are taken back.
pub async fn of_step(write: &mut SqliteConnection, step: StepId) -> Result<Vec<OpRow>> {
    Ok(sqlx::query_as("SELECT entity, key, field, value, was FROM op WHERE step = ? ORDER BY id DESC")
        .bind(step)
        .fetch_all(write)
        .await?)
}

/// The newest `limit` decisions, undos left out.
pub async fn recent(reader: &SqlitePool, limit: u32) -> Result<Vec<StepRow>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id, s.at, s.actor, s.message, {UNDONE} AS undone FROM step s
         WHERE s.undoes IS NULL ORDER BY s.id DESC LIMIT ?"
    )))
    .bind(limit)
    .fetch_all(reader)
    .await?)
}

/// Every change of `entity` whose key is `key` or begins with `key` and a space, newest first.
pub async fn history(reader: &SqlitePool, entity: &str, key: &str) -> Result<Vec<HistoryRow>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id AS step, s.at, s.actor, s.message, o.field, o.key, o.value, o.was, {UNDONE} AS undone
         FROM op o JOIN step s ON s.id = o.step
         WHERE o.entity = ?1 AND (o.key = ?2 OR (o.key >= ?2 || ' ' AND o.key < ?2 || '!'))
           AND s.undoes IS NULL
         ORDER BY o.id DESC LIMIT 1000"
    )))
    .bind(entity)
    .bind(key)
    .fetch_all(reader)
    .await?)
}

/// Every change of one field of whatever `entity`, newest first.
pub async fn field_history(reader: &SqlitePool, entity: &str, field: &str) -> Result<Vec<HistoryRow>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id AS step, s.at, s.actor, s.message, o.field, o.key, o.value, o.was, {UNDONE} AS undone
         FROM op o JOIN step s ON s.id = o.step
         WHERE o.entity = ? AND o.field = ? AND s.undoes IS NULL ORDER BY o.id DESC LIMIT 1000"
    )))
    .bind(entity)
    .bind(field)
    .fetch_all(reader)
    .await?)
}

/// Every verdict on a link to or from the signal with this journal key, newest first.
pub async fn verdicts_of_signal(reader: &SqlitePool, signal_key: &str) -> Result<Vec<HistoryRow>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id AS step, s.at, s.actor, s.message, o.field, o.key, o.value, o.was, {UNDONE} AS undone
         FROM op o JOIN step s ON s.id = o.step
         WHERE o.entity = 'link' AND s.undoes IS NULL
           AND ?1 IN (substr(o.key, 1, instr(o.key, char(10)) - 1), substr(o.key, instr(o.key, char(10)) + 1))
         ORDER BY o.id DESC LIMIT 1000"
    )))
    .bind(signal_key)
    .fetch_all(reader)
    .await?)
}

/// Every link and unlink of the signal with this journal key, with the number of the opportunity, newest first.
pub async fn links_of_signal(reader: &SqlitePool, signal_key: &str) -> Result<Vec<(HistoryRow, OpportunityId)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        history: HistoryRow,
        opportunity: OpportunityId,
    }
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT s.id AS step, s.at, s.actor, s.message, o.field, o.key, o.value, o.was, {UNDONE} AS undone,
                p.id AS opportunity
         FROM op o JOIN step s ON s.id = o.step JOIN opportunity p ON p.uid = substr(o.key, 1, instr(o.key, ' ') - 1)
         WHERE o.entity = 'evidence' AND substr(o.key, instr(o.key, ' ') + 1) = ? AND s.undoes IS NULL
         ORDER BY o.id DESC LIMIT 1000"
    )))
    .bind(signal_key)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().map(|row| (row.history, row.opportunity)).collect())
}
