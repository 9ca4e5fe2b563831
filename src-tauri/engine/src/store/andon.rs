//! SQL of the flags that stop exports.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::Write;
use super::forum::stored;
use super::opportunities::ids;
use crate::api::types::AndonPlace;
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, Time};

/// Why a flag was raised, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    pub reason: String,
    pub at: Time,
}

/// What puts it right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixRef {
    /// `opportunity <uid>`, `signal <key>` or `item <key>`, each as the journal names it.
    pub key: String,
    /// As it was called then, e.g. "OPP-31: One charge per order".
    pub says: String,
    pub at: Time,
}

/// Why a flag was taken down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    pub reason: String,
    pub at: Time,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    pub place: AndonPlace,
    pub raised: Raised,
    pub fix: Option<FixRef>,
    pub lifted: Option<Lifted>,
}

impl Flag {
    /// Neither lifted nor with a fix.
    pub fn stops(&self) -> bool {
        self.fix.is_none() && self.lifted.is_none()
    }
}

/// Every flag that was raised, the newest first.
pub async fn all(reader: &mut SqliteConnection) -> Result<Vec<Flag>> {
    let rows: Vec<(String, String, Option<String>, Option<String>)> =
        sqlx::query_as("SELECT place, raised, fix, lifted FROM andon WHERE raised IS NOT NULL ORDER BY place")
            .fetch_all(reader)
            .await?;
    let mut flags = Vec::with_capacity(rows.len());
    for (place, raised, fix, lifted) in rows {
        let (Some(place), Some(raised)) = (AndonPlace::from_key(&place), stored(Some(raised))?) else { continue };
        flags.push(Flag { place, raised, fix: stored(fix)?, lifted: stored(lifted)? });
    }
    flags.sort_by_key(|flag: &Flag| std::cmp::Reverse(flag.raised.at));
    Ok(flags)
}

/// What an opportunity is about: its service, and the product of that.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct About {
    pub id: OpportunityId,
    pub service: String,
    pub product: Option<String>,
}

/// The opportunities that have a service and aren't deleted.
pub async fn opportunities(reader: &mut SqliteConnection) -> Result<Vec<About>> {
    some(reader, None).await
}

/// The same, or only some of them.
async fn some(reader: &mut SqliteConnection, only: Option<&[OpportunityId]>) -> Result<Vec<About>> {
    let chosen = if only.is_some() { "AND o.id IN (SELECT value FROM json_each(?))" } else { "" };
    Ok(sqlx::query_as(AssertSqlSafe(format!(
        "SELECT o.id, o.service, p.name AS product FROM opportunity o
         LEFT JOIN service s ON lower(s.name) = lower(o.service) LEFT JOIN product p ON p.id = s.product_id
         WHERE o.service <> '' AND o.deleted = 0 {chosen}"
    )))
    .bind(ids(only)?)
    .fetch_all(reader)
    .await?)
}

/// Whether a flag there concerns an opportunity. A product's concerns those of its services.
pub fn is_of(place: &AndonPlace, about: &About) -> bool {
    match place {
        AndonPlace::Service { name } => name.eq_ignore_ascii_case(&about.service),
        AndonPlace::Product { name } => about.product.as_ref().is_some_and(|own| name.eq_ignore_ascii_case(own)),
    }
}

/// The opportunities whose export is stopped, each with the newest flag that does it; of all, or only of some.
pub async fn stopped(
    reader: &mut SqliteConnection,
    only: Option<&[OpportunityId]>,
) -> Result<HashMap<OpportunityId, Flag>> {
    let flags: Vec<Flag> = all(&mut *reader).await?.into_iter().filter(Flag::stops).collect();
    if flags.is_empty() {
        return Ok(HashMap::new());
    }
    let all = some(reader, only).await?;
    let stopping = |about: &About| flags.iter().find(|flag| is_of(&flag.place, about));
    Ok(all.iter().filter_map(|about| Some((about.id, stopping(about)?.clone()))).collect())
}

/// The services and products there are, as places.
pub async fn places(reader: &mut SqliteConnection) -> Result<Vec<AndonPlace>> {
    let services: Vec<String> =
        sqlx::query_scalar("SELECT name FROM service ORDER BY name").fetch_all(&mut *reader).await?;
    let products: Vec<String> = sqlx::query_scalar("SELECT name FROM product ORDER BY name").fetch_all(reader).await?;
    let services = services.into_iter().map(|name| AndonPlace::Service { name });
    Ok(products.into_iter().map(|name| AndonPlace::Product { name }).chain(services).collect())
}

/// Key: the place; fields raised, fix, lifted.
pub async fn apply(write: &mut Write<'_>, place: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO andon (place) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(place)
        .execute(&mut **write)
        .await?;
    let sql = match field {
        "raised" => "UPDATE andon SET raised = ? WHERE place = ?",
        "fix" => "UPDATE andon SET fix = ? WHERE place = ?",
        "lifted" => "UPDATE andon SET lifted = ? WHERE place = ?",
        _ => return Err(Problem::system(format!("A flag has no field {field}."))),
    };
    sqlx::query(sql).bind(value.map(Value::to_string)).bind(place).execute(&mut **write).await?;
    Ok(())
}
