//! Reading a tool, page by page: ask, judge, parse, store the page with its cursor in one transaction, tell
//! how far it got, until the tool has no more. What was read stays read, whatever happens next.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::Engine;
use super::reach::{read_page, sign_in, vendor};
use super::running::Run;
use super::types::{Event, Progress, PullReport};
use super::words::{counted, thousands};
use crate::connectors::{self, Cursor, Page, Reader, Stream};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::{Patience, Peer};
use crate::model::{ConnectionId, Time};
use crate::store::bulk;
use crate::store::connections::{self, Connection};
use crate::store::usage;

impl Engine {
    pub async fn pull(&self, id: ConnectionId) -> Result<PullReport> {
        let connection = self.readable(id).await?;
        let run = self.running.begin(id)?;
        self.read(connection, run).await
    }

    /// The connection, if nothing here stands in the way of reading it.
    pub(super) async fn readable(&self, id: ConnectionId) -> Result<Connection> {
        let connection = connections::one(self.store.reader(), id).await?;
        if connection.paused {
            return Err(Problem::refused(format!("“{}” is paused.", connection.name))
                .kept("Nothing was read.")
                .todo("Take it out of pause to read it."));
        }
        let account = connection.account();
        if connectors::program(&account).is_none() {
            connectors::reader(&account)?;
        }
        if !vendor(&account)?.secret_label.is_empty() {
            self.secrets().ready().await?;
        }
        Ok(connection)
    }

    pub(super) async fn read(&self, connection: Connection, run: Run) -> Result<PullReport> {
        let (id, account) = (connection.id, connection.account());
        let reader = match connectors::program(&account) {
            Some(_) => None,
            None => Some(connectors::reader(&account)?),
        };
        let voice = Voice { engine: self, run: &run, progress: Mutex::new(Progress::of(id, "signals")) };
        let mut pull = Pull {
            engine: self,
            connection: &connection,
            voice: &voice,
            tally: empty(id),
            by_stream: Vec::new(),
            days_read: 0,
        };
        let stopped = match reader {
            Some(reader) => pull.everything(&*reader).await.err(),
            None => pull.through_program().await.err(),
        };
        let finished = self.finish_reading().await;
        let report = pull.report(stopped.or(finished.err())).await;
        voice.tell(|progress| {
            progress.waiting_until = None;
            progress.finished = true;
        });
        drop(run);
        self.tell_changed();
        report
    }

    /// Stops the pull or import of a connection, or with None all of them, after the present page.
    pub async fn cancel(&self, id: Option<ConnectionId>) -> Result<()> {
        self.running.stop(id);
        Ok(())
    }
}

/// Tells how far the pull is, to listeners and to whoever asks in between.
pub(super) struct Voice<'a> {
    engine: &'a Engine,
    pub(super) run: &'a Run,
    progress: Mutex<Progress>,
}

impl Voice<'_> {
    fn tell(&self, change: impl FnOnce(&mut Progress)) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut progress);
        self.run.note(&progress);
        self.engine.tell(Event::Progress(progress.clone()));
    }
}

/// One pull under way.
pub(super) struct Pull<'a> {
    pub(super) engine: &'a Engine,
    pub(super) connection: &'a Connection,
    pub(super) voice: &'a Voice<'a>,
    tally: PullReport,
    /// How many records each stream of a program brought, e.g. `issues 4`; also those that brought none.
    pub(super) by_stream: Vec<String>,
    /// Counts of use, which are no records.
    days_read: u32,
}

impl Pull<'_> {
    /// Every stream to its end. One that the tool won't give doesn't keep the others from being read.
    async fn everything(&mut self, reader: &dyn Reader) -> Result<()> {
        let (engine, voice) = (self.engine, self.voice);
        let peer = engine.peer(self.connection, reader.auth()).await?;
        let waiting = |until| voice.tell(|progress| progress.waiting_until = until);
        let patience = Patience {
            now: engine.clock(),
            cancel: &voice.run.stop,
            waiting: &waiting,
            longest_wait: engine.http.limits().longest_wait,
            attempts: engine.http.limits().attempts,
        };
        sign_in(&engine.http, &peer, reader, &patience).await?;
        let mut first_problem = None;
        for stream in reader.streams() {
            match self.stream(reader, stream, &peer, &patience).await {
                Ok(()) => {}
                Err(problem) if concerns_one_stream(problem.kind) => {
                    first_problem.get_or_insert(problem);
                }
                Err(problem) => return Err(problem),
            }
        }
        first_problem.map_or(Ok(()), Err)
    }

    async fn stream(
        &mut self,
        reader: &dyn Reader,
        stream: &Stream,
        peer: &Peer,
        patience: &Patience<'_>,
    ) -> Result<()> {
        let engine = self.engine;
        let mut at = connections::cursor(engine.store.reader(), self.connection, stream.name).await?;
        let mut course = Course::new(stream, engine.now());
        course.been_at.insert(at.0.clone());
        loop {
            if self.voice.run.stop.is_cancelled() {
                return Err(Problem::new(ProblemKind::Cancelled, "Stopped, as you asked."));
            }
            let mut page = read_page(&engine.http, peer, reader, (stream, &at, stream.page_size), patience).await?;
            let now = engine.now();
            let goes_round = page.more && course.goes_round(&page);
            if goes_round {
                page.next = at.clone();
            }
            self.store(stream, &at, &page, now).await?;
            self.tell(&mut course, &page, now);
            if goes_round {
                return Err(Problem::new(
                    ProblemKind::BadReply,
                    format!("{} gives the same {} again and again.", peer.origin, stream.label),
                )
                .todo(format!("Ask whoever runs {} whether paging works there.", peer.tool)));
            }
            if !page.more {
                return Ok(());
            }
            at = page.next;
        }
    }

    /// The page, what it set aside and where to go on, all or nothing. A page that says nothing new leaves
    /// no trace in what lists show.
    pub(super) async fn store(&mut self, stream: &Stream, at: &Cursor, page: &Page, now: Time) -> Result<()> {
        let id = self.connection.id;
        let mut write = self.engine.store.write().await?;
        let written = bulk::write_records(&mut write, id, &page.records).await?;
        let days = usage::write_days(&mut write, id, &page.usage).await?;
        let set_aside = bulk::write_set_aside(&mut write, id, stream.name, &page.set_aside, now).await?;
        // With a record that couldn't be read, nobody knows what is absent.
        let resolved = if page.complete && page.set_aside.is_empty() {
            let named: Vec<String> = page.records.iter().map(|record| record.external_id.clone()).collect();
            bulk::resolve_absent(&mut write, id, stream.kind, &named, now).await?.len()
        } else {
            0
        };
        self.tally.read += count(page.records.len());
        self.days_read += count(page.usage.len());
        if written.new + written.changed + set_aside + days == 0 && resolved == 0 {
            drop(write);
            if page.next != *at {
                connections::move_cursor(&self.engine.store, self.connection, stream.name, &page.next).await?;
            }
            return Ok(());
        }
        connections::set_cursor(&mut write, self.connection, stream.name, &page.next).await?;
        write.commit().await?;
        self.tally.new += written.new;
        self.tally.changed += written.changed;
        self.tally.set_aside += set_aside;
        self.tally.resolved_by_absence += count(resolved);
        Ok(())
    }

    pub(super) fn tell(&self, course: &mut Course, page: &Page, now: Time) {
        course.done += count(page.records.len() + page.usage.len() + page.set_aside.len());
        let total = page.total.map(|total| u32::try_from(total).unwrap_or(u32::MAX));
        course.total = total.or(course.total).map(|total| total.max(course.done));
        self.voice.tell(|progress| {
            progress.what = course.label.to_owned();
            progress.measure(course.done, course.total, course.started, now);
        });
        if course.told_changed.is_none_or(|told| now.0 - told.0 >= Time::SECOND) {
            course.told_changed = Some(now);
            self.engine.tell_changed();
        }
    }

    /// Notes how it ended on the connection, and says it.
    async fn report(self, stopped: Option<Problem>) -> Result<PullReport> {
        let (engine, id) = (self.engine, self.connection.id);
        let mut report = self.tally;
        let Some(mut problem) = stopped else {
            connections::note_end(&engine.store, id, engine.now(), None).await?;
            let streams =
                if self.by_stream.len() > 1 { format!(" ({})", self.by_stream.join(", ")) } else { String::new() };
            let whose = format!("“{}”{streams}", self.connection.name);
            report.message = summary(&report, self.days_read, &whose);
            return Ok(report);
        };
        if problem.kept.is_empty() {
            problem.kept = kept(connections::signals(engine.store.reader(), id).await?);
        }
        if problem.kind == ProblemKind::Cancelled {
            problem.todo = "The next read goes on from there.".to_owned();
            connections::note_stop(&engine.store, id, engine.now()).await?;
        } else {
            connections::note_end(&engine.store, id, engine.now(), Some(&problem)).await?;
        }
        report.message = problem.sentence();
        report.problem = Some(problem);
        Ok(report)
    }
}

/// How far one stream has come in this pull.
pub(super) struct Course {
    label: &'static str,
    started: Time,
    done: u32,
    total: Option<u32>,
    been_at: HashSet<Option<String>>,
    last_page: Vec<String>,
    /// How often the last page came in a row.
    times: u32,
    told_changed: Option<Time>,
}

impl Course {
    pub(super) fn new(stream: &Stream, started: Time) -> Self {
        Course {
            label: stream.label,
            started,
            done: 0,
            total: None,
            been_at: HashSet::new(),
            last_page: Vec::new(),
            times: 0,
            told_changed: None,
        }
    }

    /// True when the page leads to where we have been, or comes for the third time in a row. Twice is no
    /// loop: a page whose records all changed in one second is asked for again from that second on.
    fn goes_round(&mut self, page: &Page) -> bool {
        let names: Vec<String> = page.records.iter().map(|record| record.external_id.clone()).collect();
        self.times = if !names.is_empty() && names == self.last_page { self.times + 1 } else { 1 };
        self.last_page = names;
        self.times > 2 || !self.been_at.insert(page.next.0.clone())
    }
}

/// After the others the tool itself is out of reach, and asking for the next stream would only repeat it.
fn concerns_one_stream(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::NotFound | ProblemKind::Refused | ProblemKind::BadReply)
}

fn empty(connection: ConnectionId) -> PullReport {
    PullReport {
        connection,
        read: 0,
        new: 0,
        changed: 0,
        resolved_by_absence: 0,
        set_aside: 0,
        problem: None,
        message: String::new(),
    }
}

fn kept(signals: u32) -> String {
    match signals {
        0 => "Nothing had been read before.".to_owned(),
        1 => "The 1 signal read before is kept.".to_owned(),
        many => format!("All {} signals read before are kept.", thousands(many)),
    }
}

/// `Read 60 records from “Service desk”: 58 new, 2 changed.`
fn summary(report: &PullReport, days: u32, whose: &str) -> String {
    if report.read == 0 && days > 0 {
        let beside =
            if report.set_aside == 0 { String::new() } else { format!(", {} set aside", thousands(report.set_aside)) };
        return format!("Read {} of use from {whose}{beside}.", counted(days, "daily counts"));
    }
    let parts: Vec<String> = [
        (report.new, "new"),
        (report.changed, "changed"),
        (report.resolved_by_absence, "resolved since"),
        (report.set_aside, "set aside"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, word)| format!("{} {word}", thousands(number)))
    .collect();
    let found = if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") };
    format!("Read {} from {whose}: {found}.", counted(report.read, "records"))
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
