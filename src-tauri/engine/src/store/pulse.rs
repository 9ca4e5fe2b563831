//! SQL of incidents, changes and deployments as the Pulse reads them, and of what people said about links.

use std::collections::{BTreeMap, HashMap};

use insight::facts::{self, Facts, Stored};
use insight::links::Verdict;
use insight::records::{Change, Incident, Sort};
use insight::weeks::Window;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::bulk::on_connection;
use super::{Store, Write, triage};
use crate::error::Result;
use crate::journal::By;
use crate::model::{Kind, ProductId, SignalId, Status, Time, TriageState};

/// Characters of a body in which a revert says what it takes back.
const BODY: u32 = 2_000;

/// A verdict as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub confirmed: bool,
    /// Version of the rule that had suggested the link.
    pub rule: String,
}

/// A verdict with who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredVerdict {
    pub confirmed: bool,
    pub rule: String,
    pub at: Time,
    pub by: String,
}

/// A service with the product it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceName {
    pub name: String,
    pub product: Option<ProductId>,
}

/// Everything that the Pulse reads.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub incidents: Vec<Incident>,
    /// Titles of the incidents, in the same order.
    pub titles: Vec<String>,
    pub changes: Vec<Change>,
    /// By incident and change.
    pub verdicts: HashMap<(SignalId, SignalId), StoredVerdict>,
    /// By connection: from its first record to the end of its last reading.
    pub sources: HashMap<u32, Window>,
    pub services: BTreeMap<u32, ServiceName>,
    pub products: BTreeMap<ProductId, String>,
}

impl Read {
    /// As the rule takes them.
    pub fn plain_verdicts(&self) -> Vec<Verdict> {
        let mut all: Vec<_> = self.verdicts.iter().collect();
        all.sort_unstable_by_key(|(ends, _)| **ends);
        all.into_iter()
            .map(|((incident, change), verdict)| Verdict {
                incident: incident.0,
                change: change.0,
                confirmed: verdict.confirmed,
            })
            .collect()
    }
}

/// Reads what happened since `from`, and what is still open. Signals merged into another one count with that.
pub async fn read(store: &Store, from: Time) -> Result<Read> {
    let mut connection = store.reader().acquire().await?;
    on_connection(&mut connection, |raw| {
        let mut read = Read::default();
        records(raw, from, &mut read)?;
        verdicts(raw, &mut read)?;
        names(raw, &mut read)?;
        sources(raw, &mut read)?;
        Ok(read)
    })
    .await
}

fn records(raw: &Connection, from: Time, read: &mut Read) -> rusqlite::Result<()> {
    let mut all = raw.prepare(
        "SELECT s.id, s.kind, s.severity, s.status, COALESCE(s.service_id, 0), s.connection_id, s.external_id, s.title,
                s.happened_at, s.resolved_at, t.url, COALESCE(t.facts, '{}'),
                CASE WHEN s.kind <> ?1 AND (s.title LIKE 'revert%' OR s.title LIKE '%roll%back%')
                     THEN substr(t.body, 1, ?2) ELSE '' END
         FROM signal s LEFT JOIN signal_text t ON t.signal_id = s.id
         WHERE s.kind IN (?1, ?3, ?4)
           AND (s.happened_at >= ?5 OR s.resolved_at >= ?5 OR (s.kind = ?1 AND s.status = ?6))
           AND NOT EXISTS (SELECT 1 FROM triage g WHERE g.signal_id = s.id AND g.state = ?7)
         ORDER BY s.id",
    )?;
    let mut rows = all.query((
        Kind::Incident.code(),
        BODY,
        Kind::Change.code(),
        Kind::Deployment.code(),
        from.0,
        Status::Open.code(),
        TriageState::Merged.code(),
    ))?;
    while let Some(row) = rows.next()? {
        let stored = stored(row)?;
        // Facts that can't be read are as good as none.
        let facts: Facts = serde_json::from_str(row.get_ref(11)?.as_str()?).unwrap_or_default();
        match Kind::from_code(row.get(1)?) {
            Some(Kind::Incident) => {
                read.incidents.push(facts::incident(&stored, &facts));
                read.titles.push(stored.title.to_owned());
            }
            Some(Kind::Deployment) => read.changes.push(facts::change(&stored, Sort::Deployment, &facts)),
            _ => read.changes.push(facts::change(&stored, Sort::Change, &facts)),
        }
    }
    Ok(())
}

fn stored<'r>(row: &'r Row<'_>) -> rusqlite::Result<Stored<'r>> {
    Ok(Stored {
        id: row.get(0)?,
        class: row.get(2)?,
        open: row.get::<_, u8>(3)? == Status::Open.code(),
        service: row.get(4)?,
        source: row.get(5)?,
        label: row.get_ref(6)?.as_str()?,
        title: row.get_ref(7)?.as_str()?,
        happened: row.get(8)?,
        resolved: row.get(9)?,
        url: row.get_ref(10)?.as_str_or_null()?,
        body: row.get_ref(12)?.as_str_or_null()?.unwrap_or_default(),
    })
}

fn verdicts(raw: &Connection, read: &mut Read) -> rusqlite::Result<()> {
    let mut all =
        raw.prepare("SELECT incident_id, change_id, confirmed, rule, judged_at, judged_by FROM link_verdict")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (confirmed, rule) = (row.get(2)?, row.get(3)?);
        let verdict = StoredVerdict { confirmed, rule, at: Time(row.get(4)?), by: row.get(5)? };
        read.verdicts.insert((SignalId(row.get(0)?), SignalId(row.get(1)?)), verdict);
    }
    Ok(())
}

fn names(raw: &Connection, read: &mut Read) -> rusqlite::Result<()> {
    let mut services = raw.prepare("SELECT id, name, product_id FROM service")?;
    let mut rows = services.query([])?;
    while let Some(row) = rows.next()? {
        let product: Option<u32> = row.get(2)?;
        read.services.insert(row.get(0)?, ServiceName { name: row.get(1)?, product: product.map(ProductId) });
    }
    let mut products = raw.prepare("SELECT id, name FROM product")?;
    let mut rows = products.query([])?;
    while let Some(row) = rows.next()? {
        read.products.insert(ProductId(row.get(0)?), row.get(1)?);
    }
    Ok(())
}

/// A file was read to its end when it was imported, which is when its connection was made or later.
fn sources(raw: &Connection, read: &mut Read) -> rusqlite::Result<()> {
    let mut all = raw.prepare(
        "SELECT c.id, MIN(s.happened_at), MAX(s.happened_at), COALESCE(c.last_sync, c.created_at)
         FROM signal s JOIN connection c ON c.id = s.connection_id GROUP BY c.id",
    )?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (first, last, read_at): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        read.sources.insert(row.get(0)?, Window { from: first, to: last.max(read_at) });
    }
    Ok(())
}

/// The journal's key of a link.
pub fn key(incident: &str, change: &str) -> String {
    format!("{incident}\n{change}")
}

/// Keeps a verdict, or takes it away.
pub async fn apply(write: &mut Write<'_>, key: &str, judged: Option<&Judged>, by: &By) -> Result<()> {
    let Some((incident, change)) = triage::find_pair(write, key).await? else { return Ok(()) };
    let query = match judged {
        Some(judged) => sqlx::query(
            "INSERT INTO link_verdict (incident_id, change_id, confirmed, rule, judged_at, judged_by)
             VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT DO UPDATE SET confirmed = excluded.confirmed, rule = excluded.rule,
               judged_at = excluded.judged_at, judged_by = excluded.judged_by",
        )
        .bind(incident)
        .bind(change)
        .bind(judged.confirmed)
        .bind(&judged.rule)
        .bind(by.now)
        .bind(&by.actor),
        None => {
            sqlx::query("DELETE FROM link_verdict WHERE incident_id = ? AND change_id = ?").bind(incident).bind(change)
        }
    };
    query.execute(&mut **write).await?;
    Ok(())
}
