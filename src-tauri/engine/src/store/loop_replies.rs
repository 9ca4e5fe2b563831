//! SQL of the way back: what people who asked were told, and who asked through which tickets.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::apply::read as value_of;
use super::evidence::BEHIND;
use crate::api::types::CommentState;
use crate::connectors::ExportKey;
use crate::error::{Problem, Result};
use crate::loopback::{Outcome, Way};
use crate::model::{ConnectionId, LoopReplyId, OpportunityId, ReporterId, SignalId, Stage, Time};

/// What the journal says of a reply or of something that was told; the same on every laptop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The reporter's identity.
    pub to: String,
    /// The signal's key, when it goes into a ticket.
    pub signal: Option<String>,
    pub outcome: Outcome,
    pub way: Way,
    pub text: String,
    /// When the person was told, where that isn't told by the sending.
    pub at: Option<Time>,
}

/// One reply, or one time that a person was told in another way.
#[derive(Clone, Debug)]
pub struct LoopReply {
    pub id: LoopReplyId,
    pub key: ExportKey,
    pub opportunity: OpportunityId,
    pub opportunity_uid: String,
    pub reporter: ReporterId,
    pub name: String,
    /// The ticket it goes into, by its signal, with the ticket's id in its tool.
    pub signal: Option<SignalId>,
    pub ticket: Option<String>,
    pub connection: Option<ConnectionId>,
    pub connection_name: Option<String>,
    pub outcome: Outcome,
    pub way: Way,
    pub text: String,
    pub body: String,
    pub state: CommentState,
    pub attempts: u32,
    pub problem: Option<Problem>,
    pub queued_at: Time,
    pub changed_at: Time,
    pub told_at: Option<Time>,
}

impl LoopReply {
    /// Its name in the journal.
    pub fn journal_key(&self) -> String {
        journal_key(&self.opportunity_uid, &self.key)
    }
}

/// A reply's name in the journal: `<opportunity uid> <key>`.
pub fn journal_key(opportunity_uid: &str, key: &ExportKey) -> String {
    format!("{opportunity_uid} {}", key.0)
}

/// One ticket through which a person asked for an opportunity.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AskRow {
    pub opportunity: OpportunityId,
    pub signal: SignalId,
    pub at: Time,
    pub title: String,
    /// The ticket's id in its tool.
    pub ticket: String,
    pub url: Option<String>,
    pub connection: ConnectionId,
    pub connection_uid: String,
    pub connection_name: String,
    pub vendor: String,
    /// The connection was taken away.
    pub gone: bool,
    pub reporter: ReporterId,
    pub identity: String,
    pub name: String,
    pub customer: Option<String>,
    /// What the person should be told, as it was written when the ticket was declined.
    pub draft: Option<String>,
}

/// Who asked for the opportunity, or for any, through which tickets; the oldest first. What was merged into a linked
/// signal counts as well.
pub async fn asks(read: &mut SqliteConnection, of: Option<OpportunityId>) -> Result<Vec<AskRow>> {
    let sql = format!(
        "{BEHIND} SELECT e.opportunity_id AS opportunity, s.id AS signal, s.happened_at AS at, s.title,
                s.external_id AS ticket, t.url, c.id AS connection, c.uid AS connection_uid, c.name AS connection_name,
                c.vendor, c.deleted AS gone, r.id AS reporter, r.identity, r.name, k.name AS customer, NULLIF(d.reply, '') AS draft
         FROM behind e JOIN opportunity o ON o.id = e.opportunity_id AND o.deleted = 0
         JOIN signal s ON s.id = e.signal_id JOIN connection c ON c.id = s.connection_id
         JOIN reporter r ON r.id = s.reporter_id
         LEFT JOIN customer k ON k.id = COALESCE(s.customer_id, r.customer_id)
         LEFT JOIN signal_text t ON t.signal_id = s.id LEFT JOIN triage d ON d.signal_id = s.id
         WHERE ?1 IS NULL OR e.opportunity_id = ?1
         ORDER BY e.opportunity_id, s.happened_at, s.id"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(of).fetch_all(read).await?)
}

/// Every change of the stage of every opportunity, by its uid, the oldest first.
pub async fn stages(read: &mut SqliteConnection) -> Result<Vec<(String, Stage, Time)>> {
    let rows: Vec<(String, Option<String>, Time)> = sqlx::query_as(
        "SELECT o.key, o.value, s.at FROM op o JOIN step s ON s.id = o.step
         WHERE o.entity = 'opportunity' AND o.field = 'stage' ORDER BY o.clock",
    )
    .fetch_all(read)
    .await?;
    rows.into_iter()
        .map(|(uid, value, at)| {
            let value: Option<Value> = value.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?;
            Ok((uid, value_of(value.as_ref())?.unwrap_or(Stage::Captured), at))
        })
        .collect()
}

/// What goes into a ticket, before it is written down.
pub struct NewReply<'a> {
    pub key: &'a ExportKey,
    pub opportunity: OpportunityId,
    pub reporter: ReporterId,
    pub signal: SignalId,
    pub outcome: Outcome,
    pub text: &'a str,
    pub body: &'a str,
}

/// Writes a reply down before anything is sent. None when one with this key is there already.
pub async fn queue(write: &mut SqliteConnection, new: &NewReply<'_>, now: Time) -> Result<Option<LoopReplyId>> {
    Ok(sqlx::query_scalar(
        "INSERT INTO loop_reply (key, opportunity_id, reporter_id, signal_id, outcome, way, text, body, state,
                                 queued_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, 'ticket', ?6, ?7, 'queued', ?8, ?8) ON CONFLICT (key) DO NOTHING RETURNING id",
    )
    .bind(&new.key.0)
    .bind(new.opportunity)
    .bind(new.reporter)
    .bind(new.signal)
    .bind(new.outcome.word())
    .bind(new.text)
    .bind(new.body)
    .bind(now)
    .fetch_optional(write)
    .await?)
}

/// Notes that a send is about to happen: from here on the tool may have the reply.
pub async fn sending(write: &mut SqliteConnection, id: LoopReplyId, now: Time) -> Result<()> {
    sqlx::query(
        "UPDATE loop_reply SET state = 'needs_check', attempts = attempts + 1, problem = NULL, changed_at = ?
         WHERE id = ?",
    )
    .bind(now)
    .bind(id)
    .execute(write)
    .await?;
    Ok(())
}

/// Stores how a send or a look ended. What has arrived was told now, unless it is known to have been told before.
pub async fn settled(
    write: &mut SqliteConnection,
    id: LoopReplyId,
    state: CommentState,
    problem: Option<&Problem>,
    now: Time,
) -> Result<()> {
    let problem = problem.map(serde_json::to_string).transpose().map_err(|e| Problem::system(e.to_string()))?;
    sqlx::query(
        "UPDATE loop_reply SET state = ?1, problem = ?2, changed_at = ?3,
           told_at = CASE WHEN ?1 = 'sent' THEN COALESCE(told_at, ?3) END WHERE id = ?4",
    )
    .bind(state.word())
    .bind(problem)
    .bind(now)
    .bind(id)
    .execute(write)
    .await?;
    Ok(())
}

/// Puts a decision of the journal into the table. What a tool has stays sent, whatever is taken back here.
pub async fn apply(
    write: &mut SqliteConnection,
    journal_key: &str,
    field: &str,
    value: Option<&Value>,
    now: Time,
) -> Result<()> {
    let Some((opportunity, key)) = journal_key.split_once(' ') else { return Ok(()) };
    let sql = match (field, value) {
        ("told", Some(_)) => {
            let Some(said) = value_of::<Said>(value)? else { return Ok(()) };
            return tell(write, (opportunity, key), &said, now).await;
        }
        ("told", None) => {
            "UPDATE loop_reply SET state = 'cancelled', told_at = NULL, changed_at = ? WHERE key = ? AND way <> 'ticket'"
        }
        ("text", Some(_)) => {
            "UPDATE loop_reply SET state = 'queued', changed_at = ? WHERE key = ? AND state = 'cancelled'"
        }
        ("text", None) => "UPDATE loop_reply SET state = 'cancelled', changed_at = ? WHERE key = ? AND state <> 'sent'",
        ("there", Some(_)) => {
            "UPDATE loop_reply SET state = 'sent', problem = NULL, told_at = ?1, changed_at = ?1
             WHERE key = ?2 AND state = 'unclear'"
        }
        ("there", None) => {
            "UPDATE loop_reply SET state = 'unclear', told_at = NULL, changed_at = ? WHERE key = ? AND state = 'sent'"
        }
        // That it was sent once more stands in the table already.
        ("again", _) => return Ok(()),
        _ => return Err(Problem::system(format!("A reply has no field {field}."))),
    };
    sqlx::query(sql).bind(now).bind(key).execute(write).await?;
    Ok(())
}

/// Somebody was told in another way. A person or an opportunity that isn't here changes nothing.
async fn tell(write: &mut SqliteConnection, (opportunity, key): (&str, &str), said: &Said, now: Time) -> Result<()> {
    sqlx::query(
        "INSERT INTO loop_reply (key, opportunity_id, reporter_id, outcome, way, text, body, state, queued_at,
                                 changed_at, told_at)
         SELECT ?1, o.id, r.id, ?4, ?5, ?6, '', 'sent', ?7, ?7, ?8 FROM opportunity o, reporter r
         WHERE o.uid = ?2 AND r.identity = ?3
         ON CONFLICT (key) DO UPDATE SET state = 'sent', changed_at = excluded.changed_at, told_at = excluded.told_at",
    )
    .bind(key)
    .bind(opportunity)
    .bind(&said.to)
    .bind(said.outcome.word())
    .bind(said.way.word())
    .bind(&said.text)
    .bind(now)
    .bind(said.at.unwrap_or(now))
    .execute(write)
    .await?;
    Ok(())
}

/// Whether a tool has the reply.
pub async fn is_sent(read: &mut SqliteConnection, journal_key: &str) -> Result<bool> {
    let key = journal_key.split_once(' ').map_or(journal_key, |(_, key)| key);
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM loop_reply WHERE key = ? AND state = 'sent')")
        .bind(key)
        .fetch_one(read)
        .await?)
}

/// Everything that was told or is on its way, about the opportunity or about any; the oldest first. What was given up
/// is left out.
pub async fn all(read: &mut SqliteConnection, of: Option<OpportunityId>) -> Result<Vec<LoopReply>> {
    let sql = format!(
        "{SELECT} WHERE x.state <> 'cancelled' AND (?1 IS NULL OR x.opportunity_id = ?1)
         ORDER BY COALESCE(x.told_at, x.changed_at), x.id"
    );
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql)).bind(of).fetch_all(read).await?;
    rows.into_iter().map(Row::reply).collect()
}

pub async fn one(read: &mut SqliteConnection, id: LoopReplyId) -> Result<LoopReply> {
    let sql = format!("{SELECT} WHERE x.id = ?");
    let row: Option<Row> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(read).await?;
    row.ok_or_else(|| Problem::not_found("This reply isn't here any more."))?.reply()
}

const SELECT: &str = "SELECT x.id, x.key, x.opportunity_id, o.uid AS opportunity_uid, x.reporter_id, r.name,
    x.signal_id, s.external_id AS ticket, s.connection_id, c.name AS connection_name, x.outcome, x.way, x.text, x.body,
    x.state, x.attempts, x.problem, x.queued_at, x.changed_at, x.told_at
  FROM loop_reply x JOIN opportunity o ON o.id = x.opportunity_id JOIN reporter r ON r.id = x.reporter_id
    LEFT JOIN signal s ON s.id = x.signal_id LEFT JOIN connection c ON c.id = s.connection_id";

#[derive(sqlx::FromRow)]
struct Row {
    id: LoopReplyId,
    key: String,
    opportunity_id: OpportunityId,
    opportunity_uid: String,
    reporter_id: ReporterId,
    name: String,
    signal_id: Option<SignalId>,
    ticket: Option<String>,
    connection_id: Option<ConnectionId>,
    connection_name: Option<String>,
    outcome: String,
    way: String,
    text: String,
    body: String,
    state: String,
    attempts: u32,
    problem: Option<String>,
    queued_at: Time,
    changed_at: Time,
    told_at: Option<Time>,
}

impl Row {
    fn reply(self) -> Result<LoopReply> {
        let strange = |what: String| Problem::system(format!("A reply can't be read: {what}."));
        Ok(LoopReply {
            id: self.id,
            key: ExportKey(self.key),
            opportunity: self.opportunity_id,
            opportunity_uid: self.opportunity_uid,
            reporter: self.reporter_id,
            name: self.name,
            signal: self.signal_id,
            ticket: self.ticket,
            connection: self.connection_id,
            connection_name: self.connection_name,
            outcome: Outcome::from_word(&self.outcome).ok_or_else(|| strange(self.outcome))?,
            way: Way::from_word(&self.way).ok_or_else(|| strange(self.way))?,
            text: self.text,
            body: self.body,
            state: CommentState::from_word(&self.state).ok_or_else(|| strange(self.state))?,
            attempts: self.attempts,
            problem: self.problem.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?,
            queued_at: self.queued_at,
            changed_at: self.changed_at,
            told_at: self.told_at,
        })
    }
}

fn unreadable(error: serde_json::Error) -> Problem {
    Problem::system(format!("A reply can't be read: {error}."))
}
