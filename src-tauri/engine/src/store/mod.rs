//! The workspace file. The one place with SQL: opening and migrating here and in `file`, one file per noun,
//! bulk writing, lists and search beside them.

pub mod andon;
pub mod annotations;
pub mod anti_patterns;
pub mod apply;
pub mod audit;
pub mod audit_signals;
pub mod backup;
mod behind;
pub mod bulk;
pub mod causes;
pub mod change_advice;
mod columns;
pub mod comments;
pub mod connections;
pub mod customers;
pub mod demo;
pub mod detours;
pub mod digests;
pub mod drafts;
pub mod estimates;
pub mod evidence;
pub mod features;
mod file;
pub mod files;
pub mod find;
pub mod fixes;
pub mod forum;
pub mod highlights;
mod images;
pub mod improvements;
pub mod items;
mod listed;
mod load;
pub mod looked;
pub mod loop_replies;
pub mod open_json;
pub mod opportunities;
pub mod ops;
pub mod outbox;
pub mod outcome_counts;
pub mod outcomes;
pub mod overview;
pub mod past_values;
mod people;
pub mod problems;
pub mod proposals;
pub mod pulse;
pub mod query;
pub mod risks;
pub mod scores;
pub mod search;
pub mod services;
pub mod settings;
pub mod settle;
pub mod signals;
mod snapshot;
pub mod status_notes;
pub mod theme_said;
pub mod theme_sums;
pub mod themes;
mod told;
pub mod tree;
pub mod triage;
pub mod unlike;
pub mod upcoming;
pub mod usage;
pub mod vectors;
pub mod views;
pub mod waits;

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::error::Result;
use crate::model::{SignalId, Time};

pub use behind::{Behind, Evidence};
pub use columns::Columns;
use columns::Delta;
pub use file::{APPLICATION_ID, latest_version};
pub use listed::{Entry, Listed};
use people::Known;
use settle::Stale;

/// One open workspace file: many readers, one writer.
pub struct Store {
    file: PathBuf,
    readers: SqlitePool,
    /// A pool of one connection: whoever holds it is the writer, the others queue in order.
    writer: SqlitePool,
    revision: AtomicU32,
    /// SQLite's data_version as last seen by the writer's connection.
    foreign_version: AtomicI64,
    columns: RwLock<Columns>,
    /// None until somebody asks for it.
    evidence: RwLock<Option<Arc<Evidence>>>,
    /// None until somebody asks for it.
    listed: RwLock<Option<Arc<Listed>>>,
    /// Whom the pages written before named.
    known: Mutex<Known>,
    /// Held from a commit until the columns know of it, so that they see commits in their order.
    turn: tokio::sync::Mutex<()>,
}

impl Store {
    /// Opens `file`, or makes it. A foreign or newer file is refused before anything is written; before a
    /// migration a backup is taken.
    pub async fn open(file: &Path, now: Time) -> Result<Store> {
        let (writer, readers) = file::open(file, now).await?;
        let version: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&writer).await?;
        let columns = load::open(&mut *writer.acquire().await?, file).await?;
        Ok(Store {
            file: file.to_path_buf(),
            readers,
            writer,
            revision: AtomicU32::new(1),
            foreign_version: AtomicI64::new(version),
            columns: RwLock::new(columns),
            evidence: RwLock::default(),
            listed: RwLock::default(),
            known: Mutex::default(),
            turn: tokio::sync::Mutex::new(()),
        })
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// For reading only; SQLite refuses writes on these connections.
    pub fn reader(&self) -> &SqlitePool {
        &self.readers
    }

    /// Begins the one write transaction. Waits while another one is open. Dropped without
    /// [`Write::commit`] it leaves no trace.
    pub async fn write(&self) -> Result<Write<'_>> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut known = std::mem::take(&mut *self.known.lock().unwrap_or_else(PoisonError::into_inner));
        let version: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *tx).await?;
        if version != self.foreign_version.load(Ordering::Acquire) {
            // Another program may have changed what names mean.
            known = Known::default();
        }
        Ok(Write { store: self, tx, touched: Vec::new(), delta: Delta::default(), stale: Stale::default(), known })
    }

    /// The facts that lists filter and sort by, as of the newest commit. Don't hold it across an await.
    pub fn columns(&self) -> RwLockReadGuard<'_, Columns> {
        self.columns.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Grows with every commit; equal revisions mean equal content.
    pub fn revision(&self) -> u32 {
        self.revision.load(Ordering::Acquire)
    }

    /// True when another program has committed to the same file since the last call; what is held in
    /// memory is then read anew.
    pub async fn reload_if_changed_elsewhere(&self) -> Result<bool> {
        let mut writer = self.writer.acquire().await?;
        let _turn = self.turn.lock().await;
        self.reload_on(&mut writer).await
    }

    async fn reload_on(&self, writer: &mut SqliteConnection) -> Result<bool> {
        let version: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *writer).await?;
        if self.foreign_version.swap(version, Ordering::AcqRel) == version {
            return Ok(false);
        }
        self.forget_and_load(writer).await?;
        Ok(true)
    }

    /// After the whole content was replaced: what is held in memory is read from it.
    async fn read_anew(&self, writer: &mut SqliteConnection) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.forget_and_load(writer).await
    }

    async fn forget_and_load(&self, writer: &mut SqliteConnection) -> Result<()> {
        let columns = bulk::on_connection(writer, load::from_tables).await?;
        *self.columns.write().unwrap_or_else(PoisonError::into_inner) = columns;
        self.hold(None);
        self.hold_list(None);
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Known::default();
        self.revision.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    pub fn is_closed(&self) -> bool {
        self.writer.is_closed()
    }

    /// Moves everything from the write-ahead log into the file and empties the log.
    pub async fn checkpoint(&self) -> Result<()> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }

    /// Writes the columns beside the file, for a quick next start.
    pub async fn save_columns(&self) -> Result<()> {
        // No other program can commit meanwhile, so that the stamp and the columns belong together.
        let mut writer = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let _turn = self.turn.lock().await;
        self.reload_on(&mut writer).await?;
        let stamp = bulk::on_connection(&mut writer, load::stamp).await?;
        load::save_quietly(&self.columns(), stamp.as_deref(), &self.file);
        Ok(())
    }

    /// Ends all connections after a checkpoint. Using the store afterwards is an error.
    pub async fn close(&self) -> Result<()> {
        self.checkpoint().await?;
        self.save_columns().await?;
        self.readers.close().await;
        self.writer.close().await;
        Ok(())
    }
}

/// An open write transaction; dereferences to the connection.
pub struct Write<'a> {
    store: &'a Store,
    tx: Transaction<'static, Sqlite>,
    touched: Vec<SignalId>,
    /// What the columns will be told after the commit.
    delta: Delta,
    /// What has to be applied to everything stored before the commit.
    stale: Stale,
    known: Known,
}

impl Write<'_> {
    /// Notes that a signal's row or triage state changes with this transaction.
    pub fn touch(&mut self, id: SignalId) {
        self.touched.push(id);
    }

    /// Makes everything durable, or nothing.
    pub async fn commit(mut self) -> Result<()> {
        self.settle().await?;
        let mut delta = std::mem::take(&mut self.delta);
        let touched = std::mem::take(&mut self.touched);
        if !touched.is_empty() || !delta.is_empty() {
            let again = bulk::on_connection(&mut self.tx, |raw| {
                load::restamp(raw)?;
                load::touched(raw, &touched)
            })
            .await?;
            delta.rows.extend(again.rows);
            delta.snoozed.extend(again.snoozed);
            delta.revenues.extend(again.revenues);
        }
        let news = behind::news(&mut self.tx, self.store.held().map(|held| held.len())).await?;
        let news_of_lists = listed::news(&mut self.tx, self.store.held_list().map(|held| held.len())).await?;
        let _turn = self.store.turn.lock().await;
        self.tx.commit().await?;
        news.apply(self.store);
        news_of_lists.apply(self.store);
        self.store.columns.write().unwrap_or_else(PoisonError::into_inner).apply(&delta);
        *self.store.known.lock().unwrap_or_else(PoisonError::into_inner) = self.known;
        self.store.revision.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }
}

impl Deref for Write<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.tx
    }
}

impl DerefMut for Write<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }
}
