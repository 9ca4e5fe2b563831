//! Reading a backlog, page by page: each page and where to go on are one transaction, so that a read that was stopped
//! goes on from there.

use std::collections::HashMap;

use crate::api::Engine;
use crate::api::demo::VENDOR as DEMO;
use crate::api::reach::{read_page, sign_in, unusable};
use crate::api::running::Run;
use crate::api::types::{AuditReading, Event, Progress};
use crate::api::words::counted;
use crate::connectors::{self, BacklogItem, Cursor, ItemDetails, Reader, Stream, Tracker, TrackerItem};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::{Patience, Peer};
use crate::model::{ConnectionId, Time};
use crate::store::audit;
use crate::store::connections::{self, Connection};

/// The stream that holds a tracker's items, as every reader of a tracker calls it.
const ISSUES: &str = "issues";
/// What the cursor of this reading is kept under; a pull of the same issues has its own.
const COURSE: &str = "backlog";
/// Pages of a tracker's list that are followed.
const MOST_PAGES: usize = 1_000;

impl Engine {
    /// Reads what changed in a tracker's items since the last time, or with `anew` everything; then compares. What was
    /// read before a problem or a stop is kept, and the next read goes on from there.
    pub async fn read_backlog(&self, connection: ConnectionId, anew: bool) -> Result<AuditReading> {
        let known = connections::one(self.store.reader(), connection).await?;
        let mut reading = AuditReading { connection, read: 0, problem: None, message: String::new() };
        if known.vendor == DEMO {
            self.compare_backlog().await?;
            reading.message = format!("“{}” belongs to the demo: what was read is compared again.", known.name);
            return Ok(reading);
        }
        let tracker = connectors::tracker(&known.account())?;
        self.secrets().ready().await?;
        let run = self.running.begin(connection)?;
        let stopped = self.read_items(&known, &*tracker, &run, anew, &mut reading.read).await.err();
        self.tell(Event::Progress(Progress { finished: true, ..self.progress(&known, reading.read, None) }));
        drop(run);
        let compared = self.compare_backlog().await;
        self.tell_changed();
        compared?;
        reading.message = match &stopped {
            None => format!("Read {} of “{}”", counted(reading.read, "items"), known.name),
            Some(problem) => problem.sentence(),
        };
        reading.problem = stopped.map(|problem| kept(problem, reading.read));
        Ok(reading)
    }

    async fn read_items(
        &self,
        connection: &Connection,
        tracker: &dyn Tracker,
        run: &Run,
        anew: bool,
        read: &mut u32,
    ) -> Result<()> {
        let reader = connectors::reader(&connection.account()).ok();
        let stream = reader.as_deref().and_then(|reader| reader.streams().iter().find(|stream| stream.name == ISSUES));
        self.begin_reading(connection, anew || stream.is_none()).await?;
        let patience = Patience {
            now: self.clock(),
            cancel: &run.stop,
            waiting: &|_| (),
            longest_wait: self.http.limits().longest_wait,
            attempts: self.http.limits().attempts,
        };
        match reader.as_deref().zip(stream) {
            Some((reader, stream)) => self.read_stream(connection, (reader, stream), &patience, read).await?,
            None => self.read_list(connection, tracker, &patience, read).await?,
        }
        let mut write = self.store.write().await?;
        audit::finish(&mut write, connection.id, self.now()).await?;
        write.commit().await
    }

    /// A read from the beginning notes since when, so that at its end what didn't come is known to be gone. One that
    /// was broken off goes on, unless it is to begin anew.
    async fn begin_reading(&self, connection: &Connection, anew: bool) -> Result<()> {
        let at = connections::cursor(self.store.reader(), connection, COURSE).await?;
        let mut write = self.store.write().await?;
        if anew {
            connections::set_cursor(&mut write, connection, COURSE, &Cursor::default()).await?;
        }
        let whole = anew || at.0.is_none();
        audit::begin(&mut write, connection.id, whole.then(|| self.now())).await?;
        write.commit().await
    }

    async fn read_stream(
        &self,
        connection: &Connection,
        (reader, stream): (&dyn Reader, &Stream),
        patience: &Patience<'_>,
        read: &mut u32,
    ) -> Result<()> {
        let peer = self.peer(connection, reader.auth()).await?;
        sign_in(&self.http, &peer, reader, patience).await?;
        let mut at = connections::cursor(self.store.reader(), connection, COURSE).await?;
        let mut stays = 0;
        loop {
            stop_if_asked(patience)?;
            let page = read_page(&self.http, &peer, reader, (stream, &at, stream.page_size), patience).await?;
            let items: Vec<BacklogItem> =
                page.records.into_iter().map(|record| connectors::of_record(&connection.vendor, record)).collect();
            self.keep_page(connection, &items, Some(&page.next), read, page.total).await?;
            if !page.more {
                return Ok(());
            }
            // Twice the same place is no loop: many may have changed in one second.
            stays = if page.next == at { stays + 1 } else { 0 };
            if stays > 2 {
                return Err(going_round(&peer));
            }
            at = page.next;
        }
    }

    /// For tools without a reader: the tracker's own list of what isn't closed.
    async fn read_list(
        &self,
        connection: &Connection,
        tracker: &dyn Tracker,
        patience: &Patience<'_>,
        read: &mut u32,
    ) -> Result<()> {
        let peer = self.peer(connection, tracker.auth()).await?;
        let mut next = tracker.open_items();
        if next.is_none() {
            return Err(Problem::refused(format!("The items of {} can't be listed yet, only searched.", peer.tool))
                .kept("Nothing was read.")
                .todo("Import a list of its items as a file, or audit another tracker."));
        }
        let judge = |reply: &_, now: Time| tracker.verdict(reply, now);
        for _ in 0..MOST_PAGES {
            let Some(request) = next else { return Ok(()) };
            stop_if_asked(patience)?;
            let reply = self.http.send(&peer, &request, &judge, patience).await?;
            let mut items: Vec<TrackerItem> = tracker.parse_items(&reply).map_err(|bad| unusable(&peer, &bad))?;
            let mut replies = Vec::new();
            while let Some(more) = tracker.complete(&mut items, &replies).map_err(|bad| unusable(&peer, &bad))? {
                replies.push(self.http.send(&peer, &more, &judge, patience).await?);
            }
            let mut details: HashMap<String, ItemDetails> =
                std::iter::once(&reply).chain(&replies).flat_map(|reply| tracker.details(reply)).collect();
            let told = |item: TrackerItem| {
                let details = details.remove(&item.external_id).unwrap_or_default();
                connectors::of_tracker(item, details)
            };
            let items: Vec<BacklogItem> = items.into_iter().map(told).collect();
            self.keep_page(connection, &items, None, read, None).await?;
            next = tracker.further(&request, &reply).filter(|further| *further != request);
        }
        Err(going_round(&peer))
    }

    async fn keep_page(
        &self,
        connection: &Connection,
        items: &[BacklogItem],
        next: Option<&Cursor>,
        read: &mut u32,
        total: Option<u64>,
    ) -> Result<()> {
        let mut write = self.store.write().await?;
        audit::write_items(&mut write, connection.id, items, self.now()).await?;
        if let Some(next) = next {
            connections::set_cursor(&mut write, connection, COURSE, next).await?;
        }
        write.commit().await?;
        *read += u32::try_from(items.len()).unwrap_or(u32::MAX);
        self.tell(Event::Progress(self.progress(connection, *read, total)));
        Ok(())
    }

    fn progress(&self, connection: &Connection, done: u32, total: Option<u64>) -> Progress {
        let total = total.map(|total| u32::try_from(total).unwrap_or(u32::MAX).max(done));
        Progress { done, total, ..Progress::of(connection.id, "items") }
    }
}

fn stop_if_asked(patience: &Patience<'_>) -> Result<()> {
    if patience.cancel.is_cancelled() {
        return Err(
            Problem::new(ProblemKind::Cancelled, "Stopped, as you asked.").todo("The next read goes on from there.")
        );
    }
    Ok(())
}

fn going_round(peer: &Peer) -> Problem {
    Problem::new(ProblemKind::BadReply, format!("{} gives the same items again and again.", peer.origin))
        .todo(format!("Ask whoever runs {} whether paging works there.", peer.tool))
}

fn kept(mut problem: Problem, read: u32) -> Problem {
    if problem.kept.is_empty() {
        problem.kept = format!("{} read before are kept.", counted(read, "items"));
    }
    problem
}
