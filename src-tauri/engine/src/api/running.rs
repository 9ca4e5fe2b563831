//! What runs right now: pulls and imports. One at a time for a connection, and each can be stopped.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use super::types::Progress;
use crate::error::{Problem, ProblemKind, Result};
use crate::model::ConnectionId;

#[derive(Default)]
struct Job {
    stop: CancellationToken,
    progress: Option<Progress>,
}

type Jobs = HashMap<ConnectionId, Job>;

#[derive(Default)]
pub(crate) struct Running {
    jobs: Arc<Mutex<Jobs>>,
}

impl Running {
    /// Begins a pull or an import. It counts as running until the answer is dropped.
    pub(crate) fn begin(&self, connection: ConnectionId) -> Result<Run> {
        let mut jobs = lock(&self.jobs);
        if jobs.contains_key(&connection) {
            return Err(Problem::new(ProblemKind::Busy, "This connection is being read already.")
                .kept("Nothing was changed.")
                .todo("Wait until it is finished, or stop it."));
        }
        let stop = CancellationToken::new();
        jobs.insert(connection, Job { stop: stop.clone(), progress: None });
        Ok(Run { connection, stop, jobs: Arc::clone(&self.jobs) })
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
}

impl Run {
    /// Remembers how far it is, for whoever asks in between.
    pub(crate) fn note(&self, progress: &Progress) {
        if let Some(job) = lock(&self.jobs).get_mut(&self.connection) {
            job.progress = Some(progress.clone());
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        lock(&self.jobs).remove(&self.connection);
    }
}

fn lock(jobs: &Mutex<Jobs>) -> MutexGuard<'_, Jobs> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner)
}
