//! What runs right now: pulls and imports. One at a time for a connection, in this program and in all others that
//! have the same folder, and each can be stopped.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use super::types::Progress;
use crate::error::{Problem, ProblemKind, Result};
use crate::model::{ConnectionId, Time};

#[derive(Default)]
struct Job {
    stop: CancellationToken,
    progress: Option<Progress>,
}

type Jobs = HashMap<ConnectionId, Job>;

pub(crate) struct Running {
    jobs: Arc<Mutex<Jobs>>,
    /// Holds a file for each connection of this workspace; whoever reads the connection has it locked.
    turns: PathBuf,
}

impl Running {
    /// For the workspace in `file`.
    pub(crate) fn beside(file: &Path) -> Self {
        Running { jobs: Arc::default(), turns: file.with_extension("reading") }
    }

    /// Begins a pull or an import. It counts as running until the answer is dropped.
    pub(crate) fn begin(&self, connection: ConnectionId) -> Result<Run> {
        let mut jobs = lock(&self.jobs);
        if jobs.contains_key(&connection) {
            return Err(busy("This connection is being read already.", "Wait until it is finished, or stop it."));
        }
        let turn = self.turn(&connection.to_string())?;
        let stop = CancellationToken::new();
        jobs.insert(connection, Job { stop: stop.clone(), progress: None });
        Ok(Run { connection, stop, jobs: Arc::clone(&self.jobs), _turn: turn })
    }

    /// Takes the turn for the work of this name. The system lets go of the lock when the program that holds it ends, however it ends.
    pub(crate) fn turn(&self, work: &str) -> Result<File> {
        fs::create_dir_all(&self.turns)?;
        let path = self.turns.join(format!("{work}.lock"));
        let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                let what = "This connection is being read already, by another window or command of Throughline.";
                Err(busy(what, "Wait until it is finished."))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Stops one connection's work, or everything.
    pub(crate) fn stop(&self, connection: Option<ConnectionId>) {
        for (id, job) in lock(&self.jobs).iter() {
            if connection.is_none_or(|wanted| wanted == *id) {
                job.stop.cancel();
            }
        }
    }

    /// None: nothing runs. Some(None): it runs and hasn't said yet how far it is.
    #[allow(clippy::option_option)]
    pub(crate) fn progress(&self, connection: ConnectionId) -> Option<Option<Progress>> {
        lock(&self.jobs).get(&connection).map(|job| job.progress.clone())
    }
}

/// One pull or import while it runs.
pub(crate) struct Run {
    connection: ConnectionId,
    /// Cancelled when the person wants it to stop.
    pub(crate) stop: CancellationToken,
    jobs: Arc<Mutex<Jobs>>,
    /// Keeps other programs from the same connection.
    _turn: File,
}

impl Run {
    /// Remembers how far it is, for whoever asks in between.
    pub(crate) fn note(&self, progress: &Progress) {
        if let Some(job) = lock(&self.jobs).get_mut(&self.connection) {
            job.progress = Some(progress.clone());
        }
    }
}

impl Progress {
    /// At the start of work whose rows are called `what`.
    pub(crate) fn of(connection: ConnectionId, what: &str) -> Progress {
        Progress {
            connection: Some(connection),
            what: what.to_owned(),
            done: 0,
            total: None,
            rows_per_second: 0.0,
            seconds_left: None,
            waiting_until: None,
            finished: false,
        }
    }

    /// `done` of `total` since `started`. No time passed yet: no rate and no time left.
    pub(crate) fn measure(&mut self, done: u32, total: Option<u32>, started: Time, now: Time) {
        let seconds = now.0.saturating_sub(started.0).max(0) as f64 / Time::SECOND as f64;
        let rate = if seconds > 0.0 { f64::from(done) / seconds } else { 0.0 };
        let left = total.map(|total| f64::from(total.saturating_sub(done)));
        self.done = done;
        self.total = total;
        self.rows_per_second = rate;
        self.seconds_left = left.filter(|_| rate > 0.0).map(|left| left / rate);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        lock(&self.jobs).remove(&self.connection);
    }
}

fn busy(what: &str, todo: &str) -> Problem {
    Problem::new(ProblemKind::Busy, what).kept("Nothing was changed.").todo(todo)
}

fn lock(jobs: &Mutex<Jobs>) -> MutexGuard<'_, Jobs> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left_follow_from_what_is_done() {
        let mut progress = Progress::of(ConnectionId(1), "tickets");
        progress.measure(18_240, Some(28_400), Time(0), Time(40_000));
        assert_eq!((progress.rows_per_second, progress.seconds_left.map(f64::round)), (456.0, Some(22.0)));
        progress.measure(500, None, Time(0), Time(10_000));
        assert_eq!((progress.rows_per_second, progress.seconds_left), (50.0, None));
        progress.measure(500, Some(400), Time(0), Time(0));
        assert_eq!((progress.rows_per_second, progress.seconds_left), (0.0, None));
    }
}
