//! SQL of changes and deployments as advice needs them, and what people decided about it.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::SqliteConnection;

use super::apply::read;
use super::{Write, triage};
use crate::api::types::TriedLevel;
use crate::error::Result;
use crate::model::{Kind, SignalId, Status, Time, TriageState};

/// One change or deployment, with the facts that its tool tells.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Record {
    pub id: SignalId,
    pub external_id: String,
    pub kind: u8,
    pub status: u8,
    pub service_id: Option<u32>,
    pub service: Option<String>,
    pub product_id: Option<u32>,
    pub product: Option<String>,
    pub happened_at: Time,
    pub resolved_at: Option<Time>,
    pub title: String,
    /// standard, normal or emergency, as the tool calls it.
    pub sort: Option<String>,
    pub template: Option<String>,
    pub sha: Option<String>,
    /// Of a deployment: the changes in it, by their tool's names.
    pub changes: Option<String>,
    /// Of a change: the deployment that brought it.
    pub deployment: Option<String>,
    pub close_code: Option<String>,
    pub environment: Option<String>,
    pub committed_at: Option<String>,
    pub planned_start: Option<String>,
    pub planned_end: Option<String>,
}

/// Changes and deployments since `from`, oldest first.
pub async fn records(reader: &mut SqliteConnection, from: Time) -> Result<Vec<Record>> {
    Ok(sqlx::query_as(
        "SELECT s.id, s.external_id, s.kind, s.status, s.service_id, v.name AS service, v.product_id,
           p.name AS product, s.happened_at, s.resolved_at, s.title, t.facts ->> 'type' AS sort,
           t.facts ->> 'template' AS template, t.facts ->> 'sha' AS sha, t.facts ->> 'changes' AS changes,
           t.facts ->> 'deployment' AS deployment, t.facts ->> 'close_code' AS close_code,
           t.facts ->> 'environment' AS environment, t.facts ->> 'committed_at' AS committed_at,
           t.facts ->> 'planned_start' AS planned_start, t.facts ->> 'planned_end' AS planned_end
         FROM signal s LEFT JOIN service v ON v.id = s.service_id LEFT JOIN product p ON p.id = v.product_id
         LEFT JOIN signal_text t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?2) AND s.happened_at >= ?3 ORDER BY s.happened_at, s.id",
    )
    .bind(Kind::Change.code())
    .bind(Kind::Deployment.code())
    .bind(from)
    .fetch_all(reader)
    .await?)
}

/// One piece of work that is open.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenWork {
    pub id: SignalId,
    pub external_id: String,
    pub kind: u8,
    pub title: String,
    pub service_id: Option<u32>,
    pub service: Option<String>,
    pub product_id: Option<u32>,
    pub product: Option<String>,
    pub happened_at: Time,
}

/// Incidents, tickets and changes that are open at `now`. Merged and declined ones are left out.
pub async fn open_work(reader: &mut SqliteConnection, now: Time) -> Result<Vec<OpenWork>> {
    Ok(sqlx::query_as(
        "SELECT s.id, s.external_id, s.kind, s.title, s.service_id, v.name AS service, v.product_id,
           p.name AS product, s.happened_at
         FROM signal s LEFT JOIN service v ON v.id = s.service_id LEFT JOIN product p ON p.id = v.product_id
         LEFT JOIN triage t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?2, ?3) AND s.status = ?4 AND s.happened_at <= ?5 AND COALESCE(t.state, 0) NOT IN (?6, ?7)
         ORDER BY s.id",
    )
    .bind(Kind::Incident.code())
    .bind(Kind::Ticket.code())
    .bind(Kind::Change.code())
    .bind(Status::Open.code())
    .bind(now)
    .bind(TriageState::Merged.code())
    .bind(TriageState::Declined.code())
    .fetch_all(reader)
    .await?)
}

/// A resolved record whose tool tells how it went from hand to hand, or how long it was on hold.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Handled {
    pub id: SignalId,
    pub external_id: String,
    pub kind: u8,
    pub title: String,
    pub service_id: Option<u32>,
    pub service: Option<String>,
    pub product_id: Option<u32>,
    pub product: Option<String>,
    pub happened_at: Time,
    pub resolved_at: Time,
    /// Digits, as the tool tells them.
    pub hand_overs: Option<String>,
    pub on_hold_minutes: Option<String>,
}

/// Incidents, tickets and changes resolved since `from`. Merged and declined ones are left out.
pub async fn handled(reader: &mut SqliteConnection, from: Time) -> Result<Vec<Handled>> {
    Ok(sqlx::query_as(
        "SELECT s.id, s.external_id, s.kind, s.title, s.service_id, v.name AS service, v.product_id,
           p.name AS product, s.happened_at, s.resolved_at, x.facts ->> 'hand_overs' AS hand_overs,
           x.facts ->> 'on_hold_minutes' AS on_hold_minutes
         FROM signal s JOIN signal_text x ON x.signal_id = s.id LEFT JOIN service v ON v.id = s.service_id
         LEFT JOIN product p ON p.id = v.product_id LEFT JOIN triage t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?2, ?3) AND s.resolved_at >= ?4 AND COALESCE(t.state, 0) NOT IN (?5, ?6)
           AND (x.facts ->> 'hand_overs' IS NOT NULL OR x.facts ->> 'on_hold_minutes' IS NOT NULL)
         ORDER BY s.id",
    )
    .bind(Kind::Incident.code())
    .bind(Kind::Ticket.code())
    .bind(Kind::Change.code())
    .bind(from)
    .bind(TriageState::Merged.code())
    .bind(TriageState::Declined.code())
    .fetch_all(reader)
    .await?)
}

/// The first `characters` of the bodies of some signals.
pub async fn bodies(
    reader: &mut SqliteConnection,
    ids: &[SignalId],
    characters: u32,
) -> Result<HashMap<SignalId, String>> {
    let ids: Vec<u32> = ids.iter().map(|id| id.0).collect();
    let texts = super::signals::texts(reader, &ids, characters).await?;
    Ok(texts.into_iter().map(|(id, (_, body))| (SignalId(id), body)).collect())
}

/// When kinds of change were proposed as standard changes, by key.
pub async fn proposed(reader: &mut SqliteConnection) -> Result<HashMap<String, Time>> {
    let rows: Vec<(String, Time)> =
        sqlx::query_as("SELECT key, proposed_at FROM standard_change").fetch_all(reader).await?;
    Ok(rows.into_iter().collect())
}

/// What is being tried, by service.
pub async fn tried(reader: &mut SqliteConnection) -> Result<HashMap<String, TriedLevel>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT service, tried FROM tried_level").fetch_all(reader).await?;
    Ok(rows.into_iter().filter_map(|(service, tried)| Some((service, serde_json::from_str(&tried).ok()?))).collect())
}

/// What people said of deployments and change records: (deployment, change, whether they belong together).
pub async fn change_records(reader: &mut SqliteConnection) -> Result<Vec<(SignalId, SignalId, bool)>> {
    Ok(sqlx::query_as("SELECT deployment_id, change_id, belongs FROM change_record").fetch_all(reader).await?)
}

/// Key: that of the kind of change; the value is when it was proposed.
pub async fn apply_proposed(write: &mut Write<'_>, key: &str, value: Option<&Value>) -> Result<()> {
    match read::<Time>(value)? {
        Some(at) => {
            sqlx::query("INSERT INTO standard_change (key, proposed_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .bind(key)
                .bind(at)
                .execute(&mut **write)
                .await?
        }
        None => sqlx::query("DELETE FROM standard_change WHERE key = ?").bind(key).execute(&mut **write).await?,
    };
    Ok(())
}

/// Key: the service.
pub async fn apply_tried(write: &mut Write<'_>, service: &str, value: Option<&Value>) -> Result<()> {
    match value {
        Some(tried) => sqlx::query(
            "INSERT INTO tried_level (service, tried) VALUES (?, ?) ON CONFLICT DO UPDATE SET tried = excluded.tried",
        )
        .bind(service)
        .bind(tried.to_string())
        .execute(&mut **write)
        .await?,
        None => sqlx::query("DELETE FROM tried_level WHERE service = ?").bind(service).execute(&mut **write).await?,
    };
    Ok(())
}

/// Key: that of the deployment and that of the change with a line break between.
pub async fn apply_record(write: &mut Write<'_>, key: &str, value: Option<&Value>) -> Result<()> {
    let Some((deployment, change)) = triage::find_pair(write, key).await? else { return Ok(()) };
    match read::<bool>(value)? {
        Some(belongs) => {
            sqlx::query(
                "INSERT INTO change_record (deployment_id, change_id, belongs) VALUES (?, ?, ?)
                 ON CONFLICT DO UPDATE SET belongs = excluded.belongs",
            )
            .bind(deployment)
            .bind(change)
            .bind(belongs)
            .execute(&mut **write)
            .await?
        }
        None => {
            sqlx::query("DELETE FROM change_record WHERE deployment_id = ? AND change_id = ?")
                .bind(deployment)
                .bind(change)
                .execute(&mut **write)
                .await?
        }
    };
    Ok(())
}
