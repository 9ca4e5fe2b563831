//! SQL of recurring problems: the incidents and alerts they are found in, and what people decided about them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;

use super::Write;
use super::apply::read;
use super::columns::{Columns, seconds};
use crate::api::types::{CostRates, EpisodeDeployment};
use crate::error::{Problem, Result};
use crate::model::{DeclineReason, Kind, OpportunityId, SignalId, Status, ThemeId, Time, TriageState};

/// One incident or alert.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Record {
    pub id: SignalId,
    pub external_id: String,
    pub kind: u8,
    pub severity: Option<u8>,
    pub status: u8,
    pub service_id: Option<u32>,
    pub service: Option<String>,
    pub product_id: Option<u32>,
    pub happened_at: Time,
    pub resolved_at: Option<Time>,
    pub title: String,
}

impl Record {
    pub fn open(&self) -> bool {
        self.status == Status::Open.code()
    }
}

/// Incidents and alerts since `from`, oldest first. Those that a person merged into another one, or said are not real or
/// not ours, are left out.
pub async fn records(reader: &mut SqliteConnection, from: Time) -> Result<Vec<Record>> {
    Ok(sqlx::query_as(
        "SELECT s.id, s.external_id, s.kind, s.severity, s.status, s.service_id, v.name AS service, v.product_id,
           s.happened_at, s.resolved_at, s.title
         FROM signal s LEFT JOIN service v ON v.id = s.service_id LEFT JOIN triage t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?2) AND s.happened_at >= ?3 AND COALESCE(t.state, 0) <> ?4
           AND NOT (COALESCE(t.state, 0) = ?5 AND t.reason IN (?6, ?7))
         ORDER BY s.happened_at, s.id",
    )
    .bind(Kind::Incident.code())
    .bind(Kind::Alert.code())
    .bind(from)
    .bind(TriageState::Merged.code())
    .bind(TriageState::Declined.code())
    .bind(DeclineReason::NotReal.code())
    .bind(DeclineReason::NotOurProduct.code())
    .fetch_all(reader)
    .await?)
}

/// What people said about a problem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    pub name: String,
    pub workaround: Option<Workaround>,
    pub known_error: Option<Time>,
    pub rates: Option<CostRates>,
    /// Of the opportunity made from it, when that isn't deleted.
    pub opportunity: Option<(OpportunityId, String)>,
}

/// A way round, "" for "there is none".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workaround {
    pub text: String,
    pub since: Time,
}

type SaidRow = (String, String, Option<String>, Option<Time>, Option<String>, Option<OpportunityId>, Option<String>);

/// By the key of the problem.
pub async fn said(reader: &mut SqliteConnection) -> Result<HashMap<String, Said>> {
    let rows: Vec<SaidRow> = sqlx::query_as(
        "SELECT p.key, p.name, p.workaround, p.known_error, p.rates, o.id, o.title
         FROM problem p LEFT JOIN opportunity o ON o.uid = p.opportunity AND o.deleted = 0",
    )
    .fetch_all(reader)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(key, name, workaround, known_error, rates, opportunity, title)| {
            let said = Said {
                name,
                workaround: workaround.and_then(|kept| serde_json::from_str(&kept).ok()),
                known_error,
                rates: rates.and_then(|kept| serde_json::from_str(&kept).ok()),
                opportunity: opportunity.zip(title),
            };
            (key, said)
        })
        .collect())
}

/// Puts one field of a problem into the table; the first one that is heard of it makes it.
pub async fn apply(write: &mut Write<'_>, key: &str, field: &str, value: Option<&Value>) -> Result<()> {
    sqlx::query("INSERT INTO problem (key) VALUES (?) ON CONFLICT DO NOTHING").bind(key).execute(&mut **write).await?;
    let text = || read::<String>(value).map(Option::unwrap_or_default);
    let query = match field {
        "name" => sqlx::query("UPDATE problem SET name = ? WHERE key = ?").bind(text()?),
        "opportunity" => sqlx::query("UPDATE problem SET opportunity = ? WHERE key = ?").bind(text()?),
        "known_error" => sqlx::query("UPDATE problem SET known_error = ? WHERE key = ?").bind(read::<Time>(value)?),
        "workaround" => {
            sqlx::query("UPDATE problem SET workaround = ? WHERE key = ?").bind(value.map(Value::to_string))
        }
        "rates" => sqlx::query("UPDATE problem SET rates = ? WHERE key = ?").bind(value.map(Value::to_string)),
        _ => return Err(Problem::system(format!("A problem has no field {field}."))),
    };
    query.bind(key).execute(&mut **write).await?;
    Ok(())
}

/// What the tools say about ways round some records: the fact, or else the whole body, by record.
pub async fn told_ways_round(reader: &mut SqliteConnection, ids: &[SignalId]) -> Result<HashMap<SignalId, String>> {
    let list = serde_json::to_string(ids).map_err(|e| Problem::system(e.to_string()))?;
    let rows: Vec<(SignalId, String)> = sqlx::query_as(
        "SELECT t.signal_id, COALESCE('Workaround: ' || (t.facts ->> 'workaround'), t.body)
         FROM json_each(?) j JOIN signal_text t ON t.signal_id = j.value",
    )
    .bind(list)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The deployments of a service since `from`, oldest first.
pub async fn deployments(reader: &mut SqliteConnection, service: u32, from: Time) -> Result<Vec<EpisodeDeployment>> {
    let rows: Vec<(SignalId, String, Time)> = sqlx::query_as(
        "SELECT id, title, happened_at FROM signal WHERE service_id = ? AND kind = ? AND happened_at >= ?
         ORDER BY happened_at, id",
    )
    .bind(service)
    .bind(Kind::Deployment.code())
    .bind(from)
    .fetch_all(reader)
    .await?;
    Ok(rows.into_iter().map(|(signal, title, at)| EpisodeDeployment { signal, title, at }).collect())
}

/// A ticket or feedback: when it was written and by whom (0: nobody known).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    pub id: SignalId,
    /// Milliseconds, to the second.
    pub at: i64,
    pub customer: u32,
}

/// What people wrote since `from` about each service, oldest first. Merged ones aren't among it.
pub fn voices(columns: &Columns, from: Time) -> HashMap<u32, Vec<Voice>> {
    let from = seconds(from);
    let mut found: HashMap<u32, Vec<Voice>> = HashMap::new();
    for (id, row) in (1..).zip(&columns.rows) {
        let kind = Kind::from_code(row.kind_code());
        let shown = row.present() && row.state_code() != TriageState::Merged.code();
        if shown && row.service != 0 && row.happened >= from && matches!(kind, Some(Kind::Ticket | Kind::Feedback)) {
            let voice = Voice { id: SignalId(id), at: i64::from(row.happened) * Time::SECOND, customer: row.customer };
            found.entry(row.service).or_default().push(voice);
        }
    }
    found.values_mut().for_each(|voices| voices.sort_by_key(|voice| (voice.at, voice.id)));
    found
}

/// The customers that some signals name.
pub fn customers(columns: &Columns, ids: &[SignalId]) -> Vec<u32> {
    let rows = ids.iter().filter_map(|id| columns.rows.get((id.0 as usize).checked_sub(1)?));
    rows.map(|row| row.customer).filter(|customer| *customer != 0).collect()
}

/// The theme that most of some signals are in, and how many of them are.
pub fn theme(columns: &Columns, ids: &[SignalId]) -> Option<(ThemeId, u32)> {
    let mut counts: HashMap<ThemeId, u32> = HashMap::new();
    for id in ids {
        if let Some(theme) = super::waits::theme_of(columns, *id) {
            *counts.entry(theme).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(theme, count)| (*count, std::cmp::Reverse(*theme)))
}
