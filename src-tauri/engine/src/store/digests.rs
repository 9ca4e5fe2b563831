//! SQL of where digests and alerts go, and of what went there.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::Write;
use super::apply::read as value_of;
use super::forum::stored;
use crate::api::types::{DigestForm, DigestSent, DigestState, DigestWhat};
use crate::digest::Message;
use crate::error::{Problem, Result};
use crate::journal::By;
use crate::model::Time;

/// The log shows so many.
const MOST: u32 = 100;

/// A destination as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    pub form: DigestForm,
    /// Host and port.
    pub server: String,
}

/// A destination with since when it gets what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub uid: String,
    pub destination: Destination,
    pub digests_since: Option<Time>,
    pub andon_since: Option<Time>,
}

impl Stored {
    pub fn name(&self) -> &str {
        &self.destination.form.name
    }
}

/// All that weren't taken away, in the order of the alphabet.
pub async fn all(read: &mut SqliteConnection) -> Result<Vec<Stored>> {
    let rows: Vec<DestinationRow> = sqlx::query_as(
        "SELECT uid, destination, digests_since, andon_since FROM digest_destination WHERE destination IS NOT NULL",
    )
    .fetch_all(read)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(destination) = stored(row.destination)? {
            let (digests_since, andon_since) = (row.digests_since, row.andon_since);
            all.push(Stored { uid: row.uid, destination, digests_since, andon_since });
        }
    }
    all.sort_by(|one: &Stored, other| {
        (one.name().to_lowercase(), &one.uid).cmp(&(other.name().to_lowercase(), &other.uid))
    });
    Ok(all)
}

/// Key: its uid; field `destination`. What was off, or comes at another time from now on, counts from now.
pub async fn apply(write: &mut Write<'_>, uid: &str, value: Option<&Value>, by: &By) -> Result<()> {
    let next: Option<Destination> = value_of(value)?;
    let before = all(write).await?.into_iter().find(|one| one.uid == uid);
    let since = |on: fn(&DigestForm) -> bool, before: Option<Time>, same: bool| {
        next.as_ref().filter(|next| on(&next.form)).map(|_| before.filter(|_| same).unwrap_or(by.now))
    };
    let same_time = before.as_ref().map(|one| one.destination.form.when) == next.as_ref().map(|next| next.form.when);
    let digests = since(|form| form.weekly, before.as_ref().and_then(|one| one.digests_since), same_time);
    let andon = since(|form| form.andon, before.as_ref().and_then(|one| one.andon_since), true);
    sqlx::query(
        "INSERT INTO digest_destination (uid, destination, digests_since, andon_since) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET destination = excluded.destination, digests_since = excluded.digests_since,
           andon_since = excluded.andon_since",
    )
    .bind(uid)
    .bind(value.map(Value::to_string))
    .bind(digests)
    .bind(andon)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// A message before it is sent.
pub struct NewSent<'a> {
    pub key: &'a str,
    pub to: &'a Stored,
    pub what: DigestWhat,
    pub says: &'a Message,
}

/// Writes a message down before it is sent: from here on it may have arrived. None when one with this key is there.
pub async fn write_down(write: &mut SqliteConnection, new: &NewSent<'_>, now: Time) -> Result<Option<u32>> {
    Ok(sqlx::query_scalar(
        "INSERT INTO digest_sent (key, destination, name, what, says, state, written_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7) ON CONFLICT (key) DO NOTHING RETURNING id",
    )
    .bind(new.key)
    .bind(&new.to.uid)
    .bind(new.to.name())
    .bind(word(&new.what)?)
    .bind(json(new.says)?)
    .bind(word(&DigestState::Unknown)?)
    .bind(now)
    .fetch_optional(write)
    .await?)
}

/// Notes that a message is sent once more. False when somebody else did so since it was read.
pub async fn write_down_again(write: &mut SqliteConnection, sent: &DigestSent, now: Time) -> Result<bool> {
    let changed = sqlx::query(
        "UPDATE digest_sent SET state = ?1, attempts = attempts + 1, problem = NULL, answer = '', retry_at = NULL,
           changed_at = ?2 WHERE id = ?3 AND attempts = ?4 AND state = ?5",
    )
    .bind(word(&DigestState::Unknown)?)
    .bind(now)
    .bind(sent.id)
    .bind(sent.attempts)
    .bind(word(&sent.state)?)
    .execute(write)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// How a send ended.
pub struct Ended<'a> {
    pub state: DigestState,
    pub answer: &'a str,
    pub problem: Option<&'a Problem>,
    pub retry_at: Option<Time>,
}

pub async fn settled(write: &mut SqliteConnection, id: u32, ended: &Ended<'_>, now: Time) -> Result<()> {
    sqlx::query("UPDATE digest_sent SET state = ?, answer = ?, problem = ?, retry_at = ?, changed_at = ? WHERE id = ?")
        .bind(word(&ended.state)?)
        .bind(ended.answer)
        .bind(ended.problem.map(json).transpose()?)
        .bind(ended.retry_at)
        .bind(now)
        .bind(id)
        .execute(write)
        .await?;
    Ok(())
}

/// After a person corrected a destination: what failed there is tried again.
pub async fn try_again(write: &mut SqliteConnection, uid: &str, now: Time) -> Result<()> {
    sqlx::query("UPDATE digest_sent SET retry_at = ? WHERE destination = ? AND state = ? AND what <> ?")
        .bind(now)
        .bind(uid)
        .bind(word(&DigestState::Failed)?)
        .bind(word(&DigestWhat::Test)?)
        .execute(write)
        .await?;
    Ok(())
}

/// What was sent or was to be, the newest first.
pub async fn log(read: &mut SqliteConnection) -> Result<Vec<DigestSent>> {
    let sql = format!("{SELECT} ORDER BY id DESC LIMIT {MOST}");
    let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(read).await?;
    rows.into_iter().map(Row::sent).collect()
}

/// The newest message to a destination.
pub async fn last(read: &mut SqliteConnection, uid: &str) -> Result<Option<DigestSent>> {
    let sql = format!("{SELECT} WHERE destination = ? ORDER BY id DESC LIMIT 1");
    let row: Option<Row> = sqlx::query_as(AssertSqlSafe(sql)).bind(uid).fetch_optional(read).await?;
    row.map(Row::sent).transpose()
}

pub async fn by_key(read: &mut SqliteConnection, key: &str) -> Result<Option<DigestSent>> {
    let sql = format!("{SELECT} WHERE key = ?");
    let row: Option<Row> = sqlx::query_as(AssertSqlSafe(sql)).bind(key).fetch_optional(read).await?;
    row.map(Row::sent).transpose()
}

/// A message with its key and all it says.
pub async fn one(read: &mut SqliteConnection, id: u32) -> Result<(DigestSent, String, Message)> {
    let sql = format!("{SELECT} WHERE id = ?");
    let row: Option<Row> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(read).await?;
    let row = row.ok_or_else(|| Problem::not_found("This message isn't here any more."))?;
    let (key, says) = (row.key.clone(), parse(&row.says)?);
    Ok((row.sent()?, key, says))
}

const SELECT: &str = "SELECT id, key, destination, name, what, says, state, attempts, answer, problem, retry_at,
    written_at, changed_at FROM digest_sent";

#[derive(sqlx::FromRow)]
struct DestinationRow {
    uid: String,
    destination: Option<String>,
    digests_since: Option<Time>,
    andon_since: Option<Time>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: u32,
    key: String,
    destination: String,
    name: String,
    what: String,
    says: String,
    state: String,
    attempts: u32,
    answer: String,
    problem: Option<String>,
    retry_at: Option<Time>,
    written_at: Time,
    changed_at: Time,
}

impl Row {
    fn sent(self) -> Result<DigestSent> {
        Ok(DigestSent {
            id: self.id,
            destination: self.destination,
            name: self.name,
            what: parse(&format!("\"{}\"", self.what))?,
            title: parse::<Message>(&self.says)?.title,
            state: parse(&format!("\"{}\"", self.state))?,
            answer: self.answer,
            problem: stored(self.problem)?,
            retry_at: self.retry_at,
            attempts: self.attempts,
            written_at: self.written_at,
            changed_at: self.changed_at,
        })
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|e| Problem::system(format!("A message can't be read: {e}.")))
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Problem::system(format!("A message can't be written: {e}.")))
}

/// A unit variant as the word it has in JSON.
fn word(value: &impl Serialize) -> Result<String> {
    Ok(json(value)?.trim_matches('"').to_owned())
}
