//! The import itself: a thread reads the file, batch by batch, while this side writes each batch in a
//! transaction of its own. Whatever ends it, the batches before are kept.

use std::fs::File;
use std::io::BufReader;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Engine;
use super::imports::{forget, off_thread, table};
use super::running::Run;
use super::types::*;
use super::words::{counted, thousands};
use crate::error::{Problem, ProblemKind, Result};
use crate::import::{Plan, Table, Taken};
use crate::journal::{self, Change, Entity};
use crate::model::{ConnectionId, Record, SetAside, SignalId};
use crate::store::{bulk, connections, files};

/// Rows of one transaction.
const BATCH_ROWS: usize = 2_000;
/// Bytes of one transaction, so that rows of a megabyte don't pile up.
const BATCH_BYTES: usize = 16 << 20;
/// Batches read ahead of the writer.
const READ_AHEAD: usize = 2;

/// Rows on their way from the file into the workspace.
#[derive(Default)]
struct Batch {
    records: Vec<Record>,
    aside: Vec<SetAside>,
    bytes: usize,
    /// Rows of the file behind this batch, older copies included.
    rows: u32,
}

impl Batch {
    fn take(&mut self, taken: Taken) {
        self.rows += 1;
        match taken {
            Taken::Record(record) => {
                self.bytes += record.raw.len() + record.body.len();
                self.records.push(*record);
            }
            Taken::SetAside(row) => {
                self.bytes += row.raw.len();
                self.aside.push(row);
            }
            Taken::Older => {}
        }
    }

    fn is_full(&self) -> bool {
        self.rows as usize >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }
}

/// What was written so far.
#[derive(Default)]
struct Tally {
    rows: u32,
    new: u32,
    changed: u32,
    unchanged: u32,
    set_aside: u32,
    first: Option<SignalId>,
}

impl Engine {
    /// Imports a staged file. The rows belong to a connection named after the file, so that importing it again
    /// updates them.
    pub async fn run_import(&self, file: StagedFile, mapping: Mapping) -> Result<ImportReport> {
        let path = self.staged_path(&file)?;
        let (opened, wanted, at) = (file.clone(), mapping.clone(), path.clone());
        let table = off_thread(move || {
            let (table, _) = table(&opened, &at)?;
            match table.blocked(&wanted) {
                None => Ok(table),
                Some(why) => Err(Problem::bad_input(why).kept("Nothing was changed.").todo("Match the columns again.")),
            }
        })
        .await?;
        let connection = self.file_connection(&file.name).await?;
        let run = self.running.begin(connection)?;
        let mut tally = Tally::default();
        let ended = self.import_rows(table, mapping, &run, connection, &mut tally).await;
        self.finish_reading().await?;
        let report = self.import_report(&file.name, connection, tally, ended.err()).await?;
        drop(run);
        if report.problem.is_none() {
            forget(&path)?;
        }
        self.store.checkpoint().await?;
        self.tell_changed();
        Ok(report)
    }

    async fn import_rows(
        &self,
        mut table: Table<BufReader<File>>,
        mapping: Mapping,
        run: &Run,
        connection: ConnectionId,
        tally: &mut Tally,
    ) -> Result<()> {
        let (started, total) = (self.now(), Some(table.rows()));
        let mut progress = Progress::of(connection, "rows");
        let (send, mut receive) = mpsc::channel(READ_AHEAD);
        let stop = run.stop.clone();
        let reading = tokio::spawn(off_thread(move || read_batches(&mut table, &mapping, &stop, &send)));
        let mut wrote = Ok(());
        while let Some(batch) = receive.recv().await {
            wrote = self.write_batch(connection, batch, tally).await;
            if wrote.is_err() {
                break;
            }
            progress.measure(tally.rows, total, started, self.now());
            run.note(&progress);
            self.tell(Event::Progress(progress.clone()));
            self.tell_changed();
        }
        drop(receive);
        let read = reading.await.unwrap_or_else(|_| Err(Problem::system("Reading the file ended unexpectedly.")));
        progress.finished = true;
        self.tell(Event::Progress(progress));
        wrote.and(read)
    }

    async fn write_batch(&self, connection: ConnectionId, batch: Batch, tally: &mut Tally) -> Result<()> {
        let mut write = self.store.write().await?;
        let written = bulk::write_records(&mut write, connection, &batch.records).await?;
        bulk::write_set_aside(&mut write, connection, "rows", &batch.aside, self.now()).await?;
        write.commit().await?;
        tally.rows += batch.rows;
        tally.new += written.new;
        tally.changed += written.changed;
        tally.unchanged += written.unchanged;
        tally.set_aside += batch.aside.len() as u32;
        tally.first = tally.first.or(written.ids.first().copied());
        Ok(())
    }

    /// The connection that holds this file's rows. One that was taken away comes back, because its signals stayed.
    async fn file_connection(&self, name: &str) -> Result<ConnectionId> {
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let known = files::connection_named(&mut *write, name).await?;
        if let Some(found) = known.as_ref().filter(|found| !found.deleted) {
            return Ok(found.id);
        }
        let uid = known.map_or_else(|| self.new_uid(), |found| found.uid);
        let changes = [
            Change::new(Entity::Connection, &uid, "created", "file"),
            Change::new(Entity::Connection, &uid, "name", name),
            Change::new(Entity::Connection, &uid, "deleted", false),
        ];
        journal::decide(&mut write, &by, &format!("Added the file {name}"), &changes).await?;
        write.commit().await?;
        connections::id_of(self.store.reader(), &uid)
            .await?
            .ok_or_else(|| Problem::system(format!("The place for {name} could not be made.")))
    }

    async fn import_report(
        &self,
        name: &str,
        connection: ConnectionId,
        tally: Tally,
        problem: Option<Problem>,
    ) -> Result<ImportReport> {
        let problem = problem.map(|problem| with_rest(problem, tally.rows));
        connections::note_end(&self.store, connection, self.now(), problem.as_ref()).await?;
        // The rows are stored; not being able to show one of them is no reason to say otherwise.
        let shown = self.signal_rows(tally.first.into_iter().collect()).await;
        let first = shown.ok().and_then(|mut rows| rows.pop());
        let Tally { new, changed, unchanged, set_aside, .. } = tally;
        let message = message(name, &tally);
        Ok(ImportReport { connection, new, changed, unchanged, set_aside, first, problem, message })
    }
}

/// Reads the whole file twice: for what wins among equal ids, and for the rows.
fn read_batches(
    table: &mut Table<BufReader<File>>,
    mapping: &Mapping,
    stop: &CancellationToken,
    send: &mpsc::Sender<Batch>,
) -> Result<()> {
    let stopped = || stop.is_cancelled();
    let plan: Plan = table.plan(mapping, &|_| false, &stopped)?;
    let mut batch = Batch::default();
    let mut listening = true;
    table.import(mapping, &plan, &mut |taken| {
        batch.take(taken);
        if batch.is_full() {
            listening = send.blocking_send(std::mem::take(&mut batch)).is_ok();
        }
        listening && !stopped()
    })?;
    if stopped() {
        return Err(Problem::new(ProblemKind::Cancelled, "The import was stopped."));
    }
    // Nobody listening means that writing failed, which the writer tells.
    let _ = send.blocking_send(batch);
    Ok(())
}

fn with_rest(problem: Problem, rows: u32) -> Problem {
    let kept = format!("{} of the file are kept.", counted(rows, "rows"));
    problem.kept(kept).todo("Import the file again to go on; rows that are here already are not doubled.")
}

fn message(name: &str, tally: &Tally) -> String {
    let mut parts = vec![format!("{} new", thousands(tally.new))];
    if tally.changed > 0 {
        parts.push(format!("{} changed", thousands(tally.changed)));
    }
    if tally.unchanged > 0 {
        parts.push(format!("{} as before", thousands(tally.unchanged)));
    }
    let left_out = match tally.set_aside {
        0 => String::new(),
        rows => format!(" {} left out.", thousands(rows)),
    };
    format!("Imported {name}: {}.{left_out}", parts.join(", "))
}
