//! SQL of themes: what the program found out about each.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use super::Write;
use crate::error::{Problem, Result};
use crate::model::{Kind, OpportunityId, SignalId, ThemeId, Time};

/// A theme as it stands, merges followed: those that joined another aren't themes any more.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Theme {
    pub id: ThemeId,
    pub uid: String,
    pub created_at: Time,
    /// A person's title, or the program's.
    pub title: String,
    pub named: bool,
    #[sqlx(try_from = "String")]
    pub words: List<String>,
    #[sqlx(try_from = "String")]
    pub examples: List<SignalId>,
    pub cohesion: f64,
    pub mixed: bool,
    pub by_words: bool,
    pub dismissed: bool,
    pub snoozed_until: Option<Time>,
    /// What a snooze without a date waits for: so many more signals, or a change with this title.
    pub more: Option<u32>,
    pub change: Option<String>,
    /// What woke it.
    pub woken_by: Option<String>,
}

/// A list that is kept as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T>(pub Vec<T>);

impl<T: DeserializeOwned> From<String> for List<T> {
    fn from(kept: String) -> Self {
        List(serde_json::from_str(&kept).unwrap_or_default())
    }
}

const COLUMNS: &str = "id, uid, created_at, CASE WHEN name = '' THEN title ELSE name END AS title, name <> '' AS named,
    words, examples, cohesion, mixed, by_words, dismissed, snoozed_until,
    (SELECT w.more FROM wait w WHERE w.id = wait_id) AS more,
    (SELECT c.title FROM wait w JOIN signal c ON c.id = w.change_id WHERE w.id = wait_id) AS change,
    (SELECT w.woken_by FROM wait w WHERE w.id = wait_id) AS woken_by";

/// All themes, by id.
pub async fn all(read: &mut SqliteConnection) -> Result<Vec<Theme>> {
    let sql = format!("SELECT {COLUMNS} FROM theme WHERE root_id = id ORDER BY id");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(read).await?)
}

/// The theme that this one is or has become part of.
pub async fn one(read: &mut SqliteConnection, id: ThemeId) -> Result<Theme> {
    let sql = format!("SELECT {COLUMNS} FROM theme WHERE id = (SELECT root_id FROM theme WHERE id = ?)");
    let found = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(read).await?;
    found.ok_or_else(|| Problem::not_found("This theme isn't here any more.").kept("Nothing was changed."))
}

/// The centres of all themes, in the order of their ids.
pub async fn centres(read: &mut SqliteConnection) -> Result<Vec<(ThemeId, bool, Vec<f32>)>> {
    let rows: Vec<(ThemeId, bool, Vec<u8>)> =
        sqlx::query_as("SELECT id, by_words, centre FROM theme WHERE root_id = id AND centre <> x'' ORDER BY id")
            .fetch_all(read)
            .await?;
    let floats = |bytes: Vec<u8>| bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    Ok(rows.into_iter().map(|(id, by_words, bytes)| (id, by_words, floats(bytes))).collect())
}

/// A theme that the program found.
pub async fn found(write: &mut Write<'_>, uid: &str, by_words: bool, now: Time) -> Result<ThemeId> {
    let id: ThemeId = sqlx::query_scalar("INSERT INTO theme (uid, created_at, by_words) VALUES (?, ?, ?) RETURNING id")
        .bind(uid)
        .bind(now)
        .bind(by_words)
        .fetch_one(&mut **write)
        .await?;
    sqlx::query("UPDATE theme SET root_id = id WHERE id = ?").bind(id).execute(&mut **write).await?;
    Ok(id)
}

/// What the program can say of a theme now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Described {
    pub title: String,
    pub words: Vec<String>,
    pub examples: Vec<SignalId>,
    pub centre: Vec<f32>,
    pub cohesion: f32,
    pub mixed: bool,
    pub by_words: bool,
    /// Signals it had when this was found out.
    pub members: u32,
}

/// Stores a description. The title that people know stays: a theme is titled once.
pub async fn describe(write: &mut Write<'_>, id: ThemeId, described: &Described) -> Result<()> {
    let centre: Vec<u8> = described.centre.iter().flat_map(|value| value.to_le_bytes()).collect();
    sqlx::query(
        "UPDATE theme SET title = CASE WHEN title = '' THEN ?2 ELSE title END, words = ?3, examples = ?4,
           centre = ?5, cohesion = ?6, mixed = ?7, by_words = ?8, described = ?9 WHERE id = ?1",
    )
    .bind(id)
    .bind(&described.title)
    .bind(json(&described.words)?)
    .bind(json(&described.examples)?)
    .bind(centre)
    .bind(f64::from(described.cohesion))
    .bind(described.mixed)
    .bind(described.by_words)
    .bind(described.members)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Those of `ids` whose members have become a tenth more, and five at least, since they were described.
pub async fn grown(read: &mut SqliteConnection, ids: &[ThemeId]) -> Result<Vec<ThemeId>> {
    Ok(sqlx::query_scalar(
        "SELECT t.id FROM theme t JOIN (
           SELECT m.root_id AS id, COUNT(*) AS members FROM theme m CROSS JOIN placement p ON p.theme_id = m.id
           WHERE m.root_id IN (SELECT value FROM json_each(?)) GROUP BY 1) n ON n.id = t.id
         WHERE n.members >= t.described * 1.1 AND n.members >= t.described + 5 ORDER BY t.id",
    )
    .bind(json(ids)?)
    .fetch_all(read)
    .await?)
}

/// Themes that the program made of signals and hasn't described yet.
pub async fn undescribed(read: &mut SqliteConnection) -> Result<Vec<ThemeId>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM theme WHERE root_id = id AND centre = x''
           AND EXISTS (SELECT 1 FROM placement p WHERE p.theme_id = theme.id) ORDER BY id",
    )
    .fetch_all(read)
    .await?)
}

/// Every signal that is evidence for an opportunity that isn't deleted, with that opportunity.
pub async fn linked(read: &mut SqliteConnection) -> Result<Vec<(SignalId, OpportunityId, String)>> {
    Ok(sqlx::query_as(
        "SELECT e.signal_id, o.id, o.title FROM evidence e JOIN opportunity o ON o.id = e.opportunity_id
         WHERE o.deleted = 0 ORDER BY e.signal_id, e.linked_at, o.id",
    )
    .fetch_all(read)
    .await?)
}

/// The plan of each customer that has one.
pub async fn plans(read: &mut SqliteConnection) -> Result<HashMap<u32, String>> {
    let rows: Vec<(u32, String)> =
        sqlx::query_as("SELECT id, plan FROM customer WHERE plan IS NOT NULL AND plan <> ''").fetch_all(read).await?;
    Ok(rows.into_iter().collect())
}

/// The title of the newest deployment of one of these services in a span of time.
pub async fn newest_deployment(
    read: &mut SqliteConnection,
    services: &[u32],
    from: Time,
    to: Time,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT title FROM signal WHERE kind = ? AND happened_at >= ? AND happened_at < ?
           AND service_id IN (SELECT value FROM json_each(?))
         ORDER BY happened_at DESC, id DESC LIMIT 1",
    )
    .bind(Kind::Deployment.code())
    .bind(from)
    .bind(to)
    .bind(json(services)?)
    .fetch_optional(read)
    .await?)
}

/// How well a signal belongs to its theme, or to the best one it didn't join.
pub async fn belonging(read: &mut SqliteConnection, signal: SignalId) -> Result<Option<f64>> {
    let found: Option<Option<f64>> = sqlx::query_scalar("SELECT belonging FROM placement WHERE signal_id = ?")
        .bind(signal)
        .fetch_optional(read)
        .await?;
    Ok(found.flatten().map(|belonging| belonging.clamp(0.0, 1.0)))
}

/// Whether a signal was read and waits for its place.
pub async fn is_waiting(read: &mut SqliteConnection, signal: SignalId) -> Result<bool> {
    let waits: Option<bool> = sqlx::query_scalar("SELECT waiting FROM placement WHERE signal_id = ?")
        .bind(signal)
        .fetch_optional(read)
        .await?;
    Ok(waits.unwrap_or(true))
}

/// The ids of themes by uid, in the order of the ids.
pub async fn by_uid(read: &mut SqliteConnection, uids: &[String]) -> Result<Vec<ThemeId>> {
    Ok(sqlx::query_scalar("SELECT id FROM theme WHERE uid IN (SELECT value FROM json_each(?)) ORDER BY id")
        .bind(json(uids)?)
        .fetch_all(read)
        .await?)
}

/// Those of `signals` whose texts were read.
pub async fn are_read(read: &mut SqliteConnection, signals: &[SignalId]) -> Result<Vec<SignalId>> {
    Ok(sqlx::query_scalar("SELECT signal_id FROM placement WHERE signal_id IN (SELECT value FROM json_each(?))")
        .bind(json(signals)?)
        .fetch_all(read)
        .await?)
}

/// Names of themes by id.
pub async fn titles(read: &mut SqliteConnection, ids: &[u32]) -> Result<HashMap<u32, String>> {
    let rows: Vec<(u32, String)> = sqlx::query_as(
        "SELECT id, CASE WHEN name = '' THEN title ELSE name END FROM theme
         WHERE id IN (SELECT value FROM json_each(?))",
    )
    .bind(json(ids)?)
    .fetch_all(read)
    .await?;
    Ok(rows.into_iter().collect())
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Problem::system(e.to_string()))
}
