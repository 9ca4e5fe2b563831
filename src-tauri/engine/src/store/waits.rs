//! SQL of snoozes that end with an event instead of a date, and what in the columns ends them.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::columns::{Columns, NO_THEME, seconds};
use super::{Write, triage};
use crate::error::{Problem, Result};
use crate::model::{Kind, SignalId, Status, ThemeId, Time};

/// `snoozed_until` of what waits for an event that hasn't come.
pub const NOT_YET: Time = Time(i64::MAX);

/// What a snooze waits for, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// When the snooze began.
    pub since: Time,
    #[serde(flatten)]
    pub event: Awaited,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Awaited {
    MoreSignals {
        count: u32,
    },
    /// Key of the change or deployment.
    Deployed {
        change: String,
    },
}

/// Who waits.
#[derive(Clone, Copy, Debug)]
pub enum Sleeper<'a> {
    /// With its key in the journal.
    Signal(SignalId, &'a str),
    /// By its uid.
    Theme(&'a str),
}

/// Notes the wait, or finds it again. Gives its id and when it was woken, if it was.
pub async fn keep(write: &mut Write<'_>, sleeper: Sleeper<'_>, wait: &Wait) -> Result<(i64, Option<Time>)> {
    let said = serde_json::to_string(wait).map_err(|e| Problem::system(e.to_string()))?;
    let (more, change) = match &wait.event {
        Awaited::MoreSignals { count } => (Some(*count), None),
        Awaited::Deployed { change } => (None, triage::find(write, change).await?),
    };
    let (key, signal, theme) = match sleeper {
        Sleeper::Signal(id, key) => (format!("signal {key} {said}"), Some(id), None),
        Sleeper::Theme(uid) => (format!("theme {uid} {said}"), None, Some(uid)),
    };
    Ok(sqlx::query_as(
        "INSERT INTO wait (key, signal_id, theme_id, since, more, change_id, was_open, after_id)
         VALUES (?1, ?2, (SELECT id FROM theme WHERE uid = ?3), ?4, ?5, ?6,
           COALESCE((SELECT status = ?7 FROM signal WHERE id = ?6), 0), COALESCE((SELECT MAX(id) FROM signal), 0))
         ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id, woken_at",
    )
    .bind(key)
    .bind(signal)
    .bind(theme)
    .bind(wait.since)
    .bind(more)
    .bind(change)
    .bind(Status::Open.code())
    .fetch_one(&mut **write)
    .await?)
}

/// A wait that is still open.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenWait {
    pub id: i64,
    pub signal_id: Option<SignalId>,
    /// The theme that waits, merges followed.
    pub theme_id: Option<ThemeId>,
    pub since: Time,
    pub more: Option<u32>,
    pub after_id: u32,
    pub was_open: bool,
    pub change_id: Option<SignalId>,
    pub change_title: Option<String>,
    pub change_status: Option<u8>,
    pub change_service: Option<u32>,
    pub service: Option<String>,
}

/// The waits of what is asleep now.
pub async fn open(read: &mut SqliteConnection) -> Result<Vec<OpenWait>> {
    Ok(sqlx::query_as(
        "SELECT w.id, w.signal_id, h.root_id AS theme_id, w.since, w.more, w.after_id, w.was_open, w.change_id,
           c.title AS change_title, c.status AS change_status, c.service_id AS change_service, v.name AS service
         FROM wait w LEFT JOIN signal c ON c.id = w.change_id LEFT JOIN service v ON v.id = c.service_id
         LEFT JOIN theme h ON h.id = w.theme_id
         WHERE w.woken_at IS NULL AND (EXISTS (SELECT 1 FROM triage t WHERE t.wait_id = w.id)
           OR EXISTS (SELECT 1 FROM theme t WHERE t.wait_id = w.id))
         ORDER BY w.id",
    )
    .fetch_all(read)
    .await?)
}

/// Ends a wait. What slept is back from `now` on.
pub async fn wake(write: &mut Write<'_>, wait: &OpenWait, why: &str, now: Time) -> Result<()> {
    sqlx::query("UPDATE wait SET woken_at = ?, woken_by = ? WHERE id = ?")
        .bind(now)
        .bind(why)
        .bind(wait.id)
        .execute(&mut **write)
        .await?;
    for sql in [
        "UPDATE triage SET snoozed_until = ? WHERE wait_id = ?",
        "UPDATE theme SET snoozed_until = ? WHERE wait_id = ?",
    ] {
        sqlx::query(sql).bind(now).bind(wait.id).execute(&mut **write).await?;
    }
    if let Some(signal) = wait.signal_id {
        write.touch(signal);
    }
    Ok(())
}

/// The theme whose signals count for a wait, and how many came to it since the snooze. None while it is in none.
pub fn came(columns: &Columns, wait: &OpenWait) -> Option<(ThemeId, u32)> {
    let theme = match (wait.theme_id, wait.signal_id) {
        (Some(theme), _) => theme.0,
        (None, Some(signal)) => theme_of(columns, signal)?.0,
        (None, None) => return None,
    };
    let newer = columns.themes.iter().skip(wait.after_id as usize).filter(|of| **of == theme).count();
    Some((ThemeId(theme), u32::try_from(newer).unwrap_or(u32::MAX)))
}

/// The theme a signal is in.
pub fn theme_of(columns: &Columns, signal: SignalId) -> Option<ThemeId> {
    Some(columns.theme(signal.0)).filter(|theme| *theme != 0 && *theme != NO_THEME).map(ThemeId)
}

/// The first finished deployment of the change's service that happened after the snooze, the change itself left out.
pub fn deployed(columns: &Columns, wait: &OpenWait) -> Option<SignalId> {
    let service = wait.change_service?;
    let since = seconds(wait.since);
    (1..)
        .zip(&columns.rows)
        .filter(|(id, row)| {
            row.present()
                && row.kind_code() == Kind::Deployment.code()
                && row.service == service
                && row.status_code() != Status::Open.code()
                && row.happened > since
                && wait.change_id != Some(SignalId(*id))
        })
        .min_by_key(|(id, row)| (row.happened, *id))
        .map(|(id, _)| SignalId(id))
}

/// The name of a theme.
pub async fn theme_title(read: &mut SqliteConnection, id: ThemeId) -> Result<String> {
    Ok(super::themes::titles(read, &[id.0]).await?.remove(&id.0).unwrap_or_default())
}

/// The title of a signal.
pub async fn signal_title(read: &mut SqliteConnection, id: SignalId) -> Result<String> {
    let title: Option<String> =
        sqlx::query_scalar("SELECT title FROM signal WHERE id = ?").bind(id).fetch_optional(read).await?;
    Ok(title.unwrap_or_default())
}

/// What a sleeper waits for, to be read after "until".
pub fn in_words(more: Option<u32>, change: Option<&str>) -> Option<String> {
    match (more, change) {
        (Some(1), _) => Some("1 more signal comes".to_owned()),
        (Some(more), _) => Some(format!("{more} more signals come")),
        (None, Some(change)) => Some(format!("“{change}” is deployed")),
        (None, None) => None,
    }
}

/// Puts a theme to sleep as the journal says: a time, or a [`Wait`]; null wakes it.
pub async fn apply_theme(write: &mut Write<'_>, uid: &str, value: Option<&serde_json::Value>) -> Result<()> {
    let wait: Option<Wait> = value.and_then(|value| serde_json::from_value(value.clone()).ok());
    let (until, wait) = match &wait {
        Some(wait) => {
            let (id, woken) = keep(write, Sleeper::Theme(uid), wait).await?;
            (Some(woken.unwrap_or(NOT_YET)), Some(id))
        }
        None => (value.and_then(serde_json::Value::as_i64).map(Time), None),
    };
    sqlx::query("UPDATE theme SET snoozed_until = ?, wait_id = ? WHERE uid = ?")
        .bind(until)
        .bind(wait)
        .bind(uid)
        .execute(&mut **write)
        .await?;
    Ok(())
}
