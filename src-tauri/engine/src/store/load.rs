//! Fills the columns: from the tables, from what one transaction touched, or from the snapshot beside the file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row as SqlRow};
use sqlx::SqliteConnection;

use super::bulk::on_connection;
use super::columns::{Columns, Delta, Facts, Row};
use super::vectors;
use crate::error::Result;
use crate::model::{
    ConnectionId, CustomerId, Kind, ProductId, ServiceId, Severity, SignalId, Status, Time, TriageState,
};

/// The setting that a commit gives a new random value whenever the columns change. A snapshot carries the
/// value it was taken at, so one that belongs to another state of the file is recognised, even after a
/// backup was put back.
pub(super) const STAMP: &str = "columns_stamp";

const SELECT: &str = "SELECT s.id, s.kind, s.severity, s.status, s.service_id, s.customer_id, s.connection_id,
    s.happened_at, COALESCE(t.state, 0), t.snoozed_until, n.signal_id IS NOT NULL
  FROM signal s LEFT JOIN triage t ON t.signal_id = s.id LEFT JOIN seen n ON n.signal_id = s.id";

/// The columns as the tables have them, from the snapshot when it is the right one.
pub(super) async fn open(connection: &mut SqliteConnection, file: &Path) -> Result<Columns> {
    let (columns, unsaved) = on_connection(connection, |raw| {
        let stamp = stamp(raw)?;
        match stamp.as_deref().and_then(|stamp| read_snapshot(&snapshot_path(file), stamp)) {
            Some(mut columns) => {
                columns.apply(&Delta { products: products(raw)?, ..Delta::default() });
                Ok((columns, None))
            }
            None => Ok((from_tables(raw)?, stamp)),
        }
    })
    .await?;
    save_quietly(&columns, unsaved.as_deref(), file);
    Ok(columns)
}

/// Reads the touched signals and their customers back, inside the transaction that changed them.
pub(super) fn touched(raw: &Connection, ids: &[SignalId]) -> rusqlite::Result<Delta> {
    let mut delta = Delta::default();
    let mut customers = BTreeSet::new();
    let mut one = raw.prepare(&format!("{SELECT} WHERE s.id = ?"))?;
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        if let Some((facts, until)) = one.query_row([id.0], facts_of).optional()? {
            delta.rows.push((id, Row::new(&facts)));
            delta.snoozed.push((id, until));
            customers.extend(facts.customer.map(|customer| customer.0));
        }
    }
    let mut revenue = raw.prepare("SELECT revenue FROM customer WHERE id = ?")?;
    for customer in customers {
        delta.revenues.push((CustomerId(customer), revenue.query_row([customer], |row| row.get(0))?));
    }
    Ok(delta)
}

/// Everything anew.
pub(super) fn from_tables(raw: &Connection) -> rusqlite::Result<Columns> {
    let mut columns = Columns::default();
    let mut all = raw.prepare(&format!("{SELECT} ORDER BY s.id"))?;
    let mut rows = all.query([])?;
    let mut delta = Delta::default();
    while let Some(row) = rows.next()? {
        let id = SignalId(row.get(0)?);
        let (facts, until) = facts_of(row)?;
        delta.rows.push((id, Row::new(&facts)));
        delta.snoozed.extend(until.map(|until| (id, Some(until))));
    }
    let mut customers = raw.prepare("SELECT id, revenue FROM customer")?;
    let mut rows = customers.query([])?;
    while let Some(row) = rows.next()? {
        delta.revenues.push((CustomerId(row.get(0)?), row.get(1)?));
    }
    delta.products = products(raw)?;
    delta.themes = Some(vectors::column(raw)?);
    columns.apply(&delta);
    Ok(columns)
}

/// The services that belong to a product.
fn products(raw: &Connection) -> rusqlite::Result<Vec<(ServiceId, Option<ProductId>)>> {
    let mut services = raw.prepare("SELECT id, product_id FROM service WHERE product_id IS NOT NULL ORDER BY id")?;
    let rows = services.query_map([], |row| Ok((ServiceId(row.get(0)?), Some(ProductId(row.get(1)?)))))?;
    rows.collect()
}

/// Gives the file a new stamp, inside the transaction that changes the columns.
pub(super) fn restamp(raw: &Connection) -> rusqlite::Result<()> {
    raw.execute(
        "INSERT INTO setting (key, value) VALUES (?, hex(randomblob(16)))
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [STAMP],
    )?;
    Ok(())
}

pub(super) fn stamp(raw: &Connection) -> rusqlite::Result<Option<String>> {
    raw.query_row("SELECT value FROM setting WHERE key = ?", [STAMP], |row| row.get(0)).optional()
}

fn facts_of(row: &SqlRow<'_>) -> rusqlite::Result<(Facts, Option<Time>)> {
    let state = TriageState::from_code(row.get(8)?).unwrap_or(TriageState::Inbox);
    let until: Option<i64> = row.get(9)?;
    let facts = Facts {
        kind: Kind::from_code(row.get(1)?).unwrap_or(Kind::Ticket),
        severity: row.get::<_, Option<u8>>(2)?.and_then(Severity::from_code),
        status: Status::from_code(row.get(3)?).unwrap_or(Status::Open),
        service: row.get::<_, Option<u32>>(4)?.map(ServiceId),
        customer: row.get::<_, Option<u32>>(5)?.map(CustomerId),
        connection: ConnectionId(row.get(6)?),
        happened_at: Time(row.get(7)?),
        state,
        seen: row.get(10)?,
    };
    Ok((facts, until.map(Time).filter(|_| state == TriageState::Snoozed)))
}

/// `workspace.db` → `workspace.columns`.
fn snapshot_path(file: &Path) -> PathBuf {
    file.with_extension("columns")
}

/// The snapshot only saves time: when it can't be written, the next start reads the tables.
pub(super) fn save_quietly(columns: &Columns, stamp: Option<&str>, file: &Path) {
    let Some(stamp) = stamp else { return };
    if let Err(error) = super::snapshot::write(&snapshot_path(file), stamp, columns) {
        tracing::warn!("the snapshot of the columns can't be written: {error}");
    }
}

fn read_snapshot(path: &Path, stamp: &str) -> Option<Columns> {
    super::snapshot::decode(&std::fs::read(path).ok()?, stamp)
}
