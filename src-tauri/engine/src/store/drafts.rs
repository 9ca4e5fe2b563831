//! SQL of drafts: the templates people wrote, and what they made of single drafts before sending.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use super::Write;
use crate::api::types::DraftText;
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, SignalId, Time};

/// A person's text in place of what the template makes, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub text: DraftText,
    pub at: Time,
    pub by: String,
}

/// The name of an edit in the journal, by the uids of its opportunity and its connection.
pub fn journal_key(opportunity: &str, connection: &str) -> String {
    format!("{opportunity} {connection}")
}

/// The template of a connection; None: the usual one.
pub async fn template(reader: &SqlitePool, connection: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT text FROM draft_template WHERE connection = ?")
        .bind(connection)
        .fetch_optional(reader)
        .await?)
}

/// What a person made of the draft of an opportunity for a connection, if anything.
pub async fn edit(read: &mut SqliteConnection, opportunity: &str, connection: &str) -> Result<Option<Edit>> {
    let kept: Option<String> =
        sqlx::query_scalar("SELECT edit FROM draft_edit WHERE opportunity = ? AND connection = ?")
            .bind(opportunity)
            .bind(connection)
            .fetch_optional(read)
            .await?;
    kept.map(|kept| serde_json::from_str(&kept))
        .transpose()
        .map_err(|e| Problem::system(format!("A kept draft can't be read: {e}.")))
}

/// Whether anything that the draft is told from was decided anew since the edit: about the opportunity, its evidence,
/// causes or notes, or about the template.
pub async fn changed_since(read: &mut SqliteConnection, opportunity: &str, connection: &str) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM op o
         WHERE o.step > (SELECT MAX(step) FROM op WHERE entity = 'draft' AND key = ?1 || ' ' || ?2)
           AND (o.entity = 'draft template' AND o.key = ?2
             OR o.entity = 'highlight' AND o.field = 'on ' || ?1
             OR o.entity = 'opportunity' AND o.key = ?1 AND o.field <> 'export_anyway'
             OR o.entity IN ('evidence', 'cause', 'annotation', 'image')
               AND (o.key = ?1 OR o.key >= ?1 || ' ' AND o.key < ?1 || '!')))",
    )
    .bind(opportunity)
    .bind(connection)
    .fetch_one(read)
    .await?)
}

/// Puts a decision of the journal into the table. None: the template's text counts again.
pub async fn apply(write: &mut Write<'_>, key: &str, edit: Option<&Edit>) -> Result<()> {
    let Some((opportunity, connection)) = key.split_once(' ') else { return Ok(()) };
    let query = match edit {
        Some(edit) => {
            let edit = serde_json::to_string(edit).map_err(|e| Problem::system(e.to_string()))?;
            sqlx::query(
                "INSERT INTO draft_edit (opportunity, connection, edit) VALUES (?, ?, ?)
                 ON CONFLICT DO UPDATE SET edit = excluded.edit",
            )
            .bind(opportunity)
            .bind(connection)
            .bind(edit)
        }
        None => sqlx::query("DELETE FROM draft_edit WHERE opportunity = ? AND connection = ?")
            .bind(opportunity)
            .bind(connection),
    };
    query.execute(&mut **write).await?;
    Ok(())
}

/// The same for the template of a connection.
pub async fn apply_template(write: &mut Write<'_>, connection: &str, text: Option<&str>) -> Result<()> {
    let query = match text {
        Some(text) => sqlx::query(
            "INSERT INTO draft_template (connection, text) VALUES (?, ?)
             ON CONFLICT DO UPDATE SET text = excluded.text",
        )
        .bind(connection)
        .bind(text),
        None => sqlx::query("DELETE FROM draft_template WHERE connection = ?").bind(connection),
    };
    query.execute(&mut **write).await?;
    Ok(())
}

/// The addresses of the pages of an opportunity's evidence in their tools, by signal; those that have one.
pub async fn addresses(reader: &SqlitePool, opportunity: OpportunityId) -> Result<HashMap<SignalId, String>> {
    let rows: Vec<(SignalId, String)> = sqlx::query_as(
        "SELECT t.signal_id, t.url FROM evidence e JOIN signal_text t ON t.signal_id = e.signal_id
         WHERE e.opportunity_id = ? AND t.url IS NOT NULL",
    )
    .bind(opportunity)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().collect())
}
