//! The ways to compare with: SQLite's own loop, and the one everybody writes first.

use std::collections::HashMap;
use std::path::Path;

use engine::model::Record;
use rusqlite::{Connection, params};
use sqlx::Row;

use crate::Outcome;

const SIGNAL: &str = "INSERT INTO signal (connection_id, external_id, kind, severity, status, service_id, customer_id,
    reporter_id, happened_at, updated_at, resolved_at, title, content_hash)
  VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const TEXT: &str = "INSERT INTO signal_text (signal_id, url, body, facts, raw) VALUES (?, ?, ?, ?, ?)";
const QUEUE: &str = "INSERT INTO fts_queue (signal_id) VALUES (?)";

/// Stands for the facts of a record; as long as ours.
const FACTS: &str = "{\"version\":\"7.41.0\"}";

/// rusqlite with prepared statements, the same rows into the same tables; nothing is compared with what is
/// there, hashed, or kept in memory for the lists.
pub struct Loop {
    raw: Connection,
    ids: Ids,
}

/// Ids by name, given in the order of first sight.
#[derive(Default)]
struct Ids(HashMap<String, u32>);

impl Ids {
    /// The id, and whether it is new.
    fn of(&mut self, name: &str) -> (u32, bool) {
        if let Some(id) = self.0.get(name) {
            return (*id, false);
        }
        let id = self.0.len() as u32 + 1;
        self.0.insert(name.to_owned(), id);
        (id, true)
    }
}

impl Loop {
    /// `file` has the tables already.
    pub fn open(file: &Path) -> Outcome<Loop> {
        let raw = Connection::open(file)?;
        raw.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;
             PRAGMA cache_size = -32768;",
        )?;
        Ok(Loop { raw, ids: Ids::default() })
    }

    pub fn write(&mut self, records: &[Record]) -> Outcome<()> {
        let page = self.raw.transaction()?;
        {
            let mut service = page.prepare("INSERT OR IGNORE INTO service (id, name) VALUES (?, ?)")?;
            let mut customer = page.prepare("INSERT OR IGNORE INTO customer (id, name, revenue) VALUES (?, ?, ?)")?;
            let mut reporter =
                page.prepare("INSERT OR IGNORE INTO reporter (id, identity, name, email) VALUES (?, ?, ?, ?)")?;
            let mut signal = page.prepare(SIGNAL)?;
            let mut text = page.prepare(TEXT)?;
            let mut queue = page.prepare(QUEUE)?;
            for record in records {
                let (service_name, told, person) = parts(record);
                let (service_id, new) = self.ids.of(service_name);
                if new {
                    service.execute(params![service_id, service_name])?;
                }
                let (customer_id, new) = self.ids.of(&told.name);
                if new {
                    customer.execute(params![customer_id, told.name, told.revenue])?;
                }
                let email = person.email.as_deref().unwrap_or_default();
                let (reporter_id, new) = self.ids.of(email);
                if new {
                    reporter.execute(params![reporter_id, email, person.name, email])?;
                }
                signal.execute(params![
                    record.external_id,
                    record.kind.code(),
                    record.severity.map(|severity| severity.code()),
                    record.status.code(),
                    service_id,
                    customer_id,
                    reporter_id,
                    record.happened_at.0,
                    record.updated_at.0,
                    None::<i64>,
                    record.title,
                    0_i64,
                ])?;
                let id = page.last_insert_rowid();
                text.execute(params![id, record.url, record.body, FACTS, record.raw])?;
                queue.execute([id])?;
            }
        }
        page.commit()?;
        Ok(())
    }
}

fn parts(record: &Record) -> (&str, &engine::model::Customer, &engine::model::Person) {
    match (&record.service, &record.customer, &record.reporter) {
        (Some(service), Some(customer), Some(reporter)) => (service, customer, reporter),
        _ => unreachable!("every invented record has all three"),
    }
}

/// sqlx, a statement a row, and a trigger that feeds the full-text index. The ids of services, customers and
/// reporters are left out, which only makes it quicker.
pub async fn row_by_row(file: &Path, records: &[Record]) -> Outcome<()> {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
        .pragma("secure_delete", "ON");
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    sqlx::query(
        "CREATE TRIGGER IF NOT EXISTS feed AFTER INSERT ON signal_text BEGIN
           INSERT INTO signal_fts (rowid, title, body)
           SELECT new.signal_id, title, new.body FROM signal WHERE id = new.signal_id;
         END",
    )
    .execute(&pool)
    .await?;
    for page in records.chunks(1_000) {
        let mut transaction = pool.begin().await?;
        for record in page {
            let row = sqlx::query(
                "INSERT INTO signal (connection_id, external_id, kind, severity, status, happened_at, updated_at,
                   title, content_hash) VALUES (1, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id",
            )
            .bind(&record.external_id)
            .bind(record.kind.code())
            .bind(record.severity.map(|severity| severity.code()))
            .bind(record.status.code())
            .bind(record.happened_at.0)
            .bind(record.updated_at.0)
            .bind(&record.title)
            .fetch_one(&mut *transaction)
            .await?;
            sqlx::query(TEXT)
                .bind(row.get::<i64, _>(0))
                .bind(&record.url)
                .bind(&record.body)
                .bind(FACTS)
                .bind(&record.raw)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
    }
    pool.close().await;
    Ok(())
}
