//! SQL of outcome checks: what people decided, when something was delivered, what sources were read for.

use std::collections::HashMap;

use insight::weeks::Window;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use super::Write;
use crate::api::types::{OutcomeGoal, OutcomePlan, OutcomeSettled};
use crate::error::{Problem, Result};
use crate::model::{ConnectionId, OpportunityId, Stage, StatusCategory, Time};

/// What people decided about one check; everything unset where nobody did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    pub goal: Option<OutcomeGoal>,
    pub plan: Option<OutcomePlan>,
    pub settled: Option<OutcomeSettled>,
}

/// By the uid of the opportunity.
pub async fn all(reader: &mut SqliteConnection) -> Result<HashMap<String, Decided>> {
    let rows: Vec<(String, String, String, String)> =
        sqlx::query_as("SELECT opportunity, goal, plan, settled FROM outcome_check").fetch_all(reader).await?;
    let mut all = HashMap::new();
    for (uid, goal, plan, settled) in rows {
        let decided = Decided { goal: kept(&goal)?, plan: kept(&plan)?, settled: kept(&settled)? };
        if decided != Decided::default() {
            all.insert(uid, decided);
        }
    }
    Ok(all)
}

fn kept<T: DeserializeOwned>(json: &str) -> Result<Option<T>> {
    if json.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(json)
        .map(Some)
        .map_err(|e| Problem::system(format!("An outcome check holds something that can't be read: {e}.")))
}

/// How many checks of the list nobody has settled: it has what was delivered, and what somebody decided about.
pub async fn open(reader: &SqlitePool) -> Result<u32> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM opportunity o LEFT JOIN outcome_check c ON c.opportunity = o.uid
         WHERE o.deleted = 0 AND o.stage <> ?1 AND COALESCE(c.settled, '') = ''
           AND (o.stage = ?2 OR COALESCE(c.goal || c.plan, '') <> ''
             OR o.id IN (SELECT opportunity_id FROM item WHERE linked = 1 AND category = ?3))",
    )
    .bind(Stage::Verified.code())
    .bind(Stage::Delivered.code())
    .bind(StatusCategory::Done.code())
    .fetch_one(reader)
    .await?)
}

/// When a linked item was first seen done, by its tracker's clock, of each opportunity that has one.
pub async fn items_done(reader: &mut SqliteConnection) -> Result<HashMap<OpportunityId, Time>> {
    let rows: Vec<(OpportunityId, Time)> = sqlx::query_as(
        "SELECT opportunity_id, MIN(updated_at) FROM item WHERE linked = 1 AND category = ? GROUP BY opportunity_id",
    )
    .bind(StatusCategory::Done.code())
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().collect())
}

/// A connection and the time it was read for: from its first record to the end of its last reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub name: String,
    pub read: Window,
}

/// A file was read to its end when it was imported, which is when its connection was made or later.
pub async fn sources(reader: &mut SqliteConnection) -> Result<HashMap<ConnectionId, Source>> {
    let rows: Vec<(ConnectionId, String, i64, i64, i64)> = sqlx::query_as(
        "SELECT c.id, c.name, MIN(s.happened_at), MAX(s.happened_at), COALESCE(c.last_sync, c.created_at)
         FROM signal s JOIN connection c ON c.id = s.connection_id GROUP BY c.id",
    )
    .fetch_all(reader)
    .await?;
    let source = |(id, name, first, last, read_at): (_, _, i64, i64, i64)| {
        (id, Source { name, read: Window { from: first, to: last.max(read_at) } })
    };
    Ok(rows.into_iter().map(source).collect())
}

/// Puts one field of a check into the table.
pub async fn apply(write: &mut Write<'_>, uid: &str, field: &str, value: Option<&Value>) -> Result<()> {
    let sql = match field {
        "goal" => "UPDATE outcome_check SET goal = ? WHERE opportunity = ?",
        "plan" => "UPDATE outcome_check SET plan = ? WHERE opportunity = ?",
        "settled" => "UPDATE outcome_check SET settled = ? WHERE opportunity = ?",
        _ => return Err(Problem::system(format!("An outcome check has no field {field}."))),
    };
    sqlx::query("INSERT INTO outcome_check (opportunity) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(uid)
        .execute(&mut **write)
        .await?;
    let json = value.map(Value::to_string).unwrap_or_default();
    sqlx::query(sql).bind(json).bind(uid).execute(&mut **write).await?;
    Ok(())
}
