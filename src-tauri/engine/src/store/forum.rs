//! SQL of the forum: meetings, what people did to the items of the agenda, and actions.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use crate::api::types::{Decided, Minutes};
use crate::error::{Problem, Result};
use crate::model::Time;

/// The longest list of signals that read the same.
const MOST_SAME: u32 = 200;

/// A meeting that was started.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub uid: String,
    pub started_at: Time,
    /// None: it runs.
    pub ended_at: Option<Time>,
    pub minutes: Option<Minutes>,
}

/// An item that a person added, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnItem {
    pub title: String,
    pub added_at: Time,
}

/// What people did to an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    pub own: Option<OwnItem>,
    pub place: Option<i64>,
    pub minutes: Option<u32>,
    pub put_on: bool,
    pub asks: Option<String>,
    pub brings: String,
    pub taken_off: Option<String>,
    pub decision: Option<Decided>,
}

/// An action, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The key of the item it came from, or "".
    pub about: String,
    pub text: String,
    pub owner: String,
    pub due: Option<Time>,
    pub written_at: Time,
}

/// One that isn't deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub uid: String,
    pub action: Action,
    pub done_at: Option<Time>,
}

/// The newest first.
pub async fn meetings(reader: &mut SqliteConnection) -> Result<Vec<Meeting>> {
    let rows: Vec<(String, Time, Option<Time>, Option<String>)> = sqlx::query_as(
        "SELECT uid, started_at, ended_at, minutes FROM forum_meeting WHERE started_at IS NOT NULL
         ORDER BY started_at DESC, uid",
    )
    .fetch_all(reader)
    .await?;
    let meeting =
        |(uid, started_at, ended_at, minutes)| Ok(Meeting { uid, started_at, ended_at, minutes: stored(minutes)? });
    rows.into_iter().map(meeting).collect()
}

type TouchedRow =
    (String, Option<String>, Option<i64>, Option<u32>, bool, Option<String>, String, Option<String>, Option<String>);

/// By key.
pub async fn touched(reader: &mut SqliteConnection) -> Result<Vec<(String, Touched)>> {
    let rows: Vec<TouchedRow> = sqlx::query_as(
        "SELECT key, own, place, minutes, put_on, asks, brings, taken_off, decision FROM forum_item ORDER BY key",
    )
    .fetch_all(reader)
    .await?;
    let touched = |(key, own, place, minutes, put_on, asks, brings, taken_off, decision): TouchedRow| {
        let (own, decision) = (stored(own)?, stored(decision)?);
        Ok((key, Touched { own, place, minutes, put_on, asks, brings, taken_off, decision }))
    };
    rows.into_iter().map(touched).collect()
}

type ActionRow = (String, String, String, String, Option<Time>, Time, Option<Time>);

/// In the order they were written.
pub async fn actions(reader: &mut SqliteConnection) -> Result<Vec<Kept>> {
    let rows: Vec<ActionRow> = sqlx::query_as(
        "SELECT uid, about, text, owner, due, written_at, done_at FROM forum_action WHERE deleted = 0
         ORDER BY written_at, uid",
    )
    .fetch_all(reader)
    .await?;
    let kept = |(uid, about, text, owner, due, written_at, done_at): ActionRow| Kept {
        uid,
        action: Action { about, text, owner, due, written_at },
        done_at,
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// Open tickets and feedback that wait in the inbox and whose titles read the same: the title, how many there are, and
/// the ids, the oldest first. The largest groups come first.
pub async fn same_titles(reader: &mut SqliteConnection, kinds: [u8; 2]) -> Result<Vec<(String, Vec<u32>)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT MIN(trim(s.title)), json_group_array(s.id ORDER BY s.happened_at, s.id)
         FROM signal s LEFT JOIN triage t ON t.signal_id = s.id
         WHERE s.kind IN (?, ?) AND COALESCE(t.state, 0) = 0 AND trim(s.title) <> ''
         GROUP BY lower(trim(s.title)), s.service_id HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, MIN(s.id) LIMIT ?",
    )
    .bind(kinds[0])
    .bind(kinds[1])
    .bind(MOST_SAME)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().map(|(title, ids)| (title, serde_json::from_str(&ids).unwrap_or_default())).collect())
}

/// Key: the meeting's uid; fields started (when), ended (a `Minutes`).
pub async fn apply_meeting(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO forum_meeting (uid) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(uid)
        .execute(&mut **write)
        .await?;
    match field {
        "started" => {
            sqlx::query("UPDATE forum_meeting SET started_at = ? WHERE uid = ?").bind(read::<Time>(value)?).bind(uid)
        }
        "ended" => {
            let ended: Option<Minutes> = read(value)?;
            sqlx::query("UPDATE forum_meeting SET ended_at = ?, minutes = ? WHERE uid = ?")
                .bind(ended.as_ref().map(|minutes| minutes.to))
                .bind(value.map(Value::to_string))
                .bind(uid)
        }
        _ => return Err(Problem::system(format!("A meeting has no field {field}."))),
    }
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Key: what the item is about.
pub async fn apply_item(write: &mut Write<'_>, key: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO forum_item (key) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(key)
        .execute(&mut **write)
        .await?;
    let text = read_text(value);
    match field {
        "own" => sqlx::query("UPDATE forum_item SET own = ? WHERE key = ?").bind(value.map(Value::to_string)),
        "decision" => sqlx::query("UPDATE forum_item SET decision = ? WHERE key = ?").bind(value.map(Value::to_string)),
        "place" => sqlx::query("UPDATE forum_item SET place = ? WHERE key = ?").bind(value.and_then(Value::as_i64)),
        "minutes" => sqlx::query("UPDATE forum_item SET minutes = ? WHERE key = ?").bind(value.and_then(Value::as_i64)),
        "put_on" => sqlx::query("UPDATE forum_item SET put_on = ? WHERE key = ?")
            .bind(value.and_then(Value::as_bool).unwrap_or(false)),
        "asks" => sqlx::query("UPDATE forum_item SET asks = ? WHERE key = ?").bind(text),
        "taken_off" => sqlx::query("UPDATE forum_item SET taken_off = ? WHERE key = ?").bind(text),
        "brings" => sqlx::query("UPDATE forum_item SET brings = ? WHERE key = ?").bind(text.unwrap_or_default()),
        _ => return Err(Problem::system(format!("An item of the agenda has no field {field}."))),
    }
    .bind(key)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Key: its uid; fields action (an [`Action`]), done (when).
pub async fn apply_action(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>) -> Result<()> {
    if field == "done" {
        sqlx::query("UPDATE forum_action SET done_at = ? WHERE uid = ?")
            .bind(read::<Time>(value)?)
            .bind(uid)
            .execute(&mut **write)
            .await?;
        return Ok(());
    }
    let Some(action) = read::<Action>(value)? else {
        sqlx::query("UPDATE forum_action SET deleted = 1 WHERE uid = ?").bind(uid).execute(&mut **write).await?;
        return Ok(());
    };
    sqlx::query(
        "INSERT INTO forum_action (uid, about, text, owner, due, written_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (uid) DO UPDATE SET about = excluded.about, text = excluded.text, owner = excluded.owner,
           due = excluded.due, deleted = 0",
    )
    .bind(uid)
    .bind(action.about)
    .bind(action.text)
    .bind(action.owner)
    .bind(action.due)
    .bind(action.written_at)
    .execute(&mut **write)
    .await?;
    Ok(())
}

fn read_text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

/// What a column holds as JSON.
pub(super) fn stored<T: DeserializeOwned>(json: Option<String>) -> Result<Option<T>> {
    json.map(|json| serde_json::from_str(&json))
        .transpose()
        .map_err(|e| Problem::system(format!("The workspace holds a value that can't be read: {e}.")))
}
