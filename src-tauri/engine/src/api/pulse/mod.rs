//! How the product behaves in operation: delivery, incidents and what links them.

mod links;
mod overview;
mod receipts;
mod records;
mod restore;
mod saved;
mod targets;
mod tiles;
mod timeline;
pub(super) mod words;

pub use words::duration;

use std::sync::{Arc, Mutex, PoisonError};

use insight::operation::{Operation, Scope};
use insight::weeks::{self, Window, Zone};

use super::Engine;
use super::types::PulseQuery;
use crate::error::{Problem, Result};
use crate::model::{ServiceId, Time};
use crate::store::pulse::{self as stored, Read};

/// The longest period, and what is read before it: links reach back, and weeks begin on a Monday.
const LONGEST: u32 = 366;
const BEFORE: i64 = 34;

/// What was read last. Several screens ask about the same, and reading a large workspace takes a while.
#[derive(Default)]
pub(super) struct LastRead(Mutex<Option<(u32, Arc<Known>)>>);

/// Everything that the Pulse knows at one revision.
pub(super) struct Known {
    pub operation: Operation,
    /// Names and verdicts; its records moved into `operation`.
    pub read: Read,
    pub now: Time,
}

/// A query that was understood.
pub(super) struct Question {
    pub known: Arc<Known>,
    pub scope: Scope,
    pub period: Window,
    pub zone: Zone,
    pub now: Time,
}

impl Engine {
    pub(super) async fn pulse_question(&self, query: &PulseQuery) -> Result<Question> {
        let zone = Zone::parse(&query.zone).ok_or_else(|| {
            Problem::bad_input(format!("“{}” is no time zone.", query.zone))
                .todo("Use a name such as Europe/Berlin, or an offset such as +02:00.")
        })?;
        if !(1..=LONGEST).contains(&query.days) {
            return Err(Problem::bad_input(format!("A period has 1 to {LONGEST} days.")));
        }
        let known = self.pulse_known().await?;
        let now = self.now();
        let scope = scope(query, &known.read)?;
        Ok(Question { known, scope, period: weeks::last_days(now.0, query.days, zone), zone, now })
    }

    /// Everything known, read anew only after a commit.
    pub(super) async fn pulse_known(&self) -> Result<Arc<Known>> {
        let (revision, now) = (self.store.revision(), self.now());
        let held = self.last_pulse.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // What lies in the period moves with the clock.
        if let Some((_, known)) = held.filter(|(held, known)| *held == revision && now.0 - known.now.0 < Time::DAY) {
            return Ok(known);
        }
        let from = now.plus(-(i64::from(LONGEST) + BEFORE) * Time::DAY);
        let mut read = stored::read(&self.store, from).await?;
        let known = tokio::task::spawn_blocking(move || {
            let verdicts = read.plain_verdicts();
            let (incidents, changes) = (std::mem::take(&mut read.incidents), std::mem::take(&mut read.changes));
            let operation = Operation::of(incidents, changes, &verdicts, read.sources.clone());
            Arc::new(Known { operation, read, now })
        })
        .await
        .map_err(|_| {
            Problem::system("The links between incidents and changes could not be found.").todo("Try again.")
        })?;
        *self.last_pulse.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, known.clone()));
        Ok(known)
    }
}

/// The services that a query is about.
fn scope(query: &PulseQuery, read: &Read) -> Result<Scope> {
    let in_product = |product| {
        let own = read.services.iter().filter(move |(_, service)| service.product == Some(product));
        own.map(|(id, _)| *id)
    };
    match (query.product, query.service) {
        (None, None) => Ok(Scope::everything()),
        (_, Some(ServiceId(service))) if !read.services.contains_key(&service) => {
            Err(Problem::not_found("This service isn't here.").todo("Choose another one."))
        }
        (Some(product), _) if !read.products.contains_key(&product) => {
            Err(Problem::not_found("This product isn't here.").todo("Choose another one."))
        }
        (None, Some(service)) => Ok(Scope::of([service.0])),
        (Some(product), None) => Ok(Scope::of(in_product(product))),
        (Some(product), Some(service)) => Ok(Scope::of(in_product(product).filter(|id| *id == service.0))),
    }
}
