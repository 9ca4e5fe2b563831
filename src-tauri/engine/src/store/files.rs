//! What the workspace knows about imported files. Each file name is a connection of vendor `file`.

use std::collections::HashSet;

use sqlx::{SqliteExecutor, SqlitePool};

use crate::error::Result;
use crate::model::ConnectionId;

/// The place of a file's rows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FileConnection {
    pub id: ConnectionId,
    pub uid: String,
    /// Taken away by a person; its signals stayed.
    pub deleted: bool,
}

/// The connection that holds the rows of a file called `name`, if one was imported before.
pub async fn connection_named(executor: impl SqliteExecutor<'_>, name: &str) -> Result<Option<FileConnection>> {
    Ok(sqlx::query_as(
        "SELECT id, uid, deleted FROM connection WHERE vendor = 'file' AND name = ? ORDER BY deleted, id LIMIT 1",
    )
    .bind(name)
    .fetch_optional(executor)
    .await?)
}

/// The ids, in the file's own terms, that a connection has brought.
pub async fn external_ids(reader: &SqlitePool, connection: ConnectionId) -> Result<HashSet<String>> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT external_id FROM signal WHERE connection_id = ?")
        .bind(connection)
        .fetch_all(reader)
        .await?;
    Ok(ids.into_iter().collect())
}
