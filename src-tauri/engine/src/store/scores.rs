//! SQL of scores: inputs beside RICE's, formulas, scenarios and estimates.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::Write;
use super::apply::read;
use super::opportunities::ids;
use crate::api::types::FormulaVersion;
use crate::error::{Problem, Result};
use crate::journal::By;
use crate::model::{CustomerId, OpportunityId, Range, Time};

/// Inputs of all opportunities, or only of some, but RICE's, by name.
pub async fn inputs(
    read: &mut SqliteConnection,
    only: Option<&[OpportunityId]>,
) -> Result<HashMap<OpportunityId, Vec<(String, Range)>>> {
    let chosen = if only.is_some() { "WHERE opportunity_id IN (SELECT value FROM json_each(?))" } else { "" };
    let rows: Vec<(OpportunityId, String, f64, f64, f64)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT opportunity_id, name, low, likely, high FROM score_input {chosen}"
    )))
    .bind(ids(only)?)
    .fetch_all(read)
    .await?;
    let mut all: HashMap<OpportunityId, Vec<(String, Range)>> = HashMap::new();
    for (opportunity, name, low, likely, high) in rows {
        all.entry(opportunity).or_default().push((name, Range { low, likely, high }));
    }
    Ok(all)
}

/// Sets one input of an opportunity; None takes it back to "not set".
pub async fn apply_input(write: &mut Write<'_>, uid: &str, name: &str, range: Option<Range>, now: Time) -> Result<()> {
    match range {
        Some(Range { low, likely, high }) => {
            sqlx::query(
                "INSERT INTO score_input (opportunity_id, name, low, likely, high)
                 SELECT id, ?, ?, ?, ? FROM opportunity WHERE uid = ?
                 ON CONFLICT (opportunity_id, name) DO UPDATE SET low = excluded.low, likely = excluded.likely,
                   high = excluded.high",
            )
            .bind(name)
            .bind(low)
            .bind(likely)
            .bind(high)
            .bind(uid)
            .execute(&mut **write)
            .await?
        }
        None => sqlx::query(
            "DELETE FROM score_input WHERE name = ? AND opportunity_id = (SELECT id FROM opportunity WHERE uid = ?)",
        )
        .bind(name)
        .bind(uid)
        .execute(&mut **write)
        .await?,
    };
    sqlx::query("UPDATE opportunity SET updated_at = ? WHERE uid = ?")
        .bind(now)
        .bind(uid)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// A formula that isn't deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    pub uid: String,
    pub name: String,
    /// Newest first, never empty.
    pub versions: Vec<FormulaVersion>,
}

/// All formulas, by name.
pub async fn formulas(read: &mut SqliteConnection) -> Result<Vec<Formula>> {
    let rows: Vec<(String, String, u32, String, Time, String)> = sqlx::query_as(
        "SELECT f.uid, f.name, v.version, v.text, v.saved_at, v.saved_by
         FROM formula f JOIN formula_version v ON v.formula = f.uid
         WHERE f.deleted = 0 ORDER BY f.name, f.uid, v.version DESC",
    )
    .fetch_all(read)
    .await?;
    let mut all: Vec<Formula> = Vec::new();
    for (uid, name, version, text, at, actor) in rows {
        let version = FormulaVersion { version, text, at, actor };
        match all.last_mut().filter(|last| last.uid == uid) {
            Some(last) => last.versions.push(version),
            None => all.push(Formula { uid, name, versions: vec![version] }),
        }
    }
    Ok(all)
}

/// The highest version that a formula ever had, also one that was taken back.
pub async fn newest_version(read: &mut SqliteConnection, uid: &str) -> Result<u32> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM formula_version WHERE formula = ?")
        .bind(uid)
        .fetch_one(read)
        .await?)
}

/// Puts one field of a formula into the tables; the first one that is heard of it makes it.
pub async fn apply_formula(
    write: &mut Write<'_>,
    uid: &str,
    field: &str,
    value: Option<&Value>,
    by: &By,
) -> Result<()> {
    sqlx::query("INSERT INTO formula (uid) VALUES (?) ON CONFLICT DO NOTHING").bind(uid).execute(&mut **write).await?;
    if let Some(version) = field.strip_prefix("version ") {
        let version: u32 =
            version.parse().map_err(|_| Problem::system(format!("A formula has no version {version}.")))?;
        sqlx::query("DELETE FROM formula_version WHERE formula = ? AND version = ?")
            .bind(uid)
            .bind(version)
            .execute(&mut **write)
            .await?;
        if let Some(text) = read::<String>(value)? {
            sqlx::query(
                "INSERT INTO formula_version (formula, version, text, saved_at, saved_by) VALUES (?, ?, ?, ?, ?)",
            )
            .bind(uid)
            .bind(version)
            .bind(text)
            .bind(by.now)
            .bind(&by.actor)
            .execute(&mut **write)
            .await?;
        }
        return Ok(());
    }
    let query = match field {
        "name" => {
            sqlx::query("UPDATE formula SET name = ? WHERE uid = ?").bind(read::<String>(value)?.unwrap_or_default())
        }
        // Taking "made" back leaves nothing to show.
        "deleted" => {
            sqlx::query("UPDATE formula SET deleted = ? WHERE uid = ?").bind(read::<bool>(value)?.unwrap_or(true))
        }
        _ => return Err(Problem::system(format!("A formula has no field {field}."))),
    };
    query.bind(uid).execute(&mut **write).await?;
    Ok(())
}

/// A scenario that isn't deleted: `asks` is the JSON of an `api::types::WhatIf`.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Scenario {
    pub uid: String,
    pub name: String,
    pub asks: String,
    pub kept_at: Time,
    pub kept_by: String,
}

/// By name.
pub async fn scenarios(read: &mut SqliteConnection) -> Result<Vec<Scenario>> {
    Ok(sqlx::query_as("SELECT uid, name, asks, kept_at, kept_by FROM scenario WHERE deleted = 0 ORDER BY name, uid")
        .fetch_all(read)
        .await?)
}

/// Puts one field of a scenario into the table; the first one that is heard of it makes it.
pub async fn apply_scenario(
    write: &mut Write<'_>,
    uid: &str,
    field: &str,
    value: Option<&Value>,
    by: &By,
) -> Result<()> {
    sqlx::query("INSERT INTO scenario (uid) VALUES (?) ON CONFLICT DO NOTHING").bind(uid).execute(&mut **write).await?;
    let query = match field {
        "name" => {
            sqlx::query("UPDATE scenario SET name = ? WHERE uid = ?").bind(read::<String>(value)?.unwrap_or_default())
        }
        "asks" => sqlx::query("UPDATE scenario SET asks = ?, kept_at = ?, kept_by = ? WHERE uid = ?")
            .bind(value.map_or_else(String::new, Value::to_string))
            .bind(by.now)
            .bind(&by.actor),
        "deleted" => {
            sqlx::query("UPDATE scenario SET deleted = ? WHERE uid = ?").bind(read::<bool>(value)?.unwrap_or(true))
        }
        _ => return Err(Problem::system(format!("A scenario has no field {field}."))),
    };
    query.bind(uid).execute(&mut **write).await?;
    Ok(())
}

/// Plan and yearly revenue of every customer, as far as they are known.
pub async fn customers(read: &mut SqliteConnection) -> Result<HashMap<CustomerId, (Option<String>, Option<i64>)>> {
    let rows: Vec<(CustomerId, Option<String>, Option<i64>)> =
        sqlx::query_as("SELECT id, plan, revenue FROM customer").fetch_all(read).await?;
    Ok(rows.into_iter().map(|(id, plan, revenue)| (id, (plan, revenue))).collect())
}
