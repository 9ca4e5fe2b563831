//! SQL of opportunities.

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::error::{Problem, Result};
use crate::model::{OpportunityId, RiceInputs, Stage, Time};

/// One row of `opportunity`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: OpportunityId,
    pub uid: String,
    pub title: String,
    pub statement: String,
    pub hypothesis: String,
    pub expected: String,
    pub owner: String,
    /// Empty: none.
    pub service: String,
    pub stage: Stage,
    pub reject_reason: String,
    pub rice: RiceInputs,
    /// Why it was last exported although something was missing; empty: never.
    pub export_anyway: String,
    pub deleted: bool,
    pub created_at: Time,
    pub updated_at: Time,
}

impl Record {
    /// Takes part in the ranking: neither deleted nor rejected.
    pub fn competes(&self) -> bool {
        !self.deleted && self.stage != Stage::Rejected
    }
}

/// The next free number. Numbers are never given twice.
pub async fn next_number(write: &mut SqliteConnection) -> Result<OpportunityId> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM opportunity").fetch_one(write).await?)
}

/// Uid and title of an opportunity that isn't deleted.
pub async fn open_one(write: &mut SqliteConnection, id: OpportunityId) -> Result<Option<(String, String)>> {
    Ok(sqlx::query_as("SELECT uid, title FROM opportunity WHERE id = ? AND deleted = 0")
        .bind(id)
        .fetch_optional(write)
        .await?)
}

/// Every opportunity, deleted ones too, by number.
pub async fn all(read: &mut SqliteConnection) -> Result<Vec<Record>> {
    some(read, None).await
}

/// The same, or only some of them.
pub async fn some(read: &mut SqliteConnection, only: Option<&[OpportunityId]>) -> Result<Vec<Record>> {
    let chosen = if only.is_some() { "WHERE id IN (SELECT value FROM json_each(?))" } else { "" };
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(format!("SELECT * FROM opportunity {chosen} ORDER BY id")))
        .bind(ids(only)?)
        .fetch_all(read)
        .await?;
    rows.into_iter().map(Record::try_from).collect()
}

/// As a query is given them. None, which asks for all, is bound to nothing.
pub(super) fn ids(only: Option<&[OpportunityId]>) -> Result<Option<String>> {
    only.map(serde_json::to_string).transpose().map_err(|e| Problem::system(e.to_string()))
}

/// One opportunity, deleted or not.
pub async fn one(read: &mut SqliteConnection, id: OpportunityId) -> Result<Option<Record>> {
    let row: Option<Row> =
        sqlx::query_as("SELECT * FROM opportunity WHERE id = ?").bind(id).fetch_optional(read).await?;
    row.map(Record::try_from).transpose()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OpportunityId,
    uid: String,
    title: String,
    statement: String,
    hypothesis: String,
    expected: String,
    owner: String,
    service: String,
    stage: u8,
    reject_reason: String,
    rice: String,
    export_anyway: String,
    deleted: bool,
    created_at: Time,
    updated_at: Time,
}

impl TryFrom<Row> for Record {
    type Error = Problem;

    fn try_from(row: Row) -> Result<Record> {
        let unreadable = |what: &str| Problem::system(format!("The {what} of {} can't be read.", row.id.label()));
        Ok(Record {
            id: row.id,
            stage: Stage::from_code(row.stage).ok_or_else(|| unreadable("stage"))?,
            rice: serde_json::from_str(&row.rice).map_err(|_| unreadable("score"))?,
            uid: row.uid,
            title: row.title,
            statement: row.statement,
            hypothesis: row.hypothesis,
            expected: row.expected,
            owner: row.owner,
            service: row.service,
            reject_reason: row.reject_reason,
            export_anyway: row.export_anyway,
            deleted: row.deleted,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
