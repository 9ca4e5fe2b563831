//! SQL of the way out: outbox entries, and the backlog items that came of them.

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use crate::api::types::OutboxState;
use crate::connectors::{Draft, ExportKey, TrackerItem};
use crate::error::{Problem, Result};
use crate::model::{ConnectionId, ItemId, OpportunityId, OutboxId, Time};

/// One entry with the names people know it by.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: OutboxId,
    pub key: ExportKey,
    pub opportunity: OpportunityId,
    pub opportunity_uid: String,
    pub opportunity_title: String,
    pub connection: ConnectionId,
    pub connection_uid: String,
    pub connection_name: String,
    /// As a person left it.
    pub draft: Draft,
    /// As the opportunity itself gave it; None for entries of an earlier version.
    pub told: Option<Draft>,
    pub state: OutboxState,
    pub attempts: u32,
    pub problem: Option<Problem>,
    pub item: Option<ItemId>,
    pub queued_at: Time,
    pub changed_at: Time,
}

/// Writes an entry down before anything is sent.
pub async fn queue(
    write: &mut SqliteConnection,
    key: &ExportKey,
    opportunity: OpportunityId,
    connection: ConnectionId,
    (draft, told): (&Draft, &Draft),
    now: Time,
) -> Result<OutboxId> {
    Ok(sqlx::query_scalar(
        "INSERT INTO outbox (key, opportunity_id, connection_id, draft, told, state, queued_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 'queued', ?6, ?6) RETURNING id",
    )
    .bind(&key.0)
    .bind(opportunity)
    .bind(connection)
    .bind(json(draft)?)
    .bind(json(told)?)
    .bind(now)
    .fetch_one(write)
    .await?)
}

/// The project that the newest entry of a connection went to; empty when there is none.
pub async fn last_project(reader: &SqlitePool, connection: ConnectionId) -> Result<String> {
    let draft: Option<String> =
        sqlx::query_scalar("SELECT draft FROM outbox WHERE connection_id = ? ORDER BY id DESC LIMIT 1")
            .bind(connection)
            .fetch_optional(reader)
            .await?;
    let draft: Option<Draft> = draft.and_then(|text| serde_json::from_str(&text).ok());
    Ok(draft.map(|draft| draft.project).unwrap_or_default())
}

/// Notes what was written into an item that is there.
pub async fn updated(write: &mut SqliteConnection, id: OutboxId, draft: &Draft, told: &Draft, now: Time) -> Result<()> {
    sqlx::query("UPDATE outbox SET draft = ?, told = ?, changed_at = ? WHERE id = ?")
        .bind(json(draft)?)
        .bind(json(told)?)
        .bind(now)
        .bind(id)
        .execute(write)
        .await?;
    Ok(())
}

fn json(draft: &Draft) -> Result<String> {
    serde_json::to_string(draft).map_err(|e| Problem::system(e.to_string()))
}

/// Notes that a send is about to happen: from here on the tracker may have the item.
pub async fn sending(write: &mut SqliteConnection, id: OutboxId, now: Time) -> Result<()> {
    sqlx::query(
        "UPDATE outbox SET state = 'needs_check', attempts = attempts + 1, problem = NULL, changed_at = ? WHERE id = ?",
    )
    .bind(now)
    .bind(id)
    .execute(write)
    .await?;
    Ok(())
}

/// The same for one that waits; false: it doesn't any more.
pub async fn claim(write: &mut SqliteConnection, id: OutboxId, now: Time) -> Result<bool> {
    let waits: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ? AND state = 'queued')")
        .bind(id)
        .fetch_one(&mut *write)
        .await?;
    if waits {
        sending(write, id, now).await?;
    }
    Ok(waits)
}

/// Whether the opportunity was exported to the same tracker anew since.
pub async fn exported_anew(read: &mut SqliteConnection, id: OutboxId) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM outbox x WHERE x.id = ? AND {ANEW})");
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(id).fetch_one(read).await?)
}

/// How the newest entry stands that has to be settled before the opportunity goes to this tracker again: it waits, may
/// have arrived, or was refused and not exported anew since.
pub async fn unsettled(
    read: &mut SqliteConnection,
    opportunity: OpportunityId,
    connection: ConnectionId,
) -> Result<Option<OutboxState>> {
    let sql = format!(
        "SELECT x.state FROM outbox x WHERE x.opportunity_id = ? AND x.connection_id = ?
           AND (x.state IN ('queued', 'needs_check') OR (x.state = 'failed' AND NOT {ANEW}))
         ORDER BY x.id DESC LIMIT 1"
    );
    let found: Option<String> =
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(opportunity).bind(connection).fetch_optional(read).await?;
    found.map(|state| serde_json::from_value(state.into()).map_err(unreadable)).transpose()
}

/// What waits for a tracker, the oldest first; with `again`, what it refused, too, unless it was exported anew since.
pub async fn waiting(
    read: &mut SqliteConnection,
    connection: ConnectionId,
    again: bool,
) -> Result<Vec<(OutboxId, OutboxState)>> {
    let sql = format!(
        "SELECT x.id, x.state = 'queued' FROM outbox x
         WHERE x.connection_id = ? AND (x.state = 'queued' OR (? AND x.state = 'failed' AND NOT {ANEW}))
         ORDER BY x.id"
    );
    let rows: Vec<(OutboxId, bool)> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(connection).bind(again).fetch_all(read).await?;
    let state = |queued| if queued { OutboxState::Queued } else { OutboxState::Failed };
    Ok(rows.into_iter().map(|(id, queued)| (id, state(queued))).collect())
}

/// Stores how a send, a look-up or a person's word ended.
pub async fn settled(
    write: &mut SqliteConnection,
    id: OutboxId,
    state: OutboxState,
    problem: Option<&Problem>,
    item: Option<ItemId>,
    now: Time,
) -> Result<()> {
    let problem = problem.map(serde_json::to_string).transpose().map_err(|e| Problem::system(e.to_string()))?;
    sqlx::query(
        "UPDATE outbox SET state = ?, problem = ?, item_id = COALESCE(?, item_id), changed_at = ? WHERE id = ?",
    )
    .bind(word(state))
    .bind(problem)
    .bind(item)
    .bind(now)
    .bind(id)
    .execute(write)
    .await?;
    Ok(())
}

/// Stores what a tracker tells of an item. The same item of the same opportunity stays one row.
pub async fn keep_item(
    write: &mut SqliteConnection,
    opportunity: OpportunityId,
    connection: ConnectionId,
    item: &TrackerItem,
    now: Time,
) -> Result<ItemId> {
    Ok(sqlx::query_scalar(
        "INSERT INTO item (opportunity_id, connection_id, external_id, label, title, url, status, category,
                           updated_at, read_at, linked)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
         ON CONFLICT (opportunity_id, connection_id, external_id) DO UPDATE SET
           label = excluded.label, title = excluded.title, url = excluded.url, status = excluded.status,
           category = excluded.category, updated_at = excluded.updated_at, read_at = excluded.read_at
         RETURNING id",
    )
    .bind(opportunity)
    .bind(connection)
    .bind(&item.external_id)
    .bind(&item.label)
    .bind(&item.title)
    .bind(&item.url)
    .bind(&item.status)
    .bind(item.category.code())
    .bind(item.updated_at)
    .bind(now)
    .fetch_one(write)
    .await?)
}

/// The entries that a person may still have to look at, and the newest of the others; newest first.
pub async fn list(read: &mut SqliteConnection) -> Result<Vec<Entry>> {
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} ORDER BY x.state IN ('sent', 'cancelled'), x.id DESC LIMIT 500"
    )))
    .fetch_all(read)
    .await?;
    rows.into_iter().map(Row::entry).collect()
}

pub async fn one(read: &mut SqliteConnection, id: OutboxId) -> Result<Entry> {
    let row: Option<Row> =
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} WHERE x.id = ?"))).bind(id).fetch_optional(read).await?;
    row.ok_or_else(|| Problem::not_found("This outbox entry isn't here any more."))?.entry()
}

/// The newest entry that became this item; None when it was only linked.
pub async fn of_item(read: &mut SqliteConnection, item: ItemId) -> Result<Option<Entry>> {
    let sql = format!("{SELECT} WHERE x.item_id = ? AND x.state = 'sent' ORDER BY x.id DESC LIMIT 1");
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(item).fetch_optional(read).await?;
    row.map(Row::entry).transpose()
}

const SELECT: &str = "SELECT x.id, x.key, x.opportunity_id, o.uid AS opportunity_uid, o.title AS opportunity_title,
    x.connection_id, c.uid AS connection_uid, c.name AS connection_name, x.draft, x.told, x.state, x.attempts, x.problem,
    x.item_id, x.queued_at, x.changed_at
  FROM outbox x JOIN opportunity o ON o.id = x.opportunity_id JOIN connection c ON c.id = x.connection_id";

/// True of an entry `x` that has a newer one of the same opportunity for the same tracker, not given up.
const ANEW: &str = "EXISTS (SELECT 1 FROM outbox newer WHERE newer.opportunity_id = x.opportunity_id
  AND newer.connection_id = x.connection_id AND newer.id > x.id AND newer.state <> 'cancelled')";

#[derive(sqlx::FromRow)]
struct Row {
    id: OutboxId,
    key: String,
    opportunity_id: OpportunityId,
    opportunity_uid: String,
    opportunity_title: String,
    connection_id: ConnectionId,
    connection_uid: String,
    connection_name: String,
    draft: String,
    told: Option<String>,
    state: String,
    attempts: u32,
    problem: Option<String>,
    item_id: Option<ItemId>,
    queued_at: Time,
    changed_at: Time,
}

impl Row {
    fn entry(self) -> Result<Entry> {
        Ok(Entry {
            id: self.id,
            key: ExportKey(self.key),
            opportunity: self.opportunity_id,
            opportunity_uid: self.opportunity_uid,
            opportunity_title: self.opportunity_title,
            connection: self.connection_id,
            connection_uid: self.connection_uid,
            connection_name: self.connection_name,
            draft: serde_json::from_str(&self.draft).map_err(unreadable)?,
            told: self.told.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?,
            state: serde_json::from_value(self.state.into()).map_err(unreadable)?,
            attempts: self.attempts,
            problem: self.problem.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?,
            item: self.item_id,
            queued_at: self.queued_at,
            changed_at: self.changed_at,
        })
    }
}

fn unreadable(e: serde_json::Error) -> Problem {
    Problem::system(format!("An outbox entry can't be read: {e}."))
}

fn word(state: OutboxState) -> &'static str {
    match state {
        OutboxState::Queued => "queued",
        OutboxState::NeedsCheck => "needs_check",
        OutboxState::Sent => "sent",
        OutboxState::Failed => "failed",
        OutboxState::Cancelled => "cancelled",
    }
}
