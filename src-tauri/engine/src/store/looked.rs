//! SQL of what changed since somebody on this laptop last looked.

use sqlx::SqliteConnection;

use super::Write;
use super::ops::UNDONE;
use crate::error::Result;
use crate::model::{OpportunityId, StepId, Time};

/// How far somebody has looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Looked {
    pub step: StepId,
    pub at: Time,
}

/// None when nobody on this laptop ever said that they have looked.
pub async fn last(read: &mut SqliteConnection, device: &str) -> Result<Option<Looked>> {
    Ok(sqlx::query_as("SELECT step, at FROM looked WHERE device = ?").bind(device).fetch_optional(read).await?)
}

/// Never goes back.
pub async fn note(write: &mut Write<'_>, device: &str, looked: Looked) -> Result<()> {
    sqlx::query(
        "INSERT INTO looked (device, step, at) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET step = MAX(step, excluded.step), at = MAX(at, excluded.at)",
    )
    .bind(device)
    .bind(looked.step)
    .bind(looked.at)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// The newest step; 0 before the first.
pub async fn newest_step(read: &mut SqliteConnection) -> Result<StepId> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM step").fetch_one(read).await?)
}

/// The opportunity's uid of the assumption whose uid follows.
const OF_ASSUMPTION: &str = "(SELECT COALESCE(b.parent, a.parent) FROM assumption a LEFT JOIN solution b
    ON b.uid = a.parent WHERE a.uid =";

/// One decision about an opportunity.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Decided {
    pub opportunity: OpportunityId,
    pub title: String,
    pub step: StepId,
    pub at: Time,
    pub actor: String,
    pub message: String,
}

/// At most so many decisions are news, and as many changes by trackers.
const MOST: u32 = 1_000;

/// The decisions after a step that are in force, newest first, at most [`MOST`]; one that is about several opportunities
/// comes once for each.
pub async fn decisions(read: &mut SqliteConnection, after: StepId) -> Result<Vec<Decided>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT DISTINCT p.id AS opportunity, p.title, s.id AS step, s.at, s.actor, s.message
         {} ORDER BY s.id DESC, p.id LIMIT {MOST}",
        of_decisions()
    )))
    .bind(after)
    .fetch_all(read)
    .await?)
}

/// The cross joins begin with the newest steps: there are few after a look, and many in the journal.
fn of_decisions() -> String {
    format!(
        "FROM step s CROSS JOIN op o ON o.step = s.id CROSS JOIN opportunity p ON p.uid = CASE o.entity
             WHEN 'opportunity' THEN o.key
             WHEN 'highlight' THEN substr(o.field, 4)
             WHEN 'solution' THEN (SELECT parent FROM solution WHERE uid = o.key)
             WHEN 'assumption' THEN {OF_ASSUMPTION} o.key)
             WHEN 'assumption test' THEN {OF_ASSUMPTION} (SELECT parent FROM assumption_test WHERE uid = o.key))
             ELSE substr(o.key, 1, instr(o.key, ' ') - 1) END
         WHERE s.id > ? AND s.undoes IS NULL AND NOT {UNDONE}
           AND o.entity IN ('opportunity', 'evidence', 'highlight', 'comment', 'item', 'loop reply', 'solution',
              'assumption', 'assumption test')"
    )
}

/// A backlog item that its tracker changed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Told {
    pub opportunity: OpportunityId,
    pub title: String,
    pub at: Time,
    pub connection: String,
    pub label: String,
    pub status: String,
}

const OF_ITEMS: &str = "FROM item i JOIN opportunity p ON p.id = i.opportunity_id
    JOIN connection c ON c.id = i.connection_id WHERE i.linked = 1 AND i.updated_at > ?";

/// The linked items that their trackers changed after `after`, newest first, at most [`MOST`].
pub async fn items(read: &mut SqliteConnection, after: Time) -> Result<Vec<Told>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT p.id AS opportunity, p.title, i.updated_at AS at, c.name AS connection, i.label, i.status
         {OF_ITEMS} ORDER BY i.updated_at DESC, i.id LIMIT {MOST}"
    )))
    .bind(after)
    .fetch_all(read)
    .await?)
}

/// How many [`decisions`] and [`items`] there are together.
pub async fn count(read: &mut SqliteConnection, since: Looked) -> Result<u32> {
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "SELECT (SELECT COUNT(*) FROM (SELECT DISTINCT s.id, p.id {} LIMIT {MOST}))
           + (SELECT COUNT(*) FROM (SELECT i.id {OF_ITEMS} LIMIT {MOST}))",
        of_decisions()
    )))
    .bind(since.step)
    .bind(since.at)
    .fetch_one(read)
    .await?)
}
