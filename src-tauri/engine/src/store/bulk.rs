//! Writes whole pages of records at the speed of SQLite's own loop: prepared statements on the raw handle,
//! inside the caller's open transaction, so that a page, what it set aside and its cursor commit together.

use rusqlite::{Connection, OptionalExtension, Statement, params};
use sqlx::SqliteConnection;

use super::Write;
use super::columns::{Delta, Facts, Row};
use super::people::People;
use crate::error::{Problem, Result};
use crate::model::{ConnectionId, CustomerId, Kind, Record, ServiceId, SetAside, SignalId, Status, Time, TriageState};

/// What a page did to the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub new: u32,
    pub changed: u32,
    /// Records that are here already, word for word. Nothing was written for them.
    pub unchanged: u32,
    /// The new and changed signals, in the order of the records.
    pub ids: Vec<SignalId>,
}

/// Stores `records` of one connection. A record whose content is known already writes nothing.
pub async fn write_records(write: &mut Write<'_>, connection: ConnectionId, records: &[Record]) -> Result<Written> {
    let (written, delta, again) = on_connection(write, |raw| {
        let mut page = PageWriter::new(raw, connection)?;
        for record in records {
            page.record(record)?;
        }
        Ok((page.written, Delta { revenues: page.people.revenues, ..page.delta }, page.again))
    })
    .await?;
    write.delta.rows.extend(delta.rows);
    write.delta.revenues.extend(delta.revenues);
    for id in again {
        write.touch(id);
    }
    Ok(written)
}

/// Keeps records that could not become signals. One that was set aside before is not kept twice.
/// Gives how many were not known yet.
pub async fn write_set_aside(
    write: &mut Write<'_>,
    connection: ConnectionId,
    stream: &str,
    records: &[SetAside],
    now: Time,
) -> Result<u32> {
    on_connection(write, |raw| {
        let mut insert = raw.prepare(
            "INSERT INTO set_aside (connection_id, stream, row, external_id, reason, raw, at, raw_hash)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )?;
        let mut kept = 0;
        for one in records {
            let hash = xxhash_rust::xxh3::xxh3_64(one.raw.as_bytes()).cast_signed();
            kept += insert.execute(params![
                connection.0,
                stream,
                one.row,
                one.external_id,
                one.reason,
                one.raw,
                now.0,
                hash
            ])?;
        }
        Ok(kept as u32)
    })
    .await
}

/// Marks as resolved what is open in this connection, of this kind, and not among `named`, the external ids
/// of a listing that is known to be complete. Gives the signals it resolved.
pub async fn resolve_absent(
    write: &mut Write<'_>,
    connection: ConnectionId,
    kind: Kind,
    named: &[String],
    now: Time,
) -> Result<Vec<SignalId>> {
    let named = serde_json::to_string(named).map_err(|e| Problem::system(e.to_string()))?;
    let resolved: Vec<SignalId> = sqlx::query_scalar(
        // The hash no longer describes the row, so that seeing the record again opens it again.
        "UPDATE signal SET status = ?, resolved_at = ?, updated_at = ?, content_hash = ~content_hash
         WHERE connection_id = ? AND kind = ? AND status = ?
           AND external_id NOT IN (SELECT value FROM json_each(?)) RETURNING id",
    )
    .bind(Status::Resolved.code())
    .bind(now)
    .bind(now)
    .bind(connection)
    .bind(kind.code())
    .bind(Status::Open.code())
    .bind(named)
    .fetch_all(&mut **write)
    .await?;
    for id in &resolved {
        write.touch(*id);
    }
    Ok(resolved)
}

/// Runs `work` on the SQLite handle behind `connection`, inside its open transaction if there is one.
pub(super) async fn on_connection<T>(
    connection: &mut SqliteConnection,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> Result<T> {
    let mut handle = connection.lock_handle().await?;
    // SAFETY: the lock keeps sqlx away from the handle until `handle` is dropped, which is after `raw` and all
    // its statements are gone; `raw` doesn't own the handle and so doesn't close it.
    let raw = unsafe { Connection::from_handle(handle.as_raw_handle().as_ptr()) }?;
    Ok(work(&raw)?)
}

struct PageWriter<'c> {
    connection: ConnectionId,
    /// Ids above it are new.
    last_before: u32,
    signal: Statement<'c>,
    text: Statement<'c>,
    queue: Statement<'c>,
    people: People<'c>,
    bytes: Vec<u8>,
    written: Written,
    /// What the columns get for signals that are new.
    delta: Delta,
    /// Changed signals, whose triage state must be read before the columns can be told.
    again: Vec<SignalId>,
}

impl<'c> PageWriter<'c> {
    fn new(raw: &'c Connection, connection: ConnectionId) -> rusqlite::Result<Self> {
        Ok(PageWriter {
            connection,
            last_before: raw.query_row("SELECT COALESCE(MAX(id), 0) FROM signal", [], |row| row.get(0))?,
            signal: raw.prepare(
                "INSERT INTO signal (connection_id, external_id, kind, severity, status, service_id, customer_id,
                   reporter_id, happened_at, updated_at, resolved_at, title, content_hash)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (connection_id, external_id) DO UPDATE SET
                   kind = excluded.kind, severity = excluded.severity, status = excluded.status,
                   service_id = excluded.service_id, customer_id = excluded.customer_id,
                   reporter_id = excluded.reporter_id, happened_at = excluded.happened_at,
                   updated_at = excluded.updated_at, resolved_at = excluded.resolved_at,
                   title = excluded.title, content_hash = excluded.content_hash
                 WHERE excluded.content_hash <> signal.content_hash
                 RETURNING id",
            )?,
            text: raw.prepare(
                "INSERT INTO signal_text (signal_id, url, body, facts, raw) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (signal_id) DO UPDATE SET url = excluded.url, body = excluded.body,
                   facts = excluded.facts, raw = excluded.raw",
            )?,
            queue: raw.prepare("INSERT INTO fts_queue (signal_id) VALUES (?) ON CONFLICT DO NOTHING")?,
            people: People::new(raw)?,
            bytes: Vec::new(),
            written: Written::default(),
            delta: Delta::default(),
            again: Vec::new(),
        })
    }

    fn record(&mut self, record: &Record) -> rusqlite::Result<()> {
        let hash = content_hash(record, &mut self.bytes);
        let service = self.people.service(record.service.as_deref())?;
        let customer = self.people.customer(record.customer.as_ref())?;
        let reporter = self.people.reporter(record.reporter.as_ref(), record.customer.as_ref())?;
        let id: Option<u32> = self
            .signal
            .query_row(
                params![
                    self.connection.0,
                    record.external_id,
                    record.kind.code(),
                    record.severity.map(|severity| severity.code()),
                    record.status.code(),
                    service.map(|id| id.0),
                    customer.map(|id| id.0),
                    reporter.map(|id| id.0),
                    record.happened_at.0,
                    record.updated_at.0,
                    record.resolved_at.map(|at| at.0),
                    record.title,
                    hash,
                ],
                |row| row.get(0),
            )
            .optional()?;
        let Some(id) = id else {
            self.written.unchanged += 1;
            return Ok(());
        };
        let facts = serde_json::to_string(&record.facts).unwrap_or_else(|_| "{}".to_owned());
        self.text.execute(params![id, web_address(record.url.as_deref()), record.body, facts, record.raw])?;
        self.queue.execute([id])?;
        // Only a written record may change what is known of its customer; else two records that disagree
        // would take turns on every pull.
        self.people.learn(customer.zip(record.customer.as_ref()), reporter.zip(record.reporter.as_ref()))?;
        self.written.ids.push(SignalId(id));
        if id > self.last_before {
            self.last_before = id;
            self.written.new += 1;
            self.delta.rows.push((SignalId(id), self.row(record, service, customer)));
        } else {
            self.written.changed += 1;
            self.again.push(SignalId(id));
        }
        Ok(())
    }

    /// A new signal lies in the inbox, never looked at, so its row is known without reading it back.
    fn row(&self, record: &Record, service: Option<ServiceId>, customer: Option<CustomerId>) -> Row {
        Row::new(&Facts {
            kind: record.kind,
            severity: record.severity,
            status: record.status,
            state: TriageState::Inbox,
            seen: false,
            service,
            customer,
            connection: self.connection,
            happened_at: record.happened_at,
        })
    }
}

/// xxh3 of everything a person could see of the record; its raw bytes don't count. Every part is written
/// with its length, so that no two different records are spelled alike.
fn content_hash(record: &Record, bytes: &mut Vec<u8>) -> i64 {
    bytes.clear();
    bytes.extend([record.kind.code(), record.severity.map_or(u8::MAX, |s| s.code()), record.status.code()]);
    for time in [Some(record.happened_at), Some(record.updated_at), record.resolved_at] {
        bytes.push(u8::from(time.is_some()));
        bytes.extend(time.unwrap_or_default().0.to_le_bytes());
    }
    part(bytes, Some(&record.title));
    part(bytes, Some(&record.body));
    part(bytes, record.url.as_deref());
    part(bytes, record.service.as_deref());
    if let Some(customer) = &record.customer {
        part(bytes, Some(&customer.name));
        part(bytes, customer.domain.as_deref());
        part(bytes, customer.plan.as_deref());
        part(bytes, customer.revenue.map(|revenue| revenue.to_string()).as_deref());
        part(bytes, customer.renews_on.map(|day| day.to_string()).as_deref());
    }
    bytes.push(u8::from(record.customer.is_some()));
    if let Some(person) = &record.reporter {
        part(bytes, Some(&person.name));
        part(bytes, person.email.as_deref());
    }
    bytes.push(u8::from(record.reporter.is_some()));
    for (name, value) in &record.facts {
        part(bytes, Some(name));
        part(bytes, Some(value));
    }
    xxhash_rust::xxh3::xxh3_64(bytes).cast_signed()
}

fn part(bytes: &mut Vec<u8>, text: Option<&str>) {
    let length = text.map_or(u64::MAX, |text| text.len() as u64);
    bytes.extend(length.to_le_bytes());
    bytes.extend(text.unwrap_or_default().as_bytes());
}

/// Only addresses that a browser opens as a page are kept.
fn web_address(url: Option<&str>) -> Option<&str> {
    let url = url?.trim();
    let scheme = url.split_once("://")?.0;
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")).then_some(url)
}
