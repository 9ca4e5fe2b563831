//! Reading connections when their time has come: what is due, and reading it exactly once although the window and
//! the command line may both be at it.

use chrono::Local;
use xxhash_rust::xxh3::xxh3_64;

use super::Engine;
use super::reach::vendor;
use super::types::{Cadence, Event, PullReport, StepDone};
use crate::error::{Problem, ProblemKind, Result};
use crate::journal::{Change, Entity};
use crate::model::{ConnectionId, Time};
use crate::store::connections::{self, Connection};

/// Connections whose time has come, the longest waiting first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub ready: Vec<ConnectionId>,
    /// Those whose secrets lie in a locked vault.
    pub locked: Vec<ConnectionId>,
}

impl Engine {
    /// How often a tool is read unless a person says otherwise.
    pub async fn usual_schedule(&self, vendor: String) -> Result<Cadence> {
        let known = self.vendors().await?.into_iter().find(|known| known.id == vendor);
        Ok(known.filter(|vendor| vendor.reads).map_or(Cadence::Off, |vendor| Cadence::usual(vendor.group)))
    }

    pub async fn schedule_connection(&self, id: ConnectionId, cadence: Cadence) -> Result<StepDone> {
        let connection = connections::one(self.store.reader(), id).await?;
        if cadence != Cadence::Off && !vendor(&connection.account())?.reads {
            return Err(
                Problem::refused(format!("“{}” is only written to.", connection.name)).kept("Nothing was changed.")
            );
        }
        let message = match cadence {
            Cadence::Off => format!("“{}” is read by hand", connection.name),
            Cadence::Every(_) => format!("“{}” is read every {cadence}", connection.name),
            Cadence::Daily(_) => format!("“{}” is read {cadence}", connection.name),
        };
        let change = Change::new(Entity::Connection, &connection.uid, "schedule", cadence.to_string());
        self.decide(message, &[change]).await
    }

    /// What is to be read now and isn't being read here.
    pub async fn due(&self) -> Result<Due> {
        let mut waiting: Vec<(Time, Connection)> = Vec::new();
        let now = self.now();
        for connection in connections::all(self.store.reader()).await? {
            let next = self.next_read(&connection, now).filter(|next| *next <= now);
            if let Some(next) = next.filter(|_| self.running.progress(connection.id).is_none()) {
                waiting.push((next, connection));
            }
        }
        waiting.sort_by_key(|(next, connection)| (*next, connection.id));
        let locked = self.secrets().is_locked().await;
        let mut due = Due::default();
        for (_, connection) in waiting {
            let needs_secret = vendor(&connection.account()).is_ok_and(|vendor| !vendor.secret_label.is_empty());
            let list = if locked && needs_secret { &mut due.locked } else { &mut due.ready };
            list.push(connection.id);
        }
        Ok(due)
    }

    /// Reads a connection, unless somebody else reads it or has just done so.
    pub async fn pull_if_due(&self, id: ConnectionId) -> Result<Option<PullReport>> {
        let connection = self.readable(id).await?;
        let run = match self.running.begin(id) {
            Ok(run) => run,
            Err(problem) if problem.kind == ProblemKind::Busy => return Ok(None),
            Err(problem) => return Err(problem),
        };
        // Until the turn came, another program may have read it.
        let connection = connections::one(self.store.reader(), connection.id).await?;
        let now = self.now();
        if self.next_read(&connection, now).is_none_or(|next| next > now) {
            return Ok(None);
        }
        self.read(connection, run).await.map(Some)
    }

    /// Asks whoever looks at the window for the vault's passphrase.
    pub fn ask_for_passphrase(&self) {
        self.tell(Event::PassphraseNeeded);
    }

    /// When a connection is read by itself the next time, if at all.
    pub(super) fn next_read(&self, connection: &Connection, now: Time) -> Option<Time> {
        let reads = vendor(&connection.account()).is_ok_and(|vendor| vendor.reads);
        // The same in every program, so that all of them wait for the same moment.
        let jitter = xxh3_64(connection.uid.as_bytes()) as f64 / u64::MAX as f64;
        let cadence = connection.schedule().filter(|_| reads && !connection.paused)?;
        cadence.next(connection.past(), now, &Local, jitter)
    }
}
