//! SQL of the backlog audit: items as their trackers tell them, what they look like, and what people said of that.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use super::bulk::on_connection;
use super::people::{Known, People};
use crate::connectors::BacklogItem;
use crate::error::{Problem, Result};
use crate::model::{AuditItemId, ConnectionId, StatusCategory, Time};

/// One item with the names people know it by.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Item {
    pub id: AuditItemId,
    /// `<connection uid> <external id>`: its name in the journal.
    pub key: String,
    pub connection: ConnectionId,
    pub connection_name: String,
    pub vendor: String,
    pub external_id: String,
    pub label: String,
    pub title: String,
    pub body: String,
    pub url: String,
    pub status: String,
    #[sqlx(try_from = "u8")]
    pub category: Category,
    /// What it is about, by the rules of this workspace, else in the tracker's words; may be empty.
    pub service: String,
    pub service_id: Option<u32>,
    pub due_on: Option<String>,
    pub created_at: Option<Time>,
    pub updated_at: Time,
    pub gone: bool,
}

/// A [`StatusCategory`] as the table keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category(pub StatusCategory);

impl From<u8> for Category {
    fn from(code: u8) -> Self {
        Category(StatusCategory::from_code(code).unwrap_or(StatusCategory::ToDo))
    }
}

impl Item {
    pub fn is_open(&self) -> bool {
        !self.gone && matches!(self.category.0, StatusCategory::ToDo | StatusCategory::InProgress)
    }
}

/// All items of connections that weren't deleted, by connection and number.
pub async fn items(read: &mut SqliteConnection) -> Result<Vec<Item>> {
    Ok(sqlx::query_as(
        "WITH known AS (
           SELECT a.*, COALESCE(
             (SELECT s.service_id FROM signal s
              WHERE s.connection_id = a.connection_id AND s.external_id = a.signal_key),
             (SELECT p.service_id FROM place p WHERE p.id = a.place_id)) AS service_id
           FROM audit_item a)
         SELECT k.id, c.uid || ' ' || k.external_id AS key, k.connection_id AS connection, c.name AS connection_name,
                c.vendor, k.external_id, k.label, k.title, k.body, k.url, k.status, k.category,
                COALESCE(v.name, k.service) AS service, k.service_id, k.due_on, k.created_at, k.updated_at, k.gone
         FROM known k JOIN connection c ON c.id = k.connection_id LEFT JOIN service v ON v.id = k.service_id
         WHERE c.deleted = 0 ORDER BY k.connection_id, k.id",
    )
    .fetch_all(read)
    .await?)
}

/// Stores a page of what a tracker tells; the same item stays one row.
pub async fn write_items(
    write: &mut Write<'_>,
    connection: ConnectionId,
    items: &[BacklogItem],
    now: Time,
) -> Result<()> {
    let places = on_connection(write, |raw| {
        let mut people = People::new(raw, Known::default())?;
        let place = |item: &BacklogItem| {
            let service = Some(item.service.as_str()).filter(|service| !service.is_empty());
            Ok(people.place(connection, service, &item.facts)?.0)
        };
        items.iter().map(place).collect::<rusqlite::Result<Vec<u32>>>()
    })
    .await?;
    // It may have made a service that the transaction doesn't know of.
    write.known = Known::default();
    for (item, place) in items.iter().zip(places) {
        sqlx::query(
            "INSERT INTO audit_item (connection_id, external_id, signal_key, label, title, body, url, status, category,
               service, place_id, due_on, created_at, updated_at, read_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (connection_id, external_id) DO UPDATE SET signal_key = excluded.signal_key,
               label = excluded.label, title = excluded.title, body = excluded.body, url = excluded.url,
               status = excluded.status, category = excluded.category, service = excluded.service,
               place_id = excluded.place_id,
               due_on = excluded.due_on, created_at = COALESCE(excluded.created_at, created_at),
               updated_at = excluded.updated_at, read_at = excluded.read_at, gone = 0",
        )
        .bind(connection)
        .bind(&item.external_id)
        .bind(&item.signal_key)
        .bind(&item.label)
        .bind(&item.title)
        .bind(&item.body)
        .bind(&item.url)
        .bind(&item.status)
        .bind(item.category.code())
        .bind(&item.service)
        .bind(place)
        .bind(item.due_on.map(|day| day.to_string()))
        .bind(item.created_at)
        .bind(item.updated_at)
        .bind(now)
        .execute(&mut **write)
        .await?;
    }
    Ok(())
}

/// How far the reading of one backlog is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Reading {
    pub connection_id: ConnectionId,
    /// Since when a read from the beginning is under way.
    pub whole_since: Option<Time>,
    /// When the last read came to its end.
    pub finished_at: Option<Time>,
}

pub async fn readings(read: &mut SqliteConnection) -> Result<Vec<Reading>> {
    Ok(sqlx::query_as(
        "SELECT r.connection_id, r.whole_since, r.finished_at FROM audit_reading r
         JOIN connection c ON c.id = r.connection_id WHERE c.deleted = 0 ORDER BY r.connection_id",
    )
    .fetch_all(read)
    .await?)
}

/// Notes that a backlog is read, from its beginning when `whole_since` says so.
pub async fn begin(write: &mut SqliteConnection, connection: ConnectionId, whole_since: Option<Time>) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit_reading (connection_id, whole_since) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET whole_since = COALESCE(?2, whole_since)",
    )
    .bind(connection)
    .bind(whole_since)
    .execute(write)
    .await?;
    Ok(())
}

/// Notes that a read came to its end. What a whole read didn't find is gone.
pub async fn finish(write: &mut SqliteConnection, connection: ConnectionId, now: Time) -> Result<()> {
    sqlx::query(
        "UPDATE audit_item SET gone = 1 WHERE connection_id = ?1
           AND read_at < (SELECT whole_since FROM audit_reading WHERE connection_id = ?1)",
    )
    .bind(connection)
    .execute(&mut *write)
    .await?;
    sqlx::query("UPDATE audit_reading SET whole_since = NULL, finished_at = ? WHERE connection_id = ?")
        .bind(now)
        .bind(connection)
        .execute(&mut *write)
        .await?;
    Ok(())
}

/// What an item looks like.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Match {
    pub item_id: AuditItemId,
    /// `signal`, `theme`, `opportunity` or `item`.
    pub kind: String,
    pub target_id: u32,
    /// 0 to 1; None for a link.
    pub score: Option<f64>,
    pub why: String,
}

/// Links first, then the most alike.
pub async fn matches(read: &mut SqliteConnection) -> Result<HashMap<AuditItemId, Vec<Match>>> {
    let rows: Vec<Match> = sqlx::query_as(
        "SELECT item_id, kind, target_id, score, why FROM audit_match
         ORDER BY item_id, score IS NOT NULL, score DESC, kind, target_id",
    )
    .fetch_all(read)
    .await?;
    let mut all: HashMap<AuditItemId, Vec<Match>> = HashMap::new();
    for row in rows {
        all.entry(row.item_id).or_default().push(row);
    }
    Ok(all)
}

/// Puts what was found in the place of what was found before.
pub async fn replace_matches(write: &mut SqliteConnection, found: &[Match]) -> Result<()> {
    sqlx::query("DELETE FROM audit_match").execute(&mut *write).await?;
    for one in found {
        sqlx::query(
            "INSERT INTO audit_match (item_id, kind, target_id, score, why) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
        )
        .bind(one.item_id)
        .bind(&one.kind)
        .bind(one.target_id)
        .bind(one.score)
        .bind(&one.why)
        .execute(&mut *write)
        .await?;
    }
    Ok(())
}

/// What people said, by item and what it is about.
pub async fn verdicts(read: &mut SqliteConnection) -> Result<HashMap<(String, String), String>> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT item, about, verdict FROM audit_verdict").fetch_all(read).await?;
    Ok(rows.into_iter().map(|(item, about, verdict)| ((item, about), verdict)).collect())
}

/// Puts one thing that a person said of an item into the table, or takes it out.
pub async fn apply(write: &mut Write<'_>, item: &str, about: &str, value: Option<&Value>, now: Time) -> Result<()> {
    let Some(verdict) = read::<String>(value)? else {
        sqlx::query("DELETE FROM audit_verdict WHERE item = ? AND about = ?")
            .bind(item)
            .bind(about)
            .execute(&mut **write)
            .await?;
        return Ok(());
    };
    sqlx::query(
        "INSERT INTO audit_verdict (item, about, verdict, at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET verdict = excluded.verdict, at = excluded.at",
    )
    .bind(item)
    .bind(about)
    .bind(verdict)
    .bind(now)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Keeps the numbers of a comparison.
pub async fn keep_counts(write: &mut SqliteConnection, at: Time, counts: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit_count (at, counts) VALUES (?, ?) ON CONFLICT DO UPDATE SET counts = excluded.counts",
    )
    .bind(at)
    .bind(counts)
    .execute(write)
    .await?;
    Ok(())
}

/// The numbers of the last comparisons, the newest first.
pub async fn counts(read: &mut SqliteConnection, limit: u32) -> Result<Vec<(Time, String)>> {
    Ok(sqlx::query_as("SELECT at, counts FROM audit_count ORDER BY at DESC LIMIT ?")
        .bind(limit)
        .fetch_all(read)
        .await?)
}

/// An item by its id.
pub async fn one(read: &mut SqliteConnection, id: AuditItemId) -> Result<Item> {
    let found = items(read).await?.into_iter().find(|item| item.id == id);
    found.ok_or_else(|| Problem::not_found("This item isn't in the audit any more.").kept("Nothing was changed."))
}
