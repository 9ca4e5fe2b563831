//! SQL of lists that were given out, and of what they say.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use crate::error::Result;
use crate::journal::By;
use crate::model::{OpportunityId, Stage, Time};

/// The list that was given out last: its rows as JSON, when, and by whom.
pub async fn last(read: &mut SqliteConnection) -> Result<Option<(String, Time, String)>> {
    Ok(sqlx::query_as("SELECT list, issued_at, issued_by FROM issued ORDER BY issued_at DESC, uid DESC LIMIT 1")
        .fetch_optional(read)
        .await?)
}

/// Keeps a list as it was given out, or takes that back.
pub async fn apply(write: &mut Write<'_>, uid: &str, list: Option<&Value>, by: &By) -> Result<()> {
    let Some(list) = list else {
        sqlx::query("DELETE FROM issued WHERE uid = ?").bind(uid).execute(&mut **write).await?;
        return Ok(());
    };
    sqlx::query("INSERT INTO issued (uid, list, issued_at, issued_by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(uid)
        .bind(list.to_string())
        .bind(by.now)
        .bind(&by.actor)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// When trackers expect the items of each opportunity, the latest of several.
pub async fn expected(read: &mut SqliteConnection) -> Result<HashMap<OpportunityId, NaiveDate>> {
    let rows: Vec<(OpportunityId, String)> = sqlx::query_as(
        "SELECT i.opportunity_id, MAX(a.due_on) FROM item i
         JOIN audit_item a ON a.connection_id = i.connection_id AND a.external_id = i.external_id
         WHERE i.linked = 1 AND a.due_on IS NOT NULL GROUP BY i.opportunity_id",
    )
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().filter_map(|(id, day)| Some((id, day.parse().ok()?))).collect())
}

/// When each opportunity last became delivered.
pub async fn delivered(read: &mut SqliteConnection) -> Result<HashMap<OpportunityId, Time>> {
    let rows: Vec<(OpportunityId, Time)> = sqlx::query_as(
        "SELECT o.id, MAX(s.at) FROM opportunity o
         JOIN op p ON p.entity = 'opportunity' AND p.key = o.uid AND p.field = 'stage' AND p.value = ?
         JOIN step s ON s.id = p.step GROUP BY o.id",
    )
    .bind(format!("\"{}\"", Stage::Delivered.word()))
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().collect())
}
