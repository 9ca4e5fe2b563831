//! SQL of opportunities.

use sqlx::SqliteConnection;

use crate::error::Result;
use crate::model::OpportunityId;

/// The next free number. Numbers are never given twice.
pub async fn next_number(write: &mut SqliteConnection) -> Result<OpportunityId> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) + 1 FROM opportunity").fetch_one(write).await?)
}

/// Uid and title of an opportunity that isn't deleted.
pub async fn open_one(write: &mut SqliteConnection, id: OpportunityId) -> Result<Option<(String, String)>> {
    Ok(sqlx::query_as("SELECT uid, title FROM opportunity WHERE id = ? AND deleted = 0")
        .bind(id)
        .fetch_optional(write)
        .await?)
}
