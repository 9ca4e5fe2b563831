//! Writes whole pages of records at the speed of SQLite's own loop: prepared statements on the raw handle,
//! inside the caller's open transaction, so that a page, what it set aside and its cursor commit together.

use rusqlite::{Connection, OptionalExtension, Statement, params};
use sqlx::SqliteConnection;

use super::Write;
use super::columns::{Delta, Facts, Row};
use super::people::{Known, Named, People};
use super::settle;
use crate::error::{Problem, Result};
use crate::model::{
    ConnectionId, Customer, CustomerId, Kind, Person, Record, ReporterId, ServiceId, SetAside, SignalId, Status, Time,
    TriageState,
};

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
    let known = std::mem::take(&mut write.known);
    let (written, known, delta, again) = on_connection(write, |raw| {
        let mut page = PageWriter::new(raw, connection, known)?;
        for record in records {
            page.record(record)?;
        }
        if page.people.told_domains {
            settle::remember(raw)?;
        }
        let delta = Delta { revenues: page.people.revenues, ..page.delta };
        Ok((page.written, page.people.known, delta, page.again))
    })
    .await?;
    write.known = known;
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
    raw: &'c Connection,
    find: Statement<'c>,
    add: Statement<'c>,
    change: Statement<'c>,
    add_text: Statement<'c>,
    change_text: Statement<'c>,
    queue: Statement<'c>,
    people: People<'c>,
    likely_new: bool,
    bytes: Vec<u8>,
    written: Written,
    /// What the columns get for signals that are new.
    delta: Delta,
    /// Changed signals, whose triage state must be read before the columns can be told.
    again: Vec<SignalId>,
}

impl<'c> PageWriter<'c> {
    fn new(raw: &'c Connection, connection: ConnectionId, known: Known) -> rusqlite::Result<Self> {
        Ok(PageWriter {
            connection,
            raw,
            find: raw.prepare("SELECT id, content_hash FROM signal WHERE connection_id = ? AND external_id = ?")?,
            add: raw.prepare(
                "INSERT INTO signal (connection_id, external_id, kind, severity, status, service_id, customer_id,
                   reporter_id, happened_at, updated_at, resolved_at, title, content_hash, place_id, told_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (connection_id, external_id) DO NOTHING",
            )?,
            change: raw.prepare(
                "UPDATE signal SET kind = ?3, severity = ?4, status = ?5, service_id = ?6, customer_id = ?7,
                   reporter_id = ?8, happened_at = ?9, updated_at = ?10, resolved_at = ?11, title = ?12,
                   content_hash = ?13, place_id = ?14, told_id = ?15
                 WHERE connection_id = ?1 AND external_id = ?2",
            )?,
            add_text: raw
                .prepare("INSERT INTO signal_text (signal_id, url, body, facts, raw) VALUES (?1, ?2, ?3, ?4, ?5)")?,
            change_text: raw
                .prepare("UPDATE signal_text SET url = ?2, body = ?3, facts = ?4, raw = ?5 WHERE signal_id = ?1")?,
            queue: raw.prepare("INSERT INTO fts_queue (signal_id) VALUES (?) ON CONFLICT DO NOTHING")?,
            people: People::new(raw, known)?,
            likely_new: true,
            bytes: Vec::new(),
            written: Written::default(),
            delta: Delta::default(),
            again: Vec::new(),
        })
    }

    fn record(&mut self, record: &Record) -> rusqlite::Result<()> {
        let hash = content_hash(record, &mut self.bytes);
        // A first import brings new records one after another, a later pull mostly known ones: what the last
        // one was decides whether looking or inserting is tried first.
        if !self.likely_new
            && let Some((id, stored)) = self.stored(record)?
        {
            return self.known(record, id, stored, hash);
        }
        let who = self.who(record)?;
        self.likely_new = write_row(&mut self.add, self.connection, record, &who, hash)? > 0;
        if self.likely_new {
            let id = u32::try_from(self.raw.last_insert_rowid()).unwrap_or(u32::MAX);
            self.written.new += 1;
            self.delta.rows.push((SignalId(id), self.row(record, &who)));
            write_text(&mut self.add_text, id, record)?;
            return self.rest(id, &who);
        }
        match self.stored(record)? {
            Some((id, stored)) => self.known(record, id, stored, hash),
            None => Ok(()),
        }
    }

    /// Id and content hash of a record that is here already.
    fn stored(&mut self, record: &Record) -> rusqlite::Result<Option<(u32, i64)>> {
        let named = params![self.connection.0, record.external_id];
        self.find.query_row(named, |row| Ok((row.get(0)?, row.get(1)?))).optional()
    }

    fn known(&mut self, record: &Record, id: u32, stored: i64, hash: i64) -> rusqlite::Result<()> {
        if stored == hash {
            self.written.unchanged += 1;
            return Ok(());
        }
        let who = self.who(record)?;
        write_row(&mut self.change, self.connection, record, &who, hash)?;
        write_text(&mut self.change_text, id, record)?;
        self.written.changed += 1;
        self.again.push(SignalId(id));
        self.rest(id, &who)
    }

    fn who<'r>(&mut self, record: &'r Record) -> rusqlite::Result<Who<'r>> {
        let own = self.people.customer(record.customer.as_ref())?.zip(record.customer.as_ref());
        let email = record.reporter.as_ref().and_then(|person| person.email.as_deref());
        let (told, customer) = self.people.told(own.map(|(own, told)| (own.id, told)), email)?;
        let reporter = self.people.reporter(record.reporter.as_ref(), customer, record.customer.as_ref())?;
        let (place, service) = self.people.place(self.connection, record.service.as_deref(), &record.facts)?;
        Ok(Who { place, service, told, customer, own, reporter: reporter.zip(record.reporter.as_ref()) })
    }

    /// All that goes with a row that was written.
    fn rest(&mut self, id: u32, who: &Who<'_>) -> rusqlite::Result<()> {
        // Only a written record may change what is known of its customer; else two records that disagree
        // would take turns on every pull.
        if let Some((own, told)) = who.own.filter(|(own, _)| own.news) {
            self.people.learn_customer(own.id, told)?;
        }
        if let Some((reporter, person)) = who.reporter.filter(|(reporter, _)| reporter.news) {
            self.people.learn_reporter(reporter.id, person, who.customer, who.own.map(|(_, told)| told))?;
        }
        self.queue.execute([id])?;
        self.written.ids.push(SignalId(id));
        Ok(())
    }

    /// A new signal lies in the inbox, never looked at, so its row is known without reading it back.
    fn row(&self, record: &Record, who: &Who<'_>) -> Row {
        Row::new(&Facts {
            kind: record.kind,
            severity: record.severity,
            status: record.status,
            state: TriageState::Inbox,
            seen: false,
            service: who.service,
            customer: who.customer,
            connection: self.connection,
            happened_at: record.happened_at,
        })
    }
}

/// Whom and what a record is about.
struct Who<'r> {
    place: u32,
    service: Option<ServiceId>,
    told: Option<u32>,
    /// Whom it concerns, which need not be `own`.
    customer: Option<CustomerId>,
    /// The customer of exactly the name that the record tells.
    own: Option<(Named<CustomerId>, &'r Customer)>,
    reporter: Option<(Named<ReporterId>, &'r Person)>,
}

/// Runs the statement that inserts or changes one row of `signal`. Gives how many rows it wrote.
fn write_row(
    statement: &mut Statement<'_>,
    connection: ConnectionId,
    record: &Record,
    who: &Who<'_>,
    hash: i64,
) -> rusqlite::Result<usize> {
    statement.execute(params![
        connection.0,
        record.external_id,
        record.kind.code(),
        record.severity.map(|severity| severity.code()),
        record.status.code(),
        who.service.map(|id| id.0),
        who.customer.map(|id| id.0),
        who.reporter.map(|(reporter, _)| reporter.id.0),
        record.happened_at.0,
        record.updated_at.0,
        record.resolved_at.map(|at| at.0),
        record.title,
        hash,
        who.place,
        who.told,
    ])
}

fn write_text(statement: &mut Statement<'_>, id: u32, record: &Record) -> rusqlite::Result<()> {
    let facts = serde_json::to_string(&record.facts).unwrap_or_else(|_| "{}".to_owned());
    statement.execute(params![id, web_address(record.url.as_deref()), record.body, facts, record.raw])?;
    Ok(())
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
        if customer.number.is_some() {
            part(bytes, customer.number.as_deref());
        }
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
