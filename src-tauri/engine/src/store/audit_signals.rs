//! SQL of what the backlog audit asks of signals and opportunities.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use crate::error::{Problem, Result};
use crate::model::{Kind, OpportunityId, SignalId, Time};

/// A signal as the audit shows it.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Seen {
    pub id: SignalId,
    /// `<connection uid>/<external id>`.
    pub key: String,
    pub external_id: String,
    pub title: String,
    pub kind: u8,
    pub happened_at: Time,
}

/// The signals of `ids` that exist.
pub async fn seen(read: &mut SqliteConnection, ids: &[u32]) -> Result<HashMap<u32, Seen>> {
    let rows: Vec<Seen> = sqlx::query_as(
        "SELECT s.id, c.uid || '/' || s.external_id AS key, s.external_id, s.title, s.kind, s.happened_at
         FROM signal s JOIN connection c ON c.id = s.connection_id WHERE s.id IN (SELECT value FROM json_each(?))",
    )
    .bind(json(ids)?)
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.0, row)).collect())
}

/// Signals that speak for nothing: those that are items of an audited backlog themselves, changes, and those that were
/// declined or merged.
pub async fn silent(read: &mut SqliteConnection) -> Result<Vec<u32>> {
    Ok(sqlx::query_scalar(
        "SELECT s.id FROM signal s JOIN audit_item a ON a.connection_id = s.connection_id AND a.signal_key = s.external_id
         UNION SELECT id FROM signal WHERE kind IN (?1, ?2)
         UNION SELECT signal_id FROM triage WHERE state IN (2, 3)",
    )
    .bind(Kind::Change.code())
    .bind(Kind::Deployment.code())
    .fetch_all(read)
    .await?)
}

/// Services whose signals were read since `from`, and whether any signals were read since at all. Signals that are
/// items of an audited backlog don't count.
pub async fn heard(read: &mut SqliteConnection, from: Time) -> Result<(Vec<u32>, bool)> {
    let rows: Vec<Option<u32>> = sqlx::query_scalar(
        "SELECT DISTINCT s.service_id FROM signal s JOIN connection c ON c.id = s.connection_id
         WHERE COALESCE(c.last_sync, 0) >= ? AND s.kind NOT IN (?, ?)
           AND NOT EXISTS (SELECT 1 FROM audit_item a
             WHERE a.connection_id = s.connection_id AND a.signal_key = s.external_id)",
    )
    .bind(from)
    .bind(Kind::Change.code())
    .bind(Kind::Deployment.code())
    .fetch_all(read)
    .await?;
    let any = !rows.is_empty();
    Ok((rows.into_iter().flatten().collect(), any))
}

/// Signals whose page is one of these addresses, with it.
pub async fn by_address(read: &mut SqliteConnection, addresses: &[String]) -> Result<Vec<(String, u32)>> {
    Ok(sqlx::query_as("SELECT url, signal_id FROM signal_text WHERE url IN (SELECT value FROM json_each(?))")
        .bind(json(addresses)?)
        .fetch_all(read)
        .await?)
}

/// Signals that their tools call by one of these names, with it.
pub async fn by_name(read: &mut SqliteConnection, names: &[String]) -> Result<Vec<(String, u32)>> {
    Ok(sqlx::query_as(
        "SELECT j.value, s.id FROM json_each(?) j JOIN connection c
         JOIN signal s ON s.connection_id = c.id AND s.external_id = j.value",
    )
    .bind(json(names)?)
    .fetch_all(read)
    .await?)
}

/// Title, text and facts of those of `ids` that hold `word`, which may be the beginning of a longer one there.
pub async fn holding(read: &mut SqliteConnection, ids: &[u32], word: &str) -> Result<Vec<(u32, String)>> {
    Ok(sqlx::query_as(
        "SELECT s.id, s.title || char(10) || COALESCE(t.body, '') || char(10) || COALESCE(t.facts, '')
         FROM signal s LEFT JOIN signal_text t ON t.signal_id = s.id
         WHERE s.id IN (SELECT value FROM json_each(?1))
           AND (instr(s.title, ?2) > 0 OR instr(t.body, ?2) > 0 OR instr(t.facts, ?2) > 0)",
    )
    .bind(json(ids)?)
    .bind(word)
    .fetch_all(read)
    .await?)
}

/// Opportunities that an item of a tracker belongs to, by the item's journal key.
pub async fn linked(read: &mut SqliteConnection) -> Result<HashMap<String, OpportunityId>> {
    let rows: Vec<(String, OpportunityId)> = sqlx::query_as(
        "SELECT c.uid || ' ' || i.external_id, o.id FROM item i JOIN connection c ON c.id = i.connection_id
         JOIN opportunity o ON o.id = i.opportunity_id WHERE i.linked = 1 AND o.deleted = 0 ORDER BY o.id DESC",
    )
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The signals behind each opportunity.
pub async fn behind(read: &mut SqliteConnection) -> Result<HashMap<OpportunityId, Vec<u32>>> {
    let rows: Vec<(OpportunityId, u32)> =
        sqlx::query_as("SELECT opportunity_id, signal_id FROM evidence").fetch_all(read).await?;
    let mut all: HashMap<OpportunityId, Vec<u32>> = HashMap::new();
    rows.into_iter().for_each(|(opportunity, signal)| all.entry(opportunity).or_default().push(signal));
    Ok(all)
}

/// Title and uid of each theme of `ids`.
pub async fn themes(read: &mut SqliteConnection, ids: &[u32]) -> Result<HashMap<u32, (String, String)>> {
    let rows: Vec<(u32, String, String)> = sqlx::query_as(
        "SELECT id, CASE WHEN name = '' THEN title ELSE name END, uid FROM theme
         WHERE id IN (SELECT value FROM json_each(?))",
    )
    .bind(json(ids)?)
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().map(|(id, title, uid)| (id, (title, uid))).collect())
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Problem::system(e.to_string()))
}
