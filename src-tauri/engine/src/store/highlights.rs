//! SQL of highlights: passages of signals that are evidence, and what they make of the signals' links.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::apply::read;
use super::{Write, triage};
use crate::error::Result;
use crate::journal::By;
use crate::model::{OpportunityId, SignalId, Time};

/// What the journal keeps of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Key of the signal.
    pub signal: String,
    /// Where it began in the body when it was marked, in UTF-16 code units.
    pub start: u32,
    pub quote: String,
}

/// One highlight with all it is evidence for, deleted opportunities too.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    pub uid: String,
    pub signal: SignalId,
    pub start: u32,
    pub quote: String,
    pub made_at: Time,
    pub made_by: String,
    pub on: Vec<On>,
}

/// What a highlight is evidence for.
#[derive(Clone, Debug, PartialEq)]
pub struct On {
    pub opportunity: OpportunityId,
    pub uid: String,
    pub title: String,
    pub deleted: bool,
    /// 0–3.
    pub importance: u8,
}

const SELECT: &str = "SELECT h.uid, h.signal_id, h.start, h.quote, h.made_at, h.made_by,
    o.id AS opportunity_id, o.uid AS opportunity_uid, o.title, o.deleted, f.importance
  FROM highlight h JOIN highlight_for f ON f.highlight_id = h.id JOIN opportunity o ON o.id = f.opportunity_id
  WHERE h.removed = 0";

/// The highlights of a signal, in the order of where they were marked.
pub async fn of_signal(read: &mut SqliteConnection, signal: SignalId) -> Result<Vec<Highlight>> {
    let rows =
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} AND h.signal_id = ? ORDER BY h.start, h.id, o.id")))
            .bind(signal)
            .fetch_all(read)
            .await?;
    Ok(folded(rows))
}

/// None when there is no such highlight, or it was taken away.
pub async fn one(read: &mut SqliteConnection, uid: &str) -> Result<Option<Highlight>> {
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} AND h.uid = ? ORDER BY o.id")))
        .bind(uid)
        .fetch_all(read)
        .await?;
    Ok(folded(rows).pop())
}

/// A passage that is evidence for one opportunity, with the text it was marked in as it is now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Quoted {
    pub signal_id: SignalId,
    pub uid: String,
    pub start: u32,
    pub quote: String,
    pub importance: u8,
    pub body: String,
}

pub async fn of_opportunity(read: &mut SqliteConnection, id: OpportunityId) -> Result<Vec<Quoted>> {
    Ok(sqlx::query_as(
        "SELECT h.signal_id, h.uid, h.start, h.quote, f.importance, COALESCE(t.body, '') AS body
         FROM highlight_for f JOIN highlight h ON h.id = f.highlight_id AND h.removed = 0
         LEFT JOIN signal_text t ON t.signal_id = h.signal_id
         WHERE f.opportunity_id = ? ORDER BY h.signal_id, h.start, h.id",
    )
    .bind(id)
    .fetch_all(read)
    .await?)
}

/// The journal keys of all highlights a signal ever had.
pub async fn keys_of_signal(read: &mut SqliteConnection, signal: SignalId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT uid FROM highlight WHERE signal_id = ? ORDER BY id")
        .bind(signal)
        .fetch_all(read)
        .await?)
}

/// Applies one field of the highlight `uid`: `passage`, or `on <opportunity uid>`.
pub async fn apply(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>, by: &By) -> Result<()> {
    if let Some(opportunity) = field.strip_prefix("on ") {
        return apply_on(write, uid, opportunity, read(value)?, by).await;
    }
    match read(value)? {
        Some(passage) => apply_passage(write, uid, passage, by).await?,
        None => {
            sqlx::query("UPDATE highlight SET removed = 1 WHERE uid = ?").bind(uid).execute(&mut **write).await?;
        }
    }
    let links: Vec<(OpportunityId, SignalId)> = sqlx::query_as(
        "SELECT f.opportunity_id, h.signal_id FROM highlight h JOIN highlight_for f ON f.highlight_id = h.id
         WHERE h.uid = ?",
    )
    .bind(uid)
    .fetch_all(&mut **write)
    .await?;
    for (opportunity, signal) in links {
        settle_link(write, opportunity, signal, by).await?;
    }
    Ok(())
}

/// A mark that comes back keeps when and by whom it was made.
async fn apply_passage(write: &mut Write<'_>, uid: &str, passage: Passage, by: &By) -> Result<()> {
    let Some(signal) = triage::find(write, &passage.signal).await? else { return Ok(()) };
    sqlx::query(
        "INSERT INTO highlight (uid, signal_id, start, quote, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (uid) DO UPDATE SET signal_id = excluded.signal_id, start = excluded.start,
           quote = excluded.quote, removed = 0",
    )
    .bind(uid)
    .bind(signal)
    .bind(passage.start)
    .bind(&passage.quote)
    .bind(by.now)
    .bind(&by.actor)
    .execute(&mut **write)
    .await?;
    Ok(())
}

async fn apply_on(
    write: &mut Write<'_>,
    uid: &str,
    opportunity_uid: &str,
    importance: Option<u8>,
    by: &By,
) -> Result<()> {
    let link: Option<(OpportunityId, SignalId)> =
        sqlx::query_as("SELECT o.id, h.signal_id FROM opportunity o, highlight h WHERE o.uid = ? AND h.uid = ?")
            .bind(opportunity_uid)
            .bind(uid)
            .fetch_optional(&mut **write)
            .await?;
    let Some((opportunity, signal)) = link else { return Ok(()) };
    match importance {
        Some(importance) => {
            sqlx::query(
                "INSERT INTO highlight_for (highlight_id, opportunity_id, importance)
                 SELECT id, ?, ? FROM highlight WHERE uid = ?
                 ON CONFLICT DO UPDATE SET importance = excluded.importance",
            )
            .bind(opportunity)
            .bind(importance)
            .bind(uid)
            .execute(&mut **write)
            .await?
        }
        None => {
            sqlx::query(
                "DELETE FROM highlight_for
             WHERE opportunity_id = ? AND highlight_id = (SELECT id FROM highlight WHERE uid = ?)",
            )
            .bind(opportunity)
            .bind(uid)
            .execute(&mut **write)
            .await?
        }
    };
    settle_link(write, opportunity, signal, by).await
}

/// Brings the link of a signal to an opportunity in line with what people said: the importance they gave the link
/// itself, else the highest of its highlights; no link without either.
pub async fn settle_link(write: &mut Write<'_>, opportunity: OpportunityId, signal: SignalId, by: &By) -> Result<()> {
    let marked: Option<u8> = sqlx::query_scalar(
        "SELECT MAX(f.importance) FROM highlight h JOIN highlight_for f ON f.highlight_id = h.id
         WHERE h.removed = 0 AND h.signal_id = ? AND f.opportunity_id = ?",
    )
    .bind(signal)
    .bind(opportunity)
    .fetch_one(&mut **write)
    .await?;
    match marked {
        Some(marked) => {
            sqlx::query(
                "INSERT INTO evidence (opportunity_id, signal_id, importance, linked_at, linked_by)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (opportunity_id, signal_id) DO UPDATE SET importance = COALESCE(own, ?3)",
            )
            .bind(opportunity)
            .bind(signal)
            .bind(marked)
            .bind(by.now)
            .bind(&by.actor)
            .execute(&mut **write)
            .await?
        }
        None => {
            sqlx::query("DELETE FROM evidence WHERE opportunity_id = ? AND signal_id = ? AND own IS NULL")
                .bind(opportunity)
                .bind(signal)
                .execute(&mut **write)
                .await?
        }
    };
    sqlx::query("UPDATE opportunity SET updated_at = ? WHERE id = ?")
        .bind(by.now)
        .bind(opportunity)
        .execute(&mut **write)
        .await?;
    write.touch(signal);
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    uid: String,
    signal_id: SignalId,
    start: u32,
    quote: String,
    made_at: Time,
    made_by: String,
    opportunity_id: OpportunityId,
    opportunity_uid: String,
    title: String,
    deleted: bool,
    importance: u8,
}

/// The rows of one highlight follow each other.
fn folded(rows: Vec<Row>) -> Vec<Highlight> {
    let mut highlights: Vec<Highlight> = Vec::new();
    for row in rows {
        let on = On {
            opportunity: row.opportunity_id,
            uid: row.opportunity_uid,
            title: row.title,
            deleted: row.deleted,
            importance: row.importance,
        };
        match highlights.last_mut() {
            Some(last) if last.uid == row.uid => last.on.push(on),
            _ => highlights.push(Highlight {
                uid: row.uid,
                signal: row.signal_id,
                start: row.start,
                quote: row.quote,
                made_at: row.made_at,
                made_by: row.made_by,
                on: vec![on],
            }),
        }
    }
    highlights
}
