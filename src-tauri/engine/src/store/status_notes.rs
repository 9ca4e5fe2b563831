//! SQL of notes that records get by rule: which records stand behind what, and what was written into them.

use serde_json::Value;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::apply::read as value_of;
use super::evidence::{AGAINST, BEHIND};
use crate::api::types::CommentState;
use crate::connectors::ExportKey;
use crate::error::{Problem, Result};
use crate::loopback::Outcome;
use crate::model::{ConnectionId, OpportunityId, SignalId, StatusNoteId, Time};

/// One note with the names people know its record by.
#[derive(Clone, Debug)]
pub struct StatusNote {
    pub id: StatusNoteId,
    pub key: ExportKey,
    pub opportunity: OpportunityId,
    pub opportunity_uid: String,
    pub opportunity_title: String,
    pub signal: SignalId,
    /// The record's id in its tool.
    pub record: String,
    pub title: String,
    pub connection: ConnectionId,
    pub connection_name: String,
    pub outcome: Outcome,
    pub text: String,
    pub body: String,
    pub state: CommentState,
    pub attempts: u32,
    pub problem: Option<Problem>,
    pub retry_at: Option<Time>,
    pub changed_at: Time,
    pub written_at: Option<Time>,
}

impl StatusNote {
    /// Its name in the journal.
    pub fn journal_key(&self) -> String {
        format!("{} {}", self.opportunity_uid, self.key.0)
    }
}

/// A record behind an opportunity, and what it was told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RecordRow {
    pub opportunity: OpportunityId,
    pub signal: SignalId,
    /// The record's id in its tool.
    pub record: String,
    pub title: String,
    pub connection: ConnectionId,
    pub vendor: String,
    /// What the newest note tells, whatever became of it.
    noted: Option<String>,
    /// What the newest reply tells that a person sent into it.
    replied: Option<String>,
}

impl RecordRow {
    /// The record says so already, or it was said and given up.
    pub fn knows(&self, outcome: Outcome) -> bool {
        [&self.noted, &self.replied].into_iter().any(|told| told.as_deref() == Some(outcome.word()))
    }
}

/// The records of these connections that speak for these opportunities, and what was merged into them.
pub async fn records(
    read: &mut SqliteConnection,
    opportunities: &[OpportunityId],
    connections: &[ConnectionId],
) -> Result<Vec<RecordRow>> {
    let sql = format!(
        "{BEHIND} SELECT e.opportunity_id AS opportunity, s.id AS signal, s.external_id AS record, s.title,
                c.id AS connection, c.vendor,
                (SELECT n.outcome FROM status_note n WHERE n.opportunity_id = e.opportunity_id AND n.signal_id = s.id
                 ORDER BY n.id DESC LIMIT 1) AS noted,
                (SELECT x.outcome FROM loop_reply x WHERE x.opportunity_id = e.opportunity_id AND x.signal_id = s.id
                   AND x.state = 'sent' ORDER BY x.id DESC LIMIT 1) AS replied
         FROM behind e JOIN signal s ON s.id = e.signal_id JOIN connection c ON c.id = s.connection_id
         WHERE e.opportunity_id IN (SELECT value FROM json_each(?1))
           AND s.connection_id IN (SELECT value FROM json_each(?2)) AND NOT {AGAINST}
         ORDER BY e.opportunity_id, s.id"
    );
    let rows = sqlx::query_as(AssertSqlSafe(sql)).bind(json(opportunities)?).bind(json(connections)?);
    Ok(rows.fetch_all(read).await?)
}

fn json<T: serde::Serialize>(ids: &[T]) -> Result<String> {
    serde_json::to_string(ids).map_err(|error| Problem::system(error.to_string()))
}

/// A note before it is written down.
pub struct NewNote<'a> {
    pub key: &'a ExportKey,
    pub opportunity: OpportunityId,
    pub signal: SignalId,
    pub outcome: Outcome,
    pub text: &'a str,
    pub body: &'a str,
}

/// Writes a note down before anything is sent.
pub async fn queue(write: &mut SqliteConnection, new: &NewNote<'_>, now: Time) -> Result<()> {
    sqlx::query(
        "INSERT INTO status_note (key, opportunity_id, signal_id, outcome, text, body, state, queued_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued', ?7, ?7)",
    )
    .bind(&new.key.0)
    .bind(new.opportunity)
    .bind(new.signal)
    .bind(new.outcome.word())
    .bind(new.text)
    .bind(new.body)
    .bind(now)
    .execute(write)
    .await?;
    Ok(())
}

/// Notes that a send is about to happen: from here on the tool may have the note. False: another program sends it.
pub async fn sending(write: &mut SqliteConnection, note: &StatusNote, now: Time) -> Result<bool> {
    let mine = sqlx::query(
        "UPDATE status_note SET state = 'needs_check', attempts = attempts + 1, problem = NULL, retry_at = NULL,
                                changed_at = ?1
         WHERE id = ?2 AND state = ?3 AND attempts = ?4 AND changed_at = ?5",
    )
    .bind(now)
    .bind(note.id)
    .bind(note.state.word())
    .bind(note.attempts)
    .bind(note.changed_at)
    .execute(write)
    .await?;
    Ok(mine.rows_affected() == 1)
}

/// How a send or a look ended.
pub struct Ended<'a> {
    pub state: CommentState,
    pub problem: Option<&'a Problem>,
    /// When it is tried again by itself.
    pub retry_at: Option<Time>,
}

pub async fn settled(write: &mut SqliteConnection, id: StatusNoteId, ended: &Ended<'_>, now: Time) -> Result<()> {
    let problem = ended.problem.map(serde_json::to_string).transpose();
    sqlx::query(
        "UPDATE status_note SET state = ?1, problem = ?2, retry_at = ?3, changed_at = ?4,
           written_at = CASE WHEN ?1 = 'sent' THEN ?4 END WHERE id = ?5",
    )
    .bind(ended.state.word())
    .bind(problem.map_err(|error| Problem::system(error.to_string()))?)
    .bind(ended.retry_at)
    .bind(now)
    .bind(id)
    .execute(write)
    .await?;
    Ok(())
}

/// Things went on before it arrived anywhere: it goes, since nobody wrote or decided it.
pub async fn forget(write: &mut SqliteConnection, id: StatusNoteId) -> Result<()> {
    sqlx::query("DELETE FROM status_note WHERE id = ? AND state IN ('queued', 'failed')")
        .bind(id)
        .execute(write)
        .await?;
    Ok(())
}

/// Puts a decision of the journal into the table. What a tool took stays, whatever is taken back here.
pub async fn apply(
    write: &mut SqliteConnection,
    journal_key: &str,
    field: &str,
    value: Option<&Value>,
    now: Time,
) -> Result<()> {
    let Some((_, key)) = journal_key.split_once(' ') else { return Ok(()) };
    let sql = match (field, value_of::<bool>(value)?) {
        ("given_up", Some(true)) => {
            "UPDATE status_note SET state = 'cancelled', retry_at = NULL, changed_at = ? WHERE key = ? AND state <> 'sent'"
        }
        ("given_up", _) => {
            "UPDATE status_note SET state = 'queued', changed_at = ? WHERE key = ? AND state = 'cancelled'"
        }
        ("there", Some(true)) => {
            "UPDATE status_note SET state = 'sent', problem = NULL, changed_at = ? WHERE key = ? AND state = 'unclear'"
        }
        ("there", Some(false)) => {
            "UPDATE status_note SET state = 'queued', problem = NULL, changed_at = ? WHERE key = ? AND state = 'unclear'"
        }
        ("there", None) => {
            "UPDATE status_note SET state = 'unclear', changed_at = ?
             WHERE key = ? AND state IN ('sent', 'queued') AND written_at IS NULL"
        }
        _ => return Err(Problem::system(format!("A note has no field {field}."))),
    };
    sqlx::query(sql).bind(now).bind(key).execute(write).await?;
    Ok(())
}

/// Notes that are written down and surely nowhere yet.
pub async fn unsent(read: &mut SqliteConnection) -> Result<Vec<StatusNote>> {
    several(read, "n.state IN ('queued', 'failed') ORDER BY n.id", &[]).await
}

/// Notes whose turn it is, the oldest first: those that wait, those to be tried again, and those sent before
/// `stale` of which nobody knows whether they arrived. A connection that was just in trouble, is paused or has no rule
/// any more waits with all of its notes.
pub async fn ready(read: &mut SqliteConnection, now: Time, stale: Time, most: u32) -> Result<Vec<StatusNote>> {
    let ready = format!(
        "c.status_notes <> '' AND c.deleted = 0 AND c.paused = 0
           AND (n.state = 'queued' OR (n.state = 'failed' AND n.retry_at <= ?1)
                OR (n.state = 'needs_check' AND COALESCE(n.retry_at <= ?1, n.changed_at <= ?2)))
           AND NOT EXISTS (SELECT 1 FROM status_note h JOIN signal w ON w.id = h.signal_id
                           WHERE w.connection_id = c.id AND h.retry_at > ?1)
         ORDER BY n.id LIMIT {most}"
    );
    several(read, &ready, &[now, stale]).await
}

/// The newest notes, those that need a person first.
pub async fn list(read: &mut SqliteConnection, most: u32) -> Result<Vec<StatusNote>> {
    let newest = format!("1 ORDER BY {NEEDS_A_PERSON} DESC, n.changed_at DESC, n.id DESC LIMIT {most}");
    several(read, &newest, &[]).await
}

const NEEDS_A_PERSON: &str = "(n.state = 'unclear' OR (n.state = 'failed' AND n.retry_at IS NULL))";

/// How many notes there are: all, those that records have, those that need a person.
pub async fn counts(read: &mut SqliteConnection) -> Result<(u32, u32, u32)> {
    let sql = format!(
        "SELECT COUNT(*), COALESCE(SUM(n.state = 'sent'), 0), COALESCE(SUM({NEEDS_A_PERSON}), 0) FROM status_note n"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).fetch_one(read).await?)
}

pub async fn one(read: &mut SqliteConnection, id: StatusNoteId) -> Result<StatusNote> {
    let found = several(read, &format!("n.id = {}", id.0), &[]).await?;
    found.into_iter().next().ok_or_else(|| Problem::not_found("This note isn't here any more."))
}

async fn several(read: &mut SqliteConnection, condition: &str, times: &[Time]) -> Result<Vec<StatusNote>> {
    let sql = format!(
        "SELECT n.id, n.key, n.opportunity_id, o.uid AS opportunity_uid, o.title AS opportunity_title, n.signal_id,
                s.external_id AS record, s.title, s.connection_id, c.name AS connection_name, n.outcome, n.text, n.body,
                n.state, n.attempts, n.problem, n.retry_at, n.changed_at, n.written_at
         FROM status_note n JOIN opportunity o ON o.id = n.opportunity_id JOIN signal s ON s.id = n.signal_id
         JOIN connection c ON c.id = s.connection_id WHERE {condition}"
    );
    let query = times.iter().fold(sqlx::query_as::<_, Row>(AssertSqlSafe(sql)), |query, time| query.bind(*time));
    query.fetch_all(read).await?.into_iter().map(Row::note).collect()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: StatusNoteId,
    key: String,
    opportunity_id: OpportunityId,
    opportunity_uid: String,
    opportunity_title: String,
    signal_id: SignalId,
    record: String,
    title: String,
    connection_id: ConnectionId,
    connection_name: String,
    outcome: String,
    text: String,
    body: String,
    state: String,
    attempts: u32,
    problem: Option<String>,
    retry_at: Option<Time>,
    changed_at: Time,
    written_at: Option<Time>,
}

impl Row {
    fn note(self) -> Result<StatusNote> {
        let strange = |what: String| Problem::system(format!("A note can't be read: {what}."));
        let problem = self.problem.as_deref().map(serde_json::from_str).transpose();
        Ok(StatusNote {
            id: self.id,
            key: ExportKey(self.key),
            opportunity: self.opportunity_id,
            opportunity_uid: self.opportunity_uid,
            opportunity_title: self.opportunity_title,
            signal: self.signal_id,
            record: self.record,
            title: self.title,
            connection: self.connection_id,
            connection_name: self.connection_name,
            outcome: Outcome::from_word(&self.outcome).ok_or_else(|| strange(self.outcome))?,
            text: self.text,
            body: self.body,
            state: CommentState::from_word(&self.state).ok_or_else(|| strange(self.state))?,
            attempts: self.attempts,
            problem: problem.map_err(|error| strange(error.to_string()))?,
            retry_at: self.retry_at,
            changed_at: self.changed_at,
            written_at: self.written_at,
        })
    }
}
