//! Connections, where their pulls stand, and what was set aside. What people decide about a connection comes
//! in through the journal; this is what the pulls find out.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use super::Store;
use crate::connectors::{Account, Cursor};
use crate::error::{Problem, Result};
use crate::export::fields::FieldRule;
use crate::loopback::StatusNoteRule;
use crate::model::{ConnectionId, Kind, Time};
use crate::schedule::{Cadence, Past};

/// A connection's own row.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Connection {
    pub id: ConnectionId,
    /// Stable across laptops; part of the secret's name in the keychain too.
    pub uid: String,
    pub name: String,
    pub vendor: String,
    pub base_url: String,
    pub user: String,
    pub project: String,
    /// JSON object of strings.
    settings: String,
    /// JSON of the rules; empty: the usual ones.
    fields: String,
    pub paused: bool,
    /// End of the last pull that read everything.
    pub last_sync: Option<Time>,
    /// JSON of the problem that stopped the last pull.
    problem: Option<String>,
    schedule: String,
    /// End of the last pull, whichever way it ended.
    tried_at: Option<Time>,
    /// Pulls that failed in a row.
    failures: u32,
    /// JSON of the rule; empty: there is none.
    status_notes: String,
}

impl Connection {
    pub fn account(&self) -> Account {
        Account {
            vendor: self.vendor.clone(),
            base_url: self.base_url.clone(),
            user: self.user.clone(),
            project: self.project.clone(),
            settings: serde_json::from_str(&self.settings).unwrap_or_default(),
        }
    }

    /// What goes where, when a person has decided it.
    pub fn rules(&self) -> Option<Vec<FieldRule>> {
        serde_json::from_str(&self.fields).ok()
    }

    /// How often it is read by itself. None: a newer Throughline wrote a word this one doesn't know.
    pub fn schedule(&self) -> Option<Cadence> {
        self.schedule.parse().ok()
    }

    /// Which notes its records get by rule.
    pub fn status_notes(&self) -> StatusNoteRule {
        serde_json::from_str(&self.status_notes).unwrap_or_default()
    }

    /// How its pulls went, for the schedule.
    pub fn past(&self) -> Past {
        Past {
            ended: self.tried_at.or(self.last_sync),
            failures: self.failures,
            problem: self.problem().map(|problem| problem.kind),
        }
    }

    /// Why the last pull stopped, if it did.
    pub fn problem(&self) -> Option<Problem> {
        self.problem.as_deref().and_then(|text| serde_json::from_str(text).ok())
    }
}

/// What a connection brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    pub kinds: BTreeMap<Kind, u32>,
    pub set_aside: u32,
}

impl Brought {
    pub fn signals(&self) -> u32 {
        self.kinds.values().sum()
    }
}

/// A record that could not become a signal.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    pub row: u32,
    pub external_id: Option<String>,
    pub reason: String,
    pub raw: String,
    pub at: Time,
}

/// All that weren't deleted, in the order they were made.
pub async fn all(reader: &SqlitePool) -> Result<Vec<Connection>> {
    Ok(sqlx::query_as(
        "SELECT id, uid, name, vendor, base_url, user, project, settings, fields, paused, last_sync,
                problem, schedule, tried_at, failures, status_notes
         FROM connection WHERE deleted = 0 ORDER BY id",
    )
    .fetch_all(reader)
    .await?)
}

/// Deleted ones too.
pub async fn ever(reader: &SqlitePool) -> Result<Vec<Connection>> {
    Ok(sqlx::query_as(
        "SELECT id, uid, name, vendor, base_url, user, project, settings, fields, paused, last_sync,
                problem, schedule, tried_at, failures, status_notes
         FROM connection ORDER BY id",
    )
    .fetch_all(reader)
    .await?)
}

/// One that wasn't deleted.
pub async fn one(reader: &SqlitePool, id: ConnectionId) -> Result<Connection> {
    sqlx::query_as(
        "SELECT id, uid, name, vendor, base_url, user, project, settings, fields, paused, last_sync,
                problem, schedule, tried_at, failures, status_notes
         FROM connection WHERE deleted = 0 AND id = ?",
    )
    .bind(id)
    .fetch_optional(reader)
    .await?
    .ok_or_else(|| Problem::not_found("The connection isn't here any more.").kept("Its signals are kept."))
}

/// The number behind a uid; deleted ones count too.
pub async fn id_of(reader: &SqlitePool, uid: &str) -> Result<Option<ConnectionId>> {
    Ok(sqlx::query_scalar("SELECT id FROM connection WHERE uid = ?").bind(uid).fetch_optional(reader).await?)
}

/// Signals by kind and records set aside, for each connection that has any.
pub async fn brought(store: &Store) -> Result<BTreeMap<ConnectionId, Brought>> {
    let mut found = signals_by_kind(store);
    let set_aside: Vec<(ConnectionId, u32)> =
        sqlx::query_as("SELECT connection_id, COUNT(*) FROM set_aside GROUP BY connection_id")
            .fetch_all(&store.readers)
            .await?;
    for (connection, count) in set_aside {
        found.entry(connection).or_default().set_aside = count;
    }
    Ok(found)
}

/// Counted in memory: the table would have to be read whole.
fn signals_by_kind(store: &Store) -> BTreeMap<ConnectionId, Brought> {
    let mut counts: BTreeMap<(u16, u8), u32> = BTreeMap::new();
    for row in store.columns().rows.iter().filter(|row| row.present()) {
        *counts.entry((row.connection, row.kind_code())).or_default() += 1;
    }
    let mut found: BTreeMap<ConnectionId, Brought> = BTreeMap::new();
    for ((connection, code), count) in counts {
        if let Some(kind) = Kind::from_code(code) {
            found.entry(ConnectionId(connection.into())).or_default().kinds.insert(kind, count);
        }
    }
    found
}

/// How many signals one connection has brought.
pub async fn signals(reader: &SqlitePool, id: ConnectionId) -> Result<u32> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM signal WHERE connection_id = ?").bind(id).fetch_one(reader).await?)
}

/// The newest 1,000 records that were set aside.
pub async fn set_aside(reader: &SqlitePool, id: ConnectionId) -> Result<Vec<Kept>> {
    Ok(sqlx::query_as(
        "SELECT row, external_id, reason, raw, at FROM set_aside WHERE connection_id = ? ORDER BY id DESC LIMIT 1000",
    )
    .bind(id)
    .fetch_all(reader)
    .await?)
}

/// Where the next pull of a stream begins.
pub async fn cursor(reader: &SqlitePool, connection: &Connection, stream: &str) -> Result<Cursor> {
    let value: Option<Option<String>> =
        sqlx::query_scalar("SELECT value FROM cursor WHERE connection_id = ? AND stream = ?")
            .bind(connection.id)
            .bind(course(connection, stream))
            .fetch_optional(reader)
            .await?;
    Ok(Cursor(value.flatten()))
}

/// To be called in the transaction of the page that the cursor follows.
pub async fn set_cursor(
    write: &mut SqliteConnection,
    connection: &Connection,
    stream: &str,
    cursor: &Cursor,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO cursor (connection_id, stream, value) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET value = excluded.value",
    )
    .bind(connection.id)
    .bind(course(connection, stream))
    .bind(&cursor.0)
    .execute(write)
    .await?;
    Ok(())
}

/// For a page that brought nothing new: no list shows a cursor, so the revision stays as it is.
pub async fn move_cursor(store: &Store, connection: &Connection, stream: &str, cursor: &Cursor) -> Result<()> {
    let mut writer = store.writer.acquire().await?;
    set_cursor(&mut writer, connection, stream, cursor).await
}

/// Lets the next pull begin anew; reading again is harmless.
pub async fn forget_cursors(store: &Store, id: ConnectionId) -> Result<()> {
    sqlx::query("DELETE FROM cursor WHERE connection_id = ?").bind(id).execute(&store.writer).await?;
    Ok(())
}

/// A cursor holds for one account only: with another address, project, user or setting the pull begins anew, and with
/// the old one back, where it was.
fn course(connection: &Connection, stream: &str) -> String {
    let course = format!("{stream} {} {} {}", connection.base_url, connection.user, connection.project);
    if connection.settings == "{}" { course } else { format!("{course} {}", connection.settings) }
}

/// Notes how a pull ended: at `now`, with everything read or with a problem. No list shows this, so the revision
/// stays as it is.
pub async fn note_end(store: &Store, id: ConnectionId, now: Time, problem: Option<&Problem>) -> Result<()> {
    sqlx::query(
        "UPDATE connection SET tried_at = ?1, problem = ?2, last_sync = iif(?2 IS NULL, ?1, last_sync),
           failures = iif(?2 IS NULL, 0, failures + 1)
         WHERE id = ?3",
    )
    .bind(now)
    .bind(problem.and_then(|problem| serde_json::to_string(problem).ok()))
    .bind(id)
    .execute(&store.writer)
    .await?;
    Ok(())
}

/// Notes that a person stopped a pull: neither read nor failed, and the schedule goes on from now.
pub async fn note_stop(store: &Store, id: ConnectionId, now: Time) -> Result<()> {
    sqlx::query("UPDATE connection SET tried_at = ? WHERE id = ?").bind(now).bind(id).execute(&store.writer).await?;
    Ok(())
}

/// A problem that a person has dealt with, by giving another password or address, isn't shown any longer.
pub async fn forget_problem(store: &Store, id: ConnectionId) -> Result<()> {
    sqlx::query("UPDATE connection SET problem = NULL, failures = 0 WHERE id = ?")
        .bind(id)
        .execute(&store.writer)
        .await?;
    Ok(())
}
