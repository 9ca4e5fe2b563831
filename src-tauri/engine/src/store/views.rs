//! SQL of saved views.

use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use crate::error::{Problem, Result};

/// One view that isn't deleted.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct View {
    pub uid: String,
    pub name: String,
    /// JSON of `api::types::ViewShows`.
    pub shows: String,
    pub position: u32,
}

/// All views in the order people put them in.
pub async fn all(read: &mut SqliteConnection) -> Result<Vec<View>> {
    Ok(sqlx::query_as("SELECT uid, name, shows, position FROM view WHERE deleted = 0 ORDER BY position, uid")
        .fetch_all(read)
        .await?)
}

/// Puts one field of a view into the table; the first one that is heard of it makes it.
pub async fn apply(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO view (uid) VALUES (?) ON CONFLICT DO NOTHING").bind(uid).execute(&mut **write).await?;
    let text = || value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let query = match field {
        "name" => sqlx::query("UPDATE view SET name = ? WHERE uid = ?").bind(text()),
        "shows" => sqlx::query("UPDATE view SET shows = ? WHERE uid = ?")
            .bind(value.map_or_else(String::new, Value::to_string)),
        "position" => sqlx::query("UPDATE view SET position = ? WHERE uid = ?")
            .bind(value.and_then(Value::as_i64).unwrap_or_default()),
        // Taking "made" back leaves nothing to show.
        "deleted" => sqlx::query("UPDATE view SET deleted = ? WHERE uid = ?")
            .bind(value.and_then(Value::as_bool).unwrap_or(true)),
        _ => return Err(Problem::system(format!("A view has no field {field}."))),
    };
    query.bind(uid).execute(&mut **write).await?;
    Ok(())
}
