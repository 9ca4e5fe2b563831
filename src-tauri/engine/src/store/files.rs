//! What the workspace knows about imported files. Each file name is a connection of vendor `file`.

use std::collections::HashSet;

use sqlx::SqlitePool;

use crate::error::Result;
use crate::model::ConnectionId;

/// The connection that holds the rows of a file called `name`, if one was imported before.
pub async fn connection_named(reader: &SqlitePool, name: &str) -> Result<Option<ConnectionId>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM connection WHERE vendor = 'file' AND name = ? AND deleted = 0 ORDER BY id LIMIT 1",
    )
    .bind(name)
    .fetch_optional(reader)
    .await?)
}

/// The row id behind a connection's stable id.
pub async fn connection_of(reader: &SqlitePool, uid: &str) -> Result<Option<ConnectionId>> {
    Ok(sqlx::query_scalar("SELECT id FROM connection WHERE uid = ?").bind(uid).fetch_optional(reader).await?)
}

/// The ids, in the file's own terms, that a connection has brought.
pub async fn external_ids(reader: &SqlitePool, connection: ConnectionId) -> Result<HashSet<String>> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT external_id FROM signal WHERE connection_id = ?")
        .bind(connection)
        .fetch_all(reader)
        .await?;
    Ok(ids.into_iter().collect())
}
