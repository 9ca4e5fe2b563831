//! SQL of what can be the fix of a flag: changes and deployments, items in trackers, opportunities.

use sqlx::SqliteConnection;

use super::triage;
use crate::api::types::{AndonFix, AndonPlace, FixChoice};
use crate::error::Result;
use crate::model::{ItemId, Kind, OpportunityId, SignalId, Time};

/// Of each sort at most so many are offered.
const EACH: u32 = 8;

/// What has all `words` in its name or is called so, changes and deployments first. Of each sort, what is of `place`
/// comes first, then the newest.
pub async fn like(read: &mut SqliteConnection, place: &AndonPlace, words: &[String]) -> Result<Vec<FixChoice>> {
    let words = serde_json::Value::from(words).to_string();
    let mut found = signals(&mut *read, place, &words).await?;
    found.extend(items(&mut *read, place, &words).await?);
    found.extend(opportunities(read, place, &words).await?);
    Ok(found)
}

/// An item that is linked to an opportunity: its name in the journal, its label and its title.
pub async fn item(read: &mut SqliteConnection, id: ItemId) -> Result<Option<(String, String, String)>> {
    Ok(sqlx::query_as(
        "SELECT o.uid || ' ' || c.uid || ' ' || i.external_id, i.label, i.title
         FROM item i JOIN opportunity o ON o.id = i.opportunity_id JOIN connection c ON c.id = i.connection_id
         WHERE i.id = ? AND i.linked = 1",
    )
    .bind(id)
    .fetch_optional(read)
    .await?)
}

/// What the key of a `FixRef` names; None when it isn't here any more.
pub async fn named(read: &mut SqliteConnection, key: &str) -> Result<Option<AndonFix>> {
    let Some((sort, key)) = key.split_once(' ') else { return Ok(None) };
    Ok(match sort {
        "opportunity" => {
            let sql = "SELECT id FROM opportunity WHERE uid = ? AND deleted = 0";
            let id: Option<OpportunityId> = sqlx::query_scalar(sql).bind(key).fetch_optional(read).await?;
            id.map(|id| AndonFix::Opportunity { id })
        }
        "signal" => triage::find(read, key).await?.map(|id| AndonFix::Signal { id }),
        "item" => {
            let sql = "SELECT i.id FROM item i JOIN opportunity o ON o.id = i.opportunity_id
                       JOIN connection c ON c.id = i.connection_id
                       WHERE o.uid || ' ' || c.uid || ' ' || i.external_id = ?";
            let id: Option<ItemId> = sqlx::query_scalar(sql).bind(key).fetch_optional(read).await?;
            id.map(|id| AndonFix::Item { id })
        }
        _ => None,
    })
}

async fn signals(read: &mut SqliteConnection, place: &AndonPlace, words: &str) -> Result<Vec<FixChoice>> {
    let (service, product) = names(place);
    let rows: Vec<(SignalId, u8, String, String, String, Time)> = sqlx::query_as(
        "SELECT s.id, s.kind, s.external_id, s.title, COALESCE(v.name, ''), s.happened_at
         FROM signal s LEFT JOIN service v ON v.id = s.service_id LEFT JOIN product p ON p.id = v.product_id
         WHERE s.kind IN (?1, ?2) AND NOT EXISTS (
           SELECT 1 FROM json_each(?3) w
           WHERE instr(lower(s.external_id || ' ' || s.title), w.value) = 0 AND CAST(s.id AS TEXT) <> w.value)
         ORDER BY COALESCE(lower(v.name) = lower(?4), 0) OR COALESCE(lower(p.name) = lower(?5), 0) DESC,
           s.happened_at DESC, s.id DESC
         LIMIT ?6",
    )
    .bind(Kind::Change.code())
    .bind(Kind::Deployment.code())
    .bind(words)
    .bind(service)
    .bind(product)
    .bind(EACH)
    .fetch_all(read)
    .await?;
    let choice = |(id, kind, label, title, detail, at)| FixChoice {
        fix: AndonFix::Signal { id },
        kind: Kind::from_code(kind),
        label,
        title,
        detail,
        at,
    };
    Ok(rows.into_iter().map(choice).collect())
}

async fn items(read: &mut SqliteConnection, place: &AndonPlace, words: &str) -> Result<Vec<FixChoice>> {
    let (service, product) = names(place);
    let rows: Vec<(ItemId, String, String, String, Time)> = sqlx::query_as(
        "SELECT i.id, i.label, i.title, c.name, i.updated_at
         FROM item i JOIN opportunity o ON o.id = i.opportunity_id JOIN connection c ON c.id = i.connection_id
           LEFT JOIN service v ON lower(v.name) = lower(o.service) LEFT JOIN product p ON p.id = v.product_id
         WHERE i.linked = 1 AND NOT EXISTS (
           SELECT 1 FROM json_each(?1) w WHERE instr(lower(i.label || ' ' || i.title), w.value) = 0)
         ORDER BY COALESCE(lower(o.service) = lower(?2), 0) OR COALESCE(lower(p.name) = lower(?3), 0) DESC,
           i.updated_at DESC, i.id DESC
         LIMIT ?4",
    )
    .bind(words)
    .bind(service)
    .bind(product)
    .bind(EACH)
    .fetch_all(read)
    .await?;
    let choice =
        |(id, label, title, detail, at)| FixChoice { fix: AndonFix::Item { id }, kind: None, label, title, detail, at };
    Ok(rows.into_iter().map(choice).collect())
}

async fn opportunities(read: &mut SqliteConnection, place: &AndonPlace, words: &str) -> Result<Vec<FixChoice>> {
    let (service, product) = names(place);
    let rows: Vec<(OpportunityId, String, String, Time)> = sqlx::query_as(
        "SELECT o.id, o.title, o.service, o.updated_at
         FROM opportunity o LEFT JOIN service v ON lower(v.name) = lower(o.service)
           LEFT JOIN product p ON p.id = v.product_id
         WHERE o.deleted = 0 AND NOT EXISTS (
           SELECT 1 FROM json_each(?1) w
           WHERE instr(lower('OPP-' || o.id || ' ' || o.title), w.value) = 0)
         ORDER BY COALESCE(lower(o.service) = lower(?2), 0) OR COALESCE(lower(p.name) = lower(?3), 0) DESC,
           o.updated_at DESC, o.id DESC
         LIMIT ?4",
    )
    .bind(words)
    .bind(service)
    .bind(product)
    .bind(EACH)
    .fetch_all(read)
    .await?;
    let choice = |(id, title, detail, at): (OpportunityId, String, String, Time)| FixChoice {
        fix: AndonFix::Opportunity { id },
        kind: None,
        label: id.label(),
        title,
        detail,
        at,
    };
    Ok(rows.into_iter().map(choice).collect())
}

/// The service or the product that a place is.
fn names(place: &AndonPlace) -> (Option<&str>, Option<&str>) {
    match place {
        AndonPlace::Service { name } => (Some(name), None),
        AndonPlace::Product { name } => (None, Some(name)),
    }
}
