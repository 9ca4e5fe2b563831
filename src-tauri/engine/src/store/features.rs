//! SQL of how features are used, and what people decided about their drops.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use crate::error::{Problem, Result};
use crate::model::{Kind, OpportunityId, Time};

/// One feature on one day. Where several tools count it, the highest count stands: the same people are among each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub feature: String,
    /// Empty: everybody.
    pub segment: String,
    pub service_id: Option<u32>,
    pub day: NaiveDate,
    pub users: u32,
    pub events: u32,
}

type DayRow = (String, String, Option<u32>, String, u32, u32);

/// Every day counted since `from`, everybody together, by feature, oldest first.
pub async fn days(reader: &mut SqliteConnection, from: NaiveDate) -> Result<Vec<Day>> {
    let rows: Vec<DayRow> = sqlx::query_as(
        "SELECT feature, '', MAX(service_id), day, MAX(users), MAX(events)
         FROM (SELECT feature, MAX(service_id) AS service_id, day, SUM(users) AS users, SUM(events) AS events
               FROM usage WHERE day >= ? GROUP BY connection_id, feature, day)
         GROUP BY feature, day ORDER BY feature, day",
    )
    .bind(from.to_string())
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().filter_map(day).collect())
}

/// The same of each segment, as far as a tool counts them apart.
pub async fn segment_days(reader: &mut SqliteConnection, from: NaiveDate) -> Result<Vec<Day>> {
    let rows: Vec<DayRow> = sqlx::query_as(
        "SELECT feature, segment, MAX(service_id), day, MAX(users), MAX(events) FROM usage
         WHERE day >= ? AND segment <> '' GROUP BY feature, segment, day ORDER BY feature, segment, day",
    )
    .bind(from.to_string())
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().filter_map(day).collect())
}

fn day((feature, segment, service_id, day, users, events): DayRow) -> Option<Day> {
    Some(Day { feature, segment, service_id, day: day.parse().ok()?, users, events })
}

/// The last day that any tool counted; None when none ever did.
pub async fn last_day(reader: &mut SqliteConnection) -> Result<Option<NaiveDate>> {
    let day: Option<String> = sqlx::query_scalar("SELECT MAX(day) FROM usage").fetch_one(reader).await?;
    Ok(day.and_then(|day| day.parse().ok()))
}

/// The connections that count, by name.
pub async fn sources(reader: &mut SqliteConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT DISTINCT c.name FROM connection c
         WHERE EXISTS (SELECT 1 FROM usage u WHERE u.connection_id = c.id) ORDER BY c.name",
    )
    .fetch_all(reader)
    .await?)
}

/// Name and product of every service.
pub async fn services(reader: &mut SqliteConnection) -> Result<HashMap<u32, (String, Option<u32>)>> {
    let rows: Vec<(u32, String, Option<u32>)> =
        sqlx::query_as("SELECT id, name, product_id FROM service").fetch_all(reader).await?;
    Ok(rows.into_iter().map(|(id, name, product)| (id, (name, product))).collect())
}

/// How many tickets and feedback from `from` up to `to` name the feature in their title or body.
pub async fn told(reader: &mut SqliteConnection, feature: &str, from: Time, to: Time) -> Result<u32> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM signal s LEFT JOIN signal_text t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?2) AND s.happened_at >= ?3 AND s.happened_at < ?4
           AND (instr(lower(s.title), ?5) > 0 OR instr(lower(t.body), ?5) > 0)",
    )
    .bind(Kind::Ticket.code())
    .bind(Kind::Feedback.code())
    .bind(from)
    .bind(to)
    .bind(feature.to_lowercase())
    .fetch_one(reader)
    .await?)
}

/// What people said of a feature's drop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub dismissed: bool,
    /// The opportunity made from it, when that isn't deleted.
    pub opportunity: Option<(OpportunityId, String)>,
}

/// By feature.
pub async fn said(reader: &mut SqliteConnection) -> Result<HashMap<String, Said>> {
    let rows: Vec<(String, bool, Option<OpportunityId>, Option<String>)> = sqlx::query_as(
        "SELECT f.name, f.dismissed, o.id, o.title
         FROM feature f LEFT JOIN opportunity o ON o.uid = f.opportunity AND o.deleted = 0",
    )
    .fetch_all(reader)
    .await?;
    let said = |(name, dismissed, opportunity, title): (String, _, Option<_>, Option<_>)| {
        (name, Said { dismissed, opportunity: opportunity.zip(title) })
    };
    Ok(rows.into_iter().map(said).collect())
}

/// Puts one field of a feature into the table; the first one that is heard of it makes it.
pub async fn apply(write: &mut Write<'_>, name: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO feature (name) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(name)
        .execute(&mut **write)
        .await?;
    let query = match field {
        "dismissed" => {
            sqlx::query("UPDATE feature SET dismissed = ? WHERE name = ?").bind(read::<bool>(value)?.unwrap_or(false))
        }
        "opportunity" => sqlx::query("UPDATE feature SET opportunity = ? WHERE name = ?")
            .bind(read::<String>(value)?.unwrap_or_default()),
        _ => return Err(Problem::system(format!("A feature has no field {field}."))),
    };
    query.bind(name).execute(&mut **write).await?;
    Ok(())
}
