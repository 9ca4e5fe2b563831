//! SQL of records that tell of habits: requests nobody decided about, work that was reopened.

use sqlx::SqliteConnection;

use crate::error::Result;
use crate::model::{Kind, SignalId, Status, Time};

/// One record behind a habit.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Behind {
    pub id: SignalId,
    pub title: String,
    pub happened_at: Time,
    /// How often it was reopened, where that is asked.
    pub times: u32,
}

/// How many records were looked at, and those that count, the oldest first.
pub struct Looked {
    pub of: u32,
    pub behind: Vec<Behind>,
}

/// Open tickets and feedback; those from before `before` count when nobody decided anything about them.
pub async fn unanswered(reader: &mut SqliteConnection, before: Time) -> Result<Looked> {
    let of = sqlx::query_scalar("SELECT COUNT(*) FROM signal WHERE kind IN (?, ?)")
        .bind(Kind::Ticket.code())
        .bind(Kind::Feedback.code())
        .fetch_one(&mut *reader)
        .await?;
    let behind = sqlx::query_as(
        "SELECT s.id, s.title, s.happened_at, 0 AS times FROM signal s LEFT JOIN triage t ON t.signal_id = s.id
         WHERE s.kind IN (?, ?) AND s.status = ? AND s.happened_at < ? AND COALESCE(t.state, 0) = 0
           AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.signal_id = s.id)
         ORDER BY s.happened_at, s.id",
    )
    .bind(Kind::Ticket.code())
    .bind(Kind::Feedback.code())
    .bind(Status::Open.code())
    .bind(before)
    .fetch_all(reader)
    .await?;
    Ok(Looked { of, behind })
}

/// Incidents, tickets and changes since `from`; those count whose tool tells that they were reopened. None when no tool
/// ever told.
pub async fn reopened(reader: &mut SqliteConnection, from: Time) -> Result<Option<Looked>> {
    let told: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM signal_text WHERE facts LIKE '%\"reopened\"%')")
        .fetch_one(&mut *reader)
        .await?;
    if !told {
        return Ok(None);
    }
    let kinds = [Kind::Incident.code(), Kind::Ticket.code(), Kind::Change.code()];
    let of = sqlx::query_scalar("SELECT COUNT(*) FROM signal WHERE kind IN (?, ?, ?) AND happened_at >= ?")
        .bind(kinds[0])
        .bind(kinds[1])
        .bind(kinds[2])
        .bind(from)
        .fetch_one(&mut *reader)
        .await?;
    let behind = sqlx::query_as(
        "SELECT s.id, s.title, s.happened_at, CAST(x.facts ->> 'reopened' AS INTEGER) AS times
         FROM signal s JOIN signal_text x ON x.signal_id = s.id
         WHERE s.kind IN (?, ?, ?) AND s.happened_at >= ? AND CAST(x.facts ->> 'reopened' AS INTEGER) > 0
         ORDER BY s.happened_at, s.id",
    )
    .bind(kinds[0])
    .bind(kinds[1])
    .bind(kinds[2])
    .bind(from)
    .fetch_all(reader)
    .await?;
    Ok(Some(Looked { of, behind }))
}
