//! SQL of what people decided about signals.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::Write;
use super::waits::{self, NOT_YET, Sleeper, Wait};
use crate::error::{Problem, Result};
use crate::model::{DeclineReason, Kind, SignalId, Status, Time, TriageState};

/// A decision about one signal, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub state: TriageState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<DeclineReason>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// What ends a snooze instead of a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// Key of the signal this one was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
    /// What the reporter should be told of a decline. Writing it sends nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
}

impl Verdict {
    pub fn of(state: TriageState) -> Self {
        Verdict { state, reason: None, note: String::new(), until: None, wait: None, into: None, reply: String::new() }
    }
}

/// What the verbs need to know of a signal before they decide.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: SignalId,
    /// `<connection uid>/<external id>`: the signal's name in the journal.
    pub key: String,
    pub title: String,
    pub kind: Kind,
    pub status: Status,
    pub state: TriageState,
}

/// The signals of `ids` that exist, in the order of `ids`.
pub async fn candidates(write: &mut SqliteConnection, ids: &[SignalId]) -> Result<Vec<Candidate>> {
    let list = serde_json::to_string(ids).map_err(|e| Problem::system(e.to_string()))?;
    let rows: Vec<(SignalId, String, String, String, u8, u8, u8)> = sqlx::query_as(
        "SELECT s.id, c.uid, s.external_id, s.title, s.kind, s.status, COALESCE(t.state, 0)
         FROM json_each(?) j JOIN signal s ON s.id = j.value
         JOIN connection c ON c.id = s.connection_id LEFT JOIN triage t ON t.signal_id = s.id
         ORDER BY j.key",
    )
    .bind(list)
    .fetch_all(write)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, uid, external_id, title, kind, status, state)| Candidate {
            id,
            key: format!("{uid}/{external_id}"),
            title,
            kind: Kind::from_code(kind).unwrap_or(Kind::Ticket),
            status: Status::from_code(status).unwrap_or(Status::Open),
            state: TriageState::from_code(state).unwrap_or(TriageState::Inbox),
        })
        .collect())
}

/// The ids of the signals merged into `into`.
pub async fn merged_into(write: &mut SqliteConnection, into: SignalId) -> Result<Vec<SignalId>> {
    Ok(sqlx::query_scalar("SELECT signal_id FROM triage WHERE merged_into = ? ORDER BY signal_id")
        .bind(into)
        .fetch_all(write)
        .await?)
}

/// The signals whose tool gave them this id; several when several tools did.
pub async fn by_external_id(read: &mut SqliteConnection, external_id: &str) -> Result<Vec<SignalId>> {
    Ok(sqlx::query_scalar(
        "SELECT s.id FROM connection c JOIN signal s ON s.connection_id = c.id AND s.external_id = ? ORDER BY s.id",
    )
    .bind(external_id)
    .fetch_all(read)
    .await?)
}

/// The title of the signal that this one is merged into.
pub async fn merged_where(read: &mut SqliteConnection, id: SignalId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT s.title FROM triage t JOIN signal s ON s.id = t.merged_into WHERE t.signal_id = ?")
        .bind(id)
        .fetch_optional(read)
        .await?)
}

/// How many distinct people reported some of these signals, and how many of the signals are evidence.
pub async fn people_and_evidence(read: &mut SqliteConnection, ids: &[SignalId]) -> Result<(u32, u32)> {
    let list = serde_json::to_string(ids).map_err(|e| Problem::system(e.to_string()))?;
    Ok(sqlx::query_as(
        "SELECT COUNT(DISTINCT s.reporter_id), COUNT(DISTINCT CASE WHEN EXISTS (
             SELECT 1 FROM evidence e JOIN opportunity o ON o.id = e.opportunity_id AND o.deleted = 0
             WHERE e.signal_id = s.id) THEN s.id END)
         FROM json_each(?) j JOIN signal s ON s.id = j.value",
    )
    .bind(list)
    .fetch_one(read)
    .await?)
}

/// Who reported each of some signals, where somebody with a name did; in the order of `ids`.
pub async fn reporters(read: &mut SqliteConnection, ids: &[SignalId]) -> Result<Vec<(SignalId, String)>> {
    let list = serde_json::to_string(ids).map_err(|e| Problem::system(e.to_string()))?;
    Ok(sqlx::query_as(
        "SELECT s.id, r.name FROM json_each(?) j JOIN signal s ON s.id = j.value
         JOIN reporter r ON r.id = s.reporter_id WHERE r.name <> '' ORDER BY j.key",
    )
    .bind(list)
    .fetch_all(read)
    .await?)
}

/// The ids behind two journal keys with a line break between; None when either was never pulled here.
pub async fn find_pair(write: &mut SqliteConnection, key: &str) -> Result<Option<(SignalId, SignalId)>> {
    let Some((one, other)) = key.split_once('\n') else { return Ok(None) };
    Ok(find(write, one).await?.zip(find(write, other).await?))
}

/// The id behind a journal key; None when that signal was never pulled here.
pub async fn find(write: &mut SqliteConnection, key: &str) -> Result<Option<SignalId>> {
    let Some((uid, external_id)) = key.split_once('/') else { return Ok(None) };
    Ok(sqlx::query_scalar(
        "SELECT s.id FROM signal s JOIN connection c ON c.id = s.connection_id WHERE c.uid = ? AND s.external_id = ?",
    )
    .bind(uid)
    .bind(external_id)
    .fetch_optional(write)
    .await?)
}

/// Stores a verdict; None puts the signal back where it was before anybody decided.
pub async fn apply(write: &mut Write<'_>, key: &str, verdict: Option<&Verdict>, now: Time) -> Result<()> {
    let Some(id) = find(write, key).await? else { return Ok(()) };
    let into = match verdict.and_then(|v| v.into.as_deref()) {
        Some(into) => find(write, into).await?,
        None => None,
    };
    match verdict {
        None => {
            sqlx::query("DELETE FROM triage WHERE signal_id = ?").bind(id).execute(&mut **write).await?;
        }
        Some(verdict) => {
            let (until, wait) = match &verdict.wait {
                Some(wait) => {
                    let (wait, woken) = waits::keep(write, Sleeper::Signal(id, key), wait).await?;
                    (Some(woken.unwrap_or(NOT_YET)), Some(wait))
                }
                None => (verdict.until, None),
            };
            sqlx::query(
                "INSERT INTO triage (signal_id, state, reason, note, snoozed_until, merged_into, decided_at, wait_id, reply)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (signal_id) DO UPDATE SET state = excluded.state, reason = excluded.reason,
                   note = excluded.note, snoozed_until = excluded.snoozed_until,
                   merged_into = excluded.merged_into, decided_at = excluded.decided_at,
                   wait_id = excluded.wait_id, reply = excluded.reply",
            )
            .bind(id)
            .bind(verdict.state.code())
            .bind(verdict.reason.map(DeclineReason::code))
            .bind(Some(&verdict.note).filter(|note| !note.is_empty()))
            .bind(until)
            .bind(into)
            .bind(now)
            .bind(wait)
            .bind(Some(&verdict.reply).filter(|reply| !reply.is_empty()))
            .execute(&mut **write)
            .await?;
        }
    }
    write.touch(id);
    Ok(())
}
