//! The counts of the nav.

use sqlx::sqlite::SqlitePool;

use super::waits::NOT_YET;
use crate::api::types::InboxZero;
use crate::error::Result;
use crate::model::{Stage, Time, TriageState};

/// Counts over the whole workspace at `now`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Counts {
    pub signals: u32,
    pub inbox: u32,
    pub snoozed: u32,
    pub themes: u32,
    pub opportunities: u32,
    pub items: u32,
    pub connections: u32,
    pub triaged_today: u32,
    pub last_sync: Option<Time>,
}

/// A snoozed signal whose time has come counts as being in the inbox again. "Today" begins at midnight UTC.
pub async fn counts(reader: &SqlitePool, now: Time) -> Result<Counts> {
    Ok(sqlx::query_as(
        "WITH t AS (
           SELECT COUNT(*) AS decided,
             COALESCE(SUM(state = ?1 OR (state = ?2 AND snoozed_until <= ?3)), 0) AS back,
             COALESCE(SUM(state = ?2 AND snoozed_until > ?3), 0) AS snoozed,
             COALESCE(SUM(decided_at >= ?4 AND state <> ?1), 0) AS today
           FROM triage),
         s AS (SELECT COUNT(*) AS n FROM signal)
         SELECT s.n AS signals, s.n - t.decided + t.back AS inbox, t.snoozed, t.today AS triaged_today,
           (SELECT COUNT(*) FROM theme WHERE root_id = id AND dismissed = 0 AND COALESCE(snoozed_until, 0) <= ?3) AS themes,
           (SELECT COUNT(*) FROM opportunity WHERE deleted = 0 AND stage <> 7) AS opportunities,
           (SELECT COUNT(*) FROM item WHERE linked = 1) AS items,
           (SELECT COUNT(*) FROM connection WHERE deleted = 0) AS connections,
           (SELECT MAX(last_sync) FROM connection) AS last_sync
         FROM s, t",
    )
    .bind(TriageState::Inbox.code())
    .bind(TriageState::Snoozed.code())
    .bind(now)
    .bind(now.0 - now.0.rem_euclid(Time::DAY))
    .fetch_one(reader)
    .await?)
}

/// Records that couldn't become signals, of connections that aren't deleted.
pub async fn set_aside(reader: &SqlitePool) -> Result<u32> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM set_aside a JOIN connection c ON c.id = a.connection_id WHERE c.deleted = 0",
    )
    .fetch_one(reader)
    .await?)
}

/// What was done today and what comes back. "Today" begins at midnight UTC.
pub async fn inbox_zero(reader: &SqlitePool, now: Time) -> Result<InboxZero> {
    let row: (u32, u32, u32, u32, Option<Time>, u32, u32) = sqlx::query_as(
        "SELECT COALESCE(SUM(decided_at >= ?2 AND state = ?3), 0), COALESCE(SUM(decided_at >= ?2 AND state = ?4), 0),
           COALESCE(SUM(decided_at >= ?2 AND state = ?5), 0), COALESCE(SUM(decided_at >= ?2 AND state = ?6), 0),
           MIN(CASE WHEN state = ?6 AND snoozed_until > ?1 AND snoozed_until < ?7 THEN snoozed_until END),
           COALESCE(SUM(state = ?6 AND snoozed_until = ?7), 0),
           (SELECT COUNT(*) FROM opportunity WHERE deleted = 0 AND stage < ?8 AND rice = '{}')
         FROM triage",
    )
    .bind(now)
    .bind(now.0 - now.0.rem_euclid(Time::DAY))
    .bind(TriageState::Accepted.code())
    .bind(TriageState::Merged.code())
    .bind(TriageState::Declined.code())
    .bind(TriageState::Snoozed.code())
    .bind(NOT_YET)
    .bind(Stage::Exported.code())
    .fetch_one(reader)
    .await?;
    let (accepted, merged, declined, snoozed, next_back, waiting, unscored) = row;
    Ok(InboxZero { accepted, merged, declined, snoozed, next_back, waiting, unscored })
}
