//! SQL of detours in the use of features: what people decided about them, and who wrote about either end.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use super::features::Said;
use crate::error::{Problem, Result};
use crate::model::{Kind, OpportunityId, Time};

/// Of the feature that people leave and of the other one.
pub fn key(from: &str, to: &str) -> String {
    format!("{from}\n{to}")
}

/// Both features of a key.
pub fn ends(key: &str) -> Option<(&str, &str)> {
    key.split_once('\n')
}

/// How many tickets, feedback and errors from `from` up to `to` name one of the features in their title or body.
pub async fn told(reader: &mut SqliteConnection, features: [&str; 2], from: Time, to: Time) -> Result<u32> {
    let [left, other] = features.map(str::to_lowercase);
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM signal s LEFT JOIN signal_text t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?2, ?3) AND s.happened_at >= ?4 AND s.happened_at < ?5
           AND (instr(lower(s.title), ?6) > 0 OR instr(lower(t.body), ?6) > 0
             OR instr(lower(s.title), ?7) > 0 OR instr(lower(t.body), ?7) > 0)",
    )
    .bind(Kind::Ticket.code())
    .bind(Kind::Feedback.code())
    .bind(Kind::Error.code())
    .bind(from)
    .bind(to)
    .bind(left)
    .bind(other)
    .fetch_one(reader)
    .await?)
}

/// By key.
pub async fn said(reader: &mut SqliteConnection) -> Result<HashMap<String, Said>> {
    let rows: Vec<(String, bool, Option<OpportunityId>, Option<String>)> = sqlx::query_as(
        "SELECT d.key, d.dismissed, o.id, o.title
         FROM detour d LEFT JOIN opportunity o ON o.uid = d.opportunity AND o.deleted = 0",
    )
    .fetch_all(reader)
    .await?;
    let said = |(key, dismissed, opportunity, title): (String, _, Option<_>, Option<_>)| {
        (key, Said { dismissed, opportunity: opportunity.zip(title) })
    };
    Ok(rows.into_iter().map(said).collect())
}

/// Puts one field of a detour into the table; the first one that is heard of it makes it.
pub async fn apply(write: &mut Write<'_>, key: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO detour (key) VALUES (?) ON CONFLICT DO NOTHING").bind(key).execute(&mut **write).await?;
    let query = match field {
        "dismissed" => {
            sqlx::query("UPDATE detour SET dismissed = ? WHERE key = ?").bind(read::<bool>(value)?.unwrap_or(false))
        }
        "opportunity" => sqlx::query("UPDATE detour SET opportunity = ? WHERE key = ?")
            .bind(read::<String>(value)?.unwrap_or_default()),
        _ => return Err(Problem::system(format!("A detour has no field {field}."))),
    };
    query.bind(key).execute(&mut **write).await?;
    Ok(())
}
