//! SQL of comments on their way to trackers.

use serde_json::Value;
use sqlx::SqliteConnection;

use crate::api::types::CommentState;
use crate::connectors::ExportKey;
use crate::error::{Problem, Result};
use crate::model::{CommentId, ConnectionId, ItemId, OpportunityId, Time};

/// One comment with the names people know its item by.
#[derive(Clone, Debug)]
pub struct Comment {
    pub id: CommentId,
    pub key: ExportKey,
    pub item: ItemId,
    /// The item's id in its tracker.
    pub external_id: String,
    pub item_label: String,
    pub opportunity: OpportunityId,
    pub opportunity_uid: String,
    pub opportunity_title: String,
    pub connection: ConnectionId,
    pub connection_name: String,
    pub text: String,
    pub body: String,
    pub state: CommentState,
    pub attempts: u32,
    pub problem: Option<Problem>,
    pub queued_at: Time,
    pub changed_at: Time,
}

impl Comment {
    /// Its name in the journal.
    pub fn journal_key(&self) -> String {
        journal_key(&self.opportunity_uid, &self.key)
    }
}

/// A comment's name in the journal: `<opportunity uid> <key>`.
pub fn journal_key(opportunity_uid: &str, key: &ExportKey) -> String {
    format!("{opportunity_uid} {}", key.0)
}

/// Writes a comment down before anything is sent. None when one with this key is there already.
pub async fn queue(
    write: &mut SqliteConnection,
    key: &ExportKey,
    item: ItemId,
    (text, body): (&str, &str),
    now: Time,
) -> Result<Option<CommentId>> {
    Ok(sqlx::query_scalar(
        "INSERT INTO comment (key, item_id, text, body, state, queued_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?5) ON CONFLICT (key) DO NOTHING RETURNING id",
    )
    .bind(&key.0)
    .bind(item)
    .bind(text)
    .bind(body)
    .bind(now)
    .fetch_optional(write)
    .await?)
}

/// Notes that a send is about to happen: from here on the tracker may have the comment.
pub async fn sending(write: &mut SqliteConnection, id: CommentId, now: Time) -> Result<()> {
    sqlx::query(
        "UPDATE comment SET state = 'needs_check', attempts = attempts + 1, problem = NULL, changed_at = ?
         WHERE id = ?",
    )
    .bind(now)
    .bind(id)
    .execute(write)
    .await?;
    Ok(())
}

/// Stores how a send or a look ended.
pub async fn settled(
    write: &mut SqliteConnection,
    id: CommentId,
    state: CommentState,
    problem: Option<&Problem>,
    now: Time,
) -> Result<()> {
    let problem = problem.map(serde_json::to_string).transpose().map_err(|e| Problem::system(e.to_string()))?;
    sqlx::query("UPDATE comment SET state = ?, problem = ?, changed_at = ? WHERE id = ?")
        .bind(state.word())
        .bind(problem)
        .bind(now)
        .bind(id)
        .execute(write)
        .await?;
    Ok(())
}

/// Puts a decision of the journal into the table. What a tracker has stays sent, whatever is taken back here.
pub async fn apply(
    write: &mut SqliteConnection,
    journal_key: &str,
    field: &str,
    value: Option<&Value>,
    now: Time,
) -> Result<()> {
    let Some((_, key)) = journal_key.split_once(' ') else { return Ok(()) };
    let sql = match (field, value) {
        ("text", Some(_)) => {
            "UPDATE comment SET state = 'queued', changed_at = ? WHERE key = ? AND state = 'cancelled'"
        }
        ("text", None) => "UPDATE comment SET state = 'cancelled', changed_at = ? WHERE key = ? AND state <> 'sent'",
        ("there", Some(_)) => {
            "UPDATE comment SET state = 'sent', problem = NULL, changed_at = ? WHERE key = ? AND state = 'unclear'"
        }
        ("there", None) => "UPDATE comment SET state = 'unclear', changed_at = ? WHERE key = ? AND state = 'sent'",
        // That it was sent once more stands in the table already.
        ("again", _) => return Ok(()),
        _ => return Err(Problem::system(format!("A comment has no field {field}."))),
    };
    sqlx::query(sql).bind(now).bind(key).execute(write).await?;
    Ok(())
}

/// Whether a tracker has the comment.
pub async fn is_sent(read: &mut SqliteConnection, journal_key: &str) -> Result<bool> {
    let key = journal_key.split_once(' ').map_or(journal_key, |(_, key)| key);
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM comment WHERE key = ? AND state = 'sent')")
        .bind(key)
        .fetch_one(read)
        .await?)
}

/// Those that a person may still have to look at, and the newest of the others; newest first.
pub async fn list(read: &mut SqliteConnection) -> Result<Vec<Comment>> {
    let sql = format!("{SELECT} ORDER BY x.state IN ('sent', 'cancelled'), x.id DESC LIMIT 500");
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(read).await?;
    rows.into_iter().map(Row::comment).collect()
}

pub async fn one(read: &mut SqliteConnection, id: CommentId) -> Result<Comment> {
    let sql = format!("{SELECT} WHERE x.id = ?");
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(read).await?;
    row.ok_or_else(|| Problem::not_found("This comment isn't here any more."))?.comment()
}

const SELECT: &str = "SELECT x.id, x.key, x.item_id, i.external_id, i.label AS item_label,
    i.opportunity_id, o.uid AS opportunity_uid, o.title AS opportunity_title,
    i.connection_id, c.name AS connection_name, x.text, x.body, x.state, x.attempts, x.problem, x.queued_at, x.changed_at
  FROM comment x JOIN item i ON i.id = x.item_id JOIN opportunity o ON o.id = i.opportunity_id
    JOIN connection c ON c.id = i.connection_id";

#[derive(sqlx::FromRow)]
struct Row {
    id: CommentId,
    key: String,
    item_id: ItemId,
    external_id: String,
    item_label: String,
    opportunity_id: OpportunityId,
    opportunity_uid: String,
    opportunity_title: String,
    connection_id: ConnectionId,
    connection_name: String,
    text: String,
    body: String,
    state: String,
    attempts: u32,
    problem: Option<String>,
    queued_at: Time,
    changed_at: Time,
}

impl Row {
    fn comment(self) -> Result<Comment> {
        let unreadable = |what: String| Problem::system(format!("A comment can't be read: {what}."));
        let problem = self.problem.as_deref().map(serde_json::from_str).transpose();
        Ok(Comment {
            id: self.id,
            key: ExportKey(self.key),
            item: self.item_id,
            external_id: self.external_id,
            item_label: self.item_label,
            opportunity: self.opportunity_id,
            opportunity_uid: self.opportunity_uid,
            opportunity_title: self.opportunity_title,
            connection: self.connection_id,
            connection_name: self.connection_name,
            text: self.text,
            body: self.body,
            state: CommentState::from_word(&self.state).ok_or_else(|| unreadable(self.state))?,
            attempts: self.attempts,
            problem: problem.map_err(|e| unreadable(e.to_string()))?,
            queued_at: self.queued_at,
            changed_at: self.changed_at,
        })
    }
}
