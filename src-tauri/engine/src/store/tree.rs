//! SQL of the opportunity tree.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use super::ops::{HistoryRow, UNDONE};
use crate::error::{Problem, Result};
use crate::journal::Entity;
use crate::model::{OpportunityId, Stage, Time};

/// Where something hangs: the uid of what is above it, "" for nothing, and its place there, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub parent: String,
    pub position: u32,
}

/// Everything in the tree but the opportunities themselves, each kind in the order of its places.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    pub outcomes: Vec<Outcome>,
    /// The opportunities that hang under an outcome.
    pub placed: Vec<Placed>,
    pub solutions: Vec<Solution>,
    pub assumptions: Vec<Assumption>,
    pub tests: Vec<Test>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Outcome {
    pub uid: String,
    pub dropped: Option<String>,
    pub title: String,
    pub measure: String,
    pub target: String,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Placed {
    pub uid: String,
    pub parent: String,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Solution {
    pub uid: String,
    pub parent: String,
    pub dropped: Option<String>,
    pub title: String,
    pub chosen: bool,
    pub effort: Option<f64>,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Assumption {
    pub uid: String,
    pub parent: String,
    pub dropped: Option<String>,
    pub title: String,
    pub kind: String,
    pub importance: Option<u8>,
    pub sureness: Option<u8>,
    pub no_risk: bool,
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Test {
    pub uid: String,
    pub parent: String,
    pub dropped: Option<String>,
    pub method: String,
    pub expected: String,
    pub result: String,
    pub verdict: Option<String>,
    pub started_on: Option<String>,
    pub due_on: Option<String>,
    pub ended_on: Option<String>,
}

pub async fn all(read: &mut SqliteConnection) -> Result<Rows> {
    let in_order = "ORDER BY parent, position, uid";
    macro_rules! rows {
        ($table:literal) => {
            sqlx::query_as(sqlx::AssertSqlSafe(format!("SELECT * FROM {} {in_order}", $table)))
                .fetch_all(&mut *read)
                .await?
        };
    }
    Ok(Rows {
        outcomes: rows!("outcome"),
        placed: rows!("opportunity_outcome"),
        solutions: rows!("solution"),
        assumptions: rows!("assumption"),
        tests: rows!("assumption_test"),
    })
}

/// Puts one field into the table of `entity`. A place makes the row, none takes it away; other fields of a row that isn't
/// there change nothing.
pub async fn apply(write: &mut Write<'_>, entity: Entity, uid: &str, field: &str, value: Option<&Value>) -> Result<()> {
    let table = table(entity)?;
    if field == "place" {
        return place(write, table, uid, read(value)?).await;
    }
    let set =
        set(entity, field).ok_or_else(|| Problem::system(format!("A {} has no field {field}.", entity.word())))?;
    let query = sqlx::query(sqlx::AssertSqlSafe(format!("UPDATE {table} SET {set} WHERE uid = ?2")));
    let query = match value {
        None | Some(Value::Null) => query.bind(None::<String>),
        Some(Value::String(text)) => query.bind(text.clone()),
        Some(Value::Bool(on)) => query.bind(*on),
        Some(Value::Number(number)) => match number.as_i64() {
            Some(whole) => query.bind(whole),
            None => query.bind(number.as_f64()),
        },
        Some(_) => return Err(Problem::system(format!("The journal holds a {field} that can't be read."))),
    };
    query.bind(uid).execute(&mut **write).await?;
    Ok(())
}

fn table(entity: Entity) -> Result<&'static str> {
    Ok(match entity {
        Entity::Outcome => "outcome",
        Entity::Opportunity => "opportunity_outcome",
        Entity::Solution => "solution",
        Entity::Assumption => "assumption",
        Entity::AssumptionTest => "assumption_test",
        _ => return Err(Problem::system(format!("A {} has no place in the tree.", entity.word()))),
    })
}

/// How a field is set to ?1, which is NULL to take it back to "never set".
fn set(entity: Entity, field: &str) -> Option<&'static str> {
    Some(match (entity, field) {
        (Entity::Opportunity, _) => return None,
        (_, "dropped") => "dropped = ?1",
        (Entity::Outcome | Entity::Solution | Entity::Assumption, "title") => "title = COALESCE(?1, '')",
        (Entity::Outcome, "measure") => "measure = COALESCE(?1, '')",
        (Entity::Outcome, "target") => "target = COALESCE(?1, '')",
        (Entity::Solution, "chosen") => "chosen = COALESCE(?1, 0)",
        (Entity::Solution, "effort") => "effort = ?1",
        (Entity::Assumption, "kind") => "kind = COALESCE(?1, 'value')",
        (Entity::Assumption, "importance") => "importance = ?1",
        (Entity::Assumption, "sureness") => "sureness = ?1",
        (Entity::Assumption, "no_risk") => "no_risk = COALESCE(?1, 0)",
        (Entity::AssumptionTest, "method") => "method = COALESCE(?1, '')",
        (Entity::AssumptionTest, "expected") => "expected = COALESCE(?1, '')",
        (Entity::AssumptionTest, "result") => "result = COALESCE(?1, '')",
        (Entity::AssumptionTest, "verdict") => "verdict = ?1",
        (Entity::AssumptionTest, "started_on") => "started_on = ?1",
        (Entity::AssumptionTest, "due_on") => "due_on = ?1",
        (Entity::AssumptionTest, "ended_on") => "ended_on = ?1",
        _ => return None,
    })
}

async fn place(write: &mut Write<'_>, table: &str, uid: &str, place: Option<Place>) -> Result<()> {
    let Some(Place { parent, position }) = place else {
        let sql = format!("DELETE FROM {table} WHERE uid = ?");
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(uid).execute(&mut **write).await?;
        return Ok(());
    };
    let sql = format!(
        "INSERT INTO {table} (uid, parent, position) VALUES (?, ?, ?)
         ON CONFLICT (uid) DO UPDATE SET parent = excluded.parent, position = excluded.position"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(uid).bind(parent).bind(position).execute(&mut **write).await?;
    Ok(())
}

/// Every stage an opportunity was put into by a decision in force, oldest first: one query for all of them.
pub async fn stages(read: &mut SqliteConnection) -> Result<Vec<(OpportunityId, Time, Stage)>> {
    let rows: Vec<(OpportunityId, Time, String)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT p.id, s.at, o.value FROM op o JOIN step s ON s.id = o.step JOIN opportunity p ON p.uid = o.key
         WHERE o.entity = 'opportunity' AND o.field = 'stage' AND o.value IS NOT NULL AND s.undoes IS NULL
           AND NOT {UNDONE} ORDER BY o.id"
    )))
    .fetch_all(read)
    .await?;
    let stage = |json: &str| {
        serde_json::from_str(json)
            .map_err(|e| Problem::system(format!("The journal holds a stage that can't be read: {e}.")))
    };
    rows.into_iter().map(|(id, at, json)| Ok((id, at, stage(&json)?))).collect()
}

/// Every decision about what hangs under an opportunity now, newest first.
pub async fn history(read: &mut SqliteConnection, opportunity: &str) -> Result<Vec<HistoryRow>> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "WITH own AS (SELECT uid FROM solution WHERE parent = ?1),
           believed AS (SELECT uid FROM assumption WHERE parent = ?1 OR parent IN (SELECT uid FROM own)),
           node AS (SELECT 'solution' AS entity, uid FROM own UNION ALL SELECT 'assumption', uid FROM believed
             UNION ALL SELECT 'assumption test', uid FROM assumption_test WHERE parent IN (SELECT uid FROM believed))
         SELECT s.id AS step, s.at, s.actor, s.message, o.field, o.key, o.value, o.was, {UNDONE} AS undone
         FROM node n JOIN op o ON o.entity = n.entity AND o.key = n.uid JOIN step s ON s.id = o.step
         WHERE s.undoes IS NULL ORDER BY o.id DESC LIMIT 1000"
    )))
    .bind(opportunity)
    .fetch_all(read)
    .await?)
}
