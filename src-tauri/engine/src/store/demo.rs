//! SQL that only the filling of the demo needs.

use sqlx::SqliteConnection;

use crate::error::Result;
use crate::model::{ConnectionId, Time};

/// The connection with this uid, deleted ones included.
pub async fn connection(write: &mut SqliteConnection, uid: &str) -> Result<Option<ConnectionId>> {
    Ok(sqlx::query_scalar("SELECT id FROM connection WHERE uid = ?").bind(uid).fetch_optional(write).await?)
}

/// Notes that everything of the connection was read at `at`.
pub async fn read_at(write: &mut SqliteConnection, id: ConnectionId, at: Time) -> Result<()> {
    sqlx::query("UPDATE connection SET last_sync = ? WHERE id = ?").bind(at).bind(id).execute(write).await?;
    Ok(())
}
