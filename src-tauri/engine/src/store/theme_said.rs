//! SQL of what people said about themes: titles, merges, splits, and which signals belong where.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::SqliteConnection;

use super::{Write, triage, waits};
use crate::error::{Problem, Result};
use crate::model::{SignalId, ThemeId, Time};

/// Applies one field of a person's decision about the theme `uid`. A theme that was never here changes nothing.
pub async fn apply(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>, now: Time) -> Result<()> {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    match field {
        "created" => created(write, uid, value.is_some().then_some(text), now).await?,
        "name" => {
            sqlx::query("UPDATE theme SET name = ? WHERE uid = ?").bind(text).bind(uid).execute(&mut **write).await?;
        }
        "merged_into" => {
            sqlx::query("UPDATE theme SET merged_into = (SELECT id FROM theme WHERE uid = ?) WHERE uid = ?")
                .bind(text)
                .bind(uid)
                .execute(&mut **write)
                .await?;
        }
        "dismissed" => {
            let dismissed = value.and_then(Value::as_bool).unwrap_or(false);
            sqlx::query("UPDATE theme SET dismissed = ? WHERE uid = ?")
                .bind(dismissed)
                .bind(uid)
                .execute(&mut **write)
                .await?;
        }
        "snoozed_until" => waits::apply_theme(write, uid, value).await?,
        _ => return Err(Problem::system(format!("A theme has no field {field}."))),
    }
    find_roots(write).await?;
    write.themes_changed();
    Ok(())
}

/// `from` is the uid of the theme it was split from. Taking that back gives its signals to that theme again.
async fn created(write: &mut Write<'_>, uid: &str, from: Option<&str>, now: Time) -> Result<()> {
    match from {
        Some(from) => {
            sqlx::query(
                "INSERT INTO theme (uid, created_at, split_from, by_words)
                 SELECT ?, ?, id, by_words FROM theme WHERE uid = ?
                 ON CONFLICT DO UPDATE SET undone = 0",
            )
            .bind(uid)
            .bind(now)
            .bind(from)
            .execute(&mut **write)
            .await?
        }
        None => sqlx::query("UPDATE theme SET undone = 1 WHERE uid = ?").bind(uid).execute(&mut **write).await?,
    };
    Ok(())
}

/// Follows merges and undone splits, so that everything else needs one look.
async fn find_roots(write: &mut Write<'_>) -> Result<()> {
    let rows: Vec<(u32, Option<u32>, Option<u32>, bool)> =
        sqlx::query_as("SELECT id, merged_into, split_from, undone FROM theme").fetch_all(&mut **write).await?;
    let next: HashMap<u32, Option<u32>> =
        rows.iter().map(|(id, merged, from, undone)| (*id, merged.or(if *undone { *from } else { None }))).collect();
    for (id, ..) in &rows {
        let mut root = *id;
        // Merges can't form a ring through the program's doors, but two laptops' journals could.
        for _ in 0..rows.len() {
            match next.get(&root).copied().flatten() {
                Some(further) if further != *id => root = further,
                _ => break,
            }
        }
        sqlx::query("UPDATE theme SET root_id = ?2 WHERE id = ?1 AND root_id <> ?2")
            .bind(id)
            .bind(root)
            .execute(&mut **write)
            .await?;
    }
    Ok(())
}

/// Puts a signal where a person said: the uid of a theme, "" for no theme; `None` leaves it to the program again.
pub async fn apply_choice(write: &mut Write<'_>, signal: &str, theme: Option<&str>) -> Result<()> {
    let Some(id) = triage::find(write, signal).await? else { return Ok(()) };
    match theme {
        Some(uid) => {
            sqlx::query(
                "INSERT INTO theme_choice (signal_id, theme_id) VALUES (?, (SELECT id FROM theme WHERE uid = ?))
                 ON CONFLICT DO UPDATE SET theme_id = excluded.theme_id",
            )
            .bind(id)
            .bind(uid)
            .execute(&mut **write)
            .await?
        }
        None => sqlx::query("DELETE FROM theme_choice WHERE signal_id = ?").bind(id).execute(&mut **write).await?,
    };
    write.themes_changed();
    Ok(())
}

/// "Not this theme", or not any more. A signal that is there now waits to be placed elsewhere; it is back at once when
/// that is taken back.
pub async fn apply_refusal(write: &mut Write<'_>, signal: &str, uid: &str, refused: bool) -> Result<()> {
    let Some(id) = triage::find(write, signal).await? else { return Ok(()) };
    if refused {
        sqlx::query(
            "INSERT INTO theme_refusal (signal_id, theme_id, was_in)
             SELECT ?1, id, (SELECT theme_id FROM placement WHERE signal_id = ?1) FROM theme WHERE uid = ?2
             ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(uid)
        .execute(&mut **write)
        .await?;
        unplace(write, id).await?;
    } else {
        sqlx::query(
            "UPDATE placement SET waiting = r.was_in IS NULL, theme_id = r.was_in
             FROM theme_refusal r WHERE r.signal_id = ?1 AND placement.signal_id = ?1
               AND r.theme_id = (SELECT id FROM theme WHERE uid = ?2)",
        )
        .bind(id)
        .bind(uid)
        .execute(&mut **write)
        .await?;
        sqlx::query(
            "DELETE FROM theme_refusal WHERE signal_id = ? AND theme_id = (SELECT id FROM theme WHERE uid = ?)",
        )
        .bind(id)
        .bind(uid)
        .execute(&mut **write)
        .await?;
    }
    write.themes_changed();
    Ok(())
}

/// Two signals belong together, apart, or (`None`) are as the program sees them. The second one waits to be placed, and
/// is back where it was when that is taken back.
pub async fn apply_pair(write: &mut Write<'_>, key: &str, together: Option<bool>) -> Result<()> {
    let Some((one, other)) = triage::find_pair(write, key).await? else { return Ok(()) };
    match together {
        Some(together) => {
            sqlx::query(
                "INSERT INTO signal_pair (one, other, together, was_in)
                 VALUES (?1, ?2, ?3, (SELECT theme_id FROM placement WHERE signal_id = ?2))
                 ON CONFLICT DO UPDATE SET together = excluded.together",
            )
            .bind(one)
            .bind(other)
            .bind(together)
            .execute(&mut **write)
            .await?;
            unplace(write, other).await?;
        }
        None => {
            sqlx::query(
                "UPDATE placement SET waiting = p.was_in IS NULL, theme_id = p.was_in
                 FROM signal_pair p WHERE p.one = ?1 AND p.other = ?2 AND placement.signal_id = ?2",
            )
            .bind(one)
            .bind(other)
            .execute(&mut **write)
            .await?;
            sqlx::query("DELETE FROM signal_pair WHERE one = ? AND other = ?")
                .bind(one)
                .bind(other)
                .execute(&mut **write)
                .await?;
        }
    };
    write.themes_changed();
    Ok(())
}

async fn unplace(write: &mut Write<'_>, signal: SignalId) -> Result<()> {
    sqlx::query("UPDATE placement SET waiting = 1, theme_id = NULL WHERE signal_id = ?")
        .bind(signal)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// What people said that placing has to respect.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Themes that signals are not to be in.
    pub refused: Vec<(SignalId, ThemeId)>,
    /// Pairs, and whether they belong together.
    pub pairs: Vec<(SignalId, SignalId, bool)>,
}

pub async fn said(read: &mut SqliteConnection) -> Result<Said> {
    Ok(Said {
        refused: sqlx::query_as("SELECT x.signal_id, t.root_id FROM theme_refusal x JOIN theme t ON t.id = x.theme_id")
            .fetch_all(&mut *read)
            .await?,
        pairs: sqlx::query_as("SELECT one, other, together FROM signal_pair ORDER BY one, other")
            .fetch_all(read)
            .await?,
    })
}
